"""The rows proposed for a made-up text, by table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from isk_indicators.curate.draft import Drafting, read_document
from isk_indicators.curate.draft.reviewed import read_reviewed
from isk_indicators.rules.rule import PartialDataset
from isk_indicators.schema import open_package

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = open_package(ROOT)
KNOWN: dict[str, list[dict[str, str]]] = {
    "sources": [
        {"source_id": "src-000", "published": "2024-05-17", "published_basis": "stated"},
    ],
    "actors": [
        {"actor_id": "act-0001", "name": "Red Band", "kind": "armed_group"},
        {"actor_id": "act-0002", "name": "Blue Band", "kind": "armed_group"},
        {"actor_id": "act-0003", "name": "Farland", "kind": "government", "country": "CA"},
        {"actor_id": "act-0004", "name": "Farland Guard", "kind": "military"},
    ],
    "places": [
        {"place_id": "plc-0001", "name": "Farville", "kind": "settlement", "country": "CA"},
        {"place_id": "plc-0002", "name": "Farland", "kind": "country", "country": "CA"},
    ],
}
Rows = dict[str, list[dict[str, str]]]


def known(**tables: list[dict[str, str]]) -> PartialDataset:
    """The tables, with further rows."""
    frames = {}
    for name, schema in PACKAGE.schemas.items():
        rows = [*KNOWN.get(name, ()), *tables.get(name, ())]
        columns = {n: [row.get(n) or None for row in rows] for n in schema.names}
        frames[name] = pd.DataFrame({n: pd.Series(c, dtype=object) for n, c in columns.items()})
    return PartialDataset(PACKAGE, frames)


def ids(data: PartialDataset) -> Callable[[str], str]:
    """What gives the ids that follow those of the tables."""
    counts = Counter({name: len(data.rows(name)) for name in PACKAGE.schemas})

    def next_id(table: str) -> str:
        counts[table] += 1
        schema = PACKAGE.schemas[table]
        prefix = (schema.by_name[schema.id_field or ""].pattern or "").partition("[")[0]
        return f"{prefix}{counts[table]:04}"

    return next_id


def drafting(text: str, **tables: list[dict[str, str]]) -> Drafting:
    """The draft of a text whose rows are proposed."""
    data = known(**tables)
    draft = Drafting(data, data.rows("sources")[0], text, ids(data))
    read_document(draft)
    read_reviewed(draft)
    return draft


def rows(text: str, **tables: list[dict[str, str]]) -> Rows:
    """The rows proposed for a text, by table, without the marks of guesses."""
    found: Rows = {name: [] for name in PACKAGE.schemas}
    for proposal in drafting(text, **tables).rows:
        found[proposal.table].append(proposal.confirmed)
    return found


def cells(text: str, table: str, *columns: str) -> list[tuple[str, ...]]:
    """Some columns of the rows proposed for a table."""
    return [tuple(row[name] for name in columns) for row in rows(text)[table]]
