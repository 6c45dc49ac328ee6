"""Rules of the table of casualties."""

from __future__ import annotations

import re
from functools import partial

from isk_indicators.figures import Passage
from isk_indicators.rules import figures, links, sourcing
from isk_indicators.rules.codes import cues_in
from isk_indicators.rules.proofs import table_rules
from isk_indicators.rules.rule import PartialDataset, Problem, RowKey, rule
from isk_indicators.rules.schema import validate_table
from isk_indicators.schema import SPAN
from isk_indicators.spans import whole_occurrences
from isk_indicators.words import harms_in


@rule("figure-harm", column="figure")
def figure_shows_its_harm(figure: str, quote: Passage) -> Problem | None:
    """A figure without its harm word in a quote that names more than one harm."""
    if not harms_in(quote.words):
        return Problem(
            figure,
            "a quote with the words that name the harm",
            "Quote the words that name the harm too; if none do, review it as not_codable.",
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
def harm_is_reported(harm: str, figure: str | None, quote: Passage) -> Problem | None:
    """A harm other than the one that the words of the figure, or of its quote, name."""
    named = figures.harms_named(figure or "", quote)
    if len(named) != 1 or named == {harm}:
        return None
    (only,) = named
    return Problem(
        harm,
        f"{only}, by the words {figure if harms_in(figure or '') else quote.words!r}",
        "Type the harm that the words name, or quote the words that name it.",
    )


@rule("victims-complete", column="victim_text", phase="words")
def victims_have_all_their_words(victim_text: str, figure: str, quote: str) -> Problem | None:
    """Victims without the word between them and their figure: "six [innocent] civilians"."""
    between = re.search(rf"{re.escape(figure)}\s+([\w-]+)\s+{re.escape(victim_text)}(?!\w)", quote)
    if between is None or between[1].lower() in ("of", "the", "other", "more"):
        return None
    return Problem(
        victim_text, f"{between[1]} {victim_text}", "Copy the victims with all their words."
    )


@rule("victims-own", column="victim_text", phase="words")
def victims_are_not_of_another_figure(
    victim_text: str, figure: str | None, basis: str, quote: Passage
) -> Problem | None:
    """Victims that follow another figure of the quote, although this figure has victims of its own.

    In "killing two and injuring 12 employees", both figures count employees.
    """
    if figure is None and basis != "implied":
        return None  # the rules of figures report it
    places = whole_occurrences(quote.words, victim_text)
    counting = [_counted_before(quote, start) for start, _ in places]
    own = _word_behind(figure, quote.words) if figure else "nobody"
    if own is None or not places or any(c is None or c in (figure or "") for c in counting):
        return None
    return Problem(
        victim_text,
        f"the victims of {figure!r}, not of {counting[0]!r}"
        if figure
        else f"victims whom no figure counts; {counting[0]!r} counts these",
        "Copy the victims of this row, or blank the cell.",
    )


@rule("victims-named", column="victim_text", phase="words")
def victims_behind_the_figure_are_named(
    victim_text: str | None, figure: str, quote: str, *, data: PartialDataset, row: RowKey
) -> Problem | None:
    """A blank although a word of a group of victims follows the figure: "14 people"."""
    behind = _word_behind(figure, quote)
    cues = data.package.schemas[row.table].by_name["victim_group"].cues
    if victim_text is not None or behind is None or not cues_in([behind], cues):
        return None
    return Problem("", behind, "Copy the victims from the quote.")


def _counted_before(quote: Passage, at: int) -> str | None:
    """The figure that ends right before a place of a quote."""
    ending = (f for f in quote.figures(max(0, at - 2), at) if f.end == at - 1)
    return next((quote.words[max(0, f.start) : f.end] for f in ending), None)


def _word_behind(figure: str, quote: str) -> str | None:
    """The word behind a figure, if it may name victims."""
    behind = re.search(rf"{re.escape(figure)} ([a-z-]+)", quote)
    if behind is None or behind[1] in _NO_VICTIMS or harms_in(behind[1]):
        return None
    return behind[1]


_NO_VICTIMS = frozenset("and or but more others of was were have had in on at".split())


@rule("toll-once", column="covers", phase="cross_table")
def a_toll_is_told_once(
    casualty_id: str,
    incident_id: str,
    harm: str,
    covers: str,
    figure: str | None,
    voice: str,
    statement_id: str | None,
    source_id: str,
    span_start: int,
    span_end: int,
    quote: str,
    *,
    data: PartialDataset,
    row: RowKey,
) -> Problem | None:
    """A whole toll beside another figure for the same harm by one voice in one passage.

    Not so where the words say that the other victims are among these.
    """
    if covers != "all":
        return None
    same = {"incident_id": incident_id, "harm": harm, "voice": voice, "statement_id": statement_id}
    for other in data.quoting(row.table, source_id, (span_start, span_end), same):
        other_id, whole = other["casualty_id"], other["covers"] == "all"
        if other_id in (None, casualty_id) or (whole and str(other_id) > casualty_id):
            continue
        if figure is not None and other["figure"] == figure:
            continue  # the rule on rows that make one claim reports it
        if whole or not INCLUDED.search(f"{quote} {other['quote']}"):
            data.require(row.table, *same, "covers", *SPAN, casualty_id=other_id)
            return Problem(
                covers,
                f"part, as {other_id} gives another figure for the same harm in the same words",
                "Type part for figures that add up, or correct the incident or harm of one.",
            )
    return None


INCLUDED = re.compile(r"\b(?:includ\w+|among|amongst|of whom|of them|of those)\b", re.IGNORECASE)


@rule("toll-part", column="covers", phase="cross_table")
def a_part_is_of_something(
    casualty_id: str,
    incident_id: str,
    harm: str,
    covers: str,
    figure: str | None,
    source_id: str,
    quote: str,
    *,
    data: PartialDataset,
    row: RowKey,
) -> Problem | None:
    """A part of a toll of which the source gives neither the whole nor another part.

    What its own words count among its victims is no other part.
    """
    if covers != "part":
        return None
    included = INCLUDED.search(quote, quote.find(figure)) if figure else None
    within = quote[included.end() :] if included else ""
    for table, other in data.referring("incidents", incident_id):
        if (
            table == row.table
            and other["casualty_id"] != casualty_id
            and other["source_id"] in (source_id, None)
            and other["harm"] in (harm, "killed_or_wounded", None)
            and not (other["covers"] == "part" and str(other["figure"] or quote) in within)
        ):
            return None
    data.require(row.table, "harm", "source_id", "quote", incident_id=incident_id)
    return Problem(
        covers,
        f"all, as no other row of {source_id} gives the whole of {quote!r} or another part of it",
        "Type all, or add the row for the whole or for the other part.",
    )


RULES = table_rules(
    "casualties",
    *sourcing.VOICE_RULES,
    sourcing.words_of_a_statement_are_its_own,
    figure_shows_its_harm,
    harm_is_reported,
    victims_have_all_their_words,
    victims_are_not_of_another_figure,
    victims_behind_the_figure_are_named,
    a_toll_is_told_once,
    a_part_is_of_something,
    links.reports_something_new.rename_columns(own_id="casualty_id"),
)

validate = partial(validate_table, "casualties", RULES)
"""Validate a frame of this table; see :func:`isk_indicators.rules.schema.validate_table`."""
