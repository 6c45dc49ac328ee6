"""Frames of linked tables, of a time, and of what an actor says."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

from isk_indicators import dates
from isk_indicators.schema import Cell, Row
from isk_indicators.tables import (
    SEPARATOR,
    Dataset,
    TableName,
    frame,
    installed_dataset,
    meant,
    require_table,
)
from isk_indicators.views import last_day

if TYPE_CHECKING:
    import pandas as pd

Day: TypeAlias = str | date
"""A day, or a text as the tables write dates: "2023", "2023-05", "2023-05-14"."""

_EARLIEST, _LATEST = "_earliest", "_latest"


# Linked tables


def join(name: TableName, *links: str) -> pd.DataFrame:
    """Give the rows of a table, each with the columns of the rows that it refers to.

    Args:
        name: The table.
        links: What to follow, as the columns of the names are called: ``"incident"``,
            ``"speaker"``, ``"place"``, ``"source"``; with a dot on from there, as in
            ``"incident.place"``. Without any, every link of the table, one step.

    Returns:
        The rows of ``isk.load(name, names=True)``, in their order and number. To these come the
        columns of each link, after its name: ``incident_date``, ``incident_place_latitude``. They
        are missing where the id is.

    Raises:
        ValueError: no such table or link; the message lists those there are.
    """
    return join_from(installed_dataset(), name, *links)


def join_from(dataset: Dataset, name: str, *links: str) -> pd.DataFrame:
    """Give the linked rows of any tables, as :func:`join` does."""
    require_table(dataset.package, name)
    tree: _Tree = {}
    for path in links or _links(dataset, name):
        table, branch = name, tree
        for link in path.split("."):
            known = _links(dataset, table)
            if link not in known:
                hint = meant(link, known)
                raise ValueError(f"no link {link!r} of {table}: there are {', '.join(known)}{hint}")
            _, table = known[link]
            branch = branch.setdefault(link, {})
    types = _types(dataset, name, tree)
    rows = (_cells(dataset, name, row, tree) for row in dataset.rows(name))
    return frame(types, [dict.fromkeys(types) | cells for cells in rows])


_Tree: TypeAlias = dict[str, "_Tree"]
"""The links that are followed, each with those that are followed from there."""


def _links(dataset: Dataset, table: str) -> dict[str, tuple[str, str]]:
    """The links of a table by name, each with its column and the table to which it leads."""
    targets = dataset.package.schemas[table].targets
    return {column.removesuffix("_id"): (column, target) for column, target in targets.items()}


def _types(dataset: Dataset, table: str, tree: _Tree) -> dict[str, str]:
    types = dataset.types(table, names=True)
    for link, further in tree.items():
        _, target = _links(dataset, table)[link]
        key, linked = dataset.id_column(target), _types(dataset, target, further)
        types |= {f"{link}_{column}": t for column, t in linked.items() if column != key}
    return types


def _cells(dataset: Dataset, table: str, row: Row, tree: _Tree) -> dict[str, Cell]:
    cells = {**row, **dataset.names(table, row)}
    for link, further in tree.items():
        column, target = _links(dataset, table)[link]
        if row[column] is not None:
            linked = _cells(dataset, target, dataset.row(target, row[column]), further)
            cells |= {f"{link}_{name}": cell for name, cell in linked.items()}
    return cells


# Times


class Between(NamedTuple):
    """The rows of a frame by whether their date is in a span of days.

    Attributes:
        certainly: Every day that the date allows is in it.
        possibly: Some of these days are in it.
        undated: There is no date.
    """

    certainly: pd.DataFrame
    possibly: pd.DataFrame
    undated: pd.DataFrame


def between(frame: pd.DataFrame, start: Day, end: Day, column: str | None = None) -> Between:
    """Give the rows of a frame whose date is certainly or possibly in a span of days.

    The days of a date are those from ``<date>_earliest`` to ``<date>_latest``. A date that is open
    at the end ends with the publication of the row's source, if the frame has ``source_id`` or
    ``source_ids``: no source reports later days. Rows whose date is certainly before or after the
    span are left out; rows without a date are given apart.

    Args:
        frame: A table, a view, or rows of one.
        start: The first day; of "2023", that is 1 January 2023.
        end: The last day; of "2023", that is 31 December 2023.
        column: The date, such as "date" or "as_of"; needed if the frame has several.

    Returns:
        Three frames with the columns and the index of the given one, in its order.

    Raises:
        ValueError: no such day or column, or the end is before the start.
    """
    first, last = _day(start, of="start"), _day(end, of="end")
    if last < first:
        raise ValueError(f"the end {last} is before the start {first}")
    column = _date_column([*map(str, frame.columns)], column)
    dataset = installed_dataset()
    columns = [c for c in (column, "source_id", "source_ids") if c in frame]
    days = frame[[*columns, column + _EARLIEST, column + _LATEST]].astype(object)
    found = [
        _within(dataset, row, column, (first, last))
        for row in cast("list[Row]", days.where(days.notna(), None).to_dict("records"))
    ]
    return Between(*(frame[[one == part for one in found]] for part in Between._fields))


def _day(given: Day, of: str) -> date:
    """The day that is given, or the first or last day of a year or month."""
    if isinstance(given, datetime):
        return given.date()
    if isinstance(given, date):
        return given
    try:
        parsed = dates.parse(given)
    except ValueError as error:
        form = "expected a day such as '2023-05-14', or '2023'"
        raise ValueError(f"no {of} {given!r}: {form}") from error
    found = parsed.earliest if of == "start" else parsed.latest
    if found is None:
        raise ValueError(f"no {of} {given!r}: it is open at that end")
    return found


def _date_column(columns: list[str], column: str | None) -> str:
    """The column of dates that is meant."""
    known = [c for c in columns if {c + _EARLIEST, c + _LATEST} <= {*columns}]
    if column is None and len(known) == 1:
        return known[0]
    if column not in known:
        if not known:
            raise ValueError(
                "the frame has no date with its earliest and latest day: isk.join('casualties') "
                "gives rows the date of their incident"
            )
        what = "which date is meant" if column is None else f"no date {column!r}"
        raise ValueError(f"{what}: give one of {', '.join(known)} as column")
    return column


def _within(dataset: Dataset, row: Row, column: str, span: tuple[date, date]) -> str | None:
    """The part of :class:`Between` to which a row belongs; None if it is outside."""
    first, last = (_python_day(row[column + end]) for end in (_EARLIEST, _LATEST))
    if first is None and last is None:
        return "undated" if row.get(column) is None else "possibly"
    source_ids = str(row.get("source_ids") or row.get("source_id") or "").split(SEPARATOR)
    if last is None:
        ends = {column + _EARLIEST: first, column + _LATEST: None}
        rows = [{**ends, "source_id": s} for s in source_ids if dataset.has("sources", s)]
        last = max((last_day(dataset, one, column) for one in rows), default=date.max)
    first = first or date.min
    if span[0] <= first and last <= span[1]:
        return "certainly"
    return "possibly" if first <= span[1] and span[0] <= last else None


def _python_day(cell: Cell) -> date | None:
    return cell.date() if isinstance(cell, datetime) else cell if isinstance(cell, date) else None


# What is said


def statements(
    about: str | None = None, by: str | None = None, since: Day | None = None
) -> pd.DataFrame:
    """Give the official statements, with the names of speakers, addressees and sources.

    Args:
        about: Only those about this actor or one that is part of it.
        by: Only those by this actor or one that is part of it: "UN" finds the Security Council.
        since: Only those that may have been made on this day or later. A statement without a date
            was made at the latest when its source was published.

    ``about`` and ``by`` take an actor's id, listed name, or a printed form that only one actor has.

    Returns:
        Rows of ``isk.load("statements", names=True)``.

    Raises:
        ValueError: no such actor or day; the message says what was probably meant.
    """
    dataset = installed_dataset()
    rows = [*dataset.rows("statements")]
    for column, actor in (("about_actor_id", about), ("speaker_id", by)):
        if actor is not None:
            actor_id = dataset.find_actor(actor)
            rows = [r for r in rows if actor_id in dataset.lineage(r[column])]
    if since is not None:
        first = _day(since, of="start")
        rows = [r for r in rows if first <= last_day(dataset, r, "date")]
    kept = {row["statement_id"] for row in rows}
    found = dataset.frame("statements", names=True)
    return found[found["statement_id"].isin(kept)].reset_index(drop=True)
