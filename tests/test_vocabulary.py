from __future__ import annotations

import calendar
import re
from collections.abc import Container

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isk_indicators import vocabulary
from isk_indicators.spans import LINE_ENDS
from isk_indicators.vocabulary import (
    BLANK,
    MONTH,
    MONTHS,
    TIME_UNIT,
    counts_follow,
    is_plural,
    matches,
    places,
    plural_follows,
)


def test_the_months_are_those_of_the_calendar() -> None:
    assert [*calendar.month_name][1:] == MONTHS


ABBREVIATED = (
    "Jan Jan. Feb Feb. Mar Mar. Apr Apr. Jun Jul Aug Aug. Sep Sep. Sept Oct Oct. Nov Nov. Dec Dec."
)


@pytest.mark.parametrize("name", [*MONTHS, *ABBREVIATED.split()])
def test_a_month(name: str) -> None:
    assert re.fullmatch(MONTH, name)
    assert re.match(MONTH, f"{name} 2021")
    assert not re.fullmatch(MONTH, f"{name}x")
    assert not re.match(MONTH, name.lower())


@pytest.mark.parametrize(
    "name", ["Septe", "Janu", "Maym", "Augu", "Junet", "Decem", "Januar", "Mayor", "Marx"]
)
def test_what_is_no_month(name: str) -> None:
    assert not re.match(MONTH, name)


UNITS = "second minute min hour hr day night week weekend fortnight month year decade".split()


@pytest.mark.parametrize("unit", [*UNITS, *(f"{unit}s" for unit in UNITS), "century", "centuries"])
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
    assert vocabulary.lowered("ÉVA Killed") == "éva killed"
    text = "In İzmir ONE"  # the small letter of its "İ" takes two places
    assert len(text.lower()) > len(text)
    assert vocabulary.lowered(text) == "in İzmir one"


# Searching at few places

PAIR = re.compile(r"(?:one|two)(?: two)?\b|\d+")


def tried(pattern: re.Pattern[str], text: str, first: Container[str]) -> list[re.Match[str]]:
    return list(matches(pattern, text, places(text, first)))


def test_a_pattern_is_tried_where_a_known_word_or_a_digit_begins() -> None:
    found = [match.group() for match in tried(PAIR, "One two, 12 two one-two", {"one", "two"})]
    assert found == ["two", "12", "two", "one", "two"]
    assert [m.group() for m in tried(PAIR, "one two 12", {"two"})] == ["two", "12"]
    assert [m.group() for m in tried(PAIR, "one two 12", ())] == ["12"]
    assert not tried(PAIR, "x two", {"x"})


def test_a_known_word_may_be_printed_in_capitals() -> None:
    either = re.compile("one", re.IGNORECASE)
    assert [m.group() for m in tried(either, "One ONE", {"one"})] == ["One", "ONE"]


def test_no_match_begins_within_the_one_before() -> None:
    assert [m.span() for m in tried(PAIR, "one two two", {"one", "two"})] == [(0, 7), (8, 11)]


@given(st.lists(st.sampled_from(["one", "two", "12", "x", "two_", " ", " ", "-"])).map("".join))
def test_what_is_found_is_what_finditer_finds_at_word_edges(text: str) -> None:
    everywhere = re.compile(rf"(?<!\w)(?:{PAIR.pattern})")
    spans = [match.span() for match in everywhere.finditer(text)]
    assert [m.span() for m in tried(everywhere, text, {"one", "two"})] == spans


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


ALONE = (
    "of the|of its|of their|of his|of her|of our|of these|of those|of them|of us|of whom|of which|"
    "have|had|were|are|even|also|say|said|believe|believed|argue|suspect|fear|feared|fled|may|might|"
    "in|with|who|joined|remain|remained|died|escaped|surrendered"
).split("|")


@pytest.mark.parametrize("words", ALONE)
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


def test_words_are_gathered_anew_for_each_text() -> None:
    assert vocabulary.words("One 12") == [(0, "one"), (4, "12")]
    assert vocabulary.words("two") == [(0, "two")]
