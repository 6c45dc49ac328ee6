"""A breach: what one rule found at one cell of one table, before it has a place in a file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Breach:
    """One fault at one cell.

    Attributes:
        rule: The rule's permanent id.
        table: The table's name.
        row: The record's number in the table, 0-based, the header not counted; None for the table.
        field: The column blamed; None for the row as a whole.
        found: What stands there, as written.
        expected: What would be right, in words.
        message: What to do about it, in plain words.
        warning: True if the build goes on all the same.
    """

    rule: str
    table: str
    row: int | None
    field: str | None
    found: str
    expected: str
    message: str
    warning: bool = False
