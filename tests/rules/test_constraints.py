"""The form of a cell, and the words of a constraint's problem."""

from __future__ import annotations

import pytest

from isk_indicators.rules import constraints
from isk_indicators.schema import DataPackage, Field


@pytest.mark.parametrize(
    ("text", "whole", "decimal"),
    [
        ("0", True, True),
        ("-0", False, True),
        ("-1", True, True),
        ("1200", True, True),
        ("012", False, False),
        ("1,200", False, False),
        ("1_200", False, False),
        ("+1", False, False),
        (" 1", False, False),
        ("1 ", False, False),
        ("1.", False, False),
        (".5", False, False),
        ("1.50", False, True),
        ("-55.83", False, True),
        ("1e3", False, False),
        ("", False, False),
        ("9223372036854775807", True, True),
        ("9223372036854775808", False, True),
        ("-9223372036854775808", True, True),
        ("-9223372036854775809", False, True),
    ],
)
def test_how_a_number_is_spelt(text: str, whole: bool, decimal: bool) -> None:
    assert constraints.is_whole(text) is whole
    assert constraints.is_decimal(text) is decimal


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-02-29", True),
        ("2023-02-29", False),
        ("2024-2-9", False),
        ("20240229", False),
        ("2024-W09-4", False),
        ("2024-02", False),
        ("", False),
    ],
)
def test_how_a_day_is_spelt(text: str, day: bool) -> None:
    assert constraints.is_day(text) is day


def field(type_: str = "string", **constraints: object) -> Field:
    return Field("stated_low", "Stated Low", "A number.", type_, **constraints)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("table", "column", "words"),
    [
        ("incidents", "incident_id", "an id such as inc-0001"),
        ("incidents", "source_id", "an id such as src-001"),
        ("casualties", "casualty_id", "an id such as cas-0001"),
        ("evidence", "row_id", "an id such as inc-0001"),
        (
            "incidents",
            "date",
            "a date such as 2024, 2024-03, 2024-03-22, 2021-01/2021-04 or ../2024",
        ),
        ("sources", "file", "a plain file name such as 000_text.txt"),
        ("sources", "language", "two small letters such as en"),
        ("sources", "sha256", "64 hexadecimal digits (0-9, a-f)"),
        ("places", "country", "two capital letters such as AF"),
        ("places", "subdivision", "an ISO 3166-2 code such as AF-KNR"),
        ("corrections", "release", "a version such as 0.1.0"),
        ("corrections", "column_name", "small letters and _ such as incident_id"),
    ],
)
def test_a_pattern_of_the_schemas_is_reported_as_a_form(
    table: str, column: str, words: str, real: DataPackage
) -> None:
    found = real.schemas[table].by_name[column]
    assert found.pattern is not None
    assert constraints.form(found.pattern) == words
    assert constraints.expected("pattern", found) == words
    assert constraints.advice("pattern", found, "x") == f"Type {words}."


def test_every_pattern_of_the_schemas_has_words(real: DataPackage) -> None:
    patterns = {f.pattern for s in real.schemas.values() for f in s.fields if f.pattern}
    assert "the form that the other rows have" not in {constraints.form(p) for p in patterns}


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("[A-Z]{9}", "the form that the other rows have"),
        ("abc-[0-9]{4,7}", "an id such as abc-0001"),
        ("abc-[0-9]{2}", "an id such as abc-01"),
        ("abcd-[0-9]{4}", "the form that the other rows have"),
        ("", "the form that the other rows have"),
    ],
)
def test_a_pattern_of_another_form(pattern: str, words: str) -> None:
    assert constraints.form(pattern) == words


@pytest.mark.parametrize(
    ("rule", "found", "words"),
    [
        ("type", field("integer"), "a whole number in digits alone, such as 1200"),
        ("type", field("number"), "a decimal number such as 55.83"),
        ("type", field("date"), "a day of the calendar as YYYY-MM-DD"),
        ("type", field("boolean"), "a value of type boolean"),
        ("enum", field(enum=("killed", "wounded")), "one of killed, wounded"),
        ("minimum", field("integer", minimum=0), "0 or more"),
        ("minimum", field("number", minimum=-90.0), "-90 or more"),
        ("maximum", field("number", maximum=1234567.5), "1234567.5 or less"),
        ("pattern", field(), "the form that the other rows have"),
        ("required", field(), "a value"),
        ("unique", field(), "a value that no other row has"),
        ("primary-key", field(), "a value that no other row has"),
    ],
)
def test_what_a_structural_rule_expects(rule: str, found: Field, words: str) -> None:
    assert constraints.expected(rule, found) == words


@pytest.mark.parametrize(
    ("rule", "found", "typed", "words"),
    [
        (
            "type",
            field("integer"),
            "x",
            "Type the digits alone: no sign, blank, separator, unit or decimal point.",
        ),
        ("type", field("number"), "x", "Type a decimal number such as 55.83."),
        ("type", field("date"), "x", "Type a day of the calendar as YYYY-MM-DD."),
        ("enum", field(enum=("killed", "wounded")), "kiled", "Did you mean killed?"),
        ("enum", field(enum=("armed_group", "igo")), " Armed- Group ", "Did you mean armed_group?"),
        ("enum", field(enum=("a_b_c_d",)), "A      B      C      D", "Did you mean a_b_c_d?"),
        ("enum", field(enum=("a_b_c_d",)), "a------b------c------d", "Did you mean a_b_c_d?"),
        ("enum", field(enum=("killed", "wounded")), "zzz", "Type one of these values."),
        ("required", field(), "", "Fill it in: 'stated low' is never blank."),
        ("minimum", field("integer", minimum=0), "-1", "Correct the number."),
        ("maximum", field("integer", maximum=0), "1", "Correct the number."),
        ("unique", field(), "x", "Type a value that no other row has."),
    ],
)
def test_what_to_do_about_a_structural_fault(
    rule: str, found: Field, typed: str, words: str
) -> None:
    assert constraints.advice(rule, found, typed) == words
