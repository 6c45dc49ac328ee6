"""The gate with a memory, for tests that ask it of one changed file after the other.

What frictionless and pandera say of a table, with the keys that it refers to, follows from its
schema and its cells alone; so do the hits of a document. Each is worked out once. The tests of the
mutants ask of every rule without the memory too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from isk_indicators.check import canary, coverage, structure
from isk_indicators.rules import schema as rules_schema
from isk_indicators.rules.rule import Problem
from isk_indicators.schema import Schema

_derived = rules_schema.constraint_problems
_validate = structure._validate


@contextmanager
def memory() -> Iterator[None]:
    """Let the gate remember what it said of tables and documents that have not changed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(canary, "silent", list)
        patch.setattr(coverage, "find_hits", _find_hits)
        patch.setattr(rules_schema, "constraint_problems", _remembered_problems)
        patch.setattr(structure, "_validate", _remembered_report)
        yield


_find_hits = lru_cache(maxsize=64)(coverage.find_hits)
_problems: dict[object, list[Problem]] = {}
_tasks: dict[object, list[Any]] = {}


def _remembered_problems(schema: Schema, frame: pd.DataFrame) -> list[Problem]:
    cells = tuple(tuple(frame[name].tolist()) for name in frame.columns)
    key = (repr(schema), cells)
    if key not in _problems:
        _problems[key] = _derived(schema, frame)
    return _problems[key]


def _remembered_report(given: Any) -> Any:
    """frictionless' report, table by table: what it says of one rests on it and on keys alone."""
    resources = {resource["name"]: resource for resource in given.descriptor["resources"]}
    tasks: list[Any] = []
    for name, resource in resources.items():
        if not name.endswith(structure.KEYS):
            keys = resource["schema"].get("foreignKeys", ())
            named = dict.fromkeys([name, *(key["reference"]["resource"] for key in keys)])
            tasks += _tasks_of(given, [resources[one] for one in named])
    return SimpleNamespace(tasks=tasks)


def _tasks_of(given: Any, resources: list[dict[str, Any]]) -> list[Any]:
    cells = {r["name"]: [*map(tuple, given.cells[r["name"]]())] for r in resources}
    key = (json.dumps(resources), tuple((name, *rows) for name, rows in cells.items()))
    if key not in _tasks:
        descriptor = {**given.descriptor, "resources": resources}
        _tasks[key] = _validate(given._replace(descriptor=descriptor)).tasks
    return _tasks[key]
