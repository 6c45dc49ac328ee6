"""Run by the strangers' interpreter: validate Croissant descriptions with MLCommons' own library.

Usage: ``python check_croissant.py FILE...``. Errors and warnings are faults alike. Prints them;
exit code 1 if there is any.
"""

from __future__ import annotations

import json
import sys

from mlcroissant import Dataset, ValidationError


def main(*paths: str) -> int:
    faults = [f"{path}: {fault}\n" for path in paths for fault in faults_of(path)]
    sys.stdout.writelines(faults)
    return 1 if faults or not paths else 0


def faults_of(path: str) -> list[str]:
    try:
        issues = Dataset(jsonld=path).metadata.ctx.issues
    except (ValidationError, json.JSONDecodeError) as error:
        return [str(error)]
    return [*issues.errors, *issues.warnings]


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
