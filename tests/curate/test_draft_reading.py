"""What a draft reads: a sentence for each rule, and a neighbour that the rule leaves alone."""

from __future__ import annotations

import pytest

from isk_indicators.curate.draft.reviewed import reason, with_rows
from isk_indicators.curate.draft.sentences import more_forms, sentences, speaker_of
from isk_indicators.detectors import Hit
from isk_indicators.schema import GUESS
from tests.curate.drafted import cells, drafting, known, rows

RED, BLUE, FARLAND, GUARD = (f"act-000{n}" for n in (1, 2, 3, 4))
BOMBING = "A bomb killed four people at a market in Farville on 3 May 2024."


# Sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FARVILLE, 3 May (Agency) – The Band left. It hid.", ["The Band left", "It hid"]),
        ("FARVILLE, Farland, Sept. 14 - The Band left. It hid.", ["The Band left", "It hid"]),
        ("FARVILLE: The Band left. It hid.", ["The Band left", "It hid"]),
        ("Farville, 14 May 2024: The Band left.", ["The Band left"]),
        ("FARVILLE: they call it home.", ["FARVILLE: they call it home"]),
        ("UNO – the union – left.", ["UNO – the union – left"]),
        ("12. The Band left.", ["The Band left"]),
        ("12 men left.", ["12 men left"]),
    ],
)
def test_a_sentence_begins_behind_a_dateline_or_a_number(text: str, expected: list[str]) -> None:
    assert [sentence.words for sentence in sentences(text)] == expected


@pytest.mark.parametrize(
    ("text", "is_heading"),
    [
        ("Who is behind it", True),
        ("The Band is behind it.", False),
        ("The Farland Guard published this table on Friday:", False),
        ("Table of attacks:", True),
    ],
)
def test_a_line_without_a_full_stop_is_a_heading(text: str, is_heading: bool) -> None:
    assert [sentence.is_heading for sentence in sentences(text)] == [is_heading]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The mayor said that it burns.", "mayor"),
        ("It burns, said the mayor.", "mayor"),
        ("“It burns,” the mayor, Ada Roe, told the council.", "Ada Roe"),
        ("Ada Roe, a spokeswoman of the mayor, said that it burns.", "Ada Roe"),
        ("According to the mayor, it burns.", "mayor"),
        ("The Mission of Far States (MFS) reported fires.", "Mission of Far States"),
        ("A remark by the mayor that it burns was heard.", "mayor"),
        ("A warning that the council wrote was heard.", "council"),
        ("The fire was reported by the mayor.", "mayor"),
        ("In Farville the mayor has repeatedly denied that it burns.", "mayor"),
    ],
)
def test_words_name_who_speaks(text: str, who: str) -> None:
    (sentence,) = sentences(text)
    found = speaker_of(sentence, sentence.of_kind("reporting")[0])
    assert found is not None
    assert text[found.start : found.end] == who


def test_what_is_too_long_for_a_sentence_is_not_read() -> None:
    text = "Farland said that {}the Red Band had left."
    assert rows(text.format("after many years, " * 100))["statements"]
    assert not rows(text.format("after many years, " * 200))["statements"]


# Statements


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("The Red Band claimed responsibility for it.", [(RED, "claim_of_responsibility")]),
        ("Farland claimed that it had left.", [(FARLAND, "assertion")]),
        ("The Red Band owned up to it.", [(RED, "claim_of_responsibility")]),
        ("The Red Band dissociated itself from it.", [(RED, "denial")]),
        ("Farland warned that the Red Band had bombs.", [(FARLAND, "warning")]),
        ("Farland said that the Red Band had tents.", [(FARLAND, "assertion")]),
        ("Farland said that the Red Band could strike again.", [(FARLAND, "assessment")]),
        ("Farland announced that it would pay.", [(FARLAND, "pledge")]),
        ("Farland announced that the Red Band had left.", [(FARLAND, "announcement")]),
        ("Farland condemned it and urged the Red Band to leave.",
         [(FARLAND, "concern"), (FARLAND, "demand")]),
        ("“No bomb was ours,” Farland said.", [(FARLAND, "denial")]),
        ("A shopkeeper said that the Red Band had left.", []),
        ("The Red Band was blamed for it.", []),
        ("Farland counted 9 attacks claimed by or attributed to the Red Band.",
         [(FARLAND, "assertion")]),
        ("Farland denied it and claimed that the Red Band had left.",
         [(FARLAND, "denial"), (FARLAND, "assertion")]),
        ("Farland denied it and said that the Red Band had left.",
         [(FARLAND, "denial"), (FARLAND, "assertion")]),
        ("Farland denied it and said so.", [(FARLAND, "denial")]),
        ("The Red Band was blamed for it by Farland.", [(FARLAND, "accusation")]),
        ("Farland blamed the Red Band and said two men were held.",
         [(FARLAND, "accusation"), (FARLAND, "assertion")]),
        ("The Red Band said it was behind both blasts.", [(RED, "claim_of_responsibility")]),
        ("The Red Band also claimed that ambush.", [(RED, "claim_of_responsibility")]),
        ("The Red Band said it had nothing to do with it.", [(RED, "denial")]),
        ("The Red Band said it had not carried out the raid.", [(RED, "denial")]),
        ("Farland said that it was deeply worried.", [(FARLAND, "concern")]),
        ("“They must stop now,” Farland said.", [(FARLAND, "demand")]),
        ("“We will not leave,” Farland said.", [(FARLAND, "pledge")]),
        ("Farland said that the Red Band has some 900 fighters.", [(FARLAND, "assessment")]),
        ("Farland said that the Red Band has been weakened.", [(FARLAND, "assessment")]),
        ("Farland said that it had killed 900 Red Band fighters, a figure that could not be "
         "verified.", [(FARLAND, "assertion")]),
        ("Farland called the report baseless.", [(FARLAND, "denial")]),
        ("Farland denied reports that the Red Band had left.", [(FARLAND, "denial")]),
        ("Farland denied it, adding that the Red Band had left.", [(FARLAND, "denial")]),
        ("“We have reported it,” a baker told the paper.", []),
        ("According to a report that Farland published, the Red Band left.",
         [(FARLAND, "assertion")]),
        ("Farland’s latest report said that the Red Band left.", [(FARLAND, "assertion")]),
    ],
)  # fmt: skip
def test_each_official_who_speaks_makes_a_statement(text: str, acts: list[tuple[str, str]]) -> None:
    assert cells(text, "statements", "speaker_id", "speech_act") == acts


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Farland said that it burns. It added that the Red Band had left.", [FARLAND, FARLAND]),
        ("The Red Band left. It said that it had won.", [RED]),
        ("The interior minister of Farland, Ada Roe, said that it burns. The minister left it. "
         "The Minister said that the Red Band had left.", ["act-0005", "act-0005"]),
        ("Farland spoke of fires. The shops burn. She said that it was bad.", [FARLAND, FARLAND]),
        ("A student said that it burns. He added that the Red Band had left.", []),
        ("The Red Band left. The group said that it had won.", [RED]),
        ("The ministry of Farland said that it burns. Farville is near the Red Band. "
         "It said that the Red Band left.", ["act-0005", RED]),
        ("The foreign ministry rejected the remarks of Farland. It called them false.",
         ["act-0005", "act-0005"]),
        ("Col. Ada Roe said that it burns. Farland said so. She said that the Red Band left.",
         ["act-0005", FARLAND, "act-0005"]),
        ("Omar Bey, 41, a clerk at the ministry, said that it burns. He said that it was bad.", []),
        ("Turkey, which is near, last week urged the Red Band to leave.", ["act-0005"]),
        ("The Free Front, a rebel group, said it burns.", ["act-0005"]),
        ("It burns, said Ada Roe, a spokeswoman for the army. It was bad, she said.",
         ["act-0005", "act-0005"]),
        ("The army spokesman, Ada Roe, speaking in Farville, blamed the Red Band.", ["act-0005"]),
        ("Army officers put it at 900, they said.", ["act-0005"]),
        ("The Red Band claimed the attack. The message said that it had won.", [RED, RED]),
    ],
)  # fmt: skip
def test_words_point_back_to_who_spoke(text: str, speakers: list[str]) -> None:
    assert [speaker for (speaker,) in cells(text, "statements", "speaker_id")] == speakers


def test_another_of_unnamed_officials_is_an_actor_of_its_own() -> None:
    text = "One Member State said that it burns. Another considered that the Red Band had left."
    found = rows(text)
    assert [a["name"] for a in found["actors"]] == ["Member State", "Another Member State"]
    assert [s["speaker_id"] for s in found["statements"]] == ["act-0005", "act-0006"]
    assert {a["kind"] for a in found["actors"]} == {"unnamed_officials"}
    alone = rows("Farland said that it burns. Another fire was near.")
    assert not alone["actors"]


@pytest.mark.parametrize(
    ("text", "column", "expected"),
    [
        ("Farland urged the Blue Band to leave the Red Band.", "addressee_id", BLUE),
        ("Farland urged that the Blue Band leave.", "addressee_id", ""),
        ("The Red Band claimed it in a message carried by its Far agency.", "relayed_by",
         "Far agency"),
        ("The Red Band claimed it in a message.", "relayed_by", ""),
    ],
)  # fmt: skip
def test_to_whom_and_by_whom_a_statement_is_carried(text: str, column: str, expected: str) -> None:
    assert cells(text, "statements", column) == [(expected,)]


def test_the_speaker_behind_a_pronoun_is_evidence() -> None:
    found = rows("Farland said that it burns. It added that the Red Band had left.")
    shown = [(e["row_id"], e["column_name"], e["quote"]) for e in found["evidence"]]
    assert shown == [("stm-0002", "speaker_id", "Farland")]


def test_an_official_who_is_not_listed_becomes_an_actor() -> None:
    found = rows("The interior ministry of Farland said that the Red Band had left.")
    (actor,) = found["actors"]
    assert (actor["name"], actor["aliases"]) == (
        "Interior ministry of Farland",
        "interior ministry of Farland",
    )
    assert (actor["kind"], actor["parent_id"], actor["country"]) == ("government", FARLAND, "CA")
    assert [s["speaker_id"] for s in found["statements"]] == [actor["actor_id"]]
    assert not rows("A neighbour said that the Red Band had left.")["actors"]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Farland said that the Red Band had left.", "paraphrase"),
        ("“The Red Band has left us,” Farland said.", "verbatim"),
        ("Farland said that the Red Band had “left in fear” before long.", "partly_verbatim"),
    ],
)
def test_the_form_follows_the_quotation_marks(text: str, form: str) -> None:
    assert cells(text, "statements", "form") == [(form,)]


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Farland said that the Red Band had left.", RED),
        ("The Red Band left. Farland said that the group was gone.", RED),
        ("The Red Band left. Farland said that the shops were open.", ""),
    ],
)
def test_a_statement_is_about_the_group_named_or_meant(text: str, about: str) -> None:
    assert cells(text, "statements", "about_actor_id")[-1] == (about,)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("On 3 May 2024, Farland said that the Red Band had left.", ("2024-05-03", "stated")),
        ("Farland said that the Red Band had left on 3 May 2024.", ("", "")),
        ("Farland said on Thursday that it burns.", ("2024-05-16", "publication")),
        ("Farland denied any part in a statement sent on Thursday.",
         ("2024-05-16", "publication")),
        ("Farland recorded 12 attacks in May 2024.", ("", "")),
    ],
)  # fmt: skip
def test_the_day_of_a_statement_is_beside_its_verb(text: str, date: tuple[str, str]) -> None:
    assert cells(text, "statements", "date", "date_basis") == [date]


def test_what_goes_on_has_the_date_of_what_was_said_before() -> None:
    text = "On 3 May 2024 the Red Band claimed the attack. The {} said that it had won."
    dates = [date for (date,) in cells(text.format("message"), "statements", "date")]
    assert dates == ["2024-05-03", "2024-05-03"]
    dates = [date for (date,) in cells(text.format("group"), "statements", "date")]
    assert dates == ["2024-05-03", ""]


def test_the_dateline_is_evidence_for_a_weekday() -> None:
    found = rows("FARVILLE, 17 May 2024 (Agency) – Farland said on Thursday that it burns.")
    assert [(s["date"], s["date_basis"]) for s in found["statements"]] == [
        ("2024-05-16", "context")
    ]
    assert [(e["column_name"], e["quote"]) for e in found["evidence"]] == [("date", "17 May 2024")]


@pytest.mark.parametrize(
    ("text", "medium"),
    [
        ("In an audio message, the Red Band denied that it had bombs.", "group_media"),
        ("The Red Band said that a video of bombs was false.", "unstated"),
        ("“It burns,” Farland told the jury.", "testimony"),
        ("“It burns,” Farland told the owner.", "unstated"),
        ("The Red Band denied it in a statement sent by Farland.", "press_release"),
    ],
)
def test_the_medium_is_named_beside_the_verb(text: str, medium: str) -> None:
    assert cells(text, "statements", "medium") == [(medium,)]


# Incidents


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (BOMBING, [("single", "bombing", "market", "plc-0001", "2024-05-03")]),
        ("The Red Band could bomb a market in Farville.", []),
        (f"{BOMBING} Four shops burned in the blast.",
         [("single", "bombing", "market", "plc-0001", "2024-05-03")]),
        ("Several attacks hit Farville since 2022.",
         [("series", "attack", "", "plc-0001", "2022/..")]),
        ("Attacks hurt trade.", []),
        ("Gunmen shot dead a judge in Farville on 4 May 2024.",
         [("single", "assassination", "judge", "plc-0001", "2024-05-04")]),
        ("Gunmen shot dead a baker in Farville on 4 May 2024.",
         [("single", "armed_assault", "baker", "plc-0001", "2024-05-04")]),
        ("Security forces stormed a house in Farville on 4 May 2024.",
         [("single", "security_operation", "house", "plc-0001", "2024-05-04")]),
    ],
)  # fmt: skip
def test_words_for_an_event_make_an_incident(text: str, expected: list[tuple[str, ...]]) -> None:
    columns = ("scale", "event_type", "target_text", "place_id", "date")
    assert cells(text, "incidents", *columns) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ten died in a blast in Farville on Monday.", [("bombing", "", "2024-05-13")]),
        ("The blast came weeks after gunmen stormed a bank in Farville on May 2.",
         [("armed_assault", "bank", "2024-05-02")]),
        ("Monday's attack on a shop in Farville, when a bomber blew himself up, hurt trade.",
         [("bombing", "shop", "2024-05-13")]),
        (f"{BOMBING} The attack in Farville was the second since March.",
         [("bombing", "market", "2024-05-03")]),
        (f"{BOMBING} The Red Band claimed the bombing a day later.",
         [("bombing", "market", "2024-05-03")]),
        (f"{BOMBING} Farland said that two men had been arrested.",
         [("bombing", "market", "2024-05-03"), ("arrest", "", "")]),
        (f"{BOMBING} On Monday, gunmen attacked a bank in Nearton.",
         [("bombing", "market", "2024-05-03"), ("attack", "bank", "2024-05-13")]),
        (f"{BOMBING} The blast hit a wall.", [("bombing", "market", "2024-05-03")]),
        ("Police arrested nine men in Farville on Monday; a plot to bomb a bank had been foiled.",
         [("arrest", "men", "2024-05-13"), ("plot", "bank", "2024-05-13")]),
        ("Police raided two of its hideouts in Farville on Monday.",
         [("security_operation", "hideouts", "2024-05-13")]),
        ("Security forces shot dead two militants and detained a third in Farville on Monday.",
         [("security_operation", "militants", "2024-05-13")]),
        ("Two men stabbed a priest to death in Farville on Monday.",
         [("attack", "", "2024-05-13")]),
    ],
)  # fmt: skip
def test_words_are_for_a_new_incident_or_for_a_known_one(
    text: str, expected: list[tuple[str, ...]]
) -> None:
    assert cells(text, "incidents", "event_type", "target_text", "date") == expected


def test_an_incident_named_in_passing_is_not_gone_on_about() -> None:
    text = (
        f"{BOMBING} Police raided a house in Nearton on Monday. One of the men had planned the "
        "Farville bombing. Two guards were wounded."
    )
    assert cells(text, "casualties", "incident_id") == [("inc-0001",), ("inc-0002",)]


@pytest.mark.parametrize(
    ("words", "name", "kind"),
    [
        ("in the western city of Nearton", "Nearton", "settlement"),
        ("in the Otherland provincial capital Nearton", "Nearton", "settlement"),
        ("in Farland's Nearton district", "Nearton", "district"),
        ("in the Nearton district of Otherland province", "Nearton", "district"),
        ("in eastern Nearton province", "Nearton", "province"),
        ("at a market in the Oldgate area of Nearton", "Nearton", "settlement"),
    ],
)
def test_words_say_what_kind_of_place_it_is(words: str, name: str, kind: str) -> None:
    (place,) = rows(f"A bomb killed four people {words} on 3 May 2024.")["places"]
    assert (place["name"], place["kind"]) == (name, kind)


def test_each_target_listed_is_an_incident() -> None:
    text = (
        "In May 2024 the Red Band claimed attacks on the Farland Embassy, a mosque and a hotel. "
        "It also claimed attacks on trucks and boats."
    )
    columns = ("scale", "target_text", "target_type", "target_actor_id")
    assert cells(text, "incidents", *columns) == [
        ("single", "Farland Embassy", "diplomatic", FARLAND),
        ("single", "mosque", "religious_site", ""),
        ("single", "hotel", "business", ""),
    ]
    assert len({*cells(text, "attributions", "incident_id")}) == 3


def test_there_is_the_place_of_the_sentence_before() -> None:
    text = "The mayor went to a market in Farville. On 9 May 2024 a gunman killed a guard {}."
    found = rows(text.format("there"))
    assert [i["place_id"] for i in found["incidents"]] == ["plc-0001"]
    assert [(e["column_name"], e["quote"]) for e in found["evidence"]] == [("place_id", "Farville")]
    assert cells(text.format("at home"), "incidents", "place_id") == [("",)]


def test_what_a_court_hears_is_said_by_others_and_not_dated_by_that() -> None:
    text = "Gunmen shot dead a baker in Farville on {}."
    columns = ("voice", "date")
    heard = "2 May 2024, a jury heard on Thursday"
    assert cells(text.format(heard), "incidents", *columns) == [("other", "2024-05-02")]
    assert cells(text.format("Thursday"), "incidents", *columns) == [("author", "2024-05-16")]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("A bomb killed four people in Farville, the mayor said.",
         "A bomb killed four people in Farville"),
        ("In the first four months of 2024, Farland counted 9 attacks.",
         "In the first four months of 2024, Farland counted 9 attacks"),
    ],
)  # fmt: skip
def test_who_says_it_is_not_quoted_behind_what_is_said(text: str, quote: str) -> None:
    assert cells(text, "incidents", "quote") == [(quote,)]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Gunmen attacked seven police officers in Farville on 3 May 2024.", "police officers"),
        ("A bomb hit three buses in Farville on 3 May 2024, killing four.", "buses"),
    ],
)
def test_a_target_has_no_number_and_keeps_its_words(text: str, target: str) -> None:
    (row,) = rows(text)["incidents"]
    assert row["target_text"] == target
    assert f" on {target} in Farville" in row["label"]


def test_of_several_places_none_is_that_of_an_incident() -> None:
    text = "Security forces raided {} on 4 May 2024."
    one, several = "a house in Farville", "houses in Farville and Nearton"
    assert cells(text.format(one), "incidents", "place_id") == [("plc-0001",)]
    assert cells(text.format(several), "incidents", "place_id") == [("",)]


def test_a_line_of_a_table_shows_the_day_of_an_incident() -> None:
    text = (
        "A bomb killed four people in Farville on Monday.\n"
        "Place       Date      Killed\n"
        "Farville    13 May    4\n"
        "Farville    14 May    2\n"
    )
    found = rows(text)
    assert [(e["row_id"], e["quote"]) for e in found["evidence"]] == [
        ("inc-0001", "Farville    13 May    4")
    ]
    reasons = {r["quote"]: r["reason"] for r in found["reviewed"] if r["kind"] == "figure"}
    assert set(reasons.values()) == {"not_codable"}


def test_a_place_that_is_not_listed_is_proposed_with_its_incident() -> None:
    text = "A bomb killed four people in Nearton on 3 May 2024. She lives in Otherton."
    found = rows(text)
    assert [place["name"] for place in found["places"]] == ["Nearton"]
    assert [i["place_id"] for i in found["incidents"]] == [found["places"][0]["place_id"]]


def test_two_series_are_compared() -> None:
    text = (
        "Farland counted 38 attacks by the Red Band in the first four months of 2024, against 45 "
        "in the same period last year."
    )
    columns = ("count_figure", "date", "date_basis")
    assert cells(text, "incidents", *columns) == [
        ("38", "2024-01/2024-04", "context"),
        ("45", "2023-01/2023-04", "context"),
    ]
    assert len(cells(text, "attributions", "incident_id")) == 2


# Attributions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Red Band claimed responsibility for it.", [(RED, "claim", "certain", "statement")]),
        ("The Red Band denied any involvement in it.", [(RED, "denial", "certain", "statement")]),
        ("Farland blamed the Red Band for it.", [(RED, "attribution", "certain", "statement")]),
        ("The Red Band carried out the attack.", [(RED, "attribution", "certain", "author")]),
        ("The Red Band did not carry out attacks.", []),
        ("The Red Band was suspected of it.", [(RED, "attribution", "hedged", "other")]),
        ("Farland counted attacks by the Blue Band.", []),
        ("Farland said that the Farland Guard arrested two men after the attack.",
         [(GUARD, "claim", "certain", "statement")]),
    ],
)  # fmt: skip
def test_words_of_blame_name_an_actor_for_the_last_incident(
    text: str, expected: list[tuple[str, ...]]
) -> None:
    columns = ("actor_id", "stance", "certainty", "voice")
    assert cells(f"{BOMBING} {text}", "attributions", *columns) == expected


# Casualties


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A bomb killed four people in Farville.", [("killed", "4", "people", "all")]),
        ("A bomb killed nobody in Farville.", [("killed", "0", "", "all")]),
        ("A bomb hit four shops in Farville and killed nobody.", [("killed", "0", "", "all")]),
        ("A bomb in Farville killed four people and wounded nine guards.",
         [("killed", "4", "people", "all"), ("wounded", "9", "guards", "all")]),
        ("A bomb in Farville wounded nine visitors, two of them seriously.",
         [("wounded", "9", "visitors", "all"), ("wounded", "2", "visitors", "part")]),
        ("In a blast in Farville seven nurses and two policemen lost their lives.",
         [("killed", "7", "nurses", "part"), ("killed", "2", "policemen", "part")]),
        ("A bomb killed a mayor and his driver in Farville.",
         [("killed", "1", "mayor", "part"), ("killed", "1", "driver", "part")]),
        ("Four attackers on two bicycles left.", []),
        ("A bomb killed 22 people, among them four clerks, in Farville.",
         [("killed", "22", "people", "all"), ("killed", "4", "clerks", "part")]),
        ("A bomb killed at least 22 people, including a judge, and wounded nine in Farville.",
         [("killed", "22", "people", "all"), ("wounded", "9", "", "all"),
          ("killed", "1", "judge", "part")]),
        ("At least 30 pilgrims, most of them women, died when a bomb exploded in Farville.",
         [("killed", "30", "pilgrims", "all"), ("killed", "", "women", "part")]),
        ("Five were killed and eight hurt, three of them badly, before gunmen in Farville fled.",
         [("killed", "5", "", "all"), ("wounded", "8", "", "all"), ("wounded", "3", "", "part")]),
        ("A bomb in Farville killed 13 U.S. soldiers and about 90 porters.",
         [("killed", "13", "U.S. soldiers", "part"), ("killed", "90", "porters", "part")]),
        ("Gunmen shot and killed Ada Roe, the deputy mayor of Farville, and wounded a cook.",
         [("killed", "1", "deputy mayor of Farville", "all"), ("wounded", "1", "cook", "all")]),
        ("Police raided a house in Farville, killing three fighters and arresting five.",
         [("killed", "3", "fighters", "all")]),
        ("A bomb hit a van in Farville, killing three clerks and a passer-by.",
         [("killed", "3", "clerks", "part"), ("killed", "1", "passer-by", "part")]),
        ("Two men shot a baker and wounded three nuns in Farville.",
         [("wounded", "3", "nuns", "all")]),
    ],
)  # fmt: skip
def test_figures_beside_words_of_harm_are_casualties(
    text: str, expected: list[tuple[str, ...]]
) -> None:
    assert cells(text, "casualties", "harm", "stated_low", "victim_text", "covers") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two of the wounded later died.", [("killed", "2", "wounded")]),
        ("Nine of those hurt were tailors.", [("wounded", "9", "tailors")]),
        ("Six bakers were among those killed.", [("killed", "6", "bakers")]),
        ("The death toll from the attack on the market rose to 9.", [("killed", "9", "")]),
        ("The death toll was 9 and the number of injured was 25.",
         [("killed", "9", ""), ("wounded", "25", "")]),
        ("Seven people died and more than 50 were being treated in three clinics.",
         [("killed", "7", "people"), ("wounded", "50", "")]),
        ("Nobody else died, although several traders were treated for burns.",
         [("killed", "0", ""), ("wounded", "", "traders")]),
        ("A neighbour had seen the bodies of a nurse and two boys.",
         [("killed", "2", "boys"), ("killed", "1", "nurse")]),
        ("A tailor and his son were also hurt.",
         [("wounded", "1", "tailor"), ("wounded", "1", "son")]),
        ("Her uncle, 41, lost an arm.", [("wounded", "1", "uncle")]),
        ("One Farland guard was also killed.", [("killed", "1", "Farland guard")]),
        ("One of its cooks was hurt.", [("wounded", "1", "cooks")]),
        ("A woman and two boys living nearby were injured.",
         [("wounded", "2", "boys living nearby"), ("wounded", "1", "woman")]),
        ("The hospital had 60 beds.", []),
        ("A total of ten bakers were killed.", [("killed", "10", "bakers")]),
        ("A bomber was killed.", []),
    ],
)  # fmt: skip
def test_later_words_count_the_victims_of_the_incident(
    text: str, expected: list[tuple[str, ...]]
) -> None:
    first = "Gunmen attacked a market in Farville on 3 May 2024."
    columns = ("incident_id", "harm", "stated_low", "victim_text")
    assert cells(f"{first} {text}", "casualties", *columns) == [
        ("inc-0001", *victims) for victims in expected
    ]


@pytest.mark.parametrize(
    ("victims", "group"),
    [
        ("policemen", "state_force"),
        ("guards", "state_force"),
        ("gunmen", "armed_group"),
        ("bakers", "unspecified"),
        ("Red Band members", "armed_group"),
    ],
)
def test_the_group_of_victims_follows_from_their_words(victims: str, group: str) -> None:
    text = f"A bomb killed four {victims} in Farville."
    assert cells(text, "casualties", "victim_group") == [(group,)]


def test_a_toll_that_rose_makes_the_earlier_one_a_part() -> None:
    text = "A bomb killed four people in Farville. The toll rose to nine dead on Friday."
    assert cells(text, "casualties", "stated_low", "covers") == [("4", "part"), ("9", "all")]


# Estimates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Red Band has some 400 fighters in Farland.",
         [(RED, "fighters", "400", "plc-0002", "2024-05-17")]),
        ("The Red Band has some 400 goats in Farland.", []),
        ("In May 2023 the Red Band had 400 fighters.",
         [(RED, "fighters", "400", "", "2023-05")]),
        ("A cell of 20 men of the Red Band left.", [(RED, "members", "20", "", "2024-05-17")]),
        ("The Red Band could attack Farland within six months.",
         [(RED, "external_attack_lead_time", "6", "", "2024-05-17")]),
        ("Does the Red Band have 400 fighters?", []),
        ("The Red Band has only a small number of bases.",
         [(RED, "bases", "", "", "2024-05-17")]),
        ("Over the years, the number of men of the Red Band has ranged from 300 to 400.",
         [(RED, "fighters", "300", "", "2024-05-17")]),
        ("The Red Band has left. No more than a few dozen of them remain.",
         [(RED, "members", "", "", "2024-05-17")]),
        ("The Red Band is weak. Its ranks, once thought to exceed 700, have thinned to 90.",
         [(RED, "members", "700", "", "2024-05-17"), (RED, "members", "90", "", "2024-05-17")]),
        ("The Red Band has 400 fighters in northern Farland. Farland put the figure lower: 150.",
         [(RED, "fighters", "400", "plc-0002", "2024-05-17"),
          (RED, "fighters", "150", "", "2024-05-17")]),
        ("The Red Band has left. The mayor put the figure at 300 shops.", []),
        ("A report that Farland released in March put the strength of the Red Band at 400 men.",
         [(RED, "members", "400", "", "2024-03")]),
        ("Police arrested 11 members of the Red Band.", []),
    ],
)  # fmt: skip
def test_figures_of_members_are_estimates(text: str, expected: list[tuple[str, ...]]) -> None:
    columns = ("actor_id", "measure", "stated_low", "place_id", "as_of")
    assert cells(text, "force_estimates", *columns) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Some 60 fighters of the Blue Band defected to the Red Band.", (BLUE, RED)),
        ("Some 60 fighters joined the Red Band.", (RED, "")),
    ],
)
def test_defectors_are_counted_with_the_group_they_left(
    text: str, expected: tuple[str, str]
) -> None:
    assert cells(text, "force_estimates", "actor_id", "counterpart_id") == [expected]


def test_the_period_of_a_report_dates_what_names_it() -> None:
    text = (
        "It covers the period from 1 July to 31 December 2023 (“the reporting period”). "
        "The Red Band had 400 fighters at the end of the reporting period."
    )
    assert cells(text, "force_estimates", "as_of", "as_of_basis") == [("2023-12-31", "context")]
    assert cells(text, "evidence", "column_name") == [("as_of",)]


def test_members_without_a_group_are_those_of_the_group_named_last() -> None:
    text = "The Red Band left.\nMany new {} came from Farland."
    assert cells(text.format("recruits"), "force_estimates", "actor_id") == [(RED,)]
    assert cells(text.format("settlers"), "force_estimates", "actor_id") == []


# Dates


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("between 26 May and 10 June 2023", ("2023-05-26/2023-06-10", "stated")),
        ("in the second half of 2023", ("2023-07/2023-12", "context")),
        ("on 3 March", ("2024-03-03", "publication")),
        ("on 3 December", ("2023-12-03", "publication")),
        ("on Monday", ("2024-05-13", "publication")),
    ],
)
def test_words_date_an_incident(words: str, date: tuple[str, str]) -> None:
    text = f"A bomb went off at a market in Farville {words}."
    assert cells(text, "incidents", "date", "date_basis") == [date]


def test_the_next_day_follows_the_day_printed_before() -> None:
    text = "A bomb went off in Farville on 3 May 2023. The Red Band claimed it the next day."
    found = rows(text)
    assert [(s["date"], s["date_basis"]) for s in found["statements"]] == [
        ("2023-05-04", "context")
    ]
    assert "3 May 2023" in [e["quote"] for e in found["evidence"]]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("A bomb killed six in Farville, and four were arrested.", ["killed six", "six"]),
        ("A bomb killed six in Farville, according to two officials.", ["killed six", "six"]),
        ("A bomb killed six in Farville, and four were wounded.", ["killed six", "six", "four"]),
    ],
)
def test_who_was_arrested_or_says_it_is_no_victim(text: str, figures: list[str]) -> None:
    found = [figure for (figure,) in cells(text, "casualties", "figure")]
    assert found
    assert {f.removesuffix(" were wounded") for f in found} <= {*figures}


# Reviewed passages


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Boats must leave within 90 days.", {("figure", "duration")}),
        ("The port has 14 boats.", {("figure", "other_subject")}),
        ("A baker said so.", {("reporting", "")}),  # the person who looks decides
        ("A shopkeeper said so.", {("reporting", "not_official")}),
        ("They came for twelve suspects.", {("figure", "not_codable"), ("attribution", "general")}),
        ("The shop sold 14 civilians bread.", {("figure", "")}),  # perhaps a claim
        ("The Red Band is suspected of smuggling.", {("attribution", "")}),
        ("Killings went on.", {("harm", "general")}),
        ("Bomb kills four", {("harm", "duplicate_mention"), ("figure", "duplicate_mention")}),
        ("They sell “fresh” fish.", {("quotation", "name_or_scare_quote")}),
        ("It opened in May 2019.", {("date", "date_only")}),
    ],
)
def test_a_hit_without_a_row_gets_a_reason(text: str, expected: set[tuple[str, str]]) -> None:
    assert {*cells(text, "reviewed", "kind", "reason")} == expected


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("It paid 20 million rupees.", "20 million", "money"),
        ("It paid 20 million men.", "20 million", "other_subject"),
        ("See paragraph 12 for more.", "12", "identifier"),
        ("See all 12 for more.", "12", "other_subject"),
        ("It was a general one.", "one", "idiom"),
        ("It was a general one day.", "one", "other_subject"),
    ],
)
def test_a_number_that_counts_nothing_gets_its_kind(text: str, words: str, expected: str) -> None:
    start = text.index(words)
    hit = Hit(start, start + len(words), "figure")
    assert reason(text, hit, in_heading=False) == expected


def test_one_passage_gets_a_row_for_each_kind() -> None:
    found = cells("Bomb kills four", "reviewed", "span_start", "kind")
    assert len(found) == len({*found}) == 2


def test_what_the_program_cannot_know_is_marked_as_a_guess() -> None:
    found = drafting(BOMBING)
    sure = {"figure", "qualifier", "stated_low", "stated_high", "basis", "quote", "harm"}
    (row,) = [row for row in found.rows if row.table == "casualties"]
    marked = {name for name, cell in row.cells.items() if cell.startswith(GUESS)}
    assert marked.isdisjoint(sure)
    assert {"incident_id", "victim_text", "victim_group", "covers", "voice"} <= marked


def test_every_row_quotes_the_text() -> None:
    text = f"{BOMBING}\r\nThe Red Band claimed it. \r\nFarland said: “No.”"
    found = drafting(text)
    assert len(found.rows) >= 5
    for row in found.rows:
        start, end = int(row.cells["span_start"]), int(row.cells["span_end"])
        assert text[start:end] == row.cells["quote"] != ""


NORTH = {"actor_id": "act-0005", "name": "IS-N", "kind": "armed_group", "parent_id": "act-0001"}


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("ISIS-N denied it.", ["ISIS-N"]),
        ("ISNP denied it, Islamic State North said.", ["Islamic State North"]),
        ("The Islamic State of North denied it.", ["Islamic State of North"]),
        ("The Red Band affiliate denied it.", ["Red Band affiliate"]),
        ("a wing of Red Band and Red Band's branch", ["wing of Red Band", "Red Band's branch"]),
        ("The regional affiliate of the Red Band", ["regional affiliate of the Red Band"]),
        ("IS-N is listed.", []),
        ("IS, ISNA, the ISIN and Idaho Steel are others.", []),
        ("Red Band denied it.", []),
    ],
)
def test_a_document_has_further_names_of_a_listed_group(text: str, forms: list[str]) -> None:
    assert more_forms(known(actors=[NORTH]), text) == ({"act-0005": forms} if forms else {})


def test_a_name_that_two_actors_may_have_is_of_none() -> None:
    twin = {"actor_id": "act-0006", "name": "Inter-State Navy", "aliases": "ISN"}
    assert more_forms(known(actors=[NORTH, twin]), "ISIS-N denied it.") == {}


def test_further_names_are_aliases_of_the_draft() -> None:
    extended = with_rows(known(actors=[NORTH]), (), {"act-0005": ["ISIS-N", "North"]})
    assert extended.row("actors", "act-0005")["aliases"] == "ISIS-N|North"
    assert extended.row("actors", "act-0001")["aliases"] is None


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Police officer Ada Roe said that it burns.", "Ada Roe", "official"),
        ("The government spokesman Ada Roe said that it burns.", "Ada Roe", "official"),
        ("The spokesman of the army said that it burns.", "Spokesman of the army",
         "unnamed_officials"),
        ("Security officials said that it burns.", "Security officials", "unnamed_officials"),
        ("The Free Front, a rebel group, said that it burns.", "Free Front", "armed_group"),
        ("China, which is far, said that it burns.", "China", "government"),
    ],
)  # fmt: skip
def test_actors_have_their_own_name_and_kind(text: str, name: str, kind: str) -> None:
    assert cells(text, "actors", "name", "kind") == [(name, kind)]


@pytest.mark.parametrize(
    ("text", "stance", "voice"),
    [
        ("Farville police blamed the Red Band for the attack.", "attribution", "statement"),
        ("The Red Band said it was behind the attack.", "claim", "statement"),
        ("The Red Band said it had not carried out the attack.", "denial", "statement"),
        ("The Red Band said it had nothing to do with the attack.", "denial", "statement"),
        ("The army denied that the Red Band was involved in the attack.", "rejection", "statement"),
        ("Villagers attributed the attack to the Red Band.", "attribution", "other"),
        ("The attack was blamed on the Red Band.", "attribution", "other"),
        ("Local media pointed the finger at the Red Band.", "attribution", "other"),
    ],
)
def test_blame_claim_and_denial_are_told_apart(text: str, stance: str, voice: str) -> None:
    found = cells(f"A bomb hit a bank in Farville, killing 12. {text}", "attributions",
                  "actor_id", "stance", "voice")  # fmt: skip
    assert found == [(RED, stance, voice)]


def test_both_attacks_are_two_attributions() -> None:
    text = (
        "A bomb hit a bank in Farville, killing 12. "
        "On Monday a car bomb hit a school in Farland, killing 3. "
        "The Red Band said it was behind both attacks."
    )
    found = cells(text, "attributions", "incident_id", "stance")
    assert found == [("inc-0001", "claim"), ("inc-0002", "claim")]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Red Band had 900 fighters, down from as many as 4,000 two years earlier.", 2),
        ("The strength of Red Band rose to 900 men, up from 300.", 2),
        ("Red Band has 900 fighters. An official said the real figure was closer to 1,500.", 2),
        ("Red Band has 900 fighters, compared with 12 for Blue Band.", 1),
        ("Red Band has 900 fighters.\n\nThe number was 300 at the time of the census.", 1),
        ("The number was 12.", 0),
    ],
)
def test_a_figure_that_is_compared_with_an_estimate_is_one_too(text: str, figures: int) -> None:
    estimates = rows(text).get("force_estimates", [])
    assert len(estimates) == figures
    assert {(r["actor_id"], r["measure"]) for r in estimates} <= {
        ("act-0001", "fighters"),
        ("act-0001", "members"),
    }


BEFORE = "A bombing killed 300 people in Farland in 2022. "


@pytest.mark.parametrize(
    ("text", "incidents"),
    [
        ("On 22 January a bomber killed 11 people outside a bank in Farville.", 2),
        ("Gunmen killed two guards at a checkpoint in Farville.", 2),
        ("It killed at least 12 women.", 1),
        ("The bomber killed 12 women on the spot.", 1),
    ],
)
def test_another_day_or_a_stranger_elsewhere_is_another_incident(text: str, incidents: int) -> None:
    found = rows(BEFORE + text)
    assert len(found["incidents"]) == incidents
    harmed = {row["incident_id"] for row in found["casualties"]}
    assert harmed == {row["incident_id"] for row in found["incidents"]}


TWO = (
    "A bomb killed four people in Farville on 3 May 2024. "
    "Gunmen shot dead two officers in Farland on 5 May 2024. "
)


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Red Band claimed both attacks within a day.", ["inc-0001", "inc-0002"]),
        ("Red Band claimed the shooting, which Farland blamed on a feud.", ["inc-0002"]),
        ("Red Band claimed the killing of a judge in Farville on 9 May 2024.", ["inc-0003"]),
    ],
)
def test_a_claim_is_of_both_incidents_or_of_the_one_it_names(text: str, claims: list[str]) -> None:
    found = rows(TWO + text)["attributions"]
    assert [row["incident_id"] for row in found if row["stance"] == "claim"] == claims
    assert {row["stance"] for row in found} == {"claim"}


@pytest.mark.parametrize(
    ("text", "name", "kind", "act"),
    [
        ("The Farland monitoring team said that it burns.", "monitoring team", "igo", "assertion"),
        ("Farland sources said that it burns.", "sources", "unnamed_officials", "assertion"),
        ("Farland sources said that it may still be active.", "sources", None, "assessment"),
        ("Farland police said that it probably left.", "police", "military", "assessment"),
    ],
)
def test_more_words_for_officials_and_for_judgement(
    text: str, name: str, kind: str | None, act: str
) -> None:
    found = rows("Red Band is near. " + text)
    assert found["actors"][0]["name"] == f"Farland {name}"
    assert kind in (None, found["actors"][0]["kind"])
    assert found["statements"][0]["speech_act"] == act


def test_the_sources_of_a_hospital_are_no_officials() -> None:
    assert not rows("Red Band is near. Local hospital sources said that it burns.")["statements"]
