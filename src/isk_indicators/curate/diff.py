"""What changed between two versions of the tables, as text, Markdown, CSV or JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from itertools import groupby
from pathlib import Path
from types import MappingProxyType

from isk_indicators import csvio, home
from isk_indicators.changes import CELLS, Change, Kind, compare, least_bump
from isk_indicators.versions import (
    NUMBER,
    RELEASES,
    Version,
    VersionError,
    published,
    read_version,
)

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


def diff(folder: Path, old: str, new: str) -> list[Change]:
    """Compare two versions, each a path from ``folder`` or the number of a zip in its releases.

    Raises:
        VersionError: a version does not exist or cannot be read; the message says what to do.
    """
    return compare(_read(_path(folder, old)), _read(_path(folder, new)))


def _read(path: Path) -> Version:
    try:
        return read_version(path)
    except VersionError as error:
        if not path.exists():
            raise
        advice = f"run {home.DISTRIBUTION} check {path}, and correct what it reports"
        if path.is_file():
            advice = "put the zip there as it was published"
        raise VersionError(f"{error}; {advice}") from error


def _path(folder: Path, given: str) -> Path:
    path = folder / given
    if not NUMBER.fullmatch(given) or path.exists():
        return path
    zips = published(folder / RELEASES)
    if given not in zips:
        known = f"it has {', '.join(zips)}" if zips else "it has none"
        raise VersionError(f"{RELEASES}/ of this folder has no zip of version {given}; {known}")
    return zips[given]


def text(changes: Sequence[Change]) -> Iterator[str]:
    """List the changes by table and kind, then the least version that they need."""
    for table, of_table in groupby(changes, key=lambda change: change.table):
        yield table
        for kind, members in groupby(of_table, key=lambda change: change.kind):
            yield f"  {TITLES[kind]}"
            yield from (f"    {' '.join(_words(change))}" for change in members)
        yield ""
    yield summary(changes)


def summary(changes: Sequence[Change]) -> str:
    """Count the changes and name the least version that they need."""
    if not changes:
        return "no changes"
    count = "1 change" if len(changes) == 1 else f"{len(changes)} changes"
    return f"{count}: at least a {least_bump(changes)} version"


def _words(change: Change) -> Iterator[str]:
    yield from (name for name in (change.row_id, change.column) if name)
    if change.kind in (*CELLS, "column_changed", "column_reworded"):
        yield f"{_shown(change.before)} -> {_shown(change.after)}"
    elif change.before or change.after:
        yield change.before or change.after


def _shown(cell: str) -> str:
    return json.dumps(cell, ensure_ascii=False) if cell else "blank"


def markdown(changes: Sequence[Change]) -> Iterator[str]:
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
            yield f"| {' | '.join([TITLES[change.kind], *map(_literal, cells)])} |"
        yield ""
    yield summary(changes)


def _literal(cell: str) -> str:
    """Escape a cell so that Markdown shows its text unchanged."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>|&~#!" else c for c in " ".join(cell.split()))


def as_csv(changes: Sequence[Change]) -> Iterator[str]:
    """Write a row for each change; the columns are the attributes of ``changes.Change``."""
    names = [field.name for field in fields(Change)]
    rows = (asdict(change).values() for change in changes)
    yield csvio.document(names, rows).removesuffix("\n")


def as_json(changes: Sequence[Change]) -> Iterator[str]:
    """Write an object with the list of changes and the least version that they need."""
    document = {"changes": [asdict(c) for c in changes], "least_bump": least_bump(changes)}
    yield json.dumps(document, indent=2)


FORMATS: Mapping[str, Callable[[Sequence[Change]], Iterator[str]]] = MappingProxyType(
    {"text": text, "markdown": markdown, "csv": as_csv, "json": as_json}
)
