"""What a page must show, read from the CSV files and descriptor with the standard library alone."""

from __future__ import annotations

import csv
import json
from calendar import monthrange
from datetime import date
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = ("reviewed", "readings")
CAPTIONS = ("name", "label")

Row = dict[str, str]


def _descriptor() -> dict[str, str]:
    document = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
    return {one["name"]: one["path"] for one in document["resources"]}


@cache
def rows(table: str) -> tuple[Row, ...]:
    """The rows of a table, each cell as written; a blank is empty."""
    with (ROOT / _descriptor()[table]).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def schema(table: str) -> dict[str, object]:
    """A table's or view's schema, as JSON."""
    folder = "schemas" if table in _descriptor() else "schemas/views"
    document: dict[str, object] = json.loads(
        (ROOT / folder / f"{table}.json").read_text(encoding="utf-8")
    )
    return document


def fields(table: str) -> list[dict[str, object]]:
    """The columns of a table's file."""
    return list(schema(table)["fields"])


def key(table: str) -> list[str]:
    """The columns that identify the rows of a table."""
    return list(schema(table)["primaryKey"])


def address(table: str, row: Row) -> str:
    """Where a row is on the page: its id; of a ledger, which has none, table and key."""
    cells = [row[column] for column in key(table)]
    return cells[0] if len(cells) == 1 else "-".join([table, *cells])


def by_id(table: str) -> dict[str, Row]:
    """The rows of a table by their address."""
    return {address(table, row): row for row in rows(table)}


TABLES = tuple(name for name in _descriptor() if name not in LEFT_OUT and rows(name))
"""The released tables that have rows."""

SUBJECTS = tuple(name for name in TABLES if len(key(name)) == 1)
"""Those about the subject: not the ledgers of corrections and withdrawn rows."""

QUOTING = tuple(name for name in TABLES if "quote" in rows(name)[0])
"""Those of which each row has a quote."""

QUOTES = {
    address(name, row): (row["source_id"], int(row["span_start"]), int(row["span_end"]), row)
    for name in QUOTING
    for row in rows(name)
}
"""Source, first and last character, and row, by id."""


@cache
def captions() -> dict[str, str]:
    """The name or label of each row that has one, by id."""
    return {
        address(table, row): row[column]
        for table in TABLES
        for column in CAPTIONS
        if column in rows(table)[0]
        for row in rows(table)
    }


def shown(cell: str) -> str:
    """A cell as a reader sees it: a name in place of an id that has one."""
    return captions().get(cell, cell)


def text_of(source_id: str) -> str:
    """A source's document, with its line ends as they are."""
    return (ROOT / "seeds" / by_id("sources")[source_id]["file"]).read_bytes().decode()


def first_day(edtf: str) -> str:
    """The first day that a date allows, as YYYY-MM-DD; empty if it is open at the beginning."""
    start = edtf.partition("/")[0].rstrip("~?")
    return "" if start == ".." else f"{start}-01-01"[:10]


def day(year: int, month: int = 1, of_month: int = 1) -> int:
    """A day as a number that grows by one a day."""
    return date(year, month, of_month).toordinal()


def last_day(edtf: str) -> str:
    """The last day that a date allows, as YYYY-MM-DD; empty if it is open at the end."""
    end = edtf.rpartition("/")[2].rstrip("~?")
    if end == "..":
        return ""
    year, month = int(end[:4]), int(end[5:7] or 12)
    return end if len(end) == 10 else f"{year}-{month:02}-{monthrange(year, month)[1]}"
