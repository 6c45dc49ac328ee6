"""What holds for every figure, be it of victims, of fighters or of incidents in a series.

The words stand in the quote, on word edges and once, hold one figure whole, and say what is typed
beside them. What must not live here: reading numbers out of words, which is ``figures``' part.
"""

from __future__ import annotations

from isk_indicators import spans
from isk_indicators.rules.reading import Way, figure_of, is_written_well, meant_by, read, ways
from isk_indicators.rules.rule import Fault, RowKey, rule

HARM_TABLE = "casualties"
"""The table whose figures must show of which harm they are."""


@rule("figure-in-quote", blames="figure")
def stands_in_the_quote(figure: str, quote: str, *, row: RowKey) -> Fault | None:
    """A figure that does not stand in its quote, on word edges, exactly once."""
    count = len(spans.whole_occurrences(quote, figure))
    if count == 1:
        return None
    found = ways(figure, quote, harmful=row.table == HARM_TABLE)
    if count == 0:
        return Fault(
            figure,
            f"words of the quote {quote!r}",
            advice(found, quote, "Copy the figure with its hedge, letter by letter."),
        )
    return Fault(
        figure,
        f"words that stand once in the quote, not {count} times",
        advice(found, quote, "Cut the quote, so that the figure is in it once."),
    )


def advice(found: list[Way], quote: str, otherwise: str) -> str:
    """What to type, with the qualifier and the numbers that go with it."""
    cells = " or ".join(dict.fromkeys(_described(way, quote) for way in found))
    return f"Type {cells}." if cells else otherwise


def _described(way: Way, quote: str) -> str:
    figure = way.figure
    numbers = [str(n) for n in dict.fromkeys((figure.low, figure.high)) if n is not None]
    values = f"number {' to '.join(numbers)}" if numbers else "no number"
    cell = f"{way.cell!r} (qualifier {figure.qualifier}, {values})"
    return cell if way.quote == quote else f"{cell} and cut the quote to {way.quote!r}"


@rule("figure-qualifier", blames="qualifier")
def has_a_qualifier(basis: str, figure: str | None, qualifier: str | None) -> Fault | None:
    """A figure without a qualifier, or a qualifier without a figure."""
    return None if basis == "implied" else unqualified(figure, qualifier)


def unqualified(figure: str | None, qualifier: str | None) -> Fault | None:
    """A fault unless both are filled or both are blank."""
    if (figure is None) == (qualifier is None):
        return None
    if qualifier is None:
        return Fault("", "what the hedge makes of the figure", _qualifier_of(figure or ""))
    return Fault(qualifier, "blank, as no figure is typed", "Type the figure, or blank this.")


def _qualifier_of(figure: str) -> str:
    only = meant_by(figure, figure)
    return f"Type {only.qualifier}." if only else "Type the qualifier; exact if no hedge."


@rule("figure-exact", blames="figure")
def holds_one_figure(figure: str, quote: str, *, row: RowKey) -> Fault | None:
    """A figure that is none, that cuts a longer one, or that holds more than one figure needs."""
    if read(figure, quote) is None or is_written_well(figure, quote):
        return None  # what is not in the quote once is reported as that
    found = ways(figure, quote, harmful=row.table == HARM_TABLE)
    only = meant_by(figure, quote)
    if only is None:
        return Fault(
            figure,
            "words for one number, with their hedge",
            advice(found, quote, "Quote the number, or the word that stands for one, too."),
        )
    return Fault(figure, repr(only.text), advice(found, quote, f"Type {only.text!r}."))


@rule("figure-low", blames="stated_low")
def lower_number_is_printed(figure: str, quote: str, stated_low: int | None) -> Fault | None:
    """A lower number that is not the one printed, or any number for a vague word."""
    only = meant_by(figure, quote)
    return None if only is None else _number(only.low, stated_low, only.text)


@rule("figure-high", blames="stated_high")
def higher_number_is_printed(figure: str, quote: str, stated_high: int | None) -> Fault | None:
    """A higher number that is not the one printed, or any number for a vague word."""
    only = meant_by(figure, quote)
    return None if only is None else _number(only.high, stated_high, only.text)


def _number(printed: int | None, typed: int | None, figure: str) -> Fault | None:
    if printed == typed:
        return None
    found = "" if typed is None else str(typed)
    if printed is None:
        return Fault(
            found,
            f"blank: {figure!r} prints no number",
            "Blank the cell; who wants a number names a convention when loading.",
        )
    return Fault(
        found,
        f"{printed}, as printed in {figure!r}",
        f"Type {printed}; what follows from a hedge is computed, never typed.",
    )


@rule("figure-hedge", blames="qualifier")
def hedge_is_printed(figure: str, quote: str, qualifier: str) -> Fault | None:
    """A qualifier that is not what the figure's words say."""
    only = meant_by(figure, quote)
    if only is None or only.qualifier == qualifier:
        return None
    return Fault(
        qualifier,
        f"{only.qualifier}, for the words {only.text!r}",
        f"Type {only.qualifier}, or copy the hedge into the figure.",
    )


@rule("implied-figure", blames="figure")
def implied_is_one(
    basis: str,
    figure: str | None,
    qualifier: str | None,
    stated_low: int | None,
    stated_high: int | None,
    note: str | None,
) -> Fault | None:
    """An implied figure that is not blank, 1 and 1, with a note; or a blank one not implied."""
    if basis != "implied":
        if figure is not None or qualifier is not None:
            return None
        return Fault(
            "",
            f"the figure's words, as the basis is {basis}",
            "Copy the figure from the quote; if none is printed, the basis is implied.",
        )
    if (figure, qualifier, stated_low, stated_high) == (None, None, 1, 1) and note is not None:
        return None
    return Fault(
        f"figure {figure or ''!r}, {stated_low} and {stated_high}, note {note or ''!r}",
        "no figure and no qualifier, 1 and 1, and a note that says which noun implies it",
        "Only a noun in the singular implies a number, and that is 1.",
    )


@rule("negated-figure", blames="basis")
def negated_is_zero(basis: str, figure: str, quote: str) -> Fault | None:
    """A basis negated without words that say none, or another basis with them."""
    only = figure_of(figure, quote)
    if only is None or (only.high == 0) == (basis == "negated"):
        return None
    expected = "negated" if only.high == 0 else "stated"
    return Fault(
        basis, f"{expected}, for the words {figure!r}", "A zero needs words that say none."
    )


CORE_RULES = (
    stands_in_the_quote,
    holds_one_figure,
    lower_number_is_printed,
    higher_number_is_printed,
    hedge_is_printed,
)
RULES = (*CORE_RULES, has_a_qualifier, implied_is_one, negated_is_zero)
