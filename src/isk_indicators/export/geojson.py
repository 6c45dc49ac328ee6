"""The incidents as GeoJSON (RFC 7946), for maps.

A point stands for a place as ``coordinate_precision`` says: that of a district or a province is its
seat. An incident of which no place is told, or only a country or region, has no geometry.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from isk_indicators.home import package, version_of
from isk_indicators.schema import Cell, DataPackage, Row
from isk_indicators.tables import Dataset

_DESCRIBED = ("name", "title", "created", "licenses")
"""What the descriptor says of the data as a whole."""


def to_geojson() -> dict[str, Any]:
    """Give the installed incidents as a GeoJSON FeatureCollection (RFC 7946), sorted by id.

    Returns:
        Plain Python that ``json.dumps`` writes. One Feature an incident or series, with its id;
        its geometry is a Point (longitude, latitude) in WGS 84, or None. Its properties are those
        of the tables ``incidents`` and ``places``, None where blank, and ``source_ids`` (the
        sources that tell of the incident) and ``other_places`` (the names of the places that
        other passages give). The member ``dataset`` has title, version and licence.

    """
    return geojson_from(package())


def geojson_from(data: DataPackage) -> dict[str, Any]:
    """Give the incidents of any package, as :func:`to_geojson` does."""
    dataset = Dataset(data)
    described = {name: data.descriptor[name] for name in _DESCRIBED}
    return {
        "type": "FeatureCollection",
        "dataset": described | {"version": version_of(data)},
        "features": [
            _feature(dataset, incident_id, row)
            for incident_id, row in sorted(dataset.by_id("incidents").items())
        ],
    }


def _feature(dataset: Dataset, incident_id: str, row: Row) -> dict[str, Any]:
    place = dataset.by_id("places").get(str(row["place_id"]), {})
    return {
        "type": "Feature",
        "id": incident_id,
        "geometry": _point(place),
        "properties": _properties(dataset, incident_id, row, place),
    }


def _point(place: Row) -> dict[str, Any] | None:
    longitude, latitude = place.get("longitude"), place.get("latitude")
    if longitude is None or latitude is None:
        return None
    return {"type": "Point", "coordinates": [longitude, latitude]}


def _properties(dataset: Dataset, incident_id: str, row: Row, place: Row) -> dict[str, Any]:
    own = ("label", "scale", "event_type", "outcome", "date", "date_earliest", "date_latest")
    placed = ("coordinate_precision", "coordinate_source", "country")
    return {
        "id": incident_id,
        **{name: _plain(row[name]) for name in own},
        "place": place.get("name"),
        **{name: place.get(name) for name in placed},
        "other_places": _other_places(dataset, incident_id),
        "source_ids": sorted(set(_sources(dataset, incident_id, row))),
        "quote": row["quote"],
        "quote_source_id": row["source_id"],
    }


def _plain(cell: Cell) -> str | int | float | None:
    return cell.isoformat() if isinstance(cell, date) else cell


def _other_places(dataset: Dataset, incident_id: str) -> list[str]:
    """Name the places that another telling gives, so that no point hides it."""
    told = {e["value"] for e in dataset.evidence(incident_id) if e["column_name"] == "place_id"}
    places = dataset.by_id("places")
    return [str(places[value]["name"]) for value in sorted(map(str, told)) if value in places]


def _sources(dataset: Dataset, incident_id: str, row: Row) -> Iterator[str]:
    """Give the source of each row about the incident, and of the evidence about each."""
    about = ((i, r) for t in _referring(dataset) for i, r in dataset.by_id(t).items())
    rows = {incident_id: row} | {i: r for i, r in about if r["incident_id"] == incident_id}
    for row_id, one in rows.items():
        yield from (str(told["source_id"]) for told in (one, *dataset.evidence(row_id)))


def _referring(dataset: Dataset) -> Iterator[str]:
    """Name the tables whose rows are each about one incident."""
    for table, schema in dataset.package.schemas.items():
        if any((k.field, k.table) == ("incident_id", "incidents") for k in schema.foreign_keys):
            yield table
