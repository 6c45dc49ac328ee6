"""Reported measures: force sizes of one actor in order of time, and every measure in one table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from isk_indicators.schema import Cell, Row
from isk_indicators.tables import Dataset, installed_dataset
from isk_indicators.views.incidents import Named, denials, perpetrators
from isk_indicators.views.registry import aligned, as_frame, said_by, time_order, view

if TYPE_CHECKING:
    import pandas as pd

OVER_TIME = "over_time"
OF_ONE_TIME = ("low", "best", "high", "low_open", "high_open")
"""The columns of an estimate that are blank if its number moved over time."""


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
    return as_frame("force_series", force_series_of(installed_dataset(), actor, measure))


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
    return [
        {
            **row,
            "actor": dataset.name("actors", row["actor_id"]),
            "place": dataset.name("places", row["place_id"]),
            **(dict.fromkeys(OF_ONE_TIME) if changed else {}),
            "varied_low": row["stated_low"] if changed else None,
            "varied_high": row["stated_high"] if changed else None,
            "said_by": said_by(dataset, row),
        }
        for row in rows
        for changed in [row["spread"] == OVER_TIME]
    ]


@view("force_series")
def every_series_of(dataset: Dataset) -> list[Row]:
    """The rows of :func:`force_series` for every actor and measure."""
    series = {
        (str(row["actor_id"]), str(row["measure"])): None for row in dataset.rows("force_estimates")
    }
    return [row for of in series for row in force_series_of(dataset, *of)]


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


HARMS = {"killed": "deaths", "wounded": "wounded", "killed_or_wounded": "casualties"}
COUNTS = {"plot": "plots", "security_operation": "operations", "arrest": "operations"}
"""What a series of such events is a count of; of any other, of attacks."""


NOBODY = "nobody"
"""Who denies an actor's part where somebody denies another's."""


class _Actor(NamedTuple):
    """An actor that is measured, and who says that it is the one."""

    name: str
    named_by: str
    certainty: str = "certain"
    basis: str = "own"
    denied_by: str | None = None


class _Measure(NamedTuple):
    """What a row reports."""

    indicator: str
    period: Cell
    dated: tuple[Row, str]
    place_id: Cell
    actors: Sequence[_Actor]
    figure: Cell
    qualifier: Cell
    bounds: tuple[Cell, Cell, Cell]
    unit: str
    varied: tuple[Cell, Cell] = (None, None)
    open_ends: tuple[Cell, Cell] | None = None
    """Whether the words leave out the low and the high bound; None of what is counted."""


def indicators() -> pd.DataFrame:
    """List every reported measure: deaths, wounded, attacks, force sizes, lead times, statements.

    Returns:
        A row a report, ordered by ``indicator``, the last day of the period, the first, and the
        row's id. ``said_by`` is who reports the measure; who names each actor, with what certainty
        and whether for the incident or its series, is in the lists beside ``actor``, which match
        its names item by item. ``low``, ``best`` and ``high`` (in ``unit``) are what its own words
        allow, and ``low_open`` and ``high_open`` whether they leave out that bound itself; nothing
        is added up, and reports of one fact are beside each other.
    """
    return as_frame("indicators", indicators_of(installed_dataset()))


@view("indicators")
def indicators_of(dataset: Dataset) -> list[Row]:
    """The rows of :func:`indicators` for any tables."""
    found = [
        (measure, _indicator(dataset, table, row, measure))
        for table, row, measure in _measures(dataset)
    ]
    found.sort(
        key=lambda pair: (
            pair[0].indicator,
            time_order(dataset, *pair[0].dated),
            str(pair[1]["row_id"]),
        )
    )
    return [row for _, row in found]


def _indicator(dataset: Dataset, table: str, row: Row, measure: _Measure) -> Row:
    low, high, best = measure.bounds
    dated, column = measure.dated
    # no bound of what is counted in whole numbers is open: more than 60 is 61 or more
    closed = (None if low is None else False, None if high is None else False)
    low_open, high_open = measure.open_ends or closed
    denied = any(actor.denied_by for actor in measure.actors)
    return {
        "indicator": measure.indicator,
        "period": measure.period,
        "period_earliest": dated[f"{column}_earliest"],
        "period_latest": dated[f"{column}_latest"],
        "place": dataset.name("places", measure.place_id),
        "actor": aligned(actor.name for actor in measure.actors),
        "actor_named_by": aligned(actor.named_by for actor in measure.actors),
        "actor_certainty": aligned(actor.certainty for actor in measure.actors),
        "actor_basis": aligned(actor.basis for actor in measure.actors),
        "actor_denied_by": aligned(a.denied_by or NOBODY for a in measure.actors if denied),
        "figure": measure.figure,
        "qualifier": measure.qualifier,
        "low": low,
        "best": best,
        "high": high,
        "low_open": low_open,
        "high_open": high_open,
        "varied_low": measure.varied[0],
        "varied_high": measure.varied[1],
        "unit": measure.unit,
        "said_by": said_by(dataset, row),
        "row_id": row[dataset.id_column(table)],
        "source_id": row["source_id"],
        "quote": row["quote"],
    }


def _measures(dataset: Dataset) -> Iterator[tuple[str, Row, _Measure]]:
    """What each row of a table reports as a measure."""
    for row in dataset.rows("casualties"):
        incident = dataset.row("incidents", row["incident_id"])
        harm = HARMS[str(row["harm"])]
        yield "casualties", row, _of_incident(dataset, incident, harm, row, "persons")
    for row in dataset.rows("incidents"):
        if row["count_figure"] is not None:
            counted = {**row, "figure": row["count_figure"], "qualifier": row["count_qualifier"]}
            indicator = COUNTS.get(str(row["event_type"]), "attacks")
            yield "incidents", row, _of_incident(dataset, row, indicator, counted, "incidents")
    for row in dataset.rows("force_estimates"):
        yield "force_estimates", row, _of_estimate(dataset, row)
    for row in dataset.rows("statements"):
        yield "statements", row, _of_statement(dataset, row)


def _of_incident(
    dataset: Dataset, incident: Row, indicator: str, counted: Row, unit: str
) -> _Measure:
    return _Measure(
        indicator,
        incident["date"],
        (incident, "date"),
        incident["place_id"],
        [
            _Actor(
                str(dataset.name("actors", named.actor_id)),
                str(_voices(dataset, named)),
                named.certainty,
                named.basis,
                _voices(dataset, denials(dataset, incident, named.actor_id)),
            )
            for named in perpetrators(dataset, incident)
        ],
        counted["figure"],
        counted["qualifier"],
        _bounds(counted),
        unit,
    )


def _voices(dataset: Dataset, named: Named) -> str | None:
    """Who says it, each voice once; in brackets what is not a plain attribution of its own."""
    voices = [_voice(dataset, row) for row in named.own]
    voices += [_voice(dataset, row, f"of {row['incident_id']}") for row in named.inherited]
    return "; ".join(dict.fromkeys(voices)) or None


def _voice(dataset: Dataset, row: Row, *more: str) -> str:
    stance = [str(row["stance"])] if row["stance"] != "attribution" else []
    hedge = [str(row["certainty"])] if row["certainty"] == "hedged" else []
    remarks = ", ".join((*stance, *hedge, *more))
    return f"{said_by(dataset, row)} ({remarks})" if remarks else said_by(dataset, row)


def _of_its_words(dataset: Dataset, row: Row, column: str) -> list[_Actor]:
    """The actor that the row's own words name: whoever says the row names it too."""
    return [_Actor(str(dataset.name("actors", row[column])), said_by(dataset, row))]


def _of_estimate(dataset: Dataset, row: Row) -> _Measure:
    changed = row["spread"] == OVER_TIME
    return _Measure(
        str(row["measure"]),
        row["as_of"],
        (row, "as_of"),
        row["place_id"],
        _of_its_words(dataset, row, "actor_id"),
        row["figure"],
        row["qualifier"],
        (None, None, None) if changed else _bounds(row),
        str(row["unit"]),
        (row["stated_low"], row["stated_high"]) if changed else (None, None),
        (None, None) if changed else (row["low_open"], row["high_open"]),
    )


def _of_statement(dataset: Dataset, row: Row) -> _Measure:
    act = f"statement_{row['speech_act']}"
    speaker = _of_its_words(dataset, row, "speaker_id")
    return _Measure(
        act, row["date"], (row, "date"), None, speaker, None, None, (1, 1, 1), "statements"
    )


def _bounds(row: Row) -> tuple[Cell, Cell, Cell]:
    return row["low"], row["high"], row["best"]
