"""Where incidents were, worked out by hand from the tables and the documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from isk_indicators.tables import Dataset
from isk_indicators.views.charts import ChartData, PlaceMark, place_marks

if TYPE_CHECKING:
    from isk_indicators.schema import DataPackage
    from tests.conftest import MakePackage

# src-000: the concert hall in Krasnogorsk (inc-0001), a rally in Bajaur (inc-0005), Mastung
# district (inc-0006). src-001: "deadly attack on a concert hall in Moscow", a further telling of
# inc-0001; Kerman (inc-0011); Kabul airport (inc-0013), the Russian embassy (inc-0008). src-004,
# all in Kabul: the checkpoint, the ministry, the hideout (inc-0022 to 24), the mission and the
# hotel (inc-0027, 28). Balkh is a province.
KABUL = ("inc-0008", "inc-0013", "inc-0022", "inc-0023", "inc-0024", "inc-0027", "inc-0028")


@pytest.fixture(scope="module")
def reported(published: DataPackage) -> ChartData[PlaceMark]:
    return place_marks(Dataset(published))


def test_the_places_of_the_first_release(reported: ChartData[PlaceMark]) -> None:
    assert [
        (mark.name, mark.precision, mark.incident_ids, mark.further_ids) for mark in reported.rows
    ] == [
        ("Krasnogorsk", "settlement", ("inc-0001",), ()),
        ("Moscow", "settlement", (), ("inc-0001",)),
        ("Kabul", "settlement", KABUL, ()),
        ("Bajaur", "district", ("inc-0005",), ()),
        ("Mastung", "district", ("inc-0006",), ()),
        ("Kerman", "settlement", ("inc-0011",), ()),
    ]


def test_a_place_has_the_coordinates_of_its_row(reported: ChartData[PlaceMark]) -> None:
    kabul = next(mark for mark in reported.rows if mark.place_id == "plc-0004")
    assert (kabul.longitude, kabul.latitude) == (69.17233, 34.52813)


def test_what_is_not_drawn_is_counted(reported: ChartData[PlaceMark]) -> None:
    # Eleven incidents have a mark. Of the other 17, two were in Balkh, four in Afghanistan as a
    # whole (inc-0014, 15, 21) or Pakistan (inc-0004), one in Europe (inc-0009).
    assert reported.notes[0].startswith("A number counts the incidents and series of a place")
    assert reported.notes[1].startswith(
        "Not drawn: 17 incidents and series, 7 of them known only to"
    )
    assert len(reported.notes) == 2


PLACE = {"longitude": "10.5", "latitude": "-20.25", "coordinate_precision": "settlement"}


def test_a_province_and_a_place_of_no_incident_have_no_mark(make_package: MakePackage) -> None:
    package = make_package(
        {
            "places": [
                {"place_id": "plc-0001", "name": "Town"} | PLACE,
                {"place_id": "plc-0002", "name": "Province"}
                | PLACE
                | {"coordinate_precision": "province"},
                {"place_id": "plc-0003", "name": "Country"},
                {"place_id": "plc-0004", "name": "Nowhere"} | PLACE,
            ],
            "incidents": [
                {"incident_id": f"inc-000{n}", "place_id": place}
                for n, place in enumerate(["plc-0001", "plc-0002", "plc-0003", "", "plc-0001"], 1)
            ],
        }
    )
    picture = place_marks(Dataset(package))
    assert picture.rows == (
        PlaceMark("plc-0001", "Town", 10.5, -20.25, "settlement", ("inc-0001", "inc-0005"), ()),
    )
    assert picture.notes[1].startswith("Not drawn: 3 incidents and series, 2 of them known only to")


def test_a_telling_counts_once_and_only_for_the_column_of_the_place(
    make_package: MakePackage,
) -> None:
    def telling(number: int, **cells: str) -> dict[str, str]:
        return {
            "evidence_id": f"evd-000{number}",
            "table_name": "incidents",
            "row_id": "inc-0001",
            "column_name": "place_id",
            "value": "plc-0001",
        } | cells

    package = make_package(
        {
            "places": [{"place_id": f"plc-000{n}", "name": f"Town {n}"} | PLACE for n in (1, 2)],
            "incidents": [
                {"incident_id": "inc-0001", "place_id": "plc-0002"},
                {"incident_id": "inc-0002", "place_id": "plc-0001"},
            ],
            "evidence": [
                telling(1),
                telling(2),
                telling(3, row_id="inc-0002"),
                telling(4, column_name="target_text", row_id="inc-0002"),
                telling(5, table_name="force_estimates", row_id="est-0001"),
            ],
        }
    )
    first, second = place_marks(Dataset(package)).rows
    assert (first.incident_ids, first.further_ids) == (("inc-0002",), ("inc-0001",))
    assert (second.incident_ids, second.further_ids) == (("inc-0001",), ())


def test_without_places_nothing_is_drawn_and_all_is_counted(make_package: MakePackage) -> None:
    package = make_package({"incidents": [{"incident_id": "inc-0001"}]})
    picture = place_marks(Dataset(package))
    assert picture.rows == ()
    assert picture.notes[1].startswith("Not drawn: 1 incident or series, 0 of them")


def test_if_all_are_drawn_nothing_is_said_to_be_left_out(make_package: MakePackage) -> None:
    package = make_package(
        {
            "places": [{"place_id": "plc-0001", "name": "Town"} | PLACE],
            "incidents": [{"incident_id": "inc-0001", "place_id": "plc-0001"}],
        }
    )
    assert len(place_marks(Dataset(package)).notes) == 1
