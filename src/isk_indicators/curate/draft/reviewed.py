"""Reviewed passages: a reason for each hit that no row covers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

import pandas as pd

from isk_indicators import exclusions
from isk_indicators.check.coverage import REVIEWED, SourceCoverage, of_source, rows_by_source
from isk_indicators.curate.draft.drafting import Drafting
from isk_indicators.curate.draft.vocabulary import (
    ARRESTED,
    COUNTED,
    DEED,
    GENERAL_ONE,
    PRIVATE,
    SOURCE_PARTS,
)
from isk_indicators.curate.drafts import Passage, passages
from isk_indicators.curate.proposals import Proposal
from isk_indicators.detectors import DURATION, Hit
from isk_indicators.rules.rule import PartialDataset
from isk_indicators.spans import Intervals


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
        counted = COUNTED.match(draft.text, hit.end, sentence.end)
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
