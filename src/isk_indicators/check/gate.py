"""The check of a folder: the stages one after the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from isk_indicators.check import canary, coverage, history, structure, suggest
from isk_indicators.check.coverage import CoverageCounts
from isk_indicators.check.finding import Finding, StageResult, in_order
from isk_indicators.check.package import Files, inspect_files, open_supported
from isk_indicators.rules import schema as rules_schema
from isk_indicators.rules.registry import RULES
from isk_indicators.rules.rule import PartialDataset, Problem
from isk_indicators.schema import LOG_TABLES, DataPackage, DescriptorError


@dataclass(frozen=True)
class Report:
    """The result of a check.

    Attributes:
        findings: Every problem once, by file, line and column.
        not_checked: What could not be checked, each with the reason.
        counts: The readable rows by table.
        stopped: Why the check could not run; blank if it ran.
        notes: What did not have to be checked, and why; what the next release requires.
        coverage: How many hits of each source and kind are covered.
        root: The checked folder.
    """

    findings: tuple[Finding, ...] = ()
    not_checked: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    stopped: str = ""
    notes: tuple[str, ...] = ()
    coverage: tuple[CoverageCounts, ...] = ()
    root: Path = Path()

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
        silent = "; ".join(canary.silent())
        return Report(stopped=silent) if silent else _report(package)
    except DescriptorError as error:
        return Report(stopped=str(error))
    except (OSError, RuntimeError) as error:  # a file that cannot be read, a rule that broke down
        return Report(stopped=f"{type(error).__name__}: {error}")


class Judged(NamedTuple):
    """The results of the stages files, structure and rules."""

    first: Files
    second: StageResult
    links: PartialDataset
    problems: list[Problem]
    undecided: list[str]


def judged(package: DataPackage) -> Judged:
    """Apply the first three stages; rejected cells are blank in the tables that they leave."""
    first = inspect_files(package)
    second = structure.inspect(package, first)
    frames = {table: parsed.frame for table, parsed in first.tables.items()}
    links = PartialDataset(package, frames)  # no cell is blanked from here on
    problems, undecided = rules_schema.find_problems(
        links,
        RULES,
        first.texts,
        {table: parsed.invalid_cells for table, parsed in first.tables.items()},
        [
            t
            for t, s in first.tables.items()
            if s.unreadable or (not s.records and t not in LOG_TABLES)
        ],
    )
    return Judged(first, second, links, problems, undecided)


def _report(package: DataPackage) -> Report:
    first, second, links, problems, undecided = judged(package)
    fourth = coverage.inspect(links, first, problems)
    fifth = history.inspect(package, first, problems)
    findings = [
        *second.findings,
        *(first.tables[problem.table].of_problem(problem) for problem in problems),
        *structure.inspect_order(first.tables, problems),
        *fourth.findings,
        *fifth.findings,
    ]
    not_checked = [
        *(*first.not_checked, *second.not_checked, *undecided),
        *(*fourth.not_checked, *fifth.not_checked),
    ]
    return Report(
        tuple(suggest.complete(package, first.texts, in_order(findings))),
        tuple(dict.fromkeys(not_checked)),
        {table: len(parsed.frame) for table, parsed in first.tables.items()},
        notes=(*fourth.notes, *fifth.notes),
        coverage=tuple(fourth.counts),
        root=package.root,
    )
