"""Proposed rows of a source: read, accepted into the tables, rejected, changed, opened again."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from isk_indicators import csvio, dates
from isk_indicators.check.csv_table import cell_problems, row_order, whole_number
from isk_indicators.curate import StoppedError
from isk_indicators.curate.workspace import Workspace
from isk_indicators.rules import constraints
from isk_indicators.schema import (
    GUESS,
    IMPORTED,
    OPEN,
    PROPOSALS,
    REASON,
    SPAN,
    STATE,
    Field,
    Schema,
)

__all__ = ["ACCEPTED", "GUESS", "OPEN", "REJECTED", "Obstacle", "Proposal", "Proposals", "Step"]

ACCEPTED, REJECTED = "accepted", "rejected"
ABOUT = ("table_name", "row_id")
"""The columns by which evidence refers to a row of any table."""
SAME_AS = re.compile(r"the same as (\S+)")
"""The reason of a proposal that is rejected since it is a row that is there already."""


@dataclass
class Proposal:
    """A row that a person has to decide on.

    Attributes:
        table: Its table.
        cells: Every column of the table as text, blank where there is no value. A guess begins
            with ``GUESS``; it keeps the mark when the row is accepted, whose cells have none.
        state: ``open``, ``accepted`` or ``rejected``.
        reason: Why it was rejected; blank otherwise.
        is_imported: Whether it is from another tool; its file says so while it is open.
    """

    table: str
    cells: dict[str, str]
    state: str = OPEN
    reason: str = ""
    is_imported: bool = False

    def value(self, column: str) -> str:
        """A cell without the mark of a guess; blank for a column that the table lacks."""
        return self.cells.get(column, "").removeprefix(GUESS)

    @property
    def confirmed(self) -> dict[str, str]:
        """The cells as a row of the table has them."""
        return {name: self.value(name) for name in self.cells}

    def copy(self) -> Proposal:
        """A proposal that is as this one is now."""
        return replace(self, cells={**self.cells})

    def become(self, other: Proposal) -> None:
        """Take the cells, the state and the reason of another."""
        self.cells, self.state, self.reason = {**other.cells}, other.state, other.reason


Step = tuple[Proposal, Proposal | None]
"""A proposal, also a new one, and what it becomes; None if it is no proposal any more."""


class Obstacle(NamedTuple):
    """Why a proposal cannot be accepted: the column, and the open proposal to decide on first."""

    column: str
    message: str
    first: Proposal | None = None


class Proposals:
    """The proposals of one source: ``proposals/<source_id>/<table>.csv``.

    A file has the columns of its table and two more, ``state`` and ``rejected_because``.
    Every decision is written at once, with the table if that changes. If it cannot be written, it
    is not made.

    Args:
        work: The folder.
        source_id: The source.
        rows: Its proposals, in any order.
    """

    def __init__(self, work: Workspace, source_id: str, rows: Iterable[Proposal] = ()) -> None:
        self.work, self.source_id = work, source_id
        self._cell_problems: dict[tuple[str, str, str], str | None] = {}
        self.rows = [*rows]
        self.sort()

    @classmethod
    def read(cls, work: Workspace, source_id: str) -> Proposals:
        """The proposals of a source; none if there are no files.

        An open one whose row is in the table already is accepted, and one that refers to a rejected
        row that is the same as another refers to that: the process that decided on the row was
        killed before it wrote that down.

        Raises:
            StoppedError: a file is damaged; the message names the first place.
        """
        rows = []
        for (source, table), parsed in work.proposals().items():
            for cells in parsed.rows() if source == source_id else ():
                *texts, state, reason = cells
                names = work.package.schemas[table].names
                is_imported = state == IMPORTED
                state = OPEN if is_imported else state
                row = dict(zip(names, texts, strict=True))
                rows.append(Proposal(table, row, state, reason, is_imported))
        found = cls(work, source_id, rows)
        for proposal in found.of_state(OPEN):
            if found.row_in_table(proposal) == proposal.confirmed:
                proposal.state = ACCEPTED
        for proposal in found.of_state(REJECTED):
            if same := SAME_AS.fullmatch(proposal.reason):
                for other in found.referring(proposal):
                    old = found.row_id(proposal)
                    other.become(found._referring_to(other, proposal.table, old, same[1]))
        return found

    def of_state(self, state: str) -> list[Proposal]:
        """The proposals of a state, in review order."""
        return [proposal for proposal in self.rows if proposal.state == state]

    # Rows and references

    def schema(self, proposal: Proposal) -> Schema:
        """The schema of the proposal's table."""
        return self.work.package.schemas[proposal.table]

    def row_id(self, proposal: Proposal) -> str:
        """What identifies the row: its id, or the cells of its key with colons between."""
        return self.schema(proposal).row_id(proposal.confirmed)

    def references(self, proposal: Proposal) -> Iterator[tuple[str, str, str]]:
        """The rows that a proposal refers to: the column, the table and the id."""
        for key in self.schema(proposal).foreign_keys:
            if row_id := proposal.value(key.field):
                yield key.field, key.table, row_id
        table, row_id = map(proposal.value, ABOUT)
        if table and row_id:
            yield ABOUT[1], table, row_id

    def referring(self, proposal: Proposal) -> list[Proposal]:
        """The open proposals that refer to a proposal."""
        target = (proposal.table, self.row_id(proposal))
        return [
            other
            for other in self.of_state(OPEN)
            if other is not proposal and any(r[1:] == target for r in self.references(other))
        ]

    def find(self, table: str, row_id: str) -> Proposal | None:
        """The proposal of a row."""
        return next((p for p in self.rows if (p.table, self.row_id(p)) == (table, row_id)), None)

    def sort(self) -> None:
        """Put the proposals into review order.

        They follow the text, but one that another refers to comes before it, and evidence comes
        after its row.
        """
        tables = [*self.work.package.schemas]
        by_id = {(p.table, self.row_id(p)): p for p in self.rows}

        def place(proposal: Proposal) -> tuple[int, int, str, int]:
            row = by_id.get((proposal.value(ABOUT[0]), proposal.value(ABOUT[1])), proposal)
            start, own = (whole_number(p.value(SPAN[1])) or 0 for p in (row, proposal))
            behind = 1 + own if row is not proposal else 0
            return start, tables.index(row.table), self.row_id(row), behind

        waiting = sorted(self.rows, key=place)
        seen, self.rows = set[int](), []

        def visit(proposal: Proposal) -> None:
            if id(proposal) not in seen:
                seen.add(id(proposal))
                for _, *target in self.references(proposal):
                    if (first := by_id.get((target[0], target[1]))) is not None:
                        visit(first)
                self.rows.append(proposal)

        for proposal in waiting:
            visit(proposal)

    # The tables

    def table_rows(self, table: str) -> dict[str, dict[str, str]]:
        """The rows of a table by id.

        Raises:
            StoppedError: its file is not in its canonical form.
        """
        parsed = self.work.table(table)
        rows = (dict(zip(parsed.schema.names, cells, strict=True)) for cells in parsed.rows())
        return {parsed.schema.row_id(row): row for row in rows}

    def row_in_table(self, proposal: Proposal) -> dict[str, str] | None:
        """The row that the table has under the proposal's id."""
        return self.table_rows(proposal.table).get(self.row_id(proposal))

    @cached_property
    def _printed(self) -> frozenset[str]:
        """The characters that the documents print."""
        return frozenset[str]().union(*(s.text or "" for s in self.work.sources.values()))

    def cell_problem(self, table: str, column: str, text: str) -> str | None:
        """Why a column does not allow a text by itself; None if it does."""
        cell = (table, column, text)
        if cell not in self._cell_problems:
            self._cell_problems[cell] = self._cell_problem(*cell)
        return self._cell_problems[cell]

    def _cell_problem(self, table: str, column: str, text: str) -> str | None:
        schema = self.work.package.schemas[table]
        field = schema.by_name[column]
        for _, words in cell_problems(text, field, self._printed) if text else ():
            return words.message
        if (rule := constraints.broken(field, text)) is not None:
            expected = constraints.expected(rule, field)
            return f"found {text!r}, expected {expected}" if text else "it is never blank"
        if text and column in schema.dated:
            try:
                dates.parse(text)
            except ValueError:
                return f"found {text!r}, expected a date such as {dates.FORMS}"
        return None

    def obstacles(
        self, proposal: Proposal, together: Collection[Proposal] = ()
    ) -> Iterator[Obstacle]:
        """What prevents that a proposal is accepted: blank, wrong and repeated cells, missing rows.

        The rules of the check are not applied. ``together`` are accepted with it.
        """
        for column, text in proposal.confirmed.items():
            if (problem := self.cell_problem(proposal.table, column, text)) is not None:
                yield Obstacle(column, problem)
        yield from self._repeated(proposal)
        accepted = {(other.table, self.row_id(other)) for other in together}
        for column, table, target in self.references(proposal):
            if target in self.table_rows(table) or (table, target) in accepted:
                continue
            first = self.find(table, target)
            if first is not None and first.state == OPEN:
                yield Obstacle(column, f"{target} is still open: decide on it first", first)
            else:
                yield Obstacle(column, f"{table} has no row {target}")

    def _repeated(self, proposal: Proposal) -> Iterator[Obstacle]:
        """The key, and values of columns without repeats, that the table has already."""
        cells, schema = proposal.confirmed, self.schema(proposal)
        rows = self.table_rows(proposal.table)
        if (row_id := self.row_id(proposal)) in rows:
            file = self.work.package.relative(proposal.table)
            yield Obstacle(schema.key[0] if schema.key else "", f"{file} has {row_id} already")
        for field in schema.fields:
            same = [i for i, r in rows.items() if r[field.name] == cells[field.name] != ""]
            if field.unique and same and same != [row_id]:
                yield Obstacle(field.name, f"{same[0]} has {cells[field.name]!r} already")

    # Decisions

    def accept(self, *proposals: Proposal) -> None:
        """Add the rows to their tables, sorted and formatted as by ``fmt``, without marks.

        Raises:
            StoppedError: one of them cannot be accepted; the lines below say why.
            OSError: a file cannot be written; all are as they were.
        """
        for proposal in proposals:
            found = [f"    {o.column}: {o.message}" for o in self.obstacles(proposal, proposals)]
            if found:
                raise StoppedError(f"{self.row_id(proposal)} cannot be accepted:", found)
        self.make(*((p, replace(p.copy(), state=ACCEPTED, reason="")) for p in proposals))

    def reject(self, proposal: Proposal, reason: str, *others: Step) -> None:
        """Keep the proposal with the reason why it is no row; ``others`` change with it.

        Raises:
            StoppedError: the reason is blank or has characters that no cell has.
            OSError: a file cannot be written; all are as they were.
        """
        field = Field(REASON, "Reason", "", "string", required=True)
        reason = reason.strip()
        problems = [words.message for _, words in cell_problems(reason, field, ())]
        if not reason or problems:
            raise StoppedError(f"the reason: {' '.join(problems) or 'type why it is rejected'}")
        self.make((proposal, replace(proposal.copy(), state=REJECTED, reason=reason)), *others)

    def merged(self, proposal: Proposal, row_id: str) -> list[Step]:
        """The open proposals that refer to a proposal, and what they become if it is another row.

        Raises:
            StoppedError: the table has no such row, or rows of the tables refer to the proposal.
        """
        old, table = self.row_id(proposal), proposal.table
        if not self.schema(proposal).id_field:
            raise StoppedError(f"rows of {table} have no id: type r and the reason")
        found = self.find(table, row_id)
        is_open = found is not None and found is not proposal and found.state == OPEN
        if (not is_open and row_id not in self.table_rows(table)) or row_id == old:
            raise StoppedError(f"{table} has no other row {row_id!r}: type the id of the row")
        if referring := self._referring_rows(table, old):
            raise StoppedError(
                f"{', '.join(referring)} in the tables refer to {old}: correct these first"
            )
        return [
            (other, self._referring_to(other, table, old, row_id))
            for other in self.referring(proposal)
        ]

    def _referring_to(self, other: Proposal, table: str, old: str, row_id: str) -> Proposal:
        """What a proposal becomes that refers to another row than before; guesses stay guesses."""
        columns = [name for name, *target in self.references(other) if target == [table, old]]
        columns += ["value"] * (other.cells.get("value") == old)
        after = other.copy()
        for name in columns:
            after.cells[name] = other.cells[name].replace(old, row_id)
        return after

    def change(self, proposal: Proposal, cells: Mapping[str, str]) -> None:
        """Give cells of an open proposal another text, which is no guess.

        Raises:
            StoppedError: a column does not allow its text.
            OSError: a file cannot be written; all are as they were.
        """
        for column, text in cells.items():
            if (problem := self.cell_problem(proposal.table, column, text)) is not None:
                raise StoppedError(f"{column}: {problem}")
        self.make((proposal, replace(proposal, cells={**proposal.cells, **cells})))

    def restore(self, *steps: Step) -> None:
        """Make proposals what they were; a row that leaves ``accepted`` leaves the table too.

        Raises:
            StoppedError: a row was changed in the table since, or rows there refer to it.
            OSError: a file cannot be written; all are as they were.
        """
        for proposal, before in steps:
            if proposal.state == ACCEPTED != (before.state if before else ""):
                row_id = self.row_id(proposal)
                if self.row_in_table(proposal) != proposal.confirmed:
                    file = self.work.package.relative(proposal.table)
                    raise StoppedError(
                        f"{row_id} was changed in {file} since: correct or delete it there"
                    )
                if referring := self._referring_rows(proposal.table, row_id):
                    named = ", ".join(referring)
                    raise StoppedError(f"{named} in the tables refer to {row_id}: undo these first")
        self.make(*steps)

    def make(self, *steps: Step) -> None:
        """Make proposals what they become, new ones too, and write all or nothing of it.

        A row comes into its table before its proposal is accepted, and leaves it after that.

        Raises:
            OSError: a file cannot be written; all are as they were.
        """
        states = [(p, after, after.state if after else "") for p, after in steps]
        come = {p.table for p, _, state in states if state == ACCEPTED}
        gone = {p.table for p, _, state in states if p.state == ACCEPTED != state}
        tables = {table: self.table_rows(table) for table in come | gone}
        for proposal, after, state in states:
            if after is not None and state == ACCEPTED:
                tables[proposal.table][self.row_id(after)] = after.confirmed
            elif proposal.state == ACCEPTED:
                del tables[proposal.table][self.row_id(proposal)]
        files = {self.work.package.relative(t): self._file(t, tables[t].values()) for t in tables}
        first, last = (
            {name: files[name] for name in map(self.work.package.relative, sorted(changed))}
            for changed in (come, gone)
        )
        with self._changing(steps):
            self.work.write({**first, **self.files(), **last})

    def _referring_rows(self, table: str, row_id: str) -> list[str]:
        """The rows of the tables that refer to a row."""
        return [
            other_id
            for name in self.work.package.schemas
            for other_id, cells in self.table_rows(name).items()
            if (table, row_id) in (r[1:] for r in self.references(Proposal(name, cells)))
            and (name, other_id) != (table, row_id)
        ]

    @contextmanager
    def _changing(self, steps: Sequence[Step]) -> Iterator[None]:
        """Take the steps; take them back if they cannot be written."""
        rows, before = self.rows, [proposal.copy() for proposal, _ in steps]
        gone = [id(proposal) for proposal, after in steps if after is None]
        known = {id(proposal) for proposal in rows}
        new = [proposal for proposal, _ in steps if id(proposal) not in known]
        try:
            for proposal, after in steps:
                proposal.become(after or proposal)
            self.rows = [p for p in (*rows, *new) if id(p) not in gone]
            if new:
                self.sort()
            yield
        except BaseException:
            self.rows = rows
            for (proposal, _), was in zip(steps, before, strict=True):
                proposal.become(was)
            raise

    # Files

    def files(self) -> dict[str, bytes]:
        """The files of the proposals that changed since they were read, for ``Workspace.write``."""
        by_table = defaultdict[str, list[dict[str, str]]](list)
        for proposal in self.rows:
            is_imported = proposal.is_imported and proposal.state == OPEN
            further = {STATE: IMPORTED if is_imported else proposal.state, REASON: proposal.reason}
            by_table[proposal.table].append({**proposal.cells, **further})
        files = {
            f"{PROPOSALS}/{self.source_id}/{table}.csv": self._file(
                table, by_table[table], is_proposal=True
            )
            for table in self.work.package.schemas
        }
        header = {file: data.count(b"\n") == 1 for file, data in files.items()}
        return {
            file: data
            for file, data in files.items()
            if data != self.work.read.get(file) and (file in self.work.read or not header[file])
        }

    def save(self) -> None:
        """Write the files of the proposals that changed since they were read.

        Raises:
            OSError: one cannot be written, or another process has changed it.
        """
        self.work.write(self.files())

    def _file(
        self, table: str, rows: Iterable[Mapping[str, str]], *, is_proposal: bool = False
    ) -> bytes:
        """The file of these rows, in the order of their keys."""
        schema = self.work.package.schemas[table]
        schema = schema.of_proposals if is_proposal else schema
        cells = [[row[name] for name in schema.names] for row in rows]
        ordered = [cells[number] for number in row_order(schema, cells)]
        return csvio.document(schema.names, ordered).encode("utf-8")
