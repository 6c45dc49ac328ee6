"""The rules of evidence and of the logs."""

from __future__ import annotations

from typing import Any

import pytest

from isk_indicators import dates
from isk_indicators.rules import corrections, evidence, withdrawn
from isk_indicators.rules.rule import CannotDecide, PartialDataset, Problem, Rule
from isk_indicators.schema import DataPackage
from tests.rules.one_row import judged, linked

INCIDENTS = (
    {
        "incident_id": "inc-0001",
        "place_id": "plc-0001",
        "count_low": "21",
        "source_id": "src-001",
        "span_start": "100",
        "span_end": "200",
    },
    {"incident_id": "inc-0002", "source_id": "src-001", "span_start": "100"},
    {"incident_id": "inc-0003", "source_id": "src-001", "span_end": "200"},
)
PLACES = ({"place_id": "plc-0001"}, {"place_id": "plc-0002"})
ROW = {"table_name": "incidents", "row_id": "inc-0001"}


@pytest.fixture
def data(real: DataPackage) -> PartialDataset:
    return linked(real, incidents=INCIDENTS, places=PLACES)


def said(rule: Rule, data: PartialDataset, **cells: Any) -> Problem | None:
    read = {c: v for c, v in (ROW | cells).items() if c in rule.columns}
    return judged(rule, data=data, **read)


def test_evidence_speaks_of_a_row(data: PartialDataset, real: DataPackage) -> None:
    assert said(evidence.row_exists, data) is None
    assert said(evidence.row_exists, data, row_id="inc-0009") == Problem(
        "incidents inc-0009",
        "the id of a row of incidents",
        "Correct the table or the id, or add the row.",
    )
    gaping = linked(real, {"incidents": ["incident_id"]}, incidents=INCIDENTS)
    with pytest.raises(CannotDecide):
        said(evidence.row_exists, gaping, row_id="inc-0009")
    assert said(evidence.row_exists, gaping) is None


def test_evidence_speaks_of_a_column(data: PartialDataset) -> None:
    assert said(evidence.column_exists, data, column_name="place_id") is None
    fault = said(evidence.column_exists, data, column_name="place")
    names = data.package.schemas["incidents"].names
    assert fault == Problem(
        "place", f"a column of incidents: {', '.join(names)}", "Correct the name."
    )
    with pytest.raises(CannotDecide):
        said(evidence.column_exists, data, row_id="inc-0009", column_name="place")


BOTH = Problem(
    "", "the column and what this passage says for it",
    "Type both: a contradiction is about something.",
)  # fmt: skip


@pytest.mark.parametrize(
    ("role", "column", "value", "fault"),
    [
        ("contradicts", "place_id", "plc-0002", None),
        ("contradicts", "place_id", None, BOTH),
        ("contradicts", None, None, BOTH),
        ("contradicts", None, "plc-0002", Problem("plc-0002", BOTH.expected, BOTH.message)),
        ("mentions", None, None, None),
        ("mentions", "place_id", None, None),
        ("supports", "place_id", "plc-0001", None),
        (
            "supports",
            None,
            "plc-0001",
            Problem(
                "plc-0001", "the column that the value is for", "Type the column, or blank this."
            ),
        ),
    ],
)
def test_a_contradiction_is_about_something(
    role: str, column: str | None, value: str | None, fault: Problem | None
) -> None:
    cells = {"role": role, "column_name": column, "value": value}
    assert judged(evidence.a_contradiction_says_what, **cells) == fault


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("outcome", "foiled", None),
        ("outcome", "done", "one of completed, partial, foiled"),
        ("count_low", "21", None),
        ("count_low", "0021", "a value of type integer"),
        ("date", "2024-03~", None),
        ("date", "2024-13", f"a date such as {dates.FORMS}"),
        ("place_id", "plc-0002", None),
        ("place_id", "plc-0009", "the id of a row of places"),
        ("part_of", "plc-0001", "the id of a row of incidents"),
        ("part_of", "inc-0002", None),
        ("target_text", "anything", None),
    ],
)
def test_a_value_fits_its_column(
    column: str, value: str, expected: str | None, data: PartialDataset
) -> None:
    fault = said(evidence.value_fits_the_column, data, column_name=column, value=value)
    message = f"Write the value as {column} in incidents is written."
    assert fault == (Problem(value, expected, message) if expected else None)


@pytest.mark.parametrize(
    "rule", [evidence.value_fits_the_column, evidence.value_agrees_with_the_role]
)
@pytest.mark.parametrize("change", [{"row_id": "inc-0009"}, {"column_name": "place"}])
def test_of_a_row_or_column_that_is_none_no_value_is_judged(
    rule: Rule, change: dict[str, str], data: PartialDataset
) -> None:
    cells = {"column_name": "place_id", "value": "plc-0002", "role": "supports"} | change
    with pytest.raises(CannotDecide):
        said(rule, data, **cells)


@pytest.mark.parametrize(
    ("column", "value", "role", "own"),
    [
        ("place_id", "plc-0001", "supports", None),
        ("place_id", "plc-0002", "contradicts", None),
        ("place_id", "plc-0002", "mentions", None),
        ("count_low", "21", "supports", None),
        ("count_low", "22", "contradicts", None),
        ("place_id", "plc-0002", "supports", "plc-0001"),
        ("place_id", "plc-0001", "contradicts", "plc-0001"),
        ("place_id", "plc-0001", "mentions", "plc-0001"),
        ("count_low", "21", "contradicts", "21"),
    ],
)
def test_a_value_agrees_with_its_role(
    column: str, value: str, role: str, own: str | None, data: PartialDataset
) -> None:
    cells = {"column_name": column, "value": value, "role": role}
    assert said(evidence.value_agrees_with_the_role, data, **cells) == (
        Problem(
            f"{value} ({role})",
            f"{own} if it supports, another value if it does not",
            f"inc-0001 says {own}: correct the role or the value.",
        )
        if own
        else None
    )


def test_a_value_is_not_held_against_a_blank(data: PartialDataset) -> None:
    with pytest.raises(CannotDecide):
        said(
            evidence.value_agrees_with_the_role,
            data,
            column_name="date",
            value="2024",
            role="supports",
        )


@pytest.mark.parametrize(
    ("change", "adds"),
    [
        ({}, False),
        ({"span_start": 100, "span_end": 200}, False),
        ({"span_start": 99, "span_end": 150}, True),
        ({"span_start": 150, "span_end": 201}, True),
        ({"span_start": 160, "span_end": 160}, True),  # told by the rule on bounds
        ({"span_start": 300, "span_end": 320}, True),
        ({"role": "mentions"}, True),
        ({"role": "contradicts"}, True),
        ({"source_id": "src-002"}, True),
        ({"row_id": "inc-0002"}, True),  # whose span is at fault
        ({"row_id": "inc-0003"}, True),
    ],
)
def test_support_is_more_than_the_rows_own_quote(
    change: dict[str, Any], adds: bool, data: PartialDataset
) -> None:
    cells = {
        "role": "supports",
        "source_id": "src-001",
        "span_start": 120,
        "span_end": 150,
    } | change
    start, end = cells["span_start"], cells["span_end"]
    fault = Problem(
        f"src-001 {start}-{end}",
        "words outside inc-0001's own quote, 100-200",
        "Leave the evidence out: the row's quote shows it.",
    )
    assert said(evidence.adds_to_the_row, data, **cells) == (None if adds else fault)


@pytest.mark.parametrize("gap", ["span_end", "quote"])
def test_support_of_a_row_whose_span_is_in_doubt_may_add(gap: str, data: PartialDataset) -> None:
    inside = {"role": "supports", "source_id": "src-001", "span_start": 120, "span_end": 150}
    doubtful = data.with_invalid({"incidents": [gap]})
    with pytest.raises(CannotDecide):
        said(evidence.adds_to_the_row, doubtful, **inside)
    outside = inside | {"span_start": 300, "span_end": 320}
    assert said(evidence.adds_to_the_row, doubtful, **outside) is None


@pytest.mark.parametrize(
    "change", [{}, {"column_name": "source"}, {"row_id": "inc-0009"}, {"table_name": "deaths"}]
)
def test_a_correction_is_of_a_cell(change: dict[str, str], data: PartialDataset) -> None:
    cells = ROW | {"column_name": "place_id"} | change
    fault = Problem(
        " ".join(cells.values()),
        "the table, id and column of a cell that exists",
        "Name the corrected cell; a row that is gone belongs into withdrawn.",
    )
    assert said(corrections.cell_exists, data, **cells) == (fault if change else None)


def test_a_withdrawn_row_is_gone(data: PartialDataset) -> None:
    rule = withdrawn.row_is_gone
    assert said(rule, data, row_id="inc-0009") is None
    assert said(rule, data) == Problem(
        "inc-0001", "an id that incidents no longer has", "Remove one of the two."
    )
    assert said(rule, data, table_name="deaths") == Problem(
        "deaths", "the name of a table", "Correct the table's name."
    )


def test_what_replaces_a_withdrawn_row_is_there(data: PartialDataset) -> None:
    rule = withdrawn.replacement_exists
    cells = {"table_name": "incidents"}
    assert judged(rule, data=data, replaced_by="inc-0001", **cells) is None
    assert judged(rule, data=data, **cells) is None
    assert judged(rule, data=data, replaced_by="inc-0009", **cells) == Problem(
        "inc-0009", "the id of a row of incidents", "Name the row that replaces it."
    )


@pytest.mark.parametrize("module", [corrections, evidence, withdrawn])
def test_the_rules_are_in_the_tables_list(module: Any) -> None:
    own = {r.id for r in vars(module).values() if isinstance(r, Rule)}
    assert own <= {r.id for r in module.RULES}
    if module is evidence:
        assert {r.id for r in module.RULES} - own == {
            *("span-bounds", "span-slice", "span-word-edges", "span-one-line", "span-words"),
            *("span-sentence", "second-reading", "twin"),
        }


def test_a_value_of_another_type_is_reported_once(data: PartialDataset) -> None:
    cells = {"column_name": "span_start", "role": "mentions", "value": "many"}
    with pytest.raises(CannotDecide):
        said(evidence.value_agrees_with_the_role, data, **cells)


def test_of_a_table_that_does_not_exist_no_replacement_is_judged(data: PartialDataset) -> None:
    cells = {"table_name": "deaths", "replaced_by": "inc-0001"}
    with pytest.raises(CannotDecide):
        judged(withdrawn.replacement_exists, data=data, **cells)


def test_a_table_without_ids_has_no_row_to_withdraw(real: DataPackage) -> None:
    data = linked(real, reviewed=[{"source_id": "src-000"}])
    cells = {"table_name": "reviewed", "row_id": "inc-0001"}
    assert judged(withdrawn.row_is_gone, data=data, **cells) is None


# What a passage can speak of, and what it says


def about(table: str, row_id: str, **cells: Any) -> dict[str, Any]:
    return {"table_name": table, "row_id": row_id, **cells}


@pytest.mark.parametrize(
    ("table", "column", "can"),
    [
        ("incidents", "date", True),
        ("incidents", "place_id", True),
        ("incidents", "scale", True),  # a judgement between values
        ("incidents", "part_of", True),
        ("incidents", "count_low", True),
        ("incidents", "label", False),
        ("incidents", "statement_id", False),
        ("incidents", "incident_id", False),
        ("incidents", "span_start", False),
        ("casualties", "incident_id", False),
    ],
)
def test_a_passage_can_speak_of_a_column(
    table: str, column: str, can: bool, real: DataPackage
) -> None:
    assert evidence.can_speak_of(real.schemas[table].by_name[column]) is can
    rule = evidence.a_passage_can_speak_of_the_column
    fault = judged(rule, data=linked(real), table_name=table, column_name=column)
    assert (fault is None) is can
    if fault is not None:
        assert fault.expected.startswith("a column that words can show: ")
        assert column not in fault.expected.replace(",", " ").split()


@pytest.mark.parametrize(("table", "column"), [("deaths", "date"), ("incidents", "colour")])
def test_of_a_column_that_does_not_exist_nothing_is_said(
    table: str, column: str, real: DataPackage
) -> None:
    with pytest.raises(CannotDecide):
        judged(
            evidence.a_passage_can_speak_of_the_column,
            data=linked(real),
            table_name=table,
            column_name=column,
        )


def test_a_passage_is_for_a_filled_column(data: PartialDataset) -> None:
    rule = evidence.the_column_is_filled
    assert said(rule, data, column_name="place_id") is None
    assert said(rule, data, column_name="date") == Problem(
        "inc-0001",
        "a row that fills date",
        "Correct the row, the column or the role; or type what the passage says for it.",
    )
    assert said(rule, data, column_name="date", role="supports", value="2024") is not None
    assert said(rule, data, column_name="date", role="mentions", value="2024") is None
    assert said(rule, data, column_name="note") is None, "no passage can speak of it"
    assert said(rule, data, column_name="colour") is None
    doubtful = data.with_invalid({"incidents": ["date"]})
    with pytest.raises(CannotDecide):
        said(rule, doubtful, column_name="date")


def test_a_blank_date_is_reported_at_its_basis(real: DataPackage) -> None:
    data = linked(real, incidents=[{"incident_id": "inc-0001", "date_basis": "stated"}])
    assert said(evidence.the_column_is_filled, data, column_name="date") is None


TOLD = {
    "incidents": [{"incident_id": "inc-0001", "place_id": "plc-0001", "date": "2024-03"}],
    "casualties": [{"casualty_id": "cas-0001"}],
    "places": [
        {"place_id": "plc-0001", "name": "Kabul", "kind": "settlement", "country": "AF"},
        {"place_id": "plc-0002", "name": "Kerman", "kind": "settlement", "country": "IR"},
        {"place_id": "plc-0003", "name": "Afghanistan", "kind": "country", "country": "AF"},
        {"place_id": "plc-0004", "name": "Iran", "kind": "country", "country": "IR"},
        {"place_id": "plc-0005", "name": "Kabul province", "kind": "province", "country": "AF"},
        {"place_id": "plc-0006", "name": "Nowhere", "country": "AF"},
    ],
    "sources": [{"source_id": "src-000", "published": "2024"}],
}


@pytest.fixture
def told(real: DataPackage) -> PartialDataset:
    return linked(real, **TOLD)


@pytest.mark.parametrize(
    ("column", "value", "quote", "expected"),
    [
        ("incidents.place_id", "plc-0001", "in Kabul", None),
        ("incidents.place_id", "plc-0002", "in Kabul", "'Kerman' in the quote"),
        ("incidents.target_text", "the gate", "at the gate", None),
        (
            "incidents.target_text",
            "the gates",
            "at the gate",
            "words of the quote 'at the gate'",
        ),
        ("casualties.figure", "13", "13 men", None),
        ("casualties.figure", "31", "13 men", "words of the quote '13 men'"),
        ("casualties.stated_low", "13", "13 to 20 men", None),
        ("casualties.stated_high", "20", "13 to 20 men", None),
        (
            "casualties.stated_low",
            "14",
            "13 to 20 men",
            "a number that the quote prints: 13, 20",
        ),
        ("casualties.stated_low", "14", "many men", "a number that the quote prints: none"),
        ("casualties.qualifier", "about", "13 men", None),
        ("incidents.date", "2024-03", "in March", None),  # the publication gives the year
        ("incidents.date", "2024-04", "in March", "the month April in the quote"),
        ("incidents.date_basis", "context", "in March", None),
        ("incidents.event_type", "bombing", "a bomb", None),
        ("incidents.event_type", "plot", "men fled", None),
        ("incidents.event_type", "plot", "a bomb", "bombing, by the words 'bomb'"),
        ("incidents.scale", "series", "a bomb", None),
    ],
)
def test_the_passage_says_the_value(
    column: str, value: str, quote: str, expected: str | None, told: PartialDataset
) -> None:
    table, _, column = column.partition(".")
    row_id = {"incidents": "inc-0001", "casualties": "cas-0001"}[table]
    cells = about(table, row_id, column_name=column, value=value, source_id="src-000", quote=quote)
    advice = f"Type what this passage says for {column}, or blank it."
    found = judged(evidence.the_passage_says_the_value, data=told, **cells)
    assert found == (None if expected is None else Problem(value, expected, advice))


@pytest.mark.parametrize(
    ("column", "value"), [("colour", "red"), ("date", "2024-13"), ("place_id", "plc-0009")]
)
def test_of_a_value_that_does_not_fit_no_words_are_asked(
    column: str, value: str, told: PartialDataset
) -> None:
    cells = about("incidents", "inc-0001", column_name=column, value=value, source_id="src-000")
    with pytest.raises(CannotDecide):
        judged(evidence.the_passage_says_the_value, data=told, quote="men fled", **cells)


def test_a_name_at_fault_may_be_the_one_that_the_passage_prints(told: PartialDataset) -> None:
    cells = about("incidents", "inc-0001", column_name="place_id", value="plc-0002")
    doubtful = told.with_invalid({"places": ["name"]})
    with pytest.raises(CannotDecide):
        judged(
            evidence.the_passage_says_the_value,
            data=doubtful,
            source_id="src-000",
            quote="in Kabul",
            **cells,
        )


@pytest.mark.parametrize(
    ("column", "value", "agree"),
    [
        ("date", "2024", True),
        ("date", "2024-03-22", True),
        ("date", "../2024-03-01", True),
        ("date", "2024-04/..", False),
        ("date", "2024-04", False),
        ("date", "2023", False),
        ("place_id", "plc-0002", False),
        ("place_id", "plc-0003", True),
        ("place_id", "plc-0004", False),
        ("place_id", "plc-0005", None),  # who knows which settlement is in which province
        ("event_type", "attack", None),
    ],
)
def test_the_value_goes_with_the_role(
    column: str, value: str, agree: bool | None, real: DataPackage
) -> None:
    rows = [{**TOLD["incidents"][0], "event_type": "bombing"}]
    data = linked(real, **{**TOLD, "incidents": rows})
    rule = evidence.the_value_goes_with_the_role
    cells = about("incidents", "inc-0001", column_name=column, value=value)
    assert judged(rule, data=data, role="supports", **cells) is None
    found = {
        role: judged(rule, data=data, role=role, **cells) for role in ("mentions", "contradicts")
    }
    assert (found["mentions"] is None) is (agree in (True, None))
    assert (found["contradicts"] is None) is (agree in (False, None))
    for role, fault in found.items():
        if fault is not None:
            assert fault.found == f"{role} ({value})"
            assert fault.message.endswith(": correct the role or the value.")


@pytest.mark.parametrize(
    ("column", "value"),
    [("colour", "red"), ("date", "2024-13"), ("target_text", "gate"), ("place_id", "plc-0006")],
)
def test_of_what_is_at_fault_or_blank_no_role_is_judged(
    column: str, value: str, told: PartialDataset
) -> None:
    cells = about("incidents", "inc-0001", column_name=column, value=value, role="mentions")
    with pytest.raises(CannotDecide):
        judged(evidence.the_value_goes_with_the_role, data=told, **cells)


# What ties a passage to its row

TIED = {
    "actor_id": "act-0001",
    "attribution_id": "atr-0001",
    "incident_id": "inc-0001",
    "source_id": "src-000",
    "span_start": 100,
    "span_end": 160,
    "quote": "the Red Band devastated Kabul",
}
ACTORS = [{"actor_id": "act-0001", "name": "Red Band"}]


def tied(real: DataPackage, quote: str, at: int = 900, **cells: Any) -> Problem | None:
    """Whether a passage is about the attribution, or about the incident."""
    rows = {
        "incidents": [{"incident_id": "inc-0001", "date": "2024-03", "place_id": "plc-0001"}],
        "attributions": [TIED],
    }
    data = linked(real, **{**TOLD, **rows, "actors": ACTORS})
    passage = {"source_id": "src-000", "span_start": at, "span_end": at + 10, "quote": quote}
    where = about("attributions", "atr-0001")
    return judged(evidence.the_passage_is_about_the_row, data=data, **where | passage | cells)


@pytest.mark.parametrize(
    ("quote", "at", "is_tied"),
    [
        ("the Red Band fled", 900, True),  # a name of the row
        ("men devastated the town", 900, True),  # a long word of its quote
        ("men fled", 460, True),  # near its quote
        ("men fled", 461, False),
        ("men fled", 900, False),
    ],
)
def test_a_passage_about_a_row_prints_a_cell_or_is_near(
    quote: str, at: int, is_tied: bool, real: DataPackage
) -> None:
    found = tied(real, quote, at)
    assert (found is None) is is_tied
    if found is not None:
        assert found == Problem(
            f"atr-0001 ({quote!r})",
            "a name, date, figure or long word of atr-0001 in the quote, or a passage that reports "
            "atr-0001 within 300 characters",
            "Correct the row or the column, or remove the evidence row.",
        )


def test_rows_that_belong_to_a_row_tie_what_follows_them(real: DataPackage) -> None:
    killed = {"casualty_id": "cas-0001", "incident_id": "inc-0001", "quote": "two died"}
    killed |= {"source_id": "src-000", "span_start": 500, "span_end": 508}
    data = linked(real, **TOLD | {"casualties": [killed]})
    where = about("incidents", "inc-0001")
    for at, is_tied in ((700, True), (808, True), (809, False), (490, False)):
        passage = {"source_id": "src-000", "span_start": at, "span_end": at + 4, "quote": "fled"}
        found = judged(evidence.the_passage_is_about_the_row, data=data, **where | passage)
        assert (found is None) is is_tied
    with pytest.raises(CannotDecide):
        judged(
            evidence.the_passage_is_about_the_row,
            data=data.with_invalid({"casualties": ["span_start"]}),
            **where | passage,
        )


def test_a_passage_about_a_column_prints_its_cell(real: DataPackage) -> None:
    incident = about("incidents", "inc-0001")
    assert tied(real, "in Kabul", column_name="place_id", **incident) is None
    assert tied(real, "in March", column_name="date", **incident) is None
    assert tied(real, "in the first half of the year", column_name="date", **incident) is None
    found = tied(real, "men fled", column_name="date", **incident)
    assert found is not None
    assert found.expected == "words of date (2024-03) in the quote"
    assert tied(real, "men fled", column_name="date", value="2024", **incident) is None


def test_a_row_at_fault_may_be_tied(real: DataPackage) -> None:
    data = linked(real, attributions=[TIED], actors=ACTORS)
    passage = {"source_id": "src-000", "span_start": 900, "span_end": 910, "quote": "men fled"}
    where = about("attributions", "atr-0001")
    for table, column in (("attributions", "actor_id"), ("actors", "name"), ("evidence", "quote")):
        with pytest.raises(CannotDecide):
            judged(
                evidence.the_passage_is_about_the_row,
                data=data.with_invalid({table: [column]}),
                **where | passage,
            )
