"""Rules of the table of actors."""

from __future__ import annotations

from functools import partial

from isk_indicators.rules import sourcing
from isk_indicators.rules.proofs import table_rules
from isk_indicators.rules.rule import PartialDataset, Problem, RowKey, rule
from isk_indicators.rules.schema import validate_table


@rule("actor-mention", column="quote")
def mention_names_the_actor(name: str, aliases: str | None, quote: str) -> Problem | None:
    """A first mention that prints none of the actor's forms."""
    forms = sourcing.printed_forms(name, aliases)
    if sourcing.prints_a_form(forms, [quote]):
        return None
    return Problem(
        quote,
        f"one of the forms {', '.join(map(repr, forms))}",
        "Quote the first words that name the actor, or add their form to the aliases.",
    )


@rule("aliases", column="aliases")
def aliases_are_a_list(name: str, aliases: str) -> Problem | None:
    """Aliases with a blank, a repetition, or the name itself among them."""
    forms = aliases.split("|")
    if all(f and f == f.strip() for f in forms) and len({name, *forms}) == len(forms) + 1:
        return None
    return Problem(
        aliases, "other forms than the name, each once, parted by | alone", "Clean the list."
    )


@rule("alias-name", column="aliases")
def aliases_are_names(name: str, aliases: str, kind: str | None) -> Problem | None:
    """An alias that is no name: it has neither a capital letter nor a word of the actor's name."""
    if kind in UNNAMED:
        return None
    for form in filter(None, aliases.split("|")):
        if form == form.lower() and not {*form.split()} & {*name.lower().split()}:
            return Problem(form, "a name", "Remove it: words that name nobody are no alias.")
    return None


UNNAMED = ("unnamed_officials", "other", None)
"""Kinds of actors that documents may mention without a name."""


@rule("parent-circle", column="parent_id", phase="spans")
def is_not_its_own_parent(parent_id: str, *, data: PartialDataset, row: RowKey) -> Problem | None:
    """An actor that is above itself."""
    # One finding for the whole circle, at its first member.
    if row.id != min(map(str, data.lineage(parent_id))):
        return None
    return Problem(parent_id, "an actor that is not below this one", "Correct or blank the parent.")


RULES = table_rules(
    "actors",
    sourcing.is_used,
    mention_names_the_actor,
    aliases_are_a_list,
    aliases_are_names,
    is_not_its_own_parent,
)

validate = partial(validate_table, "actors", RULES)
"""Validate a frame of this table; see :func:`isk_indicators.rules.schema.validate_table`."""
