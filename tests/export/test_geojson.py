from __future__ import annotations

import json
from typing import Any

import pytest

import isk_indicators as isk
from isk_indicators.export.geojson import geojson_from
from isk_indicators.schema import DataPackage
from isk_indicators.tables import Dataset


def features(package: DataPackage) -> dict[str, dict[str, Any]]:
    return {feature["id"]: feature for feature in geojson_from(Dataset(package))["features"]}


def test_one_feature_an_incident_sorted_by_id(package: DataPackage) -> None:
    collection = geojson_from(Dataset(package))
    assert collection["type"] == "FeatureCollection"
    identifiers = [feature["id"] for feature in collection["features"]]
    assert identifiers == ["inc-0001", "inc-0002", "inc-0003", "inc-0004"]
    assert geojson_from(Dataset(package)) == collection


def test_a_point_is_longitude_then_latitude(package: DataPackage) -> None:
    point = {"type": "Point", "coordinates": [71.52739, 34.7361]}
    assert features(package)["inc-0001"]["geometry"] == point
    assert features(package)["inc-0002"]["geometry"] == point


@pytest.mark.parametrize("incident", ["inc-0003", "inc-0004"])
def test_no_point_is_made_up(package: DataPackage, incident: str) -> None:
    assert features(package)[incident]["geometry"] is None


def test_the_properties(package: DataPackage) -> None:
    assert features(package)["inc-0002"]["properties"] == {
        "id": "inc-0002",
        "label": "Attack 2",
        "scale": "single",
        "event_type": "attack",
        "outcome": None,
        "status": "contested",
        "claimed_by": None,
        "attributed_to": "Authority | Mother group",
        **dict.fromkeys(f"{h}_{b}" for h in ("killed", "wounded") for b in ("low", "best", "high")),
        "date": "2024-03",
        "date_earliest": "2024-03-01",
        "date_latest": "2024-03-31",
        "place": "District",
        "coordinate_precision": None,
        "coordinate_source": None,
        "country": "PK",
        "other_places": [],
        "source_ids": ["src-000"],
        "sources": ["[untitled], 2024"],
        "quote": "a bomber killed more than 60 people in the north",
        "quote_source_id": "src-000",
        "quote_source": "[untitled], 2024",
    }
    assert features(package)["inc-0004"]["properties"]["place"] is None


def test_another_telling_of_the_place_and_every_source_are_named(package: DataPackage) -> None:
    properties = features(package)["inc-0001"]["properties"]
    assert properties["other_places"] == ["District"]
    assert properties["source_ids"] == ["src-000", "src-001"]


def test_licence_and_version_stand_in_a_member_of_their_own(package: DataPackage) -> None:
    dataset = geojson_from(Dataset(package))["dataset"]
    assert dataset["version"] == isk.__version__
    assert [licence["name"] for licence in dataset["licenses"]] == ["CC-BY-4.0"]
    assert "quotes excepted" in dataset["licenses"][0]["title"]


def test_the_installed_data_are_geojson() -> None:
    collection = isk.to_geojson()
    assert json.loads(json.dumps(collection, allow_nan=False)) == collection
    incidents, places = isk.load("incidents"), isk.load("places").set_index("place_id")
    assert [feature["id"] for feature in collection["features"]] == list(incidents["incident_id"])
    located = set(places.index[places["latitude"].notna()])
    for feature, place in zip(collection["features"], incidents["place_id"], strict=True):
        assert feature.keys() == {"type", "id", "geometry", "properties"}
        assert (feature["geometry"] is not None) == (place in located)
        if feature["geometry"]:
            longitude, latitude = feature["geometry"]["coordinates"]
            assert -180 <= longitude <= 180
            assert -90 <= latitude <= 90
            assert longitude == places["longitude"][place]


def test_the_sources_of_an_incident_are_those_that_tell_of_it() -> None:
    reported = {f["id"]: f["properties"]["source_ids"] for f in isk.to_geojson()["features"]}
    for table in ("incidents", "casualties", "attributions"):
        frame = isk.load(table)  # type: ignore[arg-type]
        for incident, source in zip(frame["incident_id"], frame["source_id"], strict=True):
            assert source in reported[incident]
