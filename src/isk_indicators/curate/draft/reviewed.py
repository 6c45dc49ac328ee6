"""Reviewed passages: the hits that no row covers, and a reason for each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple

import pandas as pd

from isk_indicators import csvio, exclusions, spans
from isk_indicators.check import coverage as check_coverage
from isk_indicators.check import gate
from isk_indicators.check.coverage import (
    REVIEWED,
    SourceCoverage,
    of_source,
    of_sources,
    rows_by_source,
)
from isk_indicators.check.csv_table import ParsedTable, whole_number
from isk_indicators.check.package import SOURCES
from isk_indicators.csvio import replace_files
from isk_indicators.curate import StoppedError
from isk_indicators.curate.draft.drafting import Drafting
from isk_indicators.curate.draft.vocabulary import (
    ARRESTED,
    DEED,
    GENERAL_ONE,
    PRIVATE,
    SOURCE_PARTS,
    THINGS_COUNTED,
)
from isk_indicators.curate.proposals import Proposal
from isk_indicators.curate.workspace import Workspace
from isk_indicators.detectors import DURATION, Hit
from isk_indicators.rules.rule import PartialDataset
from isk_indicators.spans import Intervals, Span

# Open hits and the words around them

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


# Reasons


def read_reviewed(draft: Drafting) -> None:
    """Propose a reviewed passage, with a reason, for each hit that no row covers."""
    coverage = covered(draft)
    alone = [s for s in draft.sentences if s.is_heading]
    headings = Intervals((s.start, s.end) for s in alone if not s.is_table_line)
    tables = Intervals((s.start, s.end) for s in alone if s.is_table_line)
    harmed = {row.cells["harm"] for row in draft.by_table["casualties"]}
    for passage in passages(coverage):
        first = next(_hits(coverage, passage))
        in_heading = headings.overlaps(first.start, first.end)
        found = reason(draft.text, first, in_heading=in_heading)
        if first.kind == "figure" and tables.overlaps(first.start, first.end):
            found = "not_codable"  # the word for what it counts is in another line
        if first.kind == "harm" and harmed.intersection(first.values):
            found = "duplicate_mention"
        if not in_heading and _may_be_claim(draft, first, found):
            found = ""
        if first.kind == "reporting" and not in_heading and not _is_private(draft.text, first):
            found = ""  # perhaps an official: the person who looks decides
        row = draft.add(REVIEWED, (passage.span_start, passage.span_end), kind=passage.kind)
        if found:
            draft.guess(row, reason=found)


def _may_be_claim(draft: Drafting, hit: Hit, found: str) -> bool:
    """Whether a hit may be a claim that no row was proposed for: the person who looks decides."""
    sentence = next((s for s in draft.sentences if s.start <= hit.start < s.end), None)
    if sentence is None:
        return False
    kinds = {other.kind for other in sentence.hits}
    if hit.kind == "figure":
        counted = THINGS_COUNTED.match(draft.text, hit.end, sentence.end)
        return found == "other_subject" and ("harm" in kinds or counted is not None)
    if hit.kind == "harm":
        is_new = found == "general" or "figure" in kinds
        return is_new and DEED.match(draft.text, hit.start) is not None
    named = draft.groups(sentence.start, sentence.end)
    return hit.kind == "attribution" and (bool(named) or "harm" in kinds)


def _is_private(text: str, hit: Hit) -> bool:
    """Whether the line of a hit names somebody whose words are no statement, near it."""
    first = text.rfind("\n", 0, hit.start) + 1
    end = hit.end + len(text[hit.end : hit.end + _NEAR].partition("\n")[0])
    return PRIVATE.search(text, max(first, hit.start - _NEAR + 1), end) is not None


_NEAR = 90
"""Within how many characters of a word of saying its speaker is named."""


def covered(draft: Drafting) -> SourceCoverage:
    """The coverage of the document by the rows of the tables and those proposed."""
    data = with_rows(draft.data, draft.rows)
    numbers = rows_by_source(data).get(draft.source_id, {})
    return of_source(data, numbers, draft.source_id, draft.text)


def with_rows(
    data: PartialDataset,
    rows: Sequence[Proposal],
    aliases: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> PartialDataset:
    """The tables with the rows proposed, as if all of them were accepted.

    Actors have these further aliases, by their ids.
    """
    frames = {}
    for name, schema in data.package.schemas.items():
        cells = [{n: _text(row.get(n)) for n in schema.names} for row in data.rows(name)]
        for row in cells if name == "actors" else ():
            forms = aliases.get(str(row["actor_id"]), ())
            row["aliases"] = "|".join(filter(None, (row["aliases"], *forms))) or None
        texts = [[*row.values()] for row in cells]
        texts += [[row.value(n) or None for n in schema.names] for row in rows if row.table == name]
        columns = {n: [cells[i] for cells in texts] for i, n in enumerate(schema.names)}
        frames[name] = pd.DataFrame({n: pd.Series(c, dtype=object) for n, c in columns.items()})
    return PartialDataset(data.package, frames)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _hits(coverage: SourceCoverage, passage: Passage) -> Iterator[Hit]:
    """The open hits of a passage."""
    for hit in coverage.open:
        if hit.kind == passage.kind and passage.span_start <= hit.start < passage.span_end:
            yield hit


_REASONS: Mapping[str, str] = {
    "date": "date_only",
    "harm": "general",
    "attribution": "general",
    "reporting": "not_official",
}
_SCARE_QUOTE = 30
"""How many characters a scare quote has at most."""


def reason(text: str, hit: Hit, *, in_heading: bool) -> str:
    """Guess why a hit needs no row."""
    if in_heading:
        return "boilerplate" if hit.kind == "date" else "duplicate_mention"
    if hit.kind == "figure":
        return _reason_of_figure(text, hit)
    if hit.kind == "quotation":
        return "name_or_scare_quote" if hit.end - hit.start <= _SCARE_QUOTE else "not_official"
    return _REASONS[hit.kind]


def _reason_of_figure(text: str, hit: Hit) -> str:
    """Guess why a figure needs no row: what it counts, or that it counts nothing."""
    if DURATION in hit.values:
        return "duration"
    context = exclusions.context_of(text, hit.start, hit.end, None)
    kind = exclusions.kind_of(context) or ""
    if kind in ("money", "identifier", "idiom"):
        return kind
    if text[hit.start : hit.end].lower() == "one" and GENERAL_ONE.match(text, hit.end):
        return "idiom"
    if SOURCE_PARTS.search(context.near):
        return "identifier"
    return "not_codable" if ARRESTED.search(context.after) else "other_subject"
