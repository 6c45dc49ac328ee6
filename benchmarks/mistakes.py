"""Which mistakes of a curator does the check report?

    python benchmarks/mistakes.py [--jobs N] [--kind KIND ...] [--write] [--list FILE]

Each line of `mistakes.jsonl` is one mistake, written by a reader of the documents and the tables:
the table, the id of the row (in `reviewed`, its source, start and kind), the changed cells, and why
they are wrong. `copy` adds a row that has the other cells of an existing one, `delete` deletes the
row, `after` moves it, and `also` has what is changed with it. A changed quote is located in its
document if its start is not given. The folder has no releases.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from measure import say, table
from planting import HEADS, Files, Outcome, Planted, Row, Tables, check_all, line, options, write

MISTAKES = Path(__file__).with_name("mistakes.jsonl")
KEYS = {"kind", "table", "row", "cells", "copy", "delete", "after", "also", "why"}

Mistake = Mapping[str, Any]
Rows = dict[str, list[Row]]


def read() -> list[Mistake]:
    """The mistakes, in the order of the file.

    Raises:
        ValueError: a line has a key that is unknown.
    """
    lines = MISTAKES.read_text(encoding="utf-8").splitlines()
    mistakes = [json.loads(line) for line in lines]
    unknown = {key for mistake in mistakes for key in mistake} - KEYS
    if unknown:
        raise ValueError(f"{MISTAKES.name}: unknown keys {', '.join(sorted(unknown))}")
    return mistakes


# One mistake


def planted(tables: Tables, mistake: Mistake) -> Files:
    """The files that have the mistake.

    Raises:
        ValueError: it changes nothing, or a row or column that is not there.
    """
    changed: Rows = {}
    for step in (mistake, *mistake.get("also", ())):
        _change(tables, changed, step)
    files: dict[str, bytes] = {}
    for name, rows in changed.items():
        files |= tables.file(name, rows)
        if rows == tables.rows[name]:
            raise ValueError(f"nothing is changed: {mistake}")
    return files


def _change(tables: Tables, changed: Rows, step: Mistake) -> None:
    name, row_id = step["table"], step["row"]
    rows = changed.setdefault(name, list(tables.rows[name]))
    if step.get("copy"):
        old = rows[_place(tables, rows, name, step["copy"])]
        own_id = {key: row_id for key in (tables.schemas[name].id_field,) if key}
        rows.append(_with_cells(tables, name, {**old, **own_id}, step.get("cells", {})))
        rows[:] = tables.ordered(name, rows)
        return
    at = _place(tables, rows, name, row_id)
    if step.get("delete"):
        del rows[at]
    elif step.get("after"):
        row = rows.pop(at)
        rows.insert(_place(tables, rows, name, step["after"]) + 1, row)
    else:
        rows[at] = _with_cells(tables, name, rows[at], step["cells"])


def _place(tables: Tables, rows: Sequence[Row], name: str, row_id: str) -> int:
    """The number of the row with an id, in `reviewed` one such as `src-000:351:figure`."""
    for number, row in enumerate(rows):
        if tables.schemas[name].row_id(row) == row_id:
            return number
    raise ValueError(f"{name} has no row {row_id}")


def _with_cells(tables: Tables, name: str, row: Row, cells: Row) -> Row:
    """The row with other cells, and the span of its quote if that is another."""
    after = {**row, **cells}
    if after.keys() != row.keys():
        raise ValueError(f"{name} has no column {', '.join(after.keys() - row.keys())}")
    if "quote" in cells:
        after = {**after, **_located(tables, after), **cells}
    return after


def _located(tables: Tables, row: Row) -> Row:
    """Where the quote is printed, nearest to the start that the row gives; empty if nowhere."""
    text, quote, near = tables.texts[row["source_id"]], row["quote"], int(row["span_start"])
    starts = [start for start in range(len(text)) if text.startswith(quote, start)]
    if not starts:
        return {}
    start = min(starts, key=lambda start: abs(start - near))
    return {"span_start": str(start), "span_end": str(start + len(quote))}


# The table


def main() -> None:
    """Plant the mistakes and print which are caught."""
    given = _options()
    tables = Tables()
    mistakes = [m for m in read() if not given.kind or m["kind"] in given.kind]
    said = check_all([Planted(planted(tables, m), m) for m in mistakes], given)
    results = list(zip(mistakes, said, strict=True))
    by_kind = table(("kind of mistake", *HEADS), _by_kind(results))
    say(by_kind)
    if given.write:
        write("mistakes", by_kind)
    say("\nNot caught:\n")
    for mistake, outcome in results:
        if outcome.stopped:
            say(f"- the check stopped: {outcome.stopped}")
        if not outcome.caught:
            say(f"- {mistake['kind']}: {_described(mistake)}. {mistake['why']}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--kind", nargs="+", metavar="KIND", help="plant these kinds alone")
    options(parser)
    return parser.parse_args()


def _by_kind(results: Sequence[tuple[Mistake, Outcome]]) -> list[list[str]]:
    kinds = dict.fromkeys(mistake["kind"] for mistake, _ in results)
    lines = [line(kind, [o for m, o in results if m["kind"] == kind]) for kind in kinds]
    return [*lines, line("all", [outcome for _, outcome in results])]


def _described(mistake: Mistake) -> str:
    """The changed row in words."""
    if mistake.get("delete"):
        return f"{mistake['row']} deleted"
    if mistake.get("after"):
        return f"{mistake['row']} after {mistake['after']}"
    origin = f" like {mistake['copy']}" if mistake.get("copy") else ""
    cells = ", ".join(f"{name} {text!r}" for name, text in mistake.get("cells", {}).items())
    return f"{mistake['row']}{origin} {cells}".rstrip()


if __name__ == "__main__":
    main()
