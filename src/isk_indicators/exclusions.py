"""What is no claim by its form: dates, ages, money, parts of names, heads of tables, repetitions.

Patterns match small letters, except where a capital shows a name or a month.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import NamedTuple

from isk_indicators.dates import MONTH
from isk_indicators.spans import LINE_END, Span, lines
from isk_indicators.words import BLANK, TIME_UNIT, any_of, is_plural, plain, plural_follows

_REACH = 48
_NEAR = 3


class Context(NamedTuple):
    """A figure's words and the text around them in the same line.

    Attributes:
        before: The characters before it, as printed.
        words: The figure.
        after: The characters after it, as printed.
        high: Its higher number; None of a vague word.
        near: The last few words before it, in small letters.
        next: The characters after it, in small letters.
    """

    before: str
    words: str
    after: str
    high: int | None
    near: str
    next: str


class Exclusion:
    """One kind of number that is no figure.

    Args:
        kind: What the number is.
        example: Words with such a number, and no figure.
        followed_by: A pattern of what after a figure, in small letters, shows it.
        preceded_by: A pattern of what directly before a figure, in small letters, shows it.
        test: Whether a figure in its context is one.
    """

    def __init__(
        self,
        kind: str,
        example: str,
        followed_by: str | None = None,
        preceded_by: str | None = None,
        test: Callable[[Context], bool] | None = None,
    ) -> None:
        self.kind = kind
        self.example = example
        self._followed_by = re.compile(followed_by) if followed_by else None
        self._preceded_by = re.compile(f"(?:{preceded_by})$") if preceded_by else None
        self._test = test

    def applies(self, context: Context) -> bool:
        """Whether the words around a figure show that it is one."""
        return bool(
            (self._followed_by and self._followed_by.match(context.next))
            or (self._preceded_by and self._preceded_by.search(context.near))
            or (self._test and self._test(context))
        )


def kind_of(context: Context) -> str | None:
    """Get what a phrase is instead of a figure; None if it may be one."""
    return next((kind.kind for kind in EXCLUSIONS if kind.applies(context)), None)


def is_doubtful(context: Context) -> bool:
    """Whether what is beside a figure leaves it open how it is read."""
    return any(doubt.applies(context) for doubt in DOUBTS)


def end_of_duration(text: str, start: int, end: int) -> int | None:
    """Get where a length of time ends whose number is at ``text[start:end]``; None if it is none.

    Ages are no lengths of time, and neither is the "one day" of "one day he will return".
    """
    unit = _DURATION.match(text, end)
    if unit is None:
        return None
    context = context_of(text, start, end, None)
    is_one_day = context.words.lower() == "one" and _SOME_DAY.match(context.next)
    if is_age(context) or (is_one_day and not _ONE_DAY_LONG.search(context.near)):
        return None
    return unit.end()


def context_of(text: str, start: int, end: int, high: int | None) -> Context:
    """Get the phrase at ``text[start:end]`` with what is around it in its line."""
    before = LINE_END.split(plain(text[max(0, start - _REACH) : start]))[-1]
    after = LINE_END.split(plain(text[end : end + _REACH]), maxsplit=1)[0]
    near = before.lower()
    parts = near.rsplit(maxsplit=_NEAR)
    if len(parts) > _NEAR:
        near = near[len(parts[0]) :]
    return Context(before, text[start:end], after, high, near, after.lower())


_LENGTH_OF_TIME = (
    rf"(?:{BLANK}+of)?(?:[-–]|{BLANK}+)(?:(?:more|long|full|consecutive|straight|whole|short|"
    rf"gruelling|further|additional|odd|solid|calendar|working|business){BLANK}+)?(?:{TIME_UNIT})"
)
_DURATION = re.compile(_LENGTH_OF_TIME, re.IGNORECASE)
_SOME_DAY = re.compile(r"\s+(?:day|night)")
_ONE_DAY_LONG = re.compile(r"\b(?:in|for|within|after|just|only|than|of)\s+$")

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
_AFTER_AGE = re.compile(r"[,).]|\s+when\b")
_OLDEST = 120


def is_age(context: Context) -> bool:
    """Whether it is an age: "aged 23", "men over 40", "Anwar, 23, said"."""
    if _OLD.match(context.next) or _AGED.search(context.before.lower()):
        return True
    young = context.high is not None and context.high <= _OLDEST
    if young and _AGE_LIMIT.match(context.words.lower()) and _AGE_GROUP.search(context.near):
        return True
    after_name = _AFTER_AGE.match(context.next) and _NAMED.search(context.near)
    return bool(after_name and _FEW_DIGITS.fullmatch(context.words))


_YEAR = r"(?:1[5-9]|20|21)\d\d"
_YEARS = re.compile(rf"(?:\w+\s+)*?{_YEAR}(?:\s*[-–—]\s*{_YEAR})?$")
_RANGE_OF_YEARS = re.compile(r"(?:between|from)\s", re.IGNORECASE)
_BEFORE_YEAR = re.compile(
    r"\b(?:in|since|by|until|till|(?<!total\s)of|during|from|before|after|late|early|mid|between|year|the|"
    r"through|fiscal|spring|summer|autumn|winter|election|or|to|pre|post|its|"
    rf"{MONTH.lower()}(?:\s+\d\d?,?)?)\s+$|['’]s\s+$"
)


_VERBS_OF_MANY = (
    r"(?:were|are|have|died|fled|perished|remain(?:ed)?|left|returned|escaped|survived|"
    r"surrendered|gathered|joined|marched|fell)"
)
_MANY_DO = re.compile(
    rf"\s+(?:(?:others|more)\s+)?(?:{_VERBS_OF_MANY}|dead|killed|wounded|injured|missing|"
    r"of\s+(?:them|the|its|his|her|their|these|those))\b|[-–](?:strong|man|member)\b"
)
"""What follows a number of persons that no noun names ("At least 1800 have been freed")."""
_BOUNDED = re.compile(r"(?!about|around|circa|c\.|ca\b|some)[a-z>≥<≤]", re.IGNORECASE)
_HARM_BEFORE = re.compile(
    r"\b(?:kill(?:ed|ing|s)|wound(?:ed|ing)|injur(?:ed|ing)|arrest(?:ed|ing)|displac(?:ed|ing)|"
    r"captur(?:ed|ing)|lost)\s+$"
)


def is_year(context: Context) -> bool:
    """Whether it is a year, or a range of years, that counts nothing in the plural."""
    if not _YEARS.match(context.words):
        return False
    if _RANGE_OF_YEARS.match(context.words) or _BEFORE_YEAR.search(context.near):
        return True
    may_count = _BOUNDED.match(context.words) or _HARM_BEFORE.search(context.near)
    return not (_counts(context) or may_count)


def _counts(context: Context) -> bool:
    """Whether what follows shows that a number counts persons or things."""
    return plural_follows(context.after, 0) or _MANY_DO.match(context.next) is not None


def may_be_year(context: Context) -> bool:
    """Whether it may be a year as well as a number: "killed 1999."."""
    return _YEARS.match(context.words) is not None and not _counts(context)


_LAST_DAY = 39
"""The highest number that ``_DAY`` fits."""
_DAY = re.compile(r"(?:\w+\s+)*?[0-3]?\d(?:\s*[-–—]\s*[0-3]?\d)?$")
_A_DAY = r"[0-3]?\d(?:st|nd|rd|th)?"
_NEXT = r"(?:\s*,|,?\s+(?:and|or|to)|\s*[-–])\s*"
_MONTH_BEFORE = re.compile(
    rf"(?P<day>\b{_A_DAY}\s+(?:of\s+)?)?{MONTH}\s+(?:the\s+)?(?P<days>(?:{_A_DAY}{_NEXT})*)$"
)
_DAY_BEFORE = re.compile(r"\b\d{1,2}\s*[-–]\s*$")
_IN_A_MONTH = re.compile(rf"\b[Ii]n\s+(?:early\s+|late\s+|mid-)?(?:{MONTH})\s+$")
_AFTER_DAY = re.compile(
    rf"\s*(?:(?:,|and|or|to|[-–])\s*[0-3]?\d(?:st|nd|rd|th)?\s+)?(?:of\s+)?{MONTH}"
)
_MORE_DAYS = re.compile(rf"{_NEXT}\d\d?\b")


def is_day(context: Context) -> bool:
    """Whether it is a day of a month: "on 3 May", "May 3-5", "May 3, 4 and 5"."""
    if context.high is None or context.high > _LAST_DAY or not _DAY.match(context.words):
        return False
    if _AFTER_DAY.match(context.after):
        return True
    month = _MONTH_BEFORE.search(context.before)
    if month is None:
        return _DAY_BEFORE.search(context.near) is not None
    if month["day"]:  # the date is complete: "12 May 2"
        return False
    if month["days"].rstrip().endswith(",") and not _MORE_DAYS.match(context.after):
        return not _counts(context)  # "On March 22, 14 people"
    line = context.before + context.words + context.after
    return not is_count_after_month(line, len(context.before), len(line) - len(context.after))


def is_count_after_month(line: str, start: int, end: int) -> bool:
    """Whether a number of the line counts in a month: "In May 14 people were killed"."""
    before = line[max(0, start - _REACH) : start]
    return _IN_A_MONTH.search(before) is not None and plural_follows(line, end)


def may_be_day(context: Context) -> bool:
    """Whether it may be a second day of a month: "On May 3 and 4 people gathered"."""
    month = _MONTH_BEFORE.search(context.before)
    return month is not None and month["days"].endswith(("and ", "or "))


_HEADLINE = 0.6
"""A text with a greater share of words with a capital counts as a headline."""
_LONG_WORD = re.compile(r"[^\W\d]{3,}")
_NAME_BEFORE = re.compile(r"[a-z]['’]?\s+$")


def is_name(context: Context) -> bool:
    """Whether it has a capital inside a sentence ("the Gang of Four") that is no headline."""
    if not context.words[0].isupper() or not _NAME_BEFORE.search(context.before):
        return False
    words = _LONG_WORD.findall(f"{context.before} {context.after}")
    capital = sum(word[0].isupper() for word in words)
    return len(words) <= 1 or capital / len(words) <= _HEADLINE


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


def is_pronoun(context: Context) -> bool:
    """Whether it is the word "one" as a pronoun or in an idiom."""
    if context.words.lower() != "one":
        return False
    if _ONE_BEFORE.search(context.near) or _ONE_AFTER.match(context.next):
        return True
    rest = _ONE_OF.match(context.next)
    return rest is not None and _SUPERLATIVE.search(rest["rest"]) is not None


_IDENTIFIERS = (
    r"nos?\.? numbers? resolutions? articles? sections? sec\. chapters? pages? pp?\.? route "
    r"highway flight districts? room ward sector zone camp block brigade division battalion unit "
    r"phase level channel line platform paragraphs? paras?\.? annex volume season stage boeing "
    r"airbus schedule rule protocol bill case class grade terminal runway pier lane gate apollo "
    r"windows type model version mark mk mi checkpoint area agenda vision act tier category item "
    r"table figure building house post bureau radio formula title order decree law task\s+force "
    r"tel\.? phone call dial helpline hotline circuit corps regiment polling\s+station precinct "
    r"constituency kilomet(?:re|er) km mile marker squadron unscr unsc scr art\. surah? verse "
    r"clause motorway operation"
).split()
_IDENTIFIED_BY = re.compile(
    rf"(?:(?P<before>[\w'’]+)\s+)?\b(?P<label>{any_of(_IDENTIFIERS)})\s+"
    rf"(?P<list>(?<=s\s)(?:\d+(?:\s*\(\d{{4}}\))?(?:,\s*|,?\s+(?:and|or|to)\s+))+)?$"
)
_MAY_BE_VERB = frozenset(
    "number numbers house block stage post order call mark page level line table dial".split()
)
"""What may say that somebody does it to so many things, rather than name one of them."""
_BEFORE_NOUN = frozenset(
    "a an the at in on of by from near his her its their this that under and or with see no".split()
)
_GROUP_OF = re.compile(r"\bgroup\s+of\s+$")
_MAY_IDENTIFY = re.compile(r"\d|[A-Z]|[a-z]+$")
_NAME_WITH_NUMBER = re.compile(r"\w\s+[A-Z][\w-]+\s$|\bbooth\s+$")
_ENDS = re.compile(r"\s*(?:[.,;:!?)”\"]|$)")
_NUMBERED = re.compile(
    r"\s+(?:[A-Z][\w-]+\s+)?(?:Battalion|Brigade|Division|Regiment|Squadron|Corps|Commando|Committee)\b"
    r"|\s+(?:battalion|brigade|regiment|corps|unit|sanctions)\b(?!\s+\w+s\b)"
)


def is_identifier(context: Context) -> bool:
    """Whether it belongs to what it names: "District 12", "313 Battalion", or ends a name."""
    if not _MAY_IDENTIFY.match(context.words):
        return False
    label = _IDENTIFIED_BY.search(context.before.lower())
    if label is not None and not _may_be_verb(label, context):
        return True
    if _GROUP_OF.search(context.near) and not plural_follows(context.after, 0):
        return True
    in_digits = context.words.isdecimal()
    if in_digits and _NUMBERED.match(context.after):
        return True
    ends_name = in_digits and _ENDS.match(context.after)
    return bool(ends_name and _NAME_WITH_NUMBER.search(context.before))


def _may_be_verb(label: re.Match[str], context: Context) -> bool:
    """Whether the word that may name a thing may be a verb as well: "They block 3 roads"."""
    if label["label"] not in _MAY_BE_VERB or label["list"]:
        return False
    agrees = {"numbers": True, "number": is_plural(label["before"] or "")}.get(
        label["label"], False
    )
    is_alone = agrees and _ENDS.match(context.after) is not None
    return is_alone or "," in context.words or plural_follows(context.after, 0)


def may_be_identifier(context: Context) -> bool:
    """Whether it may be the number of a place as well as that of things: "at post 9 guards"."""
    label = _IDENTIFIED_BY.search(context.before.lower())
    if label is None or not _may_be_verb(label, context):
        return False
    return (label["before"] or "the") in _BEFORE_NOUN


_SMALL = r"(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twenty|(?:a\s+)?hundred)\b"
_ONE = re.compile(r"(?:^|\s)one$", re.IGNORECASE)
_IN_SO_MANY = re.compile(rf"\s+in\s+(?:a\s+)?{_SMALL}")
_DIGIT_BEFORE = re.compile(r"\d[-–\s]$")
_DATE_BEFORE = re.compile(rf"(?:\b{_YEAR}|{MONTH}\s+\d\d?)\s$")


def continues_number(context: Context) -> bool:
    """Whether it follows digits or has a leading zero, as in telephone numbers and codes."""
    if not context.words[0].isdecimal():
        return False
    leading_zero = context.words[0] == "0" and context.words[1:2].isdecimal()
    behind_digit = _DIGIT_BEFORE.search(context.near) and not _DATE_BEFORE.search(context.before)
    return bool(leading_zero or behind_digit)


def is_one_in_so_many(context: Context) -> bool:
    """Whether it is the "one" of "one in five"."""
    return _IN_SO_MANY.match(context.next) is not None and _ONE.search(context.words) is not None


EXCLUSIONS = (
    Exclusion(
        "percentage",
        "some 12 per cent of them",
        followed_by=r"\s*%|\s+(?:per[\s-]?cent|pct\b|pc\b|basis\s+points)",
    ),
    Exclusion("age", "a gunman aged 23", test=is_age),
    Exclusion("length of time", "within 12 days", followed_by=_LENGTH_OF_TIME),
    Exclusion("year", "in around 2015", test=is_year),
    Exclusion("day", "on 3 May", test=is_day),
    Exclusion(
        "money",
        "$12 million",
        preceded_by=r"[$€£¥₹₨]\s*|\b(?:rs\.?|usd|eur|gbp|pkr|inr|afn|afs)\s*",
        followed_by=r"[\s-]+(?:of\s+)?(?:(?:us|u\.s\.|american|pakistani|"
        r"indian|canadian|australian)\s+)?(?:dollars?|rupees?|euros?|pounds?(?!\s+of)|"
        r"sterling|rials?|riyals?|dirhams?|afghanis?|dinars?|lira|ro?ubles?|yuan|yen|naira|shillings?|cents?|pence|takas?|usd|"
        r"pkr|francs?|somonis?|afn|afs|inr|eur|gbp|in\s+(?:cash|ransom|aid|damages|bribes))\b",
    ),
    Exclusion(
        "measure",
        "30 kilometres away",
        followed_by=r"\s*°|[\s-]+(?:of\s+)?(?:kms?|(?:kilo|centi|milli)?met(?:re|er)s?|"
        r"(?:nautical\s+)?miles?|yards?|feet|foot(?!\s+(?:soldiers|patrols))|ft|inch(?:es)?|"
        r"cm|mm|kgs?|kilos?|(?:kilo)?gram(?:me)?s?|gm|tonnes?|tons?|pounds?\s+of|lbs?|"
        r"lit(?:re|er)s?|gallons?|hectares?|acres?|square|sq|cubic|degrees?|knots|mph|kph|"
        r"(?:mega)?watts?|mw|gw|calib(?:re|er)|mah|volts?|marlas?|kanals?|quintals?)\b",
    ),
    Exclusion(
        "clock time",
        "at 10.30 and at 5 pm",
        followed_by=r"\s+(?:[ap]\.?m|o['’]clock|gmt|utc|ist|pkt)\b|:\d",
    ),
    Exclusion(
        "part of a longer number",
        "version 4.3.1, 9/11",
        followed_by=r"[/–-]\d",
        test=continues_number,
    ),
    Exclusion(
        "fraction",
        "two thirds of it",
        followed_by=r"[\s-]+(?:thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|tenths?)\b",
    ),
    Exclusion(
        "multiple",
        "three times, a 10-fold rise",
        followed_by=r"\s+times\b|[\s-]fold\b",
    ),
    Exclusion(
        "rate",
        "one in five men, nine out of 10",
        followed_by=rf"\s+(?:\w+\s+)?(?:in|for|out\s+of)\s+every\b|\s+out\s+of\s+{_SMALL}",
        preceded_by=r"\bout\s+of\s+(?:every\s+)?|\b(?:in|for)\s+every\s+|\bone\s+in\s+",
        test=is_one_in_so_many,
    ),
    Exclusion(
        "score or vote",
        "by 13 votes to two, a 2-1 win",
        followed_by=r"[\s-]+(?:votes?|win|victory|defeat|draw|ruling|lead|goals?|wickets?|runs?)\b",
        preceded_by=r"\bvot(?:ed|ing)\s+(?:by\s+)?(?:\S+\s+to\s+)?|\bvotes\s+to\s+",
    ),
    Exclusion(
        "identifier",
        "in District 12, Resolution 2593",
        preceded_by=r"[#№§]\s*|\S\[",
        followed_by=r"\+\d",
        test=is_identifier,
    ),
    Exclusion("name", "the Gang of Four", test=is_name),
    Exclusion(
        "compound",
        "a three-pronged attack",
        followed_by=r"[-–](?!(?:strong|member|man|men|woman|person|people|vehicle|truck|car|bus|"
        r"bed|nation|country|judge|seat|aircraft|ship|boat|family|household|house|room|cell|unit|soldier|"
        r"troop|fighter|part|storey|story|point|page|lane|door)\b)\w",
    ),
    Exclusion("pronoun or idiom", "one of the deadliest", test=is_pronoun),
    Exclusion(
        "idiom",
        "zero tolerance",
        followed_by=r"\s+(?:tolerance|minds?)\b",
        preceded_by=r"\b(?:ground|net|patient|point)\s+",
    ),
)
"""Every kind of number that is no figure, in the order in which they are tried."""


_BESIDE = r"\w\s()\[\]{}\"“”„‘’'«»\-–—/,.;:|!?…$€£¥₹₨"
"""What may be beside a number and leaves it as it is."""

DOUBTS = (
    Exclusion(
        "sign",
        "30 ± 5 men, 45* men",
        preceded_by=rf"[^{_BESIDE}]|[±∓×÷=≠]\s|\+/[-–]\s?",
        followed_by=rf"[^{_BESIDE}%°]|\s[±∓×÷=≠]|\s?\(\?\)",
    ),
    Exclusion(
        "word before it",
        "barely 40 men, past 40 men",
        preceded_by=r"\b(?:barely|hardly|scarcely|minus|nowhere\s+near|anything\s+but|twice|"
        r"(?:not|never|cannot|\w+n['’]t)\s+(?!only|just|merely|because|that|before|until|to\b)\w+(?:\s+to)?|"
        r"(?:third|fifth|sixth|tenth)s?\s+of|if\s+not|or\s+(?:even|maybe|possibly)|beyond|short\s+of|(?:r[io]sen?|climbed|gone|went|passed|soared|grew|grown)\s+(?:to\s+)?past|"
        r"towards?|perhaps|maybe)\s+",
    ),
    Exclusion(
        "word after it",
        "60 people or more, 40 and counting",
        followed_by=r",?\s+(?:if\s+not|or\s+(?:even|maybe|possibly)|through)\s+(?!all)|"
        r"(?:\s+[a-z]+){0,2}\s+(?:or\s+(?:more|fewer|less|so)|at\s+(?:the\s+)?(?:least|most))"
        r"(?=[.,;:)]|$|\s+(?:were|was|are|is|have|had|of)\b)|"
        r"\s+(?:plus|(?:and|or)\s+(?:over|counting|up|upwards|above|higher))\b|[-–](?:ish|some)\b|ish\b",
    ),
    Exclusion("year or number", "The war killed 1999.", test=may_be_year),
    Exclusion("day or number", "On May 3 and 4 people gathered", test=may_be_day),
    Exclusion("name or number", "at post 9 guards fell", test=may_be_identifier),
)
"""What beside a figure leaves it open how it is read."""


# Numbers that are certain to be no claim: the detectors leave them out

_PARTS_OF_TEXTS = (
    r"paragraphs? paras?\.? sections? chapters? articles? pages? pp?\. footnotes? appendix annex "
    r"volume vol\. version update resolutions? nos?\."
).split()
_PART_OF_TEXT = re.compile(rf"\b{any_of(_PARTS_OF_TEXTS)}\s+$")

_PERSONS = (
    "boy girl man woman mother father son daughter brother sister wife husband grandmother "
    "grandfather grandson granddaughter uncle aunt cousin nephew niece widow widower student pupil "
    "teacher doctor nurse driver farmer shopkeeper trader merchant vendor worker labourer laborer "
    "butcher baker tailor mechanic guard soldier officer policeman journalist reporter resident "
    "villager survivor victim witness neighbour neighbor he she"
).split()
_STATED_AGE = re.compile(r"\b(?:aged|ages|age of|age group)\s+(?:[\w-]+(?:,|,?\s+and|\s+to)\s+)*$")
_PERSON_BEFORE = re.compile(rf"\b{any_of(_PERSONS)}(?:,\s+|\s+\()$")
_SPEAKER_BEFORE = re.compile(r"[^\W\d],\s+$")
_AGE_ENDS = re.compile(r"[,).]")
_ONE_PERSON = re.compile(r",\s+(?:whose|who|an?|his|her|said|told|is|was|has|had|from)\b")


def is_certain_age(context: Context) -> bool:
    """Whether it is the age of one person, or follows a word for age."""
    if _OLD.match(context.next) or _STATED_AGE.search(context.before.lower()):
        return True
    if not (_FEW_DIGITS.fullmatch(context.words) and _AGE_ENDS.match(context.next)):
        return False
    if _PERSON_BEFORE.search(context.near):
        return True
    return bool(_SPEAKER_BEFORE.search(context.before) and _ONE_PERSON.match(context.next))


_LASTING = re.compile(
    r"\b(?:for|by|lasts|lasted|lasting|to\s+last)\s+$|"
    r"\b(?:first|second|third|[a-z]{2,}th)\b[^.;]*\sin\s+$"
)
_LENGTH = re.compile(rf"(?:[-–]|\s+)(?:{TIME_UNIT})")


def dates_nothing(context: Context) -> bool:
    """Whether it is a length of time alone: "for three days", "the third attack in five days"."""
    lasts = _LENGTH.match(context.next) and _LASTING.search(context.before.lower())
    return lasts is not None


_NOBODY = re.compile(r"(?:nobody|no[\s-]one|none)$")
_SPEAKS = re.compile(
    r"\s+(?:ha[sd]\s+)?(?:said|says|claimed|admitted|commented|knows|knew)\b|['’]s\b"
)
_NO_ADJECTIVE = (
    "in on at during after before and or from of to by for with as while when since over under "
    "across between among were was are is had have"
).split()
_NEVER_COUNTED = (
    "states countries nations governments visits meetings interviews replies letters paragraphs "
    "pages theories"
).split()
"""Nouns in the plural whose number no column holds: who speaks, what is written."""

CERTAIN = (
    *(kind for kind in EXCLUSIONS if kind.kind in ("money", "measure", "clock time")),
    Exclusion(
        "part of a text",
        "see paragraph 12",
        test=lambda c: c.words[-1].isdecimal() and _PART_OF_TEXT.search(c.near) is not None,
    ),
    Exclusion(
        "other things",
        "14 Member States",
        followed_by=rf"\s+(?:(?!{any_of(_NO_ADJECTIVE)}\b)[\w-]+\s+)?"
        rf"(?:member\s+state|{any_of(_NEVER_COUNTED)})\b(?!['’])",
    ),
    Exclusion(
        "inhabitants",
        "a town of some 40,000 people",
        preceded_by=r"\b(?:town|city|village|population|district|province|region|country)\s+of\s+",
    ),
    Exclusion(
        "nobody who speaks",
        "nobody said who it was",
        test=lambda c: bool(_NOBODY.match(c.words.lower()) and _SPEAKS.match(c.next)),
    ),
    Exclusion("age", "his grandmother, 71, was there", test=is_certain_age),
    Exclusion(
        "length of time",
        "a three-day siege",
        followed_by=r"[-–](?:second|minute|hour|day|week)\b|\s+(?:seconds?|minutes?)\b",
        test=dates_nothing,
    ),
)
"""The kinds of number that are no hit either; of the others a person decides in ``reviewed``."""


def is_no_count(line: str, start: int, end: int, high: int | None) -> bool:
    """Whether a number of the line is certain to be no count, date or lead time."""
    context = context_of(line, start, end, high)
    return any(kind.applies(context) for kind in CERTAIN)


# Deeds of nobody who is named

_DOING = frozenset(
    "stormed raided attacked attacking targeted targeting planned launched launching conducted "
    "conducting carried carrying".split()
)
_UNNAMED = (
    "gunman gunmen attacker attackers assailant assailants militant militants insurgent insurgents "
    "bomber bombers man men fighter fighters shooter shooters"
).split()
_COUNTED = (
    r"(?:(?:an?|the|two|three|four|five|six|seven|eight|nine|ten|\d+|several|some|many|armed|masked|"
    r"unidentified|unknown|other|suicide|heavily)\s+)*"
)
_NOBODY_NAMED = re.compile(
    rf"(?:(?:^|[.,;:!?“”\"]\s*|\b(?:when|as|after|before|that|and|while|where|until)\s+)"
    rf"{_COUNTED}{any_of(_UNNAMED)}|\b(?:those|anyone|whoever)(?:\s+who)?)"
    rf"\s+(?:(?:had|have|also|then|later|first)\s+)*$",
    re.IGNORECASE,
)


def names_nobody(line: str, start: int, end: int) -> bool:
    """Whether words of a deed name nobody who did it: "gunmen stormed it", "it was attacked"."""
    first = max(0, start - _BEFORE_A_DEED)
    verb = line[start:end].split(maxsplit=1)[0].lower()
    if verb in _DONE_TO and _PASSIVE.search(line, first, start) and not _BY.match(line, end):
        return True
    return verb in _DOING and _NOBODY_NAMED.search(line, first, start) is not None


_DONE_TO = frozenset("stormed raided attacked targeted arrested carried".split())
_PASSIVE = re.compile(r"\b(?:was|were|been|be|being)\s+(?:\w+ly\s+)?$")
_BY = re.compile(r"[^.;:!?]*\bby\b")
_BEFORE_A_DEED = 60
"""How far before a deed its subject is looked for."""


# Lines, or parts of them, that claim nothing: heads of tables, notes, repetitions

_PARAGRAPH = re.compile(r"\s*(?:\d{1,3}[.)]|\(\d{1,3}\))\s+(?=\D)")
_FIRST_NOTE = re.compile(r"^1\s", re.MULTILINE)
_NOTE = re.compile(r"(\d{1,3})\s+(?=[A-Z“\"])")
_COLUMNS = re.compile(r"\s{2,}|\t|\s*\|\s*")
_FEWEST_COLUMNS = 3
_NAME_OF_COLUMN = re.compile(r"[A-Z][^\W\d]*(?:\s[^\W\d]+){0,2}")
_FEWEST_WORDS = 6
"""A line of fewer words is not taken for another one printed again."""
_MOST_PLACES = 20
_WORD_OR_MARK = re.compile(r"\w+|[^\w\s]")
_STOPS = (".", "!", "?", "”", '"')


def is_definition(line: str, start: int, end: int) -> bool:
    """Whether quoted words are a name that the text gives in parentheses: (“the Group”)."""
    before, after = line[max(0, start - 2) : start], line[end : end + 2]
    return before[:1] == "(" and after[1:] == ")" and not before[1:].isalnum()


def end_of_number(line: str) -> int:
    """Where the number of a paragraph ends at a line's beginning ("12. "); 0 if there is none."""
    number = _PARAGRAPH.match(line)
    return number.end() if number else 0


def note_numbers(text: str) -> Iterator[Span]:
    """Find the numbers of notes: lines in a row that begin with 1, 2, 3 and so on."""
    run: list[Span] = []
    if _FIRST_NOTE.search(text) is None:
        return
    for start, end in (*lines(text), (len(text), len(text))):
        note = _NOTE.match(text, start, end)
        if note and int(note[1]) == len(run) + 1:
            run.append(note.span(1))
        elif text[start:end].strip() or start == len(text):
            yield from run if len(run) > 1 else ()
            run = [note.span(1)] if note and note[1] == "1" else []


def is_table_head(line: str) -> bool:
    """Whether a line has nothing but the names of columns."""
    cells = _COLUMNS.split(line.strip(" \t|"))
    return len(cells) >= _FEWEST_COLUMNS and all(map(_NAME_OF_COLUMN.fullmatch, cells))


def repeated_lines(text: str) -> frozenset[int]:
    """Where the lines begin that print another line, or a part of it, again word for word.

    Of equal lines, the first is none. A line that ends like a sentence is compared with whole
    lines. Of the places that print its first words, the first ``_MOST_PLACES`` are compared.
    """
    printed = ((start, text[start:end].strip().replace("’", "'")) for start, end in lines(text))
    long = {start: line for start, line in printed if len(line.split()) >= _FEWEST_WORDS}
    words = {start: _WORD_OR_MARK.findall(line) for start, line in long.items()}
    places: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    for start, own in words.items():
        for at in range(len(own) - _FEWEST_WORDS + 1):
            known = places[tuple(own[at : at + _FEWEST_WORDS])]
            if len(known) < _MOST_PLACES and (not known or known[-1][0] != start):
                known.append((start, at))
    seen: set[str] = set()
    repeated = set()
    for start, line in long.items():
        own = words[start]
        is_within = not line.endswith(_STOPS) and any(
            words[other][at : at + len(own)] == own and long[other] != line
            for other, at in places[tuple(own[:_FEWEST_WORDS])]
        )
        if line in seen or is_within:
            repeated.add(start)
        seen.add(line)
    return frozenset(repeated)
