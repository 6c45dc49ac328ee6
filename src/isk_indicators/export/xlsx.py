"""The data as one Excel workbook: a sheet a table and view, with typed cells."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias, overload

from isk_indicators.export import (
    CODEBOOK_COLUMNS,
    ExportTable,
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
    "day": {"num_format": "yyyy-mm-dd", "valign": "top"},
    "link": {"font_color": "#0b5394", "underline": 1, "valign": "top"},
}
"""How cells look, by what they are."""

Links: TypeAlias = Mapping[Cell, str]
"""Where the row of each id is: ``internal:'incidents'!A2``."""


class Look(NamedTuple):
    """How cells look: the formats of a workbook by the names of :data:`FORMATS`, and the links."""

    formats: Mapping[str, Any]
    links: Links


MOST_LINKED = 2_000
"""The most rows of a sheet with links; Excel opens no sheet with more than 65,530 links."""

A3 = 8
"""The paper size on which a sheet is printed, as Excel numbers it."""


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
            if topic in listed:
                sheet.write_url(row, 0, f"internal:'{topic}'!A1", formats["link"], topic)
            else:
                _write(sheet, row, 0, topic, formats["topic"])
            _write(sheet, row, 1, words or None, formats["words"])
        look = Look(formats, _links(tables))
        for table in tables:
            _add_sheet(workbook, look, table.name, table.columns, table.cells)
        _add_sheet(workbook, look, CODEBOOK, CODEBOOK_COLUMNS, [*codebook_rows(tables)])
    return file.getvalue()


def _links(tables: Sequence[ExportTable]) -> Links:
    """Where each row is that has an id of its own."""
    return {
        row[table.key[0]]: f"internal:'{table.name}'!A{number}"
        for table in tables
        if table.has_quotes or table.name == "sources"
        for number, row in enumerate(table.rows, start=2)
    }


def _add_sheet(
    workbook: Any,
    look: Look,
    name: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Cell]],
) -> None:
    """Add a sheet; an id in it leads to its row, except in the sheet of that row."""
    sheet, here = workbook.add_worksheet(name), f"internal:'{name}'!"
    for number, heading in enumerate(columns):
        _write(sheet, 0, number, heading, look.formats["heading"])
        cells = [row[number] for row in rows]
        longest = max(len(str(cell)) for cell in (heading, *cells) if cell is not None)
        sheet.set_column(number, number, min(max(longest + 2, NARROWEST), WIDEST))
        for row, cell in enumerate(cells, start=1):
            target = look.links.get(cell, here) if len(rows) <= MOST_LINKED else here
            if target.startswith(here):
                kind = "day" if isinstance(cell, date) else "words"
                _write(sheet, row, number, cell, look.formats[kind])
            else:
                sheet.write_url(row, number, target, look.formats["link"], str(cell))
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(A3)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, len(rows), len(columns) - 1)


def _write(sheet: Any, row: int, column: int, cell: Cell, look: Any) -> None:
    """Write one cell by its type; a blank is not written at all."""
    if cell is not None and getattr(sheet, METHODS[type(cell)])(row, column, cell, look):
        raise LongTextError(
            f"to_xlsx: {sheet.get_name()}, row {row + 1}, column {column + 1}: a text of "
            f"{len(str(cell)):,} characters; an Excel cell can have at most 32,767"
        )
