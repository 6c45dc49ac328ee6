from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isk_indicators import exclusions
from isk_indicators.detectors import find_hits
from isk_indicators.exclusions import (
    CERTAIN,
    EXCLUSIONS,
    Context,
    Exclusion,
    context_of,
    end_of_duration,
)
from isk_indicators.figures import find_durations, find_figures, find_quantities

KINDS = [exclusion.kind for exclusion in EXCLUSIONS]
IMPLIED: dict[str, str] = {}
"""Kinds whose example stays refused without them, each with what refuses it then."""


def kind_of(text: str, start: int, end: int, high: int | None) -> str | None:
    """What the phrase at ``text[start:end]`` is instead of a figure."""
    return exclusions.kind_of(context_of(text, start, end, high))


def kinds(text: str) -> list[tuple[str, str | None]]:
    """Each number and vague word of a text, with what it is instead of a figure."""
    return [(f.text, kind_of(text, f.start, f.end, f.high)) for f in find_quantities(text)]


def kind(text: str) -> str | None:
    """The kind of the only number of a text."""
    [(_, only)] = kinds(text)
    return only


# Examples


@pytest.mark.parametrize("exclusion", EXCLUSIONS, ids=KINDS)
def test_its_example_holds_no_figure(exclusion: Exclusion) -> None:
    assert find_figures(exclusion.example) == []
    assert exclusion.kind in [only for _, only in kinds(exclusion.example)]


@pytest.mark.parametrize("exclusion", EXCLUSIONS, ids=KINDS)
def test_without_it_its_example_holds_one(
    exclusion: Exclusion, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = tuple(other for other in EXCLUSIONS if other is not exclusion)
    monkeypatch.setattr(exclusions, "EXCLUSIONS", others)
    implied = {only for _, only in kinds(exclusion.example)} - {None}
    if exclusion.kind in IMPLIED:
        assert find_figures(exclusion.example) == []
        assert IMPLIED[exclusion.kind] in implied
    else:
        assert find_figures(exclusion.example)


def test_every_kind_is_named_once() -> None:
    assert len(set(KINDS)) == len(KINDS)
    assert IMPLIED.keys() <= set(KINDS)


def test_a_number_that_counts_has_no_kind() -> None:
    text = "more than 60 people"
    assert kind_of(text, 0, 12, 60) is None
    assert kind_of("within 12 days", 7, 9, 12) is not None


@pytest.mark.parametrize(
    ("before", "near"),
    [
        ("  He saw  more of the ", "  more of the "),
        ("He saw ", "he saw "),
        (" Seen  by  him  ", " seen  by  him  "),
        ("", ""),
    ],
)
def test_a_test_is_reported_the_neighbours_in_the_same_line(
    before: str, near: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Context] = []
    spy = Exclusion("spy", "", test=lambda context: bool(seen.append(context)))
    monkeypatch.setattr(exclusions, "EXCLUSIONS", (spy,))
    for line_end in ("\n", "\r", "\r\n"):
        text = f"Above. {line_end}{before}Ten MEN left{line_end} below"
        start = text.index("Ten")
        assert kind_of(text, start, start + 3, 10) is None
        assert seen.pop() == Context(before, "Ten", " MEN left", 10, near, " men left")


# What the neighbours show. "#" is a number in digits, "@" one in words.

REFUSED = {
    "percentage": (
        "#%|# %|#  %|# per cent|# per-cent|# percent|# PERCENT|# percentage points|# pct cut|# pc of|"  # noqa: E501
        "#  basis  points|@ per cent"
    ),
    "length of time": "# days|@-day siege|# of hours|#  of hours|# more days",
    "multiple": "# times|@  TIMES|#-fold|# fold",
    "fraction": (
        "@ thirds|@-thirds|@  third of|@ quarters|@ quarter|@ fifths|@ fifth|@ sixths|@ sixth|"
        "@ sevenths|@ seventh|@ eighths|@ eighth|@ tenths|@ tenth|@ TENTHS"
    ),
    "clock time": (
        "# am|# a.m. on|# pm|# p.m|#  PM|# o'clock|# o’clock|# GMT|# UTC|# IST|# PKT|#:00"
    ),
    "money": (
        "$#|$ #|€#|£#|¥#|₹#|₨#|Rs #|Rs. #|rs  #|USD #|EUR #|GBP #|PKR #|INR #|AFN #|Afs #|"
        "# dollars|# dollar|# rupees|# rupee|# euros|# euro|# pounds|# pound|# sterling|# rials|"
        "# rial|# riyals|# riyal|# dirhams|# dirham|# afghanis|# afghani|# dinars|# dinar|# lira|"
        "# roubles|# rouble|# rubles|# ruble|# yuan|# yen|# naira|# shillings|# shilling|# cents|"
        "# cent|# pence|# takas|# taka|# USD|# PKR|# francs|# franc|# somonis|# somoni|# in cash|"
        "# in  ransom|# in aid|# in damages|# in bribes|#  of  dollars|# US dollars|# U.S. dollars|"
        "# American dollars|# Pakistani rupees|# Indian rupees|# Canadian dollars|"
        "# Australian  dollars|@-dollar|# DOLLARS"
    ),
    "measure": (
        "# km|# kms|# kilometres|# kilometre|# kilometers|# metres|# meters|# metre|# meter|"
        "# centimetres|# millimetres|# nautical  miles|# miles|# mile|# yards|# yard|# feet|# foot|"
        "# ft|# inches|# inch|# cm|# mm|# kg|# kgs|# kilos|# kilo|# kilograms|# kilogrammes|"
        "# kilogram|# grams|# gram|# gramme|# gm|# tonnes|# tonne|# tons|# ton|# pounds of gold|"
        "# pound  of gold|# lbs|# lb|# litres|# litre|# liters|# gallons|# gallon|# hectares|"
        "# hectare|# acres|# acre|# square|# sq|# cubic|# degrees|# degree|# knots|# mph|# kph|"
        "# watts|# watt|# megawatts|# MW|# GW|# calibre|# caliber|# mAh|# volts|# volt|# marlas|"
        "# marla|# kanals|# kanal|# quintals|# quintal|#°|# °|#  of  km|#-kilometre|# KM"
    ),
    "part of a longer number": "#/7|#-7|#–7|7 #|99-#|99–#|007|@/7",
    "rate": (
        "# in every|#  for  every|# out of every|# people in every|# out of 10|# out of 100|"
        "# out of two|# out of three|# out of four|# out of five|# out of six|# out of seven|"
        "# out of eight|# out of nine|# out of ten|# out of twenty|# out of hundred|"
        "# out  of  a  hundred|in every #|for every #|out of #|out of every #|OUT  OF  EVERY  #|"
        "one in #|one in a hundred|one in five|only one in seven"
    ),
    "score or vote": (
        "# votes|# vote|# win|# victory|# defeat|# draw|# ruling|# lead|# goals|# goal|# wickets|"
        "# wicket|# runs|# run|@-goal|#  WIN|voted #|voting #|voted  by  #|votes to #|voted @ to #|"
        "VOTED #|voted by @ to #|voting @ to #"
    ),
    "idiom": "zero tolerance|zero  tolerance|@ minds|@ mind|ground zero|net zero|patient zero|point  zero",  # noqa: E501
    "compound": "#-pronged|#–pronged|@-way|@-x|#-Pronged",
}


@pytest.mark.parametrize(
    ("expected", "phrase"),
    [(kind, phrase) for kind, some in REFUSED.items() for phrase in some.split("|")],
)
def test_what_is_excluded(expected: str, phrase: str) -> None:
    text = f"He saw {phrase.replace('#', '12').replace('@', 'two')}"
    assert expected in [only for _, only in kinds(text)], kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "12 perch",
        "12 pcs",
        "12 pctx",
        "12 basis",
        "12 timeserving men",
        "12 foldable chairs",
        "two thirdly",
        "two quartered men",
        "12 Istanbul men",
        "12 amateurs",
        "12 pmx",
        "12 gmtx",
        "12 yenta",
        "12 centres",
        "12 dollarised",
        "12 in aidx",
        "12 u.sx dollars",
        "12 cashiers",
        "12 pounding",
        "12 footballers",
        "12 foot soldiers",
        "12 foot patrols",
        "12 squares",
        "12 kilns",
        "12 metrics",
        "12 acrex",
        "12 votesx",
        "12 winners",
        "12 goalkeepers",
        "12 runners",
        "12 out of townx",
        "12 in everyx",
        "12 of every kind",
        "bin every 12",
        "stout of 12",
        "someone in 12",
        "votes for 12",
        "devoted 12",
        "12 to 11",
        "devotes to 12",
        "voted 12 and 3",
        "he voted as 12 men",
        "voted down by 12 men",
        "playground 12",
        "12 mindful men",
        "12 tolerances",
        "mars 12",
        "musd 12",
        "12, 7",
        "7, 12",
        "12 - 7",
        "12 men",
        "12",
        "$ and 12",
        "money, $12 and 13",
    ],
)
def test_what_may_count(text: str) -> None:
    assert None in [only for _, only in kinds(text)], kinds(text)


def test_one_in_so_many_is_two_numbers_and_no_figure() -> None:
    assert kinds("One in 12") == [("One", "rate"), ("12", "rate")]
    assert kinds("some one in two") == [("some one", "rate"), ("two", "rate")]
    assert kinds("two in five") == [("two", None), ("five", None)]
    assert kinds("one in Kabul") == [("one", None)]
    assert kinds("twenty-one in five")[0] == ("twenty-one", None)


COUNTED = (
    "strong member man men woman person people vehicle truck car bus bed nation country judge seat "
    "aircraft ship boat family household house room cell unit soldier troop fighter part storey "
    "story point page lane door"
).split()


@pytest.mark.parametrize("word", COUNTED)
def test_a_compound_may_count(word: str) -> None:
    assert kind(f"a 12-{word} force") is None
    assert kind(f"a 12–{word.upper()} force") is None
    assert kind(f"a 12-{word}x force") == "compound"


def test_a_dash_makes_no_compound() -> None:
    assert kind("a force of 12 - strongmen") is None
    assert kind("a force of 12-") is None


# Lengths of time

QUALIFIED = (
    "more long full consecutive straight whole short gruelling further additional odd solid calendar "  # noqa: E501
    "working business"
).split()


@pytest.mark.parametrize("word", QUALIFIED)
def test_a_word_between_number_and_unit_of_time(word: str) -> None:
    text = f"for 12 {word} days and more"
    [found] = find_durations(text)
    assert text[found.start : found.end].endswith(f"{word} days")
    assert find_figures(text) == []
    assert end_of_duration(f"12\u00a0 {word.upper()}  DAYS on", 0, 2) == len(
        f"12\u00a0 {word}  DAYS"
    )


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("12 days ago", 7),
        ("12-day siege", 6),
        ("12–day siege", 6),
        ("12 of hours", 11),
        ("12\ndays", None),
        ("12 daytime raids", None),
        ("12 long raids", None),
        ("12 more", None),
        ("12 men of days", None),
        ("12days", None),
        ("12 offdays", None),
        ("12 second-hand cars", None),
        ("12-year-old", None),
        ("12 years old", None),
        ("12 years of age", None),
        ("12 centuries", 12),
    ],
)
def test_where_a_length_of_time_ends(text: str, end: int | None) -> None:
    assert end_of_duration(text, 0, 2) == end


@pytest.mark.parametrize("text", ["aged 12 days", "a boy, 12, days"])
def test_an_age_is_no_length_of_time(text: str) -> None:
    assert find_durations(text) == []


@pytest.mark.parametrize("word", "in for within after just only than of".split())
def test_one_day_as_a_length_of_time(word: str) -> None:
    assert len(find_durations(f"It fell {word} one day")) == 1
    assert len(find_durations(f"It fell {word.upper()} One  day")) == 1
    assert len(find_durations(f"It fell {word}  one day")) == 1
    assert find_durations(f"It fell x{word} one day") == []
    assert find_durations(f"It fell {word} Kabul one day") == []


def test_one_day_as_some_day() -> None:
    assert find_durations("and one day he will return") == []
    assert find_durations("One  night it rained") == []
    assert len(find_durations("One daylong week")) == 0
    assert len(find_durations("and one week he stayed")) == 1
    assert len(find_durations("and two days he stayed")) == 1


# Ages


@pytest.mark.parametrize(
    "text",
    [
        "a gunman aged 23",
        "a gunman aged  23",
        "Moses', 23.",
        "Moses’, 23.",
        "a gunman, age 23",
        "aged between 20 and 30",
        "ages 23",
        "at the age of 23",
        "the age group 20-30",
        "he turned 23",
        "he was turning 23",
        "AGED 23",
        "boys aged three",
        "23-year-old",
        "23 years old",
        "23 year old",
        "23–year–old",
        "23 years of age",
        "23-years-of-age",
        "23–years–of–age",
        "Anwar Khan, 23, said",
        "Anwar Khan (23) said",
        "Anwar’s, 23.",
        "Smith-Jones, 23)",
        "Agent K9, 23, said",
        "J. Smith., 23, said",
        "who was 23 when it fell",
        "who is 23, said",
        "he was 23.",
        "she is 23, say",
        "HE WAS 23.",
        "he  was  23  when",
    ],
)
def test_an_age(text: str) -> None:
    assert {only for _, only in kinds(text) if only is not None} == {"age"}
    assert find_figures(text) == []


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("aged 3, 5, and 7", 3),
        ("aged 3 and 5", 2),
        ("aged three, five and seven", 3),
        ("aged twenty-one, 5", 2),
        ("aged 9 to 5", 2),
        ("aged 3  and 5", 2),
        ("aged 9  to 5", 2),
        ("aged 3,  5", 2),
    ],
)
def test_ages_in_a_row(text: str, ages: int) -> None:
    assert [only for _, only in kinds(text)] == ["age"] * ages


@pytest.mark.parametrize(
    "text",
    [
        "aged men 23",
        "the engaged 23",
        "aged 3 men; 23",
        "Anwar, 123, said",
        "Anwar, twenty, said",
        "Anwar, 23 said",
        "Anwar 23, said",
        "12, 23, said",
        "when he saw 23.",
        "Anwar, he saw 23.",
        "he said ”, 23, said",
        "the was 23.",
        "who was there 23.",
        "who were 23.",
        "he was 23 whenever",
        "23 years ago",
        "23 yearsold",
        "23 years oldest",
        "23 of age",
    ],
)
def test_what_is_no_age(text: str) -> None:
    assert kinds(text)[-1][1] != "age"


GROUPS = (
    "was were is are children boys girls minors anyone those people men women males females youths "
    "adults them persons everyone players kids"
).split()


@pytest.mark.parametrize("group", GROUPS)
def test_an_age_limit(group: str) -> None:
    for limit in ("under", "over", "below", "above", "Under"):
        assert kind(f"the {group} {limit} 18 of it") == "age"
    assert kind(f"the {group} aged  under 18 of it") == "age"
    assert kind(f"the {group.upper()} under 18 of it") == "age"
    assert kind(f"the {group} under 120 of it") == "age"
    assert kind(f"the {group} under 121 of it") is None
    assert kind(f"the {group} more than 18 of it") is None
    assert kind(f"the x{group} under 18 of it") is None
    assert kind(f"the {group}, under 18 of it") is None
    assert kind(f"the {group}  under 18 of it") == "age"
    assert kind(f"the {group} saw under 18 of it") is None


def test_a_vague_word_is_no_age() -> None:
    assert "age" not in [only for _, only in kinds("men over several hundred")]


# Years

BEFORE_YEAR = (
    "in since by until till of during from before after late early mid between year the through "
    "fiscal spring summer autumn winter election or to pre post its January May Sept Dec. Kabul's "
    "Kabul’s"
).split()


@pytest.mark.parametrize("word", [*BEFORE_YEAR, "May 3,", "May 12", "March  3"])
def test_words_before_a_year(word: str) -> None:
    for printed in (word, word.upper()):
        assert kind_of_last(f"And {printed} 2021 attacks fell") == "year"
        assert kind_of_last(f"And {printed}  2021 attacks fell") == "year"


def kind_of_last(text: str) -> str | None:
    return kinds(text)[-1][1]


@pytest.mark.parametrize("word", BEFORE_YEAR)
def test_only_whole_words_tell_a_year(word: str) -> None:
    assert kind_of_last(f"And x{word.lstrip('its')} 2021 attacks fell") in (None, "year")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("begin 2021 attacks", None),
        ("sof 2021 attacks", None),
        ("of the\n2021 attacks", None),
        ("In 2021", "year"),
        ("2021 saw it", "year"),
        ("2021 attacks", None),
        ("some 2021 attacks", None),
        ("in some 2021 attacks", "year"),
        ("in 1499 attacks", None),
        ("in 1500 attacks", "year"),
        ("in 1999 attacks", "year"),
        ("in 2099 attacks", "year"),
        ("in 2199 attacks", "year"),
        ("in 2200 attacks", None),
        ("in 202 attacks", None),
        ("in 20211 attacks", None),
        ("in 2020–2021 attacks", "year"),
        ("in 2020—2021 attacks", "year"),
        ("in 2020 - 2021 attacks", "year"),
        ("in 2020 to 2021 attacks", "year"),
        ("in 2020 TO 2021 attacks", "year"),
        ("in 2020 or 2021 attacks", "year"),
        ("in 2020 to 2500 attacks", None),
        ("in 2020  to  2021 attacks", "year"),
        ("in  more  than  2021 attacks", "year"),
        ("between 2020 and 2021 attacks", "year"),
        ("Between 2020 and 2021 attacks", "year"),
        ("from 2020 to 2021 attacks", "year"),
        ("From 2020 to 2021 attacks", "year"),
        ("from 2020 to 2500 attacks", None),
        ("more than 2021 attacks", None),
        ("in more than 2021 attacks", "year"),
        ("says 2021 attacks", None),
        ("in Kabul 2021 attacks", None),
        ("Kabul's worst 2021 attacks", None),
        ("2021; attacks", "year"),
    ],
)
def test_a_year(text: str, expected: str | None) -> None:
    assert kind_of_last(text) == expected


# Days


@pytest.mark.parametrize(
    "text",
    [
        "on 3 May",
        "on 3 of May",
        "on 3  of  May",
        "on 31 Dec.",
        "on 3, 4 May",
        "on 3 and 4 May",
        "on 3 and 4  May",
        "on 39 May",
        "in May 30; attacks",
        "on 3 to 4 May",
        "on 3-4 May",
        "on 3–4 May",
        "on 3—4 May",
        "on 3 – 4 May",
        "on 13–14 May",
        "on 3 or 4 May",
        "on 4 to 3 May",
        "on 4 or 3 May",
        "on 3 and 4th of May",
        "on 3 and 21st May",
        "on 3 and 2nd May",
        "on 3 and 3rd May",
        "on May 3",
        "on May  3",
        "on May the 3",
        "on May the  3",
        "on May 3-4",
        "on May 3 to 4",
        "on May 30 or 31",
        "on May 3, 4",
        "on May 14, 13",
        "on May 14,  13",
        "on May 4  and 3",
        "on May 4  or 3",
        "on May 4  to 3",
        "on May 3 and 4",
        "on May 4 and 3",
        "on May 4 or 3",
        "on May 4 to 3",
        "on May 4-3",
        "on May 4–3",
        "between 3 and 4 May",
        "from 3 to 4 May",
        "on about 3 May",
        "on about  3 May",
        "on Apr. 3",
        "on Dec 3",
        "in May 3",
        "in May 30 saw it",
        "in early May 3",
        "March 3 attacks",
        "on 3 May attacks",
    ],
)
def test_a_day(text: str) -> None:
    found = {only for _, only in kinds(text)}
    assert found <= {"day", "part of a longer number"}, kinds(text)
    assert find_figures(text) == []


@pytest.mark.parametrize("dash", ["-", "–", " - ", " – "])
def test_a_day_beside_a_dash(dash: str) -> None:
    assert kinds(f"on 14{dash}13 May") == [("14", "day"), ("13", "day")]
    assert kinds(f"on May 4{dash}3 saw it")[-1] == ("3", "day")
    assert kinds(f"on May 14{dash}13 saw it")[-1] == ("13", "day")
    assert kinds(f"for 114{dash}13 men")[-1][1] != "day"
    assert kinds(f"for 14{dash}the 13 men")[-1][1] is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 3 may", None),
        ("on 43 May", None),
        ("on 3\nMay", None),
        ("on 3 men of May", None),
        ("on three May", None),
        ("on 3 Mayors", None),
        ("on may 3", None),
        ("on Mayors 3 men", None),
        ("on May a 3", None),
        ("on May 44 men", None),
        ("on May 130 men", None),
        ("in May 30 attacks", None),
        ("In May 30 attacks", None),
        ("in early May 30 attacks", None),
        ("in late May 30 attacks", None),
        ("in early  May 30 attacks", None),
        ("in May  30 attacks", None),
        ("in May and the 30 attacks", None),
        ("in late  May 30 attacks", None),
        ("in  mid-May 30 attacks", None),
        ("on May 30 attacks", "day"),
        ("begin May 30 attacks", "day"),
        ("in the May 30 attacks", "day"),
        ("on 3 and 44 May", None),
        ("on 3 or more May days", None),
    ],
)
def test_what_is_no_day(text: str, expected: str | None) -> None:
    assert kinds(text)[0][1] == expected


# Names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("he met the Gang of Four", "name"),
        ("he met the Gang’s Four", "name"),
        ("he met the gangs' Four", "name"),
        ("he met the gangs’ Four", "name"),
        ("it stunned a  Four of clubs", "name"),
        ("He met the four", None),
        ("Four of them", None),
        ("he left. Four of them", None),
        ("he met the 4", None),
        ("GANG Four", None),
        ("12 Four", None),
        ("Attack in Market Kills Four Soldiers", None),
        ("attack in Market kills Four Soldiers", "name"),
        ("Two Dead in the Attack", None),
        ("say Four", "name"),
    ],
)
def test_a_name(text: str, expected: str | None) -> None:
    assert kinds(text)[-1][1] == expected


def test_a_headline_has_capitals_in_more_than_three_words_of_five() -> None:
    assert kinds("Aaa Bbb Ccc ddd eee Four")[-1][1] == "name"
    assert kinds("Aaa Bbb Ccc Ddd eee Four")[-1][1] is None
    assert kinds("Aaa Bbb Ccc Ddd x_1 of eee Four")[-1][1] is None
    assert kinds("Aaa eee Four")[-1][1] == "name"
    assert kinds("Bombing on Four")[-1][1] == "name"
    assert kinds("Bombing Kills Four")[-1][1] is None
    assert kinds("Aaa bbb Four Ccc in 2020 or 2021")[0] == ("Four", None)  # years are no words


# Pronouns

ONE_BEFORE = (
    "any some every each this the which another more such a whose day the-only square first last biggest good bad new big for as loved when if one-by"  # noqa: E501
).split()


@pytest.mark.parametrize("word", [word for word in ONE_BEFORE if word != "some"])
def test_one_as_a_pronoun_by_what_stands_before_it(word: str) -> None:
    before = word.replace("-", " ")
    assert kinds(f"And {before} one fell")[-1] == ("one", "pronoun or idiom")
    assert kinds(f"And {before.upper()}  One fell")[-1][1] is not None
    assert kinds(f"And x{before} one fell")[-1][1] is None
    assert kinds(f"And {before} two fell")[-1][1] != "pronoun or idiom"


def test_one_as_a_number_behind_a_noun() -> None:
    assert kind("the blast killed one man") is None
    assert kind("the  only one of them") == "pronoun or idiom"
    assert kind("one of  a group") == "pronoun or idiom"
    assert kinds("They fell one  by one")[-1] == ("one", "pronoun or idiom")
    assert kind("one of those  who fell") == "pronoun or idiom"


def test_some_one() -> None:
    assert kind_of("some one fell", 5, 8, 1) == "pronoun or idiom"
    assert kind_of("each-one fell", 5, 8, 1) == "pronoun or idiom"


ONE_AFTER = (
    "another|day|side|hand|thing|way|time|point|who|that|which|can|could|may|might|must|should|would|"
    "reason|more|step|needs|such|cannot|voice|by|of those who|of many|of several|of a|of an|of us"
).split("|")


@pytest.mark.parametrize("words", ONE_AFTER)
def test_one_as_a_pronoun_by_what_stands_behind_it(words: str) -> None:
    assert kind_of(f"And one {words} fell", 4, 7, 1) in ("pronoun or idiom", "length of time")
    context = exclusions.context_of(f"And ONE  {words.upper()} fell", 4, 7, 1)
    assert exclusions.is_pronoun(context)
    context = exclusions.context_of(f"And one {words}x fell", 4, 7, 1)
    assert not exclusions.is_pronoun(context) or words == "of many"
    context = exclusions.context_of(f"And two {words} fell", 4, 7, 1)
    assert not exclusions.is_pronoun(context)


@pytest.mark.parametrize(
    ("behind", "expected"),
    [
        ("'s men", True),
        ("’s men", True),
        ("'sx", False),
        (".", True),
        (",", True),
        ("; ", True),
        (". He", False),
        (", he", False),
        (" fell", False),
        ("-day war", True),
    ],
)
def test_one_before_a_mark(behind: str, expected: bool) -> None:
    context = exclusions.context_of(f"And one{behind}", 4, 7, 1)
    assert exclusions.is_pronoun(context) == expected


SUPERLATIVES = (
    "most main key major leading few first last world only worst best deadliest largest reason "
    "reasons way ways factor factors cause causes issue issues problem problems question questions "
    "things consequences result results aspect aspects element elements sign signs feature features "  # noqa: E501
    "point points goal goals aim aims priorities challenges threat threats many several"
).split()


@pytest.mark.parametrize("word", SUPERLATIVES)
def test_one_of_the_most(word: str) -> None:
    assert kinds(f"One of the {word} here")[0][1] == "pronoun or idiom"
    assert kinds(f"one  of  the {word.upper()} here")[0][1] == "pronoun or idiom"
    assert kinds(f"one off the {word} here")[0][1] is None
    if word not in ("many", "several", "most", "few"):
        assert kind(f"one of the x{word}x here") is None


@pytest.mark.parametrize(
    "text",
    [
        "one of the gunmen",
        "one of the forest men",
        "one of its interest men",
        "one of the west men",
        "one of the utmost men",
        "one of the arrest men",
        "one of the est",
        "one of the est men",
        "one of them",
        f"one of {'x' * 38} key",
        "one of twelve",
        "twenty-one of the most",
    ],
)
def test_one_of_some(text: str) -> None:
    assert kinds(text)[0][1] is None


def test_a_superlative_is_sought_among_forty_characters() -> None:
    assert kind(f"one of {'x' * 36} key") == "pronoun or idiom"
    assert kind(f"one of  {'x' * 36} key") == "pronoun or idiom"


# Identifiers

NAMED = (
    "No.|Nos.|no|nos|number|numbers|Resolution|Resolutions|Article|Articles|Section|Sections|Sec.|"
    "Chapter|Chapters|page|pages|p.|pp.|Route|Highway|Flight|District|Districts|Room|Ward|Sector|"
    "Zone|Camp|Block|Brigade|Division|Battalion|Unit|Phase|Level|Channel|Line|Platform|Paragraph|"
    "Paragraphs|para|Annex|Volume|Season|Stage|Group of|Boeing|Airbus|Schedule|Rule|Protocol|Bill|"
    "Case|Class|Grade|Terminal|Runway|Pier|Lane|Gate|Apollo|Windows|Type|Model|Version|Mark|Mk|Mi|"
    "Checkpoint|Area|Agenda|Vision|Act|Tier|Category|Item|Table|Figure|Building|House|Post|Bureau|"
    "Radio|Formula|Title|Order|Decree|Law|Task Force|tel|tel.|phone|call|dial|helpline|hotline|"
    "circuit|Corps|Regiment|polling station|Precinct|Constituency|kilometre|kilometer|km|mile|marker"  # noqa: E501
).split("|")


@pytest.mark.parametrize("name", NAMED)
def test_a_number_behind_what_it_names(name: str) -> None:
    for printed in (name, name.upper(), name.lower()):
        assert kinds(f"It saw {printed} 12 in it")[-1] == ("12", "identifier")
    assert kinds(f"It saw {name}  12 in it")[-1] == ("12", "identifier")
    assert kinds(f"It saw x{name} 12 in it")[-1][1] is None
    assert kinds(f"It saw {name}, 12 in it")[-1][1] is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("District Twelve it", "identifier"),
        ("district twelve it", "identifier"),
        ("district twenty-two it", None),
        ("district more than 12", None),
        ("District More than 12", "identifier"),
        ("saw Boeing Max 7.", "identifier"),
        ("saw Katyusha 7", "identifier"),
        ("saw Katyusha-X 7;", "identifier"),
        ("saw Katyusha 7:", "identifier"),
        ("saw Katyusha 7!", "identifier"),
        ("saw Katyusha 7?", "identifier"),
        ("saw Katyusha 7)", "identifier"),
        ("saw Katyusha 7”", "identifier"),
        ('saw Katyusha 7"', "identifier"),
        ("saw Katyusha 7 ,", "identifier"),
        ("saw Katyusha 7 men", None),
        ("saw Katyusha seven.", None),
        ("saw Katyusha some 7.", None),
        ("saw katyusha 7.", None),
        ("Katyusha 7.", None),
        ("saw  K 7.", None),
        ("saw. Katyusha 7.", None),
        ("booth 7.", "identifier"),
        ("tollbooth 7.", None),
        ("booth  7.", "identifier"),
        ("booth saw 7.", None),
        ("near  Alpha 7.", "identifier"),
        ("saw Katyusha  7.", None),
    ],
)
def test_an_identifier(text: str, expected: str | None) -> None:
    assert kinds(text)[0][1] == expected


# What is looked at


def test_another_line_shows_nothing() -> None:
    for end in ("\n", "\r", "\r\n"):
        assert kind(f"in District{end}12 men") is None
        assert kind(f"he saw 12{end}per cent") is None
        assert kind(f"x{end}in District 12") == "identifier"
        assert kind(f"12 per cent{end}x") == "percentage"


def test_forty_eight_characters_are_looked_at() -> None:
    far = f"{'x' * 5} " * 7
    assert kind(f"one of the {'y' * 32} key") == "pronoun or idiom"
    assert kind(f"aged {far}12") is None
    assert exclusions.context_of(f"{'x' * 60}12{'y' * 60}", 60, 62, 12) == (
        "x" * 48,
        "12",
        "y" * 48,
        12,
        "x" * 48,
        "y" * 48,
    )


def test_the_last_words_before_are_those_that_are_near() -> None:
    for before, near in (
        ("A B C D ", " B C D "),
        ("A B C D", " B C D"),
        ("C D  ", "C D  "),
        ("", ""),
        ("A B C", "A B C"),
    ):
        text = f"{before}12"
        context = exclusions.context_of(text, len(before), len(text), 12)
        assert context.before == before
        assert context.near == near.lower()


@given(st.text(), st.integers(0, 40), st.integers(1, 9))
def test_any_text_can_be_judged(text: str, start: int, length: int) -> None:
    if text[start : start + length]:
        end = min(len(text), start + length)
        kind = kind_of(text, start, end, 12)
        assert kind in {*KINDS, None}
        assert (end_of_duration(text, start, end) or end) >= end


WORDS = st.sampled_from(
    "12 20 2021 one some aged March the of in every out votes to Resolution $ per cent per-cent "
    "years old - , ) km times lead Anwar by rs ground tolerance fell men".split()
)


@given(st.lists(WORDS, min_size=2, max_size=8).map(" ".join))
def test_it_counts_nothing_if_and_only_if_it_is_of_some_kind(text: str) -> None:
    found = find_quantities(text)
    assert find_figures(text) == [q for q in found if kind_of(text, q.start, q.end, q.high) is None]


def figures(text: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in find_hits(text) if hit.kind == "figure"]


@pytest.mark.parametrize(
    "text",
    [
        "12. The Council met",
        "12) The Council met",
        "(12) The Council met",
        "see paragraph 12 above",
        "see paras. 12–15 and section 4",
        "UPDATE 3",
        "$25,000 and Rs. 300 and 1.75 million afghanis",
        "at 7:45 a.m. and at 5 pm",
        "30 metres away and about 90 kilometres on",
        "a boy aged six",
        "suspects aged between 19 and 34",
        "a 30-year-old trader",
        "his grandmother, 71, was there",
        "a shopkeeper (44) was there",
        "Rahim Khan, 23, whose stall burnt",
        "Dr. Khan, 47, a surgeon",
        "a recruiter, 29, was detained",
        "for three days",
        "the third attack there in five days",
        "extended by thirty days",
        "a three-day siege",
        "ten minutes later",
        "14 Member States and one Member State",
        "several European nations and many countries",
        "on three visits",
        "nobody said who it was",
        "by nobody's men",
        "a town of some 40,000 people",
    ],
)
def test_a_number_that_is_certain_to_be_no_count_is_no_hit(text: str) -> None:
    assert figures(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("On April 22, gunmen stormed a mosque", []),
        ("after two masked gunmen had attacked the post", []),
        ("Those who planned this atrocity must pay", []),
        ("IS-K gunmen stormed a mosque", ["stormed"]),
        ("gunmen of IS-K stormed a mosque", ["stormed"]),
        ("The Taliban raided a house", ["raided"]),
        ("the men were suspected of it", ["suspected"]),
        ("the attack that IS-K fighters carried out", ["carried out"]),
        ("He was arrested at his flat", []),
        ("He was arrested at his flat by the Taliban", ["arrested"]),
        ("before the attack could be carried out", []),
        ("212 suspects have been taken into custody", []),
        ("it suspects the Band", ["suspects"]),
    ],
)
def test_a_deed_of_nobody_who_is_named_is_no_hit(text: str, found: list[str]) -> None:
    hits = [text[hit.start : hit.end] for hit in find_hits(text) if hit.kind == "attribution"]
    assert hits == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("12 men", ["12"]),
        ("1.5 million men", ["1.5 million"]),
        ("In Kabul, 14, in Herat, 12", ["14", "12"]),
        ("within six months", ["six months"]),
        ("for the past two years", ["two years"]),
        ("nobody was killed", ["nobody"]),
        ("10 state employees", ["10"]),
        ("30 killed in countries", ["30"]),
        ("it notes 12 attacks", ["12"]),
        ("two guards", ["two"]),
        ("nearly half of the fighters", ["nearly half"]),
        ("a third of its men", ["a third"]),
        ("two thirds of those fighters", ["two thirds"]),
        ("half of the budget", []),
        ("by a third", []),
    ],
)
def test_what_may_count_is_a_hit(text: str, found: list[str]) -> None:
    assert figures(text) == found


def test_notes_are_numbered_from_one() -> None:
    notes = "Notes\n1 Ten men fell.\n\n2 RMG/3\n3 The rest."
    assert figures(notes) == ["Ten"]
    assert figures("1 Ten men fell.") == ["1", "Ten"]
    assert figures("14 Farlanders fell.\n15 Marchers fell.") == ["14", "15"]
    assert figures("1 Band fell.\n3 Bands fell.") == ["1", "3"]


def test_heads_of_tables_claim_nothing() -> None:
    for head in (
        "Place    Killed   Wounded",
        "| Place | Killed | Wounded |",
        "Place\tKilled\tHurt",
    ):
        assert find_hits(head) == []
    assert [hit.kind for hit in find_hits("Two   were   killed")] == ["figure", "harm"]


def test_a_line_printed_again_is_found_once() -> None:
    title = "Blast at a depot kills fourteen men"
    once = find_hits(title)
    assert once
    assert find_hits(f"{title}\nThe rest.\n{title}") == once
    sentence = "It was the Band’s blast that killed 14 men."
    assert find_hits(f"{sentence}\n{sentence.replace('’', chr(39))}") == find_hits(sentence)


def test_a_heading_that_repeats_words_of_a_sentence_is_left_out() -> None:
    text = "The Band said that it killed 14\nThe Band said that it killed 14 men in the town."
    assert [text[hit.start - 1] for hit in find_hits(text)].count("\n") == 0
    assert min(hit.start for hit in find_hits(text)) > text.index("\n")


def test_short_lines_are_compared_with_no_other() -> None:
    assert figures("Two men fell.\nTwo men fell.") == ["Two", "Two"]


def test_a_name_given_in_parentheses_is_no_quotation() -> None:
    assert [hit.kind for hit in find_hits("the Marches Council (“the Council”) met")] == []
    assert [hit.kind for hit in find_hits("it “fell” (he “rose” again)")] == ["quotation"] * 2


@pytest.mark.parametrize(
    "kind", [k for k in CERTAIN if k not in EXCLUSIONS], ids=lambda kind: kind.kind
)
def test_an_example_of_what_is_certain_to_be_no_claim_is_no_hit(kind: Exclusion) -> None:
    assert figures(kind.example) == []
