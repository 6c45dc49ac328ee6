"""Where a passage of one version of a document stands in another.

What lives here: the difference of two texts, and which passages it leaves where they are, beyond
doubt. What must not: tables, files. Needs ``diff-match-patch`` (the extra ``[check]``).

A passage is taken to be the same only if

1. it lies in a stretch that the difference leaves unchanged,
2. so do the words beside it, for a margin on either side or up to the line's end: a "not" or a
   "nearly" put in front of a quote changes what it proves,
3. that stretch, as far as it lies near, stands once in either version, so that no other passage
   can have become it,
4. its words stand as often in both: else a repeat was added or taken away, and it may be this one.

A difference alone would do without 2 to 4, and follow a sentence that is deleted where its words
are printed twice.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from diff_match_patch import diff_match_patch

from isk_indicators.spans import Span

MARGIN = 16
"""How many characters on either side must be unchanged too."""

REACH = 200
"""How many characters on either side may serve to tell a passage from others."""

_EDGE = "\n"


class Stretch(NamedTuple):
    """A part of a text that is the same in both versions: where it begins in each, its length."""

    old: int
    new: int
    length: int


class Alignment:
    """Two versions of a text, laid side by side."""

    def __init__(self, old: str, new: str) -> None:
        self.old = old
        self.new = new
        # A text's own edges count as line ends, so that words put before its first are noticed.
        self._old, self._new = _EDGE + old + _EDGE, _EDGE + new + _EDGE
        self._stretches = unchanged(self._old, self._new)

    def image(self, start: int, end: int) -> Span | None:
        """Where the passage stands in the new version; None if that is not beyond doubt."""
        start, end = start + len(_EDGE), end + len(_EDGE)
        stretch = self._stretch(start)
        first, last = stretch.old, stretch.old + stretch.length
        if self._margin_before(start) < first or self._margin_after(end) > last:
            return None
        near = self._old[max(first, start - REACH) : min(last, end + REACH)]
        if not (_stands_once(self._old, near) and _stands_once(self._new, near)):
            return None
        words = self._old[start:end]
        if self._old.count(words) != self._new.count(words):
            return None
        shift = stretch.new - stretch.old - len(_EDGE)
        return start + shift, end + shift

    def about(self, at: int) -> int:
        """About where the place before character ``at`` is in the new version."""
        stretch = self._stretch(at + len(_EDGE))
        beyond = at + len(_EDGE) - stretch.old
        found = stretch.new + min(beyond, stretch.length) - len(_EDGE)
        return min(max(found, 0), len(self.new))

    def _stretch(self, at: int) -> Stretch:
        """The last stretch that begins at or before a place; the edges make sure of a first."""
        number = bisect_right(self._stretches, at, key=lambda stretch: stretch.old)
        return self._stretches[number - 1]

    def _margin_before(self, start: int) -> int:
        return max(start - MARGIN, self._old.rindex(_EDGE, 0, start))

    def _margin_after(self, end: int) -> int:
        return min(end + MARGIN, self._old.index(_EDGE, end) + len(_EDGE))


def unchanged(old: str, new: str) -> list[Stretch]:
    """The stretches that two texts share, in their order, without chance likenesses."""
    engine = diff_match_patch()
    engine.Diff_Timeout = 0  # a difference cut short would depend on the machine
    difference = engine.diff_main(old, new)
    engine.diff_cleanupSemantic(difference)
    found: list[Stretch] = []
    at_old = at_new = 0
    for operation, text in difference:
        if operation == engine.DIFF_EQUAL:
            found.append(Stretch(at_old, at_new, len(text)))
        at_old += len(text) if operation != engine.DIFF_INSERT else 0
        at_new += len(text) if operation != engine.DIFF_DELETE else 0
    return found


def _stands_once(text: str, passage: str) -> bool:
    first = text.find(passage)
    return first >= 0 and text.find(passage, first + 1) < 0
