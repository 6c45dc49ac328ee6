"""Apply the rules of every table, phase by phase, through pandera."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from importlib import import_module

import pandas as pd

from isk_indicators.rules import pandera_schema
from isk_indicators.rules.breach import Breach
from isk_indicators.rules.links import Links
from isk_indicators.rules.pandera_schema import Cell, Context
from isk_indicators.rules.rule import TURNS, Fault, Rule, Turn
from isk_indicators.rules.rule import rule as as_rule
from isk_indicators.schema import Field, Schema


def rules_of(table: str) -> tuple[Rule, ...]:
    """The rules of a table, as its module in this package lists them."""
    rules: tuple[Rule, ...] = import_module(f"isk_indicators.rules.{table}").RULES
    return rules


def breaches(
    links: Links,
    tables: Mapping[str, pd.DataFrame],
    texts: Mapping[str, str],
    blanked: Mapping[str, Collection[Cell]],
    incomplete: Collection[str] = (),
) -> tuple[list[Breach], list[str]]:
    """Apply every rule to every table.

    Args:
        links: The tables, joined by their keys.
        tables: The same as frames of text cells (None for blank), a RangeIndex of records.
        texts: The documents by source id.
        blanked: Cells at fault by table, as (record, column); rules that read them skip the row.
        incomplete: Tables with unreadable rows, from whose gaps nothing follows.

    Returns:
        The breaches, and a line for each rule that could not judge some rows.
    """
    schemas = links.package.schemas
    gaps = {table: {column for _, column in cells} for table, cells in blanked.items()}
    for table in incomplete:
        gaps[table] = set(schemas[table].names)
    faulty = {table: set(blanked.get(table, ())) for table in tables}
    typed = {t: pandera_schema.typed(schemas[t], frame) for t, frame in tables.items()}
    found: list[Breach] = []
    open_: list[str] = []
    for turn in TURNS:
        links = links.with_gaps(gaps)
        for table, frame in typed.items():
            context = Context(texts, links, frozenset(faulty[table]))
            rules = [r for r in rules_of(table) if r.turn == turn]
            told = pandera_schema.rule_problems(schemas[table], rules, frame, context)
            faulty[table] |= at_fault(told, turn)
            found += told
            open_ += _not_judged(table, context.undecided)
        for breach in found:
            gaps.setdefault(breach.table, set()).add(str(breach.field))
    return found, open_


def at_fault(told: Collection[Breach], turn: Turn) -> set[Cell]:
    """The cells that the rules of later turns leave out.

    A quote that is not in its document proves nothing. Other rules judge each cell by itself, so
    that one does not hide another.
    """
    return cells_of(told) if turn == "spans" else set()


def cells_of(told: Collection[Breach]) -> set[Cell]:
    """The cells that breaches blame."""
    return {(b.row, b.field) for b in told if b.row is not None and b.field is not None}


def _not_judged(table: str, undecided: Counter[str]) -> Iterator[str]:
    for rule, count in sorted((+undecided).items()):
        rows = "row" if count == 1 else "rows"
        yield f"{table}: rule {rule} on {count} {rows} (what it reads is at fault)"


def canary() -> bool:
    """Whether a row that is known to be wrong is rejected through this very code."""

    @as_rule("canary", blames="cell")
    def is_right(cell: str) -> Fault | None:
        """A cell that is not right."""
        return None if cell == "right" else Fault(cell, "right", "Type right.")

    schema = Schema("canary", (Field("cell", "Cell", "A cell.", "string"),), (), ())
    frame = pd.DataFrame({"cell": ["wrong", "right"]})
    found = pandera_schema.rule_problems(schema, [is_right], frame, Context())
    return found == [Breach("canary", "canary", 0, "cell", "wrong", "right", "Type right.")]
