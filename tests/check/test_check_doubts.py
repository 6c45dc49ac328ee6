"""A fault in one cell hides no missing row elsewhere, and is not reported as a missing row."""

from __future__ import annotations

import csv
import hashlib
import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from isk_indicators.check import gate
from isk_indicators.check.coverage import RULES
from isk_indicators.check.coverage_index import SPAN
from isk_indicators.check.doubts import Doubts, Faults
from isk_indicators.check.finding import Finding
from isk_indicators.check.gate import Report
from isk_indicators.detectors import Hit
from tests.check.sample_package import written

ROOT = Path(__file__).resolve().parents[2]
PLANTED = (
    "\nA blast killed nine men on 3 May 1999, a clerk said. The Blue Band carried out the raid: "
    "“It was good.”\n"
)
FOUND = {"killed", "nine", "3 May 1999", "said", "carried out", "It was good."}
TABLES = (
    "incidents casualties force_estimates statements attributions evidence reviewed actors places"
).split()

Place = tuple[str, str, int, int]


class Copy:
    """A copy of this checkout's data, with a line planted into its last document."""

    def __init__(self, root: Path) -> None:
        for name in ("datasets", "schemas", "seeds"):
            shutil.copytree(ROOT / name, root / name)
        shutil.copy(ROOT / "datapackage.json", root)
        self.root = root
        self._plant()
        self.before = gate.check(root)

    def rows(self, table: str) -> list[list[str]]:
        text = (self.root / "datasets" / f"{table}.csv").read_bytes().decode()
        return list(csv.reader(io.StringIO(text, newline="")))

    def write(self, table: str, rows: list[list[str]]) -> None:
        data = "".join(f"{written(row)}\n" for row in rows).encode()
        (self.root / "datasets" / f"{table}.csv").write_bytes(data)

    def _plant(self) -> None:
        head, *rows = self.rows("sources")
        cells = dict(zip(head, rows[-1], strict=True))
        document = self.root / "seeds" / cells["file"]
        text = document.read_bytes().decode() + PLANTED
        document.write_bytes(text.encode())
        cells["sha256"] = hashlib.sha256(text.encode()).hexdigest()
        cells["characters"] = str(len(text))
        self.write("sources", [head, *rows[:-1], list(cells.values())])

    def with_cell(self, table: str, row: int, column: int, text: str) -> Report:
        """What the check says if a cell holds this text."""
        rows = self.rows(table)
        changed = [list(cells) for cells in rows]
        changed[row][column] = text
        self.write(table, changed)
        report = gate.check(self.root)
        self.write(table, rows)
        return report


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    return Copy(tmp_path_factory.mktemp("copy"))


def on_coverage(report: Report) -> Iterator[Finding]:
    return (finding for finding in report.findings if finding.rule in RULES)


def place(finding: Finding) -> Place:
    return finding.rule, finding.file, finding.line, finding.column


def test_what_is_planted_is_found_before_any_fault(copy: Copy) -> None:
    assert {f.found for f in on_coverage(copy.before)} >= FOUND


@settings(max_examples=8)
@given(st.sampled_from(TABLES), st.integers(0, 10_000), st.integers(0, 10_000), st.data())
@example("casualties", 0, 5, None)  # its harm
@example("casualties", 0, 1, None)  # its incident
@example("actors", 9, 0, None)  # an id that statements name
@example("evidence", 0, 2, None)  # the row that it is for
def test_a_fault_on_the_real_data_is_no_missing_row(
    copy: Copy, table: str, row: int, column: int, data: st.DataObject | None
) -> None:
    head, *rows = copy.rows(table)
    row, column = row % len(rows), column % len(head)
    others = sorted({r[column] for r in rows} - {rows[row][column]}) or ["x"]
    bad = [f"{rows[row][column]}x", "", rows[row][column][:-1], *others]
    text = bad[0] if data is None else data.draw(st.sampled_from(bad))
    report = copy.with_cell(table, row + 1, column, text)
    before = {place(f) for f in copy.before.findings}
    new = [f for f in report.findings if place(f) not in before]
    if any(f.rule not in RULES for f in new):
        assert [f for f in new if f.rule in RULES] == []
    if head[column] not in {*SPAN, head[0]}:
        assert {f.found for f in on_coverage(report)} >= FOUND


# What a row may cover


def doubts(*stretches: tuple[str, str, int, int]) -> Doubts:
    return Doubts({("casualties", 3): list(stretches)})


@pytest.mark.parametrize(
    ("stretch", "hit", "covered"),
    [
        (("harm", "", 5, 9), Hit(5, 9, "harm", ("killed",)), True),
        (("harm", "", 5, 9), Hit(8, 12, "harm", ("killed",)), True),
        (("harm", "", 5, 9), Hit(9, 12, "harm", ("killed",)), False),
        (("harm", "", 5, 9), Hit(5, 9, "figure"), False),
        (("harm", "killed", 5, 9), Hit(5, 9, "harm", ("killed",)), True),
        (("harm", "killed", 5, 9), Hit(5, 9, "harm", ("wounded",)), False),
        (("date", "2024", 5, 9), Hit(5, 9, "date", ("2024", "March")), True),
        (("date", "2024", 5, 9), Hit(5, 9, "date"), False),
        (("date", "no value", 5, 9), Hit(5, 9, "date"), True),
        (("date", "no value", 5, 9), Hit(5, 9, "date", ("2024",)), False),
        (("figure", "duration", 5, 9), Hit(5, 9, "figure", ("duration",)), True),
        (("figure", "duration", 5, 9), Hit(5, 9, "figure"), False),
    ],
)
def test_which_hits_a_stretch_may_cover(
    stretch: tuple[str, str, int, int], hit: Hit, covered: bool
) -> None:
    assert doubts(stretch).may_cover(hit) is covered
    assert list(doubts(stretch).rows([hit])) == [("casualties", 3)] * covered


def test_rows_without_a_fault_are_sound() -> None:
    faults = Faults({"casualties": {3: frozenset({"harm"})}})
    assert faults
    assert faults.sound("casualties", [2, 3, 4]) == [2, 4]
    assert faults.sound("incidents", [3]) == [3]
    assert not Faults()
    assert Faults(lost=["evidence"])
    assert Faults(ids=True)
