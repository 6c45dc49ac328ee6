"""The incidents as GeoJSON (RFC 7946), for maps."""

from __future__ import annotations

from pathlib import Path
from typing import Any, overload

from isk_indicators.export import json_file, written_or_given
from isk_indicators.schema import version_of
from isk_indicators.tables import Dataset, installed_dataset
from isk_indicators.views.incidents import events_of, sources_of

_ABOUT_THE_DATA = ("name", "title", "created", "licenses")
_DAYS = ("date_earliest", "date_latest")
_OF_THE_EVENT = (
    *("label", "scale", "event_type", "outcome", "date", *_DAYS, "place"),
    *("coordinate_precision", "country", "status", "claimed_by", "attributed_to"),
    *("killed_low", "killed_best", "killed_high", "wounded_low", "wounded_best", "wounded_high"),
)


@overload
def to_geojson(path: None = None) -> dict[str, Any]: ...
@overload
def to_geojson(path: str | Path) -> None: ...
def to_geojson(path: str | Path | None = None) -> dict[str, Any] | None:
    """Give the installed incidents as a GeoJSON FeatureCollection (RFC 7946), sorted by id.

    Args:
        path: A file to write it into, in place of one that is there; None to return it.

    Returns:
        Plain Python that ``json.dumps`` writes. One Feature an incident or series, with its id;
        its geometry is a Point (longitude, latitude) in WGS 84, or None. Its properties are those
        of the view ``events``, None where blank, and ``source_ids`` and ``sources`` (the ids and
        names of the sources that report the incident), ``coordinate_source`` and ``other_places``
        (the names of the places that other passages give). The member ``dataset`` has title,
        version and licence.

    Raises:
        OSError: the file cannot be written.

    """
    return written_or_given(path, geojson_from(installed_dataset()), json_file)


def geojson_from(dataset: Dataset) -> dict[str, Any]:
    """Give the incidents of any tables, as :func:`to_geojson` does."""
    descriptor, places = dataset.package.descriptor, dataset.by_id("places")
    about = {name: descriptor[name] for name in _ABOUT_THE_DATA}
    features = []
    for row in sorted(events_of(dataset), key=lambda row: str(row["incident_id"])):
        incident_id, place = str(row["incident_id"]), places.get(str(row["place_id"]), {})
        # the point of a district or province is its seat; a country has no point
        position = [place.get("longitude"), place.get("latitude")]
        evidence = dataset.evidence(incident_id)
        other_ids = {str(one["value"]) for one in evidence if one["column_name"] == "place_id"}
        properties = {
            "id": incident_id,
            **{name: row[name] for name in _OF_THE_EVENT},
            **{name: str(row[name]) if row[name] else None for name in _DAYS},
            "coordinate_source": place.get("coordinate_source"),
            "other_places": [str(places[i]["name"]) for i in sorted(other_ids) if i in places],
            "source_ids": (source_ids := sources_of(dataset, incident_id)),
            "sources": [dataset.name("sources", source_id) for source_id in source_ids],
            "quote": row["quote"],
            "quote_source_id": row["source_id"],
            "quote_source": row["source"],
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
