"""Check the data, then write the release to dist/."""

from __future__ import annotations

import argparse
import importlib.util
import os
import signal
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
INSTALL = 'python -m pip install -e ".[dev]"'


def main() -> int:
    """Run the command line; the exit code is the build's, 1 for the wrong command, 2 unprepared."""
    if runs_as_build_module():
        return fail("this checkout has a build of its own, run it with: python build.py", 1)
    argparse.ArgumentParser(prog="build.py", description=__doc__).parse_args()
    if not installed_from_here():
        return fail(f"isk-indicators is not installed from this checkout, run: {INSTALL}", 2)
    try:
        from isk_indicators.release.build import build  # noqa: PLC0415 (a missing package is one line)
    except ModuleNotFoundError as error:
        return fail(f"{error.name} is not installed, run: {INSTALL}", 2)
    return build(ROOT)


def runs_as_build_module() -> bool:
    """Whether this is ``python -m build``, where this file hides the package of that name.

    A spec alone proves nothing: a profiler gives the script one too.
    """
    return __spec__ is not None and __spec__.name == "build"


def installed_from_here() -> bool:
    """Whether the installed package is this checkout's own."""
    spec = importlib.util.find_spec("isk_indicators")
    origin = spec.origin if spec else None
    return origin is not None and Path(origin).resolve().is_relative_to(ROOT / "src")


def fail(reason: str, code: int) -> int:
    """Print why nothing was built, and return the exit code."""
    sys.stderr.write(f"build.py: {reason}\n")
    return code


if __name__ == "__main__":
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, lambda *_: os._exit(130))  # during the imports
    sys.exit(main())
