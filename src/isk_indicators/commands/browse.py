"""``isk-indicators browse``: the evidence page, with the texts where they are at hand."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

NAME = "browse"
HELP = "write the evidence page, every row with its words, and open it in the browser"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command accepts."""
    parser.add_argument(
        "--texts",
        metavar="FOLDER",
        help="the documents, named as sources.file says, to show each quote in its context "
        "(default: seeds/ of a checkout)",
    )
    parser.add_argument(
        "--out", metavar="FILE", type=Path, help="the file to write (default: in a new folder)"
    )
    parser.add_argument("--no-open", action="store_true", help="write the file and only print it")


def run(arguments: argparse.Namespace) -> int:
    """Write the page and print its path; 2 if it could not be written."""
    from isk_indicators.page.html import (  # noqa: PLC0415 - other commands start without it
        PageError,
        browse,
    )

    try:
        path = browse(arguments.texts, arguments.out, show=not arguments.no_open)
    except (PageError, OSError) as error:
        sys.stderr.write(f"{NAME}: {error}\n")
        return 2
    sys.stdout.write(f"{path}\n")
    return 0
