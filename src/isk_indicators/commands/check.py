"""``isk-indicators check [DIR]``: whether the tables in a folder may be released."""

from __future__ import annotations

import argparse
import gc
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from isk_indicators.check.gate import Report

NAME = "check"
HELP = "check the tables of a folder and name every fault, with its place and what to do"
NEEDED = ("pandas", "pandera.pandas", "frictionless")
INSTALL = 'python -m pip install "isk-indicators[check]"'

FORMATS = {"text": "terminal", "json": "machine", "github": "github", "sarif": "sarif"}
"""How a report may be shown, and the module of ``isk_indicators.check`` that does."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command accepts."""
    parser.add_argument(
        "folder",
        nargs="?",
        default=".",
        metavar="DIR",
        help="a folder with datapackage.json, schemas, datasets and seeds (default: this one)",
    )
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default="text",
        help="text for people (default); json or sarif (2.1.0) for programs; github for the log of "
        "a workflow, with annotations and a step summary",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the report; 0 without errors, 1 with some, 2 if the check could not run."""
    if (lacking := missing()) is not None:
        sys.stderr.write(f"check needs {lacking}, which is not installed. Run: {INSTALL}\n")
        return 2
    gate = importlib.import_module("isk_indicators.check.gate")
    root = Path(arguments.folder)
    gc.freeze()  # else the collector goes over half a million objects of the libraries each time
    try:
        report = gate.check(root)
    finally:
        gc.unfreeze()
    is_for_people = arguments.format == "text"
    stream = sys.stderr if report.stopped and is_for_people else sys.stdout
    stream.writelines(f"{line}\n" for line in _shown(arguments.format, report, root))
    return int(report.exit_code)


def _shown(name: str, report: Report, root: Path) -> Iterator[str]:
    folder = importlib.import_module("isk_indicators.check.folder").Folder(root)
    renderer = importlib.import_module(f"isk_indicators.check.{FORMATS[name]}")
    shown: Iterator[str] = renderer.lines(report, folder)
    return shown


def missing() -> str | None:
    """The first of the libraries needed that is not installed."""
    for name in NEEDED:
        try:
            importlib.import_module(name)
        except ImportError:
            return name.partition(".")[0]
    return None
