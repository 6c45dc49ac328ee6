"""Run by the strangers' interpreter: read every table and view of a release with one library.

Usage: ``python readers.py READER FOLDER``, FOLDER being that of a built release. Prints JSON: the
rows of each table, a blank as null, a day as text.
"""

# ruff: noqa: PLC0415, S608 - one library at a time; the names of tables are the release's own

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

Rows: TypeAlias = list[dict[str, Any]]
Tables: TypeAlias = dict[str, Rows]


def main(reader: str, folder: str) -> None:
    tables = READERS[reader](Path(folder))
    # ASCII, so that no console's encoding can come between.
    json.dump(tables, sys.stdout, default=_plain)


def _plain(cell: object) -> object:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, Decimal):
        return float(cell)
    raise TypeError(f"{cell!r} is {type(cell)}")


# Files


def _only(folder: Path, ending: str) -> Path:
    (path,) = folder.glob(f"isk-indicators-*{ending}")
    return path


def _bundle(folder: Path) -> Path:
    (path,) = (p for p in folder.glob("*.zip") if not p.name.endswith(".parquet.zip"))
    return path


def _csv_files(folder: Path) -> dict[str, Path]:
    """Unpack the zip; each table's and view's file."""
    aside = Path(tempfile.mkdtemp())
    zipfile.ZipFile(_bundle(folder)).extractall(aside)
    resources = json.loads((aside / "datapackage.json").read_bytes())["resources"]
    return {resource["name"]: aside / resource["path"] for resource in resources}


def _parquet_files(folder: Path) -> dict[str, Path]:
    aside = Path(tempfile.mkdtemp())
    zipfile.ZipFile(_only(folder, ".parquet.zip")).extractall(aside)
    return {path.stem: path for path in aside.glob("*.parquet")}


# Readers


def duckdb_csv(folder: Path) -> Tables:
    """As the zip's README says."""
    call = "read_csv(?, auto_type_candidates = ['BIGINT', 'VARCHAR'])"
    return {name: _duckdb(call, path) for name, path in _csv_files(folder).items()}


def duckdb_parquet(folder: Path) -> Tables:
    return {name: _duckdb("read_parquet(?)", p) for name, p in _parquet_files(folder).items()}


def _duckdb(source: str, path: Path) -> Rows:
    import duckdb

    found = duckdb.execute(f"SELECT * FROM {source}", [str(path)])
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def polars_csv(folder: Path) -> Tables:
    import polars

    return {name: polars.read_csv(path).to_dicts() for name, path in _csv_files(folder).items()}


def polars_parquet(folder: Path) -> Tables:
    import polars

    return {n: polars.read_parquet(path).to_dicts() for n, path in _parquet_files(folder).items()}


def pandas_zip(folder: Path) -> Tables:
    """Straight from the zip, as its README says."""
    import pandas

    archive = zipfile.ZipFile(_bundle(folder))
    resources = json.loads(archive.read("datapackage.json"))["resources"]
    tables = {}
    for resource in resources:
        file = archive.open(resource["path"])
        frame = pandas.read_csv(file, keep_default_na=False, na_values=[""])
        tables[resource["name"]] = _records(frame)
    return tables


def _records(frame: Any) -> Rows:
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def sqlite(folder: Path) -> Tables:
    connection = sqlite3.connect(f"file:{_only(folder, '.sqlite')}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    listed = "SELECT DISTINCT table_name FROM codebook"
    return {
        name: [dict(row) for row in connection.execute(f'SELECT * FROM "{name}"')]
        for (name,) in connection.execute(listed).fetchall()
    }


def openpyxl(folder: Path) -> Tables:
    import openpyxl as library

    book = library.load_workbook(_only(folder, ".xlsx"))
    assert (book.sheetnames[0], book.sheetnames[-1]) == ("README", "codebook")
    assert not any(cell.data_type == "f" for sheet in book for row in sheet for cell in row)
    return {name: [*_sheet(book[name])] for name in book.sheetnames[1:-1]}


def _sheet(sheet: Any) -> Iterator[dict[str, Any]]:
    heading, *rows = sheet.iter_rows(values_only=True)
    return (dict(zip(heading, row, strict=True)) for row in rows)


def frictionless(folder: Path) -> Tables:
    from frictionless import Package

    package = Package(str(_bundle(folder)))
    return {
        resource.name: [row.to_dict() for row in resource.read_rows()]
        for resource in package.resources
    }


def mlcroissant(folder: Path) -> Tables:
    import mlcroissant as library

    dataset = library.Dataset(str(_only(folder, ".croissant.json")))
    return {
        one.id: [
            {key.rpartition("/")[2]: _decoded(cell) for key, cell in row.items()}
            for row in dataset.records(one.id)
        ]
        for one in dataset.metadata.record_sets
    }


def _decoded(cell: object) -> object:
    return cell.decode() if isinstance(cell, bytes) else cell


READERS: dict[str, Callable[[Path], Tables]] = {
    "duckdb-csv": duckdb_csv,
    "duckdb-parquet": duckdb_parquet,
    "frictionless": frictionless,
    "mlcroissant": mlcroissant,
    "openpyxl": openpyxl,
    "pandas-zip": pandas_zip,
    "polars-csv": polars_csv,
    "polars-parquet": polars_parquet,
    "sqlite": sqlite,
}

if __name__ == "__main__":
    main(*sys.argv[1:])
