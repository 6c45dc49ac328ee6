"""The rules of the table of force estimates."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from isk_indicators.rules import date, figure, span, voice
from isk_indicators.rules import validate as validation
from isk_indicators.rules.figure import is_range
from isk_indicators.rules.rule import Fault, rule

UNITS: Mapping[str, tuple[str, ...]] = {
    "bases": ("sites",),
    "recruits": ("persons", "groups"),
    "composition": ("persons", "groups"),
    "external_attack_lead_time": ("months",),
}
"""The units that a measure is told in; persons for a measure not named here."""


@rule("unit-measure", blames="unit")
def unit_fits_the_measure(measure: str, unit: str) -> Fault | None:
    """A unit in which the measure is not told."""
    units = UNITS.get(measure, ("persons",))
    if unit in units:
        return None
    return Fault(unit, " or ".join(units), f"Type the unit of {measure}, or correct the measure.")


@rule("spread", blames="spread")
def spread_fits_the_numbers(
    figure: str | None, stated_low: int | None, stated_high: int | None, spread: str | None
) -> Fault | None:
    """A spread that the numbers do not have: a point of two, a range of one, any of none."""
    if stated_low is None or stated_high is None:
        expected: tuple[str | None, ...] = (None,)
    elif stated_low == stated_high:
        expected = ("point",)
    elif stated_low < stated_high and is_range(figure or ""):
        expected = ("uncertainty", "over_time")
    else:  # numbers that the rules of figures reject
        return None
    if spread in expected:
        return None
    return Fault(
        spread or "",
        " or ".join(e or "blank" for e in expected),
        "Type what lies between the two numbers, as the source's words show.",
    )


@rule("counterpart", blames="counterpart_id")
def counterpart_is_another(actor_id: str, counterpart_id: str) -> Fault | None:
    """A group that left or joined itself."""
    if actor_id != counterpart_id:
        return None
    return Fault(counterpart_id, "another actor", "Name the group left or joined, or blank this.")


RULES = (
    *span.RULES,
    *voice.RULES,
    *figure.RULES,
    *date.rules_for("as_of"),
    unit_fits_the_measure,
    spread_fits_the_numbers,
    counterpart_is_another,
    voice.actor_is_named,
    voice.actor_is_named.on(actor_id="counterpart_id"),
    voice.place_is_named,
)

validate = partial(validation.validate, "force_estimates")
"""Check a frame of this table in memory; see :func:`isk_indicators.rules.validate.validate`."""
