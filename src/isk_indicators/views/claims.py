"""The tables as the views see them: rows by id and by what they refer to, and who says them.

What lives here: looking rows up, and saying in words who speaks and where. What must not: any
rule of a view. Standard library only; pandas is imported for a view's frame.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING

from isk_indicators import dates
from isk_indicators.derived import Cell, Row
from isk_indicators.home import package, view_schemas
from isk_indicators.schema import DataPackage
from isk_indicators.tables import frame, rows

if TYPE_CHECKING:
    import pandas as pd

SEPARATOR = " | "
"""What stands between several ids or names in one cell."""


class Claims:
    """The tables of one package, read once.

    Args:
        source: The package.
    """

    def __init__(self, source: DataPackage) -> None:
        self._source = source
        self._tables: dict[str, Sequence[Row]] = {}
        self._by_id: dict[str, dict[str, Row]] = {}
        self._grouped: dict[tuple[str, str], dict[str, list[Row]]] = {}

    def rows(self, table: str) -> Sequence[Row]:
        """Every row of a table, in its order; none of a table that a release leaves out."""
        if table not in self._tables:
            schema = self._source.schemas.get(table)
            self._tables[table] = rows(self._source.path(table), schema) if schema else ()
        return self._tables[table]

    def row(self, table: str, row_id: Cell) -> Row:
        """The row of that id.

        Raises:
            KeyError: there is none, which the gate lets no release have.
        """
        if table not in self._by_id:
            self._by_id[table] = {str(r[self.id_column(table)]): r for r in self.rows(table)}
        return self._by_id[table][str(row_id)]

    def id_column(self, table: str) -> str:
        """The column that identifies the rows of a table."""
        return self._source.schemas[table].key[0]

    def of(self, table: str, column: str, value: Cell) -> Sequence[Row]:
        """The rows of a table that have this value in a column."""
        if (table, column) not in self._grouped:
            groups: dict[str, list[Row]] = defaultdict(list)
            for row in self.rows(table):
                groups[str(row[column])].append(row)
            self._grouped[table, column] = groups
        return self._grouped[table, column].get(str(value), ())

    def name(self, table: str, row_id: Cell) -> str | None:
        """The name of an actor or place; None of a blank."""
        return None if row_id is None else str(self.row(table, row_id)["name"])

    def said_by(self, row: Row) -> str:
        """Who says a row, in words, with the source."""
        source = row["source_id"]
        if "speaker_id" in row:
            return f"{self.name('actors', row['speaker_id'])}, in {source}"
        if "voice" not in row:
            return f"words of {source}"
        if row["voice"] == "author":
            return f"author of {source}"
        if row["voice"] == "other":
            return f"unnamed others, in {source}"
        statement = self.row("statements", row["statement_id"])
        return f"{self.name('actors', statement['speaker_id'])}, in {source}"

    def last_day(self, row: Row, column: str) -> date:
        """The last day of a date; where it is open, the publication of the row's source.

        No source reports days after its own publication. If the publication itself is open at the
        end, its first day counts; and no date ends before it begins.
        """
        latest, earliest = row[f"{column}_latest"], row[f"{column}_earliest"]
        if isinstance(latest, date):
            return latest
        published = dates.parse(str(self.row("sources", row["source_id"])["published"]))
        last = published.latest or published.earliest or date.max
        return max(last, earliest) if isinstance(earliest, date) else last

    def published(self, source_id: Cell) -> date:
        """The last day on which a source may have been published."""
        return dates.parse(str(self.row("sources", source_id)["published"])).latest or date.max

    def voice(self, row: Row) -> tuple[str, Cell]:
        """Whose voice a casualty row or the like has: one speaker is one, whoever quotes it."""
        if row["voice"] == "statement":
            return ("statement", self.row("statements", row["statement_id"])["speaker_id"])
        return (str(row["voice"]), row["source_id"])

    def in_time(self, row: Row, column: str) -> tuple[bool, date, date]:
        """A key that sorts by the last day of a date, then by the first.

        An end that is open counts as :meth:`last_day` says. What has no date comes last.
        """
        if row[column] is None:
            return (True, date.max, date.max)
        earliest = row[f"{column}_earliest"]
        first = earliest if isinstance(earliest, date) else date.min
        return (False, self.last_day(row, column), first)

    @cached_property
    def actors_by_form(self) -> dict[str, list[Row]]:
        """The actors by each of their names and printed forms, in small letters."""
        forms: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows("actors"):
            printed = [str(row["name"]), *str(row["aliases"] or "").split("|")]
            for form in {form.casefold() for form in printed if form}:
                forms[form].append(row)
        return forms


@cache
def installed() -> Claims:
    """The tables of the installed data."""
    return Claims(package())


def joined(parts: Iterable[Cell]) -> str | None:
    """Several ids or names in one cell, each once; None of none."""
    return SEPARATOR.join(dict.fromkeys(str(part) for part in parts if part is not None)) or None


def aligned(parts: Iterable[str]) -> str | None:
    """Join a list that matches another one item by item: nothing is left out; None of none."""
    return SEPARATOR.join(parts) or None


def view(name: str, records: Sequence[Row]) -> pd.DataFrame:
    """Rows of a view as a frame with the columns and types of its schema."""
    return frame({field.name: field.type for field in view_schemas()[name].fields}, records)
