"""The rules of every table."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from isk_indicators.rules import (
    actors,
    attributions,
    casualties,
    corrections,
    evidence,
    force_estimates,
    incidents,
    places,
    reviewed,
    sources,
    statements,
    withdrawn,
)
from isk_indicators.rules.rule import Rule

RULES: Mapping[str, tuple[Rule, ...]] = MappingProxyType(
    {
        "sources": sources.RULES,
        "actors": actors.RULES,
        "places": places.RULES,
        "incidents": incidents.RULES,
        "casualties": casualties.RULES,
        "force_estimates": force_estimates.RULES,
        "statements": statements.RULES,
        "attributions": attributions.RULES,
        "evidence": evidence.RULES,
        "reviewed": reviewed.RULES,
        "corrections": corrections.RULES,
        "withdrawn": withdrawn.RULES,
    }
)
"""The rules of each table."""
