"""What a curator's command says: what it changed, cell by cell, and what it leaves to the curator.

What lives here: the shape of both, and the exit code that follows. What must not: how anything is
found. Every line begins with file:line:column, which editors and terminals make a link of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from isk_indicators.check.excerpt import visible
from isk_indicators.check.finding import count_of


class StoppedError(Exception):
    """A command cannot do its work; the message says why and what to do."""


class Place(NamedTuple):
    """Where something stands: the file as the descriptor names it, line and column from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Change(NamedTuple):
    """A cell that was given another text; ``subject`` names its row and column."""

    place: Place
    subject: str
    old: str
    new: str

    def __str__(self) -> str:
        was = f"{self.old!r} -> " if self.old else ""
        return visible(f"{self.place}: {self.subject}: {was}{self.new!r}")


class Remark(NamedTuple):
    """Something that only the curator can decide, or that holds for a whole file.

    ``subject`` is blank for a file; ``below`` are lines to choose from, each with its line feed
    before it.
    """

    place: Place
    subject: str
    message: str
    below: str = ""

    def __str__(self) -> str:
        subject = f"{self.subject}: " if self.subject else ""
        return visible(f"{self.place}: {subject}{self.message}") + self.below


@dataclass
class Outcome:
    """What a command did, or would do, and what it leaves.

    Attributes:
        changes: The cells changed.
        rewritten: What changed in whole files, each with the file.
        remarks: What is left to the curator.
        files: The new bytes by file, relative to the folder; nothing for a file left as it is.
    """

    changes: list[Change] = field(default_factory=list)
    rewritten: list[Remark] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)

    def exit_code(self, *, only_checking: bool) -> int:
        """1 if something is left to the curator, or would change in a mere check; else 0."""
        return int(bool(self.remarks) or (only_checking and bool(self.files)))

    def lines(self, *, only_checking: bool) -> Iterator[str]:
        """Everything, line by line, and a summary at the end."""
        yield from map(str, [*self.rewritten, *self.changes, *self.remarks])
        yield self._summary("would change" if only_checking else "changed")

    def _summary(self, verb: str) -> str:
        if not self.files and not self.remarks:
            return "nothing to do"
        left = f"{len(self.remarks)} left to you" if self.remarks else "nothing left to do"
        cells, files = count_of(len(self.changes), "cell"), count_of(len(self.files), "file")
        return f"{verb}: {cells}, {files}; {left}"
