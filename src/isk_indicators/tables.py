"""The tables: a CSV file read by its schema, as plain rows or as a typed frame.

What lives here: reading, and the exact dtype of each type of column. What must not: checking what
a row means (the gate does), any column's name. A new table needs its resource in the descriptor
and its name in ``TableName``; a new type of column is one line in ``DTYPES`` and in ``_READERS``.
Standard library; pandas is imported when the first frame is made.
"""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, get_args

from isk_indicators.derived import Cell, Row, derived, frame_fields
from isk_indicators.home import package
from isk_indicators.schema import LEDGERS, DataPackage, Field, Schema

if TYPE_CHECKING:
    import pandas as pd

TableName = Literal[
    "sources",
    "actors",
    "places",
    "incidents",
    "casualties",
    "force_estimates",
    "statements",
    "attributions",
    "evidence",
]
"""The tables about the subject; a test holds them against the descriptor."""

# Exact dtypes, because the short names mean other things in other versions: "string" is stored in
# pyarrow on pandas 3 where that is installed, dates have another unit in each version.
DTYPES: Mapping[str, str] = MappingProxyType(
    {
        "string": "string[python]",
        "integer": "Int64",
        "number": "Float64",
        "date": "datetime64[s]",
        "boolean": "boolean",
    }
)


class TableError(ValueError):
    """A file that is no such table; the message names file, line and column."""


def load(name: TableName) -> pd.DataFrame:
    """Load a table of the installed data as a typed frame, a fresh one each time.

    Columns are the file's, in its order, each followed by those derived from it: the earliest and
    latest day of a date, the low, high and best number of a figure. Strings are ``string``,
    integers ``Int64``, numbers ``Float64``, days ``datetime64[s]``; a blank is missing. The index
    counts the rows from 0.

    Raises:
        ValueError: no table of that name.

    """
    return load_from(package(), name)


def tables() -> tuple[TableName, ...]:
    """List the names of the installed tables that have rows, in the descriptor's order."""
    present = names_with_rows(package())
    return tuple(name for name in get_args(TableName) if name in present)


def load_from(source: DataPackage, name: str) -> pd.DataFrame:
    """Load a table of any package, as :func:`load` does."""
    schema = known_schema(source, name)  # first: it answers an unknown name
    return read(source.path(name), schema)


def known_schema(source: DataPackage, name: str) -> Schema:
    """Find the schema of a table about the subject.

    Raises:
        ValueError: no such table; the message lists the names and the one probably meant.

    """
    names = subject_tables(source)
    if name in names:
        return source.schemas[name]
    raise ValueError(f"no table {name!r}: the tables are {', '.join(names)}{meant(name, names)}")


def meant(name: str, names: Iterable[str]) -> str:
    """The end of a message about an unknown name: which of these was probably meant, if any."""
    near = difflib.get_close_matches(str(name), [*names], n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def subject_tables(source: DataPackage) -> tuple[str, ...]:
    """List the tables about the subject, in the descriptor's order."""
    return tuple(name for name in source.schemas if name not in LEDGERS)


def names_with_rows(source: DataPackage) -> tuple[str, ...]:
    """List the tables about the subject that have rows, in the descriptor's order."""
    return tuple(name for name in subject_tables(source) if _has_rows(source.path(name)))


def read(path: Path, schema: Schema) -> pd.DataFrame:
    """Read a table's file as a typed frame, with the derived columns (see :func:`load`).

    Raises:
        TableError: the header is not the schema's, a record is ragged, or a cell is not of its
            column's type; the message names the place.

    """
    types = {field.name: field.type for field in frame_fields(schema)}
    return frame(types, rows(path, schema))


def rows(path: Path, schema: Schema) -> list[Row]:
    """Read a table's file as plain rows, with the derived columns; pandas is not needed.

    Raises:
        TableError: as :func:`read`.

    """
    return [_row(cells, schema, f"{path}:{line}") for line, cells in _records(path, schema.names)]


def frame(types: Mapping[str, str], records: Sequence[Row]) -> pd.DataFrame:
    """Make a frame with exactly these columns and dtypes, also of no records at all.

    Args:
        types: The columns' types (keys of ``DTYPES``) by name, in order.
        records: The rows; None is missing.

    """
    import pandas as pd  # noqa: PLC0415 - importing this package must not import pandas

    array: Callable[..., Any] = pd.array  # its stubs know dtypes by literal name only
    columns = {
        name: array([record[name] for record in records], dtype=DTYPES[type_])
        for name, type_ in types.items()
    }
    return pd.DataFrame(columns, index=pd.RangeIndex(len(records)))


def value(text: str, field: Field, place: str) -> Cell:
    """Read a cell as written by the type of its column; a blank is None.

    Raises:
        TableError: it is not of that type; the message begins with ``place``.
    """
    if text == "":
        return None
    try:
        return _READERS[field.type](text)
    except ValueError as error:
        raise TableError(f"{place}: {field.name}: {text!r} is no {field.type}") from error


def _has_rows(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader, None)
        return next(reader, None) is not None


def _records(path: Path, names: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Each record with the number of its line; read strictly, so that no cell can slip."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, strict=True)
        try:
            header = next(reader, [])
            if header != list(names):
                raise TableError(f"{path}:1: the header is {header}; expected {list(names)}")
            for record in reader:
                if len(record) != len(names):
                    raise TableError(
                        f"{path}:{reader.line_num}: {len(record)} cells; expected {len(names)}"
                    )
                yield reader.line_num, record
        except csv.Error as error:
            raise TableError(f"{path}:{reader.line_num}: no CSV as expected ({error})") from error


def _row(cells: Sequence[str], schema: Schema, place: str) -> Row:
    values = {
        field.name: value(text, field, place)
        for field, text in zip(schema.fields, cells, strict=True)
    }
    for column in derived(schema):
        try:
            values[column.field.name] = column.compute(*(values[name] for name in column.inputs))
        except ValueError as error:
            raise TableError(f"{place}: {', '.join(column.inputs)}: {error}") from error
    return {field.name: values[field.name] for field in frame_fields(schema)}


def _written(pattern: str, convert: Callable[[str], Cell]) -> Callable[[str], Cell]:
    """Make a reader of one written form; Python's own take more ("1_000", " 3 ", "nan")."""

    def reader(text: str) -> Cell:
        if not re.fullmatch(pattern, text):
            raise ValueError(text)
        return convert(text)

    return reader


_READERS: Mapping[str, Callable[[str], Cell]] = MappingProxyType(
    {
        "string": str,
        "integer": _written(r"-?[0-9]{1,18}", int),
        "number": _written(r"-?[0-9]+(\.[0-9]+)?", float),
        "date": _written(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", date.fromisoformat),
        "boolean": _written("true|false", lambda text: text == "true"),
    }
)
