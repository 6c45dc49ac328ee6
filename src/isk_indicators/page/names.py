"""What a cell shows and where it leads: names for ids, links to rows, marks in quotes.

What lives here: from a plain cell to a :class:`Cell`. What must not: HTML (the templates write it),
any list of tables or columns. Standard library only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from isk_indicators.derived import Cell as Plain
from isk_indicators.derived import Row
from isk_indicators.export.content import Part
from isk_indicators.lookup import CAPTIONS
from isk_indicators.show import figure_span
from isk_indicators.views.claims import SEPARATOR


@dataclass(frozen=True)
class Link:
    """An id that leads to its row, and what it is called there."""

    target: str
    text: str


@dataclass(frozen=True)
class Cell:
    """What stands in a cell: words, of which some may be marked, or links."""

    text: str = ""
    links: tuple[Link, ...] = ()
    marked: tuple[str, str, str] | None = None
    """A quote: the words before the figure, the figure, the words after it."""


class Names:
    """The rows of a page by their addresses.

    Args:
        parts: Every table and view of the page.

    """

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts

    @cached_property
    def captions(self) -> Mapping[str, str]:
        """What each row with an id is called: its name or label, else the id."""
        return {
            str(row[part.key[0]]): self._caption(part, row)
            for part in self._parts
            if not part.is_view and len(part.key) == 1
            for row in part.rows
        }

    def cell(self, row: Row, column: str) -> Cell:
        """Give a cell of a row as it is shown.

        Ids become links where a name is shown in their place. Where they stand themselves, the
        script makes links of them: that spares a tenth of the page.
        """
        value = row[column]
        if value is None:
            return Cell()
        if column == "quote":
            return Cell(str(value), marked=marked(row))
        if self.captions.get(str(value)) in (row.get(name) for name in CAPTIONS):
            return Cell(plain(value))  # the row tells the name beside it
        return Cell(plain(value), self._links(str(value)))

    def _links(self, value: str) -> tuple[Link, ...]:
        ids = value.split(SEPARATOR)
        if not all(one in self.captions for one in ids):
            return ()
        if all(one == self.captions[one] for one in ids):
            return ()
        return tuple(Link(one, self.captions[one]) for one in ids)

    @staticmethod
    def _caption(part: Part, row: Row) -> str:
        column = next((name for name in CAPTIONS if name in row), part.key[0])
        return str(row[column])


def plain(value: Plain) -> str:
    """Write a cell as the released files do, a number at its shortest; a blank is empty."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def marked(row: Row) -> tuple[str, str, str] | None:
    """Cut a row's quote into what stands before, in and after its figure."""
    quote, span = str(row["quote"]), figure_span(row)
    if span is None:
        return None
    start, end = span
    return quote[:start], quote[start:end], quote[end:]


def address(part: Part, row: Row) -> str:
    """Name a row within the page: its id, or a view's name with the row's key."""
    key = [str(row[name]) for name in part.key]
    if not part.is_view and len(key) == 1:
        return key[0]
    return "-".join([part.plain_name, *key]).replace(" ", "_")
