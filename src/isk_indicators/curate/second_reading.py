"""A second reading: a sheet of words without their cells, and what a reader typed into it."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from isk_indicators import csvio, spans
from isk_indicators.check.csv_table import detect_delimiter
from isk_indicators.curate import StoppedError
from isk_indicators.curate.workspace import CommandResult, Note, Place, Workspace, note
from isk_indicators.rules.evidence import expected_form
from isk_indicators.schema import SPAN, Field, Row, Schema
from isk_indicators.screen import pluralize, spreadsheet_cell
from isk_indicators.tables import READING_KEY, READINGS, CodedCell, Dataset, TableError, readings

TABLE, _, COLUMN = READING_KEY
VALUE = "value"
SHEET = (*READING_KEY, "about", "words", "allowed", VALUE)
"""The columns of a sheet; a reader fills in the last one."""

BLANK = "blank"
"""What a reader types where the source does not say; an empty cell has not been read."""


def file_of(source_id: str) -> Path:
    """The sheet of a source, in the current folder."""
    return Path(f"second-reading-{source_id}.csv")


# Preparing a sheet


class Question(NamedTuple):
    """A cell that a second reader is asked for, or, without a column, an id that may be typed."""

    cell: CodedCell
    about: str
    words: str
    allowed: str

    @property
    def record(self) -> Sequence[str]:
        """Its line of the sheet, the value empty; a spreadsheet runs none of its cells."""
        cells = (*map(str, self.cell), self.about, self.words, self.allowed, "")
        return [*map(spreadsheet_cell, cells)]


def prepare(work: Workspace, source: str, file: Path | None = None) -> list[str]:
    """Write the sheet of the coded cells of a source that were read once.

    Returns:
        What to do next, line by line.

    Raises:
        StoppedError: no such source, no document, a faulty table, or the file exists.
    """
    source_id = work.source_named(source).source_id
    path = file or file_of(source_id)
    asked = list(questions(work, source_id))
    if not asked:
        return [f"{source_id}: no coded cell is left to ask"]
    lines = [*asked, *_ids(work, asked)]
    sheet = csvio.document(SHEET, (line.record for line in lines))
    if os.path.lexists(path):
        raise StoppedError(f"{path} exists: take it in with --take, or move it elsewhere")
    csvio.replace_files(Path(), {str(path): sheet.encode()}, {str(path): None})
    rows = len({question.cell[:2] for question in asked})
    option = f" --file {path}" if file else ""
    return [
        f"{path}: {pluralize(len(asked), 'cell')} of {pluralize(rows, 'row')} to read",
        "Give it, with the document and the guide, to somebody who has not seen the tables.",
        f"The reader types what is allowed in the column {VALUE}. Empty cells count as not read.",
        f"Then run: isk-indicators second-reading {source_id} --take{option}",
    ]


def questions(work: Workspace, source_id: str) -> Iterator[Question]:
    """The coded cells of a source's rows that have no second reading.

    What distinguishes a row from another with the same words is given and not asked.
    """
    text = work.sources[source_id].text
    if text is None:
        raise StoppedError(f"{source_id}: {work.sources[source_id].reason}")
    dataset = _dataset(work)
    for table, schema in work.package.schemas.items():
        for row in dataset.where(table, SPAN[0], source_id) if schema.read_twice else ():
            row_id, given = schema.row_id(row), _given(dataset, schema, row)
            about, words = _about(dataset, row, given), _words(text, row)
            for field in schema.fields:
                cell = (table, row_id, field.name)
                if field.read_twice and field not in given and cell not in readings(dataset):
                    yield Question(cell, about, words, _allowed(schema, row, field))


def _ids(work: Workspace, asked: Iterable[Question]) -> Iterator[Question]:
    """The ids that a reader may type, each with what the documents print."""
    dataset = _dataset(work)
    schemas = work.package.schemas
    columns = {(str(table), str(column)) for (table, _, column), *_ in asked}
    named = {schemas[table].targets.get(column) for table, column in columns}
    for table, schema in schemas.items():
        for row in dataset.rows(table) if table in named else ():
            about = _about(dataset, row, _given(dataset, schema, row))
            yield Question((table, schema.row_id(row), ""), about, str(row.get(SPAN[-1], "")), "")


def _dataset(work: Workspace) -> Dataset:
    """The tables, each of them in its canonical form."""
    for name in work.package.schemas:
        work.table(name)
    dataset = Dataset(work.package)
    try:
        for name in work.package.schemas:
            dataset.rows(name)
    except TableError as error:
        raise StoppedError(f"{error}: correct it, then run this again") from error
    return dataset


def _allowed(schema: Schema, row: Row, field: Field) -> str:
    """What a reader may type, as the sheet says it."""
    allowed = [*field.enum] if field.enum else ["words of the document"]
    if field.name in schema.targets:
        allowed = [f"an id of {schema.targets[field.name]} (last lines of the sheet)"]
    elif field.name == COLUMN:
        allowed = [f"a column of {row[TABLE]}"]
    elif field.name in schema.dated:
        allowed = ["a date (section 8 of the guide)"]
    elif field.proof.get("by") == "standard":
        allowed = [f"a code of {field.proof['standard']}"]
    return ", ".join(allowed if field.required else [*allowed, BLANK])


def _words(text: str, row: Row) -> str:
    """The quote in brackets, with the words around it; only the quote if it is elsewhere."""
    start, end, quote = row["span_start"], row["span_end"], str(row["quote"])
    if not isinstance(start, int) or not isinstance(end, int):
        return quote
    if not spans.is_exact(text, start, end, quote):
        return quote
    before, words, after = spans.excerpt(text, start, end)
    return " ".join(f"{before}[{words}]{after}".split())


def _given(dataset: Dataset, schema: Schema, row: Row) -> list[Field]:
    """What distinguishes a row from others: what it copies, and whom it names.

    Of the columns that are read twice, only those that alone distinguish it from another row with
    the same words. Cells that are filled with certain codes only would give these away.
    """
    fields = []
    for field in schema.fields:
        kind = "printed" if field.name == "name" else field.proof.get("by")
        names_a_row = kind in ("name", "link") and field.required and not field.enum
        is_figure = kind == "figure" and "basis" in field.proof
        if kind == "printed" or names_a_row or is_figure:
            fields.append(field)
    same = [*SPAN, *(field.name for field in fields if not field.read_twice)]
    alike = [
        other
        for other in dataset.where(schema.table, SPAN[0], row[SPAN[0]])
        if all(other[name] == row[name] for name in same)
    ]
    return [f for f in fields if not f.read_twice or any(o[f.name] != row[f.name] for o in alike)]


def _about(dataset: Dataset, row: Row, given: Iterable[Field]) -> str:
    """What is given of a row: an id with the name of its row, or with its quote."""
    parts = []
    for field in given:
        text = BLANK if row[field.name] is None else str(row[field.name])
        table = dataset.table_of(text)
        if table is not None and dataset.has(table, text):
            named = dataset.row(table, text)
            text += f" {named['name'] if 'name' in named else named[SPAN[-1]]}"
        if row[field.name] is not None or field.read_twice:
            parts.append(f"{field.title}: {text}")
    return "; ".join(parts)


# Taking it in


class Answer(NamedTuple):
    """What a reader typed for a cell; ``line`` is the line of the sheet."""

    cell: CodedCell
    text: str
    line: int


def take(work: Workspace, source: str, file: Path | None = None) -> CommandResult:
    """Add what a reader typed to the table of readings; nothing is written.

    A value that differs from the row's is left to the curator.

    Raises:
        StoppedError: no such source, no sheet, or a faulty table.
    """
    source_id = work.source_named(source).source_id
    path = file or file_of(source_id)
    dataset, result = _dataset(work), CommandResult()
    taken: dict[CodedCell, str] = {}
    for answer in _answers(path):
        problem = _problem(dataset, source_id, answer, taken)
        if problem is None:
            taken[answer.cell] = _value(dataset, answer)
        elif problem:
            place = Place(str(path), answer.line)
            result.notes.append(Note(place, " ".join(map(str, answer.cell[1:])), problem))
    if taken:
        table = work.table(READINGS)
        what = f"{pluralize(len(taken), 'cell')} of {source_id} read a second time"
        result.rewritten.append(Note(Place(table.file), "", what))
        rows = [*table.rows(), *([*map(str, cell), code, "", ""] for cell, code in taken.items())]
        result.files[table.file] = csvio.document(table.schema.names, sorted(rows)).encode("utf-8")
        result.notes += _differences(work, dataset, taken)
    return result


def _answers(path: Path) -> Iterator[Answer]:
    """The filled lines of a sheet, as a spreadsheet program may have saved it."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise StoppedError(f"{path}: no such file; name it with --file") from error
    except UnicodeDecodeError as error:
        raise StoppedError(f"{path}: save it as CSV in UTF-8") from error
    delimiter = detect_delimiter(text.partition("\n")[0], SHEET)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restval="")
    missing = [n for n in (*READING_KEY, VALUE) if n not in (reader.fieldnames or ())]
    if missing:
        raise StoppedError(f"{path}: no column {', '.join(missing)}; keep the header of the sheet")
    for record in reader:
        if value := record[VALUE].strip():
            yield Answer(
                tuple(record[name].strip() for name in READING_KEY), value, reader.line_num
            )


def _problem(
    dataset: Dataset, source_id: str, answer: Answer, taken: Mapping[CodedCell, str]
) -> str | None:
    """Why an answer is not taken; None if it is, blank if it is known already."""
    table, row_id, column = map(str, answer.cell)
    schema = dataset.package.schemas.get(table)
    if schema is None or column not in schema.read_twice or not dataset.has(table, row_id):
        return "no such cell: keep the first columns of the sheet as they are"
    row, field = dataset.row(table, row_id), schema.by_name[column]
    if row[SPAN[0]] != source_id:
        return f"the row is not of {source_id}: take the sheet in with its own source"
    if not _is_allowed(dataset, schema, row, field, answer.text):
        return f"{answer.text!r} is not allowed; allowed: {_allowed(schema, row, field)}"
    known = dict(taken)
    if (reading := readings(dataset).get(answer.cell)) is not None:
        known[answer.cell] = str(reading[VALUE] or "")
    if answer.cell not in known:
        return None
    if known[answer.cell] == _value(dataset, answer):
        return ""
    first = known[answer.cell] or BLANK
    return f"read a second time already, as {first}: correct that line of {READINGS}, or this one"


def _is_allowed(dataset: Dataset, schema: Schema, row: Row, field: Field, text: str) -> bool:
    value = _read(field, text)
    if not value:
        return not field.required
    if field.name == COLUMN:
        about = dataset.package.schemas.get(str(row[TABLE]))
        return about is not None and value in about.by_name
    return expected_form(schema, field, value, dataset) is None


def _value(dataset: Dataset, answer: Answer) -> str:
    """The cell that an allowed answer means."""
    table, _, column = map(str, answer.cell)
    return _read(dataset.package.schemas[table].by_name[column], answer.text)


def _read(field: Field, text: str) -> str:
    """The cell that a reader means: a value of an enumeration in any letters, or a blank."""
    folded = text.strip().casefold()
    known = {value.casefold(): value for value in field.enum} | {BLANK: ""}
    return known.get(folded, text.strip())


def _differences(
    work: Workspace, dataset: Dataset, taken: Mapping[CodedCell, str]
) -> Iterator[Note]:
    """The cells that two readers coded otherwise."""
    for (table, row_id, column), value in taken.items():
        code = str(dataset.row(str(table), row_id)[str(column)] or "")
        if code != value:
            parsed = work.table(str(table))
            number = [*dataset.by_id(str(table))].index(str(row_id))
            message = (
                f"coded {code or BLANK}; second reading: {value or BLANK}. Decide by the guide: "
                f"correct the cell, or type {code or 'nothing'} as agreed in {READINGS}, and the "
                "reason"
            )
            found = note(parsed, number, str(column), message)
            yield found._replace(subject=f"{row_id} {column}")
