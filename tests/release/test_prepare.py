"""Preparing a release: the entry of the changelog, and the way from one release to the next."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from isk_indicators import cli, csvio
from isk_indicators.changes import (
    LEAST,
    Change,
    changes_from,
    coming,
    files_of,
    number,
    project_version,
    published,
)
from isk_indicators.check import gate
from isk_indicators.check.gate import Report
from isk_indicators.check.report_text import plain_lines
from isk_indicators.download import CHECKSUMS, checksum_file, verify_release
from isk_indicators.release import prepare
from isk_indicators.release.build import Checkout, bundle_files
from isk_indicators.release.codebook import codebook
from isk_indicators.release.package import zip_archive
from isk_indicators.release.prepare import drafted, opened, released
from isk_indicators.schema import open_package
from isk_indicators.tables import Dataset
from tests.conftest import first_entry
from tests.release.conftest import read_rows

# The entry


REASONS = {
    ("casualties", "cas-0001", "figure"): "A slip.",
    ("casualties", "cas-0002", "note"): "A  slip.",
    ("casualties", "cas-0003", "note"): "Another one.",
    ("evidence", "evd-0002", ""): "Recorded twice.",
}
HEAD = "# Changelog\n\nWhat changed.\n\n"
OLD = "## [1.0.0] – 2026-01-01\n\n- First.\n"
NEW = "## [1.1.0] – 2026-02-03"

SENTENCES = [
    (Change("table_gone", "old", before="3 rows"), "Removed", "The table `old`."),
    (Change("table_gone", "old", before="a view"), "Removed", "The view `old`."),
    (Change("table_added", "new", after="a view"), "Added", "The view `new`."),
    (Change("table_added", "new", after="1 row"), "Added", "The table `new`."),
    (Change("column_gone", "t", column="a"), "Removed", "`t`: column `a`."),
    (
        Change("column_changed", "t", "", "a", "string", "number"),
        "Changed",
        "`t` `a`: number instead of string.",
    ),
    (Change("column_changed", "t", "", "a", "x"), "Changed", "`t` `a`: no longer the value `x`."),
    (Change("column_added", "t", column="a"), "Added", "`t`: column `a`."),
    (Change("value_added", "t", "", "a", "", "x"), "Added", "`t` `a`: value `x`."),
    (
        Change("column_reworded", "t", "", "a", "title: A", "title: B"),
        "Changed",
        "`t`: the schema describes the column `a` differently.",
    ),
    (Change("row_gone", "evidence", "evd-0002"), "Removed", "`evidence` evd-0002: Recorded twice."),
    (Change("row_gone", "evidence", "evd-0003"), "Removed", "`evidence` evd-0003."),
    (
        Change("error_withdrawn", "evidence", "evd-0002"),
        "Removed",
        "`evidence` evd-0002, an error: Recorded twice.",
    ),
    (Change("row_added", "t", "evd-0003"), "Added", "`t`: 1 row (evd-0003)."),
    (
        Change("cell_extended", "actors", "act-0003", "aliases", "a", "a|b"),
        "Added",
        "`actors`: values of `aliases` in 1 row (act-0003).",
    ),
    (
        Change("cell_corrected", "casualties", "cas-0001", "figure", "1", "2"),
        "Fixed",
        "`casualties` cas-0001 `figure`: A slip.",
    ),
    (
        Change("span_moved", "t", "plc-0001", "span_start", "1", "2"),
        "Changed",
        "`t`: the spans of 1 row (plc-0001); their words are the same.",
    ),
]


@pytest.mark.parametrize(("change", "section", "sentence"), SENTENCES)
def test_a_change_is_a_sentence_in_a_section(change: Change, section: str, sentence: str) -> None:
    assert drafted([change], REASONS) == {section: [f"- {sentence}"]}


def test_every_kind_of_change_has_one() -> None:
    assert {change.kind for change, *_ in SENTENCES} == {*LEAST}


def test_what_has_one_reason_is_one_line() -> None:
    cells = [
        Change("cell_corrected", "casualties", f"cas-000{n}", column)
        for n, column in ((1, "figure"), (2, "note"), (3, "note"))
    ]
    assert drafted(cells, REASONS)["Fixed"] == [
        "- `casualties` cas-0001 `figure`, cas-0002 `note`: A slip.",
        "- `casualties` cas-0003 `note`: Another one.",
    ]


def test_a_column_that_changed_in_several_rows_is_one_line() -> None:
    cells = [
        Change("cell_extended", "t", f"act-000{n}", column) for n in (1, 2) for column in ("a", "b")
    ]
    assert drafted(cells, {})["Added"] == [
        "- `t`: values of `a` in 2 rows (act-0001, act-0002).",
        "- `t`: values of `b` in 2 rows (act-0001, act-0002).",
    ]


def test_rows_are_counted_and_the_first_are_named() -> None:
    rows = [Change("row_added", "t", f"evd-{n:04}") for n in range(1, 13)]
    named = ", ".join(row.row_id for row in rows[:10])
    assert drafted(rows, {})["Added"] == [f"- `t`: 12 rows ({named} and 2 more)."]


def test_a_row_that_moved_in_two_columns_is_one() -> None:
    moved = [Change("span_moved", "t", "plc-0001", name) for name in ("span_start", "span_end")]
    assert drafted(moved, {})["Changed"][0].startswith("- `t`: the spans of 1 row (plc-0001);")


def test_the_order_is_that_of_sections_then_of_weight() -> None:
    changes = [
        Change("cell_corrected", "b", "cas-0001", "x"),
        Change("row_added", "b", "cas-0002"),
        Change("column_added", "a", column="y"),
        Change("row_gone", "a", "inc-0001"),
    ]
    found = drafted(changes, {})
    assert [*found] == ["Added", "Removed", "Fixed"]
    assert found["Added"] == ["- `a`: column `y`.", "- `b`: 1 row (cas-0002)."]


# The page


def test_what_is_not_released_gets_its_heading_and_keeps_its_words() -> None:
    page = f"{HEAD}## [Unreleased]\n\nIn short.\n\n### Fixed\n\n- A bug.\n  More.\n\n{OLD}"
    lines = {"Added": ["- Rows."], "Fixed": ["- Another."]}
    assert released(page, NEW, ["1.0.0"], lines) == (
        f"{HEAD}{NEW}\n\nIn short.\n\n### Added\n\n- Rows.\n\n"
        f"### Fixed\n\n- A bug.\n  More.\n- Another.\n\n{OLD}"
    )


def test_a_line_that_is_there_is_not_drafted_again() -> None:
    page = f"{HEAD}## [Unreleased]\n\n### Added\n\n- Rows.\n\n{OLD}"
    once = released(page, NEW, ["1.0.0"], {"Added": ["- Rows."]})
    assert once == page.replace("## [Unreleased]", NEW)
    assert released(once, NEW, ["1.0.0"], {"Added": ["- Rows."]}) == once


def test_a_release_that_is_prepared_and_not_published_gets_another_heading() -> None:
    page = f"{HEAD}## [1.0.1] – 2026-02-01\n\n- A slip.\n\n{OLD}"
    assert released(page, NEW, ["1.0.0"], {}) == page.replace("## [1.0.1] – 2026-02-01", NEW)


@pytest.mark.parametrize("page", [f"{HEAD}{OLD}", HEAD])
def test_without_an_open_entry_one_is_made(page: str) -> None:
    found = released(page, NEW, ["1.0.0"], {"Added": ["- Rows."]})
    assert found == page.replace(HEAD, f"{HEAD}{NEW}\n\n### Added\n\n- Rows.\n\n")
    assert released(page, NEW, ["1.0.0"], {}) == page.replace(HEAD, f"{HEAD}{NEW}\n\n")


def test_sections_of_other_names_and_doubled_ones_are_kept() -> None:
    page = (
        f"{HEAD}## [Unreleased]\n\n### Notes\n\n- N.\n\n### Added\n\n- A.\n\n### Added\n\n- B.\n\n"
    )
    assert released(page, NEW, [], {}) == (
        f"{HEAD}{NEW}\n\n### Added\n\n- A.\n- B.\n\n### Notes\n\n- N.\n\n"
    )


def test_what_is_not_released_is_opened_once() -> None:
    page = opened(f"{HEAD}{OLD}")
    assert page == f"{HEAD}## [Unreleased]\n\n{OLD}"
    assert opened(page) == page
    assert opened(HEAD) == f"{HEAD}## [Unreleased]\n\n"


# The way of a change


ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns(".git", ".*_cache", "__pycache__", "dist", ".hypothesis", ".venv")
STATED = ("pyproject.toml", "CITATION.cff", "datapackage.json", "CHANGELOG.md")
DAY = "2031-05-06"
FRAME = ("tests/test_frame.py", "tests/test_data.py")
"""The tests of what is stated in several places, and of the tables."""


class Series(NamedTuple):
    """The releases of a made-up major version: as 1.0.0, 1.0.1, 1.1.0 are of the first."""

    first: str
    correction: str
    addition: str


def series() -> Series:
    """A major version above all that this checkout has, so that no change of it is too large."""
    numbers = [number(coming(project_version(ROOT))), *map(number, published(ROOT / "releases"))]
    major = max(numbers)[0] + 1
    return Series(f"{major}.0.0", f"{major}.0.1", f"{major}.1.0")


RELEASE = series()
NEXT = f"{RELEASE.correction}.dev0"


def prepared(root: Path, *arguments: str) -> None:
    assert prepare.main([*arguments, "--root", str(root)]) == 0


def checked(root: Path) -> Report:
    """What the check says; nothing is at fault, and all but the releases is compared."""
    report = gate.check(root)
    assert report.findings == (), "\n".join(plain_lines(report))
    assert [*report.not_checked] == ["whether releases/ is as published (--against names a base)"]
    return report


def packed(root: Path) -> Path:
    """The zip of the checkout, put beside the earlier ones."""
    path = root / "releases" / f"{Checkout(root).stem}.zip"
    assert not path.exists()
    path.write_bytes(zip_archive(bundle_files(Checkout(root))))
    list_zips(root)
    return path


def list_zips(root: Path) -> None:
    """Write the ledger of the published zips."""
    zips = published(root / "releases").values()
    data = checksum_file({path.name: path.read_bytes() for path in zips})
    (root / "releases" / CHECKSUMS).write_bytes(data)


def rows_of(root: Path, table: str) -> list[dict[str, str]]:
    return read_rows(open_package(root), table)


def put(root: Path, table: str, rows: list[dict[str, str]]) -> None:
    package = open_package(root)
    names = package.schemas[table].names
    text = csvio.document(names, ([row[name] for name in names] for row in rows))
    package.path(table).write_text(text, encoding="utf-8", newline="\n")


def correct(root: Path, row_id: str = "cas-0002", words: str = "Some other words.") -> None:
    """One cell in other words."""
    rows = rows_of(root, "casualties")
    (row,) = (row for row in rows if row["casualty_id"] == row_id)
    row["note"] = words
    put(root, "casualties", rows)


def say_why(root: Path, row_id: str = "cas-0002", release: str = RELEASE.correction) -> None:
    """The reason for it."""
    reason = {"release": release, "table_name": "casualties", "row_id": row_id}
    reason |= {"column_name": "note", "reason": f"The note of {row_id} was unclear."}
    put(root, "corrections", [*rows_of(root, "corrections"), reason])


def add(root: Path) -> str:
    """One row more: what supports a statement supports its speech act too."""
    rows = rows_of(root, "evidence")
    given = [row["evidence_id"] for row in rows]
    given += [row["row_id"] for row in rows_of(root, "withdrawn") if row["row_id"][:3] == "evd"]
    last = max(int(row_id[4:]) for row_id in given)
    kind = ("statements", "supports", "")
    support = next(r for r in rows if (r["table_name"], r["role"], r["column_name"]) == kind)
    new = support | {"evidence_id": f"evd-{last + 1:04}", "column_name": "speech_act"}
    put(root, "evidence", [*rows, new])
    return new["evidence_id"]


def copied(source: Path, target: Path) -> Path:
    shutil.copytree(source, target, ignore=LEFT_OUT)
    return target


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy that has published the first release of the series, and has opened the next one."""
    root = copied(ROOT, tmp_path_factory.mktemp("prepare") / "first")
    if not project_version(root).endswith(".dev0"):
        project = (root / "pyproject.toml").read_text(encoding="utf-8")
        stated = f'\nversion = "{RELEASE.first}.dev0"\n'
        project = re.sub(r'\nversion = ".*"\n', stated, project, count=1)
        (root / "pyproject.toml").write_text(project, encoding="utf-8", newline="\n")
    prepared(root, RELEASE.first, "--date", "2031-01-02")
    packed(root)
    prepared(root, "--next")
    return root


@pytest.fixture
def checkout(first: Path, tmp_path: Path) -> Path:
    """The same, to be changed."""
    return copied(first, tmp_path / "checkout")


def differing(old: Path, new: Path) -> set[str]:
    """The files that two folders have otherwise."""
    files = {
        path.relative_to(root).as_posix()
        for root in (old, new)
        for path in root.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and ".pytest_cache" not in path.parts
    }
    return {file for file in files if read(old, file) != read(new, file)}


def read(root: Path, file: str) -> bytes:
    return (root / file).read_bytes() if (root / file).is_file() else b""


def assert_tests_pass(root: Path) -> None:
    """The checkout's own tests of what is stated in several places, run by its own package."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *FRAME]
    done = subprocess.run(
        command,
        cwd=root,
        env={k: v for k, v in os.environ.items() if k != "PYTEST_ADDOPTS"}
        | {"PYTHONPATH": str(root / "src"), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


# What a change costs


def test_a_version_that_is_just_open_has_nothing_to_say(first: Path) -> None:
    assert project_version(first) == NEXT
    assert checked(first).notes == ()
    assert changes_from(open_package(first), RELEASE.first).empty


def test_one_corrected_word_costs_the_table_and_its_reason(first: Path, checkout: Path) -> None:
    correct(checkout)
    (finding,) = gate.check(checkout).findings
    assert (finding.rule, finding.row_id, finding.field) == ("history-reason", "cas-0002", "note")
    say_why(checkout)
    report = checked(checkout)
    (note,) = report.notes
    assert note.startswith(f"the next release must be at least {RELEASE.correction} (")
    assert differing(first, checkout) == {"datasets/casualties.csv", "datasets/corrections.csv"}
    assert_tests_pass(checkout)


def test_a_row_more_costs_the_table_alone(first: Path, checkout: Path) -> None:
    add(checkout)
    (note,) = checked(checkout).notes
    assert note.startswith(f"the next release must be at least {RELEASE.addition} (")
    assert differing(first, checkout) == {"datasets/evidence.csv"}


def test_a_printed_form_more_costs_the_table_alone(first: Path, checkout: Path) -> None:
    rows = rows_of(checkout, "actors")
    row = next(row for row in rows if "|" in row["aliases"])
    row["aliases"] += "|Wilayat"  # a document prints it
    put(checkout, "actors", rows)
    report = gate.check(checkout)
    assert not [f for f in report.findings if f.rule.startswith("history")]
    (note,) = report.notes
    assert note.startswith(f"the next release must be at least {RELEASE.addition} (")
    assert "cell extended: 1" in note
    assert differing(first, checkout) == {"datasets/actors.csv"}


@pytest.mark.usefixtures("git")
def test_two_corrections_of_two_cells_merge(checkout: Path) -> None:
    run_git(checkout, "init", "-q", "-b", "main")
    run_git(checkout, "add", "datasets", ".gitattributes")
    run_git(checkout, "commit", "-q", "-m", "Before")
    # Each says its reason below the same last line of the log, under its own idea of the number.
    for row_id, release in (("cas-0002", RELEASE.correction), ("cas-0013", RELEASE.addition)):
        run_git(checkout, "switch", "-q", "-c", row_id, "main")
        correct(checkout, row_id)
        say_why(checkout, row_id, release)
        checked(checkout)
        run_git(checkout, "commit", "-q", "-a", "-m", row_id)
    run_git(checkout, "merge", "-q", "-m", "Both", "cas-0002")
    assert {row["row_id"] for row in rows_of(checkout, "corrections")} >= {"cas-0002", "cas-0013"}
    assert cli.main(["fmt", "-C", str(checkout)]) == 0
    checked(checkout)


def run_git(root: Path, *arguments: str) -> None:
    who = ("-c", "user.name=A curator", "-c", "user.email=curator@example.org")
    command = ["git", *who, "-c", "commit.gpgsign=false", "-c", "core.hooksPath=", *arguments]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


# From the change to the published release


def correction(root: Path) -> None:
    correct(root)
    say_why(root, release=RELEASE.addition)  # a guess, made before the number was known


def addition(root: Path) -> None:
    add(root)


@pytest.mark.parametrize(
    ("change", "name", "entry"),
    [
        (
            correction,
            RELEASE.correction,
            "### Fixed\n\n- `casualties` cas-0002 `note`: The note of cas-0002 was unclear.\n",
        ),
        (addition, RELEASE.addition, "### Added\n\n- `evidence`: 1 row (evd-"),
    ],
    ids=["a correction", "an addition"],
)
def test_a_release_can_be_made_of(
    first: Path, checkout: Path, change: Callable[[Path], None], name: str, entry: str
) -> None:
    change(checkout)
    prepared(checkout, name, "--date", DAY)
    assert_stated(checkout, name)
    changelog = (checkout / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"\n## [{name}] – {DAY}\n\n{entry}" in changelog
    assert {*STATED} <= differing(first, checkout)
    codes = codebook(Dataset(open_package(checkout)))
    if [row["release"] for row in rows_of(checkout, "corrections")] == [name]:
        assert f"{name}\n" in codes, "as the example of a correction"
    (checkout / "docs" / "codebook.md").write_text(codes, encoding="utf-8", newline="\n")
    checked(checkout)
    assert_tests_pass(checkout)

    path = packed(checkout)
    checked(checkout)
    assert verify_release_of(path) == name
    assert {*changes_from(open_package(checkout), RELEASE.first)["release"]} == {name}

    prepared(checkout, "--next")
    assert checked(checkout).notes == ()
    assert project_version(checkout) == f"{name[:-1]}{int(name[-1]) + 1}.dev0"
    assert_tests_pass(checkout)


def assert_stated(root: Path, name: str) -> None:
    assert project_version(root) == name
    citation = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    assert (citation["version"], citation["date-released"]) == (name, date.fromisoformat(DAY))
    descriptor = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    assert descriptor["created"] == f"{DAY}T00:00:00Z"
    newest = {row["release"] for row in rows_of(root, "corrections")} - {
        *published(root / "releases")
    }
    assert newest <= {name}


def verify_release_of(path: Path) -> str:
    """The version of a zip that is verified, alone with its checksums."""
    folder = path.parent.parent / "downloaded"
    folder.mkdir()
    shutil.copy(path, folder)
    (folder / CHECKSUMS).write_bytes(checksum_file({path.name: path.read_bytes()}))
    return verify_release(folder).version


def test_a_withdrawn_row_asks_for_a_major_version(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row_id = add(checkout)
    prepared(checkout, RELEASE.addition)
    packed(checkout)
    prepared(checkout, "--next")
    kept = [row for row in rows_of(checkout, "evidence") if row["evidence_id"] != row_id]
    put(checkout, "evidence", kept)
    named = {"table_name": "evidence", "row_id": row_id, "replaced_by": ""}
    why = {"release": "99.1.0", "reason": "It says nothing new.", "error": ""}
    put(checkout, "withdrawn", [*rows_of(checkout, "withdrawn"), named | why])
    major = f"{number(RELEASE.first)[0] + 1}.0.0"
    assert prepare.main([f"{RELEASE.addition[:-1]}1", "--root", str(checkout)]) == 1
    assert f"at least {major}, a major version" in capsys.readouterr().err
    prepared(checkout, major, "--date", DAY)
    assert rows_of(checkout, "withdrawn")[-1]["release"] == major
    entry = f"## [{major}] – {DAY}\n\n### Removed\n\n- `evidence` {row_id}: It says nothing new.\n"
    assert entry in (checkout / "CHANGELOG.md").read_text(encoding="utf-8")
    checked(checkout)


def test_nothing_but_the_values_is_changed(checkout: Path) -> None:
    files = {}
    for file in STATED[:3]:
        path = checkout / file
        text = path.read_text(encoding="utf-8").replace(
            f'version = "{NEXT}"', f'version = "{NEXT}"  # it'
        )
        path.write_text(text, encoding="utf-8", newline="\n")
        files[file] = text
    prepared(checkout, RELEASE.correction, "--date", DAY)
    for file, old in files.items():
        pairs = zip(old.split("\n"), (checkout / file).read_text("utf-8").split("\n"), strict=True)
        changed = [(before, after) for before, after in pairs if before != after]
        assert len(changed) == (2 if file == "CITATION.cff" else 1), changed
    assert f'version = "{RELEASE.correction}"  # it\n' in (checkout / "pyproject.toml").read_text(
        "utf-8"
    )


def test_it_may_be_done_again_on_another_day(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    correction(checkout)
    prepared(checkout, RELEASE.correction, "--date", "2031-05-05")
    prepared(checkout, RELEASE.correction, "--date", DAY)
    assert_stated(checkout, RELEASE.correction)
    before = {file: read(checkout, file) for file in STATED}
    entry = before["CHANGELOG.md"].decode().partition("\n## ")[2].partition("\n## ")[0]
    assert entry.count("cas-0002 `note`") == 1
    capsys.readouterr()
    prepared(checkout, RELEASE.correction, "--date", DAY)
    assert capsys.readouterr().out == f"{RELEASE.correction}: everything is already written\n"
    assert before == {file: read(checkout, file) for file in STATED}


def test_a_prepared_release_can_become_a_higher_one(checkout: Path) -> None:
    correction(checkout)
    prepared(checkout, RELEASE.correction, "--date", "2031-05-05")
    add(checkout)
    prepared(checkout, RELEASE.addition, "--date", DAY)
    assert_stated(checkout, RELEASE.addition)
    assert RELEASE.correction not in (checkout / "CHANGELOG.md").read_text(encoding="utf-8")
    checked(checkout)


def test_without_words_of_ones_own_it_asks_for_some(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    prepared(checkout, RELEASE.correction, "--date", DAY)
    name = RELEASE.correction
    assert f"next: describe in CHANGELOG.md what {name} changes" in capsys.readouterr().out
    assert [f.rule for f in gate.check(checkout).findings] == ["history-changelog"]


def test_the_day_is_today_unless_another_is_given(checkout: Path) -> None:
    days = {date.today().isoformat()}
    prepared(checkout, RELEASE.correction)
    days.add(date.today().isoformat())
    citation = yaml.safe_load((checkout / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["date-released"].isoformat() in days


# What it refuses


def no_change(_: Path) -> None:
    """As it was published."""


def lock_changelog(monkeypatch: pytest.MonkeyPatch) -> None:
    """The changelog cannot be replaced, by any user."""
    replace = os.replace

    def refuse(new: Path, path: Path) -> None:
        if path.name == "CHANGELOG.md":
            raise PermissionError(errno.EACCES, "Permission denied")
        replace(new, path)

    monkeypatch.setattr(os, "replace", refuse)


def lose_releases(root: Path) -> None:
    """As before the first release: no zips, and no entries of any."""
    shutil.rmtree(root / "releases")
    page = root / "CHANGELOG.md"
    page.write_bytes(first_entry(page.read_bytes()))


def shelve(root: Path) -> None:
    """A release that is prepared, and not yet published."""
    correction(root)
    prepared(root, RELEASE.correction)


REFUSED = [
    (no_change, RELEASE.first, f"{RELEASE.first} is published already: releases/ has its zip"),
    (no_change, f"{RELEASE.first}.dev0", f"{RELEASE.first} is published already"),
    (no_change, "0.9.0", f"0.9.0 is below {RELEASE.first}, the last release"),
    (no_change, "0.9.0.dev0", f"0.9.0 is below {RELEASE.first}, the last release"),
    (no_change, "1.1", "'1.1' is no version: write three numbers"),
    (no_change, "v9.9.9", "'v9.9.9' is no version"),
    (no_change, "", "'' is no version: write three numbers"),
    (
        lose_releases,
        "0.0.1",
        f"0.0.1 is below {RELEASE.correction}, which pyproject.toml names, and nothing was",
    ),
    (lose_releases, "0.0.1.dev0", f"0.0.1 is below {RELEASE.correction}, which pyproject.toml"),
    (
        lambda root: (root / "datapackage.json").unlink(),
        RELEASE.correction,
        "datapackage.json: no such file; restore it",
    ),
    (
        lambda root: (root / "schemas" / "places.json").unlink(),
        RELEASE.correction,
        "places.json: no such file; restore it",
    ),
    (no_change, "9.9.9.dev1", "'9.9.9.dev1' is no version"),
    (no_change, "--next", f"the development version {NEXT} is open already"),
    (
        addition,
        RELEASE.correction,
        f"{RELEASE.correction} is too small: what changed since {RELEASE.first} requires at least "
        f"{RELEASE.addition}, a minor version",
    ),
    (correct, RELEASE.correction, "the check has 1 error: run isk-indicators check"),
    (shelve, "--next", f"{RELEASE.correction} is not published: put its zip into releases/"),
    (
        lambda root: (root / "CITATION.cff").write_text("title: A\n", encoding="utf-8"),
        RELEASE.correction,
        "CITATION.cff: expected one line that begins with version:, found 0",
    ),
    (
        lambda root: (root / "CHANGELOG.md").unlink(),
        RELEASE.correction,
        "CHANGELOG.md cannot be read (No such file or directory): restore it",
    ),
    (
        lambda root: (root / "CITATION.cff").unlink() or (root / "CITATION.cff").mkdir(),
        RELEASE.correction,
        "CITATION.cff cannot be read (Is a directory): restore it",
    ),
    (
        lambda root: (root / "releases" / f"isk-indicators-{RELEASE.first}.zip").write_bytes(b"PK"),
        RELEASE.correction,
        "the check has 2 errors",
    ),
]


@pytest.mark.parametrize(("change", "given", "says"), REFUSED)
def test_it_refuses_in_plain_words_and_writes_nothing(
    checkout: Path,
    capsys: pytest.CaptureFixture[str],
    change: Callable[[Path], object],
    given: str,
    says: str,
) -> None:
    change(checkout)
    before = {path: path.read_bytes() for path in files_in(checkout)}
    capsys.readouterr()
    assert prepare.main([given, "--root", str(checkout)]) == 1
    reported = capsys.readouterr()
    assert reported.out == ""
    assert reported.err.startswith("prepare: ")
    assert reported.err.count("\n") == 1
    assert says in reported.err
    assert before == {path: path.read_bytes() for path in files_in(checkout)}


@pytest.mark.skipif(sys.platform != "linux", reason="a file that nobody can write")
def test_a_file_that_cannot_be_written_leaves_all_as_they_were(
    checkout: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lock_changelog(monkeypatch)
    before = {path: path.read_bytes() for path in files_in(checkout)}
    assert prepare.main([RELEASE.correction, "--root", str(checkout)]) == 1
    reported = capsys.readouterr()
    assert (reported.out, reported.err.count("\n")) == ("", 1)
    assert reported.err.startswith("prepare: CHANGELOG.md: cannot be written")
    assert before == {path: path.read_bytes() for path in files_in(checkout)}


def test_without_a_published_release_it_says_that_nothing_was_compared(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lose_releases(checkout)
    prepared(checkout, RELEASE.correction)
    assert "note: nothing was compared, because releases/ has no zip" in capsys.readouterr().out


def test_a_development_version_behind_the_last_release_makes_room(checkout: Path) -> None:
    project = checkout / "pyproject.toml"
    text = project.read_text(encoding="utf-8").replace(NEXT, f"{RELEASE.first}.dev0")
    project.write_text(text, encoding="utf-8", newline="\n")
    prepared(checkout, "--next")
    assert project_version(checkout) == NEXT


def test_a_blank_version_opens_nothing_after_a_release(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = checkout / "pyproject.toml"
    text = project.read_text(encoding="utf-8").replace(NEXT, RELEASE.first)
    project.write_text(text, encoding="utf-8", newline="\n")
    assert prepare.main(["", "--root", str(checkout)]) == 1
    assert "'' is no version" in capsys.readouterr().err
    assert project_version(checkout) == RELEASE.first


def files_in(root: Path) -> Iterator[Path]:
    names = (*STATED, "datasets/corrections.csv", "datasets/withdrawn.csv")
    return (root / name for name in names if (root / name).is_file())


@pytest.mark.usefixtures("git")
def test_it_does_not_write_over_what_is_not_committed(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_git(checkout, "init", "-q")
    run_git(checkout, "add", *STATED)
    run_git(checkout, "commit", "-q", "-m", "Before")
    page = checkout / "CHANGELOG.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n", encoding="utf-8", newline="\n")
    assert prepare.main([RELEASE.correction, "--root", str(checkout)]) == 1
    reported = capsys.readouterr().err
    assert (
        reported == "prepare: CHANGELOG.md: changed and not committed; commit or undo that first\n"
    )
    assert project_version(checkout) == NEXT
    run_git(checkout, "commit", "-q", "-a", "-m", "After")
    prepared(checkout, RELEASE.correction)


@pytest.mark.parametrize("given", [(), ("1.2.3", "--next"), ("1.2.3", "--date", "tomorrow")])
def test_what_it_cannot_read_is_reported_as_usage(
    given: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        prepare.main([*given])
    assert stopped.value.code == 2
    assert "usage: python -m isk_indicators.release.prepare" in capsys.readouterr().err


# Development versions


def test_a_development_version_may_be_named(checkout: Path) -> None:
    correction(checkout)
    before = {path: path.read_bytes() for path in files_in(checkout)}
    name = f"{RELEASE.addition}.dev0"
    prepared(checkout, name)
    changed = {path.name for path, data in before.items() if path.read_bytes() != data}
    assert (changed, project_version(checkout)) == ({"pyproject.toml"}, name)
    checked(checkout)


def test_the_zip_of_a_development_version_is_built_and_is_no_release(checkout: Path) -> None:
    correction(checkout)
    path = packed(checkout)
    assert path.name == f"isk-indicators-{NEXT}.zip"
    (finding,) = gate.check(checkout).findings
    assert (finding.rule, finding.file) == ("history-release", f"releases/{path.name}")
    assert verify_release_of(path) == NEXT
    files = files_of(path)
    *_, row = csv.DictReader(io.StringIO(files["changes.csv"].decode()))
    assert (row["release"], row["reason"]) == (NEXT, "The note of cas-0002 was unclear.")
    schema = json.loads(files["schemas/derived/changes.json"])
    (release,) = (field for field in schema["fields"] if field["name"] == "release")
    assert re.fullmatch(release["constraints"]["pattern"], NEXT)
    path.rename(path.with_name(f"isk-indicators-{RELEASE.correction}.zip"))
    list_zips(checkout)
    (finding,) = gate.check(checkout).findings
    assert (finding.rule, finding.found) == ("history-release", NEXT)
