"""What a rule is made of, and what it may know of other rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import pandas as pd
import pytest

from isk_indicators.rules.rule import (
    CONTEXT,
    PHASES,
    CannotDecide,
    Parameter,
    PartialDataset,
    Problem,
    RowKey,
    read_rows,
    rule,
)
from isk_indicators.rules.schema import Validation
from isk_indicators.schema import DataPackage, Field, Schema
from tests.rules.one_row import Rows, linked


@rule("both", column="typed")
def both(
    figure: str, typed: int | None, *, texts: Mapping[str, str], row: RowKey
) -> Problem | None:
    """A number that is not the figure.

    More is said below.
    """
    return Problem(f"{figure} {typed} {row.id}", texts["src-000"], "Correct it.")


@rule("plain", column="label", phase="cross_table")
def plain(label: str, *, data: Any, column: str) -> Problem | None:
    return None if data else Problem(label, column, "")


def test_a_rule_is_made_of_its_function() -> None:
    assert (both.id, both.column, both.phase) == ("both", "typed", "rows")
    assert both.description == "A number that is not the figure."
    assert both.parameters == (
        Parameter("figure", "figure", accepts_blank=False),
        Parameter("typed", "typed", accepts_blank=True),
    )
    assert both.columns == ("figure", "typed")
    assert both.context == {"texts", "row"}
    assert (plain.description, plain.phase, plain.context) == (
        "",
        "cross_table",
        {"data", "column"},
    )
    assert plain.columns == ("label",)


def test_what_is_no_column_is_named_once() -> None:
    assert CONTEXT == ("texts", "data", "row", "column")
    assert PHASES == ("spans", "links", "rows", "words", "cross_table", "readings")


def test_a_rule_applies_where_the_cells_that_it_needs_are_filled() -> None:
    context = {"texts": {"src-000": "text"}, "row": RowKey("incidents", "inc-0001"), "column": "x"}
    assert both.judge(("six", None), context) == Problem("six None inc-0001", "text", "Correct it.")
    assert both.judge(("six", 0), context) == Problem("six 0 inc-0001", "text", "Correct it.")
    assert both.judge(("", 6), context) == Problem(" 6 inc-0001", "text", "Correct it.")
    assert both.judge((None, 6), context) is None
    assert plain.judge(("x",), {"data": (), "column": "label"}) == Problem("x", "label", "")
    with pytest.raises(KeyError):
        both.judge(("six", 6), {"texts": {}})


def test_a_rule_on_other_columns() -> None:
    other = both.rename_columns(typed="count_low")
    assert (other.column, other.columns) == ("count_low", ("figure", "count_low"))
    assert other.parameters[1].name == "typed"
    assert (both.rename_columns(figure="count_figure").column, both.columns) == (
        "typed",
        ("figure", "typed"),
    )
    assert other.rename_columns(typed="stated_low").columns == ("figure", "stated_low")
    assert both.rename_columns(label="summary").columns == both.columns, "it reads no label"


@pytest.mark.parametrize(
    "reported",
    [
        Problem("1", "2", "Type 2."),
        RowKey("casualties", "cas-0001"),
        both,
        both.parameters[0],
        Validation((), ()),
    ],
    ids=lambda reported: type(reported).__name__,
)
def test_what_is_reported_is_not_changed_afterwards(reported: Any) -> None:
    name = reported._fields[0] if isinstance(reported, tuple) else fields(reported)[0].name
    with pytest.raises(AttributeError):  # of which a frozen dataclass raises a kind
        setattr(reported, name, "another")


FIRST = RowKey("incidents", "inc-0001")
TABLES: dict[str, Rows] = {
    "incidents": [
        {"incident_id": "inc-0001", "place_id": "plc-0001", "count_low": "21"},
        {"incident_id": "inc-0002", "place_id": "plc-0001", "part_of": "inc-0001"},
        {"incident_id": "inc-0003", "target_actor_id": "act-0001"},
        {"incident_id": "inc-0004", "target_actor_id": "plc-0002"},  # no key of places
    ],
    "casualties": [{"casualty_id": "cas-0001", "incident_id": "inc-0001"}],
    "places": [{"place_id": "plc-0001"}, {"place_id": "plc-0002"}],
    "actors": [
        {"actor_id": "act-0001", "name": "IS-K", "aliases": "ISK|Daesh", "parent_id": "act-0002"},
        {"actor_id": "act-0002", "name": "IS", "parent_id": "act-0001"},
        {"actor_id": "act-0003", "name": "TTP"},
        {"actor_id": "act-0004", "parent_id": "act-0009"},
    ],
    "evidence": [
        {"table_name": "incidents", "row_id": "inc-0001", "role": "supports", "quote": "a"},
        {
            "table_name": "incidents", "row_id": "inc-0001", "role": "supports", "quote": "b",
            "column_name": "date",
        },
        {
            "table_name": "incidents", "row_id": "inc-0001", "role": "supports", "quote": "c",
            "column_name": "place_id",
        },
        {
            "table_name": "incidents", "row_id": "inc-0001", "role": "mentions", "quote": "d",
            "column_name": "date",
        },
        {"table_name": "casualties", "row_id": "inc-0001", "role": "supports", "quote": "e"},
        {
            "table_name": "incidents", "row_id": "inc-0001", "role": "supports",
            "column_name": "date",
        },
    ],
}  # fmt: skip


@pytest.fixture
def data(real: DataPackage) -> PartialDataset:
    return linked(real, **TABLES)


@pytest.mark.parametrize(
    ("type_", "text", "value"),
    [
        ("string", "0021", "0021"),
        ("string", "", None),
        ("string", None, None),
        ("integer", "21", 21),
        ("integer", "0", 0),
        ("integer", "", None),
        ("integer", None, None),
        ("number", "55.83", 55.83),
        ("date", "2024-03-22", "2024-03-22"),
    ],
)
def test_a_cell_as_rules_read_it(type_: str, text: object, value: object) -> None:
    frame = pd.DataFrame({"x": pd.Series([text], dtype=object), "z": ["1"]})
    fields = Field("x", "X", "", type_), Field("y", "Y", "", "string")
    ((found),) = read_rows(Schema("made_up", fields, (), ()), frame)
    assert found == {"x": value}
    assert type(found["x"]) is type(value)


def test_rows_come_in_the_files_order(data: PartialDataset) -> None:
    assert [row["incident_id"] for row in data.rows("incidents")] == [
        "inc-0001", "inc-0002", "inc-0003", "inc-0004"
    ]  # fmt: skip
    assert list(data.rows("withdrawn")) == []
    assert list(data.rows("no such table")) == []


def test_a_row_is_a_mapping_of_all_its_columns(data: PartialDataset, real: DataPackage) -> None:
    row = data.row("incidents", "inc-0001")
    assert (row["count_low"], row["place_id"], row["date"]) == (21, "plc-0001", None)
    assert tuple(row) == real.schemas["incidents"].names
    assert len(row) == len(real.schemas["incidents"].names)
    assert dict(data.row("places", "plc-0002"))["place_id"] == "plc-0002"


@pytest.mark.parametrize(
    ("table", "row_id"),
    [
        ("incidents", "inc-0009"),
        ("incidents", "plc-0001"),
        ("incidents", None),
        ("deaths", "inc-0001"),
        ("evidence", "evd-0001"),
    ],
)
def test_a_row_that_is_none_leaves_the_rule_unsure(
    table: str, row_id: str | None, data: PartialDataset
) -> None:
    with pytest.raises(CannotDecide):
        data.row(table, row_id)


def test_whether_a_table_has_a_row(real: DataPackage, data: PartialDataset) -> None:
    assert data.has("places", "plc-0001") is True
    assert data.has("places", "plc-0009") is False
    gaping = linked(real, {"places": ["place_id"]}, **TABLES)
    assert gaping.has("places", "plc-0001") is True
    with pytest.raises(CannotDecide):
        gaping.has("places", "plc-0009")
    assert linked(real, {"places": ["name"]}, **TABLES).has("places", "plc-0009") is False


def test_what_is_required_must_have_no_gap(real: DataPackage) -> None:
    data = linked(real, {"places": ["name"]}, **TABLES)
    data.require("places", "kind", "place_id")
    data.require("incidents", "date")
    with pytest.raises(CannotDecide):
        data.require("places", "kind", "name")
    with pytest.raises(CannotDecide):
        data.with_invalid({"incidents": ["date"]}).require("incidents", "date")
    data.with_invalid({}).require("places", "name")


def test_a_table_that_is_not_given_is_all_gaps(real: DataPackage) -> None:
    data = PartialDataset(real, {})
    with pytest.raises(CannotDecide):
        data.require("places", "name")
    with pytest.raises(CannotDecide):
        data.has("places", "plc-0001")
    assert not data.referring("places", "plc-0001")


@pytest.mark.parametrize("column", ["table_name", "row_id", "column_name", "role", "quote"])
def test_evidence_may_be_missing_where_a_cell_that_leads_to_it_is_at_fault(
    column: str, real: DataPackage
) -> None:
    with pytest.raises(CannotDecide):
        linked(real, {"evidence": [column]}).require_evidence(FIRST)


def test_evidence_cannot_name_a_row_without_an_id(real: DataPackage) -> None:
    with pytest.raises(CannotDecide):
        linked(real).require_evidence(RowKey("incidents", None))


def test_evidence_is_not_missing_for_faults_elsewhere(real: DataPackage) -> None:
    linked(real, {"evidence": ["value", "note"], "incidents": ["date"]}).require_evidence(FIRST)


@pytest.mark.parametrize(
    ("table", "column", "unsure"),
    [
        ("incidents", "place_id", True),
        ("force_estimates", "place_id", True),
        ("evidence", "value", True),
        ("incidents", "part_of", False),
        ("incidents", "source_id", False),
        ("places", "place_id", False),
    ],
)
def test_a_referrer_may_be_missing_where_its_key_is_at_fault(
    table: str, column: str, unsure: bool, real: DataPackage
) -> None:
    data = linked(real, {table: [column]})
    if unsure:
        with pytest.raises(CannotDecide):
            data.require_referrers("places")
    else:
        data.require_referrers("places")


def test_supporting_evidence_is_of_the_column_or_of_the_row(data: PartialDataset) -> None:
    def quotes(table: str, row_id: str | None, column: str) -> list[str | None]:
        return [row["quote"] for row in data.supporting(table, row_id, column)]

    assert quotes("incidents", "inc-0001", "date") == ["a", "b", None]
    assert quotes("incidents", "inc-0001", "place_id") == ["a", "c"]
    assert quotes("incidents", "inc-0001", "label") == ["a"]
    assert quotes("casualties", "inc-0001", "date") == ["e"]
    assert quotes("incidents", "inc-0002", "date") == []
    assert quotes("incidents", None, "date") == []
    assert data.passages(FIRST, "date", "own") == ["own", "a", "b"]


def test_who_refers_to_a_row(data: PartialDataset) -> None:
    def referring(table: str, row_id: str) -> list[tuple[str, str]]:
        return [
            (t, row[f"{t[:-1]}_id".replace("ie_", "y_")])
            for t, row in data.referring(table, row_id)
        ]

    assert referring("places", "plc-0001") == [
        ("incidents", "inc-0001"),
        ("incidents", "inc-0002"),
    ]
    assert referring("places", "plc-0002") == []
    assert sorted(referring("incidents", "inc-0001")) == [
        ("casualties", "cas-0001"),
        ("incidents", "inc-0002"),
    ]
    assert referring("actors", "act-0001") == [("actors", "act-0002"), ("incidents", "inc-0003")]


def test_a_lineage_walks_a_circle_once(data: PartialDataset) -> None:
    assert data.lineage("act-0001") == ("act-0001", "act-0002")
    assert data.lineage("act-0002") == ("act-0002", "act-0001")
    assert data.lineage("act-0003") == ("act-0003",)
    with pytest.raises(CannotDecide):
        data.lineage("act-0004")


def test_other_gaps_leave_the_first_as_they_were(real: DataPackage) -> None:
    data = linked(real, {"places": ["name"]}, **TABLES)
    data.with_invalid({"incidents": ["date"]})
    data.require("incidents", "date")
    with pytest.raises(CannotDecide):
        data.require("places", "name")


def test_what_is_required_of_some_rows_is_not_required_of_others(real: DataPackage) -> None:
    rows = [{"place_id": "plc-0001", "name": "Kabul"}, {"place_id": "plc-0002", "name": "Kerman"}]
    data = linked(real, places=rows).with_invalid({}, {"places": [(1, "name")]})
    data.require("places", "name", place_id="plc-0001")
    data.require("places", "kind")
    for where in ({}, {"place_id": "plc-0002"}):
        with pytest.raises(CannotDecide):
            data.require("places", "name", **where)
    doubtful = data.with_invalid({}, {"places": [(1, "place_id")]})
    with pytest.raises(CannotDecide):  # it may be the row
        doubtful.require("places", "name", place_id="plc-0001")
    with pytest.raises(CannotDecide):
        doubtful.require("places", place_id="plc-0001")


def test_a_column_that_a_table_lacks_is_blank_for_a_rule_that_accepts_that() -> None:
    assert plain.required_columns == ("label",)
