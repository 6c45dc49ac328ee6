"""The built wheel in an empty environment outside the checkout, with nothing but pandas.

It installs from the package index, so it runs with ``--no-skips`` alone.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from isk_indicators.release.build import Release, write_release

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.usefixtures("package_index")

LOAD_EVERYTHING = """
import importlib.util, json
import isk_indicators as isk

frames = {table: isk.load(table) for table in isk.tables()}
checkers = [name for name in ("pandera", "frictionless") if importlib.util.find_spec(name)]
print(json.dumps({
    "file": isk.__file__,
    "version": isk.__version__,
    "rows": {table: len(frame) for table, frame in frames.items()},
    "described": [len(isk.describe(table)) > 0 for table in frames],
    "quotes": all(frame["quote"].notna().all() for frame in frames.values() if "quote" in frame),
    "checkers": checkers,
    "cited": isk.cite(frames["casualties"], "csl"),
    "mapped": len(isk.to_geojson()["features"]),
}))
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Release, Path]:
    """This checkout's release and its wheel."""
    folder = tmp_path_factory.mktemp("release")
    release = write_release(ROOT, folder)
    (wheel,) = folder.glob("*.whl")
    return release, wheel


@pytest.fixture(scope="module")
def interpreter(built: tuple[Release, Path], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The interpreter of an environment that holds the wheel and what it asks for."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    python = str(folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
    isolated(python, "-m", "pip", "install", "--quiet", str(built[1]))
    return python


def isolated(python: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run an interpreter away from the checkout and from what this process imports from."""
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [python, *arguments],
        cwd=Path(python).parent,
        env=variables,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=check,
    )


def test_it_loads_every_table_with_nothing_but_pandas(
    built: tuple[Release, Path], interpreter: str
) -> None:
    release, _ = built
    found = json.loads(isolated(interpreter, "-c", LOAD_EVERYTHING).stdout)
    assert not Path(found["file"]).is_relative_to(ROOT)
    assert found["version"] == release.version
    assert found["checkers"] == []
    assert found["quotes"]
    assert json.loads(found["cited"])[0]["version"] == release.version
    assert found["mapped"] == release.rows["incidents"]
    assert all(found["described"])
    assert found["rows"] == {table: release.rows[table] for table in found["rows"]}
    assert {"incidents", "casualties", "force_estimates", "statements"} <= found["rows"].keys()


def test_the_command_asks_for_the_extra(interpreter: str) -> None:
    command = Path(interpreter).with_name(
        "isk-indicators.exe" if os.name == "nt" else "isk-indicators"
    )
    done = isolated(str(command), "check", check=False)
    assert done.returncode == 2
    assert "isk-indicators[check]" in done.stderr + done.stdout


def test_pip_builds_the_same_wheel(built: tuple[Release, Path], tmp_path: Path) -> None:
    command = ("-m", "pip", "wheel", "--quiet", "--no-deps", "-w", str(tmp_path), str(ROOT))
    isolated(sys.executable, *command)
    (wheel,) = tmp_path.glob("*.whl")
    assert wheel.read_bytes() == built[1].read_bytes()
