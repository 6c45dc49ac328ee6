"""What a source's words announce: figures, dates, harm, blame, reported speech, quoted speech.

The detectors find more than the rows need: each number is a hit, also money or a part of a name,
and each word of saying, also an expert's. A hit that is no claim is a passage of ``reviewed``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from isk_indicators.dates import MONTHS
from isk_indicators.figures import as_duration, find_quantities
from isk_indicators.spans import Intervals, Span, lines, without_edges
from isk_indicators.words import HARM, MONTH, Entry, Lexicon, any_of, find_numerals, split

DURATION = "duration"
"""The value of a figure that is a length of time."""


class Hit(NamedTuple):
    """Words that a row must account for.

    Attributes:
        start: The code point at which they begin, from 0.
        end: The code point after their last.
        kind: One of ``KINDS``.
        values: What they say in the terms of the tables: the harm, the year and the month, or that
            a figure is a length of time; else nothing.
    """

    start: int
    end: int
    kind: str
    values: tuple[str, ...] = ()


_YEAR = r"(?:1[89]|20)\d\d"
_DATE = re.compile(
    rf"\b(?=\w)(?:\d\d?[./]\d\d?[./](?P<year1>{_YEAR})\b|(?P<year2>{_YEAR})-\d\d-\d\d\b"
    rf"|(?<!-)(?:\d\d?(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month>(?-i:{MONTH}))"
    rf"(?:\s+\d\d?(?:st|nd|rd|th)?(?!\d))?(?:,?\s+(?:of\s+)?(?P<year3>{_YEAR})\b)?"
    rf"|(?<![.,/])(?P<year4>{_YEAR})(?![,/]\d|\w)"
    r"|(?:of\s+|earlier\s+|later\s+)?(?:this|last)\s+(?:year|month|week|spring|summer|autumn|winter)\b"
    r"|(?:(?:recent|past|last)\s+(?:days|weeks|months|years)|the\s+same\s+period)\b"
    r"|(?:hours|days|weeks|months)\s+(?:before|after|earlier|later|ago)\b|yesterday\b)",
    re.IGNORECASE,
)
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
    Entry("said", preceded_by=r"(?<!the\s)"),
    Entry(
        "states establishes established stress stresses stressed recognised recognises recognized "
        "recognizes",
        followed_by=r"\s+that",
    ),
    Entry("note notes noted noting", followed_by=r"\s+that", preceded_by=r"(?<!to\s)"),
    Entry("claim claims claimed claiming", followed_by=r"(?![^.;]{0,30}\s(?:lives|life)\b)"),
    Entry("has had have", followed_by=r"\s+taken\s+the\s+claim"),
    Entry("threaten threatened threatens threatening", followed_by=r"\s+(?:to|that)"),
    Entry("press presses pressed pressing", followed_by=r"\s+\w+\s+to"),
    Entry("express expresses expressed expressing", followed_by=r"\s+concern"),
    Entry("calls called calling", followed_by=r"\s+(?:on|for)"),
    Entry("according", followed_by=r"\s+to"),
    Entry("as", followed_by=r"\s+per"),
    Entry("suspect suspects suspected", followed_by=r"(?=\s+(?:that|the|it))"),
    last=r"(?!-)",
)
_DEEDS = "attack attacks assault assaults bombing bombings blast blasts strike strikes plot plots"
_DEED = any_of(_DEEDS.split())
_NO_NAMES = any_of(
    "A After All Also Although Amid An And Another Any As At Before Both But Despite During Each "
    "Few For Four From Further Had Her His How If In Its Later Many More Most Nine No On One Other "
    "Our Over Recent Seven Several Since Six Some Such Ten That The Their Then There These They "
    "This Those Three Through Two What When Where Which While With Without".split()
)
_BLAMING = Lexicon(
    Entry(
        "blame blamed blames blaming ascribed attributed footprint footprints targeted targets "
        "targeting attacked attacking planned controlled conducted conducting launched launching "
        "complicity perpetrate perpetrated perpetrates perpetrating perpetrator perpetrators "
        "orchestrated orchestrating mastermind masterminded arrested clashed suspect suspects "
        "suspected"
    ),
    Entry("carry carried carries carrying", followed_by=r"\s+out"),
    Entry("was were is are be been", followed_by=r"\s+behind"),
    Entry("involved", followed_by=r"\s+in"),
    Entry("taken", followed_by=r"\s+the\s+claim"),
    Entry("claimed", followed_by=r"\s+by"),
    Entry("claim claims claimed", followed_by=rf"\s+(?:responsibility|(?:\w+\s+){{0,4}}{_DEED})"),
    Entry("in", followed_by=r"\s+coordination\s+with"),
    Entry("coordination", followed_by=r"\s+with"),
    Entry("responsible", followed_by=r"\s+for"),
    Entry(f"{_DEEDS} operation operations clashes", followed_by=r"\s+(?:\w+\s+){0,2}by"),
    Entry(  # a name before a deed, as in "the Taliban's attack"
        "",
        preceded_by=rf"(?-i:(?=[A-Z][\w-])(?!{_NO_NAMES}(?![\w-])))",
        followed_by=rf"[\w-]*(?:['’]s)?\s+{_DEED}",
    ),
)
_MARK = re.compile(r"[“”\"\n]")
_SINGLE = re.compile(r"‘(?<!\w‘)([^‘’\n]+)’(?!\w)|'(?<![\w']')([^'\n]+)'(?![\w'])")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")


def find_hits(text: str) -> list[Hit]:
    """Find every hit of a text, by place and kind; each is within one line, as quotes do."""
    hits = []
    for start, end in lines(text):
        line = text[start:end]
        dates = list(detect_dates(line))
        words = split(line)
        found = chain(
            detect_figures(line, dates),
            dates,
            (Hit(first, last, "harm", (harm,)) for first, last, harm in HARM.find(line, words)),
            (Hit(first, last, "attribution") for first, last, _ in _BLAMING.find(line, words)),
            (Hit(first, last, "reporting") for first, last, _ in _SAYING.find(line, words)),
            detect_quotations(line),
        )
        hits += [Hit(start + hit[0], start + hit[1], *hit[2:]) for hit in found]
    return sorted(hits)


def detect_figures(line: str, dates: Iterable[Hit]) -> Iterator[Hit]:
    """Find each number and each word for a quantity, but for those that are parts of the dates."""
    besides = Intervals((date.start, date.end) for date in dates)
    numerals = [n for n in find_numerals(line) if not besides.overlaps(n.start, n.end)]
    found = []
    for quantity in find_quantities(line, numerals):
        duration = as_duration(line, quantity)
        if duration is not None and not besides.overlaps(duration.start, duration.end):
            found.append(Hit(duration.start, duration.end, "figure", (DURATION,)))
        elif not besides.overlaps(quantity.start, quantity.end):
            found.append(Hit(quantity.start, quantity.end, "figure"))
    yield from found
    quantities = Intervals((hit.start, hit.end) for hit in found)
    for number in numerals:  # a fraction is no quantity
        if not quantities.overlaps(number.start, number.end):
            yield Hit(number.start, number.end, "figure")


def detect_dates(line: str) -> Iterator[Hit]:
    """Find each date, with its years and then its month in English."""
    for match in _DATE.finditer(line):
        values = [year for year in match.group("year1", "year2", "year3", "year4") if year]
        if match["month"]:
            values += [month for month in MONTHS if month.startswith(match["month"][:3])]
        yield Hit(match.start(), match.end(), "date", tuple(values))


def detect_quotations(line: str) -> Iterator[Hit]:
    """Find the words between quotation marks, each sentence of them by itself."""
    single = [match.span(match.lastindex or 0) for match in _SINGLE.finditer(line)]
    for start, end in (*between_marks(line), *single):
        since = start
        gaps = [gap.span() for gap in _SENTENCE_END.finditer(line, start, end)]
        for sentence_end, following in (*gaps, (end, end)):
            first, last = without_edges(line, since, sentence_end)
            if first < last:
                yield Hit(first, last, "quotation")
            since = following


def between_marks(line: str) -> Iterator[Span]:
    """Find the words from each opening double mark to its closing one, or to the line's end.

    A closing mark without an opening one ends words that are quoted from the beginning of their
    sentence, or from the mark before it.
    """
    since, opened = 0, None
    for mark in _MARK.finditer(f"{line}\n"):
        if opened is not None:
            yield opened, mark.start()
            opened = mark.end() if mark.group() == "“" else None
        elif mark.group() == "”":
            before = line[since : mark.start()]
            sentences = [gap.end() for gap in _SENTENCE_END.finditer(before)]
            yield since + max(sentences, default=0), mark.start()
        elif mark.group() != "\n":
            opened = mark.end()
        since = mark.end()


KINDS = ("figure", "date", "harm", "attribution", "reporting", "quotation")
"""The kinds of hit, as the column ``kind`` of reviewed passages names them."""
