"""Rules of the table of casualties."""

from __future__ import annotations

from functools import partial

from isk_indicators.rules import claims, figures, sourcing, spans
from isk_indicators.rules.rule import Problem, rule
from isk_indicators.rules.schema import validate_table
from isk_indicators.words import harms_in


@rule("figure-harm", column="figure")
def figure_shows_its_harm(figure: str, quote: str) -> Problem | None:
    """A figure without its harm word in a quote that names more than one harm."""
    if not harms_in(quote):
        return Problem(
            figure,
            "a quote with the words that name the harm",
            "Quote the words that name the harm too; if they are quoted, add them to words.py.",
        )
    if figures.figure_meant(figure, quote) is None or figures.shows_harm(figure, quote):
        return None
    found = figures.spellings(figure, quote, harmful=True)
    return Problem(
        figure,
        "the figure with its harm word, as the quote names more than one harm",
        figures.advice(found, quote, "Cut the quote to the words that name this harm."),
    )


@rule("harm-word", column="harm")
def harm_is_reported(harm: str, figure: str | None, quote: str) -> Problem | None:
    """A harm other than the one that the words of the figure, or of its quote, name."""
    named = figures.harms_named(figure or "", quote)
    if len(named) != 1 or named == {harm}:
        return None
    (only,) = named
    return Problem(
        harm,
        f"{only}, by the words {figure if harms_in(figure or '') else quote!r}",
        "Type the harm that the words name, or quote the words that name it.",
    )


RULES = (
    *spans.RULES,
    *sourcing.VOICE_RULES,
    *figures.RULES,
    sourcing.victims_are_printed,
    figure_shows_its_harm,
    harm_is_reported,
    claims.reports_something_new.rename_columns(own_id="casualty_id"),
)

validate = partial(validate_table, "casualties", RULES)
"""Validate a frame of this table; see :func:`isk_indicators.rules.schema.validate_table`."""
