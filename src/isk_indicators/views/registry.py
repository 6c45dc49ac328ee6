"""Every view once: its name, its schema and the function that gives its rows.

To add a view, add its function here and its schema as ``schemas/views/<name>.json``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from isk_indicators.home import view_schemas
from isk_indicators.schema import Row, Schema
from isk_indicators.tables import Dataset
from isk_indicators.views.disagreements import disagreements_of
from isk_indicators.views.incidents import ledger_of, matrix_of, timeline_of
from isk_indicators.views.measures import every_series_of, indicators_of
from isk_indicators.views.tolls import tolls_of


@dataclass(frozen=True)
class View:
    """A view: ``rows`` gives its rows of a dataset, with the default arguments."""

    name: str
    rows: Callable[[Dataset], list[Row]]

    @property
    def schema(self) -> Schema:
        """The columns, from ``schemas/views/<name>.json``."""
        return view_schemas()[self.name]


VIEWS: Mapping[str, View] = MappingProxyType(
    {
        view.name: view
        for view in (
            View("attribution_ledger", ledger_of),
            View("coverage_matrix", matrix_of),
            View("disagreements", disagreements_of),
            View("force_series", every_series_of),
            View("indicators", indicators_of),
            View("timeline", timeline_of),
            View("tolls", tolls_of),
        )
    }
)
"""The views by name; ``force_series`` gives the series of every actor and measure."""
