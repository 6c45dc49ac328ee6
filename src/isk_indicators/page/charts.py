"""The charts of the page, placed in percent: incidents, force size over time, and the map."""

from __future__ import annotations

import itertools
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from math import cos, floor, log, log10, pi, radians, sin, tan
from typing import Any

from isk_indicators.cite import source_label
from isk_indicators.schema import VIEWS, Row, read_schemas
from isk_indicators.tables import SEPARATOR, Dataset
from isk_indicators.views.charts import (
    HARMED,
    OPEN_END,
    ForceMark,
    Form,
    Mark,
    PlaceMark,
    Shape,
    TimelineBar,
    force_marks,
    mark_of,
    meanings_of,
    place_time,
    shape,
    status_in_words,
    time_notes,
    timeline_bars,
    values_of,
    when,
)
from isk_indicators.views.incidents import matrix_of, timeline_of

# Scales

# Percentages let a drawing grow and shrink with the page while its words keep their size.

LEAST = 0.6
"""The least width of a bar, in percent: a day must be seen."""

_STEPS = (1, 2, 5, 10)
_TICKS = 5


def percent(value: float) -> str:
    """Write a share of a hundred as SVG and CSS read it: "12.5%"."""
    return f"{round(value, 2):g}%"


@dataclass(frozen=True)
class Scale:
    """A linear scale: ``first`` is drawn at ``start`` percent, ``last`` at ``end`` percent."""

    first: float
    last: float
    start: float = 0.0
    end: float = 100.0

    def at(self, value: float) -> float:
        """Where a value is drawn, in percent."""
        share = (value - self.first) / (self.last - self.first)
        return self.start + share * (self.end - self.start)

    def day(self, day: date) -> float:
        """Where a day begins, in percent."""
        return self.at(day.toordinal())


@dataclass(frozen=True)
class PlacedTime:
    """A time, placed from ``x`` to ``end``; what has one place in it is drawn in the ``middle``."""

    x: str
    width: str
    middle: str
    end: str
    open_left: bool
    open_right: bool


def placed_time(
    mark: TimelineBar | ForceMark, scale: Scale, axis: tuple[float, float]
) -> PlacedTime:
    """Place the time of a mark; what is too narrow to be seen is widened about its middle."""
    time = place_time(mark, scale.day, axis)
    short = max(0.0, LEAST - (time.end - time.start)) / 2
    time = time._replace(start=time.start - short, end=time.end + short)
    return PlacedTime(
        x=percent(time.start),
        width=percent(time.end - time.start),
        middle=percent(time.middle),
        end=percent(time.end),
        open_left=time.open_start,
        open_right=time.open_end,
    )


def years(days: Iterable[date], *, start: float, end: float) -> tuple[Scale, dict[int, float]]:
    """Make a scale of whole years around days, in percent, and say where each year begins."""
    known = sorted(days)
    if not known:
        return Scale(0, 1, start, end), {}
    first, last = known[0].year, known[-1].year + 1
    scale = Scale(date(first, 1, 1).toordinal(), date(last, 1, 1).toordinal(), start, end)
    return scale, {year: scale.day(date(year, 1, 1)) for year in range(first, last + 1)}


def ticks(most: float) -> list[int]:
    """Give round whole numbers from 0 to at least ``most``, four to seven of them."""
    reached = max(int(most), 1)
    rough = reached / _TICKS
    power = 10 ** floor(log10(rough)) if rough > 1 else 1
    step = next(int(s * power) for s in _STEPS if s * power >= rough or s == _STEPS[-1])
    return list(range(0, reached + step, step))


# Incidents: when each was, the reports of its toll, and its sources

INCIDENT_TIME = (6.0, 94.0)
"""Where the years begin and end, in percent: what is open runs into the margin."""

TOLL = (3.0, 90.0)

_NAMED = 7
"""One more than the number of years that have room for their names."""


@dataclass(frozen=True)
class Report:
    """One report of a toll, placed; without a number it has no shape and no place."""

    mark: Mark
    harm: str
    shape: Shape | None
    x: str = ""
    end: str = ""


@dataclass(frozen=True)
class SourceMention:
    """Whether a source reports an incident; ``target`` is the first row that shows it."""

    source_id: str
    says: str
    target: str | None


@dataclass(frozen=True)
class IncidentRow:
    """An incident or series with all that the page shows of it."""

    incident_id: str
    label: str
    scale: str
    status: str
    status_text: str
    when: str
    form: Form | None
    bar: PlacedTime | None
    count: str | None
    reports: tuple[Report, ...]
    mentions: tuple[SourceMention, ...]


@dataclass(frozen=True)
class IncidentView:
    """The whole picture: its rows by scale, its axes, what each status means, its notes."""

    groups: tuple[tuple[str, tuple[IncidentRow, ...]], ...]
    years: tuple[tuple[str, str, str], ...]
    ticks: tuple[tuple[str, str], ...]
    statuses: tuple[tuple[str, str], ...]
    status_notes: tuple[str, ...]
    sources: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def incident_view(dataset: Dataset) -> IncidentView:
    """Place every incident on the axes of time and of numbers."""
    picture = timeline_bars(dataset)
    days = [day for bar in picture.rows for day in (bar.first, bar.last) if day]
    time, starts = years(days, start=INCIDENT_TIME[0], end=INCIDENT_TIME[1])
    marks = [mark_of(dataset, row) for row in dataset.rows("casualties")]
    values = ticks(max((n for mark in marks for n in values_of(mark)), default=0))
    toll = Scale(0, values[-1], *TOLL)
    bars = {bar.incident_id: (bar.form, placed_time(bar, time, (0, 100))) for bar in picture.rows}
    rows = [*_incident_rows(dataset, bars, toll)]
    scales = sorted({row.scale for row in rows}, reverse=True)  # single incidents first
    statuses = {row.status for row in rows}
    view = read_schemas(dataset.package.root / VIEWS)["timeline"]
    meanings = view.by_name["status"].meanings
    return IncidentView(
        groups=tuple((one, tuple(row for row in rows if row.scale == one)) for one in scales),
        years=tuple(year_labels(starts)),
        ticks=tuple((percent(toll.at(value)), str(value)) for value in values),
        statuses=tuple((name, meanings[name]) for name in meanings if name in statuses),
        status_notes=tuple(meanings_of(row.status_text for row in rows)),
        sources=tuple(
            (str(s["source_id"]), f"{s['title'] or 'untitled'}, {source_label(s)}")
            for s in dataset.rows("sources")
        ),
        notes=tuple(time_notes(picture.rows)),
    )


def year_labels(starts: dict[int, float]) -> Iterator[tuple[str, str, str]]:
    """Each year's beginning, its middle and its name; the last has the beginning alone.

    Of many years every second, third … is named, the last of them always.
    """
    begun = list(starts.items())
    step = -(-len(begun) // _NAMED)
    for number, ((year, start), (_, end)) in enumerate(itertools.pairwise(begun), start=2):
        named = (len(begun) - number) % step == 0
        yield percent(start), percent((start + end) / 2), str(year) if named else ""
    yield from ((percent(place), "", "") for _, place in begun[-1:])


def _incident_rows(
    dataset: Dataset, bars: Mapping[str, tuple[Form, PlacedTime]], toll: Scale
) -> Iterator[IncidentRow]:
    mentions: defaultdict[str, list[SourceMention]] = defaultdict(list)
    for row in matrix_of(dataset):
        target = str(row["row_ids"]).split(SEPARATOR)[0] if row["row_ids"] else None
        mention = SourceMention(str(row["source_id"]), str(row["says"]), target)
        mentions[str(row["incident_id"])].append(mention)
    for row in timeline_of(dataset):
        incident_id, figure = str(row["incident_id"]), row["count_figure"]
        reports = dataset.where("casualties", "incident_id", incident_id)
        form, bar = bars.get(incident_id, (None, None))
        yield IncidentRow(
            incident_id=incident_id,
            label=str(row["label"]),
            scale=str(row["scale"]),
            status=str(row["status"]),
            status_text=status_in_words(row),
            when=when(row["date"]),
            form=form,
            bar=bar,
            count=None if figure is None else f"“{figure}”",
            reports=tuple(_report(dataset, row, toll) for row in reports),
            mentions=tuple(mentions[incident_id]),
        )


def _report(dataset: Dataset, row: Row, toll: Scale) -> Report:
    mark = mark_of(dataset, row)
    harm, places = HARMED[str(row["harm"])], [percent(toll.at(n)) for n in values_of(mark)]
    if not places:
        return Report(mark, harm, None)
    return Report(mark, harm, shape(mark), places[0], places[-1])


# Force size

FORCE_TIME = (17.0, 93.0)
VALUE = (86.0, 14.0)
"""Where 0 and the greatest tick are drawn, in percent from the top."""

AXIS = 10.0
"""The axis of numbers, in percent: what is open at the beginning starts there."""

_HALF = 60.0
_ABOVE, _BELOW = (-7, -15), (15, 15)
"""How far the words are from their mark, and each further one from the last, in pixels."""


@dataclass(frozen=True)
class Point:
    """One estimate, placed: from ``low`` up to ``high``, its time at the ``level`` between them.

    Its words are ``shift`` pixels below the place ``label`` at its high end.
    """

    mark: ForceMark
    voice: str
    shape: Shape
    time: PlacedTime
    low: str
    level: str
    high: str
    height: str
    label: str
    anchor: str
    shift: int


@dataclass(frozen=True)
class Chart:
    """The estimates of one measure of one actor."""

    title: str
    unit: str
    years: tuple[tuple[str, str], ...]
    ticks: tuple[tuple[str, str], ...]
    points: tuple[Point, ...]
    notes: tuple[str, ...]


def force_charts(dataset: Dataset) -> tuple[Chart, ...]:
    """Give a chart for each measure with a number: persons first, then by how many it has."""
    rows = dataset.rows("force_estimates")
    measures = dict.fromkeys((row["actor_id"], row["measure"], row["unit"]) for row in rows)
    every = [force_marks(str(who), str(what), str(unit), dataset) for who, what, unit in measures]
    drawn = [one for one in every if one.rows]
    days = [day for one in drawn for mark in one.rows for day in (mark.first, mark.last) if day]
    if not days:
        return ()
    time, starts = years(days, start=FORCE_TIME[0], end=FORCE_TIME[1])
    found = []
    for one in sorted(drawn, key=lambda one: (one.unit != "persons", -len(one.rows))):
        values = ticks(max(n for mark in one.rows for n in values_of(mark)))
        scale = Scale(0, values[-1], *VALUE)
        found.append(
            Chart(
                title=one.title.partition(",")[0],
                unit=one.unit,
                years=tuple((percent(start), str(year)) for year, start in starts.items()),
                ticks=tuple((percent(scale.at(value)), f"{value:,}") for value in values),
                points=tuple(_points(dataset, one.rows, time, scale)),
                notes=tuple(n for n in one.notes if n.startswith("Not drawn") or n == OPEN_END),
            )
        )
    return tuple(found)


def not_drawn(dataset: Dataset, drawn: Sequence[Chart]) -> str:
    """Say how many estimates have no mark in any chart; blank if each has one."""
    rows, marks = len(dataset.rows("force_estimates")), sum(len(chart.points) for chart in drawn)
    note = f"Not drawn: {rows - marks} of {rows} estimates, which give no number or no date."
    return note if rows > marks else ""


def _points(
    dataset: Dataset, marks: Sequence[ForceMark], time: Scale, scale: Scale
) -> Iterator[Point]:
    """Place the estimates, and set labels at one place apart."""
    labels: Counter[tuple[str, str]] = Counter()
    for mark in marks:
        placed = placed_time(mark, time, (AXIS, FORCE_TIME[1]))
        low, high = scale.at(values_of(mark)[0]), scale.at(values_of(mark)[-1])
        form = shape(mark)
        is_frame = form.body == "frame"
        label = placed.x if is_frame else placed.middle, percent(high)
        first_shift, step = _BELOW if is_frame or form.arrow < 0 else _ABOVE
        yield Point(
            mark=mark,
            voice=str(dataset.row("force_estimates", mark.row_id)["voice"]),
            shape=form,
            time=placed,
            low=percent(low),
            level=percent((low + high) / 2),
            high=percent(high),
            height=percent(low - high),
            label=label[0],
            anchor="start" if is_frame or float(placed.middle[:-1]) < _HALF else "end",
            shift=first_shift + step * labels[label],
        )
        labels[label] += 1


# Map

SIZE = (1000, 920)
"""Width and height of the outline's own units; only their ratio is seen."""

WINDOW = (28.5, 24.0, 82.0, 61.0)
"""What the map shows: west, south, east and north, in degrees; the corners are cut by the cone."""

PARALLELS = (28.0, 52.0)
"""The two parallels that keep their length."""

_LETTER, _LINE, _DOT = 1.6, 4.0, 1.5
"""The room of a letter, in percent of the width on a small screen, of a line, in percent of the
height, and of a dot, to each side."""

_WHOLE = 100

_SIDES = [(left, line) for line in (0, -1, 1, -2, 2, -3, 3) for left in (False, True)]
"""Where a name may be drawn, best first: right or left of its place, how many lines lower."""

Position = tuple[float, float]
Projection = Callable[[Position], Position]
Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in percent."""


@dataclass(frozen=True)
class Spot:
    """A place, placed."""

    place_id: str
    name: str
    x: str
    y: str
    count: int
    further_passages: int
    ring: bool
    left: bool
    line: int
    """How many lines below its place the name is drawn; above it if negative."""


@dataclass(frozen=True)
class Map:
    """The whole map."""

    size: tuple[int, int]
    land: str
    borders: str
    graticule: str
    countries: tuple[tuple[str, str, str], ...]
    spots: tuple[Spot, ...]
    outside: tuple[str, ...]
    """The names of the places beyond its edges."""


def chart_map(marks: Sequence[PlaceMark]) -> Map:
    """Draw the map with these places."""
    text = files(__package__).joinpath("outline.json").read_text(encoding="utf-8")
    outline: dict[str, Any] = json.loads(text)
    meridians = [[(x, y) for y in range(20, 63, 6)] for x in range(20, 91, 10)]
    parallels = [[(x, y) for x in range(20, 91, 5)] for y in range(20, 61, 10)]
    west, south, east, north = WINDOW
    middle = ((west + east) / 2, (south + north) / 2)
    unscaled = conic(middle[0])
    x0, y0 = unscaled(middle)
    unit = SIZE[0] / (unscaled((east, middle[1]))[0] - unscaled((west, middle[1]))[0])

    def project(point: Position) -> Position:
        """Stretch the conic so that the window fills the map's width from its middle."""
        x, y = unscaled(point)
        return SIZE[0] / 2 + (x - x0) * unit, SIZE[1] / 2 - (y - y0) * unit

    places = [_share(project((mark.longitude, mark.latitude))) for mark in marks]
    is_within = [0 <= min(place) <= max(place) <= _WHOLE for place in places]
    countries = [(name, *_share(project((x, y)))) for name, x, y in outline["countries"]]
    return Map(
        size=SIZE,
        land=_path(project, outline["land"], close=True),
        borders=_path(project, outline["borders"], close=False),
        graticule=_path(project, [*meridians, *parallels], close=False),
        countries=tuple((name, percent(x), percent(y)) for name, x, y in countries),
        spots=tuple(_spots([*itertools.compress(zip(marks, places, strict=True), is_within)])),
        outside=tuple(m.name for m, within in zip(marks, is_within, strict=True) if not within),
    )


def _share(point: Position) -> Position:
    """A point of the map in percent of its width and height."""
    return _WHOLE * point[0] / SIZE[0], _WHOLE * point[1] / SIZE[1]


def _spots(places: Sequence[tuple[PlaceMark, Position]]) -> Iterator[Spot]:
    """Each place with its name where it covers no other place and no name before it, if it can."""
    dots = [(x - _DOT, y - _DOT, x + _DOT, y + _DOT) for _, (x, y) in places]
    names: list[Box] = []
    for number, (mark, (x, y)) in enumerate(places):
        taken = [*dots[:number], *dots[number + 1 :], *names]
        count = len(mark.incident_ids)
        width = _LETTER * len(f"{mark.name} {count}" if count > 1 else mark.name)
        rooms = {}
        for left, line in _SIDES:
            start, top = (x - _DOT - width if left else x + _DOT), y + (line - 0.5) * _LINE
            rooms[left, line] = (start, top, start + width, top + _LINE)
        free = [
            side
            for side, (start, top, end, bottom) in rooms.items()
            if min(start, top) >= 0
            and max(end, bottom) <= _WHOLE
            and not any(
                start < x1 and x0 < end and top < y1 and y0 < bottom for x0, y0, x1, y1 in taken
            )
        ]
        left, line = [*free, _SIDES[0]][0]
        names.append(rooms[left, line])
        yield Spot(
            place_id=mark.place_id,
            name=mark.name,
            x=percent(x),
            y=percent(y),
            count=count,
            further_passages=len(mark.further_ids),
            ring=mark.precision != "settlement" or not mark.incident_ids,
            left=left,
            line=line,
        )


def _path(project: Projection, lines: Iterable[Sequence[Position]], *, close: bool) -> str:
    """Write lines as an SVG path of whole units, each step from the last point."""
    path = ""
    for line in lines:
        points = [(round(x), round(y)) for x, y in map(project, line)]
        steps = [
            f"{right[0] - left[0]} {right[1] - left[1]}"
            for left, right in itertools.pairwise(points)
            if left != right
        ]
        if steps:
            path += f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}{'z' if close else ''}"
    return path.replace(" -", "-")


def conic(meridian: float) -> Projection:
    """Lambert's conformal conic projection on a sphere of radius 1.

    The formulas are those of J. P. Snyder, Map Projections (USGS Professional Paper 1395, 1987),
    15-1 to 15-4.
    """
    first, second = (radians(parallel) for parallel in PARALLELS)
    n = log(cos(first) / cos(second)) / log(_tangent(second) / _tangent(first))
    f = cos(first) * _tangent(first) ** n / n

    def project(point: Position) -> Position:
        radius = f / _tangent(radians(point[1])) ** n
        angle = n * radians(point[0] - meridian)
        return radius * sin(angle), -radius * cos(angle)

    return project


def _tangent(latitude: float) -> float:
    return tan(pi / 4 + latitude / 2)
