from __future__ import annotations

import hashlib
from collections import Counter
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

import isk_indicators as isk
from isk_indicators.schema import DataPackage, installed_package
from isk_indicators.show import Shown, entries, gather, show_from
from isk_indicators.tables import Dataset

if TYPE_CHECKING:
    from tests.conftest import MakePackage

HOSTILE = (
    "</script><img src=x onerror=\"alert('1')\"> & more than 60 <mark>dead</mark> at $5 and $6"
)
TEXT = f"Blast.\n{HOSTILE} of them. <b>Then</b> nothing."
ALLOWED = {"div", "b", "table", "tbody", "tr", "th", "td", "br", "mark"}
ATTRIBUTES = {"class", "style", "scope"}


class Reader(HTMLParser):
    """What a browser would make of it: the elements, the attributes, the words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.words: list[str] = []
        self.marked: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes |= {name for name, _ in attrs}
        if tag == "br":
            self.words.append("\n")
        else:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        self.marked += [(tag, data) for tag in self.open if tag in ("mark", "b")]


@pytest.fixture
def hostile(make_package: MakePackage) -> DataPackage:
    span = {
        "source_id": "src-000",
        "span_start": TEXT.index(HOSTILE),
        "span_end": TEXT.index(HOSTILE) + len(HOSTILE),
        "quote": HOSTILE,
    }
    return make_package(
        {
            "sources": [
                {
                    "source_id": "src-000",
                    "file": "a.txt",
                    "title": "<i>Title</i>",
                    "author": "A & B",
                    "published": "2024",
                    "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
                }
            ],
            "incidents": [{"incident_id": "inc-0001", "label": "<u>Label</u>", **span}],
            "casualties": [
                {
                    "casualty_id": "cas-0001",
                    "incident_id": "inc-0001",
                    "figure": "more than 60",
                    "qualifier": "more_than",
                    "stated_low": 60,
                    "stated_high": 60,
                    "note": "<script>alert(2)</script>",
                    **span,
                }
            ],
            "evidence": [
                {
                    "evidence_id": "evd-0001",
                    "table_name": "casualties",
                    "row_id": "cas-0001",
                    "role": "contradicts",
                    "value": "<70>",
                    **span,
                }
            ],
        }
    )


def read(shown: Shown) -> Reader:
    return Reader(shown._repr_html_())


def test_every_text_stays_text(hostile: DataPackage) -> None:
    reader = read(show_from(hostile, "cas-0001", {"src-000": TEXT}))
    assert set(reader.tags) <= ALLOWED
    assert reader.attributes == ATTRIBUTES
    assert reader.open == []
    words = "".join(reader.words)
    for text in (HOSTILE, "<script>alert(2)</script>", "<i>Title</i>", "<u>Label</u>", "<70>"):
        assert text in words
    assert "<b>Then</b> nothing." in words, "the context"


def test_the_figure_is_marked_and_the_quote_stands_out_in_its_context(hostile: DataPackage) -> None:
    reader = read(show_from(hostile, "cas-0001", {"src-000": TEXT}))
    figure, quote = ("mark", "more than 60"), ("b", HOSTILE)
    assert reader.marked == [("b", "casualties cas-0001"), figure, quote]
    assert "<mark>more than 60</mark>" in show_from(hostile, "cas-0001", None)._repr_html_()


def test_nothing_is_fetched_and_no_formula_is_read(hostile: DataPackage) -> None:
    html = show_from(hostile, "cas-0001", {"src-000": TEXT})._repr_html_()
    assert html.startswith('<div class="tex2jax_ignore mathjax_ignore"')
    styles = html.split('style="')[1:]
    assert not any("url(" in s or "color" in s for s in styles), "no colour: dark or light will do"


@pytest.mark.parametrize("texts", [None, {}, {"src-000": TEXT}, {"src-000": "another"}])
def test_it_says_what_the_print_says(hostile: DataPackage, texts: dict[str, str] | None) -> None:
    shown = show_from(hostile, "cas-0001", texts)
    words = "".join(read(shown).words)
    for entry in entries(shown):
        assert entry.label in words
        assert entry.text in words
    assert shown._repr_html_() == show_from(hostile, "cas-0001", texts)._repr_html_()


def test_every_row_of_the_data_is_shown() -> None:
    dataset = Dataset(installed_package())
    for table in isk.tables():
        for row_id in dataset.by_id(table):
            reader = read(gather(dataset, row_id))
            assert set(reader.tags) <= ALLOWED
            assert reader.open == []
