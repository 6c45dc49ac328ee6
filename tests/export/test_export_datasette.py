"""What Datasette is told of the SQLite file is so. ``tests/strangers`` starts it with both."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import isk_indicators as isk
from isk_indicators.export.sqlite import HELPERS, sqlite_from
from isk_indicators.export.tables import export_tables
from isk_indicators.tables import installed_dataset


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """What is told of a file with a dot in its name."""
    (told,) = isk.to_datasette(Path("some/where/isk-0.1.sqlite"))["databases"].values()
    found: dict[str, Any] = told
    return found


@pytest.fixture(scope="module")
def database() -> Iterator[sqlite3.Connection]:
    """The installed data as a database, with the function that Datasette adds."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(sqlite_from(installed_dataset()))
        quoted = lambda text: " ".join(f'"{word}"' for word in text.split())  # noqa: E731
        connection.create_function("escape_fts", 1, quoted)
        yield connection


def asked(database: sqlite3.Connection, told: dict[str, Any], query: str, **given: str) -> list:
    cursor = database.execute(told["queries"][query]["sql"], given)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def test_the_database_is_named_as_datasette_names_it() -> None:
    found = isk.to_datasette("some/where/isk-0.1.sqlite")
    assert [*found["databases"]] == ["isk-0.1"]
    assert json.loads(json.dumps(found)) == found
    assert found["license_url"] == installed_dataset().package.descriptor["licenses"][0]["path"]
    assert isk.__version__ in found["databases"]["isk-0.1"]["description"]


def test_every_table_and_view_is_told_and_no_other(
    told: dict[str, Any], database: sqlite3.Connection
) -> None:
    shown = "name NOT LIKE 'quotes_fts%' AND type IN ('table', 'view')"
    found = database.execute(f"SELECT name FROM sqlite_master WHERE {shown}")  # noqa: S608
    assert {name for (name,) in found} == {*told["tables"]}
    assert {*told["tables"]} == {part.name for part in export_tables(installed_dataset())} | {
        *HELPERS
    }


def test_every_column_that_is_told_of_is_there(
    told: dict[str, Any], database: sqlite3.Connection
) -> None:
    for name, table in told["tables"].items():
        there = [c[0] for c in database.execute(f"SELECT * FROM {name}").description]  # noqa: S608
        if name not in HELPERS:
            assert [*table["columns"]] == there
            assert {*table["facets"]} < {*there}
            assert table.get("label_column", there[0]) in there


def test_facets_are_the_coded_columns_and_the_source(told: dict[str, Any]) -> None:
    assert told["tables"]["evidence"]["facets"] == ["table_name", "role", "source_id"]
    assert told["tables"]["sources"]["facets"] == ["published_basis"]


def test_a_row_that_others_name_has_a_label(told: dict[str, Any]) -> None:
    named = {key.table for part in export_tables(installed_dataset()) for key in part.foreign_keys}
    assert named >= {"actors", "incidents", "places", "sources", "statements"}
    assert all("label_column" in told["tables"][table] for table in named)


def test_words_are_found_in_the_quotes(told: dict[str, Any], database: sqlite3.Connection) -> None:
    found = asked(database, told, "search_quotes", words="concert HALL")
    assert {"cas-0001", "inc-0001"} <= {row["row_id"] for row in found}
    assert all("concert hall" in row["quote"] for row in found)
    assert asked(database, told, "search_quotes", words="") == []


def test_a_row_comes_with_its_quote_and_all_that_is_told_of_it(
    told: dict[str, Any], database: sqlite3.Connection
) -> None:
    evidence = isk.load("evidence").query("row_id == 'inc-0001'")
    own, *others = asked(database, told, "row_and_quote", row_id="inc-0001")
    incident = isk.load("incidents").set_index("incident_id").loc["inc-0001"]
    assert (own["table_name"], own["role"]) == ("incidents", None)
    assert (own["quote"], own["source_id"]) == (incident["quote"], incident["source_id"])
    assert [row["row_id"] for row in others] == [*evidence["evidence_id"]]
    assert len(others) > 1
