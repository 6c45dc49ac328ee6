"""Figures in English press text: what is counted, and the words that hedge it.

What lives here: a number or a vague word ("several") with its hedge ("more than 60"), a range, a
negation that says none, and lengths of time, which are read by the same grammar. What must not:
numbers themselves (``numerals``), what surrounds a number that counts nothing (``exclusions``),
bounds that follow from a hedge (``conventions``), anything about tables. One more hedge is one line
in ``_BEFORE`` or ``_AFTER``. Standard library only.

The grammar is this project's own reading of ordinary English; ``docs/figures.md`` says how well it
does on sentences that it has not seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from isk_indicators import exclusions, numerals, quantifiers, vocabulary
from isk_indicators.numerals import Numeral
from isk_indicators.spans import Intervals
from isk_indicators.vocabulary import BLANK


class Figure(NamedTuple):
    """A figure as printed, with its hedge.

    Attributes:
        text: Its words.
        start: The code point at which they begin, from 0.
        end: The code point after their last.
        low: The lower printed number, or the only one; None of a vague word.
        high: The higher printed number, or the only one; None of a vague word.
        qualifier: What the hedge makes of it, one of ``conventions.QUALIFIERS``.
    """

    text: str
    start: int
    end: int
    low: int | None
    high: int | None
    qualifier: str


_BEFORE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "more_than": (
            "more than",
            "greater than",
            "higher than",
            "over",
            "above",
            "upward of",
            "upwards of",
            "in excess of",
            "exceed",
            "exceeds",
            "exceeded",
            "exceeding",
        ),
        "at_least": (
            "at least",
            "no fewer than",
            "no less than",
            "not fewer than",
            "not less than",
            "a minimum of",
            "as few as",
            "as little as",
        ),
        "less_than": ("less than", "fewer than", "lower than", "under", "below"),
        "up_to": (
            "up to",
            "as many as",
            "as much as",
            "as high as",
            "no more than",
            "no greater than",
            "no higher than",
            "not more than",
            "not over",
            "at most",
            "at the most",
            "a maximum of",
        ),
        "nearly": (
            "nearly",
            "almost",
            "close to",
            "close on",
            "approaching",
            "not quite",
            "shy of",
            "just shy of",
            "just short of",
        ),
        "about": (
            "about",
            "around",
            "some",
            "roughly",
            "approximately",
            "approx.",
            "circa",
            "estimated",
            "an estimated",
            "the estimated",
            "estimated at",
            "in the region of",
            "in the order of",
            "in the vicinity of",
            "in the neighbourhood of",
            "in the neighborhood of",
            "somewhere in the region of",
        ),
    }
)
_AFTER: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "more_than": ("-plus", "+"),
        "at_least": (" or more", " and more", " if not more"),
        "up_to": (" or fewer", " or less"),
        "about": ("-odd", " odd", " or so"),
    }
)
_STRENGTHENED = "just|well|far|slightly|a little|only just|significantly|considerably"
_CAN_BE_STRENGTHENED = frozenset({"more_than", "less_than"})


def _spaced(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace(" ", f"{BLANK}+"))


def _any_hedge(hedges: Mapping[str, tuple[str, ...]]) -> str:
    return "|".join(_hedge(qualifier, phrases) for qualifier, phrases in hedges.items())


def _hedge(qualifier: str, phrases: tuple[str, ...]) -> str:
    strength = f"(?:(?:{_STRENGTHENED}) )?" if qualifier in _CAN_BE_STRENGTHENED else ""
    words = "|".join(phrases).translate({ord("."): "[.]", ord("+"): "[+]", ord("-"): "[-–]"})
    return rf"(?P<{qualifier}>{strength}(?:{words}))"


# All patterns are tried on small letters.
_LEADING = _spaced(rf"(?<![\w-])(?:{_any_hedge(_BEFORE)}) $")
_TRAILING = _spaced(rf"(?:{_any_hedge(_AFTER)})(?!\w| than\b)")
_LAST_WORDS = tuple({phrase.split()[-1] for phrases in _BEFORE.values() for phrase in phrases})
_LONGEST_HEDGE = 48
_PREPOSITIONS = frozenset("over under above below around about".split())
_GOVERNORS = frozenset(
    "spread dispute disputes fought fight fighting serve served serving talk talks talked talking "
    "worry worried concern concerns concerned complain complained complains question questions war "
    "wars battle battles row rows control conflict conflicts clash clashes clashed warn warns "
    "warned warning fear fears information know speak speaks speaking spoke rule ruled rules flew "
    "brought held anger outrage protest protests differences authority jurisdiction monopoly live "
    "lived lives study studied tension tensions charged think thinking thought report reports "
    "heard written book centred arrested tried operate operated operating placed ask asked asking "
    "asks classified".split()
)
"""The words before "over 40" or "about 40" to which the preposition belongs: no hedge."""
_LAST_WORD = re.compile(r"\w+(?=\s+$)")
_BETWEEN = re.compile(rf"(?<!\w)between{BLANK}+$")
_FROM = re.compile(rf"(?<!\w)from{BLANK}+$")
_CHANGED = re.compile(
    r"\b(?:r[io]se|risen|f[ae]ll|fallen|increased?|grew|grow|grown|drop|dropped|jumped|climbed|"
    r"swelled|declined|decreased|went|gone|up|down|surged|shrank|doubled|raised|revised|reduced)\b"
    r"[^.;]{0,40}$"
)
_JOINED = re.compile(
    rf"(?P<dash>{BLANK}*[-–—]{BLANK}*)|{BLANK}+(?P<word>to|or|and){BLANK}+(?:perhaps{BLANK}+)?"
)


def find_figures(text: str) -> list[Figure]:
    """Find what a text counts, in its order; no figure overlaps another.

    Years, parts of dates, clock times, ages, ordinals, percentages, money, lengths of time,
    measures and numbers that belong to names are no figures. Of a hedged number both ``low`` and
    ``high`` are the printed one; ``conventions.bounds`` says what follows.
    """
    return [figure for figure in _quantities(text) if is_figure(text, figure)]


def find_durations(text: str) -> list[Figure]:
    """Find the lengths of time of a text, each with its hedge and its unit, in their order."""
    durations = (as_duration(text, quantity) for quantity in _quantities(text))
    return [duration for duration in durations if duration is not None]


def find_quantities(text: str, besides: Intervals | None = None) -> list[Figure]:
    """Find every number and vague word with its hedge, whatever it counts; of two the longer.

    Args:
        text: Where.
        besides: Stretches, such as dates, whose numbers are passed over.
    """
    return list(_quantities(text) if besides is None else _read(text, besides))


def is_figure(text: str, quantity: Figure) -> bool:
    """Whether a quantity of the text is a figure: its surroundings let it count something."""
    return not exclusions.is_excluded(text, quantity.start, quantity.end, quantity.high)


def as_duration(text: str, quantity: Figure) -> Figure | None:
    """The length of time that a quantity of the text measures, with its unit, if it does."""
    end = exclusions.end_of_duration(text, quantity.start, quantity.end)
    return None if end is None else quantity._replace(text=text[quantity.start : end], end=end)


@lru_cache(maxsize=2)  # figures and lengths of time are asked for one after the other
def _quantities(text: str) -> tuple[Figure, ...]:
    return _read(text, Intervals())


def _read(text: str, besides: Intervals) -> tuple[Figure, ...]:
    small = vocabulary.lowered(text)
    found = [*_numbers(text, small, besides), *_words(text, small)]
    return tuple(Figure(text[q.start : q.end], *q) for q in _longest(found))


def _longest(found: Sequence[_Quantity]) -> Sequence[_Quantity]:
    """The quantities in their order; of two that overlap the longer."""
    if len(found) <= 1:
        return found
    kept: list[_Quantity] = []
    for quantity in sorted(found, key=lambda q: (q.start, -q.end)):
        if kept and quantity.start < kept[-1].end:
            kept[-1] = max(kept[-1], quantity, key=lambda q: q.end - q.start)
        else:
            kept.append(quantity)
    return kept


class _Quantity(NamedTuple):
    """A figure without its words."""

    start: int
    end: int
    low: int | None
    high: int | None
    qualifier: str


def _numbers(text: str, small: str, besides: Intervals) -> Iterator[_Quantity]:
    """Numbers and ranges, whatever they stand for; fractions of one are left out."""
    waiting: Numeral | None = None
    for numeral in numerals.find(text):
        if besides.overlaps(numeral.start, numeral.end):
            continue
        if waiting is not None:
            if (both := _range(small, waiting, numeral)) is not None:
                yield both
                waiting = None
                continue
            yield from _single(small, waiting)
        waiting = numeral
    if waiting is not None:
        yield from _single(small, waiting)


def _single(small: str, numeral: Numeral) -> Iterator[_Quantity]:
    value = int(numeral.value)
    if numeral.value == value:
        yield _hedged(small, numeral.start, numeral.end, value, value)


def _range(small: str, first: Numeral, second: Numeral) -> _Quantity | None:
    """Two numbers as one range, if the words between them make them one."""
    joint = _JOINED.fullmatch(small, first.end, second.start)
    if joint is None:
        return None
    low, high = _scaled(first, second), second.value
    start = _begin_of_range(small, first.start, joint["word"] or "-")
    if start is None or low >= high or low != int(low) or high != int(high):
        return None
    quantity = _hedged(small, start, second.end, int(low), int(high))
    inner = _leading(small[start : first.start])  # "between about 20 and 30"
    return quantity._replace(qualifier=inner.lastgroup or "exact") if inner else quantity


def _scaled(first: Numeral, second: Numeral) -> int | Decimal:
    """The first number of a range, with the scale that only the second prints."""
    if first.scale == 1 and first.value * second.scale < second.value:
        return first.value * second.scale
    return first.value


def _begin_of_range(small: str, start: int, joint: str) -> int | None:
    """Where a range begins, its "between" or "from" included; None if the words make no range."""
    before = small[max(0, start - _LONGEST_HEDGE) : start]
    inner = _leading(before)
    outer = before[: inner.start()] if inner else before
    offset = start - len(before)
    if joint == "and":
        between = _BETWEEN.search(outer)
        return offset + between.start() if between else None
    begins = _FROM.search(outer) or _BETWEEN.search(outer)
    if begins is None:
        return start
    return None if _CHANGED.search(outer[: begins.start()]) else offset + begins.start()


def _leading(before: str) -> re.Match[str] | None:
    """The hedge at the end of these words, unless it is the preposition of a word before it."""
    if not before.rstrip().endswith(_LAST_WORDS):
        return None  # as before most numbers; the search takes longer
    hedge = _LEADING.search(before)
    if hedge and hedge.group().strip() in _PREPOSITIONS:
        word = _LAST_WORD.search(before, 0, hedge.start())
        return None if word and word.group() in _GOVERNORS else hedge
    return hedge


def _words(text: str, small: str) -> Iterator[_Quantity]:
    """Vague words and negations, with their hedges."""
    for found in quantifiers.find(text):
        if found.none:
            yield _Quantity(found.start, found.end, 0, 0, "exact")
        else:
            quantity = _hedged(small, found.start, found.end, None, None)
            yield quantity._replace(qualifier="vague")


def _hedged(small: str, start: int, end: int, low: int | None, high: int | None) -> _Quantity:
    """The quantity with the hedge before or behind it; one before it decides."""
    qualifier = "exact"
    if (behind := _TRAILING.match(small, end)) is not None:
        end, qualifier = behind.end(), behind.lastgroup or qualifier
    before = small[max(0, start - _LONGEST_HEDGE) : start]
    if (ahead := _leading(before)) is not None:
        start, qualifier = start - len(before) + ahead.start(), ahead.lastgroup or qualifier
    return _Quantity(start, end, low, high, qualifier)
