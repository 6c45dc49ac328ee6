"""Three plots of the data: tolls, the timeline, the size of a force.

>>> from isk_indicators import plots
>>> axes = plots.tolls()
>>> plots.save(axes, "tolls.svg")

Each function draws onto the axes given, or onto a new figure that has room for all words; it shows
nothing and changes no setting. Given axes need room on all sides, which a figure with
``layout="constrained"`` makes. Needs matplotlib: the extra ``[plot]``.

``views.charts`` gives what is drawn; lengths here are in points. Form shows what a number is,
never colour alone, so that everything is clear when printed in grey.
"""

from __future__ import annotations

import datetime as dt
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from math import nan
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

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
from matplotlib.colors import LinearSegmentedColormap, to_rgba
from matplotlib.dates import date2num
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.path import Path as Outline
from matplotlib.patheffects import withStroke
from matplotlib.style import context
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Affine2D, ScaledTranslation

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Annotation

__all__ = ["force", "save", "timeline", "tolls"]

INK, GREY, STEEL = "#24384a", "#626d77", "#8494a1"
MIST, PALE, HAIR, PAPER = "#a9b4bc", "#d6dde2", "#e9edf0", "#ffffff"
"""From words and marks to the paper behind them; each a clear step lighter when printed in grey."""

_TITLE, _BODY, _SMALL = 12.5, 8.6, 7.6
_ROW, _REPORT, _GAP, _EDGE = 11.5, 15.0, 12.0, 16.0
"""A line of words, a report of a toll, the gap between two columns or rows, a figure's margin."""

_LABELS, _LABEL_LETTERS, _CAPTION_LETTERS, _LEGEND_COLUMNS = 238.0, 46, 130, 6
"""The room for labels; the most letters in a line of a label and of the notes, and columns."""

_EMPTY = 40.0
"""The height of axes in which nothing is drawn."""

_MORE = 0.05
"""The room before 0 and, twice, beyond the greatest number, as a share of it."""

_FONT = "DejaVu Sans"  # matplotlib brings it along: words fit everywhere
_SETTINGS: Mapping[Any, Any] = {
    "font.family": _FONT,
    "font.size": _BODY,
    "text.color": INK,
    "text.parse_math": False,
    "axes.axisbelow": True,
}
_UNDATED: Mapping[str, dict[str, None]] = {
    ".svg": {"Date": None},
    ".pdf": {"CreationDate": None},
    ".png": {"Software": None},
}
"""The metadata that would give the day and the machine that a file was made on."""

Words: TypeAlias = list[tuple[float, str]]
"""Lines of words, each with the height of its middle."""


def _style() -> AbstractContextManager[None]:
    """Draw in one style, over matplotlib's own; the user's comes back afterwards."""
    return context(["default", {**_SETTINGS, "figure.dpi": mpl.rcParams["figure.dpi"]}])


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
    lines, top = picture.rows, _GAP / 2
    by_rule = [n for line in lines for n in values_of(line)]
    reported = [n for line in lines for mark in line.marks for n in values_of(mark)]
    most = max([1, *by_rule, *reported])
    labels: list[tuple[float, Sequence[str], str]] = []
    remarks: Words = []
    reports: list[tuple[float, Mark]] = []
    with _style():
        width, ax = None if ax else 300, ax or _new_axes(300)
        for line in lines:
            label = _balanced(line.label)
            labels.append((top, label, line.when))
            foot = top + (len(line.marks) - 1) * _REPORT + _ROW
            _draw_interval(ax, line, (top - 2, foot + 2), most / 10)
            reports += [(top + i * _REPORT + _ROW / 2, mark) for i, mark in enumerate(line.marks)]
            if line.remark:
                remarks.append((foot + _ROW / 2, line.remark))
                foot += _ROW
            top = max(top + (len(label) + 1) * _ROW, foot) + _GAP
        for y, mark in reports:
            drawn = _drawn_numbers(mark)
            ax.plot(drawn, [y] * len(drawn), gid=mark.row_id, **line_style(shape(mark)))
        if lines:
            _label_rows(ax, labels, top - _GAP / 2)
            _number_axis(ax, "x", most)
            ax.set_xlabel(picture.unit, color=GREY, fontsize=_SMALL)
        _column(ax, remarks, _GAP, color=GREY, fontsize=_SMALL)
        cut = [(y, textwrap.shorten(mark.as_printed, 36, placeholder=" …")) for y, mark in reports]
        voices = [(y, mark.said_by) for y, mark in reports]
        _column(ax, voices, _column(ax, cut, _GAP), color=GREY)
        _surround(ax, picture, _toll_legend(lines, rule), _LABELS)
        _fit(ax, width, top if lines else _EMPTY)
    return ax


def _draw_interval(ax: Axes, line: TollLine, edges: tuple[float, float], most: float) -> None:
    fade = most if line.low is not None else min([most, *values_of(line)])
    ends = (line.low, line.best, line.high)
    _Bar(ends, [edges], fade, heads=[sum(edges) / 2]).draw(ax, line.incident_id)
    numbers = list(dict.fromkeys(values_of(line)))
    ax.vlines(numbers, *edges, colors=MIST, linewidth=1.4, zorder=2.5)


def _toll_legend(lines: Sequence[TollLine], rule: str) -> list[Line2D | Patch]:
    is_open = any(line.low is None or line.high is None for line in lines)
    return [
        *_shape_entries({shape(mark) for line in lines for mark in line.marks}),
        *([Patch(label=f"interval by the rule {rule}", color=PALE, linewidth=0)] if lines else []),
        *([Line2D([], [], label="no bound by that rule", **_open_head(1))] if is_open else []),
    ]


# Timeline

_STRIPS: Mapping[str, tuple[tuple[float, float], ...]] = {
    "single": ((-3.2, 3.2),),
    "series": ((-3.2, -1.0), (1.0, 3.2)),
}
"""The bar of a single incident is one strip, that of a series two: edges in points."""

_DAYS = {
    "day": SHAPES["exact", False]._replace(meaning="a day"),
    "about_day": SHAPES["about", False]._replace(meaning="about that day"),
}


def draw_timeline(picture: ChartData[TimelineBar], ax: Axes | None = None) -> Axes:
    """Draw an incident a row, its date a dot or a bar."""
    bars, top = picture.rows, _GAP / 4
    labels: list[tuple[float, Sequence[str], str]] = []
    for bar in bars:
        labels.append((top, _balanced(bar.label), ""))
        top += len(labels[-1][1]) * _ROW + _GAP / 2
    heights = [top + _ROW / 2 for top, *_ in labels]
    with _style():
        width, ax = None if ax else 340, ax or _new_axes(340)
        if bars:
            _label_rows(ax, labels, top - _GAP / 4)
            _time_axis(ax, bars)
            ax.tick_params(axis="x", which="minor", labeltop=True)
        for bar, y in zip(bars, heights, strict=True):
            _draw_date(ax, bar, y)
        whens = _column(ax, [*zip(heights, (bar.when for bar in bars), strict=True)], _GAP)
        statuses = [*zip(heights, (bar.status_text for bar in bars), strict=True)]
        _column(ax, statuses, whens, color=GREY)
        _surround(ax, picture, _timeline_legend(bars), _LABELS)
        _fit(ax, width, top if bars else _EMPTY)
    return ax


def _draw_date(ax: Axes, bar: TimelineBar, y: float) -> None:
    time = place_time(bar, _day, ax.get_xlim())
    if bar.form in _DAYS:
        ax.plot([time.middle], [y], gid=bar.incident_id, **line_style(_DAYS[bar.form]))
        return
    strips = [(y + above, y + below) for above, below in _STRIPS[bar.scale]]
    _Bar(_ends(time), strips, time.end - time.start, STEEL, [y]).draw(ax, bar.incident_id)
    if not (time.open_start or time.open_end):  # a bar of two days is too narrow to be seen
        for strip in strips:
            ax.vlines(time.middle, *strip, colors=STEEL, linewidth=1.6, zorder=0.2)


def _timeline_legend(bars: Sequence[TimelineBar]) -> list[Line2D | Patch]:
    forms = {bar.form for bar in bars}
    scales = {bar.scale for bar in bars if bar.form == "bar"}
    is_open = any(bar.first is None or bar.open_end for bar in bars)
    strip: dict[str, Any] = {"linewidth": 6.4, "solid_capstyle": "butt"}
    apart = {"path_effects": [withStroke(linewidth=6.4, foreground=STEEL)], "linewidth": 2}
    bar_entries = {
        "single": Line2D([], [], label="single incident: some day within", color=STEEL, **strip),
        "series": Line2D([], [], label="series: days throughout", color=PAPER, **strip | apart),
    }
    return [
        *(_shape_entry(one) for form, one in _DAYS.items() if form in forms),
        *(entry for scale, entry in bar_entries.items() if scale in scales),
        *([Line2D([], [], label="open at that end", **_open_head(1))] if is_open else []),
    ]


# Force

_LEADER: Mapping[str, Any] = {"color": GREY, "linewidth": 0.7, "linestyle": (0, (1, 2))}


def draw_force(picture: ChartData[ForceMark], ax: Axes | None = None) -> Axes:
    """Draw estimates over time, each named at the right."""
    marks = picture.rows
    with _style():
        width, ax = None if ax else 420, ax or _new_axes(420)
        if marks:
            _time_axis(ax, marks)
            _number_axis(ax, "y", max([1, *(n for mark in marks for n in values_of(mark))]))
            ax.set_ylabel(picture.unit, rotation=0, ha="right", color=GREY, fontsize=_SMALL)
            ax.yaxis.set_label_coords(-0.01, 1)
        _surround(ax, picture, _force_legend(marks), 56)
        _fit(ax, width, 240 if marks else _EMPTY)
        _figure(ax).draw_without_rendering()  # names need to know the height of the axes
        bottom, top = ax.get_ylim()
        point = (top - bottom) / (ax.get_window_extent().height / ax.figure.dpi * 72)
        for mark, aside in zip(marks, _asides(marks), strict=True):
            if shape(mark).body == "frame":
                _draw_change(ax, mark)
            else:
                _draw_estimate(ax, mark, aside, point)
        _draw_names(ax, marks, point)
        _fit(ax, width, 240 if marks else _EMPTY)
    return ax


def _force_legend(marks: Sequence[ForceMark]) -> list[Line2D | Patch]:
    shapes = {shape(mark) for mark in marks}
    is_open = any(mark.first is None or mark.open_end for mark in marks)
    time = Line2D([], [], label="the time it speaks of", color=MIST, linewidth=2)
    return [
        *_shape_entries(shapes, upwards=True),
        *([time] if any(one.body != "frame" for one in shapes) else []),
        *([Line2D([], [], label="open at that end", **_open_head(1))] if is_open else []),
    ]


def _asides(marks: Sequence[ForceMark]) -> Iterator[float]:
    """How far each mark is from the middle of its time, so that none hides another."""
    times = [None if shape(m).body == "frame" else (m.first, m.last) for m in marks]
    seen: Counter[object] = Counter()
    for time in times:
        yield 14.0 * (seen[time] - (times.count(time) - 1) / 2) if time else 0.0
        seen[time] += 1


def _draw_estimate(ax: Axes, mark: ForceMark, aside: float, point: float) -> None:
    time, y = place_time(mark, _day, ax.get_xlim()), _height(mark)
    bar = _Bar(_ends(time), [(y - point, y + point)], time.end - time.start, MIST, [y], 1.8)
    bar.draw(ax, f"{mark.row_id}-time")
    drawn = _drawn_numbers(mark)
    moved = ax.transData + ScaledTranslation(aside / 72, 0, ax.figure.dpi_scale_trans)
    form = line_style(shape(mark), upwards=True)
    ax.plot([time.middle] * len(drawn), drawn, gid=mark.row_id, transform=moved, **form)


def _draw_change(ax: Axes, mark: ForceMark) -> None:
    """Draw a dashed frame round the time and the numbers, without a side where time is open."""
    low, high = values_of(mark)
    time = place_time(mark, _day, ax.get_xlim())
    bar = _Bar(_ends(time), [(low, high)], time.end - time.start, HAIR, (low, high))
    bar.draw(ax, f"{mark.row_id}-time")
    across, up = [time.start, time.end, nan, time.start, time.end], [low, low, nan, high, high]
    for end in _ends(time):
        if end is not None:
            across += [nan, end, end]
            up += [nan, low, high]
    ax.plot(across, up, gid=mark.row_id, **line_style(shape(mark)))


def _draw_names(ax: Axes, marks: Sequence[ForceMark], point: float) -> None:
    """Write at the right what each mark says and who says it; a dotted line leads there."""
    edge, left = ax.get_xlim()[1], 2 * _GAP + _GAP / 3
    leader = {"arrowstyle": "-", "shrinkA": 0, "shrinkB": 0, "relpos": (0, 0), **_LEADER}
    order = sorted(marks, key=_height, reverse=True)
    heights = spread([_height(mark) / point for mark in order], 2 * _ROW + 7)
    for mark, height in zip(order, heights, strict=True):
        y = _height(mark)
        up = height - y / point
        ax.plot([place_time(mark, _day, ax.get_xlim()).end, edge], [y, y], zorder=1, **_LEADER)
        _beside(ax, y, mark.as_printed, left, up + _ROW / 2, arrowprops=leader)
        _beside(ax, y, mark.said_by, left, up - _ROW / 2, color=GREY)


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


# Marks

_DOT = {"marker": "o", "markersize": 6.4, "markeredgewidth": 1.2, "markeredgecolor": INK}
_SHAFT, _HEAD, _FOOT, _RING = 15.0, 3.2, 3.6, 2.8


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
    start, back = _RING if one.body == "ring" else 0, _SHAFT - _HEAD
    move, line = Outline.MOVETO, Outline.LINETO
    points = [(start, 0), (_SHAFT, 0), (back, -_HEAD), (_SHAFT, 0), (back, _HEAD)]
    arrow = Outline(points, [move, line, move, line, line])
    if one.half:
        body = Outline.wedge(90, 270).transformed(Affine2D().scale(_RING))
    elif one.body == "ring":
        body = Outline.circle((0, 0), _RING)
    else:
        body = Outline([(0, -_FOOT), (0, _FOOT)])
    turn = Affine2D().scale(one.arrow, 1).rotate_deg(90 * upwards)
    return Outline.make_compound_path(body, arrow).transformed(turn)


def _marker(path: Outline, colour: str = INK, width: float = 1.3) -> dict[str, Any]:
    """A path as a marker; matplotlib scales it to the marker's size, so give its own."""
    size = 2 * float(np.abs(np.asarray(path.vertices)).max())
    edge = {"markeredgecolor": colour, "markeredgewidth": width, "markerfacecolor": "none"}
    return {"marker": path, "markersize": size, **edge}


def _open_head(side: int) -> dict[str, Any]:
    """The head of an arrow at an open end: to the left (-1) or to the right (1)."""
    path = Outline([(-side * _HEAD, -_HEAD), (0, 0), (-side * _HEAD, _HEAD)])
    return {**_marker(path, GREY, 1.1), "linestyle": "none", "zorder": 3, "clip_on": False}


def _drawn_numbers(mark: Mark | ForceMark) -> list[int]:
    """The ends of a range, otherwise the one number of the mark."""
    known = values_of(mark)
    return [known[0], known[-1]] if shape(mark).body == "line" else known[:1]


_STEPS = 28
"""How many steps an end has that fades out."""


class _Bar(NamedTuple):
    """Filled strips, which fade where an end is open.

    Blocks make the fading, each shorter and darker than the one below it: no transparency and no
    pixels, so that every format and every printer shows it.

    Attributes:
        ends: From the lowest end to the highest; the first and the last are open if None.
        strips: The edges of each strip, in the units of the vertical axis.
        fade: Over what length an open end fades out, in the units of the horizontal axis.
        colour: What it is filled with.
        heads: The heights of the arrow heads where it has faded out.
        zorder: In front of what it is drawn: above 1.8 it hides the grid.

    """

    ends: Sequence[float | None]
    strips: Sequence[tuple[float, float]]
    fade: float
    colour: str = PALE
    heads: Sequence[float] = ()
    zorder: float = 0.2

    def draw(self, ax: Axes, gid: str) -> None:
        known = [end for end in self.ends if end is not None]
        if not known:
            return
        spans, colours = [(known[0], known[-1] - known[0])], [to_rgba(self.colour)]
        shades = LinearSegmentedColormap.from_list("fade", [PAPER, self.colour], _STEPS)
        lengths = [self.fade * (1 - i / _STEPS) for i in range(_STEPS)]
        if self.ends[0] is None:
            spans += [(known[0] - length, length) for length in lengths]
            tips = [known[0] - self.fade] * len(self.heads)
            ax.plot(tips, self.heads, gid=f"{gid}-before", **_open_head(-1))
        if self.ends[-1] is None:
            spans += [(known[-1], length) for length in lengths]
            tips = [known[-1] + self.fade] * len(self.heads)
            ax.plot(tips, self.heads, gid=f"{gid}-after", **_open_head(1))
        colours += [*shades(range(_STEPS))] * (len(spans) // _STEPS)
        for i, (bottom, top) in enumerate(self.strips):
            bars = ax.broken_barh(spans, (bottom, top - bottom), facecolors=colours, linewidth=0)
            bars.set(gid=f"{gid}-{i}", zorder=self.zorder)


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
        box = form["marker"].get_extents()
        path = form["marker"].transformed(Affine2D().translate(*-(box.min + box.max) / 2))
        form |= {**_marker(path), "markerfacecolor": form["markerfacecolor"]}
    return Line2D([], [], label=one.meaning, **form)


# Layout


def _new_axes(width: float) -> Axes:
    engine = ConstrainedLayoutEngine(w_pad=_EDGE / 72, h_pad=_EDGE / 72)
    filled = {"left": 0, "right": 1}
    return plt.subplots(figsize=(width / 72, 6), layout=engine, gridspec_kw=filled)[1]


def _fit(ax: Axes, width: float | None, height: float) -> None:
    """Give new axes this size, or more if the notes are wider, and their figure room for words."""
    if width is None:
        return
    figure, outer, inner = _figure(ax), ax.get_tightbbox() or ax.bbox, ax.get_window_extent()
    point = figure.dpi / 72
    across = max(outer.width, outer.width - inner.width + width * point)
    down = outer.height - inner.height + height * point
    figure.set_size_inches((across / point + 2 * _EDGE) / 72, (down / point + 2 * _EDGE) / 72)
    figure.draw_without_rendering()


def _surround(
    ax: Axes, picture: ChartData[Any], entries: Sequence[Line2D | Patch], left: float
) -> None:
    """Write the title, the legend and the notes round the axes, from this far left of them."""
    ax.spines[["left", "right", "top"]].set_visible(False)
    ax.spines["bottom"].set(color=MIST, linewidth=0.6, visible=bool(picture.rows))
    form: dict[str, Any] = {"textcoords": "offset points", "annotation_clip": False}
    if not picture.rows:
        ax.set(xticks=[], yticks=[])
        ax.annotate("Nothing to draw.", (0, 0.5), (-left, 0), "axes fraction", color=GREY, **form)
    outer, inner, point = ax.get_tightbbox() or ax.bbox, ax.get_window_extent(), ax.figure.dpi / 72
    above = (outer.y1 - inner.y1) / point + 14
    title = {"fontsize": _TITLE, "fontweight": "bold", **form}
    ax.annotate(picture.title, (0, 1), (-left, above), "axes fraction", **title)
    below = (inner.y0 - outer.y0) / point + _GAP
    away = ScaledTranslation(-left / 72, -below / 72, ax.figure.dpi_scale_trans)
    legend = ax.legend(
        handles=entries,
        loc="upper left",
        bbox_to_anchor=(0, 0),
        bbox_transform=ax.transAxes + away,
        ncols=len(entries) if len(entries) <= _LEGEND_COLUMNS else 4,
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
    notes = [line for note in picture.notes for line in textwrap.wrap(note, _CAPTION_LETTERS)]
    small = {"fontsize": _SMALL, "color": GREY, "linespacing": 1.37, "va": "top", **form}
    ax.annotate("\n".join(notes), (0, 0), (0, -_GAP), legend, gid="caption", **small)


def _label_rows(
    ax: Axes, labels: Iterable[tuple[float, Sequence[str], str]], height: float
) -> None:
    """Count downwards in points; write the lines of labels, from their tops down, at the left."""
    ax.set_ylim(height, 0)
    lines = [
        (top + (i + 0.5) * _ROW, line) for top, label, _ in labels for i, line in enumerate(label)
    ]
    last = [(top + (len(label) + 0.5) * _ROW, line) for top, label, line in labels if line]
    font = {"fontsize": _BODY, "fontfamily": _FONT, "ha": "left"}
    for words, colour, minor in ((lines, INK, False), (last, GREY, True)):
        ax.set_yticks(
            [y for y, _ in words], [s for _, s in words], minor=minor, color=colour, **font
        )
    ax.tick_params(axis="y", which="both", length=0, pad=_LABELS)


def _column(ax: Axes, words: Words, left: float, **form: Any) -> float:
    """Write a column at the right of the axes; give where the next one begins."""
    texts = [_beside(ax, y, text, left, **form) for y, text in words]
    width = max((text.get_window_extent().width for text in texts), default=0)
    return left + width * 72 / ax.figure.dpi + 2 * _GAP


def _beside(ax: Axes, y: float, text: str, left: float, up: float = 0, **form: Any) -> Annotation:
    """Write a line at the right of the axes, its middle at this height, or some points above it."""
    return ax.annotate(
        text,
        (1, y),
        (left, up),
        ax.get_yaxis_transform(),
        textcoords="offset points",
        annotation_clip=False,
        va="center_baseline",
        **form,
    )


def _balanced(text: str) -> list[str]:
    """Break a label evenly into two lines at most, each short enough."""
    if len(text) <= _LABEL_LETTERS:
        return [text]
    broken = (textwrap.wrap(text, width) for width in range(len(text) // 2, _LABEL_LETTERS + 1))
    cut = textwrap.wrap(text, _LABEL_LETTERS, max_lines=2, placeholder=" …")
    return next((lines for lines in broken if len(lines) == len(cut)), cut)


# Axes


def _number_axis(ax: Axes, axis: Literal["x", "y"], most: int) -> None:
    """Set numbers from 0 as an axis, with more room at its end."""
    ax.set(**{f"{axis}lim": (-_MORE * most, (1 + 2 * _MORE) * most), f"{axis}ticks": ticks(most)})
    (ax.xaxis if axis == "x" else ax.yaxis).set_major_formatter("{x:,.0f}")
    _grid(ax, axis, PALE if axis == "x" else HAIR)


def ticks(most: int) -> list[int]:
    """Round numbers from 0, the last not far above the greatest number drawn."""
    steps = MaxNLocator(8, steps=[1, 2, 5, 10], integer=True).tick_values(0, most)
    return [int(step) for step in steps if 0 <= step <= most * (1 + _MORE)]


def _time_axis(ax: Axes, marks: Sequence[TimelineBar | ForceMark]) -> None:
    """Set whole years as the horizontal axis, named in their middle; more before an open one."""
    known = [day for mark in marks for day in (mark.first, mark.last) if day is not None]
    first, last = min(known).year, max(known).year
    before = 110 if any(mark.first is None for mark in marks) else 0
    starts = [_day(dt.date(year, 1, 1)) for year in range(first, last + 2)]
    named = range(first, last + 1)[:: 1 + (last - first) // 12]
    ax.set_xlim(starts[0] - before, starts[-1])
    ax.set_xticks(starts, labels=[""] * len(starts))
    ax.set_xticks([_day(dt.date(year, 7, 2)) for year in named], [*map(str, named)], minor=True)
    _grid(ax, "x", PALE)


def _grid(ax: Axes, axis: Literal["x", "y"], colour: str) -> None:
    words = {"labelsize": _BODY, "labelcolor": GREY, "labelfontfamily": _FONT}
    ax.tick_params(axis=axis, which="both", length=0, **words)
    ax.grid(visible=True, axis=axis, which="major", color=colour, linewidth=0.6, linestyle="-")


def _day(day: dt.date) -> float:
    """A day's first moment, in matplotlib's days."""
    return float(date2num(day))  # type: ignore[no-untyped-call]


def _figure(ax: Axes) -> Figure:
    """The whole figure of these axes."""
    return ax.figure.canvas.figure
