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
from isk_indicators.rules import span as rules_of_spans
from isk_indicators.schema import Schema
from isk_indicators.spans import Span

NEAR = 100
"""How many code points a typed offset may be off for a place to count as the one meant."""

MOST_PLACES = 20
CONTEXT = 50

_FORM = re.compile(r"(?P<prefix>[a-z]+-)\[0-9\]\{(?P<digits>[0-9]+)\}")
_PROSE = ("quote", "note")


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
    return escape_invisible(f"{place[0]}-{place[1]}: {before}[{quote}]{after}")


def listed(text: str, places: Sequence[Span]) -> str:
    """Several places, numbered from 1, a line each; of very many, the first."""
    lines = [f"\n    {n}: {shown(text, p)}" for n, p in enumerate(places[:MOST_PLACES], start=1)]
    more = len(places) - MOST_PLACES
    return "".join(lines) + (f"\n    and {more} more" if more > 0 else "")


def faults(source_id: str, text: str, place: Span) -> Iterator[str]:
    """What the rules of spans have against a place, in the rules' own words."""
    start, end = place
    cells = dict(zip(SPAN, (source_id, start, end, text[start:end]), strict=True))
    for rule in rules_of_spans.RULES:
        values = tuple(cells[column] for column in rule.columns)
        fault = rule.judge(values, {"texts": {source_id: text}})
        if fault is not None:
            yield f"{rule.rejects.rstrip('.')} ({rule.id}): {fault.message}"


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
    """What a search came to.

    Attributes:
        cells: The span's four cells as CSV; None unless one place is meant.
        lines: The place in its context and what the rules have against it; or why there is none.
    """

    cells: str | None
    lines: list[str]


def locate(work: Workspace, named: str, quote: str, nth: int | None = None) -> Located:
    """Find ``quote`` in the document that ``named`` names, by its source id or its file.

    An exact match comes first, then one without regard to case, blanks and marks. ``nth`` (from 1)
    chooses one of several places.

    Raises:
        StoppedError: no such document, or it cannot be read.
    """
    source = _source(work, named)
    if (text := source.text) is None:
        raise StoppedError(f"{source.source_id}: {source.reason}")
    found = find(text, quote)
    if not found:
        return Located(None, _nowhere(work, source, text, quote))
    if nth is not None and not 1 <= nth <= len(found):
        return Located(None, [f"there is no place {nth}:" + listed(text, found)])
    if nth is None and len(found) > 1:
        several = f"{source.source_id} contains these words {len(found)} times; choose with --nth:"
        return Located(None, [several + listed(text, found)])
    place = found[(nth or 1) - 1]
    against = (f"note: {fault}" for fault in faults(source.source_id, text, place))
    start, end = place
    cells = csvio.record([source.source_id, str(start), str(end), text[start:end]])
    return Located(cells, [shown(text, place), *against])


def _source(work: Workspace, named: str) -> Source:
    file = named.replace("\\", "/").rpartition("/")[2]
    for source in work.sources.values():
        if named == source.source_id or file == source.file:
            return source
    known = "".join(f"\n    {s.source_id}  {s.file}" for s in work.sources.values())
    raise StoppedError(f"there is no source {named!r}; the sources are:{known}")


def _nowhere(work: Workspace, source: Source, text: str, quote: str) -> list[str]:
    lines = [f"{DOCUMENTS}/{source.file} ({source.source_id}) does not contain {quote!r}"]
    if (begins := beginning(text, quote)) is not None:
        lines.append(begins)
    for other in work.sources.values():
        if other is not source and other.text is not None:
            elsewhere = find(other.text, quote)
            lines += [f"{other.source_id} does:{listed(other.text, elsewhere)}"] * bool(elsewhere)
    return lines


# The next ids


class Form(NamedTuple):
    """How the ids of a table are built: a prefix, then so many digits."""

    prefix: str
    digits: int

    def id(self, number: int) -> str:
        """The id of that number."""
        return f"{self.prefix}{number:0{self.digits}}"


def new_ids(work: Workspace, table: str, count: int = 1) -> list[str]:
    """The next ``count`` ids of a table.

    They follow the highest id in any cell of any table. The tables ``withdrawn`` and
    ``corrections`` keep the ids of rows that are gone.

    Raises:
        StoppedError: no such table, no ids in it, no free ones left, or a table cannot be read.
    """
    if count < 1:
        raise StoppedError(f"{count} ids: type a count of 1 or more")
    form = _form(work, table)
    last = max(_given(work, form), default=0)
    if last + count >= 10**form.digits:
        raise StoppedError(f"{table}: {form.id(last)} is given; there are not {count} ids after it")
    return [form.id(last + number) for number in range(1, count + 1)]


def _form(work: Workspace, table: str) -> Form:
    schemas = work.package.schemas
    with_ids = [name for name, schema in schemas.items() if _id_form(schema) is not None]
    form = _id_form(schemas[table]) if table in schemas else None
    if form is None:
        near = difflib.get_close_matches(table, with_ids, n=1)
        meant = f"; did you mean {near[0]}?" if near else ""
        what = "its rows have no id" if table in schemas else "there is no such table"
        raise StoppedError(f"{table}: {what}; tables with ids: {', '.join(with_ids)}{meant}")
    return form


def _id_form(schema: Schema) -> Form | None:
    pattern = schema.by_name[schema.id_field].pattern if schema.id_field else None
    match = _FORM.fullmatch(pattern or "")
    return Form(match["prefix"], int(match["digits"])) if match else None


def _given(work: Workspace, form: Form) -> Iterator[int]:
    """The number of each id of this form in any table."""
    pattern = re.compile(rf"{re.escape(form.prefix)}([0-9]{{{form.digits}}})")
    for name, schema in work.package.schemas.items():
        columns = [at for at, column in enumerate(schema.names) if column not in _PROSE]
        for row in work.table(name).rows():
            matches = (pattern.fullmatch(row[at]) for at in columns)
            yield from (int(match[1]) for match in matches if match)
