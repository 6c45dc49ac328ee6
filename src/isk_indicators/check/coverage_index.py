"""Which hits the rows of a source cover: a figure by its place, the other kinds by the span."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from isk_indicators import dates, spans
from isk_indicators.dates import MONTHS
from isk_indicators.detectors import DURATION, Hit
from isk_indicators.rules.rule import PartialDataset
from isk_indicators.schema import BASIS_SUFFIX
from isk_indicators.spans import Intervals, Span

Row = Mapping[str, Any]
Covered = tuple[str, str]
"""A kind of hit and the value of its words; any words of the kind if the value is blank."""

RowNumbers = Mapping[str, Sequence[int]]
"""The numbers of rows, by table."""

ANY = ""
SPAN = frozenset(("source_id", "span_start", "span_end", "quote"))
"""The columns that say which words a row covers."""

_FIGURES = {"casualties": "figure", "force_estimates": "figure", "incidents": "count_figure"}
_DATES = {"incidents": "date", "statements": "date", "force_estimates": "as_of"}
_QUOTED_FORMS = ("verbatim", "partly_verbatim")
_HARMS = ("killed", "wounded", "killed_or_wounded")

DATED = frozenset({*_DATES.values(), *(date + BASIS_SUFFIX for date in _DATES.values()), "value"})
"""The columns that say of which date a row is."""

READS = frozenset(
    {
        *SPAN,
        *DATED,
        *("kind", "harm", "incident_id", "statement_id", "voice", "form"),
        *("table_name", "row_id", "column_name"),
        *_FIGURES.values(),
        *("qualifier", "stated_low", "stated_high", "count_qualifier", "count_low", "count_high"),
    }
)
"""The columns that decide which hits a row covers.

A figure that is left out, or is another one, is reported at the hedge or the numbers beside it, and
a date at its basis.
"""


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
            figure = figure_of(table, row)
            places = spans.whole_occurrences(row["quote"], figure) if figure else []
            intervals["figure", ANY] += [(start + first, start + last) for first, last in places]
            for kind, value in covered_kinds(data, table, row):
                if knows_casualties or (table, kind) != ("incidents", "harm"):
                    intervals[kind, value].append((start, end))
    return CoverageIndex(intervals)


def complete_rows(data: PartialDataset, table: str, numbers: Sequence[int]) -> Sequence[int]:
    """Of these rows those that have their span, and of which every row they refer to exists."""
    rows = data.rows(table)
    keys = [(key.field, data.by_id(key.table)) for key in data.package.schemas[table].foreign_keys]

    def is_complete(row: Row) -> bool:
        if any(row.get(name) is None for name in SPAN):
            return False
        if any(row[name] is not None and row[name] not in known for name, known in keys):
            return False
        if table != "evidence" or row["row_id"] is None:
            return True
        return row["row_id"] in data.by_id(row["table_name"])

    return [number for number in numbers if is_complete(rows[number])]


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


def figure_of(table: str, row: Row) -> str | None:
    """The words of a row's figure; None if it has none."""
    figure: str | None = row[_FIGURES[table]] if table in _FIGURES else None
    return figure


def _date_of_evidence(data: PartialDataset, row: Row) -> str | None:
    """The date that evidence is about; None if it is about something else."""
    column = _DATES.get(row["table_name"], "")
    if row["column_name"] not in (column, None):
        return None
    date: str | None = row["value"] or data.row(row["table_name"], row["row_id"]).get(column)
    return date


@lru_cache(maxsize=4096)  # many rows have the same
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
