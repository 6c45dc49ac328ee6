"""Each rule has a row that trips it; the tables of the checkout trip none."""

from __future__ import annotations

import pytest
from pandera.config import config_context

import isk_indicators as isk
from isk_indicators.rules import casualties, force_estimates
from isk_indicators.rules import schema as rules_schema
from isk_indicators.rules.registry import RULES
from isk_indicators.schema import open_package
from tests.rules.examples import EXAMPLES, Example
from tests.rules.real_tables import ROOT, SamplePackage

SEEDS = ROOT / "seeds"
TABLES = tuple(open_package(ROOT).schemas)


def test_the_tables_of_the_checkout_trip_no_rule(living: SamplePackage) -> None:
    tables = dict(living.tables)
    found, unsure = living.find(tables)
    assert found == []
    assert unsure == []


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.rule}-{e.row_id}")
def test_an_example_breaks_its_rule_and_no_other(sample: SamplePackage, example: Example) -> None:
    found = sample.problems(sample.changed(example.table, example.row_id, **example.cells))
    row = len(sample.tables[example.table])
    if example.row_id is not None:
        row = sample.number(example.table, example.row_id)
    assert {(p.rule, p.table, p.row, p.field) for p in found} == {
        (example.rule, example.table, row, example.column)
    }
    for problem in found:
        assert problem.found is not None
        assert problem.expected
        assert problem.message.endswith(".")


def span_of(sample: SamplePackage, source: str, start: int, end: int) -> dict[str, str | None]:
    return {
        "source_id": source,
        "span_start": str(start),
        "span_end": str(end),
        "quote": sample.texts[source][start:end],
    }


def test_a_quote_of_sixty_one_words_is_too_long(sample: SamplePackage) -> None:
    text = sample.texts["src-003"]
    start = text.index("As it stands")
    words = text[start:].split(" ")
    for count, expected in ((60, set()), (61, {"span-words"})):
        end = start + len(" ".join(words[:count]))
        tables = sample.changed("places", "plc-0003", **span_of(sample, "src-003", start, end))
        assert {b.rule for b in sample.problems(tables)} - {"name-printed"} == expected


WITHOUT = {"figure-unsure"}
"""The rules that no words of the first release break."""


def test_every_rule_has_an_example() -> None:
    known = {r.id for table in TABLES for r in RULES[table]}
    assert {example.rule for example in EXAMPLES} == known - WITHOUT


def test_no_rule_id_is_given_twice() -> None:
    tests = {(r.id, r.test) for table in TABLES for r in RULES[table]}
    assert len(tests) == len({id_ for id_, _ in tests})


def test_every_rule_says_what_it_rejects() -> None:
    for table in TABLES:
        for r in RULES[table]:
            assert r.description.endswith("."), r.id


def test_rules_read_columns_that_their_table_has(sample: SamplePackage) -> None:
    for table in sample.tables:
        names = sample.package.schemas[table].names
        for r in RULES[table]:
            assert {r.column, *r.columns} <= {*names}, (table, r.id)


def test_a_cell_at_fault_silences_just_the_rules_and_rows_that_read_it(
    sample: SamplePackage,
) -> None:
    tables = sample.changed("casualties", "cas-0001", figure="145", voice="statement")
    tables["casualties"].loc[1, "figure"] = "9"
    invalid = {"casualties": {(0, "figure")}}
    found, unsure = sample.find_more(tables, invalid)
    assert {(b.rule, b.row) for b in found} == {("voice-statement", 0), ("figure-in-quote", 1)}
    assert "casualties: rule figure-in-quote on 1 row (what it reads is at fault)" in unsure


def test_a_missing_row_is_not_reported_at_those_that_refer_to_it(sample: SamplePackage) -> None:
    tables = dict(sample.tables)
    tables["evidence"] = tables["evidence"].drop(index=range(14)).reset_index(drop=True)
    found, _ = sample.find_more(tables, {}, ["evidence"])
    assert found == []
    found, _ = sample.find(tables)
    assert {b.rule for b in found} >= {"actor-named", "target-words", "date-printed"}


def test_the_canary_is_rejected_unless_pandera_is_switched_off() -> None:
    assert rules_schema.canary()
    with config_context(validation_enabled=False):
        assert not rules_schema.canary()


@pytest.mark.usefixtures("as_published")
def test_a_typed_frame_is_checked_in_memory() -> None:
    frame = isk.load("casualties")
    others = {name: isk.load(name) for name in isk.tables()}
    whole = casualties.validate(frame, texts=SEEDS, tables=others)
    assert whole
    assert whole.skipped == ()
    frame.loc[0, "figure"] = "145"
    frame.loc[1, "harm"] = "hurt"
    frame.loc[2, "stated_low"] = 7
    found = casualties.validate(frame, texts=SEEDS, tables=others)
    assert {(b.rule, b.row, b.field) for b in found.problems} == {
        ("figure-in-quote", 0, "figure"),
        ("enum", 1, "harm"),
        ("figure-low", 2, "stated_low"),
    }


def test_what_is_not_given_is_named_as_skipped() -> None:
    found = force_estimates.validate(isk.load("force_estimates"))
    assert found
    assert {"span-slice", "actor-named", "date-printed"} <= {*found.skipped}
    assert "figure-in-quote" not in found.skipped


def test_a_frame_without_a_column_is_reported_so() -> None:
    frame = isk.load("casualties").drop(columns="harm")
    (problem,) = casualties.validate(frame).problems
    assert (problem.rule, problem.field) == ("header", "harm")


def test_an_edited_quote_is_reported_letter_by_letter(sample: SamplePackage) -> None:
    quote = str(sample.tables["casualties"].at[0, "quote"])
    tables = sample.changed("casualties", "cas-0001", quote=quote.replace("Krasn", "Kr\u0430sn"))
    (problem,) = sample.problems(tables)
    assert problem.rule == "span-slice"
    assert "'\u0430' (CYRILLIC SMALL LETTER A)" in problem.message
    assert "'a' (LATIN SMALL LETTER A)" in problem.message
    problems = sample.problems(sample.changed("casualties", "cas-0007", quote="About 80 people x"))
    assert "the cell has 'x' (LATIN SMALL LETTER X), the source 'w'" in problems[0].message


def test_a_quote_at_another_place_is_reported_where_it_stands(sample: SamplePackage) -> None:
    (problem,) = sample.problems(sample.changed("casualties", "cas-0001", span_start="1072"))
    assert "occurs in src-000 at 1073-1161: type" in problem.message
    (problem,) = sample.problems(sample.changed("casualties", "cas-0008", source_id="src-000"))
    assert "occurs in src-001 at 5395-5519" in problem.message
    row = sample.tables["attributions"].iloc[sample.number("attributions", "atr-0031")]
    straight = str(row["quote"]).replace("’", "'")
    (problem,) = sample.problems(sample.changed("attributions", "atr-0031", quote=straight))
    assert f"the quote as printed: {row['quote']!r}" in problem.message
