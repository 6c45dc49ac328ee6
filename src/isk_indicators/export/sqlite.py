"""The data as one SQLite file, for SQL, Datasette and whatever opens a database.

What lives here: the statements that make and fill it. What must not: which tables, columns, types
and values there are (``content`` and the schemas say so); the clock. One more table about the data
is one more function in ``_STEPS``. Standard library only; it wants SQLite 3.37 or later with FTS5.

Every table is STRICT, its constraints are those of its schema, and a blank is NULL. Foreign keys
are deferred to the end of a transaction, so that rows may come in any order.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from types import MappingProxyType

from isk_indicators.export.content import CODEBOOK, Part, codebook, notes, parts
from isk_indicators.export.sql import literal, name, names
from isk_indicators.home import package
from isk_indicators.schema import Cell, DataPackage, Field

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
    held = parts(data)
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
    _about(connection, notes(data))
    connection.execute("COMMIT")
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {LAYOUT}")
    connection.execute("VACUUM")


# Tables


def _define(connection: sqlite3.Connection, part: Part) -> None:
    connection.execute(_definition(part))
    for key in part.foreign_keys:
        index = name(f"{part.name}_{key.field}")
        connection.execute(f"CREATE INDEX {index} ON {name(part.name)} ({name(key.field)})")


def _definition(part: Part) -> str:
    lines = [_column(field) for field in part.fields]
    if part.key:
        lines.append(f"PRIMARY KEY ({names(part.key)})")
    lines += [
        f"FOREIGN KEY ({name(key.field)}) REFERENCES {name(key.table)} ({name(key.target)}) "
        "DEFERRABLE INITIALLY DEFERRED"
        for key in part.foreign_keys
    ]
    return f"CREATE TABLE {name(part.name)} (\n  " + ",\n  ".join(lines) + "\n) STRICT"


def _column(field: Field) -> str:
    column = name(field.name)
    rules = [
        "NOT NULL" if field.required else "",
        "UNIQUE" if field.unique else "",
        f"CHECK ({column} IN ({', '.join(map(literal, field.enum))}))" if field.enum else "",
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
    statement = f"INSERT INTO {name(table)} ({names(columns)}) VALUES ({places})"  # noqa: S608
    connection.executemany(statement, ([_plain(cell) for cell in r] for r in records))


def _plain(cell: Cell) -> str | int | float | None:
    return cell.isoformat() if isinstance(cell, date) else cell


# Quotes


def _quotes(connection: sqlite3.Connection, quoting: Sequence[Part]) -> None:
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


def _select_quotes(part: Part) -> str:
    span = "source_id, span_start, span_end, quote"
    table, key = name(part.name), name(part.key[0])
    return f"SELECT {literal(part.name)} AS table_name, {key} AS row_id, {span} FROM {table}"  # noqa: S608


# About the data


def _codebook(connection: sqlite3.Connection, held: Sequence[Part]) -> None:
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
