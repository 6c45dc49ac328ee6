"""Where a quote stands in a document, as a curator is told it.

What lives here: the places that may be meant, which of them lies where a row says, and how a place
is shown. What must not: the search itself (``spans``), tables.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence

from isk_indicators import spans
from isk_indicators.check.excerpt import visible
from isk_indicators.rules import span as rules_of_spans
from isk_indicators.spans import Span

NEAR = 100
"""How many code points a typed offset may be off for a place to count as the one meant."""

MOST_PLACES = 20
CONTEXT = 50


def find(text: str, quote: str) -> list[Span]:
    """Every place of a quote: exact, else folded; those that cut no word, if there are such."""
    found = spans.locate(text, quote)
    return [place for place in found if spans.on_word_edges(text, *place)] or found


def near(places: Sequence[Span], start: int | None, end: int | None) -> list[Span]:
    """The places that a typed offset may mean: the one at it exactly, else those near it."""
    exact = [place for place in places if place == (start, end)]
    if exact or start is None:
        return exact
    return [place for place in places if abs(place[0] - start) <= NEAR]


def shown(text: str, place: Span) -> str:
    """A place as one line: its offsets, and its words in brackets between those around it."""
    before, quote, after = spans.excerpt(text, *place, width=CONTEXT)
    return visible(f"{place[0]}-{place[1]}: {before}[{quote}]{after}")


def listed(text: str, places: Sequence[Span]) -> str:
    """Several places, numbered from 1, a line each; of very many, the first."""
    lines = [f"\n    {n}: {shown(text, p)}" for n, p in enumerate(places[:MOST_PLACES], start=1)]
    more = len(places) - MOST_PLACES
    return "".join(lines) + (f"\n    and {more} more" if more > 0 else "")


def faults(source_id: str, text: str, place: Span) -> Iterator[str]:
    """What the rules of spans have against a place, in the rules' own words."""
    start, end = place
    cells = {
        "source_id": source_id,
        "span_start": start,
        "span_end": end,
        "quote": text[start:end],
    }
    for rule in rules_of_spans.RULES:
        values = tuple(cells[column] for column in rule.columns)
        fault = rule.judge(values, {"texts": {source_id: text}})
        if fault is not None:
            yield f"{rule.rejects.rstrip('.')} ({rule.id}): {fault.message}"


def beginning(text: str, quote: str) -> str | None:
    """For a quote that stands nowhere: as much of its beginning as stands somewhere, and where."""
    words = quote.split()
    counts = range(1, len(words) + 1)
    # What begins a phrase that is found is found itself, so that halving finds the longest one.
    known = bisect.bisect_left(
        counts, x=True, key=lambda n: not spans.locate(text, " ".join(words[:n]))
    )
    if known == 0:
        return None
    place = find(text, " ".join(words[:known]))[0]
    return f"its first {known} of {len(words)} words stand at {shown(text, place)}"
