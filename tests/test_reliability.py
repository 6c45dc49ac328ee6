"""What is said of two readings is so; ``docs/write.py`` writes the tables of the page."""

from __future__ import annotations

import json
import re
from pathlib import Path

from isk_indicators.schema import open_package
from isk_indicators.tables import READING_KEY, READINGS, Dataset

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reliability.md"
NO_ROW = {("inc-0022", "place_id"), ("inc-0024", "place_id")}
"""Read as a crossing and a district that are no rows of places; a reading of them is blank."""
SECOND = ROOT / "docs" / "readings" / "second.jsonl"


def test_the_sentence_on_numbers_and_hedges_is_true() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert "No printed number and no hedge was read differently." in page
    alike = dict(re.findall(r"^\| (\w+) \| .*\((\d+\.\d) %\) \|$", page, re.MULTILINE))
    assert (alike["numbers"], alike["hedges"]) == ("100.0", "100.0")


def test_the_readings_are_what_the_second_reader_coded() -> None:
    dataset = Dataset(open_package(ROOT))
    second = [json.loads(line) for line in SECOND.read_text(encoding="utf-8").splitlines()]
    tables, compared = {one["table"] for one in second}, 0
    for reading in dataset.rows(READINGS):
        table, row_id, column = (str(reading[name]) for name in READING_KEY)
        if table not in tables:  # these were read later, on a sheet of `second-reading`
            continue
        row = dataset.row(table, row_id)
        start, end = row["span_start"], row["span_end"]
        coded = {
            one.get(column)
            for one in second
            if (one["table"], one["source_id"]) == (table, row["source_id"])
            and one["span_start"] < end
            and start < one["span_end"]
        }
        if coded and (row_id, column) in NO_ROW:
            assert reading["value"] is None
            assert not coded & {place["place_id"] for place in dataset.rows("places")}
        elif coded:
            assert reading["value"] in coded, (row_id, column)
            compared += 1
    assert compared > 1300  # all but those of atr-0021, whose quote was moved
