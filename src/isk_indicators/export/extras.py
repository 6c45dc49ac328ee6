"""The libraries that a format needs and an analyst need not have: the extras.

What lives here: asking for one, and what is said if it is missing. What must not: which format
needs which (its own module says so). One more library is one more extra in ``pyproject.toml``.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


class MissingExtraError(ImportError):
    """A library that the format needs is not installed; the message says what to run."""


def library(name: str, *, extra: str, caller: str) -> Any:
    """Import a library, such as ``stix2``.

    Args:
        name: What is imported.
        extra: The extra of this package that brings it.
        caller: The function that needs it, as its user called it.

    Raises:
        MissingExtraError: it is not installed.

    """
    try:
        return import_module(name)
    except ImportError as error:
        install = f'python -m pip install "isk-indicators[{extra}]"'
        reason = f"{caller} needs {name}, which is missing. Run: {install}"
        raise MissingExtraError(reason) from error
