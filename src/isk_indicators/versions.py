"""Versions of the tables: reading one from a folder or a zip, and the hash of its content.

Nothing of an old release is checked, and no file outside the folder or zip is read.
The content hash is the same for every format of the tables; ``docs/exports.md`` defines it.
"""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any, TypeAlias

from isk_indicators.checksums import listed, sha256
from isk_indicators.installed import DISTRIBUTION
from isk_indicators.safe_zip import ZipError, unsafe_name_reason, unzip
from isk_indicators.schema import DESCRIPTOR, VIEWS, Cell, Schema, is_derived, parse_schema
from isk_indicators.tables import value

RELEASES = "releases"
"""The folder of the published zips, below the root of a checkout."""

PROJECT = "pyproject.toml"
"""Where the version of a checkout stands; that of a release stands in its descriptor."""

NUMBER = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)")

DEVELOPMENT = ".dev0"
"""The end of a version between two releases: ``1.1.0.dev0`` comes before 1.1.0 (PEP 440)."""

_ZIP = re.compile(rf"{DISTRIBUTION}-({NUMBER.pattern}(?:{re.escape(DEVELOPMENT)})?)\.zip")

Cells: TypeAlias = Mapping[str, str]
"""A row: its cells by column as written, a blank as an empty string."""

Number: TypeAlias = tuple[int, int, int]
"""A version's number, so that numbers can be compared."""

Read: TypeAlias = Callable[[str], bytes]
"""Reads a file of a version, given its path relative to the root, with slashes."""


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
    """

    name: str
    schemas: Mapping[str, Schema]
    rows: Mapping[str, tuple[Cells, ...]]
    views: Mapping[str, Schema] = field(default_factory=dict)


def number(name: str) -> Number:
    """Read ``MAJOR.MINOR.PATCH``.

    Raises:
        VersionError: it is written otherwise.
    """
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

    Raises:
        VersionError: one of them is no version.
    """
    bound = number(coming(name))
    return is_development(name) or number(release) < bound


def is_above(release: str, last: str) -> bool:
    """Whether a ledger's cell names a release above a published one; what is no number does not."""
    return NUMBER.fullmatch(release) is not None and number(release) > number(last)


def version_in(file: str) -> str | None:
    """The version in the name of a built zip; None if the file is not named as one."""
    match = _ZIP.fullmatch(file)
    return match[1] if match else None


def published_number(file: str) -> str | None:
    """The number in the name of a release's zip; None if it is not named as one."""
    name = version_in(file)
    return None if name is None or is_development(name) else name


def published(folder: Path) -> dict[str, Path]:
    """Find the published zips in a folder: number to path, the lowest first."""
    found = {n: p for p in folder.glob("*.zip") if (n := published_number(p.name))}
    return dict(sorted(found.items(), key=lambda item: number(item[0])))


def read_version(path: Path, files: Mapping[str, bytes] = MappingProxyType({})) -> Version:
    """Read a folder with a ``datapackage.json``, or a zip with one at its root.

    ``files`` are those read already, by their path relative to the root.

    Raises:
        VersionError: it is neither, or a file in it cannot be read.
    """
    read, names = _opened(path, files)
    descriptor = _json(read, DESCRIPTOR)
    try:
        resources = {r["name"]: r for r in descriptor["resources"] if not is_derived(r)}
        schemas = {t: parse_schema(t, _json(read, r["schema"])) for t, r in resources.items()}
        rows = {t: _rows(read, str(r["path"])) for t, r in resources.items()}
        paths = {p.stem: str(p) for p in map(PurePosixPath, names) if _is_view(p)}
        views = {v: parse_schema(v, _json(read, paths[v])) for v in sorted(paths)}
    except VersionError:
        raise
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise VersionError(
            f"{path}: {DESCRIPTOR} or a schema is not built as expected ({error})"
        ) from error
    return Version(name_of(path, descriptor), schemas, rows, views)


def open_version(folder: Path, given: str) -> Version:
    """Read a version named by a path from ``folder``, or by the number of a zip in its releases.

    Raises:
        VersionError: it does not exist or cannot be read; the message says what to do.
    """
    path = folder / given
    if NUMBER.fullmatch(given) and not path.exists():
        zips = published(folder / RELEASES)
        if given not in zips:
            known = f"it has {', '.join(zips)}" if zips else "it has none"
            raise VersionError(f"{RELEASES}/ of this folder has no zip of version {given}; {known}")
        path = zips[given]
    try:
        return read_version(path)
    except VersionError as error:
        if not path.exists():
            raise
        advice = f"run {DISTRIBUTION} check {path}, and correct what it reports"
        if path.is_file():
            advice = "put the zip there as it was published"
        raise VersionError(f"{error}; {advice}") from error


def project_version(project: Path) -> str:
    """Read the version that a ``pyproject.toml`` gives.

    Raises:
        VersionError: the file cannot be read, or gives none.
    """
    try:
        return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])
    except (KeyError, TypeError):
        message = f'no version is given: write version = "0.1.0{DEVELOPMENT}" below [project]'
    except OSError as error:
        message = f"cannot be read ({error.strerror})"
    except ValueError as error:
        message = f"cannot be read as TOML in UTF-8 ({error})"
    raise VersionError(f"{project}: {message}")


def files_of(path: Path) -> dict[str, bytes]:
    """Read every file of a zip: its path to its bytes.

    Raises:
        VersionError: the zip cannot be read, or is one that nobody should unpack (``zips``).
    """
    try:
        return unzip(path)
    except ZipError as error:
        raise VersionError(f"{path}: {error}") from error


def name_of(path: Path, descriptor: Mapping[str, Any]) -> str:
    """The number of the version in a folder or zip, given its descriptor; blank if it has none.

    Raises:
        VersionError: as :func:`project_version`.
    """
    project = path / PROJECT
    return project_version(project) if project.is_file() else str(descriptor.get("version", ""))


def _opened(path: Path, given: Mapping[str, bytes]) -> tuple[Read, list[str]]:
    """What reads a file of the version, and the names of those that may be its views' schemas."""
    if path.is_dir():
        views = [f"{VIEWS}/{file.name}" for file in path.glob(f"{VIEWS}/*.json")]
        return partial(_from_folder, path, given), views
    if path.is_file():
        files = files_of(path)
        return partial(_from_zip, path, files), [*files]
    raise VersionError(f"{path}: no such folder or zip")


def _is_view(path: PurePosixPath) -> bool:
    return path.parent == PurePosixPath(VIEWS) and path.suffix == ".json"


def _from_folder(root: Path, given: Mapping[str, bytes], name: str) -> bytes:
    if name in given:
        return given[name]
    _require_inside(root, name)
    try:
        return (root / name).read_bytes()
    except OSError as error:
        raise VersionError(f"{root}: {name} cannot be read ({error.strerror})") from error


def _from_zip(path: Path, files: Mapping[str, bytes], name: str) -> bytes:
    _require_inside(path, name)
    if name not in files:
        raise VersionError(f"{path}: has no {name}")
    return files[name]


def _require_inside(container: Path, name: str) -> None:
    if reason := unsafe_name_reason(name):
        raise VersionError(f"{container}: the file {name!r} {reason}")


def _json(read: Read, name: str) -> dict[str, Any]:
    try:
        document = json.loads(read(name).decode("utf-8"))
    except VersionError:
        raise
    except (ValueError, RecursionError) as error:
        raise VersionError(f"{name}: cannot be read as JSON in UTF-8 ({error})") from error
    if not isinstance(document, dict):
        raise VersionError(f"{name}: expected a JSON object, found {type(document).__name__}")
    return document


def _rows(read: Read, name: str) -> tuple[Cells, ...]:
    try:
        text = read(name).decode("utf-8")
    except UnicodeDecodeError as error:
        raise VersionError(f"{name}: is not UTF-8") from error
    records = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(records, [])
        rows = []
        for record in records:
            if len(record) != len(header):
                count = f"cells in the row: {len(record)}, in the header: {len(header)}"
                raise VersionError(f"{name}:{records.line_num}: {count}")
            rows.append(dict(zip(header, record, strict=True)))
    except csv.Error as error:
        what = "a quotation mark is out of place"
        raise VersionError(f"{name}:{records.line_num}: no CSV: {what}") from error
    if not header:
        raise VersionError(f"{name}:1: the header is missing")
    return tuple(rows)


def table_hash(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Hash a table: 64 hexadecimal digits.

    Args:
        columns: The names of its columns, in the order of its schema.
        rows: Its rows, in any order, each with a typed cell a column; None is a blank.

    """
    lines = sorted(_hash_line(row) for row in rows)
    return sha256(b"".join([_hash_line(columns), *lines]))


def hash_as_written(schema: Schema, rows: Iterable[Mapping[str, str]]) -> str:
    """Hash a table whose cells are texts as in its CSV file, a blank an empty string.

    Raises:
        TableError: a cell is not of its column's type.
    """
    return table_hash(
        schema.names,
        ([value(row[f.name], f, schema.table) for f in schema.fields] for row in rows),
    )


def content_hash(tables: Mapping[str, str]) -> str:
    """Hash all tables, given the hash of each by its name: 64 hexadecimal digits."""
    return sha256(listed(tables))


def _hash_line(cells: Sequence[Cell]) -> bytes:
    plain = [cell.isoformat() if isinstance(cell, date) else cell for cell in cells]
    text = json.dumps(plain, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return f"{text}\n".encode()
