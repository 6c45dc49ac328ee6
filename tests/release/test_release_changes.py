"""The record of changes: made of the releases in a checkout, read from a release."""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from isk_indicators import csvio
from isk_indicators.changes import (
    LEAST,
    changes_from,
    changes_schema,
    compute_release_changes,
    releases,
)
from isk_indicators.check.package import open_supported
from isk_indicators.installed import known_schemas
from isk_indicators.release.package import BuildError, data_files, version, zip_archive
from isk_indicators.schema import open_package
from isk_indicators.tables import DTYPES, describe_from
from tests.release.conftest import read_rows

COLUMNS = [
    "release", "kind", "table_name", "row_id", "column_name", "before", "after", "reason",
]  # fmt: skip


def raise_to(root: Path, number: str) -> None:
    project = root / "pyproject.toml"
    text = project.read_text(encoding="utf-8")
    old, new = (f'\nversion = "{n}"\n' for n in (version(root), number))
    project.write_text(text.replace(old, new), encoding="utf-8")


def write_dist(root: Path, number: str) -> Path:
    raise_to(root, number)
    path = root / "releases" / f"isk-indicators-{number}.zip"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(zip_archive(data_files(root)))
    return path


def change(root: Path, table: str, *rows: dict[str, str]) -> None:
    package = open_package(root)
    names = package.schemas[table].names
    text = csvio.document(names, ([row[name] for name in names] for row in rows))
    package.path(table).write_text(text, encoding="utf-8", newline="\n")


@pytest.fixture
def thrice(made_up: Path) -> Path:
    """A checkout whose third version corrects a label that the second had not, and loses a row."""
    package = open_package(made_up)
    (incident,) = read_rows(package, "incidents")
    (evidence,) = read_rows(package, "evidence")
    write_dist(made_up, "0.1.0")
    more = evidence | {"evidence_id": "evd-0002"}
    change(made_up, "evidence", evidence, more)
    write_dist(made_up, "0.2.0")
    change(made_up, "evidence", evidence)
    change(made_up, "incidents", incident | {"label": "other, words", "note": "new"})
    named = {"release": "1.0.0", "table_name": "incidents", "row_id": incident["incident_id"]}
    change(
        made_up,
        "corrections",
        named | {"column_name": "label", "reason": 'a "slip"'},
        named | {"column_name": "note", "reason": "left out", "release": "0.9.0"},
    )
    gone = {"table_name": "evidence", "row_id": "evd-0002", "release": "1.0.0"}
    change(made_up, "withdrawn", gone | {"reason": "told twice", "replaced_by": ""})
    raise_to(made_up, "1.0.0")
    return made_up


EXPECTED = [
    ("0.2.0", "row_added", "evidence", "evd-0002", None, None, None, None),
    ("1.0.0", "cell_corrected", "incidents", "inc-0001", "label", "some words", "other, words",
     'a "slip"'),
    ("1.0.0", "cell_corrected", "incidents", "inc-0001", "note", "some words", "new", None),
    ("1.0.0", "row_gone", "evidence", "evd-0002", None, None, None, "told twice"),
]  # fmt: skip


def rows(frame: pd.DataFrame) -> list[tuple[str | None, ...]]:
    assert [*frame.columns] == COLUMNS
    assert {*map(str, frame.dtypes)} == {"string"} == {DTYPES["string"].partition("[")[0]}
    return [tuple(None if pd.isna(c) else c for c in row) for row in frame.itertuples(index=False)]


def unpacked(root: Path, folder: Path) -> Path:
    for path, data in data_files(root).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def test_a_checkout_tells_what_each_release_changed_and_why(thrice: Path) -> None:
    assert rows(changes_from(open_package(thrice))) == EXPECTED


def test_a_release_has_the_same_rows_in_a_file(thrice: Path, tmp_path: Path) -> None:
    release = open_package(unpacked(thrice, tmp_path / "release"))
    assert rows(changes_from(release)) == EXPECTED
    assert releases(release) == ["0.1.0", "0.2.0", "1.0.0"]
    (release.root / "changes.csv").unlink()
    with pytest.raises(FileNotFoundError):  # it is read, not made anew
        changes_from(release)


def test_since_a_release_leaves_out_what_came_up_to_it(thrice: Path, tmp_path: Path) -> None:
    for root in (thrice, unpacked(thrice, tmp_path / "release")):
        package = open_package(root)
        assert rows(changes_from(package, "0.1.0")) == EXPECTED
        assert rows(changes_from(package, "0.2.0")) == EXPECTED[1:]
        assert rows(changes_from(package, "1.0.0")) == []
        assert changes_from(package, "1.0.0").attrs == {}


@pytest.mark.parametrize("since", ["0.3.0", "", "latest", "2.0.0"])
def test_an_unknown_release_is_answered_with_the_known_ones(thrice: Path, since: str) -> None:
    with pytest.raises(ValueError, match=r"the releases are 0\.1\.0, 0\.2\.0, 1\.0\.0") as raised:
        changes_from(open_package(thrice), since)
    assert repr(since) in str(raised.value)


def test_the_first_release_has_no_row_and_says_why(made_up: Path, tmp_path: Path) -> None:
    raise_to(made_up, "0.1.0")
    files = data_files(made_up)
    assert "changes.csv" not in files
    assert json.loads(files["datapackage.json"])["releases"] == ["0.1.0"]
    for root in (made_up, unpacked(made_up, tmp_path / "release")):
        found = changes_from(open_package(root))
        assert rows(found) == []
        assert found.attrs["note"].startswith("0.1.0 is the first release: ")
        assert rows(changes_from(open_package(root), "0.1.0")) == []


def test_a_release_that_changes_nothing_is_known_too(made_up: Path) -> None:
    write_dist(made_up, "0.1.0")
    raise_to(made_up, "0.1.1")
    package = open_package(made_up)
    assert releases(package) == ["0.1.0", "0.1.1"]
    assert rows(changes_from(package, "0.1.0")) == []
    assert changes_from(package).attrs == {}
    assert "changes.csv" not in data_files(made_up)


def test_a_higher_release_is_none_of_this_version(thrice: Path) -> None:
    raise_to(thrice, "0.2.0")
    assert releases(open_package(thrice)) == ["0.1.0", "0.2.0"]
    assert {row["release"] for row in compute_release_changes(open_package(thrice))} == {"0.2.0"}


def test_between_two_releases_the_changes_are_of_the_development_version(thrice: Path) -> None:
    raise_to(thrice, "0.2.1.dev0")
    package = open_package(thrice)
    # Ledgers name the release to come, whatever its number will be: 0.9.0 and 1.0.0.
    reasons = ['a "slip"', "left out", "told twice"]
    found = rows(changes_from(package))
    assert [row[0] for row in found] == ["0.2.0", *["0.2.1.dev0"] * 3]
    assert [row[-1] for row in found][1:] == reasons
    assert releases(package) == ["0.1.0", "0.2.0", "0.2.1.dev0"]
    assert rows(changes_from(package, "0.2.1.dev0")) == []


def test_a_development_version_comes_after_every_release(thrice: Path) -> None:
    raise_to(thrice, "0.1.5.dev0")
    assert releases(open_package(thrice)) == ["0.1.0", "0.2.0", "0.1.5.dev0"]


def test_the_file_is_a_resource_with_its_hash_and_its_schema(thrice: Path) -> None:
    files = data_files(thrice)
    descriptor = json.loads(files["datapackage.json"])
    resource = descriptor["resources"][-1]
    assert (resource["name"], resource["path"]) == ("changes", "changes.csv")
    assert resource["schema"] == "schemas/derived/changes.json"
    assert resource["bytes"] == len(files["changes.csv"])
    assert resource["dialect"] == descriptor["resources"][0]["dialect"]
    records = [*csv.reader(io.StringIO(files["changes.csv"].decode(), newline=""))]
    assert records == [COLUMNS, *([cell or "" for cell in row] for row in EXPECTED)]


def test_the_release_of_a_release_has_the_same_record(thrice: Path, tmp_path: Path) -> None:
    release = unpacked(thrice, tmp_path / "release")
    shutil.copy(thrice / "pyproject.toml", release)
    assert data_files(release) == data_files(thrice)


def test_the_gate_and_the_tables_know_a_release_with_a_record(thrice: Path, tmp_path: Path) -> None:
    release = open_package(unpacked(thrice, tmp_path / "release"))
    assert "changes" not in release.schemas
    assert open_supported(release.root).schemas == release.schemas


def test_a_release_that_cannot_be_read_stops_the_build(thrice: Path) -> None:
    (thrice / "releases" / "isk-indicators-0.2.0.zip").write_bytes(b"PK")
    with pytest.raises(BuildError, match=r"changes\.csv cannot be made"):
        data_files(thrice)


def test_the_zip_of_a_release_has_it(thrice: Path) -> None:
    with zipfile.ZipFile(write_dist(thrice, "1.0.0")) as archive:
        assert archive.read("changes.csv") == data_files(thrice)["changes.csv"]


# Its columns


def test_the_schema_says_what_each_kind_of_change_is(made_up: Path) -> None:
    schema = changes_schema(open_package(made_up))
    assert [*schema.names] == COLUMNS
    assert schema.by_name["kind"].enum == tuple(LEAST) == tuple(schema.by_name["kind"].meanings)
    ledger = known_schemas()["corrections"].by_name
    same = ("table_name", "row_id", "column_name")
    assert all(schema.by_name[name].pattern == ledger[name].pattern for name in same)
    number = ledger["release"].pattern
    assert schema.by_name["release"].pattern == f"{number}(\\.dev0)?"


def test_the_schema_holds_the_keys_of_a_tables_alone(made_up: Path) -> None:
    document = json.loads((made_up / "schemas/derived/changes.json").read_text(encoding="utf-8"))
    assert document.keys() == {"$schema", "title", "description", "fields", "missingValues"}
    for field in document["fields"]:
        assert field.keys() <= {"name", "title", "description", "type", "constraints", "isk"}
        assert field["description"].endswith(".")
        assert field.get("constraints", {}).keys() <= {"required", "pattern", "enum"}


def test_it_is_described_as_tables_are(made_up: Path) -> None:
    book = describe_from(open_package(made_up), "changes")
    assert [*book["column"]] == COLUMNS
    assert not book["derived"].any()
