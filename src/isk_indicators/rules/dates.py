"""Rules of a date: it exists, it has a basis, and its parts are printed as the basis says.

A part of a date is its year, its month or its day. The basis says how the words prove each part: it
is printed (``stated``); it is printed or follows from the words ("the day before"; ``context``); or
the publication date of the source gives or completes it (``publication``).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import takewhile
from typing import TypeAlias

from isk_indicators import dates
from isk_indicators.dates import MONTHS, WEEKDAY, Printed
from isk_indicators.rules.rule import CannotDecide, PartialDataset, Problem, RowKey, rule

Head: TypeAlias = tuple[int | None, ...]
"""The year of a date, its year and month, or all three."""


@rule("date-form", column="date")
def is_a_date(date: str) -> Problem | None:
    """A date that does not exist, or an interval that ends before it begins."""
    try:
        dates.parse(date)
    except ValueError as error:
        return Problem(date, f"a date such as {dates.FORMS}", f"{error}.")
    return None


@rule("date-basis", column="date_basis")
def has_a_basis(date: str | None, date_basis: str | None) -> Problem | None:
    """A date without a basis, or a basis without a date."""
    if (date is None) == (date_basis is None):
        return None
    if date_basis is None:
        return Problem("", "how the date is known", "Type stated, context or publication.")
    return Problem(date_basis, "blank, as there is no date", "Type the date, or blank its basis.")


@rule("date-printed", column="date")
def parts_are_printed(
    date: str,
    date_basis: str,
    source_id: str,
    quote: str,
    *,
    data: PartialDataset,
    row: RowKey,
    column: str,
) -> Problem | None:
    """A part of a date that neither the quote nor its evidence gives in the way its basis says."""
    printed = " | ".join(data.passages(row, column, quote))
    published = []
    if date_basis == "publication":
        evidence = data.supporting(row.table, row.id, column)
        for source in {source_id, *(r["source_id"] for r in evidence)}:
            published.append(data.row("sources", source)["published"])
    note = str(data.by_id("sources").get(source_id, {}).get("note") or "")
    missing = unprinted(date, date_basis, printed, published, note)
    far = None
    if published and not missing:
        other = None if column in STATES else _when_words_say(date, printed, published)
        far = other or _far_from_publication(date, published)
    if not missing and far is None:
        return None
    if published:
        data.require("sources", "published", source_id=source_id)
    if far is not None:
        data.require_evidence(row)
        return far
    if date_basis == "context" and is_after(date, data.row("sources", source_id)["published"]):
        return None  # another rule reports it
    data.require_evidence(row)
    shown = "printed" if date_basis == "stated" else "printed, or given by other words,"
    return Problem(
        date,
        f"{', '.join(missing)} {shown} in the quote or in a supporting evidence row, "
        f"as the basis is {date_basis}",
        f"Add an evidence row that supports {column}, or correct the date or its basis.",
    )


def unprinted(
    date: str, basis: str, printed: str, published: Iterable[str | None], note: str = ""
) -> list[str]:
    """The parts of a date that would have to be printed and are not, in words.

    What ``published`` (the publication dates that complete the date) gives need not be printed.
    """
    published = [*published]
    known = [head for text in published for head in _given(text, date)]
    missing: list[str] = []
    for part, end in zip(_parts(date), _ends(date), strict=True):
        heads = [part[:n] for n, number in enumerate(part, start=1) if number is not None]
        unknown = [h for h in heads if not any(k[: len(h)] == h for k in known)]
        lacking = [_in_words(h) for h in unknown if not _is_printed(h, printed, note)]
        if lacking and (basis == "stated" or not _follows(end, printed, published, note)):
            missing += lacking
    return list(dict.fromkeys(missing))


def _far_from_publication(date: str, published: Iterable[str | None]) -> Problem | None:
    """Tell a date that no publication of these completes: of another year, or of the one before."""
    years = [year for text in published for year, _, _ in _parts(text)]
    if date.endswith(f"/{dates.OPEN}"):
        return None
    if any(min(years) - 1 <= year <= max(years) for year, _, _ in _parts(date)):
        return None
    return Problem(
        date,
        "the year of publication or the one before",
        "Correct the date; or type stated or context, if words of the text give it.",
    )


STATES = ("as_of",)
"""Columns of a time at which something was so, though the words may tell what was before."""

_OF_ANOTHER_TIME = re.compile(
    r"\b(?:after(?:wards)?|before|earlier(?! this)|following|later|next|previous(?:ly)?|same|since|"
    r"that)\b",
    re.IGNORECASE,
)
"""Words by which a time may be counted from another one than the publication."""


def _when_words_say(date: str, printed: str, published: Iterable[str | None]) -> Problem | None:
    """Tell a date that is not when words beside it say: "on Friday", "last month"."""
    if _OF_ANOTHER_TIME.search(printed):
        return None
    days = [(p.earliest, p.latest) for p in map(_parsed, published)]
    known = [(first, last) for first, last in days if first and last]
    said = {span for day in known for span in dates.referred(printed, day)}
    own = _parsed(date)
    first, last = own.earliest or datetime.date.min, own.latest or datetime.date.max
    if not said or any(first <= end and start <= last for start, end in said):
        return None
    spans = (f"{start}" if start == end else f"{start}/{end}" for start, end in sorted(said))
    return Problem(date, f"{' or '.join(spans)}, by {printed!r}", "Type the date that they give.")


End: TypeAlias = tuple[datetime.date | None, datetime.date | None]
"""The first and the last day of a date; of an interval, each end has only the outer one."""


def _ends(date: str) -> list[End]:
    """The ends of a date, in order; without those that are open."""
    parsed = dates.parse(date)
    if "/" not in date:
        return [(parsed.earliest, parsed.latest)]
    ends: list[End] = [(parsed.earliest, None), (None, parsed.latest)]
    return [end for end in ends if any(end)]


def _follows(end: End, printed: str, published: Iterable[str | None], note: str) -> bool:
    """Whether the words give a span of days that begins or ends so."""
    parsed = [dates.parse(text) for text in published if text]
    known = [(p.earliest, p.latest) for p in parsed if p.earliest and p.latest]
    first, last = end
    return any(
        first in (None, earliest) and last in (None, latest)
        for earliest, latest in dates.day_spans(printed, known, note)
    )


def _given(published: str | None, date: str) -> Iterator[Head]:
    """What a publication date gives of a date.

    The earliest day on which a source may have been published completes nothing: of an interval, a
    date takes the whole, the end ("in the past months"), or what both ends share (the year).
    """
    parts = _parts(published)
    if parts == _parts(date):
        yield from parts
    elif "/" in date:
        yield parts[-1]
    same = takewhile(lambda ns: len({*ns}) == 1 and ns[0] is not None, zip(*parts, strict=True))
    yield tuple(numbers[0] for numbers in same)


def _parts(text: str | None) -> tuple[dates.Part, ...]:
    return _parsed(text).parts


def _parsed(text: str | None) -> dates.EdtfDate:
    try:
        return dates.parse(text or "")
    except ValueError as error:  # another rule reports it
        raise CannotDecide from error


TIME = re.compile(
    r"\b(?:(?:first|second|third|fourth|last|past|same|this|next|previous)\s+(?:\w+\s+)?"
    r"(?:half|quarter|years?|months?|weeks?|days?|nights?|period)|yesterday|today|overnight|"
    rf"{WEEKDAY})\b",
    re.IGNORECASE,
)
"""Words for a time that follows from another one."""


def prints_a_part(date: str, text: str) -> bool:
    """Whether a text prints a year, a month or a day of a date, or words for a time."""
    return TIME.search(text) is not None or any(
        _is_printed(part[:n], text)
        for part in _parts(date)
        for n, number in enumerate(part, start=1)
        if number is not None
    )


def _is_printed(head: Head, text: str, note: str = "") -> bool:
    """Whether a text prints the last part: a year, a month's name, a day beside its name."""
    year, month, day = (*head, None, None)[:3]
    if month is None:
        return re.search(rf"\b{year}\b", text) is not None
    months = _printed_months(text, note)
    return any(p.month == month and (day is None or day in p.days) for p in months)


@lru_cache(maxsize=4096)  # each part of a date asks
def _printed_months(text: str, note: str) -> tuple[Printed, ...]:
    return tuple(dates.printed_months(text, note))


def is_printed(date: str, text: str) -> bool:
    """Whether a text prints all parts of a date; not so if it is none."""
    try:
        return not unprinted(date, "stated", text, ())
    except CannotDecide:
        return False


def _in_words(head: Head) -> str:
    year, month, day = (*head, None, None)[:3]
    if month is None:
        return f"the year {year}"
    name = MONTHS[month - 1]
    return f"the month {name}" if day is None else f"the day {day} of {name}"


def is_after(date: str, published: str | None) -> bool:
    """Whether a date is after a publication, as far as both say."""
    try:
        last, written = dates.parse(published or "").latest, dates.parse(date).parts[-1]
    except ValueError as error:  # another rule reports it
        raise CannotDecide from error
    head = [number for number in written if number is not None]
    return last is not None and head > [last.year, last.month, last.day][: len(head)]


@rule("date-published", column="date", phase="words")
def is_not_after_publication(date: str, source_id: str, *, data: PartialDataset) -> Problem | None:
    """A date after the publication of its source."""
    published = data.row("sources", source_id)["published"]
    if not is_after(date, published):
        return None
    data.require("sources", "published", source_id=source_id)
    return Problem(
        date,
        f"no later than {published}, when {source_id} was published",
        "Correct the date, or the publication of the source.",
    )


@rule("date-since", column="date", phase="words")
def what_began_then_may_go_on(
    date: str, quote: str, *, data: PartialDataset, row: RowKey, column: str
) -> Problem | None:
    """A month or year that the words print after "since", as if it were the time itself."""
    if "/" in date:
        return None
    printed = " | ".join(data.passages(row, column, quote))
    ((year, month, _),) = _parts(date)
    words = rf"{MONTHS[month - 1]}(?: {year})?\b" if month else rf"{year}\b"
    found = list(re.finditer(rf"(\bsince )?{words}", printed, re.IGNORECASE))
    if not found or any(match[1] is None for match in found):
        return None
    data.require_evidence(row)
    return Problem(
        date,
        f"{date}/.. or another interval, as the words are {found[0][0]!r}",
        "Type the interval that began then.",
    )


FORM_RULES = (is_a_date, has_a_basis)
RULES = (*FORM_RULES, parts_are_printed, is_not_after_publication, what_began_then_may_go_on)
