"""The two sides that the history compares: the published zips, and the tables of the folder.

A release that cannot be read is reported, and neither it nor an older one is compared. Of the
folder, a cell that an earlier stage rejected is left out of its row, and a row without a valid id
out of its table.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from isk_indicators.changes import Change
from isk_indicators.check.decode import START
from isk_indicators.check.finding import Finding, Message, file_finding, pluralize, position
from isk_indicators.check.standing import Standing
from isk_indicators.home import DISTRIBUTION
from isk_indicators.rules.breach import Breach
from isk_indicators.schema import DESCRIPTOR, UNRELEASED, VIEWS, DataPackage, Schema, read_schemas
from isk_indicators.versions import (
    PROJECT,
    RELEASES,
    Cells,
    Version,
    VersionError,
    coming,
    is_development,
    is_earlier,
    number,
    project_version,
    published_number,
    read_version,
    version_in,
)

# Published releases

RELEASE = "history-release"
_NEVER_PUBLISHED = "Move the zip elsewhere: a development version is never published."
_VERSION_LINE = re.compile(r"""^[ \t]*"?version"?[ \t]*[=:][ \t]*(?=["'])""", re.MULTILINE)
"""Where a version begins, in ``pyproject.toml`` or in a descriptor; it is the first in both."""


class PackageVersion(NamedTuple):
    """The version of a folder, and its place.

    Attributes:
        name: Its number as written; blank if the folder gives none.
        file: The file that gives it.
        place: The line and column in that file.
        wrong: Why it is no version; blank if it is one.
    """

    name: str
    file: str
    place: tuple[int, int]
    wrong: str = ""

    @property
    def is_checkout(self) -> bool:
        """Whether versions are made here, rather than this being one that was."""
        return self.file == PROJECT

    @property
    def is_development(self) -> bool:
        """Whether it is between two releases, so that the next one's number is still open."""
        return is_development(self.name)

    @property
    def coming(self) -> str:
        """The release that corrections name: its own number, or the one it leads to."""
        return coming(self.name)


@dataclass(frozen=True)
class Releases:
    """The releases beside a folder.

    Attributes:
        releases: By number, the lowest first; None if one cannot be read.
        findings: What is wrong with them.
    """

    releases: Mapping[str, Version | None]
    findings: tuple[Finding, ...]

    def below(self, name: str) -> dict[str, Version | None]:
        """The releases before a version, the lowest first; all of a development version."""
        return {n: v for n, v in self.releases.items() if is_earlier(n, name)}


def read_all(root: Path) -> Releases:
    """Read every zip of the folder ``releases`` below ``root``; there may be none."""
    releases: dict[str, Version | None] = {}
    findings: list[Finding] = []
    for path in sorted((root / RELEASES).glob("*.zip")):
        name = published_number(path.name)
        if name is None:
            findings.append(_misnamed_zip(path.name))
            continue
        releases[name], found = _read(root, path, name)
        findings += found
    by_number = sorted(releases.items(), key=lambda item: number(item[0]))
    return Releases(dict(by_number), tuple(findings))


def _read(root: Path, path: Path, name: str) -> tuple[Version | None, list[Finding]]:
    try:
        version = read_version(path)
    except VersionError as error:
        reason = str(error).replace(f"{path}: ", "").replace(f"{root}/", "")
        advice = "Put the zip back as it was published: it is never changed."
        return None, [_release_finding(path.name, Message("the zip of a release", advice, reason))]
    if version.name == name:
        return version, []
    advice = f"Name the file {DISTRIBUTION}-{version.name}.zip, or put the right zip there."
    if is_development(version.name):
        advice = _NEVER_PUBLISHED
    return None, [_release_finding(path.name, Message(f"a release {name}", advice, version.name))]


def _misnamed_zip(file: str) -> Finding:
    advice = "Name the zip as it was published, or move it elsewhere."
    if version_in(file) is not None:
        advice = _NEVER_PUBLISHED
    return _release_finding(file, Message(f"{DISTRIBUTION}-<version>.zip", advice, file))


def _release_finding(file: str, words: Message) -> Finding:
    return file_finding(RELEASE, f"{RELEASES}/{file}", START, words)


def package_version(root: Path, descriptor: Mapping[str, Any]) -> PackageVersion:
    """The version of the folder ``root``: of its project, else the one that its descriptor names.

    A checkout has the first, a release the second; a folder may have neither.
    """
    try:
        file = PROJECT if (root / PROJECT).is_file() else DESCRIPTOR
        named = project_version(root / PROJECT) if file == PROJECT else descriptor.get("version")
        if named is not None:
            number(coming(str(named)))
        return PackageVersion(str(named or ""), file, _version_place(root / file))
    except VersionError as error:
        wrong = str(error).replace(f"{root / PROJECT}: ", "")
        return PackageVersion("", file, _version_place(root / file), wrong)


def _version_place(path: Path) -> tuple[int, int]:
    """The place of the version, or the beginning of the file."""
    text = path.read_bytes().decode("utf-8", "replace")
    match = _VERSION_LINE.search(text)
    return START if match is None else position(text, match.end())


# The folder


@dataclass(frozen=True)
class CurrentTables:
    """The valid part of the checked folder.

    Attributes:
        package: Its descriptor and schemas.
        tables: What the first two stages left.
        faults: By table, the cells that no stage's word can be taken from: row and column.
    """

    package: DataPackage
    tables: Mapping[str, Standing]
    faults: Mapping[str, Collection[tuple[int, str]]]

    @cached_property
    def version(self) -> Version:
        """The tables as a version without a number."""
        rows = {t: self._rows(t) if t in self.tables else () for t in self.package.schemas}
        return Version("", self.package.schemas, rows, read_schemas(self.package.root / VIEWS))

    def _rows(self, table: str) -> tuple[Cells, ...]:
        frame = self.tables[table].frame
        columns = [["" if c is None else str(c) for c in frame[n].tolist()] for n in frame.columns]
        names = [*frame.columns]
        rows: list[dict[str, str]] = [
            dict(zip(names, cells, strict=True)) for cells in zip(*columns, strict=True)
        ]
        for row, name in self.faults[table]:
            rows[row].pop(name, None)
        return tuple(rows)

    @cached_property
    def numbers(self) -> Mapping[str, Mapping[str, int]]:
        """By table and id, the number of the row."""
        found: dict[str, Mapping[str, int]] = {}
        for table, schema in self.package.schemas.items():
            rows = enumerate(self.version.rows[table])
            found[table] = {id_: at for at, row in rows if (id_ := row.get(schema.id_field or ""))}
        return found

    def known(self, changes: Iterable[Change]) -> list[Change]:
        """The changes without the rows that are missing because they cannot be read."""
        return [c for c in changes if c.kind != "row_gone" or self.knows_every_id(c.table)]

    def knows_every_id(self, table: str) -> bool:
        """Whether an id that is not in the table is gone from it; no table, no word of its ids."""
        schema = self.package.schemas.get(table)
        return schema is not None and self.is_sound(table, schema.key)

    def is_sound(self, table: str, names: Sequence[str]) -> bool:
        """Whether all rows of the table can be read and their cells in these columns are valid."""
        if table not in self.package.schemas:  # a release leaves out a table without rows
            return True
        standing = self.tables.get(table)
        return (
            standing is not None
            and not standing.fallen
            and not any(name in names for _, name in self.faults[table])
        )

    def file(self, table: str) -> str:
        """A table's file; of one that the folder does not have, its name."""
        return self.package.relative(table) if table in self.package.schemas else table

    def defined_at(self, table: str, column: str) -> tuple[str, tuple[int, int]]:
        """The schema of a table or view, with the line and column where it names a column.

        Of a column that is gone it is the beginning, of a table that is gone the descriptor's.
        """
        named = {r["name"]: str(r["schema"]) for r in self.package.descriptor["resources"]}
        file = named.get(table, f"{VIEWS}/{table}.json")
        if not (self.package.root / file).is_file():
            return DESCRIPTOR, START
        text = (self.package.root / file).read_text(encoding="utf-8", errors="replace")
        named_at = re.search(rf'"name"[ ]*:[ ]*"{re.escape(column)}"', text)
        return file, START if named_at is None else position(text, named_at.start())

    def gaps(self) -> list[str]:
        """What cannot be compared, a text a table."""
        tables = [table for table in self.package.schemas if table not in UNRELEASED]
        told = [(table, self._gap(table)) for table in tables]
        return [f"history of {table}: {gap}" for table, gap in told if gap]

    def _gap(self, table: str) -> str:
        if table not in self.tables:
            return "it cannot be read"
        rows, cells = len(self.tables[table].fallen), len(self.faults[table])
        told = [pluralize(rows, "row") + " that cannot be read"] if rows else []
        told += [f"{pluralize(cells, 'cell')} at fault"] if cells else []
        return ", ".join(told)


def by_id(version: Version, table: str) -> dict[str, Cells]:
    """The rows of a table by their id; none of a table that is not there or has no ids."""
    schema = version.schemas.get(table)
    name = (schema.id_field if schema else None) or ""
    return {row[name]: row for row in version.rows.get(table, ()) if row.get(name)}


def current_tables(
    package: DataPackage, tables: Mapping[str, Standing], breaches: Iterable[Breach]
) -> CurrentTables:
    """Take what the first two stages left, without the cells that the rules' stage rejects."""
    faults: dict[str, set[tuple[int, str]]] = {t: {*s.blanked} for t, s in tables.items()}
    for breach in breaches:
        if breach.row is not None and not breach.warning:
            names = _rejected_columns(package.schemas[breach.table], breach)
            faults[breach.table].update((breach.row, name) for name in names)
    return CurrentTables(package, tables, faults)


def _rejected_columns(schema: Schema, breach: Breach) -> Sequence[str]:
    return schema.names if breach.field is None else (breach.field,)
