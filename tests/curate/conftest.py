"""The package that the tests of the curator's commands work on."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from isk_indicators.schema import DESCRIPTOR, DataPackage, open_package
from tests.curate import sample_workspace

ROOT = Path(__file__).resolve().parents[2]
Make = Callable[..., DataPackage]


@pytest.fixture
def make(make_package: Callable[[dict[str, Any]], DataPackage]) -> Make:
    """Make the package with some tables' rows replaced: ``make(casualties=[...])``."""

    def made(**tables: list[sample_workspace.Cells]) -> DataPackage:
        package = make_package({**sample_workspace.rows(), **tables})
        sample_workspace.write_documents(package)
        return package

    return made


@pytest.fixture
def package(make: Make) -> DataPackage:
    """The package as it is sound."""
    return make()


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a package without tables, for tests that write them over and over again."""
    root = tmp_path_factory.mktemp("ground")
    shutil.copy(ROOT / DESCRIPTOR, root)
    shutil.copytree(ROOT / "schemas", root / "schemas")
    (root / "datasets").mkdir()
    sample_workspace.write_documents(open_package(root))
    return root
