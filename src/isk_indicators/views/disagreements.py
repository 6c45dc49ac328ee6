"""Pairs of claims about one fact, and whether they agree; none is judged right or wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from itertools import combinations
from math import inf
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from isk_indicators import conventions, dates
from isk_indicators.schema import Cell, Row
from isk_indicators.tables import Dataset, installed_dataset
from isk_indicators.views import as_frame, count_origins, joined, require_value, view
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
_IDS = ("casualty_id", "estimate_id", "evidence_id", "incident_id")
"""The id of a claim's row is in the first of these columns that the row has."""


class _Claim(NamedTuple):
    """One of two claims: its row's id, what it says, who says it, its source and its quote."""

    id: Cell
    says: Cell
    said_by: str
    source_id: Cell
    source: Cell
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
    """The numbers that a claim allows.

    An end is itself among them unless it is open, as is that of "less than six months".
    """

    low: float = 0
    high: float = inf
    low_open: bool = False
    high_open: bool = False


def disagreements(fact: Fact | None = None, relation: Relation | None = None) -> pd.DataFrame:
    """List each pair of claims about one fact, and how they go together.

    Args:
        fact: Only pairs about this: toll, force_size, lead_time, date or place; all if None.
        relation: Only pairs that go together so; all if None.

    Returns:
        A row a pair, what contradicts first, then by ``fact`` and id: both claims with their words,
        voices and quotes, and ``relation`` (identical, compatible, part_of_whole, contradictory),
        with the conventions that it uses, and on how many origins they rest. ``docs/views.md`` says
        which claims are about one fact.

    Raises:
        ValueError: no such fact or relation.
    """
    return as_frame("disagreements", disagreements_of(installed_dataset(), fact, relation))


@view("disagreements")
def disagreements_of(
    dataset: Dataset, fact: Fact | None = None, relation: Relation | None = None
) -> list[Row]:
    """The rows of :func:`disagreements` for any tables."""
    require_value("fact", fact, _PAIRS)
    require_value("relation", relation, get_args(Relation))
    rows: list[Row] = [
        {
            "fact": name,
            "subject_id": pair.subject_id,
            "subject": pair.subject,
            "detail": pair.detail,
            "relation": pair.relation,
            "convention": joined(pair.conventions),
            "origins": _origins(dataset, pair),
            **{f"first_{part}": cell for part, cell in pair.first._asdict().items()},
            **{f"second_{part}": cell for part, cell in pair.second._asdict().items()},
        }
        for name, pairs in _PAIRS.items()
        if fact in (None, name)
        for pair in pairs(dataset)
        if relation in (None, pair.relation)
    ]
    return sorted(rows, key=lambda row: row["relation"] != "contradictory")


def _origins(dataset: Dataset, pair: _Pair) -> int:
    claims = (pair.first, pair.second)
    return count_origins(dataset, [dataset.find(str(claim.id))[1] for claim in claims])


# Numbers


def _tolls(dataset: Dataset) -> Iterator[_Pair]:
    for incident in dataset.rows("incidents"):
        rows = dataset.where("casualties", "incident_id", incident["incident_id"])
        for first, second in combinations(rows, 2):
            whole = "all" in (first["covers"], second["covers"])
            if first["harm"] == second["harm"] and whole:
                subject = (incident["incident_id"], incident["label"], first["harm"])
                yield _compared(dataset, subject, first, second)


def _estimates(dataset: Dataset, fact: Fact) -> Iterator[_Pair]:
    same = ("actor_id", "measure", "unit")
    for first, second in combinations(dataset.rows("force_estimates"), 2):
        alike = all(first[name] == second[name] for name in same)
        one, other = _days(first, "as_of"), _days(second, "as_of")
        if not alike or _fact_of(first, second) != fact or not _meet(one, other):
            continue
        places = [dataset.row("places", r["place_id"]) for r in (first, second) if r["place_id"]]
        is_known = len(places) == len((first, second))  # a blank may be any place
        if not is_known or places[0] == places[1] or _are_nested(*places):
            actor = dataset.name("actors", first["actor_id"])
            yield _compared(dataset, (first["actor_id"], actor, first["measure"]), first, second)


def _fact_of(first: Row, second: Row) -> Fact | None:
    """Which fact two estimates of one measure are about; None if they may be about two."""
    measure, counterpart = first["measure"], first["counterpart_id"]
    if measure == LEAD_TIME:
        return "lead_time"
    is_one = measure in STOCKS or (measure in FLOWS and counterpart is not None)
    return "force_size" if is_one and counterpart == second["counterpart_id"] else None


def _compared(dataset: Dataset, subject: tuple[Cell, Cell, Cell], first: Row, second: Row) -> _Pair:
    both = (_claim(dataset, first), _claim(dataset, second))
    same = all(first[n] == second[n] for n in ("qualifier", "stated_low", "stated_high"))
    vague = first["qualifier"] == "vague"  # vague words give no numbers
    covers = (first.get("covers"), second.get("covers"))
    if same and not vague and covers[0] == covers[1]:
        return _Pair(*subject, *both, "identical")
    one, other = _numbers(first), _numbers(second)
    relation: Relation = "compatible"
    if covers[0] == covers[1]:
        fits = _reach(one, other) and _reach(other, one)
    else:
        relation = "part_of_whole"
        part, whole = (one, other) if covers[0] == "part" else (other, one)
        fits = part.low <= whole.high
    used = []
    for row in (first, second):
        if row["qualifier"] == "about":
            used.append(ROUNDING)
        if row["qualifier"] == "vague" and _is_some(row):
            used.append(SOME)
    return _Pair(*subject, *both, relation if fits else "contradictory", tuple(dict.fromkeys(used)))


def _claim(dataset: Dataset, row: Row, says: Cell = None) -> _Claim:
    """A row as a claim; what it says is its figure by default."""
    if says is None:
        says = f"{row['stated_low']} (implied)" if row["figure"] is None else row["figure"]
    row_id = next(row[column] for column in _IDS if column in row)
    source = dataset.name("sources", row["source_id"])
    return _Claim(row_id, says, dataset.said_by(row), row["source_id"], source, row["quote"])


def _reach(one: _Numbers, other: _Numbers) -> bool:
    """Whether the first begins where the second has not ended."""
    if one.low == other.high:
        return not (one.low_open or other.high_open)
    return one.low < other.high


def _numbers(row: Row) -> _Numbers:
    if row["qualifier"] == "vague":
        return _Numbers(1 if _is_some(row) else 0)
    if row["qualifier"] == "about":  # its number or range, taken for a rounded one
        continuous = row.get("unit") in conventions.CONTINUOUS
        rounding = conventions.rounding_of_continuous if continuous else conventions.rounding
        low, high = row["stated_low"], row["stated_high"]
        if not isinstance(low, int) or not isinstance(high, int):
            return _Numbers()
        return _Numbers(*rounding(low, high))
    low, high = row["low"], row["high"]
    return _Numbers(
        low if isinstance(low, int) else 0,
        high if isinstance(high, int) else inf,
        bool(row.get("low_open")),
        bool(row.get("high_open")),
    )


def _is_some(row: Row) -> bool:
    """Whether a vague word is not negated."""
    return not str(row["figure"]).lower().startswith(NEGATIONS)


# Days and places


def _dates(dataset: Dataset) -> Iterator[_Pair]:
    for incident, evidence in _further_values(dataset, "date"):
        parsed = dates.parse(str(evidence["value"]))
        one = _days(incident, "date")
        other = (parsed.earliest or date.min, parsed.latest or date.max)
        relation: Relation = "contradictory"
        if evidence["role"] != "contradicts":
            if one == other:
                relation = "identical"
            elif _contains(one, other) or _contains(other, one):
                relation = "part_of_whole"
            elif _meet(one, other):
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
            elif _are_nested(one, other):
                relation = "part_of_whole"
        names = (one["name"], other["name"])
        yield _of_incident(dataset, incident, evidence, names, relation)


def _are_nested(one: Row, other: Row) -> bool:
    return _is_within(one, other) or _is_within(other, one)


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
    subject = (incident["incident_id"], incident["label"], evidence["column_name"])
    first, second = _claim(dataset, incident, says[0]), _claim(dataset, evidence, says[1])
    return _Pair(*subject, first, second, relation)


# Times

_Days = tuple[date, date]


def _days(row: Row, column: str) -> _Days:
    """The first and the last day; an open end is the first or the last day of all."""
    earliest, latest = row[f"{column}_earliest"], row[f"{column}_latest"]
    return (
        earliest if isinstance(earliest, date) else date.min,
        latest if isinstance(latest, date) else date.max,
    )


def _meet(one: _Days, other: _Days) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _contains(outer: _Days, inner: _Days) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


_PAIRS: Mapping[Fact, Callable[[Dataset], Iterator[_Pair]]] = MappingProxyType(
    {
        "toll": _tolls,
        "force_size": partial(_estimates, fact="force_size"),
        "lead_time": partial(_estimates, fact="lead_time"),
        "date": _dates,
        "place": _places,
    }
)
"""The pairs of claims about each kind of fact."""
