"""``isk-indicators new-id TABLE [DIR]``: the next ids of a table, never given before."""

from __future__ import annotations

import argparse
import importlib
import sys
from functools import partial
from typing import TYPE_CHECKING

from isk_indicators.curate import session

if TYPE_CHECKING:
    from isk_indicators.curate.workplace import Workplace

NAME = "new-id"
HELP = "print the next free ids of a table, above all that were ever given"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command accepts."""
    parser.add_argument("table", metavar="TABLE", help="a table's name, such as incidents")
    session.add_folder(parser)
    parser.add_argument(
        "--count", type=_positive, default=1, metavar="N", help="how many (default: 1)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the ids, one a line; 0, or 2 if there are none to give."""
    return session.work_on(NAME, arguments.folder, partial(_print, arguments))


def _print(arguments: argparse.Namespace, work: Workplace) -> int:
    ids = importlib.import_module("isk_indicators.curate.new_id").new_ids(
        work, arguments.table, arguments.count
    )
    sys.stdout.writelines(f"{new}\n" for new in ids)
    return 0


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of ids: type 1 or more")
    return int(text)
