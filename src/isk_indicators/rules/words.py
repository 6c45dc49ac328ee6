"""Words typed from a source stand in the quote; words of our own hold no figures."""

from __future__ import annotations

import re

from isk_indicators import spans
from isk_indicators.dates import MONTHS
from isk_indicators.rules.links import Links
from isk_indicators.rules.rule import Fault, RowKey, rule

# "one" is left out: it is a pronoun as often as a number.
NUMBER_WORDS = (
    "zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety "
    "hundred hundreds thousand thousands million millions billion billions dozen dozens lakh crore"
).split()
_NUMBER_WORDS = frozenset(NUMBER_WORDS)
DATE = re.compile(
    rf"\b(?:[0-9]{{1,2}} )?(?:{'|'.join(MONTHS)})(?: [0-9]{{4}})?\b|\b(?:19|20)[0-9]{{2}}\b"
)
NUMBER = re.compile(rf"[0-9][0-9.,]*|\b(?:{'|'.join(NUMBER_WORDS)})\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")


def unprinted(words: str, quote: str, *, links: Links, row: RowKey, field: str) -> Fault | None:
    """A fault unless the quote or its evidence prints the words, on word edges."""
    quotes = links.quotes(row, field, quote)
    if any(spans.whole_occurrences(q, words) for q in quotes):
        return None
    row.require_id()
    links.require_evidence()
    return Fault(
        words,
        f"words of the quote {quote!r} or of a supporting evidence row",
        f"Copy the words from the source, or add an evidence row that supports {field}.",
    )


@rule("target-words", blames="target_text")
def target_is_printed(
    target_text: str, quote: str, *, links: Links, row: RowKey, field: str
) -> Fault | None:
    """A target whose words stand neither in the quote nor in its evidence."""
    return unprinted(target_text, quote, links=links, row=row, field=field)


@rule("relayed-words", blames="relayed_by")
def relayer_is_printed(
    relayed_by: str, quote: str, *, links: Links, row: RowKey, field: str
) -> Fault | None:
    """A carrier whose words stand neither in the quote nor in its evidence."""
    return unprinted(relayed_by, quote, links=links, row=row, field=field)


@rule("victim-words", blames="victim_text")
def victims_are_printed(victim_text: str, quote: str) -> Fault | None:
    """Victims whose words do not stand in the quote."""
    if spans.whole_occurrences(quote, victim_text):
        return None
    return Fault(victim_text, f"words of the quote {quote!r}", "Copy the words from the quote.")


@rule("own-words-figure", blames="summary")
def holds_no_figure(summary: str) -> Fault | None:
    """A summary or label that gives a number, other than in a date."""
    words = _WORD.findall(summary.lower())
    if _NUMBER_WORDS.isdisjoint(words) and not any(map(str.isdigit, summary)):
        return None  # as nearly always; the search takes longer
    found = NUMBER.search(DATE.sub("", summary))
    if found is None:
        return None
    return Fault(
        summary,
        "words without numbers, but for dates",
        f"Leave out {found[0]!r}; figures have their own columns and rows.",
    )


@rule("summary-sentence", blames="summary")
def is_one_sentence(summary: str) -> Fault | None:
    """A summary that is not one sentence."""
    if summary.endswith(".") and not re.search(r"[.!?] [A-Z]", summary):
        return None
    return Fault(summary, "one sentence with a full stop", "Say it in one sentence.")


@rule("name-printed", blames="name")
def name_is_printed(name: str, quote: str) -> Fault | None:
    """A place whose name its first mention does not print."""
    if spans.whole_occurrences(quote, name):
        return None
    return Fault(name, f"words of the quote {quote!r}", "List the place as a document prints it.")
