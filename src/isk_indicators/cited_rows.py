"""Which rows somebody means: an id, ids, or a frame of a table or a view.

What lives here: reading ids out of what a caller holds. What must not: what is said of the rows
(``cite``), any list of columns: a column holds ids if its cells have their form, or if its name is
that of a table's id. Standard library; a frame is only read.

A frame has more ids than it is about. A row of ``casualties`` names its incident, but rests on the
words of its own quote. So where a table's id stands in a frame, the other columns of that table are
left out: the row knows them. ``source_id`` is always taken at its word. Actors and places beside
claims are left out too: where a name was first met is not what a claim rests on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeGuard

from isk_indicators.tables import Dataset

if TYPE_CHECKING:
    import pandas as pd

SEPARATOR = " | "
"""What stands between several ids in one cell of a view."""

_SOURCE = "source_id"
_NAMES = ("actors", "places")


def cited_ids(dataset: Dataset, rows: str | Iterable[str] | pd.DataFrame) -> list[str]:
    """List the ids of the rows meant, sorted, each once; whether they exist is not asked.

    Raises:
        ValueError: a frame without a column of ids.

    """
    cells = [rows] if isinstance(rows, str) else rows
    return sorted(set(_of_frame(dataset, cells) if _is_frame(cells) else _ids(cells)))


def _is_frame(rows: Iterable[str] | pd.DataFrame) -> TypeGuard[pd.DataFrame]:
    return hasattr(rows, "columns")  # asked this way, because pandas need not be there


def _ids(cells: Iterable[Any]) -> list[str]:
    return [part for cell in cells for part in str(cell).split(SEPARATOR)]


def _of_frame(dataset: Dataset, frame: pd.DataFrame) -> list[str]:
    keys = {s.id_field: s for s in dataset.package.schemas.values() if s.id_field is not None}
    columns = _columns(frame)
    holding = {name: ids for name, ids in columns.items() if name in keys or _are_ids(dataset, ids)}
    if not holding:
        raise ValueError(
            f"no column of ids among {', '.join(columns) or 'none'}: keep the id of the rows (such "
            "as casualty_id) or source_id in the frame, or give the ids themselves"
        )
    known = {n for key in keys.keys() & holding.keys() for n in keys[key].names if n != key}
    found = [i for name, ids in holding.items() if name not in known - {_SOURCE} for i in ids]
    return [i for i in found if dataset.table_of(i) not in _NAMES] or found


def _columns(frame: pd.DataFrame) -> Mapping[str, list[str]]:
    """Read the cells of each column as ids, and of each named level of the index."""
    levels = [name for name in frame.index.names if name is not None]
    flat = frame.reset_index(level=[n for n in levels if n not in frame.columns])
    return {str(name): _ids(flat[name].dropna()) for name in flat.columns}


def _are_ids(dataset: Dataset, ids: list[str]) -> bool:
    return bool(ids) and all(dataset.table_of(i) is not None for i in ids)
