"""Every error that frictionless knows, and every constraint that is derived, has a name here."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import frictionless
import frictionless.errors
import pytest

from isk_indicators import check
from isk_indicators.check import structure
from isk_indicators.check.structure import MOST_ERRORS
from isk_indicators.rules import constraints
from isk_indicators.rules import schema as rules_schema
from isk_indicators.schema import DataPackage

TYPES = sorted(
    {
        error.type
        for _, error in inspect.getmembers(frictionless.errors, inspect.isclass)
        if issubclass(error, frictionless.Error)
    }
)


def test_there_are_error_types_to_be_looked_at() -> None:
    assert len(TYPES) > 50


@pytest.mark.parametrize("kind", TYPES)
def test_each_error_of_frictionless_is_in_just_one_table(kind: str) -> None:
    tables = (
        structure.FRICTIONLESS,
        {"constraint-error"},
        structure.DESCRIPTOR_ERRORS,
        structure.IMPOSSIBLE,
    )
    assert sum(kind in table for table in tables) == 1


def test_the_tables_name_no_error_that_frictionless_lacks() -> None:
    # frictionless' own base class of all errors has the type "error" and is not exported.
    known = {*TYPES, "error"}
    named = (
        structure.FRICTIONLESS.keys() | structure.DESCRIPTOR_ERRORS | structure.IMPOSSIBLE.keys()
    )
    assert named <= known


def test_each_impossible_error_has_a_reason() -> None:
    assert all(len(reason) > 10 for reason in structure.IMPOSSIBLE.values())


def test_what_is_translated_is_a_rule() -> None:
    assert set(structure.FRICTIONLESS.values()) | structure.CONSTRAINTS <= structure.RULES.keys()


def test_each_constraint_of_the_schemas_is_a_rule_for_both_engines(real: DataPackage) -> None:
    for schema in real.schemas.values():
        derived = {rule for rule, _ in rules_schema.constraints(schema)}
        assert derived <= structure.RULES.keys()


def test_each_rule_is_told_somewhere_and_each_told_rule_is_listed() -> None:
    folder = Path(check.__file__).parent
    sources = {p.stem: p.read_text(encoding="utf-8") for p in folder.glob("*.py")}
    code = "".join(text for name, text in sources.items() if name != "codes")
    told = set(re.findall(r'"([a-z]+(?:-[a-z]+)*)"', code))
    derived = {*structure.FRICTIONLESS.values(), *structure.CONSTRAINTS}
    assert structure.RULES.keys() - derived <= told


def test_rules_have_short_kebab_case_ids_and_a_sentence_each() -> None:
    for rule, rejects in structure.RULES.items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule)
        assert len(rule) <= 20
        assert rejects.endswith((".", "report it."))


def test_each_pattern_has_words_with_an_example_that_matches(real: DataPackage) -> None:
    fields = [f for schema in real.schemas.values() for f in schema.fields if f.pattern]
    for field in fields:
        words = constraints.form(field.pattern or "")
        assert words != constraints.form("no such form [xyz]"), field.name
        example = next(
            (example for example, form in constraints.FORMS if form == words), words.split()[-1]
        )
        assert re.fullmatch(field.pattern or "", example), (field.name, example)


def test_every_type_of_the_schemas_has_words(real: DataPackage) -> None:
    types = {f.type for schema in real.schemas.values() for f in schema.fields}
    assert types - {"string"} <= constraints.TYPES.keys()


def test_the_limit_of_errors_is_beyond_any_table() -> None:
    assert MOST_ERRORS >= 1_000_000
