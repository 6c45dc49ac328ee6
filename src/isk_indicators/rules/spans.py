"""Rules of a span: the exact slice of its source, whole words of one line, not too many.

Offsets are those of the W3C Web Annotation model's text position selector: code points, 0-based,
end exclusive.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from isk_indicators import spans
from isk_indicators.rules.rule import CannotDecide, Problem, rule

MOST_WORDS = 60


def document(texts: Mapping[str, str], source_id: str) -> str:
    """The text of a source.

    Raises:
        CannotDecide: there is none of that id.
    """
    if source_id not in texts:
        raise CannotDecide
    return texts[source_id]


@rule("span-bounds", column="span_end", phase="spans")
def bounds_are_ordered(
    source_id: str, span_start: int, span_end: int, *, texts: Mapping[str, str]
) -> Problem | None:
    """A span that is empty, reversed, or ends beyond its document."""
    length = len(document(texts, source_id))
    if span_start < span_end <= length:
        return None
    return Problem(
        str(span_end),
        f"more than {span_start} and at most {length}, the document's length",
        "Look the quote up in the document and type its place again.",
    )


@rule("span-slice", column="quote", phase="spans")
def quote_is_the_slice(
    source_id: str, span_start: int, span_end: int, quote: str, *, texts: Mapping[str, str]
) -> Problem | None:
    """A quote that is not, character by character, what the source prints at the span."""
    text = document(texts, source_id)
    printed = text[span_start:span_end]
    if printed == quote or not span_start < span_end <= len(text):
        return None
    return Problem(
        quote,
        f"{source_id} prints {printed!r} at {span_start}-{span_end}",
        _other_place(source_id, quote, texts) or _first_difference(quote, printed),
    )


def _other_place(source_id: str, quote: str, texts: Mapping[str, str]) -> str | None:
    """Where the quote occurs, perhaps spelt otherwise: in its source first, then in the others."""
    for source in (source_id, *(s for s in sorted(texts) if s != source_id)):
        for start, end in spans.locate(texts[source], quote):
            printed = texts[source][start:end]
            how, also = "", ""
            if printed != quote:
                how = ", with other quotation marks, blanks or letter case,"
                also = f", and the quote as printed: {printed!r}"
            place = f"{source} at {start}-{end}"
            return f"The quote occurs{how} in {place}: type that source and span{also}."
    return None


def _first_difference(quote: str, printed: str) -> str:
    pairs = enumerate(zip(quote, printed, strict=False))
    at = next((i for i, (a, b) in pairs if a != b), min(len(quote), len(printed)))
    typed, right = (character_name(t[at : at + 1], "nothing") for t in (quote, printed))
    return (
        "The quote occurs in no document: copy it from the source, character by character. "
        f"After {quote[max(0, at - 20) : at]!r} the cell has {typed}, the source {right}."
    )


def character_name(character: str, if_blank: str) -> str:
    """A character with its Unicode name, which distinguishes look-alikes."""
    if not character:
        return if_blank
    return f"{character!r} ({unicodedata.name(character, 'no name')})"


@rule("span-word-edges", column="quote", phase="spans")
def edges_are_whole_words(
    source_id: str, span_start: int, span_end: int, quote: str, *, texts: Mapping[str, str]
) -> Problem | None:
    """A span that begins or ends inside a word or with a blank."""
    text = document(texts, source_id)
    whole = quote == quote.strip() and spans.on_word_edges(text, span_start, span_end)
    if whole or text[span_start:span_end] != quote:
        return None
    around = text[max(0, span_start - 12) : span_end + 12].replace("\n", " ")
    return Problem(
        quote, f"whole words, no outer blanks, in {around!r}", "Move the span to the words' edges."
    )


@rule("span-one-line", column="quote", phase="spans")
def is_within_one_line(
    source_id: str, span_start: int, span_end: int, quote: str, *, texts: Mapping[str, str]
) -> Problem | None:
    """A span that runs over the end of a line of its document."""
    text = document(texts, source_id)
    if spans.within_one_line(text, span_start, span_end) or text[span_start:span_end] != quote:
        return None
    return Problem(quote, "words of one line", "Cut the span to the line that proves the row.")


@rule("span-words", column="quote", phase="spans")
def is_short(quote: str) -> Problem | None:
    """A quote of more than 60 words."""
    count = spans.word_count(quote)
    if count <= MOST_WORDS:
        return None
    return Problem(
        f"{count} words", f"at most {MOST_WORDS} words", "Cut the quote to what proves the row."
    )


@rule("span-sentence", column="quote", phase="spans")
def is_of_one_sentence(quote: str) -> Problem | None:
    """A quote that runs over the end of a sentence."""
    gap = next(spans.sentence_ends(quote), None)
    if gap is None:
        return None
    return Problem(
        f"{quote[: gap[0]][-30:]}{quote[gap[0] :][:30]}",
        "words of one sentence",
        "Cut the quote to the sentence that shows what the row says; an evidence row quotes "
        "another one.",
    )


@rule("span-subject", column="quote", phase="spans")
def has_its_subject(quote: str) -> Problem | None:
    """A quote of whole clauses that begins with a participle, which has no subject of its own."""
    found = _PARTICIPLE.match(quote)
    if found is None:
        return None
    return Problem(
        found[0], "a whole clause", "Start the quote where the clause begins, with its subject."
    )


_PARTICIPLE = re.compile(
    r"(?:killing|wounding|injuring|leaving|causing|claiming|resulting|targeting|hitting|martyring)\b"
    r"(?! of\b)"
)


@rule("span-denied", column="quote", phase="spans")
def is_not_denied(
    source_id: str, span_start: int, quote: str, *, texts: Mapping[str, str]
) -> Problem | None:
    """A quote of whole clauses that leaves out words before it which deny or doubt them."""
    text = document(texts, source_id)
    denial = _DENIAL.search(text, max(0, span_start - 60), span_start)
    if denial is None or not text.startswith(quote, span_start):
        return None
    return Problem(
        f"{denial[0]}| {quote[:30]}",
        f"a quote with {denial[0]!r}",
        "Start the quote before these words and code what it then says, or remove the row.",
    )


_DENIAL = re.compile(
    r"\b(?:not (?:true|clear|known|certain|confirmed|correct|the case)|no (?:evidence|proof|sign|"
    r"indication|confirmation)|untrue|false|unlikely|doubtful|den(?:y|ies|ied|ying)|reject(?:s|ed)?|"
    r"disput(?:e|es|ed)|doubt(?:s|ed)?)\b[^.;!?\n]{0,30}?\b(?:that|whether|if)(?=\s+[“\"‘]?\Z)",
    re.IGNORECASE,
)

LONG_RULES = (bounds_are_ordered, quote_is_the_slice, edges_are_whole_words, is_within_one_line)
RULES = (*LONG_RULES, is_short, is_of_one_sentence)
CLAUSE_RULES = (*RULES, has_its_subject, is_not_denied)
