"""Passages: words of a document that are read in their line, not by themselves.

What is around a quote may change what its figures say ("more than| 60", "60| per cent"). Each line
of a document is read once; rules, coverage and ``fill`` all use this reading.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from isk_indicators import spans
from isk_indicators.figures import Figure, as_duration, as_figure, find_quantities
from isk_indicators.words import Numeral, find_numerals


class Reading(NamedTuple):
    """The numbers of a line, and its numbers and vague words with their hedges, both in order."""

    numerals: tuple[Numeral, ...]
    quantities: tuple[Figure, ...]
    ends: tuple[int, ...]
    """Where each quantity ends."""


@lru_cache(maxsize=100_000)
def read(line: str) -> Reading:
    """Read a line for its figures."""
    numerals = tuple(find_numerals(line))
    quantities = tuple(find_quantities(line, numerals))
    return Reading(numerals, quantities, tuple(quantity.end for quantity in quantities))


class Passage(NamedTuple):
    """Words of a line.

    Attributes:
        words: The words.
        line: The whole line; only the words if nothing is known of what is around them.
        start: The code point of the line at which the words begin.
    """

    words: str
    line: str
    start: int

    def part(self, start: int, end: int) -> Passage:
        """The part of the words between two of their places."""
        return Passage(self.words[start:end], self.line, self.start + start)

    def contains(self, figure: Figure) -> bool:
        """Whether the words cut nothing off a figure."""
        return figure.start >= 0 and figure.end <= len(self.words)

    def figures(self, start: int, end: int) -> Iterator[Figure]:
        """The figures and lengths of time that share a character with a part of the words.

        Their places are those in the words: one that begins before these has a negative start.
        """
        first, last = self.start + start, self.start + end
        reading = read(self.line)
        before = max(0, bisect_right(reading.ends, first) - 1)  # its unit of time may reach further
        for quantity in islice(reading.quantities, before, None):
            if quantity.start >= last:
                break
            found = as_figure(self.line, quantity) if first < quantity.end else None
            found = found or as_duration(self.line, quantity)
            if found is not None and first < found.end:
                moved = found.start - self.start, found.end - self.start
                yield found._replace(start=moved[0], end=moved[1])


def alone(words: str) -> Passage:
    """Get words of which nothing is known but themselves."""
    return Passage(words, words, 0)


def passage(texts: Mapping[str, str], source: str | None, start: int | None, words: str) -> Passage:
    """Get words in their line of a document; alone if they are not at that place, or not known.

    Args:
        texts: The documents by source.
        source: The source.
        start: The code point of the document at which the words begin.
        words: The words.
    """
    text = texts.get(source) if source is not None else None
    if text is None or start is None or start < 0:
        return alone(words)
    return _passage(text, start, words)


@lru_cache(maxsize=100_000)  # several rules ask about the same quote
def _passage(text: str, start: int, words: str) -> Passage:
    if not text.startswith(words, start):
        return alone(words)
    starts, lines = _lines(text)
    number = bisect_right(starts, start) - 1
    first = start - starts[number]
    if first + len(words) > len(lines[number]):
        return alone(words)
    return Passage(words, lines[number], first)


@lru_cache(maxsize=1_000)
def _lines(text: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Where each line of a text begins, and the lines."""
    places = list(spans.lines(text))
    return tuple(start for start, _ in places), tuple(text[start:end] for start, end in places)
