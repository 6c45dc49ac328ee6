from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isk_indicators.harm import HarmWord, find_harm, kinds
from isk_indicators.schema import DataPackage

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
        assert list(find_harm(f"The {printed}, it said.")) == [HarmWord(4, 4 + len(words), harm)]


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
    assert word == HarmWord(0, 42, "killed")
    assert list(find_harm(f"claimed{' ' * 31}lives")) == []


def test_the_nearest_life_ends_the_words() -> None:
    assert list(find_harm("took lives and lives")) == [HarmWord(0, 10, "killed")]


def test_words_are_found_in_their_order() -> None:
    found = list(find_harm("killing six and wounding several; casualties"))
    assert [word.harm for word in found] == ["killed", "wounded", "killed_or_wounded"]
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
    ],
)
def test_the_harms_of_a_clause(text: str, harms: list[str]) -> None:
    assert [word.harm for word in find_harm(text)] == harms


def test_kinds_of_harm() -> None:
    assert kinds("killing two and injuring 12, killed") == {"killed", "wounded"}
    assert kinds("two civilians") == set()


def test_the_harms_are_those_of_the_schema(real: DataPackage) -> None:
    [column] = [f for f in real.schemas["casualties"].fields if f.name == "harm"]
    assert kinds("killed wounded casualties") == set(column.enum or ())


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    assert all(0 <= word.start < word.end <= len(text) for word in find_harm(text))
