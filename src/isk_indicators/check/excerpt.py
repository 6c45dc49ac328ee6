"""A part of one line that fits a screen, and where in it the character pointed at is shown.

What lives here: cutting a line to a window, and how wide characters are. What must not: files and
findings. Columns are code points; what a screen shows is wider (CJK), narrower (combining marks) or
an escape (what cannot be seen), and the caret stands under what is shown.
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

ESCAPED = frozenset({"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"})
"""Unicode's categories of characters that cannot be seen."""

BEFORE = 3
"""The part of a window that stands before the place: one in so many."""


class Window(NamedTuple):
    """What is shown of a line, and how many screen columns precede the place."""

    shown: str
    indent: int


def visible(text: str) -> str:
    """The text on one line, with characters that cannot be seen written as escapes."""
    return "".join(map(shown, text))


def shown(character: str, encoding: str = "utf-8") -> str:
    """A character, or its escape if it cannot be seen or the screen's encoding lacks it."""
    if unicodedata.category(character) not in ESCAPED and _has(encoding, character):
        return character
    return character.encode("unicode_escape").decode("ascii")


def _has(encoding: str, character: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def width(shown: str) -> int:
    """How many columns of a screen a character takes, or an escape."""
    if len(shown) > 1:
        return len(shown)
    if unicodedata.category(shown) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(shown) in "WF" else 1


def window(
    line: str, column: int, room: int, ellipsis: str = "…", encoding: str = "utf-8"
) -> Window:
    """Cut a line to ``room`` screen columns round the code point ``column`` (from 1)."""
    at = min(max(column - 1, 0), len(line))
    pieces = [shown(character, encoding) for character in line]
    widths = list(map(width, pieces))
    if sum(widths) <= room:
        return Window("".join(pieces), sum(widths[:at]))
    room -= 2 * len(ellipsis)
    start = _reach_back(widths, at, max(room // BEFORE, room - sum(widths[at:])))
    end = _reach_on(widths, start, room)
    left, right = (ellipsis if cut else "" for cut in (start > 0, end < len(line)))
    text = "".join(pieces[start:end])
    return Window(f"{left}{text}{right}", len(left) + sum(widths[start:at]))


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
