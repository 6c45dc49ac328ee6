"""Rules of the table of reviewed."""

from __future__ import annotations

from functools import partial

from isk_indicators.rules.proofs import table_rules
from isk_indicators.rules.rule import Problem, rule
from isk_indicators.rules.schema import validate_table


@rule("not-codable-note", column="note")
def note_says_what_is_missing(reason: str, note: str | None) -> Problem | None:
    """A passage that cannot be coded, without a note of what is missing."""
    if reason != "not_codable" or note is not None:
        return None
    return Problem(
        "",
        "the column or value that is missing",
        "Name in the note the column or value that the claim needs.",
    )


RULES = table_rules(
    "reviewed",
    note_says_what_is_missing,
)

validate = partial(validate_table, "reviewed", RULES)
"""Validate a frame of this table; see :func:`isk_indicators.rules.schema.validate_table`."""
