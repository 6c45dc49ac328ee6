"""The passages most alike to a quote that no document contains: a hint, and never a judgement."""

from __future__ import annotations

import csv
import re
import sys
import time
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from isk_indicators import spans
from isk_indicators.check import nearest as module
from isk_indicators.check.nearest import MOST, nearest
from isk_indicators.spans import Span

ROOT = Path(__file__).resolve().parents[2]
TEXT = (
    "On 3 May the attack left 13 people dead in Kermān, near the Ghār–e–Nūr caves. Nobody fled.\n"
    "“The attack left 14 people wounded,” the governor’s office said. It was the third in Kermān.\n"
)


@cache
def quotes() -> list[tuple[str, Span]]:
    """The quotes of the claims, each with the text of its document and its place."""
    rows, texts = [], {}
    with (ROOT / "datasets" / "sources.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            texts[row["source_id"]] = (ROOT / "seeds" / row["file"]).read_bytes().decode()
    for table in ("casualties", "incidents", "statements", "force_estimates", "attributions"):
        with (ROOT / "datasets" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            rows += list(csv.DictReader(file))
    return [(texts[r["source_id"]], (int(r["span_start"]), int(r["span_end"]))) for r in rows]


def without_a_letter(quote: str) -> str:
    return re.sub(r"\b(\w)(\w)(\w{2,})", r"\1\3", quote, count=2)


def with_letters_exchanged(quote: str) -> str:
    return re.sub(r"\b(\w)(\w)(\w)(\w+)", r"\1\3\2\4", quote, count=2)


def without_a_word(quote: str) -> str:
    words = quote.split()
    return " ".join(words[:2] + words[3:])


def with_a_word(quote: str) -> str:
    words = quote.split()
    return " ".join([*words[:2], "very", *words[2:]])


def with_other_words(quote: str) -> str:
    return quote.replace("the ", "a ").replace("and", "&").replace("killed", "killing")


def without_accents(quote: str) -> str:
    marked = unicodedata.normalize("NFD", quote.replace("Taliban", "Talibān"))
    return marked.replace("-", " ").replace("'", "").replace("’", "").upper()


CARELESS: tuple[Callable[[str], str], ...] = (
    without_a_letter,
    with_letters_exchanged,
    without_a_word,
    with_a_word,
    with_other_words,
    without_accents,
)


@pytest.mark.parametrize("typed", CARELESS)
def test_a_careless_quote_is_found(typed: Callable[[str], str]) -> None:
    found = total = 0
    for text, (start, end) in quotes():
        quote = typed(text[start:end])
        if spans.locate(text, quote):
            continue
        total += 1
        passages = [text[slice(*place)] for place in nearest(text, quote)]
        found += any(text[start:end] in p or p in text[start:end] for p in passages[:1])
    assert total > 40
    assert found >= 0.95 * total, f"{found} of {total}"


@pytest.mark.parametrize(
    ("quote", "first"),
    [
        ("The atack left 13 people dead", "the attack left 13 people dead"),
        ("the attack left 13 dead in Kerman", "the attack left 13 people dead in Kermān"),
        ("the Ghar e Nur caves", "the Ghār–e–Nūr caves"),
        ("NEAR THE GHAR-E-NUR-CAVES", "near the Ghār–e–Nūr caves"),
        ("the governors office said", "the governor’s office said"),
        ("The attack left 14 persons wounded", "The attack left 14 people wounded"),
    ],
)
def test_the_likeliest_passage_comes_first(quote: str, first: str) -> None:
    assert TEXT[slice(*nearest(TEXT, quote)[0])] == first


@pytest.mark.parametrize("quote", ["", " ", "?", "x", "nothing like it", "Nobody was in Farville"])
def test_there_are_none_for_what_is_like_nothing(quote: str) -> None:
    assert nearest(TEXT, quote) == []
    assert nearest("", quote) == []


def test_they_are_few_and_distinct_and_within_a_line() -> None:
    text = "The attack left one person dead. So they said.\n" * 9
    found = nearest(text, "The atack left one person ded")
    assert len(set(found)) == MOST
    for text, (start, end) in quotes():
        for place in nearest(text, without_a_word(text[start:end])):
            assert spans.on_word_edges(text, *place)
            assert spans.within_one_line(text, *place)
            assert spans.without_edges(text, *place) == place


def test_without_the_library_there_is_no_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    with pytest.raises(ImportError):
        nearest(TEXT, "The atack left 13 people dead")


SHORT, LONG, GROWTH = 20_000, 100_000, 12
"""Lengths of two texts, and how often the time of the short one the long one may take.

It is 5 times if the time is linear, and 25 times if it is quadratic.
"""
QUOTE = "the atack that left more than 140 persons ded in the conzert hall of Krasnogorsk " * 6


@pytest.mark.parametrize(
    "piece",
    ["a", "a ", "attack ", "the attack left. ", "The attack left. ", "é", "A\n", QUOTE, " ", ". "],
)
def test_the_time_grows_with_the_text(piece: str) -> None:
    def seconds(text: str) -> float:
        module._sentences.cache_clear()
        start = time.process_time()
        nearest(text, QUOTE)
        return time.process_time() - start

    fastest = [float("inf")] * 2
    for _ in range(5):  # other work on the machine slows single runs down
        texts = [(piece * (size // len(piece) + 1))[:size] for size in (SHORT, LONG)]
        fastest = [*map(min, fastest, map(seconds, texts))]
        if fastest[1] < GROWTH * fastest[0] + 0.01:
            return
    raise AssertionError(f"{fastest[1] / fastest[0]:.0f} times for a text 5 times as long")
