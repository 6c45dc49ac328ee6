"""The charts of the page: scales in percent, force size over time, and the map.

Percentages let a drawing grow and shrink with the page while its words keep their size.
"""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from math import cos, floor, log, log10, pi, radians, sin, tan
from typing import Any

from isk_indicators.tables import Dataset
from isk_indicators.views.charts import (
    OPEN_END,
    ChartData,
    ForceMark,
    PlaceMark,
    Shape,
    force_marks,
    place_time,
    shape,
    values_of,
)

# Scales

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


# Force size

TIME = (17.0, 93.0)
VALUE = (86.0, 14.0)
"""Where 0 and the greatest tick are drawn, in percent from the top."""

AXIS = 10.0
"""Where the axis of numbers is, in percent: what is open at the beginning starts there."""

_HALF = 60.0
_ABOVE, _BELOW = (-7, -15), (15, 15)
"""How far the words are from their mark, and each further one from the last, in pixels."""


@dataclass(frozen=True)
class Point:
    """One estimate, placed: from ``x`` to ``end`` in time, from ``low`` up to ``high``.

    ``level`` is the middle of its numbers, where its time is drawn; ``middle`` is that of its time,
    where its number is drawn.
    """

    row_id: str
    voice: str
    text: str
    said_by: str
    when: str
    shape: Shape
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


def charts(dataset: Dataset) -> tuple[Chart, ...]:
    """Give a chart for each measure with a number: persons first, then by how many it has."""
    rows = dataset.rows("force_estimates")
    asked = dict.fromkeys((row["actor_id"], row["measure"], row["unit"]) for row in rows)
    every = [force_marks(str(who), str(what), str(unit), dataset) for who, what, unit in asked]
    pictures = [picture for picture in every if picture.rows]
    days = [day for p in pictures for mark in p.rows for day in (mark.first, mark.last) if day]
    if not days:
        return ()
    time, starts = years(days, start=TIME[0], end=TIME[1])
    begun = tuple((percent(place), str(year)) for year, place in starts.items())
    ordered = sorted(pictures, key=lambda one: (one.unit != "persons", -len(one.rows)))
    return tuple(_chart(dataset, picture, time, begun) for picture in ordered)


def not_drawn(dataset: Dataset, drawn: Sequence[Chart]) -> str:
    """Say how many estimates have no mark in any chart; blank if each has one."""
    rows, marks = len(dataset.rows("force_estimates")), sum(len(chart.points) for chart in drawn)
    note = f"Not drawn: {rows - marks} of {rows} estimates, which give no number or no date."
    return note if rows > marks else ""


def _chart(
    dataset: Dataset, picture: ChartData[ForceMark], time: Scale, begun: tuple[tuple[str, str], ...]
) -> Chart:
    values = ticks(max(n for mark in picture.rows for n in values_of(mark)))
    scale = Scale(0, values[-1], *VALUE)
    return Chart(
        picture.title.partition(",")[0],
        picture.unit,
        begun,
        tuple((percent(scale.at(value)), f"{value:,}") for value in values),
        tuple(_apart([_point(dataset, mark, time, scale) for mark in picture.rows])),
        tuple(n for n in picture.notes if n.startswith("Not drawn") or n == OPEN_END),
    )


def _point(dataset: Dataset, mark: ForceMark, time: Scale, scale: Scale) -> Point:
    interval = place_time(mark, time.day, (AXIS, TIME[1]))
    begin, end = visible(interval.start, interval.end)
    low, high = (scale.at(n) for n in (values_of(mark)[0], values_of(mark)[-1]))
    middle = interval._replace(start=begin, end=end).middle
    is_frame = shape(mark).body == "frame"
    return Point(
        mark.row_id,
        str(dataset.row("force_estimates", mark.row_id)["voice"]),
        mark.told,
        mark.said_by,
        mark.when,
        shape(mark),
        percent(begin),
        percent(end - begin),
        percent(end),
        percent(middle),
        interval.open_start,
        interval.open_end,
        percent(low),
        percent((low + high) / 2),
        percent(high),
        percent(low - high),
        percent(begin if is_frame else middle),
        "start" if is_frame or middle < _HALF else "end",
        0,
    )


def _apart(points: Sequence[Point]) -> Iterator[Point]:
    """Set the words of marks at one place apart."""
    seen: Counter[tuple[str, str]] = Counter()
    for point in points:
        place = (point.label, point.high)
        is_below = point.shape.body == "frame" or point.shape.arrow < 0
        first, step = _BELOW if is_below else _ABOVE
        yield replace(point, shift=first + step * seen[place])
        seen[place] += 1


# Map

SIZE = (1000, 920)
"""Width and height of the outline's own units; only their ratio is seen."""

WINDOW = (28.5, 24.0, 82.0, 61.0)
"""What the map shows: west, south, east and north, in degrees; the corners are cut by the cone."""

PARALLELS = (28.0, 52.0)
"""The two parallels that keep their length."""

_LETTER, _LINE, _DOT = 1.6, 4.0, 1.5
"""The room of a letter, in percent of the width on a small screen, of a line, in percent of the
height, and of a dot, to each side."""

_WHOLE = 100

_SIDES = [(left, line) for line in (0, -1, 1, -2, 2, -3, 3) for left in (False, True)]
"""Where a name may be drawn, best first: right or left of its place, how many lines lower."""

Position = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in percent."""


@dataclass(frozen=True)
class Spot:
    """A place, placed."""

    place_id: str
    name: str
    x: str
    y: str
    count: int
    told: int
    ring: bool
    left: bool
    line: int
    """How many lines below its place the name is drawn; above it if negative."""


@dataclass(frozen=True)
class Map:
    """The whole map."""

    size: tuple[int, int]
    land: str
    borders: str
    graticule: str
    countries: tuple[tuple[str, str, str], ...]
    spots: tuple[Spot, ...]
    outside: tuple[str, ...]
    """The names of the places that lie beyond its edges."""


def chart_map(marks: Sequence[PlaceMark]) -> Map:
    """Draw the map with these places."""
    outline = _outline()
    within = [mark for mark in marks if 0 <= min(_percent(mark)) <= max(_percent(mark)) <= _WHOLE]
    countries = ((name, *_shares((x, y))) for name, x, y in outline["countries"])
    return Map(
        SIZE,
        _path(outline["land"], close=True),
        _path(outline["borders"], close=False),
        _path(_graticule(), close=False),
        tuple((name, percent(x), percent(y)) for name, x, y in countries),
        tuple(_spots(within)),
        tuple(mark.name for mark in marks if mark not in within),
    )


def _spots(marks: Sequence[PlaceMark]) -> Iterator[Spot]:
    """Each place with its name where it covers no other place and no name before it, if it can."""
    places = [_percent(mark) for mark in marks]
    dots = [(x - _DOT, y - _DOT, x + _DOT, y + _DOT) for x, y in places]
    names: list[Box] = []
    for number, mark in enumerate(marks):
        others = [*dots[:number], *dots[number + 1 :], *names]
        free = (side for side in _SIDES if _is_free(_room(mark, *side), others))
        left, line = next(free, _SIDES[0])
        names.append(_room(mark, left, line))
        x, y = _percent(mark)
        yield Spot(
            mark.place_id,
            mark.name,
            percent(x),
            percent(y),
            len(mark.incident_ids),
            len(mark.told_ids),
            mark.precision != "settlement" or not mark.incident_ids,
            left,
            line,
        )


def _room(mark: PlaceMark, left: bool, line: int) -> Box:
    """The room of a place's name and its count."""
    x, y = _percent(mark)
    count = len(mark.incident_ids)
    wide = _LETTER * len(f"{mark.name} {count}" if count > 1 else mark.name)
    start = x - _DOT - wide if left else x + _DOT
    top = y + (line - 0.5) * _LINE
    return start, top, start + wide, top + _LINE


def _is_free(room: Box, taken: Iterable[Box]) -> bool:
    left, top, right, bottom = room
    is_within = min(room) >= 0 and max(room) <= _WHOLE
    return is_within and not any(
        left < one[2] and one[0] < right and top < one[3] and one[1] < bottom for one in taken
    )


def _percent(mark: PlaceMark) -> Position:
    return _shares((mark.longitude, mark.latitude))


def _shares(point: Position) -> Position:
    x, y = _frame()(point)
    return _WHOLE * x / SIZE[0], _WHOLE * y / SIZE[1]


@cache
def _outline() -> dict[str, Any]:
    text = files(__package__).joinpath("outline.json").read_text(encoding="utf-8")
    outline: dict[str, Any] = json.loads(text)
    return outline


def _graticule() -> list[list[Position]]:
    """Every tenth meridian and parallel around the window."""
    meridians = [[(float(x), float(y)) for y in range(20, 63, 6)] for x in range(20, 91, 10)]
    parallels = [[(float(x), float(y)) for x in range(20, 91, 5)] for y in range(20, 61, 10)]
    return [*meridians, *parallels]


def _path(lines: Iterable[Sequence[Position]], *, close: bool) -> str:
    """Write lines as an SVG path of whole units, each step from the last point."""
    frame = _frame()
    return "".join(_line([frame(point) for point in line], close) for line in lines)


def _line(places: Sequence[Position], close: bool) -> str:
    points = [(round(x), round(y)) for x, y in places]
    (x, y), *_ = points
    steps = [
        f"{right[0] - left[0]} {right[1] - left[1]}"
        for left, right in itertools.pairwise(points)
        if left != right
    ]
    return f"M{x} {y}l{' '.join(steps)}{'z' if close else ''}".replace(" -", "-") if steps else ""


@cache
def _frame() -> Callable[[Position], Position]:
    """The projection, stretched so that the window fills the map's width from its middle."""
    west, south, east, north = WINDOW
    project = _conic((west + east) / 2)
    middle = ((west + east) / 2, (south + north) / 2)
    left, right = project((west, middle[1]))[0], project((east, middle[1]))[0]
    unit = SIZE[0] / (right - left)
    x0, y0 = project(middle)

    def place(point: Position) -> Position:
        x, y = project(point)
        return SIZE[0] / 2 + (x - x0) * unit, SIZE[1] / 2 - (y - y0) * unit

    return place


def _conic(meridian: float) -> Callable[[Position], Position]:
    """Lambert's conformal conic projection on a sphere of radius 1.

    The formulas are those of J. P. Snyder, Map Projections (USGS Professional Paper 1395, 1987),
    15-1 to 15-4.
    """
    first, second = (radians(parallel) for parallel in PARALLELS)
    n = log(cos(first) / cos(second)) / log(_tangent(second) / _tangent(first))
    f = cos(first) * _tangent(first) ** n / n

    def project(point: Position) -> Position:
        radius = f / _tangent(radians(point[1])) ** n
        angle = n * radians(point[0] - meridian)
        return radius * sin(angle), -radius * cos(angle)

    return project


def _tangent(latitude: float) -> float:
    return tan(pi / 4 + latitude / 2)
