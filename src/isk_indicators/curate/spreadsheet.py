"""Detect what a spreadsheet did to a cell, and find what it may have contained before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from isk_indicators import spans
from isk_indicators.check.csv_table import MISSING_WORDS
from isk_indicators.rules.constraints import broken, is_day
from isk_indicators.schema import Field

LONGEST_CELL = 32_767
"""The most characters in a cell of Excel; it cuts off the rest."""

MOST_SHOWN = 60
_ERROR = re.compile(r"#+|#[A-ZÄÖÜ0-9_/]+[!?]?")
_TRUE = frozenset("TRUE WAHR VRAI VERDADERO".split())
_TRUTHS = _TRUE.union("FALSE FALSCH FAUX FALSO".split())
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
        released: The text in the last release; None if it is not in one, or was corrected since.
        is_lengthened: Whether each month or year of the column has got a first day since then.
    """

    text: str
    field: Field
    is_dated: bool = False
    quote: str = ""
    released: str | None = None
    is_lengthened: bool = False


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


def repairs(cell: Cell, *, has_lost_letters: bool = False) -> Iterator[Repair]:
    """What a spreadsheet may have done to a cell, the most certain first; nothing to most cells.

    ``has_lost_letters`` says that the file was saved in an encoding that lacks some letters.
    """
    text, column = cell.text, cell.field
    if _ERROR.fullmatch(text):
        yield Repair(why="what a narrow column or an error shows, not the original text")
    if len(text) == LONGEST_CELL:
        yield Repair(why=f"cut off at {LONGEST_CELL:,} characters, the most in one cell")
    if not text or column.name == "quote":  # the words of a quote are its own
        return
    yield from _released(cell)
    yield from _words_of_programs(text, column)
    meant = tuple(value for value in column.enum if value.casefold() == text.casefold())
    if meant and text not in meant:  # automatic correction of capitals
        yield Repair(meant)
    yield from () if fits(column, text) else _not_allowed(cell)
    yield from _words(cell)
    # letters that went through another encoding, where no document proves what they were
    if (right := fix_mojibake(text)) is not None:
        yield Repair((right,), certain=False)
    if has_lost_letters and LOST in text and not (cell.is_dated and fits(column, text)):
        yield Repair(why=f"{LOST} may replace a letter that Windows-1252 lacks")


def _words_of_programs(text: str, column: Field) -> Iterator[Repair]:
    """The truth value or missing value that a program wrote in its own words."""
    if text.upper() in _TRUTHS:
        if len(column.enum) == 1 and text.upper() in _TRUE:
            yield Repair(column.enum)
        yield Repair(why="a truth value, as spreadsheets write it")
    if text in MISSING_WORDS and not fits(column, text):
        yield Repair(why="a word for a missing value, in place of a blank cell")


def _released(cell: Cell) -> Iterator[Repair]:
    """The text of the last release, if a program wrote the same value in another way."""
    text, released = cell.text, cell.released
    if released is None or text == released:
        return
    read = days(text) if cell.is_dated else ()
    number = _number(text)
    is_missing = not released and text in MISSING_WORDS
    is_number = number is not None and number == _number(released)
    if is_missing or is_number or released in read:
        yield Repair((released,))
    if cell.is_dated and is_first_day(text, released):
        yield Repair((released,), certain=cell.is_lengthened)


def _not_allowed(cell: Cell) -> Iterator[Repair]:
    """What a cell may have been that its column does not allow."""
    yield from _values(cell)
    if cell.released and cell.released != cell.text:
        yield Repair((cell.released,), certain=False)


def _number(text: str) -> Decimal | None:
    return Decimal(text) if _PLAIN_NUMBER.fullmatch(text) else None


def is_first_day(text: str, of: str) -> bool:
    """Whether a text may mean the first day of a month or year."""
    return len(of) < len("YYYY-MM-DD") and not {f"{of}-01", f"{of}-01-01"}.isdisjoint(days(text))


def fits(field: Field, text: str) -> bool:
    """Whether the column allows the text, by itself."""
    return broken(field, text) is None


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
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,2})?")
_EXPONENT = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]+")


def numbers(text: str) -> dict[Decimal, str]:
    """Every number that a text may mean in one country or another, each as the tables write it."""
    found: dict[Decimal, str] = {}
    for notation in _NOTATIONS:
        if match := notation.fullmatch(text):
            whole = re.sub(r"[^0-9-]", "", match["whole"])
            number = Decimal(f"{whole}.{match['part'] or ''}")
            number = Decimal(int(number)) if number == int(number) else number
            found[number] = f"{number:f}"
    return found


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
_NUMBERED = re.compile(r"(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4}|\d{2})")
_DATES = (
    _NUMBERED,
    *(
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            r"(?P<y>\d{4})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<a>\d{1,2})",
            rf"(?P<a>\d{{1,2}})[-. /]+{_NAME}[-. /]+(?P<y>\d{{4}}|\d{{2}})",
            rf"{_NAME}[-. ]+(?P<a>\d{{1,2}}),? +(?P<y>\d{{4}})",
            rf"{_NAME}[-. /]+(?P<y>\d{{4}}|\d{{2}})",
            r"(?P<b>\d{1,2})[-/.](?P<y>\d{4})",
        )
    ),
)
_SERIAL = re.compile(r"[1-9][0-9]{4}")
_EPOCHS = (date(1899, 12, 30), date(1904, 1, 1))
"""Where the days of a serial number are counted from: usually, and in files from old Macs."""


def days(text: str) -> tuple[str, ...]:
    """The dates (YYYY-MM-DD or YYYY-MM) that a text may mean, by the habits of spreadsheets.

    With points the day comes first everywhere; with strokes it may be either.
    """
    text = _MIDNIGHT.sub("", text)
    found: list[str] = []
    match = next(filter(None, (pattern.fullmatch(text) for pattern in _DATES)), None)
    if match is not None:
        parts = match.groupdict()
        first, month, y = parts.get("a"), parts.get("b"), parts["y"]
        month = month or str(_MONTH[parts["name"].lower()])
        for year in (y,) if len(y) == 4 else (f"20{y}", f"19{y}"):  # noqa: PLR2004 - YYYY
            if first is None:
                found.append(f"{year}-{month:0>2}")
                continue
            found.append(f"{year}-{month:0>2}-{first:0>2}")
            if match.re is _NUMBERED and parts["sep"] != ".":
                found.append(f"{year}-{first:0>2}-{month:0>2}")
    return tuple(dict.fromkeys(day for day in found if is_day(f"{day}-01"[:10])))


# What a cell was

_NUMERAL = re.compile(r"\d+(?:[.,'’ \u00a0\u202f]\d+)*(?:\s*[-–—/]\s*\d+(?:[.,]\d+)*)?")
_PAIR = re.compile(r"(\d+)\s*[-–—/]\s*(\d+)")
_SHORT_DATES = (
    re.compile(rf"(?P<number>\d{{1,2}})[-. ]+{_NAME}\.?", re.IGNORECASE),
    re.compile(rf"{_NAME}[-. ]+(?P<number>\d{{1,2}})", re.IGNORECASE),
)


def _values(cell: Cell) -> Iterator[Repair]:
    """The numbers, dates and ids that a cell may have been which its column does not allow."""
    text, column = cell.text, cell.field
    read = [*numbers(text).values()]
    if column.type in ("integer", "number"):  # 1234.0, 1,500, 34,5, 0012 or 1.5E+03
        if _EXPONENT.fullmatch(text):
            yield Repair(why="a rounded number, its last digits are lost")
        yield from _allowed(column, read)
        if re.search("[0-9]", text):
            yield Repair(why="no number that the column allows")
    if cell.is_dated:  # 22.03.2024, 3/22/2024, Mar-24, 45373 or 2024.0
        if _SERIAL.fullmatch(text):
            read += [(epoch + timedelta(int(text))).isoformat() for epoch in _EPOCHS]
        yield from _allowed(column, [_MIDNIGHT.sub("", text), *days(text), *read])
    elif column.pattern is not None and _EXPONENT.fullmatch(text):
        yield Repair(why="a number in place of an identifier, its digits are lost")
    elif column.pattern is not None and text.isdecimal():
        yield Repair(why="leading zeros are lost")


def _allowed(column: Field, texts: Iterable[str]) -> Iterator[Repair]:
    """The texts among these that the column allows, as one repair, if there are any."""
    if kept := tuple(text for text in dict.fromkeys(texts) if fits(column, text)):
        yield Repair(kept)


def _words(cell: Cell) -> Iterator[Repair]:
    """The words that a cell of text may have contained."""
    text, column = cell.text, cell.field
    if cell.quote and not spans.whole_occurrences(cell.quote, text):
        # 1500 where the quote prints 1,500, or 12-Oct where it prints 10-12
        matches = filter(None, (form.fullmatch(text) for form in _SHORT_DATES))
        pairs = [{_MONTH[match["name"].lower()], int(match["number"])} for match in matches]
        for day in days(text):
            year, month, *rest = map(int, day.split("-"))
            pairs += [{month, *rest}, {year % 100, month}]
        meant = []
        for printed in dict.fromkeys(match[0] for match in _NUMERAL.finditer(cell.quote)):
            pair = _PAIR.fullmatch(printed)
            is_pair = pair is not None and {int(pair[1]), int(pair[2])} in pairs
            if is_pair or numbers(printed).keys() & numbers(text):
                meant.append(printed)
        if meant or pairs:
            yield Repair(tuple(meant), "a date that the quote does not print")
    if column.type == "string" and not (cell.is_dated or column.enum or cell.quote):
        # 01.02.2000 or 2,024 where neither belongs: it was 1.2.0, 2024, or something else
        read = days(text) or numbers(text).values()
        if others := tuple(other for other in read if other != text):
            yield Repair((*others, "something else that was taken for it"), certain=False)


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
