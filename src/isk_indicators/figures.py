"""Figures of English press text: what is counted, and the words that hedge it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from isk_indicators import exclusions
from isk_indicators.words import (
    BLANK,
    Numeral,
    find_numerals,
    find_quantifiers,
    lower_keep_length,
    spaced,
)


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


HEDGES_BEFORE = {
    "more_than": "more than|greater than|higher than|over|above|upward of|upwards of|in excess of|"
    "exceed|exceeds|exceeded|exceeding",
    "at_least": "at least|no fewer than|no less than|not fewer than|not less than|a minimum of|"
    "as few as|as little as",
    "less_than": "less than|fewer than|lower than|under|below",
    "up_to": "up to|as many as|as much as|as high as|no more than|no greater than|no higher than|"
    "not more than|not over|at most|at the most|a maximum of",
    "nearly": "nearly|almost|close to|close on|approaching|not quite|shy of|just shy of|"
    "just short of",
    "about": "about|around|some|roughly|approximately|approx.|circa|estimated|an estimated|"
    "the estimated|estimated at|in the region of|in the order of|in the vicinity of|"
    "in the neighbourhood of|in the neighborhood of|somewhere in the region of",
}
HEDGES_AFTER = {
    "more_than": "-plus|+",
    "at_least": " or more| and more| if not more",
    "up_to": " or fewer| or less",
    "about": "-odd| odd| or so",
}
"""The words before or after a number that hedge it, by the qualifier that they make."""

_STRENGTHENED = "(?:(?:just|well|far|slightly|a little|only just|significantly|considerably) )?"


def _any_hedge(hedges: dict[str, str]) -> str:
    patterns = []
    for qualifier, phrases in hedges.items():
        strength = _STRENGTHENED if qualifier in ("more_than", "less_than") else ""
        words = phrases.translate({ord("."): "[.]", ord("+"): "[+]", ord("-"): "[-–]"})
        patterns.append(rf"(?P<{qualifier}>{strength}(?:{words}))")
    return "|".join(patterns)


# All patterns are tried on small letters.
_HEDGE_BEFORE = spaced(rf"(?<![\w-])(?:{_any_hedge(HEDGES_BEFORE)}) $")
_HEDGE_AFTER = spaced(rf"(?:{_any_hedge(HEDGES_AFTER)})(?!\w| than\b)")
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
    rf"{BLANK}*[-–—]{BLANK}*|{BLANK}+(?P<word>to|or|and){BLANK}+(?:perhaps{BLANK}+)?"
)


def find_figures(text: str) -> list[Figure]:
    """Find what a text counts, in its order; no figure overlaps another.

    Years, parts of dates, clock times, ages, ordinals, percentages, money, lengths of time,
    measures and numbers that belong to names are no figures. Of a hedged number both ``low`` and
    ``high`` are the printed one; ``conventions.bounds`` gives what follows.
    """
    return [quantity for quantity in find_quantities(text) if is_figure(text, quantity)]


def find_durations(text: str) -> list[Figure]:
    """Find the lengths of time of a text, each with its hedge and its unit, in their order."""
    durations = (as_duration(text, quantity) for quantity in find_quantities(text))
    return [duration for duration in durations if duration is not None]


def find_quantities(text: str, numerals: Sequence[Numeral] | None = None) -> list[Figure]:
    """Find every number and vague word with its hedge, whatever it counts; of two the longer.

    Args:
        text: The text.
        numerals: The numbers to read, if those of dates are left out; all of the text by default.
    """
    small = lower_keep_length(text)
    numbers = list(find_numerals(small)) if numerals is None else numerals
    found = [*_numbers(small, numbers), *_vague_words(small)]
    longest: list[Figure] = []
    for quantity in sorted(found, key=lambda q: (q.start, -q.end)):
        if longest and quantity.start < longest[-1].end:
            longest[-1] = max(longest[-1], quantity, key=lambda q: q.end - q.start)
        else:
            longest.append(quantity)
    return [Figure(text[q.start : q.end], *q[1:]) for q in longest]


def is_figure(text: str, quantity: Figure) -> bool:
    """Whether the words around a quantity of the text let it count something."""
    return exclusions.kind_of(text, quantity.start, quantity.end, quantity.high) is None


def as_duration(text: str, quantity: Figure) -> Figure | None:
    """Get the length of time that a quantity of the text measures, with its unit; None if none."""
    end = exclusions.end_of_duration(text, quantity.start, quantity.end)
    return None if end is None else quantity._replace(text=text[quantity.start : end], end=end)


def _numbers(small: str, numerals: Sequence[Numeral]) -> Iterator[Figure]:
    """Numbers and ranges, whatever they count; fractions of one are left out."""
    index = 0
    while index < len(numerals):
        number, *following = numerals[index : index + 2]
        both = _range(small, number, following[0]) if following else None
        if both is not None:
            yield both
        elif number.value == int(number.value):
            yield _hedged(small, number.start, number.end, int(number.value), int(number.value))
        index += 1 if both is None else 2


def _range(small: str, first: Numeral, second: Numeral) -> Figure | None:
    """Two numbers as one range, if the words between and before them make them one."""
    joint = _JOINED.fullmatch(small, first.end, second.start)
    low, high = first.value, second.value
    if first.scale == 1 and low * second.scale < high:
        low *= second.scale  # only the second number prints the scale
    if joint is None or low >= high or low != int(low) or high != int(high):
        return None
    before = small[max(0, first.start - _LONGEST_HEDGE) : first.start]
    hedge = _hedge_before(before)  # "between about 20 and 30"
    outer = before[: hedge.start()] if hedge else before
    opening = _BETWEEN.search(outer)
    if joint["word"] == "and":
        if opening is None:
            return None
    else:
        opening = _FROM.search(outer) or opening
        if opening and _CHANGED.search(outer[: opening.start()]):
            return None
    start = first.start - len(before) + opening.start() if opening else first.start
    quantity = _hedged(small, start, second.end, int(low), int(high))
    if opening and hedge:
        return quantity._replace(qualifier=hedge.lastgroup or "exact")
    return quantity


def _hedge_before(before: str) -> re.Match[str] | None:
    """Find the hedge at the end of these words, unless a verb or noun governs the preposition."""
    hedge = _HEDGE_BEFORE.search(before)
    if hedge and hedge.group().strip() in _PREPOSITIONS:
        word = _LAST_WORD.search(before, 0, hedge.start())
        return None if word and word.group() in _GOVERNORS else hedge
    return hedge


def _vague_words(small: str) -> Iterator[Figure]:
    """Vague words and negations, with their hedges."""
    for start, end, is_zero in find_quantifiers(small):
        if is_zero:
            yield Figure(small[start:end], start, end, 0, 0, "exact")
        else:
            yield _hedged(small, start, end, None, None)._replace(qualifier="vague")


def _hedged(small: str, start: int, end: int, low: int | None, high: int | None) -> Figure:
    """Make a quantity with the hedge before or after it; one before it decides."""
    qualifier: str | None = None
    if (after := _HEDGE_AFTER.match(small, end)) is not None:
        end, qualifier = after.end(), after.lastgroup
    before = small[max(0, start - _LONGEST_HEDGE) : start]
    if (hedge := _hedge_before(before)) is not None:
        start, qualifier = start - len(before) + hedge.start(), hedge.lastgroup
    return Figure(small[start:end], start, end, low, high, qualifier or "exact")
