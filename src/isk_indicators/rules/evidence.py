"""The rules of the table of evidence: it speaks of a row that exists, and adds to it."""

from __future__ import annotations

from functools import partial

from isk_indicators import dates
from isk_indicators.rules import span, twin
from isk_indicators.rules import validate as validation
from isk_indicators.rules.links import Links, cell
from isk_indicators.rules.pandera_schema import LEXICAL
from isk_indicators.rules.rule import Fault, UnsureError, rule
from isk_indicators.schema import Field, Schema


@rule("evidence-row", blames="row_id", turn="spans")
def row_exists(table_name: str, row_id: str, *, links: Links) -> Fault | None:
    """Evidence for a row that its table does not hold."""
    if links.has(table_name, row_id):
        return None
    return Fault(
        f"{table_name} {row_id}",
        f"the id of a row of {table_name}",
        "Correct the table or the id, or add the row.",
    )


@rule("evidence-column", blames="column_name", turn="spans")
def column_exists(table_name: str, row_id: str, column_name: str, *, links: Links) -> Fault | None:
    """Evidence for a column that the table does not have."""
    links.row(table_name, row_id)
    names = links.package.schemas[table_name].names
    if column_name in names:
        return None
    return Fault(column_name, f"a column of {table_name}: {', '.join(names)}", "Correct the name.")


@rule("evidence-contradiction", blames="value")
def a_contradiction_says_what(
    role: str, column_name: str | None, value: str | None
) -> Fault | None:
    """A contradiction without the column and the value that it gives, or a value of no column."""
    if role == "contradicts" and (column_name is None or value is None):
        return Fault(
            value or "",
            "the column and what this passage says for it",
            "Type both: a contradiction is about something.",
        )
    if value is not None and column_name is None:
        return Fault(value, "the column that the value is for", "Type the column, or blank this.")
    return None


@rule("evidence-value", blames="value")
def value_fits_the_column(
    table_name: str, row_id: str, column_name: str, value: str, *, links: Links
) -> Fault | None:
    """A value that the column could not hold."""
    links.row(table_name, row_id)
    schema = links.package.schemas[table_name]
    field = schema.by_name.get(column_name)
    if field is None:
        raise UnsureError
    expected = _misfit(schema, field, value, links)
    if expected is None:
        return None
    return Fault(value, expected, f"Write the value as {column_name} in {table_name} is written.")


def _misfit(schema: Schema, field: Field, value: str, links: Links) -> str | None:
    """What the column expects instead of the value; None if it may hold it."""
    if field.enum and value not in field.enum:
        return "one of " + ", ".join(field.enum)
    if field.type in LEXICAL and not LEXICAL[field.type](value):
        return f"a value of type {field.type}"
    if field.name in schema.dated:
        return _no_date(value)
    for key in schema.foreign_keys:
        if key.field == field.name and not links.has(key.table, value):
            return f"the id of a row of {key.table}"
    return None


def _no_date(value: str) -> str | None:
    try:
        dates.parse(value)
    except ValueError:
        return f"a date such as {dates.FORMS}"
    return None


@rule("evidence-agrees", blames="value")
def value_agrees_with_the_role(
    table_name: str, row_id: str, column_name: str, role: str, value: str, *, links: Links
) -> Fault | None:
    """A supporting value that is not the row's, or another role with the row's own value."""
    mine = links.row(table_name, row_id)
    field = links.package.schemas[table_name].by_name.get(column_name)
    if field is None or mine[column_name] is None:
        raise UnsureError
    if (mine[column_name] == cell(field, value)) == (role == "supports"):
        return None
    said = mine[column_name]
    if column_name in links.package.schemas[table_name].dated and _no_date(said):
        raise UnsureError  # the row's own date is told where it stands
    return Fault(
        f"{value} ({role})",
        f"{said} if it supports, another value if it does not",
        f"{row_id} says {said}: correct the role or the value.",
    )


@rule("evidence-adds", blames="quote")
def adds_to_the_row(
    table_name: str,
    row_id: str,
    role: str,
    source_id: str,
    span_start: int,
    span_end: int,
    *,
    links: Links,
) -> Fault | None:
    """A supporting passage that the row's own quote holds already."""
    mine = links.row(table_name, row_id)
    if role != "supports" or mine["source_id"] != source_id:
        return None
    start, end = mine["span_start"], mine["span_end"]
    if start is None or end is None or not start <= span_start < span_end <= end:
        return None
    links.require(table_name, "span_end", "quote")
    return Fault(
        f"{source_id} {span_start}-{span_end}",
        f"words outside {row_id}'s own quote, {start}-{end}",
        "Leave the evidence out: the row's quote shows it.",
    )


RULES = (
    *span.RULES,
    row_exists,
    column_exists,
    a_contradiction_says_what,
    value_fits_the_column,
    value_agrees_with_the_role,
    adds_to_the_row,
    twin.reports_something_new.on(own_id="evidence_id"),
)

validate = partial(validation.validate, "evidence")
"""Check a frame of this table in memory; see :func:`isk_indicators.rules.validate.validate`."""
