"""The map: coasts, borders and the places of incidents, in one conic projection.

What lives here: projecting, and where a place's name stands beside it. What must not: which places
there are (``views.places``). The outline is ``outline.json``, which says where it is from.
Standard library only.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import cos, log, pi, radians, sin, tan
from typing import Any

from isk_indicators.page.scale import percent
from isk_indicators.views.places import PlaceMark

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
"""Where a name may stand, the best first: right or left of its place, and how many lines lower."""

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
    """How many lines the name stands below its place; above it if negative."""


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
    within = [mark for mark in marks if _is_within(_percent(mark))]
    return Map(
        SIZE,
        _path(outline["land"], close=True),
        _path(outline["borders"], close=False),
        _path(_graticule(), close=False),
        tuple(_country(name, (x, y)) for name, x, y in outline["countries"]),
        tuple(_spots(within)),
        tuple(mark.name for mark in marks if mark not in within),
    )


def _country(name: str, middle: Position) -> tuple[str, str, str]:
    x, y = _shares(middle)
    return name, percent(x), percent(y)


def _is_within(place: Position) -> bool:
    return all(0 <= share <= _WHOLE for share in place)


def _spots(marks: Sequence[PlaceMark]) -> Iterator[Spot]:
    """Each place with its name where it covers no other place and no name before it, if it can."""
    dots = [_around(_percent(mark)) for mark in marks]
    names: list[Box] = []
    for number, mark in enumerate(marks):
        others = [*dots[:number], *dots[number + 1 :], *names]
        free = (side for side in _SIDES if _is_free(_room(mark, *side), others))
        left, line = next(free, _SIDES[0])
        names.append(_room(mark, left, line))
        yield _spot(mark, left, line)


def _spot(mark: PlaceMark, left: bool, line: int) -> Spot:
    x, y = _percent(mark)
    return Spot(
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


def _around(place: Position) -> Box:
    x, y = place
    return x - _DOT, y - _DOT, x + _DOT, y + _DOT


def _room(mark: PlaceMark, left: bool, line: int) -> Box:
    """The room of a place's name and its count."""
    x, y = _percent(mark)
    count = len(mark.incident_ids)
    wide = _LETTER * len(f"{mark.name} {count}" if count > 1 else mark.name)
    start = x - _DOT - wide if left else x + _DOT
    top = y + (line - 0.5) * _LINE
    return start, top, start + wide, top + _LINE


def _is_free(room: Box, taken: Iterable[Box]) -> bool:
    is_within = min(room) >= 0 and max(room) <= _WHOLE
    return is_within and not any(_overlap(room, other) for other in taken)


def _overlap(one: Box, other: Box) -> bool:
    apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    return not apart


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
    return "".join(_line([_whole(frame(point)) for point in line], close) for line in lines)


def _line(points: Sequence[tuple[int, int]], close: bool) -> str:
    (x, y), *_ = points
    steps = [
        f"{right[0] - left[0]} {right[1] - left[1]}"
        for left, right in itertools.pairwise(points)
        if left != right
    ]
    return f"M{x} {y}l{' '.join(steps)}{'z' if close else ''}".replace(" -", "-") if steps else ""


def _whole(point: Position) -> tuple[int, int]:
    return round(point[0]), round(point[1])


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
