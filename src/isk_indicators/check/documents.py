"""The documents against the table that describes them.

What lives here: which documents are there, whether they are the ones described, and their texts for
the rules. What must not: what a row says of their words (``isk_indicators.rules``). The text of a
document that is not the one described is handed on to nobody: each of its words would be at fault.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from isk_indicators.check.finding import Finding, Message, file_finding
from isk_indicators.check.standing import Standing

FOLDER = "seeds"
SOURCES = "sources"
_PLAIN_NAME = re.compile(r"[^/\\:\x00]+")


@dataclass
class Documents:
    """The texts and the files by source id, and what was found."""

    texts: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    not_checked: list[str] = field(default_factory=list)


def printed(root: Path) -> frozenset[str]:
    """Every character of the documents in the folder; bytes that are no UTF-8 are left out."""
    return frozenset().union(*(data.decode("utf-8", "ignore") for data in _bytes(root).values()))


def _bytes(root: Path) -> dict[str, bytes]:
    files = sorted((root / FOLDER).glob("*.txt"))
    return {path.name: path.read_bytes() for path in files if path.is_file()}


def inspect(root: Path, sources: Standing) -> Documents:
    """Compare each row of sources with its document, and each document with the rows."""
    result = Documents()
    there = _bytes(root)
    told = {sources.text(row, "file").strip() for row in range(len(sources.frame))}
    loose = {_hash(data): name for name, data in there.items() if name not in told}
    for row in range(len(sources.frame)):
        result.findings += _inspect_row(result, root, sources, row, loose)
    _withhold_repeated(result, sources)
    if sources.fallen or not sources.records or "file" not in sources.columns:
        result.not_checked.append("whether each document has a row of sources")
    else:
        result.findings += [_undeclared(name) for name in loose.values()]
    return result


def _withhold_repeated(result: Documents, sources: Standing) -> None:
    """Hand on no text under an id that two sources have: it may be the other's."""
    ids = Counter(_source(sources, row) for row in range(len(sources.frame)))
    for source in [id_ for id_ in result.texts if ids[id_] > 1]:
        del result.texts[source], result.files[source]
        result.not_checked.append(f"the words of {source} (two sources have that id)")


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _undeclared(name: str) -> Finding:
    message = "Describe the document in a row of sources, or remove it."
    words = Message("a row of sources", message, name)
    return file_finding("document-undeclared", f"{FOLDER}/{name}", (1, 1), words)


def _inspect_row(
    result: Documents, root: Path, sources: Standing, row: int, loose: dict[str, str]
) -> Iterator[Finding]:
    named, stated = _named(sources, row), sources.value(row, "sha256") or ""
    file = named if named is not None and (root / FOLDER / named).is_file() else None
    if file is None or _hash((root / FOLDER / file).read_bytes()) != stated:
        meant = loose.pop(stated, None)  # the hash may tell which document it is
        if named is not None and (file is None or meant is not None):
            yield _no_document(sources, row, named, meant)
        file = meant or file
    if file is None:
        why = "its file is not named" if named is None else f"no file {FOLDER}/{named}"
        result.not_checked.append(f"the words of {_source(sources, row)} ({why})")
        return
    yield from _compare(result, sources, row, root / FOLDER / file)


def _named(sources: Standing, row: int) -> str | None:
    """The file that a row names; None if it names none, which is told elsewhere."""
    file = sources.value(row, "file")
    return file if file is not None and _names_a_file(sources, file) else None


def _names_a_file(sources: Standing, file: str) -> bool:
    """Whether a cell is a file's name in the folder; what has not its form is told elsewhere."""
    pattern = sources.schema.by_name["file"].pattern
    well_formed = pattern is None or re.fullmatch(pattern, file) is not None
    return well_formed and _PLAIN_NAME.fullmatch(file) is not None


def _source(sources: Standing, row: int) -> str:
    return sources.row_id(row) or f"the source on line {sources.position(row, None)[0]}"


def _no_document(sources: Standing, row: int, file: str, meant: str | None) -> Finding:
    """A name of no document, or of another than the one of the row's hash."""
    message = f"Put the document into {FOLDER}/, or correct the file's name."
    if meant is not None:
        message = f"Type {meant}: it is the document of this hash."
    expected = f"a file {FOLDER}/{meant or file}"
    return _at(sources, "document-missing", row, "file", Message(expected, message))


def _at(sources: Standing, rule: str, row: int, name: str, words: Message) -> Finding:
    told = sources.at_cell(rule, row, name, words)
    sources.blank(row, name)
    return told


def _compare(result: Documents, sources: Standing, row: int, path: Path) -> Iterator[Finding]:
    source, data = _source(sources, row), path.read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        yield _no_utf8(sources, row, error)
        result.not_checked.append(f"the words of {source} (its document is not UTF-8)")
        return
    digest = _hash(data)
    stated = sources.value(row, "sha256")
    if stated == digest:
        result.texts[source] = text
        result.files[source] = f"{FOLDER}/{path.name}"
        yield from _length(sources, row, len(text))
        return
    result.not_checked.append(f"the words of {source} (its document is not the one described)")
    if stated is not None and re.fullmatch("[0-9a-f]{64}", stated):
        yield _other_hash(sources, row, digest)


def _no_utf8(sources: Standing, row: int, error: UnicodeDecodeError) -> Finding:
    found = f"byte {error.object[error.start]:02X} at offset {error.start}"
    message = "Restore the document, or take it in anew as UTF-8 and re-anchor its spans."
    words = Message("a document in UTF-8", message, found)
    return _at(sources, "document-encoding", row, "file", words)


def _other_hash(sources: Standing, row: int, digest: str) -> Finding:
    file = sources.text(row, "file")
    message = (
        f"{FOLDER}/{file} is not the document that this row describes: restore the file, or, if "
        "the document is meant to change, type its hash and length and check its spans."
    )
    return _at(sources, "document-hash", row, "sha256", Message(digest, message))


def _length(sources: Standing, row: int, characters: int) -> Iterator[Finding]:
    stated = sources.value(row, "characters")
    if stated is not None and stated.isdecimal() and int(stated) != characters:
        message = f"Type {characters}: the document's length in code points."
        words = Message(str(characters), message)
        yield _at(sources, "document-length", row, "characters", words)
