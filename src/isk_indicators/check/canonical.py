"""The one way in which a table is written: minimal quoting, line feeds, a line feed at the end.

What lives here: cells to text. What must not: reading, judging. ``canonical.record(cells)`` of a
record that the gate accepts is the file's own line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

DELIMITER = ","
DELIMITERS = ",;\t|"
"""Those that spreadsheets write; all but the first are faults, and read all the same."""

_NEEDS_QUOTES = {d: re.compile(f'[{re.escape(d)}"\r\n]').search for d in DELIMITERS}


def needs_quotes(text: str, delimiter: str = DELIMITER) -> bool:
    """Whether a cell cannot be written without quotation marks."""
    return _NEEDS_QUOTES[delimiter](text) is not None


def cell(text: str | None, delimiter: str = DELIMITER) -> str:
    """One cell as it is written; None is blank."""
    if text is None:
        return ""
    return '"' + text.replace('"', '""') + '"' if needs_quotes(text, delimiter) else text


def record(cells: Iterable[str | None], delimiter: str = DELIMITER) -> str:
    """One record as it is written, without its line feed."""
    return delimiter.join([cell(text, delimiter) for text in cells])


def document(names: Sequence[str], rows: Iterable[Iterable[str | None]]) -> str:
    """A whole file: the header and its rows, each with its line feed."""
    return "".join([record(cells) + "\n" for cells in (names, *rows)])
