"""Run by the strangers' interpreter: validate STIX bundles with OASIS' own validator.

Usage: ``python check_stix.py FILE...``. Strict, and every reference must lead to an object of the
bundle. Three of the best practices are not asked for: that ids are random (103; ours follow from
the rows), that relationships are among the suggested ones (202; there are none for incidents), and
that regions are (223; a source may name any).
Prints one line a fault; exit code 1 if there is any.
"""

from __future__ import annotations

import sys

from stix2validator import ValidationOptions, validate_file

NOT_ASKED = "103,202,223"


def main(*paths: str) -> int:
    asked = {"version": "2.1", "strict": True, "disabled": NOT_ASKED, "enforce_refs": True}
    options = ValidationOptions(silent=True, **asked)
    faults = [f"{path}: {fault}\n" for path in paths for fault in faults_of(path, options)]
    sys.stdout.writelines(faults)
    return 1 if faults or not paths else 0


def faults_of(path: str, options: ValidationOptions) -> list[object]:
    result = validate_file(path, options)
    reported = [f for found in result.object_results for f in (*found.errors, *found.warnings)]
    return reported if reported or result.is_valid else [result.fatal]


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
