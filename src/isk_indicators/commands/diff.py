"""``isk-indicators diff OLD NEW``: what changed between two versions of the tables."""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from itertools import groupby
from pathlib import Path
from types import MappingProxyType

from isk_indicators import home
from isk_indicators.changes import CELLS, Change, Kind, compare, least_bump
from isk_indicators.versions import (
    NUMBER,
    RELEASES,
    Version,
    VersionError,
    published,
    read_version,
)

NAME = "diff"
HELP = "list what changed between two versions, by id: rows, cells, columns, and moved spans"
_WHAT = f"a folder, the zip of a release, or a version such as 0.1.0 of which {RELEASES}/ has a zip"

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
"""What changes of a kind are called where people read them."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command accepts."""
    parser.add_argument("old", metavar="OLD", help=_WHAT)
    parser.add_argument("new", metavar="NEW", help=_WHAT)
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default="text",
        help="text for a terminal (default), markdown for a page, csv or json for programs",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the changes; as of any diff, 0 if there are none, 1 if there are, 2 in trouble."""
    try:
        old, new = (_read(_path(given)) for given in (arguments.old, arguments.new))
    except VersionError as error:
        sys.stderr.write(f"{NAME}: {error}\n")
        return 2
    changes = compare(old, new)
    sys.stdout.writelines(f"{line}\n" for line in FORMATS[arguments.format](changes))
    return int(bool(changes))


def _read(path: Path) -> Version:
    """The version there; where it cannot be read, what to do is said too."""
    try:
        return read_version(path)
    except VersionError as error:
        if not path.exists():
            raise
        advice = f"run {home.DISTRIBUTION} check {path}, and correct what it says"
        if path.is_file():
            advice = "put the zip there as it was published"
        raise VersionError(f"{error}; {advice}") from error


def _path(given: str) -> Path:
    """The folder or zip that is meant: a version is looked up among the published ones."""
    if not NUMBER.fullmatch(given) or Path(given).exists():
        return Path(given)
    there = published(Path(RELEASES))
    if given not in there:
        known = f"it has {', '.join(there)}" if there else "it has none"
        raise VersionError(f"{RELEASES}/ of this folder has no zip of version {given}; {known}")
    return there[given]


# For people


def text(changes: Sequence[Change]) -> Iterator[str]:
    """The changes by table and kind, then the least version that they ask for."""
    for table, of_table in groupby(changes, key=lambda change: change.table):
        yield table
        for kind, members in groupby(of_table, key=lambda change: change.kind):
            yield f"  {TITLES[kind]}"
            yield from (f"    {' '.join(_words(change))}" for change in members)
        yield ""
    yield summary(changes)


def summary(changes: Sequence[Change]) -> str:
    """How many changes there are, and what they ask of the version."""
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
    """The same as a page: a heading a table, and a row a change."""
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
    """The text as it is, in a cell of Markdown: nothing in it marks anything up."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>|&~#!" else c for c in " ".join(cell.split()))


# For programs


def as_csv(changes: Sequence[Change]) -> Iterator[str]:
    """A row a change, with the attributes of ``changes.Change`` as columns."""
    out = io.StringIO(newline="")
    names = [field.name for field in fields(Change)]
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(change) for change in changes)
    yield out.getvalue().removesuffix("\n")


def as_json(changes: Sequence[Change]) -> Iterator[str]:
    """An object: the changes as a list of objects, and what they ask of the version."""
    document = {"changes": [asdict(c) for c in changes], "least_bump": least_bump(changes)}
    yield json.dumps(document, indent=2)


FORMATS: Mapping[str, Callable[[Sequence[Change]], Iterator[str]]] = MappingProxyType(
    {"text": text, "markdown": markdown, "csv": as_csv, "json": as_json}
)
