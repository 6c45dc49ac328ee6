"""What is printed of files from anybody: no character steers the terminal, no line a CI."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import unicodedata
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import NamedTuple

import pytest

from isk_indicators import cli
from isk_indicators.changes import FORMATS, Change
from isk_indicators.screen import escape_markdown, json_lines, safe_line, spreadsheet_cell
from tests.check.sample_package import SamplePackage, rows
from tests.conftest import ROOT, MakePackage

STEERS = "\x1b[2J\x07\x9b31m\u202e\u2066\u2028\u2029\x85\x0b\x0c\x1c\x7f\ufeff"
"""Escape sequences, the bell, control characters, bidirectional marks and ends of lines."""

COMMANDS = "##[error]no ##vso[task.complete] ###[x] ##teamcity[x]"
HOSTILE = f"q{STEERS}\r\n::error file=a::b\n \t::set-output name=x::y\n{COMMANDS}z"
ESCAPED = r"q\x1b[2J\x07\x9b31m\u202e\u2066\u2028\u2029\x85"
ONE_LINE = HOSTILE.replace("\n", " ").replace("\r", " ")
INVISIBLE = {"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"}
ANNOTATION = re.compile(r"::(error|warning) ([a-z]+=[^:,]*,?)*::")
"""What ``check --format github`` begins a line with."""


def unsafe_lines(text: str) -> list[str]:
    """The lines that a terminal or a CI takes for more than text."""
    return [
        line
        for line in text.split("\n")
        if any(unicodedata.category(c) in INVISIBLE for c in line)
        or line.lstrip().startswith("::")
        or re.search(r"##\w*\[", line)
    ]


@pytest.fixture
def sample(make_package: MakePackage) -> SamplePackage:
    """A sound package in a folder of its own."""
    return SamplePackage(make_package(rows()))


# The functions


def test_a_line_is_made_safe_and_stays_readable() -> None:
    assert safe_line(HOSTILE).startswith(ESCAPED)
    assert not unsafe_lines(safe_line(HOSTILE))
    assert safe_line("\u3000::error::x") == "\u3000\\x3a:error::x"
    assert safe_line("a##[b] ###[c] ##vso[d]") == "a\\x23#[b] #\\x23#[c] \\x23#vso[d]"
    for line in ("Kermān “50”\u00a0— a::b, # 1, ## Title, x ## [y]", "  a: b"):
        assert safe_line(line) == line


def test_json_is_exact_and_visible() -> None:
    lines = json_lines({HOSTILE: [HOSTILE, "é\udc80"]})
    assert not unsafe_lines("\n".join(lines))
    assert "\n".join(lines).isascii()
    assert [*map(safe_line, lines)] == lines
    assert json.loads("\n".join(lines)) == {HOSTILE: [HOSTILE, "é\\udc80"]}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+1", "'+1"),
        ("-a", "'-a"),
        ("-34.5", "-34.5"),
        ("\t=1", "\\t=1"),
        ("a\nb", "a\\nb"),
        ("a=b", "a=b"),
    ],
)
def test_a_spreadsheet_runs_no_cell(text: str, shown: str) -> None:
    assert spreadsheet_cell(text) == shown


CHANGE = Change("cell_corrected", HOSTILE, HOSTILE, HOSTILE, HOSTILE, "=1")


@pytest.mark.parametrize("style", FORMATS)
def test_each_format_of_diff_is_safe(style: str) -> None:
    text = "\n".join(map(safe_line, FORMATS[style]([CHANGE])))
    assert not unsafe_lines(text)
    if style == "json":
        assert json.loads(text)["changes"][0]["before"] == HOSTILE
    elif style == "csv":
        (row,) = csv.DictReader(io.StringIO(text))
        assert row["before"].startswith(ESCAPED)
        assert row["after"] == "'=1"
    else:
        assert "q\\x1b[2J" in text.replace("\\\\", "\\").replace("\\[", "[")


def test_markdown_marks_nothing_up() -> None:
    text = escape_markdown(f"<script>|[a](b)`*_\n# x{HOSTILE}")
    assert not set("<>\n").intersection(text)
    assert not re.findall(r"(?<!\\)(?:\\\\)*[|\[\]`*_!]", text)


# Every command


def put(*cells: tuple[str, int, str], text: str = HOSTILE) -> Callable[[SamplePackage], None]:
    """Write the same text into cells, each given by table, line and column."""

    def change(sample: SamplePackage) -> None:
        for table, line, name in reversed(cells):  # a line end would shift what is below
            sample.set(table, line, name, text)

    return change


def put_document(text: str) -> Callable[[SamplePackage], None]:
    """Give the first source another document."""

    def change(sample: SamplePackage) -> None:
        (sample.root / "seeds/000_first.txt").write_bytes(text.encode())
        sample.set("sources", 2, "sha256", sha256(text.encode()).hexdigest())

    return change


def put_schema(sample: SamplePackage) -> None:
    """Name a table, a column and a title hostilely."""
    resource = {"name": HOSTILE, "title": HOSTILE, "path": "datasets/actors.csv"}
    schema = json.loads((sample.root / "schemas/actors.json").read_text(encoding="utf-8"))
    schema["fields"][1] |= {"name": HOSTILE, "title": HOSTILE}
    (sample.root / "schemas/other.json").write_text(json.dumps(schema), encoding="utf-8")
    sample.descriptor(
        lambda d: d["resources"].append(
            d["resources"][0] | resource | {"schema": "schemas/other.json"}
        )
    )
    sample.change("actors", lambda data: data.replace(b"name", b'"' + HOSTILE.encode() + b'"', 1))


def nothing(_: SamplePackage) -> None:
    """Leave the package sound."""


NAMES = (
    *(("actors", 2, name) for name in ("actor_id", "name", "kind", "note", "quote")),
    ("casualties", 2, "casualty_id"),
    ("casualties", 2, "incident_id"),
    ("casualties", 2, "span_start"),
    ("sources", 2, "title"),
)
CELLS, LINES = put(*NAMES), put(*NAMES, text=ONE_LINE)
AROUND = f"{ONE_LINE} 13 people were killed {ONE_LINE}\n"
OLD = ("diff", str(ROOT / "releases" / "isk-indicators-1.0.0.zip"), ".")


class Case(NamedTuple):
    """A command, and what somebody else put into the folder or on the command line."""

    change: Callable[[SamplePackage], None]
    arguments: Sequence[str]


CASES = [
    *(Case(CELLS, ["check", "--format", s]) for s in ("text", "json", "github", "sarif")),
    *(Case(put_schema, ["check", "--format", s]) for s in ("text", "json", "github", "sarif")),
    *(Case(LINES, [*OLD, "--format", style]) for style in FORMATS),
    *(Case(put_schema, [*OLD, "--format", style]) for style in FORMATS),
    *(Case(LINES, [*OLD, "--show", "--format", style]) for style in FORMATS),
    Case(nothing, ["renumber", "--onto", HOSTILE]),
    Case(nothing, ["diff", HOSTILE, "."]),
    Case(nothing, ["check", "--against", HOSTILE]),
    Case(CELLS, ["fmt", "--check"]),
    Case(put(("actors", 2, "kind"), text=f" {ONE_LINE} "), ["fmt"]),
    Case(put(("casualties", 2, "qualifier"), text=ONE_LINE), ["fill"]),
    Case(put(("actors", 2, "source_id"), text=ONE_LINE), ["fill"]),
    Case(put(("sources", 2, "file"), text=ONE_LINE), ["fill"]),
    Case(nothing, ["locate", "src-000", HOSTILE]),
    Case(nothing, ["locate", HOSTILE, "Farville"]),
    Case(put(("sources", 2, "file"), text=ONE_LINE), ["locate", "none", "Farville"]),
    Case(put_document(AROUND), ["locate", "src-000", "people were killed"]),
    Case(put_document(f"Q1 {AROUND}Q1 {AROUND}"), ["locate", "src-000", "Q1"]),
    Case(put_document(AROUND), ["locate", "src-000", "13", "--nth", "9"]),
    Case(put_document(f"a {STEERS[-1]}b c\n{ONE_LINE}"), ["locate", "src-000", "a b c"]),
    Case(put_document(AROUND), ["coverage"]),
    Case(put(("sources", 2, "file"), text=ONE_LINE), ["coverage"]),
    Case(put(("sources", 2, "source_id"), text=ONE_LINE), ["coverage", "--draft"]),
    Case(nothing, ["draft", HOSTILE]),
    Case(put(("sources", 2, "source_id"), text=ONE_LINE), ["draft", "src-000"]),
    Case(nothing, ["add-source", f"/none/{HOSTILE}"]),
    Case(nothing, ["add-source", "new.txt", "--file", HOSTILE]),
    Case(nothing, ["add-source", "new.txt", "--published", ONE_LINE]),
    Case(nothing, ["add-source", "new.txt", "--published", "2024", "--title", ONE_LINE]),
    Case(nothing, ["import", f"/none/{HOSTILE}", "--source", "src-000"]),
    Case(nothing, ["import", "quotes.csv", "--source", HOSTILE]),
    Case(nothing, ["import", "quotes.csv", "--source", "src-000", "--table", "actors"]),
    Case(nothing, ["import", "quotes.json", "--source", "src-000"]),
    Case(nothing, ["new-id", HOSTILE]),
    Case(nothing, ["review", HOSTILE]),
    Case(nothing, ["second-reading", HOSTILE]),
    Case(nothing, ["second-reading", "src-000", "--file", f"/none/{HOSTILE}"]),
    Case(nothing, ["second-reading", "src-000", "--take", "--file", "hostile.csv"]),
    Case(nothing, ["reanchor", f"/none/{HOSTILE}", "x"]),
    Case(nothing, ["reanchor", "old.txt", "new.txt"]),
    Case(nothing, ["browse", "--no-open", "--out", f"/none/{ONE_LINE}"]),
    Case(put(("casualties", 2, "span_start"), text=ONE_LINE), ["browse", "--no-open"]),
    Case(nothing, ["verify", f"/none/{HOSTILE}"]),
    Case(nothing, ["rules", HOSTILE]),
    Case(nothing, ["check", "x", HOSTILE]),
    Case(nothing, ["check", "--format", HOSTILE]),
    Case(nothing, [HOSTILE]),
    Case(put_schema, ["check", "--debug"]),
]


def write_versions(sample: SamplePackage) -> None:
    """Write a hostile sheet, hostile quotes, and a hostile new version of a document."""
    answer = ["casualties", "cas-0001", "harm", "", "", "", ONE_LINE]
    sheet = [["table_name", "row_id", "column_name", "about", "words", "allowed", "value"], answer]
    with (sample.root / "hostile.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(sheet)
    (sample.root / "quotes.csv").write_text(f'quote\n"{ONE_LINE}"\n', encoding="utf-8")
    (sample.root / "quotes.json").write_text(json.dumps({HOSTILE: HOSTILE}), encoding="utf-8")
    document = (sample.root / "seeds/000_first.txt").read_bytes()
    (sample.root / "old.txt").write_bytes(document)
    (sample.root / "new.txt").write_bytes(document.replace(b"killed", ONE_LINE.encode()))


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{' '.join(c.arguments)[:40]!a}")
def test_no_command_prints_what_steers(
    sample: SamplePackage,
    case: Case,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write_versions(sample)
    case.change(sample)
    arguments = [*case.arguments]
    monkeypatch.chdir(sample.root)
    summary = sample.root.parent / "summary.md"
    if "github" in arguments:
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    try:
        code = cli.main(arguments)
    except SystemExit as error:  # argparse
        code = int(str(error.code))
    out, err = capsys.readouterr()
    unsafe = unsafe_lines(out) + unsafe_lines(err)
    if "github" in arguments:
        unsafe = [line for line in unsafe if not ANNOTATION.match(line)]
        assert not unsafe_lines(summary.read_text(encoding="utf-8"))
    assert not unsafe
    assert code in (0, 1, 2)
    printed = out + err
    if "json" not in arguments and "sarif" not in arguments:
        printed = printed.replace("&#92;", "\\")
        assert "\\x1b" in printed or "\\ufeff" in printed, printed


def test_colours_let_nothing_else_through(
    sample: SamplePackage, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sample.set("incidents", 2, "label", COMMANDS)
    sample.set("casualties", 2, "incident_id", "inc-001")
    put(("actors", 2, "kind"))(sample)
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert cli.main(["check", str(sample.root)]) == 1
    out = capsys.readouterr().out
    assert "\x1b[1;31m" in out
    assert "did you mean: inc-0001 (\\x23#[error]no" in out
    assert not unsafe_lines(re.sub(r"\x1b\[[0-9;]*m", "", out))


def test_every_command_is_among_the_cases() -> None:
    assert {case.arguments[0] for case in CASES} >= cli.COMMANDS.keys()


def test_a_quote_that_cannot_be_shown_is_no_line_to_paste(
    sample: SamplePackage, capsys: pytest.CaptureFixture[str]
) -> None:
    put_document("a \u200bb c\n")(sample)
    assert cli.main(["locate", "src-000", "a b c", "-C", str(sample.root)]) == 0
    assert "note: the quote has characters that cannot be shown" in capsys.readouterr().out


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
def test_a_name_of_a_file_is_printed_safely(
    sample: SamplePackage, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = sample.root.parent / f"a{STEERS}\n::error::b"
    sample.root.rename(folder)
    (folder / "datapackage.json").write_bytes(b"{")
    for command in (["check"], ["fmt", "-C"], ["diff", ".", ".", "-C"], ["verify"]):
        assert cli.main([*command, str(folder)]) == 2
        out, err = capsys.readouterr()
        assert not unsafe_lines(out) + unsafe_lines(err)
        assert "\\x1b" in out + err
