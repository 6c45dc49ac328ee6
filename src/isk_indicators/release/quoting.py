"""How much of each source's text a release quotes.

What lives here: the measure and its limit. What must not: judging single quotes, which is the
gate's. A table counts as soon as its schema has the columns of a span.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from isk_indicators.intervals import covered
from isk_indicators.release.contents import read_rows, released_tables
from isk_indicators.schema import DataPackage

LIMIT = 0.40
"""The share of a source's text above which the build warns: quotes are cut to what proves a row."""


@dataclass(frozen=True)
class Share:
    """How much of one source is quoted; both numbers in code points."""

    source_id: str
    quoted: int
    characters: int

    @property
    def fraction(self) -> float:
        """The share, from 0 to 1; an empty source is not quoted."""
        return self.quoted / self.characters if self.characters else 0.0

    @property
    def excessive(self) -> bool:
        """Whether the share is above the limit."""
        return self.fraction > LIMIT


def quoted_shares(package: DataPackage) -> tuple[Share, ...]:
    """Measure how much of each source the released tables quote, in the order of the sources.

    A passage that several rows quote counts once. The package must have passed the gate.
    """
    spans = _spans(package)
    return tuple(
        Share(row["source_id"], covered(spans[row["source_id"]]), int(row["characters"]))
        for row in read_rows(package, "sources")
    )


def _spans(package: DataPackage) -> defaultdict[str, list[tuple[int, int]]]:
    """Source to the spans of every released row that quotes it."""
    spans: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for table in released_tables(package):
        if "span_start" in package.schemas[table].by_name:
            for row in read_rows(package, table):
                spans[row["source_id"]].append((int(row["span_start"]), int(row["span_end"])))
    return spans
