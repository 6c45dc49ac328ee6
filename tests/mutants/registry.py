"""The mutators and their benign neighbours, by the id of the rule.

What lives here: the two registers and how a function gets into them. What must not: any mutator. To
add one, decorate a function of ``draw`` and the clean tables with ``breaks`` (what it returns must
be told) or ``spares`` (what it returns must pass), and see that ``MODULES`` names its module.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from importlib import import_module

from hypothesis import strategies as st

from tests.mutants.clean import Clean, Mutant, clean_package

MODULES = (
    "tests.mutants.files_mutators",
    "tests.mutants.structure_mutators",
    "tests.mutants.coverage_mutators",
    "tests.mutants.span_mutators",
    "tests.mutants.figure_mutators",
    "tests.mutants.claim_mutators",
    "tests.mutants.reference_mutators",
    "tests.mutants.history_mutators",
)

Make = Callable[[st.DrawFn, Clean], Mutant]
Register = dict[str, list[st.SearchStrategy[Mutant]]]

_breaking: Register = defaultdict(list)
_sparing: Register = defaultdict(list)


def breaks(rule: str) -> Callable[[Make], Make]:
    """Register a function that makes mutants of a rule; a rule may have several."""
    return _registered(rule, _breaking)


def spares(*rules: str) -> Callable[[Make], Make]:
    """Register a function that makes changes of the same kind which are right."""

    def registered(make: Make) -> Make:
        for rule in rules:
            _registered(rule, _sparing)(make)
        return make

    return registered


def _registered(rule: str, register: Register) -> Callable[[Make], Make]:
    def registered(make: Make) -> Make:
        register[rule].append(st.composite(make)(clean_package()))
        return make

    return registered


def mutants() -> dict[str, st.SearchStrategy[Mutant]]:
    """The mutants of each rule."""
    return _gathered(_breaking)


def neighbours() -> dict[str, st.SearchStrategy[Mutant]]:
    """The benign neighbours of each rule's mutants."""
    return _gathered(_sparing)


def _gathered(register: Register) -> dict[str, st.SearchStrategy[Mutant]]:
    for module in MODULES:
        import_module(module)
    return {rule: st.one_of(made) for rule, made in register.items()}
