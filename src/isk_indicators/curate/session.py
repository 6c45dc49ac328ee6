"""How a curator's command begins and ends: the folder opened, the outcome told, files written.

What lives here: what the commands of this package have in common on the command line. What must
not: their work. No traceback reaches a curator: what cannot be done is told in a line, with exit
code 2.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from isk_indicators.curate.told import Outcome, StoppedError
from isk_indicators.curate.workplace import Workplace, open_workplace
from isk_indicators.curate.writing import replace_files
from isk_indicators.schema import DescriptorError

STOPPED = 2


def add_folder(parser: argparse.ArgumentParser) -> None:
    """Declare the folder to work on, which may stand behind options."""
    _take_folder_behind_options(parser)
    parser.add_argument(
        "folder",
        nargs="?",
        default=".",
        metavar="DIR",
        help="a folder with datapackage.json, schemas, datasets and seeds (default: this one)",
    )


def _take_folder_behind_options(parser: argparse.ArgumentParser) -> None:
    """Let ``new-id incidents --count 2 DIR`` mean what it says.

    By itself, argparse takes an optional positional argument for left out when an option stands
    before it. Its own remedy, the intermixed parsing, is there for whole parsers only.
    """
    plain = parser.parse_known_args

    def intermixed(args: Any = None, namespace: Any = None) -> Any:
        parser.parse_known_args = plain  # type: ignore[method-assign] # which intermixing calls
        try:
            return parser.parse_known_intermixed_args(args, namespace)
        finally:
            parser.parse_known_args = intermixed  # type: ignore[method-assign]

    parser.parse_known_args = intermixed  # type: ignore[method-assign]


def add_check(parser: argparse.ArgumentParser) -> None:
    """Declare the option that makes a command write nothing."""
    parser.add_argument(
        "--check",
        action="store_true",
        help="write nothing; exit with 1 if anything would change",
    )


def work_on(name: str, folder: str, act: Callable[[Workplace], int]) -> int:
    """Do something in a folder; returns its exit code, 2 with a message if it cannot be done."""
    try:
        return act(open_workplace(Path(folder)))
    except BrokenPipeError:  # nobody reads the output any more; nothing went wrong here
        raise
    except (StoppedError, DescriptorError, OSError) as error:
        sys.stderr.write(f"{name}: {error}\n")
        return STOPPED


def change(
    name: str, folder: str, act: Callable[[Workplace], Outcome], *, only_checking: bool
) -> int:
    """Do something that changes tables, write them, and tell what was done.

    Returns:
        0 if nothing is left to the curator, 1 if something is, or if a mere check would change
        something; 2 if it could not be done.
    """

    def whole(work: Workplace) -> int:
        outcome = act(work)
        if not only_checking:
            replace_files(work.root, outcome.files)
        sys.stdout.writelines(f"{line}\n" for line in outcome.lines(only_checking=only_checking))
        return outcome.exit_code(only_checking=only_checking)

    return work_on(name, folder, whole)
