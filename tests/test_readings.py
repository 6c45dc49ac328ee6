"""How many cells are read twice."""

from __future__ import annotations

from isk_indicators.schema import DataPackage
from isk_indicators.tables import (
    Dataset,
    ReadingCounts,
    reading_counts,
    readings,
    readings_in_words,
    settled,
)
from tests.conftest import MakePackage

ROWS = {
    "incidents": [
        {"incident_id": "inc-0001", "scale": "single", "source_id": "src-000"},
        {"incident_id": "inc-0002", "scale": "series", "source_id": "src-001"},
        {"incident_id": "inc-0003", "outcome": "foiled", "source_id": "src-001"},
    ],
    "readings": [
        {"table_name": "incidents", "row_id": "inc-0001", "column_name": "scale"}
        | {"value": "series", "agreed": "single", "reason": "One event."},
        {"table_name": "incidents", "row_id": "inc-0002", "column_name": "scale"}
        | {"value": "series"},
        {"table_name": "incidents", "row_id": "inc-0002", "column_name": "outcome"},
    ],
}


def counts(package: DataPackage, source: str | None = None) -> dict[str, ReadingCounts]:
    found = reading_counts(Dataset(package), source)
    return {one.column: one for one in found if one.table == "incidents"}


def test_each_column_that_is_read_twice_is_counted(make_package: MakePackage) -> None:
    package = make_package(ROWS)
    found = counts(package)
    assert found["scale"] == ("incidents", "scale", 3, 2, 1)
    assert found["outcome"] == ("incidents", "outcome", 3, 1, 0)
    assert found["voice"] == ("incidents", "voice", 3, 0, 0)
    assert found["scale"].read_once == 1
    assert counts(package, "src-001")["scale"] == ("incidents", "scale", 2, 1, 0)


def test_a_row_without_an_id_is_known_by_its_key(make_package: MakePackage) -> None:
    passage = {"source_id": "src-000", "span_start": 351, "kind": "figure", "reason": "duration"}
    other = {**passage, "kind": "date", "reason": "date_only"}
    reading = {"table_name": "reviewed", "row_id": "src-000:351:figure", "column_name": "reason"}
    tables = {"reviewed": [passage, other], "readings": [{**reading, "value": "money"}]}
    dataset = Dataset(make_package(tables))
    counts = {one.table: one for one in reading_counts(dataset)}
    assert counts["reviewed"] == ("reviewed", "reason", 2, 1, 1)
    assert dataset.row("reviewed", "src-000:351:date")["reason"] == "date_only"


def test_the_counts_in_words() -> None:
    twice = ReadingCounts("incidents", "scale", 3, 3, 1)
    assert readings_in_words([twice]) == "read twice: 3 of 3 coded cells; read once: none"
    once = [ReadingCounts("incidents", "voice", 3, 1, 0), ReadingCounts("actors", "kind", 4, 0, 0)]
    assert readings_in_words([twice, *once]) == (
        "read twice: 4 of 10 coded cells; read once: 6 (incidents 2, actors 4)"
    )


def test_the_value_that_holds_is_the_one_settled_on(make_package: MakePackage) -> None:
    found = readings(Dataset(make_package(ROWS)))
    assert [settled(reading) for reading in found.values()] == ["single", "series", None]


def test_a_release_does_not_know(published: DataPackage) -> None:
    assert sum(one.read_twice for one in reading_counts(Dataset(published))) == 1
    without = {t: s for t, s in published.schemas.items() if t != "readings"}
    release = DataPackage(published.root, published.descriptor, without)
    assert reading_counts(Dataset(release)) == []
