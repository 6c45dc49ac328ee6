"""Numbers in English running text: where they stand, and what they amount to.

What lives here: reading one number, in digits ("1,500", "12 000", "1.5 lakh", "1.2m") or in words
("one hundred and forty-four", "a dozen", "half a million"). What must not: hedges, ranges, vague
words, and whether a number counts anything (see ``figures``). One more word for a number is one
entry in a table. Standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
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
    value: int | Decimal
    scale: int
    in_digits: bool


_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
SMALL = (*_UNITS[1:], *_TENS)
"""The words for a number below a hundred, but for those of two words and for "zero"."""

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
_WORDS: Mapping[str, Decimal] = MappingProxyType(
    {"half": Decimal("0.5"), "quarter": Decimal("0.25"), "single": Decimal(1)}
    | {word: Decimal(number) for number, word in enumerate(_UNITS)}
    | {word: Decimal(10 * number) for number, word in enumerate(_TENS, start=2)}
)


def _any_of(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(words)})"


# Number words. A blank stands for one or more blanks of any kind.
_GAP = "(?:-| )"
_SCALE = rf"{_any_of(_SCALES)}\b"
_MORE_SCALES = rf"(?:{_GAP}{_SCALE}){{0,2}}"
_A_HALF = r" and a half\b"
_BELOW_100 = rf"(?:{_any_of(_TENS)}(?:{_GAP}{_any_of(_UNITS[1:10])})?|{_any_of(_UNITS)})\b"
# "two hundred and three hundred" are two numbers, and so are "two thousand and three thousand".
_HUNDRED = rf"hundred\b(?:(?:,? and)? {_BELOW_100}(?!{_GAP}hundred\b))?"
_BELOW_1000 = rf"(?:(?:{_BELOW_100}{_GAP}|a ){_HUNDRED}|{_BELOW_100})"
_LAST = rf"(?:(?:,? and)? {_BELOW_1000}|, {_BELOW_100}{_GAP}{_HUNDRED})?"
_THOUSANDS = rf"(?:,?(?: and)? {_BELOW_1000}{_GAP}thousand\b)?"
_MILLIONS = rf"(?:,?(?: and)? {_BELOW_1000}{_GAP}million\b)?"
_LONG = (
    rf"(?:thousand\b|million\b{_THOUSANDS}|billion\b{_MILLIONS}{_THOUSANDS}){_LAST}"
    rf"(?!{_GAP}{_SCALE})"
)
_IN_WORDS = "|".join(
    (
        f"a quarter of a {_SCALE}",
        f"half{_GAP}a{_GAP}{_SCALE}",
        f"a half{_GAP}{_SCALE}",
        r"a single\b",
        f"{_BELOW_100}{_A_HALF}(?: {_SCALE})?",
        f"(?:{_BELOW_1000}{_GAP}|a ){_LONG}",
        f"{_BELOW_1000}{_MORE_SCALES}",
        f"(?:a )?{_SCALE}",
    )
)

# Numbers in digits. Every repetition is bounded: no text makes a number too long to reckon with.
_GROUPED = r"\d{1,3}(?:,\d{2,3}){0,4},\d{3}|\d{1,3}(?:[\x20\u00a0\u202f\u2009]\d{3}){1,4}"
_DIGITS = rf"(?:{_GROUPED}|\d{{1,15}})(?:\.\d{{1,9}})?"
_SUFFIX = rf"(?<!,\d\d\d){_any_of(_SUFFIXES)}"  # 5,300m is a height
_BEFORE = r"(?<![\w.,/:])(?<!\w['’])(?<![^\W\d]-)"


def _spaced(pattern: str) -> re.Pattern[str]:
    return re.compile(f"{_BEFORE}(?:{pattern})".replace(" ", f"{BLANK}+"))


# Both are tried on small letters; there is no place at which both could match.
_WORDY = _spaced(_IN_WORDS)
_DIGITAL = _spaced(
    rf"(?P<digits>{_DIGITS})(?:(?P<suffix>{_SUFFIX})|(?P<half>{_A_HALF})?(?P<scales>{_MORE_SCALES}))"
    r"(?!\w|[.,]\d)"
)
_FIRST = frozenset({"a", "half", *_UNITS, *_TENS, *_SCALES})
_WORD = re.compile(r"[a-z]+")
_SEPARATOR = re.compile(r"[^\d.]")


@lru_cache(maxsize=2)
def find(text: str) -> tuple[Numeral, ...]:
    """Find each number of a text, in its order; none overlaps another.

    What a number stands for is not asked: years, ages and parts of names come too.
    """
    small = vocabulary.lowered(text)
    found: list[Numeral] = []
    end = 0
    for start, word in vocabulary.words(text):
        in_digits = word[0].isdecimal()
        if start < end or not (in_digits or word in _FIRST):
            continue
        if match := (_DIGITAL if in_digits else _WORDY).match(small, start):
            end = match.end()
            value, scale = _in_digits(match) if in_digits else _in_words(match[0])
            found.append(Numeral(start, end, value, scale, in_digits))
    return tuple(found)


def _in_digits(match: re.Match[str]) -> tuple[int | Decimal, int]:
    digits = match["digits"]
    if digits == match[0] and digits.isdecimal():  # as most are
        return int(digits), 1
    value = Decimal(_SEPARATOR.sub("", digits))
    scale = _SUFFIXES[match["suffix"]] if match["suffix"] else 1
    for word in _WORD.findall(match["scales"] or ""):
        scale *= _SCALES[word]
    return (value + _WORDS["half"] if match["half"] else value) * scale, scale


def _in_words(words: str) -> tuple[Decimal, int]:
    """Add up units and tens, multiply by scales: "two million five hundred" is 2,000,500."""
    whole, part, scale = Decimal(0), Decimal(0), 1
    for word in _WORD.findall(words):
        if word in _SCALES:
            part, scale = (part or Decimal(1)) * _SCALES[word], scale * _SCALES[word]
            continue
        if part >= _SCALES["thousand"]:
            whole, part = whole + part, Decimal(0)
        part, scale = part + _WORDS.get(word, 0), 1
    return whole + part, scale
