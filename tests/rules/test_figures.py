"""The rules of a figure, and what they advise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isk_indicators.figures import Figure, alone, find_figures, passage
from isk_indicators.rules import casualties, figures
from isk_indicators.rules.figures import harms_named, spellings
from isk_indicators.rules.rule import Problem, RowKey, Rule
from tests.rules.one_row import judged

BOTH = frozenset({"killed", "wounded"})
QUOTE = "killing at least 13 troops and injuring dozens of the 200 guests"
TWO_HARMS = "killing at least 13 troops and injuring dozens of guests"


AT_LEAST_13 = Figure("at least 13", 8, 19, 13, 13, "at_least")


def test_a_cell_is_read_with_the_figure_it_holds() -> None:
    found = figures.parse_figure_cell("killing at least 13 troops", QUOTE)
    assert found == figures.FigureCell((AT_LEAST_13,), (0, 26), False, BOTH)
    assert figures.parse_figure_cell("13", QUOTE) == figures.FigureCell(
        (AT_LEAST_13,), (17, 19), False, BOTH
    )


@pytest.mark.parametrize("cell", ["14", "1", "troop", "Killing"])
def test_a_cell_that_does_not_stand_is_not_read(cell: str) -> None:
    assert figures.parse_figure_cell(cell, QUOTE) is None
    assert figures.whole_figure(cell, QUOTE) is None
    assert figures.figure_meant(cell, QUOTE) is None


def test_a_cell_that_stands_twice_is_not_read() -> None:
    assert figures.parse_figure_cell("two", "two men and two boys") is None
    assert figures.parse_figure_cell("two men", "two men and two boys") == figures.FigureCell(
        (Figure("two", 0, 3, 2, 2, "exact"),), (0, 7), True, frozenset()
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
    found = figures.parse_figure_cell(cell, QUOTE)
    assert found is not None
    assert len(found.figures) == count
    assert found[2:] == (False, BOTH)


@pytest.mark.parametrize("mark", ["“", "”"])
def test_a_figure_beside_a_cell_is_not_the_cells(mark: str) -> None:
    for quote in ("“12” boys", "“six months” ago"):
        found = figures.parse_figure_cell(mark, quote)
        assert found is not None
        assert found.figures == ()


def test_lengths_of_time_are_read_too() -> None:
    only = figures.whole_figure("in under six months", "able to strike in under six months")
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
        (figures.whole_figure(cell, QUOTE), whole),
        (figures.figure_meant(cell, QUOTE), meant),
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
def test_a_cell_is_one_figure_and_what_it_needs(cell: str, quote: str, good: bool) -> None:
    assert figures.is_well_written(cell, quote) is good


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
    found = figures.spellings(cell, quote, harmful=harmful)
    assert [way.cell for way in found] == expected
    assert {way.quote for way in found} <= {quote}


def test_a_quote_is_cut_where_a_harm_is_reported_too_far_away() -> None:
    killed = "two men, among them two chiefs of police, were killed"
    found = figures.spellings("two", CHIEFS, harmful=True)
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
    assert judged(figures.occurs_once_in_the_quote, row=where, figure="13", quote=QUOTE) is None
    fault = judged(figures.occurs_once_in_the_quote, row=where, figure=cell, quote=quote)
    assert fault == Problem(cell, f"words of the quote {quote!r}", message)


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
    assert judged(figures.occurs_once_in_the_quote, figure="two", quote=quote) == Problem(
        "two", f"words that occur once in the quote, not {count} times", message
    )


def test_an_advice_names_the_part_to_which_a_quote_is_cut() -> None:
    found = figures.spellings("men", CHIEFS, harmful=True)[:1]
    assert figures.advice(found, alone(CHIEFS), "") == (
        "Type 'two men' (qualifier exact, number 2) and cut the quote to "
        "'two men, among them two chiefs of police, were killed'."
    )


def test_an_advice_names_both_numbers_of_a_range() -> None:
    found = figures.spellings("20", "20 to 30 men", harmful=False)
    assert figures.advice(found, alone("20 to 30 men"), "") == (
        "Type '20 to 30' (qualifier exact, number 20 to 30)."
    )


HEDGE = "what the hedge makes of the figure"
NO_QUALIFIER = Problem("", HEDGE, "Type exact.")
NO_FIGURE = Problem("exact", "blank, as no figure is typed", "Type the figure, or blank this.")


@pytest.mark.parametrize(
    ("basis", "words", "qualifier", "fault"),
    [
        ("stated", "13", "exact", None),
        ("stated", None, None, None),
        ("stated", "13", None, NO_QUALIFIER),
        ("negated", "none", None, NO_QUALIFIER),
        ("stated", "at least 13", None, Problem("", HEDGE, "Type at_least.")),
        ("stated", "men", None, Problem("", HEDGE, "Type the qualifier; exact if no hedge.")),
        ("stated", None, "exact", NO_FIGURE),
        ("implied", None, "exact", None),
        ("implied", "13", None, None),
    ],
)
def test_a_figure_has_a_qualifier(
    basis: str, words: str | None, qualifier: str | None, fault: Problem | None
) -> None:
    said = judged(figures.has_a_qualifier, basis=basis, figure=words, qualifier=qualifier)
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
            "Quote the number, or the word for it, too.",
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
    fault = judged(figures.is_one_figure, figure=cell, quote=quote)
    assert fault == Problem(cell, expected, message)


def test_a_casualty_is_advised_to_show_its_harm() -> None:
    where = ("casualties", "cas-0001")
    assert judged(figures.is_one_figure, row=where, figure="13", quote=QUOTE) == Problem(
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
    assert judged(figures.is_one_figure, figure=cell, quote=quote) is None


NUMBERS = [
    (figures.lower_number_is_printed, "stated_low", "from 12 to 15 men"),
    (figures.higher_number_is_printed, "stated_high", "from 9 to 12 men"),
]


@pytest.mark.parametrize(("rule", "column", "quote"), NUMBERS)
def test_a_stated_number_is_the_one_printed(rule: Any, column: str, quote: str) -> None:
    cell = quote.removesuffix(" men")
    assert rule.column == column
    assert judged(rule, figure=cell, quote=quote, **{column: 12}) is None
    for typed, found in ((13, "13"), (0, "0"), (None, "")):
        assert judged(rule, figure=cell, quote=quote, **{column: typed}) == Problem(
            found,
            f"12, as printed in {cell!r}",
            "Type 12; what follows from a hedge is computed, never typed.",
        )
    assert judged(rule, figure="11", quote=quote, **{column: 1}) is None, "told otherwise"


@pytest.mark.parametrize(("rule", "column", "_"), NUMBERS)
def test_a_vague_word_has_no_number(rule: Any, column: str, _: str) -> None:
    assert judged(rule, figure="several", quote="several men") is None
    assert judged(rule, figure="several", quote="several men", **{column: 3}) == Problem(
        "3",
        "blank: 'several' prints no number",
        "Blank the cell; a convention for vague words is chosen when loading.",
    )


def test_a_hedge_is_the_one_printed() -> None:
    rule = figures.hedge_is_printed
    assert judged(rule, figure="at least 13", quote=QUOTE, qualifier="at_least") is None
    assert judged(rule, figure="14", quote=QUOTE, qualifier="about") is None, "told otherwise"
    assert judged(rule, figure="at least 13", quote=QUOTE, qualifier="exact") == Problem(
        "exact",
        "at_least, for the words 'at least 13'",
        "Type at_least, or copy the hedge into the figure.",
    )


IMPLIED = {"basis": "implied", "stated_low": 1, "stated_high": 1, "note": "the governor"}


def test_an_implied_figure_is_one_with_a_note() -> None:
    assert judged(figures.implied_is_one, **IMPLIED) is None


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
    assert judged(figures.implied_is_one, **(IMPLIED | change)) == Problem(
        found,
        "no figure and no qualifier, 1 and 1, and a note that says which noun implies it",
        "Only a noun in the singular implies a number, and that is 1.",
    )


def test_a_figure_that_is_not_implied_is_typed() -> None:
    rule = figures.implied_is_one
    assert judged(rule, basis="stated", figure="two", qualifier="exact") is None
    assert judged(rule, basis="stated", figure="two") is None, "told by the rule on qualifiers"
    assert judged(rule, basis="stated", qualifier="exact") is None
    assert judged(rule, basis="negated", stated_low=0) == Problem(
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
    fault = judged(figures.negated_is_zero, basis=basis, figure=cell, quote=quote)
    message = "A zero needs words that say none."
    assert fault == (Problem(basis, expected, message) if expected else None)


def test_which_rules_a_count_shares_with_a_toll() -> None:
    shared = {f"figure-{name}" for name in "in-quote exact unsure low high hedge".split()}
    assert {rule.id for rule in figures.CORE_RULES} == shared
    assert {rule.id for rule in figures.RULES} - shared == {
        "figure-qualifier",
        "implied-figure",
        "negated-figure",
    }


K, W, B = "killed", "wounded", "killed_or_wounded"

SENTENCES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("A further {} people died of their wounds, bringing the toll to {}", (K, K)),
    ("{} guards later succumbed to their injuries, and {} were hurt", (K, W)),
    ("Farland lost {} people in a mosque bombing", (K,)),
    ("Farland lost {} of its soldiers and saw {} more injured", (K, W)),
    ("The blast killed and wounded {} people", (B,)),
    ("{} men were killed or injured", (B,)),
    ("It caused {} deaths and injuries among the guests", (B,)),
    ("The raid left {} dead and wounded", (B,)),
    ("The bombing left {} people dead and {} wounded", (K, W)),
    ("The band fled, leaving {} dead", (K,)),
    ("The blast claimed {} lives and wounded {} boys", (K, W)),
    ("It claimed the lives of {} villagers, wounding {}", (K, W)),
    ("{} lives were lost, and {} guests were maimed", (K, W)),
    ("The toll rose to {}", (K,)),
    ("The death toll now stands at {}, with {} wounded", (K, W)),
    ("The casualty toll reached {}", (B,)),
    ("It was a night with {} casualties", (B,)),
    ("Killing {} and injuring {}, the band fled", (K, W)),
    ("{} men and {} boys were killed", (K, K)),
    ("{} men and {} boys were killed and {} women were wounded", (K, K, W)),
    ("{} people, among them a chief of police and his sons, were killed and {} were hurt", (K, W)),
    ("The mine killed, so a doctor of the town told us, {} women and wounded {}", (K, W)),
    ("In the raid that wounded {}, {} clerics were gunned down", (W, K)),
    ("{} were wounded, {} of them fatally wounded", (W, K)),
    ("They killed {} in May and {} in June", (K, K)),
    ("The raid killed and seriously wounded {} guests", (B,)),
    ("It killed as well as wounded {}", (B,)),
    ("The dead and the wounded numbered {}", (B,)),
    ("Farland lost {} in a mosque bombing", (K,)),
    ("The band lost {} of its fighters to airstrikes", (K,)),
    ("It caused many casualties, {} of them fatal", (K,)),
    ("It killed {}, bringing the injury toll to {}", (K, W)),
    ("{} of the 20 wounded died", (K,)),
    ("{} of the wounded, who were brought to town, died", (K,)),
    ("It killed {} men, {} women, and {} boys, and wounded {} girls", (K, K, K, W)),
    ("{} dead, including {} women, {} wounded", (K, K, W)),
    ("{} died, {} were injured and {} of those died of their wounds", (K, W, K)),
)
FIGURES = (
    "two|12|dozens|several|many|at least 64|more than 60|around 140|a dozen|no fewer than 30|"
    "between 20 and 30|up to 45|almost 1,500|hundreds"
).split("|")


class Sentence(NamedTuple):
    """Words with figures, each with its harm."""

    quote: str
    harms: dict[Figure, str]


def sentence(template: str, harms: tuple[str, ...], words: list[str]) -> Sentence:
    quote, places = "", []
    for part, word in zip(template.split("{}"), [*words, ""], strict=False):
        places.append(len(quote) + len(part))
        quote += part + word
    found = [next(f for f in find_figures(quote) if f.start <= p < f.end) for p in places[:-1]]
    return Sentence(quote, dict(zip(found, harms, strict=True)))


@st.composite
def sentences(draw: st.DrawFn) -> Sentence:
    template, harms = draw(st.sampled_from(SENTENCES))
    return sentence(template, harms, [draw(st.sampled_from(FIGURES)) for _ in harms])


RULES: dict[str, tuple[Rule, ...]] = {
    "casualties": casualties.RULES,
    "force_estimates": figures.RULES,
}
"""The rules on figures, where the harm counts and where it does not."""


def findings(row: dict[str, Any], table: str) -> dict[str, tuple[str, str]]:
    """By rule, what it blames and what it advises."""
    found = {}
    for rule in RULES[table]:
        names = {p.name for p in rule.parameters}
        if rule.context <= {"row"} and names <= row.keys():
            fault = judged(rule, row=(table, "xxx-0001"), **{n: row[n] for n in names})
            if fault is not None:
                found[rule.id] = (rule.column, fault.message)
    return found


NUMBERED = ("figure-low", "figure-high")
WAY = re.compile(
    r"(?P<cell>'[^']+'|\"[^\"]+\") \(qualifier (?P<qualifier>\w+), "
    r"(?:no number|number (?P<low>\d+)(?: to (?P<high>\d+))?)\)"
    r"(?: and cut the quote to (?P<quote>'[^']+'|\"[^\"]+\"))?"
)


def advised(message: str) -> Iterator[dict[str, Any]]:
    """The cells of each way that an advice names."""
    for way in WAY.finditer(message):
        low = None if way["low"] is None else int(way["low"])
        high = low if way["high"] is None else int(way["high"])
        cells = {"figure": way["cell"][1:-1], "qualifier": way["qualifier"]}
        yield (
            cells
            | {"stated_low": low, "stated_high": high}
            | ({"quote": way["quote"][1:-1]} if way["quote"] else {})
        )


def follow(row: dict[str, Any], found: dict[str, tuple[str, str]]) -> dict[str, Any]:
    """Do what the advices say; of several ways the first."""
    row = dict(row)
    for rule, (blames, message) in sorted(found.items(), key=lambda f: f[1][0] != "qualifier"):
        if rule in NUMBERED:
            number = re.match(r"Type (\d+);", message)
            row[blames] = int(number[1]) if number else None
            assert number or message.startswith("Blank the cell"), message
        elif blames == "qualifier":
            typed = re.match(r"Type (\w+)[.,]|Type the qualifier; (exact) if no hedge", message)
            assert typed, message
            row[blames] = typed[1] or typed[2]
        else:
            way = next(advised(message), None)
            assert way is not None, message
            row |= way
    return row


def wrong(draw: st.DrawFn, sentence: Sentence) -> dict[str, Any]:
    """A row that a hurried curator might type."""
    quote, only = sentence.quote, draw(st.sampled_from([*sentence.harms]))
    words = quote.split()
    first = draw(st.integers(0, len(words) - 1))
    some = " ".join(words[first : first + draw(st.integers(1, 5))])
    cells = ["999", only.text, only.text.split()[-1], f"more than {only.text}", some]
    return {
        "quote": quote,
        "figure": draw(st.sampled_from(cells)),
        "qualifier": draw(st.sampled_from(["exact", "about", only.qualifier, None])),
        "stated_low": draw(st.sampled_from([None, 7, only.low])),
        "stated_high": draw(st.sampled_from([None, 8, only.high])),
        "basis": "stated",
    }


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    return wrong(draw, draw(sentences()))


def on_figures(found: dict[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    return {rule: reported for rule, reported in found.items() if rule.startswith("figure-")}


@given(rows(), st.sampled_from([*RULES]))
def test_advice_that_is_followed_leaves_no_finding_on_the_figure(
    row: dict[str, Any], table: str
) -> None:
    better = follow(row, on_figures(findings(row, table)))
    assert on_figures(findings(better, table)) == {}


@given(sentences())
def test_each_figure_can_be_recorded_with_its_harm(sentence: Sentence) -> None:
    for only, harm in sentence.harms.items():
        good = [
            way
            for way in spellings(only.text, sentence.quote, harmful=True)
            if (way.figure.start, way.figure.text) == (only.start, only.text)
            and not findings(
                {
                    "quote": way.quote,
                    "figure": way.cell,
                    "qualifier": only.qualifier,
                    "stated_low": only.low,
                    "stated_high": only.high,
                    "basis": "stated",
                    "harm": harm,
                },
                "casualties",
            )
        ]
        assert good, (sentence.quote, only.text, harm)


@given(sentences())
def test_no_advice_leads_to_another_harm_alone(sentence: Sentence) -> None:
    for only, harm in sentence.harms.items():
        reported = [
            harms_named(way.cell, way.quote)
            for way in spellings(only.text, sentence.quote, harmful=True)
            if (way.figure.start, way.figure.text) == (only.start, only.text)
        ]
        assert {harm} in reported, (sentence.quote, only.text, harm)


@pytest.mark.parametrize(
    ("figure", "quote", "expected"),
    [
        (
            "60",
            "killed and in part wounded 60",
            [("killed and in part wounded 60", None), ("wounded 60", None)],
        ),
        (
            "60",
            "60 died or suffered injuries",
            [("60 died", None), ("60 died or suffered injuries", None)],
        ),
        ("Two", "Two gunmen who wounded 30 were killed", []),
        ("Two", "Two gunmen wounded 30 before they were killed", []),
        ("two", "two were killed and 30 wounded", [("two were killed", None)]),
        ("60", "60 died, wounding 20", [("60 died", None)]),
        ("60", "60 died when a wounded man shot", [("60 died", None)]),
        ("12", "20 wounded and, at once, killed 12", [("killed 12", None)]),
        ("Three", "Three of 20 wounded died", [("Three", None)]),
        ("Three", "Three of the wounded, a day later in town, died", []),
        ("three", "20 hurt, two died, three of the hurt were boys", [("three of the hurt", None)]),
        (
            "two women",
            "killed two men, two women, and two boys, and wounded two girls",
            [("two women", "killed two men, two women")],
        ),
        ("two women", "killed two men, two women, and two boys", [("two women", None)]),
        (
            "seven",
            "killing 33, including seven children, and wounding dozens",
            [("seven", "killing 33, including seven children")],
        ),
        (
            "five",
            "12 were killed in it and 20, including five men, were wounded",
            [
                ("five men, were wounded", None),
                ("five", "killed in it and 20, including five men"),
            ],
        ),
    ],
)
def test_the_ways_where_several_harms_are_reported(
    figure: str, quote: str, expected: list[tuple[str, str | None]]
) -> None:
    found = spellings(figure, quote, harmful=True)
    assert [(w.cell, None if w.quote == quote else w.quote) for w in found] == expected


@pytest.mark.parametrize(("harm", "expected"), [(K, True), (W, False), (B, False)])
def test_the_dead_of_the_wounded_are_dead(harm: str, expected: bool) -> None:
    row = {"quote": "Three of the 20 wounded later died", "figure": "Three", "harm": harm}
    row |= {"qualifier": "exact", "stated_low": 3, "stated_high": 3, "basis": "stated"}
    assert (findings(row, "casualties") == {}) is expected


# Figures that may be read in two ways

UNSURE = {
    "4.000": "killed 4.000 people",
    "3,500 to 4,000.2": "a strength of 3,500 to 4,000.2",
    "2-3,000": "some of the 2-3,000 men",
    "not 40": "there were not 40 men",
    "40": "barely 40 men",
    "45": "killed 45* people",
}


@pytest.mark.parametrize("figure", UNSURE)
def test_an_unsure_figure_needs_a_note_that_quotes_it(figure: str) -> None:
    cells = {"figure": figure, "quote": UNSURE[figure], "qualifier": "exact"}
    asked = judged(figures.unsure_is_explained, **cells)
    assert asked is not None
    assert repr(figure) in asked.expected
    for note in ("It is clear.", None):
        assert judged(figures.unsure_is_explained, **cells, note=note) == asked
    explained = {**cells, "note": f"“{figure}” is so many, as the table shows."}
    assert judged(figures.unsure_is_explained, **explained) is None
    assert judged(figures.unsure_is_explained, **{**explained, "qualifier": None}) == asked


@pytest.mark.parametrize("figure", UNSURE)
def test_no_other_rule_orders_how_an_unsure_figure_is_read(figure: str) -> None:
    cells = {"figure": figure, "quote": UNSURE[figure]}
    assert judged(figures.is_one_figure, **cells) is None
    assert judged(figures.lower_number_is_printed, **cells, stated_low=7) is None
    assert judged(figures.higher_number_is_printed, **cells, stated_high=7) is None
    assert judged(figures.hedge_is_printed, **cells, qualifier="nearly") is None
    assert judged(figures.has_a_qualifier, basis="stated", **cells) is None
    assert judged(figures.negated_is_zero, **cells, basis="negated") is None
    assert figures.spellings(figure, UNSURE[figure], harmful=False) == []


def test_a_sure_figure_needs_no_note() -> None:
    assert (
        judged(figures.unsure_is_explained, figure="40", quote="40 men", qualifier="exact") is None
    )


# Figures where they stand in their document

TEXTS = {
    "src-000": "It lost more than 60 men.\nIt lost 13 per cent of them, and two hundred men.\n"
}


@pytest.mark.parametrize(
    ("words", "cell", "whole"),
    [
        ("60 men", "60", "more than 60"),
        ("lost more than 60 men", "more than 60", None),
        ("and two", "two", "two hundred"),
        ("13", "13", "'13 per cent'"),
    ],
)
def test_a_figure_is_read_in_its_document(words: str, cell: str, whole: str | None) -> None:
    quote = passage(TEXTS, "src-000", TEXTS["src-000"].index(words), words)
    problem = figures.is_one_figure.test(cell, quote, row=RowKey("casualties", None))
    if whole is None:
        assert problem is None
    else:
        assert problem is not None
        assert whole in problem.expected
        assert ("cuts the figure" in problem.message) == (" " in whole and "," not in whole)
