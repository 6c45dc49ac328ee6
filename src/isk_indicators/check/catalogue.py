"""The catalogue of rules: every permanent id, with what it rejects and where.

What lives here: what the code itself says of its rules, gathered from the stages. What must not: a
rule's test, or anything said of a rule a second time. A new rule appears by itself; the ids of a
new stage are a further function in ``STAGES``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType

from isk_indicators import installed
from isk_indicators.check import coverage, history, structure
from isk_indicators.check.finding import Severity
from isk_indicators.rules import schema as rules_schema
from isk_indicators.rules.registry import RULES

MOST_NAMED = 12
"""Of more columns, a page gives the number only."""

ANYWHERE = {
    "files": "any file",
    "structure": "any column",
    "coverage": "the documents",
    "history": "what was published",
}
"""What the rules of a stage look at that blame no column."""

Cell = tuple[str, str]
"""A table and a column of it."""


@dataclass(frozen=True)
class RuleInfo:
    """One rule.

    Attributes:
        id: Its permanent id.
        stage: The stage of the gate that applies it.
        severity: An error stops the build, a warning does not.
        description: What it rejects, in words.
        columns: The columns that it reports; none if it looks at a file or at every cell.
    """

    id: str
    stage: str
    severity: Severity
    description: str
    columns: tuple[Cell, ...] = ()

    @property
    def where(self) -> str:
        """The columns blamed, in words, each with its tables."""
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
    return tuple(e for stage in STAGES for e in sorted(stage(), key=lambda entry: entry.id))


def _files() -> Iterator[RuleInfo]:
    structural = _structural()
    for rule, description in structure.RULES.items():
        if rule not in structural:
            yield RuleInfo(rule, "files", "error", description)


def _structure() -> Iterator[RuleInfo]:
    for rule, columns in _structural().items():
        yield RuleInfo(rule, "structure", "error", structure.RULES[rule], columns)


def _structural() -> Mapping[str, tuple[Cell, ...]]:
    """The rules that the schemas' constraints give rise to, with the columns that have them."""
    columns: dict[str, list[Cell]] = {
        rule: [] for rule in (*structure.CONSTRAINTS, *structure.FRICTIONLESS.values(), "unmapped")
    }
    for table, schema in installed.known_schemas().items():
        for rule, name in rules_schema.constraints(schema):
            columns[rule].append((table, name))
        columns["foreign-key"] += [(table, key.field) for key in schema.foreign_keys]
    return MappingProxyType({rule: tuple(cells) for rule, cells in columns.items()})


def _rules() -> Iterator[RuleInfo]:
    description: dict[str, str] = {}
    columns: dict[str, dict[Cell, None]] = {}
    for table in installed.known_schemas():
        for rule in RULES[table]:
            description.setdefault(rule.id, rule.description)
            columns.setdefault(rule.id, {})[table, rule.column] = None
    for rule_id, cells in columns.items():
        yield RuleInfo(rule_id, "rules", "error", description[rule_id], tuple(cells))


def _coverage() -> Iterator[RuleInfo]:
    for rule, description in coverage.RULES.items():
        columns = ((coverage.REVIEWED, "kind"),) if rule == coverage.STALE else ()
        yield RuleInfo(rule, "coverage", "error", description, columns)


def _history() -> Iterator[RuleInfo]:
    for rule, description in history.RULES.items():
        yield RuleInfo(rule, "history", "error", description)


STAGES: Sequence[Callable[[], Iterator[RuleInfo]]] = (
    _files,
    _structure,
    _rules,
    _coverage,
    _history,
)


# The page


TITLES = {
    "files": "Files: bytes, header, notation, characters, documents",
    "structure": "Structure: types, enumerations, forms, keys",
    "rules": "Rules: what a row means, and what its words prove",
    "coverage": "Coverage: what a source says, and which row covers it",
    "history": "History: what was published, and what a version may change of it",
}


def page(entries: Iterable[RuleInfo], examples: Mapping[str, str] = MappingProxyType({})) -> str:
    """The list of rules as Markdown; an example, by rule id, is Markdown put under its rule."""
    lines = [INTRODUCTION]
    for stage, members in groupby(entries, key=lambda entry: entry.stage):
        lines.append(f"## {TITLES.get(stage, stage)}\n")
        lines += [section(entry, examples.get(entry.id, "")) for entry in members]
    return "\n".join(lines).rstrip("\n") + "\n"


def section(entry: RuleInfo, example: str = "") -> str:
    """One rule as Markdown."""
    said = f"### {entry.id}\n\n{entry.description}\n\n*{entry.severity}: {entry.where}*\n"
    return f"{said}\n{example}" if example else said


INTRODUCTION = """\
# The rules of the check

`isk-indicators check` reports each problem with a stable rule id. Checks run in the order of the
sections below; cells rejected by one stage are skipped by the next, so each problem is reported
once.

Each example shows a broken row and the resulting report: what to do, then what was found and what
was expected, then the line, with a mark where the cell begins. Below it is what the check accepted
before.

The report is text for people. `--format json` and `--format sarif` (2.1.0) are for programs;
`--format github` adds annotations to the lines of a pull request. The exit code is 0 without
errors, 1 with errors, and 2 if the check could not run.
"""
