"""Move the spans of a document to a corrected version of it.

What lives here: which source is meant, which rows move, what is left to the curator. What must not:
the comparison of the two texts (``alignment``). The source's ``sha256`` and ``characters`` are
updated with the spans, since rows and source must rest on one version; nothing else is. A source
that rests on the new version already is left alone, so that doing it twice changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from isk_indicators import spans
from isk_indicators.curate import places
from isk_indicators.curate.alignment import Alignment
from isk_indicators.curate.table import SPAN, Table
from isk_indicators.curate.told import Outcome, Remark, StoppedError
from isk_indicators.curate.workplace import DOCUMENTS, SOURCES, Workplace
from isk_indicators.rules import figure, span
from isk_indicators.spans import Span

SOURCE, START, END, QUOTE = SPAN
RULES = frozenset(rule.id for rule in (*span.RULES, *figure.RULES))
"""The rules that every row of the source must pass anew."""


class Version(NamedTuple):
    """One version of a document."""

    path: Path
    text: str
    sha256: str


def reanchor(work: Workplace, old_path: Path, new_path: Path) -> Outcome:
    """Move each span of the document whose quote and neighbourhood are unchanged.

    Raises:
        StoppedError: a file cannot be read, or no source rests on the old version.
    """
    old, new = _version(old_path), _version(new_path)
    sources = work.table(SOURCES)
    by_hash = {sources.value(row, "sha256"): row for row in range(len(sources))}
    if new.sha256 in by_hash:
        return _nothing(sources, by_hash, old, new)
    if old.sha256 not in by_hash:
        raise StoppedError(
            f"{old.path}: no row of {sources.file} has its sha256 {old.sha256}: OLD must be the "
            "version that the rows rest on, byte for byte"
        )
    row = by_hash[old.sha256]
    outcome = _move(work, sources.value(row, "source_id"), old, new)
    sources.set(row, "sha256", new.sha256)
    sources.set(row, "characters", str(len(new.text)))
    outcome.rewritten += _still_to_do(work, row, new)
    for table in (*_with_spans(work), sources):  # sources last: it seals what was moved
        if table.changes:
            outcome.changes += table.changes
            outcome.files[table.file] = table.data()
    return outcome


def _version(path: Path) -> Version:
    try:
        data = path.read_bytes()
        return Version(path, data.decode("utf-8"), hashlib.sha256(data).hexdigest())
    except UnicodeDecodeError as error:
        raise StoppedError(f"{path}: no UTF-8 at byte {error.start}: save it as UTF-8") from error
    except OSError as error:
        raise StoppedError(f"{path}: cannot be read ({error.strerror})") from error


def _nothing(sources: Table, by_hash: dict[str, int], old: Version, new: Version) -> Outcome:
    row = by_hash[new.sha256]
    source_id = sources.value(row, "source_id")
    if by_hash.get(old.sha256, row) != row:
        raise StoppedError(f"{new.path} is the document of {source_id}, and {old.path} of another")
    place = sources.place(row, "sha256")
    return Outcome(rewritten=[Remark(place, source_id, f"rests on {new.path} already")])


def _with_spans(work: Workplace) -> Iterator[Table]:
    tables = (work.table(name) for name in work.package.schemas)
    return (table for table in tables if table.has_spans)


def _still_to_do(work: Workplace, row: int, new: Version) -> Iterator[Remark]:
    sources = work.table(SOURCES)
    file = work.root / DOCUMENTS / sources.value(row, "file")
    if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != new.sha256:
        message = f"copy {new.path} to {DOCUMENTS}/{file.name}: the rows rest on it from now on"
        yield Remark(sources.place(row, "file"), sources.subject(row, "file"), message)


def _move(work: Workplace, source_id: str, old: Version, new: Version) -> Outcome:
    outcome = Outcome()
    alignment = Alignment(old.text, new.text)
    stayed: set[tuple[str, int]] = set()
    for table in _with_spans(work):
        for row in range(len(table)):
            if table.value(row, SOURCE) == source_id and table.value(row, QUOTE):
                left = list(_move_row(table, row, alignment))
                outcome.remarks += left
                stayed |= {(table.name, row)} if left else set()
    outcome.remarks += _findings(work, source_id, new.text, stayed)
    return outcome


def _move_row(table: Table, row: int, alignment: Alignment) -> Iterator[Remark]:
    """Move one row's span; yields why not, if it cannot be moved."""
    place = _span(table, row, alignment.old)
    if place is None:
        message = "its quote is not what the old version prints at its span: mend the row first"
        yield Remark(table.place(row, QUOTE), table.subject(row, QUOTE), message)
    elif (image := alignment.image(*place)) is not None:
        table.set(row, START, str(image[0]))
        table.set(row, END, str(image[1]))
    else:
        yield _left(table, row, alignment, place)


def _span(table: Table, row: int, text: str) -> Span | None:
    start, end = table.value(row, START), table.value(row, END)
    if not (start.isdecimal() and end.isdecimal()):
        return None
    place = int(start), int(end)
    return place if spans.is_exact(text, *place, table.value(row, QUOTE)) else None


def _left(table: Table, row: int, alignment: Alignment, place: Span) -> Remark:
    """A row for the curator: its place in both versions, and where its words stand now."""
    old, new = alignment.old, alignment.new
    start, end = sorted(map(alignment.about, place))
    there = new[max(0, start - places.CONTEXT) : end + places.CONTEXT]
    below = f"\n    old {places.shown(old, place)}\n    new {start}-{end}: {there!r}"
    if found := places.find(new, table.value(row, QUOTE)):
        below += f"\n    the words stand in the new version at:{places.listed(new, found)}"
    message = "not moved: its words, or those beside them, changed or stand there more than once"
    return Remark(table.place(row, START), table.subject(row, "span"), message, below)


# What the rules say of the rows that moved


def _findings(
    work: Workplace, source_id: str, text: str, stayed: set[tuple[str, int]]
) -> Iterator[Remark]:
    frames = {name: _frame(work.table(name)) for name in work.package.schemas}
    texts = {s.source_id: s.text for s in work.sources.values() if s.text is not None}
    for table in _with_spans(work):
        rules = import_module(f"isk_indicators.rules.{table.name}")
        found = rules.validate(frames[table.name], texts | {source_id: text}, frames)
        for breach in found.breaches:
            if breach.rule not in RULES or breach.row is None or breach.field is None:
                continue
            is_moved = (table.name, breach.row) not in stayed
            if is_moved and table.value(breach.row, SOURCE) == source_id:
                subject = table.subject(breach.row, breach.field)
                message = f"{breach.message} ({breach.rule})"
                yield Remark(table.place(breach.row, breach.field), subject, message)


def _frame(table: Table) -> pd.DataFrame:
    columns = zip(*table.rows(), strict=True) if len(table) else ([] for _ in table.schema.names)
    return pd.DataFrame(
        {
            name: pd.Series([text or None for text in texts], dtype=object)
            for name, texts in zip(table.schema.names, columns, strict=True)
        }
    )
