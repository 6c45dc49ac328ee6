"""Proposals: their files, their order, and what becomes of the tables when they are decided on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from isk_indicators import cli, csvio
from isk_indicators.curate import StoppedError
from isk_indicators.curate.proposals import ACCEPTED, OPEN, REJECTED, Proposal, Proposals
from isk_indicators.curate.workspace import new_ids, open_workspace
from isk_indicators.schema import DataPackage
from tests.curate import made_proposals
from tests.curate.made_proposals import SOURCE
from tests.curate.sample_workspace import contents, read


@pytest.fixture
def made(package: DataPackage) -> Proposals:
    """Five proposals that are saved."""
    work = open_workspace(package.root)
    found = Proposals(work, SOURCE, made_proposals.proposals(work))
    found.save()
    return found


def again(made: Proposals) -> Proposals:
    """The proposals as another process reads them."""
    return Proposals.read(open_workspace(made.work.root), SOURCE)


def of(made: Proposals, table: str) -> Proposal:
    return next(proposal for proposal in made.rows if proposal.table == table)


def states(made: Proposals) -> dict[str, str]:
    return {proposal.table: proposal.state for proposal in made.rows}


def obstacles(made: Proposals, table: str) -> list[tuple[str, str]]:
    return [(o.column, o.message) for o in made.obstacles(of(made, table))]


# Files


def test_they_are_read_as_they_were_saved(made: Proposals) -> None:
    assert again(made).rows == made.rows
    files = [name for name in contents(made.work.root) if name.startswith("proposals/")]
    assert files == [f"proposals/{SOURCE}/{table}.csv" for table in sorted(made_proposals.ALL)]
    first, *_ = (made.work.root / files[0]).read_text("utf-8").split("\n")
    assert first.endswith(",quote,note,state,rejected_because")
    assert made.files() == {}


def test_a_source_without_proposals_has_none(package: DataPackage) -> None:
    found = Proposals.read(open_workspace(package.root), "src-001")
    assert found.rows == []
    found.save()
    assert not (package.root / "proposals").exists()


def test_a_damaged_file_is_named_with_the_place(made: Proposals) -> None:
    file = made.work.root / "proposals" / SOURCE / "actors.csv"
    file.write_text(file.read_text("utf-8").replace("Red Band,", '"Red" Band,', 1), "utf-8")
    with pytest.raises(StoppedError, match=r"^proposals/src-000/actors\.csv:2:15: .*correct it"):
        again(made)


def test_a_file_that_another_process_changed_is_not_overwritten(made: Proposals) -> None:
    other = again(made)
    other.reject(of(other, "reviewed"), "It is a title.")
    before = contents(made.work.root)
    with pytest.raises(OSError, match="changed while the command ran"):
        made.reject(of(made, "reviewed"), "Another reason.")
    assert states(made)["reviewed"] == OPEN
    assert contents(made.work.root) == before


# Order


def test_they_follow_the_text_and_what_is_referred_to_comes_first(made: Proposals) -> None:
    tables = [proposal.table for proposal in made.rows]
    assert tables == ["reviewed", "actors", "casualties", "statements", "evidence"]
    texts = made.work.sources[SOURCE].text or ""
    places = {p.table: texts.index(p.value("quote")) for p in made.rows}
    assert places["evidence"] < places["statements"]


def test_rows_that_refer_to_each_other_are_each_there_once(package: DataPackage) -> None:
    work = open_workspace(package.root)
    names = work.package.schemas["incidents"].names
    pair = [{"incident_id": "inc-0002", "part_of": "inc-0003"}]
    pair += [{"incident_id": "inc-0003", "part_of": "inc-0002"}]
    rows = [Proposal("incidents", {n: cells.get(n, "") for n in names}) for cells in pair]
    assert Proposals(work, SOURCE, rows).rows == rows[::-1]


# Accepting


def test_an_accepted_row_is_in_its_table_without_marks(made: Proposals) -> None:
    actor = of(made, "actors")
    made.accept(actor)
    assert states(again(made))["actors"] == actor.state == ACCEPTED
    (row,) = read(made.work.package, "actors")
    assert row == actor.confirmed
    assert row["kind"] == "armed_group"
    assert actor.cells["kind"] == "?? armed_group"
    assert cli.main(["fmt", "--check", "-C", str(made.work.root)]) == 0


def test_the_rows_of_a_table_stay_sorted(made: Proposals) -> None:
    made.change(of(made, "casualties"), {"incident_id": "inc-0001"})
    of(made, "casualties").cells["casualty_id"] = "cas-0000"
    made.accept(of(made, "casualties"))
    ids = [row["casualty_id"] for row in read(made.work.package, "casualties")]
    assert ids == ["cas-0000", "cas-0001", "cas-0002"]
    assert of(again(made), "casualties").state == ACCEPTED


def test_what_is_missing_is_named(made: Proposals) -> None:
    assert obstacles(made, "statements") == [
        ("summary", "it is never blank"),
        ("speaker_id", "act-0002 is still open: decide on it first"),
    ]
    (_, blocked) = made.obstacles(of(made, "statements"))
    assert blocked.first is of(made, "actors")
    with pytest.raises(StoppedError, match="stm-0002 cannot be accepted") as stopped:
        made.accept(of(made, "statements"))
    assert stopped.value.below[0] == "    summary: it is never blank"
    made.reject(of(made, "actors"), "The band is known as another row.")
    assert ("speaker_id", "actors has no row act-0002") in obstacles(made, "statements")


@pytest.mark.parametrize(
    ("column", "text", "problem"),
    [
        ("harm", "?? dead", "expected one of killed, wounded"),
        ("stated_low", "?? 1,3", "expected a whole number"),
        ("stated_low", "-1", "expected 0 or more"),
        ("incident_id", "inc-1", "expected an id such as inc-0001"),
        ("incident_id", "inc-0009", "incidents has no row inc-0009"),
        ("casualty_id", "cas-0001", "datasets/casualties.csv has cas-0001 already"),
        ("note", "=1", "a spreadsheet runs"),
        ("note", "NA", "Leave the cell blank"),
        ("victim_text", "?? ?? people", "A guess of a draft"),
    ],
)
def test_a_wrong_cell_is_no_row(column: str, text: str, problem: str, made: Proposals) -> None:
    of(made, "casualties").cells[column] = text
    assert any(at == column and problem in words for at, words in obstacles(made, "casualties"))


def test_a_date_that_is_none_and_a_label_that_another_row_has(made: Proposals) -> None:
    of(made, "statements").cells["date"] = "2024-13"
    assert ("date", "found '2024-13', expected a date such as") in [
        (column, words[:40]) for column, words in obstacles(made, "statements")
    ]
    incident = dict.fromkeys(made.work.package.schemas["incidents"].names, "")
    made.rows.append(Proposal("incidents", {**incident, "label": "Attack in Farville"}))
    assert ("label", "inc-0001 has 'Attack in Farville' already") in obstacles(made, "incidents")


def test_rows_that_refer_to_each_other_are_accepted_together(made: Proposals) -> None:
    made.change(of(made, "statements"), {"summary": "It denies it."})
    together = [of(made, table) for table in ("evidence", "statements", "actors")]
    made.accept(*together)
    assert [p.table for p in again(made).of_state(OPEN)] == ["reviewed", "casualties"]
    assert [row["statement_id"] for row in read(made.work.package, "statements")][-1] == "stm-0002"


# Rejecting and changing


def test_a_rejected_one_keeps_its_reason(made: Proposals) -> None:
    made.reject(of(made, "reviewed"), " It is the title. ")
    assert of(again(made), "reviewed").reason == "It is the title."
    assert of(again(made), "reviewed").state == REJECTED
    assert read(made.work.package, "reviewed") == []


@pytest.mark.parametrize("reason", ["", "  ", "=cmd", "two\nlines", "?? a guess"])
def test_a_reason_is_words(reason: str, made: Proposals) -> None:
    with pytest.raises(StoppedError, match="the reason: "):
        made.reject(of(made, "reviewed"), reason)
    assert of(made, "reviewed").state == OPEN


def test_those_that_refer_to_one_are_known(made: Proposals) -> None:
    assert [p.table for p in made.referring(of(made, "actors"))] == ["statements"]
    assert [p.table for p in made.referring(of(made, "statements"))] == ["evidence"]
    assert made.referring(of(made, "reviewed")) == []


def test_a_change_is_validated(made: Proposals) -> None:
    with pytest.raises(StoppedError, match=r"^speech_act: found 'denies', expected one of"):
        made.change(of(made, "statements"), {"speech_act": "denies"})
    made.change(of(made, "statements"), {"speech_act": "denial", "summary": "It denies it."})
    assert of(again(made), "statements").cells["speech_act"] == "denial"


# Undoing


def test_undoing_makes_everything_what_it_was(made: Proposals) -> None:
    before = contents(made.work.root)
    actor = of(made, "actors")
    was = actor.copy()
    made.accept(actor)
    assert contents(made.work.root) != before
    made.restore((actor, was))
    assert contents(made.work.root) == before
    assert states(again(made))["actors"] == OPEN


def test_a_row_that_others_refer_to_stays(made: Proposals) -> None:
    made.change(of(made, "statements"), {"summary": "It denies it."})
    was = of(made, "actors").copy()
    made.accept(of(made, "actors"))
    made.accept(of(made, "statements"))
    with pytest.raises(StoppedError, match="stm-0002 in the tables refer to act-0002"):
        made.restore((of(made, "actors"), was))
    assert of(made, "actors").state == ACCEPTED


def test_a_row_that_was_changed_in_the_table_stays(made: Proposals) -> None:
    was = of(made, "actors").copy()
    made.accept(of(made, "actors"))
    file = made.work.package.path("actors")
    file.write_text(file.read_text("utf-8").replace("armed_group", "other"), "utf-8")
    later = again(made)
    with pytest.raises(StoppedError, match=r"act-0002 was changed in datasets/actors\.csv since"):
        later.restore((of(later, "actors"), was))


# Interruptions


def test_a_row_in_its_table_is_accepted_if_only_the_table_was_written(made: Proposals) -> None:
    proposals = made.work.root / "proposals" / SOURCE / "actors.csv"
    before = proposals.read_bytes()
    made.accept(of(made, "actors"))
    proposals.write_bytes(before)
    assert states(again(made))["actors"] == ACCEPTED
    assert again(made).files() == made.files() | {
        f"proposals/{SOURCE}/actors.csv": made.work.read[f"proposals/{SOURCE}/actors.csv"]
    }


KILLED = """
import os, pathlib, sys
from isk_indicators.curate.proposals import Proposals
from isk_indicators.curate.workspace import open_workspace
made = Proposals.read(open_workspace(pathlib.Path(sys.argv[1])), "src-000")
done, replaced = [], os.replace
def replace(new, old):
    if len(done) == int(sys.argv[2]):
        os.kill(os.getpid(), 9)
    done.append(old)
    replaced(new, old)
os.replace = replace
actor = next(p for p in made.rows if p.table == "actors")
was = actor.copy()
made.accept(actor)
was.state = "open"
made.restore((actor, was))
"""


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
@pytest.mark.parametrize("moment", range(5))
def test_a_killed_process_leaves_a_row_open_or_accepted(moment: int, made: Proposals) -> None:
    script = [sys.executable, "-c", KILLED]
    ended = subprocess.run([*script, str(made.work.root), str(moment)], check=False)
    assert (ended.returncode == 0) == (moment == 4)
    found = again(made)
    rows = [row["actor_id"] for row in read(made.work.package, "actors")]
    assert rows == (["act-0002"] if of(found, "actors").state == ACCEPTED else [])
    assert states(found).items() >= {("casualties", OPEN), ("statements", OPEN)}
    found.save()
    if of(found, "actors").state == OPEN:
        found.accept(of(found, "actors"))
    assert [row["actor_id"] for row in read(made.work.package, "actors")] == ["act-0002"]


def test_what_cannot_be_written_is_not_decided(
    made: Proposals, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(made.work.root)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(csvio.os, "replace", full)
    with pytest.raises(OSError, match="freed space on the disk"):
        made.accept(of(made, "actors"))
    assert of(made, "actors").state == OPEN
    assert contents(made.work.root) == before


# Ids and the check


def test_new_ids_follow_those_of_proposals(made: Proposals) -> None:
    work = open_workspace(made.work.root)
    assert new_ids(work, "casualties", 2) == ["cas-0004", "cas-0005"]
    assert new_ids(work, "actors") == ["act-0003"]
    of(made, "statements").cells["speaker_id"] = "?? act-0077"
    made.save()
    assert new_ids(open_workspace(made.work.root), "actors") == ["act-0078"]


def test_the_check_counts_the_open_ones(
    made: Proposals, capsys: pytest.CaptureFixture[str]
) -> None:
    made.reject(of(made, "reviewed"), "It is the title.")
    cli.main(["check", str(made.work.root)])
    assert f"note: proposals/{SOURCE}: 4 proposals are open\n" in capsys.readouterr().out
    for proposal in made.of_state(OPEN):
        made.reject(proposal, "Nothing is left.")
    cli.main(["check", str(made.work.root)])
    assert "proposals" not in capsys.readouterr().out


def test_proposals_outside_of_the_folder_are_not_read(
    made: Proposals, tmp_path_factory: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere: Path = tmp_path_factory.mktemp("elsewhere") / "actors.csv"
    file = made.work.root / "proposals" / SOURCE / "actors.csv"
    file.rename(elsewhere)
    file.symlink_to(elsewhere)
    assert cli.main(["check", str(made.work.root)]) == 2
    assert "actors.csv: links to outside of the folder" in capsys.readouterr().err
