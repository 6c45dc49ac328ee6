"""The plain reporter: a block of lines for each finding, then what was not checked, then a summary.

What lives here: how a report reads in a terminal or a log. What must not: anything that changes
what was found. Another way to show a report is another module with a function ``lines``.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator

from isk_indicators.check.finding import Finding, count_of
from isk_indicators.check.gate import Report

MOST_OF_A_RULE = 50
LONGEST_VALUE = 200
_ESCAPED = frozenset({"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"})


def lines(report: Report) -> Iterator[str]:
    """The report, line by line; a clean one is its summary alone."""
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
    yield from (f"not checked: {visible(what)}" for what in report.not_checked)
    yield summary(report)


def block(finding: Finding) -> Iterator[str]:
    """One finding: its place, rule and message; what was found and what was expected."""
    place = f"{finding.file}:{finding.line}:{finding.column}"
    names = [name for name in (finding.row_id, finding.field) if name]
    where = f" {short(' '.join(names))}:" if names else ""
    yield f"{visible(place)}: {finding.severity}[{finding.rule}]{where} {visible(finding.message)}"
    if finding.found:
        yield f"    found:    {short(finding.found)}"
    if finding.expected:
        yield f"    expected: {visible(finding.expected)}"


def visible(text: str) -> str:
    """The text on one line, with characters that cannot be seen written as escapes."""
    return "".join(_escaped(c) if unicodedata.category(c) in _ESCAPED else c for c in text)


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


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
