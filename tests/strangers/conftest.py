"""The built release, and the interpreter of an environment that holds other people's tools.

ISK_STRANGERS_PYTHON names that interpreter; ``requirements.txt`` is what is installed there. What
becomes of the tests without it: ``tests/needs.py``.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from isk_indicators.release.build import write_release
from tests.needs import STRANGERS
from tests.strangers import expected_tables
from tests.strangers.expected_tables import Table, bundle_of

ROOT = Path(__file__).resolve().parents[2]
OURS = ("PYTHONPATH", STRANGERS)
"""What a stranger must not know of this process."""

HARD = (
    'the "group" of\N{NO-BREAK SPACE}Khorasan, \N{LEFT DOUBLE QUOTATION MARK}here'
    "\N{RIGHT DOUBLE QUOTATION MARK}; it\N{RIGHT SINGLE QUOTATION MARK}s\N{GRINNING FACE}",
    "NA",
    "NULL",
    "None",
    "nan",
    "007",
    "1e5",
    "TRUE",
    "2024-01-02",
    "=1+1",
    "https://example.org",
    "a, b",
    '"',
)
"""Texts that some program may take for something else."""

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def stranger() -> Path:
    """The interpreter beside which the tools are installed."""
    return Path(os.environ[STRANGERS]).absolute()


@pytest.fixture(scope="session")
def alone() -> dict[str, str]:
    """The environment variables of a stranger, who must find nothing of ours."""
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    return kept | {"PYTHONIOENCODING": "utf-8"}


@pytest.fixture(scope="session")
def run(alone: dict[str, str]) -> Run:
    """Runs a stranger's command in a folder."""

    def run(*command: str | Path, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(part) for part in command],
            cwd=cwd,
            env=alone | variables,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def tool(stranger: Path) -> Callable[[str], str]:
    """The path of a stranger's command."""

    def find(name: str) -> str:
        found = shutil.which(name, path=str(stranger.parent))
        assert found, f"{name} is not installed beside {stranger}"
        return found

    return find


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of this checkout's release."""
    folder = tmp_path_factory.mktemp("release")
    write_release(ROOT, folder)
    return folder


@pytest.fixture(scope="session")
def hard_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a release with texts that are easily misread, in quotes and in notes."""
    root = tmp_path_factory.mktemp("hard") / "checkout"
    ours = shutil.ignore_patterns(
        ".git", ".*cache", "__pycache__", "dist", "tools", "tests", "*.zip"
    )
    shutil.copytree(ROOT, root, ignore=ours)
    rewrite(root / "datasets" / "attributions.csv")
    folder = root / "dist"
    folder.mkdir()
    write_release(root, folder)
    return folder


def rewrite(path: Path) -> None:
    """Put the hard texts into the first rows' notes, and the first of them into a quote."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [*csv.DictReader(file)]
    for row, text in zip(rows, HARD, strict=False):
        row["note"] = text
    rows[0]["quote"] = HARD[0]
    assert len(rows) > len(HARD)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@dataclass(frozen=True)
class Built:
    """A built release: its folder, and what is to be found in it."""

    folder: Path
    tables: Mapping[str, Table]
    hard: bool

    @property
    def exported(self) -> Mapping[str, Table]:
        """The tables and views, which every format has; the zip alone records the changes too."""
        return {name: table for name, table in self.tables.items() if name != "changes"}


@pytest.fixture(scope="module", params=["release", "hard_release"])
def built(request: pytest.FixtureRequest) -> Built:
    """The release of the data, then that of texts that are easily misread."""
    folder: Path = request.getfixturevalue(request.param)
    return Built(folder, expected_tables.read(bundle_of(folder)), request.param == "hard_release")


@pytest.fixture(scope="session")
def bundle(release: Path) -> Path:
    """The zip of this checkout's release."""
    return bundle_of(release)


@pytest.fixture
def unpacked(bundle: Path, tmp_path: Path) -> Path:
    """The zip's files, in a folder of the test's own."""
    zipfile.ZipFile(bundle).extractall(tmp_path)
    return tmp_path
