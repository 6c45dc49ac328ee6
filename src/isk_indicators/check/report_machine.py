"""The report for programs: JSON, SARIF 2.1.0, and the annotations and summary of GitHub."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from isk_indicators.check import report_text
from isk_indicators.check.catalogue import RuleInfo, catalogue
from isk_indicators.check.finding import Finding
from isk_indicators.check.gate import Report
from isk_indicators.schema import DISTRIBUTION, installed_version
from isk_indicators.screen import Exact, escape_invisible, escape_markdown, json_lines
from isk_indicators.tables import readings_in_words

WORKSPACE = "GITHUB_WORKSPACE"
"""The variable of a workflow that names the folder of its repository."""


def path_from_repository(folder: Path, environment: Mapping[str, str]) -> str:
    """The path of a folder from the root of its repository, with a slash at its end; blank at it.

    The root is the workspace of the workflow, or the nearest folder above that contains ``.git``.
    """
    folder = folder.resolve()
    above = (folder, *folder.parents)
    workspace = environment.get(WORKSPACE)
    roots = [path for path in above if workspace and path == Path(workspace).resolve()]
    roots += [path for path in above if (path / ".git").exists()]
    path = folder.relative_to(roots[0]).as_posix() if roots else "."
    return "" if path == "." else f"{path}/"


def errors_first(findings: Iterable[Finding]) -> list[Finding]:
    """The errors, then the warnings, each in their order."""
    return sorted(findings, key=lambda finding: finding.severity != "error")


# JSON

FORMAT = 1
FINDING_KEYS = (
    *("rule", "severity", "file", "line", "column"),
    *("row_id", "field", "found", "expected", "message"),
)
OTHER_KEYS = ("file", "line", "column", "row_id", "field", "found")


def check_json(report: Report) -> list[str]:
    """The JSON text, line by line."""
    return json_lines(json_document(report))


def json_document(report: Report) -> dict[str, Any]:
    """The report as plain data.

    The keys stay: a key may be added; none is removed or changes its type or its meaning without a
    new ``format``.

    * ``format``: 1; ``version``: of the rules that were applied;
    * ``exit_code``: 0 without errors, 1 with some, 2 if the check could not run;
    * ``stopped``: why the check could not run, or null;
    * ``counts``: the readable rows by table; ``errors``, ``warnings``: how many findings of each;
    * ``rules``: by rule, how many ``judged``, ``passed``, ``unsure`` (could not be decided) and
      ``faults``: of rows, or of cells, hits or files (see ``catalogue.RuleCounts``);
    * ``findings``: by file, line and column, each with ``FINDING_KEYS`` (see ``finding.Finding``),
      ``others``: the places with a fault of the same cause (objects of ``OTHER_KEYS``), and
      ``suggestion``: null, or ``did_you_mean`` (objects of ``value`` and ``label``) and
      ``corrected_line`` (of a quote that moved, or null) and ``nearest`` (the line with each of the
      passages that are most alike to a quote which no document contains), for the first 50 findings
      of a rule;
    * ``left_out``: of each ``rule``, ``file`` and ``severity`` with more than 1,000 findings, the
      ``count`` of those that are not among ``findings``;
    * ``not_checked``: what could not be checked, each with the reason;
    * ``notes``: what did not have to be checked and why; what the next release requires;
    * ``readings``: of each column that is read twice, ``table`` and ``column``, how many ``cells``
      it has, how many were ``read_twice``, and how many of these are ``differing`` from the second
      reading.
    """
    return {
        "format": FORMAT,
        "version": installed_version(),
        "exit_code": report.exit_code,
        "stopped": report.stopped or None,
        "counts": dict(report.counts),
        "errors": report.errors,
        "warnings": report.warnings,
        "rules": {
            rule: {key: getattr(counts, key) for key in ("judged", "passed", "unsure", "faults")}
            for rule, counts in report.rules.items()
        },
        "findings": [finding_as_data(finding) for finding in report.findings],
        "left_out": [
            {"rule": rule, "file": file, "severity": severity, "count": count}
            for (rule, file, severity), count in report.left_out.items()
        ],
        "not_checked": list(report.not_checked),
        "notes": list(report.notes),
        "readings": [counts._asdict() for counts in report.readings],
    }


def finding_as_data(finding: Finding) -> dict[str, Any]:
    """One finding as plain data."""
    did_you_mean, moved, nearest = finding.suggestion
    suggestion = {
        "did_you_mean": [candidate._asdict() for candidate in did_you_mean],
        "corrected_line": moved.line if moved else None,
        "nearest": [near.line for near in nearest],
    }
    data = {key: getattr(finding, key) for key in FINDING_KEYS}
    others = [{key: getattr(other, key) for key in OTHER_KEYS} for other in finding.others]
    return {**data, "suggestion": suggestion if any(finding.suggestion) else None, "others": others}


# SARIF

SARIF_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
ROOT = "SRCROOT"
ROOT_MEANS = "The root of the repository; without one, the checked folder."
RULES_PAGE = "docs/rules.md"
FINGERPRINT = "iskFinding/v1"
MOST_RESULTS = 25_000
"""How many results of a run GitHub's code scanning takes; it refuses a file with more."""

MOST_LOCATIONS = 1_000
"""How many locations of a result it takes."""

STOPPED, LEFT_OUT, NOT_CHECKED, NOTE = "stopped", "left-out", "not-checked", "note"
NOTIFICATIONS = {
    STOPPED: ("error", "The check could not run."),
    LEFT_OUT: ("warning", "How many findings are left out, because a run takes no more results."),
    NOT_CHECKED: ("warning", "What could not be checked because of a problem elsewhere."),
    NOTE: ("note", "What did not have to be checked, and why."),
}


def sarif_lines(report: Report, environment: Mapping[str, str] = os.environ) -> list[str]:
    """The SARIF log, line by line."""
    return json_lines(sarif_log(report, environment))


def sarif_log(report: Report, environment: Mapping[str, str]) -> dict[str, Any]:
    """The SARIF log of one run of the check."""
    rules = catalogue()
    driver = {
        "name": DISTRIBUTION,
        "version": installed_version(),
        "rules": list(_sarif_rules(rules, environment)),
        "notifications": [
            {"id": id_, "shortDescription": _text(text), "defaultConfiguration": {"level": level}}
            for id_, (level, text) in NOTIFICATIONS.items()
        ],
    }
    results = errors_first(report.findings)[:MOST_RESULTS]
    notes = [(STOPPED, report.stopped)] if report.stopped else []
    if more := report.errors + report.warnings - len(results):
        notes.append((LEFT_OUT, f"{more} more findings: correct these first"))
    notes += [(NOT_CHECKED, what) for what in report.not_checked]
    notes += [(NOTE, note) for note in report.notes]
    notes += [(NOTE, readings_in_words(report.readings))] if report.readings else []
    invocation = {
        "executionSuccessful": not report.stopped,
        "exitCode": report.exit_code,
        "toolExecutionNotifications": [
            {
                "descriptor": {"id": id_, "index": list(NOTIFICATIONS).index(id_)},
                "level": NOTIFICATIONS[id_][0],
                "message": _text(text),
            }
            for id_, text in notes
        ],
    }
    above = path_from_repository(report.root, environment)
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": _text(ROOT_MEANS)}},
        "invocations": [invocation],
        "results": list(_sarif_results(results, [rule.id for rule in rules], above)),
    }
    return {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}


def _text(text: str) -> dict[str, str]:
    return {"text": text}


def _sarif_rules(
    rules: Sequence[RuleInfo], environment: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """The rules, each with the address of its help if a workflow says what it runs on.

    SARIF requires an absolute address (3.49.12), which a folder by itself does not have.
    """
    names = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA")
    server, repository, commit = (environment.get(name) for name in names)
    for rule in rules:
        help_ = f"{RULES_PAGE}#{rule.id}"
        address = {"helpUri": f"{server}/{repository}/blob/{commit}/{help_}"}
        yield {
            "id": rule.id,
            "shortDescription": _text(rule.description),
            "help": _text(f"An example and how to mend it: {help_}"),
            **(address if server and repository and commit else {}),
            "defaultConfiguration": {"level": "error"},
            "properties": {"tags": [rule.stage], "where": rule.where},
        }


def _sarif_results(
    findings: Iterable[Finding], rules: Sequence[str], above: str
) -> Iterator[dict[str, Any]]:
    """The findings, each with a fingerprint that outlives a line that moves."""
    seen: Counter[tuple[str, ...]] = Counter()
    for f in findings:
        identity = (f.rule, f.file, f.row_id or "", f.field or "", f.found)
        seen[identity] += 1
        marks = "\0".join((*identity, str(seen[identity]))).encode("utf-8", "backslashreplace")
        data = finding_as_data(f)
        kept = ("row_id", "field", "found", "expected", "suggestion")
        lines = [report_text.headline(f), *report_text.found_and_expected(f)]
        others = [_sarif_location(other, above) for other in f.others[:MOST_LOCATIONS]]
        yield {
            "ruleId": f.rule,
            "level": f.severity,
            "message": _text("\n".join(line.strip() for line in lines)),
            "locations": [_sarif_location(f, above)],
            **({"relatedLocations": others} if others else {}),
            "properties": {key: data[key] for key in kept if data[key] is not None},
            **({"ruleIndex": rules.index(f.rule)} if f.rule in rules else {}),
            "partialFingerprints": {FINGERPRINT: hashlib.sha256(marks).hexdigest()},
        }


def _sarif_location(finding: Finding, above: str) -> dict[str, Any]:
    uri = quote(f"{above}{finding.file}", errors="replace")
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": uri, "uriBaseId": ROOT},
            "region": {"startLine": finding.line, "startColumn": finding.column},
        }
    }


# GitHub

MOST_ANNOTATIONS = 9
"""How many findings are annotated; the tenth annotation counts the rest."""

SUMMARY = "GITHUB_STEP_SUMMARY"
LARGEST_SUMMARY = 1024 * 1024
ROOM_FOR_NOTICE = 1024
TITLE = "isk-indicators check"
SUMMARY_COLUMNS = ("place", "rule", "row", "column", "what to do", "found", "expected")

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def github_lines(report: Report, environment: Mapping[str, str] = os.environ) -> Iterator[str]:
    """The log: annotations, what was not checked, notes, and the summary line.

    Appends the table of all findings to the step summary, if the environment names its file.

    Raises:
        OSError: the summary could not be written; it is raised after the log.
    """
    summary, failed = environment.get(SUMMARY), None
    if summary:
        try:
            path = Path(summary)
            with path.open("a", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
                file.write(github_summary(report))
        except OSError as error:
            reason = escape_invisible(f"{summary} ({error.strerror})")
            failed = OSError(f"the step summary could not be written: {reason}")
            summary = None
    yield from _log_lines(report, environment, has_summary=bool(summary))
    if failed:
        raise failed


def _log_lines(
    report: Report, environment: Mapping[str, str], *, has_summary: bool
) -> Iterator[str]:
    if report.stopped:
        text = f"could not check: {escape_invisible(report.stopped)}"
        yield workflow_command("error", text, title=TITLE)
        return
    above = path_from_repository(report.root, environment)
    findings = errors_first(report.findings)
    for finding in findings[:MOST_ANNOTATIONS]:
        yield annotation(finding, above)
    rest = findings[MOST_ANNOTATIONS:]
    if more := len(rest) + sum(report.left_out.values()):
        where = "in the summary of this run" if has_summary else "as text: isk-indicators check"
        text = f"and {more} more, listed {where}"
        yield workflow_command((rest or findings)[0].severity, text, title=TITLE)
    yield from report_text.not_checked_and_notes(report)
    yield report_text.summary(report)


# Annotations


def annotation(finding: Finding, above: str = "") -> Exact:
    """The command that shows a finding beside its line; ``above`` is the path of the folder."""
    did_you_mean, moved, nearest = finding.suggestion
    lines = [f"{report_text.severity_and_rule(finding)}{report_text.headline(finding)}"]
    lines += [line.strip() for line in report_text.found_and_expected(finding)]
    if did_you_mean:
        values = (escape_invisible(candidate.value) for candidate in did_you_mean)
        lines.append(f"did you mean: {', '.join(values)}?")
    if moved is not None and moved.can_be_pasted:
        lines.append(f"the corrected line: {moved.line}")
    lines += [f"perhaps: {near.line}" for near in nearest if near.can_be_pasted]
    return workflow_command(
        finding.severity,
        "\n".join(lines),
        file=f"{above}{finding.file}",
        line=finding.line,
        col=finding.column,
        title=f"{finding.rule}: {finding.row_id or finding.file} {finding.field or ''}".strip(),
    )


def workflow_command(name: str, data: str, **properties: object) -> Exact:
    """A workflow command, escaped as GitHub's runner reads it; it may have several lines."""
    given = {
        key: escape_invisible(str(value)).translate(_PROPERTY) for key, value in properties.items()
    }
    named = ",".join(f"{key}={value}" for key, value in given.items())
    lines = "\n".join(map(escape_invisible, data.split("\n")))
    return Exact(f"::{name} {named}::{lines.translate(_DATA)}")


# The step summary


def github_summary(report: Report) -> str:
    """The report as Markdown: its summary, all findings as a table, what was not checked, notes."""
    if report.stopped:
        return f"## {TITLE}\n\ncould not check: {escape_markdown(report.stopped)}\n"
    head = [f"## {TITLE}", "", escape_markdown(report_text.summary(report)), ""]
    if report.findings:
        head += [f"| {' | '.join(SUMMARY_COLUMNS)} |", "|---" * len(SUMMARY_COLUMNS) + "|"]
    rows = []
    for finding in report.findings:
        cells = (
            *(report_text.location(finding), report_text.severity_and_rule(finding)),
            *(finding.row_id or "", finding.field or "", finding.message),
            *(report_text.shorten(finding.found), finding.expected),
        )
        rows.append(f"| {' | '.join(map(escape_markdown, cells))} |")
    asides = [f"- {escape_markdown(line)}" for line in report_text.not_checked_and_notes(report)]
    lines = [*head, *rows, "", *asides]
    size = 0
    for number, line in enumerate(lines):
        size += len(line.encode("utf-8", "backslashreplace")) + 1
        if size > LARGEST_SUMMARY - ROOM_FOR_NOTICE:
            left = f"{len(lines) - number} further lines are left out: they do not fit into 1 MiB."
            return "\n".join([*lines[:number], "", left, ""])
    return "\n".join([*lines, ""])
