"""From a file's bytes to text with line feeds, naming what had to be put right on the way.

What lives here: encodings, byte order marks and line ends. What must not: cells. Whatever can be
recognised is read all the same, so that the faults behind it are named too. Bytes that are no UTF-8
become lone surrogates, one each; the cells that hold them are at fault.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from isk_indicators.check.finding import Finding, Message, file_finding, pluralize, position

START = (1, 1)

UNDECODED = re.compile("[\udc80-\udcff]")
"""The characters that stand for bytes which are no UTF-8."""

_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_ENDS = re.compile(r"\r+(?:\n|\Z)")


class Decoded(NamedTuple):
    """A file's text, None if it cannot be read at all, and what was found on the way."""

    text: str | None
    findings: list[Finding]


def decode(file: str, data: bytes) -> Decoded:
    """Decode ``data`` and put its line ends right; ``file`` is the name for the findings."""
    text, findings = _characters(file, data)
    if text is not None and (not text or text.isspace()):
        words = Message("a header and rows", "Write the table's header.")
        return Decoded(None, [*findings, file_finding("empty-file", file, START, words)])
    if text is None:
        return Decoded(None, findings)
    text, more = _lines(file, text)
    return Decoded(text, findings + more)


def _characters(file: str, data: bytes) -> tuple[str | None, list[Finding]]:
    if (codec := _wide_codec(data)) is not None:
        return _utf16(file, data, codec)
    findings = []
    if data.startswith(codecs.BOM_UTF8):
        data = data.removeprefix(codecs.BOM_UTF8)
        findings.append(_byte_order_mark(file))
    try:
        return data.decode("utf-8"), findings
    except UnicodeDecodeError:
        text = data.decode("utf-8", errors="surrogateescape")
        return text, [*findings, _no_utf8(file, text)]


def _wide_codec(data: bytes) -> str | None:
    """The UTF-16 codec, by the byte order mark or by the zero bytes of plain letters."""
    head = data[:200]
    if head[:2] in _UTF16:
        return _UTF16[head[:2]]
    if len(head) < 4 or head.count(0) * 3 < len(head):  # noqa: PLR2004 - two letters
        return None
    return "utf-16-le" if head[1] == 0 else "utf-16-be"


def _utf16(file: str, data: bytes, codec: str) -> tuple[str | None, list[Finding]]:
    message = "The file is in UTF-16, as some spreadsheets write 'Unicode text': save it as UTF-8."
    told = file_finding("encoding", file, START, Message("UTF-8", message, "UTF-16"))
    try:
        return data.decode(codec).removeprefix("\ufeff"), [told]
    except UnicodeDecodeError:
        return None, [told]


def _byte_order_mark(file: str) -> Finding:
    message = "Save the file as UTF-8 without a byte order mark (not as 'UTF-8 with BOM')."
    words = Message("no byte order mark", message, "EF BB BF")
    return file_finding("byte-order-mark", file, START, words)


def _no_utf8(file: str, text: str) -> Finding:
    places = [match.start() for match in UNDECODED.finditer(text)]
    before = text[: places[0]].encode("utf-8", errors="surrogateescape")
    byte = ord(text[places[0]]) - 0xDC00
    many = f"; {len(places)} such bytes in the file" if len(places) > 1 else ""
    message = (
        "The file, or a part of it, is in another encoding (Windows-1252 and Latin-1 are usual): "
        "save it as UTF-8 and look at the letters with accents."
    )
    words = Message("UTF-8", message, f"byte {byte:02X} at offset {len(before)}{many}")
    return file_finding("encoding", file, position(text, places[0]), words)


def _lines(file: str, text: str) -> tuple[str, list[Finding]]:
    findings = []
    ends = _ENDS if "\n" in text else re.compile(r"\r+")
    if "\r" in text and (first := ends.search(text)):
        at = position(text, first.start())
        text, count = ends.subn("\n", text)
        findings.append(line_ends(file, at, f"carriage returns at {pluralize(count, 'line end')}"))
    if not text.endswith("\n"):
        message = "End the last line as the others (in most editors: press Enter at its end)."
        words = Message("a line feed", message)
        findings.append(file_finding("final-newline", file, position(text, len(text)), words))
    return text, findings


def line_ends(file: str, at: tuple[int, int], found: str) -> Finding:
    """Lines that end with anything but a line feed."""
    words = Message("a line feed (LF) alone", "Save the file with Unix line ends (LF).", found)
    return file_finding("line-ends", file, at, words)
