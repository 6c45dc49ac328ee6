"""Codes that a standard assigns, and outlines of countries; ``data/README.md`` has the sources."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from types import MappingProxyType

from isk_indicators.rules.rule import Problem, Rule, rule

COUNTRIES = "ISO 3166-1 alpha-2"
SUBDIVISIONS = "ISO 3166-2"
LANGUAGES = "ISO 639-1"

_FEW = 40
"""So many codes of a country can be listed in a message."""


@rule("country-code", column="country", phase="spans")
def country_is_assigned(country: str) -> Problem | None:
    """A country code that ISO 3166-1 does not assign."""
    advice = (
        "Type the country's assigned code, such as GB for the United Kingdom, or blank the cell."
    )
    return _unassigned(country, COUNTRIES, advice)


@rule("subdivision-code", column="subdivision", phase="spans")
def subdivision_is_assigned(subdivision: str) -> Problem | None:
    """A code of a country's division that ISO 3166-2 does not assign."""
    assigned = assigned_codes(SUBDIVISIONS)
    if subdivision in assigned:
        return None
    country = subdivision[:2]
    siblings = sorted(code for code in assigned if code.startswith(f"{country}-"))
    listed = f": {', '.join(siblings)}" if 0 < len(siblings) <= _FEW else ""
    return Problem(
        subdivision,
        f"an assigned code of {SUBDIVISIONS}{listed}",
        "Type the assigned code of the division; codes change when a country is divided anew.",
    )


@rule("language-code", column="language", phase="spans")
def language_is_assigned(language: str) -> Problem | None:
    """A language code that ISO 639-1 does not assign."""
    advice = "Type the language's assigned code, such as en for English."
    return _unassigned(language, LANGUAGES, advice)


def _unassigned(code: str, standard: str, advice: str) -> Problem | None:
    if code in assigned_codes(standard):
        return None
    return Problem(code, f"an assigned code of {standard}", advice)


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        COUNTRIES: country_is_assigned,
        SUBDIVISIONS: subdivision_is_assigned,
        LANGUAGES: language_is_assigned,
    }
)
"""The rule of each standard."""


@cache
def assigned_codes(standard: str) -> frozenset[str]:
    """The codes that a standard assigns.

    >>> "PK-KP" in assigned_codes(SUBDIVISIONS)
    True
    """
    codes = json.loads(_read("codes.json"))[standard]
    if isinstance(codes, str):
        return frozenset(codes.split())
    return frozenset(f"{country}-{code}" for country in codes for code in codes[country].split())


# Outlines of countries and their first-level divisions
#
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
    rows = csv.DictReader(io.StringIO(_read("outlines.csv")))
    return {row["code"]: row["outline"] for row in rows}


def _read(name: str) -> str:
    return files(__package__).joinpath("data", name).read_text(encoding="utf-8")
