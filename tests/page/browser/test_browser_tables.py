"""Search, facets, order, columns and download, against the CSV files and the views."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

import isk_indicators as isk
from isk_indicators.page import DRAWN, page_from
from isk_indicators.schema import DataPackage, installed_package
from isk_indicators.tables import Dataset
from tests.page.browser.browser_reader import Reader, ask, seen
from tests.page.expected_page import TABLES, by_id, fields, first_day, rows, shown

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.conftest import Changes, WriteFile

VIEWS = tuple(
    sorted({path.stem for path in Path(isk.__file__).parents[2].glob("schemas/views/*")} - {*DRAWN})
)
DATED = ("date", "as_of", "published")
"""Columns of dates in the subset of EDTF; in views as in tables."""

Told = dict[str, Any]


def frame_of(name: str) -> pd.DataFrame:
    """The frame behind a table or view of the page."""
    if name not in TABLES:
        frame: pd.DataFrame = getattr(isk, name)()
        return frame
    return Dataset(installed_package()).frame(name)


def written(frame: pd.DataFrame) -> list[list[str]]:
    """A frame's cells as a CSV file has them."""
    return [[_cell(cell) for cell in row] for row in frame.astype(object).itertuples(index=False)]


def _cell(cell: Any) -> str:
    if pd.isna(cell):
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    return str(cell.date()) if isinstance(cell, pd.Timestamp) else str(cell)


# Search


def test_a_search_keeps_the_rows_with_all_the_words_wherever_they_stand(
    reader: Reader, bare: Path
) -> None:
    page = reader.open(bare, "#casualties")
    every = len(rows("casualties"))
    for words in (
        "killed",
        "KILLED",
        "  kabul  ",
        "journalists killed",
        "killed journalists",
        "cas-0007",
        "144",
    ):
        page.get_by_role("searchbox").fill(words)
        expected = [
            row["casualty_id"]
            for row in rows("casualties")
            if all(
                any(word in shown(cell).lower() for cell in row.values())
                for word in words.lower().split()
            )
        ]
        assert 0 < len(expected) < every
        assert seen(page, "casualties") == expected
        assert page.locator("#seen").inner_text() == f"{len(expected)} of {every} rows"


@pytest.mark.parametrize(
    ("table", "typed", "printed"),
    [
        ("statements", "Taliban's", "Taliban’s"),
        ("statements", "TALIBAN\u2018S", "Taliban’s"),
        ("statements", '"', "“"),
        ("force_estimates", "IS\u2010K", "IS-K"),
        ("force_estimates", "IS–K", "IS-K"),
        ("incidents", "Kábul", "Kabul"),
        ("incidents", "Ka\u00adbul", "Kabul"),
        ("incidents", "ｋａｂｕｌ", "Kabul"),
    ],
)
def test_a_search_folds_marks_accents_and_case(
    reader: Reader, bare: Path, table: str, typed: str, printed: str
) -> None:
    page = reader.open(bare, f"#{table}")
    found = []
    for words in (printed, typed):
        page.get_by_role("searchbox").fill(words)
        found.append(seen(page, table))
    assert found[0] == found[1] != []
    assert len(found[0]) < len(rows(table))


def test_words_that_no_row_has_leave_none_and_an_empty_search_brings_all_back(
    reader: Reader, bare: Path
) -> None:
    page = reader.open(bare, "#casualties")
    page.get_by_role("searchbox").fill("(.*) no row has this")
    assert seen(page, "casualties") == []
    assert page.locator("#seen").inner_text() == f"0 of {len(rows('casualties'))} rows"
    page.get_by_role("searchbox").fill("")
    assert len(seen(page, "casualties")) == len(rows("casualties"))


def test_each_table_keeps_its_own_search(reader: Reader, bare: Path) -> None:
    page = reader.open(bare, "#casualties")
    page.get_by_role("searchbox").fill("journalists")
    kept = seen(page, "casualties")
    page.locator(".tabs a[href='#statements']").click()
    assert page.get_by_role("searchbox").input_value() == ""
    assert len(seen(page, "statements")) == len(rows("statements"))
    page.locator(".tabs a[href='#casualties']").click()
    assert page.get_by_role("searchbox").input_value() == "journalists"
    assert seen(page, "casualties") == kept


# Facets


@pytest.fixture(scope="module")
def facets(browser: Browser, bare: Path) -> Told:
    """Every choice of every facet of every table, one at a time: what is seen then."""
    return dict(ask(browser, bare, "every_facet", [*TABLES]))


@pytest.mark.parametrize("table", TABLES)
def test_each_value_of_a_facet_shows_just_its_rows(facets: Told, table: str) -> None:
    names = {field["title"]: field["name"] for field in fields(table)}
    for title, options, restored in facets[table]:
        column = names[title]
        values = {shown(row[column]) for row in rows(table)}
        reported = {text: (ids, count) for text, ids, count in options[1:]}
        assert reported.keys() == {value or "(blank)" for value in values}
        for value in values:
            expected = [i for i, r in by_id(table).items() if shown(r[column]) == value]
            ids, count = reported[value or "(blank)"]
            assert (ids, count) == (expected, f"{len(expected)} of {len(rows(table))} rows")
        assert options[0][0] == f"{title}: all"
        assert len(options[0][1]) == len(restored) == len(rows(table))


@pytest.mark.parametrize("table", TABLES)
def test_each_coded_column_of_the_first_view_that_varies_is_a_facet(
    facets: Told, table: str
) -> None:
    coded = {
        field["title"]
        for field in fields(table)
        if field.get("isk", {}).get("brief")
        and "enum" in field.get("constraints", {})
        and len({row[field["name"]] for row in rows(table)}) > 1
    }
    assert coded <= {title for title, *_ in facets[table]}


def test_the_tables_of_claims_have_facets(facets: Told) -> None:
    reported = {table: {title for title, *_ in found} for table, found in facets.items()}
    assert {"Harm", "Incident", "Source"} <= reported["casualties"]
    assert {"Event type", "Place"} <= reported["incidents"]
    assert any(text == "(blank)" for _, options, _ in facets["incidents"] for text, *_ in options)


def test_facets_and_search_narrow_together(reader: Reader, bare: Path) -> None:
    page = reader.open(bare, "#casualties")
    page.get_by_role("combobox", name="Harm", exact=True).select_option("killed")
    page.get_by_role("combobox", name="Source", exact=True).select_option("src-004")
    page.get_by_role("searchbox").fill("kabul")
    expected = [
        row["casualty_id"]
        for row in rows("casualties")
        if (row["harm"], row["source_id"]) == ("killed", "src-004")
        and any("kabul" in shown(cell).lower() for cell in row.values())
    ]
    assert 0 < len(expected) < 5
    assert seen(page, "casualties") == expected


# Order


@pytest.fixture(scope="module")
def orders(browser: Browser, bare: Path) -> Told:
    """The rows of every table after one, two and three clicks on the head of each column."""
    return dict(ask(browser, bare, "every_order", [*TABLES, *VIEWS]))


def ordered(cells: list[tuple[str, Any]], *, reverse: bool) -> list[str]:
    """Ids by key; what has no key comes last, and equal ones keep their order."""
    known = [(row_id, key) for row_id, key in cells if key is not None]
    ranks = {key: rank for rank, key in enumerate(sorted({key for _, key in known}))}
    turned = sorted(known, key=lambda one: -ranks[one[1]] if reverse else ranks[one[1]])
    return [row_id for row_id, _ in [*turned, *((i, k) for i, k in cells if k is None)]]


def keys_of(name: str, column: str, orders: Told, grids: Told) -> list[Any]:
    """What a column is sorted by: numbers, first days, or the place of its text in English."""
    frame = frame_of(name)
    values = [cell for (cell,) in written(frame[[column]])]
    if column in DATED:
        return [first_day(value) if value else None for value in values]
    numeric, boolean = pd.api.types.is_numeric_dtype, pd.api.types.is_bool_dtype
    if numeric(frame[column]) and not boolean(frame[column]):
        return [float(value) if value else None for value in values]
    place = grids[name]["columns"].index(column)
    texts = [row["cells"][place]["text"].strip() for row in grids[name]["rows"]]
    rank = {text: number for number, text in enumerate(orders[name]["texts"][column])}
    return [rank[text] if text else None for text in texts]


@pytest.mark.parametrize("name", [*TABLES, *VIEWS])
def test_every_column_sorts_up_down_and_back(orders: Told, grids: Told, name: str) -> None:
    first = orders[name]["first"]
    assert first == [row["id"] for row in grids[name]["rows"]]
    for column, ((up, _), (down, _), (back, _)) in orders[name]["columns"]:
        keys = dict(zip(first, keys_of(name, column, orders, grids), strict=True))
        for reported, reverse in ((up, False), (down, True)):
            expected = ordered([*keys.items()], reverse=reverse)
            assert [keys[i] for i in reported] == [keys[i] for i in expected], column
            assert sorted(reported) == sorted(first)
            if name in TABLES:
                assert reported == expected, column
        assert back == first


@pytest.mark.parametrize("name", [*TABLES, *VIEWS])
def test_the_head_says_how_the_table_is_sorted(orders: dict[str, Any], name: str) -> None:
    columns = [column for column, _ in orders[name]["columns"]]
    for place, (_, states) in enumerate(orders[name]["columns"]):
        others = [None] * len(columns)
        for (_, reported), state in zip(states, ("ascending", "descending", None), strict=True):
            assert reported == [*others[:place], state, *others[place + 1 :]]


def test_numbers_are_sorted_as_numbers(orders: dict[str, Any]) -> None:
    columns = dict(orders["force_estimates"]["columns"])
    stated = by_id("force_estimates")
    numbers = [stated[i]["stated_low"] for i in columns["stated_low"][0][0]]
    known = [int(number) for number in numbers if number]
    assert known == sorted(known)
    assert [str(n) for n in known] != sorted(map(str, known))
    assert [*map(str, known), *[""] * (len(numbers) - len(known))] == numbers


def test_dates_are_sorted_by_their_first_day_what_is_open_comes_first_and_blanks_last(
    orders: Told,
) -> None:
    dates = {incident: row["date"] for incident, row in by_id("incidents").items()}
    (up, _), (down, _), _ = dict(orders["incidents"]["columns"])["date"]
    reported = [dates[incident] for incident in up]
    begun = [first_day(edtf) for edtf in reported if edtf]
    assert begun[0] == ""
    assert begun == sorted(begun)
    assert {*reported[len(begun) :]} == {""}
    assert {dates[incident] for incident in down[len(begun) :]} == {""}
    assert first_day(dates[down[0]]) == max(begun)


def test_a_date_of_a_view_is_sorted_by_its_first_day_too(
    changed: Callable[[Changes], DataPackage], write_page: WriteFile, reader: Reader
) -> None:
    def change(tables: dict[str, list[dict[str, str]]]) -> None:
        dates = {"inc-0005": "2016/2019", "inc-0006": "2016-05", "inc-0001": "2016-05-02~"}
        for row in tables["incidents"]:
            row["date"] = dates.get(row["incident_id"], row["date"])

    page = reader.open(write_page(page_from(Dataset(changed(change)))), "#tolls")
    page.locator("#tolls th[data-name=date] button").click()
    reported = [row_id.removeprefix("tolls-") for row_id in seen(page, "tolls")]
    assert reported[:3] == ["inc-0005", "inc-0006", "inc-0001"]


def test_an_order_stays_while_rows_are_filtered_and_leads_next_and_previous(
    reader: Reader, bare: Path
) -> None:
    page = reader.open(bare, "#casualties")
    head = page.locator("#casualties th[data-name=casualty_id] button")
    head.click()
    head.click()
    page.get_by_role("searchbox").fill("kabul")
    ids = seen(page, "casualties")
    assert ids == sorted(ids, reverse=True)
    assert len(ids) > 2
    page.locator(f"#{ids[0]} a").first.click()
    page.get_by_role("button", name="Next row").click()
    assert page.evaluate("location.hash") == f"#{ids[1]}"


# Columns


def visible_columns(page: Page, table: str) -> list[str]:
    return page.evaluate(
        "(table) => [...document.querySelectorAll(`#${table} th`)]"
        ".filter((head) => head.checkVisibility()).map((head) => head.dataset.name)",
        table,
    )


def visible_cells(page: Page, table: str) -> int:
    return page.evaluate(
        "(table) => [...document.querySelector(`#${table} tbody tr`).cells]"
        ".filter((cell) => cell.checkVisibility()).length",
        table,
    )


def test_a_table_begins_with_the_brief_columns(reader: Reader, bare: Path) -> None:
    page = reader.open(bare)
    for table in TABLES:
        page.locator(f".tabs a[href='#{table}']").click()
        brief = [field["name"] for field in fields(table) if field.get("isk", {}).get("brief")]
        assert visible_columns(page, table) == brief
        assert visible_cells(page, table) == len(brief)


def test_a_column_is_chosen_and_put_away(reader: Reader, bare: Path) -> None:
    page = reader.open(bare, "#casualties")
    brief = visible_columns(page, "casualties")
    further = next(field for field in fields("casualties") if field["name"] not in brief)
    page.get_by_text("Columns", exact=True).click()
    page.locator(".chooser").get_by_label(further["title"], exact=True).check()
    page.locator(".chooser").get_by_label("Harm", exact=True).uncheck()
    chosen = visible_columns(page, "casualties")
    assert {*chosen} == {*brief, further["name"]} - {"harm"}
    assert visible_cells(page, "casualties") == len(chosen)
    page.locator(".tabs a[href='#statements']").click()
    page.locator(".tabs a[href='#casualties']").click()
    assert visible_columns(page, "casualties") == chosen


def test_every_column_can_be_chosen_by_its_title(reader: Reader, bare: Path) -> None:
    page = reader.open(bare, "#incidents")
    page.get_by_text("Columns", exact=True).click()
    labels = [text.strip() for text in page.locator(".chooser label").all_inner_texts()]
    heads = page.evaluate(
        "[...document.querySelectorAll('#incidents th')].map((h) => h.textContent)"
    )
    assert labels == heads
    for box in page.locator(".chooser input").all():
        box.check()
    assert visible_columns(page, "incidents") == [*isk.load("incidents").columns]


# Download


def downloaded(page: Page) -> tuple[str, list[list[str]]]:
    with page.expect_download() as download:
        page.get_by_role("button", name="Download these rows as CSV").click()
    text = Path(download.value.path()).read_bytes().decode("utf-8")
    return download.value.suggested_filename, list(csv.reader(io.StringIO(text, newline="")))


@pytest.fixture(scope="module")
def downloads(browser: Browser, bare: Path) -> dict[str, tuple[str, list[list[str]]]]:
    """Every table downloaded with nothing filtered: the file's name and its records."""
    found = Reader(browser)
    page = found.open(bare)
    reported = {}
    for name in (*TABLES, *VIEWS):
        page.locator(f".tabs a[href='#{name}']").click()
        reported[name] = downloaded(page)
    found.close()
    return reported


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_downloaded_as_the_released_file_has_it(downloads: Told, table: str) -> None:
    name, (head, *records) = downloads[table]
    assert name == f"isk-indicators-{isk.__version__}-{table}.csv"
    places = [head.index(field["name"]) for field in fields(table)]
    assert places == sorted(places)
    reported = [[record[place] for place in places] for record in records]
    assert reported == [[*row.values()] for row in rows(table)]


@pytest.mark.parametrize("name", [*TABLES, *VIEWS])
def test_the_derived_columns_are_downloaded_as_the_frame_has_them(
    downloads: Told, name: str
) -> None:
    _, (head, *records) = downloads[name]
    frame = frame_of(name)
    assert head == [*frame.columns]
    assert records == written(frame)


def test_only_the_rows_that_are_seen_are_downloaded_in_their_order(
    reader: Reader, bare: Path
) -> None:
    page = reader.open(bare, "#evidence")
    page.get_by_role("searchbox").fill("incidents supports")
    head = page.locator("#evidence th[data-name=evidence_id] button")
    head.click()
    head.click()
    expected = [
        [*row.values()]
        for row in reversed(rows("evidence"))
        if all(
            word in " ".join(map(shown, row.values())).lower() for word in ("incidents", "supports")
        )
    ]
    assert 5 < len(expected) < len(rows("evidence"))
    _, (_, *records) = downloaded(page)
    assert records == expected


HARD = 'He said "no", twice;\N{NO-BREAK SPACE}then’s , "" and 🙂\\'


def test_commas_quotation_marks_and_special_blanks_survive(
    changed: Callable[[Changes], DataPackage], write_page: WriteFile, reader: Reader
) -> None:
    def change(tables: dict[str, list[dict[str, str]]]) -> None:
        tables["statements"][0] |= {"quote": HARD, "summary": f"{HARD},", "note": f'"{HARD}"'}

    page = reader.open(write_page(page_from(Dataset(changed(change)))), "#statements")
    _, (head, record, *_) = downloaded(page)
    reported = dict(zip(head, record, strict=True))
    assert (reported["quote"], reported["summary"], reported["note"]) == (
        HARD,
        f"{HARD},",
        f'"{HARD}"',
    )


def test_what_is_hidden_by_the_column_chooser_is_downloaded_all_the_same(
    reader: Reader, bare: Path
) -> None:
    page = reader.open(bare, "#actors")
    page.get_by_text("Columns", exact=True).click()
    page.locator(".chooser").get_by_label("Name", exact=True).uncheck()
    _, (head, *_) = downloaded(page)
    assert head == [*isk.load("actors").columns]
