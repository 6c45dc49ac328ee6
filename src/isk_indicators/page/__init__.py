"""The evidence page: one HTML file, complete in itself, with its tables and its sources."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import os
import tempfile
import webbrowser
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from isk_indicators.cite import data_work, source_label, source_title, source_work
from isk_indicators.cite import text as as_text
from isk_indicators.csvio import replace_files
from isk_indicators.export import VIEW_SUFFIX, ExportTable, dataset_notes, export_tables
from isk_indicators.page.charts import chart_map, force_charts, incident_view, not_drawn, percent
from isk_indicators.schema import DISTRIBUTION, Field, Row, texts_root, version_of, written
from isk_indicators.show import figure_span
from isk_indicators.spans import PLAIN, Document, Texts, covered, documents, is_exact
from isk_indicators.tables import (
    CAPTIONS,
    SEPARATOR,
    Dataset,
    installed_dataset,
    reading_counts,
    readings_in_words,
)
from isk_indicators.views.charts import place_marks, sources_in_words

if TYPE_CHECKING:
    from jinja2 import Template

INSTALL = f"pip install '{DISTRIBUTION}[browse]'"

SCRIPTS = ("dom", "links", "tables", "facets", "csv", "pane", "sources", "address", "start")
"""The files of ``script/``, in the order in which they build on each other."""

_ID = "{id}"

# Scripts and styles run only if their hash is in the page's own policy. No text of the data becomes
# markup: the templates escape every value, and the script sets ``textContent`` alone.
_POLICY = (
    "default-src 'none'; script-src 'sha256-{script}'; style-src 'sha256-{style}'; "
    "base-uri 'none'; form-action 'none'"
)


class PageError(RuntimeError):
    """No page can be made; the message says what to do."""


def browse(
    texts: Texts | None = None,
    path: str | os.PathLike[str] | None = None,
    *,
    show: bool = True,
) -> Path:
    """Write the evidence page of the installed data, and open it in the browser.

    The page is one file that needs no network: every table, the pictures, and for each row its
    words. Needs Jinja2, which the extra ``[browse]`` brings.

    Args:
        texts: For the context of each quote: a folder of files named as ``sources.file`` says, or
            a mapping of ``source_id`` to text. The page then contains these texts: pass it on only
            if you may. In a checkout the default is its own documents.
        path: The file to write; in a new temporary folder if None.
        show: Whether to open it.

    Returns:
        The file.

    Raises:
        PageError: Jinja2 is not installed.
        NotADirectoryError: ``texts`` is a path that is no folder.
        OSError: the file cannot be written.

    """
    texts = texts_root() if texts is None else texts
    return browse_from(installed_dataset(), texts, path, show=show)


def browse_from(
    dataset: Dataset,
    texts: Texts | None,
    path: str | os.PathLike[str] | None,
    *,
    show: bool,
) -> Path:
    """Write the page of any tables and open it, as :func:`browse` does."""
    given = {} if texts is None else documents(texts, dataset.rows("sources"))
    try:
        page = page_from(dataset, given)
    except ModuleNotFoundError as error:
        raise PageError(f"the page needs {error.name}, run: {INSTALL}") from error
    if path is None:
        folder = Path(tempfile.mkdtemp(prefix=f"{DISTRIBUTION}-"))
        path = folder / f"{DISTRIBUTION}-{version_of(dataset.package)}.html"
    target = Path(path)
    replace_files(Path(), {str(target): page.encode()})
    if show:
        webbrowser.open(target.resolve().as_uri())
    return target


def page_from(
    dataset: Dataset,
    texts: Mapping[str, Document] | None = None,
    coverage: Sequence[Mapping[str, object]] = (),
) -> str:
    """Make the page of any tables.

    Args:
        dataset: The tables.
        texts: The documents, by source: the page then contains them and shows quotes in context.
        coverage: The rows of the release's ``coverage.csv``.

    Returns:
        The HTML file's text; the same input gives the same.

    Raises:
        ModuleNotFoundError: Jinja2 is not installed.

    """
    texts, tables = texts or {}, export_tables(dataset)
    names, places, drawn = row_names(tables), place_marks(dataset), force_charts(dataset)
    return render(
        "page.html",
        ("style.css",),
        [f"script/{name}.js" for name in SCRIPTS],
        _page_data(dataset, texts),
        about=dataset_notes(dataset),
        source_count=sources_in_words(len(dataset.rows("sources"))),
        tables=[table_of(table, names) for table in shown(tables)],
        incidents=incident_view(dataset),
        charts=drawn,
        not_drawn=not_drawn(dataset, drawn),
        places=places,
        map=chart_map(places.rows),
        sources=[
            source_view(source, tables, texts.get(source_id), coverage, read_twice)
            for source in dataset.rows("sources")
            for source_id in [str(source["source_id"])]
            for read_twice in [readings_in_words(reading_counts(dataset, source_id))]
        ],
        with_texts=bool(texts),
    )


def render(
    template: str,
    styles: Sequence[str],
    scripts: Sequence[str],
    page_data: Mapping[str, Any],
    **values: Any,
) -> str:
    """Make a page that is complete in itself of a template, styles, scripts and what they read.

    Raises:
        ModuleNotFoundError: Jinja2 is not installed.

    """
    data = json.dumps(page_data, ensure_ascii=False, separators=(",", ":"))
    style = "".join(map(_asset, styles))
    body = "\n".join(map(_asset, scripts))
    script = f'(() => {{\n"use strict";\n{body}}})();\n'
    return _template(template).render(
        policy=_POLICY.format(script=_hash(script), style=_hash(style)),
        style=style,
        script=script,
        page_data=data.replace("<", "\\u003c"),  # nothing in it ends its element
        **values,
    )


def _template(name: str) -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - an extra

    environment = Environment(
        autoescape=True,
        loader=PackageLoader(__package__),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    return environment.get_template(name)


def _page_data(dataset: Dataset, texts: Mapping[str, Document]) -> dict[str, Any]:
    """What the script reads beside the tables: sources, citations, texts, notes on columns."""
    tables = shown(export_tables(dataset))
    return {
        "version": version_of(dataset.package),
        "cite": as_text(data_work(dataset.package, [_ID])),
        "citeData": as_text(data_work(dataset.package)),
        "sources": {
            str(row["source_id"]): {
                "title": source_title(row, texts.get(str(row["source_id"]))),
                "imprint": source_label(row),
                "url": row["url"],
                "cite": as_text(source_work(row, texts)),
            }
            for row in dataset.rows("sources")
        },
        "texts": {source: document.text for source, document in texts.items()},
        "descriptions": column_notes(tables, lambda field: field.description),
        "meanings": column_notes(tables, lambda field: dict(field.meanings)),
        "plain": PLAIN,
    }


def _asset(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


# Tables

DRAWN = ("coverage_matrix", "events", "force_series", "timeline", "indicators")
"""Views that the charts show, and those that only put others into one frame."""

FIRST = "incidents"
"""The table that a reader sees first; those that the descriptor names before it come last."""

T = TypeVar("T")


@dataclass(frozen=True)
class Link:
    """An id that leads to its row, and what it is called there."""

    target: str
    text: str


@dataclass(frozen=True)
class Cell:
    """The content of a cell: words, of which some may be marked, or links."""

    text: str = ""
    links: tuple[Link, ...] = ()
    marked: tuple[str, str, str] | None = None
    """A quote: the words before the figure, the figure, the words after it."""


@dataclass(frozen=True)
class TableRow:
    """A row: its address within the page, and its cells in the columns' order."""

    address: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """A table of the page."""

    name: str
    title: str
    description: str
    is_view: bool
    columns: Sequence[Field]
    rows: tuple[TableRow, ...]


def shown(tables: Sequence[ExportTable]) -> list[ExportTable]:
    """Choose the tables and views of the page, in the order in which a reader meets them."""
    own = [table for table in tables if not table.is_view]
    names = [table.name for table in own]
    first = names.index(FIRST) if FIRST in names else 0
    views = [table for table in tables if table.is_view and table.plain_name not in DRAWN]
    return [*own[first:], *own[:first], *views]


def table_of(table: ExportTable, names: Mapping[str, str]) -> Table:
    """Turn a table or view into a table of the page; ``names`` are those of :func:`row_names`."""
    rows = [
        TableRow(address(table, row), tuple(cell(row, name, names) for name in table.columns))
        for row in table.rows
    ]
    return Table(
        table.plain_name,
        table.title.removesuffix(VIEW_SUFFIX),
        table.description,
        table.is_view,
        table.fields,
        tuple(rows),
    )


def row_names(tables: Iterable[ExportTable]) -> dict[str, str]:
    """What each row with an id is called: its name or label, otherwise the id."""
    found = {}
    for table in tables:
        if not table.is_view and len(table.key) == 1:
            (key,) = table.key
            column = next((one for one in CAPTIONS if one in table.columns), key)
            found.update({str(row[key]): str(row[column]) for row in table.rows})
    return found


def cell(row: Row, column: str, names: Mapping[str, str]) -> Cell:
    """Give a cell of a row as it is shown.

    Ids become links where a name is shown in their place. Where an id is shown itself, the script
    makes a link of it: that spares a tenth of the page.
    """
    value = row[column]
    if value is None:
        return Cell()
    if column == "quote":
        return Cell(str(value), marked=marked(row))
    if names.get(str(value)) in (row.get(name) for name in CAPTIONS):
        return Cell(written(value))  # the name is in the same row
    ids = str(value).split(SEPARATOR)
    links = [Link(one, names[one]) for one in ids if one in names]
    if len(links) < len(ids) or all(link.target == link.text for link in links):
        return Cell(written(value))
    return Cell(written(value), tuple(links))


def marked(row: Row) -> tuple[str, str, str] | None:
    """Cut a row's quote into the words before, in and after its figure."""
    quote, span = str(row["quote"]), figure_span(row)
    if span is None:
        return None
    start, end = span
    return quote[:start], quote[start:end], quote[end:]


def address(table: ExportTable, row: Row) -> str:
    """Name a row within the page: its id, or a view's name with the row's key."""
    key = [str(row[name]) for name in table.key]
    if not table.is_view and len(key) == 1:
        return key[0]
    return "-".join([table.plain_name, *key]).replace(" ", "_")


def column_notes(tables: Iterable[ExportTable], note: Callable[[Field], T | None]) -> dict[str, T]:
    """Note something on each column, by its name, or by ``table.column`` where tables differ.

    The first table with a column is its reference. A note that is None or empty is left out.
    """
    found: dict[str, T] = {}
    for table in tables:
        for field in table.fields:
            text = note(field)
            if text and found.setdefault(field.name, text) != text:
                found[f"{table.plain_name}.{field.name}"] = text
    return found


# Sources

_LEAST = 0.15
"""The least width of a passage in the strip, in percent: a word must be seen."""


@dataclass(frozen=True)
class SourceView:
    """All that the page shows of a source."""

    source_id: str
    title: str
    label: str
    characters: int
    quoted: str
    coverage: tuple[Mapping[str, object], ...]
    """The counts of each kind of hit, as in ``coverage.csv``."""
    readings: str
    """How many cells of the rows were read twice, in words; blank if that is not known."""
    origins: tuple[tuple[str, str, int], ...]
    """The origins that it or its statements rest on: id, name, and how many statements."""
    passages: tuple[tuple[str, str], ...]
    """The beginning and the width of each quote in the strip."""
    pieces: tuple[tuple[str, tuple[str, ...]], ...]
    """The pieces of the text with the rows that quote them; the shortest quote comes first."""


class Quote(NamedTuple):
    """The quote of a row, from ``start`` up to ``end`` in its source."""

    start: int
    end: int
    row_id: str
    text: str


def source_view(
    source: Row,
    tables: Sequence[ExportTable],
    document: Document | None,
    coverage: Iterable[Mapping[str, object]],
    readings: str = "",
) -> SourceView:
    """Describe a source, with the rows of ``coverage.csv``; without a text it has no pieces."""
    source_id, length = str(source["source_id"]), int(str(source["characters"]))
    found = [
        Quote(
            int(str(row["span_start"])),
            int(str(row["span_end"])),
            str(row[table.key[0]]),
            str(row["quote"]),
        )
        for table in tables
        if table.has_quotes
        for row in table.rows
        if row["source_id"] == source_id
    ]
    quotes = sorted(found, key=lambda quote: (quote.start, -quote.end))  # the longer one first
    widths = [max(100 * (q.end - q.start) / length, _LEAST) for q in quotes]
    return SourceView(
        source_id=source_id,
        title=source_title(source, document),
        label=source_label(source),
        characters=length,
        quoted=f"{covered([q[:2] for q in quotes]) / length:.0%}",
        coverage=tuple(row for row in coverage if row["source_id"] == source_id),
        readings=readings,
        origins=tuple(_origins(source, tables)),
        passages=tuple(
            (percent(100 * quote.start / length), percent(width))
            for quote, width in zip(quotes, widths, strict=True)
        ),
        pieces=tuple(_pieces(document.text, quotes)) if document else (),
    )


def _origins(source: Row, tables: Iterable[ExportTable]) -> Iterator[tuple[str, str, int]]:
    """The origins that a source or its statements rest on, each with the number of statements."""
    rows = {table.plain_name: table.rows for table in tables if not table.is_view}
    own = [r for r in rows.get("statements", ()) if r["source_id"] == source["source_id"]]
    counts = Counter(row.get("origin_id") for row in own)
    for origin in rows.get("origins", ()):
        count = counts[origin["origin_id"]]
        if count or source.get("origin_id") == origin["origin_id"]:
            yield str(origin["origin_id"]), str(origin["name"]), count


def _pieces(text: str, quotes: Iterable[Quote]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Cut a text wherever a row's quote begins or ends; a quote with other words cuts nothing."""
    exact = [quote for quote in quotes if is_exact(text, quote.start, quote.end, quote.text)]
    cuts = sorted({0, len(text), *(end for quote in exact for end in quote[:2])})
    for start, end in itertools.pairwise(cuts):
        over = [quote for quote in exact if quote.start <= start and end <= quote.end]
        shortest = sorted(over, key=lambda quote: quote.end - quote.start)
        yield text[start:end], tuple(quote.row_id for quote in shortest)
