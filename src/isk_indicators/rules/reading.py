"""What the words of a figure cell say when they are read in their quote.

What lives here: finding a figure cell in its quote, and which of the quote's figures it holds. What
must not: judgement on what is typed beside it (see ``figure``).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from isk_indicators import harm, spans
from isk_indicators.figures import Figure, as_duration, find_quantities, is_figure

_KEPT = 4096  # several rules read the same cell, one rule after the other
_EXTENSION = 4


class Reading(NamedTuple):
    """A figure cell, read in its quote.

    Attributes:
        figures: The quote's figures and lengths of time that share a letter with the cell.
        before: The words of the cell before its only figure.
        after: The words of the cell behind it.
        repeated: Whether the words of that figure stand elsewhere in the quote too.
        harms: The harms that the words of the quote tell of.
    """

    figures: tuple[Figure, ...]
    before: str = ""
    after: str = ""
    repeated: bool = False
    harms: frozenset[str] = frozenset()


@lru_cache(maxsize=_KEPT)
def read(figure: str, quote: str) -> Reading | None:
    """Read a figure cell in its quote; None unless it stands there once, on word edges."""
    places = spans.whole_occurrences(quote, figure)
    if len(places) != 1:
        return None
    ((start, end),) = places
    touched = tuple(_read_within(quote, start, end))
    harms = harm.kinds(quote)  # now, as the quote has just been taken apart
    if len(touched) != 1:
        return Reading(touched, harms=harms)
    (only,) = touched
    return Reading(
        touched,
        quote[start : only.start].strip(),
        quote[only.end : end].strip(),
        only.text != figure and len(spans.whole_occurrences(quote, only.text)) > 1,
        harms,
    )


def _read_within(quote: str, start: int, end: int) -> Iterator[Figure]:
    """The figures and lengths of time that share a letter with a stretch of the quote."""
    for quantity in find_quantities(quote):
        if quantity.start < end and start < quantity.end and is_figure(quote, quantity):
            yield quantity
            continue
        duration = as_duration(quote, quantity)
        if duration is not None and duration.start < end and start < duration.end:
            yield duration


def figure_of(figure: str, quote: str) -> Figure | None:
    """The one figure that a cell holds whole; None if the cell does not show one."""
    reading = read(figure, quote)
    if reading is None or len(reading.figures) != 1:
        return None
    (only,) = reading.figures
    return only if only.text in figure else None


def is_extended(reading: Reading) -> bool:
    """Whether the cell holds the figure and the nearest harm word, and little else.

    The harm word is the first word of the cell or its last: "killing two", "12 people dead".
    """
    if reading.before and reading.after:
        return False
    words = reading.before or reading.after
    found = list(harm.find_harm(words))
    outermost = found and (found[0].start == 0 if reading.before else found[-1].end == len(words))
    return bool(outermost) and len(found) == 1 and len(words.split()) <= _EXTENSION


def is_denied(reading: Reading) -> bool:
    """Whether the cell holds words that say none and the noun that they deny."""
    (only,) = reading.figures
    return only.high == 0 and not reading.before and len(reading.after.split()) == 1
