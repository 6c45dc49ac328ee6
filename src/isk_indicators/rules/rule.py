"""What a rule is: a function of some cells of a row that returns None or a fault.

A rule's parameters name the columns that it reads. A parameter annotated ``str`` or ``int`` makes
the rule apply only where that cell is filled; ``str | None`` lets it see the blank. Four parameter
names are no columns: ``texts`` (the documents by source), ``links`` (the other tables), ``row``
(the row's table and id) and ``field`` (the column blamed).
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal, NamedTuple

Turn = Literal["spans", "rows", "absences"]
TURNS: tuple[Turn, ...] = ("spans", "rows", "absences")
"""When a rule is applied, in this order."""

CONTEXT = ("texts", "links", "row", "field")


class UnsureError(Exception):
    """A rule cannot judge the row because what it must look up is itself at fault."""


@dataclass(frozen=True)
class Fault:
    """What a rule found in a row: the words there, what would be right, and what to do."""

    found: str
    expected: str
    message: str


class RowKey(NamedTuple):
    """Which row a rule is looking at."""

    table: str
    id: str | None

    def require_id(self) -> None:
        """Raise :class:`UnsureError` if the id is at fault: what names the row is not known."""
        if self.id is None:
            raise UnsureError


@dataclass(frozen=True)
class Parameter:
    """One parameter of a rule: the column that it is bound to, and whether it accepts a blank."""

    name: str
    column: str
    accepts_blank: bool


@dataclass(frozen=True)
class Rule:
    """A rule, with its permanent id, the column that it blames and what it rejects in words.

    Spans take the first turn, since a quote that does not stand proves nothing, and with them what
    evidence speaks of and who is above whom. A rule that concludes from the absence of other rows
    takes the last: a row may be absent because a cell that leads to it is at fault.
    """

    id: str
    blames: str
    rejects: str
    parameters: tuple[Parameter, ...]
    context: frozenset[str]
    test: Callable[..., Fault | None]
    turn: Turn

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the rule reads."""
        return tuple(p.column for p in self.parameters)

    def on(self, **columns: str) -> Rule:
        """The same rule for a table whose columns have other names: parameter=column."""
        unknown = columns.keys() - {p.name for p in self.parameters}
        if unknown:
            raise TypeError(f"rule {self.id} has no parameter {', '.join(sorted(unknown))}")
        return replace(
            self,
            blames=columns.get(self.blames, self.blames),
            parameters=tuple(
                replace(p, column=columns.get(p.name, p.column)) for p in self.parameters
            ),
        )

    def judge(self, cells: tuple[Any, ...], context: Mapping[str, Any]) -> Fault | None:
        """Apply the rule to one row's cells, given in the order of ``parameters``.

        Raises:
            UnsureError: what the rule must look up is itself at fault.
        """
        if None in cells and any(cells[at] is None for at in self._needed):
            return None
        return self.test(*cells, **{name: context[name] for name in self.context})

    @cached_property
    def _needed(self) -> tuple[int, ...]:
        """The places among ``parameters`` of those that accept no blank."""
        return tuple(at for at, p in enumerate(self.parameters) if not p.accepts_blank)


def bound(rules: Iterable[Rule], columns: Mapping[str, str]) -> tuple[Rule, ...]:
    """The rules for a table whose columns have other names, each with those that it reads."""
    return tuple(
        r.on(**{p.name: columns[p.name] for p in r.parameters if p.name in columns}) for r in rules
    )


def rule(
    id: str,  # noqa: A002 - it is the name of the attribute
    *,
    blames: str,
    turn: Turn = "rows",
) -> Callable[[Callable[..., Fault | None]], Rule]:
    """Make a rule of a function; its docstring's first line says what it rejects."""

    def made(test: Callable[..., Fault | None]) -> Rule:
        signature = inspect.signature(test).parameters.values()
        return Rule(
            id=id,
            blames=blames,
            rejects=(inspect.getdoc(test) or "").partition("\n")[0],
            parameters=tuple(
                Parameter(p.name, p.name, "None" in str(p.annotation))
                for p in signature
                if p.name not in CONTEXT
            ),
            context=frozenset(p.name for p in signature if p.name in CONTEXT),
            test=test,
            turn=turn,
        )

    return made
