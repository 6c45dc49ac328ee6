"""The page without its script, and on paper: all is there, and nothing that does not work."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.page.browser.browser_reader import ask, until
from tests.page.expected_page import QUOTES, QUOTING, TABLES, by_id, rows

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.page.browser.browser_reader import Reader

CONTROLS = "button, input, select, textarea, [role=button], [contenteditable]"
A4 = 794
"""The width of an A4 page, in pixels."""


@pytest.fixture
def plain(reader: Reader, full: Path) -> Page:
    """The page with the documents, script switched off."""
    return reader.open(full, java_script_enabled=False)


def visible(page: Page, selector: str) -> int:
    return page.evaluate(
        "(selector) => [...document.querySelectorAll(selector)]"
        ".filter((one) => one.checkVisibility({ visibilityProperty: true })).length",
        selector,
    )


def test_the_script_is_off(plain: Page) -> None:
    assert plain.evaluate("document.documentElement.className") == ""


def test_without_script_all_tables_can_be_read(plain: Page) -> None:
    for table in TABLES:
        assert visible(plain, f"#{table}") == 1
        assert visible(plain, f"#{table} tbody tr") == len(rows(table))
    assert visible(plain, ".table td") == plain.locator(".table td").count()


def test_without_script_each_quote_stands_in_its_row_with_its_figure_marked(
    browser: Browser, full: Path
) -> None:
    reported = {
        row["id"]: row["cells"][grid["columns"].index("quote")]
        for grid in ask(browser, full, "every_table", java_script_enabled=False)
        if grid["id"] in QUOTING
        for row in grid["rows"]
    }
    marked = 0
    for row_id, (*_, row) in QUOTES.items():
        assert reported[row_id]["text"] == row["quote"]
        assert reported[row_id]["marks"] in ([], [row.get("figure") or row.get("count_figure")])
        marked += len(reported[row_id]["marks"])
    assert marked > 40


def test_without_script_the_pictures_are_seen(plain: Page) -> None:
    assert visible(plain, ".picture") == 3
    assert visible(plain, ".incident-rows tbody tr") == len(rows("incidents"))
    assert visible(plain, ".chart svg") >= 3
    assert visible(plain, ".spots circle") >= 5


def test_without_script_no_control_is_seen_that_would_do_nothing(plain: Page) -> None:
    assert visible(plain, CONTROLS) == 0
    assert visible(plain, "#tools") == 0
    assert visible(plain, "#pane") == 0
    assert visible(plain, "details.order") == 0
    assert visible(plain, "summary") == len(rows("sources"))  # these open without a script


def test_without_script_every_link_leads_somewhere(plain: Page) -> None:
    nowhere = plain.evaluate(
        "[...document.querySelectorAll('a[href^=\"#\"]')].map((one) => one.getAttribute('href'))"
        ".filter((address) => !document.getElementById(address.slice(1)))"
    )
    assert nowhere == []
    plain.locator("#incidents-drawn a[href='#cas-0007']").click()
    box = plain.locator("#cas-0007").bounding_box()
    assert 0 <= box["y"] < plain.viewport_size["height"]


def test_without_script_the_texts_can_be_read(plain: Page) -> None:
    plain.locator("#reading-src-001 summary", has_text="The text").click()
    assert "About 80 people were killed" in plain.locator("#reading-src-001 .text").inner_text()


@pytest.mark.parametrize("width", [390, 1600])
def test_without_script_the_page_is_no_wider_than_the_window(
    reader: Reader, full: Path, width: int
) -> None:
    page = reader.open(full, java_script_enabled=False, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_every_row_has_its_place_in_the_source_in_the_table(plain: Page) -> None:
    heads = plain.locator("#casualties th").all_text_contents()
    row = plain.locator("#cas-0007 td").all_text_contents()
    reported = dict(
        zip((head.strip() for head in heads), (cell.strip() for cell in row), strict=True)
    )
    expected = by_id("casualties")["cas-0007"]
    assert reported["Figure"] == expected["figure"]
    assert expected["span_start"] in reported.values()
    assert expected["span_end"] in reported.values()


# On paper


def test_on_paper_the_pane_and_the_tools_are_left_out(reader: Reader, bare: Path) -> None:
    page = reader.open(bare, "#cas-0007")
    assert visible(page, "#pane") == 1
    page.emulate_media(media="print")
    assert visible(page, f"#pane, #tools, {CONTROLS.split(',')[1]}, select, .skip") == 0
    assert visible(page, ".picture") == 3
    assert visible(page, "#casualties tbody tr") == len(rows("casualties"))


def test_on_paper_no_table_is_cut_at_its_end(reader: Reader, bare: Path) -> None:
    page = reader.open(bare, "#evidence", width=A4)
    page.emulate_media(media="print")
    box = page.locator("#evidence .scroll")
    assert box.evaluate("(one) => one.scrollHeight <= one.clientHeight + 1")
    assert box.evaluate("(one) => getComputedStyle(one).overflowY") == "visible"


def test_on_paper_no_table_is_cut_at_its_side(reader: Reader, bare: Path) -> None:
    page = reader.open(bare, width=A4)
    page.emulate_media(media="print")
    widths = {}
    for table in TABLES:
        page.evaluate("(table) => (location.hash = table)", table)
        until(page, f"document.querySelector('#{table}').checkVisibility()")
        widths[table] = page.evaluate("document.documentElement.scrollWidth")
    assert {table: width for table, width in widths.items() if width > A4} == {}


def test_on_paper_no_room_is_kept_for_the_pane(reader: Reader, bare: Path) -> None:
    page = reader.open(bare, "#cas-0007")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).paddingRight") == "0px"


def test_on_paper_what_is_dark_is_printed_light(reader: Reader, bare: Path) -> None:
    page = reader.open(bare, color_scheme="dark")
    page.emulate_media(media="print", color_scheme="light")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == light


def test_the_page_can_be_printed(reader: Reader, bare: Path) -> None:
    assert reader.open(bare, "#cas-0007").pdf()[:5] == b"%PDF-"
