"""Find a quote in a document and give the four cells of its span.

What lives here: which document is meant, which place, and the cells. What must not: printing.
"""

from __future__ import annotations

from typing import NamedTuple

from isk_indicators.check import canonical
from isk_indicators.curate import places
from isk_indicators.curate.told import StoppedError
from isk_indicators.curate.workplace import DOCUMENTS, Source, Workplace
from isk_indicators.spans import Span


class Located(NamedTuple):
    """What a search came to.

    Attributes:
        cells: The span's four cells as CSV; None unless one place is meant.
        lines: The place in its context and what the rules have against it; or why there is none.
    """

    cells: str | None
    lines: list[str]


def locate(work: Workplace, named: str, quote: str, nth: int | None = None) -> Located:
    """Find ``quote`` in the document that ``named`` names, by its source id or its file.

    Letter for letter, or if it stands nowhere so, as typed carelessly. Of several places, ``nth``
    (from 1) says which.

    Raises:
        StoppedError: no such document, or it is not at hand.
    """
    source = _source(work, named)
    text = _text(source)
    found = places.find(text, quote)
    if not found:
        return Located(None, _nowhere(work, source, text, quote))
    if nth is not None and not 1 <= nth <= len(found):
        return Located(None, [f"there is no place {nth}:" + places.listed(text, found)])
    if nth is None and len(found) > 1:
        several = f"{source.source_id} holds these words {len(found)} times; choose with --nth:"
        return Located(None, [several + places.listed(text, found)])
    place = found[(nth or 1) - 1]
    against = (f"note: {fault}" for fault in places.faults(source.source_id, text, place))
    return Located(cells(source.source_id, text, place), [places.shown(text, place), *against])


def cells(source_id: str, text: str, place: Span) -> str:
    """The four cells of a span as CSV: source, start, end, and the exact words."""
    start, end = place
    return canonical.record([source_id, str(start), str(end), text[start:end]])


def _source(work: Workplace, named: str) -> Source:
    file = named.replace("\\", "/").rpartition("/")[2]
    for source in work.sources.values():
        if named == source.source_id or file == source.file:
            return source
    known = "".join(f"\n    {s.source_id}  {s.file}" for s in work.sources.values())
    raise StoppedError(f"there is no source {named!r}; the sources are:{known}")


def _text(source: Source) -> str:
    if source.text is None:
        raise StoppedError(f"{source.source_id}: {source.reason}")
    return source.text


def _nowhere(work: Workplace, source: Source, text: str, quote: str) -> list[str]:
    lines = [f"{DOCUMENTS}/{source.file} ({source.source_id}) does not hold {quote!r}"]
    if (begins := places.beginning(text, quote)) is not None:
        lines.append(begins)
    for other in work.sources.values():
        if other is not source and other.text is not None:
            elsewhere = places.find(other.text, quote)
            lines += [f"{other.source_id} does:{places.listed(other.text, elsewhere)}"] * bool(
                elsewhere
            )
    return lines
