"""What the benchmarks measure is sound: made-up rows that the gate accepts, the same every time."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from isk_indicators.check import gate

BENCHMARKS = Path(__file__).resolve().parents[1] / "benchmarks"


@pytest.fixture
def made_up(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("made_up")


@pytest.mark.parametrize("rows", [80, 500])
def test_the_gate_accepts_what_is_made_up(made_up: ModuleType, tmp_path: Path, rows: int) -> None:
    made_up.write(tmp_path, rows)
    report = gate.check(tmp_path)
    assert report.stopped == ""
    assert report.findings == ()
    assert report.not_checked == ()
    assert report.counts["incidents"] + report.counts["casualties"] == rows


def test_every_quote_is_another(made_up: ModuleType) -> None:
    quotes = [reported.deed for d in made_up.documents(1000) for reported in d.reported]
    quotes += [reported.toll for d in made_up.documents(1000) for reported in d.reported]
    assert len(set(quotes)) == 2000


def test_the_same_number_of_rows_gives_the_same_bytes(made_up: ModuleType, tmp_path: Path) -> None:
    contents = []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        made_up.write(tmp_path / name, 100)
        files = sorted(path for path in (tmp_path / name).rglob("*") if path.is_file())
        contents.append([(path.name, path.read_bytes()) for path in files])
    assert contents[0] == contents[1]


def test_the_table_of_the_check_has_its_stages() -> None:
    command = [sys.executable, "gate.py", "--largest", "1000", "--only", "the gate"]
    done = subprocess.run(command, cwd=BENCHMARKS, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    for stage in ("files", "structure", "links", "rules", "coverage"):
        assert f"| – {stage} " in done.stdout
    assert "Ours: files" in done.stdout
