"""The report as SARIF 2.1.0, the interchange format of static analysis (OASIS).

What lives here: the findings in SARIF's terms. What must not: what is said of them. Columns are
code points (``columnKind``), files are relative to the checked folder (``SRCROOT``); what could not
be checked and what there was not to check are notifications. The same findings give the same bytes:
no time, no machine's path.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from isk_indicators import home
from isk_indicators.check import plain
from isk_indicators.check.catalogue import Entry, catalogue
from isk_indicators.check.finding import Finding
from isk_indicators.check.folder import Folder
from isk_indicators.check.gate import Report
from isk_indicators.check.machine import told, written
from isk_indicators.check.suggest import Adviser, Hint

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
ROOT = "SRCROOT"
PAGE = "docs/rules.md"
FINGERPRINT = "iskFinding/v1"
STOPPED, NOT_CHECKED, NOTE = "stopped", "not-checked", "note"
NOTIFICATIONS = {
    STOPPED: ("error", "The check could not run."),
    NOT_CHECKED: ("warning", "What could not be looked at, because of a fault elsewhere."),
    NOTE: ("note", "What there was not to look at, and why that is no fault."),
}


def lines(
    report: Report, folder: Folder, environment: Mapping[str, str] = os.environ
) -> Iterator[str]:
    """The SARIF log, line by line."""
    return iter(written(log(report, folder, environment)).split("\n"))


def log(report: Report, folder: Folder, environment: Mapping[str, str]) -> dict[str, Any]:
    """The SARIF log of one run of the gate."""
    rules = catalogue()
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _driver(rules, environment)},
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {ROOT: {"description": _text("The checked folder.")}},
                "invocations": [_invocation(report)],
                "results": _results(report.findings, rules, Adviser(folder)),
            }
        ],
    }


def _text(text: str) -> dict[str, str]:
    return {"text": text}


# The tool


def _driver(rules: Sequence[Entry], environment: Mapping[str, str]) -> dict[str, Any]:
    return {
        "name": home.DISTRIBUTION,
        "version": home.version(),
        "rules": [_rule(entry, _page(environment)) for entry in rules],
        "notifications": [
            {
                "id": id_,
                "shortDescription": _text(text),
                "defaultConfiguration": {"level": level},
            }
            for id_, (level, text) in NOTIFICATIONS.items()
        ],
    }


def _page(environment: Mapping[str, str]) -> str | None:
    """The address of the page of rules, where a workflow says what it runs on.

    SARIF asks for an absolute address (3.49.12), which a folder by itself does not have.
    """
    names = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA")
    server, repository, commit = (environment.get(name) for name in names)
    if not (server and repository and commit):
        return None
    return f"{server}/{repository}/blob/{commit}/{PAGE}"


def _rule(entry: Entry, page: str | None) -> dict[str, Any]:
    anchor = f"#{entry.id}"
    return {
        "id": entry.id,
        "shortDescription": _text(entry.rejects),
        "help": _text(f"An example and how to mend it: {PAGE}{anchor}"),
        **({"helpUri": page + anchor} if page else {}),
        "defaultConfiguration": {"level": entry.severity},
        "properties": {"tags": [entry.stage], "where": entry.where},
    }


# The run


def _invocation(report: Report) -> dict[str, Any]:
    told = [(STOPPED, report.stopped)] if report.stopped else []
    told += [(NOT_CHECKED, what) for what in report.not_checked]
    told += [(NOTE, note) for note in report.notes]
    return {
        "executionSuccessful": not report.stopped,
        "exitCode": report.exit_code,
        "toolExecutionNotifications": [
            {
                "descriptor": {"id": id_, "index": list(NOTIFICATIONS).index(id_)},
                "level": NOTIFICATIONS[id_][0],
                "message": _text(text),
            }
            for id_, text in told
        ],
    }


def _results(
    findings: Sequence[Finding], rules: Sequence[Entry], adviser: Adviser
) -> list[dict[str, Any]]:
    numbers = {entry.id: number for number, entry in enumerate(rules)}
    seen: Counter[tuple[str, ...]] = Counter()
    results = []
    for finding in findings:
        marks = _marks(finding)
        seen[marks] += 1
        number = {"ruleIndex": numbers[finding.rule]} if finding.rule in numbers else {}
        fingerprint = _fingerprint(*marks, str(seen[marks]))
        results.append(_result(finding, adviser.hint(finding)) | number | fingerprint)
    return results


def _result(finding: Finding, hint: Hint) -> dict[str, Any]:
    data = told(finding, hint)
    kept = ("row_id", "field", "found", "expected", "suggestion")
    return {
        "ruleId": finding.rule,
        "level": finding.severity,
        "message": _text(_message(finding)),
        "locations": [_location(finding)],
        "properties": {key: data[key] for key in kept if data[key] is not None},
    }


def _message(finding: Finding) -> str:
    return "\n".join([plain.says(finding).strip(), *(d.strip() for d in plain.details(finding))])


def _location(finding: Finding) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(finding.file, errors="replace"), "uriBaseId": ROOT},
            "region": {"startLine": finding.line, "startColumn": finding.column},
        }
    }


def _marks(finding: Finding) -> tuple[str, ...]:
    """What a finding is recognised by in a later run, though its line may be another then."""
    return (
        finding.rule,
        finding.file,
        finding.row_id or "",
        finding.field or "",
        finding.found,
    )


def _fingerprint(*marks: str) -> dict[str, dict[str, str]]:
    data = "\0".join(marks).encode("utf-8", "backslashreplace")
    return {"partialFingerprints": {FINGERPRINT: hashlib.sha256(data).hexdigest()}}
