"""The data files of a release: the descriptor, the schemas and the tables, and nothing else.

What lives here: which tables are released, and their files as bytes, the same for wheel, sdist and
zip. What must not: archives (``archive``, ``distributions``) and documents for readers
(``bundle``). A new table needs no line here: it is a resource of ``datapackage.json``.

Standard library only, because the build hook (``hatch_build.py``) runs this before anything is
installed. The files of a release are a package again, and its release is the same byte for byte:
that is why a wheel built from the sdist equals the one built from the checkout.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from isk_indicators.release.checksums import sha256
from isk_indicators.release.project import version
from isk_indicators.schema import DESCRIPTOR, UNRELEASED, DataPackage, open_package


def data_files(root: Path) -> dict[str, bytes]:
    """Gather the files of the data package released from ``root``: path, with slashes, to bytes.

    The schemas are all there, also those of tables left out: whoever has a gate from a release can
    check a checkout with it.

    Raises DescriptorError if the descriptor or a schema cannot be read, OSError if a table cannot.
    """
    package = open_package(root)
    tables = released_tables(package)
    resources = [r for r in package.descriptor["resources"] if r["name"] in tables]
    files = {r["path"]: package.path(r["name"]).read_bytes() for r in resources}
    schemas = {_relative(p, root): _schema_file(p, tables) for p in schema_files(root)}
    descriptor = _descriptor(package.descriptor, version(root), resources, files)
    return {DESCRIPTOR: to_json(descriptor), **schemas, **files}


def schema_files(root: Path) -> list[Path]:
    """List the schemas of every table, released or not, and of every view."""
    return sorted((root / "schemas").rglob("*.json"))


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def released_tables(package: DataPackage) -> tuple[str, ...]:
    """Name the tables of a release, in the descriptor's order: those with rows, bar our own."""
    return tuple(t for t in package.schemas if t not in UNRELEASED and read_rows(package, t))


def read_rows(package: DataPackage, table: str) -> list[dict[str, str]]:
    """Read a table's rows as written: column to cell, a blank as an empty string."""
    text = package.path(table).read_bytes().decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _descriptor(
    descriptor: Mapping[str, Any],
    number: str,
    resources: list[dict[str, Any]],
    files: Mapping[str, bytes],
) -> dict[str, Any]:
    """Add the version to the descriptor, and to each resource the size and hash of its file."""
    head = {key: descriptor[key] for key in ("$schema", "name")}
    body = {key: value for key, value in descriptor.items() if key != "version"}
    sealed = [r | seal(files[r["path"]]) for r in resources]
    return head | {"version": number} | body | {"resources": sealed}


def seal(data: bytes) -> dict[str, Any]:
    """Give what a resource says of its file's bytes: their number and hash."""
    return {"bytes": len(data), "hash": f"sha256:{sha256(data)}"}


def _schema_file(path: Path, tables: Collection[str]) -> bytes:
    """Take out of the schema the foreign keys to tables that the release leaves out."""
    schema = json.loads(path.read_text(encoding="utf-8"))
    present = ("", *tables)
    links = [k for k in schema.pop("foreignKeys", ()) if k["reference"]["resource"] in present]
    return to_json(schema | {"foreignKeys": links} if links else schema)


def to_json(document: Mapping[str, Any]) -> bytes:
    """Write a descriptor or a schema."""
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()
