"""Incident rows and charts of the first release: places in percent, worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

from isk_indicators.page.charts import AXIS, Chart, PlacedTime, charts
from isk_indicators.page.charts import TIME as FORCE_TIME
from isk_indicators.page.incidents import (
    TIME,
    TOLL,
    IncidentRow,
    IncidentView,
    incident_view,
    year_labels,
)
from isk_indicators.schema import DataPackage, view_schemas
from isk_indicators.tables import Dataset

DAYS = date(2025, 1, 1).toordinal() - date(2020, 1, 1).toordinal()
"""The axis of incidents goes from the beginning of 2020 to the end of 2024."""

EXACT = 0.0101
"""Places are written to a hundredth of a percent."""


@pytest.fixture(scope="module")
def drawn(published: DataPackage) -> IncidentView:
    return incident_view(Dataset(published))


@pytest.fixture(scope="module")
def rows(drawn: IncidentView) -> dict[str, IncidentRow]:
    return {row.incident_id: row for _, group in drawn.groups for row in group}


def share(written: str) -> float:
    return float(written.removesuffix("%"))


def at(year: int, month: int, day: int) -> float:
    """Where the beginning of a day is drawn, in percent."""
    gone = date(year, month, day).toordinal() - date(2020, 1, 1).toordinal()
    return TIME[0] + (TIME[1] - TIME[0]) * gone / DAYS


def ends(bar: PlacedTime | None) -> tuple[float, float]:
    assert bar is not None
    assert share(bar.x) + share(bar.width) == pytest.approx(share(bar.end), abs=EXACT)
    return share(bar.x), share(bar.end)


@pytest.mark.parametrize(
    ("incident", "first", "after"),
    [
        ("inc-0013", (2021, 1, 1), (2022, 1, 1)),  # 2021
        ("inc-0011", (2024, 1, 1), (2025, 1, 1)),  # 2024, a leap year
        ("inc-0001", (2024, 3, 1), (2024, 4, 1)),  # 2024-03
        ("inc-0019", (2020, 1, 1), (2020, 5, 1)),  # 2020-01/2020-04
    ],
)
def test_a_bar_ends_where_the_day_after_its_last_begins(
    rows: dict[str, IncidentRow],
    incident: str,
    first: tuple[int, int, int],
    after: tuple[int, int, int],
) -> None:
    assert ends(rows[incident].bar) == pytest.approx((at(*first), at(*after)), abs=EXACT)


def test_an_open_bar_runs_to_the_edge_or_to_the_publication_of_its_source(
    rows: dict[str, IncidentRow],
) -> None:
    earlier, later = rows["inc-0008"].bar, rows["inc-0016"].bar  # ../2022-09 and 2021-08/..
    assert ends(earlier) == pytest.approx((0, at(2022, 10, 1)), abs=EXACT)
    assert ends(later) == pytest.approx((at(2021, 8, 1), at(2021, 11, 9)), abs=EXACT)
    assert earlier is not None
    assert later is not None
    assert (earlier.open_left, earlier.open_right) == (True, False)
    assert (later.open_left, later.open_right) == (False, True)


def test_a_day_is_a_dot_in_its_middle(rows: dict[str, IncidentRow]) -> None:
    day, about = rows["inc-0022"].bar, rows["inc-0023"].bar  # 2023-03-27 and 2023-03-27~
    assert day is not None
    assert about is not None
    assert [rows[f"inc-002{n}"].form for n in (2, 3)] == ["day", "about_day"]
    noon = (at(2023, 3, 27) + at(2023, 3, 28)) / 2
    assert share(day.middle) == share(about.middle) == pytest.approx(noon, abs=EXACT)


def test_an_incident_without_a_date_has_no_bar(rows: dict[str, IncidentRow]) -> None:
    assert rows["inc-0002"].bar is None
    assert rows["inc-0002"].when == "no date"


def test_a_year_is_named_in_its_middle(drawn: IncidentView) -> None:
    reported = {name: (share(start), share(middle)) for start, middle, name in drawn.years if name}
    assert [*reported] == ["2020", "2021", "2022", "2023", "2024"]
    assert reported["2021"] == pytest.approx((at(2021, 1, 1), at(2021, 7, 2) + 0.02), abs=0.03)
    assert share(drawn.years[-1][0]) == TIME[1]


@pytest.mark.parametrize(
    ("first", "named"),
    [
        (2024, [2024]),
        (2019, [2019, 2020, 2021, 2022, 2023, 2024]),
        (2015, [2016, 2018, 2020, 2022, 2024]),
        (2005, [2006, 2009, 2012, 2015, 2018, 2021, 2024]),
    ],
)
def test_of_many_years_some_are_named_and_the_last_always(first: int, named: list[int]) -> None:
    starts = {year: float(year - first) for year in range(first, 2026)}
    years = [*year_labels(starts)]
    assert [int(name) for *_, name in years if name] == named
    assert len(years) == len(starts)


def test_numbers_are_drawn_on_one_scale_from_0(
    drawn: IncidentView, rows: dict[str, IncidentRow]
) -> None:
    assert drawn.ticks[0] == ("3%", "0")
    assert drawn.ticks[-1] == ("90%", "150")
    reports = {report.mark.row_id: report for row in rows.values() for report in row.reports}
    exact, least = reports["cas-0001"], reports["cas-0010"]  # 144, more than 140
    assert share(exact.x) == share(exact.end) == pytest.approx(3 + 87 * 144 / 150, abs=EXACT)
    assert share(least.x) == pytest.approx(3 + 87 * 141 / 150, abs=EXACT)
    assert TOLL == (3.0, 90.0)
    assert reports["cas-0002"].x == ""


def test_the_statuses_reported_are_those_that_occur(
    drawn: IncidentView, rows: dict[str, IncidentRow]
) -> None:
    meanings = view_schemas()["timeline"].by_name["status"].meanings
    assert {status for status, _ in drawn.statuses} == {row.status for row in rows.values()}
    assert all(meaning == meanings[status] for status, meaning in drawn.statuses)


# Force


@pytest.fixture(scope="module")
def force(published: DataPackage) -> dict[str, Chart]:
    return {chart.title: chart for chart in charts(Dataset(published))}


def test_persons_come_first_and_the_chart_with_most_estimates_before_others(
    force: dict[str, Chart],
) -> None:
    units = [chart.unit for chart in force.values()]
    assert units == sorted(units, key=lambda unit: unit != "persons")
    counts = [len(chart.points) for chart in force.values() if chart.unit == "persons"]
    assert counts == sorted(counts, reverse=True)


def test_all_charts_are_on_one_axis_of_time(force: dict[str, Chart]) -> None:
    (axis,) = {chart.years for chart in force.values()}
    assert (share(axis[0][0]), share(axis[-1][0])) == FORCE_TIME


def test_what_is_open_at_its_beginning_starts_at_the_axis(
    force: dict[str, Chart], published: DataPackage
) -> None:
    rows = {str(row["estimate_id"]): row for row in Dataset(published).rows("force_estimates")}
    seen = 0
    for point in (point for chart in force.values() for point in chart.points):
        is_open = str(rows[point.mark.row_id]["as_of"]).startswith("..")
        assert (share(point.time.x) == AXIS) == point.time.open_left == is_open
        seen += is_open
    assert seen >= 1


def test_words_at_one_place_stand_apart(force: dict[str, Chart]) -> None:
    for chart in force.values():
        places = [(point.label, point.high, point.shift) for point in chart.points]
        assert len(places) == len({*places})
