"""``CONTRIBUTING.md`` names what exists, and a change takes the files that it lists, no more."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from pathlib import Path

import pytest

import isk_indicators as isk
from isk_indicators.check import catalogue, gate
from isk_indicators.release.codebook import codebook
from isk_indicators.rules import registry
from isk_indicators.rules.rule import Problem, rule
from isk_indicators.schema import DataPackage, Row, open_package
from isk_indicators.tables import Dataset
from isk_indicators.views import registry as views
from tests.check.sample_package import SamplePackage, rows
from tests.conftest import ROOT, MakePackage, as_installed

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
FIELD = {
    "name": "weapon",
    "title": "Weapon",
    "description": "What was used, in the words of the quote.",
    "type": "string",
}


def sections() -> dict[str, str]:
    """The page's sections by heading."""
    return dict(re.findall(r"^### ([^\n]+)\n(.*?)(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL))


def test_the_paths_named_exist() -> None:
    named = re.findall(r"`([\w/]+(?:/|\.(?:py|md)))`", PAGE)
    assert len(named) > 10
    places = (ROOT, ROOT / "src/isk_indicators")
    assert [n for n in named if not any((place / n).exists() for place in places)] == []


def test_a_change_costs_as_many_files_as_promised() -> None:
    costs = {
        heading: len(re.findall(r"^\d+\. ", text, re.MULTILINE))
        for heading, text in sections().items()
    }
    assert costs == {
        "Add a column": 2,
        "Add a rule": 2,
        "Add a view": 5,
        "Add an export format": 4,
    }


def add_column(package: DataPackage, table: str) -> DataPackage:
    """Do steps 1 and 2 of "Add a column": the schema and the CSV file."""
    path = package.root / "schemas" / f"{table}.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    schema["fields"].insert(-1, FIELD)
    path.write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    with package.path(table).open(encoding="utf-8", newline="") as file:
        header, *records = csv.reader(file)
    with package.path(table).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*header[:-1], FIELD["name"], header[-1]])
        writer.writerows([*cells[:-1], "", cells[-1]] for cells in records)
    return open_package(package.root)


def test_a_rule_needs_its_function_alone(
    make_package: MakePackage, monkeypatch: pytest.MonkeyPatch
) -> None:
    @rule("place-short", column="name")
    def name_is_short(name: str) -> Problem | None:
        """A name of more than five letters."""
        return Problem(name, "five letters", "Shorten it.") if len(name) > 5 else None

    rules = {**registry.RULES, "places": (*registry.RULES["places"], name_is_short)}
    for user in (gate, catalogue):
        monkeypatch.setattr(user, "RULES", rules)
    (one, *_) = gate.check(SamplePackage(make_package(rows())).root).findings
    assert (one.rule, one.file, one.field) == ("place-short", "datasets/places.csv", "name")
    assert (one.found, one.expected, one.message) == ("Farville", "five letters", "Shorten it.")
    described = {entry.id: entry.description for entry in catalogue.catalogue()}
    assert described["place-short"] == "A name of more than five letters."


def test_a_view_needs_its_schema_and_its_function_alone(
    make_package: MakePackage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = make_package(rows())
    schema = {
        "title": "Sources by length",
        "description": "The number of characters of each source.",
        "fields": [
            {"name": "source_id", "title": "Source", "description": "It.", "type": "string"},
            {"name": "length", "title": "Length", "description": "It.", "type": "integer"},
        ],
        "primaryKey": ["source_id"],
    }
    path = package.root / "schemas" / "views" / "lengths.json"
    path.write_text(json.dumps(schema), encoding="utf-8")
    monkeypatch.setitem(views.VIEWS, "lengths", None)  # removed at the end

    @views.view("lengths")
    def lengths_of(dataset: Dataset) -> list[Row]:
        return [
            {"source_id": row["source_id"], "length": row["characters"]}
            for row in dataset.rows("sources")
        ]

    with as_installed(package):
        isk.to_sqlite(tmp_path / "data.sqlite")
    with sqlite3.connect(tmp_path / "data.sqlite") as data:
        lengths = data.execute("SELECT source_id, length FROM view_lengths").fetchall()
    assert lengths == [(str(row["source_id"]), row["characters"]) for row in rows()["sources"]]


def test_a_column_needs_its_schema_and_its_csv_alone(
    make_package: MakePackage, tmp_path: Path
) -> None:
    changed = add_column(SamplePackage(make_package(rows())).package, "casualties")
    assert gate.check(changed.root).findings == ()
    with as_installed(changed):
        assert isk.load("casualties")["weapon"].isna().all()
        described = isk.describe("casualties").set_index("column")["description"]
        assert described["weapon"] == FIELD["description"]
        isk.to_sqlite(tmp_path / "data.sqlite")
    with sqlite3.connect(tmp_path / "data.sqlite") as data:
        assert data.execute("SELECT DISTINCT weapon FROM casualties").fetchall() == [(None,)]
    assert "| `weapon` | string | **Weapon.** What was used" in codebook(Dataset(changed))
