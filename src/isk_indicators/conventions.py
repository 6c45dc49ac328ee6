"""From the words round a number to bounds: the tables, each with its origin.

What lives here: what follows from a qualifier (certain), and the named conventions that a user
must choose (not certain: a rounding of "about", a number for a vague word). What must not: any
reading of text, anything about tables. One more qualifier is one line in ``_BOUNDS`` and its
meaning in the schemas; one more convention for vague words is one entry in ``VAGUE_WORDS``, with
where it comes from. Standard library only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

Convention = Literal["acled", "floor"]


class Bounds(NamedTuple):
    """What a figure says of the true number; None where it says nothing.

    Attributes:
        low: The least number that the words allow.
        high: The greatest number that the words allow.
        best: The number that the words give, if they give one.

    """

    low: int | None
    high: int | None
    best: int | None


UNKNOWN = Bounds(None, None, None)

# Origin: the plain meaning of the words, in whole numbers: more than 60 is 61 or more. "about"
# sets no bounds, because no source prints its tolerance; "nearly" sets one, though nobody would
# say "nearly 80" of 3. Of a range, each word keeps the end that it bounds.
_BOUNDS: Mapping[str, Callable[[int, int], Bounds]] = MappingProxyType(
    {
        "exact": lambda low, high: Bounds(low, high, low if low == high else None),
        "more_than": lambda low, _: Bounds(low + 1, None, None),
        "at_least": lambda low, _: Bounds(low, None, None),
        "less_than": lambda _, high: Bounds(None, high - 1, None),
        "up_to": lambda _, high: Bounds(None, high, None),
        "nearly": lambda _, high: Bounds(None, high, None),
        "about": lambda low, high: Bounds(None, None, low if low == high else None),
        "vague": lambda _low, _high: UNKNOWN,
    }
)

QUALIFIERS = tuple(_BOUNDS)
"""The qualifiers that :func:`bounds` knows; a test holds them against the schemas."""

VAGUE_WORDS: Mapping[Convention, Mapping[str, int]] = MappingProxyType(
    {
        # Origin: Armed Conflict Location & Event Data (ACLED), frequently asked questions, "How
        # does ACLED code fatalities?" (2023): the most conservative number for each of three words.
        "acled": MappingProxyType({"tens": 10, "dozens": 12, "hundreds": 100}),
        # Origin: this project. The least number that the word allows if a plural is two or more
        # (two dozens, two hundreds) and several are more than two.
        "floor": MappingProxyType({"several": 3, "dozens": 24, "hundreds": 200}),
    }
)


def bounds(qualifier: str | None, stated_low: int | None, stated_high: int | None) -> Bounds:
    """Say what follows from a printed figure.

    Args:
        qualifier: The coded hedge; blank (an implied figure, "the governor") counts as exact.
        stated_low: The lower printed number, or the only one.
        stated_high: The higher printed number, or the only one.

    Raises:
        ValueError: a qualifier that is not in the table.

    """
    if qualifier is not None and qualifier not in _BOUNDS:
        raise ValueError(f"{qualifier!r} is no qualifier; type one of {', '.join(QUALIFIERS)}")
    if stated_low is None or stated_high is None:
        return UNKNOWN
    return _BOUNDS[qualifier or "exact"](stated_low, stated_high)


def rounding(number: int) -> tuple[int, int]:
    """Give the least and greatest number that may have been rounded to this one.

    Half a unit of the last significant digit to either side, both ends included: 140 is 135 to
    145, 1,000 is 500 to 1,500, 144 is 144. Origin: this project's reading of a rounded number.
    """
    unit = 1
    while number and number % (unit * 10) == 0:
        unit *= 10
    return number - unit // 2, number + unit // 2


def vague_number(word: str, convention: Convention) -> int | None:
    """Look up the number that a named convention gives to a vague word; None if it gives none.

    Only the word itself is looked up, never a part of a phrase: "hundreds of thousands" has no
    number here.

    Raises:
        ValueError: no such convention.

    """
    if convention not in VAGUE_WORDS:
        raise ValueError(f"{convention!r} is no convention; name one of {', '.join(VAGUE_WORDS)}")
    return VAGUE_WORDS[convention].get(word.casefold())
