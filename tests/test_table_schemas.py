"""The contract: schemas that the standard knows, and one definition for each name."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from isk_indicators.rules import proofs
from isk_indicators.schema import LOG_TABLES, named_table, open_package

ROOT = Path(__file__).resolve().parents[1]
SCHEMAS = sorted((ROOT / "schemas").glob("*.json"))

# The properties that Data Package 2.0 defines, and of these only what frictionless enforces: it
# passes over a misspelt or unknown key in silence, and with it the check that the key stands for.
SCHEMA_KEYS = {"$schema", "fields", "missingValues", "primaryKey", "foreignKeys"}
FIELD_KEYS = {"name", "title", "description", "type", "constraints", "isk"}
CONSTRAINT_KEYS = {"required", "unique", "enum", "pattern", "minimum", "maximum"}
ISK_KEYS = {
    "meanings",
    "corresponds",
    "brief",
    "separator",
    "proof",
    "read_twice",
    "cues",
    "refers",
}
TYPES = {"string", "integer", "number", "date"}
PACKAGE_KEYS = {
    "$schema",
    "name",
    "title",
    "created",
    "description",
    "licenses",
    "contributors",
    "keywords",
    "resources",
}
RESOURCE_KEYS = {
    "name",
    "title",
    "description",
    "type",
    "path",
    "scheme",
    "format",
    "mediatype",
    "encoding",
    "dialect",
    "schema",
}
DIALECT = {
    "header": True,
    "headerRows": [1],
    "delimiter": ",",
    "lineTerminator": "\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
}

# Fields of one name that differ, and why.
EXCEPTIONS = {
    "kind": "actors, places and hits are of different kinds",
    "origin_id": "the key of origins, elsewhere a reference that may be blank",
    "name": "actors and places are listed once; two origins may be printed alike",
    "role": "an actor's part in an incident, and a passage's bearing on a row",
    "statement_id": "the key of statements, elsewhere a reference that may be blank",
    "actor_id": "the key of actors, elsewhere a reference",
    "source_id": "the key of sources, elsewhere a reference",
    "place_id": "the key of places, elsewhere a reference that may be blank",
    "reason": "coded for reviewed passages, in words for corrections and withdrawals, blank where "
    "two readings agree",
    "value": "what a passage says for any column, and what a reader coded",
    "table_name": "evidence speaks of claim tables alone, and names them",
    "row_id": "sources have three digits, and no evidence; readings name rows without an id too",
    "column_name": "blank for evidence of a whole row",
}


def document(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def fields() -> list[tuple[str, dict[str, Any]]]:
    return [(p.stem, f) for p in SCHEMAS for f in document(p)["fields"]]


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda p: p.stem)
def test_a_schema_holds_known_keys_alone(path: Path) -> None:
    schema = document(path)
    assert schema.keys() <= SCHEMA_KEYS
    assert schema["missingValues"] == [""]
    for field in schema["fields"]:
        assert field.keys() <= FIELD_KEYS
        assert field.get("constraints", {}).keys() <= CONSTRAINT_KEYS
        assert field.get("isk", {}).keys() <= ISK_KEYS
        assert field["type"] in TYPES
        assert field["title"]
        assert field["description"].endswith(".")


def test_the_descriptor_holds_known_keys_alone() -> None:
    descriptor = document(ROOT / "datapackage.json")
    assert descriptor.keys() == PACKAGE_KEYS
    for resource in descriptor["resources"]:
        assert resource.keys() == RESOURCE_KEYS
        assert resource["encoding"] == "utf-8"
        assert resource["dialect"] == DIALECT
        assert resource["path"] == f"datasets/{resource['name']}.csv"
        assert resource["schema"] == f"schemas/{resource['name']}.json"


def test_every_schema_and_table_has_its_resource() -> None:
    named = {r["name"] for r in document(ROOT / "datapackage.json")["resources"]}
    assert named == {p.stem for p in SCHEMAS}
    assert named == {p.stem for p in (ROOT / "datasets").glob("*.csv")}
    assert named > {*LOG_TABLES}


def test_a_column_that_holds_a_list_declares_what_separates_its_values() -> None:
    separated = {
        (table, field["name"]): field["isk"]["separator"]
        for table, field in fields()
        if "separator" in field.get("isk", {})
    }
    said = {
        (table, field["name"]): match[1]
        for table, field in fields()
        if (match := re.search(r"separated by '(.+?)'", field["description"]))
    }
    assert separated == said == {("actors", "aliases"): "|", ("origins", "aliases"): "|"}


def test_every_column_of_ids_declares_what_it_refers_to() -> None:
    schemas = open_package(ROOT).schemas
    declared = {
        (table, field.name): dict(field.refers)
        for table, schema in schemas.items()
        for field in schema.fields
        if field.refers
    }
    row, value = {"table": "table_name"}, {"table": "table_name", "column": "column_name"}
    assert declared == {
        **{
            (table, "row_id"): row for table in ("corrections", "evidence", "readings", "withdrawn")
        },
        ("withdrawn", "replaced_by"): row,
        ("evidence", "value"): value,
        ("readings", "value"): value,
        ("readings", "agreed"): value,
    }
    for table, schema in schemas.items():
        for field in schema.fields:
            is_id = re.match(r"\[a-z\]\{3\}-|[a-z]{3}-", field.pattern or "")
            refers = field.refers or field.name in (schema.id_field, *schema.targets)
            assert bool(refers) or not is_id, (table, field.name)
            assert {*field.refers.values()} <= {*schema.names}


def test_a_cell_names_the_row_that_its_column_declares() -> None:
    schemas = open_package(ROOT).schemas
    about = {"table_name": "incidents", "column_name": "place_id", "row_id": "inc-0001"}
    named = partial(named_table, schemas)
    assert named("incidents", "incident_id", {}) == named("incidents", "part_of", {}) == "incidents"
    assert named("evidence", "row_id", about) == "incidents"
    assert named("evidence", "value", about) == named("readings", "agreed", about) == "places"
    for column in ("label", "nothing", "", "value"):
        assert named("evidence", "value", {**about, "column_name": column}) is None
    assert named("evidence", "value", {**about, "table_name": "evidence"}) is None
    assert named("evidence", "value", {}) is named("evidence", "note", about) is None
    assert named("nothing", "row_id", about) is None


def test_the_meanings_are_those_of_the_enumeration() -> None:
    coded = [(t, f) for t, f in fields() if "enum" in f.get("constraints", {})]
    assert coded
    for table, field in coded:
        meanings = field["isk"]["meanings"]
        assert list(meanings) == field["constraints"]["enum"], (table, field["name"])
        assert all(m.endswith(".") for m in meanings.values()), (table, field["name"])
    free = [f for _, f in fields() if "enum" not in f.get("constraints", {})]
    assert all("meanings" not in f.get("isk", {}) for f in free)


def test_every_column_declares_what_proves_it() -> None:
    assert [(t, f["name"]) for t, f in fields() if not f["isk"].get("proof")] == []
    for schema in open_package(ROOT).schemas.values():
        for field in schema.fields:
            assert proofs.proof_error(schema, field) is None


def test_every_kind_of_proof_is_used() -> None:
    assert {f["isk"]["proof"]["by"] for _, f in fields()} == {*proofs.KINDS}


def test_the_parameters_of_a_proof_are_known_by_their_values() -> None:
    values: dict[str, set[str]] = defaultdict(set)
    for _, field in fields():
        for name in ("in", "ties", "blank"):
            found = field["isk"]["proof"].get(name, [])
            values[name] |= {found} if isinstance(found, str) else {*found}
    assert values["in"] <= {*proofs.PRINTED_IN}
    assert values["ties"] == {*proofs.TIES}
    assert values["blank"] == {"no cue"}


def test_the_columns_beside_a_figure_or_a_date_are_those_that_it_names() -> None:
    for schema in open_package(ROOT).schemas.values():
        named, beside = set(), set()
        for field in schema.fields:
            kind = proofs.KINDS[field.proof["by"]]
            named |= {(field.proof[p], field.name) for p in kind.columns if p in field.proof}
            beside |= {(field.name, field.proof["of"])} if "of" in field.proof else set()
        of_proof = {pair for pair in named if schema.by_name[pair[0]].proof.get("of")}
        assert of_proof <= beside
        assert beside - of_proof <= {("spread", "figure")}


def test_cues_are_of_values_of_the_enumeration() -> None:
    with_cues = [(t, f) for t, f in fields() if "cues" in f["isk"]]
    assert len(with_cues) > 5
    for table, field in with_cues:
        assert field["isk"]["proof"]["by"] == "code", (table, field["name"])
        assert [*field["isk"]["cues"]] == [
            value for value in field["constraints"]["enum"] if value in field["isk"]["cues"]
        ], (table, field["name"])
        for cues in field["isk"]["cues"].values():
            assert len(cues) == len({*cues}) > 0
            assert all(re.fullmatch(r"\w[\w' -]*\*?", cue) for cue in cues)


def test_fields_of_one_name_are_identical_but_for_listed_exceptions() -> None:
    # What a field corresponds to elsewhere depends on its table: a statement has a date too.
    definitions = defaultdict(set)
    for _, field in fields():
        own = {"meanings": field.get("isk", {}).get("meanings", {})}
        definitions[field["name"]].add(json.dumps(field | {"isk": own}, sort_keys=True))
    differing = {name for name, found in definitions.items() if len(found) > 1}
    assert differing == EXCEPTIONS.keys()


def top_level(pattern: str) -> str:
    """A pattern without what stands in parentheses or brackets."""
    kept, depth = [], 0
    for character in re.sub(r"\\.", "", pattern):
        depth += (character in "([") - (character in ")]")
        kept.append("" if depth else character)
    return "".join(kept)


def test_every_pattern_compiles_and_needs_no_grouping() -> None:
    # frictionless compiles "A|B" as "^A|B$", which both lets too much pass.
    assert "|" in top_level("(a)|b")
    assert "|" not in top_level("(a|b)[|]")
    for _, field in fields():
        pattern = field.get("constraints", {}).get("pattern")
        if pattern is not None:
            re.compile(pattern)
            assert "|" not in top_level(pattern), field["name"]


def test_every_text_is_bounded_somehow_or_free_by_design() -> None:
    package = open_package(ROOT)
    for schema in package.schemas.values():
        for key in schema.foreign_keys:
            assert schema.by_name[key.field].pattern, (schema.table, key.field)
            assert key.target in package.schemas[key.table].key
