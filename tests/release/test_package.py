"""The files of a release: the data package, changes.csv, the zip format, Croissant."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from isk_indicators import csvio
from isk_indicators.changes import (
    LEAST,
    changes_from,
    changes_schema,
    compute_release_changes,
    project_version,
    releases,
)
from isk_indicators.check.package import open_supported
from isk_indicators.download import checksum_file, table_hash, typed
from isk_indicators.release.build import Release
from isk_indicators.release.package import BuildError, data_files, semantic, zip_archive
from isk_indicators.schema import LOG_TABLES, known_schemas, open_package
from isk_indicators.tables import DTYPES, describe_from
from tests.release.conftest import read_rows, released_tables

# The zip format


FILES = {"b.txt": b"second", "a/c.csv": b"first\n", "a.txt": b""}


def members(data: bytes) -> list[zipfile.ZipInfo]:
    return zipfile.ZipFile(io.BytesIO(data)).infolist()


def test_members_are_sorted_and_whole() -> None:
    archive = zipfile.ZipFile(io.BytesIO(zip_archive(FILES)))
    assert archive.namelist() == ["a.txt", "a/c.csv", "b.txt"]
    assert {name: archive.read(name) for name in archive.namelist()} == FILES


def test_the_order_of_the_files_makes_no_difference() -> None:
    assert zip_archive(dict(reversed(FILES.items()))) == zip_archive(FILES)


def test_every_member_is_a_stored_readable_file_of_one_date() -> None:
    for member in members(zip_archive(FILES)):
        assert member.compress_type == zipfile.ZIP_STORED
        assert member.date_time == (2020, 2, 2, 0, 0, 0)
        assert member.create_system == 3
        assert member.external_attr >> 16 == 0o100644


def test_checksum_lines_are_sorted_with_two_spaces() -> None:
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    lines = checksum_file(FILES).decode().split("\n")
    assert lines[0] == f"{empty}  a.txt"
    assert [line[66:] for line in lines] == ["a.txt", "a/c.csv", "b.txt", ""]


@pytest.mark.parametrize(("altered", "code"), [(False, 0), (True, 1)])
def test_sha256sum_reads_them(sha256sum: str, tmp_path: Path, altered: bool, code: int) -> None:
    for path, data in FILES.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(data)
    (tmp_path / "SHA256SUMS").write_bytes(checksum_file(FILES))
    if altered:
        (tmp_path / "b.txt").write_bytes(b"secund")
    command = [sha256sum, "--strict", "-c", "SHA256SUMS"]
    assert (
        subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == code
    )


# The data package


ROOT = Path(__file__).resolve().parents[2]


def empty_table(root: Path, table: str) -> None:
    path = open_package(root).path(table)
    header = path.read_bytes().split(b"\n")[0]
    path.write_bytes(header + b"\n")


def descriptor(files: dict[str, bytes]) -> dict:
    return json.loads(files["datapackage.json"])


def test_tables_without_rows_and_our_own_are_left_out(made_up: Path) -> None:
    package = open_package(made_up)
    expected = tuple(t for t in package.schemas if t not in LOG_TABLES)
    assert len(expected) == len(package.schemas) - len(LOG_TABLES)
    assert released_tables(package) == expected


def test_a_ledger_with_rows_is_released(made_up: Path) -> None:
    path = open_package(made_up).path("corrections")
    path.write_bytes(path.read_bytes() + b"0.2.0,incidents,inc-0001,label,a slip\n")
    assert "corrections" in released_tables(open_package(made_up))


def test_the_files_are_the_descriptor_the_tables_and_every_schema(made_up: Path) -> None:
    package = open_package(made_up)
    expected = {"datapackage.json"} | {f"datasets/{t}.csv" for t in released_tables(package)}
    # The schemas of the logs too: the check of a release can check a checkout.
    expected |= {f"schemas/{t}.json" for t in package.schemas}
    views = {p.name for p in (made_up / "schemas" / "views").iterdir()}
    assert views
    expected |= {f"schemas/views/{name}" for name in views}
    assert set(data_files(made_up)) == expected | {"schemas/derived/changes.json"}


def test_tables_go_out_byte_for_byte(made_up: Path) -> None:
    files = data_files(made_up)
    tables = [path for path in files if path.endswith(".csv")]
    assert tables
    assert all(files[path] == (made_up / path).read_bytes() for path in tables)


def test_nothing_of_the_reviewed_passages_goes_out(made_up: Path) -> None:
    assert b"a passage that no row covers" in (made_up / "datasets/reviewed.csv").read_bytes()
    everything = b"".join(data_files(made_up).values())
    assert b"a passage that no row covers" not in everything
    assert b"datasets/reviewed" not in everything


def test_the_descriptor_states_version_sizes_and_hashes(made_up: Path) -> None:
    files = data_files(made_up)
    assert descriptor(files)["version"] == project_version(made_up)
    for resource in descriptor(files)["resources"]:
        data = files[resource["path"]]
        assert resource["bytes"] == len(data)
        assert resource["hash"] == "sha256:" + hashlib.sha256(data).hexdigest()


def test_the_descriptor_states_what_the_tables_hold(made_up: Path) -> None:
    package = open_package(made_up)
    content = descriptor(data_files(made_up))["isk"]["content"]
    assert [*content["tables"]] == [*released_tables(package)]
    for table, one in content["tables"].items():
        rows = read_rows(package, table)
        assert one["rows"] == len(rows)
        schema = package.schemas[table]
        assert one["hash"] == f"sha256:{table_hash(schema.names, typed(schema, rows))}"


def test_the_checkouts_descriptor_states_no_version() -> None:
    assert "version" not in json.loads((ROOT / "datapackage.json").read_bytes())


def test_a_schema_without_dangling_keys_is_the_checkouts_own(made_up: Path) -> None:
    files = data_files(made_up)
    assert files["schemas/incidents.json"] == (made_up / "schemas/incidents.json").read_bytes()


def test_foreign_keys_to_tables_left_out_are_left_out(made_up: Path) -> None:
    empty_table(made_up, "statements")
    schema = json.loads(data_files(made_up)["schemas/incidents.json"])
    assert [k["fields"] for k in schema["foreignKeys"]] == [
        ["target_actor_id"],
        ["place_id"],
        ["part_of"],
        ["source_id"],
    ]


def test_a_schema_left_without_any_foreign_key_has_no_list_of_them(made_up: Path) -> None:
    empty_table(made_up, "sources")
    assert "foreignKeys" not in json.loads(data_files(made_up)["schemas/evidence.json"])


def test_the_release_of_a_release_is_the_same(made_up: Path, tmp_path: Path) -> None:
    files = data_files(made_up)
    again = tmp_path / "again"
    for path, data in files.items():
        (again / path).parent.mkdir(parents=True, exist_ok=True)
        (again / path).write_bytes(data)
    shutil.copy(made_up / "pyproject.toml", again)
    assert data_files(again) == files


def test_a_missing_table_is_named(made_up: Path) -> None:
    (made_up / "datasets" / "casualties.csv").unlink()
    with pytest.raises(FileNotFoundError, match=r"casualties\.csv"):
        data_files(made_up)


def test_it_runs_before_anything_is_installed(made_up: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, 'src'); from pathlib import Path;"
        "from isk_indicators.release.package import data_files; print(len(data_files(Path())))"
    )
    command = [sys.executable, "-I", "-S", "-c", code]
    done = subprocess.run(command, cwd=made_up, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert int(done.stdout) == len(data_files(made_up))


def test_quotes_with_commas_quotes_and_line_breaks_count_as_one_row(made_up: Path) -> None:
    path = made_up / "datasets" / "corrections.csv"
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(["0.2.0", "incidents", "inc-0001", "label", 'a "b",\nc'])
    package = open_package(made_up)
    assert [row["reason"] for row in read_rows(package, "corrections")] == ['a "b",\nc']


# changes.csv


COLUMNS = [
    "release", "kind", "table_name", "row_id", "column_name", "before", "after", "reason",
]  # fmt: skip


def raise_to(root: Path, number: str) -> None:
    project = root / "pyproject.toml"
    text = project.read_text(encoding="utf-8")
    old, new = (f'\nversion = "{n}"\n' for n in (project_version(root), number))
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
    change(
        made_up, "withdrawn", gone | {"reason": "recorded twice", "error": "", "replaced_by": ""}
    )
    raise_to(made_up, "1.0.0")
    return made_up


EXPECTED = [
    ("0.2.0", "row_added", "evidence", "evd-0002", None, None, None, None),
    ("1.0.0", "cell_corrected", "incidents", "inc-0001", "label", "some words", "other, words",
     'a "slip"'),
    ("1.0.0", "cell_corrected", "incidents", "inc-0001", "note", "some words", "new", None),
    ("1.0.0", "row_gone", "evidence", "evd-0002", None, None, None, "recorded twice"),
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
    # Logs name the release to come, whatever its number will be: 0.9.0 and 1.0.0.
    reasons = ['a "slip"', "left out", "recorded twice"]
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
    log = known_schemas()["corrections"].by_name
    same = ("table_name", "row_id", "column_name")
    assert all(schema.by_name[name].pattern == log[name].pattern for name in same)
    number = log["release"].pattern
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


# Croissant


@pytest.fixture
def packed(release: Release) -> bytes:
    return release.artefacts[f"isk-indicators-{release.version}.zip"]


@pytest.fixture
def described(release: Release) -> dict[str, Any]:
    text = release.artefacts[f"isk-indicators-{release.version}.croissant.json"]
    found: dict[str, Any] = json.loads(text)
    return found


def test_it_lists_the_zip_and_every_file_in_it(
    described: dict[str, Any], packed: bytes, release: Release
) -> None:
    name = f"isk-indicators-{release.version}.zip"
    archive = zipfile.ZipFile(io.BytesIO(packed))
    files = {name: packed} | {path: archive.read(path) for path in archive.namelist()}
    listed = {one["contentUrl"]: one for one in described["distribution"]}
    assert {*listed} == {*files}
    for path, data in files.items():
        assert listed[path]["sha256"] == hashlib.sha256(data).hexdigest()
        assert listed[path]["contentSize"] == f"{len(data)} B"
        assert listed[path].get("containedIn") == (None if path == name else {"@id": name})
    assert listed["datasets/casualties.csv"]["encodingFormat"] == "text/csv"
    assert listed["LICENSE"]["encodingFormat"] == "text/plain"


def test_a_record_set_is_a_table_or_view_with_the_columns_of_its_file(
    described: dict[str, Any], packed: bytes, release: Release
) -> None:
    archive = zipfile.ZipFile(io.BytesIO(packed))
    sets = {one["name"]: one for one in described["recordSet"]}
    assert {*release.tables, "view_tolls"} <= {*sets}
    for one in sets.values():
        (path,) = {field["source"]["fileObject"]["@id"] for field in one["field"]}
        header = archive.read(path).decode().partition("\n")[0].split(",")
        assert [field["source"]["extract"]["column"] for field in one["field"]] == header
        assert {key["@id"] for key in one["key"]} < {field["@id"] for field in one["field"]}


def test_a_column_says_what_it_means(described: dict[str, Any]) -> None:
    fields = {f["@id"]: f for one in described["recordSet"] for f in one["field"]}
    place = fields["incidents/place_id"]
    definition = open_package(ROOT).schemas["incidents"].by_name["place_id"]
    assert place["description"] == f"{definition.description} A row of places."
    assert " killed: They died. " in fields["casualties/harm"]["description"]
    types = {"casualties/stated_low": "sc:Integer", "places/latitude": "sc:Float"}
    types |= {"sources/accessed": "sc:Date", "incidents/date": "sc:Text"}
    assert {name: fields[name]["dataType"] for name in types} == types


def test_its_version_is_a_semantic_one() -> None:
    assert (semantic("1.1.0"), semantic("1.1.0.dev0")) == ("1.1.0", "1.1.0-dev0")


def test_it_says_what_the_data_are(described: dict[str, Any], release: Release) -> None:
    package = open_package(ROOT)
    assert described["version"] == semantic(release.version)
    assert described["datePublished"] == package.descriptor["created"][:10]
    assert described["license"] == package.descriptor["licenses"][0]["path"]
    assert described["isLiveDataset"] is False
    assert release.version in described["citeAs"]
    assert "no ground truth" in described["description"]
