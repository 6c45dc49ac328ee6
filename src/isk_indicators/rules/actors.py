"""Rules of the table of actors."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import partial

from isk_indicators.rules import sourcing
from isk_indicators.rules.proofs import table_rules
from isk_indicators.rules.rule import CannotDecide, PartialDataset, Problem, Row, RowKey, rule
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
    """A list of aliases that contains a blank, a repetition or the actor's own name."""
    forms = aliases.split("|")
    if all(f and f == f.strip() for f in forms) and len({name, *forms}) == len(forms) + 1:
        return None
    return Problem(
        aliases, "other forms than the name, each once, parted by | alone", "Clean the list."
    )


@rule("alias-name", column="aliases")
def aliases_are_names(name: str, aliases: str, kind: str | None) -> Problem | None:
    """An alias that is not a name: it has no capital letter and no word of the actor's name."""
    if kind in UNNAMED:
        return None
    for form in filter(None, aliases.split("|")):
        if form == form.lower() and not {*form.split()} & {*name.lower().split()}:
            return Problem(form, "a name", "Remove it: words that name nobody are no alias.")
    return None


@rule("alias-shared", column="aliases", phase="cross_table")
def forms_name_one_actor(
    aliases: str, note: str | None, *, data: PartialDataset, row: RowKey
) -> Problem | None:
    """An alias that is the name of another actor or an alias of an earlier one, quoted in no note.

    Forms that differ in capitals alone are the same.
    """
    if row.id is None:
        raise CannotDecide
    for form in filter(None, aliases.split("|")):
        sharing = _listed_under(data, form)
        if any(_quotes(actor["note"], form) for actor in sharing) or _quotes(note, form):
            continue
        for other in sharing:
            is_name = form.casefold() == (other["name"] or "").casefold()
            if other["actor_id"] == row.id or not (is_name or str(other["actor_id"]) < row.id):
                continue  # two aliases are reported once, at the later actor
            data.require("actors", "name", "aliases", "note", actor_id=other["actor_id"])
            return Problem(
                form,
                f"a form that {sourcing.label(other['actor_id'], other)} has not",
                "Remove it from one of them; if documents print it for both, quote it in a note "
                "that says where.",
            )
    return None


def _quotes(note: str | None, form: str) -> bool:
    return f"'{form}'".casefold() in (note or "").casefold()


def _listed_under(data: PartialDataset, form: str) -> Sequence[Row]:
    """The actors that have a form as their name or among their aliases, in whatever capitals."""

    def index() -> dict[str, list[Row]]:
        found = defaultdict(list)
        for actor in data.rows("actors"):
            for one in {form.casefold() for form in sourcing.forms_of(actor)}:
                found[one].append(actor)
        return found

    return data.once("actors by form", index).get(form.casefold(), ())


UNNAMED = ("unnamed_officials", "other", None)
"""Kinds of actors that documents may mention without a name."""


@rule("parent-circle", column="parent_id", phase="spans")
def is_not_its_own_parent(parent_id: str, *, data: PartialDataset, row: RowKey) -> Problem | None:
    """An actor that is its own parent, directly or through other actors."""
    # One finding for the whole circle, at its first member.
    if row.id != min(map(str, data.lineage(parent_id))):
        return None
    return Problem(parent_id, "an actor that is not below this one", "Correct or blank the parent.")


OF_AN_AUTHORITY = ("de_facto_authority", "government", "military", "official", "unnamed_officials")
"""Kinds of actors that belong to the actor by whom they are named: "Pakistani police"."""


@rule("actor-parent", column="parent_id", phase="links")
def belongs_to_whom_its_name_says(
    name: str, kind: str, parent_id: str | None, *, data: PartialDataset, row: RowKey
) -> Problem | None:
    """An authority or official whose name begins with that of an actor that it is not below."""
    if kind not in OF_AN_AUTHORITY:
        return None
    above = [] if parent_id is None else data.lineage(parent_id)
    named = _actors_before(name, data)
    if parent_id is not None and named & _actors_before(
        data.row("actors", parent_id)["name"], data
    ):
        return None  # reported of the parent, if at all
    named.discard(row.id or "")
    if not named or named & {*above}:
        return None
    data.require("actors", "name", "aliases", "parent_id")
    expected = " or ".join(sourcing.label(one, data.row("actors", one)) for one in sorted(named))
    return Problem(
        parent_id or "",
        f"{expected}, or an actor below it, by the name {name!r}",
        "Correct the parent.",
    )


def _actors_before(name: str | None, data: PartialDataset) -> set[str]:
    """The actors with whose name, as a noun, a genitive or an adjective, another name begins."""
    rest = (name or "").removeprefix("the ")
    forms, behind = sourcing.with_adjectives, _BEFORE_AN_OFFICE
    before = sourcing.named_at(data.rows("actors"), rest, 0, forms, behind)
    ids = {other["actor_id"] for other in before if rest[0].isupper()}
    return {str(actor_id) for actor_id in ids if actor_id is not None}


_BEFORE_AN_OFFICE = re.compile(r"(?:[’']s?)? ")


@rule("actor-country", column="country", phase="links")
def is_of_the_country_of_its_parent(
    kind: str, parent_id: str, country: str | None, *, data: PartialDataset, row: RowKey
) -> Problem | None:
    """An authority or official with another country than the actor that it belongs to.

    If none that belongs to it is of its country, only the first is reported.
    """
    above = data.row("actors", parent_id)["country"]
    if kind not in OF_AN_AUTHORITY or above in (country, None):
        return None
    others = data.where("actors", "parent_id", parent_id)
    if others and row.id != others[0]["actor_id"] and all(o["country"] != above for o in others):
        return None
    return Problem(
        country or "",
        f"{above}, the country of {parent_id}",
        "Correct the country, the parent, or the country of the parent.",
    )


RULES = table_rules(
    "actors",
    sourcing.is_used,
    mention_names_the_actor,
    aliases_are_a_list,
    aliases_are_names,
    forms_name_one_actor,
    sourcing.words_of_the_name_are_printed,
    is_not_its_own_parent,
    belongs_to_whom_its_name_says,
    is_of_the_country_of_its_parent,
)

validate = partial(validate_table, "actors", RULES)
"""Validate a frame of this table; see :func:`isk_indicators.rules.schema.validate_table`."""
