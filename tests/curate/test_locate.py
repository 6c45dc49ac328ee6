from __future__ import annotations

import csv
from typing import Any

import pytest

from isk_indicators import cli
from isk_indicators.curate.locate import find
from isk_indicators.schema import DataPackage
from tests.curate.sample_workspace import DOCUMENTS, rows

FIRST = DOCUMENTS["000_first.txt"]


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


def test_words_that_occur_nowhere_are_reported_as_far_as_they_occur(
    package: DataPackage, capsys: pytest.CaptureFixture[str]
) -> None:
    assert locate(package, "src-000", "gunmen of the Red Band killed nobody") == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "its first 6 of 7 words occur at " in err
    assert "[gunmen of the Red Band killed]" in err


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


# The next ids


def new_ids(package: DataPackage, *arguments: str) -> int:
    return cli.main(["new-id", *arguments, "-C", str(package.root)])


@pytest.mark.parametrize(
    ("table", "first"),
    [("casualties", "cas-0003"), ("sources", "src-002"), ("evidence", "evd-0001")],
)
def test_it_counts_on(
    table: str, first: str, package: DataPackage, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new_ids(package, table) == 0
    assert capsys.readouterr().out == f"{first}\n"


def test_several(package: DataPackage, capsys: pytest.CaptureFixture[str]) -> None:
    assert new_ids(package, "casualties", "--count", "3") == 0
    assert capsys.readouterr().out.split() == ["cas-0003", "cas-0004", "cas-0005"]


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        ("withdrawn", {"table_name": "casualties", "row_id": "cas-0041", "release": "0.1.0"}),
        ("withdrawn", {"table_name": "casualties", "replaced_by": "cas-0041"}),
        ("corrections", {"table_name": "casualties", "row_id": "cas-0041", "release": "0.1.0"}),
        ("evidence", {"evidence_id": "evd-0001", "row_id": "cas-0041"}),
    ],
)
def test_an_id_that_was_ever_given_is_not_given_again(
    table: str, cells: dict[str, Any], make: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new_ids(make(**{table: [cells]}), "casualties") == 0
    assert capsys.readouterr().out == "cas-0042\n"


def test_words_that_look_like_an_id_are_none(make: Any, capsys: pytest.CaptureFixture[str]) -> None:
    noted = rows()["casualties"]
    noted[0]["note"] = "cas-0900"
    noted[1]["victim_text"] = "the cas-0901 men"
    assert new_ids(make(casualties=noted), "casualties") == 0
    assert capsys.readouterr().out == "cas-0003\n"


def test_the_last_id_is_the_last(make: Any, capsys: pytest.CaptureFixture[str]) -> None:
    package = make(evidence=[{"evidence_id": "evd-9997"}])
    assert new_ids(package, "evidence", "--count", "2") == 0
    assert capsys.readouterr().out.split() == ["evd-9998", "evd-9999"]
    assert new_ids(package, "evidence", "--count", "3") == 2
    assert "there are not 3 ids after it" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("table", "reported"),
    [("casualtys", "did you mean casualties?"), ("reviewed", "its rows have no id")],
)
def test_a_table_without_ids_makes_2(
    table: str, reported: str, package: DataPackage, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new_ids(package, table) == 2
    assert reported in capsys.readouterr().err


@pytest.mark.parametrize("count", ["0", "-1"])
def test_a_count_below_one_is_refused(
    count: str, package: DataPackage, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new_ids(package, "casualties", f"--count={count}") == 2
    assert "type a count of 1 or more" in capsys.readouterr().err
