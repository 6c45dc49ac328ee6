"""Wheel and sdist, built offline by the pinned back end."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from hatchling import build

from isk_indicators.release.project import backend, require

MOMENT_VARIABLE = "SOURCE_DATE_EPOCH"
"""Where it is set, hatchling dates the files by it rather than by a time of its own."""


def build_distributions(root: Path, folder: Path) -> None:
    """Write the wheel and the sdist of the checkout ``root`` into the existing ``folder``.

    Raises BuildError if the back end is not the pinned version, on which the bytes depend.
    """
    require(backend(root))
    target = str(folder.resolve())
    with contextlib.chdir(root), _without(MOMENT_VARIABLE), _without_bytecode():
        build.build_wheel(target)
        build.build_sdist(target)


@contextlib.contextmanager
def _without(variable: str) -> Iterator[None]:
    kept = os.environ.pop(variable, None)
    try:
        yield
    finally:
        if kept is not None:
            os.environ[variable] = kept


@contextlib.contextmanager
def _without_bytecode() -> Iterator[None]:
    """Run the hook ``hatch_build.py`` without a folder ``__pycache__`` beside it."""
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        yield
    finally:
        sys.dont_write_bytecode = before
