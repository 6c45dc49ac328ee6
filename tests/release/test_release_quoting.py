"""The share of each source that a release quotes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isk_indicators.release.build import DECLARED, QuotedShare, quoted_shares
from isk_indicators.schema import open_package
from isk_indicators.spans import covered
from isk_indicators.tables import Dataset

ROOT = Path(__file__).resolve().parents[2]

SPANS = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 9)).map(lambda t: (t[0], sum(t))))


@given(SPANS)
def test_a_position_counts_once(spans: list[tuple[int, int]]) -> None:
    assert covered(spans) == len({i for start, end in spans for i in range(start, end)})


@pytest.mark.parametrize(
    ("quoted", "characters", "excessive"), [(40, 100, False), (41, 100, True), (0, 0, False)]
)
def test_a_share_above_the_limit_is_excessive(
    quoted: int, characters: int, excessive: bool
) -> None:
    assert QuotedShare("src-000", quoted, characters).excessive is excessive


def test_a_declared_share_is_excessive_above_what_is_declared() -> None:
    assert not QuotedShare("src-000", 70, 100, 0.7).excessive
    assert QuotedShare("src-000", 70, 100, 0.7).known
    assert QuotedShare("src-000", 71, 100, 0.7).excessive
    assert not QuotedShare("src-000", 71, 100, 0.7).known
    assert QuotedShare("src-000", 40, 100, 0.7).stale
    assert not QuotedShare("src-000", 41, 100, 0.7).stale
    assert not QuotedShare("src-000", 40, 100).stale


def test_the_page_beside_the_documents_declares_shares_with_their_reasons(made_up: Path) -> None:
    page = made_up / "seeds" / "README.md"
    for text, declared in (
        ("| src-001 | 75 % | It is a list. |\n", 0.75),
        ("| src-001 | 75 % |  |\n", None),  # no reason
        ("| src-002 | 75 % | It is a list. |\n", None),
    ):
        page.write_text(text, encoding="utf-8")
        assert [s.declared for s in quoted_shares(Dataset(open_package(made_up)))] == [declared]
    page.unlink()
    assert [s.declared for s in quoted_shares(Dataset(open_package(made_up)))] == [None]


def test_every_line_of_the_page_is_understood() -> None:
    page = (ROOT / DECLARED).read_text(encoding="utf-8")
    named = re.findall(r"^\| (src-\d{3}) ", page, re.MULTILINE)
    known = {
        s.source_id for s in quoted_shares(Dataset(open_package(ROOT))) if s.declared is not None
    }
    assert known == {*named}


def respan(path: Path, start: int, end: int) -> None:
    """Give the only row of a made-up table (start 1, end 1) another span."""
    text = path.read_text(encoding="utf-8")
    assert ",1,1,some words" in text
    path.write_bytes(text.replace(",1,1,some words", f",{start},{end},some words").encode())


def test_spans_of_all_released_tables_are_united(made_up: Path) -> None:
    sources = made_up / "datasets" / "sources.csv"
    row = sources.read_text(encoding="utf-8")
    assert ",1,some words,some words\n" in row
    sources.write_bytes(row.replace(",1,some words,some", ",200,some words,some").encode())
    respan(made_up / "datasets" / "casualties.csv", 10, 30)
    respan(made_up / "datasets" / "evidence.csv", 20, 50)
    (share,) = quoted_shares(Dataset(open_package(made_up)))
    assert share == QuotedShare("src-001", 40, 200)


def test_reviewed_passages_do_not_count(made_up: Path) -> None:
    path = made_up / "datasets" / "reviewed.csv"
    text = path.read_text(encoding="utf-8")
    assert ",1,1,a passage" in text
    path.write_bytes(text.replace(",1,1,a passage", ",10,30,a passage").encode())
    assert [share.quoted for share in quoted_shares(Dataset(open_package(made_up)))] == [0]
