"""The report as text: for a log, or for a screen with colour, the line and a caret.

Each part from a file is made safe before it is coloured, so that no file can steer the terminal.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from isk_indicators.check.finding import (
    MOST_OF_A_RULE,
    Finding,
    MovedQuote,
    Place,
    Suggestion,
    list_names,
)
from isk_indicators.screen import Exact, pluralize, safe_line, snippet
from isk_indicators.tables import readings_in_words

if TYPE_CHECKING:
    from isk_indicators.check.gate import Report

# For a log

LONGEST_VALUE = 200

Block = Callable[[Finding], Iterator[str]]
"""A finding as lines."""


def plain_lines(report: Report) -> Iterator[str]:
    """The report, line by line; a clean one is its notes and its summary."""
    return report_lines(report, plain_finding)


def report_lines(report: Report, block: Block) -> Iterator[str]:
    """The report with each finding as ``block`` shows it, of a rule the first ones."""
    if report.stopped:
        yield f"could not check: {safe_line(report.stopped)}"
        return
    shown: Counter[str] = Counter()
    for finding in report.findings:
        shown[finding.rule] += 1
        if shown[finding.rule] <= MOST_OF_A_RULE:
            yield from block(finding)
    for (rule, _, _), count in report.left_out.items():
        shown[rule] += count
    for rule, count in sorted(shown.items()):
        if count > MOST_OF_A_RULE:
            yield f"and {count - MOST_OF_A_RULE} more of {rule}"
    yield from not_checked_and_notes(report)
    yield summary(report)


def not_checked_and_notes(report: Report) -> Iterator[str]:
    """What was not checked, the notes, and how many cells were read twice."""
    yield from (f"not checked: {safe_line(what)}" for what in report.not_checked)
    yield from (f"note: {safe_line(note)}" for note in report.notes)
    if report.readings:
        yield readings_in_words(report.readings)


def plain_finding(finding: Finding) -> Iterator[str]:
    """One finding: its place, rule and message; what was found and what was expected."""
    yield f"{location(finding)}: {severity_and_rule(finding)}{headline(finding)}"
    yield from found_and_expected(finding)


def location(finding: Finding) -> str:
    """Where it is, as editors and terminals make a link of it."""
    return safe_line(f"{finding.file}:{finding.line}:{finding.column}")


def severity_and_rule(finding: Finding) -> str:
    """The severity, and the rule's id."""
    return f"{finding.severity}[{finding.rule}]"


def headline(finding: Finding) -> str:
    """The row and the column, and the message, after a blank."""
    names = [name for name in (finding.row_id, finding.field) if name]
    where = f" {shorten(' '.join(names))}:" if names else ""
    return f"{where} {safe_line(finding.message)}"


def found_and_expected(finding: Finding) -> Iterator[str]:
    """What was found and expected, each if not blank, and where else it is the same."""
    if finding.found:
        yield f"    found:    {shorten(finding.found)}"
    if finding.expected:
        yield f"    expected: {safe_line(finding.expected)}"
    if finding.others:
        places = [
            location(other) + (f" ({safe_line(other.row_id)})" if other.row_id else "")
            for other in finding.others
        ]
        yield f"    also at:  {list_names(places, MOST_OF_A_RULE)}"


def shorten(text: str) -> str:
    """The text without invisible characters; of a long one, the beginning and the end."""
    shown = safe_line(text)
    if len(shown) <= LONGEST_VALUE:
        return shown
    half = (LONGEST_VALUE - 3) // 2
    return f"{shown[:half]}...{shown[-half:]}"


def summary(report: Report) -> str:
    """The last line: what was checked, or how many findings there are."""
    if not report.findings:
        checked = {
            "table": len(report.counts),
            "row": sum(report.counts.values()),
            "rule": len(report.rules),
            "hit": sum(count.hits for count in report.coverage),
        }
        parts = [pluralize(n, noun) for noun, n in checked.items() if n]
        return f"datasets: {', '.join(parts)}: no faults"
    counts = [pluralize(report.errors, "error")] if report.errors else []
    counts += [pluralize(report.warnings, "warning")] if report.warnings else []
    places = len({finding.file for finding in report.findings})
    return f"{', '.join(counts)} in {pluralize(places, 'file')}"


# For a screen

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
        """The first of the texts that the encoding has; otherwise the last."""
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


def screen_lines(report: Report, screen: Screen | None = None) -> Iterator[str]:
    """The report, line by line, for standard output if no screen is given."""
    on = screen or screen_of(sys.stdout)
    return report_lines(report, lambda finding: screen_finding(finding, on))


def screen_finding(finding: Finding, screen: Screen) -> Iterator[str]:
    """One finding as in a log, with its line, a caret, and what may be meant."""
    rule = screen.paint(finding.severity, severity_and_rule(finding))
    yield Exact(f"{screen.paint('place', location(finding))}: {rule}{headline(finding)}")
    yield from found_and_expected(finding)
    if finding.line_text:
        room, ellipsis = screen.width - len(INDENT), screen.first_shown(*ELLIPSES)
        shown, indent = snippet(finding.line_text, finding.column, room, ellipsis, screen.encoding)
        caret = screen.paint(finding.severity, screen.first_shown(*CARETS))
        yield f"{INDENT}{shown}"
        yield Exact(f"{INDENT}{' ' * indent}{caret}")
    yield from suggestion_lines(finding.suggestion, screen)


def suggestion_lines(suggestion: Suggestion, screen: Screen) -> Iterator[str]:
    """What may be meant, and where a moved quote occurs, with the line to paste."""
    candidates = []
    for value, label in suggestion.did_you_mean:
        short, _ = snippet(label.strip(), 1, LONGEST_LABEL, "...")
        candidates.append(safe_line(value) + (f" ({safe_line(short)})" if short else ""))
    if candidates:
        values = ", ".join(candidates)
        yield Exact(f"{INDENT}{screen.paint('help', f'did you mean: {values}?')}")
    if (moved := suggestion.moved) is not None:
        others = f" ({pluralize(moved.others, 'further place')})" if moved.others else ""
        if moved.pointed != moved.found:
            yield f"{INDENT}row points to: {_printed_place(moved.pointed)}"
        yield f"{INDENT}quote is at:   {_printed_place(moved.found)}{others}"
        yield from _line_to_paste(moved, screen, "paste this line in its place:")
    for near in suggestion.nearest:
        yield f"{INDENT}most alike:    {_printed_place(near.found)}"
        yield from _line_to_paste(near, screen, "if that is meant, paste this line in its place:")


def _line_to_paste(moved: MovedQuote, screen: Screen, advice: str) -> Iterator[str]:
    """The difference from what is printed, and the corrected line."""
    if moved.difference:
        yield f"{INDENT}but reads:     {safe_line(moved.difference)}"
    if moved.can_be_pasted and screen.can_show(moved.line):
        yield Exact(f"{INDENT}{screen.paint('help', advice)}")
        yield moved.line
    else:
        hidden = "the line contains characters that cannot be shown here"
        yield Exact(f"{INDENT}{screen.paint('help', f'type that span ({hidden}).')}")


def _printed_place(place: Place) -> str:
    where = f"{safe_line(place.source)} {place.start}-{place.end}"
    if place.printed is None:
        return f"{where}, which is no place in that document"
    before, quote, after = place.printed
    return f"{where}: {safe_line(before)}[{shorten(quote)}]{safe_line(after)}"
