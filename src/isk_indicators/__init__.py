"""Reported incidents, casualties, force sizes and statements about IS-K, with their words.

>>> import isk_indicators as isk
>>> casualties = isk.load("casualties")     # a typed frame
>>> isk.show("cas-0001")                    # a row, its quote, its source

``load``, ``tables`` and ``describe`` give the data and what its columns mean; ``show`` a row with
its words; ``verify`` compares every quote with the documents; ``cite`` says what to cite for rows.
``join`` puts rows beside those that they refer to; ``between`` finds rows of a time, and
``statements`` what an actor says. ``events``, ``tolls``, ``disagreements``, ``force_series``,
``attribution_ledger``, ``timeline``, ``coverage_matrix`` and ``indicators`` are views: they compare
claims and derive numbers by a named rule. ``browse`` opens a page of all rows with their words;
``changes`` lists what each release changed. ``to_geojson``, ``to_parquet``, ``to_sqlite`` (with
``to_datasette``), ``to_stix`` and ``to_xlsx`` convert the data for other programs. ``schemas`` has
a pandera schema for each table.
``verify_release`` checks a download and raises ``ReleaseError``.

Importing this package imports no pandas. The modules ``changes``, ``cite``, ``show`` and ``tables``
have the names of functions. They are imported here, so that ``isk.show`` is the function and never
the module; inside the package, import from them by full name (``isk_indicators.tables``). The rest
is imported on first use: a name and its module in ``_LATER``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from isk_indicators import interrupts  # noqa: F401 - first, before the slow imports
from isk_indicators.changes import changes
from isk_indicators.cite import cite
from isk_indicators.show import show, verify
from isk_indicators.tables import TableName, describe, load, tables

if TYPE_CHECKING:
    from isk_indicators import schemas as schemas
    from isk_indicators.download import ReleaseError, verify_release
    from isk_indicators.export.geojson import to_geojson
    from isk_indicators.export.parquet import to_parquet
    from isk_indicators.export.sqlite import to_datasette, to_sqlite
    from isk_indicators.export.stix import to_stix
    from isk_indicators.export.xlsx import to_xlsx
    from isk_indicators.page import browse
    from isk_indicators.queries import between, join, statements
    from isk_indicators.views.disagreements import disagreements
    from isk_indicators.views.incidents import (
        attribution_ledger,
        coverage_matrix,
        events,
        timeline,
    )
    from isk_indicators.views.measures import force_series, indicators
    from isk_indicators.views.tolls import tolls

__all__ = [
    "ReleaseError",
    "TableName",
    "__version__",
    "attribution_ledger",
    "between",
    "browse",
    "changes",
    "cite",
    "coverage_matrix",
    "describe",
    "disagreements",
    "events",
    "force_series",
    "indicators",
    "join",
    "load",
    "show",
    "statements",
    "tables",
    "timeline",
    "to_datasette",
    "to_geojson",
    "to_parquet",
    "to_sqlite",
    "to_stix",
    "to_xlsx",
    "tolls",
    "verify",
    "verify_release",
]

ViewName = Literal[
    "attribution_ledger",
    "coverage_matrix",
    "disagreements",
    "events",
    "force_series",
    "indicators",
    "timeline",
    "tolls",
]
"""The views."""

__version__: str

_LATER = {
    "ReleaseError": "download",
    "attribution_ledger": "views.incidents",
    "between": "queries",
    "browse": "page",
    "coverage_matrix": "views.incidents",
    "disagreements": "views.disagreements",
    "events": "views.incidents",
    "force_series": "views.measures",
    "indicators": "views.measures",
    "join": "queries",
    "statements": "queries",
    "timeline": "views.incidents",
    "to_datasette": "export.sqlite",
    "to_geojson": "export.geojson",
    "to_parquet": "export.parquet",
    "to_sqlite": "export.sqlite",
    "to_stix": "export.stix",
    "to_xlsx": "export.xlsx",
    "tolls": "views.tolls",
    "verify_release": "download",
}
"""Names that are imported on first use, each with its module."""

if not TYPE_CHECKING:  # a type checker would take any name for defined

    def __getattr__(name: str) -> Any:
        """Import a name on its first use."""
        if name == "__version__":
            from isk_indicators.schema import installed_version  # noqa: PLC0415 - not public

            return installed_version()
        if name == "schemas":
            import isk_indicators.schemas as schemas  # noqa: PLC0415, PLR0402 - needs pandera

            return schemas
        if name in _LATER:
            from importlib import import_module  # noqa: PLC0415 - no name of this package

            globals()[name] = getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
            return globals()[name]
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
