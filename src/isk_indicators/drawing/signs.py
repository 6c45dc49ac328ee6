"""The signs: what form a number has.

What lives here: the form of each sign, and what it means. What must not: where it stands. A sign
more is an entry of ``SIGNS``, its name in ``views.pictures.Sign``, and a look at it in grey beside
the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
from matplotlib.path import Path
from numpy.typing import NDArray

from isk_indicators.drawing.ink import GREY, INK, MIST, PAPER
from isk_indicators.views.pictures import Sign

Look = Mapping[str, Any]
"""Properties of the line that draws a sign."""

_SHAFT, _HEAD, _FOOT, _RING = 15.0, 3.2, 3.6, 2.8


Stroke = tuple[tuple[float, float], tuple[float, float]]


def _arrow(dx: int, dy: int) -> Path:
    """A foot at the number, a shaft away from it, an open head; the number is at (0, 0)."""
    foot = ((-dy * _FOOT, -dx * _FOOT), (dy * _FOOT, dx * _FOOT))
    return _strokes(foot, *_shaft(dx, dy, 0))


def _ringed_arrow(dx: int, dy: int) -> Path:
    """An arrow with a ring for its foot: the number is left out."""
    ring = Path.circle((0, 0), _RING)
    return Path.make_compound_path(ring, _strokes(*_shaft(dx, dy, _RING)))


def _halved_arrow(dx: int, dy: int) -> Path:
    """An arrow with half a dot for its foot: the number is of a part."""
    half = Path.wedge(90, 270)
    dot = Path(corners(half) * _RING, half.codes)
    return Path.make_compound_path(dot, _strokes(*_shaft(dx, dy, 0)))


def _shaft(dx: int, dy: int, start: float) -> tuple[Stroke, ...]:
    """A shaft from this far of the number, with its head."""
    end = (dx * _SHAFT, dy * _SHAFT)
    back = (dx * (_SHAFT - _HEAD), dy * (_SHAFT - _HEAD))
    return (
        ((dx * start, dy * start), end),
        ((back[0] - dy * _HEAD, back[1] - dx * _HEAD), end),
        (end, (back[0] + dy * _HEAD, back[1] + dx * _HEAD)),
    )


def _strokes(*strokes: Stroke) -> Path:
    points = [point for stroke in strokes for point in stroke]
    return Path(points, [Path.MOVETO, Path.LINETO] * len(strokes))


def corners(path: Path) -> NDArray[np.float64]:
    """The points of a path."""
    return np.asarray(path.vertices, dtype=np.float64)


_DOT = {"marker": "o", "markersize": 6.4, "markeredgewidth": 1.2, "markeredgecolor": INK}
_STROKE = {"markeredgewidth": 1.3, "markeredgecolor": INK, "markerfacecolor": "none"}
_RINGED = {**_STROKE, "markerfacecolor": PAPER}
_HALVED = {**_STROKE, "markerfacecolor": INK}
_HALF_DOT = {**_DOT, "fillstyle": "left", "markerfacecoloralt": PAPER}
_BAR = {"color": INK, "linestyle": "-", "linewidth": 4.2, "solid_capstyle": "butt"}
FRAME = {"color": INK, "linestyle": (0, (4, 2.4)), "linewidth": 1.1}

SIGNS: Mapping[tuple[Sign, bool], tuple[str, Look]] = MappingProxyType(
    {
        ("exact", False): ("one number", {**_DOT, "markerfacecolor": INK}),
        ("about", False): ("about", {**_DOT, "markerfacecolor": PAPER}),
        ("at_least", False): ("at least", {**_STROKE, "marker": _arrow(1, 0)}),
        ("above", False): ("above", {**_RINGED, "marker": _ringed_arrow(1, 0)}),
        ("at_most", False): ("at most", {**_STROKE, "marker": _arrow(-1, 0)}),
        ("below", False): ("below", {**_RINGED, "marker": _ringed_arrow(-1, 0)}),
        ("range", False): ("a range", _BAR),
        ("over_time", False): ("a change over time", FRAME),
        ("exact", True): ("one number, of a part", {**_HALF_DOT, "markerfacecolor": INK}),
        ("about", True): ("about, of a part", {**_HALF_DOT, "markerfacecolor": MIST}),
        ("at_least", True): ("at least, of a part", {**_HALVED, "marker": _halved_arrow(1, 0)}),
        ("at_most", True): ("at most, of a part", {**_HALVED, "marker": _halved_arrow(-1, 0)}),
        ("range", True): ("a range, of a part", {**_BAR, "linewidth": 2.1}),
    }
)
"""By sign, and whether it is of a part: what it means, and its form."""

_UPWARDS: Mapping[Sign, Path] = MappingProxyType(
    {
        "at_least": _arrow(0, 1),
        "above": _ringed_arrow(0, 1),
        "at_most": _arrow(0, -1),
        "below": _ringed_arrow(0, -1),
    }
)
_OPEN_HEADS = MappingProxyType(
    {side: Path([(-side * _HEAD, -_HEAD), (0, 0), (-side * _HEAD, _HEAD)]) for side in (-1, 1)}
)


def look(sign: Sign, *, part: bool = False, upwards: bool = False) -> dict[str, Any]:
    """The form of a sign; that it is of a part shows wherever a picture has parts."""
    form = SIGNS[(sign, part) if (sign, part) in SIGNS else (sign, False)][1]
    marker = _UPWARDS.get(sign) if upwards else None
    drawn = {"linestyle": "none", "zorder": 4, "clip_on": False, **form}
    return sized(drawn if marker is None else {**drawn, "marker": marker})


def open_head(side: int, colour: str = GREY) -> dict[str, Any]:
    """The head of an arrow at an end that is open: to the left (-1) or to the right (1)."""
    form = {**_STROKE, "markeredgecolor": colour, "markeredgewidth": 1.1, "zorder": 3}
    return sized({**form, "marker": _OPEN_HEADS[side], "linestyle": "none", "clip_on": False})


def sized(form: dict[str, Any]) -> dict[str, Any]:
    """Draw a path as large as it is: matplotlib scales it to the size of the marker."""
    marker = form.get("marker")
    if not isinstance(marker, Path):
        return form
    return {**form, "markersize": 2 * float(np.abs(corners(marker)).max())}
