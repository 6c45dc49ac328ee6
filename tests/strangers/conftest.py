"""The built release, and the interpreter of an environment that holds other people's tools.

ISK_STRANGERS_PYTHON names that interpreter; ``requirements.txt`` is what is installed there. Where
it is not set the tests are skipped, except in CI, where they fail.
"""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from isk_indicators.release.publish import write_release

ROOT = Path(__file__).resolve().parents[2]
VARIABLE = "ISK_STRANGERS_PYTHON"


@pytest.fixture(scope="session")
def stranger() -> Path:
    """The interpreter beside which the tools are installed."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named).absolute()
    reason = f"set {VARIABLE} to an interpreter with tests/strangers/requirements.txt"
    return pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip of this checkout's release."""
    folder = tmp_path_factory.mktemp("release")
    write_release(ROOT, folder)
    (path,) = folder.glob("*.zip")
    return path


@pytest.fixture(scope="session")
def database(bundle: Path) -> Path:
    """The SQLite file beside the zip."""
    return bundle.with_suffix(".sqlite")


@pytest.fixture
def unpacked(bundle: Path, tmp_path: Path) -> Path:
    """The zip's files, in a folder of the test's own."""
    zipfile.ZipFile(bundle).extractall(tmp_path)
    return tmp_path
