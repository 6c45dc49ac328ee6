"""The rules of the reference tables."""

from __future__ import annotations

import csv
from typing import Any

import pycountry
import pytest

from isk_indicators.rules import actors, codes, places, reviewed, sources, sourcing
from isk_indicators.rules.places import outline_of
from isk_indicators.rules.rule import CannotDecide, Problem
from isk_indicators.schema import DataPackage
from tests.rules.one_row import Rows, judged, linked
from tests.rules.real_tables import ROOT

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
    kind = cells["kind"]
    message = f"Fill the four columns from the gazetteer: a {kind} has coordinates."
    if kind in ("country", "region"):
        message = "Blank the four columns, or correct the kind."
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


@pytest.mark.parametrize(
    ("latitude", "longitude", "country", "subdivision"),
    [
        (34.53, 69.17, "AF", "AF-KAB"),
        (34.53, 69.17, "AF", None),
        (34.53, 69.17, None, None),
        (33.7, 66.1, "AF", "AF-DAY"),  # a division without an outline: within its country
        (33.0, 70.07, "PK", "PK-KP"),  # the former tribal areas
        (35.9, 74.3, "PK", "PK-GB"),
        (35.9, 74.3, "IN", "IN-LA"),  # claimed by both
        (30.28, 57.08, "IR", "IR-08"),  # Natural Earth has an older code
        (55.75, 37.62, "RU", "RU-MOW"),  # Natural Earth exchanges the codes of the city
        (55.82, 37.33, "RU", "RU-MOS"),  # and of the oblast
        (66.25, -171.8, "RU", "RU-CHU"),
        (66.0, 180.0, "RU", "RU-CHU"),
        (66.0, -180.0, "RU", None),
        (-17.8, 177.4, "FJ", None),
        (-16.8, -179.9, "FJ", None),
        (-8.5, 179.2, "TV", None),
        (44.95, 34.1, "UA", None),
        (44.95, 34.1, "RU", None),
        (48.86, 2.35, "FR", None),
        (-21.1, 55.5, "FR", None),
        (-21.1, 55.5, "RE", None),
        (59.9, 10.7, "NO", None),
        (78.2, 15.6, "SJ", None),
        (42.66, 21.17, "RS", None),
        (-90.0, 0.0, "AQ", None),
        (0.0, 0.0, "XK", None),  # no country of the standard
        (0.0, 0.0, "AF", "PK-KP"),  # reported as such
        (0.0, 0.0, None, "AF-KAB"),
    ],
)
def test_coordinates_in_the_place(
    latitude: float, longitude: float, country: str | None, subdivision: str | None
) -> None:
    cells = {"latitude": latitude, "longitude": longitude}
    cells |= {"country": country, "subdivision": subdivision}
    assert judged(places.coordinates_are_in_the_place, **cells) is None


COPY = (
    "Copy both numbers, with their signs, from the gazetteer entry; or correct the subdivision or "
    "the country."
)
SWAP = "Latitude and longitude are swapped: type each in the column of the other."


@pytest.mark.parametrize(
    ("latitude", "longitude", "subdivision", "expected", "advice"),
    [
        (35.53, 69.17, "AF-KAB", "AF-KAB, by", COPY),
        (34.53, 70.17, "AF-KAB", "AF-KAB, by", COPY),
        (34.53, -69.17, "AF-KAB", "AF-KAB, by", COPY),
        (69.17, 34.53, "AF-KAB", "AF-KAB, by", SWAP),
        (69.17, 34.53, "AF-DAY", "AF, by", SWAP),
        (69.17, 34.53, None, "AF, by", SWAP),
        (0.0, 0.0, None, "AF, by", COPY),
    ],
)
def test_coordinates_outside_the_place(
    latitude: float, longitude: float, subdivision: str | None, expected: str, advice: str
) -> None:
    cells = {"latitude": latitude, "longitude": longitude}
    cells |= {"country": "AF", "subdivision": subdivision}
    fault = judged(places.coordinates_are_in_the_place, **cells)
    assert fault
    assert fault.found == f"{latitude}, {longitude}"
    assert fault.expected.startswith(f"a point in {expected} its outline from Natural Earth (lat")
    assert fault.message == advice


def test_the_box_of_an_outline_is_that_of_its_largest_part() -> None:
    fault = judged(places.coordinates_are_in_the_place, latitude=0.0, longitude=0.0, country="US")
    assert fault
    assert fault.expected.endswith(" in its largest part)")
    assert "longitude -125" in fault.expected


with (ROOT / "src/isk_indicators/rules/data/outlines.csv").open(encoding="utf-8") as file:
    CODES = {row["code"] for row in csv.DictReader(file)}


def test_every_country_has_an_outline_and_every_outline_a_code() -> None:
    assert all(outline_of(c.alpha_2) for c in pycountry.countries)
    codes = {c.alpha_2 for c in pycountry.countries} | {s.code for s in pycountry.subdivisions}
    assert codes >= CODES
    assert outline_of("XK") is None
    assert outline_of("") is None


@pytest.mark.parametrize("code", sorted(CODES))
def test_an_outline_is_made_of_closed_lines_and_a_division_is_in_its_country(code: str) -> None:
    outline, country = outline_of(code), outline_of(code[:2])
    assert outline
    assert country
    for ring in outline.rings:
        assert len(ring) > 3
        assert ring[0] == ring[-1]
        assert all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in ring)
    if code != code[:2]:
        points = [(x, y) for ring in outline.rings for x, y in ring if abs(x) < 180]
        near = [(dx, dy) for dx in (-0.6, 0, 0.6) for dy in (-0.6, 0, 0.6)]
        for x, y in points:
            assert any(country.contains(y + dy, x + dx) for dx, dy in near)


@pytest.mark.parametrize(
    ("standard", "known"),
    [
        (codes.COUNTRIES, {c.alpha_2 for c in pycountry.countries}),
        (codes.SUBDIVISIONS, {s.code for s in pycountry.subdivisions}),
        # ISO 639-1 withdrew sh in the year 2000.
        (codes.LANGUAGES, {getattr(n, "alpha_2", "sh") for n in pycountry.languages} - {"sh"}),
    ],
)
def test_the_assigned_codes_are_those_of_pycountry(standard: str, known: set[str]) -> None:
    assert codes.assigned_codes(standard) == known


@pytest.mark.parametrize(
    ("standard", "column", "code", "expected"),
    [
        (codes.COUNTRIES, "country", "AF", None),
        (codes.COUNTRIES, "country", "NA", None),
        (codes.COUNTRIES, "country", "XK", ""),
        (codes.COUNTRIES, "country", "UK", ""),
        (codes.COUNTRIES, "country", "SU", ""),
        (codes.SUBDIVISIONS, "subdivision", "PK-KP", None),
        (codes.SUBDIVISIONS, "subdivision", "NO-03", None),
        (
            codes.SUBDIVISIONS,
            "subdivision",
            "PK-NW",
            ": PK-BA, PK-GB, PK-IS, PK-JK, PK-KP, PK-PB, PK-SD",
        ),
        (codes.SUBDIVISIONS, "subdivision", "RU-XX", ""),  # too many to list
        (codes.SUBDIVISIONS, "subdivision", "XK-1", ""),
        (codes.LANGUAGES, "language", "ps", None),
        (codes.LANGUAGES, "language", "sh", ""),
        (codes.LANGUAGES, "language", "eg", ""),
    ],
)
def test_a_code_is_assigned(standard: str, column: str, code: str, expected: str | None) -> None:
    fault = judged(codes.STANDARDS[standard], **{column: code})
    if expected is None:
        assert fault is None
    else:
        assert fault
        assert (fault.found, fault.expected) == (code, f"an assigned code of {standard}{expected}")


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


@pytest.mark.parametrize(
    ("aliases", "kind", "wrong"),
    [
        ("UN|United Nations", "igo", None),
        ("UN|the group", "igo", "the group"),
        ("attacks", "government", "attacks"),
        ("senior officials", "unnamed_officials", None),
        ("foreign jihadis", "other", None),
        ("the group", None, None),
        ("nations", "igo", None),  # a word of the name
        ("UN|", "igo", None),  # the rule on the list reports it
    ],
)
def test_an_alias_is_a_name(aliases: str, kind: str | None, wrong: str | None) -> None:
    message = "Remove it: words that name nobody are no alias."
    found = judged(actors.aliases_are_names, name="United Nations", aliases=aliases, kind=kind)
    assert found == (None if wrong is None else Problem(wrong, "a name", message))


SHARED = (
    {"actor_id": "act-0001", "name": "Daesh", "aliases": "IS|Emirate"},
    {"actor_id": "act-0002", "name": "Taliban", "aliases": "Emirate"},
    {"actor_id": "act-0003", "name": "TTP", "aliases": "EMIRATE|Group|Talibans"},
    {"actor_id": "act-0004", "name": "Group", "aliases": "IS-K"},
)


@pytest.mark.parametrize(
    ("actor", "aliases", "form", "other"),
    [
        ("act-0001", "IS|Emirate", None, ""),  # it is reported at the later actor
        ("act-0002", "Emirate", "Emirate", "act-0001 (Daesh)"),
        ("act-0003", "Talibans|EMIRATE", "EMIRATE", "act-0001 (Daesh)"),
        ("act-0003", "Talibans|Group", "Group", "act-0004 (Group)"),
        ("act-0001", "taliban", "taliban", "act-0002 (Taliban)"),
        ("act-0004", "IS-K||IS", "IS", "act-0001 (Daesh)"),
        ("act-0004", "IS-K", None, ""),
    ],
)
def test_a_form_names_one_actor(
    actor: str, aliases: str, form: str | None, other: str, real: DataPackage
) -> None:
    rule = actors.forms_name_one_actor
    message = (
        "Remove it from one of them; if documents print it for both, quote it in a note that says "
        "where."
    )
    data = linked(real, actors=SHARED)
    row = ("actors", actor)
    found = judged(rule, data=data, row=row, aliases=aliases)
    assert found == (form and Problem(form, f"a form that {other} has not", message))
    if form is None:
        return
    note = f"src-004 prints '{form.lower()}' for both."
    assert judged(rule, data=data, row=row, aliases=aliases, note=note) is None
    for noted in range(len(SHARED)):  # one note will do for all that share it
        rows = [{**r, "note": note} if n == noted else r for n, r in enumerate(SHARED)]
        has_it = form.lower() in "|".join([*SHARED[noted].values()][1:]).lower().split("|")
        found = judged(rule, data=linked(real, actors=rows), row=row, aliases=aliases)
        assert (found is None) is has_it
    for column in ("note", "aliases", "actor_id"):
        doubtful = linked(real, {"actors": [column]}, actors=SHARED)
        with pytest.raises(CannotDecide):
            judged(rule, data=doubtful, row=row, aliases=aliases)


def test_nothing_is_said_of_an_actor_without_an_id(real: DataPackage) -> None:
    with pytest.raises(CannotDecide):
        judged(
            actors.forms_name_one_actor,
            data=linked(real, actors=SHARED),
            row=("actors", None),
            aliases="Emirate",
        )


PLACED = (
    {"place_id": "plc-0001", "name": "Kabul", "kind": "settlement", "subdivision": "AF-KAB"},
    {"place_id": "plc-0002", "name": "Balkh", "kind": "province", "subdivision": "AF-BAL"},
)
ENTRIES = ("GeoNames 11", "GeoNames 12 (Mazār-e Sharīf, the seat)")
SEAT = {"kind": "settlement", "subdivision": "AF-BAL"}


@pytest.mark.parametrize(
    ("entry", "cells", "other"),
    [
        ("GeoNames 11", SEAT, "plc-0001 (Kabul)"),
        ("GeoNames 11 (the seat)", SEAT, "plc-0001 (Kabul)"),
        ("GeoNames 1", SEAT, None),
        ("Wikidata Q11", SEAT, None),
        ("GeoNames, taken from a map", SEAT, None),
        ("GeoNames 12", SEAT, None),  # the seat itself
        ("GeoNames 12 (the seat)", {"kind": "district", "subdivision": "AF-BAL"}, None),
        (
            "GeoNames 12 (the seat)",
            {"kind": "province", "subdivision": "AF-BAL"},
            "plc-0002 (Balkh)",
        ),
        ("GeoNames 12", {"kind": "settlement", "subdivision": "AF-KAB"}, "plc-0002 (Balkh)"),
        ("GeoNames 12", {"kind": "settlement"}, "plc-0002 (Balkh)"),
    ],
)
def test_an_entry_is_of_one_place_or_its_seat(
    entry: str, cells: dict[str, str], other: str | None, real: DataPackage
) -> None:
    rows = [{**p, "coordinate_source": e} for p, e in zip(PLACED, ENTRIES, strict=True)]
    rows.append({"place_id": "plc-0003", "name": "Herat"})
    rule = places.entry_is_of_this_place

    def said(row: str, invalid: dict[str, list[str]] | None = None) -> Problem | None:
        data = linked(real, invalid, places=rows)
        return judged(rule, data=data, row=("places", row), coordinate_source=entry, **cells)

    message = "Copy the number from the entry of this place."
    fault = other and Problem(entry, f"another entry than that of {other}", message)
    assert said("plc-0003") == fault
    assert said("plc-0001") is None, "it is reported at the later place"
    if fault:
        with pytest.raises(CannotDecide):
            said("plc-0003", {"places": ["subdivision"]})


@pytest.mark.parametrize(
    ("published", "basis", "right"),
    [
        ("2021-11-08", "stated", True),
        ("2021-11", "stated", True),
        ("2021-11-09", "stated", False),
        ("2022", "stated", False),
        ("2021-11-08/2021-12", "stated", False),
        ("2021-11-08/2021-12", "inferred", True),
        ("2022", "external", True),
    ],
)
def test_a_date_that_is_stated_is_printed(published: str, basis: str, right: bool) -> None:
    found = judged(
        sources.stated_is_printed,
        texts={"src-000": "Kabul, 8 November 2021. Men fled."},
        source_id="src-000",
        published=published,
        published_basis=basis,
    )
    message = "Type inferred, and quote the clues in the note; or correct the date."
    expected = Problem("stated", f"{published} in words of src-000", message)
    assert found == (None if right else expected)


ENGLISH = "The men of the group fled to the town, and a blast was heard in the north on that day. "
GERMAN = "Die Männer der Gruppe flohen in die Stadt, und am selben Tag war im Norden ein Knall. "


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (ENGLISH * 2, "en", None),
        (ENGLISH * 2, "ur", "en"),
        (GERMAN * 2, "de", None),
        (GERMAN * 2, "en", "the code of another language"),
        (ENGLISH, "ur", None),  # too short
        (GERMAN, "en", None),
        ("", "en", None),
        (ENGLISH * 2 + "12 13 4,000 2021 " * 100, "en", None),  # a table of numbers
        ("كابل انفجار " * 20, "en", "the code of another language"),
    ],
)
def test_common_words_show_the_language(text: str, language: str, expected: str | None) -> None:
    rule = sources.language_is_that_of_the_words
    found = judged(rule, texts={"src-000": text}, source_id="src-000", language=language)
    expected = expected and f"{expected}, by the words of src-000"
    assert found == (expected and Problem(language, expected, "Correct the code."))
    with pytest.raises(CannotDecide):
        judged(rule, texts={}, source_id="src-000", language=language)


def dated(date: str, quote: str | None, source: str = "src-000") -> dict[str, object]:
    span = {"source_id": source, "span_start": 0, "span_end": 9}
    return {"incident_id": "inc-0001", "date": date, "quote": quote, **span}


@pytest.mark.parametrize(
    ("row", "printed"),
    [
        (dated("2024-03", "in March 2024"), True),
        (dated("2024", "in 2024"), True),
        (dated("2024-03", "in March"), False),  # the year may be the wrong one
        (dated("2023-03", "in March 2023"), False),
        (dated("2024", "in 2024", "src-001"), False),
        (dated("2024-13", "in 2024"), False),
    ],
)
def test_a_source_is_published_after_the_dates_that_it_prints(
    row: dict[str, object], printed: bool, real: DataPackage
) -> None:
    data = linked(real, incidents=[row])
    rule = sources.is_after_the_dates_printed
    found = judged(rule, data=data, source_id="src-000", published="2023")
    expected = f"{row['date']} or later: inc-0001 quotes {row['quote']!r}"
    assert found == (
        Problem("2023", expected, "Correct the date of publication.") if printed else None
    )
    assert judged(rule, data=data, source_id="src-000", published="2024") is None
    if printed:
        with pytest.raises(CannotDecide):
            judged(
                rule,
                data=data.with_invalid({"incidents": ["quote"]}),
                source_id="src-000",
                published="2023",
            )


@pytest.mark.parametrize(
    ("reason", "kind", "right"),
    [
        ("money", "figure", True),
        ("money", "harm", False),
        ("not_official", "quotation", True),
        ("not_official", "figure", False),
        ("general", "harm", True),
        ("date_only", "date", True),
    ],
)
def test_a_reason_goes_with_the_kind_of_hit(reason: str, kind: str, right: bool) -> None:
    problem = judged(reviewed.reason_goes_with_the_kind, reason=reason, kind=kind)
    assert (problem is None) is right


def test_the_reasons_and_kinds_are_those_of_the_schema(real: DataPackage) -> None:
    fields = real.schemas["reviewed"].by_name
    assert reviewed.KINDS_OF.keys() <= {*fields["reason"].enum}
    kinds = {kind for kinds in reviewed.KINDS_OF.values() for kind in kinds}
    assert kinds <= {*fields["kind"].enum}


PAKISTAN = {"actor_id": "act-0001", "name": "Pakistan", "aliases": "Islamabad", "country": "PK"}


@pytest.mark.parametrize(
    ("name", "kind", "parent", "expected"),
    [
        ("Pakistani police", "military", None, "act-0001 (Pakistan)"),
        ("Pakistan’s army", "military", "act-0003", "act-0001 (Pakistan)"),
        ("Pakistani police", "military", "act-0001", None),
        ("Pakistani police", "military", "act-0002", None),  # which is below it
        ("Pakistani Taliban", "armed_group", None, None),
        ("Pakistan", "government", None, None),
        ("Police of Pakistan", "military", None, None),
        ("Army of Islamabad", "military", None, None),
        ("Islamabad police", "military", None, "act-0001 (Pakistan)"),
    ],
)
def test_an_authority_belongs_to_whom_its_name_says(
    name: str, kind: str, parent: str | None, expected: str | None, real: DataPackage
) -> None:
    ministry = {"actor_id": "act-0002", "name": "Interior ministry", "parent_id": "act-0001"}
    own = {"actor_id": "act-0009", "name": name}
    iran = {"actor_id": "act-0003", "name": "Iran"}
    data = linked(real, actors=[PAKISTAN, ministry, iran, own])
    cells = {"name": name, "kind": kind, "parent_id": parent}
    rule = actors.belongs_to_whom_its_name_says
    problem = judged(rule, data=data, row=("actors", "act-0009"), **cells)
    assert (problem and problem.expected.partition(",")[0]) == expected


def test_what_is_below_an_authority_without_its_parent_is_not_reported_too(
    real: DataPackage,
) -> None:
    army = {"actor_id": "act-0002", "name": "Pakistan army"}
    own = {"actor_id": "act-0003", "name": "Pakistan army officers"}
    data = linked(real, actors=[PAKISTAN, army, own])
    cells = {"name": own["name"], "kind": "unnamed_officials", "parent_id": "act-0002"}
    rule = actors.belongs_to_whom_its_name_says
    assert judged(rule, data=data, row=("actors", "act-0003"), **cells) is None


@pytest.mark.parametrize(
    ("kind", "country", "right"),
    [
        ("official", "PK", True),
        ("official", "IR", False),
        ("official", None, False),
        ("armed_group", "IR", True),
    ],
)
def test_an_authority_is_of_the_country_of_its_parent(
    kind: str, country: str | None, right: bool, real: DataPackage
) -> None:
    own = {"actor_id": "act-0003", "parent_id": "act-0001"} | (
        {"country": country} if country else {}
    )
    agency = {"actor_id": "act-0002", "name": "United Nations"}
    data = linked(real, actors=[PAKISTAN, agency, own, {**own, "actor_id": "act-0004"}])
    cells = {"kind": kind, "country": country, "row": ("actors", "act-0003")}
    rule = actors.is_of_the_country_of_its_parent
    assert (judged(rule, data=data, parent_id="act-0001", **cells) is None) is right
    assert judged(rule, data=data, parent_id="act-0002", **cells) is None


def test_a_country_unlike_those_of_all_below_is_reported_once(real: DataPackage) -> None:
    below = [{"actor_id": f"act-000{n}", "parent_id": "act-0001", "country": "IR"} for n in (2, 3)]
    data = linked(real, actors=[PAKISTAN, *below])
    rule = actors.is_of_the_country_of_its_parent
    cells = {"kind": "official", "parent_id": "act-0001", "country": "IR"}
    found = [judged(rule, data=data, row=("actors", one["actor_id"]), **cells) for one in below]
    assert [problem is None for problem in found] == [False, True]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A headline\n\nBy Jane van Doe\n\nThe text.", "Jane van Doe"),
        ("A headline\n08.11.2021 Author: Jane Doe\nThe text.", "Jane Doe"),
        ("A headline\n\nBy Our Correspondent\n", None),
        ("A headline\n\nBy Monday the town was quiet again.\n", None),
        ("A headline\n\nThe text, by Jane Doe\n", None),
        ("\n" * 9 + "By Jane Doe", None),
    ],
)
def test_a_byline_names_the_author(text: str, expected: str | None) -> None:
    given = {"texts": {"src-000": text}, "source_id": "src-000"}
    rule = sources.byline_names_the_author
    problem = judged(rule, **given)
    assert (problem and problem.expected) == expected
    assert judged(rule, author="Somebody", **given) is None
