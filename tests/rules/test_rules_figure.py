"""The rules on figures, and the reading of a figure cell in its quote."""

from __future__ import annotations

from typing import Any

import pytest

from isk_indicators.figures import Figure
from isk_indicators.rules import figure, reading
from isk_indicators.rules.rule import Fault
from tests.rules.single import judged

BOTH = frozenset({"killed", "wounded"})
QUOTE = "killing at least 13 troops and injuring dozens of the 200 guests"
TWO_HARMS = "killing at least 13 troops and injuring dozens of guests"


AT_LEAST_13 = Figure("at least 13", 8, 19, 13, 13, "at_least")


def test_a_cell_is_read_with_the_figure_it_holds() -> None:
    found = reading.read("killing at least 13 troops", QUOTE)
    assert found == reading.Reading((AT_LEAST_13,), (0, 26), False, BOTH)
    assert reading.read("13", QUOTE) == reading.Reading((AT_LEAST_13,), (17, 19), False, BOTH)


@pytest.mark.parametrize("cell", ["14", "1", "troop", "Killing"])
def test_a_cell_that_does_not_stand_is_not_read(cell: str) -> None:
    assert reading.read(cell, QUOTE) is None
    assert reading.figure_of(cell, QUOTE) is None
    assert reading.meant_by(cell, QUOTE) is None


def test_a_cell_that_stands_twice_is_not_read() -> None:
    assert reading.read("two", "two men and two boys") is None
    assert reading.read("two men", "two men and two boys") == reading.Reading(
        (Figure("two", 0, 3, 2, 2, "exact"),), (0, 7), True
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
    assert found[2:] == (False, BOTH)


@pytest.mark.parametrize("mark", ["“", "”"])
def test_a_figure_beside_a_cell_is_not_the_cells(mark: str) -> None:
    for quote in ("“12” boys", "“six months” ago"):
        found = reading.read(mark, quote)
        assert found is not None
        assert found.figures == ()


def test_lengths_of_time_are_read_too() -> None:
    only = reading.figure_of("in under six months", "able to strike in under six months")
    assert only is not None
    assert (only.text, only.low, only.qualifier) == ("under six months", 6, "less_than")


@pytest.mark.parametrize(
    ("cell", "whole", "meant"),
    [
        ("at least 13", "at least 13", "at least 13"),
        ("killing at least 13", "at least 13", "at least 13"),
        ("13", None, "at least 13"),  # cut
        ("13 troops and injuring dozens", None, None),
        ("troops", None, None),
    ],
)
def test_the_one_figure_that_a_cell_holds(cell: str, whole: str | None, meant: str | None) -> None:
    for found, expected in (
        (reading.figure_of(cell, QUOTE), whole),
        (reading.meant_by(cell, QUOTE), meant),
    ):
        assert (found.text if found else None) == expected


@pytest.mark.parametrize(
    ("cell", "quote", "good"),
    [
        ("killing two", "a mob killing two and wounding two", True),
        ("killing each of the two", "killing each of the two, wounding two", True),
        ("killing each of the very two", "killing each of the very two, wounding two", False),
        ("mob killing two", "a mob killing two and wounding two", False),
        ("killing or wounding two", "killing or wounding two, then killing 12", True),
        ("mob two", "a mob two killing, wounding two", False),
        ("two people dead", "two people dead and two hurt", True),
        ("two of the people dead", "two of the people dead and two hurt", True),
        ("two of all the other people dead", "two of all the other people dead, two hurt", False),
        ("two dead people", "two dead people and two hurt", False),
        ("two dead or wounded", "two dead or wounded, two killed", True),
        ("claimed 12 lives", "it claimed 12 lives and hurt 30", True),
        ("claimed 12", "it claimed 12 lives and hurt 30", False),
        ("killed 12 men", "killed 12 men", False),  # one harm, printed once: nothing is needed
        ("no casualties", "there were no casualties", True),
        ("no casualties at all", "there were no casualties at all", False),
        ("not a single stronghold", "not a single stronghold", True),
        ("a single stronghold", "not a single stronghold", False),
        ("secret no", "secret no casualties", False),
        ("two men", "two men and two boys", True),
        ("two boys", "two men and two boys", True),
        ("men and two", "two men and two boys", False),
        ("two men and", "two men and two boys", False),
        ("two men and no", "two men and no boys, two men and no girls", False),
        ("and two", "two men and two", True),
        ("two", "two men and two boys", False),
    ],
)
def test_a_cell_holds_one_figure_and_what_it_needs(cell: str, quote: str, good: bool) -> None:
    assert reading.is_written_well(cell, quote) is good


CHIEFS = "two men, among them two chiefs of police, were killed and 30 were hurt"


@pytest.mark.parametrize(
    ("cell", "quote", "harmful", "expected"),
    [
        ("13", QUOTE, False, ["at least 13"]),
        ("13", QUOTE, True, ["killing at least 13"]),
        ("troops", QUOTE, False, ["at least 13", "dozens", "200"]),
        ("14", TWO_HARMS, True, ["killing at least 13", "injuring dozens"]),
        ("killed two", "killed two men", True, ["two"]),
        ("two", "two men fled", True, []),  # no word tells of a harm
        ("two", "two men fled", False, ["two"]),
        ("two", "two men and two boys", False, ["two men", "two boys"]),
        ("two", "two two two", False, []),
        ("two", "12 dead, two wounded", True, ["two wounded"]),
        ("two", "12 dead two wounded", True, ["dead two", "two wounded"]),  # who can know
        ("30", "12 were killed and 30 were hurt", True, ["30 were hurt"]),
        ("chiefs", CHIEFS, False, ["two men", "two chiefs", "30"]),
    ],
)
def test_the_ways_to_write_a_figure(
    cell: str, quote: str, harmful: bool, expected: list[str]
) -> None:
    found = reading.ways(cell, quote, harmful=harmful)
    assert [way.cell for way in found] == expected
    assert {way.quote for way in found} <= {quote}


def test_a_quote_is_cut_where_a_harm_is_told_too_far_away() -> None:
    killed = "two men, among them two chiefs of police, were killed"
    found = reading.ways("two", CHIEFS, harmful=True)
    assert [(way.cell, way.quote) for way in found] == [
        ("two men", killed),
        ("two", "two chiefs of police, were killed"),
    ]


@pytest.mark.parametrize(
    ("cell", "quote", "message"),
    [
        (
            "14",
            TWO_HARMS,
            "Type 'killing at least 13' (qualifier at_least, number 13) or 'injuring dozens' "
            "(qualifier vague, no number).",
        ),
        ("two", "fourteen", "Copy the figure with its hedge, letter by letter."),
    ],
)
def test_a_figure_stands_in_its_quote(cell: str, quote: str, message: str) -> None:
    where = ("casualties", "cas-0001")
    assert judged(figure.stands_in_the_quote, row=where, figure="13", quote=QUOTE) is None
    fault = judged(figure.stands_in_the_quote, row=where, figure=cell, quote=quote)
    assert fault == Fault(cell, f"words of the quote {quote!r}", message)


@pytest.mark.parametrize(
    ("quote", "count", "message"),
    [
        (
            "two men and two boys",
            2,
            "Type 'two men' (qualifier exact, number 2) or 'two boys' (qualifier exact, number 2).",
        ),
        ("two two two", 3, "Cut the quote, so that the figure is in it once."),
    ],
)
def test_a_figure_stands_once(quote: str, count: int, message: str) -> None:
    assert judged(figure.stands_in_the_quote, figure="two", quote=quote) == Fault(
        "two", f"words that stand once in the quote, not {count} times", message
    )


def test_an_advice_names_the_part_to_which_a_quote_is_cut() -> None:
    found = reading.ways("men", CHIEFS, harmful=True)[:1]
    assert figure.advice(found, CHIEFS, "") == (
        "Type 'two men' (qualifier exact, number 2) and cut the quote to "
        "'two men, among them two chiefs of police, were killed'."
    )


def test_an_advice_names_both_numbers_of_a_range() -> None:
    found = reading.ways("20", "20 to 30 men", harmful=False)
    assert figure.advice(found, "20 to 30 men", "") == (
        "Type '20 to 30' (qualifier exact, number 20 to 30)."
    )


HEDGE = "what the hedge makes of the figure"
NO_QUALIFIER = Fault("", HEDGE, "Type exact.")
NO_FIGURE = Fault("exact", "blank, as no figure is typed", "Type the figure, or blank this.")


@pytest.mark.parametrize(
    ("basis", "words", "qualifier", "fault"),
    [
        ("stated", "13", "exact", None),
        ("stated", None, None, None),
        ("stated", "13", None, NO_QUALIFIER),
        ("negated", "none", None, NO_QUALIFIER),
        ("stated", "at least 13", None, Fault("", HEDGE, "Type at_least.")),
        ("stated", "men", None, Fault("", HEDGE, "Type the qualifier; exact if no hedge.")),
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


AT_LEAST = "Type 'at least 13' (qualifier at_least, number 13)."
TWO = "Type 'two' (qualifier exact, number 2)."


@pytest.mark.parametrize(
    ("cell", "quote", "expected", "message"),
    [
        ("13", QUOTE, "'at least 13'", AT_LEAST),
        ("killing at least", QUOTE, "'at least 13'", AT_LEAST),
        ("men killing two", "men killing two", "'two'", TWO),
        ("killing two", "a mob killing two of them", "'two'", TWO),
        (
            "13 troops and injuring dozens",
            QUOTE,
            "words for one number, with their hedge",
            f"{AT_LEAST[:-1]} or 'dozens' (qualifier vague, no number).",
        ),
        (
            "men",
            "men fled",
            "words for one number, with their hedge",
            "Quote the number, or the word that stands for one, too.",
        ),
        (
            "no casualties at all",
            "there were no casualties at all",
            "'no'",
            "Type 'no' (qualifier exact, number 0).",
        ),
    ],
)
def test_a_figure_is_one_and_whole(cell: str, quote: str, expected: str, message: str) -> None:
    fault = judged(figure.holds_one_figure, figure=cell, quote=quote)
    assert fault == Fault(cell, expected, message)


def test_a_casualty_is_advised_to_show_its_harm() -> None:
    where = ("casualties", "cas-0001")
    assert judged(figure.holds_one_figure, row=where, figure="13", quote=QUOTE) == Fault(
        "13", "'at least 13'", "Type 'killing at least 13' (qualifier at_least, number 13)."
    )


@pytest.mark.parametrize(
    ("cell", "quote"),
    [
        ("at least 13", QUOTE),
        ("dozens", QUOTE),
        ("killing at least 13", QUOTE),
        ("killing two", "two men came, killing two"),
        ("wounding two", "killing two and wounding two"),
        ("no casualties", "there were no casualties"),
        ("14", QUOTE),  # reported by the rule that a figure stands in its quote
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
