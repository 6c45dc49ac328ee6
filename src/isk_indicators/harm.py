"""Words of killing and hurting.

What lives here: which words of a text tell of which harm, in the terms of the column ``harm``.
What must not: who was harmed, how many, in which event. A word more is one more in a list.
"deadly" is left out: it says what a thing can do. Standard library only.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from isk_indicators import numerals
from isk_indicators.lexicon import Entry, Lexicon

Harm = Literal["killed", "wounded", "killed_or_wounded"]

_KILLED = (
    "kill kills killed killing killings dead die dies died dying death deaths slain slay slays "
    "slaying murder murders murdered murdering assassinate assassinates assassinated "
    "assassinating assassination assassinations executed executing execution executions behead "
    "beheads beheaded beheading eliminated eliminating fatality fatalities massacre massacres "
    "massacred perish perished perishing martyred bodies"
)
_TAKING_LIVES = (
    "claim claims claimed claiming cost costs costing take takes taken taking took lost lose loses "
    "losing"
)
_WOUNDED = (
    "wound wounds wounded wounding injure injures injured injuring injury injuries hurt hurts "
    "hurting maim maims maimed maiming"
)
_BOTH = "killed_or_wounded"
_TOGETHER = (
    ("killed dead slain martyred", "wounded injured hurt maimed"),
    ("killing slaying", "wounding injuring hurting maiming"),
    ("kill", "wound injure hurt maim"),
    ("kills", "wounds injures hurts maims"),
    ("deaths fatalities killings", "injuries"),
)
"""Words of killing and of hurting that share one figure, in either order ("killed and wounded")."""
_OF_WOUNDS = r"(?:\s+\w+){0,3}?\s+(?:wounds?|injuries|injury)"
_NUMBER = (
    rf"(?:\d[\d,.]*|(?:{'|'.join(numerals.SMALL)})(?:-\w+)?|(?:a\s+)?dozens?|scores|hundreds?|"
    r"thousands?|several|many|numerous)"
)
_PEOPLE = (
    r"(?:people|persons|men|women|children|boys|girls|civilians|citizens|nationals|soldiers|troops|"
    r"guards|officers|police(?:men)?|personnel|members|fighters|militants|insurgents|commanders|"
    r"worshippers|pilgrims|passengers)"
)
_OF_PEOPLE = (
    r"(?:\s+over|(?:\s+(?:up\s+to|in\s+excess\s+of|(?!(?:of|over|to|from|with|in|on)\s)\w+)){0,3}?)"
    rf"\s+{_NUMBER}"
    rf"(?:\s+[\w’'-]+){{0,4}}?\s+{_PEOPLE}(?!\s+(?:to|over|because)\b)"
)
"""Who was lost, and how many; fighters lost to another group are not dead."""
_OF_A_TOLL = (
    r"(?=\s+(?:\w+\s+){0,2}?(?:to|of|at|r[io]s(?:en?|es|ing)|stood|stands|standing|reach\w*|"
    r"climb\w*|pass\w*|exceed\w*|was|is)\b)"
)


def _together(words: str, others: str) -> Entry:
    joined = rf"(?:\s+(?:and|or|and/or)\s+|/)(?:{others.replace(' ', '|')})"
    return Entry(words, then=joined, label=_BOTH)


_HARM = Lexicon(
    *(_together(killing, hurting) for killing, hurting in _TOGETHER),
    *(_together(hurting, killing) for killing, hurting in _TOGETHER),
    Entry("died dies die dying", then=rf"\s+(?:of|from){_OF_WOUNDS}", label="killed"),
    Entry("succumb succumbs succumbed succumbing", then=rf"\s+to{_OF_WOUNDS}", label="killed"),
    Entry("fatally mortally", then=r"\s+(?:wound|injur)(?:ed|ing)", label="killed"),
    Entry("gunned gunning", then=r"\s+down", label="killed"),
    Entry("lives life", then=r"\s+(?:was|were|(?:has|have|had)\s+been)\s+lost", label="killed"),
    Entry("death", then=r"\s+tolls?", label="killed"),
    Entry("casualty", then=r"\s+tolls?", label=_BOTH),
    Entry(_KILLED, label="killed"),
    Entry(_TAKING_LIVES, then=r"[^.;:]{0,30}?\b(?:lives|life)", label="killed"),
    Entry("lost lose loses losing", then=_OF_PEOPLE, label="killed"),
    Entry("toll", then=_OF_A_TOLL, label="killed"),
    Entry(_WOUNDED, label="wounded"),
    Entry("casualty casualties", label=_BOTH),
)


class HarmWord(NamedTuple):
    """A word of killing or hurting, from code point ``start`` to before ``end``."""

    start: int
    end: int
    harm: str


def find_harm(text: str) -> Iterator[HarmWord]:
    """Find each word of killing or hurting of a text, in its order."""
    return (HarmWord(*found) for found in _HARM.find(text))


@lru_cache(maxsize=4096)  # several rules ask it of the same quote, one rule after the other
def kinds(text: str) -> frozenset[str]:
    """The harms that the words of a text tell of."""
    return frozenset(word.harm for word in find_harm(text))
