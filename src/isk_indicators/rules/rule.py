"""What a rule is, what it may read beyond its row, and the problem that it returns."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from isk_indicators.figures import alone
from isk_indicators.schema import DataPackage, Schema
from isk_indicators.tables import Dataset

if TYPE_CHECKING:
    import pandas as pd

Phase = Literal["spans", "links", "rows", "words", "cross_table", "readings"]
PHASES: tuple[Phase, ...] = ("spans", "links", "rows", "words", "cross_table", "readings")
"""When a rule is applied, in this order; it leaves out the cells that an earlier phase rejects.

Spans come first, with codes of a standard, what evidence is about and who is above whom: a quote
that is not in its document proves nothing, and a code that is not assigned means nothing. Then come
the ids of the rows that a row belongs to or rests on, then what its cells say, then the words that
announce a code, a value or another row, then the rules that compare a row with others, or conclude
from their absence. The second readings come last: what another rule reports is reported once.
"""

CONTEXT = ("texts", "data", "row", "column")
"""The parameters of a rule that are no columns.

They are the documents by source, the other tables, the row's table and id, and the column reported.
"""

Row = Mapping[str, Any]

Cell = tuple[int, str]
"""A cell's row, counted from 0, and its column."""


class CannotDecide(Exception):  # noqa: N818 - no error: the rule leaves the row out
    """A rule cannot judge the row because what it must look up is itself invalid."""


@dataclass(frozen=True)
class Problem:
    """What is wrong with a cell.

    A rule returns the first three attributes; the others are added when it is applied.

    Attributes:
        found: The cell's text, or the words that are wrong.
        expected: What would be right, in words.
        message: What to do about it.
        rule: The rule's permanent id.
        table: The table's name.
        row: The row's number in the table, from 0; None for the table.
        field: The column reported.
    """

    found: str
    expected: str
    message: str
    rule: str = ""
    table: str = ""
    row: int | None = None
    field: str | None = None


class RowKey(NamedTuple):
    """The table and id of the row that a rule judges; no id if that is invalid."""

    table: str
    id: str | None


class PartialDataset(Dataset):
    """The tables of a package in which some cells or rows may be invalid, and are blank then.

    Look-ups that would conclude from the absence of a row raise :class:`CannotDecide` where the row
    may be one that could not be read.

    Args:
        package: The schemas.
        tables: Frames of text cells by table, None for blank.
        invalid_columns: The columns with invalid cells, by table; all of a table with unreadable
            rows. A table that is not given has no valid column.
    """

    def __init__(
        self,
        package: DataPackage,
        tables: Mapping[str, pd.DataFrame],
        invalid_columns: Mapping[str, Collection[str]] = MappingProxyType({}),
    ) -> None:
        rows = {name: read_rows(package.schemas[name], frame) for name, frame in tables.items()}
        super().__init__(package, rows)
        self.tables = tuple(tables)
        self.invalid_columns = invalid_columns
        self._invalid_cells: Mapping[str, Mapping[int, Collection[str]]] = {}

    def with_invalid(
        self,
        columns: Mapping[str, Collection[str]],
        cells: Mapping[str, Collection[Cell]] = MappingProxyType({}),
    ) -> PartialDataset:
        """The same tables with other invalid columns and cells."""
        other = copy(self)
        other.invalid_columns = columns
        by_row: dict[str, dict[int, set[str]]] = {table: {} for table in cells}
        for table, invalid in cells.items():
            for row, name in invalid:
                by_row[table].setdefault(row, set()).add(name)
        other._invalid_cells = by_row
        return other

    def require(self, table: str, *columns: str, **where: Any) -> None:
        """Raise :class:`CannotDecide` if one of the columns has invalid cells.

        With ``where``, only rows matter that have these cells, as far as they are valid.
        """
        needed = {*columns, *where}
        invalid = self.invalid_columns.get(table, ()) if table in self.tables else needed
        if needed & {*invalid}:
            raise CannotDecide
        for number, names in self._invalid_cells.get(table, {}).items():
            met = all(n in names or self.rows(table)[number][n] == c for n, c in where.items())
            if met and needed & {*names}:
                raise CannotDecide

    def require_evidence(self, row: RowKey, *columns: str) -> None:
        """Raise :class:`CannotDecide` if a passage of evidence for a row may be missing.

        Args:
            row: The row.
            columns: What must be valid of the evidence; if none is given, the passages that support
                a column of the row.
        """
        if row.id is None:
            raise CannotDecide
        columns = columns or ("column_name", "role", "quote")
        self.require("evidence", "table_name", *columns, row_id=row.id)

    def require_referrers(self, table: str) -> None:
        """Raise :class:`CannotDecide` if a row that refers to the table may be missing."""
        self.require("evidence", "value")
        for name, schema in self.package.schemas.items():
            self.require(name, *(key.field for key in schema.foreign_keys if key.table == table))

    def rows(self, table: str) -> Sequence[Row]:
        """Every row of a table, in the file's order."""
        return super().rows(table)

    def row(self, table: str, row_id: Any) -> Row:
        """The row of that id.

        Raises:
            CannotDecide: there is none; the missing key is reported where it is.
        """
        found = self.by_id(table).get(row_id)
        if found is None:
            raise CannotDecide
        return found

    def has(self, table: str, row_id: Any) -> bool:
        """Whether the table has a row of that id.

        Raises:
            CannotDecide: it has not, but its ids are not all valid; or there is no such table.
        """
        schema = self.package.schemas.get(table)
        if schema is None:
            raise CannotDecide
        if super().has(table, row_id):
            return True
        self.require(table, *schema.key)
        return False

    def supporting(self, table: str, row_id: str | None, column: str) -> list[Row]:
        """The evidence rows that support a column of a row, or the row as a whole."""
        return [*super().supporting(table, row_id, column)] if row_id is not None else []

    def passages(self, row: RowKey, column: str, own: str) -> list[str]:
        """What a column of a row rests on: the row's own quote, and those of its evidence."""
        evidence = self.supporting(row.table, row.id, column)
        return [own, *(str(r["quote"]) for r in evidence if r["quote"] is not None)]


NUMBERS: Mapping[str, Callable[[str], Any]] = {"integer": int, "number": float}


def read_rows(schema: Schema, texts: pd.DataFrame) -> list[Row]:
    """The rows of a frame of text cells as rules read them: numbers as such, None for blank."""
    fields = [field for field in schema.fields if field.name in texts]
    names = [field.name for field in fields]
    columns = []
    for field in fields:
        read = NUMBERS.get(field.type, str)
        columns.append([read(text) if text else None for text in texts[field.name].tolist()])
    return [dict(zip(names, cells, strict=True)) for cells in zip(*columns, strict=True)]


class Parameter(NamedTuple):
    """A parameter of a rule.

    Attributes:
        name: Its name.
        column: The column whose cell it gets.
        accepts_blank: Whether the rule applies where the cell is blank.
        is_passage: Whether it gets the cell, a quote, as a passage of its document.
    """

    name: str
    column: str
    accepts_blank: bool
    is_passage: bool = False


@dataclass(frozen=True)
class Rule:
    """A function that judges some cells of a row.

    Attributes:
        id: The permanent id.
        column: The column reported.
        description: What the rule rejects, in words.
        parameters: The columns that it reads.
        context: Which of :data:`CONTEXT` it reads.
        test: The function; it returns None or a problem.
        phase: When it is applied.
    """

    id: str
    column: str
    description: str
    parameters: tuple[Parameter, ...]
    context: frozenset[str]
    test: Callable[..., Problem | None]
    phase: Phase

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the rule reads."""
        return tuple(p.column for p in self.parameters)

    @property
    def required_columns(self) -> tuple[str, ...]:
        """The columns without which the rule does not apply to a table."""
        return tuple(p.column for p in self.parameters if not p.accepts_blank)

    def rename_columns(self, **columns: str) -> Rule:
        """The same rule for a table whose columns have other names: parameter=column."""
        names = {p.name for p in self.parameters}
        return replace(
            self,
            column=columns.get(self.column, self.column) if self.column in names else self.column,
            parameters=tuple(
                p._replace(column=columns.get(p.name, p.column)) for p in self.parameters
            ),
        )

    def variant(self, id: str, description: str, **columns: str) -> Rule:  # noqa: A002 - as in rule
        """The same rule under an id of its own, for columns of other names: parameter=column."""
        renamed = self.rename_columns(**columns)
        parameters = tuple(p._replace(name=p.column) for p in renamed.parameters)
        return replace(renamed, id=id, description=description, parameters=parameters)

    def skips(self, cells: Sequence[Any]) -> bool:
        """Whether a cell is blank without which the rule does not apply."""
        return any(
            cell is None and not parameter.accepts_blank
            for parameter, cell in zip(self.parameters, cells, strict=True)
        )

    def judge(self, cells: Sequence[Any], context: Mapping[str, Any]) -> Problem | None:
        """Apply the rule to one row's cells, given in the order of ``parameters``.

        A quote is read by itself.

        Raises:
            CannotDecide: what the rule must look up is itself invalid.
        """
        if self.skips(cells):
            return None
        read = (
            alone(cell) if parameter.is_passage and cell is not None else cell
            for parameter, cell in zip(self.parameters, cells, strict=True)
        )
        return self.test(*read, **{name: context[name] for name in self.context})


def rule(
    id: str,  # noqa: A002 - it is the name of the attribute
    *,
    column: str,
    phase: Phase = "rows",
) -> Callable[[Callable[..., Problem | None]], Rule]:
    """Make a rule of a function; its docstring's first line says what it rejects.

    The parameters name the columns that the rule reads, or are of :data:`CONTEXT`. A parameter
    annotated ``str`` or ``int`` makes the rule apply only where that cell is filled; ``str | None``
    accepts a blank. ``Passage`` is a filled quote, read in its line of the document.
    """

    def make(test: Callable[..., Problem | None]) -> Rule:
        parameters = inspect.signature(test).parameters.values()
        return Rule(
            id=id,
            column=column,
            description=(inspect.getdoc(test) or "").partition("\n")[0],
            parameters=tuple(
                Parameter(
                    p.name, p.name, "None" in str(p.annotation), "Passage" in str(p.annotation)
                )
                for p in parameters
                if p.name not in CONTEXT
            ),
            context=frozenset(p.name for p in parameters if p.name in CONTEXT),
            test=test,
            phase=phase,
        )

    return make
