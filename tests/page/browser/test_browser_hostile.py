"""Whatever stands in a cell stays a text, and whatever is put into the page does not run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from isk_indicators.page import page_from
from isk_indicators.spans import documents
from isk_indicators.tables import Dataset
from tests.page.browser.browser_reader import ask, seen, unfold, until
from tests.page.expected_page import SUBJECTS, TABLES, by_id, fields, key, schema

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from isk_indicators.schema import DataPackage
    from tests.conftest import Changes, WriteFile
    from tests.page.browser.browser_reader import Reader

ATTACKS = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)><a href='javascript:alert(1)'>x</a>",
    "' onmouseover='alert(1)",
    "</q></td></tr></table><iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<!--<script>",
    "]]></style><style>*{display:none}</style>",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt;&amp;amp; \\u003c/script> \N{LINE SEPARATOR}${alert(1)}`",
    "<base href='https://example.org/'><meta http-equiv=refresh content='0;url=//example.org'>",
)
TEXT = " ".join(ATTACKS)


def texts_of(table: str) -> list[str]:
    """The columns of free text: no key, no code, no date, no number."""
    links = schema(table).get("foreignKeys", ())
    keys = {*key(table), *(link["fields"][0] for link in links)}
    return [
        field["name"]
        for field in fields(table)
        if field["type"] == "string"
        and field["name"] not in keys
        and not {"enum", "pattern"} & field.get("constraints", {}).keys()
        and field["name"] not in ("row_id", "figure", "count_figure")
    ]


def attacked(tables: dict[str, list[dict[str, str]]]) -> None:
    """Every text of the first rows of each table is an attack, another one in each row."""
    for table in TABLES:
        for row, attack in zip(tables[table], ATTACKS, strict=False):
            row.update(dict.fromkeys(texts_of(table), attack))
    tables["sources"][0]["url"] = "javascript:alert(1)"
    tables["sources"][1]["url"] = "data:text/html,<script>alert(1)</script>"
    tables["sources"][2]["url"] = " javascript:alert(1)"
    tables["sources"][3]["url"] = "https://example.org/\"onclick='alert(1)'"
    tables["casualties"][0] |= {"quote": f"{TEXT} 144 people", "figure": "144"}
    tables["casualties"][1] |= {"quote": f"<b>{ATTACKS[0]}</b>", "figure": ATTACKS[0]}


@pytest.fixture(scope="module")
def hostile(changed: Callable[[Changes], DataPackage], write_page: WriteFile) -> Path:
    """The page of a package that is full of attacks, with a text that is one too."""
    data = changed(attacked)
    texts = documents({"src-000": f"{TEXT}\n" * 40}, Dataset(data).by_id("sources").values())
    return write_page(page_from(Dataset(data), texts))


@pytest.fixture(scope="module")
def reported(browser: Browser, hostile: Path) -> Mapping[str, Any]:
    """What the pane shows of every row; nothing has happened when all have been opened."""
    return {one["id"]: one for one in ask(browser, hostile, "every_row")}


def test_every_table_has_texts_to_attack() -> None:
    assert all("note" in texts_of(table) for table in SUBJECTS)
    assert all(texts_of(table) for table in TABLES)
    assert {"label", "quote", "target_text", "note"} <= {*texts_of("incidents")}
    assert {"title", "author", "publisher", "rights"} <= {*texts_of("sources")}


def test_an_attack_in_a_cell_is_shown_as_it_is(browser: Browser, hostile: Path) -> None:
    grids = {grid["id"]: grid for grid in ask(browser, hostile, "every_table")}
    for table in TABLES:
        columns = grids[table]["columns"]
        for row, attack in zip(grids[table]["rows"], ATTACKS, strict=False):
            for column in texts_of(table):
                cell = row["cells"][columns.index(column)]
                if (table, column) not in (("casualties", "quote"), ("sources", "url")):
                    assert cell["text"] == attack, (row["id"], column)
    quotes = [
        row["cells"][grids["casualties"]["columns"].index("quote")]
        for row in grids["casualties"]["rows"][:2]
    ]
    assert quotes[0]["text"] == f"{TEXT} 144 people"
    assert quotes[0]["marks"] == ["144"]
    assert quotes[1]["text"] == f"<b>{ATTACKS[0]}</b>"


def test_an_attack_in_the_pane_is_shown_as_it_is(reported: Mapping[str, Any]) -> None:
    assert reported["cas-0001"]["quote"] == f"{TEXT} 144 people"
    for row_id, attack in zip(by_id("statements"), ATTACKS, strict=False):
        assert reported[row_id]["quote"] == attack
        assert dict(reported[row_id]["cells"])["Summary"] == attack
        assert f"“{attack}”" in reported[row_id]["takeaways"]["This row is wrong"]


def test_an_attack_makes_no_element(reader: Reader, hostile: Path, full: Path) -> None:
    names = "[...new Set([...document.querySelectorAll('*')].map((one) => one.localName))].sort()"
    page, ours = reader.open(hostile), reader.open(full)
    for address in ("", "cas-0001", "src-000", "inc-0001", "stm-0001"):
        for one in (page, ours):
            one.evaluate("(address) => (location.hash = address)", address)
            until(one, f"document.querySelector('#pane').hidden === {str(not address).lower()}")
            unfold(one)
        assert page.evaluate(names) == ours.evaluate(names)
        for selector, count in (("script", 2), ("style", 1), ("meta", 4), ("img, iframe, base", 0)):
            assert page.locator(selector).count() == count
        handlers = page.evaluate(
            "[...document.querySelectorAll('*')].flatMap((one) => [...one.attributes])"
            ".map((one) => one.name).filter((name) => name.startsWith('on') || name === 'style')"
        )
        assert handlers == []


def test_no_address_is_a_script(reader: Reader, hostile: Path) -> None:
    page = reader.open(hostile)
    found = set()
    for row in ("src-000", "src-001", "src-002", "src-003", "stm-0001", "cas-0001", "evd-0001"):
        page.evaluate("(row) => (location.hash = row)", row)
        until(page, f"document.querySelector('tr.open')?.id === '{row}'")
        found |= {
            *page.evaluate(
                "[...document.querySelectorAll('[href]')].map((one) => one.getAttribute('href'))"
                ".filter((href) => !href.startsWith('#'))"
            )
        }
    assert all(address.startswith(("https:", "http:")) for address in found)


def test_an_attack_that_is_searched_for_is_found_as_a_text(reader: Reader, hostile: Path) -> None:
    page = reader.open(hostile, "#statements")
    page.get_by_role("searchbox").fill("onerror=alert(1)>")
    assert seen(page, "statements")[0] == [*by_id("statements")][1]
    assert len(seen(page, "statements")) < 5


def test_an_attack_in_an_address_stays_there(reader: Reader, hostile: Path) -> None:
    page = reader.open(hostile, "#<img src=x onerror=alert(1)>")
    assert page.locator("img").count() == 0
    assert page.locator("#pane").is_hidden()


# The security policy


ELSEWHERE = "https://elsewhere.invalid/"


def refused(reader: Reader) -> list[str]:
    """What the browser says that it refused; it is taken off the list of troubles."""
    reported = [one for one in reader.troubles if "Content Security Policy" in one]
    asked = [one for one in reader.troubles if one.startswith(f"request: {ELSEWHERE}")]
    reader.troubles[:] = [one for one in reader.troubles if one not in (*reported, *asked)]
    return reported


def test_a_handler_in_the_markup_would_not_run(reader: Reader, bare: Path) -> None:
    page = reader.open(bare)
    page.evaluate(
        """document.body.insertAdjacentHTML("afterbegin",
          "<button id=planted onclick=\\"document.title = 'broken'\\">x</button>")"""
    )
    page.locator("#planted").click()
    assert page.title() != "broken"
    assert refused(reader)


def test_a_script_that_is_put_into_the_page_would_not_run(reader: Reader, bare: Path) -> None:
    page = reader.open(bare)
    page.evaluate(
        """() => {
          const planted = document.createElement("script");
          planted.textContent = "document.title = 'broken'";
          document.body.append(planted);
        }"""
    )
    assert page.title() != "broken"
    assert refused(reader)


def test_a_style_that_is_put_into_the_page_would_not_apply(reader: Reader, bare: Path) -> None:
    page = reader.open(bare)
    page.evaluate(
        """document.body.insertAdjacentHTML("afterbegin",
          "<style>body{display:none}</style><p id=planted style='position:fixed'>x</p>")"""
    )
    assert page.locator("body").is_visible()
    assert (
        page.evaluate("getComputedStyle(document.querySelector('#planted')).position") == "static"
    )
    reported = refused(reader)
    for _ in range(100):  # the form is sent, and refused, at a time of the browser's own
        if len(reported) < 2:
            page.wait_for_timeout(20)
            reported += refused(reader)
    assert len(reported) == 2


def test_no_element_can_fetch_anything(reader: Reader, bare: Path) -> None:
    page = reader.open(bare)
    for element in ("img", "script", "iframe", "embed", "audio", "link"):
        with page.expect_event(
            "console", lambda reported: "Content Security Policy" in reported.text
        ):
            page.evaluate(
                """([name, address]) => {
                  const planted = document.createElement(name);
                  planted.rel = "stylesheet";
                  planted[name === "link" ? "href" : "src"] = address;
                  document.body.append(planted);
                }""",
                [element, ELSEWHERE],
            )
    assert len(refused(reader)) >= 6


def test_the_script_can_fetch_nothing(reader: Reader, bare: Path) -> None:
    page = reader.open(bare)
    reported = page.evaluate("(one) => fetch(one).catch((error) => error.name)", ELSEWHERE)
    assert reported == "TypeError"
    assert refused(reader)


def test_a_form_could_not_be_sent_nor_the_base_be_moved(reader: Reader, bare: Path) -> None:
    page = reader.open(bare)
    page.evaluate(
        """(address) => {
          const base = document.createElement("base");
          base.href = address;
          document.head.prepend(base);
          const form = document.createElement("form");
          form.action = address;
          form.method = "post";
          document.body.append(form);
          form.requestSubmit();
        }""",
        ELSEWHERE,
    )
    assert page.evaluate("document.baseURI") == page.url == bare.as_uri()
    reported = refused(reader)
    for _ in range(1500):  # the form is sent, and refused, at a time of the browser's own
        if len(reported) < 2:
            page.wait_for_timeout(20)
            reported += refused(reader)
    assert len(reported) == 2
