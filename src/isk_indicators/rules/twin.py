"""No claim is counted twice: a row reports what no other row reports in the same words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from isk_indicators import spans
from isk_indicators.rules.links import Links, Row
from isk_indicators.rules.rule import Fault, RowKey, rule


class Claim(NamedTuple):
    """What makes two rows of a table the same claim, if they quote some of the same words.

    Attributes:
        same: The columns that say the same. Left out is what a copy may change and still be one:
            words of our own, the cut of the span, what the words themselves decide.
        words: The columns that copy words of the quote. The first that either row fills decides:
            both must have copied it from the same place.
    """

    same: tuple[str, ...]
    words: tuple[str, ...] = ()


CLAIMS: Mapping[str, Claim] = MappingProxyType(
    {
        "incidents": Claim(
            ("scale", "event_type", "suicide", "outcome", "place_id", "date"),
            ("count_figure", "target_text"),
        ),
        "casualties": Claim(
            ("incident_id", "harm", "stated_low", "stated_high", "voice", "statement_id"),
            ("figure", "victim_text"),
        ),
        "force_estimates": Claim(
            (
                *("actor_id", "measure", "counterpart_id", "place_id", "as_of"),
                *("stated_low", "stated_high", "voice", "statement_id"),
            ),
            ("figure",),
        ),
        "statements": Claim(("speaker_id", "speech_act", "about_actor_id", "addressee_id")),
        "attributions": Claim(("incident_id", "actor_id", "role", "stance", "voice")),
        "evidence": Claim(("table_name", "row_id", "column_name", "value")),
    }
)
"""By table. A voice of an attribution that has a name is left to ``attribution-once``."""


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
    earlier = [
        str(other_id)
        for other in links.quoting(row.table, source_id, (span_start, span_end), same)
        if (other_id := other[links.id_column(row.table)]) is not None
        and other_id < own_id
        and _are_of_the_same_words(mine, other, claim.words)
    ]
    if not earlier:
        return None
    first = min(earlier)
    compared = (*claim.same, *claim.words)
    links.require(row.table, *(name for name in compared if mine[name] is None))
    return Fault(
        own_id,
        f"a claim that no other row makes; {first} has the same {', '.join(claim.same)} and "
        f"quotes the same words{_quoted(mine, claim.words)}",
        f"If they are one claim, delete {own_id}. If they are two, correct the cell in which they "
        f"differ: {', '.join(compared)}.",
    )


def _are_of_the_same_words(one: Row, other: Row, columns: tuple[str, ...]) -> bool:
    for name in columns:
        words = (one[name], other[name])
        if words != (None, None):
            return None not in words and _meet(one, other, name)
    return True


def _meet(one: Row, other: Row, name: str) -> bool:
    """Whether both copied a cell from the same place, as far as their quotes hold it."""
    mine, theirs = _places(one, name), _places(other, name)
    if not mine or not theirs:
        return bool(one[name] == other[name])
    return any(a < d and c < b for a, b in mine for c, d in theirs)


def _places(row: Row, name: str) -> list[tuple[int, int]]:
    """Where the words of a cell are in the document, by the row's quote."""
    found = spans.whole_occurrences(row["quote"] or "", row[name])
    return [(row["span_start"] + start, row["span_start"] + end) for start, end in found]


def _quoted(row: Row, columns: tuple[str, ...]) -> str:
    words = next((row[name] for name in columns if row[name] is not None), None)
    return "" if words is None else f" ({words!r})"
