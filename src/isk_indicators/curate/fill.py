"""Fill in what a machine can know: the span of a quote, the numbers and the hedge of a figure.

What lives here: which cells follow from which, and when they are certain. What must not: reading
figures (``figures``), searching (``places``). A cell that somebody typed is overwritten only where
it is an offset or a quote that the document proves wrong; a number or a hedge never is.
"""

from __future__ import annotations

from collections.abc import Iterator

from isk_indicators import spans
from isk_indicators.curate import places
from isk_indicators.curate.columns import FigureColumns, figures_of
from isk_indicators.curate.table import SPAN, Table
from isk_indicators.curate.told import Outcome, Remark
from isk_indicators.curate.workplace import Source, Workplace
from isk_indicators.rules.reading import figure_of

SOURCE, START, END, QUOTE = SPAN
BASIS = "basis"
STATED = "stated"
VAGUE = "vague"


def fill(work: Workplace) -> Outcome:
    """Fill the blank cells of every table; nothing is written.

    Raises:
        StoppedError: a table cannot be read.
    """
    outcome = Outcome()
    for name in work.package.schemas:
        table = work.table(name)
        if table.has_spans:
            for row in range(len(table)):
                outcome.remarks += _fill_span(work, table, row)
                outcome.remarks += _fill_figures(table, row)
        if table.changes:
            outcome.changes += table.changes
            outcome.files[table.file] = table.data()
    return outcome


def _fill_span(work: Workplace, table: Table, row: int) -> Iterator[Remark]:
    quote = table.value(row, QUOTE)
    if not quote:
        return
    source = work.sources.get(table.value(row, SOURCE))
    if source is None:
        yield _remark(table, row, SOURCE, _no_source(work, table.value(row, SOURCE), quote))
    elif source.text is None:
        yield _remark(table, row, QUOTE, f"not compared: {source.reason}")
    else:
        yield from _settle(table, row, source.text, source)


def _settle(table: Table, row: int, text: str, source: Source) -> Iterator[Remark]:
    quote = table.value(row, QUOTE)
    start, end = (_offset(table.value(row, name)) for name in (START, END))
    if start is not None and end is not None and spans.is_exact(text, start, end, quote):
        return
    found = places.find(text, quote)
    meant = found if len(found) == 1 else places.near(found, start, end)
    if len(meant) != 1:
        yield _remark(table, row, QUOTE, *_not_one(source, text, quote, found))
        return
    _write(table, row, text, meant[0])
    for fault in places.faults(source.source_id, text, meant[0]):
        yield _remark(table, row, QUOTE, fault)


def _write(table: Table, row: int, text: str, place: spans.Span) -> None:
    start, end = place
    table.set(row, START, str(start))
    table.set(row, END, str(end))
    table.set(row, QUOTE, text[start:end])


def _offset(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() else None


def _no_source(work: Workplace, named: str, quote: str) -> str:
    holds = [s.source_id for s in work.sources.values() if s.text and places.find(s.text, quote)]
    where = f"; the quote stands in {', '.join(holds)}" if holds else ""
    what = f"there is no source {named!r}" if named else "the row names no source"
    return f"{what}{where}: type the source's id"


def _not_one(source: Source, text: str, quote: str, found: list[spans.Span]) -> tuple[str, str]:
    """The message for a quote without one certain place, and the places to choose from."""
    if found:
        message = (
            f"{source.source_id} holds these words {len(found)} times: type the span_start that is "
            "meant, or lengthen the quote"
        )
        return message, places.listed(text, found)
    begins = places.beginning(text, quote)
    return f"{source.source_id} does not hold these words" + (f"; {begins}" if begins else ""), ""


def _fill_figures(table: Table, row: int) -> Iterator[Remark]:
    for columns in figures_of(table.schema):
        if table.value(row, columns.words) and table.value(row, QUOTE) and _is_stated(table, row):
            yield from _fill_figure(table, row, columns)


def _is_stated(table: Table, row: int) -> bool:
    """Whether the figure is printed; a series' count has no basis and always is."""
    return BASIS not in table.schema.by_name or table.value(row, BASIS) in ("", STATED)


def _fill_figure(table: Table, row: int, columns: FigureColumns) -> Iterator[Remark]:
    words, quote = table.value(row, columns.words), table.value(row, QUOTE)
    figure = figure_of(words, quote)
    if figure is None:
        if not _is_filled(table, row, columns):
            yield _remark(table, row, columns.words, _no_figure(words, quote))
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
            yield _remark(table, row, name, message)


def _is_filled(table: Table, row: int, columns: FigureColumns) -> bool:
    _, qualifier, *numbers = (table.value(row, name) for name in columns)
    return qualifier == VAGUE or all([qualifier, *numbers])


def _no_figure(words: str, quote: str) -> str:
    count = len(spans.whole_occurrences(quote, words))
    if count != 1:
        return f"{words!r} stands {count} times in the quote, expected once: copy it from there"
    return f"no one figure can be read in {words!r}: copy it whole, or type its numbers and hedge"


def _remark(table: Table, row: int, name: str, message: str, below: str = "") -> Remark:
    return Remark(table.place(row, name), table.subject(row, name), message, below)
