"""The coverage of the sources, and their open hits as draft rows of ``reviewed``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, TextIO

from isk_indicators import csvio, spans
from isk_indicators.check import coverage as check_coverage
from isk_indicators.check import doubts, gate
from isk_indicators.check.coverage import REVIEWED, SourceCoverage, of_sources
from isk_indicators.csvio import replace_files
from isk_indicators.curate import StoppedError
from isk_indicators.curate.workspace import SOURCES, Table, Workspace
from isk_indicators.spans import Intervals

WORDS_AROUND = 3
_END = re.compile(rf"[.!?:;][”\"’)]*\s|[{spans.LINE_ENDS}]")
_WORD = re.compile(r"\S+")


def coverage(work: Workspace, out: TextIO) -> int:
    """Print the coverage of each source; return 0 if every hit is covered, 1 if not."""
    accounts = list(accounts_of(work))
    for account in accounts:
        out.writelines(f"{line}\n" for line in check_coverage.coverage_lines(account))
    not_checked = _report_not_checked(accounts, out)
    return int(not_checked or any(account.open for account in accounts))


def write_drafts(work: Workspace, out: TextIO) -> int:
    """Add the open hits to ``reviewed``; return 0 if there are none, 1 if there are."""
    accounts = list(accounts_of(work))
    drafts = [passage for account in accounts for passage in passages(account)]
    file = work.package.relative(REVIEWED)
    if drafts:
        replace_files(work.root, {file: with_drafts(work.table(REVIEWED), drafts)})
    out.write(f"{file}: {len(drafts)} drafted; give each a reason, or add its row\n")
    return int(_report_not_checked(accounts, out) or bool(drafts))


def _report_not_checked(accounts: Iterable[SourceCoverage], out: TextIO) -> bool:
    """Print how many hits a faulty row may cover; return whether there are any."""
    count = sum(len(account.by("unsure")) for account in accounts)
    if count:
        out.write(
            f"not checked: {count}, since a faulty row may cover them; "
            "correct the rows that 'isk-indicators check' names, then run this again\n"
        )
    return count > 0


def accounts_of(work: Workspace) -> Iterator[SourceCoverage]:
    """The coverage of each source; a hit that only a faulty row may cover is left unsure.

    Raises:
        StoppedError: a table is not in its canonical form, or a document is not the one described.
    """
    for source in work.sources.values():
        if source.text is None:
            raise StoppedError(f"{source.source_id}: {source.reason}")
    for name in work.package.schemas:
        work.table(name)
    left, _, links, breaches, _ = gate.judged(work.package)
    if (missing := check_coverage.missing_of(work.package, left.tables)) is not None:
        raise StoppedError(missing)
    known = {*left.texts} & {*left.tables[SOURCES].frame["source_id"]}
    for source_id in work.sources:
        if source_id not in known:
            raise StoppedError(f"{source_id}: first correct its row in {SOURCES}, as check says")
    faults = doubts.faults(links, left.tables, left.texts, breaches)
    yield from of_sources(links, {s: left.texts[s] for s in work.sources}, faults)


class Passage(NamedTuple):
    """Words of a source that no row covers, with a few words around them."""

    source: str
    start: int
    end: int
    quote: str
    kind: str


def passages(account: SourceCoverage) -> list[Passage]:
    """The open hits of a source with the words around them; overlapping ones of a kind are merged.

    A passage contains no covered hit of its kind, so that it never excuses that one.
    """
    kinds = sorted({hit.kind for hit in account.open})
    return sorted(passage for kind in kinds for passage in _of_kind(account, kind))


def _of_kind(account: SourceCoverage, kind: str) -> Iterator[Passage]:
    own = [a for a in account.accounts if a.hit.kind == kind]
    others = Intervals((a.hit.start, a.hit.end) for a in own if a.by != "open")
    wide = (_widened(account.text, a.hit.start, a.hit.end, others) for a in own if a.by == "open")
    for start, end in _merged(wide):
        yield Passage(account.source, start, end, account.text[start:end], kind)


def _widened(text: str, start: int, end: int, others: Intervals) -> tuple[int, int]:
    """Add some words on each side, within the sentence and up to the next covered hit."""
    first, last = start, end
    while spans.cuts_word(text, first):
        first -= 1
    while spans.cuts_word(text, last):
        last += 1
    for wider, further in _steps(text, start, end):
        if not others.overlaps(wider, further):
            first, last = min(first, wider), max(last, further)
    return (first if first == start else spans.without_edges(text, first, start)[0]), last


def _steps(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The interval with one word more to the left, then two …; the same to the right."""
    before = text[max((m.end() for m in _END.finditer(text, 0, start)), default=0) : start]
    offset = start - len(before)
    for word in list(_WORD.finditer(before))[: -WORDS_AROUND - 1 : -1]:
        yield offset + word.start(), end
    behind = _END.search(text, max(start, end - 1))  # the hit may contain the full stop
    after = text[end : behind.start() if behind else len(text)]
    for word in list(_WORD.finditer(after))[:WORDS_AROUND]:
        yield start, end + word.end()


def _merged(intervals: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(intervals):
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
    return csvio.document(names, cells).encode("utf-8")


def _place(row: Mapping[str, str]) -> tuple[str, int]:
    """Where a row belongs; one whose start is no number comes first in its source."""
    start = row["span_start"]
    return row["source_id"], int(start) if start.isascii() and start.isdecimal() else 0
