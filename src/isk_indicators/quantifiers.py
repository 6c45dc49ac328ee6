"""Words that stand for a number without being one: "several", "hundreds", "a large number", "none".

What lives here: which words they are, and the neighbours without which they count nothing ("some
groups" counts, "some time" does not). What must not: numbers (``numerals``), hedges (``figures``).
One more word is one more in ``_ALONE``, one more phrase one line in ``_VAGUE``; what it begins with
stands in ``_FIRST``. Standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from isk_indicators import vocabulary
from isk_indicators.vocabulary import BLANK


class Quantifier(NamedTuple):
    """A word or phrase for a number.

    Attributes:
        start: The code point at which it begins, from 0.
        end: The code point after its last.
        none: Whether it says that there is none.
    """

    start: int
    end: int
    none: bool


def _any_of(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(words)})"


_ADVERBS = "relatively comparatively very fairly rather quite extremely".split()
_SIZES = (
    "small large great good huge big growing increasing significant substantial considerable "
    "limited tiny high low vast sizeable sizable record modest unprecedented disproportionate "
    "unknown undisclosed unspecified untold overwhelming smaller larger greater"
).split()
_SCALES = "hundred thousand million billion dozen lakh crore score".split()
_PLURAL_SCALES = [f"{scale}s" for scale in [*_SCALES, "ten"]]
_ALONE = "several many numerous countless innumerable multiple some few most".split()

_NOT_COUNTED = (
    "time hour day night week month year way thing respect reason case occasion question slip"
).split()
"""What "many a" is said of in idioms, and where nothing is counted."""

_SIZE = f"(?:(?:{_any_of(_ADVERBS)} )?{_any_of(_SIZES)} )"
_SCALE = f"{_any_of(_SCALES)}s?"
_VAGUE = (
    f"(?:several|many|some|a few|few|a couple of) {_SCALE}(?: (?:thousand|million))?",
    f"{_any_of(_PLURAL_SCALES)}(?: (?:of|upon|and) {_any_of(_PLURAL_SCALES)})*",
    f"{_SIZE}numbers",
    f"(?:an?|the) {_SIZE}number",
    "a number of",
    "a (?:small |mere |tiny )?handful(?: of)?",
    "a couple(?: of)?",
    "an? (?:[a-z]+ )?(?:series|string|spate|wave|slew|host|range) of",
    "(?:the|a(?= majority of)|a (?:vast|large|great|clear|slim|small)|an overwhelming|"
    "the (?:vast|overwhelming|large|great)) majority",
    "a (?:great|good) many",
    rf"many an?(?! {_any_of(_NOT_COUNTED)}s?\b)",
    "a few",
    _any_of(_ALONE),
)
_NOT = (
    "(?:(?<!if\\s)not|never|without)"
    "(?: (?:always|yet|had|have|having|has|been|very|so|too|in|even|really))*"
)
_NONE = (
    "(?:not|without)(?: (?:having|even|ever|losing|suffering))* a single",
    r"not one(?= (?:of|had|has|[a-z]+ (?:was|were|died|survived))\b|[.,;!?])",
    "no(?= (?:[a-z]+ )?(?:casualt|death|fatalit|injur|survivor|victim|attack|arrest|losses))",
    "nobody",
    "no(?: |-)one",
    r"none(?! (?:other|the|too)\b)",
)
_PHRASE = re.compile(
    rf"(?<![\w-])(?:(?P<none>{'|'.join(_NONE)})|(?:{_NOT} )?(?P<vague>{'|'.join(_VAGUE)}))"
    r"(?![\w-])".replace(" ", f"{BLANK}+")
)
"""Tried on small letters."""
_FIRST = frozenset(
    [
        *_ADVERBS,
        *_SIZES,
        *_PLURAL_SCALES,
        *_ALONE,
        *"a an the not never without no nobody none".split(),
    ]
)


def _by_word(patterns: Mapping[str, str]) -> Mapping[str, re.Pattern[str]]:
    return {word: re.compile(pattern) for word, pattern in patterns.items()}


_NO_COUNT_BEFORE = _by_word(
    {
        "many": r"\b(?:how|as|in so)$",
        **dict.fromkeys(("a", "an"), r"\b(?:how|as)$"),
        "most": r"\b(?:the|its|their|his|her|our|at|a|an|whose|and|or|is|are|was|be|"
        r"two|three|four|five|ten)$|['’]s?$",
        "some": r"\b(?:and then|by)$",
        "none": r"\b(?:second to|bar)$",
    }
)
_NO_COUNT_AFTER = _by_word(
    {
        "many": r"(?:an?|times|ways|respects|cases|years?)\b",
        "few": r"(?:times|and far)\b",
        "most": r"of all\b|(?:of the )?(?:time|day|year|territory|part)\b",
        "some": r"(?:of the )?(?:time|day|way|extent|degree)\b",
        "several": r"times\b",
    }
)
_MUST_COUNT = frozenset({"some", "most", "multiple"})


def find(text: str) -> Iterator[Quantifier]:
    """Find each phrase that stands for a number, and each that says none, in their order."""
    small = vocabulary.lowered(text)
    for match in vocabulary.matches(_PHRASE, small, vocabulary.places(text, _FIRST)):
        if _counts(small, match):
            yield Quantifier(match.start(), match.end(), none=match["none"] is not None)


def _counts(text: str, match: re.Match[str]) -> bool:
    """Whether the neighbours let the phrase count something."""
    core = match["none"] or match["vague"]
    word = core.split()[-1]
    before, after = _NO_COUNT_BEFORE.get(word), _NO_COUNT_AFTER.get(word)
    if before and before.search(text[max(0, match.start() - 24) : match.start()].rstrip()):
        return False
    if after and after.match(text[match.end() : match.end() + 24].lstrip()):
        return False
    return core not in _MUST_COUNT or vocabulary.counts_follow(text, match.end())
