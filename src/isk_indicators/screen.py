"""What is printed: text of files from anywhere that steers no terminal, no page and no CI."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

from isk_indicators.spans import FORMULA_STARTS

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


# Lines

_COMMAND = re.compile(r"(?P<start>^\s*):(?=:)|#(?=#\w*\[)")
"""Where a line begins that a CI may take for a command.

GitHub reads ``::name::`` at its start and ``##[name]`` anywhere, Azure ``##vso[``, TeamCity
``##teamcity[``.
"""


class Exact(str):
    """A line that is printed as it is: it has colours, or is a command on purpose."""

    __slots__ = ()


def safe_line(line: str) -> str:
    """The text as one line, without a character that cannot be seen or a command of a CI."""
    shown = line if line.isprintable() else escape_invisible(line)
    return _COMMAND.sub(lambda m: f"{m['start'] or ''}\\x{ord(m[0][-1]):x}", shown)


def write_lines(lines: Iterable[str], stream: TextIO | None = None) -> None:
    """Write lines, each of them safe, to standard output or another stream.

    Everything that a command prints is written here.
    """
    (stream or sys.stdout).writelines(
        f"{line if isinstance(line, Exact) else safe_line(line)}\n" for line in lines
    )


def pluralize(number: int, noun: str, nouns: str = "") -> str:
    """A number of things in words: ``1 cell``, ``2 cells``."""
    return f"{number} {noun}" if number == 1 else f"{number} {nouns or f'{noun}s'}"


# Formats


def json_lines(document: Mapping[str, Any]) -> list[str]:
    """A document as JSON in visible ASCII characters, line by line; its texts are exact.

    A byte that is not UTF-8 (a lone surrogate, which readers of JSON refuse) becomes its escape.
    """
    text = json.dumps(_without_surrogates(document), indent=2)
    return text.replace("\x7f", "\\u007f").replace("##", "#\\u0023").split("\n")


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, Mapping):
        return {_without_surrogates(key): _without_surrogates(part) for key, part in value.items()}
    return [_without_surrogates(part) for part in value] if isinstance(value, list) else value


_MARKUP = re.compile(r"[&<>\\`*\[\]|~#!@$]|(?<![^\W_])_|_(?![^\W_])")
"""What marks up a text in Markdown; an underscore within a word does not."""


def escape_markdown(text: str) -> str:
    """The text as it is, in Markdown: nothing in it marks anything up."""
    return _MARKUP.sub(
        lambda m: f"&#{ord(m[0])};" if m[0] in "&<>" else f"\\{m[0]}", escape_invisible(text)
    )


_NUMBER = re.compile(r"-[0-9]+(\.[0-9]+)?")


def spreadsheet_cell(text: str) -> str:
    """A cell of a table for a spreadsheet, which runs none as a formula.

    Characters that cannot be seen are escapes. A text that begins like a formula, and is no number,
    gets an apostrophe before it.
    """
    shown = safe_line(text)
    is_formula = shown.startswith(tuple(FORMULA_STARTS)) and not _NUMBER.fullmatch(shown)
    return f"'{shown}" if is_formula else shown
