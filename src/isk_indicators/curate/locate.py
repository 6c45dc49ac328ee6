"""Find a quote in a document and give the cells of its span; give the next ids of a table."""

from __future__ import annotations

import bisect
import difflib
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from isk_indicators import csvio, spans
from isk_indicators.check.finding import escape_invisible
from isk_indicators.curate import StoppedError
from isk_indicators.curate.workspace import DOCUMENTS, SPAN, Source, Workspace
from isk_indicators.rules import spans as span_rules
from isk_indicators.spans import Span

NEAR = 100
"""How many code points a typed offset may be off for a place to count as the one meant."""

MOST_PLACES = 20
CONTEXT = 50


def find(text: str, quote: str) -> list[Span]:
    """Every place of a quote: exact, or else folded; those that cut no word, if there are any."""
    found = spans.locate(text, quote)
    return [place for place in found if spans.on_word_edges(text, *place)] or found


def near(places: Sequence[Span], start: int | None, end: int | None) -> list[Span]:
    """The places that typed offsets may mean: the one exactly there, or those near the start."""
    exact = [place for place in places if place[0] == start and end in (place[1], None)]
    if exact or start is None:
        return exact
    return [place for place in places if abs(place[0] - start) <= NEAR]


def shown(text: str, place: Span) -> str:
    """A place as one line: its offsets, and its words in brackets between those around it."""
    before, quote, after = spans.excerpt(text, *place, width=CONTEXT)
    return escape_invisible(f"{place[0]}-{place[1]}: {before}[{quote}]{after}")


def listed(text: str, places: Sequence[Span]) -> str:
    """Several places, numbered from 1, a line each; of very many, the first."""
    lines = [f"\n    {n}: {shown(text, p)}" for n, p in enumerate(places[:MOST_PLACES], start=1)]
    more = len(places) - MOST_PLACES
    return "".join(lines) + (f"\n    and {more} more" if more > 0 else "")


def problems(source_id: str, text: str, place: Span) -> Iterator[str]:
    """The messages of the span rules that reject a place."""
    start, end = place
    cells = dict(zip(SPAN, (source_id, start, end, text[start:end]), strict=True))
    for rule in span_rules.RULES:
        values = tuple(cells[column] for column in rule.columns)
        problem = rule.judge(values, {"texts": {source_id: text}})
        if problem is not None:
            yield f"{rule.description.rstrip('.')} ({rule.id}): {problem.message}"


def beginning(text: str, quote: str) -> str | None:
    """The longest beginning of the quote that occurs in the text, with its place."""
    words = quote.split()
    counts = range(1, len(words) + 1)
    # Every beginning of a phrase in the text is in the text too, so bisection finds the longest.
    known = bisect.bisect_left(
        counts, x=True, key=lambda n: not spans.locate(text, " ".join(words[:n]))
    )
    if known == 0:
        return None
    place = find(text, " ".join(words[:known]))[0]
    return f"its first {known} of {len(words)} words occur at {shown(text, place)}"


class Located(NamedTuple):
    """The span's four cells as CSV, None unless one place is meant, and lines that explain it."""

    cells: str | None
    lines: list[str]


def locate(work: Workspace, named: str, quote: str, nth: int | None = None) -> Located:
    """Find ``quote`` in the document that ``named`` names, by its source id or its file.

    An exact match comes first, then one without regard to case, blanks and marks. ``nth`` (from 1)
    chooses one of several places.

    Raises:
        StoppedError: no such document, or it cannot be read.
    """
    sources = work.sources.values()
    file = named.replace("\\", "/").rpartition("/")[2]
    source = next((s for s in sources if named == s.source_id or file == s.file), None)
    if source is None:
        known = "".join(f"\n    {s.source_id}  {s.file}" for s in sources)
        raise StoppedError(f"there is no source {named!r}; the sources are:{known}")
    source_id, text = source.source_id, source.text
    if text is None:
        raise StoppedError(f"{source_id}: {source.reason}")
    found = find(text, quote)
    if not found:
        missing = f"{DOCUMENTS}/{source.file} ({source_id}) does not contain {quote!r}"
        return Located(None, [missing, *_similar(work, source, text, quote)])
    if nth is not None and not 1 <= nth <= len(found):
        return Located(None, [f"there is no place {nth}:" + listed(text, found)])
    if nth is None and len(found) > 1:
        several = f"{source_id} contains these words {len(found)} times; choose with --nth:"
        return Located(None, [several + listed(text, found)])
    start, end = place = found[(nth or 1) - 1]
    cells = csvio.record([source_id, str(start), str(end), text[start:end]])
    rejected = (f"note: {problem}" for problem in problems(source_id, text, place))
    return Located(cells, [shown(text, place), *rejected])


def _similar(work: Workspace, source: Source, text: str, quote: str) -> Iterator[str]:
    """How much of the quote the document contains, and the other documents that contain it."""
    if (begins := beginning(text, quote)) is not None:
        yield begins
    for other in work.sources.values():
        if other is not source and other.text and (places := find(other.text, quote)):
            yield f"{other.source_id} contains them:{listed(other.text, places)}"


# The next ids

_FORM = re.compile(r"([a-z]+-)\[0-9\]\{([0-9]+)\}")
_PROSE = ("quote", "note")


def new_ids(work: Workspace, table: str, count: int = 1) -> list[str]:
    """The next ``count`` ids of a table.

    They follow the highest id in any cell of any table. The tables ``withdrawn`` and
    ``corrections`` keep the ids of rows that are gone.

    Raises:
        StoppedError: no such table, no ids in it, no free ones left, or a table cannot be read.
    """
    if count < 1:
        raise StoppedError(f"{count} ids: type a count of 1 or more")
    schemas = work.package.schemas
    patterns = {t: s.by_name[s.id_field].pattern for t, s in schemas.items() if s.id_field}
    forms = {t: form for t, p in patterns.items() if (form := _FORM.fullmatch(p or ""))}
    if table not in forms:
        close = difflib.get_close_matches(table, forms, n=1)
        meant = f"; did you mean {close[0]}?" if close else ""
        what = "its rows have no id" if table in schemas else "there is no such table"
        raise StoppedError(f"{table}: {what}; tables with ids: {', '.join(forms)}{meant}")
    prefix, digits = forms[table][1], int(forms[table][2])
    own = re.compile(rf"{re.escape(prefix)}([0-9]{{{digits}}})")
    last = 0
    for name, schema in schemas.items():
        for row in work.table(name).rows:
            for column, cell in zip(schema.names, row, strict=True):
                if column not in _PROSE and (match := own.fullmatch(cell)):
                    last = max(last, int(match[1]))
    if last + count >= 10**digits:
        used = f"{prefix}{last:0{digits}}"
        raise StoppedError(f"{table}: {used} is in use; there are not {count} ids after it")
    return [f"{prefix}{last + n:0{digits}}" for n in range(1, count + 1)]
