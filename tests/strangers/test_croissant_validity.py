"""The description of the zip is valid by MLCommons' own library, without a warning."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Run

CHECK = Path(__file__).with_name("check_croissant.py")


@pytest.fixture
def described(release: Path) -> Path:
    (path,) = release.glob("*.croissant.json")
    return path


def test_it_is_valid(stranger: Path, run: Run, described: Path) -> None:
    done = run(stranger, CHECK, described, cwd=described.parent)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "not standard" not in done.stderr


@pytest.mark.parametrize(
    "change",
    [
        {"license": None},
        {"conformsTo": "http://mlcommons.org/croissant/7.0"},
        {"distribution": []},
    ],
)
def test_a_fault_is_reported(
    stranger: Path, run: Run, described: Path, tmp_path: Path, change: dict[str, Any]
) -> None:
    document = json.loads(described.read_bytes()) | change
    kept = {name: value for name, value in document.items() if value is not None}
    (tmp_path / "faulty.json").write_text(json.dumps(kept), encoding="utf-8")
    done = run(stranger, CHECK, "faulty.json", cwd=tmp_path)
    assert (done.returncode, done.stdout.startswith("faulty.json: ")) == (1, True), done.stderr
