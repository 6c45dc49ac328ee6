"""Views of incidents: who is named for each, which source reports it, and all in order of time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from isk_indicators.schema import Row
from isk_indicators.tables import Dataset, installed_dataset
from isk_indicators.views import aligned, as_frame, joined, sources_cells, time_order, view
from isk_indicators.views.tolls import Harm, Rule, tolls_of

if TYPE_CHECKING:
    import pandas as pd

PERPETRATORS = ("perpetrator", "organiser")
"""The roles from which the status follows."""


def attribution_ledger() -> pd.DataFrame:
    """Say of each incident who claims it, who is named for it and who denies it.

    Returns:
        A row an incident or series, in the table's order: ``status`` (claimed, attributed,
        contested, unattributed) with its basis, the actors by what is said of them, each list with
        the certainty and the basis of each name, who says so, and the attribution rows, the
        inherited ones apart. ``docs/views.md`` says how the status follows.
    """
    return as_frame("attribution_ledger", ledger_of(installed_dataset()))


@view("attribution_ledger")
def ledger_of(dataset: Dataset) -> list[Row]:
    """The rows of :func:`attribution_ledger` for any tables."""
    rows: list[Row] = []
    for incident in dataset.rows("incidents"):
        own, inherited = attributions(dataset, incident)
        lists: dict[str, str | None] = {}
        for column, belongs in _LISTS.items():
            named = _by_actor(own, inherited, belongs)
            lists[column] = aligned(str(dataset.name("actors", one.actor_id)) for one in named)
            lists[f"{column}_certainty"] = aligned(one.certainty for one in named)
            lists[f"{column}_basis"] = aligned(one.basis for one in named)
        rows.append(
            {
                "incident_id": incident["incident_id"],
                "label": incident["label"],
                "scale": incident["scale"],
                "event_type": incident["event_type"],
                "part_of": incident["part_of"],
                "part_of_label": dataset.name("incidents", incident["part_of"]),
                "date": incident["date"],
                "place": dataset.name("places", incident["place_id"]),
                **status_cells(dataset, incident),
                **lists,
                "said_by": joined(dataset.said_by(row) for row in (*own, *inherited)),
                "attribution_ids": joined(row["attribution_id"] for row in own),
                "inherited_ids": joined(row["attribution_id"] for row in inherited),
                "inherited_from": incident["part_of"] if inherited else None,
                "inherited_from_label": dataset.name("incidents", incident["part_of"])
                if inherited
                else None,
            }
        )
    return rows


def attributions(dataset: Dataset, incident: Row) -> tuple[Sequence[Row], Sequence[Row]]:
    """What is said of who did it: of the incident itself, and of the series that it is part of."""
    own = dataset.where("attributions", "incident_id", incident["incident_id"])
    if incident["part_of"] is None:
        return own, ()
    return own, dataset.where("attributions", "incident_id", incident["part_of"])


class Named(NamedTuple):
    """What is said of one actor in one list: of the incident itself, and of its series."""

    actor_id: str
    own: tuple[Row, ...]
    inherited: tuple[Row, ...]

    @property
    def certainty(self) -> str:
        """``certain`` if one attribution has no hedge, else ``hedged``."""
        return str(certainty((*self.own, *self.inherited)))

    @property
    def basis(self) -> str:
        """Whether the attributions are of the incident itself: ``own``, ``inherited``, ``both``."""
        return str(basis(self.own, self.inherited))


def perpetrators(dataset: Dataset, incident: Row) -> list[Named]:
    """Those who are named as perpetrator or organiser, each once."""
    own, inherited = attributions(dataset, incident)
    return _by_actor(own, inherited, lambda row: _of_perpetrator(row) and _names(row))


def denials(dataset: Dataset, incident: Row, actor_id: str) -> Named:
    """What speaks against an actor as perpetrator or organiser: denials and rejections."""
    own, inherited = (
        tuple(r for r in rows if r["actor_id"] == actor_id and _of_perpetrator(r) and not _names(r))
        for rows in attributions(dataset, incident)
    )
    return Named(actor_id, own, inherited)


def certainty(rows: Iterable[Row]) -> str | None:
    """``certain`` if one attribution has no hedge, else ``hedged``; None of none."""
    return min((str(row["certainty"]) for row in rows), default=None)  # certain, then hedged


def basis(own: Sequence[Row], inherited: Sequence[Row]) -> str | None:
    """On whose attributions something rests: ``own``, ``inherited`` or ``both``; None of none."""
    if own and inherited:
        return "both"
    return "own" if own else "inherited" if inherited else None


def status_cells(dataset: Dataset, incident: Row) -> dict[str, str | None]:
    """The status of an incident, with what it rests on: of perpetrators and organisers alone."""
    own, inherited = (
        [r for r in rows if _of_perpetrator(r)] for rows in attributions(dataset, incident)
    )
    return {
        "status": status(dataset, (*own, *inherited)),
        "status_basis": basis(own, inherited),
        "certainty": certainty(row for row in (*own, *inherited) if _names(row)),
    }


def _by_actor(
    own: Sequence[Row], inherited: Sequence[Row], belongs: Callable[[Row], bool]
) -> list[Named]:
    """The actors of the attributions that belong to a list, in their order, each once."""

    def of(rows: Sequence[Row], actor: str) -> tuple[Row, ...]:
        return tuple(row for row in rows if belongs(row) and row["actor_id"] == actor)

    actors = dict.fromkeys(str(row["actor_id"]) for row in (*own, *inherited) if belongs(row))
    return [Named(actor, of(own, actor), of(inherited, actor)) for actor in actors]


def _names(row: Row) -> bool:
    return row["stance"] in ("claim", "attribution")


def _of_perpetrator(row: Row) -> bool:
    return row["role"] in PERPETRATORS


_LISTS: Mapping[str, Callable[[Row], bool]] = MappingProxyType(
    {
        "claimed_by": lambda row: row["stance"] == "claim",
        "attributed_to": lambda row: _of_perpetrator(row) and row["stance"] == "attribution",
        "accomplices": lambda row: row["role"] == "accomplice" and _names(row),
        "denied_by": lambda row: row["stance"] == "denial",
        "rejected_for": lambda row: row["stance"] == "rejection",
    }
)
"""Which attributions each list of names takes."""


def status(dataset: Dataset, rows: Sequence[Row]) -> str:
    """What follows from the attributions of perpetrators and organisers."""
    done = [row for row in rows if _of_perpetrator(row)]
    named = list(dict.fromkeys(row["actor_id"] for row in done if _names(row)))
    rivals = any(
        one not in dataset.lineage(other) and other not in dataset.lineage(one)
        for one, other in combinations(named, 2)
    )
    if rivals or any(not _names(row) for row in done):
        return "contested"
    if not named:
        return "unattributed"
    return "claimed" if any(row["stance"] == "claim" for row in done) else "attributed"


REPORTING = ("incidents", "casualties", "attributions")
"""The tables whose rows report an incident."""


def coverage_matrix(*, wide: bool = False) -> pd.DataFrame:
    """Say of each incident and each source whether the source reports it.

    Args:
        wide: Give a row for each incident and a column for each source, by its name.

    Returns:
        A row for each pair, in the tables' order: ``says`` (told, mentioned, silent) and the rows
        that quote the source for the incident. With ``wide``, the labels of the incidents are the
        index, and the cells are those of ``says``.
    """
    pairs = as_frame("coverage_matrix", matrix_of(installed_dataset()))
    if not wide:
        return pairs
    matrix = pairs.pivot(index=["incident_id", "label"], columns="source", values="says")
    return matrix[pairs["source"].unique()].droplevel("incident_id").rename_axis(columns=None)


@view("coverage_matrix")
def matrix_of(dataset: Dataset) -> list[Row]:
    """The rows of :func:`coverage_matrix` for any tables."""
    pairs: list[Row] = []
    for incident in dataset.rows("incidents"):
        about = _rows_about(dataset, str(incident["incident_id"]))
        for source in dataset.rows("sources"):
            reporting, mentioning = (
                [row_id for row_id, row in rows if row["source_id"] == source["source_id"]]
                for rows in about
            )
            pairs.append(
                {
                    "incident_id": incident["incident_id"],
                    "label": incident["label"],
                    "source_id": source["source_id"],
                    "source": dataset.name("sources", source["source_id"]),
                    "says": "told" if reporting else "mentioned" if mentioning else "silent",
                    "row_ids": joined([*reporting, *mentioning]),
                }
            )
    return pairs


def sources_of(dataset: Dataset, incident_id: str) -> list[str]:
    """The sources that report an incident or mention it, in order."""
    reporting, mentioning = _rows_about(dataset, incident_id)
    return sorted({str(row["source_id"]) for _, row in (*reporting, *mentioning)})


def _rows_about(
    dataset: Dataset, incident_id: str
) -> tuple[list[tuple[str, Row]], list[tuple[str, Row]]]:
    """The rows that report an incident, and those of evidence that mention it, each by its id."""
    reporting = [
        (str(row[dataset.id_column(table)]), row)
        for table in REPORTING
        for row in dataset.where(table, "incident_id", incident_id)
    ]
    own = {row_id for row_id, _ in reporting}
    evidence = [
        (str(row["evidence_id"]), row)
        for row in dataset.rows("evidence")
        if row["table_name"] in REPORTING and str(row["row_id"]) in own
    ]
    return reporting, evidence


HARMS: tuple[Harm, ...] = ("killed", "wounded")
BOUNDS = ("low", "best", "high")
_OF_THE_PLACE = ("country", "latitude", "longitude", "coordinate_precision")


def events(rule: Rule = "latest_exact") -> pd.DataFrame:
    """Give every incident and series in one flat row, as datasets of events do.

    Args:
        rule: How one toll follows from several reports, as for :func:`tolls`.

    Returns:
        A row an incident, in the table's order: what, when (with the first and the last day), where
        (with coordinates in degrees), against whom, who claims it and to whom others attribute it,
        the tolls in persons, the sources that report it by id and by name, and the quote.

    Raises:
        ValueError: no such rule.
    """
    return as_frame("events", events_of(installed_dataset(), rule))


@view("events")
def events_of(dataset: Dataset, rule: Rule = "latest_exact") -> list[Row]:
    """The rows of :func:`events` for any tables."""
    ledger = {row["incident_id"]: row for row in ledger_of(dataset)}
    tolls = {
        harm: {toll["incident_id"]: toll for toll in tolls_of(dataset, harm, rule=rule)}
        for harm in HARMS
    }
    rows: list[Row] = []
    for incident in dataset.rows("incidents"):
        incident_id, place_id = str(incident["incident_id"]), incident["place_id"]
        place = {} if place_id is None else dataset.row("places", place_id)
        of_incident = {harm: tolls[harm].get(incident_id, {}) for harm in HARMS}
        rows.append(
            {
                **ledger[incident_id],
                **incident,
                **dataset.names("incidents", incident),
                **{name: place.get(name) for name in _OF_THE_PLACE},
                **{
                    f"{harm}_{bound}": toll.get(bound)
                    for harm, toll in of_incident.items()
                    for bound in BOUNDS
                },
                "rule": rule,
                "convention": joined(toll.get("convention") for toll in of_incident.values()),
                **sources_cells(dataset, sources_of(dataset, incident_id)),
            }
        )
    return rows


def timeline() -> pd.DataFrame:
    """List every incident and series in the order of its date.

    Returns:
        Columns of :func:`events`, ordered by the last day that the date allows (an end that is
        open: the publication of its source), then the first, then the id; those without a date
        last.
    """
    return as_frame("timeline", timeline_of(installed_dataset()))


@view("timeline")
def timeline_of(dataset: Dataset) -> list[Row]:
    """The rows of :func:`timeline` for any tables."""
    return sorted(events_of(dataset), key=lambda row: time_order(dataset, row, "date"))
