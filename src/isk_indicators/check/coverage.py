"""The fourth stage: each hit of a source is covered by a row or a reviewed passage."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from types import MappingProxyType
from typing import Literal, NamedTuple

from isk_indicators.check import answers, doubts
from isk_indicators.check.answers import Answers
from isk_indicators.check.csv_table import ParsedTable
from isk_indicators.check.doubts import NO_FAULTS, Doubts, Faults
from isk_indicators.check.doubts import of_source as doubts_of
from isk_indicators.check.finding import Finding, Message, file_finding, pluralize, position
from isk_indicators.check.package import Files
from isk_indicators.detectors import KINDS, Hit, find_hits
from isk_indicators.rules.rule import PartialDataset, Problem
from isk_indicators.schema import DataPackage
from isk_indicators.spans import Intervals, Span, excerpt

# Coverage of a source

CoveredBy = Literal["row", "reviewed", "not_codable", "open", "unsure"]
"""A hit is unsure if nothing but a row at fault may answer it."""

REVIEWED = "reviewed"
NOT_CODABLE = "not_codable"
"""The reason of a passage that claims something which no column or value can hold yet."""


class CoveredHit(NamedTuple):
    """A hit and what answers it."""

    hit: Hit
    by: CoveredBy


@dataclass(frozen=True)
class SourceCoverage:
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
    accounts: tuple[CoveredHit, ...]
    stale: tuple[int, ...]
    doubts: Doubts

    @property
    def open(self) -> tuple[Hit, ...]:
        """The hits that nothing answers."""
        return self.by("open")

    def by(self, answered: CoveredBy) -> tuple[Hit, ...]:
        """The hits that are answered so."""
        return tuple(account.hit for account in self.accounts if account.by == answered)


class _Passage(NamedTuple):
    number: int
    kind: str
    start: int
    end: int
    reason: str | None

    @property
    def by(self) -> CoveredBy:
        """How it answers its hits."""
        return "not_codable" if self.reason == NOT_CODABLE else "reviewed"


def of_sources(
    links: PartialDataset, texts: Mapping[str, str], faults: Faults = NO_FAULTS
) -> Iterator[SourceCoverage]:
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
    links: PartialDataset,
    numbers: answers.Numbers,
    source: str,
    text: str,
    faults: Faults = NO_FAULTS,
) -> SourceCoverage:
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
    accounts = tuple(
        CoveredHit(hit, _covered_by(hit, rows, reviewed, doubts)) for hit in find_hits(text)
    )
    used = [a.hit for a in accounts if a.by in _REVIEWED_BY]
    stale = tuple(p.number for p in passages if _is_stale(p, used))
    return SourceCoverage(source, text, accounts, stale, doubts)


_REVIEWED_BY: tuple[CoveredBy, ...] = ("not_codable", "reviewed")


def _passages(links: PartialDataset, numbers: Sequence[int]) -> Iterator[_Passage]:
    for number, row in ((n, links.rows(REVIEWED)[n]) for n in numbers):
        kind, start, end = (row[n] for n in ("kind", "span_start", "span_end"))
        if None not in (kind, start, end):
            yield _Passage(number, kind, start, end, row["reason"])


def _by_kind(passages: Iterable[_Passage]) -> Mapping[str, Intervals]:
    found: dict[str, list[Span]] = defaultdict(list)
    for passage in passages:
        found[passage.kind].append((passage.start, passage.end))
    return {kind: Intervals(places) for kind, places in found.items()}


def _covered_by(
    hit: Hit, rows: Answers, reviewed: Mapping[CoveredBy, Mapping[str, Intervals]], doubts: Doubts
) -> CoveredBy:
    if rows.answer(hit):
        return "row"
    for by, passages in reviewed.items():
        if hit.kind in passages and passages[hit.kind].contains(hit.start, hit.end):
            return by
    return "unsure" if doubts.may_cover(hit) else "open"


def _is_stale(passage: _Passage, used: list[Hit]) -> bool:
    return not any(
        hit.kind == passage.kind and passage.start <= hit.start and hit.end <= passage.end
        for hit in used
    )


# Counts

_CONTEXT = 60


class CoverageCounts(NamedTuple):
    """Of the hits of one kind in one source, how many are answered by what.

    What is ``not_codable`` is a fact that no column can hold yet: known, and not answered.
    """

    source_id: str
    kind: str
    hits: int
    by_row: int
    reviewed: int
    not_codable: int
    open: int

    @property
    def not_checked(self) -> int:
        """How many depend on rows at fault."""
        return self.hits - self.by_row - self.reviewed - self.not_codable - self.open


def counts_by_kind(account: SourceCoverage) -> list[CoverageCounts]:
    """A source's hits by kind, kinds without any among them."""
    counts = Counter((a.hit.kind, a.by) for a in account.accounts)
    return [
        CoverageCounts(account.source, kind, sum(by), *by[:-1])
        for kind in KINDS
        if (by := [counts[kind, a] for a in ("row", "reviewed", "not_codable", "open", "unsure")])
    ]


def coverage_lines(account: SourceCoverage) -> Iterator[str]:
    """A source's shares, a line a kind, and the words behind what is open or not checked."""
    yield f"{account.source}: {pluralize(len(account.accounts), 'hit')}"
    for share in counts_by_kind(account):
        yield f"  {share.kind:<10} {share.hits:>4}  {_counts_text(share)}"
    for name, hits in (("open", account.open), ("not checked", account.by("unsure"))):
        for hit in hits:
            place = f"{hit.kind} at {hit.start}-{hit.end}"
            yield f"  {name}: {place}: {_in_context(account.text, hit)}"


def _counts_text(share: CoverageCounts) -> str:
    if not share.hits:
        return "none"
    parts = [
        ("by rows", share.by_row),
        ("reviewed", share.reviewed),
        ("not codable", share.not_codable),
        ("open", share.open),
    ]
    parts += [("not checked", share.not_checked)] if share.not_checked else []
    return ", ".join(f"{count} {name} ({count / share.hits:.0%})" for name, count in parts)


def _in_context(text: str, hit: Hit) -> str:
    before, words, after = excerpt(text, hit.start, hit.end, _CONTEXT)
    return " ".join(f"{before}[{words}]{after}".split())


def coverage_table(accounts: Iterable[SourceCoverage]) -> str:
    """The shares as a Markdown table; what is open is left out, as a release has nothing open."""
    head = (
        "| source | kind | hits | by rows | reviewed | not codable |\n"
        "|---|---|---:|---:|---:|---:|\n"
    )
    told = [share for account in accounts for share in counts_by_kind(account) if share.hits]
    rows = [f"| {' | '.join(map(str, s[:6]))} |\n" for s in told]
    total = [sum(column) for column in zip(*(s[2:6] for s in told), strict=True)]
    return head + "".join(rows) + f"| all | all | {' | '.join(map(str, total))} |\n"


def coverage_sentence(accounts: Iterable[SourceCoverage]) -> str:
    """The shares of all sources in words."""
    counts = Counter(a.by for account in accounts for a in account.accounts)
    told = (
        f"{counts.total()} figures, dates, words of harm, blame and speech, and quotations; "
        f"rows cover {counts['row']} of them, and {counts['reviewed']} are listed in `reviewed.csv`"
    )
    uncoded = counts["not_codable"]
    return f"{told}; {uncoded} more cannot be coded yet" if uncoded else told


# The stage

STALE = "reviewed-stale"
NAMED = 3
"""How many rows in doubt are named for a source."""
_ROWS = {
    "figure": "a row that has the figure in this very place",
    "date": "a row with that date, or its evidence, that quotes it",
    "harm": "a casualty of that harm, or an incident without casualties, that quotes it",
    "attribution": "an attribution, or its evidence, that quotes it",
    "reporting": "a statement, its evidence or a row in its voice that quotes it",
    "quotation": "a statement that quotes it",
}
RULES: Mapping[str, str] = MappingProxyType(
    {
        f"open-{kind}": f"Words of a source that need {row}, and have none."
        for kind, row in _ROWS.items()
    }
    | {STALE: "A reviewed passage without a hit of its kind that no row answers."}
)
"""The ids of this stage, with what each rejects."""


@dataclass
class Coverage:
    """What this stage found, what it could not look at, and what is known to be uncoded."""

    findings: list[Finding] = field(default_factory=list)
    not_checked: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    counts: list[CoverageCounts] = field(default_factory=list)

    def __iadd__(self, other: Coverage) -> Coverage:
        """Take over what was found in other sources."""
        self.findings += other.findings
        self.not_checked += other.not_checked
        self.notes += other.notes
        self.counts += other.counts
        return self


def inspect(
    links: PartialDataset,
    left: Files,
    problems: list[Problem],
) -> Coverage:
    """Account for every source, but for what rows at fault may answer.

    ``left`` is what the first stage leaves.
    """
    result = Coverage()
    if (missing := missing_of(links.package, left.tables)) is not None:
        result.not_checked.append(f"what covers the words of the sources ({missing})")
        return result
    known = set(left.tables["sources"].frame["source_id"]) if left.texts else set()
    result.not_checked += [
        f"what covers the words of {source} (its id is at fault)"
        for source in left.texts
        if source not in known
    ]
    every = answers.by_source(links)
    rows = {source: every.get(source, {}) for source in left.texts if source in known}
    faults = doubts.faults(links, left.tables, left.texts, problems)
    for source, of_source in rows.items():
        result += _look(links, left, of_source, faults, source)
    return result


def _look(
    links: PartialDataset,
    left: Files,
    rows: answers.Numbers,
    faults: doubts.Faults,
    source: str,
) -> Coverage:
    """What there is to report of one source; ``rows`` are its rows."""
    result = Coverage()
    account = of_source(links, rows, source, left.texts[source], faults)
    result.findings += _open_findings(account, left.documents[source])
    result.findings += _stale_findings(account, left.tables[REVIEWED])
    result.not_checked += _unsure(account, left.tables)
    result.counts += counts_by_kind(account)
    if uncoded := account.by("not_codable"):
        hits = pluralize(len(uncoded), "hit")
        result.notes.append(f"{source}: {hits} set aside as {NOT_CODABLE}")
    return result


def missing_of(package: DataPackage, tables: Mapping[str, ParsedTable]) -> str | None:
    """Why no source can be accounted for; None if they can."""
    if REVIEWED not in package.schemas:
        return f"the table {REVIEWED} is missing, as in every release"
    if REVIEWED not in tables:
        return f"{package.relative(REVIEWED)} cannot be read"
    return None


def _unsure(account: SourceCoverage, tables: Mapping[str, ParsedTable]) -> Iterator[str]:
    """A line on the hits that nothing but rows at fault may answer."""
    hits = account.by("unsure")
    if not hits:
        return
    counts = Counter(hit.kind for hit in hits)
    kinds = ", ".join(f"{counts[kind]} {kind}" for kind in _ROWS if kind in counts)
    named = list(islice(account.doubts.rows(hits), NAMED + 1))
    rows = [_named(tables, *row) for row in named[:NAMED]] + ["others"] * (len(named) > NAMED)
    yield (
        f"what covers {pluralize(len(hits), 'hit')} of {account.source} ({kinds}): this depends on "
        f"{', '.join(rows)}"
    )


def _named(tables: Mapping[str, ParsedTable], table: str, row: int | None) -> str:
    if row is None:
        return f"rows of {table} that cannot be read"
    standing = tables[table]
    line, _ = standing.position(row, None)
    return f"{table} {standing.row_id(row) or f'line {line}'}"


def _open_findings(account: SourceCoverage, file: str) -> Iterator[Finding]:
    for hit in account.open:
        words = Message(
            f"{_ROWS[hit.kind]}; or a passage of kind {hit.kind} in {REVIEWED}",
            "Add the row; if the words claim nothing, draft the passage with "
            "'isk-indicators coverage --draft' and give its reason.",
            account.text[hit.start : hit.end],
        )
        yield file_finding(f"open-{hit.kind}", file, position(account.text, hit.start), words)


def _stale_findings(account: SourceCoverage, reviewed: ParsedTable) -> Iterator[Finding]:
    for row in account.stale:
        kind = reviewed.text(row, "kind")
        words = Message(
            f"words of kind {kind} that no row answers",
            "Remove the row: what it excused is gone, or a row answers it now.",
        )
        yield reviewed.at_cell(STALE, row, "kind", words)
