"""Rules of the table of places."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from itertools import pairwise

from isk_indicators.rules import sourcing
from isk_indicators.rules.proofs import table_rules
from isk_indicators.rules.rule import PartialDataset, Problem, RowKey, rule
from isk_indicators.rules.schema import validate_table
from isk_indicators.rules.sourcing import WIDE


@rule("coordinates", column="latitude")
def coordinates_are_whole(
    kind: str,
    latitude: float | None,
    longitude: float | None,
    coordinate_precision: str | None,
    coordinate_source: str | None,
) -> Problem | None:
    """Coordinates that are incomplete, of another precision, or given for a country or region."""
    given = [c for c in (latitude, longitude, coordinate_source) if c is not None]
    advice = f"Fill the four columns from the gazetteer: a {kind} has coordinates."
    if kind in WIDE:
        right = not given and coordinate_precision is None
        expected = "no coordinates, no precision, no source: a country or region has none"
        advice = "Blank the four columns, or correct the kind."
    else:
        right = len(given) == 3 and coordinate_precision == kind  # noqa: PLR2004 - all three
        expected = f"both coordinates, their source and the precision {kind}"
    if right:
        return None
    return Problem(
        f"{latitude}, {longitude}, {coordinate_precision}, {coordinate_source}",
        expected,
        advice,
    )


@rule("subdivision", column="subdivision")
def subdivision_is_of_the_country(subdivision: str, country: str | None) -> Problem | None:
    """A subdivision that is not in the row's country."""
    if country is not None and subdivision.startswith(country + "-"):
        return None
    return Problem(subdivision, f"a code that begins with {country}-", "Correct one of the two.")


@rule("coordinates-place", column="latitude")
def coordinates_are_in_the_place(
    latitude: float, longitude: float, country: str | None, subdivision: str | None
) -> Problem | None:
    """Coordinates outside the outline of the subdivision, or of the country if there is none."""
    if subdivision is not None and not subdivision.startswith(f"{country}-"):
        return None  # reported as such
    code, outline = subdivision, outline_of(subdivision or "")
    if outline is None:
        code, outline = country, outline_of(country or "")
    if outline is None or outline.contains(latitude, longitude):
        return None
    if outline.contains(longitude, latitude):
        advice = "Latitude and longitude are swapped: type each in the column of the other."
    else:
        advice = (
            "Copy both numbers, with their signs, from the gazetteer entry; or correct the "
            "subdivision or the country."
        )
    box = f"{outline} in its largest part" if len(outline.rings) > 1 else f"{outline}"
    return Problem(
        f"{latitude}, {longitude}",
        f"a point in {code}, by its outline from Natural Earth ({box})",
        advice,
    )


@rule("gazetteer-once", column="coordinate_source", phase="cross_table")
def entry_is_of_this_place(
    coordinate_source: str,
    kind: str | None,
    subdivision: str | None,
    *,
    data: PartialDataset,
    row: RowKey,
) -> Problem | None:
    """A gazetteer entry that an earlier place already has.

    A province, a district and their seat may share one: words in brackets say whose it is.
    """
    entry = _ENTRY.match(coordinate_source)
    for other in data.rows("places"):
        if entry is None or other["place_id"] in (row.id, None):
            return None
        theirs = other["coordinate_source"] or ""
        by_seat = "(" in coordinate_source + theirs and kind != other["kind"]
        is_shared = by_seat and subdivision is not None and subdivision == other["subdivision"]
        if entry[0] == (_ENTRY.match(theirs) or [None])[0] and not is_shared:
            columns = ("coordinate_source", "kind", "subdivision")
            data.require("places", *columns, place_id=other["place_id"])
            return Problem(
                coordinate_source,
                f"another entry than that of {sourcing.label(other['place_id'], other)}",
                "Copy the number from the entry of this place.",
            )
    return None


_ENTRY = re.compile(r"[^\d(]*\d+")
"""A gazetteer and its first number."""


# Outlines of countries and their first-level divisions (``data/README.md`` has the source).
# An outline is somewhat larger than the country or division: a point outside it is outside.

Point = tuple[float, float]
"""A longitude and a latitude."""

_RING = re.compile(r"\(([^()]+)\)")


@dataclass(frozen=True)
class Outline:
    """The outline of a country or division.

    Attributes:
        rings: The closed lines that bound it, that of the largest part first. A line within another
            bounds a gap.
    """

    rings: tuple[tuple[Point, ...], ...]

    def contains(self, latitude: float, longitude: float) -> bool:
        """Whether a point is within it: a line from the point westwards crosses its edge oddly."""
        x = 180.0 if longitude == -180 else longitude  # noqa: PLR2004 - the date line, once
        crossed = sum(
            (y1 > latitude) != (y2 > latitude) and x1 + (latitude - y1) / (y2 - y1) * (x2 - x1) < x
            for ring in self.rings
            for (x1, y1), (x2, y2) in pairwise(ring)
        )
        return crossed % 2 == 1

    def __str__(self) -> str:
        """The box of the largest part.

        >>> str(outline_of("AF-KAB"))
        'latitude 33.9 to 35.1, longitude 68.7 to 70.1'
        """
        longitudes, latitudes = zip(*self.rings[0], strict=True)
        return (
            f"latitude {min(latitudes):g} to {max(latitudes):g}, "
            f"longitude {min(longitudes):g} to {max(longitudes):g}"
        )


@cache
def outline_of(code: str) -> Outline | None:
    """The outline of an ISO 3166 code; None if there is none.

    >>> outline_of("AF").contains(34.53, 69.17)
    True
    """
    text = _outlines().get(code)
    if text is None:
        return None
    rings = (ring[1].split(",") for ring in _RING.finditer(text))
    pairs = ([map(float, position.split()) for position in ring] for ring in rings)
    return Outline(tuple(tuple((x, y) for x, y in ring) for ring in pairs))


@cache
def _outlines() -> Mapping[str, str]:
    """The outlines as well-known text, by code."""
    text = files(__package__).joinpath("data/outlines.csv").read_text("utf-8")
    return {row["code"]: row["outline"] for row in csv.DictReader(text.splitlines())}


RULES = table_rules(
    "places",
    sourcing.is_used,
    coordinates_are_whole,
    coordinates_are_in_the_place,
    subdivision_is_of_the_country,
    entry_is_of_this_place,
)

validate = partial(validate_table, "places", RULES)
"""Validate a frame of this table; see :func:`isk_indicators.rules.schema.validate_table`."""
