"""Move the spans of a document to a corrected version of it."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from diff_match_patch import diff_match_patch

from isk_indicators import spans
from isk_indicators.check.csv_table import ParsedTable, whole_number
from isk_indicators.check.package import SOURCES
from isk_indicators.curate import StoppedError
from isk_indicators.curate.fill import CONTEXT, find, listed, shown
from isk_indicators.curate.workspace import (
    CommandResult,
    Note,
    Workspace,
    note,
    place,
)
from isk_indicators.rules import figures, registry
from isk_indicators.rules import spans as span_rules
from isk_indicators.rules.schema import malformed_cells, validate_table
from isk_indicators.schema import DOCUMENTS, SPAN
from isk_indicators.spans import Span
from isk_indicators.tables import READING_KEY, READINGS

MARGIN = 16
"""How many characters on either side must be unchanged too."""

REACH = 200
"""How many characters on either side may distinguish a passage from others."""

MOST_WORK = 10_000_000
"""How many ways the alignment of two versions looks at: some ten seconds of work."""

_EDGE = "\n"
_NO_WORDS = re.compile(r"\A\ufeff|[^\S\r\n]+(?=[\r\n]|\Z)|\r+(?=\n)")


class MatchingBlock(NamedTuple):
    """A part of a text that is equal in both versions: where it begins in each, its length."""

    old: int
    new: int
    length: int


class Alignment:
    """Two versions of a text and the blocks that they share."""

    def __init__(self, old: str, new: str) -> None:
        self.old = old
        self.new = new
        (plain_old, self._kept_old), (plain_new, self._kept_new) = map(plain, (old, new))
        # A text's own edges count as line ends, so that words put before its first are noticed.
        self._old, self._new = _EDGE + plain_old + _EDGE, _EDGE + plain_new + _EDGE
        self._blocks = unchanged(self._old, self._new)

    def map_span(self, start: int, end: int) -> Span | None:
        """The passage's place in the new version; None if that is not certain.

        It is certain if a block that the difference leaves unchanged contains the passage and a
        margin on each side, up to the end of the line: a "not" or a "nearly" before a quote changes
        what it proves. That block, near the passage, must occur once in each version, and the words
        of the passage equally often in both. Otherwise a row could follow a sentence that was
        deleted to another place of the same words.
        """
        quote = self.old[start:end]
        start, end = (bisect_left(self._kept_old, at) + len(_EDGE) for at in (start, end))
        block = self._block(start)
        first, last = block.old, block.old + block.length
        before = max(start - MARGIN, self._old.rindex(_EDGE, 0, start))
        after = min(end + MARGIN, self._old.index(_EDGE, end) + len(_EDGE))
        if start == end or before < first or after > last:
            return None
        near = self._old[max(first, start - REACH) : min(last, end + REACH)]
        if any(text.find(near) != text.rfind(near) for text in (self._old, self._new)):
            return None
        words = self._old[start:end]
        if self._old.count(words) != self._new.count(words):
            return None
        shift = block.new - block.old - len(_EDGE)
        moved = self._kept_new[start + shift], self._kept_new[end + shift - 1] + 1
        return moved if self.new[slice(*moved)] == quote else None

    def approximate_offset(self, at: int) -> int:
        """About where the place before character ``at`` is in the new version."""
        at = bisect_left(self._kept_old, at) + len(_EDGE)
        block = self._block(at)
        found = block.new + min(at - block.old, block.length) - len(_EDGE)
        return [*self._kept_new, len(self.new)][min(max(found, 0), len(self._kept_new))]

    def _block(self, at: int) -> MatchingBlock:
        """The last block that begins at or before a place; the edges make sure of a first."""
        number = bisect_right(self._blocks, at, key=lambda block: block.old)
        return self._blocks[number - 1]


def plain(text: str) -> tuple[str, list[int]]:
    """Make the line ends of a text plain, and give the place from which each character came.

    Carriage returns, blanks at the end of a line and a byte order mark are no words.
    """
    dropped = {at for match in _NO_WORDS.finditer(text) for at in range(*match.span())}
    kept = [at for at in range(len(text)) if at not in dropped]
    return "".join(text[at] for at in kept).replace("\r", "\n"), kept


def unchanged(old: str, new: str) -> list[MatchingBlock]:
    """The blocks that two texts share, in order, without chance likenesses."""
    engine = _Engine()
    difference = engine.diff_main(old, new, deadline=engine)
    engine.diff_cleanupSemantic(difference)
    found: list[MatchingBlock] = []
    at_old = at_new = 0
    for operation, text in difference:
        if operation == engine.DIFF_EQUAL:
            found.append(MatchingBlock(at_old, at_new, len(text)))
        at_old += len(text) if operation != engine.DIFF_INSERT else 0
        at_new += len(text) if operation != engine.DIFF_DELETE else 0
    return found


class _Engine(diff_match_patch):  # type: ignore[misc]
    """The search for a difference, with a limit to its work.

    It is its own deadline, which the library compares with the time before each step. A deadline in
    seconds would depend on the machine.
    """

    _work = _step = 0

    def diff_bisect(self, text1: str, text2: str, deadline: Any) -> Any:
        """Search for the middle of a difference: step n looks at n ways."""
        self._step = 0
        return super().diff_bisect(text1, text2, deadline)

    def __lt__(self, _: float) -> bool:
        """Whether to give up and take the texts for different, which is never done.

        Raises:
            StoppedError: the limit is reached.
        """
        self._step += 1
        self._work += self._step
        if self._work > MOST_WORK:
            raise StoppedError(
                "the two versions have too little in common to be aligned: type the spans of its "
                "rows by hand (isk-indicators locate finds each quote in the new version)"
            )
        return False


# The rows

SOURCE, START, END, QUOTE = SPAN
RULES = frozenset(rule.id for rule in (*span_rules.RULES, *figures.RULES))
"""The rules that are applied to the rows of the source after they moved."""


class Version(NamedTuple):
    """One version of a document."""

    path: Path
    text: str
    sha256: str


def reanchor(work: Workspace, old_path: Path, new_path: Path) -> CommandResult:
    """Move each span of the document whose quote and neighbourhood are unchanged.

    Raises:
        StoppedError: a file cannot be read, or no source has the old version.
    """
    old, new = _version(old_path), _version(new_path)
    sources = work.table(SOURCES)
    by_hash = {sha256: row for row, sha256 in enumerate(sources.texts("sha256"))}
    row = by_hash.get(new.sha256, by_hash.get(old.sha256))
    if row is None:
        raise StoppedError(
            f"{old.path}: no row of {sources.file} has its sha256 {old.sha256}: OLD must be the "
            "version that the rows quote, byte for byte"
        )
    source_id = sources.text(row, SOURCE)
    if new.sha256 in by_hash:
        if by_hash.get(old.sha256, row) != row:
            raise StoppedError(f"{new.path} is the document of {source_id}, {old.path} of another")
        message = f"already quotes {new.path}"
        return CommandResult(rewritten=[Note(place(sources, row, "sha256"), source_id, message)])
    result = CommandResult()
    ids = _ids_by_place(work)
    moved = _move_rows(result, work, source_id, Alignment(old.text, new.text))
    _follow(result, work, ids)
    result.notes += _problems(work, moved, source_id, new.text)
    result.set(sources, row, "sha256", new.sha256)
    result.set(sources, row, "characters", str(len(new.text)))
    file = work.root / DOCUMENTS / sources.text(row, "file")
    if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != new.sha256:
        message = f"copy {new.path} to {DOCUMENTS}/{file.name}: the rows quote it from now on"
        result.rewritten.append(note(sources, row, "file", message))
    # sources last: its hash is that of the spans written before
    for name in (*moved, SOURCES):
        result.add_file(work.table(name))
    return result


def _version(path: Path) -> Version:
    try:
        data = path.read_bytes()
        return Version(path, data.decode("utf-8"), hashlib.sha256(data).hexdigest())
    except UnicodeDecodeError as error:
        raise StoppedError(f"{path}: not UTF-8 at byte {error.start}: save it as UTF-8") from error
    except OSError as error:
        raise StoppedError(f"{path}: cannot be read ({error.strerror})") from error


def _move_rows(
    result: CommandResult, work: Workspace, source_id: str, alignment: Alignment
) -> dict[str, set[int]]:
    """Move the spans of a source; return the rows that are not left to the curator, by table."""
    moved: dict[str, set[int]] = {}
    for name, schema in work.package.schemas.items():
        if schema.has_spans:
            table = work.table(name)
            rows = [row for row, cell in enumerate(table.texts(SOURCE)) if cell == source_id]
            moved[name] = {row for row in rows if _move(result, table, row, alignment)}
    return moved


def _move(result: CommandResult, table: ParsedTable, row: int, alignment: Alignment) -> bool:
    """Move the span of a row, or add a note with both versions and return False."""
    old, new, quote = alignment.old, alignment.new, table.text(row, QUOTE)
    if not quote:
        return True
    start, end = whole_number(table.text(row, START)), whole_number(table.text(row, END))
    if start is None or end is None or not spans.is_exact(old, start, end, quote):
        message = "its quote is not what the old version prints at its span: correct the row first"
        result.notes.append(note(table, row, QUOTE, message))
        return False
    if (target := alignment.map_span(start, end)) is not None:
        result.set(table, row, START, str(target[0]))
        result.set(table, row, END, str(target[1]))
        return True
    first, last = sorted(map(alignment.approximate_offset, (start, end)))
    context = new[max(0, first - CONTEXT) : last + CONTEXT]
    below = [f"    old {shown(old, (start, end))}", f"    new {first}-{last}: {context!r}"]
    if found := find(new, quote):
        below += ["    the words occur in the new version at:", *listed(new, found)]
    message = "not moved: its words, or those beside them, changed or occur there more than once"
    whole = note(table, row, START, message, below)
    result.notes.append(whole._replace(subject=whole.subject.replace(START, "span")))
    return False


def _ids_by_place(work: Workspace) -> dict[str, list[str]]:
    """What second readings call the rows of each table whose key is a place in a document."""
    schemas = work.package.schemas
    return {
        name: [
            schema.row_id(dict(zip(schema.names, r, strict=True))) for r in work.table(name).rows()
        ]
        for name, schema in schemas.items()
        if START in schema.key and READINGS in schemas
    }


def _follow(result: CommandResult, work: Workspace, ids: Mapping[str, list[str]]) -> None:
    """Give the second readings of moved rows the ids that these have now."""
    now = _ids_by_place(work)
    renamed = {(t, i): new for t in ids for i, new in zip(ids[t], now[t], strict=True) if i != new}
    if renamed:
        table = work.table(READINGS)
        cells = zip(*map(table.texts, READING_KEY[:2]), strict=True)
        for row, cell in enumerate(cells):
            if cell in renamed:
                result.set(table, row, READING_KEY[1], renamed[cell])
        result.add_file(table)


def _problems(
    work: Workspace, moved: dict[str, set[int]], source_id: str, new_text: str
) -> Iterator[Note]:
    """The problems that the rules find in the rows that moved."""
    frames = {name: work.table(name).frame for name in work.package.schemas}
    others = {name: frame.copy() for name, frame in frames.items()}
    for name, frame in others.items():
        for row, column in malformed_cells(work.package.schemas[name], frame):
            frame.loc[row, column] = None
    texts = {s.source_id: s.text for s in work.sources.values() if s.text is not None}
    texts[source_id] = new_text
    for name, rows in moved.items():
        found = validate_table(name, registry.RULES[name], frames[name], texts, others)
        for problem in found.problems:
            if problem.rule in RULES and problem.row in rows and problem.field is not None:
                message = f"{problem.message} ({problem.rule})"
                yield note(work.table(name), problem.row, problem.field, message)
