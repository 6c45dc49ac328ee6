"""Which columns of a table belong together, as its schema shows.

What lives here: groups of columns by what the schema says of them. What must not: lists of columns.
"""

from __future__ import annotations

from typing import NamedTuple

from isk_indicators import conventions
from isk_indicators.schema import Schema


class FigureColumns(NamedTuple):
    """The four columns of a figure: its words, its hedge, the numbers printed."""

    words: str
    qualifier: str
    low: str
    high: str


def figures_of(schema: Schema) -> list[FigureColumns]:
    """The figures of a table: known by the hedge, beside which the other columns stand."""
    return [
        FigureColumns(*schema.names[at - 1 : at + 3])
        for at, field in enumerate(schema.fields)
        if set(field.enum) == set(conventions.QUALIFIERS)
    ]
