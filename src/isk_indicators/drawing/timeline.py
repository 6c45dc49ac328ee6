"""The picture of the timeline: an incident a row, its date a dot or a bar.

What lives here: where each date stands. What must not: dates that are not in the picture's rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from matplotlib.axes import Axes

from isk_indicators.drawing import key, signs
from isk_indicators.drawing.bands import Band, band
from isk_indicators.drawing.ink import GREY, STEEL, balanced
from isk_indicators.drawing.page import EMPTY, GAP, ROW, Page, Room, day, day_after, widest
from isk_indicators.views.pictures import Picture, Sign, TimelineBar

_LABEL, _WIDTH, _ABOVE = 214.0, 310.0, 16.0
_STRIPS: Mapping[str, key.Strips] = MappingProxyType(
    {"single": ((-3.2, 3.2),), "series": ((-3.2, -1.0), (1.0, 3.2))}
)
"""The bar of a single incident is one strip, that of a series two."""

_DAYS: tuple[tuple[bool, Sign, str], ...] = (
    (False, "exact", "a day"),
    (True, "about", "about that day"),
)
_BARS = (
    ("single", "single incident: some day within"),
    ("series", "series: days throughout"),
)


def draw(picture: Picture[TimelineBar], ax: Axes | None) -> Axes:
    """Draw the picture; see :func:`isk_indicators.plots.timeline`."""
    bars = picture.rows
    labels = [balanced(bar.label, _LABEL, 2) for bar in bars]
    height = sum(len(lines) * ROW + GAP / 2 for lines in labels) or EMPTY
    status = GAP + widest(bar.when for bar in bars) + GAP
    right = status + widest(bar.status for bar in bars)
    room = Room(_WIDTH, height, _LABEL + 2 * GAP, right, _ABOVE)
    page = Page(picture, ax, room, _key(bars))
    if bars:
        page.rows(height)
        page.years([(bar.first, bar.last) for bar in bars], top=True)
    top = GAP / 4
    for bar, lines in zip(bars, labels, strict=True):
        page.label(lines, top)
        page.beside(bar.when, top + ROW / 2)
        page.beside(bar.status, top + ROW / 2, status, color=GREY)
        _draw_date(page.ax, bar, top + ROW / 2)
        top += len(lines) * ROW + GAP / 2
    page.finish()
    return page.ax


def _draw_date(ax: Axes, bar: TimelineBar, y: float) -> None:
    if bar.first is not None and _is_day(bar):
        noon = day(bar.first) + 0.5
        form = signs.look("about" if bar.about else "exact")
        ax.plot([noon], [y], gid=bar.incident_id, **form)
    else:
        _draw_bar(ax, bar, y)


def _draw_bar(ax: Axes, bar: TimelineBar, y: float) -> None:
    start = None if bar.first is None else day(bar.first)
    end = None if bar.last is None else day_after(bar.last)
    left, right = ax.get_xlim()
    fade = (end or left) - left if start is None else right - start
    for i, (above, below) in enumerate(_STRIPS[bar.scale]):
        how = Band(y + above, y + below, fade, STEEL, head=False)
        band(ax, (start, end), how, f"{bar.incident_id}-{i}")
    if start is None:
        ax.plot([left], [y], **signs.open_head(-1))
    if end is None:
        ax.plot([right], [y], **signs.open_head(1))


def _key(bars: Sequence[TimelineBar]) -> list[key.Entry]:
    days = {bar.about for bar in bars if _is_day(bar)}
    scales = {bar.scale for bar in bars if not _is_day(bar)}
    is_open = any(bar.first is None or bar.last is None for bar in bars)
    return [
        *(key.of_dot(sign, words) for about, sign, words in _DAYS if about in days),
        *(key.of_strips(_STRIPS[scale], STEEL, words) for scale, words in _BARS if scale in scales),
        *([key.of_opening("open at that end")] if is_open else []),
    ]


def _is_day(bar: TimelineBar) -> bool:
    return bar.first is not None and bar.first == bar.last
