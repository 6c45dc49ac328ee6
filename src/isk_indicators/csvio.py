"""Write CSV: minimal quoting, and a line feed after every record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

DELIMITER = ","
DELIMITERS = ",;\t|"
"""The delimiters that spreadsheets write; the reader accepts all and reports all but the first."""

_NEEDS_QUOTES = {d: re.compile(f'[{re.escape(d)}"\r\n]').search for d in DELIMITERS}


def needs_quotes(text: str, delimiter: str = DELIMITER) -> bool:
    """Whether a cell cannot be written without quotation marks."""
    return _NEEDS_QUOTES[delimiter](text) is not None


def cell(text: str | None, delimiter: str = DELIMITER) -> str:
    """Write one cell; None is blank."""
    if text is None:
        return ""
    return '"' + text.replace('"', '""') + '"' if needs_quotes(text, delimiter) else text


def record(cells: Iterable[str | None], delimiter: str = DELIMITER) -> str:
    """Write one record, without its line feed."""
    return delimiter.join([cell(text, delimiter) for text in cells])


def document(names: Sequence[str], rows: Iterable[Iterable[str | None]]) -> str:
    """Write a whole file: the header and its rows, each with its line feed."""
    return "".join([record(cells) + "\n" for cells in (names, *rows)])
