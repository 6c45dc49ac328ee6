"""``isk-indicators locate SOURCE "quote" [DIR]``: the four cells of a span, ready to paste."""

from __future__ import annotations

import argparse
import importlib
import sys
from functools import partial
from typing import TYPE_CHECKING

from isk_indicators.curate import session

if TYPE_CHECKING:
    from isk_indicators.curate.workplace import Workplace

NAME = "locate"
HELP = "find a quote in a document and print the four cells of its span, ready to paste"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command accepts."""
    parser.add_argument("source", metavar="SOURCE", help="a source id (src-000) or a file's name")
    parser.add_argument("quote", help="the words, if need be with other quotation marks or blanks")
    session.add_folder(parser)
    parser.add_argument(
        "--nth", type=int, metavar="N", help="which place is meant of several, counted from 1"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the cells; 0 for one place, 1 for none or several, 2 if the search could not run."""
    return session.work_on(NAME, arguments.folder, partial(_print, arguments))


def _print(arguments: argparse.Namespace, work: Workplace) -> int:
    finder = importlib.import_module("isk_indicators.curate.locate")
    found = finder.locate(work, arguments.source, arguments.quote, arguments.nth)
    if found.cells is None:
        sys.stderr.writelines(f"{line}\n" for line in found.lines)
        return 1
    sys.stdout.writelines(f"{line}\n" for line in (found.cells, *found.lines))
    return 0
