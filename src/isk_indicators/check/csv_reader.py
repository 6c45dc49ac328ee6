"""Read the bytes of a CSV file: its text, records, cells with their places, and faults."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, NamedTuple

from isk_indicators.check.finding import START, Finding, Message, file_finding, position
from isk_indicators.schema import conflict_words, merge_conflicts
from isk_indicators.screen import pluralize

# From bytes to text

UNDECODED = re.compile("[\udc80-\udcff]")
"""The characters that stand for bytes which are not UTF-8."""

_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


class Decoded(NamedTuple):
    """A file's text, None if it cannot be read at all, and the findings."""

    text: str | None
    findings: list[Finding]


def decode(file: str, data: bytes) -> Decoded:
    """Decode a file's bytes and end its lines with line feeds.

    UTF-16 and a byte order mark are accepted and reported. Bytes that are not UTF-8 become lone
    surrogates, one each.
    """
    text, findings = _decode_characters(file, data)
    if text is not None and not text.strip():
        words = Message("a header and rows", "Write the table's header.")
        findings.append(file_finding("empty-file", file, START, words))
        text = None
    if text is None:
        return Decoded(None, findings)
    ends = re.compile(r"\r+(?:\n|\Z)" if "\n" in text else r"\r+")
    if "\r" in text and (first := ends.search(text)):
        place = position(text, first.start())
        text, count = ends.subn("\n", text)
        found = f"carriage returns at {pluralize(count, 'line end')}"
        findings.append(wrong_line_end(file, place, found))
    if not text.endswith("\n"):
        advice = "End the last line like the others (in most editors: press Enter at its end)."
        words = Message("a line feed", advice)
        findings.append(file_finding("final-newline", file, position(text, len(text)), words))
    return Decoded(text, findings)


def decode_first_sides(file: str, data: bytes) -> tuple[Decoded, dict[int, tuple[str, int]]]:
    """Decode a file's bytes; of each merge conflict that is left in it, keep the first side.

    The other lines of a conflict are blank in the text.

    Returns:
        The text with the findings, and by line what was there and the line of the first marker.
    """
    text, findings = decode(file, data)
    lines = [] if text is None else text.split("\n")
    other_sides: dict[int, tuple[str, int]] = {}
    for markers in merge_conflicts("\n".join(lines)):
        first, last = markers[0], markers[-1]
        middle = markers[1] if lines[first - 1].startswith("<") and markers[1:] else first
        for number in (first, *range(middle, last + 1)):
            other_sides[number] = (lines[number - 1], first)
        advice = f"The file has an {conflict_words(*markers)}."
        message = Message("one side of the conflict", advice, lines[first - 1])
        findings.append(file_finding("merge-conflict", file, (first, 1), message))
    for number in other_sides:
        lines[number - 1] = ""
    return Decoded("\n".join(lines) if any(lines) else None, findings), other_sides


def _decode_characters(file: str, data: bytes) -> Decoded:
    findings: list[Finding] = []
    if (codec := _utf16_codec(data)) is not None:
        message = (
            "The file is in UTF-16, as some spreadsheets write 'Unicode text': save it as UTF-8."
        )
        findings.append(file_finding("encoding", file, START, Message("UTF-8", message, "UTF-16")))
        try:
            return Decoded(data.decode(codec).removeprefix("\ufeff"), findings)
        except UnicodeDecodeError:
            return Decoded(None, findings)
    if data.startswith(codecs.BOM_UTF8):
        data = data.removeprefix(codecs.BOM_UTF8)
        message = "Save the file as UTF-8 without a byte order mark (not as 'UTF-8 with BOM')."
        words = Message("no byte order mark", message, "EF BB BF")
        findings.append(file_finding("byte-order-mark", file, START, words))
    text = data.decode("utf-8", errors="surrogateescape")
    if undecoded := UNDECODED.findall(text):
        start = text.index(undecoded[0])
        offset = len(text[:start].encode("utf-8"))
        many = f"; {len(undecoded)} such bytes in the file" if len(undecoded) > 1 else ""
        message = (
            "The file, or a part of it, is in another encoding (Windows-1252 and Latin-1 are "
            "usual): save it as UTF-8 and look at the letters with accents."
        )
        found = f"byte {ord(undecoded[0]) - 0xDC00:02X} at offset {offset}{many}"
        words = Message("UTF-8", message, found)
        findings.append(file_finding("encoding", file, position(text, start), words))
    return Decoded(text, findings)


def _utf16_codec(data: bytes) -> str | None:
    """The UTF-16 codec, by the byte order mark or by the zero bytes of plain letters."""
    head = data[:200]
    if head[:2] in _UTF16:
        return _UTF16[head[:2]]
    if len(head) < 4 or head.count(0) * 3 < len(head):  # noqa: PLR2004 - two letters
        return None
    return "utf-16-le" if head[1] == 0 else "utf-16-be"


def wrong_line_end(file: str, place: tuple[int, int], found: str) -> Finding:
    """The finding for lines that end with anything but a line feed."""
    words = Message("a line feed (LF) alone", "Save the file with Unix line ends (LF).", found)
    return file_finding("line-ends", file, place, words)


# From text to records

FaultKind = Literal["stray-quote", "after-quote", "unclosed-quote", "bare-cr", "blank-line"]

LONGEST_RECORD = 50
"""How many physical lines are searched for a quote's end; this keeps the time linear."""

# Possessive, so that the first half of a doubled quotation mark is never taken for the end.
_QUOTED = re.compile(r'"((?:[^"]++|"")*+)"')


class Cell(NamedTuple):
    """A cell: its physical line and column (code points, both from 1), text, and notation."""

    line: int
    column: int
    text: str
    was_quoted: bool


class Fault(NamedTuple):
    """A fault of the notation at a physical line and column; ``cell`` is the cell's number."""

    kind: FaultKind
    line: int
    column: int
    cell: int | None = None


class CsvRecord(NamedTuple):
    """One record.

    Attributes:
        line: The physical line on which it begins, from 1.
        shift: How many code points of that line precede it (0 but after a bare carriage return).
        raw: The text in the file, without the line feed at its end.
        texts: The cells' texts; of a broken record, those before the quote.
        faults: The faults of its notation.
        broken: Whether a quote that is never closed ended it.
        is_canonical: Whether it is one line, written as the standard library writes it.
    """

    line: int
    shift: int
    raw: str
    texts: list[str]
    faults: tuple[Fault, ...] = ()
    broken: bool = False
    is_canonical: bool = False

    def position(self, at: int) -> tuple[int, int]:
        """The physical line and column of the code point ``at`` of the raw text."""
        line, column = position(self.raw, at)
        return self.line + line - 1, column + (self.shift if line == 1 else 0)


@dataclass
class CsvFile:
    """A whole file.

    Attributes:
        delimiter: What separates the cells.
        width: The number of cells that a record should have, where it is known.
        records: Its records, the header among them.
        faults: The faults of its notation, in records and between them.
    """

    delimiter: str
    width: int | None
    records: list[CsvRecord] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many cells it has."""
        return sum(len(record.texts) for record in self.records)

    def cells(self, record: CsvRecord) -> list[Cell]:
        """The record's cells with their places."""
        fields = _fields(record.raw, self.delimiter, self.width)
        return [Cell(*record.position(f.start), f.text, f.was_quoted) for f in fields]

    def add(self, line: int, shift: int, raw: str) -> None:
        """Read a record that is not as it should be, and name its faults."""
        fields = _fields(raw, self.delimiter, self.width)
        texts = [f.text for f in fields]
        broken = fields[-1].fault == "unclosed-quote" and len(fields) != self.width
        record = CsvRecord(line, shift, raw, texts[:-1] if broken else texts, broken=broken)
        faults = tuple(
            Fault(f.fault, *record.position(f.fault_at), number)
            for number, f in enumerate(fields)
            if f.fault is not None
        )
        self.records.append(record._replace(faults=faults))
        self.faults += faults


def parse(text: str, delimiter: str = ",", width: int | None = None) -> CsvFile:
    """Read any text as CSV (RFC 4180): decoded, its lines ended by line feeds.

    A record is one physical line unless a quoted cell contains line breaks. Where a quote is never
    closed, or only by swallowing a line that is a whole record by itself, the line is a broken
    record and reading goes on at the next one. Time is linear.

    Args:
        text: The text.
        delimiter: What separates the cells.
        width: The number of cells that a record should have, where it is known.
    """
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    result = CsvFile(delimiter, width)
    at = 0
    while at < len(lines):
        raw, taken = lines[at], 1
        if not raw.strip():
            result.faults.append(Fault("blank-line", at + 1, 1))
        elif (texts := _canonical_texts(raw, delimiter)) is not None:
            result.records.append(CsvRecord(at + 1, 0, raw, texts, is_canonical=True))
        elif "\r" in raw and all(len(_split(r, delimiter)) == width for r in raw.split("\r")):
            shift = 0
            for part in raw.split("\r"):
                if shift:
                    result.faults.append(Fault("bare-cr", at + 1, shift))
                result.add(at + 1, shift, part)
                shift += len(part) + 1
        else:
            taken = _count_lines(lines[at : at + LONGEST_RECORD], delimiter, width)
            result.add(at + 1, 0, "\n".join(lines[at : at + taken]))
        at += taken
    return result


def _canonical_texts(raw: str, delimiter: str) -> list[str] | None:
    """The cells of a line as the standard library reads it; None if it would write another."""
    if '"' not in raw:
        return None if "\r" in raw else raw.split(delimiter)
    if not _canonical_line(delimiter).fullmatch(raw):
        return None
    return next(csv.reader([raw], delimiter=delimiter))


@cache
def _canonical_line(delimiter: str) -> re.Pattern[str]:
    """A line with quotation marks round the cells that need them, and round no other."""
    plain, needing = rf'[^"\r{delimiter}]*+', rf'(?:[\r{delimiter}]|"")'
    cell = rf'(?:"{plain}{needing}(?:[^"]|"")*+"|{plain})'
    return re.compile(rf"{cell}(?:[{delimiter}]{cell})*+")


def _count_lines(lines: Sequence[str], delimiter: str, width: int | None) -> int:
    """How many of the lines the first record takes."""
    if _split(lines[0], delimiter)[-1].fault != "unclosed-quote":
        return 1
    for end, line in enumerate(lines[1:], start=1):
        fields = _split(line, delimiter)
        # of one column, every line would be a record by itself
        if width not in (None, 1) and len(fields) == width and not _faults(fields):
            return 1
        if '"' in line:
            fields = _split("\n".join(lines[: end + 1]), delimiter)
            if fields[-1].fault != "unclosed-quote":
                is_record = not _faults(fields) and width in (None, len(fields))
                return end + 1 if is_record else 1
    return 1


# From a record to its cells


class _Field(NamedTuple):
    """A cell within the raw text of its record, and where its notation is at fault."""

    start: int
    end: int
    text: str
    was_quoted: bool
    fault: FaultKind | None = None
    fault_at: int = 0


def _fields(raw: str, delimiter: str, width: int | None) -> list[_Field]:
    """The cells; a faulty opening quote is skipped if the record has its width then."""
    fields = _split(raw, delimiter)
    faults = _faults(fields)
    if faults and faults[0].was_quoted and len(fields) != width:
        others = _split(raw, delimiter, skipped_quote=faults[0].start)
        if len(others) == width and len(_faults(others)) == 1:
            return others
    return fields


def _faults(fields: Sequence[_Field]) -> list[_Field]:
    return [f for f in fields if f.fault is not None]


def _split(raw: str, delimiter: str, *, skipped_quote: int = -1) -> list[_Field]:
    fields: list[_Field] = []
    at = 0
    while at <= len(raw):
        fields.append(_field(raw, delimiter, at, is_skipped=at == skipped_quote))
        at = fields[-1].end + 1
    return fields


def _field(raw: str, delimiter: str, at: int, *, is_skipped: bool) -> _Field:
    """The cell that begins at ``at``; if its quote is skipped, it ends at the next delimiter."""
    is_quoted = raw.startswith('"', at)
    closed = None if is_skipped else _QUOTED.match(raw, at)
    if is_quoted and not closed and not is_skipped:
        text = raw[at + 1 :].replace('""', '"')
        return _Field(at, len(raw), text, True, "unclosed-quote", at)
    end = raw.find(delimiter, closed.end() if closed else at)
    end = len(raw) if end < 0 else end
    if is_skipped:
        return _Field(at, end, raw[at + 1 : end], True, "unclosed-quote", at)
    if closed:
        rest = raw[closed.end() : end]
        text = closed[1].replace('""', '"') + rest
        return _Field(at, end, text, True, "after-quote" if rest else None, closed.end())
    quote = raw.find('"', at, end)
    return _Field(at, end, raw[at:end], False, "stray-quote" if quote >= 0 else None, quote)
