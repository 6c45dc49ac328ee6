"""The project's frame: what is stated in several places is stated alike, or derived.

A new file that names the version belongs into ``STATES_VERSION``, with a test of its own.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from pathlib import Path

import pytest
import yaml

from isk_indicators.release.project import backend, version
from isk_indicators.schema import open_package

ROOT = Path(__file__).resolve().parents[1]
STATES_VERSION = {"pyproject.toml", "CITATION.cff", "CHANGELOG.md", "README.md"}

VERSION = version(ROOT)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def text_files() -> list[Path]:
    """Whatever states something about the project: documents, descriptors, configuration."""
    everywhere = ("*.md", "*.json", "*.cff", "*.toml", "*.py", "docs/*", "seeds/*.md")
    patterns = (*everywhere, "schemas/**/*", ".ci/*", ".github/**/*")
    return [p for pattern in patterns for p in ROOT.glob(pattern) if p.is_file()]


def test_the_version_stands_where_it_is_tested_and_nowhere_else() -> None:
    whole = re.compile(rf"(?<![\w.]){re.escape(VERSION)}(?![\w.])")
    found = {
        p.relative_to(ROOT).as_posix()
        for p in text_files()
        if whole.search(re.sub(r"isk[-_]indicators(-|==)[\w.]+", "", p.read_text(encoding="utf-8")))
    }
    assert found == STATES_VERSION


def test_named_artefacts_are_of_this_version() -> None:
    names = re.compile(r"isk[-_]indicators(?:-|==)(\d+\.\d+\.\d+)")
    found = {v for p in text_files() for v in names.findall(p.read_text(encoding="utf-8"))}
    assert found <= {VERSION}


def test_the_citation_is_of_this_version() -> None:
    citation = yaml.safe_load(read("CITATION.cff"))
    assert citation["version"] == VERSION
    assert citation["type"] == "dataset"
    assert [a["name"] for a in citation["authors"]] == [a["name"] for a in PROJECT["authors"]]


def test_the_descriptor_says_what_the_citation_says() -> None:
    citation = yaml.safe_load(read("CITATION.cff"))
    descriptor = json.loads(read("datapackage.json"))
    assert descriptor["title"] == citation["title"]
    assert descriptor["created"] == f"{citation['date-released'].isoformat()}T00:00:00Z"
    assert [c["title"] for c in descriptor["contributors"]] == [
        a["name"] for a in citation["authors"]
    ]


def test_the_readme_cites_as_the_citation_file_does() -> None:
    citation = yaml.safe_load(read("CITATION.cff"))
    (author,) = citation["authors"]
    year = citation["date-released"].year
    cited = f"{author['name']} ({year}). *{citation['title']}* (version {VERSION})"
    assert read("README.md").count(cited) == read("README.md").count(f"version {VERSION}") == 1


def test_the_changelogs_newest_entry_is_this_version_on_the_citations_day() -> None:
    entries = re.findall(
        r"^## \[(\d+\.\d+\.\d+)\] – (\d{4}-\d{2}-\d{2})$", read("CHANGELOG.md"), re.MULTILINE
    )
    released = yaml.safe_load(read("CITATION.cff"))["date-released"]
    assert entries[0] == (VERSION, released.isoformat())
    assert len({number for number, _ in entries}) == len(entries)


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
    assert {"run": ".ci/run"} in workflow["jobs"]["everything"]["steps"]
    assert {"run": "python -m pytest"} in workflow["jobs"]["tests"]["steps"]


def test_the_workflow_may_only_read_and_pins_its_actions() -> None:
    workflow = yaml.safe_load(read(".github/workflows/ci.yml"))
    assert workflow["permissions"] == {"contents": "read"}
    assert all("permissions" not in job for job in workflow["jobs"].values())
    used = re.findall(r"uses: (\S+)", read(".github/workflows/ci.yml"))
    assert used
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", action) for action in used)
