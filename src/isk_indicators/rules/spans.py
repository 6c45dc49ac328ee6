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
        _advice(source_id, quote, printed, texts),
    )


def _advice(source_id: str, quote: str, printed: str, texts: Mapping[str, str]) -> str:
    """Where the quote occurs, perhaps spelt otherwise, its source first; or how it differs."""
    for source in (source_id, *(s for s in sorted(texts) if s != source_id)):
        for start, end in spans.locate(texts[source], quote):
            there = texts[source][start:end]
            how, also = "", ""
            if there != quote:
                how = ", with other quotation marks, blanks or letter case,"
                also = f", and the quote as printed: {there!r}"
            place = f"{source} at {start}-{end}"
            return f"The quote occurs{how} in {place}: type that source and span{also}."
    at = spans.first_difference(quote, printed)
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
    gaps = spans.sentence_ends(quote)
    gap = next((gap for gap in gaps if spans.within_one_line(quote, *gap)), None)
    if gap is None:
        return None  # another rule reports a quote of two lines
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
    if found is None or (found["before"] in _PREPOSITIONS and "," in quote):
        return None  # "after killing 14 people, the gunmen fled" is whole
    return Problem(
        found[0], "a whole clause", "Start the quote where the clause begins, with its subject."
    )


_PREPOSITIONS = ("by", "after", "before", "while", "for", "of", "in")
_ADVERBS = (
    "and|or|then|also|even|only|thus|thereby|reportedly|allegedly|apparently|initially|instantly|"
    "immediately|subsequently"
)
_HARMING = (
    "killing|wounding|injuring|leaving|causing|claiming|resulting|targeting|hitting|martyring|"
    "maiming|slaying|murdering|massacring|slaughtering|eliminating|destroying|triggering"
)
_DOING = (
    "attacking|ambushing|storming|striking|bombing|shooting|capturing|abducting|arresting|"
    "detaining|detonating|seizing|displacing|forcing|prompting|bringing|raising|pushing|putting|"
    "taking|losing|numbering|totall?ing|blaming|accusing"
)
"""Participles that may be adjectives or nouns too: "attacking forces", "shooting in Kabul"."""
_OBJECT = (
    "the|an?|its|their|his|her|at|more|over|up|about|around|nearly|almost|some|several|many|dozens|"
    r"scores|hundreds|thousands|responsibility|two|three|four|five|six|seven|eight|nine|ten|\d|[A-Z]"
)
_PARTICIPLE = re.compile(
    rf"[“\"‘(]?(?:(?P<before>{'|'.join(_PREPOSITIONS)}|{_ADVERBS}) ){{0,2}}"
    rf"(?:(?:{_HARMING})\b(?! of\b)|(?:{_DOING})(?= (?:{_OBJECT})))"
    r"(?! (?:sprees?|fields?|zones?|machines?|campaigns?)\b)"
    # "killing civilians is a crime": it is the subject
    r"(?! (?:(?!who|which|that|whom|where|what|when|as)[\w’'-]+ ){1,4}"
    r"(?:is|was|remains|has|became|would|will)\b)"
)


@rule("span-denied", column="quote", phase="spans")
def is_not_denied(
    source_id: str, span_start: int, quote: str, *, texts: Mapping[str, str]
) -> Problem | None:
    """A quote of whole clauses that leaves out words before it which deny or doubt them."""
    text = document(texts, source_id)
    if not text.startswith(quote, span_start):
        return None  # another rule reports it
    before = text[max(0, span_start - _DENIED_WITHIN) : span_start]
    denying = (
        found[0]
        for found in _DENIAL.finditer(before)
        if found["denial"] is None or not _NEGATED.search(before, 0, found.start())
    )
    denial = next(denying, None)
    if denial is None:
        return None
    return Problem(
        f"{denial}| {quote[:30]}",
        f"a quote with {denial!r}",
        "Start the quote before these words and code what it then says, or remove the row.",
    )


_DENIED_WITHIN = 150
_UNSURE = (
    "true|clear|certain|sure|confirm(?:ed)?|verif(?:y|ied)|prove[dn]?|correct|the case|say|said|"
    r"claim(?:ed)?|believed?|think|convinced|known(?= (?:whether|if)\b)"
)
_DENIALS = (
    "untrue|false|unlikely|doubtful|baseless|unfounded|den(?:y|ies|ied|ying)|denials?|"
    "reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|refut(?:es?|ed|ing)|disput(?:es?|ed|ing)|"
    "doubt(?:s|ed|ing)?|rul(?:es?|ed|ing) out"
)
_ANOTHER_CLAUSE = (
    r"and|but(?! also)|who|which|said|say(?:s|ing)?|claim(?:ed|ing)|add(?:ed|ing)|told|insist\w*|"
    r"maintain\w*|stress\w*|argu\w*|assert(?:ed|ing)|announc\w*|report(?:ed|ing)|confirm\w*|warn\w*|"
    r"find|found|learn\w*|kn[eo]w\w*|show\w*|reveal\w*|conclud\w*|is|are|was|were|because|since|"
    "when|while|after|before|until|so|now|that|whether|if"
)
"""Words between a denial and "that" which begin what is not denied: "denied it and said that"."""
_DENIAL = re.compile(
    r"(?:(?:\b(?:not|never|cannot|no longer)|\w*n[’']t) "
    rf"(?:(?:yet|been|be|independently|immediately|initially|really|at all) )*(?:{_UNSURE})|"
    r"\b(?:no|little|scant|insufficient|without) (?:\w+ )?"
    r"(?:evidence|proof|signs?|indications?|confirmation|suggestion|reason to believe)|"
    r"\b(?:declin|refus)(?:e[sd]?|ing) to (?:say|confirm)|"
    r"\b(?:unclear|uncertain|unknown|unconfirmed)|"
    rf"\b(?P<denial>{_DENIALS})|"
    r"\b(?:falsely|wrongly|mistakenly) \w+)"
    rf"(?: (?!(?:{_ANOTHER_CLAUSE})\b)[\w’'-]+){{0,8}}"
    r" (?:that|whether|if)\b(?:[^.;!?\n]{1,80}\b(?:and|or|nor) that\b)?(?=[^\S\n]+[“\"‘]?\Z)"
    r"|\bwhether(?=[^\S\n]+[“\"‘]?\Z)",
    re.IGNORECASE,
)
"""Words that deny or doubt what comes next; "whether" alone leaves it open."""
_NEGATED = re.compile(
    r"(?:\b(?:not|never|cannot|no|nobody|no one|none|few|little|without|beyond|hardly|hard to|"
    r"impossible to)|n[’']t)(?: (?:any|be|been|seriously|really|ever|have|has))*(?: room for)? \Z",
    re.IGNORECASE,
)
"""What makes an affirmation of a denial: "no doubt that"."""

LONG_RULES = (bounds_are_ordered, quote_is_the_slice, edges_are_whole_words, is_within_one_line)
RULES = (*LONG_RULES, is_short, is_of_one_sentence)
CLAUSE_RULES = (*RULES, has_its_subject, is_not_denied)
