"""Mutants of the rules on spans: a quote that is not the slice, cuts a word, or is too long.

What lives here: changes of the four columns of a span, in any table that has them, and spans that
are as good as the one that stands. What must not: what a quote proves (see the other modules).
"""

from __future__ import annotations

import re

from hypothesis import strategies as st

from tests.mutants.clean import Clean, Mutant, Row
from tests.mutants.registry import breaks, spares

MENTIONS = ("actors", "places")
"""Tables whose quotes prove a name alone, so that a longer one proves it as well."""


def spanned(clean: Clean, *without: str) -> list[Row]:
    """The rows that have a span, but for those of some tables."""
    return clean.rows(where=lambda r: "span_end" in r and r.table not in without)


def _bounds(row: Row) -> tuple[int, int]:
    return int(row["span_start"]), int(row["span_end"])


@breaks("span-bounds")
def an_end_that_is_none(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(spanned(clean)))
    start, length = int(row["span_start"]), len(clean.texts[row["source_id"]])
    end = draw(st.one_of(st.integers(0, start), st.integers(length + 1, 10**9)))
    return clean.put(row, {"span_end": str(end)}, ("span-bounds", "span_end"))


@breaks("span-slice")
def an_end_elsewhere(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(spanned(clean)))
    start, end = _bounds(row)
    ends = st.integers(start + 1, len(clean.texts[row["source_id"]])).filter(lambda n: n != end)
    return clean.put(row, {"span_end": str(draw(ends))}, ("span-slice", "quote"))


@breaks("span-slice")
def a_start_elsewhere(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(spanned(clean)))
    start, end = _bounds(row)
    starts = st.integers(0, end - 1).filter(lambda n: n != start)
    return clean.put(row, {"span_start": str(draw(starts))}, ("span-slice", "quote"))


@breaks("span-slice")
def a_quote_that_was_typed(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(spanned(clean)))
    quote = row["quote"]
    at = draw(st.integers(0, len(quote) - 1))
    typed = [quote.swapcase(), quote.replace("’", "'"), f"{quote}x", f"x{quote[1:]}"]
    typed += [quote.replace("IS-K", "ISK"), quote[:at] + quote[at + 1 :].lstrip()]
    right = [text for text in typed if text not in (quote, "") and text == text.strip()]
    text = draw(st.sampled_from([text for text in right if text[0] not in "=+-@"]))
    return clean.put(row, {"quote": text}, ("span-slice", "quote"))


@breaks("span-slice")
def a_span_of_another_document(draw: st.DrawFn, clean: Clean) -> Mutant:
    """Of a row that rests on no statement, which would be of another document then."""
    free = [r for r in spanned(clean) if not r.get("statement_id") and _others(clean, r)]
    row = draw(st.sampled_from(free))
    source = draw(st.sampled_from(_others(clean, row)))
    return clean.put(row, {"source_id": source}, ("span-slice", "quote"))


def _others(clean: Clean, row: Row) -> list[str]:
    """The other documents that are long enough for the row's span."""
    _, end = _bounds(row)
    texts = clean.texts.items()
    return [source for source, t in texts if source != row["source_id"] and end <= len(t)]


@breaks("span-word-edges")
def a_span_that_begins_inside_a_word(draw: st.DrawFn, clean: Clean) -> Mutant:
    cut = [r for r in spanned(clean) if re.match(r"\w\w", r["quote"])]
    row = draw(st.sampled_from(cut))
    start, end = _bounds(row)
    span = clean.span(row["source_id"], start + 1, end)
    return clean.put(row, span, ("span-word-edges", "quote"))


@breaks("span-word-edges")
def a_span_that_ends_inside_a_word(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from([r for r in spanned(clean) if re.search(r"\w\w$", r["quote"])]))
    start, end = _bounds(row)
    span = clean.span(row["source_id"], start, end - 1)
    return clean.put(row, span, ("span-word-edges", "quote"))


def _ends(clean: Clean, row: Row, fewest: int, most: int) -> list[int]:
    """Where a longer span of so many words may end: in its line, at a word's end."""
    text = clean.texts[row["source_id"]]
    start, end = _bounds(row)
    line = text[start:].partition("\n")[0]
    ends = [match.end() for match in re.finditer(r"\w+", line)]
    right = [n for n in ends if fewest <= len(line[:n].split()) <= most and start + n != end]
    return [start + n for n in right if start + n > end and line[n : n + 1] in (" ", ",", ".")]


@breaks("span-words")
def a_quote_that_is_too_long(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = [(r, e) for r in spanned(clean, "reviewed") if (e := _ends(clean, r, 61, 90))]
    row, ends = draw(st.sampled_from(rows))
    span = clean.span(row["source_id"], int(row["span_start"]), draw(st.sampled_from(ends)))
    return clean.put(row, span, ("span-words", "quote"))


@spares("span-bounds", "span-slice", "span-word-edges", "span-words", "name-printed")
@spares("actor-mention")
def a_mention_with_more_words_around_it(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = [(r, e) for r in clean.rows(*MENTIONS) if (e := _ends(clean, r, 2, 60))]
    row, ends = draw(st.sampled_from(rows))
    return clean.put(
        row, clean.span(row["source_id"], int(row["span_start"]), draw(st.sampled_from(ends)))
    )


@st.composite
def a_span_over_the_end_of_a_line(draw: st.DrawFn, clean: Clean) -> Mutant:
    """What ``span-one-line`` is for; in a file, the stage files has a word on it before."""
    found = [
        (row, match.end())
        for row in spanned(clean, "reviewed")
        if (match := _next_line(clean, row)) is not None
    ]
    row, end = draw(st.sampled_from(found))
    span = clean.span(row["source_id"], int(row["span_start"]), end)
    return clean.put(row, span, ("line-break", "quote"))


def _next_line(clean: Clean, row: Row) -> re.Match[str] | None:
    """The rest of the row's line and the first word of the next, if they are not long."""
    text = clean.texts[row["source_id"]]
    return re.compile(r"[^\n]{0,200}\n+\w+").match(text, int(row["span_end"]))
