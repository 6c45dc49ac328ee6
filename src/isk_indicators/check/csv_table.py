"""One table's CSV file: its cells and their places, its header, and which cells are invalid."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from isk_indicators import csvio
from isk_indicators.check import csv_reader
from isk_indicators.check.csv_reader import UNDECODED, Cell, CsvFile, CsvRecord, Fault, parse
from isk_indicators.check.finding import Finding, Message, file_finding
from isk_indicators.csvio import DELIMITER, DELIMITERS
from isk_indicators.rules.rule import Problem
from isk_indicators.safe_zip import CELLS, LINE, LINES, Limits
from isk_indicators.schema import CONFLICT_MARKER, GUESS, OPTIONAL_TABLES, Field, Schema
from isk_indicators.screen import pluralize
from isk_indicators.spans import FORMULA_STARTS, LINE_ENDS

if TYPE_CHECKING:
    import pandas as pd


class UnreadableRecord(NamedTuple):
    """A record that cannot be read cell by cell, with what its key cell seems to contain.

    ``marker`` is the line of the merge conflict that the record is the second side of, or 0.
    """

    record: CsvRecord
    key: str | None
    marker: int = 0

    @property
    def line(self) -> int:
        """The physical line on which it begins."""
        return self.record.line


@dataclass
class ParsedTable:
    """One table's cells; ``frame`` is first read when all its records are there.

    Attributes:
        schema: The table's schema.
        file: The CSV file, relative to the checked folder, with forward slashes.
        parsed: The file as it was read.
        columns: Where the schema's columns are in the file; unrecognised ones are left out.
        records: The readable records, one a row of ``frame``.
        unreadable: The other records.
        invalid_cells: The invalid cells, by row number and column; blank in ``frame``.
        is_canonical: Whether the file is what would be written.
    """

    schema: Schema
    file: str
    parsed: CsvFile
    columns: Mapping[str, int]
    records: list[CsvRecord] = field(default_factory=list)
    unreadable: list[UnreadableRecord] = field(default_factory=list)
    invalid_cells: set[tuple[int, str]] = field(default_factory=set)
    is_canonical: bool = False
    _first_rows: dict[tuple[str, ...], Mapping[tuple[str | None, ...], int]] = field(
        default_factory=dict, repr=False
    )

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Cells as text, None for blank; the schema's columns; rows numbered from 0."""
        import pandas as pd  # noqa: PLC0415

        rows = range(len(self.records))
        cells: dict[str, list[str | None]] = {}
        for name in self.schema.names:
            if name in self.columns:
                cells[name] = [text or None for text in self.texts(name)]
            else:
                cells[name] = [None] * len(rows)
                self.invalid_cells.update((row, name) for row in rows)
        return pd.DataFrame(cells, index=pd.RangeIndex(len(rows)), dtype=object)

    @property
    def table(self) -> str:
        """The table's name."""
        return self.schema.table

    def name_at(self, cell: int | None) -> str | None:
        """The schema's column whose cell has this number in a record, if there is one."""
        return next((name for name, at in self.columns.items() if at == cell), None)

    def texts(self, name: str) -> list[str]:
        """The file's cells in a column, by row; blank if the file lacks the column."""
        at = self.columns.get(name)
        return ["" if at is None else record.texts[at] for record in self.records]

    def text(self, row: int, name: str) -> str:
        """The file's cell, also if it is invalid; blank if the file lacks the column."""
        return self.records[row].texts[self.columns[name]] if name in self.columns else ""

    def set(self, row: int, name: str, text: str) -> None:
        """Give a cell another text; its place stays that in the file as it was read."""
        self.records[row].texts[self.columns[name]] = text

    def rows(self) -> list[list[str]]:
        """The file's cells by row, in the schema's order."""
        return [[self.text(row, n) for n in self.schema.names] for row in range(len(self.records))]

    def to_bytes(self, order: Iterable[int] | None = None) -> bytes:
        """The file in canonical form, its rows in the order of these numbers if given."""
        rows = self.rows()
        ordered = rows if order is None else [rows[number] for number in order]
        return csvio.document(self.schema.names, ordered).encode("utf-8")

    def value(self, row: int, name: str) -> str | None:
        """A cell's text; None if it is blank or invalid."""
        value = self.frame.at[row, name]
        return None if value is None else str(value)

    def row_id(self, row: int) -> str | None:
        """The row's identifier in the file; None for a table without one."""
        return (self.text(row, self.schema.id_field) or None) if self.schema.id_field else None

    def first_rows(self, fields: tuple[str, ...]) -> Mapping[tuple[str | None, ...], int]:
        """The first row of each combination of values, whatever cell is invalid since."""
        if fields not in self._first_rows:
            columns = [self.frame[name].tolist() for name in fields]
            rows = [*enumerate(zip(*columns, strict=True))]
            self._first_rows[fields] = {values: row for row, values in reversed(rows)}
        return self._first_rows[fields]

    def invalidate(self, row: int, name: str) -> None:
        """Mark a cell as invalid, so that later stages leave it out."""
        if (row, name) not in self.invalid_cells:
            self.invalid_cells.add((row, name))
            self.frame.at[row, name] = None

    def position(self, row: int, name: str | None) -> tuple[int, int]:
        """The physical line and column (from 1) of a cell, or of the row."""
        record = self.records[row]
        if name is None or name not in self.columns:
            return record.position(0)
        cell = self.parsed.cells(record)[self.columns[name]]
        return cell.line, cell.column

    def named_place(self, row: int, name: str) -> str:
        """A cell's file, line and column, with its row's id."""
        line, column = self.position(row, name)
        row_id = self.row_id(row)
        return f"{self.file}:{line}:{column}" + (f" ({row_id})" if row_id else "")

    def at_cell(self, rule: str, row: int, name: str, words: Message) -> Finding:
        """An error at a cell; its text is what was found if the words do not say."""
        found = self.text(row, name) if words.found is None else words.found
        place, row_id = self.position(row, name), self.row_id(row)
        return Finding(
            rule, "error", self.file, *place, row_id, name, found, words.expected, words.message
        )

    def of_problem(self, problem: Problem) -> Finding:
        """A problem as a finding, at its place in the file."""
        rule, row, name = problem.rule, problem.row, problem.field
        place = (1, 1) if row is None else self.position(row, name)
        row_id = None if row is None else self.row_id(row)
        shown = (problem.found, problem.expected, problem.message)
        return Finding(rule, "error", self.file, *place, row_id, name, *shown)


@dataclass
class Reading:
    """The result of reading a file: its table, None if it cannot be made out, and the findings."""

    table: ParsedTable | None = None
    findings: list[Finding] = field(default_factory=list)
    not_checked: list[str] = field(default_factory=list)


def read(schema: Schema, file: str, data: bytes) -> Reading:
    """Read a table's file and check its notation and header; ``file`` is its name in findings."""
    (text, findings), other_sides = csv_reader.decode_first_sides(file, data)
    result = Reading(None, findings)
    if text is None:
        result.not_checked.append(f"{file} (it cannot be read)")
        return result
    _require_limits(file, text.split("\n"))
    first = next(line for line in text.split("\n") if line.strip())
    delimiter = detect_delimiter(first, schema.names)
    parsed = parse(text, delimiter, len(header_cells(parse(first, delimiter))))
    parsed.faults = [fault for fault in parsed.faults if fault.line not in other_sides]
    columns, header_findings = read_header(schema, file, parsed)
    result.findings += header_findings
    if not columns:
        result.not_checked.append(f"{file} (its header cannot be made out)")
        return result
    missing = [name for name in schema.names if name not in columns]
    result.not_checked += [f"{file}: column {name} (its header is at fault)" for name in missing]
    table = result.table = ParsedTable(schema, file, parsed, columns)
    result.findings += _read_records(table)
    result.findings += _unneeded_quotes(table)
    for line, (raw, marker) in other_sides.items():
        if raw.strip() and not CONFLICT_MARKER.fullmatch(raw):
            (record,) = parse(raw, delimiter).records[:1]
            record = record._replace(line=line)
            table.unreadable.append(UnreadableRecord(record, _key_in(table, record), marker))
    table.is_canonical = not result.findings
    result.not_checked += [f"{file}:{lost.line} (its cells)" for lost in table.unreadable]
    return result


def _require_limits(file: str, lines: Sequence[str]) -> None:
    """Refuse a table that is too large to be checked.

    Raises:
        UnsafeFileError: it is.
    """
    Limits.require(file, len(lines), LINES, "lines")
    for number, line in enumerate(lines, start=1):
        Limits.require(f"{file}:{number}", len(line), LINE, "characters in a line")
        if len(line) > CELLS:
            cells = max(map(line.count, DELIMITERS))
            Limits.require(f"{file}:{number}", cells, CELLS, "cells in a line")


# The header

_DELIMITER_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}


def fold_name(name: str) -> str:
    """A column's name without case, blanks and punctuation."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", name).casefold())


def detect_delimiter(first_line: str, names: Sequence[str]) -> str:
    """What separates the cells: that which yields the most of the schema's names."""
    known = {fold_name(name) for name in names}
    return max(
        DELIMITERS, key=lambda d: len(known.intersection(map(fold_name, first_line.split(d))))
    )


def header_cells(parsed: CsvFile) -> list[Cell]:
    """The cells of the first record, without the quotation marks that are faults."""
    record = parsed.records[0]
    if record.broken:
        texts = record.raw.replace('"', "").split(parsed.delimiter)
        return [Cell(record.line, 1, text, False) for text in texts]
    faulty = {fault.cell for fault in record.faults}
    return [
        cell._replace(text=cell.text.replace('"', "")) if number in faulty else cell
        for number, cell in enumerate(parsed.cells(record))
    ]


def read_header(schema: Schema, file: str, parsed: CsvFile) -> tuple[dict[str, int], list[Finding]]:
    """Where the schema's columns are, none if the header cannot be made out, and the findings."""
    findings: list[Finding] = []
    record, cells = parsed.records[0], header_cells(parsed)
    if parsed.delimiter != DELIMITER:
        message = (
            "Save the file with commas between the cells (in a spreadsheet: 'CSV UTF-8', with the "
            "comma as field separator)."
        )
        expected, found = (_DELIMITER_NAMES[d] for d in (DELIMITER, parsed.delimiter))
        place = (record.line, record.raw.index(parsed.delimiter) + 1)
        findings.append(file_finding("delimiter", file, place, Message(expected, message, found)))
    columns = _find_columns(schema.names, cells)
    findings += _wrong_columns(file, schema.names, columns, cells)
    findings += [_notation(file, fault) for fault in record.faults]
    for fault in parsed.faults:
        place = (fault.line, fault.column)
        if fault.kind == "blank-line":
            findings.append(_blank_line(file, place))
        elif fault.kind == "bare-cr":
            findings.append(csv_reader.wrong_line_end(file, place, "a lone carriage return"))
    quoted = [cell for cell in cells if cell.was_quoted]
    if columns and quoted and not record.faults:
        message = "Write the name without quotation marks."
        if len(quoted) == len(cells):  # as a program would write it
            message = "Save the file with quotation marks only where a cell needs them."
            quoted = quoted[:1]
        for cell in quoted:
            words = Message(cell.text, message, f'"{cell.text}"')
            findings.append(file_finding("quoting", file, (cell.line, cell.column), words))
    return columns, findings


def _find_columns(names: Sequence[str], cells: Sequence[Cell]) -> dict[str, int]:
    """The schema's columns by name, then by name without case, blanks and punctuation."""
    columns: dict[str, int] = {}
    for read_as in (str, fold_name):
        for index, cell in enumerate(cells):
            name = next((n for n in names if read_as(n) == read_as(cell.text)), None)
            if name is not None and name not in columns and index not in columns.values():
                columns[name] = index
    return columns


def _header_finding(
    file: str, cell: Cell, name: str | None, expected: str, message: str
) -> Finding:
    words = Message(expected, message, cell.text)
    return replace(file_finding("header", file, (cell.line, cell.column), words), field=name)


def _wrong_columns(
    file: str, names: Sequence[str], columns: dict[str, int], cells: Sequence[Cell]
) -> Iterator[Finding]:
    """Columns that are re-cased, misnamed, repeated, unknown, missing or in another order."""
    if not columns:
        message = "The first line is not the header: write the columns' names there."
        found = DELIMITER.join(cell.text for cell in cells)
        words = Message(DELIMITER.join(names), message, found)
        yield file_finding("header", file, (cells[0].line, 1), words)
        return
    for name, index in columns.items():
        if cells[index].text != name:
            message = f"Write the column's name as {name}."
            yield _header_finding(file, cells[index], name, name, message)
    yield from _unmatched_columns(file, names, columns, cells)
    right = [name for name in names if name in columns]
    for expected, name in zip(right, sorted(columns, key=columns.__getitem__), strict=True):
        if expected != name:
            message = f"Put the columns into this order: {DELIMITER.join(names)}."
            yield _header_finding(file, cells[columns[name]], name, expected, message)
            return


def _unmatched_columns(
    file: str, names: Sequence[str], columns: dict[str, int], cells: Sequence[Cell]
) -> Iterator[Finding]:
    """Cells that name no column of the schema, and columns of the schema that no cell names."""
    missing = [name for name in names if name not in columns]
    for index, cell in enumerate(cells):
        if index in columns.values():
            continue
        in_place = [names[index]] if len(cells) == len(names) and names[index] in missing else []
        meant = next(iter(in_place or difflib.get_close_matches(cell.text, missing, n=1)), None)
        if meant is not None:
            missing.remove(meant)
            strange = sorted({c for c in cell.text if not c.isascii()})  # they may look like ASCII
            letters = f", without {_names(strange)}" if strange else ""
            message = f"Rename the column to {meant}{letters}."
            yield _header_finding(file, cell, meant, meant, message)
        elif cell.text in columns:
            message = f"{cell.text} occurs twice: delete one."
            yield _header_finding(file, cell, None, "each column once", message)
        else:
            message = "Delete the column: the schema does not have it."
            yield _header_finding(file, cell, None, "no such column", message)
    end = Cell(cells[-1].line, cells[-1].column + len(cells[-1].text), "", False)
    for name in missing:
        at = names.index(name)
        where = f"after {names[at - 1]}" if at else "as the first column"
        yield _header_finding(file, end, name, name, f"Add the column {name} {where}.")


# The records

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


def _notation(file: str, fault: Fault, found: str = "") -> Finding:
    words = _NOTATION[fault.kind]._replace(found=found)
    return file_finding(fault.kind, file, (fault.line, fault.column), words)


def _blank_line(file: str, place: tuple[int, int]) -> Finding:
    return file_finding("blank-line", file, place, Message("a row", "Delete the line."))


def _read_records(table: ParsedTable) -> Iterator[Finding]:
    """Sort the records into readable and unreadable ones; cells with stray quotes are invalid."""
    faults: list[tuple[int, Fault]] = []
    header, *records = table.parsed.records
    for record in records:
        if record.texts == header.texts and not record.broken:
            yield _repeated_header(table.file, record)
        elif not record.broken and not any(map(str.strip, record.texts)):
            yield _blank_line(table.file, record.position(0))
        elif record.broken or len(record.texts) != table.parsed.width:
            yield _unreadable(table, record)
        else:
            faults += [(len(table.records), fault) for fault in record.faults]
            table.records.append(record)
    for row, fault in faults:
        name = table.name_at(fault.cell)
        if name is None:
            yield _notation(table.file, fault)
        else:
            finding = _notation(table.file, fault, table.text(row, name))
            yield replace(finding, field=name, row_id=table.row_id(row))
            table.invalidate(row, name)


def _repeated_header(file: str, record: CsvRecord) -> Finding:
    advice = "The line is the header again; a merge may have left it: delete the line."
    return file_finding("header", file, record.position(0), Message("a row", advice, record.raw))


def _unreadable(table: ParsedTable, record: CsvRecord) -> Finding:
    """Set a record aside that cannot be read cell by cell, for its first fault."""
    key = _key_in(table, record)
    table.unreadable.append(UnreadableRecord(record, key))
    if record.faults:
        fault = record.faults[0]
        finding = _notation(table.file, fault, record.raw)
        return replace(finding, row_id=key, field=table.name_at(fault.cell))
    count, width = len(record.texts), table.parsed.width or 0
    place = record.position(0)
    message = "Add the commas that are missing, one for each blank cell."
    if count > width:
        extra = table.parsed.cells(record)[width]
        place = (record.line, extra.column)
        message = "Put quotation marks round the cell that contains a comma, or delete the comma."
    words = Message(pluralize(width, "cell"), message, pluralize(count, "cell"))
    return replace(file_finding("cell-count", table.file, place, words), row_id=key)


def _key_in(table: ParsedTable, record: CsvRecord) -> str | None:
    """What the key cell of an unreadable record seems to contain."""
    at = table.columns.get(table.schema.id_field or "", len(record.texts))
    return "".join(record.texts[at : at + 1]).strip() or None


def _unneeded_quotes(table: ParsedTable) -> Iterator[Finding]:
    """Cells quoted without need; a file that quotes every cell is reported at its header."""
    parsed = table.parsed
    if all(cell.was_quoted for cell in parsed.cells(parsed.records[0])):
        return
    for row, record in enumerate(table.records):
        if record.is_canonical:
            continue
        cells = parsed.cells(record)
        for name, at in table.columns.items():
            text = cells[at].text
            is_needed = not cells[at].was_quoted or csvio.needs_quotes(text, parsed.delimiter)
            if not is_needed and (row, name) not in table.invalid_cells:
                words = Message(text, "Write the cell without quotation marks.", f'"{text}"')
                yield table.at_cell("quoting", row, name, words)


def sort_key(schema: Schema, cells: Iterable[str | None]) -> tuple[int | str, ...] | None:
    """The key of a row from its cells in the sort fields; None if one of them is invalid."""
    key: list[int | str] = []
    for name, text in zip(schema.sort_fields, cells, strict=True):
        column = schema.by_name[name]
        is_number = column.type == "integer"
        value: int | str | None = whole_number(text or "") if is_number else text or ""
        if not text:
            is_valid = not schema.key and not column.required
            value = 0 if is_number else ""
        else:
            is_valid = column.pattern is None or re.fullmatch(column.pattern, text) is not None
        if not is_valid or value is None:
            return None
        key.append(value)
    return tuple(key)


def row_order(schema: Schema, rows: Sequence[Sequence[str]]) -> list[int]:
    """The numbers of the rows in the order of their keys; those without a valid key come last."""
    places = [schema.names.index(name) for name in schema.sort_fields]
    keys = [sort_key(schema, [cells[place] for place in places]) for cells in rows]
    return sorted(range(len(keys)), key=lambda row: (keys[row] is None, keys[row] or ()))


def whole_number(text: str) -> int | None:
    """The number that the digits of a cell give; None if it is none, or beyond 64 bits."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
    return int(text) if is_number else None


MOST_DIGITS = 18
"""How many digits a whole number has at most; Python takes minutes to read one of a million."""


# The characters of a cell

QUOTE = "quote"
"""The column of the source's own text, which may contain any character that a document prints."""

NUMBERS = ("integer", "number")
LINE_BREAKS = frozenset(LINE_ENDS)
HIDDEN = frozenset({"Cc", "Cf", "Co", "Cn"})
"""Unicode's categories control, format, private use and unassigned."""

MISSING_WORDS = frozenset(
    (
        "#N/A #NA #DIV/0! #NAME? #NULL! #NUM! #REF! #VALUE! -NaN -nan <NA> N/A NA NULL NaN None "
        "n/a nan null nil - -- ? -99 -999 -9999"
    ).split()
)
"""What pandas, spreadsheets and statistics programs write or read for a missing value."""

_ASCII = [chr(code) for code in range(0x21, 0x7F)]
_ODD_STARTS = (*(" " + FORMULA_STARTS), GUESS.strip())


class CellProblem(NamedTuple):
    """What is wrong with a cell, without its place."""

    rule: str
    words: Message


def check_cells(table: ParsedTable, printed: Collection[str]) -> Iterator[Finding]:
    """Report a table without rows, and cells with wrong characters, which become invalid.

    ``printed`` are the characters that the documents print, which a quote may contain. Bytes that
    could not be decoded are reported once, for the file.
    """
    if not table.records and not table.unreadable and table.table not in OPTIONAL_TABLES:
        message = f"Add the table's rows: only {', '.join(OPTIONAL_TABLES)} may be empty."
        words = Message("at least one row", message, "no rows")
        yield file_finding("empty-table", table.file, (table.parsed.records[0].line, 1), words)
    for name in table.columns:
        texts = table.texts(name)
        suspects = {text for text in set(texts) if is_suspect(text)}
        for row, text in enumerate(texts if suspects else ()):
            if text not in suspects or (row, name) in table.invalid_cells:
                continue
            if UNDECODED.search(text):
                table.invalidate(row, name)
                continue
            for problem in cell_problems(text, table.schema.by_name[name], printed):
                table.invalidate(row, name)
                yield table.at_cell(problem.rule, row, name, problem.words)


def is_suspect(text: str) -> bool:
    """Whether a cell may have a problem; few cells do."""
    is_plain = text.isascii() and text.isprintable() and not text.startswith(_ODD_STARTS)
    return not is_plain or text.endswith(" ") or text in MISSING_WORDS


def cell_problems(text: str, field: Field, printed: Collection[str]) -> Iterator[CellProblem]:
    """The problems of a cell's characters; ``printed`` are those that the documents print."""
    core = text.strip()
    if f"{core} ".startswith(GUESS):
        message = (
            "A guess of a draft that nobody has confirmed: confirm or correct it in isk-indicators "
            f"review, or type the value without {GUESS.strip()}."
        )
        yield CellProblem("guess", Message("a value that a person has confirmed", message))
        return
    if core != text:
        outer = text.replace(core, "", 1) if core else text
        message = f"Delete the outer blanks: {_names(outer)}."
        yield CellProblem("outer-blanks", Message("no blanks around it", message))
    if core not in MISSING_WORDS or may_be_a_value(core, field):
        yield from _character_problems(core, field, printed)
    elif field.required:
        message = f"Fill it in: '{field.title.lower()}' is never blank."
        yield CellProblem("missing-word", Message("a value", message))
    else:
        message = "Leave the cell blank where the source does not say."
        yield CellProblem("missing-word", Message("a blank cell", message))


def may_be_a_value(text: str, field: Field) -> bool:
    """Whether a word for a missing value may be one of the column's own.

    NA is the code of Namibia, also where a cell repeats that of another column. A figure may be
    "None".
    """
    if field.name == QUOTE or _is_allowed(text, field):
        return True
    if field.proof.get("by") == "figure" and field.type == "string":
        return text == "None"
    return text == "NA" and field.name in _OF_OTHER_COLUMNS


_OF_OTHER_COLUMNS = ("value", "agreed")
"""The columns of evidence and readings that repeat what cells of other columns say."""


def _character_problems(text: str, field: Field, printed: Collection[str]) -> Iterator[CellProblem]:
    is_quote = field.name == QUOTE
    if breaks := [c for c in text if c in LINE_BREAKS]:
        message = f"Put the cell's text on one line, without {describe(breaks[0])}."
        yield CellProblem("line-break", Message("one line", message))
    hidden = [] if text.isprintable() else [c for c in text if unicodedata.category(c) in HIDDEN]
    if hidden := [c for c in hidden if c not in LINE_BREAKS and not (is_quote and c in printed)]:
        first = text.index(hidden[0]) + 1
        message = f"Delete {_names(hidden)}: invisible, first at character {first}."
        yield CellProblem("characters", Message("visible characters", message))
    if field.type not in NUMBERS and text.startswith(tuple(FORMULA_STARTS)):
        message = (
            f"Begin with another character: a spreadsheet runs a text that begins with {text[0]}."
        )
        expected = "a text that does not begin with = + - or @"
        yield CellProblem("formula", Message(expected, message))
    if not is_quote and (composed := unicodedata.normalize("NFC", text)) != text:
        changed = [c for c in text if c not in composed]
        marks = [c for c in changed if unicodedata.combining(c)]
        message = f"Type {composed} in composed characters, without {_names(marks or changed)}."
        yield CellProblem("nfc", Message("Unicode's composed form (NFC)", message))
    strange = [c for c in dict.fromkeys(text) if not c.isascii()]
    if strange and (meant := _meant(text, field, strange)) is not None:
        pairs = [f"{describe(c)} instead of {meant[text.index(c)]}" for c in strange]
        message = f"Type {meant}: the cell has {', '.join(pairs)}."
        yield CellProblem("look-alike", Message(meant, message))
    elif strange and not is_quote and (mixed := mixed_word(text)):
        word, odd = mixed
        message = f"Type {word} in letters of one script: it has {_names(odd)}."
        yield CellProblem("look-alike", Message("words in one script each", message))


def mixed_word(text: str) -> tuple[str, list[str]] | None:
    """The first word with letters of several scripts, and its letters that are not Latin.

    The script of a letter is the first word of its Unicode name. Only scripts matter that have
    letters which look like Latin ones.
    """
    for word in re.findall(r"\w+(?:[-'’]\w+)*", text):
        scripts = {c: unicodedata.name(c, "").partition(" ")[0] for c in word if c.isalpha()}
        odd = [c for c, script in scripts.items() if script in LIKE_LATIN]
        if odd and len({*scripts.values()} & {"LATIN", *LIKE_LATIN}) > 1:
            return word, odd
    return None


LIKE_LATIN = frozenset(
    "CYRILLIC GREEK ARMENIAN CHEROKEE COPTIC LISU FULLWIDTH MATHEMATICAL".split()
)


def _meant(text: str, field: Field, strange: Sequence[str]) -> str | None:
    """The allowed value that differs in the strange characters alone, if there is just one."""
    fits: set[str] = set()
    if field.enum:
        pattern = "".join("." if c in strange else re.escape(c) for c in text)
        fits = {value for value in field.enum if re.fullmatch(pattern, value, re.DOTALL)}
    elif field.pattern:
        known = unicodedata.normalize("NFKC", text)
        if _is_allowed(known, field) and len(known) == len(text):
            return known
        values = [text.replace(strange[0], c) for c in _ASCII] if len(strange) == 1 else []
        fits = {value for value in values if _is_allowed(value, field)}
    return fits.pop() if len(fits) == 1 else None


def _is_allowed(text: str, field: Field) -> bool:
    """Whether an enumeration or a pattern of the column allows the text."""
    if field.enum:
        return text in field.enum
    return field.pattern is not None and re.fullmatch(field.pattern, text) is not None


def describe(character: str) -> str:
    """A character by its Unicode name and number."""
    names = {"\n": "LINE FEED", "\r": "CARRIAGE RETURN", "\t": "TAB", "\0": "NULL"}
    name = names.get(character) or unicodedata.name(character, "a character without a name")
    return f"{name} (U+{ord(character):04X})"


def _names(characters: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(map(describe, characters)))
