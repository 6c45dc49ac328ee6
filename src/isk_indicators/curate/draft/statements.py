"""Statements: who says what, to whom, when, and what the words do."""

from __future__ import annotations

import re

from isk_indicators.curate.draft.drafting import Drafting, Named, Reading, span_of
from isk_indicators.curate.draft.sentences import Sentence, Speaker, introduces, speaker_of
from isk_indicators.curate.draft.vocabulary import (
    ACTS,
    ALSO_IN_WHAT_IS_SAID,
    ANOTHER,
    ARMED,
    CLAIMED_OR,
    COUNTED_ONES,
    COUNTING,
    COUNTRY,
    GROUP_NOUN,
    HEARD,
    JUDGES,
    NAME,
    NOUNS_OF_SAYING,
    OF_WHOM,
    OFFICE,
    OFFICIAL,
    OWN,
    PERSON,
    PERSONS,
    PLANS,
    PRIVATE,
    RELAYED,
    SAID_OF,
    SPEECH,
    THINGS,
    VOICED,
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
        if _is_object(sentence, hit) or _is_quoted(sentence, hit):
            continue
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
    is_participle = not is_first and _PARTICIPLE.search(sentence.text[hit.start - 25 : hit.end])
    who = None if is_participle else speaker_of(sentence, hit)
    now.said_on += dates_of_saying(sentence, hit)
    now.is_again = who is not None and sentence.text[who.start : who.end].lower() in SPEECH
    spoken = _speaker(draft, sentence, who, None if is_first else draft.speaker)
    if spoken is not None or who is not None:
        draft.speaker = spoken
        if spoken is None or draft.kind(spoken.id) in _OF_PERSONS:
            draft.person = spoken
    if spoken is None and who is not None:
        first = who.start if who.end <= hit.start else sentence.start
        now.others.append((first, sentence.end))
    return spoken


_PARTICIPLE = re.compile(r"(?:,|\band)\s+(?:\w+ly\s+)?\w+ing(?:\s+that)?\Z")
"""A verb whose subject is that of the one before: ", adding"."""


def _is_object(sentence: Sentence, hit: Hit) -> bool:
    """Whether a noun names what somebody else said: "denied reports that", "called the claim"."""
    if sentence.text[hit.start : hit.end].lower() not in NOUNS_OF_SAYING:
        return False
    if _BY_WHOM.match(sentence.text, hit.end, sentence.end):
        return False
    before = (h.end for h in sentence.of_kind("reporting") if h.end < hit.start)
    between = sentence.text[max(before, default=hit.start) : hit.start]
    return _OBJECT.fullmatch(between) is not None


def _is_quoted(sentence: Sentence, hit: Hit) -> bool:
    """Whether words of saying are within a quotation whose speaker says "we"."""
    before = sentence.text[max(sentence.start, hit.start - 20) : hit.start]
    inside = (q.start < hit.start and hit.end < q.end for q in sentence.of_kind("quotation"))
    return any(inside) and _OURS.search(before) is not None


_OURS = re.compile(r"\b(?:We|I|we)\s+(?:(?:have|had|also|all)\s+)*\Z")
_BY_WHOM = re.compile(r"\s+(?:by|of)\s[^,;]+?\sthat\b")
_OBJECT = re.compile(
    r"\s+(?:(?:the|an?|any|all|such|those|these|as|its|their)\s+)*(?:[\w.-]+\s+){0,2}"
)


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
    if _ANOTHER_VERB.search(draft.text, hit.start - 10, hit.start) and _AS_IT_SAID.match(
        draft.text, hit.end
    ):
        return (actor, act) in done
    is_weak = act == "assertion" and not _by_cue(draft, draft.text[hit.start : hit.end + 5])
    if is_weak:
        return any(speaker == actor for speaker, _ in done)
    return (actor, act) in done and ";" not in draft.text[done[actor, act] : hit.start]


_ANOTHER_VERB = re.compile(r"\band\s+\Z")
_AS_IT_SAID = re.compile(r"\s+(?!so\b)\w")


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
    is_title = who.title is None and OFFICIAL.search(words)
    is_known = " " not in words or _DEFINITE.search(draft.text, sentence.start, who.start)
    titled = _titled(draft, words) if is_title and is_known else None
    return titled or actor_named(draft, who)


_DEFINITE = re.compile(r"\b[Tt]he\s+\Z")


_POINTS_BACK = re.compile(
    rf"(?i:{'|'.join((*PERSON, *THINGS))})|(?:said\s+)?(?:{'|'.join(SPEECH)})|"
    rf"{COUNTED_ONES.pattern}|{GROUP_NOUN.pattern}"
)


def _meant(draft: Drafting, sentence: Sentence, who: Speaker) -> Named | None:
    """The actor to whom words point back, in the sentence or before it."""
    words = draft.text[who.start : who.end]
    if words.lower() in PERSON:
        is_person = draft.speaker and draft.kind(draft.speaker.id) in _OF_PERSONS
        return draft.speaker if is_person else draft.person or draft.speaker
    if words.lower() in THINGS:
        if (first := _subject(draft, sentence, who)) is not None:
            return first
        goes_on = draft.last is not None and draft.last.of_kind("reporting")
        is_several = words.lower() != "it"
        if goes_on and draft.speaker and _is_thing(draft.kind(draft.speaker.id), is_several):
            return draft.speaker
        named = draft.find("actors", sentence.start, who.start)
        here = [Named(m.id, m.span) for m in named]
        return here[-1] if here else draft.subject or draft.speaker
    return draft.group if GROUP_NOUN.fullmatch(words) else draft.speaker


_OF_PERSONS = ("official", "unnamed_officials")


def _is_thing(kind: str, is_several: bool) -> bool:
    """Whether "it", or "they", may mean an actor of a kind."""
    return kind not in _OF_PERSONS or (is_several and kind == "unnamed_officials")


def _subject(draft: Drafting, sentence: Sentence, who: Speaker) -> Named | None:
    """The officials with whom the sentence begins: "Army officers put it lower, they said"."""
    first = _BEGINNING.match(draft.text, sentence.start, who.start)
    return first and actor_named(draft, Speaker(*first.span("who")))


_BEGINNING = re.compile(
    rf"(?:The\s+)?(?P<who>(?:[\w.’'-]+\s+){{0,4}}?(?:{PERSONS.pattern}))(?=\s)", re.IGNORECASE
)


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
    own = {word.lower() for word in words.split()}
    for row in reversed(draft.by_table["actors"]):
        quote = row.cells["quote"]
        head = _BESIDE_HEAD.split(quote)[0]
        if " " in words:
            is_same = own <= {word.lower().strip(",") for word in quote.split()}
        else:
            ends = rf"\b{re.escape(words)}(?=,|\Z|\s+[A-Z])"
            is_same = re.search(ends, head, re.IGNORECASE) is not None
        if is_same:
            return Named(draft.id_of(row), span_of(row))
    return None


_BESIDE_HEAD = re.compile(r"\s(?:of|for|in|at|with|from|on)\s")


def actor_named(draft: Drafting, who: Speaker) -> Named | None:
    """The listed actor that words name; a new one, if they name an official who is not listed."""
    words = draft.text[who.start : who.end]
    title = draft.text[slice(*who.title)] if who.title else words
    if not who.title and (document := _DOCUMENT.fullmatch(words)):
        return actor_named(draft, Speaker(who.start, who.start + document.end("who")))
    if ARMED.search(title) or COUNTRY.match(words):
        named = [m for m in draft.find("actors", who.start, who.end) if m.start == who.start]
        kind = "armed_group" if ARMED.search(title) else "government"
        return Named(named[0].id, who.around) if named else _new_actor(draft, who, kind)
    if not OFFICIAL.search(title):
        title = words
    head = _BESIDE_HEAD.split(title)[0]
    official = [*OFFICIAL.finditer(head)] or [*OFFICIAL.finditer(title)]
    if not official or (PRIVATE.search(head) and not OFFICIAL.search(head)):
        named = draft.find("actors", who.start, who.end)
        if PRIVATE.search(title) or not named or len(words.split()) > _LONGEST_NAME:
            return None
        return Named(named[-1].id, who.around)
    *_, in_words = [None, *OFFICIAL.finditer(words)]
    person = _PERSON.match(words, in_words.end()) if in_words else None
    if person and in_words and in_words.lastgroup == "official":  # "the officer Ada Roe"
        at = who.start + person.start("name"), who.start + person.end("name")
        return _new_actor(draft, Speaker(*at, who.title or (who.start, who.end)), "official")
    return _new_actor(draft, who, _kind(official[-1], is_named=bool(who.title)))


_DOCUMENT = re.compile(
    r"(?P<who>.+?)(?:['’]s?)?\s+(?:(?:latest|new|annual|recent|own)\s+)?"
    r"(?:report|statement|assessment|study)"
)
"""A document by whose it is: "the Farland government's report"."""
_LONGEST_NAME = 5
_STATES = re.compile(r"\bstates?$", re.IGNORECASE)
_PERSON = re.compile(rf"\.?\s+(?P<name>{NAME})\Z")


def _kind(official: re.Match[str], *, is_named: bool) -> str:
    """The kind of an actor by the word for an official or an organ."""
    kind = official.lastgroup or "official"
    if _STATES.search(official[0]) or PERSONS.fullmatch(official[0]):
        return "unnamed_officials"
    if kind == "official" and not is_named and not OFFICE.fullmatch(official[0]):
        return "unnamed_officials"
    return kind


def _new_actor(draft: Drafting, who: Speaker, kind: str) -> Named:
    """Propose an actor who is not listed."""
    words = draft.text[who.start : who.end]
    for row in draft.by_table["actors"]:
        if row.value("name").lower() == words.lower():
            return Named(draft.id_of(row), who.around)
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
    verb = draft.text[hit.start : hit.end]
    verb = verb if verb.lower() in NOUNS_OF_SAYING else " ".join([verb, *behind])
    said = _NOT_SAID.sub("", draft.text[hit.start : sentence.end])
    act = "denial" if _CALLED.match(verb) else _by_cue(draft, verb)
    act = act or _by_verb(draft.text[hit.start : hit.end + 3])
    if act == "claim_of_responsibility" and not draft.is_group(actor):
        act = None
    if act in (None, "assertion") and _NOT_DONE.search(said):
        return "denial"
    if act in (None, "assertion") and draft.is_group(actor) and _CARRIED_OUT.search(said):
        return "claim_of_responsibility"
    if act == "announcement" and _WILL.search(said):
        return "pledge"
    if act in (None, "assertion"):
        before = sentence.words[: hit.start - sentence.start]
        return said_act(draft, said) or _voiced(before) or "assertion"
    if act == "announcement" and PLANS.search(said):
        return "warning"
    return act


def _voiced(words: str) -> str | None:
    """The act that words show by themselves."""
    if _NO_SUCH.match(words):
        return "denial"
    if _PAYS.search(words):
        return "threat"
    voiced = next((act for act, pattern in VOICED if pattern.search(words)), None)
    return voiced or ("assessment" if JUDGES.search(words) else None)


_WORDS_BEHIND = 2
_CALLED = re.compile(r"call(?:s|ed)\s(?!on\b|for\b|up)")
_CARRIED_OUT = re.compile(
    r"\b(?:carried (?:it )?out|was one of its|its fighters? (?:had )?carried|"
    r"(?:was|were|is|had been) (?:also )?(?:behind|responsible for)|"
    r"claim(?:s|ed)\s+(?:that|this|these|those|both)\s+(?:\w+\s+){0,2}(?:attacks?|bombings?|blasts?|"
    r"killings?|assaults?|raids?|strikes?|explosions?|ambush))\b"
)
_NOT_DONE = re.compile(
    r"\b(?:it|they|its \w+|fighters|members)\s+(?:(?:had|has|have|did|was|were|is|are)\s+"
    r"(?:not|never)|(?:had|has|have)\s+(?:nothing|no\s+(?:hand|part|role|links?|connection)))\b"
)
_NOT_SAID = re.compile(
    r",\s+(?:an?|the)\s+(?:figure|claim|toll|account|number|charge|allegation)\s+(?:that|which|\w+)\b.*",
    re.DOTALL,
)
"""What the author adds: "a figure that could not be verified"."""
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
    cues = draft.cues("statements", "speech_act", words)
    by_cue = next((act for act in cues if act in ALSO_IN_WHAT_IS_SAID), None)
    voiced = _voiced(words)
    return voiced if voiced not in (None, "assessment") else by_cue or voiced


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
