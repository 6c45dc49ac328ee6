"""The gate, asked of one changed file after the other.

What lives here: a copy of the clean package that a mutant is done to and taken back from. What must
not: judgement.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from isk_indicators.check import gate
from isk_indicators.check.finding import Finding
from isk_indicators.check.gate import Report
from tests.mutants.clean import ROOT, Clean, Mutant, Place

DATA = ("datasets", "schemas", "seeds", "datapackage.json", "pyproject.toml", "CHANGELOG.md")


class Asked:
    """A copy of the clean package in ``folder``."""

    def __init__(self, clean: Clean, folder: Path) -> None:
        self.clean = clean
        self.root = folder
        for name in DATA:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, folder / name)

    def of(self, mutant: Mutant) -> Report:
        """What the gate says of a mutant; the copy is clean again afterwards."""
        try:
            self._write(mutant.files)
            return gate.check(self.root)
        finally:
            self._write({file: self.clean.data.get(file) for file in mutant.files})

    def _write(self, files: Mapping[str, bytes | None]) -> None:
        for file, data in files.items():
            if data is None:
                (self.root / file).unlink(missing_ok=True)
            else:
                (self.root / file).parent.mkdir(exist_ok=True)  # of releases, which may have none
                (self.root / file).write_bytes(data)

    def places(self, mutant: Mutant) -> list[Place]:
        """Where the gate finds a mutant at fault; it must not stop."""
        report = self.of(mutant)
        assert not report.stopped, report.stopped
        return [_place(finding) for finding in report.findings]


def _place(finding: Finding) -> Place:
    return Place(finding.rule, finding.file, finding.line, finding.column, finding.field)
