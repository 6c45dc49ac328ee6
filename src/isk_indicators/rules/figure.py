"""What holds for every figure, be it of victims, of fighters or of incidents in a series.

The words stand in the quote, on word edges and once; the numbers agree with what the words are
said to be. What must not live here: reading numbers out of words, which is ``figures``' part.
"""

from __future__ import annotations

from isk_indicators import spans
from isk_indicators.rules.rule import Fault, rule


@rule("figure-in-quote", blames="figure")
def stands_in_the_quote(figure: str, quote: str) -> Fault | None:
    """A figure that does not stand in its quote, on word edges, exactly once."""
    count = len(spans.whole_occurrences(quote, figure))
    if count == 1:
        return None
    if count == 0:
        return Fault(
            figure,
            f"words of the quote {quote!r}",
            "Copy the figure with its hedge from the quote, letter by letter.",
        )
    return Fault(
        figure,
        f"words that stand once in the quote, not {count} times",
        "Extend the figure to its harm word, or cut the quote.",
    )


@rule("figure-qualifier", blames="qualifier")
def has_a_qualifier(basis: str, figure: str | None, qualifier: str | None) -> Fault | None:
    """A figure without a qualifier, or a qualifier without a figure."""
    return None if basis == "implied" else unqualified(figure, qualifier)


def unqualified(figure: str | None, qualifier: str | None) -> Fault | None:
    """A fault unless both are filled or both are blank."""
    if (figure is None) == (qualifier is None):
        return None
    if qualifier is None:
        return Fault(
            "", "what the hedge makes of the figure", "Type the qualifier; exact if no hedge."
        )
    return Fault(qualifier, "blank, as no figure is typed", "Type the figure, or blank this.")


@rule("vague-no-numbers", blames="stated_low")
def vague_words_have_no_numbers(
    qualifier: str, stated_low: int | None, stated_high: int | None
) -> Fault | None:
    """A vague word with numbers, or a number without them."""
    low, high = stated_low, stated_high
    if qualifier == "vague":
        if low is None and high is None:
            return None
        return Fault(
            f"{low} and {high}",
            "blanks: vague words print no number",
            "Blank both numbers; who wants one names a convention when loading.",
        )
    if low is not None and high is not None:
        return None
    return Fault(
        f"{low or ''} and {high or ''}",
        "the printed number in both columns, or the range's two ends",
        "Type the numbers that the source prints.",
    )


@rule("bounds-order", blames="stated_high")
def numbers_are_ordered(stated_low: int, stated_high: int) -> Fault | None:
    """A lower number that is greater than the higher one."""
    if stated_low <= stated_high:
        return None
    return Fault(
        str(stated_high), f"{stated_low} or more", "Type the smaller number first, as printed."
    )


@rule("range-qualifier", blames="stated_high")
def one_number_is_not_a_range(figure: str, stated_low: int, stated_high: int) -> Fault | None:
    """Two numbers for a figure whose words hold one."""
    if stated_low >= stated_high or is_range(figure):
        return None
    return Fault(
        f"{stated_low} and {stated_high}",
        f"the one printed number in both columns, as {figure!r} is no range",
        "Type the printed number twice; bounds that follow from a hedge are computed.",
    )


def is_range(figure: str) -> bool:
    """Whether words such as 'to', 'and', 'or' or a dash part the figure in two."""
    words = figure.replace("–", " – ").replace("-", " - ").split()
    return any(w in {"to", "and", "or", "–", "-"} for w in words[1:-1])


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


@rule("negated-figure", blames="stated_low")
def negated_is_zero(basis: str, stated_low: int | None, stated_high: int | None) -> Fault | None:
    """A negated figure that is not 0 and 0, or a zero that no words of denial carry."""
    numbers = (stated_low, stated_high)
    if (numbers == (0, 0)) == (basis == "negated") and (basis == "negated" or 0 not in numbers):
        return None
    return Fault(
        f"{stated_low} and {stated_high}, basis {basis}",
        "0 and 0 with the basis negated, or neither",
        "A zero needs words that say none; blank means that the source does not say.",
    )


CORE_RULES = (
    stands_in_the_quote,
    vague_words_have_no_numbers,
    numbers_are_ordered,
    one_number_is_not_a_range,
)
RULES = (*CORE_RULES, has_a_qualifier, implied_is_one, negated_is_zero)
