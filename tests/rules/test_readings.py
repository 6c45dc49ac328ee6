"""Codes are compared with a second reading, and what a second reading says is a code."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from isk_indicators.readings import KEY, READINGS
from isk_indicators.rules.rule import Problem
from isk_indicators.schema import DataPackage
from tests.rules.real_tables import Cells, SamplePackage

CELL = ("incidents", "inc-0002", "event_type")
"""A cell of the first release: security_operation."""

BLANK = ("incidents", "inc-0002", "outcome")
"""A blank cell of it."""


def with_reading(sample: SamplePackage, cell: tuple[str, ...], **cells: str) -> dict[str, Any]:
    """The tables with a second reading of a cell."""
    return sample.changed(READINGS, None, **dict(zip(KEY, cell, strict=True)), **cells)


def the_problem(sample: SamplePackage, tables: dict[str, Any]) -> Problem:
    (problem,) = sample.problems(tables)
    return problem


@pytest.mark.parametrize(
    ("cell", "cells"),
    [
        (CELL, {"value": "security_operation"}),
        (CELL, {"value": "clash", "agreed": "security_operation", "reason": "The noun decides."}),
        (CELL, {"agreed": "security_operation", "reason": "The noun decides."}),
        (BLANK, {}),
        (BLANK, {"value": "completed", "reason": "A series has no outcome."}),
    ],
)
def test_the_code_that_holds_after_two_readings(
    sample: SamplePackage, cell: tuple[str, ...], cells: Cells
) -> None:
    assert sample.problems(with_reading(sample, cell, **cells)) == []


def test_a_code_that_the_second_reader_gave_otherwise(sample: SamplePackage) -> None:
    problem = the_problem(sample, with_reading(sample, CELL, value="clash"))
    assert (problem.rule, problem.table, problem.field) == ("second-reading", *CELL[::2])
    assert problem.found == "security_operation"
    assert problem.expected == "clash, as the second reader coded it"
    assert problem.message == (
        "Type clash; or settle it in readings: security_operation as agreed, and the reason."
    )


def test_a_code_that_is_not_the_one_settled_on(sample: SamplePackage) -> None:
    settled = {"value": "clash", "agreed": "attack", "reason": "The verb decides."}
    problem = the_problem(sample, with_reading(sample, CELL, **settled))
    assert problem.expected == "attack, as settled (second reading: clash)"
    assert problem.message == "Type attack; or settle it anew in readings: agreed and reason."


def test_the_second_reading_does_not_hold_once_it_is_settled(sample: SamplePackage) -> None:
    settled = {"value": "security_operation", "agreed": "clash", "reason": "The noun decides."}
    problem = the_problem(sample, with_reading(sample, CELL, **settled))
    assert problem.expected == "clash, as settled (second reading: security_operation)"


def test_a_blank_is_a_code(sample: SamplePackage) -> None:
    problem = the_problem(sample, with_reading(sample, BLANK, value="completed"))
    assert (problem.found, problem.field) == ("", "outcome")
    assert "settle it in readings: blank as agreed" in problem.message
    problem = the_problem(sample, with_reading(sample, CELL))
    assert problem.expected == "blank, as the second reader coded it"


def test_a_faulty_reading_leaves_its_own_cell_undecided(sample: SamplePackage) -> None:
    tables = with_reading(sample, CELL, value="raid")
    tables["statements"] = sample.changed("statements", "stm-0002", medium="report")["statements"]
    found, unsure = sample.find_more(tables)
    assert [(p.rule, p.table) for p in found] == [
        ("reading-value", "readings"),
        ("second-reading", "statements"),
    ]
    # one line for the column; the other columns of the table are judged
    before = sample.find_more(sample.tables)[1]
    assert [line for line in unsure if "second-reading" in line and line not in before] == [
        "incidents: rule second-reading on 1 row (what it reads is at fault)"
    ]


def test_without_the_table_nothing_is_compared(sample: SamplePackage) -> None:
    tables: dict[str, pd.DataFrame] = dict(
        sample.changed("statements", "stm-0002", medium="report")
    )
    assert [p.rule for p in sample.problems(tables)] == ["second-reading"]
    del tables[READINGS]
    assert sample.problems(tables) == []


def test_the_expected_cell_is_named(sample: SamplePackage) -> None:
    cell = ("casualties", "cas-0001", "figure")
    problem = the_problem(sample, with_reading(sample, cell, value="clash"))
    assert problem.found == "casualties cas-0001 figure"
    assert problem.expected == ("an id of casualties and one of harm, victim_group, covers, voice")
    problem = the_problem(sample, with_reading(sample, ("sources", "src-000", "file")))
    assert problem.expected == "a table with codes"


def test_the_coded_columns_are_those_that_no_words_prove(real: DataPackage) -> None:
    coded = {table: schema.coded for table, schema in real.schemas.items() if schema.coded}
    assert coded == {
        "actors": ("kind",),
        "places": ("kind",),
        "incidents": ("scale", "event_type", "suicide", "outcome", "target_type", "voice"),
        "casualties": ("harm", "victim_group", "covers", "voice"),
        "force_estimates": ("measure", "unit", "voice"),
        "statements": ("speech_act", "form", "medium"),
        "attributions": ("role", "stance", "certainty", "voice"),
        "evidence": ("role",),
    }
