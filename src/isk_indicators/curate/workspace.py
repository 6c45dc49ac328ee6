"""The folder that a curator works on: its tables, its documents, and the result of a command."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from isk_indicators import csvio, spans
from isk_indicators.check import csv_reader
from isk_indicators.check.csv_reader import CsvFile, parse
from isk_indicators.check.finding import escape_invisible, pluralize
from isk_indicators.check.package import open_supported
from isk_indicators.curate import StoppedError
from isk_indicators.rules import wording
from isk_indicators.schema import DataPackage, Schema

SOURCES = "sources"
DOCUMENTS = "seeds"
FMT = "correct it, or run isk-indicators fmt"
SPAN = ("source_id", "span_start", "span_end", "quote")


class Place(NamedTuple):
    """A place: the file as the descriptor names it, line and column from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Change(NamedTuple):
    """A cell that was given another text; ``subject`` names its row and column."""

    place: Place
    subject: str
    old: str
    new: str

    def __str__(self) -> str:
        was = f"{self.old!r} -> " if self.old else ""
        return escape_invisible(f"{self.place}: {self.subject}: {was}{self.new!r}")


class Note(NamedTuple):
    """Something that only the curator can decide, or that concerns a whole file.

    ``subject`` is blank for a file; ``below`` are lines to choose from, each with its line feed
    before it.
    """

    place: Place
    subject: str
    message: str
    below: str = ""

    def __str__(self) -> str:
        subject = f"{self.subject}: " if self.subject else ""
        return escape_invisible(f"{self.place}: {subject}{self.message}") + self.below


@dataclass
class CommandResult:
    """What a command did, or would do, and what it leaves.

    Attributes:
        changes: The cells changed.
        rewritten: What changed in whole files, each with the file.
        notes: What is left to the curator.
        files: The new bytes by file, relative to the folder; nothing for a file left as it is.
    """

    changes: list[Change] = field(default_factory=list)
    rewritten: list[Note] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)

    def exit_code(self, *, only_check: bool) -> int:
        """1 if something is left to the curator, or would change in a mere check; else 0."""
        return int(bool(self.notes) or (only_check and bool(self.files)))

    def lines(self, *, only_check: bool) -> Iterator[str]:
        """Everything, line by line, and a summary at the end."""
        yield from map(str, [*self.rewritten, *self.changes, *self.notes])
        yield self._summary("would change" if only_check else "changed")

    def _summary(self, verb: str) -> str:
        if not self.files and not self.notes:
            return "nothing to do"
        left = f"{len(self.notes)} left to you" if self.notes else "nothing left to do"
        cells, files = pluralize(len(self.changes), "cell"), pluralize(len(self.files), "file")
        return f"{verb}: {cells}, {files}; {left}"


class Table:
    """The rows of one table; a blank cell is an empty text."""

    def __init__(self, schema: Schema, file: str, scanned: CsvFile) -> None:
        self.schema = schema
        self.file = file
        self._scan = scanned
        self._rows = [list(record.texts) for record in scanned.records[1:]]
        self._index = {name: at for at, name in enumerate(schema.names)}
        self.changes: list[Change] = []

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def name(self) -> str:
        """The table's name."""
        return self.schema.table

    @property
    def has_spans(self) -> bool:
        """Whether its rows rest on passages of documents."""
        return set(SPAN) <= self._index.keys()

    def rows(self) -> Iterator[Sequence[str]]:
        """The cells of each row, in the schema's order."""
        return iter(self._rows)

    def value(self, row: int, name: str) -> str:
        """A cell's text."""
        return self._rows[row][self._index[name]]

    def set(self, row: int, name: str, text: str) -> None:
        """Give a cell another text; what is the same already is no change."""
        old = self.value(row, name)
        if old != text:
            self.changes.append(Change(self.place(row, name), self.subject(row, name), old, text))
            self._rows[row][self._index[name]] = text

    def place(self, row: int, name: str) -> Place:
        """The place of a cell in the file that was read."""
        cell = self._scan.cells(self._scan.records[row + 1])[self._index[name]]
        return Place(self.file, cell.line, cell.column)

    def subject(self, row: int, name: str) -> str:
        """A cell by its row's id, where it has one, and its column."""
        row_id = self.value(row, self.schema.id_field) if self.schema.id_field else ""
        return f"{row_id} {name}".lstrip()

    def data(self) -> bytes:
        """The file's bytes with the changes made."""
        return csvio.document(self.schema.names, self._rows).encode("utf-8")


def read_table(schema: Schema, file: str, data: bytes) -> Table:
    """Read a file that is in its canonical form, whatever its cells say.

    Raises:
        StoppedError: it is not in that form; the message names the first place.
    """
    decoded = csv_reader.decode(file, data)
    for finding in decoded.findings:
        raise _stopped(Place(file, finding.line, finding.column), finding.message)
    text = decoded.text or ""
    scanned = parse(text, width=len(schema.names))
    if not scanned.records or list(scanned.records[0].texts) != list(schema.names):
        raise _stopped(Place(file), f"the header is not {csvio.record(schema.names)!r}")
    for fault in scanned.faults:
        raise _stopped(Place(file, fault.line, fault.column), fault.kind.replace("-", " "))
    for record in scanned.records:
        if len(record.texts) != len(schema.names):
            count = f"{len(record.texts)} cells, expected {len(schema.names)}"
            raise _stopped(Place(file, record.line), count)
        if csvio.record(record.texts) != record.raw:
            raise _stopped(Place(file, record.line), "cells are quoted without need")
    return Table(schema, file, scanned)


def _stopped(place: Place, what: str) -> StoppedError:
    return StoppedError(f"{place}: {what.rstrip('.')}: {FMT}")


@dataclass(frozen=True)
class Source:
    """A document that the tables rest on; ``text`` is None where it is not to be relied on."""

    source_id: str
    file: str
    text: str | None
    reason: str = ""
    """Why there is no text."""


class Workspace:
    """A folder with ``datapackage.json``; tables and documents are read when first asked for."""

    def __init__(self, package: DataPackage) -> None:
        self.package = package
        self._tables: dict[str, Table] = {}

    @property
    def root(self) -> Path:
        """The folder."""
        return self.package.root

    def table(self, name: str) -> Table:
        """A table's file, read strictly, once.

        Raises:
            StoppedError: it is not in the form that the tables are kept in.
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
            StoppedError: there is none, or it cannot be read.
        """
        try:
            return self.package.path(name).read_bytes()
        except FileNotFoundError as error:
            message = f"{self.package.relative(name)}: no such file; restore it, if only its header"
            raise StoppedError(message) from error
        except OSError as error:
            message = f"{self.package.relative(name)}: cannot be read ({error.strerror})"
            raise StoppedError(message) from error

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """The documents by source; one that is not the one described has no text."""
        sources = self.table(SOURCES)
        folder = self.root / DOCUMENTS
        rows = [
            {"source_id": sources.value(row, "source_id"), "file": sources.value(row, "file")}
            for row in range(len(sources))
            if _is_plain(sources.value(row, "file"))
        ]
        there = spans.documents(folder, rows) if folder.is_dir() else {}
        return {
            source.source_id: source
            for row in range(len(sources))
            if (source := _source(sources, row, there)).source_id
        }


def open_workspace(folder: Path) -> Workspace:
    """Open the folder.

    Raises:
        StoppedError: there is no such folder.
        DescriptorError: it is not built as the installed package expects.
    """
    if not folder.is_dir():
        raise StoppedError(f"{folder}: no such folder; name the one with datapackage.json")
    return Workspace(open_supported(folder))


def _is_plain(name: str) -> bool:
    """Whether a file's name leads nowhere else."""
    return name not in ("", ".", "..") and not set("/\\:\0").intersection(name)


def _source(sources: Table, row: int, there: Mapping[str, spans.Document]) -> Source:
    source_id, file, sha256 = (sources.value(row, n) for n in ("source_id", "file", "sha256"))
    document = there.get(source_id)
    if not _is_plain(file):
        form = wording.form(sources.schema.by_name["file"].pattern or "")
        reason = f"{sources.place(row, 'file')}: {file!r} names no file: type {form}"
    elif document is None:
        reason = f"the document {DOCUMENTS}/{file} is not there: put it there"
    elif sha256 not in ("", document.sha256):
        reason = (
            f"{DOCUMENTS}/{file} is not the document that {sources.place(row, 'sha256')} describes "
            "(other sha256): restore it, or move the spans with isk-indicators reanchor"
        )
    else:
        return Source(source_id, file, document.text)
    return Source(source_id, file, None, reason)
