"""The signs: what form a number has, and the legend's word for it.

What lives here: the form of each sign. What must not: where it stands. A sign more is an entry of
``_SIGNS``, its name in ``views.pictures.Sign``, and a look at it in grey beside the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.path import Path
from numpy.typing import NDArray

from isk_indicators.drawing.ink import GREY, HAIR, INK, PAPER
from isk_indicators.views.pictures import Sign

Look = Mapping[str, Any]
"""Properties of the line that draws a sign."""

Strips = tuple[tuple[float, float], ...]
"""The lower and the upper edge of each strip of a bar, in points from its middle."""

_SHAFT, _HEAD, _FOOT, _LONG = 15.0, 3.2, 3.6, 9.0


def _arrow(dx: int, dy: int) -> Path:
    """A foot at the number, a shaft away from it, an open head; the number is at (0, 0)."""
    end = (dx * _SHAFT, dy * _SHAFT)
    back = (dx * (_SHAFT - _HEAD), dy * (_SHAFT - _HEAD))
    strokes = (
        ((-dy * _FOOT, -dx * _FOOT), (dy * _FOOT, dx * _FOOT)),
        ((0, 0), end),
        ((back[0] - dy * _HEAD, back[1] - dx * _HEAD), end),
        (end, (back[0] + dy * _HEAD, back[1] + dx * _HEAD)),
    )
    points = [point for stroke in strokes for point in stroke]
    return Path(points, [Path.MOVETO, Path.LINETO] * len(strokes))


_DOT = {"marker": "o", "markersize": 6.4, "markeredgewidth": 1.2, "markeredgecolor": INK}
_STROKE = {"markeredgewidth": 1.3, "markeredgecolor": INK, "markerfacecolor": "none"}
_BAR = {"color": INK, "linestyle": "-", "linewidth": 4.2, "solid_capstyle": "butt"}
_FRAME = {"color": INK, "linestyle": (0, (4, 2.4)), "linewidth": 1.1}

_SIGNS: Mapping[tuple[Sign, bool], tuple[str, Look]] = MappingProxyType(
    {
        ("exact", False): ("one number", {**_DOT, "markerfacecolor": INK}),
        ("about", False): ("about", {**_DOT, "markerfacecolor": PAPER}),
        ("at_least", False): ("at least", {**_STROKE, "marker": _arrow(1, 0)}),
        ("at_most", False): ("at most", {**_STROKE, "marker": _arrow(-1, 0)}),
        ("range", False): ("a range", _BAR),
        ("over_time", False): ("a change over time", _FRAME),
        ("exact", True): (
            "one number, of a part",
            {**_DOT, "fillstyle": "left", "markerfacecolor": INK, "markerfacecoloralt": PAPER},
        ),
    }
)
"""By sign, and whether it is of a part: the legend's words, and the form."""

_UPWARDS: Mapping[Sign, Path] = MappingProxyType(
    {"at_least": _arrow(0, 1), "at_most": _arrow(0, -1)}
)
_OPEN_HEADS = MappingProxyType(
    {side: Path([(-side * _HEAD, -_HEAD), (0, 0), (-side * _HEAD, _HEAD)]) for side in (-1, 1)}
)


def look(sign: Sign, *, part: bool = False, upwards: bool = False) -> dict[str, Any]:
    """The form of a sign; only a dot shows that it is of a part, words say it of the others."""
    form = _SIGNS[(sign, part) if (sign, part) in _SIGNS else (sign, False)][1]
    marker = _UPWARDS.get(sign) if upwards else None
    drawn = {"linestyle": "none", "zorder": 4, "clip_on": False, **form}
    return _sized(drawn if marker is None else {**drawn, "marker": marker})


def open_head(side: int, colour: str = GREY) -> dict[str, Any]:
    """The head of an arrow at an end that is open: to the left (-1) or to the right (1)."""
    form = {**_STROKE, "markeredgecolor": colour, "markeredgewidth": 1.1, "zorder": 3}
    return _sized({**form, "marker": _OPEN_HEADS[side], "linestyle": "none", "clip_on": False})


def legend(kinds: Iterable[tuple[Sign, bool]], *, upwards: bool = False) -> list[Artist]:
    """The signs that stand in a picture, always in the same order, each with its meaning."""
    present = {kind if kind in _SIGNS else (kind[0], False) for kind in kinds}
    return [
        _in_legend(meaning, look(sign, part=part, upwards=upwards))
        for (sign, part), (meaning, _) in _SIGNS.items()
        if (sign, part) in present
    ]


def dot(sign: Sign, meaning: str) -> Line2D:
    """A sign with a meaning of its own, for the legend."""
    return Line2D([], [], label=meaning, **look(sign))


def strips(edges: Strips, colour: str, meaning: str) -> Line2D:
    """A bar of strips, for the legend."""
    corners = [((-_LONG, low), (_LONG, low), (_LONG, high), (-_LONG, high)) for low, high in edges]
    outlines = [Path((*four, four[0]), closed=True) for four in corners]
    form = {"marker": Path.make_compound_path(*outlines), "color": colour, "markeredgewidth": 0}
    return Line2D([], [], label=meaning, linestyle="none", **_sized(form))


def opening(meaning: str) -> Line2D:
    """The head of an arrow at an open end, for the legend."""
    return Line2D([], [], label=meaning, **open_head(1))


def field(meaning: str, **form: Any) -> Patch:
    """A filled field for the legend."""
    return Patch(label=meaning, **{"linewidth": 0, **form})


def _in_legend(meaning: str, form: dict[str, Any]) -> Artist:
    """An arrow has its middle where a dot has it; a frame is a field."""
    if form["linestyle"] == _FRAME["linestyle"]:
        frame = {"edgecolor": INK, "linestyle": form["linestyle"], "linewidth": 1.1}
        return field(meaning, facecolor=HAIR, **frame)
    if isinstance(marker := form.get("marker"), Path):
        corners = _corners(marker)
        middle = (corners.min(axis=0) + corners.max(axis=0)) / 2
        form = _sized({**form, "marker": Path(corners - middle, marker.codes)})
    return Line2D([], [], label=meaning, **form)


def _sized(form: dict[str, Any]) -> dict[str, Any]:
    """Draw a path as large as it is: matplotlib scales it to the size of the marker."""
    marker = form.get("marker")
    if not isinstance(marker, Path):
        return form
    return {**form, "markersize": 2 * float(np.abs(_corners(marker)).max())}


def _corners(path: Path) -> NDArray[np.float64]:
    return np.asarray(path.vertices, dtype=np.float64)
