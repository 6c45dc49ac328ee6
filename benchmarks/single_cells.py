"""Which changes of one cell does the check report, by column and by kind of change?

    python benchmarks/single_cells.py [--each N] [--jobs N] [--only TABLE ...] [--write]
        [--list FILE]

Each cell of the tables about the subject is changed to a value that its column allows and that is
wrong in its row. Left out are ids of the rows themselves, which a release fixes, and what is
written in the curator's own words. The folder has no releases.
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from measure import say, table
from planting import HEADS, Files, Outcome, Planted, Row, Tables, check_all, line, options, write

from isk_indicators.schema import LOG_TABLES, Field

OWN_WORDS = ("note", "label", "summary", "rights")
SPAN = ("source_id", "span_start", "span_end", "quote")
EACH = 13

CODE = "another code"
NEXT, PREVIOUS, OTHER_ID = "the next id", "the previous id", "another row's id"
OTHER_VALUE, ONE_OFF = "another row's value", "off by one"
DROPPED, FILLED = "left blank", "filled in"
KINDS = (CODE, NEXT, PREVIOUS, OTHER_ID, OTHER_VALUE, ONE_OFF, DROPPED, FILLED)

_DATE = re.compile(r"(?:\.\./)?[0-9]{4}(?:-[0-9]{2}){0,2}(?:/(?:\.\.|[0-9-]+))?")
_LAST_PART = re.compile(r"([0-9]+)(?!.*[0-9])")
LAST_MONTH = 12


class Change(NamedTuple):
    """One cell with another text: its table, the number of its row, its column."""

    table: str
    number: int
    column: str
    kind: str
    text: str


# The changes


def changes(tables: Tables, each: int) -> list[Change]:
    """At most ``each`` changes of a kind in a column, evenly over its rows; all if it is 0."""
    found: list[Change] = []
    for name, schema in tables.schemas.items():
        for field in schema.fields:
            if name in LOG_TABLES or field.name in (*schema.key, *OWN_WORDS):
                continue
            by_kind: dict[str, list[Change]] = defaultdict(list)
            for change in _in_column(tables, name, field):
                by_kind[change.kind].append(change)
            for kind in KINDS:
                found += _evenly(by_kind[kind], each)
    return found


def _in_column(tables: Tables, name: str, field: Field) -> Iterator[Change]:
    """The changes of a column; no two of them give a row the same text."""
    for number, row in enumerate(tables.rows[name]):
        known = {row[field.name]}
        for kind, text in _texts(tables, name, field, number):
            if text not in known and not _may_be_right(tables, name, field, row, text):
                known.add(text)
                yield Change(name, number, field.name, kind, text)


def _texts(tables: Tables, name: str, field: Field, number: int) -> Iterator[tuple[str, str]]:
    row = tables.rows[name][number]
    old = row[field.name]
    ids = _ids(tables, name, field, row)
    if not old:
        yield from ((FILLED, text) for text in _new_values(tables, name, field, number, ids))
        return
    if field.enum:
        yield from ((CODE, text) for text in _other_codes(field, old, number))
    elif ids:
        yield from _other_ids(ids, old)
        yield from ((OTHER_ID, text) for text in _others(tables, name, field, number, ids))
    else:
        yield from ((OTHER_VALUE, text) for text in _others(tables, name, field, number))
        if field.type in ("integer", "number") or _DATE.fullmatch(old):
            yield ONE_OFF, _off_by_one(old, 1 if number % 2 else -1)
    if not field.required:
        yield DROPPED, ""


def _new_values(
    tables: Tables, name: str, field: Field, number: int, ids: Sequence[str]
) -> Iterator[str]:
    """A value for a blank cell: a code, another row's value, or an id if no row has any."""
    if field.enum:
        yield field.enum[number % len(field.enum)]
        return
    others = list(_others(tables, name, field, number, ids))
    yield from others or ids[number % len(ids) :][:1] if ids else others


def _other_codes(field: Field, old: str, number: int) -> Iterator[str]:
    """Another value of an enumeration: from row to row another one."""
    others = [code for code in field.enum if code != old]
    yield from others[number % len(others) :][:1] if others else ()


def _ids(tables: Tables, name: str, field: Field, row: Row) -> list[str]:
    """The ids that a cell may hold; none if the column holds no ids."""
    for key in tables.schemas[name].foreign_keys:
        if key.field == field.name:
            return tables.ids(key.table)
    if field.name == "row_id" and row.get("table_name") in tables.rows:
        return tables.ids(row["table_name"])
    return []


def _other_ids(ids: Sequence[str], old: str) -> Iterator[tuple[str, str]]:
    at = ids.index(old)
    yield from ((NEXT, text) for text in ids[at + 1 : at + 2])
    yield from ((PREVIOUS, text) for text in ids[max(at - 1, 0) : at])


def _others(
    tables: Tables, name: str, field: Field, number: int, ids: Sequence[str] = ()
) -> Iterator[str]:
    """The value of the nearest following row that has another one, beginning anew at the end."""
    rows = tables.rows[name]
    old = rows[number][field.name]
    for row in (*rows[number + 1 :], *rows[:number]):
        text = row[field.name]
        if text not in ("", old) and (not ids or text in ids):
            yield text
            return


def _off_by_one(text: str, step: int) -> str:
    """The last number of a date or number, or a number before its decimal point, one off."""
    whole, point, decimals = text.partition(".") if text.count(".") == 1 else (text, "", "")

    def moved(match: re.Match[str]) -> str:
        last, digits = int(match[1]), len(match[1])
        months_or_days = digits == 2 and whole != match[1]  # noqa: PLR2004 - of a date
        back = months_or_days and last >= LAST_MONTH
        return str(last + (-1 if back or (step < 0 and last > 1) else 1)).zfill(digits)

    return _LAST_PART.sub(moved, whole, count=1) + point + decimals


def _may_be_right(tables: Tables, name: str, field: Field, row: Row, text: str) -> bool:
    """Whether the changed row may be right: evidence without what it need not give."""
    if name != "evidence":
        return False
    if field.name == "column_name":
        return not text and not row["value"]
    if field.name != "value":
        return False
    if not text:
        return row["role"] != "contradicts"
    spoken_of = tables.rows[row["table_name"]][tables.ids(row["table_name"]).index(row["row_id"])]
    return spoken_of.get(row["column_name"]) == text and row["role"] != "contradicts"


def _evenly(found: Sequence[Change], most: int) -> Sequence[Change]:
    if not most or len(found) <= most:
        return found
    return [found[index * len(found) // most] for index in range(most)]


def planted(tables: Tables, change: Change) -> Files:
    """The file that has the change."""
    rows = list(tables.rows[change.table])
    rows[change.number] = {**rows[change.number], change.column: change.text}
    return tables.file(change.table, rows)


# The tables


def main() -> None:
    """Plant the changes and print what is caught."""
    given = _options()
    tables = Tables()
    found = [c for c in changes(tables, given.each) if not given.only or c.table in given.only]
    said = check_all([Planted(planted(tables, c), _described(tables, c)) for c in found], given)
    results = list(zip(found, said, strict=True))
    say(f"{len(found):,} changes of one cell\n")
    by_column = table(("column", *HEADS), _by_column(results))
    by_kind = table(("kind of change", *HEADS), _by_kind(results))
    say(f"{by_column}\n\n{by_kind}")
    if given.write:
        write("columns", by_column)
        write("changes", by_kind)
    for change, outcome in results:
        if outcome.stopped:
            say(f"\nThe check stopped at {change}: {outcome.stopped}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--each", type=int, default=EACH, help="the most changes of a kind in a column; 0: all"
    )
    parser.add_argument("--only", nargs="+", metavar="TABLE", help="change these tables alone")
    options(parser)
    return parser.parse_args()


Results = Sequence[tuple[Change, Outcome]]


def _by_column(results: Results) -> list[list[str]]:
    columns: dict[str, list[Outcome]] = defaultdict(list)
    for change, outcome in results:
        columns[f"{change.table}.{change.column}"].append(outcome)
    return [line(name, column) for name, column in columns.items()]


def _by_kind(results: Results) -> list[list[str]]:
    own = [outcome for change, outcome in results if change.column not in SPAN]
    return [
        *(line(kind, [o for change, o in results if change.kind == kind]) for kind in KINDS),
        line("all but the columns of spans", own),
        line("all", [outcome for _, outcome in results]),
    ]


def _described(tables: Tables, change: Change) -> dict[str, object]:
    row = tables.rows[change.table][change.number]
    return {
        "table": change.table,
        "row": next(iter(row.values())),
        "column": change.column,
        "kind": change.kind,
        "from": row[change.column],
        "to": change.text,
    }


if __name__ == "__main__":
    main()
