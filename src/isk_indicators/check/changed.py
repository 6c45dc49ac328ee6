"""What changed since the last release, and whether it may have.

What lives here: the rules on ids, cells, columns and the version, each a function of ``Since``.
What must not: finding the changes (``changes``), and what the folder is compared with
(``history``). A further rule is a function in ``_ASKED``. A change that is a fault by itself asks
nothing of the version, so that no fault is told twice.

A development version has no number yet that could be too small: how far the next release must rise
is a note (``outlook``), and a ledger may name any release above the last.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from isk_indicators.changes import CELLS, LEAST, Change, Kind, compare, least_bump, raised
from isk_indicators.check.decode import START
from isk_indicators.check.finding import Finding, Message, file_finding
from isk_indicators.check.past import Numbered
from isk_indicators.check.present import Present, by_id
from isk_indicators.versions import DEVELOPMENT, Cells, Version, is_above, number

VANISHED, REUSED, REASON = "history-vanished", "history-reused", "history-reason"
COLUMN, VERSION = "history-column", "history-version"

CORRECTIONS, WITHDRAWN = "corrections", "withdrawn"
_ROW = ("table_name", "row_id")
"""The columns of a ledger that name a row."""

_SHAPES: tuple[Kind, ...] = ("table_gone", "column_gone", "column_changed")
"""What readers of a table rely on: that it has the columns it had, of the same type and values."""

_MOST_NAMED = 10

Row = tuple[str, str]
"""A table and an id of it."""


@dataclass(frozen=True)
class Since:
    """What changed since the last release.

    Attributes:
        now: What stands of the folder.
        own: Its version.
        earlier: All lower releases, the lowest first.
    """

    now: Present
    own: Numbered
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
        return {**dict(_once_gone(self)), **dict(_of_another(self))}

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


def inspect(since: Since) -> list[Finding]:
    """Every change that may not be, or not so."""
    return [finding for ask in _ASKED for finding in ask(since)]


def outlook(since: Since) -> Iterator[str]:
    """On a development version with changes, how far the next release must rise, and for what."""
    asking = [change for change in since.changes if _may_be(since, change)]
    if since.own.is_development and asking:
        yield (
            f"the next release must be at least {since.least(asking)} (changes since "
            f"{since.last.name}: {_counted(asking)})"
        )


def _row_of(row: Cells) -> Row:
    """The row that a row of a ledger speaks of."""
    table, id_ = (row.get(name, "") for name in _ROW)
    return table, id_


def _cell_of(row: Cells) -> tuple[str, str, str]:
    """The cell that a row of the corrections speaks of."""
    return (*_row_of(row), row.get("column_name", ""))


# Ids that are gone


def _vanished(since: Since) -> Iterator[Finding]:
    now = since.now
    if not now.is_sound(WITHDRAWN, (*_ROW, "release")):
        return
    gone: dict[str, list[str]] = defaultdict(list)
    for table, id_ in since.given:
        if id_ not in now.numbers.get(table, ()) and not _is_told(since, table, id_):
            gone[table].append(id_)
    for table, ids in gone.items():
        if now.knows_every_id(table):
            yield _told_vanished(since, table, sorted(ids))


def _is_told(since: Since, table: str, id_: str) -> bool:
    """Whether a row says that it was withdrawn; in this release, if the last one still had it."""
    release = since.withdrawn.get((table, id_))
    return release is not None and (since.is_own(release) or id_ not in since.rows.get(table, ()))


def _told_vanished(since: Since, table: str, gone: Sequence[str]) -> Finding:
    ledger = since.now.file(WITHDRAWN)
    words = Message(
        f"a row for each id that was published, or one in {ledger} with the release "
        f"{since.own.coming}",
        f"Put the row back, or say in {ledger} why it was withdrawn.",
        f"no row {_listed(gone)}",
    )
    finding = file_finding(VANISHED, since.now.file(table), START, words)
    return replace(finding, row_id=gone[0]) if len(gone) == 1 else finding


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


# Ids in use again


def _told_reused(since: Since) -> Iterator[Finding]:
    for (table, id_), whose in since.reused.items():
        words = Message(
            "an id that no other row ever had",
            f"{whose}: give this row its own id, or a new one (isk-indicators new-id {table}).",
        )
        name = str(since.now.package.schemas[table].id_field)
        at = since.now.numbers[table][id_]
        yield since.now.tables[table].at_cell(REUSED, at, name, words)


def _once_gone(since: Since) -> Iterator[tuple[Row, str]]:
    """Rows with an id that the last release no longer had; one still withdrawn is told before."""
    if not since.now.is_sound(WITHDRAWN, _ROW):
        return
    had = {row: f"{name} had it, and later ones had not" for row, name in since.given.items()}
    for row in map(_row_of, since.last.rows.get(WITHDRAWN, ())):
        had.setdefault(row, f"{since.last.name} has it as withdrawn")
    for (table, id_), whose in had.items():
        is_back = id_ in since.now.numbers.get(table, ()) and id_ not in since.rows.get(table, ())
        if is_back and (table, id_) not in since.withdrawn:
            yield (table, id_), whose


def _of_another(since: Since) -> Iterator[tuple[Row, str]]:
    """Changed rows that are, cell for cell, a released row of another id."""
    touched: dict[str, dict[str, None]] = defaultdict(dict)
    for change in since.changes:
        if change.kind in CELLS:
            touched[change.table][change.row_id] = None
    for table, ids in touched.items():
        name = str(since.now.package.schemas[table].id_field)
        whose = {_content(row, name): id_ for id_, row in since.rows[table].items()}
        for id_ in ids:
            row = since.now.version.rows[table][since.now.numbers[table][id_]]
            if (other := whose.get(_content(row, name))) is not None:
                yield (table, id_), f"{since.last.name} has this row as {other}"


def _content(row: Cells, id_field: str) -> frozenset[tuple[str, str]]:
    return frozenset((name, text) for name, text in row.items() if name != id_field)


# Cells that changed


def _reasons(since: Since) -> Iterator[Finding]:
    if not since.now.is_sound(CORRECTIONS, (*_ROW, "column_name", "release")):
        return
    cells = {(c.table, c.row_id, c.column): c for c in since.changes if c.row_id and c.column}
    for cell, change in cells.items():
        is_told = cell in since.corrected or cell[:2] in since.reused
        if change.kind == "cell_corrected" and not is_told:
            yield _without_reason(since, change)
    for cell, at in since.corrected.items():
        if cell not in cells and _can_be_seen(since, *cell):
            yield _without_change(since, at, " ".join(cell))
    yield from _second_reasons(since)


def _without_reason(since: Since, change: Change) -> Finding:
    ledger = since.now.file(CORRECTIONS)
    was = f'"{change.before}"' if change.before else "a blank cell"
    words = Message(
        f"{was} as in {since.last.name}, or a reason in {ledger}",
        f"Say in {ledger}, with the release {since.own.coming}, why the cell was corrected; or put "
        "it back.",
        change.after or "a blank cell",
    )
    at = since.now.numbers[change.table][change.row_id]
    return since.now.tables[change.table].at_cell(REASON, at, change.column, words)


def _can_be_seen(since: Since, table: str, id_: str, column: str) -> bool:
    at = since.now.numbers.get(table, {}).get(id_)
    return at is not None and column in since.now.version.rows[table][at]


def _without_change(since: Since, at: int, cell: str) -> Finding:
    words = Message(
        f"a cell that {since.last.name} has otherwise",
        "Take the row out: there is nothing that it gives a reason for.",
        cell,
    )
    return since.now.tables[CORRECTIONS].at_cell(REASON, at, "column_name", words)


def _second_reasons(since: Since) -> Iterator[Finding]:
    """Reasons for a cell that has one already: the coming release goes by several numbers."""
    for at, row in enumerate(since.now.version.rows.get(CORRECTIONS, ())):
        first = since.corrected.get(_cell_of(row), at)
        if first != at and since.is_own(row.get("release", "")):
            ledger = since.now.tables[CORRECTIONS]
            line, _ = ledger.position(first, None)
            advice = f"Join it with the one on line {line}: both are of the next release."
            words = Message("one reason for each cell and release", advice, " ".join(_cell_of(row)))
            yield ledger.at_cell(REASON, at, "column_name", words)


# Columns and tables that changed


def _shapes(since: Since) -> Iterator[Finding]:
    found: dict[tuple[str, str], list[Change]] = defaultdict(list)
    for change in () if since.own.is_development else since.changes:
        if change.kind in _SHAPES and not since.is_raised_for(change):
            found[change.table, change.column].append(change)
    for (table, column), members in found.items():
        words = Message(
            f"the columns of {since.last.name}, or at least version {since.least(members)}",
            "Put it back, or raise the version: what readers rely on changes with a major version "
            "alone.",
            "; ".join(map(_shape, members)),
        )
        file, place = since.now.defined_at(table, column)
        yield replace(file_finding(COLUMN, file, place, words), field=column or None)


def _shape(change: Change) -> str:
    """A change of a column or table in words."""
    if change.kind != "column_changed":
        return f"no {change.column or change.table}"
    return f"{change.after} in place of {change.before}" if change.after else f"no {change.before}"


# The version


def _too_small(since: Since) -> Iterator[Finding]:
    if since.own.is_development:
        yield from _behind(since)
        return
    asking = [change for change in since.changes if _may_be(since, change)]
    short = [change for change in asking if not since.is_raised_for(change)]
    if short:
        words = Message(
            f"at least {since.least(asking)}",
            f"Raise the version: what changed since {since.last.name} asks for a "
            f"{least_bump(asking)} one ({_counted(short)}).",
            since.own.name,
        )
        yield file_finding(VERSION, since.own.file, since.own.place, words)


def _behind(since: Since) -> Iterator[Finding]:
    """A development version that leads to a release that is behind the last one, or is it."""
    last = number(since.last.name)
    if number(since.own.coming) <= last:
        least = ".".join(map(str, raised(last, "patch")))
        words = Message(
            f"a development version after {since.last.name}, such as {least}{DEVELOPMENT}",
            f"Raise the version: {since.last.name} is published.",
            since.own.name,
        )
        yield file_finding(VERSION, since.own.file, since.own.place, words)


def _counted(changes: Iterable[Change]) -> str:
    """How many changes there are of each kind; of a change of shape, also of what."""
    counts = Counter(change.kind for change in changes)
    kinds = (kind for kind in LEAST if kind in counts)
    return ", ".join(f"{k.replace('_', ' ')}: {counts[k]}{_shaped(changes, k)}" for k in kinds)


def _shaped(changes: Iterable[Change], kind: Kind) -> str:
    """The columns or tables that changed in a way on which readers rely; else nothing."""
    if kind not in _SHAPES:
        return ""
    members = [change for change in changes if change.kind == kind]
    names = dict.fromkeys(f"{c.table}.{c.column}".removesuffix(".") for c in members)
    return f" ({_listed([*names])})"


def _may_be(since: Since, change: Change) -> bool:
    """Whether a change is told nowhere else, so that the version must follow it."""
    row = (change.table, change.row_id)
    is_told = (change.kind in _SHAPES and not since.own.is_development) or row in since.reused
    return not is_told and (change.kind != "row_gone" or row in since.withdrawn)


_ASKED: Sequence[Callable[[Since], Iterator[Finding]]] = (
    _vanished,
    _told_reused,
    _reasons,
    _shapes,
    _too_small,
)
