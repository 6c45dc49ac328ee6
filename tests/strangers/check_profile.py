"""Run by the strangers' interpreter: validate descriptors against the official profiles.

Usage: ``python check_profile.py NAME FILE...``, NAME being ``datapackage`` or ``tableschema``. The
profiles of Data Package 2.0 come with dplib. Prints one line a fault; exit code 1 if there is any.
"""

from __future__ import annotations

import json
import sys
from importlib.resources import files
from pathlib import Path

from jsonschema import Draft7Validator


def main(name: str, *paths: str) -> int:
    profile = json.loads((files("dplib") / f"profiles/2.0/{name}.json").read_bytes())
    validator = Draft7Validator(profile)
    faults = 0
    for path in paths:
        for error in validator.iter_errors(json.loads(Path(path).read_bytes())):
            sys.stdout.write(f"{path}: {error.json_path}: {error.message}\n")
            faults += 1
    return 1 if faults or not paths else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
