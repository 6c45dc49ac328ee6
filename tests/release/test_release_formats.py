"""The further formats as files: the zip of Parquet files, and what the files are made with."""

from __future__ import annotations

import hashlib
import io
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

from isk_indicators.release.build import Checkout, Release, format_files
from isk_indicators.release.package import BuildError, pinned

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def parquet(release: Release) -> zipfile.ZipFile:
    name = f"isk-indicators-{release.version}.parquet.zip"
    return zipfile.ZipFile(io.BytesIO(release.artefacts[name]))


def test_the_parquet_files_lie_in_one_zip_with_what_must_be_known(
    parquet: zipfile.ZipFile, release: Release
) -> None:
    names = {*parquet.namelist()}
    assert {f"{table}.parquet" for table in release.rows} <= names
    assert "view_tolls.parquet" in names
    assert {"README.md", "SHA256SUMS"} == {n for n in names if not n.endswith(".parquet")}
    readme = parquet.read("README.md").decode()
    assert f"version: {release.version}\n" in readme
    assert "licence: " in readme


def test_their_checksums_are_in_it(parquet: zipfile.ZipFile) -> None:
    lines = parquet.read("SHA256SUMS").decode().splitlines()
    found = {n: hashlib.sha256(parquet.read(n)).hexdigest() for n in parquet.namelist()}
    assert found.pop("SHA256SUMS")
    assert dict(reversed(line.split("  ")) for line in lines) == found


def test_what_the_bytes_depend_on_is_pinned() -> None:
    names = {one.partition("==")[0] for one in pinned(ROOT)}
    assert names == {"duckdb", "hatchling", "jinja2", "stix2", "xlsxwriter"}
    assert all(metadata.version(name) for name in names)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ("duckdb==0.0.1", r"^duckdb==\d.* is installed, but .* with duckdb==0\.0\.1: python -m"),
        ("no-such-library==1.0", "^no no-such-library is installed"),
    ],
)
def test_another_library_is_refused(made_up: Path, other: str, said: str) -> None:
    (asked,) = (one for one in pinned(made_up) if one.startswith("duckdb"))
    project = made_up / "pyproject.toml"
    text = project.read_text(encoding="utf-8")
    project.write_text(text.replace(f'"{asked}"', f'"{other}"'), encoding="utf-8")
    with pytest.raises(BuildError, match=said):
        format_files(Checkout(made_up))
