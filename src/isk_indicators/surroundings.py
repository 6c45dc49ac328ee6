"""What round a number shows that it counts nothing: dates, ages, money, measures, names.

What lives here: one ``Refusal`` a kind, in ``REFUSALS``, with an example that a test reads. What
must not: numbers, hedges. One more kind is one more entry. Standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from isk_indicators import vocabulary
from isk_indicators.vocabulary import MONTH, TIME_UNIT

_REACH = 48


class Context(NamedTuple):
    """A figure's words and what stands round them in the same line."""

    before: str
    words: str
    after: str
    high: int | None


Test = Callable[[Context], bool]


class Refusal(NamedTuple):
    """One kind of number that is no figure.

    Attributes:
        kind: What the number is.
        example: Words with such a number, and no figure.
        applies: Whether the surroundings show it.
    """

    kind: str
    example: str
    applies: Test


def counts_nothing(text: str, start: int, end: int, high: int | None) -> bool:
    """Whether the surroundings of the phrase at ``text[start:end]`` show that it is no figure."""
    return kind_of(text, start, end, high) is not None


def kind_of(text: str, start: int, end: int, high: int | None) -> str | None:
    """What the phrase at ``text[start:end]`` is instead of a figure; None if it may be one."""
    context = _context(text, start, end, high)
    return next((r.kind for r in REFUSALS if r.applies(context)), None)


def end_of_duration(text: str, start: int, end: int) -> int | None:
    """Where a length of time ends whose number stands at ``text[start:end]``; None if it is none.

    Ages are no lengths of time, and neither are numbers of hours that tell the time of day.
    """
    unit = _DURATION.match(text, end)
    context = _context(text, start, end, None)
    if unit is None or _is_age(context) or _is_old(context) or _is_some_day(context):
        return None
    return unit.end()


def _is_some_day(context: Context) -> bool:
    """Whether "one day" counts no days ("one day he will return")."""
    return (
        context.words.lower() == "one"
        and re.match(r"\s+(?:day|night)\b", context.after) is not None
        and not re.search(r"\b(?:in|for|within|after|just|only|than|of)\s+$", context.before)
    )


def _context(text: str, start: int, end: int, high: int | None) -> Context:
    before = text[max(0, start - _REACH) : start]
    after = text[end : end + _REACH]
    return Context(
        re.split(r"[\r\n]", before)[-1], text[start:end], re.split(r"[\r\n]", after)[0], high
    )


def _after(pattern: str) -> Test:
    compiled = re.compile(pattern, re.IGNORECASE)
    return lambda context: compiled.match(context.after) is not None


def _before(pattern: str) -> Test:
    compiled = re.compile(rf"(?:{pattern})$", re.IGNORECASE)
    return lambda context: compiled.search(context.before) is not None


def _either(*tests: Test) -> Test:
    return lambda context: any(test(context) for test in tests)


_DURATION = re.compile(
    r"(?:[-–]|[^\S\r\n]+)(?:(?:more|long|full|consecutive|straight|whole|short|gruelling|further|"
    rf"additional|odd|solid|calendar|working|business)[^\S\r\n]+)?(?:{TIME_UNIT})",
    re.IGNORECASE,
)
_OLD = re.compile(r"[-–\s]years?[-–\s](?:old|of[-–\s]age)\b", re.IGNORECASE)
_AGED = re.compile(
    r"\b(?:aged?|ages|age of|turned|turning|age group)\s+(?:[\w-]+(?:,|,?\s+and|\s+to)\s+)*$",
    re.IGNORECASE,
)
_AGE_LIMIT = re.compile(r"^(?:under|over|below|above)\b", re.IGNORECASE)
_AGE_GROUP = re.compile(
    r"\b(?:was|were|is|are|children|boys|girls|minors|anyone|those|people|men|women|males|females|youths|adults|them|"
    r"persons|everyone|players|kids)\s+(?:aged\s+)?$",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"[^\W\d][\w'’.-]*(?:,\s|\s\()$|\b(?:who|he|she)\s+(?:is|was)\s+$", re.IGNORECASE
)
_OLDEST = 120


def _is_duration(context: Context) -> bool:
    return _DURATION.match(re.sub(r"^\s+of\b", "", context.after)) is not None


def _is_old(context: Context) -> bool:
    return _OLD.match(context.after) is not None


def _is_age(context: Context) -> bool:
    if _AGED.search(context.before):
        return True
    young = context.high is not None and context.high <= _OLDEST
    if young and _AGE_LIMIT.match(context.words) and _AGE_GROUP.search(context.before):
        return True
    in_brackets = _NAMED.search(context.before) and re.match(r"[,).]|\s+when\b", context.after)
    return bool(in_brackets and re.fullmatch(r"\d{1,2}", context.words))


_YEAR = r"(?:1[5-9]|20|21)\d\d"
_YEARS = re.compile(
    rf"(?:\w+ )*?(?:{_YEAR})(?:\s*(?:[-–—]|to|and|or)\s*(?:{_YEAR}|\d\d))?$", re.IGNORECASE
)
_SPAN_OF_YEARS = re.compile(r"(?:between|from)\s", re.IGNORECASE)
_TELLS_YEAR = re.compile(
    r"\b(?:in|since|by|until|till|of|during|from|before|after|late|early|mid|between|year|the|"
    rf"through|fiscal|spring|summer|autumn|winter|election|or|to|circa|pre|post|its|{MONTH}|"
    rf"{MONTH}\s+\d\d?,?)\s+$|['’]s\s+$|\d[-–/]$",
    re.IGNORECASE,
)


def _is_year(context: Context) -> bool:
    if not _YEARS.match(context.words):
        return False
    if _SPAN_OF_YEARS.match(context.words):
        return True
    return bool(_TELLS_YEAR.search(context.before)) or not vocabulary.plural_follows(
        context.after, 0
    )


_DAY = re.compile(r"(?:\w+ )*?[0-3]?\d(?:\s*(?:[-–—]|to|and|or)\s*[0-3]?\d)?$", re.IGNORECASE)
_BEFORE_DAY = re.compile(
    rf"{MONTH}\s+(?:the\s+)?(?:\d\d?(?:,|\s+and|\s+or|\s+to|[-–])\s*)?$|\b\d{{1,2}}\s*[-–]\s*$"
)
_IN_A_MONTH = re.compile(rf"\b[Ii]n\s+(?:early\s+|late\s+|mid-)?(?:{MONTH})\s+$")
_AFTER_DAY = re.compile(
    rf"\s*(?:(?:,|and|or|to|[-–])\s*[0-3]?\d(?:st|nd|rd|th)?\s+)?(?:of\s+)?{MONTH}"
)


def _is_day(context: Context) -> bool:
    if not _DAY.match(context.words):
        return False
    if _AFTER_DAY.match(context.after):
        return True
    if not _BEFORE_DAY.search(context.before):
        return False
    return not (_IN_A_MONTH.search(context.before) and vocabulary.plural_follows(context.after, 0))


_HEADLINE = 0.6
"""The share of words with a capital from which words are taken for a headline."""
_CAPITAL_WORD = re.compile(r"\b[^\W\d_]{3,}")
_NAME_BEFORE = re.compile(r"[a-z][\w'’]*\s+$")


def _is_name(context: Context) -> bool:
    """A number word with a capital inside a sentence ("the Group of Seven"), not in a headline."""
    words = context.words
    if not words[:1].isupper() or not _NAME_BEFORE.search(context.before):
        return False
    return not _is_headline(context)


def _is_headline(context: Context) -> bool:
    words = _CAPITAL_WORD.findall(f"{context.before} {context.after}")
    capital = sum(word[0].isupper() for word in words)
    return len(words) > 1 and capital / len(words) > _HEADLINE


_COUNTED_COMPOUND = re.compile(
    r"-(?:strong|member|man|men|woman|person|people|vehicle|truck|car|bus|bed|nation|country|"
    r"judge|seat|aircraft|ship|boat|family|household|house|room|cell|unit|soldier|troop|fighter|"
    r"part|storey|story|point|page|lane|door)\b"
)


def _is_compound(context: Context) -> bool:
    """A number in a compound that counts nothing: "a three-pronged attack"."""
    compound = re.match(r"[-–][^\W\d]", context.after)
    return compound is not None and not _COUNTED_COMPOUND.match(context.after)


_ONE = re.compile(r"(?:^|\s)one$", re.IGNORECASE)
_ONE_BEFORE = re.compile(
    r"\b(?:no|any|some|every|each|this|the|which|another|the\s+only|more|such|a|whose|number|day|"
    r"square|phase|chapter|first|last|biggest|good|bad|new|big|for|as|loved|when|if|one\s+by)[\s-]+$",
    re.IGNORECASE,
)
_ONE_AFTER = re.compile(
    r"[\s-]+(?:another|day|side|hand|thing|way|time|point|who|that|which|can|could|may|might|must|"
    r"should|would|reason|more|step|needs|such|cannot|voice|by|"
    r"of\s+(?:those\s+who|many|several|a|an|us))\b|['’]s\b|[.,;]\s*$",
    re.IGNORECASE,
)
_ONE_OF = re.compile(r"\s+of\s+(?P<rest>.{0,40})", re.IGNORECASE)
_SUPERLATIVE = re.compile(
    r"\b(?:most|main|key|major|leading|few|first|last|world|only|best|worst|reasons?|ways?|factors?|"
    r"causes?|issues?|problems?|questions?|things|consequences|results?|aspects?|elements?|signs?|"
    r"features?|points?|goals?|aims?|priorities|challenges|threats?|many|several|"
    r"[a-z]{3,}(?<!for)(?<!inter)(?<!w)(?<!r)est)\b",
    re.IGNORECASE,
)


def _is_pronoun(context: Context) -> bool:
    """The word "one" as a pronoun or in an idiom, and not as a number."""
    if not _ONE.search(context.words) or len(context.words) > len("one"):
        return False
    if _ONE_BEFORE.search(context.before) or _ONE_AFTER.match(context.after):
        return True
    rest = _ONE_OF.match(context.after)
    return rest is not None and _SUPERLATIVE.search(rest["rest"]) is not None


_IDENTIFIED = (
    r"\b(?:Nos?\.?|numbers?|Resolutions?|Articles?|Sections?|Sec\.|Chapters?|pages?|pp?\.|Route|"
    r"Highway|Flight|Districts?|Room|Ward|Sector|Zone|Camp|Block|Brigade|Division|Battalion|Unit|"
    r"Phase|Level|Channel|Line|Platform|Paragraphs?|para|Annex|Volume|Season|Stage|Group\s+of|"
    r"Boeing|Airbus|Schedule|Rule|Protocol|Bill|Case|Class|Grade|Terminal|Runway|Pier|Lane|Gate|"
    r"Apollo|Windows|Type|Model|Version|Mark|Mk|Mi|Checkpoint|Area|Agenda|Vision|Act|Tier|Category|"
    r"Item|Table|Figure|Building|House|Post|Bureau|Radio|Formula|Title|Order|Decree|Law|Task Force|"
    r"tel\.?|phone|call|dial|helpline|hotline|circuit|Corps|Regiment|polling station|Precinct|"
    r"Constituency|kilomet(?:re|er)|km|mile|marker)\s+(?:No\.?\s*)?"
)
_IDENTIFIED_BY = re.compile(rf"(?:{_IDENTIFIED})$", re.IGNORECASE)
_NAME_WITH_NUMBER = re.compile(r"\w\s+[A-Z][\w-]+\s$|\bbooth\s+$")
_ENDS = re.compile(r"\s*(?:[.,;:!?)”\"]|$)")


def _is_identifier(context: Context) -> bool:
    """A number behind the thing that it names ("District 12"), or that ends a name."""
    if not re.match(r"\d|[A-Z]|[a-z]+$", context.words):
        return False
    if _IDENTIFIED_BY.search(context.before):
        return True
    ends_name = _NAME_WITH_NUMBER.search(context.before) and _ENDS.match(context.after)
    return bool(ends_name and re.fullmatch(r"\d+", context.words))


_MONEY_BEFORE = r"(?:[$€£¥₹₨]|\b(?:Rs\.?|USD|EUR|GBP|PKR|INR|AFN|Afs|Afn))\s*"
_MONEY_AFTER = (
    r"[\s-]*(?:of\s+)?(?:(?:US|U\.S\.|American|Pakistani|Indian|Canadian|Australian)\s+)?"
    r"(?:dollars?|rupees?|euros?|pounds?(?!\s+of)|sterling|rials?|riyals?|dirhams?|afghanis?\b|"
    r"dinars?|lira|rou?bles?|yuan|yen|naira|shillings?|cents?\b|pence|takas?|USD|PKR|francs?|"
    r"somonis?|in\s+(?:cash|ransom|aid|damages|bribes))\b"
)
_MEASURE = (
    r"[\s-]*(?:of\s+)?(?:km|kms|kilomet(?:re|er)s?|met(?:re|er)s?|(?:centi|milli)met(?:re|er)s?|(?:nautical\s+)?miles?|yards?|feet|foot|ft|inch(?:es)?|cm|mm|"
    r"kg|kgs|kilos?|kilogram(?:me)?s?|grams?|gm|tonnes?|tons?|pounds?\s+of|lbs?|lit(?:re|er)s?|"
    r"gallons?|hectares?|acres?|square|sq|cubic|degrees?|knots|mph|kph|watts?|megawatts?|MW|GW|"
    r"calib(?:re|er)|percentage|mAh|volts?|marlas?|kanals?|quintals?|°|º)(?!\w)"
)
_PERCENT = r"\s?(?:%|per[\s-]?cent\b|percent|pct\b|pc\b|percentage|basis\s+points)"
_SMALL = r"(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twenty|hundred|a\s+hundred)\b"
_CLOCK = r"\s*(?:[ap]\.?m\b|o['’]clock|GMT|UTC|IST|PKT|hrs\b|hours?\s+(?:local|GMT))|:\d"
_FRACTION = r"[\s-]+(?:thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|tenths?)\b"
_VOTES = r"[\s-]+(?:votes?|win|victory|defeat|draw|ruling|vote|lead|goals?|wickets?|runs?)\b"

_DIGIT_BEFORE = re.compile(r"\d[-–\s]$")


def _goes_on_a_number(context: Context) -> bool:
    """Digits behind digits, or with a leading zero: telephone numbers, scores, codes."""
    if not context.words[0].isdigit():
        return False
    leads_with_zero = re.match(r"0\d", context.words) is not None
    return leads_with_zero or _DIGIT_BEFORE.search(context.before) is not None


_ONE_IN = re.compile(rf"\s+in\s+(?:a\s+)?{_SMALL}", re.IGNORECASE)


def _one_in_so_many(context: Context) -> bool:
    return _ONE.search(context.words) is not None and _ONE_IN.match(context.after) is not None


REFUSALS = (
    Refusal("percentage", "some 12 per cent of them", _after(_PERCENT)),
    Refusal("length of time", "within 12 days", _is_duration),
    Refusal("age", "a gunman aged 23", lambda c: _is_age(c) or _is_old(c)),
    Refusal("year", "in around 2015", _is_year),
    Refusal("day", "on 3 May", _is_day),
    Refusal("money", "$12 million", _either(_before(_MONEY_BEFORE), _after(_MONEY_AFTER))),
    Refusal("measure", "30 kilometres away", _after(_MEASURE)),
    Refusal("clock time", "at 10.30 and at 5 pm", _after(_CLOCK)),
    Refusal(
        "part of a longer number",
        "version 4.3.1, 9/11",
        _either(_after(r"[.:/]\d|[-–]\d"), _goes_on_a_number),
    ),
    Refusal("fraction", "two thirds of them", _after(_FRACTION)),
    Refusal("multiple", "three times, a 10-fold rise", _after(r"\s+times\b|[\s-]?fold\b")),
    Refusal(
        "rate",
        "one in five of them, nine out of 10",
        _either(
            _after(rf"\s+(?:\w+\s+)?(?:in|for|out\s+of)\s+every\b|\s+out\s+of\s+{_SMALL}"),
            _before(r"\bout\s+of\s+(?:every\s+)?|\b(?:in|for)\s+every\s+|\bone\s+in\s+"),
            _one_in_so_many,
        ),
    ),
    Refusal(
        "score or vote",
        "by 13 votes to two, a 2-1 win",
        _either(
            _after(_VOTES), _before(r"\bvot(?:ed|ing)\s+(?:by\s+)?(?:\S+\s+to\s+)?|\bvotes\s+to\s+")
        ),
    ),
    Refusal("identifier", "in District 12, Resolution 2593", _is_identifier),
    Refusal("name", "the Group of Seven", _is_name),
    Refusal("compound", "a three-pronged attack", _is_compound),
    Refusal("pronoun or idiom", "one of the deadliest", _is_pronoun),
    Refusal(
        "idiom",
        "zero tolerance",
        _either(
            _after(r"\s+tolerance\b"),
            _after(r"\s+minds?\b"),
            _before(r"\b(?:ground|net|patient|point)\s+"),
        ),
    ),
)
"""Every kind of number that is no figure, in the order in which they are asked."""
