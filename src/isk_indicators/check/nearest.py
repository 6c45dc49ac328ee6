"""The passages of a document that are most alike to words which it does not contain, as hints."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from isk_indicators import spans
from isk_indicators.spans import Span

MOST = 3
"""How many passages are given."""

LEAST = 70
"""How alike a passage must be, in per cent; its sentence may be a little less alike."""

LONGEST = 400
"""How many characters of the words are compared: about as many as a quote of 60 words has."""

SLACK = 4
"""How many words a passage may begin or end beside the part of its sentence that is most alike."""

HOW = '    for the nearest passages: python -m pip install "isk-indicators[check]"'


class Sentence(NamedTuple):
    """A sentence, where it begins in its text, and its plain characters with their places in it."""

    start: int
    plain: str
    origins: tuple[int, ...]


def nearest(text: str, quote: str) -> list[Span]:
    """Find the passages of a text that are most alike to a quote, the most alike first.

    Each is within one sentence and has whole words. It is what somebody may have meant, and never
    a proof.

    Raises:
        ImportError: the library rapidfuzz is not installed.
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - an extra

    wanted = _plain(quote)[0].strip()[:LONGEST]
    sentences = [s for s in _sentences(text) if 2 * len(s.plain) >= len(wanted) > 0]
    plain = [sentence.plain for sentence in sentences]
    alike = process.extract(
        wanted, plain, scorer=fuzz.partial_ratio, score_cutoff=LEAST - 10, limit=3 * MOST
    )
    found: list[tuple[float, Span]] = []
    for sentence in (sentences[number] for _, _, number in alike):
        part = fuzz.partial_ratio_alignment(wanted, sentence.plain)
        assert part is not None  # noqa: S101 - without a cut-off there is one # nosec B101
        best = max(
            (fuzz.ratio(wanted, sentence.plain[slice(*run)]), -run[0], run)
            for run in _runs(sentence.plain, part.dest_start, part.dest_end)
        )
        found.append((best[0], _whole_words(text, sentence, best[2])))
    ordered = sorted((-score, span) for score, span in found if score >= LEAST)
    return [span for _, span in ordered[:MOST]]


@lru_cache(maxsize=4)
def _sentences(text: str) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(start, *_plain(text[start:end]))
        for line in spans.lines(text)
        for start, end in spans.sentences(text, *line)
    )


def _plain(text: str) -> tuple[str, tuple[int, ...]]:
    """The text folded and without accents, and the place of each character."""
    folded = zip(*spans.fold(text), strict=True)
    kept = [(c, place) for c, place in folded if not unicodedata.combining(c)]
    return "".join(c for c, _ in kept), tuple(place for _, place in kept)


def _runs(plain: str, start: int, end: int) -> list[Span]:
    """The runs of words that begin and end near these places."""
    words = [m.span() for m in re.finditer(r"\w+|\S", plain)]
    first = sum(word[1] <= start for word in words)
    last = sum(word[0] < end for word in words)
    starts = [word[0] for word in words[max(0, first - SLACK) : first + SLACK]]
    ends = [word[1] for word in words[max(0, last - SLACK) : last + SLACK]]
    return [(a, b) for a in starts for b in ends if a < b] or [(start, end)]


def _whole_words(text: str, sentence: Sentence, run: Span) -> Span:
    start = sentence.start + sentence.origins[run[0]]
    end = sentence.start + sentence.origins[run[1] - 1] + 1
    while spans.cuts_word(text, start):
        start -= 1
    while spans.cuts_word(text, end):
        end += 1
    return spans.without_edges(text, start, end)
