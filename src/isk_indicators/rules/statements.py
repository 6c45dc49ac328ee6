"""The rules of the table of statements."""

from __future__ import annotations

from functools import partial

from isk_indicators.rules import date, span, twin, voice, words
from isk_indicators.rules import validate as validation
from isk_indicators.rules.links import Links
from isk_indicators.rules.rule import Fault, RowKey, rule

MARKS = '“”„‘"'
# The closing single mark is left out: it is an apostrophe more often.


@rule("form-marks", blames="form")
def marks_show_the_form(form: str, quote: str) -> Fault | None:
    """A paraphrase with quotation marks in its quote, or a partly verbatim one without."""
    marked = any(mark in quote for mark in MARKS)
    if (form, marked) not in (("paraphrase", True), ("partly_verbatim", False)):
        return None
    return Fault(
        form,
        "partly_verbatim or verbatim" if marked else "paraphrase or verbatim",
        "The quotation marks that the source prints decide the form.",
    )


@rule("claim-attributed", blames="speech_act", turn="absences")
def a_claim_is_attributed(speech_act: str, *, links: Links, row: RowKey) -> Fault | None:
    """A claim of responsibility that no attribution names as its statement."""
    if speech_act != "claim_of_responsibility" or row.id is None:
        return None
    # That its stance is claim and its actor the speaker is the rule on stance and voice.
    if any(table == "attributions" for table, _ in links.referring("statements", row.id)):
        return None
    links.require("attributions", "statement_id")
    return Fault(
        speech_act,
        "an attribution with stance claim whose statement is this row",
        "Add the attribution for each incident claimed, or correct the speech act.",
    )


@rule("claim-speaker", blames="speech_act")
def only_armed_groups_claim(speech_act: str, speaker_id: str, *, links: Links) -> Fault | None:
    """A claim of responsibility by somebody who is no armed group."""
    kind = links.row("actors", speaker_id)["kind"]
    if speech_act != "claim_of_responsibility" or kind in ("armed_group", None):
        return None
    return Fault(
        f"{speech_act} by {speaker_id} ({kind})",
        "the claim of an armed group",
        "Authorities that report their own operation assert it: type assertion.",
    )


@rule("addressee", blames="addressee_id")
def addressee_is_another(speaker_id: str, addressee_id: str) -> Fault | None:
    """A statement addressed to its own speaker."""
    if speaker_id != addressee_id:
        return None
    return Fault(addressee_id, "another actor", "Name whom the words address, or blank this.")


RULES = (
    *span.RULES,
    *date.RULES,
    *(
        voice.actor_is_named.on(actor_id=column)
        for column in ("speaker_id", "about_actor_id", "addressee_id")
    ),
    words.relayer_is_printed,
    words.holds_no_figure,
    words.is_one_sentence,
    marks_show_the_form,
    a_claim_is_attributed,
    only_armed_groups_claim,
    addressee_is_another,
    twin.reports_something_new.on(own_id="statement_id"),
)

validate = partial(validation.validate, "statements")
"""Check a frame of this table in memory; see :func:`isk_indicators.rules.validate.validate`."""
