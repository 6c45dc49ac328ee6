"""The contract of the views: schemas as strict as the tables', and frames that keep to them."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import isk_indicators as isk
from isk_indicators import views
from isk_indicators.schema import frame_fields, known_schemas, view_schemas
from isk_indicators.tables import DTYPES

ROOT = Path(__file__).resolve().parents[1]
SCHEMAS = sorted((ROOT / "schemas" / "views").glob("*.json"))
VIEWS = [path.stem for path in SCHEMAS]

SCHEMA_KEYS = {"$schema", "title", "description", "fields", "primaryKey"}
FIELD_KEYS = {"name", "title", "description", "type", "constraints", "isk"}
CONSTRAINT_KEYS = {"required", "enum", "minimum"}

# Fields of a view that say something else than a table's field of that name, and why.
UNLIKE_TABLES = {
    "certainty": "of several attributions together",
    "victim_group": "the group asked for",
    "row_id": "of any table that reports a measure",
    "low": "of a view, whatever the words are that it follows from",
    "best": "of a view, whatever the words are that it follows from",
    "high": "of a view, whatever the words are that it follows from",
}
# Fields that take other values than a table's field that says the same, and why.
WIDER = {"unit": "incidents and statements are counted too"}
# Fields of one name that differ between views, and why.
UNLIKE_VIEWS = {
    "actor": "a series is of one actor, a measure may be of several",
    "said_by": "of one claim, elsewhere of all that is said of an incident",
    "low": "a toll follows from the chosen rule, elsewhere from the words",
    "best": "a toll follows from the chosen rule, elsewhere from the words",
    "high": "a toll follows from the chosen rule, elsewhere from the words",
}


def document(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def fields() -> list[tuple[str, dict[str, Any]]]:
    return [(p.stem, f) for p in SCHEMAS for f in document(p)["fields"]]


def frame(name: str) -> pd.DataFrame:
    found: pd.DataFrame = getattr(isk, name)()
    return found


def said(field: Any) -> tuple[str, str, str]:
    return field.title, field.description, field.type


def test_there_is_a_view_for_each_schema() -> None:
    assert {*VIEWS} == {*views.VIEWS}
    assert {*VIEWS} <= {*isk.__all__}


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda p: p.stem)
def test_a_schema_holds_known_keys_alone(path: Path) -> None:
    schema = document(path)
    assert schema.keys() == SCHEMA_KEYS
    assert schema["title"]
    assert schema["description"].endswith(".")
    names = [field["name"] for field in schema["fields"]]
    assert len({*names}) == len({f["title"] for f in schema["fields"]}) == len(names)
    assert {*schema["primaryKey"]} <= {*names}
    assert any(field.get("isk", {}).get("brief") for field in schema["fields"]), "nothing is brief"
    for field in schema["fields"]:
        assert field.keys() <= FIELD_KEYS
        assert field.get("constraints", {}).keys() <= CONSTRAINT_KEYS
        assert field.get("isk", {}).keys() <= {"meanings", "corresponds", "brief"}
        assert field["type"] in DTYPES
        assert field["title"]
        assert field["description"].endswith(".")


def test_the_meanings_are_those_of_the_enumeration() -> None:
    coded = [(v, f) for v, f in fields() if "enum" in f.get("constraints", {})]
    assert coded
    for view, field in coded:
        meanings = field["isk"]["meanings"]
        assert list(meanings) == field["constraints"]["enum"], (view, field["name"])
        assert all(m.endswith(".") for m in meanings.values()), (view, field["name"])
    free = [f for _, f in fields() if "enum" not in f.get("constraints", {})]
    assert all("meanings" not in f.get("isk", {}) for f in free)


def test_a_field_says_what_the_tables_field_of_its_name_says() -> None:
    tables = defaultdict(set)
    for schema in known_schemas().values():
        for field in frame_fields(schema):
            tables[field.name].add(said(field))
    views = [field for schema in view_schemas().values() for field in schema.fields]
    shared = [field for field in views if field.name in tables]
    assert {f.name for f in shared if said(f) not in tables[f.name]} == UNLIKE_TABLES.keys()


def test_fields_of_one_name_are_the_same_in_every_view() -> None:
    definitions = defaultdict(set)
    for schema in view_schemas().values():
        for field in schema.fields:
            definitions[field.name].add(said(field))
    differing = {name for name, found in definitions.items() if len(found) > 1}
    assert differing == UNLIKE_VIEWS.keys()


def test_a_value_of_a_field_means_the_same_wherever_the_field_does() -> None:
    meanings = defaultdict(set)
    for schema in (*known_schemas().values(), *view_schemas().values()):
        for field in schema.fields:
            for value, meaning in field.meanings.items():
                meanings[field.name, field.description, value].add(meaning)
    assert [where for where, found in meanings.items() if len(found) > 1] == []


def test_a_field_takes_the_values_of_the_tables_field_that_says_the_same() -> None:
    tables = {said(f): f.enum for schema in known_schemas().values() for f in schema.fields}
    views = [field for schema in view_schemas().values() for field in schema.fields]
    shared = [field for field in views if said(field) in tables]
    assert {f.name for f in shared if f.enum != tables[said(f)]} == WIDER.keys()


@pytest.mark.parametrize("name", VIEWS)
def test_a_frame_has_the_columns_and_dtypes_of_its_schema(name: str) -> None:
    schema = view_schemas()[name]
    expected = {field.name: DTYPES[field.type] for field in schema.fields}
    found = frame(name).dtypes
    assert list(found.index) == list(expected)
    assert list(found) == [pd.api.types.pandas_dtype(dtype) for dtype in expected.values()]


@pytest.mark.parametrize("name", VIEWS)
def test_a_frame_keeps_to_the_constraints_of_its_schema(name: str) -> None:
    schema, rows = view_schemas()[name], frame(name)
    assert len(rows) > 0
    assert not rows[[*schema.key]].isna().any(axis=None), "a blank in the key"
    assert not rows.duplicated([*schema.key]).any()
    for field in schema.fields:
        cells = rows[field.name].dropna()
        assert not field.required or len(cells) == len(rows), field.name
        assert not field.enum or {*cells} <= {*field.enum}, field.name
        assert field.minimum is None or (cells >= field.minimum).all(), field.name


@pytest.mark.parametrize("harm", view_schemas()["tolls"].by_name["harm"].enum)
@pytest.mark.parametrize("rule", view_schemas()["tolls"].by_name["rule"].enum)
def test_every_harm_and_rule_of_the_schema_can_be_asked_for(harm: Any, rule: Any) -> None:
    rows = isk.tolls(harm=harm, rule=rule)
    assert {*rows["harm"]} == {harm}
    assert {*rows["rule"]} == {rule}


@pytest.mark.parametrize("fact", view_schemas()["disagreements"].by_name["fact"].enum)
def test_every_fact_of_the_schema_can_be_asked_for(fact: Any) -> None:
    assert {*isk.disagreements(fact)["fact"]} <= {fact}
