"""What every reader must find: the cells of the zip's CSV files, read by the standard library.

The one expectation that all strangers are compared with. A blank is None.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TYPED: Mapping[str, Callable[[str], object]] = {
    "integer": int,
    "number": float,
    "boolean": lambda text: text == "true",
}
"""A cell by the type of its column; a day and all else is text."""


def bundle_of(folder: Path) -> Path:
    """Find the zip of the data package among the files of a release."""
    (path,) = (p for p in folder.glob("*.zip") if not p.name.endswith(".parquet.zip"))
    return path


@dataclass(frozen=True)
class Table:
    """A table or view: the type of each column, the key, and its rows as written."""

    types: Mapping[str, str]
    key: Sequence[str]
    rows: Sequence[Mapping[str, str | None]]

    def typed(self) -> list[dict[str, object]]:
        """The rows as a format with types holds them."""
        return [
            {n: None if c is None else TYPED.get(self.types[n], str)(c) for n, c in row.items()}
            for row in self.rows
        ]


def read(bundle: Path) -> dict[str, Table]:
    """Read every table and view of a zip, by its name."""
    archive = zipfile.ZipFile(bundle)
    resources = json.loads(archive.read("datapackage.json"))["resources"]
    return {r["name"]: _table(archive, r["path"], r["schema"]) for r in resources}


def _table(archive: zipfile.ZipFile, path: str, schema: str) -> Table:
    text = io.StringIO(archive.read(path).decode("utf-8"), newline="")
    defined = json.loads(archive.read(schema))
    types = {field["name"]: field["type"] for field in defined["fields"]}
    rows = [{n: cell or None for n, cell in row.items()} for row in csv.DictReader(text)]
    return Table(types, defined.get("primaryKey", ()), rows)


def differences(
    found: Mapping[str, Sequence[Mapping[str, Any]]], tables: Mapping[str, Table], typed: bool
) -> Iterator[str]:
    """Tell what a reader found otherwise, cell by cell; it may know columns that no file has.

    A format with types must have the very value. What was read from a CSV file, where a reader
    guesses the types, must say the same once it is text again.
    """
    if found.keys() != tables.keys():
        yield f"tables {sorted(found)}; expected {sorted(tables)}"
    for name in found.keys() & tables.keys():
        rows = tables[name].typed() if typed else tables[name].rows
        if len(found[name]) != len(rows):
            yield f"{name}: {len(found[name])} rows; expected {len(rows)}"
        for number, (row, expected) in enumerate(zip(found[name], rows, strict=False)):
            for column, cell in expected.items():
                reported = row.get(column, "no such column")
                if not _same(reported if typed else _text(reported), cell):
                    yield f"{name}, row {number}, {column}: {reported!r}; expected {cell!r}"


def _same(found: object, expected: object) -> bool:
    # SQLite has no type for true and false and gives 1 and 0.
    alike = type(found) is type(expected) or (isinstance(expected, bool) and type(found) is int)
    return alike and found == expected


def _text(cell: object) -> object:
    """A cell of a guessed type as text: whole numbers without a fraction, true in small letters."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
