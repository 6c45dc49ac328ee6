"""What is cited is read by BibTeX's grammar as it was meant, whatever a title holds."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import isk_indicators as isk
from isk_indicators.cite import Work, bibtex

READ = """
import json, sys
from pybtex.database import parse_string
entries = parse_string(sys.stdin.read(), "bibtex").entries
print(json.dumps({k: [str(p) for p in e.persons.get("author", [])] for k, e in entries.items()}))
"""


def authors(stranger: Path, reported: str) -> dict[str, list[str]]:
    """The authors of each entry, by its key, as pybtex reads them."""
    done = subprocess.run(
        [stranger, "-c", READ], input=reported, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def test_the_sources_of_the_data_are_read(stranger: Path) -> None:
    read = authors(stranger, isk.cite(isk.load("incidents"), "bibtex"))
    assert list(read) == [item["id"] for item in json.loads(isk.cite(isk.load("incidents"), "csl"))]
    assert read["isk-indicators-src-003"] == ["Sheikh, Salman Rafi"]


def test_special_characters_break_nothing(stranger: Path) -> None:
    title = "}{ \\ % & # $ ~ ^ _ @misc{x, \" '"
    works = [
        Work("one", title, "2024", author="The Group {", institution=True),
        Work("two", title, "2024", author="A. Author and B. Other", notes=(title,)),
        Work("three", title, "2024", author="Doe, J., Roe, K. and Poe, E."),
    ]
    read = authors(stranger, "\n\n".join(map(bibtex, works)))
    assert [len(names) for names in read.values()] == [1, 2, 1]
