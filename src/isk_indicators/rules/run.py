"""Apply the rules of every table, each through a pandera check on the column that it blames."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache, partial
from importlib import import_module
from typing import Any, NamedTuple

import pandas as pd
import pandera.pandas as pa

from isk_indicators import parts
from isk_indicators.rules import derive
from isk_indicators.rules.breach import Breach
from isk_indicators.rules.links import Links
from isk_indicators.rules.rule import TURNS, Fault, RowKey, Rule, Turn, UnsureError
from isk_indicators.rules.rule import rule as as_rule
from isk_indicators.schema import Schema

Cell = tuple[int, str]
Cells = tuple[Any, ...]
"""A row's cells in the order of the rule's columns."""

Verdict = Fault | UnsureError
Judged = tuple[int, Verdict]
"""A row's number and what a rule says of it."""

BLOCK = 2048
"""How many rows all rules look at before the next ones come."""

LEAST = 2_000
"""How many rows are worth a process of their own."""


def rules_of(table: str) -> tuple[Rule, ...]:
    """The rules of a table, as its module in this package lists them."""
    rules: tuple[Rule, ...] = import_module(f"isk_indicators.rules.{table}").RULES
    return rules


def _verdict(rule: Rule, cells: Cells, narrowed: Mapping[str, Any]) -> Verdict | None:
    try:
        return rule.apply(cells, narrowed)
    except UnsureError as error:
        return error


class _Told(NamedTuple):
    """What the rules say of some rows: the faults, and how many rows each rule could not judge."""

    faults: dict[tuple[str, str, int], Fault]
    unsure: Counter[str]


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

    def rejects(self, rules: Collection[Rule]) -> Mapping[tuple[str, str], list[int]]:
        """The rows that each rule rejects, by its id and the column blamed; faults are kept.

        The rules look at a block of rows after the other: those that read the same words find them
        read already.
        """
        judged = [(rule, self._blank(rule)) for rule in rules]
        count = len(next(iter(self.cells.values()), ()))
        for told in parts.side_by_side(count, partial(self._judge_rows, judged), LEAST):
            self.faults |= told.faults
            self.unsure += told.unsure
        rejected: dict[tuple[str, str], list[int]] = defaultdict(list)
        for rule_id, blames, row in self.faults:
            rejected[rule_id, blames].append(row)
        return rejected

    def _blank(self, rule: Rule) -> frozenset[int]:
        """The rows that a rule leaves out, since a cell that it reads is at fault."""
        rows = frozenset(row for row, column in self.blanked if column in rule.columns)
        if rows:
            self.unsure[rule.id] += len(rows)
        return rows

    def _judge_rows(self, judged: Sequence[tuple[Rule, Collection[int]]], rows: range) -> _Told:
        told = _Told({}, Counter())
        for first in rows[::BLOCK]:
            block = range(first, min(first + BLOCK, rows.stop))
            for rule, left_out in judged:
                self._judge_block(told, rule, block, left_out)
        return told

    def _judge_block(self, told: _Told, rule: Rule, rows: range, left_out: Collection[int]) -> None:
        columns = [self.cells[c][rows.start : rows.stop] for c in rule.columns]
        if any(
            not parameter.accepts_blank and column.count(None) == len(column)
            for parameter, column in zip(rule.parameters, columns, strict=True)
        ):
            return  # the rule does not apply to rows without that cell
        judge = self._row_by_row if "row" in rule.context else self._cells_once
        for row, verdict in judge(rule, rows, list(zip(*columns, strict=True))):
            if row in left_out:
                continue
            if isinstance(verdict, Fault):
                told.faults[rule.id, rule.blames, row] = verdict
            else:
                told.unsure[rule.id] += 1

    def _row_by_row(self, rule: Rule, rows: range, cells: list[Cells]) -> Iterator[Judged]:
        """The rows to which a rule objects that is told which row it looks at."""
        ids = self.cells.get(self.schema.id_field or "")
        named = rule.narrowed({**self.context, "field": rule.blames, "row": None})
        for row, one in zip(rows, cells, strict=True):
            named["row"] = RowKey(self.schema.table, ids[row] if ids else None)
            if (verdict := _verdict(rule, one, named)) is not None:
                yield row, verdict

    def _cells_once(self, rule: Rule, rows: range, cells: list[Cells]) -> Iterator[Judged]:
        """The same of a rule that is not told, and so says one thing of the same cells."""
        named = rule.narrowed({**self.context, "field": rule.blames})
        verdicts = {
            one: verdict
            for one in dict.fromkeys(cells)
            if (verdict := _verdict(rule, one, named)) is not None
        }
        if verdicts:
            yield from ((r, verdicts[c]) for r, c in zip(rows, cells, strict=True) if c in verdicts)


def judge_table(judge: Judge, rules: Collection[Rule], frame: pd.DataFrame) -> list[Breach]:
    """Every breach of the rules in one table, through one lazy pandera validation."""

    @cache
    def rejected() -> Mapping[tuple[str, str], list[int]]:
        return judge.rejects(rules)

    checks: dict[str, list[pa.Check]] = {}
    for rule in rules:
        checks.setdefault(rule.blames, []).append(_check(rule, rejected))
    found = derive.failures(derive.pandera_schema(checks), frame)
    return [_breach(judge, rule, column, row) for rule, column, row in found]


def _check(rule: Rule, rejected: Callable[[], Mapping[tuple[str, str], list[int]]]) -> pa.Check:
    """The rule as a pandera check on the column that it blames; the first asks for all."""

    def passes(column: pd.Series[str]) -> pd.Series[bool]:
        rows = rejected().get((rule.id, rule.blames), [])
        return pd.Series(~column.index.isin(rows))

    return pa.Check(passes, name=rule.id, ignore_na=False)


def _breach(judge: Judge, rule: str, column: str, row: int) -> Breach:
    fault = judge.faults[rule, column, row]
    return Breach(rule, judge.schema.table, row, column, fault.found, fault.expected, fault.message)


def breaches(
    links: Links,
    tables: Mapping[str, pd.DataFrame],
    texts: Mapping[str, str],
    blanked: Mapping[str, Collection[Cell]],
    incomplete: Collection[str] = (),
) -> tuple[list[Breach], list[str]]:
    """Apply every rule to every table that stands.

    Args:
        links: The tables, joined by their keys.
        tables: The same as frames of text cells (None for blank), a RangeIndex of records.
        texts: The documents by source id.
        blanked: Cells at fault by table, as (record, column); rules that read them skip the row.
        incomplete: Tables with records that do not stand, from whose gaps nothing follows.

    Returns:
        The breaches, and a line for each rule that could not judge some rows.
    """
    schemas = links.package.schemas
    gaps = {table: {column for _, column in cells} for table, cells in blanked.items()}
    for table in incomplete:
        gaps[table] = set(schemas[table].names)
    found: list[Breach] = []
    open_: list[str] = []
    faulty = {table: set(blanked.get(table, ())) for table in tables}
    for turn in TURNS:
        links = links.with_gaps(gaps)
        for table, frame in tables.items():
            judge = Judge(
                schemas[table],
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
    cells = {"cell": ["wrong", "right"]}

    @as_rule("canary", blames="cell")
    def is_right(cell: str) -> Fault | None:
        """A cell that is not right."""
        return None if cell == "right" else Fault(cell, "right", "Type right.")

    judge = Judge(Schema("canary", (), (), ()), cells, (), {})
    told = Breach("canary", "canary", 0, "cell", "wrong", "right", "Type right.")
    return judge_table(judge, [is_right], pd.DataFrame(cells)) == [told]
