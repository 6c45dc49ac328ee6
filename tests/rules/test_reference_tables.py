"""The rules of the reference tables."""

from __future__ import annotations

from typing import Any

import pytest

from isk_indicators.rules import actors, places, sources, sourcing
from isk_indicators.rules.rule import CannotDecide, Problem
from isk_indicators.schema import DataPackage
from tests.rules.one_row import Rows, judged, linked

FORMS = "one of the forms 'Islamic State', 'IS', 'Daesh'"


@pytest.mark.parametrize(
    ("aliases", "quote", "expected"),
    [
        ("IS|Daesh", "Islamic State fled", None),
        ("IS|Daesh", "Daesh fled", None),
        ("IS|Daesh", "DAESH fled", FORMS),
        (None, "Daesh fled", "one of the forms 'Islamic State'"),
        (None, "Islamic State fled", None),
    ],
)
def test_a_first_mention_names_the_actor(
    aliases: str | None, quote: str, expected: str | None
) -> None:
    fault = judged(
        actors.mention_names_the_actor, name="Islamic State", aliases=aliases, quote=quote
    )
    message = "Quote the first words that name the actor, or add their form to the aliases."
    assert fault == (Problem(quote, expected, message) if expected else None)


@pytest.mark.parametrize(
    ("aliases", "right"),
    [
        ("IS", True),
        ("IS|Daesh", True),
        ("IS|IS", False),
        ("IS|Islamic State", False),
        ("IS||Daesh", False),
        ("IS|", False),
        ("IS| Daesh", False),
        ("IS |Daesh", False),
    ],
)
def test_aliases_are_a_list_of_other_forms(aliases: str, right: bool) -> None:
    fault = Problem(
        aliases, "other forms than the name, each once, parted by | alone", "Clean the list."
    )
    said = judged(actors.aliases_are_a_list, name="Islamic State", aliases=aliases)
    assert said == (None if right else fault)


def test_a_circle_of_parents_is_reported_once(real: DataPackage) -> None:
    data = linked(
        real,
        actors=[
            {"actor_id": "act-0001", "parent_id": "act-0003"},  # above it, a circle of others
            {"actor_id": "act-0002", "parent_id": "act-0003"},
            {"actor_id": "act-0003", "parent_id": "act-0002"},
            {"actor_id": "act-0004", "parent_id": "act-0005"},
            {"actor_id": "act-0005"},
            {"actor_id": "act-0006", "parent_id": "act-0006"},
        ],
    )

    def said(actor: str, parent: str) -> Problem | None:
        rule = actors.is_not_its_own_parent
        return judged(rule, data=data, row=("actors", actor), parent_id=parent)

    def fault(parent: str) -> Problem:
        return Problem(
            parent, "an actor that is not below this one", "Correct or blank the parent."
        )

    assert said("act-0001", "act-0003") is None
    assert said("act-0002", "act-0003") == fault("act-0003")
    assert said("act-0003", "act-0002") is None
    assert said("act-0004", "act-0005") is None
    assert said("act-0006", "act-0006") == fault("act-0006")
    with pytest.raises(CannotDecide):
        said("act-0004", "act-0009")


SET = {
    "kind": "district",
    "latitude": 55.8,
    "longitude": 37.3,
    "coordinate_precision": "district",
    "coordinate_source": "GeoNames",
}
UNSET: dict[str, Any] = {"kind": "country"}
FULL = "both coordinates, their source and the precision district"
NONE = "no coordinates, no precision, no source: a country or region has none"


@pytest.mark.parametrize(
    ("cells", "found", "expected"),
    [
        (SET, None, None),
        (SET | {"kind": "settlement", "coordinate_precision": "settlement"}, None, None),
        (SET | {"latitude": None}, "None, 37.3, district, GeoNames", FULL),
        (SET | {"longitude": None}, "55.8, None, district, GeoNames", FULL),
        (SET | {"coordinate_source": None}, "55.8, 37.3, district, None", FULL),
        (SET | {"coordinate_precision": None}, "55.8, 37.3, None, GeoNames", FULL),
        (SET | {"coordinate_precision": "province"}, "55.8, 37.3, province, GeoNames", FULL),
        ({"kind": "district"}, "None, None, None, None", FULL),
        (SET | {"latitude": 0.0, "longitude": 0.0}, None, None),
        (UNSET, None, None),
        (UNSET | {"kind": "region"}, None, None),
        (UNSET | {"latitude": 55.8}, "55.8, None, None, None", NONE),
        (UNSET | {"longitude": 0.0}, "None, 0.0, None, None", NONE),
        (UNSET | {"coordinate_source": "GeoNames"}, "None, None, None, GeoNames", NONE),
        (UNSET | {"coordinate_precision": "country"}, "None, None, country, None", NONE),
        (SET | {"kind": "region"}, "55.8, 37.3, district, GeoNames", NONE),
    ],
)
def test_coordinates_are_whole(
    cells: dict[str, Any], found: str | None, expected: str | None
) -> None:
    message = "Fill the four columns from the gazetteer, or blank all of them."
    fault = judged(places.coordinates_are_whole, **cells)
    assert fault == (Problem(found, expected, message) if found and expected else None)


@pytest.mark.parametrize(
    ("subdivision", "country", "right"),
    [
        ("AF-KNR", "AF", True),
        ("PK-KP", "AF", False),
        ("AFG-KNR", "AF", False),
        ("AF-KNR", None, False),
    ],
)
def test_a_subdivision_is_of_the_country(
    subdivision: str, country: str | None, right: bool
) -> None:
    fault = Problem(subdivision, f"a code that begins with {country}-", "Correct one of the two.")
    cells = {"subdivision": subdivision, "country": country}
    assert judged(places.subdivision_is_of_the_country, **cells) == (None if right else fault)


USERS: dict[str, Rows] = {
    "incidents": [{"incident_id": "inc-0001", "place_id": "plc-0001"}],
    "evidence": [{"evidence_id": "evd-0001", "value": "plc-0002"}],
}


@pytest.mark.parametrize(
    ("place", "used"),
    [("plc-0001", True), ("plc-0002", True), ("plc-0003", False), (None, True)],
)
def test_a_reference_row_is_used(place: str | None, used: bool, real: DataPackage) -> None:
    def said(invalid: dict[str, list[str]] | None = None) -> Problem | None:
        data = linked(real, invalid, **USERS)
        return judged(sourcing.is_used, data=data, row=("places", place), name="Kabul")

    fault = Problem(
        f"{place} (Kabul)",
        "a row of another table that names it",
        "Remove the row, or code the passage that it was listed for.",
    )
    assert said() == (None if used else fault)
    for invalid in ({"incidents": ["place_id"]}, {"evidence": ["value"]}):
        if used:
            assert said(invalid) is None
        else:
            with pytest.raises(CannotDecide):
                said(invalid)
    assert said({"incidents": ["date"]}) == said()


@pytest.mark.parametrize(
    ("basis", "note", "right"),
    [
        ("stated", None, True),
        ("stated", "as printed", True),
        ("inferred", "March of this year", True),
        ("inferred", None, False),
        ("external", None, False),
    ],
)
def test_the_clues_of_a_publication_date_are_quoted(
    basis: str, note: str | None, right: bool
) -> None:
    fault = Problem(
        "", "the words and the public fact that show the date", "Quote the clues in the note."
    )
    said = judged(sources.clues_are_quoted, published_basis=basis, note=note)
    assert said == (None if right else fault)
