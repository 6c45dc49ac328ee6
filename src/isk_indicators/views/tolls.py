"""How many were harmed in each incident, by a rule that has a name.

What lives here: reports of a toll, and the rules that make one of several. What must not: bounds
of a figure (``conventions``). A rule more is a function in ``RULES``, its meaning in
``schemas/views/tolls.json`` and its line in ``docs/views.md``. Standard library only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from isk_indicators import conventions
from isk_indicators.conventions import UNKNOWN, Bounds, Convention
from isk_indicators.derived import Row
from isk_indicators.views.claims import Claims, installed, joined, view

if TYPE_CHECKING:
    import pandas as pd

Harm = Literal["killed", "wounded", "killed_or_wounded"]
Rule = Literal["latest_exact", "conservative", "widest"]
ROUNDING = "rounding"


class Report(NamedTuple):
    """What one passage says of a toll.

    Attributes:
        bounds: What follows from its words.
        wide: The same, an "about" taken for a rounded number.
        published: The last day on which its source may have been published.
        conventions: The named conventions used in ``bounds``.
        rounded: Whether an "about" is in it.
    """

    bounds: Bounds
    wide: Bounds
    published: date
    conventions: frozenset[str]
    rounded: bool


def tolls(
    harm: Harm = "killed",
    victim_group: str | None = None,
    rule: Rule = "latest_exact",
    convention: Convention | None = None,
) -> pd.DataFrame:
    """Say how many were harmed in each incident that has reports of that harm.

    Single incidents and series stand in one frame, told apart by ``scale``, and are never added
    up. ``docs/views.md`` says what each rule does.

    Args:
        harm: Which harm.
        victim_group: Only reports of this group of victims; of all if None.
        rule: How one toll follows from several reports.
        convention: What makes a number of a vague word; none if None.

    Returns:
        A row an incident: ``low``, ``best`` and ``high`` in persons, missing where nothing follows;
        the number of reports and of voices, and the casualty rows behind them.

    Raises:
        ValueError: no such harm, group, rule or convention; the message lists those there are.
    """
    return view("tolls", tolls_of(installed(), harm, victim_group, rule, convention))


def tolls_of(
    claims: Claims,
    harm: Harm = "killed",
    victim_group: str | None = None,
    rule: Rule = "latest_exact",
    convention: Convention | None = None,
) -> list[Row]:
    """The rows of :func:`tolls` for any tables."""
    groups = {str(row["victim_group"]) for row in claims.rows("casualties")}
    _require("harm", harm, get_args(Harm))
    _require("rule", rule, get_args(Rule))
    if victim_group is not None:
        _require("victim_group", victim_group, sorted(groups))
    if convention is not None:
        _require("convention", convention, get_args(Convention))
    told = [
        (incident, rows)
        for incident in claims.rows("incidents")
        if (rows := _told(claims, incident, harm, victim_group))
    ]
    return [_toll(claims, i, rows, (harm, victim_group, rule, convention)) for i, rows in told]


def _require(what: str, value: str, known: Iterable[str]) -> None:
    if value not in known:
        raise ValueError(f"no {what} {value!r}: there are {', '.join(known)}")


def _told(claims: Claims, incident: Row, harm: str, group: str | None) -> list[Row]:
    rows = claims.of("casualties", "incident_id", incident["incident_id"])
    return [r for r in rows if r["harm"] == harm and group in (None, r["victim_group"])]


def _toll(
    claims: Claims,
    incident: Row,
    rows: Sequence[Row],
    asked: tuple[str, str | None, Rule, Convention | None],
) -> Row:
    harm, group, rule, convention = asked
    reports = _reports(claims, rows, group, convention)
    bounds = RULES[rule](reports)
    used = {name for report in reports for name in report.conventions}
    if rule == "widest" and any(report.rounded for report in reports):
        used.add(ROUNDING)
    return {
        "incident_id": incident["incident_id"],
        "label": incident["label"],
        "scale": incident["scale"],
        "date": incident["date"],
        "place": claims.name("places", incident["place_id"]),
        "harm": harm,
        "victim_group": group,
        **bounds._asdict(),
        "reports": len(rows),
        "voices": len({claims.voice(row) for row in rows}),
        "casualty_ids": joined(row["casualty_id"] for row in rows),
        "source_ids": joined(sorted(str(row["source_id"]) for row in rows)),
        "rule": rule,
        "convention": joined(sorted(used)),
    }


# Reports


def _reports(
    claims: Claims, rows: Sequence[Row], group: str | None, convention: Convention | None
) -> list[Report]:
    """Each row that tells the whole, and the parts of each passage together."""
    found: list[Report] = []
    passages: dict[object, list[Report]] = defaultdict(list)
    for row in rows:
        report = _report(claims, row, convention)
        if (passage := _passage(row, group)) is None:
            found.append(report)
        else:
            passages[passage].append(report)
    return [*found, *map(_sum, passages.values())]


def _passage(row: Row, group: str | None) -> tuple[object, ...] | None:
    """The passage in which a row tells a part; None if it tells the whole of what is asked for."""
    if group is not None or row["covers"] == "all":
        return None
    return (row["source_id"], row["span_start"], row["span_end"])


def _report(claims: Claims, row: Row, convention: Convention | None) -> Report:
    low, high, best = (_number(row, name) for name in ("low", "high", "best"))
    bounds, used = Bounds(low, high, best), frozenset[str]()
    if row["qualifier"] == "vague" and convention is not None:
        bounds = _of_vague(row, convention)
        used = frozenset({convention} if bounds != UNKNOWN else ())
    rounded = row["qualifier"] == "about" and best is not None
    wide = Bounds(*conventions.rounding(best), best) if rounded and best is not None else bounds
    return Report(bounds, wide, claims.published(row["source_id"]), used, rounded)


def _number(row: Row, name: str) -> int | None:
    value = row[name]
    return value if isinstance(value, int) else None


def _of_vague(row: Row, convention: Convention) -> Bounds:
    """What a convention gives: ``acled`` the number to count with, ``floor`` the least."""
    from isk_indicators.figures import find_figures  # noqa: PLC0415 - many patterns, seldom needed

    figures = find_figures(str(row["figure"]))
    number = conventions.vague_number(figures[0].text, convention) if figures else None
    if convention == "floor":
        return Bounds(number, None, None)
    return Bounds(None, None, number)


def _sum(parts: Sequence[Report]) -> Report:
    """The parts of one passage as one report; what is not known of a part adds nothing to a low."""
    return Report(
        _sum_of_bounds([part.bounds for part in parts]),
        _sum_of_bounds([part.wide for part in parts]),
        parts[0].published,
        frozenset().union(*(part.conventions for part in parts)),
        any(part.rounded for part in parts),
    )


def _sum_of_bounds(parts: Sequence[Bounds]) -> Bounds:
    lows = [part.low for part in parts if part.low is not None]
    highs = [part.high for part in parts if part.high is not None]
    bests = [part.best for part in parts if part.best is not None]
    return Bounds(
        sum(lows) if lows else None,
        sum(highs) if len(highs) == len(parts) else None,
        sum(bests) if len(bests) == len(parts) else None,
    )


# Rules


def _latest_exact(reports: Sequence[Report]) -> Bounds:
    exact = _latest([r for r in reports if _is_exact(r.bounds)])
    return _hull([r.bounds for r in exact or _latest([r for r in reports if _is_known(r)])])


def _is_exact(bounds: Bounds) -> bool:
    return bounds.best is not None and bounds.low == bounds.best == bounds.high


def _is_known(report: Report) -> bool:
    return report.bounds != UNKNOWN


def _latest(reports: Sequence[Report]) -> list[Report]:
    last = max((report.published for report in reports), default=None)
    return [report for report in reports if report.published == last]


def _hull(bounds: Sequence[Bounds]) -> Bounds:
    """From the least low to the greatest high, if each has one; the best that all agree on."""
    lows = [b.low for b in bounds if b.low is not None]
    highs = [b.high for b in bounds if b.high is not None]
    bests = {b.best for b in bounds}
    return Bounds(
        min(lows) if lows and len(lows) == len(bounds) else None,
        max(highs) if highs and len(highs) == len(bounds) else None,
        bests.pop() if len(bests) == 1 else None,
    )


def _conservative(reports: Sequence[Report]) -> Bounds:
    supported = [b.best if b.low is None else b.low for b in (r.bounds for r in reports)]
    least = min((number for number in supported if number is not None), default=None)
    return Bounds(least, None, None)


def _widest(reports: Sequence[Report]) -> Bounds:
    return _hull([report.wide for report in reports])


RULES: Mapping[Rule, Callable[[Sequence[Report]], Bounds]] = MappingProxyType(
    {"latest_exact": _latest_exact, "conservative": _conservative, "widest": _widest}
)
"""How one toll follows from several reports."""
