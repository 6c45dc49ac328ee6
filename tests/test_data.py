"""The curated tables against what the gate does not know: codes; and the cases first decided."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pandas as pd
import pycountry
import pytest

import isk_indicators as isk
from isk_indicators.schema import open_package

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [p.read_bytes().decode("utf-8") for p in sorted((ROOT / "seeds").glob("*.txt"))]
values = pytest.mark.usefixtures("as_published")
CLAIMS = ("incidents", "casualties", "force_estimates", "statements", "attributions")


def test_every_span_holds_in_the_documents() -> None:
    found = isk.verify(ROOT / "seeds")
    assert set(found["status"]) == {"holds"}
    assert set(found["table_name"]) == {*isk.tables()} - {"sources"}


def test_every_country_code_is_in_iso_3166() -> None:
    for table in ("actors", "places"):
        for code in isk.load(table)["country"].dropna():
            assert pycountry.countries.get(alpha_2=code), code


def test_every_subdivision_is_in_iso_3166_2() -> None:
    places = isk.load("places").dropna(subset=["subdivision"])
    for row in places.itertuples():
        known = pycountry.subdivisions.get(code=row.subdivision)
        assert known, row.subdivision
        assert known.country_code == row.country


def test_every_coordinate_says_which_gazetteer_entry_it_is_from() -> None:
    placed = isk.load("places").dropna(subset=["latitude"])
    assert len(placed) > 0
    assert placed["coordinate_source"].str.fullmatch(r"GeoNames \d+( \(.+\))?").all()


def test_every_alias_is_printed_in_a_document() -> None:
    actors = isk.load("actors").dropna(subset=["aliases"])
    for row in actors.itertuples():
        for alias in row.aliases.split("|"):
            assert any(re.search(rf"(?<!\w){re.escape(alias)}(?!\w)", d) for d in DOCUMENTS), alias


@values
def test_ids_of_the_first_release_are_numbered_from_one_without_gaps() -> None:
    package = open_package(ROOT)
    for table in isk.tables():
        ids = isk.load(table)[package.schemas[table].key[0]]
        start = 0 if table == "sources" else 1
        assert [int(i[4:]) for i in ids] == list(range(start, start + len(ids)))


@pytest.mark.parametrize("table", [*CLAIMS, "evidence"])
def test_the_quotes_are_the_sources_own_and_the_rest_is_composed(table: str) -> None:
    frame = isk.load(table)
    for column in frame.columns.difference(["quote"]):
        if frame[column].dtype == "string":
            texts = frame[column].dropna()
            assert all(unicodedata.is_normalized("NFC", t) for t in texts), column


def test_every_document_carries_claims() -> None:
    carrying = {source for table in CLAIMS for source in isk.load(table)["source_id"]}  # type: ignore[arg-type]
    assert carrying == {*isk.load("sources")["source_id"]}


def test_no_private_person_is_named_in_our_own_words() -> None:
    # Persons whom the documents name and who are no public officials.
    private = ("Muslimdost", "Suleimani", "Hafiz Saeed Khan", "Abdul Rauf", "Hersh", "Muhajir")
    for table in isk.tables():
        frame = isk.load(table)
        own = [c for c in ("label", "summary", "note", "name", "aliases") if c in frame]
        for column in own:
            for text in frame[column].dropna():
                assert not any(name in text for name in private), (table, column, text)


def expect(table: str, row_id: str, **cells: object) -> None:
    row = isk.show(row_id).row
    assert isk.show(row_id).table == table
    assert {c: row[c] for c in cells} == cells


@values
def test_hard_case_one_hall_three_tolls() -> None:
    tolls = isk.load("casualties").query("incident_id == 'inc-0001'")
    assert list(tolls["figure"]) == ["144", "around 140", "more than 140"]
    assert list(tolls["qualifier"]) == ["exact", "about", "more_than"]
    evidence = isk.load("evidence").query("row_id == 'inc-0001' and column_name == 'place_id'")
    names = isk.load("places").set_index("place_id")["name"]
    assert [(r.role, names[r.value]) for r in evidence.itertuples()] == [
        ("contradicts", "Moscow"),
        ("mentions", "Russia"),
    ]


@values
def test_hard_case_a_claim_and_two_rival_attributions() -> None:
    rows = isk.load("attributions").query("incident_id == 'inc-0004'")
    names = isk.load("actors").set_index("actor_id")["name"]
    assert sorted((names[r.actor_id], r.stance, r.voice, r.role) for r in rows.itertuples()) == [
        ("IS-K", "claim", "statement", "perpetrator"),
        ("TTP", "attribution", "author", "perpetrator"),
        ("TTP", "attribution", "statement", "organiser"),
    ]


@values
def test_hard_case_two_counted_series_of_one_report() -> None:
    series = isk.load("incidents").dropna(subset=["count_low"])
    assert list(series["count_low"]) == [77, 21]
    assert list(series["date"]) == ["2021-01/2021-04", "2020-01/2020-04"]
    assert set(series["voice"]) == {"statement"}


@values
def test_hard_case_a_range_over_time_and_a_hedged_range() -> None:
    estimates = isk.load("force_estimates").set_index("figure")
    ranged = estimates.loc["from 1,500 to 5,000"]
    assert (ranged["stated_low"], ranged["stated_high"], ranged["spread"]) == (
        1500,
        5000,
        "over_time",
    )
    hedged = estimates.loc["at least 8,000 to 10,000"]
    assert (hedged["qualifier"], hedged["low"], hedged["stated_high"]) == ("at_least", 8000, 10000)


@values
def test_hard_case_three_attacks_claimed_in_one_sentence() -> None:
    claimed = isk.load("attributions").query("statement_id == 'stm-0039'")
    assert set(claimed["incident_id"]) == {"inc-0008", "inc-0027", "inc-0028"}
    assert set(claimed["stance"]) == {"claim"}


@values
def test_hard_case_two_harms_share_a_noun() -> None:
    two = isk.load("casualties").query("incident_id == 'inc-0023'")
    assert list(two["figure"]) == ["killing two", "injuring 12"]
    assert list(two["victim_text"]) == ["employees", "employees"]
    assert two["note"].notna().all()


@values
def test_hard_case_lead_times() -> None:
    leads = isk.load("force_estimates").query("measure == 'external_attack_lead_time'")
    assert list(leads["figure"]) == [
        "as little as six months",
        "less than six months",
        "under six months",
    ]
    assert list(leads["low"].fillna(-1)) == [6, -1, -1]
    assert list(leads["high"].fillna(-1)) == [-1, 6, 6]
    assert leads["low_open"].tolist() == [False, pd.NA, pd.NA]
    assert leads["high_open"].tolist() == [pd.NA, True, True]


@values
def test_a_stopped_bomber_is_a_partial_attack() -> None:
    expect("incidents", "inc-0022", outcome="partial", suicide="yes", date="2023-03-27")
