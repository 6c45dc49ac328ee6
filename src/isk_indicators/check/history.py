"""The fifth stage: published rows, columns and versions are compared with the folder."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

from isk_indicators.changes import (
    CELLS,
    CORRECTIONS,
    DEVELOPMENT,
    GONE,
    LEAST,
    NUMBER,
    PROJECT,
    RELEASES,
    WITHDRAWN,
    Cells,
    Change,
    Kind,
    Version,
    by_id,
    compare,
    is_above,
    is_earlier,
    least_bump,
    number,
    raised,
)
from isk_indicators.check.csv_table import ParsedTable
from isk_indicators.check.finding import (
    START,
    Finding,
    Message,
    StageResult,
    file_finding,
    list_names,
    position,
)
from isk_indicators.check.package import Files
from isk_indicators.check.published import (
    CHANGELOG,
    LEDGER,
    LEDGER_FILE,
    RELEASE,
    UNRELEASED,
    Base,
    PackageVersion,
    by_number,
    changelog,
    entries,
    has_entry,
    ledger_findings,
    package_version,
    read_releases,
)
from isk_indicators.rules.rule import Problem
from isk_indicators.schema import (
    DERIVED,
    DESCRIPTOR,
    DISTRIBUTION,
    EXTENSION_KEY,
    INTERNAL_TABLES,
    VIEWS,
    DataPackage,
    Field,
    Schema,
    every_schema,
    installed_package,
    installed_version,
    read_schemas,
)
from isk_indicators.screen import pluralize

OPEN_NEXT = "python -m isk_indicators.release.prepare --next"
"""The command after which a checkout may change again."""

VANISHED, REUSED, REASON = "history-vanished", "history-reused", "history-reason"
COLUMN, VERSION, CHANGES = "history-column", "history-version", "history-changelog"
REBUILD, SCHEMA = "history-rebuild", "history-schema"

RULES: Mapping[str, str] = MappingProxyType(
    {
        VANISHED: "A released id that is gone, without a row in withdrawn that says why.",
        REUSED: "An id that was gone in an earlier release, or that a release gave to another row.",
        REASON: "A released cell that changed without a row in corrections that says why, "
        "or such a row without a change.",
        COLUMN: "A column or table that was removed or redefined without a new major version.",
        VERSION: "A version that is missing, invalid, below a published one, or too small for the "
        "changes since the last release.",
        CHANGES: "A version without an entry in the changelog.",
        REBUILD: "A published version whose tables or columns are no longer what was published.",
        RELEASE: "A zip in `releases/` that is not the release that its name says, or that "
        "contradicts its own checksums.",
        LEDGER: f"A published zip that is missing, is not in {LEDGER_FILE} or differs from it; a "
        "line of it that was changed or removed.",
        SCHEMA: "A schema that no longer has a constraint, an allowed value, a proof or a column "
        "that it had, without an entry in the changelog that names the column.",
    }
)
"""The ids of this stage, with what each rejects."""

_ROW = ("table_name", "row_id")
"""The columns of a log that name a row."""

_STRUCTURE: tuple[Kind, ...] = ("table_gone", "column_gone", "column_changed")
"""The changes that break a reader of a table."""

_WORDS = ("meanings", "corresponds", "brief")
"""The parts of a column's ``isk`` block that demand nothing of a cell."""

Row = tuple[str, str]
"""A table and an id of it."""


def inspect(
    package: DataPackage, left: Files, problems: Sequence[Problem], base: Base | None = None
) -> StageResult:
    """Compare the folder with its releases and the base; ``left`` is the result of the first stage.

    A release that cannot be read is reported, and neither it nor an older one is compared. Of a
    release that both have, the base has the right one.
    """
    root, own = package.root, package_version(package.root, package.descriptor)
    releases, findings = read_releases(root)
    published = by_number({**releases, **(base.releases if base else {})})
    result = StageResult(findings)
    is_checkout = own.file == PROJECT or bool({*INTERNAL_TABLES} & package.schemas.keys())
    is_release = base is None and not is_checkout
    named = {
        name: line
        for name, line, _ in (() if is_release or own.wrong else entries(changelog(root)))
        if NUMBER.fullmatch(name) and name not in (own.name, own.coming)
    }
    if not is_release:
        result.findings += ledger_findings(root, base, named)
    has_published = bool(published or named or (root / LEDGER_FILE).is_file())
    if base is None and (own.file == PROJECT or has_published):
        result.not_checked.append(f"whether {RELEASES}/ is as published (--against names a base)")
    highest = next(reversed(published), "")
    result.findings += invalid_version(own, highest, has_published=has_published)
    now = CurrentTables(package, left.tables, problems)
    others = [version for name, version in published.items() if name != own.name]
    earlier = {} if is_release else _earlier_schemas(package, base, others)
    result.findings += weaker_schemas(now, own, earlier)
    if own.name:
        _compare_tables(result, now, own, published)
        result.findings += _changed_since_base(now, own, base)
    elif has_published or own.wrong:
        result.not_checked.append(f"history ({own.file} gives no version)")
    else:
        result.notes.append("no published release: there is nothing to compare with")
    return result


def _earlier_schemas(
    package: DataPackage, base: Base | None, releases: Sequence[Version | None]
) -> Mapping[str, Mapping[str, Schema]]:
    """The schemas of the base and of the last release, or else the installed ones, by their name.

    The last are of those that the folder has: it may be without logs and views.
    """
    last = releases[-1] if releases else None
    found = {base.name: base.schemas} if base else {}
    found |= {last.name: {**last.views, **last.schemas}} if last else {}
    known, own = every_schema(installed_package()), every_schema(package)
    installed = {name: schema for name, schema in known.items() if name in own}
    return found or {f"{DISTRIBUTION} {installed_version()}": installed}


def _compare_tables(
    result: StageResult,
    now: CurrentTables,
    own: PackageVersion,
    published: Mapping[str, Version | None],
) -> None:
    root = now.package.root
    if own.file == PROJECT and not own.is_development and not has_entry(changelog(root), own.name):
        message = Message(
            f"a heading '## [{own.name}]' with words below it",
            f"Say in {CHANGELOG} what {own.name} changes for those who use the data.",
            "no such entry" if (root / CHANGELOG).is_file() else "no file",
        )
        result.findings.append(file_finding(CHANGES, CHANGELOG, START, message))
    if own.name in published:
        same = published[own.name]
        if same is None:
            result.not_checked.append(f"history: whether this is {own.name} (it cannot be read)")
        else:
            result.findings += published_unchanged(now, own, same)
            result.not_checked += now.unreadable()
    below = {name: version for name, version in published.items() if is_earlier(name, own.name)}
    if not below:
        what = f"no published release below {own.name}"
        result.notes.append(f"{what}: there is nothing to compare with")
        return
    last = [*below][-1]
    if below[last] is None:
        result.not_checked.append(f"history since {last} (it cannot be read)")
        return
    diff = ReleaseDiff(now, own, tuple(version for version in below.values() if version))
    result.findings += inspect_changes(diff)
    if own.is_development and diff.counted:
        result.notes.append(
            f"the next release must be at least {diff.least(diff.counted)} (changes since {last}: "
            f"{_counts_by_kind(diff.counted)})"
        )
    lost = [name for name, version in below.items() if version is None]
    result.not_checked += [f"history: the ids of {name} (it cannot be read)" for name in lost]
    result.not_checked += now.unreadable()


def _changed_since_base(
    now: CurrentTables, own: PackageVersion, base: Base | None
) -> Iterator[Finding]:
    """The rows and cells of the base's releases that changed without a reason.

    A later release that only the folder has may be made up; reasons of any later one count.
    """
    versions = tuple(version for version in (base.releases if base else {}).values() if version)
    if versions:
        opened = own._replace(name=f"{own.coming}{DEVELOPMENT}")
        diff = ReleaseDiff(now, opened, versions)
        yield from vanished_ids(diff)
        if diff.now.is_sound(CORRECTIONS, (*_ROW, "column_name", "release")):
            yield from missing_reasons(diff)


# The tables of the folder


@dataclass(frozen=True)
class CurrentTables:
    """The valid part of the checked folder.

    A cell that an earlier stage rejected is left out of its row, and a row without a valid id out
    of ``numbers``. ``tables`` is what the first two stages left, ``problems`` what rules reject.
    """

    package: DataPackage
    tables: Mapping[str, ParsedTable]
    problems: Sequence[Problem]

    @cached_property
    def invalid_cells(self) -> Mapping[str, Collection[tuple[int, str]]]:
        """By table, the row and column of each rejected cell."""
        found: dict[str, set[tuple[int, str]]] = {
            t: {*s.invalid_cells} for t, s in self.tables.items()
        }
        for problem in self.problems:
            if problem.row is not None:
                every = self.package.schemas[problem.table].names
                names = every if problem.field is None else (problem.field,)
                found[problem.table].update((problem.row, name) for name in names)
        return found

    @cached_property
    def version(self) -> Version:
        """The tables as a version without a number."""
        rows: dict[str, tuple[dict[str, str], ...]] = dict.fromkeys(self.package.schemas, ())
        for table, parsed in self.tables.items():
            cells = parsed.frame.fillna("").itertuples(index=False, name=None)
            names = parsed.schema.names
            rows[table] = tuple(dict(zip(names, row, strict=True)) for row in cells)
            for row, name in self.invalid_cells[table]:
                rows[table][row].pop(name, None)
        return Version("", self.package.schemas, rows, read_schemas(self.package.root / VIEWS))

    @cached_property
    def numbers(self) -> Mapping[Row, int]:
        """By row, its number in the table."""
        return {
            (table, id_): at
            for table, schema in self.package.schemas.items()
            for at, row in enumerate(self.version.rows[table])
            if (id_ := row.get(schema.id_field or ""))
        }

    def row(self, row: Row) -> Cells:
        """The cells of a row."""
        return self.version.rows[row[0]][self.numbers[row]]

    def at_cell(self, rule: str, row: Row, column: str, message: Message) -> Finding:
        """A finding at a cell of a row."""
        return self.tables[row[0]].at_cell(rule, self.numbers[row], column, message)

    def known(self, changes: Iterable[Change]) -> list[Change]:
        """The changes without the rows that are missing because they cannot be read."""
        return [c for c in changes if c.kind not in GONE or self.knows_every_id(c.table)]

    def knows_every_id(self, table: str) -> bool:
        """Whether an id that is not in the table is gone from it; false if there is no table."""
        schema = self.package.schemas.get(table)
        return schema is not None and self.is_sound(table, schema.key)

    def is_sound(self, table: str, names: Sequence[str]) -> bool:
        """Whether all rows of the table can be read and their cells in these columns are valid."""
        if table not in self.package.schemas:  # a release leaves out a table without rows
            return True
        parsed = self.tables.get(table)
        return (
            parsed is not None
            and not parsed.unreadable
            and not any(name in names for _, name in self.invalid_cells[table])
        )

    def file(self, table: str) -> str:
        """A table's file; of one that the folder does not have, its name."""
        return self.package.relative(table) if table in self.package.schemas else table

    def defined_at(self, table: str, column: str) -> tuple[str, tuple[int, int]]:
        """The schema of a table or view, with the line and column where it names a column.

        Of a column that is gone it is the beginning, of a table that is gone the descriptor's.
        """
        named = {r["name"]: str(r["schema"]) for r in self.package.descriptor["resources"]}
        files = named.get(table), *(f"{folder}/{table}.json" for folder in (VIEWS, DERIVED))
        file = next((f for f in files if f and (self.package.root / f).is_file()), None)
        if file is None:
            return DESCRIPTOR, START
        text = (self.package.root / file).read_text(encoding="utf-8", errors="replace")
        match = re.search(rf'"name"[ ]*:[ ]*"{re.escape(column)}"', text)
        return file, START if match is None else position(text, match.start())

    def unreadable(self) -> Iterator[str]:
        """What cannot be compared, a line for each table."""
        for table in self.package.schemas:
            if table in INTERNAL_TABLES:
                continue
            parts = []
            if table not in self.tables:
                parts.append("it cannot be read")
            elif rows := len(self.tables[table].unreadable):
                parts.append(f"{pluralize(rows, 'row')} that cannot be read")
            if cells := len(self.invalid_cells.get(table, ())):
                parts.append(f"{pluralize(cells, 'cell')} at fault")
            if parts:
                yield f"history of {table}: {', '.join(parts)}"


# Changes since the last release


@dataclass(frozen=True)
class ReleaseDiff:
    """What changed since the last release.

    ``earlier`` are all lower releases, the lowest first.
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
    def rows(self) -> Mapping[Row, Cells]:
        """The rows of the last release."""
        return _rows(self.last)

    @cached_property
    def published(self) -> Mapping[Row, str]:
        """Every row that was published, with the last release that had it."""
        return {row: version.name for version in self.earlier for row in _rows(version)}

    @cached_property
    def withdrawn(self) -> Mapping[Row, str]:
        """By withdrawn row, the first release that is said to be without it."""
        rows = self.now.version.rows.get(WITHDRAWN, ())
        return {_row_of(row): row.get("release", "") for row in rows}

    @cached_property
    def corrected(self) -> Mapping[tuple[str, str, str], int]:
        """By table, id and column of a cell corrected in this version, the log's first row."""
        found: dict[tuple[str, str, str], int] = {}
        for at, row in enumerate(self.now.version.rows.get(CORRECTIONS, ())):
            if self.is_own(row.get("release", "")):
                found.setdefault(_cell_of(row), at)
        return found

    @cached_property
    def reused(self) -> Mapping[Row, str]:
        """By row that has another's id, whose it is.

        That is an id which the last release no longer had, unless it is still withdrawn, and the id
        of a changed row that is, cell for cell, a released row of another id.
        """
        found: dict[Row, str] = {}
        if self.now.is_sound(WITHDRAWN, _ROW):
            back = self.now.numbers.keys() - self.rows.keys() - self.withdrawn.keys()
            logged = map(_row_of, self.last.rows.get(WITHDRAWN, ()))
            had = dict.fromkeys(logged, f"{self.last.name} has it as withdrawn")
            had |= {row: f"{v} had it, and later ones had not" for row, v in self.published.items()}
            found = {row: whose for row, whose in had.items() if row in back}
        changed = dict.fromkeys(change.row for change in self.changes if change.kind in CELLS)
        names = {table: self.now.package.schemas[table].id_field for table, _ in changed}
        released = {
            (table, _content(row, names[table])): id_
            for (table, id_), row in self.rows.items()
            if table in names
        }
        for row in changed:
            content = _content(self.now.row(row), names[row[0]])
            if other := released.get((row[0], content)):
                found[row] = f"{self.last.name} has this row as {other}"
        return found

    @cached_property
    def counted(self) -> list[Change]:
        """The changes that no other rule reports, so that the version must follow them."""
        return [
            change
            for change in self.changes
            if (change.kind not in _STRUCTURE or self.own.is_development)
            and (change.kind not in GONE or change.row in self.withdrawn)
            and change.row not in self.reused
        ]

    def is_own(self, release: str) -> bool:
        """Whether a log means this version: its number, or any above the last if it has none."""
        if self.own.is_development:
            return is_above(release, self.last.name)
        return release == self.own.name

    def least(self, changes: Iterable[Change]) -> str:
        """The least version that these changes require."""
        return raised(self.last.name, least_bump(changes))

    def is_raised_for(self, change: Change) -> bool:
        """Whether the version is as high as a change by itself requires."""
        return number(self.own.name) >= number(raised(self.last.name, LEAST[change.kind]))


def inspect_changes(diff: ReleaseDiff) -> Iterator[Finding]:
    """Every change that is not allowed, or not in this way."""
    yield from vanished_ids(diff)
    yield from reused_ids(diff)
    if diff.now.is_sound(CORRECTIONS, (*_ROW, "column_name", "release")):
        yield from missing_reasons(diff)
        yield from needless_reasons(diff)
    yield from changed_structure(diff)
    yield from version_too_small(diff)


def _rows(version: Version) -> dict[Row, Cells]:
    return {(t, id_): row for t in version.schemas for id_, row in by_id(version, t).items()}


def _row_of(row: Cells) -> Row:
    table, id_ = (row.get(name, "") for name in _ROW)
    return table, id_


def _cell_of(row: Cells) -> tuple[str, str, str]:
    return (*_row_of(row), row.get("column_name", ""))


# Ids


def vanished_ids(diff: ReleaseDiff) -> Iterator[Finding]:
    """Released ids that are gone and not withdrawn."""
    now = diff.now
    if not now.is_sound(WITHDRAWN, (*_ROW, "release")):
        return
    gone: dict[str, list[str]] = defaultdict(list)
    for row in diff.published.keys() - now.numbers.keys():
        release = diff.withdrawn.get(row)
        is_withdrawn = release is not None and (diff.is_own(release) or row not in diff.rows)
        if not is_withdrawn:
            gone[row[0]].append(row[1])
    log = now.file(WITHDRAWN)
    for table in filter(now.knows_every_id, gone):
        ids = sorted(gone[table])
        message = Message(
            f"a row for each id that was published, or one in {log} with the release "
            f"{diff.own.coming}",
            f"Put the row back, or say in {log} why it was withdrawn, and whether it was an error.",
            f"no row {list_names(ids)}",
        )
        finding = file_finding(VANISHED, now.file(table), START, message)
        yield replace(finding, row_id=ids[0]) if len(ids) == 1 else finding


def reused_ids(diff: ReleaseDiff) -> Iterator[Finding]:
    """Rows with the id of another row."""
    for row, whose in diff.reused.items():
        message = Message(
            "an id that no other row ever had",
            f"{whose}: give this row its own id, or a new one (isk-indicators new-id {row[0]}).",
        )
        name = str(diff.now.package.schemas[row[0]].id_field)
        yield diff.now.at_cell(REUSED, row, name, message)


def _content(row: Cells, id_field: str | None) -> frozenset[tuple[str, str]]:
    return frozenset((name, text) for name, text in row.items() if name != id_field)


# Reasons of corrections


def missing_reasons(diff: ReleaseDiff) -> Iterator[Finding]:
    """Corrected cells without a reason."""
    log = diff.now.file(CORRECTIONS)
    for change in diff.changes:
        has_reason = change.cell in diff.corrected or change.row in diff.reused
        if change.kind != "cell_corrected" or has_reason:
            continue
        before = f'"{change.before}"' if change.before else "a blank cell"
        message = Message(
            f"{before} as in {diff.last.name}, or a reason in {log}",
            f"Say in {log}, with the release {diff.own.coming}, why the cell was corrected; or put "
            "it back.",
            change.after or "a blank cell",
        )
        yield diff.now.at_cell(REASON, change.row, change.column, message)


def needless_reasons(diff: ReleaseDiff) -> Iterator[Finding]:
    """Reasons for a cell that did not change, or that has one already.

    The coming release goes by several numbers, so that two rows may be of the same one.
    """
    changed = {change.cell for change in diff.changes}
    for at, row in enumerate(diff.now.version.rows.get(CORRECTIONS, ())):
        *_, column = cell = _cell_of(row)
        first = diff.corrected.get(cell)
        if first is None or not diff.is_own(row.get("release", "")):
            continue
        corrections = diff.now.tables[CORRECTIONS]
        is_readable = _row_of(row) in diff.now.numbers and column in diff.now.row(_row_of(row))
        if first != at:
            line, _ = corrections.position(first, None)
            advice = f"Join it with the one on line {line}: both are of the next release."
            message = Message("one reason for each cell and release", advice, " ".join(cell))
        elif is_readable and cell not in changed:
            advice = "Take the row out: there is nothing that it gives a reason for."
            expected = f"a cell that {diff.last.name} has otherwise"
            message = Message(expected, advice, " ".join(cell))
        else:
            continue
        yield corrections.at_cell(REASON, at, "column_name", message)


# Schemas


def weaker_schemas(
    now: CurrentTables,
    own: PackageVersion,
    before: Mapping[str, Mapping[str, Schema]],
) -> Iterator[Finding]:
    """What schemas demanded and no longer demand, unless the changelog names the column.

    ``before`` are earlier sets of schemas, each by its name.
    """
    schemas, root = every_schema(now.package), now.package.root
    heading = own.name if own.name and not own.is_development else UNRELEASED
    words = next((words for name, _, words in entries(changelog(root)) if name == heading), "")
    named = [
        {word for code in re.findall(r"`([^`\n]+)`", item) for word in re.findall(r"\w+", code)}
        for item in re.split(r"\n(?=[-*] )", words)
    ]
    reported: set[tuple[str, str]] = set()
    for name, earlier in before.items():
        for (table, column), demands in _lost(earlier, schemas):
            names = {table, column} - {""}
            if (table, column) in reported or any(names <= item for item in named):
                continue
            reported.add((table, column))
            code = " ".join(f"`{n}`" for n in (table, column) if n)
            message = Message(
                f"{list_names(demands)}, as in {name}, or an item below [{heading}] in {CHANGELOG} "
                f"that names {code}",
                f"Put it back, or say in {CHANGELOG} why it is gone.",
                "no longer there",
            )
            file, place = now.defined_at(table, column)
            yield replace(file_finding(SCHEMA, file, place, message), field=column or None)


def _lost(
    earlier: Mapping[str, Schema], schemas: Mapping[str, Schema]
) -> Iterator[tuple[tuple[str, str], list[str]]]:
    """What the earlier schemas demand and these do not, by table and column."""
    for table, old in earlier.items():
        new = schemas.get(table)
        if new is None:
            yield (table, ""), ["its schema"]
            continue
        for name, column in old.by_name.items():
            if name not in new.by_name:
                yield (table, name), ["the column"]
            elif lost := [*_lost_demands(column, new.by_name[name])]:
                yield (table, name), lost
        keys = [f"the foreign key {k.field}" for k in old.foreign_keys if k not in new.foreign_keys]
        if old.key not in ((), new.key):
            keys.append(f"the primary key {', '.join(old.key)}")
        if keys:
            yield (table, ""), keys


def _lost_demands(old: Field, new: Field) -> Iterator[str]:
    kept, allowed = {*_demands(new)}, {*_allowed(old)}
    yield from (demand for demand in _demands(old) if demand not in kept)
    if old.proof and old.proof["by"] != "judgement":
        yield from (f"a {part}" for part in _allowed(new) if part not in allowed)
    if old.minimum is not None and (new.minimum is None or new.minimum < old.minimum):
        yield f"minimum {old.minimum}"
    if old.maximum is not None and (new.maximum is None or new.maximum > old.maximum):
        yield f"maximum {old.maximum}"


def _demands(column: Field) -> Iterator[str]:
    """What a column's definition demands of its cells, apart from limits: name and value of each.

    A judgement demands nothing.
    """
    own = column.document.get(EXTENSION_KEY, {})
    proof = {k: part for k, part in own.get("proof", {}).items() if k not in _ALLOWING}
    if proof.get("by") == "judgement":
        del proof["by"]
    parts = {"type": column.type, **column.document.get("constraints", {}), **own, "proof": proof}
    for name, value in parts.items():
        if name not in (*_WORDS, "minimum", "maximum"):
            yield from _leaves(name, value)


_ALLOWING = ("in", "any_length", "adjective", "beside", "blank")
"""The parameters of a proof that allow what it would refuse without them."""


def _allowed(column: Field) -> Iterator[str]:
    for name in _ALLOWING:
        if name in column.proof:
            yield from _leaves(f"proof without {name}", column.proof[name])


def _leaves(name: str, value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from _leaves(f"{name} {key}", part)
    elif isinstance(value, list):
        for part in value:
            yield from _leaves(name, part)
    elif value is not False:
        yield name if value is True else f"{name} {value}"


# Structure and version


def changed_structure(diff: ReleaseDiff) -> Iterator[Finding]:
    """Changes of columns and tables that need a higher major version."""
    if diff.own.is_development:
        return
    found: dict[tuple[str, str], list[Change]] = defaultdict(list)
    for change in diff.changes:
        if change.kind in _STRUCTURE and not diff.is_raised_for(change):
            found[change.table, change.column].append(change)
    for (table, column), changes in found.items():
        described = []
        for change in changes:
            gone = change.before if change.kind == "column_changed" else column or table
            described.append(f"{change.after} in place of {gone}" if change.after else f"no {gone}")
        message = Message(
            f"the columns of {diff.last.name}, or at least version {diff.least(changes)}",
            "Put it back, or raise the version: what readers rely on changes with a major version "
            "alone.",
            "; ".join(described),
        )
        file, place = diff.now.defined_at(table, column)
        yield replace(file_finding(COLUMN, file, place, message), field=column or None)


def invalid_version(own: PackageVersion, highest: str, *, has_published: bool) -> Iterator[Finding]:
    """A version that is none, that is missing, or that goes back behind a published one."""
    file, place, found = own.file, own.place, own.wrong
    expected = "a version such as 0.1.0 or 0.1.0.dev0"
    advice = "Write the version as three numbers, between two releases with .dev0 behind them."
    if not own.name and not own.wrong and has_published:
        file, place, found = PROJECT, START, "no version"
        expected = "the version of the folder, which has published releases"
        advice = f"Put {PROJECT} back: without it nothing is compared with them."
    elif own.name and not own.is_development and is_above(highest, own.name):
        found, expected = own.name, f"{highest}, which is published, or a higher version"
        advice = "Raise the version: it never goes back behind a published one."
    if found:
        yield file_finding(VERSION, file, place, Message(expected, advice, found))


def version_too_small(diff: ReleaseDiff) -> Iterator[Finding]:
    """A version that is too small for the changes since the last release."""
    own, last = diff.own, diff.last.name
    if own.is_development:
        if number(own.coming) > number(last):
            return
        expected = (
            f"a development version after {last}, such as {raised(last, 'patch')}{DEVELOPMENT}"
        )
        advice = f"Raise the version: {last} is published."
    else:
        short = [change for change in diff.counted if not diff.is_raised_for(change)]
        if not short:
            return
        expected = f"at least {diff.least(diff.counted)}"
        advice = (
            f"Raise the version: the changes since {last} require a "
            f"{least_bump(diff.counted)} version ({_counts_by_kind(short)})."
        )
    yield file_finding(VERSION, own.file, own.place, Message(expected, advice, own.name))


def _counts_by_kind(changes: Sequence[Change]) -> str:
    """How many changes there are of each kind; for a structural kind, also the columns."""
    counts = Counter(change.kind for change in changes)
    parts = []
    for kind in LEAST:
        if kind not in counts:
            continue
        part = f"{kind.replace('_', ' ')}: {counts[kind]}"
        if kind in _STRUCTURE:
            members = (change for change in changes if change.kind == kind)
            names = dict.fromkeys(f"{c.table}.{c.column}".removesuffix(".") for c in members)
            part += f" ({list_names([*names])})"
        parts.append(part)
    return ", ".join(parts)


# A published version


def published_unchanged(
    now: CurrentTables, own: PackageVersion, same: Version
) -> Iterator[Finding]:
    """Each table or view that is no longer as it was published, once."""
    found: dict[str, list[Change]] = defaultdict(list)
    for change in now.known(compare(same, now.version)):
        found[change.table].append(change)
    for table, schema in now.package.schemas.items():
        is_log = schema.id_field is None and table not in INTERNAL_TABLES
        is_other = now.version.rows[table] != same.rows.get(table, ())
        if is_log and is_other and now.is_sound(table, schema.names):
            found[table] = []
    for table, changes in found.items():
        counts = Counter(change.kind.replace("_", " ") for change in changes)
        text = ", ".join(f"{kind}: {count}" for kind, count in counts.items()) or "other rows"
        least = raised(own.name, least_bump(changes) if changes else "patch")
        message = Message(
            f"what {RELEASES}/ has as {own.name}, or at least version {least}",
            f"Open the next version ({OPEN_NEXT}): {own.name} is published and does not change any "
            "more.",
            f"{table} with {text}",
        )
        file, place = _first_change(now, table, changes)
        yield file_finding(REBUILD, file, place, message)


def _first_change(
    now: CurrentTables, table: str, changes: Sequence[Change]
) -> tuple[str, tuple[int, int]]:
    """Where the first change that has a place is: a row, a column; otherwise the file."""
    for change in changes:
        if change.row in now.numbers:
            at = now.numbers[change.row]
            return now.tables[table].file, now.tables[table].position(at, change.column or None)
        if change.column:
            return now.defined_at(table, change.column)
    return (now.tables[table].file, START) if table in now.tables else now.defined_at(table, "")
