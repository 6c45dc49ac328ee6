"""Mutants of the stage coverage: words that no row answers, and excuses for nothing.

What lives here: documents with a sentence more, reviewed passages fewer and more. What must not:
the detectors, which say what a sentence announces; the sentences planted here are plain ones.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from hypothesis import strategies as st

from isk_indicators.check.package import SOURCES
from isk_indicators.detectors import Hit, find_hits
from tests.mutants.clean import Clean, Mutant, Place, Row, clean_package, joined
from tests.mutants.registry import breaks, spares


class Sentence(NamedTuple):
    """A sentence that announces one thing, by its only hit."""

    text: str
    hit: str


PLANTED = {
    "figure": [
        Sentence("There were seven markets in the town.", "seven"),
        Sentence("The town had more than 1,200 houses.", "more than 1,200"),
        Sentence("Dozens of shops stood there.", "Dozens"),
    ],
    "date": [
        Sentence("It rained in March 2019.", "March 2019"),
        Sentence("The road was built in 2008.", "2008"),
        Sentence("The bridge opened on 3 May.", "3 May"),
    ],
    "harm": [
        Sentence("Farmers were wounded there.", "wounded"),
        Sentence("The men were killed at night.", "killed"),
    ],
    "attribution": [
        Sentence("The group was behind the blast.", "was behind"),
        Sentence("The attack was carried out by militants.", "carried out"),
    ],
    "reporting": [
        Sentence("It was fine, an official said.", "said"),
        Sentence("The ministry warned of it.", "warned"),
    ],
    "quotation": [
        Sentence("He wrote: “The town is quiet and the road is open.”", "The town"),
    ],
}


def _plant(clean: Clean, source: Row, sentence: Sentence, kind: str | None) -> Mutant:
    """A document with a sentence as its last line; told if a kind is given."""
    text = f"{clean.texts[source.id]}\n"
    line = text.count("\n") + 1
    told = Place(f"open-{kind}", clean.document(source), line, _column(sentence), None)
    return clean.document_is(source, f"{text}{sentence.text}\n", *([told] if kind else []))


def _column(sentence: Sentence) -> int:
    return sentence.text.index(sentence.hit) + 1


def _planted(kind: str) -> None:
    @breaks(f"open-{kind}")
    def a_sentence_that_no_row_answers(draw: st.DrawFn, clean: Clean) -> Mutant:
        source = draw(st.sampled_from(clean.tables[SOURCES]))
        return _plant(clean, source, draw(st.sampled_from(PLANTED[kind])), kind)

    @breaks(f"open-{kind}")
    def a_reviewed_passage_taken_away(draw: st.DrawFn, clean: Clean) -> Mutant:
        row, hit = draw(st.sampled_from(_excused(kind)))
        text = clean.texts[row["source_id"]]
        line = text.count("\n", 0, hit.start) + 1
        column = hit.start - text.rfind("\n", 0, hit.start)
        document = clean.document(clean.row(SOURCES, row["source_id"]))
        return clean.without(row, Place(f"open-{kind}", document, line, column, None))

    @spares(f"open-{kind}")
    def a_sentence_with_its_reviewed_passage(draw: st.DrawFn, clean: Clean) -> Mutant:
        source = draw(st.sampled_from(clean.tables[SOURCES]))
        return _answered(clean, source, draw(st.sampled_from(PLANTED[kind])), kind)


def _answered(clean: Clean, source: Row, sentence: Sentence, kind: str) -> Mutant:
    """A document with a sentence more, and the passage that excuses it."""
    start = len(clean.texts[source.id]) + len("\n")
    end = start + len(sentence.text)
    span = {"source_id": source.id, "span_start": str(start), "span_end": str(end)}
    cells = {**span, "quote": sentence.text, "kind": kind, "reason": "other_subject"}
    return joined(
        f"{sentence.text!r} with its passage",
        _plant(clean, source, sentence, None),
        clean.add("reviewed", cells),
    )


@lru_cache(maxsize=16)
def _excused(kind: str) -> list[tuple[Row, Hit]]:
    """The passages that alone excuse just one hit of their kind, each with that hit."""
    clean = clean_package()
    found = []
    for row in clean.rows("reviewed", where=lambda r: r["kind"] == kind):
        inside = [hit for hit in _hits(row["source_id"], kind) if _holds(row, hit)]
        others = clean.rows("reviewed", where=lambda r, row=row: _is_beside(r, row))
        if len(inside) == 1 and not any(_holds(other, inside[0]) for other in others):
            found.append((row, inside[0]))
    return found


@lru_cache(maxsize=64)
def _hits(source: str, kind: str) -> list[Hit]:
    return [hit for hit in find_hits(clean_package().texts[source]) if hit.kind == kind]


def _is_beside(row: Row, other: Row) -> bool:
    same = all(row[name] == other[name] for name in ("source_id", "kind"))
    return same and row.number != other.number


def _holds(row: Row, hit: Hit) -> bool:
    return int(row["span_start"]) <= hit.start and hit.end <= int(row["span_end"])


for _kind in PLANTED:
    _planted(_kind)


@spares(*(f"open-{kind}" for kind in PLANTED))
def a_sentence_that_announces_nothing(draw: st.DrawFn, clean: Clean) -> Mutant:
    source = draw(st.sampled_from(clean.tables[SOURCES]))
    text = draw(st.sampled_from(["The sky is blue.", "They sang.", "The road ran along a river."]))
    return clean.document_is(source, f"{clean.texts[source.id]}\n{text}\n")


# Excuses


@breaks("reviewed-stale")
def a_passage_that_excuses_nothing(draw: st.DrawFn, clean: Clean) -> Mutant:
    """Words within which, or over which, no hit of the kind is."""
    source = draw(st.sampled_from(sorted(clean.texts)))
    kind = draw(st.sampled_from(sorted(PLANTED)))
    words = [w for w in _words(clean.texts[source]) if not _touched(source, kind, *w)]
    start, end = draw(st.sampled_from(words))
    cells = {**clean.span(source, start, end), "kind": kind, "reason": "general"}
    return clean.add("reviewed", cells, ("reviewed-stale", "kind"))


@breaks("not-codable-note")
def a_passage_that_cannot_be_coded_without_a_word_why(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.tables["reviewed"]))
    cells = {"reason": "not_codable", "note": ""}
    return clean.put(row, cells, ("not-codable-note", "note"))


@spares("not-codable-note")
def a_passage_that_cannot_be_coded_with_its_note(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.tables["reviewed"]))
    return clean.put(row, {"reason": "not_codable", "note": "No column holds an age."})


def _words(text: str) -> list[tuple[int, int]]:
    """Where runs of plain letters between single blanks are."""
    found, start = [], 0
    for word in text.replace("\n", " ").split(" "):
        if word.isascii() and word.isalpha():
            found.append((start, start + len(word)))
        start += len(word) + 1
    return found


def _touched(source: str, kind: str, start: int, end: int) -> bool:
    return any(hit.start < end and start < hit.end for hit in _hits(source, kind))


@spares("reviewed-stale")
def a_passage_that_excuses_a_hit(draw: st.DrawFn, clean: Clean) -> Mutant:
    source = draw(st.sampled_from(clean.tables[SOURCES]))
    kind = draw(st.sampled_from(sorted(PLANTED)))
    return _answered(clean, source, draw(st.sampled_from(PLANTED[kind])), kind)
