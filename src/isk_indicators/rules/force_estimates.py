"""The rules of the table of force estimates."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from isk_indicators.rules import date, figure, span, twin, voice
from isk_indicators.rules import validate as validation
from isk_indicators.rules.reading import figure_of
from isk_indicators.rules.rule import Fault, rule

UNITS: Mapping[str, tuple[str, ...]] = {
    "bases": ("sites",),
    "strongholds": ("sites",),
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
def spread_fits_the_words(figure: str, quote: str, spread: str | None) -> Fault | None:
    """A spread that the figure does not have: a point of a range, a range of one number."""
    only = figure_of(figure, quote)
    if only is None:
        return None
    if only.low is None:
        expected: tuple[str | None, ...] = (None,)
    else:
        expected = ("point",) if only.low == only.high else ("uncertainty", "over_time")
    if spread in expected:
        return None
    return Fault(
        spread or "",
        " or ".join(e or "blank" for e in expected),
        "Type what lies between the two numbers, as the source's words show.",
    )


@rule("unit-words", blames="unit")
def months_are_printed(figure: str, quote: str, unit: str) -> Fault | None:
    """Months of a figure that is no length of time, or another unit of one that is."""
    only = figure_of(figure, quote)
    if only is None or ("month" in only.text) == (unit == "months"):
        return None
    return Fault(unit, f"the unit of {figure!r}", "Type the unit that the words print.")


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
    spread_fits_the_words,
    months_are_printed,
    counterpart_is_another,
    voice.actor_is_named,
    voice.actor_is_named.on(actor_id="counterpart_id"),
    voice.place_is_named,
    twin.reports_something_new.on(own_id="estimate_id"),
)

validate = partial(validation.validate, "force_estimates")
"""Check a frame of this table in memory; see :func:`isk_indicators.rules.validate.validate`."""
