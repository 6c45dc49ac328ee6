"""The public pandera schemas: what an analyst reads from a frame that breaks them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pandera.pandas as pa
import pytest
from pandera.errors import SchemaErrors

import isk_indicators as isk
from isk_indicators.rules.registry import RULES

SEEDS = Path(__file__).resolve().parents[1] / "seeds"


def failures(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> set[tuple[str, str, int]]:
    """The failure cases: check, column and row."""
    with pytest.raises(SchemaErrors) as caught:
        schema.validate(frame, lazy=True)
    cases = caught.value.failure_cases
    return {*zip(cases["check"], cases["column"], cases["index"], strict=True)}


@pytest.mark.parametrize("name", isk.tables())
def test_every_table_is_valid_under_its_schema(name: str) -> None:
    frame = isk.load(name)
    tables = {table: isk.load(table) for table in isk.tables()}
    assert getattr(isk.schemas, name).validate(frame, lazy=True) is not None
    with_words = isk.schemas.for_table(name, texts=SEEDS, tables=tables)
    pd.testing.assert_frame_equal(with_words.validate(frame, lazy=True), frame)


def test_a_failure_case_names_the_rule_the_column_and_the_row() -> None:
    frame = isk.load("casualties")
    frame.loc[0, "figure"] = "145"
    frame.loc[1, "harm"] = "hurt"
    found = failures(isk.schemas.casualties, frame)
    assert {("figure-in-quote", "figure", 0), ("enum", "harm", 1)} <= found
    assert {row for _, _, row in found} == {0, 1}


def test_a_blank_cell_is_a_failure_case() -> None:
    frame = isk.load("casualties")
    row = frame.index[frame["voice"] == "statement"][0]
    frame.loc[row, ["statement_id", "harm"]] = pd.NA
    assert failures(isk.schemas.casualties, frame) == {
        ("voice-statement", "statement_id", row),
        ("not_nullable", "harm", row),
    }


def test_documents_and_tables_bring_the_rules_that_need_them() -> None:
    frame = isk.load("casualties")
    frame.loc[0, "span_start"] += 1
    isk.schemas.casualties.validate(frame, lazy=True)
    assert failures(isk.schemas.for_table("casualties", texts=SEEDS), frame) == {
        ("span-slice", "quote", 0)
    }
    twice = pd.concat([frame, frame.iloc[[3]].assign(casualty_id="cas-9000")], ignore_index=True)
    tables = {**{name: isk.load(name) for name in isk.tables()}, "casualties": twice}
    found = failures(isk.schemas.for_table("casualties", tables=tables), twice)
    assert {check for check, _, _ in found} == {"twin"}


def test_with_all_tables_an_id_is_that_of_a_row() -> None:
    tables = {name: isk.load(name) for name in isk.tables()}
    incidents = tables["incidents"]
    incidents.loc[0, ["place_id", "part_of"]] = ["plc-9999", "inc-9999"]
    found = failures(isk.schemas.for_table("incidents", tables=tables), incidents)
    assert {("foreign-key", "place_id", 0), ("foreign-key", "part_of", 0)} <= found
    assert {column for check, column, _ in found if check == "foreign-key"} == {
        "place_id",
        "part_of",
    }
    isk.schemas.incidents.validate(incidents, lazy=True)
    del tables["places"]
    found = failures(isk.schemas.for_table("incidents", tables=tables), incidents)
    assert {column for check, column, _ in found if check == "foreign-key"} == {"part_of"}


def test_a_schema_has_every_rule_of_its_table() -> None:
    tables = {name: isk.load(name) for name in isk.tables()}
    whole = isk.schemas.for_table("incidents", texts=SEEDS, tables=tables)
    named = {c.name for column in whole.columns.values() for c in column.checks}
    assert named >= {rule.id for rule in RULES["incidents"]}
    assert whole.columns["scale"].title
    assert whole.columns["scale"].description


def test_a_table_must_be_among_the_tables_given() -> None:
    with pytest.raises(KeyError, match="give the table to be validated"):
        isk.schemas.for_table("casualties", tables={"sources": isk.load("sources")})
    with pytest.raises(AttributeError, match="has no table 'deaths'"):
        _ = isk.schemas.deaths


def test_a_malformed_number_of_another_table_is_left_to_its_own_schema() -> None:
    tables = {name: isk.load(name) for name in isk.tables()}
    tables["casualties"] = tables["casualties"].astype(object)
    tables["casualties"].loc[0, "stated_low"] = "x"
    frame = tables["incidents"]
    checked = isk.schemas.for_table("incidents", SEEDS, tables).validate(frame, lazy=True)
    assert len(checked) == len(frame)


def test_without_pandera_the_error_says_what_to_install() -> None:
    code = (
        "import sys; sys.modules['pandera'] = None; import isk_indicators as isk\n"
        "try: isk.schemas\nexcept ImportError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout == (
        "isk.schemas needs pandera: python -m pip install 'isk-indicators[check]'\n"
    )
