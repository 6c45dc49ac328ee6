"""How each source is accounted for: every hit, with the row or reviewed passage that answers it.

What lives here: the accounts, which the gate, the command ``coverage`` and the release read. What
must not: how hits are found (``detectors``), which row answers one (``answers``), findings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from isk_indicators.check import answers
from isk_indicators.check.answers import Answers
from isk_indicators.detectors import Hit, find_hits
from isk_indicators.intervals import Intervals
from isk_indicators.rules.links import Links

Answered = Literal["row", "reviewed", "open"]
REVIEWED = "reviewed"


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
    """

    source: str
    text: str
    accounts: tuple[Account, ...]
    stale: tuple[int, ...]

    @property
    def open(self) -> tuple[Hit, ...]:
        """The hits that nothing answers."""
        return tuple(account.hit for account in self.accounts if account.by == "open")


class _Passage(NamedTuple):
    number: int
    kind: str
    start: int
    end: int


def of_sources(links: Links, texts: Mapping[str, str]) -> Iterator[SourceAccount]:
    """Account for each source, one after the other, in their order.

    Args:
        links: The tables.
        texts: The documents by source id.
    """
    rows = answers.by_source(links)
    for source, text in texts.items():
        yield of_source(links, rows.get(source, {}), source, text)


def of_source(links: Links, numbers: answers.Numbers, source: str, text: str) -> SourceAccount:
    """Account for one source; ``numbers`` are its rows, by table."""
    passages = list(_passages(links, numbers.get(REVIEWED, ())))
    return _of_source(source, text, answers.of_rows(links, numbers), passages)


def _passages(links: Links, numbers: Sequence[int]) -> Iterator[_Passage]:
    for number, row in zip(numbers, links.picked(REVIEWED, numbers), strict=True):
        place: list[Any] = [row[n] for n in ("kind", "span_start", "span_end")]
        if None not in place:
            yield _Passage(number, *place)


def _of_source(source: str, text: str, rows: Answers, passages: list[_Passage]) -> SourceAccount:
    kinds = {p.kind for p in passages}
    reviewed = {k: Intervals((p.start, p.end) for p in passages if p.kind == k) for k in kinds}
    accounts = tuple(Account(hit, _by(hit, rows, reviewed)) for hit in find_hits(text))
    used = [a.hit for a in accounts if a.by == "reviewed"]
    stale = tuple(p.number for p in passages if _stale(p, used))
    return SourceAccount(source, text, accounts, stale)


def _by(hit: Hit, rows: Answers, reviewed: Mapping[str, Intervals]) -> Answered:
    if rows.answer(hit):
        return "row"
    passages = reviewed.get(hit.kind)
    return "reviewed" if passages and passages.hold(hit.start, hit.end) else "open"


def _stale(passage: _Passage, used: list[Hit]) -> bool:
    return not any(
        hit.kind == passage.kind and passage.start <= hit.start and hit.end <= passage.end
        for hit in used
    )
