"""A row rests on words of, or near, the row that it names."""

from __future__ import annotations

from typing import Any

import pytest

from isk_indicators.rules import links
from isk_indicators.rules.rule import CannotDecide, PartialDataset, Problem, Rule
from isk_indicators.schema import DataPackage
from tests.rules.one_row import Rows, judged, linked

Span = tuple[str, int, int]


def span(start: int, end: int, source: str = "src-000", quote: str = "Men fled") -> dict[str, Any]:
    return {"source_id": source, "span_start": start, "span_end": end, "quote": quote}


PLACES = (
    {"place_id": "plc-0001", "name": "Kabul", "kind": "settlement"},
    {"place_id": "plc-0002", "name": "Kerman", "kind": "settlement"},
    {"place_id": "plc-0003", "name": "Iran", "kind": "country"},
)
INCIDENTS = (
    {"incident_id": "inc-0001", "place_id": "plc-0001", "target_text": "embassy", **span(100, 200)},
    {"incident_id": "inc-0002", "place_id": "plc-0002", **span(400, 500)},
    {"incident_id": "inc-0003", "place_id": "plc-0003", **span(700, 800)},
    {"incident_id": "inc-0004", **span(100, 200, "src-001")},
)
OWN = ("casualties", "cas-0001")


@pytest.fixture
def data(real: DataPackage) -> PartialDataset:
    return linked(real, incidents=INCIDENTS, places=PLACES)


def evidence(table: str, row_id: str, **cells: Any) -> dict[str, Any]:
    return {"evidence_id": "evd-0001", "table_name": table, "row_id": row_id, **cells}


def said(rule: Rule, data: PartialDataset, named: str, **cells: Any) -> Problem | None:
    """What a rule says of a casualty that belongs to an incident."""
    rule = rule.rename_columns(linked_id="incident_id")
    read = {"linked_id": named, **span(0, 10), **cells}
    names = {p.name for p in rule.parameters}
    return judged(rule, data=data, row=OWN, **{n: c for n, c in read.items() if n in names})


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        (("a", 0, 10), ("a", 5, 20), 0),
        (("a", 0, 10), ("a", 10, 20), 0),
        (("a", 0, 10), ("a", 15, 20), 5),
        (("a", 15, 20), ("a", 0, 10), 5),
        (("a", 0, 10), ("b", 5, 20), float("inf")),
    ],
)
def test_passages_are_apart(one: Span, other: Span, apart: float) -> None:
    assert links.distance(one, other) == apart
    assert links.nearest([one], [other]) == apart
    assert links.nearest([one], []) == float("inf")


def test_a_row_whose_span_is_not_valid_quotes_no_passage() -> None:
    rows = [span(1, 2), {**span(1, 2), "span_end": None}, {"name": "Kabul"}]
    assert links.spans_of(rows) == [("src-000", 1, 2)]


def test_a_row_is_reported_by_its_own_quote_and_its_evidence(real: DataPackage) -> None:
    passages = [
        evidence("incidents", "inc-0001", **span(900, 910)),
        evidence("casualties", "inc-0001", **span(950, 960)),
    ]
    data = linked(real, incidents=INCIDENTS, evidence=passages)
    assert links.reports(data, "incidents", "inc-0001") == [
        ("src-000", 100, 200), ("src-000", 900, 910)
    ]  # fmt: skip


# The words of the row that it rests on


def test_the_quote_shares_words_with_the_statement(real: DataPackage) -> None:
    statements = [{"statement_id": "stm-0001", **span(100, 200)}]
    passages = [evidence("statements", "stm-0001", **span(400, 410))]
    data = linked(real, statements=statements, evidence=passages)
    rule = links.quotes_words_of_the_row.rename_columns(linked_id="statement_id")

    def fault(data: PartialDataset, **cells: Any) -> Problem | None:
        return judged(rule, data=data, row=OWN, linked_id="stm-0001", **cells)

    assert fault(data, **span(150, 300)) is None
    assert fault(data, **span(405, 500)) is None
    assert fault(data, **span(150, 300, "src-001")) is None, "the rule on the source reports it"
    assert fault(data, **span(300, 350)) == Problem(
        "stm-0001, src-000 100-200",
        "words of stm-0001 or of its evidence in 'Men fled'",
        "Correct statement_id, or add an evidence row for stm-0001 that quotes these words.",
    )
    for table, column in (("statements", "quote"), ("evidence", "span_end")):
        doubtful = data.with_invalid({table: [column]})
        with pytest.raises(CannotDecide):
            fault(doubtful, **span(300, 350))
        assert fault(doubtful, **span(150, 300)) is None


# The words of another row


def test_the_quote_is_of_the_row_that_it_belongs_to(data: PartialDataset) -> None:
    rule = links.quotes_no_other_row
    assert said(rule, data, "inc-0001", **span(150, 300)) is None
    assert said(rule, data, "inc-0001", **span(150, 450)) is None, "it is of both"
    assert said(rule, data, "inc-0001", **span(210, 300)) is None, "it is of none"
    assert said(rule, data, "inc-0001", **span(450, 750)) == Problem(
        "inc-0001, src-000 100-200",
        "inc-0002 or inc-0003, whose words are in 'Men fled'",
        "Correct incident_id, or cut the quote to the words about inc-0001; if they are about "
        "inc-0001 alone, leave them out of the quote of inc-0002 and inc-0003.",
    )


SENTENCE = "Village elders held the sect liable for the blast and said two men had been arrested"
BESIDE: Rows = [
    {"incident_id": "inc-0001", "event_type": "bombing", **span(400, 450)},
    {
        "incident_id": "inc-0002",
        "event_type": "arrest",
        **span(500, 500 + len(SENTENCE), quote=SENTENCE),
    },
]


@pytest.mark.parametrize(
    ("words", "is_reported"),
    [
        ("Village elders held the sect liable for the blast", False),
        ("said two men had been arrested", True),
        (SENTENCE, True),
    ],
)
def test_a_clause_beside_the_words_of_another_row_is_not_about_it(
    words: str, is_reported: bool, real: DataPackage
) -> None:
    data, start = linked(real, incidents=BESIDE), 500 + SENTENCE.index(words)
    cells = span(start, start + len(words), quote=words)
    problem = said(links.quotes_no_other_row, data, "inc-0001", **cells)
    assert (problem is not None) is is_reported
    if is_reported:
        doubtful = data.with_invalid({}, {"incidents": [(1, "event_type")]})
        with pytest.raises(CannotDecide):
            said(links.quotes_no_other_row, doubtful, "inc-0001", **cells)


def test_a_row_that_nothing_names_has_all_its_words(real: DataPackage) -> None:
    unnamed: Rows = [BESIDE[0], {**BESIDE[1], "event_type": "plot"}]
    data, words = linked(real, incidents=unnamed), SENTENCE[:49]
    assert said(links.quotes_no_other_row, data, "inc-0001", **span(500, 549, quote=words))


def test_evidence_may_be_in_the_words_of_another_row(real: DataPackage) -> None:
    passages = [evidence("incidents", "inc-0001", **span(420, 440))]
    data = linked(real, incidents=INCIDENTS, evidence=passages)
    assert said(links.quotes_no_other_row, data, "inc-0001", **span(430, 450)) is None


@pytest.mark.parametrize("row", [0, 1])
def test_a_span_at_fault_may_be_of_any_words(row: int, data: PartialDataset) -> None:
    """That of the row named, or that of the row whose words are quoted."""
    doubtful = data.with_invalid({}, {"incidents": [(row, "span_start")]})
    with pytest.raises(CannotDecide):
        said(links.quotes_no_other_row, doubtful, "inc-0001", **span(450, 480))
    other = data.with_invalid({}, {"incidents": [(2, "span_start")]})
    assert said(links.quotes_no_other_row, other, "inc-0001", **span(450, 480)) is not None


# The own words of another row


def test_evidence_is_not_enough_where_another_row_has_the_words(real: DataPackage) -> None:
    rule = links.quotes_no_other_own_words
    passages = [evidence("incidents", "inc-0001", **span(420, 440))]
    data = linked(real, incidents=INCIDENTS, evidence=passages)
    assert said(rule, data, "inc-0002", **span(430, 450)) is None
    assert said(rule, data, "inc-0001", **span(430, 435)) is None, "evidence quotes all of it"
    assert said(rule, data, "inc-0001", **span(150, 450)) is None, "it is of both"
    assert said(rule, data, "inc-0001", **span(300, 350)) is None, "it is of none"
    assert said(rule, data, "inc-0003", **span(430, 450)) is None, "another rule reports it"
    fault = Problem(
        "inc-0001, src-000 100-200",
        "inc-0002, whose own words are in 'Men fled'",
        "Correct incident_id, or cut the quote to the words of inc-0001.",
    )
    assert said(rule, data, "inc-0001", **span(430, 450)) == fault
    for table, column in (("incidents", "quote"), ("evidence", "span_start")):
        with pytest.raises(CannotDecide):
            said(rule, data.with_invalid({table: [column]}), "inc-0001", **span(430, 450))


# Near


def test_a_row_is_told_near_the_row_that_it_belongs_to(data: PartialDataset) -> None:
    rule = links.is_told_near_the_row
    assert said(rule, data, "inc-0001", **span(500, 510)) is None
    assert said(rule, data, "inc-0001", **span(450, 460)) is None
    assert said(rule, data, "inc-0004", **span(450, 460)) is None, "another rule reports it"
    assert said(rule, data, "inc-0001", **span(501, 510)) == Problem(
        "inc-0001, src-000 100-200",
        "a passage that reports inc-0001 within 300 characters of 'Men fled' or of this row's "
        "evidence",
        "Correct incident_id, or add an evidence row for inc-0001 that quotes what is said of "
        "it there.",
    )


def test_evidence_of_either_may_be_near(real: DataPackage) -> None:
    rule = links.is_told_near_the_row
    for about in (OWN, ("incidents", "inc-0001")):
        passages = [evidence(*about, **span(250, 260) if about == OWN else span(1150, 1160))]
        data = linked(real, incidents=INCIDENTS, evidence=passages)
        assert said(rule, data, "inc-0001", **span(1200, 1210)) is None


def test_what_belongs_to_the_row_counts_if_it_comes_before(real: DataPackage) -> None:
    rule = links.is_told_near_the_row
    for start, near in ((900, True), (1250, False)):
        belonging = [
            {"attribution_id": "atr-0001", "incident_id": "inc-0001", **span(start, start + 10)}
        ]
        data = linked(real, incidents=INCIDENTS, attributions=belonging)
        assert (said(rule, data, "inc-0001", **span(1200, 1210)) is None) is near


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("incidents", "quote"),
        ("evidence", "row_id"),
        ("attributions", "incident_id"),
        ("attributions", "span_start"),
    ],
)
def test_what_is_at_fault_may_be_near(table: str, column: str, data: PartialDataset) -> None:
    doubtful = data.with_invalid({table: [column]})
    with pytest.raises(CannotDecide):
        said(links.is_told_near_the_row, doubtful, "inc-0001", **span(1200, 1210))


# Names


def names(data: PartialDataset, named: str, quote: str, *at: int) -> Problem | None:
    start, end = at or (300, 310)
    return said(links.names_no_other_row, data, named, **span(start, end, quote=quote))


def test_the_quote_names_no_other_row(data: PartialDataset) -> None:
    assert names(data, "inc-0001", "Men fled") is None
    assert names(data, "inc-0001", "Men fled Kabul and Kerman") is None, "it names both"
    assert names(data, "inc-0001", "Men fled Kerman to the embassy") is None, "it names the target"
    assert names(data, "inc-0001", "Men fled Iran") is None, "many rows are in a country"
    assert names(data, "inc-0003", "Men fled Kerman", 690, 695) is None, "nothing names the row"
    assert names(data, "inc-0001", "Men fled Kerman") == Problem(
        "inc-0001 (Kabul, embassy)",
        "the row of 'Kerman', which the quote names: inc-0002",
        "Correct incident_id; if the words are about inc-0001, add an evidence row for it that "
        "names 'Kerman'.",
    )


def test_what_the_rules_on_the_place_report_is_not_reported_again(data: PartialDataset) -> None:
    assert names(data, "inc-0001", "Men fled Kerman", 450, 460) is None, "words of another row"
    assert names(data, "inc-0001", "Men fled Kerman", 600, 610) is None, "far from the row"


def test_evidence_and_the_rows_own_quote_give_names_too(real: DataPackage) -> None:
    passage = evidence(
        "incidents", "inc-0001", column_name="place_id", value="plc-0002", **span(110, 120)
    )
    data = linked(real, incidents=INCIDENTS, places=PLACES, evidence=[passage])
    assert names(data, "inc-0001", "Men fled Kerman") is None
    printed: Rows = [{**INCIDENTS[0], "quote": "From Kerman to Kabul"}, *INCIDENTS[1:]]
    data = linked(real, incidents=printed, places=PLACES)
    assert names(data, "inc-0001", "Men fled Kerman") is None
    noted: Rows = [{**INCIDENTS[0], "note": "In Kabul and Kerman."}, *INCIDENTS[1:]]
    data = linked(real, incidents=noted, places=PLACES)
    assert names(data, "inc-0001", "Men fled Kerman") is None


@pytest.mark.parametrize(
    ("table", "column"),
    [("places", "name"), ("incidents", "target_text"), ("evidence", "value")],
)
def test_a_name_at_fault_may_be_the_one_printed(
    table: str, column: str, data: PartialDataset
) -> None:
    doubtful = data.with_invalid({table: [column]})
    with pytest.raises(CannotDecide):
        names(doubtful, "inc-0001", "Men fled Kerman")
    assert names(doubtful, "inc-0001", "Men fled Kabul") is None


KINDS_OF_EVENT: Rows = [
    {"incident_id": "inc-0001", "event_type": "armed_assault", **span(100, 200)},
    {"incident_id": "inc-0002", "event_type": "bombing", **span(400, 500)},
    {"incident_id": "inc-0003", "event_type": "attack", **span(700, 800)},
    {"incident_id": "inc-0004", "event_type": "plot", **span(100, 200, "src-001")},
]


@pytest.mark.parametrize(
    ("named", "quote", "right"),
    [
        ("inc-0001", "It claimed the bombing", "inc-0002"),
        ("inc-0002", "It claimed the bombing", None),
        ("inc-0001", "It claimed the shooting and the bombing", None),
        ("inc-0001", "It claimed the attack", None),  # the word announces any incident
        ("inc-0001", "It claimed the plot", None),  # none of this source is one
        ("inc-0001", "It owned up to that second deadly blast", "inc-0002"),
        ("inc-0001", "It claimed both bombings", "inc-0002"),
        ("inc-0001", "A shepherd heard explosions and saw nine dead", None),  # a circumstance
        ("inc-0001", "Five gunmen died and their car was bombed", None),
        ("inc-0003", "It claimed the bombing", "inc-0002"),
    ],
)
def test_the_quote_announces_no_other_row(
    named: str, quote: str, right: str | None, real: DataPackage
) -> None:
    data = linked(real, incidents=KINDS_OF_EVENT)
    at = (550, 560) if named == "inc-0003" else (300, 310)
    problem = names(data, named, quote, *at)
    assert (right or "") in (problem.expected if problem else "")
    assert (problem is None) is (right is None)
    if problem is not None:
        for table, cell in (("incidents", "event_type"), ("evidence", "quote")):
            with pytest.raises(CannotDecide):
                names(data.with_invalid({table: [cell]}), named, quote, *at)


def test_evidence_that_quotes_the_kind_of_event_is_enough(real: DataPackage) -> None:
    """The advice of the rule can be followed."""
    quote = "It claimed the bombing"
    problem = names(linked(real, incidents=KINDS_OF_EVENT), "inc-0001", quote)
    assert problem is not None
    assert problem.message == (
        "Correct incident_id; if the words are about inc-0001, add an evidence row for it that "
        "quotes 'bombing'."
    )
    for words, enough in (("after the bombing", True), ("after the gunfire", False)):
        passage = evidence("incidents", "inc-0001", **span(305, 320, quote=words))
        data = linked(real, incidents=KINDS_OF_EVENT, evidence=[passage])
        assert (names(data, "inc-0001", quote) is None) is enough
