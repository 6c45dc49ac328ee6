"""The rules of the table of incidents."""

from __future__ import annotations

from functools import partial

from isk_indicators.rules import date, figure, span, twin, voice, words
from isk_indicators.rules import validate as validation
from isk_indicators.rules.links import Links
from isk_indicators.rules.rule import Fault, RowKey, bound, rule


@rule("series-count", blames="count_figure")
def only_a_series_is_counted(
    scale: str, count_figure: str | None, count_low: int | None, count_high: int | None
) -> Fault | None:
    """A single incident with a count, or numbers of a count without its words."""
    numbers = count_low is not None or count_high is not None
    if scale == "single" and (count_figure is not None or numbers):
        return Fault(
            str(count_figure or count_low or count_high),
            "blank, as the row is a single incident",
            "Blank the count, or make the row a series.",
        )
    if numbers and count_figure is None:
        return Fault(
            "", "the count's words", "Copy the count from the quote, or blank its numbers."
        )
    return None


@rule("count-qualifier", blames="count_qualifier")
def a_count_has_a_qualifier(count_figure: str | None, count_qualifier: str | None) -> Fault | None:
    """A count without a qualifier, or a qualifier without a count."""
    return figure.unqualified(count_figure, count_qualifier)


@rule("series-bounded", blames="scale", turn="absences")
def a_series_is_bounded(
    scale: str,
    count_figure: str | None,
    date: str | None,
    *,
    links: Links,
    row: RowKey,
) -> Fault | None:
    """A series without a count, a date, a casualty or parts."""
    if scale != "series" or count_figure is not None or date is not None or row.id is None:
        return None
    if any(
        table in ("casualties", "incidents") for table, _ in links.referring("incidents", row.id)
    ):
        return None
    links.require("casualties", "incident_id")
    links.require("incidents", "part_of")
    return Fault(
        scale,
        "a count, a date, a casualty row or a row that is part of it",
        "A generality is no incident: withdraw the row, or add what bounds it.",
    )


@rule("outcome", blames="outcome")
def outcome_goes_with_scale(scale: str, event_type: str, outcome: str | None) -> Fault | None:
    """A series or a clash with an outcome, or another incident without one."""
    without = scale == "series" or event_type == "clash"
    if without == (outcome is None):
        return None
    if without:
        return Fault(str(outcome), "blank for series and clashes", "Blank the outcome.")
    return Fault("", "how far the event went", "Type completed, partial or foiled.")


@rule("part-of-series", blames="part_of")
def belongs_to_a_series(part_of: str, *, links: Links, row: RowKey) -> Fault | None:
    """A part of something that is no series, or of itself."""
    whole = links.row("incidents", part_of)
    if part_of == row.id:
        return Fault(part_of, "another incident", "Name the series, or blank the cell.")
    if whole["scale"] in ("series", None):
        return None
    return Fault(
        f"{part_of} ({whole['scale']})",
        "a series",
        f"Make {part_of} a series, or name the series that the source tells.",
    )


@rule("target-known", blames="target_type")
def a_type_needs_words(target_type: str, target_text: str | None) -> Fault | None:
    """A type of target for which no words are given."""
    if target_text is not None or target_type == "unknown":
        return None
    return Fault(
        target_type,
        "unknown, as no words of the source name the target",
        "Copy the target's words into target_text, or type unknown.",
    )


COUNT = {
    "figure": "count_figure",
    "qualifier": "count_qualifier",
    "stated_low": "count_low",
    "stated_high": "count_high",
}

RULES = (
    *span.RULES,
    *voice.RULES,
    *date.RULES,
    *bound(figure.CORE_RULES, COUNT),
    voice.place_is_named,
    words.target_is_printed,
    words.holds_no_figure.on(summary="label"),
    only_a_series_is_counted,
    a_count_has_a_qualifier,
    a_series_is_bounded,
    outcome_goes_with_scale,
    belongs_to_a_series,
    a_type_needs_words,
    twin.reports_something_new.on(own_id="incident_id"),
)

validate = partial(validation.validate, "incidents")
"""Check a frame of this table in memory; see :func:`isk_indicators.rules.validate.validate`."""
