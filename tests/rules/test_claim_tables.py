"""The rules that one table of claims alone has."""

from __future__ import annotations

from typing import Any

import pytest

from isk_indicators.figures import Passage
from isk_indicators.rules import attributions, casualties, force_estimates, incidents, statements
from isk_indicators.rules.rule import CannotDecide, Problem
from isk_indicators.schema import DataPackage
from tests.rules.one_row import Rows, judged, linked

# attributions

ACTORS = (
    {"actor_id": "act-0001"},
    {"actor_id": "act-0002", "parent_id": "act-0001"},
    {"actor_id": "act-0003", "parent_id": "act-0001"},
    {"actor_id": "act-0004"},
)
SPOKEN = (
    {"statement_id": "stm-0001", "speaker_id": "act-0002"},
    {"statement_id": "stm-0002"},  # its speaker is at fault
)
OWN = Problem(
    "",
    "claim or denial, as the named actor speaks",
    "Type claim or denial, or correct the actor or the statement.",
)
ANOTHERS = Problem(
    "",
    "attribution or rejection, as another than the named actor speaks",
    "Name the actor's own statement, or type attribution or rejection.",
)


@pytest.mark.parametrize(
    ("actor", "statement", "own"),
    [
        ("act-0002", "stm-0001", True),
        ("act-0001", "stm-0001", True),  # its spokesman
        ("act-0003", "stm-0001", True),  # of the same army
        ("act-0004", "stm-0001", False),
        ("act-0002", None, False),
    ],
)
@pytest.mark.parametrize("stance", ["claim", "denial", "attribution", "rejection"])
def test_only_the_actor_claims_and_denies(
    actor: str, statement: str | None, own: bool, stance: str, real: DataPackage
) -> None:
    data = linked(real, actors=ACTORS, statements=SPOKEN)
    cells = {"stance": stance, "actor_id": actor, "statement_id": statement}
    voice = "statement" if statement else "author"
    said = judged(attributions.only_the_actor_claims, data=data, voice=voice, **cells)
    fault = OWN if own else ANOTHERS
    right = own == (stance in ("claim", "denial"))
    assert said == (None if right else Problem(stance, fault.expected, fault.message))


def test_a_speaker_may_belong_to_the_actor_by_a_cell_at_fault(real: DataPackage) -> None:
    data = linked(real, {"actors": ["parent_id"]}, actors=ACTORS, statements=SPOKEN)

    def said(stance: str, actor: str, statement: str | None) -> Problem | None:
        cells = {"stance": stance, "actor_id": actor, "statement_id": statement}
        voice = "statement" if statement else "author"
        return judged(attributions.only_the_actor_claims, data=data, voice=voice, **cells)

    with pytest.raises(CannotDecide):
        said("claim", "act-0004", "stm-0001")
    assert said("attribution", "act-0004", "stm-0001") is None
    assert said("claim", "act-0004", None) == Problem("claim", ANOTHERS.expected, ANOTHERS.message)


@pytest.mark.parametrize("stance", ["claim", "denial", "attribution", "rejection"])
def test_of_a_speaker_at_fault_no_stance_is_judged(stance: str, real: DataPackage) -> None:
    data = linked(real, actors=ACTORS, statements=SPOKEN)
    cells = {"stance": stance, "actor_id": "act-0002", "statement_id": "stm-0002"}
    with pytest.raises(CannotDecide):
        judged(attributions.only_the_actor_claims, data=data, voice="statement", **cells)


@pytest.mark.parametrize(("voice", "statement"), [("author", "stm-0001"), ("statement", None)])
def test_of_a_voice_without_its_statement_no_stance_is_judged(
    voice: str, statement: str | None, real: DataPackage
) -> None:
    data = linked(real, actors=ACTORS, statements=SPOKEN)
    for stance in ("claim", "attribution"):
        cells = {"stance": stance, "actor_id": "act-0002", "statement_id": statement}
        rule = attributions.only_the_actor_claims
        assert judged(rule, data=data, voice=voice, **cells) is None


FIRST = {
    "attribution_id": "atr-0002",
    "incident_id": "inc-0001",
    "actor_id": "act-0001",
    "role": "perpetrator",
    "stance": "attribution",
    "voice": "author",
    "source_id": "src-000",
}


def counted(real: DataPackage, **change: str | None) -> Problem | None:
    """What is said of a later attribution that differs from the first in these cells."""
    later = FIRST | {"attribution_id": "atr-0003"} | change
    rows: Rows = [FIRST, {k: v for k, v in later.items() if v is not None}]
    casualty = {"casualty_id": "cas-0001", "incident_id": "inc-0001"}
    unnamed = {c: v for c, v in FIRST.items() if c != "attribution_id"}  # its id is at fault
    data = linked(real, attributions=[*rows, unnamed], casualties=[casualty])
    cells = {c: later[c] for c in ("attribution_id", "incident_id", "voice")}
    where = ("attributions", later["attribution_id"])
    return judged(attributions.a_voice_is_counted_once, data=data, row=where, **cells)


def test_a_voice_is_counted_once(real: DataPackage) -> None:
    assert counted(real) == Problem(
        "atr-0003",
        "one row for this voice, and atr-0002 is it",
        "Make the passage an evidence row that mentions the first attribution.",
    )
    assert counted(real, attribution_id="atr-0001") is None, "the first of two is right"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("incident_id", "inc-0002"),
        ("actor_id", "act-0002"),
        ("role", "organiser"),
        ("stance", "rejection"),
        ("voice", "statement"),
        ("statement_id", "stm-0001"),
        ("source_id", "src-001"),
    ],
)
def test_another_voice_is_counted_too(column: str, value: str, real: DataPackage) -> None:
    assert counted(real, **{column: value}) is None


def test_other_voices_may_be_several(real: DataPackage) -> None:
    rows = [FIRST | {"voice": "other", "attribution_id": f"atr-000{n}"} for n in (2, 3)]
    cells = {"attribution_id": "atr-0003", "incident_id": "inc-0001", "voice": "other"}
    data = linked(real, attributions=rows)
    where = ("attributions", "atr-0003")
    assert judged(attributions.a_voice_is_counted_once, data=data, row=where, **cells) is None


# casualties

TWO_HARMS = "killing two men and injuring 12"
HARMLESS = "the figure with its harm word, as the quote names more than one harm"
BY_WORD = "Type 'killing two' (qualifier exact, number 2)."
NO_HARM = (
    "a quote with the words that name the harm",
    "Quote the words that name the harm too; if none do, review it as not_codable.",
)


@pytest.mark.parametrize(
    ("figure", "quote", "fault"),
    [
        ("two", "killing two men", None),
        ("two", TWO_HARMS, (HARMLESS, BY_WORD)),
        ("killing two", TWO_HARMS, None),
        ("two", "two men fled", NO_HARM),
        ("three", TWO_HARMS, None),  # reported by the rule that a figure stands in its quote
        ("three", "two men fled", NO_HARM),
        (
            "two men fled",
            "two men fled as 12 were killed and 30 wounded, two of them badly",
            (
                HARMLESS,
                "Type 'two' (qualifier exact, number 2) and cut the quote to "
                "'two men fled as 12 were killed'.",
            ),
        ),
    ],
)
def test_a_figure_shows_its_harm(figure: str, quote: str, fault: tuple[str, str] | None) -> None:
    said = judged(casualties.figure_shows_its_harm, figure=figure, quote=quote)
    assert said == (Problem(figure, *fault) if fault else None)


@pytest.mark.parametrize(
    ("harm", "figure", "quote", "expected"),
    [
        ("killed", "two", "killing two men", None),
        ("wounded", "two", "killing two men", "killed, by the words 'killing two men'"),
        ("killed", "killing two", TWO_HARMS, None),
        ("wounded", "killing two", TWO_HARMS, "killed, by the words 'killing two'"),
        ("wounded", "injuring 12", TWO_HARMS, None),
        ("wounded", "two", TWO_HARMS, None),  # told by the rule on the figure's harm
        ("killed", "two", "two men fled", None),
        ("killed", None, "injured the governor", "wounded, by the words 'injured the governor'"),
        ("killed", None, "killed the governor", None),
    ],
)
def test_the_harm_is_the_one_reported(
    harm: str, figure: str | None, quote: str, expected: str | None
) -> None:
    message = "Type the harm that the words name, or quote the words that name it."
    said = judged(casualties.harm_is_reported, harm=harm, figure=figure, quote=quote)
    assert said == (Problem(harm, expected, message) if expected else None)


# force estimates

PERSONS = ("fighters", "foreign_fighters", "members", "defectors", "sympathisers")


@pytest.mark.parametrize(
    ("measure", "unit", "expected"),
    [
        *((measure, "persons", None) for measure in PERSONS),
        *((measure, "groups", "persons") for measure in PERSONS),
        ("fighters", "months", "persons"),
        ("recruits", "persons", None),
        ("recruits", "groups", None),
        ("recruits", "sites", "persons or groups"),
        ("composition", "persons", None),
        ("composition", "groups", None),
        ("composition", "months", "persons or groups"),
        ("bases", "sites", None),
        ("bases", "persons", "sites"),
        ("strongholds", "sites", None),
        ("strongholds", "persons", "sites"),
        ("external_attack_lead_time", "months", None),
        ("external_attack_lead_time", "persons", "months"),
    ],
)
def test_a_measure_has_its_unit(measure: str, unit: str, expected: str | None) -> None:
    message = f"Type the unit of {measure}, or correct the measure."
    said = judged(force_estimates.unit_fits_the_measure, measure=measure, unit=unit)
    assert said == (Problem(unit, expected, message) if expected else None)


def test_every_measure_and_unit_of_the_schema_is_known(real: DataPackage) -> None:
    measures = real.schemas["force_estimates"].by_name["measure"].enum
    units = real.schemas["force_estimates"].by_name["unit"].enum
    assert {*measures} == {*PERSONS, *force_estimates.UNITS}
    assert {u for some in force_estimates.UNITS.values() for u in some} == {*units}


@pytest.mark.parametrize(
    ("figure", "right", "expected"),
    [
        ("2,000", ("point",), "point"),
        ("2,000 to 4,000", ("uncertainty", "over_time"), "uncertainty or over_time"),
        ("several", (None,), "blank"),
    ],
)
def test_a_spread_fits_the_figure(
    figure: str, right: tuple[str | None, ...], expected: str
) -> None:
    for spread in (None, "point", "uncertainty", "over_time"):
        cells = {"figure": figure, "quote": f"{figure} men", "spread": spread}
        assert judged(force_estimates.spread_fits_the_words, **cells) == (
            None
            if spread in right
            else Problem(
                spread or "",
                expected,
                "Type what the range between the two numbers means, as the source's words show.",
            )
        )
    assert judged(force_estimates.spread_fits_the_words, figure="9", quote="8 men") is None


@pytest.mark.parametrize(
    ("figure", "unit", "right"),
    [
        ("six months", "months", True),
        ("six months", "persons", False),
        ("six men", "persons", True),
        ("six men", "months", False),
        ("nine", "months", True),  # told by the rule that a figure stands in its quote
    ],
)
def test_months_are_printed(figure: str, unit: str, right: bool) -> None:
    quote = f"{figure} men" if figure == "six" else f"in {figure}".replace("nine", "eight")
    figure = figure.removesuffix(" men")
    fault = Problem(unit, f"the unit of {figure!r}", "Type the unit that the words print.")
    cells = {"figure": figure, "quote": quote, "unit": unit}
    assert judged(force_estimates.months_are_printed, **cells) == (None if right else fault)


@pytest.mark.parametrize(
    ("rule", "one", "other", "fault"),
    [
        (
            force_estimates.counterpart_is_another,
            "actor_id",
            "counterpart_id",
            Problem("act-0001", "another actor", "Name the group left or joined, or blank this."),
        ),
        (
            statements.addressee_is_another,
            "speaker_id",
            "addressee_id",
            Problem("act-0001", "another actor", "Name whom the words address, or blank this."),
        ),
    ],
)
def test_an_actor_has_nothing_to_do_with_itself(
    rule: Any, one: str, other: str, fault: Problem
) -> None:
    assert rule.column == other
    assert judged(rule, **{one: "act-0001", other: "act-0001"}) == fault
    assert judged(rule, **{one: "act-0001", other: "act-0002"}) is None


# incidents

NO_COUNT = ("blank, as the row is a single incident", "Blank the count, or make the row a series.")
NO_WORDS = ("the count's words", "Copy the count from the quote, or blank its numbers.")


@pytest.mark.parametrize(
    ("scale", "words", "low", "high", "fault"),
    [
        ("single", None, None, None, None),
        ("single", "77", 77, 77, Problem("77", *NO_COUNT)),
        ("single", "several", None, None, Problem("several", *NO_COUNT)),
        ("single", None, 7, None, Problem("7", *NO_COUNT)),
        ("single", None, None, 8, Problem("8", *NO_COUNT)),
        ("single", None, 7, 8, Problem("7", *NO_COUNT)),
        ("series", None, None, None, None),
        ("series", "77", 77, 77, None),
        ("series", "several", None, None, None),
        ("series", None, 7, None, Problem("", *NO_WORDS)),
        ("series", None, None, 0, Problem("", *NO_WORDS)),
    ],
)
def test_only_a_series_is_counted(
    scale: str, words: str | None, low: int | None, high: int | None, fault: Problem | None
) -> None:
    cells = {"scale": scale, "count_figure": words, "count_low": low, "count_high": high}
    assert judged(incidents.only_a_series_is_counted, **cells) == fault


@pytest.mark.parametrize(
    ("words", "qualifier", "right"),
    [("77", "exact", True), (None, None, True), ("77", None, False), (None, "exact", False)],
)
def test_a_count_has_a_qualifier(words: str | None, qualifier: str | None, right: bool) -> None:
    cells = {"count_figure": words, "count_qualifier": qualifier}
    assert (judged(incidents.a_count_has_a_qualifier, **cells) is None) is right


UNBOUNDED = Problem(
    "series",
    "a count, a date, a casualty row or a row that is part of it",
    "A generality is no incident: withdraw the row, or add what bounds it.",
)
BOUND: dict[str, Rows] = {
    "casualties": [{"casualty_id": "cas-0001", "incident_id": "inc-0002"}],
    "incidents": [{"incident_id": "inc-0009", "part_of": "inc-0003"}],
    "attributions": [{"attribution_id": "atr-0001", "incident_id": "inc-0001"}],
}


@pytest.mark.parametrize(
    ("cells", "incident", "bounded"),
    [
        ({"scale": "series"}, "inc-0001", False),
        ({"scale": "single"}, "inc-0001", True),
        ({"scale": "series", "count_figure": "several"}, "inc-0001", True),
        ({"scale": "series", "date": "2021"}, "inc-0001", True),
        ({"scale": "series"}, "inc-0002", True),
        ({"scale": "series"}, "inc-0003", True),
        ({"scale": "series"}, None, True),
    ],
)
def test_a_series_is_bounded(
    cells: dict[str, str], incident: str | None, bounded: bool, real: DataPackage
) -> None:
    def said(gaps: dict[str, list[str]] | None = None) -> Problem | None:
        data = linked(real, gaps, **BOUND)
        rule = incidents.a_series_is_bounded
        return judged(rule, data=data, row=("incidents", incident), **cells)

    assert said() == (None if bounded else UNBOUNDED)
    for gaps in ({"casualties": ["incident_id"]}, {"incidents": ["part_of"]}):
        if bounded:
            assert said(gaps) is None
        else:
            with pytest.raises(CannotDecide):
                said(gaps)
    assert said({"casualties": ["figure"], "incidents": ["date"]}) == said()


@pytest.mark.parametrize(
    ("scale", "event_type", "has_one"),
    [
        ("single", "bombing", True),
        ("single", "clash", False),
        ("series", "bombing", False),
        ("series", "clash", False),
    ],
)
def test_an_outcome_goes_with_the_scale(scale: str, event_type: str, has_one: bool) -> None:
    cells = {"scale": scale, "event_type": event_type}
    with_one = judged(incidents.outcome_goes_with_scale, outcome="foiled", **cells)
    without = judged(incidents.outcome_goes_with_scale, **cells)
    assert with_one == (
        None if has_one else Problem("foiled", "blank for series and clashes", "Blank the outcome.")
    )
    assert without == (
        Problem("", "how far the event went", "Type completed, partial or foiled.")
        if has_one
        else None
    )


def test_a_part_belongs_to_a_series(real: DataPackage) -> None:
    rows = [
        {"incident_id": "inc-0001", "scale": "series"},
        {"incident_id": "inc-0002", "scale": "single"},
        {"incident_id": "inc-0003"},  # its scale is at fault
    ]
    data = linked(real, incidents=rows)

    def said(part_of: str, incident: str = "inc-0009") -> Problem | None:
        rule = incidents.belongs_to_a_series
        return judged(rule, data=data, row=("incidents", incident), part_of=part_of)

    assert said("inc-0001") is None
    assert said("inc-0003") is None
    assert said("inc-0002") == Problem(
        "inc-0002 (single)",
        "a series",
        "Make inc-0002 a series, or name the series that the source reports.",
    )
    assert said("inc-0001", "inc-0001") == Problem(
        "inc-0001", "another incident", "Name the series, or blank the cell."
    )
    with pytest.raises(CannotDecide):
        said("inc-0008")


@pytest.mark.parametrize(
    ("target_type", "words", "right"),
    [
        ("civilians", "worshippers", True),
        ("unknown", None, True),
        ("unknown", "a convoy", True),
        ("civilians", None, False),
    ],
)
def test_a_type_of_target_needs_words(target_type: str, words: str | None, right: bool) -> None:
    fault = Problem(
        target_type,
        "unknown, as no words of the source name the target",
        "Copy the target's words into target_text, or type unknown.",
    )
    cells = {"target_type": target_type, "target_text": words}
    assert judged(incidents.a_type_needs_words, **cells) == (None if right else fault)


# statements


@pytest.mark.parametrize("mark", ["“", "”", "„", "‘", '"'])
def test_quotation_marks_show_the_form(mark: str) -> None:
    def said(form: str, quote: str) -> Problem | None:
        return judged(statements.marks_show_the_form, form=form, quote=quote)

    message = "The quotation marks that the source prints decide the form."
    assert said("partly_verbatim", f"they {mark}fled") is None
    assert said("paraphrase", "they’d fled") is None
    assert said("paraphrase", f"they {mark}fled") == Problem(
        "paraphrase", "partly_verbatim or verbatim", message
    )
    assert said("partly_verbatim", "they’d fled") == Problem(
        "partly_verbatim", "paraphrase or verbatim", message
    )


@pytest.mark.parametrize(
    ("before", "quote", "expected"),
    [
        ("", "“We all fled”", None),
        ("he said: “", "We all fled", None),  # the marks are around the quote
        ("", "“We all fled,” he said", None),
        ("", "‘We all fled’", None),
        ("", "they “fled”", "partly_verbatim"),
        ("he said: “No.” ", "They all fled", "paraphrase"),
        ("", "They all fled", None),  # nothing is known of what is around it
    ],
)
def test_the_whole_content_of_a_verbatim_statement_is_marked(
    before: str, quote: str, expected: str | None
) -> None:
    passage = Passage(quote, f"{before}{quote}", len(before))
    problem = statements.marks_show_the_form.test("verbatim", passage)
    assert (problem and problem.expected) == expected


@pytest.mark.parametrize(
    ("quote", "addressee", "named"),
    [
        ("he told the TTP to leave", None, True),
        ("he urged the TTP to leave", None, True),
        ("he told the TTP to leave", "act-0004", False),
        ("he told reporters of the TTP", None, False),
        ("he told the TTP’s envoy to leave", None, False),
    ],
)
def test_a_named_addressee_is_listed(
    quote: str, addressee: str | None, named: bool, real: DataPackage
) -> None:
    actors = [{"actor_id": "act-0004", "name": "TTP"}, {"actor_id": "act-0001", "name": "IS-K"}]
    at = {"source_id": "src-000", "span_start": 100}
    cells = {"speaker_id": "act-0001", "addressee_id": addressee, "quote": quote, **at}
    rule = statements.a_named_addressee_is_listed
    problem = judged(rule, data=linked(real, actors=actors), **cells)
    assert (problem and problem.expected) == ("act-0004 (TTP)" if named else None)
    speaker = cells | {"speaker_id": "act-0004"}
    assert judged(rule, data=linked(real, actors=actors), **speaker) is None


@pytest.mark.parametrize(
    ("cells", "named"),
    [
        ({"addressee_id": "act-0004"}, False),
        ({"addressee_id": None}, True),
        ({"addressee_id": "act-0004", "speaker_id": "act-0002"}, True),
        ({"addressee_id": "act-0004", "span_start": 100, "span_end": 110}, True),
        ({"addressee_id": "act-0004", "source_id": "src-001"}, True),
    ],
)
def test_another_act_in_the_sentence_may_have_the_addressee(
    cells: dict[str, Any], named: bool, real: DataPackage
) -> None:
    quote = "The sect called the report a lie and asked the TTP to withdraw it"
    actors = [{"actor_id": "act-0004", "name": "TTP"}, {"actor_id": "act-0001", "name": "IS-K"}]
    span = {"source_id": "src-000", "span_start": 100, "span_end": 165, "quote": quote}
    asked = {"statement_id": "stm-0002", "speaker_id": "act-0001", **span, **cells}
    data = linked(real, actors=actors, statements=[asked])
    mine = {"speaker_id": "act-0001", "source_id": "src-000", "span_start": 100, "quote": quote}
    rule = statements.a_named_addressee_is_listed
    assert (judged(rule, data=data, **mine) is not None) is named
    if named:
        with pytest.raises(CannotDecide):
            judged(rule, data=data.with_invalid({"statements": ["addressee_id"]}), **mine)


UNATTRIBUTED = Problem(
    "claim_of_responsibility",
    "an attribution with stance claim whose statement is this row",
    "Add the attribution for each incident claimed, or correct the speech act.",
)


@pytest.mark.parametrize(
    ("act", "statement", "right"),
    [
        ("claim_of_responsibility", "stm-0001", True),
        ("claim_of_responsibility", "stm-0002", False),
        ("claim_of_responsibility", None, True),
        ("denial", "stm-0002", True),
    ],
)
def test_a_claim_is_attributed(
    act: str, statement: str | None, right: bool, real: DataPackage
) -> None:
    users: dict[str, Rows] = {
        "attributions": [{"attribution_id": "atr-0001", "statement_id": "stm-0001"}],
        "casualties": [{"casualty_id": "cas-0001", "statement_id": "stm-0002"}],
    }

    def said(gaps: dict[str, list[str]] | None = None) -> Problem | None:
        data = linked(real, gaps, **users)
        where = ("statements", statement)
        return judged(statements.a_claim_is_attributed, data=data, row=where, speech_act=act)

    assert said() == (None if right else UNATTRIBUTED)
    assert said({"attributions": ["stance"], "casualties": ["statement_id"]}) == said()
    if right:
        assert said({"attributions": ["statement_id"]}) is None
    else:
        with pytest.raises(CannotDecide):
            said({"attributions": ["statement_id"]})


@pytest.mark.parametrize(
    ("act", "kind", "right"),
    [
        ("claim_of_responsibility", "armed_group", True),
        ("claim_of_responsibility", None, True),  # its kind is at fault
        ("claim_of_responsibility", "military", False),
        ("assertion", "military", True),
    ],
)
def test_only_armed_groups_claim(
    act: str, kind: str | None, right: bool, real: DataPackage
) -> None:
    data = linked(real, actors=[{"actor_id": "act-0001"} | ({"kind": kind} if kind else {})])
    fault = Problem(
        "claim_of_responsibility by act-0001 (military)",
        "the claim of an armed group",
        "Authorities that report their own operation assert it: type assertion.",
    )
    cells = {"speech_act": act, "speaker_id": "act-0001"}
    said = judged(statements.only_armed_groups_claim, data=data, **cells)
    assert said == (None if right else fault)


# tolls


TOLL = {
    "casualty_id": "cas-0001",
    "incident_id": "inc-0001",
    "harm": "killed",
    "figure": "six",
    "voice": "author",
}
WORDS = {"source_id": "src-000", "span_start": 0, "span_end": 40, "quote": "six men and four women"}


def toll(real: DataPackage, covers: str, *others: dict[str, Any], **cells: Any) -> Problem | None:
    """The judgement on a toll beside others of the same words."""
    mine = {**TOLL, **WORDS, "covers": covers, **cells}
    beside = {**TOLL, **WORDS, "casualty_id": "cas-0002", "figure": "four"}
    rows = [mine, *({**beside, **other} for other in others)]
    return judged(
        casualties.a_toll_is_told_once,
        data=linked(real, casualties=rows),
        row=("casualties", "cas-0001"),
        **mine,
    )


@pytest.mark.parametrize(
    ("other", "once"),
    [
        ({"covers": "part"}, False),
        ({"covers": "all"}, True),  # reported at the later of the two
        ({"covers": "all", "casualty_id": "cas-0000"}, False),
        ({"covers": "all", "casualty_id": "cas-0000", "figure": "six"}, True),  # a twin
        ({"covers": "part", "harm": "wounded"}, True),
        ({"covers": "part", "incident_id": "inc-0002"}, True),
        ({"covers": "part", "voice": "other"}, True),
        ({"covers": "part", "voice": "statement", "statement_id": "stm-0001"}, True),
        ({"covers": "part", "span_start": 40, "span_end": 50}, True),
        ({"covers": "part", "quote": "six men, including four officers"}, True),
    ],
)
def test_a_whole_toll_is_told_once(other: dict[str, Any], once: bool, real: DataPackage) -> None:
    assert (toll(real, "all", other) is None) is once
    assert toll(real, "part", other) is None


def test_an_other_toll_at_fault_leaves_it_open(real: DataPackage) -> None:
    mine = {**TOLL, **WORDS, "covers": "all"}
    other = {"casualty_id": "cas-0002", "covers": "part", "figure": "four"}
    rows = [mine, {**TOLL, **WORDS, **other}]
    data = linked(real, casualties=rows)
    for row, fails in ((0, False), (1, True)):
        doubtful = data.with_invalid({}, {"casualties": [(row, "harm")]})
        given = {"data": doubtful, "row": ("casualties", "cas-0001"), **mine}
        if fails:
            with pytest.raises(CannotDecide):
                judged(casualties.a_toll_is_told_once, **given)
        else:
            assert judged(casualties.a_toll_is_told_once, **given) is not None


@pytest.mark.parametrize(
    ("other", "of_something"),
    [
        ({}, True),
        ({"covers": "all"}, True),
        ({"harm": "killed_or_wounded"}, True),
        ({"harm": "wounded"}, False),
        ({"source_id": "src-001"}, False),
        ({"incident_id": "inc-0002"}, False),
        ({"casualty_id": "cas-0001"}, False),
        ({"harm": None}, True),  # it is at fault
    ],
)
def test_a_part_is_of_something(
    other: dict[str, Any], of_something: bool, real: DataPackage
) -> None:
    def filled(**cells: Any) -> dict[str, Any]:
        return {name: cell for name, cell in cells.items() if cell is not None}

    mine = {**TOLL, **WORDS, "covers": "part"}
    rows = [mine, filled(**{**mine, "casualty_id": "cas-0002", **other})]
    names = {p.name for p in casualties.a_part_is_of_something.parameters}
    given = {name: cell for name, cell in mine.items() if name in names}
    context = {"data": linked(real, casualties=rows), "row": ("casualties", "cas-0001")}
    fault = judged(casualties.a_part_is_of_something, **context, **given)
    assert (fault is None) is of_something
    whole = judged(casualties.a_part_is_of_something, **context, **given | {"covers": "all"})
    assert whole is None
    if fault is not None:
        doubtful = context["data"].with_invalid({"casualties": ["incident_id"]})
        with pytest.raises(CannotDecide):
            judged(casualties.a_part_is_of_something, **context | {"data": doubtful}, **given)


@pytest.mark.parametrize(
    ("figure", "quote", "other", "is_part"),
    [
        ("14", "killing 14 people, including three children", "three", False),
        ("14", "killing 14 people, including three children", "five", True),
        ("14", "killing 14 people and three children", "three", True),
        ("three", "killing 14 people, including three children", "14", True),
    ],
)
def test_what_a_toll_includes_is_no_other_part(
    figure: str, quote: str, other: str, is_part: bool, real: DataPackage
) -> None:
    mine = {**TOLL, "source_id": "src-000", "quote": quote, "figure": figure, "covers": "part"}
    rows = [mine, {**mine, "casualty_id": "cas-0002", "figure": other}]
    names = {p.name for p in casualties.a_part_is_of_something.parameters}
    problem = judged(
        casualties.a_part_is_of_something,
        data=linked(real, casualties=rows),
        row=("casualties", "cas-0001"),
        **{name: cell for name, cell in mine.items() if name in names},
    )
    assert (problem is None) is is_part


@pytest.mark.parametrize(
    ("victims", "figure", "quote", "right"),
    [
        ("people", "14", "killing 14 people, including three children", True),
        ("children", "14", "killing 14 people, including three children", False),
        ("children", "three", "killing 14 people, including three children", True),
        ("fighters", None, "killing a commander and five fighters", False),
        ("commander", None, "killing a commander and five fighters", True),
        ("employees", "two", "killing two and injuring 12 employees", True),
        ("employees", "killing two", "killing two and injuring 12 employees", True),
        ("guards", "13", "13 killed and 12 guards wounded", True),
    ],
)
def test_victims_are_those_of_the_figure(
    victims: str, figure: str | None, quote: str, right: bool
) -> None:
    basis = "stated" if figure else "implied"
    cells = {"victim_text": victims, "figure": figure, "basis": basis, "quote": quote}
    rule = casualties.victims_are_not_of_another_figure
    assert (judged(rule, **cells) is None) is right
    assert judged(rule, **cells | {"figure": None, "basis": "stated"}) is None


@pytest.mark.parametrize(
    ("victims", "figure", "quote", "expected"),
    [
        (None, "14", "killing 14 people", "people"),
        ("people", "14", "killing 14 people", None),
        (None, "14", "killing 14 in the town", None),
        (None, "14", "killing 14 passers-by", None),  # no cue of a group
        (None, "14", "14 injured people", None),
    ],
)
def test_victims_behind_a_figure_are_named(
    victims: str | None, figure: str, quote: str, expected: str | None, real: DataPackage
) -> None:
    problem = judged(
        casualties.victims_behind_the_figure_are_named,
        data=linked(real),
        row=("casualties", "cas-0001"),
        victim_text=victims,
        figure=figure,
        quote=quote,
    )
    assert (problem and problem.expected) == expected


@pytest.mark.parametrize(
    ("target", "quote", "expected"),
    [
        ("mosque", "struck a Shiite mosque", "Shiite mosque"),
        ("Shiite mosque", "struck a Shiite mosque", None),
        ("mosque", "struck a mosque", None),
        ("mosques", "struck on Friday mosques in Kabul", None),
        ("suspects", "The suspects fled", None),  # the word begins the quote
        ("soldiers", "attacked in Kabul soldiers of the army", None),
        ("court", "Gunmen fled. The court burnt", None),
    ],
)
def test_a_target_has_the_name_before_it(target: str, quote: str, expected: str | None) -> None:
    problem = judged(incidents.a_target_has_its_name, target_text=target, quote=quote)
    assert (problem and problem.expected) == expected


@pytest.mark.parametrize(
    ("cells", "right"),
    [
        ({}, False),
        ({"stance": "claim"}, False),
        ({"stance": "rejection"}, True),
        ({"role": "organiser"}, True),
        ({"actor_id": "act-0002"}, True),
        ({"incident_id": "inc-0002"}, True),
    ],
)
def test_a_target_did_not_do_it(cells: dict[str, str], right: bool, real: DataPackage) -> None:
    said = {
        "attribution_id": "atr-0001",
        "incident_id": "inc-0001",
        "actor_id": "act-0001",
        "role": "perpetrator",
        "stance": "attribution",
    }
    data = linked(real, attributions=[said | cells])
    rule = incidents.the_target_did_not_do_it
    assert (judged(rule, data=data, target_actor_id="act-0001") is None) is right


@pytest.mark.parametrize(
    ("victims", "figure", "quote", "missing"),
    [
        ("civilians", "140", "killing 140 innocent civilians", "innocent"),
        ("innocent civilians", "140", "killing 140 innocent civilians", None),
        ("commanders", "some", "some of the commanders died", None),
        ("employees", "two", "killing two and injuring 12 employees", None),
        ("soldiers", "six", "six other soldiers", None),
        ("police", "six", "six Afghan policemen", None),
    ],
)
def test_victims_have_all_their_words(
    victims: str, figure: str, quote: str, missing: str | None
) -> None:
    cells = {"victim_text": victims, "figure": figure, "quote": quote}
    problem = judged(casualties.victims_have_all_their_words, **cells)
    assert (problem and problem.expected) == (missing and f"{missing} {victims}")


@pytest.mark.parametrize(
    ("words", "actor"),
    [
        ("Russian Embassy", "act-0001 (Russia)"),
        ("the embassy of Russia", "act-0001 (Russia)"),
        ("concert hall", None),
    ],
)
def test_a_named_target_has_its_actor(words: str, actor: str | None, real: DataPackage) -> None:
    data = linked(real, actors=[{"actor_id": "act-0001", "name": "Russia"}])
    rule = incidents.a_named_target_has_its_actor
    found = judged(rule, data=data, target_actor_id=None, target_text=words)
    assert (found and found.expected) == actor
    assert judged(rule, data=data, target_actor_id="act-0001", target_text=words) is None
    invalid = data.with_invalid({"actors": ["aliases"]})
    with pytest.raises(CannotDecide):
        judged(rule, data=invalid, target_actor_id=None, target_text="Russian Embassy")


def test_a_part_of_a_longer_name_names_no_target(real: DataPackage) -> None:
    data = linked(real, actors=[{"actor_id": "act-0001", "name": "Ministry"}])
    rule = incidents.a_named_target_has_its_actor
    for words, is_named in (("Ministry", True), ("Ministry of Foreign Affairs", False)):
        found = judged(rule, data=data, target_actor_id=None, target_text=words)
        assert (found is not None) is is_named
