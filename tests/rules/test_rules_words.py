"""The rules on words typed from a source, and on words of our own."""

from __future__ import annotations

import pytest

from isk_indicators.dates import MONTHS
from isk_indicators.rules import words
from isk_indicators.rules.rule import Fault, Rule, UnsureError
from isk_indicators.schema import DataPackage
from tests.rules.single import Rows, judged, linked

QUOTE = "killing 13 service members near the gate"


@pytest.mark.parametrize("rule", [words.target_is_printed, words.relayer_is_printed])
def test_words_stand_in_the_quote_or_its_evidence(rule: Rule, real: DataPackage) -> None:
    column = rule.blames
    evidence = {"table_name": "incidents", "row_id": "inc-0001", "role": "supports"}

    def said(typed: str, evidence: Rows = (), gaps: dict[str, list[str]] | None = None) -> object:
        links = linked(real, gaps, evidence=evidence)
        return judged(rule, links=links, **{column: typed, "quote": QUOTE})

    fault = Fault(
        "the gates",
        f"words of the quote {QUOTE!r} or of a supporting evidence row",
        f"Copy the words from the source, or add an evidence row that supports {column}.",
    )
    assert said("the gate") is None
    assert said("the gates") == fault
    assert said("the gates", [evidence | {"column_name": column, "quote": "at the gates"}]) is None
    assert said("the gates", [evidence | {"column_name": "date", "quote": "the gates"}]) == fault
    with pytest.raises(UnsureError):
        said("the gates", gaps={"evidence": ["quote"]})
    with pytest.raises(UnsureError):  # evidence may be there, but cannot name the row
        judged(rule, links=linked(real), row=("incidents", None), **{column: "x", "quote": QUOTE})


@pytest.mark.parametrize(
    ("rule", "column", "advice"),
    [
        (words.victims_are_printed, "victim_text", "Copy the words from the quote."),
        (words.name_is_printed, "name", "List the place as a document prints it."),
    ],
)
def test_words_stand_in_the_quote_alone(rule: Rule, column: str, advice: str) -> None:
    assert rule.blames == column
    assert judged(rule, **{column: "service members", "quote": QUOTE}) is None
    assert judged(rule, **{column: "service member", "quote": QUOTE}) == Fault(
        "service member", f"words of the quote {QUOTE!r}", advice
    )


@pytest.mark.parametrize(
    ("summary", "number"),
    [
        ("They lost 40 fighters.", "40"),
        ("They lost 4,000.5 men.", "4,000.5"),
        ("They came in pairs.", None),
        ("One of them said so.", None),
        ("They freed no one.", None),
        ("The often weighted words.", None),
        ("They lost a Dozen.", "Dozen"),
        ("It happened in 2021.", None),
        ("It happened in 1999.", None),
        ("In 2121 it happened.", "2121"),
        ("In 20215 it happened.", "20215"),
        ("On 3 May 2021 it happened.", None),
        ("On 13 May it happened.", None),
        ("On 113 May it happened.", "113"),
        ("In May 2021 it happened.", None),
        ("In May 202 it happened.", "202"),
        ("In May 1850 it happened.", None),
        ("In 1850 it happened.", "1850"),
        ("In May 20215 it happened.", "20215"),
        ("They lost an AK2021 there.", "2021"),
        ("In Maybe 20 it happened.", "20"),
        ("He may leave 2 behind.", "2"),
        ("On 3  May it happened.", "3"),
        *((f"They lost {word} men.", word) for word in words.NUMBER_WORDS),
        *((f"On 3 {month} it happened.", None) for month in MONTHS),
    ],
)
def test_words_of_our_own_hold_no_number_but_in_a_date(summary: str, number: str | None) -> None:
    fault = Fault(
        summary,
        "words without numbers, but for dates",
        f"Leave out {number!r}; figures have their own columns and rows.",
    )
    assert judged(words.holds_no_figure, summary=summary) == (fault if number else None)


def test_number_words_are_those_of_ordinary_counting() -> None:
    assert len(words.NUMBER_WORDS) == len({*words.NUMBER_WORDS}) == 39
    tens = "twenty thirty forty fifty sixty seventy eighty ninety".split()
    scales = "hundred hundreds thousand thousands million millions billion billions".split()
    assert {"zero", "two", "ten", "eleven", "twelve", "dozen", "lakh", "crore", *tens, *scales} <= {
        *words.NUMBER_WORDS
    }
    assert "one" not in words.NUMBER_WORDS


@pytest.mark.parametrize(
    ("summary", "one"),
    [
        ("They fled.", True),
        ("They fled to the U.S. embassy.", True),
        ("They fled", False),
        ("They fled. Others stayed.", False),
        ("They fled! Others stayed.", False),
        ("Did they flee? Others stayed.", False),
        ("They fled, Others stayed.", True),
    ],
)
def test_a_summary_is_one_sentence(summary: str, one: bool) -> None:
    fault = Fault(summary, "one sentence with a full stop", "Say it in one sentence.")
    assert judged(words.is_one_sentence, summary=summary) == (None if one else fault)
