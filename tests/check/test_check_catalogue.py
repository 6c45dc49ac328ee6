"""Every rule is in the catalogue, of which ``docs/write.py`` makes the page of rules."""

from __future__ import annotations

import re

from isk_indicators.check import catalogue, coverage, history, structure
from isk_indicators.rules import proofs
from isk_indicators.rules.registry import RULES
from isk_indicators.schema import known_schemas


def test_every_rule_is_listed_once() -> None:
    ids = [entry.id for entry in catalogue.catalogue()]
    rules = {rule.id for table in known_schemas() for rule in RULES[table]}
    assert len(ids) == len(set(ids))
    rules |= {rule.id for rule in proofs.FURTHER}
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
    text = catalogue.proofs_page()
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
