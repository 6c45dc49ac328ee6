"""Numbers that count nothing: dates, ages, money, measures, parts of names.

Patterns match small letters, except where a capital shows a name or a month.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from isk_indicators import vocabulary
from isk_indicators.spans import LINE_ENDS
from isk_indicators.vocabulary import BLANK, MONTH, TIME_UNIT

_REACH = 48
_NEAR = 3
_LINE_END = re.compile(f"[{LINE_ENDS}]")


class Context(NamedTuple):
    """A figure's words and what stands round them in the same line.

    Attributes:
        before: The characters before it, as printed.
        words: The figure.
        after: The characters behind it, as printed.
        high: Its higher number; None of a vague word.
        near: The last few words before it, in small letters.
        next: The characters behind it, in small letters.
    """

    before: str
    words: str
    after: str
    high: int | None
    near: str
    next: str


Test = Callable[[Context], bool]


class Exclusion(NamedTuple):
    """One kind of number that is no figure.

    Attributes:
        kind: What the number is.
        example: Words with such a number, and no figure.
        applies: Whether the words around it show it.
    """

    kind: str
    example: str
    applies: Test


def is_excluded(text: str, start: int, end: int, high: int | None) -> bool:
    """Whether the words around the phrase at ``text[start:end]`` show that it is no figure."""
    return kind_of(text, start, end, high) is not None


def kind_of(text: str, start: int, end: int, high: int | None) -> str | None:
    """What the phrase at ``text[start:end]`` is instead of a figure; None if it may be one."""
    context = _context(text, start, end, high)
    for exclusion in EXCLUSIONS:
        if exclusion.applies(context):
            return exclusion.kind
    return None


def end_of_duration(text: str, start: int, end: int) -> int | None:
    """Where a length of time ends whose number is at ``text[start:end]``; None if it is none.

    Ages are no lengths of time, and neither is the "one day" of "one day he will return".
    """
    unit = _DURATION.match(text, end)
    if unit is None:
        return None
    context = _context(text, start, end, None)
    return None if _is_age(context) or _is_some_day(context) else unit.end()


def _context(text: str, start: int, end: int, high: int | None) -> Context:
    before = _LINE_END.split(text[max(0, start - _REACH) : start])[-1]
    after = _LINE_END.split(text[end : end + _REACH], maxsplit=1)[0]
    near = _last_words(before.lower())
    return Context(before, text[start:end], after, high, near, after.lower())


def _last_words(text: str) -> str:
    parts = text.rsplit(maxsplit=_NEAR)
    return text[len(parts[0]) :] if len(parts) > _NEAR else text


def _followed_by(pattern: str) -> Test:
    match = re.compile(pattern).match
    return lambda context: match(context.next) is not None


def _preceded_by(pattern: str) -> Test:
    search = re.compile(rf"(?:{pattern})$").search
    return lambda context: search(context.near) is not None


def _either(*tests: Test) -> Test:
    return lambda context: any(test(context) for test in tests)


def _any_of(words: str) -> str:
    return f"(?:{'|'.join(words.split())})"


_LENGTH_OF_TIME = (
    rf"(?:{BLANK}+of)?(?:[-–]|{BLANK}+)(?:(?:more|long|full|consecutive|straight|whole|short|"
    rf"gruelling|further|additional|odd|solid|calendar|working|business){BLANK}+)?(?:{TIME_UNIT})"
)
_DURATION = re.compile(_LENGTH_OF_TIME, re.IGNORECASE)
_SOME_DAY = re.compile(r"\s+(?:day|night)")
_ONE_DAY_LONG = re.compile(r"\b(?:in|for|within|after|just|only|than|of)\s+$")


def _is_some_day(context: Context) -> bool:
    """Whether "one day" counts no days ("one day he will return")."""
    return (
        context.words.lower() == "one"
        and _SOME_DAY.match(context.next) is not None
        and not _ONE_DAY_LONG.search(context.near)
    )


_OLD = re.compile(r"[-–\s]years?[-–\s](?:old|of[-–\s]age)\b")
_AGED = re.compile(
    r"\b(?:aged?|ages|age of|turned|turning|age group)\s+(?:[\w-]+(?:,|,?\s+and|\s+to)\s+)*$"
)
_AGE_LIMIT = re.compile("under|over|below|above")
_AGE_GROUP = re.compile(
    r"\b(?:was|were|is|are|children|boys|girls|minors|anyone|those|people|men|women|males|females|"
    r"youths|adults|them|persons|everyone|players|kids)\s+$"
)
_NAMED = re.compile(r"[^\W\d][\w'’.]*(?:,\s|\s\()$|\b(?:who|he|she)\s+(?:is|was)\s+$")
_FEW_DIGITS = re.compile(r"\d{1,2}")
_BEHIND_AGE = re.compile(r"[,).]|\s+when\b")
_OLDEST = 120


def _is_age(context: Context) -> bool:
    before = context.before.lower()
    if _OLD.match(context.next) or _AGED.search(before):
        return True
    young = context.high is not None and context.high <= _OLDEST
    if young and _AGE_LIMIT.match(context.words.lower()) and _AGE_GROUP.search(context.near):
        return True
    return _is_age_behind_name(context)


def _is_age_behind_name(context: Context) -> bool:
    """Digits set off behind a name: "Anwar, 23, said", "who was 23 when"."""
    return (
        _FEW_DIGITS.fullmatch(context.words) is not None
        and _BEHIND_AGE.match(context.next) is not None
        and _NAMED.search(context.near) is not None
    )


_YEAR = r"(?:1[5-9]|20|21)\d\d"
_YEARS = re.compile(rf"(?:\w+\s+)*?{_YEAR}(?:\s*[-–—]\s*{_YEAR})?$")
_SPAN_OF_YEARS = re.compile(r"(?:between|from)\s", re.IGNORECASE)
_TELLS_YEAR = re.compile(
    r"\b(?:in|since|by|until|till|of|during|from|before|after|late|early|mid|between|year|the|"
    r"through|fiscal|spring|summer|autumn|winter|election|or|to|pre|post|its|"
    rf"{MONTH.lower()}(?:\s+\d\d?,?)?)\s+$|['’]s\s+$"
)


def _is_year(context: Context) -> bool:
    if not _YEARS.match(context.words):
        return False
    if _SPAN_OF_YEARS.match(context.words) or _TELLS_YEAR.search(context.near):
        return True
    return not vocabulary.plural_follows(context.after, 0)


_LAST_DAY = 39
"""The highest number of the form of a day."""
_DAY = re.compile(r"(?:\w+\s+)*?[0-3]?\d(?:\s*[-–—]\s*[0-3]?\d)?$")
_MONTH_BEFORE = re.compile(rf"{MONTH}\s+(?:the\s+)?(?:\d\d?(?:,|\s+and|\s+or|\s+to)\s*)?$")
_DAY_BEFORE = re.compile(r"\b\d{1,2}\s*[-–]\s*$")
_IN_A_MONTH = re.compile(rf"\b[Ii]n\s+(?:early\s+|late\s+|mid-)?(?:{MONTH})\s+$")
_AFTER_DAY = re.compile(
    rf"\s*(?:(?:,|and|or|to|[-–])\s*[0-3]?\d(?:st|nd|rd|th)?\s+)?(?:of\s+)?{MONTH}"
)


def _is_day(context: Context) -> bool:
    if context.high is None or context.high > _LAST_DAY:
        return False
    behind = _AFTER_DAY.match(context.after)
    before = behind or _day_before(context)
    if before is None or not _DAY.match(context.words):
        return False
    if behind:
        return True
    return not (_IN_A_MONTH.search(context.before) and vocabulary.plural_follows(context.after, 0))


def _day_before(context: Context) -> re.Match[str] | None:
    return _MONTH_BEFORE.search(context.before) or _DAY_BEFORE.search(context.near)


_HEADLINE = 0.6
"""The share of words with a capital from which words are taken for a headline."""
_CAPITAL_WORD = re.compile(r"[^\W\d]{3,}")
_NAME_BEFORE = re.compile(r"[a-z]['’]?\s+$")


def _is_name(context: Context) -> bool:
    """A number word with a capital inside a sentence ("the Gang of Four"), not in a headline."""
    if not context.words[0].isupper() or not _NAME_BEFORE.search(context.before):
        return False
    return not _is_headline(context)


def _is_headline(context: Context) -> bool:
    words = _CAPITAL_WORD.findall(f"{context.before} {context.after}")
    capital = sum(word[0].isupper() for word in words)
    return len(words) > 1 and capital / len(words) > _HEADLINE


_COMPOUND = (
    r"[-–](?!(?:strong|member|man|men|woman|person|people|vehicle|truck|car|bus|bed|nation|country|"
    r"judge|seat|aircraft|ship|boat|family|household|house|room|cell|unit|soldier|troop|fighter|"
    r"part|storey|story|point|page|lane|door)\b)\w"
)
"""A number in a compound that counts nothing: "a three-pronged attack"."""


_ONE_BEFORE = re.compile(
    r"\b(?:any|some|every|each|this|the|which|another|more|such|a|whose|day|the\s+only|"
    r"square|first|last|biggest|good|bad|new|big|for|as|loved|when|if|one\s+by)[\s-]+$"
)
_ONE_AFTER = re.compile(
    r"[\s-]+(?:another|day|side|hand|thing|way|time|point|who|that|which|can|could|may|might|must|"
    r"should|would|reason|more|step|needs|such|cannot|voice|by|"
    r"of\s+(?:those\s+who|a|an|us))\b|['’]s\b|[.,;]\s*$"
)
_ONE_OF = re.compile(r"\s+of\s+(?P<rest>.{0,40})")
_SUPERLATIVE = re.compile(
    r"\b(?:most|main|key|major|leading|few|first|last|world|only|best|worst|reasons?|ways?|factors?|"
    r"causes?|issues?|problems?|questions?|things|consequences|results?|aspects?|elements?|signs?|"
    r"features?|points?|goals?|aims?|priorities|challenges|threats?|many|several|"
    r"[a-z]{3,}(?<!for)(?<!inter)(?<!w)(?<!r)est)\b"
)


def _is_pronoun(context: Context) -> bool:
    """The word "one" as a pronoun or in an idiom, and not as a number."""
    if context.words.lower() != "one":
        return False
    if _ONE_BEFORE.search(context.near) or _ONE_AFTER.match(context.next):
        return True
    rest = _ONE_OF.match(context.next)
    return rest is not None and _SUPERLATIVE.search(rest["rest"]) is not None


_IDENTIFIED = _any_of(
    r"nos?\.? numbers? resolutions? articles? sections? sec\. chapters? pages? pp?\. route highway "
    r"flight districts? room ward sector zone camp block brigade division battalion unit phase "
    r"level channel line platform paragraphs? para annex volume season stage group\s+of boeing "
    r"airbus schedule rule protocol bill case class grade terminal runway pier lane gate apollo "
    r"windows type model version mark mk mi checkpoint area agenda vision act tier category item "
    r"table figure building house post bureau radio formula title order decree law task\s+force "
    r"tel\.? phone call dial helpline hotline circuit corps regiment polling\s+station precinct "
    r"constituency kilomet(?:re|er) km mile marker"
)
_IDENTIFIED_BY = re.compile(rf"\b{_IDENTIFIED}\s+$")
_MAY_IDENTIFY = re.compile(r"\d|[A-Z]|[a-z]+$")
_NAME_WITH_NUMBER = re.compile(r"\w\s+[A-Z][\w-]+\s$|\bbooth\s+$")
_ENDS = re.compile(r"\s*(?:[.,;:!?)”\"]|$)")


def _is_identifier(context: Context) -> bool:
    """A number behind the thing that it names ("District 12"), or that ends a name."""
    if not _MAY_IDENTIFY.match(context.words):
        return False
    if _IDENTIFIED_BY.search(context.near):
        return True
    ends_name = context.words.isdecimal() and _ENDS.match(context.after)
    return bool(ends_name and _NAME_WITH_NUMBER.search(context.before))


_MONEY_BEFORE = r"[$€£¥₹₨]\s*|\b(?:rs\.?|usd|eur|gbp|pkr|inr|afn|afs)\s+"
_MONEY_AFTER = (
    r"[\s-]+(?:of\s+)?(?:(?:us|u\.s\.|american|pakistani|indian|canadian|australian)\s+)?"
    r"(?:dollars?|rupees?|euros?|pounds?(?!\s+of)|sterling|rials?|riyals?|dirhams?|afghanis?|"
    r"dinars?|lira|ro?ubles?|yuan|yen|naira|shillings?|cents?|pence|takas?|usd|pkr|francs?|"
    r"somonis?|in\s+(?:cash|ransom|aid|damages|bribes))\b"
)
_MEASURE = (
    r"\s*°|[\s-]+(?:of\s+)?(?:kms?|(?:kilo|centi|milli)?met(?:re|er)s?|(?:nautical\s+)?miles?|yards?|"
    r"feet|foot(?!\s+(?:soldiers|patrols))|ft|inch(?:es)?|cm|mm|kgs?|kilos?|(?:kilo)?gram(?:me)?s?|gm|tonnes?|tons?|"
    r"pounds?\s+of|lbs?|lit(?:re|er)s?|gallons?|hectares?|acres?|square|sq|cubic|degrees?|knots|"
    r"mph|kph|(?:mega)?watts?|mw|gw|calib(?:re|er)|mah|volts?|marlas?|kanals?|quintals?)\b"
)
_PERCENT = r"\s*%|\s+(?:per[\s-]?cent|pct\b|pc\b|basis\s+points)"
_SMALL = r"(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twenty|(?:a\s+)?hundred)\b"
_CLOCK = r"\s+(?:[ap]\.?m|o['’]clock|gmt|utc|ist|pkt)\b|:\d"
_FRACTION = r"[\s-]+(?:thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|tenths?)\b"
_VOTES = r"[\s-]+(?:votes?|win|victory|defeat|draw|ruling|lead|goals?|wickets?|runs?)\b"

_DIGIT_BEFORE = re.compile(r"\d[-–\s]$")


def _goes_on_a_number(context: Context) -> bool:
    """Digits behind digits, or with a leading zero: telephone numbers, scores, codes."""
    if not context.words[0].isdecimal():
        return False
    leads_with_zero = context.words[0] == "0" and context.words[1:2].isdecimal()
    return leads_with_zero or _DIGIT_BEFORE.search(context.near) is not None


_ONE = re.compile(r"(?:^|\s)one$", re.IGNORECASE)
_IN_SO_MANY = re.compile(rf"\s+in\s+(?:a\s+)?{_SMALL}")


def _one_in_so_many(context: Context) -> bool:
    return _IN_SO_MANY.match(context.next) is not None and _ONE.search(context.words) is not None


EXCLUSIONS = (
    Exclusion("percentage", "some 12 per cent of them", _followed_by(_PERCENT)),
    Exclusion("age", "a gunman aged 23", _is_age),
    Exclusion("length of time", "within 12 days", _followed_by(_LENGTH_OF_TIME)),
    Exclusion("year", "in around 2015", _is_year),
    Exclusion("day", "on 3 May", _is_day),
    Exclusion(
        "money", "$12 million", _either(_preceded_by(_MONEY_BEFORE), _followed_by(_MONEY_AFTER))
    ),
    Exclusion("measure", "30 kilometres away", _followed_by(_MEASURE)),
    Exclusion("clock time", "at 10.30 and at 5 pm", _followed_by(_CLOCK)),
    Exclusion(
        "part of a longer number",
        "version 4.3.1, 9/11",
        _either(_followed_by(r"[/–-]\d"), _goes_on_a_number),
    ),
    Exclusion("fraction", "two thirds of them", _followed_by(_FRACTION)),
    Exclusion("multiple", "three times, a 10-fold rise", _followed_by(r"\s+times\b|[\s-]fold\b")),
    Exclusion(
        "rate",
        "one in five of them, nine out of 10",
        _either(
            _followed_by(rf"\s+(?:\w+\s+)?(?:in|for|out\s+of)\s+every\b|\s+out\s+of\s+{_SMALL}"),
            _preceded_by(r"\bout\s+of\s+(?:every\s+)?|\b(?:in|for)\s+every\s+|\bone\s+in\s+"),
            _one_in_so_many,
        ),
    ),
    Exclusion(
        "score or vote",
        "by 13 votes to two, a 2-1 win",
        _either(
            _followed_by(_VOTES),
            _preceded_by(r"\bvot(?:ed|ing)\s+(?:by\s+)?(?:\S+\s+to\s+)?|\bvotes\s+to\s+"),
        ),
    ),
    Exclusion("identifier", "in District 12, Resolution 2593", _is_identifier),
    Exclusion("name", "the Gang of Four", _is_name),
    Exclusion("compound", "a three-pronged attack", _followed_by(_COMPOUND)),
    Exclusion("pronoun or idiom", "one of the deadliest", _is_pronoun),
    Exclusion(
        "idiom",
        "zero tolerance",
        _either(
            _followed_by(r"\s+(?:tolerance|minds?)\b"),
            _preceded_by(r"\b(?:ground|net|patient|point)\s+"),
        ),
    ),
)
"""Every kind of number that is no figure, in the order in which they are tried."""
