"""The page of a plot: axes, and what stands round them.

What lives here: the room for the axes, their scales, columns of words at both sides, title, key
and caption; saving. What must not: any mark. Everything outside the axes hangs on their edges by
lengths in points, so it follows the axes wherever a user puts them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

import matplotlib as mpl
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure, SubFigure
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import ScaledTranslation

from isk_indicators.drawing import key
from isk_indicators.drawing.ink import BODY, GREY, HAIR, MIST, PALE, SMALL, TITLE, width, wrapped
from isk_indicators.views.pictures import ForceMark, Picture, TimelineBar, TollLine

AnyPicture = Picture[TollLine] | Picture[TimelineBar] | Picture[ForceMark]

POINTS = 72
ROW = 11.5
"""From one line of words to the next."""

GAP = 12.0
"""Between the axes and a column, and between two rows."""

EMPTY = 40.0
"""How high axes are in which nothing is drawn."""

MORE = 0.05
"""The room before 0 and, twice, beyond the greatest number, as a share of it."""

_EDGE = 16.0
_TITLE_ABOVE, _TITLE_ROOM = 14.0, 34.0
_KEY_ROW = 18.0
_CAPTION_ROW = 10.4
_CAPTION_WIDTH = 700.0
_BASELINE = 3.1
"""From the middle of a line of words down to the line that they stand on."""

_DAYS_MORE = 110
"""How far an axis of time goes on before the first year where a time has no beginning."""

_MANY_YEARS = 12
_UNDATED: MappingProxyType[str, dict[str, None]] = MappingProxyType(
    {".svg": {"Date": None}, ".pdf": {"CreationDate": None}, ".png": {"Software": None}}
)
"""What a file is not to say of the day and the machine that it was made on."""


class Room(NamedTuple):
    """How large the axes are, and what stands on each side of them, in points."""

    width: float
    height: float
    left: float
    right: float
    above: float = 0
    below: float = 28


class Page:
    """Axes with what stands round them.

    Args:
        picture: What is shown.
        ax: The axes; new ones on a new figure if None.
        room: How large new axes are, and the columns at the sides of any.
        entries: What the key says of the signs in the picture.

    """

    def __init__(
        self, picture: AnyPicture, ax: Axes | None, room: Room, entries: Sequence[key.Entry]
    ) -> None:
        self._picture = picture
        self._room = room
        whole = room.left + room.width + room.right
        self._caption = _caption_lines(picture.notes, min(whole, _CAPTION_WIDTH))
        self._key = key.rows(entries, whole)
        self._to_caption = room.below + len(self._key) * _KEY_ROW + 4 if self._key else 0
        self.ax = self._new_axes() if ax is None else ax
        for side in ("left", "right", "top"):
            self.ax.spines[side].set_visible(False)
        self.ax.spines["bottom"].set(color=MIST, linewidth=0.6)
        if not picture.rows:
            self._say_that_it_is_empty()

    def _new_axes(self) -> Axes:
        room = self._room
        below = self._to_caption + len(self._caption) * _CAPTION_ROW + _EDGE
        whole = (
            room.left + room.width + room.right + 2 * _EDGE,
            below + room.height + room.above + _TITLE_ROOM + _EDGE,
        )
        figure = plt.figure(figsize=(whole[0] / POINTS, whole[1] / POINTS))
        corner = ((room.left + _EDGE) / whole[0], below / whole[1])
        return figure.add_axes((*corner, room.width / whole[0], room.height / whole[1]))

    def _say_that_it_is_empty(self) -> None:
        self.ax.spines["bottom"].set_visible(False)
        self.ax.set_xticks([])
        self.ax.set_yticks([])
        self._write("Nothing to draw.", (0, 0.5), (-self._room.left, 0), {"color": GREY})

    # Scales

    def rows(self, height: float) -> None:
        """Count downwards in points, without an axis."""
        self.ax.set_ylim(height, 0)
        self.ax.set_yticks([])

    def numbers(self, most: int) -> None:
        """Set numbers from 0 as the horizontal axis."""
        steps = ticks(most)
        self.ax.set_xlim(-most * MORE, most * (1 + 2 * MORE))
        self.ax.set_xticks(steps, labels=[f"{step:,}" for step in steps])
        self.ax.set_xlabel(self._picture.unit, fontsize=SMALL, color=GREY)
        self._grid("x", PALE)

    def heights(self, most: int) -> None:
        """Set numbers from 0 as the vertical axis."""
        steps = ticks(most)
        self.ax.set_ylim(-most * MORE, most * (1 + 2 * MORE))
        self.ax.set_yticks(steps, labels=[f"{step:,}" for step in steps])
        self.ax.set_ylabel(self._picture.unit, fontsize=SMALL, color=GREY, rotation=0, ha="right")
        self.ax.yaxis.set_label_coords(-0.01, 1)
        self._grid("y", HAIR)

    def years(self, marks: Sequence[TimelineBar | ForceMark], *, top: bool = False) -> None:
        """Set whole years as the horizontal axis, named in their middle; more before an open one.

        Args:
            marks: What is drawn; each has a last day.
            top: Whether the years are named above as well.

        """
        known = [when for mark in marks for when in (mark.first, mark.last) if when is not None]
        first, last = min(known).year, max(known).year
        before = _DAYS_MORE * any(mark.first is None for mark in marks)
        named = range(first, last + 1)[:: 1 + (last - first) // _MANY_YEARS]
        turns = [day(date(year, 1, 1)) for year in range(first, last + 2)]
        self.ax.set_xlim(turns[0] - before, turns[-1])
        self.ax.set_xticks(turns, labels=[""] * len(turns))
        middles = [day(date(year, 7, 2)) for year in named]
        self.ax.set_xticks(middles, labels=[str(year) for year in named], minor=True)
        self.ax.tick_params(axis="x", which="minor", labeltop=top)
        self._grid("x", PALE)

    def _grid(self, axis: Literal["x", "y"], colour: str) -> None:
        self.ax.tick_params(axis=axis, which="both", length=0, labelsize=BODY, labelcolor=GREY)
        self.ax.grid(visible=True, axis=axis, which="major", color=colour, linewidth=0.6)

    # Words

    def label(self, lines: Sequence[str], top: float, **form: Any) -> None:
        """Write lines in the left column, the first one from this height down."""
        for i, line in enumerate(lines):
            self._write(line, (0, top + (i + 0.5) * ROW), (-self._room.left, 0), form)

    def beside(self, text: str, y: float, away: float = GAP, up: float = 0, **form: Any) -> None:
        """Write a line at the right, its middle at this height, or some points above it."""
        self._write(text, (1, y), (away, up), form)

    def _write(
        self, text: str, place: tuple[float, float], away: tuple[float, float], form: Any
    ) -> None:
        self.ax.annotate(
            text,
            xy=place,
            xycoords=self.ax.get_yaxis_transform(),
            xytext=(away[0], away[1] - _BASELINE),
            textcoords="offset points",
            annotation_clip=False,
            parse_math=False,
            **{"fontsize": BODY, **form},
        )

    def finish(self) -> None:
        """Write the title, the key and the caption, from the left edge of the whole."""
        above = _TITLE_ABOVE + self._room.above
        self._hang(self._picture.title, (0, 1), above, fontsize=TITLE, fontweight="bold")
        self._draw_key()
        for i, line in enumerate(self._caption):
            below = self._to_caption + SMALL + i * _CAPTION_ROW
            self._hang(line, (0, 0), -below, fontsize=SMALL, color=GREY, gid=f"caption-{i}")

    def _hang(self, text: str, corner: tuple[int, int], up: float, **form: Any) -> None:
        self.ax.annotate(
            text,
            xy=corner,
            xycoords="axes fraction",
            xytext=(-self._room.left, up),
            textcoords="offset points",
            annotation_clip=False,
            parse_math=False,
            **form,
        )

    def _draw_key(self) -> None:
        scale = figure_of(self.ax).dpi_scale_trans
        for i, row in enumerate(self._key):
            below = (self._room.below + i * _KEY_ROW) / POINTS
            away = ScaledTranslation(-self._room.left / POINTS, -below, scale)
            key.draw_row(self.ax, row, self.ax.transAxes + away)


def widest(words: Iterable[str], most: float | None = None) -> float:
    """The width of the widest of these, in points; no more than what is to be shortened to."""
    found = max((width(text) for text in words), default=0.0)
    return found if most is None else min(found, most)


def ticks(most: int) -> list[int]:
    """Round numbers from 0, the last not far above the greatest number drawn."""
    steps = MaxNLocator(8, steps=[1, 2, 5, 10], integer=True).tick_values(0, most)
    return [int(step) for step in steps if 0 <= step <= most * (1 + MORE)]


def figure_of(ax: Axes) -> Figure:
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


def size_of(ax: Axes) -> tuple[float, float]:
    """The width and the height of the axes, in points."""
    box, dpi = ax.get_window_extent(), figure_of(ax).dpi
    return box.width / dpi * POINTS, box.height / dpi * POINTS


def day(when: date) -> float:
    """A day's first moment, in matplotlib's days."""
    return float(date2num(when))  # type: ignore[no-untyped-call]


def day_after(when: date) -> float:
    """A day's last moment, in matplotlib's days."""
    return float(date2num(when + timedelta(days=1)))  # type: ignore[no-untyped-call]


class Times(NamedTuple):
    """When a time begins and ends on an axis.

    Attributes:
        start: Its first moment; the edge of the axes where it is open.
        end: Its last moment.
        open_start: Whether it is open at the beginning.
        open_end: Whether it is open at the end.

    """

    start: float
    end: float
    open_start: bool
    open_end: bool

    @property
    def ends(self) -> tuple[float | None, float | None]:
        """The ends as a band takes them: None where they are open."""
        return None if self.open_start else self.start, None if self.open_end else self.end

    @property
    def length(self) -> float:
        """How long it is on the axis."""
        return self.end - self.start

    @property
    def middle(self) -> float:
        """Where the sign of its number stands: at its end if it has no beginning."""
        return self.end if self.open_start else (self.start + self.end) / 2


def times(ax: Axes, mark: TimelineBar | ForceMark) -> Times:
    """When a mark begins and ends on these axes; an undated mark ends with them."""
    left, right = ax.get_xlim()
    start = left if mark.first is None else day(mark.first)
    end = right if mark.last is None else day_after(mark.last)
    return Times(start, end, mark.first is None, mark.open_end)


def save(ax: Axes, path: str | Path, dpi: float) -> None:
    """Save the whole figure; see :func:`isk_indicators.plots.save`."""
    ending = Path(path).suffix.lower()
    if ending not in _UNDATED:
        raise ValueError(f"no format {ending!r}: there are {', '.join(_UNDATED)}")
    with mpl.rc_context({"svg.hashsalt": "isk-indicators"}):
        figure_of(ax).savefig(path, dpi=dpi, metadata=_UNDATED[ending])


def _caption_lines(notes: Iterable[str], room: float) -> list[str]:
    """The lines of a caption; each note begins its own."""
    return [line for note in notes for line in wrapped(note, room, SMALL)]
