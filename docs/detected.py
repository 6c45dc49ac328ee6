"""Count what the detectors find and overlook in the further documents, for ``docs/coverage.md``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from isk_indicators.detectors import KINDS, Hit, find_hits
from isk_indicators.spans import Span
from tests import further_documents

FOLDERS = "tests/documents"
NEEDED = {
    "incidents": ("date", "figure"),
    "casualties": ("harm", "figure"),
    "force_estimates": ("date", "figure"),
    "statements": ("date", "reporting"),
    "attributions": ("attribution",),
}
"""The kinds of hit by which the detectors should notice a row of each table."""
COLUMNS = {"date": ("date", "as_of"), "figure": ("figure", "count_figure")}
"""A kind is needed only of a row that has a value in one of these columns."""
BEFORE = {
    "figure": (35, 87, 0),
    "date": (18, 8, 0),
    "harm": (18, 11, 0),
    "attribution": (6, 8, 8),
    "reporting": (28, 15, 18),
    "quotation": (6, 2, 0),
}
"""What the detectors of version 1.1.0 found: hits that rows cover, other hits, facts unseen."""

HEAD = "| kind | hits that rows cover | other hits | facts without a hit |\n|---|---|---|---|"


def table(root: Path) -> str:
    """The counts by kind as Markdown, each after that of version 1.1.0."""
    now = counts(root)
    before = {**BEFORE, "all": tuple(map(sum, zip(*BEFORE.values(), strict=True)))}
    lines = []
    for kind in (*KINDS, "all"):
        cells = [f"{old} → {new}" for old, new in zip(before[kind], now[kind], strict=True)]
        lines.append(f"| {' | '.join([kind, *cells])} |")
    return "\n".join([HEAD, *lines])


def counts(root: Path) -> dict[str, tuple[int, ...]]:
    """By kind: the hits that rows cover, the other hits, and the facts without a hit."""
    rows: Counter[str] = Counter()
    noise: Counter[str] = Counter()
    unseen: Counter[str] = Counter()
    for folder in sorted(path for path in (root / FOLDERS).iterdir() if path.is_dir()):
        text = further_documents.document(folder).read_text("utf-8")
        hits = find_hits(text)
        passages = reviewed(folder, text)
        for hit in hits:
            is_noise = any(
                kind == hit.kind and start <= hit.start and hit.end <= end
                for kind, (start, end) in passages
            )
            (noise if is_noise else rows)[hit.kind] += 1
        unseen.update(unseen_facts(folder, text, hits))
    found = {kind: (rows[kind], noise[kind], unseen[kind]) for kind in KINDS}
    return {**found, "all": tuple(map(sum, zip(*found.values(), strict=True)))}


def reviewed(folder: Path, text: str) -> list[tuple[str, Span]]:
    """The passages that no row covers, with the kind of their hits."""
    passages = further_documents.added(folder, "reviewed")
    return [(row["kind"], span) for row in passages for span in places(row, text)]


def unseen_facts(folder: Path, text: str, hits: list[Hit]) -> Iterator[str]:
    """The kinds of hit that rows need and none of their words has, a row a time."""
    evidence = further_documents.added(folder, "evidence")
    for name, kinds in NEEDED.items():
        for row in further_documents.added(folder, name):
            id_ = next(iter(row.values()))
            words = [row, *(other for other in evidence if other["row_id"] == id_)]
            spans = [span for one in words for span in places(one, text)]
            for kind in kinds:
                if is_needed(row, kind) and not is_seen(kind, hits, spans):
                    yield kind


def is_needed(row: dict[str, str], kind: str) -> bool:
    """Whether a row has what hits of a kind announce; a date that the publication gives has not."""
    if kind == "date" and "publication" in row.values():
        return False
    return kind not in COLUMNS or any(row.get(column) for column in COLUMNS[kind])


def is_seen(kind: str, hits: list[Hit], spans: list[Span]) -> bool:
    """Whether a hit of the kind is within one of the spans; a quotation announces speech too."""
    kinds = {kind, "quotation"} if kind == "reporting" else {kind}
    return any(
        hit.kind in kinds and start <= hit.start and hit.end <= end
        for hit in hits
        for start, end in spans
    )


def places(row: dict[str, str], text: str) -> list[Span]:
    """Where the words of a row are printed: at its span, or wherever they are without one."""
    if row.get("span_start"):
        return [(int(row["span_start"]), int(row["span_end"]))]
    return [match.span() for match in re.finditer(re.escape(row["quote"]), text)]
