from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words
from text_to_num import text2num

from isk_indicators import numerals
from isk_indicators.numerals import Numeral

UP_TO_A_BILLION = st.integers(0, 10**9) | st.integers(0, 3000)


def read(text: str) -> list[tuple[str, Decimal]]:
    return [(text[n.start : n.end], n.value) for n in numerals.find(text)]


def alone(words: str) -> Decimal:
    """The value of these words, which are one number, whole, in the midst of a sentence."""
    [(found, value)] = read(f"Then, as {words} fled, it rained.")
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
    assert read(f"{word} ten men") == [(word, 10 * number), ("ten", 10)]
    assert read(f"{word} zero men") == [(word, 10 * number), ("zero", 0)]


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
        ("half  a   million", 500_000),
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
    assert [value for _, value in read(text)] == values


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
    assert read(text) == []


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
        ("1,500.25", Decimal("1500.25")),
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
    assert [words for words, _ in read(text)] == found


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
        ":12",
        "x'12",
        "x’12",
    ],
)
def test_digits_that_are_no_number(text: str) -> None:
    assert read(text) == []


def test_what_is_told_of_a_number() -> None:
    found = list(numerals.find("From 1.5 to 2 million, or twenty-two thousand, or 3k."))
    assert found == [
        Numeral(5, 8, Decimal("1.5"), 1, in_digits=True),
        Numeral(12, 21, Decimal(2_000_000), 1_000_000, in_digits=True),
        Numeral(26, 45, Decimal(22_000), 1000, in_digits=False),
        Numeral(50, 52, Decimal(3000), 1000, in_digits=True),
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
    [found] = numerals.find(words)
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


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    end = 0
    for found in numerals.find(text):
        assert end <= found.start < found.end <= len(text)
        end = found.end


ODD = st.lists(
    st.sampled_from(
        [
            *UNITS[:4],
            *TENS[:2],
            *SCALES,
            *"a an and half single quarter of 1,000 000 1.5 5k - , . ' x".split(),
            *(" ", "  ", ", ", "\n"),
        ]
    )
).map("".join)


@given(ODD)
def test_it_is_searched_at_few_places_and_found_at_all(text: str) -> None:
    either = re.compile(f"{numerals._WORDY.pattern}|{numerals._DIGITAL.pattern}")
    everywhere = [match.span() for match in either.finditer(text)]
    assert [(found.start, found.end) for found in numerals.find(text)] == everywhere


@given(st.lists(st.sampled_from(["hundred ", "trillion-", "one ", "and ", "9" * 9]), max_size=500))
def test_no_text_makes_a_number_of_more_than_sixty_digits(words: list[str]) -> None:
    assert all(found.value < 10**60 for found in numerals.find("".join(words)))
