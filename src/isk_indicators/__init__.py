"""Reported incidents, casualties, force sizes and statements about IS-K, with their words.

>>> import isk_indicators as isk
>>> casualties = isk.load("casualties")     # a typed frame
>>> isk.show("cas-0001")                    # a row, its quote, its source

What lives here: the names that users call, and nothing else. ``load``, ``tables`` and ``describe``
give the data and what its columns mean; ``show`` a row with its words; ``verify`` compares every
quote with texts at hand. ``tolls``, ``disagreements``, ``force_series``, ``attribution_ledger``,
``timeline``, ``coverage_matrix`` and ``indicators`` are views: they put claims side by side and say
what follows by a named rule. Importing this package imports no pandas.

The modules ``show``, ``tables`` and ``verify`` have the names of their functions. They are imported
here, once, so that the function and never the module is what ``isk.show`` means; inside the
package, import from them by full name (``from isk_indicators.tables import read``). The views are
imported when they are first asked for, as a name more there is a line more in ``_VIEWS``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from isk_indicators.codebook import describe
from isk_indicators.show import show
from isk_indicators.tables import TableName, load, tables
from isk_indicators.verify import verify

if TYPE_CHECKING:
    from isk_indicators.views.coverage import coverage_matrix
    from isk_indicators.views.disagreements import disagreements
    from isk_indicators.views.force import force_series
    from isk_indicators.views.indicators import indicators
    from isk_indicators.views.ledger import attribution_ledger
    from isk_indicators.views.timeline import timeline
    from isk_indicators.views.tolls import tolls

__all__ = [
    "TableName",
    "__version__",
    "attribution_ledger",
    "coverage_matrix",
    "describe",
    "disagreements",
    "force_series",
    "indicators",
    "load",
    "show",
    "tables",
    "timeline",
    "tolls",
    "verify",
]

__version__: str

_VIEWS = {
    "attribution_ledger": "views.ledger",
    "coverage_matrix": "views.coverage",
    "disagreements": "views.disagreements",
    "force_series": "views.force",
    "indicators": "views.indicators",
    "timeline": "views.timeline",
    "tolls": "views.tolls",
}
"""The views, each with the module that has it."""

if not TYPE_CHECKING:  # a type checker would take any name for defined

    def __getattr__(name: str) -> Any:
        """Look up what is asked for for the first time: the version, or a view."""
        if name == "__version__":
            from isk_indicators.home import version  # noqa: PLC0415 - no name of this package

            return version()
        if name in _VIEWS:
            from importlib import import_module  # noqa: PLC0415 - no name of this package

            globals()[name] = getattr(import_module(f"{__name__}.{_VIEWS[name]}"), name)
            return globals()[name]
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
