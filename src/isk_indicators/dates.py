"""Dates as the tables write them: a subset of EDTF (ISO 8601-2), and the days that it allows.

What lives here: ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD``, each with one trailing ``~`` (about) or
``?`` (uncertain); ``a/b`` closed, ``../b`` and ``a/..`` open intervals of these. What must not:
anything about tables, and any tolerance: ``~`` and ``?`` are flags and widen nothing. A further
form is a further branch of ``_point``, its pattern in the schemas, and its tests against the
``edtf`` library. Standard library only.
"""

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
_MONTHS = 12


@dataclass(frozen=True)
class EdtfDate:
    """What a date allows.

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

    @property
    def first_day(self) -> date:
        year, month, day = self.part
        return date(year, month or 1, day or 1)

    @property
    def last_day(self) -> date:
        year, month, day = self.part
        month = month or _MONTHS
        return date(year, month, day or _days(year, month))


@lru_cache(maxsize=4096)  # several rules read one date, and many rows have the same
def parse(text: str) -> EdtfDate:
    """Read a date.

    Raises:
        ValueError: no such form, no such day, or an interval that ends before it begins; the
            message says what to type instead.

    """
    ends = text.split("/")
    if len(ends) > 2 or all(end == OPEN for end in ends):  # noqa: PLR2004 - an interval has two
        raise ValueError(f"{text!r} is no date; type {FORMS}")
    points = [None if end == OPEN else _point(end) for end in ends]
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


def written_parts(text: str) -> list[Part]:
    """Year, month and day of each end of a date, as written; an open end has none.

    Raises:
        ValueError: as :func:`parse`.

    """
    return list(parse(text).parts)


def _point(text: str) -> _Point:
    match = _POINT.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no date; type {FORMS}")
    year = int(match[1])
    month = int(match[2]) if match[2] else None
    day = int(match[3]) if match[3] else None
    if year == 0:
        raise ValueError(f"{text!r}: there is no year 0000; type the year in four digits")
    if month is not None and not 1 <= month <= _MONTHS:
        raise ValueError(f"{text!r}: there is no month {month:02}; type a month from 01 to 12")
    if day is not None and month is not None and not 1 <= day <= _days(year, month):
        raise ValueError(
            f"{text!r}: there is no day {day:02} in {year:04}-{month:02}; "
            f"type a day from 01 to {_days(year, month)}"
        )
    return _Point((year, month, day), match[4])


def _days(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]
