"""Which hits the rows with invalid cells may cover: these are not reported as open.

Once such a row is corrected, it may cover any hit of its table's kinds in its span or, if the span
itself is invalid, wherever its words may be. ``coverage_index`` decides what valid rows cover.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from isk_indicators import spans
from isk_indicators.check import coverage_index
from isk_indicators.check.coverage_index import ANY, Row, RowNumbers
from isk_indicators.check.csv_table import ParsedTable
from isk_indicators.detectors import DURATION, KINDS, Hit
from isk_indicators.rules.rule import CannotDecide, PartialDataset, Problem
from isk_indicators.spans import Intervals, Span

Stretch = tuple[str, str, int, int]
"""A kind of hit and the value of its words (``Covered``), and the span where it may be."""

NO_VALUE = "no value"
"""The value of a hit that has none, such as the date "this year"."""

REVIEWED = "reviewed"
_DATE = (("date", ANY), ("figure", DURATION))
_KINDS: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        "incidents": (("figure", ANY), *_DATE, ("harm", ANY), ("reporting", ANY)),
        "casualties": (("figure", ANY), ("harm", ANY), ("reporting", ANY)),
        "force_estimates": (("figure", ANY), *_DATE, ("reporting", ANY)),
        "statements": (*_DATE, ("reporting", ANY), ("quotation", ANY)),
        "attributions": (("attribution", ANY), ("reporting", ANY)),
        "evidence": (*_DATE, ("attribution", ANY), ("reporting", ANY), ("quotation", ANY)),
        REVIEWED: tuple((kind, ANY) for kind in KINDS),
    }
)
"""The kinds of hit that a row of each table may cover."""


@dataclass(frozen=True)
class Faults:
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

    def of(self, table: str, number: int) -> frozenset[str]:
        """The invalid columns of a row."""
        return self.cells.get(table, {}).get(number, frozenset())

    def sound(self, table: str, numbers: Iterable[int]) -> list[int]:
        """Of these rows those without an invalid cell."""
        rows = self.cells.get(table, {})
        return [number for number in numbers if number not in rows]


NO_FAULTS = Faults()


class Doubts:
    """What the rows with invalid cells may cover in one source, by row."""

    def __init__(self, stretches: Mapping[tuple[str, int | None], list[Stretch]]) -> None:
        self._rows = stretches
        found: dict[tuple[str, str], list[Span]] = defaultdict(list)
        for of_row in stretches.values():
            for kind, value, start, end in of_row:
                found[kind, value].append((start, end))
        self._intervals = {key: Intervals(places) for key, places in found.items()}

    def may_cover(self, hit: Hit) -> bool:
        """Whether some row with invalid cells may cover the hit."""
        found = (self._intervals.get((hit.kind, value)) for value in _values(hit))
        return any(places.overlaps(hit.start, hit.end) for places in found if places)

    def rows(self, hits: Iterable[Hit]) -> Iterator[tuple[str, int | None]]:
        """The rows, by table and number, that may cover one of the hits; None for a lost row."""
        known = list(hits)
        for row, stretches in self._rows.items():
            if any(
                kind == hit.kind and value in _values(hit) and start < hit.end and hit.start < end
                for kind, value, start, end in stretches
                for hit in known
            ):
                yield row


def _values(hit: Hit) -> tuple[str, ...]:
    return ANY, *(hit.values or (NO_VALUE,))


def faults(
    links: PartialDataset,
    tables: Mapping[str, ParsedTable],
    texts: Mapping[str, str],
    problems: Iterable[Problem],
) -> Faults:
    """The rows with invalid cells, after the stages before this one."""
    quoting = [t for t, schema in links.package.schemas.items() if "source_id" in schema.names]
    lost = [
        table
        for table in quoting
        if table not in tables
        or tables[table].unreadable
        or not (tables[table].records or table == REVIEWED)
    ]
    invalid = {(t, row, column) for t, s in tables.items() for row, column in s.invalid_cells}
    invalid |= {(b.table, b.row or 0, b.field or "") for b in problems}
    cells: dict[str, dict[int, frozenset[str]]] = defaultdict(dict)
    for table, row, column in sorted(invalid):
        if column in coverage_index.READS and table in _KINDS:
            cells[table][row] = cells[table].get(row, frozenset()) | {column}
    if cells and "evidence" in tables:
        for row in _resting(tables, cells):
            cells["evidence"].setdefault(row, frozenset({"row_id"}))
    casualties = cells.get("casualties", {}).values()
    return Faults(
        cells,
        lost,
        _elsewhere(tables, texts, cells),
        ids=any(column == tables[table].schema.id_field for table, _, column in invalid),
        tolls="casualties" in lost or any("incident_id" in columns for columns in casualties),
    )


def _resting(
    tables: Mapping[str, ParsedTable], cells: Mapping[str, Mapping[int, frozenset[str]]]
) -> Iterator[int]:
    """The rows of evidence that cover what a row with invalid cells says.

    Where a date is invalid, evidence for it may be filed under another row of its table.
    """
    ids = {(t, tables[t].row_id(row)) for t, rows in cells.items() for row in rows}
    dated = {t for t, rows in cells.items() if any(c & coverage_index.DATED for c in rows.values())}
    frame = tables["evidence"].frame
    named = zip(frame["table_name"].tolist(), frame["row_id"].tolist(), strict=True)
    return (
        n for n, (table, row_id) in enumerate(named) if table in dated or (table, row_id) in ids
    )


def _elsewhere(
    tables: Mapping[str, ParsedTable],
    texts: Mapping[str, str],
    cells: Mapping[str, Mapping[int, frozenset[str]]],
) -> Mapping[str, RowNumbers]:
    """The rows with an invalid span, in each source that they may be of but do not name."""
    found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for table, rows in cells.items():
        for row, columns in rows.items():
            if columns & coverage_index.SPAN:
                own = tables[table].value(row, "source_id")
                known = own is not None and "source_id" not in columns
                quote = tables[table].text(row, "quote")
                for source, text in texts.items():
                    if source != own and (not known or (quote and quote in text)):
                        found[source][table].append(row)
    return found


def of_source(
    links: PartialDataset, numbers: RowNumbers, source: str, text: str, found: Faults
) -> Doubts:
    """What the rows with invalid cells may cover in a source; ``numbers`` are its rows."""
    if not found:
        return Doubts({})
    stretches: dict[tuple[str, int | None], list[Stretch]] = {
        (table, None): _any_kind(table, 0, len(text)) for table in found.lost
    }
    for table, numbers_of_table in numbers.items():
        sound = set(
            coverage_index.complete_rows(links, table, found.sound(table, numbers_of_table))
        )
        for number in numbers_of_table:
            row, columns = links.rows(table)[number], found.of(table, number)
            if number not in sound:
                stretches[table, number] = _of_row(links, table, row, text, columns)
            elif table == "incidents" and found.tolls:
                stretches[table, number] = [("harm", ANY, row["span_start"], row["span_end"])]
    for table, numbers_of_table in found.elsewhere.get(source, {}).items():
        for number in numbers_of_table:
            row, columns = links.rows(table)[number], found.of(table, number)
            stretches[table, number] = _of_row(links, table, row, text, columns)
    return Doubts(stretches)


def _any_kind(table: str, start: int, end: int) -> list[Stretch]:
    return [(kind, value, start, end) for kind, value in _KINDS.get(table, ())]


def _of_row(
    links: PartialDataset, table: str, row: Row, text: str, columns: frozenset[str]
) -> list[Stretch]:
    """What a row with these invalid columns may cover.

    That is all that its table can within its span, if that is valid; otherwise, what its other
    cells say may be anywhere.
    """
    start, end = row.get("span_start"), row.get("span_end")
    if not columns & coverage_index.SPAN and start is not None and end is not None:
        return _any_kind(table, start, end)
    if table not in _KINDS or not columns or columns - coverage_index.SPAN:
        return _any_kind(table, 0, len(text))
    if table == REVIEWED:
        return [(row["kind"], ANY, 0, len(text))]
    try:
        kinds = list(coverage_index.covered_kinds(links, table, row))
    except CannotDecide:
        return _any_kind(table, 0, len(text))
    figure = coverage_index.figure_of(table, row)
    found = [(kind, value or NO_VALUE, 0, len(text)) for kind, value in kinds]
    if any(kind == "date" for kind, _ in kinds):
        found.append(("figure", DURATION, 0, len(text)))
    places = spans.whole_occurrences(text, figure) if figure else []
    return found + [("figure", ANY, start, end) for start, end in places]
