from __future__ import annotations

import hashlib

import pytest
from house import DOCUMENTS, FILES, House

from isk_indicators import parts
from isk_indicators.check import coverage, table_file
from isk_indicators.rules import run


def test_the_gate_says_the_same_when_it_looks_at_parts_side_by_side(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.set("casualties", 2, "stated_low", "12")
    house.set("casualties", 2, "note", "=1")
    house.set("actors", 2, "note", " x")
    house.set("casualties", 3, "harm", "killed")
    house.set("incidents", 3, "outcome", "")
    house.set("statements", 3, "speaker_id", "act-0009")
    document = house.root / "seeds" / FILES["src-000"]
    text = DOCUMENTS[document.name] + "It said so, on May 3, 2024.\n"
    document.write_bytes(text.encode("utf-8"))
    house.set("sources", 2, "sha256", hashlib.sha256(document.read_bytes()).hexdigest())
    house.set("sources", 2, "characters", str(len(text)))
    whole = house.check()
    forks: list[int] = []
    start = parts._start

    def counted(*arguments: object) -> object:
        forks.append(1)
        return start(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(parts, "processors", lambda: 2)
    monkeypatch.setattr(parts, "_start", counted)
    monkeypatch.setattr(run, "LEAST", 1)
    monkeypatch.setattr(coverage, "LEAST", 1)
    monkeypatch.setattr(table_file, "LEAST", 1)
    assert house.check() == whole
    assert len(forks) > 5
    assert {"figure-low", "formula", "outer-blanks", "outcome", "foreign-key", "open-date"} <= {
        finding.rule for finding in whole.findings
    }
    assert whole.not_checked
