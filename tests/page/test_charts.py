"""The charts of the page: scales, and each place on the map."""

from __future__ import annotations

import json
from datetime import date
from math import cos, log, pi, radians, sin, tan
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isk_indicators.page import charts as module
from isk_indicators.page.charts import (
    AXIS,
    FORCE_TIME,
    INCIDENT_TIME,
    PARALLELS,
    SIZE,
    TOLL,
    WINDOW,
    Chart,
    IncidentRow,
    IncidentView,
    Map,
    PlacedTime,
    Scale,
    Spot,
    chart_map,
    force_charts,
    incident_view,
    percent,
    ticks,
    year_labels,
    years,
)
from isk_indicators.schema import DataPackage, view_schemas
from isk_indicators.tables import Dataset
from isk_indicators.views.charts import PlaceMark, place_marks
from tests.page.expected_page import by_id


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0%"),
        (100, "100%"),
        (12.5, "12.5%"),
        (100 / 3, "33.33%"),
        (99.999, "100%"),
        (0.004, "0%"),
        (-4.2, "-4.2%"),
    ],
)
def test_a_percentage_is_short(value: float, written: str) -> None:
    assert percent(value) == written


@given(st.floats(-1000, 1000))
def test_a_percentage_is_what_css_reads_and_exact_to_a_hundredth(value: float) -> None:
    number = percent(value).removesuffix("%")
    assert "e" not in number
    assert float(number) == pytest.approx(value, abs=0.0051)


def test_a_scale_draws_its_ends_where_it_says_and_all_else_in_proportion() -> None:
    scale = Scale(0, 200, 10, 60)
    assert [scale.at(value) for value in (0, 200, 100, 50)] == [10, 60, 35, 22.5]
    assert scale.at(-20) == 5
    assert Scale(0, 10).at(5) == 50


def test_a_scale_can_go_downwards() -> None:
    scale = Scale(0, 100, 86, 14)
    assert [scale.at(value) for value in (0, 50, 100)] == [86, 50, 14]


def test_days_are_drawn_in_proportion_to_their_number() -> None:
    scale, _ = years([date(2023, 5, 1)], start=0, end=100)
    assert scale.day(date(2023, 1, 1)) == 0
    assert scale.day(date(2024, 1, 1)) == 100
    assert scale.day(date(2023, 3, 27)) == pytest.approx(100 * 85 / 365)


def test_years_begin_with_the_first_day_and_end_after_the_last() -> None:
    scale, starts = years([date(2023, 12, 31), date(2020, 1, 1)], start=6, end=94)
    assert [*starts] == [2020, 2021, 2022, 2023, 2024]
    assert starts[2020] == 6
    assert starts[2024] == 94
    assert starts[2021] == pytest.approx(6 + 88 * 366 / 1461)  # 2020 had 366 days of the 1461
    assert scale.day(date(2023, 12, 31)) < 94


def test_one_day_makes_one_year() -> None:
    _, starts = years([date(2024, 2, 29)], start=0, end=100)
    assert starts == {2024: 0, 2025: 100}


def test_without_days_there_are_no_years_and_a_scale_that_divides_by_nothing() -> None:
    scale, starts = years([], start=6, end=94)
    assert starts == {}
    assert scale.at(0) == 6


@given(st.lists(st.dates(date(1900, 1, 1), date(2200, 1, 1)), min_size=1, max_size=5))
def test_every_day_lies_between_the_first_and_the_last_year(days: list[date]) -> None:
    scale, starts = years(days, start=6, end=94)
    assert all(6 <= scale.day(day) < 94 for day in days)
    assert [*starts.values()] == sorted(starts.values())
    assert [*starts] == [*range(min(days).year, max(days).year + 2)]


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (2, [0, 1, 2]),
        (5, [0, 1, 2, 3, 4, 5]),
        (6, [0, 2, 4, 6]),
        (7, [0, 2, 4, 6, 8]),
        (80, [0, 20, 40, 60, 80]),
        (144, [0, 50, 100, 150]),
        (150, [0, 50, 100, 150]),
        (5000, [0, 1000, 2000, 3000, 4000, 5000]),
        (10_000, [0, 2000, 4000, 6000, 8000, 10_000]),
    ],
)
def test_ticks_worked_out_by_hand(most: int, expected: list[int]) -> None:
    assert ticks(most) == expected


@given(st.integers(3, 10**7))
def test_ticks_are_round_even_and_reach_the_greatest_number(most: int) -> None:
    found = ticks(most)
    step = found[1]
    assert found == [*range(0, found[-1] + 1, step)]
    assert found[-2] < most <= found[-1]
    assert 4 <= len(found) <= 7
    assert str(step).rstrip("0") in ("1", "2", "5")


# Map


OUTLINE = Path(module.__file__).with_name("outline.json")


@pytest.fixture(scope="module")
def drawn() -> Map:
    return chart_map(place_marks().rows)


def place(name: str, longitude: float, latitude: float, **more: object) -> PlaceMark:
    reported = {"precision": "settlement", "incident_ids": ("inc-1",), "further_ids": ()} | more
    return PlaceMark(f"plc-{name}", name, longitude, latitude, **reported)  # type: ignore[arg-type]


def at(spot: Spot) -> tuple[float, float]:
    """A place in shares of the map's width, from its left and from its top."""
    wide, high = SIZE
    x, y = (float(share.removesuffix("%")) / 100 for share in (spot.x, spot.y))
    return x, y * high / wide


def conic(longitude: float, latitude: float) -> tuple[float, float]:
    """Lambert's conic on a sphere, from the middle of the window: the tests' own formula.

    It is written with the cotangent of half the distance to the pole, from Lambert's condition that
    the two parallels keep their length.
    """

    def half(degrees: float) -> float:
        return tan(pi / 4 - radians(degrees) / 2)

    south, north = PARALLELS
    exponent = (log(cos(radians(south))) - log(cos(radians(north)))) / (
        log(half(south)) - log(half(north))
    )
    size = cos(radians(south)) / (exponent * half(south) ** exponent)
    radius = size * half(latitude) ** exponent
    angle = exponent * radians(longitude - (WINDOW[0] + WINDOW[2]) / 2)
    return radius * sin(angle), radius * cos(angle)


def test_the_projection_gives_the_printed_example(monkeypatch: pytest.MonkeyPatch) -> None:
    # J. P. Snyder, Map Projections, USGS Professional Paper 1395, 1987, page 295: the sphere of
    # radius 1, parallels 33 and 45, origin 23 N 96 W, the point 35 N 75 W.
    monkeypatch.setattr(module, "PARALLELS", (33.0, 45.0))
    project = module.conic(-96.0)
    x, y = project((-75.0, 35.0))
    _, origin = project((-96.0, 23.0))
    assert x == pytest.approx(0.2966785, abs=1e-7)
    assert y - origin == pytest.approx(0.2462112, abs=1e-7)


def test_each_place_stands_where_another_formula_puts_it(drawn: Map) -> None:
    marks = place_marks().rows
    west, south, east, north = WINDOW
    middle = (west + east) / 2, (south + north) / 2
    width = conic(east, middle[1])[0] - conic(west, middle[1])[0]
    for mark, spot in zip(marks, drawn.spots, strict=True):
        x, y = conic(mark.longitude, mark.latitude)
        expected = 0.5 + x / width, 0.5 * SIZE[1] / SIZE[0] + (y - conic(*middle)[1]) / width
        assert at(spot) == pytest.approx(expected, abs=2e-4)


def test_the_middle_of_the_window_is_the_middle_of_the_map() -> None:
    west, south, east, north = WINDOW
    (spot,) = chart_map([place("Middle", (west + east) / 2, (south + north) / 2)]).spots
    assert (spot.x, spot.y) == ("50%", "50%")


def test_the_window_fills_the_width() -> None:
    west, south, east, north = WINDOW
    spots = chart_map(
        [place("W", west, (south + north) / 2), place("E", east, (south + north) / 2)]
    ).spots
    assert [spot.x for spot in spots] == ["0%", "100%"]


def test_the_map_keeps_angles_and_lengths_near_its_parallels() -> None:
    # A degree of latitude and one of longitude (times the cosine) are of one length at a parallel.
    for latitude in PARALLELS:
        longitude = (WINDOW[0] + WINDOW[2]) / 2
        here, north, east = (
            at(spot)
            for spot in chart_map(
                [
                    place("here", longitude, latitude),
                    place("north", longitude, latitude + 1),
                    place("east", longitude + 1, latitude),
                ]
            ).spots
        )
        up, right = here[1] - north[1], east[0] - here[0]
        assert up == pytest.approx(right / cos(radians(latitude)), rel=0.03)


def test_every_place_lies_within_the_frame(drawn: Map) -> None:
    assert len(drawn.spots) >= 6
    for spot in drawn.spots:
        assert all(0 <= float(share.removesuffix("%")) <= 100 for share in (spot.x, spot.y)), spot
    for name, x, y in drawn.countries:
        assert all(2 < float(share.removesuffix("%")) < 98 for share in (x, y)), name


def test_a_place_has_its_name_and_counts(drawn: Map, published: DataPackage) -> None:
    first = chart_map(place_marks(Dataset(published)).rows)
    spots = {spot.name: spot for spot in first.spots}
    assert (spots["Kabul"].count, spots["Kabul"].further_passages) == (7, 0)
    assert (spots["Moscow"].count, spots["Moscow"].further_passages) == (0, 1)
    assert all(by_id("places")[spot.place_id]["name"] == spot.name for spot in drawn.spots)


def test_a_district_and_a_place_of_a_further_telling_are_rings(published: DataPackage) -> None:
    drawn = chart_map(place_marks(Dataset(published)).rows)
    assert {spot.name for spot in drawn.spots if spot.ring} == {"Bajaur", "Mastung", "Moscow"}


def test_a_name_turns_left_where_another_place_is_in_its_way() -> None:
    near = chart_map([place("West", 60, 40), place("East", 62, 40), place("Far", 40, 30)]).spots
    assert [(spot.left, spot.line) for spot in near] == [(True, 0), (False, 0), (False, 0)]


def test_names_of_places_in_a_crowd_stand_on_lines_of_their_own() -> None:
    crowd = chart_map([place(f"Place {n}", 69 + n / 4, 34.5) for n in range(5)]).spots
    sides = [(spot.left, spot.line) for spot in crowd]
    assert len({*sides}) == 5
    assert max(abs(spot.line) for spot in crowd) <= 2


def test_a_place_beyond_the_map_is_named_below_it() -> None:
    picture = chart_map([place("Near", 60, 40), place("West", -3, 14), place("North", 60, 80)])
    assert [spot.name for spot in picture.spots] == ["Near"]
    assert picture.outside == ("West", "North")


def test_without_places_the_map_is_coasts_alone() -> None:
    empty = chart_map([])
    assert empty.spots == ()
    assert empty.land.startswith("M")
    assert empty.countries


def test_the_outline_is_rings_of_degrees_and_says_whence_it_is() -> None:
    outline = json.loads(OUTLINE.read_text(encoding="utf-8"))
    assert "public domain" in outline["about"]
    for line in (*outline["land"], *outline["borders"]):
        assert len(line) >= 2
        assert all(-180 <= x <= 180 and -90 < y < 90 for x, y in line)
    assert all(line[0] == line[-1] and len(line) >= 4 for line in outline["land"])


def test_paths_are_whole_units_that_svg_reads(drawn: Map) -> None:
    for path in (drawn.land, drawn.borders, drawn.graticule):
        assert {*path} <= {*"Mlz -0123456789"}
        assert path.startswith("M")


DAYS = date(2025, 1, 1).toordinal() - date(2020, 1, 1).toordinal()
"""The axis of incidents goes from the beginning of 2020 to the end of 2024."""

EXACT = 0.0101
"""Places are written to a hundredth of a percent."""


@pytest.fixture(scope="module")
def view(published: DataPackage) -> IncidentView:
    return incident_view(Dataset(published))


@pytest.fixture(scope="module")
def rows(view: IncidentView) -> dict[str, IncidentRow]:
    return {row.incident_id: row for _, group in view.groups for row in group}


def share(written: str) -> float:
    return float(written.removesuffix("%"))


def day_at(year: int, month: int, day: int) -> float:
    """Where the beginning of a day is drawn, in percent."""
    gone = date(year, month, day).toordinal() - date(2020, 1, 1).toordinal()
    return INCIDENT_TIME[0] + (INCIDENT_TIME[1] - INCIDENT_TIME[0]) * gone / DAYS


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
    assert ends(rows[incident].bar) == pytest.approx((day_at(*first), day_at(*after)), abs=EXACT)


def test_an_open_bar_runs_to_the_edge_or_to_the_publication_of_its_source(
    rows: dict[str, IncidentRow],
) -> None:
    earlier, later = rows["inc-0008"].bar, rows["inc-0016"].bar  # ../2022-09 and 2021-08/..
    assert ends(earlier) == pytest.approx((0, day_at(2022, 10, 1)), abs=EXACT)
    assert ends(later) == pytest.approx((day_at(2021, 8, 1), day_at(2021, 11, 9)), abs=EXACT)
    assert earlier is not None
    assert later is not None
    assert (earlier.open_left, earlier.open_right) == (True, False)
    assert (later.open_left, later.open_right) == (False, True)


def test_a_day_is_a_dot_in_its_middle(rows: dict[str, IncidentRow]) -> None:
    day, about = rows["inc-0022"].bar, rows["inc-0023"].bar  # 2023-03-27 and 2023-03-27~
    assert day is not None
    assert about is not None
    assert [rows[f"inc-002{n}"].form for n in (2, 3)] == ["day", "about_day"]
    noon = (day_at(2023, 3, 27) + day_at(2023, 3, 28)) / 2
    assert share(day.middle) == share(about.middle) == pytest.approx(noon, abs=EXACT)


def test_an_incident_without_a_date_has_no_bar(rows: dict[str, IncidentRow]) -> None:
    assert rows["inc-0002"].bar is None
    assert rows["inc-0002"].when == "no date"


def test_a_year_is_named_in_its_middle(view: IncidentView) -> None:
    reported = {name: (share(start), share(middle)) for start, middle, name in view.years if name}
    assert [*reported] == ["2020", "2021", "2022", "2023", "2024"]
    assert reported["2021"] == pytest.approx(
        (day_at(2021, 1, 1), day_at(2021, 7, 2) + 0.02), abs=0.03
    )
    assert share(view.years[-1][0]) == INCIDENT_TIME[1]


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
    view: IncidentView, rows: dict[str, IncidentRow]
) -> None:
    assert view.ticks[0] == ("3%", "0")
    assert view.ticks[-1] == ("90%", "150")
    reports = {report.mark.row_id: report for row in rows.values() for report in row.reports}
    exact, least = reports["cas-0001"], reports["cas-0010"]  # 144, more than 140
    assert share(exact.x) == share(exact.end) == pytest.approx(3 + 87 * 144 / 150, abs=EXACT)
    assert share(least.x) == pytest.approx(3 + 87 * 141 / 150, abs=EXACT)
    assert TOLL == (3.0, 90.0)
    assert reports["cas-0002"].x == ""


def test_the_statuses_reported_are_those_that_occur(
    view: IncidentView, rows: dict[str, IncidentRow]
) -> None:
    meanings = view_schemas()["timeline"].by_name["status"].meanings
    assert {status for status, _ in view.statuses} == {row.status for row in rows.values()}
    assert all(meaning == meanings[status] for status, meaning in view.statuses)


# Force


@pytest.fixture(scope="module")
def force(published: DataPackage) -> dict[str, Chart]:
    return {chart.title: chart for chart in force_charts(Dataset(published))}


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
