"""Rule that no two rows of a table report the same claim in the same words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from isk_indicators import spans
from isk_indicators.rules.rule import PartialDataset, Problem, Row, RowKey, rule
from isk_indicators.spans import Span


class Identity(NamedTuple):
    """What makes two rows of a table the same claim, if they quote some of the same words.

    Attributes:
        same: The columns that are equal. Left out is what a copy may change and still be one: words
            of our own, the cut of the span, what the words themselves decide.
        if_filled: The columns that are equal if both rows fill them.
        words: The columns that copy words of the quote. The first that both rows fill decides:
            both must have copied it from the same place.
        without_words: Further columns like ``if_filled``, for rows that do not both fill one of
            ``words``.
    """

    same: tuple[str, ...]
    if_filled: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    without_words: tuple[str, ...] = ()


IDENTITY: Mapping[str, Identity] = MappingProxyType(
    {
        "incidents": Identity(
            ("scale",),
            if_filled=("place_id", "date"),
            words=("count_figure", "target_text"),
            without_words=("event_type", "suicide", "outcome"),
        ),
        "casualties": Identity(
            ("incident_id", "harm", "stated_low", "stated_high"), words=("figure", "victim_text")
        ),
        "force_estimates": Identity(
            ("actor_id", "measure", "stated_low", "stated_high"),
            if_filled=("counterpart_id", "place_id", "as_of"),
            words=("figure",),
        ),
        "statements": Identity(
            ("speaker_id", "speech_act"), if_filled=("about_actor_id", "addressee_id")
        ),
        "attributions": Identity(("incident_id", "actor_id", "role", "stance", "voice")),
        "evidence": Identity(("table_name", "row_id", "column_name"), if_filled=("value",)),
    }
)
"""By table. The rule ``attribution-once`` judges attributions by the author or a statement."""


@rule("twin", column="own_id")
def reports_something_new(
    own_id: str,
    source_id: str,
    span_start: int,
    span_end: int,
    *,
    data: PartialDataset,
    row: RowKey,
) -> Problem | None:
    """A row that reports what another row of its table reports, in the same words."""
    identity = IDENTITY[row.table]
    mine = data.row(row.table, own_id)
    if row.table == "attributions" and mine["voice"] != "other":
        return None
    same = {name: mine[name] for name in identity.same}
    quoting = data.quoting(row.table, source_id, (span_start, span_end), same)
    if mine["quote"] is not None:  # a source may print the words twice
        printed = data.where(row.table, "quote", mine["quote"])
        again = {**same, "source_id": source_id}
        quoting += [r for r in printed if all(r[name] == again[name] for name in again)]
    id_column = data.id_column(row.table)
    earlier: dict[str, Row] = {}
    for other in quoting:
        other_id = other[id_column]
        if other_id is not None and str(other_id) < own_id and _are_one(mine, other, identity):
            earlier[str(other_id)] = other
    if not earlier:
        return None
    first = min(earlier)
    word = _word_of_both(mine, earlier[first], identity)
    compared = (*identity.same, *identity.if_filled)
    compared += (*(() if word else identity.without_words), *identity.words)
    data.require(row.table, *(n for n in compared if None in (mine[n], earlier[first][n])))
    return Problem(
        own_id,
        f"a claim that no other row makes; {first} has the same {', '.join(identity.same)} and "
        f"quotes the same words{f' ({mine[word]!r})' if word else ''}",
        f"If they are one claim, delete {own_id}. If they are two, correct the cell in which they "
        f"differ ({', '.join(compared)}), or cut each quote to its own words.",
    )


def _are_one(one: Row, other: Row, identity: Identity) -> bool:
    """Whether two rows that quote some of the same words make the same claim."""
    for row in (one, other):
        start, end = row["span_start"], row["span_end"]
        if start is None or end is None:
            return False
        if row["quote"] is not None and len(row["quote"]) != end - start:
            return False  # what another span overlaps shows nothing
    if not _agree(one, other, identity.if_filled):
        return False
    word = _word_of_both(one, other, identity)
    if word is not None:
        return _from_same_place(one, other, word)
    mine, theirs = ({n for n in identity.words if row[n] is not None} for row in (one, other))
    return (mine <= theirs or theirs <= mine) and _agree(one, other, identity.without_words)


def _agree(one: Row, other: Row, columns: Sequence[str]) -> bool:
    return all(None in (one[n], other[n]) or one[n] == other[n] for n in columns)


def _word_of_both(one: Row, other: Row, identity: Identity) -> str | None:
    """The first column of copied words that both rows fill."""
    return next((n for n in identity.words if None not in (one[n], other[n])), None)


def _from_same_place(one: Row, other: Row, column: str) -> bool:
    """Whether both copied a cell from the same place, as far as their quotes contain it.

    Not so for "mosque" and "Shia mosque" in "a mosque and a Shia mosque": one is in two places.
    """
    again = one["quote"] == other["quote"]
    at, other_at = one["span_start"], (one if again else other)["span_start"]
    mine, theirs = _places(one, column, at), _places(other, column, other_at)
    if not mine or not theirs:
        return bool(one[column] == other[column])
    start, end = max(at, other_at), min(at + len(one["quote"]), other_at + len(other["quote"]))
    met = {p: _overlaps(p, theirs) for p in mine} | {p: _overlaps(p, mine) for p in theirs}
    return any(met.values()) and all(met[a, b] for a, b in met if start <= a and b <= end)


def _overlaps(place: Span, places: list[Span]) -> bool:
    return any(place[0] < end and start < place[1] for start, end in places)


def _places(row: Row, column: str, at: int) -> list[Span]:
    """Where the words of a cell are, if the row's quote begins at a character."""
    found = spans.whole_occurrences(row["quote"] or "", row[column])
    return [(at + start, at + end) for start, end in found]
