"""Apply the rules of every table, each through a pandera check on the column that it blames."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from importlib import import_module
from typing import Any

import pandas as pd
import pandera.pandas as pa

from isk_indicators.rules import derive
from isk_indicators.rules.breach import Breach
from isk_indicators.rules.links import Links
from isk_indicators.rules.rule import TURNS, Fault, RowKey, Rule, Turn, UnsureError
from isk_indicators.rules.rule import rule as as_rule
from isk_indicators.schema import DataPackage, Field, Schema

Cell = tuple[int, str]
Judged = tuple[int, tuple[Any, ...]]
"""A row's number, and its cells in the order of the rule's columns."""

Verdict = Fault | UnsureError | None


def rules_of(table: str) -> tuple[Rule, ...]:
    """The rules of a table, as its module in this package lists them."""
    rules: tuple[Rule, ...] = import_module(f"isk_indicators.rules.{table}").RULES
    return rules


def _verdict(rule: Rule, cells: tuple[Any, ...], context: Mapping[str, Any]) -> Verdict:
    try:
        return rule.judge(cells, context)
    except UnsureError as error:
        return error


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
        told = [(row, verdict) for row, verdict in self._verdicts(rule, blank) if verdict]
        faults = {row: verdict for row, verdict in told if isinstance(verdict, Fault)}
        self.faults |= {(rule.id, rule.blames, row): fault for row, fault in faults.items()}
        if unsure := len(blank) + len(told) - len(faults):
            self.unsure[rule.id] += unsure
        return frozenset(faults)

    def _verdicts(self, rule: Rule, blank: Collection[int]) -> Iterator[tuple[int, Verdict]]:
        """What a rule says of each row whose cells stand."""
        judged = self._row_by_row if "row" in rule.context else self._cells_once
        rows = enumerate(zip(*(self.cells[c] for c in rule.columns), strict=True))
        return judged(rule, ((row, cells) for row, cells in rows if row not in blank))

    def _row_by_row(self, rule: Rule, rows: Iterable[Judged]) -> Iterator[tuple[int, Verdict]]:
        context = {**self.context, "field": rule.blames}
        ids = self.cells.get(self.schema.id_field or "")
        for row, cells in rows:
            key = RowKey(self.schema.table, ids[row] if ids else None)
            yield row, _verdict(rule, cells, {**context, "row": key})

    def _cells_once(self, rule: Rule, rows: Iterable[Judged]) -> Iterator[tuple[int, Verdict]]:
        """A rule that is not told which row it looks at says the same of the same cells."""
        context = {**self.context, "field": rule.blames}
        known: dict[tuple[Any, ...], Verdict] = {}
        for row, cells in rows:
            if cells not in known:
                known[cells] = _verdict(rule, cells, context)
            yield row, known[cells]

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
    faulty = {table: set(blanked.get(table, ())) for table in tables}
    for turn in TURNS:
        links = Links(package, tables, gaps)
        for table, frame in tables.items():
            judge = Judge(
                package.schemas[table],
                links.columns[table],
                frozenset(faulty[table]),
                {"texts": texts, "links": links},
            )
            rules = [r for r in rules_of(table) if r.turn == turn]
            told = judge_table(judge, rules, frame)
            faulty[table] |= at_fault(told, turn)
            found += told
            open_ += _not_judged(judge)
        for breach in found:
            gaps.setdefault(breach.table, set()).add(str(breach.field))
    return found, open_


def at_fault(told: Collection[Breach], turn: Turn) -> set[Cell]:
    """The cells that the rules of later turns leave out.

    What a quote proves is asked only of a quote that stands. Other rules judge what each cell says
    by itself, so that one does not hide another.
    """
    return cells_of(told) if turn == "spans" else set()


def cells_of(told: Collection[Breach]) -> set[Cell]:
    """The cells that breaches blame."""
    return {(b.row, b.field) for b in told if b.row is not None and b.field is not None}


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
