"""Press text that readers marked: the aims are met, and the page says how far."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.press import score

PAGE = Path(__file__).resolve().parents[2] / "docs" / "figures.md"
LEAST = 0.97
"""Share of the marked figures that are found, and of these that have the right hedge."""
MOST_ALARMS = 0.05
FAULT = re.compile(r"^([a-d]\d{3}): ")

every_file = pytest.mark.parametrize("name", score.FILES)


@every_file
@pytest.mark.parametrize("kind", ["figures", "durations"])
def test_the_aims_are_met(name: str, kind: str) -> None:
    total = score.score(name, kind)
    assert total.marked > 30
    assert total.found >= LEAST * total.marked
    assert total.values == total.found
    assert total.hedges >= LEAST * total.found
    assert total.alarms < MOST_ALARMS * (total.found + total.alarms)


@every_file
def test_every_mark_stands_in_its_sentence(name: str) -> None:
    sentences = list(score.sentences(name))
    assert len(sentences) >= 150
    assert len({sentence["id"] for sentence in sentences}) == len(sentences)
    for sentence in sentences:
        for kind in ("figures", "durations"):
            for mark in score.marked(sentence["text"], sentence[kind]):
                assert sentence["text"][mark.start : mark.end] == mark.text


def test_the_page_lists_the_known_errors() -> None:
    wrong = {
        FAULT.findall(fault)[0]
        for name in score.FILES
        for kind in ("figures", "durations")
        for fault in score.score(name, kind).faults
    }
    listed = PAGE.read_text(encoding="utf-8").partition("## Known errors")[2]
    assert wrong == set(re.findall(r"\b[a-d]\d{3}\b", listed))


def test_a_misreading_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    sentence = {"id": "x001", "text": "12 died and 3 fell.", "figures": [], "durations": []}
    sentence["figures"] = [["12", "about", 12, 12], ["died", "vague", None, None]]
    monkeypatch.setattr(score, "sentences", lambda _: iter([sentence]))
    total = score.score("made up", "figures")
    assert (total.marked, total.found, total.values, total.hedges, total.alarms) == (2, 1, 1, 0, 1)
    assert len(total.faults) == 3
