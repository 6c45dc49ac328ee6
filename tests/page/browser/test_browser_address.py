"""A row's address opens it; going back, on and away leave no reader lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from isk_indicators.page import page_from
from isk_indicators.tables import Dataset
from tests.page.browser.browser_reader import current, in_view, seen, until
from tests.page.reduced_packages import SPARSE, Change

if TYPE_CHECKING:
    from isk_indicators.schema import DataPackage
    from tests.conftest import WriteFile
    from tests.page.browser.browser_reader import Reader

HEADING = "#pane h2"
KERMAN = "Attack on a memorial procession in Kerman"


@pytest.fixture
def bare(first_bare: Path) -> Path:
    return first_bare


@pytest.fixture
def full(first_full: Path) -> Path:
    return first_full


def test_a_row_opens_by_its_address(reader: Reader, full: Path) -> None:
    page = reader.open(full, "#cas-0007")
    assert current(page) == ["casualties"]
    assert page.locator(".tabs [aria-current]").get_attribute("href") == "#casualties"
    assert page.locator(HEADING).inner_text() == KERMAN
    quote = page.locator("#pane blockquote")
    assert quote.inner_text() == "About 80 people were killed in this IS-K attack"
    assert quote.locator("mark").all_inner_texts() == ["About 80"]
    assert page.locator("tr.open").get_attribute("id") == "cas-0007"
    until(page, "document.querySelector('#cas-0007').getBoundingClientRect().top < innerHeight")
    assert in_view(page, "#cas-0007")
    assert in_view(page, "#pane blockquote")


def test_the_address_of_a_view_row_opens_it(reader: Reader, bare: Path) -> None:
    page = reader.open(bare, "#disagreements-toll-cas-0001-cas-0006")
    assert current(page) == ["disagreements"]
    assert page.locator("tr.open").count() == 1


def test_a_table_opens_by_its_address(reader: Reader, bare: Path) -> None:
    page = reader.open(bare, "#statements")
    assert current(page) == ["statements"]
    assert page.locator("#pane").is_hidden()
    until(page, "document.querySelector('#statements').getBoundingClientRect().top < innerHeight")
    assert in_view(page, "#statements thead")


def test_without_an_address_the_first_table_is_seen_and_the_page_stands_at_its_head(
    reader: Reader, bare: Path
) -> None:
    page = reader.open(bare)
    assert current(page) == ["incidents"]
    assert page.evaluate("scrollY") == 0


@pytest.mark.parametrize(
    "address",
    ["#nonsense", "#cas-9999", "#%E0%A4%A", "#", "#page-data", "#%22%3E%3Cimg%20src=x%3E"],
)
def test_an_unknown_address_does_no_harm(reader: Reader, bare: Path, address: str) -> None:
    page = reader.open(bare, address)
    assert current(page) == ["incidents"]
    assert page.locator("#pane").is_hidden()
    page.locator("#inc-0001 a").first.click()
    assert page.locator("#pane").is_visible()


def test_an_unknown_address_closes_what_is_open(reader: Reader, bare: Path) -> None:
    page = reader.open(bare, "#cas-0007")
    page.evaluate("location.hash = '#nonsense'")
    until(page, "document.querySelector('#pane').hidden")
    assert page.locator("tr.open").count() == 0


def test_back_and_forward_lead_through_the_rows_that_were_open(reader: Reader, bare: Path) -> None:
    page = reader.open(bare)
    page.locator("#inc-0011 td").nth(1).click()
    assert page.evaluate("location.hash") == "#inc-0011"
    page.locator("#pane .casualties li a").first.click()
    assert page.evaluate("location.hash") == "#cas-0007"
    page.go_back()
    until(page, "location.hash === '#inc-0011'")
    until(page, "document.querySelector('tr.open')?.id === 'inc-0011'")
    assert current(page) == ["incidents"]
    page.go_back()
    until(page, "document.querySelector('#pane').hidden")
    page.go_forward()
    page.go_forward()
    until(page, "document.querySelector('tr.open')?.id === 'cas-0007'")
    assert current(page) == ["casualties"]
    assert page.locator(HEADING).inner_text() == KERMAN


def test_next_and_previous_go_through_the_rows_as_they_are_seen(reader: Reader, bare: Path) -> None:
    page = reader.open(bare, "#casualties")
    page.get_by_role("combobox", name="Harm", exact=True).select_option("wounded")
    shown = seen(page, "casualties")
    assert len(shown) > 2
    page.locator(f"#{shown[0]} a").first.click()
    following = page.get_by_role("button", name="Next row")
    assert page.get_by_role("button", name="Previous row").is_disabled()
    gone = [shown[0]]
    while following.is_enabled():
        following.click()
        gone.append(page.evaluate("location.hash.slice(1)"))
    assert gone == shown
    page.get_by_role("button", name="Previous row").click()
    assert page.evaluate("location.hash") == f"#{shown[-2]}"


def test_a_row_hidden_by_a_filter_is_shown_when_it_is_addressed(reader: Reader, bare: Path) -> None:
    page = reader.open(bare, "#casualties")
    page.get_by_role("combobox", name="Harm", exact=True).select_option("wounded")
    page.get_by_role("searchbox").fill("journalists")
    assert page.locator("#cas-0007").is_hidden()
    page.evaluate("location.hash = '#cas-0007'")
    until(page, "document.querySelector('tr.open')?.id === 'cas-0007'")
    assert page.locator("#cas-0007").is_visible()
    assert page.get_by_role("searchbox").input_value() == ""
    assert page.get_by_role("combobox", name="Harm", exact=True).input_value() == ""
    assert page.locator("#seen").inner_text() == "20 of 20 rows"


def test_a_row_that_the_filter_keeps_leaves_the_filter_as_it_is(reader: Reader, bare: Path) -> None:
    page = reader.open(bare, "#casualties")
    page.get_by_role("searchbox").fill("About 80")
    page.locator("#cas-0007 a").first.click()
    assert page.get_by_role("searchbox").input_value() == "About 80"
    assert page.locator("#seen").inner_text() == "1 of 20 rows"


def test_escape_closes_the_row_and_gives_the_focus_back(reader: Reader, bare: Path) -> None:
    page = reader.open(bare)
    page.locator("#inc-0011 a").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "pane"
    page.keyboard.press("Escape")
    assert page.locator("#pane").is_hidden()
    assert page.evaluate("document.activeElement.closest('tr').id") == "inc-0011"
    assert page.evaluate("location.hash") == "#incidents"
    page.keyboard.press("Escape")
    assert page.evaluate("location.hash") == "#incidents"


def test_a_mark_of_a_picture_gets_the_focus_back(reader: Reader, bare: Path) -> None:
    page = reader.open(bare)
    mark = page.locator("#incidents-drawn a[href='#cas-0007']")
    mark.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Close").click()
    assert mark.evaluate("(link) => document.activeElement === link")


def test_the_link_to_a_row_can_be_sent_to_a_colleague(reader: Reader, bare: Path) -> None:
    page = reader.open(bare)
    page.locator("#inc-0011 td").nth(1).click()
    assert page.locator("#pane .kind a").get_attribute("href") == "#inc-0011"
    assert page.url == f"{bare.as_uri()}#inc-0011"
    assert reader.open(bare, "#inc-0011").locator(HEADING).inner_text() == KERMAN


def test_about_80_people_is_one_click_from_the_first_screen(reader: Reader, bare: Path) -> None:
    page = reader.open(bare)
    words = page.get_by_text("“About 80”")
    assert words.count() >= 1
    assert words.first.bounding_box()["y"] < 2 * page.viewport_size["height"]
    words.first.click()
    assert "About 80 people were killed" in page.locator("#pane blockquote").inner_text()
    assert in_view(page, "#pane blockquote")


def test_about_80_people_is_two_clicks_from_the_list_of_tables(reader: Reader, bare: Path) -> None:
    page = reader.open(bare)
    page.locator(".counts").get_by_text("casualties").click()
    page.get_by_text("About 80 people were killed").locator("visible=true").first.click()
    assert "About 80 people were killed" in page.locator("#pane blockquote").inner_text()


@pytest.mark.parametrize("lacking", ["no casualty", "no claims but statements", "sources alone"])
def test_a_package_that_lacks_something_is_read_all_the_same(
    changed: Callable[[Change], DataPackage], write_page: WriteFile, reader: Reader, lacking: str
) -> None:
    page = reader.open(write_page(page_from(Dataset(changed(SPARSE[lacking])))), "#src-001")
    assert current(page) == ["sources"]
    assert page.locator(HEADING).inner_text().startswith("Resurgent IS-K")
    for tab in page.locator(".tabs a").all():
        tab.click()
        assert len(current(page)) == 1
