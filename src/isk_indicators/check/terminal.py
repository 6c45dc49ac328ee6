"""The reporter for people: colour, the line with a caret under the cell, what may be meant.

What lives here: how a finding looks on a screen, which may be a pipe or a log. What must not: what
is said of it (``plain``), what is guessed (``suggest``). What stands in a file is shown with
escapes for characters that cannot be seen, so that no file can steer the terminal.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TextIO

from isk_indicators.check import excerpt, plain
from isk_indicators.check.finding import Finding, count_of
from isk_indicators.check.folder import Folder
from isk_indicators.check.gate import Report
from isk_indicators.check.suggest import Adviser, Hint, Meant, Moved, Place

INDENT = "    "
NARROWEST, WIDEST, PIPE = 40, 160, 100
"""Columns of a screen: the least and the most that is used, and what a pipe is taken for."""

LONGEST_LABEL = 60
CARETS = "▲^"
ELLIPSES = ("…", "...")
STYLES = {"error": "1;31", "warning": "1;33", "place": "1", "label": "2", "help": "32"}
"""What is coloured, by the parameters of ECMA-48's Select Graphic Rendition."""

UNDERSTANDS_COLOUR = ("WT_SESSION", "ANSICON", "ConEmuANSI", "TERM", "TERM_PROGRAM")
"""Variables set by the terminals of Windows that understand colours; its old console does not."""


@dataclass(frozen=True)
class Screen:
    """What the report is shown on."""

    colour: bool = False
    width: int = PIPE
    encoding: str = "utf-8"

    def paint(self, style: str, text: str) -> str:
        """The text in a style, where there is colour."""
        return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if self.colour else text

    def can_show(self, text: str) -> bool:
        """Whether the encoding has every character of the text."""
        try:
            text.encode(self.encoding)
        except UnicodeEncodeError:
            return False
        return True

    def first_shown(self, *texts: str) -> str:
        """The first of the texts that the encoding has; else the last."""
        return next(filter(self.can_show, texts), texts[-1])


def screen_of(stream: TextIO, environment: Mapping[str, str] = os.environ) -> Screen:
    """The screen behind a stream, as its width, encoding and the environment have it."""
    width = shutil.get_terminal_size((PIPE, 1)).columns if stream.isatty() else PIPE
    colour = wants_colour(environment, is_terminal=stream.isatty())
    return Screen(colour, min(max(width, NARROWEST), WIDEST), stream.encoding or "ascii")


def wants_colour(environment: Mapping[str, str], *, is_terminal: bool) -> bool:
    """Whether to use colour: NO_COLOR, FORCE_COLOR and TERM=dumb decide, in Python's own order."""
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    if environment.get("TERM") == "dumb" or not is_terminal:
        return False
    return sys.platform != "win32" or any(map(environment.get, UNDERSTANDS_COLOUR))


def lines(report: Report, folder: Folder, screen: Screen | None = None) -> Iterator[str]:
    """The report, line by line, for standard output if no screen is named."""
    screen = screen or screen_of(sys.stdout)
    adviser = Adviser(folder)
    return plain.told(report, lambda finding: block(finding, folder, screen, adviser))


def block(
    finding: Finding, folder: Folder, screen: Screen, adviser: Adviser | None = None
) -> Iterator[str]:
    """One finding: what ``plain`` says of it, its line with a caret, and what may be meant."""
    rule = screen.paint(finding.severity, plain.rule(finding))
    yield f"{screen.paint('place', plain.place(finding))}: {rule}{plain.says(finding)}"
    yield from plain.details(finding)
    yield from pointed_at(finding, folder, screen)
    yield from advice((adviser or Adviser(folder)).hint(finding), screen)


def pointed_at(finding: Finding, folder: Folder, screen: Screen) -> Iterator[str]:
    """The finding's line, cut to a window, with a caret below; nothing if it cannot be read."""
    line = folder.line(finding.file, finding.line)
    if not line:
        return
    room, ellipsis = screen.width - len(INDENT), screen.first_shown(*ELLIPSES)
    shown, indent = excerpt.window(line, finding.column, room, ellipsis, screen.encoding)
    yield f"{INDENT}{shown}"
    yield f"{INDENT}{' ' * indent}{screen.paint(finding.severity, screen.first_shown(*CARETS))}"


def advice(hint: Hint, screen: Screen) -> Iterator[str]:
    """What may be meant, and where a moved quote stands, with the line to paste."""
    if hint.did_you_mean:
        values = ", ".join(map(_meant, hint.did_you_mean))
        yield f"{INDENT}{screen.paint('help', f'did you mean: {values}?')}"
    if hint.moved is not None:
        yield from _moved(hint.moved, screen)


def _meant(meant: Meant) -> str:
    label = excerpt.window(meant.label.strip(), 1, LONGEST_LABEL, "...").shown
    return f"{excerpt.visible(meant.value)} ({label})" if label else excerpt.visible(meant.value)


def _moved(moved: Moved, screen: Screen) -> Iterator[str]:
    others = f" ({count_of(moved.others, 'further place')})" if moved.others else ""
    if moved.pointed != moved.found:
        yield f"{INDENT}row points to: {_printed(moved.pointed)}"
    yield f"{INDENT}quote is at:   {_printed(moved.found)}{others}"
    if moved.difference:
        yield f"{INDENT}but reads:     {excerpt.visible(moved.difference)}"
    if not moved.can_be_pasted or not screen.can_show(moved.line):
        hidden = "the line holds characters that cannot be shown here"
        yield f"{INDENT}{screen.paint('help', f'type that span ({hidden}).')}"
        return
    yield f"{INDENT}{screen.paint('help', 'paste this line in its place:')}"
    yield moved.line


def _printed(place: Place) -> str:
    where = f"{excerpt.visible(place.source)} {place.start}-{place.end}"
    if place.printed is None:
        return f"{where}, which is no place in that document"
    before, quote, after = place.printed
    return f"{where}: {excerpt.visible(before)}[{plain.short(quote)}]{excerpt.visible(after)}"
