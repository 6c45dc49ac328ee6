"""The tables of the checked folder as a version, as far as they stand.

What lives here: turning what the earlier stages left into something that ``changes`` compares, and
what cannot be compared of it. What must not: the comparing (``history``). A cell that an earlier
stage has rejected is left out of its row, a row without a sound id out of its table.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from isk_indicators.changes import Change
from isk_indicators.check.decode import START
from isk_indicators.check.finding import pluralize, position
from isk_indicators.check.standing import Standing
from isk_indicators.rules.breach import Breach
from isk_indicators.schema import (
    DESCRIPTOR,
    UNRELEASED,
    VIEWS,
    DataPackage,
    Schema,
    read_schemas,
)
from isk_indicators.versions import Cells, Version


@dataclass(frozen=True)
class Present:
    """What stands of the checked folder.

    Attributes:
        package: Its descriptor and schemas.
        tables: What the first two stages left.
        faults: By table, the cells that no stage's word can be taken from: row and column.
    """

    package: DataPackage
    tables: Mapping[str, Standing]
    faults: Mapping[str, Collection[tuple[int, str]]]

    @cached_property
    def version(self) -> Version:
        """The tables as a version without a number."""
        rows = {t: self._rows(t) if t in self.tables else () for t in self.package.schemas}
        return Version("", self.package.schemas, rows, read_schemas(self.package.root / VIEWS))

    def _rows(self, table: str) -> tuple[Cells, ...]:
        frame = self.tables[table].frame
        columns = [["" if c is None else str(c) for c in frame[n].tolist()] for n in frame.columns]
        names = [*frame.columns]
        rows: list[dict[str, str]] = [
            dict(zip(names, cells, strict=True)) for cells in zip(*columns, strict=True)
        ]
        for row, name in self.faults[table]:
            rows[row].pop(name, None)
        return tuple(rows)

    @cached_property
    def numbers(self) -> Mapping[str, Mapping[str, int]]:
        """By table and id, the number of the row."""
        found: dict[str, Mapping[str, int]] = {}
        for table, schema in self.package.schemas.items():
            rows = enumerate(self.version.rows[table])
            found[table] = {id_: at for at, row in rows if (id_ := row.get(schema.id_field or ""))}
        return found

    def known(self, changes: Iterable[Change]) -> list[Change]:
        """The changes without the rows that are missing because they do not stand."""
        return [c for c in changes if c.kind != "row_gone" or self.knows_every_id(c.table)]

    def knows_every_id(self, table: str) -> bool:
        """Whether an id that is not in the table is gone from it; no table, no word of its ids."""
        schema = self.package.schemas.get(table)
        return schema is not None and self.is_sound(table, schema.key)

    def is_sound(self, table: str, names: Sequence[str]) -> bool:
        """Whether all of the table's rows stand, and all their cells in these columns."""
        if table not in self.package.schemas:  # a release leaves out a table without rows
            return True
        standing = self.tables.get(table)
        return (
            standing is not None
            and not standing.fallen
            and not any(name in names for _, name in self.faults[table])
        )

    def file(self, table: str) -> str:
        """A table's file; of one that the folder does not have, its name."""
        return self.package.relative(table) if table in self.package.schemas else table

    def defined_at(self, table: str, column: str) -> tuple[str, tuple[int, int]]:
        """The schema of a table or view, with the line and column where it names a column.

        Of a column that is gone it is the beginning, of a table that is gone the descriptor's.
        """
        named = {r["name"]: str(r["schema"]) for r in self.package.descriptor["resources"]}
        file = named.get(table, f"{VIEWS}/{table}.json")
        if not (self.package.root / file).is_file():
            return DESCRIPTOR, START
        text = (self.package.root / file).read_text(encoding="utf-8", errors="replace")
        named_at = re.search(rf'"name"[ ]*:[ ]*"{re.escape(column)}"', text)
        return file, START if named_at is None else position(text, named_at.start())

    def gaps(self) -> list[str]:
        """What cannot be compared, a text a table."""
        tables = [table for table in self.package.schemas if table not in UNRELEASED]
        told = [(table, self._gap(table)) for table in tables]
        return [f"history of {table}: {gap}" for table, gap in told if gap]

    def _gap(self, table: str) -> str:
        if table not in self.tables:
            return "it cannot be read"
        rows, cells = len(self.tables[table].fallen), len(self.faults[table])
        told = [pluralize(rows, "row") + " that cannot be read"] if rows else []
        told += [f"{pluralize(cells, 'cell')} at fault"] if cells else []
        return ", ".join(told)


def by_id(version: Version, table: str) -> dict[str, Cells]:
    """The rows of a table by their id; none of a table that is not there or has no ids."""
    schema = version.schemas.get(table)
    name = (schema.id_field if schema else None) or ""
    return {row[name]: row for row in version.rows.get(table, ()) if row.get(name)}


def present(
    package: DataPackage, tables: Mapping[str, Standing], breaches: Iterable[Breach]
) -> Present:
    """Take what the first two stages left, without the cells that the rules' stage rejects."""
    faults: dict[str, set[tuple[int, str]]] = {t: {*s.blanked} for t, s in tables.items()}
    for breach in breaches:
        if breach.row is not None and not breach.warning:
            names = _blamed(package.schemas[breach.table], breach)
            faults[breach.table].update((breach.row, name) for name in names)
    return Present(package, tables, faults)


def _blamed(schema: Schema, breach: Breach) -> Sequence[str]:
    return schema.names if breach.field is None else (breach.field,)
