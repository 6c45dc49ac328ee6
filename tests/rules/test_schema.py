"""The pandera schemas of the tables, and frames validated by them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import pytest

import isk_indicators as isk
from isk_indicators.rules import actors, casualties, incidents, places, sources
from isk_indicators.rules import schema as rules_schema
from isk_indicators.rules.registry import RULES
from isk_indicators.rules.rule import CannotDecide, PartialDataset, Problem, RowKey, Rule, rule
from isk_indicators.rules.schema import (
    Context,
    Validation,
    find_problems,
    rule_problems,
    text_cells,
    validate_table,
)
from isk_indicators.schema import DataPackage, Field, Schema
from tests.rules.one_row import frame
from tests.rules.real_tables import ROOT, SamplePackage


def broken(type_: str, *cells: str | None, **constraints: Any) -> list[tuple[str, int]]:
    """Which checks a column's cells break, each with the row."""
    field = Field("cell", "Cell", "A cell.", type_, **constraints)
    schema = Schema("made_up", (field,), (), ())
    frame = pd.DataFrame({"cell": pd.Series(cells, dtype=object)})
    found = rules_schema.constraint_problems(schema, frame)
    assert {b.field for b in found} <= {"cell"}
    return [(b.rule, b.row or 0) for b in found]


def test_each_type_has_its_spelling() -> None:
    assert broken("integer", "1", "x", None, "1.5") == [("type", 1), ("type", 3)]
    assert broken("number", "1.5", "x", None) == [("type", 1)]
    assert broken("date", "2024-02-29", "2024", None) == [("type", 1)]
    assert broken("string", "x", None) == []


def test_a_required_cell() -> None:
    assert broken("string", "x", None, "y", required=True) == [("required", 1)]


def test_an_enumerated_cell() -> None:
    assert broken("string", "killed", "hurt", None, enum=("killed", "wounded")) == [("enum", 1)]
    assert broken("integer", "1", "2", None, enum=("1",)) == [("enum", 1)]


def test_a_patterned_cell_matches_from_end_to_end() -> None:
    assert broken("string", "ab", "xab", "abx", None, pattern="a|ab") == [
        ("pattern", 1),
        ("pattern", 2),
    ]


@pytest.mark.parametrize("type_", ["integer", "number"])
def test_a_bounded_cell(type_: str) -> None:
    assert broken(type_, "-1", "0", "1", None, minimum=0) == [("minimum", 0)]
    assert broken(type_, "-1", "0", "1", None, maximum=0) == [("maximum", 2)]
    # What is no number at all is told as that alone.
    assert broken(type_, "x", minimum=0, maximum=0) == [("type", 0)]


def test_a_unique_cell_is_reported_from_its_second_place_on() -> None:
    assert broken("string", "a", "b", "a", "a", None, None, unique=True) == [
        ("unique", 2),
        ("unique", 3),
    ]


def test_an_id_occurs_once() -> None:
    field = Field("cell_id", "Id", "An id.", "string")
    frame = pd.DataFrame({"cell_id": ["a", "a"], "other": ["b", "b"]})
    other = Field("other", "Other", "Another.", "string")
    for key, expected in ((("cell_id",), [("primary-key", "cell_id", 1)]), ((), [])):
        schema = Schema("made_up", (field, other), key, ())
        found = rules_schema.constraint_problems(schema, frame)
        assert [(b.rule, b.field, b.row) for b in found] == expected


def test_the_constraints_of_a_table_are_listed() -> None:
    field = Field(
        "cell", "Cell", "A cell.", "integer", required=True, unique=True, enum=("1",),
        minimum=1, maximum=1,
    )  # fmt: skip
    schema = Schema("made_up", (field,), ("cell",), ())
    assert [rule for rule, _ in rules_schema.constraints(schema)] == [
        "required", "type", "enum", "minimum", "maximum", "unique", "primary-key"
    ]  # fmt: skip
    free = Field("cell", "Cell", "A cell.", "string")
    assert list(rules_schema.constraints(Schema("made_up", (free,), (), ()))) == []


def test_a_column_has_the_words_and_the_type_of_its_field() -> None:
    made = rules_schema.column(Field("day", "The Day", "A day.", "date"))
    assert (made.title, made.description, made.nullable) == ("The Day", "A day.", True)
    assert str(made.dtype).startswith("datetime64")  # pandera knows one unit of days


def test_a_check_that_breaks_down_is_named() -> None:
    @rule("broken", column="word")
    def breaks(word: str) -> Problem | None:
        """Nothing: it breaks down."""
        raise ZeroDivisionError(word)

    frame = pd.DataFrame({"number": [1, 2], "word": ["x", "y"]})
    message = r"^a check broke down instead of judging: broken on .*ZeroDivisionError"
    with pytest.raises(RuntimeError, match=message):
        rules_schema.rule_problems(BOTH, [breaks], frame, rules_schema.Context())


NUMBER = Field("number", "The Number", "A number.", "integer", minimum=5, maximum=9)
WORD = Field("word", "The Word", "A word.", "string", required=True)
BOTH = Schema("made_up", (NUMBER, WORD), (), ())


def test_a_problem_has_what_was_found_and_what_would_be_right() -> None:
    frame = pd.DataFrame({"number": ["7", "3"], "word": pd.Series(["x", None], dtype=object)})
    assert rules_schema.constraint_problems(BOTH, frame) == [
        Problem("3", "5 or more", "Correct the number.", "minimum", "made_up", 1, "number"),
        Problem("", "a value", "Fill it in: 'the word' is never blank.", "required", "made_up", 1,
                "word"),
    ]  # fmt: skip


def test_of_a_cell_of_another_type_nothing_else_is_said() -> None:
    frame = pd.DataFrame({"number": ["x", "77", "3"], "word": ["a", "b", None]}, dtype=object)
    assert [(b.rule, b.row, b.field) for b in rules_schema.constraint_problems(BOTH, frame)] == [
        ("maximum", 1, "number"), ("minimum", 2, "number"), ("required", 2, "word"),
        ("type", 0, "number"),
    ]  # fmt: skip


SCHEMA = Schema(
    "made_up",
    (Field("made_id", "Id", "An id.", "string"), Field("cell", "Cell", "A cell.", "string")),
    ("made_id",),
    (),
)


@rule("tells-its-row", column="cell")
def tells_its_row(cell: str, *, row: RowKey, column: str) -> Problem | None:
    """Each cell, told with its row."""
    return Problem(f"{cell} {row.table} {row.id}", column, "Correct it.")


@rule("tells-its-column", column="cell")
def tells_its_column(cell: str, *, column: str) -> Problem | None:
    """Each cell, told with its column."""
    return Problem(f"{column}: {cell}", "", "")


@rule("is-unsure", column="cell")
def is_unsure(cell: str | None) -> Problem | None:
    """Nothing: it never knows."""
    raise CannotDecide(cell)


def problems(
    schema: Schema,
    cells: dict[str, list[str | None]],
    *rules: Rule,
    invalid: Sequence[tuple[int, str]] = (),
) -> tuple[list[Problem], dict[str, int]]:
    """What rules find in a frame with these columns, and how many rows each could not judge."""
    frame = pd.DataFrame({name: pd.Series(column, dtype=object) for name, column in cells.items()})
    context = Context(invalid_cells=invalid)
    return rule_problems(schema, rules, frame, context), +context.undecided


def test_a_rule_may_read_which_row_it_judges() -> None:
    found, _ = problems(SCHEMA, {"made_id": ["a", "b"], "cell": ["x", "y"]}, tells_its_row)
    assert [(b.row, b.field, b.found, b.expected) for b in found] == [
        (0, "cell", "x made_up a", "cell"),
        (1, "cell", "y made_up b", "cell"),
    ]


def test_a_rule_may_read_its_column_alone() -> None:
    rules = (tells_its_column.rename_columns(cell="made_id"), tells_its_column)
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


def test_equal_cells_are_reported_in_each_row() -> None:
    @rule("is-right", column="cell")
    def is_right(cell: str) -> Problem | None:
        """A cell that is not right."""
        return Problem(cell, "right", "Type right.") if cell == "wrong" else None

    cells: dict[str, list[str | None]] = {"made_id": [*"abcd"], "cell": ["wrong", "right"] * 2}
    found, _ = problems(SCHEMA, cells, is_right)
    assert [b.row for b in found] == [0, 2]


def test_rows_left_out_are_counted_for_each_column_of_a_rule() -> None:
    cells: dict[str, list[str | None]] = {"made_id": [*"ab"], "cell": [*"xy"]}
    found, undecided = problems(
        SCHEMA, cells, tells_its_row, tells_its_row.rename_columns(cell="made_id"),
        invalid=[(0, "cell"), (1, "made_id")],
    )  # fmt: skip
    assert [(b.field, b.row) for b in found] == [("cell", 1), ("made_id", 0)]
    assert undecided == {"tells-its-row": 2}


def test_a_breach_has_the_place_and_the_words() -> None:
    found, _ = problems(SCHEMA, {"made_id": ["a"], "cell": ["x"]}, tells_its_row)
    assert found == [
        Problem("x made_up a", "cell", "Correct it.", "tells-its-row", "made_up", 0, "cell")
    ]


def test_what_later_turns_leave_out() -> None:
    reported = [
        Problem("", "", "", "a", "t", 3, "quote"),
        Problem("", "", "", "b", "t", None, "quote"),
        Problem("", "", "", "c", "t", 4, None),
        Problem("", "", "", "d", "t", 0, "figure"),
    ]
    assert rules_schema.invalid_cells_of(reported) == {(3, "quote"), (0, "figure")}


@pytest.mark.parametrize("table", ["incidents", "casualties"])
def test_the_rules_of_a_table_are_those_of_its_module(table: str) -> None:
    assert {r.id for r in RULES[table]} >= {"span-slice", "voice-statement"}
    assert ("target-known" in {r.id for r in RULES[table]}) is (table == "incidents")


def test_a_quote_at_fault_is_asked_for_no_proof(sample: SamplePackage) -> None:
    tables = sample.changed("casualties", "cas-0001", quote="Nothing", figure="145")
    found, unsure = sample.find_more(tables, {})
    assert [(b.rule, b.row) for b in found] == [("span-slice", 0)]
    lines = [line for line in unsure if line.startswith("casualties: rule figure-")]
    assert lines == [
        f"casualties: rule figure-{name} on 1 row (what it reads is at fault)"
        for name in ("exact", "harm", "hedge", "high", "in-quote", "low", "qualifier", "unsure")
    ]


def test_rows_that_could_not_be_judged_are_counted_by_rule(sample: SamplePackage) -> None:
    invalid = {"casualties": {(0, "figure"), (2, "figure"), (1, "voice")}}
    found, unsure = sample.find_more(sample.tables, invalid)
    assert found == []
    assert "casualties: rule figure-low on 2 rows (what it reads is at fault)" in unsure
    assert "casualties: rule voice-statement on 1 row (what it reads is at fault)" in unsure
    before = sample.find_more(sample.tables)[1]
    assert {line.partition(":")[0] for line in unsure if line not in before} == {"casualties"}


def test_from_the_gaps_of_an_incomplete_table_nothing_follows(real: DataPackage) -> None:
    place = {"place_id": "plc-0001", "name": "Kabul", "kind": "country", "source_id": "src-000"}
    span = {"span_start": 0, "span_end": 5, "quote": "Kabul"}
    tables = {name: frame(real, name, ()) for name in real.schemas}
    tables["places"] = frame(real, "places", [place | span])
    texts = {"src-000": "Kabul"}
    found, unsure = find_problems(PartialDataset(real, tables), RULES, texts, {})
    assert [(b.rule, b.table, b.row) for b in found] == [("unused", "places", 0)]
    assert unsure == []
    found, unsure = find_problems(PartialDataset(real, tables), RULES, texts, {}, ["incidents"])
    assert found == []
    assert unsure == [("places", "unused", 1)]
    assert str(unsure[0]) == "places: rule unused on 1 row (what it reads is at fault)"
    # A cell at fault in a column that could lead here is a gap as well.
    found, unsure = find_problems(
        PartialDataset(real, tables), RULES, texts, {"incidents": [(0, "place_id")]}
    )
    assert found == []
    found, _ = find_problems(
        PartialDataset(real, tables), RULES, texts, {"incidents": [(0, "date")]}
    )
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
    found, unsure = find_problems(
        PartialDataset(real, tables), RULES, {"src-000": "Kabul fell"}, {}
    )
    assert [b.rule for b in found] == ["evidence-contradiction"]
    assert ("places", "unused", 1) in unsure


@pytest.mark.parametrize(
    ("rejected", "sings"),
    [([0], True), ([], False), ([1], False), ([0, 1], False)],
)
def test_the_canary_sings_if_its_wrong_row_alone_is_rejected(
    rejected: list[int], sings: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rules_schema.canary() is True
    words = ("wrong", "right", "Type right.")
    found = [Problem(*words, "canary", "canary", row, "cell") for row in rejected]
    monkeypatch.setattr(rules_schema, "rule_problems", lambda *_: found)
    assert rules_schema.canary() is sings


SEEDS = ROOT / "seeds"


@pytest.fixture(scope="module")
def loaded() -> dict[str, pd.DataFrame]:
    return {name: isk.load(name) for name in isk.tables()}


def reported(found: Validation) -> set[tuple[str, int | None, str | None]]:
    return {(b.rule, b.row, b.field) for b in found.problems}


def test_a_validation_is_true_without_breaches() -> None:
    problem = Problem("x", "y", "z", "enum", "casualties", 0, "harm")
    assert bool(Validation((), ("a",))) is True
    assert bool(Validation((problem,), ())) is False


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
    for name, rows in loaded.items():
        found = validate_table(name, RULES[name], rows, SEEDS, loaded)
        assert (name, found) == (name, Validation((), ()))


def test_every_missing_column_is_reported() -> None:
    def problem(column: str) -> Problem:
        what, advice = "no such column", "Add the column, if need be blank."
        return Problem(what, column, advice, "header", "casualties", None, column)

    frame = isk.load("casualties").drop(columns=["harm", "note"])
    assert casualties.validate(frame) == Validation((problem("harm"), problem("note")), ())


def test_a_table_that_is_none() -> None:
    with pytest.raises(KeyError):
        validate_table("deaths", (), pd.DataFrame())


def skipped(**given: Any) -> set[str]:
    return {*casualties.validate(isk.load("casualties"), **given).skipped}


SPAN = {"span-bounds", "span-slice", "span-word-edges", "span-one-line", "span-denied"}


def test_what_was_not_given_is_skipped(loaded: dict[str, pd.DataFrame]) -> None:
    looking_up = {r.id for r in casualties.RULES if "data" in r.context}
    assert {"statement-source", "twin", "link-near", "code-cues"} <= looking_up
    assert skipped() == {*SPAN, *looking_up}
    assert skipped(texts=SEEDS) == looking_up
    assert skipped(tables=loaded) == SPAN
    assert skipped(texts=SEEDS, tables=loaded) == set()
    found = casualties.validate(isk.load("casualties")).skipped
    assert found == tuple(sorted(found))


def test_texts_may_be_given_by_source(
    living: SamplePackage, loaded: dict[str, pd.DataFrame]
) -> None:
    frame = isk.load("casualties")
    frame.loc[0, "span_start"] += 1
    expected = {("span-slice", 0, "quote")}
    for texts in (living.texts, SEEDS):
        assert reported(casualties.validate(frame, texts)) == expected
        assert reported(casualties.validate(frame, texts, loaded)) == expected


def test_documents_are_found_by_the_sources_given(loaded: dict[str, pd.DataFrame]) -> None:
    renamed = loaded["sources"].copy()
    renamed["source_id"] = [*renamed["source_id"].iloc[1:], "src-099"]
    frame = isk.load("casualties")
    found = casualties.validate(frame, SEEDS, {**loaded, "sources": renamed})
    assert {b.rule for b in found.problems} >= {"span-slice"}


def test_of_cells_at_fault_nothing_more_is_said(loaded: dict[str, pd.DataFrame]) -> None:
    frame = isk.load("incidents")
    frame["outcome"] = frame["outcome"].astype(object)
    frame["scale"] = frame["scale"].astype(object)
    ended = frame.index[frame["outcome"].notna()][-1]  # whose blank outcome would be a fault
    frame.loc[0, "scale"] = "sole"
    frame.loc[ended, "outcome"] = "done"
    found = incidents.validate(frame, SEEDS, loaded)
    assert reported(found) == {("enum", 0, "scale"), ("enum", ended, "outcome")}


def test_a_quote_that_does_not_stand_proves_nothing(loaded: dict[str, pd.DataFrame]) -> None:
    frame = isk.load("casualties")
    frame.loc[0, "quote"] = "Nothing of the kind"
    found = casualties.validate(frame, SEEDS, loaded)
    assert reported(found) == {("span-slice", 0, "quote")}
    without = casualties.validate(frame, tables=loaded)
    assert ("figure-in-quote", 0, "figure") in reported(without)


def test_what_is_at_fault_leaves_absence_open(loaded: dict[str, pd.DataFrame]) -> None:
    """A parent at fault may be the one that leads to another actor."""
    frame = isk.load("actors")
    frame["parent_id"] = frame["parent_id"].astype(object)
    frame.loc[0, "parent_id"] = "nobody"
    found = actors.validate(frame, SEEDS, loaded)
    assert reported(found) == {("pattern", 0, "parent_id")}
    alone = {name: table.iloc[:0] for name, table in loaded.items()}
    assert "unused" not in {b.rule for b in actors.validate(frame, None, alone).problems}
    assert "unused" in {b.rule for b in actors.validate(isk.load("actors"), None, alone).problems}


def test_the_other_tables_are_read_as_text_too(living: SamplePackage) -> None:
    found = places.validate(isk.load("places"), living.texts, dict(living.tables))
    assert (found, found.skipped) == (Validation((), ()), ())
    found = sources.validate(isk.load("sources"), None, dict(living.tables))
    needing_texts = ("byline", "language-words", "published-stated", "row-credited", "source-words")
    assert found == Validation((), needing_texts)


def test_the_frame_is_left_as_it_was(loaded: dict[str, pd.DataFrame]) -> None:
    frame = isk.load("casualties")
    frame.loc[0, "figure"] = "145"
    before = frame.copy(deep=True)
    casualties.validate(frame, SEEDS, loaded)
    pd.testing.assert_frame_equal(frame, before)
