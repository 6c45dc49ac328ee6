"""The rules of the table of actors."""

from __future__ import annotations

from functools import partial

from isk_indicators.rules import span
from isk_indicators.rules import validate as validation
from isk_indicators.rules.links import Links
from isk_indicators.rules.reference import is_used
from isk_indicators.rules.rule import Fault, RowKey, rule
from isk_indicators.rules.voice import names_one


@rule("actor-mention", blames="quote")
def mention_names_the_actor(name: str, aliases: str | None, quote: str) -> Fault | None:
    """A first mention that prints none of the actor's forms."""
    forms = (name, *(aliases or "").split("|"))
    if names_one(forms, [quote]):
        return None
    return Fault(
        quote,
        f"one of the forms {', '.join(repr(f) for f in forms if f)}",
        "Quote the first words that name the actor, or add their form to the aliases.",
    )


@rule("aliases", blames="aliases")
def aliases_are_a_list(name: str, aliases: str) -> Fault | None:
    """Aliases with a blank, a repetition, or the name itself among them."""
    forms = aliases.split("|")
    if all(f and f == f.strip() for f in forms) and len({name, *forms}) == len(forms) + 1:
        return None
    return Fault(
        aliases, "other forms than the name, each once, parted by | alone", "Clean the list."
    )


@rule("parent-circle", blames="parent_id", turn="spans")
def is_not_its_own_parent(parent_id: str, *, links: Links, row: RowKey) -> Fault | None:
    """An actor that is above itself."""
    # One finding for the whole circle, at its first member.
    if row.id != min(links.lineage(parent_id)):
        return None
    return Fault(parent_id, "an actor that is not below this one", "Correct or blank the parent.")


RULES = (
    *span.RULES,
    is_used,
    mention_names_the_actor,
    aliases_are_a_list,
    is_not_its_own_parent,
)

validate = partial(validation.validate, "actors")
"""Check a frame of this table in memory; see :func:`isk_indicators.rules.validate.validate`."""
