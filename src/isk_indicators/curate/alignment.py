"""Where a passage of one version of a document stands in another.

What lives here: the difference of two texts, and which passages it leaves where they are, beyond
doubt. What must not: tables, files. Needs ``diff-match-patch`` (the extra ``[check]``).

A passage is taken to be the same only if

1. it lies in a stretch that the difference leaves unchanged,
2. so do the words beside it, for a margin on either side or up to the line's end: a "not" or a
   "nearly" put in front of a quote changes what it proves,
3. that stretch, as far as it lies near, stands once in either version, so that no other passage
   can have become it.

A difference alone would do without 2 and 3, and follow a sentence that is deleted where its words
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
        self.stretches = unchanged(old, new)

    def image(self, start: int, end: int) -> Span | None:
        """Where the passage stands in the new version; None if that is not beyond doubt."""
        stretch = self._stretch(start)
        if stretch is None or end > stretch.old + stretch.length:
            return None
        first, last = stretch.old, stretch.old + stretch.length
        if not self._has_margins(stretch, start, end):
            return None
        near = self.old[max(first, start - REACH) : min(last, end + REACH)]
        if not (_stands_once(self.old, near) and _stands_once(self.new, near)):
            return None
        shift = stretch.new - stretch.old
        return start + shift, end + shift

    def about(self, at: int) -> int:
        """About where the place before character ``at`` is in the new version."""
        stretch = self._stretch(at)
        if stretch is None:
            return 0
        return min(stretch.new + min(at - stretch.old, stretch.length), len(self.new))

    def _stretch(self, at: int) -> Stretch | None:
        """The last stretch that begins at or before a place."""
        number = bisect_right(self.stretches, at, key=lambda stretch: stretch.old)
        return self.stretches[number - 1] if number else None

    def _has_margins(self, stretch: Stretch, start: int, end: int) -> bool:
        """Whether what stands beside the passage is unchanged; so is a text's own edge."""
        first, last = self._margin_before(start), self._margin_after(end)
        left, right = stretch.new, stretch.new + stretch.length
        return (
            stretch.old <= first
            and last <= stretch.old + stretch.length
            and (first > 0 or left == 0)
            and (last < len(self.old) or right == len(self.new))
        )

    def _margin_before(self, start: int) -> int:
        line = self.old.rfind("\n", 0, start)
        return max(start - MARGIN, line, 0)

    def _margin_after(self, end: int) -> int:
        line = self.old.find("\n", end)
        return min(end + MARGIN, len(self.old), line + 1 if line >= 0 else len(self.old))


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
