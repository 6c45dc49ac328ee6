"""Chromium, and what it tells of the pages.

These tests need ``tests/page/requirements.txt`` and Chromium: the variable CHROMIUM names it, or it
is found by one of its usual names. What becomes of them without: ``tests/needs.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.needs import chromium
from tests.page.browser.browser_reader import FLAGS, Reader, ask

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window, once for all tests."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - it may be missing

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS])
        yield found
        found.close()


@pytest.fixture
def reader(browser: Browser) -> Iterator[Reader]:
    """Opens pages for one test, which fails if one of them does what it may not."""
    found = Reader(browser)
    yield found
    found.close()


@pytest.fixture(scope="session")
def opened(browser: Browser, full: Path) -> dict[str, dict[str, Any]]:
    """What the pane shows of each row, by address, with the documents."""
    return {one["id"]: one for one in ask(browser, full, "every_row")}


@pytest.fixture(scope="session")
def opened_bare(browser: Browser, bare: Path) -> dict[str, dict[str, Any]]:
    """The same without the documents."""
    return {one["id"]: one for one in ask(browser, bare, "every_row")}


@pytest.fixture(scope="session")
def grids(browser: Browser, full: Path) -> dict[str, dict[str, Any]]:
    """Every table as the page holds it once its script has run, by name."""
    return {one["id"]: one for one in ask(browser, full, "every_table")}
