"""How much of each source's text a release quotes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from isk_indicators.release.contents import read_rows, released_tables
from isk_indicators.schema import DataPackage
from isk_indicators.spans import covered

LIMIT = 0.40
"""The share of a source's text above which the build warns: quotes are cut to what proves a row."""

DECLARED = "seeds/README.md"
"""The page that declares which sources are quoted above the limit, how far, and why."""

_DECLARATION = re.compile(r"^\| (src-\d{3}) \| (\d+) % \| .*\w.* \|$", re.MULTILINE)


@dataclass(frozen=True)
class Share:
    """How much of one source is quoted.

    Attributes:
        source_id: The source.
        quoted: The code points that some row quotes.
        characters: Those of its text.
        declared: The share that ``DECLARED`` allows it, from 0 to 1; None if it names none.
    """

    source_id: str
    quoted: int
    characters: int
    declared: float | None = None

    @property
    def fraction(self) -> float:
        """The share, from 0 to 1; an empty source is not quoted."""
        return self.quoted / self.characters if self.characters else 0.0

    @property
    def excessive(self) -> bool:
        """Whether the share is above the limit, and above what is declared."""
        return self.fraction > max(LIMIT, self.declared or 0)

    @property
    def known(self) -> bool:
        """Whether the share is above the limit and within what is declared."""
        return self.fraction > LIMIT and not self.excessive

    @property
    def stale(self) -> bool:
        """Whether more is declared although the share is within the limit."""
        return self.declared is not None and self.fraction <= LIMIT


def quoted_shares(package: DataPackage) -> tuple[Share, ...]:
    """Measure how much of each source the released tables quote, in the order of the sources.

    A passage that several rows quote counts once. The package must have passed the gate.
    """
    spans = _spans(package)
    declared = _declared(package.root)
    return tuple(
        Share(id_, covered(spans[id_]), int(row["characters"]), declared.get(id_))
        for row in read_rows(package, "sources")
        if (id_ := row["source_id"])
    )


def _declared(root: Path) -> Mapping[str, float]:
    """The share that the page allows each source that it names; nothing if there is no page."""
    page = root / DECLARED
    text = page.read_text(encoding="utf-8") if page.is_file() else ""
    return {source: int(percent) / 100 for source, percent in _DECLARATION.findall(text)}


def _spans(package: DataPackage) -> defaultdict[str, list[tuple[int, int]]]:
    """Source to the spans of every released row that quotes it."""
    spans: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for table in released_tables(package):
        if "span_start" in package.schemas[table].by_name:
            for row in read_rows(package, table):
                spans[row["source_id"]].append((int(row["span_start"]), int(row["span_end"])))
    return spans
