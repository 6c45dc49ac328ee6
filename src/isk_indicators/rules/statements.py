"""Rules of the table of statements."""

from __future__ import annotations

import re
from functools import partial

from isk_indicators.detectors import detect_quotations
from isk_indicators.figures import Passage
from isk_indicators.rules import links, origins, sourcing
from isk_indicators.rules.proofs import table_rules
from isk_indicators.rules.rule import PartialDataset, Problem, RowKey, rule
from isk_indicators.rules.schema import validate_table
from isk_indicators.schema import SPAN
from isk_indicators.spans import word_count

MARKS = '“”„‘"'
# The closing single mark is left out: it is an apostrophe more often.


FEWEST_WORDS = 3
"""How many words between quotation marks can be the whole content of a statement."""


@rule("form-marks", column="form")
def marks_show_the_form(form: str, quote: Passage) -> Problem | None:
    """A form (paraphrase, partly verbatim, verbatim) that does not fit the quotation marks."""
    marked = any(mark in quote.words for mark in MARKS)
    if form == "verbatim":
        is_alone = quote.line == quote.words  # the marks may be around it
        end, found = quote.start + len(quote.words), detect_quotations(quote.line)
        parts = ((max(hit.start, quote.start), min(hit.end, end)) for hit in found)
        words = sum(word_count(quote.line[a:b]) for a, b in parts if a < b)
        fitting = words >= FEWEST_WORDS or (is_alone and not marked)
    else:
        fitting = marked == (form == "partly_verbatim")
    if fitting:
        return None
    expected = "partly_verbatim" if marked else "paraphrase"
    return Problem(
        form,
        expected if form == "verbatim" else f"{expected} or verbatim",
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
    """A claim of responsibility by a speaker that is not an armed group."""
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


_ADDRESSED = re.compile(
    r"\b(?:told|asked|urged|called (?:up)?on|warned|reminded|assured|informed|briefed) "
    r"(?:the |an? )?"
)
_NAME_ENDS = re.compile(r"(?![\w’'-])")


@rule("addressee-named", column="addressee_id", phase="words")
def a_named_addressee_is_listed(
    addressee_id: str | None,
    speaker_id: str,
    source_id: str,
    span_start: int,
    quote: str,
    *,
    data: PartialDataset,
) -> Problem | None:
    """A blank where the words name the actor whom they address: "told the Security Council".

    In "denied it and urged the army to leave", only the second act addresses somebody: a statement
    of the same speaker that quotes these words names the addressee.
    """
    places = [] if addressee_id is not None else [m.end() for m in _ADDRESSED.finditer(quote)]
    named = []
    for at in places:
        where = (span_start + at, span_start + at + 1)
        of_speaker = {"speaker_id": speaker_id}
        others = data.quoting("statements", source_id, where, of_speaker)
        known = {speaker_id, *(other["addressee_id"] for other in others)}
        for actor in sourcing.named_at(
            data.rows("actors"), quote, at, sourcing.forms_of, _NAME_ENDS
        ):
            if actor["actor_id"] not in known:
                data.require("statements", *SPAN, "addressee_id", **of_speaker)
                named.append(actor)
    return sourcing.leaves_out(named, "Type the actor whom the words address.", data)


RULES = table_rules(
    "statements",
    sourcing.contains_no_figure,
    sourcing.is_one_sentence,
    marks_show_the_form,
    a_claim_is_attributed,
    only_armed_groups_claim,
    addressee_is_another,
    a_named_addressee_is_listed,
    origins.a_relayed_statement_has_an_origin,
    links.reports_something_new.rename_columns(own_id="statement_id"),
)

validate = partial(validate_table, "statements", RULES)
"""Validate a frame of this table; see :func:`isk_indicators.rules.schema.validate_table`."""
