"""Rules of the table of actors."""

from __future__ import annotations

from functools import partial

from isk_indicators.rules import sourcing, spans, standards
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


@rule("parent-circle", column="parent_id", phase="spans")
def is_not_its_own_parent(parent_id: str, *, data: PartialDataset, row: RowKey) -> Problem | None:
    """An actor that is above itself."""
    # One finding for the whole circle, at its first member.
    if row.id != min(map(str, data.lineage(parent_id))):
        return None
    return Problem(parent_id, "an actor that is not below this one", "Correct or blank the parent.")


RULES = (
    *spans.RULES,
    sourcing.is_used,
    mention_names_the_actor,
    aliases_are_a_list,
    standards.country_is_assigned,
    is_not_its_own_parent,
)

validate = partial(validate_table, "actors", RULES)
"""Validate a frame of this table; see :func:`isk_indicators.rules.schema.validate_table`."""
