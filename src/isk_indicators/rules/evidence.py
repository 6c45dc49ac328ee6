"""Rules of the table of evidence."""

from __future__ import annotations

from functools import partial

from isk_indicators import dates
from isk_indicators.rules import claims, spans
from isk_indicators.rules.constraints import has_form
from isk_indicators.rules.rule import NUMBERS, CannotDecide, PartialDataset, Problem, rule
from isk_indicators.rules.schema import validate_table
from isk_indicators.schema import Field, Schema


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
    """A contradiction without the column and the value that it gives, or a value of no column."""
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
    expected = _expected_form(schema, field, value, data)
    if expected is None:
        return None
    return Problem(value, expected, f"Write the value as {column_name} in {table_name} is written.")


def _expected_form(schema: Schema, field: Field, value: str, data: PartialDataset) -> str | None:
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
    """A supporting value that is not the row's, or another role with the row's own value."""
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
    data.require(table_name, "span_end", "quote")
    return Problem(
        f"{source_id} {span_start}-{span_end}",
        f"words outside {row_id}'s own quote, {start}-{end}",
        "Leave the evidence out: the row's quote shows it.",
    )


RULES = (
    *spans.RULES,
    row_exists,
    column_exists,
    a_contradiction_says_what,
    value_fits_the_column,
    value_agrees_with_the_role,
    adds_to_the_row,
    claims.reports_something_new.rename_columns(own_id="evidence_id"),
)

validate = partial(validate_table, "evidence", RULES)
"""Validate a frame of this table; see :func:`isk_indicators.rules.schema.validate_table`."""
