"""A table's first line against its schema: which column is which, and by what it is separated.

What lives here: recognising columns that were renamed, re-cased, re-ordered, doubled, left out or
added. What must not: the cells below. A column that is recognised is checked whatever its fault.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from isk_indicators.check.finding import Finding, Message, file_finding
from isk_indicators.check.scan import Cell
from isk_indicators.csvio import DELIMITER, DELIMITERS

_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}


class Header(NamedTuple):
    """Where the schema's columns are (name to index), which are not there, and the findings."""

    columns: dict[str, int]
    missing: tuple[str, ...]
    findings: list[Finding]


def fold(name: str) -> str:
    """A column's name without case, blanks and punctuation."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", name).casefold())


def delimiter(first_line: str, names: Sequence[str]) -> str:
    """What separates the cells: that which yields the most of the schema's names."""
    known = {fold(name) for name in names}

    def score(candidate: str) -> int:
        return len(known.intersection(map(fold, first_line.split(candidate))))

    return max(DELIMITERS, key=score)


def told_delimiter(file: str, found: str, at: tuple[int, int]) -> Finding:
    """A file whose cells are separated by something other than commas."""
    message = (
        "Save the file with commas between the cells (in a spreadsheet: 'CSV UTF-8', with the "
        "comma as field separator)."
    )
    return file_finding("delimiter", file, at, Message(_NAMES[DELIMITER], message, _NAMES[found]))


def match(file: str, names: Sequence[str], cells: Sequence[Cell]) -> Header:
    """Find the schema's columns in the cells of the first line."""
    columns = _recognised(names, cells)
    missing = tuple(name for name in names if name not in columns)
    if not columns:
        return Header({}, tuple(names), [_no_header(file, names, cells)])
    wrong = [i for i in range(len(cells)) if i not in columns.values()]
    pairs = _pairs(names, missing, wrong, cells)
    left = [name for name in missing if name not in pairs.values()]
    findings = [
        *_recased(file, columns, cells),
        *(_misnamed(file, cells[i], pairs.get(i), set(columns)) for i in wrong),
        *(_left_out(file, name, names, cells[-1]) for name in left),
        *_reordered(file, names, columns, cells),
    ]
    return Header(columns, missing, findings)


def _recognised(names: Sequence[str], cells: Sequence[Cell]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for read in (str, fold):
        for index, cell in enumerate(cells):
            name = next((n for n in names if read(n) == read(cell.text)), None)
            if name is not None and name not in columns and index not in columns.values():
                columns[name] = index
    return columns


def _pairs(
    names: Sequence[str], missing: Sequence[str], wrong: Sequence[int], cells: Sequence[Cell]
) -> dict[int, str]:
    """For cells of the header that name no column, the missing one that each seems to mean."""
    pairs: dict[int, str] = {}
    for index in wrong:
        free = [name for name in missing if name not in pairs.values()]
        in_place = names[index] if len(cells) == len(names) and names[index] in free else None
        close = difflib.get_close_matches(cells[index].text, free, n=1)
        if meant := in_place or next(iter(close), None):
            pairs[index] = meant
    return pairs


def _no_header(file: str, names: Sequence[str], cells: Sequence[Cell]) -> Finding:
    found = DELIMITER.join(cell.text for cell in cells)
    message = "The first line is not the header: write the columns' names there."
    words = Message(DELIMITER.join(names), message, found)
    return file_finding("header", file, (cells[0].line, 1), words)


def _told(cell: Cell, file: str, name: str | None, expected: str, message: str) -> Finding:
    words = Message(expected, message, cell.text)
    return replace(file_finding("header", file, (cell.line, cell.column), words), field=name)


def _recased(file: str, columns: dict[str, int], cells: Sequence[Cell]) -> Iterator[Finding]:
    for name, index in columns.items():
        if cells[index].text != name:
            yield _told(cells[index], file, name, name, f"Write the column's name as {name}.")


def _misnamed(file: str, cell: Cell, meant: str | None, known: set[str]) -> Finding:
    if meant is not None:
        return _told(
            cell, file, meant, meant, f"Rename the column to {meant}{_letters(cell.text)}."
        )
    if cell.text in known:
        return _told(cell, file, None, "each column once", f"{cell.text} stands twice: delete one.")
    return _told(cell, file, None, "no such column", "Delete the column: the schema has none such.")


def _letters(text: str) -> str:
    """The names of letters that are not ASCII, since they may look as if they were."""
    strange = sorted({c for c in text if not c.isascii()})
    names = [f"{unicodedata.name(c, 'no letter')} (U+{ord(c):04X})" for c in strange]
    return f", without {', '.join(names)}" if names else ""


def _left_out(file: str, name: str, names: Sequence[str], last: Cell) -> Finding:
    before = names.index(name)
    where = f"after {names[before - 1]}" if before else "as the first column"
    cell = Cell(last.line, last.column + len(last.text), "", False)
    return _told(cell, file, name, name, f"Add the column {name} {where}.")


def _reordered(
    file: str, names: Sequence[str], columns: dict[str, int], cells: Sequence[Cell]
) -> Iterator[Finding]:
    right = [name for name in names if name in columns]
    there = sorted(columns, key=columns.__getitem__)
    if right == there:
        return
    first = next(i for i, name in enumerate(there) if name != right[i])
    message = f"Put the columns into this order: {DELIMITER.join(names)}."
    yield _told(cells[columns[there[first]]], file, there[first], right[first], message)
