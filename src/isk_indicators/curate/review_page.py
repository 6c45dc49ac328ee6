"""The review of proposals as a page in a browser, and the file of decisions that it gives."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from isk_indicators import spans
from isk_indicators.check.coverage import REVIEWED
from isk_indicators.check.csv_table import whole_number
from isk_indicators.csvio import replace_files
from isk_indicators.curate import StoppedError
from isk_indicators.curate.fill import END, SOURCE, START, figures_of
from isk_indicators.curate.proposals import ACCEPTED, GUESS, OPEN, REJECTED, Proposal, Proposals
from isk_indicators.curate.review import of_source, problem_line, referred, words_of
from isk_indicators.curate.typed_rows import (
    Wanted,
    caption,
    findings,
    id_named,
    new_rows,
    reasons_for,
    reviewed_row,
    text_of,
    typed,
    uncovered,
)
from isk_indicators.curate.workspace import Workspace
from isk_indicators.detectors import find_hits
from isk_indicators.page import INSTALL, render
from isk_indicators.rules.rule import Problem
from isk_indicators.safe_zip import CONTENT, read_inside
from isk_indicators.schema import Schema, check_shape, parse_json

CHANGED = "changed"
DECISION = {
    "table": str,
    "row_id": str,
    "hash": str,
    "decision": frozenset({ACCEPTED, REJECTED, CHANGED}),
    "reason?": str,
    "cells?": {"*": str},
    "despite?": [str],
    "reviewed?": {"*": str},
}
NEW_ROW = {"table": str, "start": int, "end": int, "quote": str}
DECISIONS = {"source_id": str, "decisions": [DECISION], "new?": [NEW_ROW]}
"""The shape of a file of decisions."""


def content_hash(proposal: Proposal) -> str:
    """What a decision names the content of its proposal by: its table and its cells."""
    content = json.dumps([proposal.table, proposal.cells], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


# The page


def write_page(work: Workspace, source: str, path: Path) -> list[str]:
    """Write the page of the open proposals of a source; it is one file and needs no network.

    Returns:
        What to do next, line by line.

    Raises:
        StoppedError: no such source, no proposals, a faulty file, or Jinja2 is not installed.
        OSError: the file cannot be written.
    """
    proposals = of_source(work, source)
    replace_files(Path(), {str(path): page_of(proposals).encode()})
    source_id = proposals.source_id
    return [
        f"{path}: {len(proposals.of_state(OPEN))} open proposals",
        "Open it in a browser. It contains the document: pass it on only if you may.",
        f"Its button saves decisions-{source_id}.json. Then run: isk-indicators review "
        f"{source_id} --take decisions-{source_id}.json",
    ]


def page_of(proposals: Proposals) -> str:
    """The page as HTML; the same proposals always give the same.

    Raises:
        StoppedError: the document cannot be read, or Jinja2 is not installed.
    """
    source = proposals.work.sources[proposals.source_id]
    if source.text is None:
        raise StoppedError(f"{source.source_id}: {source.reason}")
    shown = [proposal_data(proposals, proposal) for proposal in proposals.rows]
    schemas = proposals.work.package.schemas
    tables = sorted({proposal.table for proposal in proposals.rows})
    targets = {target for table in tables for target in schemas[table].targets.values()}
    data = {
        "source": source.source_id,
        "text": source.text,
        "columns": {table: column_data(schemas[table]) for table in tables},
        "proposals": shown,
        "ids": {table: [*_ids(proposals, table)] for table in sorted(targets)},
        "tables": [name for name, schema in schemas.items() if schema.has_spans],
        "reasons": {
            kind: reasons_for(proposals, kind) for kind in schemas[REVIEWED].by_name["kind"].enum
        },
    }
    scripts = ("script/dom.js", "review.js")
    values = {"source_id": source.source_id, "file": source.file}
    try:
        return render("review.html", ("style.css", "review.css"), scripts, data, **values)
    except ModuleNotFoundError as error:
        raise StoppedError(f"the page needs {error.name}, run: {INSTALL}") from error


def proposal_data(proposals: Proposals, proposal: Proposal) -> dict[str, Any]:
    """A proposal as the page's script reads it."""
    schema, row_id = proposals.schema(proposal), proposals.row_id(proposal)
    names = {column: caption(proposals, t, i) for column, t, i in proposals.references(proposal)}
    is_placed = bool(words_of(proposals, proposal).place.startswith(f"{proposals.source_id}, "))
    first = (proposals.find(table, i) for _, table, i in proposals.references(proposal))
    return {
        "table": proposal.table,
        "id": row_id,
        "hash": content_hash(proposal),
        "state": proposal.state,
        "reason": proposal.reason,
        "span": [whole_number(proposal.value(n)) for n in (START, END)] if is_placed else None,
        "findings": [[p.rule, line.strip()] for p, line in _reported(proposals, proposal)],
        "kinds": _kinds(proposals, proposal) if is_placed else [],
        "first": [[p.table, proposals.row_id(p)] for p in first if p and p.state == OPEN],
        "rows": [list(row) for row in referred(proposals, proposal)],
        "cells": [
            [proposal.value(name), proposal.cells[name].startswith(GUESS), names.get(name, "")]
            for name in schema.names
        ],
    }


def _reported(proposals: Proposals, proposal: Proposal) -> Iterator[tuple[Problem, str]]:
    """What the check would report of an open proposal, each with its line."""
    found = findings(proposals, proposal) if proposal.state == OPEN else []
    yield from ((problem, problem_line(problem)) for problem in found)


def _kinds(proposals: Proposals, proposal: Proposal) -> list[str]:
    """The kinds of words in a proposal that need a row or a reason."""
    start, end = (whole_number(proposal.value(n)) or 0 for n in (START, END))
    hits = find_hits(text_of(proposals, proposals.source_id))
    kinds = (h.kind for h in hits if start < h.end and h.start < end)
    return [*dict.fromkeys(kinds)] if proposal.table != REVIEWED else []


def column_data(schema: Schema) -> list[dict[str, Any]]:
    """What the page's script knows of the columns of a table."""
    fixed = {SOURCE, START, END, *schema.key}
    return [
        {
            "name": field.name,
            "title": field.title,
            "about": field.description,
            "required": field.required,
            "fixed": field.name in fixed and not field.enum,
            "whole": field.type == "integer",
            "pattern": field.pattern or "",
            "values": [[value, field.meanings.get(value, "")] for value in field.enum],
            "ids": schema.targets.get(field.name, ""),
            "figure": any(field.name == figure.words for figure in figures_of(schema)),
        }
        for field in schema.fields
    ]


def _ids(proposals: Proposals, table: str) -> Iterator[list[str]]:
    """The ids of a table and of its open proposals, each with its caption."""
    proposed = [proposals.row_id(p) for p in proposals.of_state(OPEN) if p.table == table]
    for row_id in (*proposals.table_rows(table), *proposed):
        yield [row_id, caption(proposals, table, row_id)]


# The decisions


def take(work: Workspace, source: str, file: Path) -> tuple[list[str], int]:
    """Apply a file of decisions; each is validated as in the terminal, and written at once.

    Returns:
        The lines of the report; 0 if every decision was made, otherwise 1.

    Raises:
        StoppedError: no such source, no proposals, or the file is not one of decisions.
    """
    proposals = of_source(work, source)
    document = _read(file, proposals.source_id)
    keys = [(p.table, proposals.row_id(p)) for p in proposals.rows]
    place = {key: n for n, key in enumerate(keys)}
    hashes = dict(zip(keys, map(content_hash, proposals.rows), strict=True))
    counts: Counter[str] = Counter()
    refused = []
    for wanted in document.get("new", []):
        try:
            counts[_add(proposals, wanted)] += 1
        except StoppedError as error:
            refused.append(f"refused: {wanted['table']} {wanted['quote']!r}: {error}")
    decisions = list(document["decisions"])
    for one in sorted(decisions, key=lambda d: place.get((d["table"], d["row_id"]), len(place))):
        try:
            counts[_apply(proposals, one, hashes)] += 1
        except StoppedError as error:
            reasons = [str(error), *(line.strip() for line in error.below)]
            refused.append(f"refused: {one['row_id']}: {' '.join(reasons)}")
    done = ", ".join(f"{n} {what}" for what, n in sorted(counts.items()))
    left = len(proposals.of_state(OPEN))
    lines = [*refused, f"{file}: {done or 'nothing taken'}, {len(refused)} refused"]
    lines.append(f"{proposals.source_id}: {left} open")
    again = f"isk-indicators review {proposals.source_id}, to go on; " if left else ""
    return [*lines, f"next: {again}isk-indicators check"], int(bool(refused))


def _read(file: Path, source_id: str) -> Mapping[str, Any]:
    try:
        document = parse_json(read_inside(file.parent, file.name, CONTENT))
        check_shape(document, DECISIONS)
    except FileNotFoundError as error:
        raise StoppedError(f"{file}: no such file; save it with the page's button") from error
    except ValueError as error:
        raise StoppedError(f"{file}: {error}; save it again with the page's button") from error
    if document["source_id"] != source_id:
        raise StoppedError(
            f"{file}: found decisions about {document['source_id']}, not {source_id}"
        )
    found: Mapping[str, Any] = document
    return found


def _add(proposals: Proposals, wanted: Mapping[str, Any]) -> str:
    """Propose a row for words that were marked on the page; return what was done.

    Raises:
        StoppedError: there is no such table, or the document has other words there.
    """
    table, place = wanted["table"], (wanted["start"], wanted["end"])
    text, quote = text_of(proposals, proposals.source_id), wanted["quote"]
    schema = proposals.work.package.schemas.get(table)
    if schema is None or not schema.has_spans:
        raise StoppedError("there is no such table")
    if not spans.is_exact(text, *place, quote):
        raise StoppedError("the document does not have these words there")
    cells = {START: str(place[0]), END: str(place[1])}
    if any(p.table == table and cells.items() <= p.confirmed.items() for p in proposals.rows):
        return "new before"
    rows = new_rows(proposals, Wanted(table, quote, place=place))
    proposals.make(*((row, row.copy()) for row in rows))
    return "new"


def _apply(
    proposals: Proposals, one: Mapping[str, Any], hashes: Mapping[tuple[str, str], str]
) -> str:
    """Make one decision, all of it or nothing; return what was done.

    ``hashes`` are those of the proposals before the first decision was made.

    Raises:
        StoppedError: it cannot be made.
    """
    proposal, decision = proposals.find(one["table"], one["row_id"]), str(one["decision"])
    if proposal is None:
        raise StoppedError(f"there is no such proposal in {one['table']}")
    if proposal.state == decision:
        return f"{decision} before"
    if proposal.state != OPEN:
        raise StoppedError(f"it is {proposal.state} already: open it again in the terminal")
    if hashes.get((one["table"], one["row_id"])) != one["hash"]:
        raise StoppedError("it changed since the page was written: write the page again")
    _decide(proposals, proposal, one)
    return decision


def _decide(proposals: Proposals, proposal: Proposal, one: Mapping[str, Any]) -> None:
    """Change an open proposal and accept or reject it; change nothing if that is refused."""
    before, decision = proposal.copy(), one["decision"]
    try:
        if cells := one.get("cells", {}):
            proposals.change(proposal, typed(proposals, proposal, cells))
        if decision == ACCEPTED:
            _confirm(proposals, proposal, one.get("despite", []))
            proposals.accept(proposal)
        elif decision == REJECTED:
            _reject(proposals, proposal, one)
    except StoppedError:
        proposals.restore((proposal, before))
        raise


def _confirm(proposals: Proposals, proposal: Proposal, despite: Collection[str]) -> None:
    """Refuse a row about which the check would report what the page did not show."""
    if [*proposals.obstacles(proposal)]:
        return  # they are reported first
    found = [problem_line(p) for p in findings(proposals, proposal) if p.rule not in despite]
    if found:
        raise StoppedError("the check would report it; accept it in the terminal:", found)


def _reject(proposals: Proposals, proposal: Proposal, one: Mapping[str, Any]) -> None:
    """Reject a proposal, also as another row; give its words the reasons why they need no row."""
    reason, table = one.get("reason", ""), proposal.table
    if reason.startswith("="):
        row_id = id_named(proposals, table, reason.removeprefix("=").strip())
        steps = proposals.merged(proposal, row_id)
        proposals.reject(proposal, f"the same as {row_id}", *steps)
    else:
        proposals.reject(proposal, reason)
    reasons = one.get("reviewed", {})
    found = [words for words in uncovered(proposals, proposal) if reasons.get(words.kind)]
    rows = [reviewed_row(proposals, words, reasons[words.kind])[0] for words in found]
    if rows:
        proposals.accept(*rows)
