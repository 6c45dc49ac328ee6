"""The data as one SQLite file, and its description for Datasette."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any, overload

from isk_indicators.export import (
    CODEBOOK_COLUMNS,
    ExportTable,
    codebook_rows,
    dataset_notes,
    export_tables,
    written_or_given,
)
from isk_indicators.schema import Cell
from isk_indicators.tables import Dataset, installed_dataset

APPLICATION = 0x49534B49
"""Marks the file as one of this project: the letters ISKI."""

LAYOUT = 1
"""The ``user_version``; a change that breaks queries adds 1."""

OLDEST = (3, 37)
"""The first version of SQLite with STRICT tables."""

TYPES: Mapping[str, str] = {
    "string": "TEXT",
    "integer": "INTEGER",
    "number": "REAL",
    "date": "TEXT",
    "boolean": "INTEGER",
}
"""The type of a column by that of its field; a date is written YYYY-MM-DD."""


def sql_name(name: str) -> str:
    """Quote the name of a table or column."""
    return '"' + name.replace('"', '""') + '"'


def sql_names(names: Iterable[str]) -> str:
    """Quote names, with commas between them."""
    return ", ".join(map(sql_name, names))


def sql_text(text: str) -> str:
    """Quote a text."""
    return "'" + text.replace("'", "''") + "'"


class OldLibraryError(RuntimeError):
    """SQLite is too old, or built without FTS5; the message says which."""


@overload
def to_sqlite(path: None = None) -> bytes: ...
@overload
def to_sqlite(path: str | Path) -> None: ...
def to_sqlite(path: str | Path | None = None) -> bytes | None:
    """Write the installed data into a SQLite file; a file that is there is replaced.

    Without ``path``, return its bytes.

    One table for each table and, with ``view_`` before its name, for each view; ``quotes``, each
    row with its source and quote; ``quotes_fts``, full-text search over them; ``codebook`` and
    ``about``. Every table is STRICT with the constraints of its schema; a blank is NULL. The same
    version always gives the same bytes for the same version of SQLite.

    Raises:
        OldLibraryError: Python's SQLite is older than 3.37, or without FTS5.
        OSError: the file cannot be written.

    """
    return written_or_given(path, sqlite_from(installed_dataset()), bytes)


def sqlite_from(dataset: Dataset) -> bytes:
    """Give any tables as the bytes of a SQLite file, as :func:`to_sqlite` writes it.

    Raises:
        OldLibraryError: as :func:`to_sqlite`.
        sqlite3.IntegrityError: a row breaks its schema, which the check excludes.

    """
    if sqlite3.sqlite_version_info < OLDEST:
        raise OldLibraryError(
            f"to_sqlite needs SQLite 3.37 or later; this Python has {sqlite3.sqlite_version}"
        )
    tables = export_tables(dataset)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        for setting in ("page_size = 4096", "encoding = 'UTF-8'", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {setting}")
        connection.execute("BEGIN")
        for table in tables:
            _create(connection, table)
        for table in tables:
            _insert(connection, table.name, table.columns, table.cells)
        _add_quotes(connection, [table for table in tables if table.has_quotes])
        connection.execute(_CREATE_CODEBOOK)
        _insert(connection, "codebook", CODEBOOK_COLUMNS, codebook_rows(tables))
        connection.execute(_CREATE_ABOUT)
        _insert(connection, "about", ("topic", "words"), dataset_notes(dataset).items())
        connection.execute("COMMIT")
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {LAYOUT}")
        connection.execute("VACUUM")
        return bytes(connection.serialize())


_CREATE_CODEBOOK = """\
CREATE TABLE codebook (
  table_name TEXT NOT NULL,
  column_name TEXT NOT NULL,
  title TEXT NOT NULL,
  type TEXT NOT NULL,
  description TEXT NOT NULL,
  meanings TEXT,
  PRIMARY KEY (table_name, column_name)
) STRICT"""

_CREATE_ABOUT = """\
CREATE TABLE about (
  topic TEXT NOT NULL PRIMARY KEY,
  words TEXT NOT NULL
) STRICT"""


def _create(connection: sqlite3.Connection, table: ExportTable) -> None:
    """Create a table and the indexes of its foreign keys.

    These are deferred to the end of the transaction, so that rows may come in any order.
    """
    name, lines = sql_name(table.name), []
    for field in table.fields:
        column = sql_name(field.name)
        words = [
            column,
            TYPES[field.type],
            "NOT NULL" if field.required else "",
            "UNIQUE" if field.unique else "",
            f"CHECK ({column} IN ({', '.join(map(sql_text, field.enum))}))" if field.enum else "",
            f"CHECK ({column} >= {field.minimum})" if field.minimum is not None else "",
            f"CHECK ({column} <= {field.maximum})" if field.maximum is not None else "",
        ]
        lines.append(" ".join(filter(None, words)))
    if table.key:
        lines.append(f"PRIMARY KEY ({sql_names(table.key)})")
    for key in table.foreign_keys:
        target = f"{sql_name(key.table)} ({sql_name(key.target)})"
        lines.append(
            f"FOREIGN KEY ({sql_name(key.field)}) REFERENCES {target} DEFERRABLE INITIALLY DEFERRED"
        )
    connection.execute(f"CREATE TABLE {name} (\n  " + ",\n  ".join(lines) + "\n) STRICT")
    for key in table.foreign_keys:
        index = sql_name(f"{table.name}_{key.field}")
        connection.execute(f"CREATE INDEX {index} ON {name} ({sql_name(key.field)})")


def _insert(
    connection: sqlite3.Connection,
    table: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Cell]],
) -> None:
    places = ", ".join("?" for _ in columns)
    plain = ([c.isoformat() if isinstance(c, date) else c for c in row] for row in rows)
    statement = f"INSERT INTO {sql_name(table)} ({sql_names(columns)}) VALUES ({places})"  # noqa: S608 # nosec B608
    connection.executemany(statement, plain)


def _add_quotes(connection: sqlite3.Connection, tables: Sequence[ExportTable]) -> None:
    """List each row with its quote, from the tables themselves, and index the words."""
    if not tables:
        return
    selects = [
        f"SELECT {sql_text(table.name)} AS table_name, {sql_name(table.key[0])} AS row_id, "  # noqa: S608 # nosec B608
        f"source_id, span_start, span_end, quote FROM {sql_name(table.name)}"
        for table in tables
    ]
    connection.execute("CREATE VIEW quotes AS\n" + "\nUNION ALL\n".join(selects))
    try:
        connection.execute(
            "CREATE VIRTUAL TABLE quotes_fts USING fts5"
            "(table_name UNINDEXED, row_id UNINDEXED, quote)"
        )
    except sqlite3.OperationalError as error:
        raise OldLibraryError(f"to_sqlite needs SQLite with FTS5 ({error})") from error
    rows = ([t.name, row[t.key[0]], row["quote"]] for t in tables for row in t.rows)
    _insert(connection, "quotes_fts", ("table_name", "row_id", "quote"), rows)


LABELS = ("name", "label", "title", "summary")
"""The columns that name a row in place of its id; the first that is there."""

HELPERS: Mapping[str, tuple[str, str]] = {
    "quotes": ("Quotes", "Each row that has a quote, with its source, span and quote."),
    "codebook": ("Codebook", "What each column of each table and view means."),
    "about": ("About", "Title, version, licence, citation and limits of the data."),
}
"""What is in the file besides tables and views: title and description."""

QUERIES: Mapping[str, Mapping[str, str]] = {
    "search_quotes": {
        "title": "Search the quotes",
        "description": "Rows whose quote contains all of these words, the best match first.",
        "sql": """\
SELECT q.table_name, q.row_id, q.quote, q.source_id
FROM quotes_fts JOIN quotes AS q USING (table_name, row_id)
WHERE quotes_fts MATCH coalesce(nullif(escape_fts(:words), ''), '""')
ORDER BY rank""",
    },
    "row_and_quote": {
        "title": "A row and its quote",
        "description": "The quote of a row with its source, then all evidence about the row. "
        "Enter a row id such as cas-0001.",
        "sql": """\
SELECT q.table_name, q.row_id, e.role, e.column_name, e.value, q.quote, q.source_id, s.author,
    s.title, s.published, q.span_start, q.span_end
FROM quotes AS q
LEFT JOIN evidence AS e ON q.table_name = 'evidence' AND e.evidence_id = q.row_id
LEFT JOIN sources AS s ON s.source_id = q.source_id
WHERE :row_id IN (q.row_id, e.row_id)
ORDER BY e.evidence_id""",
    },
}
"""The prepared queries, by name; the reader fills in what begins with a colon."""


def to_datasette(path: str | Path) -> dict[str, Any]:
    """Make Datasette's metadata for the file that :func:`to_sqlite` writes.

    Titles, descriptions, what each column means; facets for the coded columns and the source; a
    full-text search over the quotes, and a row with its quote, as prepared queries.

    Args:
        path: Where the SQLite file is; its name alone matters.

    Returns:
        Plain Python that ``json.dumps`` writes, for ``datasette isk.sqlite -m isk.json``.

    """
    return datasette_from(installed_dataset(), Path(path).stem)


def datasette_from(dataset: Dataset, database: str) -> dict[str, Any]:
    """Make the metadata for the file of any tables, under Datasette's name for it."""
    notes = dataset_notes(dataset)
    (licence,) = dataset.package.descriptor["licenses"]
    tables: dict[str, Any] = {}
    for table in export_tables(dataset):
        facets = [f.name for f in table.fields if f.enum or f.name == "source_id"]
        tables[table.name] = {
            "title": table.title,
            "description": table.description,
            "columns": {field.name: field.description for field in table.fields},
            "facets": [name for name in facets if [name] != [*table.key]],
        }
        if labels := [name for name in LABELS if name in table.columns]:
            tables[table.name]["label_column"] = labels[0]
    helpers = {n: {"title": title, "description": d} for n, (title, d) in HELPERS.items()}
    return {
        "title": notes["title"],
        "description": f"{notes['description']} {notes['what a row says']} {notes['blank cells']}",
        "license": licence["title"],
        "license_url": licence["path"],
        "source": "the documents that the table sources names",
        "databases": {
            database: {
                "description": f"Version {notes['version']}. {notes['what it cannot show']}",
                "tables": tables | helpers,
                "queries": {name: dict(query) for name, query in QUERIES.items()},
            }
        },
    }
