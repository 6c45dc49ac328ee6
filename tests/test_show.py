from __future__ import annotations

import hashlib
import json
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import isk_indicators as isk
from isk_indicators.schema import DataPackage, installed_package, open_package
from isk_indicators.show import Shown, UnknownRowError, entries, gather, show_from
from isk_indicators.tables import Dataset

if TYPE_CHECKING:
    from tests.conftest import MakePackage

TEXT = (
    "Blast in the north\n\n"
    "On Friday 🧨 a bomber didn’t stop at the gate and killed more than 60 people at once. "
    "The group claimed it.\nOfficials in Kabul put the toll at 70 that night."
)
QUOTE = "a bomber didn’t stop at the gate and killed more than 60 people"
TWICE = "stop at the gate and killed more than 60 people at once"
OTHER = "Officials in Kabul put the toll at 70"


def spanned(quote: str, source_id: str = "src-000") -> dict[str, object]:
    start = TEXT.index(quote)
    return {
        "source_id": source_id,
        "span_start": start,
        "span_end": start + len(quote),
        "quote": quote,
    }


def casualty(number: int, **cells: object) -> dict[str, object]:
    row = {"casualty_id": f"cas-{number:04}", "harm": "killed", **spanned(QUOTE)}
    return row | cells


@pytest.fixture
def package(make_package: MakePackage) -> DataPackage:
    return make_package(
        {
            "sources": [
                {
                    "source_id": "src-000",
                    "file": "a.txt",
                    "published": "2024~",
                    "sha256": hashlib.sha256(TEXT.encode("utf-8")).hexdigest(),
                },
                {
                    "source_id": "src-001",
                    "file": "b.txt",
                    "title": "A title",
                    "author": "An author",
                    "publisher": "A publisher",
                    "published": "2023",
                    "sha256": "0" * 64,
                },
            ],
            "incidents": [
                {
                    "incident_id": "inc-0001",
                    "label": "Bombing at a gate",
                    "date": "2024-03",
                    "count_figure": "more than 60",
                    "count_qualifier": "more_than",
                    "count_low": 60,
                    "count_high": 60,
                    **spanned(QUOTE),
                }
            ],
            "casualties": [
                casualty(
                    1,
                    incident_id="inc-0001",
                    figure="more than 60",
                    qualifier="more_than",
                    stated_low=60,
                    stated_high=60,
                ),
                casualty(2, note="no figure"),
                casualty(3, figure="at", **spanned(TWICE)),
                casualty(4, figure="60", **spanned(OTHER, "src-001")),
                casualty(5, figure="60", quote="160 came and 60 died"),
            ],
            "evidence": [
                {
                    "evidence_id": "evd-0001",
                    "table_name": "casualties",
                    "row_id": "cas-0001",
                    "column_name": "figure",
                    "role": "contradicts",
                    "value": "70",
                    **spanned(OTHER),
                },
                {
                    "evidence_id": "evd-0002",
                    "table_name": "casualties",
                    "row_id": "cas-0002",
                    "role": "supports",
                    **spanned("On Friday"),
                },
            ],
            "corrections": [{"release": "0.2.0", "table_name": "places", "row_id": "plc-0001"}],
        }
    )


def test_the_whole_print(package: DataPackage) -> None:
    start = TEXT.index(QUOTE)
    other = TEXT.index(OTHER)
    assert str(show_from(package, "cas-0001", {"src-000": TEXT})) == (
        "casualties cas-0001\n"
        "incident_id  inc-0001 (Bombing at a gate)\n"
        "harm         killed\n"
        "figure       more than 60\n"
        "qualifier    more_than\n"
        "stated_low   60\n"
        "stated_high  60\n"
        "low          61\n"
        "quote        a bomber didn’t stop at the gate and killed >>more than 60<< people\n"
        f"source       src-000, characters {start}-{start + len(QUOTE)}\n"
        "             [untitled: Blast in the north On Friday 🧨 a …], 2024~\n"
        "context      Blast in the north On Friday 🧨 "
        "[a bomber didn’t stop at the gate and killed\n"
        "             more than 60 people] at once. The group claimed it. Officials in Kabul put\n"
        "             the toll at 70 that night.\n"
        "evidence     evd-0001 contradicts figure: 70\n"
        f"             src-000, characters {other}-{other + len(OTHER)} ([untitled], 2024)\n"
        "             Officials in Kabul put the toll at 70"
    )


def test_the_parts_of_what_is_shown(package: DataPackage) -> None:
    shown = show_from(package, "cas-0001", {"src-000": TEXT})
    assert (shown.table, shown.row_id, shown.quote) == ("casualties", "cas-0001", QUOTE)
    assert (shown.row["low"], shown.row["high"], shown.row["note"]) == (61, None, None)
    assert shown.figure_span is not None
    assert QUOTE[slice(*shown.figure_span)] == "more than 60"
    assert shown.source["file"] == "a.txt"
    assert shown.context is not None
    assert QUOTE in shown.context
    assert "\n" not in shown.context
    assert [row["evidence_id"] for row in shown.evidence] == ["evd-0001"]
    assert shown.remarks == ()
    assert repr(shown) == str(shown)


def test_without_texts_there_is_no_context_and_no_remark(package: DataPackage) -> None:
    shown = show_from(package, "cas-0001", None)
    assert shown.context is None
    assert shown.remarks == ()
    assert shown.title == "[untitled]"
    assert "[untitled], 2024~" in str(shown)


def test_a_printed_title_comes_with_author_publisher_and_date(package: DataPackage) -> None:
    shown = show_from(package, "cas-0004", None)
    assert "A title, An author, A publisher, 2023" in str(shown)


def test_a_text_that_is_not_the_curated_one_is_remarked_on(package: DataPackage) -> None:
    shown = show_from(package, "cas-0001", {"src-000": TEXT + " More."})
    assert "SHA-256 differs" in str(shown)
    assert shown.context is not None, "the span holds all the same"


@pytest.mark.parametrize("text", [TEXT.replace("60", "61"), "", " " + TEXT])
def test_other_words_at_the_span_give_no_context(package: DataPackage, text: str) -> None:
    shown = show_from(package, "cas-0001", {"src-000": text})
    assert shown.context is None
    assert len(shown.remarks) == 2
    assert "other words at these characters" in str(shown)
    assert shown.quote == QUOTE


def test_a_missing_text_is_remarked_on_where_texts_were_given(
    package: DataPackage, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.encode("utf-8"))
    assert show_from(package, "cas-0001", tmp_path).remarks == ()
    shown = show_from(package, "cas-0004", tmp_path)
    assert shown.remarks == ("no text of src-001 was found (file: b.txt)",)


@pytest.mark.parametrize("row_id", ["cas-0002", "cas-0003", "cas-0004"])
def test_no_figure_one_that_stands_twice_and_one_not_in_the_quote_are_not_marked(
    package: DataPackage, row_id: str
) -> None:
    shown = show_from(package, row_id, None)
    assert shown.figure_span is None
    assert ">>" not in str(shown)


def test_a_figure_is_not_sought_inside_a_longer_one(package: DataPackage) -> None:
    assert "160 came and >>60<< died" in str(show_from(package, "cas-0005", None))


def test_the_count_of_a_series_is_its_figure(package: DataPackage) -> None:
    shown = show_from(package, "inc-0001", None)
    assert ">>more than 60<<" in str(shown)
    assert "date_latest    " in str(shown)
    assert "2024-03-31" in str(shown)


def test_the_quote_is_marked_where_it_stands_in_the_context(make_package: MakePackage) -> None:
    text = "The toll rose: the toll was 9."
    start = text.rindex("toll")
    span = {"source_id": "src-000", "span_start": start, "span_end": start + 4, "quote": "toll"}
    package = make_package(
        {
            "sources": [{"source_id": "src-000", "file": "a.txt"}],
            "actors": [{"actor_id": "act-0001", **span}],
        }
    )
    shown = show_from(package, "act-0001", {"src-000": text})
    assert "The toll rose: the [toll] was 9." in str(shown)
    assert shown.quote_span == (start, start + 4)


def test_a_source_has_no_quote(package: DataPackage) -> None:
    shown = show_from(package, "src-000", {"src-000": TEXT})
    assert (shown.table, shown.quote, shown.context, shown.remarks) == ("sources", None, None, ())
    assert "quote" not in str(shown)
    assert "file                a.txt" in str(shown)


def test_an_evidence_row_is_shown_like_any_other(package: DataPackage) -> None:
    shown = show_from(package, "evd-0002", {"src-000": TEXT})
    assert shown.quote == "On Friday"
    assert shown.evidence == ()
    assert "[On Friday]" in str(shown)


def test_long_lines_are_wrapped_between_words(package: DataPackage) -> None:
    text = str(show_from(package, "cas-0001", {"src-000": TEXT}))
    assert all(len(line) <= 88 for line in text.splitlines())


@pytest.mark.parametrize(
    ("row_id", "message"),
    [
        ("cas-9999", "no row 'cas-9999'; searched: casualties"),
        ("stm-0001", "no row 'stm-0001'; searched: statements"),
        ("cas-1", "no row 'cas-1'; searched: casualties"),
        ("casualties", "no table has such ids; ids are src-… in sources, .* cas-… in casualties"),
        ("", "no row '': no table has such ids"),
        ("0.2.0", "no table has such ids"),
    ],
)
def test_an_unknown_id_is_answered_with_the_tables_searched(
    package: DataPackage, row_id: str, message: str
) -> None:
    with pytest.raises(UnknownRowError, match=message) as caught:
        show_from(package, row_id, None)
    assert isinstance(caught.value, LookupError)
    assert not str(caught.value).startswith(("'", '"')), "as KeyError would print it"


def test_no_two_tables_share_a_form_of_id(real: DataPackage) -> None:
    patterns = [s.by_name[s.id_field].pattern for s in real.schemas.values() if s.id_field]
    prefixes = {str(pattern).partition("[")[0] for pattern in patterns}
    assert len(patterns) == len(prefixes) >= 9
    assert "" not in prefixes


def test_a_release_that_leaves_tables_out_is_shown_too(package: DataPackage) -> None:
    descriptor = json.loads((package.root / "datapackage.json").read_text(encoding="utf-8"))
    kept = [r for r in descriptor["resources"] if r["name"] in ("sources", "casualties")]
    content = json.dumps(descriptor | {"resources": kept})
    (package.root / "datapackage.json").write_text(content, encoding="utf-8")
    shown = show_from(open_package(package.root), "cas-0001", None)
    assert (shown.quote, shown.evidence, shown.captions) == (
        QUOTE,
        (),
        {"source_id": "[untitled], 2024"},
    )


if TYPE_CHECKING:
    from tests.conftest import MakePackage

HOSTILE = (
    "</script><img src=x onerror=\"alert('1')\"> & more than 60 <mark>dead</mark> at $5 and $6"
)
HOSTILE_TEXT = f"Blast.\n{HOSTILE} of them. <b>Then</b> nothing."
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
        "span_start": HOSTILE_TEXT.index(HOSTILE),
        "span_end": HOSTILE_TEXT.index(HOSTILE) + len(HOSTILE),
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
                    "sha256": hashlib.sha256(HOSTILE_TEXT.encode()).hexdigest(),
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
    reader = read(show_from(hostile, "cas-0001", {"src-000": HOSTILE_TEXT}))
    assert set(reader.tags) <= ALLOWED
    assert reader.attributes == ATTRIBUTES
    assert reader.open == []
    words = "".join(reader.words)
    for text in (HOSTILE, "<script>alert(2)</script>", "<i>Title</i>", "<u>Label</u>", "<70>"):
        assert text in words
    assert "<b>Then</b> nothing." in words, "the context"


def test_the_figure_is_marked_and_the_quote_stands_out_in_its_context(hostile: DataPackage) -> None:
    reader = read(show_from(hostile, "cas-0001", {"src-000": HOSTILE_TEXT}))
    figure, quote = ("mark", "more than 60"), ("b", HOSTILE)
    assert reader.marked == [("b", "casualties cas-0001"), figure, quote]
    assert "<mark>more than 60</mark>" in show_from(hostile, "cas-0001", None)._repr_html_()


def test_nothing_is_fetched_and_no_formula_is_read(hostile: DataPackage) -> None:
    html = show_from(hostile, "cas-0001", {"src-000": HOSTILE_TEXT})._repr_html_()
    assert html.startswith('<div class="tex2jax_ignore mathjax_ignore"')
    styles = html.split('style="')[1:]
    assert not any("url(" in s or "color" in s for s in styles), "no colour: dark or light will do"


@pytest.mark.parametrize("texts", [None, {}, {"src-000": HOSTILE_TEXT}, {"src-000": "another"}])
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
