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

from isk_indicators import harm, numerals
from isk_indicators.figures import find_durations, find_quantities
from isk_indicators.intervals import Interval, Intervals
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
    rf"\b\d\d?[./]\d\d?[./](?P<year1>{_YEAR})\b|\b(?P<year2>{_YEAR})-\d\d-\d\d\b"
    rf"|(?<![\w-])(?:\d\d?(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month>(?-i:{MONTH}))"
    rf"(?:\s+\d\d?(?:st|nd|rd|th)?(?!\d))?(?:,?\s+(?:of\s+)?(?P<year3>{_YEAR})\b)?"
    rf"|(?<![\w.,/])(?P<year4>{_YEAR})(?![,/]\d|\w)"
    r"|\b(?:of\s+|earlier\s+|later\s+)?(?:this|last)\s+(?:year|month|week|spring|summer|autumn|winter)\b"
    r"|\b(?:(?:recent|past|last)\s+(?:days|weeks|months|years)|the\s+same\s+period)\b"
    r"|\b(?:hours|days|weeks|months)\s+(?:before|after|earlier|later|ago)\b|\byesterday\b",
    re.IGNORECASE,
)
_SAYING = (
    r"(?<!the\s)said|says?|saying|state(?:d|s\s+that)|stating|told|tells?|telling|"
    r"claim(?:s|ed|ing)?(?![^.;]{0,30}\s(?:lives|life)\b)|(?:has|had|have)\s+taken\s+the\s+claim|warn(?:s|ed|ing)?|"
    r"accus(?:e[sd]?|ing|ations?)|den(?:y|ies|ied|ying)|denials?|advis(?:e[sd]?|ing)|advice|"
    r"report(?:s|ed|edly|ing)?|announc(?:e[sd]?|ing|ement)|declar(?:e[sd]?|ing|ation)|"
    r"proclaim(?:s|ed|ing)?|pledg(?:e[sd]?|ing)|promis(?:e[sd]?|ing)|threaten(?:ed|s|ing)?\s+(?:to|that)|"
    r"vow(?:s|ed|ing)?|insist(?:s|ed|ing)?|assert(?:s|ed|ing)?|alleg(?:e[sd]?|edly|ing|ations?)|"
    r"acknowledg(?:e[sd]?|ing)|admit(?:s|ted|ting)?|confirm(?:s|ed|ing)?|establish(?:es|ed)\s+that|"
    r"mention(?:s|ed|ing)?|(?<!to\s)not(?:es?|ed|ing)\s+that|press(?:es|ed|ing)?\s+\w+\s+to|"
    r"stress(?:es|ed)?\s+that|blam(?:e[sd]?|ing)|"
    r"boast(?:s|ed|ing)?|reiterat(?:e[sd]?|ing)|express(?:es|ed|ing)?\s+concern|"
    r"urg(?:e[sd]?|ing)|call(?:s|ed|ing)\s+(?:on|for)|demand(?:s|ed|ing)?|offer(?:s|ed|ing)?|"
    r"refus(?:e[sd]?|al|ing)|portray(?:s|ed|ing)?|estimat(?:e[sd]?|ing)|according\s+to|as\s+per|"
    r"suspect(?:s|ed)?(?=\s+(?:that|the|it))|ascrib(?:e[sd]?|ing)|attribut(?:e[sd]|ing)|"
    r"sw(?:ears?|ore|orn)|endors(?:e[sd]?|ing)|believ(?:e[sd]?|ing)|suggest(?:s|ed)?|"
    r"argu(?:e[sd]?|ing)|cited|quot(?:e[sd]?|ing)|highlighted|"
    r"named|condemn(?:s|ed|ing)?|assess(?:es|ed|ments?)|recogni[sz]e[sd]\s+that"
)
_DEED = r"(?:attacks?|assaults?|bombings?|blasts?|strikes?|plots?)"
_BLAMING = (
    r"carr(?:y|ied|ies|ying)\s+out|(?:was|were|is|are|be|been)\s+behind|involved\s+in|"
    r"blam(?:ed?|es|ing)|ascribed|attributed|taken\s+the\s+claim|claimed\s+by|"
    rf"claim(?:s|ed)?\s+(?:responsibility|(?:\w+\s+){{0,4}}{_DEED})|footprints?|"
    r"target(?:ed|s|ing)|attack(?:ed|ing)|planned|controlled|conduct(?:ed|ing)|launch(?:ed|ing)|"
    r"complicity|(?:in\s+)?coordination\s+with|perpetrat(?:e[sd]?|ing|ors?)|orchestrat(?:ed|ing)|"
    r"mastermind(?:ed)?|responsible\s+for|arrested|clashed|suspect(?:s|ed)?|"
    rf"(?:{_DEED}|operations?|clashes)\s+(?:\w+\s+){{0,2}}by|"
    rf"(?-i:(?!The|In|An?|This|These|Its|Several|Many|Some)[A-Z][\w-]+)(?:['’]s)?\s+{_DEED}"
)
_ATTRIBUTION = re.compile(rf"(?<![\w-])(?:{_BLAMING})(?!\w)", re.IGNORECASE)
_REPORTING = re.compile(rf"(?<![\w-])(?:{_SAYING})(?![\w-])", re.IGNORECASE)
_MARK = re.compile(r"[“”\"\n]")
_SINGLE = re.compile(r"(?<!\w)‘([^‘’\n]+)’(?!\w)|(?<![\w'])'([^'\n]+)'(?![\w'])")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")


def find_hits(text: str) -> list[Hit]:
    """Find every hit of a text, by place and kind."""
    return sorted(hit for find in _DETECTORS.values() for hit in find(text))


def _figures(text: str) -> Iterator[Hit]:
    """Each number and each word that stands for one, but for those that are parts of dates."""
    taken = [(hit.start, hit.end) for hit in _dates(text)]
    finds: tuple[tuple[Iterable[_Span], tuple[str, ...]], ...] = (
        (find_durations(text), (DURATION,)),
        (find_quantities(text), ()),
        (numerals.find(text), ()),
    )
    for spans, tells in finds:
        outer = Intervals(taken)
        for span in spans:
            if not outer.touch(span.start, span.end):
                taken.append((span.start, span.end))
                yield Hit(span.start, span.end, "figure", tells)


@lru_cache(maxsize=2)  # the figures ask for the dates too
def _dates(text: str) -> tuple[Hit, ...]:
    return tuple(_date(match) for match in _DATE.finditer(text))


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
    return (Hit(m.start(), m.end(), "reporting") for m in _REPORTING.finditer(text))


def _attributions(text: str) -> Iterator[Hit]:
    return (Hit(m.start(), m.end(), "attribution") for m in _ATTRIBUTION.finditer(text))


def _quotations(text: str) -> Iterator[Hit]:
    """Words between quotation marks, each sentence of them by itself."""
    single = (m.span(m.lastindex or 0) for m in _SINGLE.finditer(text))
    for start, end in (*_between_marks(text), *single):
        for first, last in _sentences(text, start, end):
            yield Hit(first, last, "quotation")


def _between_marks(text: str) -> Iterator[Interval]:
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


def _sentences(text: str, start: int, end: int) -> Iterator[Interval]:
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
