"""The pictures of force size: a small chart for each measure of an actor that has a number.

What lives here: placing what ``views.pictures.force_marks`` gives, all charts on one time axis.
What must not: any figure or choice of its own. Standard library only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from isk_indicators.page.scale import Scale, percent, ticks, visible, years
from isk_indicators.views import wording
from isk_indicators.views.claims import Claims
from isk_indicators.views.pictures import ForceMark, Picture, Sign, force_marks, numbers, sign

TIME = (17.0, 93.0)
VALUE = (86.0, 14.0)
"""Where 0 and the greatest tick are drawn, in percent from the top."""

AXIS = 10.0
"""Where the axis of numbers stands, in percent: what is open at the beginning starts there."""

_HALF = 60.0
_ABOVE, _BELOW = (-7, -15), (15, 15)
_SHIFTS: Mapping[Sign, tuple[int, int]] = {
    "over_time": _BELOW,
    "at_most": _BELOW,
    "below": _BELOW,
}
"""How far the words stand from their mark, and each further one from the last, in pixels."""


@dataclass(frozen=True)
class Point:
    """One estimate, placed: from ``x`` to ``end`` in time, from ``low`` up to ``high``.

    ``level`` is the middle of its numbers, where its time is drawn; ``middle`` is that of its time,
    where its number is drawn.
    """

    row_id: str
    voice: str
    told: str
    said_by: str
    when: str
    sign: Sign
    x: str
    width: str
    end: str
    middle: str
    open_left: bool
    open_right: bool
    low: str
    level: str
    high: str
    height: str
    label: str
    anchor: str
    shift: int


@dataclass(frozen=True)
class Chart:
    """The estimates of one measure of one actor."""

    title: str
    unit: str
    years: tuple[tuple[str, str], ...]
    ticks: tuple[tuple[str, str], ...]
    points: tuple[Point, ...]
    notes: tuple[str, ...]


def charts(claims: Claims) -> tuple[Chart, ...]:
    """Give a chart for each measure with a number: persons first, then by how many it has."""
    pictures = [picture for picture in _pictures(claims) if picture.rows]
    days = [day for p in pictures for mark in p.rows for day in (mark.first, mark.last) if day]
    if not days:
        return ()
    time, starts = years(days, start=TIME[0], end=TIME[1])
    begun = tuple((percent(place), str(year)) for year, place in starts.items())
    ordered = sorted(pictures, key=lambda one: (one.unit != "persons", -len(one.rows)))
    return tuple(_chart(claims, picture, time, begun) for picture in ordered)


def undrawn(claims: Claims, drawn: Sequence[Chart]) -> str:
    """Say how many estimates have no mark in any chart; blank if each has one."""
    rows, marks = len(claims.rows("force_estimates")), sum(len(chart.points) for chart in drawn)
    told = f"Not drawn: {rows - marks} of {rows} estimates, which give no number or no date."
    return told if rows > marks else ""


def _pictures(claims: Claims) -> Iterator[Picture[ForceMark]]:
    seen = [
        (row["actor_id"], row["measure"], row["unit"]) for row in claims.rows("force_estimates")
    ]
    for actor, measure, unit in dict.fromkeys(seen):
        yield force_marks(str(actor), str(measure), str(unit), claims)


def _chart(
    claims: Claims, picture: Picture[ForceMark], time: Scale, begun: tuple[tuple[str, str], ...]
) -> Chart:
    values = ticks(max(n for mark in picture.rows for n in numbers(mark)))
    scale = Scale(0, values[-1], *VALUE)
    return Chart(
        picture.title.partition(",")[0],
        picture.unit,
        begun,
        tuple((percent(scale.at(value)), f"{value:,}") for value in values),
        tuple(_apart([_point(claims, mark, time, scale) for mark in picture.rows])),
        tuple(n for n in picture.notes if n.startswith("Not drawn") or n == wording.OPEN_END),
    )


def _point(claims: Claims, mark: ForceMark, time: Scale, scale: Scale) -> Point:
    begin = AXIS if mark.first is None else time.day(mark.first)
    end = TIME[1] if mark.last is None else time.day_after(mark.last)
    begin, end = visible(begin, end)
    low, high = (scale.at(n) for n in (numbers(mark)[0], numbers(mark)[-1]))
    middle = end if mark.first is None else (begin + end) / 2
    return Point(
        mark.row_id,
        str(claims.row("force_estimates", mark.row_id)["voice"]),
        mark.told,
        mark.said_by,
        mark.when,
        sign(mark),
        percent(begin),
        percent(end - begin),
        percent(end),
        percent(middle),
        mark.first is None,
        mark.open_end,
        percent(low),
        percent((low + high) / 2),
        percent(high),
        percent(low - high),
        *_label(mark, begin, middle),
        0,
    )


def _label(mark: ForceMark, begin: float, middle: float) -> tuple[str, str]:
    """Where the words of a mark stand, and which end of them: a frame has them at its beginning."""
    if sign(mark) == "over_time":
        return percent(begin), "start"
    return percent(middle), "start" if middle < _HALF else "end"


def _apart(points: Sequence[Point]) -> Iterator[Point]:
    """Set the words of marks at one place apart."""
    seen: Counter[tuple[str, str]] = Counter()
    for point in points:
        place = (point.label, point.high)
        first, step = _SHIFTS.get(point.sign, _ABOVE)
        yield replace(point, shift=first + step * seen[place])
        seen[place] += 1
