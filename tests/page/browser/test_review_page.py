"""The page of a review: what it shows, what it gives, and what is taken from it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from isk_indicators import cli, page
from isk_indicators.curate.proposals import ACCEPTED, OPEN, REJECTED, Proposals
from isk_indicators.curate.review_page import page_of
from isk_indicators.curate.workspace import open_workspace
from tests.curate import made_proposals, sample_workspace
from tests.curate.made_proposals import SOURCE
from tests.page.browser.browser_reader import until
from tests.page.browser.test_browser_access import violations
from tests.page.browser.test_browser_hostile import ATTACKS, TEXT

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from isk_indicators.schema import DataPackage
    from tests.page.browser.browser_reader import Reader

STATEMENT = 3
"""The place of the statement, whose summary is blank, in the review."""


@pytest.fixture
def package(make_package: Callable[..., DataPackage]) -> DataPackage:
    """A package with five open proposals."""
    made = make_package(sample_workspace.rows())
    sample_workspace.write_documents(made)
    work = open_workspace(made.root)
    Proposals(work, SOURCE, made_proposals.proposals(work)).save()
    return made


def again(package: DataPackage) -> Proposals:
    return Proposals.read(open_workspace(package.root), SOURCE)


def states(package: DataPackage) -> dict[str, str]:
    return {proposal.table: proposal.state for proposal in again(package).rows}


def written(package: DataPackage) -> Path:
    file = package.root / "page.html"
    arguments = ["review", SOURCE, "--page", str(file), "-C", str(package.root)]
    assert cli.main(arguments) == 0
    return file


def take(package: DataPackage, decisions: list[dict[str, Any]] | Path) -> int:
    file = package.root / f"decisions-{SOURCE}.json"
    if isinstance(decisions, Path):
        file = decisions
    else:
        file.write_text(json.dumps({"source_id": SOURCE, "decisions": decisions}), "utf-8")
    return cli.main(["review", SOURCE, "--take", str(file), "-C", str(package.root)])


def decision(package: DataPackage, place: int, decided: str, **more: Any) -> dict[str, Any]:
    """A decision about the proposal at a place of the review."""
    html = page_of(again(package))
    start = html.index('id="page-data">') + len('id="page-data">')
    data = json.loads(html[start : html.index("</script>", start)])
    one = data["proposals"][place]
    key = {"table": one["table"], "row_id": one["id"], "hash": one["hash"]}
    key["despite"] = [rule for rule, _ in one["findings"]]
    return {**key, "decision": decided, **more}


def said(page: Page) -> str:
    return page.locator("#proposal [role=status]").inner_text()


def head(page: Page) -> str:
    return page.locator("#proposal h2").inner_text()


def type_into(page: Page, column: str, text: str) -> None:
    page.locator(f"[data-cell={column}]").fill(text)
    page.locator(f"[data-cell={column}]").press("Enter")


def downloaded(page: Page, path: Path) -> dict[str, Any]:
    with page.expect_download() as download:
        page.locator("#download").click()
    assert download.value.suggested_filename == f"decisions-{SOURCE}.json"
    download.value.save_as(path)
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


# The page as text


def test_the_page_is_one_file_that_is_always_the_same(package: DataPackage) -> None:
    page = written(package).read_text("utf-8")
    assert page == page_of(again(package))
    assert "http:" not in page
    assert "https:" not in page
    assert "default-src &#39;none&#39;" in page


def test_the_script_sets_texts_and_never_markup() -> None:
    script = Path(page.__file__).with_name("review.js").read_text("utf-8")
    assert "element(" in script
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", script)


def test_the_page_says_what_comes_next(
    package: DataPackage, capsys: pytest.CaptureFixture[str]
) -> None:
    written(package)
    out = capsys.readouterr().out
    assert "page.html: 5 open proposals\n" in out
    assert f"isk-indicators review {SOURCE} --take decisions-{SOURCE}.json\n" in out


def test_page_and_take_are_two_runs(
    package: DataPackage, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["review", SOURCE, "--page", "a", "--take", "b", "-C", str(package.root)]
    assert cli.main(arguments) == 2
    assert "either --page or --take" in capsys.readouterr().err


# Taking decisions


def test_decisions_are_made(package: DataPackage, capsys: pytest.CaptureFixture[str]) -> None:
    decisions = [
        decision(package, STATEMENT, ACCEPTED, cells={"summary": "It denies it."}),
        decision(package, 0, REJECTED, reason="It is a title."),
        decision(package, 1, ACCEPTED),
        decision(package, 2, "changed", cells={"quote": "gunmen of the red band killed 13 people"}),
    ]
    assert take(package, decisions) == 0
    out = capsys.readouterr().out
    assert "json: 2 accepted, 1 changed, 1 rejected, 0 refused\nsrc-000: 2 open\n" in out
    assert states(package) == {
        "reviewed": REJECTED,
        "actors": ACCEPTED,
        "casualties": OPEN,
        "statements": ACCEPTED,
        "evidence": OPEN,
    }
    assert again(package).rows[2].cells["span_start"] == "44"
    (row,) = sample_workspace.read(package, "statements")[1:]
    assert row["summary"] == "It denies it."
    assert take(package, decisions[:3]) == 0
    assert "2 accepted before, 1 rejected before, 0 refused" in capsys.readouterr().out


def test_what_is_wrong_is_refused_and_stays_open(
    package: DataPackage, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sample_workspace.contents(package.root)
    decisions = [
        decision(package, 0, REJECTED, reason=" "),
        decision(package, 1, ACCEPTED, cells={"kind": "dragons"}),
        decision(package, 2, ACCEPTED, cells={"quote": "Nobody printed this"}),
        decision(package, STATEMENT, ACCEPTED, cells={"summary": "It denies it."}),
        decision(package, 4, ACCEPTED) | {"row_id": "evd-0099"},
        decision(package, 4, ACCEPTED) | {"hash": "0"},
    ]
    assert take(package, decisions) == 1
    out = capsys.readouterr().out
    assert "refused: src-000:0:harm: the reason: type why it is rejected\n" in out
    assert "refused: act-0002: kind: found 'dragons', expected one of armed_group" in out
    assert "refused: cas-0003: the document does not contain 'Nobody printed this'" in out
    assert "refused: stm-0002: stm-0002 cannot be accepted: speaker_id: act-0002 is still" in out
    assert "refused: evd-0099: there is no such proposal in evidence\n" in out
    assert "refused: evd-0001: it changed since the page was written: write the page again" in out
    assert "nothing taken, 6 refused\nsrc-000: 5 open\n" in out
    after = sample_workspace.contents(package.root)
    assert {k: v for k, v in after.items() if not k.startswith("decisions")} == before


def test_what_the_page_did_not_show_is_refused(
    package: DataPackage, capsys: pytest.CaptureFixture[str]
) -> None:
    one = decision(package, 2, ACCEPTED) | {"despite": []}
    assert take(package, [one]) == 1
    out = capsys.readouterr().out
    assert "refused: cas-0003: the check would report it; accept it in the terminal:" in out
    assert states(package)["casualties"] == OPEN


def test_what_follows_from_a_figure_is_changed(package: DataPackage) -> None:
    assert take(package, [decision(package, 2, "changed", cells={"figure": "13 people"})]) == 0
    assert again(package).rows[2].cells["stated_low"] == "13"


def test_a_proposal_is_another_row(package: DataPackage) -> None:
    work = open_workspace(package.root)
    row = made_proposals.proposals(work, actors={"actor_id": "act-0001", "name": "Blue Band"})[0]
    Proposals(work, "src-001").make((row, replace(row.copy(), state=ACCEPTED)))
    decisions = [
        decision(package, 1, REJECTED, reason="= act-0001"),
        decision(package, STATEMENT, ACCEPTED, cells={"summary": "It denies it."}),
    ]
    decisions[1]["despite"] = ["actor-named", *decisions[1]["despite"]]
    take(package, decisions)
    found = again(package).rows[STATEMENT]
    assert found.value("speaker_id") == "act-0001"
    assert again(package).rows[1].reason == "the same as act-0001"


def test_words_of_a_rejected_row_get_a_reason(package: DataPackage) -> None:
    why = {"reporting": "other_subject", "attribution": "general"}
    assert take(package, [decision(package, STATEMENT, REJECTED, reason="No.", reviewed=why)]) == 0
    kinds = {row["kind"]: row["reason"] for row in sample_workspace.read(package, "reviewed")}
    assert kinds.items() <= why.items()
    assert kinds


def test_marked_words_become_a_row_once(
    package: DataPackage, capsys: pytest.CaptureFixture[str]
) -> None:
    text = sample_workspace.DOCUMENTS["000_first.txt"]
    start = text.index("wounded between")
    quote = "wounded between 10-12 others"
    new = {"table": "casualties", "start": start, "end": start + len(quote), "quote": quote}
    wrong = [{**new, "quote": "wounded"}, {**new, "table": "dragons"}]
    file = package.root / "new.json"
    document = {"source_id": SOURCE, "decisions": [], "new": [new, *wrong]}
    file.write_text(json.dumps(document), "utf-8")
    assert take(package, file) == 1
    out = capsys.readouterr().out
    assert "refused: casualties 'wounded': the document does not have these words there" in out
    assert "refused: dragons 'wounded between 10-12 others': there is no such table" in out
    assert "1 new, 2 refused" in out
    assert take(package, file) == 1
    assert "1 new before, 2 refused" in capsys.readouterr().out
    found = again(package).find("casualties", "cas-0004")
    assert found is not None
    assert (found.state, found.cells["stated_low"]) == (OPEN, "10")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"{", "cannot be read as JSON"),
        (b'{"source_id": "src-000"}', "lacks decisions"),
        (b'{"source_id": "src-001", "decisions": []}', "found decisions about src-001"),
        (b'{"source_id": "src-000", "decisions": [{"table": 1}]}', "decisions"),
        (b"\xff", "cannot be read as JSON"),
    ],
)
def test_another_file_is_no_decisions(
    data: bytes, problem: str, package: DataPackage, capsys: pytest.CaptureFixture[str]
) -> None:
    file = package.root / "other.json"
    file.write_bytes(data)
    assert take(package, file) == 2
    assert problem in capsys.readouterr().err
    assert take(package, package.root / "none.json") == 2
    assert "no such file" in capsys.readouterr().err


# In the browser


def test_a_review_by_keys(reader: Reader, package: DataPackage, tmp_path: Path) -> None:
    page = reader.open(written(package), accept_downloads=True)
    assert "src-000:0:harm" in head(page)
    page.keyboard.press("r")
    page.keyboard.type("It is a title.")
    page.keyboard.press("Enter")
    assert "src-000:0:harm: rejected" in said(page)
    assert "act-0002" in head(page)
    page.keyboard.press("n")
    page.keyboard.press("n")
    assert "stm-0002" in head(page)
    page.keyboard.press("a")
    assert "stm-0002 cannot be accepted: summary is never blank" in said(page)
    page.keyboard.type("It denies it.")
    page.keyboard.press("Enter")
    until(page, "document.querySelector('#proposal [role=status]').textContent.startsWith('summ')")
    page.keyboard.press("a")
    assert "act-0002 is still open" in said(page)
    page.get_by_role("button", name="Go to act-0002").click()
    page.keyboard.press("a")
    page.keyboard.press("b")
    assert "act-0002" in head(page)
    page.keyboard.press("a")
    assert "It is accepted" in said(page)
    page.keyboard.press("u")
    assert "act-0002: open again" in said(page)
    page.keyboard.press("a")
    page.keyboard.press("n")
    assert "stm-0002" in head(page)
    page.keyboard.press("a")
    assert "The check would report stm-0002" in said(page)
    page.keyboard.press("a")
    assert page.locator("#progress").inner_text() == "2 open, 2 accepted, 1 rejected"
    file = tmp_path / "decisions.json"
    found = downloaded(page, file)
    assert [one["decision"] for one in found["decisions"]] == [REJECTED, ACCEPTED, ACCEPTED]
    assert take(package, file) == 0
    assert [p.table for p in again(package).of_state(OPEN)] == ["casualties", "evidence"]


def test_decisions_outlive_the_page_unless_a_proposal_changed(
    reader: Reader, package: DataPackage
) -> None:
    file = written(package)
    page = reader.open(file)
    page.keyboard.press("a")
    page.keyboard.press("a")
    page.reload()
    assert page.locator("#progress").inner_text() == "3 open, 2 accepted, 0 rejected"
    assert "cas-0003" in head(page)
    proposals = again(package)
    proposals.change(proposals.rows[1], {"kind": "other"})
    written(package)
    page.reload()
    assert page.locator("#progress").inner_text() == "4 open, 1 accepted, 0 rejected"
    assert "1 earlier decisions are about proposals that changed" in said(page)


def test_the_document_shows_each_span(reader: Reader, package: DataPackage) -> None:
    page = reader.open(written(package))
    text = sample_workspace.DOCUMENTS["000_first.txt"]
    assert page.evaluate("document.querySelector('#text').textContent") == text
    assert page.locator("mark.here").all_inner_texts() == [made_proposals.TITLE]
    page.locator("mark", has_text="The Red Band denied it").click()
    assert "stm-0002" in head(page)
    assert page.locator("mark.here").all_inner_texts() == [made_proposals.DENIAL]
    guesses = page.locator("dd.guess [data-cell]").evaluate_all(
        "all => all.map((one) => one.dataset.cell)"
    )
    assert guesses == ["speaker_id", "speech_act", "date_basis"]


def test_selected_words_and_the_same_row(
    reader: Reader, package: DataPackage, tmp_path: Path
) -> None:
    page = reader.open(written(package), accept_downloads=True)
    text = sample_workspace.DOCUMENTS["000_first.txt"]
    page.keyboard.press("+")
    assert "Select the words" in said(page)
    mark = page.locator("mark", has_text="The Red Band denied it")
    mark.evaluate("(one) => getSelection().selectAllChildren(one)")
    page.locator("#new-table").select_option("attributions")
    page.locator("#add").click()
    assert "New row of attributions" in said(page)
    page.reload()
    assert page.locator("#added li").count() == 1
    page.keyboard.press("n")
    page.keyboard.press("r")
    page.keyboard.type("= act-0009")
    page.keyboard.press("Enter")
    assert "actors has no other row act-0009" in said(page)
    found = downloaded(page, tmp_path / "decisions.json")
    start = text.index("The Red Band denied it")
    words = {"start": start, "end": start + 22, "quote": "The Red Band denied it"}
    assert found["new"] == [{"table": "attributions", **words}]


def test_a_wrong_cell_is_not_changed(reader: Reader, package: DataPackage) -> None:
    page = reader.open(written(package))
    for _ in range(2):
        page.keyboard.press("n")
    type_into(page, "stated_low", "many")
    until(page, "document.querySelector('#proposal [role=status]').textContent !== ''")
    assert said(page) == "stated_low is a whole number in digits alone: nothing is changed."
    type_into(page, "incident_id", "attack in farville")
    until(page, "document.querySelector('[data-cell=incident_id]').value === 'inc-0001'")
    assert page.locator("#download").inner_text() == "Download decisions (1)"


def test_hostile_text_stays_text(reader: Reader, package: DataPackage) -> None:
    text = f"{TEXT}\n" * 3
    sample_workspace.write_documents(package, {"000_first.txt": text})
    sources = package.path("sources")
    sources.write_text(
        sources.read_text("utf-8").replace(sample_workspace.source(SOURCE)["sha256"], ""), "utf-8"
    )  # type: ignore[arg-type]
    work = open_workspace(package.root)
    rows = made_proposals.proposals(work)
    for row, attack in zip(rows * 2, ATTACKS, strict=False):
        for name in ("note", "name", "kind", "summary", "victim_text", "harm", "incident_id"):
            if name in row.cells:
                row.cells[name] = attack
        row.cells |= {"span_start": "0", "span_end": str(len(TEXT)), "quote": TEXT}
    made = Proposals(work, SOURCE, rows)
    file = package.root / "page.html"
    file.write_text(page_of(made), "utf-8")
    page = reader.open(file)
    names = "[...new Set([...document.querySelectorAll('*')].map((one) => one.localName))]"
    for _ in rows:
        page.keyboard.press("n")
        assert not {"img", "svg", "iframe", "base", "a"} & {*page.evaluate(names)}
        for selector, count in (("script", 2), ("style", 1), ("meta", 4)):
            assert page.locator(selector).count() == count
        assert page.evaluate("document.querySelector('blockquote').textContent") == TEXT
    handlers = page.evaluate(
        "[...document.querySelectorAll('*')].flatMap((one) => [...one.attributes])"
        ".map((one) => one.name).filter((name) => name.startsWith('on') || name === 'style')"
    )
    assert handlers == []


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_the_window_and_can_be_read(
    width: int, scheme: str, reader: Reader, package: DataPackage
) -> None:
    page = reader.open(written(package), width=width, color_scheme=scheme)
    for _ in range(3):
        page.keyboard.press("n")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []
