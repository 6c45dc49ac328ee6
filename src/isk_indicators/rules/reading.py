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

from isk_indicators import spans
from isk_indicators.figures import Figure, as_duration, find_quantities, is_figure
from isk_indicators.words import Found, find_harm, harms_in

_KEPT = 100_000
_BETWEEN = 3
"""How many words may stand between a figure and the harm word to which a cell extends it."""
_BESIDE = 4
"""How many words beside a figure may tell it from the same figure elsewhere in the quote."""
_WORD = re.compile(r"\w[\w'’-]*")
_ANOTHER = re.compile(r"[,;:]|\b(?:and|or|but|while|as)\b")
"""What stands between a figure and a harm word that is likely another figure's."""
_OF_THOSE = re.compile(r"\s+of(?:\s+[\w-]+){0,4}\s+")
"""What comes between a figure and the word for those of whom it counts a part."""
_ACT = re.compile(
    r"(?:(?!\b(?:were|was|been|being)\b)[^,;:])*\b(?:killed|wounded|injured|hurt|maimed) "
)
"""From a figure to a verb of harm that it does to those whom the next figure counts."""
_WHO = re.compile(r",\s+who\b[^.,;:]*,\s+")
_CLAUSE = re.compile(r"[.;:]|\b(?:when|where|while|as|that|after|before)\b")
_INCLUDING = re.compile(r",?\s+(?:including|among\s+them)\s+")


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
    harms = harms_in(quote)  # now, as the quote has just been taken apart
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
    return len(harms_in(quote)) == 1 or bool(harms_in(cell) or _dead_of_those(cell, quote))


def harms_told(cell: str, quote: str) -> frozenset[str]:
    """The harms that the words of a figure, or of its quote, name."""
    return harms_in(cell) or _dead_of_those(cell, quote) or harms_in(quote)


def _dead_of_those(cell: str, quote: str) -> frozenset[str]:
    """The harm of a figure that counts the dead of the wounded ("three of the wounded died")."""
    only = figure_of(cell, quote)
    behind = [w for w in find_harm(quote) if only is not None and w.start >= only.end][:2]
    if only is None or len(behind) < len(("those", "died")):
        return frozenset()
    those, died = behind
    between = quote[those.end : died.start]
    beside = len(between.split()) <= _BETWEEN and not _ANOTHER.search(between)
    dead = (
        _OF_THOSE.fullmatch(quote, only.end, those.start)
        and quote[died.start :].lower().startswith(("died", "succumbed", "perished"))
        and not any(_read_within(quote, those.end, died.start))
        and (beside or _WHO.fullmatch(between))
    )
    return frozenset({died.label}) if dead else frozenset()


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
    """From a figure to a word of harm; how likely that is another figure's; the words between.

    The likeliest sorts first.
    """

    another: int
    words: int
    span: spans.Span


def _to_harm(quote: str, figure: Figure) -> list[_Stretch]:
    """From a figure to the nearest word of harm on each side, and to one that is round it."""
    words = list(find_harm(quote))
    found = [w for w in words if w.start < figure.end and figure.start < w.end]
    found += _nearest(quote, figure, [w for w in reversed(words) if w.end <= figure.start])
    found += _nearest(quote, figure, [w for w in words if w.start >= figure.end])
    return sorted(_stretch(quote, figure, word) for word in found)


def _nearest(quote: str, figure: Figure, words: list[Found]) -> list[Found]:
    """The nearest word of harm on a side, and with it the next if the figure may be of both.

    Nobody can know whether it is ("killed and in part wounded 60"), unless a figure stands
    between the two, or beyond them.
    """
    if words and _does(quote, figure, words[0]):
        return []
    if len(words) == 1 or not words or words[0].label == words[1].label:
        return words[:1]
    first, second = words[:2]
    beyond = words[2] if len(words) > 2 else None  # noqa: PLR2004
    start, end = min(first.end, second.end), max(first.start, second.start)
    if second.start < first.start:
        far = beyond.end if beyond else 0, second.start
    else:
        far = second.end, beyond.start if beyond else len(quote)
    between = quote[start:end]
    if any(_read_within(quote, start, end)):
        return [first]
    if _OF_THOSE.fullmatch(quote, figure.end, first.start):
        return []  # "three of the wounded, who were brought to town, died"
    apart = len(between.split()) > _BETWEEN or _CLAUSE.search(between)
    if apart or any(_read_within(quote, *far)):
        return [first]
    both = min(first.start, second.start), max(first.end, second.end)
    return [first, Found(*both, "")]


def _does(quote: str, figure: Figure, word: Found) -> bool:
    """Whether a figure may count those who harm others ("two gunmen wounded 30")."""
    after = word.end + 1
    acts = word.start >= figure.end and _ACT.fullmatch(quote, figure.end, after)
    return bool(acts) and any(_read_within(quote, after, after + 1))


def _stretch(quote: str, figure: Figure, word: Found) -> _Stretch:
    between = quote[word.end : figure.start] or quote[figure.end : word.start]
    span = min(word.start, figure.start), max(word.end, figure.end)
    return _Stretch(_another(quote, figure, word, between), len(between.split()), span)


def _another(quote: str, figure: Figure, word: Found, between: str) -> int:
    """How likely a word of harm is another figure's, from 0 to 3."""
    parts = list(_ANOTHER.finditer(between))
    if not parts or _INCLUDING.fullmatch(between):
        return len(parts)
    if word.start >= figure.end:
        own = figure.end + parts[-1].end(), word.start
        if not quote[slice(*own)].strip():
            return 3  # "12 men, and wounding": with the word another clause begins
    else:
        own = word.end, word.end + parts[0].start()
    return 2 if any(_read_within(quote, *own)) or not quote[slice(*own)].strip() else 1


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
    unique = [way for s in _to_be_unique(quote, figure) for way in _good(figure, quote, s, harmful)]
    if unique and stretches and stretches[0].another:
        return unique
    found = [
        way
        for span in likely
        for way in _good(figure, quote, span, harmful) or _in_part(figure, quote, span, harmful)
    ]
    return found or unique


def _good(figure: Figure, quote: str, span: spans.Span, harmful: bool) -> list[Way]:
    """The figure written in these words of the quote, if that is as it should be."""
    cell = quote[slice(*span)]
    good = is_written_well(cell, quote) and (not harmful or shows_harm(cell, quote))
    return [Way(figure, cell, quote)] if good else []


def _in_part(figure: Figure, quote: str, span: spans.Span, harmful: bool) -> list[Way]:
    """The ways where the quote is cut to the words from the figure to its harm word.

    Behind a figure that ends them, the words go on to where another's may begin.
    """
    first, last = span
    if last == figure.end:
        end = _ANOTHER.search(quote, last)
        after = [w.start for w in find_harm(quote) if w.start >= last]
        last = min(after + ([end.start()] if end else []), default=len(quote))
    part = quote[first:last].rstrip()
    if not harmful or part == quote:
        return []
    same = _read_within(part, figure.start - first, figure.end - first)
    found = [w for f in same if f.text == figure.text for w in _ways(f, part, harmful)]
    return [way._replace(figure=figure) for way in found]
