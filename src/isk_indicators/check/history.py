"""The fifth stage: published rows, columns and versions are compared with the folder."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from isk_indicators.changes import CELLS, LEAST, Change, Kind, compare, least_bump, raised
from isk_indicators.check.csv_table import ParsedTable
from isk_indicators.check.finding import START, Finding, Message, file_finding, pluralize, position
from isk_indicators.check.package import Files
from isk_indicators.installed import DISTRIBUTION
from isk_indicators.rules.rule import Problem
from isk_indicators.schema import DESCRIPTOR, UNRELEASED, VIEWS, DataPackage, Schema, read_schemas
from isk_indicators.versions import (
    DEVELOPMENT,
    PROJECT,
    RELEASES,
    Cells,
    Version,
    VersionError,
    coming,
    is_above,
    is_development,
    is_earlier,
    number,
    project_version,
    published_number,
    read_version,
    version_in,
)

# The published releases and the tables of the folder

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
    tables: Mapping[str, ParsedTable]
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
            and not standing.unreadable
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
        rows, cells = len(self.tables[table].unreadable), len(self.faults[table])
        told = [pluralize(rows, "row") + " that cannot be read"] if rows else []
        told += [f"{pluralize(cells, 'cell')} at fault"] if cells else []
        return ", ".join(told)


def by_id(version: Version, table: str) -> dict[str, Cells]:
    """The rows of a table by their id; none of a table that is not there or has no ids."""
    schema = version.schemas.get(table)
    name = (schema.id_field if schema else None) or ""
    return {row[name]: row for row in version.rows.get(table, ()) if row.get(name)}


def current_tables(
    package: DataPackage, tables: Mapping[str, ParsedTable], problems: Iterable[Problem]
) -> CurrentTables:
    """Take what the first two stages left, without the cells that the rules' stage rejects."""
    faults: dict[str, set[tuple[int, str]]] = {t: {*s.invalid_cells} for t, s in tables.items()}
    for problem in problems:
        if problem.row is not None:
            names = _rejected_columns(package.schemas[problem.table], problem)
            faults[problem.table].update((problem.row, name) for name in names)
    return CurrentTables(package, tables, faults)


def _rejected_columns(schema: Schema, problem: Problem) -> Sequence[str]:
    return schema.names if problem.field is None else (problem.field,)


CHANGELOG = "CHANGELOG.md"

_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_AFTER_VERSION = rf"(?:[ \t]+[-–—][ \t]+{_DATE})?(?:[ \t]+\[YANKED\])?[ \t]*"


def has_entry(text: str, version: str) -> bool:
    """Whether a heading of the second level is the version's, with words below it."""
    number = re.escape(version)
    heading = re.compile(rf"##[ \t]+(?:\[{number}\]|{number}){_AFTER_VERSION}")
    sections = re.split(r"^(?=##[ \t])", text.replace("\r\n", "\n"), flags=re.MULTILINE)
    parts = (section.partition("\n") for section in sections)
    return any(heading.fullmatch(first) and _has_text(rest) for first, _, rest in parts)


def _has_text(section: str) -> bool:
    """Whether there is more than headings and the addresses of links."""
    return any(line.strip() and not line.startswith(("#", "[")) for line in section.split("\n"))


# Changes since the last release

VANISHED, REUSED, REASON = "history-vanished", "history-reused", "history-reason"
COLUMN, VERSION = "history-column", "history-version"

CORRECTIONS, WITHDRAWN = "corrections", "withdrawn"
_ROW = ("table_name", "row_id")
"""The columns of a ledger that name a row."""

_STRUCTURE: tuple[Kind, ...] = ("table_gone", "column_gone", "column_changed")
"""What readers of a table rely on: that it has the columns it had, of the same type and values."""

_MOST_NAMED = 10

Row = tuple[str, str]
"""A table and an id of it."""


@dataclass(frozen=True)
class ReleaseDiff:
    """What changed since the last release.

    Attributes:
        now: What stands of the folder.
        own: Its version.
        earlier: All lower releases, the lowest first.
    """

    now: CurrentTables
    own: PackageVersion
    earlier: tuple[Version, ...]

    @property
    def last(self) -> Version:
        """The release that is compared with."""
        return self.earlier[-1]

    @cached_property
    def changes(self) -> Sequence[Change]:
        """What changed, as far as it can be known."""
        return self.now.known(compare(self.last, self.now.version))

    @cached_property
    def rows(self) -> Mapping[str, Mapping[str, Cells]]:
        """By table and id, the rows of the last release."""
        return {table: by_id(self.last, table) for table in self.last.schemas}

    @cached_property
    def given(self) -> Mapping[Row, str]:
        """Every id that was published, with the last release that had the row."""
        return {(t, i): v.name for v in self.earlier for t in v.schemas for i in by_id(v, t)}

    @cached_property
    def withdrawn(self) -> Mapping[Row, str]:
        """By withdrawn row, the first release that is said to be without it."""
        rows = self.now.version.rows.get(WITHDRAWN, ())
        return {_row_of(row): row.get("release", "") for row in rows}

    @cached_property
    def corrected(self) -> Mapping[tuple[str, str, str], int]:
        """By table, id and column of a cell corrected in this version, the ledger's first row."""
        found: dict[tuple[str, str, str], int] = {}
        for at, row in enumerate(self.now.version.rows.get(CORRECTIONS, ())):
            if self.is_own(row.get("release", "")):
                found.setdefault(_cell_of(row), at)
        return found

    @cached_property
    def reused(self) -> Mapping[Row, str]:
        """By row that has another's id, whose it is."""
        return {**dict(_ids_used_before(self)), **dict(_ids_of_other_rows(self))}

    def is_own(self, release: str) -> bool:
        """Whether a ledger means this version: its number, or any above the last if it has none."""
        if self.own.is_development:
            return is_above(release, self.last.name)
        return release == self.own.name

    def least(self, changes: Iterable[Change]) -> str:
        """The least version that changes ask for."""
        return ".".join(map(str, raised(number(self.last.name), least_bump(changes))))

    def is_raised_for(self, change: Change) -> bool:
        """Whether the version is as high as a change asks by itself."""
        return number(self.own.name) >= raised(number(self.last.name), LEAST[change.kind])


def inspect_changes(diff: ReleaseDiff) -> list[Finding]:
    """Every change that may not be, or not so."""
    return [finding for ask in _CHANGE_RULES for finding in ask(diff)]


def next_release_notes(diff: ReleaseDiff) -> Iterator[str]:
    """On a development version with changes, how far the next release must rise, and for what."""
    asking = [change for change in diff.changes if _counts_for_version(diff, change)]
    if diff.own.is_development and asking:
        yield (
            f"the next release must be at least {diff.least(asking)} (changes since "
            f"{diff.last.name}: {_counts_by_kind(asking)})"
        )


def _row_of(row: Cells) -> Row:
    """The row that a row of a ledger speaks of."""
    table, id_ = (row.get(name, "") for name in _ROW)
    return table, id_


def _cell_of(row: Cells) -> tuple[str, str, str]:
    """The cell that a row of the corrections speaks of."""
    return (*_row_of(row), row.get("column_name", ""))


# Ids that are gone


def _vanished(diff: ReleaseDiff) -> Iterator[Finding]:
    now = diff.now
    if not now.is_sound(WITHDRAWN, (*_ROW, "release")):
        return
    gone: dict[str, list[str]] = defaultdict(list)
    for table, id_ in diff.given:
        if id_ not in now.numbers.get(table, ()) and not _is_withdrawn(diff, table, id_):
            gone[table].append(id_)
    for table, ids in gone.items():
        if now.knows_every_id(table):
            yield _vanished_finding(diff, table, sorted(ids))


def _is_withdrawn(diff: ReleaseDiff, table: str, id_: str) -> bool:
    """Whether a row says that it was withdrawn; in this release, if the last one still had it."""
    release = diff.withdrawn.get((table, id_))
    return release is not None and (diff.is_own(release) or id_ not in diff.rows.get(table, ()))


def _vanished_finding(diff: ReleaseDiff, table: str, gone: Sequence[str]) -> Finding:
    ledger = diff.now.file(WITHDRAWN)
    words = Message(
        f"a row for each id that was published, or one in {ledger} with the release "
        f"{diff.own.coming}",
        f"Put the row back, or say in {ledger} why it was withdrawn.",
        f"no row {_list_names(gone)}",
    )
    finding = file_finding(VANISHED, diff.now.file(table), START, words)
    return replace(finding, row_id=gone[0]) if len(gone) == 1 else finding


def _list_names(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


# Ids in use again


def _reused(diff: ReleaseDiff) -> Iterator[Finding]:
    for (table, id_), whose in diff.reused.items():
        words = Message(
            "an id that no other row ever had",
            f"{whose}: give this row its own id, or a new one (isk-indicators new-id {table}).",
        )
        name = str(diff.now.package.schemas[table].id_field)
        at = diff.now.numbers[table][id_]
        yield diff.now.tables[table].at_cell(REUSED, at, name, words)


def _ids_used_before(diff: ReleaseDiff) -> Iterator[tuple[Row, str]]:
    """Rows with an id that the last release no longer had; not those still withdrawn."""
    if not diff.now.is_sound(WITHDRAWN, _ROW):
        return
    had = {row: f"{name} had it, and later ones had not" for row, name in diff.given.items()}
    for row in map(_row_of, diff.last.rows.get(WITHDRAWN, ())):
        had.setdefault(row, f"{diff.last.name} has it as withdrawn")
    for (table, id_), whose in had.items():
        is_back = id_ in diff.now.numbers.get(table, ()) and id_ not in diff.rows.get(table, ())
        if is_back and (table, id_) not in diff.withdrawn:
            yield (table, id_), whose


def _ids_of_other_rows(diff: ReleaseDiff) -> Iterator[tuple[Row, str]]:
    """Changed rows that are, cell for cell, a released row of another id."""
    touched: dict[str, dict[str, None]] = defaultdict(dict)
    for change in diff.changes:
        if change.kind in CELLS:
            touched[change.table][change.row_id] = None
    for table, ids in touched.items():
        name = str(diff.now.package.schemas[table].id_field)
        whose = {_content(row, name): id_ for id_, row in diff.rows[table].items()}
        for id_ in ids:
            row = diff.now.version.rows[table][diff.now.numbers[table][id_]]
            if (other := whose.get(_content(row, name))) is not None:
                yield (table, id_), f"{diff.last.name} has this row as {other}"


def _content(row: Cells, id_field: str) -> frozenset[tuple[str, str]]:
    return frozenset((name, text) for name, text in row.items() if name != id_field)


# Cells that changed


def _changed_cells(diff: ReleaseDiff) -> Iterator[Finding]:
    if not diff.now.is_sound(CORRECTIONS, (*_ROW, "column_name", "release")):
        return
    cells = {(c.table, c.row_id, c.column): c for c in diff.changes if c.row_id and c.column}
    for cell, change in cells.items():
        is_told = cell in diff.corrected or cell[:2] in diff.reused
        if change.kind == "cell_corrected" and not is_told:
            yield _without_reason(diff, change)
    for cell, at in diff.corrected.items():
        if cell not in cells and _is_readable(diff, *cell):
            yield _without_change(diff, at, " ".join(cell))
    yield from _second_reasons(diff)


def _without_reason(diff: ReleaseDiff, change: Change) -> Finding:
    ledger = diff.now.file(CORRECTIONS)
    was = f'"{change.before}"' if change.before else "a blank cell"
    words = Message(
        f"{was} as in {diff.last.name}, or a reason in {ledger}",
        f"Say in {ledger}, with the release {diff.own.coming}, why the cell was corrected; or put "
        "it back.",
        change.after or "a blank cell",
    )
    at = diff.now.numbers[change.table][change.row_id]
    return diff.now.tables[change.table].at_cell(REASON, at, change.column, words)


def _is_readable(diff: ReleaseDiff, table: str, id_: str, column: str) -> bool:
    at = diff.now.numbers.get(table, {}).get(id_)
    return at is not None and column in diff.now.version.rows[table][at]


def _without_change(diff: ReleaseDiff, at: int, cell: str) -> Finding:
    words = Message(
        f"a cell that {diff.last.name} has otherwise",
        "Take the row out: there is nothing that it gives a reason for.",
        cell,
    )
    return diff.now.tables[CORRECTIONS].at_cell(REASON, at, "column_name", words)


def _second_reasons(diff: ReleaseDiff) -> Iterator[Finding]:
    """Reasons for a cell that has one already: the coming release goes by several numbers."""
    for at, row in enumerate(diff.now.version.rows.get(CORRECTIONS, ())):
        first = diff.corrected.get(_cell_of(row), at)
        if first != at and diff.is_own(row.get("release", "")):
            ledger = diff.now.tables[CORRECTIONS]
            line, _ = ledger.position(first, None)
            advice = f"Join it with the one on line {line}: both are of the next release."
            words = Message("one reason for each cell and release", advice, " ".join(_cell_of(row)))
            yield ledger.at_cell(REASON, at, "column_name", words)


# Columns and tables that changed


def _changed_structure(diff: ReleaseDiff) -> Iterator[Finding]:
    found: dict[tuple[str, str], list[Change]] = defaultdict(list)
    for change in () if diff.own.is_development else diff.changes:
        if change.kind in _STRUCTURE and not diff.is_raised_for(change):
            found[change.table, change.column].append(change)
    for (table, column), members in found.items():
        words = Message(
            f"the columns of {diff.last.name}, or at least version {diff.least(members)}",
            "Put it back, or raise the version: what readers rely on changes with a major version "
            "alone.",
            "; ".join(map(_structure_change, members)),
        )
        file, place = diff.now.defined_at(table, column)
        yield replace(file_finding(COLUMN, file, place, words), field=column or None)


def _structure_change(change: Change) -> str:
    """A change of a column or table in words."""
    if change.kind != "column_changed":
        return f"no {change.column or change.table}"
    return f"{change.after} in place of {change.before}" if change.after else f"no {change.before}"


# The version


def _too_small(diff: ReleaseDiff) -> Iterator[Finding]:
    if diff.own.is_development:
        yield from _not_after_last(diff)
        return
    asking = [change for change in diff.changes if _counts_for_version(diff, change)]
    short = [change for change in asking if not diff.is_raised_for(change)]
    if short:
        words = Message(
            f"at least {diff.least(asking)}",
            f"Raise the version: what changed since {diff.last.name} asks for a "
            f"{least_bump(asking)} one ({_counts_by_kind(short)}).",
            diff.own.name,
        )
        yield file_finding(VERSION, diff.own.file, diff.own.place, words)


def _not_after_last(diff: ReleaseDiff) -> Iterator[Finding]:
    """A development version that leads to a release that is behind the last one, or is it."""
    last = number(diff.last.name)
    if number(diff.own.coming) <= last:
        least = ".".join(map(str, raised(last, "patch")))
        words = Message(
            f"a development version after {diff.last.name}, such as {least}{DEVELOPMENT}",
            f"Raise the version: {diff.last.name} is published.",
            diff.own.name,
        )
        yield file_finding(VERSION, diff.own.file, diff.own.place, words)


def _counts_by_kind(changes: Iterable[Change]) -> str:
    """How many changes there are of each kind; of a change of shape, also of what."""
    counts = Counter(change.kind for change in changes)
    kinds = (kind for kind in LEAST if kind in counts)
    return ", ".join(
        f"{k.replace('_', ' ')}: {counts[k]}{_changed_columns(changes, k)}" for k in kinds
    )


def _changed_columns(changes: Iterable[Change], kind: Kind) -> str:
    """The columns or tables that changed in a way on which readers rely; else nothing."""
    if kind not in _STRUCTURE:
        return ""
    members = [change for change in changes if change.kind == kind]
    names = dict.fromkeys(f"{c.table}.{c.column}".removesuffix(".") for c in members)
    return f" ({_list_names([*names])})"


def _counts_for_version(diff: ReleaseDiff, change: Change) -> bool:
    """Whether nothing else reports a change, so that the version must follow it."""
    row = (change.table, change.row_id)
    is_told = (change.kind in _STRUCTURE and not diff.own.is_development) or row in diff.reused
    return not is_told and (change.kind != "row_gone" or row in diff.withdrawn)


_CHANGE_RULES: Sequence[Callable[[ReleaseDiff], Iterator[Finding]]] = (
    _vanished,
    _reused,
    _changed_cells,
    _changed_structure,
    _too_small,
)


# A published version

REBUILD = "history-rebuild"
OPEN_NEXT = "python -m isk_indicators.release.prepare --next"
"""The command after which a checkout may change again."""


def published_unchanged(now: CurrentTables, own: PackageVersion, same: Version) -> list[Finding]:
    """Each table or view that is no longer as it was published, once."""
    found: dict[str, list[Change]] = defaultdict(list)
    for change in now.known(compare(same, now.version)):
        found[change.table].append(change)
    ledgers: Mapping[str, list[Change]] = {table: [] for table in _changed_logs(now, same)}
    return [
        _rebuild_finding(now, own, table, members)
        for table, members in {**found, **ledgers}.items()
    ]


def _changed_logs(now: CurrentTables, same: Version) -> Iterator[str]:
    """The tables without ids that have other rows; where a release has no such table, none."""
    for table, schema in now.package.schemas.items():
        is_ledger = schema.id_field is None and table not in UNRELEASED
        is_other = now.version.rows[table] != same.rows.get(table, ())
        if is_ledger and is_other and now.is_sound(table, schema.names):
            yield table


def _rebuild_finding(
    now: CurrentTables, own: PackageVersion, table: str, members: Sequence[Change]
) -> Finding:
    counts = Counter(change.kind.replace("_", " ") for change in members)
    told = ", ".join(f"{kind}: {count}" for kind, count in counts.items()) or "other rows"
    bump = least_bump(members) if members else "patch"
    least = ".".join(map(str, raised(number(own.name), bump)))
    words = Message(
        f"what {RELEASES}/ has as {own.name}, or at least version {least}",
        f"Open the next version ({OPEN_NEXT}): {own.name} is published and does not change any "
        "more.",
        f"{table} with {told}",
    )
    file, place = _first_change(now, table, members)
    return file_finding(REBUILD, file, place, words)


def _first_change(
    now: CurrentTables, table: str, members: Sequence[Change]
) -> tuple[str, tuple[int, int]]:
    """Where the first change that can be pointed at is: a row, a column; else the file."""
    for change in members:
        at = now.numbers.get(table, {}).get(change.row_id)
        if at is not None:
            return now.tables[table].file, now.tables[table].position(at, change.column or None)
        if change.column:
            return now.defined_at(table, change.column)
    return (now.tables[table].file, START) if table in now.tables else now.defined_at(table, "")


# The stage

CHANGES = "history-changelog"

RULES: Mapping[str, str] = MappingProxyType(
    {
        VANISHED: "A released id that is gone, without a row in withdrawn that says why.",
        REUSED: "An id that was gone before, or that a release gave to another row.",
        REASON: "A released cell that changed without a row in corrections that says why, "
        "or such a row without a change.",
        COLUMN: "A column or table that is gone, or holds something else, without a new "
        "major version.",
        VERSION: "A version that is none, or smaller than what changed since the last "
        "release asks for.",
        CHANGES: "A version without an entry in the changelog.",
        REBUILD: "A published version whose tables or columns are no longer what was published.",
        RELEASE: "A zip among the published ones that is not the release it is named for.",
    }
)
"""The ids of this stage, with what each rejects."""


@dataclass
class History:
    """What this stage found, what it could not look at, and what there was not to look at."""

    findings: list[Finding] = field(default_factory=list)
    not_checked: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def inspect(package: DataPackage, left: Files, problems: Sequence[Problem]) -> History:
    """Compare the folder with what was published; ``left`` is what the first stage leaves."""
    before, own = (
        read_all(package.root),
        package_version(package.root, package.descriptor),
    )
    result = History([*before.findings, *_no_version(own), *_no_entry(package, own)])
    if not own.name:
        _without_version(result, own, is_first=not before.releases)
        return result
    now = current_tables(package, left.tables, problems)
    if own.name in before.releases:
        _compare_same(result, now, own, before.releases[own.name])
    _compare_last(result, now, own, before.below(own.name))
    return result


def _without_version(result: History, own: PackageVersion, *, is_first: bool) -> None:
    if is_first and not own.wrong:
        result.notes.append("no published release: there is nothing to compare with")
    else:
        result.not_checked.append(f"history ({own.file} gives no version)")


def _compare_same(
    result: History, now: CurrentTables, own: PackageVersion, same: Version | None
) -> None:
    if same is None:
        result.not_checked.append(f"history: whether this is {own.name} (it cannot be read)")
    else:
        result.findings += published_unchanged(now, own, same)
        result.not_checked += now.gaps()


def _compare_last(
    result: History, now: CurrentTables, own: PackageVersion, below: Mapping[str, Version | None]
) -> None:
    if not below:
        what = f"no published release below {own.name}"
        result.notes.append(f"{what}: there is nothing to compare with")
        return
    *_, (last, version) = below.items()
    if version is None:
        result.not_checked.append(f"history since {last} (it cannot be read)")
        return
    earlier = {name: found for name, found in below.items() if found is not None}
    diff = ReleaseDiff(now, own, tuple(earlier.values()))
    result.findings += inspect_changes(diff)
    result.notes += next_release_notes(diff)
    lost = [name for name in below if name not in earlier]
    result.not_checked += [f"history: the ids of {name} (it cannot be read)" for name in lost]
    result.not_checked += now.gaps()


def _no_version(own: PackageVersion) -> Iterator[Finding]:
    if own.wrong:
        advice = "Write the version as three numbers, between two releases with .dev0 behind them."
        words = Message("a version such as 0.1.0 or 0.1.0.dev0", advice, own.wrong)
        yield file_finding(VERSION, own.file, own.place, words)


def _no_entry(package: DataPackage, own: PackageVersion) -> Iterator[Finding]:
    """Asked of a checkout, at its release: a release carries the changelog as it was published."""
    if not own.is_checkout or not own.name or own.is_development:
        return
    path = package.root / CHANGELOG
    is_file = path.is_file()
    text = path.read_bytes().decode("utf-8", "replace") if is_file else ""
    if not has_entry(text, own.name):
        words = Message(
            f"a heading '## [{own.name}]' with words below it",
            f"Say in {CHANGELOG} what {own.name} changes for those who use the data.",
            "no such entry" if is_file else "no file",
        )
        yield file_finding(CHANGES, CHANGELOG, START, words)
