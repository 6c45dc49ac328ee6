"""The one look of all plots: greys and a dark blue, one typeface, how wide its words are.

What lives here: colours, sizes, settings, and breaking of lines. What must not: axes and marks.
The typeface is the one that matplotlib brings along: it is there everywhere, and a line that fits
here fits there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any

from matplotlib import rcParams
from matplotlib.colors import to_rgb
from matplotlib.font_manager import FontProperties
from matplotlib.style import context
from matplotlib.textpath import text_to_path

INK, GREY, STEEL, MIST, PALE, HAIR = (
    "#24384a",
    "#626d77",
    "#8494a1",
    "#a9b4bc",
    "#d6dde2",
    "#e9edf0",
)
"""From words and marks to the lines behind them; each a clear step lighter when printed in grey."""

PAPER = "#ffffff"
FONT = "DejaVu Sans"
TITLE, BODY, SMALL = 12.5, 8.6, 7.6
ELLIPSIS = "…"
_STEP = 4.0
_PIXELS = 1.06
"""How much wider a line may become where each letter is set on whole pixels."""

_STYLE: Mapping[Any, Any] = MappingProxyType(
    {
        "font.family": FONT,
        "font.size": BODY,
        "text.color": INK,
        "axes.axisbelow": True,
        "axes.edgecolor": MIST,
        "axes.facecolor": PAPER,
        "axes.linewidth": 0.6,
        "figure.facecolor": PAPER,
    }
)


@contextmanager
def style() -> Iterator[None]:
    """Draw in the one style, over matplotlib's own; the user's comes back afterwards."""
    resolution = {"figure.dpi": rcParams["figure.dpi"]}
    with context(["default", {**_STYLE, **resolution}]):
        yield


def mixed(colour: str, share: float) -> tuple[float, float, float]:
    """A colour thinned with paper."""
    red, green, blue = (
        share * ink + (1 - share) * paper
        for ink, paper in zip(to_rgb(colour), to_rgb(PAPER), strict=True)
    )
    return red, green, blue


def width(text: str, size: float = BODY) -> float:
    """How wide a line of text is at most, in points."""
    font = FontProperties(family=FONT, size=size)
    return _PIXELS * text_to_path.get_text_width_height_descent(text, font, ismath=False)[0]


def wrapped(text: str, room: float, size: float = BODY, most: int | None = None) -> list[str]:
    """Break a text into lines no wider than the room; the last of the most ends with "…"."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    if most is None or len(lines) <= most:
        return lines
    return [*lines[: most - 1], _shortened(lines[most - 1 :], room, size)]


def balanced(text: str, room: float, most: int) -> list[str]:
    """Break a text as :func:`wrapped` does, but evenly, so that no word stands alone."""
    lines = wrapped(text, room, BODY, most)
    while len(narrower := wrapped(text, room - _STEP, BODY)) <= len(lines) and room > _STEP:
        lines, room = narrower, room - _STEP
    return lines


def _shortened(lines: list[str], room: float, size: float) -> str:
    words = " ".join(lines).split()
    while len(words) > 1 and width(f"{' '.join(words)} {ELLIPSIS}", size) > room:
        words.pop()
    return f"{' '.join(words)} {ELLIPSIS}"
