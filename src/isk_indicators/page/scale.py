"""From numbers and days to places in a drawing, in percent of its width or height.

What lives here: linear scales, their ticks, and how a percentage is written. What must not: what is
drawn. Percentages let a drawing grow and shrink with the page while its words keep their size.
Standard library only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import floor, log10

LEAST = 0.6
"""The least width of a bar, in percent: a day must be seen."""

_STEPS = (1, 2, 5, 10)
_TICKS = 5


def percent(value: float) -> str:
    """Write a share of a hundred as SVG and CSS read it: "12.5%"."""
    return f"{round(value, 2):g}%"


def visible(begin: float, end: float) -> tuple[float, float]:
    """Widen a bar that is too narrow to be seen about its middle, in percent."""
    if end - begin >= LEAST:
        return begin, end
    middle = (begin + end) / 2
    return middle - LEAST / 2, middle + LEAST / 2


@dataclass(frozen=True)
class Scale:
    """A linear scale: ``first`` is drawn at ``start`` percent, ``last`` at ``end`` percent."""

    first: float
    last: float
    start: float = 0.0
    end: float = 100.0

    def at(self, value: float) -> float:
        """Where a value is drawn, in percent."""
        share = (value - self.first) / (self.last - self.first)
        return self.start + share * (self.end - self.start)

    def day(self, day: date) -> float:
        """Where a day begins, in percent."""
        return self.at(day.toordinal())

    def day_after(self, day: date) -> float:
        """Where a day ends, in percent."""
        return self.at(day.toordinal() + 1)


def years(days: Iterable[date], *, start: float, end: float) -> tuple[Scale, dict[int, float]]:
    """Make a scale of whole years around days, and say where each year begins.

    Args:
        days: The days; without any there are no years.
        start: Where the first year begins, in percent; the room before is for what began earlier.
        end: Where the last year ends, in percent.

    """
    known = sorted(days)
    if not known:
        return Scale(0, 1, start, end), {}
    first, last = known[0].year, known[-1].year + 1
    scale = Scale(date(first, 1, 1).toordinal(), date(last, 1, 1).toordinal(), start, end)
    return scale, {year: scale.day(date(year, 1, 1)) for year in range(first, last + 1)}


def ticks(most: float) -> list[int]:
    """Give round whole numbers from 0 to at least ``most``, four to seven of them."""
    reached = max(int(most), 1)
    rough = reached / _TICKS
    power = 10 ** floor(log10(rough)) if rough > 1 else 1
    step = next(int(s * power) for s in _STEPS if s * power >= rough or s == _STEPS[-1])
    return list(range(0, reached + step, step))
