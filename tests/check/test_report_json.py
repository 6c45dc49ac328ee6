"""The JSON report: its keys stay, and it says all that the report says."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields, replace

from isk_indicators.check import report_machine, suggest
from isk_indicators.check.finding import MOST_OF_A_RULE, NO_SUGGESTION, Finding
from isk_indicators.check.gate import Report
from isk_indicators.schema import installed_version
from tests.check.sample_package import SamplePackage

KEYS = [
    "format",
    "version",
    "exit_code",
    "stopped",
    "counts",
    "errors",
    "warnings",
    "findings",
    "not_checked",
    "notes",
]


def read(report: Report) -> dict[str, object]:
    text = "\n".join(report_machine.json_lines(report))
    assert text.isascii()
    document: dict[str, object] = json.loads(text)
    return document


def test_the_keys_are_these_and_are_reported_in_the_module() -> None:
    document = read(Report())
    assert list(document) == KEYS
    assert all(f"``{key}``" in str(report_machine.json_document.__doc__) for key in KEYS)
    assert (document["format"], document["version"]) == (1, installed_version())


def test_a_finding_has_its_attributes_and_a_suggestion(sample: SamplePackage) -> None:
    sample.set("casualties", 2, "span_start", "26")
    sample.set("evidence", 2, "column_name", "plase_id")
    report = sample.check()
    document = read(report)
    reported = document["findings"]
    assert isinstance(reported, list)
    names = [field.name for field in fields(Finding) if field.default is MISSING]
    assert all(list(one) == [*names, "suggestion"] for one in reported)
    for one, finding in zip(reported, report.findings, strict=True):
        assert one == report_machine.finding_as_data(finding)
        assert all(one[name] == getattr(finding, name) for name in names)
    moved, meant = (one["suggestion"] for one in reported)
    assert moved["did_you_mean"] == []
    assert moved["corrected_line"].startswith("cas-0001,")
    assert meant == {
        "did_you_mean": [{"value": "place_id", "label": "Place"}],
        "corrected_line": None,
    }


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
