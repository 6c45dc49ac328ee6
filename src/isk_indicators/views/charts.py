"""The rows, marks and notes of each chart, without colours, sizes or a library that draws.

A claim that cannot be drawn is quoted in the notes.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Generic, Literal, NamedTuple, TypeVar

from isk_indicators import dates
from isk_indicators.cite import citation_date
from isk_indicators.dates import MONTHS, OPEN
from isk_indicators.schema import Cell, Row, installed_version, view_schemas
from isk_indicators.screen import pluralize
from isk_indicators.tables import SEPARATOR, Dataset, installed_dataset
from isk_indicators.views import last_day, time_order
from isk_indicators.views.incidents import timeline_of
from isk_indicators.views.measures import force_series_of
from isk_indicators.views.tolls import ROUNDING, Harm, Rule, tolls_of

UNDATED = "no date"
KIND = ("press commentary", "press commentaries")
"""What every source is, of one and of several; a source of another kind needs a wider word."""

SERIES, HEDGED = "series", "hedged"
WEAKER = {
    SERIES: "said only of the series that the incident is part of.",
    HEDGED: "no voice names a perpetrator or organiser without a hedge.",
}
"""What weakens a status, and what it means."""

OPEN_END = (
    "An end that the words leave open is drawn at the publication of the source, which cannot "
    "report later days."
)
NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()


def when(edtf: Cell) -> str:
    """Put a date into words: "about 27 March 2023", "2023 or earlier", "from August 2021 on"."""
    if edtf is None:
        return UNDATED
    text = str(edtf)
    parsed = dates.parse(text)
    points = [
        " ".join(str(p) for p in (day, MONTHS[month - 1] if month else None, year) if p)
        for year, month, day in parsed.parts
    ]
    if text.startswith(OPEN):
        words = f"{points[0]} or earlier"
    elif text.endswith(OPEN):
        words = f"from {points[0]} on"
    else:
        first, last = points[0].split(), points[-1].split()
        if len(points) > 1 and len(first) == len(last) > 1 and first[-1] == last[-1]:
            points[0] = " ".join(first[:-1])  # both are of one year
        words = " to ".join(points)
    about = "about " if parsed.approximate else ""
    return f"{about}{words}{' (uncertain)' if parsed.uncertain else ''}"


def meanings_of(statuses: Iterable[str]) -> list[str]:
    """What the words that weaken a status mean, of those that occur."""
    weakened = [status for status in statuses if "(" in status]
    return [
        f"({word}): {meaning}"
        for word, meaning in WEAKER.items()
        if any(word in status for status in weakened)
    ]


def quoted(words: str | None, best: int | None) -> str:
    """A figure's words as a quote; where the text prints no figure, the number that it implies."""
    return f"{best}, implied" if words is None else f"“{words}”"


def limits(dataset: Dataset) -> str:
    """What no picture of these data can show."""
    number = len(dataset.rows("sources"))
    several = "" if number == 1 else ", not independent of each other"
    return f"Claims of {sources_in_words(number)}{several}: no census, no trend, no ground truth."


def sources_in_words(number: int) -> str:
    """How many sources there are, and of what kind: "five press commentaries"."""
    in_full = NUMBERS[number] if number < len(NUMBERS) else str(number)
    return f"{in_full} {KIND[number != 1]}"


Scale = Literal["single", "series"]
ValueKind = Literal[
    "exact", "about", "at_least", "above", "at_most", "below", "range", "over_time", "none"
]
"""What form a number has in a picture; ``none`` has no number and is said in words.

``above`` and ``below`` are ``at_least`` and ``at_most`` without the number itself.
"""

Form = Literal["day", "about_day", "bar"]
"""What form a time has in a picture."""

_SCALES = {
    "single": "Single incidents; series are never in one picture with them.",
    "series": "Series of incidents; single ones are never in one picture with them.",
}
HARMED = {"killed": "killed", "wounded": "wounded", "killed_or_wounded": "killed or wounded"}
R = TypeVar("R")


@dataclass(frozen=True)
class ChartData(Generic[R]):
    """What one picture shows.

    Attributes:
        title: The question that it is about.
        rows: What is drawn, in order.
        unit: What its numbers count; blank if it has none.
        notes: Its caption: the rule, what is not drawn, the limits of the data, the sources, the
            version.

    """

    title: str
    rows: tuple[R, ...]
    unit: str
    notes: tuple[str, ...]


class Mark(NamedTuple):
    """One report of a toll, from a casualty row.

    ``low`` and ``high`` are the least and the greatest number that its words allow, ``best`` is the
    number that they give; each is None if they set none. ``words`` is None if the text prints no
    figure ("the governor"); ``part`` is whether it is only a part of the toll.
    """

    row_id: str
    low: int | None
    best: int | None
    high: int | None
    words: str | None
    said_by: str
    part: bool
    source_id: str

    @property
    def as_printed(self) -> str:
        """The number as the text prints it: "“more than 60”", "“13”, of a part", "1, implied"."""
        return quoted(self.words, self.best) + (", of a part" if self.part else "")


class TollLine(NamedTuple):
    """The toll of one incident or series by a rule, and each report of it, in the table's order.

    ``low`` and ``high`` are None where nothing follows: that end is open. ``marks`` are the reports
    that give a number. ``rounded`` is whether the numbers rest on an "about" that is taken for a
    rounded number.
    """

    incident_id: str
    label: str
    when: str
    low: int | None
    best: int | None
    high: int | None
    marks: tuple[Mark, ...]
    without_number: tuple[Mark, ...]
    rounded: bool

    @property
    def remark(self) -> str | None:
        """The reports without a number, in words; None if there are none."""
        if not self.without_number:
            return None
        count = pluralize(len(self.without_number), "report")
        return f"and {count} without a number: {_words(self.without_number)}"


class TimelineBar(NamedTuple):
    """When one incident or series was.

    ``first`` is None if the date is open at its beginning; ``last`` is the publication of the
    source if it is open at its end. ``about`` is whether the source marks the date as approximate
    or uncertain. ``status_text`` is the status with what weakens it.
    """

    incident_id: str
    label: str
    scale: str
    status: str
    when: str
    first: dt.date | None
    last: dt.date
    about: bool
    open_end: bool
    status_text: str

    @property
    def form(self) -> Form:
        """The form of its time: a dot for one day, else a bar."""
        if self.first != self.last or self.open_end:
            return "bar"
        return "about_day" if self.about else "day"


class ForceMark(NamedTuple):
    """One estimate, with the time that it is of (``as_of``).

    Numbers are those of :class:`Mark`; the words leave out ``low`` itself if ``low_open`` ("more
    than six months"), ``high`` if ``high_open``. ``varied_low`` and ``varied_high`` are the ends of
    a change over time. ``first`` and ``last`` are those of :class:`TimelineBar`; ``last`` is None
    without a date.
    """

    row_id: str
    first: dt.date | None
    last: dt.date | None
    when: str
    low: int | None
    best: int | None
    high: int | None
    varied_low: int | None
    varied_high: int | None
    words: str | None
    said_by: str
    unit: str
    source_id: str
    low_open: bool = False
    high_open: bool = False
    open_end: bool = False

    @property
    def as_printed(self) -> str:
        """The number as the text prints it: "“around 4,000”"."""
        return quoted(self.words, self.best)


def value_kind(row: Mark | ForceMark | TollLine) -> ValueKind:
    """What form a row's number has in a picture."""
    if isinstance(row, ForceMark) and row.varied_low is not None:
        return "over_time"
    known = (row.low is not None, row.high is not None)
    if known == (True, True):
        return "exact" if row.low == row.high else "range"
    if known == (False, False):
        return "none" if row.best is None else "about"
    if row.low is not None:
        return "above" if isinstance(row, ForceMark) and row.low_open else "at_least"
    return "below" if isinstance(row, ForceMark) and row.high_open else "at_most"


def values_of(row: Mark | ForceMark | TollLine) -> list[int]:
    """The numbers that a row has, from the lowest end to the highest."""
    varied = (row.varied_low, row.varied_high) if isinstance(row, ForceMark) else ()
    return [n for n in (row.low, row.best, row.high, *varied) if n is not None]


class Shape(NamedTuple):
    """How a number is drawn, in the page and in the plots.

    Attributes:
        meaning: What the shape means.
        body: What is at the number: a full dot, a ring, the foot of an arrow, a line between two
            numbers or a dashed frame.
        arrow: Where an arrow leads to: 1 to greater numbers, -1 to smaller ones, 0 if there is
            none.
        half: Whether the body is half filled, because the number is that of a part.

    """

    meaning: str
    body: Literal["dot", "ring", "foot", "line", "frame"]
    arrow: int = 0
    half: bool = False


SHAPES: Mapping[tuple[ValueKind, bool], Shape] = MappingProxyType(
    {
        ("exact", False): Shape("one number", "dot"),
        ("about", False): Shape("about", "ring"),
        ("at_least", False): Shape("at least", "foot", 1),
        ("above", False): Shape("above", "ring", 1),
        ("at_most", False): Shape("at most", "foot", -1),
        ("below", False): Shape("below", "ring", -1),
        ("range", False): Shape("a range", "line"),
        ("over_time", False): Shape("a change over time", "frame"),
        ("exact", True): Shape("one number, of a part", "dot", half=True),
        ("about", True): Shape("about, of a part", "ring", half=True),
        ("at_least", True): Shape("at least, of a part", "foot", 1, half=True),
        ("at_most", True): Shape("at most, of a part", "foot", -1, half=True),
        ("range", True): Shape("a range, of a part", "line", half=True),
    }
)
"""The shape of a number by its sign, and by whether it is that of a part; in a legend's order."""


def shape(row: Mark | ForceMark) -> Shape:
    """The shape of a row's number; the row has one."""
    return SHAPES[value_kind(row), isinstance(row, Mark) and row.part]


class Interval(NamedTuple):
    """A time on an axis; where it is open at its beginning, it starts where the axis does."""

    start: float
    end: float
    open_start: bool
    open_end: bool

    @property
    def middle(self) -> float:
        """Where the number of this time is drawn: at the end if the beginning is open."""
        return self.end if self.open_start else (self.start + self.end) / 2


def place_time(
    mark: TimelineBar | ForceMark, at: Callable[[dt.date], float], axis: tuple[float, float]
) -> Interval:
    """Place a mark's time on an axis: ``at`` is where a day begins, ``axis`` its two ends."""
    start = axis[0] if mark.first is None else at(mark.first)
    end = axis[1] if mark.last is None else at(mark.last + dt.timedelta(days=1))
    return Interval(start, end, mark.first is None, mark.open_end)


# Tolls


def toll_lines(
    dataset: Dataset | None = None,
    rule: Rule = "latest_exact",
    scale: Scale = "single",
    harm: Harm = "killed",
) -> ChartData[TollLine]:
    """Give the toll of each incident with each report of it, of the installed tables if None.

    ``rule`` is that of :func:`isk_indicators.tolls`; single incidents and series are never in one
    picture.

    Returns:
        A row an incident with at least one report that gives a number, ordered by the last day
        that its date allows, then the first; those without a date last.

    Raises:
        ValueError: no such harm, rule or scale.

    """
    if scale not in _SCALES:
        raise ValueError(f"no scale {scale!r}: there are {', '.join(_SCALES)}")
    dataset = dataset or installed_dataset()
    tolls = {t["incident_id"]: t for t in tolls_of(dataset, harm, rule=rule) if t["scale"] == scale}
    incidents = [row for row in dataset.rows("incidents") if row["incident_id"] in tolls]
    lines = []
    for incident in sorted(incidents, key=lambda row: time_order(dataset, row, "date")):
        toll = tolls[incident["incident_id"]]
        reports = dataset.where("casualties", "incident_id", incident["incident_id"])
        marks = [mark_of(dataset, row) for row in reports if row["harm"] == harm]
        lines.append(
            TollLine(
                str(toll["incident_id"]),
                str(toll["label"]),
                when(toll["date"]),
                *_bounds(toll),
                tuple(mark for mark in marks if value_kind(mark) != "none"),
                tuple(mark for mark in marks if value_kind(mark) == "none"),
                ROUNDING in str(toll["convention"]).split(SEPARATOR),
            )
        )
    title = f"How many were {HARMED[harm]}, according to whom?"
    drawn = tuple(line for line in lines if line.marks)
    return ChartData(title, drawn, "persons", (_SCALES[scale], *_toll_notes(dataset, rule, lines)))


def mark_of(dataset: Dataset, row: Row) -> Mark:
    """Give a row of ``casualties`` as a report of a toll."""
    return Mark(
        str(row["casualty_id"]),
        *_bounds(row),
        _text(row["figure"]),
        dataset.said_by(row),
        row["covers"] == "part",
        str(row["source_id"]),
    )


def _toll_notes(dataset: Dataset, rule: str, lines: Sequence[TollLine]) -> Iterator[str]:
    drawn, undrawn = [one for one in lines if one.marks], [one for one in lines if not one.marks]
    meaning = view_schemas()["tolls"].by_name["rule"].meanings[rule]
    yield f"Band: the interval by the rule {rule}. {meaning}"
    if any(line.rounded for line in drawn):
        yield (
            "A band that rests on “about” takes it for a rounded number (convention rounding): "
            "about 140 is 135 to 145."
        )
    if undrawn:
        listed = "; ".join(f"{line.label} ({_words(line.without_number)})" for line in undrawn)
        yield f"Not drawn, without a number: {listed}."
    marks = [mark for line in drawn for mark in (*line.marks, *line.without_number)]
    yield from _foot(dataset, [mark.source_id for mark in marks])


# Timeline


def timeline_bars(dataset: Dataset | None = None) -> ChartData[TimelineBar]:
    """Give the first and the last day of each dated incident, of the installed tables if None.

    Returns:
        A row an incident with a date, in the order of :func:`isk_indicators.timeline`; those
        without a date are counted in the notes.

    """
    dataset = dataset or installed_dataset()
    rows = timeline_of(dataset)
    undated = [row for row in rows if row["date"] is None]
    dated = [row for row in rows if row["date"] is not None]
    bars = tuple(
        TimelineBar(
            str(row["incident_id"]),
            str(row["label"]),
            str(row["scale"]),
            str(row["status"]),
            when(row["date"]),
            _day(row["date_earliest"]),
            last_day(dataset, row, "date"),
            str(row["date"]).endswith(("~", "?")),
            row["date_latest"] is None,
            status_in_words(row),
        )
        for row in dated
    )
    notes = (*time_notes(bars), *_timeline_notes(dataset, dated, undated))
    return ChartData("What happened when?", bars, "", notes)


def status_in_words(row: Row) -> str:
    """The status of a row of the timeline, with what weakens it: "attributed (series, hedged)"."""
    series = [SERIES] if row["status_basis"] == "inherited" else []
    hedged = [HEDGED] if row["certainty"] == HEDGED else []
    weaker = ", ".join((*series, *hedged))
    return f"{row['status']} ({weaker})" if weaker else str(row["status"])


def time_notes(bars: Sequence[TimelineBar]) -> Iterator[str]:
    """Say what a bar means, and where one with an open end ends."""
    yield (
        "A bar is the time that the words allow: a single incident was on some day in it, a series "
        "on days throughout it."
    )
    if any(bar.open_end for bar in bars):
        yield OPEN_END


def _timeline_notes(
    dataset: Dataset, dated: Sequence[Row], undated: Sequence[Row]
) -> Iterator[str]:
    statuses = {row["status"] for row in dated}
    meanings = view_schemas()["timeline"].by_name["status"].meanings
    known = [f"{name.capitalize()}: {meanings[name]}" for name in meanings if name in statuses]
    yield " ".join((*known, *meanings_of(status_in_words(row) for row in dated)))
    if undated:
        counts = [
            pluralize(number, *nouns)
            for scale, *nouns in (("single", "single incident"), ("series", "series", "series"))
            if (number := sum(row["scale"] == scale for row in undated))
        ]
        yield f"Not drawn, without a date: {' and '.join(counts)}."
    yield from _foot(dataset)


# Force


def force_marks(
    actor: str = "IS-K",
    measure: str = "fighters",
    unit: str | None = None,
    dataset: Dataset | None = None,
) -> ChartData[ForceMark]:
    """Give an actor's estimates of one measure, of the installed tables if None.

    ``actor`` and ``measure`` are those of :func:`isk_indicators.force_series`; ``unit`` may be None
    if all numbers are in one.

    Returns:
        A row an estimate with a number and a date, in the order of
        :func:`isk_indicators.force_series`; the others are in the notes.

    Raises:
        ValueError: no such actor, measure or unit, or numbers in several units.

    """
    dataset = dataset or installed_dataset()
    rows = force_series_of(dataset, actor, measure)
    name = str(rows[0]["actor"]) if rows else actor
    marks = [_force_mark(dataset, row) for row in rows if unit in (None, row["unit"])]
    if unit is not None and rows and not marks:
        known = sorted({str(row["unit"]) for row in rows})
        raise ValueError(f"no unit {unit!r}: there are {', '.join(known)}")
    numbered = [mark for mark in marks if value_kind(mark) != "none"]
    if len(units := sorted({mark.unit for mark in numbered})) > 1:
        raise ValueError(f"name one unit: there are {', '.join(units)}")
    drawn = tuple(mark for mark in numbered if mark.last is not None)
    return ChartData(
        f"{name}: {measure.replace('_', ' ')}, when, according to whom?",
        drawn,
        drawn[0].unit if drawn else unit or "",
        tuple(_force_notes(dataset, drawn, [mark for mark in marks if mark not in drawn])),
    )


def _force_mark(dataset: Dataset, row: Row) -> ForceMark:
    dated = row["as_of"] is not None
    return ForceMark(
        str(row["estimate_id"]),
        _day(row["as_of_earliest"]),
        last_day(dataset, row, "as_of") if dated else None,
        when(row["as_of"]),
        *_bounds(row),
        _number(row["varied_low"]),
        _number(row["varied_high"]),
        _text(row["figure"]),
        str(row["said_by"]),
        str(row["unit"]),
        str(row["source_id"]),
        bool(row["low_open"]),
        bool(row["high_open"]),
        dated and row["as_of_latest"] is None,
    )


def _force_notes(
    dataset: Dataset, drawn: Sequence[ForceMark], undrawn: Sequence[ForceMark]
) -> Iterator[str]:
    yield "No rule: each mark is what one claim allows by its own words."
    if any(value_kind(mark) == "over_time" for mark in drawn):
        yield "Dashed: the number moved between these ends over the years; no margin of doubt."
    if any(mark.open_end for mark in drawn):
        yield OPEN_END
    without_number = [mark for mark in undrawn if value_kind(mark) == "none"]
    undated = [mark for mark in undrawn if value_kind(mark) != "none"]
    for what, marks in (("number", without_number), ("date", undated)):
        if marks:
            quotes = _words(marks)
            count = pluralize(len(marks), "estimate")
            yield f"Not drawn, without a {what}: {count} ({quotes})."
    yield from _foot(dataset, [mark.source_id for mark in (*drawn, *undrawn)])


# Notes and cells


def _foot(dataset: Dataset, source_ids: Iterable[str] = ()) -> Iterator[str]:
    """The end of every caption: the limits of the data, the sources by their ids, the version."""
    yield limits(dataset)
    labels = []
    for source_id in sorted(set(source_ids)):
        source = dataset.row("sources", source_id)
        title = "untitled" if source["title"] is None else source["title"]
        parts = (source["author"], title, when(citation_date(source)))
        labels.append(f"{source_id}: {', '.join(str(p) for p in parts if p is not None)}")
    if labels:
        yield "; ".join(labels) + "."
    yield f"isk-indicators {installed_version()}."


def _words(marks: Sequence[Mark] | Sequence[ForceMark]) -> str:
    """The numbers as printed, each once: "“many” (4 times), “most”"."""
    times = Counter(mark.as_printed for mark in marks)
    return ", ".join(f"{words} ({n} times)" if n > 1 else words for words, n in times.items())


def _bounds(row: Row) -> tuple[int | None, int | None, int | None]:
    return _number(row["low"]), _number(row["best"]), _number(row["high"])


def _number(cell: Cell) -> int | None:
    return cell if isinstance(cell, int) else None


def _day(cell: Cell) -> dt.date | None:
    return cell if isinstance(cell, dt.date) else None


def _text(cell: Cell) -> str | None:
    return None if cell is None else str(cell)


# Places

FINE = ("settlement", "district")
"""The values of ``coordinate_precision`` that a map can show; a province has no one point."""


class PlaceMark(NamedTuple):
    """A place with the incidents that were there; its point is in degrees of WGS 84.

    ``incident_ids`` are the incidents whose row names the place, ``further_ids`` those that another
    mention puts there, both in the table's order.
    """

    place_id: str
    name: str
    longitude: float
    latitude: float
    precision: str
    incident_ids: tuple[str, ...]
    further_ids: tuple[str, ...]


def place_marks(dataset: Dataset | None = None) -> ChartData[PlaceMark]:
    """Give the places known to the district or better, of the installed tables if None.

    Returns:
        A row a place of at least one incident or mention, in the table's order; the incidents
        without such a place are counted in the notes.

    """
    dataset = dataset or installed_dataset()
    marks = []
    for place in dataset.rows("places"):
        own = dataset.where("incidents", "place_id", place["place_id"])
        own_ids = tuple(str(row["incident_id"]) for row in own)
        further = [
            str(row["row_id"])
            for row in dataset.where("evidence", "value", place["place_id"])
            if (row["table_name"], row["column_name"]) == ("incidents", "place_id")
        ]
        if place["coordinate_precision"] in FINE and (own or further):
            marks.append(
                PlaceMark(
                    str(place["place_id"]),
                    str(place["name"]),
                    float(str(place["longitude"])),
                    float(str(place["latitude"])),
                    str(place["coordinate_precision"]),
                    own_ids,
                    tuple(dict.fromkeys(i for i in further if i not in own_ids)),
                )
            )
    return ChartData("Where?", tuple(marks), "", tuple(_place_notes(dataset, marks)))


def _place_notes(dataset: Dataset, marks: Sequence[PlaceMark]) -> Iterator[str]:
    yield (
        "A number counts the incidents and series of a place, not their weight. A ring is a "
        "district, drawn at its seat, or a place that only a further telling names."
    )
    shown = {incident for mark in marks for incident in mark.incident_ids}
    rest = [row for row in dataset.rows("incidents") if row["incident_id"] not in shown]
    if rest:
        named = sum(row["place_id"] is not None for row in rest)
        yield (
            f"Not drawn: {pluralize(len(rest), 'incident or series', 'incidents and series')}"
            f", {named} of them known only to the province, the country or the region, the others "
            "without any place."
        )
