"""Casualties and force estimates: what the figures of a sentence count."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from isk_indicators.curate.draft.drafting import Drafting, Named, Reading, span_of
from isk_indicators.curate.draft.sentences import Mention, Sentence
from isk_indicators.curate.draft.vocabulary import (
    AMONG,
    AND_ONE,
    ARRESTED,
    ARRESTING,
    ASIDE,
    ATTACKERS,
    CASUALTIES_OF,
    CLAUSE_ENDS,
    DIED,
    GROUPS,
    HARMING_SOMEBODY,
    INCLUDING,
    JOINED,
    LEFT,
    LOST,
    MEASURES,
    MEN,
    NOT_HARMED,
    NOT_ONE,
    NUMBER_OF,
    OF_THE_GROUP,
    OF_THEM,
    OF_WHOM_A_SHARE,
    ONE_NAMED,
    ONE_OF,
    ONE_VICTIM,
    ONES_BEFORE,
    OTHER_THINGS,
    PARTITIVE,
    PASSIVE,
    RANKS,
    REMEMBERED,
    SAID_BY,
    SHARE,
    STRENGTH_BEFORE,
    THE_LEFT,
    TIME,
    TOLL_AT,
    TOLL_ROSE,
    UNIFORMED,
    UNITS,
    VICTIMS,
    WERE,
)
from isk_indicators.curate.proposals import Proposal
from isk_indicators.detectors import Hit
from isk_indicators.figures import Figure, alone, passage
from isk_indicators.rules.figures import Spelling, harms_named, spellings
from isk_indicators.rules.spans import MOST_WORDS
from isk_indicators.spans import LINE_END, Span, word_count

# Figures


def counting(sentence: Sentence, *, harmed: bool = False) -> Iterator[Figure]:
    """The figures of a sentence but for a "one" that counts nothing, and for those arrested.

    Of those harmed, "one of them" is a figure.
    """
    for figure in sentence.figures():
        is_of = harmed and ONE_OF.match(sentence.text, figure.end)
        is_one = figure.low == figure.high == 1 and not is_of
        arrested = ARRESTING.search(sentence.text, sentence.start, figure.start)
        if not arrested and not (is_one and NOT_ONE.match(sentence.text, figure.end)):
            yield figure


def spelled(
    draft: Drafting, sentence: Sentence, figure: Figure, harm: Hit | None = None
) -> tuple[Span, Spelling] | None:
    """The quote and the words of a figure that the rules accept: its clause, or the sentence.

    The words of a figure of dead or wounded show the harm that a hit gives.
    """
    own = clause(sentence, figure)
    with_harm = (clause(sentence, harm)[0], own[1]) if harm else own
    behind = (figure.start, own[1]) if harm else own
    whole = (sentence.start, sentence.end)
    until = sentence.start, own[1]
    for start, end in (own, with_harm, behind, until, draft.content(sentence), whole):
        quote = passage({"": draft.text}, "", start, draft.text[start:end])
        if not start <= figure.start < end or word_count(quote.words) > MOST_WORDS:
            continue
        for spelling in spellings(figure.text, quote, harmful=harm is not None):
            if spelling.figure.start + start == figure.start and _shows(spelling, harm):
                first = start + max(0, quote.words.find(spelling.quote))
                return (first, first + len(spelling.quote)), spelling
    return None


def _shows(spelling: Spelling, harm: Hit | None) -> bool:
    """Whether the words of a figure show one harm, and the one that a hit gives."""
    if harm is None:
        return True
    named = harms_named(spelling.cell, alone(spelling.quote))
    return len(named) == 1 and (len(harm.values) > 1 or {*named} == {*harm.values})


def clause(sentence: Sentence, figure: Figure | Hit) -> Span:
    """The clause of a figure or a hit: what is between the marks and words that part clauses."""
    start, end = sentence.start, sentence.end
    for mark in CLAUSE_ENDS.finditer(sentence.text, start, end):
        if mark.end() <= figure.start:
            start = mark.end()
        elif mark.start() >= figure.end:
            end = min(end, mark.start())
    return start, end


def numbers(figure: Figure) -> dict[str, str]:
    """The printed numbers of a figure and its qualifier, as columns."""
    low, high = ("" if n is None else str(n) for n in (figure.low, figure.high))
    basis = "negated" if figure.high == 0 else "stated"
    return {
        "qualifier": figure.qualifier,
        "stated_low": low,
        "stated_high": high,
        "basis": basis,
    }


# Casualties


class Harmed(NamedTuple):
    """Words for victims: where they are quoted, the word of harm, and those for the victims."""

    span: Span
    harm: Hit
    victims: str


def read_casualties(draft: Drafting, now: Reading) -> None:
    """Propose a casualty row for each figure of dead or wounded, and for single victims."""
    sentence, harms = now.sentence, now.sentence.of_kind("harm")
    if draft.incident is None or not harms:
        return
    last: Harmed | None = None
    for figure in counting(sentence, harmed=True):
        harm, of_them = harm_of(sentence, harms, figure), None
        if last and (some := OF_THEM.match(sentence.text, figure.end)):
            harm, of_them = last.harm if any(some.groups()) else harm or last.harm, last.victims
        elif last and INCLUDING.search(sentence.text, sentence.start, figure.start):
            harm = harm or last.harm
        if harm is None or TIME.search(figure.text) or _is_lost(now, harm):
            continue
        if (found := spelled(draft, sentence, figure, harm)) is None:
            continue
        span, spelling = found
        (named,) = harms_named(spelling.cell, alone(spelling.quote))
        last = Harmed(span, harm, victims_of(sentence, figure) or of_them or "")
        _casualty(draft, now, last, {"harm": named, "figure": spelling.cell, **numbers(figure)})
    _implied(draft, now, harms)


def _is_lost(now: Reading, harm: Hit) -> bool:
    """Whether nothing shows in which incident a group lost men, or that they died."""
    return not now.incidents and bool(LOST.match(now.sentence.text, harm.start))


def harm_of(sentence: Sentence, harms: Sequence[Hit], figure: Figure) -> Hit | None:
    """The word of harm that a figure is about; None if it counts something else."""
    best: tuple[int, Hit] | None = None
    if ARRESTED.match(sentence.text[figure.end : sentence.end]):
        return None
    if SAID_BY.search(sentence.text, sentence.start, figure.start):
        return None
    for harm in harms:
        if harm.start < figure.end and figure.start < harm.end:
            return harm
        near = _behind(sentence, figure, harm) if harm.start >= figure.end else None
        near = _ahead(sentence, figure, harm) if harm.end <= figure.start else near
        if near is not None and (best is None or near < best[0]):
            best = near, harm
    return best[1] if best else None


def _behind(sentence: Sentence, figure: Figure, harm: Hit) -> int | None:
    """How many words there are to a word of harm behind a figure; None if it is of another."""
    between = ASIDE.sub("", sentence.text[figure.end : harm.start + 1])[:-1]
    of = PARTITIVE.match(sentence.text, figure.end, sentence.end)
    if of and of.end() <= harm.start:
        between = sentence.text[of.end() : harm.start]
    if NOT_HARMED.match(between) or ATTACKERS.match(between) or len(between.split()) > _FAR:
        return None
    if HARMING_SOMEBODY.match(sentence.text, harm.start) and not PASSIVE.search(between):
        return None
    if _JOINT_BEHIND.search(between):
        shared = _SHARED_VERB.match(sentence.text, figure.end, harm.end)
        if not shared or shared.end() < harm.start:
            return None
    is_noun = of is not None and harm.start < of.end()
    return len(between.split()) + _FAR * is_noun


def _ahead(sentence: Sentence, figure: Figure, harm: Hit) -> int | None:
    """How many words there are from a word of harm before a figure; None if it is of another.

    A word of harm behind the figure is nearer than one before "and".
    """
    between = sentence.text[harm.end : figure.start]
    counted = sentence.text[figure.end : figure.end + 20]
    if "toll" in sentence.text[harm.start : harm.end] and TOLL_AT.match(between):
        return 0
    if _JOINT_AHEAD.search(between) or NOT_HARMED.match(counted):
        return None
    words = between.split()
    return len(words) + _FAR * ("and" in words) if len(words) < _FAR else None


_FAR = 8
_JOINT_BEHIND = re.compile(r"[;:]|,(?! (?:and |or )?\d)|\b(?:and|but|when|killed|wounded)\b")
_SHARED_VERB = re.compile(
    r"(?:\s+[a-z-]+){1,3}\s+and\s+(?:\w+\s+){1,4}(?:lost|died|were|was|have|had)\b"
)
"""Figures that share a verb: "seven workers and two policemen lost their lives"."""
_JOINT_AHEAD = re.compile(
    r"(?<!\b[A-Z])\.|[;:]|\bat\b(?! fewer| least| most|\s*\Z)|\b(?:in|on|by|when|although|though|"
    r"while|but|before|after|arrested|detained|captured)\b"
)


def victims_of(sentence: Sentence, figure: Figure) -> str:
    """The words for those whom a figure counts."""
    if found := WERE.match(sentence.text, figure.end, sentence.end):
        return found["who"].strip()
    if found := VICTIMS.match(sentence.text, figure.end, sentence.end):
        return found["who"].strip()
    if found := NUMBER_OF.search(sentence.text, sentence.start, figure.start):
        return found["who"]
    found = CASUALTIES_OF.search(sentence.text, sentence.start, figure.start)
    return found["who"] if found else ""


def victim_group(draft: Drafting, victims: str) -> str:
    """The group of victims, by their words."""
    if groups := draft.cues("casualties", "victim_group", victims):
        return groups[0]
    if UNIFORMED.search(victims):
        return "state_force"
    named = draft.names.find(victims, 0, len(victims), "actors")
    return "armed_group" if any(draft.is_group(m.id) for m in named) else "unspecified"


def _casualty(draft: Drafting, now: Reading, found: Harmed, cells: dict[str, str]) -> None:
    """Propose a casualty row."""
    span, harm, victims = found
    before = [i for at, i in now.incidents if at <= harm.end]
    after = [i for _, i in now.incidents][:1]
    incident = (before or after or [draft.incident or ""])[-1]
    if victims not in draft.text[slice(*span)]:
        at = draft.text.find(victims, now.sentence.start, span[0])
        span, victims = ((at, span[1]), victims) if at >= 0 else (span, "")
    row = draft.add("casualties", span, **cells)
    draft.guess(
        row,
        incident_id=incident,
        victim_group=victim_group(draft, victims),
        victim_text=victims,
    )
    figure = row.cells["quote"].find(row.cells["figure"] or row.value("victim_text"))
    _covers(draft, row, span_of(row)[0] + max(0, figure))
    draft.voice(row, now, harm.start)


def _covers(draft: Drafting, row: Proposal, at: int) -> None:
    """Fill in whether a row is the whole of its toll, and whether earlier ones are parts of it."""
    columns = ("incident_id", "harm")
    first, end = span_of(row)
    last = draft.by_table["casualties"][-REMEMBERED - 1 : -1]
    same = [r for r in last if all(r.value(n) == row.value(n) for n in columns)]
    is_later_toll = bool(TOLL_ROSE.search(row.cells["quote"]))
    after = at + len(row.cells["figure"])
    is_some = INCLUDING.search(draft.text, first, at) or OF_THEM.match(draft.text, after)
    parts = same if is_later_toll else [r for r in same if _is_beside(r, row) and not is_some]
    for other in parts:
        draft.guess(other, covers="part")
    end = min(end, at + len(draft.text[at : at + _NEAR].partition(",")[0]))
    among = is_some or AMONG.search(draft.text, max(first, at - 12), end)
    is_part = (parts or among) and not is_later_toll and row.cells["basis"] != "negated"
    draft.guess(row, covers="part" if is_part else "all")


_NEAR = 40
"""Within how many characters behind a figure words say that it is a part of a toll."""


def _is_beside(row: Proposal, other: Proposal) -> bool:
    """Whether two rows are parts of a toll: from the same words, or of different groups."""
    (start, end), (first, last) = span_of(row), span_of(other)
    groups = {row.value("victim_group"), other.value("victim_group")}
    return (start < last and first < end) or (len(groups) > 1 and "unspecified" not in groups)


def _implied(draft: Drafting, now: Reading, harms: Sequence[Hit]) -> None:
    """Propose a row for each single person whom words of harm name without a figure."""
    seen: set[int] = set()
    for harm in harms:
        if len(harm.values) != 1:
            continue
        for at, who, is_part in _ones(draft.text, harm, now.sentence):
            if at in seen:
                continue
            seen.add(at)
            span = draft.limited(*draft.content(now.sentence), harm.end)
            if not at < span[1] >= harm.end:
                span = clause(now.sentence, harm)
            one = {"stated_low": "1", "stated_high": "1", "basis": "implied", "figure": ""}
            _casualty(draft, now, Harmed(span, harm, who), {"harm": harm.values[0], **one})
            row = draft.by_table["casualties"][-1]
            head = _OF_OFFICE.split(who)[0].split()[-1]
            draft.guess(row, note=f'The singular "{head}" implies one.')
            if is_part:
                draft.guess(row, covers="part")


_OF_OFFICE = re.compile(r"\s(?:of|for)\s")


def _ones(text: str, harm: Hit, sentence: Sentence) -> Iterator[tuple[int, str, bool]]:
    """Single persons beside a word of harm: where, the words, and whether others were harmed."""
    before = ONES_BEFORE.search(text, sentence.start, harm.start)
    if before and (before["are"] or DIED.match(text, harm.start)):
        for name in ("who", "other"):
            if before[name]:
                yield before.start(name), before[name], bool(before["among"])
        return
    match = ONE_NAMED.match(text, harm.end, sentence.end)
    match = match or ONE_VICTIM.match(text, harm.end, sentence.end)
    if match and any(harm.end <= h.start < match.start("who") for h in sentence.of_kind("harm")):
        return
    while match:
        yield match.start("who"), match["who"], bool(_INCLUDED.match(match[0]))
        match = AND_ONE.match(text, match.end(), sentence.end)


_INCLUDED = re.compile(r"\s+(?:was|were|include)|.*\b(?:including|among\s+them)\b")


# Force estimates


class Counted(NamedTuple):
    """What a figure counts: the measure, the armed group, and the one that was left or joined."""

    figure: Figure
    measure: str
    actor: Named
    other: str


def read_estimates(draft: Drafting, now: Reading) -> None:
    """Propose an estimate for each figure that counts members of a group."""
    sentence = now.sentence
    if sentence.is_question:
        return
    for figure in counting(sentence):
        before = sentence.text[max(sentence.start, figure.start - 8) : figure.start]
        if _ORDINAL.search(before) or harm_of(sentence, sentence.of_kind("harm"), figure):
            continue
        measure, compared = measure_of(draft, sentence, figure), None
        if measure is None:
            if (compared := _compared(draft, sentence, figure)) is None:
                continue
            measure = compared.value("measure")
        actor, other = _of_whom(draft, sentence, figure, measure)
        if actor is None and compared is not None:
            actor = Named(compared.value("actor_id"), span_of(compared))
        if actor is not None:
            _estimate(draft, now, Counted(figure, measure, actor, other))


def _compared(draft: Drafting, sentence: Sentence, figure: Figure) -> Proposal | None:
    """The estimate before, in the same paragraph, with which words compare a figure."""
    rows = [r for r in draft.by_table["force_estimates"] if span_of(r)[0] >= sentence.line]
    is_compared = _COMPARED.search(sentence.text, sentence.start, figure.start)
    of_another = _OF_ANOTHER.match(sentence.text, figure.end)
    return rows[-1] if rows and is_compared and not of_another else None


_OF_ANOTHER = re.compile(r"\s+(?:for|of|in)\s+[A-Z]")
_COMPARED = re.compile(
    r"\b(?:(?:down|up)\s+from|compared\s+(?:with|to)|"
    r"(?:figure|number|strength|total)\s+(?:is|was|were|stood|stands)(?:\s+at)?)\s+\Z"
)
_ORDINAL = re.compile(r"\b(?:first|last|past|next|same)\s+\Z")


def measure_of(draft: Drafting, sentence: Sentence, figure: Figure) -> str | None:
    """What a figure measures of a group; None if it measures nothing of one."""
    text = sentence.text
    after = text[figure.end : min(figure.end + _REACH, sentence.end)]
    before = text[max(sentence.start, figure.start - _REACH) : figure.start]
    if TIME.search(figure.text) or TIME.match(after.lstrip()):
        return _lead_time(sentence, figure, before, after)
    near = _NOUN_PHRASE.match(after)
    found = draft.cues("force_estimates", "measure", near[0]) if near else []
    if LEFT.search(sentence.words) and (found or _PERSONS.search(after[:40])):
        return "defectors"
    if JOINED.search(sentence.words) and (found or GROUPS.match(after)):
        return "recruits"
    is_share = figure.low is None and SHARE.search(figure.text + after[:12])
    if is_share and OF_WHOM_A_SHARE.search(sentence.words):
        return None if _THOSE.match(after) else "composition"
    by_form = _by_form(figure, text[sentence.start : figure.start], after)
    return min(found, key=MEASURES.index, default=by_form)


def _by_form(figure: Figure, before: str, after: str) -> str | None:
    """The measure by words that no cue of the schema is: "cell of 20 men", "strength of 400"."""
    if MEN.match(after) or _CELL_OF.search(before):
        return "members"
    left, strength = THE_LEFT.match(after), STRENGTH_BEFORE.search(before)
    if figure.high == 0 or not (left or strength) or OTHER_THINGS.match(after):
        return None
    return "members" if (left and left["of"]) or RANKS.search(before) else "fighters"


_REACH = 70
_NOUN_PHRASE = re.compile(r"(?:\s+(?:of\s+)?(?:the\s+|its\s+)?[\w'’-]+){1,5}")
_PERSONS = re.compile(r"persons|men|commanders|from\b")
_THOSE = re.compile(r"\s*(?:of\s+)?(?:those|them)\s+\w+ed\b")
_CELL_OF = re.compile(r"\bcell of\s+\Z")


def _lead_time(sentence: Sentence, figure: Figure, before: str, after: str) -> str | None:
    """The measure of a length of time, if it is that in which a group can attack."""
    attacks = re.search(r"\b(?:attack|operation|strike)", sentence.words)
    within = re.search(
        r"\b(?:within|inside|in|under|little as|less than)\b", before[-14:] + figure.text
    )
    in_months = "month" in figure.text + after[:8]
    return "external_attack_lead_time" if attacks and within and in_months else None


def _of_whom(
    draft: Drafting, sentence: Sentence, figure: Figure, measure: str
) -> tuple[Named | None, str]:
    """The armed group of which words count something, and the group left or joined."""
    named = draft.groups(sentence.start, sentence.end)
    others = [*dict.fromkeys(m.id for m in named)]
    if measure == "defectors":
        left = _left(draft, sentence, figure, named)
        return left, next((i for i in others if left and i != left.id), "")
    meant = draft.group_meant(sentence.start, sentence.end)
    if _OF_ITS.match(draft.text, figure.end) and draft.group:
        best: Named | None = draft.group
    elif chosen := _nearest(draft, figure, named):
        best = Named(chosen.id, chosen.span)
    else:
        by_cue = measure in OF_THE_GROUP and not MEN.match(draft.text, figure.end)
        best = meant or (draft.group if by_cue or _is_near(draft, sentence, figure) else None)
    with_other = measure in ("recruits", "composition") and best
    return best, next((i for i in others if best and i != best.id), "") if with_other else ""


def _is_near(draft: Drafting, sentence: Sentence, figure: Figure) -> bool:
    """Whether words are for the strength of the group that the same paragraph named."""
    if not draft.group or LINE_END.search(draft.text, draft.group.at[0], sentence.start):
        return False
    return bool(STRENGTH_BEFORE.search(draft.text, sentence.start, figure.start))


_OF_ITS = re.compile(r"\s+of\s+(?:its|their)\b")


def _nearest(draft: Drafting, figure: Figure, named: list[Mention]) -> Mention | None:
    """Of the groups named, the one joined, the one of which words count, or the one before."""
    text = draft.text
    joined = [m for m in named if JOINED.search(text, figure.start, m.start)]
    of = [m for m in named if m.start >= figure.end and _OF.fullmatch(text, figure.end, m.start)]
    ahead = [m for m in named if m.end <= figure.start]
    return next(iter([*joined[:1], *of[:1], *ahead[-1:], *named[:1]]), None)


_OF = re.compile(r"(?:\s+[\w-]+){1,3}\s+of\s+(?:the\s+)?|\s+(?:the\s+)?")


def _left(
    draft: Drafting, sentence: Sentence, figure: Figure, named: list[Mention]
) -> Named | None:
    """The group that members left."""
    for m in named:
        if _FROM.search(draft.text, max(figure.start, m.start - 25), m.start):
            return Named(m.id, m.span)
    if _LEFT_IT.search(sentence.words) and draft.group:
        return draft.group
    return Named(named[0].id, named[0].span) if named else draft.group


_FROM = re.compile(r"\b(?:of|from|left)\s+(?:the\s+)?(?:[A-Z]\w+\s+)?\Z")
_LEFT_IT = re.compile(r"\bleft it\b|\bof its\b")


def _estimate(draft: Drafting, now: Reading, counted: Counted) -> None:
    """Propose an estimate."""
    sentence, (figure, measure, actor, other) = now.sentence, counted
    if (found := spelled(draft, sentence, figure)) is None:
        return
    span, spelling = found
    if sentence.start <= actor.at[0] < span[0]:
        span = draft.limited(*draft.content(sentence), figure.end)
    row = draft.add("force_estimates", span, figure=spelling.cell, **numbers(figure))
    unit = "groups" if GROUPS.match(draft.text, figure.end) else UNITS.get(measure, "persons")
    draft.guess(row, actor_id=actor.id, measure=measure, unit=unit, counterpart_id=other)
    if figure.low is not None and figure.low == figure.high:
        row.cells["spread"] = "point"
    elif figure.low is not None:
        over_time = "over the years" in sentence.words.lower()
        draft.guess(row, spread="over_time" if over_time else "uncertainty")
    draft.evidence(row, "actor_id", actor.at)
    if places := _places_behind(draft, sentence, figure):
        draft.guess(row, place_id=draft.place(places[0]))
    draft.voice(row, now, figure.start)
    _as_of(draft, now, row, figure)


def _places_behind(draft: Drafting, sentence: Sentence, figure: Figure) -> list[Mention]:
    """The places in which a figure counts: "3,000 fighters in Farland"."""
    end = clause(sentence, figure)[1]
    found = draft.find("places", figure.end, min(end, figure.end + _REACH))
    return [m for m in found if _IN.search(draft.text, figure.end, m.start)]


_IN = re.compile(r"\bin(?:to)?\s+(?:the\s+)?(?:[a-z]+\s+(?:of\s+)?)?\Z")


def _as_of(draft: Drafting, now: Reading, row: Proposal, figure: Figure) -> None:
    """Fill in the day of an estimate: that of its clause, a period, or the publication."""
    sentence = now.sentence
    period = draft.dating.period_in(sentence.start, sentence.end)
    if period and period.evidence:
        draft.guess(row, as_of=period.value, as_of_basis=period.basis)
        draft.evidence(row, "as_of", period.evidence)
        return
    start, end = sentence.start, sentence.end
    for mark in _AND.finditer(sentence.text, start, end):
        start = mark.end() if mark.end() <= figure.start else start
        end = min(end, mark.start()) if mark.start() >= figure.end else end
    draft.date(row, "as_of", [d for d in now.days if start <= d.start < end])
    said = (p for p in now.said if draft.id_of(p) == row.value("statement_id"))
    for day, basis in ((p.value("date"), p.value("date_basis")) for p in said):
        if not row.cells["as_of"] and _MONTH.fullmatch(day):
            draft.guess(row, as_of=day, as_of_basis=basis.replace("context", "publication"))
    if not row.cells["as_of"]:
        draft.guess(row, as_of=draft.dating.published, as_of_basis="publication")


_MONTH = re.compile(r"\d{4}(?:-\d\d)?")
"""The date of a report, which says since when its words are true; a weekday does not."""
_AND = re.compile(r"[;:]|,\s+and\b|,\s+said\b|\bbut\b")
