"""How made-up claims go together: open bounds, "about", vague words, parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from isk_indicators.figures import find_durations, find_figures
from isk_indicators.tables import Dataset
from isk_indicators.views.disagreements import disagreements_of

if TYPE_CHECKING:
    from tests.conftest import MakePackage

FIGHTERS = {"measure": "fighters", "unit": "persons"}
LEAD = {"measure": "external_attack_lead_time", "unit": "months"}


def estimate(figure: str, **cells: str) -> dict[str, Any]:
    text = f"It had {figure}" if "month" in figure else f"It had {figure} fighters"
    (read,) = find_durations(text) or find_figures(text)
    return {
        "actor_id": "act-0001",
        "as_of": "2023",
        "as_of_basis": "stated",
        "figure": figure,
        "qualifier": read.qualifier,
        "stated_low": read.low,
        "stated_high": read.high,
        "basis": "stated",
        "spread": None if read.low is None else "point",
        "voice": "author",
        "source_id": "src-000",
        "span_start": 0,
        "span_end": len(text),
        "quote": text,
        **cells,
    }


def relation(make_package: MakePackage, *rows: dict[str, Any]) -> tuple[str, str | None]:
    package = make_package(
        {
            "sources": [{"source_id": "src-000", "published": "2023"}],
            "actors": [{"actor_id": "act-0001", "name": "IS-K"}],
            "force_estimates": [
                {"estimate_id": f"est-{at:04}", **row} for at, row in enumerate(rows, 1)
            ],
        }
    )
    (pair,) = disagreements_of(Dataset(package))
    return pair["relation"], pair["convention"]  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("at least six months", "less than six months", "contradictory"),
        ("less than six months", "at least six months", "contradictory"),
        ("six months", "less than six months", "contradictory"),
        ("more than six months", "up to six months", "contradictory"),
        ("more than six months", "less than six months", "contradictory"),
        ("at least six months", "up to six months", "compatible"),
        ("six months", "up to six months", "compatible"),
        ("less than six months", "up to six months", "compatible"),
        ("more than five months", "less than six months", "compatible"),  # five and a half
        ("at least five months", "less than six months", "compatible"),
        ("less than six months", "under six months", "identical"),
        ("more than six months", "over six months", "identical"),
        ("less than six months", "less than five months", "compatible"),
    ],
)
def test_lead_times_are_continuous(
    first: str, second: str, expected: str, make_package: MakePackage
) -> None:
    assert relation(make_package, estimate(first, **LEAD), estimate(second, **LEAD)) == (
        expected,
        None,
    )


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("more than 60", "fewer than 61", "contradictory"),
        ("more than 60", "fewer than 62", "compatible"),  # 61
        ("more than 60", "at least 61", "compatible"),
        ("60", "fewer than 60", "contradictory"),
    ],
)
def test_persons_are_counted(
    first: str, second: str, expected: str, make_package: MakePackage
) -> None:
    rows = (estimate(first, **FIGHTERS), estimate(second, **FIGHTERS))
    assert relation(make_package, *rows) == (expected, None)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (estimate("about six months", **LEAD), estimate("under six months", **LEAD), "compatible"),
        (estimate("about six months", **LEAD), estimate("five months", **LEAD), "contradictory"),
        (estimate("about 4,000", **FIGHTERS), estimate("4,400", **FIGHTERS), "compatible"),
        (estimate("about 4,000", **FIGHTERS), estimate("4,600", **FIGHTERS), "contradictory"),
        (estimate("about 20 to 30", **FIGHTERS), estimate("40", **FIGHTERS), "contradictory"),
        (estimate("about 20 to 30", **FIGHTERS), estimate("35", **FIGHTERS), "compatible"),
    ],
)  # fmt: skip
def test_about_is_a_rounded_number(
    first: dict[str, Any], second: dict[str, Any], expected: str, make_package: MakePackage
) -> None:
    assert relation(make_package, first, second) == (expected, "rounding")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("many", "many", ("compatible", "some")),
        ("many", "several", ("compatible", "some")),
        ("hundreds", "hundreds", ("compatible", "some")),
        ("many", "a few", ("compatible", "some")),
        ("many", "4,000", ("compatible", "some")),
        ("4,000", "4,000", ("identical", None)),
        ("about 4,000", "around 4,000", ("identical", None)),
    ],
)
def test_vague_words_are_no_numbers(
    first: str, second: str, expected: tuple[str, str | None], make_package: MakePackage
) -> None:
    rows = (estimate(first, **FIGHTERS), estimate(second, **FIGHTERS))
    assert relation(make_package, *rows) == expected


def test_a_negated_vague_word_twice_is_compatible_by_no_convention(
    make_package: MakePackage,
) -> None:
    words = estimate("many", **FIGHTERS) | {"figure": "not always had a large number"}
    assert relation(make_package, words, words) == ("compatible", None)
