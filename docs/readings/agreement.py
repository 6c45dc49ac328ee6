"""Compute how closely two readings agree, and what was read twice, for ``docs/reliability.md``.

Each line of ``first.jsonl`` and ``second.jsonl`` is one row that a reader coded independently: its
table, its span, and its coded columns; a missing column was blank. Rows are paired if their spans
overlap, those with the most equal columns first. The measure is exact agreement, because
distance-weighted measures hide errors in counts. ``docs/write.py`` writes it to the page.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

from isk_indicators.tables import READINGS, Dataset, reading_counts

HERE = Path(__file__).resolve().parent
Coded = dict[str, Any]

PLACE = ("table", "source_id", "span_start", "span_end")
THEMES = {
    "figures": ("figure", "count_figure"),
    "numbers": ("stated_low", "stated_high", "count_low", "count_high"),
    "hedges": ("qualifier", "count_qualifier"),
    "dates": ("date", "date_basis", "as_of", "as_of_basis"),
}


def read(name: str) -> list[Coded]:
    """Read one reading: a row a line."""
    lines = (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def overlap(first: Coded, second: Coded) -> int:
    """Count the characters that both spans hold; none in different tables or documents."""
    if any(first[c] != second[c] for c in ("table", "source_id")):
        return 0
    end = min(first["span_end"], second["span_end"])
    return int(max(0, end - max(first["span_start"], second["span_start"])))


def columns(*rows: Coded) -> list[str]:
    """List the columns that one of the rows codes, without those that place it."""
    return sorted({c for row in rows for c in row} - {*PLACE})


def equal(first: Coded, second: Coded) -> int:
    """Count the columns that both code alike."""
    return sum(first.get(c) == second.get(c) for c in columns(first, second))


def pairs(first: list[Coded], second: list[Coded]) -> list[tuple[Coded, Coded]]:
    """Pair the rows of two readings, each at most once, the likest first."""
    candidates = [
        (-equal(a, b), -overlap(a, b), i, j)
        for (i, a), (j, b) in product(enumerate(first), enumerate(second))
        if overlap(a, b)
    ]
    left: set[int] = set()
    right: set[int] = set()
    found = []
    for _, _, i, j in sorted(candidates):
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            found.append((first[i], second[j]))
    return found


def share(part: int, whole: int) -> str:
    """Write a share with its counts, such as "22 of 24 (91.7 %)"."""
    return f"{part} of {whole} ({100 * part / whole:.1f} %)"


def passages(first: list[Coded], second: list[Coded]) -> Iterator[str]:
    """Tabulate how many rows both readers found."""
    yield "| table | first reader | second reader | found by both |"
    yield "|---|--:|--:|--:|"
    tables = list(dict.fromkeys(row["table"] for row in first))
    for table in [*tables, "all"]:
        a = [r for r in first if table in (r["table"], "all")]
        b = [r for r in second if table in (r["table"], "all")]
        both = len(pairs(a, b))
        yield f"| {table} | {len(a)} | {len(b)} | {share(both, len(a) + len(b) - both)} |"


def codes(paired: list[tuple[Coded, Coded]]) -> Iterator[str]:
    """Tabulate how often both coded a cell alike, by theme; what both left blank is left out."""
    counts: dict[str, list[int]] = {theme: [0, 0] for theme in [*THEMES, "codes"]}
    for a, b in paired:
        for column in columns(a, b):
            theme = next((t for t, names in THEMES.items() if column in names), "codes")
            counts[theme][0] += a.get(column) == b.get(column)
            counts[theme][1] += 1
    yield "| cells | coded alike |"
    yield "|---|--:|"
    for theme, (alike, all_) in counts.items():
        yield f"| {theme} | {share(alike, all_)} |"


def report() -> str:
    """Write both tables as Markdown."""
    first, second = read("first"), read("second")
    return "\n".join([*passages(first, second), "", *codes(pairs(first, second))])


# The cells of the tables, from ``datasets/readings.csv``


def read_twice(dataset: Dataset) -> str:
    """Tabulate how many cells of each column were read twice, and how many of these alike."""
    counts = [one for one in reading_counts(dataset) if one.cells]
    lines = ["| table | column | cells | read twice | coded alike |", "|---|---|--:|--:|--:|"]
    for one in counts:
        alike = share(one.read_twice - one.differing, one.read_twice) if one.read_twice else "–"
        lines.append(f"| {one.table} | {one.column} | {one.cells} | {one.read_twice} | {alike} |")
    all_, twice = sum(one.cells for one in counts), sum(one.read_twice for one in counts)
    alike = share(twice - sum(one.differing for one in counts), twice)
    return "\n".join([*lines, f"| all | all | {all_} | {twice} | {alike} |"])


def settled(dataset: Dataset) -> str:
    """Tabulate the cells that the second reader coded otherwise, each with what decided."""
    lines = ["| row | column | second reader | settled | rule |", "|---|---|---|---|---|"]
    for row in dataset.rows(READINGS):
        if row["reason"] is not None:
            cells = [row["row_id"], row["column_name"], row["value"], row["agreed"], row["reason"]]
            lines.append(f"| {' | '.join(str(cell or 'blank') for cell in cells)} |")
    return "\n".join(lines)
