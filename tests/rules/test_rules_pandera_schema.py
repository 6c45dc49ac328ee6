"""The pandera schema made from a Table Schema and from rules."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from isk_indicators.rules import pandera_schema
from isk_indicators.rules.breach import Breach
from isk_indicators.rules.rule import Fault, rule
from isk_indicators.schema import Field, Schema


def broken(type_: str, *cells: str | None, **constraints: Any) -> list[tuple[str, int]]:
    """Which checks a column's cells break, each with the row."""
    field = Field("cell", "Cell", "A cell.", type_, **constraints)
    schema = Schema("made_up", (field,), (), ())
    frame = pd.DataFrame({"cell": pd.Series(cells, dtype=object)})
    found = pandera_schema.constraint_problems(schema, frame)
    assert {b.field for b in found} <= {"cell"}
    return [(b.rule, b.row or 0) for b in found]


@pytest.mark.parametrize(
    ("text", "whole", "decimal"),
    [
        ("0", True, True),
        ("-0", False, True),
        ("-1", True, True),
        ("1200", True, True),
        ("012", False, False),
        ("1,200", False, False),
        ("1_200", False, False),
        ("+1", False, False),
        (" 1", False, False),
        ("1 ", False, False),
        ("1.", False, False),
        (".5", False, False),
        ("1.50", False, True),
        ("-55.83", False, True),
        ("1e3", False, False),
        ("", False, False),
        ("9223372036854775807", True, True),
        ("9223372036854775808", False, True),
        ("-9223372036854775808", True, True),
        ("-9223372036854775809", False, True),
    ],
)
def test_how_a_number_is_spelt(text: str, whole: bool, decimal: bool) -> None:
    assert pandera_schema.is_whole(text) is whole
    assert pandera_schema.is_decimal(text) is decimal


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-02-29", True),
        ("2023-02-29", False),
        ("2024-2-9", False),
        ("20240229", False),
        ("2024-W09-4", False),
        ("2024-02", False),
        ("", False),
    ],
)
def test_how_a_day_is_spelt(text: str, day: bool) -> None:
    assert pandera_schema.is_day(text) is day


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


def test_a_unique_cell_is_told_from_its_second_place_on() -> None:
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
        found = pandera_schema.constraint_problems(schema, frame)
        assert [(b.rule, b.field, b.row) for b in found] == expected


def test_the_constraints_of_a_table_are_listed() -> None:
    field = Field(
        "cell", "Cell", "A cell.", "integer", required=True, unique=True, enum=("1",),
        minimum=1, maximum=1,
    )  # fmt: skip
    schema = Schema("made_up", (field,), ("cell",), ())
    assert [rule for rule, _ in pandera_schema.constraints(schema)] == [
        "required", "type", "enum", "minimum", "maximum", "unique", "primary-key"
    ]  # fmt: skip
    free = Field("cell", "Cell", "A cell.", "string")
    assert list(pandera_schema.constraints(Schema("made_up", (free,), (), ()))) == []


def test_a_column_has_the_words_and_the_type_of_its_field() -> None:
    made = pandera_schema.column(Field("day", "The Day", "A day.", "date"))
    assert (made.title, made.description, made.nullable) == ("The Day", "A day.", True)
    assert str(made.dtype).startswith("datetime64")  # pandera knows one unit of days


def test_a_check_that_breaks_down_is_named() -> None:
    @rule("broken", blames="word")
    def breaks(word: str) -> Fault | None:
        """Nothing: it breaks down."""
        raise ZeroDivisionError(word)

    frame = pd.DataFrame({"number": [1, 2], "word": ["x", "y"]})
    message = r"^a check broke down instead of judging: broken on .*ZeroDivisionError"
    with pytest.raises(RuntimeError, match=message):
        pandera_schema.rule_problems(BOTH, [breaks], frame, pandera_schema.Context())


NUMBER = Field("number", "The Number", "A number.", "integer", minimum=5, maximum=9)
WORD = Field("word", "The Word", "A word.", "string", required=True)
BOTH = Schema("made_up", (NUMBER, WORD), (), ())


@pytest.mark.parametrize("blank", [None, pd.NA])
def test_a_breach_says_what_stands_there_and_what_would_be_right(blank: object) -> None:
    frame = pd.DataFrame({"number": ["7", "3"], "word": pd.Series(["x", blank], dtype=object)})
    assert pandera_schema.constraint_problems(BOTH, frame) == [
        Breach("minimum", "made_up", 1, "number", "3", "5 or more", "Correct the number."),
        Breach("required", "made_up", 1, "word", "", "a value",
               "Fill it in: 'the word' is never blank."),
    ]  # fmt: skip


def test_of_a_cell_of_another_type_nothing_else_is_said() -> None:
    frame = pd.DataFrame({"number": ["x", "77", "3"], "word": ["a", "b", None]})
    assert [(b.rule, b.row, b.field) for b in pandera_schema.constraint_problems(BOTH, frame)] == [
        ("maximum", 1, "number"), ("minimum", 2, "number"), ("required", 2, "word"),
        ("type", 0, "number"),
    ]  # fmt: skip
