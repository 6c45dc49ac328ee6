"""The data as a STIX 2.1 bundle: reports, incidents, actors, places and what relates them.

A claim is no fact. An attribution makes a relationship only if somebody claims the incident or
attributes it; a denial or a rejection alone makes none. There is one relationship of a kind between
two rows, because platforms merge relationships of equal ends: its description lists what every
attribution says, and who says so. ``attributed-to`` leads to armed groups named as perpetrator or
organiser; a state's force, and an accomplice, are ``related-to`` the incident.

What is said (figures, estimates, statements, attributions) becomes a note. Three properties of
OpenCTI decide the form of the objects:

- It merges incidents of one name, and notes of one content: both begin with the row's id.
- It merges groups that share an alias: printed forms are in the description alone.
- It takes a location with ``country`` and without ``city`` for the country: a district or a
  province has coordinates and the code of its subdivision instead.

A report's ``published`` must be a moment, and few sources are dated to the day: their dates are in
the description, and ``published`` is the day of the first release.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from isk_indicators.cite import source_title, source_work, text
from isk_indicators.export.tables import library
from isk_indicators.home import DISTRIBUTION, package, version_of
from isk_indicators.schema import DataPackage, Row
from isk_indicators.show import entries, gather
from isk_indicators.tables import Dataset

ARMED_GROUP = "armed_group"
_NAMING = ("claim", "attribution")
_DOING = ("perpetrator", "organiser")


@dataclass(frozen=True)
class Relationship:
    """A relationship between two rows.

    Attributes:
        source: The id of the row that it leads from.
        kind: Its type: "targets", "attributed-to" or "related-to".
        target: The id of the row that it leads to.
        rows: The ids of the rows that state it.
        sources: The ids of the sources that these quote.
        descriptions: What they say, a line each.
        labels: What it may be filtered by.

    """

    source: str
    kind: str
    target: str
    rows: tuple[str, ...]
    sources: tuple[str, ...]
    descriptions: tuple[str, ...]
    labels: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What it is known by: "inc-0001 targets plc-0001"."""
        return f"{self.source} {self.kind} {self.target}"


def relationships(dataset: Dataset) -> list[Relationship]:
    """List every relationship, sorted, one of a kind between two rows."""
    stated = (*_parents(dataset), *_of_incidents(dataset), *_attributed(dataset))
    found = sorted(stated, key=lambda relation: relation.key)
    return [_merged(list(same)) for _, same in groupby(found, key=lambda relation: relation.key)]


def _merged(same: list[Relationship]) -> Relationship:
    first = same[0]
    return Relationship(
        first.source,
        first.kind,
        first.target,
        tuple(dict.fromkeys(row for relation in same for row in relation.rows)),
        tuple(sorted({source for relation in same for source in relation.sources})),
        tuple(line for relation in same for line in relation.descriptions),
        tuple(sorted({label for relation in same for label in relation.labels})),
    )


def _parents(dataset: Dataset) -> Iterator[Relationship]:
    for row_id, row in dataset.by_id("actors").items():
        yield from _stated(row_id, row, "related-to", "parent_id", "Parent organisation.")


def _of_incidents(dataset: Dataset) -> Iterator[Relationship]:
    for row_id, row in dataset.by_id("incidents").items():
        kind = "related-to" if _is_armed_group(dataset, row["target_actor_id"]) else "targets"
        yield from _stated(row_id, row, "targets", "place_id", "Place of the incident.")
        yield from _stated(row_id, row, kind, "target_actor_id", "Target of the incident.")
        yield from _stated(row_id, row, "related-to", "part_of", "Series that it is part of.")


def _stated(
    row_id: str, row: Row, kind: str, column: str, description: str
) -> Iterator[Relationship]:
    """Make a relationship of a cell; a blank makes none."""
    if row[column] is not None:
        sources = (str(row["source_id"]),)
        yield Relationship(row_id, kind, str(row[column]), (row_id,), sources, (description,))


def _attributed(dataset: Dataset) -> Iterator[Relationship]:
    rows = sorted(dataset.by_id("attributions").items(), key=_ends)
    for (incident_id, actor_id), same in groupby(rows, key=_ends):
        told = dict(same)
        if any(row["stance"] in _NAMING for row in told.values()):
            yield Relationship(
                incident_id,
                _kind(dataset, actor_id, told.values()),
                actor_id,
                tuple(told),
                tuple(str(row["source_id"]) for row in told.values()),
                tuple(_voiced(dataset, row_id, row) for row_id, row in told.items()),
                tuple(str(row[name]) for row in told.values() for name in ("stance", "role")),
            )


def _ends(item: tuple[str, Row]) -> tuple[str, str]:
    return str(item[1]["incident_id"]), str(item[1]["actor_id"])


def _kind(dataset: Dataset, actor_id: str, rows: Iterable[Row]) -> str:
    named = any(row["stance"] in _NAMING and row["role"] in _DOING for row in rows)
    return "attributed-to" if named and _is_armed_group(dataset, actor_id) else "related-to"


def _is_armed_group(dataset: Dataset, actor_id: object) -> bool:
    return dataset.by_id("actors").get(str(actor_id), {}).get("kind") == ARMED_GROUP


def _voiced(dataset: Dataset, row_id: str, row: Row) -> str:
    """Say what an attribution says: "atr-0005: claim, as perpetrator, certain; said by IS-K, …"."""
    head = f"{row_id}: {row['stance']}, as {row['role']}, {row['certainty']}"
    return f"{head}; said by {_said_by(dataset, row)}"


def _said_by(dataset: Dataset, row: Row) -> str:
    if row["voice"] == "author":
        return f"the author of {row['source_id']}"
    statement = dataset.by_id("statements").get(str(row["statement_id"]), {})
    speaker = dataset.by_id("actors").get(str(statement.get("speaker_id")), {})
    return f"{speaker.get('name', 'unnamed others')}, in {row['source_id']}"


NAMESPACE = uuid.UUID("3f0c3c5e-54d8-4b5f-9a8e-0e6d1f7f8a52")
"""The namespace of the ids, UUIDs (version 5) of a row's id or a relationship; it never changes."""

CREATED = "2026-11-22T00:00:00.000Z"
"""When every object was created: the day of the first release. It never changes."""


class Objects:
    """The objects made so far, by key: the id of the row, or of the rows that they relate."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.made: dict[str, Any] = {}
        self.resting: dict[str, list[str]] = defaultdict(list)
        """The objects that rest on a source, in order, by the source's id."""
        self._library = library("stix2", extra="stix", caller="to_stix")
        self._marking = self._library.v21.TLP_WHITE
        self._maker: str | None = None
        self._maker = self._maintainers()

    def add(
        self,
        kind: str,
        key: str,
        *,
        rows: Sequence[str] | None = None,
        sources: Sequence[str] | None = None,
        **properties: Any,
    ) -> str:
        """Make an object, and give its id.

        Args:
            kind: Its STIX type.
            key: What it is known by here, and its id follows from.
            rows: The ids of the rows that it rests on, to be referred to; by default, ``key``.
            sources: The ids of their sources, to be referred to; by default, those that the rows
                and the evidence about them quote.
            properties: Its own properties; those that are None are left out.

        """
        rows = (key,) if rows is None else rows
        sources = self._sources(rows) if sources is None else sources
        shared = {
            "id": identifier(kind, key),
            "created": CREATED,
            "modified": str(self.dataset.package.descriptor["created"]),
            "created_by_ref": self._maker,
            "object_marking_refs": [self._marking.id],
            "external_references": self._references(rows, sources) or None,
        }
        told = {name: value for name, value in (shared | properties).items() if value is not None}
        made = self._library.registry.class_for_type(kind, "2.1", "objects")(**told)
        self.made[key] = made
        for source in sources:
            self.resting[source].append(made.id)
        return str(made.id)

    def refs(self, *keys: object) -> list[str]:
        """Give the ids of the objects with these keys, each once; a key of none is left out."""
        return list(dict.fromkeys(self.made[str(k)].id for k in keys if str(k) in self.made))

    def bundle(self) -> Any:
        """Give everything as a bundle."""
        return self._library.v21.Bundle(
            id=identifier("bundle", version_of(self.dataset.package)),
            objects=[self._marking, *self.made.values()],
        )

    def _maintainers(self) -> str:
        told = self.dataset.package.descriptor
        licences = (f"{licence['title']}: {licence['path']}" for licence in told["licenses"])
        return self.add(
            "identity",
            DISTRIBUTION,
            rows=(),
            name=", ".join(one["title"] for one in told["contributors"]),
            description="\n\n".join([told["description"], *licences]),
            identity_class="organization",
        )

    def _references(self, rows: Sequence[str], sources: Sequence[str]) -> list[dict[str, str]]:
        works = {s: source_work(self.dataset.by_id("sources")[s], {}) for s in sources}
        cited = {source: {"description": text([work])} for source, work in works.items()}
        return [
            {"source_name": DISTRIBUTION, "external_id": row_id} | cited.get(row_id, {})
            for row_id in dict.fromkeys([*rows, *sources])
        ]

    def _sources(self, rows: Sequence[str]) -> list[str]:
        found = [self.dataset.find(row_id)[1] for row_id in rows]
        told = [*found, *(row for row_id in rows for row in self.dataset.evidence(row_id))]
        return sorted({str(row["source_id"]) for row in told})


def identifier(kind: str, key: str) -> str:
    """Give the id of the object of a row, the same in every release."""
    return f"{kind}--{uuid.uuid5(NAMESPACE, key)}"


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


def _relationships(objects: Objects) -> None:
    for relation in relationships(objects.dataset):
        (source,), (target,) = objects.refs(relation.source), objects.refs(relation.target)
        objects.add(
            "relationship",
            relation.key,
            rows=relation.rows,
            sources=relation.sources,
            relationship_type=relation.kind,
            source_ref=source,
            target_ref=target,
            description="\n".join(relation.descriptions),
            labels=relation.labels or None,
        )


# What is said


def _notes(objects: Objects) -> None:
    related = {
        row_id: relation.key
        for relation in relationships(objects.dataset)
        for row_id in relation.rows
    }
    for table, abstract in _ABSTRACTS.items():
        for row_id, row in objects.dataset.by_id(table).items():
            objects.add(
                "note",
                row_id,
                abstract=f"{row_id}: {abstract(objects.dataset, row)}",
                content=f"{table} {row_id}\n{_told(objects.dataset, row_id)}",
                object_refs=objects.refs(*_about(objects.dataset, row_id), related.get(row_id)),
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


_STEPS = (_actors, _places, _incidents, _relationships, _notes, _reports)
