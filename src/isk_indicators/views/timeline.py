"""What happened when: every incident and series in the order of its date.

What lives here: the order, and what other views say of each incident. What must not: tolls
(``tolls``), status (``ledger``). Standard library only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from isk_indicators.derived import Row
from isk_indicators.tables import Dataset, installed
from isk_indicators.views.common import joined, time_order, view
from isk_indicators.views.coverage import sources_of
from isk_indicators.views.ledger import standing
from isk_indicators.views.tolls import Harm, tolls_of

if TYPE_CHECKING:
    import pandas as pd

HARMS: tuple[Harm, ...] = ("killed", "wounded")
BOUNDS = ("low", "best", "high")


def timeline() -> pd.DataFrame:
    """List every incident and series in the order of its date.

    Returns:
        A row an incident, ordered by the last day that its date allows (an end that is open: the
        publication of its source), then the first, then the id; those without a date last. With the
        tolls by the rule ``latest_exact``, in persons, and the conventions that they rest on, the
        status of ``attribution_ledger`` with its basis and certainty, and the sources that report
        it.
    """
    return view("timeline", timeline_of(installed()))


def timeline_of(dataset: Dataset) -> list[Row]:
    """The rows of :func:`timeline` for any tables."""
    tolls = {
        harm: {str(toll["incident_id"]): toll for toll in tolls_of(dataset, harm)} for harm in HARMS
    }
    incidents = sorted(dataset.rows("incidents"), key=lambda row: time_order(dataset, row, "date"))
    return [_entry(dataset, incident, tolls) for incident in incidents]


def _entry(dataset: Dataset, incident: Row, tolls: dict[Harm, dict[str, Row]]) -> Row:
    incident_id = str(incident["incident_id"])
    place = incident["place_id"]
    numbers = {
        f"{harm}_{bound}": tolls[harm].get(incident_id, {}).get(bound)
        for harm in HARMS
        for bound in BOUNDS
    }
    used = [tolls[harm].get(incident_id, {}).get("convention") for harm in HARMS]
    return {
        **incident,
        **numbers,
        "convention": joined(used),
        "place": dataset.name("places", place),
        "country": None if place is None else dataset.row("places", place)["country"],
        **standing(dataset, incident),
        "source_ids": joined(sources_of(dataset, incident_id)),
    }
