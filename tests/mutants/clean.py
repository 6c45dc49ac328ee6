"""The real package, its mutants (one change and what the check must report), and their register."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import shutil
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from hypothesis import strategies as st

from isk_indicators.changes import published_number
from isk_indicators.check import gate
from isk_indicators.check.finding import Finding
from isk_indicators.check.gate import Report
from isk_indicators.download import checksum_file
from isk_indicators.rules.codes import cues_in
from isk_indicators.rules.evidence import expected_form
from isk_indicators.schema import GUESS, DataPackage, Field, open_package
from isk_indicators.spans import FORMULA_STARTS
from isk_indicators.tables import READING_KEY, READINGS, Dataset
from tests.conftest import first_entry

ROOT = Path(__file__).resolve().parents[2]
SPAN = ("source_id", "span_start", "span_end", "quote")
SEEDS = "seeds"
CHANGELOG, LEDGER = "CHANGELOG.md", "releases/SHA256SUMS"

Cells = Mapping[str, str]


class Place(NamedTuple):
    """Where the gate must tell a rule: the file, the line, the code point, the column blamed."""

    rule: str
    file: str
    line: int
    column: int
    field: str | None


class Mutant(NamedTuple):
    """A change of the clean files (a file without bytes is deleted), and what is reported."""

    change: str
    files: Mapping[str, bytes | None]
    reported: frozenset[Place]

    def __repr__(self) -> str:
        return f"<{self.change} -> {sorted(self.reported, key=str)}>"


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
        self.data[CHANGELOG] = first_entry(self.data[CHANGELOG])  # for there are no zips
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
        return self._by_id[table, row_id]

    @cached_property
    def _by_id(self) -> Mapping[tuple[str, str], Row]:
        return {(row.table, self.row_id(row)): row for row in self.rows()}

    def row_id(self, row: Row) -> str:
        """What identifies a row: its id, or the cells of its key."""
        return self.package.schemas[row.table].row_id(row)

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

    def file_is(self, file: str, data: bytes | None, change: str, *reported: Place) -> Mutant:
        """A file with other bytes, or without any, as it then is not there."""
        return Mutant(f"{file}: {change}", {file: data}, frozenset(reported))

    def line_is(self, table: str, line: int, text: str, *reported: Place) -> Mutant:
        """A table with another text in the place of a physical line."""
        lines = self.data[self.file(table)].decode("utf-8").split("\n")
        lines[line - 1] = text
        data = "\n".join(lines).encode("utf-8", "surrogateescape")
        return self.file_is(self.file(table), data, f"line {line} is {text!r}", *reported)

    def put(self, row: Row, cells: Cells, *reported: tuple[str, str]) -> Mutant:
        """A row with some cells changed; each rule with the column that it reports."""
        assert any(row[name] != text for name, text in cells.items()), "nothing is changed"
        after = {**row, **cells}
        assert len(after) == len(row), "a column that the table does not have"
        places = [self.place(rule, row, name, after) for rule, name in reported]
        mutant = self.line_is(row.table, row.line, written(after.values()), *places)
        return mutant._replace(change=f"{row} ({row.id}) with {dict(cells)}")

    def add(self, table: str, cells: Cells, *reported: tuple[str, str]) -> Mutant:
        """A table with one row more, in its place by the first columns."""
        names = self.package.schemas[table].names
        assert {*cells} <= {*names}, "a column that the table does not have"
        full = dict.fromkeys(names, "") | dict(cells)
        keys = [self._order(table, row) for row in self.tables[table]]
        number = bisect_right(keys, self._order(table, full))
        row = Row(table, number, full)
        lines = self.data[self.file(table)].decode("utf-8").split("\n")
        lines.insert(number + 1, written(full.values()))
        places = [self.place(rule, row, name, full) for rule, name in reported]
        data = "\n".join(lines).encode("utf-8")
        return self.file_is(self.file(table), data, f"{row} added: {dict(cells)}", *places)

    def _order(self, table: str, cells: Cells) -> tuple[str | int, ...]:
        """What the rows of a table are sorted by, numbers as such."""
        texts = [cells[name] for name in self.package.schemas[table].sort_fields]
        return tuple(int(text) if text.isdecimal() else text for text in texts)

    def without(self, row: Row, *reported: Place) -> Mutant:
        """A table with one row fewer."""
        lines = self.data[self.file(row.table)].decode("utf-8").split("\n")
        del lines[row.number + 1]
        data = "\n".join(lines).encode("utf-8")
        return self.file_is(self.file(row.table), data, f"without {row} ({row.id})", *reported)

    def document_is(self, source: Row, text: str, *reported: Place) -> Mutant:
        """Another text of a document, with its hash and length beside it."""
        data = text.encode("utf-8")
        cells = {"sha256": hashlib.sha256(data).hexdigest(), "characters": str(len(text))}
        return joined(
            f"{source.id} is now {text[-80:]!r}",
            self.put(source, cells),
            self.file_is(self.document(source), data, "", *reported),
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


def joined(change: str, *mutants: Mutant) -> Mutant:
    """Several changes as one; they must not touch the same file."""
    files = [file for mutant in mutants for file in mutant.files]
    assert len(files) == len(set(files)), "two changes of one file"
    together = {file: data for mutant in mutants for file, data in mutant.files.items()}
    return Mutant(change, together, frozenset().union(*(mutant.reported for mutant in mutants)))


def written(cells: Iterable[str]) -> str:
    """One record, by the standard library; one that is a single blank cell is a blank line."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerow([*cells, ""])
    return out.getvalue().removesuffix(",\n")


@lru_cache(maxsize=1)
def clean_package() -> Clean:
    """The real tables, read once."""
    return Clean(ROOT)


MODULES = (
    "file_mutants",
    "history_mutants",
    "figure_mutants",
    "claim_mutants",
    "proof_mutants",
    "reading_mutants",
)

Make = Callable[[st.DrawFn, Clean], Mutant]
Register = dict[str, list[st.SearchStrategy[Mutant]]]

_breaking: Register = defaultdict(list)
_sparing: Register = defaultdict(list)


def breaks(rule: str) -> Callable[[Make], Make]:
    """Register a function that makes mutants of a rule; a rule may have several."""
    return _registered(rule, _breaking)


def spares(*rules: str) -> Callable[[Make], Make]:
    """Register a function that makes changes of the same kind which are right."""

    def registered(make: Make) -> Make:
        for rule in rules:
            _registered(rule, _sparing)(make)
        return make

    return registered


def _registered(rule: str, register: Register) -> Callable[[Make], Make]:
    def registered(make: Make) -> Make:
        register[rule].append(st.composite(make)(clean_package()))
        return make

    return registered


def mutants() -> dict[str, st.SearchStrategy[Mutant]]:
    """The mutants of each rule."""
    return _gathered(_breaking)


def neighbours() -> dict[str, st.SearchStrategy[Mutant]]:
    """The benign neighbours of each rule's mutants."""
    return _gathered(_sparing)


def _gathered(register: Register) -> dict[str, st.SearchStrategy[Mutant]]:
    for module in MODULES:
        import_module(f"tests.mutants.{module}")
    return {rule: st.one_of(made) for rule, made in register.items()}


STRANGE = "zebra crossing"
"""Words that no document prints."""


def words(text: str) -> list[str]:
    """The words of small letters that stand once in a text."""
    found = re.findall(r"(?<![\w’'-])[a-z]{3,}(?![\w’'-])", text)
    return [word for word in found if len(re.findall(rf"\b{word}\b", text, re.IGNORECASE)) == 1]


def stands(words: str, text: str) -> bool:
    """Whether words stand in a text by themselves."""
    return re.search(rf"(?<![\w-]){re.escape(words)}(?![\w-])", text) is not None


def evidence(clean: Clean, row: Row) -> list[Row]:
    """The evidence rows of a row, whatever their role and column."""
    return clean.rows(
        "evidence", where=lambda e: (e["table_name"], e["row_id"]) == (row.table, row.id)
    )


def reported(clean: Clean, row: Row) -> str:
    """All that a row's quote and its evidence print."""
    return " | ".join([row["quote"], *(e["quote"] for e in evidence(clean, row))])


def printed_values(clean: Clean, row: Row, name: str) -> set[str]:
    """The values of a column that the words of a row announce by a cue, its evidence included."""
    field = clean.package.schemas[row.table].by_name[name]
    words = row[field.proof.get("words", "quote")]
    return {*cues_in([words, *(e["quote"] for e in evidence(clean, row))], field.cues)}


def forms(actor: Row) -> list[str]:
    """The names under which an actor is printed."""
    return [form for form in (actor["name"], *actor["aliases"].split("|")) if form]


def unnamed_actors(clean: Clean, row: Row) -> list[str]:
    """The actors whom neither the row's quote nor its evidence names, not even in a word."""
    text = reported(clean, row)
    return [a.id for a in clean.tables["actors"] if not any(f in text for f in forms(a))]


def named_actors(clean: Clean, row: Row) -> list[str]:
    """The actors whose listed name stands in the row's own quote."""
    return [a.id for a in clean.tables["actors"] if stands(a["name"], row["quote"])]


def families(clean: Clean) -> Mapping[str, frozenset[str]]:
    """Each actor with all those above it."""
    parents = {actor.id: actor["parent_id"] for actor in clean.tables["actors"]}
    found = {}
    for actor in parents:
        line = [actor]
        while parents[line[-1]]:
            line.append(parents[line[-1]])
        found[actor] = frozenset(line)
    return found


def reprinted(clean: Clean, row: Row, at: int, new: str, cells: Cells) -> Mutant:
    """A document that prints other letters, as many, at a place of a row's quote.

    Every row that quotes the place quotes the new letters; the row has other cells besides.
    """
    source = row["source_id"]
    start = int(row["span_start"]) + at
    text = clean.texts[source]
    text = text[:start] + new + text[start + len(new) :]
    data = text.encode("utf-8")
    described = {"sha256": hashlib.sha256(data).hexdigest()}
    changes = {("sources", clean.row("sources", source).number): described}
    for other in clean.rows(where=lambda r: r.get("source_id") == source and "quote" in r):
        quote = text[int(other["span_start"]) : int(other["span_end"])]
        if quote != other["quote"]:
            changes[other.table, other.number] = {SPAN[-1]: quote}
    changes[row.table, row.number] = {**changes.get((row.table, row.number), {}), **cells}
    files = {clean.document(clean.row("sources", source)): data, **_rewritten(clean, changes)}
    return Mutant(
        f"{source} prints {new!r} at {start}; {row} has {dict(cells)}", files, frozenset()
    )


def _rewritten(clean: Clean, changes: Mapping[tuple[str, int], Cells]) -> dict[str, bytes]:
    files = {}
    for table in {table for table, _ in changes}:
        rows = [{**r, **changes.get((table, r.number), {})} for r in clean.tables[table]]
        records = [clean.package.schemas[table].names, *(r.values() for r in rows)]
        files[clean.file(table)] = "".join(f"{written(r)}\n" for r in records).encode("utf-8")
    return files


def reread(clean: Clean, files: Mapping[str, bytes | None]) -> dict[str, bytes]:
    """The second readings of a mutant: its changed cells are read twice, its lost rows are not.

    A mutant that has readings of its own is written over these.
    """
    changed = {t: _parsed(clean, t, files.get(clean.file(t))) for t in clean.tables}
    after = Dataset(clean.package, {t: changed[t] or rows for t, rows in clean.tables.items()})
    records = [clean.package.schemas[READINGS].names]
    for reading in clean.tables[READINGS]:
        table, row_id, column = (reading[name] for name in READING_KEY)
        if not after.has(table, row_id):
            continue
        schema = clean.package.schemas[table]
        cell = str(after.row(table, row_id)[column])
        is_other = cell != (reading["agreed"] if reading["reason"] else reading["value"])
        fits = not cell or (
            is_other and expected_form(schema, schema.by_name[column], cell, after) is None
        )
        is_text = cell == cell.strip() and not cell.startswith((*FORMULA_STARTS, GUESS))
        own = (
            [cell, "", ""]
            if is_other and fits and is_text
            else list(reading.values())[len(READING_KEY) :]
        )
        records.append((table, row_id, column, *own))
    return {clean.file(READINGS): "".join(f"{written(r)}\n" for r in records).encode("utf-8")}


def _parsed(clean: Clean, table: str, data: bytes | None) -> list[dict[str, str]] | None:
    """The rows of a changed file; None if it is not changed, or not the table's."""
    if data is None:
        return None
    text = data.decode("utf-8", "replace")
    rows = csv.DictReader(io.StringIO(text, newline=""), restval="")
    return [*rows] if tuple(rows.fieldnames or ()) == clean.package.schemas[table].names else None


def listed(files: Mapping[str, bytes | None]) -> dict[str, bytes]:
    """The ledger of the published zips of a mutant, if it has any."""
    named = {Path(file).name: data for file, data in files.items() if data is not None}
    zips = {name: data for name, data in named.items() if published_number(name)}
    return {LEDGER: checksum_file(zips)} if zips else {}


DATA = ("datasets", "schemas", "seeds", "datapackage.json", "pyproject.toml", "CHANGELOG.md")


class Asked:
    """A copy of the clean package in ``folder``."""

    def __init__(self, clean: Clean, folder: Path) -> None:
        self.clean = clean
        self.root = folder
        for name in DATA:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, folder / name)
        (folder / CHANGELOG).write_bytes(clean.data[CHANGELOG])

    def of(self, mutant: Mutant) -> Report:
        """What the gate says of a mutant; the copy is clean again afterwards."""
        made = {**reread(self.clean, mutant.files), **listed(mutant.files)}
        files = {**made, **mutant.files}
        try:
            self._write(files)
            return gate.check(self.root)
        finally:
            self._write({file: self.clean.data.get(file) for file in files})

    def _write(self, files: Mapping[str, bytes | None]) -> None:
        for file, data in files.items():
            if data is None:
                (self.root / file).unlink(missing_ok=True)
            else:
                (self.root / file).parent.mkdir(exist_ok=True)  # of releases, which may have none
                (self.root / file).write_bytes(data)

    def places(self, mutant: Mutant) -> list[Place]:
        """Where the gate finds a mutant at fault; it must not stop."""
        report = self.of(mutant)
        assert not report.stopped, report.stopped
        return [_place(finding) for finding in report.findings]


def _place(finding: Finding) -> Place:
    return Place(finding.rule, finding.file, finding.line, finding.column, finding.field)
