"""Take a document in: copy it, describe it in ``sources``, and count what is to be coded."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise, takewhile
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from isk_indicators import csvio, dates
from isk_indicators.check import csv_reader
from isk_indicators.check.csv_table import cell_problems, describe
from isk_indicators.check.finding import list_names, position
from isk_indicators.check.package import SOURCES
from isk_indicators.curate import StoppedError
from isk_indicators.curate.workspace import Workspace, new_ids, note_of
from isk_indicators.detectors import KINDS, find_hits
from isk_indicators.rules import sources
from isk_indicators.rules.sourcing import headings
from isk_indicators.safe_zip import (
    ALL_DOCUMENTS,
    DOCUMENT,
    HITS,
    Limits,
    name_collisions,
    require_inside,
    unsafe_name_reason,
)
from isk_indicators.schema import DOCUMENTS, Schema
from isk_indicators.screen import pluralize
from isk_indicators.spans import sentence_ends

Cells = dict[str, str]

COMPUTED = ("source_id", "file", "sha256", "characters")
"""The columns of ``sources`` that follow from the document alone."""

RIGHTS = "The text belongs to the publisher and the author"
UNNAMED = ", whom the document does not name"

ADVICE = {
    "published": "type --published as precisely as the document shows it, such as 2025-05-17 or "
    "2025-05/2025-12",
    "published_basis": "the document does not print the whole date: type --published-basis "
    "inferred, if its words show it, or external",
    "language": "its commonest words do not show that it is English: type --language and the code "
    "of ISO 639-1, such as fa",
}
"""What to type for a cell that is never blank and that the document does not show."""


class Added(NamedTuple):
    """What is printed, and the files to write by path; no file if the document is refused."""

    lines: list[str]
    files: dict[str, bytes]


def add_source(
    work: Workspace, document: Path, name: str | None, typed: Mapping[str, str | None]
) -> Added:
    """Copy a document and describe it in a row of ``sources``; nothing is written yet.

    A cell that is not typed is copied from the document if only one reading of it is possible and
    the check accepts it. Otherwise it is blank.

    Args:
        work: The folder.
        document: The document's file.
        name: The name of the copy; None for that of the document, made safe.
        typed: The cells that the curator typed, by column; None for those to be read.

    Raises:
        StoppedError: the document cannot be read as UTF-8, has no words or is there already, or the
            name of the copy is taken.
        OSError: it cannot be read.
    """
    require_inside(document.parent, document.name, DOCUMENT)
    data = document.read_bytes()
    text, table = _decode(document, data), work.table(SOURCES)
    row = {column: typed.get(column) or "" for column in table.schema.names}
    row |= {
        "source_id": new_ids(work, SOURCES)[0],
        "file": _name_of_copy(work, document.name, data, name),
        "sha256": hashlib.sha256(data).hexdigest(),
        "characters": str(len(text)),
    }
    readings = Readings.of(text.removeprefix("\ufeff"))
    _complete(table.schema, row, readings, typed, text)
    path = f"{DOCUMENTS}/{row['file']}"
    refused = [*_refusals(table.schema, row, readings, text)]
    if refused:
        return Added([f"{path} is not added: correct this first", *refused], {})
    csv = csvio.document(table.schema.names, [*table.rows(), row.values()])
    files = {path: data, table.file: csv.encode("utf-8")}
    if (work.root / path).is_file():  # with the same bytes: it was put there before
        del files[path]
    lines = [f"{path}: the document, byte for byte", *odd_characters(path, text)]
    lines += [f"{table.file}: {row['source_id']}", *_cell_lines(row, readings, typed)]
    return Added([*lines, *_next_steps(row["source_id"], text)], files)


# The document


def _decode(document: Path, data: bytes) -> str:
    """The text of a document; nothing in it is changed.

    Raises:
        StoppedError: it is not UTF-8, or has no words; the message names the first place.
    """
    for finding in csv_reader.decode(str(document), data).findings:
        if finding.found == "UTF-16":  # in plain letters, it is UTF-8 with zeros too
            raise StoppedError(f"{note_of(finding)}")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        line, column = position(before, len(before))
        raise StoppedError(
            f"{document}:{line}:{column}: found the byte {data[error.start]:02X} at offset "
            f"{error.start}, expected UTF-8: save the document as plain text in UTF-8 in the "
            "program that it comes from, and look at its letters with accents; no encoding is "
            "guessed here"
        ) from error
    if not text.strip():
        raise StoppedError(f"{document}: has no words: save the text of the document in it")
    return text


def _name_of_copy(work: Workspace, own: str, data: bytes, typed: str | None) -> str:
    """The name of the copy: typed, or that of the document in the characters of the column.

    Raises:
        StoppedError: it is no file name or is taken, or the document is there already.
    """
    table = work.table(SOURCES)
    fits = partial(re.fullmatch, table.schema.by_name["file"].pattern or ".*")
    name = typed
    if name is None:
        stem = re.sub(r"(?i)\.txt\Z", "", own)
        name = "".join(c if fits(f"a{c}") else "_" for c in stem).lstrip("-.") + ".txt"
    if not fits(name) or unsafe_name_reason(name) or not name.endswith(".txt"):
        example = "type --file and a name such as report.txt"
        raise StoppedError(f"{name!r} cannot be the name of a document: {example}")
    named = dict(zip(table.texts("file"), table.texts("source_id"), strict=True))
    digest, total, others = hashlib.sha256(data).hexdigest(), len(data), [*named]
    if digest in table.texts("sha256"):
        row = table.texts("sha256").index(digest)
        known, file = table.text(row, "source_id"), table.text(row, "file")
        raise StoppedError(f"{known} describes this document already: it is {DOCUMENTS}/{file}")
    for path in sorted((work.root / DOCUMENTS).glob("*")):
        size = require_inside(work.root, f"{DOCUMENTS}/{path.name}", DOCUMENT)
        is_same = size == len(data) and path.read_bytes() == data
        if is_same and path.name != name:
            raise StoppedError(f"{DOCUMENTS}/{path.name} is this document: add that file")
        total += 0 if is_same else size
        others += [] if is_same or path.name in named else [path.name]
    Limits.require(DOCUMENTS, total, ALL_DOCUMENTS, "bytes in all documents")
    clashes = (one for one, other in name_collisions([*others, name]) if other == name)
    if (taken := next(clashes, None)) is not None:
        advice = "type --file and another name for this one"
        raise StoppedError(f"{DOCUMENTS}/{taken} is another document: {advice}")
    return name


BOM = (0, "\ufeff")
"""The place and the character of a byte order mark."""

_ODD = re.compile("\r\n|[\0-\t\x0b-\x1f\x7f-\x9f\ufeff\u2028\u2029]")


def odd_characters(file: str, text: str) -> Iterator[str]:
    """A line for each kind of character that plain text does not need, with its first place."""
    counts, first = Counter[str](), dict[str, int]()
    for match in _ODD.finditer(text):
        counts[match[0]] += 1
        first.setdefault(match[0], match.start())
    for characters, start in first.items():
        line, column = position(text, start)
        name = (
            " and ".join(map(describe, characters))
            if (start, characters) != BOM
            else "a byte order mark"
        )
        yield f"note: {file}:{line}:{column}: {name}, {pluralize(counts[characters], 'time')}"
    if first:
        yield (
            "note: nothing is converted; if the document has these only since you saved it, save "
            "it as plain text in UTF-8 with LF line ends, and add that before any row quotes it"
        )


# What it prints of its title, author, publisher and date

MOST_LISTED = 5
"""How many readings of a cell are listed."""

FEWEST = 3
"""How many words a line needs to be taken for the title."""

_PIECES = re.compile(r"[:|–—•·()\[\]]|,(?!\s*(?:1[89]|20)\d\d\b)|\s-\s|\b(?=Author\b|By\b)")
_BESIDE_DATE = re.compile(
    rf"(?i)\b(?:(?:first )?published|posted|issued|released|dated?|on|{dates.WEEKDAY})\b"
)
_SLASHED = re.compile(r"(?<![\d./])(\d\d?)[./](\d\d?)[./](?:1[89]|20)\d\d\b")
_LATER = re.compile(r"(?i)\b(?:updated?|modified|accessed|retrieved|corrected|last)\b")
_PUBLISHER = re.compile(
    r"(?:©|\([Cc]\)|\b[Cc]opyright)\s*(?:©\s*)?(?:\d{4}\s+)?(?:by\s+)?(?P<owner>[^\W\d_][^|©.,;]*)|"
    r"^(?:Source:|Published by|First published by)\s+(?P<source>[^\W\d_][^|©.,;]*)|"
    r"\((?P<agency>[A-Z][\w’'&. -]*)\)\s*$"
)


class Readings(NamedTuple):
    """What a document may print of the cells of its row, and the words of each date."""

    cells: Mapping[str, list[str]]
    dated: Mapping[str, str]

    @classmethod
    def of(cls, text: str) -> Readings:
        """Read a document; a cell with one reading is certain."""
        printed = [line.strip() for line in headings(text) if line.strip()]
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        top = [*takewhile({*printed}.__contains__, lines)]
        begins = "".join(lines[len(top) : len(top) + 1])  # the running text
        datelines = [p for p in {*printed}.difference(lines) if begins.startswith(p)]
        decisive = next(filter(_is_decisive, _SLASHED.finditer(text)), None)
        dated = dict(_dates([*top, *datelines], decisive[0] if decisive else ""))
        return cls(
            {
                "title": [*dict.fromkeys(filter(_may_be_title, top))],
                "author": _authors(text, printed),
                "publisher": [*dict.fromkeys(_publishers([*printed, *datelines]))],
                "published": [*dated],
                "language": ["en"] if _is_english(text) else [],
            },
            dated,
        )


def _may_be_title(line: str) -> bool:
    if _NAMES_ONLY.match(line):  # a byline of an agency, or the rest of one
        return False
    is_sentence = line.rstrip('”"’)').endswith((".", ":", "…")) or any(sentence_ends(line))
    is_other = bool(sources.bylines(line)) or any(_dates([line]))
    return len(line.split()) >= FEWEST and not is_sentence and not is_other


_NAMES_ONLY = re.compile(
    r"(?:By|and|&) (?:(?:[A-Z][\w.’'-]*|and|&|al|bin|de|van|von)(?:,? |,?$))+$"
)
_REPORTED = re.compile(r"(?m)^[^\w\n]{0,3}Reporting by (?P<all>[A-Z][^;.()\n]+)")
_ELSEWHERE = re.compile(r"\s+(?:in|from)\s.*")


def _authors(text: str, printed: Sequence[str]) -> list[str]:
    """The authors that bylines name; of a byline that goes on after a name, the whole line.

    Without a byline, those of a credit line such as "Reporting by A and B; Editing by C".
    """
    names = [*dict.fromkeys(sources.bylines(text))]
    if not names:
        return [name for match in _REPORTED.finditer(text) for name in _reporters(match["all"])]
    more = re.compile(rf"(?i)(?:By|Author:) (?:{'|'.join(map(re.escape, names))})\s*(?:,|&|and\b)")
    pairs = [p for p in pairwise([*printed, ""]) if more.search(" ".join(p))]
    pairs = [(line, further) for line, further in pairs if not more.search(further)]
    return [*names, *(line if more.search(line) else further for line, further in pairs)]


def _reporters(words: str) -> list[str]:
    """The names of a credit line: its words, or each name if places are between them."""
    if not _ELSEWHERE.search(words):
        return [words.strip()]
    return [_ELSEWHERE.sub("", one).strip() for one in re.split(r",\s+|\s+and\s+|\s+&\s+", words)]


def _publishers(printed: Iterable[str]) -> Iterator[str]:
    for match in filter(None, map(_PUBLISHER.search, printed)):
        yield next(filter(None, match.groups())).strip()


def _dates(lines: Iterable[str], decisive: str = "") -> Iterator[tuple[str, str]]:
    """The days that lines give as their own, each with its words.

    Both readings of 2/9/2024, unless ``decisive``, another date of the document, has only one.
    """
    for line in lines:
        for piece in [] if _LATER.search(line) else _PIECES.split(line):
            words = _BESIDE_DATE.sub(" ", piece).replace(" of ", " ").split()
            for found in dates.printed_months(piece, decisive) if len(words) <= FEWEST else ():
                if found.year and len(found.days) == 1:
                    day = f"{found.year}-{found.month:02}-{found.days[0]:02}"
                    yield day, " ".join(words)


def _is_decisive(date: re.Match[str]) -> bool:
    """Whether a date such as 28.11.2021 can be read in one way only."""
    return (int(date[1]) > len(dates.MONTHS)) != (int(date[2]) > len(dates.MONTHS))


def _is_english(text: str) -> bool:
    """Whether the check takes the text for English, and for no other language."""
    verdicts = [
        sources.language_is_that_of_the_words.judge(("", code), {"texts": {"": text}})
        for code in ("en", "xx")
    ]
    return verdicts[0] is None and verdicts[1] is not None


# The row


def _complete(
    schema: Schema, row: Cells, readings: Readings, typed: Mapping[str, str | None], text: str
) -> None:
    """Fill in the cells that were not typed: what was read and the check accepts, and the rest."""
    certain = {c: found[0] for c, found in readings.cells.items() if len(found) == 1}
    read = {column: cell for column, cell in certain.items() if typed.get(column) is None}
    rejected = _problems(schema, row | read, text)
    row |= {column: cell for column, cell in read.items() if column not in rejected}
    if row["published"] and not row["published_basis"]:
        stated = _problems(schema, row | {"published_basis": "stated"}, text)
        row["published_basis"] = "" if "published_basis" in stated else "stated"
    words = readings.dated.get(row["published"])
    if row["published_basis"] == "stated" and words and typed.get("note") is None:
        row["note"] = f"The document prints {words!r}."
    if typed.get("rights") is None:
        row["rights"] = f"{RIGHTS}{'' if row['author'] or row['publisher'] else UNNAMED}."


def _problems(schema: Schema, row: Cells, text: str) -> dict[str, str]:
    """What the check rejects in a row, a message a column; what other rows decide is left out."""
    found = {
        field.name: f"found {row[field.name]!r}. {problem.words.message}"
        for field in schema.fields
        for problem in cell_problems(row[field.name], field, frozenset(text))
    }
    for problem in sources.validate(pd.DataFrame([row]), {row["source_id"]: text}).problems:
        message = f"found {problem.found!r}, expected {problem.expected}. {problem.message}"
        found.setdefault(problem.field or "", message)
    return {column: found[column] for column in schema.names if column in found}


def _refusals(schema: Schema, row: Cells, readings: Readings, text: str) -> Iterator[str]:
    """A line for each cell that the check would reject."""
    problems = _problems(schema, row, text)
    if "published" in problems:
        problems.pop("published_basis", None)
    for column, message in problems.items():
        found = readings.cells.get(column, [])
        if len(found) > 1 and not row[column]:
            values = list_names([*map(repr, found)], MOST_LISTED)
            yield f"  {column}: it may be one of {values}: type --{column}"
            continue
        is_missing = schema.by_name[column].required and not row[column]
        yield f"  {column}: {ADVICE.get(column, message) if is_missing else message}"


def _cell_lines(row: Cells, readings: Readings, typed: Mapping[str, str | None]) -> Iterator[str]:
    """A line for each cell of the new row; of one that is left to the curator, what it may be."""
    for column, cell in row.items():
        found = readings.cells.get(column, [])
        if cell or typed.get(column) is not None or column in ("url", "accessed", "note"):
            yield f"  {column:<15} {cell}".rstrip()
        elif found:
            values = list_names([*map(repr, found)], MOST_LISTED)
            yield f"  {column:<15} left to you; it may be one of {values}"
        else:
            yield f"  {column:<15} left to you: no line shows it beyond doubt"


def _next_steps(source_id: str, text: str) -> Iterator[str]:
    """How many hits rows must cover, by kind, and the commands that come next."""
    counts = Counter(hit.kind for hit in find_hits(text))
    Limits.require(source_id, counts.total(), HITS, "hits in the document")
    yield f"to be covered by rows or reviewed: {pluralize(counts.total(), 'hit')}"
    yield from (f"  {kind:<15} {counts[kind]:>4}" for kind in KINDS)
    yield "next, after a look at the row above:"
    yield f"  isk-indicators draft {source_id}    proposes rows"
    yield f"  isk-indicators review {source_id}   shows each proposal, for you to accept or reject"
    yield "  isk-indicators check"
