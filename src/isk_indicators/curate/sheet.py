"""A table's file in whatever notation a spreadsheet or an editor left it, as rows of the schema.

What lives here: reading every notation that has one meaning, and saying what was put right. What
must not: what cells hold. Where a record has more than one meaning, the sheet has no rows, and
remarks say where to put it right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from isk_indicators.check import canonical, header
from isk_indicators.check.finding import count_of
from isk_indicators.check.scan import Cell, Record, Scan, scan
from isk_indicators.curate import spreadsheet
from isk_indicators.curate.told import Place, Remark
from isk_indicators.schema import Schema

_FAULTS = {
    "stray-quote": "a quotation mark within a cell: put the whole cell between quotation marks "
    "and double those within it",
    "after-quote": "text behind a closing quotation mark: double the quotation marks within the "
    "cell, or delete what follows the closing one",
    "unclosed-quote": "a quotation mark that is never closed: close it, or delete it",
}


@dataclass
class Sheet:
    """A file's rows, in the schema's columns and the file's order.

    Attributes:
        schema: The table's schema.
        file: The file, relative to the folder.
        rows: The cells of each row as texts.
        notes: What of its notation was put right.
        remarks: Why the rows cannot be had; then there are none.
        has_lost_letters: Whether its encoding lacks letters that the cells may have held.
    """

    schema: Schema
    file: str
    rows: list[list[str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    has_lost_letters: bool = False
    _scan: Scan | None = None
    _records: list[Record] = field(default_factory=list)
    _columns: Mapping[str, int] = field(default_factory=dict)

    def place(self, row: int, name: str) -> Place:
        """Where a cell stands in the file as it was read."""
        record, at = self._records[row], self._columns[name]
        cells = self._scan.cells(record) if self._scan else []
        if at < len(cells):
            return Place(self.file, cells[at].line, cells[at].column)
        return Place(self.file, record.line, record.shift + len(record.raw) + 1)


def read(schema: Schema, file: str, text: str) -> Sheet:
    """Read a file's text, its lines ended by line feeds and without a byte order mark."""
    sheet = Sheet(schema, file)
    first = next(line for line in text.split("\n") if line.strip())
    delimiter = header.delimiter(first, schema.names)
    width = len(scan(first, delimiter).records[0].texts)
    scanned = sheet._scan = scan(text, delimiter, width)
    sheet.remarks += _notation(file, scanned)
    names, *records = scanned.records
    sheet.remarks += _columns(sheet, scanned.cells(names), records)
    if not sheet.remarks:
        sheet._records = [record for record in records if any(map(str.strip, record.texts))]
        sheet.remarks += _records(sheet)
    if not sheet.remarks:
        sheet.rows = [_row(sheet, record) for record in sheet._records]
        sheet.notes += _notes(sheet, scanned)
    return sheet


def _notation(file: str, scanned: Scan) -> Iterator[Remark]:
    for fault in scanned.faults:
        if fault.kind in _FAULTS:
            yield Remark(Place(file, fault.line, fault.column), "", _FAULTS[fault.kind])


def _columns(sheet: Sheet, cells: Sequence[Cell], records: Sequence[Record]) -> Iterator[Remark]:
    """Find the columns; each of the schema's must be there, and no other that holds anything."""
    found = header.match(sheet.file, sheet.schema.names, cells)
    sheet._columns = found.columns
    for name in found.missing:
        message = f"there is no column {name}: add it, if need be blank, or correct its name"
        yield Remark(Place(sheet.file, cells[0].line), "", message)
    for at, cell in enumerate(cells):
        if at in found.columns.values() or _is_blank(cell.text, at, records):
            continue
        message = f"the column {cell.text!r} is not the schema's: delete it, or correct its name"
        yield Remark(Place(sheet.file, cell.line, cell.column), "", message)


def _is_blank(name: str, at: int, records: Sequence[Record]) -> bool:
    return not name.strip() and not any("".join(r.texts[at : at + 1]).strip() for r in records)


def _records(sheet: Sheet) -> Iterator[Remark]:
    """Each record must have its cells; blank ones at its end may be left out, or be too many."""
    width = sheet._scan.width or 0 if sheet._scan else 0
    for record in sheet._records:
        if any(map(str.strip, record.texts[width:])):
            message = (
                f"{len(record.texts)} cells, expected {width}: put the cell that holds a "
                "separator between quotation marks"
            )
        elif len(record.texts) < width and not _may_be_padded(sheet, record):
            message = f"{len(record.texts)} cells, expected {width}: add the separators missing"
        else:
            continue
        yield Remark(Place(sheet.file, record.line, record.shift + 1), "", message)


def _may_be_padded(sheet: Sheet, record: Record) -> bool:
    """Whether the cells missing can only be those at the end: all others suit their columns."""
    for name, cell in zip(sheet.schema.names, _row(sheet, record), strict=True):
        column = sheet.schema.by_name[name]
        if column.required if not cell else not spreadsheet.fits(column, cell):
            return False
    return True


def _row(sheet: Sheet, record: Record) -> list[str]:
    texts = record.texts
    places = (sheet._columns[name] for name in sheet.schema.names)
    return [texts[at] if at < len(texts) else "" for at in places]


def _notes(sheet: Sheet, scanned: Scan) -> Iterator[str]:
    if scanned.delimiter != canonical.DELIMITER:
        yield f"cells separated by commas, not by {scanned.delimiter!r}"
    names = [cell.text for cell in scanned.cells(scanned.records[0])]
    there = [name for name in names if name.strip()]
    if there != list(sheet.schema.names):
        yield "columns named and ordered as in the schema"
    if len(there) != len(names):
        yield f"{count_of(len(names) - len(there), 'blank column')} removed"
    blank = len(scanned.records) - 1 - len(sheet._records)
    blank += sum(fault.kind == "blank-line" for fault in scanned.faults)
    if blank:
        yield f"{count_of(blank, 'blank row')} removed"
    if any(len(r.texts) != scanned.width for r in sheet._records):
        yield "blank cells at the end of rows added or removed"
    if any(canonical.record(r.texts, scanned.delimiter) != r.raw for r in scanned.records):
        yield "quotation marks only where a cell needs them"
