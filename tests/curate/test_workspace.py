"""The next ids of a table."""

from __future__ import annotations

from typing import Any

import pytest

from isk_indicators import cli
from isk_indicators.schema import DataPackage
from tests.curate.sample_workspace import rows


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
