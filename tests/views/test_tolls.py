"""Tolls of made-up reports: wholes, parts of one passage and of several, "about", each rule."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from itertools import count, product
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from isk_indicators.conventions import Convention
from isk_indicators.figures import find_figures
from isk_indicators.schema import DataPackage
from isk_indicators.tables import Dataset
from isk_indicators.views.charts import toll_lines
from isk_indicators.views.disagreements import disagreements_of
from isk_indicators.views.incidents import timeline_of
from isk_indicators.views.tolls import Rule, tolls_of

if TYPE_CHECKING:
    from tests.conftest import MakePackage

RULES: tuple[Rule, ...] = get_args(Rule)
EARLIER, LATER = "src-000", "src-001"
Bounds = tuple[int | None, int | None, int | None]
"""low, best, high"""


def row(figure: str, covers: str, source: str = EARLIER, passage: int = 0, **cells: Any) -> Any:
    """A casualty row whose numbers are read from its figure."""
    (read,) = find_figures(f"killed {figure} people")
    return {
        "incident_id": "inc-0001",
        "harm": "killed",
        "victim_group": "unspecified",
        "covers": covers,
        "figure": figure,
        "qualifier": read.qualifier,
        "stated_low": read.low,
        "stated_high": read.high,
        "basis": "stated",
        "voice": "author",
        "source_id": source,
        "span_start": 100 * passage,
        "span_end": 100 * passage + 50,
        "quote": f"killed {figure} people",
        **cells,
    }


def whole(figure: str, source: str = EARLIER, **cells: Any) -> Any:
    return row(figure, "all", source, **cells)


def part(figure: str, source: str = EARLIER, passage: int = 0, **cells: Any) -> Any:
    return row(figure, "part", source, passage, **cells)


def package_of(rows: list[Any]) -> dict[str, list[Any]]:
    numbers = count(1)
    return {
        "sources": [
            {"source_id": EARLIER, "published": "2023-01-01"},
            {"source_id": LATER, "published": "2024-01-01"},
        ],
        "incidents": [
            {
                "incident_id": "inc-0001",
                "label": "Attack on a market",
                "scale": "single",
                "event_type": "attack",
                "date": "2022",
                "date_basis": "stated",
                "voice": "author",
                "source_id": EARLIER,
                "span_start": 0,
                "span_end": 50,
                "quote": "An attack",
            }
        ],
        "casualties": [{"casualty_id": f"cas-{next(numbers):04}", **cells} for cells in rows],
    }


@pytest.fixture
def dataset(make_package: MakePackage, request: pytest.FixtureRequest) -> Dataset:
    return Dataset(make_package(package_of(request.param)))


def bounds(dataset: Dataset, *asked: Any) -> Bounds:
    (toll,) = tolls_of(dataset, "killed", *asked)
    return (toll["low"], toll["best"], toll["high"])  # type: ignore[return-value]


def by_each_rule(
    dataset: Dataset, group: str | None = None, convention: Any = None
) -> list[Bounds]:
    return [bounds(dataset, group, rule, convention) for rule in RULES]


def each(cases: Sequence[tuple[Any, ...]], *names: str) -> pytest.MarkDecorator:
    """Parametrize by cases that begin with their name."""
    reported = [case[1:] for case in cases]
    return pytest.mark.parametrize(names, reported, ids=[c[0] for c in cases], indirect=["dataset"])


# A part beside a whole: latest_exact, conservative, widest
OPEN: Bounds = (33, None, None)
EXACT: list[Bounds] = [(33, 33, 33), (33, None, None), (33, 33, 33)]
BESIDE: list[tuple[str, list[Any], list[Bounds]]] = [
    ("one passage", [whole("at least 33"), part("seven")], [OPEN] * 3),
    ("a later source", [whole("at least 33"), part("seven", LATER)], [OPEN] * 3),
    ("an earlier source", [whole("at least 33", LATER), part("seven")], [OPEN] * 3),
    ("of an exact whole", [whole("33"), part("seven", LATER)], EXACT),
    ("two parts", [whole("33"), part("seven"), part("12")], EXACT),
    ("all of the parts", [whole("33"), part("13", LATER), part("20", LATER)], EXACT),
    ("about", [whole("33"), part("about 20", LATER)], EXACT),
    ("up to", [whole("33"), part("up to 20", LATER)], EXACT),
    ("greater than the whole", [whole("33"), part("40", LATER)], EXACT),
    ("two passages", [whole("33"), part("seven", LATER), part("12", LATER, 1)], EXACT),
    ("a vague part", [whole("33"), part("many", LATER)], EXACT),
    (
        "counted on from",  # "A further 12 died, bringing the toll to 45"
        [whole("at least 33"), part("12", LATER), whole("45", LATER)],
        [(45, 45, 45), (33, None, None), (33, None, None)],
    ),
    (
        "of one of two wholes",
        [whole("33"), whole("many", LATER), part("seven")],
        [(33, 33, 33), (33, None, None), (None, None, None)],
    ),
    # where the wholes leave the low end open, a part bounds it
    ("a vague whole", [whole("many"), part("seven")], [(7, None, None)] * 3),
    ("a vague whole, later", [whole("many"), part("seven", LATER)], [(7, None, None)] * 3),
    ("parts of one passage", [whole("many"), part("seven"), part("12")], [(19, None, None)] * 3),
    ("of two", [whole("many"), part("seven"), part("12", passage=1)], [(12, None, None)] * 3),
    (
        "an upper bound",
        [whole("up to 40"), part("seven", LATER)],
        [(7, None, 40), (7, None, None), (7, None, 40)],
    ),
    (
        "no room below it",
        [whole("up to 40"), part("50", LATER)],
        [(None, None, 40), (None, None, None), (None, None, 40)],
    ),
    (
        "no room below one of two",
        [whole("up to 40"), whole("up to 60", LATER), part("50", LATER)],
        [(50, None, 60), (50, None, None), (50, None, 60)],
    ),
    (
        "beside a whole that the rule does not choose",
        [whole("at least 3"), whole("up to 50", LATER), part("40", LATER)],
        [(40, None, 50), (3, None, None), (None, None, None)],
    ),
    ("about, of many", [whole("many"), part("about 20")], [(15, None, None)] * 3),
    ("up to, of many", [whole("many"), part("up to 20")], [(None, None, None)] * 3),
    # no whole at all
    ("alone", [part("seven")], [(7, None, None)] * 3),
    ("about, alone", [part("about 20")], [(15, None, None)] * 3),
    ("up to, alone", [part("up to 20")], [(None, None, None)] * 3),
    ("alone in two passages", [part("seven"), part("12", LATER)], [(12, None, None)] * 3),
    ("beside an open one", [part("13"), part("numerous")], [(13, None, None)] * 3),
    ("beside another", [part("13"), part("six")], [(19, None, None)] * 3),
    (
        "beside another, one more elsewhere",
        [part("13"), part("six"), part("five", LATER)],
        [(19, None, None)] * 3,
    ),
    (
        "parts of a part",  # "13 soldiers and numerous civilians, among them three women and ..."
        [part("13"), part("numerous"), part("three", passage=1), part("two", passage=1)],
        [(13, None, None)] * 3,
    ),
    (
        "open, and more elsewhere",
        [part("13"), part("numerous"), part("20", LATER)],
        [(20, None, None)] * 3,
    ),
    (
        "beside others, twice",
        [part("13"), part("six"), part("ten", LATER), part("five", LATER)],
        [(19, None, None)] * 3,
    ),
]


@each(BESIDE, "dataset", "expected")
def test_a_part_is_no_toll(dataset: Dataset, expected: list[Bounds]) -> None:
    assert by_each_rule(dataset) == expected


@pytest.mark.parametrize("dataset", [[whole("at least 33"), part("seven")]], indirect=True)
def test_no_view_takes_a_part_for_the_toll(dataset: Dataset) -> None:
    (entry,) = timeline_of(dataset)
    assert (entry["killed_low"], entry["killed_best"], entry["killed_high"]) == OPEN
    for rule in RULES:
        (line,) = toll_lines(dataset, rule).rows
        assert (line.low, line.best, line.high) == OPEN
        assert [(mark.row_id, mark.part) for mark in line.marks] == [
            ("cas-0001", False),
            ("cas-0002", True),
        ]
    (pair,) = disagreements_of(dataset)
    assert pair["relation"] == "part_of_whole"


@pytest.mark.parametrize("dataset", [[whole("33"), part("40", LATER)]], indirect=True)
def test_a_part_greater_than_the_whole_contradicts_it(dataset: Dataset) -> None:
    (pair,) = disagreements_of(dataset)
    assert pair["relation"] == "contradictory"


# Of one group of victims

SOLDIERS = {"victim_group": "state_force"}
CIVILIANS = {"victim_group": "civilian"}
OF_CIVILIANS: list[tuple[str, list[Any], list[Bounds]]] = [
    (
        "a part is the whole of its group",
        [part("13", **SOLDIERS), part("six", **CIVILIANS)],
        [(6, 6, 6), (6, None, None), (6, 6, 6)],
    ),
    (
        "beside a whole of nobody named",
        [whole("33"), part("six", **CIVILIANS)],
        [(6, None, None)] * 3,
    ),
    (
        "beside another of its group",  # "two teachers and three students"
        [part("two", **CIVILIANS), part("three", **CIVILIANS)],
        [(5, 5, 5), (5, None, None), (5, 5, 5)],
    ),
    (
        "within a whole of its group",  # "killing 33 civilians, including seven children"
        [whole("33", **CIVILIANS), part("seven", LATER, **CIVILIANS)],
        EXACT,
    ),
    (
        "within a part of its group",  # "six civilians, three of them children"
        [part("six", **CIVILIANS), part("three", passage=1, **CIVILIANS)],
        [(6, None, None)] * 3,
    ),
    (
        "in two sources",
        [part("12", **CIVILIANS), part("two", LATER, **CIVILIANS)],
        [(12, None, None)] * 3,
    ),
    (
        "in two voices",
        [part("six", **CIVILIANS), part("eight", passage=1, voice="other", **CIVILIANS)],
        [(8, None, None)] * 3,
    ),
]


@each(OF_CIVILIANS, "dataset", "expected")
def test_of_a_group_of_victims(dataset: Dataset, expected: list[Bounds]) -> None:
    assert by_each_rule(dataset, "civilian") == expected


# "About", by one convention in every rule

ABOUT: list[tuple[str, list[Any], list[tuple[Bounds, str | None]]]] = [
    (
        "alone",
        [whole("about 80")],
        [((75, 80, 85), "rounding"), ((75, None, None), "rounding"), ((75, 80, 85), "rounding")],
    ),
    (
        "a range",
        [whole("about 20 to 30")],
        [
            ((15, None, 35), "rounding"),
            ((15, None, None), "rounding"),
            ((15, None, 35), "rounding"),
        ],
    ),
    (
        "of no round number",
        [whole("about 144"), whole("150", LATER)],
        [((150, 150, 150), None), ((144, None, None), "rounding"), ((144, None, 150), "rounding")],
    ),
    (
        "of no round number, told last",
        [whole("150"), whole("about 144", LATER)],
        [((150, 150, 150), None), ((144, None, None), "rounding"), ((144, None, 150), "rounding")],
    ),
    (
        "not the least",
        [whole("60"), whole("about 80", LATER)],
        [((60, 60, 60), None), ((60, None, None), None), ((60, None, 85), "rounding")],
    ),
    (
        "a part, beside a whole",
        [whole("60"), part("about 20")],
        [((60, 60, 60), None), ((60, None, None), None), ((60, 60, 60), None)],
    ),
    (
        "a part that bounds",
        [whole("many"), part("about 20")],
        [((15, None, None), "rounding")] * 3,
    ),
    (
        "beside another part",
        [part("13"), part("about 20")],
        [((28, None, None), "rounding")] * 3,
    ),
]


@each(ABOUT, "dataset", "expected")
def test_about_is_a_rounded_number_and_the_frame_says_so(
    dataset: Dataset, expected: list[tuple[Bounds, str | None]]
) -> None:
    found = [tolls_of(dataset, "killed", rule=rule)[0] for rule in RULES]
    assert [((t["low"], t["best"], t["high"]), t["convention"]) for t in found] == expected


# Conventions of vague words

VAGUE: list[tuple[str, list[Any], Convention, list[tuple[Bounds, str | None]]]] = [
    (
        "a whole",
        [whole("dozens"), part("seven")],
        "floor",
        [((24, None, None), "floor")] * 3,
    ),
    (
        "a whole without a low",
        [whole("dozens"), part("seven")],
        "acled",
        [((7, 12, None), "acled"), ((12, None, None), "acled"), ((7, 12, None), "acled")],
    ),
    (
        "a whole of less than a part",
        [whole("hundreds"), part("120")],
        "acled",
        [((120, None, None), None)] * 3,
    ),
    (
        "a low of less than a part",
        [whole("several"), part("nine")],
        "floor",
        [((9, None, None), None)] * 3,
    ),
    (
        "a part",
        [whole("many"), part("dozens")],
        "floor",
        [((24, None, None), "floor")] * 3,
    ),
    (
        "a part that is not needed",
        [whole("33"), part("dozens")],
        "floor",
        [((33, 33, 33), None), ((33, None, None), None), ((33, 33, 33), None)],
    ),
    (
        "a part that gives no bound",
        [whole("many"), part("dozens")],
        "acled",
        [((None, None, None), None)] * 3,
    ),
    (
        "parts of one passage",
        [part("13"), part("dozens")],
        "floor",
        [((37, None, None), "floor")] * 3,
    ),
]


@pytest.mark.parametrize(
    "dataset", [[whole("about 80"), row("33", "all", harm="wounded")]], indirect=True
)
def test_the_timeline_names_it_too(dataset: Dataset) -> None:
    (entry,) = timeline_of(dataset)
    assert [entry[f"killed_{end}"] for end in ("low", "best", "high")] == [75, 80, 85]
    assert [entry[f"wounded_{end}"] for end in ("low", "best", "high")] == [33, 33, 33]
    assert entry["convention"] == "rounding"


@each(VAGUE, "dataset", "convention", "expected")
def test_a_convention_is_named_where_the_toll_rests_on_it(
    dataset: Dataset, convention: Convention, expected: list[tuple[Bounds, str | None]]
) -> None:
    found = [tolls_of(dataset, "killed", None, rule, convention)[0] for rule in RULES]
    assert [((t["low"], t["best"], t["high"]), t["convention"]) for t in found] == expected


# Whatever the reports are

FIGURES = ("33", "seven", "at least 12", "more than 60", "up to 40", "fewer than 20", "about 80",
           "nearly 50", "many", "dozens", "20 to 30")  # fmt: skip
REPORTS = st.builds(
    row,
    st.sampled_from(FIGURES),
    st.sampled_from(["all", "part"]),
    st.sampled_from([EARLIER, LATER]),
    st.integers(0, 2),
    victim_group=st.sampled_from(["unspecified", "civilian"]),
)


@pytest.fixture
def package(make_package: MakePackage) -> DataPackage:
    return make_package(package_of([]))


def claims_of(package: DataPackage, rows: list[Any]) -> Dataset:
    names = package.schemas["casualties"].names
    with package.path("casualties").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(package_of(rows)["casualties"])
    dataset = Dataset(package)
    dataset.rows("casualties")  # read before the next ones are written
    return dataset


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # each example rewrites it
@given(st.lists(REPORTS, min_size=1, max_size=5))
def test_parts_never_change_what_wholes_say(package: DataPackage, rows: list[Any]) -> None:
    asked = [*product((None,), RULES, (None, "acled", "floor"))]
    wholes = [report for report in rows if report["covers"] == "all"]
    dataset, alone = claims_of(package, rows), claims_of(package, wholes)
    found = [bounds(dataset, *one) for one in asked]
    for low, best, high in found:
        ends = [end for end in (low, best, high) if end is not None]
        assert ends == sorted(ends)
    if wholes:
        for one, (low, *above) in zip(asked, found, strict=True):
            least, best, high = bounds(alone, *one)
            is_guessed = one[-1] is not None and "dozens" in {cells["figure"] for cells in wholes}
            assert above == [best, high] or (is_guessed and above == [None, high])
            assert low == least or least is None or (is_guessed and low > least)
