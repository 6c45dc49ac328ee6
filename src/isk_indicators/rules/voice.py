"""Who says it: voice and statement, stance and speaker, and the words that name an actor."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from isk_indicators.rules.links import Links
from isk_indicators.rules.rule import Fault, RowKey, rule


@rule("voice-statement", blames="statement_id")
def statement_goes_with_voice(voice: str, statement_id: str | None) -> Fault | None:
    """A statement named though the voice is another, or none named though it is a statement's."""
    if (voice == "statement") == (statement_id is not None):
        return None
    if statement_id is None:
        return Fault("", "the statement that says it", "Type its id, or correct the voice.")
    return Fault(
        statement_id, f"blank, as the voice is {voice}", "Blank it, or type the voice statement."
    )


@rule("statement-source", blames="statement_id")
def statement_is_of_the_same_source(
    statement_id: str, source_id: str, *, links: Links
) -> Fault | None:
    """A row that rests on another document than the statement that it names."""
    theirs = links.row("statements", statement_id)["source_id"]
    if theirs in (source_id, None):
        return None
    links.require("statements", "span_end", "quote")  # a span at fault may be of another document
    return Fault(
        f"{statement_id} of {theirs}",
        f"a statement of {source_id}",
        "Name the statement that this document carries.",
    )


def names_one(forms: Iterable[str], quotes: Iterable[str]) -> bool:
    """Whether one of the quotes prints one of the forms, as a word of its own or in the genitive.

    A form that a hyphen ties to another word is another name: "IS-K" does not print "IS".
    """
    named = _any_form(tuple(forms))
    return any(named.search(q) for q in quotes)


@cache
def _any_form(forms: tuple[str | None, ...]) -> re.Pattern[str]:
    # What may not precede a form is asked behind its first letter: a search for letters is fast.
    letters = {form: (re.escape(form[0]), re.escape(form[1:])) for form in forms if form}
    names = "|".join(rf"{a}(?<!\w{a})(?<!\w-{a}){rest}" for a, rest in letters.values())
    return re.compile(rf"(?:{names})(?!\w|-\w)")


@rule("place-named", blames="place_id")
def place_is_named(
    place_id: str, quote: str, *, links: Links, row: RowKey, field: str
) -> Fault | None:
    """A place that neither the quote nor its evidence names."""
    name = links.row("places", place_id)["name"]
    quotes = links.quotes(row, field, quote)
    if name is None or names_one([name], quotes):
        return None
    row.require_id()
    links.require_evidence()
    return Fault(
        f"{place_id} ({name})",
        f"{name!r} in the quote or in a supporting evidence row",
        f"Add an evidence row that supports {field}, or blank the place.",
    )


@rule("actor-named", blames="actor_id")
def actor_is_named(
    actor_id: str, quote: str, source_id: str, *, links: Links, row: RowKey, field: str
) -> Fault | None:
    """An actor whom neither the quote nor its evidence names."""
    forms = links.forms(actor_id)
    quotes = links.quotes(row, field, quote)
    if names_one(forms, quotes):
        return None
    row.require_id()
    links.require_evidence()
    links.require("actors", "name", "aliases")
    return Fault(
        f"{actor_id} ({forms[0]})",
        f"one of the forms {', '.join(repr(f) for f in forms if f)} in the quote or its evidence",
        f"Add an evidence row of {source_id} that supports {field}, add the printed form to the "
        "actor's aliases, or correct the actor.",
    )


RULES = (statement_goes_with_voice, statement_is_of_the_same_source)
