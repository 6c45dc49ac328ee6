"""Every table under its rules: turns, what is left out, and what could not be judged."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import pytest

from isk_indicators.rules import pandera_schema, run
from isk_indicators.rules.breach import Breach
from isk_indicators.rules.links import Links
from isk_indicators.rules.pandera_schema import Context, rule_problems
from isk_indicators.rules.rule import Fault, RowKey, Rule, UnsureError, rule
from isk_indicators.schema import DataPackage, Field, Schema
from tests.rules.curated import House
from tests.rules.single import frame

SCHEMA = Schema(
    "made_up",
    (Field("made_id", "Id", "An id.", "string"), Field("cell", "Cell", "A cell.", "string")),
    ("made_id",),
    (),
)


@rule("tells-its-row", blames="cell")
def tells_its_row(cell: str, *, row: RowKey, field: str) -> Fault | None:
    """Each cell, told with its row."""
    return Fault(f"{cell} {row.table} {row.id}", field, "Correct it.")


@rule("tells-its-column", blames="cell")
def tells_its_column(cell: str, *, field: str) -> Fault | None:
    """Each cell, told with its column."""
    return Fault(f"{field}: {cell}", "", "")


@rule("is-unsure", blames="cell")
def is_unsure(cell: str | None) -> Fault | None:
    """Nothing: it never knows."""
    raise UnsureError(cell)


def problems(
    schema: Schema,
    cells: dict[str, list[str | None]],
    *rules: Rule,
    invalid: Sequence[tuple[int, str]] = (),
) -> tuple[list[Breach], dict[str, int]]:
    """What rules find in a frame with these columns, and how many rows each could not judge."""
    frame = pd.DataFrame({name: pd.Series(column, dtype=object) for name, column in cells.items()})
    context = Context(invalid=invalid)
    return rule_problems(schema, rules, frame, context), +context.undecided


def test_a_rule_may_read_which_row_it_judges() -> None:
    found, _ = problems(SCHEMA, {"made_id": ["a", "b"], "cell": ["x", "y"]}, tells_its_row)
    assert [(b.row, b.field, b.found, b.expected) for b in found] == [
        (0, "cell", "x made_up a", "cell"),
        (1, "cell", "y made_up b", "cell"),
    ]


def test_a_rule_may_read_its_column_alone() -> None:
    rules = (tells_its_column.on(cell="made_id"), tells_its_column)
    found, _ = problems(SCHEMA, {"made_id": ["a", "b"], "cell": ["x", None]}, *rules)
    assert [(b.field, b.row, b.found) for b in found] == [
        ("cell", 0, "cell: x"),
        ("made_id", 0, "made_id: a"),
        ("made_id", 1, "made_id: b"),
    ]


def test_a_row_of_a_table_without_ids_has_none() -> None:
    schema = Schema("ledger", SCHEMA.fields, (), ())
    found, _ = problems(schema, {"made_id": ["a"], "cell": ["x"]}, tells_its_row)
    assert [b.found for b in found] == ["x ledger None"]


def test_a_table_without_rows_has_no_problems() -> None:
    assert problems(SCHEMA, {"made_id": [], "cell": []}, tells_its_row) == ([], {})


def test_each_row_that_cannot_be_judged_is_counted() -> None:
    cells: dict[str, list[str | None]] = {"made_id": ["a", "b", "c"], "cell": ["x", "x", None]}
    assert problems(SCHEMA, cells, is_unsure) == ([], {"is-unsure": 3})


def test_equal_cells_are_judged_once_and_reported_in_each_row() -> None:
    seen: list[str] = []

    @rule("is-right", blames="cell")
    def is_right(cell: str) -> Fault | None:
        """A cell that is not right."""
        seen.append(cell)
        return Fault(cell, "right", "Type right.") if cell == "wrong" else None

    cells: dict[str, list[str | None]] = {"made_id": [*"abcd"], "cell": ["wrong", "right"] * 2}
    found, _ = problems(SCHEMA, cells, is_right)
    assert [b.row for b in found] == [0, 2]
    assert seen == ["wrong", "right", "wrong"]  # once more for the message


def test_rows_left_out_are_counted_for_each_column_of_a_rule() -> None:
    cells: dict[str, list[str | None]] = {"made_id": [*"ab"], "cell": [*"xy"]}
    found, undecided = problems(
        SCHEMA, cells, tells_its_row, tells_its_row.on(cell="made_id"),
        invalid=[(0, "cell"), (1, "made_id")],
    )  # fmt: skip
    assert [(b.field, b.row) for b in found] == [("cell", 1), ("made_id", 0)]
    assert undecided == {"tells-its-row": 2}


def test_a_breach_has_the_place_and_the_words() -> None:
    found, _ = problems(SCHEMA, {"made_id": ["a"], "cell": ["x"]}, tells_its_row)
    assert found == [
        Breach("tells-its-row", "made_up", 0, "cell", "x made_up a", "cell", "Correct it.")
    ]


def test_what_later_turns_leave_out() -> None:
    told = [
        Breach("a", "t", 3, "quote", "", "", ""),
        Breach("b", "t", None, "quote", "", "", ""),
        Breach("c", "t", 4, None, "", "", ""),
        Breach("d", "t", 0, "figure", "", "", ""),
    ]
    assert run.cells_of(told) == {(3, "quote"), (0, "figure")}
    assert run.at_fault(told, "spans") == {(3, "quote"), (0, "figure")}
    assert run.at_fault(told, "rows") == run.at_fault(told, "absences") == set()


@pytest.mark.parametrize("table", ["incidents", "casualties"])
def test_the_rules_of_a_table_are_those_of_its_module(table: str) -> None:
    assert {r.id for r in run.rules_of(table)} >= {"span-slice", "voice-statement"}
    assert ("target-known" in {r.id for r in run.rules_of(table)}) is (table == "incidents")


def test_a_quote_at_fault_is_asked_for_no_proof(house: House) -> None:
    tables = house.changed("casualties", "cas-0001", quote="Nothing", figure="145")
    found, unsure = run.breaches(Links(house.package, tables), tables, house.texts, {})
    assert [(b.rule, b.row) for b in found] == [("span-slice", 0)]
    lines = [line for line in unsure if line.startswith("casualties: rule figure-")]
    assert lines == [
        f"casualties: rule figure-{name} on 1 row (what it reads is at fault)"
        for name in ("exact", "harm", "hedge", "high", "in-quote", "low")
    ]


def test_rows_that_could_not_be_judged_are_counted_by_rule(house: House) -> None:
    blanked = {"casualties": {(0, "figure"), (2, "figure"), (1, "voice")}}
    found, unsure = run.breaches(
        Links(house.package, dict(house.tables)), dict(house.tables), house.texts, blanked
    )
    assert found == []
    assert "casualties: rule figure-low on 2 rows (what it reads is at fault)" in unsure
    assert "casualties: rule voice-statement on 1 row (what it reads is at fault)" in unsure
    assert {line.partition(":")[0] for line in unsure} == {"casualties"}


def test_from_the_gaps_of_an_incomplete_table_nothing_follows(real: DataPackage) -> None:
    place = {"place_id": "plc-0001", "name": "Kabul", "kind": "country", "source_id": "src-000"}
    span = {"span_start": 0, "span_end": 5, "quote": "Kabul"}
    tables = {name: frame(real, name, ()) for name in real.schemas}
    tables["places"] = frame(real, "places", [place | span])
    texts = {"src-000": "Kabul"}
    found, unsure = run.breaches(Links(real, tables), tables, texts, {})
    assert [(b.rule, b.table, b.row) for b in found] == [("unused", "places", 0)]
    assert unsure == []
    found, unsure = run.breaches(Links(real, tables), tables, texts, {}, ["incidents"])
    assert found == []
    assert unsure == ["places: rule unused on 1 row (what it reads is at fault)"]
    # A cell at fault in a column that could lead here is a gap as well.
    found, unsure = run.breaches(
        Links(real, tables), tables, texts, {"incidents": [(0, "place_id")]}
    )
    assert found == []
    found, _ = run.breaches(Links(real, tables), tables, texts, {"incidents": [(0, "date")]})
    assert [b.rule for b in found] == ["unused"]


def test_what_an_earlier_turn_found_is_a_gap_for_the_next(real: DataPackage) -> None:
    """A key that dangles may be the one that should lead to the unused row."""
    place = {"place_id": "plc-0001", "name": "Kabul", "kind": "country", "source_id": "src-000"}
    span = {"span_start": 0, "span_end": 5, "quote": "Kabul"}
    evidence = {
        "evidence_id": "evd-0001", "table_name": "places", "row_id": "plc-0001", "role": "mentions",
        "value": "x", "source_id": "src-000", "span_start": 6, "span_end": 10, "quote": "fell",
    }  # fmt: skip
    tables = {name: frame(real, name, ()) for name in real.schemas}
    tables |= {
        "places": frame(real, "places", [place | span]),
        "evidence": frame(real, "evidence", [evidence]),
    }
    found, unsure = run.breaches(Links(real, tables), tables, {"src-000": "Kabul fell"}, {})
    assert [b.rule for b in found] == ["evidence-contradiction"]
    assert unsure == ["places: rule unused on 1 row (what it reads is at fault)"]


@pytest.mark.parametrize(
    ("rejected", "sings"),
    [([0], True), ([], False), ([1], False), ([0, 1], False)],
)
def test_the_canary_sings_if_its_wrong_row_alone_is_rejected(
    rejected: list[int], sings: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run.canary() is True
    words = ("wrong", "right", "Type right.")
    found = [Breach("canary", "canary", row, "cell", *words) for row in rejected]
    monkeypatch.setattr(pandera_schema, "rule_problems", lambda *_: found)
    assert run.canary() is sings
