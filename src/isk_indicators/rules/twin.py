"""No claim is counted twice: a row reports what no other row reports in the same words."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple

from isk_indicators import spans
from isk_indicators.rules.links import Links, Row
from isk_indicators.rules.rule import Fault, RowKey, rule
from isk_indicators.spans import Span


class Claim(NamedTuple):
    """What makes two rows of a table the same claim, if they quote some of the same words.

    Attributes:
        same: The columns that say the same. Left out is what a copy may change and still be one:
            words of our own, the cut of the span, what the words themselves decide.
        said: The columns that say the same if both rows fill them: a blank says nothing else.
        words: The columns that copy words of the quote. The first that both rows fill decides:
            both must have copied it from the same place.
        wordless: Further columns like ``said``, for rows that fill none of ``words`` both.
    """

    same: tuple[str, ...]
    said: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    wordless: tuple[str, ...] = ()


CLAIMS: Mapping[str, Claim] = MappingProxyType(
    {
        "incidents": Claim(
            ("scale",),
            said=("place_id", "date"),
            words=("count_figure", "target_text"),
            wordless=("event_type", "suicide", "outcome"),
        ),
        "casualties": Claim(
            ("incident_id", "harm", "stated_low", "stated_high"), words=("figure", "victim_text")
        ),
        "force_estimates": Claim(
            ("actor_id", "measure", "stated_low", "stated_high"),
            said=("counterpart_id", "place_id", "as_of"),
            words=("figure",),
        ),
        "statements": Claim(("speaker_id", "speech_act"), said=("about_actor_id", "addressee_id")),
        "attributions": Claim(("incident_id", "actor_id", "role", "stance", "voice")),
        "evidence": Claim(("table_name", "row_id", "column_name"), said=("value",)),
    }
)
"""By table. A voice of an attribution that has a name is left to ``attribution-once``."""

ANYWHERE = (0, sys.maxsize)
"""The span in which words that a source prints twice are looked for."""


@rule("twin", blames="own_id")
def reports_something_new(
    own_id: str, source_id: str, span_start: int, span_end: int, *, links: Links, row: RowKey
) -> Fault | None:
    """A row that reports what another row of its table reports, in the same words."""
    claim = CLAIMS[row.table]
    mine = links.row(row.table, own_id)
    if row.table == "attributions" and mine["voice"] != "other":
        return None
    same = {name: mine[name] for name in claim.same}
    quoting = links.quoting(row.table, source_id, (span_start, span_end), same)
    if mine["quote"] is not None:
        again = {**same, "quote": mine["quote"]}
        quoting = chain(quoting, links.quoting(row.table, source_id, ANYWHERE, again))
    id_column = links.id_column(row.table)
    earlier = {
        str(other_id): other
        for other in quoting
        if (other_id := other[id_column]) is not None
        and other_id < own_id
        and _are_one(mine, other, claim)
    }
    if not earlier:
        return None
    first = min(earlier)
    word = _word_of_both(mine, earlier[first], claim)
    compared = (*claim.same, *claim.said, *(() if word else claim.wordless), *claim.words)
    links.require(row.table, *(n for n in compared if None in (mine[n], earlier[first][n])))
    return Fault(
        own_id,
        f"a claim that no other row makes; {first} has the same {', '.join(claim.same)} and "
        f"quotes the same words{f' ({mine[word]!r})' if word else ''}",
        f"If they are one claim, delete {own_id}. If they are two, correct the cell in which they "
        f"differ ({', '.join(compared)}), or cut each quote to its own words.",
    )


def _are_one(one: Row, other: Row, claim: Claim) -> bool:
    """Whether two rows that quote some of the same words make the same claim."""
    if not (_fits(one) and _fits(other) and _agree(one, other, claim.said)):
        return False
    word = _word_of_both(one, other, claim)
    if word is not None:
        return _meet(one, other, word)
    mine, theirs = ({n for n in claim.words if row[n] is not None} for row in (one, other))
    return (mine <= theirs or theirs <= mine) and _agree(one, other, claim.wordless)


def _fits(row: Row) -> bool:
    """Whether the quote is as long as its span; what another span overlaps shows nothing."""
    return row["quote"] is None or len(row["quote"]) == int(row["span_end"] - row["span_start"])


def _agree(one: Row, other: Row, columns: tuple[str, ...]) -> bool:
    return all(None in (one[n], other[n]) or one[n] == other[n] for n in columns)


def _word_of_both(one: Row, other: Row, claim: Claim) -> str | None:
    """The first column of copied words that both rows fill."""
    return next((n for n in claim.words if None not in (one[n], other[n])), None)


def _meet(one: Row, other: Row, name: str) -> bool:
    """Whether both copied a cell from the same place, as far as their quotes hold it.

    Not so for "mosque" and "Shia mosque" in "a mosque and a Shia mosque": one is in two places.
    """
    again = one["quote"] == other["quote"]
    at, other_at = one["span_start"], (one if again else other)["span_start"]
    mine, theirs = _places(one, name, at), _places(other, name, other_at)
    if not mine or not theirs:
        return bool(one[name] == other[name])
    start, end = max(at, other_at), min(at + len(one["quote"]), other_at + len(other["quote"]))
    met = {p: _overlaps(p, theirs) for p in mine} | {p: _overlaps(p, mine) for p in theirs}
    return any(met.values()) and all(met[a, b] for a, b in met if start <= a and b <= end)


def _overlaps(place: Span, places: list[Span]) -> bool:
    return any(place[0] < end and start < place[1] for start, end in places)


def _places(row: Row, name: str, at: int) -> list[Span]:
    """Where the words of a cell are, if the row's quote begins at a character."""
    found = spans.whole_occurrences(row["quote"] or "", row[name])
    return [(at + start, at + end) for start, end in found]
