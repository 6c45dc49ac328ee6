"""Three pictures of the data: tolls, the timeline, the size of a force.

>>> from isk_indicators import plots
>>> axes = plots.tolls()
>>> plots.save(axes, "tolls.svg")

What lives here: the functions that users call. What must not: what a picture shows
(``views.pictures`` says it), how it is drawn (``drawing``). A picture more is a data function
there, a module of ``drawing``, a function here, and a look at it in grey.

Each function draws onto the axes given, or onto a new figure that has room for all words; it shows
nothing and changes no setting. Given axes need room on all sides, which a figure with
``layout="constrained"`` makes. Needs matplotlib: the extra ``[plot]``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from isk_indicators.views.pictures import Scale, force_marks, timeline_bars, toll_lines
from isk_indicators.views.tolls import Harm, Rule

try:
    import matplotlib  # noqa: F401 - asked for first, so that nothing else is blamed
except ModuleNotFoundError as error:
    raise ImportError(
        'the plots need matplotlib: python -m pip install "isk-indicators[plot]"'
    ) from error

from isk_indicators.drawing import force as _force
from isk_indicators.drawing import ink as _ink
from isk_indicators.drawing import page as _page
from isk_indicators.drawing import timeline as _timeline
from isk_indicators.drawing import tolls as _tolls

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["force", "save", "timeline", "tolls"]


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
        scale: Single incidents or series; the two are never in one picture.
        harm: Which harm.

    Returns:
        The axes drawn on: persons from left to right, incidents in order of date from the top.

    Raises:
        ValueError: no such harm, rule or scale.

    """
    with _ink.style():
        return _tolls.draw(toll_lines(rule=rule, scale=scale, harm=harm), rule, ax)


def timeline(ax: Axes | None = None) -> Axes:
    """Draw when each dated incident and series was; uncertain dates are bars.

    Args:
        ax: Where to draw; a new figure if None.

    Returns:
        The axes drawn on: time from left to right, incidents in order of date from the top.

    """
    with _ink.style():
        return _timeline.draw(timeline_bars(), ax)


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
    with _ink.style():
        return _force.draw(force_marks(actor, measure), ax)


def save(ax: Axes, path: str | Path, dpi: float = 200) -> None:
    """Save the figure of these axes; the same picture gives the same bytes each time.

    Args:
        ax: Axes of the figure.
        path: The file; its ending (``.svg``, ``.png``, ``.pdf``) names the format.
        dpi: Pixels an inch, where the format has pixels.

    Raises:
        ValueError: no such format.

    """
    _page.save(ax, path, dpi)
