"""The rules of a span."""

from __future__ import annotations

from typing import Any

import pytest

from isk_indicators.rules import reviewed, spans
from isk_indicators.rules.rule import CannotDecide, Problem, Rule
from tests.rules.one_row import judged

FIRST = "In May, “13 men” died.\nMore than 60 fled."
TEXTS = {"src-000": FIRST, "src-001": "Others said: more than 60 fled. 13 men fled."}

AGAIN = "Look the quote up in the document and type its place again."


def at(start: int, end: int, quote: str | None = None, source: str = "src-000") -> dict[str, Any]:
    """A span's cells; the quote is what stands there, if nothing else is said."""
    printed = TEXTS[source][start:end] if quote is None else quote
    return {"source_id": source, "span_start": start, "span_end": end, "quote": printed}


def said(rule: Rule, cells: dict[str, Any]) -> Problem | None:
    read = {c: v for c, v in cells.items() if c in rule.columns}
    return judged(rule, texts=TEXTS, **read)


@pytest.mark.parametrize(
    ("start", "end", "fault"),
    [
        (0, 2, None),
        (0, len(FIRST), None),
        (3, 3, Problem("3", "more than 3 and at most 41, the document's length", AGAIN)),
        (3, 2, Problem("2", "more than 3 and at most 41, the document's length", AGAIN)),
        (3, 42, Problem("42", "more than 3 and at most 41, the document's length", AGAIN)),
    ],
)
def test_a_span_lies_in_its_document(start: int, end: int, fault: Problem | None) -> None:
    assert len(FIRST) == 41
    assert said(spans.bounds_are_ordered, at(start, end)) == fault


@pytest.mark.parametrize("rule", spans.LONG_RULES, ids=lambda rule: rule.id)
def test_nothing_is_said_of_a_document_that_is_not_at_hand(rule: Rule) -> None:
    with pytest.raises(CannotDecide):
        said(rule, at(0, 2) | {"source_id": "src-009"})


def test_a_quote_that_is_the_slice() -> None:
    assert said(spans.quote_is_the_slice, at(3, 6)) is None
    assert said(spans.quote_is_the_slice, at(0, len(FIRST))) is None


@pytest.mark.parametrize(("start", "end"), [(3, 42), (6, 3), (5, 5)])
def test_a_quote_at_no_span_is_reported_by_the_rule_on_bounds_alone(start: int, end: int) -> None:
    assert said(spans.quote_is_the_slice, at(start, end, "Nowhere")) is None


@pytest.mark.parametrize(
    ("cells", "printed", "advice"),
    [
        (
            at(0, 3, "May"),
            "src-000 prints 'In ' at 0-3",
            "The quote occurs in src-000 at 3-6: type that source and span.",
        ),
        (
            at(0, 3, "fled"),  # the row's own source is looked at first
            "src-000 prints 'In ' at 0-3",
            "The quote occurs in src-000 at 36-40: type that source and span.",
        ),
        (
            at(0, 3, "In", source="src-001"),
            "src-001 prints 'Oth' at 0-3",
            "The quote occurs in src-000 at 0-2: type that source and span.",
        ),
        (
            at(0, 3, "Others"),
            "src-000 prints 'In ' at 0-3",
            "The quote occurs in src-001 at 0-6: type that source and span.",
        ),
        (
            at(8, 16, '"13 Men"'),
            "src-000 prints '“13 men”' at 8-16",
            "The quote occurs, with other quotation marks, blanks or letter case, in src-000 at "
            "8-16: type that source and span, and the quote as printed: '“13 men”'.",
        ),
        (
            at(3, 16, "May, “13 man”"),
            "src-000 prints 'May, “13 men”' at 3-16",
            "The quote occurs in no document: copy it from the source, character by character. "
            "After 'May, “13 m' the cell has 'a' (LATIN SMALL LETTER A), the source 'e' (LATIN "
            "SMALL LETTER E).",
        ),
        (
            at(0, 39, "In May, “13 men” died.\nMore than 60 flied"),
            "src-000 prints 'In May, “13 men” died.\\nMore than 60 fle' at 0-39",
            "The quote occurs in no document: copy it from the source, character by character. "
            "After 'ied.\\nMore than 60 fl' the cell has 'i' (LATIN SMALL LETTER I), the source "
            "'e' (LATIN SMALL LETTER E).",
        ),
        (
            at(3, 16, "May, “13 men”\x00"),
            "src-000 prints 'May, “13 men”' at 3-16",
            "The quote occurs in no document: copy it from the source, character by character. "
            "After 'May, “13 men”' the cell has '\\x00' (no name), the source nothing.",
        ),
        (
            at(36, 41, "fle"),
            "src-000 prints 'fled.' at 36-41",
            "The quote occurs in src-000 at 36-39: type that source and span.",
        ),
        (
            at(36, 41, ""),
            "src-000 prints 'fled.' at 36-41",
            "The quote occurs in no document: copy it from the source, character by character. "
            "After '' the cell has nothing, the source 'f' (LATIN SMALL LETTER F).",
        ),
    ],
)
def test_another_quote_is_reported_with_its_place_or_its_first_difference(
    cells: dict[str, Any], printed: str, advice: str
) -> None:
    assert said(spans.quote_is_the_slice, cells) == Problem(cells["quote"], printed, advice)


@pytest.mark.parametrize(
    ("start", "end", "around"),
    [
        (4, 6, "'In May, “13 men” d'"),
        (3, 5, "'In May, “13 men” '"),
        (2, 6, "'In May, “13 men” d'"),
        (3, 8, "'In May, “13 men” die'"),
        (17, 20, "'y, “13 men” died. More than'"),
    ],
)
def test_a_span_on_no_edges_is_shown_in_its_surroundings(start: int, end: int, around: str) -> None:
    assert said(spans.edges_are_whole_words, at(start, end)) == Problem(
        FIRST[start:end],
        f"whole words, no outer blanks, in {around}",
        "Move the span to the words' edges.",
    )


def test_a_span_on_edges() -> None:
    assert said(spans.edges_are_whole_words, at(3, 6)) is None
    assert said(spans.edges_are_whole_words, at(0, len(FIRST))) is None


def test_a_span_over_the_end_of_a_line() -> None:
    assert said(spans.is_within_one_line, at(0, 22)) is None
    assert said(spans.is_within_one_line, at(23, 41)) is None
    assert said(spans.is_within_one_line, at(17, 27)) == Problem(
        "died.\nMore", "words of one line", "Cut the span to the line that proves the row."
    )


@pytest.mark.parametrize("rule", [spans.edges_are_whole_words, spans.is_within_one_line])
def test_of_a_quote_that_does_not_stand_nothing_more_is_said(rule: Rule) -> None:
    assert said(rule, at(4, 27, "May")) is None


def test_a_long_quote_is_counted() -> None:
    assert judged(spans.is_short, quote="word " * 60) is None
    assert judged(spans.is_short, quote="word " * 61) == Problem(
        "61 words", "at most 60 words", "Cut the quote to what proves the row."
    )


@pytest.mark.parametrize(
    ("quote", "shown"),
    [
        ("In Kabul, Maj. Gen. Ahmad Khan lost 14 men at 7 p.m. Monday", None),
        ("4. In the second half of 2023, the group killed 14", None),
        ("They fled. Others stayed", "They fled. Others stayed"),
        ("They fled (by night.) Others stayed", "They fled (by night.) Others stayed"),
        (
            "Of those who lived in the town, most fled. Others, who were old, stayed. Some died",
            " lived in the town, most fled. Others, who were old, stayed.",
        ),
        ("They fled.\nOthers stayed", None),  # the rule on lines reports it
    ],
)
def test_a_quote_is_of_one_sentence(quote: str, shown: str | None) -> None:
    advice = (
        "Cut the quote to the sentence that shows what the row says; an evidence row quotes "
        "another one."
    )
    fault = None if shown is None else Problem(shown, "words of one sentence", advice)
    assert judged(spans.is_of_one_sentence, quote=quote) == fault


@pytest.mark.parametrize(
    ("quote", "begins"),
    [
        ("killing 14 people", "killing"),
        ("killing at least 33 people, including seven children", "killing"),
        ("“killing 14 people", "“killing"),
        ("and reportedly wounding several", "and reportedly wounding"),
        ("by killing 14 people", "by killing"),
        ("resulting in the deaths of 14", "resulting"),
        ("bringing the toll to 45", "bringing"),
        ("attacking US troops at the gate", "attacking"),
        ("killing those who were at prayer", "killing"),
        ("injuring what was thought to be a dozen", "injuring"),
    ],
)
def test_a_participle_lacks_its_subject(quote: str, begins: str) -> None:
    assert judged(spans.has_its_subject, quote=quote) == Problem(
        begins, "a whole clause", "Start the quote where the clause begins, with its subject."
    )


@pytest.mark.parametrize(
    "quote",
    [
        "IS-K killed 14, wounding three",
        "Killing civilians is a crime",
        "killing civilians is a crime",
        "killing 14 people was the aim",
        "killing of 14 people by IS-K",
        "killing sprees left 14 dead",
        "after killing 14 people, the gunmen fled",
        "attacking forces killed 14",
        "shooting in Kabul left 14 dead",
        "including seven children",
        "according to IS-K, 14 were killed",
        "families were killed",
    ],
)
def test_a_clause_may_begin_with_other_words_in_ing(quote: str) -> None:
    assert judged(spans.has_its_subject, quote=quote) is None


@pytest.mark.parametrize(
    ("before", "denial"),
    [
        ("The Taliban denied that", "denied that"),
        ("Kabul denied media reports that", "denied media reports that"),
        ("They denied claims by the opposition that", "denied claims by the opposition that"),
        ("He denied not only the attack but also the charge that", None),
        ("He rejected the charge that “", "rejected the charge that"),
        ("There is no evidence that", "no evidence that"),
        ("It is not true that", "not true that"),
        ("It isn’t clear whether", "isn’t clear whether"),
        ("It is unclear if", "unclear if"),
        ("Whether", "Whether"),
        ("He asked whether", "whether"),
        ("Officials could not independently confirm that", "not independently confirm that"),
        ("He falsely claimed that", "falsely claimed that"),
        ("It neither confirmed nor denied that", "denied that"),
        ("He denied that they had met and that", "denied that they had met and that"),
    ],
)
def test_what_is_denied_is_not_claimed(before: str, denial: str | None) -> None:
    """The rule reports the words at the end of what comes before, all of them if none is named."""
    text = f"{before}{'' if before.endswith('“') else ' '}IS-K killed 14 people on a Friday in May"
    start = text.index("IS-K")
    denial = denial or before.removeprefix("He ")
    cells = {"source_id": "src-000", "span_start": start, "quote": text[start:]}
    assert judged(spans.is_not_denied, texts={"src-000": text}, **cells) == Problem(
        f"{denial}| IS-K killed 14 people on a Fri",
        f"a quote with {denial!r}",
        "Start the quote before these words and code what it then says, or remove the row.",
    )
    elsewhere = cells | {"quote": "IS-K fled"}  # the rule on the slice reports it
    assert judged(spans.is_not_denied, texts={"src-000": text}, **elsewhere) is None


@pytest.mark.parametrize(
    "before",
    [
        "He said that",
        "There is no doubt that",
        "Few doubt that",
        "It cannot be denied that",
        "The Taliban did not deny that",
        "He said not only that it exists but also that",
        "It is not surprising that",
        "It was not the first time that",
        "The Taliban denied it, saying that",
        "The Taliban denied the attack but said that",
        "Muttaqi rejected the report and added that",
        "The rejected report showed that",
        "The Taliban denied it. Police said that",
        "He did not know that",
        "There is evidence that",
        "The Taliban denied that\n",
    ],
)
def test_what_is_said_beside_a_denial_is_claimed(before: str) -> None:
    text = f"{before} IS-K killed 14 people"
    start = text.index("IS-K")
    cells = {"source_id": "src-000", "span_start": start, "quote": text[start:]}
    assert judged(spans.is_not_denied, texts={"src-000": text}, **cells) is None


def test_spans_take_the_first_turn() -> None:
    assert {rule.phase for rule in spans.RULES if rule is not spans.is_short} == {"spans"}
    assert {rule.column for rule in spans.RULES} == {"span_end", "quote"}


def test_a_reviewed_passage_may_be_long() -> None:
    assert spans.is_short not in reviewed.RULES
    assert {rule.id for rule in reviewed.RULES} == {
        "span-bounds",
        "span-slice",
        "span-word-edges",
        "span-one-line",
        "not-codable-note",
        "reason-kind",
        "second-reading",
    }
