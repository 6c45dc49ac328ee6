"""Small made-up packages, built from the real descriptor and schemas."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import settings
from needs import (  # noqa: F401 - pytest finds hooks and fixtures here
    git,
    package_index,
    pytest_addoption,
    pytest_collection_modifyitems,
    pytest_runtest_makereport,
    pytest_runtest_setup,
    pytest_terminal_summary,
    pytest_xdist_auto_num_workers,
    rscript,
    sha256sum,
    sqlite3_command,
)

from isk_indicators.schema import DESCRIPTOR, DataPackage, open_package

ROOT = Path(__file__).resolve().parents[1]

# The same examples on every run, and no race with a slow machine.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")

Rows = Mapping[str, Sequence[Mapping[str, object]]]
MakePackage = Callable[[Rows], DataPackage]


def write_package(root: Path, tables: Rows) -> DataPackage:
    """Write every table of the real descriptor below ``root``, with these rows or none.

    A row names only the cells that matter; the rest are blank.
    """
    shutil.copy(ROOT / DESCRIPTOR, root / DESCRIPTOR)
    shutil.copytree(ROOT / "schemas", root / "schemas")
    package = open_package(root)
    assert tables.keys() <= package.schemas.keys(), "a table that the descriptor does not know"
    for name, schema in package.schemas.items():
        package.path(name).parent.mkdir(exist_ok=True)
        with package.path(name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, schema.names, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(tables.get(name, ()))
    return package


@pytest.fixture
def make_package(tmp_path: Path) -> MakePackage:
    """Make a package in an own folder: ``make_package({"casualties": [{...}]})``."""

    def make(tables: Rows) -> DataPackage:
        root = tmp_path / "package"
        root.mkdir()
        return write_package(root, tables)

    return make


@pytest.fixture(scope="session")
def real() -> DataPackage:
    """The checkout's own descriptor and schemas; its tables are not read."""
    return open_package(ROOT)
