"""``isk-indicators reanchor OLD NEW [DIR]``: spans moved to a document's new version."""

from __future__ import annotations

import argparse
import importlib
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from isk_indicators.curate import session

if TYPE_CHECKING:
    from isk_indicators.curate.told import Outcome
    from isk_indicators.curate.workplace import Workplace

NAME = "reanchor"
HELP = "move the spans of a document to its corrected version, where their words are unchanged"
NEEDED = ("diff_match_patch", "pandera.pandas")
INSTALL = 'python -m pip install "isk-indicators[check]"'


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command accepts."""
    parser.add_argument("old", metavar="OLD", help="the version that the rows rest on, a file")
    parser.add_argument("new", metavar="NEW", help="the version that they shall rest on, a file")
    session.add_folder(parser)
    session.add_check(parser)


def run(arguments: argparse.Namespace) -> int:
    """Move the spans and say what is left; 0, or 1 if something is left, or 2."""
    if (lacking := _missing()) is not None:
        sys.stderr.write(f"{NAME} needs {lacking}, which is not installed. Run: {INSTALL}\n")
        return session.STOPPED
    work = partial(_reanchor, Path(arguments.old), Path(arguments.new))
    return session.change(NAME, arguments.folder, work, only_checking=arguments.check)


def _reanchor(old: Path, new: Path, work: Workplace) -> Outcome:
    outcome: Outcome = importlib.import_module("isk_indicators.curate.reanchor").reanchor(
        work, old, new
    )
    return outcome


def _missing() -> str | None:
    """The first of the libraries needed that is not installed."""
    for name in NEEDED:
        try:
            importlib.import_module(name)
        except ImportError:
            return name.partition(".")[0].replace("_", "-")
    return None
