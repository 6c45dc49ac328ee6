from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isk_indicators import csvio
from isk_indicators.check import csv_reader
from isk_indicators.check.csv_reader import CsvFile, Fault, parse

CELL = st.text(alphabet='ab,"; é\U0001f399\n|', max_size=6)
TABLE = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1, max_size=6)
)


def texts(result: CsvFile) -> list[list[str]]:
    return [record.texts for record in result.records]


def kinds(result: CsvFile) -> list[tuple[str, int, int]]:
    return [(fault.kind, fault.line, fault.column) for fault in result.faults]


@given(TABLE)
def test_what_is_well_formed_is_read_as_the_standard_library_reads_it(
    table: list[list[str]],
) -> None:
    rows = [row for row in table if any(cell.strip() for cell in row)]
    text = "".join(csvio.record(row) + "\n" for row in rows)
    result = parse(text)
    assert result.faults == []
    assert texts(result) == list(csv.reader(io.StringIO(text, newline=""))) == rows


@given(TABLE)
def test_the_canonical_notation_is_that_of_the_standard_library(table: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(table)
    assert csvio.document(table[0], table[1:]) == out.getvalue()


@given(TABLE)
def test_each_cell_is_where_the_scan_says(table: list[list[str]]) -> None:
    rows = [row for row in table if any(cell.strip() for cell in row)]
    text = "".join(csvio.record(row) + "\n" for row in rows)
    lines = text.split("\n")
    result = parse(text)
    for record in result.records:
        for cell in result.cells(record):
            assert "\n".join(
                [lines[cell.line - 1][cell.column - 1 :], *lines[cell.line :]]
            ).startswith(csvio.cell(cell.text))


@given(st.text(alphabet='ab,"\n\r ;', max_size=40), st.sampled_from([None, 1, 2, 3]))
def test_no_text_is_lost_or_read_twice(text: str, width: int | None) -> None:
    lines = text.removesuffix("\n").split("\n") if text else []
    result = parse(text, width=width)
    taken = [record.raw for record in result.records]
    blank = [lines[f.line - 1] for f in result.faults if f.kind == "blank-line"]
    between = sum(fault.kind == "bare-cr" for fault in result.faults)
    feeds = sum(raw.count("\n") for raw in taken)
    assert sum(map(len, taken + blank)) + between == sum(map(len, lines)) + feeds


@pytest.mark.parametrize(
    ("text", "rows", "faults"),
    [
        pytest.param(
            'a,b\n1,"2\n3,4\n5,6\n',
            [["a", "b"], ["1", "2"], ["3", "4"], ["5", "6"]],
            [("unclosed-quote", 2, 3)],
            id="unclosed, passed over",
        ),
        pytest.param(
            'a,b,c\n1,"2, 3,4\n5,6,7\n',
            [["a", "b", "c"], ["1"], ["5", "6", "7"]],
            [("unclosed-quote", 2, 3)],
            id="unclosed, with a comma: the record is broken",
        ),
        pytest.param(
            '"a,b\n3,4\n', [["a", "b"], ["3", "4"]], [("unclosed-quote", 1, 1)], id="in the header"
        ),
        pytest.param(
            'a,b\n1,2\n3,"4', [["a", "b"], ["1", "2"], ["3", "4"]], [("unclosed-quote", 3, 3)],
            id="in the last line",
        ),
        pytest.param(
            'a,b,c\n"1,2,"3, 4"\n', [["a", "b", "c"], ["1", "2", "3, 4"]],
            [("unclosed-quote", 2, 1)], id="unclosed before a quoted cell",
        ),
        pytest.param(
            'a,b\n1,"2\nand\n3"\n5,6\n', [["a", "b"], ["1", "2\nand\n3"], ["5", "6"]], [],
            id="line breaks in a cell",
        ),
        pytest.param(
            'a,b\n1,"2\n3,"4"\n5,6\n', [["a", "b"], ["1", "2"], ["3", "4"], ["5", "6"]],
            [("unclosed-quote", 2, 3)], id="the next quote closes nothing",
        ),
        pytest.param(
            'a,b\n1,2"3\n4,5\n', [["a", "b"], ["1", '2"3'], ["4", "5"]], [("stray-quote", 2, 4)],
            id="stray",
        ),
        pytest.param(
            'a,b\n1,"2"3\n4,5\n', [["a", "b"], ["1", "23"], ["4", "5"]], [("after-quote", 2, 6)],
            id="after the quote",
        ),
        pytest.param(
            "a,b\n1,2\r3,4\n", [["a", "b"], ["1", "2"], ["3", "4"]], [("bare-cr", 2, 4)],
            id="carriage return between records",
        ),
        pytest.param(
            "a,b\n1,2\r3\n", [["a", "b"], ["1", "2\r3"]], [], id="carriage return in a cell"
        ),
        pytest.param(
            "a,b\n\n \n1,2\n\n", [["a", "b"], ["1", "2"]],
            [("blank-line", 2, 1), ("blank-line", 3, 1), ("blank-line", 5, 1)], id="blank lines",
        ),
        pytest.param(
            'a,b\n\U0001f399,x"\n', [["a", "b"], ["\U0001f399", 'x"']], [("stray-quote", 2, 4)],
            id="columns are code points",
        ),
    ],
)  # fmt: skip
def test_faults_are_placed_and_the_rest_is_read(
    text: str, rows: list[list[str]], faults: list[tuple[str, int, int]]
) -> None:
    result = parse(text, width=len(rows[0]))
    assert texts(result) == rows
    assert kinds(result) == faults


def test_a_fault_names_its_record_and_cell() -> None:
    result = parse('a,b\n1,2"3\n', width=2)
    (fault,) = result.faults
    assert [record.faults for record in result.records] == [(), (fault,)]
    assert fault == Fault("stray-quote", 2, 4, cell=1)


def test_cells_of_a_record_after_a_carriage_return_keep_their_columns() -> None:
    result = parse("a,b\n1,2\r3,4\n", width=2)
    assert [(c.line, c.column) for c in result.cells(result.records[2])] == [(2, 5), (2, 7)]


def test_cells_with_line_breaks_move_the_later_ones() -> None:
    result = parse('a,b,c\n1,"2\n3",4\n', width=3)
    assert [(c.line, c.column) for c in result.cells(result.records[1])] == [(2, 1), (2, 3), (3, 4)]


@pytest.mark.parametrize("line", ['"""a', '"a', "b", 'x,"y', '"', '""a', 'x,"",y', '"a,b\r"c,d'])
def test_the_work_is_linear_whatever_the_quotes(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def work(count: int) -> int:
        """How many characters are looked at one by one."""
        seen: list[int] = []

        def counted(raw: str, delimiter: str, *, skipped_quote: int = -1) -> object:
            seen.append(len(raw))
            return split(raw, delimiter, skipped_quote=skipped_quote)

        monkeypatch.setattr(csv_reader, "_split", counted)
        parse('"open\n' + f"{line}\n" * count, width=3)
        return sum(seen)

    split = csv_reader._split
    assert work(4_000) <= 5 * max(work(1_000), 1_000)
