"""Packages for tests: small made-up ones, and the data of the first release.

A test of values runs on one of these, so that no further document and no corrected cell changes
what it expects. Tests of what holds for any valid data run on the checkout's own.
"""

from __future__ import annotations

import csv
import io
import shutil
import signal
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings

from isk_indicators import schema
from isk_indicators.schema import DESCRIPTOR, DataPackage, open_package
from isk_indicators.tables import installed_dataset
from tests.needs import (  # noqa: F401 - pytest finds hooks and fixtures here
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

ROOT = Path(__file__).resolve().parents[1]
FIRST = "1.0.0"
"""The release whose values the tests know."""

# The same examples on every run, and no race with a slow machine.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")

# A shell starts what is behind & with interruptions ignored, and processes of tests inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

SECOND_READING = {
    "table_name": "statements",
    "row_id": "stm-0002",
    "column_name": "medium",
    "value": "unstated",
}
"""A second reading of a cell of the first release, which agrees with it."""

Rows = Mapping[str, Sequence[Mapping[str, object]]]
MakePackage = Callable[[Rows], DataPackage]


ORIGIN_OF = {"stm-0008": "org-0001", "stm-0018": "org-0002"}
ORIGINS = (
    {
        "origin_id": "org-0001",
        "name": "UN report dated July 26, 2020",
        "source_id": "src-000",
        "span_start": 3491,
        "span_end": 3522,
        "quote": "A UN report dated July 26, 2020",
    },
    {
        "origin_id": "org-0002",
        "name": "UN report",
        "source_id": "src-001",
        "span_start": 5522,
        "span_end": 5546,
        "quote": "According to a UN report",
    },
)
"""Origins of statements of the first release, which had none."""


def first_entry(page: bytes) -> bytes:
    """A changelog as before the first release: with what is not released yet alone."""
    return b"\n## ".join(page.split(b"\n## ")[:2]) + b"\n- New.\n"


def write_package(root: Path, tables: Rows) -> DataPackage:
    """Write every table of the real descriptor below ``root``, with these rows or none.

    A row names only the cells that matter; the rest are blank.
    """
    shutil.copy(ROOT / DESCRIPTOR, root / DESCRIPTOR)
    shutil.copytree(ROOT / "schemas", root / "schemas")
    package = open_package(root)
    assert tables.keys() <= package.schemas.keys(), "a table that the descriptor does not know"
    for name, columns in package.schemas.items():
        package.path(name).parent.mkdir(exist_ok=True)
        with package.path(name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns.names, restval="", lineterminator="\n")
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


# The first release


def write_published(root: Path) -> DataPackage:
    """Write the first release below ``root`` as a checkout: its tables, documents and version.

    The rows are those of the zip, which never changes, in the columns of today's schemas: a column
    that came later is blank, as the code under test is today's too. One cell is read twice, and two
    statements have an origin.
    """
    with zipfile.ZipFile(ROOT / "releases" / f"isk-indicators-{FIRST}.zip") as release:
        tables = {
            Path(name).stem: list(csv.DictReader(io.StringIO(release.read(name).decode("utf-8"))))
            for name in release.namelist()
            if name.startswith("datasets/") and name.endswith(".csv")
        }
    for statement in tables["statements"]:
        statement["origin_id"] = ORIGIN_OF.get(statement["statement_id"], "")
    package = write_package(root, {**tables, "readings": [SECOND_READING], "origins": ORIGINS})
    (package.root / "pyproject.toml").write_text(f'[project]\nversion = "{FIRST}"\n')
    (package.root / "seeds").mkdir()
    for source in tables["sources"]:
        shutil.copy(ROOT / "seeds" / source["file"], package.root / "seeds")
    return package


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> DataPackage:
    """The first release as a checkout, for tests that only read it."""
    return write_published(tmp_path_factory.mktemp("published"))


@contextmanager
def as_installed(data: DataPackage) -> Iterator[None]:
    """Have the package use this data, as if they were the installed ones."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "data_root", lambda: data.root)
        _forget()
        yield
    _forget()


@pytest.fixture
def as_published(published: DataPackage) -> Iterator[DataPackage]:
    """Have the package use the data of the first release, as if they were the installed ones."""
    with as_installed(published):
        yield published


def _forget() -> None:
    """Have what was read of the installed data read anew."""
    for read in (
        schema.installed_package,
        schema.known_schemas,
        schema.view_schemas,
        schema.installed_version,
    ):
        read.cache_clear()
    installed_dataset.cache_clear()
