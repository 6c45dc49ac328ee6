"""The pictures: where each mark is drawn, measured in the browser against the days and numbers.

A scale is read from what the picture itself prints (its years and counts); from there each mark's
place follows from the CSV files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import isk_indicators as isk
from isk_indicators.page import page_from
from isk_indicators.page.charts import chart_map
from isk_indicators.tables import Dataset, installed_dataset
from isk_indicators.views.charts import place_marks
from tests.page.browser.browser_reader import ask
from tests.page.expected_page import by_id, first_day, last_day, rows

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from isk_indicators.schema import DataPackage
    from tests.conftest import Changes, WriteFile
    from tests.page.browser.browser_reader import Reader

Told = dict[str, Any]

WIDTHS = (390, 1024, 1600)
NEAR = 1.0
"""How far a mark may be from its place, in pixels."""
LEAST = 2.0
"""How wide a bar must at least look, in pixels."""


@pytest.fixture(scope="module")
def drawn(browser: Browser, bare: Path) -> dict[int, Told]:
    """Where every mark is, by the window's width."""
    return {width: ask(browser, bare, "every_mark", width=width) for width in WIDTHS}


@pytest.fixture(scope="module")
def first(browser: Browser, first_bare: Path) -> Told:
    """Where every mark of the first release is, at 1600 pixels."""
    found: Told = ask(browser, first_bare, "every_mark", width=1600)
    return found


def linear(first: tuple[float, float], last: tuple[float, float]) -> Callable[[float], float]:
    """The straight line through two values with their places."""
    (value, place), (end, end_place) = first, last
    return lambda at: place + (at - value) * (end_place - place) / (end - value)


def time_of(picture: Told) -> Callable[[float], float]:
    """From a day, as a number, to its place: the names of years stand in their middle."""
    named = [
        ((_day(f"{y}-01-01") + _day(f"{int(y) + 1}-01-01")) / 2, x) for y, x in picture["years"]
    ]
    return linear(named[0], named[-1])


def count_of(picture: Told) -> Callable[[float], float]:
    named = [(float(count), x) for count, x in picture["counts"]]
    return linear(named[0], named[-1])


def _day(iso: str) -> int:
    return date.fromisoformat(iso).toordinal()


def lanes_of(picture: Told) -> dict[str, Told]:
    return {lane["id"]: lane for lane in picture["lanes"]}


def rect(shapes: list[Told]) -> Told:
    """The rectangle of a mark; of one that is a dot, the dot."""
    (found,) = [one for one in shapes if one["name"] == "rect"] or [
        one for one in shapes if one["name"] == "circle"
    ]
    return found


def last_drawn(incident: str) -> str:
    """The last day of an incident, or where it is open, that of its source's publication."""
    row = by_id("incidents")[incident]
    return last_day(row["date"]) or last_day(by_id("sources")[row["source_id"]]["published"])


# Incidents in time


def test_each_incident_has_one_lane_single_ones_before_series(drawn: dict[int, Told]) -> None:
    reported = [lane["id"] for lane in drawn[1600]["lanes"]]
    assert sorted(reported) == sorted(by_id("incidents"))
    scales = [by_id("incidents")[incident]["scale"] for incident in reported]
    assert scales == sorted(scales, reverse=True)


def test_within_a_scale_lanes_stand_in_the_order_of_the_timeline(drawn: dict[int, Told]) -> None:
    order = [*isk.timeline()["incident_id"]]
    for scale in ("single", "series"):
        reported = [i for i in lanes_of(drawn[1600]) if by_id("incidents")[i]["scale"] == scale]
        assert reported == [i for i in order if i in reported]


@pytest.mark.parametrize("width", WIDTHS)
def test_a_bar_reaches_from_the_first_day_to_the_end_of_the_last(
    drawn: dict[int, Told], width: int
) -> None:
    at = time_of(drawn[width])
    measured = 0
    for incident, lane in lanes_of(drawn[width]).items():
        edtf = by_id("incidents")[incident]["date"]
        if not edtf:
            assert lane["bar"] == []
            continue
        bar, strip = rect(lane["bar"]), lane["strip"]
        first, last = first_day(edtf), last_drawn(incident)
        measured += 1
        if first == last:
            assert bar["x"] == pytest.approx(at(_day(first) + 0.5), abs=NEAR), incident
            assert bar["kind"] == ("about_day" if edtf.endswith("~") else "day")
            continue
        left = at(_day(first)) if first else strip["left"]
        right = at(_day(last) + 1)
        if bar["right"] - bar["left"] < LEAST + NEAR:  # widened about its middle, to be seen
            assert right - left <= bar["right"] - bar["left"] + NEAR, incident
            left += ((right - left) - (bar["right"] - bar["left"])) / 2
            right = left + bar["right"] - bar["left"]
        assert bar["left"] == pytest.approx(left, abs=NEAR), incident
        assert bar["right"] == pytest.approx(right, abs=NEAR), incident
    assert measured == sum(bool(row["date"]) for row in rows("incidents"))


@pytest.mark.parametrize("width", WIDTHS)
def test_a_lane_is_as_wide_as_its_axis_with_any_number_of_sources(
    changed: Callable[[Changes], DataPackage], write_page: WriteFile, browser: Browser, width: int
) -> None:
    def change(tables: dict[str, list[dict[str, str]]]) -> None:
        first = tables["sources"][0]
        tables["sources"] += [first | {"source_id": f"src-{n}"} for n in range(801, 806)]

    picture = ask(
        browser, write_page(page_from(Dataset(changed(change)))), "every_mark", width=width
    )
    assert len(picture["sources"]) == len(rows("sources")) + 5
    bar, at = rect(lanes_of(picture)["inc-0001"]["bar"]), time_of(picture)
    edtf = by_id("incidents")["inc-0001"]["date"]
    assert bar["left"] == pytest.approx(at(_day(first_day(edtf))), abs=NEAR)


def test_some_bars_worked_out_by_hand(first: Told) -> None:
    # At 1600 pixels, against the middle of the years as the axis names them.
    years = dict(first["years"])
    year = years["2023"] - years["2022"]
    lanes = lanes_of(first)
    march = rect(lanes["inc-0001"]["bar"])  # March 2024: days 60 to 90 of 366, the middle is 183
    assert march["left"] == pytest.approx(years["2024"] + (60 - 183) / 366 * year, abs=NEAR)
    assert march["right"] == pytest.approx(years["2024"] + (91 - 183) / 366 * year, abs=NEAR)
    whole = rect(lanes["inc-0013"]["bar"])  # 2021
    assert whole["left"] == pytest.approx(years["2021"] - year / 2, abs=NEAR)
    assert whole["right"] == pytest.approx(years["2021"] + year / 2, abs=NEAR)
    august = rect(lanes["inc-0016"]["bar"])  # from August 2021 on: 212 of 365 days are gone
    assert august["left"] == pytest.approx(years["2021"] + (212 - 182.5) / 365 * year, abs=NEAR)


@pytest.mark.parametrize("width", WIDTHS)
def test_an_open_end_has_an_arrow_and_a_closed_one_has_none(
    drawn: dict[int, Told], width: int
) -> None:
    kinds: Counter[str] = Counter()
    for incident, lane in lanes_of(drawn[width]).items():
        edtf = by_id("incidents")[incident]["date"]
        arrows = {one["href"]: one for one in lane["bar"] if one["name"] == "use"}
        begins, ends = edtf.startswith(".."), edtf.endswith("..")
        assert ("#left" in arrows, "#right" in arrows) == (begins, ends), incident
        if begins:
            assert arrows["#left"]["left"] == pytest.approx(lane["strip"]["left"], abs=4)
        if ends:
            end = time_of(drawn[width])(_day(last_drawn(incident)) + 1)
            assert arrows["#right"]["right"] == pytest.approx(end, abs=4)
        kinds.update(arrows.keys())
    assert kinds["#left"] >= 3
    assert kinds["#right"] >= 2


@pytest.mark.parametrize("width", WIDTHS)
def test_a_day_can_be_seen(drawn: dict[int, Told], width: int) -> None:
    days = [i for i, row in by_id("incidents").items() if len(row["date"].rstrip("~?")) == 10]
    assert days
    for incident in days:
        bar = rect(lanes_of(drawn[width])[incident]["bar"])
        assert bar["right"] - bar["left"] + bar["stroke"] >= LEAST
        assert bar["bottom"] - bar["top"] >= LEAST


def test_a_bar_says_in_words_when_it_was(first: Told) -> None:
    lanes = lanes_of(first)
    assert lanes["inc-0022"]["when"].startswith("27 March 2023;")
    assert lanes["inc-0008"]["when"].startswith("September 2022 or earlier;")
    assert lanes["inc-0002"]["when"].startswith("no date;")


# Tolls


def test_each_casualty_has_one_report_in_the_lane_of_its_incident(drawn: dict[int, Told]) -> None:
    reported = [
        (report["id"], incident)
        for incident, lane in lanes_of(drawn[1600]).items()
        for report in lane["reports"]
        if report["id"] != incident
    ]
    assert sorted(reported) == sorted(
        (r["casualty_id"], r["incident_id"]) for r in rows("casualties")
    )


def test_a_report_tells_the_figure_in_the_words_of_the_text(drawn: dict[int, Told]) -> None:
    for lane in drawn[1600]["lanes"]:
        for report in lane["reports"]:
            row = by_id("casualties").get(report["id"])
            figure = row["figure"] if row else by_id("incidents")[report["id"]]["count_figure"]
            assert report["text"].startswith(f"“{figure}”" if figure else "1, implied")
            if row:
                assert row["harm"].replace("_", " ") in report["text"]
                assert installed_dataset().said_by(row) in report["text"]


@pytest.mark.parametrize("width", WIDTHS)
def test_each_number_is_drawn_at_its_place(drawn: dict[int, Told], width: int) -> None:
    at = count_of(drawn[width])
    forms: Counter[str] = Counter()
    for lane in drawn[width]["lanes"]:
        for report in lane["reports"]:
            if report["id"] in by_id("casualties"):
                forms[measure(by_id("casualties")[report["id"]], report, at)] += 1
    assert forms["exact"] >= 5
    assert forms["about"] >= 2
    assert forms["at_least"] >= 2
    assert forms["part"] >= 1
    assert forms["none"] >= 5


def measure(row: dict[str, str], report: Told, at: Callable[[float], float]) -> str:
    """Hold a report's marks to its row, and say what form they have."""
    if not row["stated_low"]:
        assert report["strip"] is None
        return "none"
    low, high = int(row["stated_low"]), int(row["stated_high"])
    circles = [one for one in report["shapes"] if one["name"] == "circle"]
    lines = [one for one in report["shapes"] if one["name"] == "line"]
    arrows = [one["href"] for one in report["shapes"] if one["name"] == "use"]
    part = row["covers"] == "part"
    assert arrows.count("#half") == part, "a part is drawn as one, whatever its number is"
    if row["qualifier"] in ("more_than", "at_least"):
        (tail,) = lines
        assert circles == []
        assert tail["left"] == pytest.approx(at(low + (row["qualifier"] == "more_than")), abs=NEAR)
        assert tail["right"] == pytest.approx(report["strip"]["right"], abs=NEAR)
        assert "#right" in arrows
        assert "#left" not in arrows
        return "at_least"
    if row["qualifier"] in ("less_than", "up_to", "nearly"):
        (tail,) = lines
        assert circles == []
        assert tail["left"] == pytest.approx(report["strip"]["left"], abs=NEAR)
        assert tail["right"] == pytest.approx(
            at(high - (row["qualifier"] == "less_than")), abs=NEAR
        )
        assert "#left" in arrows
        return "at_most"
    if low != high:
        (line,) = lines
        assert line["left"] == pytest.approx(at(low), abs=NEAR)
        assert line["right"] == pytest.approx(at(high), abs=NEAR)
        assert {*arrows} <= {"#half"}
        return "range"
    (dot,) = circles
    assert dot["x"] == pytest.approx(at(low), abs=NEAR)
    assert lines == []
    assert {*arrows} <= {"#half"}
    assert dot["kind"] == ("about" if part or row["qualifier"] == "about" else "exact")
    return "part" if part else dot["kind"]


@pytest.mark.parametrize("covers", ["all", "part"])
def test_forms_that_no_report_of_ours_has_are_drawn_too(
    changed: Callable[[Changes], DataPackage], write_page: WriteFile, browser: Browser, covers: str
) -> None:
    forms = {
        "cas-0001": ("exact", "50", "60", "range"),
        "cas-0004": ("up_to", "30", "30", "at_most"),
        "cas-0005": ("less_than", "10", "10", "at_most"),
        "cas-0006": ("nearly", "40", "40", "at_most"),
        "cas-0007": ("at_least", "20", "20", "at_least"),
        "cas-0013": ("exact", "0", "0", "exact" if covers == "all" else "part"),
    }
    made_up: dict[str, dict[str, str]] = {}

    def change(tables: dict[str, list[dict[str, str]]]) -> None:
        for row in tables["casualties"]:
            if row["casualty_id"] in forms:
                qualifier, low, high, _ = forms[row["casualty_id"]]
                row |= {"qualifier": qualifier, "stated_low": low, "stated_high": high}
                row |= {"covers": covers}
                made_up[row["casualty_id"]] = row

    file = write_page(page_from(Dataset(changed(change))))
    picture = ask(browser, file, "every_mark")
    reports = {one["id"]: one for lane in picture["lanes"] for one in lane["reports"]}
    for row_id, (*_, form) in forms.items():
        assert measure(made_up[row_id], reports[row_id], count_of(picture)) == form


# Sources


def test_sources_against_incidents_are_the_coverage_matrix(drawn: dict[int, Told]) -> None:
    signs = {"●": "told", "○": "mentioned", "·": "silent"}
    sources = drawn[1600]["sources"]
    assert sources == [*by_id("sources")]
    reported = {
        (incident, source): (signs[sign], target)
        for incident, lane in lanes_of(drawn[1600]).items()
        for source, (sign, target) in zip(sources, lane["says"], strict=True)
    }
    matrix = isk.coverage_matrix()
    assert len(reported) == len(matrix)
    for row in matrix.itertuples():
        sign, target = reported[row.incident_id, row.source_id]
        assert sign == row.says
        assert target in (row.row_ids.split(" | ") if sign != "silent" else [None])


def test_each_mark_of_each_picture_leads_to_its_row(reader: Reader, bare: Path) -> None:
    page = reader.open(bare)
    reported = page.evaluate(
        """() => [...document.querySelectorAll(".picture a[href^='#']")]
          .map((link) => link.getAttribute("href").slice(1))
          .filter((id) => !id.startsWith("reading-"))
          .map((id) => {
            document.querySelector(`.picture a[href='#${id}']`)
              .dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
            const hidden = document.querySelector("#pane").hidden;
            return [id, document.querySelector("tr.open")?.id, hidden];
          })"""
    )
    assert len(reported) > 100
    for asked, found, hidden in reported:
        assert (found, hidden) == (asked, False)


# Force sizes


def estimates() -> dict[str, dict[str, str]]:
    """The estimates with a number and a time."""
    return {i: r for i, r in by_id("force_estimates").items() if r["stated_low"] and r["as_of"]}


def test_each_estimate_with_number_and_time_has_one_mark(drawn: dict[int, Told]) -> None:
    reported = [mark["id"] for chart in drawn[1600]["charts"] for mark in chart["marks"]]
    assert sorted(reported) == sorted(estimates())


def axes(chart: Told) -> tuple[Callable[[float], float], Callable[[float], float]]:
    """From a day to its place, and from a number to its height."""
    levels, starts = chart["levels"], chart["starts"]
    values = [float(text.replace(",", "")) for text in chart["ticks"][: len(levels)]]
    years = [_day(f"{text}-01-01") for text in chart["ticks"][len(levels) :]]
    assert len(years) == len(starts)
    return (
        linear((years[0], starts[0]), (years[-1], starts[-1])),
        linear((values[0], levels[0]), (values[-1], levels[-1])),
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_an_estimate_is_drawn_at_its_time_and_its_number(
    drawn: dict[int, Told], width: int
) -> None:
    for chart in drawn[width]["charts"]:
        time, height = axes(chart)
        for mark in chart["marks"]:
            row = estimates()[mark["id"]]
            bar = rect(mark["shapes"])
            first, last = first_day(row["as_of"]), last_day(row["as_of"])
            if first:
                assert bar["left"] == pytest.approx(time(_day(first)), abs=NEAR)
            if last and first != last:
                assert bar["right"] == pytest.approx(time(_day(last) + 1), abs=NEAR)
            assert bar["right"] - bar["left"] >= LEAST
            hold_height(row, mark["shapes"], bar, height)


def hold_height(
    row: dict[str, str], shapes: list[Told], bar: Told, height: Callable[[float], float]
) -> None:
    """Hold the height of a mark to the numbers of its row."""
    low, high = int(row["stated_low"]), int(row["stated_high"])
    tails = [one for one in shapes if one["kind"] == "tail"]
    if low != high and row["qualifier"] == "exact":
        assert bar["bottom"] == pytest.approx(height(low), abs=NEAR)
        assert bar["top"] == pytest.approx(height(high), abs=NEAR)
        return
    # of what is continuous the number itself is drawn, and its bar is hollow
    strict = {"more_than": 1, "less_than": -1}.get(row["qualifier"], 0)
    shift = 0 if row["unit"] == "months" else strict
    assert bar["y"] == pytest.approx(height(low + shift), abs=NEAR)
    assert ("without" in bar["kind"].split()) == (strict != shift)
    if row["qualifier"] in ("more_than", "at_least"):
        assert tails[0]["bottom"] == pytest.approx(bar["y"], abs=NEAR)
        assert tails[0]["top"] < bar["y"]
    elif row["qualifier"] in ("less_than", "up_to", "nearly"):
        assert tails[0]["top"] == pytest.approx(bar["y"], abs=NEAR)
        assert tails[0]["bottom"] == pytest.approx(height(0), abs=NEAR)
    else:
        (dot,) = [one for one in shapes if one["name"] == "circle"]
        assert dot["y"] == pytest.approx(height(low), abs=NEAR)
        assert tails == []


def test_an_estimate_without_a_number_is_reported_in_words(reader: Reader, bare: Path) -> None:
    reported = reader.open(bare).locator("#force-drawn").inner_text()
    drawn = {(r["actor_id"], r["measure"]) for r in estimates().values()}
    for row in rows("force_estimates"):
        if (row["actor_id"], row["measure"]) in drawn and not row["stated_low"]:
            assert row["figure"] in reported


# Places


@pytest.mark.parametrize("width", WIDTHS)
def test_each_place_lies_within_the_map_and_so_do_its_words(
    drawn: dict[int, Told], width: int
) -> None:
    frame = drawn[width]["map"]
    for spot in drawn[width]["spots"]:
        for box in (spot, spot["words"]):
            assert frame["left"] <= box["left"] < box["right"] <= frame["right"], spot["text"]
            assert frame["top"] <= box["top"] < box["bottom"] <= frame["bottom"], spot["text"]


def test_the_places_are_those_of_incidents_known_to_the_district_or_better(
    drawn: dict[int, Told],
) -> None:
    fine = {
        i
        for i, r in by_id("places").items()
        if r["coordinate_precision"] in ("settlement", "district")
    }
    named = {row["place_id"] for row in rows("incidents")}
    reported = {
        row["value"]
        for row in rows("evidence")
        if (row["table_name"], row["column_name"]) == ("incidents", "place_id")
    }
    beyond = {place for place in by_id("places") if by_id("places")[place]["name"] in outside()}
    assert {spot["id"] for spot in drawn[1600]["spots"]} == (fine & (named | reported)) - beyond


def outside() -> tuple[str, ...]:
    return chart_map(place_marks().rows).outside


def test_places_stand_as_they_do_on_a_globe(first: Told) -> None:
    spots = {by_id("places")[spot["id"]]["name"]: spot for spot in first["spots"]}
    assert spots["Krasnogorsk"]["x"] < spots["Moscow"]["x"]  # by 0.3 degrees west
    assert spots["Moscow"]["y"] < spots["Kabul"]["y"]  # north
    assert spots["Kerman"]["x"] < spots["Kabul"]["x"]  # west
    assert spots["Kerman"]["y"] > spots["Kabul"]["y"]  # south


def hold_apart(picture: Told) -> None:
    """No name of a place lies on another one."""
    words = [spot["words"] | {"text": spot["text"]} for spot in picture["spots"]]
    for place, one in enumerate(words):
        for other in words[place + 1 :]:
            apart = (
                one["right"] <= other["left"]
                or other["right"] <= one["left"]
                or one["bottom"] <= other["top"]
                or other["bottom"] <= one["top"]
            )
            assert apart, (one["text"], other["text"])


@pytest.mark.parametrize("width", WIDTHS)
def test_the_words_of_two_places_do_not_lie_on_each_other(
    drawn: dict[int, Told], width: int
) -> None:
    hold_apart(drawn[width])


@pytest.mark.parametrize("width", WIDTHS)
def test_nor_do_the_words_of_a_crowd_of_places(
    changed: Callable[[Changes], DataPackage], write_page: WriteFile, browser: Browser, width: int
) -> None:
    names = ("Bagram", "Charikar", "Jalalabad", "Maidan Shahr")

    def change(tables: dict[str, list[dict[str, str]]]) -> None:
        kabul = next(row for row in tables["places"] if row["name"] == "Kabul")
        for number, name in enumerate(names, start=1):
            near = {"place_id": f"plc-890{number}", "name": name}
            near["longitude"] = str(float(kabul["longitude"]) + number / 4)
            tables["places"].append(kabul | near)
            row = tables["incidents"][0] | {"incident_id": f"inc-890{number}"}
            tables["incidents"].append(row | {"place_id": near["place_id"]})

    picture = ask(
        browser, write_page(page_from(Dataset(changed(change)))), "every_mark", width=width
    )
    assert {*names} <= {spot["text"] for spot in picture["spots"]}
    hold_apart(picture)
