"""Bands: filled between two ends, fading where an end is open.

What lives here: one band. What must not: what it means. Blocks make the fading, each shorter and
darker than the one that it lies on: no transparency, no pixels and no seams, so that every format
and every printer shows it.
"""

from __future__ import annotations

from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from isk_indicators.drawing.ink import PALE, mixed
from isk_indicators.drawing.signs import open_head

_UNDER, _OVER = 0.2, 1.8
_STEPS = 28


class Band(NamedTuple):
    """How a band is drawn.

    Attributes:
        bottom: One edge, in the units of the vertical axis.
        top: The other edge.
        fade: Over what length an open end fades out, in the units of the horizontal axis.
        colour: What it is filled with.
        head: Whether an arrow's head stands where it has faded out.
        over_grid: Whether it hides the lines of the grid.

    """

    bottom: float
    top: float
    fade: float
    colour: str = PALE
    head: bool = True
    over_grid: bool = False


def band(ax: Axes, ends: tuple[float | None, ...], how: Band, gid: str) -> None:
    """Fill from the lowest end to the highest; the first and the last, if None, are open.

    Args:
        ax: Where to draw.
        ends: The lowest end, any numbers between, the highest end; nothing is drawn of no number.
        how: How it is drawn.
        gid: What it is called in a picture that has names (SVG).

    """
    known = [end for end in ends if end is not None]
    if not known:
        return
    if known[0] < known[-1]:
        ax.add_patch(_block(known[0], known[-1], how, gid))
    if ends[0] is None:
        _fade(ax, known[0] - how.fade, known[0], how, f"{gid}-before")
    if ends[-1] is None:
        _fade(ax, known[-1] + how.fade, known[-1], how, f"{gid}-after")


def _fade(ax: Axes, tip: float, foot: float, how: Band, gid: str) -> None:
    step = (foot - tip) / _STEPS
    for i in range(_STEPS):
        block = _block(tip + i * step, foot, how, f"{gid}-{i}")
        block.set_facecolor(mixed(how.colour, (i + 0.5) / _STEPS))
        ax.add_patch(block)
    if how.head:
        middle = (how.bottom + how.top) / 2
        ax.plot([tip], [middle], **open_head(1 if tip > foot else -1), gid=f"{gid}-head")


def _block(start: float, end: float, how: Band, gid: str) -> Rectangle:
    left, right = sorted((start, end))
    block = Rectangle((left, how.bottom), right - left, how.top - how.bottom)
    order = _OVER if how.over_grid else _UNDER
    block.set(facecolor=how.colour, linewidth=0, zorder=order, gid=gid)
    return block
