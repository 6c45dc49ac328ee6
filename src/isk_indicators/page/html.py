"""The page put together: one HTML file, complete in itself.

What lives here: gathering the parts, the security policy, and what the script is told. What must
not: markup (``templates/``), style, behaviour (``script/``), any figure. Jinja2 is imported when a
page is made; it comes with the extra ``[browse]``.

A text of the data is only ever a text: the templates escape every value, and the script sets
``textContent`` alone. Scripts and styles run only if their hash stands in the page's own policy.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from isk_indicators.citation_styles import text as as_text
from isk_indicators.cite import data_work, source_work
from isk_indicators.export.content import Part, notes, parts
from isk_indicators.home import version_of
from isk_indicators.imprint import imprint, title
from isk_indicators.page.chart_map import chart_map
from isk_indicators.page.charts import charts, undrawn
from isk_indicators.page.grids import grid, shown, told_of_columns
from isk_indicators.page.lanes import lanes
from isk_indicators.page.names import Names
from isk_indicators.page.readings import readings
from isk_indicators.schema import VIEWS, DataPackage, read_schemas
from isk_indicators.texts import Document
from isk_indicators.views import wording
from isk_indicators.views.claims import Claims
from isk_indicators.views.places import place_marks

if TYPE_CHECKING:
    from jinja2 import Environment

SCRIPTS = ("dom", "links", "tables", "facets", "csv", "pane", "readings", "address", "start")
"""The files of ``script/``, in the order in which they build on each other."""

_ID = "{id}"
_POLICY = (
    "default-src 'none'; script-src 'sha256-{script}'; style-src 'sha256-{style}'; "
    "base-uri 'none'; form-action 'none'"
)


def page_from(
    data: DataPackage,
    texts: Mapping[str, Document] | None = None,
    coverage: Iterable[Mapping[str, str]] = (),
) -> str:
    """Make the page of a package.

    Args:
        data: The package.
        texts: The documents at hand, by source: the page then holds them, and shows each quote in
            its context.
        coverage: The rows of the release's ``coverage.csv``, as written.

    Returns:
        The HTML file's text; the same input gives the same.

    Raises:
        ModuleNotFoundError: Jinja2 is not installed.

    """
    claims, every, at_hand = Claims(data), parts(data), texts or {}
    tables = shown(every)
    names = Names(every)
    places, drawn = place_marks(claims), charts(claims)
    schemas = read_schemas(data.root / VIEWS)
    style, script = _asset("style.css"), _script()
    return (
        _environment()
        .get_template("page.html")
        .render(
            policy=_POLICY.format(script=_hash(script), style=_hash(style)),
            style=style,
            script=script,
            told=notes(data),
            sources=wording.sources_told(len(claims.rows("sources"))),
            grids=[grid(part, names) for part in tables],
            lanes=lanes(claims, schemas["timeline"]),
            charts=drawn,
            undrawn=undrawn(claims, drawn),
            places=places,
            map=chart_map(places.rows),
            readings=readings(every, at_hand, coverage),
            with_texts=bool(at_hand),
            knows=_json(_knows(data, claims, at_hand) | _columns(tables)),
        )
    )


def _knows(data: DataPackage, claims: Claims, at_hand: Mapping[str, Document]) -> dict[str, Any]:
    """What the script is told beside the tables: sources, citations, and texts if at hand."""
    return {
        "version": version_of(data),
        "cite": as_text([data_work(data, [_ID])]),
        "citeData": as_text([data_work(data)]),
        "sources": {
            str(row["source_id"]): {
                "title": title(row, at_hand.get(str(row["source_id"]))),
                "imprint": imprint(row),
                "url": row["url"],
                "cite": as_text([source_work(row, at_hand)]),
            }
            for row in claims.rows("sources")
        },
        "texts": {source: document.text for source, document in at_hand.items()},
    }


def _columns(tables: Sequence[Part]) -> dict[str, Any]:
    """What the script is told of columns."""
    return {
        "descriptions": told_of_columns(tables, lambda field: field.description),
        "meanings": told_of_columns(tables, lambda field: dict(field.meanings)),
    }


def _json(document: Any) -> str:
    """Write JSON that stands in a ``script`` element: without "<" nothing in it can end that."""
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


def _script() -> str:
    """All scripts in one, in a scope of their own."""
    body = "\n".join(_asset(f"script/{name}.js") for name in SCRIPTS)
    return f'(() => {{\n"use strict";\n{body}}})();\n'


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
