from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isk_indicators import screen


def test_a_short_line_is_shown_whole() -> None:
    assert screen.snippet("abc", 2, 10) == ("abc", 1)


def test_a_long_line_is_cut_on_both_sides_of_the_place() -> None:
    line = "a" * 100 + "X" + "b" * 100
    shown, indent = screen.snippet(line, 101, 30)
    assert (len(shown), shown[indent], shown[0], shown[-1]) == (30, "X", "…", "…")
    assert shown.count("b") > shown.count("a") > 5


def test_the_end_of_a_line_fills_the_window() -> None:
    shown, indent = screen.snippet("a" * 100 + "X", 101, 30, "...")
    assert (shown[indent], shown[:3], len(shown)) == ("X", "...", 27)


def test_a_place_behind_the_line_is_at_its_end() -> None:
    assert screen.snippet("abc", 9, 10) == ("abc", 3)
    assert screen.snippet("", 1, 10) == ("", 0)


@pytest.mark.parametrize(
    ("before", "columns"),
    [
        ("日本", 4),  # wide
        ("e\u0301e\u0301", 2),  # combining
        ("a\tb", 4),  # an escape
        ("\x1b[31m", 8),
        ("\udce9", 6),
        ("\u00a0“", 2),  # a no-break space is a blank
    ],
)
def test_the_indent_counts_what_the_screen_shows(before: str, columns: int) -> None:
    assert screen.snippet(f"{before}X", len(before) + 1, 80)[1] == columns


def test_what_the_screen_lacks_is_an_escape_and_counts_as_one() -> None:
    assert screen.snippet("Kermān,X", 8, 80, "...", "cp1252") == ("Kerm\\u0101n,X", 12)
    assert screen.snippet("Kermān,X", 8, 80, "...", "utf-8") == ("Kermān,X", 7)


@given(st.text(max_size=60), st.integers(1, 70), st.integers(20, 40))
def test_no_window_is_wider_than_its_room(line: str, column: int, room: int) -> None:
    shown, indent = screen.snippet(line, column, room)
    assert sum(map(screen.screen_width, shown)) <= room
    assert 0 <= indent <= room
    assert screen.escape_invisible(shown) == shown


@given(st.text(st.characters(codec="ascii"), min_size=1, max_size=90), st.data())
def test_the_caret_is_under_the_character(line: str, data: st.DataObject) -> None:
    column = data.draw(st.integers(1, len(line)))
    shown, indent = screen.snippet(line, column, 40)
    assert shown[indent:].startswith(screen.escape_character(line[column - 1]))


def test_numbers_with_nouns() -> None:
    assert screen.pluralize(1, "report") == "1 report"
    assert screen.pluralize(2, "report") == "2 reports"
    assert screen.pluralize(1, "series", "series") == "1 series"
    assert screen.pluralize(0, "estimate") == "0 estimates"
