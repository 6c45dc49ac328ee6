from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isk_indicators import spans
from isk_indicators.spans import Intervals, Span

TEXT = "They didn’t say; 4,000 men 👩‍👩‍👧 came.\nMore\u00a0than 60 – “so‑called” IS-K – fled."

# Every kind of character that has led a search or a slice astray.
ODD = st.text(alphabet="aBß İﬁé’'“\"–-\u00a0 \n👩\u0301\u200d½Ǆ…漢", max_size=40)


def span_of(text: str, quote: str) -> spans.Span:
    start = text.index(quote)
    return start, start + len(quote)


def test_offsets_are_code_points_also_beyond_the_basic_plane() -> None:
    text = "a 🧨 blast"
    assert spans.slice_of(text, 4, 9) == "blast"
    assert spans.is_exact(text, 4, 9, "blast")
    assert not spans.is_exact(text, 5, 10, "blast"), "the UTF-16 offset"


def test_a_span_is_exact_if_it_is_the_quote_and_no_more() -> None:
    assert spans.is_exact("60 men fled", 0, 2, "60")
    assert spans.is_exact("60 men fled", 3, 6, "men")
    assert not spans.is_exact("60 men fled", 3, 6, "60 ")
    assert not spans.is_exact("60 men fled", 3, 6, "fled")


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (0, 4), (2, 2), (2, 1), (-3, -1), (5, 9)])
def test_a_span_outside_the_text_is_refused_and_never_exact(start: int, end: int) -> None:
    assert not spans.is_exact("abc", start, end, "abc"[start:end])
    message = f"^{start}-{end} is no span of a text of 3 characters$"
    with pytest.raises(ValueError, match=message):
        spans.slice_of("abc", start, end)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("60 were killed", "60"),
        ("60 were killed", "were killed"),
        ("the IS-K men", "IS"),  # a hyphen is between two words
        ("the IS-K men", "K men"),
        ("‘so called’ men", "so called"),
        ("“more than 60” men", "more than 60"),
        ("the men’ guns", "the men"),
        ("in 2024, 60 men", "in 2024"),
        ("in 2024.", "2024"),
        ("▲0.19", "0.19"),
        ("More\u00a0than", "than"),
        ("rock 'n' roll", "n"),
        ("battery no.60", "60"),
        ("👩\u200d👩 came", "came"),
        ("-\u0301said", "said"),
    ],
)
def test_a_span_on_word_edges(text: str, quote: str) -> None:
    assert spans.on_word_edges(text, *span_of(text, quote))


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("60 were killed", "were kill"),
        ("160 were killed", "60"),
        ("they didn't go", "they didn"),
        ("they didn’t go", "t go"),
        ("they didn’t go", "’t go"),
        ("they didn’t go", "they didn’"),
        ("4,000 men", "4"),
        ("4,000 men", "000 men"),
        ("4,000 men", "4,"),
        ("37.76▲", "76"),
        ("cafe\u0301 blast", "cafe"),
        ("cafe\u0301s", "s"),
        ("हिन्दी", "ह"),
        ("IS_K", "IS"),
        ("co\u00adop", "op"),
        ("a ⚠\ufe0f sign", "⚠"),
        ("a漢字b", "漢"),
    ],
)
def test_a_span_that_cuts_a_word_or_a_number(text: str, quote: str) -> None:
    assert not spans.on_word_edges(text, *span_of(text, quote))


@pytest.mark.parametrize("mark", "'’‘\u00ad\u200c\u200d\u2060", ids=ascii)
def test_a_mark_between_letters_joins_them(mark: str) -> None:
    assert not spans.cuts_word(f" {mark}b", 1)
    assert spans.cuts_word(f"a{mark}b", 1)
    assert spans.cuts_word(f"a{mark}b", 2)


def test_line_ends_are_those_of_the_standard_library() -> None:
    ends = {
        chr(code) for code in range(sys.maxunicode + 1) if len(f"a{chr(code)}b".splitlines()) > 1
    }
    assert ends == set(spans.LINE_ENDS)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("one", ["one"]),
        ("one\n", ["one"]),
        ("\none\r\n\u2028two", ["", "one", "", "two"]),
    ],
)
def test_the_lines_of_a_text(text: str, lines: list[str]) -> None:
    assert [text[start:end] for start, end in spans.lines(text)] == lines


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (" it fell ", "it fell"),
        ("=+ -@ it", "it"),
        ("- \u0301it", "it"),
        ("“it” -", "“it” -"),
        (" = ", ""),
    ],
)
def test_a_span_without_what_no_quote_begins_or_ends_with(text: str, left: str) -> None:
    start, end = spans.without_edges(text, 0, len(text))
    assert text[start:end] == left


def test_the_whole_text_is_on_word_edges() -> None:
    assert spans.on_word_edges("word", 0, 4)
    assert spans.on_word_edges("’tis’", 0, 5)
    assert spans.cuts_word("word", 0) is False
    assert spans.cuts_word("word", 4) is False
    assert spans.cuts_word("word", 1) is True


@pytest.mark.parametrize("line_end", ["\r\n", *"\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"], ids=ascii)
def test_a_span_over_the_end_of_a_line(line_end: str) -> None:
    text = f"one{line_end}two"
    assert not spans.within_one_line(text, 0, len(text))
    assert not spans.within_one_line(text, 0, 3 + len(line_end)), "the line end alone is enough"
    assert spans.within_one_line(text, 0, 3)
    assert spans.within_one_line(text, 3 + len(line_end), len(text))


@pytest.mark.parametrize(
    ("text", "words"), [("", 0), ("one", 1), (" a  b\u00a0c\nd – IS-K ", 6), ("4,000 men", 2)]
)
def test_words_are_counted_between_white_space(text: str, words: int) -> None:
    assert spans.word_count(text) == words


def test_an_excerpt_is_cut_between_words_and_marked_where_more_text_stands() -> None:
    text = "The first men came home. The second men didn’t come home."
    start, end = span_of(text, "The second men")
    assert spans.excerpt(text, start, end, 6) == ("… home. ", "The second men", " …")
    assert spans.excerpt(text, start, end, 7) == ("… home. ", "The second men", " didn’t …")
    assert spans.excerpt(text, start, end, 21) == (
        "… first men came home. ",
        "The second men",
        " didn’t come home.",
    )
    assert spans.excerpt(text, start, end, 5) == ("… ", "The second men", " …")
    assert "".join(spans.excerpt(text, start, end, 999)) == text


@pytest.mark.parametrize(
    ("width", "before", "after"),
    [
        (0, "… ", " …"),
        (1, "… ", " …"),  # a blank is no context
        (2, "… ", " …"),
        (3, "… cd ", " gh …"),
        (4, "… cd ", " gh …"),
        (5, "… cd ", " gh …"),  # "b" alone is no word
        (6, "ab cd ", " gh …"),
        (8, "ab cd ", " gh …"),
        (9, "ab cd ", " gh ijklm …"),
        (10, "ab cd ", " gh ijklm …"),
        (12, "ab cd ", " gh ijklm …"),
        (13, "ab cd ", " gh ijklm  no"),
    ],
)
def test_an_excerpt_is_as_wide_as_whole_words_allow(width: int, before: str, after: str) -> None:
    assert spans.excerpt("ab cd ef gh ijklm  no", 6, 8, width) == (before, "ef", after)


@pytest.mark.parametrize(("letters", "shown"), [(199, True), (200, False)])
def test_an_excerpt_has_200_characters_to_either_side_if_no_width_is_asked_for(
    letters: int, shown: bool
) -> None:
    text = f"some {'a' * letters} Q {'b' * letters} more"
    start, end = span_of(text, "Q")
    before, after = (f"{'a' * letters} ", f" {'b' * letters}") if shown else ("", "")
    assert spans.excerpt(text, start, end) == (f"… {before}", "Q", f"{after} …")


def test_blanks_alone_are_no_more_text() -> None:
    assert spans.excerpt("   one two three   ", 7, 10, 6) == ("one ", "two", " three")
    assert spans.excerpt("   one two three   ", 7, 10, 99) == ("one ", "two", " three")


def test_an_excerpt_of_a_span_outside_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match="no span"):
        spans.excerpt("abc", 2, 9, 10)


@given(ODD, st.integers(0, 40), st.integers(0, 40), st.integers(0, 12))
def test_an_excerpt_stands_in_the_text(text: str, start: int, end: int, width: int) -> None:
    if not 0 <= start < end <= len(text):
        return
    before, quote, after = spans.excerpt(text, start, end, width)
    assert quote == text[start:end]
    assert text[:start].endswith(before.removeprefix("… "))
    assert text[end:].startswith(after.removesuffix(" …"))
    assert len(before.removeprefix("… ")) <= width


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("Didn’t", "didn't"),
        ("“so” „so“ «so»", '"so" "so" "so"'),
        ("a – b — c‑d − e", "a - b - c-d - e"),
        ("a\u00a0 \t\n\u2009b", "a b"),
        ("Straße", "strasse"),
        ("İ", "i\u0307"),
        ("ﬁre ﬃ", "fire ffi"),
        ("é", "e\u0301"),
        ("½", "1⁄2"),
        ("１４４", "144"),
        ("co\u00adop\u200b\ufeff", "coop"),
        ("…", "..."),
        ("ς", "σ"),
        ("a\u00a0¨b", "a \u0308b"),  # its blank is one with that before it, its mark stays
        *((mark, "'") for mark in "'‘’‚‛′ʼ`´＇"),
        *((mark, '"') for mark in '"“”„‟″«»＂'),
        *((mark, "-") for mark in "-‐‑‒–—―−﹘﹣－"),
        *((f"a{mark}b", "ab") for mark in "\u00ad\u200b\u200c\u200d\u2060\ufeff"),
    ],
)
def test_what_folding_makes_plain(raw: str, folded: str) -> None:
    assert spans.fold(raw)[0] == folded


@given(ODD)
def test_each_folded_character_leads_back_to_its_raw_one(text: str) -> None:
    folded, origins = spans.fold(text)
    assert len(folded) == len(origins)
    assert origins == sorted(origins)
    for character, origin in zip(folded, origins, strict=True):
        assert character in spans.fold(text[origin])[0]


@given(ODD)
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    folded, _ = spans.fold(text)
    assert spans.fold(folded)[0] == folded


@given(st.text(alphabet="aéßöﬁ ’", max_size=20))
def test_composed_and_decomposed_letters_fold_to_the_same(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert spans.fold(decomposed)[0] == spans.fold(text)[0]


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("More\u00a0than 60", ["More\u00a0than 60"]),
        ("more than 60", ["More\u00a0than 60"]),
        ("THEY  DIDN'T", ["They didn’t"]),
        (' "so-called" IS-K ', ["“so‑called” IS-K"]),
        ("IS-K - fled", ["IS-K – fled"]),
        ("came. More", ["came.\nMore"]),
        ("👩‍👩‍👧 came", ["👩‍👩‍👧 came"]),
        ("they did not", []),
        ("", []),
        (" ", []),
        ("\u200b", []),
    ],
)
def test_a_quote_is_found_exactly_or_as_typed_carelessly(quote: str, found: list[str]) -> None:
    assert [TEXT[start:end] for start, end in spans.locate(TEXT, quote)] == found


def test_unseen_characters_of_a_quote_are_not_looked_for() -> None:
    assert spans.locate("say more", "\u200b more \u200b") == [(4, 8)]


def test_the_whole_of_a_text_is_found_though_its_only_character_becomes_two() -> None:
    assert spans.locate("ﬁ", "FI") == [(0, 1)]


def test_exact_places_hide_the_merely_similar_ones() -> None:
    text = "He didn't go. He didn’t go. HE DIDN’T GO."
    assert spans.locate(text, "He didn’t go") == [(14, 26)]
    assert spans.locate(text, "he didn't go") == [(0, 12), (14, 26), (28, 40)]


def test_every_place_is_found() -> None:
    assert spans.locate("aa aaa", "aa") == [(0, 2), (3, 5), (4, 6)]


@pytest.mark.parametrize(("text", "quote"), [("ﬁre", "IRE"), ("caﬁ", "CAF"), ("Straß", "STRAS")])
def test_half_of_a_raw_character_is_no_place(text: str, quote: str) -> None:
    assert spans.locate(text, quote) == []


@pytest.mark.parametrize(
    ("text", "quote", "found"),
    [
        ("İstanbul fell", "FELL", "fell"),
        ("die Straße brannte", "STRASSE BRANNTE", "Straße brannte"),
        ("a ﬁre 🔥 broke out", "FIRE 🔥 broke", "ﬁre 🔥 broke"),
        ("the cafe\u0301 burnt", "CAFÉ", "cafe\u0301"),
        ("the café burnt", "CAFE\u0301", "café"),
    ],
)
def test_characters_that_change_length_do_not_shift_the_place(
    text: str, quote: str, found: str
) -> None:
    assert [text[start:end] for start, end in spans.locate(text, quote)] == [found]


@given(ODD, st.integers(0, 40), st.integers(0, 40))
def test_every_slice_is_found_where_it_stands(text: str, start: int, end: int) -> None:
    quote = text[start:end].strip()
    if not quote:
        return
    places = spans.locate(text, quote)
    assert places
    assert all(text[a:b] == quote for a, b in places)
    assert text.index(quote, start) in [a for a, _ in places]


@given(ODD, st.integers(0, 40), st.integers(0, 40))
def test_every_slice_is_found_also_as_typed_carelessly(text: str, start: int, end: int) -> None:
    careless = spans.fold(text[start:end].strip())[0]
    if not careless.strip() or unicodedata.category(text[end : end + 1] or " ") == "Mn":
        return
    same = [text[a:b] for a, b in spans.locate(text, careless)]
    assert same
    assert {spans.fold(found)[0].strip() for found in same} == {careless.strip()}


@pytest.mark.parametrize(
    ("text", "phrase", "places"),
    [
        ("more than 60 of 60", "60", [(10, 12), (16, 18)]),
        ("1,060 and 160 and 60s", "60", []),
        ("60", "60", [(0, 2)]),
        ("60", "", []),
    ],
)
def test_a_phrase_is_found_on_word_edges_only(
    text: str, phrase: str, places: list[spans.Span]
) -> None:
    assert spans.whole_occurrences(text, phrase) == places


# Intervals

PLACES = st.integers(0, 12)
STRETCHES = st.tuples(PLACES, PLACES).filter(lambda ends: ends[0] < ends[1])


@given(st.lists(STRETCHES, max_size=6), STRETCHES)
def test_each_question_is_answered_as_by_looking_at_each(
    intervals: list[Span], asked: Span
) -> None:
    places = set(range(*asked))
    kept = [set(range(*interval)) for interval in intervals]
    assert Intervals(intervals).contains(*asked) == any(places <= each for each in kept)
    assert Intervals(intervals).overlaps(*asked) == any(places & each for each in kept)


@pytest.mark.parametrize("asked", [(0, 1), (3, 9)])
def test_of_no_intervals_none_holds_or_touches(asked: Span) -> None:
    assert not Intervals().contains(*asked)
    assert not Intervals().overlaps(*asked)


def test_the_furthest_decides_though_it_begins_first() -> None:
    both = Intervals([(4, 5), (0, 9)])
    assert both.contains(4, 8)
    assert both.overlaps(8, 9)
    assert not both.contains(4, 10)
    assert not both.overlaps(9, 10)


def test_intervals_may_come_from_anything_that_can_be_gone_through_once() -> None:
    once = Intervals(iter([(2, 4)]))
    assert once.contains(2, 4)
    assert once.overlaps(3, 9)


@pytest.mark.parametrize(
    "sentence",
    [
        "In Kabul, Maj. Gen. Ahmad Khan said that 14 people died",
        "The U.S. Army killed 14 fighters near St. Petersburg",
        "Resolution No. 5 of the council named 13 men",
        "Gen. X. said that 40 men had fled",
        "It killed 14 people at 7 p.m. Monday in Kabul",
        "The group had 3.5 million dollars and 1.5 thousand men",
        "Several groups, e.g. Islamic State, i.e. Daesh, killed 14",
        "On Jan. 5 the group killed 14 people",
        "The attack on Sept. 11 Square killed 14",
        "“We did it!” Ahmad said after the blast",
        "“Who did it?” Officials asked on Monday",
        "They killed 14 ... Islamic State said nothing of it",
        "They killed 14 … Islamic State said nothing of it",
        "4. In the second half of 2023, the group killed 14",
        "12. The gravest incident was the bombing",
        "IV. The Taliban lost 40 men",
        "(a) The Taliban lost 40 men",
        "2.3. The Taliban lost 40 men",
        "Lt. Gen. (Retd.) Khalid Kidwai said so",
        "Osama b. Laden and J. R. R. Khan were killed",
        "Police in Washington, D.C. Tuesday said 14 died",
        "The firm Blackwater Inc. Monday lost 4 men",
        "Gens. Milley and McKenzie put the group at 2,000",
        "The group, a.k.a. Daesh, killed 14",
        "Art. 5 of the treaty, para. 3 and fig. 2 say so",
        "Rs. 10 lakh went to 14 families",
        "Reports put it at approx. 300 men",
        "Smith et al. 2021 counted 77 attacks",
        "7.62 NATO rounds killed 14, and 4.5 US dollars were found",
        "Dr. A. Q. Khan and Mr. He met 14 men",
        "On Sat. Police found 14 bodies",
        "John F. Kennedy Jr. Street was bombed",
    ],
)
def test_a_full_stop_may_end_no_sentence(sentence: str) -> None:
    assert [*spans.sentence_ends(sentence)] == []


@pytest.mark.parametrize(
    "sentences",
    [
        "They fled. The army came",
        "They fled! The army came",
        "Did they flee? Nobody knows",
        "They fled.” The army came",
        "He cried “Fire!” The men fled",
        "They fled (by night). The army came",
        "It was at 7 p.m. The blast killed 14",
        "It was in the U.S. The blast killed 14",
        "They fled.12 The army came",
        "They fled.” 13 men came",
        "They fled.[3] The army came",
        "They fled. [...] The army came",
        "They fled ... The army came",
        "They fled … He came",
        "They fled. 13 men came",
        "On May 4. In the second half",
        "They fled. al-Qaida came",
        "They fled. “Others” came",
        "They fled. Évian was far",
        "They fled.\u00a0The army came",
        "The toll was 14. Police said",
        "In May 2021. Others came",
        "They fled in Jan. The army came",
        "By Smith et al. They say",
        "They were 3.5. Others came",
        "They fled. ‘“The army” came",
        "They left the USA. Others stayed",
        "They fled . The army came",
    ],
)
def test_a_sentence_ends(sentences: str) -> None:
    ((end, start),) = spans.sentence_ends(sentences)
    assert sentences[end - 1] in ".!?…"
    assert sentences[start - 1].isspace()
    assert not sentences[start].isspace()


def test_sentences_are_looked_for_within_bounds() -> None:
    text = "They fled. “Others stayed.” Some died"
    assert [*spans.sentence_ends(text)] == [(10, 11), (26, 28)]
    assert [*spans.sentence_ends(text, 10)] == [(26, 28)]
    assert [*spans.sentence_ends(text, 0, 26)] == [(10, 11)]
    assert [*spans.sentence_ends(text, 0, 11)] == []
    assert [*spans.sentence_ends("Was it? No. Others did it")] == [(7, 8), (11, 12)]


# Words that two texts share

TWELVE = "one two three four five six seven eight nine ten eleven twelve"
SHARED = [
    ("twelve words", TWELVE, TWELVE, [TWELVE]),
    ("eleven words", TWELVE, TWELVE.removesuffix(" twelve"), []),
    (
        "in other capitals, marks and spaces",
        f"A. {TWELVE}, b",
        f"“{TWELVE.upper().replace(' ', '  ')}”",
        [TWELVE.upper().replace(" ", "  ")],
    ),
    ("over the end of a line", TWELVE, TWELVE.replace(" six", "\nsix"), []),
    ("a longer run, once", f"{TWELVE} {TWELVE}", f"x {TWELVE} one two", [f"{TWELVE} one two"]),
    ("two runs", f"{TWELVE}\n{TWELVE[::-1]}", f"{TWELVE} x {TWELVE[::-1]}", [TWELVE, TWELVE[::-1]]),
    ("not twice in one text", f"{TWELVE}\n{TWELVE}", "x", []),
]


@pytest.mark.parametrize(("one", "other", "runs"), [case[1:] for case in SHARED])
def test_runs_of_words_that_two_texts_share(one: str, other: str, runs: list[str]) -> None:
    expected = {("a", "b"): runs} if runs else {}
    assert spans.shared_runs({"a": one, "b": other}) == expected


def test_words_of_many_texts_count_as_those_of_the_first() -> None:
    """So that the pairs are no more than the texts."""
    found = spans.shared_runs({str(number): TWELVE for number in range(50)})
    assert [*found] == [("0", str(number)) for number in range(1, 50)]


def test_sentences_are_all_that_is_between_their_ends() -> None:
    text = "One is. Two are”. Three"
    assert [text[slice(*span)] for span in spans.sentences(text)] == [
        "One is.",
        "Two are”.",
        "Three",
    ]
    assert [text[slice(*span)] for span in spans.sentences(text, 4, 12)] == ["is.", "Two "]
    assert [*spans.sentences("")] == [(0, 0)]
