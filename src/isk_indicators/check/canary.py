"""A package that is known to be wrong, put through the very code that judges the real one.

What lives here: one fault for each engine, and the question whether it was noticed. An engine that
is switched off (pandera can be, by the environment) accepts everything and says nothing; a clean
result is worth something only because the canary was rejected by the same functions.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from isk_indicators.check import structure
from isk_indicators.check.csv_table import ParsedTable
from isk_indicators.check.package import inspect_files
from isk_indicators.rules import schema as rules_schema
from isk_indicators.schema import DESCRIPTOR, DataPackage, open_package

TABLE = "canary"
# Carriage returns for the stage files, an unknown kind and a repeated id for frictionless, a number
# with a sign (which frictionless accepts) for the derived pandera schema.
ROWS = b"id,kind,count\r\nc-1,known,1\r\nc-1,unknown,+3\r\n"

FIELDS: list[dict[str, Any]] = [
    {"name": "id", "type": "string", "constraints": {"pattern": "c-[0-9]"}},
    {"name": "kind", "type": "string", "constraints": {"enum": ["known"]}},
    {"name": "count", "type": "integer", "constraints": {"minimum": 0}},
]


def silent() -> Iterator[str]:
    """A line for each engine that let the canary pass."""
    with tempfile.TemporaryDirectory(prefix="isk-indicators-") as folder:
        package = _write(Path(folder))
        tables = inspect_files(package).tables
        for engine, notices in ENGINES.items():
            if not notices(package, tables):
                yield f"{engine} accepted a table that is known to be wrong{_switches(engine)}"


def _write(folder: Path) -> DataPackage:
    """Write the wrong package into ``folder`` and open it."""
    columns = [{"title": f["name"], "description": "Made up.", **f} for f in FIELDS]
    schema = {"fields": columns, "missingValues": [""], "primaryKey": ["id"]}
    resource = {
        "name": TABLE,
        "type": "table",
        "path": f"{TABLE}.csv",
        "schema": "schema.json",
        "format": "csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n"},
    }
    descriptor = {"name": TABLE, "resources": [resource]}
    (folder / f"{TABLE}.csv").write_bytes(ROWS)
    (folder / "schema.json").write_text(json.dumps(schema), encoding="utf-8")
    (folder / DESCRIPTOR).write_text(json.dumps(descriptor), encoding="utf-8")
    return open_package(folder)


def _files(package: DataPackage, _: dict[str, ParsedTable]) -> bool:
    return {f.rule for f in inspect_files(package).findings} == {"line-ends"}


def _frictionless(package: DataPackage, tables: dict[str, ParsedTable]) -> bool:
    told, unmapped = structure.frictionless_faults(package, tables, {}, [])
    expected = {("primary-key", 1, "id"), ("enum", 1, "kind")}
    return not unmapped and expected == {(t.rule, t.row, t.field) for t in told}


def _derived(_: DataPackage, tables: dict[str, ParsedTable]) -> bool:
    told = {(t.rule, t.row, t.field) for t in structure.derived_faults(tables)}
    return {("primary-key", 1, "id"), ("enum", 1, "kind"), ("type", 1, "count")} <= told


def _rules(_: DataPackage, __: dict[str, ParsedTable]) -> bool:
    return rules_schema.canary()


ENGINES: dict[str, Callable[[DataPackage, dict[str, ParsedTable]], bool]] = {
    "the reading of files": _files,
    "frictionless": _frictionless,
    "pandera (schemas)": _derived,
    "pandera (rules)": _rules,
}


def _switches(engine: str) -> str:
    """The environment's settings that can silence an engine, as far as they are set."""
    if "pandera" not in engine:
        return ""
    found = [f"{k}={v}" for k, v in sorted(os.environ.items()) if k.startswith("PANDERA_")]
    hint = "PANDERA_VALIDATION_ENABLED and PANDERA_VALIDATION_DEPTH can switch it off"
    return f": {hint}; unset {', '.join(found)}" if found else f": {hint}"
