"""The command ``draft``: what it writes, what it keeps, and what it leaves out."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from isk_indicators import cli
from isk_indicators.check import coverage
from isk_indicators.curate.draft.proposing import confirm, draft_source
from isk_indicators.curate.draft.reviewed import with_rows
from isk_indicators.curate.proposals import OPEN, Proposal, Proposals
from isk_indicators.curate.workspace import open_workspace
from isk_indicators.detectors import find_hits
from isk_indicators.rules.rule import PartialDataset
from isk_indicators.schema import GUESS, DataPackage
from tests.curate import sample_workspace
from tests.curate.conftest import Make
from tests.curate.drafted import drafting
from tests.curate.sample_workspace import DOCUMENTS, Cells

FIRST = DOCUMENTS["000_first.txt"]
RED: Cells = {
    "actor_id": "act-0001",
    "name": "Red Band",
    "aliases": "Red\u00a0Band",
    "kind": "armed_group",
    **sample_workspace.span("src-000", "gunmen of the Red Band"),
}


def with_text(make: Make, text: str, **tables: list[Cells]) -> DataPackage:
    """The package whose first document is this text, and whose other tables have no rows."""
    cells = sample_workspace.source("src-000")
    data = text.encode("utf-8")
    cells |= {"sha256": hashlib.sha256(data).hexdigest(), "characters": len(text)}
    names = ("incidents", "casualties", "force_estimates", "statements", "places")
    empty: dict[str, list[Cells]] = {name: [] for name in names}
    package = make(**{**empty, "sources": [cells], "actors": [RED], **tables})
    (package.root / "seeds" / "000_first.txt").write_bytes(data)
    return package


def drafted(package: DataPackage) -> list[Proposal]:
    draft_source(open_workspace(package.root), "src-000")
    return Proposals.read(open_workspace(package.root), "src-000").rows


def of(rows: Sequence[Proposal], table: str) -> list[Proposal]:
    return [row for row in rows if row.table == table]


def files(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("proposals/*/*.csv")}


def test_it_writes_proposals_and_no_table(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    package = with_text(make, FIRST)
    before = {p.name: p.read_bytes() for p in (package.root / "datasets").iterdir()}
    assert cli.main(["draft", "000_first.txt", "-C", str(package.root)]) == 0
    lines = capsys.readouterr().out.splitlines()
    rows = Proposals.read(open_workspace(package.root), "src-000").rows
    guesses = sum(cell.startswith(GUESS) for row in rows for cell in row.cells.values())
    assert lines[0] == f"proposals/src-000: {len(rows)} proposals, {guesses} guesses"
    assert lines[-1] == "decide on each: isk-indicators review src-000"
    assert {p.name: p.read_bytes() for p in (package.root / "datasets").iterdir()} == before
    assert {row.state for row in rows} == {OPEN}
    killed = [c.cells for c in of(rows, "casualties") if c.cells["harm"] == "killed"]
    assert [(c["figure"], c["stated_low"], c["quote"]) for c in killed] == [
        ("13", "13", "gunmen of the Red Band killed 13 people in Farville")
    ]


def test_every_hit_gets_a_row_or_a_reason(make: Make) -> None:
    package = with_text(make, FIRST)
    rows = drafted(package)
    work = open_workspace(package.root)
    tables = {name: work.table(name).frame for name in package.schemas}
    data = with_rows(PartialDataset(package, tables), rows)
    numbers = coverage.rows_by_source(data)["src-000"]
    found = coverage.of_source(data, numbers, "src-000", FIRST)
    assert len(found.hits) == len(find_hits(FIRST)) > 0
    assert not found.open


def test_drafting_again_changes_nothing(make: Make) -> None:
    package = with_text(make, FIRST)
    drafted(package)
    before = files(package.root)
    drafted(package)
    assert files(package.root) == before != {}


def test_imported_proposals_are_kept_by_a_second_draft(make: Make, tmp_path: Path) -> None:
    package = with_text(make, FIRST)
    drafted(package)
    words = "gunmen of the Red Band killed 13 people"
    (tmp_path / "quotes.csv").write_text(f"quote\n{words}\n", encoding="utf-8")
    file, root = str(tmp_path / "quotes.csv"), str(package.root)
    options = ["--source", "src-000", "--table", "statements", "-C", root]
    assert cli.main(["import", file, *options]) == 0
    (row,) = [r for r in drafted(package) if r.is_imported]
    assert (row.state, row.cells["quote"]) == (OPEN, words)
    again = Proposals.read(open_workspace(package.root), "src-000")
    (same,) = [r for r in again.rows if r.is_imported]
    again.reject(same, "It is no statement.")
    assert not [r for r in drafted(package) if r.is_imported]


def test_what_was_decided_is_kept_and_not_proposed_again(make: Make) -> None:
    package = with_text(make, FIRST)
    drafted(package)
    proposals = Proposals.read(open_workspace(package.root), "src-000")
    (claim,) = [s for s in of(proposals.rows, "statements") if "responsib" in s.cells["quote"]]
    incidents = of(proposals.rows, "incidents")
    proposals.reject(claim, "It is no claim.")
    (reviewed, *_) = of(proposals.rows, "reviewed")
    proposals.change(reviewed, reviewed.confirmed)
    proposals.accept(reviewed)
    states = [(row.table, row.state) for row in drafted(package) if row.state != OPEN]
    assert sorted(states) == [("reviewed", "accepted"), ("statements", "rejected")]
    again = drafted(package)
    assert [s.cells["quote"] for s in of(again, "statements")].count(claim.cells["quote"]) == 1
    rejected = claim.value("statement_id")
    assert not [r for r in again if r.state == OPEN and r.value("statement_id") == rejected]
    assert len(of(again, "incidents")) == len(incidents)


def test_what_is_a_row_already_is_not_proposed(package: DataPackage) -> None:
    known = sample_workspace.rows()
    sample_workspace.write_tables(package, {**known, "actors": [RED]})
    rows = drafted(package)
    assert sample_workspace.KILLING not in [c.cells["quote"] for c in of(rows, "casualties")]
    assert not [s for s in of(rows, "statements") if "responsib" in s.cells["quote"]]
    assert {c.value("incident_id") for c in of(rows, "casualties")} <= {"inc-0001", "inc-0002"}
    ids = [row.cells["casualty_id"] for row in of(rows, "casualties")]
    assert all(row_id > "cas-0002" for row_id in ids)


@pytest.mark.parametrize(
    ("text", "tables"),
    [
        ("", set()),
        ("Nothing to see.", set()),
        ("The Red Band killed 13 men in Farville", {"reviewed"}),  # a heading
        ("The Red Band killed 13 men in Farville on 3 May 2024.",
         {"places", "incidents", "casualties"}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("line_end", ["", "\n", "\r\n"])
def test_odd_documents_are_drafted(text: str, tables: set[str], line_end: str, make: Make) -> None:
    package = with_text(make, f"{text}{line_end}")
    rows = drafted(package)
    assert {row.table for row in rows} == tables
    for row in rows:
        start, end = int(row.cells["span_start"]), int(row.cells["span_end"])
        assert text[start:end] == row.cells["quote"]


def test_a_cell_that_the_check_would_refuse_is_a_guess_or_blank() -> None:
    text = "The Red Band killed 13 men at a market in Farville on 3 May 2024."
    found = drafting(text)
    (incident,), (casualty,) = of(found.rows, "incidents"), of(found.rows, "casualties")
    assert confirm(found.data, found.rows, {"src-000": text}) == 0
    incident.cells |= {"target_text": "?? harbour", "date": "?? 2024-05-04"}
    casualty.cells["stated_low"] = "14"
    assert confirm(found.data, found.rows, {"src-000": text}) == 3
    assert casualty.cells["stated_low"] == "?? 14"
    assert (incident.cells["target_text"], incident.cells["date"]) == ("", "")
    assert incident.cells["date_basis"] == ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["src-077"], "there is no source 'src-077'"),
        (["src-001"], "other sha256"),
    ],
)
def test_a_source_that_cannot_be_drafted_is_named(
    arguments: list[str], message: str, make: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    package = make(actors=[RED])
    (package.root / "seeds" / "001_second.txt").write_bytes(b"Another text.\n")
    assert cli.main(["draft", *arguments, "-C", str(package.root)]) == 2
    assert message in capsys.readouterr().err


def test_a_source_without_a_date_is_named(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    source = sample_workspace.source("src-000") | {"published": ""}
    package = with_text(make, FIRST, sources=[source])
    assert cli.main(["draft", "src-000", "-C", str(package.root)]) == 2
    assert "src-000: type its published date in datasets/sources.csv" in capsys.readouterr().err


KILLED = """
import os, pathlib, sys
from isk_indicators.curate.draft.proposing import confirm, draft_source
from isk_indicators.curate.draft.reviewed import with_rows
from isk_indicators.curate.workspace import open_workspace
done, replaced = [], os.replace
def replace(new, old):
    if len(done) == int(sys.argv[2]):
        os.kill(os.getpid(), 9)
    done.append(old)
    replaced(new, old)
os.replace = replace
draft_source(open_workspace(pathlib.Path(sys.argv[1])), "src-000")
"""


@pytest.mark.parametrize("moment", range(4))
def test_a_killed_draft_leaves_whole_files_and_is_made_up_for(moment: int, make: Make) -> None:
    package = with_text(make, FIRST)
    drafted(package)
    whole = files(package.root)
    for path in package.root.rglob("proposals/*/*.csv"):
        path.unlink()
    script = [sys.executable, "-c", KILLED, str(package.root), str(moment)]
    assert subprocess.run(script, check=False).returncode != 0
    left = files(package.root)
    assert len(left) == moment
    assert left.items() <= whole.items()
    drafted(package)
    assert files(package.root) == whole
