"""Rules of the table of force estimates."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from isk_indicators.figures import Passage
from isk_indicators.rules import figures, links, sourcing
from isk_indicators.rules.proofs import table_rules
from isk_indicators.rules.rule import Problem, rule
from isk_indicators.rules.schema import validate_table

UNITS: Mapping[str, tuple[str, ...]] = {
    "bases": ("sites",),
    "strongholds": ("sites",),
    "recruits": ("persons", "groups"),
    "composition": ("persons", "groups"),
    "external_attack_lead_time": ("months",),
}
"""The units of a measure; persons for a measure not named here."""


@rule("unit-measure", column="unit")
def unit_fits_the_measure(measure: str, unit: str) -> Problem | None:
    """A unit that the measure does not have."""
    units = UNITS.get(measure, ("persons",))
    if unit in units:
        return None
    return Problem(unit, " or ".join(units), f"Type the unit of {measure}, or correct the measure.")


@rule("spread", column="spread")
def spread_fits_the_words(figure: str, quote: Passage, spread: str | None) -> Problem | None:
    """A spread that does not fit the figure: a point for a range, a range for one number."""
    only = figures.whole_figure(figure, quote)
    if only is None:
        return None
    if only.low is None:
        expected: tuple[str | None, ...] = (None,)
    else:
        expected = ("point",) if only.low == only.high else ("uncertainty", "over_time")
    if spread in expected:
        return None
    return Problem(
        spread or "",
        " or ".join(e or "blank" for e in expected),
        "Type what the range between the two numbers means, as the source's words show.",
    )


@rule("unit-words", column="unit")
def months_are_printed(figure: str, quote: Passage, unit: str) -> Problem | None:
    """The unit months for a figure that is not in months, or another unit for one that is."""
    only = figures.whole_figure(figure, quote)
    if only is None or ("month" in only.text) == (unit == "months"):
        return None
    return Problem(unit, f"the unit of {figure!r}", "Type the unit that the words print.")


@rule("counterpart", column="counterpart_id")
def counterpart_is_another(actor_id: str, counterpart_id: str) -> Problem | None:
    """A group that left or joined itself."""
    if actor_id != counterpart_id:
        return None
    return Problem(counterpart_id, "another actor", "Name the group left or joined, or blank this.")


RULES = table_rules(
    "force_estimates",
    *sourcing.VOICE_RULES,
    sourcing.words_of_a_statement_are_its_own,
    unit_fits_the_measure,
    spread_fits_the_words,
    months_are_printed,
    counterpart_is_another,
    links.reports_something_new.rename_columns(own_id="estimate_id"),
)

validate = partial(validate_table, "force_estimates", RULES)
"""Validate a frame of this table; see :func:`isk_indicators.rules.schema.validate_table`."""
