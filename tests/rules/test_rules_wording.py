"""What structural faults are called in plain words."""

from __future__ import annotations

import pytest

from isk_indicators.rules import wording
from isk_indicators.schema import DataPackage, Field


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
def test_a_pattern_of_the_schemas_is_told_as_a_form(
    table: str, column: str, words: str, real: DataPackage
) -> None:
    found = real.schemas[table].by_name[column]
    assert found.pattern is not None
    assert wording.form(found.pattern) == words
    assert wording.expected("pattern", found) == words
    assert wording.advice("pattern", found, "x") == f"Type {words}."


def test_every_pattern_of_the_schemas_has_words(real: DataPackage) -> None:
    patterns = {f.pattern for s in real.schemas.values() for f in s.fields if f.pattern}
    assert "the form that the other rows have" not in {wording.form(p) for p in patterns}


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
    assert wording.form(pattern) == words


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
    assert wording.expected(rule, found) == words


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
    assert wording.advice(rule, found, typed) == words
