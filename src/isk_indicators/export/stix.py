"""The data as a STIX 2.1 bundle: reports, incidents, actors, places and what relates them.

A claim is no fact. An attribution makes a relationship only if somebody claims the incident or
attributes it; a denial or a rejection alone makes none. There is one relationship of a kind between
two rows, because platforms merge relationships of equal ends: its description lists what every
attribution says, with its speaker. ``attributed-to`` leads to armed groups named as perpetrator or
organiser; a state's force, and an accomplice, are ``related-to`` the incident.

Each report (figures, estimates, statements, attributions) becomes a note. Three properties of
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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, overload

from isk_indicators.cite import source_title, source_work, text
from isk_indicators.export import library, written_or_given
from isk_indicators.schema import DISTRIBUTION, Row, version_of
from isk_indicators.show import entries, gather
from isk_indicators.tables import Dataset, installed_dataset
from isk_indicators.views.incidents import PERPETRATORS

if TYPE_CHECKING:
    from stix2.v21 import Bundle

NAMESPACE = uuid.UUID("3f0c3c5e-54d8-4b5f-9a8e-0e6d1f7f8a52")
"""The namespace of the ids, UUIDs (version 5) of a row's id or a relationship; it never changes."""

CREATED = "2026-11-22T00:00:00.000Z"
"""When every object was created: the day of the first release. It never changes."""

IDENTITY_CLASSES: Mapping[str, str] = {
    "de_facto_authority": "organization",
    "government": "organization",
    "military": "organization",
    "igo": "organization",
    "official": "individual",
    "unnamed_officials": "unknown",
    "other": "group",
}
"""The class of an identity by the kind of its actor."""

NOTED_TABLES = ("statements", "casualties", "force_estimates", "attributions")
"""The tables whose rows become notes."""


@overload
def to_stix(path: None = None) -> Bundle: ...
@overload
def to_stix(path: str | Path) -> None: ...
def to_stix(path: str | Path | None = None) -> Bundle | None:
    """Give the installed data as a STIX 2.1 bundle; the same version always gives the same.

    Args:
        path: A file to write it into, in place of one that is there; None to return it.

    Returns:
        A ``stix2.v21.Bundle`` without custom content. ``.serialize(indent=4)`` writes it;
        ``pretty=True`` gives the same objects hundreds of times more slowly.

    Raises:
        MissingExtraError: the extra ``[stix]`` is not installed (an ImportError).

    """
    return written_or_given(path, stix_from(installed_dataset()), stix_file)


def stix_file(bundle: Bundle) -> bytes:
    """A bundle as the bytes of a JSON file."""
    return f"{bundle.serialize(indent=4)}\n".encode()


def stix_from(dataset: Dataset) -> Bundle:
    """Give any tables as a bundle, as :func:`to_stix` does."""
    objects = Objects(dataset)
    _add_rows(objects)
    related = relationships(dataset)
    for relation in related:
        objects.add(
            "relationship",
            relation.key,
            rows=[*relation.rows],
            sources=sorted({str(row["source_id"]) for row in relation.rows.values()}),
            relationship_type=relation.kind,
            source_ref=objects.made[relation.source].id,
            target_ref=objects.made[relation.target].id,
            description="\n".join(relation.descriptions),
            labels=sorted(relation.labels) or None,
        )
    _add_notes(objects, {row_id: relation.key for relation in related for row_id in relation.rows})
    for source_id, row in dataset.by_id("sources").items():
        if source_id in objects.by_source:
            objects.add(
                "report",
                source_id,
                name=f"{source_id}: {source_title(row, None)}",
                description=_in_words(dataset, source_id),
                published=CREATED,
                object_refs=list(objects.by_source[source_id]),
            )
    return objects.bundle()


def identifier(kind: str, key: str) -> str:
    """Give the id of the object of a row, the same in every release."""
    return f"{kind}--{uuid.uuid5(NAMESPACE, key)}"


class Objects:
    """The objects made so far, by key: the id of the row, or of the rows that they relate."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.made: dict[str, Any] = {}
        self.by_source: dict[str, list[str]] = defaultdict(list)
        """The ids of the objects that a source supports, in order, by the source's id."""
        self._library = library("stix2", extra="stix", caller="to_stix")
        self._marking = self._library.v21.TLP_WHITE
        self._maker: str | None = None
        descriptor = dataset.package.descriptor
        licences = (f"{licence['title']}: {licence['path']}" for licence in descriptor["licenses"])
        self._maker = self.add(
            "identity",
            DISTRIBUTION,
            rows=(),
            name=", ".join(one["title"] for one in descriptor["contributors"]),
            description="\n\n".join([descriptor["description"], *licences]),
            identity_class="organization",
        )

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
            rows: The ids of the rows that it is made from; by default ``key``.
            sources: The ids of their sources; by default those of the rows and their evidence.
            properties: Its own properties; those that are None are left out.
        """
        rows = (key,) if rows is None else rows
        if sources is None:
            found = [self.dataset.find(row_id)[1] for row_id in rows]
            found += [row for row_id in rows for row in self.dataset.evidence(row_id)]
            sources = sorted({str(row["source_id"]) for row in found})
        references = []
        for row_id in dict.fromkeys([*rows, *sources]):
            reference = {"source_name": DISTRIBUTION, "external_id": row_id}
            if row_id in sources:
                work = source_work(self.dataset.row("sources", row_id), {})
                reference["description"] = text(work)
            references.append(reference)
        shared = {
            "id": identifier(kind, key),
            "created": CREATED,
            "modified": str(self.dataset.package.descriptor["created"]),
            "created_by_ref": self._maker,
            "object_marking_refs": [self._marking.id],
            "external_references": references or None,
        }
        given = {name: value for name, value in (shared | properties).items() if value is not None}
        made = self._library.registry.class_for_type(kind, "2.1", "objects")(**given)
        self.made[key] = made
        for source in sources:
            self.by_source[source].append(made.id)
        return str(made.id)

    def refs(self, *keys: object) -> list[str]:
        """Give the ids of the objects with these keys, each once; unknown keys are left out."""
        return list(dict.fromkeys(self.made[str(k)].id for k in keys if str(k) in self.made))

    def bundle(self) -> Any:
        """Give everything as a bundle."""
        return self._library.v21.Bundle(
            id=identifier("bundle", version_of(self.dataset.package)),
            objects=[self._marking, *self.made.values()],
        )


def _add_rows(objects: Objects) -> None:
    """Add the actors, places and incidents."""
    dataset = objects.dataset
    for actor_id, row in dataset.by_id("actors").items():
        is_armed = _is_armed_group(dataset, actor_id)
        objects.add(
            "threat-actor" if is_armed else "identity",
            actor_id,
            name=row["name"],
            description=_in_words(dataset, actor_id),
            identity_class=None if is_armed else IDENTITY_CLASSES[str(row["kind"])],
        )
    for place_id, row in dataset.by_id("places").items():
        kind = row["kind"]
        objects.add(
            "location",
            place_id,
            name=row["name"],
            description=_in_words(dataset, place_id),
            region=str(row["name"]).lower().replace(" ", "-") if kind == "region" else None,
            country=row["country"] if kind in ("settlement", "country") else None,
            city=row["name"] if kind == "settlement" else None,
            administrative_area=row["subdivision"],
            latitude=row["latitude"],
            longitude=row["longitude"],
        )
    for incident_id, row in dataset.by_id("incidents").items():
        objects.add(
            "incident",
            incident_id,
            name=f"{incident_id}: {row['label']}",
            description=_in_words(dataset, incident_id),
            labels=[str(row["event_type"]), str(row["scale"])],
        )


def _add_notes(objects: Objects, related: Mapping[str, str]) -> None:
    """Add a note for each row of what is said; ``related`` has the relationship of a row by id.

    A note is of the actors, places and incidents that its row names, and of those it speaks of.
    """
    dataset = objects.dataset
    for table in NOTED_TABLES:
        keys = dataset.package.schemas[table].foreign_keys
        naming = [k.field for k in keys if k.table in ("actors", "places", "incidents")]
        for row_id, row in dataset.by_id(table).items():
            voiced = {
                str(one["incident_id"])
                for name in ("incidents", "casualties", "attributions")
                for one in dataset.where(name, "statement_id", row_id)
            }
            about = [*(row[name] for name in naming), *sorted(voiced), related.get(row_id)]
            objects.add(
                "note",
                row_id,
                abstract=f"{row_id}: {_abstract(dataset, table, row)}",
                content=f"{table} {row_id}\n{_in_words(dataset, row_id)}",
                object_refs=objects.refs(*about),
                labels=[table.replace("_", "-")],
            )


def _abstract(dataset: Dataset, table: str, row: Row) -> object:
    if table == "statements":
        return row["summary"]
    if table == "attributions":
        return f"{dataset.name('actors', row['actor_id'])}, {row['role']}: {row['stance']}"
    figure = row["stated_low"] if row["figure"] is None else row["figure"]
    if table == "casualties":
        return f"{row['harm']}: {figure}"
    return f"{dataset.name('actors', row['actor_id'])}, {row['measure']}: {figure}"


def _in_words(dataset: Dataset, row_id: str) -> str:
    """A row as ``show`` prints it: its columns, its quote, its source, its evidence."""
    lines = entries(gather(dataset, row_id))
    return "\n".join(f"{e.label}: {e.text}" if e.label else e.text for e in lines)


def _is_armed_group(dataset: Dataset, actor_id: object) -> bool:
    return dataset.by_id("actors").get(str(actor_id), {}).get("kind") == "armed_group"


@dataclass(frozen=True)
class Relationship:
    """What some rows state of two rows, each by its id."""

    source: str
    kind: str
    target: str
    rows: dict[str, Row] = field(default_factory=dict)
    descriptions: list[str] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)

    @property
    def key(self) -> str:
        """What it is known by: "inc-0001 targets plc-0001"."""
        return f"{self.source} {self.kind} {self.target}"


def relationships(dataset: Dataset) -> list[Relationship]:
    """List every relationship, sorted, one of a kind between two rows."""
    merged: dict[tuple[str, str, str], Relationship] = {}
    for ends, row_id, row, description in (*_of_cells(dataset), *_of_attributions(dataset)):
        relation = merged.setdefault(ends, Relationship(*ends))
        relation.rows[row_id] = row
        relation.descriptions.append(description)
        relation.labels.update(str(row[name]) for name in ("stance", "role") if name in row)
    return sorted(merged.values(), key=lambda relation: relation.key)


_Stated: TypeAlias = tuple[tuple[str, str, str], str, Row, str]
"""The ends of a relationship round its kind, the row that states it, and in what words."""


def _of_cells(dataset: Dataset) -> Iterator[_Stated]:
    """The relationships that a cell of an actor or an incident states."""
    cells = [
        (row_id, row, "parent_id", "related-to", "Parent organisation.")
        for row_id, row in dataset.by_id("actors").items()
    ]
    for row_id, row in dataset.by_id("incidents").items():
        is_armed = _is_armed_group(dataset, row["target_actor_id"])
        kind = "related-to" if is_armed else "targets"
        cells += [
            (row_id, row, "place_id", "targets", "Place of the incident."),
            (row_id, row, "target_actor_id", kind, "Target of the incident."),
            (row_id, row, "part_of", "related-to", "Series that it is part of."),
        ]
    for row_id, row, column, kind, description in cells:
        if row[column] is not None:
            yield (row_id, kind, str(row[column])), row_id, row, description


def _of_attributions(dataset: Dataset) -> Iterator[_Stated]:
    """A relationship of each incident and actor that a claim or an attribution connects."""
    by_ends: dict[tuple[str, str], dict[str, Row]] = defaultdict(dict)
    for row_id, row in dataset.by_id("attributions").items():
        by_ends[str(row["incident_id"]), str(row["actor_id"])][row_id] = row
    for (incident_id, actor_id), rows in by_ends.items():
        naming = [row for row in rows.values() if row["stance"] in ("claim", "attribution")]
        is_doer = any(row["role"] in PERPETRATORS for row in naming)
        attributed = is_doer and _is_armed_group(dataset, actor_id)
        kind = "attributed-to" if attributed else "related-to"
        for row_id, row in rows.items() if naming else ():
            the = "the " if row["voice"] == "author" else ""
            description = (
                f"{row_id}: {row['stance']}, as {row['role']}, {row['certainty']}; "
                f"said by {the}{dataset.said_by(row)}"
            )
            yield (incident_id, kind, actor_id), row_id, row, description
