"""The draft of a changelog's entry: each kind of change in a sentence, in its place."""

from __future__ import annotations

import pytest

from isk_indicators.changes import LEAST, Change
from isk_indicators.release.prepare import drafted, opened, released

REASONS = {
    ("casualties", "cas-0001", "figure"): "A slip.",
    ("casualties", "cas-0002", "note"): "A  slip.",
    ("casualties", "cas-0003", "note"): "Another one.",
    ("evidence", "evd-0002"): "Told twice.",
}
HEAD = "# Changelog\n\nWhat changed.\n\n"
OLD = "## [1.0.0] – 2026-01-01\n\n- First.\n"
NEW = "## [1.1.0] – 2026-02-03"

SENTENCES = [
    (Change("table_gone", "old", before="3 rows"), "Removed", "The table `old`."),
    (Change("table_gone", "old", before="a view"), "Removed", "The view `old`."),
    (Change("table_added", "new", after="a view"), "Added", "The view `new`."),
    (Change("table_added", "new", after="1 row"), "Added", "The table `new`."),
    (Change("column_gone", "t", column="a"), "Removed", "`t`: column `a`."),
    (
        Change("column_changed", "t", "", "a", "string", "number"),
        "Changed",
        "`t` `a`: number instead of string.",
    ),
    (Change("column_changed", "t", "", "a", "x"), "Changed", "`t` `a`: no longer the value `x`."),
    (Change("column_added", "t", column="a"), "Added", "`t`: column `a`."),
    (Change("value_added", "t", "", "a", "", "x"), "Added", "`t` `a`: value `x`."),
    (
        Change("column_reworded", "t", "", "a", "title: A", "title: B"),
        "Changed",
        "`t`: the schema describes the column `a` differently.",
    ),
    (Change("row_gone", "evidence", "evd-0002"), "Removed", "`evidence` evd-0002: Told twice."),
    (Change("row_gone", "evidence", "evd-0003"), "Removed", "`evidence` evd-0003."),
    (Change("row_added", "t", "evd-0003"), "Added", "`t`: 1 row (evd-0003)."),
    (
        Change("cell_extended", "actors", "act-0003", "aliases", "a", "a|b"),
        "Added",
        "`actors`: values of `aliases` in 1 row (act-0003).",
    ),
    (
        Change("cell_corrected", "casualties", "cas-0001", "figure", "1", "2"),
        "Fixed",
        "`casualties` cas-0001 `figure`: A slip.",
    ),
    (
        Change("span_moved", "t", "plc-0001", "span_start", "1", "2"),
        "Changed",
        "`t`: the spans of 1 row (plc-0001); their words are the same.",
    ),
]


@pytest.mark.parametrize(("change", "section", "sentence"), SENTENCES)
def test_a_change_is_a_sentence_in_a_section(change: Change, section: str, sentence: str) -> None:
    assert drafted([change], REASONS) == {section: [f"- {sentence}"]}


def test_every_kind_of_change_has_one() -> None:
    assert {change.kind for change, *_ in SENTENCES} == {*LEAST}


def test_what_has_one_reason_is_one_line() -> None:
    cells = [
        Change("cell_corrected", "casualties", f"cas-000{n}", column)
        for n, column in ((1, "figure"), (2, "note"), (3, "note"))
    ]
    assert drafted(cells, REASONS)["Fixed"] == [
        "- `casualties` cas-0001 `figure`, cas-0002 `note`: A slip.",
        "- `casualties` cas-0003 `note`: Another one.",
    ]


def test_a_column_that_changed_in_several_rows_is_one_line() -> None:
    cells = [
        Change("cell_extended", "t", f"act-000{n}", column) for n in (1, 2) for column in ("a", "b")
    ]
    assert drafted(cells, {})["Added"] == [
        "- `t`: values of `a` in 2 rows (act-0001, act-0002).",
        "- `t`: values of `b` in 2 rows (act-0001, act-0002).",
    ]


def test_rows_are_counted_and_the_first_are_named() -> None:
    rows = [Change("row_added", "t", f"evd-{n:04}") for n in range(1, 13)]
    named = ", ".join(row.row_id for row in rows[:10])
    assert drafted(rows, {})["Added"] == [f"- `t`: 12 rows ({named} and 2 more)."]


def test_a_row_that_moved_in_two_columns_is_one() -> None:
    moved = [Change("span_moved", "t", "plc-0001", name) for name in ("span_start", "span_end")]
    assert drafted(moved, {})["Changed"][0].startswith("- `t`: the spans of 1 row (plc-0001);")


def test_the_order_is_that_of_sections_then_of_weight() -> None:
    changes = [
        Change("cell_corrected", "b", "cas-0001", "x"),
        Change("row_added", "b", "cas-0002"),
        Change("column_added", "a", column="y"),
        Change("row_gone", "a", "inc-0001"),
    ]
    found = drafted(changes, {})
    assert [*found] == ["Added", "Removed", "Fixed"]
    assert found["Added"] == ["- `a`: column `y`.", "- `b`: 1 row (cas-0002)."]


# The page


def test_what_is_not_released_gets_its_heading_and_keeps_its_words() -> None:
    page = f"{HEAD}## [Unreleased]\n\nIn short.\n\n### Fixed\n\n- A bug.\n  More.\n\n{OLD}"
    lines = {"Added": ["- Rows."], "Fixed": ["- Another."]}
    assert released(page, NEW, ["1.0.0"], lines) == (
        f"{HEAD}{NEW}\n\nIn short.\n\n### Added\n\n- Rows.\n\n"
        f"### Fixed\n\n- A bug.\n  More.\n- Another.\n\n{OLD}"
    )


def test_a_line_that_is_there_is_not_drafted_again() -> None:
    page = f"{HEAD}## [Unreleased]\n\n### Added\n\n- Rows.\n\n{OLD}"
    once = released(page, NEW, ["1.0.0"], {"Added": ["- Rows."]})
    assert once == page.replace("## [Unreleased]", NEW)
    assert released(once, NEW, ["1.0.0"], {"Added": ["- Rows."]}) == once


def test_a_release_that_is_prepared_and_not_published_gets_another_heading() -> None:
    page = f"{HEAD}## [1.0.1] – 2026-02-01\n\n- A slip.\n\n{OLD}"
    assert released(page, NEW, ["1.0.0"], {}) == page.replace("## [1.0.1] – 2026-02-01", NEW)


@pytest.mark.parametrize("page", [f"{HEAD}{OLD}", HEAD])
def test_without_an_open_entry_one_is_made(page: str) -> None:
    found = released(page, NEW, ["1.0.0"], {"Added": ["- Rows."]})
    assert found == page.replace(HEAD, f"{HEAD}{NEW}\n\n### Added\n\n- Rows.\n\n")
    assert released(page, NEW, ["1.0.0"], {}) == page.replace(HEAD, f"{HEAD}{NEW}\n\n")


def test_sections_of_other_names_and_doubled_ones_are_kept() -> None:
    page = (
        f"{HEAD}## [Unreleased]\n\n### Notes\n\n- N.\n\n### Added\n\n- A.\n\n### Added\n\n- B.\n\n"
    )
    assert released(page, NEW, [], {}) == (
        f"{HEAD}{NEW}\n\n### Added\n\n- A.\n- B.\n\n### Notes\n\n- N.\n\n"
    )


def test_what_is_not_released_is_opened_once() -> None:
    page = opened(f"{HEAD}{OLD}")
    assert page == f"{HEAD}## [Unreleased]\n\n{OLD}"
    assert opened(page) == page
    assert opened(HEAD) == f"{HEAD}## [Unreleased]\n\n"
