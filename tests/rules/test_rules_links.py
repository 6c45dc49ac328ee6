"""What a rule may know of other rows, and when it must not conclude from their absence."""

from __future__ import annotations

import pandas as pd
import pytest

from isk_indicators.rules.links import Links, cell, columns
from isk_indicators.rules.rule import RowKey, UnsureError
from isk_indicators.schema import DataPackage, Field, Schema
from tests.rules.single import Rows, linked

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
def links(real: DataPackage) -> Links:
    return linked(real, **TABLES)


def test_a_row_may_be_asked_for_a_column_that_its_table_lacks(links: Links) -> None:
    row = links.row("incidents", "inc-0001")
    assert (row.get("count_low"), row.get("place_id"), row.get("note", "so")) == (
        21, "plc-0001", None
    )  # fmt: skip
    assert (row.get("unknown"), row.get("unknown", "so")) == (None, "so")


def field(name: str, type_: str) -> Field:
    return Field(name, name, "", type_)


@pytest.mark.parametrize(
    ("type_", "text", "value"),
    [
        ("string", "0021", "0021"),
        ("string", "", None),
        ("string", None, None),
        ("string", pd.NA, None),
        ("string", float("nan"), None),
        ("string", 21, "21"),
        ("integer", "21", 21),
        ("integer", "0", 0),
        ("integer", "", None),
        ("integer", None, None),
        ("number", "55.83", 55.83),
        ("date", "2024-03-22", "2024-03-22"),
    ],
)
def test_a_cell_as_rules_see_it(type_: str, text: object, value: object) -> None:
    found = cell(field("x", type_), text)
    assert found == value
    assert type(found) is type(value)
    frame = pd.DataFrame({"x": pd.Series([text, "1", text], dtype=object)})
    schema = Schema("made_up", (field("x", type_),), (), ())
    one = {"integer": 1, "number": 1.0}.get(type_, "1")
    assert columns(schema, frame) == {"x": [value, one, value]}


def test_columns_that_a_frame_lacks_are_left_out() -> None:
    schema = Schema("made_up", (field("x", "string"), field("y", "string")), (), ())
    frame = pd.DataFrame({"z": ["1"], "y": ["2"]})
    assert columns(schema, frame) == {"y": ["2"]}


def test_rows_come_in_the_files_order(links: Links) -> None:
    assert [row["incident_id"] for row in links.rows("incidents")] == [
        "inc-0001", "inc-0002", "inc-0003", "inc-0004"
    ]  # fmt: skip
    assert [row["place_id"] for row in links.picked("places", [1, 0])] == ["plc-0002", "plc-0001"]
    assert list(links.rows("withdrawn")) == []
    assert list(links.rows("no such table")) == []


def test_a_row_is_a_mapping_of_all_its_columns(links: Links, real: DataPackage) -> None:
    row = links.row("incidents", "inc-0001")
    assert (row["count_low"], row["place_id"], row["date"]) == (21, "plc-0001", None)
    assert tuple(row) == real.schemas["incidents"].names
    assert len(row) == len(real.schemas["incidents"].names)
    assert dict(links.row("places", "plc-0002"))["place_id"] == "plc-0002"


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
    table: str, row_id: str | None, links: Links
) -> None:
    with pytest.raises(UnsureError):
        links.row(table, row_id)


def test_whether_a_table_has_a_row(real: DataPackage, links: Links) -> None:
    assert links.has("places", "plc-0001") is True
    assert links.has("places", "plc-0009") is False
    gaping = linked(real, {"places": ["place_id"]}, **TABLES)
    assert gaping.has("places", "plc-0001") is True
    with pytest.raises(UnsureError):
        gaping.has("places", "plc-0009")
    assert linked(real, {"places": ["name"]}, **TABLES).has("places", "plc-0009") is False


def test_what_is_required_must_have_no_gap(real: DataPackage) -> None:
    links = linked(real, {"places": ["name"]}, **TABLES)
    links.require("places", "kind", "place_id")
    links.require("incidents", "date")
    with pytest.raises(UnsureError):
        links.require("places", "kind", "name")
    with pytest.raises(UnsureError):
        links.with_gaps({"incidents": ["date"]}).require("incidents", "date")
    links.with_gaps({}).require("places", "name")


def test_a_table_that_is_not_given_is_all_gaps(real: DataPackage) -> None:
    links = Links(real, {})
    with pytest.raises(UnsureError):
        links.require("places", "name")
    with pytest.raises(UnsureError):
        links.has("places", "plc-0001")
    assert links.referring("places", "plc-0001") == []


@pytest.mark.parametrize("column", ["table_name", "row_id", "column_name", "role", "quote"])
def test_evidence_may_be_missing_where_a_cell_that_leads_to_it_is_at_fault(
    column: str, real: DataPackage
) -> None:
    with pytest.raises(UnsureError):
        linked(real, {"evidence": [column]}).require_evidence()


def test_evidence_is_not_missing_for_faults_elsewhere(real: DataPackage) -> None:
    linked(real, {"evidence": ["value", "note"], "incidents": ["date"]}).require_evidence()


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
    links = linked(real, {table: [column]})
    if unsure:
        with pytest.raises(UnsureError):
            links.require_referrers("places")
    else:
        links.require_referrers("places")


def test_supporting_evidence_is_of_the_column_or_of_the_row(links: Links) -> None:
    def quotes(table: str, row_id: str | None, column: str) -> list[str | None]:
        return [row["quote"] for row in links.supporting(table, row_id, column)]

    assert quotes("incidents", "inc-0001", "date") == ["a", "b", None]
    assert quotes("incidents", "inc-0001", "place_id") == ["a", "c"]
    assert quotes("incidents", "inc-0001", "label") == ["a"]
    assert quotes("casualties", "inc-0001", "date") == ["e"]
    assert quotes("incidents", "inc-0002", "date") == []
    assert quotes("incidents", None, "date") == []
    row = RowKey("incidents", "inc-0001")
    assert links.quotes(row, "date", "own") == ["own", "a", "b"]


def test_who_refers_to_a_row(links: Links) -> None:
    def referring(table: str, row_id: str) -> list[tuple[str, str]]:
        return [
            (t, row[f"{t[:-1]}_id".replace("ie_", "y_")])
            for t, row in links.referring(table, row_id)
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
    assert referring("places", "plc-0001") == referring("places", "plc-0001"), "asked again"
    assert {*links.referrers("incidents", "inc-0001")} == {"incidents", "casualties"}
    assert {*links.referrers("places", "plc-0001")} == {"incidents"}
    assert not links.referrers("places", "plc-0002")


def test_the_forms_of_an_actor(links: Links) -> None:
    assert links.forms("act-0001") == ("IS-K", "ISK", "Daesh")
    assert links.forms("act-0003") == ("TTP", "")
    assert links.forms("act-0004") == (None, "")


def test_a_lineage_walks_a_circle_once(links: Links) -> None:
    assert links.lineage("act-0001") == ("act-0001", "act-0002")
    assert links.lineage("act-0002") == ("act-0002", "act-0001")
    assert links.lineage("act-0003") == ("act-0003",)
    with pytest.raises(UnsureError):
        links.lineage("act-0004")


def test_other_gaps_leave_the_first_as_they_were(real: DataPackage) -> None:
    links = linked(real, {"places": ["name"]}, **TABLES)
    links.with_gaps({"incidents": ["date"]})
    links.require("incidents", "date")
    with pytest.raises(UnsureError):
        links.require("places", "name")
