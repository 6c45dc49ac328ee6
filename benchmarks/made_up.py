"""A made-up package of any size that the gate accepts: documents, and the rows that rest on them.

Half of the rows are incidents and half casualties, each with its own quote. Each document reports a
hundred incidents, and each place is the scene of a fortieth of them. The other tables have the rows
that these need, and one of each kind. The rows cover every figure, date and act in the texts. There
is no randomness: the same number of rows gives the same bytes.
"""

from __future__ import annotations

import csv
import hashlib
import re
import shutil
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from isk_indicators.schema import DESCRIPTOR, DataPackage, data_root, open_package

PER_DOCUMENT = 100
PLACES = 40
SYLLABLES = "ba de fi go hu ka le mi no pu ra se ti vo zu".split()
OPENING = (
    "Farland\n"
    "The Red Band claimed responsibility for the attack in Babatown.\n"
    "The Red Band had more than 1,500 fighters in 2023.\n"
    "The attack in Babatown stunned the town.\n"
)
"""The first lines of the first document: what the tables of few rows rest on."""

_ID = re.compile(r'("pattern": "(?:[a-z]{3}|\[a-z\]\{3\})-\[0-9\]\{)[0-9](?:,[0-9])?(\}")')

Row = dict[str, object]


class Hedge(NamedTuple):
    """A hedge as printed, with the blank after it, and its qualifier."""

    printed: str
    qualifier: str


HEDGES = (
    Hedge("", "exact"),
    Hedge("at least ", "at_least"),
    Hedge("about ", "about"),
    Hedge("more than ", "more_than"),
    Hedge("nearly ", "nearly"),
)
HARMS = (("killing", "killed"), ("wounding", "wounded"))


def name(number: int, syllables: int) -> str:
    """A name that is another for each number below 15 to the power of the syllables."""
    parts = []
    for _ in range(syllables):
        number, at = divmod(number, len(SYLLABLES))
        parts.append(SYLLABLES[at])
    return "".join(parts).capitalize()


def town(place: int) -> str:
    """A place's name."""
    return f"{name(place, 2)}town"


class Reported(NamedTuple):
    """One incident as its document reports it."""

    number: int

    @property
    def day(self) -> date:
        """When it was."""
        return date(2016, 1, 1) + timedelta(days=self.number % 2900)

    @property
    def place(self) -> int:
        """Which of the places it was in."""
        return self.number % PLACES

    @property
    def market(self) -> str:
        """What was attacked; every eighth is printed with an apostrophe beyond ASCII."""
        return f"{name(self.number, 6)}{'’s' if self.number % 8 == 0 else ''} market"

    @property
    def deed(self) -> str:
        """The words of the incident."""
        day = f"{self.day.day} {self.day:%B %Y}"
        return f"On {day}, in broad daylight, a blast tore through the {self.scene}"

    @property
    def scene(self) -> str:
        """The words that both quotes share."""
        return f"{self.market} in {town(self.place)}"

    @property
    def toll(self) -> str:
        """The words of the casualty."""
        return f"{self.scene}, {HARMS[self.number % 2][0]} {self.figure} traders"

    @property
    def hedge(self) -> Hedge:
        """How the figure is hedged."""
        return HEDGES[self.number % len(HEDGES)]

    @property
    def count(self) -> int:
        """How many were harmed."""
        return 2 + self.number * 7 % 97

    @property
    def figure(self) -> str:
        """The figure as printed."""
        return f"{self.hedge.printed}{self.count}"

    @property
    def sentence(self) -> str:
        """The whole sentence with its line feed."""
        return f"{self.deed[: -len(self.scene)]}{self.toll}.\n"


class Document(NamedTuple):
    """A document: its source, its text, and the incidents that it reports."""

    source: str
    file: str
    text: str
    reported: tuple[Reported, ...]

    def span(self, quote: str, start: int | None = None) -> Row:
        """The four columns of a span; without ``start``, at the quote's first occurrence."""
        start = self.text.index(quote) if start is None else start
        end = start + len(quote)
        return {"source_id": self.source, "span_start": start, "span_end": end, "quote": quote}


def documents(incidents: int) -> Iterator[Document]:
    """The documents that tell so many incidents."""
    for at, first in enumerate(range(0, incidents, PER_DOCUMENT)):
        reported = tuple(map(Reported, range(first, min(first + PER_DOCUMENT, incidents))))
        text = ("" if at else OPENING) + "".join(one.sentence for one in reported)
        yield Document(f"src-{at:06}", f"{at:06}_made_up.txt", text, reported)


def write(root: Path, rows: int) -> DataPackage:
    """Write a package with so many rows of incidents and casualties, taken together."""
    shutil.copy(data_root() / DESCRIPTOR, root / DESCRIPTOR)
    (root / "schemas").mkdir()
    for path in (data_root() / "schemas").glob("*.json"):
        text = _ID.sub(r"\g<1>3,7\2", path.read_text(encoding="utf-8"))  # ids of more digits
        (root / "schemas" / path.name).write_text(text, encoding="utf-8")
    package = open_package(root)
    (root / "CHANGELOG.md").write_text(_changelog(package), encoding="utf-8")
    (root / "seeds").mkdir()
    for document in documents(rows // 2):
        (root / "seeds" / document.file).write_bytes(document.text.encode("utf-8"))
    for table in package.schemas:
        _write_table(package, table, _rows(table, rows // 2))
    return package


def _changelog(package: DataPackage) -> str:
    """What says that the patterns of ids are others than those of the installed schemas."""
    items = (
        f"- `{table}`: ids of more digits in {', '.join(f'`{name}`' for name in schema.names)}.\n"
        for table, schema in package.schemas.items()
    )
    return f"## [Unreleased]\n\n{''.join(items)}"


def _write_table(package: DataPackage, table: str, rows: Iterable[Row]) -> None:
    package.path(table).parent.mkdir(exist_ok=True)
    with package.path(table).open("w", encoding="utf-8", newline="") as file:
        names = package.schemas[table].names
        writer = csv.DictWriter(file, names, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _rows(table: str, incidents: int) -> Iterable[Row]:
    """A table's rows, one after the other."""
    many = {"sources": _source, "incidents": _incidents, "casualties": _casualties}
    if table in many:
        return (row for one in documents(incidents) for row in many[table](one))
    first = next(documents(incidents))
    return _places(first) if table == "places" else _single(first).get(table, ())


def _source(document: Document) -> Iterator[Row]:
    yield {
        "source_id": document.source,
        "file": document.file,
        "published": "2024",
        "published_basis": "external",
        "language": "en",
        "sha256": hashlib.sha256(document.text.encode("utf-8")).hexdigest(),
        "characters": len(document.text),
        "rights": "Made up.",
        "note": "Made up.",
    }


def _incidents(document: Document) -> Iterator[Row]:
    for reported, start in _starts(document):
        yield {
            "incident_id": f"inc-{reported.number + 1:07}",
            "label": f"Blast in the market of {name(reported.number, 6)}",
            "scale": "single",
            "event_type": "bombing",
            "outcome": "completed",
            "target_text": reported.market,
            "target_type": "business",
            "place_id": f"plc-{reported.place + 1:04}",
            "date": reported.day.isoformat(),
            "date_basis": "stated",
            "voice": "author",
            **document.span(reported.deed, start),
        }


def _casualties(document: Document) -> Iterator[Row]:
    for reported, start in _starts(document):
        yield {
            "casualty_id": f"cas-{reported.number + 1:07}",
            "incident_id": f"inc-{reported.number + 1:07}",
            "harm": HARMS[reported.number % 2][1],
            "victim_group": "civilian",
            "victim_text": "traders",
            "covers": "all",
            "figure": reported.figure,
            "qualifier": reported.hedge.qualifier,
            "stated_low": reported.count,
            "stated_high": reported.count,
            "basis": "stated",
            "voice": "author",
            **document.span(reported.toll, start + len(reported.deed) - len(reported.scene)),
        }


def _starts(document: Document) -> Iterator[tuple[Reported, int]]:
    """Each incident with the place at which its sentence begins."""
    start = len(document.text) - sum(len(reported.sentence) for reported in document.reported)
    for reported in document.reported:
        yield reported, start
        start += len(reported.sentence)


def _places(document: Document) -> Iterator[Row]:
    for reported in document.reported[:PLACES]:
        yield {
            "place_id": f"plc-{reported.place + 1:04}",
            "name": town(reported.place),
            "kind": "settlement",
            "country": "AF",
            "subdivision": "AF-KNR",
            "latitude": 34.75,
            "longitude": 71.0,
            "coordinate_precision": "settlement",
            "coordinate_source": "Made up",
            **document.span(town(reported.place)),
        }


def _single(document: Document) -> dict[str, list[Row]]:
    """The tables of one row each."""
    claim, strength = OPENING.splitlines()[1:3]
    claimed = document.span(claim.rstrip("."))
    return {
        "actors": [
            {
                "actor_id": "act-0001",
                "name": "Red Band",
                "kind": "armed_group",
                **document.span("Red Band"),
            }
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
                "spread": "point",
                "voice": "author",
                **document.span(strength.rstrip(".")),
            }
        ],
        "statements": [
            {
                "statement_id": "stm-0001",
                "speaker_id": "act-0001",
                "speech_act": "claim_of_responsibility",
                "form": "paraphrase",
                "medium": "unstated",
                "about_actor_id": "act-0001",
                "summary": "The Red Band says that it carried out the attack in Babatown.",
                **claimed,
            }
        ],
        "attributions": [
            {
                "attribution_id": "atr-0001",
                "incident_id": "inc-0000001",
                "actor_id": "act-0001",
                "role": "perpetrator",
                "stance": "claim",
                "certainty": "certain",
                "voice": "statement",
                "statement_id": "stm-0001",
                **claimed,
            }
        ],
        "evidence": [
            {
                "evidence_id": "evd-0001",
                "table_name": "incidents",
                "row_id": "inc-0000001",
                "role": "mentions",
                **document.span("The attack in Babatown"),
            }
        ],
    }
