"""A version of the tables, read from a folder or from the zip of a release.

What lives here: opening one safely, and finding the published ones in ``releases/``. What must not:
any comparison (``changes``). A version is plain text, as it was written by whichever rules held
then: nothing of an old release is checked, and no file outside the folder or zip is read. A further
kind of container is a further reader in ``_reader``. Standard library only.
"""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, TypeAlias

from isk_indicators.home import DISTRIBUTION
from isk_indicators.schema import DESCRIPTOR, Schema, curated, parse_schema

RELEASES = "releases"
"""The folder of the published zips, below the root of a checkout."""

PROJECT = "pyproject.toml"
"""Where the version of a checkout stands; that of a release stands in its descriptor."""

NUMBER = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)")
_ZIP = re.compile(rf"{DISTRIBUTION}-({NUMBER.pattern})\.zip")

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
    """

    name: str
    schemas: Mapping[str, Schema]
    rows: Mapping[str, tuple[Cells, ...]]


def number(name: str) -> Number:
    """Read ``MAJOR.MINOR.PATCH``.

    Raises:
        VersionError: it is written otherwise.
    """
    match = NUMBER.fullmatch(name)
    if match is None:
        raise VersionError(f"{name!r} is no version: write three numbers, such as 0.1.0")
    major, minor, patch = match.groups()
    return int(major), int(minor), int(patch)


def published(folder: Path) -> dict[str, Path]:
    """Find the published zips in a folder: number to path, the lowest first."""
    found = {m[1]: p for p in folder.glob("*.zip") if (m := _ZIP.fullmatch(p.name))}
    return dict(sorted(found.items(), key=lambda item: number(item[0])))


def read_version(path: Path) -> Version:
    """Read a folder with a ``datapackage.json``, or a zip with one at its root.

    Raises:
        VersionError: it is neither, or a file in it cannot be read.
    """
    read = _reader(path)
    descriptor = _json(read, DESCRIPTOR)
    try:
        resources = {r["name"]: r for r in curated(descriptor)}
        schemas = {t: parse_schema(t, _json(read, r["schema"])) for t, r in resources.items()}
        rows = {t: _rows(read, str(r["path"])) for t, r in resources.items()}
    except (AttributeError, KeyError, TypeError) as error:
        raise VersionError(
            f"{path}: {DESCRIPTOR} or a schema is not built as expected ({error})"
        ) from error
    return Version(_name(path, descriptor), schemas, rows)


def project_version(project: Path) -> str:
    """Read the version that a ``pyproject.toml`` gives.

    Raises:
        VersionError: the file cannot be read, or gives none.
    """
    try:
        return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise VersionError(f"{project}: no version can be read ({error})") from error


def files_of(path: Path) -> dict[str, bytes]:
    """Read every file of a zip: its path to its bytes.

    Raises:
        VersionError: the zip cannot be read, or a file in it would lie outside.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if not name.endswith("/")]
            for name in names:
                _require_inside(path, name)
            return {name: archive.read(name) for name in names}
    except (OSError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error) as error:
        raise VersionError(f"{path}: cannot be read as a zip ({error})") from error


def _name(path: Path, descriptor: Mapping[str, Any]) -> str:
    project = path / PROJECT
    return project_version(project) if project.is_file() else str(descriptor.get("version", ""))


def _reader(path: Path) -> Read:
    if path.is_dir():
        return partial(_from_folder, path)
    if path.is_file():
        return partial(_from_zip, path, files_of(path))
    raise VersionError(f"{path}: no such folder or zip")


def _from_folder(root: Path, name: str) -> bytes:
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
    parts = PurePosixPath(name)
    if parts.is_absolute() or ".." in parts.parts or re.search(r"[\\:\x00]", name):
        raise VersionError(f"{container}: names the file {name!r}, which would lie outside of it")


def _json(read: Read, name: str) -> dict[str, Any]:
    try:
        document = json.loads(read(name).decode("utf-8"))
    except VersionError:
        raise
    except ValueError as error:
        raise VersionError(f"{name}: cannot be read as JSON in UTF-8 ({error})") from error
    if not isinstance(document, dict):
        raise VersionError(f"{name}: expected a JSON object, found {type(document).__name__}")
    return document


def _rows(read: Read, name: str) -> tuple[Cells, ...]:
    try:
        text = read(name).decode("utf-8")
        header, *records = csv.reader(io.StringIO(text, newline=""), strict=True)
        return tuple(dict(zip(header, record, strict=True)) for record in records)
    except VersionError:
        raise
    except (ValueError, csv.Error) as error:
        raise VersionError(f"{name}: cannot be read as CSV in UTF-8 ({error})") from error
