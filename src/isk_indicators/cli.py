"""The command line: gathers the commands and hands over to one.

What lives here: options that hold for all, exit codes, the terminal. What must not: what a command
does (see ``isk_indicators.commands``).
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence

from isk_indicators import home
from isk_indicators.commands import (
    browse,
    check,
    coverage,
    diff,
    fill,
    fmt,
    locate,
    new_id,
    reanchor,
    rules,
    verify,
)

COMMANDS = (check, rules, coverage, locate, fill, fmt, new_id, reanchor, diff, browse, verify)
INTERRUPTED = 130
CUT_OFF = 141
"""What a shell reports of a program whose output nobody reads any more."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        Its exit code; 2 without a command, 130 if interrupted, 141 if cut off.
    """
    _print_whatever_comes()
    parser = _parser()
    parsed = parser.parse_args(arguments)
    if parsed.run is None:
        parser.print_help(sys.stderr)
        return 2
    try:
        code = int(parsed.run(parsed))
        sys.stdout.flush()
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        return INTERRUPTED
    except BrokenPipeError:  # whoever read the output has seen enough, as in "check | head"
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CUT_OFF
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=home.DISTRIBUTION, description="Work on the tables of isk-indicators."
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and exit")
    parser.set_defaults(run=None)
    commands = parser.add_subparsers(metavar="COMMAND")
    for command in COMMANDS:
        sub = commands.add_parser(command.NAME, help=command.HELP, description=command.HELP)
        command.add_arguments(sub)
        sub.set_defaults(run=command.run)
    return parser


class _Version(argparse.Action):
    """Print the version; it is looked up only if somebody asks."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        sys.stdout.write(f"{home.DISTRIBUTION} {home.version()}\n")
        parser.exit()


def _print_whatever_comes() -> None:
    """Let no character that the terminal lacks stop the output: write it as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
