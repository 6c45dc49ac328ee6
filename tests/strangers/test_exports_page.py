"""The examples of ``docs/exports.md`` run as they stand, on the built files."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Run

PAGE = Path(__file__).resolve().parents[2] / "docs" / "exports.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

EXAMPLES = {
    "FROM 'casualties.parquet'": "sql",
    "scan_parquet": "python",
    "quotes_fts MATCH": "sql",
    "mlcroissant.Dataset": "python",
}
"""What is in an example, and its language: all that readers of a built file are told to type."""

RUNNERS = {
    "FROM 'casualties.parquet'": "import duckdb; print(len(duckdb.sql({example!r}).fetchall()))",
    "scan_parquet": "import polars; print({example}.height)",
    "quotes_fts MATCH": "import sqlite3; base = sqlite3.connect('isk.sqlite'); "
    "print(len(base.execute({example!r}).fetchall()))",
    "mlcroissant.Dataset": "import mlcroissant\n{example}\nprint(len([*rows]))",
}


@pytest.fixture(scope="module")
def folder(release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built files as the page supposes them: the Parquet files unpacked."""
    folder = tmp_path_factory.mktemp("files") / "here"
    shutil.copytree(release, folder)
    (packed,) = folder.glob("*.parquet.zip")
    zipfile.ZipFile(packed).extractall(folder)
    (database,) = folder.glob("*.sqlite")
    shutil.copy(database, folder / "isk.sqlite")
    return folder


@pytest.mark.parametrize("part", EXAMPLES)
def test_an_example_runs(stranger: Path, run: Run, folder: Path, tmp_path: Path, part: str) -> None:
    blocks = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    ((language, example),) = [block for block in blocks if part in block[1]]
    assert language == EXAMPLES[part]
    (database,) = folder.glob("isk-indicators-*.sqlite")
    version = database.stem.removeprefix("isk-indicators-")
    code = RUNNERS[part].format(example=example.strip().replace("VERSION", version))
    done = run(stranger, "-c", code, cwd=folder, CROISSANT_CACHE=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 0
