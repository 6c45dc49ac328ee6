"""A package that is known to be wrong, checked by the very code that checks the real one.

An engine that is switched off (pandera can be, by the environment) accepts everything silently.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from isk_indicators.check import structure
from isk_indicators.check.package import inspect_files
from isk_indicators.rules import schema as rules_schema
from isk_indicators.schema import DESCRIPTOR, DataPackage, open_package

TABLE = "canary"
# Carriage returns for the reading of files, an unknown kind and a repeated id for frictionless, a
# number with a sign (which frictionless accepts) for pandera.
ROWS = b"id,kind,count\r\nc-1,known,1\r\nc-1,unknown,+3\r\n"

FIELDS: list[dict[str, Any]] = [
    {"name": "id", "type": "string", "constraints": {"pattern": "c-[0-9]"}},
    {"name": "kind", "type": "string", "constraints": {"enum": ["known"]}},
    {"name": "count", "type": "integer", "constraints": {"minimum": 0}},
]
REPEATED, UNKNOWN, SIGNED = ("primary-key", 1, "id"), ("enum", 1, "kind"), ("type", 1, "count")


def silent() -> Iterator[str]:
    """A line for each engine that accepted the wrong package."""
    with tempfile.TemporaryDirectory(prefix="isk-indicators-") as folder:
        package = _write(Path(folder))
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
