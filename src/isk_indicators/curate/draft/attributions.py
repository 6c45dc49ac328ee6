"""Attributions: whom words name for an incident, and whose words these are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from isk_indicators.curate.draft.drafting import Drafting, Named, Reading, span_of
from isk_indicators.curate.draft.sentences import Sentence, subject_of
from isk_indicators.curate.draft.statements import actor_named
from isk_indicators.curate.draft.vocabulary import (
    BY_PASSIVE,
    DEED_OF_FORCES,
    FORCES,
    POINTS_BACK,
    SEVERAL_DEEDS,
    THEIR_FORCES,
)
from isk_indicators.curate.proposals import Proposal
from isk_indicators.detectors import Hit


def read_attributions(draft: Drafting, now: Reading) -> None:
    """Propose an attribution for each actor that words name for an incident."""
    done: set[tuple[str, ...]] = set()
    for hit in now.sentence.of_kind("attribution"):
        if _NEGATED.search(draft.text[max(now.sentence.start, hit.start - 25) : hit.start]):
            continue
        for incident in _incidents(draft, now, hit):
            _attribution(draft, now, hit, incident, done)


_NEGATED = re.compile(r"\b(?:not|never|nor|without|nobody|no one)\s+(?:\w+\s+){0,1}\Z")


def _incidents(draft: Drafting, now: Reading, hit: Hit) -> list[str]:
    """The incidents that words of blame are about: those of the sentence, or the last one."""
    ids = [*dict.fromkeys(row_id for _, row_id in now.incidents)]
    if not ids:
        if SEVERAL_DEEDS.match(draft.text, hit.start) or draft.incident is None:
            return []
        return [draft.incident] if POINTS_BACK.search(now.sentence.words) else []
    ahead = [row_id for at, row_id in now.incidents if at <= hit.end + _REACH]
    best = (ahead or ids)[-1]
    if best in now.listed:
        return now.listed
    twin = draft.compared.get(best) or next(
        (a for a, b in draft.compared.items() if b == best), None
    )
    return [i for i in ids if i in (best, twin)] if twin else [best]


_REACH = 60


def _attribution(
    draft: Drafting, now: Reading, hit: Hit, incident: str, done: set[tuple[str, ...]]
) -> None:
    """Propose the attribution of an incident by a word of blame."""
    doer = _doer(draft, now, hit)
    if doer is None:
        return
    around = _around(draft, now.sentence, hit)
    stance, said = _stance(draft, now, hit, doer, around)
    key = (incident, doer.id, stance, draft.id_of(said[0]) if said else "")
    if key in done:
        return
    done.add(key)
    span = draft.limited(*draft.content(now.sentence), hit.end)
    row = draft.add("attributions", span)
    role = draft.cues("attributions", "role", around)
    hedged = "hedged" in draft.cues("attributions", "certainty", around)
    hedged = hedged or bool(_SUSPECTED.search(around))
    draft.guess(
        row,
        incident_id=incident,
        actor_id=doer.id,
        role="organiser" if _ORGANISED.search(around) else role[0] if role else "perpetrator",
        stance=stance,
        certainty="hedged" if hedged else "certain",
    )
    draft.evidence(row, "actor_id", doer.at)
    draft.voice(row, now, hit.start, said)


_ORGANISED = re.compile(r"\b(?:ordered|organi[sz]ed|planned|had a hand|could attack)\b")
_SUSPECTED = re.compile(r"\bsuspect(?:ed|s)?\s+(?:the|that)\b")


def _around(draft: Drafting, sentence: Sentence, hit: Hit) -> str:
    """The words around those of blame, within their clause."""
    before = re.split(r"[,;:]\s", draft.text[max(sentence.start, hit.start - 25) : hit.start])[-1]
    after = draft.text[hit.end : min(hit.end + 40, sentence.end)]
    return before + draft.text[hit.start : hit.end] + re.split(r"[,;:]\s|\swhich\s", after)[0]


def _stance(
    draft: Drafting, now: Reading, hit: Hit, doer: Named, around: str
) -> tuple[str, Sequence[Proposal]]:
    """Who says it of whom, and the statements that say it."""
    own = [s for s in now.said if s.value("speaker_id") == doer.id]
    found = draft.cues("attributions", "stance", around)
    if own:
        acts = {s.value("speech_act"): s for s in own}
        for act, stance in _OWN:
            if act in acts and (stance in found or _OWN_WORDS[stance].search(around)):
                return stance, [acts[act]]
    by_forces = draft.kind(doer.id) == "military" or DEED_OF_FORCES.match(draft.text, hit.start)
    if now.said and by_forces and not draft.is_group(doer.id):
        return "claim", now.said
    stance = "rejection" if found[:1] == ["rejection"] else "attribution"
    others = [s for s in now.said if s not in own]
    around_hit = [s for s in others if span_of(s)[0] <= hit.start < span_of(s)[1]]
    return stance, around_hit[-1:]


_OWN = (("claim_of_responsibility", "claim"), ("denial", "denial"))
_OWN_WORDS = {
    "claim": re.compile(r"claim|responsib|credit|carried|owned|one of its"),
    "denial": re.compile(r"\bden|reject|dissociat|dismiss"),
}
"""Words by which an actor itself claims or denies, besides the cues of the schema."""


def _doer(draft: Drafting, now: Reading, hit: Hit) -> Named | None:
    """The actor that words of blame name."""
    sentence = now.sentence
    word = draft.text[hit.start : hit.end].lower()
    by_forces = DEED_OF_FORCES.match(word)
    if (who := subject_of(sentence, hit)) is not None:
        words = draft.text[who.start : who.end]
        if by_forces and THEIR_FORCES.match(words):
            return draft.speaker
        actor = actor_named(draft, who) if by_forces or FORCES.search(words) else None
        if actor is not None:
            return actor
    if _SUSPECTS.match(draft.text, hit.start):
        return None
    kinds = ("armed_group", "military") if by_forces else ("armed_group",)
    actors = draft.find("actors", sentence.start, sentence.end)
    named = [m for m in actors if draft.kind(m.id) in kinds]
    behind = [m for m in named if hit.end - 1 <= m.start < hit.end + 45]
    inside = [m for m in named if hit.start <= m.start < hit.end]
    ahead = [
        m
        for m in named
        if m.end <= hit.start + 1 and not _PART.search(draft.text, m.end, hit.start)
    ]
    passive = BY_PASSIVE.search(draft.text, hit.start, hit.end + 4)
    best = inside or (behind[:1] if passive else []) or ahead[-1:] or behind[:1] * bool(passive)
    if best:
        return Named(best[0].id, best[0].span)
    return draft.group_meant(sentence.start, sentence.end)


_PART = re.compile(r"[;:]")
_SUSPECTS = re.compile(
    r"suspected\s+(?:[\w-]+\s+){1,3}?(?:members?|fighters?|militants?|commanders?)\b"
)
