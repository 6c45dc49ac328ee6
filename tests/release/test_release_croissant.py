"""The description of the zip: what it names is what the zip holds. ``tests/strangers`` reads it."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from isk_indicators.release.build import Release
from isk_indicators.release.package import semantic
from isk_indicators.schema import open_package

ROOT = Path(__file__).resolve().parents[2]


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
