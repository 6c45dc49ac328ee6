"""``isk-indicators rules``: the rules of the gate, as Markdown."""

from __future__ import annotations

import argparse
import importlib
import sys

from isk_indicators.commands import check

NAME = "rules"
HELP = "list the rules of the gate with what each rejects, as Markdown"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command accepts."""
    parser.add_argument("rule", nargs="?", metavar="RULE", help="the id of one rule (default: all)")


def run(arguments: argparse.Namespace) -> int:
    """Print the list, or what one rule rejects; 2 if there is no such rule."""
    if (lacking := check.missing()) is not None:
        sys.stderr.write(f"rules needs {lacking}, which is not installed. Run: {check.INSTALL}\n")
        return 2
    catalogue = importlib.import_module("isk_indicators.check.catalogue")
    entries = catalogue.catalogue()
    if arguments.rule is None:
        sys.stdout.write(catalogue.page(entries))
        return 0
    for entry in entries:
        if entry.id == arguments.rule:
            sys.stdout.write(catalogue.section(entry))
            return 0
    sys.stderr.write(f"rules: there is no rule {arguments.rule}; see isk-indicators rules\n")
    return 2
