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

# Origin: the plain meaning of the words: of things that are counted, more than 60 is 61 or more;
# of what is continuous, it is above 60. The third parameter is the step from a number to the next.
# "about" sets no bounds, because no source prints its tolerance; "nearly" sets one, though nobody
# would say "nearly 80" of 3. Of a range, each word keeps the end that it bounds.
_BOUNDS: Mapping[str, Callable[[int, int, int], Bounds]] = MappingProxyType(
    {
        "exact": lambda low, high, _: Bounds(low, high, low if low == high else None),
        "more_than": lambda low, _, step: Bounds(low + step, None, None),
        "at_least": lambda low, _high, _: Bounds(low, None, None),
        "less_than": lambda _, high, step: Bounds(None, high - step, None),
        "up_to": lambda _low, high, _: Bounds(None, high, None),
        "nearly": lambda _low, high, _: Bounds(None, high, None),
        "about": lambda low, high, _: Bounds(None, None, low if low == high else None),
        "vague": lambda _low, _high, _: UNKNOWN,
    }
)

_STRICT = ("more_than", "less_than")
"""The qualifiers whose number is not itself among those that they allow."""

CONTINUOUS = frozenset({"months"})
"""The units with values between whole numbers: less than six months may be five and a half."""

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
    if qualifier is not None and qualifier not in _BOUNDS:
        raise ValueError(f"{qualifier!r} is no qualifier; type one of {', '.join(QUALIFIERS)}")
    if stated_low is None or stated_high is None:
        return UNKNOWN
    return _BOUNDS[qualifier or "exact"](stated_low, stated_high, 0 if unit in CONTINUOUS else 1)


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
    """The unit of the last significant digit, the least of several: 10 of 140, 1 of 144 and 0."""
    return min(_unit(number) for number in numbers if number is not None)


def _unit(number: int) -> int:
    unit = 1
    while number and number % (unit * 10) == 0:
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
