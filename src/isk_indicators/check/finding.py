"""A finding: one fault at one place of one file, as every reporter prints it.

What lives here: the one shape that all stages hand on. What must not: how it is found or shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]

MOST_OF_A_RULE = 50
"""How many findings of one rule are told in full where people read them."""


class Words(NamedTuple):
    """What a finding says: what would be right, what to do, and what stands there.

    ``found`` may be left out of a finding at a cell, which shows the cell's text then.
    """

    expected: str
    message: str
    found: str | None = None


@dataclass(frozen=True)
class Finding:
    """One fault at one place.

    Attributes:
        rule: The rule's permanent id; ``codes.RULES`` says what it rejects.
        severity: An error stops the build, a warning does not.
        file: The file, relative to the checked folder, with forward slashes.
        line: The physical line, from 1.
        column: The code point in that line at which the cell begins, from 1.
        row_id: The row's identifier as it stands in the file, if it can be read.
        field: The column blamed; None for a row or a file as a whole.
        found: What stands there, as written.
        expected: What would be right, in words.
        message: What is wrong and what to do about it.
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

    @property
    def place(self) -> tuple[str, int, int, str, str]:
        """The key by which findings are sorted: file, line, column, rule, field."""
        return (self.file, self.line, self.column, self.rule, self.field or "")

    def __lt__(self, other: Finding) -> bool:
        """Sort by place in the files."""
        return self.place < other.place


def at_place(rule: str, file: str, place: tuple[int, int], words: Words) -> Finding:
    """An error at a line and column that are no row's: a file, a header, a broken record."""
    expected, message, found = words
    return Finding(rule, "error", file, *place, None, None, found or "", expected, message)


def position(text: str, start: int) -> tuple[int, int]:
    """The physical line of a code point of a text, and its place in that line, both from 1."""
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)


def count_of(number: int, noun: str) -> str:
    """A number of things in words: ``1 cell``, ``2 cells``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    """The findings by place, each rule once for a place."""
    first: dict[tuple[str, int, int, str, str], Finding] = {}
    for finding in findings:
        first.setdefault(finding.place, finding)
    return tuple(first[place] for place in sorted(first))
