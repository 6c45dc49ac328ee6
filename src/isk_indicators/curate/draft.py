"""The open hits of the sources as rows of ``reviewed``, for a curator to decide on.

What lives here: the passage round an open hit, and the file with the drafts in their places. What
must not: a reason; that is a reader's to give, and the gate rejects the row until it is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from isk_indicators import spans
from isk_indicators.check import canonical
from isk_indicators.check.accounts import SourceAccount
from isk_indicators.curate.table import Table
from isk_indicators.intervals import Intervals

WORDS_ROUND = 3
_END = re.compile(rf"[.!?:;][”\"’)]*\s|[{spans.LINE_ENDS}]")
_WORD = re.compile(r"\S+")


class Passage(NamedTuple):
    """Words of a source that nothing answers, with a few words round them."""

    source: str
    start: int
    end: int
    quote: str
    kind: str


def passages(account: SourceAccount) -> list[Passage]:
    """The open hits of a source with the words round them; those of one kind that meet are one.

    A passage holds no other hit of its kind: it would excuse that one if the row behind it went.
    """
    kinds = sorted({hit.kind for hit in account.open})
    return sorted(passage for kind in kinds for passage in _of_kind(account, kind))


def _of_kind(account: SourceAccount, kind: str) -> Iterator[Passage]:
    own = [a for a in account.accounts if a.hit.kind == kind]
    others = Intervals((a.hit.start, a.hit.end) for a in own if a.by != "open")
    wide = (_widened(account.text, a.hit.start, a.hit.end, others) for a in own if a.by == "open")
    for start, end in _merged(wide):
        yield Passage(account.source, start, end, account.text[start:end], kind)


def _widened(text: str, start: int, end: int, others: Intervals) -> tuple[int, int]:
    """Some words more on each side, within the sentence and up to what is answered."""
    first, last = _to_word_edges(text, start, end)
    for wider, further in (*_steps(text, start, end),):
        if not others.touch(wider, further):
            first, last = min(first, wider), max(last, further)
    return (first if first == start else spans.without_edges(text, first, start)[0]), last


def _steps(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretch with one word more to the left, then two …; the same to the right."""
    before = text[max((m.end() for m in _END.finditer(text, 0, start)), default=0) : start]
    offset = start - len(before)
    for word in list(_WORD.finditer(before))[: -WORDS_ROUND - 1 : -1]:
        yield offset + word.start(), end
    behind = _END.search(text, max(start, end - 1))  # the hit may hold the full stop
    after = text[end : behind.start() if behind else len(text)]
    for word in list(_WORD.finditer(after))[:WORDS_ROUND]:
        yield start, end + word.end()


def _to_word_edges(text: str, start: int, end: int) -> tuple[int, int]:
    while spans.cuts_word(text, start):
        start -= 1
    while spans.cuts_word(text, end):
        end += 1
    return start, end


def _merged(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def with_drafts(reviewed: Table, drafts: Iterable[Passage]) -> bytes:
    """The file of ``reviewed`` with the drafts among its rows, their reasons blank."""
    names = reviewed.schema.names
    rows = [dict(zip(names, row, strict=True)) for row in reviewed.rows()]
    rows += [
        {
            "source_id": draft.source,
            "span_start": str(draft.start),
            "span_end": str(draft.end),
            "quote": draft.quote,
            "kind": draft.kind,
        }
        for draft in drafts
    ]
    rows.sort(key=_place)
    cells = [[row.get(name, "") for name in names] for row in rows]
    return canonical.document(names, cells).encode("utf-8")


def _place(row: Mapping[str, str]) -> tuple[str, int]:
    """Where a row belongs; one whose start is no number comes first in its source."""
    start = row["span_start"]
    return row["source_id"], int(start) if start.isascii() and start.isdecimal() else 0
