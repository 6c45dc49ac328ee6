"""Three plots of the data: tolls, the timeline, the size of a force.

>>> from isk_indicators import plots
>>> axes = plots.tolls()
>>> plots.save(axes, "tolls.svg")

Each function draws onto the axes given, or onto a new figure that has room for all words; it shows
nothing and changes no setting. Given axes need room on all sides, which a figure with
``layout="constrained"`` makes. Needs matplotlib: the extra ``[plot]``.

``views.charts`` says what is drawn; lengths here are in points. Form shows what a number is,
never colour alone, so that everything is clear when printed in grey.
"""

from __future__ import annotations

import datetime as dt
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from math import nan
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from isk_indicators.views.charts import (
    SHAPES,
    ChartData,
    ForceMark,
    Interval,
    Mark,
    Scale,
    Shape,
    TimelineBar,
    TollLine,
    force_marks,
    place_time,
    shape,
    timeline_bars,
    toll_lines,
    values_of,
)
from isk_indicators.views.tolls import Harm, Rule

try:
    import matplotlib as mpl
except ModuleNotFoundError as error:
    raise ImportError(
        'the plots need matplotlib: python -m pip install "isk-indicators[plot]"'
    ) from error

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.colors import to_rgb
from matplotlib.dates import date2num
from matplotlib.figure import Figure, SubFigure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.path import Path as Outline
from matplotlib.style import context
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Affine2D, ScaledTranslation

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.legend import Legend

__all__ = ["force", "save", "timeline", "tolls"]

# Style

INK, GREY, STEEL, MIST, PALE, HAIR, PAPER = (
    "#24384a",
    "#626d77",
    "#8494a1",
    "#a9b4bc",
    "#d6dde2",
    "#e9edf0",
    "#ffffff",
)
"""From words and marks to the paper behind them; each a clear step lighter when printed in grey."""

_TITLE, _BODY, _SMALL = 12.5, 8.6, 7.6
_LETTER = 0.61
"""How wide a letter is at most on average, as a share of the size of the type."""

_ROW, _GAP, _EDGE = 11.5, 12.0, 16.0
"""A line of words, the gap between two columns or rows, the margin of a figure."""

_LABEL, _LABEL_LETTERS, _CAPTION_LETTERS = 214.0, 46, 150
_EMPTY = 40.0
"""The height of axes in which nothing is drawn."""

_MORE = 0.05
"""The room before 0 and, twice, beyond the greatest number, as a share of it."""

_SETTINGS: Mapping[Any, Any] = MappingProxyType(
    {
        "font.family": "DejaVu Sans",  # matplotlib brings it along: words fit everywhere
        "font.size": _BODY,
        "text.color": INK,
        "text.parse_math": False,
        "axes.axisbelow": True,
        "axes.edgecolor": MIST,
        "axes.facecolor": PAPER,
        "axes.labelcolor": GREY,
        "axes.labelsize": _SMALL,
        "axes.linewidth": 0.6,
        "axes.spines.left": False,
        "axes.spines.right": False,
        "axes.spines.top": False,
        "figure.facecolor": PAPER,
    }
)
_UNDATED: Mapping[str, dict[str, None]] = MappingProxyType(
    {".svg": {"Date": None}, ".pdf": {"CreationDate": None}, ".png": {"Software": None}}
)
"""What a file does not say about the day and the machine that it was made on."""


@contextmanager
def _style() -> Iterator[None]:
    """Draw in one style, over matplotlib's own; the user's comes back afterwards."""
    with context(["default", {**_SETTINGS, "figure.dpi": mpl.rcParams["figure.dpi"]}]):
        yield


# Public functions


def tolls(
    ax: Axes | None = None,
    *,
    rule: Rule = "latest_exact",
    scale: Scale = "single",
    harm: Harm = "killed",
) -> Axes:
    """Draw the toll of each incident by a rule, with each report of it marked.

    Args:
        ax: Where to draw; a new figure if None.
        rule: How one toll follows from several reports (see :func:`isk_indicators.tolls`).
        scale: Single incidents or series; the two are never in one plot.
        harm: Which harm.

    Returns:
        The axes drawn on: persons from left to right, incidents in order of date from the top.

    Raises:
        ValueError: no such harm, rule or scale.

    """
    return draw_tolls(toll_lines(rule=rule, scale=scale, harm=harm), rule, ax)


def timeline(ax: Axes | None = None) -> Axes:
    """Draw when each dated incident and series was; uncertain dates are bars.

    Args:
        ax: Where to draw; a new figure if None.

    Returns:
        The axes drawn on: time from left to right, incidents in order of date from the top.

    """
    return draw_timeline(timeline_bars(), ax)


def force(ax: Axes | None = None, actor: str = "IS-K", measure: str = "fighters") -> Axes:
    """Draw an actor's estimates of one measure over time, each with who says it.

    Args:
        ax: Where to draw; a new figure if None.
        actor: An id, a listed name, or a printed form that only one actor has.
        measure: What is counted, one of the values of ``force_estimates.measure``.

    Returns:
        The axes drawn on: time from left to right, the number upwards.

    Raises:
        ValueError: no such actor or measure, or numbers in several units.

    """
    return draw_force(force_marks(actor, measure), ax)


def save(ax: Axes, path: str | Path, dpi: float = 200) -> None:
    """Save the figure of these axes; the same plot gives the same bytes each time.

    Args:
        ax: Axes of the figure.
        path: The file; its ending (``.svg``, ``.png``, ``.pdf``) names the format.
        dpi: Pixels an inch, where the format has pixels.

    Raises:
        ValueError: no such format.

    """
    ending = Path(path).suffix.lower()
    if ending not in _UNDATED:
        raise ValueError(f"no format {ending!r}: there are {', '.join(_UNDATED)}")
    with mpl.rc_context({"svg.hashsalt": "isk-indicators"}):
        _figure(ax).savefig(path, dpi=dpi, metadata=_UNDATED[ending])


# Tolls


def draw_tolls(picture: ChartData[TollLine], rule: str, ax: Axes | None = None) -> Axes:
    """Draw an incident a block, a report a line in it, the interval of the rule behind them."""
    lines = picture.rows
    marks = [mark for line in lines for mark in line.marks]
    said = 2 * _GAP + _width(_cut(mark.as_printed) for mark in marks)
    remarks = _width((line.remark or "" for line in lines), _SMALL)
    right = max(said + _width(mark.said_by for mark in marks), _GAP + remarks)
    blocks = [_Block(line) for line in lines]
    height = sum(block.height + _GAP for block in blocks) or _EMPTY
    with _style():
        layout = _Layout(picture, _Size(270, height, _LABEL + 2 * _GAP, right, below=40))
        ax = layout.axes(ax, _toll_legend(lines, rule))
        if lines:
            rows: list[TollLine | Mark] = [*lines, *marks]
            most = max(n for row in rows for n in values_of(row)) or 1
            _count_rows(ax, height)
            _number_axis(ax, "x", most, picture.unit)
            top = _GAP / 2
            for block in blocks:
                block.draw(layout, ax, top, said, most)
                top += block.height + _GAP
    return ax


class _Block:
    """An incident's part of the plot of tolls."""

    def __init__(self, line: TollLine) -> None:
        self.line = line
        self.label = _balanced(line.label)
        self.reports = (len(line.marks) - 1) * 15.0 + _ROW
        right = self.reports + (_ROW if line.remark else 0)
        self.height = max((len(self.label) + 1) * _ROW, right)

    def draw(self, layout: _Layout, ax: Axes, top: float, said: float, most: int) -> None:
        line, foot = self.line, top + self.reports
        layout.label(ax, self.label, top)
        layout.label(ax, [line.when], top + len(self.label) * _ROW, GREY)
        fade = most / 10 if line.low is not None else min([most / 10, *values_of(line)])
        band = _Band(top - 2, foot + 2, fade)
        band.draw(ax, (line.low, line.best, line.high), line.incident_id)
        for number in dict.fromkeys(values_of(line)):
            ax.plot([number] * 2, [band.bottom, band.top], color=MIST, linewidth=1.4, zorder=2.5)
        for i, mark in enumerate(line.marks):
            y = top + i * 15.0 + _ROW / 2
            drawn = _drawn_numbers(mark)
            ax.plot(drawn, [y] * len(drawn), gid=mark.row_id, **line_style(shape(mark)))
            _beside(ax, _cut(mark.as_printed), y, _GAP)
            _beside(ax, mark.said_by, y, said, color=GREY)
        if line.remark:
            _beside(ax, line.remark, foot + _ROW / 2, _GAP, color=GREY, fontsize=_SMALL)


def _toll_legend(lines: Sequence[TollLine], rule: str) -> list[Line2D | Patch]:
    is_open = any(line.low is None or line.high is None for line in lines)
    return [
        *_shape_entries({shape(mark) for line in lines for mark in line.marks}),
        *([Patch(label=f"interval by the rule {rule}", color=PALE, linewidth=0)] if lines else []),
        *([_open_entry("no bound by that rule")] if is_open else []),
    ]


def _cut(words: str) -> str:
    return textwrap.shorten(words, 36, placeholder=" …")


# Timeline

_STRIPS: Mapping[str, tuple[tuple[float, float], ...]] = MappingProxyType(
    {"single": ((-3.2, 3.2),), "series": ((-3.2, -1.0), (1.0, 3.2))}
)
"""The bar of a single incident is one strip, that of a series two: edges in points."""

_DAYS = MappingProxyType(
    {
        "day": SHAPES["exact", False]._replace(meaning="a day"),
        "about_day": SHAPES["about", False]._replace(meaning="about that day"),
    }
)
_BARS = (
    ("single", "single incident: some day within"),
    ("series", "series: days throughout"),
)


def draw_timeline(picture: ChartData[TimelineBar], ax: Axes | None = None) -> Axes:
    """Draw an incident a row, its date a dot or a bar."""
    bars = picture.rows
    labels = [_balanced(bar.label) for bar in bars]
    height = sum(len(lines) * _ROW + _GAP / 2 for lines in labels) or _EMPTY
    status = 2 * _GAP + _width(bar.when for bar in bars)
    right = status + _width(bar.status_text for bar in bars)
    with _style():
        layout = _Layout(picture, _Size(310, height, _LABEL + 2 * _GAP, right, above=16))
        ax = layout.axes(ax, _timeline_legend(bars))
        if bars:
            _count_rows(ax, height)
            _time_axis(ax, bars, top=True)
        top = _GAP / 4
        for bar, lines in zip(bars, labels, strict=True):
            y = top + _ROW / 2
            layout.label(ax, lines, top)
            _beside(ax, bar.when, y, _GAP)
            _beside(ax, bar.status_text, y, status, color=GREY)
            _draw_date(ax, bar, y)
            top += len(lines) * _ROW + _GAP / 2
    return ax


def _draw_date(ax: Axes, bar: TimelineBar, y: float) -> None:
    time = place_time(bar, _day, ax.get_xlim())
    if bar.form in _DAYS:
        ax.plot([time.middle], [y], gid=bar.incident_id, **line_style(_DAYS[bar.form]))
        return
    for i, (above, below) in enumerate(_STRIPS[bar.scale]):
        band = _Band(y + above, y + below, time.end - time.start, STEEL, head=False)
        band.draw(ax, _ends(time), f"{bar.incident_id}-{i}")
        if None not in _ends(time):  # a bar of two days is narrower than what can be seen
            ax.vlines(time.middle, y + above, y + below, colors=STEEL, linewidth=1.6, zorder=0.2)
    if time.open_start:
        ax.plot([time.start], [y], gid=f"{bar.incident_id}-before", **_open_head(-1))
    if time.open_end:
        ax.plot([time.end], [y], gid=f"{bar.incident_id}-after", **_open_head(1))


def _timeline_legend(bars: Sequence[TimelineBar]) -> list[Line2D | Patch]:
    forms = {bar.form for bar in bars}
    scales = {bar.scale for bar in bars if bar.form == "bar"}
    is_open = any(bar.first is None or bar.open_end for bar in bars)
    return [
        *(_shape_entry(one) for form, one in _DAYS.items() if form in forms),
        *(_strips_entry(meaning, _STRIPS[scale]) for scale, meaning in _BARS if scale in scales),
        *([_open_entry("open at that end")] if is_open else []),
    ]


# Force

_LEAD = 2 * _GAP
"""From the axes to the names."""

_LEADER: Mapping[str, Any] = MappingProxyType(
    {"color": GREY, "linewidth": 0.7, "linestyle": (0, (1, 2))}
)


def draw_force(picture: ChartData[ForceMark], ax: Axes | None = None) -> Axes:
    """Draw estimates over time, each named at the right."""
    marks = picture.rows
    right = (
        _LEAD + _GAP + _width(words for mark in marks for words in (mark.as_printed, mark.said_by))
    )
    with _style():
        size = _Size(380, 240 if marks else _EMPTY, 56, right, above=10)
        ax = _Layout(picture, size).axes(ax, _force_legend(marks))
        if marks:
            _number_axis(
                ax, "y", max(n for mark in marks for n in values_of(mark)) or 1, picture.unit
            )
            _time_axis(ax, marks)
            _figure(ax).draw_without_rendering()  # names need to know the height of the axes
        for mark, aside in zip(marks, _asides(marks), strict=True):
            if shape(mark).body == "frame":
                _draw_change(ax, mark)
            else:
                _draw_number(ax, mark, aside)
        _draw_names(ax, marks)
    return ax


def _force_legend(marks: Sequence[ForceMark]) -> list[Line2D | Patch]:
    shapes = {shape(mark) for mark in marks}
    is_open = any(mark.first is None or mark.open_end for mark in marks)
    time = Line2D([], [], label="the time it speaks of", color=MIST, linewidth=2)
    return [
        *_shape_entries(shapes, upwards=True),
        *([time] if any(one.body != "frame" for one in shapes) else []),
        *([_open_entry("open at that end")] if is_open else []),
    ]


def _asides(marks: Sequence[ForceMark]) -> Iterator[float]:
    """How far each mark is from the middle of its time, so that none hides another."""
    times = [None if shape(m).body == "frame" else (m.first, m.last) for m in marks]
    seen: Counter[object] = Counter()
    for time in times:
        yield 14.0 * (seen[time] - (times.count(time) - 1) / 2) if time else 0.0
        seen[time] += 1


def _draw_number(ax: Axes, mark: ForceMark, aside: float) -> None:
    height, half = _height(mark), _per_point(ax)
    time = place_time(mark, _day, ax.get_xlim())
    band = _Band(height - half, height + half, time.end - time.start, MIST, zorder=1.8)
    band.draw(ax, _ends(time), f"{mark.row_id}-time")
    drawn = _drawn_numbers(mark)
    moved = ax.transData + ScaledTranslation(aside / 72, 0, _figure(ax).dpi_scale_trans)
    form = line_style(shape(mark), upwards=True)
    ax.plot([time.middle] * len(drawn), drawn, gid=mark.row_id, transform=moved, **form)


def _draw_change(ax: Axes, mark: ForceMark) -> None:
    """Draw a dashed frame round the time and the numbers, without a side where time is open."""
    low, high = values_of(mark)
    time = place_time(mark, _day, ax.get_xlim())
    _Band(low, high, time.end - time.start, HAIR, head=False).draw(
        ax, _ends(time), f"{mark.row_id}-time"
    )
    sides = [[(time.start, height), (time.end, height)] for height in (low, high)]
    sides += [[(end, low), (end, high)] for end in _ends(time) if end is not None]
    points = [point for side in sides for point in (*side, (nan, nan))]
    ax.plot(*zip(*points, strict=True), gid=mark.row_id, **line_style(shape(mark)))
    for end, place, side in zip(_ends(time), time[:2], (-1, 1), strict=True):
        if end is None:
            ax.plot([place, place], [low, high], **_open_head(side, INK))


def _draw_names(ax: Axes, marks: Sequence[ForceMark]) -> None:
    """Write at the right what each mark says and who says it; a dotted line leads there."""
    step = _per_point(ax)
    order = sorted(marks, key=_height, reverse=True)
    heights = spread([_height(mark) / step for mark in order], 2 * _ROW + 7)
    for mark, height in zip(order, heights, strict=True):
        y = _height(mark)
        up = height - y / step
        edge = ax.get_xlim()[1]
        ax.plot([place_time(mark, _day, ax.get_xlim()).end, edge], [y, y], zorder=1, **_LEADER)
        leader = {"arrowstyle": "-", "shrinkA": 0, "shrinkB": 0, **_LEADER}
        _beside(ax, "", y, _LEAD, up, arrowprops=leader)
        _beside(ax, mark.as_printed, y, _LEAD + _GAP / 3, up + _ROW / 2)
        _beside(ax, mark.said_by, y, _LEAD + _GAP / 3, up - _ROW / 2, color=GREY)


def spread(heights: Sequence[float], least: float) -> list[float]:
    """Move heights, the greatest first, until no two are nearer than this, and none far."""
    moved = list(heights)
    for _ in range(10 * len(moved)):
        for i in range(len(moved) - 1):
            short = max(0.0, least - (moved[i] - moved[i + 1]))
            moved[i] += short / 2
            moved[i + 1] -= short / 2
    return moved


def _height(mark: ForceMark) -> float:
    """The middle of a mark's numbers."""
    return (values_of(mark)[0] + values_of(mark)[-1]) / 2


def _per_point(ax: Axes) -> float:
    """What the vertical axis counts in a point."""
    bottom, top = ax.get_ylim()
    return (top - bottom) / (ax.get_window_extent().height / _figure(ax).dpi * 72)


# Marks

_DOT = {"marker": "o", "markersize": 6.4, "markeredgewidth": 1.2, "markeredgecolor": INK}
_SHAFT, _HEAD, _FOOT, _RING = 15.0, 3.2, 3.6, 2.8
_TURNS = MappingProxyType(
    {
        (1, False): (1, 0, 0, 1, 0, 0),
        (-1, False): (-1, 0, 0, 1, 0, 0),
        (1, True): (0, 1, 1, 0, 0, 0),
        (-1, True): (0, -1, 1, 0, 0, 0),
    }
)
"""From an arrow to the right to one to greater or smaller numbers, to the side or upwards."""


def line_style(one: Shape, *, upwards: bool = False) -> dict[str, Any]:
    """The properties of the line that draws a shape; ``upwards`` if numbers grow upwards."""
    form: dict[str, Any] = {"linestyle": "none", "zorder": 4, "clip_on": False}
    if one.body == "frame":
        return {**form, "color": INK, "linestyle": (0, (4, 2.4)), "linewidth": 1.1}
    if one.body == "line":
        thick = {"linewidth": 2.1 if one.half else 4.2, "solid_capstyle": "butt"}
        return {**form, "color": INK, "linestyle": "-", **thick}
    if one.arrow:
        face = INK if one.half else PAPER if one.body == "ring" else "none"
        return {**form, **_marker(_arrow(one, upwards)), "markerfacecolor": face}
    ring = MIST if one.half else PAPER
    half = {"fillstyle": "left", "markerfacecoloralt": PAPER} if one.half else {}
    return {**form, **_DOT, **half, "markerfacecolor": INK if one.body == "dot" else ring}


def _arrow(one: Shape, upwards: bool) -> Outline:
    """A foot, a ring or half a dot at the number (0, 0), and an open arrow away from it."""
    start = _RING if one.body == "ring" else 0
    back = (_SHAFT - _HEAD, _HEAD)
    strokes = [(start, 0), (_SHAFT, 0), (back[0], -_HEAD), (_SHAFT, 0), (_SHAFT, 0), back]
    if one.body == "foot" and not one.half:
        strokes = [(0, -_FOOT), (0, _FOOT), *strokes]
    codes = [Outline.MOVETO, Outline.LINETO] * (len(strokes) // 2)
    arrow = Outline(strokes, codes).transformed(Affine2D.from_values(*_TURNS[one.arrow, upwards]))
    if one.half:
        half = Outline.wedge(90, 270).transformed(Affine2D().scale(_RING))
        return Outline.make_compound_path(half, arrow)
    if one.body == "ring":
        return Outline.make_compound_path(Outline.circle((0, 0), _RING), arrow)
    return arrow


def _marker(path: Outline, colour: str = INK, width: float = 1.3) -> dict[str, Any]:
    """A path as a marker; matplotlib scales it to the marker's size, so give its own."""
    size = 2 * float(np.abs(np.asarray(path.vertices)).max())
    edge = {"markeredgecolor": colour, "markeredgewidth": width, "markerfacecolor": "none"}
    return {"marker": path, "markersize": size, **edge}


def _open_head(side: int, colour: str = GREY) -> dict[str, Any]:
    """The head of an arrow at an open end: to the left (-1) or to the right (1)."""
    path = Outline([(-side * _HEAD, -_HEAD), (0, 0), (-side * _HEAD, _HEAD)])
    return {**_marker(path, colour, 1.1), "linestyle": "none", "zorder": 3, "clip_on": False}


def _drawn_numbers(mark: Mark | ForceMark) -> list[int]:
    """The ends of a range, else the one number of the mark."""
    known = values_of(mark)
    return [known[0], known[-1]] if shape(mark).body == "line" else known[:1]


class _Band(NamedTuple):
    """A filled band between two ends, which fades where an end is open.

    Blocks make the fading, each shorter and darker than the one below it: no transparency and no
    pixels, so that every format and every printer shows it.

    Attributes:
        bottom: One edge, in the units of the vertical axis.
        top: The other edge.
        fade: Over what length an open end fades out, in the units of the horizontal axis.
        colour: What it is filled with.
        head: Whether the head of an arrow is where it has faded out.
        zorder: In front of what it is drawn: above 1.8 it hides the grid.

    """

    bottom: float
    top: float
    fade: float
    colour: str = PALE
    head: bool = True
    zorder: float = 0.2

    def draw(self, ax: Axes, ends: Sequence[float | None], gid: str) -> None:
        """Fill from the lowest end to the highest; the first and the last, if None, are open."""
        known = [end for end in ends if end is not None]
        if not known:
            return
        if known[0] < known[-1]:
            self._block(ax, known[0], known[-1], self.colour, gid)
        if ends[0] is None:
            self._fade_out(ax, known[0], -1, f"{gid}-before")
        if ends[-1] is None:
            self._fade_out(ax, known[-1], 1, f"{gid}-after")

    def _fade_out(self, ax: Axes, foot: float, side: int, gid: str, steps: int = 28) -> None:
        tip = foot + side * self.fade
        for i in range(steps):
            share = (i + 0.5) / steps
            colour = tuple(1 - share * (1 - part) for part in to_rgb(self.colour))
            self._block(ax, tip + i * (foot - tip) / steps, foot, colour, f"{gid}-{i}")
        if self.head:
            middle = (self.bottom + self.top) / 2
            ax.plot([tip], [middle], gid=f"{gid}-head", **_open_head(side))

    def _block(self, ax: Axes, start: float, end: float, colour: Any, gid: str) -> None:
        corner = (min(start, end), self.bottom)
        block = Rectangle(corner, abs(end - start), self.top - self.bottom, gid=gid)
        block.set(facecolor=colour, linewidth=0, zorder=self.zorder)
        ax.add_patch(block)


def _ends(time: Interval) -> tuple[float | None, float | None]:
    """The ends of a time; None where they are open."""
    return None if time.open_start else time.start, None if time.open_end else time.end


# Legend


def _shape_entries(shapes: set[Shape], *, upwards: bool = False) -> list[Line2D | Patch]:
    """An entry for each shape that is drawn, always in the same order."""
    return [_shape_entry(one, upwards=upwards) for one in SHAPES.values() if one in shapes]


def _shape_entry(one: Shape, *, upwards: bool = False) -> Line2D | Patch:
    form = line_style(one, upwards=upwards)
    if one.body == "frame":
        border = {name: form[name] for name in ("linestyle", "linewidth")}
        return Patch(label=one.meaning, facecolor=HAIR, edgecolor=INK, **border)
    if one.arrow:  # an arrow has its middle where a dot has it
        path = form["marker"]
        low, high = path.vertices.min(axis=0), path.vertices.max(axis=0)
        path = path.transformed(Affine2D().translate(*(-(low + high) / 2)))
        form = {**form, **_marker(path), "markerfacecolor": form["markerfacecolor"]}
    return Line2D([], [], label=one.meaning, **form)


def _strips_entry(meaning: str, edges: Iterable[tuple[float, float]]) -> Line2D:
    fields = [[(-9, low), (9, low), (9, high), (-9, high), (-9, low)] for low, high in edges]
    path = Outline.make_compound_path(*(Outline(field, closed=True) for field in fields))
    form = {**_marker(path, STEEL, 0), "markerfacecolor": STEEL}
    return Line2D([], [], label=meaning, linestyle="none", **form)


def _open_entry(meaning: str) -> Line2D:
    return Line2D([], [], label=meaning, **_open_head(1))


# Layout


class _Size(NamedTuple):
    """The size of new axes, and the room on each side of them."""

    width: float
    height: float
    left: float
    right: float
    above: float = 0
    below: float = 28


class _Layout:
    """The title, the legend and the caption round the axes, at the left edge of the labels."""

    def __init__(self, picture: ChartData[Any], size: _Size) -> None:
        self.picture = picture
        self.size = size

    def axes(self, ax: Axes | None, entries: Sequence[Line2D | Patch]) -> Axes:
        """Give the axes with the words round them; new axes on a new figure if ``ax`` is None."""
        size = self.size
        whole = size.left + size.width + size.right
        # one row of the legend if all entries fit into it, else three columns
        needed = sum((0.54 * len(str(one.get_label())) + 5.3) * _SMALL for one in entries)
        columns = max(len(entries), 1) if needed <= whole else 3
        letters = min(_CAPTION_LETTERS, int(whole / (_LETTER * _SMALL)))
        legend_rows = -(-len(entries) // columns)
        caption = [line for note in self.picture.notes for line in textwrap.wrap(note, letters)]
        down = size.below + 17.0 * legend_rows + (6 if entries else 0)
        if ax is None:
            below = down + len(caption) * _SMALL * 1.37
            lengths = (whole, size.height + size.above + 34 + below)
            width, height = ((length + 2 * _EDGE) / 72 for length in lengths)
            engine = ConstrainedLayoutEngine(w_pad=_EDGE / 72, h_pad=_EDGE / 72)
            ax = plt.figure(figsize=(width, height), layout=engine).add_subplot()
        for side in ("left", "right", "top"):
            ax.spines[side].set_visible(False)
        ax.spines["bottom"].set(color=MIST, linewidth=0.6, visible=bool(self.picture.rows))
        if not self.picture.rows:
            ax.set(xticks=[], yticks=[])
            self._hang(ax, "Nothing to draw.", (0, 0.5), 0, color=GREY)
        title = self.picture.title
        self._hang(ax, title, (0, 1), 14 + size.above, fontsize=_TITLE, fontweight="bold")
        if entries:
            self._legend(ax, entries, columns)
        form = {"fontsize": _SMALL, "color": GREY, "linespacing": 1.37, "va": "top"}
        self._hang(ax, "\n".join(caption), (0, 0), -down, gid="caption", **form)
        return ax

    def _legend(self, ax: Axes, entries: Sequence[Line2D | Patch], columns: int) -> Legend:
        away = ScaledTranslation(
            -self.size.left / 72, -self.size.below / 72, _figure(ax).dpi_scale_trans
        )
        return ax.legend(
            handles=entries,
            loc="upper left",
            bbox_to_anchor=(0, 0),
            bbox_transform=ax.transAxes + away,
            ncols=columns,
            frameon=False,
            fontsize=_SMALL,
            labelcolor=GREY,
            labelspacing=0.9,
            handlelength=2.4,
            handletextpad=0.7,
            columnspacing=2.2,
            borderpad=0,
            borderaxespad=0,
        )

    def label(self, ax: Axes, lines: Sequence[str], top: float, colour: str = INK) -> None:
        """Write lines in the left column, from this height down."""
        for i, line in enumerate(lines):
            place = (0, top + (i + 0.5) * _ROW)
            self._hang(ax, line, place, 0, xycoords=ax.get_yaxis_transform(), color=colour)

    def _hang(
        self, ax: Axes, text: str, place: tuple[float, float], up: float, **form: Any
    ) -> None:
        _write(ax, text, place, (-self.size.left, up), **{"xycoords": "axes fraction", **form})


def _beside(ax: Axes, text: str, y: float, away: float, up: float = 0, **form: Any) -> None:
    """Write a line at the right of the axes, its middle at this height, or some points above it."""
    _write(ax, text, (1, y), (away, up), xycoords=ax.get_yaxis_transform(), **form)


def _write(
    ax: Axes, text: str, place: tuple[float, float], away: tuple[float, float], **form: Any
) -> None:
    form = {"fontsize": _BODY, "va": "center_baseline", **form}
    ax.annotate(text, place, away, textcoords="offset points", annotation_clip=False, **form)


def _width(words: Iterable[str], size: float = _BODY) -> float:
    """The width of the widest of these at most."""
    return _LETTER * size * max((len(text) for text in words), default=0)


def _balanced(text: str) -> list[str]:
    """Break a label evenly into lines that fit, so that no word is alone."""
    lines = textwrap.wrap(text, _LABEL_LETTERS, max_lines=2, placeholder=" …")
    narrower, letters = lines, _LABEL_LETTERS
    while not lines[-1].endswith("…") and len(narrower) == len(lines) and letters > 1:
        lines, letters = narrower, letters - 1
        narrower = textwrap.wrap(text, letters)
    return lines


# Axes


def _count_rows(ax: Axes, height: float) -> None:
    """Count downwards in points, without an axis."""
    ax.set_ylim(height, 0)
    ax.set_yticks([])


def _number_axis(ax: Axes, axis: str, most: int, unit: str) -> None:
    """Set numbers from 0 as an axis."""
    limits, steps = (-most * _MORE, most * (1 + 2 * _MORE)), ticks(most)
    labels = [f"{step:,}" for step in steps]
    if axis == "x":
        ax.set(xlim=limits)
        ax.set_xticks(steps, labels=labels)
        ax.set_xlabel(unit)
    else:
        ax.set(ylim=limits)
        ax.set_yticks(steps, labels=labels)
        ax.set_ylabel(unit, rotation=0, ha="right")
        ax.yaxis.set_label_coords(-0.01, 1)
    _grid(ax, axis, PALE if axis == "x" else HAIR)


def _time_axis(ax: Axes, marks: Sequence[TimelineBar | ForceMark], *, top: bool = False) -> None:
    """Set whole years as the horizontal axis, named in their middle; more before an open one."""
    known = [day for mark in marks for day in (mark.first, mark.last) if day is not None]
    first, last = min(known).year, max(known).year
    before = 110 if any(mark.first is None for mark in marks) else 0
    starts = [_day(dt.date(year, 1, 1)) for year in range(first, last + 2)]
    named = range(first, last + 1)[:: 1 + (last - first) // 12]
    ax.set_xlim(starts[0] - before, starts[-1])
    ax.set_xticks(starts, labels=[""] * len(starts))
    middles = [_day(dt.date(year, 7, 2)) for year in named]
    ax.set_xticks(middles, labels=[str(year) for year in named], minor=True)
    ax.tick_params(axis="x", which="minor", labeltop=top)
    _grid(ax, "x", PALE)


def _grid(ax: Axes, axis: Any, colour: str) -> None:
    ax.tick_params(axis=axis, which="both", length=0, labelsize=_BODY, labelcolor=GREY)
    ax.grid(visible=True, axis=axis, which="major", color=colour, linewidth=0.6)


def ticks(most: int) -> list[int]:
    """Round numbers from 0, the last not far above the greatest number drawn."""
    steps = MaxNLocator(8, steps=[1, 2, 5, 10], integer=True).tick_values(0, most)
    return [int(step) for step in steps if 0 <= step <= most * (1 + _MORE)]


def _day(day: dt.date) -> float:
    """A day's first moment, in matplotlib's days."""
    return float(date2num(day))  # type: ignore[no-untyped-call]


def _figure(ax: Axes) -> Figure:
    """The whole figure of these axes.

    Raises:
        ValueError: they were removed from theirs.

    """
    figure = ax.figure
    while isinstance(figure, SubFigure):
        figure = figure.figure
    if figure is None:
        raise ValueError("the axes are on no figure")
    return figure
