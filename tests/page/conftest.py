"""Pages as files: of this checkout, of the first release, and of packages that were changed."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from isk_indicators.page import page_from
from isk_indicators.schema import DataPackage, open_package
from isk_indicators.spans import Document, documents
from isk_indicators.tables import Dataset
from tests.page.expected_page import ROOT

WriteFile = Callable[[str], Path]
Changes = Callable[[dict[str, list[dict[str, str]]]], None]


@pytest.fixture(scope="session")
def texts(real: DataPackage) -> Mapping[str, Document]:
    """The documents of this checkout, by source."""
    return documents(ROOT / "seeds", Dataset(real).by_id("sources").values())


@pytest.fixture(scope="session")
def bare_page(real: DataPackage) -> str:
    """This checkout's page, as a release has it: without the documents."""
    return page_from(Dataset(real))


@pytest.fixture(scope="session")
def full_page(real: DataPackage, texts: Mapping[str, Document]) -> str:
    """This checkout's page with the documents."""
    return page_from(Dataset(real), texts)


@pytest.fixture(scope="session")
def write_page(tmp_path_factory: pytest.TempPathFactory) -> WriteFile:
    """Writes a page to a file of its own, as ``browse`` writes it."""

    def write(page: str) -> Path:
        path = tmp_path_factory.mktemp("page") / "page.html"
        path.write_text(page, encoding="utf-8", newline="\n")
        return path

    return write


@pytest.fixture(scope="session")
def bare(bare_page: str, write_page: WriteFile) -> Path:
    """The file of the page without the documents."""
    return write_page(bare_page)


@pytest.fixture(scope="session")
def full(full_page: str, write_page: WriteFile) -> Path:
    """The file of the page with the documents."""
    return write_page(full_page)


@pytest.fixture(scope="session")
def first_bare(published: DataPackage, write_page: WriteFile) -> Path:
    """The file of the page of the first release, for tests that know its values."""
    return write_page(page_from(Dataset(published)))


@pytest.fixture(scope="session")
def first_full(published: DataPackage, write_page: WriteFile) -> Path:
    """The same with the documents."""
    sources = Dataset(published).by_id("sources").values()
    return write_page(page_from(Dataset(published), documents(published.root / "seeds", sources)))


@pytest.fixture(scope="session")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Changes], DataPackage]:
    """Copies this checkout's package and changes its rows: ``changed(change)``.

    ``change`` gets every table's rows, each cell as text, and changes them in place.
    """

    def make(change: Changes) -> DataPackage:
        root = tmp_path_factory.mktemp("changed")
        shutil.copy(ROOT / "datapackage.json", root)
        for folder in ("schemas", "datasets"):
            shutil.copytree(ROOT / folder, root / folder)
        package = open_package(root)
        read = {name: _read(package.path(name)) for name in package.schemas}
        change(read)
        for name, schema in package.schemas.items():
            _write(package.path(name), schema.names, read[name])
        return package

    return make


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, names: tuple[str, ...], rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
