"""The check of a folder: the stages one after the other."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from isk_indicators.changes import VersionError
from isk_indicators.check import coverage, history, structure, suggest
from isk_indicators.check.catalogue import RuleCounts, count_rules
from isk_indicators.check.coverage import CoverageCounts
from isk_indicators.check.finding import (
    MOST_KEPT,
    Finding,
    LeftOut,
    StageResult,
    in_order,
    join_causes,
    without_excess,
)
from isk_indicators.check.package import Files, inspect_files, open_proposals, open_supported
from isk_indicators.check.published import Base, read_base
from isk_indicators.rules import schema as rules_schema
from isk_indicators.rules.registry import rules_of
from isk_indicators.rules.rule import PartialDataset, Problem
from isk_indicators.safe_zip import UnsafeFileError
from isk_indicators.schema import (
    DESCRIPTOR,
    OPTIONAL_TABLES,
    DataPackage,
    DescriptorError,
    open_package,
)
from isk_indicators.tables import READINGS, ReadingCounts, reading_counts

DATE_PRINTED = "date-printed"
"""The rule by which the date of a source decides on those that are completed from it."""

_ROW_ID = "row_id"
"""The column that refers to a row of the table named beside it."""


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
        rules: What each rule judged, by its id.
        readings: How many cells of each column were read twice.
        root: The checked folder.
        left_out: How many findings are left out because there are too many of their kind.
    """

    findings: tuple[Finding, ...] = ()
    not_checked: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    stopped: str = ""
    notes: tuple[str, ...] = ()
    coverage: tuple[CoverageCounts, ...] = ()
    rules: Mapping[str, RuleCounts] = field(default_factory=dict)
    readings: tuple[ReadingCounts, ...] = ()
    root: Path = Path()
    left_out: Mapping[LeftOut, int] = field(default_factory=dict)

    @property
    def errors(self) -> int:
        """How many findings stop a build, with those that are left out."""
        left_out = sum(n for (_, _, severity), n in self.left_out.items() if severity == "error")
        return left_out + sum(finding.severity == "error" for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many findings stop no build, with those that are left out."""
        return len(self.findings) + sum(self.left_out.values()) - self.errors

    @property
    def exit_code(self) -> int:
        """0 without errors, 1 with some, 2 if the check could not run."""
        return 2 if self.stopped else min(self.errors, 1)


def check(root: Path, against: str | None = None) -> Report:
    """Check the folder ``root``; nothing in it is run, and nothing in it is written.

    ``against`` is a commit or the path of a release's zip, with what was published.
    """
    if not root.is_dir():
        return Report(stopped=f"{root}: no such folder")
    try:
        package = open_supported(root)
        silent = "; ".join(silent_engines())
        base = None if against is None else read_base(root, against)
        return Report(stopped=silent) if silent else _report(package, base)
    except (DescriptorError, UnsafeFileError, VersionError) as error:
        return Report(stopped=str(error))
    except (OSError, RuntimeError) as error:  # a file that cannot be read, a rule that broke down
        return Report(stopped=f"{type(error).__name__}: {error}")


class Judged(NamedTuple):
    """The results of the stages files, structure and rules."""

    first: Files
    second: StageResult
    links: PartialDataset
    problems: list[Problem]
    undecided: list[rules_schema.Undecided]


def judged(package: DataPackage) -> Judged:
    """Apply the first three stages; rejected cells are blank in the tables that they leave."""
    first = inspect_files(package)
    second = structure.inspect(package, first)
    frames = {table: parsed.frame for table, parsed in first.tables.items()}
    links = PartialDataset(package, frames)  # no cell is blanked from here on
    problems, undecided = rules_schema.find_problems(
        links,
        rules_of(package),
        first.texts,
        {table: parsed.invalid_cells for table, parsed in first.tables.items()},
        [
            t
            for t, s in first.tables.items()
            if s.unreadable or (not s.records and t not in OPTIONAL_TABLES)
        ],
    )
    return Judged(first, second, links, problems, undecided)


def _report(package: DataPackage, base: Base | None) -> Report:
    first, second, links, problems, undecided = judged(package)
    fourth = coverage.inspect(links, first, problems)
    fifth = history.inspect(package, first, problems, base)
    missing = coverage.missing_of(package, first.tables, READINGS)
    unread = [f"cells against their second readings ({missing})"] if missing else []
    readings = [] if missing else reading_counts(links)
    findings = [
        *second.findings,
        *(first.tables[problem.table].of_problem(problem) for problem in problems),
        *structure.inspect_order(first.tables, problems),
        *fourth.findings,
        *fifth.findings,
    ]
    not_checked = [
        *(*first.not_checked, *second.not_checked, *map(str, undecided)),
        *(*fourth.not_checked, *unread, *fifth.not_checked),
    ]
    lines = [*dict.fromkeys(not_checked)]
    more = [f"{len(lines) - MOST_KEPT} more"] if len(lines) > MOST_KEPT else []
    found = join_causes(in_order(findings), partial(_cause, package))
    kept, left_out = without_excess(found)
    return Report(
        tuple(suggest.complete(package, first.texts, kept)),
        (*lines[:MOST_KEPT], *more),
        {table: len(parsed.frame) for table, parsed in first.tables.items()},
        notes=(*fourth.notes, *fifth.notes, *open_proposals(package)),
        coverage=tuple(fourth.counts),
        rules=count_rules(
            first.tables,
            found,
            undecided,
            fourth.counts,
            {"files": first, "history": fifth},
        ),
        readings=tuple(readings),
        root=package.root,
        left_out=left_out,
    )


def _cause(package: DataPackage, finding: Finding) -> tuple[str, ...] | None:
    """What findings have in common that a single cell elsewhere may cause.

    It is a row that does not exist or does not fit those that refer to it, or a date that others
    are completed from.
    """
    for table, schema in package.schemas.items():
        if finding.field is None or finding.file != package.relative(table):
            continue
        if finding.rule == DATE_PRINTED:
            return finding.rule, finding.expected
        if finding.field in (_ROW_ID, *(key.field for key in schema.foreign_keys)):
            return finding.rule, finding.expected, *finding.found.split(" ")[:2]
    return None


# The canary: a package that is known to be wrong, checked by the same code

CANARY = "canary"
# Carriage returns for the reading of files, an unknown kind and a repeated id for frictionless, a
# number with a sign (which frictionless accepts) for pandera.
CANARY_ROWS = b"id,kind,count\r\nc-1,known,1\r\nc-1,unknown,+3\r\n"

CANARY_FIELDS: list[dict[str, Any]] = [
    {"name": "id", "type": "string", "constraints": {"pattern": "c-[0-9]"}},
    {"name": "kind", "type": "string", "constraints": {"enum": ["known"]}},
    {"name": "count", "type": "integer", "constraints": {"minimum": 0}},
]
REPEATED, UNKNOWN, SIGNED = ("primary-key", 1, "id"), ("enum", 1, "kind"), ("type", 1, "count")


def silent_engines() -> Iterator[str]:
    """A line for each engine that accepted a package that is known to be wrong.

    An engine that is switched off (pandera can be, by the environment) accepts everything silently.
    """
    with tempfile.TemporaryDirectory(prefix="isk-indicators-") as folder:
        package = _write_canary(Path(folder))
        files = inspect_files(package)
        by_frictionless, unmapped = structure.frictionless_problems(package, files.tables, [])
        by_pandera = structure.pandera_problems(files.tables)
    frictionless_found = {(p.rule, p.row, p.field) for p in by_frictionless}
    pandera_found = {(p.rule, p.row, p.field) for p in by_pandera}
    noticed = {
        "the reading of files": {f.rule for f in files.findings} == {"line-ends"},
        "frictionless": not unmapped and frictionless_found == {REPEATED, UNKNOWN},
        "pandera (schemas)": {REPEATED, UNKNOWN, SIGNED} <= pandera_found,
        "pandera (rules)": rules_schema.canary(),
    }
    for engine in (engine for engine, was_noticed in noticed.items() if not was_noticed):
        switches = ""
        if "pandera" in engine:
            switches = ": PANDERA_VALIDATION_ENABLED and PANDERA_VALIDATION_DEPTH can switch it off"
            given = [f"{k}={v}" for k, v in sorted(os.environ.items()) if k.startswith("PANDERA_")]
            switches += f"; unset {', '.join(given)}" if given else ""
        yield f"{engine} accepted a table that is known to be wrong{switches}"


def _write_canary(folder: Path) -> DataPackage:
    """Write the wrong package into ``folder`` and open it."""
    columns = [{"title": f["name"], "description": "Made up.", **f} for f in CANARY_FIELDS]
    schema = {"fields": columns, "missingValues": [""], "primaryKey": ["id"]}
    resource = {
        "name": CANARY,
        "type": "table",
        "path": f"{CANARY}.csv",
        "schema": "schema.json",
        "format": "csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n"},
    }
    descriptor = {"name": CANARY, "resources": [resource]}
    (folder / f"{CANARY}.csv").write_bytes(CANARY_ROWS)
    (folder / "schema.json").write_text(json.dumps(schema), encoding="utf-8")
    (folder / DESCRIPTOR).write_text(json.dumps(descriptor), encoding="utf-8")
    return open_package(folder)
