"""Each view of the first release against what was worked out by hand from its documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from isk_indicators.tables import installed_dataset
from isk_indicators.views.disagreements import disagreements_of
from isk_indicators.views.incidents import ledger_of, matrix_of, timeline_of
from isk_indicators.views.measures import force_series_of, indicators_of
from isk_indicators.views.tolls import tolls_of
from tests.views import by_hand

Row = Mapping[str, Any]
pytestmark = pytest.mark.usefixtures("as_published")


def cells(row: Row, *names: str) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


def told(*asked: Any) -> dict[str, tuple[Any, ...]]:
    names = ("low", "best", "high", "reports", "voices", "casualty_ids")
    return {row["incident_id"]: cells(row, *names) for row in tolls_of(installed_dataset(), *asked)}


@pytest.mark.parametrize(("harm", "rule"), by_hand.TOLLS)
def test_tolls(harm: str, rule: str) -> None:
    assert told(harm, None, rule) == by_hand.TOLLS[harm, rule]


@pytest.mark.parametrize(("harm", "rule", "convention"), by_hand.TOLLS_WITH_CONVENTION)
def test_tolls_by_a_convention(harm: str, rule: str, convention: str) -> None:
    changed = by_hand.TOLLS_WITH_CONVENTION[harm, rule, convention]
    assert changed
    assert told(harm, None, rule, convention) == by_hand.TOLLS[harm, rule] | changed


@pytest.mark.parametrize(("harm", "group", "rule"), by_hand.TOLLS_OF_VICTIMS)
def test_tolls_of_a_group(harm: str, group: str, rule: str) -> None:
    expected = by_hand.TOLLS_OF_VICTIMS[harm, group, rule]
    assert told(harm, group, rule) == expected
    for asked, changed in by_hand.TOLLS_OF_VICTIMS_WITH_CONVENTION.items():
        if asked[:3] == (harm, group, rule):
            assert told(*asked) == expected | changed


@pytest.mark.parametrize(("harm", "rule", "convention"), by_hand.TOLL_CONVENTIONS)
def test_the_conventions_of_a_toll_are_named(harm: Any, rule: Any, convention: Any) -> None:
    rows = tolls_of(installed_dataset(), harm, None, rule, convention)
    named = {row["incident_id"]: row["convention"] for row in rows if row["convention"]}
    assert named == by_hand.TOLL_CONVENTIONS[harm, rule, convention]


def test_disagreements() -> None:
    found = {
        cells(row, "fact", "first_id", "second_id"): cells(row, "relation", "convention")
        for row in disagreements_of(installed_dataset())
    }
    assert found == by_hand.DISAGREEMENTS


@pytest.mark.parametrize(("actor", "measure"), by_hand.FORCE_SERIES)
def test_force_series(actor: str, measure: str) -> None:
    names = ("estimate_id", "low", "best", "high", "varied_low", "varied_high", "said_by")
    found = [cells(row, *names) for row in force_series_of(installed_dataset(), actor, measure)]
    assert found == by_hand.FORCE_SERIES[actor, measure]


def test_the_ledger() -> None:
    names = next(iter(by_hand.LEDGER.values()))
    rows = ledger_of(installed_dataset())
    assert {row["incident_id"]: {n: row[n] for n in names} for row in rows} == by_hand.LEDGER
    inherited = {r["incident_id"]: r["inherited_ids"] for r in rows if r["inherited_ids"]}
    assert inherited == by_hand.LEDGER_INHERITED_IDS


def test_the_timeline() -> None:
    found = [
        (
            row["incident_id"],
            *(
                day.isoformat() if isinstance(day, date) else None
                for day in cells(row, "date_earliest", "date_latest")
            ),
        )
        for row in timeline_of(installed_dataset())
    ]
    assert found == by_hand.TIMELINE


def test_the_coverage_matrix() -> None:
    rows = matrix_of(installed_dataset())
    assert len(rows) == 140
    found = {cells(r, "incident_id", "source_id"): r["says"] for r in rows if r["says"] != "silent"}
    assert found == by_hand.COVERAGE
    assert all((row["says"] == "silent") == (row["row_ids"] is None) for row in rows)


def test_how_many_rows_each_indicator_has() -> None:
    assert (
        Counter(row["indicator"] for row in indicators_of(installed_dataset()))
        == by_hand.INDICATOR_COUNTS
    )


@pytest.mark.parametrize("indicator", by_hand.INDICATOR_ORDER)
def test_the_order_of_an_indicator(indicator: str) -> None:
    found = [
        row["row_id"] for row in indicators_of(installed_dataset()) if row["indicator"] == indicator
    ]
    assert found == by_hand.INDICATOR_ORDER[indicator]


WORKED_OUT = [
    *by_hand.INDICATORS_OF_CASUALTIES,
    *by_hand.INDICATORS_OF_COUNTS,
    *by_hand.INDICATORS_OF_ESTIMATES,
    *by_hand.INDICATORS_OF_STATEMENTS,
]


@pytest.mark.parametrize("expected", WORKED_OUT, ids=lambda expected: expected[-1])
def test_an_indicator(expected: by_hand.Indicator) -> None:
    names = ("indicator", "period", "place", "actor", "low", "best", "high", "qualifier")
    found = {
        r["row_id"]: cells(r, *names, "said_by", "row_id")
        for r in indicators_of(installed_dataset())
    }
    assert found[expected[-1]] == expected
