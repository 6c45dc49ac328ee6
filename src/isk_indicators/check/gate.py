"""The gate itself: the stages one after the other, each on what the earlier left standing.

What lives here: the order of the stages and what comes out. What must not: any judgement. A new
stage is a call in ``_stages``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from isk_indicators.check import canary, coverage, history, structure
from isk_indicators.check.coverage import CoverageCounts
from isk_indicators.check.csv_table import ParsedTable
from isk_indicators.check.finding import Finding, in_order
from isk_indicators.check.package import Files, inspect_files, open_supported
from isk_indicators.rules import schema as rules_schema
from isk_indicators.rules.registry import RULES
from isk_indicators.rules.rule import PartialDataset, Problem
from isk_indicators.schema import LEDGERS, DataPackage, DescriptorError


@dataclass(frozen=True)
class Report:
    """What the gate has to say about a folder.

    Attributes:
        findings: Every fault once, by file, line and column.
        not_checked: What could not be looked at, each with the reason.
        counts: Rows that stand, by table.
        stopped: Why the check could not run; blank if it ran.
        notes: What there was not to look at, and why that is no fault; what the next release asks.
        coverage: How many hits of each source and kind are covered.
    """

    findings: tuple[Finding, ...] = ()
    not_checked: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    stopped: str = ""
    notes: tuple[str, ...] = ()
    coverage: tuple[CoverageCounts, ...] = ()

    @property
    def errors(self) -> int:
        """How many findings stop a build."""
        return sum(finding.severity == "error" for finding in self.findings)

    @property
    def exit_code(self) -> int:
        """0 without errors, 1 with some, 2 if the check could not run."""
        return 2 if self.stopped else min(self.errors, 1)


def check(root: Path) -> Report:
    """Check the folder ``root``; nothing in it is run, and nothing in it is written."""
    if not root.is_dir():
        return Report(stopped=f"{root}: no such folder")
    try:
        package = open_supported(root)
        silent = list(canary.silent())
        return Report(stopped="; ".join(silent)) if silent else _stages(package)
    except DescriptorError as error:
        return Report(stopped=str(error))
    except (OSError, RuntimeError) as error:  # a file that cannot be read, a rule that broke down
        return Report(stopped=f"{type(error).__name__}: {error}")


class Judged(NamedTuple):
    """What the stages on files, structure and rules have to say."""

    first: Files
    second: structure.Structure
    links: PartialDataset
    problems: list[Problem]
    open_questions: list[str]


def judged(package: DataPackage) -> Judged:
    """Apply the stages that judge the rows; cells at fault are blanked in what they leave."""
    first = inspect_files(package)
    second = structure.inspect(package, first.tables, first.findings)
    frames = {table: standing.frame for table, standing in first.tables.items()}
    links = PartialDataset(package, frames)  # no cell is blanked from here on
    problems, open_questions = rules_schema.find_problems(
        links,
        RULES,
        first.texts,
        {table: standing.invalid_cells for table, standing in first.tables.items()},
        _tables_with_unreadable_rows(first.tables),
    )
    return Judged(first, second, links, problems, open_questions)


def _stages(package: DataPackage) -> Report:
    first, second, links, problems, open_questions = judged(package)
    rules = [first.tables[problem.table].of_problem(problem) for problem in problems]
    orders = structure.inspect_order(first.tables, problems)
    fourth = coverage.inspect(links, first, problems)
    fifth = history.inspect(package, first, problems)
    not_checked = [
        *(*first.not_checked, *second.not_checked),
        *(*open_questions, *fourth.not_checked, *fifth.not_checked),
    ]
    return Report(
        in_order([*second.findings, *rules, *orders, *fourth.findings, *fifth.findings]),
        tuple(dict.fromkeys(not_checked)),
        {table: len(standing.frame) for table, standing in first.tables.items()},
        notes=(*fourth.notes, *fifth.notes),
        coverage=tuple(fourth.counts),
    )


def _tables_with_unreadable_rows(tables: Mapping[str, ParsedTable]) -> list[str]:
    """The tables with rows that do not stand, or with none, from whose gaps nothing follows."""
    return [t for t, s in tables.items() if s.unreadable or (not s.records and t not in LEDGERS)]
