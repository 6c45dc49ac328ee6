"""Rewrite the tables in canonical form and revert the changes of a spreadsheet.

A cell that may have held several texts is not changed but reported. A second run changes nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from isk_indicators import csvio, spans
from isk_indicators.check.csv_reader import parse
from isk_indicators.check.csv_table import QUOTE
from isk_indicators.curate import StoppedError, raw_table, spreadsheet
from isk_indicators.curate.fill import figures_of
from isk_indicators.curate.raw_table import RawTable
from isk_indicators.curate.spreadsheet import Repair
from isk_indicators.curate.workspace import (
    SOURCES,
    SPAN,
    CommandResult,
    Note,
    Place,
    Source,
    Workspace,
    change_message,
)
from isk_indicators.schema import Field, Schema

Sources = Mapping[str, Source]
TABLE, COLUMN, VALUE = "table_name", "column_name", "value"


class _Unresolved(NamedTuple):
    """A cell that only the curator can correct, by its row in the table."""

    row: int
    name: str
    message: str


def fmt(work: Workspace) -> CommandResult:
    """Bring every table into its canonical form; nothing is written.

    The places of changes are those in the file as it is; the places of notes, those in the file
    as it comes out.

    Raises:
        StoppedError: a file is missing or cannot be opened.
    """
    first = _fmt_table(work, SOURCES, {})  # the quotes are compared with the documents it names
    sources = _sources(work, first)
    whole = CommandResult()
    for name in work.package.schemas:
        result = first if name == SOURCES else _fmt_table(work, name, sources)
        whole.changes += result.changes
        whole.rewritten += result.rewritten
        whole.notes += result.notes
        whole.files |= result.files
    return whole


def _sources(work: Workspace, result: CommandResult) -> Sources:
    file = work.package.relative(SOURCES)
    try:
        work.take(SOURCES, result.files.get(file) or work.data(SOURCES))
    except StoppedError:  # a note reports what is wrong with it
        return {}
    return work.sources


def _fmt_table(work: Workspace, name: str, sources: Sources) -> CommandResult:
    data = work.data(name)
    table = raw_table.read(work.package.schemas[name], work.package.relative(name), data, sources)
    result = CommandResult(notes=list(table.notes))
    if table.notes:
        return result
    unresolved = _fmt_cells(table, work.package.schemas, sources, result)
    order = _order(table)
    text = csvio.document(table.schema.names, [table.rows[row] for row in order])
    result.notes += _notes(table, text, order, unresolved)
    if text.encode("utf-8") != data:
        result.files[table.file] = text.encode("utf-8")
        repairs = [*table.repairs, *(["rows sorted"] if order != sorted(order) else [])]
        if repairs:
            result.rewritten.append(Note(Place(table.file), "", "; ".join(repairs)))
    return result


# The cells


def _fmt_cells(
    table: RawTable, schemas: Mapping[str, Schema], sources: Sources, result: CommandResult
) -> list[_Unresolved]:
    """Correct each cell in the table; return those that cannot be corrected."""
    is_mojibake = raw_table.is_mojibake(table, sources)
    figures = {columns.words for columns in figures_of(table.schema)}
    unresolved = []
    for row, cells in enumerate(table.rows):
        for at, field in enumerate(table.schema.fields):
            cells[at], old = _plain(cells[at], field, is_mojibake=is_mojibake), cells[at]
            quote = _value(table, row, QUOTE) if field.name in figures else ""
            if quote:
                quote = _plain(quote, table.schema.by_name[QUOTE], is_mojibake=is_mojibake)
            repair = _repair(table, _cell(table, row, field, schemas)._replace(quote=quote))
            if repair is not None and repair.undone is None:
                unresolved.append(_Unresolved(row, field.name, repair.message(cells[at])))
            elif repair is not None:
                cells[at] = repair.undone or ""
            if cells[at] != old:
                place, subject = table.place(row, field.name), _subject(table, row, field.name)
                message = change_message(old, cells[at])
                result.changes.append(Note(place, subject, message))
        unresolved += _altered_quote(table, row, sources)
    return unresolved


def _plain(text: str, field: Field, *, is_mojibake: bool) -> str:
    """A cell without outer blanks, in composed letters unless it is a quote."""
    if is_mojibake:
        text = raw_table.fix_mojibake(text) or text
    text = text.strip()
    return text if field.name == QUOTE else unicodedata.normalize("NFC", text)


def _cell(
    table: RawTable, row: int, field: Field, schemas: Mapping[str, Schema]
) -> spreadsheet.Cell:
    """A cell with its column; a value of evidence is written as the column that it is for."""
    text = _value(table, row, field.name)
    schema = table.schema
    if field.name == VALUE and {TABLE, COLUMN} <= schema.by_name.keys():
        schema = schemas.get(_value(table, row, TABLE).strip(), schema)
        field = schema.by_name.get(_value(table, row, COLUMN).strip(), field)
    return spreadsheet.Cell(text, field, field.name in schema.dated or field.type == "date")


def _value(table: RawTable, row: int, name: str) -> str:
    return table.rows[row][table.schema.names.index(name)]


def _repair(table: RawTable, cell: spreadsheet.Cell) -> Repair | None:
    if not cell.text:
        return None
    if cell.field.name == QUOTE:
        return spreadsheet.detect_in_quote(cell)
    if (repair := spreadsheet.detect(cell)) is not None:
        return repair
    # letters that went through another encoding, where no document proves what they were
    if (right := raw_table.fix_mojibake(cell.text)) is not None:
        return Repair((right,), certain=False)
    is_date = cell.is_dated and spreadsheet.fits(cell.field, cell.text)
    if table.has_lost_letters and raw_table.LOST in cell.text and not is_date:
        return Repair(why=f"{raw_table.LOST} may replace a letter that Windows-1252 lacks")
    return None


def _subject(table: RawTable, row: int, name: str) -> str:
    schema = table.schema
    row_id = _value(table, row, schema.id_field) if schema.id_field else ""
    return f"{row_id.strip()} {name}".lstrip()


def _altered_quote(table: RawTable, row: int, sources: Sources) -> list[_Unresolved]:
    """A quote that is its slice but for marks, blanks, case or letters that were lost."""
    if not set(SPAN) <= set(table.schema.names):
        return []
    cells = dict(zip(table.schema.names, table.rows[row], strict=True))
    source_id, start, end, quote = (cells[name] for name in SPAN)
    source = sources.get(source_id)
    if source is None or source.text is None or not (start.isdecimal() and end.isdecimal()):
        return []
    printed = source.text[int(start) : int(end)]
    if quote == printed or not quote or not _is_like(quote, printed):
        return []
    message = (
        f"looks re-saved: the quote is {quote!r}, {source_id} prints {printed!r}: let "
        "isk-indicators fill copy it, or find it with isk-indicators locate"
    )
    return [_Unresolved(row, QUOTE, message)]


def _is_like(quote: str, printed: str) -> bool:
    pairs = zip(quote, printed, strict=False)
    lost = len(quote) == len(printed) and all(a in (b, raw_table.LOST) for a, b in pairs)
    return lost or spans.fold(quote)[0].strip() == spans.fold(printed)[0].strip()


# The rows


def _order(table: RawTable) -> list[int]:
    """The rows in order; those without a valid key come last, in the file's order."""
    keys = [_key(table.schema, cells) for cells in table.rows]
    return sorted(range(len(keys)), key=lambda row: (keys[row] is None, keys[row] or ()))


def _key(schema: Schema, cells: Sequence[str]) -> tuple[int | str, ...] | None:
    key: list[int | str] = []
    for name in schema.sort_fields:
        column, text = schema.by_name[name], cells[schema.names.index(name)]
        if not text and (schema.key or column.required):
            return None
        if text and not spreadsheet.fits(column, text):
            return None
        key.append(int(text or 0) if column.type == "integer" else text)
    return tuple(key)


def _notes(
    table: RawTable, text: str, order: Sequence[int], unresolved: Sequence[_Unresolved]
) -> list[Note]:
    """The unresolved at the places of their cells in the file as it comes out."""
    scanned = parse(text, width=len(table.schema.names))
    number = {row: at for at, row in enumerate(order, start=1)}
    notes = []
    for row, name, message in unresolved:
        record = scanned.records[number[row]]
        cell = scanned.cells(record)[table.schema.names.index(name)]
        place = Place(table.file, cell.line, cell.column)
        notes.append(Note(place, _subject(table, row, name), message))
    return notes
