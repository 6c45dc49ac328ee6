"""What is said of the tables on reliability is so; ``docs/write.py`` writes the tables."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reliability.md"


def test_the_sentence_on_numbers_and_hedges_is_true() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert "No printed number and no hedge was read differently." in page
    alike = dict(re.findall(r"^\| (\w+) \| .*\((\d+\.\d) %\) \|$", page, re.MULTILINE))
    assert (alike["numbers"], alike["hedges"]) == ("100.0", "100.0")
