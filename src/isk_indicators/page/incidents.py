"""The rows of the incident view: when each was, the reports of its toll, and its sources."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from isk_indicators.cite import source_label
from isk_indicators.page.charts import Scale, percent, ticks, visible, years
from isk_indicators.schema import Row, Schema
from isk_indicators.tables import SEPARATOR, Dataset
from isk_indicators.views import charts
from isk_indicators.views.charts import (
    HARMED,
    Form,
    Mark,
    Shape,
    TimelineBar,
    mark_of,
    place_time,
    shape,
    status_in_words,
    time_notes,
    timeline_bars,
    values_of,
)
from isk_indicators.views.incidents import matrix_of, timeline_of

TIME = (6.0, 94.0)
"""Where the years begin and end, in percent: what is open runs into the margin."""

TOLL = (3.0, 90.0)


_NAMED = 7
"""How many years have room for their names, and for one name more."""


@dataclass(frozen=True)
class Bar:
    """When an incident was, placed: a bar from ``begin`` to ``end``, or a dot in the ``middle``."""

    form: Form
    x: str
    width: str
    begin: str
    middle: str
    end: str
    open_left: bool
    open_right: bool


@dataclass(frozen=True)
class Report:
    """One report of a toll, placed; without a number it has no shape and no place."""

    row_id: str
    harm: str
    text: str
    said_by: str
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
    standing: str
    when: str
    bar: Bar | None
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
    remarks: tuple[str, ...]
    sources: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def incident_view(dataset: Dataset, schema: Schema) -> IncidentView:
    """Place every incident; ``schema`` is that of the view ``timeline``, with what it says."""
    rows = timeline_of(dataset)
    picture = timeline_bars(dataset)
    marks = [mark_of(dataset, row) for row in dataset.rows("casualties")]
    time, starts = years(
        (day for bar in picture.rows for day in (bar.first, bar.last) if day),
        start=TIME[0],
        end=TIME[1],
    )
    most = max((n for mark in marks for n in values_of(mark)), default=0)
    values = ticks(most)
    toll = Scale(0, values[-1], *TOLL)
    bars = {bar.incident_id: _bar(bar, time) for bar in picture.rows}
    mentions = _mentions(dataset)
    drawn = [_incident_row(dataset, row, bars, toll, mentions) for row in rows]
    scales = sorted({one.scale for one in drawn}, reverse=True)  # single incidents first
    meanings = schema.by_name["status"].meanings
    return IncidentView(
        tuple((scale, tuple(one for one in drawn if one.scale == scale)) for scale in scales),
        tuple(_years(starts)),
        tuple((percent(toll.at(value)), str(value)) for value in values),
        tuple((name, meanings[name]) for name in meanings if name in {one.status for one in drawn}),
        tuple(charts.meanings_of(one.standing for one in drawn)),
        tuple((str(s["source_id"]), _source_name(s)) for s in dataset.rows("sources")),
        tuple(time_notes(picture.rows)),
    )


def _source_name(source: Row) -> str:
    """Title, author, publisher and date of a source, as far as its document shows them."""
    return f"{source['title'] or 'untitled'}, {source_label(source)}"


def _years(starts: dict[int, float]) -> Iterator[tuple[str, str, str]]:
    """Each year's beginning, its middle, its name; the last has the beginning alone.

    Of many years every second, third … is named, the last of them always: names need room.
    """
    begun = list(starts.items())
    step = -(-len(begun) // _NAMED)
    for number, ((year, start), (_, end)) in enumerate(itertools.pairwise(begun), start=2):
        named = (len(begun) - number) % step == 0
        yield percent(start), percent((start + end) / 2), str(year) if named else ""
    yield from ((percent(place), "", "") for _, place in begun[-1:])


def _bar(bar: TimelineBar, time: Scale) -> Bar:
    interval = place_time(bar, time.day, (0, 100))
    begin, end = visible(interval.start, interval.end)
    return Bar(
        bar.form,
        percent(begin),
        percent(end - begin),
        percent(begin),
        percent((begin + end) / 2),
        percent(end),
        interval.open_start,
        interval.open_end,
    )


def _incident_row(
    dataset: Dataset,
    row: Row,
    bars: dict[str, Bar],
    toll: Scale,
    mentions: dict[str, tuple[SourceMention, ...]],
) -> IncidentRow:
    incident = str(row["incident_id"])
    figure = row["count_figure"]
    return IncidentRow(
        incident,
        str(row["label"]),
        str(row["scale"]),
        str(row["status"]),
        status_in_words(row),
        charts.when(row["date"]),
        bars.get(incident),
        None if figure is None else f"“{figure}”",
        tuple(
            _report(mark_of(dataset, one), str(one["harm"]), toll)
            for one in dataset.where("casualties", "incident_id", incident)
        ),
        mentions[incident],
    )


def _report(mark: Mark, harm: str, toll: Scale) -> Report:
    drawn = values_of(mark)
    if not drawn:
        return Report(mark.row_id, HARMED[harm], mark.told, mark.said_by, None)
    begin, end = percent(toll.at(drawn[0])), percent(toll.at(drawn[-1]))
    return Report(mark.row_id, HARMED[harm], mark.told, mark.said_by, shape(mark), begin, end)


def _mentions(dataset: Dataset) -> dict[str, tuple[SourceMention, ...]]:
    found: dict[str, tuple[SourceMention, ...]] = {}
    for row in matrix_of(dataset):
        ids = row["row_ids"]
        target = None if ids is None else str(ids).split(SEPARATOR)[0]
        incident = str(row["incident_id"])
        mention = SourceMention(str(row["source_id"]), str(row["says"]), target)
        found[incident] = (*found.get(incident, ()), mention)
    return found
