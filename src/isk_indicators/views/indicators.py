"""Every reported measure in one long table.

What lives here: what each table reports as a measure. What must not: sums, and rules that make one
number of several. A kind of measure more is a function in ``_SOURCES`` and a value of
``indicator`` in ``schemas/views/indicators.json``. Standard library only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from isk_indicators.derived import Cell, Row
from isk_indicators.views.claims import Claims, installed, joined, view
from isk_indicators.views.force import OVER_TIME
from isk_indicators.views.ledger import doers

if TYPE_CHECKING:
    import pandas as pd

HARMS = {"killed": "deaths", "wounded": "wounded", "killed_or_wounded": "casualties"}
COUNTS = {"plot": "plots", "security_operation": "operations", "arrest": "operations"}
"""What a series of such events is a count of; of any other, of attacks."""


class _Measure(NamedTuple):
    """What a row reports."""

    indicator: str
    period: Cell
    dated: tuple[Row, str]
    place_id: Cell
    actor_ids: tuple[Cell, ...]
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
        row's id. ``low``, ``best`` and ``high`` (in ``unit``) are what its own words allow, and
        ``low_open`` and ``high_open`` whether they leave out that bound itself; nothing is added
        up, and reports of one fact stand beside each other.
    """
    return view("indicators", indicators_of(installed()))


def indicators_of(claims: Claims) -> list[Row]:
    """The rows of :func:`indicators` for any tables."""
    found = [
        (measure, _entry(claims, table, row, measure))
        for table, measured in _SOURCES.items()
        for row, measure in measured(claims)
    ]
    found.sort(
        key=lambda pair: (pair[0].indicator, claims.in_time(*pair[0].dated), str(pair[1]["row_id"]))
    )
    return [row for _, row in found]


def _entry(claims: Claims, table: str, row: Row, measure: _Measure) -> Row:
    low, high, best = measure.bounds
    dated, column = measure.dated
    low_open, high_open = measure.open_ends or (_closed(low), _closed(high))
    return {
        "indicator": measure.indicator,
        "period": measure.period,
        "period_earliest": dated[f"{column}_earliest"],
        "period_latest": dated[f"{column}_latest"],
        "place": claims.name("places", measure.place_id),
        "actor": joined(claims.name("actors", actor) for actor in measure.actor_ids),
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
        "said_by": claims.said_by(row),
        "row_id": row[claims.id_column(table)],
        "source_id": row["source_id"],
        "quote": row["quote"],
    }


def _casualties(claims: Claims) -> Iterator[tuple[Row, _Measure]]:
    for row in claims.rows("casualties"):
        incident = claims.row("incidents", row["incident_id"])
        yield row, _of_incident(claims, incident, HARMS[str(row["harm"])], row, "persons")


def _counts(claims: Claims) -> Iterator[tuple[Row, _Measure]]:
    for row in claims.rows("incidents"):
        if row["count_figure"] is not None:
            counted = {"figure": row["count_figure"], "qualifier": row["count_qualifier"]}
            indicator = COUNTS.get(str(row["event_type"]), "attacks")
            yield row, _of_incident(claims, row, indicator, {**row, **counted}, "incidents")


def _of_incident(
    claims: Claims, incident: Row, indicator: str, counted: Row, unit: str
) -> _Measure:
    return _Measure(
        indicator,
        incident["date"],
        (incident, "date"),
        incident["place_id"],
        tuple(doers(claims, incident)),
        counted["figure"],
        counted["qualifier"],
        _bounds(counted),
        unit,
    )


def _estimates(claims: Claims) -> Iterator[tuple[Row, _Measure]]:
    for row in claims.rows("force_estimates"):
        yield row, _of_estimate(row)


def _of_estimate(row: Row) -> _Measure:
    changed = row["spread"] == OVER_TIME
    return _Measure(
        str(row["measure"]),
        row["as_of"],
        (row, "as_of"),
        row["place_id"],
        (row["actor_id"],),
        row["figure"],
        row["qualifier"],
        (None, None, None) if changed else _bounds(row),
        str(row["unit"]),
        (row["stated_low"], row["stated_high"]) if changed else (None, None),
        (None, None) if changed else (row["low_open"], row["high_open"]),
    )


def _statements(claims: Claims) -> Iterator[tuple[Row, _Measure]]:
    for row in claims.rows("statements"):
        act = f"statement_{row['speech_act']}"
        speaker = (row["speaker_id"],)
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


_SOURCES: dict[str, Callable[[Claims], Iterator[tuple[Row, _Measure]]]] = {
    "casualties": _casualties,
    "incidents": _counts,
    "force_estimates": _estimates,
    "statements": _statements,
}
"""What each table reports as a measure."""
