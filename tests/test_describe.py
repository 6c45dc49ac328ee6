from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pandas as pd
import pytest

import isk_indicators as isk
from isk_indicators import ViewName
from isk_indicators.schema import DERIVED, DataPackage, data_root, read_schemas, view_schemas
from isk_indicators.tables import (
    RecordName,
    TableName,
    describe,
    describe_from,
    load_from,
)

if TYPE_CHECKING:
    from tests.conftest import MakePackage

TABLES = get_args(TableName)
VIEWS = get_args(ViewName)


@pytest.mark.parametrize("name", TABLES)
def test_the_codebook_tells_the_columns_and_dtypes_of_the_frame(
    make_package: MakePackage, name: str
) -> None:
    package = make_package({})
    frame, book = load_from(package, name), describe_from(package, name)
    assert list(book["column"]) == list(frame.columns)
    assert list(book["dtype"]) == [str(dtype) for dtype in frame.dtypes]
    assert list(book.loc[~book["derived"], "column"]) == list(package.schemas[name].names)


@pytest.mark.parametrize("name", VIEWS)
def test_the_codebook_tells_the_columns_and_dtypes_of_a_view(name: ViewName) -> None:
    rows, book = getattr(isk, name)(), describe(name)
    assert list(book["column"]) == list(rows.columns)
    assert list(book["dtype"]) == [str(dtype) for dtype in rows.dtypes]
    assert book["derived"].all()


def test_every_record_is_named() -> None:
    assert get_args(RecordName) == (*read_schemas(data_root() / DERIVED),)


def test_every_view_is_named() -> None:
    assert list(VIEWS) == list(view_schemas())


@pytest.mark.parametrize("name", [*TABLES, *VIEWS])
def test_every_column_has_a_title_and_a_sentence(name: TableName | ViewName) -> None:
    book = describe(name)
    for column in ("title", "type", "description"):
        assert not book[column].isna().any(), column
    assert book["description"].str.endswith(".").all()
    assert book["title"].is_unique


def test_a_row_of_the_codebook(real: DataPackage) -> None:
    book = describe("casualties").set_index("column")
    field = real.schemas["casualties"].by_name["harm"]
    assert book.loc["harm"].drop("corresponds").to_dict() == {
        "title": field.title,
        "type": "string",
        "dtype": "string",
        "required": True,
        "allowed": "killed | wounded | killed_or_wounded",
        "meanings": "\n".join(f"{value}: {field.meanings[value]}" for value in field.enum),
        "description": field.description,
        "derived": False,
    }
    assert "killed: They died.\n" in book.loc["harm", "meanings"]
    assert pd.isna(book.loc["figure", "allowed"])
    assert pd.isna(book.loc["figure", "meanings"])
    assert not book.loc["figure", "required"]
    assert pd.isna(book.loc["harm", "corresponds"])


def test_derived_columns_say_what_they_are_computed_from() -> None:
    book = describe("incidents").set_index("column")
    derived = book[book["derived"]]
    assert list(derived.index) == ["date_earliest", "date_latest", "low", "high", "best"]
    assert not derived["required"].any()
    for column, origin in [("date_latest", "'date'"), ("low", "'count_qualifier', 'count_low'")]:
        assert origin in derived.loc[column, "description"]


def test_the_result_has_exact_dtypes() -> None:
    text, flag = pd.StringDtype("python"), pd.BooleanDtype()
    assert dict(describe("evidence").dtypes) == {
        "column": text,
        "title": text,
        "type": text,
        "dtype": text,
        "required": flag,
        "allowed": text,
        "meanings": text,
        "description": text,
        "derived": flag,
        "corresponds": text,
    }


def test_a_column_says_which_fields_elsewhere_ask_the_same() -> None:
    book = describe("tolls").set_index("column")
    assert book.loc["best", "corresponds"] == (
        "UCDP GED: best\nGTD: nkill, nwound\nACLED: fatalities"
    )
    assert pd.isna(book.loc["rule", "corresponds"])


def test_an_unknown_name_is_answered_with_the_tables_and_the_views() -> None:
    with pytest.raises(ValueError, match="no table or view 'evidences'") as raised:
        describe("evidences")  # type: ignore[arg-type]
    reported = str(raised.value)
    assert f"the tables are {', '.join(TABLES)}; the views are {', '.join(VIEWS)}; " in reported
    assert reported.endswith("; did you mean 'evidence'?")
    with pytest.raises(ValueError, match="did you mean 'tolls'"):
        describe("toll")  # type: ignore[arg-type]


def test_a_ledger_of_the_work_is_no_table_of_the_subject() -> None:
    with pytest.raises(ValueError, match="no table or view 'reviewed'"):
        describe("reviewed")  # type: ignore[arg-type]
