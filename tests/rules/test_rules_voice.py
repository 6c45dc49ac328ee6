"""The rules on voice, and the words that name an actor or a place."""

from __future__ import annotations

from typing import Any

import pytest

from isk_indicators.rules import voice
from isk_indicators.rules.rule import Fault, UnsureError
from isk_indicators.schema import DataPackage
from tests.rules.single import Rows, judged, linked

ACTORS = (
    {"actor_id": "act-0001", "name": "Taliban", "aliases": "the de facto rulers|Emirate"},
    {"actor_id": "act-0002", "name": "IS-K"},
    {"actor_id": "act-0003"},  # its name is at fault
)
PLACES = ({"place_id": "plc-0001", "name": "Kabul"}, {"place_id": "plc-0002"})
STATEMENTS = (
    {"statement_id": "stm-0001", "source_id": "src-001"},
    {"statement_id": "stm-0002"},  # its source is at fault
)


def supporting(column: str | None, quote: str | None) -> Rows:
    """One passage of evidence for the first incident."""
    named = {} if column is None else {"column_name": column}
    printed = {} if quote is None else {"quote": quote}
    return [{"table_name": "incidents", "row_id": "inc-0001", "role": "supports"} | named | printed]


@pytest.mark.parametrize(
    ("told_by", "statement", "fault"),
    [
        ("author", None, None),
        ("other", None, None),
        ("statement", "stm-0001", None),
        (
            "statement",
            None,
            Fault("", "the statement that says it", "Type its id, or correct the voice."),
        ),
        (
            "author",
            "stm-0001",
            Fault(
                "stm-0001",
                "blank, as the voice is author",
                "Blank it, or type the voice statement.",
            ),
        ),
    ],
)
def test_a_statement_goes_with_the_voice_of_one(
    told_by: str, statement: str | None, fault: Fault | None
) -> None:
    said = judged(voice.statement_goes_with_voice, voice=told_by, statement_id=statement)
    assert said == fault


def test_a_row_rests_on_the_document_of_its_statement(real: DataPackage) -> None:
    links = linked(real, statements=STATEMENTS)
    rule = voice.statement_is_of_the_same_source
    assert judged(rule, links=links, statement_id="stm-0001", source_id="src-001") is None
    assert judged(rule, links=links, statement_id="stm-0002", source_id="src-001") is None
    assert judged(rule, links=links, statement_id="stm-0001", source_id="src-002") == Fault(
        "stm-0001 of src-001",
        "a statement of src-002",
        "Name the statement that this document carries.",
    )
    with pytest.raises(UnsureError):
        judged(rule, links=links, statement_id="stm-0009", source_id="src-001")


@pytest.mark.parametrize(
    ("quote", "named"),
    [
        ("IS-K fled", True),
        ("men of IS-K", True),
        ("IS-K's men", True),
        ("IS-K’s men", True),
        ("the IS-K’ men", True),
        ("(IS-K)", True),
        ("anti IS-K", True),
        ("ISXK fled", False),
        ("xIS-K fled", False),
        ("x-IS-K fled", False),
        ("IS-Ks fled", False),
        ("IS-K-led", False),
        ("is-k fled", False),
        ("they fled", False),
        ("“-IS-K”", True),  # a dash that ties it to nothing
        ("IS-K- fled", True),
    ],
)
def test_a_form_is_printed_as_a_word_of_its_own(quote: str, named: bool) -> None:
    assert voice.names_one(["Daesh", "IS-K"], ["no name", quote]) is named


def test_blank_forms_name_nothing() -> None:
    assert voice.names_one(["", "Daesh"], ["they fled"]) is False


def test_a_place_is_named_in_the_quote_or_its_evidence(real: DataPackage) -> None:
    def said(
        place_id: str, evidence: Rows = (), gaps: dict[str, list[str]] | None = None
    ) -> object:
        links = linked(real, gaps, places=PLACES, evidence=evidence)
        return judged(voice.place_is_named, links=links, place_id=place_id, quote="there, men fled")

    fault = Fault(
        "plc-0001 (Kabul)",
        "'Kabul' in the quote or in a supporting evidence row",
        "Add an evidence row that supports place_id, or blank the place.",
    )
    assert said("plc-0001") == fault
    assert said("plc-0001", supporting("place_id", "in Kabul")) is None
    assert said("plc-0001", supporting(None, "in Kabul")) is None
    assert said("plc-0001", supporting("date", "in Kabul")) == fault
    assert said("plc-0002") is None, "a name at fault is told at its own place"
    gaps = {"evidence": ["quote"]}
    with pytest.raises(UnsureError):
        said("plc-0001", (), gaps)
    assert said("plc-0001", supporting("place_id", "in Kabul"), gaps) is None


def test_an_actor_is_named_in_the_quote_or_its_evidence(real: DataPackage) -> None:
    def said(
        quote: str,
        evidence: Rows = (),
        gaps: dict[str, list[str]] | None = None,
        actor_id: str = "act-0001",
    ) -> object:
        links = linked(real, gaps, actors=ACTORS, evidence=evidence)
        return judged(
            voice.actor_is_named, links=links, actor_id=actor_id, quote=quote, source_id="src-002"
        )

    fault = Fault(
        "act-0001 (Taliban)",
        "one of the forms 'Taliban', 'the de facto rulers', 'Emirate' in the quote or its evidence",
        "Add an evidence row of src-002 that supports actor_id, add the printed form to the "
        "actor's aliases, or correct the actor.",
    )
    assert said("they fled") == fault
    assert said("the Emirate fled") is None
    assert said("they fled", supporting("actor_id", "the Taliban")) is None
    assert said("they fled", supporting("place_id", "the Taliban")) == fault
    with pytest.raises(UnsureError):
        said("they fled", gaps={"evidence": ["role"]})
    for column in ("name", "aliases"):
        with pytest.raises(UnsureError):
            said("they fled", gaps={"actors": [column]})
        assert said("the Emirate fled", gaps={"actors": [column]}) is None
    assert said("they fled", gaps={"actors": ["country"]}) == fault
    without = said("they fled", actor_id="act-0002")
    assert isinstance(without, Fault)
    assert without.expected == "one of the forms 'IS-K' in the quote or its evidence"


def test_nothing_is_said_of_a_row_that_evidence_cannot_name(real: DataPackage) -> None:
    links = linked(real, actors=ACTORS, places=PLACES)
    nameless: dict[str, Any] = {"links": links, "row": ("incidents", None)}
    actor = {"actor_id": "act-0002", "source_id": "src-000"}
    with pytest.raises(UnsureError):
        judged(voice.place_is_named, **nameless, place_id="plc-0001", quote="men fled")
    with pytest.raises(UnsureError):
        judged(voice.actor_is_named, **nameless, **actor, quote="men fled")
    assert judged(voice.actor_is_named, **nameless, **actor, quote="IS-K fled") is None


def test_every_claim_table_shares_the_rules_on_voice() -> None:
    assert {rule.id for rule in voice.RULES} == {"voice-statement", "statement-source"}
