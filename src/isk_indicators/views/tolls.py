"""How many were harmed in each incident, by a named rule.

A part of a toll is never the toll: the rules see the reports of the whole alone, and parts give a
lower bound where these give none (:func:`_bounded_below`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from isk_indicators import conventions
from isk_indicators.conventions import UNKNOWN, Bounds, Convention
from isk_indicators.schema import Row
from isk_indicators.tables import Dataset, installed_dataset
from isk_indicators.views import (
    as_frame,
    count_origins,
    joined,
    last_published,
    require_value,
    sources_cells,
    view,
    voice_of,
)

if TYPE_CHECKING:
    import pandas as pd

Harm = Literal["killed", "wounded", "killed_or_wounded"]
Rule = Literal["latest_exact", "conservative", "widest"]
ROUNDING = "rounding"


class Report(NamedTuple):
    """What one row says of a toll, or the rows of one passage together.

    Attributes:
        bounds: What follows from its words, by the conventions.
        published: The last day on which its source may have been published.
        conventions: The named conventions used in ``bounds``.
    """

    bounds: Bounds
    published: date
    conventions: frozenset[str] = frozenset()


class Toll(NamedTuple):
    """What a rule makes of several reports.

    Attributes:
        bounds: The toll.
        chosen: The reports that it rests on.
    """

    bounds: Bounds
    chosen: Sequence[Report]


NOTHING = Toll(UNKNOWN, ())


def tolls(
    harm: Harm = "killed",
    victim_group: str | None = None,
    rule: Rule = "latest_exact",
    convention: Convention | None = None,
) -> pd.DataFrame:
    """Say how many were harmed in each incident that has reports of that harm.

    Single incidents and series are in one frame, distinguished by ``scale``, and are never added
    up. A report of a part of the victims ("including seven children") is no toll: where no report
    of the whole gives a lower bound, it gives one. ``docs/views.md`` says what each rule does.

    Args:
        harm: Which harm.
        victim_group: Only reports of this group of victims; of all if None.
        rule: How one toll follows from several reports.
        convention: What makes a number of a vague word; none if None.

    Returns:
        A row an incident: ``low``, ``best`` and ``high`` in persons, missing where nothing follows;
        the number of reports, of voices and of origins, and the casualty rows behind them.

    Raises:
        ValueError: no such harm, group, rule or convention; the message lists those there are.
    """
    return as_frame("tolls", tolls_of(installed_dataset(), harm, victim_group, rule, convention))


@view("tolls")
def tolls_of(
    dataset: Dataset,
    harm: Harm = "killed",
    victim_group: str | None = None,
    rule: Rule = "latest_exact",
    convention: Convention | None = None,
) -> list[Row]:
    """The rows of :func:`tolls` for any tables."""
    groups = sorted({str(row["victim_group"]) for row in dataset.rows("casualties")})
    require_value("harm", harm, get_args(Harm))
    require_value("rule", rule, get_args(Rule))
    require_value("victim_group", victim_group, groups)
    require_value("convention", convention, get_args(Convention))
    found: list[Row] = []
    for incident in dataset.rows("incidents"):
        reports = dataset.where("casualties", "incident_id", incident["incident_id"])
        of_harm = [row for row in reports if row["harm"] == harm]
        rows = [row for row in of_harm if victim_group in (None, row["victim_group"])]
        if rows:
            has_whole = any(row["covers"] == "all" for row in of_harm)
            gives_whole = victim_group is not None and not has_whole
            toll = _toll(dataset, rows, rule, convention, gives_whole=gives_whole)
            found.append(
                {
                    "incident_id": incident["incident_id"],
                    "label": incident["label"],
                    "scale": incident["scale"],
                    "event_type": incident["event_type"],
                    "date": incident["date"],
                    "place": dataset.name("places", incident["place_id"]),
                    "harm": harm,
                    "victim_group": victim_group,
                    **toll.bounds._asdict(),
                    "reports": len(rows),
                    "said_by": joined(dataset.said_by(row) for row in rows),
                    "voices": len({voice_of(dataset, row) for row in rows}),
                    "origins": count_origins(dataset, rows),
                    "casualty_ids": joined(row["casualty_id"] for row in rows),
                    **sources_cells(dataset, (row["source_id"] for row in rows)),
                    "rule": rule,
                    "convention": joined(sorted({n for r in toll.chosen for n in r.conventions})),
                }
            )
    return found


# Reports


def _toll(
    dataset: Dataset,
    rows: Sequence[Row],
    rule: Rule,
    convention: Convention | None,
    *,
    gives_whole: bool,
) -> Toll:
    """The toll by a rule, of the reports of the whole and of the parts in each passage, added up.

    Where nobody reports the whole toll, the one passage that reports parts sets the groups beside
    each other ("13 soldiers and six civilians"), and gives the whole of each (``gives_whole``).
    """
    whole = [_report(dataset, row, convention) for row in rows if row["covers"] == "all"]
    passages: dict[object, list[Report]] = defaultdict(list)
    for row in rows:
        if row["covers"] != "all":
            passage = (row["source_id"], row["span_start"], row["span_end"])
            passages[passage].append(_report(dataset, row, convention))
    parts = [_sum(reports) for reports in passages.values()]
    if gives_whole and len(parts) == 1:
        whole, parts = parts, []
    return _bounded_below(RULES[rule](whole), whole, parts)


def _report(dataset: Dataset, row: Row, convention: Convention | None) -> Report:
    published = last_published(dataset, row["source_id"])
    bounds = Bounds(*(_number(row, name) for name in Bounds._fields))
    if row["qualifier"] == "about":
        low, high = _number(row, "stated_low"), _number(row, "stated_high")
        if low is None or high is None:
            return Report(UNKNOWN, published, frozenset({ROUNDING}))
        rounded = Bounds(*conventions.rounding(low, high), _number(row, "best"))
        return Report(rounded, published, frozenset({ROUNDING}))
    if row["qualifier"] == "vague" and convention is not None:
        from isk_indicators.figures import find_figures  # noqa: PLC0415 - many patterns

        figures = find_figures(str(row["figure"]))
        number = conventions.vague_number(figures[0].text, convention) if figures else None
        low, best = (number, None) if convention == "floor" else (None, number)
        bounds = Bounds(low, None, best)
        return Report(bounds, published, frozenset({convention} if number is not None else ()))
    return Report(bounds, published)


def _number(row: Row, name: str) -> int | None:
    value = row[name]
    return value if isinstance(value, int) else None


def _sum(parts: Sequence[Report]) -> Report:
    """The parts of one passage as one report; what is not known of a part adds nothing to a low."""
    lows = [part.bounds.low for part in parts if part.bounds.low is not None]
    highs = [part.bounds.high for part in parts if part.bounds.high is not None]
    bests = [part.bounds.best for part in parts if part.bounds.best is not None]
    bounds = Bounds(
        sum(lows) if lows else None,
        sum(highs) if len(highs) == len(parts) else None,
        sum(bests) if len(bests) == len(parts) else None,
    )
    used = frozenset().union(*(part.conventions for part in parts))
    return Report(bounds, parts[0].published, used)


# Rules


def _bounded_below(toll: Toll, whole: Sequence[Report], parts: Sequence[Report]) -> Toll:
    """A toll with the greatest low of a passage's parts, unless the words of a whole give one.

    A part is never more than a lower bound, and it yields to every bound that a whole states. A
    number that a convention gives for a vague word is none: it yields to the part. Passages are not
    added up, as they may count the same victims. A part for which no whole has room is passed over:
    the two disagree.
    """
    if any(report.bounds.low is not None and not _is_guess(report) for report in toll.chosen):
        return toll
    known = [
        (part.bounds.low, part)
        for part in parts
        if part.bounds.low is not None
        and (not whole or any(_has_room(report.bounds, part.bounds.low) for report in whole))
        and _has_room(toll.bounds, part.bounds.low)
    ]
    low, high, best = toll.bounds
    least = max((number for number, _ in known), default=None)
    if least is None or (low is not None and least <= low):
        return toll
    bounds = Bounds(low=least, best=None if best is not None and best < least else best, high=high)
    kept = [one for one in toll.chosen if bounds.best is not None or not _is_guess(one)]
    return Toll(bounds, [*kept, *(part for number, part in known if number == least)])


def _has_room(bounds: Bounds, low: int) -> bool:
    return bounds.high is None or low <= bounds.high


def _is_guess(report: Report) -> bool:
    """Whether its numbers are those of a convention for vague words."""
    return bool(report.conventions - {ROUNDING})


def latest_exact(reports: Sequence[Report]) -> Toll:
    """The exact numbers of the last sources that give one; without any, what the last ones say."""
    exact = []
    for report in reports:  # "about 144" is not exact, even if its rounding is 144
        low, high, best = report.bounds
        if best is not None and low == best == high and not report.conventions:
            exact.append(report)
    return widest(_latest(exact) or _latest([r for r in reports if r.bounds != UNKNOWN]))


def _latest(reports: Sequence[Report]) -> list[Report]:
    last = max((report.published for report in reports), default=None)
    return [report for report in reports if report.published == last]


def widest(reports: Sequence[Report]) -> Toll:
    """From the least low to the greatest high, if each has one; the best that all agree on."""
    lows = [r.bounds.low for r in reports if r.bounds.low is not None]
    highs = [r.bounds.high for r in reports if r.bounds.high is not None]
    bests = {r.bounds.best for r in reports}
    bounds = Bounds(
        min(lows) if lows and len(lows) == len(reports) else None,
        max(highs) if highs and len(highs) == len(reports) else None,
        bests.pop() if len(bests) == 1 else None,
    )
    return Toll(bounds, reports)


def conservative(reports: Sequence[Report]) -> Toll:
    """The least number that some report supports, as a lower bound."""
    supported = [  # the lower bound, else the number that a report gives
        (report.bounds.best if report.bounds.low is None else report.bounds.low, report)
        for report in reports
    ]
    least = min((number for number, _ in supported if number is not None), default=None)
    if least is None:
        return NOTHING
    return Toll(Bounds(least, None, None), [r for number, r in supported if number == least])


RULES: Mapping[Rule, Callable[[Sequence[Report]], Toll]] = MappingProxyType(
    {"latest_exact": latest_exact, "conservative": conservative, "widest": widest}
)
"""How one toll follows from several reports."""
