"""Fill in the span of a quote, and the numbers and the qualifier of a figure.

A typed cell is overwritten only if it is an offset or a quote that the document proves wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from isk_indicators import conventions, spans
from isk_indicators.curate import locate
from isk_indicators.curate.workspace import SPAN, CommandResult, Note, Source, Table, Workspace
from isk_indicators.rules.reading import figure_of
from isk_indicators.schema import Schema

SOURCE, START, END, QUOTE = SPAN
BASIS = "basis"
STATED = "stated"
VAGUE = "vague"


class FigureColumns(NamedTuple):
    """The four columns of a figure: its words, its qualifier, the two numbers printed."""

    words: str
    qualifier: str
    low: str
    high: str


def figures_of(schema: Schema) -> list[FigureColumns]:
    """The figures of a table, found by the column of the qualifier; the others are beside it."""
    return [
        FigureColumns(*schema.names[at - 1 : at + 3])
        for at, field in enumerate(schema.fields)
        if set(field.enum) == set(conventions.QUALIFIERS)
    ]


def fill(work: Workspace) -> CommandResult:
    """Fill the blank cells of every table; nothing is written.

    Raises:
        StoppedError: a table cannot be read.
    """
    result = CommandResult()
    for name in work.package.schemas:
        table = work.table(name)
        if table.has_spans:
            for row in range(len(table)):
                result.notes += _fill_span(work, table, row)
                result.notes += _fill_figures(table, row)
        if table.changes:
            result.changes += table.changes
            result.files[table.file] = table.data()
    return result


def _fill_span(work: Workspace, table: Table, row: int) -> Iterator[Note]:
    quote = table.value(row, QUOTE)
    if not quote:
        return
    source = work.sources.get(table.value(row, SOURCE))
    if source is None:
        yield _note(table, row, SOURCE, _no_source(work, table.value(row, SOURCE), quote))
    elif source.text is None:
        yield _note(table, row, QUOTE, f"not compared: {source.reason}")
    else:
        yield from _fill_offsets(table, row, source.text, source)


def _fill_offsets(table: Table, row: int, text: str, source: Source) -> Iterator[Note]:
    quote = table.value(row, QUOTE)
    start, end = (_offset(table.value(row, name)) for name in (START, END))
    if start is not None and end is not None and spans.is_exact(text, start, end, quote):
        return
    found = locate.find(text, quote)
    meant = found if len(found) == 1 else locate.near(found, start, end)
    if len(meant) != 1:
        yield _note(table, row, QUOTE, *_not_one(source, text, quote, found))
        return
    start, end = meant[0]
    table.set(row, START, str(start))
    table.set(row, END, str(end))
    table.set(row, QUOTE, text[start:end])
    for fault in locate.faults(source.source_id, text, meant[0]):
        yield _note(table, row, QUOTE, fault)


def _offset(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() else None


def _no_source(work: Workspace, named: str, quote: str) -> str:
    found = [s.source_id for s in work.sources.values() if s.text and locate.find(s.text, quote)]
    where = f"; the quote occurs in {', '.join(found)}" if found else ""
    what = f"there is no source {named!r}" if named else "the row names no source"
    return f"{what}{where}: type the source's id"


def _not_one(source: Source, text: str, quote: str, found: list[spans.Span]) -> tuple[str, str]:
    """The message for a quote without one certain place, and the places to choose from."""
    if found:
        message = (
            f"{source.source_id} contains these words {len(found)} times: type the span_start of "
            "the right one, or lengthen the quote"
        )
        return message, locate.listed(text, found)
    begins = locate.beginning(text, quote)
    known = f"; {begins}" if begins else ""
    return f"{source.source_id} does not contain these words{known}", ""


def _fill_figures(table: Table, row: int) -> Iterator[Note]:
    # a series' count has no basis; it is always printed
    is_stated = BASIS not in table.schema.by_name or table.value(row, BASIS) in ("", STATED)
    for columns in figures_of(table.schema):
        if is_stated and table.value(row, columns.words) and table.value(row, QUOTE):
            yield from _fill_figure(table, row, columns)


def _fill_figure(table: Table, row: int, columns: FigureColumns) -> Iterator[Note]:
    words, quote = table.value(row, columns.words), table.value(row, QUOTE)
    figure = figure_of(words, quote)
    if figure is None:
        _, qualifier, *numbers = (table.value(row, name) for name in columns)
        if qualifier != VAGUE and not all([qualifier, *numbers]):
            yield _note(table, row, columns.words, _no_figure(words, quote))
        return
    read = {
        columns.qualifier: figure.qualifier,
        columns.low: "" if figure.low is None else str(figure.low),
        columns.high: "" if figure.high is None else str(figure.high),
    }
    for name, text in read.items():
        typed = table.value(row, name)
        if not typed:
            table.set(row, name, text)
        elif typed != text:
            shown = text or "blank"
            message = f"{typed} is typed, {words!r} says {shown}: correct the one or the other"
            yield _note(table, row, name, message)


def _no_figure(words: str, quote: str) -> str:
    count = len(spans.whole_occurrences(quote, words))
    if count != 1:
        return f"{words!r} occurs {count} times in the quote, expected once: copy it from there"
    return f"no figure can be read in {words!r}: copy it whole, or type its numbers and qualifier"


def _note(table: Table, row: int, name: str, message: str, below: str = "") -> Note:
    return Note(table.place(row, name), table.subject(row, name), message, below)
