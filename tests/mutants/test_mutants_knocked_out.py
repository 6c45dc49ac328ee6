"""No rule is idle: without it, a mutant of it passes, or another rule is known to report it."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings

from tests.cached_check import memory
from tests.mutants.clean import Asked, Mutant, mutants
from tests.mutants.knockout import STAGES, without

MANY = settings(
    max_examples=25,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
SOME = settings(MANY, max_examples=5)


class Implied(NamedTuple):
    """The rules one of which rejects what a rule rejects, and why that is kept."""

    by: frozenset[str]
    kept: str


IMPLIED = {
    "language-code": Implied(
        frozenset({"language-words"}),
        "It says that the code is none, also where a document is too short to show its language.",
    ),
}

ALSO_REPORTED = {
    "evidence-blank": "A passage for a blank cell shows nothing of the row either.",
    "maximum": "A coordinate beyond the maximum is outside its place; a number, beyond its text.",
    "pattern": "An id of another form is a missing one; a code of another form is not assigned.",
    "published-dates": "The dates of the source are after its publication one by one.",
}
"""Rules whose mutants others report too, at other cells; they say first what is wrong."""

NEEDED = sorted(mutants().keys() - IMPLIED.keys() - ALSO_REPORTED.keys())


def asking_without(rule: str) -> AbstractContextManager[None]:
    """The gate without a rule; what is remembered of tables holds unless the schemas change."""
    return nullcontext() if STAGES[rule] == "structure" else memory()


@pytest.mark.parametrize("rule", NEEDED)
def test_without_the_rule_some_mutant_gets_through(asked: Asked, rule: str) -> None:
    through: list[Mutant] = []

    @MANY
    @given(mutants()[rule])
    def tried(mutant: Mutant) -> None:
        if not through and _passes(asked, mutant):
            through.append(mutant)

    with asking_without(rule), without(rule):
        tried()
    assert through, (
        "every mutant is reported all the same: name the rule that reports it in IMPLIED"
    )


def _passes(asked: Asked, mutant: Mutant) -> bool:
    try:
        return asked.places(mutant) == []
    except ValueError:  # of a number that is none, which no rule can read
        return False


@pytest.mark.parametrize("rule", sorted(IMPLIED))
def test_without_an_implied_rule_its_mutants_are_reported_by_another(
    asked: Asked, rule: str
) -> None:
    @SOME
    @given(mutants()[rule])
    def tried(mutant: Mutant) -> None:
        (reported,) = mutant.reported
        (found,) = asked.places(mutant)
        assert found.rule in IMPLIED[rule].by, "it is implied by another rule, or by none"
        assert found == reported._replace(rule=found.rule)

    with asking_without(rule), without(rule):
        tried()
    assert IMPLIED[rule].kept.endswith(".")
