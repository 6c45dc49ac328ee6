"""The one definition of each column, read from ``datapackage.json`` and ``schemas/<table>.json``.

What lives here: the descriptor and the Table Schemas as plain frozen objects, and where the files
are. What must not: any list of columns, any type of a column; they stand in the JSON files, and
a new table is a new resource there. Standard library only, so that everything can build on it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

DESCRIPTOR = "datapackage.json"
BASIS_SUFFIX = "_basis"

OWN = "isk"
"""The key of what this project says in a descriptor or schema beyond the standards."""

CONTENT = "content"
"""Below it, in the descriptor of a release: rows and content hash of the tables."""

LEDGERS = ("reviewed", "corrections", "withdrawn")
"""Tables about the work on the data rather than the subject; they may be without rows."""

SCHEMAS = "schemas"
VIEWS = "schemas/views"
DERIVED = "schemas/derived"
"""The folders of the schemas, below the root of a package: of tables, views, and of what a release
makes of tables and earlier releases."""

UNRELEASED = ("reviewed",)
"""Tables that are in no release (they quote passages that no claim rests on)."""


class DescriptorError(ValueError):
    """The descriptor or a schema cannot be read; the message names the file and what to do."""


@dataclass(frozen=True)
class Field:
    """One column, as its Table Schema defines it."""

    name: str
    title: str
    description: str
    type: str
    required: bool = False
    unique: bool = False
    enum: tuple[str, ...] = ()
    pattern: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    meanings: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    corresponds: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """The fields of other datasets that ask the same, by the dataset's key."""
    separator: str | None = None
    """What separates the values of a cell that holds a list; None if a cell holds one value."""
    brief: bool = False
    """Whether it stands in a first view of the table, where not all columns have room."""


@dataclass(frozen=True)
class ForeignKey:
    """A column whose values are keys of another table (or of its own, if ``table`` says so)."""

    field: str
    table: str
    target: str


@dataclass(frozen=True)
class Schema:
    """One table or view: its columns in order, its key (empty if rows have no id), its links."""

    table: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    description: str = ""
    """What a row is; of a view alone (a table's stands in the descriptor)."""

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The columns' names, in the order of the file."""
        return tuple(f.name for f in self.fields)

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """The columns by name."""
        return MappingProxyType({f.name: f for f in self.fields})

    @cached_property
    def dated(self) -> tuple[str, ...]:
        """The columns that hold an EDTF date: those with a ``<name>_basis`` column beside them."""
        return tuple(n for n in self.names if n + BASIS_SUFFIX in self.by_name)

    @property
    def id_field(self) -> str | None:
        """The column that identifies a row, if the key is one column."""
        return self.key[0] if len(self.key) == 1 else None


@dataclass(frozen=True)
class DataPackage:
    """A folder with a ``datapackage.json``, its schemas and its tables."""

    root: Path
    descriptor: Mapping[str, Any]
    schemas: Mapping[str, Schema]

    def path(self, table: str) -> Path:
        """Where the table's CSV file is."""
        return self.root / self.relative(table)

    def relative(self, table: str) -> str:
        """The table's CSV file as the descriptor names it: relative to the root, with slashes."""
        return str(self._resource(table)["path"])

    def _resource(self, table: str) -> Mapping[str, Any]:
        resource: Mapping[str, Any] = next(
            r for r in self.descriptor["resources"] if r["name"] == table
        )
        return resource


def open_package(root: Path) -> DataPackage:
    """Read the descriptor and the schema of every table below ``root``.

    What a release has made of the tables is no table: its resources are passed over.

    Raises:
        DescriptorError: a file is missing, is no JSON, or lacks what every schema here has.
    """
    descriptor = _read_json(root / DESCRIPTOR)
    try:
        schemas = {
            r["name"]: read_schema(r["name"], root / r["schema"])
            for r in descriptor["resources"]
            if not is_derived(r)
        }
    except (KeyError, TypeError) as error:
        raise DescriptorError(
            f"{root / DESCRIPTOR}: a resource or field lacks {error}; "
            "compare the file with the released one"
        ) from error
    return DataPackage(root, descriptor, MappingProxyType(schemas))


def is_derived(resource: Mapping[str, Any]) -> bool:
    """Whether a resource was made of others for a release: the record of changes, or a view."""
    return str(resource["schema"]).startswith((f"{DERIVED}/", f"{VIEWS}/"))


def read_schema(table: str, path: Path) -> Schema:
    """Read one Table Schema file.

    Raises:
        DescriptorError: the file is missing or no JSON.
    """
    return parse_schema(table, _read_json(path))


def read_schemas(folder: Path) -> Mapping[str, Schema]:
    """Read every Table Schema file of a folder, by the name of the file.

    Raises:
        DescriptorError: as :func:`read_schema`.
    """
    return MappingProxyType({p.stem: read_schema(p.stem, p) for p in sorted(folder.glob("*.json"))})


def parse_schema(table: str, document: Mapping[str, Any]) -> Schema:
    """Turn a Table Schema document into a :class:`Schema`."""
    return Schema(
        table=table,
        fields=tuple(_parse_field(f) for f in document["fields"]),
        key=tuple(document.get("primaryKey", ())),
        foreign_keys=tuple(_parse_foreign_key(table, k) for k in document.get("foreignKeys", ())),
        description=document.get("description", ""),
    )


def _parse_field(document: Mapping[str, Any]) -> Field:
    constraints = document.get("constraints", {})
    own = document.get(OWN, {})
    return Field(
        name=document["name"],
        title=document["title"],
        description=document["description"],
        type=document["type"],
        required=constraints.get("required", False),
        unique=constraints.get("unique", False),
        enum=tuple(constraints.get("enum", ())),
        pattern=constraints.get("pattern"),
        minimum=constraints.get("minimum"),
        maximum=constraints.get("maximum"),
        meanings=MappingProxyType(own.get("meanings", {})),
        corresponds=MappingProxyType({k: tuple(v) for k, v in own.get("corresponds", {}).items()}),
        separator=own.get("separator"),
        brief=own.get("brief", False),
    )


def _parse_foreign_key(table: str, document: Mapping[str, Any]) -> ForeignKey:
    (name,) = document["fields"]
    (target,) = document["reference"]["fields"]
    return ForeignKey(name, document["reference"]["resource"] or table, target)


def _read_json(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DescriptorError(
            f"{path}: no such file; restore it, or name a folder that has it"
        ) from error
    except (OSError, ValueError) as error:
        raise DescriptorError(f"{path}: cannot be read as JSON in UTF-8 ({error})") from error
    if not isinstance(document, dict):
        raise DescriptorError(f"{path}: expected a JSON object, found {type(document).__name__}")
    return document
