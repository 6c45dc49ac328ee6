"""Rules of codes that a standard assigns; ``data/README.md`` has the source of the lists."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
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
    if country in assigned_codes(COUNTRIES):
        return None
    return Problem(
        country,
        f"an assigned code of {COUNTRIES}",
        "Type the country's assigned code, such as GB for the United Kingdom, or blank the cell.",
    )


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
    if language in assigned_codes(LANGUAGES):
        return None
    return Problem(
        language,
        f"an assigned code of {LANGUAGES}",
        "Type the language's assigned code, such as en for English.",
    )


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
    text = files(__package__).joinpath("data/codes.json").read_text(encoding="utf-8")
    codes = json.loads(text)[standard]
    if isinstance(codes, str):
        return frozenset(codes.split())
    return frozenset(f"{country}-{code}" for country in codes for code in codes[country].split())
