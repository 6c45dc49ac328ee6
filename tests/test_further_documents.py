"""Documents of other styles than the press commentaries are read and coded as those are.

``documents/`` holds made-up documents, each with the rows on it: a wire report with a table of
tolls and bullet points, a report in numbered paragraphs with notes, a statement of a ministry with
questions and answers, and a report from a court. A passage that no row can
express is ``not_codable`` in its ``reviewed.csv``: once a row can, the check asks for the row.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.further_documents import added, copy_with, document, ours

FOLDERS = sorted(path for path in Path(__file__).with_name("documents").iterdir() if path.is_dir())
CLAIMS = ("incidents", "casualties", "force_estimates", "statements", "attributions")
each = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout with all documents and their rows, after ``fill`` and ``fmt``."""
    root = copy_with(tmp_path_factory.mktemp("further") / "checkout", *FOLDERS)
    assert "nothing left to do" in ours(root, "fill")
    ours(root, "fmt")
    return root


@each
def test_it_says_that_it_was_made_for_tests(folder: Path) -> None:
    assert "ritten for tests" in document(folder).read_text("utf-8")


@each
def test_it_has_rows_in_every_table_of_claims(folder: Path) -> None:
    assert all(added(folder, table) for table in (*CLAIMS, "evidence", "reviewed"))


def test_they_are_checked_without_a_fault(filled: Path) -> None:
    assert "no faults" in ours(filled, "check", ".")
    for command in ("fmt", "fill"):
        assert ours(filled, command, "--check") == "nothing to do\n"


def test_their_words_are_accounted_for(filled: Path) -> None:
    reported = ours(filled, "coverage")
    for folder in FOLDERS:
        (source,) = added(folder, "sources")
        assert re.search(rf"^{source['source_id']}: \d+ hits$", reported, re.MULTILINE)
    assert "open:" not in reported
