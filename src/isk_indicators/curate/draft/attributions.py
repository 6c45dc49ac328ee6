"""Attributions: whom words name for an incident, and whose words these are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from isk_indicators.curate.draft.drafting import Drafting, Named, Reading, span_of
from isk_indicators.curate.draft.sentences import Sentence, subject_of
from isk_indicators.curate.draft.statements import actor_named
from isk_indicators.curate.draft.vocabulary import (
    BLAMED_BY_NOBODY,
    BLAMES,
    BOTH,
    BY_PASSIVE,
    DEED_OF_FORCES,
    FORCES,
    POINTS_BACK,
    PRIVATE,
    SEVERAL_DEEDS,
    THEIR_FORCES,
)
from isk_indicators.curate.proposals import Proposal
from isk_indicators.detectors import Hit


def read_attributions(draft: Drafting, now: Reading) -> None:
    """Propose an attribution for each actor that words name for an incident."""
    for hit in now.sentence.of_kind("attribution"):
        doer = _who_denies(draft, now, hit)
        before = draft.text[max(now.sentence.start, hit.start - 25) : hit.start]
        if doer is None and not _NEGATED.search(before):
            doer = _doer(draft, now, hit)
        if doer is None:
            continue
        for incident in _incidents(draft, now, hit):
            _attribution(draft, now, hit, incident, doer)
    _denied(draft, now)
    _claimed(draft, now)


def _who_denies(draft: Drafting, now: Reading, hit: Hit) -> Named | None:
    """The actor that denies to have done it itself: "said it had not carried out the attack"."""
    words = draft.text[max(now.sentence.start, hit.start - 25) : hit.end]
    for said in now.said:
        if said.value("speech_act") == "denial" and _OWN_DENIAL.search(words):
            return Named(_speakers(draft, said)[-1], _spoken_at(draft, said))
    return None


def _speakers(draft: Drafting, said: Proposal) -> list[str]:
    """Who says something, and the state whose organ it is."""
    speaker = said.value("speaker_id")
    actor = draft.actors.get(speaker)
    is_organ = actor is not None and actor.value("kind") == "government"
    state = actor.value("parent_id") if actor is not None and is_organ else ""
    return [speaker, *filter(None, [state])]


def _spoken_at(draft: Drafting, said: Proposal) -> tuple[int, int]:
    """Where the speaker of a statement is named: by its evidence, or in its own words."""
    for row in draft.by_table["evidence"]:
        if row.cells["row_id"] == draft.id_of(said) and row.cells["column_name"] == "speaker_id":
            return span_of(row)
    return span_of(said)


_OWN_DENIAL = re.compile(
    r"\bden(?:y|ies|ied|ying)\s+(?:any\s+|all\s+|its\s+)?(?:involvement|responsib|role)|"
    r"\b(?:it|they|its\s+\w+)\s+(?:(?:had|has|have|was|were|is|are)\s+)?(?:not\b|never\b|"
    r"nothing\s+to\s+do|no\s+(?:hand|part|role))"
)


def _denied(draft: Drafting, now: Reading) -> None:
    """Propose the denial of an actor whom the same sentence blames: "a charge it denied"."""
    rows = [r for r in draft.by_table["attributions"] if span_of(r)[0] >= now.sentence.start]
    for said in now.said:
        own = [r for r in rows if r.value("actor_id") == said.value("speaker_id")]
        if said.value("speech_act") == "denial" and own and "denial" not in _stances(own):
            row = draft.add("attributions", span_of(said))
            names = ("incident_id", "actor_id", "role")
            draft.guess(row, **{name: own[0].value(name) for name in names})
            draft.guess(row, stance="denial", certainty="certain", voice="statement")
            draft.guess(row, statement_id=draft.id_of(said))


def _claimed(draft: Drafting, now: Reading) -> None:
    """Propose the claim of an incident that no words of blame show: "claimed the killing"."""
    rows = draft.by_table["attributions"]
    for said in now.said:
        is_claim = said.value("speech_act") == "claim_of_responsibility"
        if is_claim and draft.id_of(said) not in {r.value("statement_id") for r in rows}:
            ids = [row_id for at, row_id in now.incidents if span_of(said)[0] <= at]
            for incident in ids[:1]:
                row = draft.add("attributions", span_of(said))
                draft.guess(row, incident_id=incident, actor_id=said.value("speaker_id"))
                draft.guess(row, role="perpetrator", stance="claim", certainty="certain")
                draft.guess(row, voice="statement", statement_id=draft.id_of(said))
                draft.evidence(row, "actor_id", _spoken_at(draft, said))


def _stances(rows: Sequence[Proposal]) -> set[str]:
    return {row.value("stance") for row in rows}


_NEGATED = re.compile(r"\b(?:not|never|nor|without|nobody|no one)\s+(?:\w+\s+){0,1}\Z")


def _incidents(draft: Drafting, now: Reading, hit: Hit) -> list[str]:
    """The incidents that words of blame are about: those of the sentence, or the last one."""
    ids = [*dict.fromkeys(row_id for _, row_id in now.incidents)]
    pair = [draft.id_of(row) for row in draft.by_table["incidents"][-2:]]
    if BOTH.search(draft.text, hit.start, min(hit.end + _BOTH_WITHIN, now.sentence.end)):
        return pair if len(pair) > 1 else ids[-1:]
    if not ids:
        is_both = BOTH.search(now.sentence.words)
        if draft.incident is None or (SEVERAL_DEEDS.match(draft.text, hit.start) and not is_both):
            return []
        if is_both and len(pair) > 1:
            return pair
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
_BOTH_WITHIN = 12


def _attribution(draft: Drafting, now: Reading, hit: Hit, incident: str, doer: Named) -> None:
    """Propose the attribution of an incident by a word of blame."""
    around = _around(draft, now.sentence, hit)
    stance, said = _stance(draft, now, hit, doer, around)
    key = (incident, doer.id, stance, draft.id_of(said[0]) if said else "")
    if key in now.blamed:
        return
    now.blamed.add(key)
    span = draft.limited(*draft.content(now.sentence), hit.end)
    row = draft.add("attributions", span)
    hedged = "hedged" in draft.cues("attributions", "certainty", around)
    hedged = hedged or bool(_SUSPECTED.search(around))
    draft.guess(
        row,
        incident_id=incident,
        actor_id=doer.id,
        role=_role(draft, incident, around),
        stance=stance,
        certainty="hedged" if hedged else "certain",
    )
    draft.evidence(row, "actor_id", doer.at)
    draft.voice(row, now, hit.start, said)
    if _is_of_others(draft, now, hit):
        draft.guess(row, voice="other", statement_id="")


def _role(draft: Drafting, incident: str, around: str) -> str:
    """What an actor was in an incident: who plots one organises it."""
    plots = (r for r in draft.by_table["incidents"] if r.value("event_type") == "plot")
    if _ORGANISED.search(around) or incident in map(draft.id_of, plots):
        return "organiser"
    return next(iter(draft.cues("attributions", "role", around)), "perpetrator")


def _is_of_others(draft: Drafting, now: Reading, hit: Hit) -> bool:
    """Whether those who blame are no officials, or are not named."""
    if BLAMED_BY_NOBODY.match(draft.text, hit.start - 5) or BLAMED_BY_NOBODY.match(
        draft.text, hit.start
    ):
        return True
    who = subject_of(now.sentence, hit) if _ACTIVE.match(draft.text, hit.start) else None
    return who is not None and bool(PRIVATE.search(draft.text, who.start, who.end))


_ACTIVE = re.compile(r"(?:attribute|blame|ascribe|suspect|accuse|point|link)(?:s|d|ed)?\b")
_ORGANISED = re.compile(r"\b(?:ordered|organi[sz]ed|planned|had a hand|could attack|plots?)\b")
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
    own = [s for s in now.said if doer.id in _speakers(draft, s)]
    found = draft.cues("attributions", "stance", around)
    if own:
        acts = {s.value("speech_act"): s for s in own}
        for act, stance in _OWN:
            if act in acts and (stance in found or _OWN_WORDS[stance].search(around)):
                return stance, [acts[act]]
    by_forces = draft.kind(doer.id) == "military" or DEED_OF_FORCES.match(draft.text, hit.start)
    around_hit = [s for s in now.said if span_of(s)[0] <= hit.start < span_of(s)[1]]
    if around_hit and by_forces and not draft.is_group(doer.id):
        return "claim", around_hit
    others = [s for s in around_hit if s not in own][-1:]
    is_denied = _SAYS_NO.search(draft.text, now.sentence.start, hit.start) is not None
    is_denied = is_denied and [s.value("speech_act") for s in others] == ["denial"]
    return "rejection" if is_denied or found[:1] == ["rejection"] else "attribution", others


_SAYS_NO = re.compile(r"\b(?:den(?:y|ies|ied|ying)|reject|dismiss|rebut|refut|rul(?:e|ed)\s+out)")


_OWN = (("claim_of_responsibility", "claim"), ("denial", "denial"))
_OWN_WORDS = {
    "claim": re.compile(r"claim|responsib|credit|carried|owned|one of its|behind"),
    "denial": re.compile(
        r"\bden|reject|dissociat|dismiss|\bnot\b|never|nothing to do|no (?:hand|part|role)"
    ),
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
        is_theirs = by_forces or (FORCES.search(words) and not BLAMES.match(word))
        actor = actor_named(draft, who) if is_theirs else None
        if actor is not None:
            return actor
    if _SUSPECTS.match(draft.text, hit.start):
        return None
    if (blamed := _BLAMED_ON.match(draft.text, hit.start)) is not None:
        behind = draft.find("actors", blamed.end(), min(blamed.end() + _REACH, sentence.end))
        return next((Named(m.id, m.span) for m in behind if draft.is_group(m.id)), None)
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
_BLAMED_ON = re.compile(r"(?:blam|pinn)ed\s+(?:(?:it|this|them)\s+)?on\b")
_SUSPECTS = re.compile(
    r"suspected\s+(?:[\w-]+\s+){1,3}?(?:members?|fighters?|militants?|commanders?|recruiters?|"
    r"gunm[ae]n|supporters?|operatives?|cells?|affiliates?|leaders?|sympathi[sz]ers?|bombers?|"
    r"insurgents?|terrorists?|jihadis?t?s?)\b"
)
