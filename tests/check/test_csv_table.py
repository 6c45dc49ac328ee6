from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isk_indicators.check.csv_table import (
    MISSING_WORDS,
    ParsedTable,
    check_cells,
    is_suspect,
    may_be_a_value,
    mixed_word,
    read,
    sort_key,
)
from isk_indicators.schema import data_root, known_schemas, open_package

PACKAGE = open_package(data_root())
SCHEMA = PACKAGE.schemas["actors"]
DATA = PACKAGE.path("actors").read_bytes()


def table_of(data: bytes) -> ParsedTable:
    table = read(SCHEMA, "actors.csv", data).table
    assert table is not None
    return table


def test_a_canonical_file_is_written_as_it_was_read() -> None:
    table = table_of(DATA)
    assert table.is_canonical
    assert table.to_bytes() == DATA


def test_a_cell_that_is_set_keeps_its_place() -> None:
    table = table_of(DATA)
    place = table.position(1, "name")
    table.set(1, "name", "a, b")
    assert table.text(1, "name") == "a, b"
    assert table.position(1, "name") == place
    assert b'"a, b"' in table.to_bytes()


def test_rows_are_written_in_another_order() -> None:
    header, first, second, *_ = DATA.splitlines(keepends=True)
    assert table_of(header + first + second).to_bytes([1, 0]) == header + second + first


@pytest.mark.parametrize(
    "data",
    [
        DATA.replace(b"\n", b"\r\n"),
        DATA.replace(b",", b";"),
        DATA.replace(b"\nact-0001", b'\n"act-0001"'),
        DATA + b"act-9999\n",
    ],
    ids=["line ends", "delimiter", "quotes", "a short record"],
)
def test_any_other_file_is_not_canonical(data: bytes) -> None:
    result = read(SCHEMA, "actors.csv", data)
    assert result.findings
    assert not table_of(data).is_canonical


def test_an_unreadable_record_has_its_line_and_key() -> None:
    table = table_of(DATA + b"act-9999\n")
    assert [(lost.line, lost.key) for lost in table.unreadable] == [
        (DATA.count(b"\n") + 1, "act-9999")
    ]


def test_a_cell_with_wrong_characters_is_invalid_and_blank_in_the_frame() -> None:
    table = table_of(DATA.replace(b"act-0001", b" act-0001", 1))
    assert [f.rule for f in check_cells(table, frozenset())] == ["outer-blanks"]
    assert table.invalid_cells == {(0, "actor_id")}
    assert table.value(0, "actor_id") is None
    assert table.text(0, "actor_id") == " act-0001"


@pytest.mark.parametrize(
    ("actor", "key"), [("act-0001", ("act-0001",)), ("act-1", None), ("", None)]
)
def test_a_row_without_a_valid_key_is_not_sorted(actor: str, key: object) -> None:
    assert sort_key(SCHEMA, [actor]) == key


ODD = re.compile(r"[^ -~]|^(?:[ =+\-@]|\?\?)| \Z")
CELLS = st.text(alphabet="a? =+-@\n\t\x7f\xa0é\u2028", max_size=3) | st.sampled_from(
    ["NA", "a", ""]
)


@given(CELLS)
def test_a_closer_look_is_spared_to_plain_cells_alone(text: str) -> None:
    assert is_suspect(text) == bool(ODD.search(text) or text in MISSING_WORDS)


@pytest.mark.parametrize(
    ("table", "column", "text", "allowed"),
    [
        ("places", "country", "NA", True),
        ("readings", "value", "NA", True),
        ("evidence", "value", "NA", True),
        ("readings", "agreed", "NULL", False),
        ("casualties", "figure", "None", True),
        ("casualties", "figure", "NA", False),
        ("casualties", "stated_low", "None", False),
        ("casualties", "victim_text", "NA", False),
        ("casualties", "quote", "null", True),
    ],
)
def test_a_word_for_a_missing_value_may_be_one(
    table: str, column: str, text: str, allowed: bool
) -> None:
    field = known_schemas()[table].by_name[column]
    assert may_be_a_value(text, field) is allowed


@pytest.mark.parametrize(
    ("text", "word", "odd"),
    [
        ("Vladimir Voronk\u043ev", "Voronk\u043ev", ["\u043e"]),
        ("IS-\u041a", "IS-\u041a", ["\u041a"]),
        ("\uff29S", "\uff29S", ["\uff29"]),
        ("Балх", None, None),
        ("the Балх province", None, None),
        ("Mazār-e Sharīf", None, None),
        ("ʿAli, 5 µg, ولایت", None, None),
    ],
)
def test_a_word_has_letters_of_one_script(
    text: str, word: str | None, odd: list[str] | None
) -> None:
    assert mixed_word(text) == (word and (word, odd))
