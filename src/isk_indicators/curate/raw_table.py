"""A table's file as a spreadsheet or an editor saved it, read as rows of the schema.

Any bytes can be read as Windows-1252. A file is read so only if that makes its quotes occur in the
documents.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from isk_indicators import csvio
from isk_indicators.check import csv_reader, csv_table
from isk_indicators.check.csv_reader import Cell, CsvFile, CsvRecord, parse
from isk_indicators.check.csv_table import QUOTE
from isk_indicators.check.finding import Finding, pluralize
from isk_indicators.curate import spreadsheet
from isk_indicators.curate.workspace import Note, Place, Source
from isk_indicators.schema import Schema

WINDOWS = "cp1252"
LOST = "?"
"""What a spreadsheet writes for a letter that the encoding lacks."""

_REPAIRS = {
    "byte-order-mark": "byte order mark removed",
    "encoding": "UTF-16 made UTF-8",
    "line-ends": "lines ended by line feeds",
    "final-newline": "the last line ended",
}


def read(schema: Schema, file: str, data: bytes, sources: Mapping[str, Source]) -> RawTable:
    """Read a file's bytes; a table with notes has no rows."""
    decoded = csv_reader.decode(file, data)
    if decoded.text is None:
        return RawTable(schema, file, notes=[_note(file, f) for f in decoded.findings])
    if csv_reader.UNDECODED.search(decoded.text):
        return _read_windows(schema, file, data, sources)
    table = _read_text(schema, file, decoded.text)
    table.repairs[:0] = [_REPAIRS[finding.rule] for finding in decoded.findings]
    return table


def _note(file: str, finding: Finding) -> Note:
    return Note(Place(file, finding.line, finding.column), "", finding.message)


def _read_windows(
    schema: Schema, file: str, data: bytes, sources: Mapping[str, Source]
) -> RawTable:
    try:
        text = csv_reader.decode(file, data.decode(WINDOWS).encode("utf-8")).text
    except UnicodeDecodeError:
        text = None
    if text is None:
        return _unread(schema, file, data)
    table = _read_text(schema, file, text)
    quotes = [quote for quote in _quotes(table, sources) if not quote.isascii()]
    proved = [quote for quote in quotes if _is_printed(quote, sources)]
    if not proved or not all(_is_printed(quote, sources, LOST) for quote in quotes):
        return _unread(schema, file, data)
    table.has_lost_letters = True
    table.repairs.insert(
        0,
        "Windows-1252 made UTF-8, as the quotes prove (compare the names: what that encoding "
        "lacks may have become another letter)",
    )
    return table


def _unread(schema: Schema, file: str, data: bytes) -> RawTable:
    finding = next(f for f in csv_reader.decode(file, data).findings if f.rule == "encoding")
    found = f"{finding.found}: {finding.message}"
    return RawTable(schema, file, notes=[_note(file, finding)._replace(message=found)])


def _quotes(table: RawTable, sources: Mapping[str, Source]) -> Iterator[str]:
    """The quotes of a table, if there are documents to compare them with."""
    if QUOTE in table.schema.by_name and any(source.text for source in sources.values()):
        at = table.schema.names.index(QUOTE)
        yield from (cells[at].strip() for cells in table.rows if cells[at])


def _is_printed(quote: str, sources: Mapping[str, Source], lost: str = "") -> bool:
    """Whether a document contains the quote; with ``lost``, each part between lost letters."""
    parts = quote.split(lost) if lost else [quote]
    texts = [source.text for source in sources.values() if source.text is not None]
    return any(all(part in text for part in parts) for text in texts)


# Texts whose UTF-8 was read as Windows-1252


def fix_mojibake(text: str) -> str | None:
    """The text whose UTF-8 was read as Windows-1252 ("â€™" for "’"); None if it cannot be that."""
    if text.isascii():
        return None
    try:
        return b"".join(map(_byte, text)).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None


def _byte(character: str) -> bytes:
    """A character's byte; the five bytes without a meaning pass as control characters."""
    try:
        return character.encode(WINDOWS)
    except UnicodeEncodeError:
        return character.encode("latin-1")


def is_mojibake(table: RawTable, sources: Mapping[str, Source]) -> bool:
    """Whether the documents prove that the file's UTF-8 was read as Windows-1252."""
    changed = [
        right
        for quote in _quotes(table, sources)
        if (right := fix_mojibake(quote)) is not None and not _is_printed(quote, sources)
    ]
    return bool(changed) and all(_is_printed(quote, sources) for quote in changed)


# The notation

_FAULTS = {
    "stray-quote": "a quotation mark within a cell: put the whole cell between quotation marks "
    "and double those within it",
    "after-quote": "text behind a closing quotation mark: double the quotation marks within the "
    "cell, or delete what follows the closing one",
    "unclosed-quote": "a quotation mark that is never closed: close it, or delete it",
}


@dataclass
class RawTable:
    """A file's rows, in the schema's columns and the file's order.

    Attributes:
        schema: The table's schema.
        file: The file, relative to the folder.
        rows: The cells of each row as texts.
        repairs: What was corrected in its notation.
        notes: Why the rows cannot be read; then there are none.
        has_lost_letters: Whether its encoding lacks letters that the cells may have contained.
    """

    schema: Schema
    file: str
    rows: list[list[str]] = field(default_factory=list)
    repairs: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    has_lost_letters: bool = False
    _scan: CsvFile | None = None
    _records: list[CsvRecord] = field(default_factory=list)
    _columns: Mapping[str, int] = field(default_factory=dict)

    def place(self, row: int, name: str) -> Place:
        """The place of a cell in the file as it was read."""
        record, at = self._records[row], self._columns[name]
        cells = self._scan.cells(record) if self._scan else []
        if at < len(cells):
            return Place(self.file, cells[at].line, cells[at].column)
        return Place(self.file, record.line, record.shift + len(record.raw) + 1)


def _read_text(schema: Schema, file: str, text: str) -> RawTable:
    """Read a file's text, its lines ended by line feeds and without a byte order mark."""
    table = RawTable(schema, file)
    first = next(line for line in text.split("\n") if line.strip())
    delimiter = csv_table.detect_delimiter(first, schema.names)
    width = len(parse(first, delimiter).records[0].texts)
    scanned = table._scan = parse(text, delimiter, width)
    table.notes += [
        Note(Place(file, fault.line, fault.column), "", _FAULTS[fault.kind])
        for fault in scanned.faults
        if fault.kind in _FAULTS
    ]
    names, *records = scanned.records
    table._columns, _ = csv_table.read_header(schema, file, scanned)
    table.notes += _check_columns(table, scanned.cells(names), records)
    if not table.notes:
        table._records = [record for record in records if any(map(str.strip, record.texts))]
        table.notes += _records(table)
    if not table.notes:
        table.rows = [_row(table, record) for record in table._records]
        table.repairs += _repairs(table, scanned)
    return table


def _check_columns(
    table: RawTable, cells: Sequence[Cell], records: Sequence[CsvRecord]
) -> Iterator[Note]:
    """Find the columns; each of the schema's is needed, and any other must be blank."""
    columns = table._columns
    for name in (name for name in table.schema.names if name not in columns):
        message = f"there is no column {name}: add it, if need be blank, or correct its name"
        yield Note(Place(table.file, cells[0].line), "", message)
    for at, cell in enumerate(cells):
        if at in columns.values() or _is_blank(cell.text, at, records):
            continue
        message = f"the column {cell.text!r} is not the schema's: delete it, or correct its name"
        yield Note(Place(table.file, cell.line, cell.column), "", message)


def _is_blank(name: str, at: int, records: Sequence[CsvRecord]) -> bool:
    return not name.strip() and not any("".join(r.texts[at : at + 1]).strip() for r in records)


def _records(table: RawTable) -> Iterator[Note]:
    """Each record must have its cells; blank ones at its end may be left out, or be too many."""
    width = table._scan.width or 0 if table._scan else 0
    for record in table._records:
        if any(map(str.strip, record.texts[width:])):
            message = (
                f"{len(record.texts)} cells, expected {width}: put the cell that contains a "
                "separator between quotation marks"
            )
        elif len(record.texts) < width and not _may_be_padded(table, record):
            message = f"{len(record.texts)} cells, expected {width}: add the separators missing"
        else:
            continue
        yield Note(Place(table.file, record.line, record.shift + 1), "", message)


def _may_be_padded(table: RawTable, record: CsvRecord) -> bool:
    """Whether the cells missing can only be those at the end: all others suit their columns."""
    for name, cell in zip(table.schema.names, _row(table, record), strict=True):
        column = table.schema.by_name[name]
        if column.required if not cell else not spreadsheet.fits(column, cell):
            return False
    return True


def _row(table: RawTable, record: CsvRecord) -> list[str]:
    texts = record.texts
    places = (table._columns[name] for name in table.schema.names)
    return [texts[at] if at < len(texts) else "" for at in places]


def _repairs(table: RawTable, scanned: CsvFile) -> Iterator[str]:
    if scanned.delimiter != csvio.DELIMITER:
        yield f"cells separated by commas, not by {scanned.delimiter!r}"
    names = [cell.text for cell in scanned.cells(scanned.records[0])]
    there = [name for name in names if name.strip()]
    if there != list(table.schema.names):
        yield "columns named and ordered as in the schema"
    if len(there) != len(names):
        yield f"{pluralize(len(names) - len(there), 'blank column')} removed"
    blank = len(scanned.records) - 1 - len(table._records)
    blank += sum(fault.kind == "blank-line" for fault in scanned.faults)
    if blank:
        yield f"{pluralize(blank, 'blank row')} removed"
    if any(len(r.texts) != scanned.width for r in table._records):
        yield "blank cells at the end of rows added or removed"
    if any(csvio.record(r.texts, scanned.delimiter) != r.raw for r in scanned.records):
        yield "quotation marks only where a cell needs them"
