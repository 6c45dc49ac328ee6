"""Cells are compared with a second reading, and what a second reading says fits its column."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from isk_indicators.rules.rule import Problem
from isk_indicators.tables import READING_KEY, READINGS
from tests.rules.examples import PLACE
from tests.rules.real_tables import Cells, SamplePackage

CELL = ("incidents", "inc-0002", "event_type")
"""A cell of the first release: security_operation."""

BLANK = ("incidents", "inc-0002", "outcome")
"""A blank cell of it."""


def with_reading(sample: SamplePackage, cell: tuple[str, ...], **cells: str) -> dict[str, Any]:
    """The tables with a second reading of a cell."""
    return sample.changed(READINGS, None, **dict(zip(READING_KEY, cell, strict=True)), **cells)


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
def test_the_cell_that_holds_after_two_readings(
    sample: SamplePackage, cell: tuple[str, ...], cells: Cells
) -> None:
    assert sample.problems(with_reading(sample, cell, **cells)) == []


def test_a_cell_that_the_second_reader_coded_otherwise(sample: SamplePackage) -> None:
    problem = the_problem(sample, with_reading(sample, CELL, value="clash"))
    assert (problem.rule, problem.table, problem.field) == ("second-reading", *CELL[::2])
    assert problem.found == "security_operation"
    assert problem.expected == "clash, as the second reader coded it"
    assert problem.message == (
        "Type clash; or settle it in readings: security_operation as agreed, and the reason."
    )


def test_a_cell_that_is_not_the_one_settled_on(sample: SamplePackage) -> None:
    settled = {"value": "clash", "agreed": "attack", "reason": "The verb decides."}
    problem = the_problem(sample, with_reading(sample, CELL, **settled))
    assert problem.expected == "attack, as settled (second reading: clash)"
    assert problem.message == "Type attack; or settle it anew in readings: agreed and reason."


def test_the_second_reading_does_not_hold_once_it_is_settled(sample: SamplePackage) -> None:
    settled = {"value": "security_operation", "agreed": "clash", "reason": "The noun decides."}
    problem = the_problem(sample, with_reading(sample, CELL, **settled))
    assert problem.expected == "clash, as settled (second reading: security_operation)"


def test_a_blank_is_a_cell_too(sample: SamplePackage) -> None:
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
    columns = "incident_id, harm, victim_group, victim_text, covers, voice"
    assert problem.expected == f"an id of casualties and one of {columns}"
    problem = the_problem(sample, with_reading(sample, ("sources", "src-000", "file")))
    assert problem.expected == "a table that is read twice"


# Cells of any kind


@pytest.mark.parametrize(
    ("cell", "other"),
    [
        (("casualties", "cas-0001", "incident_id"), "inc-0003"),
        (("statements", "stm-0001", "speaker_id"), "act-0005"),
        (("incidents", "inc-0001", "place_id"), "plc-0004"),
        (("incidents", "inc-0001", "date"), "2024"),
        (("incidents", "inc-0001", "date_basis"), "publication"),
        (("casualties", "cas-0001", "victim_text"), "Russians"),
        (("actors", "act-0001", "country"), "PK"),
        (("evidence", "evd-0001", "column_name"), "voice"),
    ],
)
def test_a_cell_of_any_kind_is_compared(
    sample: SamplePackage, cell: tuple[str, ...], other: str
) -> None:
    table, row_id, column = cell
    own = sample.tables[table].at[sample.number(table, row_id), column]
    assert sample.problems(with_reading(sample, cell, value=own)) == []
    problem = the_problem(sample, with_reading(sample, cell, value=other))
    assert (problem.rule, problem.table, problem.field) == ("second-reading", table, column)
    assert (problem.found, problem.row) == (own or "", sample.number(table, row_id))


def test_a_row_is_known_by_all_columns_of_its_key(sample: SamplePackage) -> None:
    passages = sample.changed("reviewed", None, **PLACE, kind="figure", reason="idiom")
    (start,) = passages["reviewed"]["span_start"]
    cell = ("reviewed", f"src-001:{start}:figure", "reason")

    def problems(cell: tuple[str, ...], value: str) -> list[Problem]:
        read = with_reading(sample, cell, value=value)[READINGS]
        return sample.problems({**passages, READINGS: read})

    assert problems(cell, "idiom") == []
    (problem,) = problems(cell, "money")
    assert (problem.rule, problem.row, problem.field) == ("second-reading", 0, "reason")
    gone = (cell[0], f"{cell[1]}s", cell[2])
    (problem,) = problems(gone, "idiom")
    assert (problem.rule, problem.found) == ("reading-cell", " ".join(gone))


def test_a_cell_that_another_rule_reports_is_not_compared_too(sample: SamplePackage) -> None:
    cell = ("casualties", "cas-0008", "incident_id")
    own = sample.tables["casualties"].at[sample.number(*cell[:2]), cell[2]]
    tables = with_reading(sample, cell, value=own)
    tables["casualties"] = sample.changed(*cell[:2], incident_id="inc-0011")["casualties"]
    problem = the_problem(sample, tables)
    assert (problem.rule, problem.field) == ("link-elsewhere", "incident_id")


@pytest.mark.parametrize("column", ["value", "agreed"])
@pytest.mark.parametrize(
    ("cell", "text", "expected"),
    [
        (CELL, "raid", "one of attack, bombing, "),
        (("casualties", "cas-0001", "incident_id"), "inc-0900", "the id of a row of incidents"),
        (("statements", "stm-0001", "speaker_id"), "United Nations", "the id of a row of actors"),
        (("incidents", "inc-0001", "date"), "2024-13", "a date such as "),
        (("incidents", "inc-0001", "date"), "in March", "a date such as "),
        (("actors", "act-0001", "country"), "Russia", "two capital letters such as AF"),
    ],
)
def test_what_a_column_does_not_allow_is_no_reading(
    sample: SamplePackage, cell: tuple[str, ...], text: str, expected: str, column: str
) -> None:
    cells = {"value": text} if column == "value" else {"agreed": text, "reason": "The guide."}
    problem = the_problem(sample, with_reading(sample, cell, **cells))
    assert (problem.rule, problem.field, problem.found) == (f"reading-{column}", column, text)
    assert problem.expected.startswith(expected)
    assert problem.expected.endswith(", or blank")
