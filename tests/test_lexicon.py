from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isk_indicators.lexicon import Entry, Found, Lexicon, Names

SOME = Lexicon(
    Entry("fell fallen", label="fall"),
    Entry("rose", then=r"\s+up", label="rise"),
    Entry("stood", before=r"(?<!had\s)"),
    Entry("fell", label="never"),
    Entry("rose", then=r"\s+high", label="height"),
)


def found(lexicon: Lexicon, text: str) -> list[tuple[str, str]]:
    return [(text[start:end], label) for start, end, label in lexicon.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("it fell", [("fell", "fall")]),
        ("FELL, Fallen", [("FELL", "fall"), ("Fallen", "fall")]),
        ("felled, befell, fell2", []),
        ("-fell", []),
        ("–fell-", [("fell", "fall")]),
        ("rose up", [("rose up", "rise")]),
        ("rose  UP.", [("rose  UP", "rise")]),
        ("rose upon", []),
        ("rose high", [("rose high", "height")]),
        ("rose", []),
        ("it stood", [("stood", "")]),
        ("had stood", []),
        ("HAD stood", []),
        ("", []),
    ],
)
def test_words_are_found_whole_and_with_what_must_stand_beside_them(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert found(SOME, text) == expected


def test_words_are_found_in_order_with_their_places() -> None:
    assert list(SOME.find("it rose up and fell")) == [
        Found(3, 10, "rise"),
        Found(15, 19, "fall"),
    ]


def test_no_words_overlap() -> None:
    far = Lexicon(Entry("from", then=r"\s+\w+\s+fell"), Entry("fell"))
    assert found(far, "from it fell, fell") == [("from it fell", ""), ("fell", "")]
    twice = Lexicon(Entry("on", then=r"\s+on"))
    assert list(twice.find("on on on on")) == [Found(0, 5, ""), Found(6, 11, "")]


def test_what_may_not_follow() -> None:
    strict = Lexicon(Entry("fell"), Entry("rose", then=r"\s+up"), last=r"(?!-)")
    assert found(strict, "fell-, rose up-, fell rose up") == [("fell", ""), ("rose up", "")]


NAMED = Lexicon(
    Entry("fell band", then=r"\s+down"), names=Names(before=r"\s+(?i:fell)(?!\w)", but="It The")
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Farland fell", ["Farland fell"]),
        ("Farland FELL", ["Farland FELL"]),
        ("Far-land fell", ["Far-land fell"]),
        ("x-Farland fell", []),
        ("xFarland fell", []),
        ("farland fell", []),
        ("Ä fell", []),
        ("F fell", []),
        ("It fell, The fell", []),
        ("Item fell, Theft fell", ["Item fell", "Theft fell"]),
        ("Farland felled", []),
        ("Farland fell down", ["Farland fell"]),
        ("Band down fell", ["Band down"]),
        ("Band fell down", ["Band fell"]),
        ("Red Band fell", ["Band fell"]),
    ],
)
def test_names_are_found_before_their_words(text: str, expected: list[str]) -> None:
    assert found(NAMED, text) == [(words, "") for words in expected]


WORDS = "fell fallen rose up stood high -fell Fell x had - ,".split()


@given(st.lists(st.sampled_from([*WORDS, " ", "\n"])).map(" ".join))
def test_what_is_found_is_what_one_pattern_would_find(text: str) -> None:
    whole = r"(?:fell|fallen|rose\s+up|(?<!had\s)stood|rose\s+high)"
    pattern = re.compile(rf"(?<![\w-]){whole}(?!\w)", re.IGNORECASE)
    assert [f[:2] for f in SOME.find(text)] == [m.span() for m in pattern.finditer(text)]
