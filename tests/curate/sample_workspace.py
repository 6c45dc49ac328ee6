"""A small package for the curator's commands: made-up documents and rows that quote them.

The documents contain a character beyond the basic plane, curly and straight marks, a no-break
space, and words printed twice.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from isk_indicators.schema import DataPackage

DOCUMENTS = {
    "000_first.txt": (
        "The \U0001f399 report on Farville\n"
        "On March 22, 2024, gunmen of the Red Band killed 13 people in Farville. The Band’s men "
        "wounded between 10-12 others, and at least 1,500 fled.\n"
        "On March 23, 2024, the Red\u00a0Band claimed responsibility for “the attack” in "
        "Farville.\n"
        "In Farville, nobody was found. The Red Band denied it.\n"
    ),
    "001_second.txt": (
        "In 2023 the Red Band had more than 1,500 fighters in Farland.\n"
        "The government of Farland said that the Blue Band attacked a market in 2023, wounding "
        "several traders. It could strike in as little as six months.\n"
    ),
}
FILES = {"src-000": "000_first.txt", "src-001": "001_second.txt"}
KILLING = "On March 22, 2024, gunmen of the Red Band killed 13 people in Farville"
WOUNDING = "The Band’s men wounded between 10-12 others, and at least 1,500 fled"
CLAIM = "the Red\u00a0Band claimed responsibility for “the attack” in Farville"
STRENGTH = "In 2023 the Red Band had more than 1,500 fighters in Farland"
LEAD = "It could strike in as little as six months"

Cells = dict[str, object]


def span(source: str, quote: str) -> Cells:
    """The four columns of a span, at the quote's first occurrence."""
    start = DOCUMENTS[FILES[source]].index(quote)
    cells = {"span_start": start, "span_end": start + len(quote), "quote": quote}
    return {"source_id": source, **cells}


def source(source_id: str) -> Cells:
    """A row of sources."""
    text = DOCUMENTS[FILES[source_id]]
    return {
        "source_id": source_id,
        "file": FILES[source_id],
        "published": "2024",
        "published_basis": "stated",
        "language": "en",
        "sha256": hashlib.sha256(text.encode("utf-8")).hexdigest(),
        "characters": len(text),
        "rights": "Made up for this test.",
    }


def casualty(number: int, quote: str, figure: str, **cells: object) -> Cells:
    """A row of casualties in the first document."""
    return {
        "casualty_id": f"cas-{number:04}",
        "incident_id": "inc-0001",
        "harm": "killed",
        "victim_group": "unspecified",
        "covers": "all",
        "figure": figure,
        "basis": "stated",
        "voice": "author",
        **span("src-000", quote),
        **cells,
    }


def rows() -> dict[str, list[Cells]]:
    """The rows of each table that has some."""
    thirteen = {"qualifier": "exact", "stated_low": 13, "stated_high": 13}
    fled = {"qualifier": "at_least", "stated_low": 1500, "stated_high": 1500}
    return {
        "sources": [source("src-000"), source("src-001")],
        "places": [
            {
                "place_id": "plc-0001",
                "name": "Farville",
                "kind": "settlement",
                "latitude": "34.81904",
                "longitude": "-71.25",
                **span("src-000", "report on Farville"),
            }
        ],
        "incidents": [
            {
                "incident_id": "inc-0001",
                "label": "Attack in Farville",
                "scale": "single",
                "event_type": "armed_assault",
                "outcome": "completed",
                "target_type": "unknown",
                "date": "2024-03-22",
                "date_basis": "stated",
                "voice": "author",
                **span("src-000", KILLING),
            }
        ],
        "casualties": [
            casualty(1, KILLING, "13", **thirteen, victim_text="people"),
            casualty(2, WOUNDING, "at least 1,500", **fled, note="A note; with “marks”."),
        ],
        "force_estimates": [
            {
                "estimate_id": "est-0001",
                "actor_id": "act-0001",
                "measure": "fighters",
                "unit": "persons",
                "as_of": "2023",
                "as_of_basis": "stated",
                "figure": "more than 1,500",
                "qualifier": "more_than",
                "stated_low": 1500,
                "stated_high": 1500,
                "basis": "stated",
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
                "date": "2024-03",
                "date_basis": "stated",
                "summary": "It says that it carried out the attack.",
                **span("src-000", CLAIM),
            }
        ],
    }


def write_tables(package: DataPackage, tables: Mapping[str, Sequence[Cells]]) -> None:
    """Write every table's file anew, with these rows or none."""
    for name, schema in package.schemas.items():
        with package.path(name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, schema.names, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(tables.get(name, ()))


def write_documents(package: DataPackage, documents: Mapping[str, str] = DOCUMENTS) -> None:
    """Put the documents beside the tables."""
    (package.root / "seeds").mkdir(exist_ok=True)
    for name, text in documents.items():
        (package.root / "seeds" / name).write_bytes(text.encode("utf-8"))


def read(package: DataPackage, table: str) -> list[dict[str, str]]:
    """The rows of a table's file, as the standard library reads it."""
    text = package.path(table).read_bytes().decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def contents(root: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }
