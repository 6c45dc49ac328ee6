"""The fourth stage: each hit of a source is accounted for by a row, or by a reviewed passage.

What lives here: the findings on hits that are open and on reviewed passages that are stale. What
must not: the accounts themselves (``accounts``). Of hits that a row at fault may answer nothing is
said but that (``doubts``): the fault is told where it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from types import MappingProxyType

from isk_indicators.check import accounts, answers, doubts
from isk_indicators.check.files import Files
from isk_indicators.check.finding import Finding, Message, file_finding, pluralize, position
from isk_indicators.check.standing import Standing
from isk_indicators.rules.breach import Breach
from isk_indicators.rules.links import Links
from isk_indicators.schema import DataPackage

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

    def __iadd__(self, other: Coverage) -> Coverage:
        """Take over what was found in other sources."""
        self.findings += other.findings
        self.not_checked += other.not_checked
        self.notes += other.notes
        return self


def inspect(
    links: Links,
    left: Files,
    breaches: list[Breach],
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
    faults = doubts.faults(links, left.tables, left.texts, breaches)
    for source, of_source in rows.items():
        result += _look(links, left, of_source, faults, source)
    return result


def _look(
    links: Links,
    left: Files,
    rows: answers.Numbers,
    faults: doubts.Faults,
    source: str,
) -> Coverage:
    """What there is to report of one source; ``rows`` are its rows."""
    result = Coverage()
    account = accounts.of_source(links, rows, source, left.texts[source], faults)
    result.findings += _open(account, left.documents[source])
    result.findings += _stale(account, left.tables[accounts.REVIEWED])
    result.not_checked += _unsure(account, left.tables)
    if uncoded := account.by("not_codable"):
        hits = pluralize(len(uncoded), "hit")
        result.notes.append(f"{source}: {hits} set aside as {accounts.NOT_CODABLE}")
    return result


def missing_of(package: DataPackage, tables: Mapping[str, Standing]) -> str | None:
    """Why no source can be accounted for; None if they can."""
    if accounts.REVIEWED not in package.schemas:
        return f"the table {accounts.REVIEWED} is missing, as in every release"
    if accounts.REVIEWED not in tables:
        return f"{package.relative(accounts.REVIEWED)} cannot be read"
    return None


def _unsure(account: accounts.SourceAccount, tables: Mapping[str, Standing]) -> Iterator[str]:
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


def _named(tables: Mapping[str, Standing], table: str, row: int | None) -> str:
    if row is None:
        return f"rows of {table} that cannot be read"
    standing = tables[table]
    line, _ = standing.position(row, None)
    return f"{table} {standing.row_id(row) or f'line {line}'}"


def _open(account: accounts.SourceAccount, file: str) -> Iterator[Finding]:
    for hit in account.open:
        words = Message(
            f"{_ROWS[hit.kind]}; or a passage of kind {hit.kind} in {accounts.REVIEWED}",
            "Add the row; if the words claim nothing, draft the passage with "
            "'isk-indicators coverage --draft' and give its reason.",
            account.text[hit.start : hit.end],
        )
        yield file_finding(f"open-{hit.kind}", file, position(account.text, hit.start), words)


def _stale(account: accounts.SourceAccount, reviewed: Standing) -> Iterator[Finding]:
    for row in account.stale:
        kind = reviewed.text(row, "kind")
        words = Message(
            f"words of kind {kind} that no row answers",
            "Remove the row: what it excused is gone, or a row answers it now.",
        )
        yield reviewed.at_cell(STALE, row, "kind", words)
