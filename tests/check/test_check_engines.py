from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from isk_indicators.check import gate, structure
from isk_indicators.check.package import inspect_files
from tests.check.house import House, by_rule


def test_a_limit_of_errors_that_is_reached_is_said(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(structure, "MOST_ERRORS", 2)
    for name in ("harm", "covers"):
        house.set("casualties", 2, name, "x")
        house.set("casualties", 3, name, "x")
    not_checked = house.check().not_checked
    assert "the rest of casualties (frictionless reached error limit: 2)" in not_checked


def test_an_error_without_a_name_is_told_loudly(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = SimpleNamespace(type="brand-new", message="Something new.", row_number=2)
    report = SimpleNamespace(
        errors=[], tasks=[SimpleNamespace(name="casualties", errors=[error], warnings=[])]
    )
    monkeypatch.setattr(gate.canary, "silent", list)
    monkeypatch.setattr(structure, "_validate", lambda _: report)
    (finding,) = by_rule(house.check())["unmapped"]
    assert finding.found == "brand-new: Something new."


def test_an_unknown_constraint_is_told_loudly(house: House) -> None:
    def add(document: dict[str, Any]) -> None:
        field = next(f for f in document["fields"] if f["name"] == "note")
        field["constraints"] = {"minLength": 100}

    house.schema("casualties", add)
    found = by_rule(house.check())
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
    house: House, table: str, line: int, name: str, text: str, rule: str
) -> None:
    house.set(table, line, name, text)
    tables = inspect_files(house.package).tables
    told, unmapped = structure.frictionless_faults(house.package, tables, {}, [])
    fault = structure.StructureProblem(rule, table, line - 2, name)
    assert unmapped == []
    assert fault in told
    assert fault in structure.derived_faults(tables)
    assert len(house.check().findings) == 1


def test_what_frictionless_reads_is_what_stands(house: House) -> None:
    """Cells that hold other delimiters and quotation marks are not torn apart on the way."""
    for text in ("a;b;c", "a\tb".replace("\t", "|"), 'say ""', "'x', y", ",,,"):
        house.set("casualties", 2, "note", text)
        tables = inspect_files(house.package).tables
        assert structure.frictionless_faults(house.package, tables, {}, []) == ([], [])
