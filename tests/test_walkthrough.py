"""The guide to adding a source, each command of which is run anew."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "add-a-source.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def walked(git: str) -> str:  # noqa: ARG001 - its commands need it
    sys.path.insert(0, str(ROOT / "docs"))
    import walkthrough  # noqa: PLC0415 - a module of the documentation

    return str(walkthrough.walk(PAGE))


def test_the_page_prints_what_the_commands_print(walked: str) -> None:
    assert walked == PAGE


def test_every_proposal_is_decided_and_the_check_finds_no_fault(walked: str) -> None:
    assert "\nsrc-005: 0 open, " in walked
    check = walked.partition("$ isk-indicators check\n")[2].partition("```")[0]
    assert check.endswith(": no faults\n")
