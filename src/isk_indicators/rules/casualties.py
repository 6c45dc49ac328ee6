"""The rules of the table of casualties."""

from __future__ import annotations

from functools import partial

from isk_indicators.rules import figure as figure_rules
from isk_indicators.rules import span, twin, voice, words
from isk_indicators.rules import validate as validation
from isk_indicators.rules.reading import harms_told, meant_by, shows_harm, ways
from isk_indicators.rules.rule import Fault, rule
from isk_indicators.words import harms_in


@rule("figure-harm", blames="figure")
def figure_shows_its_harm(figure: str, quote: str) -> Fault | None:
    """A figure without its harm word in a quote that tells of more than one harm."""
    if not harms_in(quote):
        return Fault(
            figure,
            "a quote with the words that tell of the harm",
            "Quote the words that tell of the harm too; if they are quoted, add them to words.py.",
        )
    if meant_by(figure, quote) is None or shows_harm(figure, quote):
        return None
    found = ways(figure, quote, harmful=True)
    return Fault(
        figure,
        "the figure with its harm word, as the quote tells of more than one harm",
        figure_rules.advice(found, quote, "Cut the quote to the words that tell of this harm."),
    )


@rule("harm-word", blames="harm")
def harm_is_told(harm: str, figure: str | None, quote: str) -> Fault | None:
    """A harm other than the one that the words of the figure, or of its quote, tell of."""
    told = harms_told(figure or "", quote)
    if len(told) != 1 or told == {harm}:
        return None
    (only,) = told
    return Fault(
        harm,
        f"{only}, by the words {figure if harms_in(figure or '') else quote!r}",
        "Type the harm that the words tell of, or quote the words that tell of it.",
    )


RULES = (
    *span.RULES,
    *voice.RULES,
    *figure_rules.RULES,
    words.victims_are_printed,
    figure_shows_its_harm,
    harm_is_told,
    twin.reports_something_new.on(own_id="casualty_id"),
)

validate = partial(validation.validate, "casualties")
"""Check a frame of this table in memory; see :func:`isk_indicators.rules.validate.validate`."""
