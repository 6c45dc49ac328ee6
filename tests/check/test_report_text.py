from __future__ import annotations

from isk_indicators.check import report_text
from isk_indicators.check.finding import escape_invisible
from isk_indicators.check.gate import Report
from tests.check.finding_factory import finding


def test_a_finding_is_a_block() -> None:
    assert list(report_text.plain_finding(finding())) == [
        "datasets/casualties.csv:14:23: error[figure-in-quote] cas-0013 figure: Copy the figure.",
        "    found:    144",
        "    expected: words of the quote",
    ]


def test_what_is_not_there_is_left_out() -> None:
    bare = finding(row_id=None, field=None, found="", expected="")
    assert list(report_text.plain_finding(bare)) == [
        "datasets/casualties.csv:14:23: error[figure-in-quote] Copy the figure."
    ]


def test_a_clean_report_is_its_summary_alone() -> None:
    report = Report(counts={"actors": 3, "places": 1})
    assert list(report_text.plain_lines(report)) == ["datasets: 2 tables, 4 rows: no faults"]


def test_the_summary_counts_errors_warnings_and_files() -> None:
    findings = (finding(), finding(severity="warning"), finding(file="datasets/actors.csv"))
    assert report_text.summary(Report(findings)) == "2 errors, 1 warning in 2 files"
    assert report_text.summary(Report(findings[:1])) == "1 error in 1 file"
    assert report_text.summary(Report(findings[1:2])) == "1 warning in 1 file"


def test_what_was_not_checked_stands_before_the_summary() -> None:
    *_, not_checked, summary = report_text.plain_lines(Report((finding(),), ("one\ntwo",)))
    assert (not_checked, summary) == ("not checked: one\\ntwo", "1 error in 1 file")


def test_notes_stand_before_the_summary_and_are_no_fault() -> None:
    report = Report(not_checked=("one",), notes=("two\nlines",), counts={"actors": 1})
    assert list(report_text.plain_lines(report)) == [
        "not checked: one",
        "note: two\\nlines",
        "datasets: 1 table, 1 row: no faults",
    ]
    assert report.exit_code == 0


def test_a_check_that_could_not_run_says_why() -> None:
    assert list(report_text.plain_lines(Report(stopped="no such folder"))) == [
        "could not check: no such folder"
    ]


def test_many_findings_of_a_rule_are_cut_short_and_counted() -> None:
    many = tuple(finding(line=line) for line in range(1, 61))
    lines = list(report_text.plain_lines(Report((*many, finding(rule="enum", line=99)))))
    assert sum("error[figure-in-quote]" in line for line in lines) == 50
    assert "and 10 more of figure-in-quote" in lines
    assert sum("error[enum]" in line for line in lines) == 1


def test_what_cannot_be_seen_is_escaped() -> None:
    hidden = "a\u202eb\u200bc\td\ne\x00f\udc80g\ue000\u2028"
    assert escape_invisible(hidden) == ("a\\u202eb\\u200bc\\td\\ne\\x00f\\udc80g\\ue000\\u2028")
    assert escape_invisible("Kermān “50” \U0001f399") == "Kermān “50” \U0001f399"


def test_long_values_are_cut_in_the_middle() -> None:
    shown = report_text.shorten("a" * 500 + "b" * 500)
    assert len(shown) <= report_text.LONGEST_VALUE
    assert (shown[0], shown[-1]) == ("a", "b")
    assert "..." in shown
    assert report_text.shorten("a" * report_text.LONGEST_VALUE) == "a" * report_text.LONGEST_VALUE


def test_a_finding_in_a_hostile_file_name_stays_on_one_line() -> None:
    (first, *_) = report_text.plain_finding(finding(file="datasets/a\nb.csv"))
    assert first.startswith("datasets/a\\nb.csv:14:23:")
