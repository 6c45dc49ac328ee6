"""The folder that a curator works on: its package, its tables' files and its documents.

What lives here: opening, with a plain word where it cannot be done. What must not: changing
anything. Nothing in the folder is run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from isk_indicators import texts
from isk_indicators.check import contract
from isk_indicators.curate import table
from isk_indicators.curate.told import StoppedError
from isk_indicators.rules import wording
from isk_indicators.schema import DataPackage

SOURCES = "sources"
DOCUMENTS = "seeds"


@dataclass(frozen=True)
class Source:
    """A document that the tables rest on; ``text`` is None where it is not to be relied on."""

    source_id: str
    file: str
    text: str | None
    reason: str = ""
    """Why there is no text."""


class Workplace:
    """A folder with ``datapackage.json``; tables and documents are read when first asked for."""

    def __init__(self, package: DataPackage) -> None:
        self.package = package
        self._tables: dict[str, table.Table] = {}

    @property
    def root(self) -> Path:
        """The folder."""
        return self.package.root

    def table(self, name: str) -> table.Table:
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
        self._tables[name] = table.read(self.package.schemas[name], file, data)

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
        there = texts.documents(folder, rows) if folder.is_dir() else {}
        return {
            source.source_id: source
            for row in range(len(sources))
            if (source := _source(sources, row, there)).source_id
        }


def open_workplace(folder: Path) -> Workplace:
    """Open the folder.

    Raises:
        StoppedError: there is no such folder.
        DescriptorError: it is not built as the installed package expects.
    """
    if not folder.is_dir():
        raise StoppedError(f"{folder}: no such folder; name the one that holds datapackage.json")
    return Workplace(contract.open_known(folder))


def _is_plain(name: str) -> bool:
    """Whether a file's name leads nowhere else."""
    return name not in ("", ".", "..") and not set("/\\:\0").intersection(name)


def _source(sources: table.Table, row: int, there: Mapping[str, texts.Document]) -> Source:
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
