"""Commands that are stopped or cannot write: nothing is half-written, one sentence says why."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest

import isk_indicators
from isk_indicators import cli
from isk_indicators.csvio import replace_files
from isk_indicators.curate.workspace import CommandResult, Note, Place
from isk_indicators.release import build
from tests.check.sample_package import SamplePackage, rows
from tests.conftest import ROOT, MakePackage, as_installed

POSIX = pytest.mark.skipif(os.name == "nt", reason="signals of Unix")

INTERRUPT = """
import os, signal, sys

class Interrupt:
    def find_spec(self, name, *_):
        if name == os.environ["AT"]:
            for _ in range(int(os.environ["TIMES"])):
                os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupt())
"""
"""Put where Python imports it first: it interrupts the process when a module is imported."""


@POSIX
@pytest.mark.parametrize(
    ("command", "module", "times"),
    [
        ("check", "isk_indicators.changes", 1),
        ("check", "isk_indicators.cli", 2),
        ("check", "argparse", 1),
        ("check", "pandas", 2),
        ("check", "pandera", 1),
        ("check", "frictionless", 1),
        ("fmt", "isk_indicators.curate.fmt", 1),
        ("verify", "isk_indicators.download", 1),
    ],
)
def test_an_interruption_during_the_imports_makes_130(
    tmp_path: Path, command: str, module: str, times: int
) -> None:
    (tmp_path / "sitecustomize.py").write_text(INTERRUPT, encoding="utf-8")
    arguments = {"verify": ["."]}.get(command, [])
    path = os.pathsep.join([str(tmp_path), str(ROOT / "src")])
    done = subprocess.run(
        [sys.executable, "-m", "isk_indicators", command, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path, "AT": module, "TIMES": str(times)},
    )
    assert done.returncode == 130
    assert (done.stdout, done.stderr) in {("", ""), ("", "interrupted\n")}


# Commands that write


def add_marks(sample: SamplePackage) -> None:
    """Have ``fmt`` change two tables."""
    for table in ("actors", "casualties"):
        sample.change(table, lambda data: b"\xef\xbb\xbf" + data)


def blank_span(sample: SamplePackage) -> None:
    """Have ``fill`` change a table."""
    sample.set("casualties", 2, "span_end", "")


def drop_passage(sample: SamplePackage) -> None:
    """Have ``coverage --draft`` add a row."""
    sample.change("reviewed", lambda data: b"\n".join([*data.split(b"\n")[:-2], b""]))


def change_document(sample: SamplePackage) -> None:
    """Have ``reanchor`` move spans."""
    document = (sample.root / "seeds/000_first.txt").read_bytes()
    (sample.root / "old.txt").write_bytes(document)
    (sample.root / "new.txt").write_bytes(b"A new line.\n" + document)


def nothing(_: SamplePackage) -> None:
    """Leave the package sound."""


WRITING = [
    (add_marks, ["fmt"]),
    (blank_span, ["fill"]),
    (drop_passage, ["coverage", "--draft"]),
    (change_document, ["reanchor", "old.txt", "new.txt"]),
    (nothing, ["second-reading", "src-000"]),
    (nothing, ["browse", "--no-open", "--out", "page.html"]),
]
Change = Callable[[SamplePackage], None]


@pytest.fixture
def sample(make_package: MakePackage, monkeypatch: pytest.MonkeyPatch) -> SamplePackage:
    """A sound package, which is the current folder."""
    found = SamplePackage(make_package(rows()))
    monkeypatch.chdir(found.root)
    return found


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".git" not in path.relative_to(folder).parts
    }


class Fault(NamedTuple):
    """A function of the operating system that fails, how, and what the user is to do."""

    module: ModuleType
    name: str
    number: int
    advice: str

    def happen(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Have the function fail from now on."""

        def failing(*_: object, **__: object) -> None:
            raise OSError(self.number, os.strerror(self.number))

        monkeypatch.setattr(self.module, self.name, failing)


FAULTS = [
    Fault(os, "fsync", errno.ENOSPC, "freed space on the disk"),
    Fault(tempfile, "mkdtemp", errno.EROFS, "made the file and its folder writable"),
    Fault(os, "replace", errno.EACCES, "made the file and its folder writable"),
]


@pytest.mark.parametrize(
    ("fault", "written"),
    [(f, w) for f in FAULTS for w in WRITING if (f.name, w[1][0]) != ("mkdtemp", "coverage")],
)  # coverage needs a temporary folder to check
def test_a_command_that_cannot_write_says_so_and_changes_nothing(
    sample: SamplePackage,
    written: tuple[Change, list[str]],
    fault: Fault,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    change, arguments = written
    change(sample)
    before = contents(sample.root)
    fault.happen(monkeypatch)
    assert cli.main(arguments) == 2
    out, err = capsys.readouterr()
    assert not out
    assert err.startswith(f"{arguments[0]}: ")
    assert f"cannot be written ({os.strerror(fault.number)}), and nothing is changed" in err
    assert fault.advice in err
    assert err.count("\n") == 1
    monkeypatch.undo()
    assert contents(sample.root) == before
    assert not [*sample.root.rglob(".isk-*")]


@pytest.mark.parametrize("written", WRITING[:4])
def test_a_save_of_an_editor_is_noticed(
    sample: SamplePackage,
    written: tuple[Change, list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    change, arguments = written
    change(sample)
    before, saved = contents(sample.root), False
    real = os.fsync

    def saving(handle: int) -> None:
        nonlocal saved
        if not saved:
            for table in ("actors", "casualties", "reviewed"):
                sample.change(table, lambda data: data + b"saved\n")
        saved = True
        real(handle)

    monkeypatch.setattr(os, "fsync", saving)
    assert cli.main(arguments) == 2
    assert "changed while the command ran, so nothing is changed" in capsys.readouterr().err
    after = contents(sample.root)
    assert {file: data.removesuffix(b"saved\n") for file, data in after.items()} == before
    assert sum(data.endswith(b"saved\n") for data in after.values()) == 3


@pytest.mark.parametrize("name", ["to_sqlite", "to_xlsx", "to_parquet"])
def test_an_export_that_cannot_be_written_leaves_the_earlier_one(
    sample: SamplePackage, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = sample.root / ("data" if name == "to_parquet" else "data.x")
    with as_installed(sample.package):
        getattr(isk_indicators, name)(target)
        before = contents(sample.root)
        assert len(before) > 20
        for fault in FAULTS:
            if (name, fault.name) == ("to_parquet", "mkdtemp"):
                continue  # it needs a temporary folder to make the files
            with monkeypatch.context() as patch:
                fault.happen(patch)
                with pytest.raises(OSError, match="cannot be written"):
                    getattr(isk_indicators, name)(target)
    assert contents(sample.root) == before


@POSIX
def test_a_new_file_has_the_usual_mode_and_another_one_keeps_its_own(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(b"")
    (tmp_path / "old").chmod(0o604)
    mask = os.umask(0o027)
    try:
        replace_files(tmp_path, {"old": b"1", "new": b"2"})
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "old").stat().st_mode) == 0o604
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640


@POSIX
def test_a_read_only_file_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "a").chmod(0o444)
    # The administrator may write to it.
    monkeypatch.setattr(os, "access", lambda path, _: path.stat().st_mode & stat.S_IWUSR)
    with pytest.raises(OSError, match=r"a: cannot be written \(Permission denied\)"):
        replace_files(tmp_path, {"new": b"1", "a": b"1"})
    assert contents(tmp_path) == {"a": b"old"}


@POSIX
def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/file").write_bytes(b"old")
    (tmp_path / "link").symlink_to("folder/file")
    (tmp_path / "dangling").symlink_to("folder/none")
    (tmp_path / "round").symlink_to("round")
    replace_files(tmp_path, {"link": b"1", "dangling": b"2", "round": b"3"})
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "dangling").is_symlink()
    assert contents(tmp_path / "folder") == {"file": b"1", "none": b"2"}
    assert (tmp_path / "round").read_bytes() == b"3"


def test_the_longest_name_can_be_written(tmp_path: Path) -> None:
    for _ in range(2):
        replace_files(tmp_path, {"x" * 255: b"1"})
    assert contents(tmp_path) == {"x" * 255: b"1"}


def test_a_file_that_appeared_since_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"of another process")
    with pytest.raises(OSError, match="a: changed while the command ran"):
        replace_files(tmp_path, {"a": b"1"}, {"a": None})
    assert contents(tmp_path) == {"a": b"of another process"}


@pytest.mark.parametrize("stopped", [1, 2, 3])
def test_an_interruption_right_after_a_replacement_undoes_it(
    tmp_path: Path, stopped: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "b").write_bytes(b"old")
    before, real, calls = contents(tmp_path), os.replace, list[object]()

    def interrupted(*arguments: Path) -> None:
        real(*arguments)
        calls.append(arguments)
        if len(calls) == stopped:
            raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        replace_files(tmp_path, {"a": b"1", "new": b"1", "b": b"1"})
    assert contents(tmp_path) == before


def test_what_cannot_be_restored_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "c").write_bytes(b"old")
    real, calls = os.replace, list[object]()

    def failing(*arguments: Path) -> None:
        calls.append(arguments)
        if len(calls) in (3, 4):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        real(*arguments)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(OSError, match=r"d: cannot be written .*, and c could not be restored: run"):
        replace_files(tmp_path, {"a": b"1", "c": b"1", "d": b"1"})
    assert contents(tmp_path) == {"a": b"old", "c": b"1"}


@POSIX
def test_a_locked_folder_is_waited_for_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl  # noqa: PLC0415 - not on Windows

    handle = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    monkeypatch.setattr(time, "sleep", lambda _: None)
    with pytest.raises(OSError, match="after you have ended the process that has locked it"):
        replace_files(tmp_path, {"a": b"1"})
    monkeypatch.setattr(time, "sleep", lambda _: os.close(handle))
    replace_files(tmp_path, {"a": b"1"})
    assert contents(tmp_path) == {"a": b"1"}


@POSIX
def test_what_is_no_file_is_written_to(tmp_path: Path) -> None:
    replace_files(tmp_path, {"/dev/null": b"x"})
    assert Path("/dev/null").is_char_device()


# Processes that are killed

STOP = """
import os, signal
name, number, signal_ = os.environ["STOP"].split()
real, left = getattr(os, name), [int(number)]

def stopping(*arguments):
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), int(signal_))
    return real(*arguments)

setattr(os, name, stopping)
"""
"""Stops the process at a call of a function of the operating system."""


@POSIX
@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("fsync 1 9", (-9, 0)),
        ("fsync 4 9", (-9, 0)),
        ("replace 1 9", (-9, 0)),
        ("replace 2 9", (-9, 1)),
        ("unlink 2 9", (-9, 2)),
        ("unlink 3 9", (-9, 2)),
        ("fsync 2 2", (130, 0)),
        ("replace 2 2", (130, 0)),
    ],
)
def test_a_process_that_is_stopped_leaves_whole_files_and_nothing_to_add(
    sample: SamplePackage, tmp_path: Path, git: str, place: str, expected: tuple[int, int]
) -> None:
    code, rewritten = expected
    add_marks(sample)
    (tmp_path / "sitecustomize.py").write_text(STOP, encoding="utf-8")
    for command in (["init", "-q"], ["add", "-A"]):
        subprocess.run([git, *command], cwd=sample.root, check=True)
    before = contents(sample.root)
    done = subprocess.run(
        [sys.executable, "-m", "isk_indicators", "fmt"],
        capture_output=True,
        text=True,
        check=False,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT / "src")]),
            "STOP": place,
        },
    )
    assert done.returncode == code
    assert done.stderr == ("interrupted\n" if code == 130 else "")
    after = contents(sample.root)
    new = [file for file in before if after[file] != before[file]]
    assert len(new) == rewritten
    assert all(after[file] == before[file].removeprefix(b"\xef\xbb\xbf") for file in new)
    status = subprocess.run(
        [git, "status", "--porcelain", "-uall"], capture_output=True, text=True, check=True
    )
    assert "??" not in status.stdout
    assert cli.main(["fmt"]) == 0
    assert cli.main(["fmt", "--check"]) == 0
    add_marks(sample)
    assert cli.main(["fmt"]) == 0
    assert not [*sample.root.rglob(".isk-*")]


@POSIX
def test_a_full_disk_and_two_at_once(sample: SamplePackage) -> None:
    add_marks(sample)
    before = contents(sample.root)
    command = f"'{sys.executable}' -m isk_indicators fmt"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    full = subprocess.run(
        ["/bin/sh", "-c", f"ulimit -f 0; {command}"],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert full.returncode == 2
    assert "cannot be written (File too large), and nothing is changed" in full.stderr
    assert contents(sample.root) == before
    both = [subprocess.Popen(["/bin/sh", "-c", command], env=environment) for _ in range(2)]
    assert {process.wait() for process in both} <= {0, 2}
    assert contents(sample.root) == {
        file: data.removeprefix(b"\xef\xbb\xbf") for file, data in before.items()
    }


def test_a_killed_build_leaves_nothing_to_add(
    tmp_path: Path, git: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    subprocess.run([git, "init", "-q"], cwd=tmp_path, check=True)
    found = []

    def write_release(root: Path, folder: Path, _: object) -> None:
        (folder / "a.zip").write_bytes(b"half")
        command = [git, "status", "--porcelain", "-uall"]
        found.append(subprocess.run(command, cwd=root, capture_output=True, check=True).stdout)

    monkeypatch.setattr(build, "write_release", write_release)
    build.write_dist(tmp_path, tmp_path / "dist")
    assert found == [b""]
    assert [path.name for path in (tmp_path / "dist").iterdir()] == ["a.zip"]


def test_of_many_notes_the_first_are_listed_and_the_rest_counted() -> None:
    notes = [Note(Place("a.csv"), "", "left")] * 1_002
    lines = [*CommandResult(notes=notes).lines(only_check=False)]
    assert lines[-3:] == [
        str(notes[0]),
        "and 2 more of these",
        "changed: 0 cells, 0 files; 1002 left to you",
    ]
    assert len(lines) == 1_002


@POSIX
def test_a_killed_build_leaves_the_earlier_folder_whole_or_none(tmp_path: Path, git: str) -> None:
    subprocess.run([git, "init", "-q"], cwd=tmp_path, check=True)
    (tmp_path / "dist").mkdir()
    for name in "abc":
        (tmp_path / "dist" / name).write_bytes(b"")
    code = (
        "import os, signal\nfrom pathlib import Path\nfrom isk_indicators.release import build\n"
        "real = os.unlink\n"
        "def stop(*a, **k):\n    real(*a, **k)\n    os.kill(os.getpid(), signal.SIGKILL)\n"
        "os.unlink = stop\nbuild.clear_dist(Path('dist').resolve())\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=False, env=environment)
    assert done.returncode == -9
    assert not (tmp_path / "dist").exists()
    command = [git, "status", "--porcelain", "-uall"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout == b""
