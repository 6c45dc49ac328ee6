"""Every reported measure in one long table.

What lives here: what each table reports as a measure. What must not: sums, and rules that make one
number of several. A kind of measure more is a function in ``_SOURCES`` and a value of
``indicator`` in ``schemas/views/indicators.json``. Standard library only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from isk_indicators.derived import Cell, Row
from isk_indicators.tables import Dataset, installed
from isk_indicators.views.common import aligned, said_by, time_order, view
from isk_indicators.views.force import OVER_TIME
from isk_indicators.views.ledger import Named, denials, perpetrators

if TYPE_CHECKING:
    import pandas as pd

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
    return view("indicators", indicators_of(installed()))


def indicators_of(dataset: Dataset) -> list[Row]:
    """The rows of :func:`indicators` for any tables."""
    found = [
        (measure, _entry(dataset, table, row, measure))
        for table, measured in _SOURCES.items()
        for row, measure in measured(dataset)
    ]
    found.sort(
        key=lambda pair: (
            pair[0].indicator,
            time_order(dataset, *pair[0].dated),
            str(pair[1]["row_id"]),
        )
    )
    return [row for _, row in found]


def _entry(dataset: Dataset, table: str, row: Row, measure: _Measure) -> Row:
    low, high, best = measure.bounds
    dated, column = measure.dated
    low_open, high_open = measure.open_ends or (_closed(low), _closed(high))
    return {
        "indicator": measure.indicator,
        "period": measure.period,
        "period_earliest": dated[f"{column}_earliest"],
        "period_latest": dated[f"{column}_latest"],
        "place": dataset.name("places", measure.place_id),
        **_actor_cells(measure.actors),
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


def _actor_cells(actors: Sequence[_Actor]) -> Row:
    """The names, and the lists that match them item by item."""
    denied = any(actor.denied_by for actor in actors)
    return {
        "actor": aligned(actor.name for actor in actors),
        "actor_named_by": aligned(actor.named_by for actor in actors),
        "actor_certainty": aligned(actor.certainty for actor in actors),
        "actor_basis": aligned(actor.basis for actor in actors),
        "actor_denied_by": aligned(actor.denied_by or NOBODY for actor in actors if denied),
    }


def _casualties(dataset: Dataset) -> Iterator[tuple[Row, _Measure]]:
    for row in dataset.rows("casualties"):
        incident = dataset.row("incidents", row["incident_id"])
        yield row, _of_incident(dataset, incident, HARMS[str(row["harm"])], row, "persons")


def _counts(dataset: Dataset) -> Iterator[tuple[Row, _Measure]]:
    for row in dataset.rows("incidents"):
        if row["count_figure"] is not None:
            counted = {"figure": row["count_figure"], "qualifier": row["count_qualifier"]}
            indicator = COUNTS.get(str(row["event_type"]), "attacks")
            yield row, _of_incident(dataset, row, indicator, {**row, **counted}, "incidents")


def _of_incident(
    dataset: Dataset, incident: Row, indicator: str, counted: Row, unit: str
) -> _Measure:
    return _Measure(
        indicator,
        incident["date"],
        (incident, "date"),
        incident["place_id"],
        [_perpetrator(dataset, incident, named) for named in perpetrators(dataset, incident)],
        counted["figure"],
        counted["qualifier"],
        _bounds(counted),
        unit,
    )


def _perpetrator(dataset: Dataset, incident: Row, named: Named) -> _Actor:
    return _Actor(
        str(dataset.name("actors", named.actor_id)),
        str(_voices(dataset, named)),
        named.certainty,
        named.basis,
        _voices(dataset, denials(dataset, incident, named.actor_id)),
    )


def _voices(dataset: Dataset, named: Named) -> str | None:
    """Who says it, each voice once; in brackets what is not a plain attribution of its own."""
    told = [_voice(dataset, row) for row in named.own]
    told += [_voice(dataset, row, f"of {row['incident_id']}") for row in named.inherited]
    return "; ".join(dict.fromkeys(told)) or None


def _voice(dataset: Dataset, row: Row, *more: str) -> str:
    stance = [str(row["stance"])] if row["stance"] != "attribution" else []
    hedge = [str(row["certainty"])] if row["certainty"] == "hedged" else []
    remarks = ", ".join((*stance, *hedge, *more))
    return f"{said_by(dataset, row)} ({remarks})" if remarks else said_by(dataset, row)


def _of_its_words(dataset: Dataset, row: Row, column: str) -> list[_Actor]:
    """The actor that the row's own words name: whoever says the row names it too."""
    return [_Actor(str(dataset.name("actors", row[column])), said_by(dataset, row))]


def _estimates(dataset: Dataset) -> Iterator[tuple[Row, _Measure]]:
    for row in dataset.rows("force_estimates"):
        yield row, _of_estimate(dataset, row)


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


def _statements(dataset: Dataset) -> Iterator[tuple[Row, _Measure]]:
    for row in dataset.rows("statements"):
        act = f"statement_{row['speech_act']}"
        speaker = _of_its_words(dataset, row, "speaker_id")
        one = (1, 1, 1)
        yield (
            row,
            _Measure(act, row["date"], (row, "date"), None, speaker, None, None, one, "statements"),
        )


def _bounds(row: Row) -> tuple[Cell, Cell, Cell]:
    return row["low"], row["high"], row["best"]


def _closed(bound: Cell) -> Cell:
    """Of what is counted in whole numbers no bound is open: more than 60 is 61 or more."""
    return None if bound is None else False


_SOURCES: dict[str, Callable[[Dataset], Iterator[tuple[Row, _Measure]]]] = {
    "casualties": _casualties,
    "incidents": _counts,
    "force_estimates": _estimates,
    "statements": _statements,
}
"""What each table reports as a measure."""
