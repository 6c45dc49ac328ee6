"""What is in a release: the data package, the zip format, and the description as Croissant."""

from __future__ import annotations

import io
import json
import stat
import tomllib
import zipfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from importlib import metadata
from pathlib import Path, PurePosixPath
from typing import Any

from isk_indicators import csvio
from isk_indicators.changes import (
    CHANGES_FILE,
    CHANGES_SCHEMA,
    DEVELOPMENT,
    PROJECT,
    RELEASES_KEY,
    VersionError,
    changes_schema,
    coming,
    compute_release_changes,
    has_changes_file,
    is_development,
    project_version,
    releases,
)
from isk_indicators.cite import bibtex, data_work
from isk_indicators.curate import StoppedError
from isk_indicators.download import describe_content, sha256
from isk_indicators.export import NOTES_SHAPE, dataset_notes
from isk_indicators.safe_zip import CONTENT as LARGEST
from isk_indicators.safe_zip import read_inside
from isk_indicators.schema import (
    CONTENT,
    DESCRIPTOR,
    EXTENSION_KEY,
    INTERNAL_TABLES,
    LOG_TABLES,
    OPTIONAL_TABLES,
    DataPackage,
    Row,
    Shape,
    check_shape,
    every_schema,
    open_package,
    parse_json,
    parse_schema,
)
from isk_indicators.tables import Dataset, parse_rows


class BuildError(StoppedError):
    """A release cannot be written; the message says what to do."""


# The project


def backend(root: Path) -> str:
    """Read the pinned requirement of the build back end, such as ``hatchling==1.33.0``.

    Raises BuildError if more or fewer than one package is required to build.
    """
    requires = _requirements(root, "build-system", "requires")
    if len(requires) != 1:
        raise BuildError(f"{PROJECT}: expected one build requirement, found {len(requires)}")
    return requires[0]


def pinned(root: Path) -> tuple[str, ...]:
    """List the requirements of the extra ``[dev]`` that allow one version, as ``duckdb==2.0.0``.

    They are those that a release's bytes depend on.
    """
    needed = _requirements(root, "project", "optional-dependencies", "dev")
    return tuple(one for one in needed if "==" in one)


def _requirements(root: Path, *keys: str) -> list[str]:
    """Read a list of requirements of the project file."""
    try:
        found = tomllib.loads(read_inside(root, PROJECT).decode("utf-8"))
        for key in keys:
            found = found[key]
    except (LookupError, TypeError, ValueError) as error:
        raise BuildError(f"{PROJECT}: {'.'.join(keys)} cannot be read ({error})") from error
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise BuildError(f"{PROJECT}: expected a list of texts in {'.'.join(keys)}")
    return found


def require(*requirements: str) -> None:
    """Refuse to build with another version than these allow, each ``name==version``.

    Raises BuildError with what is installed and what is required.
    """
    for required in requirements:
        name = required.partition("==")[0]
        try:
            found = f"{name}=={metadata.version(name)}"
        except metadata.PackageNotFoundError:
            found = f"no {name}"
        if found != required:
            raise BuildError(
                f"{found} is installed, but a release is built with {required}: "
                'python -m pip install -e ".[dev]"'
            )


# The zip format

MOMENT = (2020, 2, 2, 0, 0, 0)
"""The time of every member: the one that hatchling gives the files of a wheel."""

UNIX = 3
"""The system said to have made the zip, so that modes mean the same wherever it was made."""


def zip_archive(files: Mapping[str, bytes]) -> bytes:
    """Pack ``files`` (path, with slashes, to bytes) into a zip, sorted by path."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(files):
            member = zipfile.ZipInfo(path, MOMENT)
            member.create_system = UNIX
            member.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(member, files[path])
    return buffer.getvalue()


# The data package


def table_files(package: DataPackage) -> dict[str, bytes]:
    """Read the files of all tables: path to bytes."""
    files = map(package.relative, package.schemas)
    return {file: read_inside(package.root, file, LARGEST) for file in files}


def table_rows(package: DataPackage, tables: Mapping[str, bytes]) -> dict[str, list[Row]]:
    """Read the rows of all tables, whose files are given by path."""
    found = {}
    for name, schema in package.schemas.items():
        file = package.relative(name)
        lines = io.StringIO(tables[file].decode("utf-8"), newline="")
        found[name] = parse_rows(lines, schema, package.root / file)
    return found


RELEASE_SHAPE: Shape = {**NOTES_SHAPE, "$schema": str, "name": str, "keywords": [str]}
"""What the descriptor of a release says; that of a package that is only checked may say less."""


def require_description(package: DataPackage) -> None:
    """Refuse a descriptor or a schema that lacks a part that a release states.

    Raises:
        BuildError: it does; the message names the part.
    """
    descriptor = package.descriptor
    for schema in every_schema(package).values():
        for field in schema.fields:
            if missing := [value for value in field.enum if value not in field.meanings]:
                raise BuildError(
                    f"{schema.table}.{field.name}: the value {missing[0]!r} has no meaning"
                )
    try:
        check_shape(descriptor, RELEASE_SHAPE)
        date.fromisoformat(descriptor["created"][:10])
    except ValueError as error:
        raise BuildError(f"{DESCRIPTOR}: {error}") from error
    if (number := len(descriptor["licenses"])) != 1:
        raise BuildError(f"{DESCRIPTOR}: licenses: expected one, found {number}")


def data_files(root: Path, tables: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    """Gather the files of the data package released from ``root``: path, with slashes, to bytes.

    All schemas are there, so that the check of a release can read a checkout. The files are a
    package again whose release has the same bytes. ``tables`` are those of :func:`table_files`,
    which are read if None. Raises DescriptorError, OSError, TableError or, if an earlier release
    cannot be read, BuildError.
    """
    package = open_package(root, read_inside)
    require_description(package)
    tables = table_files(package) if tables is None else tables
    rows = table_rows(package, tables)
    may_be_empty = {*OPTIONAL_TABLES} - {*LOG_TABLES}  # columns of other tables refer to them
    released = {
        table: found
        for table, found in rows.items()
        if table not in INTERNAL_TABLES and (found or table in may_be_empty)
    }
    resources = [r for r in package.descriptor["resources"] if r["name"] in released]
    files = {r["path"]: tables[r["path"]] for r in resources}
    if changes := _changes_file(package, tables):
        schema = parse_json(read_inside(root, CHANGES_SCHEMA))
        own = {"name": "changes", "title": schema["title"], "description": schema["description"]}
        place = {"path": CHANGES_FILE, "schema": CHANGES_SCHEMA}
        resources.append({**package.descriptor["resources"][0], **own, **place})
        files[CHANGES_FILE] = changes
    columns = {table: package.schemas[table].names for table in released}
    content = describe_content(
        {
            table: (columns[table], [[row[name] for name in columns[table]] for row in found])
            for table, found in released.items()
        }
    )
    descriptor = {
        "$schema": package.descriptor["$schema"],
        "name": package.descriptor["name"],
        "version": project_version(root),
        **{key: value for key, value in package.descriptor.items() if key != "version"},
        "resources": [r | file_metadata(files[r["path"]]) for r in resources],
        RELEASES_KEY: releases(package),
        EXTENSION_KEY: {CONTENT: content},
    }
    return {DESCRIPTOR: to_json(descriptor), **_schema_files(root, released), **files}


def _schema_files(root: Path, tables: Collection[str]) -> dict[str, bytes]:
    """All schemas, without the foreign keys to tables that the release leaves out."""
    files = {}
    for path in sorted((root / "schemas").rglob("*.json")):
        schema = parse_json(read_inside(root, path.relative_to(root).as_posix()))
        keys = schema.pop("foreignKeys", ())
        keys = [key for key in keys if key["reference"]["resource"] in ("", *tables)]
        files[path.relative_to(root).as_posix()] = to_json(
            schema | {"foreignKeys": keys} if keys else schema
        )
    return files


def _changes_file(package: DataPackage, tables: Mapping[str, bytes]) -> bytes:
    """The file of changes; blank if there is no row. ``tables`` are the files read already."""
    if has_changes_file(package):
        return read_inside(package.root, CHANGES_FILE, LARGEST)
    try:
        rows = compute_release_changes(package, tables)
    except VersionError as error:
        raise BuildError(f"{CHANGES_FILE} cannot be made: {error}") from error
    names = changes_schema(package).names
    cells = [[row[name] for name in names] for row in rows]
    return csvio.document(names, cells).encode("utf-8") if rows else b""


def file_metadata(data: bytes) -> dict[str, Any]:
    """Describe the bytes of a resource's file: their number and hash."""
    return {"bytes": len(data), "hash": f"sha256:{sha256(data)}"}


def to_json(document: Mapping[str, Any]) -> bytes:
    """Write a descriptor or a schema."""
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()


# The build hook

_made: dict[Path, Mapping[str, bytes]] = {}


@contextmanager
def made(root: Path, files: Mapping[str, bytes]) -> Iterator[None]:
    """Give the build hook these files of ``root``: hatchling runs it within this process."""
    _made[root.resolve()] = files
    try:
        yield
    finally:
        del _made[root.resolve()]


def files_for_hook(root: Path) -> Mapping[str, bytes]:
    """The files that :func:`made` gives; otherwise those of :func:`data_files`."""
    return _made.get(root.resolve()) or data_files(root)


# Croissant 1.0, https://docs.mlcommons.org/croissant/docs/croissant-spec.html

CONFORMS_TO = "http://mlcommons.org/croissant/1.0"

CONTEXT: Mapping[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{
        term: f"cr:{term}"
        for term in (
            "citeAs column equivalentProperty extract field fileProperty fileObject fileSet "
            "format includes isLiveDataset jsonPath key md5 parentField path recordSet "
            "references regex repeated replace samplingRate separator source subField transform"
        ).split()
    },
}
"""The whole of Croissant's own context, which its readers compare with."""

DATA_TYPES: Mapping[str, str] = {
    "string": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "date": "sc:Date",
    "boolean": "sc:Boolean",
}
"""The type of a column by that of its field."""

MEDIA: Mapping[str, str] = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".md": "text/markdown",
    ".cff": "application/yaml",
    ".zip": "application/zip",
}
"""The media type of a file by its suffix; any other is plain text."""


def croissant(
    dataset: Dataset, name: str, packed: bytes, files: Mapping[str, bytes]
) -> dict[str, Any]:
    """Describe the zip of a release for search engines and machine learning, as JSON-LD.

    ``packed`` are its bytes, ``files`` those of each file in it, by path. The description names the
    zip by its file name alone: both belong in one folder.
    """
    notes, descriptor = dataset_notes(dataset), dataset.package.descriptor
    (licence,) = descriptor["licenses"]
    topics = ["description", "what an indicator is", "what a row says", "what it cannot show"]
    members = [_file(path, data) | {"containedIn": {"@id": name}} for path, data in files.items()]
    resources = json.loads(files[DESCRIPTOR])["resources"]
    return {
        "@context": dict(CONTEXT),
        "@type": "sc:Dataset",
        "conformsTo": CONFORMS_TO,
        "name": notes["title"],
        "alternateName": descriptor["name"],
        "description": " ".join(notes[topic] for topic in [*topics, "blank cells"]),
        "version": semantic(notes["version"]),
        "datePublished": notes["created"],
        "license": licence["path"],
        "copyrightNotice": licence["title"],
        "creator": [
            {"@type": "sc:Organization", "name": one["title"]} for one in descriptor["contributors"]
        ],
        "keywords": descriptor["keywords"],
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "isLiveDataset": False,
        "citeAs": bibtex(data_work(dataset.package)),
        "distribution": [_file(name, packed), *members],
        "recordSet": [_record_set(resource, files) for resource in resources],
    }


def semantic(version: str) -> str:
    """Write a version as Semantic Versioning does, which Croissant requires: ``1.1.0-dev0``."""
    is_open = is_development(version)
    return f"{coming(version)}-{DEVELOPMENT.removeprefix('.')}" if is_open else version


def _file(path: str, data: bytes) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": path,
        "name": path,
        "contentUrl": path,
        "contentSize": f"{len(data)} B",
        "encodingFormat": MEDIA.get(PurePosixPath(path).suffix, "text/plain"),
        "sha256": sha256(data),
    }


def _record_set(resource: Mapping[str, Any], files: Mapping[str, bytes]) -> dict[str, Any]:
    """Describe a table or view: each column, its link and its values in words.

    A link is no ``references``: readers join the tables by these, and fail where a table has
    several, or one to itself.
    """
    schema = parse_schema(resource["name"], json.loads(files[resource["schema"]]))
    links = {key.field: f"A row of {key.table}." for key in schema.foreign_keys}
    fields = []
    for field in schema.fields:
        values = [f"{value}: {field.meanings[value]}" for value in field.enum]
        texts = [field.description, links.get(field.name, ""), *values]
        column = {"fileObject": {"@id": resource["path"]}, "extract": {"column": field.name}}
        fields.append(
            {
                "@type": "cr:Field",
                "@id": f"{schema.table}/{field.name}",
                "name": field.name,
                "description": " ".join(filter(None, texts)),
                "dataType": DATA_TYPES[field.type],
                "source": column,
            }
        )
    return {
        "@type": "cr:RecordSet",
        "@id": schema.table,
        "name": schema.table,
        "description": f"{resource['title']}. {resource['description']}",
        "key": [{"@id": f"{schema.table}/{name}"} for name in schema.key],
        "field": fields,
    }
