"""Where incidents were: the places known to the district or better, as a picture's rows.

What lives here: which place gets a mark, with which incidents, and what is said beneath. What must
not: projections, coasts, sizes. One more thing to say of a place is one more attribute of
:class:`PlaceMark`. Standard library only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from isk_indicators.derived import Row
from isk_indicators.tables import Dataset, installed
from isk_indicators.views import wording
from isk_indicators.views.pictures import Picture

FINE = ("settlement", "district")
"""The values of ``coordinate_precision`` that a map can show; a province has no one point."""


class PlaceMark(NamedTuple):
    """A place with the incidents that were there.

    Attributes:
        place_id: The place.
        name: Its name.
        longitude: In degrees east (WGS 84).
        latitude: In degrees north (WGS 84).
        precision: What the point stands for: the settlement, or the district by its seat.
        incident_ids: The incidents whose row names the place, in the table's order.
        told_ids: Further incidents that another telling puts there, in the table's order.

    """

    place_id: str
    name: str
    longitude: float
    latitude: float
    precision: str
    incident_ids: tuple[str, ...]
    told_ids: tuple[str, ...]


def place_marks(dataset: Dataset | None = None) -> Picture[PlaceMark]:
    """Give the places of incidents that are known to the district or better.

    Args:
        dataset: The tables; the installed ones if None.

    Returns:
        A row a place of at least one incident or telling, in the table's order; the incidents of
        which no such place is told are counted in the notes.

    """
    dataset = dataset or installed()
    marks = tuple(
        mark
        for place in dataset.rows("places")
        if place["coordinate_precision"] in FINE
        and ((mark := _mark(dataset, place)).incident_ids or mark.told_ids)
    )
    return Picture("Where?", marks, "", tuple(_notes(dataset, marks)))


def _mark(dataset: Dataset, place: Row) -> PlaceMark:
    incidents = dataset.where("incidents", "place_id", place["place_id"])
    own = tuple(str(row["incident_id"]) for row in incidents)
    return PlaceMark(
        str(place["place_id"]),
        str(place["name"]),
        float(str(place["longitude"])),
        float(str(place["latitude"])),
        str(place["coordinate_precision"]),
        own,
        tuple(dict.fromkeys(i for i in _told(dataset, place) if i not in own)),
    )


def _told(dataset: Dataset, place: Row) -> Iterator[str]:
    """The incidents that an evidence row puts at a place."""
    for row in dataset.where("evidence", "value", place["place_id"]):
        if (row["table_name"], row["column_name"]) == ("incidents", "place_id"):
            yield str(row["row_id"])


def _notes(dataset: Dataset, marks: Sequence[PlaceMark]) -> Iterator[str]:
    yield (
        "A number counts the incidents and series of a place, not their weight. A ring is a "
        "district, drawn at its seat, or a place that only a further telling names."
    )
    shown = {incident for mark in marks for incident in mark.incident_ids}
    rest = [row for row in dataset.rows("incidents") if row["incident_id"] not in shown]
    if rest:
        named = sum(row["place_id"] is not None for row in rest)
        yield (
            f"Not drawn: {wording.counted(len(rest), 'incident or series', 'incidents and series')}"
            f", {named} of them known only to the province, the country or the region, the others "
            "without any place."
        )
