"""Rules of the table of sources."""

from __future__ import annotations

from functools import partial

from isk_indicators.rules import dates, sourcing, standards
from isk_indicators.rules.rule import Problem, rule
from isk_indicators.rules.schema import validate_table


@rule("published-clues", column="note")
def clues_are_quoted(published_basis: str, note: str | None) -> Problem | None:
    """A publication date that the document does not print, without a note of its clues."""
    if published_basis == "stated" or note is not None:
        return None
    return Problem(
        "", "the words and the public fact that show the date", "Quote the clues in the note."
    )


RULES = (
    dates.is_a_date.rename_columns(date="published"),
    dates.has_a_basis.rename_columns(date="published", date_basis="published_basis"),
    sourcing.is_used.rename_columns(name="file"),
    clues_are_quoted,
    standards.language_is_assigned,
)

validate = partial(validate_table, "sources", RULES)
"""Validate a frame of this table; see :func:`isk_indicators.rules.schema.validate_table`."""
