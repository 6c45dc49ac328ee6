"""A finding: one problem at one place of one file, and how its text is shown."""

from __future__ import annotations

import dataclasses
import unicodedata
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, TypeAlias

from isk_indicators.spans import Excerpt

Severity = Literal["error", "warning"]

START = (1, 1)
"""The place of a finding about a whole file: line and column."""

MOST_OF_A_RULE = 50
"""How many findings of one rule are shown in full, and get a suggestion."""

MOST_KEPT = 1_000
"""How many findings of one rule in one file a report has, and how many lines of what was not
checked."""

MOST_NAMED = 10
"""How many rows or columns a message names."""


class Message(NamedTuple):
    """The text of a finding: what would be right, what to do, and what was found.

    A finding at a cell shows the cell's text where ``found`` is None.
    """

    expected: str
    message: str
    found: str | None = None


class Place(NamedTuple):
    """A span of a document, with what is printed there in its context; None beyond its end."""

    source: str
    start: int
    end: int
    printed: Excerpt | None


class MovedQuote(NamedTuple):
    """A quote that is not where its row points.

    Attributes:
        pointed: Where the row points.
        found: Where the words are; of several places, the nearest.
        others: How many further places there are.
        difference: Where the quote first differs from what is printed; blank if nowhere.
        line: The row's line, corrected, in the canonical notation.
    """

    pointed: Place
    found: Place
    others: int
    difference: str
    line: str

    @property
    def can_be_pasted(self) -> bool:
        """Whether the line shows as it is, without invisible characters."""
        return escape_invisible(self.line) == self.line


class Candidate(NamedTuple):
    """A value that may be meant; of an id, also what the row it names begins with."""

    value: str
    label: str = ""


class Suggestion(NamedTuple):
    """What may help to correct a problem, beyond its message."""

    did_you_mean: tuple[Candidate, ...] = ()
    moved: MovedQuote | None = None


NO_SUGGESTION = Suggestion()


@dataclass(frozen=True)
class Finding:
    """One problem at one place.

    Attributes:
        rule: The rule's permanent id; ``catalogue`` says what it rejects.
        severity: An error stops the build, a warning does not.
        file: The file, relative to the checked folder, with forward slashes.
        line: The physical line, from 1.
        column: The code point in that line at which the cell begins, from 1.
        row_id: The row's identifier as it is in the file, if it can be read.
        field: The column; None for a row or a file as a whole.
        found: What is there, as written.
        expected: What would be right, in words.
        message: What is wrong and what to do about it.
        line_text: The text of the line; blank if it cannot be read, or is not shown.
        suggestion: What may be meant.
        others: The findings of the same cause at other places, which are reported in this one.
    """

    rule: str
    severity: Severity
    file: str
    line: int
    column: int
    row_id: str | None
    field: str | None
    found: str
    expected: str
    message: str
    line_text: str = dataclasses.field(default="", compare=False)
    suggestion: Suggestion = dataclasses.field(default=NO_SUGGESTION, compare=False)
    others: tuple[Finding, ...] = dataclasses.field(default=(), compare=False)

    @property
    def place(self) -> tuple[str, int, int, str, str]:
        """The key by which findings are sorted: file, line, column, rule, field."""
        return (self.file, self.line, self.column, self.rule, self.field or "")


@dataclass
class StageResult:
    """What a stage found, what it could not check, and its notes."""

    findings: list[Finding] = dataclasses.field(default_factory=list)
    not_checked: list[str] = dataclasses.field(default_factory=list)
    notes: list[str] = dataclasses.field(default_factory=list)


def file_finding(rule: str, file: str, place: tuple[int, int], message: Message) -> Finding:
    """An error at a line and column that are no row's: a file, a header, a broken record."""
    expected, advice, found = message
    return Finding(rule, "error", file, *place, None, None, found or "", expected, advice)


def position(text: str, start: int) -> tuple[int, int]:
    """The physical line of a code point of a text, and its place in that line, both from 1."""
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)


def pluralize(number: int, noun: str) -> str:
    """A number of things in words: ``1 cell``, ``2 cells``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def list_names(names: Sequence[str], most: int = MOST_NAMED) -> str:
    """The first names in words; the others are counted."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """The findings by place, each rule once for a place."""
    first: dict[tuple[str, int, int, str, str], Finding] = {}
    for finding in findings:
        first.setdefault(finding.place, finding)
    return [first[place] for place in sorted(first)]


def join_causes(
    findings: Iterable[Finding], cause_of: Callable[[Finding], Hashable]
) -> list[Finding]:
    """The findings with those of the same cause, if they have one, in the first of them."""
    joined: dict[Hashable, list[Finding]] = {}
    for number, finding in enumerate(findings):
        joined.setdefault(cause_of(finding) or number, []).append(finding)
    return [replace(first, others=tuple(others)) for first, *others in joined.values()]


LeftOut: TypeAlias = tuple[str, str, Severity]
"""Findings that are left out: their rule, file and severity."""


def without_excess(findings: Iterable[Finding]) -> tuple[list[Finding], dict[LeftOut, int]]:
    """The first findings of each rule in each file, and how many are left out."""
    counts: Counter[LeftOut] = Counter()
    kept = []
    for finding in findings:
        kind = finding.rule, finding.file, finding.severity
        counts[kind] += 1
        if counts[kind] <= MOST_KEPT:
            kept.append(finding)
    return kept, {kind: n - MOST_KEPT for kind, n in counts.items() if n > MOST_KEPT}


# Text on a screen

INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"})
"""Unicode's categories of characters that cannot be seen."""

BEFORE = 3
"""The part of a window that is before the place: one in so many."""


def escape_invisible(text: str) -> str:
    """The text on one line, with characters that cannot be seen written as escapes."""
    return "".join(map(escape_character, text))


def escape_character(character: str, encoding: str = "utf-8") -> str:
    """A character, or its escape if it cannot be seen or the screen's encoding lacks it."""
    escaped = character.encode("unicode_escape").decode("ascii")
    if unicodedata.category(character) in INVISIBLE:
        return escaped
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return escaped
    return character


def screen_width(shown: str) -> int:
    """How many columns of a screen a character takes, or an escape."""
    if len(shown) > 1:
        return len(shown)
    if unicodedata.category(shown) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(shown) in "WF" else 1


def snippet(
    line: str, column: int, room: int, ellipsis: str = "…", encoding: str = "utf-8"
) -> tuple[str, int]:
    """Cut a line to ``room`` screen columns round the code point ``column`` (from 1).

    Returns what is shown, and how many screen columns of it precede the code point.
    """
    at = min(max(column - 1, 0), len(line))
    pieces = [escape_character(character, encoding) for character in line]
    widths = list(map(screen_width, pieces))
    if sum(widths) <= room:
        return "".join(pieces), sum(widths[:at])
    room -= 2 * len(ellipsis)
    start, before = at, max(room // BEFORE, room - sum(widths[at:]))
    while start > 0 and widths[start - 1] <= before:
        start -= 1
        before -= widths[start]
    end = start
    while end < len(line) and widths[end] <= room:
        room -= widths[end]
        end += 1
    left, right = (ellipsis if cut else "" for cut in (start > 0, end < len(line)))
    shown = f"{left}{''.join(pieces[start:end])}{right}"
    return shown, len(left) + sum(widths[start:at])
