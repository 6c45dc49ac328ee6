"""How large a force was, when, and who says so: change over time kept apart from doubt.

What lives here: one actor's estimates of one measure, in order of time. What must not: bounds of a
figure (``conventions``). Standard library only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from isk_indicators.derived import Row
from isk_indicators.tables import Dataset, installed
from isk_indicators.views.common import said_by, time_order, view

if TYPE_CHECKING:
    import pandas as pd

OVER_TIME = "over_time"


def force_series(actor: str = "IS-K", measure: str = "fighters") -> pd.DataFrame:
    """Give an actor's estimates of one measure in order of time.

    Args:
        actor: An id, a listed name, or a printed form that only one actor has.
        measure: What is counted, one of the values of ``force_estimates.measure``.

    Returns:
        A row an estimate, ordered by the last day of ``as_of``, then by the first; those without a
        date last. ``low``, ``best`` and ``high`` (in ``unit``) are what the words allow for one
        time, ``low_open`` and ``high_open`` whether they leave out that bound itself; a range
        through which the number moved over the years is in ``varied_low`` and ``varied_high``
        instead.

    Raises:
        ValueError: no such actor or measure, or a form that several actors have.
    """
    return view("force_series", force_series_of(installed(), actor, measure))


def force_series_of(dataset: Dataset, actor: str = "IS-K", measure: str = "fighters") -> list[Row]:
    """The rows of :func:`force_series` for any tables."""
    actor_id = find_actor(dataset, actor)
    measures = dict.fromkeys(str(row["measure"]) for row in dataset.rows("force_estimates"))
    if measure not in measures:
        raise ValueError(f"no measure {measure!r}: there are {', '.join(sorted(measures))}")
    rows = [
        row
        for row in dataset.where("force_estimates", "actor_id", actor_id)
        if row["measure"] == measure
    ]
    rows.sort(key=lambda row: time_order(dataset, row, "as_of"))
    return [_estimate(dataset, row) for row in rows]


def find_actor(dataset: Dataset, actor: str) -> str:
    """The id of the actor that is meant: by id, by listed name, or by a form that is its alone.

    Raises:
        ValueError: none, or several.
    """
    rows = dataset.rows("actors")
    for column in ("actor_id", "name"):
        for row in rows:
            if str(row[column]).casefold() == actor.casefold():
                return str(row["actor_id"])
    meant = [
        row
        for row in rows
        if actor.casefold() in {form.casefold() for form in dataset.forms(row["actor_id"])}
    ]
    if len(meant) == 1:
        return str(meant[0]["actor_id"])
    if meant:
        listed = ", ".join(f"{row['name']} ({row['actor_id']})" for row in meant)
        raise ValueError(f"{actor!r} is printed for several actors: {listed}; name one by its id")
    counted = dict.fromkeys(str(row["actor_id"]) for row in dataset.rows("force_estimates"))
    names = ", ".join(f"{dataset.name('actors', row_id)} ({row_id})" for row_id in sorted(counted))
    raise ValueError(f"no actor {actor!r}: there are estimates of {names}")


def _estimate(dataset: Dataset, row: Row) -> Row:
    changed = row["spread"] == OVER_TIME
    return {
        **row,
        "actor": dataset.name("actors", row["actor_id"]),
        "place": dataset.name("places", row["place_id"]),
        "low": None if changed else row["low"],
        "best": None if changed else row["best"],
        "high": None if changed else row["high"],
        "low_open": None if changed else row["low_open"],
        "high_open": None if changed else row["high_open"],
        "varied_low": row["stated_low"] if changed else None,
        "varied_high": row["stated_high"] if changed else None,
        "said_by": said_by(dataset, row),
    }
