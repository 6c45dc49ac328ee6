"""The page on reliability is held to what the two readings give."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
READINGS = ROOT / "docs" / "readings"


def report() -> str:
    script = READINGS / "agreement.py"
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_the_page_shows_the_computed_agreement() -> None:
    page = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    shown = page.partition("<!-- agreement -->\n")[2].partition("\n<!-- /agreement -->")[0]
    assert shown == report()


def test_the_sentence_on_numbers_and_hedges_is_true() -> None:
    cells = [line.strip("| ").split(" | ") for line in report().splitlines()]
    lines = {row[0]: row[1] for row in cells if len(row) == 2}
    page = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    assert "No printed number and no hedge was read differently." in page
    assert lines["numbers"].endswith("(100.0 %)")
    assert lines["hedges"].endswith("(100.0 %)")
