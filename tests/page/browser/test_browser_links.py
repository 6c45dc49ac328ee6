"""Ids are links to their rows, and a row lists those that refer to it: both from the CSV files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import isk_indicators as isk
from tests.page.expected_page import CAPTIONS, TABLES, by_id, captions, key, rows, schema

if TYPE_CHECKING:
    from tests.page.browser.browser_reader import Reader

Told = dict[str, dict[str, Any]]

KEYS = [
    (table, key["fields"][0])
    for table in TABLES
    for key in schema(table).get("foreignKeys", ())
    if key["reference"]["resource"] in (*TABLES, "")
]
LISTING = [*((table, column) for table, column in KEYS), ("evidence", "row_id")]
IDS = {row_id for table in TABLES for row_id in by_id(table)}


def cells_of(grids: Told, table: str, column: str) -> list[dict[str, Any]]:
    place = grids[table]["columns"].index(column)
    return [row["cells"][place] for row in grids[table]["rows"]]


@pytest.mark.parametrize(("table", "column"), LISTING)
def test_each_key_is_a_link_to_its_row(grids: Told, table: str, column: str) -> None:
    shown = {row["id"] for grid in grids.values() for row in grid["rows"]}
    cells = cells_of(grids, table, column)
    for row, cell in zip(rows(table), cells, strict=True):
        assert cell["links"] == ([row[column]] if row[column] else [])
        assert {*cell["links"]} <= shown
        assert cell["text"].strip() in (captions().get(row[column], row[column]), row[column])


def test_the_keys_of_the_schemas_are_all_asked_for() -> None:
    assert len(KEYS) > 20
    assert ("casualties", "incident_id") in KEYS


def test_no_id_stands_in_a_cell_without_a_link(grids: Told) -> None:
    for grid in grids.values():
        for row in grid["rows"]:
            for cell in row["cells"]:
                reported = cell["text"].strip().split(" | ")
                if all(one in IDS for one in reported):
                    assert cell["links"] == reported, (row["id"], reported)


def test_the_lists_of_ids_in_views_are_links(grids: Told) -> None:
    tolls = isk.tolls()
    for cell, ids in zip(
        cells_of(grids, "tolls", "casualty_ids"), tolls["casualty_ids"], strict=True
    ):
        assert cell["links"] == ids.split(" | ")
        assert cell["text"].strip() == ids


def test_every_link_within_the_page_leads_somewhere(reader: Reader, full: Path) -> None:
    page = reader.open(full)
    nowhere = page.evaluate(
        "[...document.querySelectorAll('[href^=\"#\"]')].map((one) => one.getAttribute('href'))"
        ".filter((address) => !document.getElementById(address.slice(1)))"
    )
    assert nowhere == []
    twice = page.evaluate(
        "[...document.querySelectorAll('[id]')].map((one) => one.id)"
        ".filter((id, place, ids) => ids.indexOf(id) !== place)"
    )
    assert twice == []


def refer(table: str, target: str) -> list[str]:
    """The rows of a table with an id in a cell other than their own."""
    own = key(table) if len(key(table)) == 1 else []
    return [
        row_id
        for row_id, row in by_id(table).items()
        if target in [cell for n, cell in row.items() if n not in own]
    ]


@pytest.mark.parametrize("table", [table for table in TABLES if table != "incidents"])
def test_a_row_lists_just_those_that_refer_to_it(opened: Told, table: str) -> None:
    for target in by_id(table):
        reported = {name: ids for name, ids in opened[target]["related"].items() if name in TABLES}
        expected = {other: ids for other in TABLES if (ids := refer(other, target))}
        assert reported == expected, target


@pytest.mark.parametrize("incident", by_id("incidents"))
def test_an_incident_lists_what_belongs_to_it(opened: Told, incident: str) -> None:
    casualties = [r for r in rows("casualties") if r["incident_id"] == incident]
    attributions = [r for r in rows("attributions") if r["incident_id"] == incident]
    own = [by_id("incidents")[incident], *casualties, *attributions]
    ids = {incident, *(r["casualty_id"] for r in casualties)}
    ids |= {r["attribution_id"] for r in attributions}
    expected = {
        "casualties": {r["casualty_id"] for r in casualties},
        "attributions": {r["attribution_id"] for r in attributions},
        "statements": {r["statement_id"] for r in own if r["statement_id"]},
        "evidence": {r["evidence_id"] for r in rows("evidence") if r["row_id"] in ids},
        "incidents": {r["incident_id"] for r in rows("incidents") if r["part_of"] == incident},
    }
    for ledger in {"corrections", "withdrawn"} & {*TABLES}:
        expected[ledger] = {i for i, r in by_id(ledger).items() if r["row_id"] in ids}
    reported = opened[incident]["related"]
    assert {name: {*ids} for name, ids in reported.items() if name in TABLES} == {
        name: found for name, found in expected.items() if found
    }
    assert all(len(ids) == len({*ids}) for ids in reported.values())


def test_incidents_with_all_kinds_of_rows_are_among_them(opened: Told) -> None:
    reported = {name for incident in by_id("incidents") for name in opened[incident]["related"]}
    assert {"casualties", "attributions", "statements", "evidence", "disagreements"} <= reported


@pytest.mark.parametrize("incident", by_id("incidents"))
def test_an_incident_points_out_the_disagreements_about_it(opened: Told, incident: str) -> None:
    frame = isk.disagreements()
    about = frame[frame["subject_id"] == incident]
    expected = {
        f"disagreements-{row.fact}-{row.first_id}-{row.second_id}" for row in about.itertuples()
    }
    reported = opened[incident]
    assert {*reported["related"].get("disagreements", [])} == expected
    if expected:
        order = reported["order"]
        assert order.index("related disagreements") < order.index("dl")


def test_every_listed_row_exists_and_no_row_lists_itself(opened: Told) -> None:
    for row_id, reported in opened.items():
        listed = {one for ids in reported["related"].values() for one in ids}
        assert listed <= opened.keys()
        assert row_id not in listed


def test_a_link_in_the_pane_leads_to_its_row_and_back_again(reader: Reader, bare: Path) -> None:
    page = reader.open(bare, "#cas-0007")
    page.locator("#pane dd a", has_text=captions()["inc-0011"]).click()
    assert page.evaluate("location.hash") == "#inc-0011"
    page.locator("#pane .casualties li a").click()
    assert page.evaluate("location.hash") == "#cas-0007"


def test_a_link_with_a_key_held_down_is_left_to_the_browser(reader: Reader, bare: Path) -> None:
    page = reader.open(bare)
    link = page.locator("#inc-0011 a").first
    opened = link.evaluate(
        """(link) => {
          let prevented = null;
          addEventListener("click", (event) => {
            prevented = event.defaultPrevented;
            event.preventDefault();
          });
          const click = { bubbles: true, cancelable: true, ctrlKey: true };
          link.dispatchEvent(new MouseEvent("click", click));
          return prevented;
        }"""
    )
    assert opened is False
    assert page.locator("#pane").is_hidden()


def test_captions_are_names_or_labels() -> None:
    assert {"name", "label"} == {*CAPTIONS}
    assert captions()["act-0001"] == "IS-K"
