"""Rules of the table of incidents."""

from __future__ import annotations

import re
from functools import partial

from isk_indicators.dates import MONTH, WEEKDAY
from isk_indicators.figures import Passage
from isk_indicators.rules import figures, links, sourcing
from isk_indicators.rules.proofs import table_rules
from isk_indicators.rules.rule import PartialDataset, Problem, RowKey, rule
from isk_indicators.rules.schema import validate_table


@rule("series-count", column="count_figure")
def only_a_series_is_counted(
    scale: str, count_figure: str | None, count_low: int | None, count_high: int | None
) -> Problem | None:
    """A single incident with a count, or numbers of a count without its words."""
    numbers = count_low is not None or count_high is not None
    if scale == "single" and (count_figure is not None or numbers):
        return Problem(
            str(count_figure or count_low or count_high),
            "blank, as the row is a single incident",
            "Blank the count, or make the row a series.",
        )
    if numbers and count_figure is None:
        return Problem(
            "", "the count's words", "Copy the count from the quote, or blank its numbers."
        )
    return None


@rule("count-qualifier", column="count_qualifier")
def a_count_has_a_qualifier(
    count_figure: str | None, count_qualifier: str | None, quote: Passage | None
) -> Problem | None:
    """A count without a qualifier, or a qualifier without a count."""
    return figures.check_qualifier(count_figure, count_qualifier, quote)


@rule("series-bounded", column="scale", phase="cross_table")
def a_series_is_bounded(
    scale: str,
    count_figure: str | None,
    date: str | None,
    *,
    data: PartialDataset,
    row: RowKey,
) -> Problem | None:
    """A series without a count, a date, a casualty or parts."""
    if scale != "series" or count_figure is not None or date is not None or row.id is None:
        return None
    if any(
        table in ("casualties", "incidents") for table, _ in data.referring("incidents", row.id)
    ):
        return None
    data.require("casualties", incident_id=row.id)
    data.require("incidents", part_of=row.id)
    return Problem(
        scale,
        "a count, a date, a casualty row or a row that is part of it",
        "A generality is no incident: withdraw the row, or add what bounds it.",
    )


@rule("outcome", column="outcome", phase="cross_table")
def outcome_goes_with_scale(scale: str, event_type: str, outcome: str | None) -> Problem | None:
    """A series or a clash with an outcome, or another incident without one."""
    without = scale == "series" or event_type == "clash"
    if without == (outcome is None):
        return None
    if without:
        return Problem(str(outcome), "blank for series and clashes", "Blank the outcome.")
    return Problem("", "how far the event went", "Type completed, partial or foiled.")


@rule("part-of-series", column="part_of", phase="spans")
def belongs_to_a_series(part_of: str, *, data: PartialDataset, row: RowKey) -> Problem | None:
    """A part of something that is not a series, or of itself."""
    whole = data.row("incidents", part_of)
    if part_of == row.id:
        return Problem(part_of, "another incident", "Name the series, or blank the cell.")
    if whole["scale"] in ("series", None):
        return None
    return Problem(
        f"{part_of} ({whole['scale']})",
        "a series",
        f"Make {part_of} a series, or name the series that the source reports.",
    )


@rule("target-known", column="target_type")
def a_type_needs_words(target_type: str, target_text: str | None) -> Problem | None:
    """A type of target for which no words are given."""
    if target_text is not None or target_type == "unknown":
        return None
    return Problem(
        target_type,
        "unknown, as no words of the source name the target",
        "Copy the target's words into target_text, or type unknown.",
    )


@rule("target-actor", column="target_actor_id", phase="words")
def a_named_target_has_its_actor(
    target_actor_id: str | None, target_text: str, *, data: PartialDataset
) -> Problem | None:
    """A blank where the target's words name an actor, or have the adjective of one."""
    if target_actor_id is not None:
        return None
    named = []
    for actor in data.rows("actors"):
        printed = (form for form in sourcing.with_adjectives(actor) if form in target_text)
        # a "Ministry" that is an actor is not the Ministry of Foreign Affairs
        ends = ((form, target_text.find(form) + len(form)) for form in printed)
        forms = [form for form, end in ends if not _LONGER.match(target_text, end)]
        if sourcing.prints_a_form(forms, [target_text]):
            named.append(actor)
    return sourcing.leaves_out(named, f"Type the actor that {target_text!r} names.", data)


_LONGER = re.compile(r" (?:of|for) (?:the )?[A-Z]")


@rule("target-complete", column="target_text", phase="words")
def a_target_has_its_name(target_text: str, quote: str) -> Problem | None:
    """A target without the name before it: "mosque" of "a Shiite mosque"."""
    name = r"(?<!\bin )(?<!\bat )(?<!\bnear )([A-Z][\w-]+)"  # not the place: "in Kabul soldiers"
    before = re.search(rf"\w[^.]* {name} {re.escape(target_text)}(?!\w)", quote)
    if before is None or re.fullmatch(f"{MONTH}|{WEEKDAY}", before[1]):
        return None
    return Problem(
        target_text, f"{before[1]} {target_text}", "Copy the target with the name before it."
    )


@rule("target-own", column="target_actor_id", phase="cross_table")
def the_target_did_not_do_it(
    target_actor_id: str, *, data: PartialDataset, row: RowKey
) -> Problem | None:
    """A target that is itself said to have carried out the incident."""
    said = {"incident_id": row.id, "actor_id": target_actor_id, "role": "perpetrator"}
    for other in data.where("attributions", "incident_id", row.id) if row.id else ():
        if all(other[name] == value for name, value in said.items()) and other["stance"] in DONE:
            other_id = other["attribution_id"]
            data.require("attributions", *said, "stance", attribution_id=other_id)
            return Problem(
                target_actor_id,
                f"another actor than that of {other_id}",
                "Correct or blank the target, or correct the attribution.",
            )
    return None


DONE = ("claim", "attribution")
"""The stances of attributions that say who did it."""


RULES = table_rules(
    "incidents",
    *sourcing.VOICE_RULES,
    sourcing.words_of_a_statement_are_its_own,
    sourcing.contains_no_figure.rename_columns(summary="label"),
    only_a_series_is_counted,
    a_count_has_a_qualifier,
    a_series_is_bounded,
    outcome_goes_with_scale,
    belongs_to_a_series,
    a_type_needs_words,
    a_named_target_has_its_actor,
    a_target_has_its_name,
    the_target_did_not_do_it,
    links.reports_something_new.rename_columns(own_id="incident_id"),
)

validate = partial(validate_table, "incidents", RULES)
"""Validate a frame of this table; see :func:`isk_indicators.rules.schema.validate_table`."""
