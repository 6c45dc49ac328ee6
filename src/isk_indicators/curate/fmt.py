"""The canonical form of each table's file, and what a spreadsheet did to it undone.

What lives here: a file's rows to its canonical bytes, cell by cell. What must not: notation
(``sheet``), letters (``encoding``), the habits of spreadsheets (``spreadsheet``). Nothing is
changed that has a second reading; it is told, with both. Doing it twice changes nothing more.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from isk_indicators import spans
from isk_indicators.check import canonical
from isk_indicators.check.content import QUOTE
from isk_indicators.check.order import sort_fields
from isk_indicators.check.scan import scan
from isk_indicators.curate import encoding, spreadsheet
from isk_indicators.curate.columns import figures_of
from isk_indicators.curate.sheet import Sheet
from isk_indicators.curate.spreadsheet import Damage
from isk_indicators.curate.table import SPAN
from isk_indicators.curate.told import Change, Outcome, Place, Remark, StoppedError
from isk_indicators.curate.workplace import SOURCES, Source, Workplace
from isk_indicators.schema import Field, Schema

Sources = Mapping[str, Source]
TABLE, COLUMN, VALUE = "table_name", "column_name", "value"


class _Doubt(NamedTuple):
    """A cell that only the curator can put right, by its row in the sheet."""

    row: int
    name: str
    message: str


def fmt(work: Workplace) -> Outcome:
    """Bring every table into its canonical form; nothing is written.

    The places of changes are those in the file as it is; the places of remarks, those in the file
    as it comes out.

    Raises:
        StoppedError: a file is missing or cannot be opened.
    """
    first = _fmt_table(work, SOURCES, {})  # the quotes are compared with the documents it names
    sources = _sources(work, first)
    whole = Outcome()
    for name in work.package.schemas:
        told = first if name == SOURCES else _fmt_table(work, name, sources)
        whole.changes += told.changes
        whole.rewritten += told.rewritten
        whole.remarks += told.remarks
        whole.files |= told.files
    return whole


def _sources(work: Workplace, told: Outcome) -> Sources:
    file = work.package.relative(SOURCES)
    try:
        work.take(SOURCES, told.files.get(file) or work.data(SOURCES))
    except StoppedError:  # what is wrong with it was told already, as a remark
        return {}
    return work.sources


def _fmt_table(work: Workplace, name: str, sources: Sources) -> Outcome:
    data = work.data(name)
    sheet = encoding.read(work.package.schemas[name], work.package.relative(name), data, sources)
    told = Outcome(remarks=list(sheet.remarks))
    if sheet.remarks:
        return told
    doubts = _fmt_cells(sheet, work.package.schemas, sources, told)
    order = _order(sheet)
    text = canonical.document(sheet.schema.names, [sheet.rows[row] for row in order])
    told.remarks += _remarks(sheet, text, order, doubts)
    if text.encode("utf-8") != data:
        told.files[sheet.file] = text.encode("utf-8")
        told.rewritten += _rewritten(sheet, order)
    return told


def _rewritten(sheet: Sheet, order: Sequence[int]) -> list[Remark]:
    notes = [*sheet.notes, *(["rows sorted"] if list(order) != sorted(order) else [])]
    return [Remark(Place(sheet.file), "", "; ".join(notes))] if notes else []


# The cells


def _fmt_cells(
    sheet: Sheet, schemas: Mapping[str, Schema], sources: Sources, told: Outcome
) -> list[_Doubt]:
    """Put each cell right in the sheet; returns those that cannot be."""
    scrambled = encoding.is_scrambled(sheet, sources)
    figures = {columns.words for columns in figures_of(sheet.schema)}
    doubts = []
    for row, cells in enumerate(sheet.rows):
        for at, field in enumerate(sheet.schema.fields):
            cells[at], old = _plain(cells[at], field, scrambled=scrambled), cells[at]
            quote = _quote(sheet, row, scrambled=scrambled) if field.name in figures else ""
            damage = _damage(sheet, _cell(sheet, row, field, schemas)._replace(quote=quote))
            if damage is not None and damage.undone is None:
                doubts.append(_Doubt(row, field.name, damage.message(cells[at])))
            elif damage is not None:
                cells[at] = damage.undone or ""
            _tell_change(sheet, row, at, old, told)
        doubts += _altered_quote(sheet, row, sources)
    return doubts


def _plain(text: str, field: Field, *, scrambled: bool) -> str:
    """A cell without outer blanks, in composed letters unless it is a quote."""
    if scrambled:
        text = encoding.unscrambled(text) or text
    text = text.strip()
    return text if field.name == QUOTE else unicodedata.normalize("NFC", text)


def _quote(sheet: Sheet, row: int, *, scrambled: bool) -> str:
    return _plain(_value(sheet, row, QUOTE), sheet.schema.by_name[QUOTE], scrambled=scrambled)


def _cell(sheet: Sheet, row: int, field: Field, schemas: Mapping[str, Schema]) -> spreadsheet.Cell:
    """A cell with its column; a value of evidence is written as the column that it is for."""
    text = _value(sheet, row, field.name)
    schema = sheet.schema
    if field.name == VALUE and {TABLE, COLUMN} <= schema.by_name.keys():
        schema = schemas.get(_value(sheet, row, TABLE).strip(), schema)
        field = schema.by_name.get(_value(sheet, row, COLUMN).strip(), field)
    return spreadsheet.Cell(text, field, field.name in schema.dated or field.type == "date")


def _value(sheet: Sheet, row: int, name: str) -> str:
    return sheet.rows[row][sheet.schema.names.index(name)]


def _damage(sheet: Sheet, cell: spreadsheet.Cell) -> Damage | None:
    if not cell.text:
        return None
    if cell.field.name == QUOTE:
        return spreadsheet.look_at_quote(cell)
    return spreadsheet.look(cell) or _lost_letters(sheet, cell)


def _lost_letters(sheet: Sheet, cell: spreadsheet.Cell) -> Damage | None:
    """Letters that went through another encoding, where no document proves what they were."""
    if (right := encoding.unscrambled(cell.text)) is not None:
        return Damage((right,), certain=False)
    is_date = cell.is_dated and spreadsheet.fits(cell.field, cell.text)
    if sheet.has_lost_letters and encoding.LOST in cell.text and not is_date:
        return Damage(why=f"{encoding.LOST} may stand for a letter that Windows-1252 lacks")
    return None


def _tell_change(sheet: Sheet, row: int, at: int, old: str, told: Outcome) -> None:
    new, name = sheet.rows[row][at], sheet.schema.names[at]
    if new != old:
        change = Change(sheet.place(row, name), _subject(sheet, row, name), old, new)
        told.changes.append(change)


def _subject(sheet: Sheet, row: int, name: str) -> str:
    schema = sheet.schema
    row_id = _value(sheet, row, schema.id_field) if schema.id_field else ""
    return f"{row_id.strip()} {name}".lstrip()


def _altered_quote(sheet: Sheet, row: int, sources: Sources) -> list[_Doubt]:
    """A quote that is its slice but for marks, blanks, case or letters that were lost."""
    if not set(SPAN) <= set(sheet.schema.names):
        return []
    cells = dict(zip(sheet.schema.names, sheet.rows[row], strict=True))
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
    return [_Doubt(row, QUOTE, message)]


def _is_like(quote: str, printed: str) -> bool:
    pairs = zip(quote, printed, strict=False)
    lost = len(quote) == len(printed) and all(a in (b, encoding.LOST) for a, b in pairs)
    return lost or spans.fold(quote)[0].strip() == spans.fold(printed)[0].strip()


# The rows


def _order(sheet: Sheet) -> list[int]:
    """The rows in order; those without a sound key come last, as they stand."""
    keys = [_key(sheet.schema, cells) for cells in sheet.rows]
    return sorted(range(len(keys)), key=lambda row: (keys[row] is None, keys[row] or ()))


def _key(schema: Schema, cells: Sequence[str]) -> tuple[int | str, ...] | None:
    key: list[int | str] = []
    for name in sort_fields(schema):
        column, text = schema.by_name[name], cells[schema.names.index(name)]
        if not text and (schema.key or column.required):
            return None
        if text and not spreadsheet.fits(column, text):
            return None
        key.append(int(text or 0) if column.type == "integer" else text)
    return tuple(key)


def _remarks(
    sheet: Sheet, text: str, order: Sequence[int], doubts: Sequence[_Doubt]
) -> list[Remark]:
    """The doubts at the places of their cells in the file as it comes out."""
    scanned = scan(text, width=len(sheet.schema.names))
    number = {row: at for at, row in enumerate(order, start=1)}
    remarks = []
    for row, name, message in doubts:
        record = scanned.records[number[row]]
        cell = scanned.cells(record)[sheet.schema.names.index(name)]
        place = Place(sheet.file, cell.line, cell.column)
        remarks.append(Remark(place, _subject(sheet, row, name), message))
    return remarks
