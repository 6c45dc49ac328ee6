"""A canonical text is read by column; all that is said of it is what reading line by line says."""

from __future__ import annotations

import re
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isk_indicators import csvio
from isk_indicators.check import content
from isk_indicators.check import scan as scanner
from isk_indicators.check.scan import scan

CELL = st.text(alphabet='ab,"; é\U0001f399', max_size=4)
TABLE = st.integers(1, 3).flatmap(
    lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1, max_size=9)
)


def line_by_line(text: str, width: int) -> scanner.Scan:
    with mock.patch.object(scanner, "_columns", return_value=None):
        return scan(text, width=width)


@given(TABLE, st.integers(1, 4))
def test_by_column_and_line_by_line_the_same_is_read(table: list[list[str]], block: int) -> None:
    rows = [row for row in table if any(cell.strip() for cell in row)] or [["a"] * len(table[0])]
    text = csvio.document(rows[0], rows[1:])
    with mock.patch.object(scanner, "BLOCK", block):
        result = scan(text, width=len(rows[0]))
    assert result.columns == [[row[at] for row in rows[1:]] for at in range(len(rows[0]))]
    assert list(result.records) == list(line_by_line(text, len(rows[0])).records)
    assert result.faults == []


@given(st.text(alphabet='ab,"\n\r ', max_size=30), st.integers(1, 3))
def test_any_other_text_is_read_line_by_line(text: str, width: int) -> None:
    result, other = scan(text, width=width), line_by_line(text, width)
    assert list(result.records) == list(other.records)
    assert result.faults == other.faults


@pytest.mark.parametrize(
    "text",
    ['a,b\n"1",2\n', "a,b\n1\n", "a,b\n\n1,2\n", "a,b\n,\n", "a,b\r\n1,2\r\n", 'a,b\n1,"2\n3"\n'],
    ids=["needless quotes", "ragged", "blank line", "no value", "line ends", "two lines"],
)
def test_only_what_is_right_throughout_is_read_by_column(text: str) -> None:
    assert scan(text, width=2).columns is None


def test_cells_that_recur_are_held_once() -> None:
    columns = scan("a,b\n" + "".join(f"same,{n:03}\n" for n in range(100)), width=2).columns
    assert columns is not None
    assert len({id(text) for text in columns[0]}) == 1
    assert len({id(text) for text in columns[1]}) == 100


def test_a_part_of_the_records_keeps_its_lines() -> None:
    records = scan("a,b\n1,2\n3,4\n", width=2).records[1:]
    assert [(record.line, record.texts) for record in records] == [(2, ["1", "2"]), (3, ["3", "4"])]


ODD = re.compile(r"[^ -~]|^[ =+\-@]| \Z")
CELLS = st.text(alphabet="a =+-@\n\t\x7f\xa0é\u2028", max_size=3) | st.sampled_from(["NA", "a", ""])


@given(st.lists(CELLS, max_size=5))
def test_a_closer_look_is_spared_to_plain_cells_alone(texts: list[str]) -> None:
    odd = {text for text in texts if ODD.search(text) or text in content.MISSING_WORDS}
    assert content.suspects(texts) == odd
