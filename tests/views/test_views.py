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
from tests.views import expected_views

Row = Mapping[str, Any]
pytestmark = pytest.mark.usefixtures("as_published")


def cells(row: Row, *names: str) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


def reported(*asked: Any) -> dict[str, tuple[Any, ...]]:
    names = ("low", "best", "high", "reports", "voices", "casualty_ids")
    return {row["incident_id"]: cells(row, *names) for row in tolls_of(installed_dataset(), *asked)}


@pytest.mark.parametrize(("harm", "rule"), expected_views.TOLLS)
def test_tolls(harm: str, rule: str) -> None:
    assert reported(harm, None, rule) == expected_views.TOLLS[harm, rule]


@pytest.mark.parametrize(("harm", "rule", "convention"), expected_views.TOLLS_WITH_CONVENTION)
def test_tolls_by_a_convention(harm: str, rule: str, convention: str) -> None:
    changed = expected_views.TOLLS_WITH_CONVENTION[harm, rule, convention]
    assert changed
    assert reported(harm, None, rule, convention) == expected_views.TOLLS[harm, rule] | changed


@pytest.mark.parametrize(("harm", "group", "rule"), expected_views.TOLLS_OF_VICTIMS)
def test_tolls_of_a_group(harm: str, group: str, rule: str) -> None:
    expected = expected_views.TOLLS_OF_VICTIMS[harm, group, rule]
    assert reported(harm, group, rule) == expected
    for asked, changed in expected_views.TOLLS_OF_VICTIMS_WITH_CONVENTION.items():
        if asked[:3] == (harm, group, rule):
            assert reported(*asked) == expected | changed


@pytest.mark.parametrize(("harm", "rule", "convention"), expected_views.TOLL_CONVENTIONS)
def test_the_conventions_of_a_toll_are_named(harm: Any, rule: Any, convention: Any) -> None:
    rows = tolls_of(installed_dataset(), harm, None, rule, convention)
    named = {row["incident_id"]: row["convention"] for row in rows if row["convention"]}
    assert named == expected_views.TOLL_CONVENTIONS[harm, rule, convention]


def test_disagreements() -> None:
    found = {
        cells(row, "fact", "first_id", "second_id"): cells(row, "relation", "convention")
        for row in disagreements_of(installed_dataset())
    }
    assert found == expected_views.DISAGREEMENTS


@pytest.mark.parametrize(("actor", "measure"), expected_views.FORCE_SERIES)
def test_force_series(actor: str, measure: str) -> None:
    names = ("estimate_id", "low", "best", "high", "varied_low", "varied_high", "said_by")
    found = [cells(row, *names) for row in force_series_of(installed_dataset(), actor, measure)]
    assert found == expected_views.FORCE_SERIES[actor, measure]


def test_the_ledger() -> None:
    names = next(iter(expected_views.LEDGER.values()))
    rows = ledger_of(installed_dataset())
    assert {row["incident_id"]: {n: row[n] for n in names} for row in rows} == expected_views.LEDGER
    inherited = {r["incident_id"]: r["inherited_ids"] for r in rows if r["inherited_ids"]}
    assert inherited == expected_views.LEDGER_INHERITED_IDS


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
    assert found == expected_views.TIMELINE


def test_the_coverage_matrix() -> None:
    rows = matrix_of(installed_dataset())
    assert len(rows) == 140
    found = {cells(r, "incident_id", "source_id"): r["says"] for r in rows if r["says"] != "silent"}
    assert found == expected_views.COVERAGE
    assert all((row["says"] == "silent") == (row["row_ids"] is None) for row in rows)


def test_how_many_rows_each_indicator_has() -> None:
    assert (
        Counter(row["indicator"] for row in indicators_of(installed_dataset()))
        == expected_views.INDICATOR_COUNTS
    )


@pytest.mark.parametrize("indicator", expected_views.INDICATOR_ORDER)
def test_the_order_of_an_indicator(indicator: str) -> None:
    found = [
        row["row_id"] for row in indicators_of(installed_dataset()) if row["indicator"] == indicator
    ]
    assert found == expected_views.INDICATOR_ORDER[indicator]


WORKED_OUT = [
    *expected_views.INDICATORS_OF_CASUALTIES,
    *expected_views.INDICATORS_OF_COUNTS,
    *expected_views.INDICATORS_OF_ESTIMATES,
    *expected_views.INDICATORS_OF_STATEMENTS,
]


@pytest.mark.parametrize("expected", WORKED_OUT, ids=lambda expected: expected[-1])
def test_an_indicator(expected: expected_views.Indicator) -> None:
    names = ("indicator", "period", "place", "actor", "low", "best", "high", "qualifier")
    found = {
        r["row_id"]: cells(r, *names, "said_by", "row_id")
        for r in indicators_of(installed_dataset())
    }
    assert found[expected[-1]] == expected
