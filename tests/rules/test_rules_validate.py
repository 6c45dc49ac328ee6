"""A frame in memory under the rules of its table."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import isk_indicators as isk
from isk_indicators.rules import actors, casualties, incidents, places, sources
from isk_indicators.rules.breach import Breach
from isk_indicators.rules.validate import Validation, text_cells, validate
from isk_indicators.schema import Field, Schema
from tests.rules.curated import ROOT, House

SEEDS = ROOT / "seeds"


@pytest.fixture(scope="module")
def loaded() -> dict[str, pd.DataFrame]:
    return {name: isk.load(name) for name in isk.tables()}


def told(found: Validation) -> set[tuple[str, int | None, str | None]]:
    return {(b.rule, b.row, b.field) for b in found.breaches}


def test_a_validation_is_true_without_breaches() -> None:
    breach = Breach("enum", "casualties", 0, "harm", "x", "y", "z")
    assert bool(Validation((), ("a",))) is True
    assert bool(Validation((breach,), ())) is False


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, None),
        (pd.NA, None),
        (pd.NaT, None),
        (float("nan"), None),
        ("", None),
        ("text", "text"),
        (7, "7"),
        (7.0, "7"),
        (55.83, "55.83"),
        (0, "0"),
        (True, "True"),
        (pd.Timestamp("2024-03-22"), "2024-03-22"),
        (pd.Timestamp("2024-03-22 10:00"), "2024-03-22"),
    ],
)
def test_a_typed_cell_as_text(cell: object, text: str | None) -> None:
    schema = Schema("made_up", (Field("x", "X", "", "string"),), (), ())
    frame = pd.DataFrame({"y": [1], "x": pd.Series([cell], dtype=object)}).set_index(pd.Index([5]))
    cells = text_cells(schema, frame)
    assert list(cells.columns) == ["x"]
    assert list(cells.index) == [0]
    assert cells["x"].tolist() == [text]


def test_a_blank_among_texts_stays_what_it_is() -> None:
    schema = Schema("made_up", (Field("x", "X", "", "string"),), (), ())
    cells = text_cells(schema, pd.DataFrame({"x": ["a", None]}))["x"].tolist()
    assert cells == ["a", None]


def test_every_loaded_table_is_valid(loaded: dict[str, pd.DataFrame]) -> None:
    for name, frame in loaded.items():
        found = validate(name, frame, SEEDS, loaded)
        assert (name, found) == (name, Validation((), ()))


def test_every_missing_column_is_told() -> None:
    def breach(column: str) -> Breach:
        what, advice = "no such column", "Add the column, if need be blank."
        return Breach("header", "casualties", None, column, what, column, advice)

    frame = isk.load("casualties").drop(columns=["harm", "note"])
    assert casualties.validate(frame) == Validation((breach("harm"), breach("note")), ())


def test_a_table_that_is_none() -> None:
    with pytest.raises(KeyError):
        validate("deaths", pd.DataFrame())


def skipped(**given: Any) -> set[str]:
    return {*casualties.validate(isk.load("casualties"), **given).skipped}


SPAN = {"span-bounds", "span-slice", "span-word-edges", "span-one-line"}


def test_what_was_not_given_is_skipped(loaded: dict[str, pd.DataFrame]) -> None:
    assert skipped() == {*SPAN, "statement-source", "twin"}
    assert skipped(texts=SEEDS) == {"statement-source", "twin"}
    assert skipped(tables=loaded) == SPAN
    assert skipped(texts=SEEDS, tables=loaded) == set()
    found = casualties.validate(isk.load("casualties")).skipped
    assert found == tuple(sorted(found))


def test_texts_may_be_given_by_source(living: House, loaded: dict[str, pd.DataFrame]) -> None:
    frame = isk.load("casualties")
    frame.loc[0, "span_start"] += 1
    expected = {("span-slice", 0, "quote")}
    for texts in (living.texts, SEEDS):
        assert told(casualties.validate(frame, texts)) == expected
        assert told(casualties.validate(frame, texts, loaded)) == expected


def test_documents_are_found_by_the_sources_given(loaded: dict[str, pd.DataFrame]) -> None:
    renamed = loaded["sources"].copy()
    renamed["source_id"] = [*renamed["source_id"].iloc[1:], "src-099"]
    frame = isk.load("casualties")
    found = casualties.validate(frame, SEEDS, {**loaded, "sources": renamed})
    assert {b.rule for b in found.breaches} >= {"span-slice"}


def test_of_cells_at_fault_nothing_more_is_said(loaded: dict[str, pd.DataFrame]) -> None:
    frame = isk.load("incidents")
    frame["outcome"] = frame["outcome"].astype(object)
    frame["scale"] = frame["scale"].astype(object)
    ended = frame.index[frame["outcome"].notna()][-1]  # whose blank outcome would be a fault
    frame.loc[0, "scale"] = "sole"
    frame.loc[ended, "outcome"] = "done"
    found = incidents.validate(frame, SEEDS, loaded)
    assert told(found) == {("enum", 0, "scale"), ("enum", ended, "outcome")}


def test_a_quote_that_does_not_stand_proves_nothing(loaded: dict[str, pd.DataFrame]) -> None:
    frame = isk.load("casualties")
    frame.loc[0, "quote"] = "Nothing of the kind"
    found = casualties.validate(frame, SEEDS, loaded)
    assert told(found) == {("span-slice", 0, "quote")}
    without = casualties.validate(frame, tables=loaded)
    assert ("figure-in-quote", 0, "figure") in told(without)


def test_what_is_at_fault_leaves_absence_open(loaded: dict[str, pd.DataFrame]) -> None:
    """A parent at fault may be the one that leads to another actor."""
    frame = isk.load("actors")
    frame["parent_id"] = frame["parent_id"].astype(object)
    frame.loc[0, "parent_id"] = "nobody"
    found = actors.validate(frame, SEEDS, loaded)
    assert told(found) == {("pattern", 0, "parent_id")}
    alone = {name: table.iloc[:0] for name, table in loaded.items()}
    assert "unused" not in {b.rule for b in actors.validate(frame, None, alone).breaches}
    assert "unused" in {b.rule for b in actors.validate(isk.load("actors"), None, alone).breaches}


def test_the_other_tables_are_read_as_text_too(living: House) -> None:
    found = places.validate(isk.load("places"), living.texts, dict(living.tables))
    assert (found, found.skipped) == (Validation((), ()), ())
    assert sources.validate(isk.load("sources"), None, dict(living.tables)) == Validation((), ())


def test_the_frame_is_left_as_it_was(loaded: dict[str, pd.DataFrame]) -> None:
    frame = isk.load("casualties")
    frame.loc[0, "figure"] = "145"
    before = frame.copy(deep=True)
    casualties.validate(frame, SEEDS, loaded)
    pd.testing.assert_frame_equal(frame, before)
