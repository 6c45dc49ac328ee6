"""Every rule rejects its mutants, at their cell and nothing else; valid changes pass."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from isk_indicators.rules import proofs
from tests.cached_check import memory
from tests.mutants.clean import Asked, Mutant, clean_package, joined, mutants, neighbours
from tests.mutants.figure_mutants import a_span_over_the_end_of_a_line
from tests.mutants.knockout import STAGES, without
from tests.mutants.reading_mutants import as_read

SOME = settings(
    max_examples=4,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
FEW = settings(SOME, max_examples=2)
ONE = settings(SOME, max_examples=1)

UNREACHED = {
    "span-one-line": "another rule, line-break, has rejected it before: it is for frames in memory",
    "figure-unsure": "no document of the package prints a figure with two readings",
}
"""Rules that no change of a table can trip, with the reason; they have tests of their own."""

RULES = sorted(mutants())
REMEMBERED = [rule for rule in RULES if STAGES[rule] != "rules"]
"""The rules of the stages in which the memory has a part: the rows' are asked anew each time."""


def test_there_are_mutants_and_neighbours_of_every_rule() -> None:
    further = {rule.id for rule in proofs.FURTHER}  # no table here has them: test_contributing
    assert mutants().keys() == STAGES.keys() - UNREACHED.keys() - further
    assert neighbours().keys() == mutants().keys()


def assert_reported(asked: Asked, mutant: Mutant) -> None:
    found = asked.places(mutant)
    assert {*found} == {*mutant.reported}, mutant
    assert len(found) == len(mutant.reported), "a fault is reported twice"


@pytest.mark.parametrize("rule", RULES)
def test_a_mutant_is_reported_at_its_cell_and_nothing_else(asked: Asked, rule: str) -> None:
    @SOME
    @given(mutants()[rule])
    def reported(mutant: Mutant) -> None:
        assert {place.rule for place in mutant.reported} == {rule}
        assert_reported(asked, mutant)

    with memory():
        reported()


@pytest.mark.parametrize("rule", REMEMBERED)
def test_without_the_memory_it_is_reported_as_well(asked: Asked, rule: str) -> None:
    @ONE
    @given(mutants()[rule])
    def reported(mutant: Mutant) -> None:
        assert_reported(asked, mutant)

    reported()


@pytest.mark.parametrize("rule", RULES)
def test_what_is_right_beside_it_passes(asked: Asked, rule: str) -> None:
    @FEW
    @given(neighbours()[rule])
    def passes(mutant: Mutant) -> None:
        assert mutant.reported == frozenset()
        assert_reported(asked, mutant)

    with memory():
        passes()


OF_CELLS_READ_TWICE = (
    "actor-named",
    "code-cues",
    "date-basis",
    "link-near",
    "outcome",
    "toll-part",
)
"""Rules of several phases that report a cell of which there is a second reading."""


@pytest.mark.parametrize("rule", OF_CELLS_READ_TWICE)
def test_a_cell_that_another_rule_reports_is_not_compared_too(asked: Asked, rule: str) -> None:
    @FEW
    @given(mutants()[rule])
    def reported_once(mutant: Mutant) -> None:
        found = asked.places(joined(mutant.change, mutant, as_read(clean_package())))
        assert {*found} >= mutant.reported
        compared = [place for place in found if place.rule == "second-reading"]
        assert not {p[1:] for p in compared} & {p[1:] for p in mutant.reported}

    with memory():
        reported_once()


@SOME
@given(a_span_over_the_end_of_a_line(clean_package()))
def test_a_rule_that_no_file_reaches_would_report_what_is_reported_before(
    asked: Asked, mutant: Mutant
) -> None:
    with memory():
        assert_reported(asked, mutant)
        with without("line-break"):
            (reported,) = mutant.reported
            assert asked.places(mutant) == [reported._replace(rule="span-one-line")]
