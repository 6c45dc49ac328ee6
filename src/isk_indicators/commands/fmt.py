"""``isk-indicators fmt [DIR]``: the canonical form of each table."""

from __future__ import annotations

import argparse
import importlib

from isk_indicators.curate import session

NAME = "fmt"
HELP = "bring the tables into their canonical form and undo what a spreadsheet did to them"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command accepts."""
    session.add_folder(parser)
    session.add_check(parser)


def run(arguments: argparse.Namespace) -> int:
    """Change the tables and say what was changed; 0, or 1 if something is left, or 2."""
    work = importlib.import_module("isk_indicators.curate.fmt").fmt
    return session.change(NAME, arguments.folder, work, only_checking=arguments.check)
