"""Which words of a source the rows account for, by kind of hit.

What lives here: how a row answers a hit of ``detectors``: a figure by its place, a date by its year
and month, a harm by the harm coded, reported and quoted speech by the span. What must not: hits,
reviewed passages, findings (see ``coverage``). A further column that answers hits is a further line
in ``_FIGURES`` or ``_DATES``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from isk_indicators import dates, spans
from isk_indicators.dates import MONTHS
from isk_indicators.detectors import DURATION, Hit
from isk_indicators.rules.rule import PartialDataset
from isk_indicators.schema import BASIS_SUFFIX
from isk_indicators.spans import Intervals, Span

Row = Mapping[str, Any]
Answer = tuple[str, str]
"""A kind of hit and what the words may tell; any words of the kind if that is blank."""

ANY = ""
NO_PARTS: frozenset[str] = frozenset()
SPAN = frozenset(("source_id", "span_start", "span_end", "quote"))
"""The columns that say which words a row covers."""

_FIGURES = {"casualties": "figure", "force_estimates": "figure", "incidents": "count_figure"}
_DATES = {"incidents": "date", "statements": "date", "force_estimates": "as_of"}
_BOTH = ("killed", "wounded", "killed_or_wounded")


class Answers:
    """What the rows of one source account for."""

    def __init__(self, stretches: Mapping[Answer, list[Span]]) -> None:
        self._intervals = {answer: Intervals(found) for answer, found in stretches.items()}

    def answer(self, hit: Hit) -> bool:
        """Whether a row accounts for the hit."""
        return _ASKED[hit.kind](self, hit)

    def _hold(self, kind: str, tells: str, hit: Hit) -> bool:
        intervals = self._intervals.get((kind, tells))
        return intervals is not None and intervals.contains(hit.start, hit.end)

    def _figure(self, hit: Hit) -> bool:
        if DURATION in hit.values and self._hold("date", ANY, hit):
            return True
        return self._hold("figure", ANY, hit)

    def _date(self, hit: Hit) -> bool:
        return all(self._hold("date", part, hit) for part in hit.values or (ANY,))

    def _harm(self, hit: Hit) -> bool:
        return any(self._hold("harm", harm, hit) for harm in hit.values)

    def _span(self, hit: Hit) -> bool:
        return self._hold(hit.kind, ANY, hit)

    def _quotation(self, hit: Hit) -> bool:
        intervals = self._intervals.get(("quotation", ANY))
        return intervals is not None and intervals.overlaps(hit.start, hit.end)


_ASKED: Mapping[str, Callable[[Answers, Hit], bool]] = MappingProxyType(
    {
        "figure": Answers._figure,
        "date": Answers._date,
        "harm": Answers._harm,
        "attribution": Answers._span,
        "reporting": Answers._span,
        "quotation": Answers._quotation,
    }
)


Numbers = Mapping[str, Sequence[int]]
"""Rows by the table that they stand in."""


def by_source(links: PartialDataset) -> dict[str | None, dict[str, list[int]]]:
    """The numbers of the rows that each source's words carry, by table."""
    found: dict[str | None, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for table in links.tables:
        for number, row in enumerate(links.rows(table)):
            if "source_id" in row:
                found[row["source_id"]][table].append(number)
    return found


def of_rows(links: PartialDataset, numbers: Numbers, *, tolls: bool = True) -> Answers:
    """What these rows, all of one source, account for.

    Args:
        links: The tables.
        numbers: The rows by table.
        tolls: Whether the casualties of every incident are known.
    """
    stretches: dict[Answer, list[Span]] = defaultdict(list)
    for table, found in numbers.items():
        for number in standing(links, table, found):
            row = links.rows(table)[number]
            for kind, tells, start, end in _answers(links, table, row):
                if tolls or (table, kind) != ("incidents", "harm"):
                    stretches[kind, tells].append((start, end))
    return Answers(stretches)


def standing(links: PartialDataset, table: str, numbers: Sequence[int]) -> Sequence[int]:
    """Of these rows those that have their span, and of which every row that they rest on exists."""
    rows = links.rows(table)
    keys = [
        (key.field, links.by_id(key.table)) for key in links.package.schemas[table].foreign_keys
    ]

    def is_complete(row: Row) -> bool:
        if any(row.get(name) is None for name in SPAN):
            return False
        if any(row[name] is not None and row[name] not in known for name, known in keys):
            return False
        if table != "evidence" or row["row_id"] is None:
            return True
        return row["row_id"] in links.by_id(row["table_name"])

    return [number for number in numbers if is_complete(rows[number])]


def _answers(links: PartialDataset, table: str, row: Row) -> Iterator[tuple[str, str, int, int]]:
    for start, end in _figure_places(table, row):
        yield "figure", ANY, start, end
    for kind, tells in kinds_of(links, table, row):
        yield kind, tells, row["span_start"], row["span_end"]


def kinds_of(links: PartialDataset, table: str, row: Row) -> Iterator[Answer]:
    """The kinds of hit that a row accounts for wherever its words are; figures are left out.

    Raises:
        CannotDecide: it is evidence for a row that is not there.
    """
    for part in _date_parts(links, table, row):
        yield "date", part
    for harm in _harms(links, table, row):
        yield "harm", harm
    if "attributions" in (table, row.get("table_name")):
        yield "attribution", ANY
    if _is_speech(table, row):
        yield "reporting", ANY
    if _is_quotation(table, row):
        yield "quotation", ANY


def figure_of(table: str, row: Row) -> str | None:
    """The words of a row's figure; None if it has none."""
    figure: str | None = row[_FIGURES[table]] if table in _FIGURES else None
    return figure


def _figure_places(table: str, row: Row) -> list[Span]:
    if (figure := figure_of(table, row)) is None:
        return []
    first = row["span_start"]
    found = spans.whole_occurrences(row["quote"], figure)
    return [(first + start, first + end) for start, end in found]


def _date_parts(links: PartialDataset, table: str, row: Row) -> frozenset[str]:
    """The years and months of a row's date, or of the date that its evidence is about."""
    if table == "evidence":
        date = _date_of_evidence(links, row)
    else:
        date = row[_DATES[table]] if table in _DATES else None
    return NO_PARTS if date is None else parts_of(date) | {ANY}


def _date_of_evidence(links: PartialDataset, row: Row) -> str | None:
    column = _DATES.get(row["table_name"], "")
    if row["column_name"] not in (column, None):
        return None
    date: str | None = row["value"] or links.row(row["table_name"], row["row_id"]).get(column)
    return date


@lru_cache(maxsize=4096)  # many rows have the same
def parts_of(date: str) -> frozenset[str]:
    """The years of a date and the names of its months, those within an interval of a year too."""
    try:
        parsed = dates.parse(date)
    except ValueError:
        return NO_PARTS
    months = [(year, month) for year, month, _ in parsed.parts if month is not None]
    years = {str(year) for year, _, _ in parsed.parts}
    if not months:
        return frozenset(years)
    first, last = months[0], months[-1]
    within = range(first[1], last[1] + 1) if first[0] == last[0] else (first[1], last[1])
    return frozenset({*years, *(MONTHS[month - 1] for month in within)})


def _harms(links: PartialDataset, table: str, row: Row) -> tuple[str, ...]:
    if table == "casualties" and row["harm"] is not None:
        return _BOTH if row["harm"] == "killed_or_wounded" else (row["harm"],)
    if table == "incidents" and row["incident_id"] is not None:
        referring = links.referring("incidents", row["incident_id"])
        return () if any(name == "casualties" for name, _ in referring) else _BOTH
    return ()


def _is_speech(table: str, row: Row) -> bool:
    if table == "statements":
        return True
    if table == "evidence":
        return row["table_name"] in ("statements", "attributions")
    return row.get("voice") == "other"  # of a row in the voice of a statement, that row answers


def _is_quotation(table: str, row: Row) -> bool:
    if table == "evidence":
        return bool(row["table_name"] == "statements")
    return table == "statements" and row["form"] in ("verbatim", "partly_verbatim")


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
"""The columns that decide which hits a row answers; one at fault leaves these hits in doubt.

A figure that is left out, or is another one, is told at the hedge or the numbers beside it, and a
date at its basis.
"""
