"""What a rule is made of, and to which rows it applies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import pytest

from isk_indicators.rules.breach import Breach
from isk_indicators.rules.rule import (
    CONTEXT,
    TURNS,
    Fault,
    Parameter,
    RowKey,
    UnsureError,
    bound,
    rule,
)
from isk_indicators.rules.validate import Validation


@rule("both", blames="typed")
def both(figure: str, typed: int | None, *, texts: Mapping[str, str], row: RowKey) -> Fault | None:
    """A number that is not the figure.

    More is said below.
    """
    return Fault(f"{figure} {typed} {row.id}", texts["src-000"], "Correct it.")


@rule("plain", blames="label", turn="absences")
def plain(label: str, *, links: Any, field: str) -> Fault | None:
    return None if links else Fault(label, field, "")


def test_a_rule_is_made_of_its_function() -> None:
    assert (both.id, both.blames, both.turn) == ("both", "typed", "rows")
    assert both.rejects == "A number that is not the figure."
    assert both.parameters == (
        Parameter("figure", "figure", accepts_blank=False),
        Parameter("typed", "typed", accepts_blank=True),
    )
    assert both.columns == ("figure", "typed")
    assert both.context == {"texts", "row"}
    assert (plain.rejects, plain.turn, plain.context) == ("", "absences", {"links", "field"})
    assert plain.columns == ("label",)


def test_what_is_no_column_is_named_once() -> None:
    assert CONTEXT == ("texts", "links", "row", "field")
    assert TURNS == ("spans", "rows", "absences")


def test_a_rule_applies_where_the_cells_that_it_needs_are_filled() -> None:
    context = {"texts": {"src-000": "text"}, "row": RowKey("incidents", "inc-0001"), "field": "x"}
    assert both.judge(("six", None), context) == Fault("six None inc-0001", "text", "Correct it.")
    assert both.judge(("six", 0), context) == Fault("six 0 inc-0001", "text", "Correct it.")
    assert both.judge(("", 6), context) == Fault(" 6 inc-0001", "text", "Correct it.")
    assert both.judge((None, 6), context) is None
    assert plain.judge(("x",), {"links": (), "field": "label"}) == Fault("x", "label", "")
    with pytest.raises(KeyError):
        both.judge(("six", 6), {"texts": {}})


def test_a_rule_on_other_columns() -> None:
    other = both.on(typed="count_low")
    assert (other.blames, other.columns) == ("count_low", ("figure", "count_low"))
    assert other.parameters[1].name == "typed"
    assert (both.on(figure="count_figure").blames, both.columns) == ("typed", ("figure", "typed"))
    assert other.on(typed="stated_low").columns == ("figure", "stated_low")
    message = "^rule both has no parameter other, text$"
    with pytest.raises(TypeError, match=message):
        both.on(text="x", typed="y", other="z")


def test_rules_bound_to_other_columns_take_those_that_they_read() -> None:
    first, second = bound((both, plain), {"figure": "count_figure", "label": "summary", "x": "y"})
    assert (first.columns, first.blames) == (("count_figure", "typed"), "typed")
    assert (second.columns, second.blames) == (("summary",), "summary")


def test_a_breach_stops_the_build_if_nothing_else_is_said() -> None:
    assert Breach("figure-low", "casualties", 0, "stated_low", "1", "2", "Type 2.").warning is False


@pytest.mark.parametrize(
    "told",
    [
        Breach("figure-low", "casualties", 0, "stated_low", "1", "2", "Type 2."),
        Fault("1", "2", "Type 2."),
        RowKey("casualties", "cas-0001"),
        both,
        both.parameters[0],
        Validation((), ()),
    ],
    ids=lambda told: type(told).__name__,
)
def test_what_is_told_is_not_changed_afterwards(told: Any) -> None:
    name = told._fields[0] if isinstance(told, RowKey) else fields(told)[0].name
    with pytest.raises(AttributeError):  # of which a frozen dataclass raises a kind
        setattr(told, name, "another")


def test_a_row_whose_id_is_at_fault_cannot_be_named() -> None:
    RowKey("incidents", "inc-0001").require_id()
    with pytest.raises(UnsureError):
        RowKey("incidents", None).require_id()
