"""Move the spans of a document to a corrected version of it.

A passage is the same only if

1. it is in a block that the difference leaves unchanged,
2. so are the words beside it, within a margin on each side or up to the end of the line: a "not" or
   a "nearly" before a quote changes what it proves,
3. that block, near the passage, occurs once in each version,
4. the words of the passage occur equally often in both versions.

Without 2 to 4, a row could follow a sentence that was deleted to another place of the same words.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from diff_match_patch import diff_match_patch

from isk_indicators import spans
from isk_indicators.curate import StoppedError, locate
from isk_indicators.curate.workspace import (
    DOCUMENTS,
    SOURCES,
    SPAN,
    CommandResult,
    Note,
    Table,
    Workspace,
)
from isk_indicators.rules import figure, span
from isk_indicators.rules.validate import validate
from isk_indicators.spans import Span

MARGIN = 16
"""How many characters on either side must be unchanged too."""

REACH = 200
"""How many characters on either side may distinguish a passage from others."""

_EDGE = "\n"


class MatchingBlock(NamedTuple):
    """A part of a text that is the same in both versions: where it begins in each, its length."""

    old: int
    new: int
    length: int


class Alignment:
    """Two versions of a text and the blocks that they share."""

    def __init__(self, old: str, new: str) -> None:
        self.old = old
        self.new = new
        # A text's own edges count as line ends, so that words put before its first are noticed.
        self._old, self._new = _EDGE + old + _EDGE, _EDGE + new + _EDGE
        self._blocks = unchanged(self._old, self._new)

    def map_span(self, start: int, end: int) -> Span | None:
        """The passage's place in the new version; None if that is not certain."""
        start, end = start + len(_EDGE), end + len(_EDGE)
        block = self._block(start)
        first, last = block.old, block.old + block.length
        before = max(start - MARGIN, self._old.rindex(_EDGE, 0, start))
        after = min(end + MARGIN, self._old.index(_EDGE, end) + len(_EDGE))
        if before < first or after > last:
            return None
        near = self._old[max(first, start - REACH) : min(last, end + REACH)]
        if not (_occurs_once(self._old, near) and _occurs_once(self._new, near)):
            return None
        words = self._old[start:end]
        if self._old.count(words) != self._new.count(words):
            return None
        shift = block.new - block.old - len(_EDGE)
        return start + shift, end + shift

    def approximate_offset(self, at: int) -> int:
        """About where the place before character ``at`` is in the new version."""
        block = self._block(at + len(_EDGE))
        beyond = at + len(_EDGE) - block.old
        found = block.new + min(beyond, block.length) - len(_EDGE)
        return min(max(found, 0), len(self.new))

    def _block(self, at: int) -> MatchingBlock:
        """The last block that begins at or before a place; the edges make sure of a first."""
        number = bisect_right(self._blocks, at, key=lambda block: block.old)
        return self._blocks[number - 1]


def unchanged(old: str, new: str) -> list[MatchingBlock]:
    """The blocks that two texts share, in order, without chance likenesses."""
    engine = diff_match_patch()
    engine.Diff_Timeout = 0  # a difference cut short would depend on the machine
    difference = engine.diff_main(old, new)
    engine.diff_cleanupSemantic(difference)
    found: list[MatchingBlock] = []
    at_old = at_new = 0
    for operation, text in difference:
        if operation == engine.DIFF_EQUAL:
            found.append(MatchingBlock(at_old, at_new, len(text)))
        at_old += len(text) if operation != engine.DIFF_INSERT else 0
        at_new += len(text) if operation != engine.DIFF_DELETE else 0
    return found


def _occurs_once(text: str, passage: str) -> bool:
    first = text.find(passage)
    return first >= 0 and text.find(passage, first + 1) < 0


# The rows

SOURCE, START, END, QUOTE = SPAN
RULES = frozenset(rule.id for rule in (*span.RULES, *figure.RULES))
"""The rules that every row of the source must pass anew."""


class Version(NamedTuple):
    """One version of a document."""

    path: Path
    text: str
    sha256: str


def reanchor(work: Workspace, old_path: Path, new_path: Path) -> CommandResult:
    """Move each span of the document whose quote and neighbourhood are unchanged.

    Raises:
        StoppedError: a file cannot be read, or no source rests on the old version.
    """
    old, new = _version(old_path), _version(new_path)
    sources = work.table(SOURCES)
    by_hash = {sources.value(row, "sha256"): row for row in range(len(sources))}
    if new.sha256 in by_hash:
        return _nothing(sources, by_hash, old, new)
    if old.sha256 not in by_hash:
        raise StoppedError(
            f"{old.path}: no row of {sources.file} has its sha256 {old.sha256}: OLD must be the "
            "version that the rows quote, byte for byte"
        )
    row = by_hash[old.sha256]
    result = _move(work, sources.value(row, "source_id"), old, new)
    sources.set(row, "sha256", new.sha256)
    sources.set(row, "characters", str(len(new.text)))
    result.rewritten += _still_to_do(work, row, new)
    for table in (*_with_spans(work), sources):  # sources last: it seals what was moved
        if table.changes:
            result.changes += table.changes
            result.files[table.file] = table.data()
    return result


def _version(path: Path) -> Version:
    try:
        data = path.read_bytes()
        return Version(path, data.decode("utf-8"), hashlib.sha256(data).hexdigest())
    except UnicodeDecodeError as error:
        raise StoppedError(f"{path}: no UTF-8 at byte {error.start}: save it as UTF-8") from error
    except OSError as error:
        raise StoppedError(f"{path}: cannot be read ({error.strerror})") from error


def _nothing(sources: Table, by_hash: dict[str, int], old: Version, new: Version) -> CommandResult:
    row = by_hash[new.sha256]
    source_id = sources.value(row, "source_id")
    if by_hash.get(old.sha256, row) != row:
        raise StoppedError(f"{new.path} is the document of {source_id}, and {old.path} of another")
    place = sources.place(row, "sha256")
    return CommandResult(rewritten=[Note(place, source_id, f"already quotes {new.path}")])


def _with_spans(work: Workspace) -> Iterator[Table]:
    tables = (work.table(name) for name in work.package.schemas)
    return (table for table in tables if table.has_spans)


def _still_to_do(work: Workspace, row: int, new: Version) -> Iterator[Note]:
    sources = work.table(SOURCES)
    file = work.root / DOCUMENTS / sources.value(row, "file")
    if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != new.sha256:
        message = f"copy {new.path} to {DOCUMENTS}/{file.name}: the rows quote it from now on"
        yield Note(sources.place(row, "file"), sources.subject(row, "file"), message)


def _move(work: Workspace, source_id: str, old: Version, new: Version) -> CommandResult:
    result = CommandResult()
    alignment = Alignment(old.text, new.text)
    stayed: set[tuple[str, int]] = set()
    for table in _with_spans(work):
        for row in range(len(table)):
            if table.value(row, SOURCE) == source_id and table.value(row, QUOTE):
                left = list(_move_row(table, row, alignment))
                result.notes += left
                stayed |= {(table.name, row)} if left else set()
    result.notes += _findings(work, source_id, new.text, stayed)
    return result


def _move_row(table: Table, row: int, alignment: Alignment) -> Iterator[Note]:
    """Move one row's span; yields why not, if it cannot be moved."""
    place = _span(table, row, alignment.old)
    if place is None:
        message = "its quote is not what the old version prints at its span: mend the row first"
        yield Note(table.place(row, QUOTE), table.subject(row, QUOTE), message)
    elif (moved := alignment.map_span(*place)) is not None:
        table.set(row, START, str(moved[0]))
        table.set(row, END, str(moved[1]))
    else:
        yield _left(table, row, alignment, place)


def _span(table: Table, row: int, text: str) -> Span | None:
    start, end = table.value(row, START), table.value(row, END)
    if not (start.isdecimal() and end.isdecimal()):
        return None
    place = int(start), int(end)
    return place if spans.is_exact(text, *place, table.value(row, QUOTE)) else None


def _left(table: Table, row: int, alignment: Alignment, place: Span) -> Note:
    """A note for the curator: the row's place in both versions, and where its words are now."""
    old, new = alignment.old, alignment.new
    start, end = sorted(map(alignment.approximate_offset, place))
    there = new[max(0, start - locate.CONTEXT) : end + locate.CONTEXT]
    below = f"\n    old {locate.shown(old, place)}\n    new {start}-{end}: {there!r}"
    if found := locate.find(new, table.value(row, QUOTE)):
        below += f"\n    the words occur in the new version at:{locate.listed(new, found)}"
    message = "not moved: its words, or those beside them, changed or occur there more than once"
    return Note(table.place(row, START), table.subject(row, "span"), message, below)


# What the rules say of the rows that moved


def _findings(
    work: Workspace, source_id: str, text: str, stayed: set[tuple[str, int]]
) -> Iterator[Note]:
    frames = {name: _frame(work.table(name)) for name in work.package.schemas}
    texts = {s.source_id: s.text for s in work.sources.values() if s.text is not None}
    for table in _with_spans(work):
        found = validate(table.name, frames[table.name], texts | {source_id: text}, frames)
        for breach in found.breaches:
            if breach.rule not in RULES or breach.row is None or breach.field is None:
                continue
            is_moved = (table.name, breach.row) not in stayed
            if is_moved and table.value(breach.row, SOURCE) == source_id:
                subject = table.subject(breach.row, breach.field)
                message = f"{breach.message} ({breach.rule})"
                yield Note(table.place(breach.row, breach.field), subject, message)


def _frame(table: Table) -> pd.DataFrame:
    columns = zip(*table.rows(), strict=True) if len(table) else ([] for _ in table.schema.names)
    return pd.DataFrame(
        {
            name: pd.Series([text or None for text in texts], dtype=object)
            for name, texts in zip(table.schema.names, columns, strict=True)
        }
    )
