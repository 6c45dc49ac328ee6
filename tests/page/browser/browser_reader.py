"""Opens pages in a real browser, and asks the browser what it shows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
HEIGHT = 1000
PATIENCE = 20_000
"""How long the browser may take for one thing, in milliseconds."""


class Reader:
    """Opens pages, each in a context of its own that has no network.

    Attributes:
        troubles: What no page may do and one did: an error or warning, a request for anything but
            the file itself, a dialog, a window of its own.

    """

    def __init__(self, browser: Browser) -> None:
        self.troubles: list[str] = []
        self._browser = browser
        self._contexts: list[BrowserContext] = []

    def open(self, file: Path, address: str = "", *, width: int = 1600, **options: Any) -> Page:
        """Open a file at an address within it; ``options`` are those of a browser's context."""
        size = {"width": width, "height": HEIGHT}
        context = self._browser.new_context(viewport=size, offline=True, **options)
        context.set_default_timeout(PATIENCE)
        self._contexts.append(context)
        page = context.new_page()
        self._watch(page, file.as_uri())
        page.goto(file.as_uri() + address)
        return page

    def close(self) -> None:
        """Close what was opened, and fail if there was trouble."""
        for context in self._contexts:
            context.close()
        self._contexts.clear()
        if self.troubles:
            raise AssertionError("\n".join(self.troubles))

    def _watch(self, page: Page, address: str) -> None:
        def note(what: str, reported: object) -> None:
            self.troubles.append(f"{what}: {reported}")

        def request(url: str) -> None:
            if url.partition("#")[0] != address:
                note("request", url)

        page.on("console", lambda message: note(message.type, message.text))
        page.on("pageerror", lambda error: note("error", error))
        page.on("popup", lambda window: note("window", window.url))
        page.on("dialog", lambda dialog: (note("dialog", dialog.message), dialog.dismiss()))
        page.on("request", lambda asked: request(asked.url))


def ask(browser: Browser, file: Path, question: str, reported: Any = None, **options: Any) -> Any:
    """Open a page, and give the answer to the question in a ``.js`` file beside this module."""
    script = Path(__file__).with_name(f"{question}.js").read_text(encoding="utf-8")
    reader = Reader(browser)
    # One string passes from the browser much faster than many small values.
    asked = f"(told) => JSON.stringify(({script[script.index('(') :]})(told))"
    answer = json.loads(reader.open(file, **options).evaluate(asked, reported))
    reader.close()
    return answer


def until(page: Page, truth: str) -> None:
    """Wait until something is true of the page."""
    page.wait_for_function(f"() => {truth}")


def unfold(page: Page) -> None:
    """Open all that can be opened, and wait for the rows of every source."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    until(page, "document.querySelector('details.order:not(:has(.passages))') === null")


def in_view(page: Page, selector: str) -> bool:
    """Whether any part of an element lies in the window."""
    return bool(
        page.evaluate(
            """(selector) => {
              const box = document.querySelector(selector).getBoundingClientRect();
              return box.bottom > 0 && box.top < innerHeight && box.height > 0;
            }""",
            selector,
        )
    )


def current(page: Page) -> list[str]:
    """The tables that are seen."""
    return list(
        page.evaluate(
            "[...document.querySelectorAll('.table')]"
            ".filter((table) => table.checkVisibility()).map((table) => table.id)"
        )
    )


def seen(page: Page, table: str) -> list[str]:
    """The rows of a table that are seen, from the top, by id."""
    return list(
        page.evaluate(
            "(table) => [...document.querySelectorAll(`#${table} tbody tr`)]"
            ".filter((row) => row.checkVisibility()).map((row) => row.id)",
            table,
        )
    )
