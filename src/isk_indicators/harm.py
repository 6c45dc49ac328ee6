"""Words of killing and hurting.

What lives here: which words of a text tell of which harm, in the terms of the column ``harm``.
What must not: who was harmed, how many, in which event. A word more is one more alternative.
"deadly" is left out: it says what a thing can do. Standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

Harm = Literal["killed", "wounded", "killed_or_wounded"]

_KILLED = (
    r"kill(?:s|ed|ings?)?|dead|die[sd]?|dying|deaths?|slain|slay(?:s|ing)?|murder(?:s|ed|ing)?|"
    r"assassinat(?:e[sd]?|ing|ions?)|execut(?:ed|ing|ions?)|behead(?:s|ed|ing)?|eliminat(?:ed|ing)|"
    r"(?:claim(?:s|ed|ing)?|cost(?:s|ing)?|tak(?:e[sn]?|ing)|took|los(?:t|es?|ing))\b"
    r"[^.;:]{0,30}?\b(?:lives|life)|fatalit(?:y|ies)|massacre[sd]?|perish(?:ed|ing)?|martyred|bodies"
)
_WOUNDED = r"wound(?:s|ed|ing)?|injur(?:e[sd]?|ing|y|ies)|hurt(?:s|ing)?|maim(?:s|ed|ing)?"
_BOTH = r"casualt(?:y|ies)"
_HARM = re.compile(
    rf"(?<![\w-])(?:(?P<killed>{_KILLED})|(?P<wounded>{_WOUNDED})|(?P<killed_or_wounded>{_BOTH}))"
    r"(?!\w)",
    re.IGNORECASE,
)


class HarmWord(NamedTuple):
    """A word of killing or hurting, from code point ``start`` to before ``end``."""

    start: int
    end: int
    harm: str


def find_harm(text: str) -> Iterator[HarmWord]:
    """Find each word of killing or hurting of a text, in its order."""
    return (HarmWord(m.start(), m.end(), str(m.lastgroup)) for m in _HARM.finditer(text))


def kinds(text: str) -> set[str]:
    """The harms that the words of a text tell of."""
    return {word.harm for word in find_harm(text)}
