"""Reported measures: force sizes of one actor in order of time, and every measure in one table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from isk_indicators.schema import Row
from isk_indicators.tables import Dataset, installed_dataset
from isk_indicators.views import aligned, as_frame, require_value, time_order, view
from isk_indicators.views.incidents import Named, denials, perpetrators

if TYPE_CHECKING:
    import pandas as pd

OVER_TIME = "over_time"
HEDGED = "hedged"
OF_ONE_TIME = ("low", "best", "high", "low_open", "high_open")
"""The columns of an estimate that are blank if its number moved over time."""


def force_series(actor: str | None = "IS-K", measure: str | None = "fighters") -> pd.DataFrame:
    """Give estimates in order of time: of one actor or all, of one measure or all.

    Args:
        actor: An id, a listed name, or a printed form that only one actor has; None for all.
        measure: What is counted, one of the values of ``force_estimates.measure``; None for all.

    Returns:
        A row an estimate, by actor and measure as the table first has them, ordered by the last day
        of ``as_of``, then by the first; those without a date last. ``low``, ``best`` and ``high``
        (in ``unit``) are what the words allow for one time, ``low_open`` and ``high_open`` whether
        they leave out that bound itself; a range through which the number moved over the years is
        in ``varied_low`` and ``varied_high`` instead.

    Raises:
        ValueError: no such actor or measure, or a form that several actors have.
    """
    return as_frame("force_series", force_series_of(installed_dataset(), actor, measure))


@view("force_series")
def force_series_of(
    dataset: Dataset, actor: str | None = None, measure: str | None = None
) -> list[Row]:
    """The rows of :func:`force_series` for any tables."""
    actor_id = None if actor is None else dataset.find_actor(actor)
    measures = {str(row["measure"]) for row in dataset.rows("force_estimates")}
    require_value("measure", measure, sorted(measures))
    rows = [
        row
        for row in dataset.rows("force_estimates")
        if actor_id in (None, row["actor_id"]) and measure in (None, row["measure"])
    ]
    series = [*dict.fromkeys((row["actor_id"], row["measure"]) for row in rows)]
    rows.sort(
        key=lambda row: (
            series.index((row["actor_id"], row["measure"])),
            *time_order(dataset, row, "as_of"),
        )
    )
    return [
        {
            **row,
            "actor": dataset.name("actors", row["actor_id"]),
            "counterpart": dataset.name("actors", row["counterpart_id"]),
            "place": dataset.name("places", row["place_id"]),
            "source": dataset.name("sources", row["source_id"]),
            **_varied(row),
            "said_by": dataset.said_by(row),
        }
        for row in rows
    ]


def _varied(row: Row) -> Row:
    """The ends of a number that moved over time, in place of those of one time."""
    if row["spread"] != OVER_TIME:
        return {"varied_low": None, "varied_high": None}
    varied = {"varied_low": row["stated_low"], "varied_high": row["stated_high"]}
    return dict.fromkeys(OF_ONE_TIME) | varied


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
    """A row that reports a measure, with ``cells`` of the view in place of its own.

    The period is in the column ``time`` of the row ``dated``: the incident, or the row itself.
    """

    table: str
    row: Row
    cells: Row
    dated: Row
    time: str
    actors: Sequence[_Actor]


OWN_CELLS = (
    *("figure", "qualifier", "low", "best", "high", "low_open", "high_open"),
    *("varied_low", "varied_high", "unit", "source_id", "quote"),
)
"""The columns that a measure has from its row or in place of it; blank if neither has them."""


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
    found = []
    for measure in _measures(dataset):
        dated, time, actors = measure.dated, measure.time, measure.actors
        cells = {**measure.row, **measure.cells}
        row_id = measure.row[dataset.id_column(measure.table)]
        denied = any(actor.denied_by for actor in actors)
        row = {
            "indicator": cells["indicator"],
            "period": dated[time],
            "period_earliest": dated[f"{time}_earliest"],
            "period_latest": dated[f"{time}_latest"],
            "place": dataset.name("places", cells.get("place_id")),
            "actor": aligned(actor.name for actor in actors),
            "actor_named_by": aligned(actor.named_by for actor in actors),
            "actor_certainty": aligned(actor.certainty for actor in actors),
            "actor_basis": aligned(actor.basis for actor in actors),
            "actor_denied_by": aligned(a.denied_by or NOBODY for a in actors if denied),
            **{name: cells.get(name) for name in OWN_CELLS},
            "said_by": dataset.said_by(measure.row),
            "row_id": row_id,
            "source": dataset.name("sources", measure.row["source_id"]),
        }
        order = (str(cells["indicator"]), time_order(dataset, dated, time), str(row_id))
        found.append((order, row))
    return [row for _, row in sorted(found, key=itemgetter(0))]


def _measures(dataset: Dataset) -> Iterator[_Measure]:
    cells: Row
    for row in dataset.rows("casualties"):
        incident = dataset.row("incidents", row["incident_id"])
        cells = {"indicator": HARMS[str(row["harm"])], "unit": "persons"}
        yield _of_incident(dataset, incident, "casualties", row, cells)
    for row in dataset.rows("incidents"):
        if row["count_figure"] is not None:
            cells = {
                "indicator": COUNTS.get(str(row["event_type"]), "attacks"),
                "figure": row["count_figure"],
                "qualifier": row["count_qualifier"],
                "unit": "incidents",
            }
            yield _of_incident(dataset, row, "incidents", row, cells)
    for row in dataset.rows("force_estimates"):
        cells = {"indicator": row["measure"], **_varied(row)}
        actors = _of_its_words(dataset, row, "actor_id")
        yield _Measure("force_estimates", row, cells, row, "as_of", actors)
    for row in dataset.rows("statements"):
        cells = {
            "indicator": f"statement_{row['speech_act']}",
            **dict.fromkeys(("low", "best", "high"), 1),
            **dict.fromkeys(("low_open", "high_open"), False),
            "unit": "statements",
        }
        actors = _of_its_words(dataset, row, "speaker_id")
        yield _Measure("statements", row, cells, row, "date", actors)


def _of_incident(dataset: Dataset, incident: Row, table: str, row: Row, cells: Row) -> _Measure:
    """A count of persons or incidents, with the perpetrators and the place of the incident."""
    actors = [
        _Actor(
            str(dataset.name("actors", named.actor_id)),
            str(_voices(dataset, named)),
            named.certainty,
            named.basis,
            _voices(dataset, denials(dataset, incident, named.actor_id)),
        )
        for named in perpetrators(dataset, incident)
    ]
    # no bound of what is counted in whole numbers is open: more than 60 is 61 or more
    closed = {f"{end}_open": None if row[end] is None else False for end in ("low", "high")}
    cells = {**cells, **closed, "place_id": incident["place_id"]}
    return _Measure(table, row, cells, incident, "date", actors)


def _voices(dataset: Dataset, named: Named) -> str | None:
    """Who says it, each voice once; in brackets what is not a plain attribution of its own."""
    voices = []
    for row in (*named.own, *named.inherited):
        remarks = [str(row["stance"])] if row["stance"] != "attribution" else []
        remarks += [HEDGED] if row["certainty"] == HEDGED else []
        remarks += [f"of {row['incident_id']}"] if row in named.inherited else []
        voice = dataset.said_by(row)
        voices.append(f"{voice} ({', '.join(remarks)})" if remarks else voice)
    return "; ".join(dict.fromkeys(voices)) or None


def _of_its_words(dataset: Dataset, row: Row, column: str) -> list[_Actor]:
    """The actor that the row's own words name: whoever says the row names it too."""
    return [_Actor(str(dataset.name("actors", row[column])), dataset.said_by(row))]
