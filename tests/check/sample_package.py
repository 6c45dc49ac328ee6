"""A small sound package for the check: made-up documents and the rows that rest on them.

One document holds a character beyond the basic plane and a no-break space, so that offsets in
anything but code points show; commas and quotation marks occur in cells.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from isk_indicators.check import gate
from isk_indicators.check.finding import Finding
from isk_indicators.check.gate import Report
from isk_indicators.schema import DataPackage

DOCUMENTS = {
    "000_first.txt": (
        "The \U0001f399 report 23 Farville\n"
        "On March 22, 2024, gunmen of the Red Band killed 13 people in Farville.\n"
        "On March 23, 2024, the Red\u00a0Band claimed responsibility for the attack in Farville.\n"
    ),
    "001_second.txt": (
        "In 2023 the Red Band had more than 1,500 fighters in Farland.\n"
        "The government of Farland said that the Blue Band attacked a market in Oldtown in 2023, "
        'wounding "several" traders.\n'
    ),
}
FILES = {"src-000": "000_first.txt", "src-001": "001_second.txt"}
KILLING = "On March 22, 2024, gunmen of the Red Band killed 13 people in Farville"
CLAIM = "On March 23, 2024, the Red\u00a0Band claimed responsibility for the attack in Farville"
STRENGTH = "In 2023 the Red Band had more than 1,500 fighters in Farland"
ACCUSATION = (
    "The government of Farland said that the Blue Band attacked a market in Oldtown in 2023, "
    'wounding "several" traders'
)

Place = tuple[str, str, int, int, str | None]


def span(source: str, quote: str) -> dict[str, object]:
    """The four columns of a span, at the quote's first occurrence."""
    start = DOCUMENTS[FILES[source]].index(quote)
    return {
        "source_id": source,
        "span_start": start,
        "span_end": start + len(quote),
        "quote": quote,
    }


def _source(source: str, published: str) -> dict[str, object]:
    text = DOCUMENTS[FILES[source]]
    return {
        "source_id": source,
        "file": FILES[source],
        "published": published,
        "published_basis": "stated",
        "language": "en",
        "sha256": hashlib.sha256(text.encode("utf-8")).hexdigest(),
        "characters": len(text),
        "rights": "Made up for this test.",
    }


def rows() -> dict[str, list[dict[str, object]]]:
    """The rows of every table that has some."""
    town = {
        "kind": "settlement",
        "country": "AF",
        "subdivision": "AF-KNR",
        "coordinate_precision": "settlement",
        "coordinate_source": "GeoNames",
    }
    claimed = {"voice": "statement", "statement_id": "stm-0001", **span("src-000", CLAIM)}
    accused = {"voice": "statement", "statement_id": "stm-0002", **span("src-001", ACCUSATION)}
    killing = {"voice": "author", **span("src-000", KILLING)}
    return {
        "sources": [_source("src-000", "2024"), _source("src-001", "2023")],
        "actors": [
            {
                "actor_id": "act-0001",
                "name": "Red Band",
                "kind": "armed_group",
                "aliases": "Red\u00a0Band",
                **span("src-000", "Red Band"),
            },
            {
                "actor_id": "act-0002",
                "name": "Blue Band",
                "kind": "armed_group",
                "parent_id": "act-0001",
                **span("src-001", "Blue Band"),
            },
            {
                "actor_id": "act-0003",
                "name": "government of Farland",
                "kind": "government",
                **span("src-001", "government of Farland"),
            },
        ],
        "places": [
            {
                "place_id": "plc-0001",
                "name": "Farville",
                "latitude": 34.5,
                "longitude": 71.25,
                **town,
                **span("src-000", "Farville"),
            },
            {
                "place_id": "plc-0002",
                "name": "Oldtown",
                "latitude": 34.75,
                "longitude": 71.5,
                **town,
                **span("src-001", "Oldtown"),
            },
            {
                "place_id": "plc-0003",
                "name": "Farland",
                "kind": "country",
                "country": "AF",
                **span("src-001", "Farland"),
            },
        ],
        "incidents": [
            {
                "incident_id": "inc-0001",
                "label": "Attack in Farville",
                "scale": "single",
                "event_type": "armed_assault",
                "outcome": "completed",
                "target_type": "unknown",
                "place_id": "plc-0001",
                "date": "2024-03-22",
                "date_basis": "stated",
                **killing,
            },
            {
                "incident_id": "inc-0002",
                "label": "Attack on a market in Oldtown",
                "scale": "single",
                "event_type": "attack",
                "outcome": "completed",
                "target_text": "market",
                "target_type": "business",
                "place_id": "plc-0002",
                "date": "2023",
                "date_basis": "stated",
                **accused,
            },
        ],
        "casualties": [
            {
                "casualty_id": "cas-0001",
                "incident_id": "inc-0001",
                "harm": "killed",
                "victim_group": "unspecified",
                "victim_text": "people",
                "covers": "all",
                "figure": "13",
                "qualifier": "exact",
                "stated_low": 13,
                "stated_high": 13,
                "basis": "stated",
                **killing,
            },
            {
                "casualty_id": "cas-0002",
                "incident_id": "inc-0002",
                "harm": "wounded",
                "victim_group": "civilian",
                "victim_text": "traders",
                "covers": "all",
                "figure": "several",
                "qualifier": "vague",
                "basis": "stated",
                **accused,
                "note": "The word is between quotation marks.",
            },
        ],
        "force_estimates": [
            {
                "estimate_id": "est-0001",
                "actor_id": "act-0001",
                "measure": "fighters",
                "unit": "persons",
                "place_id": "plc-0003",
                "as_of": "2023",
                "as_of_basis": "stated",
                "figure": "more than 1,500",
                "qualifier": "more_than",
                "stated_low": 1500,
                "stated_high": 1500,
                "basis": "stated",
                "spread": "point",
                "voice": "author",
                **span("src-001", STRENGTH),
            }
        ],
        "statements": [
            {
                "statement_id": "stm-0001",
                "speaker_id": "act-0001",
                "speech_act": "claim_of_responsibility",
                "form": "paraphrase",
                "medium": "unstated",
                "date": "2024-03-23",
                "date_basis": "stated",
                "about_actor_id": "act-0001",
                "summary": "The Red Band says that it carried out the attack in Farville.",
                **span("src-000", CLAIM),
            },
            {
                "statement_id": "stm-0002",
                "speaker_id": "act-0003",
                "speech_act": "accusation",
                "form": "partly_verbatim",
                "medium": "unstated",
                "about_actor_id": "act-0002",
                "summary": "The Blue Band attacked a market in Oldtown.",
                **span("src-001", ACCUSATION),
            },
        ],
        "attributions": [
            {
                "attribution_id": "atr-0001",
                "incident_id": "inc-0001",
                "actor_id": "act-0001",
                "role": "perpetrator",
                "stance": "claim",
                "certainty": "certain",
                **claimed,
            },
            {
                "attribution_id": "atr-0002",
                "incident_id": "inc-0002",
                "actor_id": "act-0002",
                "role": "perpetrator",
                "stance": "attribution",
                "certainty": "certain",
                **accused,
            },
        ],
        "evidence": [
            {
                "evidence_id": "evd-0001",
                "table_name": "incidents",
                "row_id": "inc-0001",
                "role": "mentions",
                **span("src-000", "the attack in Farville"),
            }
        ],
        "reviewed": [
            {**span("src-000", "report"), "kind": "reporting", "reason": "boilerplate"},
            {**span("src-000", "23"), "kind": "figure", "reason": "identifier"},
        ],
    }


class SamplePackage:
    """The package below ``root``, with the means to break a file and to ask the gate."""

    def __init__(self, package: DataPackage) -> None:
        self.package = package
        self.root = package.root
        folder = self.root / "seeds"
        folder.mkdir()
        for name, text in DOCUMENTS.items():
            (folder / name).write_bytes(text.encode("utf-8"))

    def path(self, table: str) -> Path:
        """The table's file."""
        return self.package.path(table)

    def data(self, table: str) -> bytes:
        """The table's bytes."""
        return self.path(table).read_bytes()

    def change(self, table: str, change: Callable[[bytes], bytes]) -> None:
        """Change the table's bytes; that nothing changes is a mistake of the test."""
        before = self.data(table)
        after = change(before)
        assert after != before, "the test changes nothing"
        self.path(table).write_bytes(after)

    def replace(self, table: str, old: str, new: str, count: int = -1) -> None:
        """Replace text in the table's file."""
        self.change(table, lambda data: data.replace(old.encode(), new.encode(), count))

    def line(self, table: str, number: int, change: Callable[[str], str]) -> None:
        """Change the physical line ``number`` (from 1) of the table's file."""
        lines = self.data(table).decode("utf-8").split("\n")
        lines[number - 1] = change(lines[number - 1])
        self.change(table, lambda _: "\n".join(lines).encode("utf-8"))

    def cells(self, table: str, line: int) -> list[str]:
        """The cells of a line of a table that is still sound."""
        return list(csv.reader(io.StringIO(self.data(table).decode("utf-8"))))[line - 1]

    def set(self, table: str, line: int, name: str, text: str) -> None:
        """Write ``text`` into a cell, in the canonical notation, whatever it is."""
        cells = self.cells(table, line)
        cells[self.package.schemas[table].names.index(name)] = text
        self.line(table, line, lambda _: written(cells))

    def column(self, table: str, line: int, name: str) -> int:
        """Where a cell of a line begins, counted in code points from 1."""
        at = self.package.schemas[table].names.index(name)
        return len("".join(written([c, ""]) for c in self.cells(table, line)[:at])) + 1

    def descriptor(self, change: Callable[[dict[str, Any]], None]) -> None:
        """Change ``datapackage.json``."""
        self._json(self.root / "datapackage.json", change)

    def schema(self, table: str, change: Callable[[dict[str, Any]], None]) -> None:
        """Change the table's schema."""
        self._json(self.root / "schemas" / f"{table}.json", change)

    def _json(self, path: Path, change: Callable[[dict[str, Any]], None]) -> None:
        document = json.loads(path.read_text(encoding="utf-8"))
        change(document)
        path.write_text(json.dumps(document), encoding="utf-8")

    def check(self) -> Report:
        """What the gate has to say."""
        return gate.check(self.root)

    def places(self) -> set[Place]:
        """Rule, table, line, column and field of each finding; it must not stop."""
        report = self.check()
        assert not report.stopped, report.stopped
        found = [place(f) for finding in report.findings for f in (finding, *finding.others)]
        assert len(found) == len(set(found)), "a fault is reported twice"
        return set(found)


def place(finding: Finding) -> Place:
    """A finding without its words, the file by its name without suffix."""
    name = Path(finding.file).stem
    return (finding.rule, name, finding.line, finding.column, finding.field)


def written(cells: list[str]) -> str:
    """One record in the canonical notation, by the standard library."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue().removesuffix("\n")


def by_rule(report: Report) -> Mapping[str, list[Finding]]:
    """The findings by rule."""
    found: dict[str, list[Finding]] = {}
    for finding in report.findings:
        found.setdefault(finding.rule, []).append(finding)
    return found
