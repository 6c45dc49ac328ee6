"""The plots: each claim is drawn, in its place and its form; words do not overlap.

That a picture is good to look at no test says: look at it, in grey too.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import combinations, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.dates import date2num, num2date
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.path import Path as Outline
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Bbox

import isk_indicators as isk
from isk_indicators import plots
from isk_indicators.tables import Dataset, installed_dataset
from isk_indicators.views import charts
from isk_indicators.views.charts import (
    force_marks,
    timeline_bars,
    toll_lines,
    values_of,
)
from isk_indicators.views.tolls import Rule

if TYPE_CHECKING:
    from tests.conftest import MakePackage

mpl.use("Agg")

values = pytest.mark.usefixtures("as_published")

ROOT = Path(__file__).resolve().parents[1]
Draw = Callable[..., Axes]


def lead_times(ax: Axes | None = None) -> Axes:
    return plots.force(ax, measure="external_attack_lead_time")


def widest(ax: Axes | None = None) -> Axes:
    return plots.tolls(ax, rule="widest")


def recruits(ax: Axes | None = None) -> Axes:
    return plots.force(ax, measure="recruits")


def series(ax: Axes | None = None) -> Axes:
    return plots.tolls(ax, scale="series")


PICTURES: tuple[Draw, ...] = (plots.tolls, widest, plots.timeline, plots.force, lead_times)
LOUD = {"font.size": 17, "axes.grid": True, "lines.linewidth": 5, "grid.linestyle": "--"}
EMPTY: tuple[Draw, ...] = (recruits, series)


@pytest.fixture(autouse=True)
def _close() -> Iterator[None]:
    yield
    plt.close("all")


def one(ax: Axes, gid: str) -> Line2D:
    """The line that draws a row."""
    (line,) = [line for line in ax.lines if line.get_gid() == gid]
    return line


def strokes(line: Line2D) -> list[list[tuple[float, float]]]:
    """What a line draws without the pen leaving the paper."""
    points = list(zip(line.get_xdata(), line.get_ydata(), strict=True))
    return [points[i : i + 2] for i in range(0, len(points), 3)]


def texts(ax: Axes) -> list[str]:
    """What is written in and beside the axes, but for the horizontal axis."""
    labels = [*ax.get_yticklabels(), *ax.get_yticklabels(minor=True)]
    return [text.get_text() for text in (*ax.texts, *labels)]


def blocks(ax: Axes, gid: str) -> list[Bbox]:
    """The blocks of a bar: what is filled, then those of an end that fades out."""
    (bar,) = [bar for bar in ax.collections if bar.get_gid() == gid]
    return [path.get_extents() for path in bar.get_paths()]


def caption(ax: Axes) -> str:
    lines = [text for text in ax.texts if str(text.get_gid()).startswith("caption")]
    return " ".join(line.get_text().replace("\n", " ") for line in lines)


def key_words(ax: Axes) -> list[str]:
    rows = [artist for artist in ax.get_children() if isinstance(artist, Legend)]
    return [text.get_text() for row in rows for text in row.get_texts()]


def pixels(ax: Axes) -> np.ndarray:
    canvas = ax.figure.canvas  # type: ignore[union-attr]
    assert isinstance(canvas, FigureCanvasAgg)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[..., :3].astype(int)


# Every picture


@pytest.mark.parametrize("draw", [*PICTURES, *EMPTY])
def test_it_draws_on_the_axes_given_or_on_a_figure_of_its_own(draw: Draw) -> None:
    figure, (other, given) = plt.subplots(2, layout="constrained")
    assert draw(given) is given
    assert not other.lines
    assert not other.texts
    assert plt.get_fignums() == [figure.number]
    assert draw().figure is not figure
    assert len(plt.get_fignums()) == 2


@pytest.mark.parametrize("draw", [*PICTURES, *EMPTY])
def test_no_setting_of_the_user_is_changed(draw: Draw) -> None:
    with mpl.rc_context(LOUD):
        before = dict(mpl.rcParams)
        draw()
        assert dict(mpl.rcParams) == before


@pytest.mark.parametrize("draw", PICTURES)
def test_the_style_of_the_user_changes_nothing(draw: Draw) -> None:
    plain = pixels(draw())
    with mpl.rc_context({"font.family": "serif", "text.color": "red", **LOUD}):
        axes = draw()
        assert np.array_equal(pixels(axes), plain)
    assert np.array_equal(pixels(axes), plain)


@pytest.mark.parametrize("draw", [*PICTURES, *EMPTY])
def test_the_caption_says_version_and_limits(draw: Draw) -> None:
    reported = caption(draw())
    assert reported.endswith(f"isk-indicators {isk.__version__}.")
    assert charts.limits(installed_dataset()) in reported
    assert "no census, no trend, no ground truth" in reported


@pytest.mark.parametrize("rule", ["latest_exact", "conservative", "widest"])
def test_the_caption_of_tolls_names_the_rule(rule: Rule) -> None:
    axes = plots.tolls(rule=rule)
    assert f"Band: the interval by the rule {rule}." in caption(axes)
    assert f"interval by the rule {rule}" in key_words(axes)


def boxes(ax: Axes) -> list[tuple[str, Bbox]]:
    """Every text with the room that it takes, but for those of no length."""
    canvas = ax.figure.canvas  # type: ignore[union-attr]
    canvas.draw()
    renderer = canvas.get_renderer()  # type: ignore[attr-defined]
    found = ax.figure.findobj(Text)  # type: ignore[union-attr]
    return [
        (text.get_text(), Text.get_window_extent(text, renderer))
        for text in found
        if text.get_text() and text.get_visible()
    ]


@pytest.mark.parametrize("draw", [*PICTURES, *EMPTY])
@pytest.mark.parametrize("dpi", [72, 100, 200])
def test_no_words_overlap_or_leave_the_figure(draw: Draw, dpi: int) -> None:
    axes = draw()
    axes.figure.set_dpi(dpi)  # type: ignore[union-attr]
    found = boxes(axes)
    assert len(found) >= 3, "title, words, caption"
    whole = axes.figure.bbox  # type: ignore[union-attr]
    for text, box in found:
        assert whole.x0 <= box.x0, text
        assert box.x1 <= whole.x1, text
        assert whole.y0 <= box.y0, text
        assert box.y1 <= whole.y1, text
    for (text, box), (other, beside) in combinations(found, 2):
        both = Bbox.intersection(box, beside)
        assert both is None or min(both.width, both.height) < 0.02 * dpi, (text, other)


@pytest.mark.parametrize("draw", [*PICTURES, *EMPTY])
def test_nothing_is_red_or_loud(draw: Draw) -> None:
    red, _, blue = np.moveaxis(pixels(draw()), -1, 0)
    assert (red - blue).max() <= 2, "nothing is warmer than grey"
    assert (blue - red).max() <= 48, "nothing is louder than slate"


def test_the_inks_stay_apart_in_grey() -> None:
    tones = (plots.INK, plots.GREY, plots.STEEL, plots.MIST, plots.PALE, plots.HAIR, plots.PAPER)
    light = [float(np.dot(to_rgb(tone), (0.299, 0.587, 0.114))) for tone in tones]
    assert all(lighter - darker > 0.06 for darker, lighter in pairwise(light))


# Tolls


@values
def test_every_report_with_a_number_has_a_mark_at_that_number() -> None:
    axes = plots.tolls()
    reports = [report for line in toll_lines().rows for report in line.marks]
    assert len(reports) == 11
    for report in reports:
        assert one(axes, report.row_id).get_xdata() == pytest.approx([values_of(report)[0]])


@values
def test_the_three_reports_of_krasnogorsk_have_three_forms_one_below_the_other() -> None:
    axes = plots.tolls()
    exact, about, more = (one(axes, f"cas-00{n}") for n in ("01", "06", "10"))
    assert [line.get_xdata()[0] for line in (exact, about, more)] == [144, 140, 141]
    heights = [line.get_ydata()[0] for line in (exact, about, more)]
    assert heights == sorted(heights)
    assert heights[1] - heights[0] == pytest.approx(heights[2] - heights[1])
    assert axes.yaxis_inverted()
    assert (exact.get_markerfacecolor(), about.get_markerfacecolor()) == (plots.INK, plots.PAPER)
    arrow = more.get_marker()
    assert isinstance(arrow, Outline)
    assert arrow.vertices.min() == -3.6, "its foot"  # type: ignore[union-attr]
    assert arrow.vertices[:, 0].max() == 15, "it points to the right"  # type: ignore[index]


def test_each_report_is_named_with_its_words_and_its_voice_at_its_height() -> None:
    axes = plots.tolls()
    for line in toll_lines().rows:
        for report in line.marks:
            y = one(axes, report.row_id).get_ydata()[0]
            beside = [
                t.get_text() for t in axes.texts if isinstance(t, Annotation) and t.xy[1] == y
            ]
            assert report.as_printed in beside
            assert report.said_by in beside


@values
def test_labels_dates_and_reports_without_a_number_are_written() -> None:
    axes = plots.tolls()
    reported = texts(axes)
    for line in toll_lines().rows:
        assert line.label in " ".join(reported)
        assert line.when in reported
    assert "and 1 report without a number: “numerous”, of a part" in reported
    assert axes.get_xscale() == "linear"
    assert axes.get_xlabel() == "persons"


@values
def test_the_interval_is_a_band_that_fades_where_it_is_open() -> None:
    axes = widest()
    (box,) = blocks(axes, "inc-0011-0")
    assert (box.x0, box.x1) == (75, 85), "about 80, taken for a rounded number"
    _, *faded = blocks(axes, "inc-0001-0")
    assert len(faded) == 28
    assert min(box.x0 for box in faded) == pytest.approx(135)
    assert max(box.x1 for box in faded) == pytest.approx(135 + 14.4)
    heads = {line.get_gid() for line in axes.lines}
    assert "inc-0001-after" in heads
    assert "inc-0001-before" not in heads
    (bar,) = [bar for bar in axes.collections if bar.get_gid() == "inc-0001-0"]
    light = [colour[0] for colour in bar.get_facecolor()[1:]]
    assert light == sorted(light, reverse=True), "from paper, at the tip, to the colour"


@values
def test_the_key_names_what_stands_in_the_picture_and_nothing_else() -> None:
    assert key_words(plots.tolls()) == [
        "one number",
        "about",
        "at least",
        "one number, of a part",
        "interval by the rule latest_exact",
        "no bound by that rule",
    ]
    assert key_words(plots.tolls(harm="wounded")) == [
        "one number",
        "interval by the rule latest_exact",
    ]


HEDGES = {
    "exact": ("one number", 20, 20),
    "about": ("about", 20, 20),
    "at_least": ("at least", 20, 20),
    "more_than": ("at least", 20, 20),
    "up_to": ("at most", 20, 20),
    "less_than": ("at most", 20, 20),
    None: ("a range", 20, 30),
}


@pytest.mark.parametrize("qualifier", HEDGES)
def test_a_part_is_drawn_as_one_whatever_its_number_is(
    make_package: MakePackage, qualifier: str | None
) -> None:
    words, low, high = HEDGES[qualifier]
    shared = {"incident_id": "inc-0001", "harm": "killed", "voice": "author", "figure": "some"}
    numbers = {"qualifier": qualifier or "exact", "stated_low": low, "stated_high": high}
    rows = [
        {"casualty_id": f"cas-000{number}", "covers": covers, "source_id": "src-000"}
        | {**shared, **numbers}
        for number, covers in enumerate(("all", "part"))
    ]
    package = make_package(
        {
            "sources": [{"source_id": "src-000", "published": "2024"}],
            "incidents": [{"incident_id": "inc-0001", "label": "Attack", "scale": "single"}],
            "casualties": rows,
        }
    )
    axes = plots.draw_tolls(toll_lines(Dataset(package)), "latest_exact", None)
    whole, part = one(axes, "cas-0000"), one(axes, "cas-0001")
    assert form_of(whole) != form_of(part)
    assert key_words(axes)[:2] == [words, f"{words}, of a part"]


def form_of(line: Line2D) -> tuple[object, ...]:
    marker = line.get_marker()
    outline = marker.vertices.tolist() if isinstance(marker, Outline) else marker  # type: ignore[union-attr]
    return (outline, line.get_fillstyle(), line.get_markerfacecolor(), line.get_linewidth())


@values
def test_without_a_number_there_is_nothing_to_draw_and_the_caption_says_why() -> None:
    axes = series()
    assert not axes.lines
    assert "Nothing to draw." in texts(axes)
    assert "“killed hundreds”" in caption(axes)


# Timeline


@values
def test_a_day_is_a_dot_and_an_uncertain_date_is_a_bar() -> None:
    axes = plots.timeline()
    day = date2num(date(2023, 3, 27))
    assert one(axes, "inc-0022").get_xdata() == pytest.approx([day + 0.5])
    assert one(axes, "inc-0022").get_markerfacecolor() == plots.INK
    assert one(axes, "inc-0023").get_markerfacecolor() == plots.PAPER
    for bar in timeline_bars().rows:
        if bar.first not in (None, bar.last) and not bar.open_end:
            (box,) = blocks(axes, f"{bar.incident_id}-0")
            assert num2date(box.x0).date() == bar.first
            assert num2date(box.x1).date() == bar.last + timedelta(days=1)


@values
def test_a_series_is_two_strips() -> None:
    drawn = {bar.get_gid() for bar in plots.timeline().collections}
    assert {"inc-0018-0", "inc-0018-1"} <= drawn
    assert "inc-0001-0" in drawn
    assert "inc-0001-1" not in drawn


@values
def test_an_open_date_fades_to_the_edge_or_to_the_publication_of_its_source() -> None:
    axes = plots.timeline()
    left = axes.get_xlim()[0]
    _, *before = blocks(axes, "inc-0008-0")
    assert min(box.x0 for box in before) == pytest.approx(left)
    assert max(box.x1 for box in before) == pytest.approx(date2num(date(2022, 10, 1)))
    _, *after = blocks(axes, "inc-0016-0")
    assert min(box.x0 for box in after) == pytest.approx(date2num(date(2021, 8, 1)))
    assert max(box.x1 for box in after) == pytest.approx(date2num(date(2021, 11, 9)))
    heads = {line.get_gid() for line in axes.lines}
    assert {"inc-0008-before", "inc-0016-after"} <= heads


@values
def test_every_dated_incident_is_written_with_its_date_and_status() -> None:
    axes = plots.timeline()
    reported = texts(axes)
    bars = timeline_bars().rows
    for bar in bars:
        assert bar.label in " ".join(reported)
        assert bar.when in reported
        assert bar.status_text in reported
    assert (
        reported.count("contested (series)") == sum(bar.status == "contested" for bar in bars) == 2
    )
    assert reported.count("attributed (series, hedged)") == 2


@values
def test_years_are_named_in_their_middle() -> None:
    axes = plots.timeline()
    shown = {label.get_text(): label for label in axes.get_xticklabels(minor=True)}
    assert list(shown) == ["2020", "2021", "2022", "2023", "2024"]
    for year, label in shown.items():
        assert num2date(label.get_position()[0]).date() == date(int(year), 7, 2)


# Force


@values
def test_each_estimate_stands_at_its_time_and_number() -> None:
    axes = plots.force()
    around = one(axes, "est-0016")
    assert around.get_ydata() == pytest.approx([2000])
    assert around.get_xdata() == pytest.approx([date2num(date(2021, 6, 16))])
    assert one(axes, "est-0009").get_ydata() == pytest.approx([4000])
    assert {m.row_id for m in force_marks().rows} <= {line.get_gid() for line in axes.lines}


@values
def test_a_change_over_time_is_a_dashed_frame_open_where_time_is() -> None:
    axes = plots.force()
    frame = one(axes, "est-0014")
    assert frame.is_dashed()
    left, end = axes.get_xlim()[0], date2num(date(2025, 1, 1))
    assert strokes(frame) == [
        [(left, 1500), (end, 1500)],
        [(left, 5000), (end, 5000)],
        [(end, 1500), (end, 5000)],
    ]


@values
def test_estimates_of_one_time_stand_beside_each_other() -> None:
    axes = lead_times()
    one_, other = (
        one(axes, row).get_transform().transform((0, 0))[0] for row in ("est-0023", "est-0024")
    )
    assert other - one_ == pytest.approx(14 / 72 * axes.figure.dpi)  # type: ignore[union-attr]
    upwards = one(axes, "est-0005").get_marker()
    assert upwards.vertices[:, 1].max() == 15  # type: ignore[union-attr]
    downwards = one(axes, "est-0023").get_marker()
    assert downwards.vertices[:, 1].min() == -15  # type: ignore[union-attr]


def test_a_number_that_the_words_leave_out_is_a_ring_in_the_arrow() -> None:
    axes = lead_times()
    below, least = one(axes, "est-0023"), one(axes, "est-0005")
    assert (below.get_ydata()[0], least.get_ydata()[0]) == (6, 6)
    assert below.get_markerfacecolor() == plots.PAPER
    assert [foot(line)[0] for line in (below, least)] == [2.8, 3.6], "a ring, a foot"
    assert key_words(axes)[:2] == ["at least", "below"]


def foot(line: Line2D) -> tuple[float, float]:
    """How far what stands at the number of an arrow that points up or down goes, and how high."""
    marker = line.get_marker()
    assert isinstance(marker, Outline)
    across, along = np.abs(marker.vertices).T  # type: ignore[arg-type]
    at_number = along <= 3
    return float(across[at_number].max()), float(along[at_number].max())


def test_each_estimate_is_named() -> None:
    reported = texts(plots.force())
    for estimate in force_marks().rows:
        assert estimate.as_printed in reported
        assert estimate.said_by in reported


def test_names_are_moved_apart_and_no_further() -> None:
    assert plots.spread([100, 50, 0], 30) == [100, 50, 0]
    assert plots.spread([50, 50], 30) == [65, 35]
    moved = plots.spread([50, 50, 50, 10], 30)
    gaps = [upper - lower for upper, lower in pairwise(moved)]
    assert min(gaps) > 29.9
    assert sum(moved) == pytest.approx(160)


def test_all_forms_of_numbers_and_times_can_be_drawn(make_package: MakePackage) -> None:
    estimates = [
        ("2015", "exact", 1000, 3000, "uncertainty"),
        ("2016/2017", "exact", 200, 900, "over_time"),
        ("2019/..", "exact", 100, 300, "over_time"),
        ("2018/..", "more_than", 2500, 2500, "point"),
        ("../2014", "about", 500, 500, "point"),
        ("2015", "up_to", 2100, 2100, "point"),
        ("2015", "exact", 0, 0, "point"),
    ]
    fixed = {"actor_id": "act-0001", "measure": "fighters", "unit": "persons", "voice": "author"}
    dataset = Dataset(
        make_package(
            {
                "sources": [{"source_id": "src-000", "published": "2020"}],
                "actors": [{"actor_id": "act-0001", "name": "IS-K"}],
                "force_estimates": [
                    {
                        **fixed,
                        "estimate_id": f"est-{i:04}",
                        "source_id": "src-000",
                        "as_of": as_of,
                        "qualifier": qualifier,
                        "stated_low": low,
                        "stated_high": high,
                        "spread": spread,
                        "figure": f"the ${i}$ figure",
                    }
                    for i, (as_of, qualifier, low, high, spread) in enumerate(estimates)
                ],
            }
        )
    )
    axes = plots.draw_force(force_marks(dataset=dataset), None)
    assert one(axes, "est-0000").get_ydata() == pytest.approx([1000, 3000])
    assert len(strokes(one(axes, "est-0001"))) == 4, "a closed frame"
    assert len(strokes(one(axes, "est-0002"))) == 3, "no side where time is open"
    assert one(axes, "est-0006").get_ydata() == pytest.approx([0])
    assert "“the $0$ figure”" in texts(axes), "a figure is no formula"
    assert key_words(axes) == [
        "one number",
        "about",
        "at least",
        "at most",
        "a range",
        "a change over time",
        "the time it speaks of",
        "open at that end",
    ]


# Pieces


def test_a_label_breaks_evenly_into_two_lines_at_most(make_package: MakePackage) -> None:
    text = "Operation of Taliban security forces against a hideout in Kabul"
    labels = {"inc-0001": text, "inc-0002": "Kabul", "inc-0003": f"{text} {text}"}
    incidents = [
        {"incident_id": one, "label": label, "scale": "single", "date": "2024"}
        for one, label in labels.items()
    ]
    sources = [{"source_id": "src-000", "published": "2024"}]
    rows = [{**row, "source_id": "src-000", "voice": "author"} for row in incidents]
    package = make_package({"sources": sources, "incidents": rows})
    reported = texts(plots.draw_timeline(timeline_bars(Dataset(package))))
    assert "Operation of Taliban security" in reported
    assert "forces against a hideout in Kabul" in reported
    assert "Kabul" in reported
    assert sum(line.endswith(" …") for line in reported) == 1


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        (1, [0, 1]),
        (3, [0, 1, 2, 3]),
        (144, list(range(0, 160, 20))),
        (5000, [0, 1000, 2000, 3000, 4000, 5000]),
    ],
)
def test_ticks_are_round_whole_numbers_from_0(most: int, expected: list[int]) -> None:
    assert plots.ticks(most) == expected[: len(plots.ticks(most))]
    assert plots.ticks(most)[-1] >= most * 0.8


# Saving


@pytest.mark.parametrize("draw", PICTURES)
def test_an_svg_has_the_same_bytes_each_time_and_the_ids_of_the_rows(
    draw: Draw, tmp_path: Path
) -> None:
    for name in ("one.svg", "two.svg"):
        plots.save(draw(), tmp_path / name)
    drawn = (tmp_path / "one.svg").read_bytes()
    assert drawn == (tmp_path / "two.svg").read_bytes()
    assert b"<dc:date>" not in drawn
    ids = {line.get_gid() for line in draw().lines if line.get_gid()}
    assert ids
    assert all(drawn.count(f'id="{gid}"'.encode()) == 1 for gid in ids)


@pytest.mark.parametrize("ending", ["png", "pdf"])
def test_other_formats_have_the_same_bytes_each_time(ending: str, tmp_path: Path) -> None:
    for name in ("one", "two"):
        plots.save(plots.force(), tmp_path / f"{name}.{ending}", dpi=50)
    assert (tmp_path / f"one.{ending}").read_bytes() == (tmp_path / f"two.{ending}").read_bytes()


def test_a_format_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"no format '\.gif': there are \.svg, \.pdf, \.png"):
        plots.save(plots.force(), tmp_path / "force.gif")


# The extra


def test_without_matplotlib_the_line_that_helps_is_printed() -> None:
    code = "import sys; sys.modules['matplotlib'] = None\nfrom isk_indicators import plots"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert last == (
        'ImportError: the plots need matplotlib: python -m pip install "isk-indicators[plot]"'
    )


def test_the_package_does_not_import_matplotlib() -> None:
    code = "import sys, isk_indicators; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_public_functions_are_documented_and_typed() -> None:
    written = (ROOT / "docs" / "views.md").read_text(encoding="utf-8")
    for name in plots.__all__:
        function = getattr(plots, name)
        assert function.__doc__
        assert "return" in function.__annotations__
        assert f"`plots.{name}(" in written
