"""Rules of the table of evidence."""

from __future__ import annotations

import re
from functools import partial

from isk_indicators import dates
from isk_indicators.figures import find_quantities
from isk_indicators.rules import links
from isk_indicators.rules.codes import announced_instead, listed
from isk_indicators.rules.constraints import form, has_form
from isk_indicators.rules.dates import prints_a_part, unprinted
from isk_indicators.rules.proofs import table_rules
from isk_indicators.rules.rule import (
    NUMBERS,
    CannotDecide,
    PartialDataset,
    Problem,
    Row,
    RowKey,
    rule,
)
from isk_indicators.rules.schema import validate_table
from isk_indicators.rules.sourcing import forms_of, prints_a_form
from isk_indicators.schema import Field, Schema
from isk_indicators.spans import whole_occurrences
from isk_indicators.tables import Dataset


@rule("evidence-row", column="row_id", phase="spans")
def row_exists(table_name: str, row_id: str, *, data: PartialDataset) -> Problem | None:
    """Evidence for a row that its table does not have."""
    if data.has(table_name, row_id):
        return None
    return Problem(
        f"{table_name} {row_id}",
        f"the id of a row of {table_name}",
        "Correct the table or the id, or add the row.",
    )


@rule("evidence-column", column="column_name", phase="spans")
def column_exists(
    table_name: str, row_id: str, column_name: str, *, data: PartialDataset
) -> Problem | None:
    """Evidence for a column that the table does not have."""
    data.row(table_name, row_id)
    names = data.package.schemas[table_name].names
    if column_name in names:
        return None
    return Problem(
        column_name, f"a column of {table_name}: {', '.join(names)}", "Correct the name."
    )


@rule("evidence-contradiction", column="value")
def a_contradiction_says_what(
    role: str, column_name: str | None, value: str | None
) -> Problem | None:
    """A contradiction without a column or a value, or a value without a column."""
    if role == "contradicts" and (column_name is None or value is None):
        return Problem(
            value or "",
            "the column and what this passage says for it",
            "Type both: a contradiction is about something.",
        )
    if value is not None and column_name is None:
        return Problem(value, "the column that the value is for", "Type the column, or blank this.")
    return None


@rule("evidence-value", column="value")
def value_fits_the_column(
    table_name: str, row_id: str, column_name: str, value: str, *, data: PartialDataset
) -> Problem | None:
    """A value that does not fit the column."""
    data.row(table_name, row_id)
    schema = data.package.schemas[table_name]
    field = schema.by_name.get(column_name)
    if field is None:
        raise CannotDecide
    expected = expected_form(schema, field, value, data)
    if expected is None:
        return None
    return Problem(value, expected, f"Write the value as {column_name} in {table_name} is written.")


def expected_form(schema: Schema, field: Field, value: str, data: Dataset) -> str | None:
    """What the column expects instead of the value; None if the value fits."""
    if field.enum and value not in field.enum:
        return "one of " + ", ".join(field.enum)
    if not has_form(field.type, value):
        return f"a value of type {field.type}"
    if field.name in schema.dated:
        return _no_date(value)
    for key in schema.foreign_keys:
        if key.field == field.name and not data.has(key.table, value):
            return f"the id of a row of {key.table}"
    if field.pattern is not None and not re.fullmatch(field.pattern, value):
        return form(field.pattern)
    return None


def _no_date(value: str) -> str | None:
    try:
        dates.parse(value)
    except ValueError:
        return f"a date such as {dates.FORMS}"
    return None


@rule("evidence-agrees", column="value")
def value_agrees_with_the_role(
    table_name: str, row_id: str, column_name: str, role: str, value: str, *, data: PartialDataset
) -> Problem | None:
    """Supporting evidence with a value that is not the row's, or other evidence with the row's."""
    mine = data.row(table_name, row_id)
    field = data.package.schemas[table_name].by_name.get(column_name)
    if field is None or mine[column_name] is None:
        raise CannotDecide
    if not has_form(field.type, value):
        raise CannotDecide  # the rule on the value's form reports it
    said = mine[column_name]
    if (said == NUMBERS.get(field.type, str)(value)) == (role == "supports"):
        return None
    if column_name in data.package.schemas[table_name].dated and _no_date(said):
        raise CannotDecide  # another rule reports the row's own date
    return Problem(
        f"{value} ({role})",
        f"{said} if it supports, another value if it does not",
        f"{row_id} says {said}: correct the role or the value.",
    )


@rule("evidence-adds", column="quote")
def adds_to_the_row(
    table_name: str,
    row_id: str,
    role: str,
    source_id: str,
    span_start: int,
    span_end: int,
    *,
    data: PartialDataset,
) -> Problem | None:
    """A supporting passage that the row's own quote already contains."""
    mine = data.row(table_name, row_id)
    if role != "supports" or mine["source_id"] != source_id:
        return None
    start, end = mine["span_start"], mine["span_end"]
    if start is None or end is None or not start <= span_start < span_end <= end:
        return None
    data.require(table_name, "span_end", "quote", **{data.id_column(table_name): row_id})
    return Problem(
        f"{source_id} {span_start}-{span_end}",
        f"words outside {row_id}'s own quote, {start}-{end}",
        "Leave the evidence out: the row's quote shows it.",
    )


@rule("evidence-subject", column="column_name", phase="spans")
def a_passage_can_speak_of_the_column(
    table_name: str, column_name: str, *, data: PartialDataset
) -> Problem | None:
    """A column that no passage can show, such as a span, an id or the curator's own words."""
    schema = data.package.schemas.get(table_name)
    field = schema.by_name.get(column_name) if schema else None
    if schema is None or field is None:
        raise CannotDecide
    if can_speak_of(field):
        return None
    allowed = [other.name for other in schema.fields if can_speak_of(other)]
    return Problem(
        column_name,
        f"a column that words can show: {', '.join(allowed)}",
        "Type the column that the passage is about, or blank it for the row as a whole.",
    )


def can_speak_of(field: Field) -> bool:
    """Whether a passage of a document can show what a column says."""
    kind = field.proof.get("by")
    if kind == "judgement":
        return bool(field.enum)
    if kind == "link":
        return field.proof.get("ties") == ["near"]
    return kind in ("figure", "date", "printed", "name", "code", None)


@rule("evidence-blank", column="row_id", phase="spans")
def the_column_is_filled(
    table_name: str,
    row_id: str,
    column_name: str,
    role: str | None,
    value: str | None,
    *,
    data: PartialDataset,
) -> Problem | None:
    """A passage about a column left blank by the row, if it supports the blank or has no value."""
    mine = data.row(table_name, row_id)
    field = data.package.schemas[table_name].by_name.get(column_name)
    if field is None or not can_speak_of(field):
        return None
    if value is not None and role != "supports":
        return None
    if mine[column_name] is not None:
        return None
    if mine.get(field.proof.get("basis", "")) is not None:
        return None  # the rule on the basis reports the blank
    data.require(table_name, column_name, **{data.id_column(table_name): row_id})
    return Problem(
        row_id,
        f"a row that fills {column_name}",
        "Correct the row, the column or the role; or type what the passage says for it.",
    )


@rule("evidence-words", column="value", phase="words")
def the_passage_says_the_value(
    table_name: str,
    row_id: str,
    column_name: str,
    value: str,
    source_id: str,
    quote: str,
    *,
    data: PartialDataset,
) -> Problem | None:
    """A value that the words of the passage do not give."""
    mine = data.row(table_name, row_id)
    schema = data.package.schemas[table_name]
    field = schema.by_name.get(column_name)
    if field is None or expected_form(schema, field, value, data):
        raise CannotDecide  # another rule reports it
    words = quote
    if field.name in schema.dated and prints_a_part(value, quote):
        # "hours before" in one passage, and the day in another
        about = data.passages(RowKey(table_name, row_id), column_name, mine.get("quote") or "")
        words = " | ".join((quote, *about))
    expected = _expected_words(data, schema, field, value, source_id, words)
    if expected is None:
        return None
    _require_name(data, schema, field)
    return Problem(value, expected, f"Type what this passage says for {column_name}, or blank it.")


def _expected_words(
    data: PartialDataset, schema: Schema, field: Field, value: str, source_id: str, quote: str
) -> str | None:
    """What a passage would have to print if it gave the value; None if it does, or if no word can.

    The proof of the column decides.
    """
    match field.proof.get("by"):
        case "name":
            forms = _forms(data, schema, field, value)
            named = prints_a_form(forms, [quote])
            return None if named else f"{' or '.join(map(repr, forms))} in the quote"
        case "figure" if field.type == "integer":
            numbers = {n for f in find_quantities(quote) for n in (f.low, f.high) if n is not None}
            printed = ", ".join(map(str, sorted(numbers))) or "none"
            return None if int(value) in numbers else f"a number that the quote prints: {printed}"
        case "printed" | "figure" if not field.enum:
            return None if whole_occurrences(quote, value) else f"words of the quote {quote!r}"
        case "date" if not field.enum:
            published = data.row("sources", source_id)["published"]
            missing = unprinted(value, "publication", quote, [published])
            return f"{', '.join(missing)} in the quote" if missing else None
        case "code":
            return listed(announced_instead(field, value, [quote], [quote])) or None
    return None


def _forms(data: PartialDataset, schema: Schema, field: Field, row_id: str) -> list[str]:
    """The printed forms of the row that a column names."""
    return forms_of(data.row(schema.targets[field.name], row_id))


def _require_name(data: PartialDataset, schema: Schema, field: Field) -> None:
    """Raise CannotDecide if a name that the column may hold is invalid."""
    if field.proof.get("by") == "name":
        data.require(schema.targets[field.name], "name", "aliases")


@rule("evidence-role", column="role", phase="cross_table")
def the_value_goes_with_the_role(
    table_name: str, row_id: str, column_name: str, role: str, value: str, *, data: PartialDataset
) -> Problem | None:
    """A contradiction whose value agrees with the row's, or a mention whose value does not."""
    if role == "supports":
        return None
    mine = data.row(table_name, row_id)
    schema = data.package.schemas[table_name]
    field = schema.by_name.get(column_name)
    if field is None or mine[column_name] is None or expected_form(schema, field, value, data):
        raise CannotDecide  # another rule reports it
    data.require(table_name, column_name, **{data.id_column(table_name): row_id})
    agree = None  # whether both can be true, if that is known
    if column_name in schema.dated:
        agree = _dates_agree(str(mine[column_name]), value)
    elif schema.targets.get(column_name) == "places":
        data.require("places", "kind", "country", "subdivision")
        agree = _places_agree(data.row("places", mine[column_name]), data.row("places", value))
    if agree is None or agree == (role == "mentions"):
        return None
    return Problem(
        f"{role} ({value})",
        "mentions, as both can be true" if agree else "contradicts, as both cannot be true",
        f"{row_id} says {mine[column_name]}: correct the role or the value.",
    )


def _dates_agree(one: str, other: str) -> bool:
    """Whether two dates have a day in common."""
    if _no_date(one):
        raise CannotDecide  # another rule reports it
    first, second = dates.parse(one), dates.parse(other)
    begins = [d.earliest for d in (first, second) if d.earliest]
    ends = [d.latest for d in (first, second) if d.latest]
    return not begins or not ends or max(begins) <= min(ends)


def _places_agree(one: Row, other: Row) -> bool | None:
    """Whether an event can be in both places: a country and a place in it; None if not known."""
    kinds = (one["kind"], other["kind"])
    if None in kinds:
        raise CannotDecide
    if "country" in kinds:
        return bool(one["country"] == other["country"])
    return one == other if kinds[0] == kinds[1] else None


@rule("evidence-tied", column="row_id", phase="cross_table")
def the_passage_is_about_the_row(
    table_name: str,
    row_id: str,
    column_name: str | None,
    value: str | None,
    source_id: str,
    span_start: int,
    span_end: int,
    quote: str,
    *,
    data: PartialDataset,
) -> Problem | None:
    """A passage that neither prints a cell of the row nor is near words that report the row."""
    if value is not None:
        return None  # the rule on its words judges the passage
    mine = data.row(table_name, row_id)
    schema = data.package.schemas[table_name]
    field = schema.by_name.get(column_name or "")
    about = (table_name, row_id)
    if field is not None and field.proof.get("by") == "link" and mine[field.name] is not None:
        about = (schema.targets[field.name], str(mine[field.name]))  # words tie it to that row
    if field is not None and field.proof.get("by") in PRINTED_KINDS:
        tied = _prints(data, schema, field, mine, quote)
        expected = f"words of {field.name} ({mine[field.name]}) in the quote"
    else:
        own = (source_id, span_start, span_end)
        others = [passage for passage in links.reports_up_to(data, *about, own) if passage != own]
        tied = (
            any(_prints(data, schema, other, mine, quote) for other in schema.fields)
            or links.nearest([own], others) <= links.NEAR
            or not _long_words(quote).isdisjoint(_long_words(mine["quote"] or ""))
        )
        expected = (
            f"a name, date, figure or long word of {row_id} in the quote, or a passage that "
            f"reports {about[1]} within {links.NEAR} characters"
        )
    if tied:
        return None
    data.require(table_name, *schema.names, **{data.id_column(table_name): row_id})
    links.require_reports_up_to(data, *about)
    for other in schema.fields:
        _require_name(data, schema, other)
    return Problem(
        f"{row_id} ({quote!r})",
        expected,
        "Correct the row or the column, or remove the evidence row.",
    )


PRINTED_KINDS = ("name", "date", "printed", "figure")
"""The proofs of columns whose own words a passage prints if it supports them."""

LONG = 8
"""From so many letters on, a word that is no name is seldom in passages about different things."""


def _prints(data: PartialDataset, schema: Schema, field: Field, row: Row, quote: str) -> bool:
    """Whether a quote prints a cell of a row, or a part of a date."""
    value = row[field.name]
    if value is None or field.enum:
        return False
    match field.proof.get("by"):
        case "name":
            return prints_a_form(_forms(data, schema, field, value), [quote])
        case "printed" | "figure" if field.type == "string":
            return bool(whole_occurrences(quote, value))
        case "date":
            return prints_a_part(value, quote)
    return False


def _long_words(passage: str) -> set[str]:
    return {*re.findall(rf"\b[a-z]{{{LONG},}}\b", passage)}


RULES = table_rules(
    "evidence",
    row_exists,
    column_exists,
    a_contradiction_says_what,
    value_fits_the_column,
    value_agrees_with_the_role,
    adds_to_the_row,
    a_passage_can_speak_of_the_column,
    the_column_is_filled,
    the_passage_says_the_value,
    the_value_goes_with_the_role,
    the_passage_is_about_the_row,
    links.reports_something_new.rename_columns(own_id="evidence_id"),
)

validate = partial(validate_table, "evidence", RULES)
"""Validate a frame of this table; see :func:`isk_indicators.rules.schema.validate_table`."""
