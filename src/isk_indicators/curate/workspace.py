"""The folder that a curator works on: its tables, its documents, and the result of a command."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from isk_indicators.check import csv_table
from isk_indicators.check.csv_table import ParsedTable
from isk_indicators.check.finding import Finding, escape_invisible, in_order, pluralize
from isk_indicators.check.package import open_supported
from isk_indicators.check.report_text import found_and_expected
from isk_indicators.curate import StoppedError
from isk_indicators.rules import constraints
from isk_indicators.schema import DataPackage, Schema

if TYPE_CHECKING:
    import pandas as pd

SOURCES = "sources"
DOCUMENTS = "seeds"
SPAN = ("source_id", "span_start", "span_end", "quote")


class Place(NamedTuple):
    """A place: the file as the descriptor names it, line and column from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Note(NamedTuple):
    """What a command changed in a cell or a file, or what it leaves to the curator.

    ``subject`` names the cell's row and column and is blank for a file; ``below`` are lines to
    choose from, each after a line feed.
    """

    place: Place
    subject: str
    message: str
    below: str = ""

    def __str__(self) -> str:
        subject = f"{self.subject}: " if self.subject else ""
        return escape_invisible(f"{self.place}: {subject}{self.message}") + self.below


def note_of(finding: Finding) -> Note:
    """A finding of the check as a note."""
    below = "".join(f"\n{line}" for line in found_and_expected(finding))
    place = Place(finding.file, finding.line, finding.column)
    return Note(place, "", finding.message, below)


def change_message(old: str, new: str) -> str:
    """The message for a cell that is given another text."""
    return f"{old!r} -> {new!r}" if old else repr(new)


@dataclass
class CommandResult:
    """What a command did, or would do, and what it leaves.

    Attributes:
        changes: The cells changed.
        rewritten: What changed in whole files, each with the file.
        notes: What is left to the curator.
        files: The new bytes by file, relative to the folder; only files that change.
    """

    changes: list[Note] = field(default_factory=list)
    rewritten: list[Note] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)

    def add(self, table: Table) -> None:
        """Add the changes of a table and its new file, if it has any."""
        if table.changes:
            self.changes += table.changes
            self.files[table.file] = table.data()

    def exit_code(self, *, only_check: bool) -> int:
        """1 if something is left to the curator, or a check would change a file; otherwise 0."""
        return int(bool(self.notes) or (only_check and bool(self.files)))

    def lines(self, *, only_check: bool) -> Iterator[str]:
        """Everything, line by line, and a summary at the end."""
        yield from map(str, [*self.rewritten, *self.changes, *self.notes])
        if not self.files and not self.notes:
            yield "nothing to do"
            return
        verb = "would change" if only_check else "changed"
        left = f"{len(self.notes)} left to you" if self.notes else "nothing left to do"
        cells, files = pluralize(len(self.changes), "cell"), pluralize(len(self.files), "file")
        yield f"{verb}: {cells}, {files}; {left}"


class Table:
    """The rows of one table as texts in the schema's order; a blank cell is an empty text."""

    def __init__(self, parsed: ParsedTable) -> None:
        self.schema = parsed.schema
        self.file = parsed.file
        self.changes: list[Note] = []
        self._parsed = parsed

    @property
    def rows(self) -> list[list[str]]:
        """The cells of each row."""
        return self._parsed.rows()

    @property
    def has_spans(self) -> bool:
        """Whether its rows quote passages of documents."""
        return set(SPAN) <= set(self.schema.names)

    def value(self, row: int, name: str) -> str:
        """A cell's text."""
        return self._parsed.text(row, name)

    def offset(self, row: int, name: str) -> int | None:
        """The offset that a cell gives; None if it is not one."""
        return offset(self.value(row, name))

    def set(self, row: int, name: str, text: str) -> None:
        """Give a cell another text; the same text is no change."""
        old = self.value(row, name)
        if old != text:
            self.changes.append(self.note(row, name, change_message(old, text)))
            self._parsed.set(row, name, text)

    def place(self, row: int, name: str) -> Place:
        """The place of a cell in the file that was read."""
        return Place(self.file, *self._parsed.position(row, name))

    def subject(self, row: int, name: str) -> str:
        """A cell by its row's id, if it has one, and its column."""
        row_id = self.value(row, self.schema.id_field) if self.schema.id_field else ""
        return f"{row_id.strip()} {name}".lstrip()

    def note(self, row: int, name: str, message: str, below: str = "") -> Note:
        """A note on a cell."""
        return Note(self.place(row, name), self.subject(row, name), message, below)

    def data(self, order: Iterable[int] | None = None) -> bytes:
        """The file's bytes with the changes made, its rows in the order of these numbers."""
        return self._parsed.to_bytes(order)

    def frame(self) -> pd.DataFrame:
        """The rows as texts, a blank cell as None."""
        import pandas as pd  # noqa: PLC0415 - slow to import

        cells = [[cell or None for cell in row] for row in self.rows]
        return pd.DataFrame(cells, columns=list(self.schema.names), dtype=object)


def offset(text: str) -> int | None:
    """The offset that a cell's text gives; None if it is not one."""
    return int(text) if text.isascii() and text.isdecimal() else None


def read_table(schema: Schema, file: str, data: bytes) -> Table:
    """Read a file that is in its canonical form, whatever its cells say.

    Raises:
        StoppedError: it is not in that form; the message names the first place.
    """
    result = csv_table.read(schema, file, data)
    for finding in in_order(result.findings):
        note = note_of(finding)
        what = f"{note.message.rstrip('.')}: correct it, or run isk-indicators fmt"
        raise StoppedError(str(note._replace(message=what)))
    assert result.table is not None  # noqa: S101 - a file without findings has a table
    return Table(result.table)


class Source(NamedTuple):
    """A document that the rows quote; without a text, ``reason`` says why."""

    source_id: str
    file: str
    text: str | None = None
    reason: str = ""


class Workspace:
    """A folder with ``datapackage.json``; tables and documents are read when first asked for."""

    def __init__(self, package: DataPackage) -> None:
        self.package = package
        self.root = package.root
        self._tables: dict[str, Table] = {}

    def table(self, name: str) -> Table:
        """A table's file, read strictly, once.

        Raises:
            StoppedError: it cannot be read, or is not in its canonical form.
        """
        if name not in self._tables:
            self.take(name, self.data(name))
        return self._tables[name]

    def take(self, name: str, data: bytes) -> None:
        """Work on other bytes than those of a table's file.

        Raises:
            StoppedError: as :meth:`table`.
        """
        file = self.package.relative(name)
        self._tables[name] = read_table(self.package.schemas[name], file, data)

    def data(self, name: str) -> bytes:
        """The bytes of a table's file.

        Raises:
            StoppedError: there is no file, or it cannot be read.
        """
        try:
            return self.package.path(name).read_bytes()
        except OSError as error:
            reason = f"cannot be read ({error.strerror})"
            if isinstance(error, FileNotFoundError):
                reason = "no such file; restore it, if only its header"
            raise StoppedError(f"{self.package.relative(name)}: {reason}") from error

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """The documents by source; one that is not the one described has no text."""
        table, found = self.table(SOURCES), {}
        for row in range(len(table.rows)):
            source_id, file, sha256 = (table.value(row, n) for n in ("source_id", "file", "sha256"))
            path, text, reason = self.root / DOCUMENTS / file, None, ""
            if file in ("", ".", "..") or set("/\\:\0").intersection(file):
                expected = constraints.form(table.schema.by_name["file"].pattern or "")
                reason = f"{table.place(row, 'file')}: {file!r} is not a file name: type {expected}"
            elif not path.is_file():
                reason = f"there is no document {DOCUMENTS}/{file}: put it there"
            elif sha256 not in ("", hashlib.sha256(data := path.read_bytes()).hexdigest()):
                reason = (
                    f"{DOCUMENTS}/{file} is not the document that {table.place(row, 'sha256')} "
                    "describes (other sha256): restore it, or move the spans with isk-indicators "
                    "reanchor"
                )
            else:
                text = data.decode("utf-8", errors="replace")
            if source_id:
                found[source_id] = Source(source_id, file, text, reason)
        return found


def open_workspace(folder: Path) -> Workspace:
    """Open the folder.

    Raises:
        StoppedError: there is no such folder.
        DescriptorError: it is not built as the installed package expects.
    """
    if not folder.is_dir():
        raise StoppedError(f"{folder}: no such folder; name the one with datapackage.json")
    return Workspace(open_supported(folder))
