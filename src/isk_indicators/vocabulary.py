"""What kind of word stands next: months, units of time, words in the plural.

What lives here: small closed lists of English words, what they say about the words that follow,
and the search for patterns that begin with one of a few words. What must not: figures, dates,
anything that is found by them. Standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from functools import lru_cache

from isk_indicators.spans import LINE_ENDS

MONTHS = (
    "January February March April May June July August September October November December"
).split()
"""The months' names, in order."""

MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)(?!\w)"
)
"""A month's name in English, or its abbreviation; written with a capital."""

TIME_UNIT = (
    r"(?:second(?!-hand)|minute|min|hour|hr|day|night|week|weekend|fortnight|month|year|decade)s?\b"
    r"|centur(?:y|ies)\b"
)
"""A unit of time, in the singular or the plural."""

BLANK = rf"[^\S{LINE_ENDS}]"
"""One blank within a line; non-breaking and narrow ones count."""

_PEOPLE = frozenset("people men women children police personnel clergy staff crew".split())
_WORD = re.compile(r"\w[\w'’-]*")
_END_OF_CLAUSE = re.compile(rf"[.,;:!?()–—\"“”{LINE_ENDS}]")
_NO_PLURALS = ("ss", "us", "is", "'s", "’s")
_LIMIT = frozenset(
    "and or but in on at by for from with to into near after before during since while as that "
    "which who when where is are was were has have had be been will would could may might".split()
)
_ALONE = re.compile(
    rf"{BLANK}+(?:of{BLANK}+(?:the|its|their|his|her|our|these|those|them|us|whom|which)|have|had|"
    r"were|are|even|also|say|said|believe|argue|suspect|fear|may|might|in|with|who|remain|[a-z]+ed)\b",
    re.IGNORECASE,
)
_REACH = 80
_FURTHEST = 5
_TOKEN = re.compile(r"\w+")


def places(text: str, first: Container[str]) -> list[int]:
    """Where digits begin, and the words of ``first`` (in small letters), in the text's order."""
    return [start for start, word in words(text) if word in first or word[0].isdecimal()]


def matches(pattern: re.Pattern[str], text: str, places: Iterable[int]) -> Iterator[re.Match[str]]:
    """Find what ``pattern.finditer`` would, where each match begins at one of the places.

    A long pattern is slow to fail, and a text has many places; so it is tried at few of them.
    """
    end = 0
    for start in places:
        if start >= end and (match := pattern.match(text, start)):
            end = match.end()
            yield match


@lru_cache(maxsize=1)
def words(text: str) -> list[tuple[int, str]]:
    """Where each word begins, and the word in small letters; asked several times of one text."""
    return [(word.start(), word[0]) for word in _TOKEN.finditer(lowered(text))]


@lru_cache(maxsize=2)
def lowered(text: str) -> str:
    """The text in small letters, each in its capital's place; "İ", which would take two, stays."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(small if len(small := one.lower()) == 1 else one for one in text)


def counts_follow(text: str, position: int) -> bool:
    """Whether "some", "most" or "few" before this position counts: "… groups", "… of the men"."""
    return _ALONE.match(text, position) is not None or plural_follows(text, position)


def plural_follows(text: str, position: int) -> bool:
    """Whether a word in the plural stands within the next few words of the same clause."""
    clause = _END_OF_CLAUSE.split(text[position : position + _REACH])[0]
    for word in _WORD.findall(clause)[:_FURTHEST]:
        if word.lower() in _LIMIT:
            return False
        if is_plural(word):
            return True
    return False


def is_plural(word: str) -> bool:
    """Whether a word looks like a noun in the plural ("groups", "people")."""
    lower = word.lower()
    if lower in _PEOPLE:
        return True
    return lower.endswith("s") and not lower.endswith(_NO_PLURALS) and lower != "its"
