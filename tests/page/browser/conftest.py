"""Chromium, and what it tells of the pages.

These tests need ``tests/page/requirements.txt`` and Chromium: the variable CHROMIUM names it, or it
is found by one of its usual names. Where either is missing they are skipped, except in CI, where
they fail.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from reading import FLAGS, Reader, ask

if TYPE_CHECKING:
    from playwright.sync_api import Browser

VARIABLE = "CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window, once for all tests."""
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - it may be missing
    except ModuleNotFoundError:
        _missing("playwright is missing: pip install -r tests/page/requirements.txt")
    path = os.environ.get(VARIABLE) or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        _missing(f"Chromium is missing: install it, or set {VARIABLE} to where it is")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=[*FLAGS])
        yield found
        found.close()


def _missing(reason: str) -> NoReturn:
    pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)


@pytest.fixture
def reader(browser: Browser) -> Iterator[Reader]:
    """Opens pages for one test, which fails if one of them does what it may not."""
    found = Reader(browser)
    yield found
    found.close()


@pytest.fixture(scope="session")
def opened(browser: Browser, full: Path) -> dict[str, dict[str, Any]]:
    """What the pane shows of each row, by address, with the documents at hand."""
    return {one["id"]: one for one in ask(browser, full, "every_row")}


@pytest.fixture(scope="session")
def opened_bare(browser: Browser, bare: Path) -> dict[str, dict[str, Any]]:
    """The same without the documents."""
    return {one["id"]: one for one in ask(browser, bare, "every_row")}


@pytest.fixture(scope="session")
def grids(browser: Browser, full: Path) -> dict[str, dict[str, Any]]:
    """Every table as the page holds it once its script has run, by name."""
    return {one["id"]: one for one in ask(browser, full, "every_table")}
