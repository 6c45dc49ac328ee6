"""The plain reporter: a block of lines a finding, then what was not checked, notes, and a summary.

What lives here: how a report reads in a log, from the findings alone. What must not: anything that
changes what was found, and the files (``terminal`` adds their lines). Another way to show a report
is another module with a function ``lines``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from isk_indicators.check.excerpt import visible
from isk_indicators.check.finding import MOST_OF_A_RULE, Finding, count_of
from isk_indicators.check.gate import Report

LONGEST_VALUE = 200

Block = Callable[[Finding], Iterator[str]]
"""A finding as lines."""


def lines(report: Report) -> Iterator[str]:
    """The report, line by line; a clean one is its notes and its summary."""
    return told(report, block)


def told(report: Report, block: Block) -> Iterator[str]:
    """The report with each finding as ``block`` shows it, of a rule the first ones."""
    if report.stopped:
        yield f"could not check: {visible(report.stopped)}"
        return
    shown: Counter[str] = Counter()
    for finding in report.findings:
        shown[finding.rule] += 1
        if shown[finding.rule] <= MOST_OF_A_RULE:
            yield from block(finding)
    for rule, count in sorted(shown.items()):
        if count > MOST_OF_A_RULE:
            yield f"and {count - MOST_OF_A_RULE} more of {rule}"
    yield from asides(report)
    yield summary(report)


def asides(report: Report) -> Iterator[str]:
    """What was not checked, and what there was not to check."""
    yield from (f"not checked: {visible(what)}" for what in report.not_checked)
    yield from (f"note: {visible(note)}" for note in report.notes)


def block(finding: Finding) -> Iterator[str]:
    """One finding: its place, rule and message; what was found and what was expected."""
    yield f"{place(finding)}: {rule(finding)}{says(finding)}"
    yield from details(finding)


def place(finding: Finding) -> str:
    """Where it is, as editors and terminals make a link of it."""
    return visible(f"{finding.file}:{finding.line}:{finding.column}")


def rule(finding: Finding) -> str:
    """How grave it is, and the rule's id."""
    return f"{finding.severity}[{finding.rule}]"


def says(finding: Finding) -> str:
    """The row and the column, and the message, after a blank."""
    names = [name for name in (finding.row_id, finding.field) if name]
    where = f" {short(' '.join(names))}:" if names else ""
    return f"{where} {visible(finding.message)}"


def details(finding: Finding) -> Iterator[str]:
    """What was found and what was expected, each if there is anything to say."""
    if finding.found:
        yield f"    found:    {short(finding.found)}"
    if finding.expected:
        yield f"    expected: {visible(finding.expected)}"


def short(text: str) -> str:
    """The text as ``visible`` shows it; of a long one, the beginning and the end."""
    shown = visible(text)
    if len(shown) <= LONGEST_VALUE:
        return shown
    half = (LONGEST_VALUE - 3) // 2
    return f"{shown[:half]}...{shown[-half:]}"


def summary(report: Report) -> str:
    """The last line: what there is, or how much is wrong."""
    if not report.findings:
        rows = sum(report.counts.values())
        return (
            f"datasets: {count_of(len(report.counts), 'table')}, {count_of(rows, 'row')}: no faults"
        )
    warnings = len(report.findings) - report.errors
    counts = [count_of(report.errors, "error")] if report.errors else []
    counts += [count_of(warnings, "warning")] if warnings else []
    places = len({finding.file for finding in report.findings})
    return f"{', '.join(counts)} in {count_of(places, 'file')}"
