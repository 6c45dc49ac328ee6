"""One more document is a matter of the data alone: every command takes it, every page is written.

``sixth_document/`` holds a made-up document and rows on it for every table, as a curator types
them: without what ``fill`` fills in.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from isk_indicators.views import charts
from tests import further_documents
from tests.further_documents import COMING, ROOT, copy_with, ours, rows, run

ADDED = Path(__file__).with_name("sixth_document")

DRAWN = """
import matplotlib
matplotlib.use("Agg")
from isk_indicators import plots
plots.save(plots.tolls(), "tolls.svg")
plots.save(plots.timeline(), "timeline.svg")
plots.save(plots.force(actor="Grey Banner"), "force.svg")
"""


def added(table: str) -> list[dict[str, str]]:
    return further_documents.added(ADDED, table)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout with the document and its rows, as they were typed."""
    return copy_with(tmp_path_factory.mktemp("sixth") / "checkout", ADDED)


@pytest.fixture(scope="module")
def filled(root: Path) -> Path:
    """The copy with what ``fill`` and ``fmt`` do."""
    assert "nothing left to do" in ours(root, "fill")
    ours(root, "fmt")
    return root


@pytest.fixture(scope="module")
def built(filled: Path) -> Path:
    """What is built of the copy."""
    run(filled, "build.py")
    return filled / "dist"


def test_every_table_of_claims_has_rows_on_the_document() -> None:
    tables = {path.stem for path in ADDED.glob("*.csv")}
    claims = {"incidents", "casualties", "force_estimates", "statements", "attributions"}
    assert claims | {"sources", "actors", "places", "evidence", "reviewed"} == tables
    assert all(added(table) for table in tables)


def test_it_is_checked_without_a_fault(filled: Path) -> None:
    assert "no faults" in ours(filled, "check", ".")
    for command in ("fmt", "fill"):
        assert ours(filled, command, "--check") == "nothing to do\n"


def test_its_words_are_accounted_for(filled: Path) -> None:
    reported = ours(filled, "coverage")
    assert re.search(r"^src-800: \d+ hits$", reported, re.MULTILINE)
    assert "open:" not in reported


def test_it_is_in_what_is_built(built: Path) -> None:
    assert ours(built, "verify", ".")
    with zipfile.ZipFile(built / f"isk-indicators-{COMING}.zip") as release:
        tolls = release.read("views/tolls.csv").decode("utf-8")
    assert re.search(r"^inc-8001,.*cas-8001", tolls, re.MULTILINE)


def test_it_is_on_the_page(built: Path) -> None:
    page = (built / f"isk-indicators-{COMING}.html").read_text(encoding="utf-8")
    number = charts.sources_in_words(len(rows(ROOT / "datasets" / "sources.csv")) + 1)
    assert f"What {number} say about IS-K" in page
    assert all(f'id="{row["casualty_id"]}"' in page for row in added("casualties"))


def test_it_is_drawn(filled: Path) -> None:
    run(filled, "-c", DRAWN)
    for name, row_id in (("tolls", "cas-8001"), ("timeline", "inc-8003"), ("force", "est-8001")):
        assert row_id in (filled / f"{name}.svg").read_text(encoding="utf-8")


def test_every_page_is_written_and_then_up_to_date(filled: Path) -> None:
    written = run(filled, "docs/write.py").splitlines()
    pages = ("README.md", "docs/coverage.md", "docs/reliability.md")
    assert {f"written: {page}" for page in pages} <= {*written}
    assert "written: docs/rules.md" not in written
    number = charts.sources_in_words(len(rows(ROOT / "datasets" / "sources.csv")) + 1)
    for file in ("README.md", "CITATION.cff", "datapackage.json"):
        assert number in (filled / file).read_text(encoding="utf-8"), file
    assert run(filled, "docs/write.py", "--check") == ""
