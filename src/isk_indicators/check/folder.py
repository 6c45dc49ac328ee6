"""The checked folder once more, for whoever shows a finding: its lines, rows and documents.

What lives here: reading again what a finding points at. What must not: judging, and words for
people. A report carries findings alone, so a renderer needs nothing but it and this folder. What
cannot be read, or not without guessing, is None or empty: the finding is shown without it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from isk_indicators import csvio
from isk_indicators.check import decode
from isk_indicators.check.documents import FOLDER, SOURCES
from isk_indicators.schema import DataPackage, DescriptorError, Schema, open_package
from isk_indicators.spans import documents

Row = Mapping[str, str]
"""A row's cells as text, blank cells empty."""


class Folder:
    """The folder ``root``; files are read when asked for, and once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._lines: dict[str, tuple[str, ...]] = {}

    @cached_property
    def package(self) -> DataPackage | None:
        """The descriptor and schemas; None if they cannot be read."""
        try:
            return open_package(self.root)
        except (DescriptorError, KeyError, TypeError, ValueError):
            return None

    @cached_property
    def schemas(self) -> Mapping[str, Schema]:
        """The tables' schemas by file."""
        package = self.package
        if package is None:
            return MappingProxyType({})
        return MappingProxyType({package.relative(t): s for t, s in package.schemas.items()})

    def lines(self, file: str) -> tuple[str, ...]:
        """The physical lines of a file of this folder, as findings count them; none of a zip."""
        if file not in self._lines:
            text = None if file.endswith(".zip") else self._text(file)
            self._lines[file] = () if text is None else tuple(text.split("\n"))
        return self._lines[file]

    def _text(self, file: str) -> str | None:
        try:
            return decode.decode(file, (self.root / file).read_bytes()).text
        except OSError:
            return None

    def line(self, file: str, number: int) -> str | None:
        """A physical line (from 1)."""
        lines = self.lines(file)
        return lines[number - 1] if 0 < number <= len(lines) else None

    def row(self, file: str, number: int) -> Row | None:
        """The row that is the physical line ``number``, if the file has the schema's header."""
        line = self.line(file, number)
        if line is None or number == 1 or not self._has_its_header(file):
            return None
        return _row(self.schemas[file].names, line)

    def rows(self, table: str) -> Iterator[Row]:
        """The rows of a table that are one whole physical line each."""
        package = self.package
        file = package.relative(table) if package and table in package.schemas else ""
        if not self._has_its_header(file):
            return
        names = self.schemas[file].names
        yield from (row for line in self.lines(file)[1:] if (row := _row(names, line)) is not None)

    def _has_its_header(self, file: str) -> bool:
        schema = self.schemas.get(file)
        return schema is not None and self.line(file, 1) == csvio.record(schema.names)

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The documents' texts by source."""
        sources = [row for row in self.rows(SOURCES) if _is_plain(row["file"])]
        try:
            there = documents(self.root / FOLDER, sources)
        except NotADirectoryError:
            return MappingProxyType({})
        return MappingProxyType({source: document.text for source, document in there.items()})


def _is_plain(name: str) -> bool:
    """Whether a file's name leads nowhere else."""
    return not set("/\\:\0").intersection(name)


def _row(names: tuple[str, ...], line: str) -> Row | None:
    try:
        cells = next(csv.reader([line], strict=True), [])
    except csv.Error:
        return None
    return dict(zip(names, cells, strict=True)) if len(cells) == len(names) else None
