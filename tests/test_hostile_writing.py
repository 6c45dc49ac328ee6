"""Commands that are stopped or cannot write: nothing is half-written, one sentence says why."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

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
