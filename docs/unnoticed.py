"""List the rows without which no hit would be open, for ``docs/coverage.md``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from isk_indicators.check import coverage
from isk_indicators.curate.workspace import Workspace
from isk_indicators.rules.rule import PartialDataset

CLAIMS = ("incidents", "casualties", "force_estimates", "statements", "attributions")
QUOTING = (*CLAIMS, "evidence")
HEAD = "| row | why no hit would be open without it |\n|---|---|"
LISTED = re.compile(r"^\| ([a-z]{3}-\d{4}) \| (.+) \|$", re.MULTILINE)

Frames = Mapping[str, pd.DataFrame]


def table(work: Workspace, old: str) -> str:
    """The list as Markdown; a reason in the old list is kept."""
    frames = {name: work.table(name).frame for name in work.package.schemas}
    texts = {id_: source.text for id_, source in work.sources.items() if source.text is not None}
    known = dict(LISTED.findall(old))
    found = rows(PartialDataset(work.package, frames), frames, texts)
    lines = [f"| {id_} | {known.get(id_) or reason(frames, row)} |" for id_, row in found]
    return "\n".join([HEAD, *lines])


def rows(
    data: PartialDataset, frames: Frames, texts: Mapping[str, str]
) -> Iterator[tuple[str, Any]]:
    """Each row of the claim tables without which a row would still cover every hit."""
    for name in CLAIMS:
        for number, row in enumerate(frames[name].to_dict("records")):
            row_id = row[data.package.schemas[name].id_field or ""]
            fewer = frames[name].drop(index=number).reset_index(drop=True)
            read = _sources(frames, row_id, row["source_id"])
            without = PartialDataset(data.package, {**frames, name: fewer})
            left = coverage.of_sources(without, {id_: texts[id_] for id_ in read})
            if not any(account.open for account in left):
                yield row_id, row


def reason(frames: Frames, row: Mapping[str, str]) -> str:
    """The other rows that quote some of its words."""
    start, end = int(row["span_start"]), int(row["span_end"])
    others = [
        next(iter(other.values()))
        for name in QUOTING
        for other in frames[name].to_dict("records")
        if other["source_id"] == row["source_id"]
        and int(other["span_start"]) < end
        and start < int(other["span_end"])
        and next(iter(other.values())) != next(iter(row.values()))
    ]
    return f"words of it are also quoted by {', '.join(others)}" if others else "it has no hit"


def _sources(frames: Frames, row_id: str, source: str) -> list[str]:
    """The documents whose hits a row may answer: its own, and those of evidence for it."""
    evidence = frames["evidence"]
    further = evidence["source_id"][evidence["row_id"] == row_id]
    return list(dict.fromkeys([source, *further]))
