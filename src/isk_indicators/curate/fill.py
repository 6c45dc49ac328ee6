"""Find quotes in the documents; fill in spans, and the numbers and qualifiers of figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from isk_indicators import csvio, spans
from isk_indicators.check.csv_table import ParsedTable, whole_number
from isk_indicators.check.finding import position
from isk_indicators.check.nearest import HOW, nearest
from isk_indicators.curate import StoppedError
from isk_indicators.curate.workspace import (
    CommandResult,
    Workspace,
    note,
)
from isk_indicators.figures import passage
from isk_indicators.rules import spans as span_rules
from isk_indicators.rules.figures import whole_figure
from isk_indicators.schema import DOCUMENTS, SPAN, Schema
from isk_indicators.screen import safe_line
from isk_indicators.spans import Span

SOURCE, START, END, QUOTE = SPAN
BASIS = "basis"
STATED = "stated"
VAGUE = "vague"

NEAR = 100
"""How many code points a typed offset may be off for a place to count as the one meant."""

HIDDEN = (
    "the quote has characters that cannot be shown here and are escapes above: paste the other "
    "cells, type the words, and let isk-indicators fill copy them"
)

MOST_PLACES = 20
CONTEXT = 50


# Finding a quote


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
    return f"{place[0]}-{place[1]}: {before}[{quote}]{after}"


def listed(text: str, places: Sequence[Span]) -> list[str]:
    """Several places, numbered from 1, a line each; of very many, the first."""
    lines = [f"    {n}: {shown(text, p)}" for n, p in enumerate(places[:MOST_PLACES], start=1)]
    more = len(places) - MOST_PLACES
    return [*lines, f"    and {more} more"] if more > 0 else lines


def problems(source_id: str, text: str, place: Span) -> Iterator[str]:
    """The messages of the span rules that reject a place."""
    cells = dict(zip(SPAN, (source_id, *place, text[slice(*place)]), strict=True))
    for rule in span_rules.RULES:
        values = tuple(cells[column] for column in rule.columns)
        problem = rule.judge(values, {"texts": {source_id: text}})
        if problem is not None:
            yield f"{rule.description.rstrip('.')} ({rule.id}): {problem.message}"


def nearest_lines(source_id: str, text: str, quote: str) -> list[str]:
    """The passages of a document that are most alike to a quote, each with its four cells."""
    try:
        places = nearest(text, quote)
    except ImportError:
        return [HOW]
    lines = ["    the nearest passages, each with its cells:"] if places else []
    for number, place in enumerate(places, start=1):
        line, _ = position(text, place[0])
        lines.append(f"    {number}: line {line}, {shown(text, place)}")
        lines.append(f"       {cells_of(source_id, text, place)}")
    return lines


def cells_of(source_id: str, text: str, place: Span) -> str:
    """The four cells of a span as CSV."""
    return csvio.record([source_id, *map(str, place), text[slice(*place)]])


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
    source = work.source_named(named)
    source_id, text = source.source_id, source.text
    if text is None:
        raise StoppedError(f"{source_id}: {source.reason}")
    found = find(text, quote)
    if not found:
        missing = f"{DOCUMENTS}/{source.file} ({source_id}) does not contain {quote!r}"
        elsewhere = [
            line
            for other in work.sources.values()
            if other.text and (places := find(other.text, quote))
            for line in (f"{other.source_id} contains them:", *listed(other.text, places))
        ]
        return Located(None, [missing, *nearest_lines(source_id, text, quote), *elsewhere])
    if nth is not None and not 1 <= nth <= len(found):
        return Located(None, [f"there is no place {nth}:", *listed(text, found)])
    if nth is None and len(found) > 1:
        several = f"{source_id} contains these words {len(found)} times; choose with --nth:"
        return Located(None, [several, *listed(text, found)])
    place = found[(nth or 1) - 1]
    cells = cells_of(source_id, text, place)
    notes = [f"note: {problem}" for problem in problems(source_id, text, place)]
    notes += [] if safe_line(cells) == cells else [f"note: {HIDDEN}"]
    return Located(cells, [shown(text, place), *notes])


# Filling in


class FigureColumns(NamedTuple):
    """The four columns of a figure: its words, its qualifier, the two numbers printed."""

    words: str
    qualifier: str
    low: str
    high: str


def figures_of(schema: Schema) -> list[FigureColumns]:
    """The figures of a table, each with the columns beside it that its proof names."""
    return [
        FigureColumns(field.name, *(field.proof[name] for name in ("qualifier", "low", "high")))
        for field in schema.fields
        if field.proof.get("by") == "figure" and "of" not in field.proof
    ]


def fill(work: Workspace) -> CommandResult:
    """Fill the blank cells of every table; nothing is written.

    A typed cell is overwritten only if it is an offset or a quote that the document proves wrong.

    Raises:
        StoppedError: a table cannot be read.
    """
    result = CommandResult()
    for name in work.package.schemas:
        table = work.table(name)
        for row in range(len(table.records) if table.schema.has_spans else 0):
            if not table.text(row, QUOTE):
                continue
            _fill_span(result, work, table, row)
            # a series' count has no basis; it is always printed
            if table.text(row, BASIS) in ("", STATED):
                for columns in figures_of(table.schema):
                    _fill_figure(result, work, table, row, columns)
        result.add_file(table)
    return result


def _fill_span(result: CommandResult, work: Workspace, table: ParsedTable, row: int) -> None:
    source_id, start_text, end_text, quote = (table.text(row, name) for name in SPAN)
    source = work.sources.get(source_id)
    if source is None:
        texts = {s.source_id: s.text for s in work.sources.values() if s.text is not None}
        found = ", ".join(other for other, text in texts.items() if find(text, quote))
        where = f"; the quote occurs in {found}" if found else ""
        what = f"there is no source {source_id!r}" if source_id else "the row names no source"
        result.notes.append(note(table, row, SOURCE, f"{what}{where}: type the source's id"))
        return
    if (text := source.text) is None:
        result.notes.append(note(table, row, QUOTE, f"not compared: {source.reason}"))
        return
    start, end = whole_number(start_text), whole_number(end_text)
    if start is not None and spans.is_exact(text, start, end or start + len(quote), quote):
        result.set(table, row, END, str(start + len(quote)))
        return
    places = find(text, quote)
    meant = places if len(places) == 1 else near(places, start, end)
    if len(meant) == 1:
        for name, cell in zip(SPAN[1:], (*meant[0], text[slice(*meant[0])]), strict=True):
            result.set(table, row, name, str(cell))
        messages = [(problem, list[str]()) for problem in problems(source_id, text, meant[0])]
    elif places:
        several = f"{source_id} contains these words {len(places)} times: "
        advice = "type the span_start of the right one, or lengthen the quote"
        messages = [(several + advice, listed(text, places))]
    else:
        below = nearest_lines(source_id, text, quote)
        messages = [(f"{source_id} does not contain these words", below)]
    result.notes += [note(table, row, QUOTE, *message) for message in messages]


def _fill_figure(
    result: CommandResult, work: Workspace, table: ParsedTable, row: int, columns: FigureColumns
) -> None:
    source_id, start, _, quote = (table.text(row, name) for name in SPAN)
    words, qualifier, low, high = (table.text(row, name) for name in columns)
    if not words:
        return
    texts = {source_id: work.sources[source_id].text or ""} if source_id in work.sources else {}
    figure = whole_figure(words, passage(texts, source_id, whole_number(start), quote))
    if figure is not None:
        numbers = ("" if n is None else str(n) for n in (figure.low, figure.high))
        for name, text in zip(columns[1:], (figure.qualifier, *numbers), strict=True):
            typed = table.text(row, name)
            if not typed:
                result.set(table, row, name, text)
            elif typed != text:
                meant = f"{words!r} means {text or 'blank'}"
                message = f"{typed} is typed, but {meant}: correct one of them"
                result.notes.append(note(table, row, name, message))
    elif qualifier != VAGUE and not (qualifier and low and high):
        count = len(spans.whole_occurrences(quote, words))
        message = (
            f"no figure can be read in {words!r}: copy it whole, or type its numbers and qualifier"
            if count == 1
            else f"{words!r} occurs {count} times in the quote, expected once: copy it from there"
        )
        result.notes.append(note(table, row, columns.words, message))
