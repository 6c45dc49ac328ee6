"""Second readings: what another person coded, without having seen the cells of the rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeAlias

from isk_indicators.schema import Cell, Row
from isk_indicators.tables import Dataset

READINGS = "readings"
"""The table of second readings."""

KEY = ("table_name", "row_id", "column_name")
"""The columns of that table that name a cell."""

CodedCell: TypeAlias = tuple[Cell, ...]
"""A table, the id of a row of it, and a column that is read twice."""


def readings(dataset: Dataset) -> Mapping[CodedCell, Row]:
    """The second reading of each cell that has one."""

    def index() -> Mapping[CodedCell, Row]:
        return {tuple(row[name] for name in KEY): row for row in dataset.rows(READINGS)}

    return dataset.once(READINGS, index)


def settled(reading: Row) -> Cell:
    """What holds after a second reading: what was agreed on, otherwise the second reading."""
    return reading["value"] if reading["reason"] is None else reading["agreed"]


class ReadingCounts(NamedTuple):
    """Of the cells of one column, how many were read twice.

    Attributes:
        table: The table.
        column: The column.
        cells: How many cells it has; a blank is one too.
        read_twice: How many of them have a second reading.
        differing: How many of these differ from it: two readers settled on the cell.
    """

    table: str
    column: str
    cells: int
    read_twice: int
    differing: int

    @property
    def read_once(self) -> int:
        """How many cells nobody has read a second time."""
        return self.cells - self.read_twice


def reading_counts(dataset: Dataset, source_id: str | None = None) -> list[ReadingCounts]:
    """Count the second readings of each column, of all rows or those of one source.

    There is none if the package has no table of readings, as in a release.
    """
    if READINGS not in dataset.package.schemas:
        return []
    found = readings(dataset)
    counts = []
    for table, schema in dataset.package.schemas.items():
        rows = [r for r in dataset.rows(table) if source_id in (None, r.get("source_id"))]
        for column in schema.read_twice:
            read = [(found.get((table, schema.row_id(r), column)), r[column]) for r in rows]
            twice = [(reading["value"], cell) for reading, cell in read if reading is not None]
            differing = sum(value != cell for value, cell in twice)
            counts.append(ReadingCounts(table, column, len(rows), len(twice), differing))
    return counts


def in_words(counts: Iterable[ReadingCounts]) -> str:
    """Say how many cells were read twice, and of which tables some were not."""
    counts = list(counts)
    once: dict[str, int] = {}
    for one in counts:
        once[one.table] = once.get(one.table, 0) + one.read_once
    tables = ", ".join(f"{table} {number}" for table, number in once.items() if number)
    twice, cells = sum(c.read_twice for c in counts), sum(c.cells for c in counts)
    read_once = f"{cells - twice} ({tables})" if tables else "none"
    return f"read twice: {twice} of {cells} coded cells; read once: {read_once}"
