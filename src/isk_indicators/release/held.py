"""The tables that a built file holds, in whatever form, so that forms can be compared."""

from __future__ import annotations

import importlib
import sqlite3
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from isk_indicators.export.sqlite import sql_name, sql_text
from isk_indicators.safe_zip import unzip
from isk_indicators.schema import Cell
from isk_indicators.versions import content_hash, table_hash


class Held(NamedTuple):
    """A table as a file holds it: its columns, and its rows with typed cells."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]

    def only(self, columns: Sequence[str]) -> Held:
        """The same table with just these columns, in this order."""
        places = [self.columns.index(column) for column in columns]
        return Held(columns, [[row[place] for place in places] for row in self.rows])


def is_read(path: Path) -> bool:
    """Tell whether the file is of a form whose tables are read."""
    return _form(path) is not None


def held(path: Path) -> dict[str, Held]:
    """Read every table of a file, views among them where it holds them as tables, by name.

    Raises:
        ModuleNotFoundError: the library that the form needs is not installed.
        LookupError: the file is of another form.
    """
    form = _form(path)
    if form is None:
        raise LookupError(f"{path}: its tables cannot be read")
    return form(path)


def hash_of(tables: Mapping[str, Held]) -> str:
    """Hash what tables say (``content_hash``)."""
    return content_hash({name: table_hash(*table) for name, table in tables.items()})


def _sqlite(path: Path) -> dict[str, Held]:
    """Read the plain tables; those of the full-text index are its library's own."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        kinds = connection.execute("PRAGMA table_list").fetchall()
        names = [name for _, name, kind, *_ in kinds if kind == "table" and name[:7] != "sqlite_"]
        return {name: _selected(connection, sql_name(name)) for name in names}


def _parquet(path: Path) -> dict[str, Held]:
    """Read a zip of Parquet files, one a table."""
    duckdb = importlib.import_module("duckdb")
    files = {name: data for name, data in unzip(path).items() if name.endswith(".parquet")}
    with duckdb.connect(":memory:") as connection, tempfile.TemporaryDirectory() as aside:
        read = {}
        for name, data in files.items():
            file = Path(aside, Path(name).name)
            file.write_bytes(data)
            read[file.stem] = _selected(connection, sql_text(file.as_posix()))
        return read


def _selected(connection: Any, source: str) -> Held:
    cursor = connection.execute(f"SELECT * FROM {source}")  # noqa: S608 (quoted)
    return Held([column[0] for column in cursor.description], cursor.fetchall())


def _form(path: Path) -> Callable[[Path], dict[str, Held]] | None:
    return next((read for end, read in _FORMS.items() if path.name.endswith(end)), None)


_FORMS: Mapping[str, Callable[[Path], dict[str, Held]]] = MappingProxyType(
    {".sqlite": _sqlite, ".parquet.zip": _parquet}
)
"""The end of a file's name, and what reads such a file."""
