"""On how many origins claims rest, of made-up sources, statements and origins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from isk_indicators.tables import Dataset
from isk_indicators.views import count_origins, origin_of
from isk_indicators.views.disagreements import disagreements_of
from isk_indicators.views.tolls import tolls_of

if TYPE_CHECKING:
    from tests.conftest import MakePackage

WORDS = "a bomb went off at the main bus depot of the town on Friday night"
"""Fourteen words, and one more."""


def killed(row: int, figure: str, source: str, statement: str = "", quote: str = "") -> Any:
    return {
        "casualty_id": f"cas-{row:04}",
        "incident_id": "inc-0001",
        "harm": "killed",
        "covers": "all",
        "figure": figure,
        "qualifier": "exact",
        "stated_low": figure,
        "stated_high": figure,
        "basis": "stated",
        "voice": "statement" if statement else "author",
        "statement_id": statement,
        "source_id": source,
        "span_start": 0,
        "span_end": 50,
        "quote": quote or f"killing {figure}",
    }


def data(make_package: MakePackage, *casualties: Any, **sources: str) -> Dataset:
    """Sources 0 to 3 with these origins; org-0003 is itself src-003."""
    said = {"speaker_id": "act-0001", "date": "", "quote": "said"}
    passage = {"span_start": 0, "span_end": 4}
    tables = {
        "sources": [
            {"source_id": f"src-00{n}", "published": "2024", "origin_id": sources.get(f"s{n}", "")}
            for n in range(4)
        ],
        "origins": [
            {"origin_id": f"org-000{n}", "document_id": "src-003" if n == 3 else "", **passage}
            for n in range(1, 4)
        ],
        "actors": [{"actor_id": "act-0001", "name": "UN", **passage}],
        "statements": [
            {"statement_id": f"stm-000{n}", "source_id": f"src-00{n}", "origin_id": origin, **said}
            | passage
            for n, origin in enumerate(("org-0001", "org-0001", "org-0003", ""))
        ],
        "incidents": [{"incident_id": "inc-0001", "label": "A", "scale": "single", **passage}],
        "casualties": [*casualties],
        "evidence": [],
    }
    return Dataset(make_package(tables))


CASES: dict[str, tuple[list[Any], dict[str, str], int]] = {
    "two sources": ([killed(1, "7", "src-000"), killed(2, "8", "src-001")], {}, 2),
    "one source": ([killed(1, "7", "src-000"), killed(2, "8", "src-000")], {}, 1),
    "two statements of one report": (
        [killed(1, "7", "src-000", "stm-0000"), killed(2, "8", "src-001", "stm-0001")],
        {},
        1,
    ),
    "a statement of a report, and the author": (
        [killed(1, "7", "src-000", "stm-0000"), killed(2, "8", "src-000")],
        {},
        2,
    ),
    "two documents that repeat one": (
        [killed(1, "7", "src-000"), killed(2, "8", "src-001")],
        {"s0": "org-0002", "s1": "org-0002"},
        1,
    ),
    "a statement names another origin than its document": (
        [killed(1, "7", "src-000", "stm-0000"), killed(2, "8", "src-001")],
        {"s0": "org-0002", "s1": "org-0002"},
        2,
    ),
    "a statement of a report that is a document": (
        [killed(1, "7", "src-002", "stm-0002"), killed(2, "8", "src-003")],
        {},
        1,
    ),
    "a document behind a document": (
        [killed(1, "7", "src-000"), killed(2, "8", "src-001")],
        {"s0": "org-0003", "s1": "org-0002", "s3": "org-0002"},
        1,
    ),
    "documents in a circle, which the check reports": (
        [killed(1, "7", "src-000"), killed(2, "8", "src-003")],
        {"s0": "org-0003", "s3": "org-0003"},
        1,
    ),
    "the same words": (
        [
            killed(1, "7", "src-000", quote=f"On Monday, {WORDS}, killing 7"),
            killed(2, "8", "src-001", quote=f"killing 8: {WORDS.upper()}"),
            killed(3, "9", "src-002"),
        ],
        {},
        2,
    ),
    "fewer of the same words": (
        [
            killed(1, "7", "src-000", quote=WORDS.replace("town", "city")),
            killed(2, "8", "src-001", quote=WORDS),
        ],
        {},
        2,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_on_how_many_origins_a_toll_rests(make_package: MakePackage, case: str) -> None:
    casualties, sources, expected = CASES[case]
    dataset = data(make_package, *casualties, **sources)
    (toll,) = tolls_of(dataset)
    assert (toll["origins"], toll["reports"]) == (expected, len(casualties))
    pairs = disagreements_of(dataset, "toll")
    assert len(pairs) == len(casualties) * (len(casualties) - 1) // 2
    if len(pairs) == 1:
        assert pairs[0]["origins"] == expected


def test_what_a_row_rests_on(make_package: MakePackage) -> None:
    dataset = data(make_package, s0="org-0002")
    statements = dataset.rows("statements")
    assert [origin_of(dataset, row) for row in statements] == [
        "org-0001",
        "org-0001",
        "src-003",
        "src-003",
    ]
    assert origin_of(dataset, {"source_id": "src-000"}) == "org-0002"


def test_the_same_words_join_several_origins(make_package: MakePackage) -> None:
    """The second row has words of the first and of the third."""
    other = WORDS.replace("bomb", "shell").replace("Friday night", "Sunday morning at ten")
    quotes = [WORDS, f"{WORDS}. {other}", other]
    rows = [killed(n, "7", f"src-00{n}", quote=quote) for n, quote in enumerate(quotes)]
    dataset = data(make_package, *rows)
    assert count_origins(dataset, dataset.rows("casualties")) == 1


def test_tables_of_an_earlier_release_have_no_origins(make_package: MakePackage) -> None:
    dataset = data(make_package)
    sources = [{"source_id": "src-000"}]
    earlier = Dataset(dataset.package, {"sources": sources})
    assert origin_of(earlier, {"source_id": "src-000"}) == "src-000"
