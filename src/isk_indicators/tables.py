"""The tables as plain rows and typed frames (``Dataset``), their columns and second readings."""

from __future__ import annotations

import csv
import difflib
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias, TypeVar, get_args

from isk_indicators import dates
from isk_indicators.schema import (
    DERIVED,
    LOG_TABLES,
    VIEWS,
    Cell,
    DataPackage,
    Field,
    Row,
    Schema,
    derived,
    frame_fields,
    installed_package,
    read_schemas,
    view_schemas,
)
from isk_indicators.spans import ELLIPSIS, Span

if TYPE_CHECKING:
    import pandas as pd

    from isk_indicators import ViewName

TableName = Literal[
    "sources",
    "actors",
    "places",
    "origins",
    "incidents",
    "casualties",
    "force_estimates",
    "statements",
    "attributions",
    "evidence",
]
"""The tables about the subject."""

RecordName = Literal["changes"]
"""What a release computes from its tables and earlier releases."""

T = TypeVar("T")

# Exact dtypes, because the short names mean other things in other versions: "string" is stored in
# pyarrow on pandas 3 where that is installed, dates have another unit in each version.
DTYPES: Mapping[str, str] = MappingProxyType(
    {
        "string": "string[python]",
        "integer": "Int64",
        "number": "Float64",
        "date": "datetime64[s]",
        "boolean": "boolean",
    }
)


class TableError(ValueError):
    """A file that is no such table; the message names file, line and column."""


SEPARATOR = " | "
"""What separates several ids or names in one cell of a view."""

CAPTIONS = ("name", "label")
"""The columns by which a reader knows a row, beside its id."""

VOICE = "voice"
"""The column that says whether a row is in the author's words or in another's."""

UNTITLED = "[untitled]"
"""What a source is called that prints no title."""

NAMED_BY: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "actors": ("name",),
        "places": ("name",),
        "origins": ("name",),
        "incidents": ("label",),
        "casualties": ("figure", "harm", "incident_id"),
        "force_estimates": ("figure", "measure", "actor_id"),
        "statements": ("speaker_id", "summary"),
        "attributions": ("actor_id", "role", "stance", "incident_id"),
    }
)
"""The columns whose cells say what a row is called, an id by the name of its row.

A source is called as :func:`source_name` says.
"""


class UnknownRowError(LookupError):
    """No row has this id; the message says which tables were searched."""


class Dataset:
    """The tables of one package as plain rows and typed frames; each file is read once.

    A row is a mapping of column to cell; a blank is None. A table that the package leaves out has
    no rows.

    Args:
        package: The descriptor and schemas.
        tables: Rows by table, in place of the files.

    >>> data = Dataset(installed_package())
    >>> data.row("casualties", "cas-0001")["harm"]
    'killed'
    """

    def __init__(
        self, package: DataPackage, tables: Mapping[str, Sequence[Row]] | None = None
    ) -> None:
        self.package = package
        self._tables = tables
        self._kept: dict[Hashable, Any] = {}

    def once(self, key: Hashable, compute: Callable[[], T]) -> T:
        """What ``compute`` returns, such as a view's rows; it is called once for each key."""
        if key not in self._kept:
            self._kept[key] = compute()
        result: T = self._kept[key]
        return result

    # Tables

    def rows(self, table: str) -> Sequence[Row]:
        """Every row of a table, in the file's order."""
        schemas = self.package.schemas
        if self._tables is not None or table not in schemas:
            return (self._tables or {}).get(table, ())
        path, schema = self.package.path(table), schemas[table]
        return self.once(("rows", table), lambda: rows(path, schema))

    def frame(self, table: str, *, names: bool = False) -> pd.DataFrame:
        """A table as a typed frame, as :func:`load` gives it."""
        rows = self.named_rows(table) if names else self.rows(table)
        return frame(self.types(table, names=names), rows)

    def named_rows(self, table: str) -> Sequence[Row]:
        """Every row of a table, with the names of :meth:`names`."""
        return [{**row, **self.names(table, row)} for row in self.rows(table)]

    def types(self, table: str, *, names: bool = False) -> dict[str, str]:
        """The types of the columns of :meth:`frame`, by name."""
        schema = self.package.schemas[table]
        return types_of(named_fields(schema) if names else frame_fields(schema))

    def id_column(self, table: str) -> str:
        """The column that identifies the rows of a table."""
        return self.package.schemas[table].key[0]

    # Rows

    def by_id(self, table: str) -> Mapping[str, Row]:
        """The rows of a table by id, in the file's order."""

        def index() -> Mapping[str, Row]:
            schemas, found = self.package.schemas, self.rows(table)
            return MappingProxyType({schemas[table].row_id(row): row for row in found})

        return self.once(("by id", table), index)

    def row(self, table: str, row_id: Cell) -> Row:
        """The row of that id.

        Raises:
            KeyError: there is none.
        """
        return self.by_id(table)[str(row_id)]

    def has(self, table: str, row_id: Cell) -> bool:
        """Whether the table has a row of that id."""
        return str(row_id) in self.by_id(table)

    def where(self, table: str, column: str, value: Cell) -> Sequence[Row]:
        """The rows of a table that have this value in a column."""
        return self._grouped(table, (column,)).get((value,), ())

    def table_of(self, row_id: str) -> str | None:
        """The table whose ids have this form, whether or not it has this one."""
        found = (t for t, prefix in self._prefixes.items() if row_id.startswith(prefix))
        return next(found, None)

    def find(self, row_id: str) -> tuple[str, Row]:
        """The table and the row of an id.

        Raises:
            UnknownRowError: no row has this id.
        """
        table = self.table_of(str(row_id))
        if table is None:
            forms = ", ".join(f"{prefix}{ELLIPSIS} in {t}" for t, prefix in self._prefixes.items())
            hint = self._meant_by_name(str(row_id))
            raise UnknownRowError(
                f"no row {row_id!r}: no table has such ids; ids are {forms}{hint}"
            )
        if not self.has(table, row_id):
            hint = meant(row_id, self.by_id(table))
            raise UnknownRowError(f"no row {row_id!r}; searched: {table}{hint}")
        return table, self.row(table, row_id)

    def _meant_by_name(self, name: str) -> str:
        """The end of a message about something that is no id: the row of that name, if any."""
        for table in ("actors", "places", "incidents"):
            for row_id in self.by_id(table):
                if str(self.name(table, row_id)).casefold() == name.casefold():
                    return f"; did you mean {row_id!r}?"
        return ""

    # Evidence and references

    def evidence(self, row_id: str) -> tuple[Row, ...]:
        """The rows of ``evidence`` about a row."""
        return tuple(self.where("evidence", "row_id", row_id))

    def supporting(self, table: str, row_id: str | None, column: str) -> list[Row]:
        """The evidence rows that support a column of a row, or the row as a whole."""
        return [
            row
            for row in self.where("evidence", "row_id", row_id)
            if (row["table_name"], row["role"]) == (table, "supports")
            and row["column_name"] in (column, None)
        ]

    def quotes(self, table: str, row: Row, column: str) -> list[str]:
        """What a column of a row rests on: the row's own quote and those of its evidence."""
        evidence = self.supporting(table, str(row[self.id_column(table)]), column)
        return [str(one["quote"]) for one in (row, *evidence) if one["quote"] is not None]

    def referring(self, table: str, row_id: str) -> Sequence[tuple[str, Row]]:
        """The rows that refer to a row by a foreign key, each with its table."""

        def index() -> dict[Cell, list[tuple[str, Row]]]:
            found = defaultdict(list)
            for name, schema in self.package.schemas.items():
                for column in (key.field for key in schema.foreign_keys if key.table == table):
                    for row in self.rows(name):
                        found[row.get(column)].append((name, row))
            return found

        return self.once(("referring", table), index).get(row_id, ())

    def quoting(
        self, table: str, source_id: str, span: Span, cells: Row = MappingProxyType({})
    ) -> list[Row]:
        """The rows of a table with these cells whose quotes overlap a span of a source."""

        def index() -> tuple[list[tuple[int, int, Row]], int]:
            """The rows in the order of their spans, and the length of the longest."""
            rows = self._grouped(table, ("source_id", *cells)).get((source_id, *cells.values()), ())
            found = [
                (start, end, row)
                for row in rows
                if isinstance(start := row["span_start"], int)
                and isinstance(end := row["span_end"], int)
            ]
            found.sort(key=lambda one: one[:2])
            return found, max((end - start for start, end, _ in found), default=0)

        start, end = span
        found, longest = self.once(("quoting", table, source_id, *cells.items()), index)
        first = bisect_left(found, start - longest, key=lambda one: one[0])
        last = bisect_left(found, end, key=lambda one: one[0])
        return [row for _, other_end, row in found[first:last] if other_end > start]

    # Names

    def name(self, table: str, row_id: Cell) -> str | None:
        """What a row is called: its name, or the cells of :data:`NAMED_BY`; None of a blank."""
        if row_id is None:
            return None
        row = self.row(table, row_id)
        if table == "sources":
            return source_name(row)
        linked = self.package.schemas[table].targets
        cells = {column: row[column] for column in NAMED_BY.get(table, ())}
        named = (self.name(linked[c], v) if c in linked else v for c, v in cells.items())
        return ", ".join(str(cell) for cell in named if cell is not None) or None

    def names(self, table: str, row: Row) -> dict[str, str | None]:
        """What the rows are called to which a row of the table refers, by the column of the name.

        A row of evidence is about a row of any table; its value may be an id of any.
        """
        schema = self.package.schemas[table]
        named: dict[str, str | None] = {}
        for column, name_column in name_columns(schema).items():
            if column == VOICE:
                named[name_column] = self.said_by(row) if row[VOICE] else None
                continue
            target = schema.targets.get(column) or self.table_of(str(row[column]))
            is_row = target is not None and self.has(target, row[column])
            named[name_column] = self.name(str(target), row[column]) if is_row else None
        return named

    def said_by(self, row: Row) -> str:
        """Who says a row, in words, with the source by its author or its title."""
        source = self.row("sources", row["source_id"])
        author = str(source["author"] or source["title"] or source_name(source))
        if "speaker_id" in row:
            return f"{self.name('actors', row['speaker_id'])}, in {author}"
        if row.get(VOICE) is None:
            return f"words of {author}"
        if row[VOICE] == "author":
            return author
        if row[VOICE] == "other":
            return f"unnamed others, in {author}"
        statement = self.row("statements", row["statement_id"])
        return f"{self.name('actors', statement['speaker_id'])}, in {author}"

    def forms(self, actor_id: Cell) -> tuple[str, ...]:
        """The forms under which the documents print an actor; the first is its listed name."""
        actor = self.row("actors", actor_id)
        aliases = str(actor["aliases"]).split("|") if actor["aliases"] else []
        return (str(actor["name"]), *aliases)

    def find_actor(self, actor: str) -> str:
        """The id of the actor that is meant: by id, by listed name, or by a form that is its alone.

        Raises:
            ValueError: none, or several; the message says what to type.
        """
        rows, wanted = self.rows("actors"), actor.casefold()
        for column in ("actor_id", "name"):
            for row in rows:
                if str(row[column]).casefold() == wanted:
                    return str(row["actor_id"])
        found = [
            row
            for row in rows
            if wanted in {form.casefold() for form in self.forms(row["actor_id"])}
        ]
        if len(found) > 1:
            listed = ", ".join(f"{row['name']} ({row['actor_id']})" for row in found)
            raise ValueError(f"{actor!r} is printed for several actors: {listed}; name one by id")
        if not found:
            hint = meant(actor, (form for row in rows for form in self.forms(row["actor_id"])))
            raise ValueError(f"no actor {actor!r}: isk.load('actors') lists the names{hint}")
        return str(found[0]["actor_id"])

    def lineage(self, actor_id: Cell) -> tuple[Cell, ...]:
        """The actor, its parent, the parent's parent and so on; each once."""
        found: list[Cell] = []
        while actor_id is not None and actor_id not in found:
            found.append(actor_id)
            actor_id = self.row("actors", actor_id)["parent_id"]
        return tuple(found)

    def _grouped(
        self, table: str, columns: tuple[str, ...]
    ) -> Mapping[tuple[Cell, ...], list[Row]]:
        """The rows of a table by what these columns say."""

        def index() -> dict[tuple[Cell, ...], list[Row]]:
            groups = defaultdict(list)
            for row in self.rows(table):
                groups[tuple(row[column] for column in columns)].append(row)
            return groups

        return self.once(("grouped", table, columns), index)

    @cached_property
    def _prefixes(self) -> Mapping[str, str]:
        """By table, the letters before the digits of its ids."""
        return {
            table: (schema.by_name[schema.id_field].pattern or "").partition("[")[0]
            for table, schema in self.package.schemas.items()
            if schema.id_field
        }


@cache
def installed_dataset() -> Dataset:
    """The tables of the installed data."""
    return Dataset(installed_package())


def load(name: TableName, *, names: bool = False) -> pd.DataFrame:
    """Load a table of the installed data as a typed frame, a fresh one each time.

    Columns are the file's, in its order, each followed by those derived from it: the earliest and
    latest day of a date, the low, high and best number of a figure. Strings are ``string``,
    integers ``Int64``, numbers ``Float64``, days ``datetime64[s]``; a blank is missing. The index
    counts the rows from 0.

    Args:
        name: The table.
        names: Also give, after each column of ids, what the rows are called that these are of:
            after ``speaker_id`` a column ``speaker``, after ``part_of`` ``part_of_label``. An actor
            or a place has its name there, an incident its label, a source "Author, Title, year", a
            statement its speaker and its summary. ``said_by`` comes after ``voice``.

    Raises:
        ValueError: no table of that name.

    """
    return load_from(installed_package(), name, names=names)


def tables() -> tuple[TableName, ...]:
    """List the names of the installed tables that have rows, in the descriptor's order."""
    present = names_with_rows(installed_package())
    return tuple(name for name in get_args(TableName) if name in present)


def load_from(source: DataPackage, name: str, *, names: bool = False) -> pd.DataFrame:
    """Load a table of any package, as :func:`load` does."""
    require_table(source, name)
    return Dataset(source).frame(name, names=names)


def require_table(source: DataPackage, name: str) -> None:
    """Refuse a name that no table about the subject has.

    Raises:
        ValueError: it is a view's, or nothing's; the message says what to type.
    """
    known = subject_tables(source)
    if name in view_schemas():
        raise ValueError(f"{name!r} is a view, not a table: isk.{name}() gives it")
    if name not in known:
        raise ValueError(
            f"no table {name!r}: the tables are {', '.join(known)}{meant(name, known)}"
        )


def source_name(source: Row) -> str:
    """What a source is called: author, title and year, those that are known."""
    published = source["published"] and dates.parse(str(source["published"]))
    days = (published.earliest, published.latest) if published else ()
    years = dict.fromkeys(day.year for day in days if day)
    parts = (source["author"], source["title"] or UNTITLED, "–".join(map(str, years)))
    return ", ".join(str(part) for part in parts if part)


def name_columns(schema: Schema) -> dict[str, str]:
    """The columns of ids and of voices of a table, each with the column of their names."""
    columns = [*schema.targets, *(c for c in ("row_id", "value", VOICE) if c in schema.by_name)]
    names = {c: c.removesuffix("_id") if c.endswith("_id") else f"{c}_label" for c in columns}
    return names | ({VOICE: "said_by"} if VOICE in names else {})


def named_fields(schema: Schema) -> Iterator[Field]:
    """Every column of a table's frame with names: those of the frame, and the names after them."""
    named = name_columns(schema)
    for field in frame_fields(schema):
        yield field
        if field.name == VOICE:
            description = "Who says it, in words, with the author or the title of the source."
            yield Field(named[VOICE], "Said by", description, "string")
        elif field.name in named:
            description = f"What the row of '{field.name}' is called; blank where it is blank."
            yield Field(named[field.name], f"{field.title}, name", description, "string")


def meant(name: str, names: Iterable[str]) -> str:
    """The end of a message about an unknown name: which of these was probably meant, if any."""
    near = difflib.get_close_matches(str(name), [*names], n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def subject_tables(source: DataPackage) -> tuple[str, ...]:
    """List the tables about the subject, in the descriptor's order."""
    return tuple(name for name in source.schemas if name not in LOG_TABLES)


def names_with_rows(source: DataPackage) -> tuple[str, ...]:
    """List the tables about the subject that have rows, in the descriptor's order."""
    return tuple(
        name
        for name in subject_tables(source)
        if source.path(name).is_file() and len(source.path(name).read_bytes().splitlines()) > 1
    )


# Reading CSV files


def rows(path: Path, schema: Schema) -> list[Row]:
    """Read a table's file as plain rows, with the derived columns; pandas is not needed.

    Raises:
        TableError: the header is not the schema's, a record is ragged, or a cell is not of its
            column's type; the message names the place.

    """
    with path.open(encoding="utf-8", newline="") as file:
        return parse_rows(file, schema, path)


def parse_rows(lines: Iterable[str], schema: Schema, path: Path) -> list[Row]:
    """Read the lines of a table's file, as :func:`rows` does."""
    read = records(lines, str(path))
    _, header = next(read, (1, []))
    if header != list(schema.names):
        raise TableError(f"{path}:1: the header is {header}; expected {list(schema.names)}")
    computed, order = derived(schema), [field.name for field in frame_fields(schema)]
    found: list[Row] = []
    for line, cells in read:
        place = f"{path}:{line}"
        fields = zip(schema.fields, cells, strict=True)
        values = {field.name: value(text, field, place) for field, text in fields}
        for column in computed:
            inputs = [values[name] for name in column.inputs]
            try:
                values[column.field.name] = column.compute(*inputs)
            except ValueError as error:
                raise TableError(f"{place}: {', '.join(column.inputs)}: {error}") from error
        found.append({name: values[name] for name in order})
    return found


def records(lines: Iterable[str], place: str) -> Iterator[tuple[int, list[str]]]:
    """Read the records of CSV text strictly, each with the number of its line, the header first.

    Raises:
        TableError: a record has not as many cells as the header, or a quotation mark is misplaced.
    """
    reader = csv.reader(lines, strict=True)
    width = None
    try:
        for cells in reader:
            width = len(cells) if width is None else width
            if len(cells) != width:
                count = f"cells in the row: {len(cells)}, in the header: {width}"
                raise TableError(f"{place}:{reader.line_num}: {count}")
            yield reader.line_num, cells
    except csv.Error as error:
        what = "a quotation mark is out of place"
        raise TableError(f"{place}:{reader.line_num}: no CSV: {what}") from error


_FORMS: Mapping[str, tuple[str, Callable[[str], Cell]]] = MappingProxyType(
    {
        "string": ("(?s).*", str),
        "integer": (r"-?[0-9]{1,18}", int),
        "number": (r"-?[0-9]+(\.[0-9]+)?", float),
        "date": (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", date.fromisoformat),
        "boolean": ("true|false", lambda text: text == "true"),
    }
)
"""By type, how its cells are written: Python's own readers accept more ("1_000", " 3 ", "nan")."""


def value(text: str, field: Field, place: str) -> Cell:
    """Read a cell as written by the type of its column; a blank is None.

    Raises:
        TableError: it is not of that type; the message begins with ``place``.
    """
    if text == "":
        return None
    pattern, convert = _FORMS[field.type]
    try:
        if re.fullmatch(pattern, text):
            return convert(text)
    except ValueError:  # a date that no calendar has
        pass
    raise TableError(f"{place}: {field.name}: {text!r} is no {field.type}")


# Frames


def types_of(fields: Iterable[Field]) -> dict[str, str]:
    """The types of these columns by name, as :func:`frame` takes them."""
    return {field.name: field.type for field in fields}


def frame(types: Mapping[str, str], records: Sequence[Row]) -> pd.DataFrame:
    """Make a frame with exactly these columns and dtypes, also of no records at all.

    Args:
        types: The columns' types (keys of ``DTYPES``) by name, in order.
        records: The rows; None is missing.

    """
    import pandas as pd  # noqa: PLC0415 - importing this package must not import pandas

    array: Callable[..., Any] = pd.array  # its stubs know dtypes by literal name only
    columns = {
        name: array([record[name] for record in records], dtype=DTYPES[type_])
        for name, type_ in types.items()
    }
    return pd.DataFrame(columns, index=pd.RangeIndex(len(records)))


# What the columns mean

DATASETS: Mapping[str, str] = MappingProxyType(
    {"ucdp_ged": "UCDP GED", "gtd": "GTD", "acled": "ACLED"}
)
"""The datasets to whose fields a column may correspond, by their key in the schemas."""

_CODEBOOK = {
    "column": "string",
    "title": "string",
    "type": "string",
    "dtype": "string",
    "required": "boolean",
    "allowed": "string",
    "meanings": "string",
    "description": "string",
    "derived": "boolean",
    "corresponds": "string",
}


def describe(name: TableName | ViewName | RecordName) -> pd.DataFrame:
    """Give the codebook of a table, a view or ``changes``: a row for each column of its frame.

    Returns:
        ``column``, ``title``, ``type`` (as in the Table Schema), ``dtype`` (in the frame),
        ``required``, ``allowed`` (the values of an enumeration, separated by " | "; missing where
        any will do), ``meanings`` (what each of them says, a line a value), ``description``,
        ``derived`` (computed, in no file; every column of a view is), ``corresponds`` (the fields
        of UCDP GED, GTD and ACLED that ask the same, a line a dataset).

    Raises:
        ValueError: no table or view of that name; the message lists them.

    """
    return describe_from(installed_package(), name)


def describe_from(source: DataPackage, name: str) -> pd.DataFrame:
    """Give the codebook of a table or view of any package, as :func:`describe` does."""
    tables = {table: source.schemas[table] for table in subject_tables(source)}
    views = read_schemas(source.root / VIEWS)
    releases = read_schemas(source.root / DERIVED)
    known = {**tables, **views, **releases}
    if name not in known:
        raise ValueError(
            f"no table or view {name!r}: the tables are {', '.join(tables)}; "
            f"the views are {', '.join(views)}; beside them there is {', '.join(releases)}"
            f"{meant(name, known)}"
        )
    schema = known[name]
    fields = frame_fields(schema) if name in tables else schema.fields
    dtypes = frame(types_of(fields), []).dtypes
    described = [
        {
            "column": field.name,
            "title": field.title,
            "type": field.type,
            "dtype": str(dtypes[field.name]),
            "required": field.required,
            "allowed": " | ".join(field.enum) or None,
            "meanings": "\n".join(f"{v}: {field.meanings[v]}" for v in field.enum) or None,
            "description": field.description,
            "derived": name in views or field.name not in schema.by_name,
            "corresponds": "\n".join(
                f"{DATASETS[d]}: {', '.join(n)}" for d, n in field.corresponds.items()
            )
            or None,
        }
        for field in fields
    ]
    return frame(_CODEBOOK, described)


# Second readings: what another person coded, without having seen the cells of the rows

READINGS = "readings"
"""The table of second readings."""

READING_KEY = ("table_name", "row_id", "column_name")
"""The columns of that table that name a cell."""

CodedCell: TypeAlias = tuple[Cell, ...]
"""A table, the id of a row of it, and a column that is read twice."""


def readings(dataset: Dataset) -> Mapping[CodedCell, Row]:
    """The second reading of each cell that has one."""

    def index() -> Mapping[CodedCell, Row]:
        return {tuple(row[name] for name in READING_KEY): row for row in dataset.rows(READINGS)}

    return dataset.once(READINGS, index)


def settled(reading: Row) -> Cell:
    """What holds after a second reading: what was agreed on, otherwise the second reading."""
    return reading["value"] if reading["reason"] is None else reading["agreed"]


class ReadingCounts(NamedTuple):
    """Of the cells of one column, how many were read twice.

    Attributes:
        table: The table.
        column: The column.
        cells: How many cells it has; a blank is one too.
        read_twice: How many of them have a second reading.
        differing: How many of these differ from it: two readers settled on the cell.
    """

    table: str
    column: str
    cells: int
    read_twice: int
    differing: int

    @property
    def read_once(self) -> int:
        """How many cells nobody has read a second time."""
        return self.cells - self.read_twice


def reading_counts(dataset: Dataset, source_id: str | None = None) -> list[ReadingCounts]:
    """Count the second readings of each column, of all rows or those of one source.

    There is none if the package has no table of readings, as in a release.
    """
    if READINGS not in dataset.package.schemas:
        return []
    found = readings(dataset)
    counts = []
    for table, schema in dataset.package.schemas.items():
        rows = [r for r in dataset.rows(table) if source_id in (None, r.get("source_id"))]
        for column in schema.read_twice:
            read = [(found.get((table, schema.row_id(r), column)), r[column]) for r in rows]
            twice = [(reading["value"], cell) for reading, cell in read if reading is not None]
            differing = sum(value != cell for value, cell in twice)
            counts.append(ReadingCounts(table, column, len(rows), len(twice), differing))
    return counts


def readings_in_words(counts: Iterable[ReadingCounts]) -> str:
    """Say how many cells were read twice, and of which tables some were not; blank of no counts."""
    counts = list(counts)
    if not counts:
        return ""
    once: dict[str, int] = {}
    for one in counts:
        once[one.table] = once.get(one.table, 0) + one.read_once
    tables = ", ".join(f"{table} {number}" for table, number in once.items() if number)
    twice, cells = sum(c.read_twice for c in counts), sum(c.cells for c in counts)
    read_once = f"{cells - twice} ({tables})" if tables else "none"
    return f"read twice: {twice} of {cells} coded cells; read once: {read_once}"
