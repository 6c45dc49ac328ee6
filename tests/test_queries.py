"""Linked tables, rows of a time, statements of an actor, and names beside ids."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

import pandas as pd
import pytest

import isk_indicators as isk
from isk_indicators.schema import known_schemas, view_schemas
from isk_indicators.show import UnknownRowError, entries
from isk_indicators.tables import TableName, installed_dataset, name_columns

SEPARATOR = " | "

ENTITIES = ("actor", "incident", "place", "source")
"""What has a name of its own: a view has it beside the id."""


@pytest.mark.parametrize("name", get_args(TableName))
def test_names_come_after_ids_and_change_nothing_else(name: TableName) -> None:
    plain, named = isk.load(name), isk.load(name, names=True)
    added = [column for column in named if column not in plain]
    columns = name_columns(known_schemas()[name])
    assert {*added} == {*columns.values()}
    assert len({*named.columns}) == len(named.columns), "no name is that of another column"
    pd.testing.assert_frame_equal(named[[*plain.columns]], plain)
    for column, name_column in columns.items():
        assert named.columns.get_loc(name_column) == named.columns.get_loc(column) + 1
        assert named[name_column].dtype == "string[python]"
        ids = named[named[column].notna() & (column not in ("row_id", "value"))]
        assert ids[name_column].notna().all(), "whatever has an id has a name"


def test_what_each_kind_of_row_is_called() -> None:
    dataset = installed_dataset()
    assert dataset.name("actors", "act-0001") == "IS-K"
    assert dataset.name("incidents", "inc-0001") == "Attack on a concert hall in Krasnogorsk"
    assert dataset.name("sources", "src-000") == "[untitled], 2024"
    asatryan = "Georgi Asatryan, The Taliban can contribute to the fight against IS-K, 2024"
    assert dataset.name("sources", "src-002") == asatryan
    statement = dataset.row("statements", "stm-0001")
    assert dataset.name("statements", "stm-0001") == f"Vladimir Voronkov, {statement['summary']}"
    called = "144, killed, Attack on a concert hall in Krasnogorsk"
    assert dataset.name("casualties", "cas-0001") == called
    assert dataset.name("evidence", "evd-0001") is None
    assert dataset.name("actors", None) is None


def test_evidence_names_its_row_and_its_value() -> None:
    evidence = isk.load("evidence", names=True).set_index("evidence_id")
    assert evidence.loc["evd-0006", "value_label"] == "Moscow"
    assert evidence.loc["evd-0006", "row"] == "Attack on a concert hall in Krasnogorsk"


def test_every_view_has_a_name_beside_each_id() -> None:
    for view, schema in view_schemas().items():
        for column in schema.names:
            stem, _, kind = column.rpartition("_")
            entity = stem.rpartition("_")[2]
            if kind in ("id", "ids") and entity in ENTITIES:
                name = stem if kind == "id" else f"{stem}s"
                assert {name, "label"} & {*schema.names}, (view, column)
            if column in ("part_of", "inherited_from"):
                assert f"{column}_label" in schema.names, (view, column)


@pytest.mark.parametrize("view", ["events", "timeline", "tolls"])
def test_the_names_of_sources_match_their_ids(view: str) -> None:
    rows, dataset = getattr(isk, view)(), installed_dataset()
    for ids, names in zip(rows["source_ids"], rows["sources"], strict=True):
        expected = [dataset.name("sources", one) for one in ids.split(SEPARATOR)]
        assert names.split(SEPARATOR) == expected


# Linked tables


@pytest.mark.parametrize("name", get_args(TableName))
def test_joined_rows_are_those_of_the_table(name: TableName) -> None:
    named, joined = isk.load(name, names=True), isk.join(name)
    pd.testing.assert_frame_equal(joined[[*named.columns]], named)
    assert len({*joined.columns}) == len(joined.columns)
    assert not [column for column in joined if column.endswith(("_x", "_y"))]


def test_a_link_is_followed_as_far_as_it_is_asked_for() -> None:
    joined = isk.join("casualties", "incident.place", "statement").set_index("casualty_id")
    incidents = isk.load("incidents").set_index("incident_id")
    places = isk.load("places").set_index("place_id")
    for row_id, row in joined.iterrows():
        incident = incidents.loc[row["incident_id"]]
        assert row["incident_label"] == incident["label"], row_id
        assert row["incident_quote"] == incident["quote"], "not the casualty's"
        if pd.isna(incident["place_id"]):
            assert pd.isna(row["incident_place_name"])
        else:
            place = places.loc[incident["place_id"]]
            assert row["incident_place_name"] == row["incident_place"] == place["name"]
            assert pd.isna(place["latitude"]) or row["incident_place_latitude"] == place["latitude"]
    without = joined[joined["statement_id"].isna()]
    assert len(without)
    assert without["statement_summary"].isna().all()
    assert "source_title" not in joined


def test_the_types_of_joined_columns_are_those_of_their_table() -> None:
    joined, incidents = isk.join("attributions", "incident"), isk.load("incidents", names=True)
    for column in incidents.columns.drop("incident_id"):
        assert joined[f"incident_{column}"].dtype == incidents[column].dtype
    assert "incident_incident_id" not in joined


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("casualties", "incidnt"), "no link 'incidnt' of casualties.*did you mean 'incident'"),
        (("casualties", "incident.plaace"), "no link 'plaace' of incidents.*did you mean 'place'"),
        (("casualty",), "no table 'casualty'.*did you mean 'casualties'"),
        (("timeline",), r"'timeline' is a view, not a table: isk\.timeline\(\) gives it"),
    ],
)
def test_an_unknown_table_or_link_is_refused(arguments: tuple[Any, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        isk.join(*arguments)


# Times


def dated(*days: tuple[str | None, str | None, str | None], **more: list[str]) -> pd.DataFrame:
    """A frame of dates, each with its first and last day."""
    return pd.DataFrame(
        {
            "date": pd.array([day[0] for day in days], dtype="string[python]"),
            "date_earliest": pd.array([day[1] for day in days], dtype="datetime64[s]"),
            "date_latest": pd.array([day[2] for day in days], dtype="datetime64[s]"),
            **more,
        },
        index=[f"row {number}" for number in range(len(days))],
    )


def parts(frame: pd.DataFrame, *asked: Any) -> list[list[Any]]:
    return [[*part.index] for part in isk.between(frame, *asked)]


def test_each_row_is_certainly_or_possibly_in_the_span_or_has_no_date() -> None:
    frame = dated(
        ("2023-05", "2023-05-01", "2023-05-31"),
        ("2022/2023", "2022-01-01", "2023-12-31"),
        (None, None, None),
        ("2022", "2022-01-01", "2022-12-31"),
        ("2024-01-01", "2024-01-01", "2024-01-01"),
        ("../2023", None, "2023-12-31"),
        ("../2022", None, "2022-12-31"),
        ("2023-12-31/..", "2023-12-31", None),
        ("2024/..", "2024-01-01", None),
    )
    certainly, possibly, undated = ["row 0"], ["row 1", "row 5", "row 7"], ["row 2"]
    assert parts(frame, "2023", "2023") == [certainly, possibly, undated]
    days = date(2023, 1, 1), pd.Timestamp("2023-12-31 12:00")
    assert parts(frame, *days) == [certainly, possibly, undated]


def test_an_open_end_is_the_publication_of_the_source() -> None:
    open_end = ("2023-11-09/..", "2023-11-09", None)
    published = isk.load("sources").set_index("source_id")["published_latest"]
    assert published["src-003"] == pd.Timestamp("2021-11-08")
    assert published["src-004"] == pd.Timestamp("2023-12-31")
    frame = dated(open_end, source_id=["src-004"])
    assert parts(frame, "2023", "2023") == [["row 0"], [], []]
    assert parts(frame, "2024", "2024") == [[], [], []], "no source reports a later day"
    several = dated(open_end, source_ids=["src-003 | src-001"])
    assert parts(several, "2023", "2023") == [[], ["row 0"], []], "the last of them decides"


def test_every_incident_is_in_one_part_of_all_time() -> None:
    incidents = isk.load("incidents")
    certainly, possibly, undated = isk.between(incidents, "0001", "9999")
    assert len(certainly) + len(possibly) + len(undated) == len(incidents)
    assert undated["date"].isna().all()
    assert len(undated) == incidents["date"].isna().sum() > 0
    assert certainly.dtypes.equals(incidents.dtypes)


def test_a_view_and_a_joined_frame_have_times_too() -> None:
    assert len(isk.between(isk.force_series(None, None), "2021", "2021").certainly)
    joined = isk.join("casualties", "incident")
    assert len(isk.between(joined, "2023", "2023", "incident_date").certainly)


@pytest.mark.parametrize(
    ("frame", "asked", "message"),
    [
        ("events", ("2024", "2023"), "the end 2023-12-31 is before the start 2024-01-01"),
        ("events", ("yesterday", "2023"), "no start 'yesterday': expected a day such as"),
        ("events", ("2023", "2023/.."), "no end '2023/..': it is open at that end"),
        ("events", ("2023", "2023", "as_of"), "no date 'as_of': give one of date as column"),
        ("tolls", ("2023", "2023"), "the frame has no date with its earliest and latest day"),
    ],
)
def test_what_is_no_span_is_refused(frame: str, asked: tuple[Any, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        isk.between(getattr(isk, frame)(), *asked)


def test_of_several_dates_one_is_named() -> None:
    joined = isk.join("incidents", "source")
    with pytest.raises(ValueError, match="which date is meant: give one of date, source_published"):
        isk.between(joined, "2023", "2023")


# Statements


def test_a_group_speaks_through_all_that_are_part_of_it() -> None:
    found, dataset = isk.statements(by="UN"), installed_dataset()
    assert {*found["speaker"]} > {"United Nations", "UN Security Council"}
    every = isk.load("statements", names=True)
    below = {i for i in dataset.by_id("actors") if "act-0005" in dataset.lineage(i)}
    expected = every[every["speaker_id"].isin(below)].reset_index(drop=True)
    pd.testing.assert_frame_equal(found, expected)


def test_statements_about_an_actor_and_since_a_day() -> None:
    about = isk.statements(about="IS-K")
    assert {*about["about_actor"]} == {"IS-K"}
    late = isk.statements(since="2024")
    assert 0 < len(late) < len(isk.statements())
    assert not (late["date_latest"] < pd.Timestamp("2024-01-01")).any()
    assert late["date"].isna().any(), "one without a date may be as late as its source"


def test_an_unknown_actor_is_refused() -> None:
    with pytest.raises(ValueError, match=r"no actor 'Unted.*did you mean 'United Nations'"):
        isk.statements(by="Unted Nations")


# Events


def test_an_event_is_what_the_tables_and_views_say() -> None:
    events = isk.events().set_index("incident_id")
    incidents = isk.load("incidents", names=True).set_index("incident_id")
    shared = [column for column in events if column in incidents]
    pd.testing.assert_frame_equal(events[shared], incidents[shared])
    ledger = isk.attribution_ledger().set_index("incident_id")
    for column in ("claimed_by", "attributed_to", "attributed_to_certainty", "status"):
        pd.testing.assert_series_equal(events[column], ledger[column])
    tolls = isk.tolls().set_index("incident_id")
    assert events.loc[tolls.index, "killed_best"].equals(tolls["best"])
    assert events["killed_low"].drop(tolls.index).isna().all()
    krasnogorsk = events.loc["inc-0001"]
    assert (krasnogorsk["latitude"], krasnogorsk["longitude"]) == (55.81904, 37.32984)


def test_events_by_another_rule() -> None:
    widest = isk.events("widest").set_index("incident_id")
    assert {*widest["rule"]} == {"widest"}
    assert (widest.loc["inc-0001", "killed_low"], isk.events()["killed_low"][0]) == (135, 144)
    with pytest.raises(ValueError, match="no rule 'median'"):
        isk.events("median")  # type: ignore[arg-type]


def test_the_timeline_is_the_events_in_order() -> None:
    events, timeline = isk.events().set_index("incident_id"), isk.timeline()
    assert {*timeline["incident_id"]} == {*events.index}
    columns = [column for column in timeline.columns if column in events]
    in_order = timeline.set_index("incident_id")[columns]
    pd.testing.assert_frame_equal(in_order, events.loc[in_order.index, columns])


def test_the_matrix_has_a_row_an_incident_and_a_column_a_source() -> None:
    pairs, matrix = isk.coverage_matrix(), isk.coverage_matrix(wide=True)
    assert [*matrix.index] == [*isk.load("incidents")["label"]]
    assert [*matrix.columns] == [*isk.load("incidents", names=True)["source"].unique()]
    for pair in pairs.itertuples():
        assert matrix.loc[pair.label, pair.source] == pair.says


def test_what_contradicts_comes_first() -> None:
    pairs = isk.disagreements()
    is_contradiction = [*(pairs["relation"] == "contradictory")]
    assert is_contradiction == sorted(is_contradiction, reverse=True)
    assert any(is_contradiction)
    alone = isk.disagreements(relation="contradictory")
    pd.testing.assert_frame_equal(alone, pairs[pairs["relation"] == "contradictory"])
    with pytest.raises(ValueError, match=r"no relation 'contradict'.*did you mean 'contradictory'"):
        isk.disagreements(relation="contradict")  # type: ignore[arg-type]


def test_every_estimate_is_in_the_series_of_all() -> None:
    every, estimates = isk.force_series(None, None), isk.load("force_estimates")
    assert sorted(every["estimate_id"]) == sorted(estimates["estimate_id"])
    series = every[(every["actor"] == "IS-K") & (every["measure"] == "fighters")]
    pd.testing.assert_frame_equal(series.reset_index(drop=True), isk.force_series())


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("cas-0099", "no row 'cas-0099'; searched: casualties; did you mean 'cas-00"),
        ("is-k", "no row 'is-k'.*did you mean 'act-0001'"),
        ("Kabul", "no row 'Kabul'.*did you mean 'plc-"),
        ("Atlantis", "no row 'Atlantis': no table has such ids; ids are .* in actors.*evidence$"),
    ],
)
def test_an_unknown_row_is_answered_with_what_was_meant(typed: str, message: str) -> None:
    with pytest.raises(UnknownRowError, match=message):
        isk.show(typed)


def test_several_rows_are_shown_one_below_the_other() -> None:
    shown = isk.show(["cas-0006", "cas-0001"])
    assert str(shown) == f"{isk.show('cas-0001')}\n\n{isk.show('cas-0006')}"
    first = isk.load("casualties").head(2)
    assert [one.row_id for one in isk.show(first)] == ["cas-0001", "cas-0002"]
    assert isk.show(first)._repr_html_().count("<table>") == 2


def test_no_reference_is_shown_without_its_name() -> None:
    dataset = installed_dataset()
    for table in get_args(TableName):
        for row_id in dataset.by_id(table):
            for entry in entries(isk.show(row_id)):
                is_reference = entry.label in name_columns(known_schemas()[table])
                is_id = is_reference and dataset.table_of(entry.text) is not None
                assert not is_id or entry.text.endswith(")"), f"{row_id}: {entry}"
