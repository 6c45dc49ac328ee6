"""The Parquet files: the frames' rows and types, and what each file says of itself."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd
import pytest

import isk_indicators as isk
from isk_indicators.export import MissingExtraError, export_tables
from isk_indicators.export.parquet import TYPES, parquet_from
from isk_indicators.tables import Dataset, installed_dataset

if TYPE_CHECKING:
    from tests.conftest import MakePackage

PARTS = {part.name: part for part in export_tables(installed_dataset())}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installed data as files, in a folder that had to be made."""
    path = tmp_path_factory.mktemp("parquet") / "below" / "here"
    isk.to_parquet(path)
    return path


def read(path: Path) -> tuple[list[tuple[str, str]], list[tuple[Any, ...]]]:
    """A file's columns with their types, and its rows."""
    found = duckdb.read_parquet(str(path))
    columns = [(name, str(t)) for name, t in zip(found.columns, found.types, strict=True)]
    return columns, found.fetchall()


def kept(path: Path) -> dict[str, str]:
    query = "SELECT key, value FROM parquet_kv_metadata(?)"
    found = duckdb.execute(query, [str(path)]).fetchall()
    return {key.decode(): value.decode() for key, value in found}


def test_there_is_a_file_for_each_table_and_view(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == {f"{name}.parquet" for name in PARTS}
    assert {*isk.tables(), "view_tolls"} <= {*PARTS}


@pytest.mark.parametrize("name", PARTS)
def test_a_file_has_the_rows_and_types_of_its_part(folder: Path, name: str) -> None:
    columns, rows = read(folder / f"{name}.parquet")
    fields = PARTS[name].fields
    assert columns == [(field.name, TYPES[field.type]) for field in fields]
    assert rows == [tuple(row[field.name] for field in fields) for row in PARTS[name].rows]


def test_a_table_is_its_frame(folder: Path) -> None:
    frame = isk.load("casualties")
    found = duckdb.read_parquet(str(folder / "casualties.parquet")).df()
    assert [*found["quote"]] == [*frame["quote"]]
    pd.testing.assert_series_equal(found["low"].astype("Int64"), frame["low"])


def test_a_text_stays_as_it_is_and_a_blank_is_missing(
    make_package: MakePackage, tmp_path: Path
) -> None:
    quote = 'the "group" of\N{NO-BREAK SPACE}Khorasan, \N{RIGHT SINGLE QUOTATION MARK}s'
    actor = {"actor_id": "act-0001", "name": "NULL", "kind": "armed_group", "quote": quote}
    files = parquet_from(Dataset(make_package({"actors": [actor]})))
    path = tmp_path / "actors.parquet"
    path.write_bytes(files["actors.parquet"])
    found = duckdb.read_parquet(str(path)).project("name, quote, note, span_start")
    assert found.fetchall() == [("NULL", quote, None, None)]


def test_a_view_without_rows_is_a_file_without_rows(
    make_package: MakePackage, tmp_path: Path
) -> None:
    files = parquet_from(Dataset(make_package({"actors": [{"actor_id": "act-0001", "name": "G"}]})))
    assert "places.parquet" not in files
    path = tmp_path / "view_tolls.parquet"
    path.write_bytes(files["view_tolls.parquet"])
    columns, rows = read(path)
    assert len(columns) == len(PARTS["view_tolls"].fields)
    assert rows == []


def test_each_file_says_what_it_is(folder: Path) -> None:
    for name, part in PARTS.items():
        reported = kept(folder / f"{name}.parquet")
        assert reported["version"] == isk.__version__
        assert reported["how to cite"] == isk.cite([])
        assert reported["what the table holds"] == part.description
        assert "Creative Commons" in reported["licence"]


def test_two_runs_write_the_same_bytes_over_what_was_there(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "casualties.parquet").write_bytes(b"earlier")
    (tmp_path / "own.txt").write_bytes(b"own")
    isk.to_parquet(tmp_path)
    found = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert found.pop("own.txt") == b"own"
    assert found == {path.name: path.read_bytes() for path in folder.iterdir()}


def test_without_the_extra_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(MissingExtraError, match=r'pip install "isk-indicators\[parquet\]"'):
        isk.to_parquet(tmp_path / "new")
    assert not (tmp_path / "new").exists()
