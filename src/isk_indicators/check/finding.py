"""A finding: one problem at one place of one file, and how its text is shown."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, TypeAlias

from isk_indicators.screen import safe_line
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
        return safe_line(self.line) == self.line


class Candidate(NamedTuple):
    """A value that may be meant; of an id, also what the row it names begins with."""

    value: str
    label: str = ""


class Suggestion(NamedTuple):
    """What may help to correct a problem, beyond its message.

    ``nearest`` are the passages that are most alike to a quote which no document contains.
    """

    did_you_mean: tuple[Candidate, ...] = ()
    moved: MovedQuote | None = None
    nearest: tuple[MovedQuote, ...] = ()


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
