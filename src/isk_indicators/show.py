"""A row with its words: the quote, the figure in it, the source, and the context if at hand.

What lives here: finding a row by its id, gathering what belongs to it, printing it. What must not:
any list of tables, ids or columns (the schemas have them). One more thing to show is one more
attribute of :class:`Shown` and one more entry in ``_entries``. Standard library only, pandas not
needed.

The figure is marked ``>>more than 60<<``, the quote in its context ``[so]``: plain characters that
every console prints and that no document here uses.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from isk_indicators.derived import Row
from isk_indicators.home import package, texts_root
from isk_indicators.schema import DataPackage, Schema
from isk_indicators.spans import ELLIPSIS, Span, excerpt, is_exact, whole_occurrences
from isk_indicators.tables import rows
from isk_indicators.texts import Document, Texts, documents

FIGURE_MARKS = (">>", "<<")
QUOTE_MARKS = ("[", "]")

_WIDTH = 88
_TITLE_WORDS = 8
_CONTEXT = 200
_FIGURE_COLUMNS = ("figure", "count_figure")
_CAPTIONS = ("name", "label")
"""What a reader knows the row of another table by, beside its id."""

_SPAN_COLUMNS = ("source_id", "span_start", "span_end", "quote")


class UnknownRowError(LookupError):
    """No row has this id; the message says which tables were searched."""


@dataclass(frozen=True, repr=False)
class Shown:
    """A row with its words; printing it gives them as plain text.

    Attributes:
        table: The table's name.
        row_id: The row's id.
        row: Every column of its frame, as plain Python; None where blank.
        captions: The names behind the ids in the row, by column.
        quote: The words that the row rests on; None if the table has no quotes.
        figure_span: Where the row's figure stands in the quote; None if it has none there.
        source: The row of ``sources`` that the quote is from.
        title: The source's title; where it prints none, ``[untitled: …]`` with the text's first
            words if the text is at hand.
        context: The quote with the words around it; None if the text is not at hand, or says
            something else there.
        evidence: The rows of ``evidence`` about this row, each with its own quote.
        remarks: What is to be said of the text at hand, such as that it is not the curated one.

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
    evidence: tuple[Row, ...]
    remarks: tuple[str, ...]

    def __str__(self) -> str:
        entries = list(_entries(self))
        margin = max(len(label) for label, _ in entries) + 2
        body = (_wrapped(label, text, margin) for label, text in entries)
        return "\n".join([f"{self.table} {self.row_id}", *body])

    __repr__ = __str__


def show(row_id: str, texts: Texts | None = None) -> Shown:
    """Show a row of the installed data with its quote, its source and the evidence about it.

    Args:
        row_id: The id of a row of any table, such as "cas-0001".
        texts: For the context: a folder of files named as ``sources.file`` says, or a mapping of
            ``source_id`` to text. In a checkout the default is its own documents.

    Raises:
        UnknownRowError: no row has this id (a LookupError).
        NotADirectoryError: ``texts`` is a path that is no folder.

    """
    return show_from(package(), row_id, texts_root() if texts is None else texts)


def show_from(data: DataPackage, row_id: str, texts: Texts | None) -> Shown:
    """Show a row of any package, as :func:`show` does; without ``texts`` there is no context."""
    table, row = _find(data, row_id)
    sources = _by_id(data, "sources")
    source = sources.get(str(row["source_id"]), {})
    at_hand = {} if texts is None else documents(texts, sources.values())
    document = at_hand.get(str(row["source_id"]))
    return Shown(
        table=table,
        row_id=row_id,
        row=row,
        captions=_captions(data, data.schemas[table], row),
        quote=_text(row.get("quote")),
        figure_span=_figure_span(row),
        source=source,
        title=_title(source, document),
        context=_context(row, document),
        evidence=_evidence(data, row_id),
        remarks=tuple(_remarks(row, source, document, looked=texts is not None)),
    )


# Finding


def _find(data: DataPackage, row_id: str) -> tuple[str, Row]:
    prefixes = {t: _prefix(schema) for t, schema in data.schemas.items() if schema.id_field}
    searched = [t for t, prefix in prefixes.items() if str(row_id).startswith(prefix)]
    for table in searched:
        if row_id in (found := _by_id(data, table)):
            return table, found[row_id]
    if searched:
        raise UnknownRowError(f"no row {row_id!r}; searched: {', '.join(searched)}")
    forms = ", ".join(f"{prefix}{ELLIPSIS} in {t}" for t, prefix in prefixes.items())
    raise UnknownRowError(f"no row {row_id!r}: no table has such ids; ids are {forms}")


def _prefix(schema: Schema) -> str:
    """What the table's ids begin with: the letters before the digits of their pattern."""
    return (schema.by_name[schema.key[0]].pattern or "").partition("[")[0]


def _by_id(data: DataPackage, table: str) -> dict[str, Row]:
    """Read the table's rows by id; none if the package, as a release may, leaves the table out."""
    if table not in data.schemas:
        return {}
    schema = data.schemas[table]
    return {str(row[schema.key[0]]): row for row in rows(data.path(table), schema)}


# Gathering


def _captions(data: DataPackage, schema: Schema, row: Row) -> dict[str, str]:
    linked = {
        key.field: _by_id(data, key.table).get(str(row[key.field]), {})
        for key in schema.foreign_keys
        if row[key.field] is not None
    }
    return {
        field: str(target[column])
        for field, target in linked.items()
        for column in _CAPTIONS
        if column in target
    }


def _evidence(data: DataPackage, row_id: str) -> tuple[Row, ...]:
    return tuple(row for row in _by_id(data, "evidence").values() if row["row_id"] == row_id)


def _figure_span(row: Row) -> Span | None:
    """Where the figure stands, if at exactly one place: no guess between two."""
    figure = next((row[name] for name in _FIGURE_COLUMNS if row.get(name) is not None), None)
    if figure is None:
        return None
    found = whole_occurrences(str(row["quote"]), str(figure))
    return found[0] if len(found) == 1 else None


def _title(source: Row, document: Document | None) -> str:
    if source.get("title") is not None:
        return str(source["title"])
    if document is None:
        return "[untitled]"
    return f"[untitled: {' '.join(document.text.split()[:_TITLE_WORDS])} {ELLIPSIS}]"


def _span(row: Row) -> tuple[int, int, str] | None:
    start, end, quote = row.get("span_start"), row.get("span_end"), row.get("quote")
    if isinstance(start, int) and isinstance(end, int) and isinstance(quote, str):
        return start, end, quote
    return None


def _context(row: Row, document: Document | None) -> str | None:
    span = _span(row)
    if document is None or span is None or not is_exact(document.text, *span):
        return None
    before, quote, after = excerpt(document.text, *span[:2], width=_CONTEXT)
    return f"{_one_line(before)}{quote}{_one_line(after)}"


def _remarks(row: Row, source: Row, document: Document | None, *, looked: bool) -> Iterator[str]:
    if document is None:
        if looked:
            yield f"no text of {row['source_id']} at hand (file: {source.get('file')})"
        return
    if document.sha256 != source.get("sha256"):
        yield "the text at hand is not the curated one: its SHA-256 differs from sources.sha256"
    span = _span(row)
    if span is not None and not is_exact(document.text, *span):
        yield "the text at hand has other words at these characters"


# Printing


def _entries(shown: Shown) -> Iterator[tuple[str, str]]:
    for name, cell in shown.row.items():
        if cell is not None and cell != shown.row_id and name not in _SPAN_COLUMNS:
            caption = shown.captions.get(name)
            yield name, f"{cell} ({caption})" if caption else str(cell)
    if shown.quote is not None:
        yield "quote", _marked(shown.quote, shown.figure_span, FIGURE_MARKS)
        yield "source", _place(shown.row)
        yield "", ", ".join([shown.title, *_imprint(shown.source)])
        if shown.context is not None:
            start = shown.context.index(shown.quote)
            yield "context", _marked(shown.context, (start, start + len(shown.quote)), QUOTE_MARKS)
    for row in shown.evidence:
        yield "evidence", _told(row)
        yield "", str(row["quote"])
    for remark in shown.remarks:
        yield "remark", remark


def _place(row: Row) -> str:
    return f"{row['source_id']}, characters {row['span_start']}-{row['span_end']}"


def _imprint(source: Row) -> list[str]:
    parts = (source.get(name) for name in ("author", "publisher", "published"))
    return [str(part) for part in parts if part is not None]


def _told(row: Row) -> str:
    """Put an evidence row into words: "evd-0007 contradicts place_id: plc-0004 (src-002, …)"."""
    value = "" if row["value"] is None else f": {row['value']}"
    column = f" {row['column_name']}" if row["column_name"] is not None else ""
    return f"{row['evidence_id']} {row['role']}{column}{value} ({_place(row)})"


def _marked(text: str, span: Span | None, marks: tuple[str, str]) -> str:
    if span is None:
        return text
    start, end = span
    return f"{text[:start]}{marks[0]}{text[start:end]}{marks[1]}{text[end:]}"


def _wrapped(label: str, text: str, margin: int) -> str:
    return textwrap.fill(
        text,
        width=_WIDTH,
        initial_indent=label.ljust(margin),
        subsequent_indent=" " * margin,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _one_line(text: str) -> str:
    return re.sub(r"\s*[\r\n]\s*", " ", text)


def _text(cell: object) -> str | None:
    return None if cell is None else str(cell)
