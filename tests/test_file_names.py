from __future__ import annotations

import pytest

from isk_indicators.file_names import clashes, oddity


@pytest.mark.parametrize(
    "name",
    ["a", ".gitignore", "datasets/casualties.csv", "a..b", "...a", "Kermān.csv", "console/com.csv"],
)
def test_a_usual_name_is_fine(name: str) -> None:
    assert oddity(name) is None


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("/a", "root of a disk"),
        ("..", "upwards"),
        ("a/../b", "upwards"),
        ("a\\b", "on Windows"),
        ("c:a", "on Windows"),
        ("a\nb", "cannot be seen"),
        ("\ud800", "cannot be seen"),
        ("", "blank part"),
        ("a/", "blank part"),
        ("a/./b", "blank part"),
        ("a./b", "full stop or a space"),
        ("a ", "full stop or a space"),
        ("AUX", "device"),
        ("a/com1.tar.gz", "device"),
    ],
)
def test_an_odd_name_is_told_by_its_reason(name: str, reason: str) -> None:
    assert reason in str(oddity(name))


def test_names_of_one_file_are_paired() -> None:
    assert [*clashes(["a", "b/c", "b/d"])] == []
    assert [*clashes(["a", "b", "A"])] == [("a", "A")]
    assert [*clashes(["B/c/d", "b"])] == [("b", "B/c/d")]
    assert [*clashes(["Kerm\u0101n", "kerma\u0304n"])] == [("Kerm\u0101n", "kerma\u0304n")]
