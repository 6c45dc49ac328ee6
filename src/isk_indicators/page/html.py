"""The evidence page: one HTML file, complete in itself, written and opened.

A text of the data is only ever a text: the templates escape every value, and the script sets
``textContent`` alone. Scripts and styles run only if their hash is in the page's own policy.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import tempfile
import webbrowser
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isk_indicators.cite import data_work, source_label, source_title, source_work
from isk_indicators.cite import text as as_text
from isk_indicators.export.tables import ExportTable, dataset_notes, export_tables
from isk_indicators.home import DISTRIBUTION, package, texts_root, version, version_of
from isk_indicators.page.charts import chart_map, charts, not_drawn
from isk_indicators.page.incidents import incident_view
from isk_indicators.page.sources import source_views
from isk_indicators.page.tables import Names, column_notes, shown, table
from isk_indicators.schema import VIEWS, DataPackage, read_schemas
from isk_indicators.spans import Document, Texts, documents
from isk_indicators.tables import Dataset
from isk_indicators.views.charts import place_marks, sources_told

if TYPE_CHECKING:
    from jinja2 import Environment

INSTALL = f"pip install '{DISTRIBUTION}[browse]'"

SCRIPTS = ("dom", "links", "tables", "facets", "csv", "pane", "sources", "address", "start")
"""The files of ``script/``, in the order in which they build on each other."""

_ID = "{id}"
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
            a mapping of ``source_id`` to text. The page then holds these texts: pass it on only if
            you may. In a checkout the default is its own documents.
        path: The file to write; in a new temporary folder if None.
        show: Whether to open it.

    Returns:
        The file.

    Raises:
        PageError: Jinja2 is not installed.
        NotADirectoryError: ``texts`` is a path that is no folder.
        OSError: the file cannot be written.

    """
    page = html(texts_root() if texts is None else texts)
    if path is None:
        folder = Path(tempfile.mkdtemp(prefix=f"{DISTRIBUTION}-"))
        path = folder / f"{DISTRIBUTION}-{version()}.html"
    target = Path(path)
    target.write_text(page, encoding="utf-8", newline="\n")
    if show:
        webbrowser.open(target.resolve().as_uri())
    return target


def html(texts: Texts | None) -> str:
    """Make the page of the installed data; without ``texts`` it holds the quotes alone.

    Raises:
        PageError: Jinja2 is not installed.
        NotADirectoryError: ``texts`` is a path that is no folder.

    """
    sources = Dataset(package()).by_id("sources").values()
    at_hand = None if texts is None else documents(texts, sources)
    try:
        return page_from(package(), at_hand)
    except ModuleNotFoundError as error:
        raise PageError(f"the page needs {error.name}, run: {INSTALL}") from error


def page_from(
    data: DataPackage,
    texts: Mapping[str, Document] | None = None,
    coverage: Iterable[Mapping[str, str]] = (),
) -> str:
    """Make the page of a package.

    Args:
        data: The package.
        texts: The documents, by source: the page then contains them and shows quotes in context.
        coverage: The rows of the release's ``coverage.csv``, as written.

    Returns:
        The HTML file's text; the same input gives the same.

    Raises:
        ModuleNotFoundError: Jinja2 is not installed.

    """
    dataset, texts = Dataset(data), texts or {}
    every = export_tables(dataset)
    shown_parts, names = shown(every), Names(every)
    places, drawn = place_marks(dataset), charts(dataset)
    timeline = read_schemas(data.root / VIEWS)["timeline"]
    style = _asset("style.css")
    body = "\n".join(_asset(f"script/{name}.js") for name in SCRIPTS)
    script = f'(() => {{\n"use strict";\n{body}}})();\n'
    template = _environment().get_template("page.html")
    return template.render(
        policy=_POLICY.format(script=_hash(script), style=_hash(style)),
        style=style,
        script=script,
        about=dataset_notes(dataset),
        source_count=sources_told(len(dataset.rows("sources"))),
        tables=[table(part, names) for part in shown_parts],
        incidents=incident_view(dataset, timeline),
        charts=drawn,
        not_drawn=not_drawn(dataset, drawn),
        places=places,
        map=chart_map(places.rows),
        sources=source_views(every, texts, coverage),
        with_texts=bool(texts),
        page_data=_json(_page_data(data, dataset, texts, shown_parts)),
    )


def _page_data(
    data: DataPackage,
    dataset: Dataset,
    texts: Mapping[str, Document],
    tables: Sequence[ExportTable],
) -> dict[str, Any]:
    """What the script reads beside the tables: sources, citations, texts, notes on columns."""
    return {
        "version": version_of(data),
        "cite": as_text([data_work(data, [_ID])]),
        "citeData": as_text([data_work(data)]),
        "sources": {
            str(row["source_id"]): {
                "title": source_title(row, texts.get(str(row["source_id"]))),
                "imprint": source_label(row),
                "url": row["url"],
                "cite": as_text([source_work(row, texts)]),
            }
            for row in dataset.rows("sources")
        },
        "texts": {source: document.text for source, document in texts.items()},
        "descriptions": column_notes(tables, lambda field: field.description),
        "meanings": column_notes(tables, lambda field: dict(field.meanings)),
    }


def _json(document: Any) -> str:
    """Write JSON for a ``script`` element: without "<" nothing in it can end the element."""
    written = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return written.replace("<", "\\u003c")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - an extra

    return Environment(
        autoescape=True,
        loader=PackageLoader(__package__),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )


@cache
def _asset(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
