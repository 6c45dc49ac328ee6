"""Detect what a spreadsheet did to a cell, and find what it may have contained before.

A cell that its column allows is not examined for numbers, so that no valid cell is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from isk_indicators import spans
from isk_indicators.schema import Field

LONGEST_CELL = 32_767
"""The most characters in a cell of Excel; it cuts off the rest."""

MOST_SHOWN = 60
_ERROR = re.compile(r"#+|#[A-ZÄÖÜ0-9_/]+[!?]?")
_TRUTHS = frozenset("TRUE FALSE WAHR FALSCH VRAI FAUX VERDADERO FALSO".split())
WINDOWS = "cp1252"
LOST = "?"
"""What a spreadsheet writes for a letter that the encoding lacks."""


class Cell(NamedTuple):
    """A cell that is not blank.

    Attributes:
        text: Its text, without outer blanks.
        field: Its column.
        is_dated: Whether it is a column of dates.
        quote: The quote that the cell's words are taken from; blank if they are not.
    """

    text: str
    field: Field
    is_dated: bool = False
    quote: str = ""


class Repair(NamedTuple):
    """What a spreadsheet did to a cell.

    Attributes:
        was: The texts that the cell may have contained; one text is certain.
        why: What can be said where there is no such text, or none that is certain.
        certain: Whether a single text in ``was`` may be put back without asking.
    """

    was: tuple[str, ...] = ()
    why: str = ""
    certain: bool = True

    @property
    def undone(self) -> str | None:
        """The text to put back; None if the curator must say."""
        return self.was[0] if self.certain and len(self.was) == 1 else None

    def message(self, text: str) -> str:
        """The message for the curator."""
        shown = text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}..."
        was = f"was {' or '.join(self.was)}" if self.was else self.why
        return f"looks re-saved: {shown}; {was}: type the original text"


def detect(cell: Cell) -> Repair | None:
    """What a spreadsheet did to a cell, if it looks as if one did something."""
    if (repair := detect_in_quote(cell)) is not None:
        return repair
    if cell.text in _TRUTHS:
        return Repair(why="a truth value, as spreadsheets write it")
    if cell.field.enum and cell.text not in cell.field.enum:  # automatic correction of capitals
        meant = [value for value in cell.field.enum if value.casefold() == cell.text.casefold()]
        if meant:
            return Repair(tuple(meant))
    if not fits(cell.field, cell.text):
        repair = _number(cell) or _date(cell) or _identifier(cell)
    return repair or _word(cell) or _in_text(cell)


def detect_in_quote(cell: Cell) -> Repair | None:
    """The same for a quote: only what no document prints, as its words are its own."""
    if _ERROR.fullmatch(cell.text):
        return Repair(why="what a narrow column or an error shows, not the original text")
    if len(cell.text) == LONGEST_CELL:
        return Repair(why=f"cut off at {LONGEST_CELL:,} characters, the most in one cell")
    return None


def fits(field: Field, text: str) -> bool:
    """Whether the column allows the text, by itself."""
    if field.type in _FORMS and not _FORMS[field.type].fullmatch(text):
        return False
    if field.type in ("integer", "number"):
        least, most = field.minimum, field.maximum
        return (least is None or float(text) >= least) and (most is None or float(text) <= most)
    if field.enum:
        return text in field.enum
    return field.pattern is None or re.fullmatch(field.pattern, text) is not None


_FORMS = {
    "integer": re.compile(r"-?(?:0|[1-9][0-9]*)"),
    "number": re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?"),
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
}


# Numbers

_NOTATIONS = tuple(
    re.compile(
        rf"(?P<whole>-?(?:[0-9]+|[0-9]{{1,3}}(?:{groups}[0-9]{{3}})+))"
        rf"(?:{re.escape(point)}(?P<part>[0-9]+))?"
    )
    for groups, point in (
        (",", "."),
        (r"\.", ","),
        ("[ \u00a0\u202f'’]", "."),
        ("[ \u00a0\u202f]", ","),
    )
)
_EXPONENT = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]+")


def numbers(text: str) -> dict[Decimal, str]:
    """Every number that a text may stand for, in one country or another, as it is kept here."""
    found: dict[Decimal, str] = {}
    for notation in _NOTATIONS:
        if match := notation.fullmatch(text):
            whole = re.sub(r"[^0-9-]", "", match["whole"])
            number = Decimal(f"{whole}.{match['part'] or ''}")
            number = Decimal(int(number)) if number == int(number) else number
            found[number] = f"{number:f}"
    return found


def _number(cell: Cell) -> Repair | None:
    """1234.0, 1,500, 34,5, 0012 or 1.5E+03 in a column of numbers."""
    if cell.field.type not in ("integer", "number"):
        return None
    if _EXPONENT.fullmatch(cell.text):
        return Repair(why="a rounded number, its last digits are lost")
    kept = [text for text in numbers(cell.text).values() if fits(cell.field, text)]
    if kept:
        return Repair(tuple(dict.fromkeys(kept)))
    return Repair(why="no number that the column allows") if re.search("[0-9]", cell.text) else None


def _identifier(cell: Cell) -> Repair | None:
    """A number where the column has a form that is none: zeros or digits are lost."""
    if cell.field.pattern is None or cell.is_dated:
        return None
    if _EXPONENT.fullmatch(cell.text):
        return Repair(why="a number in place of an identifier, its digits are lost")
    return Repair(why="leading zeros are lost") if cell.text.isdecimal() else None


# Dates

_MONTHS = (
    "jan january januar jän jänner",
    "feb february februar feber",
    "mar march mär märz mrz",
    "apr april",
    "may mai",
    "jun june juni",
    "jul july juli",
    "aug august",
    "sep sept september",
    "oct october okt oktober",
    "nov november",
    "dec december dez dezember",
)
_MONTH = {name: n for n, names in enumerate(_MONTHS, start=1) for name in names.split()}
_NAME = rf"(?P<name>{'|'.join(sorted(_MONTH, key=len, reverse=True))})"
_MIDNIGHT = re.compile(r"[T ]+0?0:00(?::00(?:[.,]0+)?)?(?: ?AM)?Z?|[T ]+12:00(?::00)? ?AM")
_DATES = {
    kind: re.compile(pattern, re.IGNORECASE)
    for kind, pattern in {
        "numbered": r"(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4}|\d{2})",
        "turned": r"(?P<y>\d{4})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<a>\d{1,2})",
        "named": rf"(?P<a>\d{{1,2}})[-. /]+{_NAME}[-. /]+(?P<y>\d{{4}}|\d{{2}})",
        "american": rf"{_NAME}[-. ]+(?P<a>\d{{1,2}}),? +(?P<y>\d{{4}})",
        "month": rf"{_NAME}[-. /]+(?P<y>\d{{4}}|\d{{2}})",
        "numbered month": r"(?P<b>\d{1,2})[-/.](?P<y>\d{4})",
    }.items()
}
_SERIAL = re.compile(r"[1-9][0-9]{4}")
_EPOCHS = (date(1899, 12, 30), date(1904, 1, 1))
"""Where the days of a serial number are counted from: usually, and in files from old Macs."""


def days(text: str) -> tuple[str, ...]:
    """The dates (YYYY-MM-DD or YYYY-MM) that a text may stand for, by the habits of spreadsheets.

    With points the day comes first everywhere; with strokes, nobody can tell.
    """
    text = _MIDNIGHT.sub("", text)
    for kind, pattern in _DATES.items():
        if match := pattern.fullmatch(text):
            return tuple(dict.fromkeys(d for d in _read(kind, match) if _exists(d)))
    return ()


def _read(kind: str, match: re.Match[str]) -> Iterator[str]:
    parts = match.groupdict()
    month = _MONTH[parts["name"].lower()] if parts.get("name") else int(parts["b"])
    y = parts["y"]
    for year in (y,) if len(y) == 4 else (f"20{y}", f"19{y}"):  # noqa: PLR2004 - YYYY
        if parts.get("a") is None:
            yield f"{year}-{month:02}"
            continue
        yield f"{year}-{month:02}-{int(parts['a']):02}"
        if kind == "numbered" and parts["sep"] != ".":
            yield f"{year}-{int(parts['a']):02}-{month:02}"


def _exists(day: str) -> bool:
    try:
        return bool(date.fromisoformat(f"{day}-01"[:10]))
    except ValueError:
        return False


def _date(cell: Cell) -> Repair | None:
    """22.03.2024, 3/22/2024, Mar-24, 45373 or 2024.0 in a column of dates."""
    if not cell.is_dated:
        return None
    without_time = _MIDNIGHT.sub("", cell.text)
    serials = _EPOCHS if _SERIAL.fullmatch(cell.text) else ()
    read = [without_time, *days(cell.text), *numbers(cell.text).values()]
    read += [(epoch + timedelta(int(cell.text))).isoformat() for epoch in serials]
    kept = [text for text in dict.fromkeys(read) if fits(cell.field, text)]
    return Repair(tuple(kept)) if kept else None


def _in_text(cell: Cell) -> Repair | None:
    """01.02.2000 or 2,024 where neither belongs: it was 1.2.0, 2024, or something else."""
    if cell.field.type != "string" or cell.is_dated or cell.field.enum or cell.quote:
        return None
    read = days(cell.text) or numbers(cell.text).values()
    others = tuple(text for text in read if text != cell.text)
    return (
        Repair((*others, "something else that was taken for it"), certain=False) if others else None
    )


# Words

_NUMERAL = re.compile(r"\d+(?:[.,'’ \u00a0\u202f]\d+)*(?:\s*[-–—/]\s*\d+(?:[.,]\d+)*)?")
_PAIR = re.compile(r"(\d+)\s*[-–—/]\s*(\d+)")
_SHORT_DATES = (
    re.compile(rf"(?P<number>\d{{1,2}})[-. ]+{_NAME}\.?", re.IGNORECASE),
    re.compile(rf"{_NAME}[-. ]+(?P<number>\d{{1,2}})", re.IGNORECASE),
)


def _word(cell: Cell) -> Repair | None:
    """1500 where the quote prints 1,500, or 12-Oct where it prints 10-12."""
    if not cell.quote or spans.whole_occurrences(cell.quote, cell.text):
        return None
    pairs, meant = list(_pairs(cell.text)), []
    for printed in dict.fromkeys(match[0] for match in _NUMERAL.finditer(cell.quote)):
        pair = _PAIR.fullmatch(printed)
        is_pair = pair is not None and {int(pair[1]), int(pair[2])} in pairs
        if is_pair or numbers(printed).keys() & numbers(cell.text):
            meant.append(printed)
    if meant or pairs:
        return Repair(tuple(meant), "a date that the quote does not print")
    return None


def _pairs(text: str) -> Iterator[set[int]]:
    """The two numbers that a text may have been made a date of."""
    for form in _SHORT_DATES:
        if match := form.fullmatch(text):
            yield {_MONTH[match["name"].lower()], int(match["number"])}
    for day in days(text):
        year, month, *rest = map(int, day.split("-"))
        yield {month, *rest}
        yield {year % 100, month}


# Texts whose UTF-8 was read as Windows-1252


def fix_mojibake(text: str) -> str | None:
    """The text whose UTF-8 was read as Windows-1252 ("â€™" for "’"); None if it cannot be that."""
    if text.isascii():
        return None
    data = bytearray()
    try:
        for character in text:
            has_no_letter = "\x80" <= character <= "\x9f"  # the five bytes without a meaning pass
            data += character.encode("latin-1" if has_no_letter else WINDOWS)
        return data.decode("utf-8")
    except UnicodeError:
        return None
