"""A file's bytes to a sheet, whatever encoding a spreadsheet chose, as far as that can be proved.

What lives here: Windows-1252, which spreadsheets use where no encoding is named, and texts whose
UTF-8 was read as if it were that. What must not: anything inside cells but letters. Nearly any
bytes can be read as Windows-1252; that they should be is proved by the documents alone: the quotes
are theirs when read so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from isk_indicators.check import decode
from isk_indicators.check.content import QUOTE
from isk_indicators.check.finding import Finding
from isk_indicators.curate import sheet
from isk_indicators.curate.sheet import Sheet
from isk_indicators.curate.told import Place, Remark
from isk_indicators.curate.workplace import Source
from isk_indicators.schema import Schema

WINDOWS = "cp1252"
LOST = "?"
"""What a spreadsheet writes for a letter that the encoding lacks."""

_NOTES = {
    "byte-order-mark": "byte order mark removed",
    "encoding": "UTF-16 made UTF-8",
    "line-ends": "lines ended by line feeds",
    "final-newline": "the last line ended",
}


def read(schema: Schema, file: str, data: bytes, sources: Mapping[str, Source]) -> Sheet:
    """Read a file's bytes; a sheet with remarks has no rows."""
    decoded = decode.decode(file, data)
    if decoded.text is None:
        return Sheet(schema, file, remarks=[_remark(file, f) for f in decoded.findings])
    if decode.UNDECODED.search(decoded.text):
        return _read_windows(schema, file, data, sources)
    read = sheet.read(schema, file, decoded.text)
    read.notes[:0] = [_NOTES[finding.rule] for finding in decoded.findings]
    return read


def _remark(file: str, finding: Finding) -> Remark:
    return Remark(Place(file, finding.line, finding.column), "", finding.message)


def _read_windows(schema: Schema, file: str, data: bytes, sources: Mapping[str, Source]) -> Sheet:
    text = _windows_text(file, data)
    if text is None:
        return _unread(schema, file, data)
    read = sheet.read(schema, file, text)
    quotes = [quote for _, quote in _quotes(read, sources) if not quote.isascii()]
    proved = [quote for quote in quotes if _is_printed(quote, sources)]
    if not proved or not all(_is_printed(quote, sources, LOST) for quote in quotes):
        return _unread(schema, file, data)
    read.has_lost_letters = True
    read.notes.insert(
        0,
        "Windows-1252 made UTF-8, as the quotes prove (compare the names: what that encoding "
        "lacks may have become another letter)",
    )
    return read


def _windows_text(file: str, data: bytes) -> str | None:
    try:
        return decode.decode(file, data.decode(WINDOWS).encode("utf-8")).text
    except UnicodeDecodeError:
        return None


def _unread(schema: Schema, file: str, data: bytes) -> Sheet:
    finding = next(f for f in decode.decode(file, data).findings if f.rule == "encoding")
    found = f"{finding.found}: {finding.message}"
    return Sheet(schema, file, remarks=[_remark(file, finding)._replace(message=found)])


def _quotes(read: Sheet, sources: Mapping[str, Source]) -> Iterator[tuple[int, str]]:
    """The quotes of a sheet by row, if there are documents to compare them with."""
    if QUOTE in read.schema.by_name and any(source.text for source in sources.values()):
        at = read.schema.names.index(QUOTE)
        yield from ((row, cells[at].strip()) for row, cells in enumerate(read.rows) if cells[at])


def _is_printed(quote: str, sources: Mapping[str, Source], lost: str = "") -> bool:
    """Whether a document holds the quote; with ``lost``, at least each part between losses."""
    parts = quote.split(lost) if lost else [quote]
    texts = [source.text for source in sources.values() if source.text is not None]
    return any(all(part in text for part in parts) for text in texts)


# Texts whose UTF-8 was read as Windows-1252


def unscrambled(text: str) -> str | None:
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


def is_scrambled(read: Sheet, sources: Mapping[str, Source]) -> bool:
    """Whether the documents prove that the file's UTF-8 was read as Windows-1252."""
    changed = [
        right
        for _, quote in _quotes(read, sources)
        if (right := unscrambled(quote)) is not None and not _is_printed(quote, sources)
    ]
    return bool(changed) and _all_printed(changed, sources)


def _all_printed(quotes: Iterable[str], sources: Mapping[str, Source]) -> bool:
    return all(_is_printed(quote, sources) for quote in quotes)
