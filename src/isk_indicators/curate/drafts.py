"""The coverage of the sources, and their open hits as draft rows of ``reviewed``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from isk_indicators import csvio, spans
from isk_indicators.check import coverage as check_coverage
from isk_indicators.check import gate
from isk_indicators.check.coverage import REVIEWED, SourceCoverage, of_sources
from isk_indicators.check.csv_table import ParsedTable, whole_number
from isk_indicators.check.package import SOURCES
from isk_indicators.csvio import replace_files
from isk_indicators.curate import StoppedError
from isk_indicators.curate.workspace import Workspace
from isk_indicators.spans import Intervals, Span

WORDS_AROUND = 3
_REACH = 1_000
"""How many characters on each side the end of the sentence is looked for."""
_END = re.compile(rf"[.!?:;][”\"’)]*\s|[{spans.LINE_ENDS}]")
_WORD = re.compile(r"\S+")


def coverage(work: Workspace, *, draft: bool = False) -> tuple[list[str], int]:
    """Report the coverage of each source, or add the open hits to ``reviewed``.

    Returns:
        The lines of the report; 0 if every hit is covered, otherwise 1.
    """
    sources, lines = coverage_of_sources(work), []
    if draft:
        drafts = [passage for source in sources for passage in passages(source)]
        file = work.package.relative(REVIEWED)
        if drafts:
            files = {file: with_drafts(work.table(REVIEWED), drafts)}
            replace_files(work.root, files, work.read)
        lines.append(f"{file}: {len(drafts)} drafted; give each a reason, or add its row")
    else:
        lines += [line for source in sources for line in check_coverage.coverage_lines(source)]
    not_checked = sum(len(source.by("unsure")) for source in sources)
    if not_checked:
        lines.append(
            f"not checked: {not_checked}, since a faulty row may cover them; "
            "correct the rows that 'isk-indicators check' names, then run this again"
        )
    return lines, int(not_checked > 0 or any(source.open for source in sources))


def coverage_of_sources(work: Workspace) -> list[SourceCoverage]:
    """The coverage of each source; a hit that only a faulty row may cover is left unsure.

    Raises:
        StoppedError: a table is not in its canonical form, or a document is not the one described.
    """
    for source in work.sources.values():
        if source.text is None:
            raise StoppedError(f"{source.source_id}: {source.reason}")
    for name in work.package.schemas:
        work.table(name)
    files, _, data, problems, _ = gate.judged(work.package)
    if (missing := check_coverage.missing_of(work.package, files.tables)) is not None:
        raise StoppedError(missing)
    known = {*files.texts} & {*files.tables[SOURCES].frame["source_id"]}
    for source_id in work.sources:
        if source_id not in known:
            raise StoppedError(f"{source_id}: correct its row in {SOURCES}, then run this again")
    invalid = check_coverage.find_invalid_rows(data, files.tables, files.texts, problems)
    return list(of_sources(data, {s: files.texts[s] for s in work.sources}, invalid))


class Passage(NamedTuple):
    """Words of a source that no row covers, with a few words around them: a row of ``reviewed``."""

    source_id: str
    span_start: int
    span_end: int
    quote: str
    kind: str


def passages(coverage: SourceCoverage) -> list[Passage]:
    """The open hits of a source with the words around them; overlapping ones of a kind are merged.

    A passage contains no covered hit of its kind, so that it never excuses that one.
    """
    found: list[Passage] = []
    for kind in sorted({hit.kind for hit in coverage.open}):
        own = [a for a in coverage.hits if a.hit.kind == kind]
        others = Intervals((a.hit.start, a.hit.end) for a in own if a.by != "open")
        hits = [a.hit for a in own if a.by == "open"]
        merged: list[Span] = []
        for start, end in sorted(_widened(coverage.text, h.start, h.end, others) for h in hits):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(merged[-1][1], end))
            else:
                merged.append((start, end))
        found += [
            Passage(coverage.source, *span, coverage.text[slice(*span)], kind) for span in merged
        ]
    return sorted(found)


def _widened(text: str, start: int, end: int, others: Intervals) -> Span:
    """Add some words on each side, within the sentence and up to the next covered hit."""
    first, last = start, end
    while spans.cuts_word(text, first):
        first -= 1
    while spans.cuts_word(text, last):
        last += 1
    near = max(0, start - _REACH)
    sentence = max((m.end() for m in _END.finditer(text, near, start)), default=near)
    for word in list(_WORD.finditer(text, sentence, start))[-WORDS_AROUND:]:
        if not others.overlaps(word.start(), end):
            first = min(first, word.start())
    reach = min(len(text), end + _REACH)
    behind = _END.search(text, max(start, end - 1), reach)  # the hit may contain the full stop
    sentence_end = behind.start() if behind else reach
    for word in islice(_WORD.finditer(text, end, sentence_end), WORDS_AROUND):
        if not others.overlaps(start, word.end()):
            last = max(last, word.end())
    return (first if first == start else spans.without_edges(text, first, start)[0]), last


def with_drafts(reviewed: ParsedTable, drafts: Iterable[Passage]) -> bytes:
    """The file of ``reviewed`` with the drafts among its rows, their reasons blank."""
    names = reviewed.schema.names
    rows = [dict(zip(names, row, strict=True)) for row in reviewed.rows()]
    rows += [{name: str(text) for name, text in draft._asdict().items()} for draft in drafts]
    rows.sort(key=lambda row: (row["source_id"], whole_number(row["span_start"]) or 0))
    cells = [[row.get(name, "") for name in names] for row in rows]
    return csvio.document(names, cells).encode("utf-8")
