"""What Datasette is told of the SQLite file: names, meanings, facets, two queries.

What lives here: that description. What must not: a list of tables or columns (``content`` and the
schemas have them); the file itself (``sqlite``). One more query that stands ready is one more entry
in ``QUERIES``. Standard library only.

Written for Datasette 0.65, which finds a database by the name of its file without the ending.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from isk_indicators.export.content import Part, notes, parts
from isk_indicators.home import package
from isk_indicators.schema import DataPackage

LABELS = ("name", "label", "title", "summary")
"""The columns by which a reader knows a row that another table names, the first that is there."""

SOURCE = "source_id"

HELPERS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "quotes": ("Quotes", "Each row that has a quote, with its source, span and quote."),
        "codebook": ("Codebook", "What each column of each table and view means."),
        "about": ("About", "What must be known of the data as a whole."),
    }
)
"""What the file holds besides tables and views: title and description."""

QUERIES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "search_quotes": MappingProxyType(
            {
                "title": "Search the quotes",
                "description": "Rows whose quote holds all of these words, the best first.",
                "sql": """\
SELECT q.table_name, q.row_id, q.quote, q.source_id
FROM quotes_fts JOIN quotes AS q USING (table_name, row_id)
WHERE quotes_fts MATCH coalesce(nullif(escape_fts(:words), ''), '""')
ORDER BY rank""",
            }
        ),
        "row_and_quote": MappingProxyType(
            {
                "title": "A row and its quote",
                "description": "The words that a row rests on, with their source, then every "
                "further passage about it. A row's id is such as cas-0001.",
                "sql": """\
SELECT q.table_name, q.row_id, e.role, e.column_name, e.value, q.quote, q.source_id, s.author,
    s.title, s.published, q.span_start, q.span_end
FROM quotes AS q
LEFT JOIN evidence AS e ON q.table_name = 'evidence' AND e.evidence_id = q.row_id
LEFT JOIN sources AS s ON s.source_id = q.source_id
WHERE :row_id IN (q.row_id, e.row_id)
ORDER BY e.evidence_id""",
            }
        ),
    }
)
"""The queries that stand ready, by name; what begins with a colon is asked of the reader."""


def to_datasette(path: str | Path) -> dict[str, Any]:
    """Give what Datasette is told of the file that :func:`to_sqlite` writes: its metadata.

    Titles, descriptions, what each column means; facets for the coded columns and the source; a
    full-text search over the quotes, and a row with its quote, as queries that stand ready.

    Args:
        path: Where the SQLite file is; its name alone matters.

    Returns:
        Plain Python that ``json.dumps`` writes, for ``datasette isk.sqlite -m isk.json``.

    """
    return datasette_from(package(), Path(path).stem)


def datasette_from(data: DataPackage, database: str) -> dict[str, Any]:
    """Tell of the file of any package, as :func:`to_datasette` does, by Datasette's name for it."""
    told = notes(data)
    (licence,) = data.descriptor["licenses"]
    tables = {part.name: _table(part) for part in parts(data)}
    helpers = {name: {"title": t, "description": says} for name, (t, says) in HELPERS.items()}
    return {
        "title": told["title"],
        "description": f"{told['description']} {told['what a row says']} {told['blank cells']}",
        "license": licence["title"],
        "license_url": licence["path"],
        "source": "the documents that the table sources names",
        "databases": {
            database: {
                "description": f"Version {told['version']}. {told['what it cannot show']}",
                "tables": tables | helpers,
                "queries": {name: dict(query) for name, query in QUERIES.items()},
            }
        },
    }


def _table(part: Part) -> dict[str, Any]:
    names = [field.name for field in part.fields]
    facets = [f.name for f in part.fields if f.enum or f.name == SOURCE]
    label = next((name for name in LABELS if name in names), None)
    return {
        "title": part.title,
        "description": part.description,
        "columns": {field.name: field.description for field in part.fields},
        "facets": [name for name in facets if [name] != [*part.key]],
        **({"label_column": label} if label else {}),
    }
