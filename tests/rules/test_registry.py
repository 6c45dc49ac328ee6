"""Which rules a table has follows from its columns."""

from __future__ import annotations

from importlib import import_module

import pytest

from isk_indicators.rules.registry import RULES
from isk_indicators.schema import Schema, open_package
from tests.rules.real_tables import ROOT

SCHEMAS = open_package(ROOT).schemas
SPAN = {"span-bounds", "span-slice", "span-word-edges", "span-one-line"}
SHORT = {"span-words", "span-sentence"}
CLAUSES = {"span-subject", "span-denied"}
DATE = ("date-form", "date-basis", "date-printed", "date-published", "date-since")
LINK = {
    "overlap": "link-overlap",
    "near": "link-near",
    "elsewhere": "link-elsewhere",
    "names": "link-names",
    "own": "link-own",
}
FIGURE = {
    "figure-in-quote": "figure",
    "figure-exact": "figure",
    "figure-unsure": "figure",
    "figure-low": "stated_low",
    "figure-high": "stated_high",
    "figure-hedge": "qualifier",
}
COUNT = {"figure": "count_figure", "qualifier": "count_qualifier"} | {
    f"stated_{end}": f"count_{end}" for end in ("low", "high")
}

# Two readers can give a cell of these otherwise too: an id, a standard's code, copied words.
ALSO_READ = {
    ("actors", "parent_id"),
    ("actors", "country"),
    ("places", "country"),
    ("places", "subdivision"),
    ("incidents", "target_text"),
    ("casualties", "victim_text"),
    ("statements", "relayed_by"),
    ("force_estimates", "spread"),
    ("evidence", "column_name"),
}
READ_ONCE = {
    (table, "statement_id")
    for table in ("incidents", "casualties", "force_estimates", "attributions")
}
"""Filled if the voice is read as a statement; the row shares words with the statement."""

READ_ONCE.add(("statements", "origin_id"))
"""The words name it, and a relayed statement or one in a report must have it."""

# An actor that a rule does not look for in the words: a parent is knowledge of the reference table.
NOT_NAMED = {("actors", "parent_id")}


def blamed(table: str, *ids: str) -> set[tuple[str, str]]:
    """The rules of a table, with the column that each blames; all, or those of these ids."""
    return {(r.id, r.column) for r in RULES[table] if not ids or r.id in ids}


def each_table(*columns: str) -> pytest.MarkDecorator:
    tables = [t for t, schema in SCHEMAS.items() if {*columns} <= {*schema.names}]
    assert tables
    return pytest.mark.parametrize("table", tables)


@each_table("span_start")
def test_a_table_with_spans(table: str) -> None:
    expected = {(i, "span_end" if i == "span-bounds" else "quote") for i in SPAN}
    if table != "reviewed":
        expected |= {(i, "quote") for i in SHORT}
    if table in ("incidents", "casualties", "force_estimates", "attributions"):
        expected |= {(i, "quote") for i in CLAUSES}
    assert blamed(table, *SPAN, *SHORT, *CLAUSES) == expected


@each_table("voice")
def test_a_table_with_voices(table: str) -> None:
    ids = ("voice-statement", "statement-source")
    assert blamed(table, *ids) == {(i, "statement_id") for i in ids}
    assert blamed(table, "voice-said") == {("voice-said", "voice")}


@pytest.mark.parametrize("schema", [s for s in SCHEMAS.values() if s.dated], ids=lambda s: s.table)
def test_a_table_with_dates(schema: Schema) -> None:
    expected = set()
    for column in schema.dated:
        expected |= {("date-form", column), ("date-basis", f"{column}_basis")}
        if "quote" in schema.names:
            expected |= {(i, column) for i in ("date-printed", "date-published", "date-since")}
    assert blamed(schema.table, *DATE) == expected


@each_table("figure")
def test_a_table_with_figures(table: str) -> None:
    assert blamed(table, *FIGURE) == {*FIGURE.items()}
    others = {
        "figure-qualifier": "qualifier",
        "implied-figure": "figure",
        "negated-figure": "basis",
    }
    assert blamed(table, *others) == {*others.items()}


@each_table("count_figure")
def test_a_table_with_counts(table: str) -> None:
    assert blamed(table, *FIGURE) == {(i, COUNT[column]) for i, column in FIGURE.items()}
    for rule in RULES[table]:
        if rule.id in FIGURE:
            assert rule.columns[:2] == ("count_figure", "quote")
            assert rule.column in rule.columns


@each_table("quote")
def test_a_table_that_names_actors_and_places(table: str) -> None:
    keys = SCHEMAS[table].foreign_keys
    actors = {("actor-named", k.field) for k in keys if k.table == "actors"}
    places = {("place-named", k.field) for k in keys if k.table == "places"}
    not_named = {("actor-named", column) for name, column in NOT_NAMED if name == table}
    named = actors - not_named | places
    assert blamed(table, "actor-named", "place-named") == named
    origins = {("row-named", k.field) for k in keys if k.table == "origins"}
    assert blamed(table, "row-named") == origins
    named |= origins
    assert blamed(table, "name-specific") == {("name-specific", column) for _, column in named}
    assert blamed(table, "place-narrower") == {("place-narrower", column) for _, column in places}


@pytest.mark.parametrize("table", SCHEMAS)
def test_a_table_with_codes_that_words_announce(table: str) -> None:
    coded = {field.name for field in SCHEMAS[table].fields if field.cues}
    assert blamed(table, "code-cues") == {("code-cues", name) for name in coded}


@pytest.mark.parametrize("table", SCHEMAS)
def test_a_table_with_columns_that_are_read_twice(table: str) -> None:
    columns = {name for name in SCHEMAS[table].names if chosen_by_a_reader(SCHEMAS[table], name)}
    assert {*SCHEMAS[table].read_twice} - columns == {n for t, n in ALSO_READ if t == table}
    assert {*SCHEMAS[table].read_twice} >= columns, "read it twice, or say why not"
    assert blamed(table, "second-reading") == {
        ("second-reading", name) for name in SCHEMAS[table].read_twice
    }


def chosen_by_a_reader(schema: Schema, name: str) -> bool:
    """Whether two readers can give a cell otherwise though the rules allow both."""
    field, kind = schema.by_name[name], schema.by_name[name].proof["by"]
    if "quote" not in schema.names or (schema.table, name) in READ_ONCE:
        return False
    return (
        kind in ("name", "date")
        or (kind in ("code", "judgement") and bool(field.enum))
        or (kind == "link" and "ties" in field.proof)
    )


@pytest.mark.parametrize("table", SCHEMAS)
def test_a_table_whose_rows_belong_to_others(table: str) -> None:
    ties = {(f.name, tie) for f in SCHEMAS[table].fields for tie in f.proof.get("ties", ())}
    assert blamed(table, *LINK.values()) == {(LINK[tie], name) for name, tie in ties}


@pytest.mark.parametrize("table", ["sources", "actors", "places"])
def test_a_reference_table(table: str) -> None:
    column = "file" if table == "sources" else "name"
    assert blamed(table, "unused") == {("unused", column)}


# Ids are permanent: findings, the page of rules and other people's settings name them.
def test_every_table_of_claims_says_each_once() -> None:
    claims = ("incidents", "casualties", "force_estimates", "statements", "attributions")
    assert {t for t in SCHEMAS if blamed(t, "twin")} == {*claims, "evidence"}
    for table in (*claims, "evidence"):
        assert blamed(table, "twin") == {("twin", SCHEMAS[table].id_field)}


def test_words_of_a_source_are_printed() -> None:
    columns = ("title", "author", "publisher", "url")
    assert blamed("sources", "source-words") == {("source-words", c) for c in columns}


@pytest.mark.parametrize("table", SCHEMAS)
def test_validate_is_of_its_own_table(table: str) -> None:
    module = import_module(f"isk_indicators.rules.{table}")
    assert module.validate.args == (table, RULES[table])
