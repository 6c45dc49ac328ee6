"""One table's CSV file: its bytes, header, records and cells, and which of its rows stand.

What lives here: the order in which a file is looked at. What must not: the looking itself, which
``decode``, ``header``, ``scan`` and ``content`` do. A record without the right number of
cells does not stand; a cell at fault is blanked; everything else is looked at further.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from isk_indicators import csvio
from isk_indicators.check import content, decode, header
from isk_indicators.check.finding import Finding, Message, file_finding, pluralize
from isk_indicators.check.scan import Cell, Fault, Record, Scan, scan
from isk_indicators.check.standing import Fallen, Standing
from isk_indicators.schema import LEDGERS, Schema

_NOTATION = {
    "stray-quote": Message(
        "quotation marks round the whole cell, and doubled within it",
        "Put the whole cell between quotation marks and double those within it.",
    ),
    "after-quote": Message(
        "a comma after the closing quotation mark",
        "Double the quotation marks within the cell, or delete what follows the closing one.",
    ),
    "unclosed-quote": Message(
        "a closing quotation mark",
        "Close the quotation mark that opens this cell, or delete it.",
    ),
}


_LINE = re.compile("[^\n]+")


@dataclass
class Read:
    """What a file yields: the table as far as it stands, None if not at all."""

    standing: Standing | None = None
    findings: list[Finding] = field(default_factory=list)
    not_checked: list[str] = field(default_factory=list)


def read(schema: Schema, file: str, data: bytes, printed: Collection[str]) -> Read:
    """Look at a file; ``printed`` are the characters that the documents hold."""
    decoded = decode.decode(file, data)
    result = Read(findings=list(decoded.findings))
    if decoded.text is None:
        result.not_checked.append(f"{file} (it cannot be read)")
        return result
    scanned = _scan(decoded.text, schema)
    columns = _look_at_header(result, schema, file, scanned)
    if not columns:
        result.not_checked.append(f"{file} (its header cannot be made out)")
        return result
    standing = Standing(schema, file, scanned, columns)
    result.findings += _sift(standing, _by_record(scanned))
    result.findings += _judge(standing, printed)
    result.not_checked += [f"{file}:{fallen.line} (its cells)" for fallen in standing.fallen]
    result.standing = standing
    return result


def _scan(text: str, schema: Schema) -> Scan:
    first = next(match[0] for match in _LINE.finditer(text) if match[0].strip())
    delimiter = header.delimiter(first, schema.names)
    record = scan(first, delimiter).records[0]
    return scan(text, delimiter, len(_names_passing_over_quotes(record, delimiter)))


def _names_passing_over_quotes(record: Record, delimiter: str) -> list[str]:
    """The names of the first line, also where a quotation mark in it is never closed."""
    return record.raw.replace('"', "").split(delimiter) if record.broken else record.texts


def _by_record(scanned: Scan) -> dict[int, list[Fault]]:
    faults: dict[int, list[Fault]] = defaultdict(list)
    for fault in scanned.faults:
        if fault.record is not None:
            faults[fault.record].append(fault)
    return faults


# The header


def _look_at_header(result: Read, schema: Schema, file: str, scanned: Scan) -> dict[str, int]:
    """Where the schema's columns are; none if the header cannot be made out."""
    faults = [fault for fault in scanned.faults if fault.record == 0]
    names = _header_cells(scanned, faults)
    found = header.match(file, schema.names, names)
    result.findings += [*_other_delimiter(file, scanned), *found.findings]
    result.findings += [_notation(file, fault) for fault in faults]
    result.findings += _between_records(file, scanned.faults)
    if found.columns:
        result.findings += [] if faults else _quoted_names(file, names)
        missing = [f"{file}: column {name} (its header is at fault)" for name in found.missing]
        result.not_checked += missing
    return found.columns


def _header_cells(scanned: Scan, faults: Collection[Fault]) -> list[Cell]:
    """The cells of the first line, without the quotation marks that are told as faults."""
    record = scanned.records[0]
    if record.broken:
        texts = _names_passing_over_quotes(record, scanned.delimiter)
        return [Cell(record.line, 1, text, False) for text in texts]
    flawed = {fault.cell for fault in faults}
    return [
        cell._replace(text=cell.text.replace('"', "")) if at in flawed else cell
        for at, cell in enumerate(scanned.cells(record))
    ]


def _other_delimiter(file: str, scanned: Scan) -> Iterator[Finding]:
    if scanned.delimiter != csvio.DELIMITER:
        record = scanned.records[0]
        place = (record.line, record.raw.index(scanned.delimiter) + 1)
        yield header.told_delimiter(file, scanned.delimiter, place)


def _quoted_names(file: str, names: Collection[Cell]) -> Iterator[Finding]:
    """Names between quotation marks; once if all of them are, as a program would write them."""
    quoted = [cell for cell in names if cell.was_quoted]
    message = "Write the name without quotation marks."
    if len(quoted) == len(names):
        message = "Save the file with quotation marks only where a cell needs them."
        quoted = quoted[:1]
    for cell in quoted:
        words = Message(cell.text, message, f'"{cell.text}"')
        yield file_finding("quoting", file, (cell.line, cell.column), words)


def _between_records(file: str, faults: Collection[Fault]) -> Iterator[Finding]:
    for fault in faults:
        place = (fault.line, fault.column)
        if fault.kind == "blank-line":
            yield _blank_line(file, place)
        elif fault.kind == "bare-cr":
            yield decode.line_ends(file, place, "a lone carriage return")


def _blank_line(file: str, place: tuple[int, int]) -> Finding:
    return file_finding("blank-line", file, place, Message("a row", "Delete the line."))


def _notation(file: str, fault: Fault, found: str = "") -> Finding:
    words = _NOTATION[fault.kind]._replace(found=found)
    return file_finding(fault.kind, file, (fault.line, fault.column), words)


# The records


def _sift(standing: Standing, faults: Mapping[int, list[Fault]]) -> list[Finding]:
    """Part the records that stand from those that do not; blank the cells with stray quotes."""
    if standing.scan.columns is not None:
        standing.records = standing.scan.records[1:]
        return []
    return _sift_one_by_one(standing, faults)


def _sift_one_by_one(standing: Standing, faults: Mapping[int, list[Fault]]) -> list[Finding]:
    found: list[Finding] = []
    flawed: list[tuple[int, Fault]] = []
    records: list[Record] = []
    for number, record in enumerate(standing.scan.records[1:], start=1):
        told = faults.get(number, [])
        if not record.broken and not any(text.strip() for text in record.texts):
            found.append(_blank_line(standing.file, (record.line, record.shift + 1)))
        elif record.broken or len(record.texts) != standing.scan.width:
            found.append(_fall(standing, record, told))
        else:
            flawed += [(len(records), fault) for fault in told]
            records.append(record)
    standing.records = records
    return found + [_blank_flawed(standing, row, fault) for row, fault in flawed]


def _fall(standing: Standing, record: Record, faults: list[Fault]) -> Finding:
    """Take down a record that cannot be read cell by cell, for one reason: the first."""
    at = standing.columns.get(standing.schema.id_field or "")
    key = record.texts[at].strip() if at is not None and at < len(record.texts) else ""
    standing.fallen.append(Fallen(record.line, key or None))
    if not faults:
        return replace(_cell_count(standing, record), row_id=key or None)
    told = _notation(standing.file, faults[0], record.raw)
    return replace(told, row_id=key or None, field=_column_at(standing, faults[0].cell))


def _column_at(standing: Standing, cell: int | None) -> str | None:
    """The column in which the cell of that number stands."""
    return next((name for name, at in standing.columns.items() if at == cell), None)


def _cell_count(standing: Standing, record: Record) -> Finding:
    count, width = len(record.texts), standing.scan.width or 0
    column = record.shift + 1
    message = "Add the commas that are missing, one for each blank cell."
    if count > width:
        column = standing.scan.cells(record)[width].column
        message = "Put the cell that holds a comma between quotation marks, or delete the comma."
    words = Message(pluralize(width, "cell"), message, pluralize(count, "cell"))
    return file_finding("cell-count", standing.file, (record.line, column), words)


def _blank_flawed(standing: Standing, row: int, fault: Fault) -> Finding:
    name = _column_at(standing, fault.cell)
    if name is None:
        return _notation(standing.file, fault)
    standing.blank(row, name)
    told = _notation(standing.file, fault, standing.text(row, name))
    return replace(told, field=name, row_id=standing.row_id(row))


# The cells


def _judge(standing: Standing, printed: Collection[str]) -> Iterator[Finding]:
    yield from _unneeded_quotes(standing)
    yield from _flawed_cells(standing, printed)
    if not standing.records and not standing.fallen and standing.table not in LEDGERS:
        message = "Add the table's rows: only a ledger may be without any."
        place = (standing.scan.records[0].line, 1)
        words = Message("at least one row", message, "no rows")
        yield file_finding("empty-table", standing.file, place, words)


def _unneeded_quotes(standing: Standing) -> Iterator[Finding]:
    """Cells quoted without need; a file that quotes every cell was told at its header."""
    header_cells = standing.scan.cells(standing.scan.records[0])
    if standing.scan.columns is not None or all(cell.was_quoted for cell in header_cells):
        return
    for row, record in enumerate(standing.records):
        if csvio.record(record.texts, standing.scan.delimiter) == record.raw:
            continue
        cells = standing.scan.cells(record)
        for name, at in standing.columns.items():
            if (row, name) not in standing.blanked and _is_quoted_for_nothing(standing, cells[at]):
                text = cells[at].text
                words = Message(text, "Write the cell without quotation marks.", f'"{text}"')
                yield standing.at_cell("quoting", row, name, words)


def _is_quoted_for_nothing(standing: Standing, cell: Cell) -> bool:
    return cell.was_quoted and not csvio.needs_quotes(cell.text, standing.scan.delimiter)


def _flawed_cells(standing: Standing, printed: Collection[str]) -> Iterator[Finding]:
    for row, name, flaw in _flaws(standing, printed):
        standing.blank(row, name)
        if flaw is not None:
            yield standing.at_cell(flaw.rule, row, name, flaw.words)


def _flaws(
    standing: Standing, printed: Collection[str]
) -> list[tuple[int, str, content.Flaw | None]]:
    """The flaws of the cells; None for one that the file as a whole has a finding for."""
    found: list[tuple[int, str, content.Flaw | None]] = []
    for name in standing.columns:
        texts = standing.texts(name)
        odd = content.suspects(texts)
        for row, text in enumerate(texts if odd else ()):
            if text not in odd or (row, name) in standing.blanked:
                continue
            if decode.UNDECODED.search(text):
                found.append((row, name, None))
            else:
                flaws = content.flaws(text, standing.schema.by_name[name], printed)
                found += [(row, name, flaw) for flaw in flaws]
    return found
