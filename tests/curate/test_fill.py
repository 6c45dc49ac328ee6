from __future__ import annotations

import csv
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isk_indicators import cli, spans
from isk_indicators.curate.fill import NEAR, FigureColumns, figures_of, find, near
from isk_indicators.schema import DataPackage, data_root
from tests.curate.sample_workspace import (
    CLAIM,
    DOCUMENTS,
    KILLING,
    LEAD,
    WOUNDING,
    casualty,
    contents,
    read,
    rows,
    span,
)

FIRST = DOCUMENTS["000_first.txt"]
FIGURE = ("figure", "qualifier", "stated_low", "stated_high")
COUNT = ("count_figure", "count_qualifier", "count_low", "count_high")
UNFILLED = {"span_start": "", "span_end": ""}


# Finding a quote


def locate(package: DataPackage, *arguments: str) -> int:
    return cli.main(["locate", *arguments, "-C", str(package.root)])


@pytest.mark.parametrize("source", ["src-000", "000_first.txt", "seeds/000_first.txt"])
@pytest.mark.parametrize(
    "quote", ["The Band’s men wounded", "the  band's MEN wounded ", "Red Band claimed", "🎙 report"]
)
def test_the_cells_contain_the_exact_words(
    source: str, quote: str, package: DataPackage, capsys: pytest.CaptureFixture[str]
) -> None:
    assert locate(package, source, quote) == 0
    out, err = capsys.readouterr()
    ((source_id, start, end, words),) = csv.reader(out.splitlines()[:1])
    assert source_id == "src-000"
    assert FIRST[int(start) : int(end)] == words
    assert len(words.split()) == len(quote.split())
    assert f"[{words}]" in out.splitlines()[1]
    assert err == ""


def test_commas_and_quotation_marks_are_written_as_the_tables_are(
    package: DataPackage, capsys: pytest.CaptureFixture[str]
) -> None:
    assert locate(package, "src-000", "On March 23, 2024, the Red Band claimed") == 0
    cells = capsys.readouterr().out.splitlines()[0]
    assert cells.endswith(',"On March 23, 2024, the Red\u00a0Band claimed"')


def test_several_places_are_numbered_and_refused(
    package: DataPackage, capsys: pytest.CaptureFixture[str]
) -> None:
    assert locate(package, "src-000", "in Farville") == 1
    out, err = capsys.readouterr()
    assert out == ""
    starts = [i for i in range(len(FIRST)) if FIRST[i:].lower().startswith("in farville")]
    assert len(starts) == 3, "the first is folded only and must not count"
    reported = [line.strip().split(":")[:2] for line in err.splitlines()[1:]]
    exact = [s for s in starts if FIRST.startswith("in", s)]
    assert reported == [[str(n), f" {s}-{s + 11}"] for n, s in enumerate(exact, start=1)]


def test_nth_chooses(package: DataPackage, capsys: pytest.CaptureFixture[str]) -> None:
    assert locate(package, "src-000", "in Farville", "--nth", "2") == 0
    start = FIRST.index("in Farville", FIRST.index("in Farville") + 1)
    assert capsys.readouterr().out.startswith(f"src-000,{start},{start + 11},in Farville\n")


@pytest.mark.parametrize("nth", ["0", "-1", "3"])
def test_an_nth_that_is_not_there_is_refused(
    nth: str, package: DataPackage, capsys: pytest.CaptureFixture[str]
) -> None:
    assert locate(package, "src-000", "in Farville", f"--nth={nth}") == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert f"there is no place {nth}" in err
    assert "\n    2: " in err


def test_words_that_occur_nowhere_are_answered_with_the_nearest_passages(
    package: DataPackage, capsys: pytest.CaptureFixture[str]
) -> None:
    assert locate(package, "src-000", "gunman of Red Band kiled 13 people") == 1
    out, err = capsys.readouterr()
    assert out == ""
    words = "gunmen of the Red Band killed 13 people"
    place = spans.locate(FIRST, words)[0]
    lines = err.splitlines()
    assert lines[1] == "    the nearest passages, each with its cells:"
    assert lines[2].startswith(f"    1: line 2, {place[0]}-{place[1]}: ")
    assert f"[{words}]" in lines[2]
    assert lines[3] == f"       src-000,{place[0]},{place[1]},{words}"


def test_words_that_are_like_none_have_no_nearest_passage(
    package: DataPackage, capsys: pytest.CaptureFixture[str]
) -> None:
    assert locate(package, "src-000", "somebody else went to sea") == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize("command", ["locate", "fill"])
def test_without_the_library_the_nearest_passages_are_offered(
    command: str, make: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    package = make(casualties=[typed("gunmen of the Green Band")])
    code = locate(package, "src-000", "Green Band") if command == "locate" else fill(package)
    assert code == 1
    printed = "".join(capsys.readouterr())
    assert 'for the nearest passages: python -m pip install "isk-indicators[check]"' in printed


def test_words_of_another_document_are_found_there(
    package: DataPackage, capsys: pytest.CaptureFixture[str]
) -> None:
    assert locate(package, "src-000", "several traders") == 1
    assert "src-001 contains them:" in capsys.readouterr().err


def test_whole_words_are_preferred() -> None:
    assert find("attackers attack attacked", "attack") == [(10, 16)]
    assert find("attackers attacked", "attack") == [(0, 6), (10, 16)]


def test_a_span_that_the_rules_reject_is_noted(
    package: DataPackage, capsys: pytest.CaptureFixture[str]
) -> None:
    assert locate(package, "src-000", "gunme") == 0
    assert "(span-word-edges)" in capsys.readouterr().out


@pytest.mark.parametrize("source", ["src-009", "none.txt", ""])
def test_an_unknown_source_makes_2(
    source: str, package: DataPackage, capsys: pytest.CaptureFixture[str]
) -> None:
    assert locate(package, source, "Farville") == 2
    err = capsys.readouterr().err
    assert f"there is no source {source!r}" in err
    assert "src-001  001_second.txt" in err


@pytest.mark.parametrize("change", [None, b"Another text.\n"])
def test_a_document_that_is_not_the_one_described_makes_2(
    change: bytes | None, package: DataPackage, capsys: pytest.CaptureFixture[str]
) -> None:
    path = package.root / "seeds" / "000_first.txt"
    path.unlink() if change is None else path.write_bytes(change)
    assert locate(package, "src-000", "text") == 2
    err = capsys.readouterr().err
    assert (
        "there is no document seeds/"
        if change is None
        else "not the document that datasets/sources.csv:2:"
    ) in err


# Filling in


def fill(package: DataPackage, *options: str) -> int:
    return cli.main(["fill", "-C", str(package.root), *options])


def typed(quote: str, figure: str = "", /, **cells: object) -> dict[str, object]:
    """A row of casualties whose quote is typed and whose offsets are not."""
    row = casualty(3, KILLING, figure) | UNFILLED | {"basis": "" if not figure else "stated"}
    return row | {"quote": quote} | cells


def last(package: DataPackage) -> dict[str, str]:
    return read(package, "casualties")[-1]


def place_of(row: dict[str, str]) -> str:
    return FIRST[int(row["span_start"]) : int(row["span_end"])]


def test_a_sound_package_is_left_as_it_is(
    package: DataPackage, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(package.root)
    assert fill(package) == 0
    assert contents(package.root) == before
    assert capsys.readouterr().out == "nothing to do\n"


@pytest.mark.parametrize(
    ("quote", "exact"),
    [
        (WOUNDING, WOUNDING),
        ("the band's men  wounded", "The Band’s men wounded"),
        ('responsibility for "the attack"', "responsibility for “the attack”"),
    ],
)
@pytest.mark.parametrize(
    "offsets", [UNFILLED, {"span_start": "3", "span_end": "9"}, {"span_start": "x"}]
)
def test_a_quote_that_occurs_once_gets_its_span(
    quote: str, exact: str, offsets: dict[str, str], make: Any
) -> None:
    package = make(casualties=[typed(quote, **offsets)])
    assert fill(package) == 0
    assert last(package)["quote"] == exact
    assert place_of(last(package)) == exact


def test_what_is_filled_is_reported_cell_by_cell(
    make: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    start = FIRST.index("The Band’s men")
    assert fill(make(casualties=[typed("the band's men")])) == 0
    line = "cas-0003,inc-0001,killed,unspecified,,all,,,,,,author,,src-000,"
    at = len(line) + 1
    assert capsys.readouterr().out.splitlines() == [
        f"datasets/casualties.csv:2:{at}: cas-0003 span_start: '{start}'",
        f"datasets/casualties.csv:2:{at + 1}: cas-0003 span_end: '{start + 14}'",
        f"datasets/casualties.csv:2:{at + 2}: cas-0003 quote: "
        "\"the band's men\" -> 'The Band’s men'",
        "changed: 3 cells, 1 file; nothing left to do",
    ]


def test_several_places_are_reported_and_nothing_is_written(
    make: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    package = make(casualties=[typed("in Farville")])
    before = contents(package.root)
    assert fill(package) == 1
    assert contents(package.root) == before
    out = capsys.readouterr().out
    assert "cas-0003 quote: src-000 contains these words 2 times" in out
    assert "\n    2: " in out


@pytest.mark.parametrize("off", [0, 7, -7, NEAR])
def test_of_several_places_the_one_near_the_typed_offset_is_meant(off: int, make: Any) -> None:
    start = FIRST.rindex("in Farville") + off
    package = make(casualties=[typed("in Farville", span_start=start)])
    assert fill(package) == 0
    assert last(package)["span_start"] == str(FIRST.rindex("in Farville"))


def test_an_offset_far_from_each_place_decides_nothing(make: Any) -> None:
    start = FIRST.rindex("in Farville") + NEAR + 1
    package = make(casualties=[typed("in Farville", span_start=start)])
    assert fill(package) == 1
    assert last(package)["span_start"] == str(start)


def test_an_offset_near_two_places_decides_nothing_unless_it_is_exact() -> None:
    two = [(10, 14), (40, 44)]
    assert near(two, 20, 24) == two
    assert near(two, 40, 44) == [(40, 44)]
    assert near(two, 40, None) == [(40, 44)]
    assert near(two, None, 44) == []


@pytest.mark.parametrize(
    ("quote", "filled"),
    [("Farville", "Farville"), ("farville", "Farville"), ("Far", "Far")],
)
def test_a_typed_start_without_an_end_decides_among_several_places(
    quote: str, filled: str, make: Any
) -> None:
    start = FIRST.index("Farville", 20)
    package = make(casualties=[typed(quote, span_start=start)])
    fill(package)
    row = last(package)
    assert (row["span_start"], row["span_end"]) == (str(start), str(start + len(filled)))
    assert row["quote"] == filled


@pytest.mark.parametrize(
    ("cells", "reported"),
    [
        ({"quote": "gunmen of the Green Band"}, "src-000,44,66,gunmen of the Red Band\n"),
        ({"source_id": "src-009"}, "there is no source 'src-009'; the quote occurs in src-000"),
        ({"source_id": ""}, "the row names no source; the quote occurs in src-000"),
        ({"quote": "gunme"}, "(span-word-edges)"),
    ],
)
def test_what_cannot_be_filled_is_reported(
    cells: dict[str, str], reported: str, make: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    package = make(casualties=[typed(KILLING, **cells)])
    assert fill(package) == 1
    assert reported in capsys.readouterr().out


def test_words_of_a_document_that_is_not_the_one_described_are_not_compared(
    make: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    package = make(casualties=[typed(KILLING)])
    (package.root / "seeds" / "000_first.txt").write_bytes(FIRST.encode() + b"More.\n")
    before = contents(package.root)
    assert fill(package) == 1
    assert contents(package.root) == before
    assert "is not the document that datasets/sources.csv:2:" in capsys.readouterr().out


# Figures


@pytest.mark.parametrize(
    ("quote", "figure", "cells"),
    [
        (KILLING, "13", ("exact", "13", "13")),
        (KILLING, "killed 13", ("exact", "13", "13")),
        (WOUNDING, "at least 1,500", ("at_least", "1500", "1500")),
        (WOUNDING, "between 10-12", ("exact", "10", "12")),
    ],
)
def test_numbers_and_hedge_follow_from_the_figure(
    quote: str, figure: str, cells: tuple[str, str, str], make: Any
) -> None:
    package = make(casualties=[typed(quote, figure)])
    assert fill(package) == 0
    row = last(package)
    assert (row["qualifier"], row["stated_low"], row["stated_high"]) == cells


def test_a_vague_word_gets_its_hedge_and_no_number(make: Any) -> None:
    quote = "wounding several traders"
    package = make(casualties=[typed(quote, "several", source_id="src-001")])
    assert fill(package) == 0
    row = last(package)
    assert (row["qualifier"], row["stated_low"], row["stated_high"]) == ("vague", "", "")


def test_a_lead_time_is_read_as_one(make: Any) -> None:
    row = rows()["force_estimates"][0] | span("src-001", LEAD)
    row |= {"figure": "as little as six months", "unit": "months"}
    package = make(force_estimates=[row | {"qualifier": "", "stated_low": "", "stated_high": ""}])
    assert fill(package) == 0
    (filled,) = read(package, "force_estimates")
    assert [filled[n] for n in ("qualifier", "stated_low", "stated_high")] == ["at_least", "6", "6"]


def test_a_count_of_incidents_is_filled_too(make: Any) -> None:
    package = make(incidents=[rows()["incidents"][0] | {"count_figure": "13"}])
    assert fill(package) == 0
    (row,) = read(package, "incidents")
    counted = [row[n] for n in ("count_qualifier", "count_low", "count_high")]
    assert counted == ["exact", "13", "13"]


@pytest.mark.parametrize(
    ("name", "wrong"), [("stated_low", "12"), ("stated_high", "31"), ("qualifier", "more_than")]
)
def test_a_typed_cell_that_disagrees_is_reported_and_kept(
    name: str, wrong: str, make: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    package = make(casualties=[typed(KILLING, "13", **{name: wrong})])
    assert fill(package) == 1
    row = last(package)
    right = {"qualifier": "exact", "stated_low": "13", "stated_high": "13"}
    assert {n: row[n] for n in right} == right | {name: wrong}
    assert f"cas-0003 {name}: {wrong} is typed, but '13' means " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("figure", "reported"),
    [
        ("12", "{} occurs 0 times in the quote"),
        ("1", "{} occurs 0 times in the quote"),
        ("gunmen", "no figure can be read in {}"),
    ],
)
def test_words_that_are_no_one_figure_fill_nothing(
    figure: str, reported: str, make: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    package = make(casualties=[typed(KILLING, figure)])
    assert fill(package) == 1
    assert last(package)["qualifier"] == ""
    assert f"cas-0003 figure: {reported.format(repr(figure))}" in capsys.readouterr().out


@pytest.mark.parametrize("basis", ["implied", "negated"])
def test_a_figure_that_is_not_printed_is_left_alone(basis: str, make: Any) -> None:
    package = make(casualties=[typed(KILLING, "13", basis=basis)])
    assert fill(package) == 0
    assert last(package)["stated_low"] == ""


def test_the_columns_of_figures_are_found_in_the_schemas(real: DataPackage) -> None:
    assert figures_of(real.schemas["incidents"]) == [FigureColumns(*COUNT)]
    assert figures_of(real.schemas["casualties"]) == [FigureColumns(*FIGURE)]
    assert figures_of(real.schemas["force_estimates"]) == [FigureColumns(*FIGURE)]
    with_figures = [t for t, schema in real.schemas.items() if figures_of(schema)]
    assert with_figures == ["incidents", "casualties", "force_estimates"]


# The command


def test_check_writes_nothing_and_fails_where_something_would_change(
    make: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    package = make(casualties=[typed(KILLING, "13")])
    before = contents(package.root)
    assert fill(package, "--check") == 1
    assert contents(package.root) == before
    assert "would change: 5 cells, 1 file; nothing left to do" in capsys.readouterr().out
    assert fill(package) == 0
    assert fill(package, "--check") == 0
    assert capsys.readouterr().out.endswith("nothing to do\n")


def test_only_the_lines_that_change_are_rewritten(make: Any) -> None:
    package = make(casualties=[*rows()["casualties"], typed(KILLING, "13")])
    before = contents(package.root)
    assert fill(package) == 0
    after = contents(package.root)
    assert [name for name in before if before[name] != after[name]] == ["datasets/casualties.csv"]
    old, new = (c["datasets/casualties.csv"].split(b"\n") for c in (before, after))
    assert [at for at in range(len(old)) if old[at] != new[at]] == [3]


@pytest.mark.parametrize(
    ("damage", "reported"),
    [
        (lambda data: b"\xef\xbb\xbf" + data, ":1:1: Save the file as UTF-8 without"),
        (lambda data: data.replace(b"\n", b"\r\n"), ":1:"),
        (lambda data: data + b"cas-0009,x\n", ":4:1: Add the commas"),
        (lambda data: data + b'"cas-0009,x\n', ":4:1: Close the quotation mark"),
        (lambda data: data.replace(b"harm", b"harms", 1), ":1:25: Rename the column to harm"),
        (
            lambda data: data.replace(b"cas-0001", b'"cas-0001"'),
            ":2:1: Write the cell without quotation marks",
        ),
        (lambda _: b"", ":1:1: "),
    ],
)
def test_a_file_in_another_form_stops_before_anything_is_written(
    damage: Any, reported: str, make: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    package = make(statements=[rows()["statements"][0] | UNFILLED])
    path = package.path("casualties")
    path.write_bytes(damage(path.read_bytes()))
    before = contents(package.root)
    assert fill(package) == 2
    assert contents(package.root) == before
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"fill: datasets/casualties.csv{reported}")
    assert "isk-indicators fmt" in err


def test_a_missing_table_or_folder_makes_2(
    package: DataPackage, capsys: pytest.CaptureFixture[str]
) -> None:
    package.path("places").unlink()
    assert fill(package) == 2
    assert "fill: datasets/places.csv: no such file" in capsys.readouterr().err
    assert cli.main(["fill", "-C", str(package.root / "none")]) == 2
    assert "none: no such folder" in capsys.readouterr().err


def test_the_checkouts_own_tables_are_filled() -> None:
    assert cli.main(["fill", "--check", "-C", str(data_root())]) == 0


WORDS = FIRST.split()


@given(st.integers(0, len(WORDS) - 1), st.integers(1, 12), st.booleans())
def test_words_typed_carelessly_are_found_where_they_are_printed(
    first: int, count: int, careless: bool
) -> None:
    quote = " ".join(WORDS[first : first + count])
    if careless:
        quote = quote.replace("’", "'").replace("“", '"').swapcase()
    found = find(FIRST, quote)
    assert found
    assert all(spans.fold(FIRST[a:b])[0] == spans.fold(quote)[0] for a, b in found)


def test_the_claim_is_quoted_as_the_document_prints_it() -> None:
    assert find(FIRST, CLAIM.replace("\u00a0", " ").lower()) == [
        (FIRST.index(CLAIM), FIRST.index(CLAIM) + len(CLAIM))
    ]
