"""The tables of the page: every released table, and the views that no picture shows.

What lives here: which parts become a table, and their columns and cells in order. What must not:
any list of columns (``schemas/`` has them), HTML. Standard library only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from isk_indicators.export.content import VIEW_SUFFIX, Part
from isk_indicators.page.names import Cell, Names, address
from isk_indicators.schema import Field

DRAWN = ("coverage_matrix", "force_series", "timeline", "indicators")
"""Views that the pictures show, and the one that only puts others into one frame."""

Told = TypeVar("Told")

FIRST = "incidents"
"""The table that a reader sees first; those that the descriptor names before it come last."""

NUMBERS = ("integer", "number")


@dataclass(frozen=True)
class Column:
    """A column's head."""

    name: str
    title: str
    number: bool
    brief: bool
    coded: bool


@dataclass(frozen=True)
class Line:
    """A row: its address within the page, and its cells in the columns' order."""

    address: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Grid:
    """A table of the page."""

    name: str
    title: str
    description: str
    is_view: bool
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


def shown(parts: Sequence[Part]) -> list[Part]:
    """Choose the parts that become tables, in the order in which a reader meets them."""
    tables = [part for part in parts if not part.is_view]
    names = [part.name for part in tables]
    first = names.index(FIRST) if FIRST in names else 0
    views = [part for part in parts if part.is_view and part.plain_name not in DRAWN]
    return [*tables[first:], *tables[:first], *views]


def grid(part: Part, names: Names) -> Grid:
    """Turn a table or view into a table of the page."""
    return Grid(
        part.plain_name,
        part.title.removesuffix(VIEW_SUFFIX),
        part.description,
        part.is_view,
        tuple(_column(field) for field in part.fields),
        tuple(
            Line(
                address(part, row),
                tuple(names.cell(row, field.name) for field in part.fields),
            )
            for row in part.rows
        ),
    )


def _column(field: Field) -> Column:
    return Column(
        field.name,
        field.title,
        field.type in NUMBERS,
        field.brief,
        bool(field.enum),
    )


def told_of_columns(parts: Sequence[Part], tell: Callable[[Field], Told | None]) -> dict[str, Told]:
    """Tell something of each column, by its name, or by ``table.column`` where tables differ.

    Args:
        parts: The tables of the page; the first that has a column speaks for all that say the same.
        tell: What is to be told of a column; None or empty if nothing.

    """
    found: dict[str, Told] = {}
    for part, field in ((one, field) for one in parts for field in one.fields):
        told = tell(field)
        if told and found.setdefault(field.name, told) != told:
            found[f"{part.plain_name}.{field.name}"] = told
    return found
