"""What a rule may know of other rows: keys, evidence, an actor's printed forms and its parents.

Where cells or records are at fault, what is absent proves nothing; look-ups that conclude from
absence raise :class:`UnsureError` then, so that one fault is not told twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
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
    return {
        f.name: [cell(f, text) for text in frame[f.name].tolist()]
        for f in schema.fields
        if f.name in frame.columns
    }


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
        self._gaps = {
            name: frozenset(gaps.get(name, ())) if name in tables else frozenset(schema.names)
            for name, schema in package.schemas.items()
        }
        self.columns = {
            name: columns(package.schemas[name], frame) for name, frame in tables.items()
        }

    def rows(self, table: str) -> Iterator[Row]:
        """Each row of a table, in the file's order."""
        cells = self.columns.get(table, {})
        for values in zip(*cells.values(), strict=True):
            yield dict(zip(cells, values, strict=True))

    @cached_property
    def _by_id(self) -> dict[tuple[str, str], Row]:
        return {
            (table, row[schema.id_field]): row
            for table, schema in self.package.schemas.items()
            if schema.id_field
            for row in self.rows(table)
        }

    @cached_property
    def _supporting(self) -> dict[tuple[str, str], list[Row]]:
        found: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self.rows("evidence"):
            if row["role"] == "supports":
                found[row["table_name"], row["row_id"]].append(row)
        return found

    @cached_property
    def _referring(self) -> dict[tuple[str, str], list[tuple[str, Row]]]:
        """Who refers to a row by a foreign key: (table, id) to the tables and rows that do."""
        found: dict[tuple[str, str], list[tuple[str, Row]]] = defaultdict(list)
        for table, schema in self.package.schemas.items():
            for row in self.rows(table):
                for key in schema.foreign_keys:
                    found[key.table, row[key.field]].append((table, row))
        return found

    def row(self, table: str, row_id: str | None) -> Row:
        """The row of that id.

        Raises:
            UnsureError: there is none; the dangling key is told where it stands.
        """
        try:
            return self._by_id[table, row_id or ""]
        except KeyError as error:
            raise UnsureError from error

    def has(self, table: str, row_id: str) -> bool:
        """Whether the table has a row of that id."""
        if (table, row_id) in self._by_id:
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
        return self._referring.get((table, row_id), [])

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
