"""Words and phrases that a text is searched for, found by the word with which they begin.

What lives here: the search. What must not: any list of words; those stand with what they mean
(``harm``, ``detectors``). One pattern for hundreds of words is tried at every place of a text and
fails at nearly all of them; here a word costs one look-up. Standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from isk_indicators import vocabulary


class Entry(NamedTuple):
    """Words that are sought, and what must stand beside each.

    Attributes:
        words: The words, in small letters, separated by blanks.
        then: A pattern of what follows; blank if the word alone will do.
        before: A pattern of what precedes, as a look-behind.
        label: What the words say; blank where a lexicon has nothing to tell apart.
    """

    words: str
    then: str = ""
    before: str = ""
    label: str = ""


class Found(NamedTuple):
    """Words that were sought, from code point ``start`` to before ``end``, with their label."""

    start: int
    end: int
    label: str


class Names:
    """Words with a capital of A to Z before certain others.

    Args:
        before: A pattern of what must follow; it is found together with the name.
        but: Words that begin a sentence and name nothing, separated by blanks.
    """

    def __init__(self, before: str, but: str) -> None:
        self._find = re.compile(rf"[A-Z](?=([\w-]+)({before}))").finditer
        self._but = frozenset(but.split())

    def ends(self, text: str) -> dict[int, int]:
        """Where each name begins, and where the words end that must follow it."""
        return {
            name.start(): name.end(2)
            for name in self._find(text)
            if name[0] + name[1] not in self._but
        }


class Lexicon:
    """Words and phrases that are found whole, in any letter case, behind no hyphen.

    Args:
        entries: What is sought; of two entries with one word, the first that fits is found.
        last: A pattern that must fit where the words end.
        names: Names that are sought where no entry fits.
    """

    def __init__(self, *entries: Entry, last: str = "", names: Names | None = None) -> None:
        self._last = re.compile(last).match if last else None
        self._names = names
        self._entries = _by_word(entries)

    def find(self, text: str) -> Iterator[Found]:
        """Find the words in their order; none overlaps another."""
        end = 0
        names = self._names.ends(text) if self._names else {}
        known = self._entries
        places = [p for p in vocabulary.words(text) if p[1] in known or p[0] in names]
        for start, word in places:
            if start >= end and (found := self._at(text, start, word, names)) is not None:
                end = found.end
                yield found

    def _at(self, text: str, start: int, word: str, names: Mapping[int, int]) -> Found | None:
        if text[start - 1 : start] == "-":
            return None
        for label, pattern in self._entries.get(word, ()):
            end = _end(pattern, text, start, start + len(word))
            if end is not None and (self._last is None or self._last(text, end)):
                return Found(start, end, label)
        return Found(start, names[start], "") if start in names else None


def _end(pattern: re.Pattern[str] | None, text: str, start: int, end: int) -> int | None:
    """Where the words end that begin with the word from ``start`` to ``end``; None if not there."""
    if pattern is None:
        return end
    match = pattern.match(text, start)
    return match.end() if match else None


def _by_word(entries: Iterable[Entry]) -> Mapping[str, list[tuple[str, re.Pattern[str] | None]]]:
    found: dict[str, list[tuple[str, re.Pattern[str] | None]]] = {}
    for entry in entries:
        bare = not (entry.then or entry.before)
        whole = rf"{entry.before}\w+(?:{entry.then})(?!\w)"
        pattern = None if bare else re.compile(whole, re.IGNORECASE)
        for word in entry.words.split():
            found.setdefault(word, []).append((entry.label, pattern))
    return found
