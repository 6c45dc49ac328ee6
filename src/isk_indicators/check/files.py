"""The first stage: each CSV file as it is written, and the documents beside them.

What lives here: the order in which a file is looked at, and which of its rows stand afterwards.
What must not: the looking itself, which ``decode``, ``header``, ``scan``, ``cells``, ``order`` and
``documents`` do. No file that is not exactly what the release would write passes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from isk_indicators.check import cells as content
from isk_indicators.check import decode, documents, header, order
from isk_indicators.check.canonical import DELIMITER, needs_quotes
from isk_indicators.check.finding import Finding
from isk_indicators.check.scan import Cell, Fault, Record, Scan, scan
from isk_indicators.check.standing import Fallen, Standing, at_place
from isk_indicators.schema import LEDGERS, DataPackage, Schema

_NOTATION = {
    "stray-quote": (
        "quotation marks round the whole cell, and doubled within it",
        "Put the whole cell between quotation marks and double those within it.",
    ),
    "after-quote": (
        "a comma after the closing quotation mark",
        "Double the quotation marks within the cell, or delete what follows the closing one.",
    ),
    "unclosed-quote": (
        "a closing quotation mark",
        "Close the quotation mark that opens this cell, or delete it.",
    ),
}


@dataclass
class Files:
    """What the first stage leaves: the tables that stand, the texts, and what was found."""

    tables: dict[str, Standing] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    not_checked: list[str] = field(default_factory=list)


def inspect(package: DataPackage) -> Files:
    """Look at every file of the package; cells at fault are blanked in what stands."""
    result = Files()
    printed = documents.printed(package.root)
    for table in package.schemas:
        _inspect_table(result, package, table, printed)
    if documents.SOURCES in result.tables:
        found = documents.inspect(package.root, result.tables[documents.SOURCES])
        result.texts = found.texts
        result.findings += found.findings
        result.not_checked += found.not_checked
    elif documents.SOURCES in package.schemas:
        result.not_checked.append("the documents and every quote (sources cannot be read)")
    result.findings += _strays(package)
    return result


def _inspect_table(
    result: Files, package: DataPackage, table: str, printed: Collection[str]
) -> None:
    file = package.relative(table)
    path = package.path(table)
    if not path.is_file():
        result.findings.append(_missing(package, file))
        result.not_checked.append(f"{file} (no such file)")
        return
    decoded = decode.decode(file, path.read_bytes())
    result.findings += decoded.findings
    if decoded.text is None:
        result.not_checked.append(f"{file} (it cannot be read)")
        return
    standing = _stand(result, package.schemas[table], file, decoded.text)
    if standing is not None:
        result.tables[table] = standing
        result.findings += _judge(standing, printed)


def _missing(package: DataPackage, file: str) -> Finding:
    near = _same_but_for_case(package, file)
    message = f"Rename {near} to {file}." if near else "Restore the file, if only with its header."
    return at_place("missing-file", file, 1, 1, near or "no file", f"a file {file}", message)


def _same_but_for_case(package: DataPackage, file: str) -> str | None:
    return next((f for f in _csv_files(package) if f.casefold() == file.casefold()), None)


def _csv_files(package: DataPackage) -> list[str]:
    """Every CSV file in the folders where the tables are."""
    folders = {PurePosixPath(package.relative(table)).parent for table in package.schemas}
    paths = [path for folder in folders for path in (package.root / folder).glob("*")]
    return sorted(
        p.relative_to(package.root).as_posix() for p in paths if p.suffix.lower() == ".csv"
    )


def _strays(package: DataPackage) -> Iterator[Finding]:
    known = {package.relative(table) for table in package.schemas}
    absent = {file.casefold() for file in known if not (package.root / file).is_file()}
    for file in _csv_files(package):
        if file not in known and file.casefold() not in absent:
            message = "Move the file elsewhere, or name it in datapackage.json with a schema."
            found = PurePosixPath(file).name
            yield at_place("stray-file", file, 1, 1, found, "a table of datapackage.json", message)


def _stand(result: Files, schema: Schema, file: str, text: str) -> Standing | None:
    """Read the file's rows; None if its header cannot be made out."""
    first = next(line for line in text.split("\n") if line.strip())
    delimiter = header.delimiter(first, schema.names)
    scanned = scan(text, delimiter, _width(first, delimiter, schema))
    faults = _by_record(scanned)
    names = _header_cells(scanned, faults[0])
    found = header.match(file, schema.names, names)
    result.findings += [*_other_delimiter(file, scanned), *found.findings]
    result.findings += _loose(file, scanned.faults)
    result.findings += _header_notation(file, names, faults.pop(0, []))
    if not found.columns:
        result.not_checked.append(f"{file} (its header cannot be made out)")
        return None
    result.not_checked += [f"{file}: column {n} (its header is at fault)" for n in found.missing]
    standing = Standing(schema, file, scanned, found.columns, [])
    result.findings += _sift(standing, len(names), faults)
    return standing


def _width(first: str, delimiter: str, schema: Schema) -> int:
    """How many cells a record should have: as many as the first line, if that can be read."""
    record = scan(first, delimiter).records[0]
    return len(schema.names) if record.broken else len(record.texts)


def _other_delimiter(file: str, scanned: Scan) -> Iterator[Finding]:
    if scanned.delimiter != DELIMITER:
        record = scanned.records[0]
        column = record.raw.index(scanned.delimiter) + 1
        yield header.told_delimiter(file, scanned.delimiter, record.line, column)


def _header_cells(scanned: Scan, faults: Collection[Fault]) -> list[Cell]:
    """The cells of the first line, without the quotation marks that are told as faults."""
    record = scanned.records[0]
    if not record.broken:
        flawed = {fault.index for fault in faults}
        return [
            cell._replace(text=cell.text.replace('"', "")) if at in flawed else cell
            for at, cell in enumerate(scanned.cells(record))
        ]
    texts = record.raw.replace('"', "").split(scanned.delimiter)
    return [Cell(record.line, 1, text, False) for text in texts]


def _by_record(scanned: Scan) -> dict[int, list[Fault]]:
    faults: dict[int, list[Fault]] = defaultdict(list)
    for fault in scanned.faults:
        if fault.record is not None:
            faults[fault.record].append(fault)
    return faults


def _loose(file: str, faults: Collection[Fault]) -> Iterator[Finding]:
    """The faults that are in no record."""
    for fault in faults:
        if fault.kind == "blank-line":
            yield _blank_line(file, fault.line, fault.column)
        elif fault.kind == "bare-cr":
            yield decode.line_ends(file, fault.line, fault.column, "a lone carriage return")


def _blank_line(file: str, line: int, column: int) -> Finding:
    return at_place("blank-line", file, line, column, "", "a row", "Delete the line.")


def _header_notation(
    file: str, names: Collection[Cell], faults: Collection[Fault]
) -> Iterator[Finding]:
    for fault in faults:
        yield _notation(file, fault, "")
    if not faults and (quoted := [cell for cell in names if cell.was_quoted]):
        message = "Write the names without quotation marks."
        if len(quoted) == len(names):
            message = "Save the file with quotation marks only where a cell needs them."
        first = quoted[0]
        yield at_place(
            "quoting", file, first.line, first.column, f'"{first.text}"', first.text, message
        )


def _notation(file: str, fault: Fault, found: str) -> Finding:
    expected, message = _NOTATION[fault.kind]
    return at_place(fault.kind, file, fault.line, fault.column, found, expected, message)


def _sift(standing: Standing, width: int, faults: Mapping[int, list[Fault]]) -> list[Finding]:
    """Part the records that stand from those that do not; blank the cells with stray quotes."""
    found: list[Finding] = []
    records: list[Record] = []
    flawed: list[tuple[int, Fault]] = []
    for number, record in enumerate(standing.scan.records[1:], start=1):
        told = faults.get(number, [])
        if not record.broken and not any(text.strip() for text in record.texts):
            found.append(_blank_line(standing.file, record.line, record.shift + 1))
        elif record.broken or len(record.texts) != width:
            found.append(_fall(standing, record, width, told))
        else:
            flawed += [(len(records), fault) for fault in told]
            records.append(record)
    standing.records = records
    return found + [_blank_flawed(standing, row, fault) for row, fault in flawed]


def _fall(standing: Standing, record: Record, width: int, faults: list[Fault]) -> Finding:
    """Take down a record that cannot be read cell by cell, for one reason: the first."""
    at = standing.columns.get(standing.schema.id_field or "")
    key = record.texts[at].strip() if at is not None and at < len(record.texts) else None
    standing.fallen.append(Fallen(record.line, key or None))
    told = (
        _notation(standing.file, faults[0], record.raw)
        if faults
        else _cell_count(standing, record, width)
    )
    return replace(told, row_id=key or None)


def _cell_count(standing: Standing, record: Record, width: int) -> Finding:
    count = len(record.texts)
    column = standing.scan.cells(record)[width].column if count > width else record.shift + 1
    fault = (
        "Put the cell that holds a comma between quotation marks, or delete the comma too many."
        if count > width
        else "Add the commas that are missing, one for each blank cell."
    )
    return at_place(
        "cell-count", standing.file, record.line, column, f"{count} cells", f"{width} cells", fault
    )


def _blank_flawed(standing: Standing, row: int, fault: Fault) -> Finding:
    name = next((n for n, at in standing.columns.items() if at == fault.index), None)
    found = standing.records[row].texts[fault.index or 0]
    if name is not None:
        standing.blank(row, name)
    told = _notation(standing.file, fault, found)
    return replace(told, field=name, row_id=standing.row_id(row))


def _judge(standing: Standing, printed: Collection[str]) -> list[Finding]:
    found = [*_unneeded_quotes(standing), *_flawed_cells(standing, printed)]
    found += order.misplaced(standing)
    if not standing.records and not standing.fallen and standing.table not in LEDGERS:
        line = standing.scan.records[0].line
        message = "Add the table's rows: only a ledger may be without any."
        found.append(
            at_place("empty-table", standing.file, line, 1, "no rows", "at least one row", message)
        )
    return found


def _unneeded_quotes(standing: Standing) -> Iterator[Finding]:
    """Cells quoted without need; a file that quotes every cell was told at its header."""
    if all(cell.was_quoted for cell in standing.scan.cells(standing.scan.records[0])):
        return
    for row, record in enumerate(standing.records):
        if '"' not in record.raw:
            continue
        pieces = standing.scan.cells(record)
        for name, at in standing.columns.items():
            if _is_needlessly_quoted(standing, row, name, pieces[at]):
                text = pieces[at].text
                message = "Write the cell without quotation marks."
                yield standing.at_cell(
                    "quoting", row, name, text or "a blank", message, f'"{text}"'
                )


def _is_needlessly_quoted(standing: Standing, row: int, name: str, cell: Cell) -> bool:
    if not cell.was_quoted or (row, name) in standing.blanked:
        return False
    return not needs_quotes(cell.text, standing.scan.delimiter)


def _flawed_cells(standing: Standing, printed: Collection[str]) -> Iterator[Finding]:
    columns = [(standing.schema.by_name[name], at) for name, at in standing.columns.items()]
    for row, record in enumerate(standing.records):
        if not content.may_hold_flaws(record.raw):
            continue
        for column, at in columns:
            text = record.texts[at]
            if text and (row, column.name) not in standing.blanked:
                yield from _flaws(standing, row, column.name, text, printed)


def _flaws(
    standing: Standing, row: int, name: str, text: str, printed: Collection[str]
) -> Iterator[Finding]:
    if decode.UNDECODED.search(text):
        standing.blank(row, name)  # told once, for the file
        return
    for flaw in list(content.flaws(text, standing.schema.by_name[name], printed)):
        standing.blank(row, name)
        yield standing.at_cell(flaw.rule, row, name, flaw.expected, flaw.message, flaw.found)
