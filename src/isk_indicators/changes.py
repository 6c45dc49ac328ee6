"""Versions of the tables, the changes between two of them, and ``changes.csv`` of all releases.

Rows are compared by their permanent id; tables whose rows have none are left out. Nothing of an old
release is checked, and no file outside its folder or zip is read.
"""

from __future__ import annotations

import io
import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from itertools import groupby, pairwise
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from isk_indicators import csvio
from isk_indicators.safe_zip import (
    CONTENT,
    DESCRIPTION,
    Limits,
    UnsafeFileError,
    ZipError,
    read_inside,
    require_inside,
    unsafe_name_reason,
    unzip,
)
from isk_indicators.schema import (
    DERIVED,
    DESCRIPTOR,
    DESCRIPTOR_SHAPE,
    DISTRIBUTION,
    INTERNAL_TABLES,
    VIEWS,
    DataPackage,
    Field,
    Schema,
    check_shape,
    conflict_text,
    installed_package,
    is_derived,
    parse_json,
    parse_schema,
    read_schema,
)
from isk_indicators.screen import escape_markdown, json_lines, pluralize, spreadsheet_cell
from isk_indicators.tables import TableError, frame, meant, records, rows, types_of

if TYPE_CHECKING:
    import pandas as pd

# Versions

RELEASES = "releases"
"""The folder of the published zips, below the root of a checkout."""

PROJECT = "pyproject.toml"
"""The file with the version of a checkout; a release's descriptor has its own."""

NUMBER = re.compile(r"(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})")

DEVELOPMENT = ".dev0"
"""The end of a version between two releases: ``1.1.0.dev0`` comes before 1.1.0 (PEP 440)."""

Cells: TypeAlias = Mapping[str, str]
"""A row: its cells by column as written, a blank as an empty string."""

Number: TypeAlias = tuple[int, int, int]
"""A version's number, so that numbers can be compared."""


class VersionError(ValueError):
    """No version of the tables can be read there; the message says what is wrong."""


@dataclass(frozen=True)
class Version:
    """The tables at one time.

    Attributes:
        name: Its number, such as ``0.1.0``; blank if it has none.
        schemas: The schema of each table.
        rows: Each table's rows as written, in the file's order.
        views: The schema of each view.
        size: How many bytes its tables have; 0 if they were not read from files.
    """

    name: str
    schemas: Mapping[str, Schema]
    rows: Mapping[str, tuple[Cells, ...]]
    views: Mapping[str, Schema] = field(default_factory=dict)
    size: int = field(default=0, compare=False)


def number(name: str) -> Number:
    """Read ``MAJOR.MINOR.PATCH``. Raises VersionError if it is written otherwise."""
    match = NUMBER.fullmatch(name)
    if match is None:
        raise VersionError(
            f"{name!r} is no version: write three numbers, such as 0.1.0, or between two releases "
            f"0.1.0{DEVELOPMENT}"
        )
    major, minor, patch = match.groups()
    return int(major), int(minor), int(patch)


def is_development(name: str) -> bool:
    """Whether a version is one between two releases, which is never published."""
    return name.endswith(DEVELOPMENT)


def coming(name: str) -> str:
    """The release that a development version leads to; a release itself."""
    return name.removesuffix(DEVELOPMENT)


def is_earlier(release: str, name: str) -> bool:
    """Whether a published release comes before a version; before a development version all do.

    Raises VersionError if one of them is no version.
    """
    bound = number(coming(name))
    return is_development(name) or number(release) < bound


def is_above(release: str, last: str) -> bool:
    """Whether a cell names a release above a published one; False if it names no release."""
    return NUMBER.fullmatch(release) is not None and number(release) > number(last)


def version_in(file: str) -> str | None:
    """The version in the name of a built zip; None if the file is not named as one."""
    match = re.fullmatch(rf"{DISTRIBUTION}-(.*)\.zip", file)
    return match[1] if match and NUMBER.fullmatch(coming(match[1])) else None


def published_number(file: str) -> str | None:
    """The number in the name of a release's zip; None if it is not named as one."""
    name = version_in(file)
    return None if name is None or is_development(name) else name


def published(folder: Path) -> dict[str, Path]:
    """Find the published zips in a folder: number to path, the lowest first."""
    found = {n: p for p in folder.glob("*.zip") if (n := published_number(p.name))}
    return dict(sorted(found.items(), key=lambda item: number(item[0])))


def open_version(folder: Path, given: str) -> Version:
    """Read a version named by a path from ``folder``, or by the number of a zip in its releases.

    Raises VersionError if it does not exist or cannot be read; the message says what to do.
    """
    path = folder / given
    if NUMBER.fullmatch(given) and not path.exists():
        zips = published(folder / RELEASES)
        if given not in zips:
            known = f"it has {', '.join(zips)}" if zips else "it has none"
            raise VersionError(f"{RELEASES}/ of this folder has no zip of version {given}; {known}")
        path = zips[given]
        require_inside(folder, f"{RELEASES}/{path.name}", CONTENT)
    try:
        return read_version(path)
    except VersionError as error:
        if not path.exists():
            raise
        advice = f"run {DISTRIBUTION} check {path}, and correct what it reports"
        if path.is_file():
            advice = "put the zip there as it was published"
        raise VersionError(f"{error}; {advice}") from error


def read_version(path: Path, files: Mapping[str, bytes] = MappingProxyType({})) -> Version:
    """Read a folder with a ``datapackage.json``, or a zip with one at its root.

    ``files`` are those read already, by their path relative to the root. Raises VersionError if it
    is neither, or a file in it cannot be read.
    """
    if not path.exists():
        raise VersionError(f"{path}: no such folder or zip")
    if path.is_file() and not files:
        files = files_of(path)
    names = files if path.is_file() else [f"{VIEWS}/{p.name}" for p in path.glob(f"{VIEWS}/*")]
    descriptor = _read_json(path, files, DESCRIPTOR)
    try:
        check_shape(descriptor, DESCRIPTOR_SHAPE)
        resources = {str(r["name"]): r for r in descriptor["resources"] if not is_derived(r)}
        schemas = {
            table: parse_schema(table, _read_json(path, files, resource["schema"]))
            for table, resource in resources.items()
        }
        paths = {table: str(resource["path"]) for table, resource in resources.items()}
        data = {t: _read_bytes(path, files, name, CONTENT) for t, name in paths.items()}
        size = sum(map(len, data.values()))
        Limits.require(str(path), size, CONTENT, "bytes in its tables")
        rows = {table: _rows_of(data[table], name) for table, name in paths.items()}
        views = {
            file.stem: parse_schema(file.stem, _read_json(path, files, str(file)))
            for file in sorted(map(PurePosixPath, names))
            if (str(file.parent), file.suffix) == (VIEWS, ".json")
        }
    except VersionError:
        raise
    except (KeyError, ValueError) as error:
        raise VersionError(
            f"{path}: {DESCRIPTOR} or a schema is not built as expected ({error})"
        ) from error
    return Version(name_of(path, descriptor), schemas, rows, views, size)


def _read_bytes(
    path: Path, files: Mapping[str, bytes], name: str, most: int = DESCRIPTION
) -> bytes:
    """Read a file of a folder or zip: from ``files``, or else from the folder."""
    if reason := unsafe_name_reason(name):
        raise VersionError(f"{path}: the file {name!r} {reason}")
    if name not in files and not path.is_dir():
        raise VersionError(f"{path}: has no {name}")
    try:
        return files[name] if name in files else read_inside(path, name, most)
    except UnsafeFileError as error:
        raise VersionError(f"{path}: {error}") from error
    except OSError as error:
        raise VersionError(f"{path}: {name} cannot be read ({error.strerror})") from error


def _read_json(path: Path, files: Mapping[str, bytes], name: str) -> dict[str, Any]:
    data = _read_bytes(path, files, name)
    try:
        return parse_json(data)
    except ValueError as error:
        raise VersionError(f"{name}: {error}") from error


def _rows_of(data: bytes, name: str) -> tuple[Cells, ...]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise VersionError(f"{name}: is not UTF-8") from error
    if conflicts := conflict_text(text):
        raise VersionError(f"{name}: {conflicts}")
    try:
        _, header = next(found := records(io.StringIO(text, newline=""), name), (1, []))
        rows = tuple(dict(zip(header, cells, strict=True)) for _, cells in found)
    except TableError as error:
        raise VersionError(str(error)) from error
    if not header:
        raise VersionError(f"{name}:1: the header is missing")
    return rows


def project_version(root: Path) -> str:
    """Read the version that the ``pyproject.toml`` in a folder gives.

    Raises VersionError if the file cannot be read, or gives none.
    """
    try:
        project = tomllib.loads(read_inside(root, PROJECT).decode("utf-8"))
        return str(project["project"]["version"])
    except (KeyError, TypeError):
        message = f'no version is given: write version = "0.1.0{DEVELOPMENT}" below [project]'
    except OSError as error:
        message = f"cannot be read ({error.strerror or error})"
    except (ValueError, RecursionError) as error:
        message = f"cannot be read as TOML in UTF-8 ({error})"
    raise VersionError(f"{root / PROJECT}: {message}")


def name_of(path: Path, descriptor: Mapping[str, Any]) -> str:
    """The number of the version in a folder or zip, given its descriptor; blank if it has none."""
    is_project = (path / PROJECT).is_file()
    return project_version(path) if is_project else str(descriptor.get("version", ""))


def files_of(path: Path) -> dict[str, bytes]:
    """Read every file of a zip: its path to its bytes.

    Raises VersionError if the zip cannot be read, or is not safe to unpack.
    """
    try:
        return unzip(path)
    except ZipError as error:
        raise VersionError(f"{path}: {error}") from error


# Changes between two versions

Bump: TypeAlias = Literal["none", "patch", "minor", "major"]
BUMPS: tuple[Bump, ...] = ("none", "patch", "minor", "major")
"""How far a version rises, the least first."""

Kind: TypeAlias = Literal[
    "table_gone",
    "table_added",
    "column_gone",
    "column_changed",
    "column_added",
    "value_added",
    "column_reworded",
    "row_gone",
    "error_withdrawn",
    "row_added",
    "cell_extended",
    "cell_corrected",
    "span_moved",
]

KINDS: Mapping[Kind, tuple[Bump, str]] = MappingProxyType(
    {
        "table_gone": ("major", "table gone"),
        "table_added": ("minor", "table added"),
        "column_gone": ("major", "columns gone"),
        "column_changed": ("major", "columns changed"),
        "column_added": ("minor", "columns added"),
        "value_added": ("minor", "values added"),
        "column_reworded": ("patch", "columns reworded"),
        "row_gone": ("major", "rows gone"),
        "error_withdrawn": ("minor", "errors withdrawn"),
        "row_added": ("minor", "rows added"),
        "cell_extended": ("minor", "lists extended"),
        "cell_corrected": ("patch", "cells corrected"),
        "span_moved": ("patch", "spans moved"),
    }
)
"""What each kind of change requires of the next version, and its heading, in the order of a list.

``column_changed``: another type, another key, fewer values, or blank cells that are now allowed.
``column_reworded``: other words or a constraint on the form; whether the meaning is another one
too, only a person can decide. ``error_withdrawn``: a row that should never have been released, as
``withdrawn`` says. ``cell_extended``: a list (a column whose schema names a separator)
with more values, and none fewer. ``span_moved``: the same quote of the same source elsewhere in it.
"""

LEAST: Mapping[Kind, Bump] = {kind: bump for kind, (bump, _) in KINDS.items()}
"""What a change of each kind requires of the next version."""

CELLS: tuple[Kind, ...] = ("cell_extended", "cell_corrected", "span_moved")
"""The kinds that change a cell of a row that stays."""

GONE: tuple[Kind, ...] = ("row_gone", "error_withdrawn")
"""The kinds of a released row that is gone."""

_WORDS = (
    "title",
    "description",
    "meanings",
    "pattern",
    "minimum",
    "maximum",
    "unique",
    "separator",
)
"""The parts of a column's definition that ``column_reworded`` compares."""


@dataclass(frozen=True)
class Change:
    """One difference between two versions.

    Attributes:
        kind: What it is.
        table: The table's name.
        row_id: The row's permanent id; blank if the change is of a table or column.
        column: The column; blank if the change is of a table or row.
        before: The cell, type or value as it was; blank if there was none.
        after: As it is now; blank if there is none.
    """

    kind: Kind
    table: str
    row_id: str = ""
    column: str = ""
    before: str = ""
    after: str = ""

    @property
    def row(self) -> tuple[str, str]:
        """The table and the row's id."""
        return self.table, self.row_id

    @property
    def cell(self) -> tuple[str, str, str]:
        """The table, the row's id and the column."""
        return self.table, self.row_id, self.column


def by_id(version: Version, table: str) -> dict[str, Cells]:
    """The rows of a table by their id; none if there is no such table, or if it has no ids."""
    schema = version.schemas.get(table)
    return _by_key(version, table) if schema and schema.id_field else {}


def _by_key(version: Version, table: str) -> dict[str, Cells]:
    """The rows of a table by their key, with colons between the cells of several columns."""
    schema = version.schemas.get(table)
    if schema is None or not schema.key:
        return {}
    rows = (row for row in version.rows.get(table, ()) if all(map(row.get, schema.key)))
    return {schema.row_id(row): row for row in rows}


def compare(old: Version, new: Version, *, passages: bool = False) -> list[Change]:
    """List what makes ``new`` of ``old``: by table, then by kind, then by id, as ``new`` has them.

    Views follow the tables; of these, the columns are compared, which is all that a file contains.
    Of a table that came or went, its rows and columns are not listed one by one; of a column that
    came or went, its cells are not. A cell that either version does not know (a column missing from
    its row) is not compared.

    With ``passages``, tables without ids that quote are compared too; their rows are named by the
    cells of their keys.
    """
    found: list[Change] = []
    tables = (_compared(version, passages=passages) for version in (old, new))
    for before, after in ((*tables,), (old.views, new.views)):
        for table in {**after, **before}:
            if table not in after:
                found.append(Change("table_gone", table, before=_size(old, table)))
            elif table not in before:
                found.append(Change("table_added", table, after=_size(new, table)))
            else:
                columns = _column_changes(before[table], after[table])
                changes = [*columns, *_row_changes(table, old, new)]
                found += sorted(changes, key=lambda change: [*KINDS].index(change.kind))
    return found


def _compared(version: Version, *, passages: bool) -> dict[str, Schema]:
    """The tables with ids; with ``passages``, also those that quote."""
    return {
        table: schema
        for table, schema in version.schemas.items()
        if schema.id_field or (passages and schema.has_spans)
    }


def _size(version: Version, table: str) -> str:
    rows = version.rows.get(table)
    return "a view" if rows is None else pluralize(len(rows), "row")


def _column_changes(old: Schema, new: Schema) -> Iterator[Change]:
    table = new.table
    for name in old.names:
        if name not in new.by_name:
            yield Change("column_gone", table, column=name, before=old.by_name[name].type)
    for name, column in new.by_name.items():
        if name not in old.by_name:
            yield Change("column_added", table, column=name, after=column.type)
        else:
            for kind, before, after in _definition_changes(old.by_name[name], column):
                yield Change(kind, table, "", name, before, after)
    if old.key != new.key and new.id_field in old.by_name:
        yield Change("column_changed", table, "", str(new.id_field), "no key", "the key")


def _definition_changes(old: Field, new: Field) -> Iterator[tuple[Kind, str, str]]:
    """The changes of a column's definition: kind, before, after."""
    if old.type != new.type:
        yield "column_changed", old.type, new.type
    if old.required and not new.required:
        yield "column_changed", "required", "may be blank"
    if old.enum and new.enum:
        yield from (("column_changed", value, "") for value in old.enum if value not in new.enum)
        yield from (("value_added", "", value) for value in new.enum if value not in old.enum)
    elif old.enum != new.enum:
        before, after = ("one of its values" if f.enum else "any value" for f in (old, new))
        yield "column_changed", before, after
    if not old.required and new.required:
        yield "column_reworded", "may be blank", "required"
    kept = [value for value in old.meanings if value in new.meanings]
    for name in _WORDS:
        before, after = (_words(getattr(field, name), kept) for field in (old, new))
        if before != after:
            yield "column_reworded", f"{name}: {before}", f"{name}: {after}"


def _words(value: object, kept: Iterable[str]) -> str:
    """A part of a column's definition as text; of the meanings, those of the values kept."""
    if isinstance(value, Mapping):
        return "; ".join(f"{code} = {value[code]}" for code in kept)
    return "none" if value is None else str(value)


def _row_changes(table: str, old: Version, new: Version) -> Iterator[Change]:
    before, after = _by_key(old, table), _by_key(new, table)
    errors = {
        row["row_id"]
        for row in new.rows.get(WITHDRAWN, ())
        if row.get("table_name") == table and row.get("error")
    }
    for row_id in (row_id for row_id in before if row_id not in after):
        yield Change("error_withdrawn" if row_id in errors else "row_gone", table, row_id)
    for row_id, row in after.items():
        was = before.get(row_id)
        if was is None:
            yield Change("row_added", table, row_id)
            continue
        same_words = all(n in row and was.get(n) == row[n] for n in ("source_id", "quote"))
        for name, cell in row.items():
            if name not in was or was[name] == cell:
                continue
            kind: Kind = "cell_corrected"
            if same_words and name in ("span_start", "span_end"):
                kind = "span_moved"
            elif added_to(new.schemas[table].by_name.get(name), was[name], cell):
                kind = "cell_extended"
            yield Change(kind, table, row_id, name, was[name], cell)


def added_to(field: Field | None, before: str, after: str) -> list[str]:
    """The values that a list got, in its order; none if it lost one, or if the cell is no list."""
    if field is None or field.separator is None:
        return []
    old, new = (cell.split(field.separator) if cell else [] for cell in (before, after))
    return [value for value in new if value not in old] if {*old} <= {*new} else []


def least_bump(changes: Iterable[Change]) -> Bump:
    """The least step of the version that these changes require; of internal tables, none."""
    steps = (LEAST[change.kind] for change in changes if change.table not in INTERNAL_TABLES)
    return max(steps, key=BUMPS.index, default="none")


def raised(release: str, bump: Bump) -> str:
    """The least release that is so far above another."""
    major, minor, patch = number(release)
    return {
        "none": release,
        "patch": f"{major}.{minor}.{patch + 1}",
        "minor": f"{major}.{minor + 1}.0",
        "major": f"{major + 1}.0.0",
    }[bump]


# What each release changed

CHANGES_FILE = "changes.csv"
CHANGES_SCHEMA = f"{DERIVED}/changes.json"
CORRECTIONS, WITHDRAWN = "corrections", "withdrawn"
WITH_REASONS = (CORRECTIONS, WITHDRAWN)
"""The tables with the reason of each released cell that changed and each row that was withdrawn."""

RELEASES_KEY = "releases"
"""The key of a release's descriptor that lists the versions up to it, the first one first."""


def changes(since: str | None = None) -> pd.DataFrame:
    """List what every release changed, a row a change, from the second release on.

    Columns: ``release`` (the first that contains the change), ``kind`` (what it is),
    ``table_name``, ``row_id``, ``column_name``, ``before``, ``after`` (blank where there is
    nothing), ``reason`` (of corrections and withdrawals); all of them strings. In a checkout the
    last one is the development version, or the release to come. For the
    first release the frame is empty, and its ``attrs["note"]`` says why.

    Args:
        since: A release; only what later ones changed is listed.

    Raises:
        ValueError: no release of that version; the message lists them.

    """
    return changes_from(installed_package(), since)


def changes_from(source: DataPackage, since: str | None = None) -> pd.DataFrame:
    """List the changes of any package, as :func:`changes` does."""
    known = releases(source)
    if since is not None and since not in known:
        listed = ", ".join(known)
        raise ValueError(f"no release {since!r}: the releases are {listed}{meant(since, known)}")
    later = known if since is None else known[known.index(since) + 1 :]
    schema = changes_schema(source)
    if has_changes_file(source):
        every = rows(source.root / CHANGES_FILE, schema)
    else:
        cells = [row.items() for row in compute_release_changes(source)]
        every = [{name: text or None for name, text in row} for row in cells]
    found = frame(types_of(schema.fields), [row for row in every if row["release"] in later])
    if len(known) == 1:
        found.attrs["note"] = f"{known[0]} is the first release: there is nothing to compare with"
    return found


def releases(source: DataPackage) -> list[str]:
    """List the versions up to the package's own, the first one first."""
    if RELEASES_KEY in source.descriptor:
        return [str(name) for name in source.descriptor[RELEASES_KEY]]
    own, earlier = _own_and_earlier(source)
    return [*earlier, own] if own else []


def has_changes_file(source: DataPackage) -> bool:
    """Whether a package contains ``changes.csv``, as a release does if it has any row."""
    resources = source.descriptor["resources"]
    return any(is_derived(resource) and resource["name"] == "changes" for resource in resources)


def changes_schema(source: DataPackage) -> Schema:
    """Read the columns of ``changes.csv``."""
    return read_schema("changes", source.root, CHANGES_SCHEMA)


def compute_release_changes(
    source: DataPackage, files: Mapping[str, bytes] = MappingProxyType({})
) -> list[Mapping[str, str]]:
    """Compare the tables of a checkout with those of the releases beside it.

    ``files`` are those of the checkout that are read already, by their path. Raises VersionError if
    a release, or a table of the checkout, cannot be read.
    """
    own, earlier = _own_and_earlier(source)
    if RELEASES_KEY in source.descriptor or not earlier:
        return []
    last = read_version(source.root, files)
    reasons = reasons_of(last, own, [*earlier][-1] if is_development(own) else None)
    steps = pairwise([*map(read_version, earlier.values()), last])
    return [
        {
            "release": release,
            "kind": change.kind,
            "table_name": change.table,
            "row_id": change.row_id,
            "column_name": change.column,
            "before": change.before,
            "after": change.after,
            "reason": reasons.get((release, *change.cell), ""),
        }
        for (old, new), release in zip(steps, [*earlier, own][1:], strict=True)
        for change in compare(old, new)
    ]


def _own_and_earlier(source: DataPackage) -> tuple[str, dict[str, Path]]:
    """The package's own version, and the releases below it, the lowest first."""
    own = name_of(source.root, source.descriptor)
    there = published(source.root / RELEASES) if own else {}
    return own, {name: path for name, path in there.items() if is_earlier(name, own)}


def reasons_of(version: Version, own: str, last: str | None) -> dict[tuple[str, ...], str]:
    """By release, table, id and column (blank for a row), why it changed.

    Where the number of the next release is open, every release that a log names above ``last``, the
    highest published one, is the version ``own``.
    """
    return {
        (
            own if last and is_above(row["release"], last) else row["release"],
            *(row["table_name"], row["row_id"], row.get("column_name", "")),
        ): row["reason"]
        for log in WITH_REASONS
        for row in version.rows.get(log, ())
    }


# Reports


class Words(NamedTuple):
    """What a reader needs to judge the change of a row; blank where there is nothing.

    Attributes:
        cells: The filled cells of a new row, but for its key and the following.
        quote: The words that the row quotes.
        reason: Why the cell changed or the row went, or the row's own reason.
        note: The row's note.
    """

    cells: str
    quote: str
    reason: str
    note: str


Shown: TypeAlias = Mapping[Change, Words]
"""What is shown beside changes; nothing beside one that is not in it."""

NOTHING: Shown = MappingProxyType({})


def words_of(old: Version, new: Version, changes: Iterable[Change]) -> dict[Change, Words]:
    """What a reader needs to judge each change of a row.

    The reason of a change is one that ``old`` does not give, or that names the release of ``new``.
    """
    release = coming(new.name)
    reasons = {
        (row["table_name"], row["row_id"], row.get("column_name", "")): row["reason"]
        for log in WITH_REASONS
        for row in new.rows.get(log, ())
        if row not in old.rows.get(log, ()) or row["release"] == release
    }
    found = {}
    for change in (change for change in changes if change.row_id):
        version = old if change.kind in ("row_gone", "error_withdrawn") else new
        row, schema = _by_key(version, change.table)[change.row_id], version.schemas[change.table]
        left_out = {*schema.key, *Words._fields} if change.kind == "row_added" else {*row}
        cells = ", ".join(f"{n} {text}" for n, text in row.items() if text and n not in left_out)
        reason = reasons.get(change.cell) or row.get("reason", "")
        found[change] = Words(cells, row.get("quote", ""), reason, row.get("note", ""))
    return found


def as_text(changes: Sequence[Change], shown: Shown = NOTHING) -> Iterator[str]:
    """List the changes by table and kind, then the least version that they need."""
    for table, of_table in groupby(changes, key=lambda change: change.table):
        yield table
        for kind, members in groupby(of_table, key=lambda change: change.kind):
            yield f"  {KINDS[kind][1]}"
            for change in members:
                words = [change.row_id, change.column, change.before or change.after]
                if kind in (*CELLS, "column_changed", "column_reworded"):
                    words[2] = f"{_quoted(change.before)} -> {_quoted(change.after)}"
                yield f"    {' '.join(filter(None, words))}"
                if change in shown:
                    pairs = zip(Words._fields, shown[change], strict=True)
                    yield from (f"      {name}: {text}" for name, text in pairs if text)
        yield ""
    yield summary(changes)


def summary(changes: Sequence[Change]) -> str:
    """Count the changes and name the least version that they need."""
    if not changes:
        return "no changes"
    return f"{pluralize(len(changes), 'change')}: at least a {least_bump(changes)} version"


def _quoted(cell: str) -> str:
    return json.dumps(cell, ensure_ascii=False) if cell else "blank"


def as_markdown(changes: Sequence[Change], shown: Shown = NOTHING) -> Iterator[str]:
    """Write a heading for each table and a row for each change."""
    names = ("change", "row", "column", "before", "after", *(Words._fields if shown else ()))
    for table, members in groupby(changes, key=lambda change: change.table):
        yield from (f"## {escape_markdown(table)}", "", f"| {' | '.join(names)} |")
        yield "|---" * len(names) + "|"
        for change in members:
            cells = (change.row_id, change.column, change.before, change.after)
            every = [
                KINDS[change.kind][1],
                *map(escape_markdown, (*cells, *_beside(change, shown))),
            ]
            yield f"| {' | '.join(every)} |"
        yield ""
    yield summary(changes)


def _beside(change: Change, shown: Shown) -> tuple[str, ...]:
    """What is shown beside a change, a text for each column; none if nothing is shown at all."""
    return shown.get(change, Words("", "", "", "")) if shown else ()


def as_csv(changes: Sequence[Change], shown: Shown = NOTHING) -> Iterator[str]:
    """Write a row for each change; the columns are the attributes of :class:`Change`.

    It is for a spreadsheet (``screen.spreadsheet_cell``); JSON has the exact texts.
    """
    yield csvio.record([*(f.name for f in fields(Change)), *(Words._fields if shown else ())])
    for change in changes:
        cells = (*asdict(change).values(), *_beside(change, shown))
        yield csvio.record(map(spreadsheet_cell, cells))


def as_json(changes: Sequence[Change], shown: Shown = NOTHING) -> Iterator[str]:
    """Write an object with the list of changes and the least version that they need."""
    listed = [asdict(c) | (shown[c]._asdict() if c in shown else {}) for c in changes]
    yield from json_lines({"changes": listed, "least_bump": least_bump(changes)})


FORMATS: Mapping[str, Callable[..., Iterator[str]]] = MappingProxyType(
    {"text": as_text, "markdown": as_markdown, "csv": as_csv, "json": as_json}
)
