from __future__ import annotations

import pytest

from isk_indicators.detectors import find_hits


def figures(text: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in find_hits(text) if hit.kind == "figure"]


@pytest.mark.parametrize(
    "text",
    [
        "12. The Council met",
        "12) The Council met",
        "(12) The Council met",
        "see paragraph 12 above",
        "see paras. 12–15 and section 4",
        "UPDATE 3",
        "$25,000 and Rs. 300 and 1.75 million afghanis",
        "at 7:45 a.m. and at 5 pm",
        "30 metres away and about 90 kilometres on",
        "a boy aged six",
        "suspects aged between 19 and 34",
        "a 30-year-old trader",
        "his grandmother, 71, was there",
        "a shopkeeper (44) was there",
        "Rahim Khan, 23, whose stall burnt",
        "Dr. Khan, 47, a surgeon",
        "a recruiter, 29, was detained",
        "for three days",
        "the third attack there in five days",
        "extended by thirty days",
        "a three-day siege",
        "ten minutes later",
        "14 Member States and one Member State",
        "several European nations and many countries",
        "on three visits",
        "nobody said who it was",
        "by nobody's men",
        "a town of some 40,000 people",
    ],
)
def test_a_number_that_is_certain_to_be_no_count_is_no_hit(text: str) -> None:
    assert figures(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("12 men", ["12"]),
        ("1.5 million men", ["1.5 million"]),
        ("In Kabul, 14, in Herat, 12", ["14", "12"]),
        ("within six months", ["six months"]),
        ("for the past two years", ["two years"]),
        ("nobody was killed", ["nobody"]),
        ("10 state employees", ["10"]),
        ("30 killed in countries", ["30"]),
        ("it notes 12 attacks", ["12"]),
        ("two guards", ["two"]),
        ("nearly half of the fighters", ["half"]),
        ("a third of its men", ["a third"]),
        ("two thirds of those fighters", ["two"]),
        ("half of the budget", []),
        ("by a third", []),
    ],
)
def test_what_may_count_is_a_hit(text: str, found: list[str]) -> None:
    assert figures(text) == found


def test_notes_are_numbered_from_one() -> None:
    notes = "Notes\n1 Ten men fell.\n\n2 RMG/3\n3 The rest."
    assert figures(notes) == ["Ten"]
    assert figures("1 Ten men fell.") == ["1", "Ten"]
    assert figures("14 Farlanders fell.\n15 Marchers fell.") == ["14", "15"]
    assert figures("1 Band fell.\n3 Bands fell.") == ["1", "3"]


def test_heads_of_tables_claim_nothing() -> None:
    for head in (
        "Place    Killed   Wounded",
        "| Place | Killed | Wounded |",
        "Place\tKilled\tHurt",
    ):
        assert find_hits(head) == []
    assert [hit.kind for hit in find_hits("Two   were   killed")] == ["figure", "harm"]


def test_a_line_printed_again_is_found_once() -> None:
    title = "Blast at a depot kills fourteen men"
    once = find_hits(title)
    assert once
    assert find_hits(f"{title}\nThe rest.\n{title}") == once
    sentence = "It was the Band’s blast that killed 14 men."
    assert find_hits(f"{sentence}\n{sentence.replace('’', chr(39))}") == find_hits(sentence)


def test_a_heading_that_repeats_words_of_a_sentence_is_left_out() -> None:
    text = "The Band said that it killed 14\nThe Band said that it killed 14 men in the town."
    assert [text[hit.start - 1] for hit in find_hits(text)].count("\n") == 0
    assert min(hit.start for hit in find_hits(text)) > text.index("\n")


def test_short_lines_are_compared_with_no_other() -> None:
    assert figures("Two men fell.\nTwo men fell.") == ["Two", "Two"]


def test_a_name_given_in_parentheses_is_no_quotation() -> None:
    assert [hit.kind for hit in find_hits("the Marches Council (“the Council”) met")] == []
    assert [hit.kind for hit in find_hits("it “fell” (he “rose” again)")] == ["quotation"] * 2
