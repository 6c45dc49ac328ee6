"""Rewrite the tables in canonical form and revert the changes of a spreadsheet."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from isk_indicators import spans
from isk_indicators.changes import CORRECTIONS, by_id, is_above
from isk_indicators.check import csv_table
from isk_indicators.check.csv_table import QUOTE, ParsedTable, Reading, whole_number
from isk_indicators.check.finding import Finding, in_order
from isk_indicators.check.package import SOURCES
from isk_indicators.curate import StoppedError
from isk_indicators.curate.fill import figures_of
from isk_indicators.curate.spreadsheet import (
    LOST,
    WINDOWS,
    Cell,
    fits,
    fix_mojibake,
    is_first_day,
    repairs,
)
from isk_indicators.curate.workspace import (
    CommandResult,
    Note,
    Place,
    Source,
    Workspace,
    note,
    note_of,
)
from isk_indicators.schema import SPAN, Field, Schema

Sources = Mapping[str, Source]
TABLE, COLUMN, VALUE = "table_name", "column_name", "value"


def fmt(work: Workspace) -> CommandResult:
    """Bring every table into its canonical form; nothing is written.

    A cell that may have held several texts is not changed but reported. The places of changes are
    those in the file as it is; the places of notes, those in the file as it comes out. A second run
    changes nothing.

    Raises:
        StoppedError: a file is missing or cannot be opened.
    """
    result = CommandResult()
    sources: Sources = {}
    _fmt_table(result, work, SOURCES, {})  # the quotes are compared with the documents it names
    try:
        written = result.files.get(work.package.relative(SOURCES))
        work.take(SOURCES, written or work.data(SOURCES))
        sources = work.sources
    except StoppedError:  # a note reports what is wrong with it
        pass
    for name in work.package.schemas:
        if name != SOURCES:
            _fmt_table(result, work, name, sources)
    return result


def _fmt_table(result: CommandResult, work: Workspace, name: str, sources: Sources) -> None:
    schema, file, data = work.package.schemas[name], work.package.relative(name), work.data(name)
    reading, is_windows = _read(schema, file, data, sources)
    repairs, notes = _repairs(reading)
    if notes or (table := reading.table) is None:
        result.notes += notes
        return
    unresolved = [*_fmt_cells(result, table, work, sources, has_lost_letters=is_windows)]
    order = csv_table.row_order(schema, table.rows())
    written = table.to_bytes(order)
    if written != data:
        result.files[file] = written
        repairs += ["rows sorted"] if order != sorted(order) else []
        repairs = [WINDOWS_READ, *repairs] if is_windows else repairs
        result.rewritten += [Note(Place(file), "", "; ".join(repairs))] if repairs else []
    if unresolved and (now := csv_table.read(schema, file, written).table) is not None:
        number = {row: at for at, row in enumerate(order)}
        result.notes += [note(now, number[row], *rest) for row, *rest in unresolved]


# The file

REPAIRS = {
    "byte-order-mark": "byte order mark removed",
    "encoding": "UTF-16 made UTF-8",
    "line-ends": "lines ended by line feeds",
    "final-newline": "the last line ended",
    "delimiter": "cells separated by commas, not by {found}",
    "header": "columns named and ordered as in the schema",
    "blank-line": "blank row removed",
    "cell-count": "blank cells at the end of a row added or removed",
    "quoting": "quotation marks only where a cell needs them",
}
"""What is corrected of what the check finds wrong with a file's notation, by rule."""

WINDOWS_READ = (
    "Windows-1252 made UTF-8, as the quotes prove (compare the names: what that encoding lacks may "
    "have become another letter)"
)


def _repairs(reading: Reading) -> tuple[list[str], list[Note]]:
    """What is corrected in the file's notation, and what only the curator can correct."""
    padded = _pad_records(reading.table) if reading.table else set()
    repairs: Counter[str] = Counter()
    notes = []
    for finding in in_order(reading.findings):
        if not _can_repair(reading.table, finding, padded):
            notes.append(note_of(finding))
        elif _is_repeated_header(reading.table, finding):
            repairs["repeated header removed"] += 1
        elif finding.rule == "header" and finding.field is None:
            repairs["blank column removed"] += 1
        else:
            repairs[REPAIRS[finding.rule].format(found=finding.found)] += 1
    return [f"{r} ({n} times)" if n > 1 else r for r, n in repairs.items()], notes


def _can_repair(table: ParsedTable | None, finding: Finding, padded: Collection[int]) -> bool:
    match finding.rule:
        case "cell-count":
            return finding.line in padded
        case "encoding":
            return table is not None and not _is_undecoded(finding)
        case "header" if _is_repeated_header(table, finding):
            return True
        case "header" if table is not None and finding.field is None:
            header, *records = table.parsed.records
            at = [cell.column for cell in table.parsed.cells(header)].index(finding.column)
            return not any("".join(r.texts[at : at + 1]).strip() for r in (header, *records))
        case "header":
            return table is not None and finding.field in table.columns
    return finding.rule in REPAIRS


def _is_repeated_header(table: ParsedTable | None, finding: Finding) -> bool:
    is_below = table is not None and finding.line > table.parsed.records[0].line
    return finding.rule == "header" and is_below


def _is_undecoded(finding: Finding) -> bool:
    """Whether the file contains bytes that are not UTF-8; one in UTF-16 is read."""
    return finding.rule == "encoding" and finding.found != "UTF-16"


def _pad_records(table: ParsedTable) -> set[int]:
    """Make records readable that lack, or have too many, blank cells at the end; their lines.

    A record is padded only if all its other cells suit their columns.
    """
    width = len(csv_table.header_cells(table.parsed))
    lines = set()
    for record in (lost.record for lost in table.unreadable if not lost.marker):
        texts = [*record.texts[:width], *[""] * (width - len(record.texts))]
        cells = [(table.schema.by_name[name], texts[at]) for name, at in table.columns.items()]
        suit = all(fits(c, text) for c, text in cells)
        is_blank_beyond = not any(map(str.strip, record.texts[width:]))
        if not record.faults and is_blank_beyond and (suit or len(record.texts) > width):
            table.records.append(record._replace(texts=texts))
            lines.add(record.line)
    table.records.sort(key=lambda record: (record.line, record.shift))
    return lines


def _read(schema: Schema, file: str, data: bytes, sources: Sources) -> tuple[Reading, bool]:
    """Read a file, as Windows-1252 where its quotes prove that it is, and say whether they do.

    Any bytes can be read as Windows-1252.
    """
    reading = csv_table.read(schema, file, data)
    if not any(map(_is_undecoded, reading.findings)):
        return reading, False
    try:
        windows = csv_table.read(schema, file, data.decode(WINDOWS).encode("utf-8"))
    except UnicodeDecodeError:
        return reading, False
    quotes = [q for q in _quotes(windows.table, sources) if not q.isascii()]
    is_possible = all(_is_printed(quote, sources, LOST) for quote in quotes)
    is_windows = is_possible and any(_is_printed(quote, sources) for quote in quotes)
    return (windows, True) if is_windows else (reading, False)


def _is_mojibake(table: ParsedTable, sources: Sources) -> bool:
    """Whether the documents prove that the file's UTF-8 was read as Windows-1252."""
    changed = [
        right
        for quote in _quotes(table, sources)
        if (right := fix_mojibake(quote)) is not None and not _is_printed(quote, sources)
    ]
    return bool(changed) and all(_is_printed(quote, sources) for quote in changed)


def _quotes(table: ParsedTable | None, sources: Sources) -> list[str]:
    """The quotes of a table, if there are documents to compare them with."""
    if table is None or QUOTE not in table.columns or not any(s.text for s in sources.values()):
        return []
    return [quote for text in table.texts(QUOTE) if (quote := text.strip())]


def _is_printed(quote: str, sources: Sources, lost: str = "") -> bool:
    """Whether a document contains the quote; with ``lost``, each part between lost letters."""
    parts = quote.split(lost) if lost else [quote]
    texts = [source.text for source in sources.values() if source.text is not None]
    return any(all(part in text for part in parts) for text in texts)


# The cells


def _fmt_cells(
    result: CommandResult,
    table: ParsedTable,
    work: Workspace,
    sources: Sources,
    *,
    has_lost_letters: bool,
) -> Iterator[tuple[int, str, str]]:
    """Correct each cell in the table; yield those that only the curator can correct.

    They are given by row and column, with a message.
    """
    schema, is_mojibake = table.schema, _is_mojibake(table, sources)
    figures = {columns.words for columns in figures_of(schema)}
    released = _released_cells(work, table)
    lengthened = {name for name in schema.dated if _is_lengthened(table, name, released)}
    for row in range(len(table.records)):
        quote = _plain(table.text(row, QUOTE), QUOTE, is_mojibake=is_mojibake)
        for field in schema.fields:
            text = _plain(table.text(row, field.name), field.name, is_mojibake=is_mojibake)
            column, is_dated = _column_of(table, row, field, work.package.schemas)
            words = quote if field.name in figures else ""
            was = released.get((table.row_id(row), field.name))
            cell = Cell(text, column, is_dated, words, was, field.name in lengthened)
            repair = next(repairs(cell, has_lost_letters=has_lost_letters), None)
            if repair is not None and repair.undone is not None:
                text = repair.undone
            elif repair is not None:
                yield row, field.name, repair.message(text)
            result.set(table, row, field.name, text)
        if (message := _altered_quote(table, row, sources)) is not None:
            yield row, QUOTE, message


ReleasedCells = Mapping[tuple[str | None, str], str]
"""The cells of a table in the last release, by the row's id and the column."""


def _released_cells(work: Workspace, table: ParsedTable) -> ReleasedCells:
    """The cells of the last release without those that were corrected since."""
    last = work.last_release
    if last is None:
        return {}
    corrected = set()
    if CORRECTIONS in work.package.schemas:
        schema, file = work.package.schemas[CORRECTIONS], work.package.relative(CORRECTIONS)
        log = csv_table.read(schema, file, work.data(CORRECTIONS)).table
        for cells in log.rows() if log else ():  # as far as it can be read
            row = dict(zip(schema.names, cells, strict=True))
            if row["table_name"] == table.table and is_above(row["release"], last.name):
                corrected.add((row["row_id"], row["column_name"]))
    return {
        (row_id, name): text
        for row_id, row in by_id(last, table.table).items()
        for name, text in row.items()
        if (row_id, name) not in corrected
    }


def _is_lengthened(table: ParsedTable, name: str, released: ReleasedCells) -> bool:
    """Whether each of at least two months, or years, of a column has got a first day."""
    pairs = [
        (table.text(row, name).strip(), released.get((table.row_id(row), name), ""))
        for row in range(len(table.records))
    ]
    longer = [was for text, was in pairs if is_first_day(text, was)]
    kept = {len(was) for text, was in pairs if text == was}
    return len(longer) > 1 and not any(len(was) in kept for was in longer)


def _plain(text: str, name: str, *, is_mojibake: bool) -> str:
    """A cell without outer blanks, in composed letters unless it is a quote."""
    if is_mojibake:
        text = fix_mojibake(text) or text
    text = text.strip()
    return text if name == QUOTE else unicodedata.normalize("NFC", text)


def _column_of(
    table: ParsedTable, row: int, field: Field, schemas: Mapping[str, Schema]
) -> tuple[Field, bool]:
    """The column that a cell is written for, and whether it has dates.

    A value of evidence is written for the column that it is about.
    """
    schema = table.schema
    if field.name == VALUE and {TABLE, COLUMN} <= schema.by_name.keys():
        schema = schemas.get(table.text(row, TABLE).strip(), schema)
        field = schema.by_name.get(table.text(row, COLUMN).strip(), field)
    return field, field.name in schema.dated or field.type == "date"


def _altered_quote(table: ParsedTable, row: int, sources: Sources) -> str | None:
    """The message for a quote that is its slice but for marks, blanks, case or lost letters."""
    if not table.schema.has_spans:
        return None
    source_id, start, end, quote = (table.text(row, name) for name in SPAN)
    source = sources.get(source_id)
    first, last = whole_number(start), whole_number(end)
    if source is None or source.text is None or first is None or last is None:
        return None
    printed = source.text[first:last]
    pairs = zip(quote, printed, strict=False)
    is_lossy = len(quote) == len(printed) and all(a in (b, LOST) for a, b in pairs)
    is_alike = is_lossy or spans.fold(quote)[0].strip() == spans.fold(printed)[0].strip()
    if quote in ("", printed) or not is_alike:
        return None
    return (
        f"looks re-saved: the quote is {quote!r}, {source_id} prints {printed!r}: let "
        "isk-indicators fill copy it, or find it with isk-indicators locate"
    )
