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
        "actors": actors.RULES,
        "attributions": attributions.RULES,
        "casualties": casualties.RULES,
        "corrections": corrections.RULES,
        "evidence": evidence.RULES,
        "force_estimates": force_estimates.RULES,
        "incidents": incidents.RULES,
        "places": places.RULES,
        "reviewed": reviewed.RULES,
        "sources": sources.RULES,
        "statements": statements.RULES,
        "withdrawn": withdrawn.RULES,
    }
)
"""The rules of each table."""
