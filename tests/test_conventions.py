from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isk_indicators import conventions
from isk_indicators.conventions import (
    Bounds,
    bounds,
    open_ends,
    rounding,
    rounding_of_continuous,
    vague_number,
)
from isk_indicators.schema import DataPackage

NUMBERS = st.integers(1, 10**6)


@pytest.mark.parametrize(
    ("qualifier", "low", "high", "expected"),
    [
        ("exact", 13, 13, Bounds(13, 13, 13)),
        ("exact", 1500, 5000, Bounds(1500, 5000, None)),
        ("exact", 0, 0, Bounds(0, 0, 0)),  # a negated figure
        (None, 1, 1, Bounds(1, 1, 1)),  # an implied figure
        ("more_than", 60, 60, Bounds(61, None, None)),
        ("more_than", 60, 70, Bounds(61, None, None)),
        ("at_least", 13, 13, Bounds(13, None, None)),
        ("at_least", 8000, 10000, Bounds(8000, None, None)),
        ("less_than", 6, 6, Bounds(None, 5, None)),
        ("less_than", 6, 8, Bounds(None, 7, None)),
        ("up_to", 100, 100, Bounds(None, 100, None)),
        ("up_to", 100, 200, Bounds(None, 200, None)),
        ("nearly", 80, 80, Bounds(None, 80, None)),
        ("nearly", 80, 90, Bounds(None, 90, None)),
        ("about", 140, 140, Bounds(None, None, 140)),
        ("about", 140, 150, Bounds(None, None, None)),
        ("vague", None, None, Bounds(None, None, None)),
        ("vague", 3, 3, Bounds(None, None, None)),
        (None, None, None, Bounds(None, None, None)),
        ("exact", 13, None, Bounds(None, None, None)),
        ("exact", None, 13, Bounds(None, None, None)),
    ],
)
def test_what_follows_from_a_figure(
    qualifier: str | None, low: int | None, high: int | None, expected: Bounds
) -> None:
    assert bounds(qualifier, low, high) == expected


def test_the_qualifiers_are_those_of_the_schemas(real: DataPackage) -> None:
    coded = {
        field.enum
        for schema in real.schemas.values()
        for field in schema.fields
        if field.name.endswith("qualifier")
    }
    assert coded == {conventions.QUALIFIERS}


@pytest.mark.parametrize("qualifier", ["", "over", "Exact"])
def test_an_unknown_qualifier_is_refused_with_the_known_ones(qualifier: str) -> None:
    known = "exact, more_than, at_least, less_than, up_to, nearly, about, vague"
    with pytest.raises(ValueError, match=f"^{qualifier!r} is no qualifier; type one of {known}$"):
        bounds(qualifier, 1, 1)


@given(st.sampled_from(conventions.QUALIFIERS), st.tuples(NUMBERS, NUMBERS).map(sorted))
def test_bounds_are_ordered_and_invent_no_number(qualifier: str, stated: list[int]) -> None:
    low, high, best = bounds(qualifier, *stated)
    assert low is None or high is None or low <= high
    assert best is None or best in stated
    near = {number + shift for number in stated for shift in (-1, 0, 1)}
    assert {low, high, best} <= near | {None}


@pytest.mark.parametrize(
    ("qualifier", "low", "high", "months", "ends"),
    [
        ("more_than", 6, 6, Bounds(6, None, None), (True, None)),
        ("at_least", 6, 6, Bounds(6, None, None), (False, None)),
        ("less_than", 6, 6, Bounds(None, 6, None), (None, True)),
        ("less_than", 6, 8, Bounds(None, 8, None), (None, True)),
        ("up_to", 6, 6, Bounds(None, 6, None), (None, False)),
        ("nearly", 6, 6, Bounds(None, 6, None), (None, False)),
        ("exact", 6, 6, Bounds(6, 6, 6), (False, False)),
        (None, 1, 1, Bounds(1, 1, 1), (False, False)),
        ("about", 6, 6, Bounds(None, None, 6), (None, None)),
        ("vague", None, None, Bounds(None, None, None), (None, None)),
    ],
)
def test_the_bounds_of_a_duration_may_be_open(
    qualifier: str | None,
    low: int | None,
    high: int | None,
    months: Bounds,
    ends: tuple[bool | None, bool | None],
) -> None:
    assert bounds(qualifier, low, high, "months") == months
    assert open_ends(qualifier, low, high, "months") == ends


@given(
    st.sampled_from(conventions.QUALIFIERS),
    st.tuples(NUMBERS, NUMBERS).map(sorted),
    st.sampled_from([None, "persons", "sites", "groups", "months"]),
)
def test_an_end_is_open_only_of_a_bound(
    qualifier: str, stated: list[int], unit: str | None
) -> None:
    low, high, _ = bounds(qualifier, *stated, unit)
    ends = open_ends(qualifier, *stated, unit)
    assert [end is None for end in ends] == [bound is None for bound in (low, high)]
    if unit != "months":
        assert True not in ends
        assert bounds(qualifier, *stated, unit) == bounds(qualifier, *stated)


@pytest.mark.parametrize(
    ("number", "low", "high"),
    [(6, 5.5, 6.5), (10, 5, 15), (12, 11.5, 12.5)],
)
def test_of_a_continuous_unit_half_of_one_is_a_half(number: int, low: float, high: float) -> None:
    assert rounding_of_continuous(number) == (low, high)


@pytest.mark.parametrize(
    ("number", "low", "high"),
    [
        (140, 135, 145),
        (144, 144, 144),
        (1000, 500, 1500),
        (1500, 1450, 1550),
        (10, 5, 15),
        (7, 7, 7),
        (0, 0, 0),
    ],
)
def test_rounding_is_half_a_unit_of_the_last_significant_digit(
    number: int, low: int, high: int
) -> None:
    assert rounding(number) == (low, high)


@given(NUMBERS)
def test_rounding_lies_evenly_round_the_number(number: int) -> None:
    low, high = rounding(number)
    assert low <= number <= high
    assert low + high == 2 * number


@pytest.mark.parametrize(
    ("word", "acled", "floor"),
    [
        ("several", None, 3),
        ("tens", 10, None),
        ("dozens", 12, 24),
        ("Dozens", 12, 24),
        ("hundreds", 100, 200),
        ("many", None, None),
        ("hundreds of thousands", None, None),
        ("several hundred", None, None),
    ],
)
def test_a_vague_word_has_a_number_by_a_named_convention_only(
    word: str, acled: int | None, floor: int | None
) -> None:
    assert vague_number(word, "acled") == acled
    assert vague_number(word, "floor") == floor


def test_an_unknown_convention_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"^'guess' is no convention; name one of acled, floor$"):
        vague_number("several", "guess")  # type: ignore[arg-type]


def test_no_convention_can_be_changed_by_a_user() -> None:
    with pytest.raises(TypeError):
        conventions.VAGUE_WORDS["acled"]["tens"] = 20  # type: ignore[index]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(80, 100, (75, 105)), (950, 1000, (945, 1005)), (20, 30, (15, 35)), (144, 150, (144, 150))],
)
def test_the_finer_number_of_a_range_decides_how_it_is_rounded(
    low: int, high: int, expected: tuple[int, int]
) -> None:
    assert rounding(low, high) == expected
