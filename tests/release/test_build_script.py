"""``python build.py`` as a user runs it: a process of its own, in a copy of this checkout."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Copied = Callable[[str], Path]
Environment = Callable[[Path], dict[str, str]]

INSTALL = 'python -m pip install -e ".[dev]"'


@pytest.fixture
def run(environment: Environment) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the interpreter with the given arguments in a copied checkout."""

    def run(root: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=root,
            env=environment(root) | {"PYTHONIOENCODING": "utf-8"} | variables,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    return run


def files(dist: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in dist.iterdir()}


def test_it_says_what_it_built_and_leaves_the_checkout_alone(copied: Copied, run: Callable) -> None:
    root = copied("checkout")
    before = sorted(path.name for path in root.iterdir())
    done = run(root, "build.py", PYTHONDONTWRITEBYTECODE="")  # as on any machine
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(path.name for path in root.iterdir()) == sorted([*before, "dist"])
    for name in files(root / "dist"):
        assert name in done.stdout
    assert "python -m pip install dist/isk_indicators-" in done.stdout


@pytest.mark.skipif(os.name != "posix", reason="closing a pipe is POSIX's")
def test_a_reader_who_goes_away_does_not_stop_it(copied: Copied, environment: Environment) -> None:
    root = copied("checkout")
    command = [sys.executable, "build.py"]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=root, env=environment(root), stdout=pipe, stderr=pipe
    ) as run:
        assert run.stdout is not None
        run.stdout.close()
        assert run.stderr is not None
        assert run.stderr.read() == b""
        assert run.wait() == 0
    assert (root / "dist" / "SHA256SUMS").is_file()


def test_a_fault_leaves_no_artefact_not_even_an_earlier_one(copied: Copied, run: Callable) -> None:
    root = copied("checkout")
    (root / "dist").mkdir()
    (root / "dist" / "isk-indicators-0.0.1.zip").write_bytes(b"earlier")
    table = root / "datasets" / "casualties.csv"
    table.write_bytes(table.read_bytes().replace(b"\ncas-0001,", b"\ncas-one,", 1))
    done = run(root, "build.py")
    assert done.returncode == 1
    assert "datasets/casualties.csv:2:1" in done.stdout
    assert done.stderr == "build.py: nothing was built: the data are not clean\n"
    assert not (root / "dist").exists()


@pytest.mark.parametrize("arguments", [("-m", "build"), ("-m", "build", "--wheel")])
def test_pypi_build_is_reported_the_right_command(
    copied: Copied, run: Callable, arguments: tuple[str, ...]
) -> None:
    root = copied("checkout")
    done = run(root, *arguments)
    assert done.returncode == 1
    assert done.stderr.endswith("run it with: python build.py\n")
    assert not (root / "dist").exists()


def test_a_profiler_is_not_taken_for_pypi_build(copied: Copied, run: Callable) -> None:
    done = run(copied("checkout"), "-m", "cProfile", "build.py", "--help")
    assert done.returncode == 0
    assert "usage: build.py" in done.stdout


def test_it_takes_no_arguments(copied: Copied, run: Callable) -> None:
    assert run(copied("checkout"), "build.py", "--force").returncode == 2


@pytest.mark.parametrize("isolated", [("-S",), ("-S", "-I")])
def test_a_missing_install_is_reported_in_one_line(
    copied: Copied, run: Callable, isolated: tuple[str, ...]
) -> None:
    done = run(copied("checkout"), *isolated, "build.py")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert done.stderr.endswith(f"run: {INSTALL}\n")


def test_the_package_of_another_checkout_is_not_used(copied: Copied, run: Callable) -> None:
    root, other = copied("checkout"), copied("other")
    done = run(root, "build.py", PYTHONPATH=str(other / "src"))
    assert done.returncode == 2
    assert done.stderr.endswith(f"not installed from this checkout, run: {INSTALL}\n")


def test_a_broken_descriptor_stops_the_build(copied: Copied, run: Callable) -> None:
    root = copied("checkout")
    (root / "datapackage.json").write_bytes(b"{")
    done = run(root, "build.py")
    assert done.returncode == 2
    assert "could not check: " in done.stdout
    assert done.stderr == "build.py: nothing was built: the check could not run\n"
    assert not (root / "dist").exists()
