"""One more document is a matter of the data alone: every command takes it, every page is written.

``sixth_document/`` holds a made-up document and rows on it for every table, as a curator types
them: without what ``fill`` fills in.
"""

from __future__ import annotations

import csv
import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from isk_indicators.views import charts

ROOT = Path(__file__).resolve().parents[1]
ADDED = Path(__file__).with_name("sixth_document")
DOCUMENT = ADDED / "800_made_up.txt"
NOT_COPIED = (
    ".git",
    ".*cache",
    ".hypothesis",
    "__pycache__",
    "dist",
    "build",
    "*.egg-info",
    "*venv",
)
COMING = "99.0.0.dev0"
"""A development version that leaves room for any change."""

DRAWN = """
import matplotlib
matplotlib.use("Agg")
from isk_indicators import plots
plots.save(plots.tolls(), "tolls.svg")
plots.save(plots.timeline(), "timeline.svg")
plots.save(plots.force(actor="Grey Banner"), "force.svg")
"""


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def added(table: str) -> list[dict[str, str]]:
    found = rows(ADDED / f"{table}.csv")
    if table == "sources":
        digest = hashlib.sha256(DOCUMENT.read_bytes()).hexdigest()
        found[0] |= {"sha256": digest, "characters": str(len(DOCUMENT.read_text("utf-8")))}
    return found


def append(path: Path) -> None:
    """Put the made-up rows below those of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        names = next(csv.reader(file))
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="", lineterminator="\n")
        writer.writerows(added(path.stem))


def raise_version(root: Path) -> None:
    """Make the copy a development version, whichever the checkout is."""
    path = root / "pyproject.toml"
    text = path.read_text(encoding="utf-8")
    changed, times = re.subn(
        r'^version = "[^"]*"$', f'version = "{COMING}"', text, flags=re.MULTILINE
    )
    assert times == 1
    path.write_text(changed, encoding="utf-8", newline="\n")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout with the document and its rows, as they were typed."""
    root = tmp_path_factory.mktemp("sixth") / "checkout"
    shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns(*NOT_COPIED))
    shutil.copy(DOCUMENT, root / "seeds")
    for path in ADDED.glob("*.csv"):
        append(root / "datasets" / path.name)
    raise_version(root)
    return root


def run(root: Path, *command: str) -> str:
    """Run Python in the copy, with the copy's package; what it printed, if all is well."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root / "src"), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def ours(root: Path, *command: str) -> str:
    return run(root, "-m", "isk_indicators", *command)


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
    assert {"written: README.md", "written: docs/coverage.md"} <= {*written}
    assert not {"written: docs/rules.md", "written: docs/reliability.md"} & {*written}
    number = charts.sources_in_words(len(rows(ROOT / "datasets" / "sources.csv")) + 1)
    for file in ("README.md", "CITATION.cff", "datapackage.json"):
        assert number in (filled / file).read_text(encoding="utf-8"), file
    assert run(filled, "docs/write.py", "--check") == ""
