"""The tables of the page: which parts are shown, their columns, cells and links."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from isk_indicators.export.tables import VIEW_SUFFIX, ExportTable
from isk_indicators.schema import Field, Row, written
from isk_indicators.show import figure_span
from isk_indicators.tables import CAPTIONS, SEPARATOR

DRAWN = ("coverage_matrix", "force_series", "timeline", "indicators")
"""Views that the pictures show, and the one that only puts others into one frame."""

FIRST = "incidents"
"""The table that a reader sees first; those that the descriptor names before it come last."""

NUMBERS = ("integer", "number")


T = TypeVar("T")


@dataclass(frozen=True)
class Link:
    """An id that leads to its row, and what it is called there."""

    target: str
    text: str


@dataclass(frozen=True)
class Cell:
    """The content of a cell: words, of which some may be marked, or links."""

    text: str = ""
    links: tuple[Link, ...] = ()
    marked: tuple[str, str, str] | None = None
    """A quote: the words before the figure, the figure, the words after it."""


class Names:
    """The rows of a page by their addresses.

    Args:
        parts: Every table and view of the page.

    """

    def __init__(self, parts: Sequence[ExportTable]) -> None:
        self._parts = parts

    @cached_property
    def captions(self) -> Mapping[str, str]:
        """What each row with an id is called: its name or label, else the id."""
        found = {}
        for part in self._parts:
            if part.is_view or len(part.key) > 1:
                continue
            names = [field.name for field in part.fields]
            column = next((one for one in CAPTIONS if one in names), part.key[0])
            found.update({str(row[part.key[0]]): str(row[column]) for row in part.rows})
        return found

    def cell(self, row: Row, column: str) -> Cell:
        """Give a cell of a row as it is shown.

        Ids become links where a name is shown in their place. Where an id is shown itself, the
        script makes a link of it: that spares a tenth of the page.
        """
        value = row[column]
        if value is None:
            return Cell()
        if column == "quote":
            return Cell(str(value), marked=marked(row))
        if self.captions.get(str(value)) in (row.get(name) for name in CAPTIONS):
            return Cell(written(value))  # the name is in the same row
        return Cell(written(value), self._links(str(value)))

    def _links(self, value: str) -> tuple[Link, ...]:
        ids = value.split(SEPARATOR)
        names = [self.captions.get(one) for one in ids]
        if None in names or names == ids:
            return ()
        return tuple(Link(one, self.captions[one]) for one in ids)


def marked(row: Row) -> tuple[str, str, str] | None:
    """Cut a row's quote into the words before, in and after its figure."""
    quote, span = str(row["quote"]), figure_span(row)
    if span is None:
        return None
    start, end = span
    return quote[:start], quote[start:end], quote[end:]


def address(part: ExportTable, row: Row) -> str:
    """Name a row within the page: its id, or a view's name with the row's key."""
    key = [str(row[name]) for name in part.key]
    if not part.is_view and len(key) == 1:
        return key[0]
    return "-".join([part.plain_name, *key]).replace(" ", "_")


@dataclass(frozen=True)
class Column:
    """A column's head."""

    name: str
    title: str
    number: bool
    brief: bool
    coded: bool


@dataclass(frozen=True)
class TableRow:
    """A row: its address within the page, and its cells in the columns' order."""

    address: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """A table of the page."""

    name: str
    title: str
    description: str
    is_view: bool
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]


def shown(parts: Sequence[ExportTable]) -> list[ExportTable]:
    """Choose the parts that become tables, in the order in which a reader meets them."""
    tables = [part for part in parts if not part.is_view]
    names = [part.name for part in tables]
    first = names.index(FIRST) if FIRST in names else 0
    views = [part for part in parts if part.is_view and part.plain_name not in DRAWN]
    return [*tables[first:], *tables[:first], *views]


def table(part: ExportTable, names: Names) -> Table:
    """Turn a table or view into a table of the page."""
    return Table(
        part.plain_name,
        part.title.removesuffix(VIEW_SUFFIX),
        part.description,
        part.is_view,
        tuple(
            Column(one.name, one.title, one.type in NUMBERS, one.brief, bool(one.enum))
            for one in part.fields
        ),
        tuple(
            TableRow(
                address(part, row),
                tuple(names.cell(row, field.name) for field in part.fields),
            )
            for row in part.rows
        ),
    )


def column_notes(parts: Sequence[ExportTable], note: Callable[[Field], T | None]) -> dict[str, T]:
    """Note something on each column, by its name, or by ``table.column`` where tables differ.

    Args:
        parts: The tables of the page; the first that has a column speaks for all that say the same.
        note: The note on a column; None or empty if there is none.

    """
    found: dict[str, T] = {}
    for part, field in ((one, field) for one in parts for field in one.fields):
        text = note(field)
        if text and found.setdefault(field.name, text) != text:
            found[f"{part.plain_name}.{field.name}"] = text
    return found
