"""The zip: what is in it, and that it opens as a data package."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path

import frictionless
import pytest

from isk_indicators.detectors import KINDS
from isk_indicators.installed import view_schemas
from isk_indicators.release.build import Checkout, Release, bundle_files
from isk_indicators.release.codebook import codebook
from isk_indicators.release.package import BuildError, data_files, version
from isk_indicators.schema import open_package
from isk_indicators.tables import Dataset
from isk_indicators.versions import read_version
from isk_indicators.views.incidents import timeline_of
from tests.release.conftest import released_tables

VIEWS = view_schemas()
SAYING = b"A spokesman said so.\n"


@pytest.fixture
def bundle(release: Release) -> zipfile.ZipFile:
    name = f"isk-indicators-{release.version}.zip"
    return zipfile.ZipFile(io.BytesIO(release.artefacts[name]))


def test_it_holds_data_documents_and_checksums(bundle: zipfile.ZipFile, made_up: Path) -> None:
    documents = {"CHANGELOG.md", "CITATION.cff", "LICENSE", "README.md", "SHA256SUMS"}
    expected = set(data_files(made_up)) | documents | {"datasets/LICENSE", "coverage.csv"}
    expected |= {"codebook.md"} | {f"views/{name}.csv" for name in VIEWS}
    assert set(bundle.namelist()) == expected


def test_its_checksums_cover_every_other_file(bundle: zipfile.ZipFile) -> None:
    lines = bundle.read("SHA256SUMS").decode().splitlines()
    stated = {name: digest for digest, name in (line.split("  ") for line in lines)}
    found = {n: hashlib.sha256(bundle.read(n)).hexdigest() for n in bundle.namelist()}
    assert found.pop("SHA256SUMS")
    assert stated == found


def test_it_tells_how_the_sources_are_accounted_for(made_up: Path) -> None:
    document = made_up / "seeds" / "0001"
    old = hashlib.sha256(document.read_bytes()).hexdigest().encode()
    document.write_bytes(SAYING)
    path = made_up / "datasets" / "sources.csv"
    path.write_bytes(path.read_bytes().replace(old, hashlib.sha256(SAYING).hexdigest().encode()))
    lines = bundle_files(Checkout(made_up))["coverage.csv"].decode().splitlines()
    assert lines[0] == "source_id,kind,hits,by_row,reviewed,not_codable,open"
    assert "src-001,reporting,1,0,0,0,1" in lines
    assert len(lines) == 1 + len(KINDS)


def test_it_holds_the_codebook_of_its_tables(bundle: zipfile.ZipFile, made_up: Path) -> None:
    assert bundle.read("codebook.md").decode() == codebook(Dataset(open_package(made_up)))


def test_a_release_of_other_documents_is_refused(made_up: Path) -> None:
    (made_up / "seeds" / "0001").write_bytes(SAYING)
    with pytest.raises(
        BuildError, match="src-001: what the rows cover is not known; run isk-indicators check"
    ):
        bundle_files(Checkout(made_up))


def test_its_readme_names_every_file(bundle: zipfile.ZipFile) -> None:
    readme = bundle.read("README.md").decode()
    folders = {"datasets": "", "views": "view_"}
    for name in bundle.namelist():
        folder, _, file = name.rpartition("/")
        table = f"| `{folders[folder]}{file[:-4]}` |" if file.endswith(".csv") and folder else ""
        schemas = f"| `{folder}/` |" if file.endswith(".json") and folder else ""
        assert (table or schemas or f"| `{name}` |") in readme, name


def test_a_view_is_written_as_the_tables_are(made_up: Path) -> None:
    files = bundle_files(Checkout(made_up))
    package = open_package(made_up)
    (row,) = csv.DictReader(io.StringIO(files["views/timeline.csv"].decode()))
    (told,) = timeline_of(Dataset(package))
    assert list(row) == list(VIEWS["timeline"].names)
    assert row == {name: "" if told[name] is None else str(told[name]) for name in row}
    assert row["date_earliest"] == "2024-01-01"
    assert "" in row.values()
    assert b"\r" not in files["views/timeline.csv"]


def test_whether_a_bound_is_open_is_written_as_true_or_false(bundle: zipfile.ZipFile) -> None:
    rows = [*csv.DictReader(io.StringIO(bundle.read("views/force_series.csv").decode()))]
    ends = ("low_open", "high_open")
    assert {row[end] for row in rows for end in ends} <= {"", "true", "false"}
    assert "false" in {row[end] for row in rows for end in ends}


def test_the_descriptor_tells_of_the_views_after_the_tables(
    bundle: zipfile.ZipFile, release: Release
) -> None:
    resources = json.loads(bundle.read("datapackage.json"))["resources"]
    names = [resource["name"] for resource in resources]
    assert names == [*release.tables, *(f"view_{name}" for name in VIEWS)]
    assert len({frozenset(resource) for resource in resources}) == 1
    for resource in resources:
        data = bundle.read(resource["path"])
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        assert resource["bytes"] == len(data)


def test_who_reads_the_data_out_of_it_finds_the_tables_alone(
    bundle: zipfile.ZipFile, release: Release, tmp_path: Path
) -> None:
    bundle.extractall(tmp_path / "unpacked")
    assert (*open_package(tmp_path / "unpacked").schemas,) == (*release.tables,)
    packed = tmp_path / "release" / f"isk-indicators-{release.version}.zip"
    assert {*read_version(packed).schemas} == {*release.tables}


def test_its_readme_counts_the_rows_of_every_table(bundle: zipfile.ZipFile, made_up: Path) -> None:
    readme = bundle.read("README.md").decode()
    for table in released_tables(open_package(made_up)):
        assert f"| `{table}` | 1 |" in readme
    title = open_package(made_up).descriptor["title"]
    assert readme.startswith(f"# {title} {version(made_up)}\n")
    assert "| `reviewed` |" not in readme
    assert "{" not in readme


def test_frictionless_accepts_it(release: Release, tmp_path: Path) -> None:
    path = tmp_path / "release" / f"isk-indicators-{release.version}.zip"
    report = frictionless.validate(str(path))
    assert report.valid, report.to_summary()
    assert len(report.tasks) == len(release.tables) + len(VIEWS)


def test_frictionless_refuses_it_when_a_table_was_altered(made_up: Path, tmp_path: Path) -> None:
    folder = tmp_path / "unpacked"
    for path, data in bundle_files(Checkout(made_up)).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data.replace(b"some words", b"same words"))
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert {error.type for task in report.tasks for error in task.errors} == {"hash-count"}


def test_the_descriptor_lies_at_the_root(bundle: zipfile.ZipFile) -> None:
    resources = json.loads(bundle.read("datapackage.json"))["resources"]
    assert {r["path"] for r in resources} | {r["schema"] for r in resources} <= set(
        bundle.namelist()
    )
