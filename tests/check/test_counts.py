"""What each rule judged."""

from __future__ import annotations

from isk_indicators.check import report_text
from isk_indicators.check.catalogue import catalogue
from tests.check.sample_package import SamplePackage


def test_each_rule_of_a_sound_package_passed_what_it_judged(sample: SamplePackage) -> None:
    report = sample.check()
    assert [*report.rules] == [entry.id for entry in catalogue()]
    for counts in report.rules.values():
        assert (counts.unsure, counts.faults) == (0, 0)
        assert counts.passed == counts.judged
    assert report.rules["figure-in-quote"].judged == 3
    assert report.rules["merge-conflict"].judged == len(report.counts)
    hits = sum(report.rules[rule].judged for rule in report.rules if rule.startswith("open-"))
    assert hits == sum(counts.hits for counts in report.coverage) > 0
    rows = sum(report.counts.values())
    assert report_text.summary(report) == (
        f"datasets: {len(report.counts)} tables, {rows} rows, {len(report.rules)} rules, "
        f"{hits} hits: no faults"
    )


def test_faults_and_what_could_not_be_decided_are_counted(sample: SamplePackage) -> None:
    sound = sample.check().rules
    sample.set("casualties", 2, "harm", "x")
    sample.set("casualties", 3, "figure", "7")
    rules = sample.check().rules
    assert (rules["enum"].judged, rules["enum"].faults) == (sound["enum"].judged, 1)
    harm = rules["harm-word"]
    assert (harm.judged, harm.unsure, harm.faults) == (sound["harm-word"].judged, 1, 0)
    assert rules["figure-in-quote"].faults == 1
    assert rules["open-harm"].unsure > 0
    for counts in rules.values():
        assert counts.judged == counts.passed + counts.unsure + counts.faults
        assert counts.passed >= 0


def test_each_place_of_a_cause_is_a_fault(sample: SamplePackage) -> None:
    for line in (2, 3):
        sample.set("casualties", line, "incident_id", "inc-0009")
    report = sample.check()
    assert (report.rules["foreign-key"].faults, report.errors) == (2, 1)


def test_a_rule_on_files_counts_files(sample: SamplePackage) -> None:
    for line in (2, 3):
        sample.set("casualties", line, "note", "x ")
    assert sample.check().rules["outer-blanks"].faults == 1
