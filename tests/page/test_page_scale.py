"""From numbers and days to places: ends, ticks, and what a percentage looks like."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isk_indicators.page.charts import Scale, percent, ticks, years


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
