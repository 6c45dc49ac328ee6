"""Names and texts as SQL writes them, the same for every database.

What lives here: quoting. What must not: a statement. Standard library only.
"""

from __future__ import annotations

from collections.abc import Iterable


def name(of: str) -> str:
    """Write the name of a table or column."""
    return '"' + of.replace('"', '""') + '"'


def names(of: Iterable[str]) -> str:
    """Write a list of names, with commas."""
    return ", ".join(map(name, of))


def literal(text: str) -> str:
    """Write a text."""
    return "'" + text.replace("'", "''") + "'"
