"""The check without one rule: its functions are replaced as long as a test lasts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest

from isk_indicators.check import (
    catalogue,
    coverage,
    csv_table,
    gate,
    history,
    structure,
)
from isk_indicators.check.csv_reader import CsvFile
from isk_indicators.check.csv_table import ParsedTable
from isk_indicators.check.finding import Finding
from isk_indicators.check.package import Files
from isk_indicators.rules import schema as rules_schema
from isk_indicators.rules.registry import RULES

NOTATION = ("stray-quote", "after-quote", "unclosed-quote")
STAGES = {entry.id: entry.stage for entry in catalogue.catalogue()}


@contextmanager
def without(rule: str) -> Iterator[None]:
    """Ask a gate that lacks the rule."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gate, "silent_engines", list)  # it would notice
        _OFF[STAGES[rule]](patch, rule)
        yield


def _files(patch: pytest.MonkeyPatch, rule: str) -> None:
    if rule == "order":
        patch.setattr(structure, "inspect_order", lambda *_: [])
    elif rule in NOTATION:
        patch.setattr(csv_table, "parse", partial(_parsed, rule, csv_table.parse))
    else:
        patch.setattr(gate, "inspect_files", partial(_inspected, rule, gate.inspect_files))


def _parsed(rule: str, parse: Callable[..., CsvFile], *args: Any) -> CsvFile:
    """A reader that does not mind a breach of the notation, and reads on all the same."""
    result = parse(*args)
    result.records = [
        record._replace(faults=tuple(f for f in record.faults if f.kind != rule))
        for record in result.records
    ]
    return result


def _inspected(rule: str, inspect: Callable[..., Files], *args: Any) -> Files:
    """A first stage that does not mind a rule: its cells stand as they are written."""
    left = inspect(*args)
    reported = [finding for finding in left.findings if finding.rule == rule]
    left.findings = [finding for finding in left.findings if finding.rule != rule]
    for finding in reported:
        for standing in left.tables.values():
            _restore(standing, finding)
    return left


def _restore(standing: ParsedTable, finding: Finding) -> None:
    if finding.file != standing.file or finding.field is None:
        return
    for row, record in enumerate(standing.records):
        if record.line == finding.line:
            standing.invalid_cells.discard((row, finding.field))
            standing.frame.at[row, finding.field] = standing.text(row, finding.field) or None


def _structure(patch: pytest.MonkeyPatch, rule: str) -> None:
    patch.setattr(structure, "schema_document", partial(_document, rule, structure.schema_document))
    if rule == "foreign-key":
        patch.setattr(structure, "foreign_key_problems", lambda *_: [])
    find = rules_schema.constraint_problems
    patch.setattr(rules_schema, "constraint_problems", partial(_problems, rule, find))
    if rule == "unmapped":
        found = structure.frictionless_problems
        patch.setattr(structure, "frictionless_problems", lambda *args: (found(*args)[0], []))


def _document(rule: str, make: Callable[..., dict[str, Any]], *args: Any) -> dict[str, Any]:
    """A schema for frictionless without the constraint."""
    document = make(*args)
    if rule == "primary-key":
        document.pop("primaryKey", None)
    for field in document["fields"]:
        gone = {"type": ("minimum", "maximum")}.get(rule, (rule,))
        kept = {k: v for k, v in field.get("constraints", {}).items() if k not in gone}
        field["constraints"] = kept
        field["type"] = "string" if rule == "type" else field["type"]
    return document


def _problems(rule: str, find: Callable[..., list[Any]], *args: Any) -> list[Any]:
    """What the derived checks find without the constraint's."""
    return [problem for problem in find(*args) if problem.rule != rule]


def _rules(patch: pytest.MonkeyPatch, rule: str) -> None:
    kept = {table: [r for r in rules if r.id != rule] for table, rules in RULES.items()}
    patch.setattr(gate, "rules_of", lambda _: kept)


def _coverage(patch: pytest.MonkeyPatch, rule: str) -> None:
    patch.setattr(coverage, "inspect", partial(_untold, rule, coverage.inspect))


def _history(patch: pytest.MonkeyPatch, rule: str) -> None:
    patch.setattr(history, "inspect", partial(_untold, rule, history.inspect))


def _untold(rule: str, inspect: Callable[..., Any], *args: Any) -> Any:
    """What a stage found without what it tells of a rule."""
    result = inspect(*args)
    result.findings = [finding for finding in result.findings if finding.rule != rule]
    return result


_OFF = {
    "files": _files,
    "structure": _structure,
    "rules": _rules,
    "coverage": _coverage,
    "history": _history,
}
