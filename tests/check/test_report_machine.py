"""The report for programs: JSON, SARIF and GitHub."""

from __future__ import annotations

import json
import re
from dataclasses import MISSING, fields, replace
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from isk_indicators.check import report_machine, report_text, suggest
from isk_indicators.check.catalogue import RuleCounts, catalogue
from isk_indicators.check.finding import MOST_OF_A_RULE, NO_SUGGESTION, Finding
from isk_indicators.check.gate import Report
from isk_indicators.cli import main
from isk_indicators.schema import installed_version
from isk_indicators.tables import ReadingCounts
from tests.check.finding_factory import finding
from tests.check.sample_package import KILLING, SamplePackage

# JSON


KEYS = [
    "format",
    "version",
    "exit_code",
    "stopped",
    "counts",
    "errors",
    "warnings",
    "rules",
    "findings",
    "left_out",
    "not_checked",
    "notes",
    "readings",
]


def read(report: Report) -> dict[str, object]:
    text = "\n".join(report_machine.check_json(report))
    assert text.isascii()
    document: dict[str, object] = json.loads(text)
    return document


def test_the_keys_are_these_and_are_reported_in_the_module() -> None:
    document = read(Report())
    assert list(document) == KEYS
    assert all(f"``{key}``" in str(report_machine.json_document.__doc__) for key in KEYS)
    assert (document["format"], document["version"]) == (1, installed_version())


def test_the_cells_read_twice_are_counted_by_column() -> None:
    readings = (ReadingCounts("actors", "kind", 3, 2, 1),)
    counts = {"table": "actors", "column": "kind", "cells": 3, "read_twice": 2, "differing": 1}
    assert read(Report(readings=readings))["readings"] == [counts]


def test_a_finding_has_its_attributes_and_a_suggestion(sample: SamplePackage) -> None:
    sample.set("casualties", 2, "span_start", "26")
    sample.set("evidence", 2, "column_name", "plase_id")
    report = sample.check()
    document = read(report)
    reported = document["findings"]
    assert isinstance(reported, list)
    names = [field.name for field in fields(Finding) if field.default is MISSING]
    assert all(list(one) == [*names, "suggestion", "others"] for one in reported)
    for one, found in zip(reported, report.findings, strict=True):
        assert one == report_machine.finding_as_data(found)
        assert all(one[name] == getattr(found, name) for name in names)
    moved, meant = (one["suggestion"] for one in reported)
    assert moved["did_you_mean"] == []
    assert moved["corrected_line"].startswith("cas-0001,")
    assert meant == {
        "did_you_mean": [{"value": "place_id", "label": "Place"}],
        "corrected_line": None,
        "nearest": [],
    }


def test_a_quote_that_is_nowhere_has_the_lines_with_the_nearest_passages(
    sample: SamplePackage,
) -> None:
    sound = sample.data("casualties").decode().split("\n")[1]
    sample.set("casualties", 2, "quote", KILLING.replace("gunmen", "gunmin"))
    (found,) = sample.check().findings
    assert report_machine.finding_as_data(found)["suggestion"] == {
        "did_you_mean": [],
        "corrected_line": None,
        "nearest": [sound],
    }
    assert str(report_machine.annotation(found)).replace("%0A", "\n").endswith(f"perhaps: {sound}")


def test_the_findings_of_one_cause_are_one_with_its_places(sample: SamplePackage) -> None:
    for line in (2, 3):
        sample.set("casualties", line, "incident_id", "inc-0009")
    report = sample.check()
    (found,) = report.findings
    (other,) = found.others
    assert (found.line, other.line, report.errors, report.exit_code) == (2, 3, 1, 1)
    at = {"file": "datasets/casualties.csv", "line": 3, "column": 10, "row_id": "cas-0002"}
    reported: Any = read(report)["findings"]
    assert reported[0]["others"] == [{**at, "field": "incident_id", "found": "inc-0009"}]
    (result,) = run_of(report)["results"]
    (location,) = result["relatedLocations"]
    place = location["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "datasets/casualties.csv"
    assert place["region"] == {"startLine": 3, "startColumn": 10}
    text = "also at:  datasets/casualties.csv:3:10 (cas-0002)"
    assert text in result["message"]["text"]
    assert text in report_machine.annotation(found)
    assert text in "\n".join(report_text.plain_lines(report))


def test_notes_are_reported() -> None:
    document = read(Report(notes=("nothing to compare with",)))
    assert (document["notes"], document["exit_code"]) == (["nothing to compare with"], 0)


def test_counts_and_gaps_are_reported(sample: SamplePackage) -> None:
    sample.path("places").unlink()
    report = sample.check()
    document = read(report)
    assert document["not_checked"] == [*report.not_checked] != []
    assert document["counts"] == dict(report.counts)
    assert (document["exit_code"], document["errors"], document["warnings"]) == (1, 1, 0)


def test_what_each_rule_judged_is_counted() -> None:
    document = read(Report(rules={"enum": RuleCounts(9, 2, 3)}))
    assert document["rules"] == {"enum": {"judged": 9, "passed": 4, "unsure": 2, "faults": 3}}


def test_a_check_that_could_not_run_says_why() -> None:
    document = read(Report(stopped="no such folder"))
    assert (document["exit_code"], document["stopped"]) == (2, "no such folder")
    assert read(Report())["stopped"] is None


def test_a_byte_that_is_no_utf_8_is_readable_json() -> None:
    finding = Finding("encoding", "error", "a.csv", 1, 1, None, None, "x\udce9 é", "", "")
    (reported,) = read(Report((finding,)))["findings"]  # type: ignore[misc]
    assert reported["found"] == "x\\udce9 é"  # type: ignore[index]


def test_hints_are_given_for_the_first_of_a_rule_only(sample: SamplePackage) -> None:
    sample.set("casualties", 2, "incident_id", "inc-1")
    (finding,) = (f for f in sample.check().findings if f.rule == "pattern")
    many = [replace(finding, suggestion=NO_SUGGESTION)] * (MOST_OF_A_RULE + 1)
    document = read(Report(tuple(suggest.complete(sample.package, {}, many))))
    reported = document["findings"]
    assert isinstance(reported, list)
    assert [one["suggestion"] is None for one in reported] == [False] * MOST_OF_A_RULE + [True]


# SARIF (tests/strangers holds it to the official schema)


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
    for result, found in zip(run["results"], report.findings, strict=True):
        assert (result["ruleId"], result["level"]) == (found.rule, "error")
        assert found.message in result["message"]["text"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert place["artifactLocation"] == {"uri": found.file, "uriBaseId": "SRCROOT"}
        assert place["region"] == {"startLine": found.line, "startColumn": found.column}
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
    readings = (ReadingCounts("actors", "kind", 3, 3, 1),)
    (invocation,) = run_of(Report(notes=("one",), readings=readings))["invocations"]
    note, twice = invocation["toolExecutionNotifications"]
    assert twice["message"]["text"] == "read twice: 3 of 3 coded cells; read once: none"
    assert (note["descriptor"]["id"], note["level"], note["message"]["text"]) == (
        "note", "note", "one",
    )  # fmt: skip
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (True, 0)


def test_a_run_has_no_more_results_than_code_scanning_takes() -> None:
    warning = finding(severity="warning")
    errors = tuple(finding(line=line) for line in range(report_machine.MOST_RESULTS - 1))
    run = run_of(Report((warning, warning, warning, *errors)))
    assert [result["level"] for result in run["results"][-2:]] == ["error", "warning"]
    assert len(run["results"]) == report_machine.MOST_RESULTS == 25_000
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["descriptor"]["id"] == "left-out"
    text = "2 more findings: correct these first"
    assert note["message"]["text"] == text


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


# GitHub


def log(report: Report, **environment: str) -> list[str]:
    return list(report_machine.github_lines(report, environment))


def test_a_finding_is_an_annotation_on_its_line() -> None:
    first, *_ = log(Report((finding(),)))
    assert first == (
        "::error file=datasets/casualties.csv,line=14,col=23,"
        "title=figure-in-quote%3A cas-0013 figure"
        "::error[figure-in-quote] cas-0013 figure: Copy the figure."
        "%0Afound:    144%0Aexpected: words of the quote"
    )


def test_a_warning_is_one_here_too() -> None:
    first, *_ = log(Report((finding(severity="warning"),)))
    assert first.startswith("::warning file=")


def test_what_would_end_a_property_or_the_line_is_escaped() -> None:
    hostile = finding(file="a,b:c%.csv", row_id="x\r\n::error::y", message="50 %\n::error::z")
    first, *_ = log(Report((hostile,)))
    assert first.startswith("::error file=a%2Cb%3Ac%25.csv,line=14,")
    assert "50 %25\\n::error::z" in first
    assert not {"\r", "\n"}.intersection(first)
    assert report_machine.workflow_command("error", "a%\r\n:,b", file="c%\r\n:,d") == (
        "::error file=c%25\\r\\n%3A%2Cd::a%25\\r%0A:,b"
    )


def test_nine_are_annotated_errors_first_and_the_tenth_counts_the_rest(tmp_path: Path) -> None:
    warnings = tuple(finding(line=line, severity="warning") for line in range(1, 8))
    errors = tuple(finding(line=line) for line in range(20, 25))
    report = Report((*warnings, *errors))
    reported = [line for line in log(report) if line.startswith("::")]
    assert [line.split(" ")[0] for line in reported] == ["::error"] * 5 + ["::warning"] * 5
    assert reported[-1].endswith("::and 3 more, listed as text: isk-indicators check")
    with_summary = log(report, GITHUB_STEP_SUMMARY=str(tmp_path / "summary.md"))
    assert "::and 3 more, listed in the summary of this run" in with_summary[9]
    assert len([line for line in log(Report(errors * 2)) if line.startswith("::error")]) == 10
    assert not any("more" in line for line in log(Report(errors)))


def test_the_log_ends_with_the_gaps_and_the_summary() -> None:
    *_, gap, summary = log(Report((finding(),), ("one\n::error::x",)))
    assert (gap, summary) == ("not checked: one\\n::error::x", "1 error in 1 file")


def test_notes_stand_in_the_log_and_in_the_summary() -> None:
    report = Report(notes=("no <release>",))
    assert "note: no <release>" in log(report)
    assert not [line for line in log(report) if line.startswith("::")]
    assert report_machine.github_summary(report).endswith("\n- note: no &#60;release&#62;\n")


def test_a_check_that_could_not_run_is_an_error() -> None:
    assert log(Report(stopped="no % folder")) == [
        "::error title=isk-indicators check::could not check: no %25 folder"
    ]


def test_hints_are_in_the_annotation(sample: SamplePackage) -> None:
    sample.set("casualties", 2, "span_start", "26")
    sample.set("evidence", 2, "column_name", "plase_id")
    first, second, *_ = report_machine.github_lines(sample.check(), {})
    assert "%0Athe corrected line: cas-0001,inc-0001,killed," in first
    assert second.endswith("%0Adid you mean: place_id?")


@pytest.mark.parametrize(
    ("workspace", "repository", "folder", "above"),
    [
        (".", "", ".", ""),
        (".", "", "data/i sk", "data/i sk/"),
        (".", "data", "data/i sk", "data/i sk/"),
        ("elsewhere", "", "data", ""),
        ("elsewhere", "data", "data/i sk", "i sk/"),
        ("", "data", "data/i sk", "i sk/"),
        ("", "data", "data", ""),
        ("", "", "data", ""),
    ],
)
def test_files_are_named_from_the_repositorys_root(
    workspace: str, repository: str, folder: str, above: str, tmp_path: Path
) -> None:
    environment = {"GITHUB_WORKSPACE": str(tmp_path / workspace)} if workspace else {}
    if repository:
        (tmp_path / repository).mkdir()
        (tmp_path / repository / ".git").write_text("gitdir: elsewhere")  # as in a worktree
    report = Report((finding(),), root=tmp_path / folder)
    first, *_ = report_machine.github_lines(report, environment)
    assert first.startswith(f"::error file={above}datasets/casualties.csv,line=14,")
    (location,) = run_of(report, **environment)["results"][0]["locations"]
    uri = location["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == f"{above.replace(' ', '%20')}datasets/casualties.csv"


# The step summary


def test_the_summary_lists_every_finding_behind_what_stands_there(tmp_path: Path) -> None:
    path = tmp_path / "summary.md"
    path.write_text("before\n", encoding="utf-8")
    findings = tuple(finding(line=line) for line in range(1, 31))
    log(Report(findings, ("the rest",)), GITHUB_STEP_SUMMARY=str(path))
    text = path.read_text(encoding="utf-8")
    assert text.startswith("before\n## isk-indicators check\n\n30 errors in 1 file\n\n| place |")
    rows = [line for line in text.splitlines() if line.startswith("| datasets/")]
    assert len(rows) == 30
    assert rows[0] == (
        "| datasets/casualties.csv:1:23 | error\\[figure-in-quote\\] | cas-0013 | figure "
        "| Copy the figure. | 144 | words of the quote |"
    )
    assert text.endswith("\n- not checked: the rest\n")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("none/summary.md", "No such file or directory"),
        ("folder", "Is a directory"),
        ("file/summary.md", "Not a directory"),
        ("read-only", "Permission denied"),
    ],
)
def test_a_summary_that_cannot_be_written_is_an_error_after_the_log(
    name: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    if name == "read-only":  # root may write every file

        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(13, reason)

        monkeypatch.setattr(Path, "open", refuse)
    path = tmp_path / name
    report = Report((finding(),) * 12)
    lines = report_machine.github_lines(report, {"GITHUB_STEP_SUMMARY": str(path)})
    assert [*islice(lines, len(log(report)))] == log(report)
    with pytest.raises(OSError, match="step summary") as refused:
        next(lines)
    assert str(refused.value) == f"the step summary could not be written: {path} ({reason})"


def test_a_summary_that_cannot_be_written_makes_2(
    sample: SamplePackage, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(sample.root))
    sample.set("actors", 2, "kind", "x")
    assert main(["check", "--format", "github", str(sample.root)]) == 2
    out, err = capsys.readouterr()
    assert "::error file=datasets/actors.csv,line=2," in out
    assert err.startswith("check: the step summary could not be written: ")


def test_nothing_in_a_cell_marks_anything_up() -> None:
    row = report_machine.github_summary(
        Report((finding(found="a|b <img> `c` [d](e) **f** @g &amp; \\\nh"),))
    )
    line = row.splitlines()[6]
    assert len(re.findall(r"(?<!\\)\|", line)) == 8
    assert not set("<>").intersection(line)
    assert not re.findall(r"(?<!\\)[`*@\[~]", line)
    assert r"\\nh" in line


def test_a_clean_report_has_no_table() -> None:
    assert report_machine.github_summary(Report(counts={"actors": 3})) == (
        "## isk-indicators check\n\ndatasets: 1 table, 3 rows: no faults\n\n\n"
    )


def test_a_summary_beyond_one_mebibyte_is_cut_with_a_notice(tmp_path: Path) -> None:
    path = tmp_path / "summary.md"
    findings = tuple(finding(line=line, message="é" * 500) for line in range(1, 2001))
    log(Report(findings), GITHUB_STEP_SUMMARY=str(path))
    text = path.read_bytes().decode("utf-8")
    assert 900_000 < len(text.encode("utf-8")) <= report_machine.LARGEST_SUMMARY
    rows = text.count("| datasets/")
    assert f"\n{2000 - rows + 1} further lines are left out" in text


def test_a_stopped_check_says_so_in_the_summary() -> None:
    assert report_machine.github_summary(Report(stopped="no <folder>")).endswith(
        "could not check: no &#60;folder&#62;\n"
    )
