"""Every table under its rules: turns, what is left out, and what could not be judged."""

from __future__ import annotations

import pandas as pd
import pytest
from curated import House
from single import frame

from isk_indicators import parts
from isk_indicators.rules import run
from isk_indicators.rules.breach import Breach
from isk_indicators.rules.links import Links
from isk_indicators.rules.rule import Fault, RowKey, UnsureError, rule
from isk_indicators.schema import DataPackage, Field, Schema

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


def judged(schema: Schema, cells: dict[str, list[str | None]]) -> run.Judge:
    return run.Judge(schema, cells, (), {})


def test_a_rule_is_told_the_row_it_looks_at() -> None:
    judge = judged(SCHEMA, {"made_id": ["a", "b"], "cell": ["x", "y"]})
    assert judge.rejects([tells_its_row]) == {("tells-its-row", "cell"): [0, 1]}
    assert judge.faults["tells-its-row", "cell", 1] == Fault("y made_up b", "cell", "Correct it.")


def test_a_rule_may_be_told_the_column_alone() -> None:
    judge = judged(SCHEMA, {"made_id": ["a", "b"], "cell": ["x", None]})
    judge.rejects([tells_its_column.on(cell="made_id"), tells_its_column])
    assert judge.faults.keys() == {
        ("tells-its-column", "made_id", 0),
        ("tells-its-column", "made_id", 1),
        ("tells-its-column", "cell", 0),
    }
    assert judge.faults["tells-its-column", "made_id", 1].found == "made_id: b"


def test_a_row_of_a_table_without_ids_has_none() -> None:
    schema = Schema("ledger", SCHEMA.fields, (), ())
    judge = judged(schema, {"made_id": ["a"], "cell": ["x"]})
    judge.rejects([tells_its_row])
    assert judge.faults["tells-its-row", "cell", 0].found == "x ledger None"


def test_a_table_without_columns_or_rows_has_no_faults() -> None:
    for cells in ({}, {"made_id": [], "cell": []}):
        assert judged(SCHEMA, cells).rejects([tells_its_row]) == {}


def test_each_row_of_which_nothing_is_known_is_counted() -> None:
    judge = judged(SCHEMA, {"made_id": ["a", "b", "c"], "cell": ["x", "x", None]})
    assert judge.rejects([is_unsure]) == {}
    assert judge.unsure == {"is-unsure": 3}


def test_what_is_said_of_each_part_of_the_rows_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "processors", lambda: 2)
    monkeypatch.setattr(run, "LEAST", 1)
    cells: dict[str, list[str | None]] = {"made_id": [*"abcd"], "cell": [*"wxyz"]}
    judge = run.Judge(SCHEMA, cells, [(0, "cell"), (3, "made_id")], {})
    assert judge.rejects([tells_its_row, is_unsure]) == {("tells-its-row", "cell"): [1, 2, 3]}
    assert [judge.faults["tells-its-row", "cell", row].found[0] for row in (1, 2, 3)] == [*"xyz"]
    assert judge.unsure == {"tells-its-row": 1, "is-unsure": 4}


def test_rows_left_out_are_counted_for_each_column_that_a_rule_blames() -> None:
    rules = [tells_its_row, tells_its_row.on(cell="made_id")]
    cells: dict[str, list[str | None]] = {"made_id": [*"ab"], "cell": [*"xy"]}
    judge = run.Judge(SCHEMA, cells, [(0, "cell"), (1, "made_id")], {})
    assert judge.rejects(rules) == {
        ("tells-its-row", "cell"): [1],
        ("tells-its-row", "made_id"): [0],
    }
    assert judge.unsure == {"tells-its-row": 2}


def test_a_breach_has_the_place_and_the_words() -> None:
    judge = judged(SCHEMA, {"made_id": ["a"], "cell": ["x"]})
    cells = pd.DataFrame({"made_id": ["a"], "cell": ["x"]})
    assert run.judge_table(judge, [tells_its_row], cells) == [
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
    monkeypatch.setattr(run, "judge_table", lambda *_: found)
    assert run.canary() is sings
