"""Beside each row stand its words: quote, figure and context are those of the CSV and the document.

Every row of every table is opened once (the fixture ``opened``); here that is compared with the CSV
files and the documents, cut by code points.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import isk_indicators as isk
from isk_indicators.cite import citation_date, cite_from
from isk_indicators.page import page_from
from isk_indicators.schema import DataPackage
from isk_indicators.show import gather
from isk_indicators.spans import documents
from isk_indicators.tables import Dataset
from tests.page.browser.browser_reader import ask
from tests.page.expected_page import (
    QUOTES,
    QUOTING,
    SUBJECTS,
    TABLES,
    by_id,
    fields,
    rows,
    shown,
    text_of,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.conftest import Changes, WriteFile
    from tests.page.browser.browser_reader import Reader

Opened = dict[str, dict[str, Any]]

ALL = [row_id for table in TABLES for row_id in by_id(table)]


def before(reported: dict[str, Any]) -> str:
    """What stands before the quote in its context, without the sign that more comes before."""
    return reported["context"][0][1].removeprefix("… ")


def after(reported: dict[str, Any]) -> str:
    return reported["context"][2][1].removesuffix(" …")


def test_every_row_of_every_table_opens_at_its_address(opened: Opened) -> None:
    assert {*ALL} <= opened.keys()
    assert len(QUOTES) > 280
    for row_id, reported in opened.items():
        assert (reported["hidden"], reported["hash"]) == (False, f"#{row_id}")


@pytest.mark.parametrize("table", QUOTING)
def test_the_quote_is_that_of_the_csv(opened: Opened, opened_bare: Opened, table: str) -> None:
    for row_id, row in by_id(table).items():
        assert opened[row_id]["quote"] == row["quote"]
        assert opened_bare[row_id]["quote"] == row["quote"]


@pytest.mark.parametrize("table", QUOTING)
def test_the_words_marked_in_the_context_are_the_quote(opened: Opened, table: str) -> None:
    for row_id, row in by_id(table).items():
        source_id, start, end, _ = QUOTES[row_id]
        text = text_of(source_id)
        reported = opened[row_id]
        assert reported["note"] is None
        assert reported["context"][1] == ["MARK", text[start:end]]
        assert text[start:end] == row["quote"]
        assert text[:start].endswith(before(reported))
        assert text[end:].startswith(after(reported))


@pytest.mark.parametrize("table", QUOTING)
def test_the_context_is_some_hundred_characters_to_either_side(opened: Opened, table: str) -> None:
    for row_id in by_id(table):
        source_id, start, end, _ = QUOTES[row_id]
        length = len(text_of(source_id))
        assert len(before(opened[row_id])) >= min(start, 200)
        assert len(after(opened[row_id])) >= min(length - end, 200)


def test_without_the_documents_there_is_no_context(opened_bare: Opened) -> None:
    assert [one["id"] for one in opened_bare.values() if one["context"] or one["note"]] == []


@pytest.mark.parametrize("table", QUOTING)
def test_the_place_names_source_and_characters(opened: Opened, table: str) -> None:
    for row_id in by_id(table):
        source_id, start, end, _ = QUOTES[row_id]
        source = by_id("sources")[source_id]
        reported = opened[row_id]["place"]
        assert f"{source_id}, characters {start}–{end}" in reported
        for known in (
            source["title"],
            source["author"],
            source["publisher"],
            citation_date(source),
        ):
            assert (known or "") in reported


@pytest.mark.parametrize("table", QUOTING)
def test_the_figure_is_marked_in_the_quote_and_nothing_else_is(
    opened: Opened, grids: Opened, real: DataPackage, table: str
) -> None:
    dataset = Dataset(real)
    column = grids[table]["columns"].index("quote")
    cells = {row["id"]: row["cells"][column] for row in grids[table]["rows"]}
    marked = 0
    for row_id, row in by_id(table).items():
        span = gather(dataset, row_id).figure_span
        figure = row.get("figure") or row.get("count_figure")
        words = [text for name, text in opened[row_id]["words"] if name == "MARK"]
        assert cells[row_id]["marks"] == words
        assert words == ([] if span is None else [figure])
        if span:
            assert opened[row_id]["words"][0][1] == row["quote"][: span[0]] or span[0] == 0
            marked += 1
    figures = [row for row in rows(table) if row.get("figure") or row.get("count_figure")]
    assert marked == len(figures)


@pytest.mark.parametrize("table", TABLES)
def test_the_cells_of_a_row_are_those_of_the_csv_and_a_blank_is_not_listed(
    opened: Opened, table: str
) -> None:
    titles = {field["name"]: field["title"] for field in fields(table)}
    span = {"source_id", "span_start", "span_end", "quote"} if table in QUOTING else set()
    for row_id, row in by_id(table).items():
        reported = dict(opened[row_id]["cells"])
        listed = {n: cell for n, cell in row.items() if cell and n not in span and cell != row_id}
        assert {titles[name] for name in row if titles[name] in reported} == {
            titles[name] for name in listed
        }
        for name, cell in listed.items():
            assert reported[titles[name]] in (shown(cell), cell)


# What to take away


@pytest.mark.parametrize("table", SUBJECTS)
def test_a_row_is_cited_as_cite_does(
    opened: Opened, opened_bare: Opened, real: DataPackage, table: str
) -> None:
    for row_id in by_id(table):
        reported = opened[row_id]["takeaways"]["How to cite this row"]
        assert reported == isk.cite(row_id)
    for row_id in [*by_id(table)][:5]:
        reported = opened_bare[row_id]["takeaways"]["How to cite this row"]
        assert reported == cite_from(real, row_id, "text", None)


@pytest.mark.parametrize("table", TABLES)
def test_what_to_write_of_a_wrong_row_names_it_with_version_and_words(
    opened: Opened, table: str
) -> None:
    for row_id, row in by_id(table).items():
        reported = opened[row_id]["takeaways"]["This row is wrong"]
        assert reported.startswith(f"Row {row_id} of {table}, isk-indicators {isk.__version__}\n")
        assert reported.endswith("\nWhat is wrong:\nThe words that show it:")
        if table in QUOTING:
            source_id, start, end, _ = QUOTES[row_id]
            assert f"({source_id}, characters {start}–{end}): “{row['quote']}”" in reported
        for name in ("figure", "date", "qualifier"):
            if row.get(name) and f"\n{name}: " in reported:
                assert f"\n{name}: {row[name]}\n" in reported


def test_what_to_take_away_is_copied_or_at_least_selected(reader: Reader, bare: Path) -> None:
    page = reader.open(bare, "#cas-0007")
    for title in ("How to cite this row", "This row is wrong"):
        details = page.locator("#pane .takeaway", has_text=title)
        details.locator("summary").click()
        button = details.get_by_role("button")
        button.click()
        page.wait_for_function(
            "([button, told]) => button.textContent === 'Copied'"
            " || getSelection().containsNode(told, true)",
            arg=[button.element_handle(), details.locator("pre").element_handle()],
        )


def test_a_view_is_not_cited_row_by_row(opened: Opened) -> None:
    assert [one["id"] for one in opened.values() if one["id"] not in ALL and one["takeaways"]] == []


# Documents that are not as ours are

QUOTE = "\U0001d4d0 </script><img src=x onerror=alert(1)> “killed\u00a012 people” 🙂, by hand"
TEXT = (
    "First 🙂🙂 \U00010348 line, with 7 emoji 👩\u200d👩\u200d👧.\r\n\r\n"
    f"Before\u00a0it, {QUOTE}; and after it 🙂.\r\nThe last </script> line."
)
START = TEXT.index(QUOTE)


def one_more(tables: dict[str, list[dict[str, str]]]) -> None:
    """A source with characters beyond 16 bits, and a casualty that quotes it."""
    tables["sources"].append(
        tables["sources"][0] | {"source_id": "src-900", "file": "900.txt", "title": "Made up"}
    )
    span = {"span_start": str(START), "span_end": str(START + len(QUOTE)), "quote": QUOTE}
    tables["casualties"].append(
        tables["casualties"][0]
        | span
        | {"casualty_id": "cas-9000", "source_id": "src-900", "figure": "12"}
    )


@pytest.fixture(scope="module")
def beyond(
    changed: Callable[[Changes], DataPackage], write_page: WriteFile, browser: Browser
) -> dict[str, Any]:
    """What the pane shows of the row that quotes the made-up document."""
    data = changed(one_more)
    texts = documents({"src-900": TEXT}, Dataset(data).by_id("sources").values())
    file = write_page(page_from(Dataset(data), texts))
    return {one["id"]: one for one in ask(browser, file, "every_row")}


def test_characters_beyond_16_bits_shift_nothing(beyond: Opened) -> None:
    reported = beyond["cas-9000"]
    assert ord(QUOTE[0]) > 0xFFFF
    assert len(TEXT[:START].encode("utf-16-le")) // 2 > START
    assert reported["quote"] == QUOTE
    assert reported["context"][1] == ["MARK", QUOTE]
    assert before(reported) == TEXT[:START]
    assert after(reported) == TEXT[START + len(QUOTE) :]
    assert [text for name, text in reported["words"] if name == "MARK"] == ["12"]
    assert reported["place"].endswith(f"src-900, characters {START}–{START + len(QUOTE)}")


def test_a_source_whose_text_is_not_at_hand_has_no_context(beyond: Opened) -> None:
    assert beyond["cas-0001"]["context"] == []
    assert beyond["cas-0001"]["note"] is None


def test_the_text_with_the_words_of_every_row_shows_the_made_up_quote(
    changed: Callable[[Changes], DataPackage], write_page: WriteFile, reader: Reader
) -> None:
    data = changed(one_more)
    texts = documents({"src-900": TEXT}, Dataset(data).by_id("sources").values())
    page = reader.open(write_page(page_from(Dataset(data), texts)))
    text = page.locator("#reading-src-900 .text")
    assert text.evaluate("(text) => text.textContent") == TEXT.replace("\r\n", "\n")
    link = text.locator("a[href='#cas-9000']")
    assert link.evaluate("(link) => link.textContent") == QUOTE


@pytest.mark.parametrize(
    "other",
    [
        lambda text: text.replace("About 80 people", "About 90 people"),
        lambda text: text[:100],
        lambda _: "",
        lambda text: f"🙂{text}",
    ],
    ids=["another figure", "too short", "empty", "moved by one"],
)
def test_a_text_with_other_words_says_so(
    real: DataPackage, write_page: WriteFile, reader: Reader, other: Callable[[str], str]
) -> None:
    given = {"src-001": other(text_of("src-001"))}
    texts = documents(given, Dataset(real).by_id("sources").values())
    page = reader.open(write_page(page_from(Dataset(real), texts)), "#cas-0007")
    pane = page.locator("#pane")
    assert "The given text has other words at these characters." in pane.inner_text()
    assert pane.locator(".context").count() == 0
    assert pane.locator("blockquote").inner_text() == by_id("casualties")["cas-0007"]["quote"]


def test_a_text_that_differs_elsewhere_still_shows_the_context(
    real: DataPackage, write_page: WriteFile, reader: Reader
) -> None:
    given = {"src-001": text_of("src-001")[:3600] + "something else"}
    texts = documents(given, Dataset(real).by_id("sources").values())
    page = reader.open(write_page(page_from(Dataset(real), texts)), "#cas-0007")
    words = page.locator("#pane .context mark").inner_text()
    assert words == by_id("casualties")["cas-0007"]["quote"]


def test_the_rows_of_a_source_stand_in_reading_order(reader: Reader, bare: Path) -> None:
    page = reader.open(bare)
    for source_id in by_id("sources"):
        page.locator(f"#reading-{source_id} details.order summary").click()
        page.locator(f"#reading-{source_id} .passages").wait_for()
        reported = page.locator(f"#reading-{source_id} .passages li a").all_inner_texts()
        expected = [row_id for row_id, (source, *_) in QUOTES.items() if source == source_id]
        assert sorted(reported) == sorted(expected)
        starts = [QUOTES[row_id][1] for row_id in reported]
        assert starts == sorted(starts)
