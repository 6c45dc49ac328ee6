"""Words that stand for a number without being one: "several", "hundreds", "a large number", "none".

What lives here: which words they are, and the neighbours without which they count nothing ("some
groups" counts, "some time" does not). What must not: numbers (``numerals``), hedges (``figures``).
One more word is one line in ``_VAGUE``. Standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from isk_indicators import vocabulary
from isk_indicators.numerals import BLANK


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


def _words(pattern: str) -> str:
    return pattern.replace(" ", f"{BLANK}+")


_SIZE = (
    "(?:(?:(?:relatively|comparatively|very|fairly|rather|quite|extremely) )?"
    "(?:small|large|great|good|huge|big|growing|increasing|significant|substantial|considerable|"
    "limited|tiny|high|low|vast|sizeable|sizable|record|modest|unprecedented|disproportionate|"
    "unknown|undisclosed|unspecified|untold|overwhelming|smaller|larger|greater) )"
)
_SCALE = "(?:hundred|thousand|million|billion|dozen|lakh|crore|score)s?"
_PLURAL_SCALE = "(?:hundred|thousand|million|billion|dozen|lakh|crore|score|ten)s"
_VAGUE = (
    f"(?:several|many|some|a few|few|a couple of|couple of) {_SCALE}(?: (?:thousand|million))?",
    f"{_PLURAL_SCALE}(?: (?:of|upon|and) {_PLURAL_SCALE})*",
    f"{_SIZE}numbers",
    f"(?:an?|the) {_SIZE}number",
    "a number of",
    "a (?:small |mere |tiny )?handful(?: of)?",
    "a couple(?: of)?",
    "an? (?:[a-z]+ )?(?:series|string|spate|wave|slew|host|range) of",
    "(?:the|an?(?= majority of)|an? (?:vast|overwhelming|large|great|clear|slim|small)|"
    "the (?:vast|overwhelming|large|great)) majority",
    "a (?:great|good) many",
    "a few",
    "(?:several|many|numerous|countless|innumerable|multiple|some|few|most)",
)
_NOT = (
    "(?:(?<!if\\s)not|never|without|n['’]t)"
    "(?: (?:always|yet|had|have|having|has|been|a|very|so|too|in|even|really))*"
)
_VAGUE_PHRASE = re.compile(
    _words(rf"(?<![\w-])(?:(?P<not>{_NOT}) )?(?P<core>{'|'.join(_VAGUE)})(?![\w-])"),
    re.IGNORECASE,
)
_NONE = re.compile(
    _words(
        r"(?<![\w-])(?:(?:not|without)(?: (?:having|even|ever|losing|suffering))* a single"
        r"|not one(?= (?:of|had|has|[a-z]+ (?:was|were|died|survived))|[.,;!?])"
        r"|no(?= (?:[a-z]+ )?(?:casualt|death|fatalit|injur|survivor|victim|attack|arrest|losses)"
        r"[a-z]*)"
        r"|nobody|no one|no-one"
        r"|none(?! (?:other|the|too)\b))(?![\w-])"
    ),
    re.IGNORECASE,
)
_NO_COUNT_BEFORE = {
    "many": r"\b(?:how|as|in so)$",
    "most": r"\b(?:the|its|their|his|her|our|at|a|an|whose|and|or|is|are|was|be|"
    r"two|three|four|five|ten)$|['’]s?$",
    "some": r"\b(?:and then|by)$",
    "none": r"\b(?:second to|bar)$",
}
_NO_COUNT_AFTER = {
    "many": r"(?:an?|times|ways|respects|cases|years?)\b",
    "few": r"(?:times|and far)\b",
    "most": r"of all\b|(?:of the )?(?:time|day|year|territory|part)\b",
    "some": r"(?:of the )?(?:time|day|way|extent|degree)\b",
    "several": r"times\b",
}
_MUST_COUNT = frozenset({"some", "most", "multiple"})


def find(text: str) -> Iterator[Quantifier]:
    """Find each phrase that stands for a number, and each that says none, in their order."""
    zeros = [_zero(match) for match in _NONE.finditer(text) if _counts(text, match, match.group())]
    vague = [
        Quantifier(match.start(), match.end(), none=False)
        for match in _VAGUE_PHRASE.finditer(text)
        if _counts(text, match, match["core"])
    ]
    return iter(sorted(zeros + vague))


def _zero(match: re.Match[str]) -> Quantifier:
    return Quantifier(match.start(), match.end(), none=True)


def _counts(text: str, match: re.Match[str], core: str) -> bool:
    """Whether the neighbours let the phrase count something."""
    word = core.rsplit(maxsplit=1)[-1].lower()
    before = text[max(0, match.start() - 24) : match.start()].rstrip()
    after = text[match.end() : match.end() + 24].lstrip()
    if re.search(_NO_COUNT_BEFORE.get(word, r"(?!)"), before, re.IGNORECASE):
        return False
    if re.match(_NO_COUNT_AFTER.get(word, r"(?!)"), after, re.IGNORECASE):
        return False
    return core.lower() not in _MUST_COUNT or vocabulary.counts_follow(text, match.end())
