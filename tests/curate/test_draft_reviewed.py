"""``coverage`` of the sources, and ``coverage --draft``, which drafts rows of ``reviewed``."""

from __future__ import annotations

import csv
import io
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import example, given

from isk_indicators import cli, csvio
from isk_indicators.check import coverage, csv_table, gate
from isk_indicators.curate.draft import reviewed as drafts
from isk_indicators.rules import reviewed as reviewed_rules
from isk_indicators.rules.rule import PartialDataset
from isk_indicators.schema import DataPackage
from tests.sentences import ODD, texts

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in ("datasets", "schemas", "seeds"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "datapackage.json", tmp_path)
    return tmp_path


def drop(copy: Path, table: str, beginning: str) -> str:
    """Take the line that begins so out of a table; returns the table's bytes before."""
    path = copy / "datasets" / f"{table}.csv"
    lines = path.read_bytes().decode().splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(beginning)]
    assert len(kept) < len(lines)
    path.write_bytes("".join(kept).encode())
    return "".join(lines)


def put(copy: Path, table: str, column: str, text: str) -> bytes:
    """Type other text into a cell of the table's first row; returns the file's bytes before."""
    path = copy / "datasets" / f"{table}.csv"
    before = path.read_bytes()
    head, first, *rows = csv.reader(io.StringIO(before.decode(), newline=""))
    first[head.index(column)] = text
    path.write_bytes(csvio.document(head, [first, *rows]).encode())
    return before


def reviewed(copy: Path) -> list[dict[str, str]]:
    text = (copy / "datasets" / "reviewed.csv").read_bytes().decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_nothing_is_open_in_the_real_documents(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["coverage", "-C", str(copy)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"src-000: \d+ hits", lines[0])
    line = r"  harm +(\d+)  \1 by rows \(100%\), 0 reviewed \(0%\), 0 not codable \(0%\), 0 open .*"
    assert re.fullmatch(line, next(text for text in lines if text.startswith("  harm")))
    assert not any("open:" in line for line in lines)


def test_what_is_open_is_shown_in_its_sentence(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drop(copy, "reviewed", "src-004,1199,")
    assert cli.main(["coverage", "-C", str(copy)]) == 1
    (line,) = (line for line in capsys.readouterr().out.splitlines() if "open:" in line)
    assert line.startswith("  open: figure at 1227-1229: ")
    assert "provincial district [12]. In attacks in the North" in line


def test_a_draft_is_a_row_without_a_reason_in_its_place(copy: Path) -> None:
    before = drop(copy, "reviewed", "src-002,")
    assert cli.main(["coverage", "--draft", "-C", str(copy)]) == 1
    drafts = [row for row in reviewed(copy) if row["source_id"] == "src-002"]
    known = list(csv.DictReader(io.StringIO(before, newline="")))
    assert {(r["kind"], r["quote"]) for r in drafts} == {
        (r["kind"], r["quote"]) for r in known if r["source_id"] == "src-002"
    }
    assert {row["reason"] for row in drafts} == {""}
    assert {(f.rule, f.field) for f in gate.check(copy).findings} == {("required", "reason")}


def test_a_second_draft_adds_nothing(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drop(copy, "reviewed", "src-004,1199,")
    assert cli.main(["coverage", "--draft", "-C", str(copy)]) == 1
    drafted = (copy / "datasets" / "reviewed.csv").read_bytes()
    capsys.readouterr()
    assert cli.main(["coverage", "--draft", "-C", str(copy)]) == 0
    assert "0 drafted" in capsys.readouterr().out
    assert (copy / "datasets" / "reviewed.csv").read_bytes() == drafted


def test_a_draft_contains_no_hit_that_a_row_covers(copy: Path) -> None:
    """Else it would excuse that hit if the row went: 'many casualties, and some even suspect'."""
    drop(copy, "reviewed", "src-000,3950,")
    cli.main(["coverage", "--draft", "-C", str(copy)])
    (draft,) = (row for row in reviewed(copy) if not row["reason"])
    assert draft["quote"] == "casualties, and some even suspect the"


def test_neighbours_of_one_kind_are_one_draft(copy: Path) -> None:
    drop(copy, "reviewed", "src-001,0,")
    cli.main(["coverage", "--draft", "-C", str(copy)])
    (draft,) = (row for row in reviewed(copy) if not row["reason"])
    assert (draft["span_start"], draft["span_end"]) == ("0", "663")


@pytest.mark.parametrize("name", ["../README.md", "/etc/hosts", "", ".."])
def test_a_document_outside_of_the_folder_is_not_asked_for(
    copy: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = copy / "datasets" / "sources.csv"
    document = next((copy / "seeds").glob("000_*.txt")).name
    path.write_bytes(path.read_bytes().replace(document.encode(), name.encode()))
    assert cli.main(["coverage", "-C", str(copy)]) == 2
    assert capsys.readouterr().err == (
        f"coverage: src-000: datasets/sources.csv:2:9: {name!r} is not a file name: type a plain "
        "file name such as 000_text.txt\n"
    )


def test_a_document_that_is_not_the_one_described_stops_it(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = next((copy / "seeds").glob("000_*.txt"))
    document.write_bytes(document.read_bytes() + b"More.\n")
    assert cli.main(["coverage", "-C", str(copy)]) == 2
    assert "src-000: seeds/000_" in capsys.readouterr().err


# Beside a cell at fault

AT_FAULT = (
    ("casualties", "span_start", "x"),
    ("casualties", "span_end", "99999999"),
    ("casualties", "stated_low", "1e3"),
    ("casualties", "harm", "kil"),
    ("casualties", "incident_id", "inc-9999"),
    ("incidents", "date", "2024-99"),
    ("incidents", "count_low", "9" * 400),
    ("places", "latitude", "north"),
    ("evidence", "row_id", "zzz"),
    ("reviewed", "span_start", "abc"),
    ("reviewed", "span_start", ""),
    ("reviewed", "kind", "figures"),
)


@pytest.mark.parametrize(("table", "column", "text"), AT_FAULT)
def test_beside_a_cell_at_fault_it_leaves_open_what_the_check_does(
    copy: Path, capsys: pytest.CaptureFixture[str], table: str, column: str, text: str
) -> None:
    put(copy, table, column, text)
    report = gate.check(copy)
    code = cli.main(["coverage", "-C", str(copy)])
    lines = capsys.readouterr().out.splitlines()
    unsure = [line for line in lines if line.startswith("  not checked: ")]
    reported = [line.split()[2] for line in report.not_checked if line.startswith("what covers")]
    assert len(unsure) == sum(map(int, reported))
    still_open = [line for line in lines if line.startswith("  open: ")]
    assert len(still_open) == sum(f.rule.startswith("open-") for f in report.findings)
    assert code == int(bool(unsure or still_open))


@pytest.mark.parametrize(("table", "column", "text"), AT_FAULT)
def test_what_may_be_covered_once_the_cell_is_right_is_not_drafted(
    copy: Path, table: str, column: str, text: str
) -> None:
    before = put(copy, table, column, text)
    rows = reviewed(copy)
    assert cli.main(["coverage", "--draft", "-C", str(copy)]) in (0, 1)
    if table == "reviewed":
        assert sorted(map(str, reviewed(copy))) == sorted(map(str, rows))
    else:
        (copy / "datasets" / f"{table}.csv").write_bytes(before)
        assert gate.check(copy).findings == ()


def test_hits_that_depend_on_a_row_at_fault_are_counted_apart(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(copy, "casualties", "harm", "kil")
    assert cli.main(["coverage", "-C", str(copy)]) == 1
    out = capsys.readouterr().out
    reported = (
        "4 by rows (80%), 0 reviewed (0%), 0 not codable (0%), 0 open (0%), 1 not checked (20%)"
    )
    assert reported in out
    assert "  not checked: harm at " in out
    last = "not checked: 2, since a faulty row may cover them; correct the rows that"
    assert out.splitlines()[-1].startswith(last)
    assert cli.main(["coverage", "--draft", "-C", str(copy)]) == 1
    assert capsys.readouterr().out.splitlines()[-1].startswith(last)


@pytest.mark.parametrize("start", ["abc", "", "\u0663"])
def test_beside_cells_at_fault_what_nothing_covers_is_drafted(copy: Path, start: str) -> None:
    drop(copy, "reviewed", "src-004,1199,")
    put(copy, "casualties", "harm", "kil")
    put(copy, "reviewed", "span_start", start)
    assert cli.main(["coverage", "--draft", "-C", str(copy)]) == 1
    (draft,) = (row for row in reviewed(copy) if not row["reason"])
    assert (draft["source_id"], draft["kind"]) == ("src-004", "figure")


@pytest.mark.parametrize(("column", "text"), [("sha256", ""), ("source_id", "src-00O")])
def test_a_source_whose_row_is_at_fault_stops_it(
    copy: Path, capsys: pytest.CaptureFixture[str], column: str, text: str
) -> None:
    put(copy, "sources", column, text)
    before = reviewed(copy)
    assert cli.main(["coverage", "--draft", "-C", str(copy)]) == 2
    assert "correct its row in sources" in capsys.readouterr().err
    assert reviewed(copy) == before


# Drafts of any document


def drafted(real: DataPackage, text: str) -> list[drafts.Passage]:
    """What is drafted of a document without any row."""
    return drafts.passages(coverage.of_source(PartialDataset(real, {}), {}, "src-000", text))


@given(texts())
@example("\n".join(ODD))
def test_a_passage_is_a_span_as_the_rules_want_it(real: DataPackage, text: str) -> None:
    passages = drafted(real, text)
    rows = [
        {"source_id": p.source_id, "span_start": p.span_start, "span_end": p.span_end}
        for p in passages
    ]
    frame = pd.DataFrame(rows, columns=real.schemas["reviewed"].names, dtype=object)
    frame["quote"] = [text[p.span_start : p.span_end] for p in passages]
    frame["kind"] = [p.kind for p in passages]
    frame["reason"] = "idiom"
    assert reviewed_rules.validate(frame, {"src-000": text}).problems == ()
    quote = real.schemas["reviewed"].by_name["quote"]
    assert [f for p in passages for f in csv_table.cell_problems(p.quote, quote, set(text))] == []


@given(texts())
def test_each_open_hit_is_within_a_passage_of_its_kind(real: DataPackage, text: str) -> None:
    account = coverage.of_source(PartialDataset(real, {}), {}, "src-000", text)
    passages = drafts.passages(account)
    for hit in account.open:
        assert [
            p
            for p in passages
            if p.kind == hit.kind and p.span_start <= hit.start < hit.end <= p.span_end
        ]
    for p in passages:
        assert [
            h
            for h in account.open
            if h.kind == p.kind and p.span_start <= h.start < h.end <= p.span_end
        ]
