"""The data files of a release, and the zip format that packs them.

Standard library only, because the build hook (``hatch_build.py``) runs this before anything is
installed. The files of a release are a package again, and its release is the same byte for byte:
that is why a wheel built from the sdist equals the one built from the checkout.
"""

from __future__ import annotations

import csv
import io
import json
import stat
import zipfile
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from isk_indicators import csvio
from isk_indicators.changes import (
    CHANGES_FILE,
    CHANGES_SCHEMA,
    RELEASES_KEY,
    changes_schema,
    compute_release_changes,
    has_changes_file,
    releases,
)
from isk_indicators.checksums import sha256
from isk_indicators.release.project import BuildError, version
from isk_indicators.schema import CONTENT, DESCRIPTOR, OWN, UNRELEASED, DataPackage, open_package
from isk_indicators.versions import VersionError, content_hash, hash_as_written

MOMENT = (2020, 2, 2, 0, 0, 0)
"""The time of every member: the one that hatchling gives the files of a wheel."""

UNIX = 3
"""The system said to have made the zip, so that modes mean the same wherever it was made."""


def zip_archive(files: Mapping[str, bytes]) -> bytes:
    """Pack ``files`` (path, with slashes, to bytes) into a zip, sorted by path."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(files):
            archive.writestr(_member(path), files[path])
    return buffer.getvalue()


def _member(path: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(path, MOMENT)
    member.create_system = UNIX
    member.external_attr = (stat.S_IFREG | 0o644) << 16
    return member


def data_files(root: Path) -> dict[str, bytes]:
    """Gather the files of the data package released from ``root``: path, with slashes, to bytes.

    The schemas are all there, also those of tables left out: whoever has a gate from a release can
    check a checkout with it.

    Raises DescriptorError if the descriptor or a schema cannot be read, OSError if a table cannot,
    BuildError if an earlier release cannot.
    """
    package = open_package(root)
    tables = released_tables(package)
    resources = [r for r in package.descriptor["resources"] if r["name"] in tables]
    files = {r["path"]: package.path(r["name"]).read_bytes() for r in resources}
    schemas = {_relative(p, root): _schema_file(p, tables) for p in schema_files(root)}
    record = record_file(package)
    if record:
        resources.append(_record_resource(package))
        files[CHANGES_FILE] = record
    descriptor = _descriptor(package.descriptor, version(root), resources, files)
    descriptor[RELEASES_KEY] = releases(package)
    descriptor[OWN] = {CONTENT: content(package, tables)}
    return {DESCRIPTOR: to_json(descriptor), **schemas, **files}


def record_file(package: DataPackage) -> bytes:
    """Write the record of changes; nothing if there is no row, as of any table.

    Raises BuildError if a published release, or a table, cannot be read.
    """
    if has_changes_file(package):
        return (package.root / CHANGES_FILE).read_bytes()
    try:
        rows = compute_release_changes(package)
    except VersionError as error:
        raise BuildError(f"{CHANGES_FILE} cannot be made: {error}") from error
    names = changes_schema(package).names
    cells = [[row[name] for name in names] for row in rows]
    return csvio.document(names, cells).encode("utf-8") if rows else b""


def _record_resource(package: DataPackage) -> dict[str, Any]:
    """The resource of the record: in the format of the tables, with a schema of its own."""
    told = json.loads((package.root / CHANGES_SCHEMA).read_text(encoding="utf-8"))
    own = {"name": "changes", "title": told["title"], "description": told["description"]}
    return {
        **package.descriptor["resources"][0],
        **own,
        "path": CHANGES_FILE,
        "schema": CHANGES_SCHEMA,
    }


def schema_files(root: Path) -> list[Path]:
    """List the schemas of every table, released or not, every view and the record of changes."""
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
    described = [r | file_metadata(files[r["path"]]) for r in resources]
    return head | {"version": number} | body | {"resources": described}


def file_metadata(data: bytes) -> dict[str, Any]:
    """Give what a resource says of its file's bytes: their number and hash."""
    return {"bytes": len(data), "hash": f"sha256:{sha256(data)}"}


def content(package: DataPackage, tables: Collection[str]) -> dict[str, Any]:
    """Say what the tables hold, whatever form they are in: rows and hash of each, hash of all."""
    rows = {table: read_rows(package, table) for table in tables}
    hashes = {table: hash_as_written(package.schemas[table], rows[table]) for table in tables}
    each = {t: {"rows": len(rows[t]), "hash": f"sha256:{hashes[t]}"} for t in tables}
    return {"hash": f"sha256:{content_hash(hashes)}", "tables": each}


def _schema_file(path: Path, tables: Collection[str]) -> bytes:
    """Take out of the schema the foreign keys to tables that the release leaves out."""
    schema = json.loads(path.read_text(encoding="utf-8"))
    present = ("", *tables)
    links = [k for k in schema.pop("foreignKeys", ()) if k["reference"]["resource"] in present]
    return to_json(schema | {"foreignKeys": links} if links else schema)


def to_json(document: Mapping[str, Any]) -> bytes:
    """Write a descriptor or a schema."""
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()
