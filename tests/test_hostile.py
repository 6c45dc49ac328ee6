"""Files from anybody: each ends in a finding or in one sentence, in time that grows with its size.

``docs/security.md`` lists what is promised. Each test has the smallest input that broke a promise.
"""

from __future__ import annotations

import copy
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from isk_indicators import cli
from isk_indicators.check import gate, report_machine
from isk_indicators.check.finding import MOST_KEPT
from isk_indicators.check.package import pattern_fault
from isk_indicators.curate import StoppedError
from isk_indicators.curate.reanchor import unchanged
from isk_indicators.detectors import find_hits
from isk_indicators.figures import find_figures, read_line
from isk_indicators.safe_zip import unsafe_name_reason
from isk_indicators.schema import DEEPEST, SCHEMA_SHAPE, check_shape, parse_json
from tests.check.sample_package import SamplePackage, rows
from tests.conftest import ROOT, MakePackage, write_package

EXAMPLES = 300 if os.environ.get("CI") else 40
"""How many broken packages the fuzzer tries."""

UNFORESEEN = "stopped by an error in isk-indicators itself"


@pytest.fixture
def sample(make_package: MakePackage) -> SamplePackage:
    """A sound package in a folder of its own."""
    return SamplePackage(make_package(rows()))


def run(
    *arguments: str, stdout: Any = subprocess.PIPE, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "isk_indicators", *arguments],
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment},
    )


# One guard at the top


def test_what_nobody_foresaw_is_a_sentence_that_says_where_to_report_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def break_down(*_: object) -> None:
        raise ZeroDivisionError("\x1b[2J" + "x" * 9_999)

    monkeypatch.setattr(gate, "check", break_down)
    assert cli.main(["check"]) == 2
    out, err = capsys.readouterr()
    assert not out
    assert err.startswith(
        f"check: {UNFORESEEN}, so there is no result (ZeroDivisionError: \\x1b[2J"
    )
    assert "Report it to the maintainers" in err
    assert err.count("\n") == 1
    assert len(err) < 1_000
    for arguments in (["check", "--debug"], ["--debug", "check"]):
        assert cli.main(arguments) == 2
        assert "Traceback (most recent call last)" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform != "linux", reason="a device of Linux")
@pytest.mark.parametrize("arguments", [("check", str(ROOT)), ("--version",), ("rules",)])
def test_a_full_output_makes_2(arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        done = run(*arguments, stdout=full)
    name = arguments[0].replace("--version", "isk-indicators")
    assert done.stderr == f"{name}: standard output: No space left on device\n"
    assert done.returncode == 2


@pytest.mark.skipif(os.name == "nt", reason="a shell of Unix closes it")
def test_a_closed_output_makes_2() -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f"exec '{sys.executable}' -m isk_indicators --version >&-"],
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    assert (
        done.stderr == "isk-indicators: standard output is closed: open it, or send it to a file\n"
    )
    assert done.returncode == 2


def test_a_setting_that_pandera_cannot_read_makes_2() -> None:
    done = run("check", str(ROOT), PANDERA_VALIDATION_DEPTH="x")
    words = "found PANDERA_VALIDATION_DEPTH=x in the environment: unset it"
    assert done.stderr == f"isk-indicators: {words}\n"
    assert done.returncode == 2


# JSON


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"a":' * 9_999 + "1" + "}" * 9_999, f"found more than {DEEPEST} levels"),
        ('{"a":' * 33 + "1" + "}" * 33, f"found more than {DEEPEST} levels"),
        ("[" * 9_999, "found more than"),
        ('{"a": ' + "1" * 9_999 + "}", "cannot be read as JSON"),
        ('{"a": NaN}', "NaN is no JSON"),
        ("null", "expected a JSON object, found null"),
        ("\ufeff{}", "cannot be read as JSON"),
    ],
)
def test_json_that_is_none_or_too_deep_is_refused(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse_json(text.encode())


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ([], "found a list, expected an object"),
        ({}, "the object lacks fields"),
        ({"fields": None}, "fields: found null, expected a list"),
        ({"fields": [{"name": {}}]}, r"fields\[0\] lacks title"),
        ({"fields": [], "primaryKey": "id"}, r"primaryKey: found a text \('id'\), expected a list"),
    ],
)
def test_a_part_of_another_type_is_named_with_its_place(value: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        check_shape(value, SCHEMA_SHAPE)


def _field(column: str, part: str, **changes: object) -> Callable[[SamplePackage], None]:
    def change(document: dict[str, Any]) -> None:
        field = next(f for f in document["fields"] if f["name"] == column)
        field.setdefault(part, {}).update(changes)

    return lambda sample: sample.schema("casualties", change)


def _resource(**changes: object) -> Callable[[SamplePackage], None]:
    return lambda sample: sample.descriptor(lambda d: d["resources"][0].update(changes))


REFUSED = [
    (_resource(name=None), "resources[0].name: found null, expected a text"),
    (_resource(name=3), "resources[0].name: found a number ('3'), expected a text"),
    (_resource(name=["sources"]), "resources[0].name: found a list, expected a text"),
    (_resource(schema="datapackage.json"), "datapackage.json: the object lacks fields"),
    (lambda s: s.descriptor(lambda d: d.update(version=1)), "version: found a number"),
    (lambda s: s.descriptor(lambda d: d.update(licenses=3)), "licenses: found a number"),
    (_field("harm", "constraints", enum=[None]), "enum[0]: found null, expected a text"),
    (_field("harm", "constraints", enum=[1]), "enum[0]: found a number"),
    (_field("harm", "constraints", enum=[{}]), "enum[0]: found an object"),
    (_field("stated_low", "constraints", enum=["x"]), "has 'x', which is no integer"),
    (_field("stated_low", "constraints", minimum="1"), "minimum: found a text"),
    (
        _field("stated_low", "constraints", maximum=3.5),
        "stated_low: found [0, 3.5], expected whole",
    ),
    (_field("harm", "constraints", minimum=1), '"minimum" is not supported by type "string"'),
    (_field("harm", "isk", proof={"by": "x"}), "is of no known kind"),
    (_field("victim_text", "isk", proof={"by": "printed", "in": "x"}), "the value 'x'"),
    (_field("harm", "isk", read_twice="yes"), "read_twice: found a text"),
]


@pytest.mark.parametrize(("change", "words"), REFUSED)
def test_a_descriptor_or_schema_that_is_not_built_as_expected_makes_2(
    sample: SamplePackage,
    change: Callable[[SamplePackage], None],
    words: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    change(sample)
    assert cli.main(["check", str(sample.root)]) == 2
    out, err = capsys.readouterr()
    assert not out
    assert words in err
    assert UNFORESEEN not in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("command", ["fmt", "fill", "coverage", "browse", "new-id", "diff"])
def test_the_other_commands_refuse_it_too(
    sample: SamplePackage, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    sample.schema("incidents", lambda d: d["fields"][0].update(name={}))
    further = {"new-id": ["incidents"], "diff": [".", "."]}.get(command, [])
    assert cli.main([command, *further, "-C", str(sample.root)]) == 2
    assert "fields[0].name: found an object, expected a text" in capsys.readouterr().err


@pytest.mark.parametrize("part", ["title", "licenses", "contributors"])
def test_a_page_of_a_descriptor_that_says_less_names_what_it_lacks(
    sample: SamplePackage, part: str, capsys: pytest.CaptureFixture[str]
) -> None:
    sample.descriptor(lambda d: d.pop(part))
    assert not sample.check().stopped
    assert cli.main(["browse", "--no-open", "-C", str(sample.root)]) == 2
    expected = f"browse: datapackage.json: the object lacks {part}: add it\n"
    assert capsys.readouterr().err == expected


def test_a_foreign_key_to_its_own_column_is_followed_once(sample: SamplePackage) -> None:
    own = {"fields": ["actor_id"], "reference": {"resource": "", "fields": ["actor_id"]}}
    sample.schema("actors", lambda d: d["foreignKeys"].append(own))
    assert "other keys than" in sample.check().stopped


# Numbers


@pytest.mark.parametrize(
    ("table", "column", "rule"),
    [
        ("casualties", "stated_low", "type"),
        ("casualties", "span_start", "type"),
        ("sources", "characters", "type"),
        ("places", "latitude", "maximum"),
        ("incidents", "date", "pattern"),
        ("evidence", "span_end", "type"),
    ],
)
def test_a_number_of_5000_digits_is_a_finding_among_others(
    sample: SamplePackage, table: str, column: str, rule: str
) -> None:
    sample.set(table, 2, column, "9" * 5_000)
    sample.set("actors", 2, "kind", "x")
    report = sample.check()
    assert not report.stopped
    assert {(f.rule, f.field) for f in report.findings} >= {(rule, column), ("enum", "kind")}
    assert cli.main(["fmt", "--check", "-C", str(sample.root)]) in (0, 1)


@pytest.mark.parametrize("file", ["datapackage.json", "pyproject.toml"])
def test_a_version_of_100000_digits_is_a_finding(sample: SamplePackage, file: str) -> None:
    version = f"{'1' * 100_000}.0.0"
    if file == "pyproject.toml":
        (sample.root / file).write_text(f'[project]\nversion = "{version}"\n', encoding="utf-8")
    else:
        sample.descriptor(lambda d: d.update(version=version))
    (finding,) = sample.check().findings
    assert (finding.rule, finding.file) == ("history-version", file)


# A fuzzer of the descriptor and the schemas

DOCUMENTS = ("datapackage.json", *(f"schemas/{t}.json" for t in ("casualties", "sources")))
COMMANDS = (
    ["check"],
    ["fmt", "--check", "-C"],
    ["fill", "--check", "-C"],
    ["coverage", "-C"],
    ["new-id", "incidents", "-C"],
    ["locate", "src-000", "report", "-C"],
    ["diff", str(ROOT / "releases" / "isk-indicators-1.0.0.zip"), ".", "-C"],
)
VALUES = st.sampled_from(
    [
        *(None, True, 0, -1, 3.5, 10**30, "", "x", "../x", "a\0b", "\u202e", "\ud800", "(a+)+$"),
        *([], {}, [None], [[]], {"a": None}, ["x"], "x" * 5_000, [{}] * 50, {"x": {"y": [{}]}}),
    ]
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of each part of a JSON value."""
    parts = enumerate(value) if isinstance(value, list) else ()
    for key, part in value.items() if isinstance(value, dict) else parts:
        yield (*path, key)
        yield from places(part, (*path, key))


def part_of(value: Any, path: tuple[Any, ...]) -> Any:
    """The part of a JSON value at a path."""
    for key in path:
        value = value[key]
    return value


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package whose descriptor and schemas are broken again and again."""
    package = write_package(tmp_path_factory.mktemp("fuzzed"), rows())
    SamplePackage(package)
    return package.root


@settings(
    max_examples=EXAMPLES,
    database=None,
    print_blob=False,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_no_descriptor_or_schema_ends_in_a_traceback(
    fuzzed: Path, data: st.DataObject, capsys: pytest.CaptureFixture[str]
) -> None:
    file = fuzzed / data.draw(st.sampled_from(DOCUMENTS))
    before = file.read_bytes()
    document = json.loads(before)
    for _ in range(data.draw(st.integers(1, 2))):
        *above, key = data.draw(st.sampled_from([*places(document)]))
        parent = part_of(document, tuple(above))
        match data.draw(st.sampled_from(("set", "drop", "wrap", "double", "move"))):
            case "set":
                parent[key] = copy.deepcopy(data.draw(VALUES))
            case "drop":
                del parent[key]
            case "wrap":
                parent[key] = data.draw(st.sampled_from([[parent[key]], {"x": parent[key]}]))
            case "double" if isinstance(parent, list):
                parent.append(copy.deepcopy(parent[key]))
            case _:
                other = data.draw(st.sampled_from([*places(document)]))
                parent[key] = copy.deepcopy(part_of(document, other))
    file.write_text(json.dumps(document), encoding="utf-8")
    try:
        code = cli.main([*data.draw(st.sampled_from(COMMANDS)), str(fuzzed)])
    finally:
        file.write_bytes(before)
    err = capsys.readouterr().err
    assert code in (0, 1, 2)
    assert UNFORESEEN not in err
    assert code != 2 or err.count("\n") == 1


# Patterns


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("(a+)+b", "it repeats a group"),
        ("(a|a)*b", "it repeats a group"),
        ("(:a?)*b", "it repeats a group"),
        ("(:[a-z:]+)*b", "it repeats a group"),
        ("(([a-z]:)*)*b", "it repeats a group"),
        ("(:[a-z]+)*(:[a-z]+)*b", "it repeats a group"),
        ("[a-z:]+(:[a-z]+)*b", "it repeats a group"),
        ("()*", "it repeats a group"),
        ("(a{1,9}){1,9}b", "it repeats a group"),
        ("a*a*b", "two repeats accept the same character"),
        (r"\w+\s+\w+", "two repeats accept the same character"),
        ("a{0,999}a{0,999}b", "two repeats accept the same character"),
        ("a+(b|ab*)a+c", "two repeats accept the same character"),
        ("a?" * 30 + "a" * 30, "too many optional parts"),
        ("a+" + "b?" * 99, "too many optional parts"),
        (r"(a)\1", "it looks around or back"),
        ("(?=a)a", "it looks around or back"),
        ("(?i)a", "it sets a flag"),
        ("(" * 9_999, "nested too deeply"),
        ("(", "unterminated subpattern"),
        ("a{99999999999}", "too large"),
    ],
)
def test_a_pattern_that_may_take_long_is_refused(pattern: str, words: str) -> None:
    assert words in str(pattern_fault(pattern))


@pytest.mark.parametrize(
    "pattern",
    ["[a-z_]+", r"[0-9]+\.[0-9]+(\.dev0)?", "[^,]+,[^,]+", "[a-z]+(-[a-z]+)?", "(:[a-z]+)*"],
)
def test_an_ordinary_pattern_is_accepted(pattern: str) -> None:
    assert pattern_fault(pattern) is None


def test_a_refused_pattern_is_named_with_its_column(sample: SamplePackage) -> None:
    _field("victim_text", "constraints", pattern="(a+)+b")(sample)
    found = "the pattern of casualties.victim_text cannot be used: it repeats a group that "
    assert (
        sample.check().stopped
        == f"{found}does not begin with a character of its own, such as (:[a-z]+)*"
    )


# Inside the folder

OUTSIDE = "links to outside of the folder: put the file itself there"
POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes in folders")


def link(sample: SamplePackage, file: str) -> None:
    """Put a file of the package outside, and a link to it in its place."""
    path, outside = sample.root / file, sample.root.parent / f"outside-{Path(file).name}"
    path.parent.mkdir(exist_ok=True)
    outside.write_bytes(path.read_bytes() if path.exists() else b"")
    path.unlink(missing_ok=True)
    path.symlink_to(outside)


@POSIX
@pytest.mark.parametrize(
    "file",
    [
        "datapackage.json",
        "schemas/sources.json",
        "schemas/views/tolls.json",
        "datasets/sources.csv",
        "seeds/000_first.txt",
        "releases/isk-indicators-1.0.0.zip",
        "CHANGELOG.md",
        "pyproject.toml",
    ],
)
def test_a_link_to_outside_is_refused_by_name(
    sample: SamplePackage, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    link(sample, file)
    for command in (
        ["check"],
        ["fmt", "-C"],
        ["browse", "--no-open", "-C"],
        ["diff", ".", ".", "-C"],
    ):
        if command[0] == "diff" and not file.startswith(("data", "schemas/s", "pyproject")):
            continue  # what it does not read
        assert cli.main([*command, str(sample.root)]) == 2
        assert f"{file}: {OUTSIDE}" in capsys.readouterr().err


@POSIX
def test_a_folder_that_is_a_link_to_outside_is_refused(sample: SamplePackage) -> None:
    (sample.root / "seeds").rename(sample.root.parent / "elsewhere")
    (sample.root / "seeds").symlink_to(sample.root.parent / "elsewhere")
    assert OUTSIDE in sample.check().stopped


@POSIX
def test_links_within_the_folder_and_to_the_folder_are_followed(sample: SamplePackage) -> None:
    path = sample.path("sources")
    path.rename(sample.root / "sources.txt")
    path.symlink_to("../sources.txt")
    (sample.root.parent / "link").symlink_to(sample.root)
    report = gate.check(sample.root.parent / "link")
    assert (report.stopped, report.findings) == ("", ())


@POSIX
@pytest.mark.parametrize("file", ["datapackage.json", "datasets/sources.csv", "seeds/pipe.txt"])
def test_a_pipe_is_refused_and_not_waited_for(sample: SamplePackage, file: str) -> None:
    (sample.root / file).unlink(missing_ok=True)
    os.mkfifo(sample.root / file)
    assert sample.check().stopped == f"{file}: is a device or a pipe: put a file there"


@pytest.mark.parametrize(
    "path", ["../x.json", "schemas/../../x.json", "/etc/passwd", "C:/x.json", "..\\x.json", ""]
)
def test_a_schema_outside_of_the_folder_is_refused(sample: SamplePackage, path: str) -> None:
    _resource(schema=path)(sample)
    assert sample.check().stopped.startswith(f"the file {path!r} ")


def test_a_document_outside_of_the_folder_is_not_shown(sample: SamplePackage) -> None:
    secret = sample.root / "secret.txt"
    secret.write_text("a secret", encoding="utf-8")
    sample.set("sources", 2, "file", "../secret.txt")
    page = sample.root / "page.html"
    cli.main(["browse", "--no-open", "--out", str(page), "-C", str(sample.root)])
    assert not page.exists() or "a secret" not in page.read_text(encoding="utf-8")


def _grow(file: str, size: int) -> Callable[[SamplePackage], None]:
    def change(sample: SamplePackage) -> None:
        with (sample.root / file).open("ab") as grown:
            grown.truncate(size)  # no disk holds the zeros

    return change


def _grow_documents(sample: SamplePackage) -> None:
    for number in range(3):
        _grow(f"seeds/{number}.txt", 2_000_000)(sample)


def _append(text: str) -> Callable[[SamplePackage], None]:
    return lambda sample: sample.change("actors", lambda data: data + text.encode())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_grow("datapackage.json", 1_000_001), "datapackage.json: found 1,000,001 bytes"),
        (_grow("schemas/actors.json", 1_000_001), "schemas/actors.json: found 1,000,001 bytes"),
        (_grow("datasets/actors.csv", 25_000_001), "datasets/actors.csv: found 25,000,001 bytes"),
        (_grow("seeds/000_first.txt", 2_000_001), "seeds/000_first.txt: found 2,000,001 bytes"),
        (_grow_documents, "seeds: found 6,0"),
        (_append(f"{'x,' * 1_000}\n" * 500), "cells in the tables up to it"),
        (_append("\n" * 100_000), "datasets/actors.csv: found 100,005 lines"),
        (_append("x" * 131_073), "datasets/actors.csv:5: found 131,073 characters in a line"),
        (_append("," * 1_001), "datasets/actors.csv:5: found 1,001 cells in a line"),
    ],
)
def test_what_is_too_large_is_refused_and_an_option_raises_the_limit(
    sample: SamplePackage,
    change: Callable[[SamplePackage], None],
    words: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    change(sample)
    assert cli.main(["check", str(sample.root)]) == 2
    err = capsys.readouterr().err
    assert words in err
    assert "raise all limits with the option --limits 2\n" in err


@pytest.mark.parametrize(
    ("constant", "most", "words", "code"),
    [
        ("check.coverage.HITS", 1, "src-000: found 8 hits in the documents", 2),
        (
            "changes.CONTENT",
            61_000,
            "isk-indicators-1.0.0.zip: found 61,278 bytes in",
            2,
        ),
        (
            "check.published.CONTENT",
            70_000,
            "1.1.0.zip: found 129,502 bytes in",
            2,
        ),
        ("safe_zip.UNPACKED", 1_000, "more than 1,000 are not read", 1),  # a finding of the zip
    ],
)
def test_what_would_take_much_memory_is_refused(
    sample: SamplePackage, constant: str, most: int, words: str, code: int
) -> None:
    shutil.copytree(ROOT / "releases", sample.root / "releases")
    module, _, name = constant.rpartition(".")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys.modules[f"isk_indicators.{module}"], name, most)
        report = sample.check()
    assert report.exit_code == code
    assert words in report.stopped + "".join(f.found for f in report.findings)


def test_too_little_memory_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def use_up(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(gate, "check", use_up)
    assert cli.main(["check"]) == 2
    assert capsys.readouterr().err.startswith("check: there is not enough memory: ")


def test_the_option_raises_the_limit(sample: SamplePackage) -> None:
    _append("," * 1_001)(sample)
    for times in ("2", "9" * 99):
        assert cli.main(["check", "--limits", times, str(sample.root)]) == 1
    assert cli.main(["check", str(sample.root)]) == 2


def test_a_long_name_in_a_zip_is_refused() -> None:
    assert unsafe_name_reason("a/" * 127 + "b") is None
    assert unsafe_name_reason("a/" * 128 + "b") == "is longer than 255 characters"


# Many findings


def test_of_many_findings_the_first_are_kept_and_all_are_counted(
    sample: SamplePackage, capsys: pytest.CaptureFixture[str]
) -> None:
    _append("x\n" * 1_500)(sample)
    report = sample.check()
    assert report.left_out == {("cell-count", "datasets/actors.csv", "error"): 500}
    assert (len(report.findings), report.errors, report.exit_code) == (1_000, 1_500, 1)
    assert len(report.not_checked) == MOST_KEPT + 1
    assert report.not_checked[-1].endswith(" more")
    assert cli.main(["check", "--format", "json", str(sample.root)]) == 1
    found = json.loads(capsys.readouterr().out)
    counts = {"rule": "cell-count", "file": "datasets/actors.csv", "severity": "error"}
    assert found["left_out"] == [{**counts, "count": 500}]
    assert found["errors"] == 1_500
    assert cli.main(["check", str(sample.root)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert "and 1450 more of cell-count" in lines
    assert lines[-1] == "1500 errors in 1 file"
    log = [*report_machine.github_lines(report, {})]
    assert f"::and {1_500 - report_machine.MOST_ANNOTATIONS} more, listed as text" in "".join(log)
    (run_,) = report_machine.sarif_log(report, {})["runs"]
    notes = str(run_["invocations"][0]["toolExecutionNotifications"])
    assert "500 more findings: correct these first" in notes


# Time


def test_an_alignment_of_unrelated_texts_is_given_up() -> None:
    hashes = [sha256(b"%d" % number).hexdigest() for number in range(200)]
    old, new = "".join(hashes[:100]), "".join(hashes[100:])
    with pytest.raises(StoppedError, match="too little in common to be aligned: type the spans"):
        unchanged(old, new)


PIECES = (
    "A|a|A |Ab |a |1|1 |1,|1.|1-|-|A-|a-|'|‘|’|“|”|\"|“a|‘a |'a |(|. |\t| |  |   |\u00a0|\n|a\n|"
    "A\n|one |hundred |and |a hundred |million |one hundred and |twenty-|of |the |no |not |never |"
    "without |Jan |May 3 |3 May |3 and |2020 |2020-|1/2|½|1 to |from |between |more than |killed |"
    "killed and |claim |take |lost |died of |along with |said |put a |gave |held a |recorded |"
    "some |relatively |many a |dozens of |half of the |in the first |wounded, |toll |lost 3 |"
    "B-|lost a |Taliban's |é|İ|\u0301|$1 |1 000 |1'000 |1.000 |:|%|Rs|c.|aged and |votes |"
    "articles 1 and |third in |for |1) |1. |¹|have been |not yet |without any |neither |"
    "—|by |member state |1 A\n|killed a b c d e\n|a b c d e f\n|\r|\u2028|_|attack |"
    "one in |one of |Jan 1, |killed together with . "
).split("|")
SHORT, LONG, MOST = 2_000, 10_000, 12
"""Lengths of two texts, and how often the time of the short one the long one may take.

It is 5 times if the time is linear, and 25 times if it is quadratic.
"""


def detect(text: str) -> None:
    """Read a text for everything that the detectors look for."""
    read_line.cache_clear()
    find_hits(text)
    find_figures(text)


def seconds(text: str) -> float:
    """The time of the processor that a text takes."""
    start = time.process_time()
    detect(text)
    return time.process_time() - start


@pytest.mark.parametrize("piece", PIECES)
def test_the_time_of_the_detectors_grows_with_the_text(piece: str) -> None:
    short, long = (f"{(piece * size)[:size]}!\nx" for size in (SHORT, LONG))
    fastest = [float("inf")] * 2
    for _ in range(5):  # other work on the machine slows single runs down
        fastest = [*map(min, fastest, map(seconds, (short, long)))]
        if fastest[1] < MOST * fastest[0]:
            return
    raise AssertionError(f"{fastest[1] / fastest[0]:.0f} times for a text 5 times as long")
