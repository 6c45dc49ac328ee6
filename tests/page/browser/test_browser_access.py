"""Who sees badly, who uses the keys alone, who has a small screen: all can use the page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from isk_indicators.page import DRAWN
from isk_indicators.schema import view_schemas
from tests.page.browser.browser_reader import unfold, until
from tests.page.expected_page import TABLES, by_id, rows

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.conftest import WriteFile
    from tests.page.browser.browser_reader import Reader

SHOWN = (*TABLES, *(name for name in view_schemas() if name not in DRAWN))
LOOKS = [(width, scheme) for width in (390, 1600) for scheme in ("light", "dark")]

DETACH = """(selector) => {
  window.detached = [...document.querySelectorAll(selector)].map((one) => {
    const place = document.createComment("");
    one.replaceWith(place);
    return [place, one];
  });
}"""
ATTACH = "() => window.detached.forEach(([place, one]) => place.replaceWith(one))"


OPTIONS = {"resultTypes": ["violations"], "rules": {"skip-link": {"enabled": False}}}
"""Whether links within the page lead anywhere is asked with nothing taken away, elsewhere."""


def violations(page: Page) -> list[str]:
    """What axe-core finds, a line each."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - it may be missing

    found = Axe().run(page, options=OPTIONS)
    return [
        f"{one['id']}: {node['target']}: {node['failureSummary']}"
        for one in found.response["violations"]
        for node in one["nodes"]
    ]


@contextmanager
def without(page: Page, selector: str) -> Iterator[None]:
    """Take away for a while what is looked at elsewhere: axe-core is slow on many elements."""
    page.evaluate(DETACH, selector)
    yield
    page.evaluate(ATTACH)


FURTHER = ".table:not(.current), .table.current tbody tr:nth-child(n + 9)"
"""What is hidden, and rows like those before them."""


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing_on_the_first_screen_and_in_the_readings(
    reader: Reader, full: Path, width: int, scheme: Any
) -> None:
    page = reader.open(full, width=width, color_scheme=scheme)
    unfold(page)
    with without(page, FURTHER):
        assert violations(page) == []


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1600, "light")])
def test_axe_finds_nothing_in_any_table(
    reader: Reader, full: Path, width: int, scheme: Any
) -> None:
    page = reader.open(full, width=width, color_scheme=scheme)
    found = {}
    for table in SHOWN:
        page.evaluate("(table) => (location.hash = table)", table)
        until(page, f"document.querySelector('#{table}').checkVisibility()")
        with without(page, f"{FURTHER}, .picture, #readings"):
            found[table] = violations(page)
    assert {table: reported for table, reported in found.items() if reported} == {}


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing_in_a_row_beside_its_table(
    reader: Reader, full: Path, width: int, scheme: Any
) -> None:
    page = reader.open(full, width=width, color_scheme=scheme)
    for row in ("inc-0001", "src-001", "disagreements-toll-cas-0001-cas-0006"):
        page.evaluate("(row) => (location.hash = row)", row)
        until(page, f"document.querySelector('tr.open')?.id === '{row}'")
        unfold(page)
        with without(page, f"{FURTHER}, .picture, #readings"):
            assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_the_script_is_off(
    reader: Reader, bare_page: str, write_page: WriteFile, scheme: Any
) -> None:
    # axe-core is a script itself: so the page's own is cut out, rather than switched off.
    head, start, rest = bare_page.rpartition("<script>")
    assert start
    file = write_page(head + rest.partition("</script>")[2])
    page = reader.open(file, color_scheme=scheme)
    with without(page, ".table:not(#casualties), .picture, #readings"):
        assert violations(page) == []


# Small and wide screens


def test_the_page_is_never_wider_than_the_window(reader: Reader, full: Path) -> None:
    page = reader.open(full)
    wide = {}

    def measure(place: str) -> None:
        for width in (320, 390, 768, 1024, 1280, 1600, 2560):
            page.set_viewport_size({"width": width, "height": 900})
            more = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if more:
                wide[place, width] = more

    measure("first screen")
    for table in TABLES:
        row = next(iter(by_id(table)))
        page.evaluate("(row) => (location.hash = row)", row)
        until(page, f"document.querySelector('tr.open')?.id === '{row}'")
        measure(row)
    page.keyboard.press("Escape")
    unfold(page)
    measure("columns and readings")
    assert wide == {}


def test_the_pane_lies_in_the_window_and_can_be_left(reader: Reader, bare: Path) -> None:
    page = reader.open(bare)
    for width in (390, 1024, 1600):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("location.hash = '#inc-0001'")
        until(page, "!document.querySelector('#pane').hidden")
        box = page.locator("#pane").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        page.get_by_role("button", name="Close").click()
        assert page.locator("#pane").is_hidden()


def test_on_a_wide_screen_the_pane_stands_beside_the_table(reader: Reader, bare: Path) -> None:
    page = reader.open(bare, "#inc-0001")
    for width in (1280, 1600, 2560):
        page.set_viewport_size({"width": width, "height": 900})
        table = page.locator("#incidents .scroll").bounding_box()
        pane = page.locator("#pane").bounding_box()
        assert table["x"] + table["width"] <= pane["x"] + 1


def test_a_reader_with_larger_letters_sees_all(reader: Reader, bare: Path) -> None:
    page = reader.open(bare, width=800)
    page.evaluate(
        """() => {
          const larger = new CSSStyleSheet();
          larger.replaceSync("html { font-size: 200% }");
          document.adoptedStyleSheets.push(larger);
        }"""
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 800


# Keys


def focused(page: Page) -> str:
    """What has the focus: an element's name, and its id, class or words."""
    return page.evaluate(
        """() => {
          const one = document.activeElement;
          const words = one.textContent.trim().slice(0, 40);
          return `${one.localName} ${one.id || one.className || words}`;
        }"""
    )


def outlined(page: Page) -> bool:
    """Whether one sees where the focus is."""
    return page.evaluate(
        """() => {
          const one = document.activeElement;
          const style = getComputedStyle(one);
          return one.matches(":focus-visible") && style.outlineStyle !== "none"
            && parseFloat(style.outlineWidth) >= 2;
        }"""
    )


def tab_to(page: Page, truth: str, most: int) -> None:
    """Press Tab until something is true of the focused element ``one``; it is seen each time."""
    for _ in range(most):
        page.keyboard.press("Tab")
        assert outlined(page), focused(page)
        if page.evaluate(f"(() => {{ const one = document.activeElement; return {truth}; }})()"):
            return
    pytest.fail(f"{most} times Tab, and the focus is on {focused(page)}")


def test_the_first_tab_leads_past_the_pictures(reader: Reader, bare: Path) -> None:
    page = reader.open(bare)
    tab_to(page, "one.matches('.skip')", 1)
    assert page.locator(".skip").bounding_box()["width"] > 50
    page.keyboard.press("Enter")
    tab_to(page, "one.matches('.tabs a')", 1)


def test_the_keys_reach_search_facets_columns_download_heads_and_rows(
    reader: Reader, bare: Path
) -> None:
    page = reader.open(bare, "#casualties")
    page.locator(".tabs a").last.focus()
    tab_to(page, "one.id === 'search'", 1)
    tab_to(page, "one.localName === 'select'", 1)
    tab_to(page, "one.localName === 'summary'", 8)
    page.keyboard.press("Enter")
    tab_to(page, "one.type === 'checkbox'", 1)
    page.locator(".chooser summary").focus()
    page.keyboard.press("Enter")
    tab_to(page, "one.textContent.startsWith('Download')", 1)
    tab_to(page, "one.matches('.scroll')", 1)
    tab_to(page, "one.matches('#casualties th button')", 1)
    page.keyboard.press("Enter")
    assert page.locator("#casualties th[aria-sort]").count() == 1
    tab_to(page, "one.matches('#casualties tbody a')", 20)


def test_enter_opens_a_row_and_the_focus_goes_into_the_pane(reader: Reader, bare: Path) -> None:
    page = reader.open(bare, "#casualties")
    page.locator("#cas-0007 a").first.focus()
    page.keyboard.press("Enter")
    assert focused(page) == "aside pane"
    tab_to(page, "one.closest('#pane') !== null", 1)
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.closest('tr').id") == "cas-0007"


def test_a_mark_of_a_picture_is_opened_by_the_keys(reader: Reader, bare: Path) -> None:
    page = reader.open(bare)
    for picture in ("#incidents-drawn tbody td a", "#force-drawn a", "#map-drawn a"):
        page.locator(picture).first.focus()
        page.keyboard.press("Tab")
        assert outlined(page), focused(page)
        page.keyboard.press("Enter")
        assert focused(page) == "aside pane"
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.closest('.picture') !== null")


def test_next_and_previous_keep_the_focus_in_the_pane(reader: Reader, bare: Path) -> None:
    page = reader.open(bare, "#casualties")
    page.locator("#cas-0007 a").first.focus()
    page.keyboard.press("Enter")
    tab_to(page, "one.getAttribute('aria-label') === 'Next row'", 4)
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#cas-0008"
    assert page.evaluate("document.activeElement.closest('#pane') !== null"), focused(page)


def test_a_row_opened_by_a_click_takes_the_focus_into_the_pane(reader: Reader, bare: Path) -> None:
    page = reader.open(bare, "#casualties")
    page.locator("#cas-0007 td").nth(2).click()
    assert page.evaluate("document.activeElement.closest('#pane') !== null"), focused(page)


def test_a_click_that_selects_words_opens_no_row(reader: Reader, bare: Path) -> None:
    page = reader.open(bare, "#casualties")
    page.locator("#cas-0007 td q").dblclick()
    page.evaluate("location.hash = 'casualties'")
    until(page, "document.querySelector('#pane').hidden")
    words = page.locator("#cas-0005 td q").bounding_box()
    page.mouse.move(words["x"] + 5, words["y"] + 5)
    page.mouse.down()
    page.mouse.move(words["x"] + 60, words["y"] + 5, steps=4)
    page.mouse.up()
    assert page.evaluate("String(getSelection()).length") > 2
    assert page.locator("#pane").is_hidden()


def test_what_is_found_is_said_aloud(reader: Reader, bare: Path) -> None:
    page = reader.open(bare, "#casualties")
    assert page.locator("#seen").get_attribute("aria-live") == "polite"
    page.get_by_role("searchbox").press_sequentially("kabul")
    assert page.get_by_role("status").inner_text().endswith(f" of {len(rows('casualties'))} rows")
