"""The workbook: its sheets, and cells of the right kind. ``tests/strangers`` reads all of them."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias
from xml.etree import ElementTree

import pytest

import isk_indicators as isk
from isk_indicators.export import MissingExtraError, dataset_notes, export_tables
from isk_indicators.export.xlsx import LongTextError, xlsx_from
from isk_indicators.tables import Dataset, installed_dataset

if TYPE_CHECKING:
    from tests.conftest import MakePackage

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
EPOCH = date(1899, 12, 30)
TEMPTING = ("=1+1", "+1", "-1", "@x", "https://example.org", "mailto:x@example.org", "007", "TRUE")

Cells: TypeAlias = Mapping[str, tuple[str, str]]
"""Cells by their address: the kind that the file gives them, and what is in it."""


class Book:
    """A workbook, as far as these tests ask, read with the standard library alone."""

    def __init__(self, data: bytes) -> None:
        self.archive = zipfile.ZipFile(io.BytesIO(data))
        texts = self.xml("xl/sharedStrings.xml").findall(f"{MAIN}si")
        self.texts = ["".join(t.text or "" for t in si.iter(f"{MAIN}t")) for si in texts]
        found = self.xml("xl/workbook.xml").iter(f"{MAIN}sheet")
        self.sheets = [sheet.attrib["name"] for sheet in found]

    def xml(self, path: str) -> ElementTree.Element:
        return ElementTree.fromstring(self.archive.read(path))  # noqa: S314 - made by us

    def sheet(self, name: str) -> ElementTree.Element:
        return self.xml(f"xl/worksheets/sheet{self.sheets.index(name) + 1}.xml")

    def cells(self, name: str) -> Cells:
        found = {}
        for cell in self.sheet(name).iter(f"{MAIN}c"):
            kind, value = cell.attrib.get("t", "n"), cell.findtext(f"{MAIN}v")
            assert value is not None, "a blank cell is no cell"
            text = kind == "s"
            found[cell.attrib["r"]] = (kind, self.texts[int(value)] if text else value)
        return found


@pytest.fixture(scope="module")
def book() -> Book:
    """The installed data as a workbook."""
    return Book(xlsx_from(installed_dataset()))


def column(book: Book, name: str, heading: str) -> list[tuple[str, str] | None]:
    """The cells of a column below its heading; None where there is no cell."""
    cells = book.cells(name)
    (letter,) = (
        at[:-1]
        for at, (_, text) in cells.items()
        if at.endswith("1") and at[:-1].isalpha() and text == heading
    )
    last = max(int(re.sub("[A-Z]", "", at)) for at in cells)
    return [cells.get(f"{letter}{row}") for row in range(2, last + 1)]


def test_the_readme_comes_first_then_tables_views_and_the_codebook(book: Book) -> None:
    names = [part.name for part in export_tables(installed_dataset())]
    assert book.sheets == ["README", *names, "codebook"]
    assert max(map(len, book.sheets)) <= 31


def test_the_readme_tells_what_must_be_known_and_every_sheet(book: Book) -> None:
    cells = book.cells("README")
    reported = {
        cells[f"A{n}"][1]: cells.get(f"B{n}", ("", ""))[1]
        for n in range(1, len(cells))
        if f"A{n}" in cells
    }
    expected = dataset_notes(installed_dataset())
    assert {topic: reported[topic] for topic in expected} == expected
    assert {*book.sheets[1:]} <= {*reported}


def test_numbers_are_numbers_days_days_and_blanks_nothing(book: Book) -> None:
    frame = isk.load("incidents")
    for name, kind in (("span_start", "n"), ("count_low", "n"), ("label", "s"), ("date", "s")):
        found = column(book, "incidents", name)
        expected = [None if cell is None else (kind, str(cell)) for cell in plain(frame[name])]
        assert found == expected, name
    days = [
        None if cell is None else str(cell[1]) for cell in column(book, "incidents", "date_latest")
    ]
    expected_days = [
        None if cell is None else str((cell.date() - EPOCH) // timedelta(days=1))
        for cell in plain(frame["date_latest"])
    ]
    assert days == expected_days
    assert None in days


@pytest.mark.parametrize("name", ["force_estimates", "view_indicators"])
def test_whether_a_bound_is_open_is_true_or_false(book: Book, name: str) -> None:
    found = column(book, name, "high_open")
    assert {*found} == {None, ("b", "0"), ("b", "1")}
    highs = column(book, name, "high")
    assert [high is None for high in highs] == [cell is None for cell in found]


def plain(series) -> list:
    return [*series.astype(object).where(series.notna(), None)]


def test_no_sheet_has_a_formula_or_a_link_out_of_the_workbook(book: Book) -> None:
    assert not [name for name in book.archive.namelist() if "worksheets/_rels" in name]
    for name in book.sheets:
        tags = {one.tag.removeprefix(MAIN) for one in book.sheet(name).iter()}
        assert "c" in tags
        assert "f" not in tags
        for link in book.sheet(name).iter(f"{MAIN}hyperlink"):
            assert link.attrib.keys() == {"ref", "location", "display"}


def test_an_id_leads_to_its_row_and_the_readme_to_each_sheet(book: Book) -> None:
    cells = {name: book.cells(name) for name in book.sheets}
    followed = 0
    for name in book.sheets:
        for link in book.sheet(name).iter(f"{MAIN}hyperlink"):
            target, at = re.fullmatch("'(.+)'!(A[0-9]+)", link.attrib["location"]).groups()
            shown = cells[name][link.attrib["ref"]]
            assert shown == (("s", target) if name == "README" else cells[target][at])
            assert target != name
            followed += 1
    assert len(book.sheets) < followed


def test_a_sheet_is_printed_across_one_page_with_its_heading(book: Book) -> None:
    for name in book.sheets[1:]:
        setup = book.sheet(name).find(f"{MAIN}pageSetup")
        assert setup is not None
        assert setup.attrib["orientation"] == "landscape"
        assert (setup.attrib.get("fitToWidth", "1"), setup.attrib["fitToHeight"]) == ("1", "0")
    titles = {one.text for one in book.xml("xl/workbook.xml").iter(f"{MAIN}definedName")}
    assert "incidents!$1:$1" in titles


def test_a_text_is_a_text_whatever_it_looks_like(make_package: MakePackage) -> None:
    actors = [{"actor_id": f"act-{n:04}", "name": text} for n, text in enumerate(TEMPTING)]
    book = Book(xlsx_from(Dataset(make_package({"actors": actors}))))
    assert column(book, "actors", "name") == [("s", text) for text in TEMPTING]
    assert "<f>" not in book.archive.read("xl/worksheets/sheet2.xml").decode()


def test_white_space_and_quotation_marks_stay(make_package: MakePackage) -> None:
    quote = 'the "group" of\N{NO-BREAK SPACE}Khorasan,  \N{RIGHT SINGLE QUOTATION MARK}s <&>'
    made = make_package({"actors": [{"actor_id": "act-0001", "quote": quote}]})
    assert column(Book(xlsx_from(Dataset(made))), "actors", "quote") == [("s", quote)]


def test_the_heading_stays_in_sight_and_filters(book: Book) -> None:
    part = next(part for part in export_tables(installed_dataset()) if part.name == "casualties")
    sheet = book.sheet("casualties")
    pane = next(sheet.iter(f"{MAIN}pane"))
    assert (pane.attrib["xSplit"], pane.attrib["ySplit"], pane.attrib["state"]) == (
        "1",
        "1",
        "frozen",
    )
    filtered = next(sheet.iter(f"{MAIN}autoFilter")).attrib["ref"]
    assert filtered.startswith("A1:")
    assert filtered.endswith(str(len(part.rows) + 1))
    widths = [float(one.attrib["width"]) for one in sheet.iter(f"{MAIN}col")]
    assert 9 < min(widths) < max(widths) < 62


def test_a_text_that_no_cell_holds_is_refused(make_package: MakePackage) -> None:
    made = make_package({"actors": [{"actor_id": "act-0001", "note": "x" * 32_768}]})
    with pytest.raises(LongTextError, match="actors, row 2, column 13: a text of 32,768"):
        xlsx_from(Dataset(made))


def test_two_runs_write_the_same_bytes_over_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "isk.xlsx"
    path.write_bytes(b"earlier")
    isk.to_xlsx(path)
    assert path.read_bytes() == xlsx_from(installed_dataset())
    created = installed_dataset().package.descriptor["created"]
    assert created in Book(path.read_bytes()).archive.read("docProps/core.xml").decode()


def test_without_the_extra_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(MissingExtraError, match=r'pip install "isk-indicators\[xlsx\]"'):
        isk.to_xlsx(tmp_path / "x.xlsx")
