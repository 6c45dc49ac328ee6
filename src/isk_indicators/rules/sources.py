"""Rules of the table of sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial

from isk_indicators.rules import sourcing
from isk_indicators.rules.dates import is_after, is_printed
from isk_indicators.rules.proofs import table_rules
from isk_indicators.rules.rule import PartialDataset, Problem, Row, rule
from isk_indicators.rules.schema import validate_table
from isk_indicators.rules.spans import document
from isk_indicators.schema import SPAN


@rule("published-clues", column="note")
def clues_are_quoted(published_basis: str, note: str | None) -> Problem | None:
    """A publication date that the document does not print, without a note of its clues."""
    if published_basis == "stated" or note is not None:
        return None
    return Problem(
        "", "the words and the public fact that show the date", "Quote the clues in the note."
    )


@rule("published-stated", column="published_basis", phase="words")
def stated_is_printed(
    source_id: str, published: str, published_basis: str, *, texts: Mapping[str, str]
) -> Problem | None:
    """A publication date with the basis stated that the document does not print."""
    if published_basis != "stated" or is_printed(published, document(texts, source_id)):
        return None
    return Problem(
        published_basis,
        f"{published} in words of {source_id}",
        "Type inferred, and quote the clues in the note; or correct the date.",
    )


@rule("byline", column="author", phase="words")
def byline_names_the_author(
    source_id: str, author: str | None, *, texts: Mapping[str, str]
) -> Problem | None:
    """A blank although one of the first lines says who wrote the document."""
    if author is not None:
        return None
    names = bylines(document(texts, source_id))
    return Problem("", names[0], "Copy the author from the byline.") if names else None


def bylines(text: str) -> list[str]:
    """The names that the bylines of a document print; several in one are one text: "A and B"."""
    head = text[:1000].splitlines()[:HEAD]
    return [match[1].strip() for match in map(_BYLINE.search, head) if match]


_NAME = r"(?:[A-Z][\w.’'-]+|al|bin|de|van|von)"
_FULL_NAME = rf"{_NAME}(?: {_NAME}){{1,4}}"
_BYLINE = re.compile(
    r"(?:^By|^BY|\bAuthor:) (?!.*\b(?:Our|Staff|Desk|Agenc|Correspondent|Reporter))"
    rf"((?:{_FULL_NAME}(?:, {_FULL_NAME})*,? (?:and|&) )?{_FULL_NAME})(?=[ ,]|\s*$)"
)

HEAD = 8
"""Within how many lines of its beginning a document has its byline."""

ENGLISH = frozenset("the of and to in that is a for on was by with as are".split())
"""Words that make up 29 to 31 in a hundred of the documents measured, all of them in English."""

MOST_FOREIGN = 0.12
"""The greatest share of these words in a text of another language."""

FEWEST_WORDS = 30
"""How many words a text needs to show its language."""


@rule("language-words", column="language")
def language_is_that_of_the_words(
    source_id: str, language: str, *, texts: Mapping[str, str]
) -> Problem | None:
    """A language other than the one that the document's commonest words show: English, or not."""
    words = re.findall(r"[^\W\d_]+", document(texts, source_id).lower())
    if len(words) < FEWEST_WORDS:
        return None
    is_english = sum(word in ENGLISH for word in words) > MOST_FOREIGN * len(words)
    if is_english == (language == "en"):
        return None
    expected = "en" if is_english else "the code of another language"
    return Problem(language, f"{expected}, by the words of {source_id}", "Correct the code.")


@rule("published-dates", column="published", phase="links")
def is_after_the_dates_printed(
    source_id: str, published: str, *, data: PartialDataset
) -> Problem | None:
    """A publication before a date that the source itself prints."""
    for table, row, date in _printed_dates(data, source_id):
        if is_after(date, published):
            row_id = str(row[data.id_column(table)])
            data.require(table, *SPAN, **{data.id_column(table): row_id})
            return Problem(
                published,
                f"{date} or later: {row_id} quotes {row['quote']!r}",
                "Correct the date of publication.",
            )
    return None


def _printed_dates(data: PartialDataset, source_id: str) -> Iterator[tuple[str, Row, str]]:
    """The dates whose parts the quotes of a source print, each with its table and its row."""
    for table, schema in data.package.schemas.items():
        for row in data.where(table, "source_id", source_id) if SPAN[-1] in schema.by_name else ():
            for date in (row[column] for column in schema.dated):
                if date is not None and is_printed(str(date), str(row[SPAN[-1]] or "")):
                    yield table, row, str(date)


RULES = table_rules(
    "sources",
    sourcing.is_used.rename_columns(name="file"),
    clues_are_quoted,
    stated_is_printed,
    byline_names_the_author,
    language_is_that_of_the_words,
    is_after_the_dates_printed,
)

validate = partial(validate_table, "sources", RULES)
"""Validate a frame of this table; see :func:`isk_indicators.rules.schema.validate_table`."""
