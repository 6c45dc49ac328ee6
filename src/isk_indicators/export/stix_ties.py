"""What ties two rows together in the STIX bundle, and what is said of each tie.

What lives here: which rows are related, and how. What must not: a tie that no row states, the
making of objects (``stix``). One more tie is one more generator in :func:`ties`. Standard library
only.

A claim is no fact. An attribution makes a tie only if somebody claims the incident or attributes
it; a denial or a rejection alone makes none, and beside another voice it stands in that tie. There
is one tie of a kind between two rows, because platforms merge relationships of equal ends: its
description lists what every attribution says, and who says so. ``attributed-to`` leads to armed
groups that are named as perpetrator or organiser; a state's force, and an accomplice, are
``related-to`` the incident.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from isk_indicators.schema import Row
from isk_indicators.tables import Dataset

ARMED_GROUP = "armed_group"
_NAMING = ("claim", "attribution")
_DOING = ("perpetrator", "organiser")


@dataclass(frozen=True)
class Tie:
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


def ties(dataset: Dataset) -> list[Tie]:
    """List every tie, sorted, one of a kind between two rows."""
    stated = (*_parents(dataset), *_incidents(dataset), *_attributed(dataset))
    found = sorted(stated, key=lambda tie: tie.key)
    return [_joined(list(same)) for _, same in groupby(found, key=lambda tie: tie.key)]


def _joined(same: list[Tie]) -> Tie:
    first = same[0]
    return Tie(
        first.source,
        first.kind,
        first.target,
        tuple(dict.fromkeys(row for tie in same for row in tie.rows)),
        tuple(sorted({source for tie in same for source in tie.sources})),
        tuple(line for tie in same for line in tie.descriptions),
        tuple(sorted({label for tie in same for label in tie.labels})),
    )


def _parents(dataset: Dataset) -> Iterator[Tie]:
    for row_id, row in dataset.by_id("actors").items():
        yield from _stated(row_id, row, "related-to", "parent_id", "Parent organisation.")


def _incidents(dataset: Dataset) -> Iterator[Tie]:
    for row_id, row in dataset.by_id("incidents").items():
        kind = "related-to" if _is_armed_group(dataset, row["target_actor_id"]) else "targets"
        yield from _stated(row_id, row, "targets", "place_id", "Place of the incident.")
        yield from _stated(row_id, row, kind, "target_actor_id", "Target of the incident.")
        yield from _stated(row_id, row, "related-to", "part_of", "Series that it is part of.")


def _stated(row_id: str, row: Row, kind: str, column: str, description: str) -> Iterator[Tie]:
    """Make a tie of a cell; a blank makes none."""
    if row[column] is not None:
        sources = (str(row["source_id"]),)
        yield Tie(row_id, kind, str(row[column]), (row_id,), sources, (description,))


def _attributed(dataset: Dataset) -> Iterator[Tie]:
    rows = sorted(dataset.by_id("attributions").items(), key=_ends)
    for (incident_id, actor_id), same in groupby(rows, key=_ends):
        told = dict(same)
        if any(row["stance"] in _NAMING for row in told.values()):
            yield Tie(
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
