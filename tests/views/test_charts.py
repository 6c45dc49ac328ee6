"""What the pictures show, worked out by hand from the tables of the first release."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING, get_args

import pytest

import isk_indicators as isk
from isk_indicators.tables import Dataset, installed_dataset
from isk_indicators.views import charts
from isk_indicators.views.charts import (
    ForceMark,
    Mark,
    TollLine,
    ValueKind,
    force_marks,
    timeline_bars,
    toll_lines,
    value_kind,
    values_of,
)
from isk_indicators.views.tolls import Harm, Rule

if TYPE_CHECKING:
    from tests.conftest import MakePackage

values = pytest.mark.usefixtures("as_published")


def line(incident_id: str, rule: Rule = "latest_exact") -> TollLine:
    (found,) = [row for row in toll_lines(rule=rule).rows if row.incident_id == incident_id]
    return found


def mark(low: int | None, best: int | None, high: int | None) -> Mark:
    return Mark("cas-0001", low, best, high, "some", "[untitled], 2024", False, "src-000")


def estimate(
    low: int | None = None,
    high: int | None = None,
    varied: tuple[int, int] | None = None,
    *,
    is_open: bool = False,
) -> ForceMark:
    bounds = (low, None, high, *(varied or (None, None)))
    rest = (None, "author", "persons", "src-000", is_open, is_open)
    return ForceMark("est-1", None, None, "", *bounds, *rest)


# Tolls


@values
def test_one_attack_has_each_of_its_three_reports() -> None:
    krasnogorsk = line("inc-0001")
    assert (krasnogorsk.low, krasnogorsk.best, krasnogorsk.high) == (144, 144, 144)
    assert krasnogorsk.marks == (
        Mark("cas-0001", 144, 144, 144, "144", "[untitled], 2024", False, "src-000"),
        Mark(
            "cas-0006",
            None,
            140,
            None,
            "around 140",
            "Resurgent IS-K: The greatest global threat",
            False,
            "src-001",
        ),
        Mark("cas-0010", 141, None, None, "more than 140", "Georgi Asatryan", False, "src-002"),
    )
    assert [value_kind(report) for report in krasnogorsk.marks] == ["exact", "about", "at_least"]
    assert krasnogorsk.remark is None


@values
@pytest.mark.parametrize(
    ("rule", "bounds"),
    [
        ("latest_exact", (144, 144, 144)),
        ("conservative", (135, None, None)),  # "around 140", rounded to tens
        ("widest", (135, None, None)),
    ],
)
def test_the_interval_is_that_of_the_rule(
    rule: Rule, bounds: tuple[int | None, int | None, int | None]
) -> None:
    found = line("inc-0001", rule)
    assert (found.low, found.best, found.high) == bounds
    assert f"Band: the interval by the rule {rule}." in " ".join(toll_lines(rule=rule).notes)


@values
def test_single_incidents_stand_in_order_of_their_last_day_then_their_first() -> None:
    assert [(row.incident_id, row.when) for row in toll_lines().rows] == [
        ("inc-0013", "2021"),
        ("inc-0022", "27 March 2023"),
        ("inc-0023", "about 27 March 2023"),
        ("inc-0024", "March 2023"),
        ("inc-0025", "March 2023"),
        ("inc-0005", "July 2023"),
        ("inc-0006", "September 2023"),
        ("inc-0001", "March 2024"),
        ("inc-0011", "2024"),
    ]


@values
def test_an_end_that_no_report_gives_is_none() -> None:
    assert (line("inc-0005").low, line("inc-0005").best, line("inc-0005").high) == (61, None, None)
    # "About 80" is taken for a rounded number by every rule.
    assert (line("inc-0011").low, line("inc-0011").best, line("inc-0011").high) == (75, 80, 85)


@values
def test_a_part_is_marked_as_one_and_a_report_without_a_number_is_said_in_words() -> None:
    airport = line("inc-0013")
    assert [(m.row_id, m.part, m.as_printed) for m in airport.marks] == [
        ("cas-0008", True, "“13”, of a part")
    ]
    assert [m.row_id for m in airport.without_number] == ["cas-0009"]
    assert airport.remark == "and 1 report without a number: “numerous”, of a part"
    assert (airport.low, airport.high) == (13, None)


@values
def test_a_number_that_no_figure_prints_is_said_to_be_implied() -> None:
    (governor,) = line("inc-0025").marks
    assert governor.words is None
    assert governor.as_printed == "1, implied"


@pytest.mark.parametrize("harm", get_args(Harm))
def test_no_report_is_left_out(harm: Harm) -> None:
    pictures = [toll_lines(harm=harm, scale=scale) for scale in ("single", "series")]
    shown = {
        report.row_id
        for picture in pictures
        for row in picture.rows
        for report in (*row.marks, *row.without_number)
    }
    said = " ".join(note for picture in pictures for note in picture.notes)
    for row in installed_dataset().rows("casualties"):
        if row["harm"] == harm and row["casualty_id"] not in shown:
            assert f"“{row['figure']}”" in said


@values
def test_series_are_in_no_picture_with_single_incidents() -> None:
    dataset = installed_dataset()
    for scale in ("single", "series"):
        for row in toll_lines(scale=scale).rows:
            assert dataset.row("incidents", row.incident_id)["scale"] == scale
    assert toll_lines(scale="series").rows == ()
    assert (
        "Not drawn, without a number: Operations of Taliban special forces against IS-K "
        "commanders (“some”); Initial attacks after the Taliban came into power "
        "(“killed hundreds”)."
    ) in toll_lines(scale="series").notes


@values
def test_what_has_no_number_is_named_and_the_limits_the_sources_and_the_version_are_said() -> None:
    picture = toll_lines()
    assert picture.title == "How many were killed, according to whom?"
    assert picture.unit == "persons"
    assert picture.notes[2] == (
        "A band that rests on “about” takes it for a rounded number (convention rounding): "
        "about 140 is 135 to 145."
    )
    assert picture.notes[3:5] == (
        "Not drawn, without a number: Attack on a gathering of journalists in Balkh province "
        "(“killing many”).",
        "Claims of five press commentaries, not independent of each other: no census, no trend, "
        "no ground truth.",
    )
    assert "src-002: Georgi Asatryan, The Taliban can contribute" in picture.notes[5]
    assert picture.notes[-1] == f"isk-indicators {isk.__version__}."


def test_what_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="no scale 'all': there are single, series"):
        toll_lines(scale="all")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no rule 'mean'"):
        toll_lines(rule="mean")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("row", "expected", "known"),
    [
        (mark(6, 6, 6), "exact", [6, 6, 6]),
        (mark(0, 0, 0), "exact", [0, 0, 0]),
        (mark(None, 140, None), "about", [140]),
        (mark(None, 0, None), "about", [0]),
        (mark(141, None, None), "at_least", [141]),
        (mark(0, None, None), "at_least", [0]),
        (mark(None, None, 5), "at_most", [5]),
        (mark(20, None, 40), "range", [20, 40]),
        (mark(None, None, None), "none", []),
        (estimate(varied=(0, 5000)), "over_time", [0, 5000]),
        (estimate(low=8000), "at_least", [8000]),
        (estimate(low=6, is_open=True), "above", [6]),
        (estimate(high=6), "at_most", [6]),
        (estimate(high=6, is_open=True), "below", [6]),
    ],
)
def test_the_sign_follows_from_the_numbers(
    row: Mark | ForceMark, expected: ValueKind, known: list[int]
) -> None:
    assert value_kind(row) == expected
    assert values_of(row) == known


# Timeline


@values
def test_a_bar_goes_from_the_first_to_the_last_day_or_the_publication_of_its_source() -> None:
    bars = {bar.incident_id: bar for bar in timeline_bars().rows}
    assert (bars["inc-0001"].first, bars["inc-0001"].last) == (date(2024, 3, 1), date(2024, 3, 31))
    assert (bars["inc-0008"].first, bars["inc-0008"].last) == (None, date(2022, 9, 30))
    assert (bars["inc-0016"].first, bars["inc-0016"].last) == (date(2021, 8, 1), date(2021, 11, 8))
    assert (bars["inc-0003"].first, bars["inc-0003"].last) == (date(2021, 8, 1), date(2024, 12, 31))
    assert [row for row, bar in bars.items() if bar.open_end] == ["inc-0016", "inc-0003"]
    assert bars["inc-0022"].first == bars["inc-0022"].last == date(2023, 3, 27)
    assert not bars["inc-0022"].about
    assert bars["inc-0023"].first == bars["inc-0023"].last == date(2023, 3, 27)
    assert bars["inc-0023"].about
    assert bars["inc-0003"].scale == "series"
    assert bars["inc-0005"].status == "contested"


@pytest.mark.parametrize(
    ("reported", "published", "last"),
    [
        ("2021-08/..", "2021-11-08", date(2021, 11, 8)),
        ("2021-08/..", "2024", date(2024, 12, 31)),
        ("2021-08/..", "../2022", date(2022, 12, 31)),
        ("2021-08/..", "2023/..", date(2023, 1, 1)),  # published in 2023 or later
        ("2021-08/..", "2020", date(2021, 8, 1)),  # an error, which draws no negative time
        ("2021", "2021-11-08", date(2021, 12, 31)),
    ],
)
def test_an_open_end_is_the_publication_of_the_source_that_reports_it(
    make_package: MakePackage, reported: str, published: str, last: date
) -> None:
    row = {"source_id": "src-001", "date": reported, "as_of": reported, "voice": "author"}
    incident = {k: v for k, v in row.items() if k != "as_of"}
    estimate = {k: v for k, v in row.items() if k != "date"}
    dataset = Dataset(
        make_package(
            {
                "sources": [
                    {"source_id": "src-000", "published": "2030"},
                    {"source_id": "src-001", "published": published},
                ],
                "actors": [{"actor_id": "act-0001", "name": "IS-K"}],
                "incidents": [{"incident_id": "inc-0001", "scale": "series", **incident}],
                "force_estimates": [
                    {"estimate_id": "est-0001", "actor_id": "act-0001", "measure": "fighters"}
                    | {"unit": "persons", "qualifier": "exact", **estimate}
                    | {"stated_low": 5, "stated_high": 5}
                ],
            }
        )
    )
    is_open = reported.endswith("..")
    for picture in (timeline_bars(dataset), force_marks(dataset=dataset)):
        (mark,) = picture.rows
        assert (mark.last, mark.open_end) == (last, is_open)
        assert (charts.OPEN_END in picture.notes) == is_open


@values
def test_every_incident_is_drawn_or_counted() -> None:
    picture = timeline_bars()
    incidents = installed_dataset().rows("incidents")
    dated = {str(row["incident_id"]) for row in incidents if row["date"] is not None}
    assert {bar.incident_id for bar in picture.rows} == dated
    assert len(picture.rows) == 18
    assert len(incidents) == 28
    assert "Not drawn, without a date: 1 single incident and 9 series." in picture.notes


def test_bars_stand_in_the_order_of_the_timeline() -> None:
    view = isk.timeline().dropna(subset="date")
    assert [bar.incident_id for bar in timeline_bars().rows] == view["incident_id"].tolist()


@values
def test_each_status_drawn_is_explained() -> None:
    picture = timeline_bars()
    (reported,) = [note for note in picture.notes if note.startswith("Claimed: ")]
    for status in {bar.status for bar in picture.rows}:
        assert f"{status.capitalize()}: " in reported
    assert "Unattributed" not in reported


# Force


@values
def test_estimates_of_fighters_with_change_apart_from_doubt() -> None:
    picture = force_marks()
    assert picture.unit == "persons"
    assert picture.rows == (
        ForceMark(
            *("est-0016", date(2021, 6, 1), date(2021, 6, 30), "June 2021"),
            *(None, 2000, None, None, None),
            *("around 2,000", "UN Security Council, in Salman Rafi Sheikh", "persons", "src-003"),
        ),
        ForceMark(
            *("est-0014", None, date(2024, 12, 31), "2024 or earlier"),
            *(None, None, None, 1500, 5000),
            *("from 1,500 to 5,000", "Georgi Asatryan", "persons", "src-002"),
        ),
        ForceMark(
            *("est-0009", date(2024, 1, 1), date(2024, 12, 31), "2024"),
            *(None, 4000, None, None, None),
            *(
                "around 4,000",
                "unnamed others, in Resurgent IS-K: The greatest global threat",
                "persons",
                "src-001",
            ),
        ),
    )
    assert [value_kind(row) for row in picture.rows] == ["about", "over_time", "about"]
    assert any(note.startswith("Dashed: ") for note in picture.notes)


@values
def test_lead_times_have_their_own_unit() -> None:
    picture = force_marks(measure="external_attack_lead_time")
    assert picture.unit == "months"
    assert [(row.row_id, value_kind(row), values_of(row)) for row in picture.rows] == [
        # "less than six months" and "under six months" leave six itself out
        ("est-0023", "below", [6]),
        ("est-0024", "below", [6]),
        ("est-0005", "at_least", [6]),
    ]
    assert not any(note.startswith("Dashed: ") for note in picture.notes)


@values
def test_estimates_without_a_number_stand_in_the_notes() -> None:
    picture = force_marks(measure="recruits")
    assert picture.rows == ()
    assert (
        "Not drawn, without a number: 7 estimates (“many” (4 times), “most”, “Some” (2 times))."
    ) in picture.notes


@values
def test_a_zero_is_drawn() -> None:
    (stronghold,) = force_marks(measure="bases").rows
    assert values_of(stronghold) == [0, 0, 0]
    assert stronghold.as_printed == "“without having even a single stronghold”"


@values
def test_an_unknown_actor_measure_or_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="no actor 'Nobody'"):
        force_marks("Nobody")
    with pytest.raises(ValueError, match="no measure 'tanks'"):
        force_marks(measure="tanks")
    with pytest.raises(ValueError, match="no unit 'sites': there are persons"):
        force_marks(unit="sites")


def test_numbers_in_two_units_are_in_no_picture_together(make_package: MakePackage) -> None:
    shared = {"actor_id": "act-0001", "measure": "recruits", "voice": "author"}
    figures = {"source_id": "src-000", "qualifier": "exact", "stated_low": 3, "stated_high": 3}
    dataset = Dataset(
        make_package(
            {
                "sources": [{"source_id": "src-000", "published": "2020"}],
                "actors": [{"actor_id": "act-0001", "name": "IS-K"}],
                "force_estimates": [
                    {"estimate_id": "est-0001", "unit": "persons", "as_of": "2019"}
                    | {**shared, **figures},
                    {"estimate_id": "est-0002", "unit": "groups", "as_of": "2020"}
                    | {**shared, **figures},
                    {"estimate_id": "est-0003", "unit": "groups"} | {**shared, **figures},
                ],
            }
        )
    )
    with pytest.raises(ValueError, match="name one unit: there are groups, persons"):
        force_marks("IS-K", "recruits", dataset=dataset)
    picture = force_marks("IS-K", "recruits", "groups", dataset)
    assert [row.row_id for row in picture.rows] == ["est-0002"]
    assert "Not drawn, without a date: 1 estimate (3, implied)." in picture.notes
    assert "Claims of one press commentary" in " ".join(picture.notes)


# Words


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        (None, "no date"),
        ("2024", "2024"),
        ("2024-03", "March 2024"),
        ("2023-03-27", "27 March 2023"),
        ("2023-03-27~", "about 27 March 2023"),
        ("2023?", "2023 (uncertain)"),
        ("../2023", "2023 or earlier"),
        ("2021-08/..", "from August 2021 on"),
        ("2020-01/2020-04", "January to April 2020"),
        ("2020-12/2021-01", "December 2020 to January 2021"),
        ("2016/2019", "2016 to 2019"),
        ("2020-03-01/2020-03-04", "1 March to 4 March 2020"),
        ("2023-03-27/2023-12", "27 March 2023 to December 2023"),
        ("2023-03/2023-03-21", "March 2023 to 21 March 2023"),
    ],
)
def test_a_date_in_words(edtf: str | None, words: str) -> None:
    assert charts.when(edtf) == words


def test_the_number_of_sources_in_words() -> None:
    assert charts.sources_in_words(12) == "twelve press commentaries"
    assert charts.sources_in_words(13) == "13 press commentaries"


def test_pictures_need_neither_pandas_nor_matplotlib() -> None:
    code = (
        "import sys\n"
        "from isk_indicators.views.charts import force_marks, timeline_bars, toll_lines\n"
        "toll_lines(), timeline_bars(), force_marks()\n"
        "print({'pandas', 'numpy', 'matplotlib'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
