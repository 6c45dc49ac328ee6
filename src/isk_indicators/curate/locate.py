"""Find a quote in a document, and give the four cells of its span."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from isk_indicators import csvio, spans
from isk_indicators.check.excerpt import visible
from isk_indicators.curate.workspace import DOCUMENTS, Source, StoppedError, Workspace
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


class Located(NamedTuple):
    """What a search came to.

    Attributes:
        cells: The span's four cells as CSV; None unless one place is meant.
        lines: The place in its context and what the rules have against it; or why there is none.
    """

    cells: str | None
    lines: list[str]


def locate(work: Workspace, named: str, quote: str, nth: int | None = None) -> Located:
    """Find ``quote`` in the document that ``named`` names, by its source id or its file.

    Letter for letter, or if it stands nowhere so, as typed carelessly. Of several places, ``nth``
    (from 1) says which.

    Raises:
        StoppedError: no such document, or it is not at hand.
    """
    source = _source(work, named)
    text = _text(source)
    found = find(text, quote)
    if not found:
        return Located(None, _nowhere(work, source, text, quote))
    if nth is not None and not 1 <= nth <= len(found):
        return Located(None, [f"there is no place {nth}:" + listed(text, found)])
    if nth is None and len(found) > 1:
        several = f"{source.source_id} holds these words {len(found)} times; choose with --nth:"
        return Located(None, [several + listed(text, found)])
    place = found[(nth or 1) - 1]
    against = (f"note: {fault}" for fault in faults(source.source_id, text, place))
    return Located(cells(source.source_id, text, place), [shown(text, place), *against])


def cells(source_id: str, text: str, place: Span) -> str:
    """The four cells of a span as CSV: source, start, end, and the exact words."""
    start, end = place
    return csvio.record([source_id, str(start), str(end), text[start:end]])


def _source(work: Workspace, named: str) -> Source:
    file = named.replace("\\", "/").rpartition("/")[2]
    for source in work.sources.values():
        if named == source.source_id or file == source.file:
            return source
    known = "".join(f"\n    {s.source_id}  {s.file}" for s in work.sources.values())
    raise StoppedError(f"there is no source {named!r}; the sources are:{known}")


def _text(source: Source) -> str:
    if source.text is None:
        raise StoppedError(f"{source.source_id}: {source.reason}")
    return source.text


def _nowhere(work: Workspace, source: Source, text: str, quote: str) -> list[str]:
    lines = [f"{DOCUMENTS}/{source.file} ({source.source_id}) does not hold {quote!r}"]
    if (begins := beginning(text, quote)) is not None:
        lines.append(begins)
    for other in work.sources.values():
        if other is not source and other.text is not None:
            elsewhere = find(other.text, quote)
            lines += [f"{other.source_id} does:{listed(other.text, elsewhere)}"] * bool(elsewhere)
    return lines
