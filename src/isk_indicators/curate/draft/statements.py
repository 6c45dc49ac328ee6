"""Statements: who says what, to whom, when, and what the words do."""

from __future__ import annotations

import re

from isk_indicators.curate.draft.drafting import Drafting, Named, Reading, span_of
from isk_indicators.curate.draft.sentences import Sentence, Speaker, introduces, speaker_of
from isk_indicators.curate.draft.vocabulary import (
    ACTS,
    ALSO_IN_WHAT_IS_SAID,
    ANOTHER,
    CLAIMED_OR,
    COUNTED_ONES,
    COUNTING,
    GROUP_NOUN,
    HEARD,
    JUDGES,
    OF_WHOM,
    OFFICIAL,
    OWN,
    PERSON,
    PLANS,
    PRIVATE,
    RELAYED,
    SAID_OF,
    SPEECH,
    THINGS,
)
from isk_indicators.curate.proposals import Proposal
from isk_indicators.detectors import Hit
from isk_indicators.rules.codes import cues_in
from isk_indicators.schema import GUESS

# Who speaks


def read_statements(draft: Drafting, now: Reading) -> None:
    """Propose a statement for each official who speaks in a sentence."""
    sentence, done = now.sentence, dict[tuple[str, str], int]()
    hits = sentence.of_kind("reporting")
    for hit in hits:
        spoken = _official(draft, now, hit, is_first=not done)
        if spoken is None or introduces(sentence, hit):
            continue
        act = speech_act(draft, sentence, hit, spoken.id)
        if _is_done(draft, done, spoken.id, act, hit):
            continue
        done[spoken.id, act] = hit.start
        now.said.append(_statement(draft, now, hit, spoken, act))
        if act == "claim_of_responsibility":
            # the others are the days of the attack too
            now.said_on[:] = [d for d in now.said_on if _is_of_a_medium(draft.text, hit, d)]
    if not hits and sentence.of_kind("quotation") and draft.speaker and _goes_on(draft):
        hit = sentence.of_kind("quotation")[0]
        act = said_act(draft, sentence.words) or "assertion"
        now.said.append(_statement(draft, now, hit, draft.speaker, act))


def _official(draft: Drafting, now: Reading, hit: Hit, *, is_first: bool) -> Named | None:
    """The official whose words a word of saying reports; those of others are remembered."""
    sentence = now.sentence
    if _is_of_nobody(sentence, hit):
        is_heard = HEARD.match(sentence.text, hit.start)
        first = sentence.start if is_heard else max(sentence.start, hit.start - 60)
        now.others.append((first, sentence.end))
        now.said_on += dates_of_saying(sentence, hit) if is_heard else []
        return None
    who = speaker_of(sentence, hit)
    now.said_on += dates_of_saying(sentence, hit)
    now.is_again = who is not None and sentence.text[who.start : who.end].lower() in SPEECH
    spoken = _speaker(draft, sentence, who, None if is_first else draft.speaker)
    if spoken is not None or who is not None:
        draft.speaker = spoken
    if spoken is None and who is not None:
        first = who.start if who.end <= hit.start else sentence.start
        now.others.append((first, sentence.end))
    return spoken


def _is_of_nobody(sentence: Sentence, hit: Hit) -> bool:
    """Whether words of saying are in the passive voice without who says it."""
    before = sentence.text[max(sentence.start, hit.start - 20) : hit.start]
    by_nobody = SAID_OF.search(before) and OF_WHOM.match(sentence.text, hit.start)
    is_heard = HEARD.match(sentence.text, hit.start)
    return bool(
        by_nobody or is_heard or CLAIMED_OR.search(sentence.text, hit.start - 20, hit.end + 25)
    )


def _is_done(
    draft: Drafting, done: dict[tuple[str, str], int], actor: str, act: str, hit: Hit
) -> bool:
    """Whether a statement of the sentence is this one: one row a speaker and act."""
    is_weak = act == "assertion" and not _by_cue(draft, draft.text[hit.start : hit.end + 5])
    if is_weak:
        return any(speaker == actor for speaker, _ in done)
    return (actor, act) in done and ";" not in draft.text[done[actor, act] : hit.start]


def _goes_on(draft: Drafting) -> bool:
    """Whether the sentence before reports speech too: a quotation goes on."""
    last = draft.last
    return last is not None and bool(last.of_kind("quotation") or last.of_kind("reporting"))


def _speaker(
    draft: Drafting, sentence: Sentence, who: Speaker | None, previous: Named | None
) -> Named | None:
    """The actor that words name, or to whom they point back; None if it is no official."""
    if who is None:
        return previous
    words = draft.text[who.start : who.end]
    for mention in draft.find("actors", who.start, who.end):
        if mention.span == (who.start, who.end):
            return Named(mention.id, who.around)
    if _POINTS_BACK.fullmatch(words) or OWN.match(words):
        return _meant(draft, sentence, who)
    if another := ANOTHER.match(words):
        return _another(draft, who, another)
    is_title = who.title is None and " " not in words and OFFICIAL.search(words)
    titled = _titled(draft, words) if is_title else None
    return titled or actor_named(draft, who)


_POINTS_BACK = re.compile(
    rf"(?i:{'|'.join((*PERSON, *THINGS))})|(?:said\s+)?(?:{'|'.join(SPEECH)})|"
    rf"{COUNTED_ONES.pattern}|{GROUP_NOUN.pattern}"
)


def _meant(draft: Drafting, sentence: Sentence, who: Speaker) -> Named | None:
    """The actor to whom words point back, in the sentence or before it."""
    words = draft.text[who.start : who.end]
    if words.lower() in THINGS:
        named = draft.find("actors", sentence.start, who.start)
        here = [Named(m.id, m.span) for m in named]
        return here[-1] if here else draft.subject or draft.speaker
    return draft.group if GROUP_NOUN.fullmatch(words) else draft.speaker


def _another(draft: Drafting, who: Speaker, match: re.Match[str]) -> Named | None:
    """Another of those who spoke before: "another considered"."""
    if draft.speaker is None or match["of"]:
        return actor_named(draft, who)
    if draft.kind(draft.speaker.id) != "unnamed_officials":
        return None
    first = draft.text[slice(*draft.speaker.at)].removeprefix("One ").removeprefix("one ")
    at = who.start, who.end
    row = draft.add("actors", at, aliases=draft.text[slice(*at)])
    draft.guess(row, name=f"Another {first}", kind="unnamed_officials")
    draft.actors[draft.id_of(row)] = row
    return Named(draft.id_of(row), at)


def _titled(draft: Drafting, words: str) -> Named | None:
    """The last actor proposed whose words have this title: "the official", "the minister"."""
    for row in reversed(draft.by_table["actors"]):
        head = re.split(r"\s(?:of|for|in)\s", row.cells["quote"])[0]
        if re.search(rf"\b{re.escape(words)}(?=,|\Z|\s+[A-Z])", head, re.IGNORECASE):
            return Named(draft.id_of(row), span_of(row))
    return None


def actor_named(draft: Drafting, who: Speaker) -> Named | None:
    """The listed actor that words name; a new one, if they name an official who is not listed."""
    words = draft.text[who.start : who.end]
    title = draft.text[slice(*who.title)] if who.title else words
    if not OFFICIAL.search(title):
        title = words
    official = OFFICIAL.search(title)
    if official is None:
        named = draft.find("actors", who.start, who.end)
        if PRIVATE.search(title) or not named or len(words.split()) > _LONGEST_NAME:
            return None
        return Named(named[-1].id, who.around)
    return _new_actor(draft, who, official)


_LONGEST_NAME = 5
_STATES = re.compile(r"\bstates?$", re.IGNORECASE)


def _new_actor(draft: Drafting, who: Speaker, official: re.Match[str]) -> Named:
    """Propose an actor who is not listed."""
    words = draft.text[who.start : who.end]
    kind = official.lastgroup or "official"
    if _STATES.search(official[0]):
        kind = "unnamed_officials"
    if kind == "official" and not who.title and words[0].islower():
        kind = "unnamed_officials"
    name = words[:1].upper() + words[1:]
    parents = draft.find("actors", *who.around)
    parent = parents[-1].id if parents else ""
    row = draft.add("actors", who.around)
    country = str(draft.data.by_id("actors").get(parent, {}).get("country") or "")
    draft.guess(row, name=name, kind=kind, parent_id=parent, country=country)
    aliases = [words] if name != words else []
    if who.title is not None and not words.split()[-1].isupper() and " " in words:
        aliases.append(words.split()[-1])
    row.cells["aliases"] = "|".join(aliases)
    for form in (words, *aliases):
        draft.names.add(form, "actors", draft.id_of(row))
    draft.actors[draft.id_of(row)] = row
    return Named(draft.id_of(row), who.around)


# What the words do


def speech_act(draft: Drafting, sentence: Sentence, hit: Hit, actor: str) -> str:
    """What words of saying do."""
    behind = draft.text[hit.end : min(hit.end + 20, sentence.end)].split()[:_WORDS_BEHIND]
    verb = " ".join([draft.text[hit.start : hit.end], *behind])
    said = draft.text[hit.start : sentence.end]
    act = _by_cue(draft, verb) or _by_verb(draft.text[hit.start : hit.end + 3])
    if act == "claim_of_responsibility" and not draft.is_group(actor):
        act = None
    if act in (None, "assertion") and draft.is_group(actor) and _CARRIED_OUT.search(said):
        return "claim_of_responsibility"
    if act == "announcement" and _WILL.search(said):
        return "pledge"
    if act in (None, "assertion"):
        before = sentence.words[: hit.start - sentence.start]
        return said_act(draft, said) or _act_before(before)
    if act == "announcement" and PLANS.search(said):
        return "warning"
    return act


def _act_before(words: str) -> str:
    """The act that the words before those of saying show."""
    if _NO_SUCH.match(words):
        return "denial"
    if _PAYS.search(words):
        return "threat"
    return "assessment" if JUDGES.search(words) else "assertion"


_WORDS_BEHIND = 2
_CARRIED_OUT = re.compile(
    r"\b(?:carried (?:it )?out|was one of its|its fighters? (?:had )?carried)"
)
_WILL = re.compile(r"\bit (?:would|will)\b")
_NO_SUCH = re.compile(r"[“\"]No\b")
_PAYS = re.compile(r"\bwill (?:be held to account|pay)\b")


def _by_cue(draft: Drafting, verb: str) -> str | None:
    """The act whose cue words of saying begin with."""
    found = draft.cues("statements", "speech_act", verb)
    return found[0] if found else None


def _by_verb(verb: str) -> str | None:
    for act, beginnings in ACTS.items():
        if re.match(beginnings, verb, re.IGNORECASE):
            return act
    return None


def said_act(draft: Drafting, words: str) -> str | None:
    """The act that the words show which are said."""
    if _NO_SUCH.match(words):
        return "denial"
    if _PAYS.search(words):
        return "threat"
    for act in draft.cues("statements", "speech_act", words):
        if act in ALSO_IN_WHAT_IS_SAID:
            return act
    return "assessment" if JUDGES.search(words) else None


# The row


def _statement(draft: Drafting, now: Reading, hit: Hit, spoken: Named, act: str) -> Proposal:
    """Propose what an actor says in a sentence."""
    sentence = now.sentence
    start, end = draft.limited(_start(draft, sentence, hit, spoken), sentence.end, hit.end)
    row = draft.add("statements", (start, end), form=_form(sentence, hit))
    draft.guess(row, speaker_id=spoken.id, speech_act=act)
    _medium(draft, row, sentence, hit)
    draft.evidence(row, "speaker_id", spoken.at)
    _about(draft, row, sentence, hit, spoken.id)
    if relayed := RELAYED.search(draft.text, *span_of(row)):
        draft.guess(row, relayed_by=relayed["who"])
    draft.date(row, "date", dates_of_saying(sentence, hit))
    if now.is_again and not row.cells["date"]:
        _date_again(draft, row)
    return row


def _date_again(draft: Drafting, row: Proposal) -> None:
    """Fill in the date of the statement that goes on: "the message said"."""
    *_, before = [None, *draft.by_table["statements"][:-1]]
    if before is None or before.value("speaker_id") != row.value("speaker_id"):
        return
    if before.cells["date"]:
        row.cells |= {name: before.cells[name] for name in ("date", "date_basis")}
        draft.evidence(row, "date", span_of(before))
        if before.value("date_basis") == "context" and draft.dating.dateline:
            draft.evidence(row, "date", draft.dating.dateline)


def _medium(draft: Drafting, row: Proposal, sentence: Sentence, hit: Hit) -> None:
    """Fill in the medium, by its cues or by that of the statement before, if that goes on."""
    words = _around(sentence, hit)
    found = draft.cues("statements", "medium", words)
    needs = draft.data.package.schemas["statements"].by_name["medium"].proof["needs"]
    in_court = tuple(w for w in needs["testimony"] if w.islower() and not OFFICIAL.search(w))
    found = found or [*cues_in([words], {"testimony": in_court})]
    draft.guess(row, medium=found[0] if found else "unstated")
    speaker = row.value("speaker_id")
    if found:
        draft.medium = speaker, sentence.line, row
    elif draft.medium and draft.medium[:2] == (speaker, sentence.line):
        row.cells["medium"] = draft.medium[2].cells["medium"]
        draft.evidence(row, "medium", span_of(draft.medium[2]))


def _around(sentence: Sentence, hit: Hit) -> str:
    """The words around those of saying, without what is said and what others say."""
    others = (h.start for h in sentence.of_kind("reporting") if h.start > hit.start)
    behind = sentence.text[hit.start : min(others, default=sentence.end)]
    before = sentence.text[sentence.start : hit.start]
    verb = _WHAT_IS_SAID.split(behind)[0]
    says = _SAYS.search(before)
    if says and verb == behind and len(behind.split()) <= _NEAR:
        return before[says.start() :] + behind
    return before + verb


_SAYS = re.compile(r"[,”\"]\s[^,“”\"]*\Z")
_WHAT_IS_SAID = re.compile(r"\sthat\s(?=(?:the|an?|it|its|they|he|she|one|no|more|there)\b|[A-Z])")


def _start(draft: Drafting, sentence: Sentence, hit: Hit, spoken: Named) -> int:
    """Where a statement begins: at its speaker, if another clause with hits is before that."""
    first = min(spoken.at[0], hit.start)
    if not sentence.start < first or _IS_BEHIND.search(draft.text, sentence.start, first):
        return sentence.start
    parts = [m.end() for m in _PARTS_BEFORE.finditer(draft.text, sentence.start, first)]
    kinds = ("attribution", "harm", "reporting")
    if parts and any(h.kind in kinds and h.start < parts[-1] for h in sentence.hits):
        return parts[-1]
    return sentence.start


_IS_BEHIND = re.compile(r"[,”\"]\s+(?:the\s+|an?\s+|its\s+)?\Z")
_PARTS_BEFORE = re.compile(r",\s+(?:and|but|while)\s+|\s+but\s+|;\s+|(?:,|\s+and)\s+(?=which\s)")


def _form(sentence: Sentence, hit: Hit) -> str:
    """How much of a statement is between quotation marks."""
    verbs = sentence.of_kind("reporting")
    following = [h.start for h in verbs if h.start > hit.start and ", and" in sentence.words]
    end = min(following, default=sentence.end)
    mine = [h for h in sentence.of_kind("quotation") if h.start < end]
    if not mine or not any(mark in sentence.words for mark in '“”"'):
        return "paraphrase"
    length = sum(h.end - h.start for h in mine)
    whole = sentence.words[0] in '“"' or length > len(sentence.words) / 2
    return GUESS + ("verbatim" if whole else "partly_verbatim")


def _about(draft: Drafting, row: Proposal, sentence: Sentence, hit: Hit, speaker: str) -> None:
    """Fill in the armed group that a statement is about, and to whom it is said."""
    named = draft.groups(sentence.start, sentence.end)
    others = [m for m in named if m.id != speaker] or named
    if others:
        draft.guess(row, about_actor_id=others[0].id)
        draft.evidence(row, "about_actor_id", others[0].span)
    elif meant := draft.group_meant(sentence.start, sentence.end):
        draft.guess(row, about_actor_id=meant.id)
        draft.evidence(row, "about_actor_id", meant.at)
    addressed = _ADDRESSED.match(draft.text, hit.start, sentence.end)
    for m in draft.find("actors", sentence.start, sentence.end) if addressed else ():
        if addressed and m.start == addressed.end() and m.id != speaker:
            draft.guess(row, addressee_id=m.id)


_ADDRESSED = re.compile(
    r"\b(?:told|asked|urged|urging|called (?:up)?on|warned|pressing|pressed|informed|"
    r"recommends?(?: that)?|calls on|urges)\s+(?:the\s+|an?\s+)?"
)


def dates_of_saying(sentence: Sentence, hit: Hit) -> list[Hit]:
    """The dates that say when something was said: beside the verb, or before its clause."""
    found: list[Hit] = []
    if COUNTING.match(sentence.text, hit.start):
        return found
    others = [h for h in sentence.of_kind("reporting") if h != hit]
    for day in sentence.of_kind("date"):
        if any(hit.end <= h.start < day.start for h in others):
            continue
        between = sentence.text[min(hit.end, day.end) : max(hit.start, day.start)]
        is_near = not _ANOTHER_CLAUSE.search(between) and len(between.split()) <= _NEAR
        is_medium = _is_of_a_medium(sentence.text, hit, day)
        is_first = day.end < hit.start and day.start - sentence.start < _AT_THE_BEGINNING
        ahead = is_first and "that" not in between and len(between.split()) <= _NEAR
        if is_near or is_medium or (ahead and ";" not in between):
            found.append(day)
    return found


def _is_of_a_medium(text: str, hit: Hit, day: Hit) -> bool:
    """Whether a date is that of a message: "claimed it in a message on Friday"."""
    between = text[hit.end : max(hit.end, day.start)]
    return " that " not in between and _IN_A_MEDIUM.search(between) is not None


_NEAR, _AT_THE_BEGINNING = 8, 40
_ANOTHER_CLAUSE = re.compile(r"[;:,]|\bthat\b|[“”\"]")
_IN_A_MEDIUM = re.compile(r"\b(?:statement|message|interview|letter|recording|briefing)\b")
