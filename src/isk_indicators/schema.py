"""The descriptor and Table Schemas as frozen objects, derived columns, and the installed package.

No column is listed here: they are defined in ``schemas/<table>.json``. Standard library only.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

from isk_indicators import conventions, dates
from isk_indicators.safe_zip import UnsafeFileError

DISTRIBUTION = "isk-indicators"
DESCRIPTOR = "datapackage.json"
BASIS_SUFFIX = "_basis"
SPAN = ("source_id", "span_start", "span_end", "quote")
"""The columns of a span, the same in every table that quotes."""

SPAN_ORDER = SPAN[:2]
"""The columns by which a table without a key is sorted, if it has them."""

DOCUMENTS = "seeds"
"""The folder of the documents."""

PROPOSALS = "proposals"
"""The folder of proposed rows: a folder a source, in it a file a table."""

STATE, REASON, OPEN, IMPORTED = "state", "rejected_because", "open", "imported"
"""The columns of proposals beyond those of their table, and the state of one to be decided."""

GUESS = "?? "
"""What a cell of a proposal begins with if nobody has confirmed it."""

EXTENSION_KEY = "isk"
"""The key of what this project says in a descriptor or schema beyond the standards."""

CONTENT = "content"
"""Below it, in the descriptor of a release: rows and content hash of the tables."""

LOG_TABLES = ("reviewed", "readings", "corrections", "withdrawn")
"""Tables about the work on the data rather than the subject."""

OPTIONAL_TABLES = (*LOG_TABLES, "origins")
"""Tables that may be without rows, or missing."""

SCHEMAS = "schemas"
VIEWS = "schemas/views"
DERIVED = "schemas/derived"
"""The folders of the schemas, below the root of a package: of tables, views, and of what a release
makes of tables and earlier releases."""

INTERNAL_TABLES = ("reviewed", "readings")
"""Tables that are in no release: they serve the check of the data, not their users."""


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
    refers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """The columns beside it that name the table of the row that a cell identifies (``table``), and
    the column of that table whose value a cell is (``column``)."""
    cues: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """The words that announce each value of an enumeration; ``*`` ends the beginning of a word."""
    proof: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """What proves the column: ``by`` names the kind of proof, the rest depends on the kind."""
    read_twice: bool = False
    """Whether a second reader codes it too."""
    brief: bool = False
    """Whether it is shown in a first view of the table, which has no room for all columns."""
    document: Mapping[str, Any] = field(
        default_factory=lambda: MappingProxyType({}), compare=False, repr=False
    )
    """Its definition as the file has it."""


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
    """What a row is; of a view only (a table's is in the descriptor)."""

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
        """The columns of EDTF dates: those with a ``<name>_basis`` column beside them."""
        return tuple(n for n in self.names if n + BASIS_SUFFIX in self.by_name)

    @cached_property
    def targets(self) -> Mapping[str, str]:
        """The table that each column of ids refers to."""
        return MappingProxyType({key.field: key.table for key in self.foreign_keys})

    @cached_property
    def read_twice(self) -> tuple[str, ...]:
        """The columns that a second reader codes too."""
        return tuple(f.name for f in self.fields if f.read_twice)

    @cached_property
    def has_spans(self) -> bool:
        """Whether each row quotes words of a document."""
        return set(SPAN) <= set(self.names)

    @property
    def id_field(self) -> str | None:
        """The column that identifies a row, if the key is one column."""
        return self.key[0] if len(self.key) == 1 else None

    def row_id(self, row: Row) -> str:
        """What identifies a row: the cell of its key, or the cells of it with colons between."""
        return ":".join(str(row[name]) for name in self.key)

    @property
    def sort_fields(self) -> tuple[str, ...]:
        """The columns by which the rows are sorted: the key, the span, or every column."""
        if self.key:
            return self.key
        return SPAN_ORDER if set(SPAN_ORDER) <= set(self.names) else self.names

    @cached_property
    def of_proposals(self) -> Schema:
        """The schema of the table's proposals: they have the state and a reason too."""
        further = (
            Field(STATE, "State", _STATES, "string"),
            Field(REASON, "Reason", "Why the proposal was rejected.", "string"),
        )
        return replace(self, fields=(*self.fields, *further))


_STATES = "Whether the proposal is open (also if it is imported), accepted or rejected."


def named_table(
    schemas: Mapping[str, Schema], table: str, column: str, cells: Mapping[str, str]
) -> str | None:
    """The table that has the row which a cell identifies; None if the cell identifies none.

    Args:
        schemas: The schemas by table.
        table: The table of the cell.
        column: Its column.
        cells: The cells of its row by column.
    """
    schema = schemas.get(table)
    if schema is None or column not in schema.by_name:
        return None
    refers = schema.by_name[column].refers
    if "column" in refers:
        of = cells.get(refers["table"], ""), cells.get(refers["column"], "")
        return named_table(schemas, *of, {})
    if refers:
        return cells.get(refers["table"])
    return table if column == schema.id_field else schema.targets.get(column)


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
        return str(next(r["path"] for r in self.descriptor["resources"] if r["name"] == table))


Read: TypeAlias = Callable[[Path, str], bytes]
"""Reads a file of a folder, given by its path from there."""


def _read_plainly(root: Path, name: str) -> bytes:
    return (root / name).read_bytes()


def open_package(root: Path, read: Read = _read_plainly) -> DataPackage:
    """Read the descriptor and the schema of every table below ``root``.

    What a release has made of the tables is no table: its resources are skipped. ``read`` is
    another function for a folder that somebody else wrote.

    Raises:
        DescriptorError: a file is missing, is no JSON, or is not built as expected.
    """
    descriptor = _read_json(root, DESCRIPTOR, read)
    try:
        check_shape(descriptor, DESCRIPTOR_SHAPE)
    except ValueError as error:
        raise DescriptorError(f"{root / DESCRIPTOR}: {error}; {_COMPARE}") from error
    schemas = {
        r["name"]: read_schema(r["name"], root, r["schema"], read)
        for r in descriptor["resources"]
        if not is_derived(r)
    }
    return DataPackage(root, descriptor, MappingProxyType(schemas))


def is_derived(resource: Mapping[str, Any]) -> bool:
    """Whether a resource was made of others for a release: the record of changes, or a view."""
    return str(resource["schema"]).startswith((f"{DERIVED}/", f"{VIEWS}/"))


def read_schema(table: str, root: Path, name: str, read: Read = _read_plainly) -> Schema:
    """Read one Table Schema file.

    Raises:
        DescriptorError: the file is missing, is no JSON, or is not built as expected.
    """
    document = _read_json(root, name, read)
    try:
        return parse_schema(table, document)
    except ValueError as error:
        raise DescriptorError(f"{root / name}: {error}; {_COMPARE}") from error


_COMPARE = "compare the file with the released one"


def read_schemas(folder: Path) -> Mapping[str, Schema]:
    """Read every Table Schema file of a folder, by the name of the file.

    Raises:
        DescriptorError: as :func:`read_schema`.
    """
    files = sorted(folder.glob("*.json"))
    return MappingProxyType({p.stem: read_schema(p.stem, folder, p.name) for p in files})


def every_schema(package: DataPackage) -> Mapping[str, Schema]:
    """Every schema of a package by name: of its tables, of views, and of what a release makes.

    Raises:
        DescriptorError: as :func:`read_schema`.
    """
    made = read_schemas(package.root / VIEWS), read_schemas(package.root / DERIVED)
    return MappingProxyType({**made[0], **made[1], **package.schemas})


def parse_schema(table: str, document: Mapping[str, Any]) -> Schema:
    """Turn a Table Schema document into a :class:`Schema`.

    Raises:
        ValueError: a part of it is missing or of another type; the message names the part.
    """
    check_shape(document, SCHEMA_SHAPE)
    return Schema(
        table=table,
        fields=tuple(_parse_field(f) for f in document["fields"]),
        key=tuple(document.get("primaryKey", ())),
        foreign_keys=tuple(_parse_foreign_key(table, k) for k in document.get("foreignKeys", ())),
        description=document.get("description", ""),
    )


def _parse_field(document: Mapping[str, Any]) -> Field:
    constraints = document.get("constraints", {})
    own = document.get(EXTENSION_KEY, {})
    bounds = [constraints[bound] for bound in ("minimum", "maximum") if bound in constraints]
    if document["type"] == "integer" and float in map(type, bounds):
        raise ValueError(f"{document['name']}: found {bounds}, expected whole numbers as bounds")
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
        refers=MappingProxyType(own.get("refers", {})),
        cues=MappingProxyType({k: tuple(v) for k, v in own.get("cues", {}).items()}),
        proof=MappingProxyType(own.get("proof", {})),
        read_twice=own.get("read_twice", False),
        brief=own.get("brief", False),
        document=MappingProxyType(document),
    )


def _parse_foreign_key(table: str, document: Mapping[str, Any]) -> ForeignKey:
    reference = document["reference"]
    for columns in (document["fields"], reference["fields"]):
        if len(columns) != 1:
            raise ValueError(f"foreignKeys: found {len(columns)} columns in a key, expected one")
    return ForeignKey(document["fields"][0], reference["resource"] or table, reference["fields"][0])


CONFLICT_MARKER = re.compile(r"(<{7}|\|{7}|={7}|>{7})(?: .*)?\r?")
"""A line that Git writes where two versions of a file conflict."""


def merge_conflicts(text: str) -> list[list[int]]:
    """The merge conflicts that are left in a text: for each, the lines of its markers, from 1."""
    found: list[list[int]] = []
    is_open = False
    for number, line in enumerate(text.split("\n"), start=1):
        if marker := CONFLICT_MARKER.fullmatch(line):
            if not is_open or marker[1][0] == "<":
                found.append([])
            found[-1].append(number)
            is_open = marker[1][0] != ">"
    return found


def conflict_text(text: str) -> str:
    """The merge conflicts that are left in a text, in words; blank if there is none."""
    return "; ".join(conflict_words(*markers) for markers in merge_conflicts(text))


def conflict_words(first: int, *others: int) -> str:
    """A merge conflict in words, given the lines of its markers."""
    last = (first, *others)[-1]
    return f"unresolved merge conflict, lines {first} to {last}: choose one side"


def _read_json(root: Path, name: str, read: Read) -> dict[str, Any]:
    try:
        return parse_json(read(root, name))
    except FileNotFoundError as error:
        raise DescriptorError(
            f"{root / name}: no such file; restore it, or name a folder that has it"
        ) from error
    except UnsafeFileError as error:
        raise DescriptorError(str(error)) from error
    except (OSError, ValueError) as error:
        raise DescriptorError(f"{root / name}: {error}") from error


# JSON from elsewhere

DEEPEST = 32
"""How many levels of lists and objects a JSON document may have: four times those of a schema."""

Shape: TypeAlias = Any
"""How a JSON value is built.

A type, or several, is the type of a single value; a frozen set lists texts; a list of one shape is
a list of such values. A mapping is an object: a key that ends in ``?`` may be missing, ``*`` is
every other key, and without it other keys may have any value.
"""

FIELD_TYPES = frozenset({"string", "integer", "number", "date", "boolean"})
_TEXTS = [str]
_NUMBER = (int, float)
_TEXTS_OF_A_PROOF = "of? basis? qualifier? low? high? in? words? column? from? standard?".split()

SCHEMA_SHAPE: Shape = {
    "description?": str,
    "fields": [
        {
            "name": str,
            "title": str,
            "description": str,
            "type": FIELD_TYPES,
            "constraints?": {
                "required?": bool,
                "unique?": bool,
                "enum?": _TEXTS,
                "pattern?": str,
                "minimum?": _NUMBER,
                "maximum?": _NUMBER,
            },
            f"{EXTENSION_KEY}?": {
                "meanings?": {"*": str},
                "corresponds?": {"*": _TEXTS},
                "separator?": str,
                "refers?": {"table": str, "column?": str},
                "cues?": {"*": _TEXTS},
                "proof?": {
                    "by": str,
                    "ties?": _TEXTS,
                    "names?": _TEXTS,
                    "general?": _TEXTS,
                    "beside?": {"*": _TEXTS},
                    "needs?": {"*": _TEXTS},
                    **dict.fromkeys(_TEXTS_OF_A_PROOF, str),
                    "*": (str, bool),
                },
                "read_twice?": bool,
                "brief?": bool,
            },
        }
    ],
    "primaryKey?": _TEXTS,
    "foreignKeys?": [{"fields": _TEXTS, "reference": {"resource": str, "fields": _TEXTS}}],
}

DESCRIPTOR_SHAPE: Shape = {
    "title?": str,
    "version?": str,
    "created?": str,
    "description?": str,
    "licenses?": [{"title": str, "path": str}],
    "contributors?": [{"title": str}],
    "resources": [{"name": str, "path?": str, "schema": str, "title?": str, "description?": str}],
    f"{EXTENSION_KEY}?": dict,
}


def parse_json(data: bytes) -> dict[str, Any]:
    """Read a JSON object that somebody else wrote.

    Raises:
        ValueError: it is no JSON object in UTF-8, has a merge conflict, or is too deep.
    """
    too_deep = f"found more than {DEEPEST} levels of lists and objects: remove the inner ones"
    try:
        text = data.decode("utf-8")
        conflicts = conflict_text(text)
        document = {} if conflicts else json.loads(text, parse_constant=_no_constant)
    except RecursionError:
        raise ValueError(too_deep) from None
    except ValueError as error:
        raise ValueError(f"cannot be read as JSON in UTF-8 ({error})") from error
    if conflicts:
        raise ValueError(conflicts)
    if not isinstance(document, dict):
        raise ValueError(f"expected a JSON object, found {_NAMES[type(document)]}")
    level: list[Any] = [document]
    for _ in range(DEEPEST):
        level = [
            part
            for value in level
            if isinstance(value, dict | list)
            for part in (value.values() if isinstance(value, dict) else value)
        ]
    if level:
        raise ValueError(too_deep)
    return document


def check_shape(value: Any, shape: Shape, place: str = "") -> None:
    """Raise ValueError, with the place, where a JSON value is not of a shape."""
    if isinstance(shape, dict):
        _require_type(value, dict, place)
        lacking = [key for key in shape if not key.endswith(("?", "*")) and key not in value]
        if lacking:
            raise ValueError(f"{place or 'the object'} lacks {lacking[0]}")
        for key, part in value.items():
            expected = shape.get(key) or shape.get(f"{key}?") or shape.get("*")
            if expected:
                check_shape(part, expected, f"{place}.{key[:_LONGEST_SHOWN]}".lstrip("."))
    elif isinstance(shape, list):
        _require_type(value, list, place)
        for number, part in enumerate(value):
            check_shape(part, shape[0], f"{place}[{number}]")
    elif isinstance(shape, frozenset):
        _require_type(value, str, place)
        _require(value in shape, value, ", ".join(sorted(shape)), place)
    else:
        _require_type(value, shape, place)


def _require_type(value: Any, kinds: type | tuple[type, ...], place: str) -> None:
    kinds = kinds if isinstance(kinds, tuple) else (kinds,)
    expected = " or ".join(dict.fromkeys(_NAMES[kind] for kind in kinds))
    _require(type(value) in kinds, value, expected, place)  # True is no number here


def _require(holds: bool, value: Any, expected: str, place: str) -> None:
    if not holds:
        found = _NAMES[type(value)]
        if type(value) in (str, int, float):
            found += f" ({str(value)[:_LONGEST_SHOWN]!r})"
        raise ValueError(f"{place}: found {found}, expected {expected}")


def _no_constant(name: str) -> float:
    """Refuse NaN and Infinity, which Python reads and JSON does not have."""
    raise ValueError(f"{name} is no JSON")


_LONGEST_SHOWN = 60
_NAMES: Mapping[type, str] = {
    str: "a text",
    bool: "true or false",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "an object",
    type(None): "null",
}


Cell: TypeAlias = str | int | float | date | None
"""A cell as plain Python; None is a blank."""

Row: TypeAlias = Mapping[str, Cell]
"""A row: its cells by column, in the frame's order."""


def written(cell: Cell) -> str:
    """Write a cell as the released files do: a blank is empty, a day YYYY-MM-DD, 46.0 is 46."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


_FIGURES = (
    ("qualifier", "stated_low", "stated_high"),
    ("count_qualifier", "count_low", "count_high"),
)
_UNIT = "unit"
"""The column beside a figure that may be a number of something continuous."""


@dataclass(frozen=True)
class Derived:
    """A column that follows from others of its row.

    Attributes:
        field: Its definition, as a schema would give it.
        inputs: The columns it follows from; its place is right after the last of them.
        compute: Their cells, in that order, to its own.

    """

    field: Field
    inputs: tuple[str, ...]
    compute: Callable[..., Cell]


def derived(schema: Schema) -> tuple[Derived, ...]:
    """List the derived columns of a table: first those of dates, then those of figures."""
    return (
        *(column for name in schema.dated for column in _days(schema.by_name[name])),
        *(
            column
            for figure in _FIGURES
            if set(figure) <= schema.by_name.keys()
            for column in (
                (*_bounds((_UNIT, *figure)), *_open_ends((_UNIT, *figure)))
                if _UNIT in schema.by_name
                else _bounds(figure)
            )
        ),
    )


def frame_fields(schema: Schema) -> tuple[Field, ...]:
    """Every column of a table's frame: the file's, each followed by those derived from it."""
    columns = derived(schema)
    return tuple(
        field
        for own in schema.fields
        for field in (own, *(c.field for c in columns if c.inputs[-1] == own.name))
    )


def _days(origin: Field) -> tuple[Derived, ...]:
    def earliest(text: str | None) -> Cell:
        return None if text is None else dates.parse(text).earliest

    def latest(text: str | None) -> Cell:
        return None if text is None else dates.parse(text).latest

    return tuple(
        Derived(
            Field(
                name=f"{origin.name}_{end}",
                title=f"{origin.title}, {end} day",
                description=f"The {end} day that '{origin.name}' allows, computed from it ('~' and "
                "'?' widen nothing); blank where it is blank or open at that end.",
                type="date",
            ),
            (origin.name,),
            compute,
        )
        for end, compute in (("earliest", earliest), ("latest", latest))
    )


def _bounds(inputs: tuple[str, ...]) -> Iterator[Derived]:
    meanings = {
        "low": "The least number that the words allow",
        "high": "The greatest number that the words allow",
        "best": "The number that the words give",
    }
    for name, meaning in meanings.items():
        field = Field(
            name=name,
            title=name.capitalize(),
            description=f"{meaning}, computed from {', '.join(map(repr, inputs))}; "
            "blank where they set none.",
            type="integer",
        )
        yield Derived(field, inputs, partial(_of_figure, conventions.bounds, name))


def _open_ends(inputs: tuple[str, ...]) -> Iterator[Derived]:
    for name, words in (("low", "more than six months"), ("high", "less than six months")):
        field = Field(
            name=f"{name}_open",
            title=f"{name.capitalize()}, open",
            description=f"Whether the words exclude the bound '{name}' itself ('{words}'); "
            f"false for anything counted in whole numbers, blank where '{name}' is blank.",
            type="boolean",
        )
        yield Derived(field, inputs, partial(_of_figure, conventions.open_ends, name))


def _of_figure(compute: Callable[..., object], name: str, *cells: Cell) -> Cell:
    """Compute an attribute of a figure from its cells; the first cell may be its unit."""
    *unit, qualifier, low, high = cells
    attribute: Cell = getattr(compute(qualifier, low, high, *unit), name)
    return attribute


# The installed data; in a checkout, those of the checkout


def data_root() -> Path:
    """The folder with ``datapackage.json``: in the installed package, else in the checkout."""
    folder = Path(__file__).resolve().parent
    return folder if (folder / "datasets").is_dir() else folder.parents[1]


def texts_root() -> Path | None:
    """The folder of the documents, which only a checkout has."""
    seeds = data_root() / DOCUMENTS
    return seeds if seeds.is_dir() else None


@cache
def installed_package() -> DataPackage:
    """The descriptor and schemas, read once."""
    return open_package(data_root())


@cache
def known_schemas() -> Mapping[str, Schema]:
    """Every table's schema by name, including tables that a release leaves out."""
    return read_schemas(data_root() / SCHEMAS)


@cache
def view_schemas() -> Mapping[str, Schema]:
    """Every view's schema by name."""
    return read_schemas(data_root() / VIEWS)


@cache
def installed_version() -> str:
    """The version of the checkout, or of the installed distribution.

    The checkout comes first: the metadata of an editable install keep the version of the day of
    the installation.
    """
    if (found := _project_version(data_root())) is not None:
        return found
    from importlib.metadata import version  # noqa: PLC0415 - slow to import

    return version(DISTRIBUTION)


def version_of(data: DataPackage) -> str:
    """The version in a package's descriptor or project file; without one, the installed one."""
    return str(data.descriptor.get("version") or _project_version(data.root) or installed_version())


def _project_version(root: Path) -> str | None:
    project = root / "pyproject.toml"
    if not project.is_file():
        return None
    return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])
