from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isk_indicators.intervals import Interval, Intervals

PLACES = st.integers(0, 12)
STRETCHES = st.tuples(PLACES, PLACES).filter(lambda ends: ends[0] < ends[1])


@given(st.lists(STRETCHES, max_size=6), STRETCHES)
def test_each_question_is_answered_as_by_looking_at_each(
    intervals: list[Interval], asked: Interval
) -> None:
    places = set(range(*asked))
    kept = [set(range(*interval)) for interval in intervals]
    assert Intervals(intervals).hold(*asked) == any(places <= each for each in kept)
    assert Intervals(intervals).touch(*asked) == any(places & each for each in kept)


@pytest.mark.parametrize("asked", [(0, 1), (3, 9)])
def test_of_no_intervals_none_holds_or_touches(asked: Interval) -> None:
    assert not Intervals().hold(*asked)
    assert not Intervals().touch(*asked)


def test_the_furthest_decides_though_it_begins_first() -> None:
    both = Intervals([(4, 5), (0, 9)])
    assert both.hold(4, 8)
    assert both.touch(8, 9)
    assert not both.hold(4, 10)
    assert not both.touch(9, 10)


def test_intervals_may_come_from_anything_that_can_be_gone_through_once() -> None:
    once = Intervals(iter([(2, 4)]))
    assert once.hold(2, 4)
    assert once.touch(3, 9)
