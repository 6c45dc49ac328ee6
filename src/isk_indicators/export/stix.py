"""The data as a STIX 2.1 bundle, for threat-intelligence platforms such as OpenCTI.

What lives here: which row becomes which object. What must not: anything that is not in the rows, a
custom property, the clock; what all objects share (``stix_objects``); who is tied to what
(``stix_ties``). One more kind of object is one more function in ``_STEPS``.

The graph holds what can be drawn without taking a side: who is named for what, and where. What is
*said* (figures, estimates, statements, attributions) are notes with their words.

What OpenCTI makes of objects decides some of the form:

- It merges incidents of one name, and notes of one content: both begin with the row's id.
- It merges groups that share an alias: the printed forms, some of which two groups share, stand in
  the description alone.
- It takes a location with ``country`` and without ``city`` for the country: a district or a
  province has coordinates and the code of its subdivision instead.
- A report's ``published`` is a moment, and few sources are dated to the day: their dates stand in
  the description, and ``published`` is the day of this account of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from isk_indicators.cite import source_title
from isk_indicators.export.stix_objects import CREATED, Objects
from isk_indicators.export.stix_ties import ARMED_GROUP, ties
from isk_indicators.home import package
from isk_indicators.schema import DataPackage, Row
from isk_indicators.show import entries, gather
from isk_indicators.tables import Dataset

if TYPE_CHECKING:
    from stix2.v21 import Bundle

_IDENTITY_CLASSES: Mapping[str, str] = MappingProxyType(
    {
        "de_facto_authority": "organization",
        "government": "organization",
        "military": "organization",
        "igo": "organization",
        "official": "individual",
        "unnamed_officials": "unknown",
        "other": "group",
    }
)


def to_stix() -> Bundle:
    """Give the installed data as a STIX 2.1 bundle; the same version always gives the same.

    Returns:
        A ``stix2.v21.Bundle`` without custom content. ``.serialize(indent=4)`` writes it;
        ``pretty=True`` gives the same objects hundreds of times more slowly.

    Raises:
        MissingExtraError: the extra ``[stix]`` is not installed (an ImportError).

    """
    return stix_from(package())


def stix_from(data: DataPackage) -> Bundle:
    """Give any package as a bundle, as :func:`to_stix` does."""
    objects = Objects(Dataset(data))
    for step in _STEPS:
        step(objects)
    return objects.bundle()


# What there is


def _actors(objects: Objects) -> None:
    for actor_id, row in objects.dataset.by_id("actors").items():
        armed = row["kind"] == ARMED_GROUP
        objects.add(
            "threat-actor" if armed else "identity",
            actor_id,
            name=row["name"],
            description=_told(objects.dataset, actor_id),
            identity_class=None if armed else _IDENTITY_CLASSES[str(row["kind"])],
        )


def _places(objects: Objects) -> None:
    for place_id, row in objects.dataset.by_id("places").items():
        objects.add(
            "location",
            place_id,
            name=row["name"],
            description=_told(objects.dataset, place_id),
            **_where(row),
        )


def _where(row: Row) -> dict[str, Any]:
    kind = row["kind"]
    return {
        "region": str(row["name"]).lower().replace(" ", "-") if kind == "region" else None,
        "country": row["country"] if kind in ("settlement", "country") else None,
        "city": row["name"] if kind == "settlement" else None,
        "administrative_area": row["subdivision"],
        "latitude": row["latitude"],
        "longitude": row["longitude"],
    }


def _incidents(objects: Objects) -> None:
    for incident_id, row in objects.dataset.by_id("incidents").items():
        objects.add(
            "incident",
            incident_id,
            name=f"{incident_id}: {row['label']}",
            description=_told(objects.dataset, incident_id),
            labels=[str(row["event_type"]), str(row["scale"])],
        )


# How it hangs together


def _ties(objects: Objects) -> None:
    for tie in ties(objects.dataset):
        (source,), (target,) = objects.refs(tie.source), objects.refs(tie.target)
        objects.add(
            "relationship",
            tie.key,
            rows=tie.rows,
            sources=tie.sources,
            relationship_type=tie.kind,
            source_ref=source,
            target_ref=target,
            description="\n".join(tie.descriptions),
            labels=tie.labels or None,
        )


# What is said


def _notes(objects: Objects) -> None:
    tied = {row_id: tie.key for tie in ties(objects.dataset) for row_id in tie.rows}
    for table, abstract in _ABSTRACTS.items():
        for row_id, row in objects.dataset.by_id(table).items():
            objects.add(
                "note",
                row_id,
                abstract=f"{row_id}: {abstract(objects.dataset, row)}",
                content=f"{table} {row_id}\n{_told(objects.dataset, row_id)}",
                object_refs=objects.refs(*_about(objects.dataset, row_id), tied.get(row_id)),
                labels=[table.replace("_", "-")],
            )


def _about(dataset: Dataset, row_id: str) -> list[object]:
    """Give the actors, places and incidents that a row names, and those that name it as voice."""
    table, row = dataset.find(row_id)
    links = dataset.package.schemas[table].foreign_keys
    named = [row[key.field] for key in links if key.table in ("actors", "places", "incidents")]
    return [*named, *_incidents_told(dataset, row_id)]


def _incidents_told(dataset: Dataset, statement_id: str) -> list[str]:
    """Give the incidents of the rows whose voice a statement is; of another row, none."""
    tables = (dataset.by_id(table) for table in ("incidents", "casualties", "attributions"))
    rows = (row for table in tables for row in table.values())
    return sorted({str(r["incident_id"]) for r in rows if r["statement_id"] == statement_id})


def _figure(row: Row) -> object:
    return row["stated_low"] if row["figure"] is None else row["figure"]


def _named(dataset: Dataset, row: Row) -> object:
    return dataset.by_id("actors")[str(row["actor_id"])]["name"]


_ABSTRACTS: Mapping[str, Callable[[Dataset, Row], str]] = MappingProxyType(
    {
        "statements": lambda _, row: str(row["summary"]),
        "casualties": lambda _, row: f"{row['harm']}: {_figure(row)}",
        "force_estimates": lambda it, row: f"{_named(it, row)}, {row['measure']}: {_figure(row)}",
        "attributions": lambda it, row: f"{_named(it, row)}, {row['role']}: {row['stance']}",
    }
)
"""The tables whose rows are notes, and what stands above each."""


def _reports(objects: Objects) -> None:
    for source_id, row in objects.dataset.by_id("sources").items():
        if source_id in objects.resting:
            objects.add(
                "report",
                source_id,
                name=f"{source_id}: {source_title(row, None)}",
                description=_told(objects.dataset, source_id),
                published=CREATED,
                object_refs=list(objects.resting[source_id]),
            )


def _told(dataset: Dataset, row_id: str) -> str:
    """Put a row into words, as ``show`` does: its columns, its quote, its source, its evidence."""
    told = entries(gather(dataset, row_id))
    return "\n".join(f"{e.label}: {e.text}" if e.label else e.text for e in told)


_STEPS = (_actors, _places, _incidents, _ties, _notes, _reports)
