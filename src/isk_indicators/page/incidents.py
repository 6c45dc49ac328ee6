"""The incidents of the page: when each was, the reports of its toll, and its sources."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from isk_indicators.cite import source_label
from isk_indicators.page.charts import PlacedTime, Scale, percent, placed_time, ticks, years
from isk_indicators.schema import VIEWS, Row, read_schemas
from isk_indicators.tables import SEPARATOR, Dataset
from isk_indicators.views import charts
from isk_indicators.views.charts import (
    HARMED,
    Form,
    Mark,
    Shape,
    mark_of,
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
    time, starts = years(days, start=TIME[0], end=TIME[1])
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
        status_notes=tuple(charts.meanings_of(row.status_text for row in rows)),
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
            when=charts.when(row["date"]),
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
