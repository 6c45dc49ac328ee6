"""How an object of the STIX bundle is made: its id, its dates, its maker, its references.

What lives here: what all objects share. What must not: which row becomes which object (``stix``).
One more property of every object is one more entry in ``Objects.add``. The library ``stix2`` (extra
``[stix]``) is imported when :class:`Objects` is made.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from isk_indicators.cite import source_work, text
from isk_indicators.export.extras import library
from isk_indicators.home import DISTRIBUTION, version_of
from isk_indicators.tables import Dataset

NAMESPACE = uuid.UUID("3f0c3c5e-54d8-4b5f-9a8e-0e6d1f7f8a52")
"""Of the ids, each the UUID (version 5) of a row's id, or of two and what ties them; for ever."""

CREATED = "2026-11-22T00:00:00.000Z"
"""When every object was created: the day of the first release. It never changes."""


class Objects:
    """The objects made so far, by key: the id of the row, or of the rows that they tie."""

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
