"""The incidents as GeoJSON (RFC 7946), for maps."""

from __future__ import annotations

from typing import Any

from isk_indicators.schema import version_of
from isk_indicators.tables import Dataset, installed_dataset
from isk_indicators.views.incidents import sources_of

_ABOUT_THE_DATA = ("name", "title", "created", "licenses")
_OF_THE_INCIDENT = ("label", "scale", "event_type", "outcome")
_DAYS = ("date_earliest", "date_latest")
_OF_THE_PLACE = ("coordinate_precision", "coordinate_source", "country")


def to_geojson() -> dict[str, Any]:
    """Give the installed incidents as a GeoJSON FeatureCollection (RFC 7946), sorted by id.

    Returns:
        Plain Python that ``json.dumps`` writes. One Feature an incident or series, with its id;
        its geometry is a Point (longitude, latitude) in WGS 84, or None. Its properties are those
        of the tables ``incidents`` and ``places``, None where blank, and ``source_ids`` (the
        sources that report the incident) and ``other_places`` (the names of the places that
        other passages give). The member ``dataset`` has title, version and licence.

    """
    return geojson_from(installed_dataset())


def geojson_from(dataset: Dataset) -> dict[str, Any]:
    """Give the incidents of any tables, as :func:`to_geojson` does."""
    descriptor, places = dataset.package.descriptor, dataset.by_id("places")
    about = {name: descriptor[name] for name in _ABOUT_THE_DATA}
    features = []
    for incident_id, row in sorted(dataset.by_id("incidents").items()):
        place = places.get(str(row["place_id"]), {})
        # the point of a district or province is its seat; a country has no point
        position = [place.get("longitude"), place.get("latitude")]
        evidence = dataset.evidence(incident_id)
        other_ids = {str(one["value"]) for one in evidence if one["column_name"] == "place_id"}
        properties = {
            "id": incident_id,
            **{name: row[name] for name in _OF_THE_INCIDENT},
            "date": row["date"],
            **{name: str(row[name]) if row[name] else None for name in _DAYS},
            "place": place.get("name"),
            **{name: place.get(name) for name in _OF_THE_PLACE},
            "other_places": [str(places[i]["name"]) for i in sorted(other_ids) if i in places],
            "source_ids": sources_of(dataset, incident_id),
            "quote": row["quote"],
            "quote_source_id": row["source_id"],
        }
        features.append(
            {
                "type": "Feature",
                "id": incident_id,
                "geometry": None
                if None in position
                else {"type": "Point", "coordinates": position},
                "properties": properties,
            }
        )
    return {
        "type": "FeatureCollection",
        "dataset": about | {"version": version_of(dataset.package)},
        "features": features,
    }
