"""The rules of the table of sources."""

from __future__ import annotations

from functools import partial

from isk_indicators.rules import date
from isk_indicators.rules import validate as validation
from isk_indicators.rules.reference import is_used
from isk_indicators.rules.rule import Fault, rule


@rule("published-clues", blames="note")
def clues_are_quoted(published_basis: str, note: str | None) -> Fault | None:
    """A publication date that the document does not print, without a note of its clues."""
    if published_basis == "stated" or note is not None:
        return None
    return Fault(
        "", "the words and the public fact that show the date", "Quote the clues in the note."
    )


RULES = (
    date.is_a_date.on(date="published"),
    date.has_a_basis.on(date="published", date_basis="published_basis"),
    is_used.on(name="file"),
    clues_are_quoted,
)

validate = partial(validation.validate, "sources")
"""Check a frame of this table in memory; see :func:`isk_indicators.rules.validate.validate`."""
