"""Reported incidents, casualties, force sizes and statements about IS-K, with their words.

>>> import isk_indicators as isk
>>> casualties = isk.load("casualties")     # a typed frame
>>> isk.show("cas-0001")                    # a row, its quote, its source

What lives here: the names that users call, and nothing else. ``load``, ``tables`` and ``describe``
give the data and what its columns mean; ``show`` a row with its words; ``verify`` compares every
quote with texts at hand; ``cite`` says what to cite for rows; ``to_geojson`` and ``to_stix`` give
the data to other programs. Importing this package imports no pandas.

The modules ``cite``, ``show``, ``tables`` and ``verify`` have the names of their functions. They
are imported here, once, so that the function and never the module is what ``isk.show`` means;
inside the package, import from them by full name (``from isk_indicators.tables import read``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from isk_indicators.cite import cite
from isk_indicators.codebook import describe
from isk_indicators.export.geojson import to_geojson
from isk_indicators.export.stix import to_stix
from isk_indicators.show import show
from isk_indicators.tables import TableName, load, tables
from isk_indicators.verify import verify

__all__ = [
    "TableName",
    "__version__",
    "cite",
    "describe",
    "load",
    "show",
    "tables",
    "to_geojson",
    "to_stix",
    "verify",
]

__version__: str

if not TYPE_CHECKING:  # a type checker would take any name for defined

    def __getattr__(name: str) -> str:
        """Look the version up when first asked for: that is slow."""
        if name == "__version__":
            from isk_indicators.home import version  # noqa: PLC0415 - no name of this package

            return version()
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
