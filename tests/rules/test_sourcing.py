"""The rules on voices, names, words and reference rows."""

from __future__ import annotations

from typing import Any

import pytest

from isk_indicators.dates import MONTHS
from isk_indicators.rules import sourcing
from isk_indicators.rules.rule import CannotDecide, Problem, Rule
from isk_indicators.schema import DataPackage
from tests.rules.one_row import Rows, judged, linked

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

ATTRIBUTION = ("attributions", "atr-0001")


def supporting(
    column: str | None, quote: str | None, table: str = "incidents", row_id: str = "inc-0001"
) -> Rows:
    """One passage of evidence for a row; for the first incident, if no other is named."""
    named = {} if column is None else {"column_name": column}
    printed = {} if quote is None else {"quote": quote}
    return [{"table_name": table, "row_id": row_id, "role": "supports"} | named | printed]


@pytest.mark.parametrize(
    ("reported_by", "statement", "fault"),
    [
        ("author", None, None),
        ("other", None, None),
        ("statement", "stm-0001", None),
        (
            "statement",
            None,
            Problem("", "the statement that says it", "Type its id, or correct the voice."),
        ),
        (
            "author",
            "stm-0001",
            Problem(
                "stm-0001",
                "blank, as the voice is author",
                "Blank it, or type the voice statement.",
            ),
        ),
    ],
)
def test_a_statement_goes_with_the_voice_of_one(
    reported_by: str, statement: str | None, fault: Problem | None
) -> None:
    said = judged(sourcing.statement_goes_with_voice, voice=reported_by, statement_id=statement)
    assert said == fault


def test_a_row_rests_on_the_document_of_its_statement(real: DataPackage) -> None:
    data = linked(real, statements=STATEMENTS)
    rule = sourcing.statement_is_of_the_same_source
    assert judged(rule, data=data, statement_id="stm-0001", source_id="src-001") is None
    assert judged(rule, data=data, statement_id="stm-0002", source_id="src-001") is None
    assert judged(rule, data=data, statement_id="stm-0001", source_id="src-002") == Problem(
        "stm-0001 of src-001",
        "a statement of src-002",
        "Name the statement that this document carries.",
    )
    with pytest.raises(CannotDecide):
        judged(rule, data=data, statement_id="stm-0009", source_id="src-001")


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
    assert sourcing.prints_a_form(["Daesh", "IS-K"], ["no name", quote]) is named


@pytest.mark.parametrize(
    ("form", "quote", "named"),
    [
        ("local officials", "Local officials said", True),
        ("Interior ministry", "the interior ministry said", True),
        ("US", "they told us", False),
        ("Interior Ministry", "the interior ministry", True),
        ("Interior Ministry", "the interior ministry-run daily", False),
        ("A", "A", True),
        ("A", "a man", False),
    ],
)
def test_a_sentence_may_begin_with_a_form(form: str, quote: str, named: bool) -> None:
    assert sourcing.prints_a_form([form], [quote]) is named


def test_blank_forms_are_left_out() -> None:
    assert sourcing.printed_forms("IS", None) == ["IS"]
    assert sourcing.printed_forms("IS", "Daesh||ISIS") == ["IS", "Daesh", "ISIS"]
    assert sourcing.printed_forms(None, "") == []


def test_a_place_is_named_in_the_quote_or_its_evidence(real: DataPackage) -> None:
    def said(
        place_id: str, evidence: Rows = (), invalid: dict[str, list[str]] | None = None
    ) -> object:
        data = linked(real, invalid, places=PLACES, evidence=evidence)
        return judged(
            sourcing.place_is_named, data=data, place_id=place_id, quote="there, men fled"
        )

    fault = Problem(
        "plc-0001 (Kabul)",
        "'Kabul' in the quote or in a supporting evidence row",
        "Add an evidence row that supports place_id, or correct or blank the cell.",
    )
    assert said("plc-0001") == fault
    assert said("plc-0001", supporting("place_id", "in Kabul")) is None
    assert said("plc-0001", supporting(None, "in Kabul")) is None
    assert said("plc-0001", supporting("date", "in Kabul")) == fault
    assert said("plc-0002") is None, "a name at fault is told at its own place"
    invalid = {"evidence": ["quote"]}
    with pytest.raises(CannotDecide):
        said("plc-0001", (), invalid)
    assert said("plc-0001", supporting("place_id", "in Kabul"), invalid) is None


def test_an_actor_is_named_in_the_quote_or_its_evidence(real: DataPackage) -> None:
    def said(
        quote: str,
        evidence: Rows = (),
        invalid: dict[str, list[str]] | None = None,
        actor_id: str = "act-0001",
    ) -> object:
        data = linked(real, invalid, actors=ACTORS, evidence=evidence)
        return judged(
            sourcing.actor_is_named,
            data=data,
            row=ATTRIBUTION,
            actor_id=actor_id,
            quote=quote,
        )

    fault = Problem(
        "act-0001 (Taliban)",
        "'Taliban' or 'the de facto rulers' or 'Emirate' in the quote or in a supporting evidence "
        "row",
        "Add an evidence row that supports actor_id, add the printed form to the aliases of "
        "act-0001, or correct the cell.",
    )
    assert said("they fled") == fault
    assert said("the Emirate fled") is None
    assert said("they fled", supporting("actor_id", "the Taliban", *ATTRIBUTION)) is None
    assert said("they fled", supporting("place_id", "the Taliban", *ATTRIBUTION)) == fault
    with pytest.raises(CannotDecide):
        said("they fled", invalid={"evidence": ["role"]})
    for column in ("name", "aliases"):
        with pytest.raises(CannotDecide):
            said("they fled", invalid={"actors": [column]})
        assert said("the Emirate fled", invalid={"actors": [column]}) is None
    assert said("they fled", invalid={"actors": ["country"]}) == fault
    without = said("they fled", actor_id="act-0002")
    assert isinstance(without, Problem)
    assert without.expected == "'IS-K' in the quote or in a supporting evidence row"


def test_nothing_is_said_of_a_row_that_evidence_cannot_name(real: DataPackage) -> None:
    data = linked(real, actors=ACTORS, places=PLACES)
    nameless: dict[str, Any] = {"data": data, "row": ("incidents", None)}
    someone: dict[str, Any] = {"data": data, "row": ("attributions", None), "actor_id": "act-0002"}
    with pytest.raises(CannotDecide):
        judged(sourcing.place_is_named, **nameless, place_id="plc-0001", quote="men fled")
    with pytest.raises(CannotDecide):
        judged(sourcing.actor_is_named, **someone, quote="men fled")
    assert judged(sourcing.actor_is_named, **someone, quote="IS-K fled") is None


def test_every_claim_table_shares_the_rules_on_voice() -> None:
    assert {rule.id for rule in sourcing.VOICE_RULES} == {"voice-statement", "statement-source"}


QUOTE = "killing 13 service members near the gate"


@pytest.mark.parametrize("rule", [sourcing.target_is_printed, sourcing.relayer_is_printed])
def test_words_stand_in_the_quote_or_its_evidence(rule: Rule, real: DataPackage) -> None:
    column = rule.column
    evidence = {"table_name": "incidents", "row_id": "inc-0001", "role": "supports"}

    def said(
        typed: str, evidence: Rows = (), invalid: dict[str, list[str]] | None = None
    ) -> object:
        data = linked(real, invalid, evidence=evidence)
        return judged(rule, data=data, **{column: typed, "quote": QUOTE})

    fault = Problem(
        "the gates",
        f"words of the quote {QUOTE!r} or of a supporting evidence row",
        f"Copy the words from the source, or add an evidence row that supports {column}.",
    )
    assert said("the gate") is None
    assert said("the gates") == fault
    assert said("the gates", [evidence | {"column_name": column, "quote": "at the gates"}]) is None
    assert said("the gates", [evidence | {"column_name": "date", "quote": "the gates"}]) == fault
    with pytest.raises(CannotDecide):
        said("the gates", invalid={"evidence": ["quote"]})
    with pytest.raises(CannotDecide):  # evidence may be there, but cannot name the row
        judged(rule, data=linked(real), row=("incidents", None), **{column: "x", "quote": QUOTE})


@pytest.mark.parametrize(
    ("rule", "column", "advice"),
    [
        (sourcing.victims_are_printed, "victim_text", "Copy the words from the quote."),
        (sourcing.name_is_printed, "name", "List the place as a document prints it."),
    ],
)
def test_words_stand_in_the_quote_alone(rule: Rule, column: str, advice: str) -> None:
    assert rule.column == column
    assert judged(rule, **{column: "service members", "quote": QUOTE}) is None
    assert judged(rule, **{column: "service member", "quote": QUOTE}) == Problem(
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
        *((f"They lost {word} men.", word) for word in sourcing.NUMBER_WORDS),
        *((f"On 3 {month} it happened.", None) for month in MONTHS),
    ],
)
def test_words_of_our_own_hold_no_number_but_in_a_date(summary: str, number: str | None) -> None:
    fault = Problem(
        summary,
        "words without numbers, but for dates",
        f"Leave out {number!r}; figures have their own columns and rows.",
    )
    assert judged(sourcing.contains_no_figure, summary=summary) == (fault if number else None)


def test_number_words_are_those_of_ordinary_counting() -> None:
    assert len(sourcing.NUMBER_WORDS) == len({*sourcing.NUMBER_WORDS}) == 39
    tens = "twenty thirty forty fifty sixty seventy eighty ninety".split()
    scales = "hundred hundreds thousand thousands million millions billion billions".split()
    assert {"zero", "two", "ten", "eleven", "twelve", "dozen", "lakh", "crore", *tens, *scales} <= {
        *sourcing.NUMBER_WORDS
    }
    assert "one" not in sourcing.NUMBER_WORDS


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
    fault = Problem(summary, "one sentence with a full stop", "Say it in one sentence.")
    assert judged(sourcing.is_one_sentence, summary=summary) == (None if one else fault)


# The document


TEXTS = {"src-000": "The Threat, by A. Writer. The Red Band fled.", "src-001": "Men fled Kabul."}


@pytest.mark.parametrize(
    ("words", "note", "printed"),
    [
        ("The Threat", None, True),
        ("A. Writer", "He is known.", True),
        ("The Threats", None, False),
        ("The Threats", "The title is external: the index of the press.", True),
        ("The Threats", "External title.", True),
        ("Men", None, False),  # another document prints it
    ],
)
def test_a_title_is_printed_or_external(words: str, note: str | None, printed: bool) -> None:
    rule = sourcing.document_prints_it.rename_columns(words="title")
    fault = judged(rule, texts=TEXTS, words=words, source_id="src-000", note=note)
    assert (fault is None) is printed
    if fault is not None:
        assert (
            fault.expected == "words of a heading, a byline, a dateline or a credit line of src-000"
        )
    with pytest.raises(CannotDecide):
        judged(rule, texts=TEXTS, words=words, source_id="src-009", note=note)


LONG = (
    "The blast killed 14 people and wounded at least 31 others at a bus depot in the town on "
    "Friday, the office of the governor said, in the third attack in five days."
)
RUNNING = (
    "Ahmad Khan of Reuters reported for the Kabul Times – as other papers did – that more than "
    "sixty people had been killed or wounded by the blast in the town on that day."
)
ABOUT = (
    "a research fellow at the Institute of the North in Doha, has written for many years about the "
    "groups of the region and about those who fight them."
)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("Grey Banner: The threat of the north", "", "Grey Banner: The threat of the north"),
        ("Grey Banner: The threat of the north", "", "Grey Banner"),
        ("Grey Banner\nThe threat of the north", "", "The threat of the north"),
        (" ".join(["Grey"] * 40), "", " ".join(["Grey"] * 40)),
        ("By Ahmad Khan and Sara Ali", "", "Ahmad Khan and Sara Ali"),
        ("By Ahmad Khan and Sara Ali", "", "Sara Ali"),
        (f"KABUL (Reuters) – {LONG}", "", "Reuters"),
        (f"KABUL, Oct 3 (Reuters) -- {LONG}", "", "Reuters"),
        (f"KABUL (Reuters)—{LONG}", "", "Reuters"),
        (f"Kabul, Afghanistan (Test Wire): {LONG}", "", "Test Wire"),
        (f"PUL-E-ALAM, Saturday, 17 May 2025 (Test Wire) – {LONG}", "", "Test Wire"),
        (f"By Ahmad Khan in Kabul and Sara Ali in Doha – {LONG}", "", "Sara Ali"),
        ("", "© 2024 The Kabul Times. All rights reserved.", "The Kabul Times"),
        ("", "Ahmad Khan is a former minister.", "Ahmad Khan"),
        ("", f"Ahmad Khan, {ABOUT}", "Ahmad Khan"),
        ("", f"Ahmad Khan is {ABOUT}", "Ahmad Khan"),
        ("", f"About the author: Ahmad Khan, {ABOUT}", "Ahmad Khan"),
        ("", f"This article was first published in the Times, and {ABOUT}", "Times"),
        ("", f"{LONG}\nWhat the Grey Banner wants\n{LONG}", "What the Grey Banner wants"),
    ],
)
def test_a_heading_or_a_credit_line_prints_it(first: str, last: str, words: str) -> None:
    rule = sourcing.document_prints_it.rename_columns(words="title")
    text = f"{first}\n\n{LONG}\n\n{last}"
    assert judged(rule, texts={"src-000": text}, words=words, source_id="src-000") is None


@pytest.mark.parametrize(
    "last", [RUNNING, f"Ahmad Khan of Reuters fled to the Kabul Times.\n{LONG}"]
)
@pytest.mark.parametrize("words", ["Ahmad Khan", "Reuters", "Kabul Times"])
def test_running_text_does_not_give_an_author(last: str, words: str) -> None:
    rule = sourcing.document_prints_it.rename_columns(words="author")
    text = f"Grey Banner\n\n{LONG}\n\n{last}"
    assert judged(rule, texts={"src-000": text}, words=words, source_id="src-000") is not None


SOURCES = ({"source_id": "src-000"}, {"source_id": "src-001"})


@pytest.mark.parametrize(
    ("aliases", "unprinted"),
    [
        ("Red Band", None),
        ("Red Band|Kabul", None),
        ("Red Band|Red Bands|Blue Band", "Red Bands"),
        ("Red Band||", None),
    ],
)
def test_a_document_prints_each_form(
    aliases: str, unprinted: str | None, real: DataPackage
) -> None:
    data = linked(real, sources=SOURCES)
    fault = judged(sourcing.documents_print_each_form, texts=TEXTS, data=data, aliases=aliases)
    expected = ("a form that a document prints", "Copy the form, or remove it.")
    assert fault == (None if unprinted is None else Problem(unprinted, *expected))


def test_a_document_that_is_missing_may_print_the_form(real: DataPackage) -> None:
    data = linked(real, sources=(*SOURCES, {"source_id": "src-002"}))
    rule = sourcing.documents_print_each_form
    assert judged(rule, texts=TEXTS, data=data, aliases="Red Band") is None
    for texts in (TEXTS, {}):
        with pytest.raises(CannotDecide):
            judged(rule, texts=texts, data=data, aliases="Blue Band")


@pytest.mark.parametrize(
    ("name", "unprinted"),
    [
        ("Red Band", None),
        ("The RED band of Kabul", "of"),
        ("Band-Red", None),
        ("Jama'at Red", None),
        ("Jama’at Red", None),
        ("313 Band", None),
        ("314 Band", "314"),
        ("Kho\u00adrasan", None),
        ("Red Bands", "bands"),
    ],
)
def test_the_words_of_a_name_are_printed(
    name: str, unprinted: str | None, real: DataPackage
) -> None:
    rule = sourcing.words_of_the_name_are_printed
    data = linked(real, sources=SOURCES)
    texts = {**TEXTS, "src-001": "Men of Jama’at and the 313rd fled Kabul, and 313 fled Khorasan."}
    texts["src-001"] = texts["src-001"].replace(" of ", " from ").replace("rasan", "ra\u200bsan")
    message = "List the actor in words of the documents."
    fault = Problem(str(unprinted), "a word that a document prints", message)
    assert judged(rule, texts=texts, data=data, name=name) == (fault if unprinted else None)


def test_a_document_that_is_missing_may_print_the_word(real: DataPackage) -> None:
    data = linked(real, sources=(*SOURCES, {"source_id": "src-002"}))
    rule = sourcing.words_of_the_name_are_printed
    assert judged(rule, texts=TEXTS, data=data, name="Red Band") is None
    for texts in (TEXTS, {}):
        with pytest.raises(CannotDecide):
            judged(rule, texts=texts, data=data, name="Blue Band")


@pytest.mark.parametrize("rule", [sourcing.words_are_printed, sourcing.quote_prints_words])
def test_a_further_table_copies_words_too(rule: Rule, real: DataPackage) -> None:
    rule = rule.rename_columns(words="weapon")
    context = {"data": linked(real)} if "data" in rule.context else {}
    assert judged(rule, **context, words="the gate", quote=QUOTE) is None
    fault = judged(rule, **context, words="the gates", quote=QUOTE)
    assert fault is not None
    assert fault.expected.startswith(f"words of the quote {QUOTE!r}")


@pytest.mark.parametrize(
    ("quote", "adjective", "named"),
    [
        ("Iranian men", True, True),
        ("Iran", False, True),
        ("Iranian men", False, False),
        ("the Iranians", True, False),
    ],
)
def test_the_adjective_of_a_name_may_do(
    quote: str, adjective: bool, named: bool, real: DataPackage
) -> None:
    data = linked(real, actors=[{"actor_id": "act-0001", "name": "Iran"}])
    table, column = ("incidents", "target_actor_id") if adjective else ("attributions", "actor_id")
    rule = sourcing.actor_is_named.rename_columns(actor_id=column)
    fault = judged(rule, data=data, row=(table, "x"), actor_id="act-0001", quote=quote)
    assert (fault is None) is named


TROOPS = (
    {"actor_id": "act-0001", "name": "United States", "aliases": "US|America"},
    {"actor_id": "act-0002", "name": "US troops"},
    {"actor_id": "act-0003", "name": "Senior US official", "aliases": "senior US official"},
)


@pytest.mark.parametrize(
    ("actor_id", "quote", "expected"),
    [
        ("act-0001", "a deadly assault on US troops", "act-0002, the row of 'US troops'"),
        ("act-0002", "a deadly assault on US troops", None),
        ("act-0001", "US troops and the US", None),
        ("act-0001", "US troops of America", None),
        ("act-0001", "a senior US official said", "act-0003, the row of 'senior US official'"),
        ("act-0001", "the US said", None),
        ("act-0001", "they said", None),  # another rule reports that nothing is named
    ],
)
def test_the_most_specific_row_is_named(
    actor_id: str, quote: str, expected: str | None, real: DataPackage
) -> None:
    def said(*evidence: Rows) -> Problem | None:
        data = linked(real, actors=TROOPS, evidence=[one for rows in evidence for one in rows])
        cells = {"data": data, "row": ATTRIBUTION, "row_id": actor_id, "quote": quote}
        rule = sourcing.the_most_specific_row_is_named.rename_columns(row_id="actor_id")
        return judged(rule, **cells)

    problem = said()
    assert (problem and problem.expected) == (expected and f"{expected}, which the words print")
    assert said(supporting("actor_id", "the US did", *ATTRIBUTION)) is None


KABUL = (
    {"place_id": "plc-0001", "name": "Afghanistan", "kind": "country", "country": "AF"},
    {"place_id": "plc-0002", "name": "Kabul", "kind": "settlement", "country": "AF"},
    {"place_id": "plc-0003", "name": "Balkh", "kind": "province", "country": "AF"},
    {"place_id": "plc-0004", "name": "Moscow", "kind": "settlement", "country": "RU"},
    {"place_id": "plc-0005", "name": "Central Asia", "kind": "region"},
)


@pytest.mark.parametrize(
    ("place_id", "quote", "narrower"),
    [
        ("plc-0001", "at Kabul Airport, in Afghanistan", True),
        ("plc-0001", "in Kabul and Balkh, Afghanistan", False),
        ("plc-0001", "in Afghanistan, as in Moscow", False),
        ("plc-0002", "at Kabul Airport, in Afghanistan", False),
        ("plc-0005", "in Central Asia and Kabul", False),
    ],
)
def test_a_country_is_not_typed_for_one_place_in_it(
    place_id: str, quote: str, narrower: bool, real: DataPackage
) -> None:
    data = linked(real, places=KABUL)
    cells = {"place_id": place_id, "quote": quote}
    problem = judged(sourcing.no_narrower_place_is_named, data=data, **cells)
    assert (problem and (problem.found, problem.expected)) == (
        ("plc-0001 (Afghanistan)", "plc-0002 (Kabul), which the quote names") if narrower else None
    )


SAID = [{"statement_id": "stm-0001", "source_id": "src-001", "span_start": 10, "span_end": 50}]


@pytest.mark.parametrize(
    ("voice", "statement", "span", "right"),
    [
        ("author", None, (20, 50), False),
        ("other", None, (10, 50), False),
        ("statement", "stm-0001", (20, 50), True),
        ("author", "stm-0001", (20, 50), True),  # another rule reports it
        ("author", None, (9, 50), True),
        ("author", None, (20, 51), True),
    ],
)
def test_words_of_a_statement_are_its_own(
    voice: str, statement: str | None, span: tuple[int, int], right: bool, real: DataPackage
) -> None:
    data = linked(real, statements=[{**SAID[0], "quote": "They say that it was so."}])
    cells = {"voice": voice, "statement_id": statement, "source_id": "src-001"}
    cells |= {"span_start": span[0], "span_end": span[1]}
    rule, row = sourcing.words_of_a_statement_are_its_own, ("casualties", "cas-0001")
    problem = judged(rule, data=data, row=row, **cells)
    assert (problem and problem.expected) == (
        None if right else "statement, as the words are within stm-0001"
    )


@pytest.mark.parametrize(
    ("act", "right"), [("assertion", False), ("claim_of_responsibility", True), ("concern", True)]
)
def test_an_incident_may_be_the_authors_where_words_only_refer_to_it(
    act: str, right: bool, real: DataPackage
) -> None:
    said = {**SAID[0], "quote": "They say that it was so.", "speech_act": act}
    cells = {"voice": "author", "source_id": "src-001", "span_start": 20, "span_end": 50}
    rule = sourcing.words_of_a_statement_are_its_own
    assert (judged(rule, data=linked(real, statements=[said]), **cells) is None) is right
