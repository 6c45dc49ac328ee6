"""What ``pyproject.toml`` says about the project: its version, and what it is built with."""

from __future__ import annotations

import tomllib
from importlib import metadata
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


def pinned(root: Path) -> tuple[str, ...]:
    """List the requirements of the extra ``[dev]`` that allow one version, as ``duckdb==2.0.0``.

    They are those that a release's bytes depend on.
    """
    needed = _read(root)["project"]["optional-dependencies"]["dev"]
    return tuple(str(one) for one in needed if "==" in one)


def require(*requirements: str) -> None:
    """Refuse to build with another version than these allow, each ``name==version``.

    Raises BuildError with what is installed and what is asked for.
    """
    for asked in requirements:
        found = _installed(asked.partition("==")[0])
        if found != asked:
            raise BuildError(
                f"{found} is installed, but a release is built with {asked}: "
                'python -m pip install -e ".[dev]"'
            )


def _installed(name: str) -> str:
    try:
        return f"{name}=={metadata.version(name)}"
    except metadata.PackageNotFoundError:
        return f"no {name}"


def _read(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
