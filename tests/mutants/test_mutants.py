"""Every rule rejects its mutants, at their cell and nothing else; what is right beside them passes.

What lives here: what holds for each rule of the catalogue. What must not: mutants (see the modules
that ``registry`` names), or anything about a single rule.
"""

from __future__ import annotations

import pytest
from asking import Asked, memory
from clean import Mutant
from hypothesis import HealthCheck, given, settings
from registry import mutants, neighbours

SOME = settings(
    max_examples=5,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
ONE = settings(SOME, max_examples=1)

RULES = sorted(mutants())


def assert_told(asked: Asked, mutant: Mutant) -> None:
    found = asked.places(mutant)
    assert {*found} == {*mutant.told}, mutant
    assert len(found) == len(mutant.told), "a fault is told twice"


@pytest.mark.parametrize("rule", RULES)
def test_a_mutant_is_told_at_its_cell_and_nothing_else(asked: Asked, rule: str) -> None:
    @SOME
    @given(mutants()[rule])
    def told(mutant: Mutant) -> None:
        assert_told(asked, mutant)

    with memory():
        told()


@pytest.mark.parametrize("rule", RULES)
def test_what_is_right_beside_it_passes(asked: Asked, rule: str) -> None:
    @settings(SOME, max_examples=2)
    @given(neighbours()[rule])
    def passes(mutant: Mutant) -> None:
        assert_told(asked, mutant)

    with memory():
        passes()
