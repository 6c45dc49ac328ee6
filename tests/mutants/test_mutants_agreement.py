"""Where both engines of the structure stage check a constraint, they agree on every text."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isk_indicators.check import structure
from isk_indicators.check.csv_table import ParsedTable
from isk_indicators.rules import schema as rules_schema
from isk_indicators.schema import open_package
from tests.mutants.clean import ROOT
from tests.mutants.engine_verdicts import Texts, constrained, standing_of, texts_for, verdicts

REAL = open_package(ROOT)
COLUMNS = constrained(REAL)
WHOLE = ("casualties", "stated_low")
DECIMAL = ("places", "latitude")
DAY = ("sources", "accessed")


class Laxity(NamedTuple):
    """A kind of text that an engine lets pass and the other rejects.

    Attributes:
        kind: A pattern that is found in the texts of the kind.
        example: A table, a column and a text that show it.
        sentence: What the engine does.
    """

    kind: str
    example: tuple[str, str, str]
    sentence: str


BLANKS, UNDERSCORE, OTHER_DIGITS = r"^\s|\s$", "_", r"(?![0-9])\d"
ZEROS, PLUS = r"^\D*0\d", r"\+"

LAXER = {
    ("frictionless", "integer", "blanks"): Laxity(
        BLANKS, (*WHOLE, " 3 "), "Python's int() passes over blanks around a number."
    ),
    ("frictionless", "integer", "underscores"): Laxity(
        UNDERSCORE, (*WHOLE, "1_000"), "Python's int() passes over underscores between digits."
    ),
    ("frictionless", "integer", "leading zeros"): Laxity(
        ZEROS, (*WHOLE, "013"), "Python's int() passes over leading zeros."
    ),
    ("frictionless", "integer", "a plus sign"): Laxity(
        PLUS, (*WHOLE, "+3"), "Python's int() reads a plus sign."
    ),
    ("frictionless", "integer", "digits of other scripts"): Laxity(
        OTHER_DIGITS, (*WHOLE, "٣"), "Python's int() reads the digits of every script."
    ),
    ("frictionless", "integer", "zero below zero"): Laxity(
        "^-0$", (*WHOLE, "-0"), "Python's int() reads a second spelling of 0."
    ),
    ("frictionless", "number", "blanks"): Laxity(
        BLANKS, (*DECIMAL, " 3.5 "), "Python's Decimal() passes over blanks around a number."
    ),
    ("frictionless", "number", "underscores"): Laxity(
        UNDERSCORE, (*DECIMAL, "1_0.5"), "Python's Decimal() passes over underscores."
    ),
    ("frictionless", "number", "leading zeros"): Laxity(
        ZEROS, (*DECIMAL, "015.5"), "Python's Decimal() passes over leading zeros."
    ),
    ("frictionless", "number", "a plus sign"): Laxity(
        PLUS, (*DECIMAL, "+3.5"), "Python's Decimal() reads a plus sign."
    ),
    ("frictionless", "number", "digits of other scripts"): Laxity(
        OTHER_DIGITS, (*DECIMAL, "１２"), "Python's Decimal() reads the digits of every script."
    ),
    ("frictionless", "number", "an exponent"): Laxity(
        "[eE]", (*DECIMAL, "1e1"), "Python's Decimal() reads exponents."
    ),
    ("frictionless", "number", "a point at an end"): Laxity(
        r"^\D*\.|\.$",
        (*DECIMAL, ".5"),
        "Python's Decimal() reads a point without digits beside it.",
    ),
    ("frictionless", "date", "parts of one digit"): Laxity(
        r"-\d(?!\d)", (*DAY, "2024-1-1"), "Python's strptime() reads months and days of one digit."
    ),
    ("frictionless", "pattern", "a line feed at the end"): Laxity(
        r"\n$", ("sources", "language", "en\n"), "A pattern's $ matches before a last line feed."
    ),
}
"""What an engine lets pass that the other rejects; the gate tells what either rejects."""


@pytest.mark.parametrize(("table", "name"), COLUMNS, ids=".".join)
def test_the_engines_agree_but_for_what_is_listed(table: str, name: str) -> None:
    field = REAL.schemas[table].by_name[name]
    claimed = (field.type, "pattern" if field.pattern else "")

    @settings(max_examples=3, derandomize=True, deadline=None)
    @given(texts_for(field))
    def agree(texts: Texts) -> None:
        found = verdicts(REAL, table, name, texts)
        for text, frictionless, derived in zip(texts, *found, strict=True):
            if bool(frictionless) != bool(derived):
                laxer = "derived" if frictionless else "frictionless"
                kinds = [key for key, one in LAXER.items() if re.search(one.kind, text or "")]
                known = any(key[0] == laxer and key[1] in claimed for key in kinds)
                assert known, f"{laxer} lets {text!r} pass: {frictionless or derived}"

    agree()


@pytest.mark.parametrize("key", LAXER, ids=", ".join)
def test_a_laxity_still_exists(key: tuple[str, str, str]) -> None:
    engine, _, kind = key
    table, name, text = LAXER[key].example
    assert re.search(LAXER[key].kind, text), "the example is of another kind"
    (frictionless,), (derived,) = verdicts(REAL, table, name, [text])
    lax, strict = (frictionless, derived) if engine == "frictionless" else (derived, frictionless)
    assert not lax, f"fixed upstream: {engine} rejects {kind}; delete the line"
    assert strict, "neither rejects it: the other engine has grown lax"
    assert LAXER[key].sentence.endswith(".")


def test_foreign_keys_are_claimed_by_frictionless_alone() -> None:
    derived = {rule for s in REAL.schemas.values() for rule, _ in rules_schema.constraints(s)}
    assert "foreign-key" not in derived


IDS = st.one_of(
    st.sampled_from(["act-0001", "act-0002", "ACT-0001", " act-0001", "act-0001\n", "act-1"]),
    st.text(max_size=8),
)


@settings(max_examples=10, derandomize=True, deadline=None)
@given(st.lists(IDS, min_size=1, max_size=8))
def test_an_id_is_there_if_it_is_there_letter_by_letter(ids: list[str]) -> None:
    standing = _actors(["act-0001", "act-0002"], [text or None for text in ids])
    (key,) = (k for k in REAL.schemas["actors"].foreign_keys if k.field == "parent_id")
    told, _ = structure.frictionless_problems(REAL, {"actors": standing}, {"actors": [key]}, [])
    dangling = {one.row for one in told if one.rule == "foreign-key"}
    there = {"act-0001", "act-0002"}
    assert dangling == {row for row, text in enumerate(ids, start=2) if text and text not in there}


def _actors(ids: list[str], parents: list[str | None]) -> ParsedTable:
    """Actors of these ids, and further ones that belong to these parents."""
    rows = [*((id_, None) for id_ in ids), *((f"act-{n + 9:04}", p) for n, p in enumerate(parents))]
    standing = standing_of(REAL, "actors", "parent_id", [parent for _, parent in rows])
    standing.frame["actor_id"] = [id_ for id_, _ in rows]
    return standing
