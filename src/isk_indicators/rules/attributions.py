"""The rules of the table of attributions."""

from __future__ import annotations

from functools import partial

from isk_indicators.rules import span, twin, voice
from isk_indicators.rules import validate as validation
from isk_indicators.rules.links import Links
from isk_indicators.rules.rule import Fault, RowKey, UnsureError, rule

OWN = ("claim", "denial")
VOICE = ("actor_id", "role", "stance", "voice", "statement_id", "source_id")


@rule("stance-voice", blames="stance")
def only_the_actor_claims(
    stance: str, voice: str, actor_id: str, statement_id: str | None, *, links: Links
) -> Fault | None:
    """A claim or denial that is not the named actor's, or the actor's own words as another's."""
    own = statement_id is not None
    if own != (voice == "statement"):
        return None  # told by the rule on voice and statement
    if own:
        speaker = links.row("statements", statement_id)["speaker_id"]
        if speaker is None:
            raise UnsureError
        own = speaks_for(speaker, actor_id, links)
    if own == (stance in OWN):
        return None
    if statement_id is not None:  # whose speaker may belong to the actor by a cell at fault
        links.require("actors", "parent_id")
    if own:
        return Fault(
            stance,
            "claim or denial, as the named actor speaks",
            "Type claim or denial, or correct the actor or the statement.",
        )
    return Fault(
        stance,
        "attribution or rejection, as another than the named actor speaks",
        "Name the actor's own statement, or type attribution or rejection.",
    )


def speaks_for(speaker_id: str, actor_id: str, links: Links) -> bool:
    """Whether a speaker is the actor, or both belong to one: a spokesman, an army, a state."""
    return not {*links.lineage(speaker_id)}.isdisjoint(links.lineage(actor_id))


@rule("attribution-once", blames="attribution_id")
def a_voice_is_counted_once(
    attribution_id: str, incident_id: str, voice: str, *, links: Links, row: RowKey
) -> Fault | None:
    """The same voice naming the same actor again for the same incident."""
    if voice == "other":
        return None
    mine = links.row(row.table, attribution_id)
    for table, other in links.referring("incidents", incident_id):
        if table != row.table or other["attribution_id"] is None:
            continue
        if other["attribution_id"] < attribution_id and all(other[c] == mine[c] for c in VOICE):
            return Fault(
                attribution_id,
                f"one row for this voice, and {other['attribution_id']} is it",
                "Make the passage an evidence row that mentions the first attribution.",
            )
    return None


RULES = (
    *span.RULES,
    *voice.RULES,
    voice.actor_is_named,
    only_the_actor_claims,
    a_voice_is_counted_once,
    twin.reports_something_new.on(own_id="attribution_id"),
)

validate = partial(validation.validate, "attributions")
"""Check a frame of this table in memory; see :func:`isk_indicators.rules.validate.validate`."""
