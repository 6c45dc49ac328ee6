"""Every view by name, for whoever shows them all: the codebook, the database, the workbook.

What lives here: which function gives the rows of which view. What must not: any rule of a view. A
view more is a line in ``ROWS``; a test holds it against ``schemas/views/``. Standard library only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from isk_indicators.derived import Row
from isk_indicators.tables import Dataset
from isk_indicators.views.coverage import matrix_of
from isk_indicators.views.disagreements import disagreements_of
from isk_indicators.views.force import force_series_of
from isk_indicators.views.indicators import indicators_of
from isk_indicators.views.ledger import ledger_of
from isk_indicators.views.timeline import timeline_of
from isk_indicators.views.tolls import tolls_of


def every_series_of(dataset: Dataset) -> list[Row]:
    """Every estimate, as the series that it belongs to gives it."""
    series = {
        (str(row["actor_id"]), str(row["measure"])): None for row in dataset.rows("force_estimates")
    }
    return [row for of in series for row in force_series_of(dataset, *of)]


ROWS: Mapping[str, Callable[[Dataset], list[Row]]] = MappingProxyType(
    {
        "attribution_ledger": ledger_of,
        "coverage_matrix": matrix_of,
        "disagreements": disagreements_of,
        "force_series": every_series_of,
        "indicators": indicators_of,
        "timeline": timeline_of,
        "tolls": tolls_of,
    }
)
"""The rows of each view, as it gives them unasked; of ``force_series``, those of every series."""
