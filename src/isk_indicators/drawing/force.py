"""The picture of a force: estimates over time, each named at the right.

What lives here: where each estimate stands, and where its name. What must not: numbers that are
not in the picture's rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import nan
from types import MappingProxyType
from typing import Any

from matplotlib.axes import Axes
from matplotlib.transforms import ScaledTranslation

from isk_indicators.drawing import key, signs
from isk_indicators.drawing.bands import Band, band
from isk_indicators.drawing.ink import GREY, HAIR, INK, MIST
from isk_indicators.drawing.page import (
    EMPTY,
    GAP,
    POINTS,
    ROW,
    Page,
    Room,
    Times,
    figure_of,
    size_of,
    times,
    widest,
)
from isk_indicators.views.pictures import ForceMark, Picture, numbers, sign

_WIDTH, _HEIGHT, _LEFT, _ABOVE = 380.0, 240.0, 56.0, 10.0
_LEAD = 2 * GAP
"""From the axes to the names."""

_APART = 2 * ROW + 7
"""From one name to the next at least."""

_LIFT = (nan, nan)
"""Where the pen leaves the paper."""

_BESIDE = 14.0
"""How far two signs of the same time stand apart."""

_LEADER: Mapping[str, Any] = MappingProxyType(
    {"color": GREY, "linewidth": 0.7, "linestyle": (0, (1, 2))}
)


def draw(picture: Picture[ForceMark], ax: Axes | None) -> Axes:
    """Draw the picture; see :func:`isk_indicators.plots.force`."""
    marks = picture.rows
    right = _LEAD + GAP / 2 + widest(words for mark in marks for words in (mark.told, mark.said_by))
    room = Room(_WIDTH, _HEIGHT if marks else EMPTY, _LEFT, right, _ABOVE)
    page = Page(picture, ax, room, _key(marks))
    if marks:
        page.heights(max(n for mark in marks for n in numbers(mark)) or 1)
        page.years(marks)
    for mark, aside in zip(marks, _asides(marks), strict=True):
        _draw_change(page.ax, mark) if _is_change(mark) else _draw_number(page.ax, mark, aside)
    _name(page, marks)
    page.finish()
    return page.ax


def _key(marks: Sequence[ForceMark]) -> list[key.Entry]:
    is_open = any(mark.first is None or mark.open_end for mark in marks)
    return [
        *key.of_signs(((sign(mark), False) for mark in marks), upwards=True),
        *([key.of_line(MIST, "the time it speaks of")] if not all(map(_is_change, marks)) else []),
        *([key.of_opening("open at that end")] if is_open else []),
    ]


def _asides(marks: Sequence[ForceMark]) -> list[float]:
    """How far each sign stands from the middle of its time, so that none hides another."""
    same: dict[object, list[int]] = defaultdict(list)
    for i, mark in enumerate(marks):
        if not _is_change(mark):
            same[mark.first, mark.last].append(i)
    asides = [0.0] * len(marks)
    for group in same.values():
        for place, i in enumerate(group):
            asides[i] = (place - (len(group) - 1) / 2) * _BESIDE
    return asides


def _draw_number(ax: Axes, mark: ForceMark, aside: float) -> None:
    height, half, when = _height(mark), _per_point(ax), times(ax, mark)
    how = Band(height - half, height + half, when.length, MIST, over_grid=True)
    band(ax, when.ends, how, f"{mark.row_id}-time")
    known = numbers(mark)
    drawn = [known[0], known[-1]] if sign(mark) == "range" else known[:1]
    moved = ScaledTranslation(aside / POINTS, 0, figure_of(ax).dpi_scale_trans)
    form = signs.look(sign(mark), upwards=True)
    ax.plot(
        [when.middle] * len(drawn), drawn, gid=mark.row_id, transform=ax.transData + moved, **form
    )


def _draw_change(ax: Axes, mark: ForceMark) -> None:
    """A dashed frame round the time and the numbers, without a side where time is open."""
    low, high = numbers(mark)
    when = times(ax, mark)
    how = Band(low, high, when.length, HAIR, head=False)
    band(ax, when.ends, how, f"{mark.row_id}-time")
    corners = _frame(when, (low, high))
    ax.plot(*zip(*corners, strict=True), gid=mark.row_id, **signs.look("over_time"))
    for end, place, side in zip(when.ends, when[:2], (-1, 1), strict=True):
        if end is None:
            ax.plot([place, place], [low, high], **signs.open_head(side, INK))


def _frame(when: Times, heights: tuple[float, float]) -> list[tuple[float, float]]:
    """The lines of a frame in one, with no side where time is open."""
    lines = [[(when.start, height), (when.end, height)] for height in heights]
    lines += [[(end, height) for height in heights] for end in when.ends if end is not None]
    return [point for line in lines for point in (*line, _LIFT)]


def _name(page: Page, marks: Sequence[ForceMark]) -> None:
    """Write at the right what each mark says and who says it; a dotted line leads there."""
    step = _per_point(page.ax)
    order = sorted(marks, key=_height, reverse=True)
    heights = apart([_height(mark) / step for mark in order], _APART)
    for mark, height in zip(order, heights, strict=True):
        up = height - _height(mark) / step
        _lead(page.ax, mark, up)
        page.beside(mark.told, _height(mark), _LEAD + GAP / 3, up + ROW / 2)
        page.beside(mark.said_by, _height(mark), _LEAD + GAP / 3, up - ROW / 2, color=GREY)


def _lead(ax: Axes, mark: ForceMark, up: float) -> None:
    """From the end of its time to the edge of the axes, and on to the name."""
    edge, y = ax.get_xlim()[1], _height(mark)
    ax.plot([times(ax, mark).end, edge], [y, y], **_LEADER, zorder=1)
    ax.annotate(
        "",
        xy=(1, y),
        xycoords=ax.get_yaxis_transform(),
        xytext=(_LEAD, up),
        textcoords="offset points",
        arrowprops={"arrowstyle": "-", "shrinkA": 0, "shrinkB": 0, **_LEADER},
        annotation_clip=False,
    )


def apart(heights: Sequence[float], least: float) -> list[float]:
    """Move heights, the greatest first, until no two are nearer than this, and none far."""
    moved = list(heights)
    for _ in range(10 * len(moved)):
        for i in range(len(moved) - 1):
            short = max(0.0, least - (moved[i] - moved[i + 1]))
            moved[i] += short / 2
            moved[i + 1] -= short / 2
    return moved


def _is_change(mark: ForceMark) -> bool:
    return sign(mark) == "over_time"


def _height(mark: ForceMark) -> float:
    """The middle of its numbers."""
    known = numbers(mark)
    return (known[0] + known[-1]) / 2


def _per_point(ax: Axes) -> float:
    """What the vertical axis counts in a point."""
    bottom, top = ax.get_ylim()
    return (top - bottom) / size_of(ax)[1]
