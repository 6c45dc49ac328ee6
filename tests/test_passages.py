"""Quotes are read where they stand: one reading a document serves every stage."""

from __future__ import annotations

import pytest

from isk_indicators.detectors import find_hits
from isk_indicators.figures import as_duration, as_figure, find_quantities
from isk_indicators.passages import Passage, alone, passage, read

TEXT = "It lost 60 men.\nMore than 60 men, 13 per cent, fled within six months.\n\nSome 4.000 left."
TEXTS = {"src-000": TEXT}


def at(words: str) -> Passage:
    return passage(TEXTS, "src-000", TEXT.index(words), words)


def said(quote: Passage) -> list[str]:
    return [figure.text for figure in quote.figures(0, len(quote.words))]


@pytest.mark.parametrize(
    ("words", "inside", "alone_"),
    [
        ("60 men, 13", ["More than 60"], ["60", "13"]),
        ("lost 60", ["60"], ["60"]),
        ("six", ["six months"], ["six"]),
        ("months", ["six months"], []),
        ("Some 4.000", ["Some 4.000"], ["Some 4.000"]),
        ("fled within", [], []),
    ],
)
def test_what_is_around_words_counts(words: str, inside: list[str], alone_: list[str]) -> None:
    assert said(at(words)) == inside
    assert said(alone(words)) == alone_


def test_places_are_those_in_the_words() -> None:
    quote = at("60 men, 13")
    [figure] = quote.figures(0, 2)
    assert (figure.start, figure.end) == (-10, 2)
    assert not quote.contains(figure)
    assert [f.start for f in at("than 60 men").figures(0, 4)] == [-5]
    assert at("More than 60 men").contains(next(at("More than 60 men").figures(0, 4)))
    assert said(at("lost 60 men").part(5, 11)) == ["60"]
    assert at("lost 60 men").part(5, 11).words == "60 men"


@pytest.mark.parametrize(
    ("source", "start"), [("src-001", 0), (None, 0), ("src-000", None), ("src-000", -1)]
)
def test_words_at_an_unknown_place_are_read_alone(source: str | None, start: int | None) -> None:
    assert passage(TEXTS, source, start, "It lost") == alone("It lost")


def test_words_that_are_elsewhere_or_in_two_lines_are_read_alone() -> None:
    for start, words in ((1, "It lost"), (8, "60 men.\nMore than 60 men"), (900, "x")):
        assert passage(TEXTS, "src-000", start, words) == alone(words)


def test_all_stages_read_the_same() -> None:
    for line in TEXT.splitlines():
        assert list(read(line).quantities) == find_quantities(line)
        counted = [as_figure(line, q) or as_duration(line, q) for q in read(line).quantities]
        hits = [(h.start, h.end) for h in find_hits(line) if h.kind == "figure"]
        assert {(f.start, f.end) for f in counted if f is not None} <= set(hits)
