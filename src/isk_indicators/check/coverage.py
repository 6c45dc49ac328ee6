"""The fourth stage: each hit of a source is covered by a row or a reviewed passage."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from types import MappingProxyType
from typing import Literal, NamedTuple

from isk_indicators.check import doubts
from isk_indicators.check.coverage_index import RowNumbers, index_rows, rows_by_source
from isk_indicators.check.csv_table import ParsedTable
from isk_indicators.check.doubts import NO_FAULTS, Doubts, Faults
from isk_indicators.check.finding import (
    Message,
    StageResult,
    file_finding,
    pluralize,
    position,
)
from isk_indicators.check.package import Files
from isk_indicators.detectors import KINDS, Hit, find_hits
from isk_indicators.rules.rule import PartialDataset, Problem
from isk_indicators.schema import DataPackage
from isk_indicators.spans import Intervals, Span, excerpt

CoveredBy = Literal["row", "reviewed", "not_codable", "open", "unsure"]
"""A hit is unsure if nothing but a row with invalid cells may cover it."""

REVIEWED = "reviewed"
NOT_CODABLE = "not_codable"
"""The reason of a passage that claims something which no column or value can express yet."""

STALE = "reviewed-stale"
NAMED = 3
"""How many rows with invalid cells are named for a source."""

_CONTEXT = 60
_ROWS = {
    "figure": "a row that has the figure in this very place",
    "date": "a row with that date, or its evidence, that quotes it",
    "harm": "a casualty of that harm, or an incident without casualties, that quotes it",
    "attribution": "an attribution, or its evidence, that quotes it",
    "reporting": "a statement, its evidence or a row in its voice that quotes it",
    "quotation": "a statement that quotes it",
}
RULES: Mapping[str, str] = MappingProxyType(
    {
        f"open-{kind}": f"Text in a source that no row covers: it needs {row}."
        for kind, row in _ROWS.items()
    }
    | {STALE: "A reviewed passage without a hit of its kind that no row covers."}
)
"""The ids of this stage, with what each rejects."""


# Coverage of a source


class CoveredHit(NamedTuple):
    """A hit and what covers it."""

    hit: Hit
    by: CoveredBy


@dataclass(frozen=True)
class SourceCoverage:
    """How the hits of one source are covered.

    Attributes:
        source: Its id.
        text: Its text.
        hits: Each hit, in the text's order, with what covers it.
        stale: The rows of ``reviewed``, by number, that cover no hit which no other row covers.
        doubts: What rows with invalid cells may cover.
    """

    source: str
    text: str
    hits: tuple[CoveredHit, ...]
    stale: tuple[int, ...]
    doubts: Doubts

    @property
    def open(self) -> tuple[Hit, ...]:
        """The hits that nothing covers."""
        return self.by("open")

    def by(self, covered_by: CoveredBy) -> tuple[Hit, ...]:
        """The hits that are covered in this way."""
        return tuple(hit for hit, by in self.hits if by == covered_by)


def of_sources(
    data: PartialDataset, texts: Mapping[str, str], faults: Faults = NO_FAULTS
) -> Iterator[SourceCoverage]:
    """The coverage of each source.

    Args:
        data: The tables.
        texts: The documents by source id.
        faults: The rows with invalid cells.
    """
    numbers = rows_by_source(data)
    for source, text in texts.items():
        yield of_source(data, numbers.get(source, {}), source, text, faults)


def of_source(
    data: PartialDataset,
    numbers: RowNumbers,
    source: str,
    text: str,
    faults: Faults = NO_FAULTS,
) -> SourceCoverage:
    """The coverage of one source.

    Args:
        data: The tables.
        numbers: The source's rows, by table.
        source: Its id.
        text: Its text.
        faults: The rows with invalid cells.
    """
    sound = {table: faults.sound(table, found) for table, found in numbers.items()}
    index = index_rows(data, sound, knows_casualties=not faults.tolls)
    possible = doubts.of_source(data, numbers, source, text, faults)
    passages: dict[tuple[str, CoveredBy], list[Span]] = defaultdict(list)
    for number in sound.get(REVIEWED, ()):
        row = data.rows(REVIEWED)[number]
        by: CoveredBy = "not_codable" if row["reason"] == NOT_CODABLE else "reviewed"
        if None not in (row["kind"], row["span_start"], row["span_end"]):
            passages[row["kind"], by].append((row["span_start"], row["span_end"]))
    reviewed = {key: Intervals(places) for key, places in passages.items()}

    def covered_by(hit: Hit) -> CoveredBy:
        if index.covers(hit):
            return "row"
        ways: tuple[CoveredBy, ...] = ("not_codable", "reviewed")
        for way in ways:
            places = reviewed.get((hit.kind, way))
            if places is not None and places.contains(hit.start, hit.end):
                return way
        return "unsure" if possible.may_cover(hit) else "open"

    hits = tuple(CoveredHit(hit, covered_by(hit)) for hit in find_hits(text))
    used = [hit for hit, by in hits if by in ("not_codable", "reviewed")]
    stale = _stale_passages(data, sound.get(REVIEWED, ()), used)
    return SourceCoverage(source, text, hits, tuple(stale), possible)


def _stale_passages(data: PartialDataset, numbers: Iterable[int], used: list[Hit]) -> Iterator[int]:
    """The reviewed passages that contain none of the hits that need one."""
    for number in numbers:
        row = data.rows(REVIEWED)[number]
        kind, start, end = row["kind"], row["span_start"], row["span_end"]
        if None not in (kind, start, end) and not any(
            hit.kind == kind and start <= hit.start and hit.end <= end for hit in used
        ):
            yield number


# Counts


class CoverageCounts(NamedTuple):
    """Of the hits of one kind in one source, how many are covered, and how.

    What is ``not_codable`` is a fact that no column can hold yet: known, and not covered.
    """

    source_id: str
    kind: str
    hits: int
    by_row: int
    reviewed: int
    not_codable: int
    open: int

    @property
    def not_checked(self) -> int:
        """How many depend on rows with invalid cells."""
        return self.hits - self.by_row - self.reviewed - self.not_codable - self.open


def counts_by_kind(coverage: SourceCoverage) -> list[CoverageCounts]:
    """A source's hits by kind, also for kinds without any."""
    counts = Counter((hit.kind, by) for hit, by in coverage.hits)
    return [
        CoverageCounts(coverage.source, kind, sum(by), *by[:-1])
        for kind in KINDS
        if (by := [counts[kind, a] for a in ("row", "reviewed", "not_codable", "open", "unsure")])
    ]


def coverage_lines(coverage: SourceCoverage) -> Iterator[str]:
    """A source's counts, a line a kind, and the words of the hits that are open or not checked."""
    yield f"{coverage.source}: {pluralize(len(coverage.hits), 'hit')}"
    for counts in counts_by_kind(coverage):
        parts = [
            (counts.by_row, "by rows"),
            (counts.reviewed, "reviewed"),
            (counts.not_codable, "not codable"),
            (counts.open, "open"),
        ]
        parts += [(counts.not_checked, "not checked")] if counts.not_checked else []
        texts = [f"{n} {name} ({n / counts.hits:.0%})" for n, name in parts if counts.hits]
        yield f"  {counts.kind:<10} {counts.hits:>4}  {', '.join(texts) or 'none'}"
    for name, hits in (("open", coverage.open), ("not checked", coverage.by("unsure"))):
        for hit in hits:
            before, words, after = excerpt(coverage.text, hit.start, hit.end, _CONTEXT)
            context = " ".join(f"{before}[{words}]{after}".split())
            yield f"  {name}: {hit.kind} at {hit.start}-{hit.end}: {context}"


def coverage_table(sources: Iterable[SourceCoverage]) -> str:
    """The counts as a Markdown table, without open hits: a release has none."""
    head = (
        "| source | kind | hits | by rows | reviewed | not codable |\n"
        "|---|---|---:|---:|---:|---:|\n"
    )
    counts = [count for source in sources for count in counts_by_kind(source) if count.hits]
    rows = [f"| {' | '.join(map(str, count[:6]))} |\n" for count in counts]
    total = [sum(column) for column in zip(*(count[2:6] for count in counts), strict=True)]
    return head + "".join(rows) + f"| all | all | {' | '.join(map(str, total))} |\n"


def coverage_sentence(sources: Iterable[SourceCoverage]) -> str:
    """The counts of all sources in words."""
    counts = Counter(by for source in sources for _, by in source.hits)
    text = (
        f"{counts.total()} figures, dates, words of harm, blame and speech, and quotations; "
        f"rows cover {counts['row']} of them, and {counts['reviewed']} are listed in `reviewed.csv`"
    )
    uncoded = counts["not_codable"]
    return f"{text}; {uncoded} more cannot be coded yet" if uncoded else text


# The stage


@dataclass
class Coverage(StageResult):
    """The result of this stage, with the counts of each source."""

    counts: list[CoverageCounts] = field(default_factory=list)


def inspect(data: PartialDataset, left: Files, problems: list[Problem]) -> Coverage:
    """Check the coverage of every source; ``left`` is the result of the first stage.

    A hit that a row with invalid cells may cover is only said to be not checked.
    """
    result = Coverage()
    if (missing := missing_of(data.package, left.tables)) is not None:
        result.not_checked.append(f"what covers the words of the sources ({missing})")
        return result
    known = set(left.tables["sources"].frame["source_id"]) if left.texts else set()
    result.not_checked += [
        f"what covers the words of {source} (its id is at fault)"
        for source in left.texts
        if source not in known
    ]
    faults = doubts.faults(data, left.tables, left.texts, problems)
    texts = {source: text for source, text in left.texts.items() if source in known}
    for coverage in of_sources(data, texts, faults):
        _add_source(result, coverage, left)
    return result


def _add_source(result: Coverage, coverage: SourceCoverage, left: Files) -> None:
    """Add the findings, notes and counts of one source."""
    for hit in coverage.open:
        message = Message(
            f"{_ROWS[hit.kind]}; or a passage of kind {hit.kind} in {REVIEWED}",
            "Add the row; if the words claim nothing, draft the passage with "
            "'isk-indicators coverage --draft' and give its reason.",
            coverage.text[hit.start : hit.end],
        )
        place = position(coverage.text, hit.start)
        file = left.documents[coverage.source]
        result.findings.append(file_finding(f"open-{hit.kind}", file, place, message))
    reviewed = left.tables[REVIEWED]
    for row in coverage.stale:
        message = Message(
            f"words of kind {reviewed.text(row, 'kind')} that no row answers",
            "Remove the row: what it excused is gone, or a row answers it now.",
        )
        result.findings.append(reviewed.at_cell(STALE, row, "kind", message))
    if coverage.by("unsure"):
        result.not_checked.append(_unsure_text(coverage, left.tables))
    if uncoded := coverage.by("not_codable"):
        hits = pluralize(len(uncoded), "hit")
        result.notes.append(f"{coverage.source}: {hits} set aside as {NOT_CODABLE}")
    result.counts += counts_by_kind(coverage)


def missing_of(package: DataPackage, tables: Mapping[str, ParsedTable]) -> str | None:
    """Why the coverage of no source can be checked; None if it can."""
    if REVIEWED not in package.schemas:
        return f"the table {REVIEWED} is missing, as in every release"
    if REVIEWED not in tables:
        return f"{package.relative(REVIEWED)} cannot be read"
    return None


def _unsure_text(coverage: SourceCoverage, tables: Mapping[str, ParsedTable]) -> str:
    """The hits that only rows with invalid cells may cover, and the first of these rows."""
    hits = coverage.by("unsure")
    counts = Counter(hit.kind for hit in hits)
    kinds = ", ".join(f"{counts[kind]} {kind}" for kind in _ROWS if kind in counts)
    rows: list[str] = []
    for table, row in islice(coverage.doubts.rows(hits), NAMED + 1):
        if len(rows) == NAMED:
            rows.append("others")
        elif row is None:
            rows.append(f"rows of {table} that cannot be read")
        else:
            line, _ = tables[table].position(row, None)
            rows.append(f"{table} {tables[table].row_id(row) or f'line {line}'}")
    return (
        f"what covers {pluralize(len(hits), 'hit')} of {coverage.source} ({kinds}): this depends "
        f"on {', '.join(rows)}"
    )
