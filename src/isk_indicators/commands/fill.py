"""``isk-indicators fill [DIR]``: what a machine can know, filled in."""

from __future__ import annotations

import argparse
import importlib

from isk_indicators.curate import session

NAME = "fill"
HELP = "fill in spans, stated numbers and hedges from the quotes and figures typed"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command accepts."""
    session.add_folder(parser)
    session.add_check(parser)


def run(arguments: argparse.Namespace) -> int:
    """Change the tables and say what was changed; 0, or 1 if something is left, or 2."""
    work = importlib.import_module("isk_indicators.curate.fill").fill
    return session.change(NAME, arguments.folder, work, only_checking=arguments.check)
