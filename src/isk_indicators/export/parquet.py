"""The data as Parquet, a file a table and view, for DuckDB, polars, pandas, R and Arrow."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, overload

from isk_indicators.csvio import replace_files
from isk_indicators.export import dataset_notes, export_tables, library
from isk_indicators.export.sqlite import sql_name, sql_text
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


@overload
def to_parquet(folder: None = None) -> dict[str, bytes]: ...
@overload
def to_parquet(folder: str | Path) -> None: ...
def to_parquet(folder: str | Path | None = None) -> dict[str, bytes] | None:
    """Write the installed data into a folder, as one Parquet file a table and view.

    Without ``folder``, return the bytes of each file by its name.

    A file is named as its table is, that of a view with ``view_`` before its name, and ends in
    ``.parquet``. Files of these names are replaced, others left; a missing folder is made. The same
    version always gives the same bytes for the same version of the library.

    Raises:
        MissingExtraError: the extra ``[parquet]`` is not installed (an ImportError).
        OSError: the files cannot be written.

    """
    files = parquet_from(installed_dataset())
    if folder is None:
        return files
    Path(folder).mkdir(parents=True, exist_ok=True)
    replace_files(Path(folder), files)
    return None


def parquet_from(dataset: Dataset) -> dict[str, bytes]:
    """Give any tables as Parquet: the name of each file to its bytes.

    Raises:
        MissingExtraError: as :func:`to_parquet`.
        OSError: no temporary file can be written.

    """
    duckdb = library("duckdb", extra="parquet", caller="to_parquet")
    notes, files = dataset_notes(dataset), {}
    with (
        duckdb.connect(":memory:", config=dict(SETTINGS)) as connection,
        tempfile.TemporaryDirectory(prefix="isk-indicators-") as folder,
    ):
        for table in export_tables(dataset):
            name, path = sql_name(table.name), Path(folder, table.name)
            columns = ", ".join(f"{sql_name(f.name)} {TYPES[f.type]}" for f in table.fields)
            connection.execute(f"CREATE TABLE {name} ({columns})")
            if table.rows:
                places = ", ".join("?" for _ in table.fields)
                statement = f"INSERT INTO {name} VALUES ({places})"  # noqa: S608 # nosec B608
                connection.executemany(statement, table.cells)
            # with the notes, so that a file can be read alone
            about = {**notes, "table": table.title, "what the table holds": table.description}
            pairs = ", ".join(f"{sql_name(topic)}: {sql_text(t)}" for topic, t in about.items())
            connection.execute(
                f"COPY {name} TO {sql_text(str(path))} (FORMAT parquet, KV_METADATA {{{pairs}}})"
            )
            files[f"{table.name}.parquet"] = path.read_bytes()
    return files
