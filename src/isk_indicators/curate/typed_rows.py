"""What a person types in a review: changed cells, new rows from words, reasons for words."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import NamedTuple

import pandas as pd

from isk_indicators import spans
from isk_indicators.check.coverage import REVIEWED, of_source, rows_by_source
from isk_indicators.check.csv_table import QUOTE, whole_number
from isk_indicators.curate import StoppedError
from isk_indicators.curate.draft import Drafting
from isk_indicators.curate.draft.attributions import read_attributions
from isk_indicators.curate.draft.counts import read_casualties, read_estimates, victims_of
from isk_indicators.curate.draft.drafting import Named, Reading, span_of
from isk_indicators.curate.draft.incidents import read_incidents
from isk_indicators.curate.draft.reviewed import Passage, passages, reason
from isk_indicators.curate.draft.sentences import Sentence
from isk_indicators.curate.draft.statements import read_statements
from isk_indicators.curate.fill import (
    BASIS,
    END,
    SOURCE,
    START,
    STATED,
    FigureColumns,
    figures_of,
    find,
    listed,
    nearest_lines,
    problems,
)
from isk_indicators.curate.proposals import ABOUT, GUESS, OPEN, Proposal, Proposals, Step
from isk_indicators.curate.workspace import new_ids
from isk_indicators.detectors import find_hits
from isk_indicators.figures import passage
from isk_indicators.rules.figures import whole_figure
from isk_indicators.rules.registry import rules_of
from isk_indicators.rules.reviewed import KINDS_OF
from isk_indicators.rules.rule import PHASES, PartialDataset, Problem
from isk_indicators.rules.schema import Context, judge
from isk_indicators.schema import BASIS_SUFFIX, SPAN, Field
from isk_indicators.spans import Span
from isk_indicators.tables import CAPTIONS, frame

# The names of rows


def cells_of(proposals: Proposals, table: str, row_id: str) -> Mapping[str, str]:
    """The cells of a proposed row, or of one in its table; none if there is no such row."""
    proposed = proposals.find(table, row_id)
    if proposed is not None:
        return proposed.confirmed
    known = table in proposals.work.package.schemas
    return proposals.table_rows(table).get(row_id, {}) if known else {}


def caption(proposals: Proposals, table: str, row_id: str) -> str:
    """What a reader knows a row by: its name, or what it says in short; blank if unknown."""
    return _name(cells_of(proposals, table, row_id)) or in_short(proposals, table, row_id)


def in_short(proposals: Proposals, table: str, row_id: str) -> str:
    """The cells of a row that a first view of its table has; blank if there is no such row."""
    if not (cells := cells_of(proposals, table, row_id)):
        return ""
    schema = proposals.work.package.schemas[table]
    brief = [f.name for f in schema.fields if f.brief and f.name not in (*schema.key, *SPAN)]
    names = {n: _name(cells_of(proposals, schema.targets[n], cells[n])) for n in schema.targets}
    return " · ".join(names.get(name) or cells[name] for name in brief if cells.get(name))


def _name(cells: Mapping[str, str]) -> str:
    return next((cells[name] for name in CAPTIONS if cells.get(name)), "")


# Changing a cell


def typed(proposals: Proposals, proposal: Proposal, texts: Mapping[str, str]) -> dict[str, str]:
    """The cells that change if a person types texts into columns.

    A quote is found in the document and gives the span; of several places it is the one nearest to
    the quote before, or the one that ``#2`` behind the words numbers. A figure gives its numbers
    and qualifier, a name the id of its row. What is typed itself is kept.

    Raises:
        StoppedError: a column does not allow its text; the message says what it expects.
    """
    given = {column_of(proposals, proposal, name): text for name, text in texts.items()}
    changed, cells = proposal.copy(), dict[str, str]()
    for name in sorted(given, key=lambda n: n not in (QUOTE, START, END)):
        new = _typed(proposals, changed, name, given[name])
        new = {n: text for n, text in new.items() if n == name or n not in given}
        changed.cells.update(new)
        cells |= new
    return cells


def _typed(proposals: Proposals, proposal: Proposal, name: str, text: str) -> dict[str, str]:
    """The cells that change if a person types a text into one column."""
    schema = proposals.schema(proposal)
    text = text.strip() if name == QUOTE else unicodedata.normalize("NFC", text.strip())
    if name in (START, END, QUOTE):
        return _span(proposals, proposal, name, text)
    cells = {name: id_named(proposals, schema.targets.get(name), text)}
    if (problem := proposals.cell_problem(proposal.table, name, cells[name])) is not None:
        raise StoppedError(f"{name}: {problem}")
    changed = proposal.copy()
    changed.cells.update(cells)
    for at, table, row_id in proposals.references(changed):
        if at == name and not _exists(proposals, table, row_id):
            raise StoppedError(f"{name}: {table} has no row {row_id}", rows_named(proposals, table))
    for figure in figures_of(schema):
        if figure.words == name and cells[name]:
            cells.update(_numbers(proposals, changed, figure))
    return cells


def column_of(proposals: Proposals, proposal: Proposal, typed_name: str) -> str:
    """The column that is meant: its name, or the beginning of just one."""
    schema, name = proposals.schema(proposal), typed_name.strip().lower()
    begun = [n for n in schema.names if n.startswith(name)] if name else []
    if name not in schema.by_name and len(begun) == 1:
        name = begun[0]
    if name not in schema.by_name:
        close = begun or difflib.get_close_matches(name, schema.names, n=3) or schema.names
        raise StoppedError(f"there is no column {typed_name!r}; type one of: {', '.join(close)}")
    if name in (SOURCE, *schema.key) and not (name == START or schema.by_name[name].enum):
        raise StoppedError(f"{name}: it was given with the proposal and stays as it is")
    return name


def _span(proposals: Proposals, proposal: Proposal, name: str, typed_text: str) -> dict[str, str]:
    """The cells of the span that a quote, or a start or an end, means."""
    source_id = proposal.value(SOURCE)
    text = text_of(proposals, source_id)
    if name == QUOTE:
        start, end = place_of(source_id, text, typed_text, whole_number(proposal.value(START)))
    else:
        given = {n: typed_text if n == name else proposal.value(n) for n in (START, END)}
        first, last = (whole_number(cell) for cell in given.values())
        if first is None or last is None or not first < last <= len(text):
            raise StoppedError(f"{name}: found {typed_text!r}, expected 0 to {len(text)} in order")
        start, end = first, last
    for problem in problems(source_id, text, (start, end)):
        raise StoppedError(f"{text[start:end]!r}: {problem}")
    return {START: str(start), END: str(end), QUOTE: text[start:end]}


def text_of(proposals: Proposals, source_id: str) -> str:
    """The document of a source.

    Raises:
        StoppedError: it cannot be read.
    """
    source = proposals.work.sources.get(source_id)
    if source is None or source.text is None:
        raise StoppedError(f"{source_id}: {source.reason if source else 'there is no such source'}")
    return source.text


NUMBERED = re.compile(r"(?P<words>.*\S)\s+#(?P<number>[1-9]\d*)", re.DOTALL)


def place_of(source_id: str, text: str, words: str, start: int | None) -> Span:
    """The place of words: the one that ``#2`` behind them numbers, or the nearest to a start.

    Raises:
        StoppedError: there is none; the lines below are the nearest passages.
    """
    numbered = NUMBERED.fullmatch(words)
    if places := find(text, words):
        return min(places, key=lambda place: abs(place[0] - (start or 0)))
    places = find(text, numbered["words"]) if numbered else []
    if numbered and places:
        if int(numbered["number"]) > len(places):
            raise StoppedError(f"there is no place {numbered['number']}:", listed(text, places))
        return places[int(numbered["number"]) - 1]
    below = nearest_lines(source_id, text, words)
    raise StoppedError(f"the document does not contain {words!r}: copy the words from it", below)


def id_named(proposals: Proposals, table: str | None, text: str) -> str:
    """The id of the row of a table whose name is typed; otherwise the text."""
    if table is None or not text:
        return text
    proposed = {proposals.row_id(p): p.confirmed for p in _proposed(proposals, table)}
    rows = {**proposals.table_rows(table), **proposed}
    called = [
        row_id
        for row_id, cells in rows.items()
        for form in (*(cells.get(n, "") for n in CAPTIONS), *cells.get("aliases", "").split("|"))
        if form and form.casefold() == text.casefold()
    ]
    return called[0] if len({*called}) == 1 else text


def _proposed(proposals: Proposals, table: str) -> list[Proposal]:
    return [p for p in proposals.of_state(OPEN) if p.table == table]


def _exists(proposals: Proposals, table: str, row_id: str) -> bool:
    """Whether an id is in its table or that of an open proposal."""
    found = proposals.find(table, row_id)
    return row_id in proposals.table_rows(table) or (found is not None and found.state == OPEN)


MOST_IDS = 40


def rows_named(proposals: Proposals, table: str) -> list[str]:
    """The ids that may be typed, each with its caption."""
    ids = [*proposals.table_rows(table), *map(proposals.row_id, _proposed(proposals, table))]
    lines = [f"    {row_id}  {caption(proposals, table, row_id)}"[:100] for row_id in ids]
    more = len(lines) - MOST_IDS
    return [*lines[:MOST_IDS], f"    and {more} more"] if more > 0 else lines


def _numbers(proposals: Proposals, proposal: Proposal, figure: tuple[str, ...]) -> dict[str, str]:
    """The qualifier and the numbers that the words of a figure print; none if they are unclear."""
    words, *others = figure
    source_id, quote = proposal.value(SOURCE), proposal.value(QUOTE)
    source = proposals.work.sources.get(source_id)
    texts = {source_id: source.text or ""} if source else {}
    around = passage(texts, source_id, whole_number(proposal.value(START)), quote)
    read = whole_figure(proposal.value(words), around)
    if read is None:
        return {}
    values = (read.qualifier, read.low, read.high)
    return {n: "" if v is None else str(v) for n, v in zip(others, values, strict=True)}


# The rules of the check


def dataset_with(proposals: Proposals, rows: Sequence[Proposal]) -> PartialDataset:
    """The tables with some proposals, as if these were accepted; malformed cells are blank."""
    work, frames = proposals.work, {}
    for table, schema in work.package.schemas.items():
        texts = [[*cells] for cells in work.table(table).rows()]
        texts += [[row.value(n) for n in schema.names] for row in rows if row.table == table]
        for number, field in enumerate(schema.fields):
            if field.type != "string" or field.enum or field.name in schema.dated:
                for cells in texts:
                    if proposals.cell_problem(table, field.name, cells[number]):
                        cells[number] = ""
        found = [[text or None for text in cells] for cells in texts]
        frames[table] = pd.DataFrame(found, columns=[*schema.names], dtype=object)
    return PartialDataset(work.package, frames)


def findings(proposals: Proposals, row: Proposal) -> list[Problem]:
    """What the rules of the check find in a row, if all open proposals were accepted with it."""
    others = [p for p in proposals.of_state(OPEN) if p is not row]
    data = dataset_with(proposals, [*others, row])
    schema = proposals.schema(row)
    own = frame({f.name: f.type for f in schema.fields}, data.rows(row.table)[-1:])
    texts = {s.source_id: s.text for s in proposals.work.sources.values() if s.text is not None}
    found = list[Problem]()
    rules = rules_of(proposals.work.package)[row.table]
    for phase in PHASES:
        invalid = frozenset((0, p.field or "") for p in found)
        for rule in (r for r in rules if r.phase == phase):
            if {*rule.required_columns} <= {*own.columns}:
                for _, problem in judge(rule, schema, own, Context(texts, data, invalid)):
                    found.append(replace(problem, rule=rule.id, field=rule.column))
    return found


# Words that need a reason


def reasons_for(proposals: Proposals, kind: str) -> list[str]:
    """The reasons for which words of a kind need no row, in the order of the schema."""
    schema = proposals.work.package.schemas[REVIEWED]
    return [r for r in schema.by_name["reason"].enum if kind in KINDS_OF.get(r, (kind,))]


def uncovered(proposals: Proposals, row: Proposal) -> list[Passage]:
    """The passages in the words of a proposal that no row covers if it is rejected."""
    if row.table == REVIEWED:
        return []
    text = text_of(proposals, row.value(SOURCE))
    start, end = (whole_number(row.value(name)) or 0 for name in (START, END))
    elsewhere = row.copy()  # what refers to it covers its own words
    elsewhere.cells |= dict.fromkeys(SPAN, "")
    others = [p for p in proposals.of_state(OPEN) if p is not row]
    data = dataset_with(proposals, [*others, elsewhere])
    numbers = rows_by_source(data).get(row.value(SOURCE), {})
    found = passages(of_source(data, numbers, row.value(SOURCE), text))
    return [p for p in found if p.span_start < end and start < p.span_end]


def reviewed_row(proposals: Proposals, words: Passage, why: str) -> Step:
    """The passage as a row of ``reviewed``, and what it was before: a proposal, or nothing."""
    names = proposals.work.package.schemas[REVIEWED].names
    cells = {n: str(text) for n, text in words._asdict().items()} | {"reason": why}
    row = Proposal(REVIEWED, {name: cells.get(name, "") for name in names})
    known = proposals.find(REVIEWED, proposals.row_id(row))
    before = known.copy() if known else None
    if known is not None:
        known.cells.update(row.cells)
    return known or row, before


# New rows

READERS: Mapping[str, Callable[[Drafting, Reading], None]] = {
    "statements": read_statements,
    "incidents": read_incidents,
    "casualties": read_casualties,
    "force_estimates": read_estimates,
    "attributions": read_attributions,
}
"""What the draft reads a row of a table with."""


class Wanted(NamedTuple):
    """A row that somebody asks for: its table, its words, and the row shown beside.

    The cells of ``like`` are its own where its words do not say otherwise. Without a place, it is
    that of the words nearest to the row beside.
    """

    table: str
    words: str
    beside: Proposal | None = None
    like: Proposal | None = None
    place: Span | None = None


def new_rows(proposals: Proposals, wanted: Wanted) -> list[Proposal]:
    """An open proposal that quotes some words, with what follows from them, and its evidence.

    The draft reads their sentence; what it leaves blank is inferred from the words, or is what most
    rows of the table have. Each cell that is inferred is a guess.

    Raises:
        StoppedError: the document does not contain the words, or no row may quote them.
    """
    source_id, beside = proposals.source_id, wanted.beside
    text = text_of(proposals, source_id)
    start = whole_number(beside.value(START)) if beside else None
    place = wanted.place or place_of(source_id, text, wanted.words, start)
    for broken in problems(source_id, text, place):
        raise StoppedError(f"{text[slice(*place)]!r}: {broken}")
    data, numbers = dataset_with(proposals, proposals.of_state(OPEN)), count()
    source = data.by_id("sources")[source_id]
    draft = Drafting(data, source, text, lambda table: f"{NEW} {table} {next(numbers)}")
    row = _drafted(draft, wanted, place)
    _complete(draft, row, wanted)
    for problem in findings(proposals, row):
        name = problem.field or ""
        field = data.package.schemas[row.table].by_name.get(name)
        if field and not field.required and row.cells[name].startswith(GUESS):
            row.cells |= dict.fromkeys({name, f"{name}{BASIS_SUFFIX}"} & {*row.cells}, "")
    return _numbered(proposals, draft, row)


NEW = "new"
"""What the id of a row begins with that has none yet."""


def _drafted(draft: Drafting, wanted: Wanted, place: Span) -> Proposal:
    """The row that the draft reads in the sentence of a place, or an empty one, with the place."""
    table, rows = wanted.table, list[Proposal]()
    if (sentence := _sentence(draft, place)) is not None and table in READERS:
        READERS[table](draft, _reading(draft, sentence, wanted.beside))
        words = draft.text[slice(*place)]
        rows = [r for r in draft.by_table[table] if _is_about(draft, r, place, words)]
    row = max(rows, key=lambda r: _overlap(span_of(r), place), default=None)
    row = row or draft.add(table, place)
    draft.quote(row, place)
    return row


def _is_about(draft: Drafting, row: Proposal, place: Span, words: str) -> bool:
    """Whether a row is about these words: they have its figure, and cues of no other value."""
    schema = draft.data.package.schemas[row.table]
    figures = [row.value(columns.words) for columns in figures_of(schema)]
    cues = {f.name: draft.cues(row.table, f.name, words) for f in schema.fields}
    return (
        _overlap(span_of(row), place) > 0
        and all(spans.whole_occurrences(words, figure) for figure in figures if figure)
        and all(row.value(name) in found for name, found in cues.items() if found)
    )


def _overlap(one: Span, other: Span) -> int:
    return min(one[1], other[1]) - max(one[0], other[0])


def _sentence(draft: Drafting, place: Span) -> Sentence | None:
    return next((s for s in draft.sentences if _overlap((s.start, s.end), place) > 0), None)


def _reading(draft: Drafting, sentence: Sentence, beside: Proposal | None) -> Reading:
    """A sentence as the draft has it after all rows before: who spoke, about which incident."""
    for earlier in draft.sentences:
        if earlier.start < sentence.start:
            draft.read_names(earlier)
    now = Reading(sentence, days=sentence.of_kind("date"))
    for row_id, (start, end), _ in _before(draft, "incidents", sentence):
        draft.incident = row_id
        if end > sentence.start:
            now.incidents.append((start, row_id))
    for _, span, said in _before(draft, "statements", sentence):
        draft.speaker = Named(said.value("speaker_id"), span)
        if span[1] > sentence.start:
            now.said.append(said)
    if beside is not None:
        draft.incident = beside.value("incident_id") or draft.incident
    return now


def _before(
    draft: Drafting, table: str, sentence: Sentence
) -> Iterator[tuple[str, Span, Proposal]]:
    """The rows of a table whose words begin before the end of a sentence, in their order."""
    found = []
    for row in draft.data.rows(table):
        start, end = row["span_start"], row["span_end"]
        if (
            row["source_id"] == draft.source_id
            and None not in (start, end)
            and start < sentence.end
        ):
            cells = {n: "" if cell is None else str(cell) for n, cell in row.items()}
            found.append((cells[draft.data.id_column(table)], (start, end), Proposal(table, cells)))
    yield from sorted(found, key=lambda one: one[1])


def _complete(draft: Drafting, row: Proposal, wanted: Wanted) -> None:
    """Fill in blank cells: by the words, as in the row that is copied, or as in most rows."""
    sentence, schema = _sentence(draft, span_of(row)), draft.data.package.schemas[row.table]
    if row.value("scale") == "series" or "scale" not in row.cells:
        for columns in figures_of(schema):
            _figure(draft, row, columns, sentence)
    printed = (f.name for f in schema.fields if f.proof.get("in") == "quote")
    row.cells |= {n: "" for n in printed if row.value(n) not in row.cells[QUOTE]}
    row.cells |= {"name": row.cells[QUOTE]} if "name" in row.cells else {}
    for name, text in {**_beside(draft, row, wanted), **_by_words(draft, row, wanted)}.items():
        if not row.cells[name]:
            draft.guess(row, **{name: text})
    if sentence is not None:
        _as_drafted(draft, row, _reading(draft, sentence, wanted.beside))
    for field in (f for f in schema.fields if f.required and f.name != BASIS):
        if not row.cells[field.name]:
            draft.guess(row, **{field.name: _usual(draft, row, field, sentence)})


def _as_drafted(draft: Drafting, row: Proposal, now: Reading) -> None:
    """Fill in who speaks, and the dates that the words of a row print."""
    if "voice" in row.cells and not row.cells["voice"]:
        draft.voice(row, now, span_of(row)[0])
    inside = [d for d in now.days if _overlap((d.start, d.end), span_of(row)) > 0]
    for name in draft.data.package.schemas[row.table].dated:
        if not row.cells[name] and inside:
            draft.date(row, name, inside)


def _beside(draft: Drafting, row: Proposal, wanted: Wanted) -> Mapping[str, str]:
    """The cells that follow from the row shown beside: those copied, or what evidence is about."""
    schema = draft.data.package.schemas[row.table]
    if wanted.like is not None:
        figures = {name for columns in figures_of(schema) for name in columns}
        own = {*schema.key, *SPAN, *figures, BASIS, "victim_text"}
        return {n: wanted.like.value(n) for n in schema.names if n not in own}
    if row.table == "evidence" and (about := wanted.beside) is not None:
        row_id = draft.data.package.schemas[about.table].row_id(about.confirmed)
        return {ABOUT[0]: about.table, ABOUT[1]: row_id, "role": "supports"}
    return {}


def _by_words(draft: Drafting, row: Proposal, wanted: Wanted) -> Mapping[str, str]:
    """The cells that the words of a row announce by cues, by names, or as a hit."""
    schema, (start, end) = draft.data.package.schemas[row.table], span_of(row)
    if row.table == REVIEWED:
        hits = (h for h in find_hits(draft.text) if start <= h.start < end)
        if (hit := next(hits, None)) is None or wanted.like is not None:
            return {}
        return {"kind": hit.kind, "reason": reason(draft.text, hit, in_heading=False)}
    cues = {f.name: draft.cues(row.table, f.name, row.cells[QUOTE]) for f in schema.fields}
    return {name: found[0] for name, found in cues.items() if found}


def _usual(draft: Drafting, row: Proposal, field: Field, sentence: Sentence | None) -> str:
    """A required cell by the words around: whom they name, or else what most rows have."""
    target = draft.data.package.schemas[row.table].targets.get(field.name)
    start, end = span_of(row)
    if target in ("actors", "places"):
        around = (sentence.start, sentence.end) if sentence else (start, end)
        named = draft.find(target, start, end) or draft.find(target, *around)
        return named[0].id if named else ""
    if target == "incidents":
        return draft.incident or ""
    if not field.enum or row.table in ("evidence", REVIEWED):
        return ""
    cues = draft.cues(row.table, field.name, sentence.words) if sentence else []
    usual = Counter(str(r[field.name]) for r in draft.data.rows(row.table)).most_common(1)
    return next(iter([*cues, *(text for text, _ in usual)]), "")


def _figure(
    draft: Drafting, row: Proposal, columns: FigureColumns, sentence: Sentence | None
) -> None:
    """Fill in the first figure of the words with its numbers; a cell of another one is blank."""
    words, (start, end) = row.cells[QUOTE], span_of(row)
    if len(spans.whole_occurrences(words, row.value(columns.words))) == 1:
        return
    row.cells |= dict.fromkeys(columns, "")
    inside = (f for f in (sentence.figures() if sentence else ()) if start <= f.start < end)
    for figure in inside:
        texts = {draft.source_id: draft.text}
        read = whole_figure(figure.text, passage(texts, draft.source_id, start, words))
        if read is not None and sentence is not None:
            numbers = (
                read.qualifier,
                *("" if n is None else str(n) for n in (read.low, read.high)),
            )
            row.cells |= dict(zip(columns, (figure.text, *numbers), strict=True))
            if BASIS in row.cells:
                row.cells[BASIS] = STATED if read.high != 0 else "negated"
            if "victim_text" in row.cells:
                draft.guess(row, victim_text=victims_of(sentence, figure))
            return


def _numbered(proposals: Proposals, draft: Drafting, row: Proposal) -> list[Proposal]:
    """A row and its evidence with ids of their own; a cell with the id of another is blank."""
    key, work = proposals.schema(row).id_field, proposals.work
    if key is None:
        return [row]
    rows = [row, *(e for e in draft.by_table["evidence"] if e.value(ABOUT[1]) == row.cells[key])]
    rows = [*{id(one): one for one in rows}.values()]
    ids = dict[str, str]()
    for table in {one.table for one in rows}:
        own = [one.cells[proposals.schema(one).key[0]] for one in rows if one.table == table]
        ids |= zip(own, new_ids(work, table, len(own)), strict=True)
    for one in rows:
        for name, text in one.cells.items():
            if (value := text.removeprefix(GUESS)).startswith(f"{NEW} "):
                one.cells[name] = text.replace(value, ids[value]) if value in ids else ""
    return rows
