"""The build from end to end: check, write, report."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from isk_indicators.check.gate import check
from isk_indicators.check.report_text import plain_lines
from isk_indicators.release.project import BuildError
from isk_indicators.release.publish import publish, withdraw
from isk_indicators.release.report import report
from isk_indicators.schema import DescriptorError

FOLDER = "dist"
REASONS = {1: "the data are not clean", 2: "the check could not run"}


def build(root: Path) -> int:
    """Check the checkout ``root`` and write its release to ``dist/``; return the exit code.

    0: built, perhaps with warnings; 1: the data are at fault; 2: the build could not run. Unless it
    is 0, ``dist/`` is gone, so that no earlier release is taken for this one.
    """
    dist = root / FOLDER
    try:
        withdraw(dist)
        found = check(root)
        _say(plain_lines(found))
        if found.exit_code:
            return _refuse(REASONS[found.exit_code], found.exit_code)
        release = publish(root, dist)
    except (BuildError, DescriptorError, OSError) as error:
        return _refuse(str(error), 2)
    _say(report(release, FOLDER))
    return 0


def _say(told: Iterable[str]) -> None:
    """Print lines; what the terminal's encoding lacks is written as an escape.

    Whoever has seen enough, as ``build.py | head``, does not stop the build.
    """
    encoding = sys.stdout.encoding
    try:
        for line in told:
            sys.stdout.write(line.encode(encoding, "backslashreplace").decode(encoding) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refuse(reason: str, code: int) -> int:
    sys.stderr.write(f"build.py: nothing was built: {reason}\n")
    return code
