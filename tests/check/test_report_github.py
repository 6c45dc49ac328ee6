from __future__ import annotations

from pathlib import Path

import pytest

from isk_indicators.check import report_machine
from isk_indicators.check.gate import Report
from tests.check.finding_factory import finding
from tests.check.sample_package import SamplePackage


def log(report: Report, **environment: str) -> list[str]:
    return list(report_machine.github_lines(report, environment))


def test_a_finding_is_an_annotation_on_its_line() -> None:
    first, *_ = log(Report((finding(),)))
    assert first == (
        "::error file=datasets/casualties.csv,line=14,col=23,"
        "title=figure-in-quote%3A cas-0013 figure"
        "::error[figure-in-quote] cas-0013 figure: Copy the figure."
        "%0Afound:    144%0Aexpected: words of the quote"
    )


def test_a_warning_is_one_here_too() -> None:
    first, *_ = log(Report((finding(severity="warning"),)))
    assert first.startswith("::warning file=")


def test_what_would_end_a_property_or_the_line_is_escaped() -> None:
    hostile = finding(file="a,b:c%.csv", row_id="x\r\n::error::y", message="50 %\n::error::z")
    first, *_ = log(Report((hostile,)))
    assert first.startswith("::error file=a%2Cb%3Ac%25.csv,line=14,")
    assert "50 %25\\n::error::z" in first
    assert not {"\r", "\n"}.intersection(first)
    assert report_machine.workflow_command("error", "a%\r\n:,b", file="c%\r\n:,d") == (
        "::error file=c%25\\r\\n%3A%2Cd::a%25%0D%0A:,b"
    )


def test_nine_are_annotated_errors_first_and_the_tenth_counts_the_rest(tmp_path: Path) -> None:
    warnings = tuple(finding(line=line, severity="warning") for line in range(1, 8))
    errors = tuple(finding(line=line) for line in range(20, 25))
    report = Report((*warnings, *errors))
    reported = [line for line in log(report) if line.startswith("::")]
    assert [line.split(" ")[0] for line in reported] == ["::error"] * 5 + ["::warning"] * 5
    assert reported[-1].endswith("::and 3 more, all listed as text: isk-indicators check")
    with_summary = log(report, GITHUB_STEP_SUMMARY=str(tmp_path / "summary.md"))
    assert "::and 3 more, all listed in the summary of this run" in with_summary[9]
    assert len([line for line in log(Report(errors * 2)) if line.startswith("::error")]) == 10
    assert not any("more" in line for line in log(Report(errors)))


def test_the_log_ends_with_the_gaps_and_the_summary() -> None:
    *_, gap, summary = log(Report((finding(),), ("one\n::error::x",)))
    assert (gap, summary) == ("not checked: one\\n::error::x", "1 error in 1 file")


def test_notes_stand_in_the_log_and_in_the_summary() -> None:
    report = Report(notes=("no <release>",))
    assert "note: no <release>" in log(report)
    assert not [line for line in log(report) if line.startswith("::")]
    assert report_machine.github_summary(report).endswith("\n- note: no &#60;release&#62;\n")


def test_a_check_that_could_not_run_is_an_error() -> None:
    assert log(Report(stopped="no % folder")) == [
        "::error title=isk-indicators check::could not check: no %25 folder"
    ]


def test_hints_are_in_the_annotation(sample: SamplePackage) -> None:
    sample.set("casualties", 2, "span_start", "26")
    sample.set("evidence", 2, "column_name", "plase_id")
    first, second, *_ = report_machine.github_lines(sample.check(), {})
    assert "%0Athe corrected line: cas-0001,inc-0001,killed," in first
    assert second.endswith("%0Adid you mean: place_id?")


@pytest.mark.parametrize(
    ("workspace", "folder", "file"),
    [
        (".", ".", "datasets/casualties.csv"),
        (".", "data/isk", "data/isk/datasets/casualties.csv"),
        ("elsewhere", "data", "datasets/casualties.csv"),
    ],
)
def test_files_are_named_from_the_repositorys_root(
    workspace: str, folder: str, file: str, tmp_path: Path
) -> None:
    environment = {"GITHUB_WORKSPACE": str(tmp_path / workspace)}
    first, *_ = report_machine.github_lines(
        Report((finding(),), root=tmp_path / folder), environment
    )
    assert first.startswith(f"::error file={file},line=14,")


# The step summary


def test_the_summary_lists_every_finding_behind_what_stands_there(tmp_path: Path) -> None:
    path = tmp_path / "summary.md"
    path.write_text("before\n", encoding="utf-8")
    findings = tuple(finding(line=line) for line in range(1, 31))
    log(Report(findings, ("the rest",)), GITHUB_STEP_SUMMARY=str(path))
    text = path.read_text(encoding="utf-8")
    assert text.startswith("before\n## isk-indicators check\n\n30 errors in 1 file\n\n| place |")
    rows = [line for line in text.splitlines() if line.startswith("| datasets/")]
    assert len(rows) == 30
    assert rows[0] == (
        "| datasets/casualties.csv:1:23 | error&#91;figure-in-quote&#93; | cas-0013 | figure "
        "| Copy the figure. | 144 | words of the quote |"
    )
    assert text.endswith("\n- not checked: the rest\n")


def test_a_summary_that_cannot_be_written_is_a_line_more(tmp_path: Path) -> None:
    path = tmp_path / "none" / "summary.md"
    first, *rest = log(Report((finding(),) * 12), GITHUB_STEP_SUMMARY=str(path))
    assert first == f"the step summary could not be written: {path} (No such file or directory)"
    assert rest == log(Report((finding(),) * 12))


def test_nothing_in_a_cell_marks_anything_up() -> None:
    row = report_machine.github_summary(
        Report((finding(found="a|b <img> `c` [d](e) **f** @g &amp; \\\nh"),))
    )
    assert row.splitlines()[6].count("|") == 8
    assert not set("<>`*@\\").intersection(row.splitlines()[6])


def test_a_clean_report_has_no_table() -> None:
    assert report_machine.github_summary(Report(counts={"actors": 3})) == (
        "## isk-indicators check\n\ndatasets: 1 table, 3 rows: no faults\n\n\n"
    )


def test_a_summary_beyond_one_mebibyte_is_cut_with_a_notice(tmp_path: Path) -> None:
    path = tmp_path / "summary.md"
    findings = tuple(finding(line=line, message="é" * 500) for line in range(1, 2001))
    log(Report(findings), GITHUB_STEP_SUMMARY=str(path))
    text = path.read_bytes().decode("utf-8")
    assert 900_000 < len(text.encode("utf-8")) <= report_machine.LARGEST_SUMMARY
    rows = text.count("| datasets/")
    assert f"\n{2000 - rows + 1} further lines are left out" in text


def test_a_stopped_check_says_so_in_the_summary() -> None:
    assert report_machine.github_summary(Report(stopped="no <folder>")).endswith(
        "could not check: no &#60;folder&#62;\n"
    )
