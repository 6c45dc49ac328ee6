from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from num2words import num2words

from isk_indicators import conventions
from isk_indicators.detectors import find_hits
from isk_indicators.figures import (
    HEDGES_AFTER,
    HEDGES_BEFORE,
    Figure,
    Passage,
    alone,
    as_duration,
    as_figure,
    find_durations,
    find_figures,
    find_quantities,
    passage,
    read_line,
)
from isk_indicators.spans import LINE_ENDS
from isk_indicators.words import find_harm, find_numerals

ROOT = Path(__file__).resolve().parents[1]
Stated = tuple[str, str, int | None, int | None]
"""Words, qualifier, lower and higher number."""


def read(text: str) -> list[Stated]:
    found = find_figures(text)
    assert all(text[figure.start : figure.end] == figure.text for figure in found)
    return [(f.text, f.qualifier, f.low, f.high) for f in found]


# Hedges

BEFORE = {
    "more_than": (
        "more than|greater than|higher than|over|above|upward of|upwards of|in excess of|exceed|"
        "exceeds|exceeded|exceeding|surpass|surpasses|surpassed|surpassing|topped|>"
    ),
    "at_least": (
        "at least|no fewer than|no less than|not fewer than|not less than|a minimum of|as few as|"
        "as little as|at the very least|at a minimum|≥|⩾|>="
    ),
    "less_than": "less than|fewer than|lower than|under|below|<",
    "up_to": (
        "≤|⩽|<=|at the very most|up to|as many as|as much as|as high as|no more than|"
        "no greater than|no higher than|"
        "not more than|not over|at most|at the most|a maximum of"
    ),
    "nearly": (
        "nearly|almost|close to|close on|approaching|not quite|shy of|just shy of|just short of"
    ),
    "about": (
        "approx|c.|ca.|ca|est.|an est.|perhaps|something like|~|∼|≈|≃|≅|"
        "about|around|some|roughly|approximately|approx.|circa|estimated|an estimated|"
        "the estimated|estimated at|in the region of|in the order of|in the vicinity of|"
        "in the neighbourhood of|in the neighborhood of|somewhere in the region of|"
        "near to|nearer to|closer to|somewhere around|somewhere near|not far from|not far off"
    ),
}
AFTER = {
    "more_than": "-plus|–plus|+",
    "at_least": " or more| and more| if not more|, if not more| at a minimum",
    "up_to": " or fewer| or less",
    "about": "-odd|–odd| odd|-ish|-some| or so| or thereabouts",
}
STRENGTHENERS = "just|well|far|slightly|a little|only just|significantly|considerably".split("|")
NUMBERS = {"60": 60, "1,500": 1500, "twenty-two": 22, "a dozen": 12, "half a million": 500_000}
HEDGES = [(q, hedge) for q, some in BEFORE.items() for hedge in some.split("|")]
HEDGES_BEHIND = [(q, hedge) for q, some in AFTER.items() for hedge in some.split("|")]


def test_every_hedge_is_tried() -> None:
    assert {(q, h) for q, some in HEDGES_BEFORE.items() for h in some.split("|")} == set(HEDGES)
    plain = {(q, hedge.replace("–", "-")) for q, hedge in HEDGES_BEHIND}
    plain |= {("at_least", " at least"), ("at_least", ", at least")}
    plain |= {("up_to", " at most"), ("up_to", ", at most"), ("up_to", " at the most")}
    assert {(q, h) for q, some in HEDGES_AFTER.items() for h in some.split("|")} == plain
    assert {*BEFORE, "exact", "vague"} == set(conventions.QUALIFIERS)


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(("qualifier", "hedge"), HEDGES)
def test_a_hedge_before_a_number(qualifier: str, hedge: str, number: str) -> None:
    words, value = f"{hedge} {number}", NUMBERS[number]
    assert read(f"It saw {words} men fall.") == [(words, qualifier, value, value)]


@pytest.mark.parametrize(("qualifier", "hedge"), HEDGES)
def test_how_a_hedge_is_printed(qualifier: str, hedge: str) -> None:
    for printed in (hedge.upper(), hedge.capitalize(), hedge.replace(" ", "\u00a0  ")):
        words = f"{printed}\u202f 60"
        assert read(f"{words} men") == [(words, qualifier, 60, 60)]
        assert read(f"(“{words}”) men") == [(words, qualifier, 60, 60)]
    for other in (f"{hedge}\n60", f"x{hedge} 60", f"-{hedge} 60", f"{hedge}, 60"):
        assert (f"{hedge} 60", qualifier, 60, 60) not in read(f"{other} men")
        assert read(f"{other} men")[-1][0].endswith("60")
        assert not read(f"{other} men")[-1][0].endswith(f"{hedge} 60") or " " in hedge


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(("qualifier", "hedge"), HEDGES_BEHIND)
def test_a_hedge_behind_a_number(qualifier: str, hedge: str, number: str) -> None:
    words, value = f"{number}{hedge}", NUMBERS[number]
    assert read(f"It saw {words} men fall.") == [(words, qualifier, value, value)]
    assert read(f"It saw {words}") == [(words, qualifier, value, value)]


@pytest.mark.parametrize(("qualifier", "hedge"), HEDGES_BEHIND)
def test_how_a_hedge_behind_a_number_is_printed(qualifier: str, hedge: str) -> None:
    for printed in (hedge.upper(), hedge.replace(" ", "\u00a0  ")):
        assert read(f"60{printed} men") == [(f"60{printed}", qualifier, 60, 60)]
    assert (f"60{hedge}", qualifier, 60, 60) not in read(f"60{hedge}x men")
    assert (f"60{hedge}", qualifier, 60, 60) not in read(f"60{hedge} than 3 men")
    assert (f"60{hedge}", qualifier, 60, 60) in read(f"60{hedge} thanes")


@pytest.mark.parametrize("strengthener", STRENGTHENERS)
def test_a_strengthened_hedge(strengthener: str) -> None:
    for hedge, qualifier in (("over", "more_than"), ("under", "less_than")):
        words = f"{strengthener}  {hedge} 60"
        assert read(f"It saw {words} men") == [(words, qualifier, 60, 60)]
    assert read(f"It saw {strengthener} about 60 men") == [("about 60", "about", 60, 60)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("more than 60 or so men", ("more than 60 or so", "more_than")),
        ("exactly 60 men", ("60", "exact")),
        ("a total of 60 men", ("60", "exact")),
        ("a total of up to 60 men", ("up to 60", "up_to")),
        ("reportedly at least 60 men", ("at least 60", "at_least")),
        ("more than about 60 men", ("about 60", "about")),
        ("no more than 60 men", ("no more than 60", "up_to")),
        ("not less than 60 men", ("not less than 60", "at_least")),
        ("more, than 60 men", ("60", "exact")),
        ("moreover 60 men", ("60", "exact")),
        ("stopover 60 men", ("60", "exact")),
        ("just 60 men", ("60", "exact")),
        ("approxx 60 men", ("60", "exact")),
        ("at least  60", ("at least  60", "at_least")),
        ("60 more men", ("60", "exact")),
        ("60 or three", ("60", "exact")),
    ],
)
def test_which_hedge_decides(text: str, expected: tuple[str, str]) -> None:
    words, qualifier, *_ = read(text)[0]
    assert (words, qualifier) == expected


GOVERNORS = (
    "spread dispute disputes fought fight fighting serve served serving talk talks talked talking "
    "worry worried concern concerns concerned complain complained complains question questions war "
    "wars battle battles row rows control conflict conflicts clash clashes clashed warn warns "
    "warned warning fear fears information know speak speaks speaking spoke rule ruled rules flew "
    "brought held anger outrage protest protests differences authority jurisdiction monopoly live "
    "lived lives study studied tension tensions charged think thinking thought report reports "
    "heard written book centred arrested tried operate operated operating placed ask asked asking "
    "asks classified"
).split()


@pytest.mark.parametrize("word", GOVERNORS)
def test_a_preposition_belongs_to_the_word_before_it(word: str) -> None:
    for preposition in ("over", "under", "above", "below", "around", "about"):
        assert read(f"It {word} {preposition} 60 men") == [("60", "exact", 60, 60)]
    assert read(f"It {word.upper()}  ABOUT  60 men") == [("60", "exact", 60, 60)]
    assert read(f"It {word} some 60 men") == [("some 60", "about", 60, 60)]
    assert read(f"It {word}, about 60 men") == [("about 60", "about", 60, 60)]
    assert read(f"It {word} well over 60 men") == [("well over 60", "more_than", 60, 60)]
    assert read(f"It {word}x about 60 men")[0][0] in ("about 60", "60")


def test_a_hedge_of_another_word_stands() -> None:
    assert read("It had about 60 men") == [("about 60", "about", 60, 60)]
    assert read("About 60 men") == [("About 60", "about", 60, 60)]
    assert read("It reporters about 60 men") == [("about 60", "about", 60, 60)]


# Ranges


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("8,000 to 10,000", 8000, 10_000),
        ("8,000 TO 10,000", 8000, 10_000),
        ("8,000  to\u00a0 10,000", 8000, 10_000),
        ("20-30", 20, 30),
        ("20–30", 20, 30),
        ("20—30", 20, 30),
        ("20 - 30", 20, 30),
        ("20  –  30", 20, 30),
        ("two or three", 2, 3),
        ("ten or perhaps fifteen", 10, 15),
        ("ten or  perhaps  fifteen", 10, 15),
        ("between 20 and 30", 20, 30),
        ("between 20 to 30", 20, 30),
        ("Between 15-20", 15, 20),
        ("from 1,500 to 5,000", 1500, 5000),
        ("FROM  1,500 to 5,000", 1500, 5000),
        ("between one hundred and forty-four and two hundred", 144, 200),
        ("between two hundred and three hundred", 200, 300),
        ("two to three hundred", 200, 300),
        ("2-3 hundred", 200, 300),
        ("1.5 to 2 million", 1_500_000, 2_000_000),
        ("1.5m to 2m", 1_500_000, 2_000_000),
        ("five to ten thousand", 5000, 10_000),
        ("one to two hundred thousand", 100_000, 200_000),
        ("500 to a thousand", 500, 1000),
        ("half a million to a million", 500_000, 1_000_000),
        ("a dozen to fifteen", 12, 15),
        ("twenty-two to thirty", 22, 30),
        ("0 to 3", 0, 3),
    ],
)
def test_a_range(words: str, low: int, high: int) -> None:
    assert read(f"There, {words} men fell.") == [(words, "exact", low, high)]
    assert read(f"{words} men") == [(words, "exact", low, high)]


@pytest.mark.parametrize(
    ("words", "qualifier", "low", "high"),
    [
        ("at least 8,000 to 10,000", "at_least", 8000, 10_000),
        ("from at least 20 to 30", "at_least", 20, 30),
        ("some 20 to 30", "about", 20, 30),
        ("20 to 30 or more", "at_least", 20, 30),
        ("between about 20 and 30", "about", 20, 30),
        ("up to 20-30", "up_to", 20, 30),
    ],
)
def test_a_hedged_range(words: str, qualifier: str, low: int, high: int) -> None:
    assert read(f"There, {words} men fell.") == [(words, qualifier, low, high)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("one hundred and forty-four men", [144]),
        ("twenty-two men", [22]),
        ("20 and 30 men", [20, 30]),
        ("two and three men", [2, 3]),
        ("30 to 20 men", [30, 20]),
        ("20 to 20 men", [20, 20]),
        ("between 30 and 20 men", [30, 20]),
        ("20, 30 men", [20, 30]),
        ("20 men to 30", [20, 30]),
        ("20 or maybe 30 men", [20, 30]),
        ("20 to\n30 men", [20, 30]),
        ("20 toward 30 men", [20, 30]),
        ("1.5 to 2 men", [2]),
        ("1 to 2.5 men", [1]),
        ("in between. 20 and 30 men", [20, 30]),
        ("inbetween 20 and 30 men", [20, 30]),
        ("between 20 men and 30", [20, 30]),
        ("between the 20 and 30 men", [20, 30]),
        ("one hundred to two men", [100, 2]),
    ],
)
def test_what_is_no_range(text: str, values: list[int]) -> None:
    assert [(f.low, f.high) for f in find_figures(text)] == [(v, v) for v in values]


CHANGES = (
    "rise rose risen fall fell fallen increase increased grew grow grown drop dropped jumped "
    "climbed swelled declined decreased went gone up down surged shrank doubled raised revised "
    "reduced"
).split()


@pytest.mark.parametrize("word", CHANGES)
def test_a_change_is_no_range(word: str) -> None:
    for text in (
        f"It {word} from 20 to 30 men",
        f"It {word.upper()} in the last years from 20 to 30 men",
        f"It {word} from about 20 to 30 men",
    ):
        assert [(f.low, f.high) for f in find_figures(text)] == [(20, 20), (30, 30)]
    assert [f.low for f in find_figures(f"It {word} between 20 to 30 men")] == [20, 30]
    for text in (
        f"It {word}. Then from 20 to 30 men",
        f"It {word}; from 20 to 30 men",
        f"It x{word} from 20 to 30 men",
        f"It {word}x from 20 to 30 men",
        f"It {word} between 20 and 30 men",
        f"It {word} 20 to 30 men",
    ):
        assert [(f.low, f.high) for f in find_figures(text)] == [(20, 30)]


def test_a_change_is_sought_among_forty_characters() -> None:
    near, far = "x" * 29, "x" * 45
    assert len(find_figures(f"It rose {near} from 20 to 30 men")) == 2
    assert len(find_figures(f"It rose {far} from 20 to 30 men")) == 1


def test_of_three_numbers_the_first_two_are_a_range() -> None:
    assert read("20 to 30 or 40 men") == [
        ("20 to 30", "exact", 20, 30),
        ("40", "exact", 40, 40),
    ]
    assert read("5, 20 to 30 men") == [("5", "exact", 5, 5), ("20 to 30", "exact", 20, 30)]


# Vague words, negations


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("several men", "several"),
        ("at least several dozen men", "at least several dozen"),
        ("more than a few men", "more than a few"),
        ("hundreds or more men", "hundreds or more"),
        ("not always had a large number of members", "not always had a large number"),
        ("the vast majority of men", "the vast majority"),
    ],
)
def test_a_vague_word_stays_vague(text: str, words: str) -> None:
    assert read(text) == [(words, "vague", None, None)]


@pytest.mark.parametrize("words", ["no", "nobody", "none", "not a single", "without a single"])
def test_a_negation_is_none(words: str) -> None:
    assert read(f"{words} casualties") == [(words, "exact", 0, 0)]
    assert read(f"about {words} casualties") == [(words, "exact", 0, 0)]


def test_of_two_readings_the_longer_stands() -> None:
    assert read("a few hundred men") == [("a few hundred", "vague", None, None)]
    assert read("not a single man") == [("not a single", "exact", 0, 0)]
    assert read("some 60 men") == [("some 60", "about", 60, 60)]
    assert read("two hundred thousand men, many of them") == [
        ("two hundred thousand", "exact", 200_000, 200_000),
        ("many", "vague", None, None),
    ]
    assert read("a couple of thousand men") == [("a couple of thousand", "vague", None, None)]


# What each function finds


def test_quantities_are_figures_and_all_else_that_is_a_number() -> None:
    text = "In 2021, some 12 per cent of 60 men fled within two days."
    quantities = find_quantities(text)
    assert [f.text for f in quantities] == ["2021", "some 12", "60", "two"]
    assert find_figures(text) == [quantities[2]]
    assert find_durations(text) == [Figure("two days", 48, 56, 2, 2, "exact")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in as little as six months.", ("as little as six months", "at_least", 6, 6)),
        ("in under six months", ("under six months", "less_than", 6, 6)),
        ("for several days", ("several days", "vague", None, None)),
        ("a two-month siege", ("two-month", "exact", 2, 2)),
        ("for 8 to 10 weeks", ("8 to 10 weeks", "exact", 8, 10)),
        ("after dozens of years", ("dozens of years", "vague", None, None)),
        ("a couple of weeks", ("a couple of weeks", "vague", None, None)),
        ("for ten or more hours", ("ten or more hours", "at_least", 10, 10)),
    ],
)
def test_a_length_of_time(text: str, expected: Stated) -> None:
    assert [(f.text, f.qualifier, f.low, f.high) for f in find_durations(text)] == [expected]
    assert find_figures(text) == []


def test_what_is_found_cannot_be_spoilt_for_the_next_who_asks() -> None:
    text = "60 men within two days"
    for find in (find_figures, find_durations, find_quantities):
        first = find(text)
        first.clear()
        assert len(find(text)) == (2 if find is find_quantities else 1)


def test_a_fraction_is_no_figure() -> None:
    assert read("2.5 men, two and a half men, 1.5 million men") == [
        ("1.5 million", "exact", 1_500_000, 1_500_000)
    ]


# The five documents

NUMBERED: dict[str, tuple[str, int, int]] = {
    "144": ("exact", 144, 144),
    "without having even a single": ("exact", 0, 0),
    "more than 60": ("more_than", 60, 60),
    "52": ("exact", 52, 52),
    "0": ("exact", 0, 0),  # the price of a share
    "around 140": ("about", 140, 140),
    "About 80": ("about", 80, 80),
    "around 4,000": ("about", 4000, 4000),
    "13": ("exact", 13, 13),
    "more than 140": ("more_than", 140, 140),
    "from 1,500 to 5,000": ("exact", 1500, 5000),
    "around 2,000": ("about", 2000, 2000),
    "77": ("exact", 77, 77),
    "21": ("exact", 21, 21),
    "at least 8,000 to 10,000": ("at_least", 8000, 10_000),
    "at least four": ("at_least", 4, 4),
    "six": ("exact", 6, 6),
    "two": ("exact", 2, 2),
    "12": ("exact", 12, 12),
    "three": ("exact", 3, 3),
    "six months": ("exact", 6, 6),
    "two years": ("exact", 2, 2),
    "22 years": ("exact", 22, 22),
    "as little as six months": ("at_least", 6, 6),
    "four months": ("exact", 4, 4),
    "less than six months": ("less_than", 6, 6),
    "under six months": ("less_than", 6, 6),
}
"""What is printed with a number; all else is vague."""

IN_THE_DOCUMENTS = {
    "000": (
        "144|without having even a single|many|Hundreds|some|many|some|some|Several|more than 60|52"
    ),
    "001": (
        "0|most|around 140|most|several|a series of|About 80|Several|Some|Some|many|Most|many|"
        "around 4,000|many|13|numerous|many"
    ),
    "002": (
        "a relatively small number|several|more than 140|not always had a large number|"
        "from 1,500 to 5,000|two|many|some|many|Some|Several|many|several|several hundred|"
        "several dozen|many|many|some"
    ),
    "003": (
        "a series of|hundreds|several hundreds|many a|around 2,000|77|21|at least 8,000 to 10,000|"
        "a vast majority|the majority|many|Most|at least four|some|numerous|many|many"
    ),
    "004": "many|six|several|two|12|three|two|many|several",
}
LENGTHS_OF_TIME = {
    "000": "six months|two years|22 years",
    "001": "as little as six months",
    "002": "",
    "003": "four months|few months",
    "004": "less than six months|under six months",
}


def document(source: str) -> str:
    [path] = (ROOT / "seeds").glob(f"{source}_*.txt")
    return path.read_bytes().decode("utf-8")


def listed(words: str) -> list[Stated]:
    return [(w, *NUMBERED.get(w, ("vague", None, None))) for w in words.split("|") if w]


@pytest.mark.parametrize("source", IN_THE_DOCUMENTS)
def test_every_figure_of_the_documents(source: str) -> None:
    assert read(document(source)) == listed(IN_THE_DOCUMENTS[source])


@pytest.mark.parametrize("source", LENGTHS_OF_TIME)
def test_every_length_of_time_of_the_documents(source: str) -> None:
    found = find_durations(document(source))
    stated = [(f.text, f.qualifier, f.low, f.high) for f in found]
    assert stated == listed(LENGTHS_OF_TIME[source])


FIGURE_CELLS = (
    ("casualties", "figure", "qualifier", "stated_low", "stated_high"),
    ("force_estimates", "figure", "qualifier", "stated_low", "stated_high"),
    ("incidents", "count_figure", "count_qualifier", "count_low", "count_high"),
)


@pytest.mark.parametrize("table", FIGURE_CELLS, ids=[cell[0] for cell in FIGURE_CELLS])
def test_every_figure_of_the_tables_is_found_at_its_place(table: tuple[str, ...]) -> None:
    name, *columns = table
    with (ROOT / "datasets" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row[columns[0]]]
    assert len(rows) > 5
    for row in rows:
        phrase, qualifier, low, high = (row[column] for column in columns)
        text, start = document(row["source_id"][-3:]), int(row["span_start"])
        place = start + row["quote"].index(phrase)
        [found] = [
            f
            for f in [*find_figures(text), *find_durations(text)]
            if f.start < place + len(phrase) and place < f.end
        ]
        assert found.start == place_of_number(text, place), row
        denied = " stronghold" if found.high == 0 else ""  # the noun that words of none deny
        assert text[found.start : found.end] + denied == text[found.start : place + len(phrase)]
        assert found.qualifier == qualifier
        assert (found.low, found.high) == (int(low) if low else None, int(high) if high else None)


def place_of_number(text: str, place: int) -> int:
    """Where a figure's own words begin that may have a word of harm in front ("killing two")."""
    harm = next((word for word in find_harm(text) if word.start == place), None)
    return harm.end + 1 if harm else place


# Any figure in any sentence

PLAIN_HEDGES = [("exact", ""), *((qualifier, f"{hedge} ") for qualifier, hedge in HEDGES)]
BEHIND = [("exact", ""), *HEDGES_BEHIND]
FRAMES = (
    "{} men were killed.",
    "The army said {} fighters had fled the town.",
    "Officials spoke of {} wounded, and of nothing else.",
    "(“{} attacks”, it said)",
    "\U0001f4a5 It had {} troops \U0001f1e6\U0001f1eb there",
    "Gunmen killed {} soldiers; \u00e9migr\u00e9s fled",
    "killing {}",
)


def printed(number: int) -> st.SearchStrategy[str]:
    return st.sampled_from([str(number), f"{number:,}", num2words(number)])


@given(
    st.data(),
    st.integers(2, 10**6).filter(lambda number: not 1500 <= number < 2200),  # these may be years
    st.sampled_from(PLAIN_HEDGES),
    st.sampled_from(BEHIND),
    st.sampled_from(FRAMES),
)
def test_a_figure_in_a_sentence_is_found_whole_and_alone(
    data: st.DataObject,
    number: int,
    before: tuple[str, str],
    behind: tuple[str, str],
    frame: str,
) -> None:
    assume(not (before[1].startswith(("over", "about", "under")) and "spoke of" in frame))
    words = f"{before[1]}{data.draw(printed(number))}{behind[1]}"
    text = frame.format(words)
    qualifier = before[0] if before[1] else behind[0]
    agree, start = not (before[1] and behind[1]) or before[0] == behind[0], text.index(words)
    assert find_figures(text) == [
        Figure(words, start, start + len(words), number, number, qualifier, agree)
    ]


@given(st.data(), st.integers(2, 10**6), st.integers(2, 10**6), st.sampled_from(FRAMES))
def test_a_range_in_a_sentence_is_found_whole_and_alone(
    data: st.DataObject, first: int, second: int, frame: str
) -> None:
    low, high = sorted((first, second))
    assume(low < high and not (low < 2200 and high > 1500))
    join = data.draw(st.sampled_from(["{} to {}", "between {} and {}", "from {} to {}", "{}-{}"]))
    digits = data.draw(st.sampled_from([str, "{:,}".format]))
    words = join.format(digits(low), digits(high))
    assert [f[:6] for f in find_figures(frame.format(words))] == [
        (words, frame.index("{"), frame.index("{") + len(words), low, high, "exact")
    ]


@given(st.text(st.characters(min_codepoint=0x10000)), st.sampled_from(["60", "several", "no one"]))
def test_characters_beyond_the_basic_plane_count_as_one(before: str, words: str) -> None:
    text = f"{before} {words} died"
    assert (len(before) + 1, len(before) + 1 + len(words)) in [
        (f.start, f.end) for f in find_figures(text)
    ]


# Any text at all

PIECES = (
    *"and or to from between over about some many not without a an one two twenty hundred".split(),
    *"thousand million trillion 1 12 1,111 2021 1.5 3 May % $ ” “ ‘ ’ ' \" - – , . ; ( )".split(),
    *(" ", "  ", *LINE_ENDS, "\u00a0", "years old", "aged", "claimed", "attack", "said", "killed"),
)


@pytest.mark.parametrize("end", LINE_ENDS, ids=ascii)
def test_a_figure_ends_with_its_line(end: str) -> None:
    for words in ("more than{}60", "twenty{}two", "20{}to 30", "a number{}of", "10{}million"):
        assert all(end not in found.text for found in find_quantities(words.format(end)))


@given(st.text() | st.lists(st.sampled_from(PIECES)).map(" ".join))
def test_any_text_can_be_read(text: str) -> None:
    for find in (find_figures, find_durations, find_quantities):
        end = 0
        for figure in find(text):
            assert end <= figure.start < figure.end <= len(text)
            assert text[figure.start : figure.end] == figure.text
            assert not set(figure.text) & set(LINE_ENDS)
            assert figure.qualifier in conventions.QUALIFIERS
            assert (figure.low is None) == (figure.high is None)
            assert figure.low is None or 0 <= figure.low <= (figure.high or 0)
            end = figure.end


# Beside dates


def test_numbers_of_a_date_are_passed_over_and_those_behind_it_are_not() -> None:
    text = "On 3 May, several men and 12 boys of 20 to 30 fell"
    numerals = [n for n in find_numerals(text) if n.start > 8]
    found = [(figure.text, figure.low) for figure in find_quantities(text, numerals)]
    assert found == [("several", None), ("12", 12), ("20 to 30", 20)]
    assert find_quantities(text) == find_quantities(text, list(find_numerals(text)))
    assert next(figure.text for figure in find_quantities(text)) == "3"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("between  20 and 30 men", ["between  20 and 30"]),
        ("from  20 to 30 men", ["from  20 to 30"]),
        ("from there 20 to 30 men", ["20 to 30"]),
        ("between them 20 and 30 men", ["20", "30"]),
        ("talks about 40 prisoners", ["40"]),
    ],
)
def test_what_stands_right_before_a_number_alone_counts(text: str, found: list[str]) -> None:
    assert [figure.text for figure in find_figures(text)] == found


TEXT = "It lost 60 men.\nMore than 60 men, 13 per cent, fled within six months.\n\nSome 4.000 left."
TEXTS = {"src-000": TEXT}


def at(words: str) -> Passage:
    return passage(TEXTS, "src-000", TEXT.index(words), words)


def said(quote: Passage) -> list[str]:
    return [figure.text for figure in quote.figures(0, len(quote.words))]


@pytest.mark.parametrize(
    ("words", "inside", "alone_"),
    [
        ("60 men, 13", ["More than 60"], ["60", "13"]),
        ("lost 60", ["60"], ["60"]),
        ("six", ["within six months"], ["six"]),
        ("months", ["within six months"], []),
        ("Some 4.000", ["Some 4.000"], ["Some 4.000"]),
        ("fled within", [], []),
    ],
)
def test_what_is_around_words_counts(words: str, inside: list[str], alone_: list[str]) -> None:
    assert said(at(words)) == inside
    assert said(alone(words)) == alone_


SHARES = (
    "Up to half of whom fled, a third, and 13 percent of the vote; 30 to 40 % of its men stayed."
)


def test_a_share_of_a_group_is_vague() -> None:
    found = {f.text: (f.low, f.high, f.qualifier, f.sure) for f in alone(SHARES).figures(0, 99)}
    assert found == dict.fromkeys(("Up to half", "30 to 40 %"), (None, None, "vague", True))
    assert find_figures(SHARES) == []


@pytest.mark.parametrize(
    ("words", "share"),
    [
        ("nearly half of them children", "nearly half"),
        ("two-thirds of its fighters", "two-thirds"),
        ("about 40 percent of them foreigners", "about 40 percent"),
        ("half of the dead", "half"),
        ("a quarter were foreigners", "a quarter"),
        ("six in ten of its members", "six in ten"),
        ("more than 60% of IS-K's members", "more than 60%"),
        ("a quarter of the town", None),
        ("a third, a doctor said, lost a leg", None),
        ("12 per cent more men", None),
        ("half a million of them", "half a million"),
    ],
)
def test_a_share_names_its_group(words: str, share: str | None) -> None:
    assert said(alone(words)) == ([share] if share else [])


@pytest.mark.parametrize(
    ("words", "figure"),
    [
        ("within six months", ("within six months", "up_to", 6)),
        ("Within the next six months", ("Within the next six months", "up_to", 6)),
        ("within as little as six months", ("as little as six months", "at_least", 6)),
        ("in six months", ("six months", "exact", 6)),
        ("within 12 to 18 months", ("12 to 18 months", "exact", 18)),
    ],
)
def test_within_a_time_is_at_most_that_long(words: str, figure: tuple[str, str, int]) -> None:
    [found] = alone(words).figures(0, len(words))
    assert (found.text, found.qualifier, found.high) == figure


def test_places_are_those_in_the_words() -> None:
    quote = at("60 men, 13")
    [figure] = quote.figures(0, 2)
    assert (figure.start, figure.end) == (-10, 2)
    assert not quote.contains(figure)
    assert [f.start for f in at("than 60 men").figures(0, 4)] == [-5]
    assert at("More than 60 men").contains(next(at("More than 60 men").figures(0, 4)))
    assert said(at("lost 60 men").part(5, 11)) == ["60"]
    assert at("lost 60 men").part(5, 11).words == "60 men"


@pytest.mark.parametrize(
    ("source", "start"), [("src-001", 0), (None, 0), ("src-000", None), ("src-000", -1)]
)
def test_words_at_an_unknown_place_are_read_alone(source: str | None, start: int | None) -> None:
    assert passage(TEXTS, source, start, "It lost") == alone("It lost")


def test_words_that_are_elsewhere_or_in_two_lines_are_read_alone() -> None:
    for start, words in ((1, "It lost"), (8, "60 men.\nMore than 60 men"), (900, "x")):
        assert passage(TEXTS, "src-000", start, words) == alone(words)


def test_all_stages_read_the_same() -> None:
    for line in TEXT.splitlines():
        assert list(read_line(line).quantities) == find_quantities(line)
        counted = [as_figure(line, q) or as_duration(line, q) for q in read_line(line).quantities]
        hits = [(h.start, h.end) for h in find_hits(line) if h.kind == "figure"]
        assert {(f.start, f.end) for f in counted if f is not None} <= set(hits)
