"""Which fields of other datasets a column corresponds to: real names, and one answer a name."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest

from isk_indicators.schema import Field, known_schemas, view_schemas
from isk_indicators.tables import DATASETS
from tests import other_datasets

ROOT = Path(__file__).resolve().parents[1]

# Columns of one name that correspond to different fields, and why.
DIFFERING = {
    "name": "of an actor, and of a place",
}
EVENTS = ("incidents", "casualties", "attributions", "places", "actors", "sources", "statements")
"""The tables that say what datasets of events say too."""


def corresponding() -> list[tuple[str, Field]]:
    schemas = {**known_schemas(), **view_schemas()}
    return [(n, f) for n, schema in schemas.items() for f in schema.fields if f.corresponds]


def test_the_datasets_are_the_ones_whose_fields_are_known() -> None:
    assert list(DATASETS) == list(other_datasets.FIELDS)


def test_every_name_is_a_field_of_the_dataset() -> None:
    for where, field in corresponding():
        for dataset, names in field.corresponds.items():
            assert {*names} <= other_datasets.FIELDS[dataset], (where, field.name)
            assert len({*names}) == len(names) > 0, (where, field.name)


def test_the_datasets_are_named_in_one_order() -> None:
    for where, field in corresponding():
        order = [dataset for dataset in DATASETS if dataset in field.corresponds]
        assert list(field.corresponds) == order, (where, field.name)


def test_columns_of_one_name_correspond_to_the_same_where_to_anything() -> None:
    found = defaultdict(set)
    for _, field in corresponding():
        found[field.name].add(json.dumps({k: sorted(v) for k, v in field.corresponds.items()}))
    assert {name for name, said in found.items() if len(said) > 1} == DIFFERING.keys()


def test_what_datasets_of_events_do_not_hold_corresponds_to_nothing() -> None:
    tables = {where for where, _ in corresponding() if where in known_schemas()}
    assert tables == {*EVENTS}


@pytest.mark.parametrize(
    ("dataset", "fields"),
    [
        ("ucdp_ged", ("id", "low", "best", "high", "date_start", "side_a", "where_prec")),
        ("gtd", ("eventid", "iyear", "nkill", "nwound", "gname", "claimed", "specificity")),
        ("acled", ("event_id_cnty", "event_date", "fatalities", "actor1", "geo_precision")),
    ],
)
def test_the_fields_that_everyone_asks_for_are_answered(
    dataset: str, fields: tuple[str, ...]
) -> None:
    answered = {name for _, field in corresponding() for name in field.corresponds.get(dataset, ())}
    assert {*fields} <= answered
