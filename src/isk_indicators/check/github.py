"""The reporter for workflows of GitHub: annotations on the lines, and a table in the step summary.

What lives here: workflow commands (``::error file=…::…``) and Markdown, with what each must escape.
What must not: what is said. Nothing is written to GitHub: commands are printed, the summary is
appended to the file that GITHUB_STEP_SUMMARY names, so a pull request from a fork needs no token.

GitHub shows ten annotations a step, and a summary of at most 1 MiB: errors come first, the tenth
annotation says how many more there are, and a table that is too long is cut with a notice.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from isk_indicators.check import plain
from isk_indicators.check.excerpt import visible
from isk_indicators.check.finding import Finding
from isk_indicators.check.folder import Folder
from isk_indicators.check.gate import Report
from isk_indicators.check.suggest import Adviser, Hint

MOST = 9
"""How many findings are annotated; the tenth annotation counts the rest."""

SUMMARY = "GITHUB_STEP_SUMMARY"
WORKSPACE = "GITHUB_WORKSPACE"
LARGEST_SUMMARY = 1024 * 1024
ROOM_FOR_NOTICE = 1024
TITLE = "isk-indicators check"
COLUMNS = ("place", "rule", "row", "column", "what to do", "found", "expected")

_MARKUP = str.maketrans({c: f"&#{ord(c)};" for c in "&<>|\\`*_[]~@#!$"})
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def lines(
    report: Report, folder: Folder, environment: Mapping[str, str] = os.environ
) -> Iterator[str]:
    """The log: annotations, what was not checked, notes, and the summary line.

    Appends the table of all findings to the step summary, if the environment names its file.
    """
    summary = environment.get(SUMMARY)
    if summary and (reason := _append(Path(summary), page(report))):
        summary = None
        yield f"the step summary could not be written: {visible(reason)}"
    if report.stopped:
        yield command("error", f"could not check: {visible(report.stopped)}", title=TITLE)
        return
    above = _above(folder.root, environment)
    findings = sorted(report.findings, key=lambda finding: finding.severity != "error")
    adviser = Adviser(folder)
    for finding in findings[:MOST]:
        yield annotation(finding, adviser.hint(finding), above)
    if rest := findings[MOST:]:
        where = "in the summary of this run" if summary else "as text: isk-indicators check"
        yield command(rest[0].severity, f"and {len(rest)} more, all listed {where}", title=TITLE)
    yield from plain.asides(report)
    yield plain.summary(report)


# Annotations


def annotation(finding: Finding, hint: Hint, above: str = "") -> str:
    """The workflow command that shows a finding beside its line."""
    return command(
        finding.severity,
        "\n".join([f"{plain.rule(finding)}{plain.says(finding)}", *_details(finding, hint)]),
        file=f"{above}{finding.file}",
        line=finding.line,
        col=finding.column,
        title=f"{finding.rule}: {finding.row_id or finding.file} {finding.field or ''}".strip(),
    )


def _details(finding: Finding, hint: Hint) -> Iterator[str]:
    yield from (line.strip() for line in plain.details(finding))
    if hint.did_you_mean:
        yield f"did you mean: {', '.join(visible(meant.value) for meant in hint.did_you_mean)}?"
    if hint.moved is not None and hint.moved.can_be_pasted:
        yield f"the corrected line: {hint.moved.line}"


def command(name: str, data: str, **properties: object) -> str:
    """A workflow command, escaped as GitHub's runner reads it."""
    given = {key: visible(str(value)).translate(_PROPERTY) for key, value in properties.items()}
    named = ",".join(f"{key}={value}" for key, value in given.items())
    return f"::{name} {named}::{data.translate(_DATA)}"


def _above(root: Path, environment: Mapping[str, str]) -> str:
    """The checked folder as seen from the repository's root, with a slash; blank if it is that."""
    workspace = Path(environment.get(WORKSPACE) or Path.cwd()).resolve()
    folder = root.resolve()
    if not folder.is_relative_to(workspace) or folder == workspace:
        return ""
    return f"{folder.relative_to(workspace).as_posix()}/"


# The step summary


def page(report: Report) -> str:
    """The report as Markdown: its summary, all findings as a table, what was not checked, notes."""
    if report.stopped:
        return f"## {TITLE}\n\ncould not check: {markdown(report.stopped)}\n"
    head = [f"## {TITLE}", "", markdown(plain.summary(report)), ""]
    if report.findings:
        head += [f"| {' | '.join(COLUMNS)} |", "|---" * len(COLUMNS) + "|"]
    asides = [f"- {markdown(line)}" for line in plain.asides(report)]
    return _cut([*head, *map(_table_row, report.findings), "", *asides])


def _table_row(finding: Finding) -> str:
    cells = [
        plain.place(finding),
        plain.rule(finding),
        finding.row_id or "",
        finding.field or "",
        finding.message,
        plain.short(finding.found),
        finding.expected,
    ]
    return f"| {' | '.join(map(markdown, cells))} |"


def markdown(text: str) -> str:
    """The text as it is, in Markdown: nothing in it marks anything up."""
    return visible(text).translate(_MARKUP)


def _cut(lines: list[str]) -> str:
    """The lines, and if they are too long the first of them with a notice."""
    size = 0
    for number, line in enumerate(lines):
        size += len(line.encode("utf-8", "backslashreplace")) + 1
        if size > LARGEST_SUMMARY - ROOM_FOR_NOTICE:
            left = f"{len(lines) - number} further lines are left out: they do not fit into 1 MiB."
            return "\n".join([*lines[:number], "", left, ""])
    return "\n".join([*lines, ""])


def _append(path: Path, text: str) -> str:
    """Write behind what the file has; returns why it could not be done, blank if it could."""
    try:
        with path.open("a", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(text)
    except OSError as error:
        return f"{path} ({error.strerror})"
    return ""
