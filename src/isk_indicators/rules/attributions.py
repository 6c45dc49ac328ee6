"""Rules of the table of attributions."""

from __future__ import annotations

from functools import partial

from isk_indicators.rules import links, sourcing
from isk_indicators.rules.proofs import table_rules
from isk_indicators.rules.rule import CannotDecide, PartialDataset, Problem, RowKey, rule
from isk_indicators.rules.schema import validate_table

OWN_STANCES = ("claim", "denial")
SAME_VOICE = ("actor_id", "role", "stance", "voice", "statement_id", "source_id")


@rule("stance-voice", column="stance")
def only_the_actor_claims(
    stance: str, voice: str, actor_id: str, statement_id: str | None, *, data: PartialDataset
) -> Problem | None:
    """A claim or denial not in the actor's own voice, or the actor's own with another stance."""
    own = statement_id is not None
    if own != (voice == "statement"):
        return None  # the rule on voice and statement reports it
    if own:
        speaker = data.row("statements", statement_id)["speaker_id"]
        if speaker is None:
            raise CannotDecide
        own = speaks_for(speaker, actor_id, data)
    if own == (stance in OWN_STANCES):
        return None
    if statement_id is not None:  # whose speaker may belong to the actor by an invalid cell
        data.require("actors", "parent_id")
    if own:
        return Problem(
            stance,
            "claim or denial, as the named actor speaks",
            "Type claim or denial, or correct the actor or the statement.",
        )
    return Problem(
        stance,
        "attribution or rejection, as another than the named actor speaks",
        "Name the actor's own statement, or type attribution or rejection.",
    )


def speaks_for(speaker_id: str, actor_id: str, data: PartialDataset) -> bool:
    """Whether a speaker is the actor, or both belong to one: a spokesman, an army, a state."""
    return not {*data.lineage(speaker_id)}.isdisjoint(data.lineage(actor_id))


@rule("attribution-once", column="attribution_id")
def a_voice_is_counted_once(
    attribution_id: str, incident_id: str, voice: str, *, data: PartialDataset, row: RowKey
) -> Problem | None:
    """The same voice naming the same actor again for the same incident."""
    if voice == "other":
        return None
    mine = data.row(row.table, attribution_id)
    for table, other in data.referring("incidents", incident_id):
        if table != row.table or other["attribution_id"] is None:
            continue
        if str(other["attribution_id"]) < attribution_id and all(
            other[c] == mine[c] for c in SAME_VOICE
        ):
            other_id = other["attribution_id"]
            data.require(row.table, "incident_id", *SAME_VOICE, attribution_id=other_id)
            return Problem(
                attribution_id,
                f"one row for this voice, and {other['attribution_id']} is it",
                "Make the passage an evidence row that mentions the first attribution.",
            )
    return None


RULES = table_rules(
    "attributions",
    *sourcing.VOICE_RULES,
    sourcing.words_of_a_statement_are_its_own,
    only_the_actor_claims,
    a_voice_is_counted_once,
    links.reports_something_new.rename_columns(own_id="attribution_id"),
)

validate = partial(validate_table, "attributions", RULES)
"""Validate a frame of this table; see :func:`isk_indicators.rules.schema.validate_table`."""
