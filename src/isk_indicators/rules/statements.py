"""Rules of the table of statements."""

from __future__ import annotations

from functools import partial

from isk_indicators.rules import claims, sourcing
from isk_indicators.rules.proofs import table_rules
from isk_indicators.rules.rule import PartialDataset, Problem, RowKey, rule
from isk_indicators.rules.schema import validate_table

MARKS = '“”„‘"'
# The closing single mark is left out: it is an apostrophe more often.


@rule("form-marks", column="form")
def marks_show_the_form(form: str, quote: str) -> Problem | None:
    """A paraphrase with quotation marks in its quote, or a partly verbatim one without."""
    marked = any(mark in quote for mark in MARKS)
    if (form, marked) not in (("paraphrase", True), ("partly_verbatim", False)):
        return None
    return Problem(
        form,
        "partly_verbatim or verbatim" if marked else "paraphrase or verbatim",
        "The quotation marks that the source prints decide the form.",
    )


@rule("claim-attributed", column="speech_act", phase="cross_table")
def a_claim_is_attributed(speech_act: str, *, data: PartialDataset, row: RowKey) -> Problem | None:
    """A claim of responsibility that no attribution names as its statement."""
    if speech_act != "claim_of_responsibility" or row.id is None:
        return None
    # That its stance is claim and its actor the speaker is the rule on stance and voice.
    if any(table == "attributions" for table, _ in data.referring("statements", row.id)):
        return None
    data.require("attributions", statement_id=row.id)
    return Problem(
        speech_act,
        "an attribution with stance claim whose statement is this row",
        "Add the attribution for each incident claimed, or correct the speech act.",
    )


@rule("claim-speaker", column="speech_act")
def only_armed_groups_claim(
    speech_act: str, speaker_id: str, *, data: PartialDataset
) -> Problem | None:
    """A claim of responsibility by somebody who is no armed group."""
    kind = data.row("actors", speaker_id)["kind"]
    if speech_act != "claim_of_responsibility" or kind in ("armed_group", None):
        return None
    return Problem(
        f"{speech_act} by {speaker_id} ({kind})",
        "the claim of an armed group",
        "Authorities that report their own operation assert it: type assertion.",
    )


@rule("addressee", column="addressee_id")
def addressee_is_another(speaker_id: str, addressee_id: str) -> Problem | None:
    """A statement addressed to its own speaker."""
    if speaker_id != addressee_id:
        return None
    return Problem(addressee_id, "another actor", "Name whom the words address, or blank this.")


RULES = table_rules(
    "statements",
    sourcing.contains_no_figure,
    sourcing.is_one_sentence,
    marks_show_the_form,
    a_claim_is_attributed,
    only_armed_groups_claim,
    addressee_is_another,
    claims.reports_something_new.rename_columns(own_id="statement_id"),
)

validate = partial(validate_table, "statements", RULES)
"""Validate a frame of this table; see :func:`isk_indicators.rules.schema.validate_table`."""
