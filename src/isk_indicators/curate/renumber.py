"""Give the rows of a branch new ids where another branch uses their ids for other rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from isk_indicators.changes import RELEASES, WITHDRAWN, Version, by_id, published, read_version
from isk_indicators.check import csv_table
from isk_indicators.check.csv_table import QUOTE, ParsedTable
from isk_indicators.check.package import SOURCES
from isk_indicators.check.published import (
    CHANGELOG,
    committed,
    committed_version,
    common_ancestor,
)
from isk_indicators.curate import StoppedError
from isk_indicators.curate.workspace import (
    CommandResult,
    Note,
    Place,
    Workspace,
    new_ids,
    note,
    place,
)
from isk_indicators.schema import GUESS, PROPOSALS, Schema, named_table

Row: TypeAlias = tuple[str, str]
"""A table and an id."""

Ids: TypeAlias = Mapping[Row, str]
"""The new id of each row that gets one."""

DOCS = "docs"


def renumber(work: Workspace, onto: str) -> CommandResult:
    """Give the rows that the branch added new ids if ``onto`` uses the same ids for other rows.

    The rows that the branch added are those that the common ancestor of both does not have. A table
    gets new ids from the first such row on, so that the order of the branch's rows is kept; they
    follow every id in use on either side. Cells that refer to the rows follow. Proposals of both
    sides count like rows. Nothing is written.

    Raises:
        StoppedError: a table cannot be read, has an id twice or refers to no row, or an id that
            would change is released.
        VersionError: git is missing, or finds no such commit or no common ancestor.
    """
    ancestor = common_ancestor(work.root, onto)
    base, theirs = (_committed(work, commit) for commit in (ancestor, onto))
    own = _own_version(work)
    changing = _changing(own, base, theirs)
    _require_unreleased(work, changing)
    new: dict[Row, str] = {}
    for table in dict.fromkeys(table for table, _ in changing):
        old = [row for row in changing if row[0] == table]
        new |= zip(old, new_ids(work, table, len(old), (base, theirs)), strict=True)
    result = CommandResult()
    if new:
        for parsed in (*map(work.table, work.package.schemas), *work.proposals().values()):
            _renumber_table(result, parsed, work.package.schemas, new)
        result.notes += [*_proposals_to_move(work, new), *_mentions_in_docs(work, ancestor, new)]
    return result


# The two sides


def _own_version(work: Workspace) -> Version:
    """The rows of the folder's tables, and before them those that are proposed.

    Raises:
        StoppedError: an id occurs twice, or a cell of a table refers to no row.
    """
    schemas = work.package.schemas
    rows = {
        name: tuple(
            dict(zip(schema.names, cells, strict=True)) for cells in work.table(name).rows()
        )
        for name, schema in schemas.items()
    }
    known = {(name, schemas[name].row_id(row)) for name in schemas for row in rows[name]}
    gone = (_named(schemas, WITHDRAWN, cells) for cells in rows.get(WITHDRAWN, ()))
    known |= {row for named in gone for _, row in named}
    for name, schema in schemas.items():
        ids = Counter(work.table(name).texts(schema.id_field or ""))
        for at, cells in enumerate(rows[name]):
            for column, row in _named(schemas, name, cells):
                fault = f"is no row of {row[0]}: {_RESTORE}" if row not in known else ""
                if column == schema.id_field and ids[row[1]] > 1:
                    fault = f"occurs twice: {_UNMERGE}"
                if fault:
                    raise StoppedError(f"{place(work.table(name), at, column)}: {row[1]} {fault}")
    for (_, name), parsed in work.proposals().items():
        rows[name] = (*_cells(parsed), *rows[name])
    return Version("", schemas, rows)


def _committed(work: Workspace, commit: str) -> Version:
    """The rows of a commit's tables, and before them those that are proposed there."""
    version = committed_version(work.root, commit)
    rows = dict(version.rows)
    paths = re.compile(rf"{PROPOSALS}/[^/]+/(\w+)\.csv")
    for file, data in committed(work.root, commit, lambda f: bool(paths.fullmatch(f))).items():
        table = Path(file).stem
        if table in rows and (
            parsed := csv_table.read(version.schemas[table].of_proposals, file, data).table
        ):
            rows[table] = (*_cells(parsed), *rows[table])
    return replace(version, rows=rows)


def _cells(table: ParsedTable) -> Iterator[dict[str, str]]:
    """The cells of each row by column, without the marks of guesses."""
    for texts in table.rows():
        plain = [text.removeprefix(GUESS) for text in texts]
        yield dict(zip(table.schema.names, plain, strict=True))


_UNMERGE = (
    "renumber before the merge (git merge --abort, or git reset --keep ORIG_HEAD, undoes it), or "
    "correct what isk-indicators check reports"
)
_RESTORE = (
    "correct it first; if an earlier renumber was interrupted, restore the tables (git restore "
    "datasets) and run it again"
)


def _named(
    schemas: Mapping[str, Schema], table: str, cells: Mapping[str, str]
) -> Iterator[tuple[str, Row]]:
    """The columns of a row that refer to a row, or contain its own id, each with that row."""
    for column, text in cells.items():
        target = named_table(schemas, table, column, cells) if text else None
        if target is not None:
            yield column, (target, text)


def _used(version: Version) -> set[Row]:
    """Every row that a cell names."""
    return {
        row
        for table, rows in version.rows.items()
        for cells in rows
        for _, row in _named(version.schemas, table, cells)
    }


def _changing(own: Version, base: Version, theirs: Version) -> list[Row]:
    """The rows that get a new id, by table in the order of their ids.

    A row that both sides added alike keeps its id, unless it refers to a row that gets another one.
    """
    added = {
        (table, row_id): cells
        for table in own.schemas
        for row_id, cells in by_id(own, table).items()
        if row_id not in by_id(base, table)
    }
    alike = {row for row in added if _is_alike(added[row], by_id(theirs, row[0]).get(row[1]))}
    while True:
        clashing = (added.keys() & _used(theirs)) - alike
        first = dict(sorted(clashing, reverse=True))
        changing = [
            row for row in sorted(added) if row not in alike and row[1] >= first.get(row[0], "~")
        ]
        refer = {
            row
            for row in alike
            if any(named in changing for _, named in _named(own.schemas, row[0], added[row]))
        }
        if not refer:
            return changing
        alike -= refer


def _is_alike(cells: Mapping[str, str], others: Mapping[str, str] | None) -> bool:
    """Whether a row has the same cells on the other side, in the columns that both have."""
    return others is not None and all(others.get(n, text) == text for n, text in cells.items())


def _require_unreleased(work: Workspace, changing: Sequence[Row]) -> None:
    """Raise StoppedError if a release in the folder has one of the rows."""
    for name, path in published(work.root / RELEASES).items() if changing else ():
        release = read_version(path)
        for table, row_id in changing:
            if row_id in by_id(release, table):
                raise StoppedError(
                    f"{row_id} of {table} is in the release {name} and keeps its id: run this on "
                    "the other branch, onto this one"
                )


# The cells


def _renumber_table(
    result: CommandResult, table: ParsedTable, schemas: Mapping[str, Schema], new: Ids
) -> None:
    """Give the cells of a table the new ids, and note the texts that mention an old one."""
    count, left = len(result.changes), list[tuple[int, str, str]]()
    for at, cells in enumerate([*_cells(table)]):
        named = dict(_named(schemas, table.table, cells))
        for column, text in cells.items():
            if column in named:
                mark = table.text(at, column).removesuffix(text)
                result.set(table, at, column, mark + _new_text(schemas, named[column], new))
            elif column != QUOTE:
                left += [(at, column, message) for _, message in _mentions(text, new)]
    if len(result.changes) > count:
        order = csv_table.row_order(table.schema, table.rows())
        written = result.files[table.file] = table.to_bytes(order)
        table = csv_table.read(table.schema, table.file, written).table or table
        left = [(order.index(at), column, message) for at, column, message in left]
    result.notes += [note(table, *mention) for mention in left]


def _new_text(schemas: Mapping[str, Schema], row: Row, new: Ids) -> str:
    """What a cell that refers to a row contains now.

    A row without an id is named by the cells of its key, of which some may be ids.
    """
    table, text = row
    schema = schemas.get(table)
    if schema is None or schema.id_field:
        return new.get(row, text)
    parts = text.split(":")
    if len(parts) != len(schema.key):
        return text
    pairs = zip(schema.key, parts, strict=True)
    return ":".join(new.get((schema.targets.get(name, ""), part), part) for name, part in pairs)


def _mentions(text: str, new: Ids) -> Iterator[tuple[int, str]]:
    """The places of old ids in a text, counted from 0, each with a message."""
    ids = {row_id: new_id for (_, row_id), new_id in new.items()}
    for match in re.finditer(r"(?<![\w-])[a-z]+-[0-9]+(?![\w-])", text):
        if now := ids.get(match[0]):
            advice = "correct the text if it means that row"
            yield match.start(), f"mentions {match[0]}, which is {now} now: {advice}"


def _proposals_to_move(work: Workspace, new: Ids) -> Iterator[Note]:
    """The folders of proposals whose source has a new id."""
    for source_id in dict.fromkeys(source_id for source_id, _ in work.proposals()):
        if now := new.get((SOURCES, source_id)):
            old, moved = f"{PROPOSALS}/{source_id}", f"{PROPOSALS}/{now}"
            yield Note(Place(old), "", f"rename the folder to {moved} (git mv {old} {moved})")


def _mentions_in_docs(work: Workspace, ancestor: str, new: Ids) -> Iterator[Note]:
    """The places of old ids in lines that the branch added to the changelog and documentation."""
    files = [CHANGELOG, *(str(path) for path in _docs(work.root))]
    before = committed(work.root, ancestor, files.__contains__)
    for file in files:
        path = work.root / file
        data = path.read_bytes() if path.is_file() else b""
        old = {*before.get(file, b"").splitlines()}
        for line, text in enumerate(data.splitlines(), start=1):
            for at, message in _mentions(text.decode("utf-8", "replace"), new):
                if text not in old:
                    yield Note(Place(file, line, at + 1), "", message)


def _docs(root: Path) -> list[Path]:
    return sorted(path.relative_to(root) for path in (root / DOCS).rglob("*.md"))
