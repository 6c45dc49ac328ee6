"""A finding: one fault at one place of one file, as every reporter prints it.

What lives here: the one shape that all stages hand on. What must not: how it is found or shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Finding:
    """One fault at one place.

    Attributes:
        rule: The rule's permanent id; ``codes.RULES`` says what it rejects.
        severity: An error stops the build, a warning does not.
        file: The file, relative to the checked folder, with forward slashes.
        line: The physical line, from 1.
        column: The code point in that line at which the cell begins, from 1.
        row_id: The row's identifier as it stands in the file, if it can be read.
        field: The column blamed; None for a row or a file as a whole.
        found: What stands there, as written.
        expected: What would be right, in words.
        message: What is wrong and what to do about it.
    """

    rule: str
    severity: Severity
    file: str
    line: int
    column: int
    row_id: str | None
    field: str | None
    found: str
    expected: str
    message: str

    @property
    def place(self) -> tuple[str, int, int, str, str]:
        """The key by which findings are sorted: file, line, column, rule, field."""
        return (self.file, self.line, self.column, self.rule, self.field or "")

    def __lt__(self, other: Finding) -> bool:
        """Sort by place in the files."""
        return self.place < other.place


def in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    """The findings by place, each rule once for a place."""
    first: dict[tuple[str, int, int, str, str], Finding] = {}
    for finding in findings:
        first.setdefault(finding.place, finding)
    return tuple(first[place] for place in sorted(first))
