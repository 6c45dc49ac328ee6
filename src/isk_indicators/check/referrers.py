"""Keys that are missing, told where the fault is: at the faulty row, or at the cell that refers.

What lives here: laying a key that is not there at the door of the row or file that should have it.
What must not: finding either fault. A row whose id is at fault owns a missing key if the two are
written alike, or if the key falls between the ids of the rows around it and there are no more such
keys than such rows.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from isk_indicators.check.decode import UNDECODED
from isk_indicators.check.finding import Finding
from isk_indicators.check.standing import Standing

MOST_LISTED = 10
KEEPS_THE_KEY = ("quoting",)
"""Rules whose findings at a key's cell leave the key as it is."""


class Dangling(NamedTuple):
    """A cell that refers to a key that is not there."""

    table: str
    row: int
    field: str
    key: str
    target: str


class _Faulty(NamedTuple):
    """A row whose key is at fault: where its finding is in the list, its line, what it says."""

    at: int
    line: int
    key: str


def skeleton(key: str) -> str:
    """A key without case, blanks, kinds of dash and invisible characters."""
    plain = unicodedata.normalize("NFKC", key).casefold()
    plain = "".join("-" if unicodedata.category(c) == "Pd" else c for c in plain)
    return re.sub(r"[^\w-]", "", plain).replace("_", "-")


def fold(
    findings: Sequence[Finding], dangling: Iterable[Dangling], tables: Mapping[str, Standing]
) -> tuple[list[Finding], list[Dangling]]:
    """List referrers inside the findings that explain them; return those without one, too."""
    told = list(findings)
    left: list[Dangling] = []
    by_target: dict[str, list[Dangling]] = defaultdict(list)
    for item in dangling:
        by_target[item.target].append(item)
    for target, items in by_target.items():
        owners = _owners(tables[target], told, {item.key for item in items})
        left += [item for item in items if item.key not in owners]
        for key, at in owners.items():
            places = [_place(tables, item) for item in items if item.key == key]
            told[at] = listed(told[at], f"{key}, at", places)
    return told, left


def listed(finding: Finding, what: str, places: Sequence[str]) -> Finding:
    """The finding with its referrers at the end of its message."""
    shown = ", ".join(places[:MOST_LISTED])
    more = f" and {len(places) - MOST_LISTED} more" if len(places) > MOST_LISTED else ""
    return replace(finding, message=f"{finding.message} Referred to as {what} {shown}{more}.")


def _place(tables: Mapping[str, Standing], item: Dangling) -> str:
    standing = tables[item.table]
    line, column = standing.position(item.row, item.field)
    row_id = standing.row_id(item.row)
    return f"{standing.file}:{line}:{column}" + (f" ({row_id})" if row_id else "")


def _owners(standing: Standing, findings: Sequence[Finding], keys: set[str]) -> dict[str, int]:
    """For each missing key that a faulty row explains, the number of that row's finding."""
    faulty = _faulty(standing, findings)
    written = {skeleton(row.key): row for row in reversed(faulty) if row.key}
    owners = {key: written[skeleton(key)] for key in sorted(keys) if skeleton(key) in written}
    taken = set(owners.values())
    loose = sorted(keys - owners.keys())
    for rows, between in _gaps(standing, [row for row in faulty if row not in taken]):
        inside = [key for key in loose if between(key)]
        if len(inside) <= len(rows):
            owners.update(dict(zip(inside, rows, strict=False)))
    return {key: row.at for key, row in owners.items()}


def _faulty(standing: Standing, findings: Sequence[Finding]) -> list[_Faulty]:
    """The rows whose key is at fault, each with its first finding, by line."""
    fallen = {row.line: row.key for row in standing.fallen}
    rows = {row.line: row for row in _undecoded(standing, findings)}
    for at, finding in enumerate(findings):
        lost = finding.line in fallen or _is_at_key(standing, finding)
        if finding.file == standing.file and lost and finding.line not in rows:
            key = fallen.get(finding.line) or (finding.found if finding.field else "")
            rows[finding.line] = _Faulty(at, finding.line, key)
            for line in _lines_of_first(standing, finding):
                rows.setdefault(line, _Faulty(at, line, key))
    return sorted(rows.values(), key=lambda row: row.line)


def _lines_of_first(standing: Standing, finding: Finding) -> Iterator[int]:
    """The line of the first row with a repeated id: of the two, that may be the wrong one."""
    name = standing.schema.id_field
    if finding.rule == "primary-key" and name:
        yield standing.records[standing.first_rows((name,))[finding.found,]].line


def _undecoded(standing: Standing, findings: Sequence[Finding]) -> Iterator[_Faulty]:
    """The rows whose key holds bytes that are no UTF-8: told once, for the file."""
    name = standing.schema.id_field
    told = [at for at, f in enumerate(findings) if (f.file, f.rule) == (standing.file, "encoding")]
    for row, record in enumerate(standing.records if told and name else ()):
        key = standing.text(row, name or "")
        if UNDECODED.search(key):
            yield _Faulty(told[0], record.line, key)


def _is_at_key(standing: Standing, finding: Finding) -> bool:
    in_rows = finding.line > standing.scan.records[0].line
    at_key = finding.field == standing.schema.id_field
    return in_rows and at_key and finding.rule not in KEEPS_THE_KEY


class _Between(NamedTuple):
    """Whether a key falls between two ids; None stands for no bound."""

    low: str | None
    high: str | None

    def __call__(self, key: str) -> bool:
        above = self.low is None or key > self.low
        return above and (self.high is None or key < self.high)


def _gaps(standing: Standing, faulty: Sequence[_Faulty]) -> list[tuple[list[_Faulty], _Between]]:
    """Runs of faulty rows without a good one between them, each with the ids around it."""
    good = _good_keys(standing, {row.line for row in faulty})
    lines = [line for line, _ in good]
    runs: dict[_Between, list[_Faulty]] = defaultdict(list)
    for row in faulty:
        at = bisect(lines, row.line)
        low = good[at - 1][1] if at else None
        high = good[at][1] if at < len(good) else None
        runs[_Between(low, high)].append(row)
    return [(rows, between) for between, rows in runs.items()]


def _good_keys(standing: Standing, faulty: Collection[int]) -> list[tuple[int, str]]:
    name = standing.schema.id_field
    if name is None:
        return []
    keys = enumerate(standing.frame[name].tolist())
    lines = [(standing.records[row].line, key) for row, key in keys if key is not None]
    return [(line, key) for line, key in lines if line not in faulty]
