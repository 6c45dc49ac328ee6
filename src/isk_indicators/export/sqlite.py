"""The data as one SQLite file, and its description for Datasette.

Every table is STRICT, its constraints are those of its schema, and a blank is NULL. Foreign keys
are deferred to the end of a transaction, so that rows may come in any order. SQLite 3.37 or later
with FTS5 is needed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from isk_indicators.export.tables import (
    CODEBOOK,
    ExportTable,
    codebook,
    dataset_notes,
    export_tables,
)
from isk_indicators.home import package
from isk_indicators.schema import Cell, DataPackage, Field


def sql_name(of: str) -> str:
    """Write the name of a table or column."""
    return '"' + of.replace('"', '""') + '"'


def sql_names(of: Iterable[str]) -> str:
    """Write a list of names, with commas."""
    return ", ".join(map(sql_name, of))


def sql_text(text: str) -> str:
    """Write a text."""
    return "'" + text.replace("'", "''") + "'"


APPLICATION = 0x49534B49
"""What tells the file from other databases: the letters ISKI."""

LAYOUT = 1
"""The ``user_version``: how tables and views are laid out; a change that breaks queries adds 1."""

OLDEST = (3, 37)
"""The first version of SQLite with STRICT tables."""

TYPES: Mapping[str, str] = MappingProxyType(
    {
        "string": "TEXT",
        "integer": "INTEGER",
        "number": "REAL",
        "date": "TEXT",
        "boolean": "INTEGER",
    }
)
"""The type of a column by that of its field; a date is written YYYY-MM-DD."""


class OldLibraryError(RuntimeError):
    """SQLite is too old, or built without what is needed; the message says what is."""


def to_sqlite(path: str | Path) -> None:
    """Write the installed data into a SQLite file; a file that is there is replaced.

    One table for each table and, with ``view_`` before its name, for each view; ``quotes``, each
    row with its source and quote; ``quotes_fts``, full-text search over them; ``codebook`` and
    ``about``. The same version always gives the same bytes for the same version of SQLite.

    Raises:
        OldLibraryError: Python's SQLite is older than 3.37, or without FTS5.
        OSError: the file cannot be written.

    """
    Path(path).write_bytes(sqlite_from(package()))


def sqlite_from(data: DataPackage) -> bytes:
    """Give any package as the bytes of a SQLite file, as :func:`to_sqlite` writes it.

    Raises:
        OldLibraryError: as :func:`to_sqlite`.
        sqlite3.IntegrityError: a row breaks its schema, which the gate lets no release do.

    """
    if sqlite3.sqlite_version_info < OLDEST:
        raise OldLibraryError(
            f"to_sqlite needs SQLite 3.37 or later; this Python has {sqlite3.sqlite_version}"
        )
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        _fill(connection, data)
        return bytes(connection.serialize())


def _fill(connection: sqlite3.Connection, data: DataPackage) -> None:
    held = export_tables(data)
    for setting in ("page_size = 4096", "encoding = 'UTF-8'", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {setting}")
    connection.execute("BEGIN")
    for part in held:
        _define(connection, part)
    for part in held:
        columns = [field.name for field in part.fields]
        _insert(connection, part.name, columns, ([row[c] for c in columns] for row in part.rows))
    _quotes(connection, [part for part in held if part.quoting])
    _codebook(connection, held)
    _about(connection, dataset_notes(data))
    connection.execute("COMMIT")
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {LAYOUT}")
    connection.execute("VACUUM")


# Tables


def _define(connection: sqlite3.Connection, part: ExportTable) -> None:
    connection.execute(_definition(part))
    for key in part.foreign_keys:
        index = sql_name(f"{part.name}_{key.field}")
        connection.execute(f"CREATE INDEX {index} ON {sql_name(part.name)} ({sql_name(key.field)})")


def _definition(part: ExportTable) -> str:
    lines = [_column(field) for field in part.fields]
    if part.key:
        lines.append(f"PRIMARY KEY ({sql_names(part.key)})")
    lines += [
        f"FOREIGN KEY ({sql_name(key.field)}) "
        f"REFERENCES {sql_name(key.table)} ({sql_name(key.target)}) DEFERRABLE INITIALLY DEFERRED"
        for key in part.foreign_keys
    ]
    return f"CREATE TABLE {sql_name(part.name)} (\n  " + ",\n  ".join(lines) + "\n) STRICT"


def _column(field: Field) -> str:
    column = sql_name(field.name)
    rules = [
        "NOT NULL" if field.required else "",
        "UNIQUE" if field.unique else "",
        f"CHECK ({column} IN ({', '.join(map(sql_text, field.enum))}))" if field.enum else "",
        f"CHECK ({column} >= {field.minimum})" if field.minimum is not None else "",
        f"CHECK ({column} <= {field.maximum})" if field.maximum is not None else "",
    ]
    return " ".join([column, TYPES[field.type], *filter(None, rules)])


def _insert(
    connection: sqlite3.Connection,
    table: str,
    columns: Sequence[str],
    records: Iterable[Sequence[Cell]],
) -> None:
    places = ", ".join("?" for _ in columns)
    statement = f"INSERT INTO {sql_name(table)} ({sql_names(columns)}) VALUES ({places})"  # noqa: S608
    connection.executemany(statement, ([_plain(cell) for cell in r] for r in records))


def _plain(cell: Cell) -> str | int | float | None:
    return cell.isoformat() if isinstance(cell, date) else cell


# Quotes


def _quotes(connection: sqlite3.Connection, quoting: Sequence[ExportTable]) -> None:
    """List each row with its quote, from the tables themselves, and index the words."""
    if not quoting:
        return
    selects = "\nUNION ALL\n".join(map(_select_quotes, quoting))
    connection.execute(f"CREATE VIEW quotes AS\n{selects}")
    try:
        connection.execute(
            "CREATE VIRTUAL TABLE quotes_fts USING fts5"
            "(table_name UNINDEXED, row_id UNINDEXED, quote)"
        )
    except sqlite3.OperationalError as error:
        raise OldLibraryError(f"to_sqlite needs SQLite with FTS5 ({error})") from error
    columns = ("table_name", "row_id", "quote")
    records = ([p.name, row[p.key[0]], row["quote"]] for p in quoting for row in p.rows)
    _insert(connection, "quotes_fts", columns, records)


def _select_quotes(part: ExportTable) -> str:
    span = "source_id, span_start, span_end, quote"
    table, key = sql_name(part.name), sql_name(part.key[0])
    return f"SELECT {sql_text(part.name)} AS table_name, {key} AS row_id, {span} FROM {table}"  # noqa: S608


# About the data


def _codebook(connection: sqlite3.Connection, held: Sequence[ExportTable]) -> None:
    connection.execute(
        "CREATE TABLE codebook (\n  table_name TEXT NOT NULL,\n  column_name TEXT NOT NULL,\n"
        "  title TEXT NOT NULL,\n  type TEXT NOT NULL,\n  description TEXT NOT NULL,\n"
        "  meanings TEXT,\n  PRIMARY KEY (table_name, column_name)\n) STRICT"
    )
    _insert(connection, "codebook", CODEBOOK, codebook(held))


def _about(connection: sqlite3.Connection, told: Mapping[str, str]) -> None:
    connection.execute(
        "CREATE TABLE about (\n  topic TEXT NOT NULL PRIMARY KEY,\n  words TEXT NOT NULL\n) STRICT"
    )
    _insert(connection, "about", ("topic", "words"), told.items())


LABELS = ("name", "label", "title", "summary")
"""The columns by which a reader knows a row that another table names, the first that is there."""

SOURCE = "source_id"

HELPERS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "quotes": ("Quotes", "Each row that has a quote, with its source, span and quote."),
        "codebook": ("Codebook", "What each column of each table and view means."),
        "about": ("About", "What must be known of the data as a whole."),
    }
)
"""What the file holds besides tables and views: title and description."""

QUERIES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "search_quotes": MappingProxyType(
            {
                "title": "Search the quotes",
                "description": "Rows whose quote holds all of these words, the best first.",
                "sql": """\
SELECT q.table_name, q.row_id, q.quote, q.source_id
FROM quotes_fts JOIN quotes AS q USING (table_name, row_id)
WHERE quotes_fts MATCH coalesce(nullif(escape_fts(:words), ''), '""')
ORDER BY rank""",
            }
        ),
        "row_and_quote": MappingProxyType(
            {
                "title": "A row and its quote",
                "description": "The words that a row rests on, with their source, then every "
                "further passage about it. A row's id is such as cas-0001.",
                "sql": """\
SELECT q.table_name, q.row_id, e.role, e.column_name, e.value, q.quote, q.source_id, s.author,
    s.title, s.published, q.span_start, q.span_end
FROM quotes AS q
LEFT JOIN evidence AS e ON q.table_name = 'evidence' AND e.evidence_id = q.row_id
LEFT JOIN sources AS s ON s.source_id = q.source_id
WHERE :row_id IN (q.row_id, e.row_id)
ORDER BY e.evidence_id""",
            }
        ),
    }
)
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
    return datasette_from(package(), Path(path).stem)


def datasette_from(data: DataPackage, database: str) -> dict[str, Any]:
    """Make the metadata for the file of any package, under Datasette's name for it."""
    told = dataset_notes(data)
    (licence,) = data.descriptor["licenses"]
    tables = {part.name: _table(part) for part in export_tables(data)}
    helpers = {name: {"title": t, "description": says} for name, (t, says) in HELPERS.items()}
    return {
        "title": told["title"],
        "description": f"{told['description']} {told['what a row says']} {told['blank cells']}",
        "license": licence["title"],
        "license_url": licence["path"],
        "source": "the documents that the table sources names",
        "databases": {
            database: {
                "description": f"Version {told['version']}. {told['what it cannot show']}",
                "tables": tables | helpers,
                "queries": {name: dict(query) for name, query in QUERIES.items()},
            }
        },
    }


def _table(part: ExportTable) -> dict[str, Any]:
    names = [field.name for field in part.fields]
    facets = [f.name for f in part.fields if f.enum or f.name == SOURCE]
    label = next((name for name in LABELS if name in names), None)
    return {
        "title": part.title,
        "description": part.description,
        "columns": {field.name: field.description for field in part.fields},
        "facets": [name for name in facets if [name] != [*part.key]],
        **({"label_column": label} if label else {}),
    }
