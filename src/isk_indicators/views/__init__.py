"""The views by name: rows that are computed from the tables by a named rule."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import wraps
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from isk_indicators import dates
from isk_indicators.schema import Cell, Row, view_schemas
from isk_indicators.spans import shared_runs
from isk_indicators.tables import SEPARATOR, Dataset, frame, meant

if TYPE_CHECKING:
    import pandas as pd

Arguments = ParamSpec("Arguments")
Rows = Callable[Concatenate[Dataset, Arguments], list[Row]]


VIEWS: dict[str, Callable[[Dataset], list[Row]]] = {}
"""The views by name: each gives its rows of a dataset."""


def view(name: str) -> Callable[[Rows[Arguments]], Rows[Arguments]]:
    """Register the function that gives a view's rows; a dataset keeps what it returned.

    The view's columns are in ``schemas/views/<name>.json``.
    """

    def register(compute: Rows[Arguments]) -> Rows[Arguments]:
        signature = inspect.signature(compute)

        @wraps(compute)
        def rows(
            dataset: Dataset, /, *args: Arguments.args, **kwargs: Arguments.kwargs
        ) -> list[Row]:
            call = signature.bind(dataset, *args, **kwargs)
            call.apply_defaults()
            return dataset.once((name, *call.args[1:]), lambda: compute(dataset, *args, **kwargs))

        VIEWS[name] = rows
        return rows

    return register


def as_frame(name: str, records: Sequence[Row]) -> pd.DataFrame:
    """Rows of a view as a frame with the columns and types of its schema."""
    return frame({field.name: field.type for field in view_schemas()[name].fields}, records)


def require_value(what: str, value: str | None, known: Iterable[str]) -> None:
    """Refuse a value that is none of those known; None asks for nothing.

    Raises:
        ValueError: it is another; the message lists them and says what was probably meant.
    """
    known = [*known]
    if value is not None and value not in known:
        hint = meant(value, known)
        raise ValueError(f"no {what} {value!r}: there are {', '.join(known)}{hint}")


def voice_of(dataset: Dataset, row: Row) -> tuple[str, Cell]:
    """Whose voice a casualty row or the like has: one speaker is one, whoever quotes it."""
    if row["voice"] == "statement":
        return ("statement", dataset.row("statements", row["statement_id"])["speaker_id"])
    return (str(row["voice"]), row["source_id"])


def origin_of(dataset: Dataset, row: Row) -> Cell:
    """What a row rests on: the origin that its statement or its source names, or else its source.

    An origin that is itself a source of the data is that source, with the origin that it names.
    """
    source_id, statement_id = row["source_id"], row.get("statement_id")
    statement = row if statement_id is None else dataset.row("statements", statement_id)
    origin_id = statement.get("origin_id")
    passed: list[Cell] = []
    while source_id not in passed:
        passed.append(source_id)
        origin_id = origin_id or dataset.row("sources", source_id).get("origin_id")
        document_id = origin_id and dataset.row("origins", origin_id)["document_id"]
        if document_id is None:
            return origin_id or source_id
        source_id, origin_id = document_id, None
    return source_id


def count_origins(dataset: Dataset, rows: Sequence[Row]) -> int:
    """On how many origins rows rest; rows whose quotes share a run of words have the same one."""
    quotes: dict[str, list[str]] = {}
    for row in rows:
        quotes.setdefault(str(origin_of(dataset, row)), []).append(str(row["quote"]))
    if len(quotes) == 1:
        return 1
    groups = {origin: origin for origin in quotes}
    for pair in shared_runs({origin: "\n".join(of_it) for origin, of_it in quotes.items()}):
        kept, joined = (groups[origin] for origin in pair)
        groups = {o: kept if group == joined else group for o, group in groups.items()}
    return len({*groups.values()})


def last_published(dataset: Dataset, source_id: Cell) -> date:
    """The last day on which a source may have been published."""
    return dates.parse(str(dataset.row("sources", source_id)["published"])).latest or date.max


def last_day(dataset: Dataset, row: Row, column: str) -> date:
    """The last day of a date; where it is open, the publication of the row's source.

    No source reports days after its own publication. If the publication itself is open at the
    end, its first day counts; and no date ends before it begins.
    """
    latest, earliest = row[f"{column}_latest"], row[f"{column}_earliest"]
    if isinstance(latest, date):
        return latest
    published = dates.parse(str(dataset.row("sources", row["source_id"])["published"]))
    last = published.latest or published.earliest or date.max
    return max(last, earliest) if isinstance(earliest, date) else last


def time_order(dataset: Dataset, row: Row, column: str) -> tuple[bool, date, date]:
    """A key that sorts by the last day of a date, then by the first; rows without a date last.

    An open end counts as :func:`last_day` says.
    """
    if row[column] is None:
        return (True, date.max, date.max)
    earliest = row[f"{column}_earliest"]
    first = earliest if isinstance(earliest, date) else date.min
    return (False, last_day(dataset, row, column), first)


def joined(parts: Iterable[Cell]) -> str | None:
    """Several ids or names in one cell, each once; None of none."""
    return SEPARATOR.join(dict.fromkeys(str(part) for part in parts if part is not None)) or None


def sources_cells(dataset: Dataset, source_ids: Iterable[Cell]) -> dict[str, str | None]:
    """The ids of some sources in order, each once, and what these are called."""
    ids = sorted({str(source_id) for source_id in source_ids})
    names = (str(dataset.name("sources", source_id)) for source_id in ids)
    return {"source_ids": joined(ids), "sources": aligned(names)}


def aligned(parts: Iterable[str]) -> str | None:
    """Join a list that matches another one item by item: nothing is left out; None of none."""
    return SEPARATOR.join(parts) or None


for _module in iter_modules(__path__):  # each registers its views
    import_module(f"{__name__}.{_module.name}")
