"""``CONTRIBUTING.md`` names what exists, and a change takes the files that it lists, no more."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import isk_indicators as isk
from isk_indicators import views
from isk_indicators.check import catalogue, gate
from isk_indicators.release.codebook import codebook
from isk_indicators.rules import registry
from isk_indicators.rules.rule import Problem, rule
from isk_indicators.schema import DataPackage, Row, open_package
from isk_indicators.tables import Dataset
from tests.check.sample_package import ACCUSATION, SamplePackage, rows, span
from tests.conftest import ROOT, MakePackage, as_installed

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
FIELD = {
    "name": "weapon",
    "title": "Weapon",
    "description": "What was used, in the words of the quote.",
    "type": "string",
    "isk": {"proof": {"by": "printed"}},
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
        "Add a table": 3,
        "Add a rule": 3,
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
    for user in (registry, catalogue):
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
    report = gate.check(changed.root)
    assert (report.findings, report.stopped) == ((), "")
    with as_installed(changed):
        assert isk.load("casualties")["weapon"].isna().all()
        described = isk.describe("casualties").set_index("column")["description"]
        assert described["weapon"] == FIELD["description"]
        isk.to_sqlite(tmp_path / "data.sqlite")
    with sqlite3.connect(tmp_path / "data.sqlite") as data:
        assert data.execute("SELECT DISTINCT weapon FROM casualties").fetchall() == [(None,)]
    assert "| `weapon` | string | **Weapon.** What was used" in codebook(Dataset(changed))


# A table that only its schema describes


def field(
    name: str, proof: dict[str, object], type_: str = "string", **more: Any
) -> dict[str, Any]:
    """A column of the further table, with its proof."""
    isk = {"proof": proof, **more.pop("isk", {})}
    described = {"title": name.capitalize(), "description": f"The {name}.", "type": type_}
    return {"name": name, **described, **more, "isk": isk}


OF_FIGURE = {"by": "figure", "of": "number"}
SPAN_PROOF = {"by": "span"}
DAMAGES = {
    "fields": [
        field("damage_id", {"by": "computed", "from": "the ids given before"}),
        field("incident_id", {"by": "link", "ties": ["elsewhere", "near"]}),
        field("owner_id", {"by": "name"}),
        field("place_id", {"by": "name"}),
        field("object", {"by": "printed"}),
        field(
            "extent",
            {"by": "code"},
            constraints={"enum": ["damaged", "destroyed"]},
            isk={
                "meanings": {"damaged": "In part.", "destroyed": "As a whole."},
                "cues": {"damaged": ["attacked"], "destroyed": ["destroy*"]},
            },
        ),
        field("number", {"by": "figure", "qualifier": "hedge", "low": "least", "high": "most"}),
        field("hedge", OF_FIGURE),
        field("least", OF_FIGURE, "integer"),
        field("most", OF_FIGURE, "integer"),
        field("day", {"by": "date", "basis": "day_basis"}),
        field("day_basis", {"by": "date", "of": "day"}),
        field("source_id", SPAN_PROOF),
        field("span_start", SPAN_PROOF, "integer"),
        field("span_end", SPAN_PROOF, "integer"),
        field("quote", SPAN_PROOF),
    ],
    "missingValues": [""],
    "primaryKey": ["damage_id"],
    "foreignKeys": [
        {"fields": [name], "reference": {"resource": table, "fields": [key]}}
        for name, table, key in (
            ("incident_id", "incidents", "incident_id"),
            ("owner_id", "actors", "actor_id"),
            ("place_id", "places", "place_id"),
            ("source_id", "sources", "source_id"),
        )
    ],
}
DAMAGE = {
    "damage_id": "dmg-0001",
    "incident_id": "inc-0002",
    "owner_id": "act-0003",
    "place_id": "plc-0002",
    "object": "market",
    "extent": "damaged",
    "number": "several",
    "hedge": "vague",
    "day": "2023",
    "day_basis": "stated",
    **span("src-001", ACCUSATION),
}


def add_table(package: DataPackage, row: Mapping[str, object]) -> DataPackage:
    """Do the steps of "Add a table", with one row."""
    root = package.root
    (root / "schemas" / "damages.json").write_text(json.dumps(DAMAGES), encoding="utf-8")
    descriptor = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    (model,) = (r for r in descriptor["resources"] if r["name"] == "places")
    own = {"name": "damages", "path": "datasets/damages.csv", "schema": "schemas/damages.json"}
    descriptor["resources"].append({**model, **own})
    (root / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    names = [f["name"] for f in DAMAGES["fields"]]
    with (root / "datasets" / "damages.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerow(row)
    return open_package(root)


@pytest.mark.parametrize(
    ("cells", "rule", "column"),
    [
        ({}, None, None),
        ({"span_end": 9}, "span-bounds", "span_end"),
        ({"quote": f"{ACCUSATION}, dead"}, "span-slice", "quote"),
        ({"number": "some"}, "figure-in-quote", "number"),
        ({"least": 7}, "figure-low", "least"),
        ({"most": 7}, "figure-high", "most"),
        ({"hedge": "about"}, "figure-hedge", "hedge"),
        ({"day": "2022"}, "date-printed", "day"),
        ({"day_basis": ""}, "date-basis", "day_basis"),
        ({"object": "bridge"}, "printed", "object"),
        ({"owner_id": "act-0001"}, "actor-named", "owner_id"),
        ({"place_id": "plc-0001"}, "place-named", "place_id"),
        ({"extent": "destroyed"}, "code-cues", "extent"),
        ({"incident_id": "inc-0001"}, "link-elsewhere", "incident_id"),
    ],
)
def test_a_table_of_known_kinds_needs_no_python(
    make_package: MakePackage, cells: dict[str, object], rule: str | None, column: str | None
) -> None:
    changed = add_table(SamplePackage(make_package(rows())).package, {**DAMAGE, **cells})
    report = gate.check(changed.root)
    found = [(finding.rule, finding.file, finding.field) for finding in report.findings]
    assert report.stopped == ""
    assert found == ([(rule, "datasets/damages.csv", column)] if rule else [])


def test_a_proof_that_does_not_exist_stops_the_check(make_package: MakePackage) -> None:
    sample = SamplePackage(make_package(rows()))
    sample.schema("places", lambda s: s["fields"][1]["isk"].update(proof={"by": "oath"}))
    stopped = gate.check(sample.root).stopped
    assert stopped.startswith("places.json: the proof of name is of no known kind: span, figure,")
