"""The zip of a second release, with the record of changes in it, opened by other people's tools."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from isk_indicators.changes import files_of
from isk_indicators.release.build import Checkout, bundle_files
from isk_indicators.release.package import zip_archive

ROOT = Path(__file__).resolve().parents[2]
PROFILE = Path(__file__).with_name("check_profile.py")
NEEDED = ("CHANGELOG.md", "CITATION.cff", "LICENSE", "datapackage.json", "pyproject.toml")
OLD = "the label of old"
READ = "import duckdb; print(duckdb.sql('SELECT \"before\" FROM \\'changes.csv\\'').fetchall())"


@pytest.fixture(scope="module")
def second(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This checkout's zip if a release 0.0.1 had had another label, and a row fewer."""
    root = tmp_path_factory.mktemp("checkout")
    for name in ("datasets", "schemas", "seeds"):
        shutil.copytree(ROOT / name, root / name)
    for name in NEEDED:
        shutil.copy(ROOT / name, root / name)
    files = files_of(bundle)
    descriptor = json.loads(files["datapackage.json"]) | {"version": "0.0.1"}
    (header, first, *rest) = files["datasets/incidents.csv"].split(b"\n")
    cells = first.split(b",")
    changed = [header, b",".join([cells[0], OLD.encode(), *cells[2:]]), *rest[1:]]
    old = {"datapackage.json": json.dumps(descriptor).encode()}
    old |= {"datasets/incidents.csv": b"\n".join(changed)}
    (root / "releases").mkdir()
    path = root / "releases" / "isk-indicators-0.0.1.zip"
    path.write_bytes(zip_archive({**files, **old}))
    path = root / bundle.name
    path.write_bytes(zip_archive(bundle_files(Checkout(root))))
    return path


def run(stranger: Path, *command: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    given = [str(part) for part in command]
    return subprocess.run(
        [str(stranger), *given], cwd=cwd, capture_output=True, encoding="utf-8", check=False
    )


def test_it_is_in_the_zip_and_lists_what_changed(second: Path) -> None:
    with zipfile.ZipFile(second) as archive:
        rows = [*csv.DictReader(archive.read("changes.csv").decode().splitlines())]
    assert {row["kind"] for row in rows} == {"row_added", "cell_corrected"}
    assert [row["before"] for row in rows if row["kind"] == "cell_corrected"] == [OLD]


def test_frictionless_validates_it_with_the_rest(stranger: Path, second: Path) -> None:
    done = run(stranger, "-m", "frictionless", "validate", second.name, cwd=second.parent)
    assert done.returncode == 0, done.stdout
    assert "changes" in done.stdout


def test_its_descriptor_and_schema_follow_the_official_profiles(
    stranger: Path, second: Path, tmp_path: Path
) -> None:
    zipfile.ZipFile(second).extractall(tmp_path)
    for profile, file in (
        ("datapackage", "datapackage.json"),
        ("tableschema", "schemas/derived/changes.json"),
    ):
        done = run(stranger, PROFILE, profile, file, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_duckdb_reads_it(stranger: Path, second: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(second).extractall(tmp_path)
    done = run(stranger, "-c", READ, cwd=tmp_path)
    assert OLD in done.stdout, done.stderr
