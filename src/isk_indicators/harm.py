"""Words of killing and hurting.

What lives here: which words of a text tell of which harm, in the terms of the column ``harm``.
What must not: who was harmed, how many, in which event. A word more is one more in a list.
"deadly" is left out: it says what a thing can do. Standard library only.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

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
_HARM = Lexicon(
    Entry(_KILLED, label="killed"),
    Entry(_TAKING_LIVES, then=r"[^.;:]{0,30}?\b(?:lives|life)", label="killed"),
    Entry(_WOUNDED, label="wounded"),
    Entry("casualty casualties", label="killed_or_wounded"),
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
