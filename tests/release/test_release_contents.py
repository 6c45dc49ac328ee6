"""Which files a release holds: only released tables with rows, and whatever describes them."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from isk_indicators.release.package import data_files, version
from isk_indicators.schema import LEDGERS, open_package
from isk_indicators.versions import hash_as_written
from tests.release.conftest import read_rows, released_tables

ROOT = Path(__file__).resolve().parents[2]


def empty_table(root: Path, table: str) -> None:
    path = open_package(root).path(table)
    header = path.read_bytes().split(b"\n")[0]
    path.write_bytes(header + b"\n")


def descriptor(files: dict[str, bytes]) -> dict:
    return json.loads(files["datapackage.json"])


def test_tables_without_rows_and_our_own_are_left_out(made_up: Path) -> None:
    package = open_package(made_up)
    expected = tuple(t for t in package.schemas if t not in LEDGERS)
    assert len(expected) == len(package.schemas) - 3
    assert released_tables(package) == expected


def test_a_ledger_with_rows_is_released(made_up: Path) -> None:
    path = open_package(made_up).path("corrections")
    path.write_bytes(path.read_bytes() + b"0.2.0,incidents,inc-0001,label,a slip\n")
    assert "corrections" in released_tables(open_package(made_up))


def test_the_files_are_the_descriptor_the_tables_and_every_schema(made_up: Path) -> None:
    package = open_package(made_up)
    expected = {"datapackage.json"} | {f"datasets/{t}.csv" for t in released_tables(package)}
    # The schemas of the ledgers too: a gate from a release can check a checkout.
    expected |= {f"schemas/{t}.json" for t in package.schemas}
    views = {p.name for p in (made_up / "schemas" / "views").iterdir()}
    assert len(views) == 7
    expected |= {f"schemas/views/{name}" for name in views}
    assert set(data_files(made_up)) == expected | {"schemas/derived/changes.json"}


def test_tables_go_out_byte_for_byte(made_up: Path) -> None:
    files = data_files(made_up)
    tables = [path for path in files if path.endswith(".csv")]
    assert tables
    assert all(files[path] == (made_up / path).read_bytes() for path in tables)


def test_nothing_of_the_reviewed_passages_goes_out(made_up: Path) -> None:
    assert b"a passage that no row answers" in (made_up / "datasets/reviewed.csv").read_bytes()
    everything = b"".join(data_files(made_up).values())
    assert b"a passage that no row answers" not in everything
    assert b"datasets/reviewed" not in everything


def test_the_descriptor_states_version_sizes_and_hashes(made_up: Path) -> None:
    files = data_files(made_up)
    assert descriptor(files)["version"] == version(made_up)
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
        assert one["hash"] == f"sha256:{hash_as_written(package.schemas[table], rows)}"


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
