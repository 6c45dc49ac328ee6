from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pandas as pd
import pytest

from isk_indicators.codebook import describe, describe_from
from isk_indicators.schema import DataPackage
from isk_indicators.tables import TableName, load_from

if TYPE_CHECKING:
    from conftest import MakePackage

TABLES = get_args(TableName)


@pytest.mark.parametrize("name", TABLES)
def test_the_codebook_tells_the_columns_and_dtypes_of_the_frame(
    make_package: MakePackage, name: str
) -> None:
    package = make_package({})
    frame, book = load_from(package, name), describe_from(package, name)
    assert list(book["column"]) == list(frame.columns)
    assert list(book["dtype"]) == [str(dtype) for dtype in frame.dtypes]
    assert list(book.loc[~book["derived"], "column"]) == list(package.schemas[name].names)


@pytest.mark.parametrize("name", TABLES)
def test_every_column_has_a_title_and_a_sentence(name: TableName) -> None:
    book = describe(name)
    for column in ("title", "type", "description"):
        assert not book[column].isna().any(), column
    assert book["description"].str.endswith(".").all()
    assert book["title"].is_unique


def test_a_row_of_the_codebook(real: DataPackage) -> None:
    book = describe("casualties").set_index("column")
    field = real.schemas["casualties"].by_name["harm"]
    assert book.loc["harm"].to_dict() == {
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
    }


def test_an_unknown_table_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="did you mean 'evidence'"):
        describe("evidences")  # type: ignore[arg-type]
