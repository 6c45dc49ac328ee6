"""The rules by their permanent ids: what each rejects and where, and how much it judged."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import NamedTuple

from isk_indicators.check import coverage, history, structure
from isk_indicators.check.coverage import CoverageCounts
from isk_indicators.check.csv_table import ParsedTable
from isk_indicators.check.finding import Finding, StageResult
from isk_indicators.rules import proofs
from isk_indicators.rules import schema as rules_schema
from isk_indicators.rules.registry import RULES
from isk_indicators.rules.rule import Rule
from isk_indicators.schema import Schema, known_schemas

MOST_NAMED = 12
"""Of more columns, a page gives the number only."""

ANYWHERE = {
    "files": "any file",
    "rules": "columns of further tables",
    "structure": "any column",
    "coverage": "the documents",
    "history": "what was published",
}
"""What the rules of a stage look at that report no column."""

TITLES = {
    "files": "Files: bytes, header, notation, characters, documents",
    "structure": "Structure: types, enumerations, forms, keys",
    "rules": "Rules: what a row means, and what its words prove",
    "coverage": "Coverage: what a source says, and which row covers it",
    "history": "History: what was published, and what a version may change of it",
}
"""The stages of the check in their order, with the heading of each on the page of rules."""

Cell = tuple[str, str]
"""A table and a column of it."""


@dataclass(frozen=True)
class RuleInfo:
    """One rule.

    Attributes:
        id: Its permanent id.
        stage: The stage of the check that applies it.
        description: What it rejects, in words.
        columns: The columns that it reports; none if it looks at a file or at every cell.
        file: The file that its function is in; blank if it is not a function of a row.
    """

    id: str
    stage: str
    description: str
    columns: tuple[Cell, ...] = ()
    file: str = ""

    @property
    def where(self) -> str:
        """The columns reported, in words, each with its tables."""
        tables: dict[str, list[str]] = {}
        for table, column in self.columns:
            tables.setdefault(column, []).append(table)
        if not tables:
            return ANYWHERE[self.stage]
        if len(tables) > MOST_NAMED:
            return f"{len(tables)} columns"
        return "; ".join(f"{column} of {', '.join(names)}" for column, names in tables.items())


def catalogue() -> tuple[RuleInfo, ...]:
    """Every rule once, by stage and id."""
    constrained: dict[str, list[Cell]] = defaultdict(list)
    for table, schema in known_schemas().items():
        for id_, name in _constraints(schema):
            constrained[id_].append((table, name))
    found = [
        RuleInfo(id_, "structure", text, (*constrained[id_],))
        if id_ in structure.SCHEMA_RULES
        else RuleInfo(id_, "files", text)
        for id_, text in structure.RULES.items()
    ]
    listed: dict[str, tuple[Rule, dict[Cell, None]]] = {r.id: (r, {}) for r in proofs.FURTHER}
    for table, rules in RULES.items():
        for rule in rules:
            listed.setdefault(rule.id, (rule, {}))[1][table, rule.column] = None
    for rule, cells in listed.values():
        file = f"src/{rule.test.__module__.replace('.', '/')}.py"
        found.append(RuleInfo(rule.id, "rules", rule.description, (*cells,), file))
    for id_, text in coverage.RULES.items():
        stale = ((coverage.REVIEWED, "kind"),) if id_ == coverage.STALE else ()
        found.append(RuleInfo(id_, "coverage", text, stale))
    found += [RuleInfo(id_, "history", text) for id_, text in history.RULES.items()]
    return tuple(sorted(found, key=lambda info: ([*TITLES].index(info.stage), info.id)))


def _constraints(schema: Schema) -> Iterator[tuple[str, str]]:
    """Each constraint of a table by the id of its rule, and each foreign key, with its column."""
    yield from rules_schema.constraints(schema)
    yield from (("foreign-key", key.field) for key in schema.foreign_keys)


# How many rows, cells, hits or files each rule judged, and with what result

OPEN = "open-"
"""How the rules begin that look for a row for each hit of a kind."""


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
    undecided: Iterable[rules_schema.Undecided],
    hits: Sequence[CoverageCounts],
    stages: Mapping[str, StageResult],
) -> dict[str, RuleCounts]:
    """Count what each rule judged, by its id.

    Args:
        tables: The tables as the rules read them.
        findings: What was found.
        undecided: The rules that could not judge some rows.
        hits: The hits of each source and kind.
        stages: The results of the stages that look at files, by name.
    """
    every = [one for finding in findings for one in (finding, *finding.others)]
    faults = Counter(finding.rule for finding in every)
    files = Counter(rule for rule, _ in {(finding.rule, finding.file) for finding in every})
    unsure: Counter[str] = Counter()
    for one in undecided:
        unsure[one.rule] += one.rows
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
        i.id: RuleCounts(max(judged[i.id], unsure[i.id] + faults[i.id]), unsure[i.id], faults[i.id])
        for i in catalogue()
    }


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
        for rule, name in _constraints(parsed.schema):
            filled = sum(map(bool, parsed.texts(name)))
            found[rule] += len(parsed.records) if rule == "required" else filled
    return found


# The page


def page(rules: Iterable[RuleInfo], examples: Mapping[str, str] = MappingProxyType({})) -> str:
    """The list of rules as Markdown; an example, by rule id, is Markdown put under its rule."""
    lines = [INTRODUCTION]
    for stage, members in groupby(rules, key=lambda rule: rule.stage):
        lines.append(f"## {TITLES[stage]}\n")
        lines += [section(rule, examples.get(rule.id, "")) for rule in members]
    return "\n".join(lines).rstrip("\n") + "\n"


def section(rule: RuleInfo, example: str = "") -> str:
    """One rule as Markdown."""
    file = f" (`{rule.file}`)" if rule.file else ""
    text = f"### {rule.id}\n\n{rule.description}\n\n*error: {rule.where}*{file}\n"
    return f"{text}\n{example}" if example else text


# The proof of each column


def by_column() -> str:
    """What proves each column and which rules judge it, as Markdown: a table for each table."""
    lines = []
    for table, schema in known_schemas().items():
        lines += [f"### {table}\n", "| column | proof | rules |", "|---|---|---|"]
        for field in schema.fields:
            # those of its constraints, then the others
            ids = [rule for rule, name in _constraints(schema) if name == field.name]
            ids += [rule.id for rule in proofs.judging(schema, field, RULES[schema.table])]
            rules = ", ".join(dict.fromkeys(ids)) or "none"
            lines.append(f"| `{field.name}` | {proofs.proof_of(schema, field)} | {rules} |")
        lines.append("")
    return "\n".join(lines)


INTRODUCTION = """\
# The rules of the check

`isk-indicators check` reports each problem with a stable rule id. Checks run in the order of the
sections below; cells rejected by one stage are skipped by the next, so each problem is reported
once. If one cell makes many others wrong, such as the id of a row that they name, the report is at
the first place, and *also at* lists the others.

Each example shows a broken row and the resulting report: what to do, then what was found and what
was expected, then the line, with a mark where the cell begins. Below it is what the check accepted
before.

The report is text for people. `--format json` and `--format sarif` (2.1.0) are for programs; JSON
also counts what each rule judged. `--format github` adds annotations to the lines of a pull
request. The exit code is 0 without errors, 1 with errors, and 2 if the check could not run.
"""
