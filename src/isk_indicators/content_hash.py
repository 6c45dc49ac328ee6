"""What tables say, as one hash: the same for every form of them, on every machine.

What lives here: the form of a table that is hashed. What must not: reading of any format
(``release.held`` reads those that hold the tables otherwise than as CSV). Standard library only.

The bytes of a SQLite or Parquet file depend on the library that wrote it; this hash does not. Of a
table: a line with the names of its columns, then a line a row, those in the order of their bytes;
each line is a JSON array without spaces, in UTF-8, with ``null`` for a blank and a day written
``YYYY-MM-DD``. Columns are those of the file, none derived. Of all tables: the lines that
``sha256sum`` would print of them, in the order of their names. ``docs/exports.md`` tells it to
people who want to compute it themselves.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from isk_indicators.checksums import listed, sha256
from isk_indicators.derived import Cell
from isk_indicators.schema import Schema
from isk_indicators.tables import value


def table_hash(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Hash a table: 64 hexadecimal digits.

    Args:
        columns: The names of its columns, in the order of its schema.
        rows: Its rows, in any order, each with a typed cell a column; None is a blank.

    """
    lines = sorted(_line(row) for row in rows)
    return sha256(b"".join([_line(columns), *lines]))


def hash_as_written(schema: Schema, rows: Iterable[Mapping[str, str]]) -> str:
    """Hash a table whose cells are texts as in its CSV file, a blank an empty string.

    Raises:
        TableError: a cell is not of its column's type.
    """
    return table_hash(
        schema.names,
        ([value(row[f.name], f, schema.table) for f in schema.fields] for row in rows),
    )


def content_hash(tables: Mapping[str, str]) -> str:
    """Hash all tables, given the hash of each by its name: 64 hexadecimal digits."""
    return sha256(listed(tables))


def _line(cells: Sequence[Cell]) -> bytes:
    plain = [cell.isoformat() if isinstance(cell, date) else cell for cell in cells]
    text = json.dumps(plain, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return f"{text}\n".encode()
