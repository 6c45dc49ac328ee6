"""The review of proposals in the terminal, driven by lines."""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from isk_indicators import cli
from isk_indicators.curate.proposals import ACCEPTED, OPEN, REJECTED, Proposals
from isk_indicators.curate.workspace import open_workspace
from isk_indicators.schema import DataPackage
from tests.curate import made_proposals
from tests.curate.made_proposals import SOURCE
from tests.curate.sample_workspace import CLAIM, Cells, contents, read
from tests.test_hostile_output import HOSTILE, unsafe_lines

Review = Callable[..., str]
POSIX = pytest.mark.skipif(os.name == "nt", reason="signals and terminals of Unix")


@pytest.fixture
def root(package: DataPackage) -> Path:
    """The folder of a package with five open proposals, in this order.

    reviewed, act-0002, cas-0003, stm-0002 (speaker act-0002, no summary), evd-0001 (on stm-0002).
    """
    save(package)
    return package.root


def save(package: DataPackage, **changed: Cells) -> None:
    work = open_workspace(package.root)
    Proposals(work, SOURCE, made_proposals.proposals(work, **changed)).save()


@pytest.fixture
def review(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Review:
    """Type lines into a review and get what it printed."""

    def typed(*lines: str, code: int = 1) -> str:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        assert cli.main(["review", SOURCE, "-C", str(root)]) == code
        return capsys.readouterr().out

    return typed


def states(root: Path) -> dict[str, str]:
    found = Proposals.read(open_workspace(root), SOURCE)
    return {proposal.table: proposal.state for proposal in found.rows}


def cells(root: Path, table: str) -> dict[str, str]:
    found = Proposals.read(open_workspace(root), SOURCE)
    return next(proposal.cells for proposal in found.rows if proposal.table == table)


# What is shown


def test_the_words_come_before_the_row(review: Review) -> None:
    out = review("n", "n", "n")
    assert "1 of 5  src-000:0:harm  reviewed  open\n" in out
    assert "src-000, seeds/000_first.txt:4, characters 283-305\n" in out
    context = "    In Farville, nobody was found. [The Red Band denied it].\n"
    assert out.index(context) < out.index("    speaker_id      ?? act-0002  Red Band\n")
    assert "    summary         blank: type it\n" in out
    assert out.count("stm-0002  statements  open") == 1
    assert "    act-0002: Red Band · armed_group (open)\n" in out
    assert "not yet: speaker_id: act-0002 is still open: decide on it first\n" in out


def test_the_neighbours_of_a_sentence_are_shown(review: Review) -> None:
    out = review("n", "n")
    shown = out[out.index("cas-0003  casualties") : out.index("victim_text")]
    before = "    The \U0001f399 report on Farville\n    ["
    assert before in shown
    assert "Farville]. The Band’s men\n    wounded" in shown
    assert "claimed responsibility" not in shown


def test_words_that_are_elsewhere_are_called_so(package: DataPackage, review: Review) -> None:
    save(package, reviewed={"span_start": 3})
    assert "the quote is not at these characters of seeds/000_first.txt\n" in review()


def test_no_cell_steers_the_terminal(package: DataPackage, review: Review) -> None:
    hostile = HOSTILE.replace("\r", " ").replace("\n", " ")
    save(package, casualties={"victim_text": hostile, "quote": f"?? {hostile}", "note": hostile})
    assert not unsafe_lines(review("n", "n", "r", hostile, "c note = " + hostile, hostile))
    asked = (f"+ {hostile}", f'+ casualties "{hostile}"', "+", f"= {hostile}", "a", "a", "u", "u")
    assert not unsafe_lines(review("n", "n", *asked, "= cas-0001", hostile, "u"))


# Decisions

SCRIPT_OF_ALL = (*["a"] * 4, "c summary = It denies it.", *["a"] * 4)
"""What accepts everything; the check would report the last three."""


def test_accepted_rows_are_in_their_tables(root: Path, review: Review) -> None:
    out = review(*SCRIPT_OF_ALL, code=0)
    assert states(root) == dict.fromkeys(made_proposals.ALL, ACCEPTED)
    for table in made_proposals.ALL:
        assert not any(
            "??" in text
            for row in read(open_workspace(root).package, table)
            for text in row.values()
        )
    assert out.endswith(
        "this time: 5 accepted, 1 changed\nsrc-000: 0 open, 5 accepted, 0 rejected\n"
        "next: isk-indicators check\n"
    )
    assert cli.main(["fmt", "--check", "-C", str(root)]) == 0


def test_it_goes_on_where_it_stopped(review: Review) -> None:
    assert "1 accepted" in review("a", "n", "q")
    out = review()
    assert "2 of 5  act-0002  actors  open\n" in out
    assert "src-000: 4 open, 1 accepted, 0 rejected\n" in out
    assert "next: isk-indicators review src-000, to go on; isk-indicators check\n" in out


def test_what_has_to_come_first_is_offered(root: Path, review: Review) -> None:
    out = review("n", "n", "n", "c summary = It denies it.", "a", "y", "a", "a", "a")
    assert "go to act-0002 first? (y, n): y\n" in out
    assert out.index("act-0002: accepted") < out.index("stm-0002: accepted")
    assert states(root)["statements"] == ACCEPTED


def test_a_blank_that_is_required_stays_open(root: Path, review: Review) -> None:
    out = review("n", "a", "n", "a")
    assert "stm-0002 cannot be accepted:\n    summary: it is never blank\n" in out
    assert states(root)["statements"] == OPEN


def test_a_rejection_has_a_reason(root: Path, review: Review) -> None:
    out = review("r", " ", "r It is a title.", "r", "It is another band.")
    assert "the reason: type why it is rejected\n" in out
    assert "stm-0002 refers to it: change or reject that too\n" in out
    assert states(root)["reviewed"] == states(root)["actors"] == REJECTED
    file = root / "proposals" / SOURCE / "reviewed.csv"
    assert file.read_text("utf-8").endswith(",rejected,It is a title.\n")


# Changes


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ("harm = dead", "harm: found 'dead', expected one of killed, wounded"),
        ("stated_low = many", "stated_low: found 'many', expected a whole number"),
        ("incident_id = inc-1", "incident_id: found 'inc-1', expected an id such as inc-0001"),
        ("incident_id = inc-0009", "incident_id: incidents has no row inc-0009"),
        ("harm =", "harm: it is never blank"),
        ("casualty_id = cas-0009", "casualty_id: it was given with the proposal"),
        ("source_id = src-001", "source_id: it was given with the proposal"),
        ("victims = men", "there is no column 'victims '; type one of: victim_"),
        ("s = 1", "there is no column 's '; type one of: stated_low, stated_high"),
        ("quote = Nobody printed this", "the document does not contain 'Nobody printed this'"),
        ("quote = unmen of the Red Band killed 13 people", "span-word-edges"),
        ("span_end = 99999", "span_end: found '99999', expected 0 to "),
        ("note = =1", "note: Begin with another character"),
    ],
)
def test_a_wrong_value_is_refused(typed: str, refused: str, root: Path, review: Review) -> None:
    before = contents(root)
    assert refused in review("n", "n", f"c {typed}")
    assert contents(root) == before


@pytest.mark.parametrize(
    ("typed", "changed"),
    [
        ("harm = wounded", {"harm": "wounded"}),
        ("incident_id = Attack in Farville", {"incident_id": "inc-0001"}),
        ("victim_t = ", {"victim_text": ""}),
        ("note = cafe\u0301", {"note": "café"}),
        (
            "quote = gunmen of the red band killed 13 people",
            {"quote": "gunmen of the Red Band killed 13 people", "span_start": "44"},
        ),
        ("span_start = 44", {"span_start": "44", "span_end": "95"}),
        ("figure = 22, 2024", {"figure": "22, 2024", "stated_low": "?? 13"}),
        ("figure = 13 people", {"stated_low": "13", "stated_high": "13", "qualifier": "exact"}),
    ],
)
def test_a_change_is_written(
    typed: str, changed: dict[str, str], root: Path, review: Review
) -> None:
    review("n", "n", f"c {typed}")
    assert cells(root, "casualties").items() >= changed.items()


def test_a_column_is_explained_and_its_value_asked_for(root: Path, review: Review) -> None:
    out = review("n", "n", "c", "harm", "wounded", "c incident", "inc-0001")
    assert "    killed_or_wounded: " in out
    assert "    inc-0001  Attack in Farville\n" in out
    assert cells(root, "casualties")["harm"] == "wounded"
    assert cells(root, "casualties")["incident_id"] == "inc-0001"


@pytest.mark.parametrize(("typed", "place"), [("", 4), (" #3", 3), (" #1", 1)])
def test_of_several_places_the_nearest_is_taken(
    typed: str, place: int, root: Path, review: Review
) -> None:
    out = review("n", "n", "n", "n", f"c quote = Farville{typed}")
    document = made_proposals.sample_workspace.DOCUMENTS["000_first.txt"]
    starts = [n for n in range(300) if document.startswith("Farville", n)]
    claim = document.index(CLAIM)
    nearest = min(starts, key=lambda start: abs(start - claim))
    wanted = starts[place - 1] if typed else nearest
    assert cells(root, "evidence")["span_start"] == str(wanted)
    assert f"place {starts.index(wanted) + 1} of 4; for another: c quote = Farville" in out
    assert "    1: 16-24: " in out


def test_several_cells_are_changed_in_a_line(root: Path, review: Review) -> None:
    review("n", "n", "c harm = wounded; victim_t = ; note = a; b")
    found = cells(root, "casualties")
    assert (found["harm"], found["victim_text"], found["note"]) == ("wounded", "", "a; b")


def test_a_typed_number_is_kept_beside_its_figure(root: Path, review: Review) -> None:
    review("n", "n", "c stated_low = 12; figure = 13 people")
    assert cells(root, "casualties")["stated_low"] == "12"
    assert cells(root, "casualties")["stated_high"] == "13"


# What the check would report


def test_a_row_that_the_check_reports_needs_a_second_yes(root: Path, review: Review) -> None:
    out = review("n", "n", "a", "n")
    assert "the check would report cas-0003: correct it, or type a again\n    casualty_id: " in out
    assert states(root)["casualties"] == OPEN
    review("n", "n", "a", "c note = Another row.", "a", "n")
    assert states(root)["casualties"] == OPEN
    review("n", "n", "a", "a")
    assert states(root)["casualties"] == ACCEPTED


# New rows


def test_words_become_a_row(review: Review) -> None:
    out = review("n", "n", '+ casualties "wounded between 10-12 others"', "u")
    assert "new: cas-0004\n" in out
    assert "cas-0004  casualties  open\n" in out
    assert re.search(r"harm +(\?\? )?wounded\n", out)
    assert re.search(r"stated_low +10\n", out)
    assert "undone: cas-0004: gone again\n" in out
    assert "this time: nothing decided\nsrc-000: 5 open" in out


def test_a_row_is_copied_for_other_words(root: Path, review: Review) -> None:
    review("n", "n", '+ "wounded between 10-12"')
    found = Proposals.read(open_workspace(root), SOURCE).find("casualties", "cas-0004")
    assert found is not None
    assert found.cells["incident_id"] == "?? inc-0001"
    assert found.cells["quote"] == "wounded between 10-12"
    assert found.cells["stated_low"] == "10"


def test_evidence_is_about_the_row_shown(root: Path, review: Review) -> None:
    review("n", "n", "+ evid Farville #1")
    found = [p for p in Proposals.read(open_workspace(root), SOURCE).rows if p.table == "evidence"]
    assert found[0].value("row_id") == "cas-0003"
    assert found[0].value("quote") == "Farville"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("+ casualties nobody printed this", "does not contain 'nobody printed this'"),
        ("+ dragons between 10-12", "there is no table 'dragons'; type one of: "),
        ("+ casualties Farville #9", "there is no place 9:"),
        ("+ casualties arvill", "arvill"),
    ],
)
def test_a_row_without_words_is_refused(typed: str, says: str, root: Path, review: Review) -> None:
    before = contents(root)
    assert says in review("n", typed)
    assert contents(root) == before


# The same as


def test_a_proposal_is_another_row(package: DataPackage, review: Review) -> None:
    save(package, casualties={"incident_id": "?? inc-0001"})
    add_actor(package)
    before = contents(package.root)
    out = review("n", "= act-0009", "= act-0001", "u")
    assert "actors has no other row 'act-0009': type the id of the row\n    act-0001  Blue" in out
    assert "now about act-0001: stm-0002\n" in out
    assert "act-0002: rejected\n" in out
    assert "undone: act-0002: open again, 1 other row as before\n" in out
    assert contents(package.root) == before
    review("n", "= Blue Band")
    found = Proposals.read(open_workspace(package.root), SOURCE)
    assert found.find("statements", "stm-0002").cells["speaker_id"] == "?? act-0001"  # type: ignore[union-attr]
    assert found.find("actors", "act-0002").reason == "the same as act-0001"  # type: ignore[union-attr]


def add_actor(package: DataPackage) -> None:
    work = open_workspace(package.root)
    row = made_proposals.proposals(work, actors={"actor_id": "act-0001", "name": "Blue Band"})[0]
    Proposals(work, "src-001").make((row, replace(row.copy(), state=ACCEPTED)))
    (package.root / "proposals" / "src-001" / "actors.csv").unlink()


def test_a_kill_between_two_files_leaves_no_reference_behind(
    package: DataPackage, review: Review
) -> None:
    add_actor(package)
    file = package.root / "proposals" / SOURCE / "statements.csv"
    before = file.read_bytes()
    review("n", "= act-0001")
    file.write_bytes(before)  # the process was killed before it wrote this file
    found = Proposals.read(open_workspace(package.root), SOURCE)
    assert found.find("statements", "stm-0002").value("speaker_id") == "act-0001"  # type: ignore[union-attr]


# Words of a rejected row


def test_words_of_a_rejected_row_get_a_reason(root: Path, review: Review) -> None:
    before = contents(root)
    out = review("n", "n", "n", "r It is none.", "1", "1", "u")
    assert "reporting without a row:\n" in out
    assert re.search(r"src-000:\d+:reporting: reviewed, ", out)
    assert "stm-0002: open again, " in out
    assert contents(root) == before


# Moving and undoing


def test_undo_takes_back_each_decision(root: Path, review: Review) -> None:
    before = contents(root)
    out = review("a", "a", "c harm = wounded", "r No.", "u", "u", "u", "u", "u")
    assert "there is nothing to undo\n" in out
    assert {k: v for k, v in contents(root).items() if "proposals" not in k} == {
        k: v for k, v in before.items() if "proposals" not in k
    }
    assert contents(root) == before


def test_a_row_decided_earlier_is_opened_again(root: Path, review: Review) -> None:
    review("a", "a")
    out = review("b", "a", "u", "q")
    assert "it is accepted: type u to open it again, or n to go on\n" in out
    assert "act-0002: open again\n" in out
    assert states(root)["actors"] == OPEN
    assert read(open_workspace(root).package, "actors") == []
    assert cells(root, "actors")["kind"] == "?? armed_group"


def test_back_and_the_ends(review: Review) -> None:
    out = review("b", "n", "b", *["n"] * 5, "a", "b", "x", "?")
    assert "this is the first\n" in out
    assert "there is no proposal here: type b to go back, or q to quit\n" in out
    assert out.count("5 of 5  evd-0001") == 2
    assert "'x' is no key: a accept" in out
    assert "b            back to the one before\n" in out


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("src-009", "there is no source 'src-009'"),
        ("src-001", "src-001 has no proposals: make some with isk-indicators draft src-001"),
    ],
)
def test_without_proposals_it_stops(
    source: str, says: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["review", source, "-C", str(root)]) == 2
    assert says in capsys.readouterr().err


# Interruptions

SCRIPT = "\n".join((*SCRIPT_OF_ALL[:-2], "r It is no evidence.", "u", "a", "a", ""))


def start(root: Path, **options: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "isk_indicators", "review", SOURCE, "-C", str(root)]
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    return subprocess.Popen(command, text=True, **pipes, **options)  # type: ignore[call-overload, no-any-return]


def agree(root: Path) -> None:
    """Each proposal is in its table if, and only if, it is accepted, and no file is broken."""
    work = open_workspace(root)
    found = Proposals.read(work, SOURCE)
    assert [p.table for p in found.rows] == [
        "reviewed", "actors", "casualties", "statements", "evidence"
    ]  # fmt: skip
    for proposal in found.rows:
        row = found.row_in_table(proposal)
        assert row == (proposal.confirmed if proposal.state == ACCEPTED else None)
    assert len(read(work.package, "casualties")) == 2 + (found.rows[2].state == ACCEPTED)


@POSIX
@pytest.mark.parametrize("sent", ["SIGKILL", "SIGINT", "SIGHUP"])
@pytest.mark.parametrize("moment", [0.0, 0.004, 0.01, 0.03])
def test_nothing_is_lost_when_it_is_interrupted(sent: str, moment: float, root: Path) -> None:
    process = start(root)
    assert process.stdin
    assert process.stdout
    process.stdout.readline()
    process.stdin.write(SCRIPT)
    process.stdin.flush()
    time.sleep(moment)
    process.send_signal(signal.Signals[sent])
    _, err = process.communicate()
    assert "Traceback" not in err
    agree(root)
    process = start(root)
    process.communicate("a\n" * 4 + "c summary = It denies it.\n" + "a\n" * 4)
    assert process.returncode in (0, 1)
    agree(root)
    process = start(root)
    process.communicate("a\na\nc summary = It denies it.\n" + "a\n" * 4)
    decided = states(root)
    assert decided.pop("evidence") in (ACCEPTED, REJECTED)  # it may be interrupted before "u"
    assert decided == dict.fromkeys((t for t in made_proposals.ALL if t != "evidence"), ACCEPTED)


@POSIX
def test_a_full_disk_leaves_the_row_open(root: Path) -> None:
    before = contents(root)
    limit = 20

    def full() -> None:
        import resource  # noqa: PLC0415 - not on Windows

        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    process = start(root, preexec_fn=full)
    out, err = process.communicate("a\nr It is a title.\nq\n")
    assert "freed space on the disk" in out
    assert "Traceback" not in err + out
    assert process.returncode == 1
    assert contents(root) == before


@POSIX
def test_a_terminal_shows_marks_in_colour(root: Path) -> None:
    main, other = os.openpty()
    command = [sys.executable, "-m", "isk_indicators", "review", SOURCE, "-C", str(root)]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "60"}
    environment.pop("NO_COLOR", None)
    with subprocess.Popen(command, stdin=other, stdout=other, stderr=other, env=environment) as run:
        os.close(other)
        os.write(main, b"n\nq\n")
        shown = b""
        while b"next: " not in shown:
            shown += os.read(main, 4096)
        assert run.wait() == 1
    os.close(main)
    assert "\x1b[1;32m[On March 22, 2024" in shown.decode()
    assert CLAIM not in shown.decode()
