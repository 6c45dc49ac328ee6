"""What the curator's commands have in common: where they run, what they import, how they write."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from isk_indicators import cli
from isk_indicators.csvio import replace_files
from isk_indicators.schema import DataPackage
from tests.curate.sample_workspace import contents

SRC = Path(cli.__file__).resolve().parents[1]

COMMANDS = (
    ("locate", "src-000", "gunmen of the Red Band"),
    ("fill",),
    ("fmt",),
    ("new-id", "incidents"),
    ("reanchor", "old.txt", "new.txt"),
)
LIGHT = COMMANDS[:2] + COMMANDS[3:4]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_it_works_on_a_folder_anywhere(
    command: tuple[str, ...], package: DataPackage, tmp_path: Path
) -> None:
    document = package.root / "seeds" / "000_first.txt"
    shutil.copy(document, tmp_path / "old.txt")
    (tmp_path / "new.txt").write_bytes(document.read_bytes() + b"More.\n")
    done = subprocess.run(
        [sys.executable, "-m", "isk_indicators", *command, "-C", str(package.root)],
        capture_output=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(SRC)},
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout


@pytest.mark.parametrize("command", LIGHT, ids=lambda command: command[0])
def test_it_starts_without_the_heavy_libraries(
    command: tuple[str, ...], package: DataPackage
) -> None:
    code = (
        "import sys\nfrom isk_indicators.cli import main\nmain(sys.argv[1:])\n"
        "sys.exit(not {'pandas', 'pandera', 'frictionless'}.isdisjoint(sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command, "-C", str(package.root)],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(SRC)},
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("command", COMMANDS[:4], ids=lambda command: command[0])
@pytest.mark.parametrize(
    "damage", ["no folder", "no descriptor", "no table", "a folder", "no JSON"]
)
def test_what_cannot_be_read_makes_2_and_one_line(
    command: tuple[str, ...],
    damage: str,
    package: DataPackage,
    capsys: pytest.CaptureFixture[str],
) -> None:
    table = package.path("sources")
    if damage == "no folder":
        shutil.rmtree(package.root)
    elif damage == "no descriptor":
        (package.root / "datapackage.json").unlink()
    elif damage == "no JSON":
        (package.root / "datapackage.json").write_bytes(b"{")
    else:
        table.unlink()
    if damage == "a folder":
        table.mkdir()
    assert cli.main([*command, "-C", str(package.root)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"{command[0]}: ")
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("options", [("--check",), ()])
def test_options_may_come_before_the_folder(options: tuple[str, ...], package: DataPackage) -> None:
    assert cli.main(["fmt", *options, "-C", str(package.root)]) == 0
    assert cli.main(["new-id", "--count", "2", "incidents", "-C", str(package.root)]) == 0
    assert cli.main(["new-id", "incidents", "--count", "2", "-C", str(package.root)]) == 0


# Writing


def test_a_file_is_replaced_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    path.chmod(0o640)
    before = path.stat()
    replace_files(tmp_path, {"a.csv": b"new\n"})
    assert path.read_bytes() == b"new\n"
    assert path.stat().st_mode == before.st_mode
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.csv").write_bytes(b"old")
    (tmp_path / "a.csv").symlink_to(tmp_path / "real" / "a.csv")
    replace_files(tmp_path, {"a.csv": b"new"})
    assert (tmp_path / "a.csv").is_symlink()
    assert (tmp_path / "real" / "a.csv").read_bytes() == b"new"


def test_what_cannot_be_written_is_left_whole_and_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.csv").write_bytes(b"old")

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refused)
    before = contents(tmp_path)
    with pytest.raises(OSError, match=r"a\.csv: cannot be written .*close it there"):
        replace_files(tmp_path, {"a.csv": b"new"})
    assert contents(tmp_path) == before


@pytest.mark.parametrize("stage", ["mkdtemp", "replace"])
def test_of_several_files_all_are_written_or_none(
    stage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.csv", "b.csv", "c.csv"):
        (tmp_path / name).write_bytes(b"old")
    holder = tempfile if stage == "mkdtemp" else os
    real, calls = getattr(holder, stage), list[object]()

    def refused(*arguments: object, **named: object) -> object:
        calls.append(arguments)
        if len(calls) == 2:
            raise PermissionError(13, "Permission denied")
        return real(*arguments, **named)

    monkeypatch.setattr(holder, stage, refused)
    before = contents(tmp_path)
    with pytest.raises(OSError, match=r"^b\.csv: cannot be written .*nothing is changed"):
        replace_files(tmp_path, {"a.csv": b"new", "b.csv": b"new", "c.csv": b"new"})
    assert contents(tmp_path) == before


def test_a_table_that_cannot_be_written_makes_2(
    package: DataPackage, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = package.path("casualties")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refused)
    assert cli.main(["fmt", "-C", str(package.root)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("fmt: datasets/casualties.csv: cannot be written")
