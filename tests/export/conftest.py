"""A small made-up package that has a case of everything that an export decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from isk_indicators.schema import DataPackage

if TYPE_CHECKING:
    from tests.conftest import MakePackage

QUOTE = "a bomber killed more than 60 people in the north"


def row(**cells: object) -> dict[str, object]:
    """Give a row with a span in the first source, or in the one named."""
    span = {"source_id": "src-000", "span_start": 0, "span_end": len(QUOTE), "quote": QUOTE}
    return span | cells


def actor(number: int, name: str, kind: str, **cells: object) -> dict[str, object]:
    return row(actor_id=f"act-{number:04}", name=name, kind=kind, **cells)


def place(number: int, name: str, kind: str, **cells: object) -> dict[str, object]:
    return row(place_id=f"plc-{number:04}", name=name, kind=kind, **cells)


def incident(number: int, **cells: object) -> dict[str, object]:
    reported = {"label": f"Attack {number}", "scale": "single", "event_type": "attack"}
    return row(incident_id=f"inc-{number:04}", **reported | cells)


def attribution(number: int, incident: int, actor: int, **cells: object) -> dict[str, object]:
    reported = {"role": "perpetrator", "stance": "attribution", "certainty": "certain"}
    return row(
        attribution_id=f"atr-{number:04}",
        incident_id=f"inc-{incident:04}",
        actor_id=f"act-{actor:04}",
        **reported | {"voice": "author"} | cells,
    )


@pytest.fixture
def package(make_package: MakePackage) -> DataPackage:
    seat = {"latitude": 34.7361, "longitude": 71.52739}
    return make_package(
        {
            "sources": [
                {"source_id": "src-000", "file": "a.txt", "published": "2024", "sha256": "0" * 64},
                {"source_id": "src-001", "file": "b.txt", "published": "2023", "title": "Title"},
                {"source_id": "src-002", "file": "c.txt", "published": "2022", "title": "Unused"},
            ],
            "actors": [
                actor(1, "Group", "armed_group", parent_id="act-0002", aliases="G|Shared"),
                actor(2, "Mother group", "armed_group", aliases="Shared"),
                actor(3, "Authority", "de_facto_authority"),
                actor(4, "Spokesman", "official", parent_id="act-0003"),
            ],
            "places": [
                place(1, "Town", "settlement", country="AF", subdivision="AF-KAB", **seat),
                place(2, "District", "district", country="PK", subdivision="PK-KP", **seat),
                place(3, "Country", "country", country="AF"),
                place(4, "Central Asia", "region"),
            ],
            "incidents": [
                incident(2, place_id="plc-0002", date="2024-03", part_of="inc-0003"),
                incident(1, place_id="plc-0001", target_actor_id="act-0003"),
                incident(3, scale="series", place_id="plc-0004", target_actor_id="act-0001"),
                incident(4),
            ],
            "casualties": [
                row(
                    casualty_id="cas-0001",
                    incident_id="inc-0001",
                    harm="killed",
                    figure="more than 60",
                    qualifier="more_than",
                    stated_low=60,
                    stated_high=60,
                    source_id="src-001",
                ),
                row(
                    casualty_id="cas-0002",
                    incident_id="inc-0001",
                    harm="killed",
                    stated_low=1,
                    stated_high=1,
                ),
            ],
            "force_estimates": [
                row(
                    estimate_id="est-0001",
                    actor_id="act-0001",
                    measure="fighters",
                    place_id="plc-0003",
                    figure="many",
                    qualifier="vague",
                )
            ],
            "statements": [
                row(statement_id="stm-0001", speaker_id="act-0001", summary="Group did it."),
                row(statement_id="stm-0002", speaker_id="act-0004", summary="Group did it not."),
                row(
                    statement_id="stm-0003",
                    speaker_id="act-0004",
                    about_actor_id="act-0001",
                    summary="Group is a threat.",
                ),
            ],
            "attributions": [
                attribution(1, 1, 1, stance="claim", voice="statement", statement_id="stm-0001"),
                attribution(2, 1, 1, voice="other", source_id="src-001"),
                attribution(
                    3, 1, 1, stance="rejection", voice="statement", statement_id="stm-0002"
                ),
                attribution(
                    4, 2, 1, stance="rejection", voice="statement", statement_id="stm-0002"
                ),
                attribution(5, 2, 2, stance="denial", voice="statement", statement_id="stm-0001"),
                attribution(6, 2, 3),
                attribution(7, 3, 1, role="accomplice", certainty="hedged"),
                attribution(8, 3, 2, role="organiser"),
            ],
            "evidence": [
                row(
                    evidence_id="evd-0001",
                    table_name="incidents",
                    row_id="inc-0001",
                    column_name="place_id",
                    role="contradicts",
                    value="plc-0002",
                    source_id="src-001",
                )
            ],
        }
    )
