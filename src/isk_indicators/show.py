"""A row with its words as text and HTML, and the comparison of every quote with the texts."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, NamedTuple, overload

from isk_indicators.cite import cited_ids, source_label, source_title
from isk_indicators.schema import SPAN, DataPackage, Row, installed_package, texts_root, written
from isk_indicators.spans import (
    Document,
    Span,
    Texts,
    documents,
    excerpt,
    is_exact,
    whole_occurrences,
)
from isk_indicators.tables import (
    Dataset,
    UnknownRowError,
    frame,
    name_columns,
    names_with_rows,
)

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Entry",
    "Shown",
    "ShownRows",
    "UnknownRowError",
    "entries",
    "gather",
    "show",
    "show_from",
]

FIGURE_MARKS = (">>", "<<")
QUOTE_MARKS = ("[", "]")

_WIDTH = 88
_CONTEXT = 200
_LINE_END = re.compile(r"\s*[\r\n]\s*")
_FIGURE_COLUMNS = ("figure", "count_figure")


class Entry(NamedTuple):
    """A line of what is shown: its label (blank if it goes on with the one above) and its text.

    ``span`` is what is to be marked in the text, ``marks`` the characters to mark it with in print.
    """

    label: str
    text: str
    span: Span | None = None
    marks: tuple[str, str] = FIGURE_MARKS


@dataclass(frozen=True, repr=False)
class Shown:
    """A row with its words; printing it gives them as plain text.

    The figure is marked ``>>more than 60<<``, the quote in its context ``[so]``.

    Attributes:
        table: The table's name.
        row_id: The row's id.
        row: Every column of its frame, as plain Python; None where blank.
        captions: The names behind the ids in the row, by column.
        quote: The words that the row rests on; None if the table has no quotes.
        figure_span: Where the row's figure is in the quote; None if it has none there.
        source: The row of ``sources`` that the quote is from.
        title: The source's title; where it prints none, ``[untitled: …]`` with the text's first
            words if the text is given.
        context: The quote with the words around it; None if the text is not given, or says
            something else there.
        quote_span: Where the quote is in the context; None without one.
        evidence: The rows of ``evidence`` about this row, each with its own quote, and with the
            names of the ids in it.
        remarks: Notes on the given text, such as that it is not the curated one.

    """

    table: str
    row_id: str
    row: Row
    captions: Mapping[str, str]
    quote: str | None
    figure_span: Span | None
    source: Row
    title: str
    context: str | None
    quote_span: Span | None
    evidence: tuple[Row, ...]
    remarks: tuple[str, ...]

    def __str__(self) -> str:
        shown = list(entries(self))
        margin = max(len(entry.label) for entry in shown) + 2
        lines = [
            textwrap.fill(
                _marked(entry, entry.marks),
                width=_WIDTH,
                initial_indent=entry.label.ljust(margin),
                subsequent_indent=" " * margin,
                break_long_words=False,
                break_on_hyphens=False,
            )
            for entry in shown
        ]
        return "\n".join([f"{self.table} {self.row_id}", *lines])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        """Show it in a notebook."""
        return html(self)


class ShownRows(tuple[Shown, ...]):
    """Several rows with their words; printing it gives them as plain text, one below the other."""

    __slots__ = ()

    def __str__(self) -> str:
        return "\n\n".join(map(str, self))

    __repr__ = __str__

    def _repr_html_(self) -> str:
        """Show them in a notebook."""
        return "\n".join(map(html, self))


@overload
def show(rows: str, texts: Texts | None = None) -> Shown: ...  # type: ignore[overload-overlap]
@overload
def show(rows: Iterable[str] | pd.DataFrame, texts: Texts | None = None) -> ShownRows: ...
def show(rows: str | Iterable[str] | pd.DataFrame, texts: Texts | None = None) -> Shown | ShownRows:
    """Show rows of the installed data, each with its quote, its source and the evidence about it.

    Args:
        rows: The id of a row of any table, such as "cas-0001"; or several ids or a frame, as
            :func:`cite` takes them.
        texts: For the context: a folder of files named as ``sources.file`` says, or a mapping of
            ``source_id`` to text. In a checkout the default is its own documents.

    Returns:
        The row; of several ids or a frame, the rows in the order of their ids, each once.

    Raises:
        UnknownRowError: no row has this id (a LookupError).
        ValueError: a frame without a column of ids.
        NotADirectoryError: ``texts`` is a path that is no folder.

    """
    given, dataset = texts_root() if texts is None else texts, Dataset(installed_package())
    if isinstance(rows, str):
        (shown,) = _gather_all(dataset, [rows], given)
        return shown
    ids = cited_ids(dataset, rows)
    ids = [i for i in ids if dataset.table_of(i) != "sources"] or ids  # shown with rows
    return ShownRows(_gather_all(dataset, ids, given))


def show_from(data: DataPackage, row_id: str, texts: Texts | None) -> Shown:
    """Show a row of any package, as :func:`show` does; without ``texts`` there is no context."""
    (shown,) = _gather_all(Dataset(data), [row_id], texts)
    return shown


def _gather_all(dataset: Dataset, ids: Iterable[str], texts: Texts | None) -> list[Shown]:
    """Gather what belongs to several rows; the texts are read once, after every id is known."""
    found = [row_id for row_id in ids if dataset.find(row_id)]
    given = None if texts is None else documents(texts, dataset.by_id("sources").values())
    return [gather(dataset, row_id, given) for row_id in found]


def gather(dataset: Dataset, row_id: str, given: Mapping[str, Document] | None = None) -> Shown:
    """Gather what belongs to a row.

    Args:
        dataset: The package's rows.
        row_id: The row's id.
        given: The texts by source; None without any.

    Raises:
        UnknownRowError: no row has this id.

    """
    table, row = dataset.find(row_id)
    names = dataset.names(table, row)
    source = dataset.by_id("sources").get(str(row["source_id"]), {})
    document = (given or {}).get(str(row["source_id"]))
    context = quote_span = None
    remarks = []
    if document is not None:
        if document.sha256 != source.get("sha256"):
            remarks = ["the text is not the curated one: its SHA-256 differs from sources.sha256"]
        span = _span(row)
        if span is not None and is_exact(document.text, *span):
            before, quote, after = excerpt(document.text, *span[:2], width=_CONTEXT)
            before, after = (_LINE_END.sub(" ", words) for words in (before, after))
            context, quote_span = f"{before}{quote}{after}", (len(before), len(before + quote))
        elif span is not None:
            remarks.append("the text has other words at these characters")
    elif given is not None:
        remarks = [f"no text of {row['source_id']} was found (file: {source.get('file')})"]
    return Shown(
        table=table,
        row_id=row_id,
        row=row,
        captions={
            column: str(names[name])
            for column, name in name_columns(dataset.package.schemas[table]).items()
            if names[name] is not None
        },
        quote=None if row.get("quote") is None else str(row["quote"]),
        figure_span=figure_span(row),
        source=source,
        title=source_title(source, document),
        context=context,
        quote_span=quote_span,
        evidence=tuple({**e, **dataset.names("evidence", e)} for e in dataset.evidence(row_id)),
        remarks=tuple(remarks),
    )


def figure_span(row: Row) -> Span | None:
    """Where the figure is in the quote; None if it occurs there twice or not at all."""
    figure = next((row[name] for name in _FIGURE_COLUMNS if row.get(name) is not None), None)
    if figure is None:
        return None
    found = whole_occurrences(str(row["quote"]), str(figure))
    return found[0] if len(found) == 1 else None


def _span(row: Row) -> tuple[int, int, str] | None:
    start, end, quote = row.get("span_start"), row.get("span_end"), row.get("quote")
    if isinstance(start, int) and isinstance(end, int) and isinstance(quote, str):
        return start, end, quote
    return None


# Printing


def entries(shown: Shown) -> Iterator[Entry]:
    """Put what is shown into lines, in order: the row's columns, its words, what is said of it."""
    for name, cell in shown.row.items():
        if cell is not None and cell != shown.row_id and name not in SPAN:
            caption = shown.captions.get(name)
            yield Entry(name, f"{cell} ({caption})" if caption else written(cell))
    if shown.quote is not None:
        yield Entry("quote", shown.quote, shown.figure_span)
        yield Entry("source", _place(shown.row))
        yield Entry("", ", ".join(filter(None, (shown.title, source_label(shown.source)))))
        if shown.context is not None:
            yield Entry("context", shown.context, shown.quote_span, QUOTE_MARKS)
    for row in shown.evidence:  # "evd-0007 contradicts place_id: plc-0004 (Moscow)"
        value = "" if row["value"] is None else f": {row['value']}"
        value += f" ({row['value_label']})" if row["value_label"] else ""
        column = "" if row["column_name"] is None else f" {row['column_name']}"
        label = f"{row['evidence_id']} {row['role']}{column}{value}"
        yield Entry("evidence", label)
        yield Entry("", f"{_place(row)} ({row['source']})")
        yield Entry("", str(row["quote"]))
    for remark in shown.remarks:
        yield Entry("remark", remark)


def _place(row: Row) -> str:
    return f"{row['source_id']}, characters {row['span_start']}-{row['span_end']}"


def _marked(entry: Entry, marks: tuple[str, str], escaped: Callable[[str], str] = str) -> str:
    """The text of an entry with the marks around its span."""
    if entry.span is None:
        return escaped(entry.text)
    start, end = entry.span
    before, marked, after = entry.text[:start], entry.text[start:end], entry.text[end:]
    return f"{escaped(before)}{marks[0]}{escaped(marked)}{marks[1]}{escaped(after)}"


_TAGS = {
    FIGURE_MARKS: ("<mark>", "</mark>"),
    QUOTE_MARKS: ("<b>", "</b>"),
}
_LABEL = "text-align:left;vertical-align:top;white-space:nowrap;font-weight:normal;opacity:0.7"
_TEXT = "text-align:left;vertical-align:top;white-space:normal;overflow-wrap:anywhere"


def html(shown: Shown) -> str:
    """Show a row as an HTML fragment; the same row and texts always give the same."""
    rows: list[tuple[str, list[str]]] = []
    for entry in entries(shown):
        if entry.label or not rows:
            rows.append((entry.label, []))
        rows[-1][1].append(_marked(entry, _TAGS[entry.marks], escape))
    body = "\n".join(
        f'<tr><th scope="row" style="{_LABEL}">{escape(label)}</th>'
        f'<td style="{_TEXT}">{"<br>".join(texts)}</td></tr>'
        for label, texts in rows
    )
    return (
        '<div class="tex2jax_ignore mathjax_ignore" style="max-width:60em">\n'
        f"<b>{escape(shown.table)} {escape(shown.row_id)}</b>\n"
        f"<table>\n<tbody>\n{body}\n</tbody>\n</table>\n</div>"
    )


_RESULT = {
    "table_name": "string",
    "row_id": "string",
    "source_id": "string",
    "span_start": "integer",
    "span_end": "integer",
    "status": "string",
}


def verify(texts: Texts) -> pd.DataFrame:
    """Compare every span of the installed data with the given texts, character by character.

    A text that is not the curated one, byte for byte, is compared all the same, span by span.

    Args:
        texts: A folder of files named as ``sources.file`` says, or a mapping of ``source_id`` to
            text.

    Returns:
        A row a span: ``table_name``, ``row_id``, ``source_id``, ``span_start``, ``span_end`` and
        ``status``: "holds" (the slice is the quote), "differs", or "no text" (none was found).

    Raises:
        NotADirectoryError: a path that is no folder.

    """
    return verify_from(installed_package(), texts)


def verify_from(source: DataPackage, texts: Texts) -> pd.DataFrame:
    """Compare every span of any package, as :func:`verify` does."""
    dataset = Dataset(source)
    given = documents(texts, dataset.rows("sources"))
    results: list[Row] = []
    for table in names_with_rows(source):
        schema = source.schemas[table]
        for row in dataset.rows(table) if schema.has_spans else ():
            document, span = given.get(str(row["source_id"])), _span(row)
            if document is None:
                status = "no text"
            else:
                is_quoted = span is not None and is_exact(document.text, *span)
                status = "holds" if is_quoted else "differs"
            place = {name: row[name] for name in ("source_id", "span_start", "span_end")}
            row_id = row[schema.id_field] if schema.id_field else None
            results.append({"table_name": table, "row_id": row_id, **place, "status": status})
    return frame(_RESULT, results)
