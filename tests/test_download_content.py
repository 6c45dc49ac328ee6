"""The hash of what tables say: of nothing but that."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date

import pytest

from isk_indicators.download import content_hash, table_hash, typed
from isk_indicators.schema import DataPackage, Field, Schema
from isk_indicators.tables import TableError

COLUMNS = ("place_id", "latitude", "span_start", "seen")
ROWS = [("plc-0002", 61.5, 0, date(2024, 3, 1)), ("plc-0001", None, 17, None)]
KINDS = ("string", "number", "integer", "date")
SCHEMA = Schema(
    "places", tuple(Field(n, n, n, k) for n, k in zip(COLUMNS, KINDS, strict=True)), (), ()
)
WRITTEN = [
    {"place_id": "plc-0002", "latitude": "61.500", "span_start": "0", "seen": "2024-03-01"},
    {"place_id": "plc-0001", "latitude": "", "span_start": "17", "seen": ""},
]
FORM = """\
["place_id","latitude","span_start","seen"]
["plc-0001",null,17,null]
["plc-0002",61.5,0,"2024-03-01"]
"""


def test_the_form_is_the_documented_one() -> None:
    assert table_hash(COLUMNS, ROWS) == hashlib.sha256(FORM.encode()).hexdigest()
    lines = f"{'a' * 64}  actors\n{'b' * 64}  places\n"
    found = content_hash({"places": "b" * 64, "actors": "a" * 64})
    assert found == hashlib.sha256(lines.encode()).hexdigest()


def test_the_order_of_rows_and_the_way_of_writing_make_no_difference() -> None:
    assert table_hash(COLUMNS, ROWS[::-1]) == table_hash(COLUMNS, ROWS)
    assert table_hash(COLUMNS, typed(SCHEMA, WRITTEN)) == table_hash(COLUMNS, ROWS)
    days_as_text = [(*row[:3], row[3] and str(row[3])) for row in ROWS]
    assert table_hash(COLUMNS, days_as_text) == table_hash(COLUMNS, ROWS)


@pytest.mark.parametrize(
    "other",
    [
        [ROWS[0]],
        [*ROWS, ROWS[0]],
        [ROWS[0], ("plc-0001", 0.0, 17, None)],
        [ROWS[0], ("plc-0001", None, "17", None)],
        [ROWS[0], ("plc-0001", "", 17, None)],
        [ROWS[0], ("plc-0001\u00a0", None, 17, None)],
    ],
)
def test_any_other_cell_is_another_hash(other: list) -> None:
    assert table_hash(COLUMNS, other) != table_hash(COLUMNS, ROWS)


def test_other_names_are_another_hash() -> None:
    assert table_hash(("a", *COLUMNS[1:]), ROWS) != table_hash(COLUMNS, ROWS)
    assert content_hash({"a": "0"}) != content_hash({"b": "0"})


def test_text_is_hashed_as_it_is(real: DataPackage) -> None:
    quote = [{"a": '"so\u00a0“it” is"'}]
    schema = replace(real.schemas["places"], fields=(Field("a", "a", "a", "string"),))
    form = '["a"]\n["\\"so\u00a0“it” is\\""]\n'
    assert table_hash(["a"], typed(schema, quote)) == hashlib.sha256(form.encode()).hexdigest()


def test_a_cell_of_another_type_is_refused() -> None:
    with pytest.raises(TableError, match=r"places: latitude: 'x' is no number"):
        typed(SCHEMA, [WRITTEN[0] | {"latitude": "x"}])
