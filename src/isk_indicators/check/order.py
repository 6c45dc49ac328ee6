"""Whether a table's rows stand in order: by key, or by what comes nearest to one.

What lives here: the order. What must not: repeats of a key (``structure``).
"""

from __future__ import annotations

from isk_indicators.check.finding import Finding, Words
from isk_indicators.check.standing import Standing
from isk_indicators.schema import Schema

SPAN = ("source_id", "span_start")


def sort_fields(schema: Schema) -> tuple[str, ...]:
    """The columns by which a table is sorted: its key, its spans, or every column."""
    if schema.key:
        return schema.key
    return SPAN if set(SPAN) <= set(schema.names) else schema.names


def misplaced(standing: Standing) -> list[Finding]:
    """Each row that stands behind one with a greater key; rows without a good key are left out."""
    fields = sort_fields(standing.schema)
    found: list[Finding] = []
    last: tuple[int, tuple[object, ...]] | None = None
    for row, texts in enumerate(zip(*(standing.frame[f].tolist() for f in fields), strict=True)):
        key = _sortable(standing.schema, fields, texts)
        if key is None:
            continue
        if last is not None and key < last[1]:
            found.append(_told(standing, row, last[0], fields))
        last = (row, key)
    return found


def _sortable(
    schema: Schema, fields: tuple[str, ...], texts: tuple[str | None, ...]
) -> tuple[object, ...] | None:
    """The key for comparison; None if a part of it is blank or no number where one is due."""
    if schema.key and None in texts:
        return None
    numeric = [schema.by_name[name].type == "integer" for name in fields]
    if any(n and not (t or "").isdecimal() for n, t in zip(numeric, texts, strict=True)):
        return None
    return tuple(int(t or 0) if n else t or "" for n, t in zip(numeric, texts, strict=True))


def _told(standing: Standing, row: int, before: int, fields: tuple[str, ...]) -> Finding:
    def key(number: int) -> str:
        return " ".join(standing.text(number, name) for name in fields)

    line, _ = standing.position(before, None)
    message = (
        f"Sort the rows by {', '.join(fields)}: {key(before)} stands before it, on line {line}."
    )
    return standing.at_cell("order", row, fields[0], Words("rows in order", message, key(row)))
