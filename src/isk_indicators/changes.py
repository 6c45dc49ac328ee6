"""The changes between two versions of the tables, and ``changes.csv``: what each release changed.

Rows are compared by their permanent id. Tables whose rows have none are left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from itertools import groupby, pairwise
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypeAlias

from isk_indicators import csvio
from isk_indicators.installed import package
from isk_indicators.schema import DERIVED, DataPackage, Field, Schema, is_derived, read_schema
from isk_indicators.tables import frame, meant, rows

if TYPE_CHECKING:
    import pandas as pd

    from isk_indicators.schema import Row
    from isk_indicators.versions import Cells, Number, Version

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
    "row_added",
    "cell_extended",
    "cell_corrected",
    "span_moved",
]

LEAST: Mapping[Kind, Bump] = MappingProxyType(
    {
        "table_gone": "major",
        "table_added": "minor",
        "column_gone": "major",
        "column_changed": "major",
        "column_added": "minor",
        "value_added": "minor",
        "column_reworded": "patch",
        "row_gone": "major",
        "row_added": "minor",
        "cell_extended": "minor",
        "cell_corrected": "patch",
        "span_moved": "patch",
    }
)
"""What a change of each kind asks of the next version, in the order in which changes are listed.

``column_changed``: another type, another key, a value fewer, or blank cells where there were none.
``column_reworded``: other words or a constraint on the form; whether the meaning is another one
too, only a person can tell. ``cell_extended``: a list (a column whose schema names a separator)
with more values, and none fewer. ``span_moved``: the same quote of the same source elsewhere in it.
"""

TITLES: Mapping[Kind, str] = MappingProxyType(
    {
        "table_gone": "table gone",
        "table_added": "table added",
        "column_gone": "columns gone",
        "column_changed": "columns changed",
        "column_added": "columns added",
        "value_added": "values added",
        "column_reworded": "columns reworded",
        "row_gone": "rows gone",
        "row_added": "rows added",
        "cell_extended": "lists extended",
        "cell_corrected": "cells corrected",
        "span_moved": "spans moved",
    }
)
"""The heading of each kind of change in text and Markdown."""

CELLS: tuple[Kind, ...] = ("cell_extended", "cell_corrected", "span_moved")
"""The kinds that change a cell of a row that stays."""

_ORDER = tuple(LEAST)
_SPAN = ("span_start", "span_end")
_SPAN_OF = ("source_id", "quote")
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


def compare(old: Version, new: Version) -> list[Change]:
    """List what makes ``new`` of ``old``: by table, then by kind, then by id, as ``new`` has them.

    Views follow the tables; of these, the columns are compared, which is all that a file holds.
    Of a table that came or went, its rows and columns are not listed one by one; of a column that
    came or went, its cells are not. A cell that either version does not know (a column missing from
    its row) is not compared.
    """
    tables = [*_with_ids(new), *(t for t in _with_ids(old) if t not in new.schemas)]
    views = [*new.views, *(view for view in old.views if view not in new.views)]
    return [
        *(change for table in tables for change in _of_table(table, old, new)),
        *(change for view in views for change in _of_view(view, old, new)),
    ]


def least_bump(changes: Iterable[Change]) -> Bump:
    """Say how far the version must rise at least for these changes; "none" without any."""
    return max((LEAST[change.kind] for change in changes), key=BUMPS.index, default="none")


def raised(number: Number, bump: Bump) -> Number:
    """The least version that is so far above ``number``."""
    major, minor, patch = number
    above: Mapping[Bump, Number] = {
        "none": number,
        "patch": (major, minor, patch + 1),
        "minor": (major, minor + 1, 0),
        "major": (major + 1, 0, 0),
    }
    return above[bump]


def to_frame(changes: Iterable[Change]) -> pd.DataFrame:
    """Put changes into a frame, a row each: columns as :class:`Change` has them, blanks missing."""
    types = {field.name: "string" for field in fields(Change)}
    return frame(types, [{k: v or None for k, v in asdict(change).items()} for change in changes])


# Tables


def _with_ids(version: Version) -> list[str]:
    return [table for table, schema in version.schemas.items() if schema.id_field]


def _of_table(table: str, old: Version, new: Version) -> list[Change]:
    if table not in new.schemas:
        return [Change("table_gone", table, before=_count(old.rows[table]))]
    if table not in old.schemas:
        return [Change("table_added", table, after=_count(new.rows[table]))]
    return _sorted([*_columns(old.schemas[table], new.schemas[table]), *_rows(table, old, new)])


def _of_view(view: str, old: Version, new: Version) -> list[Change]:
    if view not in new.views:
        return [Change("table_gone", view, before="a view")]
    if view not in old.views:
        return [Change("table_added", view, after="a view")]
    return _sorted(_columns(old.views[view], new.views[view]))


def _sorted(found: Iterable[Change]) -> list[Change]:
    return sorted(found, key=lambda change: _ORDER.index(change.kind))


def _count(rows: tuple[Cells, ...]) -> str:
    return "1 row" if len(rows) == 1 else f"{len(rows)} rows"


# Columns


def _columns(old: Schema, new: Schema) -> Iterator[Change]:
    table = new.table
    for name in old.names:
        if name not in new.by_name:
            yield Change("column_gone", table, column=name, before=old.by_name[name].type)
    for name, field in new.by_name.items():
        if name not in old.by_name:
            yield Change("column_added", table, column=name, after=field.type)
        else:
            yield from _column(table, old.by_name[name], field)
    if old.key != new.key and new.id_field in old.by_name:
        yield Change("column_changed", table, "", str(new.id_field), "no key", "the key")


def _column(table: str, old: Field, new: Field) -> Iterator[Change]:
    if old.type != new.type:
        yield Change("column_changed", table, "", new.name, old.type, new.type)
    if old.required and not new.required:
        yield Change("column_changed", table, "", new.name, "required", "may be blank")
    for value in _lost(old.enum, new.enum):
        yield Change("column_changed", table, "", new.name, value, "")
    for value in _lost(new.enum, old.enum):
        yield Change("value_added", table, "", new.name, "", value)
    if bool(old.enum) != bool(new.enum):
        free, coded = "any value", "one of its values"
        was, is_now = (coded, free) if old.enum else (free, coded)
        yield Change("column_changed", table, "", new.name, was, is_now)
    if not old.required and new.required:
        yield Change("column_reworded", table, "", new.name, "may be blank", "required")
    for words in _WORDS:
        yield from _reworded(table, words, old, new)


def _lost(these: tuple[str, ...], those: tuple[str, ...]) -> list[str]:
    """The values of a coded column that are not among those of another; a free one has none."""
    return [value for value in these if value not in those] if these and those else []


def _reworded(table: str, words: str, old: Field, new: Field) -> Iterator[Change]:
    before, after = getattr(old, words), getattr(new, words)
    if words == "meanings":  # values that came or went are changes of their own
        before, after = (
            {k: m[k] for k in m if k in n} for m, n in ((before, after), (after, before))
        )
    if before != after:
        texts = [f"{words}: {_written(value)}" for value in (before, after)]
        yield Change("column_reworded", table, "", new.name, *texts)


def _written(value: object) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{name} = {meaning}" for name, meaning in value.items())
    return "none" if value is None else str(value)


# Rows


def _rows(table: str, old: Version, new: Version) -> Iterator[Change]:
    before, after = _by_id(table, old), _by_id(table, new)
    yield from (Change("row_gone", table, row_id) for row_id in before if row_id not in after)
    for row_id, row in after.items():
        if row_id not in before:
            yield Change("row_added", table, row_id)
        else:
            yield from _cells(new.schemas[table], row_id, before[row_id], row)


def _by_id(table: str, version: Version) -> dict[str, Cells]:
    name = str(version.schemas[table].id_field)
    return {row[name]: row for row in version.rows[table] if row.get(name)}


def _cells(schema: Schema, row_id: str, old: Cells, new: Cells) -> Iterator[Change]:
    same_words = all(name in new and old.get(name) == new[name] for name in _SPAN_OF)
    for name, after in new.items():
        if name in old and old[name] != after:
            kind: Kind = "cell_corrected"
            if same_words and name in _SPAN:
                kind = "span_moved"
            elif name in schema.by_name and added_to(schema.by_name[name], old[name], after):
                kind = "cell_extended"
            yield Change(kind, schema.table, row_id, name, old[name], after)


def added_to(field: Field, before: str, after: str) -> list[str]:
    """The values that a list got, in its order; none if it lost one, or if the cell is no list."""
    if field.separator is None:
        return []
    old, new = (cell.split(field.separator) if cell else [] for cell in (before, after))
    return [value for value in new if value not in old] if {*old} <= {*new} else []


CHANGES_FILE = "changes.csv"
CHANGES_SCHEMA = f"{DERIVED}/changes.json"
WITH_REASONS = ("corrections", "withdrawn")
"""The tables that say why a released cell changed, and why a released row went."""

RELEASES_KEY = "releases"
"""The key of a release's descriptor that lists the versions up to it, the first one first."""


def changes(since: str | None = None) -> pd.DataFrame:
    """List what every release changed, a row a change, from the second release on.

    Columns: ``release`` (the first that carries the change), ``kind`` (what it is),
    ``table_name``, ``row_id``, ``column_name``, ``before``, ``after`` (blank where there is
    nothing), ``reason`` (of corrections and withdrawals); all of them strings. In a checkout the
    last one is the development version, or the release to come. For the
    first release the frame is empty, and its ``attrs["note"]`` says why.

    Args:
        since: A release; only what later ones changed is listed.

    Raises:
        ValueError: no release of that version; the message lists them.

    """
    return changes_from(package(), since)


def changes_from(source: DataPackage, since: str | None = None) -> pd.DataFrame:
    """List the changes of any package, as :func:`changes` does."""
    known = releases(source)
    if since is not None and since not in known:
        listed = ", ".join(known)
        raise ValueError(f"no release {since!r}: the releases are {listed}{meant(since, known)}")
    later = known if since is None else known[known.index(since) + 1 :]
    schema = changes_schema(source)
    types = {field.name: field.type for field in schema.fields}
    found = frame(types, [row for row in release_changes(source) if row["release"] in later])
    if len(known) == 1:
        found.attrs["note"] = f"{known[0]} is the first release: there is nothing to compare with"
    return found


def releases(source: DataPackage) -> list[str]:
    """List the versions up to the package's own, the first one first."""
    if RELEASES_KEY in source.descriptor:
        return [str(name) for name in source.descriptor[RELEASES_KEY]]
    own, earlier = _own_and_earlier(source)
    return [*earlier, own] if own else []


def release_changes(source: DataPackage) -> list[Row]:
    """Read the rows of ``changes.csv``, or compute them in a checkout; a blank is None."""
    if has_changes_file(source):
        return rows(source.root / CHANGES_FILE, changes_schema(source))
    return [
        {name: text or None for name, text in row.items()}
        for row in compute_release_changes(source)
    ]


def has_changes_file(source: DataPackage) -> bool:
    """Whether a package contains ``changes.csv``, as a release does if it has any row."""
    return RELEASES_KEY in source.descriptor and any(
        is_derived(resource) and resource["name"] == "changes"
        for resource in source.descriptor["resources"]
    )


def changes_schema(source: DataPackage) -> Schema:
    """Read the columns of ``changes.csv``."""
    return read_schema("changes", source.root / CHANGES_SCHEMA)


# Computing changes.csv


def compute_release_changes(
    source: DataPackage, files: Mapping[str, bytes] = MappingProxyType({})
) -> list[Mapping[str, str]]:
    """Compare the tables of a checkout with those of the releases beside it.

    ``files`` are those of the checkout that are read already, by their path.

    Raises:
        VersionError: a release, or a table of the checkout, cannot be read.

    """
    from isk_indicators.versions import (  # noqa: PLC0415 - zipfile is slow to import
        is_development,
        read_version,
    )

    own, earlier = _own_and_earlier(source)
    if RELEASES_KEY in source.descriptor or not earlier:
        return []
    last = read_version(source.root, files)
    reasons = reasons_of(last, own, [*earlier][-1] if is_development(own) else None)
    steps = pairwise([*map(read_version, earlier.values()), last])
    return [
        _release_row(name, change, reasons)
        for (old, new), name in zip(steps, [*earlier, own][1:], strict=True)
        for change in compare(old, new)
    ]


def _own_and_earlier(source: DataPackage) -> tuple[str, dict[str, Path]]:
    """The package's own version, and the releases below it, the lowest first."""
    from isk_indicators.versions import RELEASES, is_earlier, name_of, published  # noqa: PLC0415

    own = name_of(source.root, source.descriptor)
    there = published(source.root / RELEASES) if own else {}
    return own, {name: path for name, path in there.items() if is_earlier(name, own)}


def reasons_of(version: Version, own: str, last: str | None) -> dict[tuple[str, ...], str]:
    """By release, table, id, and column if it is of a cell, why it changed.

    Where the number of the next release is open, every release that a ledger names above ``last``,
    the highest published one, is the version ``own``.
    """
    from isk_indicators.versions import is_above  # noqa: PLC0415

    names = ("table_name", "row_id", "column_name")
    return {
        (
            own if last and is_above(row["release"], last) else row["release"],
            *(row[name] for name in names if name in row),
        ): row["reason"]
        for ledger in WITH_REASONS
        for row in version.rows.get(ledger, ())
    }


def _release_row(
    release: str, change: Change, reasons: Mapping[tuple[str, ...], str]
) -> Mapping[str, str]:
    cell = (change.column,) if change.column else ()
    return {
        "release": release,
        "kind": change.kind,
        "table_name": change.table,
        "row_id": change.row_id,
        "column_name": change.column,
        "before": change.before,
        "after": change.after,
        "reason": reasons.get((release, change.table, change.row_id, *cell), ""),
    }


# Reports


def as_text(changes: Sequence[Change]) -> Iterator[str]:
    """List the changes by table and kind, then the least version that they need."""
    for table, of_table in groupby(changes, key=lambda change: change.table):
        yield table
        for kind, members in groupby(of_table, key=lambda change: change.kind):
            yield f"  {TITLES[kind]}"
            for change in members:
                words = [change.row_id, change.column, change.before or change.after]
                if kind in (*CELLS, "column_changed", "column_reworded"):
                    words[2] = f"{_quoted(change.before)} -> {_quoted(change.after)}"
                yield f"    {' '.join(filter(None, words))}"
        yield ""
    yield summary(changes)


def summary(changes: Sequence[Change]) -> str:
    """Count the changes and name the least version that they need."""
    if not changes:
        return "no changes"
    count = "1 change" if len(changes) == 1 else f"{len(changes)} changes"
    return f"{count}: at least a {least_bump(changes)} version"


def _quoted(cell: str) -> str:
    return json.dumps(cell, ensure_ascii=False) if cell else "blank"


def as_markdown(changes: Sequence[Change]) -> Iterator[str]:
    """Write a heading for each table and a row for each change."""
    for table, members in groupby(changes, key=lambda change: change.table):
        yield from (
            f"## {table}",
            "",
            "| change | row | column | before | after |",
            "|---" * 5 + "|",
        )
        for change in members:
            cells = (change.row_id, change.column, change.before, change.after)
            yield f"| {' | '.join([TITLES[change.kind], *map(_escaped, cells)])} |"
        yield ""
    yield summary(changes)


def _escaped(cell: str) -> str:
    """Escape a cell so that Markdown shows its text unchanged."""
    return re.sub(r"([\\`*_\[\]<>|&~#!])", r"\\\1", " ".join(cell.split()))


def as_csv(changes: Sequence[Change]) -> Iterator[str]:
    """Write a row for each change; the columns are the attributes of :class:`Change`."""
    names = [field.name for field in fields(Change)]
    rows = (asdict(change).values() for change in changes)
    yield csvio.document(names, rows).removesuffix("\n")


def as_json(changes: Sequence[Change]) -> Iterator[str]:
    """Write an object with the list of changes and the least version that they need."""
    document = {"changes": [asdict(c) for c in changes], "least_bump": least_bump(changes)}
    yield json.dumps(document, indent=2)


FORMATS: Mapping[str, Callable[[Sequence[Change]], Iterator[str]]] = MappingProxyType(
    {"text": as_text, "markdown": as_markdown, "csv": as_csv, "json": as_json}
)
