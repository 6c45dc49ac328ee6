"""The rules on figures, and the reading of a figure cell in its quote."""

from __future__ import annotations

from typing import Any

import pytest
from single import judged

from isk_indicators.figures import Figure
from isk_indicators.rules import figure, reading
from isk_indicators.rules.rule import Fault

BOTH = frozenset({"killed", "wounded"})
QUOTE = "killing at least 13 troops and injuring dozens of the 200 guests"


def test_a_cell_is_read_with_the_figure_it_holds() -> None:
    found = reading.read("killing at least 13 troops", QUOTE)
    assert found == reading.Reading(
        (Figure("at least 13", 8, 19, 13, 13, "at_least"),), "killing", "troops", False, BOTH
    )
    assert reading.read("13", QUOTE) == found._replace(before="", after="") if found else False


@pytest.mark.parametrize("cell", ["14", "1", "troop", "Killing"])
def test_a_cell_that_does_not_stand_is_not_read(cell: str) -> None:
    assert reading.read(cell, QUOTE) is None
    assert reading.figure_of(cell, QUOTE) is None


def test_a_cell_that_stands_twice_is_not_read() -> None:
    assert reading.read("two", "two men and two boys") is None
    assert reading.read("two men", "two men and two boys") == reading.Reading(
        (Figure("two", 0, 3, 2, 2, "exact"),), "", "men", True
    )


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        ("troops", 0),
        ("at least", 1),
        ("13", 1),
        ("13 troops and injuring dozens", 2),
        ("troops and injuring", 0),  # what only touches a figure does not hold it
        ("killing", 0),
        ("of the", 0),
    ],
)
def test_the_figures_that_share_a_letter_with_a_cell(cell: str, count: int) -> None:
    found = reading.read(cell, QUOTE)
    assert found is not None
    assert len(found.figures) == count
    if count != 1:
        assert found[1:] == ("", "", False, BOTH)


@pytest.mark.parametrize("mark", ["“", "”"])
def test_a_figure_beside_a_cell_is_not_the_cells(mark: str) -> None:
    assert reading.read(mark, "“12” boys") == reading.Reading(())
    assert reading.read(mark, "“six months” ago") == reading.Reading(())


def test_lengths_of_time_are_read_too() -> None:
    only = reading.figure_of("in under six months", "able to strike in under six months")
    assert only is not None
    assert (only.text, only.low, only.qualifier) == ("under six months", 6, "less_than")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("at least 13", "at least 13"),
        ("killing at least 13", "at least 13"),
        ("13", None),  # cut
        ("13 troops and injuring dozens", None),
        ("troops", None),
    ],
)
def test_the_one_figure_that_a_cell_holds_whole(cell: str, text: str | None) -> None:
    only = reading.figure_of(cell, QUOTE)
    assert (only.text if only else None) == text


@pytest.mark.parametrize(
    ("before", "after", "extended"),
    [
        ("killing", "", True),
        ("killing some of the", "", True),
        ("killing some of the very", "", False),
        ("mob killing", "", False),
        ("killing or wounding", "", False),
        ("mob", "", False),
        ("", "people dead", True),
        ("", "of the people dead", True),
        ("", "of all the people dead", False),
        ("", "dead people", False),
        ("", "people", False),
        ("", "dead or wounded", False),
        ("killing", "dead", False),
        ("killing", "men", False),
        ("", "", False),
    ],
)
def test_a_cell_is_extended_to_the_nearest_harm_word(
    before: str, after: str, extended: bool
) -> None:
    assert reading.is_extended(reading.Reading((), before, after)) is extended


@pytest.mark.parametrize(
    ("low_high", "before", "after", "denied"),
    [
        (0, "", "stronghold", True),
        (0, "", "", False),
        (0, "", "secret stronghold", False),
        (0, "not", "stronghold", False),
        (1, "", "stronghold", False),
        (None, "", "stronghold", False),
    ],
)
def test_a_cell_is_denied_of_one_noun(
    low_high: int | None, before: str, after: str, denied: bool
) -> None:
    none = Figure("no", 0, 2, low_high, low_high, "exact")
    assert reading.is_denied(reading.Reading((none,), before, after)) is denied


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ("13", None),
        (
            "14",
            Fault(
                "14",
                f"words of the quote {QUOTE!r}",
                "Copy the figure with its hedge from the quote, letter by letter.",
            ),
        ),
    ],
)
def test_a_figure_stands_in_its_quote(cell: str, fault: Fault | None) -> None:
    assert judged(figure.stands_in_the_quote, figure=cell, quote=QUOTE) == fault


@pytest.mark.parametrize("count", [2, 3])
def test_a_figure_stands_once(count: int) -> None:
    quote = " and ".join(["two"] * count)
    assert judged(figure.stands_in_the_quote, figure="two", quote=quote) == Fault(
        "two",
        f"words that stand once in the quote, not {count} times",
        "Extend the figure to its harm word, or cut the quote.",
    )


NO_QUALIFIER = Fault(
    "", "what the hedge makes of the figure", "Type the qualifier; exact if no hedge."
)
NO_FIGURE = Fault("exact", "blank, as no figure is typed", "Type the figure, or blank this.")


@pytest.mark.parametrize(
    ("basis", "words", "qualifier", "fault"),
    [
        ("stated", "13", "exact", None),
        ("stated", None, None, None),
        ("stated", "13", None, NO_QUALIFIER),
        ("negated", "none", None, NO_QUALIFIER),
        ("stated", None, "exact", NO_FIGURE),
        ("implied", None, "exact", None),
        ("implied", "13", None, None),
    ],
)
def test_a_figure_has_a_qualifier(
    basis: str, words: str | None, qualifier: str | None, fault: Fault | None
) -> None:
    said = judged(figure.has_a_qualifier, basis=basis, figure=words, qualifier=qualifier)
    assert said == fault


NONE_OR_MANY = (
    "words for one number, with their hedge",
    "Copy the number, or the word that stands for one, with its hedge from the quote.",
)


@pytest.mark.parametrize(
    ("cell", "quote", "expected", "message"),
    [
        ("troops", QUOTE, *NONE_OR_MANY),
        ("13 troops and injuring dozens", QUOTE, *NONE_OR_MANY),
        ("13", QUOTE, "'at least 13'", "Type 'at least 13': the figure with its hedge, whole."),
        (
            "mob killing two",
            "a mob killing two and wounding two",
            "'two'",
            "Type 'two': the figure with its hedge, whole.",
        ),
        (
            "killing two",  # one harm, one such figure: the harm word is not needed
            "a mob killing two of them",
            "'two'",
            "Type 'two': the figure with its hedge, whole.",
        ),
        (
            "killing at least",  # the harm word and a part of the figure
            QUOTE,
            "'at least 13'",
            "Type 'at least 13': the figure with its hedge, whole.",
        ),
        (
            "no casualties at all",
            "there were no casualties at all",
            "'no'",
            "Type 'no': the figure with its hedge, whole.",
        ),
    ],
)
def test_a_figure_is_one_and_whole(cell: str, quote: str, expected: str, message: str) -> None:
    fault = judged(figure.holds_one_figure, figure=cell, quote=quote)
    assert fault == Fault(cell, expected, message)


@pytest.mark.parametrize(
    ("cell", "quote"),
    [
        ("at least 13", QUOTE),
        ("dozens", QUOTE),
        ("killing at least 13", QUOTE),
        ("killing two", "two men came, killing two"),
        ("wounding two", "killing two and wounding two"),
        ("no casualties", "there were no casualties"),
        ("14", QUOTE),  # told by the rule that a figure stands in its quote
    ],
)
def test_a_figure_that_is_one_and_whole(cell: str, quote: str) -> None:
    assert judged(figure.holds_one_figure, figure=cell, quote=quote) is None


NUMBERS = [
    (figure.lower_number_is_printed, "stated_low", "from 12 to 15 men"),
    (figure.higher_number_is_printed, "stated_high", "from 9 to 12 men"),
]


@pytest.mark.parametrize(("rule", "column", "quote"), NUMBERS)
def test_a_stated_number_is_the_one_printed(rule: Any, column: str, quote: str) -> None:
    cell = quote.removesuffix(" men")
    assert rule.blames == column
    assert judged(rule, figure=cell, quote=quote, **{column: 12}) is None
    for typed, found in ((13, "13"), (0, "0"), (None, "")):
        assert judged(rule, figure=cell, quote=quote, **{column: typed}) == Fault(
            found,
            f"12, as printed in {cell!r}",
            "Type 12; what follows from a hedge is computed, never typed.",
        )
    assert judged(rule, figure="11", quote=quote, **{column: 1}) is None, "told otherwise"


@pytest.mark.parametrize(("rule", "column", "_"), NUMBERS)
def test_a_vague_word_has_no_number(rule: Any, column: str, _: str) -> None:
    assert judged(rule, figure="several", quote="several men") is None
    assert judged(rule, figure="several", quote="several men", **{column: 3}) == Fault(
        "3",
        "blank: 'several' prints no number",
        "Blank the cell; who wants a number names a convention when loading.",
    )


def test_a_hedge_is_the_one_printed() -> None:
    rule = figure.hedge_is_printed
    assert judged(rule, figure="at least 13", quote=QUOTE, qualifier="at_least") is None
    assert judged(rule, figure="14", quote=QUOTE, qualifier="about") is None, "told otherwise"
    assert judged(rule, figure="at least 13", quote=QUOTE, qualifier="exact") == Fault(
        "exact",
        "at_least, for the words 'at least 13'",
        "Type at_least, or copy the hedge into the figure.",
    )


IMPLIED = {"basis": "implied", "stated_low": 1, "stated_high": 1, "note": "the governor"}


def test_an_implied_figure_is_one_with_a_note() -> None:
    assert judged(figure.implied_is_one, **IMPLIED) is None


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"figure": "two"}, "figure 'two', 1 and 1, note 'the governor'"),
        ({"qualifier": "exact"}, "figure '', 1 and 1, note 'the governor'"),
        ({"stated_low": 2}, "figure '', 2 and 1, note 'the governor'"),
        ({"stated_low": None}, "figure '', None and 1, note 'the governor'"),
        ({"stated_high": 2}, "figure '', 1 and 2, note 'the governor'"),
        ({"note": None}, "figure '', 1 and 1, note ''"),
    ],
)
def test_an_implied_figure_is_no_other(change: dict[str, Any], found: str) -> None:
    assert judged(figure.implied_is_one, **(IMPLIED | change)) == Fault(
        found,
        "no figure and no qualifier, 1 and 1, and a note that says which noun implies it",
        "Only a noun in the singular implies a number, and that is 1.",
    )


def test_a_figure_that_is_not_implied_is_typed() -> None:
    rule = figure.implied_is_one
    assert judged(rule, basis="stated", figure="two", qualifier="exact") is None
    assert judged(rule, basis="stated", figure="two") is None, "told by the rule on qualifiers"
    assert judged(rule, basis="stated", qualifier="exact") is None
    assert judged(rule, basis="negated", stated_low=0) == Fault(
        "",
        "the figure's words, as the basis is negated",
        "Copy the figure from the quote; if none is printed, the basis is implied.",
    )


@pytest.mark.parametrize(
    ("basis", "cell", "expected"),
    [
        ("negated", "no", None),
        ("stated", "two", None),
        ("implied", "two", None),
        ("stated", "no", "negated, for the words 'no'"),
        ("negated", "two", "stated, for the words 'two'"),
        ("negated", "some", None),
    ],
)
def test_a_zero_is_negated_by_words(basis: str, cell: str, expected: str | None) -> None:
    quote = "no casualties, and two men fled"
    fault = judged(figure.negated_is_zero, basis=basis, figure=cell, quote=quote)
    message = "A zero needs words that say none."
    assert fault == (Fault(basis, expected, message) if expected else None)


def test_which_rules_a_count_shares_with_a_toll() -> None:
    shared = {"figure-in-quote", "figure-exact", "figure-low", "figure-high", "figure-hedge"}
    assert {rule.id for rule in figure.CORE_RULES} == shared
    assert {rule.id for rule in figure.RULES} - shared == {
        "figure-qualifier",
        "implied-figure",
        "negated-figure",
    }
