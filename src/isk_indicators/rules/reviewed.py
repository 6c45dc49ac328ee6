"""The rules of the ledger of reviewed passages; its quotes may be long."""

from __future__ import annotations

from functools import partial

from isk_indicators.rules import span
from isk_indicators.rules import validate as validation
from isk_indicators.rules.rule import Fault, rule


@rule("not-codable-note", blames="note")
def note_says_what_is_missing(reason: str, note: str | None) -> Fault | None:
    """A passage that cannot be coded, without a note of what is missing."""
    if reason != "not_codable" or note is not None:
        return None
    return Fault(
        "",
        "the column or value that is missing",
        "Name in the note the column or value that the claim needs.",
    )


RULES = (*span.LONG_RULES, note_says_what_is_missing)

validate = partial(validation.validate, "reviewed")
"""Check a frame of this table in memory; see :func:`isk_indicators.rules.validate.validate`."""
