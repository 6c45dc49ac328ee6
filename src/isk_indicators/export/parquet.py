"""The data as Parquet, a file a table and view, for DuckDB, polars, pandas, R and Arrow.

A text is as it was written, a day is a date, a blank is NULL; an EDTF date is text.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from isk_indicators.export.sqlite import sql_name, sql_text
from isk_indicators.export.tables import ExportTable, dataset_notes, export_tables, library
from isk_indicators.home import package
from isk_indicators.schema import DataPackage

SUFFIX = ".parquet"

TYPES: Mapping[str, str] = MappingProxyType(
    {
        "string": "VARCHAR",
        "integer": "BIGINT",
        "number": "DOUBLE",
        "date": "DATE",
        "boolean": "BOOLEAN",
    }
)
"""The type of a column by that of its field."""

SETTINGS: Mapping[str, Any] = MappingProxyType(
    {"threads": 1, "autoinstall_known_extensions": False, "autoload_known_extensions": False}
)
"""One thread, so that rows keep their order; nothing is fetched."""


def to_parquet(folder: str | Path) -> None:
    """Write the installed data into a folder, as one Parquet file a table and view.

    A file is named as its table is, that of a view with ``view_`` before its name, and ends in
    ``.parquet``. Files of these names are replaced, others left; a missing folder is made. The same
    version always gives the same bytes for the same version of the library.

    Raises:
        MissingExtraError: the extra ``[parquet]`` is not installed (an ImportError).
        OSError: the files cannot be written.

    """
    files = parquet_from(package())
    Path(folder).mkdir(parents=True, exist_ok=True)
    for file, data in files.items():
        Path(folder, file).write_bytes(data)


def parquet_from(data: DataPackage) -> dict[str, bytes]:
    """Give any package as Parquet: the name of each file to its bytes.

    Raises:
        MissingExtraError: as :func:`to_parquet`.
        OSError: no temporary file can be written.

    """
    duckdb = library("duckdb", extra="parquet", caller="to_parquet")
    of_all = dataset_notes(data)
    with (
        duckdb.connect(":memory:", config=dict(SETTINGS)) as connection,
        tempfile.TemporaryDirectory(prefix="isk-indicators-") as aside,
    ):
        return {
            path.name: _file(connection, part, _told(part, of_all), path)
            for part in export_tables(data)
            for path in [Path(aside, f"{part.name}{SUFFIX}")]
        }


def _file(connection: Any, part: ExportTable, told: Mapping[str, str], path: Path) -> bytes:
    table = sql_name(part.name)
    columns = ", ".join(f"{sql_name(field.name)} {TYPES[field.type]}" for field in part.fields)
    connection.execute(f"CREATE TABLE {table} ({columns})")
    if part.rows:
        places = ", ".join("?" for _ in part.fields)
        rows = [[row[field.name] for field in part.fields] for row in part.rows]
        connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows)  # noqa: S608
    connection.execute(
        f"COPY {table} TO {sql_text(str(path))} (FORMAT parquet, KV_METADATA {_pairs(told)})"
    )
    return path.read_bytes()


def _told(part: ExportTable, of_all: Mapping[str, str]) -> dict[str, str]:
    """What a file says of itself, for whoever has it alone."""
    return {**of_all, "table": part.title, "what the table holds": part.description}


def _pairs(told: Mapping[str, str]) -> str:
    return (
        "{" + ", ".join(f"{sql_name(key)}: {sql_text(words)}" for key, words in told.items()) + "}"
    )
