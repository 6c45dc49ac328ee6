"""The key beneath a picture: what each of its signs means.

What lives here: the entries of a key, and their rows. What must not: the form of a sign
(``signs``). A key names only what stands in its picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.path import Path
from matplotlib.transforms import Transform

from isk_indicators.drawing.ink import GREY, HAIR, INK, SMALL, width
from isk_indicators.drawing.signs import FRAME, SIGNS, corners, look, open_head, sized
from isk_indicators.views.pictures import Sign

Entry = Line2D | Patch
Strips = tuple[tuple[float, float], ...]
"""The lower and the upper edge of each strip of a bar, in points from its middle."""

_LONG = 9.0
_HANDLE, _PAD, _COLUMN = 2.4, 0.7, 2.2
"""The room for a sign, from it to its words, and to the next sign; in sizes of the letters."""


def of_signs(kinds: Iterable[tuple[Sign, bool]], *, upwards: bool = False) -> list[Entry]:
    """The signs that a picture has, always in the same order, each with its meaning."""
    present = {kind if kind in SIGNS else (kind[0], False) for kind in kinds}
    return [
        _of_sign(meaning, look(sign, part=part, upwards=upwards))
        for (sign, part), (meaning, _) in SIGNS.items()
        if (sign, part) in present
    ]


def _of_sign(meaning: str, form: dict[str, Any]) -> Entry:
    """An arrow has its middle where a dot has it; a frame is a field."""
    if form["linestyle"] == FRAME["linestyle"]:
        return of_field(meaning, facecolor=HAIR, edgecolor=INK, **_border(form))
    if isinstance(marker := form.get("marker"), Path):
        points = corners(marker)
        middle = (points.min(axis=0) + points.max(axis=0)) / 2
        form = sized({**form, "marker": Path(points - middle, marker.codes)})
    return Line2D([], [], label=meaning, **form)


def _border(form: dict[str, Any]) -> dict[str, Any]:
    return {name: form[name] for name in ("linestyle", "linewidth")}


def of_dot(sign: Sign, meaning: str) -> Entry:
    """A sign with a meaning of its own."""
    return Line2D([], [], label=meaning, **look(sign))


def of_strips(edges: Strips, colour: str, meaning: str) -> Entry:
    """A bar of strips."""
    fields = [((-_LONG, low), (_LONG, low), (_LONG, high), (-_LONG, high)) for low, high in edges]
    outlines = [Path((*field, field[0]), closed=True) for field in fields]
    form = {"marker": Path.make_compound_path(*outlines), "color": colour, "markeredgewidth": 0}
    return Line2D([], [], label=meaning, linestyle="none", **sized(form))


def of_line(colour: str, meaning: str) -> Entry:
    """A line."""
    return Line2D([], [], label=meaning, color=colour, linewidth=2)


def of_opening(meaning: str) -> Entry:
    """The head of an arrow at an open end."""
    return Line2D([], [], label=meaning, **open_head(1))


def of_field(meaning: str, **form: Any) -> Entry:
    """A filled field."""
    return Patch(label=meaning, **{"linewidth": 0, **form})


def rows(entries: Sequence[Entry], room: float) -> list[list[Entry]]:
    """Set entries in rows no wider than the room, in points."""
    found: list[list[Entry]] = []
    for entry in entries:
        if found and sum(map(_room_of, (*found[-1], entry))) <= room:
            found[-1].append(entry)
        else:
            found.append([entry])
    return found


def _room_of(entry: Entry) -> float:
    return (_HANDLE + _PAD + _COLUMN) * SMALL + width(str(entry.get_label()), SMALL)


def draw_row(ax: Axes, entries: Sequence[Entry], corner: Transform) -> None:
    """Draw a row of a key, its upper left corner where the transform takes (0, 0)."""
    row = Legend(
        ax,
        handles=entries,
        labels=[str(entry.get_label()) for entry in entries],
        loc="upper left",
        bbox_to_anchor=(0, 0),
        bbox_transform=corner,
        ncols=len(entries),
        frameon=False,
        fontsize=SMALL,
        labelcolor=GREY,
        handlelength=_HANDLE,
        handletextpad=_PAD,
        columnspacing=_COLUMN,
        borderpad=0,
        borderaxespad=0,
    )
    ax.add_artist(row)
