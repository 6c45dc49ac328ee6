"""Rows by their ids: each table of a package is read once, when it is first asked for.

What lives here: finding a row, and what other tables say of it. What must not: any list of tables,
ids or columns (the schemas have them), printing. One more thing that belongs to a row is one more
method of :class:`Lookup`. Standard library only.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType

from isk_indicators.derived import Row
from isk_indicators.schema import DataPackage, Schema
from isk_indicators.spans import ELLIPSIS
from isk_indicators.tables import rows

CAPTIONS = ("name", "label")
"""What a reader knows the row of another table by, beside its id."""


class UnknownRowError(LookupError):
    """No row has this id; the message says which tables were searched."""


class Lookup:
    """The rows of one package by id, as plain Python; a blank is None."""

    def __init__(self, data: DataPackage) -> None:
        self.data = data
        self._read: dict[str, Mapping[str, Row]] = {}

    def rows(self, table: str) -> Mapping[str, Row]:
        """Give a table's rows by id; none if the package, as a release may, leaves it out."""
        if table not in self._read:
            self._read[table] = MappingProxyType(self._by_id(table))
        return self._read[table]

    def table_of(self, row_id: str) -> str | None:
        """Name the table whose ids have this form, whether or not it has this one."""
        found = (t for t, prefix in self._prefixes.items() if row_id.startswith(prefix))
        return next(found, None)

    def find(self, row_id: str) -> tuple[str, Row]:
        """Find a row, with the name of its table.

        Raises:
            UnknownRowError: no row has this id.

        """
        table = self.table_of(str(row_id))
        if table is None:
            forms = ", ".join(f"{prefix}{ELLIPSIS} in {t}" for t, prefix in self._prefixes.items())
            raise UnknownRowError(f"no row {row_id!r}: no table has such ids; ids are {forms}")
        if row_id not in self.rows(table):
            raise UnknownRowError(f"no row {row_id!r}; searched: {table}")
        return table, self.rows(table)[row_id]

    def captions(self, table: str, row: Row) -> dict[str, str]:
        """Give the names behind the ids in a row of the table, by column."""
        linked = {
            key.field: self.rows(key.table).get(str(row[key.field]), {})
            for key in self.data.schemas[table].foreign_keys
            if row[key.field] is not None
        }
        return {
            field: str(target[column])
            for field, target in linked.items()
            for column in CAPTIONS
            if column in target
        }

    def evidence(self, row_id: str) -> tuple[Row, ...]:
        """Give the rows of ``evidence`` about a row."""
        return tuple(row for row in self.rows("evidence").values() if row["row_id"] == row_id)

    @cached_property
    def _prefixes(self) -> Mapping[str, str]:
        schemas = self.data.schemas
        return {table: _prefix(schema) for table, schema in schemas.items() if schema.id_field}

    def _by_id(self, table: str) -> dict[str, Row]:
        if table not in self.data.schemas:
            return {}
        schema = self.data.schemas[table]
        return {str(row[schema.key[0]]): row for row in rows(self.data.path(table), schema)}


def _prefix(schema: Schema) -> str:
    """What the table's ids begin with: the letters before the digits of their pattern."""
    return (schema.by_name[schema.key[0]].pattern or "").partition("[")[0]
