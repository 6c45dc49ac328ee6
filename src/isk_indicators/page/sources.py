"""The sources of the page: their coverage, where their rows are, and the texts with marks."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from isk_indicators.cite import source_label, source_title
from isk_indicators.export.tables import ExportTable
from isk_indicators.page.charts import percent
from isk_indicators.schema import Row
from isk_indicators.spans import Document, covered, is_exact

_LEAST = 0.15
"""The least width of a passage in the strip, in percent: a word must be seen."""


@dataclass(frozen=True)
class Passage:
    """Where a row's quote is within its source."""

    x: str
    width: str


@dataclass(frozen=True)
class Piece:
    """A piece of a text, with the rows that quote it; the shortest quote comes first."""

    text: str
    row_ids: tuple[str, ...]


@dataclass(frozen=True)
class CoverageCounts:
    """The hits of one kind in a source: how many a row covers, and how many were reviewed."""

    kind: str
    hits: int
    by_row: int
    reviewed: int
    not_codable: int


_COUNTS = ("hits", "by_row", "reviewed", "not_codable")
"""The counts of each kind, as ``coverage.csv`` names it."""


@dataclass(frozen=True)
class SourceView:
    """All that the page shows of a source."""

    source_id: str
    title: str
    imprint: str
    characters: int
    quoted: str
    coverage: tuple[CoverageCounts, ...]
    passages: tuple[Passage, ...]
    pieces: tuple[Piece, ...]


def source_views(
    parts: Sequence[ExportTable],
    texts: Mapping[str, Document],
    coverage: Iterable[Mapping[str, str]],
) -> list[SourceView]:
    """Describe every source, in the table's order.

    Args:
        parts: Every table of the page.
        texts: The documents at hand, by source.
        coverage: The rows of the release's ``coverage.csv``; none where there is none.

    """
    sources = next(part for part in parts if part.name == "sources")
    counts = list(coverage)
    return [
        _source_view(
            source,
            _quoting(parts, str(source["source_id"])),
            texts.get(str(source["source_id"])),
            [row for row in counts if row["source_id"] == source["source_id"]],
        )
        for source in sources.rows
    ]


def _quoting(parts: Sequence[ExportTable], source_id: str) -> list[tuple[ExportTable, Row]]:
    """The rows that quote a source, in the order of its words; the longer of two comes first."""
    found = [(p, r) for p in parts if p.has_quotes for r in p.rows if r["source_id"] == source_id]
    return sorted(found, key=lambda one: (_ends(one[1])[0], -_ends(one[1])[1]))


def _ends(row: Row) -> tuple[int, int]:
    return int(str(row["span_start"])), int(str(row["span_end"]))


def _source_view(
    source: Row,
    rows: Sequence[tuple[ExportTable, Row]],
    document: Document | None,
    coverage: Sequence[Mapping[str, str]],
) -> SourceView:
    length = int(str(source["characters"]))
    spans = [_ends(row) for _, row in rows]
    places = [(100 * start / length, 100 * (end - start) / length) for start, end in spans]
    return SourceView(
        str(source["source_id"]),
        source_title(source, document),
        source_label(source),
        length,
        f"{covered(spans) / length:.0%}",
        tuple(CoverageCounts(r["kind"], *(int(r[name]) for name in _COUNTS)) for r in coverage),
        tuple(Passage(percent(start), percent(max(wide, _LEAST))) for start, wide in places),
        tuple(_pieces(document.text, rows)) if document else (),
    )


def _pieces(text: str, rows: Sequence[tuple[ExportTable, Row]]) -> Iterator[Piece]:
    """Cut a text wherever a row's quote begins or ends; a row whose words differ cuts nothing."""
    spans = [
        (*_ends(row), str(row[part.key[0]]))
        for part, row in rows
        if is_exact(text, *_ends(row), str(row["quote"]))
    ]
    cuts = sorted({0, len(text), *(end for span in spans for end in span[:2])})
    for start, end in itertools.pairwise(cuts):
        over = [s for s in spans if s[0] <= start and end <= s[1]]
        shortest = sorted(over, key=lambda span: span[1] - span[0])
        yield Piece(text[start:end], tuple(row_id for *_, row_id in shortest))
