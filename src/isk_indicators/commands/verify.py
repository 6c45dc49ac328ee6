"""``isk-indicators verify PATH``: whether a downloaded release is the one that was published."""

from __future__ import annotations

import argparse
import sys

NAME = "verify"
HELP = "check a downloaded release, or one file of it, against the SHA256SUMS beside it"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command accepts."""
    parser.add_argument(
        "path",
        metavar="PATH",
        help="a file of a release, a folder of them, or the folder of the unpacked zip",
    )


def run(arguments: argparse.Namespace) -> int:
    """Say what holds; 0 if all does, 1 if something must not be used, 2 if nothing can be said."""
    from isk_indicators.integrity import (  # noqa: PLC0415 - other commands start without it
        ReleaseError,
        UncheckedError,
        verify_release,
    )

    try:
        verified = verify_release(arguments.path)
    except (ReleaseError, OSError) as error:
        sys.stderr.writelines(f"{NAME}: {line}\n" for line in str(error).splitlines())
        return 2 if isinstance(error, UncheckedError | OSError) else 1
    sys.stdout.write(f"{verified}\n")
    return 0
