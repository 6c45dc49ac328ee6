"""Every span of the installed data against the texts that a user holds.

What lives here: one comparison a span. What must not: repair (see the curator's commands), rules.
A table with the span columns is verified as soon as it is in the descriptor. Standard library;
pandas is imported for the result.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from isk_indicators.derived import Row
from isk_indicators.home import package
from isk_indicators.schema import DataPackage
from isk_indicators.spans import is_exact
from isk_indicators.tables import frame, names_with_rows, rows
from isk_indicators.texts import Document, Texts, documents

if TYPE_CHECKING:
    import pandas as pd

_RESULT = {
    "table_name": "string",
    "row_id": "string",
    "source_id": "string",
    "span_start": "integer",
    "span_end": "integer",
    "status": "string",
}
_SPAN = frozenset({"source_id", "span_start", "span_end", "quote"})


def verify(texts: Texts) -> pd.DataFrame:
    """Compare every span of the installed data with the texts at hand, character by character.

    A text that is not the curated one, byte for byte, is compared all the same, span by span.

    Args:
        texts: A folder of files named as ``sources.file`` says, or a mapping of ``source_id`` to
            text.

    Returns:
        A row a span: ``table_name``, ``row_id``, ``source_id``, ``span_start``, ``span_end`` and
        ``status``: "holds" (the slice is the quote), "differs", or "no text" (none at hand).

    Raises:
        NotADirectoryError: a path that is no folder.

    """
    return verify_from(package(), texts)


def verify_from(source: DataPackage, texts: Texts) -> pd.DataFrame:
    """Compare every span of any package, as :func:`verify` does."""
    at_hand = documents(texts, rows(source.path("sources"), source.schemas["sources"]))
    results = [
        _result(table, source.schemas[table].id_field, row, at_hand)
        for table in names_with_rows(source)
        if source.schemas[table].by_name.keys() >= _SPAN
        for row in rows(source.path(table), source.schemas[table])
    ]
    return frame(_RESULT, results)


def _result(table: str, id_field: str | None, row: Row, at_hand: dict[str, Document]) -> Row:
    return {
        "table_name": table,
        "row_id": row[id_field] if id_field else None,
        "source_id": row["source_id"],
        "span_start": row["span_start"],
        "span_end": row["span_end"],
        "status": _status(row, at_hand.get(str(row["source_id"]))),
    }


def _status(row: Row, document: Document | None) -> str:
    if document is None:
        return "no text"
    start, end, quote = row["span_start"], row["span_end"], row["quote"]
    if not (isinstance(start, int) and isinstance(end, int) and isinstance(quote, str)):
        return "differs"  # a span with a blank holds no words
    return "holds" if is_exact(document.text, start, end, quote) else "differs"
