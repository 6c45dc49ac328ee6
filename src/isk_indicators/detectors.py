"""What a source's words announce: figures, dates, harm, blame, reported speech, quoted speech.

What lives here: finding the words that some row must account for, each as a hit of one kind. What
must not: rows, and which of them answers a hit (see ``check.coverage``). One more kind is one more
entry in ``_DETECTORS`` and one more value of the column ``kind`` of ``schemas/reviewed.json``.
Standard library only.

The detectors look wider than the rows: each number is a hit, be it money or a part of a name, and
each word of saying, be it an expert's. A hit that is no claim is a passage of ``reviewed``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple, Protocol

from isk_indicators import harm, numerals, spans, vocabulary
from isk_indicators.figures import as_duration, find_quantities
from isk_indicators.lexicon import Entry, Lexicon, Names
from isk_indicators.spans import Intervals, Span
from isk_indicators.vocabulary import MONTH, MONTHS

DURATION = "duration"
"""What a figure tells that is a length of time."""


class _Span(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Hit(NamedTuple):
    """Words that a row must account for.

    Attributes:
        start: The code point at which they begin, from 0.
        end: The code point after their last.
        kind: One of ``KINDS``.
        tells: What they say in the terms of the tables: the harm, the year and the month, or that a
            figure is a length of time; else nothing.
    """

    start: int
    end: int
    kind: str
    tells: tuple[str, ...] = ()


_YEAR = r"(?:1[89]|20)\d\d"
_DATE = re.compile(
    rf"\d\d?[./]\d\d?[./](?P<year1>{_YEAR})\b|(?P<year2>{_YEAR})-\d\d-\d\d\b"
    rf"|(?<!-)(?:\d\d?(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month>(?-i:{MONTH}))"
    rf"(?:\s+\d\d?(?:st|nd|rd|th)?(?!\d))?(?:,?\s+(?:of\s+)?(?P<year3>{_YEAR})\b)?"
    rf"|(?<![.,/])(?P<year4>{_YEAR})(?![,/]\d|\w)"
    r"|(?:of\s+|earlier\s+|later\s+)?(?:this|last)\s+(?:year|month|week|spring|summer|autumn|winter)\b"
    r"|(?:(?:recent|past|last)\s+(?:days|weeks|months|years)|the\s+same\s+period)\b"
    r"|(?:hours|days|weeks|months)\s+(?:before|after|earlier|later|ago)\b|yesterday",
    re.IGNORECASE,
)
"""Tried only where a word begins, and there only if that word is in ``_FIRST``."""
_FIRST = frozenset(
    "of earlier later this last recent past the hours days weeks months yesterday sept".split()
    + [form for month in MONTHS for form in (month.lower(), month[:3].lower())]
)
"""The words with which a date can begin, if not with a digit."""
_SAYING = Lexicon(
    Entry(
        "say says saying stated stating told tell tells telling warn warns warned warning accuse "
        "accuses accused accusing accusation accusations deny denies denied denying denial denials "
        "advise advises advised advising advice report reports reported reportedly reporting "
        "announce announces announced announcing announcement declare declares declared declaring "
        "declaration proclaim proclaims proclaimed proclaiming pledge pledges pledged pledging "
        "promise promises promised promising vow vows vowed vowing insist insists insisted "
        "insisting assert asserts asserted asserting allege alleges alleged allegedly alleging "
        "allegation allegations acknowledge acknowledges acknowledged acknowledging admit admits "
        "admitted admitting confirm confirms confirmed confirming mention mentions mentioned "
        "mentioning blame blames blamed blaming boast boasts boasted boasting reiterate reiterates "
        "reiterated reiterating urge urges urged urging demand demands demanded demanding offer "
        "offers offered offering refuse refuses refused refusal refusing portray portrays "
        "portrayed portraying estimate estimates estimated estimating ascribe ascribes ascribed "
        "ascribing attributes attributed attributing swear swears swore sworn endorse endorses "
        "endorsed endorsing believe believes believed believing suggest suggests suggested argue "
        "argues argued arguing cited quote quotes quoted quoting highlighted named condemn "
        "condemns condemned condemning assesses assessed assessment assessments"
    ),
    Entry("said", before=r"(?<!the\s)"),
    Entry(
        "states establishes established stress stresses stressed recognised recognises recognized "
        "recognizes",
        then=r"\s+that",
    ),
    Entry("note notes noted noting", then=r"\s+that", before=r"(?<!to\s)"),
    Entry("claim claims claimed claiming", then=r"(?![^.;]{0,30}\s(?:lives|life)\b)"),
    Entry("has had have", then=r"\s+taken\s+the\s+claim"),
    Entry("threaten threatened threatens threatening", then=r"\s+(?:to|that)"),
    Entry("press presses pressed pressing", then=r"\s+\w+\s+to"),
    Entry("express expresses expressed expressing", then=r"\s+concern"),
    Entry("calls called calling", then=r"\s+(?:on|for)"),
    Entry("according", then=r"\s+to"),
    Entry("as", then=r"\s+per"),
    Entry("suspect suspects suspected", then=r"(?=\s+(?:that|the|it))"),
    last=r"(?!-)",
)
_DEEDS = "attack attacks assault assaults bombing bombings blast blasts strike strikes plot plots"
_DEED = rf"(?:{_DEEDS.replace(' ', '|')})"
_BLAMING = Lexicon(
    Entry(
        "blame blamed blames blaming ascribed attributed footprint footprints targeted targets "
        "targeting attacked attacking planned controlled conducted conducting launched launching "
        "complicity perpetrate perpetrated perpetrates perpetrating perpetrator perpetrators "
        "orchestrated orchestrating mastermind masterminded arrested clashed suspect suspects "
        "suspected"
    ),
    Entry("carry carried carries carrying", then=r"\s+out"),
    Entry("was were is are be been", then=r"\s+behind"),
    Entry("involved", then=r"\s+in"),
    Entry("taken", then=r"\s+the\s+claim"),
    Entry("claimed", then=r"\s+by"),
    Entry("claim claims claimed", then=rf"\s+(?:responsibility|(?:\w+\s+){{0,4}}{_DEED})"),
    Entry("in", then=r"\s+coordination\s+with"),
    Entry("coordination", then=r"\s+with"),
    Entry("responsible", then=r"\s+for"),
    Entry(f"{_DEEDS} operation operations clashes", then=r"\s+(?:\w+\s+){0,2}by"),
    names=Names(
        before=rf"(?:['’][sS])?\s+(?i:{_DEED})(?!\w)",
        but="A After All Also Although Amid An And Another Any As At Before Both But Despite "
        "During Each Few For Four From Further Had Her His How If In Its Later Many More Most "
        "Nine No On One Other Our Over Recent Seven Several Since Six Some Such Ten That The "
        "Their Then There These They This Those Three Through Two What When Where Which While "
        "With Without",
    ),
)
_MARK = re.compile(r"[“”\"\n]")
# What may not precede is asked behind the mark: a search for marks is fast.
_SINGLE = re.compile(r"‘(?<!\w.)([^‘’\n]+)’(?!\w)|'(?<![\w'].)([^'\n]+)'(?![\w'])")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")


def find_hits(text: str) -> list[Hit]:
    """Find every hit of a text, by place and kind; each lies within one line, as quotes do."""
    return sorted(hit for start, end in spans.lines(text) for hit in _hits(text[start:end], start))


def _hits(line: str, first: int) -> Iterator[Hit]:
    """The hits of the line that begins at the place ``first`` of its text."""
    for find in _DETECTORS.values():
        for hit in find(line):
            yield hit._replace(start=first + hit.start, end=first + hit.end)


def _figures(text: str) -> Iterator[Hit]:
    """Each number and each word that stands for one, but for those that are parts of dates."""
    taken = [(hit.start, hit.end) for hit in _dates(text)]
    quantities = find_quantities(text, Intervals(taken))
    durations = (as_duration(text, quantity) for quantity in quantities)
    finds: tuple[tuple[Iterable[_Span], tuple[str, ...]], ...] = (
        ([duration for duration in durations if duration is not None], (DURATION,)),
        (quantities, ()),
        (numerals.find(text), ()),
    )
    for found, tells in finds:
        outer = Intervals(taken)
        for span in found:
            if not outer.overlaps(span.start, span.end):
                taken.append((span.start, span.end))
                yield Hit(span.start, span.end, "figure", tells)


@lru_cache(maxsize=2)  # the figures ask for the dates too
def _dates(text: str) -> tuple[Hit, ...]:
    found = vocabulary.matches(_DATE, text, vocabulary.places(text, _FIRST))
    return tuple(map(_date, found))


def _date(match: re.Match[str]) -> Hit:
    groups = match.groupdict()
    years = [value for name, value in groups.items() if name.startswith("year") and value]
    months = [_month(groups["month"])] if groups["month"] else []
    return Hit(match.start(), match.end(), "date", (*years, *months))


def _month(name: str) -> str:
    return next(month for month in MONTHS if month[:3] == name[:3])


def _harm(text: str) -> Iterator[Hit]:
    return (Hit(w.start, w.end, "harm", (w.harm,)) for w in harm.find_harm(text))


def _reporting(text: str) -> Iterator[Hit]:
    return (Hit(found.start, found.end, "reporting") for found in _SAYING.find(text))


def _attributions(text: str) -> Iterator[Hit]:
    return (Hit(found.start, found.end, "attribution") for found in _BLAMING.find(text))


def _quotations(text: str) -> Iterator[Hit]:
    """Words between quotation marks, each sentence of them by itself."""
    single = [m.span(m.lastindex or 0) for m in _SINGLE.finditer(text)]
    for quoted in (*_between_marks(text), *single):
        for sentence in _sentences(text, *quoted):
            start, end = spans.without_edges(text, *sentence)
            if start < end:
                yield Hit(start, end, "quotation")


def _between_marks(text: str) -> Iterator[Span]:
    """From each opening mark to its closing one, or to the end of the line that lacks it.

    A closing mark that nothing opens ends words that are quoted from their sentence's beginning,
    or from the mark before it.
    """
    since, opened = 0, None
    for mark in _MARK.finditer(f"{text}\n"):
        if opened is not None:
            yield opened, mark.start()
            opened = mark.end() if mark.group() == "“" else None
        elif mark.group() == "”":
            yield since + _last_sentence(text[since : mark.start()]), mark.start()
        elif mark.group() != "\n":
            opened = mark.end()
        since = mark.end()


def _last_sentence(words: str) -> int:
    return max((gap.end() for gap in _SENTENCE_END.finditer(words)), default=0)


def _sentences(text: str, start: int, end: int) -> Iterator[Span]:
    first = start
    for gap in _SENTENCE_END.finditer(text, start, end):
        yield first, gap.start()
        first = gap.end()
    if first < end:
        yield first, end


_DETECTORS: Mapping[str, Callable[[str], Iterable[Hit]]] = MappingProxyType(
    {
        "figure": _figures,
        "date": _dates,
        "harm": _harm,
        "attribution": _attributions,
        "reporting": _reporting,
        "quotation": _quotations,
    }
)
"""What finds each kind of hit."""

KINDS = tuple(_DETECTORS)
"""The kinds of hit, as the column ``kind`` of reviewed passages names them."""
