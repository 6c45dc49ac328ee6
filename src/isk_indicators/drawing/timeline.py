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
from isk_indicators.drawing.page import EMPTY, GAP, ROW, Page, Room, times, widest
from isk_indicators.views.pictures import Form, Picture, Sign, TimelineBar

_LABEL, _WIDTH, _ABOVE = 214.0, 310.0, 16.0
_STRIPS: Mapping[str, key.Strips] = MappingProxyType(
    {"single": ((-3.2, 3.2),), "series": ((-3.2, -1.0), (1.0, 3.2))}
)
"""The bar of a single incident is one strip, that of a series two."""

_DAYS: Mapping[Form, tuple[Sign, str]] = MappingProxyType(
    {"day": ("exact", "a day"), "about_day": ("about", "about that day")}
)
_BARS = (
    ("single", "single incident: some day within"),
    ("series", "series: days throughout"),
)


_LEAST = 1.6
"""The least width that is drawn of a bar, in points."""


def draw(picture: Picture[TimelineBar], ax: Axes | None) -> Axes:
    """Draw the picture; see :func:`isk_indicators.plots.timeline`."""
    bars = picture.rows
    labels = [balanced(bar.label, _LABEL, 2) for bar in bars]
    height = sum(len(lines) * ROW + GAP / 2 for lines in labels) or EMPTY
    status = GAP + widest(bar.when for bar in bars) + GAP
    right = status + widest(bar.standing for bar in bars)
    room = Room(_WIDTH, height, _LABEL + 2 * GAP, right, _ABOVE)
    page = Page(picture, ax, room, _key(bars))
    if bars:
        page.rows(height)
        page.years(bars, top=True)
    top = GAP / 4
    for bar, lines in zip(bars, labels, strict=True):
        page.label(lines, top)
        page.beside(bar.when, top + ROW / 2)
        page.beside(bar.standing, top + ROW / 2, status, color=GREY)
        _draw_date(page.ax, bar, top + ROW / 2)
        top += len(lines) * ROW + GAP / 2
    page.finish()
    return page.ax


def _draw_date(ax: Axes, bar: TimelineBar, y: float) -> None:
    if bar.form in _DAYS:
        form = signs.look(_DAYS[bar.form][0])
        ax.plot([times(ax, bar).middle], [y], gid=bar.incident_id, **form)
    else:
        _draw_bar(ax, bar, y)


def _draw_bar(ax: Axes, bar: TimelineBar, y: float) -> None:
    when = times(ax, bar)
    for i, (above, below) in enumerate(_STRIPS[bar.scale]):
        how = Band(y + above, y + below, when.length, STEEL, head=False)
        band(ax, when.ends, how, f"{bar.incident_id}-{i}")
        if None not in when.ends:  # a bar of two days is narrower than what can be seen
            ax.vlines(when.middle, how.bottom, how.top, colors=STEEL, linewidth=_LEAST, zorder=0.2)
    if when.open_start:
        ax.plot([when.start], [y], gid=f"{bar.incident_id}-before", **signs.open_head(-1))
    if when.open_end:
        ax.plot([when.end], [y], gid=f"{bar.incident_id}-after", **signs.open_head(1))


def _key(bars: Sequence[TimelineBar]) -> list[key.Entry]:
    forms = {bar.form for bar in bars}
    scales = {bar.scale for bar in bars if bar.form == "bar"}
    is_open = any(bar.first is None or bar.open_end for bar in bars)
    return [
        *(key.of_dot(sign, words) for form, (sign, words) in _DAYS.items() if form in forms),
        *(key.of_strips(_STRIPS[scale], STEEL, words) for scale, words in _BARS if scale in scales),
        *([key.of_opening("open at that end")] if is_open else []),
    ]
