"""The folder that a curator works on: its tables, its documents, and the result of a command."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from isk_indicators.changes import RELEASES, Version, VersionError, published, read_version
from isk_indicators.check import csv_table
from isk_indicators.check.csv_table import ParsedTable, Reading
from isk_indicators.check.finding import MOST_KEPT, Finding, in_order
from isk_indicators.check.package import SOURCES, open_supported, proposal_files
from isk_indicators.check.report_text import found_and_expected
from isk_indicators.csvio import replace_files
from isk_indicators.curate import StoppedError
from isk_indicators.rules import constraints
from isk_indicators.schema import DOCUMENTS, GUESS, OPEN, REASON, STATE, DataPackage
from isk_indicators.screen import pluralize


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
    choose from.
    """

    place: Place
    subject: str
    message: str
    below: Sequence[str] = ()

    def __str__(self) -> str:
        subject = f"{self.subject}: " if self.subject else ""
        return f"{self.place}: {subject}{self.message}"


def note(table: ParsedTable, row: int, name: str, message: str, below: Sequence[str] = ()) -> Note:
    """A note on a cell."""
    row_id = (table.row_id(row) or "").strip()
    return Note(place(table, row, name), f"{row_id} {name}".lstrip(), message, below)


def note_of(finding: Finding) -> Note:
    """A finding of the check as a note."""
    place, below = Place(finding.file, finding.line, finding.column), found_and_expected(finding)
    return Note(place, "", finding.message, tuple(below))


def place(table: ParsedTable, row: int, name: str) -> Place:
    """The place of a cell in the file that was read."""
    return Place(table.file, *table.position(row, name))


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

    def set(self, table: ParsedTable, row: int, name: str, text: str) -> None:
        """Give a cell another text; the same text is no change."""
        old = table.text(row, name)
        if old != text:
            message = f"{old!r} -> {text!r}" if old else repr(text)
            self.changes.append(note(table, row, name, message))
            table.set(row, name, text)

    def add_file(self, table: ParsedTable) -> None:
        """Add the new file of a table, if any cell of it changed."""
        if any(change.place.file == table.file for change in self.changes):
            self.files[table.file] = table.to_bytes()

    def exit_code(self, *, only_check: bool) -> int:
        """1 if something is left to the curator, or a check would change a file; otherwise 0."""
        return int(bool(self.notes) or (only_check and bool(self.files)))

    def lines(self, *, only_check: bool) -> Iterator[str]:
        """Line by line what was done and what is left, and a summary at the end."""
        for notes in (self.rewritten, self.changes, self.notes):
            for one in notes[:MOST_KEPT]:
                yield from (str(one), *one.below)
            if len(notes) > MOST_KEPT:
                yield f"and {len(notes) - MOST_KEPT:,} more of these"
        if not self.files and not self.notes:
            yield "nothing to do"
            return
        verb = "would change" if only_check else "changed"
        left = f"{len(self.notes)} left to you" if self.notes else "nothing left to do"
        cells, files = pluralize(len(self.changes), "cell"), pluralize(len(self.files), "file")
        yield f"{verb}: {cells}, {files}; {left}"


class Source(NamedTuple):
    """A document that the rows quote; without a text, ``reason`` says why."""

    source_id: str
    file: str
    text: str | None = None
    reason: str = ""


class Workspace:
    """A folder with ``datapackage.json``; tables and documents are read on first use."""

    def __init__(self, package: DataPackage) -> None:
        self.package = package
        self.root = package.root
        self.read: dict[str, bytes] = {}
        """The bytes of each table's file that was read, by its path."""
        self._tables: dict[str, ParsedTable] = {}

    def table(self, name: str) -> ParsedTable:
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
            StoppedError: they are not in their canonical form; the message names the first place.
        """
        file = self.package.relative(name)
        reading = csv_table.read(self.package.schemas[name], file, data)
        self._tables[name] = _without_findings(reading, "correct it, or run isk-indicators fmt")

    def proposals(self) -> Mapping[tuple[str, str], ParsedTable]:
        """The proposals by source and table, as their files are now.

        Raises:
            StoppedError: a file is not in its canonical form.
            UnsafeFileError: it is not a regular one inside of the folder, or is too large.
        """
        found = {}
        for file in proposal_files(self.package):
            self.read[file.file] = file.data
            table = _without_findings(file.read(self.package), "correct it")
            found[file.source_id, file.table] = table
        return found

    def write(self, files: Mapping[str, bytes]) -> None:
        """Write files of the folder in this order, all or none, and work on them.

        Raises:
            OSError: one cannot be written, or another process has changed it.
        """
        for file in files:
            (self.root / file).parent.mkdir(parents=True, exist_ok=True)
        replace_files(self.root, files, self.read)
        self.read.update(files)
        for name in [n for n in self._tables if self.package.relative(n) in files]:
            del self._tables[name]

    def data(self, name: str) -> bytes:
        """The bytes of a table's file.

        Raises:
            StoppedError: there is no file, or it cannot be read.
        """
        file = self.package.relative(name)
        try:
            if file not in self.read:
                self.read[file] = (self.root / file).read_bytes()
            return self.read[file]
        except OSError as error:
            reason = f"cannot be read ({error.strerror})"
            if isinstance(error, FileNotFoundError):
                reason = "no such file; restore it, if only its header"
            raise StoppedError(f"{file}: {reason}") from error

    @cached_property
    def last_release(self) -> Version | None:
        """The last release in the folder; None if there is none, or if it cannot be read."""
        zips = published(self.root / RELEASES)
        if not zips:
            return None
        try:
            name = [*zips][-1]
            return replace(read_version(zips[name]), name=name)
        except VersionError:  # the check reports it
            return None

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """The documents by source; one that is not the one described has no text."""
        table, found = self.table(SOURCES), {}
        for row in range(len(table.records)):
            source_id, file, sha256 = (table.text(row, n) for n in ("source_id", "file", "sha256"))
            path, text, reason = self.root / DOCUMENTS / file, None, ""
            if file in ("", ".", "..") or set("/\\:\0").intersection(file):
                expected = constraints.form(table.schema.by_name["file"].pattern or "")
                reason = (
                    f"{place(table, row, 'file')}: {file!r} is not a file name: type {expected}"
                )
            elif not path.is_file():
                reason = f"there is no document {DOCUMENTS}/{file}: put it there"
            elif sha256 not in ("", hashlib.sha256(data := path.read_bytes()).hexdigest()):
                reason = (
                    f"{DOCUMENTS}/{file} is not the document that {place(table, row, 'sha256')} "
                    "describes (other sha256): restore it, or move the spans with isk-indicators "
                    "reanchor"
                )
            else:
                text = data.decode("utf-8", errors="replace")
            if source_id:
                found[source_id] = Source(source_id, file, text, reason)
        return found

    def source_named(self, named: str) -> Source:
        """The document of a source, by its id or the name of its file.

        Raises:
            StoppedError: there is none.
        """
        sources = self.sources.values()
        file = named.replace("\\", "/").rpartition("/")[2]
        source = next((s for s in sources if named == s.source_id or file == s.file), None)
        if source is None:
            known = [f"    {s.source_id}  {s.file}" for s in sources]
            raise StoppedError(f"there is no source {named!r}; the sources are:", known)
        return source


def _without_findings(reading: Reading, advice: str) -> ParsedTable:
    """The table that was read.

    Raises:
        StoppedError: the file is not in its canonical form; the message names the first place.
    """
    for finding in in_order(reading.findings):
        found = note_of(finding)
        what = f"{found.message.rstrip('.')}: {advice}"
        raise StoppedError(str(found._replace(message=what)), found.below)
    assert reading.table is not None  # noqa: S101 - a file without findings has a table # nosec B101
    return reading.table


def open_workspace(folder: Path) -> Workspace:
    """Open the folder.

    Raises:
        StoppedError: there is no such folder.
        DescriptorError: it is not built as the installed package expects.
    """
    if not folder.is_dir():
        raise StoppedError(f"{folder}: no such folder; name the one with datapackage.json")
    return Workspace(open_supported(folder))


_ID_FORM = re.compile(r"([a-z]+-)\[0-9\]\{([0-9]+)\}")
_PROSE = ("quote", "note", REASON)


def new_ids(
    work: Workspace,
    table: str,
    count: int = 1,
    others: Collection[Version] = (),
    *,
    replacing: str = "",
) -> list[str]:
    """The next ``count`` ids of a table.

    They follow the highest id in any cell of any table, of ``others`` and of any proposal, but for
    the open proposals of a source that are being replaced. The tables ``withdrawn`` and
    ``corrections`` keep the ids of rows that are gone.

    Raises:
        StoppedError: no such table, no ids in it, no free ones left, or a table cannot be read.
    """
    if count < 1:
        raise StoppedError(f"{count} ids: type a count of 1 or more")
    schemas = work.package.schemas
    patterns = {t: s.by_name[s.id_field].pattern for t, s in schemas.items() if s.id_field}
    forms = {t: form for t, p in patterns.items() if (form := _ID_FORM.fullmatch(p or ""))}
    if table not in forms:
        close = difflib.get_close_matches(table, forms, n=1)
        meant = f"; did you mean {close[0]}?" if close else ""
        what = "its rows have no id" if table in schemas else "there is no such table"
        raise StoppedError(f"{table}: {what}; tables with ids: {', '.join(forms)}{meant}")
    prefix, digits = forms[table][1], int(forms[table][2])
    own = re.compile(rf"{re.escape(prefix)}([0-9]{{{digits}}})")
    last = 0
    read = [(parsed, "") for parsed in map(work.table, schemas)]
    read += [(p, OPEN if s == replacing else "") for (s, _), p in work.proposals().items()]
    for parsed, left_out in read:
        states = parsed.texts(STATE)
        for column in (n for n in parsed.schema.names if n not in _PROSE):
            cells = zip(parsed.texts(column), states, strict=True)
            texts = (text.removeprefix(GUESS) for text, s in cells if not s or s != left_out)
            last = max([last, *(int(match[1]) for t in texts if (match := own.fullmatch(t)))])
    for row in (row for v in others for rows in v.rows.values() for row in rows):
        found = (own.fullmatch(text) for column, text in row.items() if column not in _PROSE)
        last = max([last, *(int(match[1]) for match in found if match)])
    if last + count >= 10**digits:
        used = f"{prefix}{last:0{digits}}"
        raise StoppedError(f"{table}: {used} is in use; there are not {count} ids after it")
    return [f"{prefix}{last + n:0{digits}}" for n in range(1, count + 1)]
