"""The clean tables, and a change of them that says where the gate must tell it.

What lives here: the real package read without the gate's own code, and the means to write a change
of it: a cell, a line, a row more or fewer, a document. What must not: what is changed, and why (see
the modules of mutators). A further kind of change is a further method of ``Clean``.
"""

from __future__ import annotations

import csv
import hashlib
import io
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from hypothesis import strategies as st

from isk_indicators.schema import DataPackage, Field, open_package

ROOT = Path(__file__).resolve().parents[2]
SPAN = ("source_id", "span_start", "span_end", "quote")
SEEDS = "seeds"

Cells = Mapping[str, str]


class Place(NamedTuple):
    """Where the gate must tell a rule: the file, the line, the code point, the column blamed."""

    rule: str
    file: str
    line: int
    column: int
    field: str | None


class Mutant(NamedTuple):
    """A change of the clean files (a file without bytes is taken away) and what must be told."""

    change: str
    files: Mapping[str, bytes | None]
    told: frozenset[Place]

    def __repr__(self) -> str:
        return f"<{self.change} -> {sorted(self.told, key=str)}>"


class Row(Mapping[str, str]):
    """One row of a clean table: its cells as text, blank cells empty."""

    def __init__(self, table: str, number: int, cells: Cells) -> None:
        self.table = table
        self.number = number
        self._cells = cells

    def __getitem__(self, name: str) -> str:
        return self._cells[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._cells)

    def __len__(self) -> int:
        return len(self._cells)

    @property
    def line(self) -> int:
        """The physical line of the file: rows are numbered from 0, below the header."""
        return self.number + 2

    @property
    def id(self) -> str:
        """The row's first cell, which is its id in every table that has one."""
        return next(iter(self._cells.values()))

    def __repr__(self) -> str:
        return f"{self.table}:{self.line}"


class Site(NamedTuple):
    """A cell of a clean table."""

    row: Row
    field: Field

    @property
    def text(self) -> str:
        """What stands there."""
        return self.row[self.field.name]


class Clean:
    """The package below ``root``, which nothing here writes to."""

    def __init__(self, root: Path) -> None:
        self.package: DataPackage = open_package(root)
        self.root = root
        paths = [root / name for name in ("datapackage.json", "pyproject.toml", "CHANGELOG.md")]
        paths += [*root.glob("schemas/*.json"), *root.glob("schemas/views/*.json")]
        paths += [*root.glob("datasets/*.csv"), *root.glob(f"{SEEDS}/*.txt")]
        self.data = {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}
        self.tables = {table: self._read(table) for table in self.package.schemas}

    def _read(self, table: str) -> list[Row]:
        text = self.data[self.file(table)].decode("utf-8")
        rows = csv.DictReader(io.StringIO(text, newline=""))
        return [Row(table, number, MappingProxyType(row)) for number, row in enumerate(rows)]

    # What is there

    def file(self, table: str) -> str:
        """The table's file, as findings name it."""
        return self.package.relative(table)

    def rows(self, *tables: str, where: Callable[[Row], bool] = lambda _: True) -> list[Row]:
        """The rows of some tables, or of all, that a mutator can use."""
        names = tables or tuple(self.tables)
        return [row for name in names for row in self.tables[name] if where(row)]

    def row(self, table: str, row_id: str) -> Row:
        """The row of that id."""
        return next(row for row in self.tables[table] if row.id == row_id)

    @cached_property
    def sites(self) -> Sequence[Site]:
        """Every cell of every table, the blank ones too."""
        return [
            Site(row, field)
            for row in self.rows()
            for field in self.package.schemas[row.table].fields
        ]

    def cells(self, where: Callable[[Site], bool]) -> list[Site]:
        """The cells that a mutator can use."""
        return [site for site in self.sites if where(site)]

    def is_key(self, site: Site) -> bool:
        """Whether a cell is (a part of) its row's key."""
        return site.field.name in self.package.schemas[site.row.table].key

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The documents by source."""
        return {
            source.id: self.data[self.document(source)].decode("utf-8")
            for source in self.tables["sources"]
        }

    def document(self, source: Row) -> str:
        """The document of a row of sources, relative to the root."""
        return f"{SEEDS}/{source['file']}"

    def span(self, source: str, start: int, end: int) -> dict[str, str]:
        """The four cells of a span, its quote as printed."""
        quote = self.texts[source][start:end]
        return dict(zip(SPAN, (source, str(start), str(end), quote), strict=True))

    # Changes

    def file_is(self, file: str, data: bytes | None, change: str, *told: Place) -> Mutant:
        """A file with other bytes, or without any, as it then is not there."""
        return Mutant(f"{file}: {change}", {file: data}, frozenset(told))

    def line_is(self, table: str, line: int, text: str, *told: Place) -> Mutant:
        """A table with another text in the place of a physical line."""
        lines = self.data[self.file(table)].decode("utf-8").split("\n")
        lines[line - 1] = text
        data = "\n".join(lines).encode("utf-8", "surrogateescape")
        return self.file_is(self.file(table), data, f"line {line} is {text!r}", *told)

    def put(self, row: Row, cells: Cells, *told: tuple[str, str]) -> Mutant:
        """A row with some cells changed; each rule told with the column that it blames."""
        assert any(row[name] != text for name, text in cells.items()), "nothing is changed"
        after = {**row, **cells}
        assert len(after) == len(row), "a column that the table does not have"
        places = [self.place(rule, row, name, after) for rule, name in told]
        mutant = self.line_is(row.table, row.line, written(after.values()), *places)
        return mutant._replace(change=f"{row} ({row.id}) with {dict(cells)}")

    def add(self, table: str, cells: Cells, *told: tuple[str, str]) -> Mutant:
        """A table with one row more, in its place by the first columns."""
        names = self.package.schemas[table].names
        assert {*cells} <= {*names}, "a column that the table does not have"
        full = dict.fromkeys(names, "") | dict(cells)
        keys = [_order(row) for row in self.tables[table]]
        number = bisect_right(keys, _order(full))
        row = Row(table, number, full)
        lines = self.data[self.file(table)].decode("utf-8").split("\n")
        lines.insert(number + 1, written(full.values()))
        places = [self.place(rule, row, name, full) for rule, name in told]
        data = "\n".join(lines).encode("utf-8")
        return self.file_is(self.file(table), data, f"{row} added: {dict(cells)}", *places)

    def without(self, row: Row, *told: Place) -> Mutant:
        """A table with one row fewer."""
        lines = self.data[self.file(row.table)].decode("utf-8").split("\n")
        del lines[row.number + 1]
        data = "\n".join(lines).encode("utf-8")
        return self.file_is(self.file(row.table), data, f"without {row} ({row.id})", *told)

    def document_is(self, source: Row, text: str, *told: Place) -> Mutant:
        """Another text of a document, with its hash and length beside it."""
        data = text.encode("utf-8")
        cells = {"sha256": hashlib.sha256(data).hexdigest(), "characters": str(len(text))}
        return joined(
            f"{source.id} is now {text[-80:]!r}",
            self.put(source, cells),
            self.file_is(self.document(source), data, "", *told),
        )

    def place(self, rule: str, row: Row, name: str, cells: Cells | None = None) -> Place:
        """Where a cell of a row begins, be its cells changed or not."""
        after = row if cells is None else cells
        before = [text for key, text in after.items() if key in _until(after, name)]
        column = len("".join(f"{written([text])}," for text in before)) + 1
        return Place(rule, self.file(row.table), row.line, column, name)


def any_cell(draw: st.DrawFn, sites: Iterable[Site]) -> Site:
    """Draw a column first and then a row, so that the columns of long tables do not come alone.

    One in four is a note, if any is among the sites: what no other rule minds is seen there.
    """
    columns: dict[tuple[str, str], list[Site]] = defaultdict(list)
    for site in sites:
        columns[site.row.table, site.field.name].append(site)
    every = list(columns.values())
    notes = [found for (_, name), found in columns.items() if name == "note"] or every
    column = draw(st.sampled_from(draw(st.sampled_from([every, every, every, notes]))))
    return draw(st.sampled_from(column))


def _until(cells: Cells, name: str) -> set[str]:
    names = list(cells)
    return set(names[: names.index(name)])


def _order(cells: Cells) -> tuple[str | int, ...]:
    """What rows are sorted by: the first cells, numbers as such."""
    first = list(cells.values())[:2]
    return tuple(int(text) if text.isdecimal() else text for text in first)


def joined(change: str, *mutants: Mutant) -> Mutant:
    """Several changes as one; they must not touch the same file."""
    files = [file for mutant in mutants for file in mutant.files]
    assert len(files) == len(set(files)), "two changes of one file"
    together = {file: data for mutant in mutants for file, data in mutant.files.items()}
    return Mutant(change, together, frozenset().union(*(mutant.told for mutant in mutants)))


def written(cells: Iterable[str]) -> str:
    """One record, by the standard library; one that is a single blank cell is a blank line."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerow([*cells, ""])
    return out.getvalue().removesuffix(",\n")


@lru_cache(maxsize=1)
def clean_package() -> Clean:
    """The real tables, read once."""
    return Clean(ROOT)
