"""Apply the rules of every table, each through a pandera check on the column that it blames."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from importlib import import_module
from typing import Any

import pandas as pd
import pandera.pandas as pa

from isk_indicators.rules import derive
from isk_indicators.rules.breach import Breach
from isk_indicators.rules.links import Links
from isk_indicators.rules.rule import Fault, RowKey, Rule, UnsureError
from isk_indicators.rules.rule import rule as as_rule
from isk_indicators.schema import DataPackage, Field, Schema

Cell = tuple[int, str]


def rules_of(table: str) -> tuple[Rule, ...]:
    """The rules of a table, as its module in this package lists them."""
    rules: tuple[Rule, ...] = import_module(f"isk_indicators.rules.{table}").RULES
    return rules


class Judge:
    """One table under its rules: which rows each rule rejects, and which it could not judge.

    Args:
        schema: The table's schema.
        cells: Its columns as lists of cells.
        blanked: Cells at fault, whose rows a rule that reads them leaves out.
        context: What rules may ask for beyond cells: ``texts`` and ``links``.
    """

    def __init__(
        self,
        schema: Schema,
        cells: Mapping[str, list[Any]],
        blanked: Collection[Cell],
        context: Mapping[str, Any],
    ) -> None:
        self.schema = schema
        self.cells = cells
        self.blanked = blanked
        self.context = context
        self.faults: dict[tuple[str, str, int], Fault] = {}
        self.unsure: Counter[str] = Counter()

    def rejects(self, rule: Rule) -> frozenset[int]:
        """The rows that a rule rejects; their faults are kept."""
        blank = {row for row, column in self.blanked if column in rule.columns}
        ids = self.cells.get(self.schema.id_field or "")
        columns = zip(*(self.cells[c] for c in rule.columns), strict=True)
        rows = set()
        for number, cells in enumerate(columns):
            if number in blank:
                self.unsure[rule.id] += 1
                continue
            key = RowKey(self.schema.table, ids[number] if ids else None)
            if (fault := self._judge(rule, cells, key)) is not None:
                self.faults[rule.id, rule.blames, number] = fault
                rows.add(number)
        return frozenset(rows)

    def _judge(self, rule: Rule, cells: tuple[Any, ...], key: RowKey) -> Fault | None:
        try:
            return rule.judge(cells, {**self.context, "row": key, "field": rule.blames})
        except UnsureError:
            self.unsure[rule.id] += 1
            return None

    def check(self, rule: Rule) -> pa.Check:
        """The rule as a pandera check on the column that it blames."""
        return pa.Check(
            lambda column: pd.Series(~column.index.isin(self.rejects(rule)), column.index),
            name=rule.id,
            ignore_na=False,
        )


def judge_table(judge: Judge, rules: Collection[Rule], frame: pd.DataFrame) -> list[Breach]:
    """Every breach of the rules in one table, through one lazy pandera validation."""
    checks: dict[str, list[pa.Check]] = {}
    for rule in rules:
        checks.setdefault(rule.blames, []).append(judge.check(rule))
    found = derive.failures(derive.pandera_schema(checks), frame)
    return [_breach(judge, rule, column, row) for rule, column, row in found]


def _breach(judge: Judge, rule: str, column: str, row: int) -> Breach:
    fault = judge.faults[rule, column, row]
    return Breach(rule, judge.schema.table, row, column, fault.found, fault.expected, fault.message)


def breaches(
    package: DataPackage,
    tables: Mapping[str, pd.DataFrame],
    texts: Mapping[str, str],
    blanked: Mapping[str, Collection[Cell]],
    incomplete: Collection[str] = (),
) -> tuple[list[Breach], list[str]]:
    """Apply every rule to every table that stands.

    Args:
        package: The schemas.
        tables: Frames of text cells (None for blank) by table, a RangeIndex of records.
        texts: The documents by source id.
        blanked: Cells at fault by table, as (record, column); rules that read them skip the row.
        incomplete: Tables with records that do not stand, from whose gaps nothing follows.

    Returns:
        The breaches, and a line for each rule that could not judge some rows.
    """
    gaps = {table: {column for _, column in cells} for table, cells in blanked.items()}
    for table in incomplete:
        gaps[table] = set(package.schemas[table].names)
    found: list[Breach] = []
    open_: list[str] = []
    for from_absence in (False, True):
        links = Links(package, tables, gaps)
        for table, frame in tables.items():
            cells = links.columns[table]
            judge = Judge(
                package.schemas[table],
                cells,
                blanked.get(table, ()),
                {"texts": texts, "links": links},
            )
            rules = [r for r in rules_of(table) if r.from_absence == from_absence]
            found += judge_table(judge, rules, frame)
            open_ += _not_judged(judge)
        for breach in found:
            gaps.setdefault(breach.table, set()).add(str(breach.field))
    return found, open_


def _not_judged(judge: Judge) -> Iterator[str]:
    for rule, count in sorted(judge.unsure.items()):
        rows = "row" if count == 1 else "rows"
        yield f"{judge.schema.table}: rule {rule} on {count} {rows} (what it reads is at fault)"


def canary() -> bool:
    """Whether a row that is known to be wrong is rejected through this very code."""
    schema = Schema("canary", (Field("cell", "Cell", "A cell.", "string"),), (), ())
    frame = pd.DataFrame({"cell": ["wrong", "right"]})

    @as_rule("canary", blames="cell")
    def is_right(cell: str) -> Fault | None:
        """A cell that is not right."""
        return None if cell == "right" else Fault(cell, "right", "Type right.")

    judge = Judge(schema, {"cell": ["wrong", "right"]}, (), {})
    return [(b.rule, b.row) for b in judge_table(judge, [is_right], frame)] == [("canary", 0)]
