"""What the pictures of the views say in words: dates, sources, counts, and whence it all comes.

What lives here: words for people, one form for every picture. What must not: what a picture shows
(``pictures``), how it is drawn. Standard library only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from isk_indicators import dates
from isk_indicators.dates import OPEN, Part
from isk_indicators.derived import Cell, Row
from isk_indicators.home import version
from isk_indicators.imprint import published
from isk_indicators.tables import Dataset
from isk_indicators.vocabulary import MONTHS

UNDATED = "no date"
KIND = ("press commentary", "press commentaries")
"""What every source is, of one and of several; a source of another kind needs a wider word."""

SERIES, HEDGED = "series", "hedged"
REMARKS = {
    SERIES: "said only of the series that the incident is part of.",
    HEDGED: "no voice names a perpetrator or organiser without a hedge.",
}
"""What weakens a status, and what it means."""

OPEN_END = (
    "An end that the words leave open is drawn at the publication of the source, which cannot "
    "report later days."
)
NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()


def when(edtf: Cell) -> str:
    """Put a date into words: "about 27 March 2023", "2023 or earlier", "from August 2021 on"."""
    if edtf is None:
        return UNDATED
    text = str(edtf)
    date = dates.parse(text)
    points = [_point(part) for part in date.parts]
    if text.startswith(OPEN):
        words = f"{points[0]} or earlier"
    elif text.endswith(OPEN):
        words = f"from {points[0]} on"
    else:
        words = " to ".join(_without_repeats(points))
    about = "about " if date.approximate else ""
    return f"{about}{words}{' (uncertain)' if date.uncertain else ''}"


def standing(status: str, certainty: str | None, basis: str | None) -> str:
    """A status with what weakens it: "attributed (series, hedged)"; the notes say what it means."""
    series = [SERIES] if basis == "inherited" else []
    hedged = [HEDGED] if certainty == HEDGED else []
    remarks = ", ".join((*series, *hedged))
    return f"{status} ({remarks})" if remarks else status


def remarks(standings: Iterable[str]) -> list[str]:
    """What the words that weaken a status mean, of those that occur."""
    weakened = [standing for standing in standings if "(" in standing]
    return [
        f"({word}): {meaning}"
        for word, meaning in REMARKS.items()
        if any(word in standing for standing in weakened)
    ]


def _point(part: Part) -> str:
    year, month, day = part
    return " ".join(str(p) for p in (day, MONTHS[month - 1] if month else None, year) if p)


def _without_repeats(points: list[str]) -> list[str]:
    """A year that both ends have is said once, if they are alike: "January", "April 2020"."""
    first, last = (point.split() for point in (points[0], points[-1]))
    if len(points) > 1 and len(first) == len(last) > 1 and first[-1] == last[-1]:
        return [" ".join(first[:-1]), points[-1]]
    return points


def quoted(words: str | None, best: int | None) -> str:
    """A figure's words as a quote; where the text prints no figure, the number that it implies."""
    return f"{best}, implied" if words is None else f"“{words}”"


def each_once(told: Iterable[str]) -> str:
    """Several quotes, each once: "“many” (4 times), “most”"."""
    times = Counter(told)
    return ", ".join(f"{words} ({n} times)" if n > 1 else words for words, n in times.items())


def counted(number: int, noun: str, nouns: str | None = None) -> str:
    """A number with its noun: "1 report", "2 reports"."""
    return f"{number} {noun if number == 1 else nouns or f'{noun}s'}"


def in_full(number: int) -> str:
    """A small number as a word."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def limits(dataset: Dataset) -> str:
    """What no picture of these data can show."""
    number = len(dataset.rows("sources"))
    several = "" if number == 1 else ", not independent of each other"
    return f"Claims of {sources_told(number)}{several}: no census, no trend, no ground truth."


def sources_told(number: int) -> str:
    """How many sources there are, and of what kind: "five press commentaries"."""
    return f"{in_full(number)} {counted(number, *KIND).partition(' ')[2]}"


def key_of_sources(dataset: Dataset, source_ids: Iterable[str]) -> str:
    """The sources by their ids: author, title and time, as far as the documents print them."""
    known = [dataset.row("sources", source_id) for source_id in sorted(set(source_ids))]
    return "; ".join(f"{row['source_id']}: {_source(row)}" for row in known) + "."


def _source(source: Row) -> str:
    title = source["title"] if source["title"] is not None else "untitled"
    parts = (source["author"], title, when(published(source)))
    return ", ".join(str(part) for part in parts if part is not None)


def edition() -> str:
    """Which version of the data a picture shows."""
    return f"isk-indicators {version()}."
