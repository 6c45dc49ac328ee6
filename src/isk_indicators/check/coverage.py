"""The fourth stage: each hit of a source is accounted for by a row, or by a reviewed passage.

What lives here: the findings on hits that are open and on reviewed passages that are stale. What
must not: the accounts themselves (``accounts``). Of a source with rows at fault nothing is said
but that: a row that does not stand answers nothing, and its fault is told where it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType

from isk_indicators import parts
from isk_indicators.check import accounts, answers
from isk_indicators.check.files import Files
from isk_indicators.check.finding import Finding, Words, at_place, count_of, position
from isk_indicators.check.standing import Standing
from isk_indicators.rules.breach import Breach
from isk_indicators.rules.links import Links
from isk_indicators.schema import DataPackage

STALE = "reviewed-stale"
LEAST = 20
"""How many sources are worth a process of their own."""
_WHAT = "what answers the words of"
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
    """What this stage found, and what it could not look at."""

    findings: list[Finding] = field(default_factory=list)
    not_checked: list[str] = field(default_factory=list)


def inspect(
    links: Links,
    left: Files,
    breaches: list[Breach],
) -> Coverage:
    """Account for every source whose rows all stand; ``left`` is what the first stage leaves."""
    result = Coverage()
    tables, texts = left.tables, left.texts
    if (missing := _missing(links.package, tables)) is not None:
        result.not_checked.append(f"{_WHAT} the sources ({missing})")
        return result
    doubts = _doubts(tables, texts, breaches)
    if None in doubts:
        result.not_checked.append(
            "what answers the words of the sources (a row's source is unknown)"
        )
        return result
    for source in sorted(doubts.keys() & texts.keys(), key=str):
        cells = count_of(doubts[source], "cell")
        result.not_checked.append(
            f"what answers the words of {source} ({cells} of its rows at fault)"
        )
    sources = [source for source in texts if source not in doubts]
    look = partial(_look, links, left, answers.by_source(links), sources)
    for findings in parts.side_by_side(len(sources), look, LEAST):
        result.findings += findings
    return result


def _look(
    links: Links,
    left: Files,
    rows: Mapping[str | None, answers.Numbers],
    sources: Sequence[str],
    part: range,
) -> list[Finding]:
    """What is to be said of a part of the sources."""
    findings: list[Finding] = []
    for source in sources[part.start : part.stop]:
        account = accounts.of_source(links, rows.get(source, {}), source, left.texts[source])
        findings += _open(account, left.documents[source])
        findings += _stale(account, left.tables[accounts.REVIEWED])
    return findings


def _missing(package: DataPackage, tables: Mapping[str, Standing]) -> str | None:
    """Why no source can be accounted for; None if they can."""
    if accounts.REVIEWED not in package.schemas:
        return f"the table {accounts.REVIEWED} is missing, as in every release"
    for table, schema in package.schemas.items():
        if "source_id" not in schema.names:
            continue
        if table not in tables:
            return f"{package.relative(table)} cannot be read"
        if tables[table].fallen or not (tables[table].records or table == accounts.REVIEWED):
            return f"{package.relative(table)} has rows that cannot be read, or none"
    return None


def _doubts(
    tables: Mapping[str, Standing], texts: Mapping[str, str], breaches: list[Breach]
) -> Counter[str | None]:
    """By source, how many cells at fault its rows rest on; None for those of an unknown source."""
    faults = {(t, row, column) for t, s in tables.items() for row, column in s.blanked}
    faults |= {(b.table, b.row or 0, b.field or "") for b in breaches if not b.warning}
    evidence = _evidence(tables["evidence"]) if faults else {}
    doubts: Counter[str | None] = Counter()
    for table, row, column in faults:
        schema = tables[table].schema
        if column == schema.id_field:  # whoever rests on the row cannot be told
            doubts[None] += 1
        elif column in answers.READS and "source_id" in schema.names:
            own = tables[table].value(row, "source_id")
            found = evidence.get((table, tables[table].row_id(row)), ())
            doubts.update({own, *found, *_meant(tables[table], row, column, texts)})
    return doubts


def _meant(
    standing: Standing, row: int, column: str, texts: Mapping[str, str]
) -> Iterator[str | None]:
    """The documents that a row with a span at fault may be of: those that print its quote."""
    if column in ("quote", "span_end") and (quote := standing.value(row, "quote")):
        yield from (source for source, text in texts.items() if quote in text)


def _evidence(evidence: Standing) -> dict[tuple[str | None, str | None], set[str | None]]:
    """The sources of the evidence for each row: its date answers what they print."""
    sources: dict[tuple[str | None, str | None], set[str | None]] = {}
    columns = (evidence.frame[n].tolist() for n in ("table_name", "row_id", "source_id"))
    for table, row_id, source in zip(*columns, strict=True):
        sources.setdefault((table, row_id), set()).add(source)
    return sources


def _open(account: accounts.SourceAccount, file: str) -> Iterator[Finding]:
    for hit in account.open:
        words = Words(
            f"{_ROWS[hit.kind]}; or a passage of kind {hit.kind} in {accounts.REVIEWED}",
            "Add the row; if the words claim nothing, draft the passage with "
            "'isk-indicators coverage --draft' and give its reason.",
            account.text[hit.start : hit.end],
        )
        yield at_place(f"open-{hit.kind}", file, position(account.text, hit.start), words)


def _stale(account: accounts.SourceAccount, reviewed: Standing) -> Iterator[Finding]:
    for row in account.stale:
        kind = reviewed.text(row, "kind")
        words = Words(
            f"words of kind {kind} that no row answers",
            "Remove the row: what it excused is gone, or a row answers it now.",
        )
        yield reviewed.at_cell(STALE, row, "kind", words)
