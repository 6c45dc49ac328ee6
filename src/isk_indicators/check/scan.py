r"""A reader of CSV (RFC 4180) that never gives up and knows where everything stands.

What lives here: text to records with physical lines, cells with columns, and the faults of the
notation itself. What must not: what a cell may hold, how many cells a record should have (the
caller knows; the width only helps to tell an unclosed quote from a cell with line breaks).

A record is one physical line unless a quoted cell holds line breaks. Where a quote is never closed,
or only by swallowing a line that is a whole record by itself, the line is a broken record and
reading goes on at the next one. A text that is canonical throughout, as nearly all are, is read by
the standard library, block by block and column by column, and its records are made when somebody
asks for one; so are the columns of cells. Time is linear.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, overload

from isk_indicators import csvio

FaultKind = Literal["stray-quote", "after-quote", "unclosed-quote", "bare-cr", "blank-line"]

LONGEST_RECORD = 50
"""How many physical lines are looked at for a quote's end; it keeps the time linear."""

BLOCK = 4096
"""How many lines of a canonical text are read at a time."""

# Possessive, so that the first half of a doubled quotation mark is never taken for the end.
_QUOTED = re.compile(r'"((?:[^"]++|"")*+)"')


class Cell(NamedTuple):
    """One cell: its physical line and column (code points, both from 1), text, and notation."""

    line: int
    column: int
    text: str
    was_quoted: bool


class Fault(NamedTuple):
    """A breach of the notation at a physical line and column.

    ``record`` and ``cell`` are the record's and the cell's number (from 0), where it is in one.
    """

    kind: FaultKind
    line: int
    column: int
    record: int | None = None
    cell: int | None = None


class Record(NamedTuple):
    """One record.

    Attributes:
        line: The physical line on which it begins, from 1.
        shift: How many code points of that line precede it (0 but after a bare carriage return).
        raw: The text as it stands in the file, without the line feed at its end.
        texts: The cells' texts; of a broken record, those before the quote.
        broken: Whether a quote that is never closed ended it.
    """

    line: int
    shift: int
    raw: str
    texts: list[str]
    broken: bool = False


class Lines(Sequence[Record]):
    """The records of a canonical text, one a line; each is made when it is asked for."""

    def __init__(self, lines: Sequence[str], delimiter: str, numbers: range) -> None:
        self._lines = lines
        self._delimiter = delimiter
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, at: int) -> Record: ...

    @overload
    def __getitem__(self, at: slice) -> Lines: ...

    def __getitem__(self, at: int | slice) -> Record | Lines:
        if isinstance(at, slice):
            return Lines(self._lines, self._delimiter, self._numbers[at])
        number = self._numbers[at]
        raw = self._lines[number]
        return Record(number + 1, 0, raw, _canonical_texts(raw, self._delimiter) or [])


@dataclass
class Scan:
    """A whole file.

    Attributes:
        delimiter: What separates the cells.
        width: The number of cells that a record should have, where it is known.
        records: Its records, the header among them.
        faults: The faults of its notation.
        columns: The cells below the header by column, if the text is canonical throughout and every
            record has its width and a value; else None.
    """

    delimiter: str
    width: int | None
    records: Sequence[Record] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    columns: list[list[str]] | None = None

    def cells(self, record: Record) -> list[Cell]:
        """The record's cells with their places."""
        pieces, _ = _recovered(record.raw, self.delimiter, self.width)
        return [
            Cell(*_place(record, piece.start), piece.text, piece.was_quoted) for piece in pieces
        ]


@dataclass
class _Reading(Scan):
    """A file that is being read, record after record."""

    records: list[Record] = field(default_factory=list)


class _Piece(NamedTuple):
    start: int
    end: int
    text: str
    was_quoted: bool


class _Flaw(NamedTuple):
    kind: FaultKind
    at: int
    cell: int


def scan(text: str, delimiter: str = ",", width: int | None = None) -> Scan:
    """Read ``text``: decoded, without a byte order mark, its lines ended by line feeds.

    ``width`` is the number of cells that a record should have, where it is known.
    """
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    columns = None if "\r" in text or not width else _columns(lines, delimiter, width)
    if columns is not None:
        records = Lines(lines, delimiter, range(len(lines)))
        return Scan(delimiter, width, records, columns=columns)
    result = _Reading(delimiter, width)
    number = 0
    while number < len(lines):
        number += _read(result, lines, number)
    return result


# A text that is canonical throughout


def _columns(lines: Sequence[str], delimiter: str, width: int) -> list[list[str]] | None:
    """The cells below the header by column; None unless all is as it should be."""
    columns: list[list[str]] = [[] for _ in range(width)]
    seen: list[dict[str, str]] = [{} for _ in range(width)]
    for first in range(0, len(lines), BLOCK):
        rows = _canonical_rows(lines[first : first + BLOCK], delimiter, width)
        if rows is None:
            return None
        for column, known, cells in zip(columns, seen, zip(*rows, strict=True), strict=True):
            column.extend(_held_once(cells, known))
    return [column[1:] for column in columns]


def _canonical_rows(lines: Sequence[str], delimiter: str, width: int) -> list[list[str]] | None:
    """The cells of lines that are each a whole record, written as it should be; else None."""
    try:
        rows = list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    if len(rows) != len(lines) or set(map(len, rows)) != {width} or not all(map(_has_value, rows)):
        return None
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return rows if written.getvalue() == "\n".join([*lines, ""]) else None


def _has_value(row: Sequence[str]) -> bool:
    return bool(row[0].strip() or any(text.strip() for text in row))


def _held_once(cells: Sequence[str], known: dict[str, str]) -> Sequence[str]:
    """The same cells; where few values recur, as of an enumeration, each is held once."""
    if len(set(cells)) * 2 > len(cells):
        return cells
    return list(map(known.setdefault, cells, cells))


# Any other text


def _read(result: _Reading, lines: list[str], number: int) -> int:
    """Add what begins at ``lines[number]``; return how many lines it took."""
    raw = lines[number]
    if not raw.strip():
        result.faults.append(Fault("blank-line", number + 1, 1))
    elif (texts := _canonical_texts(raw, result.delimiter)) is not None:
        result.records.append(Record(number + 1, 0, raw, texts))
    elif "\r" in raw and _holds_several(raw, result.delimiter, result.width):
        _add_parts(result, raw, number + 1)
    else:
        taken = _lines_taken(lines, number, result.delimiter, result.width)
        _add(result, number + 1, 0, "\n".join(lines[number : number + taken]))
        return taken
    return 1


def _canonical_texts(raw: str, delimiter: str) -> list[str] | None:
    """The cells of a line that is written as it should be; None for any other."""
    if '"' not in raw:
        return None if "\r" in raw else raw.split(delimiter)
    try:
        texts = next(csv.reader([raw], delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return texts if csvio.record(texts, delimiter) == raw else None


def _holds_several(raw: str, delimiter: str, width: int | None) -> bool:
    """Whether the carriage returns in a line stand where lines should end."""
    return width is not None and all(
        len(_split(part, delimiter)[0]) == width for part in raw.split("\r")
    )


def _add_parts(result: _Reading, raw: str, line: int) -> None:
    shift = 0
    for part in raw.split("\r"):
        if shift:
            result.faults.append(Fault("bare-cr", line, shift))
        _add(result, line, shift, part)
        shift += len(part) + 1


def _add(result: _Reading, line: int, shift: int, raw: str) -> None:
    pieces, flaws = _recovered(raw, result.delimiter, result.width)
    broken = _unclosed(flaws) and len(pieces) != result.width
    texts = [piece.text for piece in pieces]
    record = Record(line, shift, raw, texts[:-1] if broken else texts, broken)
    number = len(result.records)
    result.records.append(record)
    result.faults += [Fault(f.kind, *_place(record, f.at), number, f.cell) for f in flaws]


def _place(record: Record, at: int) -> tuple[int, int]:
    """The physical line and column of the code point ``at`` of the record's raw text."""
    feeds = record.raw.count("\n", 0, at)
    if feeds:
        return record.line + feeds, at - record.raw.rindex("\n", 0, at)
    return record.line, record.shift + at + 1


def _lines_taken(lines: list[str], number: int, delimiter: str, width: int | None) -> int:
    """How many physical lines the record takes that begins at ``lines[number]``."""
    if not _is_open(lines[number], delimiter):
        return 1
    for end in range(number + 1, min(number + LONGEST_RECORD, len(lines))):
        if width is not None and _stands_alone(lines[end], delimiter, width):
            return 1
        raw = "\n".join(lines[number : end + 1]) if '"' in lines[end] else None
        if raw is not None and not _is_open(raw, delimiter):
            pieces, flaws = _split(raw, delimiter)
            return 1 if flaws or width not in (None, len(pieces)) else end + 1 - number
    return 1


def _is_open(raw: str, delimiter: str) -> bool:
    return _unclosed(_split(raw, delimiter)[1])


def _unclosed(flaws: list[_Flaw]) -> bool:
    return any(flaw.kind == "unclosed-quote" for flaw in flaws)


def _stands_alone(line: str, delimiter: str, width: int) -> bool:
    """Whether a line is a whole record by itself (of one column, every line would be)."""
    pieces, flaws = _split(line, delimiter)
    return width > 1 and len(pieces) == width and not flaws


def _recovered(raw: str, delimiter: str, width: int | None) -> tuple[list[_Piece], list[_Flaw]]:
    """The cells; a quote that opens one and is in the way is passed over if all is well then."""
    pieces, flaws = _split(raw, delimiter)
    if flaws and len(pieces) != width and pieces[flaws[0].cell].was_quoted:
        quote = pieces[flaws[0].cell].start
        others, other_flaws = _split(raw, delimiter, passing_over=quote)
        if len(others) == width and len(other_flaws) == 1:
            return others, other_flaws
    return pieces, flaws


def _split(raw: str, delimiter: str, *, passing_over: int = -1) -> tuple[list[_Piece], list[_Flaw]]:
    pieces: list[_Piece] = []
    flaws: list[_Flaw] = []
    at = 0
    while at <= len(raw):
        end = _next(raw, delimiter, at)
        if at == passing_over:
            piece = _Piece(at, end, raw[at + 1 : end], True)
            flaw: _Flaw | None = _Flaw("unclosed-quote", at, len(pieces))
        elif raw.startswith('"', at):
            piece, flaw = _quoted(raw, delimiter, at, len(pieces))
        else:
            piece, flaw = _bare(raw, at, end, len(pieces))
        pieces.append(piece)
        flaws += [flaw] if flaw else []
        at = piece.end + 1
    return pieces, flaws


def _next(raw: str, delimiter: str, at: int) -> int:
    end = raw.find(delimiter, at)
    return len(raw) if end < 0 else end


def _bare(raw: str, at: int, end: int, number: int) -> tuple[_Piece, _Flaw | None]:
    quote = raw.find('"', at, end)
    flaw = _Flaw("stray-quote", quote, number) if quote >= 0 else None
    return _Piece(at, end, raw[at:end], False), flaw


def _quoted(raw: str, delimiter: str, at: int, number: int) -> tuple[_Piece, _Flaw | None]:
    match = _QUOTED.match(raw, at)
    if match is None:
        piece = _Piece(at, len(raw), raw[at + 1 :].replace('""', '"'), True)
        return piece, _Flaw("unclosed-quote", at, number)
    end = _next(raw, delimiter, match.end())
    rest = raw[match.end() : end]
    flaw = _Flaw("after-quote", match.end(), number) if rest else None
    return _Piece(at, end, match[1].replace('""', '"') + rest, True), flaw
