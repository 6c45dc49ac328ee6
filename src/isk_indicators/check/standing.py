"""What a stage left standing of a table, and where each of its cells is in the file.

What lives here: the frame of text cells for the later stages, the set of blanked cells, the records
that did not stand, and the making of findings at a cell, a record or the file. What must not: any
judgement. A later stage never reads the file again: it asks here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from isk_indicators.check.finding import Finding, Message
from isk_indicators.check.scan import Cell, Record, Scan
from isk_indicators.rules.breach import Breach
from isk_indicators.schema import Schema


class Fallen(NamedTuple):
    """A record that does not stand, with what its key cell seems to say."""

    line: int
    key: str | None


@dataclass
class Standing:
    """One table as far as it stands; all its records are there before ``frame`` is looked at.

    Attributes:
        schema: The table's schema.
        file: The CSV file, relative to the checked folder, with forward slashes.
        scan: The file as it was read.
        columns: Where the schema's columns are in the file; unrecognised ones are left out.
        records: The records that stand, one a row of ``frame``.
        fallen: The records that do not.
        blanked: The cells at fault, by row number and column; blank in ``frame``.
    """

    schema: Schema
    file: str
    scan: Scan
    columns: Mapping[str, int]
    records: Sequence[Record] = field(default_factory=list)
    fallen: list[Fallen] = field(default_factory=list)
    blanked: set[tuple[int, str]] = field(default_factory=set)
    _first_rows: dict[tuple[str, ...], Mapping[tuple[str | None, ...], int]] = field(
        default_factory=dict, repr=False
    )

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Cells as text, None for blank; the schema's columns; rows numbered from 0."""
        texts = {name: self._column(name) for name in self.schema.names}
        index = pd.RangeIndex(len(self.records))
        return pd.DataFrame(
            {name: pd.Series(column, index=index, dtype=object) for name, column in texts.items()}
        )

    def _column(self, name: str) -> list[str | None]:
        if name not in self.columns:
            self.blanked.update((row, name) for row in range(len(self.records)))
            return [None] * len(self.records)
        return [text or None for text in self.texts(name)]

    def texts(self, name: str) -> list[str]:
        """What the file holds in a column that it has, by row."""
        at = self.columns[name]
        if self.scan.columns is not None:
            return self.scan.columns[at]
        return [record.texts[at] for record in self.records]

    @property
    def table(self) -> str:
        """The table's name."""
        return self.schema.table

    @property
    def incomplete(self) -> bool:
        """Whether a record or cell is missing, so that an absent value proves nothing."""
        return bool(self.fallen or self.blanked)

    def first_rows(self, fields: tuple[str, ...]) -> Mapping[tuple[str | None, ...], int]:
        """The first row of each combination of values of these columns, before any later blank."""
        if fields not in self._first_rows:
            first: dict[tuple[str | None, ...], int] = {}
            columns = [self.frame[name].tolist() for name in fields]
            for row, values in enumerate(zip(*columns, strict=True)):
                first.setdefault(values, row)
            self._first_rows[fields] = first
        return self._first_rows[fields]

    def blank(self, row: int, name: str) -> None:
        """Mark a cell as at fault, so that later stages leave it out."""
        if (row, name) not in self.blanked:
            self.blanked.add((row, name))
            self.frame.at[row, name] = None

    def value(self, row: int, name: str) -> str | None:
        """A cell as it stands: None if it is blank, or was blanked."""
        value = self.frame.at[row, name]
        return None if value is None else str(value)

    def text(self, row: int, name: str) -> str:
        """What the file holds in a cell, also if it was blanked since."""
        if name not in self.columns:
            return ""
        if self.scan.columns is not None:
            return self.scan.columns[self.columns[name]][row]
        return self.records[row].texts[self.columns[name]]

    def cell(self, row: int, name: str) -> Cell:
        """A cell with its place in the file; of a column that is not there, the record's start."""
        record = self.records[row]
        if name not in self.columns:
            return Cell(record.line, record.shift + 1, "", False)
        return self.scan.cells(record)[self.columns[name]]

    def position(self, row: int, name: str | None) -> tuple[int, int]:
        """The physical line and column (from 1) of a cell, or of the row."""
        if name is None:
            return self.records[row].line, self.records[row].shift + 1
        place = self.cell(row, name)
        return place.line, place.column

    def row_id(self, row: int) -> str | None:
        """The row's identifier as it stands in the file; None for a table without one."""
        return (self.text(row, self.schema.id_field) or None) if self.schema.id_field else None

    def at_cell(self, rule: str, row: int, name: str, words: Message) -> Finding:
        """An error at a cell."""
        found = self.text(row, name) if words.found is None else words.found
        place, row_id = self.position(row, name), self.row_id(row)
        return Finding(
            rule, "error", self.file, *place, row_id, name, found, words.expected, words.message
        )

    def of_breach(self, breach: Breach) -> Finding:
        """A rule's breach, at its place in the file."""
        line, column = (1, 1) if breach.row is None else self.position(breach.row, breach.field)
        return Finding(
            breach.rule,
            "warning" if breach.warning else "error",
            self.file,
            line,
            column,
            None if breach.row is None else self.row_id(breach.row),
            breach.field,
            breach.found,
            breach.expected,
            breach.message,
        )
