"""Pairs of claims about one fact, and whether they agree; none is judged right or wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

from isk_indicators import conventions, dates
from isk_indicators.schema import Cell, Row
from isk_indicators.tables import Dataset, installed_dataset
from isk_indicators.views.registry import as_frame, joined, said_by, view
from isk_indicators.views.tolls import ROUNDING

if TYPE_CHECKING:
    import pandas as pd

Fact = Literal["toll", "force_size", "lead_time", "date", "place"]
Relation = Literal["identical", "compatible", "part_of_whole", "contradictory"]

SOME = "some"
"""The convention that a vague word is one or more."""
NEGATIONS = ("not", "never", "without")
LEAD_TIME = "external_attack_lead_time"
STOCKS = ("fighters", "foreign_fighters", "members", "bases", "strongholds", "sympathisers")
"""Measures of which one actor has one number at a time."""
FLOWS = ("recruits", "defectors")
"""Measures of which one number belongs to one actor and one counterpart."""


class _Claim(NamedTuple):
    """One of two claims: its row's id, what it says, who says it, its source and quote."""

    id: Cell
    says: Cell
    said_by: str
    source_id: Cell
    quote: Cell


class _Pair(NamedTuple):
    """Two claims about one fact, and how they go together."""

    subject_id: Cell
    subject: Cell
    detail: Cell
    first: _Claim
    second: _Claim
    relation: Relation
    conventions: tuple[str, ...] = ()


class _Numbers(NamedTuple):
    """The numbers that a claim allows; None where it has no end.

    An end is itself among them unless it is open, as is that of "less than six months".
    """

    low: float
    high: float | None
    low_open: bool = False
    high_open: bool = False


def disagreements(fact: Fact | None = None) -> pd.DataFrame:
    """List each pair of claims about one fact, and how they go together.

    Args:
        fact: Only pairs about this: toll, force_size, lead_time, date or place; all if None.

    Returns:
        A row a pair, by ``fact`` and id: both claims with their words, voices and quotes, and
        ``relation`` (identical, compatible, part_of_whole, contradictory), with the conventions on
        which it rests. ``docs/views.md`` says which claims are about one fact.

    Raises:
        ValueError: no such fact.
    """
    return as_frame("disagreements", disagreements_of(installed_dataset(), fact))


@view("disagreements")
def disagreements_of(dataset: Dataset, fact: Fact | None = None) -> list[Row]:
    """The rows of :func:`disagreements` for any tables."""
    if fact is not None and fact not in _PAIRS:
        raise ValueError(f"no fact {fact!r}: there are {', '.join(_PAIRS)}")
    return [
        {
            "fact": name,
            "subject_id": pair.subject_id,
            "subject": pair.subject,
            "detail": pair.detail,
            "relation": pair.relation,
            "convention": joined(pair.conventions),
            **{f"first_{part}": cell for part, cell in pair.first._asdict().items()},
            **{f"second_{part}": cell for part, cell in pair.second._asdict().items()},
        }
        for name, pairs in _PAIRS.items()
        if fact in (None, name)
        for pair in pairs(dataset)
    ]


# Numbers


def _tolls(dataset: Dataset) -> Iterator[_Pair]:
    for incident in dataset.rows("incidents"):
        rows = dataset.where("casualties", "incident_id", incident["incident_id"])
        for first, second in combinations(rows, 2):
            whole = "all" in (first["covers"], second["covers"])
            if first["harm"] == second["harm"] and whole:
                subject = (incident["incident_id"], incident["label"], first["harm"])
                yield _compared(dataset, subject, first, second)


def _estimates(dataset: Dataset, is_one: Callable[[Row, Row], bool]) -> Iterator[_Pair]:
    same = ("actor_id", "measure", "unit")
    for first, second in combinations(dataset.rows("force_estimates"), 2):
        alike = all(first[name] == second[name] for name in same) and is_one(first, second)
        at_once = _meet(*_days(first, "as_of"), *_days(second, "as_of"))
        if alike and at_once and _may_be_one_place(dataset, first, second):
            actor = dataset.name("actors", first["actor_id"])
            yield _compared(dataset, (first["actor_id"], actor, first["measure"]), first, second)


def _may_be_one_place(dataset: Dataset, first: Row, second: Row) -> bool:
    """Whether one place may be in the other; a blank may be any place."""
    places = (first["place_id"], second["place_id"])
    if None in places or places[0] == places[1]:
        return True
    one, other = (dataset.row("places", place) for place in places)
    return _is_within(one, other) or _is_within(other, one)


def _is_of_one_force(first: Row, second: Row) -> bool:
    if first["counterpart_id"] != second["counterpart_id"]:
        return False
    named = first["counterpart_id"] is not None
    return first["measure"] in STOCKS or (named and first["measure"] in FLOWS)


def _compared(dataset: Dataset, subject: tuple[Cell, Cell, Cell], first: Row, second: Row) -> _Pair:
    both = (_claim(dataset, first), _claim(dataset, second))
    same = all(first[n] == second[n] for n in ("qualifier", "stated_low", "stated_high"))
    vague = first["qualifier"] == "vague"  # vague words give no numbers
    if same and not vague and first.get("covers") == second.get("covers"):
        return _Pair(*subject, *both, "identical")
    used = tuple(dict.fromkeys(name for row in (first, second) for name in _convention(row)))
    return _Pair(*subject, *both, _relation(first, second), used)


def _claim(dataset: Dataset, row: Row) -> _Claim:
    row_id = row["casualty_id"] if "casualty_id" in row else row["estimate_id"]
    says = row["figure"] if row["figure"] is not None else f"{row['stated_low']} (implied)"
    return _Claim(row_id, says, said_by(dataset, row), row["source_id"], row["quote"])


def _relation(first: Row, second: Row) -> Relation:
    one, other = _numbers(first), _numbers(second)
    covers = (first.get("covers"), second.get("covers"))
    if covers[0] != covers[1]:
        part, whole = (one, other) if covers[0] == "part" else (other, one)
        fits = whole.high is None or part.low <= whole.high
        return "part_of_whole" if fits else "contradictory"
    meet = _reach(one, other) and _reach(other, one)
    return "compatible" if meet else "contradictory"


def _reach(one: _Numbers, other: _Numbers) -> bool:
    """Whether the first begins where the second has not ended."""
    if other.high is None or one.low != other.high:
        return other.high is None or one.low < other.high
    return not (one.low_open or other.high_open)


def _numbers(row: Row) -> _Numbers:
    if row["qualifier"] == "vague":
        return _Numbers(1 if _is_some(row) else 0, None)
    if row["qualifier"] == "about":  # its number or range, taken for a rounded one
        continuous = row.get("unit") in conventions.CONTINUOUS
        rounding = conventions.rounding_of_continuous if continuous else conventions.rounding
        low, high = row["stated_low"], row["stated_high"]
        if not isinstance(low, int) or not isinstance(high, int):
            return _Numbers(0, None)
        return _Numbers(*rounding(low, high))
    low, high = row["low"], row["high"]
    return _Numbers(
        low if isinstance(low, int) else 0,
        high if isinstance(high, int) else None,
        bool(row.get("low_open")),
        bool(row.get("high_open")),
    )


def _is_some(row: Row) -> bool:
    """Whether a vague word is not negated."""
    return not str(row["figure"]).lower().startswith(NEGATIONS)


def _convention(row: Row) -> Iterator[str]:
    if row["qualifier"] == "about":
        yield ROUNDING
    if row["qualifier"] == "vague" and _is_some(row):
        yield SOME


# Days and places


def _dates(dataset: Dataset) -> Iterator[_Pair]:
    for incident, evidence in _further_values(dataset, "date"):
        parsed = dates.parse(str(evidence["value"]))
        one, other = _days(incident, "date"), (parsed.earliest, parsed.latest)
        relation: Relation = "contradictory"
        if evidence["role"] != "contradicts":
            if one == other:
                relation = "identical"
            elif _contains(one, other) or _contains(other, one):
                relation = "part_of_whole"
            elif _meet(*one, *other):
                relation = "compatible"
        values = (incident["date"], evidence["value"])
        yield _of_incident(dataset, incident, evidence, values, relation)


def _places(dataset: Dataset) -> Iterator[_Pair]:
    for incident, evidence in _further_values(dataset, "place_id"):
        both = (incident["place_id"], evidence["value"])
        one, other = (dataset.row("places", place) for place in both)
        relation: Relation = "contradictory"
        if evidence["role"] != "contradicts":
            if both[0] == both[1]:
                relation = "identical"
            elif _is_within(one, other) or _is_within(other, one):
                relation = "part_of_whole"
        names = (one["name"], other["name"])
        yield _of_incident(dataset, incident, evidence, names, relation)


def _is_within(inner: Row, outer: Row) -> bool:
    """Whether a place is within another: in its country, or a settlement in its province."""
    if inner["country"] is None or inner["country"] != outer["country"]:
        return False
    if outer["kind"] == "country":
        return inner["kind"] != "country"
    within = outer["kind"] == "province" and inner["kind"] in ("settlement", "district")
    return within and inner["subdivision"] == outer["subdivision"]


def _further_values(dataset: Dataset, column: str) -> Iterator[tuple[Row, Row]]:
    """Each incident with a further mention that gives a value for the column."""
    for evidence in dataset.rows("evidence"):
        about = (evidence["table_name"], evidence["column_name"])
        further = evidence["role"] in ("mentions", "contradicts") and evidence["value"] is not None
        if about == ("incidents", column) and further:
            incident = dataset.row("incidents", evidence["row_id"])
            if incident[column] is not None:
                yield incident, evidence


def _of_incident(
    dataset: Dataset, incident: Row, evidence: Row, says: tuple[Cell, Cell], relation: Relation
) -> _Pair:
    first, second = (
        _Claim(row[key], cell, said_by(dataset, row), row["source_id"], row["quote"])
        for row, key, cell in zip(
            (incident, evidence), ("incident_id", "evidence_id"), says, strict=True
        )
    )
    subject = (incident["incident_id"], incident["label"], evidence["column_name"])
    return _Pair(*subject, first, second, relation)


# Intervals


def _days(row: Row, column: str) -> tuple[date | None, date | None]:
    earliest, latest = row[f"{column}_earliest"], row[f"{column}_latest"]
    return (
        earliest if isinstance(earliest, date) else None,
        latest if isinstance(latest, date) else None,
    )


def _meet(low: object, high: object, other_low: object, other_high: object) -> bool:
    """Whether two intervals share something; None is an open end."""
    return _not_after(low, other_high) and _not_after(other_low, high)


def _contains(outer: Sequence[object], inner: Sequence[object]) -> bool:
    """Whether an interval contains another."""
    begins = outer[0] is None or (inner[0] is not None and _not_after(outer[0], inner[0]))
    ends = outer[1] is None or (inner[1] is not None and _not_after(inner[1], outer[1]))
    return begins and ends


def _not_after(one: object, other: object) -> bool:
    return one is None or other is None or bool(one <= other)  # type: ignore[operator]


_PAIRS: Mapping[str, Callable[[Dataset], Iterator[_Pair]]] = MappingProxyType(
    {
        "toll": _tolls,
        "force_size": lambda dataset: _estimates(dataset, _is_of_one_force),
        "lead_time": lambda dataset: _estimates(
            dataset, lambda row, _: row["measure"] == LEAD_TIME
        ),
        "date": _dates,
        "place": _places,
    }
)
"""The pairs of claims about each kind of fact."""
