"""One rule on one row, and the few rows of other tables that it looks at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from isk_indicators.rules.rule import PartialDataset, Problem, RowKey, Rule
from isk_indicators.schema import DataPackage

Rows = Sequence[Mapping[str, object]]


def frame(package: DataPackage, table: str, rows: Rows) -> pd.DataFrame:
    """Rows of a table as text cells; cells that are not named are blank."""
    names = package.schemas[table].names
    cells = [dict.fromkeys(names) | {n: str(c) for n, c in row.items()} for row in rows]
    assert all(row.keys() == {*names} for row in cells), "a column that the table does not have"
    return pd.DataFrame(cells, columns=list(names), dtype=object)


def linked(
    package: DataPackage,
    invalid: Mapping[str, Sequence[str]] | None = None,
    /,
    **tables: Rows,
) -> PartialDataset:
    """Tables with these rows, the others empty; ``invalid`` are columns with invalid cells."""
    frames = {name: frame(package, name, tables.get(name, ())) for name in package.schemas}
    return PartialDataset(package, frames, invalid or {})


def judged(
    rule: Rule,
    /,
    *,
    texts: Mapping[str, str] | None = None,
    data: PartialDataset | None = None,
    row: tuple[str, str | None] = ("incidents", "inc-0001"),
    **cells: Any,
) -> Problem | None:
    """What a rule says of a row; cells are named as its parameters are, the others are blank."""
    names = [p.name for p in rule.parameters]
    assert cells.keys() <= {*names}, "a cell that the rule does not read"
    context = {"texts": texts or {}, "data": data, "row": RowKey(*row), "column": rule.column}
    return rule.judge(tuple(cells.get(n) for n in names), context)
