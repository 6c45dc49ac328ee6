"""A reader keeps the place: on the page, in a picture, and from table to table in a search."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import isk_indicators as isk
from tests.page.browser.browser_reader import Reader, until

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.usefixtures("as_published")

TOP = "document.querySelector('#incidents-drawn a[href=\"#{}\"]').getBoundingClientRect().top"


@pytest.fixture
def bare(first_bare: Path) -> Path:
    return first_bare


def found_in(page: Page) -> dict[str, int]:
    reported = page.locator("#elsewhere button").all_inner_texts()
    return {name: int(count) for name, _, count in (one.rpartition(" ") for one in reported)}


@pytest.mark.parametrize("width", [390, 1440])
def test_what_was_clicked_stays_where_it_was(reader: Reader, bare: Path, width: int) -> None:
    page = reader.open(bare)
    page.set_viewport_size({"width": width, "height": 900})
    mark = page.locator("#incidents-drawn a[href='#cas-0007']")
    mark.scroll_into_view_if_needed()
    before = page.evaluate(TOP.format("cas-0007"))
    mark.locator(".told").click()
    until(page, "!document.querySelector('#pane').hidden")
    assert page.evaluate(TOP.format("cas-0007")) == pytest.approx(before, abs=2)
    assert "About 80 people were killed" in page.locator("#pane blockquote").inner_text()


def test_a_row_is_marked_in_the_pictures_as_long_as_it_is_open(reader: Reader, bare: Path) -> None:
    page = reader.open(bare, "#est-0009")
    assert page.locator(".chosen").get_attribute("href") == "#est-0009"
    page.keyboard.press("Escape")
    assert page.locator(".chosen").count() == 0
    assert page.locator("use.open").count() > 0


def test_a_search_names_the_other_tables_with_the_words(reader: Reader, bare: Path) -> None:
    page = reader.open(bare, "#incidents")
    assert page.locator("#elsewhere").inner_text() == ""
    page.fill("#search", "about 80")
    casualties = isk.load("casualties")["quote"].str.lower()
    expected = int((casualties.str.contains("about") & casualties.str.contains("80")).sum())
    assert found_in(page)["Casualties"] == expected == 1
    page.get_by_role("button", name="Casualties 1").click()
    until(page, "location.hash === '#casualties'")
    assert page.locator("#seen").inner_text() == "1 of 20 rows"
    assert page.locator("#search").input_value() == "about 80"
    assert "Casualties" not in found_in(page)


def test_words_that_no_table_has_are_found_nowhere(reader: Reader, bare: Path) -> None:
    page = reader.open(bare, "#incidents")
    page.fill("#search", "zebra")
    assert page.locator("#seen").inner_text() == "0 of 28 rows"
    assert page.locator("#elsewhere").inner_text() == ""


def test_a_count_at_the_top_leads_to_the_tabs_of_the_tables(reader: Reader, bare: Path) -> None:
    page = reader.open(bare)
    page.locator(".counts a[href='#statements']").click()
    until(page, "document.querySelector('#statements').classList.contains('current')")
    box = page.locator(".tabs").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 200


def test_the_estimates_without_a_mark_are_counted(reader: Reader, bare: Path) -> None:
    page = reader.open(bare)
    rows, marks = len(isk.load("force_estimates")), page.locator("#force-drawn figure a").count()
    assert (
        f"Not drawn: {rows - marks} of {rows} estimates"
        in page.locator("#force-drawn").inner_text()
    )
