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


@rule("reason-kind", column="reason")
def reason_goes_with_the_kind(reason: str, kind: str) -> Problem | None:
    """A reason that does not fit the passage's kind, such as a sum of money for a harm word."""
    kinds = KINDS_OF.get(reason, (kind,))
    if kind in kinds:
        return None
    return Problem(
        reason,
        f"a reason for words of the kind {kind}; this one is for {' and '.join(kinds)}",
        "Type the first reason in section 10 of the guide that fits.",
    )


KINDS_OF = {
    "ticker": ("figure",),
    "date_only": ("date",),
    "duration": ("figure", "date"),
    "money": ("figure",),
    "not_official": ("reporting", "quotation"),
    "name_or_scare_quote": ("quotation",),
}
"""The kinds of hit that some reasons are for (docs/curation.md, section 10)."""


RULES = table_rules(
    "reviewed",
    reason_goes_with_the_kind,
    note_says_what_is_missing,
)

validate = partial(validate_table, "reviewed", RULES)
"""Validate a frame of this table; see :func:`isk_indicators.rules.schema.validate_table`."""
