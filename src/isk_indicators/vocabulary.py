"""What kind of word stands next: months, units of time and measure, words in the plural.

What lives here: small closed lists of English words, and what they say about the words that
follow. What must not: figures, dates, anything that is found by them. Standard library only.
"""

from __future__ import annotations

import re

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

_PEOPLE = frozenset("people men women children police personnel clergy others staff crew".split())
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_LIMIT = frozenset(
    "and or but in on at by for from with to into near after before during since while as that "
    "which who when where is are was were has have had be been will would could may might".split()
)
_ALONE = re.compile(
    r"[^\S\r\n]+(?:of[^\S\r\n]+(?:the|its|their|his|her|our|these|those|them|us|whom|which)|have|had|"
    r"were|are|even|also|say|said|believe|believed|argue|suspect|fear|feared|fled|may|might|in|with|"
    r"who|joined|remain|remained|died|[a-z]+ed)\b",
    re.IGNORECASE,
)
_FURTHEST = 5


def counts_follow(text: str, position: int) -> bool:
    """Whether "some", "most" or "few" before this position counts: "… groups", "… of the men"."""
    return _ALONE.match(text, position) is not None or plural_follows(text, position)


def plural_follows(text: str, position: int) -> bool:
    """Whether a word in the plural stands within the next few words of the same clause."""
    clause = re.split(r"[.,;:!?()–—\"“”\r\n]", text[position : position + 80], maxsplit=1)[0]
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
    return lower.endswith("s") and not lower.endswith(("ss", "us", "is", "'s", "’s"))
