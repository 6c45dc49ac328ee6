"""The record of changes: what every release changed, and why, one row a change.

What lives here: ``changes.csv``, read where a release has it, made of the published releases and
the tables in a checkout. What must not: how two versions are compared (``changes``), what the
columns are (``schemas/derived``). A further column is one more there and in ``_row``. Standard
library; pandas and the reading of zips are imported when they are needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from isk_indicators.changes import Change, compare
from isk_indicators.home import package
from isk_indicators.schema import DERIVED, DataPackage, Schema, is_derived, read_schema
from isk_indicators.tables import frame, meant, rows

if TYPE_CHECKING:
    import pandas as pd

    from isk_indicators.derived import Row
    from isk_indicators.versions import Version

NAME = "changes"
FILE = f"{NAME}.csv"
SCHEMA = f"{DERIVED}/{NAME}.json"
WITH_REASONS = ("corrections", "withdrawn")
"""The tables that say why a released cell changed, and why a released row went."""

RELEASES_KEY = "releases"
"""The key of a release's descriptor that lists the versions up to it, the first one first."""


def changes(since: str | None = None) -> pd.DataFrame:
    """List what every release changed, a row a change, from the second release on.

    Columns: ``release`` (the first that carries the change), ``kind`` (what it is),
    ``table_name``, ``row_id``, ``column_name``, ``before``, ``after`` (blank where there is
    nothing), ``reason`` (of corrections and withdrawals); all of them strings. In a checkout the
    last one is the development version, or the release to come. Of the first release there is
    nothing to tell: the frame is empty, and its ``attrs["note"]`` says why.

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
        told = ", ".join(known)
        raise ValueError(f"no release {since!r}: the releases are {told}{meant(since, known)}")
    later = known if since is None else known[known.index(since) + 1 :]
    schema = schema_of(source)
    types = {field.name: field.type for field in schema.fields}
    found = frame(types, [row for row in recorded(source) if row["release"] in later])
    if len(known) == 1:
        found.attrs["note"] = f"{known[0]} is the first release: there is nothing to compare with"
    return found


def releases(source: DataPackage) -> list[str]:
    """The versions up to the package's own, the first one first."""
    if RELEASES_KEY in source.descriptor:
        return [str(name) for name in source.descriptor[RELEASES_KEY]]
    own, earlier = _versions(source)
    return [*earlier, own] if own else []


def recorded(source: DataPackage) -> list[Row]:
    """The rows of the record; a blank is None."""
    if is_recorded(source):
        return rows(source.root / FILE, schema_of(source))
    return [{name: text or None for name, text in row.items()} for row in made(source)]


def is_recorded(source: DataPackage) -> bool:
    """Whether a package has its record with it, as a release does if there is any row."""
    return RELEASES_KEY in source.descriptor and any(
        is_derived(resource) and resource["name"] == NAME
        for resource in source.descriptor["resources"]
    )


def schema_of(source: DataPackage) -> Schema:
    """The columns of the record."""
    return read_schema(NAME, source.root / SCHEMA)


# Making it


def made(source: DataPackage) -> list[Mapping[str, str]]:
    """Make the record of a checkout: its tables against those of the releases beside it.

    Raises:
        VersionError: a release, or a table of the checkout, cannot be read.

    """
    from isk_indicators.versions import (  # noqa: PLC0415 - zipfile is slow to import
        is_development,
        read_version,
    )

    own, earlier = _versions(source)
    if RELEASES_KEY in source.descriptor or not earlier:
        return []
    last = read_version(source.root)
    reasons = reasons_of(last, own, [*earlier][-1] if is_development(own) else None)
    steps = pairwise([*map(read_version, earlier.values()), last])
    return [
        row
        for (old, new), name in zip(steps, [*earlier, own][1:], strict=True)
        for row in _of_release(name, compare(old, new), reasons)
    ]


def _versions(source: DataPackage) -> tuple[str, dict[str, Path]]:
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


def _of_release(
    release: str, found: list[Change], reasons: Mapping[tuple[str, ...], str]
) -> Iterator[Mapping[str, str]]:
    for change in found:
        cell = (change.column,) if change.column else ()
        yield _row(release, change, reasons.get((release, change.table, change.row_id, *cell), ""))


def _row(release: str, change: Change, reason: str) -> Mapping[str, str]:
    return {
        "release": release,
        "kind": change.kind,
        "table_name": change.table,
        "row_id": change.row_id,
        "column_name": change.column,
        "before": change.before,
        "after": change.after,
        "reason": reason,
    }
