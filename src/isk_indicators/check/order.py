"""Whether a table's rows stand in order: by key, or by what comes nearest to one.

What lives here: the order. What must not: repeats of a key (``structure``). It is asked when the
rules have been applied, so that a row whose key proved wrong is not told as misplaced too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise

from isk_indicators.check.finding import Finding, Message
from isk_indicators.check.standing import Standing
from isk_indicators.rules.breach import Breach
from isk_indicators.schema import Field, Schema

SPAN = ("source_id", "span_start")
SPAN_FAULTS = ("span_end", "quote")
"""The columns blamed where a span is not what the document prints, be its start or its source."""


def sort_fields(schema: Schema) -> tuple[str, ...]:
    """The columns by which a table is sorted: its key, its spans, or every column."""
    if schema.key:
        return schema.key
    return SPAN if set(SPAN) <= set(schema.names) else schema.names


def inspect(tables: Mapping[str, Standing], breaches: Iterable[Breach]) -> list[Finding]:
    """Each misplaced row of every table; ``breaches`` tell which spans are no place in a text."""
    doubtful = {(b.table, b.row) for b in breaches if b.field in SPAN_FAULTS}
    return [
        finding
        for table, standing in tables.items()
        for finding in misplaced(standing, {row for name, row in doubtful if name == table})
    ]


def misplaced(standing: Standing, doubtful: Collection[int | None] = ()) -> list[Finding]:
    """Each row that stands behind one with a greater key.

    Rows without a good key are left out; so are, where spans are the key, the ``doubtful`` ones.
    """
    fields = sort_fields(standing.schema)
    if _is_one_text(standing.schema, fields) and _rises(standing.frame[fields[0]].tolist()):
        return []
    found: list[Finding] = []
    last: tuple[int, tuple[object, ...]] | None = None
    for row, texts in enumerate(zip(*(standing.frame[f].tolist() for f in fields), strict=True)):
        key = _sortable(standing.schema, fields, texts)
        if key is None or (fields == SPAN and row in doubtful):
            continue
        if last is not None and key < last[1]:
            found.append(_told(standing, row, last[0], fields))
        last = (row, key)
    return found


def _is_one_text(schema: Schema, fields: tuple[str, ...]) -> bool:
    return len(fields) == 1 and schema.by_name[fields[0]].type == "string"


def _rises(keys: Sequence[str | None]) -> bool:
    """Whether no key is blank or below the one before it, whatever the keys are."""
    filled = [key for key in keys if key is not None]
    return len(filled) == len(keys) and all(a <= b for a, b in pairwise(filled))


def _sortable(
    schema: Schema, fields: tuple[str, ...], texts: tuple[str | None, ...]
) -> tuple[object, ...] | None:
    """The key for comparison; None if a part of it is at fault, so that it has no place."""
    columns = [schema.by_name[name] for name in fields]
    parts = list(zip(columns, texts, strict=True))
    if not all(_is_sound(column, text, schema) for column, text in parts):
        return None
    return tuple(int(t or 0) if c.type == "integer" else t or "" for c, t in parts)


def _is_sound(column: Field, text: str | None, schema: Schema) -> bool:
    if text is None:
        return not schema.key and not column.required
    if column.type == "integer":
        return text.isascii() and text.isdecimal()
    return column.pattern is None or re.fullmatch(column.pattern, text) is not None


def _told(standing: Standing, row: int, before: int, fields: tuple[str, ...]) -> Finding:
    def key(number: int) -> str:
        return " ".join(standing.text(number, name) for name in fields)

    line, _ = standing.position(before, None)
    message = (
        f"Sort the rows by {', '.join(fields)}: {key(before)} stands before it, on line {line}."
    )
    return standing.at_cell("order", row, fields[0], Message("rows in order", message, key(row)))
