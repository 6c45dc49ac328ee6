"""Numbers in English running text: where they stand, and what they amount to.

What lives here: reading one number, in digits ("1,500", "12 000", "1.5 lakh", "1.2m") or in words
("one hundred and forty-four", "a dozen", "half a million"). What must not: hedges, ranges, vague
words, and whether a number counts anything (see ``figures``). One more word for a number is one
entry in a table. Standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from isk_indicators import vocabulary
from isk_indicators.vocabulary import BLANK


class Numeral(NamedTuple):
    """A number as printed.

    Attributes:
        start: The code point at which it begins, from 0.
        end: The code point after its last.
        value: What it amounts to; a fraction where a scale is still to come ("1.5 to 2 million").
        scale: What its last word multiplies by ("1.5 to 2 million": a million); 1 without one.
        in_digits: Whether it begins with a digit.
    """

    start: int
    end: int
    value: Decimal
    scale: int
    in_digits: bool


_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES: Mapping[str, int] = MappingProxyType(
    {
        "dozen": 12,
        "hundred": 100,
        "thousand": 1_000,
        "lakh": 100_000,
        "lakhs": 100_000,
        "million": 1_000_000,
        "mn": 1_000_000,
        "crore": 10_000_000,
        "crores": 10_000_000,
        "billion": 1_000_000_000,
        "bn": 1_000_000_000,
        "trillion": 1_000_000_000_000,
    }
)
_SUFFIXES: Mapping[str, int] = MappingProxyType(
    {"k": 1_000, "m": 1_000_000, "mn": 1_000_000, "bn": 1_000_000_000}
)
_WORDS: Mapping[str, int] = MappingProxyType(
    {"single": 1}
    | {word: number for number, word in enumerate(_UNITS)}
    | {word: 10 * number for number, word in enumerate(_TENS, start=2)}
)

_FRACTIONS: Mapping[str, Decimal] = MappingProxyType(
    {"half": Decimal("0.5"), "quarter": Decimal("0.25")}
)


def _any_of(words: Mapping[str, int] | list[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


# Every repetition is bounded: no text, however odd, makes a number that is slow to reckon with.
_GROUPED = r"\d{1,3}(?:,\d{2,3}){0,4},\d{3}(?!\d)|\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3}){1,4}(?!\d)"
_DIGITS = rf"(?:{_GROUPED}|\d{{1,15}})(?:\.\d{{1,9}})?"
_SCALE = rf"(?:{_any_of(_SCALES)})\b"
_BELOW_100 = (
    rf"(?:(?:{_any_of(_TENS)})(?:(?:-|{BLANK})(?:{_any_of(_UNITS[1:10])}))?|{_any_of(_UNITS)})\b"
)
_SCALES_BEHIND = rf"(?:(?:-|{BLANK}+){_SCALE}){{0,3}}"
_SCALED = rf"{_BELOW_100}{_SCALES_BEHIND}"
_AND_MORE = rf"(?:(?:,?{BLANK}+and)?{BLANK}+{_SCALED}){{0,12}}"
_LONG = rf"(?:hundred|thousand|million|billion)\b{_AND_MORE}"  # "two and three" are two numbers
_A_HALF = rf"{BLANK}+and{BLANK}+a{BLANK}+half\b"
_IN_WORDS = "|".join(
    (
        rf"a{BLANK}+quarter{BLANK}+of{BLANK}+an?{BLANK}+{_SCALE}",
        rf"half(?:-|{BLANK}+)an?(?:-|{BLANK}+){_SCALE}",
        rf"an?{BLANK}+half(?:-|{BLANK}+){_SCALE}",
        rf"an?{BLANK}+(?:{_LONG}|{_SCALE})",
        rf"{_BELOW_100}{_A_HALF}(?:{BLANK}+{_SCALE})?",
        rf"{_BELOW_100}(?:-|{BLANK}+){_LONG}",
        _SCALED,
        rf"a{BLANK}+single\b",
        _SCALE,
    )
)
_NUMERAL = re.compile(
    rf"(?<![\w.,/:])(?<!\w['’])(?<![^\W\d]-)(?:"
    rf"(?P<digits>{_DIGITS})(?:(?<!,\d\d\d)(?P<suffix>{_any_of(_SUFFIXES)})\b"  # 5,300m is a height
    rf"|(?P<half>{_A_HALF})?(?P<scales>{_SCALES_BEHIND}))(?!\w|[.,]\d)"
    rf"|(?P<words>{_IN_WORDS}))",
    re.IGNORECASE,
)
_FIRST = frozenset({"a", "an", "half", *_WORDS, *_SCALES})
_WORD = re.compile(r"[a-z]+", re.IGNORECASE)
_SEPARATOR = re.compile(r"[^\d.]")


def find(text: str) -> Iterator[Numeral]:
    """Find each number of a text, in its order; none overlaps another.

    What a number stands for is not asked: years, ages and parts of names come too.
    """
    return (_read(match) for match in vocabulary.matches(_NUMERAL, text, _FIRST))


def _read(match: re.Match[str]) -> Numeral:
    digits, words = match["digits"], match["words"]
    value, scale = _in_digits(match) if digits else _in_words(words)
    return Numeral(match.start(), match.end(), value, scale, bool(digits))


def _in_digits(match: re.Match[str]) -> tuple[Decimal, int]:
    value = Decimal(_SEPARATOR.sub("", match["digits"]))
    scale = _SUFFIXES[match["suffix"].lower()] if match["suffix"] else 1
    for word in _WORD.findall(match["scales"] or ""):
        scale *= _SCALES[word.lower()]
    return (value + Decimal("0.5") if match["half"] else value) * scale, scale


def _in_words(words: str) -> tuple[Decimal, int]:
    """Add up units and tens, multiply by scales: "two million five hundred" is 2,000,500."""
    whole, part, fraction, scale = Decimal(0), Decimal(0), Decimal(0), 1
    for word in _WORD.findall(words.lower()):
        scale = scale * _SCALES[word] if word in _SCALES else 1
        if word in _FRACTIONS:
            fraction = _FRACTIONS[word]
        elif word in _WORDS:
            part += _WORDS[word]
        elif word in _SCALES:
            part = (part + fraction or Decimal(1)) * _SCALES[word]
            fraction = Decimal(0)
            if _SCALES[word] > _SCALES["hundred"]:
                whole, part = whole + part, Decimal(0)
    return whole + part + fraction, scale
