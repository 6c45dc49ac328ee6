"""What the benchmarks measure is sound: made-up rows and planted mistakes, the same every time."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from isk_indicators.check import gate

BENCHMARKS = Path(__file__).resolve().parents[1] / "benchmarks"


@pytest.fixture
def made_up(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return benchmark(monkeypatch, "made_up")


@pytest.fixture
def planting(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return benchmark(monkeypatch, "planting")


@pytest.fixture
def single_cells(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return benchmark(monkeypatch, "single_cells")


@pytest.fixture
def mistakes(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return benchmark(monkeypatch, "mistakes")


@pytest.fixture
def drafts(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return benchmark(monkeypatch, "drafts")


def benchmark(monkeypatch: pytest.MonkeyPatch, name: str) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module(name)


def printed(*command: str) -> str:
    """What a benchmark prints; it must end without an error."""
    done = subprocess.run(
        [sys.executable, *command], cwd=BENCHMARKS, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("rows", [80, 500])
def test_the_gate_accepts_what_is_made_up(made_up: ModuleType, tmp_path: Path, rows: int) -> None:
    made_up.write(tmp_path, rows)
    report = gate.check(tmp_path)
    assert report.stopped == ""
    assert report.findings == ()
    assert report.not_checked == ()
    assert report.counts["incidents"] + report.counts["casualties"] == rows


def test_every_quote_is_another(made_up: ModuleType) -> None:
    quotes = [reported.deed for d in made_up.documents(1000) for reported in d.reported]
    quotes += [reported.toll for d in made_up.documents(1000) for reported in d.reported]
    assert len(set(quotes)) == 2000


def test_the_same_number_of_rows_gives_the_same_bytes(made_up: ModuleType, tmp_path: Path) -> None:
    contents = []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        made_up.write(tmp_path / name, 100)
        files = sorted(path for path in (tmp_path / name).rglob("*") if path.is_file())
        contents.append([(path.name, path.read_bytes()) for path in files])
    assert contents[0] == contents[1]


def test_the_table_of_the_check_has_its_stages() -> None:
    command = [sys.executable, "gate.py", "--largest", "1000", "--only", "the gate"]
    done = subprocess.run(command, cwd=BENCHMARKS, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    for stage in ("files", "structure", "links", "rules", "coverage"):
        assert f"| – {stage} " in done.stdout
    assert "Ours: files" in done.stdout


# Planted changes


def test_a_copy_has_no_releases_and_is_clean_after_a_change(
    planting: ModuleType, tmp_path: Path
) -> None:
    copy = planting.Copy(tmp_path)
    tables = planting.Tables()
    rows = [{**tables.rows["casualties"][0], "stated_low": "143"}, *tables.rows["casualties"][1:]]
    assert not (tmp_path / "releases").exists()
    assert copy.check(tables.file("casualties", rows)).rules == ("figure-low",)
    assert copy.check({}) == planting.Outcome(())


def test_what_only_a_missing_user_reports_is_caught_by_chance(planting: ModuleType) -> None:
    assert planting.Outcome(("unused",)).by_chance
    assert not planting.Outcome(("place-named", "unused")).by_chance
    assert not planting.Outcome(()).by_chance


def test_every_single_change_is_one_cell_that_its_column_allows(
    planting: ModuleType, single_cells: ModuleType
) -> None:
    tables = planting.Tables()
    changes = single_cells.changes(tables, 0)
    assert changes == single_cells.changes(planting.Tables(), 0)
    assert len(set(changes)) == len(changes)
    assert {change.kind for change in changes} == {*single_cells.KINDS}
    for change in changes:
        field = tables.schemas[change.table].by_name[change.column]
        assert change.text != tables.rows[change.table][change.number][change.column]
        assert not field.enum or change.text in ("", *field.enum)
        assert change.text or not field.required


@pytest.mark.parametrize(
    ("text", "step", "expected"),
    [
        ("144", 1, "145"),
        ("0", -1, "1"),
        ("34.52813", -1, "33.52813"),
        ("2024-03", 1, "2024-04"),
        ("2024-12", 1, "2024-11"),
        ("../2022-09", -1, "../2022-08"),
        ("2021-08/..", 1, "2021-09/.."),
        ("2015-01/2024", 1, "2015-01/2025"),
    ],
)
def test_a_number_or_date_is_off_by_one(
    single_cells: ModuleType, text: str, step: int, expected: str
) -> None:
    assert single_cells._off_by_one(text, step) == expected


def test_the_tables_of_single_cells_have_their_columns_and_kinds() -> None:
    out = printed("single_cells.py", "--each", "1", "--only", "sources", "--jobs", "2")
    assert "| sources.sha256 " in out
    assert "| another row's value " in out
    assert "| all but the columns of spans " in out


def test_every_mistake_is_planted_once_and_has_its_reason(
    planting: ModuleType, mistakes: ModuleType
) -> None:
    tables = planting.Tables()
    lines = mistakes.read()
    files = [tuple(sorted(mistakes.planted(tables, mistake).items())) for mistake in lines]
    assert len(set(files)) == len(files)
    assert all(mistake["why"].endswith(".") and mistake["kind"] for mistake in lines)


def test_a_mistake_that_changes_nothing_is_refused(
    planting: ModuleType, mistakes: ModuleType
) -> None:
    mistake = {"table": "casualties", "row": "cas-0001", "cells": {"figure": "144"}}
    with pytest.raises(ValueError, match="nothing is changed"):
        mistakes.planted(planting.Tables(), mistake)


def test_the_table_of_mistakes_lists_what_is_not_caught() -> None:
    out = printed("mistakes.py", "--kind", "harm", "suicide")
    assert "| harm " in out
    assert "Not caught:" in out


def test_a_table_is_put_between_its_marks(
    planting: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    page.write_text("One.\n<!-- a -->\nold\n<!-- /a -->\n<!-- b -->\n<!-- /b -->\nTwo.\n")
    monkeypatch.setattr(planting, "PAGE", page)
    planting.write("b", "| x |")
    planting.write("a", "new")
    assert page.read_text() == (
        "One.\n<!-- a -->\nnew\n<!-- /a -->\n<!-- b -->\n| x |\n<!-- /b -->\nTwo.\n"
    )


def test_the_page_has_every_kind_of_mistake_and_every_column(
    planting: ModuleType, mistakes: ModuleType, single_cells: ModuleType
) -> None:
    page = planting.PAGE.read_text(encoding="utf-8")
    planted = dict(re.findall(r"^\| ([\w.,' -]+?) +\| +([\d,]+) \|", page, re.MULTILINE))
    for kind, count in Counter(mistake["kind"] for mistake in mistakes.read()).items():
        assert planted[kind] == str(count)
    columns = {f"{c.table}.{c.column}" for c in single_cells.changes(planting.Tables(), 1)}
    assert columns <= planted.keys()


# Drafts


def test_the_page_of_drafts_has_what_is_measured(drafts: ModuleType) -> None:
    results = drafts.draft_all()
    page = drafts.PAGE.read_text("utf-8")
    for name, text in (
        ("drafts", drafts.of_tables(results)),
        ("unseen", drafts.of_unseen(results)),
        ("marks", drafts.of_marks(results)),
    ):
        assert f"<!-- {name} -->\n{text}\n<!-- /{name} -->" in page, "python benchmarks/drafts.py"
    totals = drafts.totals(results)
    assert {name for name, count in totals.items() if 100 * count.right < 85 * count.rows} <= {
        "evidence"
    }
    for name in drafts.CLAIMS:
        count = totals[name]
        assert 100 * (count.proposed - count.right) <= 30 * count.proposed
        assert 100 * count.figures_right >= 97 * count.figures
