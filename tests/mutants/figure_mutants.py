"""Mutants for the rules on spans, figures and dates, and valid changes of the same kind."""

from __future__ import annotations

import re
from typing import NamedTuple

from hypothesis import strategies as st

from isk_indicators.rules.force_estimates import UNITS
from isk_indicators.spans import lines, sentence_ends
from isk_indicators.words import harms_in
from tests.mutants.clean import (
    Clean,
    Mutant,
    Row,
    breaks,
    named_actors,
    printed_values,
    reprinted,
    spares,
    stands,
    words,
)

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
    free = [r for r in spanned(clean) if not r.get("statement_id") and _other_sources(clean, r)]
    row = draw(st.sampled_from(free))
    source = draw(st.sampled_from(_other_sources(clean, row)))
    return clean.put(row, {"source_id": source}, ("span-slice", "quote"))


def _other_sources(clean: Clean, row: Row) -> list[str]:
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


def _ends(clean: Clean, row: Row, fewest: int, most: int, sentences: int = 1) -> list[int]:
    """Where a longer span of so many words and sentences may end: in its line, at a word's end."""
    text = clean.texts[row["source_id"]]
    start, end = _bounds(row)
    line = text[start:].partition("\n")[0]
    ends = [match.end() for match in re.finditer(r"\w+", line)]
    right = [n for n in ends if fewest <= len(line[:n].split()) <= most and start + n > end]
    gaps = [gap_end for _, gap_end in sentence_ends(line)]
    return [
        start + n
        for n in right
        if line[n : n + 1] in (" ", ",", ".") and sum(gap < n for gap in gaps) == sentences - 1
    ]


@breaks("span-words")
def a_quote_that_is_too_long(draw: st.DrawFn, clean: Clean) -> Mutant:
    """A mention that quotes more than sixty words of one sentence."""
    found = [
        (row, source, start, end)
        for row in clean.rows("places")
        for source, start, end in _long_sentences(clean)
        if stands(row["name"], clean.texts[source][start:end])
    ]
    row, *span = draw(st.sampled_from(found))
    return clean.put(row, clean.span(*span), ("span-words", "quote"))


def _long_sentences(clean: Clean) -> list[tuple[str, int, int]]:
    """The sentences of words of more than sixty words, without their full stops."""
    return [
        (source, start, end - 1)
        for source, text in clean.texts.items()
        for first, last in lines(text)
        for start, end in _sentences(text, first, last)
        if len(re.findall(r"[a-z]{2,}", text[start:end])) > MOST_WORDS + 10
    ]


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    gaps = [*sentence_ends(text, start, end)]
    starts = [start, *(following for _, following in gaps)]
    return [*zip(starts, [*(gap for gap, _ in gaps), end], strict=True)]


@breaks("span-sentence")
def a_mention_with_words_of_two_sentences(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = [(r, e) for r in clean.rows(*MENTIONS) if (e := _ends(clean, r, 2, 60, sentences=2))]
    row, ends = draw(st.sampled_from(rows))
    span = clean.span(row["source_id"], int(row["span_start"]), draw(st.sampled_from(ends)))
    return clean.put(row, span, ("span-sentence", "quote"))


@breaks("span-subject")
def a_quote_cut_to_a_participle(draw: st.DrawFn, clean: Clean) -> Mutant:
    """Of a casualty whose figure and victims are behind the participle."""
    found = [
        (row, int(row["span_start"]) + cut.start())
        for row in clean.tables["casualties"]
        if (cut := re.search(r"\b(?:killing|injuring|wounding) [^,]*$", row["quote"])) is not None
        and all(row[name] in cut[0] for name in ("figure", "victim_text"))
    ]
    row, start = draw(st.sampled_from(found))
    span = clean.span(row["source_id"], start, int(row["span_end"]))
    return clean.put(row, span, ("span-subject", "quote"))


@breaks("span-denied")
def a_quote_without_the_denial_before_it(draw: st.DrawFn, clean: Clean) -> Mutant:
    row, cut = draw(st.sampled_from(_denied(clean)))
    start = int(row["span_start"]) + cut.end()
    span = clean.span(row["source_id"], start, int(row["span_end"]))
    return clean.put(row, span, ("span-denied", "quote"))


@spares("span-subject", "span-denied")
def a_quote_with_the_denial_and_fewer_words_before_it(draw: st.DrawFn, clean: Clean) -> Mutant:
    row, cut = draw(st.sampled_from(_denied(clean)))
    start = int(row["span_start"]) + cut.start("whole")
    return clean.put(row, clean.span(row["source_id"], start, int(row["span_end"])))


def _denied(clean: Clean) -> list[tuple[Row, re.Match[str]]]:
    """Quantities with the words of their quotes that deny what follows."""
    denial = re.compile(r"(?P<whole>\bthe \w+ deny that )")
    rows = [(row, denial.search(row["quote"])) for row in clean.tables["force_estimates"]]
    return [(row, cut) for row, cut in rows if cut is not None]


@spares("span-bounds", "span-slice", "span-word-edges", "span-words", "span-sentence")
@spares("name-printed", "actor-mention")
def a_mention_with_more_words_around_it(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = [(r, e) for r in clean.rows(*MENTIONS) if (e := _ends(clean, r, 2, 60))]
    row, ends = draw(st.sampled_from(rows))
    return clean.put(
        row, clean.span(row["source_id"], int(row["span_start"]), draw(st.sampled_from(ends)))
    )


MOST_WORDS = 50
"""Below the limit of ``span-words``, however words are counted."""


@st.composite
def a_span_over_the_end_of_a_line(draw: st.DrawFn, clean: Clean) -> Mutant:
    """What ``span-one-line`` is for; in a file, the stage files has a word on it before."""
    found = [
        (row, match.end())
        for row in spanned(clean, "reviewed")
        if (match := _next_line(clean, row)) is not None
        and len(f"{row['quote']} {match.group()}".split()) <= MOST_WORDS
    ]
    row, end = draw(st.sampled_from(found))
    span = clean.span(row["source_id"], int(row["span_start"]), end)
    return clean.put(row, span, ("line-break", "quote"))


def _next_line(clean: Clean, row: Row) -> re.Match[str] | None:
    """The rest of the row's line and the first word of the next, if they are not long."""
    text = clean.texts[row["source_id"]]
    return re.compile(r"[^\n]{0,200}\n+\w+").match(text, int(row["span_end"]))


class Columns(NamedTuple):
    """What the columns of a figure are called in a table."""

    figure: str
    qualifier: str
    low: str
    high: str


FIGURE = Columns("figure", "qualifier", "stated_low", "stated_high")
COUNT = Columns("count_figure", "count_qualifier", "count_low", "count_high")
TABLES = {"casualties": FIGURE, "force_estimates": FIGURE, "incidents": COUNT}


def _figured(clean: Clean, *tables: str) -> list[Row]:
    """The rows that have a figure."""
    return clean.rows(*(tables or TABLES), where=lambda r: r[TABLES[r.table].figure] != "")


def _is_single(row: Row) -> bool:
    """Whether the figure needs no harm word: it has none, and its quote tells of one harm."""
    names = TABLES[row.table]
    return not harms_in(row[names.figure]) and (
        row.table != "casualties" or len(harms_in(row["quote"])) == 1
    )


def _numbers(draw: st.DrawFn, row: Row, name: str) -> str:
    """Another number, or none in the place of one."""
    other = st.integers(0, 10**9).map(str)
    return draw(st.one_of(st.just(""), other).filter(lambda text: text != row[name]))


# The words


@breaks("figure-in-quote")
def a_figure_that_is_not_printed(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(_figured(clean)))
    name = TABLES[row.table].figure
    figure = row[name]
    other = [f"{figure}s", f"nearly {figure}", figure.swapcase(), figure[:-1]]
    other += [figure.replace(" ", "  "), f"{figure} of them"]
    absent = [text for text in other if text and not stands(text, row["quote"])]
    return clean.put(row, {name: draw(st.sampled_from(absent))}, ("figure-in-quote", name))


@breaks("figure-in-quote")
def a_figure_that_stands_twice(draw: st.DrawFn, clean: Clean) -> Mutant:
    twice = [(r, w) for r in _figured(clean) if (w := _repeated(r["quote"]))]
    row, found = draw(st.sampled_from(twice))
    name = TABLES[row.table].figure
    return clean.put(row, {name: draw(st.sampled_from(found))}, ("figure-in-quote", name))


def _repeated(quote: str) -> list[str]:
    plain = quote.split()
    return sorted({w for w in plain if plain.count(w) > 1 and w.isalpha() and not harms_in(w)})


@breaks("figure-exact")
def a_figure_without_its_hedge(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = [r for r in _figured(clean) if _is_single(r) and _cut(r)]
    row = draw(st.sampled_from(rows))
    name = TABLES[row.table].figure
    return clean.put(row, {name: _cut(row)}, ("figure-exact", name))


def _cut(row: Row) -> str:
    """The last word of a figure of several, if it stands once in the quote."""
    *before, last = row[TABLES[row.table].figure].split()
    once = len(re.findall(rf"(?<!\w){re.escape(last)}(?!\w)", row["quote"])) == 1
    return last if before and once and "month" not in last else ""


@breaks("figure-exact")
def a_figure_with_a_word_too_many(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = [r for r in _figured(clean) if _is_single(r) and _longer(r)]
    row = draw(st.sampled_from(rows))
    name = TABLES[row.table].figure
    return clean.put(row, {name: _longer(row)}, ("figure-exact", name))


def _longer(row: Row) -> str:
    """The figure with the two words behind it, if they are plain ones."""
    figure = row[TABLES[row.table].figure]
    match = re.search(rf"(?<!\w){re.escape(figure)} [a-z]{{2,}} [a-z]{{2,}}(?!\w)", row["quote"])
    return match[0] if match and not harms_in(match[0]) and "month" not in figure else ""


@breaks("figure-exact")
def a_word_that_is_no_figure(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = [(r, w) for r in _figured(clean) if _is_single(r) and (w := _plain_words(r))]
    row, found = draw(st.sampled_from(rows))
    name = TABLES[row.table].figure
    return clean.put(row, {name: draw(st.sampled_from(found))}, ("figure-exact", name))


def _plain_words(row: Row) -> list[str]:
    figure = row[TABLES[row.table].figure]
    return [w for w in words(row["quote"]) if not stands(w, figure) and not harms_in(w)]


# The numbers and the hedge


@breaks("figure-low")
def a_lower_number_that_is_not_printed(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(_figured(clean)))
    name = TABLES[row.table].low
    return clean.put(row, {name: _numbers(draw, row, name)}, ("figure-low", name))


@breaks("figure-high")
def a_higher_number_that_is_not_printed(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(_figured(clean)))
    name = TABLES[row.table].high
    return clean.put(row, {name: _numbers(draw, row, name)}, ("figure-high", name))


@breaks("figure-hedge")
def another_hedge(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(_figured(clean)))
    name = TABLES[row.table].qualifier
    values = clean.package.schemas[row.table].by_name[name].enum
    other = draw(st.sampled_from([value for value in values if value != row[name]]))
    return clean.put(row, {name: other}, ("figure-hedge", name))


@spares(
    *("figure-in-quote", "figure-exact", "figure-low", "figure-high", "figure-hedge"),
    *("figure-harm", "harm-word", "negated-figure", "series-count", "count-qualifier"),
    *("figure-qualifier", "unit-words"),
)
def a_document_that_prints_another_number(draw: st.DrawFn, clean: Clean) -> Mutant:
    """The row's figure and its numbers change with it."""
    rows = [r for r in _figured(clean) if re.search(r"[1-9]\b", r[TABLES[r.table].figure])]
    row = draw(st.sampled_from([r for r in rows if _is_point(r)]))
    names = TABLES[row.table]
    figure = row[names.figure]
    at = figure.rindex(next(c for c in reversed(figure) if c.isdigit()))
    digit = draw(st.sampled_from([d for d in "23456789" if d != figure[at]]))
    other = figure[:at] + digit + figure[at + 1 :]
    number = "".join(c for c in other if c.isdigit())
    cells = {names.figure: other, names.low: number, names.high: number}
    return reprinted(clean, row, row["quote"].index(figure) + at, digit, cells)


def _is_point(row: Row) -> bool:
    names = TABLES[row.table]
    return row[names.low] == row[names.high] != ""


# What goes with a figure


def _basis(clean: Clean, *values: str) -> list[Row]:
    return clean.rows("casualties", "force_estimates", where=lambda r: r["basis"] in values)


@breaks("figure-qualifier")
def a_figure_without_a_qualifier(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(_basis(clean, "stated", "negated")))
    blank = draw(st.sampled_from(["figure", "qualifier"]))
    return clean.put(row, {blank: ""}, ("figure-qualifier", "qualifier"))


@breaks("count-qualifier")
def a_count_without_a_qualifier(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(_figured(clean, "incidents")))
    return clean.put(row, {"count_qualifier": ""}, ("count-qualifier", "count_qualifier"))


@breaks("count-qualifier")
def a_qualifier_without_a_count(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.rows("incidents", where=lambda r: r["count_figure"] == "")))
    values = clean.package.schemas["incidents"].by_name["count_qualifier"].enum
    cells = {"count_qualifier": draw(st.sampled_from(values))}
    return clean.put(row, cells, ("count-qualifier", "count_qualifier"))


@breaks("series-count")
def numbers_of_no_count(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.rows("incidents", where=lambda r: r["count_figure"] == "")))
    names = draw(st.sampled_from([["count_low"], ["count_high"], ["count_low", "count_high"]]))
    number = str(draw(st.integers(0, 999)))
    return clean.put(row, dict.fromkeys(names, number), ("series-count", "count_figure"))


@breaks("implied-figure")
def an_implied_figure_that_is_not_one(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(_basis(clean, "implied")))
    number = str(draw(st.integers(2, 99)))
    changes = [{"note": ""}, {"stated_low": number}, {"stated_high": number}, {"stated_low": ""}]
    changes += [{"basis": "stated"}, {"qualifier": "exact"}]
    return clean.put(row, draw(st.sampled_from(changes)), ("implied-figure", "figure"))


@breaks("implied-figure")
def a_printed_figure_called_implied(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(_basis(clean, "stated")))
    return clean.put(row, {"basis": "implied"}, ("implied-figure", "figure"))


@spares("implied-figure")
def another_note_on_what_implies_it(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(_basis(clean, "implied")))
    return clean.put(row, {"note": draw(st.sampled_from(["One man.", "The noun is singular."]))})


@breaks("negated-figure")
def a_basis_that_the_words_deny(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(_basis(clean, "stated", "negated")))
    other = {"stated": "negated", "negated": "stated"}[row["basis"]]
    return clean.put(row, {"basis": other}, ("negated-figure", "basis"))


@breaks("figure-harm")
def a_figure_without_its_harm_word(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from([r for r in _figured(clean, "casualties") if _bare(r)]))
    return clean.put(row, {"figure": _bare(row)}, ("figure-harm", "figure"))


def _bare(row: Row) -> str:
    """The figure without the harm word before it, where the quote tells of several harms."""
    head, _, rest = row["figure"].partition(" ")
    once = rest and len(re.findall(rf"\b{re.escape(rest)}\b", row["quote"])) == 1
    whole = once and not re.search(rf"\b(?:several|many|a|an) {re.escape(rest)}\b", row["quote"])
    return rest if harms_in(head) and whole and len(harms_in(row["quote"])) > 1 else ""


@breaks("harm-word")
def another_harm(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = clean.rows("casualties", where=_tells_one_harm)
    row = draw(st.sampled_from(rows))
    values = clean.package.schemas["casualties"].by_name["harm"].enum
    other = draw(st.sampled_from([value for value in values if value != row["harm"]]))
    return clean.put(row, {"harm": other}, ("harm-word", "harm"))


def _tells_one_harm(row: Row) -> bool:
    return len(harms_in(row["figure"]) or harms_in(row["quote"])) == 1


# Units and spreads of estimates


def _estimates(clean: Clean, *, months: bool) -> list[Row]:
    return clean.rows("force_estimates", where=lambda r: (r["unit"] == "months") is months)


def _units(row: Row) -> tuple[str, ...]:
    return UNITS.get(row["measure"], ("persons",))


@breaks("unit-measure")
def a_unit_of_another_measure(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(_estimates(clean, months=False)))
    units = [u for u in ("persons", "sites", "groups") if u not in _units(row)]
    return clean.put(row, {"unit": draw(st.sampled_from(units))}, ("unit-measure", "unit"))


@spares("unit-measure")
def another_unit_of_the_measure(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = [r for r in _estimates(clean, months=False) if len(_units(r)) > 1]
    row = draw(st.sampled_from(rows))
    return clean.put(row, {"unit": next(u for u in _units(row) if u != row["unit"])})


@breaks("unit-words")
def persons_called_months(draw: st.DrawFn, clean: Clean) -> Mutant:
    """In words that announce no measure."""
    rows = _estimates(clean, months=False)
    row = draw(st.sampled_from([r for r in rows if not printed_values(clean, r, "measure")]))
    cells = {"measure": "external_attack_lead_time", "unit": "months"}
    return clean.put(row, cells, ("unit-words", "unit"))


@breaks("spread")
def a_spread_that_the_words_do_not_have(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(_figured(clean, "force_estimates")))
    right = {"": {""}, "point": {"point"}}.get(row["spread"], {"uncertainty", "over_time"})
    wrong = sorted({"", "point", "uncertainty", "over_time"} - right)
    return clean.put(row, {"spread": draw(st.sampled_from(wrong))}, ("spread", "spread"))


@spares("spread")
def another_spread_of_a_range(draw: st.DrawFn, clean: Clean) -> Mutant:
    other = {"uncertainty": "over_time", "over_time": "uncertainty"}
    row = draw(st.sampled_from(clean.rows("force_estimates", where=lambda r: r["spread"] in other)))
    return clean.put(row, {"spread": other[row["spread"]]})


@breaks("counterpart")
def a_group_that_joined_itself(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = clean.rows("force_estimates", where=lambda r: r["actor_id"] in named_actors(clean, r))
    row = draw(st.sampled_from(rows))
    cells = {"counterpart_id": row["actor_id"]}
    return clean.put(row, cells, ("counterpart", "counterpart_id"))


@spares("counterpart")
def another_group_that_is_named(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = [(r, o) for r in clean.tables["force_estimates"] if (o := _other_actors(clean, r))]
    row, others = draw(st.sampled_from(rows))
    return clean.put(row, {"counterpart_id": draw(st.sampled_from(others))})


def _other_actors(clean: Clean, row: Row) -> list[str]:
    taken = (row["actor_id"], row["counterpart_id"])
    return [actor for actor in named_actors(clean, row) if actor not in taken]
