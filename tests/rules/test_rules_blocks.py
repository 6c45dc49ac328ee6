"""Rules look at blocks of rows: what they say does not depend on where a block ends."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from isk_indicators.rules import run
from isk_indicators.rules.breach import Breach
from isk_indicators.rules.links import Links
from isk_indicators.rules.rule import Fault, RowKey, UnsureError, rule
from isk_indicators.schema import DataPackage, Field, Schema

SCHEMA = Schema("made_up", (Field("cell", "Cell", "A cell.", "string"),), ("cell",), ())
CELLS: list[str | None] = ["right", "wrong", None, "unsure", "right", "wrong", "right"]
seen: list[object] = []


@rule("is-right", blames="cell")
def is_right(cell: str) -> Fault | None:
    """A cell that is not right."""
    seen.append(cell)
    return Fault(cell, "right", "Type right.") if cell == "wrong" else None


@rule("is-sure", blames="cell")
def is_sure(cell: str) -> Fault | None:
    """A cell of which nothing can be said."""
    if cell == "unsure":
        raise UnsureError
    return None


@rule("knows-its-row", blames="cell")
def knows_its_row(cell: str, *, row: RowKey, field: str) -> Fault | None:
    """A wrong cell, told with its row."""
    return Fault(f"{row.id} {field}", "right", "Type right.") if cell == "wrong" else None


def judged(
    block: int, monkeypatch: pytest.MonkeyPatch, blanked: tuple[run.Cell, ...] = ()
) -> tuple[list[Breach], dict[str, int]]:
    monkeypatch.setattr(run, "BLOCK", block)
    seen.clear()
    judge = run.Judge(SCHEMA, {"cell": CELLS}, blanked, {})
    frame = pd.DataFrame({"cell": pd.Series(CELLS, dtype=object)})
    return run.judge_table(judge, [is_right, is_sure, knows_its_row], frame), dict(judge.unsure)


@pytest.mark.parametrize("block", [1, 2, 3, 7, 100])
def test_the_same_is_said_whatever_the_blocks(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    found, unsure = judged(block, monkeypatch)
    assert [(b.rule, b.row, b.found) for b in found] == [
        ("is-right", 1, "wrong"),
        ("is-right", 5, "wrong"),
        ("knows-its-row", 1, "wrong cell"),
        ("knows-its-row", 5, "wrong cell"),
    ]
    assert unsure == {"is-sure": 1}


@pytest.mark.parametrize("block", [1, 2, 100])
def test_rows_at_fault_are_left_out_and_counted_once(
    block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, unsure = judged(block, monkeypatch, ((1, "cell"), (2, "cell")))
    assert {b.row for b in found} == {5}
    assert unsure == {"is-right": 2, "is-sure": 3, "knows-its-row": 2}


@pytest.mark.parametrize(("block", "times"), [(1, 6), (4, 5), (100, 3)])
def test_the_same_cells_of_a_block_are_judged_once(
    block: int, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged(block, monkeypatch)
    assert [*dict.fromkeys(seen)] == ["right", "wrong", "unsure"]
    assert len(seen) == times


def test_tables_with_other_gaps_are_not_joined_anew(real: DataPackage) -> None:
    def frame(table: str, **cells: object) -> pd.DataFrame:
        blank: dict[str, Any] = dict.fromkeys(real.schemas[table].names)
        return pd.DataFrame([blank | cells], dtype=object)

    tables = {
        "places": frame("places", place_id="plc-0001"),
        "incidents": frame("incidents", incident_id="inc-0001", place_id="plc-0001"),
    }
    links = Links(real, tables)
    ((table, row),) = links.referring("places", "plc-0001")
    assert (table, row["incident_id"], len(row)) == (
        "incidents", "inc-0001", len(real.schemas["incidents"].names)
    )  # fmt: skip
    gaping = links.with_gaps({"places": {"name"}})
    assert gaping.columns is links.columns
    assert gaping.referring("places", "plc-0001")[0][1]["incident_id"] == "inc-0001"
    links.require("places", "name")
    with pytest.raises(UnsureError):
        gaping.require("places", "name")
