"""Page and plots, mark by mark: each claim has the same kind, ends, openness and words in both.

The page is read from its markup, the plots from what matplotlib is to draw; each place is taken
back to a day or a number with the axis that the picture itself prints.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple, get_args

import matplotlib as mpl
import pytest
from matplotlib import pyplot as plt
from matplotlib.dates import date2num
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.text import Annotation

from isk_indicators import plots
from isk_indicators.page import page_from
from isk_indicators.page.charts import LEAST
from isk_indicators.tables import Dataset
from isk_indicators.views.charts import SHAPES, force_marks, timeline_bars, toll_lines
from isk_indicators.views.tolls import Harm
from tests.page.markup import Element, Page

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from isk_indicators.schema import DataPackage
    from tests.conftest import MakePackage

mpl.use("Agg")

NARROW = "narrow"
Point = date | float
Time = tuple[date | str | None, ...]
At = Callable[[float], float]


class Shown(NamedTuple):
    """What a picture shows of a claim.

    Attributes:
        kind: The form of its mark.
        numbers: The ends of its number; None where an arrow leads away from the other one.
        time: Its first and last day; None if an arrow leads back from the last.
        open_end: Whether an arrow leads on from its last day.
        words: What is written beside it.

    """

    kind: str
    numbers: tuple[float | None, float | None] | None
    time: Time | None
    open_end: bool
    words: tuple[str, ...]


Marks = dict[str, Shown]
ARROWS = {"#right": "at_least", "#up": "at_least", "#left": "at_most", "#down": "at_most"}


def linear(first: tuple[float, float], last: tuple[float, float]) -> At:
    """The straight line through two places with their values."""
    (place, value), (end, end_value) = first, last
    return lambda at: value + (at - place) * (end_value - value) / (end - place)


def number(kind: str, low: float, high: float) -> tuple[float | None, float | None]:
    """The ends of a number of that kind."""
    is_open = kind.partition(",")[0]
    return (
        None if is_open in ("at_most", "below") else low,
        None if is_open in ("at_least", "above") else high,
    )


def time_of(bar: dict[str, str], time: At, heads: Collection[str]) -> Time:
    """The first day of a bar and the last; of one that is as narrow as may be, that it is so."""
    start, end = share(bar["x"]), share(bar["x"]) + share(bar["width"])
    ends = days(None if "#left" in heads else time(start), time(end))
    return (*ends, NARROW) if share(bar["width"]) == LEAST else ends


def day_of(place: float) -> date:
    """The day that begins there; a place is written to a hundredth of a percent."""
    return date.fromordinal(round(place))


def days(start: float | None, end: float) -> tuple[date | None, date]:
    """The first day and the last, which ends where the next one begins."""
    return None if start is None else day_of(start), day_of(end) - timedelta(days=1)


# The page


def share(written: str) -> float:
    return float(written.removesuffix("%"))


def of_class(elements: list[Element], name: str, kind: str = "") -> list[dict[str, str]]:
    found = [one.attributes for one in elements if one.name == name]
    return [one for one in found if not kind or kind in one.get("class", "").split()]


def links(elements: list[Element]) -> Iterator[tuple[dict[str, str], list[Element]]]:
    """Each link with what follows it, up to the next one."""
    places = [i for i, one in enumerate(elements) if one.name == "a"]
    for place, end in zip(places, [*places[1:], len(elements)], strict=True):
        yield elements[place].attributes, elements[place + 1 : end]


def between(elements: list[Element], start: str, end: str) -> list[Element]:
    """The elements from the one with this id or class to the next with that one."""

    def at(name: str, after: int) -> int:
        for i, one in enumerate(elements[after:], after):
            if name in (one.attributes.get("id"), one.attributes.get("class")):
                return i
        return len(elements)

    first = at(start, 0)
    return elements[first : at(end, first + 1)]


def texts(elements: list[Element], kind: str = "") -> list[str]:
    found = [one for one in elements if not kind or one.attributes.get("class") == kind]
    return ["".join(one.text).strip() for one in found]


def page_of_incidents(page: Page) -> tuple[Marks, Marks]:
    """The times of incidents and the reports of tolls that the page draws."""
    section = between(page.elements, "incidents-drawn", "force-drawn")
    years = [share(one["x1"]) for one in of_class(between(section, "years", "counts"), "line")]
    counts = [share(one["x1"]) for one in of_class(between(section, "counts", "left"), "line")]
    heads = [text for text in texts([one for one in section if one.name == "text"]) if text]
    named, values = heads[: heads.index("0")], heads[heads.index("0") :][: len(counts)]
    last = int(named[-1]) + 1  # the last year is always named
    time = linear(
        (years[0], date(last - (len(years) - 1), 1, 1).toordinal()),
        (years[-1], date(last, 1, 1).toordinal()),
    )
    value = linear((counts[0], float(values[0])), (counts[-1], float(values[-1])))
    table = between(section, "incident-rows", "none")
    times, tolls = {}, {}
    for link, inner in links(table):
        if link.get("class") == "report" and of_class(inner, "svg"):
            tolls[link["href"][1:]] = toll_on_page(inner, value)
        elif "title" in link and of_class(inner, "svg"):
            times[link["href"][1:]] = time_on_page(link["title"], inner, time)
    return times, tolls


def time_on_page(title: str, inner: list[Element], time: At) -> Shown:
    heads = {one["href"] for one in of_class(inner, "use", "open")}
    words = tuple(title.split("; "))
    for dot in of_class(inner, "circle"):
        day = day_of(time(share(dot["cx"])) - 0.5)
        return Shown(dot["class"], None, (day, day), bool(heads), words)
    (bar,) = of_class(inner, "rect")
    ends = time_of(bar, time, heads)
    return Shown("bar", None, ends, "#right" in heads, words)


def toll_on_page(inner: list[Element], value: At) -> Shown:
    reported, by = texts(inner, "told")[0], texts(inner, "by")[0].partition(" · ")[2]
    kind, places = form_on_page(inner, ("x1", "x2"), "cx")
    low, high = (round(value(share(place))) for place in places)
    ends = number(kind, low, high)
    halves = [one for one in of_class(inner, "use") if one["href"] == "#half"]
    if halves and of_class(inner, "circle"):
        kind = "about" if halves[0].get("class") == "rounded" else "exact"
    return Shown(kind_of(kind, is_part=bool(halves)), ends, None, False, (reported, by))


def form_on_page(
    inner: list[Element], ends: tuple[str, str], middle: str
) -> tuple[str, tuple[str, str]]:
    """The kind of a number's mark, and where its ends are written."""
    heads = {one["href"] for one in of_class(inner, "use") if "class" not in one}
    for line in of_class(inner, "line", "tail"):
        (kind,) = {ARROWS[head] for head in heads & ARROWS.keys()}
        foot = line[ends[0] if kind == "at_least" or ends[0] == "y1" else ends[1]]
        return kind, (foot, foot)
    for line in of_class(inner, "line", "range"):
        return "range", (line[ends[0]], line[ends[1]])
    (dot,) = of_class(inner, "circle")
    return dot["class"], (dot[middle], dot[middle])


def page_of_force(page: Page) -> Marks:
    """The estimates that the page draws."""
    elements = between(page.elements, "force-drawn", "map-drawn")
    places = [i for i, one in enumerate(elements) if one.attributes.get("class") == "chart"]
    marks = {}
    for start, end in zip(places, [*places[1:], len(elements)], strict=True):
        chart = elements[start:end]
        rules, ticks = of_class(chart, "line", "rule"), texts(chart, "tick")
        levels = [share(one["y1"]) for one in rules if "y1" in one]
        years = [share(one["x1"]) for one in rules if "y1" not in one]
        values = [float(text.replace(",", "")) for text in ticks[: len(levels)]]
        named = [date(int(text), 1, 1).toordinal() for text in ticks[len(levels) :]]
        value = linear((levels[0], values[0]), (levels[-1], values[-1]))
        time = linear((years[0], named[0]), (years[-1], named[-1]))
        for link, inner in links(chart):
            marks[link["href"][1:]] = estimate_on_page(link["aria-label"], inner, time, value)
    return marks


def estimate_on_page(label: str, inner: list[Element], time: At, value: At) -> Shown:
    (bar,) = of_class(inner, "rect")
    heads = [one["href"] for one in of_class(inner, "use")]
    ends = time_of(bar, time, heads)
    reported, _, rest = label.partition("”, ")
    words = (f"{reported}”", rest.partition(", according to ")[2])
    if bar["class"] == "varied":
        sides = [one for one in of_class(inner, "line", "frame") if one["x1"] == one["x2"]]
        assert len(sides) == 2 - ("#left" in heads) - ("#right" in heads), (
            "an open side has no line"
        )
        kind = "over_time"
        places = (share(bar["y"]) + share(bar["height"]), share(bar["y"]))
    else:
        sign = [one for one in inner if one.attributes.get("href") not in ("#left", "#right")]
        kind, written = form_on_page(sign, ("y1", "y2"), "cy")
        if "without" in bar["class"].split():
            kind = {"at_least": "above", "at_most": "below"}[kind]
        places = (share(written[0]), share(written[1]))
    low, high = (round(value(place)) for place in places)
    return Shown(kind, number(kind, low, high), ends, "#right" in heads, words)


# The plots


def drawn(ax: Axes) -> dict[str, Line2D]:
    """The lines that draw rows."""
    return {str(line.get_gid()): line for line in ax.lines if line.get_gid()}


def beside(ax: Axes, height: float) -> tuple[str, ...]:
    """The words at a height, from left to right."""
    notes = [t for t in ax.texts if isinstance(t, Annotation) and t.xyann[0] > 0]
    return tuple(t.get_text() for t in notes if t.get_text() and t.xy[1] == height)


def time_in_plot(ax: Axes, gid: str) -> tuple[tuple[date | None, date], bool]:
    """The days of a band, and whether it is open at its end."""
    (bar,) = [bar for bar in ax.collections if bar.get_gid() == f"{gid}-0"]
    parts = [path.get_extents() for path in bar.get_paths()]
    start, end = (min(box.x0 for box in parts), max(box.x1 for box in parts))
    shift = date(2020, 1, 1).toordinal() - float(date2num(date(2020, 1, 1)))  # type: ignore[no-untyped-call]
    first = None if f"{gid}-before" in drawn(ax) else start + shift
    return days(first, end + shift), f"{gid}-after" in drawn(ax)


def form_in_plot(line: Line2D) -> str:
    """The kind of a number's mark."""
    (kind,) = {
        kind_of(sign, is_part=part)
        for upwards in (False, True)
        for (sign, part), shape in SHAPES.items()
        if outline(Line2D([], [], **plots.line_style(shape, upwards=upwards))) == outline(line)
    }
    return kind


def outline(line: Line2D) -> tuple[object, ...]:
    """What can be seen of a mark."""
    marker = line.get_marker()
    form = marker.vertices.tolist() if isinstance(marker, Path) else marker  # type: ignore[union-attr]
    if marker == "None":
        return line.is_dashed(), line.get_linewidth()
    return form, line.get_fillstyle(), line.get_markerfacecolor()


def kind_of(sign: str, *, is_part: bool) -> str:
    return f"{sign}, of a part" if is_part else sign


def plot_of_times(dataset: Dataset) -> Marks:
    ax = plots.draw_timeline(timeline_bars(dataset), None)
    marks = {}
    for bar in timeline_bars(dataset).rows:
        if (line := drawn(ax).get(bar.incident_id)) is not None:
            (noon,), (height,) = line.get_xdata(), line.get_ydata()
            day = date(1970, 1, 1) + timedelta(days=noon - 0.5)
            form = {"exact": "day", "about": "about_day"}[form_in_plot(line)]
            shown = Shown(form, None, (day, day), False, beside(ax, height))
        else:
            ends, is_open = time_in_plot(ax, bar.incident_id)
            (strip,) = [one for one in ax.collections if one.get_gid() == f"{bar.incident_id}-0"]
            height = strip.get_paths()[0].get_extents().y0 + 3.2
            (height,) = {t.xy[1] for t in ax.texts if abs(t.xy[1] - height) < 1e-6}  # type: ignore[attr-defined]
            heads = {gid for gid in drawn(ax) if gid.startswith(f"{bar.incident_id}-")}
            assert heads == {
                *([f"{bar.incident_id}-before"] if ends[0] is None else []),
                *([f"{bar.incident_id}-after"] if is_open else []),
            }
            shown = Shown("bar", None, ends, is_open, beside(ax, height))
        marks[bar.incident_id] = shown
    return marks


def plot_of_tolls(dataset: Dataset) -> Marks:
    marks = {}
    for harm in get_args(Harm):
        for scale in ("single", "series"):
            picture = toll_lines(dataset, scale=scale, harm=harm)
            ax = plots.draw_tolls(picture, "latest_exact", None)
            for mark in (mark for line in picture.rows for mark in line.marks):
                line = drawn(ax)[mark.row_id]
                kind, places = form_in_plot(line), sorted(line.get_xdata())
                words = beside(ax, line.get_ydata()[0])
                ends = number(kind, places[0], places[-1])
                marks[mark.row_id] = Shown(kind, ends, None, False, words)
    return marks


def plot_of_force(dataset: Dataset) -> Marks:
    marks = {}
    asked = [(r["actor_id"], r["measure"], r["unit"]) for r in dataset.rows("force_estimates")]
    for actor, measure, unit in dict.fromkeys(asked):
        picture = force_marks(str(actor), str(measure), str(unit), dataset)
        ax = plots.draw_force(picture, None)
        heights: Counter[float] = Counter()
        for mark in picture.rows:
            line = drawn(ax)[mark.row_id]
            kind = form_in_plot(line)
            places = sorted(y for y in line.get_ydata() if y == y)  # noqa: PLR0124 - not a number
            time, is_open = time_in_plot(ax, f"{mark.row_id}-time")
            height = (places[0] + places[-1]) / 2
            words = beside(ax, height)[2 * heights[height] :][:2]
            heights[height] += 1
            ends = number(kind, places[0], places[-1])
            marks[mark.row_id] = Shown(kind, ends, time, is_open, words)
    return marks


# Both


@pytest.fixture(autouse=True)
def _close() -> Iterator[None]:
    yield
    plt.close("all")


def assert_alike(page: Marks, plot: Marks) -> None:
    """The page widens a bar that is too narrow to be seen, about its middle."""
    for row_id, shown in page.items():
        if NARROW in (shown.time or ()):
            first, last = plot[row_id].time
            begin, end = shown.time[:2]
            assert begin <= first <= last <= end
            assert abs((first - begin) - (end - last)) <= timedelta(days=1)
            page = {**page, row_id: shown._replace(time=(first, last))}
    assert page == plot


def hold_together(package: DataPackage) -> tuple[Marks, Marks, Marks]:
    """Hold the page's marks against the plots', and give them: times, tolls, estimates."""
    page, dataset = Page(page_from(Dataset(package))), Dataset(package)
    times, tolls = page_of_incidents(page)
    force = page_of_force(page)
    assert_alike(times, plot_of_times(dataset))
    assert tolls == plot_of_tolls(dataset)
    assert_alike(force, plot_of_force(dataset))
    return times, tolls, force


def test_page_and_plots_say_the_same_of_each_claim(real: DataPackage) -> None:
    times, tolls, force = hold_together(real)
    assert min(len(times), len(tolls), len(force)) > 5


SPAN = {"source_id": "src-000", "span_start": 0, "span_end": 4, "quote": "Four"}
CLAIM = {**SPAN, "voice": "author"}
NUMBERS = {  # qualifier, stated ends, covers: what is shown
    ("exact", 13, 13, "all"): ("exact", (13, 13)),
    ("exact", 13, 13, "part"): ("exact, of a part", (13, 13)),
    ("exact", 0, 0, "all"): ("exact", (0, 0)),
    ("exact", 20, 40, "all"): ("range", (20, 40)),
    ("exact", 20, 40, "part"): ("range, of a part", (20, 40)),
    ("about", 80, 80, "all"): ("about", (80, 80)),
    ("about", 80, 80, "part"): ("about, of a part", (80, 80)),
    ("at_least", 50, 50, "all"): ("at_least", (50, None)),
    ("at_least", 50, 50, "part"): ("at_least, of a part", (50, None)),
    ("up_to", 30, 30, "all"): ("at_most", (None, 30)),
}
TIMES = {  # a date of a source of 8 November 2021: what the page shows
    "2021-08/..": ("bar", (date(2021, 8, 1), date(2021, 11, 8)), True),
    "../2019-03": ("bar", (None, date(2019, 3, 31)), False),
    "2019/2020-06": ("bar", (date(2019, 1, 1), date(2020, 6, 30)), False),
    "2021": ("bar", (date(2021, 1, 1), date(2021, 12, 31)), False),
    "2020-07-01/2020-07-02": ("bar", (date(2020, 6, 28), date(2020, 7, 5), NARROW), False),
    "2020-05-04": ("day", (date(2020, 5, 4), date(2020, 5, 4)), False),
    "2020-05-04~": ("about_day", (date(2020, 5, 4), date(2020, 5, 4)), False),
}
FORCES = {  # as_of, qualifier, stated ends, spread: what is shown
    ("2019", "exact", 1000, 3000, "uncertainty"): ("range", (1000, 3000)),
    ("../2020", "exact", 1500, 5000, "over_time"): ("over_time", (1500, 5000)),
    ("2019-05/..", "exact", 100, 300, "over_time"): ("over_time", (100, 300)),
    ("2018/2019", "exact", 200, 900, "over_time"): ("over_time", (200, 900)),
    ("2018/..", "more_than", 2500, 2500, "point"): ("at_least", (2501, None)),
    ("../2018", "about", 600, 600, "point"): ("about", (600, 600)),
    ("2020", "up_to", 2100, 2100, "point"): ("at_most", (None, 2100)),
    ("2021-01/..", "exact", 4000, 4000, "point"): ("exact", (4000, 4000)),
}


def test_every_form_of_a_claim_is_the_same_in_page_and_plots(make_package: MakePackage) -> None:
    force = {"actor_id": "act-0001", "measure": "fighters", "unit": "persons"}
    incident = {"event_type": "attack", "target_type": "unknown"}
    package = make_package(
        {
            "sources": [
                {
                    "source_id": "src-000",
                    "file": "a.txt",
                    "published": "2021-11-08",
                    "published_basis": "stated",
                    "language": "en",
                    "characters": 4,
                }
            ],
            "actors": [{**SPAN, "actor_id": "act-0001", "name": "IS-K"}],
            "incidents": [
                {
                    **incident,
                    **CLAIM,
                    "incident_id": f"inc-{i:04}",
                    "label": f"Incident {i}",
                    "scale": ("single", "series")[i == 0],
                    "date": reported,
                }
                for i, reported in enumerate(TIMES)
            ],
            "casualties": [
                {
                    **CLAIM,
                    "casualty_id": f"cas-{i:04}",
                    "incident_id": "inc-0001",
                    "harm": ("killed", "wounded")[i % 2],
                    "figure": f"figure {i}",
                    "qualifier": qualifier,
                    "stated_low": low,
                    "stated_high": high,
                    "covers": covers,
                }
                for i, (qualifier, low, high, covers) in enumerate(NUMBERS)
            ],
            "force_estimates": [
                {
                    **force,
                    **CLAIM,
                    "estimate_id": f"est-{i:04}",
                    "as_of": as_of,
                    "figure": f"figure {i}",
                    "qualifier": qualifier,
                    "stated_low": low,
                    "stated_high": high,
                    "spread": spread,
                }
                for i, (as_of, qualifier, low, high, spread) in enumerate(FORCES)
            ],
        }
    )
    times, tolls, estimates = hold_together(package)
    drawn_times = [times[f"inc-{i:04}"] for i in range(len(TIMES))]
    assert [(one.kind, one.time, one.open_end) for one in drawn_times] == [*TIMES.values()]
    shown = [tolls[f"cas-{i:04}"] for i in range(len(NUMBERS))]
    assert [(one.kind, one.numbers) for one in shown] == [*NUMBERS.values()]
    assert [one.words[0] for one in shown] == [
        f"“figure {i}”" + (", of a part" if covers == "part" else "")
        for i, (*_, covers) in enumerate(NUMBERS)
    ]
    shown = [estimates[f"est-{i:04}"] for i in range(len(FORCES))]
    assert [(one.kind, one.numbers) for one in shown] == [*FORCES.values()]
    for one, (as_of, *_) in zip(shown, FORCES, strict=True):
        assert one.open_end == as_of.endswith("..")
        assert one.time is not None
        assert (one.time[0] is None) == as_of.startswith("..")
        assert not one.open_end or one.time[1] == date(2021, 11, 8)
