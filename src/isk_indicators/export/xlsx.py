"""The data as one Excel workbook: a sheet a table and view, with typed cells.

A text is written as a text whatever it begins with, so that no program takes it for a formula, a
date or a number. A day is a date of Excel's, an EDTF date is text, a blank is a cell that is not
there.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

from isk_indicators.export.tables import (
    CODEBOOK,
    ExportTable,
    codebook,
    dataset_notes,
    export_tables,
    library,
)
from isk_indicators.home import package
from isk_indicators.schema import Cell, DataPackage

README = "README"
BOOK = "codebook"
"""The sheets about the data. The names of all are at most 31 characters long."""

WIDEST, NARROWEST = 60, 10
"""The widest and the narrowest column, in characters."""

METHODS: Mapping[type, str] = MappingProxyType(
    {
        str: "write_string",
        int: "write_number",
        float: "write_number",
        bool: "write_boolean",
        date: "write_datetime",
    }
)
"""How a cell is written, by its type: never by what a text looks like."""

FORMATS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "heading": MappingProxyType({"bold": True, "bottom": 1}),
        "topic": MappingProxyType({"bold": True, "valign": "top"}),
        "words": MappingProxyType({"text_wrap": True, "valign": "top"}),
        "day": MappingProxyType({"num_format": "yyyy-mm-dd"}),
    }
)
"""How cells look, by what they are."""


Looks: TypeAlias = Mapping[str, Any]
"""The formats of a workbook, by the names of :data:`FORMATS`."""


class LongTextError(ValueError):
    """A text is longer than a cell of Excel's may be; the message says which."""


def to_xlsx(path: str | Path) -> None:
    """Write the installed data into an Excel workbook; a file that is there is replaced.

    The sheet ``README`` comes first: what the data are, what they cannot show, and which sheets
    there are. Then one sheet for each table and, with ``view_`` before its name, for each view; and
    ``codebook``. The same version always gives the same bytes for the same version of the library.

    Raises:
        MissingExtraError: the extra ``[xlsx]`` is not installed (an ImportError).
        OSError: the file cannot be written.

    """
    Path(path).write_bytes(xlsx_from(package()))


def xlsx_from(data: DataPackage) -> bytes:
    """Give any package as the bytes of a workbook, as :func:`to_xlsx` writes it.

    Raises:
        MissingExtraError: as :func:`to_xlsx`.
        LongTextError: a text has more than 32,767 characters.

    """
    xlsxwriter = library("xlsxwriter", extra="xlsx", caller="to_xlsx")
    held, told = export_tables(data), dataset_notes(data)
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": told["title"], "created": _moment(told["created"])})
        looks = {name: workbook.add_format(dict(look)) for name, look in FORMATS.items()}
        _readme(workbook, looks, held, told)
        for part in held:
            names = [field.name for field in part.fields]
            _table(
                workbook, looks, part.name, names, [[row[n] for n in names] for row in part.rows]
            )
        _table(workbook, looks, BOOK, CODEBOOK, [*codebook(held)])
    return file.getvalue()


def _moment(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time())


# Sheets


def _readme(
    workbook: Any, looks: Looks, held: Sequence[ExportTable], told: Mapping[str, str]
) -> None:
    sheet = workbook.add_worksheet(README)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 110)
    listed = {part.name: f"{part.title}. {part.description}" for part in held}
    listed[BOOK] = "What each column of each sheet means, its type and its values."
    for row, (topic, words) in enumerate([*told.items(), ("sheets", ""), *listed.items()]):
        _write(sheet, row, 0, topic, looks["topic"])
        _write(sheet, row, 1, words or None, looks["words"])


def _table(
    workbook: Any,
    looks: Looks,
    name: str,
    names: Sequence[str],
    rows: Sequence[Sequence[Cell]],
) -> None:
    sheet = workbook.add_worksheet(name)
    for column, heading in enumerate(names):
        _write(sheet, 0, column, heading, looks["heading"])
        cells = [row[column] for row in rows]
        sheet.set_column(column, column, _width([heading, *cells]))
        for row, cell in enumerate(cells, start=1):
            _write(sheet, row, column, cell, looks["day"] if isinstance(cell, date) else None)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(rows), len(names) - 1)


def _width(cells: Iterable[Cell]) -> int:
    longest = max(len(str(cell)) for cell in cells if cell is not None)
    return min(max(longest + 2, NARROWEST), WIDEST)


def _write(sheet: Any, row: int, column: int, cell: Cell, look: Any) -> None:
    """Write one cell by its type; a blank is not written at all."""
    if cell is None:
        return
    if getattr(sheet, METHODS[type(cell)])(row, column, cell, look):
        raise LongTextError(
            f"to_xlsx: {sheet.get_name()}, row {row + 1}, column {column + 1}: a text of "
            f"{len(str(cell)):,} characters; a cell of Excel's holds 32,767"
        )
