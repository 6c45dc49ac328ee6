"""The published zip, opened by the tools that its readers use."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Run

Tool = Callable[[str], str]

PROFILE = Path(__file__).with_name("check_profile.py")


def test_frictionless_validates_the_zip(tool: Tool, run: Run, bundle: Path) -> None:
    readme = zipfile.ZipFile(bundle).read("README.md").decode()
    assert f"\n    frictionless validate {bundle.name}\n" in readme
    done = run(tool("frictionless"), "validate", bundle.name, cwd=bundle.parent)
    assert done.returncode == 0, done.stdout
    assert "INVALID" not in done.stdout


def test_frictionless_refuses_an_altered_table(tool: Tool, run: Run, unpacked: Path) -> None:
    table = unpacked / "datasets" / "casualties.csv"
    table.write_bytes(table.read_bytes().replace(b"killed", b"kilted", 1))
    done = run(tool("frictionless"), "validate", "datapackage.json", cwd=unpacked)
    assert done.returncode == 1
    assert "INVALID" in done.stdout


def test_the_readmes_query_runs_in_duckdb(stranger: Path, run: Run, unpacked: Path) -> None:
    readme = (unpacked / "README.md").read_text(encoding="utf-8")
    (query,) = (line.strip() for line in readme.splitlines() if line.startswith("    SELECT "))
    code = f"import duckdb; print(*duckdb.sql({query!r}).fetchall(), sep='\\n')"
    done = run(stranger, "-c", code, cwd=unpacked)
    with (unpacked / "datasets" / "casualties.csv").open(encoding="utf-8", newline="") as file:
        identifiers = [row["casualty_id"] for row in csv.DictReader(file)]
    assert re.findall(r"^\('(cas-\d+)', ", done.stdout, re.MULTILINE) == identifiers, done.stderr


def test_the_readmes_call_runs_in_pandas(stranger: Path, run: Run, bundle: Path) -> None:
    readme = zipfile.ZipFile(bundle).read("README.md").decode()
    call = readme.partition("\n    pandas.")[2].partition("\n\n")[0]
    code = f"import pandas, zipfile\nprint(len(pandas.{call}))"
    done = run(stranger, "-W", "error", "-c", code, cwd=bundle.parent)
    rows = zipfile.ZipFile(bundle).read("datasets/casualties.csv").count(b"\n") - 1
    assert done.stdout == f"{rows}\n", done.stderr


def test_the_descriptor_follows_the_official_profile(
    stranger: Path, run: Run, unpacked: Path
) -> None:
    done = run(stranger, PROFILE, "datapackage", "datapackage.json", cwd=unpacked)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_the_schemas_follow_the_official_profile(stranger: Path, run: Run, unpacked: Path) -> None:
    resources = json.loads((unpacked / "datapackage.json").read_bytes())["resources"]
    schemas = [resource["schema"] for resource in resources]
    done = run(stranger, PROFILE, "tableschema", *schemas, cwd=unpacked)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_the_checkouts_own_contract_follows_the_official_profiles(stranger: Path, run: Run) -> None:
    root = Path(__file__).resolve().parents[2]
    done = run(stranger, PROFILE, "datapackage", "datapackage.json", cwd=root)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    schemas = sorted(root.glob("schemas/*.json"))
    done = run(stranger, PROFILE, "tableschema", *schemas, cwd=root)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


@pytest.mark.parametrize(
    ("profile", "fault"), [("datapackage", {"resources": []}), ("tableschema", {"fields": {}})]
)
def test_the_official_profile_refuses_a_fault(
    stranger: Path, run: Run, tmp_path: Path, profile: str, fault: dict
) -> None:
    (tmp_path / "faulty.json").write_text(json.dumps(fault), encoding="utf-8")
    done = run(stranger, PROFILE, profile, "faulty.json", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.startswith("faulty.json: $.")


def test_the_citation_follows_its_schema(tool: Tool, run: Run, unpacked: Path) -> None:
    schema = ("--builtin-schema", "vendor.citation-file-format")
    done = run(tool("check-jsonschema"), *schema, "CITATION.cff", cwd=unpacked)
    assert done.returncode == 0, done.stdout


def test_a_faulty_citation_is_refused(tool: Tool, run: Run, unpacked: Path) -> None:
    path = unpacked / "CITATION.cff"
    path.write_bytes(path.read_bytes().replace(b"type: dataset", b"type: data"))
    schema = ("--builtin-schema", "vendor.citation-file-format")
    assert run(tool("check-jsonschema"), *schema, "CITATION.cff", cwd=unpacked).returncode == 1
