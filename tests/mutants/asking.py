"""The gate, asked of one changed file after the other.

What lives here: a copy of the clean package that a mutant is done to and taken back from, and the
gate with a memory: what frictionless and pandera say of a table by itself, and which hits a
document holds, follows from their content alone and is worked out once. What must not: judgement.
A test without the memory asks of every rule too.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from clean import ROOT, Clean, Mutant, Place

from isk_indicators.check import accounts, canary, engines, gate
from isk_indicators.check.finding import Finding
from isk_indicators.check.gate import Report
from isk_indicators.rules import derive
from isk_indicators.rules.breach import Breach
from isk_indicators.schema import Schema

DATA = ("datasets", "schemas", "seeds", "datapackage.json", "pyproject.toml", "CHANGELOG.md")


class Asked:
    """A copy of the clean package in ``folder``."""

    def __init__(self, clean: Clean, folder: Path) -> None:
        self.clean = clean
        self.root = folder
        for name in DATA:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, folder / name)

    def of(self, mutant: Mutant) -> Report:
        """What the gate says of a mutant; the copy is clean again afterwards."""
        try:
            self._write(mutant.files)
            return gate.check(self.root)
        finally:
            self._write({file: self.clean.data.get(file) for file in mutant.files})

    def _write(self, files: Mapping[str, bytes | None]) -> None:
        for file, data in files.items():
            if data is None:
                (self.root / file).unlink(missing_ok=True)
            else:
                (self.root / file).parent.mkdir(exist_ok=True)  # of releases, which may have none
                (self.root / file).write_bytes(data)

    def places(self, mutant: Mutant) -> list[Place]:
        """Where the gate finds a mutant at fault; it must not stop."""
        report = self.of(mutant)
        assert not report.stopped, report.stopped
        return [_place(finding) for finding in report.findings]


def _place(finding: Finding) -> Place:
    return Place(finding.rule, finding.file, finding.line, finding.column, finding.field)


# The memory


_derived = derive.breaches
_validate = engines._validate


@contextmanager
def memory() -> Iterator[None]:
    """Let the gate remember what it said of tables and documents that have not changed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(canary, "silent", list)
        patch.setattr(accounts, "find_hits", _find_hits)
        patch.setattr(derive, "breaches", _remembered_breaches)
        patch.setattr(engines, "_validate", _remembered_report)
        yield


_find_hits = lru_cache(maxsize=64)(accounts.find_hits)
_breaches: dict[object, list[Breach]] = {}
_tasks: dict[object, list[Any]] = {}


def _remembered_breaches(schema: Schema, frame: pd.DataFrame) -> list[Breach]:
    cells = tuple(tuple(frame[name].tolist()) for name in frame.columns)
    key = (repr(schema), cells)
    if key not in _breaches:
        _breaches[key] = _derived(schema, frame)
    return _breaches[key]


def _remembered_report(given: Any) -> Any:
    """frictionless' report, table by table: what it says of one rests on it and on keys alone."""
    resources = {resource["name"]: resource for resource in given.descriptor["resources"]}
    tasks: list[Any] = []
    for name, resource in resources.items():
        if not name.endswith(engines.KEYS):
            keys = resource["schema"].get("foreignKeys", ())
            named = dict.fromkeys([name, *(key["reference"]["resource"] for key in keys)])
            tasks += _tasks_of(given, [resources[one] for one in named])
    return SimpleNamespace(tasks=tasks)


def _tasks_of(given: Any, resources: list[dict[str, Any]]) -> list[Any]:
    cells = {r["name"]: [*map(tuple, given.cells[r["name"]]())] for r in resources}
    key = (json.dumps(resources), tuple((name, *rows) for name, rows in cells.items()))
    if key not in _tasks:
        descriptor = {**given.descriptor, "resources": resources}
        _tasks[key] = _validate(engines._Given(descriptor, given.cells)).tasks
    return _tasks[key]
