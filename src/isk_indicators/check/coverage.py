"""The fourth stage: each hit of a source is covered by a row or a reviewed passage."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from isk_indicators import dates, spans
from isk_indicators.check.csv_table import ParsedTable
from isk_indicators.check.finding import (
    Message,
    StageResult,
    file_finding,
)
from isk_indicators.check.package import Files
from isk_indicators.dates import MONTHS
from isk_indicators.detectors import DURATION, KINDS, Hit, find_hits
from isk_indicators.rules.rule import CannotDecide, PartialDataset, Problem
from isk_indicators.safe_zip import HITS, Limits
from isk_indicators.schema import BASIS_SUFFIX, SPAN, DataPackage
from isk_indicators.screen import pluralize
from isk_indicators.spans import Intervals, Span, excerpt
from isk_indicators.views import origin_of

CoveredBy = Literal["row", "reviewed", "not_codable", "open", "unsure"]
"""A hit is unsure if nothing but a row with invalid cells may cover it."""

REVIEWED = "reviewed"
NOT_CODABLE = "not_codable"
"""The reason of a passage that claims something which no column or value can express yet."""

STALE = "reviewed-stale"
NAMED = 3
"""How many rows with invalid cells are named for a source."""

PAIR = 2
_CONTEXT = 60
_SHOWN = 8
_ROWS = {
    "figure": "a row that has the figure at this position",
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
    | {STALE: "A reviewed passage that contains no hit of its kind, or only hits that rows cover."}
)
"""The ids of this stage, with what each rejects."""


# What rows cover

Row = Mapping[str, Any]
RowNumbers = Mapping[str, Sequence[int]]
"""The numbers of rows, by table."""

Covered = tuple[str, str]
"""A kind of hit and the value of its words; any words of the kind if the value is blank."""

ANY = ""
_FIGURES = {"casualties": "figure", "force_estimates": "figure", "incidents": "count_figure"}
_DATES = {"incidents": "date", "statements": "date", "force_estimates": "as_of"}
_QUOTED_FORMS = ("verbatim", "partly_verbatim")
_HARMS = ("killed", "wounded", "killed_or_wounded")


class CoverageIndex:
    """The intervals of a source that its rows cover, by kind and value."""

    def __init__(self, intervals: Mapping[Covered, list[Span]]) -> None:
        self._intervals = {covered: Intervals(found) for covered, found in intervals.items()}

    def covers(self, hit: Hit) -> bool:
        """Whether a row covers the hit.

        A date is covered by year and month, a harm by the harm coded; of a quotation, a part is
        enough, and a duration may be a figure or a date.
        """
        if hit.kind == "date":
            return all(self._contains("date", part, hit) for part in hit.values or (ANY,))
        if hit.kind == "harm":
            return any(self._contains("harm", harm, hit) for harm in hit.values)
        if hit.kind == "quotation":
            intervals = self._intervals.get(("quotation", ANY))
            return intervals is not None and intervals.overlaps(hit.start, hit.end)
        is_dated = DURATION in hit.values and self._contains("date", ANY, hit)
        return is_dated or self._contains(hit.kind, ANY, hit)

    def _contains(self, kind: str, value: str, hit: Hit) -> bool:
        intervals = self._intervals.get((kind, value))
        return intervals is not None and intervals.contains(hit.start, hit.end)


def rows_by_source(data: PartialDataset) -> dict[str | None, dict[str, list[int]]]:
    """The numbers of the rows that quote each source, by table."""
    found: dict[str | None, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for table in data.tables:
        for number, row in enumerate(data.rows(table)):
            if "source_id" in row:
                found[row["source_id"]][table].append(number)
    return found


def index_rows(
    data: PartialDataset, numbers: RowNumbers, *, knows_casualties: bool = True
) -> CoverageIndex:
    """What these rows, all of one source, cover.

    Args:
        data: The tables.
        numbers: The rows by table.
        knows_casualties: Whether the casualties of every incident are known; if not, no incident
            covers a harm.
    """
    intervals: dict[Covered, list[Span]] = defaultdict(list)
    for table, found in numbers.items():
        for number in complete_rows(data, table, found):
            row = data.rows(table)[number]
            start, end = row["span_start"], row["span_end"]
            for first, last in figure_places(table, row, row["quote"]):
                intervals["figure", ANY].append((start + first, start + last))
            for kind, value in covered_kinds(data, table, row):
                if knows_casualties or (table, kind) != ("incidents", "harm"):
                    intervals[kind, value].append((start, end))
    return CoverageIndex(intervals)


def complete_rows(data: PartialDataset, table: str, numbers: Sequence[int]) -> Sequence[int]:
    """Of these rows those that have their span, and of which every row they refer to exists."""
    rows = data.rows(table)
    keys = [(key.field, data.by_id(key.table)) for key in data.package.schemas[table].foreign_keys]

    def is_complete(row: Row) -> bool:
        if None in map(row.get, SPAN):
            return False
        if any(row[name] is not None and row[name] not in known for name, known in keys):
            return False
        if table != "evidence" or row["row_id"] is None:
            return True
        return row["row_id"] in data.by_id(row["table_name"])

    return [number for number in numbers if is_complete(rows[number])]


def figure_places(table: str, row: Row, words: str) -> list[Span]:
    """Where the figure of a row occurs in these words; nowhere if it has none."""
    figure = row[_FIGURES[table]] if table in _FIGURES else None
    return spans.whole_occurrences(words, figure) if figure else []


def covered_kinds(data: PartialDataset, table: str, row: Row) -> Iterator[Covered]:
    """The kinds of hit that a row covers wherever its words are; figures are left out.

    Raises:
        CannotDecide: it is evidence for a row that does not exist.
    """
    is_evidence = table == "evidence"
    subject = row["table_name"] if is_evidence else table
    date = _date_of_evidence(data, row) if is_evidence else row.get(_DATES.get(table, ""))
    if date is not None:
        yield from (("date", part) for part in {*parts_of_date(date), ANY})
    if table == "casualties" and row["harm"] is not None:
        harms = _HARMS if row["harm"] == "killed_or_wounded" else (row["harm"],)
        yield from (("harm", harm) for harm in harms)
    if table == "incidents" and row["incident_id"] is not None:
        referring = data.referring("incidents", row["incident_id"])
        if not any(name == "casualties" for name, _ in referring):
            yield from (("harm", harm) for harm in _HARMS)
    if subject == "attributions":
        yield "attribution", ANY
    is_speech = subject == "statements" or (is_evidence and subject == "attributions")
    if is_speech or row.get("voice") == "other":  # a statement covers what is in its voice
        yield "reporting", ANY
    if subject == "statements" and (is_evidence or row["form"] in _QUOTED_FORMS):
        yield "quotation", ANY


def _date_of_evidence(data: PartialDataset, row: Row) -> str | None:
    """The date that evidence is about; None if it is about something else."""
    column = _DATES.get(row["table_name"], "")
    if row["column_name"] not in (column, None):
        return None
    date: str | None = row["value"] or data.row(row["table_name"], row["row_id"]).get(column)
    return date


def parts_of_date(date: str) -> frozenset[str]:
    """The years of a date and the names of its months, those within an interval of a year too."""
    try:
        parsed = dates.parse(date)
    except ValueError:
        return frozenset()
    months = [(year, month) for year, month, _ in parsed.parts if month is not None]
    years = {str(year) for year, _, _ in parsed.parts}
    if not months:
        return frozenset(years)
    first, last = months[0], months[-1]
    within = range(first[1], last[1] + 1) if first[0] == last[0] else (first[1], last[1])
    return frozenset({*years, *(MONTHS[month - 1] for month in within)})


# What rows with invalid cells may cover, once they are corrected: this is not reported as open

MayCover = tuple[str, str, int, int]
"""A kind of hit and the value of its words (``Covered``), and the span where they may be."""

NO_VALUE = "no value"
"""The value of a hit that has none, such as the date "this year"."""

_DATE_COLUMNS = {*_DATES.values(), *(date + BASIS_SUFFIX for date in _DATES.values()), "value"}
"""The columns that say of which date a row is."""

_READS = {
    *SPAN,
    *_DATE_COLUMNS,
    *("kind", "harm", "incident_id", "statement_id", "voice", "form"),
    *("table_name", "row_id", "column_name"),
    *_FIGURES.values(),
    *("qualifier", "stated_low", "stated_high", "count_qualifier", "count_low", "count_high"),
}
"""The columns that decide which hits a row covers.

A figure that is left out, or is another one, is reported at the hedge or the numbers beside it, and
a date at its basis.
"""

_DATED = (("date", ANY), ("figure", DURATION))
_MAY_COVER: Mapping[str, tuple[Covered, ...]] = MappingProxyType(
    {
        "incidents": (("figure", ANY), *_DATED, ("harm", ANY), ("reporting", ANY)),
        "casualties": (("figure", ANY), ("harm", ANY), ("reporting", ANY)),
        "force_estimates": (("figure", ANY), *_DATED, ("reporting", ANY)),
        "statements": (*_DATED, ("reporting", ANY), ("quotation", ANY)),
        "attributions": (("attribution", ANY), ("reporting", ANY)),
        "evidence": (*_DATED, ("attribution", ANY), ("reporting", ANY), ("quotation", ANY)),
        REVIEWED: tuple((kind, ANY) for kind in KINDS),
    }
)
"""The kinds of hit that a row of each table may cover."""


@dataclass(frozen=True)
class InvalidRows:
    """The rows with invalid cells.

    Attributes:
        cells: By table and row, the invalid columns that decide what the row covers.
        lost: The tables that may have rows which could not be read.
        elsewhere: By source, the rows that may be of it, although they name another.
        ids: Whether some id is invalid, so that rows that refer to it seem to refer to nothing.
        tolls: Whether an incident may have casualties that do not name it.
    """

    cells: Mapping[str, Mapping[int, frozenset[str]]] = field(default_factory=dict)
    lost: Collection[str] = ()
    elsewhere: Mapping[str, RowNumbers] = field(default_factory=dict)
    ids: bool = False
    tolls: bool = False

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.cells or self.lost or self.ids)

    def others(self, table: str, numbers: Iterable[int]) -> list[int]:
        """Of these rows those without an invalid cell."""
        rows = self.cells.get(table, {})
        return [number for number in numbers if number not in rows]


def find_invalid_rows(
    data: PartialDataset,
    tables: Mapping[str, ParsedTable],
    texts: Mapping[str, str],
    problems: Iterable[Problem],
) -> InvalidRows:
    """The rows in which the stages before this one found a problem."""
    lost = [
        table
        for table, schema in data.package.schemas.items()
        if "source_id" in schema.names
        and (
            table not in tables
            or tables[table].unreadable
            or not (tables[table].records or table == REVIEWED)
        )
    ]
    invalid = {(t, row, column) for t, s in tables.items() for row, column in s.invalid_cells}
    invalid |= {(p.table, p.row or 0, p.field or "") for p in problems}
    cells: dict[str, dict[int, frozenset[str]]] = defaultdict(dict)
    for table, row, column in sorted(invalid):
        if column in _READS and table in _MAY_COVER:
            cells[table][row] = cells[table].get(row, frozenset()) | {column}
    if cells and "evidence" in tables:
        for row in _evidence_for(tables, cells):
            cells["evidence"].setdefault(row, frozenset({"row_id"}))
    casualties = cells.get("casualties", {}).values()
    return InvalidRows(
        cells,
        lost,
        _elsewhere(tables, texts, cells),
        ids=any(column == tables[table].schema.id_field for table, _, column in invalid),
        tolls="casualties" in lost or any("incident_id" in columns for columns in casualties),
    )


def _evidence_for(
    tables: Mapping[str, ParsedTable], cells: Mapping[str, Mapping[int, frozenset[str]]]
) -> list[int]:
    """The rows of evidence that cover what a row with invalid cells says.

    Where a date is invalid, evidence for it may be filed under another row of its table; it is
    looked for in the document of the row.
    """
    ids = {(t, tables[t].row_id(row)) for t, rows in cells.items() for row in rows}
    dated = {
        (t, None if columns.intersection(SPAN) else tables[t].value(row, "source_id"))
        for t, rows in cells.items()
        for row, columns in rows.items()
        if columns & _DATE_COLUMNS
    }
    frame = tables["evidence"].frame
    named = zip(
        *(frame[name].tolist() for name in ("table_name", "row_id", "source_id")), strict=True
    )
    return [
        number
        for number, (table, row_id, source) in enumerate(named)
        if (table, row_id) in ids or {(table, source), (table, None)} & dated
    ]


def _elsewhere(
    tables: Mapping[str, ParsedTable],
    texts: Mapping[str, str],
    cells: Mapping[str, Mapping[int, frozenset[str]]],
) -> Mapping[str, RowNumbers]:
    """The rows with an invalid span, in each source that they may be of but do not name."""
    found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for table, rows in cells.items():
        for row, columns in rows.items():
            if columns.intersection(SPAN):
                own = tables[table].value(row, "source_id")
                known = own is not None and "source_id" not in columns
                quote = tables[table].text(row, "quote")
                for source, text in texts.items():
                    if source != own and (not known or (quote and quote in text)):
                        found[source][table].append(row)
    return found


ALL_VALID = InvalidRows()


class PossibleCoverage:
    """What the rows with invalid cells may cover in one source, by table and row.

    A row that could not be read has the number None.
    """

    def __init__(self, by_row: Mapping[tuple[str, int | None], list[MayCover]]) -> None:
        self._by_row = by_row
        found: dict[Covered, list[Span]] = defaultdict(list)
        for of_row in by_row.values():
            for kind, value, start, end in of_row:
                found[kind, value].append((start, end))
        self._intervals = {key: Intervals(places) for key, places in found.items()}

    def may_cover(self, hit: Hit) -> bool:
        """Whether some row with invalid cells may cover the hit."""
        found = (self._intervals.get((hit.kind, value)) for value in _values(hit))
        return any(places.overlaps(hit.start, hit.end) for places in found if places)

    def rows(self, hits: Collection[Hit]) -> Iterator[tuple[str, int | None]]:
        """The rows that may cover one of the hits."""
        for row, found in self._by_row.items():
            if any(
                kind == hit.kind and value in _values(hit) and start < hit.end and hit.start < end
                for kind, value, start, end in found
                for hit in hits
            ):
                yield row


def _values(hit: Hit) -> tuple[str, ...]:
    return ANY, *(hit.values or (NO_VALUE,))


def possible_coverage(
    data: PartialDataset, numbers: RowNumbers, source: str, text: str, invalid: InvalidRows
) -> PossibleCoverage:
    """What the rows with invalid cells may cover in a source; ``numbers`` are its rows."""
    if not invalid:
        return PossibleCoverage({})
    by_row: dict[tuple[str, int | None], list[MayCover]] = {
        (table, None): _any_kind(table, 0, len(text)) for table in invalid.lost
    }
    for table, own in numbers.items():
        complete = set(complete_rows(data, table, invalid.others(table, own)))
        for number in own:
            row = data.rows(table)[number]
            if number not in complete:
                by_row[table, number] = _of_row(data, table, number, text, invalid)
            elif table == "incidents" and invalid.tolls:
                by_row[table, number] = [("harm", ANY, row["span_start"], row["span_end"])]
    for table, elsewhere in invalid.elsewhere.get(source, {}).items():
        for number in elsewhere:
            by_row[table, number] = _of_row(data, table, number, text, invalid)
    return PossibleCoverage(by_row)


def _any_kind(table: str, start: int, end: int) -> list[MayCover]:
    return [(kind, value, start, end) for kind, value in _MAY_COVER.get(table, ())]


def _of_row(
    data: PartialDataset, table: str, number: int, text: str, invalid: InvalidRows
) -> list[MayCover]:
    """What a row may cover.

    That is all that its table can within its span, if that is valid; otherwise, what its other
    cells say may be anywhere.
    """
    row = data.rows(table)[number]
    columns = invalid.cells.get(table, {}).get(number, frozenset())
    start, end = row.get("span_start"), row.get("span_end")
    if not columns.intersection(SPAN) and start is not None and end is not None:
        return _any_kind(table, start, end)
    if table not in _MAY_COVER or not columns or columns.difference(SPAN):
        return _any_kind(table, 0, len(text))
    if table == REVIEWED:
        return [(row["kind"], ANY, 0, len(text))]
    try:
        kinds = list(covered_kinds(data, table, row))
    except CannotDecide:
        return _any_kind(table, 0, len(text))
    found = [(kind, value or NO_VALUE, 0, len(text)) for kind, value in kinds]
    if any(kind == "date" for kind, _ in kinds):
        found.append(("figure", DURATION, 0, len(text)))
    return found + [("figure", ANY, *place) for place in figure_places(table, row, text)]


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
        possible: What rows with invalid cells may cover.
    """

    source: str
    text: str
    hits: tuple[CoveredHit, ...]
    stale: tuple[int, ...]
    possible: PossibleCoverage

    @property
    def open(self) -> tuple[Hit, ...]:
        """The hits that nothing covers."""
        return self.by("open")

    def by(self, covered_by: CoveredBy) -> tuple[Hit, ...]:
        """The hits that are covered in this way."""
        return tuple(hit for hit, by in self.hits if by == covered_by)


def of_sources(
    data: PartialDataset, texts: Mapping[str, str], invalid: InvalidRows = ALL_VALID
) -> Iterator[SourceCoverage]:
    """The coverage of each source.

    Args:
        data: The tables.
        texts: The documents by source id.
        invalid: The rows with invalid cells.
    """
    numbers, hits = rows_by_source(data), 0
    for source, text in texts.items():
        coverage = of_source(data, numbers.get(source, {}), source, text, invalid)
        hits += len(coverage.hits)
        Limits.require(source, hits, HITS, "hits in the documents up to it")
        yield coverage


def of_source(
    data: PartialDataset,
    numbers: RowNumbers,
    source: str,
    text: str,
    invalid: InvalidRows = ALL_VALID,
) -> SourceCoverage:
    """The coverage of one source.

    Args:
        data: The tables.
        numbers: The source's rows, by table.
        source: Its id.
        text: Its text.
        invalid: The rows with invalid cells.
    """
    sound = {table: invalid.others(table, found) for table, found in numbers.items()}
    index = index_rows(data, sound, knows_casualties=not invalid.tolls)
    possible = possible_coverage(data, numbers, source, text, invalid)
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
    invalid = find_invalid_rows(data, left.tables, left.texts, problems)
    texts = {source: text for source, text in left.texts.items() if source in known}
    for coverage in of_sources(data, texts, invalid):
        _add_source(result, coverage, left)
    result.notes += _copies(data, texts)
    return result


def _copies(data: PartialDataset, texts: Mapping[str, str]) -> Iterator[str]:
    """A note on each document that repeats words of an earlier one, and names no common origin.

    Lines that every document prints do not count, if there are more than two documents.
    """
    printed = {source: text.splitlines() for source, text in texts.items()}
    common = set.intersection(*map(set, printed.values())) if len(printed) > PAIR else set()
    file = data.package.relative("sources")
    own = {s: "\n".join(n for n in lines if n not in common) for s, lines in printed.items()}
    for (earlier, later), runs in spans.shared_runs(own).items():
        try:
            one, other = (origin_of(data, {"source_id": source}) for source in (earlier, later))
        except CannotDecide:
            continue  # an id at fault is reported where it is
        if one != other:
            count = sum(map(spans.word_count, runs))
            words = " ".join(max(runs, key=len).split()[:_SHOWN])
            yield (
                f"{later} repeats {count} words of {earlier}, such as {words!r}: "
                f"if it rests on {earlier}, or both on a third, type the origin_id in {file}"
            )


def _add_source(result: Coverage, coverage: SourceCoverage, left: Files) -> None:
    """Add the findings, notes and counts of one source."""
    starts = [0, *(end.end() for end in re.finditer("\n", coverage.text))]
    for hit in coverage.open:
        message = Message(
            f"{_ROWS[hit.kind]}; or a passage of kind {hit.kind} in {REVIEWED}",
            "Add the row; if the words claim nothing, draft the passage with "
            "'isk-indicators coverage --draft' and give its reason.",
            coverage.text[hit.start : hit.end],
        )
        line = bisect_right(starts, hit.start)
        place = (line, hit.start - starts[line - 1] + 1)
        file = left.documents[coverage.source]
        result.findings.append(file_finding(f"open-{hit.kind}", file, place, message))
    reviewed = left.tables[REVIEWED]
    for row in coverage.stale:
        message = Message(
            f"words of kind {reviewed.text(row, 'kind')} that no row covers",
            "Remove the row: its hit is gone, or a row covers the hit now.",
        )
        result.findings.append(reviewed.at_cell(STALE, row, "kind", message))
    if coverage.by("unsure"):
        result.not_checked.append(_unsure_text(coverage, left.tables))
    if uncoded := coverage.by("not_codable"):
        hits = pluralize(len(uncoded), "hit")
        result.notes.append(f"{coverage.source}: {hits} set aside as {NOT_CODABLE}")
    result.counts += counts_by_kind(coverage)


def missing_of(
    package: DataPackage, tables: Mapping[str, ParsedTable], table: str = REVIEWED
) -> str | None:
    """Why nothing can be compared with a table that no release has; None if it can."""
    if table not in package.schemas:
        return f"the table {table} is missing, as in every release"
    if table not in tables:
        return f"{package.relative(table)} cannot be read"
    return None


def _unsure_text(coverage: SourceCoverage, tables: Mapping[str, ParsedTable]) -> str:
    """The hits that only rows with invalid cells may cover, and the first of these rows."""
    hits = coverage.by("unsure")
    counts = Counter(hit.kind for hit in hits)
    kinds = ", ".join(f"{counts[kind]} {kind}" for kind in _ROWS if kind in counts)
    rows: list[str] = []
    for table, row in islice(coverage.possible.rows(hits), NAMED + 1):
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
