"""What a rule may know of other rows: keys, evidence, an actor's printed forms and its parents.

Where cells or records are at fault, what is absent proves nothing; look-ups that conclude from
absence raise :class:`UnsureError` then, so that one fault is not told twice.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import cached_property
from types import MappingProxyType
from typing import Any

import pandas as pd

from isk_indicators.rules.rule import RowKey, UnsureError
from isk_indicators.schema import DataPackage, Field, Schema

Row = Mapping[str, Any]
NUMBERS = {"integer": int, "number": float}


def cell(field: Field, text: object) -> Any:
    """A cell as rules see it: None for blank, a number where the schema says so, else its text."""
    if text is None or text is pd.NA or text != text or text == "":  # noqa: PLR0124 (NaN)
        return None
    return NUMBERS.get(field.type, str)(str(text))


def columns(schema: Schema, frame: pd.DataFrame) -> dict[str, list[Any]]:
    """Every column of the schema as a list of cells."""
    return {f.name: _cells(f, frame[f.name].tolist()) for f in schema.fields if f.name in frame}


def _cells(field: Field, texts: Sequence[Any]) -> list[Any]:
    """A column's cells; a number that recurs is read, and held, once."""
    if field.type in NUMBERS:
        known = {text: cell(field, text) for text in set(texts)}
        return [known[text] for text in texts]
    return [text if type(text) is str and text else cell(field, text) for text in texts]


class _RowOfColumns(Mapping[str, Any]):
    """One row of a table that is held by column: a dictionary a row would fill the memory."""

    __slots__ = ("_columns", "_number")

    def __init__(self, columns: Mapping[str, Sequence[Any]], number: int) -> None:
        self._columns = columns
        self._number = number

    def __getitem__(self, name: str) -> Any:
        return self._columns[name][self._number]

    def get(self, name: str, default: Any = None) -> Any:
        """The cell, or ``default`` if the table has no such column; asked more often than all."""
        column = self._columns.get(name)
        return default if column is None else column[self._number]

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)


class _Quotes:
    """The quotes of some rows of a table in one source: start, end, and number of the row."""

    def __init__(self, places: Iterable[tuple[int, int, int]]) -> None:
        self._places = sorted(places)
        self._longest = max(end - start for start, end, _ in self._places)

    def overlapping(self, start: int, end: int) -> Iterator[int]:
        """The numbers of the rows whose quotes share a character with this span."""
        first = bisect_left(self._places, (start - self._longest,))
        for other_start, other_end, number in self._places[first:]:
            if other_start >= end:
                return
            if other_end > start:
                yield number


class Links:
    """The tables, joined by their keys.

    Args:
        package: The schemas.
        tables: Frames of text cells by table, one row a record.
        gaps: By table, the columns with cells at fault; every column where records are.
    """

    def __init__(
        self,
        package: DataPackage,
        tables: Mapping[str, pd.DataFrame],
        gaps: Mapping[str, Collection[str]] = MappingProxyType({}),
    ) -> None:
        self.package = package
        self.columns = {
            name: columns(package.schemas[name], frame) for name, frame in tables.items()
        }
        self._numbers: dict[str, dict[str, int]] = {}
        self._referrers: dict[str, dict[str, dict[str, list[int]]]] = {}
        self._quotes: dict[tuple[str, ...], dict[tuple[Any, ...], _Quotes]] = {}
        self._gaps = self._all_gaps(gaps)

    def with_gaps(self, gaps: Mapping[str, Collection[str]]) -> Links:
        """The same tables with other gaps; what was looked up in them is known already."""
        other = copy(self)
        other._gaps = self._all_gaps(gaps)
        return other

    def _all_gaps(self, gaps: Mapping[str, Collection[str]]) -> dict[str, frozenset[str]]:
        return {
            name: frozenset(gaps.get(name, ()) if name in self.columns else schema.names)
            for name, schema in self.package.schemas.items()
        }

    def rows(self, table: str) -> Iterator[Row]:
        """Each row of a table, in the file's order."""
        cells = self.columns.get(table, {})
        count = len(next(iter(cells.values()), ()))
        return self.picked(table, range(count))

    def picked(self, table: str, numbers: Iterable[int]) -> Iterator[Row]:
        """The rows of a table of these numbers, counted from 0."""
        return (_RowOfColumns(self.columns[table], number) for number in numbers)

    def _number(self, table: str, row_id: str) -> int | None:
        """The number of the row of that id; None if there is none."""
        if table not in self._numbers:
            name = self.package.schemas[table].id_field if table in self.package.schemas else None
            ids = self.columns.get(table, {}).get(name or "", ())
            self._numbers[table] = {id_: number for number, id_ in enumerate(ids)}
        return self._numbers[table].get(row_id)

    @cached_property
    def _supporting(self) -> dict[tuple[str, str], list[Row]]:
        found: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self.rows("evidence"):
            if row["role"] == "supports":
                found[row["table_name"], row["row_id"]].append(row)
        return found

    def _referring(self, target: str) -> dict[str, dict[str, list[int]]]:
        """Who refers to a table by a foreign key: its ids, to tables, to the numbers of rows."""
        if target not in self._referrers:
            found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
            for table, schema in self.package.schemas.items():
                for name in (key.field for key in schema.foreign_keys if key.table == target):
                    for number, id_ in enumerate(self.columns.get(table, {}).get(name, ())):
                        if id_ is not None:
                            found[id_][table].append(number)
            self._referrers[target] = found
        return self._referrers[target]

    def row(self, table: str, row_id: str | None) -> Row:
        """The row of that id.

        Raises:
            UnsureError: there is none; the dangling key is told where it stands.
        """
        number = self._number(table, row_id or "")
        if number is None:
            raise UnsureError
        return _RowOfColumns(self.columns[table], number)

    def has(self, table: str, row_id: str) -> bool:
        """Whether the table has a row of that id."""
        if self._number(table, row_id) is not None:
            return True
        self.require(table, *self.package.schemas[table].key)
        return False

    def require(self, table: str, *columns: str) -> None:
        """Raise :class:`UnsureError` if one of the columns has cells at fault."""
        if self._gaps[table].intersection(columns):
            raise UnsureError

    def require_evidence(self) -> None:
        """Raise :class:`UnsureError` if a passage of evidence may be missing."""
        self.require("evidence", "table_name", "row_id", "column_name", "role", "quote")

    def require_referrers(self, table: str) -> None:
        """Raise :class:`UnsureError` if a key that leads to the table may be missing."""
        self.require("evidence", "value")
        for name, schema in self.package.schemas.items():
            self.require(name, *(k.field for k in schema.foreign_keys if k.table == table))

    def supporting(self, table: str, row_id: str | None, column: str) -> list[Row]:
        """The evidence rows that support a column of a row, or the row as a whole."""
        rows = self._supporting.get((table, row_id or ""), [])
        return [r for r in rows if r["column_name"] in (column, None)]

    def quotes(self, row: RowKey, column: str, own: str) -> list[str]:
        """What a column of a row rests on: the row's own quote, and those of its evidence."""
        evidence = (r["quote"] for r in self.supporting(row.table, row.id, column))
        return [own, *(q for q in evidence if q is not None)]

    def referring(self, table: str, row_id: str) -> list[tuple[str, Row]]:
        """The rows that refer to a row by a foreign key, each with its table."""
        return [
            (referrer, _RowOfColumns(self.columns[referrer], number))
            for referrer, numbers in self._referring(table).get(row_id, {}).items()
            for number in numbers
        ]

    def id_column(self, table: str) -> str:
        """The column that identifies the rows of a table, which has one."""
        return self.package.schemas[table].key[0]

    def quoting(
        self, table: str, source_id: str, span: tuple[int, int], cells: Mapping[str, Any]
    ) -> Iterator[Row]:
        """The rows of a table with these cells whose quotes share words with a span."""
        quotes = self._quotes_by(table, *cells).get((source_id, *cells.values()))
        return self.picked(table, quotes.overlapping(*span) if quotes else ())

    def _quotes_by(self, table: str, *names: str) -> dict[tuple[Any, ...], _Quotes]:
        """The quotes of a table by their source and by what other columns say."""
        if (table, *names) not in self._quotes:
            columns = self.columns[table]
            found: dict[tuple[Any, ...], list[tuple[int, int, int]]] = defaultdict(list)
            keys = zip(*(columns[name] for name in ("source_id", *names)), strict=True)
            places = zip(columns["span_start"], columns["span_end"], strict=True)
            for number, (key, (start, end)) in enumerate(zip(keys, places, strict=True)):
                if start is not None and end is not None:
                    found[key].append((start, end, number))
            self._quotes[table, *names] = {key: _Quotes(rows) for key, rows in found.items()}
        return self._quotes[table, *names]

    def referrers(self, table: str, row_id: str) -> Collection[str]:
        """The tables that have rows which refer to a row by a foreign key."""
        return self._referring(table).get(row_id, {}).keys()

    def forms(self, actor_id: str) -> tuple[str, ...]:
        """The forms under which the documents print an actor, its listed name among them."""
        actor = self.row("actors", actor_id)
        return (actor["name"], *(actor["aliases"] or "").split("|"))

    def lineage(self, actor_id: str) -> tuple[str, ...]:
        """The actor, its parent, the parent's parent and so on; a circle is walked once."""
        seen: list[str] = []
        current: str | None = actor_id
        while current is not None and current not in seen:
            seen.append(current)
            current = self.row("actors", current)["parent_id"]
        return tuple(seen)
