"""The columns that no file holds: computed from others of the same row while a table is read.

What lives here: which columns follow from which, how, and their one description. What must not:
reading of files, anything across rows or tables (that is a view's work). One more derived column
is one more :class:`Derived` in the function of its theme. Standard library only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypeAlias

from isk_indicators import conventions, dates
from isk_indicators.schema import Field, Schema

Cell: TypeAlias = str | int | float | date | None
"""A cell as plain Python; None is a blank."""

Row: TypeAlias = Mapping[str, Cell]
"""A row: its cells by column, in the frame's order."""


def written(cell: Cell) -> str:
    """Write a cell as the released files do: a blank is empty, a day YYYY-MM-DD, 46.0 is 46."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


_FIGURES = (
    ("qualifier", "stated_low", "stated_high"),
    ("count_qualifier", "count_low", "count_high"),
)
_UNIT = "unit"
"""The column beside a figure that may be a number of something continuous."""


@dataclass(frozen=True)
class Derived:
    """A column that follows from others of its row.

    Attributes:
        field: Its definition, as a schema would give it.
        inputs: The columns it follows from; it stands right after the last of them.
        compute: Their cells, in that order, to its own.

    """

    field: Field
    inputs: tuple[str, ...]
    compute: Callable[..., Cell]


def derived(schema: Schema) -> tuple[Derived, ...]:
    """List the derived columns of a table: first those of dates, then those of figures."""
    return (
        *(column for name in schema.dated for column in _days(schema.by_name[name])),
        *(
            column
            for figure in _FIGURES
            if set(figure) <= schema.by_name.keys()
            for column in (
                (*_bounds((_UNIT, *figure)), *_open_ends((_UNIT, *figure)))
                if _UNIT in schema.by_name
                else _bounds(figure)
            )
        ),
    )


def frame_fields(schema: Schema) -> tuple[Field, ...]:
    """Every column of a table's frame: the file's, each followed by those derived from it."""
    columns = derived(schema)
    return tuple(
        field
        for own in schema.fields
        for field in (own, *(c.field for c in columns if c.inputs[-1] == own.name))
    )


def _days(origin: Field) -> tuple[Derived, ...]:
    def earliest(text: str | None) -> Cell:
        return None if text is None else dates.parse(text).earliest

    def latest(text: str | None) -> Cell:
        return None if text is None else dates.parse(text).latest

    return tuple(
        Derived(
            Field(
                name=f"{origin.name}_{end}",
                title=f"{origin.title}, {end} day",
                description=f"The {end} day that '{origin.name}' allows, computed from it ('~' and "
                "'?' widen nothing); blank where it is blank or open at that end.",
                type="date",
            ),
            (origin.name,),
            compute,
        )
        for end, compute in (("earliest", earliest), ("latest", latest))
    )


def _bounds(inputs: tuple[str, ...]) -> Iterator[Derived]:
    meanings = {
        "low": "The least number that the words allow",
        "high": "The greatest number that the words allow",
        "best": "The number that the words give",
    }
    for name, meaning in meanings.items():
        field = Field(
            name=name,
            title=name.capitalize(),
            description=f"{meaning}, computed from {', '.join(map(repr, inputs))}; "
            "blank where they set none.",
            type="integer",
        )
        yield Derived(field, inputs, partial(_of_figure, conventions.bounds, name))


def _open_ends(inputs: tuple[str, ...]) -> Iterator[Derived]:
    for name, words in (("low", "more than six months"), ("high", "less than six months")):
        field = Field(
            name=f"{name}_open",
            title=f"{name.capitalize()}, open",
            description=f"Whether the words exclude the bound '{name}' itself ('{words}'); "
            f"false for anything counted in whole numbers, blank where '{name}' is blank.",
            type="boolean",
        )
        yield Derived(field, inputs, partial(_of_figure, conventions.open_ends, name))


def _of_figure(follows: Callable[..., object], name: str, *cells: Cell) -> Cell:
    """An attribute of what follows from a figure's cells, before which that of its unit may be."""
    *unit, qualifier, low, high = cells
    attribute: Cell = getattr(follows(qualifier, low, high, *unit), name)
    return attribute
