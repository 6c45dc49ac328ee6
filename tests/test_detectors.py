from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isk_indicators import detectors
from isk_indicators.dates import MONTHS
from isk_indicators.detectors import DURATION, KINDS, Hit, find_hits
from isk_indicators.schema import DataPackage
from isk_indicators.spans import LINE_ENDS
from tests.sentences import texts


def hits(text: str, kind: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in find_hits(text) if hit.kind == kind]


def test_the_kinds_are_those_of_the_schema(real: DataPackage) -> None:
    [column] = [field for field in real.schemas["reviewed"].fields if field.name == "kind"]
    assert set(KINDS) == set(column.enum or ())


def test_a_sentence_has_hits_of_each_kind_in_its_order() -> None:
    text = "The Red Band blamed Farland for killing nine people on 3 May 2021, it “said”."
    found = find_hits(text)
    assert found == sorted(found)
    assert {hit.kind for hit in found} == set(KINDS)
    assert [(text[h.start : h.end], h.kind, h.values) for h in found] == [
        ("blamed", "attribution", ()),
        ("blamed", "reporting", ()),
        ("killing", "harm", ("killed",)),
        ("nine", "figure", ()),
        ("3 May 2021", "date", ("2021", "May")),
        ("said", "quotation", ()),
        ("said", "reporting", ()),
    ]


def test_a_hit_tells_nothing_unless_reported() -> None:
    assert Hit(0, 1, "figure") == (0, 1, "figure", ())


# Figures


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("more than 60 men", ["more than 60"]),
        ("5 million men", ["5 million"]),
        ("in District 12", ["12"]),
        ("two and a half men", ["two and a half"]),
        ("some time and several men", ["several"]),
        ("on 3 May 2021 and 12 men", ["12"]),
        ("in 2021", []),
        ("2,500 men in 2021", ["2,500"]),
        ("20 to 30 men", ["20 to 30"]),
        ("1,5 men", []),
    ],
)
def test_every_number_that_is_no_date_is_a_figure(text: str, found: list[str]) -> None:
    assert hits(text, "figure") == found


def test_the_day_of_a_date_is_no_end_of_a_range() -> None:
    assert hits("about 20 to 25 May", "figure") == ["20"]


@pytest.mark.parametrize(
    ("text", "date", "figure"),
    [
        ("In May 14 people were killed", "May", "14"),
        ("Sarkand    12 May    2    5", "12 May", "2 5"),
        ("On 12 May 2 men fell", "12 May", "2"),
        ("On March 22, 14 people were killed", "March 22", "14"),
        ("On May 14 people were killed", "May 14", ""),
        ("In May 14, 2024, it began", "May 14, 2024", ""),
    ],
)
def test_a_count_behind_a_date_is_no_part_of_it(text: str, date: str, figure: str) -> None:
    assert hits(text, "date") == [date]
    assert hits(text, "figure") == figure.split()


def test_a_length_of_time_is_reported_and_found_once() -> None:
    text = "in six months, 12 men"
    found = [hit for hit in find_hits(text) if hit.kind == "figure"]
    assert found == [Hit(3, 13, "figure", (DURATION,)), Hit(15, 17, "figure", ())]
    assert DURATION == "duration"


# Dates

EACH = "year month week spring summer autumn winter".split()
SPANS = "days weeks months years".split()
BEFORE = ["hours", *SPANS[:3]]
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


@pytest.mark.parametrize(
    ("words", "tells"),
    [
        *((f"3 {month} 2021", ("2021", month)) for month in MONTHS),
        *((month, (month,)) for month in MONTHS),
        ("3 Sept 2021", ("2021", "September")),
        ("Sept 2021", ("2021", "September")),
        ("Sept. 3", ("September",)),
        ("earlier  this year", ()),
        ("Jan. 3", ("January",)),
        ("1 May", ("May",)),
        ("31 May", ("May",)),
        ("1st May", ("May",)),
        ("2nd of May", ("May",)),
        ("3rd  of  May,  2021", ("2021", "May")),
        ("4th May", ("May",)),
        ("3 of May", ("May",)),
        ("May 3", ("May",)),
        ("May  31", ("May",)),
        ("May 3rd", ("May",)),
        ("May 1st", ("May",)),
        ("May 2nd", ("May",)),
        ("May 4th", ("May",)),
        ("May 3, 2021", ("2021", "May")),
        ("May 3 2021", ("2021", "May")),
        ("May of 2021", ("2021", "May")),
        ("May,  of  2021", ("2021", "May")),
        ("May 2021", ("2021", "May")),
        ("08.11.2021", ("2021",)),
        ("8/11/2021", ("2021",)),
        ("8.1.2021", ("2021",)),
        ("2021-11-08", ("2021",)),
        ("1899", ("1899",)),
        ("1800", ("1800",)),
        ("1999", ("1999",)),
        ("2021", ("2021",)),
        *((f"this {unit}", ()) for unit in EACH),
        *((f"last  {unit}", ()) for unit in EACH),
        ("of this year", ()),
        ("of  last year", ()),
        ("earlier this year", ()),
        ("later  this  year", ()),
        *((f"recent {span}", ()) for span in SPANS),
        *((f"past  {span}", ()) for span in SPANS),
        *((f"last {span}", ()) for span in SPANS),
        ("the same period", ()),
        ("the  same  period", ()),
        *((f"{unit} before", ()) for unit in BEFORE),
        *((f"hours  {word}", ()) for word in "before after earlier later ago".split()),
        ("yesterday", ()),
        ("YESTERDAY", ()),
        *((day, ()) for day in WEEKDAYS),
        *((f"{which}  Friday", ()) for which in ("last", "next", "this")),
        ("last night", ()),
        ("overnight", ()),
        *((f"day {word}", ()) for word in ("before", "earlier", "later")),
        *((f"{word} month", ()) for word in ("previous", "preceding", "following", "next")),
        ("eve of", ()),
        ("The Same Period", ()),
        ("May 3RD", ("May",)),
    ],
)
def test_a_date(words: str, tells: tuple[str, ...]) -> None:
    text = f"It was, {words}, so"
    assert [hit for hit in find_hits(text) if hit.kind == "date"] == [
        Hit(8, 8 + len(words), "date", tells)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("may", []),
        ("MAY", []),
        ("mid-May", []),
        ("Mayor", []),
        ("xMay", []),
        ("3 or May", ["May"]),
        ("103 May", ["May"]),
        ("x3 May", ["May"]),
        ("3May", []),
        ("May 333", ["May"]),
        ("May 3333", ["May"]),
        ("May 20214", ["May"]),
        ("May 3 20214", ["May 3"]),
        ("May 3, 1721", ["May 3"]),
        ("1721", []),
        ("2121", []),
        ("20213", []),
        ("12021", []),
        (".2021", []),
        (",2021", []),
        ("/2021", []),
        ("2021,5", []),
        ("2021/5", []),
        ("2021/ 5", ["2021"]),
        ("2021, 5", ["2021"]),
        ("2021x", []),
        ("x2021", []),
        ("8.11.20213", []),
        ("108.11.2021", []),
        ("8.111.2021", []),
        ("8-11-2021", ["2021"]),
        ("12021-11-08", []),
        ("2021-11-081", ["2021"]),
        ("2021-1-08", ["2021"]),
        ("this years", []),
        ("xthis year", []),
        ("within this year", ["this year"]),
        ("rooflast year", []),
        ("of the year", []),
        ("yearly this yearly", []),
        ("recent day", []),
        ("decent days", []),
        ("recent daysx", []),
        ("xpast days", []),
        ("the same periods", []),
        ("bathe same period", []),
        ("hours beforehand", []),
        ("xhours before", []),
        ("yesterdays", []),
        ("xyesterday", []),
        ("Fridays", []),
        ("friday", []),
        ("Friday prayers", []),
        ("Friday is market day", []),
        ("on Friday, 3 May", ["3 May"]),
        ("on Friday 3 May 2021", ["3 May 2021"]),
        ("on Friday, the men", ["Friday"]),
        ("the second half of 2021", ["second half", "2021"]),
        ("the first quarter of the year", ["first quarter"]),
        ("the fourth quarter of last year", ["fourth quarter", "of last year"]),
        ("in the third quarter, it", ["third quarter"]),
        ("the third quarter, it", []),
        ("the second half of the match", []),
        ("overnighters", []),
    ],
)
def test_where_dates_begin_and_end(text: str, found: list[str]) -> None:
    assert hits(text, "date") == found


# Harm


def test_a_word_of_harm_tells_which() -> None:
    text = "killed, then wounded; casualties"
    values = [hit.values for hit in find_hits(text) if hit.kind == "harm"]
    assert values == [("killed",), ("wounded",), ("killed_or_wounded",)]
    assert hits(text, "harm") == ["killed", "wounded", "casualties"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("two men were shot; one survived", ["shot", "survived"]),
        ("two men were shot dead", ["dead"]),
        ("two men were shot and killed", ["killed"]),
        ("they shot at men", []),
        ("a judge was killed together with two guards", ["killed", "together with"]),
        ("it killed a judge, along with two guards", ["killed", "along with"]),
        ("it killed a judge. Together with others", ["killed"]),
        ("they came together with others", []),
    ],
)
def test_words_of_harm_that_leave_open_which(text: str, found: list[str]) -> None:
    assert hits(text, "harm") == found


# Reporting

SAYING = (
    "said|say|says|saying|stated|states that|stating|told|tell|tells|telling|claim|claims|claimed|"
    "claiming|has taken the claim|had taken the claim|have taken the claim|warn|warns|warned|"
    "warning|accuse|accuses|accused|accusing|accusation|accusations|deny|denies|denied|denying|"
    "denial|denials|advise|advises|advised|advising|advice|report|reports|reported|reportedly|"
    "reporting|announce|announces|announced|announcing|announcement|declare|declares|declared|"
    "declaring|declaration|proclaim|proclaims|proclaimed|proclaiming|pledge|pledges|pledged|"
    "pledging|promise|promises|promised|promising|threaten to|threatened to|threatens that|"
    "threatening that|vow|vows|vowed|vowing|insist|insists|insisted|insisting|assert|asserts|"
    "asserted|asserting|allege|alleges|alleged|allegedly|alleging|allegation|allegations|"
    "acknowledge|acknowledges|acknowledged|acknowledging|admit|admits|admitted|admitting|confirm|"
    "confirms|confirmed|confirming|establishes that|established that|mention|mentions|mentioned|"
    "mentioning|note that|notes that|noted that|noting that|press Kabul to|presses Kabul to|"
    "pressed Kabul to|pressing Kabul to|stress that|stresses that|stressed that|blame|blames|"
    "blamed|blaming|boast|boasts|boasted|boasting|reiterate|reiterates|reiterated|reiterating|"
    "express concern|expresses concern|expressed concern|expressing concern|urge|urges|urged|"
    "urging|calls on|called for|calling on|calling for|demand|demands|demanded|demanding|offer|"
    "offers|offered|offering|refuse|refuses|refused|refusal|refusing|portray|portrays|portrayed|"
    "portraying|estimate|estimates|estimated|estimating|according to|as per|ascribe|ascribes|"
    "ascribed|ascribing|attributes|attributed|attributing|swear|swears|swore|sworn|endorse|"
    "endorses|endorsed|endorsing|believe|believes|believed|believing|suggest|suggests|suggested|"
    "argue|argues|argued|arguing|cited|quote|quotes|quoted|quoting|highlighted|named|condemn|"
    "condemns|condemned|condemning|assesses|assessed|assessment|assessments|recognised that|"
    "recognises that|recognized that|recognizes that|assess|assessing|recommend|recommends|"
    "recommended|recommending|reject|rejects|rejected|rejecting|rejection|dismiss|dismisses|"
    "dismissed|dismissing|remark|remarks|remarked|comment|commented|refuted|cautioned|testified|"
    "emphasised|emphasized|underlined|considered that|considers that|maintained that|"
    "maintains that|added that|adds that|concluded that|observed that|explained that|"
    "responded that|replied that|contended that|wrote that|found that|disclosed that|"
    "took responsibility|takes full responsibility|accepted responsibility|spoke of|speaks of|"
    "held the Band responsible|holds it responsible"
).split("|")


SILENT = (
    "too early to say who was behind it|nobody said|no one has claimed|no group had claimed|"
    "has not claimed|has not yet claimed|"
    "have not immediately confirmed|has yet to claim|neither confirmed nor denied|never said|"
    "no comment on|declined to comment on|asked not to be named by"
).split("|")


@pytest.mark.parametrize("words", SAYING)
def test_words_of_saying(words: str) -> None:
    for printed in (words, words.upper(), words.replace(" ", "  ")):
        assert printed in hits(f"There, it {printed} so", "reporting")
    for other in (f"x{words}", f"-{words}", f"{words}x", f"{words}-"):
        assert words not in hits(f"There, it {other} so", "reporting")


@pytest.mark.parametrize("word", ["suspect", "suspects", "suspected"])
def test_to_suspect_something(word: str) -> None:
    for behind in ("that", "the", "it", " it"):
        assert hits(f"some {word} {behind} so", "reporting") == [word]
    assert hits(f"some {word} fled", "reporting") == []
    assert hits(f"{word}that", "reporting") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the said report", ["report"]),
        ("the  said", ["said"]),
        ("claimed 52 lives", []),
        ("claiming the life", []),
        ("claims many a lives", []),
        ("claimed it; lives", ["claimed"]),
        ("claimed it. Lives", ["claimed"]),
        ("claimed it lived", ["claimed"]),
        ("claimed itlives", ["claimed"]),
        ("claim it alive", ["claim"]),
        ("claim it lifeless", ["claim"]),
        (f"claim{' ' * 31}lives", []),
        (f"claim{' ' * 32}lives", ["claim"]),
        ("to note that", []),
        ("must note that", ["note that"]),
        ("has taken its claim", ["claim"]),
        ("states", []),
        ("threatened it", []),
        ("noted it", []),
        ("established it", []),
        ("stressed it", []),
        ("calls", []),
        ("call for", []),
        ("press to", []),
        ("pressed it hard to", []),
        ("recognised it", []),
        ("considered it, he", []),
        ("two States considered.", ["considered"]),
        ("it was considered that", []),
        ("“so,” he added.", ["added"]),
        ("it concluded a pact", []),
        ("it maintains 400 men", []),
        ("another considered the movement to be negligible", ["considered"]),
        ("it put the toll at 30", ["put the toll at"]),
        ("it put them at risk", []),
        ("it recorded 1,200 attacks", ["recorded"]),
        ("it recorded at least two attacks", ["recorded"]),
        ("it counted 30", ["counted"]),
        ("on counts of murder", []),
        ("it counted on them", []),
        ("it gave a strength of 30", ["gave"]),
        ("it gave a number of men", []),
        ("it released a short video", ["released"]),
        ("it released two hostages", []),
        ("it published this table", ["published"]),
        ("it voiced grave concern", ["voiced grave concern"]),
        ("the present report", []),
        ("a report", ["report"]),
        ("the reporting period", []),
        ("(Reporting by A; editing by B)", []),
        ("reporting that", ["reporting"]),
        *((f"{silence} it", []) for silence in SILENT),
        ("it did not deny that", ["deny"]),
        ("attribute", []),
        ("estimation", []),
    ],
)
def test_what_words_of_saying_need(text: str, found: list[str]) -> None:
    assert hits(text, "reporting") == found


# Attributions

DEEDS = (
    "attack attacks assault assaults bombing bombings blast blasts strike strikes plot plots"
).split()
BLAMING = [
    *(
        "carry out|carried out|carries out|carrying out|was behind|were behind|is behind|"
        "are behind|be behind|been behind|involved in|blame|blamed|blames|blaming|ascribed|"
        "attributed|taken the claim|claimed by|claim responsibility|claims responsibility|"
        "claimed responsibility|footprint|footprints|targeted|targets|targeting|attacked|attacking|"
        "planned|controlled|conducted|conducting|launched|launching|complicity|"
        "in coordination with|coordination with|perpetrate|perpetrates|perpetrated|perpetrating|"
        "perpetrator|perpetrators|orchestrated|orchestrating|mastermind|masterminded|"
        "responsible for|arrested|clashed|suspect|suspects|suspected|clashes by|operation by|"
        "operations by|operations carried by|clashes in Kabul by|implicated|complicit|involvement|"
        "took responsibility|takes credit|accepted responsibility|claimed credit|"
        "accountable for|organised by|organized by|ordered by|staged by|commissioned by|"
        "ordered the killing|staged two deadly attacks|fingerprints of|hallmarks of|"
        "held the Band responsible|held them accountable|lay behind|denied that it had|"
        "denied having|denied they were|denies this"
    ).split("|"),
    *(f"{deed} by" for deed in DEEDS),
    *(f"claimed {deed}" for deed in DEEDS),
    *(f"Band {deed}" for deed in DEEDS),
    "claim the attack",
    "claims two of the strikes",
    "claimed one two three four attacks",
    "IS-K’s attack",
    "IS-K's attack",
    "Red-Band attacks",
    "IS-K’S ATTACK",
]


@pytest.mark.parametrize("words", BLAMING)
def test_words_of_blame(words: str) -> None:
    for printed in (words, words.replace(" ", "  ")):
        assert hits(f"there, it {printed} so", "attribution") == [printed]
    assert words not in hits(f"there, it x{words} so", "attribution")
    assert words not in hits(f"there, it -{words} so", "attribution")
    assert words not in hits(f"there, it {words}x so", "attribution")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the Band claimed it late on Friday", ["claimed it"]),
        ("the Band claimed it.", ["claimed it"]),
        ("the Band had a hand in it", ["hand in"]),
        ("they denied any part in it", ["part in"]),
        ("it was the work of the Band", ["work of"]),
        ("denied that it had ordered the shooting", ["denied that it had", "ordered the shooting"]),
    ],
)
def test_words_that_blame_in_their_context(text: str, found: list[str]) -> None:
    assert hits(text, "attribution") == found


@pytest.mark.parametrize("words", [words for words in BLAMING if words == words.lower()])
def test_words_of_blame_in_capitals(words: str) -> None:
    assert hits(f"there, it {words.upper()} so", "attribution")[0].upper() == words.upper()


@pytest.mark.parametrize("opening", "The In A An This These Its Several Many Some".split())
def test_a_sentence_that_begins_with_a_deed_blames_nobody(opening: str) -> None:
    assert hits(f"{opening} attack fell", "attribution") == []


@pytest.mark.parametrize(
    "text",
    [
        "band attack",
        "B attack",
        "Band, attack",
        "Band men attack",
        "attack",
        "target",
        "claimed one two three four five attacks",
        "claimed one, attacks",
        "claiming attacks",
        "attack on the Band here by",
        "attacks on, by",
        "operations one two three by",
        "carried it out",
        "behind",
        "being behind",
        "claimed it had",
        "has not claimed the attack",
        "no group has claimed responsibility",
        "ordered a retreat",
        "the role in",
        "nor denied a part in",
        "the work of the Council",
        "responsible to",
    ],
)
def test_what_words_of_blame_need(text: str) -> None:
    assert hits(text, "attribution") == []


# Quotations


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("it “fell” so", ["fell"]),
        ('it "fell" so', ["fell"]),
        ("it ‘fell’ so", ["fell"]),
        ("it 'fell' so", ["fell"]),
        ("it “fell” and “rose” so", ["fell", "rose"]),
        ("it “fell “rose” so", ["fell", "rose"]),
        ('it "fell” so', ["fell"]),
        ("it “fell\nand rose” so", ["fell", "and rose"]),
        ("it “fell", ["fell"]),
        ("it fell” so", ["it fell"]),
        ("It rose. It fell” so", ["It fell"]),
        ("It rose! “It fell” so", ["It fell"]),
        ("It rose? It fell” so. It”", ["It fell", "It"]),
        ("It rose. it fell” so", ["It rose. it fell"]),
        ("A “b” and c” so", ["b", "and c"]),
        ("A b” and. It c” so", ["A b", "It c"]),
        ("It rose.\nIt fell” so", ["It fell"]),
        ("“It rose. It fell. it stood! It sat”", ["It rose.", "It fell. it stood!", "It sat"]),
        ("“It rose.”", ["It rose."]),
        ("“” so", []),
        ("“ ” so", []),
        ("= it fell” so", ["it fell"]),
        ('""', []),
        ("the Band’s ‘success’ here", ["success"]),
        ("the Band's 'success' here", ["success"]),
        ("the boys' and the girls' own", []),
        ("rock 'n' roll", ["n"]),
        ("‘a\nb’", []),
        ("'a\nb'", []),
        ("‘a’b", []),
        ("x‘a’", []),
        ("x'a'", []),
        ("'a'b", []),
        ("''a''", []),
        ("‘‘a’", ["a"]),
        ("‘a’ b’", ["a"]),
        ("''a' b", []),
        ("'a'' b", []),
        ("“It rose.  It fell”", ["It rose.", "It fell"]),
        ("‘It rose. “It fell” so’", ["It rose.", "“It fell” so", "It fell"]),
        ('‘It rose. "It fell" so’', ["It rose.", '"It fell" so', "It fell"]),
        ("", []),
    ],
)
def test_quoted_words(text: str, found: list[str]) -> None:
    assert hits(text, "quotation") == found


@given(st.text(alphabet='“”"\n.AB ab'))
def test_no_words_are_quoted_twice_between_double_marks(text: str) -> None:
    ends = sorted(detectors.between_marks(text))
    assert all(end <= start for (_, end), (start, _) in pairwise(ends))
    assert all(0 <= start <= end <= len(text) for start, end in ends)


# Lines


@pytest.mark.parametrize("end", [*LINE_ENDS, "\r\n"], ids=ascii)
@pytest.mark.parametrize(
    ("first", "second", "kind", "found"),
    [
        ("Violence in Afghanistan", "Attacks on markets", "attribution", []),
        ("Reports of March", "2024 began well", "date", ["March", "2024"]),
        ("He came this", "year again", "date", []),
        ("It sent more than", "60 men", "figure", ["60"]),
        ("It had twenty", "two men", "figure", ["twenty", "two"]),
        ("It lasted six", "months", "figure", ["six"]),
        ("A number", "of men", "figure", []),
        ("It claimed 52", "lives", "harm", []),
        ("It blamed", "it according", "reporting", ["blamed"]),
        ("It has taken", "the claim", "reporting", ["claim"]),
        ("“It fell", "and rose”", "quotation", ["It fell", "and rose"]),
        ("‘It fell", "and rose’", "quotation", []),
    ],
)
def test_words_of_two_lines_are_no_hit(
    end: str, first: str, second: str, kind: str, found: list[str]
) -> None:
    assert hits(f"{first}{end}{second}", kind) == found


def test_a_hit_is_placed_in_its_text_and_not_in_its_line() -> None:
    text = "One\r\ntwo\u2028\n\nthree"
    assert [(hit.start, hit.end) for hit in find_hits(text)] == [(0, 3), (5, 8), (11, 16)]


@given(texts())
def test_a_hit_lies_within_one_line(text: str) -> None:
    for hit in find_hits(text):
        assert 0 <= hit.start < hit.end <= len(text)
        assert hit.kind in KINDS
        words = text[hit.start : hit.end]
        assert not set(words) & set(LINE_ENDS)
        assert words == words.strip()


def test_the_dates_of_a_text_are_not_those_of_another() -> None:
    assert hits("in May", "date") == ["May"]
    assert hits("in June", "date") == ["June"]
