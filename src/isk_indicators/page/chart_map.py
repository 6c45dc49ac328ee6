"""The map: coasts, borders and the places of incidents, in one conic projection.

What lives here: projecting, and which side a place's name stands on. What must not: which places
there are (``views.places``). The outline is ``outline.json``, which says where it is from.
Standard library only.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable, Sequence
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

_ROOM = (16.0, 4.0)
"""The room that a name takes, in percent of width and height: a place in it turns the name left."""

Position = tuple[float, float]


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


@dataclass(frozen=True)
class Map:
    """The whole map."""

    size: tuple[int, int]
    land: str
    borders: str
    graticule: str
    countries: tuple[tuple[str, str, str], ...]
    spots: tuple[Spot, ...]


def chart_map(marks: Sequence[PlaceMark]) -> Map:
    """Draw the map with these places."""
    outline = _outline()
    return Map(
        SIZE,
        _path(outline["land"], close=True),
        _path(outline["borders"], close=False),
        _path(_graticule(), close=False),
        tuple(_country(name, (x, y)) for name, x, y in outline["countries"]),
        tuple(_spot(mark, marks) for mark in marks),
    )


def _country(name: str, middle: Position) -> tuple[str, str, str]:
    x, y = _shares(middle)
    return name, percent(x), percent(y)


def _spot(mark: PlaceMark, marks: Sequence[PlaceMark]) -> Spot:
    x, y = _percent(mark)
    return Spot(
        mark.place_id,
        mark.name,
        percent(x),
        percent(y),
        len(mark.incident_ids),
        len(mark.told_ids),
        mark.precision != "settlement" or not mark.incident_ids,
        any(_in_the_way((x, y), _percent(other)) for other in marks),
    )


def _in_the_way(place: Position, other: Position) -> bool:
    return 0 < other[0] - place[0] < _ROOM[0] and abs(other[1] - place[1]) < _ROOM[1]


def _percent(mark: PlaceMark) -> Position:
    return _shares((mark.longitude, mark.latitude))


def _shares(point: Position) -> Position:
    x, y = _frame()(point)
    return 100 * x / SIZE[0], 100 * y / SIZE[1]


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
