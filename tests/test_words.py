from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words
from text_to_num import text2num

from isk_indicators.schema import DataPackage
from isk_indicators.spans import LINE_ENDS
from isk_indicators.words import (
    BLANK,
    TIME_UNIT,
    Entry,
    Found,
    Lexicon,
    Numeral,
    Quantifier,
    counts_follow,
    find_harm,
    find_numerals,
    find_quantifiers,
    harms_in,
    is_plural,
    lower_keep_length,
    plural_follows,
)


@pytest.mark.parametrize("find", [find_numerals, find_quantifiers, find_harm])
@given(text=st.text())
def test_what_is_found_in_any_text_does_not_overlap(
    find: Callable[[str], Iterable[Numeral | Quantifier | Found]], text: str
) -> None:
    end = 0
    for found in find(text):
        assert end <= found.start < found.end <= len(text)
        end = found.end


TIME_UNITS = "second minute min hour hr day night week weekend fortnight month year decade".split()


@pytest.mark.parametrize(
    "unit", [*TIME_UNITS, *(f"{unit}s" for unit in TIME_UNITS), "century", "centuries"]
)
def test_a_unit_of_time(unit: str) -> None:
    assert re.fullmatch(TIME_UNIT, unit)
    assert re.match(TIME_UNIT, f"{unit} ago")
    assert not re.match(TIME_UNIT, f"{unit}x")


def test_a_thing_is_no_second() -> None:
    assert not re.match(TIME_UNIT, "second-hand cars")
    assert re.match(TIME_UNIT, "second-long")


@pytest.mark.parametrize(
    ("character", "is_blank"),
    [
        (" ", True),
        ("\t", True),
        ("\u00a0", True),
        ("\u202f", True),
        *((end, False) for end in LINE_ENDS),
        ("x", False),
    ],
)
def test_a_blank_stays_within_its_line(character: str, is_blank: bool) -> None:
    assert bool(re.fullmatch(BLANK, character)) == is_blank


def test_small_letters_stand_in_the_places_of_their_capitals() -> None:
    assert lower_keep_length("ÉVA Killed") == "éva killed"
    assert lower_keep_length("A\u2028B\u2029C") == "a\nb\nc"
    text = "In İzmir ONE"  # the small letter of its "İ" takes two places
    assert len(text.lower()) > len(text)
    assert lower_keep_length(text) == "in İzmir one"


# Plurals

PEOPLE = "people men women children police personnel clergy others staff crew".split()


@pytest.mark.parametrize(
    "word", ["groups", "Fighters", "ATTACKS", *PEOPLE, "People", "lives", "gas"]
)
def test_plurals(word: str) -> None:
    assert is_plural(word)


@pytest.mark.parametrize(
    "word",
    [
        "group",
        "mass",
        "virus",
        "crisis",
        "Taliban's",
        "Taliban’s",
        "Mess",
        "man",
        "s's",
        "its",
        "this",
    ],
)
def test_what_is_no_plural(word: str) -> None:
    assert not is_plural(word)


LIMITS = (
    "and or but in on at by for from with to into near after before during since while as that "
    "which who when where is are was were has have had be been will would could may might"
).split()


@pytest.mark.parametrize("word", LIMITS)
def test_a_plural_is_sought_no_further_than_its_clause(word: str) -> None:
    assert plural_follows(f"some time {word} groups", 4) is False
    assert plural_follows(f"some time {word.upper()} groups", 4) is False
    assert plural_follows("some time long groups", 4) is True


@pytest.mark.parametrize("mark", list('.,;:!?()–—"“”\r\n'))
def test_a_mark_ends_a_clause(mark: str) -> None:
    assert not plural_follows(f"some time{mark} groups", 4)
    assert plural_follows(f"some groups{mark} x", 4)


def test_a_plural_is_sought_among_five_words() -> None:
    assert plural_follows("some a b c d groups", 4)
    assert not plural_follows("some a b c d e groups", 4)
    assert plural_follows("some a-a-a b c d groups", 4)
    assert plural_follows("some 12 b c d groups", 4)
    assert not plural_follows("some 12 b c d e groups", 4)


def test_a_plural_is_sought_among_eighty_characters() -> None:
    assert plural_follows(f"{'x' * 74} shots", 0)
    assert plural_follows(f"some {'x' * 74} shots", 5)
    assert not plural_follows(f"some {'x' * 75} shots", 5)


@pytest.mark.parametrize(
    "words", ["well-known groups", "driver’s groups", "driver's groups", "2nd groups"]
)
def test_words_with_marks_inside_are_words(words: str) -> None:
    assert plural_follows(words, 0)


@pytest.mark.parametrize("words", ["driver's time", "driver’s time", "1980", "its time"])
def test_what_a_word_ends_with_may_be_no_plural(words: str) -> None:
    assert not plural_follows(words, 0)


PRONOUN_USES = (
    "of the|of its|of their|of his|of her|of our|of these|of those|of them|of us|of whom|of which|"
    "have|had|were|are|even|also|say|said|believe|believed|argue|suspect|fear|feared|fled|may|might|"
    "in|with|who|joined|remain|remained|died|escaped|surrendered"
).split("|")


@pytest.mark.parametrize("words", PRONOUN_USES)
def test_words_behind_which_some_counts_by_itself(words: str) -> None:
    assert counts_follow(f"some {words} time", 4)
    assert counts_follow(f"some \u00a0{words.upper()} time", 4)
    assert not counts_follow(f"some\n{words} time", 4)
    assert not counts_follow(f"some {words}x time", 4)
    assert not counts_follow(f"some long {words} time", 4)
    assert counts_follow(f"some {words.replace(' ', '   ')} time", 4)


@pytest.mark.parametrize(
    "text", ["some of a time", "some time", "some of\nthem", "some ed", "somehad"]
)
def test_words_behind_which_it_does_not(text: str) -> None:
    assert not counts_follow(text, 4)


def test_a_plural_behind_some_is_counted() -> None:
    assert counts_follow("some militant groups", 4)


# Numbers

UP_TO_A_BILLION = st.integers(0, 10**9) | st.integers(0, 3000)


def numbers(text: str) -> list[tuple[str, Decimal]]:
    return [(text[n.start : n.end], n.value) for n in find_numerals(text)]


def alone(words: str) -> Decimal:
    """The value of these words, which are one number, whole, in the midst of a sentence."""
    [(found, value)] = numbers(f"Then, as {words} fled, it rained.")
    assert found == words
    return value


# In words

UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


@pytest.mark.parametrize(("number", "word"), list(enumerate(UNITS)))
def test_a_unit(number: int, word: str) -> None:
    assert alone(word) == number
    assert alone(word.upper()) == number
    assert alone(word.capitalize()) == number


@pytest.mark.parametrize(("number", "word"), list(enumerate(TENS, start=2)))
def test_a_ten_with_and_without_its_unit(number: int, word: str) -> None:
    assert alone(word) == 10 * number
    for unit, name in enumerate(UNITS[1:10], start=1):
        assert alone(f"{word}-{name}") == alone(f"{word} {name}") == 10 * number + unit
    assert numbers(f"{word} ten men") == [(word, 10 * number), ("ten", 10)]
    assert numbers(f"{word} zero men") == [(word, 10 * number), ("zero", 0)]


SCALES = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 10**3,
    "lakh": 10**5,
    "lakhs": 10**5,
    "million": 10**6,
    "mn": 10**6,
    "crore": 10**7,
    "crores": 10**7,
    "billion": 10**9,
    "bn": 10**9,
    "trillion": 10**12,
}


@pytest.mark.parametrize(("word", "scale"), SCALES.items())
def test_a_scale(word: str, scale: int) -> None:
    assert alone(f"three {word}") == alone(f"3 {word}") == alone(f"THREE {word.upper()}")
    assert alone(f"three-{word}") == alone(f"3-{word}") == 3 * scale
    assert alone(f"a {word}") == alone(word) == scale
    assert alone(f"half a {word}") == alone(f"half-a-{word}") == alone(f"a half {word}")
    assert alone(f"a half-{word}") == Decimal(scale) / 2
    assert alone(f"a quarter of a {word}") == Decimal(scale) / 4
    assert alone(f"two and a half {word}") == alone(f"2 and a half {word}")
    assert alone(f"2 and a half-{word}") == Decimal(scale) * 5 / 2


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("one hundred and forty-four", 144),
        ("one hundred, and forty-four", 144),
        ("one hundred forty-four", 144),
        ("a hundred and one", 101),
        ("one-hundred", 100),
        ("nineteen hundred and eighty", 1980),
        ("a thousand and one", 1001),
        ("a thousand, and one", 1001),
        ("a billion and two thousand", 1_000_002_000),
        ("two thousand three hundred", 2300),
        ("a thousand, two hundred", 1200),
        ("two hundred thousand", 200_000),
        ("two-hundred-thousand", 200_000),
        ("a hundred thousand", 100_000),
        ("a hundred and twenty thousand", 120_000),
        ("one hundred thousand, five hundred", 100_500),
        ("a million, a hundred thousand and five", 1_100_005),
        ("two million three hundred thousand", 2_300_000),
        ("two million, three thousand and four", 2_003_004),
        ("a billion and two million", 1_002_000_000),
        ("one billion, two million, three thousand, four hundred", 1_002_003_400),
        ("five hundred thousand million", 500_000_000_000),
        ("two lakh crore", 2 * 10**12),
        ("3 lakh crore", 3 * 10**12),
        ("two hundred dozen", 2400),
        ("a single", 1),
        ("two and a half", Decimal("2.5")),
        ("two\u00a0 million", 2_000_000),
        ("one hundred \u202f and\u2009 two", 102),
        ("half  a  million", 500_000),
    ],
)
def test_numbers_in_words(words: str, value: Decimal) -> None:
    assert alone(words) == value
    assert alone(words.upper()) == value


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("two hundred and three hundred", [200, 300]),
        ("one hundred and forty-four and two hundred", [144, 200]),
        ("two thousand and three thousand", [2000, 3000]),
        ("two thousand and three hundred thousand", [2000, 300_000]),
        ("two thousand, three hundred thousand", [2000, 300_000]),
        ("one million and two million", [10**6, 2 * 10**6]),
        ("one million and two hundred million", [10**6, 2 * 10**8]),
        ("two thousand, three of them", [2000, 3]),
        ("one hundred, three of them", [100, 3]),
        ("one hundred, two hundred", [100, 200]),
        ("two and three", [2, 3]),
        ("twenty and three", [20, 3]),
        ("one\ntwo", [1, 2]),
        ("two\nhundred", [2, 100]),
        ("one hundred\nand two", [100, 2]),
        ("two and a half\nmillion", [Decimal("2.5"), 10**6]),
        ("two dozen dozen men", [2 * 12**2]),
        ("two dozen dozen dozen", [2 * 12**2, 12]),
        ("hundred and fifty", [100, 50]),
        ("three halves", [3]),
        ("one hundredth", [1]),
        ("one hundred and two hundredths", [102]),
        ("two thousandths", [2]),
        ("one millionth", [1]),
        ("one billionth", [1]),
        ("a million, two thousandths", [10**6, 2]),
        ("a billion, two millionths", [10**9, 2]),
        ("two and a halfpenny", [2]),
    ],
)
def test_what_is_one_number_and_what_are_two(text: str, values: list[Decimal]) -> None:
    assert [value for _, value in numbers(text)] == values


@pytest.mark.parametrize(
    "text",
    [
        "someone",
        "tone",
        "ones",
        "tenth",
        "dozens",
        "hundreds",
        "twentyish",
        "nine_lives",
        "half",
        "a half",
        "a quarter",
        "single",
        "a singles match",
        "a half-brother",
        "K-one",
        "d'one",
        "d’one",
        "",
        "no number",
    ],
)
def test_words_that_only_look_like_numbers(text: str) -> None:
    assert numbers(text) == []


# In digits


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("0", 0),
        ("7", 7),
        ("2593", 2593),
        ("1,500", 1500),
        ("12,000", 12_000),
        ("1,234,567", 1_234_567),
        ("12,34,567", 1_234_567),
        ("1,50,000", 150_000),
        ("1,00,00,000", 10_000_000),
        ("1,234,567,890,123,456", 1_234_567_890_123_456),
        ("12 000", 12_000),
        ("1 234 567", 1_234_567),
        ("12\u00a0000", 12_000),
        ("12\u202f000", 12_000),
        ("12\u2009000", 12_000),
        ("1 234 567 890 123", 1_234_567_890_123),
        ("1.5", Decimal("1.5")),
        ("0.123456789", Decimal("0.123456789")),
        ("1.5 lakh", 150_000),
        ("1.5-million", 1_500_000),
        ("123456789012345", 123456789012345),
        ("5k", 5000),
        ("5K", 5000),
        ("1.2m", 1_200_000),
        ("1.2mn", 1_200_000),
        ("3bn", 3 * 10**9),
        ("3BN", 3 * 10**9),
        ("٣", 3),
    ],
)
def test_numbers_in_digits(words: str, value: Decimal) -> None:
    assert alone(words) == value


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("12 0000 men", ["12", "0000"]),
        ("12 00 men", ["12", "00"]),
        ("1234 000 men", ["1234", "000"]),
        ("12\n000 men", ["12", "000"]),
        ("12  000 men", ["12", "000"]),
        ("12 000 0000 men", ["12 000", "0000"]),
        ("12 million 1", ["12 million", "1"]),
        ("5 k", ["5"]),
        ("2 and a half\nlakh", ["2 and a half", "lakh"]),
        ("2 and a halfling", ["2"]),
        ("12.", ["12"]),
        ("12,", ["12"]),
        ("12, 13", ["12", "13"]),
        ("(12)", ["12"]),
        ("-12", ["12"]),
        ("x -12", ["12"]),
        ("12-13", ["12", "13"]),
        ("x, 12", ["12"]),
    ],
)
def test_where_digits_end(text: str, found: list[str]) -> None:
    assert [words for words, _ in numbers(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "1,2",
        "12,0000",
        "1,500,00",
        "1234,000",
        "1,2,500",
        "1.2.3",
        "1.1234567890",
        "1234567890123456",
        "1,234,567,890,123,456,789",
        "3rd",
        "5,300m",
        "5,300mn",
        "5mm",
        "5kg",
        "AK-47",
        "mid-2021",
        "x12",
        "x_12",
        ".12",
        ",12",
        "/12",
        "x'12",
        "x’12",
    ],
)
def test_digits_that_are_no_number(text: str) -> None:
    assert numbers(text) == []


def test_what_is_reported_of_a_number() -> None:
    found = list(find_numerals("From 1.5 to 2 million, or twenty-two thousand, or 3k."))
    assert found == [
        Numeral(5, 8, Decimal("1.5"), 1),
        Numeral(12, 21, Decimal(2_000_000), 1_000_000),
        Numeral(26, 45, Decimal(22_000), 1000),
        Numeral(50, 52, Decimal(3000), 1000),
    ]


@pytest.mark.parametrize(
    ("words", "scale"),
    [
        ("two hundred", 100),
        ("two hundred and one", 1),
        ("two hundred thousand", 100_000),
        ("a thousand and two hundred", 100),
        ("half a million", 1_000_000),
        ("3 lakh crore", 10**12),
        ("million", 10**6),
        ("3", 1),
    ],
)
def test_the_scale_is_what_the_last_words_multiply_by(words: str, scale: int) -> None:
    [found] = find_numerals(words)
    assert found.scale == scale


# Oracles


def spellings(number: int) -> set[str]:
    """How English prints a number in words: with and without "and", hyphens and commas."""
    words = num2words(number)
    some = {words, words.replace(" and ", " ")}
    some |= {spelling.replace(",", "") for spelling in some}
    return some | {spelling.replace("-", " ") for spelling in some}


@given(UP_TO_A_BILLION)
def test_a_number_in_words_is_read_back(number: int) -> None:
    for words in spellings(number):
        assert alone(words) == number, words


@given(UP_TO_A_BILLION)
def test_another_reader_of_number_words_agrees(number: int) -> None:
    # It knows no commas; its further words ("hundreds" as 100) are vague here, and "a dozen",
    # "half a million", "a lakh" are numbers here alone.
    words = num2words(number).replace(",", "")
    assert alone(words) == text2num(words, "en")


@pytest.mark.parametrize("words", ["a dozen", "half a million", "two lakh", "a single"])
def test_numbers_that_the_other_reader_does_not_know(words: str) -> None:
    assert alone(words) > 0
    with pytest.raises(ValueError, match="invalid literal"):
        text2num(words, "en")


def indian(number: int) -> str:
    """A number with a comma before its last three digits, and before each two ahead of them."""
    head, tail = divmod(number, 1000)
    pairs = f"{head:,}" if head < 100 else indian_pairs(head)
    return f"{pairs},{tail:03}" if head else str(tail)


def indian_pairs(head: int) -> str:
    rest, pair = divmod(head, 100)
    return f"{indian_pairs(rest)},{pair:02}" if rest else str(pair)


@given(st.integers(0, 10**12))
def test_a_number_in_digits_is_read_back(number: int) -> None:
    assert alone(str(number)) == number
    assert alone(f"{number:,}") == number
    assert alone(indian(number)) == number


@given(st.integers(1000, 10**12), st.sampled_from(" \u00a0\u202f\u2009"))
def test_a_number_grouped_by_blanks_is_read_back(number: int, blank: str) -> None:
    assert alone(f"{number:,}".replace(",", blank)) == number


@given(st.integers(0, 10**6), st.integers(0, 99), st.sampled_from(sorted(SCALES)))
def test_a_decimal_number_with_a_scale_is_read_back(whole: int, part: int, scale: str) -> None:
    assert alone(f"{whole}.{part:02} {scale}") == Decimal(f"{whole}.{part:02}") * SCALES[scale]


@given(st.lists(st.sampled_from(["hundred ", "trillion-", "one ", "and ", "9" * 9]), max_size=500))
def test_no_text_makes_a_number_of_more_than_sixty_digits(words: list[str]) -> None:
    assert all(found.value < 10**60 for found in find_numerals("".join(words)))


# Vague quantities and zero


def vague(text: str) -> list[str]:
    return [text[q.start : q.end] for q in find_quantifiers(text)]


# Vague words

ROUND_NUMBERS = "hundred thousand million billion dozen lakh crore score".split()
PLURAL_SCALES = [*(f"{scale}s" for scale in ROUND_NUMBERS), "tens"]
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
    *(f"{word} {scale}" for word in "several many some few".split() for scale in ROUND_NUMBERS),
    *(f"several {scale}" for scale in PLURAL_SCALES[:-1]),
    *(f"a few {scale}" for scale in ROUND_NUMBERS),
    *(f"a couple of {scale}" for scale in ROUND_NUMBERS),
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
        assert list(find_quantifiers(text)) == [
            Quantifier(start, start + len(printed), is_zero=False)
        ]


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
    assert vague(text) == found


# Negations

INNER = "always yet had have having has been very so too in even really".split()


@pytest.mark.parametrize("word", ["not", "never", "without"])
def test_a_negation_belongs_to_the_vague_words(word: str) -> None:
    assert vague(f"There were {word} many groups") == [f"{word} many"]
    assert vague(f"There were {word.upper()} many groups") == [f"{word.upper()} many"]
    assert vague(f"There were {word}, many groups") == ["many"]


@pytest.mark.parametrize("word", INNER)
def test_words_between_a_negation_and_the_vague_words(word: str) -> None:
    assert vague(f"It had not {word} many groups") == [f"not {word} many"]
    assert vague(f"It had not really {word} many groups") == [f"not really {word} many"]


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
    assert vague(text) == found


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
    "no longer had a single",
    "no longer holds a single",
    "nobody",
    "no one",
    "no-one",
    "none",
)


@pytest.mark.parametrize("words", NONE)
def test_words_that_say_none(words: str) -> None:
    for printed in (words, words.upper(), words.replace(" ", "\u00a0 ")):
        assert list(find_quantifiers(f"But {printed} stronghold")) == [
            Quantifier(4, 4 + len(printed), is_zero=True)
        ]


@pytest.mark.parametrize("thing", COUNTED)
def test_none_of_what_is_counted(thing: str) -> None:
    for words in (f"No {thing}", f"no civilian {thing}", f"no \u00a0{thing.upper()}"):
        [found] = find_quantifiers(words)
        assert found == Quantifier(0, 2, is_zero=True)


@pytest.mark.parametrize(
    "behind",
    [" of them", " had", " has", " man was", " men were", " man died", " man survived", *".,;!?"],
)
def test_not_one(behind: str) -> None:
    assert list(find_quantifiers(f"not one{behind}")) == [Quantifier(0, 7, is_zero=True)]


@pytest.mark.parametrize(
    "text",
    [
        "no doubt",
        "no more fighters",
        "no member states",
        "no base-level talks",
        "denied that any talks were held",
        "no 12 casualties",
        "no large scale attack",
        "no\nattack",
        "know attack",
        "nobodys",
        "no ones",
        "not one",
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
    assert vague(text) == []


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("no foreign fighters operate there", "no"),
        ("There are no bases, it said", "no"),
        ("has no members left", "no"),
        ("deny that any civilian was harmed", "deny that any"),
        ("denied any soldiers were killed", "denied any"),
    ],
)
def test_none_of_a_strength_and_harm_denied(text: str, printed: str) -> None:
    [found] = find_quantifiers(text)
    assert (text[found.start : found.end], found.is_zero) == (printed, True)


def test_none_otherwise() -> None:
    assert vague("none otherwise") == ["none"]
    assert vague("it was a second none saw") == ["none"]


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
    assert vague(f"{before} {word} of them") == []
    assert vague(f"{before.upper()} \n{word} of them") == []
    assert vague(f"{before} xx {word} of them") == [word]


@pytest.mark.parametrize(
    ("word", "after"), [(word, after) for word, some in AFTER.items() for after in some]
)
def test_words_behind_which_a_vague_word_counts_nothing(word: str, after: str) -> None:
    assert vague(f"{word} {after} groups") == []
    assert vague(f"{word}\n {after.upper()} groups") == []


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
    assert vague(text) == []


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
    assert vague(text) == found


def test_neighbours_are_sought_among_twenty_four_characters() -> None:
    assert vague(f"how{' ' * 21}many men") == []
    assert vague(f"how{' ' * 22}many men") == ["many"]
    assert vague(f"several{' ' * 19}times") == []
    assert vague(f"several{' ' * 20}times") == ["several"]


@pytest.mark.parametrize("word", ["some", "most", "multiple", "Some", "MULTIPLE"])
def test_words_that_count_before_a_plural_alone(word: str) -> None:
    assert vague(f"{word} militant groups fled") == [word]
    assert vague(f"{word} militant group") == []
    assert vague(f"{word} of them fled") == [word]


@pytest.mark.parametrize("word", ["several", "many", "few", "numerous", "countless", "innumerable"])
def test_words_that_count_by_themselves(word: str) -> None:
    assert vague(f"wounding {word}.") == [word]


def test_what_a_negation_takes_in_needs_no_plural() -> None:
    assert vague("not some group") == []
    assert vague("some hundred of it") == ["some hundred"]


def test_finds_stand_in_the_order_of_the_text() -> None:
    assert vague("none of several, not a single one, many") == [
        "none",
        "several",
        "not a single",
        "many",
    ]


# Search for words

SOME = Lexicon(
    Entry("fell fallen", label="fall"),
    Entry("rose", followed_by=r"\s+up", label="rise"),
    Entry("stood", preceded_by=r"(?<!had\s)"),
    Entry("fell", label="never"),
    Entry("rose", followed_by=r"\s+high", label="height"),
)


def labelled(lexicon: Lexicon, text: str) -> list[tuple[str, str]]:
    return [(text[start:end], label) for start, end, label in lexicon.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("it fell", [("fell", "fall")]),
        ("FELL, Fallen", [("FELL", "fall"), ("Fallen", "fall")]),
        ("felled, befell, fell2", []),
        ("-fell", []),
        ("–fell-", [("fell", "fall")]),
        ("rose up", [("rose up", "rise")]),
        ("rose  UP.", [("rose  UP", "rise")]),
        ("rose upon", []),
        ("rose high", [("rose high", "height")]),
        ("rose", []),
        ("it stood", [("stood", "")]),
        ("had stood", []),
        ("HAD stood", []),
        ("", []),
    ],
)
def test_words_are_found_whole_and_with_what_must_stand_beside_them(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert labelled(SOME, text) == expected


def test_words_are_found_in_order_with_their_places() -> None:
    assert list(SOME.find("it rose up and fell")) == [
        Found(3, 10, "rise"),
        Found(15, 19, "fall"),
    ]


def test_no_words_overlap() -> None:
    far = Lexicon(Entry("from", followed_by=r"\s+\w+\s+fell"), Entry("fell"))
    assert labelled(far, "from it fell, fell") == [("from it fell", ""), ("fell", "")]
    twice = Lexicon(Entry("on", followed_by=r"\s+on"))
    assert list(twice.find("on on on on")) == [Found(0, 5, ""), Found(6, 11, "")]


def test_what_may_not_follow() -> None:
    strict = Lexicon(Entry("fell"), Entry("rose", followed_by=r"\s+up"), last=r"(?!-)")
    assert labelled(strict, "fell-, rose up-, fell rose up") == [("fell", ""), ("rose up", "")]


NAMED = Lexicon(
    Entry("fell band", followed_by=r"\s+down"),
    Entry(
        "",
        preceded_by=r"(?-i:(?=[A-Z][\w-])(?!(?:It|The)(?![\w-])))",
        followed_by=r"[\w-]*\s+fell",
    ),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Farland fell", ["Farland fell"]),
        ("Farland FELL", ["Farland FELL"]),
        ("Far-land fell", ["Far-land fell"]),
        ("x-Farland fell", []),
        ("xFarland fell", []),
        ("farland fell", []),
        ("Ä fell", []),
        ("F fell", []),
        ("It fell, The fell", []),
        ("Item fell, Theft fell", ["Item fell", "Theft fell"]),
        ("Farland felled", []),
        ("Farland fell down", ["Farland fell"]),
        ("Band down fell", ["Band down"]),
        ("Band fell down", ["Band fell"]),
        ("Red Band fell", ["Band fell"]),
    ],
)
def test_names_are_found_before_their_words(text: str, expected: list[str]) -> None:
    assert labelled(NAMED, text) == [(words, "") for words in expected]


PIECES = "fell fallen rose up stood high -fell Fell x had - ,".split()


@given(st.lists(st.sampled_from([*PIECES, " ", "\n"])).map(" ".join))
def test_what_is_found_is_what_one_pattern_would_find(text: str) -> None:
    whole = r"(?:fell|fallen|rose\s+up|(?<!had\s)stood|rose\s+high)"
    pattern = re.compile(rf"(?<![\w-]){whole}(?!\w)", re.IGNORECASE)
    assert [f[:2] for f in SOME.find(text)] == [m.span() for m in pattern.finditer(text)]


# Words of killing and hurting

KILLED = (
    "kill kills killed killing killings dead die dies died dying death deaths slain slay slays "
    "slaying murder murders murdered murdering assassinate assassinates assassinated assassinating "
    "assassination assassinations executed executing execution executions behead beheads beheaded "
    "beheading eliminated eliminating fatality fatalities massacre massacred massacres perish "
    "perished perishing martyred bodies"
).split()
TAKING_LIFE = (
    "claim lives",
    "claims lives",
    "claimed 52 lives",
    "claiming a life",
    "costs lives",
    "cost lives",
    "costing his life",
    "take lives",
    "taken the lives",
    "takes 12 lives",
    "took lives",
    "taking the young man's life",
    "lost their lives",
    "lose their lives",
    "loses his life",
    "losing his life",
)
WOUNDED = (
    "wound wounds wounded wounding injure injured injures injuring injury injuries hurt hurts "
    "hurting maim maims maimed maiming"
).split()
OF_WOUNDS = (
    "died of their wounds",
    "dying of wounds",
    "die from injuries",
    "died of severe head injuries",
    "succumbed to his wounds",
    "succumb to injuries",
    "fatally wounded",
    "mortally injured",
)
LOST = (
    "lost 64",
    "lost at least 64",
    "lost up to 45",
    "lost in excess of 1,500",
    "lost over 20",
    "lost twenty-two",
    "lost a dozen",
    "lost a few",
    "lost a total of 64",
    "lost between 20 and 30",
    "lost 20-30",
    "losing several",
    "lose 12",
)
OTHER_DEATHS = (
    "slaughtered",
    "fatal casualties",
    "lives were lost",
    "life has been lost",
    "gunned down",
    "death toll",
    "death tolls",
)
BOTH = [
    "casualty",
    "casualties",
    "casualty toll",
    "killed and wounded",
    "killed or injured",
    "wounded and killed",
    "dead and/or hurt",
    "killed/maimed",
    "killing or wounding",
    "kill and maim",
    "kills and injures",
    "deaths and injuries",
    "injuries or fatalities",
    "killed and seriously wounded",
    "wounded and also killed",
    "killed as well as wounded",
    "killed or were seriously wounded",
    "died or were injured",
    "killed, wounded",
    "dead, and wounded",
]


@pytest.mark.parametrize("before", ["was", "were", "had been"])
def test_whoever_was_harmed_was_killed_or_wounded(before: str) -> None:
    [found] = find_harm(f"No civilian {before} harmed.")
    assert found.label == "killed_or_wounded"
    assert not list(find_harm("It harmed the talks, and harmed nobody."))


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        *(("killed", words) for words in (*KILLED, *TAKING_LIFE, *OF_WOUNDS, *LOST, *OTHER_DEATHS)),
        *(("wounded", words) for words in WOUNDED),
        *(("killed_or_wounded", words) for words in BOTH),
    ],
)
def test_each_word_tells_its_harm(harm: str, words: str) -> None:
    for printed in (words, words.upper()):
        assert list(find_harm(f"The {printed}, it said.")) == [Found(4, 4 + len(words), harm)]


@pytest.mark.parametrize(
    "text",
    [
        "skilled",
        "killer",
        "overkill",
        "painkill",
        "undead",
        "self-injury",
        "deadly",
        "deathly",
        "diet",
        "dieda",
        "wounder",
        "hurtful",
        "eliminate",
        "execute",
        "claimed responsibility",
        "claimed the attack; no lives",
        "claimed the attack. Lives",
        "claimed the attack: lives",
        f"claimed {'x' * 40} lives",
        "claimed livestock",
        "claimants' lives",
        "claimedlives",
        "reclaimed lives",
        "claimed the nightlives",
        "lost alive",
        "lost 64 people to the rival group",
        "lost 64 of its fighters to desertion",
        "lost some ground",
        "lost some support",
        "lost 2-1",
        "lost 2 to 1",
        "lost 64%",
        "lost 64 per cent of it",
        "lost $64 million",
        "lost since 2015",
        "lost between 20 and 30 districts",
        "lost 15 of its 20 seats",
        "lost 1,500 square kilometres",
        "lost hundreds of thousands of dollars",
        "a fatal attack",
        "lost many fighters to the other band",
        "lost the support of many people",
        "lost control over two million people",
        "lost two districts",
        "lost people",
        "lost party members",
        "took a heavy toll on it",
        "a toll road",
        "tolls rose to 45",
        "lives",
        "gunned",
        "succumbed to the temptation",
        "fatally flawed",
        "casual",
        "",
    ],
)
def test_words_that_only_look_like_harm(text: str) -> None:
    assert list(find_harm(text)) == []


def test_a_life_is_lost_within_thirty_letters() -> None:
    [word] = find_harm(f"claimed{' ' * 30}lives")
    assert word == Found(0, 42, "killed")
    assert list(find_harm(f"claimed{' ' * 31}lives")) == []


def test_the_nearest_life_ends_the_words() -> None:
    assert list(find_harm("took lives and lives")) == [Found(0, 10, "killed")]


def test_words_are_found_in_their_order() -> None:
    found = list(find_harm("killing six and wounding several; casualties"))
    assert [word.label for word in found] == ["killed", "wounded", "killed_or_wounded"]
    assert [word.start for word in found] == [0, 16, 34]


@pytest.mark.parametrize(
    ("text", "harms"),
    [
        ("12 people died of their wounds, bringing the toll to 45", ["killed", "killed"]),
        ("the toll rose to 45", ["killed"]),
        ("the toll now stands at 45", ["killed"]),
        ("a toll of 45", ["killed"]),
        ("killing two and wounding 12", ["killed", "wounded"]),
        ("two were killed, also wounded were 12", ["killed", "wounded"]),
        ("the bomber died and wounded 12", ["killed", "wounded"]),
        ("12 killed, 20 wounded", ["killed", "wounded"]),
        ("12 were killed and the wounded were taken away", ["killed", "wounded"]),
        ("the dead and the wounded numbered 60", ["killed_or_wounded"]),
        ("the toll of injured rose to 45", ["wounded"]),
        ("bringing the injury toll to 45", ["wounded"]),
        ("100 casualties, 45 of them fatal", ["killed_or_wounded", "killed"]),
        ("lost 64 of its fighters to airstrikes", ["killed"]),
        ("losing one or two men each winter to avalanches", ["killed"]),
        ("lost some soldiers", ["killed"]),
        ("lost 12; people fled", ["killed"]),
        ("lost 12 and 20 were wounded", ["killed", "wounded"]),
        ("lost 64 in two days", ["killed"]),
        ("died in hospital, of wounds", ["killed", "wounded"]),
        ("claimed 12 lives and left three wounded", ["killed", "wounded"]),
        ("several passers-by were treated for cuts", ["wounded"]),
        ("at least two dozen were rushed to hospital", ["wounded"]),
        ("a third, according to a doctor at the regional hospital, lost a leg", ["wounded"]),
        ("we have admitted some 40 people", ["wounded"]),
        ("12 people are fighting for their lives in intensive care", ["wounded"]),
        ("a policeman was shot in the leg", ["wounded"]),
        ("nine were being treated at a clinic in Herat", ["wounded"]),
        ("two died after they were taken to hospital", ["killed"]),
        ("27 bodies were taken to the hospital", ["killed"]),
        ("four personnel embraced martyrdom", ["killed"]),
        ("it lost two districts and took the road to Herat", []),
    ],
)
def test_the_harms_of_a_clause(text: str, harms: list[str]) -> None:
    assert [word.label for word in find_harm(text)] == harms


def test_kinds_of_harm() -> None:
    assert harms_in("killing two and injuring 12, killed") == {"killed", "wounded"}
    assert harms_in("two civilians") == set()


def test_the_harms_are_those_of_the_schema(real: DataPackage) -> None:
    [column] = [f for f in real.schemas["casualties"].fields if f.name == "harm"]
    assert harms_in("killed wounded casualties") == set(column.enum or ())
