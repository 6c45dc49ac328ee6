"""Every rule is in the catalogue, of which ``docs/write.py`` makes the page of rules."""

from __future__ import annotations

import re
from pathlib import Path

from isk_indicators.check import catalogue, coverage, history, report_text, structure
from isk_indicators.rules import proofs
from isk_indicators.rules.registry import RULES
from isk_indicators.schema import known_schemas
from tests.check.sample_package import SamplePackage

ROOT = Path(__file__).resolve().parents[2]


def test_every_rule_is_listed_once() -> None:
    ids = [entry.id for entry in catalogue.catalogue()]
    rules = {rule.id for table in known_schemas() for rule in RULES[table]}
    assert len(ids) == len(set(ids))
    rules |= {rule.id for rule in proofs.FURTHER}
    described = {(rule.id, rule.description) for table in known_schemas() for rule in RULES[table]}
    assert len({id_ for id_, _ in described}) == len(described)
    assert {*ids} == {*structure.RULES, *rules, *coverage.RULES, *history.RULES}


def test_every_entry_says_what_it_rejects_and_where() -> None:
    columns = {(t, name) for t, schema in known_schemas().items() for name in schema.names}
    for entry in catalogue.catalogue():
        assert re.fullmatch("[a-z]+(-[a-z]+)*", entry.id)
        assert entry.description.endswith((".", "report it."))
        assert entry.where
        assert columns.issuperset(entry.columns)


def test_the_columns_follow_from_the_schemas_and_the_rules() -> None:
    entries = {entry.id: entry for entry in catalogue.catalogue()}
    assert ("casualties", "incident_id") in entries["foreign-key"].columns
    assert ("places", "latitude") in entries["maximum"].columns
    assert ("incidents", "count_figure") in entries["figure-in-quote"].columns
    stages = ("byte-order-mark", "files"), ("enum", "structure"), ("figure-in-quote", "rules")
    assert all(entries[rule].stage == stage for rule, stage in stages)
    assert entries["byte-order-mark"].where == "any file"
    assert entries["required"].where.endswith(" columns")
    assert entries["spread"].where == "spread of force_estimates"


def test_a_rule_names_the_file_of_its_function() -> None:
    for entry in catalogue.catalogue():
        assert bool(entry.file) is (entry.stage == "rules")
        if entry.file:
            assert f'"{entry.id}"' in (ROOT / entry.file).read_text(encoding="utf-8")
            assert f"*error: {entry.where}* (`{entry.file}`)\n" in catalogue.section(entry)


def test_every_column_is_listed_with_its_proof() -> None:
    text = catalogue.by_column()
    for table, schema in known_schemas().items():
        section = text.partition(f"### {table}\n")[2].partition("\n### ")[0]
        assert re.findall(r"^\| `(.*?)` \|", section, re.MULTILINE) == [*schema.names]
    assert "not declared" not in text
    rules = "required, enum, code-cues, second-reading"
    assert f"| `victim_group` | cues in `victim_text` or in evidence | {rules} |" in text
    ids = {entry.id for entry in catalogue.catalogue()} | {"none"}
    listed = re.findall(r"^\| `.*\| (.*) \|$", text, re.MULTILINE)
    assert {id_ for ids_ in listed for id_ in ids_.split(", ")} <= ids


def test_every_kind_of_proof_is_explained() -> None:
    text = (ROOT / "docs" / "proofs.md").read_text(encoding="utf-8")
    headings = re.findall(r"^### (.*)$", text, re.MULTILINE)
    assert headings == [*proofs.KINDS, *known_schemas()]
    for kind in proofs.KINDS.values():
        assert kind.meaning in text
        assert all(f"- `{name}`" in text for name in kind.parameters)
    assert text.endswith(catalogue.by_column())


def test_a_page_has_a_heading_a_rule_to_link_to() -> None:
    entries = catalogue.catalogue()
    text = catalogue.page(entries, {"enum": "An example.\n"})
    assert re.findall(r"^### (.*)$", text, re.MULTILINE) == [entry.id for entry in entries]
    assert text.count("An example.") == 1
    assert catalogue.section(entries[0]) in text


def test_each_rule_of_a_sound_package_passed_what_it_judged(sample: SamplePackage) -> None:
    report = sample.check()
    assert [*report.rules] == [entry.id for entry in catalogue.catalogue()]
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
