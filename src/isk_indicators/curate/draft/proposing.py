"""The command ``draft``: the rows proposed for a source, without those that somebody decided on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from isk_indicators.check.coverage import REVIEWED
from isk_indicators.curate import StoppedError
from isk_indicators.curate.draft import Drafting, read_document
from isk_indicators.curate.draft.drafting import span_of
from isk_indicators.curate.draft.reviewed import read_reviewed, with_rows
from isk_indicators.curate.draft.sentences import more_forms
from isk_indicators.curate.proposals import ABOUT, OPEN, REJECTED, Proposal, Proposals
from isk_indicators.curate.workspace import Workspace, new_ids
from isk_indicators.rules.links import IDENTITY, Identity
from isk_indicators.rules.registry import rules_of
from isk_indicators.rules.rule import PartialDataset, Problem
from isk_indicators.rules.schema import find_problems
from isk_indicators.schema import BASIS_SUFFIX, GUESS, PROPOSALS, DataPackage
from isk_indicators.screen import pluralize
from isk_indicators.spans import Span


def draft_source(work: Workspace, named: str) -> list[str]:
    """Propose rows for a source; its open proposals are replaced, unless they are imported.

    Returns:
        How many rows are proposed, by table, and what to do next.

    Raises:
        StoppedError: there is no such source or document, or a table is not in its canonical form.
    """
    source = work.source_named(named)
    if source.text is None:
        raise StoppedError(f"{source.source_id}: {source.reason}")
    data = PartialDataset(work.package, {t: work.table(t).frame for t in work.package.schemas})
    if (row := data.by_id("sources").get(source.source_id)) is None or row["published"] is None:
        file = work.package.relative("sources")
        raise StoppedError(f"{source.source_id}: type its published date in {file} first")
    proposals = Proposals.read(work, source.source_id)
    kept = [p for p in proposals.rows if p.state != OPEN or p.is_imported]
    aliases = more_forms(data, source.text)
    data = with_rows(data, (), aliases)
    draft = Drafting(data, row, source.text, _ids(work, source.source_id))
    rows = propose(draft, [*_rows_of(data, source.source_id), *kept])
    refused = confirm(data, rows, {source.source_id: source.text})
    proposals.rows = [*kept, *rows]
    proposals.sort()
    proposals.save()
    file = work.package.relative("actors")
    lines = [f"{file}: add to the aliases of {i}: {'|'.join(f)}" for i, f in aliases.items()]
    return [*_report(source.source_id, rows, kept, refused), *lines]


def propose(draft: Drafting, known: Sequence[Proposal] = ()) -> list[Proposal]:
    """Propose the rows of a document, but for those that are known or were rejected."""
    read_document(draft)
    draft.rows = without_known(draft.data.package, draft.rows, known)
    read_reviewed(draft)
    draft.rows = without_known(draft.data.package, draft.rows, known)
    return draft.rows


def _ids(work: Workspace, source_id: str) -> Callable[[str], str]:
    """What gives the next free ids; those of the source's open proposals are free again."""
    found: dict[str, Iterator[str]] = {}

    def next_id(table: str) -> str:
        if table not in found:
            found[table] = iter(_following(new_ids(work, table, replacing=source_id)[0]))
        return next(found[table])

    return next_id


def _following(first: str) -> Iterator[str]:
    prefix, _, number = first.rpartition("-")
    for following in range(int(number), 10 ** len(number)):
        yield f"{prefix}-{following:0{len(number)}}"


def _rows_of(data: PartialDataset, source_id: str) -> Iterator[Proposal]:
    """The rows of the tables that quote the source."""
    for table in (*IDENTITY, REVIEWED):
        for row in data.rows(table):
            if row["source_id"] == source_id:
                yield Proposal(table, {k: "" if v is None else str(v) for k, v in row.items()}, "")


# What somebody decided on


def without_known(
    package: DataPackage, rows: Sequence[Proposal], known: Sequence[Proposal]
) -> list[Proposal]:
    """The rows without those that are rows already or were rejected.

    A row that refers to one of the former refers to the row of the table; what refers to a rejected
    one is left blank, and evidence for it is left out.
    """
    by_table = defaultdict[str, list[tuple[Span, Proposal]]](list)
    for proposal in known:
        by_table[proposal.table].append((span_of(proposal), proposal))
    instead: dict[str, str] = {}
    left = []
    for row in rows:
        key = package.schemas[row.table].id_field
        _refer(row, instead, key)
        same = _known(row, by_table[row.table])
        if same is not None and key:
            instead[row.cells[key]] = "" if same.state == REJECTED else same.value(key)
        if same is None and not (row.table == "evidence" and not row.value(ABOUT[1])):
            left.append(row)
    return left


def _known(row: Proposal, known: Sequence[tuple[Span, Proposal]]) -> Proposal | None:
    """The known row that makes the same claim in some of the same words, or has the same name."""
    if row.table in ("actors", "places"):
        return next((p for _, p in known if p.value("name") == row.value("name")), None)
    start, end = span_of(row)
    beside = (p for (first, last), p in known if start < last and first < end)
    return next((p for p in beside if _is_same(row, p)), None)


def _refer(row: Proposal, instead: Mapping[str, str], key: str | None) -> None:
    """Let a row refer to other rows than those left out."""
    for name in row.cells:
        if name != key and (old := row.value(name)) in instead:
            mark = GUESS if row.cells[name].startswith(GUESS) and instead[old] else ""
            row.cells[name] = mark + instead[old]
            if name == "statement_id" and not instead[old]:
                row.cells["voice"] = ""


def _is_same(row: Proposal, other: Proposal) -> bool:
    """Whether two rows that quote some of the same words make the same claim."""
    if row.table == REVIEWED:
        return row.value("kind") == other.value("kind")
    identity = IDENTITY[row.table]
    is_equal = all(row.value(name) == other.value(name) for name in identity.same)
    return is_equal and _agree(row, other, identity)


def _agree(row: Proposal, other: Proposal, identity: Identity) -> bool:
    """Whether cells are equal that both rows fill."""
    names = (*identity.if_filled, *identity.words)
    return all("" in (a := (row.value(n), other.value(n))) or a[0] == a[1] for n in names)


# What the rules refuse


def confirm(data: PartialDataset, rows: Sequence[Proposal], texts: Mapping[str, str]) -> int:
    """Mark the cells that the check would refuse as guesses; blank such guesses, if they may be.

    Returns:
        How many cells were changed.
    """
    refused = list(_refused(data, rows, texts))
    for row, name in refused:
        field = data.package.schemas[row.table].by_name[name]
        if not row.cells[name].startswith(GUESS):
            row.cells[name] = GUESS + row.cells[name]
        elif not field.required:
            row.cells[name] = ""
            if f"{name}{BASIS_SUFFIX}" in row.cells:
                row.cells[f"{name}{BASIS_SUFFIX}"] = ""
    return len(refused)


def _refused(
    data: PartialDataset, rows: Sequence[Proposal], texts: Mapping[str, str]
) -> Iterator[tuple[Proposal, str]]:
    """The cells of the rows that the rules refuse, if all rows were accepted."""
    by_table = defaultdict[str, list[Proposal]](list)
    for row in rows:
        by_table[row.table].append(row)
    for problem in problems_of(with_rows(data, rows), texts):
        number = (problem.row or 0) - len(data.rows(problem.table))
        if problem.row is not None and number >= 0 and problem.field is not None:
            row = by_table[problem.table][number]
            if row.cells[problem.field]:
                yield row, problem.field


def problems_of(data: PartialDataset, texts: Mapping[str, str]) -> list[Problem]:
    """What the rules find in the rows of these documents."""
    problems, _ = find_problems(data, rules_of(data.package), texts, {})
    return problems


# What was done


def _report(
    source_id: str, rows: Sequence[Proposal], kept: Sequence[Proposal], refused: int
) -> Iterator[str]:
    """How many rows are proposed, by table, and what to do next."""
    guesses = Counter[str]()
    for row in rows:
        guesses[row.table] += sum(cell.startswith(GUESS) for cell in row.cells.values())
    count = pluralize(len(rows), "proposal")
    yield f"{PROPOSALS}/{source_id}: {count}, {pluralize(guesses.total(), 'guess', 'guesses')}"
    for table, number in Counter(row.table for row in rows).items():
        yield f"    {table:<16}{number:>5}  {pluralize(guesses[table], 'guess', 'guesses')}"
    if refused:
        yield f"{pluralize(refused, 'cell')} that the check would refuse: now a guess, or blank"
    if kept:
        yield f"kept: {pluralize(len(kept), 'proposal')} accepted, rejected or imported before"
    if rows:
        yield f"decide on each: isk-indicators review {source_id}"
