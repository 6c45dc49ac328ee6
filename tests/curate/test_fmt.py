from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isk_indicators import cli
from isk_indicators.check.csv_table import check_cells, read
from isk_indicators.curate.fmt import fmt
from isk_indicators.curate.spreadsheet import fix_mojibake
from isk_indicators.curate.workspace import CommandResult, open_workspace
from isk_indicators.schema import DataPackage, data_root, open_package
from tests.curate import spreadsheet_roundtrip
from tests.curate.sample_workspace import (
    CLAIM,
    KILLING,
    STRENGTH,
    WOUNDING,
    casualty,
    contents,
    rows,
    span,
    write_tables,
)
from tests.curate.spreadsheet_roundtrip import Notation

Cells = list[list[str]]
Tables = dict[str, list[dict[str, object]]]


def cells_of(data: bytes, encoding: str = "utf-8") -> Cells:
    return list(csv.reader(io.StringIO(data.decode(encoding), newline="")))


def run(package: DataPackage, *options: str) -> int:
    return cli.main(["fmt", "-C", str(package.root), *options])


def save(package: DataPackage, table: str, notation: Notation) -> bytes:
    """Save a table's file in another notation; returns what it was."""
    before = package.path(table).read_bytes()
    package.path(table).write_bytes(spreadsheet_roundtrip.saved(cells_of(before), notation))
    return before


def put(package: DataPackage, table: str, column: str, text: str, row: int = 0) -> None:
    """Give one cell another text, the file being canonical otherwise."""
    cells = cells_of(package.path(table).read_bytes())
    cells[row + 1][cells[0].index(column)] = text
    package.path(table).write_bytes(spreadsheet_roundtrip.saved(cells, Notation()))


def get(package: DataPackage, table: str, column: str, row: int = 0) -> str:
    cells = cells_of(package.path(table).read_bytes())
    return cells[row + 1][cells[0].index(column)]


# The clean tree


def test_the_checkouts_own_tables_are_left_byte_for_byte() -> None:
    outcome = fmt(open_workspace(data_root()))
    assert outcome == CommandResult()


def test_a_sound_package_is_left_as_it_is(
    package: DataPackage, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(package.root)
    assert run(package) == 0
    assert contents(package.root) == before
    assert capsys.readouterr().out == "nothing to do\n"


# Notation


@pytest.mark.parametrize(
    "notation",
    [
        Notation(encoding="utf-8-sig"),
        Notation(encoding="utf-16"),
        Notation(encoding="utf-16-le"),
        Notation(encoding="cp1252"),
        Notation(delimiter=";"),
        Notation(delimiter="\t"),
        Notation(line_end="\r\n"),
        Notation(line_end="\r"),
        Notation(quoting=csv.QUOTE_ALL),
        Notation(blank_columns=3),
        Notation(blank_rows=2),
        Notation(drops_last_blanks=True),
        Notation("utf-8-sig", ";", "\r\n", csv.QUOTE_ALL, 2, 3),
    ],
    ids=str,
)
def test_another_notation_is_undone(notation: Notation, package: DataPackage) -> None:
    before = save(package, "casualties", notation)
    assert package.path("casualties").read_bytes() != before
    assert run(package) == 0
    assert package.path("casualties").read_bytes() == before
    assert run(package, "--check") == 0


def test_what_was_done_to_a_file_is_reported(
    package: DataPackage, capsys: pytest.CaptureFixture[str]
) -> None:
    save(package, "casualties", Notation("utf-8-sig", ";", "\r\n", csv.QUOTE_ALL, 1, 2))
    assert run(package, "--check") == 1
    assert capsys.readouterr().out.splitlines() == [
        "datasets/casualties.csv:1:1: byte order mark removed; quotation marks only where a cell "
        "needs them; cells separated by commas, not by semicolons; blank column removed; lines "
        "ended by line feeds; blank row removed (2 times)",
        "would change: 0 cells, 1 file; nothing left to do",
    ]


def test_rows_are_sorted_and_columns_ordered(make: Any, capsys: pytest.CaptureFixture[str]) -> None:
    package = make()
    before = package.path("casualties").read_bytes()
    header, first, second = cells_of(before)
    shuffled = [list(reversed(row)) for row in (header, second, first)]
    package.path("casualties").write_bytes(spreadsheet_roundtrip.saved(shuffled, Notation()))
    assert run(package) == 0
    assert package.path("casualties").read_bytes() == before
    assert "columns named and ordered as in the schema; rows sorted" in capsys.readouterr().out


def test_rows_without_a_sound_key_come_last_unchanged(make: Any) -> None:
    numbers = ("cas-0002", "", "cas-1", "cas-0001")
    package = make(casualties=[casualty(1, KILLING, "13", casualty_id=n) for n in numbers])
    assert run(package) == 0
    order = [row[0] for row in cells_of(package.path("casualties").read_bytes())[1:]]
    assert order == ["cas-0001", "cas-0002", "", "cas-1"]


def test_reviewed_passages_are_sorted_by_number(make: Any) -> None:
    def reviewed(start: int) -> dict[str, object]:
        return {"source_id": "src-000", "span_start": start, "kind": "date", "reason": "ticker"}

    package = make(reviewed=[reviewed(10), reviewed(9), reviewed(100)])
    assert run(package) == 0
    starts = [row[1] for row in cells_of(package.path("reviewed").read_bytes())[1:]]
    assert starts == ["9", "10", "100"]


@pytest.mark.parametrize(
    ("damage", "reported", "found"),
    [
        (lambda d: d + b"cas-0009,x\n", ":4:1: Add the commas", "2 cells"),
        (
            lambda d: d.replace(b",people,", b",people,,more,"),
            ":2:99: Put quotation marks",
            "20 cells",
        ),
        (
            lambda d: d + b'cas-0009,"x\n',
            ":4:10: Close the",
            "a closing quotation mark",
        ),
        (
            lambda d: d.replace(b",people,", b',peo"ple,'),
            ":2:41: Put the whole cell",
            'peo"ple',
        ),
        (lambda d: d.replace(b",harm,", b",,", 1), ":1:25: Rename the column to harm", "harm"),
        (
            lambda d: d.replace(b",note\n", b",notes and such\n", 1),
            ":1:",
            "Rename the column to note",
        ),
        (lambda _: b"\n\n", ":1:1: ", "a header and rows"),
        (lambda _: b"\xa0", ":1:1: The file", "byte A0 at offset 0"),
        (lambda d: d.replace("“".encode(), b"\x8d"), ":3:", "byte 8D"),
        (lambda d: d.replace("’".encode(), b"\xb4"), ":3:", "byte B4"),
    ],
)
def test_a_file_with_two_readings_is_reported_and_left(
    damage: Callable[[bytes], bytes],
    reported: str,
    found: str,
    package: DataPackage,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = package.path("casualties")
    path.write_bytes(damage(path.read_bytes()))
    before = contents(package.root)
    assert run(package) == 1
    assert contents(package.root) == before
    out = capsys.readouterr().out
    assert out.startswith(f"datasets/casualties.csv{reported}")
    assert found in out
    assert "0 files; " in out


def test_a_short_row_is_padded_only_where_its_cells_suit_their_columns(make: Any) -> None:
    package = make()
    path = package.path("casualties")
    sound = path.read_bytes()
    path.write_bytes(sound.replace(b'13 people in Farville",\n', b'13 people in Farville"\n'))
    assert path.read_bytes() != sound
    assert run(package) == 0
    assert path.read_bytes() == sound
    path.write_bytes(sound.replace(b"13,exact,13,13", b"13,13,13"))
    assert run(package) == 1


# Encodings


def test_windows_letters_are_read_only_where_a_quote_proves_them(
    package: DataPackage, capsys: pytest.CaptureFixture[str]
) -> None:
    before = save(package, "casualties", Notation(encoding="cp1252"))
    (package.root / "seeds" / "000_first.txt").unlink()
    assert run(package) == 1
    assert package.path("casualties").read_bytes() != before
    assert "byte 92 at offset" in capsys.readouterr().out


def test_letters_that_windows_lacks_are_reported(
    make: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    noted = rows()["casualties"]
    noted[0]["note"] = "Kermān, or so it is said."
    package = make(casualties=noted)
    save(package, "casualties", Notation(encoding="cp1252"))
    assert run(package) == 1
    assert get(package, "casualties", "note") == "Kerm?n, or so it is said."
    assert "cas-0001 note: looks re-saved: Kerm?n" in capsys.readouterr().out


def scramble(text: str) -> str:
    return "".join(
        bytes([b]).decode("cp1252", errors="ignore") or chr(b) for b in text.encode("utf-8")
    )


@given(st.text(max_size=20))
def test_utf8_that_was_read_as_windows_is_unscrambled(text: str) -> None:
    if text.isprintable():
        assert fix_mojibake(scramble(text)) == (None if text.isascii() else text)


def test_utf8_that_was_read_as_windows_is_undone_where_a_quote_proves_it(make: Any) -> None:
    package = make()
    path = package.path("casualties")
    before = path.read_bytes()
    path.write_bytes(scramble(before.decode()).encode())
    assert "â€™" in path.read_text(encoding="utf-8")
    assert run(package) == 0
    assert path.read_bytes() == before


def test_utf8_that_was_read_as_windows_is_reported_where_nothing_proves_it(
    make: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    package = make()
    put(package, "places", "note", scramble("the Kermān road"))
    before = contents(package.root)
    assert run(package) == 1
    assert contents(package.root) == before
    assert "was the Kermān road: type" in capsys.readouterr().out


# Cells


@pytest.mark.parametrize(
    ("table", "column", "damaged", "right"),
    [
        ("incidents", "date", "22.03.2024", "2024-03-22"),
        ("incidents", "date", "22.3.2024 00:00:00", "2024-03-22"),
        ("incidents", "date", "03.04.2024", "2024-04-03"),
        ("incidents", "date", "3/22/2024", "2024-03-22"),
        ("incidents", "date", "22/03/2024", "2024-03-22"),
        ("incidents", "date", "04/04/2024", "2024-04-04"),
        ("incidents", "date", "2024/03/22", "2024-03-22"),
        ("incidents", "date", "2024-3-22", "2024-03-22"),
        ("incidents", "date", "2024-03-22T00:00:00", "2024-03-22"),
        ("incidents", "date", "22-Mar-2024", "2024-03-22"),
        ("incidents", "date", "März 2024", "2024-03"),
        ("incidents", "date", "March 22, 2024", "2024-03-22"),
        ("incidents", "date", "03/2024", "2024-03"),
        ("incidents", "date", "2024.0", "2024"),
        ("incidents", "date", "2,024", "2024"),
        ("sources", "accessed", "22.03.2024", "2024-03-22"),
        ("casualties", "stated_low", "13.0", "13"),
        ("casualties", "stated_low", "13,00", "13"),
        ("casualties", "stated_low", "0013", "13"),
        ("casualties", "stated_low", "1,500", "1500"),
        ("casualties", "stated_low", "1.500", "1500"),
        ("casualties", "stated_low", "1,234,567", "1234567"),
        ("casualties", "stated_low", "1\u202f500", "1500"),
        ("casualties", "stated_low", "1'500", "1500"),
        ("casualties", "stated_low", "1.500,0", "1500"),
        ("casualties", "stated_low", " 13\u00a0", "13"),
        ("places", "latitude", "34,81904", "34.81904"),
        ("places", "latitude", "34,500", "34.500"),
        ("casualties", "harm", "Killed", "killed"),
        ("casualties", "figure", "1500", None),
        ("casualties", "note", "Kerma\u0304n", "Kermān"),
        ("casualties", "note", "\tA note. ", "A note."),
    ],
)
def test_what_has_one_reading_is_undone(  # noqa: PLR0913, PLR0917
    table: str,
    column: str,
    damaged: str,
    right: str | None,
    package: DataPackage,
    capsys: pytest.CaptureFixture[str],
) -> None:
    put(package, table, column, damaged)
    assert run(package) == 0
    assert get(package, table, column) == (damaged if right is None else right)
    assert run(package, "--check") == 0
    out = capsys.readouterr().out.splitlines()
    assert out[-1] == "nothing to do"
    assert (right is None) == (len(out) == 2)


@pytest.mark.parametrize(
    ("table", "column", "damaged", "reported"),
    [
        ("incidents", "date", "03/04/2024", "was 2024-04-03 or 2024-03-04"),
        ("incidents", "date", "Mar-24", "was 2024-03 or 1924-03"),
        ("incidents", "date", "Mrz 24", "was 2024-03 or 1924-03"),
        ("incidents", "date", "22.03.24", "was 2024-03-22 or 1924-03-22"),
        ("incidents", "date", "45373", "was 2024-03-22 or 2028-03-23"),
        ("casualties", "stated_low", "1,000", "was 1000 or 1"),
        ("casualties", "stated_low", "1.5E+03", "a rounded number"),
        ("casualties", "stated_low", "1,5", "no number that the column allows"),
        ("casualties", "stated_low", "1 5", "no number that the column allows"),
        ("places", "latitude", "3481904", "no number that the column allows"),
        ("places", "latitude", "12. Mai", "no number that the column allows"),
        ("sources", "sha256", "1.23E+10", "a number in place of an identifier"),
        ("casualties", "incident_id", "0001", "leading zeros are lost"),
        ("evidence", "value", "2024.0", "was 2024 or something else"),
        ("corrections", "release", "01.02.2000", "was 2000-02-01 or something else"),
        ("casualties", "note", "########", "what a narrow column or an error shows"),
        ("casualties", "note", "#NAME?", "what a narrow column or an error shows"),
        ("casualties", "quote", "#WERT!", "what a narrow column or an error shows"),
        ("casualties", "note", "TRUE", "a truth value"),
        ("casualties", "victim_text", "FALSCH", "a truth value"),
        ("casualties", "note", "x" * 32_767, "cut off at 32,767 characters"),
        ("incidents", "label", "01/02/2000", "was 2000-02-01 or 2000-01-02"),
        ("casualties", "figure", "12-Oct", "a date that the quote does not print"),
    ],
)
def test_what_has_several_readings_or_none_is_reported_and_left(  # noqa: PLR0913, PLR0917
    table: str,
    column: str,
    damaged: str,
    reported: str,
    make: Any,
    capsys: pytest.CaptureFixture[str],
) -> None:
    package = make(evidence=[{"evidence_id": "evd-0001"}], corrections=[{"row_id": "cas-0001"}])
    put(package, table, column, damaged)
    before = contents(package.root)
    assert run(package) == 1
    assert contents(package.root) == before
    out = capsys.readouterr().out
    assert f" {column}: looks re-saved: " in out
    assert reported in out


@pytest.mark.parametrize(
    ("table", "column", "text"),
    [
        ("incidents", "date", "2024"),
        ("incidents", "date", "2024-03~"),
        ("incidents", "date", "../2024-03"),
        ("incidents", "date", "2021-01/2021-04"),
        ("incidents", "date", "recently"),
        ("casualties", "stated_low", "many"),
        ("casualties", "note", "He was 13."),
        ("casualties", "note", "True, they say."),
        ("evidence", "value", "2024-03-22"),
        ("evidence", "value", "2024-03"),
        ("evidence", "value", "../2023"),
        ("casualties", "harm", "hurt"),
        ("casualties", "figure", "more than sixty"),
        ("casualties", "note", "Straße in Kermān – “so”"),
        ("corrections", "release", "0.1.0"),
    ],
)
def test_what_no_spreadsheet_wrote_is_left_and_not_reported(
    table: str, column: str, text: str, make: Any
) -> None:
    package = make(evidence=[{"evidence_id": "evd-0001"}], corrections=[{"row_id": "cas-0001"}])
    put(package, table, column, text)
    before = contents(package.root)
    assert run(package) == 0
    assert contents(package.root) == before


@pytest.mark.parametrize(
    ("column", "damaged", "right"),
    [
        ("date", "22.03.2024", "2024-03-22"),
        ("count_low", "1,500", "1500"),
        ("date", "2,024", "2024"),
    ],
)
def test_a_value_of_evidence_is_read_as_its_column(
    column: str, damaged: str, right: str, make: Any
) -> None:
    row = {"evidence_id": "evd-0001", "table_name": "incidents", "column_name": column}
    package = make(evidence=[row | {"value": damaged}])
    assert run(package) == 0
    assert get(package, "evidence", "value") == right


@pytest.mark.parametrize(
    ("figure", "damaged"),
    [("10-12", "12-Oct"), ("10-12", "10. Dez"), ("1,500", "1500"), ("1,500", "1,5")],
)
def test_a_figure_is_restored_from_its_quote(figure: str, damaged: str, make: Any) -> None:
    package = make(casualties=[casualty(1, WOUNDING, figure)])
    before = package.path("casualties").read_bytes()
    put(package, "casualties", "figure", damaged)
    assert run(package) == 0
    assert package.path("casualties").read_bytes() == before


def test_a_figure_that_the_quote_prints_in_two_ways_is_reported(make: Any) -> None:
    package = make(casualties=[casualty(1, WOUNDING, "1500.0") | {"quote": "1,500 or 1500 men"}])
    assert run(package) == 1
    assert get(package, "casualties", "figure") == "1500.0"


@pytest.mark.parametrize(
    "altered",
    [WOUNDING.replace("’", "'"), WOUNDING.replace("’", "?"), WOUNDING.replace(" men", "\u00a0men")],
)
def test_a_quote_that_was_corrected_automatically_is_reported(
    altered: str, make: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    package = make()
    put(package, "casualties", "quote", altered, row=1)
    before = contents(package.root)
    assert run(package) == 1
    assert contents(package.root) == before
    out = capsys.readouterr().out
    assert "datasets/casualties.csv:3:" in out
    assert "isk-indicators fill" in out


def test_a_remark_names_the_place_in_the_file_as_it_comes_out(
    package: DataPackage, capsys: pytest.CaptureFixture[str]
) -> None:
    put(package, "casualties", "note", "TRUE", row=1)
    path = package.path("casualties")
    header, first, second = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(header + second + b"\n\n" + first)
    assert run(package) == 1
    line = path.read_text(encoding="utf-8").splitlines()[2]
    place = f"datasets/casualties.csv:3:{len(line) - len('TRUE') + 1}: cas-0002 note: "
    assert place in capsys.readouterr().out


def test_a_header_between_the_rows_is_removed(
    package: DataPackage, capsys: pytest.CaptureFixture[str]
) -> None:
    path = package.path("casualties")
    before = path.read_bytes()
    header, first, second = before.splitlines(keepends=True)
    path.write_bytes(header + first + header + header + second)
    assert run(package) == 0
    assert path.read_bytes() == before
    out = capsys.readouterr().out
    assert "datasets/casualties.csv:1:1: repeated header removed (2 times)\n" in out


# Any spreadsheet

NOTED = st.sampled_from("true false x a;b a,b “c” Kermān é ..".split())
DAY = st.dates(min_value=date(1995, 1, 1), max_value=date(2029, 12, 31))
DATES = st.one_of(
    st.integers(1990, 2030).map(str),
    DAY.map(lambda d: d.isoformat()[:7]),
    DAY.map(str),
    DAY.map(lambda d: f"{d}~"),
    st.just("2021-01/2021-04"),
    st.just(""),
)
NUMBERS = st.one_of(st.integers(0, 10**9).map(str), st.just(""))
FIGURES = st.sampled_from(["10-12", "1,500", "at least 1,500", "between 10-12"])
DEGREES = st.integers(1, 89).flatmap(
    lambda whole: st.integers(1, 99_999).map(lambda part: f"{whole}.{str(part).rstrip('0')}")
)
NOTES = st.one_of(NOTED, DATES, st.just(""))


@st.composite
def _tables(draw: st.DrawFn) -> Tables:
    numbers = range(1, draw(st.integers(1, 4)) + 1)
    return {
        "sources": rows()["sources"],
        "incidents": [
            {
                "incident_id": f"inc-{n:04}",
                "date": draw(DATES),
                **span("src-000", WOUNDING),
                "note": draw(NOTES),
            }
            for n in numbers
        ],
        "casualties": [
            casualty(
                n, WOUNDING, draw(FIGURES), stated_low=draw(NUMBERS), stated_high=draw(NUMBERS)
            )
            for n in numbers
        ],
        "places": [
            {
                "place_id": f"plc-{n:04}",
                "latitude": draw(DEGREES),
                "longitude": "-" + draw(DEGREES),
                **span("src-001", STRENGTH),
            }
            for n in numbers
        ],
        "evidence": [
            {
                "evidence_id": f"evd-{n:04}",
                "table_name": "incidents",
                "column_name": "date",
                "value": draw(DATES),
                **span("src-000", CLAIM),
            }
            for n in numbers
        ],
    }


TABLES = _tables()
NOTATIONS = st.builds(
    Notation,
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    delimiter=st.sampled_from(",;\t"),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    blank_columns=st.integers(0, 2),
    blank_rows=st.integers(0, 2),
)
TOUCHED = ("incidents", "casualties", "places", "evidence")


PROGRAM = st.sampled_from(sorted(spreadsheet_roundtrip.PROGRAMS))


@given(tables=TABLES, program=PROGRAM, notation=NOTATIONS, random=st.randoms())
def test_what_a_spreadsheet_did_is_undone_or_reported(
    tables: Tables, program: str, notation: Notation, random: Random, ground: Path
) -> None:
    package = open_package(ground)
    write_tables(package, tables)
    clean = {t: cells_of(package.path(t).read_bytes()) for t in TOUCHED}
    damaged = {t: damage(package, t, program, notation, random) for t in TOUCHED}
    before = contents(package.root)
    reported = fmt(open_workspace(package.root))
    after = before | reported.files
    for table in TOUCHED:
        file = package.relative(table)
        if any(r.subject == "" and r.place.file == file for r in reported.notes):
            assert after[file] == before[file], "a file that cannot be read for certain is left"
        else:
            compare(clean[table], damaged[table], cells_of(after[file]), named(reported, file))
    for file, data in reported.files.items():
        (package.root / file).write_bytes(data)
    again = fmt(open_workspace(package.root))
    assert again.files == {}
    assert {str(r) for r in again.notes} <= {str(r) for r in reported.notes}


def named(reported: CommandResult, file: str) -> set[str]:
    return {r.subject for r in reported.notes if r.place.file == file}


def damage(
    package: DataPackage, table: str, program: str, notation: Notation, random: Random
) -> Cells:
    """Open and save a table's file, its rows in any order; returns its cells then, in order."""
    header, *body = cells_of(package.path(table).read_bytes())
    cells = [header, *(list(map(spreadsheet_roundtrip.PROGRAMS[program], row)) for row in body)]
    kept = [[lost(text, notation.encoding) for text in row] for row in cells]
    shuffled = kept[1:]
    random.shuffle(shuffled)
    package.path(table).write_bytes(spreadsheet_roundtrip.saved([header, *shuffled], notation))
    return kept


def lost(text: str, encoding: str) -> str:
    """A text without the letters that the encoding lacks."""
    return text.encode(encoding, errors="replace").decode(encoding)


def compare(clean: Cells, damaged: Cells, after: Cells, named: set[str]) -> None:
    """Each cell is what it was, or is left as it was damaged and named."""
    result = {row[0]: row for row in after[1:]}
    for was, broken in zip(clean[1:], damaged[1:], strict=True):
        for name, right, wrong, now in zip(clean[0], was, broken, result[was[0]], strict=True):
            if now != right:
                assert now == wrong, f"{name}: {right!r} became {wrong!r}, then {now!r}"
                assert f"{was[0]} {name}" in named, f"{name}: {right!r} is {now!r}, not reported"
    if not named:
        assert after == clean


FORM = frozenset(
    "byte-order-mark encoding line-ends final-newline delimiter quoting header blank-line "
    "cell-count outer-blanks order nfc".split()
)


@given(tables=TABLES, program=PROGRAM, notation=NOTATIONS, random=st.randoms())
def test_the_gate_finds_nothing_wrong_with_the_form_of_what_comes_out(
    tables: Tables, program: str, notation: Notation, random: Random, ground: Path
) -> None:
    package = open_package(ground)
    write_tables(package, tables)
    for table in TOUCHED:
        damage(package, table, program, notation, random)
    reported = fmt(open_workspace(package.root))
    for table in TOUCHED:
        file = package.relative(table)
        if "" not in named(reported, file):
            data = reported.files.get(file, package.path(table).read_bytes())
            found = read(package.schemas[table], file, data)
            assert found.table is not None
            cells = check_cells(found.table, frozenset())
            assert {f.rule for f in [*found.findings, *cells]}.isdisjoint(FORM)


# Compared with the last release


@pytest.fixture
def released(make: Any) -> DataPackage:
    """A package and its release, in which three dates are months."""
    incidents = [
        {"incident_id": f"inc-000{n}", "suicide": "yes", "date": f"2024-0{n}", "target_text": "x"}
        for n in (1, 2, 3)
    ]
    places = [{"place_id": "plc-0001", "latitude": "34.5", "longitude": "69.17", "note": "1.5"}]
    package: DataPackage = make(incidents=incidents, places=places)
    folder = package.root / "releases"
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(folder / "isk-indicators-1.0.0.zip", "w") as file:
        for name in ["datapackage.json", *package.root.glob("schemas/*.json")]:
            path = package.root / name
            file.write(path, path.relative_to(package.root))
        for table in package.schemas:
            file.write(package.path(table), package.relative(table))
    return package


@pytest.mark.parametrize(
    ("table", "column", "damaged"),
    [
        ("incidents", "suicide", "True"),  # csvsort
        ("incidents", "suicide", "true"),  # DuckDB
        ("incidents", "suicide", "TRUE"),
        ("incidents", "date", "Jan-24"),
        ("incidents", "date", "2024-01-01 00:00:00"),
        ("incidents", "target_type", "NA"),
        ("places", "latitude", "34.50"),
        ("places", "latitude", "3.45E+01"),
        ("places", "longitude", "69.170"),
        ("places", "latitude", "34.500000"),
        ("places", "note", "1.50"),
        ("places", "note", "15e-1"),
    ],
)
def test_what_the_last_release_proves_is_put_back(
    table: str, column: str, damaged: str, released: DataPackage
) -> None:
    before = contents(released.root)
    put(released, table, column, damaged)
    if (table, damaged[:4]) == ("incidents", "2024"):
        put(released, table, column, "2024-02-01 00:00:00", row=1)
        put(released, table, column, "2024-03-01 00:00:00", row=2)
    assert run(released) == 0
    assert contents(released.root) == before


def test_first_days_of_a_whole_column_are_months_again(released: DataPackage) -> None:
    before = contents(released.root)
    for row in range(3):
        put(released, "incidents", "date", f"2024-0{row + 1}-01", row=row)
    assert run(released) == 0
    assert contents(released.root) == before


def test_one_first_day_is_named_and_left(
    released: DataPackage, capsys: pytest.CaptureFixture[str]
) -> None:
    put(released, "incidents", "date", "2024-01-01")
    before = contents(released.root)
    assert run(released) == 1
    assert contents(released.root) == before
    assert "looks re-saved: 2024-01-01; was 2024-01" in capsys.readouterr().out


def test_a_corrected_cell_is_not_compared(released: DataPackage) -> None:
    schema = released.schemas["corrections"]
    row = dict.fromkeys(schema.names, "x")
    row |= {"release": "1.0.1", "table_name": "incidents", "row_id": "inc-0001"}
    row["column_name"] = "date"
    lines = [schema.names, [row[name] for name in schema.names]]
    released.path("corrections").write_bytes(spreadsheet_roundtrip.saved(lines, Notation()))
    put(released, "incidents", "date", "2024-01-01")
    assert run(released) == 0


def test_a_value_that_no_column_allows_is_named_with_the_released_one(
    released: DataPackage, capsys: pytest.CaptureFixture[str]
) -> None:
    put(released, "incidents", "suicide", "probably")
    assert run(released) == 1
    assert "suicide: looks re-saved: probably; was yes" in capsys.readouterr().out


def test_without_a_release_truth_values_and_missing_words_are_seen(
    make: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    package = make(incidents=[{"incident_id": "inc-0001", "suicide": "True", "target_type": "NaN"}])
    assert run(package) == 1
    assert get(package, "incidents", "suicide") == "yes"
    assert "target_type: looks re-saved: NaN; a word for a missing value" in capsys.readouterr().out
