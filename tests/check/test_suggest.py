from __future__ import annotations

import pytest

from isk_indicators.check import suggest
from isk_indicators.check.finding import Candidate, Finding, Suggestion
from tests.check.sample_package import SamplePackage

HARMS = ("killed", "wounded", "killed_or_wounded")
IDS = ("inc-0001", "inc-0012", "inc-0021")


@pytest.mark.parametrize(
    ("text", "values", "first"),
    [
        ("Killed", HARMS, "killed"),
        ("kіllеd", HARMS, "killed"),  # Cyrillic і and е
        ("ΚILLED", HARMS, "killed"),  # Greek Kappa
        ("ki1led", HARMS, "killed"),
        ("killed or wounded", HARMS, "killed_or_wounded"),
        ("woundet", HARMS, "wounded"),
        ("inc-12", IDS, "inc-0012"),
        ("INC 0012", IDS, "inc-0012"),
        ("inc\u20110012", IDS, "inc-0012"),
        ("inc-012O", ("inc-0120", *IDS), "inc-0120"),
    ],
)
def test_the_value_meant_comes_first(text: str, values: tuple[str, ...], first: str) -> None:
    assert suggest.similar(text, values)[0] == first


@pytest.mark.parametrize("text", ["", " ", "everything", "!"])
def test_what_is_like_nothing_suggests_nothing(text: str) -> None:
    assert suggest.similar(text, HARMS) == []


def test_zeros_within_a_number_stay() -> None:
    assert suggest.fold("inc-0100") != suggest.fold("inc-0010")


def hint(sample: SamplePackage, **changes: object) -> Suggestion:
    parts: dict[str, object] = {
        "rule": "foreign-key",
        "severity": "error",
        "file": "datasets/casualties.csv",
        "line": 2,
        "column": 10,
        "row_id": "cas-0001",
        "field": "incident_id",
        "found": "",
        "expected": "",
        "message": "",
    }
    finding = Finding(**(parts | changes))  # type: ignore[arg-type]
    return suggest.Suggester(sample.package, {}).complete(finding).suggestion


def test_a_row_of_the_same_words_is_likely(sample: SamplePackage) -> None:
    sample.set("casualties", 2, "incident_id", "inc-0777")
    assert hint(sample).did_you_mean == (Candidate("inc-0001", "Attack in Farville"),)


def test_a_large_table_suggests_no_ids(
    sample: SamplePackage, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample.set("casualties", 2, "incident_id", "inc-0777")
    monkeypatch.setattr(suggest, "MOST_COMPARED", 1)
    assert hint(sample) == Suggestion()


@pytest.mark.parametrize(
    ("rule", "column", "text", "meant"),
    [
        ("evidence-row", "row_id", "inc-001", "inc-0001"),
        ("evidence-column", "column_name", "target-type", "target_type"),
        ("evidence-value", "value", "Armed assault", "armed_assault"),
    ],
)
def test_evidence_is_compared_with_the_table_that_it_names(
    sample: SamplePackage, rule: str, column: str, text: str, meant: str
) -> None:
    sample.set("evidence", 2, "column_name", "event_type")
    sample.set("evidence", 2, column, text)
    reported = hint(sample, rule=rule, file="datasets/evidence.csv", field=column)
    assert reported.did_you_mean[0].value == meant


@pytest.mark.parametrize(
    "changes",
    [
        {"rule": "order"},
        {"field": None},
        {"line": 1},
        {"line": 99},
        {"file": "seeds/000_first.txt"},
        {"file": "datasets/none.csv"},
        {"rule": "evidence-row", "file": "datasets/withdrawn.csv"},
    ],
)
def test_what_cannot_be_read_suggests_nothing(
    sample: SamplePackage, changes: dict[str, object]
) -> None:
    sample.set("casualties", 2, "incident_id", "inc-1")
    assert hint(sample).did_you_mean
    assert hint(sample, **changes) == Suggestion()


def test_a_file_with_another_header_suggests_nothing(sample: SamplePackage) -> None:
    sample.set("casualties", 2, "incident_id", "inc-1")
    sample.line("casualties", 1, lambda text: text.replace("harm", "hurt"))
    assert hint(sample) == Suggestion()
