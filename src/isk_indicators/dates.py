"""Dates as the tables write them: a subset of EDTF (ISO 8601-2), and the days that it allows."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
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
