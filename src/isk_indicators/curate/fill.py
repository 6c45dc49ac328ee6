"""Fill in the span of a quote, and the numbers and the qualifier of a figure.

A typed cell is overwritten only if it is an offset or a quote that the document proves wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from isk_indicators import conventions, spans
from isk_indicators.curate import locate
from isk_indicators.curate.workspace import SPAN, CommandResult, Note, Table, Workspace
from isk_indicators.rules.figures import whole_figure
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
        figures = figures_of(table.schema)
        for row in range(len(table.rows)):
            if table.has_spans and table.value(row, QUOTE):
                result.notes += _fill_span(work, table, row)
                # a series' count has no basis; it is always printed
                if BASIS not in table.schema.by_name or table.value(row, BASIS) in ("", STATED):
                    for columns in figures:
                        result.notes += _fill_figure(table, row, columns)
        result.add(table)
    return result


def _fill_span(work: Workspace, table: Table, row: int) -> Iterator[Note]:
    source_id, quote = table.value(row, SOURCE), table.value(row, QUOTE)
    source = work.sources.get(source_id)
    if source is None:
        found = [
            s.source_id for s in work.sources.values() if s.text and locate.find(s.text, quote)
        ]
        where = f"; the quote occurs in {', '.join(found)}" if found else ""
        what = f"there is no source {source_id!r}" if source_id else "the row names no source"
        yield table.note(row, SOURCE, f"{what}{where}: type the source's id")
    elif source.text is None:
        yield table.note(row, QUOTE, f"not compared: {source.reason}")
    else:
        yield from _fill_offsets(table, row, source.text)


def _fill_offsets(table: Table, row: int, text: str) -> Iterator[Note]:
    source_id, quote = table.value(row, SOURCE), table.value(row, QUOTE)
    start, end = table.offset(row, START), table.offset(row, END)
    if start is not None and end is None and spans.is_exact(text, start, start + len(quote), quote):
        end = start + len(quote)
        table.set(row, END, str(end))
    if start is not None and end is not None and spans.is_exact(text, start, end, quote):
        return
    found = locate.find(text, quote)
    meant = found if len(found) == 1 else locate.near(found, start, end)
    if not found:
        begins = locate.beginning(text, quote)
        known = f"; {begins}" if begins else ""
        yield table.note(row, QUOTE, f"{source_id} does not contain these words{known}")
    elif len(meant) != 1:
        message = (
            f"{source_id} contains these words {len(found)} times: type the span_start of the "
            "right one, or lengthen the quote"
        )
        yield table.note(row, QUOTE, message, locate.listed(text, found))
    else:
        start, end = meant[0]
        table.set(row, START, str(start))
        table.set(row, END, str(end))
        table.set(row, QUOTE, text[start:end])
        for problem in locate.problems(source_id, text, meant[0]):
            yield table.note(row, QUOTE, problem)


def _fill_figure(table: Table, row: int, columns: FigureColumns) -> Iterator[Note]:
    quote = table.value(row, QUOTE)
    words, qualifier, low, high = (table.value(row, name) for name in columns)
    if not words:
        return
    figure = whole_figure(words, quote)
    if figure is not None:
        numbers = ("" if n is None else str(n) for n in (figure.low, figure.high))
        for name, text in zip(columns[1:], (figure.qualifier, *numbers), strict=True):
            typed = table.value(row, name)
            if not typed:
                table.set(row, name, text)
            elif typed != text:
                shown = text or "blank"
                message = f"{typed} is typed, but {words!r} means {shown}: correct one of them"
                yield table.note(row, name, message)
    elif qualifier != VAGUE and not (qualifier and low and high):
        count = len(spans.whole_occurrences(quote, words))
        message = (
            f"no figure can be read in {words!r}: copy it whole, or type its numbers and qualifier"
            if count == 1
            else f"{words!r} occurs {count} times in the quote, expected once: copy it from there"
        )
        yield table.note(row, columns.words, message)
