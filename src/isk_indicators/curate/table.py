"""A table's file as a curator's command works on it: cells as text, each with its place.

What lives here: reading a file that is in its canonical form, changing cells, the new bytes. What
must not: putting a file into that form (``fmt`` does), judging what cells say. Since the form is
canonical, a changed cell changes its own line and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from isk_indicators.check import canonical, decode
from isk_indicators.check.scan import Scan, scan
from isk_indicators.curate.told import Change, Place, StoppedError
from isk_indicators.schema import Schema

FMT = "put it right, or let isk-indicators fmt do so"
SPAN = ("source_id", "span_start", "span_end", "quote")


class Table:
    """The rows of one table; a blank cell is an empty text."""

    def __init__(self, schema: Schema, file: str, scanned: Scan) -> None:
        self.schema = schema
        self.file = file
        self._scan = scanned
        self._rows = [list(record.texts) for record in scanned.records[1:]]
        self._index = {name: at for at, name in enumerate(schema.names)}
        self.changes: list[Change] = []

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def name(self) -> str:
        """The table's name."""
        return self.schema.table

    @property
    def has_spans(self) -> bool:
        """Whether its rows rest on passages of documents."""
        return set(SPAN) <= self._index.keys()

    def rows(self) -> Iterator[Sequence[str]]:
        """The cells of each row, in the schema's order."""
        return iter(self._rows)

    def value(self, row: int, name: str) -> str:
        """A cell's text."""
        return self._rows[row][self._index[name]]

    def set(self, row: int, name: str, text: str) -> None:
        """Give a cell another text; what is the same already is no change."""
        old = self.value(row, name)
        if old != text:
            self.changes.append(Change(self.place(row, name), self.subject(row, name), old, text))
            self._rows[row][self._index[name]] = text

    def place(self, row: int, name: str) -> Place:
        """Where a cell stands in the file that was read."""
        cell = self._scan.cells(self._scan.records[row + 1])[self._index[name]]
        return Place(self.file, cell.line, cell.column)

    def subject(self, row: int, name: str) -> str:
        """A cell by its row's id, where it has one, and its column."""
        row_id = self.value(row, self.schema.id_field) if self.schema.id_field else ""
        return f"{row_id} {name}".lstrip()

    def data(self) -> bytes:
        """The file's bytes with the changes made."""
        return canonical.document(self.schema.names, self._rows).encode("utf-8")


def read(schema: Schema, file: str, data: bytes) -> Table:
    """Read a file that is in its canonical form, whatever its cells say.

    Raises:
        StoppedError: it is not in that form; the message names the first place.
    """
    decoded = decode.decode(file, data)
    for finding in decoded.findings:
        raise _stopped(Place(file, finding.line, finding.column), finding.message)
    text = decoded.text or ""
    scanned = scan(text, width=len(schema.names))
    if not scanned.records or list(scanned.records[0].texts) != list(schema.names):
        raise _stopped(Place(file), f"the header is not {canonical.record(schema.names)!r}")
    for fault in scanned.faults:
        raise _stopped(Place(file, fault.line, fault.column), fault.kind.replace("-", " "))
    for record in scanned.records:
        if len(record.texts) != len(schema.names):
            count = f"{len(record.texts)} cells, expected {len(schema.names)}"
            raise _stopped(Place(file, record.line), count)
        if canonical.record(record.texts) != record.raw:
            raise _stopped(Place(file, record.line), "cells are quoted without need")
    return Table(schema, file, scanned)


def _stopped(place: Place, what: str) -> StoppedError:
    return StoppedError(f"{place}: {what.rstrip('.')}: {FMT}")
