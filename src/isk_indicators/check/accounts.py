"""How each source is accounted for: every hit, with the row or reviewed passage that answers it.

What lives here: the accounts, which the gate, the command ``coverage`` and the release read. What
must not: how hits are found (``detectors``), which row answers one (``answers``), findings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from isk_indicators.check import answers
from isk_indicators.check.answers import Answers
from isk_indicators.check.doubts import NO_FAULTS, Doubts, Faults
from isk_indicators.check.doubts import of_source as doubts_of
from isk_indicators.detectors import Hit, find_hits
from isk_indicators.rules.links import Links
from isk_indicators.spans import Intervals, Span

Answered = Literal["row", "reviewed", "not_codable", "open", "unsure"]
"""A hit is unsure if nothing but a row at fault may answer it."""

REVIEWED = "reviewed"
NOT_CODABLE = "not_codable"
"""The reason of a passage that claims something which no column or value can hold yet."""


class Account(NamedTuple):
    """A hit and what answers it."""

    hit: Hit
    by: Answered


@dataclass(frozen=True)
class SourceAccount:
    """How one source is accounted for.

    Attributes:
        source: Its id.
        text: Its text.
        accounts: Each hit, in the text's order, with what answers it.
        stale: The rows of ``reviewed``, by number, that answer no hit which no claim row answers.
        doubts: What rows at fault may answer.
    """

    source: str
    text: str
    accounts: tuple[Account, ...]
    stale: tuple[int, ...]
    doubts: Doubts

    @property
    def open(self) -> tuple[Hit, ...]:
        """The hits that nothing answers."""
        return self.by("open")

    def by(self, answered: Answered) -> tuple[Hit, ...]:
        """The hits that are answered so."""
        return tuple(account.hit for account in self.accounts if account.by == answered)


class _Passage(NamedTuple):
    number: int
    kind: str
    start: int
    end: int
    reason: str | None

    @property
    def by(self) -> Answered:
        """How it answers its hits."""
        return "not_codable" if self.reason == NOT_CODABLE else "reviewed"


def of_sources(
    links: Links, texts: Mapping[str, str], faults: Faults = NO_FAULTS
) -> Iterator[SourceAccount]:
    """Account for each source, one after the other, in their order.

    Args:
        links: The tables.
        texts: The documents by source id.
        faults: The rows at fault, of which nothing is taken for sure.
    """
    rows = answers.by_source(links)
    for source, text in texts.items():
        yield of_source(links, rows.get(source, {}), source, text, faults)


def of_source(
    links: Links,
    numbers: answers.Numbers,
    source: str,
    text: str,
    faults: Faults = NO_FAULTS,
) -> SourceAccount:
    """Account for one source.

    Args:
        links: The tables.
        numbers: The source's rows, by table.
        source: Its id.
        text: Its text.
        faults: The rows at fault, of which nothing is taken for sure.
    """
    sound = {table: faults.sound(table, found) for table, found in numbers.items()}
    rows = answers.of_rows(links, sound, tolls=not faults.tolls)
    doubts = doubts_of(links, numbers, source, text, faults)
    passages = list(_passages(links, sound.get(REVIEWED, ())))
    reviewed = {by: _by_kind(p for p in passages if p.by == by) for by in _REVIEWED_BY}
    accounts = tuple(Account(hit, _by(hit, rows, reviewed, doubts)) for hit in find_hits(text))
    used = [a.hit for a in accounts if a.by in _REVIEWED_BY]
    stale = tuple(p.number for p in passages if _stale(p, used))
    return SourceAccount(source, text, accounts, stale, doubts)


_REVIEWED_BY: tuple[Answered, ...] = ("not_codable", "reviewed")


def _passages(links: Links, numbers: Sequence[int]) -> Iterator[_Passage]:
    for number, row in zip(numbers, links.picked(REVIEWED, numbers), strict=True):
        kind, start, end = (row[n] for n in ("kind", "span_start", "span_end"))
        if None not in (kind, start, end):
            yield _Passage(number, kind, start, end, row["reason"])


def _by_kind(passages: Iterable[_Passage]) -> Mapping[str, Intervals]:
    found: dict[str, list[Span]] = defaultdict(list)
    for passage in passages:
        found[passage.kind].append((passage.start, passage.end))
    return {kind: Intervals(places) for kind, places in found.items()}


def _by(
    hit: Hit, rows: Answers, reviewed: Mapping[Answered, Mapping[str, Intervals]], doubts: Doubts
) -> Answered:
    if rows.answer(hit):
        return "row"
    for by, passages in reviewed.items():
        if hit.kind in passages and passages[hit.kind].contains(hit.start, hit.end):
            return by
    return "unsure" if doubts.may_cover(hit) else "open"


def _stale(passage: _Passage, used: list[Hit]) -> bool:
    return not any(
        hit.kind == passage.kind and passage.start <= hit.start and hit.end <= passage.end
        for hit in used
    )
