"""No claim is counted twice."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from isk_indicators.rules import links
from isk_indicators.rules.rule import CannotDecide, Problem
from isk_indicators.schema import DataPackage, open_package
from tests.rules.one_row import judged, linked
from tests.rules.real_tables import ROOT, SamplePackage

IDS = {
    "incidents": "incident_id",
    "casualties": "casualty_id",
    "force_estimates": "estimate_id",
    "statements": "statement_id",
    "attributions": "attribution_id",
    "evidence": "evidence_id",
}
OWN_WORDS = ("label", "summary", "note")
Cells = dict[str, str | None]


def test_every_table_of_claims_is_looked_at() -> None:
    schemas = open_package(ROOT).schemas
    assert {*links.IDENTITY} == {*IDS}
    for table, claim in links.IDENTITY.items():
        compared = {*claim.same, *claim.if_filled, *claim.words, *claim.without_words}
        assert compared <= {*schemas[table].names}


def row_of(sample: SamplePackage, table: str, row_id: str) -> Cells:
    cells: Cells = sample.tables[table].iloc[sample.number(table, row_id)].to_dict()
    return cells


def reported(sample: SamplePackage, table: str, cells: Cells) -> set[tuple[str, str]]:
    """The rules that a further row trips there, with the columns that they blame."""
    number = len(sample.tables[table])
    found = sample.problems(sample.changed(table, None, **cells))
    return {(b.rule, str(b.field)) for b in found if (b.table, b.row) == (table, number)}


def copy_of(sample: SamplePackage, table: str, row_id: str, **cells: str | None) -> Cells:
    prefix = row_id.partition("-")[0]
    return {**row_of(sample, table, row_id), IDS[table]: f"{prefix}-9000", **cells}


@pytest.mark.parametrize("table", IDS)
def test_each_row_copied_under_another_id_is_reported(sample: SamplePackage, table: str) -> None:
    frame = sample.tables[table]
    copies = frame.assign(**{IDS[table]: frame[IDS[table]].str.replace("-", "-9")})
    doubled = pd.concat([frame, copies], ignore_index=True)
    found = sample.problems({**sample.tables, table: doubled})
    once = [(b.row, b.field) for b in found if b.rule in ("twin", "attribution-once")]
    assert sorted(once) == [(row, IDS[table]) for row in range(len(frame), len(doubled))]


@pytest.mark.parametrize(
    ("table", "row_id", "cells"),
    [
        ("incidents", "inc-0005", {"label": "Another rally", "note": "Told again."}),
        ("incidents", "inc-0005", {"part_of": None}),
        ("incidents", "inc-0001", {"target_text": "hall"}),
        ("casualties", "cas-0008", {"note": "Soldiers."}),
        ("casualties", "cas-0008", {"victim_text": "members"}),
        ("casualties", "cas-0008", {"victim_text": None, "victim_group": "unspecified"}),
        ("casualties", "cas-0008", {"covers": "all"}),
        ("casualties", "cas-0018", {"victim_text": "Taliban governor"}),
        ("casualties", "cas-0018", {"victim_group": "unspecified"}),
        ("force_estimates", "est-0009", {"spread": None}),
        ("statements", "stm-0002", {"summary": "They said so.", "form": "verbatim"}),
        ("statements", "stm-0002", {"medium": None, "relayed_by": None, "date": None}),
        ("attributions", "atr-0027", {"certainty": "certain"}),
        ("evidence", "evd-0001", {"role": "mentions", "note": "Again."}),
        ("casualties", "cas-0008", {"voice": "other"}),
        ("casualties", "cas-0018", {"victim_text": None}),
        ("casualties", "cas-0017", {"voice": "author", "statement_id": None}),
        ("incidents", "inc-0001", {"target_text": None, "target_type": "unknown"}),
        ("incidents", "inc-0001", {"event_type": "armed_assault", "outcome": "foiled"}),
        ("incidents", "inc-0001", {"date": None, "date_basis": None}),
        ("incidents", "inc-0005", {"place_id": None}),
        ("incidents", "inc-0005", {"suicide": None, "outcome": "partial"}),
        ("incidents", "inc-0022", {"suicide": None}),
        ("force_estimates", "est-0002", {"as_of": None, "as_of_basis": None}),
        ("force_estimates", "est-0002", {"counterpart_id": None}),
        ("force_estimates", "est-0016", {"place_id": None}),
        ("force_estimates", "est-0022", {"voice": "author", "statement_id": None}),
        ("statements", "stm-0001", {"about_actor_id": None}),
        ("statements", "stm-0004", {"about_actor_id": None, "addressee_id": None}),
        ("evidence", "evd-0006", {"value": None}),
    ],
)
def test_what_is_no_claim_does_not_hide_a_copy(
    sample: SamplePackage, table: str, row_id: str, cells: Cells
) -> None:
    assert row_of(sample, table, row_id) != {**row_of(sample, table, row_id), **cells}
    assert ("twin", IDS[table]) in reported(sample, table, copy_of(sample, table, row_id, **cells))


@pytest.mark.parametrize(
    ("table", "row_id", "shift"),
    [
        ("incidents", "inc-0005", (2, 0)),
        ("casualties", "cas-0001", (0, 7)),
        ("casualties", "cas-0008", (-20, 0)),
        ("force_estimates", "est-0009", (-10, 0)),
        ("statements", "stm-0002", (0, -9)),
        ("evidence", "evd-0001", (-5, 5)),
    ],
)
def test_another_cut_of_the_span_does_not_hide_a_copy(
    sample: SamplePackage, table: str, row_id: str, shift: tuple[int, int]
) -> None:
    row = row_of(sample, table, row_id)
    start, end = (
        int(str(row[n])) + by for n, by in zip(("span_start", "span_end"), shift, strict=True)
    )
    quote = sample.texts[str(row["source_id"])][start:end]
    span = {"span_start": str(start), "span_end": str(end), "quote": quote}
    assert ("twin", IDS[table]) in reported(sample, table, copy_of(sample, table, row_id, **span))


@pytest.mark.parametrize(
    ("table", "row_id", "cells"),
    [
        ("casualties", "cas-0013", {"incident_id": "inc-0023"}),
        ("force_estimates", "est-0009", {"actor_id": "act-0003"}),
        ("force_estimates", "est-0009", {"as_of": "2023"}),
        ("statements", "stm-0002", {"speech_act": "denial"}),
        ("attributions", "atr-0027", {"role": "accomplice"}),
        ("statements", "stm-0001", {"about_actor_id": "act-0004"}),
        ("attributions", "atr-0027", {"voice": "author"}),
        ("evidence", "evd-0001", {"column_name": "note"}),
        ("evidence", "evd-0006", {"value": "plc-0003"}),
        ("incidents", "inc-0005", {"place_id": "plc-0004"}),
        ("incidents", "inc-0022", {"outcome": "foiled"}),
        ("incidents", "inc-0022", {"event_type": "armed_assault"}),
    ],
)
def test_another_claim_in_the_same_words_is_no_copy(
    sample: SamplePackage, table: str, row_id: str, cells: Cells
) -> None:
    found = reported(sample, table, copy_of(sample, table, row_id, **cells))
    assert ("twin", IDS[table]) not in found


def test_two_figures_of_one_passage_are_no_copies(sample: SamplePackage) -> None:
    """13 service members and numerous civilians: cas-0008 and cas-0009 quote the same words."""
    one, other = (row_of(sample, "casualties", f"cas-000{n}") for n in (8, 9))
    assert one["quote"] == other["quote"]
    assert not any(problem.rule == "twin" for problem in sample.problems(dict(sample.tables)))


# What the rule says, and when it says nothing

QUOTE = "killing 13 soldiers and 13 guards"
ROW = {
    "incident_id": "inc-0001",
    "harm": "killed",
    "figure": "killing 13",
    "stated_low": "13",
    "stated_high": "13",
    "voice": "author",
    "source_id": "src-000",
    "span_start": "100",
    "span_end": "133",
    "quote": QUOTE,
}


def of_casualties(
    package: DataPackage, row_id: str, *rows: dict[str, str], gaps: Any = None
) -> Problem | None:
    linked_rows = [{"casualty_id": f"cas-000{n}", **row} for n, row in enumerate(rows, 1)]
    data = linked(package, gaps or {}, casualties=linked_rows)
    (mine,) = (row for row in linked_rows if row["casualty_id"] == row_id)
    return judged(
        links.reports_something_new,
        data=data,
        row=("casualties", row_id),
        own_id=row_id,
        source_id=mine["source_id"],
        span_start=int(mine["span_start"]),
        span_end=int(mine["span_end"]),
    )


def test_the_later_row_is_reported_with_the_first_and_what_is_equal(real: DataPackage) -> None:
    assert of_casualties(real, "cas-0001", ROW, ROW, ROW) is None
    assert of_casualties(real, "cas-0003", ROW, ROW, ROW) == Problem(
        "cas-0003",
        "a claim that no other row makes; cas-0001 has the same incident_id, harm, stated_low, "
        "stated_high and quotes the same words ('killing 13')",
        "If they are one claim, delete cas-0003. If they are two, correct the cell in which they "
        "differ (incident_id, harm, stated_low, stated_high, figure, victim_text), or cut each "
        "quote to its own words.",
    )


def test_equal_figures_at_two_places_are_two_claims(real: DataPackage) -> None:
    guards = {**ROW, "figure": "13 guards"}
    assert of_casualties(real, "cas-0002", ROW, guards) is None
    elsewhere = {**ROW, "span_start": "200", "span_end": "233", "quote": f"{QUOTE[:-6]}police"}
    assert of_casualties(real, "cas-0002", ROW, elsewhere) is None
    assert of_casualties(real, "cas-0002", ROW, {**ROW, "source_id": "src-001"}) is None


def test_a_figure_with_more_of_its_words_is_the_same_figure(real: DataPackage) -> None:
    assert of_casualties(real, "cas-0002", ROW, {**ROW, "figure": "13 soldiers"}) is not None


def test_an_implied_figure_is_reported_by_its_victims(real: DataPackage) -> None:
    implied = {name: cell for name, cell in ROW.items() if name != "figure"}
    governor = {**implied, "quote": "killed the governor and his guard", "victim_text": "governor"}
    assert of_casualties(real, "cas-0002", governor, {**governor, "victim_text": "guard"}) is None
    assert of_casualties(real, "cas-0002", governor, governor) is not None
    assert of_casualties(real, "cas-0002", implied, implied) is not None
    assert of_casualties(real, "cas-0002", ROW, governor) is None


def test_a_sentence_that_a_document_prints_twice_is_one_claim(real: DataPackage) -> None:
    again = {**ROW, "span_start": "200", "span_end": "233"}
    assert of_casualties(real, "cas-0002", ROW, again) is not None
    assert of_casualties(real, "cas-0002", ROW, {**again, "figure": "13 guards"}) is None
    assert of_casualties(real, "cas-0002", ROW, {**again, "harm": "wounded"}) is None
    assert of_casualties(real, "cas-0002", ROW, {**again, "source_id": "src-001"}) is None
    unread = [{**row, "quote": ""} for row in (ROW, again)]
    assert of_casualties(real, "cas-0002", *unread) is None


def test_a_copy_that_quotes_the_second_print_is_reported(sample: SamplePackage) -> None:
    """The first document prints the sentence of stm-0002 in a pull-quote too."""
    row = row_of(sample, "statements", "stm-0002")
    quote, text = str(row["quote"]), sample.texts[str(row["source_id"])]
    start = text.index(quote, int(str(row["span_end"])))
    span = {"span_start": str(start), "span_end": str(start + len(quote))}
    cells = copy_of(sample, "statements", "stm-0002", **span)
    assert ("twin", "statement_id") in reported(sample, "statements", cells)


def test_a_shorter_cell_that_is_elsewhere_too_is_another_claim(real: DataPackage) -> None:
    implied = {name: cell for name, cell in ROW.items() if name != "figure"}
    implied["quote"] = "killing the governor and the deputy governor"
    implied["span_end"] = "144"
    rows = [{**implied, "victim_text": text} for text in ("governor", "deputy governor")]
    assert of_casualties(real, "cas-0002", *rows) is None
    assert of_casualties(real, "cas-0002", *reversed(rows)) is None
    assert of_casualties(real, "cas-0002", rows[0], rows[0]) is not None
    cut = {**rows[0], "span_start": "112", "quote": "governor and the deputy governor"}
    assert of_casualties(real, "cas-0002", rows[0], cut) is not None
    assert of_casualties(real, "cas-0002", rows[1], cut) is None
    last = {**rows[0], "span_start": "125", "quote": "the deputy governor"}
    assert of_casualties(real, "cas-0002", rows[1], last) is not None


def test_a_figure_and_what_it_does_not_count_are_two_claims(real: DataPackage) -> None:
    """As in "one soldier and the governor": each row fills a column that the other leaves blank."""
    implied = {name: cell for name, cell in ROW.items() if name != "figure"}
    one, governor = {**ROW, "victim_text": "soldiers"}, {**implied, "victim_text": "guards"}
    assert of_casualties(real, "cas-0002", ROW, governor) is None
    assert of_casualties(real, "cas-0002", one, governor) is None
    assert of_casualties(real, "cas-0002", one, {**governor, "victim_text": "soldiers"}) is not None


def test_two_alike_are_two_claims_if_each_quotes_its_own_words(real: DataPackage) -> None:
    """What the fault advises for "the first and the second", which no cell distinguishes."""
    implied = {name: cell for name, cell in ROW.items() if name != "figure"}
    assert of_casualties(real, "cas-0002", implied, implied) is not None
    first = {**implied, "span_end": "119", "quote": QUOTE[:19]}
    second = {**implied, "span_start": "124", "quote": QUOTE[24:]}
    assert of_casualties(real, "cas-0002", first, second) is None


def test_words_that_stand_in_the_evidence_are_compared_as_they_are(real: DataPackage) -> None:
    hall = {**ROW, "figure": "a hall of the town"}
    assert of_casualties(real, "cas-0002", hall, hall) is not None
    assert of_casualties(real, "cas-0002", hall, {**hall, "figure": "a market"}) is None


def test_a_span_that_is_not_that_of_its_quote_shows_nothing(real: DataPackage) -> None:
    implied = {name: cell for name, cell in ROW.items() if name != "figure"}
    wrong = {**implied, "span_start": "0"}
    assert of_casualties(real, "cas-0002", implied, implied) is not None
    assert of_casualties(real, "cas-0002", {**wrong, "quote": "other"}, implied) is None
    assert of_casualties(real, "cas-0002", implied, {**wrong, "quote": "other"}) is None


def test_two_blanks_prove_nothing_where_cells_are_at_fault(real: DataPackage) -> None:
    gaps = {"casualties": ["victim_text"]}
    with pytest.raises(CannotDecide):
        of_casualties(real, "cas-0002", ROW, ROW, gaps=gaps)
    assert of_casualties(real, "cas-0002", ROW, {**ROW, "harm": "wounded"}, gaps=gaps) is None
    assert of_casualties(real, "cas-0002", ROW, ROW, gaps={"casualties": ["note"]}) is not None


def test_a_long_quote_far_before_is_found(real: DataPackage) -> None:
    implied = {name: cell for name, cell in ROW.items() if name != "figure"}
    long = {**implied, "span_start": "0", "span_end": "120"}
    long["quote"] = str(ROW["quote"]).ljust(120, ".")
    between = [
        {**implied, "span_start": str(at), "span_end": str(at + 5), "quote": f"at {at}"}
        for at in range(10, 50, 10)
    ]
    found = of_casualties(real, "cas-0006", long, *between, implied)
    assert found is not None
    assert "cas-0001" in found.expected
    assert of_casualties(real, "cas-0006", *between, long, implied) is not None
    assert of_casualties(real, "cas-0005", *between, implied) is None


def test_words_that_only_one_quote_prints_are_compared_as_they_are(real: DataPackage) -> None:
    cut = {**ROW, "span_start": "111", "quote": "soldiers and 13 guards"}
    assert of_casualties(real, "cas-0002", ROW, cut) is not None
    assert of_casualties(real, "cas-0002", ROW, {**cut, "figure": "killing 14"}) is None


def test_two_vague_words_of_one_passage_are_two_estimates(sample: SamplePackage) -> None:
    """As in "many fighters and most members": the figures are at two places."""
    row = row_of(sample, "force_estimates", "est-0002")
    other = next(w for w in str(row["quote"]).split() if w.isalpha() and w != row["figure"])
    cells = copy_of(sample, "force_estimates", "est-0002", figure=other)
    assert ("twin", "estimate_id") not in reported(sample, "force_estimates", cells)


def test_a_claim_without_words_of_its_own_is_reported_without_them(sample: SamplePackage) -> None:
    cells = copy_of(sample, "statements", "stm-0002")
    (fault,) = (
        problem
        for problem in sample.problems(sample.changed("statements", None, **cells))
        if problem.rule == "twin"
    )
    assert fault.expected == (
        "a claim that no other row makes; stm-0002 has the same speaker_id, speech_act "
        "and quotes the same words"
    )
