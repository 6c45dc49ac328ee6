"""From the words around a number to bounds: certain ones, and named conventions to choose."""

from __future__ import annotations

from collections.abc import Mapping
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

QUALIFIERS = ("exact", "more_than", "at_least", "less_than", "up_to", "nearly", "about", "vague")
"""The qualifiers that :func:`bounds` knows."""

_STRICT = ("more_than", "less_than")
"""The qualifiers whose number is not itself among those that they allow."""

CONTINUOUS = frozenset({"months"})
"""The units with values between whole numbers: less than six months may be five and a half."""

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


def bounds(
    qualifier: str | None,
    stated_low: int | None,
    stated_high: int | None,
    unit: str | None = None,
) -> Bounds:
    """Say what follows from a printed figure.

    Args:
        qualifier: The coded hedge; blank (an implied figure, "the governor") counts as exact.
        stated_low: The lower printed number, or the only one.
        stated_high: The higher printed number, or the only one.
        unit: What the figure is a number of; None for persons, incidents and other things. Of a
            continuous unit the bound of "less than six" is six, and :func:`open_ends` says that six
            is not reached.

    Raises:
        ValueError: a qualifier that is not in the table.

    """
    if qualifier is not None and qualifier not in QUALIFIERS:
        raise ValueError(f"{qualifier!r} is no qualifier; type one of {', '.join(QUALIFIERS)}")
    if stated_low is None or stated_high is None:
        return UNKNOWN
    step = 0 if unit in CONTINUOUS else 1
    best = stated_low if stated_low == stated_high else None
    # Origin: the plain meaning of the words. More than 60 things are 61 or more; more than 60
    # months are above 60. "about" sets no bounds, because no source prints its tolerance; "nearly"
    # sets one, though nobody would say "nearly 80" of 3. Of a range, each word bounds one end.
    return {
        "exact": Bounds(stated_low, stated_high, best),
        "more_than": Bounds(stated_low + step, None, None),
        "at_least": Bounds(stated_low, None, None),
        "less_than": Bounds(None, stated_high - step, None),
        "up_to": Bounds(None, stated_high, None),
        "nearly": Bounds(None, stated_high, None),
        "about": Bounds(None, None, best),
        "vague": UNKNOWN,
    }[qualifier or "exact"]


class OpenEnds(NamedTuple):
    """Whether a bound is itself left out; None where there is no bound.

    Attributes:
        low: Of the low bound: True of "more than six months", False of "at least six months".
        high: Of the high bound: True of "less than six months", False of "up to six months".

    """

    low: bool | None
    high: bool | None


def open_ends(
    qualifier: str | None,
    stated_low: int | None,
    stated_high: int | None,
    unit: str | None = None,
) -> OpenEnds:
    """Say whether the bounds that follow from a printed figure are reached.

    Those of things that are counted always are: more than 60 is 61 or more. The parameters and
    errors are those of :func:`bounds`.
    """
    low, high, _ = bounds(qualifier, stated_low, stated_high, unit)
    is_open = unit in CONTINUOUS and qualifier in _STRICT
    return OpenEnds(None if low is None else is_open, None if high is None else is_open)


def rounding(low: int, high: int | None = None) -> tuple[int, int]:
    """Give the least and greatest number that may have been rounded to this one, or to a range.

    Half a unit of the last significant digit to either side, both ends included: 140 is 135 to
    145, 1,000 is 500 to 1,500, 144 is 144. The finer number of a range decides: 80 to 100 is 75 to
    105. Origin: this project's reading of a rounded number.
    """
    half = _last_digit(low, high) // 2
    return low - half, (low if high is None else high) + half


def rounding_of_continuous(low: int, high: int | None = None) -> tuple[float, float]:
    """Do as :func:`rounding` for a continuous unit: six months are 5.5 to 6.5."""
    half = _last_digit(low, high) / 2
    return low - half, (low if high is None else high) + half


def _last_digit(*numbers: int | None) -> int:
    """Get the unit of the last significant digit, the least of several: 10 of 140, 1 of 0."""
    unit = 1
    while all(number is None or (number and number % (10 * unit) == 0) for number in numbers):
        unit *= 10
    return unit


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
