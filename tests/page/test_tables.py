"""The tables of the page and what their cells show, from the released tables and views."""

from __future__ import annotations

import json
from datetime import date

import pytest

from isk_indicators.export import ExportTable, export_tables
from isk_indicators.page import (
    DRAWN,
    Cell,
    Link,
    Table,
    address,
    column_notes,
    marked,
    row_names,
    shown,
    table_of,
)
from isk_indicators.schema import (
    DataPackage,
    Field,
    frame_fields,
    parse_schema,
    view_schemas,
    written,
)
from isk_indicators.tables import Dataset
from tests.page.expected_page import ROOT, TABLES, by_id, captions, fields

SCHEMAS = sorted((ROOT / "schemas").rglob("*.json"))


@pytest.fixture(scope="module")
def every(real: DataPackage) -> tuple[ExportTable, ...]:
    return export_tables(Dataset(real))


@pytest.fixture(scope="module")
def grids(every: tuple[ExportTable, ...]) -> dict[str, Table]:
    names = row_names(every)
    return {one.name: one for one in (table_of(part, names) for part in shown(every))}


@pytest.fixture(scope="module")
def first(published: DataPackage) -> dict[str, Table]:
    """The tables of the first release."""
    every = export_tables(Dataset(published))
    return {one.name: one for one in (table_of(part, row_names(every)) for part in shown(every))}


def cell(grids: dict[str, Table], table: str, row_id: str, column: str) -> Cell:
    place = [one.name for one in grids[table].columns].index(column)
    (line,) = [line for line in grids[table].rows if line.address == row_id]
    return line.cells[place]


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.stem)
def test_a_first_view_of_each_table_has_at_least_one_column(path: object) -> None:
    schema = parse_schema(path.stem, json.loads(path.read_text(encoding="utf-8")))
    brief = [field.name for field in schema.fields if field.brief]
    assert brief
    assert len(brief) < len(schema.fields) or len(brief) < 10


def test_brief_is_true_or_absent_in_every_schema() -> None:
    for path in SCHEMAS:
        for field in json.loads(path.read_text(encoding="utf-8"))["fields"]:
            assert field.get("isk", {}).get("brief", True) is True, (path.stem, field["name"])


def test_every_released_table_is_a_table_of_the_page(grids: dict[str, Table]) -> None:
    assert {*grids} == {*TABLES} | ({*view_schemas()} - {*DRAWN})
    assert [name for name, one in grids.items() if one.is_view] == [
        name for name in view_schemas() if name not in DRAWN
    ]


@pytest.mark.parametrize("table", TABLES)
def test_a_table_has_every_column_of_its_frame_and_every_row(
    grids: dict[str, Table], real: DataPackage, table: str
) -> None:
    columns = [column.name for column in grids[table].columns]
    assert columns == [field.name for field in frame_fields(real.schemas[table])]
    assert [line.address for line in grids[table].rows] == [*by_id(table)]
    assert all(len(line.cells) == len(grids[table].columns) for line in grids[table].rows)


@pytest.mark.parametrize("table", TABLES)
def test_a_head_knows_what_its_schema_says(grids: dict[str, Table], table: str) -> None:
    heads = {column.name: column for column in grids[table].columns}
    for field in fields(table):
        head = heads[field["name"]]
        assert head.title == field["title"]
        assert head.type == field["type"]
        assert head.brief == field.get("isk", {}).get("brief", False)
        assert bool(head.enum) == ("enum" in field.get("constraints", {}))


def test_an_id_is_shown_by_its_name_and_leads_to_its_row(first: dict[str, Table]) -> None:
    assert cell(first, "casualties", "cas-0007", "incident_id") == Cell(
        "inc-0011", (Link("inc-0011", "Attack on a memorial procession in Kerman"),)
    )
    assert cell(first, "attributions", "atr-0001", "actor_id").links == (Link("act-0001", "IS-K"),)


def test_an_id_without_a_name_stands_for_itself(first: dict[str, Table]) -> None:
    assert cell(first, "casualties", "cas-0007", "source_id") == Cell("src-001")
    assert cell(first, "casualties", "cas-0007", "casualty_id") == Cell("cas-0007")


def test_a_row_that_tells_its_name_beside_the_id_does_not_tell_it_twice(
    first: dict[str, Table],
) -> None:
    assert cell(first, "tolls", "tolls-inc-0011", "incident_id") == Cell("inc-0011")
    assert cell(first, "incidents", "inc-0011", "incident_id") == Cell("inc-0011")


def test_a_blank_is_an_empty_cell(first: dict[str, Table]) -> None:
    assert cell(first, "casualties", "cas-0001", "statement_id") == Cell()
    assert cell(first, "casualties", "cas-0007", "low") == Cell()


def test_a_quote_is_cut_at_its_figure(first: dict[str, Table]) -> None:
    found = cell(first, "casualties", "cas-0007", "quote")
    assert found.marked == ("", "About 80", " people were killed in this IS-K attack")
    assert "".join(found.marked) == found.text


def test_a_quote_without_a_figure_is_not_cut(first: dict[str, Table]) -> None:
    found = cell(first, "casualties", "cas-0018", "quote")
    assert found == Cell(found.text)
    assert "governor" in found.text


def test_a_figure_that_stands_twice_is_not_marked() -> None:
    assert marked({"quote": "two of the two", "figure": "two"}) is None
    assert marked({"quote": "one of the two", "figure": "two"}) == ("one of the ", "two", "")
    assert marked({"quote": "one", "figure": None}) is None


def test_every_row_with_a_name_or_label_is_called_by_it(every: tuple[ExportTable, ...]) -> None:
    reported = row_names(every)
    for row_id, name in captions().items():
        assert reported[row_id] == name
    assert reported["cas-0007"] == "cas-0007"


def test_cells_are_written_as_the_files_write_them() -> None:
    assert [written(value) for value in (None, 0, 12, 37.32984, -46.0, "x", True, False)] == [
        "",
        "0",
        "12",
        "37.32984",
        "-46",
        "x",
        "true",
        "false",
    ]
    assert written(date(2024, 3, 22)) == "2024-03-22"


def test_no_two_rows_of_the_page_have_one_address(grids: dict[str, Table]) -> None:
    reported = [line.address for one in grids.values() for line in one.rows]
    assert len(reported) == len({*reported})
    assert all(" " not in one and '"' not in one for one in reported)


def test_a_row_of_a_view_is_addressed_by_its_key(every: tuple[ExportTable, ...]) -> None:
    (view,) = [part for part in every if part.name == "view_disagreements"]
    row = {"fact": "force size", "first_id": "est-0001", "second_id": "est-0002"}
    assert address(view, row) == "disagreements-force_size-est-0001-est-0002"


def column(name: str, description: str) -> Field:
    return Field(name, name, description, "string")


def part(name: str, *columns: Field) -> ExportTable:
    return ExportTable(name, name, "", columns, ("id",), (), (), name.startswith("view_"))


def test_a_column_is_reported_once_and_apart_where_tables_differ() -> None:
    reported = column_notes(
        [
            part("first", column("date", "When it was"), column("note", "A note")),
            part("second", column("date", "When it was said"), column("note", "A note")),
            part("view_third", column("date", "When")),
        ],
        lambda field: field.description,
    )
    assert reported == {
        "date": "When it was",
        "note": "A note",
        "second.date": "When it was said",
        "third.date": "When",
    }


def test_what_is_not_reported_is_left_out() -> None:
    assert column_notes([part("first", column("date", ""))], lambda f: f.description) == {}


def test_whether_a_bound_is_open_is_written_as_the_files_write_it(grids: dict[str, Table]) -> None:
    grid = grids["force_estimates"]
    places = {column.name: at for at, column in enumerate(grid.columns)}
    cells = {
        line.address: tuple(line.cells[places[n]].text for n in ("high", "low_open", "high_open"))
        for line in grid.rows
    }
    assert cells["est-0023"] == ("6", "", "true")
    assert cells["est-0005"] == ("", "false", "")
    assert cells["est-0001"] == ("0", "false", "false")
    assert cells["est-0009"] == ("", "", "")
