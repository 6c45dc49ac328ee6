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
    origins,
    places,
    readings,
    reviewed,
    sources,
    statements,
    withdrawn,
)
from isk_indicators.rules.proofs import declared_rules
from isk_indicators.rules.rule import Rule
from isk_indicators.schema import DataPackage

_TABLES = {
    "actors": actors,
    "attributions": attributions,
    "casualties": casualties,
    "corrections": corrections,
    "evidence": evidence,
    "force_estimates": force_estimates,
    "incidents": incidents,
    "origins": origins,
    "places": places,
    "readings": readings,
    "reviewed": reviewed,
    "sources": sources,
    "statements": statements,
    "withdrawn": withdrawn,
}

RULES: Mapping[str, tuple[Rule, ...]] = MappingProxyType(
    {name: module.RULES for name, module in _TABLES.items()}
)
"""The rules of each table."""


def rules_of(package: DataPackage) -> dict[str, tuple[Rule, ...]]:
    """The rules of each table of a package: those of this data set, and what its schemas declare.

    A known column keeps its rules, whatever the package's schema declares.
    """
    found = {}
    for name, schema in package.schemas.items():
        own = RULES.get(schema.table, ())
        known = {(rule.id, rule.column) for rule in own}
        declared = [r for r in declared_rules(schema) if (r.id, r.column) not in known]
        found[name] = (*own, *declared)
    return found
