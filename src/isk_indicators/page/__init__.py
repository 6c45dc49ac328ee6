"""The evidence page: one HTML file, complete in itself, written and opened."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import tempfile
import webbrowser
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isk_indicators.cite import data_work, source_label, source_title, source_work
from isk_indicators.cite import text as as_text
from isk_indicators.csvio import replace_files
from isk_indicators.export import dataset_notes, export_tables
from isk_indicators.page.charts import chart_map, force_charts, incident_view, not_drawn
from isk_indicators.page.tables import column_notes, row_names, shown, source_view, table_of
from isk_indicators.schema import DISTRIBUTION, texts_root, version_of
from isk_indicators.spans import PLAIN, Document, Texts, documents
from isk_indicators.tables import Dataset, installed_dataset, reading_counts, readings_in_words
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
    data = json.dumps(_page_data(dataset, texts), ensure_ascii=False, separators=(",", ":"))
    style = _asset("style.css")
    body = "\n".join(_asset(f"script/{name}.js") for name in SCRIPTS)
    script = f'(() => {{\n"use strict";\n{body}}})();\n'
    return _template().render(
        policy=_POLICY.format(script=_hash(script), style=_hash(style)),
        style=style,
        script=script,
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
        page_data=data.replace("<", "\\u003c"),  # nothing in it ends its element
    )


def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - an extra

    environment = Environment(
        autoescape=True,
        loader=PackageLoader(__package__),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    return environment.get_template("page.html")


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
