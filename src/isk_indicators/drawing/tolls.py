"""The picture of tolls: an incident a block, a report a line in it, the interval behind them.

What lives here: where each report stands. What must not: numbers that are not in the picture's
rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matplotlib.axes import Axes

from isk_indicators.drawing import key, signs
from isk_indicators.drawing.bands import Band, band
from isk_indicators.drawing.ink import BODY, GREY, MIST, PALE, SMALL, balanced, width, wrapped
from isk_indicators.drawing.page import EMPTY, GAP, ROW, Page, Room, widest
from isk_indicators.views.pictures import Mark, Picture, TollLine, numbers, sign

_LABEL, _WORDS = 214.0, 190.0
"""How wide a label may be before it goes on in a second line, and a figure before it is cut."""

_WIDTH = 270.0
_REPORT = 15.0
_FADE = 0.1
"""Over what share of the greatest number an open end fades out."""


def draw(picture: Picture[TollLine], rule: str, ax: Axes | None) -> Axes:
    """Draw the picture; see :func:`isk_indicators.plots.tolls`."""
    marks = [mark for line in picture.rows for mark in line.marks]
    said = GAP + widest((mark.told for mark in marks), _WORDS) + GAP
    blocks = [_Block(line, said) for line in picture.rows]
    height = sum(block.height + GAP for block in blocks) or EMPTY
    right = max(said + widest(mark.said_by for mark in marks), GAP + _widest_remark(picture.rows))
    room = Room(_WIDTH, height, _LABEL + 2 * GAP, right, below=38)
    page = Page(picture, ax, room, _key(picture.rows, rule))
    if blocks:
        most = _most([*picture.rows, *marks])
        page.rows(height)
        page.numbers(most)
        top = GAP / 2
        for block in blocks:
            block.draw(page, top, most * _FADE)
            top += block.height + GAP
    page.finish()
    return page.ax


def _key(lines: Sequence[TollLine], rule: str) -> list[key.Entry]:
    kinds = ((sign(mark), mark.part) for line in lines for mark in line.marks)
    is_open = any(line.low is None or line.high is None for line in lines)
    return [
        *key.of_signs(kinds),
        *([key.of_field(f"interval by the rule {rule}", facecolor=PALE)] if lines else []),
        *([key.of_opening("no bound by that rule")] if is_open else []),
    ]


def _widest_remark(lines: Sequence[TollLine]) -> float:
    return max((width(line.remark, SMALL) for line in lines if line.remark), default=0.0)


def _most(rows: Iterable[TollLine | Mark]) -> int:
    return max((number for row in rows for number in numbers(row)), default=0) or 1


class _Block:
    """An incident's part of the picture."""

    def __init__(self, line: TollLine, said: float) -> None:
        self._line = line
        self._said = said
        self._label = balanced(line.label, _LABEL, 2)
        self._told = (len(line.marks) - 1) * _REPORT + ROW
        self.height = max((len(self._label) + 1) * ROW, self._told + (ROW if line.remark else 0))

    def draw(self, page: Page, top: float, fade: float) -> None:
        """Draw it from this height down."""
        line, foot = self._line, top + self._told
        page.label(self._label, top)
        page.label([line.when], top + len(self._label) * ROW, color=GREY)
        if line.low is None:
            fade = min([fade, *numbers(line)])  # not below 0
        self._draw_interval(page.ax, Band(top - 2, foot + 2, fade))
        for i, mark in enumerate(line.marks):
            self._draw_report(page, mark, top + i * _REPORT + ROW / 2)
        if line.remark:
            page.beside(line.remark, foot + ROW / 2, color=GREY, fontsize=SMALL)

    def _draw_interval(self, ax: Axes, how: Band) -> None:
        line = self._line
        band(ax, (line.low, line.best, line.high), how, line.incident_id)
        for number in dict.fromkeys(numbers(line)):
            ax.plot([number, number], how[:2], color=MIST, linewidth=1.4, zorder=2.5)

    def _draw_report(self, page: Page, mark: Mark, y: float) -> None:
        known = numbers(mark)
        drawn = [known[0], known[-1]] if sign(mark) == "range" else known[:1]
        form = signs.look(sign(mark), part=mark.part)
        page.ax.plot(drawn, [y] * len(drawn), gid=mark.row_id, **form)
        page.beside(wrapped(mark.told, _WORDS, BODY, 1)[0], y)
        page.beside(mark.said_by, y, self._said, color=GREY)
