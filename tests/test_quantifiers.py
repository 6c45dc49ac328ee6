from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isk_indicators import quantifiers
from isk_indicators.quantifiers import Quantifier


def read(text: str) -> list[str]:
    return [text[q.start : q.end] for q in quantifiers.find(text)]


# Vague words

SCALES = "hundred thousand million billion dozen lakh crore score".split()
PLURAL_SCALES = [*(f"{scale}s" for scale in SCALES), "tens"]
SIZES = (
    "small large great good huge big growing increasing significant substantial considerable "
    "limited tiny high low vast sizeable sizable record modest unprecedented disproportionate "
    "unknown undisclosed unspecified untold overwhelming smaller larger greater"
).split()
ADVERBS = "relatively comparatively very fairly rather quite extremely".split()
ALONE = "several many numerous countless innumerable multiple some few most".split()
PHRASES = (
    "a few",
    "a number of",
    "a couple",
    "a couple of",
    "a handful",
    "a handful of",
    "a small handful of",
    "a mere handful of",
    "a tiny handful",
    "a great many",
    "a good many",
    "a string of",
    "a spate of",
    "a wave of",
    "a slew of",
    "a host of",
    "a range of",
    "a series of",
    "a whole series of",
    "an unbroken series of",
    "the majority",
    "a vast majority",
    "a large majority",
    "a great majority",
    "a clear majority",
    "a slim majority",
    "a small majority",
    "an overwhelming majority",
    "the vast majority",
    "the overwhelming majority",
    "the large majority",
    "the great majority",
    "tens of thousands",
    "hundreds of thousands of millions",
    "thousands upon thousands",
    "dozens and dozens",
    "several thousand million",
    "several hundred thousand",
    *PLURAL_SCALES,
    *(f"{word} {scale}" for word in "several many some few".split() for scale in SCALES),
    *(f"several {scale}" for scale in PLURAL_SCALES[:-1]),
    *(f"a few {scale}" for scale in SCALES),
    *(f"a couple of {scale}" for scale in SCALES),
    *(f"{size} numbers" for size in SIZES),
    *(f"a {size} number" for size in SIZES),
    *(f"an {size} number" for size in SIZES),
    *(f"the {size} number" for size in SIZES),
    *(f"a {adverb} small number" for adverb in ADVERBS),
    *(f"{adverb} large numbers" for adverb in ADVERBS),
)


@pytest.mark.parametrize("words", [*ALONE, *PHRASES])
def test_vague_words(words: str) -> None:
    for printed in (words, words.upper(), words.replace(" ", "\u00a0 ")):
        text = f"And so {printed} rebels fled."
        start = len("And so ")
        assert list(quantifiers.find(text)) == [Quantifier(start, start + len(printed), none=False)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a majority of them", ["a majority"]),
        ("a majority leader", []),
        ("the majority leader", ["the majority"]),
        ("the number of men", []),
        ("a number", []),
        ("numbers", []),
        ("large", []),
        ("series of talks", []),
        ("a series", []),
        ("a 2nd series of talks", []),
        ("the series of talks", []),
        ("a wide open series of talks", []),
        ("ten", []),
        ("ten of thousands", ["thousands"]),
        ("hundreds or thousands", ["hundreds", "thousands"]),
        ("hundreds of\nthousands", ["hundreds", "thousands"]),
        ("a couple\nof men", ["a couple"]),
        ("several\nhundred men", ["several"]),
        ("several hundred million", ["several hundred million"]),
        ("several hundred billion", ["several hundred"]),
        ("many-sided talks", []),
        ("in-many talks", []),
        ("manyfold", []),
        ("germany", []),
        ("great many men", ["many"]),
        ("fewer men", []),
        ("mostly men", []),
        ("a fewer", []),
        ("coupled men", []),
        ("a couplet", []),
        ("scored twice", []),
        ("a score of men", []),
        ("", []),
    ],
)
def test_where_vague_words_end(text: str, found: list[str]) -> None:
    assert read(text) == found


# Negations

INNER = "always yet had have having has been very so too in even really".split()


@pytest.mark.parametrize("word", ["not", "never", "without"])
def test_a_negation_belongs_to_the_vague_words(word: str) -> None:
    assert read(f"There were {word} many groups") == [f"{word} many"]
    assert read(f"There were {word.upper()} many groups") == [f"{word.upper()} many"]
    assert read(f"There were {word}, many groups") == ["many"]


@pytest.mark.parametrize("word", INNER)
def test_words_between_a_negation_and_the_vague_words(word: str) -> None:
    assert read(f"It had not {word} many groups") == [f"not {word} many"]
    assert read(f"It had not really {word} many groups") == [f"not really {word} many"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("has not always had a large number of members", ["not always had a large number"]),
        ("not a few of them", ["not a few"]),
        ("not a very large number of them", ["not a very large number"]),
        ("dozens, if not hundreds of men", ["dozens", "hundreds"]),
        ("it is not seen by many men", ["many"]),
        ("knot many men", ["many"]),
    ],
)
def test_what_a_negation_takes_in(text: str, found: list[str]) -> None:
    assert read(text) == found


COUNTED = (
    "casualties casualty deaths death fatalities fatality injuries injured survivors victim "
    "victims attacks attack arrests arrest losses"
).split()
NONE = (
    "not a single",
    "without a single",
    "without having a single",
    "without even a single",
    "without having even a single",
    "not ever a single",
    "without losing a single",
    "without suffering a single",
    "nobody",
    "no one",
    "no-one",
    "none",
)


@pytest.mark.parametrize("words", NONE)
def test_words_that_say_none(words: str) -> None:
    for printed in (words, words.upper(), words.replace(" ", "\u00a0 ")):
        assert list(quantifiers.find(f"But {printed} stronghold")) == [
            Quantifier(4, 4 + len(printed), none=True)
        ]


@pytest.mark.parametrize("thing", COUNTED)
def test_none_of_what_is_counted(thing: str) -> None:
    for words in (f"No {thing}", f"no civilian {thing}", f"no \u00a0{thing.upper()}"):
        [found] = quantifiers.find(words)
        assert found == Quantifier(0, 2, none=True)


@pytest.mark.parametrize(
    "behind",
    [" of them", " had", " has", " man was", " men were", " man died", " man survived", *".,;!?"],
)
def test_not_one(behind: str) -> None:
    assert list(quantifiers.find(f"not one{behind}")) == [Quantifier(0, 7, none=True)]


@pytest.mark.parametrize(
    "text",
    [
        "no doubt",
        "no 12 casualties",
        "no large scale attack",
        "no\nattack",
        "know attack",
        "nobodys",
        "no ones",
        "not one",
        "not one man",
        "not one off",
        "not one day said",
        "none other than",
        "none the wiser",
        "none too soon",
        "nonetheless",
        "second to none",
        "bar none",
        "non-casualties",
        "a single",
        "single",
        "without reason a single",
        "cannot a single",
    ],
)
def test_words_that_do_not_say_none(text: str) -> None:
    assert read(text) == []


def test_none_otherwise() -> None:
    assert read("none otherwise") == ["none"]
    assert read("it was a second none saw") == ["none"]


# Neighbours without which a word counts nothing

BEFORE = {
    "many": ["how", "as", "in so", "know how"],
    "most": (
        "the its their his her our at a an whose and or is are was be two three four five ten "
        "Kabul's Kabul’s Taliban’"
    ).split(),
    "some": ["and then", "by"],
    "none": ["second to", "bar"],
}
AFTER = {
    "many": "times ways respects cases year years".split(),
    "few": ["times", "and far between"],
    "most": ["of all groups", *"time day year territory part".split()],
    "some": "time day way extent degree".split(),
    "several": ["times"],
}


@pytest.mark.parametrize(
    ("word", "before"), [(word, before) for word, some in BEFORE.items() for before in some]
)
def test_words_before_which_a_vague_word_counts_nothing(word: str, before: str) -> None:
    assert read(f"{before} {word} of them") == []
    assert read(f"{before.upper()} \n{word} of them") == []
    assert read(f"{before} xx {word} of them") == [word]


@pytest.mark.parametrize(
    ("word", "after"), [(word, after) for word, some in AFTER.items() for after in some]
)
def test_words_behind_which_a_vague_word_counts_nothing(word: str, after: str) -> None:
    assert read(f"{word} {after} groups") == []
    assert read(f"{word}\n {after.upper()} groups") == []


@pytest.mark.parametrize(
    "text",
    [
        "most of the time they",
        "most of the day they",
        "some of the time they",
        "some of the way they",
    ],
)
def test_parts_of_what_is_not_counted(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("show many groups", ["many"]),
        ("has many groups", ["many"]),
        ("nearby some groups", ["some"]),
        ("bathe most groups", ["most"]),
        ("crowbar none", ["none"]),
        ("many animals", ["many"]),
        ("drove many a field commander away", ["many a"]),
        ("Many  an officer fled", ["Many  an"]),
        ("not many a man fled", ["not many a"]),
        ("as many a village elder will say", []),
        ("how many a group", []),
        ("many a time", []),
        ("for many a year", []),
        ("many a timeserver", ["many a"]),
        ("many anonymous groups", ["many"]),
        ("many timeserving groups", ["many"]),
        ("few timesheets", ["few"]),
        ("few and farmers", ["few"]),
        ("several timesheets", ["several"]),
        ("some daytime raids", ["some"]),
        ("some timely raids", ["some"]),
        ("most daytime raids", ["most"]),
        ("most of allied groups", ["most"]),
        ("the most groups", []),
        ("the few groups", ["few"]),
        ("MOST of the time", []),
    ],
)
def test_neighbours_are_whole_words(text: str, found: list[str]) -> None:
    assert read(text) == found


def test_neighbours_are_sought_among_twenty_four_characters() -> None:
    assert read(f"how{' ' * 21}many men") == []
    assert read(f"how{' ' * 22}many men") == ["many"]
    assert read(f"several{' ' * 19}times") == []
    assert read(f"several{' ' * 20}times") == ["several"]


@pytest.mark.parametrize("word", ["some", "most", "multiple", "Some", "MULTIPLE"])
def test_words_that_count_before_a_plural_alone(word: str) -> None:
    assert read(f"{word} militant groups fled") == [word]
    assert read(f"{word} militant group") == []
    assert read(f"{word} of them fled") == [word]


@pytest.mark.parametrize("word", ["several", "many", "few", "numerous", "countless", "innumerable"])
def test_words_that_count_by_themselves(word: str) -> None:
    assert read(f"wounding {word}.") == [word]


def test_what_a_negation_takes_in_needs_no_plural() -> None:
    assert read("not some group") == []
    assert read("some hundred of it") == ["some hundred"]


def test_finds_stand_in_the_order_of_the_text() -> None:
    assert read("none of several, not a single one, many") == [
        "none",
        "several",
        "not a single",
        "many",
    ]


WORDS = st.lists(
    st.sampled_from(
        "not never without even a an the no none nobody one single some many few several most of "
        "large number numbers handful couple majority vast very hundred hundreds tens x - ,".split()
        + [" "] * 12
        + ["\n", "casualties"]
    )
).map("".join)


@given(WORDS)
def test_it_is_searched_at_few_places_and_found_at_all(text: str) -> None:
    everywhere = [
        match.span()
        for match in quantifiers._PHRASE.finditer(text.lower())
        if quantifiers._counts(text.lower(), match)
    ]
    assert [(found.start, found.end) for found in quantifiers.find(text)] == everywhere


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    end = 0
    for found in quantifiers.find(text):
        assert end <= found.start < found.end <= len(text)
        end = found.end
