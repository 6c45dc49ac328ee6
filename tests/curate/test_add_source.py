"""``add-source`` copies a document, describes it and counts what is to be coded."""

from __future__ import annotations

import csv
import hashlib
import os
import re
import shutil
import time
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from isk_indicators import cli
from isk_indicators.check import gate
from isk_indicators.curate.add_source import COMPUTED, Readings, odd_characters
from isk_indicators.detectors import find_hits
from isk_indicators.rules import sources
from isk_indicators.schema import DataPackage, known_schemas
from tests.curate.sample_workspace import contents, read
from tests.further_documents import ROOT, document
from tests.further_documents import rows as typed_rows

REPORT = (
    "Fire at the grain market of Oldbridge\n\n"
    "OLDBRIDGE, May 4, 2025 (Marches Wire) – The Grey Banner set fire to the grain market of "
    "Oldbridge on Friday and wounded two guards, the council of the town said in a statement to "
    "the wire. The fire was out by noon.\n\n"
    "The Grey Banner has around 700 fighters in the hills of the Northern Marches.\n"
)
DATE = ("--published", "2025", "--published-basis", "external", "--note", "As the desk said.")


@pytest.fixture
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("given") / "Grain market.txt"
    path.write_bytes(REPORT.encode())
    return path


def add(package: DataPackage, path: Path, *options: str) -> int:
    return cli.main(["add-source", str(path), "-C", str(package.root), *options])


def row_of(package: DataPackage) -> dict[str, str]:
    return read(package, "sources")[-1]


def test_the_document_is_copied_described_and_counted(
    package: DataPackage, report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = read(package, "sources")
    assert add(package, report) == 0
    copied = package.root / "seeds" / "Grain_market.txt"
    assert copied.read_bytes() == REPORT.encode()
    assert read(package, "sources")[:-1] == before
    assert row_of(package) == {
        "source_id": "src-002",
        "file": "Grain_market.txt",
        "title": "Fire at the grain market of Oldbridge",
        "author": "",
        "publisher": "Marches Wire",
        "published": "2025-05-04",
        "published_basis": "stated",
        "url": "",
        "accessed": "",
        "origin_id": "",
        "language": "en",
        "sha256": hashlib.sha256(REPORT.encode()).hexdigest(),
        "characters": str(len(REPORT)),
        "rights": "The text belongs to the publisher and the author.",
        "note": "The document prints 'May 4, 2025'.",
    }
    out, err = capsys.readouterr()
    assert err == ""
    assert "  author          left to you: no line shows it beyond doubt\n" in out
    for kind, count in Counter(hit.kind for hit in find_hits(REPORT)).items():
        assert f"  {kind:<15} {count:>4}\n" in out
    assert [line.split("  ")[1] for line in out.splitlines()[-3:]] == [
        "isk-indicators draft src-002",
        "isk-indicators review src-002",
        "isk-indicators check",
    ]


def test_with_check_nothing_is_written(package: DataPackage, report: Path) -> None:
    before = contents(package.root)
    assert add(package, report, "--check") == 1
    assert contents(package.root) == before


def test_the_check_accepts_the_row(tmp_path: Path, report: Path) -> None:
    for name in ("datasets", "schemas", "seeds"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "datapackage.json", tmp_path)
    assert cli.main(["add-source", str(report), "-C", str(tmp_path)]) == 0
    found = {f.rule for f in gate.check(tmp_path).findings if f.severity == "error"}
    assert found == {"unused", *(f"open-{hit.kind}" for hit in find_hits(REPORT))}


def test_what_is_typed_comes_first(package: DataPackage, report: Path) -> None:
    typed = ("--title", "grain market", "--rights", "Free of rights.", "--publisher", "")
    assert add(package, report, *typed, "--file", "own.txt") == 0
    row = row_of(package)
    assert (row["title"], row["rights"], row["publisher"]) == (
        "grain market",
        "Free of rights.",
        "",
    )
    assert row["file"] == "own.txt"


def test_the_cells_that_can_be_typed_are_those_that_are_not_computed() -> None:
    names = [name for name in known_schemas()["sources"].names if name not in COMPUTED]
    assert names == [*cli.TYPED_OF_SOURCE]


# What it reads


@pytest.mark.parametrize(
    "folder", [*sorted((ROOT / "tests" / "documents").iterdir()), ROOT / "tests" / "sixth_document"]
)
def test_what_is_read_beyond_doubt_is_what_a_curator_typed(folder: Path) -> None:
    (typed,) = typed_rows(folder / "sources.csv")
    found = Readings.of(document(folder).read_text("utf-8")).cells
    certain = {column: cells[0] for column, cells in found.items() if len(cells) == 1}
    assert certain.items() <= {**dict.fromkeys(found, ""), **typed}.items()
    assert {"published", "language"} <= certain.keys()


def test_what_is_read_beyond_doubt_of_the_documents_is_in_their_rows() -> None:
    with (ROOT / "datasets" / "sources.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    count = 0
    for row in rows:
        text = (ROOT / "seeds" / row["file"]).read_bytes().decode()
        for column, cells in Readings.of(text).cells.items():
            assert cells == [row[column]] or len(cells) != 1, (row["file"], column)
            count += len(cells) == 1
    assert count == 8


@pytest.mark.parametrize(
    ("lines", "column", "found"),
    [
        ("By Jane Doe", "author", ["Jane Doe"]),
        ("By Jane Doe and John Roe", "author", ["Jane Doe and John Roe"]),
        ("08.11.2021 Author: Jane Doe", "published", ["2021-11-08", "2021-08-11"]),
        ("28.11.2021 Author: Jane Doe", "published", ["2021-11-28"]),
        ("08.11.2021 | Jane Doe\nTo 28.12.2021 at noon", "published", ["2021-11-08"]),
        ("Published on 17 May 2025", "published", ["2025-05-17"]),
        ("Sunday, 17th of May 2025", "published", ["2025-05-17"]),
        ("2025-05-17 | Marches Review", "published", ["2025-05-17"]),
        ("Updated: 17 May 2025", "published", []),
        ("The attack of 17 May 2025", "published", []),
        ("May 2025", "published", []),
        ("17 May 2025\n18 May 2025", "published", ["2025-05-17", "2025-05-18"]),
        ("© 2025 Marches Review. All rights reserved", "publisher", ["Marches Review"]),
        ("Source: Marches Review", "publisher", ["Marches Review"]),
        ("Fire at the market\n17 May 2025", "title", ["Fire at the market"]),
        ("Top page\nFire at the market", "title", ["Fire at the market"]),
        ("Skip to content\nFire at the market", "title", ["Skip to content", "Fire at the market"]),
        ("Fire at the market. It is out.", "title", []),
    ],
)
def test_only_lines_that_print_a_cell_are_read(lines: str, column: str, found: list[str]) -> None:
    running = REPORT.splitlines()[2].partition(" – ")[2]
    assert Readings.of(f"{lines}\n\n{running}\n").cells[column] == found


def test_a_day_that_does_not_exist_is_left_to_the_curator(
    package: DataPackage, report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report.write_bytes(REPORT.replace("May 4", "June 31").encode())
    assert add(package, report) == 1
    assert "  published: type --published as precisely" in capsys.readouterr().err


PIECES = (
    "May 3, 2025\n|3/4/2025\n|A title of words\n|Words, |(A|A |: |By A B\n|© A|- |(A) |28/4/2025 |"
    " \n"
    "|a word and another one and more of them, with a full stop at the end, so that it is running "
    "text of more than twenty-five words, as this one is.\n"
).split("|")
SHORT, LONG, GROWTH = 4_000, 20_000, 12
"""Lengths of two texts, and how often the time of the short one the long one may take.

It is 5 times if the time is linear, and 25 times if it is quadratic.
"""


@pytest.mark.parametrize("piece", PIECES)
def test_the_time_of_reading_grows_with_the_text(piece: str) -> None:
    def seconds(size: int) -> float:
        text = (piece * size)[:size]
        start = time.process_time()
        Readings.of(text)
        return time.process_time() - start

    fastest = [float("inf")] * 2
    for _ in range(5):  # other work on the machine slows single runs down
        fastest = [*map(min, fastest, map(seconds, (SHORT, LONG)))]
        if fastest[1] < GROWTH * fastest[0] + 0.01:
            return
    raise AssertionError(f"{fastest[1] / fastest[0]:.0f} times for a text 5 times as long")


# What it refuses


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ((), ["published: type --published"]),
        (("--published", "2025"), ["published_basis: the document does not print"]),
        (("--published", "2025", "--published-basis", "inferred"), ["note: found ''"]),
        ((*DATE, "--published", "5/2025"), ["published: found '5/2025'"]),
        ((*DATE, "--published-basis", "stated"), ["published_basis: found 'stated'"]),
        ((*DATE, "--published-basis", "known"), ["published_basis: found 'known'"]),
        ((*DATE, "--language", "de"), ["language: found 'de', expected en"]),
        ((*DATE, "--accessed", "today"), ["accessed: found 'today'"]),
        ((*DATE, "--title", "Guards"), ["title: found 'Guards'"]),
        ((*DATE, "--title", "=Oldbridge"), ["title: "]),
        ((*DATE, "--rights", ""), ["rights: found ''"]),
        (("--title", "Guards", "--language", "de"), ["title: ", "published: ", "language: "]),
    ],
)
def test_what_the_check_would_reject_is_refused_with_what_to_type(
    options: tuple[str, ...],
    named: list[str],
    package: DataPackage,
    report: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    report.write_bytes(REPORT.replace("May 4, 2025", "in spring").encode())
    before = contents(package.root)
    assert add(package, report, *options) == 1
    assert contents(package.root) == before
    out, err = capsys.readouterr()
    assert out == ""
    first, *lines = err.splitlines()
    assert first == "seeds/Grain_market.txt is not added: correct this first"
    assert [line.strip()[: len(n)] for line, n in zip(lines, named, strict=True)] == named


def test_another_language_must_be_typed(
    package: DataPackage, report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report.write_bytes(b"Die Lage ist ruhig, und niemand wurde verletzt.\n" * 9)
    assert add(package, report, *DATE) == 1
    assert "language: its commonest words" in capsys.readouterr().err
    assert add(package, report, *DATE, "--language", "de") == 0


def test_a_short_text_shows_no_language(package: DataPackage, report: Path) -> None:
    report.write_bytes(b"The fire is out.\n")
    assert add(package, report, *DATE) == 1
    assert add(package, report, *DATE, "--language", "en") == 0


def test_a_byline_that_goes_on_must_be_typed(package: DataPackage, report: Path) -> None:
    report.write_bytes(f"By Jane Doe, John Roe\n{REPORT}".encode())
    assert add(package, report) == 1
    assert add(package, report, "--author", "Jane Doe, John Roe") == 0


def stopped(package: DataPackage, path: Path, capsys: pytest.CaptureFixture[str], *o: str) -> str:
    """What is printed if the command cannot run; nothing is written."""
    before = contents(package.root)
    assert add(package, path, *o) == 2
    assert contents(package.root) == before
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("add-source: ")
    return err


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            REPORT.encode()[:60] + b"\xe9" + REPORT.encode()[60:],
            ":3:22: found the byte E9 at offset 60, expected UTF-8",
        ),
        ("– é".encode() + b"\xff", ":1:4: found the byte FF at offset 6, expected UTF-8"),
        (REPORT.encode("utf-16"), ":1:1: The file is in UTF-16"),
        (REPORT.encode("utf-16-le"), "UTF-16"),
        (b"PK\x03\x04\x14\x00\xff\xfe", "byte FF at offset 6"),
        (b"", "has no words"),
        (b" \n\t\n", "has no words"),
    ],
)
def test_what_is_no_text_in_utf_8_is_refused(
    data: bytes, said: str, package: DataPackage, report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report.write_bytes(data)
    reported = " ".join(stopped(package, report, capsys).split())
    assert re.search(said, reported), reported


def test_the_same_document_is_refused_under_any_name(
    package: DataPackage, report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = package.root / "seeds" / "000_first.txt"
    report.write_bytes(known.read_bytes())
    reported = stopped(package, report, capsys, *DATE)
    assert "src-000 describes this document already: it is seeds/000_first.txt" in reported


def test_a_document_without_a_row_is_described_where_it_is(
    package: DataPackage, report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seed = package.root / "seeds" / "own.txt"
    seed.write_bytes(report.read_bytes())
    assert "seeds/own.txt is this document: add that file" in stopped(package, report, capsys)
    assert add(package, seed) == 0
    assert row_of(package)["file"] == "own.txt"


@pytest.mark.parametrize("name", ["Grain_market.txt", "grain_MARKET.txt"])
def test_a_name_that_is_taken_is_refused(
    name: str, package: DataPackage, report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (package.root / "seeds" / name).write_bytes(b"Other words.\n")
    assert f"seeds/{name} is another document: type --file" in stopped(package, report, capsys)
    assert add(package, report, "--file", "other.txt") == 0


@pytest.mark.parametrize(
    ("given", "copied"),
    [
        ("a b(1).TXT", "a_b_1_.txt"),
        ("-é.md", "_.md.txt"),
        ("..hidden.txt", "hidden.txt"),
        ("no ending", "no_ending.txt"),
    ],
)
def test_the_name_is_made_safe(given: str, copied: str, package: DataPackage, report: Path) -> None:
    other = report.with_name(given)
    other.write_bytes(report.read_bytes())
    assert add(package, other) == 0
    assert row_of(package)["file"] == copied
    assert (package.root / "seeds" / copied).is_file()


@pytest.mark.parametrize("name", ["", "../a.txt", "a/b.txt", "con.txt", "a.csv", "a\n.txt", ".txt"])
def test_a_name_that_is_none_is_refused(
    name: str, package: DataPackage, report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "cannot be the name of a document" in stopped(package, report, capsys, "--file", name)


@pytest.mark.skipif(os.name == "nt", reason="links and pipes are others there")
def test_what_is_no_plain_file_is_refused(
    package: DataPackage, report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    link, pipe, large = (report.with_name(name) for name in ("link", "pipe", "large.txt"))
    link.symlink_to(package.root / "datapackage.json")
    os.mkfifo(pipe)
    large.write_bytes(b"word " * 500_000)
    assert "links to outside" in stopped(package, link, capsys)
    assert "is a device or a pipe" in stopped(package, pipe, capsys)
    assert "expected at most 2,000,000" in stopped(package, large, capsys)
    assert "No such file" in stopped(package, report.with_name("absent.txt"), capsys)
    assert "Is a directory" in stopped(package, report.parent, capsys)


def test_all_documents_together_stay_within_their_limit(
    package: DataPackage, report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(3):
        other = package.root / "seeds" / f"large{number}.txt"
        other.write_bytes(b"%d" % number + b"word " * 330_000)
    report.write_bytes(REPORT.encode() + b"word " * 20_000)
    assert "bytes in all documents" in stopped(package, report, capsys)


# What it names


def test_odd_characters_are_named_with_their_first_place_and_kept(
    package: DataPackage, report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = b"\xef\xbb\xbf" + REPORT.replace("\n", "\r\n").replace(" set", "\tset").encode()
    report.write_bytes(data + b"a\rb\0c\x1bd\xc2\x85")
    assert add(package, report) == 0
    assert (package.root / "seeds" / "Grain_market.txt").read_bytes() == report.read_bytes()
    named = [
        line for line in capsys.readouterr().out.splitlines() if line.startswith("note: seeds")
    ]
    assert [line.removeprefix("note: seeds/Grain_market.txt:") for line in named] == [
        "1:1: a byte order mark, 1 time",
        "1:39: CARRIAGE RETURN (U+000D) and LINE FEED (U+000A), 5 times",
        "3:56: TAB (U+0009), 1 time",
        "6:2: CARRIAGE RETURN (U+000D), 1 time",
        "6:4: NULL (U+0000), 1 time",
        "6:6: a character without a name (U+001B), 1 time",
        "6:8: a character without a name (U+0085), 1 time",
    ]


def test_plain_text_has_no_odd_characters() -> None:
    assert list(odd_characters("a.txt", REPORT + "“é” – 🎙\u00a0\n")) == []


def test_the_row_is_one_that_the_rules_accept(package: DataPackage, report: Path) -> None:
    assert add(package, report) == 0
    frame = pd.DataFrame([row_of(package)])
    assert not sources.validate(frame, {"src-002": REPORT}).problems


def test_interrupted_before_the_row_it_can_be_repeated(package: DataPackage, report: Path) -> None:
    shutil.copy(report, package.root / "seeds" / "Grain_market.txt")
    assert add(package, report) == 0
    assert row_of(package)["file"] == "Grain_market.txt"


@pytest.mark.parametrize(
    ("credit", "expected"),
    [
        ("By Ada Field and Bo Marsh", ["Ada Field and Bo Marsh"]),
        ("By Ada Field, Bo Marsh and Cy Hill", ["Ada Field, Bo Marsh and Cy Hill"]),
        ("BY Ada Field & Bo Marsh", ["Ada Field & Bo Marsh"]),
        ("By Ada Field\nand Bo Marsh", ["Ada Field", "and Bo Marsh"]),
        ("By Ada Field, Marches Wire", ["Ada Field", "By Ada Field, Marches Wire"]),
        ("By Our Correspondent", []),
        ("(Reporting by Ada Field; Editing by Bo Marsh)", ["Ada Field"]),
        ("Reporting by Ada Field and Bo Marsh", ["Ada Field and Bo Marsh"]),
        ("Reporting by Ada Field in Oldbridge and Bo Marsh in Wells", ["Ada Field", "Bo Marsh"]),
        ("Additional reporting by Ada Field", []),
    ],
)
def test_bylines_may_name_several_authors(credit: str, expected: list[str]) -> None:
    title, text = REPORT.split("\n\n", 1)
    is_last = "eporting" in credit
    parts = (title, text, credit) if is_last else (title, credit, text)
    readings = Readings.of("\n\n".join(parts))
    assert readings.cells["author"] == expected
    assert readings.cells["title"] == [title]


def test_a_refused_row_lists_what_the_document_may_print(
    package: DataPackage, report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = REPORT.replace("May 4, 2025", "04/05/2025").replace(
        "\n\n", "\n\nBy Ada Field, Wire\n\n", 1
    )
    report.write_text(text, encoding="utf-8")
    before = contents(package.root)
    assert add(package, report) == 1
    out = capsys.readouterr().err
    assert "  author: it may be one of 'Ada Field', 'By Ada Field, Wire': type --author\n" in out
    assert "  published: it may be one of '2025-05-04', '2025-04-05': type --published\n" in out
    assert contents(package.root) == before


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_named(
    codec: str, package: DataPackage, report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report.write_bytes(REPORT.encode(codec))
    assert add(package, report) == 2
    assert ":1:1: The file is in UTF-16" in capsys.readouterr().err
