"""The report as text, for a log and for a screen."""

from __future__ import annotations

import io
import sys

import pytest

from isk_indicators.check import report_text
from isk_indicators.check.gate import Report
from isk_indicators.check.report_text import Screen
from isk_indicators.screen import escape_invisible
from isk_indicators.tables import ReadingCounts
from tests.check.finding_factory import finding
from tests.check.sample_package import CLAIM, KILLING, SamplePackage, by_rule, written

# In a log


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
    readings = (ReadingCounts("actors", "kind", 1, 0, 0),)
    report = Report((), ("one",), {"actors": 1}, notes=("two\nlines",), readings=readings)
    assert list(report_text.plain_lines(report)) == [
        "not checked: one",
        "note: two\\nlines",
        "read twice: 0 of 1 coded cells; read once: 1 (actors 1)",
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


# On a screen


COLOUR = Screen(colour=True)
ASCII = Screen(encoding="ascii")


def shown(sample: SamplePackage, screen: Screen = Screen()) -> list[str]:  # noqa: B008 - it is frozen
    return list(report_text.screen_lines(sample.check(), screen))


class Terminal(io.StringIO):
    encoding = "cp1252"

    def isatty(self) -> bool:
        return True


# What a finding looks like


def test_the_line_is_shown_with_a_caret_under_the_cell(sample: SamplePackage) -> None:
    sample.set("casualties", 2, "covers", "most")
    lines = shown(sample)
    head = "datasets/casualties.csv:2:45: error[enum] cas-0001 covers: "
    at = next(number for number, line in enumerate(lines) if line.startswith(head))
    found, expected, line, caret = lines[at + 1 : at + 5]
    assert (found, expected[:14]) == ("    found:    most", "    expected: ")
    assert line.startswith("    …0001,killed,unspecified,people,most,")
    assert line[caret.index("▲") :].startswith("most,")


def test_a_long_line_is_cut_to_the_screen(sample: SamplePackage) -> None:
    sample.set("casualties", 2, "note", "word " * 40 + "x ")
    _, _, _, line, caret, *_ = shown(sample, Screen(width=60))
    assert line.startswith("    …")
    assert len(line) <= 60
    assert line[caret.index("▲") :].startswith("word ")


def test_a_no_break_space_and_an_emoji_do_not_shift_the_caret(sample: SamplePackage) -> None:
    sample.set("attributions", 2, "note", "x\u202ey")
    sample.set("attributions", 2, "certainty", "sure")
    carets = [line for line in shown(sample) if line.strip() == "▲"]
    lines = [line for line in shown(sample) if "Band" in line or "sure" in line]
    assert any(li[c.index("▲") :].startswith("sure") for li in lines for c in carets)
    assert any(li[c.index("▲") :].startswith("x\\u202ey") for li in lines for c in carets)


def test_a_screen_without_the_signs_gets_others(sample: SamplePackage) -> None:
    sample.set("casualties", 2, "note", "word " * 40 + "x ")
    text = "\n".join(shown(sample, ASCII))
    assert "▲" not in text
    assert "…" not in text
    assert "    ..." in text
    assert any(line.strip() == "^" for line in text.splitlines())


def test_a_missing_file_has_no_line_to_show(sample: SamplePackage) -> None:
    sample.path("casualties").unlink()
    assert not any("▲" in line for line in shown(sample))


def test_the_line_of_a_file_in_utf_16_is_shown(sample: SamplePackage) -> None:
    sample.change("casualties", lambda data: data.decode().encode("utf-16"))
    assert any(line.startswith("    casualty_id,incident_id") for line in shown(sample))


def test_nothing_from_a_file_steers_the_terminal(sample: SamplePackage) -> None:
    sample.set("casualties", 2, "victim_text", "\x1b[2J\x9b31m\x07people\u202e")
    text = "".join(shown(sample, COLOUR))
    own = text.replace("\x1b[0m", "")
    for style in report_text.STYLES.values():
        own = own.replace(f"\x1b[{style}m", "")
    assert not set("\x1b\x9b\x07\u202e").intersection(own)


def test_colour_changes_nothing_else(sample: SamplePackage) -> None:
    sample.set("casualties", 2, "harm", "hurt")
    coloured = "\n".join(shown(sample, COLOUR))
    assert "\x1b[1;31merror[enum]\x1b[0m" in coloured
    bare = coloured.replace("\x1b[0m", "")
    for style in report_text.STYLES.values():
        bare = bare.replace(f"\x1b[{style}m", "")
    assert bare == "\n".join(shown(sample))


def test_a_clean_report_and_one_that_stopped() -> None:
    clean = Report(counts={"actors": 3})
    assert list(report_text.screen_lines(clean)) == ["datasets: 1 table, 3 rows: no faults"]
    stopped = Report(stopped="no such folder")
    assert list(report_text.screen_lines(stopped)) == ["could not check: no such folder"]


# What may be meant


def test_a_near_value_is_suggested(sample: SamplePackage) -> None:
    sample.set("evidence", 2, "column_name", "plase_id")
    assert "    did you mean: place_id (Place)?" in shown(sample)


def test_what_the_message_suggests_is_not_suggested_twice(sample: SamplePackage) -> None:
    sample.set("casualties", 2, "harm", "Killed")
    text = "\n".join(shown(sample))
    assert "Did you mean killed?" in text
    assert "did you mean" not in text


def test_an_id_is_suggested_with_what_it_names(sample: SamplePackage) -> None:
    sample.set("casualties", 2, "incident_id", "inc-1")
    assert "    did you mean: inc-0001 (Attack in Farville)?" in shown(sample)


def test_an_id_of_the_same_words_is_suggested_first(sample: SamplePackage) -> None:
    sample.set("casualties", 3, "incident_id", "inc-9999")
    assert "    did you mean: inc-0002 (Attack on a market in Oldtown)?" in shown(sample)


def test_nothing_like_is_no_suggestion(sample: SamplePackage) -> None:
    sample.set("casualties", 3, "covers", "everything")
    assert "did you mean" not in "".join(shown(sample)).lower()


# Quotes that moved


@pytest.mark.parametrize(("start", "end"), [("26", "96"), ("2", "9999"), ("25", "40")])
def test_a_moved_quote_is_reported_with_the_line_to_paste(
    sample: SamplePackage, start: str, end: str
) -> None:
    sound = sample.data("casualties").decode().split("\n")[1]
    cells = dict(
        zip(sample.package.schemas["casualties"].names, sample.cells("casualties", 2), strict=True)
    )
    cells |= {"span_start": start, "span_end": end}
    sample.line("casualties", 2, lambda _: written([*cells.values()]))
    lines = shown(sample)
    at = lines.index("    paste this line in its place:")
    assert lines[at + 1] == sound
    assert lines[at - 2].startswith(f"    row points to: src-000 {start}-{end}")
    assert lines[at - 1].startswith("    quote is at:   src-000 25-95: ")
    assert f"[{KILLING}]" in lines[at - 1]


def test_the_pasted_line_passes(sample: SamplePackage) -> None:
    sample.set("attributions", 2, "span_start", "3")
    sample.set("attributions", 2, "quote", CLAIM.replace("\u00a0", " "))
    assert "span-slice" in by_rule(sample.check())
    lines = shown(sample)
    line = lines[lines.index("    paste this line in its place:") + 1]
    assert "\u00a0" in line
    assert (
        "    but reads:     SPACE (U+0020) is typed after 'ch 23, 2024, the Red', "
        "where NO-BREAK SPACE (U+00A0) is printed"
    ) in lines
    sample.line("attributions", 2, lambda _: line)
    assert "span-slice" not in by_rule(sample.check())


def test_of_several_places_the_nearest_is_taken_and_the_others_counted(
    sample: SamplePackage,
) -> None:
    sample.set("places", 2, "span_start", "169")
    sample.set("places", 2, "span_end", "177")
    found = next(line for line in shown(sample) if "quote is at" in line)
    assert found.endswith("(2 further places)")
    assert "src-000 170-178" in found


def test_a_line_that_cannot_be_shown_is_not_given_for_pasting(sample: SamplePackage) -> None:
    sample.set("attributions", 2, "span_start", "3")
    assert not any("paste" in line for line in shown(sample, ASCII))
    assert any("type that span" in line for line in shown(sample, ASCII))


def test_a_quote_at_its_place_but_typed_otherwise_is_reported_once(sample: SamplePackage) -> None:
    sample.set("attributions", 2, "quote", CLAIM.replace("\u00a0", " "))
    lines = shown(sample)
    assert sum("quote is at" in line for line in lines) == 1
    assert sum("but reads" in line for line in lines) == 1
    assert not any("row points to" in line for line in lines)


def test_the_context_of_a_place_stays_in_its_line(sample: SamplePackage) -> None:
    sample.set("casualties", 2, "span_start", "26")
    found = next(line for line in shown(sample) if "quote is at" in line)
    assert found.endswith(f"src-000 25-95: [{KILLING}].")


def test_words_that_occur_nowhere_are_answered_with_the_nearest_passage(
    sample: SamplePackage,
) -> None:
    sound = sample.data("casualties").decode().split("\n")[1]
    sample.set("casualties", 2, "quote", KILLING.replace("gunmen", "gunmin"))
    assert "span-slice" in by_rule(sample.check())
    lines = shown(sample)
    assert not any("quote is at" in line for line in lines)
    at = lines.index("    if that is meant, paste this line in its place:")
    assert lines[at - 2] == f"    most alike:    src-000 25-95: [{KILLING}]."
    assert lines[at - 1] == (
        "    but reads:     LATIN SMALL LETTER I (U+0069) is typed after 'March 22, 2024, gunm', "
        "where LATIN SMALL LETTER E (U+0065) is printed"
    )
    assert lines[at + 1] == sound


def test_without_the_library_the_hint_is_left_out(
    sample: SamplePackage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    sample.set("casualties", 2, "quote", KILLING.replace("gunmen", "gunmin"))
    assert "span-slice" in by_rule(sample.check())
    assert not any("most alike" in line for line in shown(sample))


# Colour or none


@pytest.mark.parametrize(
    ("environment", "is_terminal", "wanted"),
    [
        ({"TERM": "xterm"}, True, True),
        ({"TERM": "xterm"}, False, False),
        ({"TERM": "dumb"}, True, False),
        ({"TERM": "xterm", "NO_COLOR": "1"}, True, False),
        ({"TERM": "xterm", "NO_COLOR": ""}, True, True),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, False, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
    ],
)
def test_the_environment_decides_on_colour(
    environment: dict[str, str], is_terminal: bool, wanted: bool
) -> None:
    assert report_text.wants_colour(environment, is_terminal=is_terminal) is wanted


@pytest.mark.parametrize(("variable", "wanted"), [("WT_SESSION", True), ("OTHER", False)])
def test_an_old_console_of_windows_gets_no_colour(
    variable: str, wanted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert report_text.wants_colour({variable: "1"}, is_terminal=True) is wanted


def test_the_screen_is_as_wide_as_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for columns, width in (("20", 40), ("90", 90), ("999", 160)):
        monkeypatch.setenv("COLUMNS", columns)
        assert report_text.screen_of(Terminal(), {"NO_COLOR": "1"}) == Screen(
            False, width, "cp1252"
        )
    assert report_text.screen_of(io.StringIO(), {}) == Screen(False, report_text.PIPE, "ascii")
