"""Incidents: what happened, where, when, and whether words go on about a known one."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

from isk_indicators.curate.draft.drafting import Drafting, Reading, span_of
from isk_indicators.curate.draft.sentences import Sentence
from isk_indicators.curate.draft.vocabulary import (
    ACTIVE,
    ANOTHER_CLAUSE,
    BY_FORCES,
    COMPARED,
    DEFINITE,
    EVENT,
    HARMED_IN,
    HARMING,
    IN_PASSING,
    IN_THE_SAME,
    LEADING_NUMBER,
    MORE_TYPES,
    NOT_DONE,
    OF_ATTACKERS,
    OF_FORCES,
    ONE_LISTED,
    OWN_VERB,
    RELATED_DAY,
    REMEMBERED,
    SERIES,
    SEVERAL_SITES,
    SINCE,
    TARGETS,
    TARGETS_LISTED,
    TYPES,
)
from isk_indicators.curate.proposals import Proposal
from isk_indicators.dates import MONTHS
from isk_indicators.detectors import Hit
from isk_indicators.figures import Figure
from isk_indicators.spans import Span


class Event(NamedTuple):
    """Words for an incident.

    Attributes:
        match: The words.
        around: The part of the sentence that is about it.
        kind: Its type.
        figure: The figure that counts incidents of a series.
        is_first: Whether the sentence is about no other incident before.
        has_own: Whether the part names a place or a day.
    """

    match: re.Match[str]
    around: Span
    kind: str
    figure: Figure | None
    is_first: bool
    has_own: bool

    @property
    def is_new(self) -> bool:
        """Whether the words are for an incident not reported before."""
        return bool(self.figure or self.match["new"])


def read_incidents(draft: Drafting, now: Reading) -> None:
    """Propose each incident that a sentence reports, unless its words go on about a known one."""
    sentence = now.sentence
    if all(hit.kind in ("reporting", "quotation") for hit in sentence.hits):
        return
    matches = _events(draft, sentence)
    starts = [sentence.start, *(match.end() for match in matches[:-1])]
    for n, match in enumerate(matches[1:], start=1):
        if cut := ANOTHER_CLAUSE.search(draft.text, starts[n], match.start()):
            starts[n] = cut.start()
    ends = [*(match.start() for match in matches[1:]), sentence.end]
    for match, part in zip(matches, zip(starts, ends, strict=False), strict=False):
        if _listed(draft, now, match):
            continue
        before = len(draft.by_table["incidents"])
        if (found := _incident(draft, now, match, part)) is not None:
            now.incidents.append((match.start(), found))
            is_new = len(draft.by_table["incidents"]) > before
            if is_new or not draft.incident or not _is_in_passing(draft, sentence, match):
                draft.incident = found
    _compared(draft, now)


def _events(draft: Drafting, sentence: Sentence) -> list[re.Match[str]]:
    """The words for what happened, without those for harm that an event behind them did."""
    text, found = draft.text, list[re.Match[str]]()
    for match in EVENT.finditer(text, sentence.start, sentence.end):
        if NOT_DONE.search(text, max(sentence.start, match.start() - _BEFORE), match.start()):
            continue
        while found and _is_harm_in(found[-1], match):
            found.pop()
        if not (found and _is_own_verb(found[-1], match)):
            found.append(match)
    return found


def _is_harm_in(deed: re.Match[str], event: re.Match[str]) -> bool:
    """Whether a deed is the harm that an event behind it did: "four were killed in a blast"."""
    is_harm = HARMING.fullmatch(deed["verb"] or "") and not HARMING.fullmatch(event["verb"] or "")
    return bool(is_harm and HARMED_IN.fullmatch(event.string, deed.end(), event.start()))


def _is_own_verb(event: re.Match[str], verb: re.Match[str]) -> bool:
    """Whether a verb is that of the event before it: "the blast hit a shop"."""
    is_verb = OWN_VERB.fullmatch(verb["verb"] or "") and not event["verb"]
    between = verb.string[event.end() : verb.start()].replace(",", "")
    return bool(is_verb and not ANOTHER_CLAUSE.search(between))


def _is_in_passing(draft: Drafting, sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether words only refer to an incident: "he had planned the attack"."""
    at = match.start() + 4 * match[0].startswith("for ")
    return bool(match["noun"] and IN_PASSING.search(draft.text, sentence.start, at))


_BEFORE = 40


def _listed(draft: Drafting, now: Reading, match: re.Match[str]) -> bool:
    """Propose an incident for each target: "attacks on the hotel, the mission and a mosque"."""
    end = match.end()
    listed = TARGETS_LISTED.match(draft.text, end, now.sentence.end) if match["many"] else None
    if listed is None:
        return False
    kind = _type(draft, match, match[0])
    for item in ONE_LISTED.finditer(draft.text, *listed.span("all")):
        whole = (now.sentence.start, now.sentence.end)
        event = Event(match, whole, kind, None, is_first=not now.incidents, has_own=True)
        found = _same_target(draft, item["what"]) or _new_incident(draft, now, event, item["what"])
        now.incidents.append((item.start(), found))
        now.listed.append(found)
        draft.incident = found
    return True


def _same_target(draft: Drafting, words: str) -> str | None:
    """The single incident, proposed or listed, that has a target by the same words."""
    proposed = (row.confirmed for row in draft.by_table["incidents"][-REMEMBERED:])
    for cells in (*proposed, *draft.data.rows("incidents")):
        if cells["target_text"] == words and cells["scale"] == "single":
            return str(cells["incident_id"])
    return None


def _incident(draft: Drafting, now: Reading, match: re.Match[str], part: Span) -> str | None:
    """The incident that words mean: a known one, or a new proposal; None if they are general."""
    event = _event(draft, now, match, part)
    is_part = event.kind == "arrest" and not _is_arrest(draft, event)
    if now.incidents and (is_part or _goes_on(draft, now, event, part)):
        _say_more(draft, now.incidents[-1][1], event)
        return now.incidents[-1][1]
    if not event.is_new:
        is_own = event.is_first or event.has_own or _is_arrest(draft, event)
        if not is_own or _is_general(draft, now, event, part[1]):
            return None
        known = _known(draft, now, event)
        if known is None and match["verb"] is None and not event.has_own:
            known = draft.incident
        if known or (match["noun"] and not event.has_own):
            return known
    return _same_deed(draft, now, event) or _new_incident(draft, now, event)


def _same_deed(draft: Drafting, now: Reading, event: Event) -> str | None:
    """The incident reported before, if a verb says what happened in it."""
    verb = event.match["verb"]
    is_dated = any(day.values[1:] for day in now.days)
    is_elsewhere = event.has_own and not HARMING.fullmatch(verb or "")
    is_part = verb and not (ACTIVE.match(verb) or is_dated or is_elsewhere)
    if not is_part or _is_another(draft, now, event):
        return None
    return draft.incident


def _is_another(draft: Drafting, now: Reading, event: Event) -> bool:
    """Whether words name another day than that of the last incident, or a stranger elsewhere."""
    places, days = _place_and_days(draft, now, event)
    for row in draft.by_table["incidents"]:
        if draft.id_of(row) == draft.incident:
            same_place, same_day = _is_at(row.confirmed, row.value("event_type"), places, days)
            is_elsewhere = bool(places and row.value("place_id") and not same_place)
            is_stranger = _STRANGER.search(draft.text, now.sentence.start, event.match.start())
            has_day = row.value("date") or row.value("scale") == "series"
            is_other_day = bool(days and has_day and not same_day)
            return is_other_day or (is_elsewhere and is_stranger is not None)
    return False


_STRANGER = re.compile(
    r"(?:\b(?:an?|another)\s+(?:[\w-]+\s+){1,3}|\b(?<!the )(?:gunmen|attackers|bombers|assailants|"
    r"militants)\s+)(?:who\s+)?\Z",
    re.IGNORECASE,
)


def _goes_on(draft: Drafting, now: Reading, event: Event, part: Span) -> bool:
    """Whether words say more about the event before: "the blast came when a bomber …"."""
    start = event.match.start()
    joined = IN_THE_SAME.search(draft.text, part[0], start)
    days = [day for day in now.days if start <= day.start < part[1]]
    own = days or draft.local_places((start, part[1]))
    return bool(joined and not own and not event.match["many"])


def _say_more(draft: Drafting, incident: str, event: Event) -> None:
    """Fill in what further words of a sentence say about the incident that it proposes."""
    row = draft.by_table["incidents"][-1:]
    if row and draft.id_of(row[0]) == incident and span_of(row[0])[1] >= event.match.end():
        if row[0].value("event_type") == "attack":
            draft.guess(row[0], event_type=event.kind)
        words = draft.text[slice(*event.around)]
        row[0].cells["suicide"] = "".join(draft.cues("incidents", "suicide", words))
        row[0].cells["label"] = ""
        _label(draft, row[0])


def _is_arrest(draft: Drafting, event: Event) -> bool:
    """Whether somebody was arrested, and not in an operation reported before."""
    known = (row for row in draft.by_table["incidents"] if draft.id_of(row) == draft.incident)
    return event.kind == "arrest" and all(row.value("event_type") not in BY_FORCES for row in known)


def _event(draft: Drafting, now: Reading, match: re.Match[str], part: Span) -> Event:
    """Words for an incident, with what is around them."""
    sentence = now.sentence
    is_noun = match["noun"] or match["many"]
    around = (match.start() if is_noun else part[0], part[1])
    if DEFINITE.match(match[0]) and (mark := _MARK.search(draft.text, match.end(), part[1])):
        around = (around[0], mark.start())
    days = (around[0] <= day.start < around[1] for day in _own_days(draft, now, match))
    return Event(
        match,
        around,
        _type(draft, match, draft.text[around[0] : sentence.end if match["verb"] else around[1]]),
        _count(sentence, match),
        not now.incidents,
        bool(draft.local_places(around)) or any(days),
    )


def _own_days(draft: Drafting, now: Reading, match: re.Match[str]) -> list[Hit]:
    """The days of a sentence, without those that are counted from the day of an incident."""
    if not DEFINITE.match(match[0]):
        return now.days
    words = ((day, draft.text[day.start : day.end]) for day in now.days)
    return [
        day
        for day, said in words
        if not (RELATED_DAY.search(said) or SINCE.search(draft.text, 0, day.start))
    ]


_MARK = re.compile(r"[,;:]\s")


def _is_general(draft: Drafting, now: Reading, event: Event, until: int) -> bool:
    """Whether words are for incidents that are no series."""
    start = max(now.sentence.start, event.match.start() - 30)
    return bool(event.match["many"]) and not SERIES.search(draft.text, start, until)


def _type(draft: Drafting, event: re.Match[str], words: str) -> str:
    """The type of an event, by its words and by those around it."""
    own = draft.cues("incidents", "event_type", event[0])
    own += [kind for kind, pattern in MORE_TYPES if pattern.search(event[0])]
    wide = draft.cues("incidents", "event_type", words)
    wide += [kind for kind, pattern in MORE_TYPES if pattern.search(words)]
    before = draft.text[max(0, event.start() - _BEFORE) : event.start()]
    if {*own} <= {"attack", "armed_assault"} and event["verb"] and OF_FORCES.search(before):
        return "security_operation"
    if OF_ATTACKERS.search(before):
        own = [kind for kind in own if kind != "security_operation"]
        wide = [kind for kind in wide if kind != "security_operation"]
    if {*own} <= {"attack", "armed_assault"} and "assassination" in wide:
        return "assassination"
    return min(own or wide, key=TYPES.index, default="attack")


def _known(draft: Drafting, now: Reading, event: Event) -> str | None:
    """An incident, proposed or listed, at the place and the time that words name.

    One that the document reported may be meant by the place or by the day alone.
    """
    places, days = _place_and_days(draft, now, event)
    for row in reversed(draft.by_table["incidents"][-REMEMBERED:]):
        same_place, same_day = _is_at(row.confirmed, event.kind, places, days)
        if (same_place and (same_day or not days)) or (same_day and not places):
            return draft.id_of(row)
    countries = {draft.known_place(place, "country") for place in places} - {""}
    for listed in draft.data.rows("incidents"):
        cells = {k: "" if v is None else str(v) for k, v in listed.items()}
        same_place, same_day = _is_at(cells, event.kind, places, days)
        if same_day and (
            same_place or draft.known_place(cells["place_id"], "country") in countries
        ):
            return cells["incident_id"]
    return None


def _place_and_days(
    draft: Drafting, now: Reading, event: Event
) -> tuple[Collection[str], Collection[str]]:
    """The places and the days that words for an event name."""
    start, end = event.around
    names = {row.value("name"): draft.id_of(row) for row in draft.by_table["places"]}
    places = {names.get(m.id, m.id) for m in draft.local_places(event.around)}
    own = (day for day in _own_days(draft, now, event.match) if start <= day.start < end)
    return places, [date.value for date in map(draft.dating.at, own) if date]


def _is_at(
    cells: Mapping[str, str], kind: str, places: Collection[str], days: Collection[str]
) -> tuple[bool, bool]:
    """Whether a single incident of such a type is at one of these places, and on these days."""
    if cells["scale"] != "single" or (cells["event_type"] in BY_FORCES) != (kind in BY_FORCES):
        return False, False
    day = cells["date"]
    same_day = any(day and (day.startswith(d) or d.startswith(day)) for d in days)
    return cells["place_id"] in places, same_day


# The row


def _new_incident(draft: Drafting, now: Reading, event: Event, target: str = "") -> str:
    """Propose an incident; its target, if it is one of several listed."""
    sentence, end = now.sentence, event.match.end()
    several = event.match["many"] or SEVERAL_SITES.match(draft.text, end, sentence.end)
    is_series = bool(several or _is_in_series(draft, now, event)) and not target
    row = draft.add("incidents", draft.limited(*draft.content(sentence), end))
    scale = "series" if is_series else "single"
    draft.guess(row, scale=scale, event_type=event.kind, target_type="unknown")
    whole = (sentence.start, sentence.end)
    _fill_target(draft, row, target)
    words = draft.text[sentence.start if event.is_first else event.around[0] : event.around[1]]
    row.cells["suicide"] = "".join(draft.cues("incidents", "suicide", words))
    if not is_series and event.kind != "clash":
        outcome = draft.cues("incidents", "outcome", words)
        by_type = "foiled" if event.kind == "plot" else "completed"
        draft.guess(row, outcome=outcome[0] if outcome else by_type)
    for part in (event.around, whole) if event.is_first else (event.around,):
        _target(draft, row, part)
        _place(draft, now, row, part)
    other = COMPARED.search(draft.text, end, sentence.end)
    days = [d for d in now.days if other is None or d.start < other.start()]
    own = [d for d in days if event.around[0] <= d.start < event.around[1]]
    _date(draft, row, sentence, own or days)
    if event.figure is not None:
        row.cells |= _counted(event.figure)
    draft.voice(row, now, event.match.start())
    _label(draft, row)
    return draft.id_of(row)


def _is_in_series(draft: Drafting, now: Reading, event: Event) -> bool:
    """Whether something happened in a series: "plots, in which nine suspects were arrested"."""
    rows = draft.by_table["incidents"][-1:] if now.incidents else []
    before = draft.text[event.around[0] : event.match.start()]
    return any(r.value("scale") == "series" for r in rows) and "in which" in before


def _date(draft: Drafting, row: Proposal, sentence: Sentence, days: list[Hit]) -> None:
    draft.date(row, "date", days)
    period = draft.dating.period_in(sentence.start, sentence.end)
    if period and not row.cells["date"]:
        draft.guess(row, date=period.value, date_basis=period.basis)
        if period.evidence:
            draft.evidence(row, "date", period.evidence)


def _place(draft: Drafting, now: Reading, row: Proposal, span: Span) -> None:
    """Fill in where an incident was: by its words, or by the sentence before: "there"."""
    if row.cells["place_id"]:
        return
    if local := draft.local_places(span):
        if not _AND_ANOTHER.match(draft.text, local[0].end):  # of several, none is the place
            draft.guess(row, place_id=draft.place(min(local, key=draft.place_rank)))
    elif span == (now.sentence.start, now.sentence.end):
        last = draft.last
        before = draft.local_places((last.start, last.end)) if last else []
        if before and _THERE.search(now.sentence.words):
            draft.guess(row, place_id=draft.place(before[0]))
            draft.evidence(row, "place_id", before[0].span)
        elif wide := draft.find("places", *span):
            draft.guess(row, place_id=draft.place(wide[0]))


_AND_ANOTHER = re.compile(r"\s+and\s+[A-Z]")
_THERE = re.compile(r"\bthere\b(?! (?:is|are|was|were|has|have|had)\b)")


def read_table_line(draft: Drafting, sentence: Sentence) -> None:
    """Propose a line of a table that has the place and the day of an incident as evidence."""
    places = {draft.place(m) for m in draft.local_places((sentence.start, sentence.end))}
    found = filter(None, map(draft.dating.at, sentence.of_kind("date")))
    days = {date.value for date in found}
    for row in draft.by_table["incidents"][-REMEMBERED:]:
        if row.value("place_id") in places and row.value("date") in days:
            draft.evidence(row, "date", (sentence.start, sentence.end))


def _target(draft: Drafting, row: Proposal, span: Span) -> None:
    """Fill in what was attacked."""
    group = draft.groups(*span_of(row))
    if row.value("event_type") == "security_operation":
        target = group[0].id if group else ""
        draft.guess(row, target_type="armed_group", target_actor_id=target)
    if row.cells["target_text"]:
        return
    for pattern in TARGETS:
        found = pattern.search(draft.text, span[0], min(span[1], span_of(row)[1]))
        words = found["what"].strip() if found else ""
        if (
            not words
            or words not in row.cells["quote"]
            or draft.names.find(words, 0, len(words), "places")
        ):
            continue
        _fill_target(draft, row, words)
        return


def _fill_target(draft: Drafting, row: Proposal, words: str) -> None:
    """Fill in the words for a target, and what they show."""
    words = LEADING_NUMBER.sub("", words)
    if not words:
        return
    draft.guess(row, target_text=words)
    if types := draft.cues("incidents", "target_type", words):
        draft.guess(row, target_type=types[0])
    if named := draft.names.find(words, 0, len(words), "actors"):
        draft.guess(row, target_actor_id=named[0].id)


def _label(draft: Drafting, row: Proposal) -> None:
    """A label made of the coded cells: "Bombing on market in Farville, May 2024".

    It is blank if another incident has it: the curator knows what distinguishes them.
    """
    kind, target, place, day = map(row.value, ("event_type", "target_text", "place_id", "date"))
    words = kind.replace("_", " ").capitalize() + "s" * (row.value("scale") == "series")
    new = {draft.id_of(p): p.value("name") for p in draft.by_table["places"]}
    name = draft.known_place(place, "name") or new.get(place, "")
    link = "of" if kind in _OF_SOMEBODY else "on"
    words += f" {link} {target}" * bool(target) + f" in {name}" * bool(name)
    if printed := _MONTH.match(day):
        words += f", {MONTHS[int(printed['month']) - 1]} {printed['year']}"
    labels = {other.value("label") for other in draft.by_table["incidents"]}
    draft.guess(row, label="" if words in labels else words)


_OF_SOMEBODY = ("arrest", "assassination")
_MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)(?:-\d\d)?\Z")


def _count(sentence: Sentence, event: re.Match[str]) -> Figure | None:
    """The figure that counts incidents."""
    if event["many"]:
        for figure in sentence.figures():
            between = sentence.text[figure.end : max(figure.end, event.start("many"))]
            if figure.end <= event.start("many") and _ADJECTIVES.fullmatch(between):
                return figure
    return None


_ADJECTIVES = re.compile(r"\s+(?:[\w/-]+\s+){0,5}")


def _counted(figure: Figure) -> dict[str, str]:
    """The figure of a series, as columns."""
    low, high = ("" if n is None else str(n) for n in (figure.low, figure.high))
    return {
        "count_figure": figure.text,
        "count_qualifier": figure.qualifier,
        "count_low": low,
        "count_high": high,
    }


def _compared(draft: Drafting, now: Reading) -> None:
    """Propose the series with which words compare another: "38 attacks, against 45 in 2024"."""
    sentence, here = now.sentence, {row_id for _, row_id in now.incidents}
    series = [
        r for r in draft.by_table["incidents"] if draft.id_of(r) in here and r.cells["count_low"]
    ]
    other = COMPARED.search(draft.text, sentence.start, sentence.end)
    if not series or other is None:
        return
    figures = (f for f in sentence.figures() if other.end() <= f.start <= other.end() + 12)
    if (figure := next(figures, None)) is None:
        return
    row = draft.add("incidents", draft.content(sentence))
    row.cells |= {name: series[-1].cells[name] for name in _SHARED} | _counted(figure)
    draft.date(row, "date", [d for d in now.days if d.start > figure.end])
    _label(draft, row)
    now.incidents.append((figure.start, draft.id_of(row)))
    draft.compared[draft.id_of(series[-1])] = draft.id_of(row)


_SHARED = ("scale", "event_type", "target_type", "place_id", "voice", "statement_id")
