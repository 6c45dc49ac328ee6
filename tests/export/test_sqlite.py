"""The SQLite file against the CSV files, and what Datasette is given of it."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

import isk_indicators as isk
from isk_indicators.export import export_tables
from isk_indicators.export import sqlite as module
from isk_indicators.export.sqlite import HELPERS, OldLibraryError, sqlite_from
from isk_indicators.schema import INTERNAL_TABLES, view_schemas
from isk_indicators.tables import Dataset, installed_dataset

if TYPE_CHECKING:
    from tests.conftest import MakePackage

ACTOR = {
    "actor_id": "act-0001",
    "name": "G",
    "kind": "armed_group",
    "source_id": "src-000",
    "span_start": 0,
    "span_end": 1,
    "quote": "G",
}
OWN_VIEWS = [name for name in view_schemas() if name != "force_series"]


def opened(data: bytes) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(data)
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


@pytest.fixture(scope="module")
def database() -> Iterator[sqlite3.Connection]:
    """The installed data as a database."""
    with closing(opened(sqlite_from(installed_dataset()))) as connection:
        yield connection


def plain(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    """A frame's rows as the database gives them."""
    days = frame.select_dtypes("datetime").columns
    reported = frame.assign(**{day: frame[day].dt.strftime("%Y-%m-%d") for day in days})
    rows = reported.astype(object).where(reported.notna(), None)
    return list(rows.itertuples(index=False, name=None))


@pytest.mark.parametrize("name", isk.tables())
def test_a_table_is_its_frame(database: sqlite3.Connection, name: Any) -> None:
    frame = isk.load(name)
    found = database.execute(f"SELECT * FROM {name}")  # noqa: S608 - a name of ours
    assert [column[0] for column in found.description] == [*frame.columns]
    assert found.fetchall() == plain(frame)


@pytest.mark.parametrize("name", OWN_VIEWS)
def test_a_view_is_its_frame(database: sqlite3.Connection, name: str) -> None:
    frame = getattr(isk, name)()
    assert database.execute(f"SELECT * FROM view_{name}").fetchall() == plain(frame)  # noqa: S608


def test_the_series_are_those_of_every_estimate(database: sqlite3.Connection) -> None:
    query = "SELECT estimate_id FROM view_force_series ORDER BY 1"
    found = [row for (row,) in database.execute(query)]
    assert found == [*isk.load("force_estimates")["estimate_id"]]


def test_it_is_whole_and_every_link_leads_to_a_row(database: sqlite3.Connection) -> None:
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    (linked,) = database.execute(
        "SELECT count(*) FROM pragma_table_list AS t, pragma_foreign_key_list(t.name)"
    ).fetchone()
    (indexed,) = database.execute(
        "SELECT count(*) FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ).fetchone()
    assert linked == indexed > 20


def test_every_quote_is_the_cell_of_its_csv_file(database: sqlite3.Connection) -> None:
    query = "SELECT table_name, row_id, quote FROM quotes"
    found = {(table, row): quote for table, row, quote in database.execute(query)}
    expected = {}
    for name in (n for n in isk.tables() if n != "sources"):
        key = installed_dataset().package.schemas[name].key[0]
        with installed_dataset().package.path(name).open(encoding="utf-8", newline="") as file:
            expected |= {(name, r[key]): r["quote"] for r in csv.DictReader(file)}
    assert found == expected
    assert any('"' in quote for quote in found.values())


def test_a_quote_stays_as_it_is(make_package: MakePackage) -> None:
    quote = 'the "group" of\N{NO-BREAK SPACE}Khorasan, \N{RIGHT SINGLE QUOTATION MARK}s'
    with closing(
        opened(sqlite_from(Dataset(make_package({"actors": [ACTOR | {"quote": quote}]}))))
    ) as made:
        assert made.execute("SELECT quote FROM actors").fetchall() == [(quote,)]
        assert made.execute("SELECT quote FROM quotes").fetchall() == [(quote,)]
        assert made.execute("SELECT quote FROM quotes_fts('khorasan')").fetchall() == [(quote,)]


def test_words_are_found(database: sqlite3.Connection) -> None:
    query = "SELECT row_id, quote FROM quotes_fts WHERE quotes_fts MATCH ? ORDER BY row_id"
    found = dict(database.execute(query, ('"concert hall"',)).fetchall())
    assert {"cas-0001", "inc-0001"} <= found.keys()
    assert all("concert hall" in quote.lower() for quote in found.values())


def test_nothing_unreleased_and_no_empty_text_is_in_it(database: sqlite3.Connection) -> None:
    tables = {n for (n,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert not tables & {*INTERNAL_TABLES}
    for name in (*isk.tables(), *(f"view_{view}" for view in view_schemas())):
        for row in database.execute(f"SELECT * FROM {name}"):  # noqa: S608
            assert "" not in row


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("SET harm = 'killen'", "CHECK"),
        ("SET harm = NULL", "NOT NULL"),
        ("SET low = 'several'", "cannot store TEXT"),
        ("SET casualty_id = 'cas-0001'", "UNIQUE"),
        ("SET incident_id = 'inc-9999'", "FOREIGN KEY"),
    ],
)
def test_it_refuses_what_the_schema_refuses(change: str, said: str) -> None:
    connection = opened(sqlite_from(installed_dataset()))
    with closing(connection), pytest.raises(sqlite3.IntegrityError, match=said), connection:
        connection.execute(f"UPDATE casualties {change} WHERE casualty_id = 'cas-0002'")


def test_two_runs_write_the_same_bytes_over_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "isk.sqlite"
    path.write_bytes(b"earlier")
    isk.to_sqlite(path)
    assert path.read_bytes() == sqlite_from(installed_dataset())


def test_a_table_without_rows_is_left_out_with_the_links_to_it(make_package: MakePackage) -> None:
    with closing(opened(sqlite_from(Dataset(make_package({"actors": [ACTOR]}))))) as connection:
        found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        own = {name for (name,) in found if not name.startswith(("view_", "quotes_fts"))}
        assert own == {"actors", "codebook", "about"}
        assert connection.execute("PRAGMA foreign_key_list(actors)").fetchall()[0][2] == "actors"


def test_the_codebook_tells_every_column(database: sqlite3.Connection) -> None:
    query = "SELECT column_name, description FROM codebook WHERE table_name = 'casualties'"
    described = isk.describe("casualties")
    expected = dict(zip(described["column"], described["description"], strict=True))
    assert dict(database.execute(query).fetchall()) == expected
    about = dict(database.execute("SELECT topic, words FROM about").fetchall())
    assert about["version"] == isk.__version__
    assert about["how to cite"] == isk.cite([])


def test_an_old_library_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.sqlite3, "sqlite_version_info", (3, 36, 0))
    with pytest.raises(OldLibraryError, match=r"SQLite 3\.37"):
        sqlite_from(installed_dataset())


# Datasette


@pytest.fixture(scope="module")
def reported() -> dict[str, Any]:
    """What is reported of a file with a dot in its name."""
    (reported,) = isk.to_datasette(Path("some/where/isk-0.1.sqlite"))["databases"].values()
    found: dict[str, Any] = reported
    return found


@pytest.fixture(scope="module")
def served() -> Iterator[sqlite3.Connection]:
    """The installed data as a database, with the function that Datasette adds."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(sqlite_from(installed_dataset()))
        quoted = lambda text: " ".join(f'"{word}"' for word in text.split())  # noqa: E731
        connection.create_function("escape_fts", 1, quoted)
        yield connection


def asked(served: sqlite3.Connection, reported: dict[str, Any], query: str, **given: str) -> list:
    cursor = served.execute(reported["queries"][query]["sql"], given)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def test_the_database_is_named_as_datasette_names_it() -> None:
    found = isk.to_datasette("some/where/isk-0.1.sqlite")
    assert [*found["databases"]] == ["isk-0.1"]
    assert json.loads(json.dumps(found)) == found
    assert found["license_url"] == installed_dataset().package.descriptor["licenses"][0]["path"]
    assert isk.__version__ in found["databases"]["isk-0.1"]["description"]


def test_every_table_and_view_is_reported_and_no_other(
    reported: dict[str, Any], served: sqlite3.Connection
) -> None:
    shown = "name NOT LIKE 'quotes_fts%' AND type IN ('table', 'view')"
    found = served.execute(f"SELECT name FROM sqlite_master WHERE {shown}")  # noqa: S608
    assert {name for (name,) in found} == {*reported["tables"]}
    assert {*reported["tables"]} == {part.name for part in export_tables(installed_dataset())} | {
        *HELPERS
    }


def test_every_column_that_is_reported_of_is_there(
    reported: dict[str, Any], served: sqlite3.Connection
) -> None:
    for name, table in reported["tables"].items():
        there = [c[0] for c in served.execute(f"SELECT * FROM {name}").description]  # noqa: S608
        if name not in HELPERS:
            assert [*table["columns"]] == there
            assert {*table["facets"]} < {*there}
            assert table.get("label_column", there[0]) in there


def test_facets_are_the_coded_columns_and_the_source(reported: dict[str, Any]) -> None:
    assert reported["tables"]["evidence"]["facets"] == ["table_name", "role", "source_id"]
    assert reported["tables"]["sources"]["facets"] == ["published_basis"]


def test_a_row_that_others_name_has_a_label(reported: dict[str, Any]) -> None:
    named = {key.table for part in export_tables(installed_dataset()) for key in part.foreign_keys}
    assert named >= {"actors", "incidents", "places", "sources", "statements"}
    assert all("label_column" in reported["tables"][table] for table in named)


def test_words_are_found_in_the_quotes(
    reported: dict[str, Any], served: sqlite3.Connection
) -> None:
    found = asked(served, reported, "search_quotes", words="concert HALL")
    assert {"cas-0001", "inc-0001"} <= {row["row_id"] for row in found}
    assert all("concert hall" in row["quote"] for row in found)
    assert asked(served, reported, "search_quotes", words="") == []


def test_a_row_comes_with_its_quote_and_all_that_is_reported_of_it(
    reported: dict[str, Any], served: sqlite3.Connection
) -> None:
    evidence = isk.load("evidence").query("row_id == 'inc-0001'")
    own, *others = asked(served, reported, "row_and_quote", row_id="inc-0001")
    incident = isk.load("incidents").set_index("incident_id").loc["inc-0001"]
    assert (own["table_name"], own["role"]) == ("incidents", None)
    assert (own["quote"], own["source_id"]) == (incident["quote"], incident["source_id"])
    assert [row["row_id"] for row in others] == [*evidence["evidence_id"]]
    assert len(others) > 1
