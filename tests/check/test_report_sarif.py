"""The SARIF log; tests/strangers holds it to the official schema."""

from __future__ import annotations

import json
from typing import Any

from isk_indicators.check import report_machine
from isk_indicators.check.catalogue import catalogue
from isk_indicators.check.finding import Finding
from isk_indicators.check.gate import Report
from tests.check.sample_package import SamplePackage

WORKFLOW = {
    "GITHUB_SERVER_URL": "https://example.org",
    "GITHUB_REPOSITORY": "someone/isk",
    "GITHUB_SHA": "0a1b",
}


def run_of(report: Report, **environment: str) -> dict[str, Any]:
    text = "\n".join(report_machine.sarif_lines(report, environment))
    document = json.loads(text)
    assert (document["version"], document["$schema"]) == ("2.1.0", report_machine.SARIF_SCHEMA)
    (run,) = document["runs"]
    found: dict[str, Any] = run
    return found


def test_a_finding_is_a_result_at_its_place(sample: SamplePackage) -> None:
    sample.set("actors", 2, "note", "\U0001f399\u0007")
    sample.set("actors", 2, "kind", "x")
    report = sample.check()
    run = run_of(report)
    assert run["columnKind"] == "unicodeCodePoints"
    for result, finding in zip(run["results"], report.findings, strict=True):
        assert (result["ruleId"], result["level"]) == (finding.rule, "error")
        assert finding.message in result["message"]["text"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert place["artifactLocation"] == {"uri": finding.file, "uriBaseId": "SRCROOT"}
        assert place["region"] == {"startLine": finding.line, "startColumn": finding.column}
    assert "SRCROOT" in run["originalUriBaseIds"]
    assert str(sample.root) not in json.dumps(run)


def test_every_rule_is_described_and_found_by_its_number() -> None:
    entries = catalogue()
    findings = tuple(Finding(e.id, "error", "a.csv", 1, 1, None, None, "", "", "") for e in entries)
    run = run_of(Report(findings))
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [entry.id for entry in entries]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    for rule, entry in zip(rules, entries, strict=True):
        assert rule["shortDescription"]["text"] == entry.description
        assert rule["help"]["text"].endswith(f"docs/rules.md#{entry.id}")


def test_the_page_of_rules_has_an_address_where_a_workflow_gives_one() -> None:
    (first, *_) = run_of(Report(), **WORKFLOW)["tool"]["driver"]["rules"]
    page = "https://example.org/someone/isk/blob/0a1b/docs/rules.md"
    assert first["helpUri"] == f"{page}#{first['id']}"
    assert "helpUri" not in run_of(Report())["tool"]["driver"]["rules"][0]


def test_a_fingerprint_outlives_a_line_that_moves() -> None:
    def prints(*findings: Finding) -> list[str]:
        results = run_of(Report(findings))["results"]
        return [result["partialFingerprints"][report_machine.FINGERPRINT] for result in results]

    def finding(line: int, found: str = "x", row: str = "cas-0001") -> Finding:
        return Finding("enum", "error", "a.csv", line, 9, row, "harm", found, "", "")

    assert prints(finding(2)) == prints(finding(7))
    others = [finding(2), finding(2, "y"), finding(2, row="cas-0002"), finding(3)]
    assert len(set(prints(*others))) == 4
    assert prints(*others) == prints(*others)


def test_what_was_not_checked_is_a_notification() -> None:
    (invocation,) = run_of(Report(not_checked=("one", "two")))["invocations"]
    notes = invocation["toolExecutionNotifications"]
    assert [(n["descriptor"]["id"], n["message"]["text"]) for n in notes] == [
        ("not-checked", "one"),
        ("not-checked", "two"),
    ]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (True, 0)


def test_a_note_is_a_notification_of_its_level() -> None:
    (invocation,) = run_of(Report(notes=("one",)))["invocations"]
    (note,) = invocation["toolExecutionNotifications"]
    assert (note["descriptor"]["id"], note["level"], note["message"]["text"]) == (
        "note", "note", "one",
    )  # fmt: skip
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (True, 0)


def test_a_check_that_could_not_run_was_no_success() -> None:
    run = run_of(Report(stopped="no such folder"))
    (invocation,) = run["invocations"]
    (note,) = invocation["toolExecutionNotifications"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 2)
    assert (note["level"], note["message"]["text"]) == ("error", "no such folder")
    assert run["tool"]["driver"]["notifications"][note["descriptor"]["index"]]["id"] == "stopped"
    assert run["results"] == []


def test_a_file_name_is_escaped_as_an_address() -> None:
    finding = Finding("stray-file", "error", "datasets/a b#é.csv", 1, 1, None, None, "", "", "")
    (result,) = run_of(Report((finding,)))["results"]
    location = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location["uri"] == "datasets/a%20b%23%C3%A9.csv"
