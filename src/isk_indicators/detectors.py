"""What a source's words announce: figures, dates, harm, blame, reported speech, quoted speech.

The detectors find more than the rows need: each number is a hit, also money or a part of a name,
and each word of saying, also an expert's. A hit that is no claim is a passage of ``reviewed``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from isk_indicators import exclusions
from isk_indicators.dates import MONTH, MONTHS, WEEKDAY
from isk_indicators.figures import as_duration, read_line
from isk_indicators.spans import Intervals, Span, lines, sentence_ends, sentences, without_edges
from isk_indicators.words import (
    HARM,
    Entry,
    Lexicon,
    any_of,
    split,
)

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
_ORDINAL = r"(?:first|second|third|fourth|last)"
_NO_DAY = (
    rf"\w|\s+(?:is|was|prayers?|sermons?|mosques?|markets?|edition|newspaper)\b|,?\s+(?:\d|{MONTH})"
)
"""What after the name of a weekday shows that it dates nothing, or is a part of a date."""
_DATE = re.compile(
    rf"\b(?=\w)(?:\d\d?[./]\d\d?[./](?P<year1>{_YEAR})\b|(?P<year2>{_YEAR})-\d\d-\d\d\b"
    rf"|(?<!-)(?P<day>\d\d?(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month>(?-i:{MONTH}))"
    rf"(?:(?(day)(?!))\s+(?P<behind>\d\d?(?:st|nd|rd|th)?)(?!\d))?(?:,?\s+(?:of\s+)?(?P<year3>{_YEAR})\b)?"
    rf"|(?<![.,/])(?P<year4>{_YEAR})(?![,/]\d|\w)"
    r"|(?:of\s+|earlier\s+|later\s+)?(?:this|last)\s+(?:year|month|week|spring|summer|autumn|winter)\b"
    r"|(?:(?:recent|past|last)\s+(?:days|weeks|months|years)|the\s+same\s+period)\b"
    r"|(?:hours|days|weeks|months)\s+(?:before|after|earlier|later|ago)\b|yesterday\b"
    r"|(?:day|week|month|year)\s+(?:before|earlier|later)\b"
    r"|(?:previous|preceding|following|next)\s+(?:day|night|week|month|year)\b"
    rf"|(?:(?:last|next|this)\s+)?(?-i:{WEEKDAY})(?!{_NO_DAY})|last\s+night\b|overnight\b"
    rf"|{_ORDINAL}\s+(?:half|quarter)(?=\s+of\s+(?:(?:the|this|that|last)\s+(?:\w+\s+)?year|{_YEAR})\b)"
    rf"|(?<=\bin\sthe\s){_ORDINAL}\s+(?:half|quarter)(?!\s+of)\b|eve\s+of\b)",
    re.IGNORECASE,
)
_SILENT = (
    "nobody|no one|no group|none|neither|nor|not|never|no|declined to|not to be|yet to|too early to"
)
_UNSPOKEN = "".join(
    rf"(?<!\b{words} {adverb})".replace(" ", r"\s")
    for words in _SILENT.split("|")
    for adverb in ("", "has ", "had ", "have ", "yet ", "immediately ", "immediate ")
)
"""What does not precede words that are spoken: "nobody said", "neither confirmed nor denied"."""
_NUMBER_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve dozens scores hundreds "
    "thousands several many"
).split()
_HOW_MANY = rf"(?:(?!the\b)[a-z]+\s+){{0,3}}?(?:\d[\d,.]*|{any_of(_NUMBER_WORDS)}\b)"
_TOLD = any_of(
    r"strength figures? tolls? totals? estimates? account warnings? details versions? evidence "
    r"statements? speech interviews? assurances? ultimatum deadline explanation "
    r"numbers?(?!\s+of)".split()
)
_ISSUED = any_of(
    "statements? videos? audio messages? recordings? photos? photographs? images? footage reports? "
    "figures letters? warnings? communiqués? communiques? tables? bulletins? lists? claims?".split()
)
_AT = r"(?:under|over|about|around|nearly|almost|just|more|less|fewer|at|up|an?|some|between)\b"
_END = r"(?=\s*(?:[.;:]|,[”\"’']?\s|,$|$))"
_SAYING = Lexicon(
    Entry(
        "say says saying stated stating told tell tells telling report reported reportedly "
        "announce announces announced announcing acknowledge acknowledges acknowledged "
        "acknowledging admit admits admitted admitting confirm confirms confirmed confirming "
        "mention mentions mentioned mentioning denied named comment comments commented commenting",
        preceded_by=rf"{_UNSPOKEN}(?<!\bpresent\s)(?<!\bcannot\sbe\s)",
    ),
    Entry("reporting", followed_by=r"(?!\s+(?:period|year|cycle|by)\b)"),
    Entry("said", preceded_by=rf"(?<!the\s)(?<!\bcannot\sbe\s){_UNSPOKEN}"),
    Entry(
        "warn warns warned warning accuse accuses accused accusing accusation accusations deny "
        "denies denying denial denials advise advises advised advising advice reports "
        "announcement declare declares declared declaring "
        "declaration proclaim proclaims proclaimed proclaiming pledge pledges pledged pledging "
        "promise promises promised promising vow vows vowed vowing insist insists insisted "
        "insisting assert asserts asserted asserting allege alleges alleged allegedly alleging "
        "allegation allegations blame blames blamed blaming boast boasts boasted boasting "
        "reiterate reiterates reiterated reiterating urge urges urged urging demand demands "
        "demanded demanding offer offers offered offering refuse refuses refused refusal refusing "
        "portray portrays portrayed portraying estimate estimates estimated estimating ascribe "
        "ascribes ascribed ascribing attributes attributed attributing swear swears swore sworn "
        "endorse endorses endorsed endorsing believe believes believed believing suggest suggests "
        "suggested argue argues argued arguing cited quote quotes quoted quoting highlighted "
        "condemn condemns condemned condemning assess assesses assessed assessing assessment "
        "assessments recommend recommends recommended recommending reject "
        " rejects rejected rejecting rejection dismiss dismisses dismissed dismissing "
        "remark remarks remarked remarking refute refutes refuted refuting rebut rebuts rebutted "
        "caution cautions cautioned cautioning testified testifies emphasise emphasises "
        "emphasised emphasize emphasizes emphasized underline underlines underlined underscored"
    ),
    Entry(
        "states establishes established stress stresses stressed recognised recognises recognized "
        "recognizes consider considers considering maintain maintains maintaining add adds adding "
        "conclude concludes concluding find finds found observe observes observing recall recalls "
        "recalling reveal reveals revealed explain explains respond responds contend contends "
        "concede concedes conceded disclose discloses disclosed predict predicts complain "
        "complains write writes wrote",
        followed_by=r"\s+that",
    ),
    Entry(
        "considered maintained added concluded observed recalled explained responded replied "
        "contended predicted complained",
        followed_by=rf"\s+that|{_END}",
        preceded_by=r"(?<!\bis\s)(?<!\bare\s)(?<!\bwas\s)(?<!\bwere\s)(?<!\bbe\s)(?<!\bbeen\s)",
    ),
    Entry(
        "considered considers deemed deems judged judges",
        followed_by=r"(?=\s+(?:[\w'’-]+\s+){1,5}to\s+be\b)",
    ),
    Entry(
        "put puts putting",
        followed_by=rf"\s+(?:[\w'’-]+\s+){{1,7}}at(?=\s+(?:{_AT}|{_HOW_MANY}))",
    ),
    Entry(
        "recorded records recording counted registered documented tallied logged",
        followed_by=rf"(?=\s+(?:that|an?|no|{_HOW_MANY}))",
    ),
    Entry("counts", followed_by=rf"(?=\s+{_HOW_MANY})", preceded_by=r"(?<!\bof\s)"),
    Entry("give gives gave giving", followed_by=rf"(?=\s+(?:[\w'’-]+\s+){{0,3}}{_TOLD}\b)"),
    Entry(
        "hold holds held holding",
        followed_by=r"\s+(?:[\w'’.-]+\s+){1,5}(?:responsible|accountable)",
    ),
    Entry(
        "take takes took taken taking accept accepts accepted assume assumed",
        followed_by=r"\s+(?:\w+\s+){0,2}(?:responsibility|credit)",
    ),
    Entry(
        "publish publishes published publishing release releases released releasing issue issues "
        "issued issuing circulated posted",
        followed_by=rf"(?=\s+(?:[\w'’-]+\s+){{0,3}}{_ISSUED}\b)",
    ),
    Entry("speak speaks spoke speaking", followed_by=r"\s+of"),
    Entry("note notes noted noting", followed_by=r"\s+that", preceded_by=r"(?<!to\s)"),
    Entry(
        "claim claims claimed claiming",
        followed_by=r"(?![^.;]{0,30}\s(?:lives|life)\b)",
        preceded_by=_UNSPOKEN,
    ),
    Entry("has had have", followed_by=r"\s+taken\s+the\s+claim"),
    Entry("threaten threatened threatens threatening", followed_by=r"\s+(?:to|that)"),
    Entry("press presses pressed pressing", followed_by=r"\s+\w+\s+to"),
    Entry(
        "express expresses expressed expressing voice voiced voices voicing raised conveyed",
        followed_by=r"\s+(?:\w+\s+){0,2}(?:concern|concerns|alarm|doubts?|condolences|support)",
    ),
    Entry("calls called calling", followed_by=r"\s+(?:on|for)"),
    Entry("according", followed_by=r"\s+to"),
    Entry("as", followed_by=r"\s+per"),
    Entry("suspect suspects suspected", followed_by=r"(?=\s+(?:that|the|it))"),
    last=r"(?!-)",
)
_DEEDS = "attack attacks assault assaults bombing bombings blast blasts strike strikes plot plots"
_DEED = any_of(_DEEDS.split())
_ANY_DEED = any_of(
    [*_DEEDS.split(), *"shooting shootings killing killings murder murders assassination".split()]
)
_NO_NAMES = any_of(
    f"{' '.join(MONTHS)} Monday Tuesday Wednesday Thursday Friday Saturday Sunday "
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
        "orchestrated orchestrating mastermind masterminded arrested clashed "
        "suspected implicated implicates complicit involvement stormed raided"
    ),
    Entry("carry carried carries carrying", followed_by=r"\s+out"),
    Entry(
        "suspect suspects", followed_by=r"(?!\s+(?:have|had|has|were|was|are|is|aged|from|who)\b)"
    ),
    Entry(
        "was were is are be been lay lies stood stands",
        followed_by=r"\s+behind",
        preceded_by=r"(?<!\bsay\swho\s)(?<!\bknow\swho\s)(?<!\bclear\swho\s)",
    ),
    Entry("involved", followed_by=r"\s+in"),
    Entry("taken", followed_by=r"\s+the\s+claim"),
    Entry("claimed", followed_by=r"\s+by"),
    Entry(
        "claim claims claimed",
        followed_by=rf"\s+(?:responsibility|credit|(?:\w+\s+){{0,4}}{_DEED})",
        preceded_by=_UNSPOKEN,
    ),
    Entry(
        "claim claims claimed",
        followed_by=r"\s+(?:it|them|both)(?=\s*[.,;]|\s+(?:on|in|late|early|through|via|within|"
        r"shortly|soon|hours|as\s+its)\b)",
        preceded_by=_UNSPOKEN,
    ),
    Entry(
        "take takes took taken taking accept accepts accepted assume assumed bear bears bore deny "
        "denies denied disclaimed",
        followed_by=r"\s+(?:\w+\s+){0,2}(?:responsibility|credit)",
        preceded_by=_UNSPOKEN,
    ),
    Entry(
        "deny denies denied denying",
        followed_by=r"\s+(?:this|it|having|being|(?:that\s+)?(?:it|they|he|she|its\s+\w+|the\s+\w+)\s+"
        r"(?:had|has|have|was|were|ever))",
        preceded_by=_UNSPOKEN,
    ),
    Entry(
        "hold holds held holding",
        followed_by=r"\s+(?:[\w'’.-]+\s+){1,5}(?:responsible|accountable)",
    ),
    Entry(
        "hand part role",
        followed_by=r"\s+in",
        preceded_by=r"(?:(?<=\ba\s)|(?<=\bany\s)|(?<=\bno\s))(?<!\bnor\sdenied\sa\s)",
    ),
    Entry(
        "work handiwork", followed_by=r"\s+of", preceded_by=r"(?:(?<=was\sthe\s)|(?<=were\sthe\s))"
    ),
    Entry("fingerprints fingerprint hallmark hallmarks", followed_by=r"\s+of"),
    Entry("attribute attributes attributing", followed_by=r"\s+(?:[\w'’.-]+\s+){0,6}to"),
    Entry("planted laid detonated triggered hatched funded", followed_by=r"\s+by"),
    Entry(
        "linked tied traced pinned pinning",
        followed_by=r"\s+(?:[\w'’.-]+\s+){0,2}(?:to|on)\s+(?:the\s+group|(?-i:(?:the\s+)?[A-Z])[\w-]*)",
    ),
    Entry("point points pointed pointing", followed_by=r"\s+(?:\w+\s+){1,2}fingers?"),
    Entry("suspicion", followed_by=r"\s+(?:\w+\s+)?(?:fell|falls|fallen|on)"),
    Entry("in", followed_by=r"\s+coordination\s+with"),
    Entry("coordination", followed_by=r"\s+with"),
    Entry("responsible accountable", followed_by=r"\s+for"),
    Entry(
        "organised organized commissioned ordered directed plotted instigated engineered staged "
        "mounted executed committed financed",
        followed_by=rf"\s+(?:by|(?:(?:the|an?|this|that|both|several)\s+)?(?:\w+\s+){{0,2}}{_ANY_DEED})",
    ),
    Entry(f"{_DEEDS} operation operations clashes", followed_by=r"\s+(?:\w+\s+){0,2}by"),
    Entry(  # a name before a deed, as in "the Taliban's attack"
        "",
        preceded_by=rf"(?-i:(?=[A-Z][\w-])(?!{_NO_NAMES}(?![\w-])))",
        followed_by=rf"[\w-]*(?:['’]s)?\s+{_DEED}",
    ),
)
_SURVIVAL = Lexicon(
    Entry("survive survives survived surviving survivor survivors"),
    Entry(
        "shot stabbed shelled",
        preceded_by=r"(?:(?<=\bwere\s)|(?<=\bwas\s)|(?<=\bbeen\s)|(?<=\bbeing\s))",
        followed_by=r"(?!\s+(?:dead|down|at|to\s+death|and\s+(?:\w+ly\s+)?(?:killed|wounded|injured|hurt)))",
    ),
)
"""Words of violence that do not say which harm was done; any will do."""
_HARMS = ("killed", "wounded", "killed_or_wounded")
_TOGETHER_WITH = re.compile(
    r"[.;:!?]|\b(?P<with>(?:together|along)\s+with|alongside)\b", re.IGNORECASE
)
_MARK = re.compile(r"[“”\"\n]")
_SINGLE = re.compile(r"‘(?<!\w‘)([^‘’\n]+)’(?!\w)|'(?<![\w']')([^'\n]+)'(?![\w'])")


def find_hits(text: str) -> list[Hit]:
    """Find every hit of a text, by place and kind; each is within one line, as quotes do."""
    hits = []
    repeated = exclusions.repeated_lines(text)
    numbers = Intervals(exclusions.note_numbers(text))
    for start, end in lines(text):
        if start < end and start not in repeated:
            found = _hits_of_line(text[start:end])
            hits += [Hit(start + hit[0], start + hit[1], *hit[2:]) for hit in found]
    return sorted(hit for hit in hits if not numbers.contains(hit.start, hit.end))


def _hits_of_line(line: str) -> Iterator[Hit]:
    dates = list(detect_dates(line))
    words = split(line)
    if not exclusions.is_table_head(line):
        yield from detect_harm(line, words)
        for start, end, _ in _BLAMING.find(line, words):
            if not exclusions.names_nobody(line, start, end):
                yield Hit(start, end, "attribution")
        yield from (Hit(start, end, "reporting") for start, end, _ in _SAYING.find(line, words))
    yield from detect_figures(line, dates)
    yield from dates
    yield from detect_quotations(line)


def detect_harm(line: str, words: Sequence[tuple[int, str]]) -> Iterator[Hit]:
    """Find each word of harm, and who was harmed together with somebody else."""
    harmed = list(HARM.find(line, words))
    yield from (Hit(start, end, "harm", (harm,)) for start, end, harm in harmed)
    for start, end, _ in _SURVIVAL.find(line, words):
        yield Hit(start, end, "harm", _HARMS)
    marks = list(_TOGETHER_WITH.finditer(line)) if harmed else []
    starts = [mark.start() for mark in marks]
    following = {bisect_left(starts, word.end): word.label for word in harmed}
    for number, harm in following.items():
        if number < len(marks) and marks[number]["with"]:
            yield Hit(*marks[number].span(), "harm", (harm,))


def detect_figures(line: str, dates: Iterable[Hit]) -> Iterator[Hit]:
    """Find each number and each word for a quantity, but for those that are parts of the dates."""
    besides = Intervals(
        [(0, exclusions.end_of_number(line)), *((date.start, date.end) for date in dates)]
    )
    reading = read_line(line)
    numerals = [n for n in reading.numerals if not besides.overlaps(n.start, n.end)]
    found = []
    for quantity in reading.quantities:
        duration = as_duration(line, quantity)
        if exclusions.is_no_count(line, quantity.start, quantity.end, quantity.high):
            found.append(Hit(quantity.start, quantity.end, ""))
        elif duration is not None and not besides.overlaps(duration.start, duration.end):
            found.append(Hit(duration.start, duration.end, "figure", (DURATION,)))
        elif not besides.overlaps(quantity.start, quantity.end):
            found.append(Hit(quantity.start, quantity.end, "figure"))
    yield from (hit for hit in found if hit.kind)
    quantities = Intervals((hit.start, hit.end) for hit in found)
    for start, end, *_ in numerals:  # a fraction of a number is no quantity
        if not quantities.overlaps(start, end):
            yield Hit(start, end, "figure")


def detect_dates(line: str) -> Iterator[Hit]:
    """Find each date, with its years and then its month in English."""
    for match in _DATE.finditer(line):
        values = [year for year in match.group("year1", "year2", "year3", "year4") if year]
        if match["month"]:
            values += [month for month in MONTHS if month.startswith(match["month"][:3])]
        counts = match["behind"] and exclusions.is_count_after_month(line, *match.span("behind"))
        end = match.end("month") if counts else match.end()
        yield Hit(match.start(), end, "date", tuple(values))


def detect_quotations(line: str) -> Iterator[Hit]:
    """Find the words between quotation marks, each sentence of them by itself."""
    single = [match.span(match.lastindex or 0) for match in _SINGLE.finditer(line)]
    for start, end in (*between_marks(line), *single):
        for sentence in sentences(line, start, end):
            first, last = without_edges(line, *sentence)
            if first < last and not exclusions.is_definition(line, start, end):
                yield Hit(first, last, "quotation")


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
            gaps = sentence_ends(line, since, mark.start())
            yield max((following for _, following in gaps), default=since), mark.start()
        elif mark.group() != "\n":
            opened = mark.end()
        since = mark.end()


KINDS = ("figure", "date", "harm", "attribution", "reporting", "quotation")
"""The kinds of hit, as the column ``kind`` of reviewed passages names them."""
