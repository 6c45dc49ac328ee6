"""How many rows, cells, hits or files each rule of the check judged, and with what result."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from isk_indicators.check import coverage
from isk_indicators.check.catalogue import catalogue
from isk_indicators.check.coverage import CoverageCounts
from isk_indicators.check.csv_table import ParsedTable
from isk_indicators.check.finding import Finding, StageResult
from isk_indicators.rules import schema as rules_schema
from isk_indicators.rules.registry import RULES

OPEN = "open-"
"""How the rules begin that look for a row for each hit of a kind."""

_UNDECIDED = re.compile(r"\w+: rule ([\w-]+) on (\d+) rows? .*")


class RuleCounts(NamedTuple):
    """What a rule judged: rows, or of structure cells, of coverage hits, of others files.

    Attributes:
        judged: How many there are to judge.
        unsure: How many could not be decided, because what the rule reads is at fault.
        faults: How many are at fault.
    """

    judged: int
    unsure: int
    faults: int

    @property
    def passed(self) -> int:
        """How many are right."""
        return self.judged - self.unsure - self.faults


def count_rules(
    tables: Mapping[str, ParsedTable],
    findings: Iterable[Finding],
    undecided: Iterable[str],
    hits: Sequence[CoverageCounts],
    stages: Mapping[str, StageResult],
) -> dict[str, RuleCounts]:
    """Count what each rule judged, by its id.

    Args:
        tables: The tables as the rules read them.
        findings: What was found.
        undecided: The lines about rules that could not judge some rows.
        hits: The hits of each source and kind.
        stages: The results of the stages that look at files, by name.
    """
    every = [one for finding in findings for one in (finding, *finding.others)]
    faults = Counter(finding.rule for finding in every)
    files = Counter(rule for rule, _ in {(finding.rule, finding.file) for finding in every})
    unsure = _undecided(undecided)
    judged = _rows(tables) + _cells(tables)
    for count in hits:
        judged[OPEN + count.kind] += count.hits
        unsure[OPEN + count.kind] += count.not_checked
    reviewed = tables.get(coverage.REVIEWED)
    judged[coverage.STALE] = len(reviewed.records) if reviewed else 0
    for info in catalogue():
        if info.stage in stages:
            faults[info.id] = files[info.id]
            judged[info.id] = len(tables)
            unsure[info.id] = min(len(stages[info.stage].not_checked), len(tables))
    return {
        info.id: _counts(judged[info.id], unsure[info.id], faults[info.id]) for info in catalogue()
    }


def _counts(judged: int, unsure: int, faults: int) -> RuleCounts:
    return RuleCounts(max(judged, unsure + faults), unsure, faults)


def _undecided(lines: Iterable[str]) -> Counter[str]:
    """How many rows each rule could not judge."""
    found: Counter[str] = Counter()
    for match in filter(None, map(_UNDECIDED.fullmatch, lines)):
        found[match[1]] += int(match[2])
    return found


def _rows(tables: Mapping[str, ParsedTable]) -> Counter[str]:
    """How many rows have all cells that each rule needs."""
    found: Counter[str] = Counter()
    for table, parsed in tables.items():
        texts = {name: parsed.texts(name) for name in parsed.schema.names}
        for rule in RULES.get(table, ()):
            needed = [texts[name] for name in rule.required_columns]
            complete = sum(map(all, zip(*needed, strict=True)))
            found[rule.id] += complete if needed else len(parsed.records)
    return found


def _cells(tables: Mapping[str, ParsedTable]) -> Counter[str]:
    """How many filled cells have each constraint; of a required one, also the blank cells."""
    found = Counter({"unmapped": len(tables)})
    for parsed in tables.values():
        keys = [("foreign-key", key.field) for key in parsed.schema.foreign_keys]
        for rule, name in (*rules_schema.constraints(parsed.schema), *keys):
            filled = sum(map(bool, parsed.texts(name)))
            found[rule] += len(parsed.records) if rule == "required" else filled
    return found
