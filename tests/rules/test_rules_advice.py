"""Advice on a figure can be followed, and no rule on figures finds fault with what comes of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isk_indicators.figures import Figure, find_figures
from isk_indicators.rules import casualties, figure
from isk_indicators.rules.reading import harms_told, ways
from isk_indicators.rules.rule import Rule
from tests.rules.single import judged

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
    "force_estimates": figure.RULES,
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
                found[rule.id] = (rule.blames, fault.message)
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
    return {rule: told for rule, told in found.items() if rule.startswith("figure-")}


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
            for way in ways(only.text, sentence.quote, harmful=True)
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
        told = [
            harms_told(way.cell, way.quote)
            for way in ways(only.text, sentence.quote, harmful=True)
            if (way.figure.start, way.figure.text) == (only.start, only.text)
        ]
        assert {harm} in told, (sentence.quote, only.text, harm)


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
def test_the_ways_where_several_harms_are_told(
    figure: str, quote: str, expected: list[tuple[str, str | None]]
) -> None:
    found = ways(figure, quote, harmful=True)
    assert [(w.cell, None if w.quote == quote else w.quote) for w in found] == expected


@pytest.mark.parametrize(("harm", "expected"), [(K, True), (W, False), (B, False)])
def test_the_dead_of_the_wounded_are_dead(harm: str, expected: bool) -> None:
    row = {"quote": "Three of the 20 wounded later died", "figure": "Three", "harm": harm}
    row |= {"qualifier": "exact", "stated_low": 3, "stated_high": 3, "basis": "stated"}
    assert (findings(row, "casualties") == {}) is expected
