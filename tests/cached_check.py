"""The gate with a memory, for tests that ask it of one changed file after the other.

What frictionless and pandera report of a table depends on its schema and its cells alone, and the
hits of a document on its text. Each is computed once. The tests of the mutants check every rule
without the memory too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from isk_indicators.check import coverage, gate, structure
from isk_indicators.rules import schema as rules_schema
from isk_indicators.rules.rule import Problem
from isk_indicators.schema import Schema

_derived = rules_schema.constraint_problems
_validate = structure.validate


@contextmanager
def memory() -> Iterator[None]:
    """Let the gate remember what it said of tables and documents that have not changed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gate, "silent_engines", list)
        patch.setattr(coverage, "find_hits", _find_hits)
        patch.setattr(rules_schema, "constraint_problems", _remembered_problems)
        patch.setattr(structure, "validate", _remembered_tasks)
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


def _remembered_tasks(
    descriptor: Mapping[str, Any], root: Path, frames: Mapping[str, pd.DataFrame]
) -> list[Any]:
    tasks: list[Any] = []
    for resource in descriptor["resources"]:
        frame = frames[resource["name"]]
        key = (json.dumps(resource), tuple(frame.itertuples(index=False, name=None)))
        if key not in _tasks:
            _tasks[key] = _validate({**descriptor, "resources": [resource]}, root, frames)
        tasks += _tasks[key]
    return tasks
