"""Simulated spreadsheets: how three programs read a cell, and the notations that they save.

Independent of the package under test.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

ENGLISH = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
GERMAN = "Jan Feb Mrz Apr Mai Jun Jul Aug Sep Okt Nov Dez".split()
LONGEST = 32_767


@dataclass(frozen=True)
class Country:
    """How a country writes numbers and dates."""

    point: str
    group: str
    day: Callable[[date], str]
    month: Callable[[int, int], str]
    pair: Callable[[int, int], str]
    truths: tuple[str, str]


US = Country(
    ".",
    ",",
    lambda d: f"{d.month}/{d.day}/{d.year}",
    lambda y, m: f"{ENGLISH[m - 1]}-{y % 100:02}",
    lambda a, b: f"{b}-{ENGLISH[a - 1]}" if a <= 12 else f"{a}-{b}",
    ("TRUE", "FALSE"),
)
UK = Country(
    ".",
    ",",
    lambda d: f"{d.day:02}/{d.month:02}/{d.year}",
    US.month,
    lambda a, b: f"{a:02}-{ENGLISH[b - 1]}" if b <= 12 else f"{a}-{b}",
    US.truths,
)
GERMANY = Country(
    ",",
    ".",
    lambda d: f"{d.day:02}.{d.month:02}.{d.year}",
    lambda y, m: f"{GERMAN[m - 1]} {y % 100:02}",
    lambda a, b: f"{a}. {GERMAN[b - 1]}" if b <= 12 else f"{a}-{b}",
    ("WAHR", "FALSCH"),
)


def excel(country: Country) -> Callable[[str], str]:
    """Excel: days, months, pairs of small numbers, numbers with and without groups, truths."""

    def reopened(text: str) -> str:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return country.day(date.fromisoformat(text))
        if re.fullmatch(r"\d{4}-\d\d", text):
            return country.month(int(text[:4]), int(text[5:]))
        if match := re.fullmatch(r"(\d{1,2})-(\d{1,2})", text):
            return country.pair(int(match[1]), int(match[2]))
        if text.lower() in ("true", "false"):
            return country.truths[text.lower() == "false"]
        if (match := re.fullmatch(r"(\d)\.(\d)\.(\d)", text)) and country is GERMANY:
            day, month, year = map(int, match.groups())
            return country.day(date(2000 + year, month, day)) if day and month else text
        return _number(text, country)[:LONGEST]

    return reopened


def _number(text: str, country: Country) -> str:
    """A number as the country reads it, written with its point and, where it was, its groups."""
    point, group = re.escape(country.point), re.escape(country.group)
    if re.fullmatch(rf"-?\d{{1,3}}({group}\d{{3}})+", text):
        return text
    if not re.fullmatch(rf"-?\d+({point}\d+)?", text):
        return text
    whole, _, part = text.partition(country.point)
    part = part.rstrip("0")
    return str(int(whole)) + (country.point + part if part else "")


def libre_office(text: str) -> str:
    """LibreOffice: ISO days stay, leading zeros go, truths are written in capitals."""
    return text.upper() if text in ("true", "false") else _number(text, US)


def with_groups(group: str) -> Callable[[str], str]:
    """A column that somebody formatted to show thousands."""

    def reopened(text: str) -> str:
        return f"{int(text):,}".replace(",", group) if re.fullmatch(r"\d{1,9}", text) else text

    return reopened


def as_floats(text: str) -> str:
    """A program that knows no whole numbers beside blanks."""
    return f"{text}.0" if re.fullmatch(r"\d{1,9}", text) else text


PROGRAMS: dict[str, Callable[[str], str]] = {
    "nothing": str,
    "Excel, US": excel(US),
    "Excel, UK": excel(UK),
    "Excel, Germany": excel(GERMANY),
    "LibreOffice": libre_office,
    "groups, English": with_groups(","),
    "groups, German": with_groups("."),
    "groups, French": with_groups("\u202f"),
    "floats": as_floats,
}


@dataclass(frozen=True)
class Notation:
    """How a file is saved."""

    encoding: str = "utf-8"
    delimiter: str = ","
    line_end: str = "\n"
    quoting: int = csv.QUOTE_MINIMAL
    blank_columns: int = 0
    blank_rows: int = 0
    drops_last_blanks: bool = False


def saved(rows: Sequence[Sequence[str]], notation: Notation) -> bytes:
    """The file's bytes."""
    out = io.StringIO(newline="")
    writer = csv.writer(
        out,
        delimiter=notation.delimiter,
        lineterminator=notation.line_end,
        quoting=csv.QUOTE_ALL if notation.quoting else csv.QUOTE_MINIMAL,
    )
    writer.writerows([*row, *[""] * notation.blank_columns] for row in rows)
    width = len(rows[0]) + notation.blank_columns
    out.write((notation.delimiter * (width - 1) + notation.line_end) * notation.blank_rows)
    text = out.getvalue()
    if notation.drops_last_blanks:
        text = re.sub(
            f"{re.escape(notation.delimiter)}+(?={re.escape(notation.line_end)})", "", text
        )
    return text.encode(notation.encoding, errors="replace")
