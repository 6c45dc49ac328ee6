"""Every rule has a row that trips it, at the cell it blames; the checkout's tables trip none."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from pandera.config import config_context

import isk_indicators as isk
from isk_indicators.rules import casualties, force_estimates, run
from isk_indicators.rules.links import Links
from isk_indicators.schema import open_package
from tests.rules.curated import ROOT, House

SEEDS = ROOT / "seeds"
TABLES = tuple(open_package(ROOT).schemas)


class Trip(NamedTuple):
    """A change of one row, and the rules that it trips: each with the column blamed."""

    table: str
    row_id: str | None
    cells: dict[str, str | None]
    trips: dict[str, str]


def trip(rule: str, blames: str, table: str, row_id: str | None, /, **cells: str | None) -> Trip:
    return Trip(table, row_id, cells, {rule: blames})


PLACE = {"source_id": "src-001", "span_start": "1530", "span_end": "1536", "quote": "Moscow"}

TRIPS = (
    # spans
    trip("span-bounds", "span_end", "casualties", "cas-0001", span_end="900"),
    trip("span-bounds", "span_end", "casualties", "cas-0001", span_end="999999"),
    trip("span-slice", "quote", "casualties", "cas-0001", span_start="1074"),
    trip("span-slice", "quote", "casualties", "cas-0001", span_end="1162"),
    trip("span-slice", "quote", "casualties", "cas-0008", source_id="src-002"),
    trip(
        "span-slice",
        "quote",
        "attributions",
        "atr-0031",
        quote="the ISK targeted an Afghan journalist' gathering in Tebyan cultural center",
    ),
    trip(
        "span-word-edges",
        "quote",
        "attributions",
        "atr-0008",
        span_end="1535",
        quote="IS-K carried out a deadly attack on a concert hall in Mosco",
    ),
    trip(
        "span-word-edges",
        "quote",
        "attributions",
        "atr-0008",
        span_start="1475",
        quote=" IS-K carried out a deadly attack on a concert hall in Moscow",
    ),
    # voice
    trip("voice-statement", "statement_id", "casualties", "cas-0001", voice="statement"),
    trip("voice-statement", "statement_id", "attributions", "atr-0005", voice="author"),
    trip("statement-source", "statement_id", "attributions", "atr-0010", statement_id="stm-0038"),
    trip("stance-voice", "stance", "attributions", "atr-0001", stance="claim"),
    trip("stance-voice", "stance", "attributions", "atr-0005", stance="attribution"),
    trip("stance-voice", "stance", "attributions", "atr-0028", stance="rejection"),
    trip("actor-named", "actor_id", "attributions", "atr-0001", actor_id="act-0023"),
    trip("actor-named", "counterpart_id", "force_estimates", "est-0002", counterpart_id="act-0023"),
    trip("actor-named", "speaker_id", "statements", "stm-0008", speaker_id="act-0031"),
    trip("actor-named", "about_actor_id", "statements", "stm-0001", about_actor_id="act-0023"),
    trip("actor-named", "addressee_id", "statements", "stm-0012", addressee_id="act-0031"),
    trip("place-named", "place_id", "incidents", "inc-0005", place_id="plc-0008"),
    trip("place-named", "place_id", "force_estimates", "est-0001", place_id="plc-0009"),
    trip("addressee", "addressee_id", "statements", "stm-0012", addressee_id="act-0008"),
    trip(
        "claim-speaker",
        "speech_act",
        "statements",
        "stm-0037",
        speech_act="claim_of_responsibility",
    ),
    trip(
        "claim-attributed",
        "speech_act",
        "statements",
        "stm-0016",
        speech_act="claim_of_responsibility",
    ),
    # figures
    trip("figure-in-quote", "figure", "casualties", "cas-0001", figure="145"),
    trip("figure-in-quote", "figure", "casualties", "cas-0003", figure="Many"),
    trip("figure-in-quote", "figure", "casualties", "cas-0004", figure="more than 6"),
    trip("figure-in-quote", "figure", "casualties", "cas-0011", figure="hundreds"),
    trip("figure-in-quote", "figure", "force_estimates", "est-0009", figure="around 4000"),
    trip("figure-in-quote", "count_figure", "incidents", "inc-0004", count_figure="several"),
    trip("figure-qualifier", "qualifier", "casualties", "cas-0003", qualifier=None),
    trip("figure-qualifier", "qualifier", "casualties", "cas-0003", figure=None),
    trip("count-qualifier", "count_qualifier", "incidents", "inc-0004", count_qualifier=None),
    trip("figure-exact", "figure", "casualties", "cas-0004", figure="60"),
    trip("figure-exact", "figure", "casualties", "cas-0004", figure="killed more than 60"),
    trip("figure-exact", "figure", "casualties", "cas-0001", figure="people"),
    trip(
        "figure-exact", "figure", "casualties", "cas-0008", figure="13 service members and numerous"
    ),
    trip("figure-exact", "figure", "casualties", "cas-0015", figure="killing two and"),
    trip("figure-exact", "figure", "force_estimates", "est-0001", figure="a single stronghold"),
    trip("figure-exact", "figure", "force_estimates", "est-0005", figure="six"),
    trip("figure-exact", "figure", "force_estimates", "est-0014", figure="5,000"),
    trip("figure-exact", "count_figure", "incidents", "inc-0014", count_figure="several"),
    trip("figure-low", "stated_low", "casualties", "cas-0003", stated_low="5"),
    trip("figure-low", "stated_low", "casualties", "cas-0001", stated_low=None),
    trip("figure-low", "stated_low", "casualties", "cas-0004", stated_low="61"),
    trip("figure-low", "stated_low", "casualties", "cas-0004", stated_low="0"),
    trip("figure-low", "stated_low", "force_estimates", "est-0014", stated_low="5001"),
    trip("figure-low", "count_low", "incidents", "inc-0018", count_low="78"),
    trip("figure-high", "stated_high", "casualties", "cas-0001", stated_high="150"),
    trip("figure-high", "stated_high", "casualties", "cas-0003", stated_high="9"),
    trip("figure-high", "stated_high", "force_estimates", "est-0001", stated_high="1"),
    trip("figure-high", "count_high", "incidents", "inc-0018", count_high=None),
    trip("figure-hedge", "qualifier", "casualties", "cas-0001", qualifier="vague"),
    trip("figure-hedge", "qualifier", "casualties", "cas-0004", qualifier="at_least"),
    trip("figure-hedge", "qualifier", "force_estimates", "est-0005", qualifier="exact"),
    trip("figure-hedge", "count_qualifier", "incidents", "inc-0018", count_qualifier="about"),
    trip("figure-harm", "figure", "casualties", "cas-0012", figure="several hundreds"),
    trip("harm-word", "harm", "casualties", "cas-0001", harm="wounded"),
    trip("harm-word", "harm", "casualties", "cas-0012", harm="killed"),
    trip("harm-word", "harm", "casualties", "cas-0003", harm="killed"),
    trip("harm-word", "harm", "casualties", "cas-0018", harm="killed_or_wounded"),
    trip("implied-figure", "figure", "casualties", "cas-0001", basis="implied"),
    trip("implied-figure", "figure", "casualties", "cas-0018", note=None),
    trip("implied-figure", "figure", "casualties", "cas-0018", stated_high="2"),
    trip("implied-figure", "figure", "casualties", "cas-0018", basis="stated"),
    trip("negated-figure", "basis", "casualties", "cas-0001", basis="negated"),
    trip("negated-figure", "basis", "force_estimates", "est-0001", basis="stated"),
    trip(
        "unit-words",
        "unit",
        "force_estimates",
        "est-0005",
        measure="members",
        unit="persons",
    ),
    trip("spread", "spread", "force_estimates", "est-0009", spread="uncertainty"),
    trip("spread", "spread", "force_estimates", "est-0009", spread=None),
    trip("spread", "spread", "force_estimates", "est-0014", spread="point"),
    trip("spread", "spread", "force_estimates", "est-0002", spread="point"),
    trip("unit-measure", "unit", "force_estimates", "est-0009", unit="groups"),
    trip("unit-measure", "unit", "force_estimates", "est-0001", unit="persons"),
    # incidents
    trip("count-qualifier", "count_qualifier", "incidents", "inc-0004", count_figure=None),
    trip(
        "series-count",
        "count_figure",
        "incidents",
        "inc-0018",
        count_figure=None,
        count_qualifier=None,
    ),
    trip(
        "series-bounded", "scale", "incidents", "inc-0010", count_figure=None, count_qualifier=None
    ),
    trip("outcome", "outcome", "incidents", "inc-0001", outcome=None),
    trip("outcome", "outcome", "incidents", "inc-0003", outcome="completed"),
    trip("outcome", "outcome", "incidents", "inc-0001", event_type="clash"),
    trip("part-of-series", "part_of", "incidents", "inc-0005", part_of="inc-0001"),
    trip("part-of-series", "part_of", "incidents", "inc-0003", part_of="inc-0003"),
    trip("target-words", "target_text", "incidents", "inc-0001", target_text="concert halls"),
    trip("target-known", "target_type", "incidents", "inc-0006", target_type="civilians"),
    trip("victim-words", "victim_text", "casualties", "cas-0001", victim_text="persons"),
    # dates
    trip("date-form", "date", "incidents", "inc-0005", date="2023-13"),
    trip("date-form", "date", "incidents", "inc-0018", date="2021-04/2021-01"),
    trip("date-form", "as_of", "force_estimates", "est-0016", as_of="2021-02-30"),
    trip("date-form", "published", "sources", "src-003", published="2021-11-31"),
    trip("date-basis", "date_basis", "incidents", "inc-0005", date_basis=None),
    trip("date-basis", "date_basis", "incidents", "inc-0006", date=None),
    trip("date-basis", "as_of_basis", "force_estimates", "est-0016", as_of_basis=None),
    trip("date-printed", "date", "incidents", "inc-0005", date="2022-07"),
    trip("date-printed", "date", "incidents", "inc-0005", date="2023-08"),
    trip("date-printed", "date", "statements", "stm-0008", date="2020-07-27"),
    trip("date-printed", "date", "incidents", "inc-0018", date="2020-01/2020-04"),
    trip("date-printed", "date", "incidents", "inc-0022", date="2023-03-28"),
    trip("date-printed", "date", "incidents", "inc-0022", date_basis="stated"),
    trip("date-printed", "as_of", "force_estimates", "est-0009", as_of="2023"),
    trip("published-clues", "note", "sources", "src-000", note=None),
    # words
    trip("relayed-words", "relayed_by", "statements", "stm-0020", relayed_by="Interfax agency"),
    trip("own-words-figure", "summary", "statements", "stm-0002", summary="They lost 40 fighters."),
    trip("own-words-figure", "summary", "statements", "stm-0002", summary="They lost a dozen."),
    trip("own-words-figure", "label", "incidents", "inc-0001", label="Attack with 144 dead"),
    trip("summary-sentence", "summary", "statements", "stm-0002", summary="They lost fighters"),
    trip("summary-sentence", "summary", "statements", "stm-0002", summary="They did. It was so."),
    trip("form-marks", "form", "statements", "stm-0001", form="paraphrase"),
    trip("form-marks", "form", "statements", "stm-0002", form="partly_verbatim"),
    # other claim rows
    trip("counterpart", "counterpart_id", "force_estimates", "est-0002", counterpart_id="act-0001"),
    Trip(
        "attributions",
        None,
        {
            "attribution_id": "atr-0900",
            "incident_id": "inc-0003",
            "actor_id": "act-0001",
            "role": "perpetrator",
            "stance": "attribution",
            "certainty": "certain",
            "voice": "author",
            "source_id": "src-000",
            "span_start": "3861",
            "span_end": "3935",
            "quote": "There have been repeated attacks by IS-K against Hazaras since August 2021",
        },
        {"attribution-once": "attribution_id"},
    ),
    Trip(
        "casualties",
        None,
        {
            "casualty_id": "cas-0900",
            "incident_id": "inc-0013",
            "harm": "killed",
            "victim_group": "foreign_force",
            "victim_text": "service members",
            "covers": "part",
            "figure": "13",
            "qualifier": "exact",
            "stated_low": "13",
            "stated_high": "13",
            "basis": "stated",
            "voice": "author",
            "source_id": "src-001",
            "span_start": "5451",
            "span_end": "5519",
            "quote": "resulting in the deaths of 13 service members and numerous civilians",
            "note": "The troops at the airport.",
        },
        {"twin": "casualty_id"},
    ),
    # evidence
    trip("evidence-row", "row_id", "evidence", "evd-0007", row_id="atr-0999"),
    trip("evidence-row", "row_id", "evidence", "evd-0007", table_name="casualties"),
    trip("evidence-column", "column_name", "evidence", "evd-0004", column_name="target"),
    trip("evidence-contradiction", "value", "evidence", "evd-0006", value=None),
    trip("evidence-contradiction", "value", "evidence", "evd-0006", column_name=None),
    trip("evidence-contradiction", "value", "evidence", "evd-0007", value="plc-0001"),
    trip("evidence-value", "value", "evidence", "evd-0018", value="plc-0999"),
    trip("evidence-value", "value", "evidence", "evd-0006", column_name="outcome", value="done"),
    trip("evidence-value", "value", "evidence", "evd-0006", column_name="date", value="2024-14"),
    trip("evidence-value", "value", "evidence", "evd-0006", column_name="span_start", value="1_0"),
    trip("evidence-agrees", "value", "evidence", "evd-0006", value="plc-0001"),
    trip("evidence-agrees", "value", "evidence", "evd-0023", value="2021-09/.."),
    Trip(
        "evidence",
        None,
        {
            "evidence_id": "evd-0900",
            "table_name": "incidents",
            "row_id": "inc-0003",
            "role": "supports",
            "source_id": "src-000",
            "span_start": "3918",
            "span_end": "3935",
            "quote": "since August 2021",
        },
        {"evidence-adds": "quote"},
    ),
    # reference tables
    Trip(
        "places",
        None,
        {"place_id": "plc-0900", "name": "Moscow", "kind": "region", **PLACE},
        {"unused": "name"},
    ),
    trip("name-printed", "name", "places", "plc-0002", name="Moskva"),
    trip("coordinates", "latitude", "places", "plc-0001", latitude=None),
    trip("coordinates", "latitude", "places", "plc-0001", coordinate_source=None),
    trip("coordinates", "latitude", "places", "plc-0001", coordinate_precision="province"),
    trip("coordinates", "latitude", "places", "plc-0003", latitude="60"),
    trip("subdivision", "subdivision", "places", "plc-0001", subdivision="AF-KAB"),
    trip("subdivision", "subdivision", "places", "plc-0011", subdivision="AF-KAB"),
    trip(
        "actor-mention",
        "quote",
        "actors",
        "act-0009",
        span_start="1130",
        span_end="1141",
        quote="Krasnogorsk",
    ),
    trip("aliases", "aliases", "actors", "act-0005", aliases="UN|UN"),
    trip("aliases", "aliases", "actors", "act-0005", aliases="UN| United Nations"),
    trip("aliases", "aliases", "actors", "act-0005", aliases="UN|United Nations"),
    trip("parent-circle", "parent_id", "actors", "act-0005", parent_id="act-0005"),
    trip("parent-circle", "parent_id", "actors", "act-0005", parent_id="act-0006"),
    # ledgers
    Trip(
        "reviewed",
        None,
        {**PLACE, "kind": "figure", "reason": "not_codable"},
        {"not-codable-note": "note"},
    ),
    Trip(
        "corrections",
        None,
        {
            "release": "0.1.1",
            "table_name": "casualties",
            "row_id": "cas-0001",
            "column_name": "colour",
            "reason": "Misread.",
        },
        {"correction-cell": "row_id"},
    ),
    Trip(
        "withdrawn",
        None,
        {"table_name": "casualties", "row_id": "cas-0001", "release": "0.1.1", "reason": "Twice."},
        {"withdrawn-row": "row_id"},
    ),
    Trip(
        "withdrawn",
        None,
        {"table_name": "deaths", "row_id": "cas-0901", "release": "0.1.1", "reason": "Twice."},
        {"withdrawn-row": "row_id"},
    ),
    Trip(
        "withdrawn",
        None,
        {
            "table_name": "casualties",
            "row_id": "cas-0900",
            "release": "0.1.1",
            "reason": "Twice.",
            "replaced_by": "cas-0901",
        },
        {"withdrawn-replacement": "replaced_by"},
    ),
)


def test_the_tables_of_the_checkout_trip_no_rule(living: House) -> None:
    tables = dict(living.tables)
    found, unsure = run.breaches(Links(living.package, tables), tables, living.texts, {})
    assert found == []
    assert unsure == []


@pytest.mark.parametrize("case", TRIPS, ids=lambda c: f"{'-'.join(c.trips)}-{c.row_id}")
def test_a_change_trips_its_rule_and_no_other(house: House, case: Trip) -> None:
    found = house.breaches(house.changed(case.table, case.row_id, **case.cells))
    row = len(house.tables[case.table]) if case.row_id is None else house.number(*case[:2])
    assert {(b.rule, b.table, b.row, b.field) for b in found} == {
        (rule, case.table, row, column) for rule, column in case.trips.items()
    }
    for breach in found:
        assert breach.found is not None
        assert breach.expected
        assert breach.message.endswith(".")


def span_of(house: House, source: str, start: int, end: int) -> dict[str, str | None]:
    return {
        "source_id": source,
        "span_start": str(start),
        "span_end": str(end),
        "quote": house.texts[source][start:end],
    }


def test_a_quote_of_sixty_one_words_is_too_long(house: House) -> None:
    text = house.texts["src-000"]
    start = text.index("Formed in 2015")
    words = text[start:].split(" ")
    for count, expected in ((60, set()), (61, {"span-words"})):
        end = start + len(" ".join(words[:count]))
        tables = house.changed("places", "plc-0003", **span_of(house, "src-000", start, end))
        assert {b.rule for b in house.breaches(tables)} - {"name-printed"} == expected


def test_a_span_over_the_end_of_a_line_is_rejected(house: House) -> None:
    text = house.texts["src-000"]
    start = text.index("communities.")
    end = text.index("IS-K has emerged as a powerful") + len("IS-K")
    tables = house.changed("actors", "act-0001", **span_of(house, "src-000", start, end))
    assert [(b.rule, b.field) for b in house.breaches(tables)] == [("span-one-line", "quote")]


def test_every_rule_is_tripped() -> None:
    known = {r.id for table in TABLES for r in run.rules_of(table)}
    tripped = {rule for case in TRIPS for rule in case.trips} | {"span-words", "span-one-line"}
    assert tripped == known


def test_no_rule_id_is_given_twice() -> None:
    tests = {(r.id, r.test) for table in TABLES for r in run.rules_of(table)}
    assert len(tests) == len({id_ for id_, _ in tests})


def test_every_rule_says_what_it_rejects() -> None:
    for table in TABLES:
        for r in run.rules_of(table):
            assert r.rejects.endswith("."), r.id


def test_rules_read_columns_that_their_table_has(house: House) -> None:
    for table in house.tables:
        names = house.package.schemas[table].names
        for r in run.rules_of(table):
            assert {r.blames, *r.columns} <= {*names}, (table, r.id)


def test_a_cell_at_fault_silences_just_the_rules_and_rows_that_read_it(house: House) -> None:
    tables = house.changed("casualties", "cas-0001", figure="145", voice="statement")
    tables["casualties"].loc[1, "figure"] = "9"
    blanked = {"casualties": {(0, "figure")}}
    found, unsure = run.breaches(Links(house.package, tables), tables, house.texts, blanked)
    assert {(b.rule, b.row) for b in found} == {("voice-statement", 0), ("figure-in-quote", 1)}
    assert "casualties: rule figure-in-quote on 1 row (what it reads is at fault)" in unsure


def test_a_missing_row_is_not_told_at_those_that_refer_to_it(house: House) -> None:
    tables = dict(house.tables)
    tables["evidence"] = tables["evidence"].drop(index=range(14)).reset_index(drop=True)
    found, _ = run.breaches(
        Links(house.package, tables), tables, house.texts, {}, incomplete=["evidence"]
    )
    assert found == []
    found, _ = run.breaches(Links(house.package, tables), tables, house.texts, {})
    assert {b.rule for b in found} >= {"actor-named", "target-words", "date-printed"}


def test_the_canary_is_rejected_unless_pandera_is_switched_off() -> None:
    assert run.canary()
    with config_context(validation_enabled=False):
        assert not run.canary()


@pytest.mark.usefixtures("as_published")
def test_a_typed_frame_is_checked_in_memory() -> None:
    frame = isk.load("casualties")
    others = {name: isk.load(name) for name in isk.tables()}
    whole = casualties.validate(frame, texts=SEEDS, tables=others)
    assert whole
    assert whole.skipped == ()
    frame.loc[0, "figure"] = "145"
    frame.loc[1, "harm"] = "hurt"
    frame.loc[2, "stated_low"] = 7
    found = casualties.validate(frame, texts=SEEDS, tables=others)
    assert {(b.rule, b.row, b.field) for b in found.breaches} == {
        ("figure-in-quote", 0, "figure"),
        ("enum", 1, "harm"),
        ("figure-low", 2, "stated_low"),
    }


def test_what_is_not_given_is_named_as_skipped() -> None:
    found = force_estimates.validate(isk.load("force_estimates"))
    assert found
    assert {"span-slice", "actor-named", "date-printed"} <= {*found.skipped}
    assert "figure-in-quote" not in found.skipped


def test_a_frame_without_a_column_is_told_so() -> None:
    frame = isk.load("casualties").drop(columns="harm")
    (breach,) = casualties.validate(frame).breaches
    assert (breach.rule, breach.field) == ("header", "harm")


def test_an_edited_quote_is_told_letter_by_letter(house: House) -> None:
    quote = str(house.tables["casualties"].at[0, "quote"])
    tables = house.changed("casualties", "cas-0001", quote=quote.replace("Krasn", "Kr\u0430sn"))
    (breach,) = house.breaches(tables)
    assert breach.rule == "span-slice"
    assert "'\u0430' (CYRILLIC SMALL LETTER A)" in breach.message
    assert "'a' (LATIN SMALL LETTER A)" in breach.message
    breaches = house.breaches(house.changed("casualties", "cas-0007", quote="About 80 people x"))
    assert "the cell has 'x' (LATIN SMALL LETTER X), the source 'w'" in breaches[0].message


def test_a_quote_at_another_place_is_told_where_it_stands(house: House) -> None:
    (breach,) = house.breaches(house.changed("casualties", "cas-0001", span_start="1072"))
    assert "stands in src-000 at 1073-1161: type" in breach.message
    (breach,) = house.breaches(house.changed("casualties", "cas-0008", source_id="src-000"))
    assert "stands in src-001 at 5395-5519" in breach.message
    row = house.tables["attributions"].iloc[house.number("attributions", "atr-0031")]
    straight = str(row["quote"]).replace("’", "'")
    (breach,) = house.breaches(house.changed("attributions", "atr-0031", quote=straight))
    assert f"the quote as printed: {row['quote']!r}" in breach.message
