"""Which source tells of which incident, and which is silent.

What lives here: the rows of each source about each incident. What must not: what the words of a
source announce (that is the gate's work). Standard library only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from isk_indicators.derived import Row
from isk_indicators.tables import Dataset, installed
from isk_indicators.views.common import joined, view

if TYPE_CHECKING:
    import pandas as pd

TELLING = ("incidents", "casualties", "attributions")
"""The tables whose rows tell of an incident."""


def coverage_matrix() -> pd.DataFrame:
    """Say of each incident and each source whether the source tells of it.

    Returns:
        A row for each pair, in the tables' order: ``says`` (told, mentioned, silent) and the rows
        that quote the source for the incident.
    """
    return view("coverage_matrix", matrix_of(installed()))


def matrix_of(dataset: Dataset) -> list[Row]:
    """The rows of :func:`coverage_matrix` for any tables."""
    return [
        _pair(dataset, incident, str(source["source_id"]))
        for incident in dataset.rows("incidents")
        for source in dataset.rows("sources")
    ]


def sources_of(dataset: Dataset, incident_id: str) -> list[str]:
    """The sources that tell of an incident or mention it, in order."""
    telling, mentioning = _rows(dataset, incident_id)
    return sorted({str(row["source_id"]) for _, row in (*telling, *mentioning)})


def _pair(dataset: Dataset, incident: Row, source_id: str) -> Row:
    telling, mentioning = (
        [row_id for row_id, row in rows if row["source_id"] == source_id]
        for rows in _rows(dataset, str(incident["incident_id"]))
    )
    says = "told" if telling else "mentioned" if mentioning else "silent"
    return {
        "incident_id": incident["incident_id"],
        "label": incident["label"],
        "source_id": source_id,
        "says": says,
        "row_ids": joined([*telling, *mentioning]),
    }


def _rows(
    dataset: Dataset, incident_id: str
) -> tuple[list[tuple[str, Row]], list[tuple[str, Row]]]:
    """The rows that tell of an incident, and those of evidence that mention it, each by its id."""
    telling = [
        (str(row[dataset.id_column(table)]), row)
        for table in TELLING
        for row in dataset.where(table, "incident_id", incident_id)
    ]
    own = {row_id for row_id, _ in telling}
    evidence = [
        (str(row["evidence_id"]), row)
        for row in dataset.rows("evidence")
        if row["table_name"] in TELLING and str(row["row_id"]) in own
    ]
    return telling, evidence
