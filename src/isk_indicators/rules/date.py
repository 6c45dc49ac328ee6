"""What holds for every date: it is one, it has a basis, and its parts are printed as that says.

A part of a date is its year, its month or its day. Which parts must be printed follows from the
basis: all of them (``stated``), the years (``context``), or those that the publication date of
the source does not give (``publication``). There, one of two adjoining days may be computed from
the other ("just hours before" March 27: 26 or 27 March).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import takewhile
from typing import TypeAlias

from isk_indicators import dates
from isk_indicators.dates import MONTHS
from isk_indicators.rules.links import Links
from isk_indicators.rules.rule import Fault, RowKey, Rule, UnsureError, bound, rule
from isk_indicators.words import lower_keep_length

Head: TypeAlias = tuple[int | None, ...]
"""The year of a date, its year and month, or all three."""


@rule("date-form", blames="date")
def is_a_date(date: str) -> Fault | None:
    """A date that no calendar has, or an interval that ends before it begins."""
    try:
        dates.parse(date)
    except ValueError as error:
        return Fault(date, f"a date such as {dates.FORMS}", f"{error}.")
    return None


@rule("date-basis", blames="date_basis")
def has_a_basis(date: str | None, date_basis: str | None) -> Fault | None:
    """A date without a basis, or a basis without a date."""
    if (date is None) == (date_basis is None):
        return None
    if date_basis is None:
        return Fault("", "how the date is known", "Type stated, context or publication.")
    return Fault(date_basis, "blank, as there is no date", "Type the date, or blank its basis.")


@rule("date-printed", blames="date")
def parts_are_printed(
    date: str,
    date_basis: str,
    source_id: str,
    quote: str,
    *,
    links: Links,
    row: RowKey,
    field: str,
) -> Fault | None:
    """A part of a date that neither the quote nor its evidence prints, though its basis says so."""
    evidence = links.supporting(row.table, row.id, field)
    printed = " | ".join(links.quotes(row, field, quote))
    sources = (
        {source_id, *(r["source_id"] for r in evidence)} if date_basis == "publication" else ()
    )
    published = [links.row("sources", s)["published"] for s in sources]
    missing = _unprinted(date, date_basis, printed, published)
    if not missing:
        return None
    row.require_id()
    links.require_evidence()
    return Fault(
        date,
        f"{', '.join(missing)} printed in the quote or in a supporting evidence row, "
        f"as the basis is {date_basis}",
        f"Add an evidence row that supports {field}, or correct the date or its basis.",
    )


def _unprinted(date: str, basis: str, printed: str, published: Iterable[str | None]) -> list[str]:
    """The parts of a date that would have to be printed and are not, in words.

    What ``published`` (the publication dates that complete the date) gives need not be printed.
    """
    known = [part for text in published for part in _given(text, date)]
    small = lower_keep_length(printed)
    ends = [part[:1] if basis == "context" else part for part in _parts(date)]
    lacking = [_missing(end, small, known) for end in ends]
    if basis == "publication" and [] in lacking and _is_of_two_days(date):
        return []
    return list(dict.fromkeys(words for end in lacking for words in end))


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
    yield tuple(takewhile(lambda number: number is not None, map(_shared, *parts)))


def _shared(*numbers: int | None) -> int | None:
    return numbers[0] if len({*numbers}) == 1 else None


def _is_of_two_days(text: str) -> bool:
    """Whether an interval is a day and the next, so that one follows from the other."""
    date = dates.parse(text)
    return bool(date.earliest and date.latest and (date.latest - date.earliest).days == 1)


def _parts(text: str | None) -> tuple[dates.Part, ...]:
    """The parts of a date; one that is no date is told by another rule."""
    try:
        return dates.parse(text or "").parts
    except ValueError as error:
        raise UnsureError from error


def _missing(part: Head, small: str, known: Iterable[Head]) -> list[str]:
    heads = [part[:depth] for depth in range(1, len(part) + 1) if part[depth - 1] is not None]
    given = {k[: len(head)] for k in known for head in heads}
    return [_in_words(head) for head in heads if head not in given and not _stands(head, small)]


def _stands(head: Head, small: str) -> bool:
    """Whether English prints the last part: a year, a month's name, a day beside its name."""
    if len(head) == 1:
        return _year(head[0]).search(small) is not None
    names = _NAMES[(head[1] or 1) - 1].finditer(small)
    if len(head) == 2:  # noqa: PLR2004 - year and month
        return any(names)
    return any(head[2] in _days_beside(small, *name.span()) for name in names)


# All patterns are tried on small letters. That a word begins is asked behind its first letters: a
# search for letters that must be there is fast.


@cache
def _year(year: int | None) -> re.Pattern[str]:
    return re.compile(rf"{year}(?<!\w{year})\b")


def _month(name: str) -> re.Pattern[str]:
    short, rest = name[:3].lower(), name[3:]
    return re.compile(rf"{short}(?<!\w{short})(?:{rest}|\b\.?)")


_NAMES = tuple(map(_month, MONTHS))
_DAY = r"0?(\d\d?)(?:st|nd|rd|th)?\b"
_DAY_BEHIND = re.compile(rf"\s+{_DAY}")
_DAY_BEFORE = re.compile(rf"\b{_DAY}\s+(?:of\s+)?$")
_FURTHEST = 24


def _days_beside(small: str, start: int, end: int) -> set[int]:
    """The days that stand behind a month's name, and before it."""
    behind = _DAY_BEHIND.match(small, end)
    before = _DAY_BEFORE.search(small[max(0, start - _FURTHEST) : start])
    return {int(found[1]) for found in (behind, before) if found}


def _in_words(head: Head) -> str:
    if len(head) == 1:
        return f"the year {head[0]}"
    month = MONTHS[(head[1] or 1) - 1]
    return f"the month {month}" if len(head) == 2 else f"the day {head[2]} of {month}"  # noqa: PLR2004


RULES = (is_a_date, has_a_basis, parts_are_printed)


def rules_for(field: str) -> tuple[Rule, ...]:
    """The date rules for a column of another name, such as ``as_of``."""
    return bound(RULES, {"date": field, "date_basis": f"{field}_basis"})
