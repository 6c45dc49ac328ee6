"""A stronghold that is denied says nothing of bases: the two are measures of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isk_indicators.tables import Dataset
from isk_indicators.views.disagreements import disagreements_of

if TYPE_CHECKING:
    from tests.conftest import MakePackage

SHARED = {"actor_id": "act-0001", "unit": "sites", "as_of": "2024", "voice": "author"}
NONE = {"figure": "not a single", "qualifier": "exact", "stated_low": 0, "stated_high": 0}
SOME = {"figure": "a small number", "qualifier": "vague"}


def test_no_stronghold_is_compared_with_strongholds_alone(make_package: MakePackage) -> None:
    figures = {
        "est-0001": {"measure": "strongholds", "basis": "negated", "source_id": "src-000"} | NONE,
        "est-0002": {"measure": "bases", "basis": "stated", "source_id": "src-001"} | SOME,
        "est-0003": {"measure": "strongholds", "basis": "stated", "source_id": "src-001"} | SOME,
    }
    package = make_package(
        {
            "sources": [{"source_id": f"src-00{n}", "published": "2024"} for n in (0, 1)],
            "actors": [{"actor_id": "act-0001", "name": "IS-K"}],
            "force_estimates": [
                {"estimate_id": id_, **SHARED, **cells} for id_, cells in figures.items()
            ],
        }
    )
    pairs = disagreements_of(Dataset(package), "force_size")
    assert [(p["first_id"], p["second_id"], p["detail"], p["relation"]) for p in pairs] == [
        ("est-0001", "est-0003", "strongholds", "contradictory")
    ]
