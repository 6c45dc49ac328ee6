"""A finding: one problem at one place of one file, and how its text is shown."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]

START = (1, 1)
"""The place of a finding about a whole file: line and column."""

MOST_OF_A_RULE = 50
"""How many findings of one rule are told in full where people read them."""


class Message(NamedTuple):
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


def file_finding(rule: str, file: str, place: tuple[int, int], words: Message) -> Finding:
    """An error at a line and column that are no row's: a file, a header, a broken record."""
    expected, message, found = words
    return Finding(rule, "error", file, *place, None, None, found or "", expected, message)


def position(text: str, start: int) -> tuple[int, int]:
    """The physical line of a code point of a text, and its place in that line, both from 1."""
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)


def pluralize(number: int, noun: str) -> str:
    """A number of things in words: ``1 cell``, ``2 cells``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    """The findings by place, each rule once for a place."""
    first: dict[tuple[str, int, int, str, str], Finding] = {}
    for finding in findings:
        first.setdefault(finding.place, finding)
    return tuple(first[place] for place in sorted(first))


# Text on a screen

INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"})
"""Unicode's categories of characters that cannot be seen."""

BEFORE = 3
"""The part of a window that is before the place: one in so many."""


class Snippet(NamedTuple):
    """What is shown of a line, and how many screen columns precede the place."""

    shown: str
    indent: int


def escape_invisible(text: str) -> str:
    """The text on one line, with characters that cannot be seen written as escapes."""
    return "".join(map(escape_character, text))


def escape_character(character: str, encoding: str = "utf-8") -> str:
    """A character, or its escape if it cannot be seen or the screen's encoding lacks it."""
    if unicodedata.category(character) not in INVISIBLE and _can_encode(encoding, character):
        return character
    return character.encode("unicode_escape").decode("ascii")


def _can_encode(encoding: str, character: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def screen_width(shown: str) -> int:
    """How many columns of a screen a character takes, or an escape."""
    if len(shown) > 1:
        return len(shown)
    if unicodedata.category(shown) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(shown) in "WF" else 1


def snippet(
    line: str, column: int, room: int, ellipsis: str = "…", encoding: str = "utf-8"
) -> Snippet:
    """Cut a line to ``room`` screen columns round the code point ``column`` (from 1)."""
    at = min(max(column - 1, 0), len(line))
    pieces = [escape_character(character, encoding) for character in line]
    widths = list(map(screen_width, pieces))
    if sum(widths) <= room:
        return Snippet("".join(pieces), sum(widths[:at]))
    room -= 2 * len(ellipsis)
    start = _reach_back(widths, at, max(room // BEFORE, room - sum(widths[at:])))
    end = _reach_on(widths, start, room)
    left, right = (ellipsis if cut else "" for cut in (start > 0, end < len(line)))
    text = "".join(pieces[start:end])
    return Snippet(f"{left}{text}{right}", len(left) + sum(widths[start:at]))


def _reach_back(widths: list[int], at: int, room: int) -> int:
    while at > 0 and widths[at - 1] <= room:
        at -= 1
        room -= widths[at]
    return at


def _reach_on(widths: list[int], at: int, room: int) -> int:
    while at < len(widths) and widths[at] <= room:
        room -= widths[at]
        at += 1
    return at
