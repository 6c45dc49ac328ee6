"""The dates of a document, by its words and by the day on which it was published."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from isk_indicators import dates
from isk_indicators.detectors import Hit, find_hits
from isk_indicators.rules.dates import unprinted
from isk_indicators.rules.rule import Row
from isk_indicators.spans import Span


class Found(NamedTuple):
    """A date: its value, its basis, and the passage that shows it besides the words."""

    value: str
    basis: str
    evidence: Span | None = None


_PERIOD = re.compile(
    r"\b(?:the\s+)?period\s+(?:from|between)\s+"
    rf"(?P<days>(?:\d+\s+)?{dates.MONTH}[^.;()“”\"]{{0,30}}?\d{{4}})"
    r"\s*(?:\((?:the\s+)?[“\"](?P<name>[^”\"]+)[”\"]\))?"
)
"""The period that a report covers, which later words name: "the reporting period"."""
_END_OF = re.compile(r"\bend\s+of\s+(?:the\s+)?\Z")
_RANGE = re.compile(
    rf"\b(?:between|from)\s+(?P<days>(?:\d{{1,2}}\s+)?(?:{dates.MONTH})?[^.;,()“”\"]{{0,20}}?"
    rf"\s+(?:and|to)\s+(?:\d{{1,2}}\s+)?{dates.MONTH}(?:\s+\d{{4}})?)"
)
"""Two days, or two months, between which something happened."""
_SINCE = re.compile(r"\b[Ss]ince\s+\Z")
_OTHER_PART = re.compile(r"[.;\n]|,\s|\b(?:and|against|compared|with|while|but)\b")
_BY_NIGHT = re.compile(r"overnight|last night", re.IGNORECASE)
_SAME_PERIOD = re.compile(r"\bsame\s+period\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_LONGEST_MONTH = 31
_DATELINE_IN = 1_500
"""In how many characters at the beginning the dateline is looked for."""
_BACK = 300
"""How many characters back a day may be printed from which words count: "the next day"."""
_RELATIVE = re.compile(
    r"(?:next|following|same|previous|preceding)\s+(?:day|night|evening|week|month)|"
    r"(?:hours|days|weeks|day|week|month)\s+(?:before|after|earlier|later)",
    re.IGNORECASE,
)


class Dating:
    """The dates of a document.

    Attributes:
        published: When it was published.
        dateline: Where it prints the day of its publication; None if it does not.
    """

    def __init__(self, source: Row, text: str) -> None:
        self.text, self._note = text, str(source["note"] or "")
        self.published, self._basis = str(source["published"]), source["published_basis"]
        day = dates.parse(self.published)
        self._published = [_days(self.published)] if day.earliest and day.latest else []
        self._period = _PERIOD.search(text)
        self._last_part: dates.Days | None = None
        self.dateline = self._dateline()

    def at(self, hit: Hit) -> Found | None:
        """The date that a hit gives, with the words around it; None if they give none."""
        if (hit.start, hit.end) == self.dateline:
            return None
        found = self._between(hit) or self._part_of_year(hit) or self._back(hit) or self._day(hit)
        if found and _SINCE.search(self.text, max(0, hit.start - 8), hit.start):
            return found._replace(value=f"{found.value}/..")
        return found

    def _day(self, hit: Hit) -> Found | None:
        """The date by the words of a hit, with the year that words before it print."""
        found = self.plain(hit)
        if found is None or found.basis == "stated" or not hit.values:
            return found
        years, at = self._year_before(hit)
        in_another = found.value[:4] != self.published[:4]
        is_shown = in_another and years == dates.printed_years(found.value)
        return found._replace(basis="context", evidence=at) if is_shown else found

    def period_in(self, start: int, end: int) -> Found | None:
        """The period that the document defines, if words name it."""
        if self._period is None or self._period["name"] is None:
            return None
        at = self.text.find(self._period["name"], start, end)
        days = _range(self._period["days"])
        if at < 0 or days is None or start <= self._period.start() < end:
            return None
        if _END_OF.search(self.text, start, at):
            days = days[1], days[1]
        return Found(edtf(*days), "context", self._period.span())

    def plain(self, hit: Hit) -> Found | None:
        """The date that the words of a hit give by themselves, or with the publication."""
        words = self.text[hit.start : hit.end]
        spans = dates.day_spans(words, self._published, self._note)
        found = sorted(days for days in spans if not self._is_later(days))
        if years := dates.printed_years(words):
            found = [d for d in found if d[0].year in years]
            found = found or [dates.month_span(year, 1, 12) for year in years]
            found = [min(found, key=lambda d: d[1] - d[0])]
        if len(found) != 1:
            return None
        value = edtf(*found[0])
        if unprinted(value, "stated", words, []):
            by_night = _BY_NIGHT.fullmatch(words) and self.dateline
            return Found(value, *("context", self.dateline) if by_night else ("publication",))
        return Found(value, "stated")

    def _is_later(self, days: dates.Days) -> bool:
        """Whether days are after the publication."""
        return any(days[0] > published[1] for published in self._published)

    def _between(self, hit: Hit) -> Found | None:
        """The days from one date to another, if the hit is one of both."""
        for match in _RANGE.finditer(self.text, max(0, hit.start - 40), hit.end + 40):
            if match.start() <= hit.start and hit.end <= match.end() + 5:
                days = _range(match["days"])
                if days and dates.printed_years(match["days"]):
                    return Found(edtf(*days), "stated")
        return None

    def _part_of_year(self, hit: Hit) -> Found | None:
        """A part of a year: "the second half of 2023", "the same period last year"."""
        around = self._clause(hit)
        if (last := self._last_part) and _SAME_PERIOD.search(around):
            year = dates.printed_years(around) or {last[0].year - 1}
            days = dates.month_span(min(year), last[0].month, last[1].month)
            return Found(edtf(*days), "context", self.dateline)
        printed = dates.printed_years(around)
        years, evidence = (printed, None) if printed else self._year_before(hit)
        parts = {*dates.parts_of_years(around, years), *dates.thirds(around, years)}
        parts = {days for days in parts if (days[1] - days[0]).days > _LONGEST_MONTH}
        if len(parts) != 1:
            return None
        self._last_part = parts.pop()
        return Found(
            edtf(*self._last_part), "context" if printed or evidence else "publication", evidence
        )

    def _clause(self, hit: Hit) -> str:
        """The words around a hit, up to those of another date."""
        start, end = max(0, hit.start - 32), hit.end + 32
        before = _OTHER_PART.split(self.text[start : hit.start])[-1]
        after = _OTHER_PART.split(self.text[hit.end : end])[0]
        return before + self.text[hit.start : hit.end] + after

    def _year_before(self, hit: Hit) -> tuple[set[int], Span | None]:
        """The year that words before a hit print, or that of the publication, and where."""
        at = max(0, hit.start - _BACK)
        for match in reversed([*_YEAR.finditer(self.text, at, hit.start)]):
            return {int(match[0])}, match.span()
        return {day.year for days in self._published for day in days}, self.dateline

    def _back(self, hit: Hit) -> Found | None:
        """A day by reference to the last one printed before: "the next day"."""
        words = self.text[hit.start : hit.end]
        if not _RELATIVE.search(words):
            return None
        for other in reversed(find_hits(self.text[max(0, hit.start - _BACK) : hit.start])):
            shift = max(0, hit.start - _BACK)
            if other.kind != "date" or not other.values[1:]:
                continue
            known = self.plain(Hit(other.start + shift, other.end + shift, "date", other.values))
            days = {*dates.referred(words, _days(known.value))} if known else set()
            if len(days) == 1:
                at = other.start + shift, other.end + shift
                return Found(edtf(*days.pop()), "context", at)
        return None

    def _dateline(self) -> Span | None:
        if self._basis != "stated":
            return None
        dateline = self.dateline = None
        for hit in find_hits(self.text[:_DATELINE_IN]):
            if hit.kind == "date" and self.plain(hit) == (self.published, "stated", None):
                dateline = hit.start, hit.end
                break
        return dateline


def _days(value: str) -> dates.Days:
    day = dates.parse(value)
    return day.earliest or date.min, day.latest or date.max


def _range(words: str) -> dates.Days | None:
    """The days from the first to the last date of words, the year of which the last prints."""
    years = dates.printed_years(words)
    found = sorted(_single(words, years))
    return (found[0][0], found[-1][1]) if len(found) > 1 else None


def _single(words: str, years: Iterable[int]) -> set[dates.Days]:
    """The days or months of words, each in the year beside it, or in the one year printed."""
    year = max(years, default=0)
    found = set()
    for month in dates.printed_months(words):
        first, last = dates.month_span(month.year or year or 1, month.month)
        days = [first.replace(day=day) for day in month.days]
        found |= {(day, day) for day in days} or {(first, last)}
    return found


def edtf(first: date, last: date) -> str:
    """The shortest date of a span of days."""
    if first == last:
        return str(first)
    if (first.day, (last + timedelta(days=1)).day) != (1, 1):
        return f"{first}/{last}"
    if (first, last) == dates.month_span(first.year, 1, len(dates.MONTHS)):
        return str(first.year)
    one, other = f"{first:%Y-%m}", f"{last:%Y-%m}"
    return one if one == other else f"{one}/{other}"
