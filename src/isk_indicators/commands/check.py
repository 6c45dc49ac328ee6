"""``isk-indicators check [DIR]``: whether the tables in a folder may be released."""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path

NAME = "check"
HELP = "check the tables of a folder and name every fault, with its place and what to do"
NEEDED = ("pandas", "pandera.pandas", "frictionless")
INSTALL = 'python -m pip install "isk-indicators[check]"'


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command accepts."""
    parser.add_argument(
        "folder",
        nargs="?",
        default=".",
        metavar="DIR",
        help="a folder with datapackage.json, schemas, datasets and seeds (default: this one)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the report; 0 without errors, 1 with some, 2 if the check could not run."""
    if (missing := _missing()) is not None:
        sys.stderr.write(f"check needs {missing}, which is not installed. Run: {INSTALL}\n")
        return 2
    gate = importlib.import_module("isk_indicators.check.gate")
    plain = importlib.import_module("isk_indicators.check.plain")
    report = gate.check(Path(arguments.folder))
    stream = sys.stderr if report.stopped else sys.stdout
    stream.writelines(f"{line}\n" for line in plain.lines(report))
    return int(report.exit_code)


def _missing() -> str | None:
    """The first of the libraries needed that is not installed."""
    for name in NEEDED:
        try:
            importlib.import_module(name)
        except ImportError:
            return name.partition(".")[0]
    return None
