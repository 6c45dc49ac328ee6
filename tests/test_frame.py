"""The project's frame: what is stated in several places is stated alike, or derived.

A new file that states the version or the day is written by ``isk_indicators.release.prepare``, and
has a test of its own here.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from pathlib import Path

import pytest
import yaml

from isk_indicators.changes import (
    RELEASES,
    coming,
    files_of,
    is_development,
    number,
    project_version,
    published,
)
from isk_indicators.release.package import backend
from isk_indicators.schema import open_package

ROOT = Path(__file__).resolve().parents[1]
GENERATED = {"CHANGELOG.md", "docs/codebook.md", "docs/rules.md"}
"""Pages that are written from the data and the rules, and the one that is about versions."""


VERSION = project_version(ROOT)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def by_hand() -> dict[str, str]:
    """What people write and nothing generates, by path: documents, configuration, scripts."""
    patterns = ("*.md", "*.py", "docs/*.md", "docs/*.py", ".ci/*", ".github/**/*.yml")
    found = [path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()]
    files = {path.relative_to(ROOT).as_posix() for path in found}
    return {file: read(file) for file in sorted(files - GENERATED)}


def released() -> str:
    """The release that the citation is of: this one, or before it has a number, the last one."""
    if not is_development(VERSION):
        return VERSION
    return [*published(ROOT / RELEASES)][-1]


def test_the_version_is_a_release_or_leads_to_one_that_is_not_published() -> None:
    numbers = [*published(ROOT / RELEASES)]
    assert number(coming(VERSION)) >= number(numbers[-1])
    assert not is_development(VERSION) or coming(VERSION) not in numbers


def test_no_document_names_a_file_of_one_version() -> None:
    """Else each release, and each change before it, would have to edit the document."""
    named = re.compile(r"isk[-_]indicators(?:-|==)\d+\.\d+\.\d+[\w.]*")
    assert {
        file: named.findall(text) for file, text in by_hand().items() if named.search(text)
    } == {}


def test_the_citation_is_of_this_release_or_the_last_one() -> None:
    citation = yaml.safe_load(read("CITATION.cff"))
    assert citation["version"] == released()
    assert citation["type"] == "dataset"
    assert [a["name"] for a in citation["authors"]] == [a["name"] for a in PROJECT["authors"]]


def test_until_the_release_the_day_is_that_of_the_last_one() -> None:
    zips = published(ROOT / RELEASES)
    if (name := released()) in zips:
        descriptor = json.loads(files_of(zips[name])["datapackage.json"])
        assert json.loads(read("datapackage.json"))["created"] == descriptor["created"]


def test_the_descriptor_says_what_the_citation_says() -> None:
    citation = yaml.safe_load(read("CITATION.cff"))
    descriptor = json.loads(read("datapackage.json"))
    assert descriptor["title"] == citation["title"]
    assert descriptor["created"] == f"{citation['date-released'].isoformat()}T00:00:00Z"
    assert [c["title"] for c in descriptor["contributors"]] == [
        a["name"] for a in citation["authors"]
    ]


def test_the_changelogs_newest_entry_is_this_version_or_the_next_one() -> None:
    headings = re.findall(r"^## .*$", read("CHANGELOG.md"), re.MULTILINE)
    if is_development(VERSION):
        assert headings.pop(0) == "## [Unreleased]"
    entries = [re.fullmatch(r"## \[(\d+\.\d+\.\d+)\] – (\d{4}-\d{2}-\d{2})", h) for h in headings]
    numbers = [entry[1] for entry in entries if entry]
    day = yaml.safe_load(read("CITATION.cff"))["date-released"]
    assert entries[0]
    assert entries[0].groups() == (released(), day.isoformat())
    assert len(numbers) == len(headings)
    assert sorted({*map(number, numbers)}, reverse=True) == [*map(number, numbers)]


def test_one_licence_for_the_data_everywhere() -> None:
    (licence,) = json.loads(read("datapackage.json"))["licenses"]
    assert licence["name"] == yaml.safe_load(read("CITATION.cff"))["license"] == "CC-BY-4.0"
    assert PROJECT["license"] == "MIT AND CC-BY-4.0"
    assert licence["path"] in read("datasets/LICENSE")
    assert "GeoNames" in read("datasets/LICENSE")
    assert read("LICENSE").startswith(
        "MIT License\n\nCopyright (c) 2026 The isk-indicators maintainers"
    )


def test_the_licence_of_the_data_names_columns_and_files_that_exist() -> None:
    package = open_package(ROOT)
    columns = {name for schema in package.schemas.values() for name in schema.names}
    files = {Path(package.relative(table)).name for table in package.schemas}
    named = set(re.findall(r'"([a-z_.]+)"', read("datasets/LICENSE")))
    assert {"quote", "sources.csv"} <= named <= columns | files


def test_the_back_end_that_builds_a_release_is_the_one_developers_get() -> None:
    assert re.fullmatch(r"hatchling==\d+\.\d+\.\d+", backend(ROOT))
    assert backend(ROOT) in PROJECT["optional-dependencies"]["dev"]


@pytest.mark.parametrize("folder", ["page", "strangers"])
def test_the_tools_of_tests_are_pinned(folder: str) -> None:
    lines = [x for x in read(f"tests/{folder}/requirements.txt").splitlines() if x[0] != "#"]
    assert lines == sorted(lines)
    assert all(re.fullmatch(r"[a-z0-9-]+==\d+\.\d+(\.\d+)*", line) for line in lines)


def test_the_checks_of_a_commit_run_in_ci_too() -> None:
    script = read(".ci/run")
    repositories = yaml.safe_load(read(".pre-commit-config.yaml"))["repos"]
    assert [r["repo"] for r in repositories] == ["local"]
    hooks = repositories[0]["hooks"]
    assert {h["language"] for h in hooks} == {"system"}
    assert all(h["name"] in script for h in hooks)


@pytest.mark.skipif(os.name != "posix", reason="no executable bit on this system")
def test_the_ci_script_can_be_run() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert read(".ci/run").startswith("#!/usr/bin/env bash\n")


def test_the_workflow_runs_the_script_and_every_supported_python() -> None:
    workflow = yaml.safe_load(read(".github/workflows/ci.yml"))
    supported = re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["classifiers"]))
    matrix = workflow["jobs"]["tests"]["strategy"]["matrix"]
    assert matrix["python"] == supported
    assert matrix["pandas"] == ["2.2", "3"]
    assert matrix["os"] == ["ubuntu-latest", "windows-latest"]
    assert ".ci/run" in [step.get("run") for step in workflow["jobs"]["everything"]["steps"]]
    assert {"run": "python -m pytest"} in workflow["jobs"]["tests"]["steps"]
