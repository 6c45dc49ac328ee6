"""What a source is called: its title, and who published it when.

Standard library only.
"""

from __future__ import annotations

from isk_indicators import dates
from isk_indicators.derived import Row
from isk_indicators.spans import ELLIPSIS
from isk_indicators.texts import Document

IMPRINT = ("author", "publisher", "published")
UNTITLED = "[untitled]"
_TITLE_WORDS = 8


def title(source: Row, document: Document | None) -> str:
    """Name a source: its title, or ``[untitled: …]`` with the text's first words if it prints none.

    Without a text at hand (``document``) that is ``[untitled]``.
    """
    if source.get("title") is not None:
        return str(source["title"])
    if document is None:
        return UNTITLED
    return f"[untitled: {' '.join(document.text.split()[:_TITLE_WORDS])} {ELLIPSIS}]"


def imprint(source: Row) -> str:
    """Author, publisher and date of a source, those that are known, separated by commas."""
    known = {**source, "published": published(source)}
    parts = (known.get(name) for name in IMPRINT)
    return ", ".join(str(part) for part in parts if part is not None)


def published(source: Row) -> str | None:
    """The date that a source is cited by: the year, where it was on some day of an interval in it.

    A range in a citation would say that the source appeared over that time.
    """
    given = None if source.get("published") is None else str(source["published"])
    if given is None or "/" not in given:
        return given
    date = dates.parse(given)
    if date.earliest and date.latest and date.earliest.year == date.latest.year:
        return str(date.latest.year)
    return given
