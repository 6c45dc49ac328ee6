"""The views register themselves, and a dataset computes each once from files that it reads once."""

from __future__ import annotations

from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest

from isk_indicators.schema import Row, Schema, installed_package, view_schemas
from isk_indicators.tables import Dataset
from isk_indicators.views import VIEWS, view
from isk_indicators.views.tolls import tolls_of


def test_every_view_has_a_schema_and_its_rows_have_its_columns() -> None:
    assert VIEWS.keys() == view_schemas().keys()
    for name, rows_of in VIEWS.items():
        rows = rows_of(Dataset(installed_package()))
        assert all({*view_schemas()[name].names} <= row.keys() for row in rows)


def test_a_dataset_reads_each_file_once_and_computes_each_view_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read, computed = Counter[Path](), list[str]()

    def rows(path: Path, schema: Schema) -> list[Row]:
        read[path] += 1
        records: list[Row] = originally(path, schema)
        return records

    tables = import_module("isk_indicators.tables")  # isk_indicators.tables is the function
    originally = tables.rows
    monkeypatch.setattr(tables, "rows", rows)
    dataset = Dataset(installed_package())
    first = {name: rows_of(dataset) for name, rows_of in VIEWS.items()}
    assert {*read.values()} == {1}
    assert all(rows_of(dataset) is first[name] for name, rows_of in VIEWS.items())

    def compute(dataset: Dataset, harm: str = "killed") -> list[Row]:
        computed.append(harm)
        return [*dataset.rows("withdrawn")]

    registered = view("made_up")(compute)
    del VIEWS["made_up"]
    for arguments in ((), ("killed",), ("wounded",)):
        assert registered(dataset, *arguments) == []
    assert computed == ["killed", "wounded"], "an argument's default is the same call"


def test_other_arguments_are_another_computation() -> None:
    dataset = Dataset(installed_package())
    assert tolls_of(dataset) is VIEWS["tolls"](dataset)
    assert tolls_of(dataset, rule="widest") is not tolls_of(dataset)
    assert tolls_of(dataset) is not tolls_of(Dataset(installed_package()))
