"""The words that a code rests on announce no other value of its enumeration."""

from __future__ import annotations

from typing import Any

import pytest

from isk_indicators.rules import codes
from isk_indicators.rules.rule import CannotDecide, PartialDataset, Problem
from isk_indicators.schema import DataPackage
from tests.rules.one_row import judged, linked


def judge(data: PartialDataset, column: str, **cells: Any) -> Problem | None:
    rule = codes.words_announce_the_code.rename_columns(code=column)
    return judged(rule, data=data, row=("incidents", "inc-0001"), **cells)


@pytest.fixture
def data(real: DataPackage) -> PartialDataset:
    return linked(real)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("A bomb went off", {"bombing": "bomb"}),
        ("Bombs went off", {"bombing": "bombs"}),
        ("A Bomb Disposal Unit fled", {}),
        ("men fled", {}),
        ("a car-bomb went off", {}),
        ("they were bombarded", {"bombing": "bombarded"}),
        ("they opened fire and bombed", {"bombing": "bombed", "armed_assault": "opened fire"}),
        ("they opened firelines", {}),
    ],
)
def test_a_cue_is_a_word_or_the_beginning_of_one(words: str, found: dict[str, str]) -> None:
    cues = {"bombing": ("bomb*",), "armed_assault": ("opened fire",)}
    assert codes.cues_in([words], cues) == found


def test_the_first_words_count_of_several_passages() -> None:
    assert codes.cues_in(["men fled", "a bomb", "bombs"], {"b": ("bomb*",)}) == {"b": "bomb"}
    assert codes.cues_in([], {"b": ("bomb*",)}) == {}


def test_words_announce_the_code(data: PartialDataset) -> None:
    said = {"words": "a bomb hurt the guards"}
    assert judge(data, "event_type", code="bombing", **said) is None
    assert judge(data, "event_type", code="attack", words="men fled") is None
    assert judge(data, "event_type", code="attack", **said) == Problem(
        "attack",
        "bombing, by the words 'bomb'",
        "Type what the words say; or add an evidence row that supports event_type, or a note that "
        'says how "bomb" is read.',
    )
    both = judge(data, "event_type", code="clash", words="a bomb and a raid")
    assert both is not None
    assert (
        both.expected == "bombing, by the words 'bomb' or security_operation, by the words 'raid'"
    )


def test_words_of_some_values_may_stand_beside_another(data: PartialDataset) -> None:
    said = {"words": "gunmen killed the judge"}
    assert judge(data, "event_type", code="assassination", **said) is None
    assert judge(data, "event_type", code="clash", **said) is not None
    found = judge(data, "event_type", code="assassination", words="gunmen were detained in a raid")
    assert found is None, "one of the values may"
    assert judge(data, "event_type", code="assassination", words="men were detained") is not None


def test_a_blank_is_judged_where_it_says_that_there_is_no_cue(data: PartialDataset) -> None:
    said = {"words": "a suicide attack"}
    blank = judge(data, "suicide", **said)
    assert blank is not None
    assert (blank.found, blank.expected) == ("", "yes, by the words 'suicide'")
    assert judge(data, "suicide", words="an attack") is None
    assert judge(data, "outcome", words="the attack was foiled") is None
    assert judge(data, "event_type", code="attack") is None, "no words"


def test_a_code_that_needs_its_word(real: DataPackage) -> None:
    support = {"table_name": "incidents", "row_id": "inc-0001", "role": "supports"}
    data = linked(real, evidence=[{**support, "column_name": "date", "quote": "a suicide attack"}])
    assert judge(data, "suicide", code="yes", words="a suicide attack") is None
    assert judge(data, "suicide", code="yes", words="an attack") == Problem(
        "yes",
        "words that say so, such as 'suicide', 'blew himself up', 'blew herself up'",
        "Type what the words say; or add an evidence row that supports suicide, or a note that "
        "quotes the words which say so.",
    )
    data = linked(
        real, evidence=[{**support, "column_name": "suicide", "quote": "a suicide attack"}]
    )
    assert judge(data, "suicide", code="yes", words="an attack") is None
    doubtful = linked(real).with_invalid({"evidence": ["role"]})
    with pytest.raises(CannotDecide):
        judge(doubtful, "suicide", code="yes", words="an attack")


def test_words_that_a_code_needs_may_be_in_capitals(data: PartialDataset) -> None:
    rule = codes.words_announce_the_code.rename_columns(code="medium")
    for words, is_right in (("PRESS STATEMENT", True), ("the Conference", False)):
        cells = {"code": "press_release", "words": words}
        found = judged(rule, data=data, row=("statements", "stm-0001"), **cells)
        assert (found is None) is is_right


SPOKEN = {"source_id": "src-000", "span_start": 0, "span_end": 60}
BLAMED = {"statement_id": "stm-0001", "speech_act": "accusation", "quote": "Pakistan blamed Kabul"}
REJECTED = {
    "statement_id": "stm-0002",
    "speech_act": "assertion",
    "quote": "Pakistan blamed Kabul, which said that this was untrue",
}


def spoken(data: PartialDataset, code: str, words: str) -> Problem | None:
    rule = codes.words_announce_the_code.rename_columns(code="speech_act")
    return judged(rule, data=data, row=("statements", "stm-0002"), code=code, words=words)


def test_a_cue_belongs_to_the_row_that_has_its_value(real: DataPackage) -> None:
    alone_ = linked(real, statements=[REJECTED | SPOKEN])
    both = linked(real, statements=[BLAMED | SPOKEN, REJECTED | SPOKEN])
    assert spoken(alone_, "assertion", REJECTED["quote"]) is not None
    assert spoken(both, "assertion", REJECTED["quote"]) is None
    other = linked(real, statements=[BLAMED | SPOKEN | {"quote": "said"}, REJECTED | SPOKEN])
    assert spoken(other, "assertion", REJECTED["quote"]) is not None, "it does not quote the cue"
    blank = linked(
        real,
        {"statements": ["speech_act"]},
        statements=[BLAMED | SPOKEN | {"speech_act": ""}, REJECTED | SPOKEN],
    )
    with pytest.raises(CannotDecide):
        spoken(blank, "assertion", REJECTED["quote"])


def test_a_passage_about_the_whole_row_announces_nothing_else(real: DataPackage) -> None:
    support = {"table_name": "statements", "row_id": "stm-0002", "role": "supports"}
    claimed = {**support, "quote": "IS-K claimed responsibility"}
    for column, is_right in (("", True), ("speech_act", False)):
        data = linked(real, evidence=[{**claimed, "column_name": column}])
        assert (spoken(data, "assertion", "It said that 20 died") is None) is is_right
    assert spoken(data, "claim_of_responsibility", "It said that 20 died") is None
    video = {**support, "row_id": "stm-0001", "quote": "in a video"}
    rule = codes.words_announce_the_code.rename_columns(code="medium")
    cells = {"code": "report", "words": "It said that 20 died"}
    data = linked(real, evidence=[video])
    assert judged(rule, data=data, row=("statements", "stm-0001"), **cells) is not None


@pytest.mark.parametrize(
    ("note", "explained"),
    [
        ("“bomb” is part of the target's name.", True),
        ("The word 'bomb' is of another event.", True),
        ('"bombs" is a figure of speech.', True),
        ("It was no bomb.", False),
        ("'raid' is of another event.", False),
        (None, False),
    ],
)
def test_a_note_that_quotes_the_cue_explains_it(
    note: str | None, explained: bool, data: PartialDataset
) -> None:
    said = judge(data, "event_type", code="attack", words="a bomb", note=note)
    assert (said is None) is explained


def test_evidence_that_supports_the_code_has_its_cue(real: DataPackage) -> None:
    support = {"table_name": "incidents", "row_id": "inc-0001", "role": "supports"}
    for column, quote, proven in (
        ("event_type", "gunmen fled", True),
        (None, "gunmen fled", True),
        ("date", "gunmen fled", False),
        ("event_type", "men fled", False),
    ):
        about = {} if column is None else {"column_name": column}
        data = linked(real, evidence=[{**support, **about, "quote": quote}])
        said = judge(data, "event_type", code="armed_assault", words="a bomb")
        assert (said is None) is proven, (column, quote)


def test_evidence_at_fault_may_support_the_code(data: PartialDataset) -> None:
    doubtful = data.with_invalid({"evidence": ["quote"]})
    with pytest.raises(CannotDecide):
        judge(doubtful, "event_type", code="attack", words="a bomb")
    assert judge(doubtful, "event_type", code="bombing", words="a bomb") is None


@pytest.mark.parametrize(
    ("quote", "note", "right"),
    [
        ("in a statement carried by its media channel", None, True),  # its own further words
        ("in a statement", None, False),
        ("they said that it was so", None, False),
        ("they said so in their weekly letter", 'The "weekly letter" is their own.', True),
        ("they said so in their weekly letter", 'The "monthly letter" is their own.', False),
    ],
)
def test_a_value_that_needs_words(
    quote: str, note: str | None, right: bool, real: DataPackage
) -> None:
    rule = codes.words_announce_the_code.rename_columns(code="medium", words="quote")
    cells = {"code": "group_media", "note": note, "words": quote}
    found = judged(rule, data=linked(real), row=("statements", "stm-0001"), **cells)
    assert (found is None) is right


@pytest.mark.parametrize(
    ("quote", "act", "right"),
    [
        ("The sect later claimed that ambush", "claim_of_responsibility", True),
        ("The sect claimed that ambushes had become rare", "claim_of_responsibility", False),
        ("The sect claimed that the ambush failed", "claim_of_responsibility", False),
        ("The sect claimed that the ambush failed", "assertion", True),
        ("The sect said it was behind both ambushes", "claim_of_responsibility", True),
        ("The ministry deplored the ambush", "concern", True),
        ("The ministry deplored the ambush", "warning", False),
    ],
)
def test_what_claimed_that_and_condemned_announce(
    quote: str, act: str, right: bool, real: DataPackage
) -> None:
    rule = codes.words_announce_the_code.rename_columns(code="speech_act", words="quote")
    cells = {"code": act, "note": None, "words": quote}
    found = judged(rule, data=linked(real), row=("statements", "stm-0001"), **cells)
    assert (found is None) is right
