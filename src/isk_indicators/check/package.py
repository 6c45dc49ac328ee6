"""The folder's package: its contract, files, documents, and the lines that reports show."""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

from isk_indicators import csvio, installed
from isk_indicators.check import csv_reader, csv_table
from isk_indicators.check.csv_table import ParsedTable
from isk_indicators.check.finding import START, Finding, Message, file_finding
from isk_indicators.safe_zip import unsafe_name_reason
from isk_indicators.schema import (
    DESCRIPTOR,
    LEDGERS,
    DataPackage,
    DescriptorError,
    Schema,
    is_derived,
    open_package,
)
from isk_indicators.spans import documents

# Contract

PINNED = ("encoding", "dialect", "format")
"""Keys of a resource that must be as the installed package has them."""


def open_supported(root: Path) -> DataPackage:
    """Open the package below ``root``.

    Raises:
        DescriptorError: the descriptor or a schema cannot be read, or is not what the rules know.
    """
    package = _open(root)
    reasons = [
        *_table_reasons(package, installed.known_schemas()),
        *_resource_reasons(package),
        *_schema_reasons(package),
    ]
    if reasons:
        raise DescriptorError("; ".join(reasons))
    return package


def _open(root: Path) -> DataPackage:
    try:
        return open_package(root)
    except DescriptorError:
        raise
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise DescriptorError(
            f"{root / DESCRIPTOR} or a schema that it names is not built as expected ({error}); "
            "compare it with the released one"
        ) from error


def _table_reasons(package: DataPackage, known: Mapping[str, Schema]) -> Iterator[str]:
    """A release leaves ledgers out; all other tables must be there."""
    names = [r["name"] for r in package.descriptor["resources"] if not is_derived(r)]
    missing = known.keys() - {*names, *LEDGERS}
    yield from (f"{DESCRIPTOR} has no resource {name}" for name in sorted(missing))
    for name in sorted(set(names)):
        if name not in known:
            yield f"{DESCRIPTOR} has a resource {name} that {_these_rules()} do not know"
        elif names.count(name) > 1:
            yield f"{DESCRIPTOR} has the resource {name} twice"
        else:
            yield from _column_reasons(package.schemas[name], known[name])


def _these_rules() -> str:
    return f"the installed rules ({installed.DISTRIBUTION} {installed.version()})"


def _column_reasons(schema: Schema, known: Schema) -> Iterator[str]:
    there = {(f.name, f.type) for f in schema.fields}
    expected = {(f.name, f.type) for f in known.fields}
    where = f"the schema of {schema.table}"
    for name, kind in sorted(there - expected):
        yield f"{where} has {name} of type {kind}, which {_these_rules()} do not know"
    for name, kind in sorted(expected - there):
        yield f"{where} lacks {name} of type {kind}, which {_these_rules()} need"
    if len(schema.fields) != len(there):
        yield f"{where} has a column twice"
    if (schema.key, set(schema.foreign_keys)) != (known.key, set(known.foreign_keys)):
        yield f"{where} has other keys than {_these_rules()} know"


def _resource_reasons(package: DataPackage) -> Iterator[str]:
    pinned = installed.package().descriptor["resources"][0]  # one format for all
    paths = [resource.get("path") for resource in package.descriptor["resources"]]
    for resource in package.descriptor["resources"]:
        name, path = resource["name"], resource.get("path")
        if not _is_inside(path) or paths.count(path) > 1:
            yield f"resource {name} needs a path of its own to a CSV file inside the folder"
        for key in PINNED:
            if resource.get(key) != pinned.get(key):
                yield f"resource {name} has another {key} than this format, which is fixed"


def _is_inside(path: Any) -> bool:
    return isinstance(path, str) and unsafe_name_reason(path) is None and path.endswith(".csv")


def _schema_reasons(package: DataPackage) -> Iterator[str]:
    for schema in package.schemas.values():
        for column in schema.fields:
            try:
                re.compile(column.pattern or "")
            except (re.error, TypeError) as error:
                yield f"the pattern of {schema.table}.{column.name} cannot be used ({error})"


# Documents

FOLDER = "seeds"
SOURCES = "sources"
_PLAIN_NAME = re.compile(r"[^/\\:\x00]+")


@dataclass
class Documents:
    """The texts and the files by source id, and what was found."""

    texts: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    not_checked: list[str] = field(default_factory=list)


def printed_characters(root: Path) -> frozenset[str]:
    """Every character of the documents in the folder; bytes that are no UTF-8 are left out."""
    return frozenset().union(*(data.decode("utf-8", "ignore") for data in _bytes(root).values()))


def _bytes(root: Path) -> dict[str, bytes]:
    files = sorted((root / FOLDER).glob("*.txt"))
    return {path.name: path.read_bytes() for path in files if path.is_file()}


def inspect_documents(root: Path, sources: ParsedTable) -> Documents:
    """Compare each row of sources with its document, and each document with the rows."""
    result = Documents()
    there = _bytes(root)
    told = {sources.text(row, "file").strip() for row in range(len(sources.frame))}
    loose = {_hash(data): name for name, data in there.items() if name not in told}
    for row in range(len(sources.frame)):
        result.findings += _inspect_row(result, root, sources, row, loose)
    _withhold_repeated(result, sources)
    if sources.unreadable or not sources.records or "file" not in sources.columns:
        result.not_checked.append("whether each document has a row of sources")
    else:
        result.findings += [_undeclared(name) for name in loose.values()]
    return result


def _withhold_repeated(result: Documents, sources: ParsedTable) -> None:
    """Hand on no text under an id that two sources have: it may be the other's."""
    ids = Counter(_source(sources, row) for row in range(len(sources.frame)))
    for source in [id_ for id_ in result.texts if ids[id_] > 1]:
        del result.texts[source], result.files[source]
        result.not_checked.append(f"the words of {source} (two sources have that id)")


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _undeclared(name: str) -> Finding:
    message = "Describe the document in a row of sources, or remove it."
    words = Message("a row of sources", message, name)
    return file_finding("document-undeclared", f"{FOLDER}/{name}", (1, 1), words)


def _inspect_row(
    result: Documents, root: Path, sources: ParsedTable, row: int, loose: dict[str, str]
) -> Iterator[Finding]:
    named, stated = _named(sources, row), sources.value(row, "sha256") or ""
    file = named if named is not None and (root / FOLDER / named).is_file() else None
    if file is None or _hash((root / FOLDER / file).read_bytes()) != stated:
        meant = loose.pop(stated, None)  # the hash may tell which document it is
        if named is not None and (file is None or meant is not None):
            yield _no_document(sources, row, named, meant)
        file = meant or file
    if file is None:
        why = "its file is not named" if named is None else f"no file {FOLDER}/{named}"
        result.not_checked.append(f"the words of {_source(sources, row)} ({why})")
        return
    yield from _compare(result, sources, row, root / FOLDER / file)


def _named(sources: ParsedTable, row: int) -> str | None:
    """The file that a row names; None if it names none, which is told elsewhere."""
    file = sources.value(row, "file")
    return file if file is not None and _names_a_file(sources, file) else None


def _names_a_file(sources: ParsedTable, file: str) -> bool:
    """Whether a cell is a file's name in the folder; what has not its form is told elsewhere."""
    pattern = sources.schema.by_name["file"].pattern
    well_formed = pattern is None or re.fullmatch(pattern, file) is not None
    return well_formed and _PLAIN_NAME.fullmatch(file) is not None


def _source(sources: ParsedTable, row: int) -> str:
    return sources.row_id(row) or f"the source on line {sources.position(row, None)[0]}"


def _no_document(sources: ParsedTable, row: int, file: str, meant: str | None) -> Finding:
    """A name of no document, or of another than the one of the row's hash."""
    message = f"Put the document into {FOLDER}/, or correct the file's name."
    if meant is not None:
        message = f"Type {meant}: it is the document of this hash."
    expected = f"a file {FOLDER}/{meant or file}"
    return _at(sources, "document-missing", row, "file", Message(expected, message))


def _at(sources: ParsedTable, rule: str, row: int, name: str, words: Message) -> Finding:
    told = sources.at_cell(rule, row, name, words)
    sources.invalidate(row, name)
    return told


def _compare(result: Documents, sources: ParsedTable, row: int, path: Path) -> Iterator[Finding]:
    source, data = _source(sources, row), path.read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        yield _no_utf8(sources, row, error)
        result.not_checked.append(f"the words of {source} (its document is not UTF-8)")
        return
    digest = _hash(data)
    stated = sources.value(row, "sha256")
    if stated == digest:
        result.texts[source] = text
        result.files[source] = f"{FOLDER}/{path.name}"
        yield from _length(sources, row, len(text))
        return
    result.not_checked.append(f"the words of {source} (its document is not the one described)")
    if stated is not None and re.fullmatch("[0-9a-f]{64}", stated):
        yield _other_hash(sources, row, digest)


def _no_utf8(sources: ParsedTable, row: int, error: UnicodeDecodeError) -> Finding:
    found = f"byte {error.object[error.start]:02X} at offset {error.start}"
    message = "Restore the document, or take it in anew as UTF-8 and re-anchor its spans."
    words = Message("a document in UTF-8", message, found)
    return _at(sources, "document-encoding", row, "file", words)


def _other_hash(sources: ParsedTable, row: int, digest: str) -> Finding:
    file = sources.text(row, "file")
    message = (
        f"{FOLDER}/{file} is not the document that this row describes: restore the file, or, if "
        "the document is meant to change, type its hash and length and check its spans."
    )
    return _at(sources, "document-hash", row, "sha256", Message(digest, message))


def _length(sources: ParsedTable, row: int, characters: int) -> Iterator[Finding]:
    stated = sources.value(row, "characters")
    if stated is not None and stated.isdecimal() and int(stated) != characters:
        message = f"Type {characters}: the document's length in code points."
        words = Message(str(characters), message)
        yield _at(sources, "document-length", row, "characters", words)


# Files


@dataclass
class Files:
    """What the first stage leaves: the tables that stand, the documents, and what was found.

    The documents are there by source, their texts and their files (relative to the folder).
    """

    tables: dict[str, ParsedTable] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    not_checked: list[str] = field(default_factory=list)


def inspect_files(package: DataPackage) -> Files:
    """Look at every file of the package; cells at fault are blanked in what stands."""
    result = Files()
    printed = printed_characters(package.root)
    for table in package.schemas:
        _inspect_table(result, package, table, printed)
    if SOURCES in result.tables:
        found = inspect_documents(package.root, result.tables[SOURCES])
        result.texts = found.texts
        result.documents = found.files
        result.findings += found.findings
        result.not_checked += found.not_checked
    elif SOURCES in package.schemas:
        result.not_checked.append("the documents and every quote (sources cannot be read)")
    result.findings += _strays(package)
    return result


def _inspect_table(
    result: Files, package: DataPackage, table: str, printed: Collection[str]
) -> None:
    file = package.relative(table)
    if not package.path(table).is_file():
        result.findings.append(_missing(package, file))
        result.not_checked.append(f"{file} (no such file)")
        return
    read = csv_table.read(package.schemas[table], file, package.path(table).read_bytes())
    result.findings += read.findings
    result.not_checked += read.not_checked
    if read.table is not None:
        result.findings += csv_table.check_cells(read.table, printed)
        result.tables[table] = read.table


def _missing(package: DataPackage, file: str) -> Finding:
    near = next((f for f in _csv_files(package) if f.casefold() == file.casefold()), None)
    message = f"Rename {near} to {file}." if near else "Restore the file, if only with its header."
    words = Message(f"a file {file}", message, near or "no file")
    return file_finding("missing-file", file, START, words)


def _csv_files(package: DataPackage) -> list[str]:
    """Every CSV file in the folders where the tables are."""
    folders = {PurePosixPath(package.relative(table)).parent for table in package.schemas}
    paths = [path for folder in folders for path in (package.root / folder).glob("*")]
    inside = [path.relative_to(package.root) for path in paths]
    return sorted(path.as_posix() for path in inside if path.suffix.lower() == ".csv")


def _strays(package: DataPackage) -> Iterator[Finding]:
    known = {package.relative(table) for table in package.schemas}
    absent = {file.casefold() for file in known if not (package.root / file).is_file()}
    for file in _csv_files(package):
        if file not in known and file.casefold() not in absent:
            message = "Move the file elsewhere, or name it in datapackage.json with a schema."
            words = Message("a table of datapackage.json", message, PurePosixPath(file).name)
            yield file_finding("stray-file", file, START, words)


# The folder as reports show it

TextRow = Mapping[str, str]
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
            return csv_reader.decode(file, (self.root / file).read_bytes()).text
        except OSError:
            return None

    def line(self, file: str, number: int) -> str | None:
        """A physical line (from 1)."""
        lines = self.lines(file)
        return lines[number - 1] if 0 < number <= len(lines) else None

    def row(self, file: str, number: int) -> TextRow | None:
        """The row that is the physical line ``number``, if the file has the schema's header."""
        line = self.line(file, number)
        if line is None or number == 1 or not self._has_its_header(file):
            return None
        return _parse_row(self.schemas[file].names, line)

    def rows(self, table: str) -> Iterator[TextRow]:
        """The rows of a table that are one whole physical line each."""
        package = self.package
        file = package.relative(table) if package and table in package.schemas else ""
        if not self._has_its_header(file):
            return
        names = self.schemas[file].names
        yield from (
            row for line in self.lines(file)[1:] if (row := _parse_row(names, line)) is not None
        )

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


def _parse_row(names: tuple[str, ...], line: str) -> TextRow | None:
    try:
        cells = next(csv.reader([line], strict=True), [])
    except csv.Error:
        return None
    return dict(zip(names, cells, strict=True)) if len(cells) == len(names) else None
