"""Checkouts to build from: copies of this one, with its data or with made-up ones."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from isk_indicators.release.build import Release, write_release
from isk_indicators.release.package import data_files
from isk_indicators.schema import LOG_TABLES, DataPackage, Field, Schema, open_package
from tests.conftest import first_entry

ROOT = Path(__file__).resolve().parents[2]

BUILD_INPUTS = (
    ".gitignore",
    "CHANGELOG.md",
    "CITATION.cff",
    "LICENSE",
    "README.md",
    "build.py",
    "datapackage.json",
    "datasets",
    "hatch_build.py",
    "pyproject.toml",
    "schemas",
    "seeds",
    "src",
)
PATTERN_EXAMPLES = ("2024", "1.0.0", "f" * 64, "AF", "AF-KAB", "en", "incidents", "inc-0001")
TYPE_EXAMPLES = {"integer": "1", "number": "1", "date": "2024-01-01", "string": "some words"}
UNCOVERED = "a passage that no row covers"
DOCUMENT = b"A document without anything to cover.\n"


@pytest.fixture
def copied(tmp_path: Path) -> Callable[[str], Path]:
    """Copies this checkout, as far as a build needs it, to a folder of the given name."""
    return lambda name: copy_checkout(tmp_path / name)


@pytest.fixture
def made_up(tmp_path: Path) -> Path:
    """A checkout with the real schemas, one made-up row a table, nothing corrected or withdrawn."""
    root = copy_checkout(tmp_path / "made up")
    package = open_package(root)
    for table, schema in package.schemas.items():
        rows = [] if table in LOG_TABLES else [example_row(schema)]
        write_table(package.path(table), schema, rows)
    reviewed = package.schemas["reviewed"]
    row = example_row(reviewed) | {"quote": UNCOVERED}
    write_table(package.path("reviewed"), reviewed, [row])
    sources = package.schemas["sources"]
    source = example_row(sources) | {"sha256": hashlib.sha256(DOCUMENT).hexdigest()}
    write_table(package.path("sources"), sources, [source])
    (root / "seeds" / source["file"]).write_bytes(DOCUMENT)
    return root


@pytest.fixture
def release(made_up: Path, tmp_path: Path) -> Release:
    """The made-up checkout's release, written to the folder ``release``."""
    folder = tmp_path / "release"
    folder.mkdir()
    return write_release(made_up, folder)


@pytest.fixture(scope="session")
def environment() -> Callable[[Path], dict[str, str]]:
    """Environment variables with which a script in a copied checkout uses that copy's package."""
    return lambda root: os.environ | {"PYTHONPATH": str(root / "src")}


def copy_checkout(target: Path) -> Path:
    target.mkdir()
    for name in BUILD_INPUTS:
        source = ROOT / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, target / name, ignore=ignored)
        else:
            shutil.copy(source, target / name)
    page = target / "CHANGELOG.md"  # without the releases, whose zips are not copied
    page.write_bytes(first_entry(page.read_bytes()))
    return target


def example_row(schema: Schema) -> dict[str, str]:
    return {field.name: example_cell(field) for field in schema.fields}


def example_cell(field: Field) -> str:
    if field.enum:
        return field.enum[0]
    if field.pattern is None:
        return TYPE_EXAMPLES[field.type]
    head = field.pattern.split("[")[0]
    examples = (head + "0001", head + "001", *PATTERN_EXAMPLES)
    return next(e for e in examples if re.fullmatch(field.pattern, e))


def write_table(path: Path, schema: Schema, rows: list[dict[str, str]]) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, schema.names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(buffer.getvalue().encode())


def read_rows(package: DataPackage, table: str) -> list[dict[str, str]]:
    """The rows of a table as written: column to cell, a blank as an empty string."""
    text = package.path(table).read_bytes().decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def released_tables(package: DataPackage) -> tuple[str, ...]:
    """The tables of a release, in the descriptor's order."""
    descriptor = json.loads(data_files(package.root)["datapackage.json"])
    return (*descriptor["isk"]["content"]["tables"],)


def python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]
