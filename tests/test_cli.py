from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from isk_indicators import cli
from isk_indicators.changes import published
from isk_indicators.check import gate
from isk_indicators.schema import DataPackage, data_root, installed_version

SRC = Path(cli.__file__).resolve().parents[1]
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def broken(make_package: Callable[[dict[str, list[dict[str, object]]]], DataPackage]) -> Path:
    """A package whose tables are without rows, and whose file of actors has one in Latin-1."""
    package = make_package({})
    path = package.path("actors")
    path.write_bytes(path.read_bytes() + "act-0001,Kermān ▲ \u202e,x\n".encode())
    return package.root


def run(
    *arguments: str, cwd: Path | None = None, code: str | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the command line in a process of its own."""
    start = ["-c", code] if code else ["-m", "isk_indicators"]
    return subprocess.run(
        [sys.executable, *start, *arguments],
        capture_output=True,
        check=False,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(SRC), **environment},
    )


def test_without_a_command_it_prints_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 2
    assert "check" in capsys.readouterr().err


def test_it_prints_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"isk-indicators {installed_version()}\n"


def test_an_unknown_command_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        cli.main(["chekc"])
    assert exit_.value.code == 2
    assert "chekc" in capsys.readouterr().err


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_each_command_has_a_help_text(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        cli.main([command, "--help"])
    assert exit_.value.code == 0
    out = " ".join(capsys.readouterr().out.split())
    assert out.startswith(f"usage: isk-indicators {command} [-h]")
    assert str(cli.COMMANDS[command].run.__doc__) in out


IN_FOLDER = {
    "browse": [],
    "coverage": [],
    "locate": ["src-000", "words"],
    "fill": [],
    "fmt": [],
    "new-id": ["incidents"],
    "reanchor": ["old.txt", "new.txt"],
    "review": ["src-000"],
    "second-reading": ["src-000"],
}
"""The commands with the option -C, each with its other arguments."""


@pytest.mark.parametrize("command", IN_FOLDER)
def test_a_command_in_an_unknown_folder_makes_2(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([command, *IN_FOLDER[command], "-C", str(tmp_path / "none")]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"{command}: ")
    assert "none: no such folder" in err


@pytest.mark.parametrize("command", IN_FOLDER)
def test_a_folder_without_its_option_is_refused_with_advice(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as exit_:
        cli.main([command, *IN_FOLDER[command], str(tmp_path)])
    assert exit_.value.code == 2
    err = capsys.readouterr().err
    assert f"unrecognized arguments: {tmp_path}; to work in another folder, type -C DIR" in err


def test_a_diff_looks_for_the_versions_in_its_folder(
    broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["diff", "9.9.9", ".", "-C", str(broken)]) == 2
    assert "has no zip of version 9.9.9; it has none" in capsys.readouterr().err


def test_an_unknown_folder_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", str(tmp_path / "none")]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("could not check: ")
    assert err.endswith("none: no such folder\n")


def test_faults_make_1(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", str(broken)]) == 1
    out, err = capsys.readouterr()
    assert "datasets/actors.csv:2:1: error[cell-count] act-0001: " in out
    assert err == ""


def test_a_report_for_programs_is_on_standard_output(
    broken: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder, code in ((broken, 1), (tmp_path / "none", 2)):
        assert cli.main(["check", str(folder), "--format", "json"]) == code
        out, err = capsys.readouterr()
        assert (json.loads(out)["exit_code"], err) == (code, "")
        assert cli.main(["check", str(folder), "--format", "sarif"]) == code
        out, err = capsys.readouterr()
        assert (json.loads(out)["runs"][0]["invocations"][0]["exitCode"], err) == (code, "")


def test_a_workflow_gets_annotations_and_a_summary(
    broken: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    monkeypatch.setenv("GITHUB_WORKSPACE", str(broken))
    assert cli.main(["check", str(broken), "--format", "github"]) == 1
    out, err = capsys.readouterr()
    assert "::error file=datasets/actors.csv,line=2,col=1," in out
    assert err == ""
    assert "| datasets/actors.csv:2:1 | error" in summary.read_text(encoding="utf-8")


def test_an_unknown_format_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        cli.main(["check", "--format", "xml"])
    assert exit_.value.code == 2
    assert "xml" in capsys.readouterr().err


def test_colour_is_forced_and_forbidden_by_the_environment(broken: Path) -> None:
    assert b"\x1b[" in run("check", str(broken), FORCE_COLOR="1", NO_COLOR="").stdout
    assert b"\x1b[" not in run("check", str(broken), FORCE_COLOR="", NO_COLOR="").stdout
    assert b"\x1b[" not in run("check", str(broken), FORCE_COLOR="1", NO_COLOR="1").stdout


def test_the_rules_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["rules"]) == 0
    every = capsys.readouterr().out
    assert "\n### byte-order-mark\n" in every
    assert cli.main(["rules", "figure-in-quote"]) == 0
    one = capsys.readouterr().out
    assert one.startswith("### figure-in-quote\n")
    assert one in every
    assert cli.main(["rules", "figure"]) == 2
    out, err = capsys.readouterr()
    assert (out, err.startswith("rules: there is no rule figure;")) == ("", True)
    assert cli.main(["rules", "--by-column"]) == 0
    proofs = capsys.readouterr().out
    assert proofs.startswith("### actors\n\n| column | proof | rules |\n")
    assert (
        "\n| `title` | words of the document, or external by the note | source-words |\n" in proofs
    )


def test_the_folder_is_this_one_by_default(
    broken: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(broken)
    assert cli.main(["check"]) == 1
    assert "datasets/actors.csv:2:1:" in capsys.readouterr().out


def test_an_interruption_makes_130(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(gate, "check", interrupted)
    assert cli.main(["check"]) == 130
    assert capsys.readouterr().err == "interrupted\n"


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
def test_an_interruption_that_a_library_turns_into_another_error_makes_130(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> None:
        try:
            os.kill(os.getpid(), signal.SIGINT)
        except KeyboardInterrupt as error:
            raise RuntimeError("another error") from error

    monkeypatch.setattr(gate, "check", interrupted)
    assert cli.main(["check"]) == 130
    assert capsys.readouterr().err == "interrupted\n"


@pytest.mark.parametrize(
    ("command", "library"),
    [
        ("check", "pandas"),
        ("check", "pandera"),
        ("check", "frictionless"),
        ("rules", "pandas"),
        ("rules", "pandera"),
    ],
)
def test_without_the_extra_it_prints_the_line_that_helps(command: str, library: str) -> None:
    code = (
        "import sys\n"
        f"sys.modules[{library!r}] = None\n"
        "from isk_indicators.cli import main\n"
        "sys.exit(main())\n"
    )
    done = run(command, code=code)
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.decode().strip() == (
        f"{command}: needs {library}, which is not installed. "
        'Run: python -m pip install "isk-indicators[check]"'
    )


def test_only_check_imports_the_checking_libraries() -> None:
    code = (
        "import sys\nfrom isk_indicators import cli\ncli._parser()\n"
        "print(*sorted({m.partition('.')[0] for m in sys.modules} "
        "& {'frictionless', 'pandera', 'pandas'}))\n"
    )
    assert run(code=code).stdout.split() == []


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8"])
def test_a_terminal_that_lacks_a_character_gets_an_escape(broken: Path, encoding: str) -> None:
    path = broken / "datasets" / "actors.csv"
    header = path.read_bytes().split(b"\n")[0]
    commas = b"," * header.count(b",")
    path.write_bytes(header + b"\nact-0001" + commas + "Kermān ▲ \u202e\n".encode())
    done = run("check", str(broken), PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert done.returncode == 1
    assert done.stderr == b""
    shown = done.stdout.decode(encoding)
    assert ("Kermān ▲ \\u202e" if encoding == "utf-8" else "Kerm\\u0101n \\u25b2 \\u202e") in shown


@pytest.mark.parametrize("value", ["False", "0"])
def test_a_silenced_pandera_makes_2(broken: Path, value: str) -> None:
    done = run("check", str(broken), PANDERA_VALIDATION_ENABLED=value)
    assert done.returncode == 2
    assert f"unset PANDERA_VALIDATION_ENABLED={value}" in done.stderr.decode()


def test_a_pandera_without_data_checks_makes_2(broken: Path) -> None:
    done = run("check", str(broken), PANDERA_VALIDATION_DEPTH="SCHEMA_ONLY")
    assert done.returncode == 2
    assert "unset PANDERA_VALIDATION_DEPTH=SCHEMA_ONLY" in done.stderr.decode()


def set_traps(folder: Path, *names: str) -> None:
    """Put modules into a folder that end any program which imports them."""
    for name in names:
        trap = "raise SystemExit('the folder was run')\n"
        (folder / f"{name}.py").write_text(trap, encoding="utf-8")


TRAPS = ("pandas", "pandera", "frictionless", "frictionless_trap", "conftest", "build")


def test_nothing_in_the_folder_is_run(broken: Path) -> None:
    set_traps(broken, *TRAPS)
    done = run("check", cwd=broken)
    assert (done.returncode, done.stderr) == (1, b"")


def test_the_installed_command_runs_nothing_in_the_folder(broken: Path, tmp_path: Path) -> None:
    set_traps(broken, *TRAPS, "json", "csv", "isk_indicators")
    script = tmp_path / "isk-indicators"
    script.write_text("import sys\nfrom isk_indicators.cli import main\nsys.exit(main())\n")
    environment = {**os.environ, "PYTHONPATH": str(SRC)}
    done = subprocess.run(
        [sys.executable, str(script), "check"],
        capture_output=True,
        check=False,
        cwd=broken,
        env=environment,
    )
    assert (done.returncode, done.stderr) == (1, b"")


def test_it_runs_as_a_module_from_anywhere(broken: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    done = run("check", str(broken), cwd=elsewhere)
    assert done.returncode == 1
    assert b"datasets/actors.csv:2:1:" in done.stdout


def test_the_checkouts_own_tables_are_clean(capsys: pytest.CaptureFixture[str]) -> None:
    root = data_root()
    assert cli.main(["check", str(root)]) == 0
    base, *notes, readings, summary = capsys.readouterr().out.splitlines()
    assert summary.endswith("no faults")
    assert readings.startswith("read twice: ")
    assert base.startswith("not checked: whether releases/ is as published")
    assert all(note.startswith("note: ") for note in notes)


def test_against_a_zip_releases_are_checked(capsys: pytest.CaptureFixture[str]) -> None:
    root = data_root()
    *_, last = published(root / "releases").values()
    assert cli.main(["check", str(root), "--against", str(last)]) == 0
    assert "not checked" not in capsys.readouterr().out


def test_a_copy_of_the_folder_says_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = data_root()
    for name in ("datasets", "schemas", "seeds"):
        shutil.copytree(root / name, tmp_path / name)
    shutil.copy(root / "datapackage.json", tmp_path)
    assert cli.main(["check", str(tmp_path)]) == 0
    *_, first = capsys.readouterr().out.splitlines()
    assert cli.main(["check", str(root)]) == 0
    *_, second = capsys.readouterr().out.splitlines()
    assert first == second


@pytest.mark.skipif(os.name == "nt", reason="Windows tells a broken pipe by another error")
@pytest.mark.parametrize("command", [("check", str(ROOT)), ("coverage", "-C", str(ROOT))])
def test_output_that_nobody_reads_is_cut_off_without_a_word(command: tuple[str, ...]) -> None:
    code = "import sys, isk_indicators.cli as c; sys.exit(c.main(sys.argv[1:]))"
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-c", code, *command],
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
        env={**os.environ, "PYTHONPATH": str(SRC)},
    )
    os.close(write)
    assert done.stderr == b""
    assert done.returncode == cli.CUT_OFF
