"""Curated tables as the gate reads them, for tests that change one cell."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from isk_indicators.rules.registry import RULES
from isk_indicators.rules.rule import PartialDataset, Problem
from isk_indicators.rules.schema import Cell, find_problems
from isk_indicators.schema import DataPackage
from isk_indicators.spans import documents
from isk_indicators.tables import rows

ROOT = Path(__file__).resolve().parents[2]
Cells = dict[str, str | None]


def read_cells(path: Path) -> pd.DataFrame:
    """A table as text cells, None for blank."""
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    return frame.astype(object).replace({"": None})


class SamplePackage:
    """A checkout's package, with rows changed, added or taken out."""

    def __init__(self, package: DataPackage) -> None:
        self.package = package
        sources = rows(self.package.path("sources"), self.package.schemas["sources"])
        self.texts = {s: d.text for s, d in documents(package.root / "seeds", sources).items()}
        self.tables = MappingProxyType(
            {t: read_cells(self.package.path(t)) for t in self.package.schemas}
        )

    def changed(
        self, table: str, row_id: str | None, /, **cells: str | None
    ) -> dict[str, pd.DataFrame]:
        """The tables with some cells of one row changed; of a row added if there is no id."""
        frame = self.tables[table].copy()
        if row_id is None:
            new = pd.DataFrame([dict.fromkeys(frame.columns)], dtype=object)
            frame = pd.concat([frame.astype(object), new], ignore_index=True)
        number = len(frame) - 1 if row_id is None else self.number(table, row_id)
        for column, text in cells.items():
            assert column in frame.columns, column
            frame.at[number, column] = text
        return {**self.tables, table: frame}

    def number(self, table: str, row_id: str) -> int:
        """The record's number of a row."""
        frame = self.tables[table]
        (number,) = frame.index[frame.iloc[:, 0] == row_id]
        return int(number)

    def problems(self, tables: Mapping[str, pd.DataFrame]) -> list[Problem]:
        """What the rules find beyond what they find in the tables as they are."""
        return self.find_more(tables)[0]

    def find_more(
        self,
        tables: Mapping[str, pd.DataFrame],
        invalid_cells: Mapping[str, Collection[Cell]] = MappingProxyType({}),
        tables_with_unreadable_rows: Collection[str] = (),
    ) -> tuple[list[Problem], list[str]]:
        """As ``find``, without the problems of the tables as they are.

        The rules of today may find more in the first release than those of its day.
        """
        found, unsure = self.find(tables, invalid_cells, tables_with_unreadable_rows)
        return [problem for problem in found if problem not in self._known], unsure

    @cached_property
    def _known(self) -> list[Problem]:
        return self.find(self.tables)[0]

    def find(
        self,
        tables: Mapping[str, pd.DataFrame],
        invalid_cells: Mapping[str, Collection[Cell]] = MappingProxyType({}),
        tables_with_unreadable_rows: Collection[str] = (),
    ) -> tuple[list[Problem], list[str]]:
        """The problems, and a line for each rule that could not judge some rows."""
        data = PartialDataset(self.package, tables)
        unreadable = tables_with_unreadable_rows
        found, undecided = find_problems(data, RULES, self.texts, invalid_cells, unreadable)
        return found, [str(one) for one in undecided]
