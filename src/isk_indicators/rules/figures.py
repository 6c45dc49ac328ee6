"""Rules of a figure, and how a figure cell is read in its quote.

A figure cell occurs in the quote on word edges and once, contains one whole figure, and says what
is typed in the columns beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from isk_indicators import spans
from isk_indicators.figures import Figure, Passage, alone
from isk_indicators.rules.rule import Problem, RowKey, rule
from isk_indicators.spans import Span
from isk_indicators.words import Found, find_harm, harms_in

HARM_TABLE = "casualties"
"""The table whose figures must show of which harm they are."""


@rule("figure-in-quote", column="figure")
def occurs_once_in_the_quote(figure: str, quote: Passage, *, row: RowKey) -> Problem | None:
    """A figure that does not occur exactly once in its quote, as whole words."""
    count = len(spans.whole_occurrences(quote.words, figure))
    if count == 1:
        return None
    if count == 0:
        expected = f"words of the quote {quote.words!r}"
        otherwise = "Copy the figure with its hedge, letter by letter."
    else:
        expected = f"words that occur once in the quote, not {count} times"
        otherwise = "Cut the quote, so that the figure is in it once."
    found = spellings(figure, quote, harmful=row.table == HARM_TABLE)
    return Problem(figure, expected, advice(found, quote, otherwise))


def advice(found: Sequence[Spelling], quote: Passage, otherwise: str) -> str:
    """What to type, with the qualifier and the numbers that go with it."""
    cells = dict.fromkeys(spelling.describe(quote.words) for spelling in found)
    return f"Type {' or '.join(cells)}." if cells else otherwise


@rule("figure-qualifier", column="qualifier")
def has_a_qualifier(
    basis: str, figure: str | None, qualifier: str | None, quote: Passage | None
) -> Problem | None:
    """A figure without a qualifier, or a qualifier without a figure."""
    return None if basis == "implied" else check_qualifier(figure, qualifier, quote)


def check_qualifier(
    figure: str | None, qualifier: str | None, quote: Passage | None
) -> Problem | None:
    """A problem unless both are filled or both are blank."""
    if (figure is None) == (qualifier is None):
        return None
    if figure is None:
        return Problem(
            str(qualifier), "blank, as no figure is typed", "Type the figure, or blank this."
        )
    quote = quote or alone(figure)
    if unsure_figure(figure, quote) is not None:
        return None
    only = figure_meant(figure, quote)
    message = f"Type {only.qualifier}." if only else "Type the qualifier; exact if no hedge."
    return Problem("", "what the hedge makes of the figure", message)


@rule("figure-exact", column="figure")
def is_one_figure(figure: str, quote: Passage, *, row: RowKey) -> Problem | None:
    """A cell without a figure, with a part of one, or with more words than one figure needs."""
    if parse_figure_cell(figure, quote) is None or is_well_written(figure, quote):
        return None  # what is not in the quote once is reported as that
    if unsure_figure(figure, quote) is not None:
        return None
    found = spellings(figure, quote, harmful=row.table == HARM_TABLE)
    only = figure_meant(figure, quote)
    if only is None:
        return Problem(
            figure,
            "words for one number, with their hedge",
            advice(found, quote, "Quote the number, or the word for it, too."),
        )
    if not quote.contains(only):
        message = f"The quote cuts the figure: quote {only.text!r} whole, and type it."
        return Problem(figure, repr(only.text), message)
    return Problem(figure, repr(only.text), advice(found, quote, f"Type {only.text!r}."))


@rule("figure-unsure", column="figure")
def unsure_is_explained(
    figure: str, quote: Passage, qualifier: str | None, note: str | None
) -> Problem | None:
    """A figure that can be read in two ways without a note that quotes it and gives the reason."""
    only = unsure_figure(figure, quote)
    if only is None or (qualifier is not None and note is not None and only.text in note):
        return None
    return Problem(
        figure,
        f"its qualifier and numbers, and a note that quotes {only.text!r} and says why so",
        "The words may be read in more than one way: type what they mean here, and the reason.",
    )


@rule("figure-low", column="stated_low")
def lower_number_is_printed(figure: str, quote: Passage, stated_low: int | None) -> Problem | None:
    """A lower number that is not the one printed, or any number for a vague word."""
    only = figure_meant(figure, quote)
    return None if only is None else _check_number(only.low, stated_low, only.text)


@rule("figure-high", column="stated_high")
def higher_number_is_printed(
    figure: str, quote: Passage, stated_high: int | None
) -> Problem | None:
    """A higher number that is not the one printed, or any number for a vague word."""
    only = figure_meant(figure, quote)
    return None if only is None else _check_number(only.high, stated_high, only.text)


def _check_number(printed: int | None, typed: int | None, figure: str) -> Problem | None:
    if printed == typed:
        return None
    found = "" if typed is None else str(typed)
    if printed is None:
        return Problem(
            found,
            f"blank: {figure!r} prints no number",
            "Blank the cell; a convention for vague words is chosen when loading.",
        )
    return Problem(
        found,
        f"{printed}, as printed in {figure!r}",
        f"Type {printed}; what follows from a hedge is computed, never typed.",
    )


@rule("figure-hedge", column="qualifier")
def hedge_is_printed(figure: str, quote: Passage, qualifier: str) -> Problem | None:
    """A qualifier that is not what the figure's words say."""
    only = figure_meant(figure, quote)
    if only is None or only.qualifier == qualifier:
        return None
    return Problem(
        qualifier,
        f"{only.qualifier}, for the words {only.text!r}",
        f"Type {only.qualifier}, or copy the hedge into the figure.",
    )


@rule("implied-figure", column="figure")
def implied_is_one(
    basis: str,
    figure: str | None,
    qualifier: str | None,
    stated_low: int | None,
    stated_high: int | None,
    note: str | None,
) -> Problem | None:
    """An implied figure without the numbers 1 and 1 and a note; or a blank figure not implied."""
    if basis != "implied":
        if figure is not None or qualifier is not None:
            return None
        return Problem(
            "",
            f"the figure's words, as the basis is {basis}",
            "Copy the figure from the quote; if none is printed, the basis is implied.",
        )
    if (figure, qualifier, stated_low, stated_high) == (None, None, 1, 1) and note is not None:
        return None
    return Problem(
        f"figure {figure or ''!r}, {stated_low} and {stated_high}, note {note or ''!r}",
        "no figure and no qualifier, 1 and 1, and a note that says which noun implies it",
        "Only a noun in the singular implies a number, and that is 1.",
    )


@rule("negated-figure", column="basis")
def negated_is_zero(basis: str, figure: str, quote: Passage) -> Problem | None:
    """The basis negated without words that say none, or another basis with such words."""
    only = whole_figure(figure, quote)
    if only is None or (only.high == 0) == (basis == "negated"):
        return None
    expected = "negated" if only.high == 0 else "stated"
    return Problem(
        basis, f"{expected}, for the words {figure!r}", "A zero needs words that say none."
    )


CORE_RULES = (
    occurs_once_in_the_quote,
    is_one_figure,
    unsure_is_explained,
    lower_number_is_printed,
    higher_number_is_printed,
    hedge_is_printed,
)
RULES = (*CORE_RULES, has_a_qualifier, implied_is_one, negated_is_zero)


# A figure cell in its quote


class FigureCell(NamedTuple):
    """A figure cell, read in its quote.

    Attributes:
        figures: The quote's figures and lengths of time that overlap the cell.
        span: Where the cell is in the quote.
        repeated: Whether the cell contains more than its only figure, which also occurs elsewhere.
        harms: The harms that the quote names.
    """

    figures: tuple[Figure, ...]
    span: Span
    repeated: bool
    harms: frozenset[str]


Words = Passage | str
"""A quote in its document, or words alone."""


def as_passage(quote: Words) -> Passage:
    """A quote as a passage; words alone are one of themselves."""
    return alone(quote) if isinstance(quote, str) else quote


def parse_figure_cell(figure: str, quote: Words) -> FigureCell | None:
    """Read a figure cell in its quote; None unless it occurs there once, on word edges."""
    return _parse(figure, as_passage(quote))


@lru_cache(maxsize=100_000)
def _parse(figure: str, quote: Passage) -> FigureCell | None:
    words = quote.words
    places = spans.whole_occurrences(words, figure)
    if len(places) != 1:
        return None
    (span,) = places
    found = tuple(quote.figures(*span))
    repeated = (
        len(found) == 1
        and found[0].text != figure
        and len(spans.whole_occurrences(words, found[0].text)) > 1
    )
    return FigureCell(found, span, repeated, harms_in(words))


def figure_meant(figure: str, quote: Words) -> Figure | None:
    """The one figure that a cell contains, even if cut; None without one that is sure."""
    cell = parse_figure_cell(figure, quote)
    only = cell.figures[0] if cell is not None and len(cell.figures) == 1 else None
    return only if only is not None and only.sure else None


def unsure_figure(figure: str, quote: Words) -> Figure | None:
    """The first figure that a cell contains and that can be read in two ways."""
    cell = parse_figure_cell(figure, quote)
    return next((f for f in cell.figures if not f.sure), None) if cell is not None else None


def whole_figure(figure: str, quote: Words) -> Figure | None:
    """The one figure that a cell contains whole; None if it does not contain one that is sure."""
    only = figure_meant(figure, quote)
    return only if only is not None and only.text in figure else None


def is_well_written(figure: str, quote: Words) -> bool:
    """Whether the cell contains one whole figure, and more words only where they are needed."""
    quote = as_passage(quote)
    cell = parse_figure_cell(figure, quote)
    only = figure_meant(figure, quote)
    if cell is None or only is None or not quote.contains(only):
        return False
    if only.text == figure:
        return True
    start, end = cell.span
    if only.high == 0 and start == only.start and len(quote.words[only.end : end].split()) == 1:
        return True  # words that say none, with the noun that they negate
    allowed: list[Span] = []
    if cell.repeated or len(cell.harms) > 1:
        allowed += [one.span for one in _to_harm_words(quote, only) if one.words <= _MOST_BETWEEN]
    if cell.repeated:
        allowed += _to_be_unique(quote, only)
    return cell.span in allowed


def shows_harm(figure: str, quote: Words) -> bool:
    """Whether the words show of which harm the figure is."""
    quote = as_passage(quote)
    return len(harms_in(quote.words)) == 1 or bool(
        harms_in(figure) or _dead_of_wounded(figure, quote)
    )


def harms_named(figure: str, quote: Words) -> frozenset[str]:
    """The harms that the words of a figure, or otherwise of its quote, name."""
    quote = as_passage(quote)
    return harms_in(figure) or _dead_of_wounded(figure, quote) or harms_in(quote.words)


_MOST_BETWEEN = 3
"""How many words there may be between a figure and the harm word to which a cell extends it."""
_MOST_BESIDE = 4
"""How many words beside a figure may distinguish it from the same figure elsewhere in the quote."""
_WORD = re.compile(r"\w[\w'’-]*")
_JOINT = re.compile(r"[,;:]|\b(?:and|or|but|while|as)\b")
"""What there is between a figure and a harm word that probably belongs to another figure."""
_OF_THOSE = re.compile(r"\s+of(?:\s+[\w-]+){0,4}\s+")
"""What comes between a figure and the word for those of whom it counts a part."""
_ACT = re.compile(
    r"(?:(?!\b(?:were|was|been|being)\b)[^,;:])*\b(?:killed|wounded|injured|hurt|maimed) "
)
"""From a figure to a verb of harm that it does to those whom the next figure counts."""
_WHO = re.compile(r",\s+who\b[^.,;:]*,\s+")
_CLAUSE = re.compile(r"[.;:]|\b(?:when|where|while|as|that|after|before)\b")
_INCLUDING = re.compile(r",?\s+(?:including|among\s+them)\s+")


def _dead_of_wounded(figure: str, quote: Passage) -> frozenset[str]:
    """The harm of a figure that counts the dead of the wounded ("three of the wounded died")."""
    only = whole_figure(figure, quote)
    after = [w for w in find_harm(quote.words) if only is not None and w.start >= only.end]
    if only is None or len(after) < len(("wounded", "died")):
        return frozenset()
    wounded, died = after[:2]
    between = quote.words[wounded.end : died.start]
    beside = len(between.split()) <= _MOST_BETWEEN and not _JOINT.search(between)
    dead = (
        _OF_THOSE.fullmatch(quote.words, only.end, wounded.start)
        and quote.words[died.start :].lower().startswith(("died", "succumbed", "perished"))
        and not any(quote.figures(wounded.end, died.start))
        and (beside or _WHO.fullmatch(between))
    )
    return frozenset({died.label}) if dead else frozenset()


class _ToHarmWord(NamedTuple):
    """The part of a quote from a figure to a harm word; the most probable sorts first.

    Attributes:
        of_another: How probable it is that the word belongs to another figure, from 0 to 3.
        words: How many words there are between the two.
        span: Where it is in the quote.
    """

    of_another: int
    words: int
    span: Span


def _to_harm_words(quote: Passage, figure: Figure) -> list[_ToHarmWord]:
    """From a figure to the nearest harm word on each side, and to one around it."""
    words = list(find_harm(quote.words))
    found = [w for w in words if w.start < figure.end and figure.start < w.end]
    found += _nearest(quote, figure, [w for w in reversed(words) if w.end <= figure.start])
    found += _nearest(quote, figure, [w for w in words if w.start >= figure.end])
    parts = []
    for word in found:
        between = quote.words[word.end : figure.start] or quote.words[figure.end : word.start]
        span = min(word.start, figure.start), max(word.end, figure.end)
        of_another = _of_another(quote, figure, word, between)
        parts.append(_ToHarmWord(of_another, len(between.split()), span))
    return sorted(parts)


def _nearest(quote: Passage, figure: Figure, words: Sequence[Found]) -> Sequence[Found]:
    """The nearest harm word on a side, and with it the next if the figure may be of both.

    Nobody can know whether it is ("killed and in part wounded 60"), unless there is a figure
    between the two, or beyond them.
    """
    if words and words[0].start >= figure.end:
        after = words[0].end + 1
        acts = _ACT.fullmatch(quote.words, figure.end, after)
        if acts and any(quote.figures(after, after + 1)):
            return []  # those who harm others: "two gunmen wounded 30"
    if len(words) <= 1 or words[0].label == words[1].label:
        return words[:1]
    first, second, *beyond = words
    start, end = min(first.end, second.end), max(first.start, second.start)
    if any(quote.figures(start, end)):
        return [first]
    if _OF_THOSE.fullmatch(quote.words, figure.end, first.start):
        return []  # "three of the wounded, who were brought to town, died"
    if second.start < first.start:
        far = beyond[0].end if beyond else 0, second.start
    else:
        far = second.end, beyond[0].start if beyond else len(quote.words)
    between = quote.words[start:end]
    apart = len(between.split()) > _MOST_BETWEEN or _CLAUSE.search(between)
    if apart or any(quote.figures(*far)):
        return [first]
    both = min(first.start, second.start), max(first.end, second.end)
    return [first, Found(*both, "")]


def _of_another(quote: Passage, figure: Figure, word: Found, between: str) -> int:
    """How probable it is that a harm word belongs to another figure, from 0 to 3."""
    joints = list(_JOINT.finditer(between))
    if not joints or _INCLUDING.fullmatch(between):
        return len(joints)
    if word.start >= figure.end:
        own = figure.end + joints[-1].end(), word.start
        if not quote.words[slice(*own)].strip():
            return 3  # "12 men, and wounding": with the word another clause begins
    else:
        own = word.end, word.end + joints[0].start()
    return 2 if any(quote.figures(*own)) or not quote.words[slice(*own)].strip() else 1


def _to_be_unique(quote: Passage, figure: Figure) -> list[Span]:
    """The figure with the fewest words after it, or otherwise before it, that occur once."""
    after = [word.end() for word in _WORD.finditer(quote.words, figure.end)][:_MOST_BESIDE]
    before = [word.start() for word in _WORD.finditer(quote.words, 0, figure.start)][-_MOST_BESIDE:]
    longer = [(figure.start, end) for end in after]
    longer += [(start, figure.end) for start in reversed(before)]
    return [
        s for s in longer if len(spans.whole_occurrences(quote.words, quote.words[slice(*s)])) == 1
    ][:1]


# How to write a figure


class Spelling(NamedTuple):
    """One way to write a figure of a quote.

    Attributes:
        figure: The figure, as the quote has it.
        cell: What to type.
        quote: What to quote: the same, or the part of it in which the cell is right.
    """

    figure: Figure
    cell: str
    quote: str

    def describe(self, quote: str) -> str:
        """What to type, with the qualifier and the numbers, and what to quote if not the same."""
        low, high = self.figure.low, self.figure.high
        numbers = [str(n) for n in dict.fromkeys((low, high)) if n is not None]
        values = f"number {' to '.join(numbers)}" if numbers else "no number"
        cell = f"{self.cell!r} (qualifier {self.figure.qualifier}, {values})"
        return cell if self.quote == quote else f"{cell} and cut the quote to {self.quote!r}"


def spellings(cell: str, quote: Words, *, harmful: bool) -> list[Spelling]:
    """The ways to write what a cell may mean; each passes the rules on its words.

    Args:
        cell: What is typed; where it contains no figure, every figure of the quote may be meant.
        quote: The words in which it is read.
        harmful: Whether the words must show of which harm the figure is.
    """
    quote = as_passage(quote)
    typed = [f for s in spans.whole_occurrences(quote.words, cell) for f in quote.figures(*s)]
    meant = dict.fromkeys(typed or quote.figures(0, len(quote.words)))
    whole = (figure for figure in meant if figure.sure and quote.contains(figure))
    return [s for figure in whole for s in _spellings(figure, quote, harmful)]


def _spellings(figure: Figure, quote: Passage, harmful: bool) -> list[Spelling]:
    """The ways to write one figure: alone; to its harm word, perhaps in a part; to be unique."""
    if alone := _valid_spelling(figure, quote, (figure.start, figure.end), harmful):
        return alone
    parts = _to_harm_words(quote, figure)
    unique = [
        s
        for span in _to_be_unique(quote, figure)
        for s in _valid_spelling(figure, quote, span, harmful)
    ]
    if unique and parts and parts[0].of_another:
        return unique
    found = [
        spelling
        for part in parts
        if part.of_another == parts[0].of_another
        for spelling in _valid_spelling(figure, quote, part.span, harmful)
        or _in_part(figure, quote, part.span, harmful)
    ]
    return found or unique


def _valid_spelling(figure: Figure, quote: Passage, span: Span, harmful: bool) -> list[Spelling]:
    """The figure written in these words of the quote, if the rules accept that."""
    cell = quote.words[slice(*span)]
    valid = is_well_written(cell, quote) and (not harmful or shows_harm(cell, quote))
    return [Spelling(figure, cell, quote.words)] if valid else []


def _in_part(figure: Figure, quote: Passage, span: Span, harmful: bool) -> list[Spelling]:
    """The ways where the quote is cut to the words from the figure to its harm word.

    After a figure that ends them, the words continue to where another's may begin.
    """
    first, last = span
    if last == figure.end:
        ends = [w.start for w in find_harm(quote.words) if w.start >= last]
        if joint := _JOINT.search(quote.words, last):
            ends.append(joint.start())
        last = min(ends, default=len(quote.words))
    part = quote.part(first, first + len(quote.words[first:last].rstrip()))
    if not harmful or part == quote:
        return []
    same = part.figures(figure.start - first, figure.end - first)
    found = [s for f in same if f.text == figure.text for s in _spellings(f, part, harmful)]
    return [spelling._replace(figure=figure) for spelling in found]
