"""Coarse outlines of countries and their first-level divisions; ``data/README.md`` has the source.

An outline is somewhat larger than the country or division: a point outside it is outside for sure.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from types import MappingProxyType

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


def outline_of(code: str) -> Outline | None:
    """The outline of an ISO 3166 code; None if there is none.

    >>> outline_of("AF").contains(34.53, 69.17)
    True
    """
    text = _texts().get(code)
    return _parse(text) if text is not None else None


@cache
def _parse(text: str) -> Outline:
    rings = (ring[1].split(",") for ring in _RING.finditer(text))
    return Outline(tuple(tuple(_point(position) for position in ring) for ring in rings))


def _point(position: str) -> Point:
    longitude, latitude = position.split()
    return float(longitude), float(latitude)


@cache
def _texts() -> Mapping[str, str]:
    """The outlines as well-known text, by code."""
    text = files(__package__).joinpath("data/outlines.csv").read_text(encoding="utf-8")
    return MappingProxyType(
        {row["code"]: row["outline"] for row in csv.DictReader(io.StringIO(text))}
    )
