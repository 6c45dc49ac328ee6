"""New ids for the rows of a branch, tested with real merges of two branches."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from isk_indicators import cli
from isk_indicators.check import gate
from isk_indicators.csvio import record
from isk_indicators.release.package import zip_archive
from isk_indicators.schema import GUESS, DataPackage
from tests.check.sample_package import SamplePackage, rows
from tests.conftest import ROOT, MakePackage
from tests.curate.sample_workspace import contents, read
from tests.test_hostile_writing import POSIX, STOP

Cells = dict[str, object]


class Repository:
    """The sample package as a repository with the branches ``main`` and ``work``."""

    def __init__(self, sample: SamplePackage) -> None:
        self.sample, self.root, self.package = sample, sample.root, sample.package
        shutil.copy(ROOT / ".gitattributes", self.root)
        self.git("init", "-q", "-b", "main")
        self.git("config", "user.name", "A")
        self.git("config", "user.email", "a@example.org")
        self.commit()
        self.git("branch", "work")

    def git(self, *arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.root,
            check=True,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )
        return done.stdout

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "x")

    def add(self, table: str, **cells: object) -> None:
        """One row more, at the end."""
        names = self.package.schemas[table].names
        line = record(str(cells.get(name, "")) for name in names)
        self.sample.change(table, lambda data: data + f"{line}\n".encode())

    def add_document(self, file: str, actor: str, town: str, dead: int) -> None:
        """Code a new document in every table, with the next free ids."""
        text = (
            f"Report 9 from {town}\n"
            f"On May 3, 2023, gunmen of the {actor} killed {dead} people in {town}.\n"
            f"On May 4, 2023, the {actor} claimed responsibility for the attack in {town}.\n"
            f"The United Group said that the attack was in {town} too.\n"
        )
        (self.root / "seeds" / file).write_bytes(text.encode())

        def span(quote: str) -> Cells:
            start = text.index(quote)
            cells = {"span_start": start, "span_end": start + len(quote), "quote": quote}
            return {"source_id": "src-002", **cells}

        _, killing, claim, *_ = (line.removesuffix(".") for line in text.split("\n"))
        model = {table: found[0] for table, found in rows().items()}
        data = text.encode()
        self.add(
            "sources",
            **model["sources"]
            | {"source_id": "src-002", "file": file, "published": "2023"}
            | {"sha256": hashlib.sha256(data).hexdigest(), "characters": len(text)},
        )
        self.add(
            "actors",
            **model["actors"]
            | {"actor_id": "act-0004", "name": actor, "aliases": ""}
            | span(actor),
        )
        self.add("places", **model["places"] | {"place_id": "plc-0004", "name": town} | span(town))
        incident = {"incident_id": "inc-0003", "label": f"Attack in {town}", "place_id": "plc-0004"}
        self.add(
            "incidents", **model["incidents"] | incident | {"date": "2023-05-03"} | span(killing)
        )
        casualty = {"casualty_id": "cas-0003", "incident_id": "inc-0003", "figure": dead}
        casualty |= {"stated_low": dead, "stated_high": dead}
        self.add("casualties", **model["casualties"] | casualty | span(killing))
        statement = {"statement_id": "stm-0003", "speaker_id": "act-0004", "date": "2023-05-04"}
        statement |= {"about_actor_id": "act-0004", "summary": f"It says so in {town}."}
        self.add("statements", **model["statements"] | statement | span(claim))
        attribution = {"attribution_id": "atr-0003", "incident_id": "inc-0003"}
        attribution |= {"actor_id": "act-0004", "statement_id": "stm-0003"}
        self.add("attributions", **model["attributions"] | attribution | span(claim))
        about = {"evidence_id": "evd-0002", "row_id": "inc-0003", "column_name": "place_id"}
        about |= {"role": "supports", "value": "plc-0004"}
        self.add("evidence", **model["evidence"] | about | span(f"in {town} too"))
        self.add("reviewed", **span("Report"), kind="reporting", reason="boilerplate")
        self.add("reviewed", **span("9"), kind="figure", reason="identifier")
        said = span("The United Group said that")
        self.add("reviewed", **said, kind="reporting", reason="not_official")
        passage = f"src-002:{said['span_start']}:reporting"
        read_again = (
            ("reviewed", passage, "reason", "not_official"),
            ("casualties", "cas-0003", "harm", "killed"),
            ("casualties", "cas-0003", "incident_id", "inc-0003"),
        )
        for cells in read_again:
            self.add(
                "readings",
                **dict(zip(("table_name", "row_id", "column_name", "value"), cells, strict=True)),
            )
        assert cli.main(["fmt", "-C", str(self.root)]) == 0

    def renumber(self, *options: str, onto: str = "main") -> int:
        return cli.main(["renumber", "--onto", onto, "-C", str(self.root), *options])


@pytest.fixture
def repository(git: str, make_package: MakePackage) -> Repository:  # noqa: ARG001
    return Repository(SamplePackage(make_package(rows())))


def fork(repository: Repository) -> Repository:
    """Both branches code a document with the same ids; the current branch is ``work``."""
    repository.add_document("002_north.txt", "Green Band", "Norton", 21)
    repository.commit()
    repository.git("switch", "-q", "work")
    repository.add_document("002_south.txt", "White Band", "Sutton", 34)
    repository.commit()
    return repository


@pytest.fixture
def forked(repository: Repository) -> Repository:
    """The repository with two branches that have the same ids."""
    return fork(repository)


def texts(package: DataPackage) -> set[str]:
    """Every cell of every table."""
    return {
        cell for table in package.schemas for row in read(package, table) for cell in row.values()
    }


def column(package: DataPackage, table: str, name: str) -> list[str]:
    return [row[name] for row in read(package, table)]


# The way from two branches to one


def test_two_branches_with_the_same_ids_in_every_table_become_one(forked: Repository) -> None:
    tables = [name for name, schema in forked.package.schemas.items() if schema.id_field]
    before = {name: read(forked.package, name) for name in tables}
    assert gate.check(forked.root).findings == ()
    assert forked.renumber() == 0
    assert gate.check(forked.root).findings == ()
    forked.commit()
    forked.git("merge", "-q", "main", "-m", "m")
    assert cli.main(["fmt", "-C", str(forked.root)]) == 0
    assert gate.check(forked.root).findings == ()
    for name in tables:
        key, now = str(forked.package.schemas[name].id_field), read(forked.package, name)
        assert len({row[key] for row in now}) == len(now), name
        grown = len(before[name]) + (name not in ("force_estimates", "origins"))
        assert (name, len(now)) == (name, grown)
    incidents = {row["label"]: row for row in read(forked.package, "incidents")}
    ids = [incidents[f"Attack in {town}"]["incident_id"] for town in ("Norton", "Sutton")]
    assert ids == ["inc-0003", "inc-0004"]
    assert column(forked.package, "casualties", "incident_id")[-2:] == ids
    assert column(forked.package, "evidence", "row_id")[-2:] == ids
    assert column(forked.package, "evidence", "value")[-2:] == ["plc-0004", "plc-0005"]
    named = {(r["table_name"], r["row_id"]) for r in read(forked.package, "readings")}
    assert {table for table, _ in named} == {"reviewed", "casualties"}
    assert {row.partition(":")[0] for _, row in named} == {
        "src-002", "src-003", "cas-0003", "cas-0004",
    }  # fmt: skip


def test_every_column_that_refers_to_a_row_follows(forked: Repository) -> None:
    """Of each declared column, a cell names a row with a new id."""
    last = {"release": "9.0.0", "reason": "A reason."}
    row = {"table_name": "incidents", "row_id": "inc-0003"}
    forked.add("corrections", **row, column_name="label", **last)
    forked.add(
        "withdrawn", table_name="incidents", row_id="inc-0900", replaced_by="inc-0003", **last
    )
    forked.add("readings", **row, column_name="place_id", value="plc-0001", agreed="plc-0004")
    forked.add("incidents", **rows()["incidents"][0] | {"incident_id": "inc-0004"} | {
        "label": "A", "part_of": "inc-0003", "statement_id": "stm-0003", "voice": "statement",
        "target_actor_id": "act-0004",
    })  # fmt: skip
    assert cli.main(["fmt", "-C", str(forked.root)]) == 0
    assert forked.renumber() == 0
    old = {"src-002", "act-0004", "plc-0004", "inc-0003", "inc-0004", "cas-0003", "stm-0003"}
    left = texts(forked.package) & {*old, "atr-0003", "evd-0002"}
    assert left == set()
    assert column(forked.package, "incidents", "part_of")[-1] == "inc-0901"
    assert column(forked.package, "incidents", "incident_id")[-2:] == ["inc-0901", "inc-0902"]
    assert column(forked.package, "withdrawn", "row_id") == ["inc-0900"]
    assert column(forked.package, "withdrawn", "replaced_by") == ["inc-0901"]


def test_check_writes_nothing(forked: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(forked.root)
    capsys.readouterr()
    assert forked.renumber("--check") == 1
    assert contents(forked.root) == before
    out = capsys.readouterr().out
    assert "datasets/incidents.csv:4:1: inc-0003 incident_id: 'inc-0003' -> 'inc-0004'\n" in out
    assert "would change: 31 cells, 10 files; nothing left to do\n" in out


def test_a_branch_without_the_same_ids_keeps_its_own(
    forked: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert forked.renumber(onto="HEAD") == 0
    assert capsys.readouterr().out == "nothing to do\n"
    assert forked.renumber() == 0
    forked.commit()
    before = contents(forked.root / "datasets")
    assert forked.renumber() == 0
    assert contents(forked.root / "datasets") == before


@POSIX
def test_the_commands_of_the_guide(forked: Repository, tmp_path: Path) -> None:
    guide = (ROOT / "docs" / "curation.md").read_text(encoding="utf-8")
    section = guide.partition(". Merging\n")[2]
    merging, reading = re.findall(r"```console\n(.*?)```", section, re.DOTALL)
    command = tmp_path / "isk-indicators"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m isk_indicators "$@"\n')
    command.chmod(0o755)
    forked.git("remote", "add", "origin", ".")
    done = [
        subprocess.run(
            ["/bin/sh", "-e", "-c", commands],
            capture_output=True,
            text=True,
            check=False,
            cwd=forked.root,
            env={
                **os.environ,
                "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
                "PYTHONPATH": str(ROOT / "src"),
            },
        )
        for commands in (merging, reading)
    ]
    assert [one.returncode for one in done] == [0, 1], done
    assert re.search(r"hits: no \w+\n\Z", done[0].stdout)
    assert forked.git("status", "--porcelain") == ""
    assert "    cas-0004\n      cells: incident_id inc-0004, harm killed, " in done[1].stdout
    assert "      quote: On May 3, 2023, gunmen of the White Band killed 34 " in done[1].stdout
    assert "cas-0003" not in done[1].stdout


def test_proposals_follow_and_their_ids_change_too(
    forked: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = forked.root / "proposals" / "src-002"
    folder.mkdir(parents=True)
    names = forked.package.schemas["casualties"].names
    cells = casualty(4, incident_id=f"{GUESS}inc-0003", source_id="src-002", note="See inc-0003.")
    lines = [*names, "state", "rejected_because"], [str(cells.get(n, "")) for n in names]
    path = folder / "casualties.csv"
    path.write_text(f"{record(lines[0])}\n{record([*lines[1], 'open', ''])}\n", encoding="utf-8")
    capsys.readouterr()
    assert forked.renumber() == 1
    row = path.read_text(encoding="utf-8").splitlines()[1]
    assert row.startswith(f"cas-0006,{GUESS}inc-0004,killed,")
    assert ",src-003," in row
    assert row.endswith(",See inc-0003.,open,")
    assert column(forked.package, "casualties", "casualty_id")[-1] == "cas-0005"
    out = capsys.readouterr().out
    assert "proposals/src-002:1:1: rename the folder to proposals/src-003 (git mv " in out
    assert "proposals/src-002/casualties.csv:2:" in out
    assert "cas-0006 note: mentions inc-0003, which is inc-0004 now" in out


def test_proposals_of_both_branches_keep_ids_of_their_own(forked: Repository) -> None:
    for branch in ("main", "work"):
        forked.git("switch", "-q", branch)
        folder = forked.root / "proposals" / "src-002"
        folder.mkdir(parents=True)
        names = [*forked.package.schemas["casualties"].names, "state", "rejected_because"]
        cells = casualty(4, incident_id="inc-0003", source_id="src-002", state="open")
        lines = [names, [str(cells.get(name, "")) for name in names]]
        (folder / "casualties.csv").write_text("".join(f"{record(line)}\n" for line in lines))
        forked.commit()
    assert forked.renumber() == 1
    forked.git("mv", "proposals/src-002", "proposals/src-003")
    forked.commit()
    forked.git("merge", "--no-edit", "main")
    rows = [path.read_text().splitlines()[1] for path in forked.root.glob("proposals/*/*.csv")]
    assert sorted(row.split(",")[:2] for row in rows) == [
        ["cas-0004", "inc-0003"], ["cas-0006", "inc-0004"]
    ]  # fmt: skip


# Which ids change


def casualty(number: int, **cells: object) -> Cells:
    return rows()["casualties"][0] | {"casualty_id": f"cas-{number:04}"} | cells


def test_the_order_is_kept_and_new_ids_follow_every_id_of_both_sides(
    repository: Repository,
) -> None:
    repository.add("casualties", **casualty(4, figure="14"))
    repository.add("withdrawn", table_name="casualties", row_id="cas-0017", release="9.0.0")
    repository.commit()
    repository.git("switch", "-q", "work")
    for number in (3, 4, 5, 9):
        repository.add("casualties", **casualty(number, figure=f"2{number}"))
    assert repository.renumber() == 0
    found = [(r["casualty_id"], r["figure"]) for r in read(repository.package, "casualties")][2:]
    assert found == [("cas-0003", "23"), ("cas-0018", "24"), ("cas-0019", "25"), ("cas-0020", "29")]


def test_an_id_that_the_other_branch_has_withdrawn_is_not_used_again(
    repository: Repository,
) -> None:
    repository.add("withdrawn", table_name="casualties", row_id="cas-0003", release="9.0.0")
    repository.commit()
    repository.git("switch", "-q", "work")
    repository.add("casualties", **casualty(3))
    assert repository.renumber() == 0
    assert column(repository.package, "casualties", "casualty_id")[-1] == "cas-0004"


def test_a_row_that_both_branches_have_keeps_its_id_unless_it_refers_to_another_row(
    repository: Repository,
) -> None:
    incident = rows()["incidents"][0] | {"incident_id": "inc-0003"}
    for branch in ("main", "work"):
        repository.git("switch", "-q", branch)
        repository.add("incidents", **incident | {"label": f"On {branch}"})
        repository.add("casualties", **casualty(3, figure="14"))
        repository.add("casualties", **casualty(4, incident_id="inc-0003"))
        repository.commit()
    assert repository.renumber() == 0
    found = [(r["casualty_id"], r["incident_id"]) for r in read(repository.package, "casualties")]
    assert found[2:] == [("cas-0003", "inc-0001"), ("cas-0005", "inc-0004")]


def test_a_released_id_never_changes(
    forked: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    (forked.root / "releases").mkdir()
    files = {f: d for f, d in contents(forked.root).items() if not f.startswith((".git", "seeds"))}
    path = forked.root / "releases" / "isk-indicators-0.2.0.zip"
    path.write_bytes(zip_archive(files))
    before = contents(forked.root)
    capsys.readouterr()
    assert forked.renumber() == 2
    assert "act-0004 of actors is in the release 0.2.0 and keeps its id" in capsys.readouterr().err
    assert contents(forked.root) == before


# What is left to the curator


def test_texts_that_mention_an_old_id_are_named_and_not_changed(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [repository.root / "CHANGELOG.md", repository.root / "docs" / "page.md"]
    files[1].parent.mkdir()
    for file in files:
        file.write_text("Old: inc-0003.\n", encoding="utf-8")
    repository.commit()
    repository.git("branch", "-f", "work")
    forked = fork(repository)
    for file in files:
        file.write_text("Old: inc-0003.\nNew: inc-0003, not xinc-0003 or inc-00031.\n")
    forked.sample.set("casualties", 2, "note", "See inc-0003, cas-0003; not inc-0002.")
    forked.sample.set("evidence", 3, "note", "It is act-0004.")
    capsys.readouterr()
    assert forked.renumber() == 1
    out = capsys.readouterr().out
    note = forked.sample.column("casualties", 2, "note")
    place = f"datasets/casualties.csv:2:{note}: cas-0001 note: "
    now = "now: correct the text if it means that row\n"
    for text in (
        f"{place}mentions inc-0003, which is inc-0004 {now}",
        f"{place}mentions cas-0003, which is cas-0004 {now}",
        f"evd-0003 note: mentions act-0004, which is act-0005 {now}",
        f"CHANGELOG.md:2:6: mentions inc-0003, which is inc-0004 {now}",
        f"docs/page.md:2:6: mentions inc-0003, which is inc-0004 {now}",
    ):
        assert text in out
    assert out.count("mentions") == 5
    assert forked.sample.cells("casualties", 2)[-1] == "See inc-0003, cas-0003; not inc-0002."


# What stops it


@pytest.mark.parametrize(
    ("onto", "says"),
    [
        ("nowhere", "nowhere: git finds no such commit here (fatal: Needed a single revision); "),
        ("-x", "no commit begins with '-'"),
        ("other", "other: git finds no commit that it and the current branch have in common"),
        ("empty", "empty: datapackage.json cannot be read (No such file"),
    ],
)
def test_a_branch_that_cannot_be_read_makes_2(
    repository: Repository, onto: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tree = repository.git("mktree").strip()
    parent = {"other": [], "empty": ["-p", "main"]}
    for branch, given in parent.items():
        commit = repository.git("commit-tree", tree, *given, "-m", "x").strip()
        repository.git("branch", branch, commit)
    assert cli.main(["renumber", f"--onto={onto}", "-C", str(repository.root)]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n"), says in err) == ("", 1, True), err


def test_a_folder_without_git_makes_2(
    make_package: MakePackage, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_package(rows()).root
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(root.parent))
    assert cli.main(["renumber", "--onto", "main", "-C", str(root)]) == 2
    assert "main: git finds no such commit here (fatal: not a git" in capsys.readouterr().err
    monkeypatch.setenv("PATH", "")
    assert cli.main(["renumber", "--onto", "main", "-C", str(root)]) == 2
    assert capsys.readouterr().err == "renumber: main: git is not installed; install it\n"


def test_after_the_merge_it_is_too_late(
    forked: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    forked.git("merge", "-q", "main", "-m", "m")
    before = contents(forked.root)
    assert forked.renumber() == 2
    err = capsys.readouterr().err
    assert "src-002 occurs twice: renumber before the merge (git merge --abort" in err
    assert contents(forked.root) == before
    forked.git("reset", "-q", "--keep", "ORIG_HEAD")
    assert forked.renumber() == 0


# What a merge leaves


def test_the_check_says_that_a_merge_may_have_left_two_rows_with_one_id(
    forked: Repository,
) -> None:
    forked.git("merge", "-q", "main", "-m", "m")
    found = {f.row_id: f for f in gate.check(forked.root).findings if f.rule == "primary-key"}
    assert {"inc-0003", "cas-0003", "stm-0003", "atr-0003", "act-0004"} <= found.keys()
    assert found["cas-0003"].line == 5
    assert found["cas-0003"].message.startswith(
        "The row on line 4 has cas-0003 already and differs in figure, stated_low, stated_high, "
        "quote; a merge may have left both. If they are one row, delete the wrong line. "
        "If they are two, give one another id"
    )


def test_the_check_says_so_where_one_branch_changed_the_row_above_new_ones(
    repository: Repository,
) -> None:
    repository.sample.set("casualties", 3, "note", "Corrected.")
    repository.commit()
    repository.git("switch", "-q", "work")
    repository.add("casualties", **casualty(3, victim_text=""))
    repository.commit()
    assert repository.renumber() == 0
    repository.git("merge", "-q", "main", "-m", "m")
    (found,) = (f for f in gate.check(repository.root).findings if f.rule == "primary-key")
    assert found.row_id == "cas-0002"
    assert "cas-0002 already and differs in note; a merge may have left both." in found.message


# Interruptions


@POSIX
@pytest.mark.parametrize(
    "moment",
    ["fsync 1 9", "fsync 13 9", "replace 1 9", "replace 4 9", "replace 7 9", "replace 10 9",
     "fsync 5 2", "replace 6 2", "replace 10 2"],
)  # fmt: skip
def test_an_interruption_loses_nothing_and_never_makes_an_id_mean_another_row(
    forked: Repository, tmp_path: Path, moment: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "sitecustomize.py").write_text(STOP, encoding="utf-8")
    before = contents(forked.root / "datasets")
    done = subprocess.run(
        [sys.executable, "-m", "isk_indicators", "renumber", "--onto", "main"],
        capture_output=True,
        check=False,
        cwd=forked.root,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT / "src")]),
            "STOP": moment,
        },
    )
    assert done.returncode == (130 if moment.endswith(" 2") else -9)
    stopped = contents(forked.root / "datasets")
    kept = {file: data for file, data in stopped.items() if file in before}
    changed = {file for file, data in kept.items() if data != before[file]}
    assert changed == set() or (moment.startswith("replace") and moment.endswith(" 9"))
    code = forked.renumber()
    if changed:
        assert code == 2
        assert "if an earlier renumber was interrupted, restore" in capsys.readouterr().err
        assert gate.check(forked.root).exit_code == 1
        forked.git("restore", "datasets")
        code = forked.renumber()
    assert code == 0
    whole = {
        file: data for file, data in contents(forked.root / "datasets").items() if file in before
    }
    assert all(kept[file] in (before[file], whole[file]) for file in kept)
    assert gate.check(forked.root).findings == ()
