"""The data as one Excel workbook: a sheet a table and view, with typed cells."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeAlias, overload

from isk_indicators.export import (
    CODEBOOK_COLUMNS,
    codebook_rows,
    dataset_notes,
    export_tables,
    library,
    written_or_given,
)
from isk_indicators.schema import Cell
from isk_indicators.tables import Dataset, installed_dataset

README = "README"
CODEBOOK = "codebook"
"""The sheets about the data. The name of a sheet has at most 31 characters."""

WIDEST, NARROWEST = 60, 10
"""The widest and the narrowest column, in characters."""

METHODS: Mapping[type, str] = {
    str: "write_string",
    int: "write_number",
    float: "write_number",
    bool: "write_boolean",
    date: "write_datetime",
}
"""How a cell is written, by its type alone: no text becomes a formula, a date or a number."""

FORMATS: Mapping[str, Mapping[str, Any]] = {
    "heading": {"bold": True, "bottom": 1},
    "topic": {"bold": True, "valign": "top"},
    "words": {"text_wrap": True, "valign": "top"},
    "day": {"num_format": "yyyy-mm-dd"},
}
"""How cells look, by what they are."""

Formats: TypeAlias = Mapping[str, Any]
"""The formats of a workbook, by the names of :data:`FORMATS`."""


class LongTextError(ValueError):
    """A text is longer than an Excel cell can be; the message names the cell."""


@overload
def to_xlsx(path: None = None) -> bytes: ...
@overload
def to_xlsx(path: str | Path) -> None: ...
def to_xlsx(path: str | Path | None = None) -> bytes | None:
    """Write the installed data into an Excel workbook; a file that is there is replaced.

    Without ``path``, return its bytes.

    The sheet ``README`` comes first: what the data are, what they cannot show, and which sheets
    there are. Then one sheet for each table and, with ``view_`` before its name, for each view; and
    ``codebook``. The same version always gives the same bytes for the same version of the library.

    Raises:
        MissingExtraError: the extra ``[xlsx]`` is not installed (an ImportError).
        OSError: the file cannot be written.

    """
    return written_or_given(path, xlsx_from(installed_dataset()), bytes)


def xlsx_from(dataset: Dataset) -> bytes:
    """Give any tables as the bytes of a workbook, as :func:`to_xlsx` writes it.

    Raises:
        MissingExtraError: as :func:`to_xlsx`.
        LongTextError: a text has more than 32,767 characters.

    """
    xlsxwriter = library("xlsxwriter", extra="xlsx", caller="to_xlsx")
    tables, notes = export_tables(dataset, names=True), dataset_notes(dataset)
    created = datetime.fromisoformat(notes["created"])
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": notes["title"], "created": created})
        formats = {name: workbook.add_format(dict(look)) for name, look in FORMATS.items()}
        sheet = workbook.add_worksheet(README)
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, 110)
        listed = {table.name: f"{table.title}. {table.description}" for table in tables}
        listed[CODEBOOK] = "What each column of each sheet means, its type and its values."
        for row, (topic, words) in enumerate([*notes.items(), ("sheets", ""), *listed.items()]):
            _write(sheet, row, 0, topic, formats["topic"])
            _write(sheet, row, 1, words or None, formats["words"])
        for table in tables:
            _add_sheet(workbook, formats, table.name, table.columns, table.cells)
        _add_sheet(workbook, formats, CODEBOOK, CODEBOOK_COLUMNS, [*codebook_rows(tables)])
    return file.getvalue()


def _add_sheet(
    workbook: Any,
    formats: Formats,
    name: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Cell]],
) -> None:
    sheet = workbook.add_worksheet(name)
    for number, heading in enumerate(columns):
        _write(sheet, 0, number, heading, formats["heading"])
        cells = [row[number] for row in rows]
        longest = max(len(str(cell)) for cell in (heading, *cells) if cell is not None)
        sheet.set_column(number, number, min(max(longest + 2, NARROWEST), WIDEST))
        for row, cell in enumerate(cells, start=1):
            _write(sheet, row, number, cell, formats["day"] if isinstance(cell, date) else None)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(rows), len(columns) - 1)


def _write(sheet: Any, row: int, column: int, cell: Cell, look: Any) -> None:
    """Write one cell by its type; a blank is not written at all."""
    if cell is not None and getattr(sheet, METHODS[type(cell)])(row, column, cell, look):
        raise LongTextError(
            f"to_xlsx: {sheet.get_name()}, row {row + 1}, column {column + 1}: a text of "
            f"{len(str(cell)):,} characters; an Excel cell can have at most 32,767"
        )
