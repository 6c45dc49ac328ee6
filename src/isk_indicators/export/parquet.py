"""The data as Parquet, a file a table and view, for DuckDB, polars, pandas, R and Arrow."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from isk_indicators.export.sqlite import sql_name, sql_text
from isk_indicators.export.tables import ExportTable, dataset_notes, export_tables, library
from isk_indicators.tables import Dataset, installed_dataset

TYPES: Mapping[str, str] = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "date": "DATE",
    "boolean": "BOOLEAN",
}
"""The type of a column by that of its field; an EDTF date is text."""

SETTINGS: Mapping[str, Any] = {
    "threads": 1,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
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
    files = parquet_from(installed_dataset())
    Path(folder).mkdir(parents=True, exist_ok=True)
    for file, data in files.items():
        Path(folder, file).write_bytes(data)


def parquet_from(dataset: Dataset) -> dict[str, bytes]:
    """Give any tables as Parquet: the name of each file to its bytes.

    Raises:
        MissingExtraError: as :func:`to_parquet`.
        OSError: no temporary file can be written.

    """
    duckdb = library("duckdb", extra="parquet", caller="to_parquet")
    notes = dataset_notes(dataset)
    with (
        duckdb.connect(":memory:", config=dict(SETTINGS)) as connection,
        tempfile.TemporaryDirectory(prefix="isk-indicators-") as folder,
    ):
        return {
            f"{table.name}.parquet": _file(connection, table, notes, Path(folder, table.name))
            for table in export_tables(dataset)
        }


def _file(connection: Any, table: ExportTable, notes: Mapping[str, str], path: Path) -> bytes:
    """Write one table, with the notes, so that its file can be read alone."""
    name = sql_name(table.name)
    columns = ", ".join(f"{sql_name(field.name)} {TYPES[field.type]}" for field in table.fields)
    connection.execute(f"CREATE TABLE {name} ({columns})")
    if table.rows:
        places = ", ".join("?" for _ in table.fields)
        connection.executemany(f"INSERT INTO {name} VALUES ({places})", table.cells)  # noqa: S608
    metadata = {**notes, "table": table.title, "what the table holds": table.description}
    pairs = ", ".join(f"{sql_name(topic)}: {sql_text(words)}" for topic, words in metadata.items())
    connection.execute(
        f"COPY {name} TO {sql_text(str(path))} (FORMAT parquet, KV_METADATA {{{pairs}}})"
    )
    return path.read_bytes()
