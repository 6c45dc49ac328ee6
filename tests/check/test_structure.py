"""The stage structure: its rules, its two engines, and missing keys."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import frictionless
import frictionless.errors
import pytest

from isk_indicators import check
from isk_indicators.check import gate, structure
from isk_indicators.check.package import inspect_files
from isk_indicators.rules import constraints
from isk_indicators.rules import schema as rules_schema
from isk_indicators.schema import DataPackage
from tests.check.sample_package import SamplePackage, by_rule

_WRITTEN_BY_US = "the check gives frictionless the cells"
_NOT_ASKED = "no such check is switched on"
_BASE_CLASS = "a base class, never raised itself"
_OTHER_METADATA = "the check gives no such metadata"

IMPOSSIBLE = (
    dict.fromkeys(
        ("blank-header", "blank-label", "duplicate-label", "extra-label", "incorrect-label"),
        _WRITTEN_BY_US,
    )
    | dict.fromkeys(("missing-label", "unmatched-header", "extra-cell"), _WRITTEN_BY_US)
    | dict.fromkeys(("missing-cell", "encoding-error", "source-error"), _WRITTEN_BY_US)
    | dict.fromkeys(("scheme-error", "format-error", "compression-error"), _WRITTEN_BY_US)
    | {"blank-row": "a row without any value is left out, or its cells are rejected"}
    | dict.fromkeys(("byte-count", "hash-count", "field-count", "row-count"), _OTHER_METADATA)
    | dict.fromkeys(("truncated-value", "forbidden-value", "sequential-value"), _NOT_ASKED)
    | dict.fromkeys(("ascii-value", "duplicate-row", "row-constraint"), _NOT_ASKED)
    | dict.fromkeys(("deviated-cell", "deviated-value", "required-value"), _NOT_ASKED)
    | {"table-dimensions": _NOT_ASKED, "foreign-key": "pandas looks foreign keys up"}
    | dict.fromkeys(("error", "data-error", "file-error", "table-error"), _BASE_CLASS)
    | dict.fromkeys(("header-error", "label-error", "row-error", "cell-error"), _BASE_CLASS)
    | dict.fromkeys(("catalog-error", "dataset-error", "checklist-error"), _OTHER_METADATA)
    | dict.fromkeys(("check-error", "detector-error", "inquiry-error"), _OTHER_METADATA)
    | dict.fromkeys(("inquiry-task-error", "pipeline-error", "step-error"), _OTHER_METADATA)
    | dict.fromkeys(("report-error", "report-task-error", "stats-error"), _OTHER_METADATA)
)
"""Error types that cannot reach the check, each with the reason."""

TYPES = sorted(
    {
        error.type
        for _, error in inspect.getmembers(frictionless.errors, inspect.isclass)
        if issubclass(error, frictionless.Error)
    }
)


def test_there_are_error_types_to_be_looked_at() -> None:
    assert len(TYPES) > 50


@pytest.mark.parametrize("kind", TYPES)
def test_each_error_of_frictionless_is_in_just_one_table(kind: str) -> None:
    tables = (
        structure.FRICTIONLESS,
        {"constraint-error"},
        structure.DESCRIPTOR_ERRORS,
        IMPOSSIBLE,
    )
    assert sum(kind in table for table in tables) == 1


def test_the_tables_name_no_error_that_frictionless_lacks() -> None:
    # frictionless' own base class of all errors has the type "error" and is not exported.
    known = {*TYPES, "error"}
    named = structure.FRICTIONLESS.keys() | structure.DESCRIPTOR_ERRORS | IMPOSSIBLE.keys()
    assert named <= known


def test_what_is_translated_is_a_rule() -> None:
    assert set(structure.FRICTIONLESS.values()) | structure.CONSTRAINTS <= structure.RULES.keys()


def test_each_constraint_of_the_schemas_is_a_rule_for_both_engines(real: DataPackage) -> None:
    for schema in real.schemas.values():
        derived = {rule for rule, _ in rules_schema.constraints(schema)}
        assert derived <= structure.RULES.keys()


def test_each_rule_is_reported_somewhere_and_each_reported_rule_is_listed() -> None:
    folder = Path(check.__file__).parent
    sources = {p.stem: p.read_text(encoding="utf-8") for p in folder.glob("*.py")}
    code = "".join(text for name, text in sources.items() if name != "codes")
    reported = set(re.findall(r'"([a-z]+(?:-[a-z]+)*)"', code))
    derived = {*structure.SCHEMA_RULES}
    assert structure.RULES.keys() - derived <= reported


def test_rules_have_short_kebab_case_ids_and_a_sentence_each() -> None:
    for rule, rejects in structure.RULES.items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule)
        assert len(rule) <= 20
        assert rejects.endswith((".", "report it."))


def test_each_pattern_has_words_with_an_example_that_matches(real: DataPackage) -> None:
    fields = [f for schema in real.schemas.values() for f in schema.fields if f.pattern]
    for field in fields:
        words = constraints.form(field.pattern or "")
        assert words != constraints.form("no such form [xyz]"), field.name
        example = next(
            (example for example, form in constraints.FORMS if form == words), words.split()[-1]
        )
        assert re.fullmatch(field.pattern or "", example), (field.name, example)


def test_every_type_of_the_schemas_has_words(real: DataPackage) -> None:
    types = {f.type for schema in real.schemas.values() for f in schema.fields}
    assert types - {"string"} <= constraints.TYPES.keys()


# The engines


def test_a_limit_of_errors_that_is_reached_is_said(
    sample: SamplePackage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(structure, "MOST_ERRORS", 2)
    for name in ("harm", "covers"):
        sample.set("casualties", 2, name, "x")
        sample.set("casualties", 3, name, "x")
    report = sample.check()
    assert "the rest of casualties (frictionless reached error limit: 2)" in report.not_checked
    assert len(by_rule(report)["enum"]) == 4, "pandera finds all"


def test_an_error_without_a_name_is_reported_loudly(
    sample: SamplePackage, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = SimpleNamespace(type="brand-new", message="Something new.", row_number=2)
    task = SimpleNamespace(name="casualties", errors=[error], warnings=[])
    monkeypatch.setattr(gate, "silent_engines", list)
    monkeypatch.setattr(structure, "validate", lambda *_: [task])
    (finding,) = by_rule(sample.check())["unmapped"]
    assert finding.found == "brand-new: Something new."


def test_an_unknown_constraint_is_reported_loudly(sample: SamplePackage) -> None:
    def add(document: dict[str, Any]) -> None:
        field = next(f for f in document["fields"] if f["name"] == "note")
        field["constraints"] = {"minLength": 100}

    sample.schema("casualties", add)
    found = by_rule(sample.check())
    assert set(found) == {"unmapped"}
    assert "minLength" in found["unmapped"][0].found


@pytest.mark.parametrize(
    ("table", "line", "name", "text", "rule"),
    [
        ("casualties", 2, "harm", "x", "enum"),
        ("casualties", 2, "harm", "", "required"),
        ("casualties", 2, "incident_id", "x", "pattern"),
        ("casualties", 2, "stated_low", "x", "type"),
        ("casualties", 2, "stated_low", "-1", "minimum"),
        ("casualties", 2, "stated_low", "1000000001", "maximum"),
        ("casualties", 3, "casualty_id", "cas-0001", "primary-key"),
        ("actors", 3, "name", "Red Band", "unique"),
    ],
)
def test_both_engines_see_it_and_one_finding_tells_it(  # noqa: PLR0913, PLR0917
    sample: SamplePackage, table: str, line: int, name: str, text: str, rule: str
) -> None:
    sample.set(table, line, name, text)
    tables = inspect_files(sample.package).tables
    reported, unmapped = structure.frictionless_problems(sample.package, tables, [])
    fault = structure.StructureProblem(rule, table, line - 2, name)
    assert unmapped == []
    assert fault in reported
    assert fault in structure.pandera_problems(tables)
    assert len(sample.check().findings) == 1


def test_what_frictionless_reads_is_what_stands(sample: SamplePackage) -> None:
    """Cells that hold other delimiters and quotation marks are not torn apart on the way."""
    for text in ("a;b;c", "a\tb".replace("\t", "|"), 'say ""', "'x', y", ",,,"):
        sample.set("casualties", 2, "note", text)
        tables = inspect_files(sample.package).tables
        assert structure.frictionless_problems(sample.package, tables, []) == ([], [])
