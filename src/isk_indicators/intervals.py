"""Stretches of a text, and whether one lies within another, without looking at each pair.

What lives here: ``Intervals``, and how much several cover. What must not: what a stretch means.
Standard library only.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate

Interval = tuple[int, int]


class Intervals:
    """Many stretches ``(start, end)``, end exclusive; each question costs a binary search.

    Of the stretches that begin at or before a place, the one that reaches furthest decides.
    """

    def __init__(self, intervals: Iterable[Interval] = ()) -> None:
        ordered = sorted(intervals)
        self._starts = [start for start, _ in ordered]
        self._furthest = list(accumulate((end for _, end in ordered), max))

    def hold(self, start: int, end: int) -> bool:
        """Whether one of them has the stretch from ``start`` to ``end`` within it."""
        before = bisect_right(self._starts, start)
        return before > 0 and self._furthest[before - 1] >= end

    def touch(self, start: int, end: int) -> bool:
        """Whether one of them shares a place with the stretch from ``start`` to ``end``."""
        before = bisect_left(self._starts, end)
        return before > 0 and self._furthest[before - 1] > start


def covered(intervals: Iterable[Interval]) -> int:
    """Count the positions that lie in at least one of the stretches."""
    total = reached = 0
    for start, end in sorted(intervals):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total
