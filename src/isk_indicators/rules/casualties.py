"""The rules of the table of casualties."""

from __future__ import annotations

from functools import partial

from isk_indicators.harm import kinds
from isk_indicators.rules import figure, span, twin, voice, words
from isk_indicators.rules import validate as validation
from isk_indicators.rules.reading import read
from isk_indicators.rules.rule import Fault, rule


@rule("figure-harm", blames="figure")
def figure_shows_its_harm(figure: str, quote: str) -> Fault | None:
    """A figure without its harm word in a quote that tells of more than one harm."""
    reading = read(figure, quote)
    if reading is None or len(reading.harms) == 1 or kinds(figure):
        return None
    return Fault(
        figure,
        "the figure with its harm word, as the quote tells of more than one harm or of none",
        "Extend the figure to its harm word ('killing two'), or cut the quote.",
    )


@rule("harm-word", blames="harm")
def harm_is_told(harm: str, figure: str | None, quote: str) -> Fault | None:
    """A harm other than the one that the words of the figure, or of its quote, tell of."""
    told = kinds(figure or "") or kinds(quote)
    if len(told) != 1 or told == {harm}:
        return None
    (only,) = told
    return Fault(
        harm,
        f"{only}, by the words {figure if kinds(figure or '') else quote!r}",
        "Type the harm that the words tell of, or quote the words that tell of it.",
    )


RULES = (
    *span.RULES,
    *voice.RULES,
    *figure.RULES,
    words.victims_are_printed,
    figure_shows_its_harm,
    harm_is_told,
    twin.reports_something_new.on(own_id="casualty_id"),
)

validate = partial(validation.validate, "casualties")
"""Check a frame of this table in memory; see :func:`isk_indicators.rules.validate.validate`."""
