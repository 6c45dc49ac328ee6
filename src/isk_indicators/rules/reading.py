"""What the words of a figure cell say when they are read in their quote, and how to write them.

What lives here: finding a figure cell in its quote, which of the quote's figures it holds, and how
a figure is written so that it passes. What must not: judgement on what is typed beside it (see
``figure``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from isk_indicators import harm, spans
from isk_indicators.figures import Figure, as_duration, find_quantities, is_figure

_KEPT = 4096  # several rules read the same cell, one rule after the other
_BETWEEN = 3
"""How many words may stand between a figure and the harm word to which a cell extends it."""
_BESIDE = 4
"""How many words beside a figure may tell it from the same figure elsewhere in the quote."""
_WORD = re.compile(r"\w[\w'’-]*")
_ANOTHER = re.compile(r"[,;:]|\b(?:and|or|but|while|as)\b")
"""What stands between a figure and a harm word that is likely another figure's."""


class Reading(NamedTuple):
    """A figure cell, read in its quote.

    Attributes:
        figures: The quote's figures and lengths of time that share a letter with the cell.
        span: Where the cell is in the quote.
        repeated: Whether the cell holds more than its only figure, and that occurs elsewhere too.
        harms: The harms that the words of the quote tell of.
    """

    figures: tuple[Figure, ...]
    span: spans.Span
    repeated: bool = False
    harms: frozenset[str] = frozenset()


class Way(NamedTuple):
    """One way to write a figure of a quote.

    Attributes:
        figure: The figure, as the quote has it.
        cell: What to type.
        quote: What to quote: the same, or the part of it in which the cell is right.
    """

    figure: Figure
    cell: str
    quote: str


@lru_cache(maxsize=_KEPT)
def read(figure: str, quote: str) -> Reading | None:
    """Read a figure cell in its quote; None unless it stands there once, on word edges."""
    places = spans.whole_occurrences(quote, figure)
    if len(places) != 1:
        return None
    (span,) = places
    touched = tuple(_read_within(quote, *span))
    harms = harm.kinds(quote)  # now, as the quote has just been taken apart
    repeated = (
        len(touched) == 1
        and touched[0].text != figure
        and len(spans.whole_occurrences(quote, touched[0].text)) > 1
    )
    return Reading(touched, span, repeated, harms)


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
    only = meant_by(figure, quote)
    return only if only is not None and only.text in figure else None


def meant_by(figure: str, quote: str) -> Figure | None:
    """The one figure that a cell holds, be it cut; None if the cell does not show one."""
    reading = read(figure, quote)
    return reading.figures[0] if reading is not None and len(reading.figures) == 1 else None


def is_written_well(cell: str, quote: str) -> bool:
    """Whether the cell holds one figure whole, and more words only where they are needed."""
    reading = read(cell, quote)
    if reading is None or len(reading.figures) != 1:
        return False
    (only,) = reading.figures
    return only.text == cell or _denies(only, reading.span, quote) or _is_extended(reading, quote)


def shows_harm(cell: str, quote: str) -> bool:
    """Whether the words tell of which harm the figure is."""
    return len(harm.kinds(quote)) == 1 or bool(harm.kinds(cell))


def _denies(figure: Figure, span: spans.Span, quote: str) -> bool:
    """Whether the cell holds words that say none and the noun that they deny."""
    start, end = span
    noun = quote[figure.end : end].split()
    return figure.high == 0 and start == figure.start and end > figure.end and len(noun) == 1


def _is_extended(reading: Reading, quote: str) -> bool:
    """Whether the cell extends its figure as it must be: to its harm word, or to be unique."""
    (only,) = reading.figures
    allowed: list[spans.Span] = []
    if reading.repeated or len(reading.harms) > 1:
        allowed += [s.span for s in _to_harm(quote, only) if s.words <= _BETWEEN]
    if reading.repeated:
        allowed += _to_be_unique(quote, only)
    return reading.span in allowed


class _Stretch(NamedTuple):
    """From a figure to a word of harm; whether that is likely another figure's; the words between.

    The likeliest sorts first.
    """

    another: bool
    words: int
    span: spans.Span


def _to_harm(quote: str, figure: Figure) -> list[_Stretch]:
    """From a figure to the nearest word of harm on each side, and to one that is round it."""
    words = list(harm.find_harm(quote))
    beside = [w for w in words if w.start < figure.end and figure.start < w.end]
    beside += [w for w in words if w.end <= figure.start][-1:]
    beside += [w for w in words if w.start >= figure.end][:1]
    return sorted(_stretch(quote, figure, word) for word in beside)


def _stretch(quote: str, figure: Figure, word: harm.HarmWord) -> _Stretch:
    between = quote[word.end : figure.start] or quote[figure.end : word.start]
    span = min(word.start, figure.start), max(word.end, figure.end)
    return _Stretch(_ANOTHER.search(between) is not None, len(between.split()), span)


def _to_be_unique(quote: str, figure: Figure) -> list[spans.Span]:
    """The figure with the fewest words behind it, or else before it, that are in the quote once."""
    behind = [word.end() for word in _WORD.finditer(quote, figure.end)][:_BESIDE]
    before = [word.start() for word in _WORD.finditer(quote, 0, figure.start)][: -_BESIDE - 1 : -1]
    longer = [(figure.start, end) for end in behind] + [(start, figure.end) for start in before]
    return [s for s in longer if len(spans.whole_occurrences(quote, quote[slice(*s)])) == 1][:1]


def ways(cell: str, quote: str, *, harmful: bool) -> list[Way]:
    """The ways to write what a cell may mean; each passes the rules on its words.

    Args:
        cell: What is typed; where it shows no figure, every figure of the quote may be meant.
        quote: The words in which it is read.
        harmful: Whether the words must tell of which harm the figure is.
    """
    shown = {f: None for s in spans.whole_occurrences(quote, cell) for f in _read_within(quote, *s)}
    meant = shown or dict.fromkeys(_read_within(quote, 0, len(quote)))
    return [way for figure in meant for way in _ways(figure, quote, harmful)]


def _ways(figure: Figure, quote: str, harmful: bool) -> list[Way]:
    """The ways to write one figure: alone; to its harm word, if need be in a part; to be unique."""
    if alone := _good(figure, quote, (figure.start, figure.end), harmful):
        return alone
    stretches = _to_harm(quote, figure)
    likely = [s.span for s in stretches if s.another == stretches[0].another]
    found = [
        way
        for span in likely
        for way in _good(figure, quote, span, harmful) or _in_part(figure, quote, span, harmful)
    ]
    return found or [
        way for s in _to_be_unique(quote, figure) for way in _good(figure, quote, s, harmful)
    ]


def _good(figure: Figure, quote: str, span: spans.Span, harmful: bool) -> list[Way]:
    """The figure written in these words of the quote, if that is as it should be."""
    cell = quote[slice(*span)]
    good = is_written_well(cell, quote) and (not harmful or shows_harm(cell, quote))
    return [Way(figure, cell, quote)] if good else []


def _in_part(figure: Figure, quote: str, span: spans.Span, harmful: bool) -> list[Way]:
    """The ways where the quote is cut to the words from the figure to its harm word."""
    part, first = quote[slice(*span)], span[0]
    if not harmful or part == quote:
        return []
    same = _read_within(part, figure.start - first, figure.end - first)
    found = [w for f in same if f.text == figure.text for w in _ways(f, part, harmful)]
    return [way._replace(figure=figure) for way in found]
