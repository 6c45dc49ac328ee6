"""What ``pyproject.toml`` says about the project: its version and its build back end.

What lives here: reading that one file. What must not: a version or a requirement of our own.
Standard library only, because the build hook runs before anything is installed.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any


class BuildError(RuntimeError):
    """A release cannot be written; the message says what to do."""


def version(root: Path) -> str:
    """Read the version of the project in ``root``, from the only place where it is written."""
    return str(_read(root)["project"]["version"])


def backend(root: Path) -> str:
    """Read the pinned requirement of the build back end, such as ``hatchling==1.33.0``.

    Raises BuildError if more or fewer than one package is required to build.
    """
    requires = _read(root)["build-system"]["requires"]
    if len(requires) != 1:
        raise BuildError(f"pyproject.toml: expected one build requirement, found {requires}")
    return str(requires[0])


def _read(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
