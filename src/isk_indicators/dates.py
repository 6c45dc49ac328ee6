"""Dates as the tables write them (a subset of EDTF), and as words of a text print or imply them."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple, TypeAlias

Part: TypeAlias = tuple[int, int | None, int | None]
"""Year, month and day as written; None for what is not written."""

OPEN = ".."
FORMS = (
    "YYYY, YYYY-MM or YYYY-MM-DD, if need be with ~ (about) or ? (uncertain) after it; "
    "a/b for an interval, ../b or a/.. for one that is open"
)
_POINT = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?]?)")
MONTHS = (
    "January February March April May June July August September October November December"
).split()
"""The months' names in English, in order."""

MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)(?!\w)"
)
"""A month's name in English, or its abbreviation; written with a capital."""

WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
"""A weekday's name in English; written with a capital."""


@dataclass(frozen=True)
class EdtfDate:
    """What a date allows: ``~`` and ``?`` are flags and do not widen it.

    Attributes:
        earliest: The first day; None if open at the beginning.
        latest: The last day; None if open at the end.
        approximate: True if any end is marked ``~``.
        uncertain: True if any end is marked ``?``.
        parts: Year, month and day of each end as written; an open end has none.

    """

    earliest: date | None
    latest: date | None
    approximate: bool
    uncertain: bool
    parts: tuple[Part, ...]


class _Point(NamedTuple):
    part: Part
    mark: str
    first_day: date
    last_day: date


@lru_cache(maxsize=4096)  # many rows have the same
def parse(text: str) -> EdtfDate:
    """Read a date.

    Raises:
        ValueError: no such form, no such day, or an interval that ends before it begins; the
            message says what to type instead.

    """
    ends = text.split("/")
    if len(ends) > 2 or set(ends) == {OPEN}:  # noqa: PLR2004 - an interval has two
        raise ValueError(f"{text!r} is no date; type {FORMS}")
    points = [None if end == OPEN else _read_point(end) for end in ends]
    written = [point for point in points if point is not None]
    earliest = points[0].first_day if points[0] else None
    latest = points[-1].last_day if points[-1] else None
    if earliest and latest and latest < earliest:
        raise ValueError(f"{text!r} ends before it begins; type {ends[-1]}/{ends[0]}")
    return EdtfDate(
        earliest=earliest,
        latest=latest,
        approximate=any(point.mark == "~" for point in written),
        uncertain=any(point.mark == "?" for point in written),
        parts=tuple(point.part for point in written),
    )


def _read_point(text: str) -> _Point:
    match = _POINT.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no date; type {FORMS}")
    year = int(match[1])
    month = int(match[2]) if match[2] else None
    day = int(match[3]) if match[3] else None
    if year == 0:
        raise ValueError(f"{text!r}: there is no year 0000; type the year in four digits")
    if month is not None and not 1 <= month <= len(MONTHS):
        raise ValueError(f"{text!r}: there is no month {month:02}; type a month from 01 to 12")
    days = calendar.monthrange(year, month or len(MONTHS))[1]
    if day is not None and not 1 <= day <= days:
        raise ValueError(
            f"{text!r}: there is no day {day:02} in {year:04}-{month:02}; "
            f"type a day from 01 to {days}"
        )
    first = date(year, month or 1, day or 1)
    return _Point((year, month, day), match[4], first, date(year, month or 12, day or days))


Days: TypeAlias = tuple[date, date]
"""The first and the last day of a span."""

# What words print

_YEAR = r"(?:1[89]|20)\d\d\b"
_DAY = r"0?\d\d?(?:st|nd|rd|th)?\b"
_DAYS_BEFORE = rf"{_DAY}(?:(?:\s*[-–—,/]\s*|\s+(?:and|or|to|until)\s+){_DAY})*"
_COUNTS = r"\s+(?:[a-z]{3,}s|people|men|women|children)\b"
_DAYS_AFTER = rf"{_DAY}(?:(?:\s*[-–—]\s*|\s+(?:and|or|to)\s+){_DAY}(?!{_COUNTS}))?"
_IN_CAPITALS = "|".join(rf"{name[:3]}(?:{name[3:]}|T?\.)?".upper() for name in MONTHS)
_MONTH = re.compile(rf"{MONTH}|(?:{_IN_CAPITALS})(?!\w)")
_BEFORE_MONTH = re.compile(rf"\b({_DAYS_BEFORE})\s+(?:of\s+)?$", re.IGNORECASE)
_AFTER_MONTH = re.compile(rf"(?:\s+({_DAYS_AFTER}))?(?:,?\s+(?:of\s+)?({_YEAR}))?", re.IGNORECASE)
_REACH = 40
"""How many characters before the name of a month its days are looked for."""
_SLASHED = re.compile(rf"(?<![\d./])(\d\d?)[./](\d\d?)[./]({_YEAR})")
_ISO = re.compile(rf"(?<![\d-])({_YEAR})-(\d\d)-(\d\d)\b")
_NUMBER = re.compile(r"\d+")


class Printed(NamedTuple):
    """A month as printed, with the days and the year beside it, if there are any."""

    year: int | None
    month: int
    days: tuple[int, ...]


def printed_months(text: str, note: str = "") -> Iterator[Printed]:
    """Find each month of a text.

    "02/09/2024" is read both ways, unless another such date in the text or in the note about its
    source has a day above 12.
    """
    for match in _MONTH.finditer(text):
        before = text[max(0, match.start() - _REACH) : match.start()]
        if not before[-1:].isalnum() and (after := _AFTER_MONTH.match(text, match.end())):
            found = _BEFORE_MONTH.search(before)
            days = _NUMBER.findall(f"{found[1] if found else ''} {after[1] or ''}")
            year = int(after[2]) if after[2] else None
            yield Printed(year, month_of(match[0]), tuple(map(int, days)))
    dates = [tuple(map(int, match.groups())) for match in _ISO.finditer(text)]
    orders = [(1, 0), (0, 1)]  # the month is the second number, or the first
    for match in _SLASHED.finditer(f"{text} | {note}"):
        pair = int(match[1]), int(match[2])
        orders = [(m, d) for m, d in orders if pair[m] <= len(MONTHS)] or orders
    for match in _SLASHED.finditer(text):
        first, second, year = map(int, match.groups())
        dates += [(year, (first, second)[m], (first, second)[d]) for m, d in orders]
    for year, month, day in dates:
        if 1 <= month <= len(MONTHS):
            yield Printed(year, month, (day,))


def printed_years(text: str) -> set[int]:
    """Find the years of a text."""
    return {int(year) for year in re.findall(rf"\b{_YEAR}", text)}


def month_of(name: str) -> int:
    """Get the number of a month from its name or its abbreviation."""
    return next(n for n, full in enumerate(MONTHS, 1) if full[:3] == name[:3].title())


# Spans of days


def month_span(year: int, month: int, last: int | None = None) -> Days:
    """Get the days from the first of a month to the end of the last; 13 is the next January."""
    (first_year, first), (last_year, end) = (
        (year + (n - 1) // 12, (n - 1) % 12 + 1) for n in (month, last or month)
    )
    return date(first_year, first, 1), date(last_year, end, calendar.monthrange(last_year, end)[1])


_ONE_DAY = timedelta(days=1)
_NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split()
_COUNT = rf"(?:\d\d?|{'|'.join(_NUMBERS[1:])}|an?)"
_PAST_YEAR = (
    r"(?:(?:last|the\s+previous|the\s+preceding)\s+year|(?:the|a)\s+year\s+(?:earlier|before))\b"
)
_PARTS_OF_YEAR = {
    "first half": (1, 6),
    "second half": (7, 12),
    "last half": (7, 12),
    "first quarter": (1, 3),
    "second quarter": (4, 6),
    "third quarter": (7, 9),
    "fourth quarter": (10, 12),
    "last quarter": (10, 12),
    "spring": (3, 5),
    "summer": (6, 8),
    "autumn": (9, 11),
    "fall": (9, 11),
    "winter": (12, 14),
}
"""The months of each, counted on into the next year."""
_THIRDS = {"early": 0, "beginning": 0, "start": 0, "mid": 1, "middle": 1, "late": 2, "end": 2}
"""The first, the second or the last third of a month (to the 10th, to the 20th) or a year."""
_PART_OF_YEAR = re.compile(
    rf"(?<!\blast\s)\b(?:(?P<name>{'|'.join(_PARTS_OF_YEAR)})|"
    rf"(?P<which>first|last)\s+(?P<count>{_COUNT})\s+months)\b"
    rf"(?:,?\s+(?:(?:of|in)\s+)?(?:(?P<year>{_YEAR})|(?P<past>{_PAST_YEAR})))?",
    re.IGNORECASE,
)
_THIRD = re.compile(
    rf"\b(?P<third>{'|'.join(_THIRDS)})(?:-|\s+)(?:of\s+)?(?:(?P<month>(?-i:{MONTH}))(?!\s+\d\d?\b)"
    rf"(?:,?\s+(?:of\s+)?)?)?(?P<year>{_YEAR})?",
    re.IGNORECASE,
)
_SAME = re.compile(r"\bsame\s+(?:period|time|months?|quarter|half)\b", re.IGNORECASE)
_YEAR_BEFORE = re.compile(rf"\b{_PAST_YEAR}", re.IGNORECASE)


def _count(words: str) -> int:
    if words.isdecimal():
        return int(words)
    return _NUMBERS.index(words.lower()) if words.lower() in _NUMBERS else 1


def parts_of_years(text: str, years: set[int]) -> Iterator[Days]:
    """Find parts of a year, each in the year beside it or else in every one of these years.

    "The same period" repeats each part in every year.
    """
    before = {year - 1 for year in years} if _YEAR_BEFORE.search(text) else set()
    for match in _PART_OF_YEAR.finditer(text):
        own = {int(match["year"])} if match["year"] else before if match["past"] else years
        if _SAME.search(text):
            own = own | years | before
        if match["name"]:
            months = _PARTS_OF_YEAR[" ".join(match["name"].lower().split())]
        else:
            count = min(_count(match["count"]), len(MONTHS))
            months = (1, count) if match["which"].lower() == "first" else (13 - count, 12)
        for year in own:
            yield month_span(year, *months)


def thirds(text: str, years: set[int]) -> Iterator[Days]:
    """Find thirds of months and years: "early March", "mid-2023", "the end of 2023"."""
    for match in _THIRD.finditer(text):
        third = _THIRDS[match["third"].lower()]
        own = {int(match["year"])} if match["year"] else years if match["month"] else set()
        for year in own:
            if match["month"]:
                first, last = month_span(year, month_of(match["month"]))
                begin = first + 10 * third * _ONE_DAY
                span = begin, last if third == _THIRDS["end"] else begin + 9 * _ONE_DAY
            else:
                span = month_span(year, 4 * third + 1, 4 * third + 4)
            yield span
            if match["third"].lower() == "end":
                yield span[1], span[1]


# By reference to a known date

Step: TypeAlias = Callable[[re.Match[str], date], Iterable[Days]]
_Rule: TypeAlias = tuple[re.Pattern[str], Step]


def _days(*steps: int) -> Step:
    """From the first to the last of these steps from a day."""
    return lambda _, day: [(day + steps[0] * _ONE_DAY, day + steps[-1] * _ONE_DAY)]


def _weekday(match: re.Match[str], day: date) -> Iterator[Days]:
    """The latest such weekday, or the one before; the next one after "next"."""
    names = [name[:3] for name in calendar.day_name]
    latest = day - (day.weekday() - names.index(match["day"][:3])) % 7 * _ONE_DAY
    steps = {"next": (7,), "last": (-7, 0)}.get((match["which"] or "").lower(), (0,))
    for step in steps:
        if (found := latest + step * _ONE_DAY) != day or not match["which"]:
            yield found, found


def _week(step: int) -> Step:
    return lambda _, day: [
        (monday := day + (7 * step - day.weekday()) * _ONE_DAY, monday + 6 * _ONE_DAY)
    ]


def _month(step: int) -> Step:
    return lambda _, day: [month_span(day.year, day.month + step)]


def _year(step: int) -> Step:
    return lambda _, day: [month_span(day.year + step, 1, 12)]


def _shifted(match: re.Match[str], day: date) -> Iterator[Days]:
    """So many units of time before or after a day."""
    step = _count(match["count"]) * (1 if match["way"].lower() in ("after", "later") else -1)
    unit = match["unit"].lower()
    if unit in ("day", "week"):
        found = day + step * (7 if unit == "week" else 1) * _ONE_DAY
        yield found, found
    else:
        yield from (_month if unit == "month" else _year)(step)(match, day)


def _named_month(match: re.Match[str], day: date) -> Iterator[Days]:
    """The latest such month before a day."""
    month = month_of(match["month"])
    yield month_span(day.year - (month >= day.month), month)


def _season(match: re.Match[str], day: date) -> Iterator[Days]:
    """The latest such season that is over, and one that is not."""
    first, last = _PARTS_OF_YEAR[match["season"].lower()]
    for year in (day.year, day.year - 1, day.year - 2):
        begin, end = month_span(year, first, last)
        if begin < day:
            yield begin, end
        if end < day:
            return


def _rules(*rules: tuple[str, Step]) -> tuple[_Rule, ...]:
    return tuple((re.compile(rf"\b(?:{p})", re.IGNORECASE), step) for p, step in rules)


_BEFORE = r"(?:before|earlier|previously)\b"
_AFTER = r"(?:after|later|afterwards)\b"
_LAST = r"(?:last|previous|preceding)\s+"
_NEXT = r"(?:next|following)\s+"
OF_A_DAY = _rules(
    (rf"(?:(?P<which>last|next)\s+)?(?P<day>(?-i:{WEEKDAY}))\b", _weekday),
    (r"today\b|the\s+same\s+day\b|that\s+day\b|this\s+(?:morning|afternoon|evening)\b", _days(0)),
    (rf"yesterday\b|{_LAST}(?:day|evening)\b|\bday\s+{_BEFORE}|eve\s+of\b", _days(-1)),
    (rf"{_NEXT}(?:day|morning)\b|\bday\s+{_AFTER}", _days(1)),
    (rf"overnight\b|{_LAST}night\b|(?:hours?|minutes)\s+{_BEFORE}", _days(-1, 0)),
    (rf"night\s+of\b|(?:hours?|minutes)\s+{_AFTER}", _days(0, 1)),
    (r"this\s+week\b", _week(0)),
    (rf"{_LAST}week\b", _week(-1)),
    (rf"{_LAST}week\b", _days(-7, 0)),
    (
        rf"(?P<count>{_COUNT})\s+(?P<unit>day|week|month|year)s?\s+"
        r"(?P<way>before|earlier|ago|after|later)\b",
        _shifted,
    ),
)
OF_A_MONTH = _rules(
    (r"(?:this|the\s+same)\s+month\b", _month(0)),
    (rf"{_LAST}month\b|month\s+{_BEFORE}", _month(-1)),
    (rf"{_NEXT}month\b|month\s+{_AFTER}", _month(1)),
)
OF_A_YEAR = _rules(
    (r"(?:this|the\s+same|that)\s+year\b", _year(0)),
    (rf"{_LAST}year\b|year\s+{_BEFORE}", _year(-1)),
    (rf"{_NEXT}year\b|year\s+{_AFTER}", _year(1)),
)
OF_ANY = _rules(
    (rf"last\s+(?P<month>(?-i:{MONTH}))", _named_month),
    (r"(?:last|this)\s+(?P<season>spring|summer|autumn|fall|winter)\b", _season),
)
"""Words that give days, by the precision that the date must have from which they count."""


def referred(text: str, known: Days) -> Iterator[Days]:
    """Find the spans that words give by reference to a known day, month or year."""
    first, last = known
    rules = [*OF_ANY, *(OF_A_YEAR if first.year == last.year else ())]
    if first.replace(day=1) == last.replace(day=1):
        rules += OF_A_MONTH
    if first == last:
        rules += OF_A_DAY
    for pattern, step in rules:
        for match in pattern.finditer(text):
            for day in {first, last}:
                yield from step(match, day)


def day_spans(text: str, published: Iterable[Days] = (), note: str = "") -> set[Days]:
    """Find the spans of days that the words of a text give.

    Args:
        text: The words.
        published: When its sources were published, if a date may be completed from that.
        note: What is noted about the source.
    """
    published = [days for days in published if re.fullmatch(_YEAR, str(days[0].year))]
    printed = printed_years(text)
    years = printed | {first.year for first, last in published if first.year == last.year}
    found = set()
    for month in printed_months(text, note):
        named = month.month, min(month.days, default=0)
        # the year of the latest such month at publication, if that is certain
        meant = {day.year - (named > (day.month, day.day)) for days in published for day in days}
        own = {month.year} if month.year else years | (meant if len(meant) == 1 else set())
        for first, last in (month_span(year, month.month) for year in own):
            if not month.days:
                found.add((first, last))
            for day in month.days:
                if first.day <= day <= last.day:
                    found.add((first.replace(day=day), first.replace(day=day)))
    known = {*found, *published, *(month_span(year, 1, 12) for year in printed)}
    found |= {*parts_of_years(text, years), *thirds(text, years)}
    return found | {span for days in known for span in referred(text, days)}
