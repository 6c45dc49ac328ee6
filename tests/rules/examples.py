"""For each rule, rows that break it: the tests and the page of rules read them.

A new rule needs an example here. They are tried on the tables of the first release.
"""

from __future__ import annotations

from typing import NamedTuple


class Example(NamedTuple):
    """A change of one row of the first release, or a row added, and the rule that it breaks.

    Attributes:
        rule: The rule's id.
        column: The column reported.
        table: The table.
        row_id: The row; None for one that is added.
        cells: What is typed instead; None for a blank.
    """

    rule: str
    column: str
    table: str
    row_id: str | None
    cells: dict[str, str | None]


def change(
    rule: str, column: str, table: str, row_id: str | None, /, **cells: str | None
) -> Example:
    """An example with these cells."""
    return Example(rule, column, table, row_id, cells)


PLACE = {"source_id": "src-001", "span_start": "1530", "span_end": "1536", "quote": "Moscow"}

READ = {"table_name": "incidents", "row_id": "inc-0002", "column_name": "event_type"}

EXAMPLES = (
    # spans
    change("span-bounds", "span_end", "casualties", "cas-0001", span_end="900"),
    change("span-bounds", "span_end", "casualties", "cas-0001", span_end="999999"),
    change("span-slice", "quote", "casualties", "cas-0001", span_start="1074"),
    change("span-slice", "quote", "casualties", "cas-0001", span_end="1162"),
    change("span-slice", "quote", "casualties", "cas-0008", source_id="src-002"),
    change(
        "span-slice",
        "quote",
        "attributions",
        "atr-0031",
        quote="the ISK targeted an Afghan journalist' gathering in Tebyan cultural center",
    ),
    change(
        "span-word-edges",
        "quote",
        "attributions",
        "atr-0008",
        span_end="1535",
        quote="IS-K carried out a deadly attack on a concert hall in Mosco",
    ),
    change(
        "span-word-edges",
        "quote",
        "attributions",
        "atr-0008",
        span_start="1475",
        quote=" IS-K carried out a deadly attack on a concert hall in Moscow",
    ),
    change(
        "span-one-line",
        "quote",
        "actors",
        "act-0001",
        span_start="433",
        span_end="451",
        quote="communities.\n\nIS-K",
    ),
    change(
        "span-words",
        "quote",
        "actors",
        "act-0001",
        source_id="src-003",
        span_start="1312",
        span_end="1722",
        quote=(
            "As it stands, the Islamic Emirates is increasingly turning into a melting pot of "
            "competing jihadi ideologies, a landscape of transnational jihad that directly "
            "threatens Afghanistan’s neighbours – Pakistan, Iran, Central Asia, Russia and China – "
            "much more than it threatens the US and Europe, even though the latter played a key "
            "role in not only willingly or unwillingly allowing the IS-K to establish its roots"
        ),
    ),
    change(
        "span-sentence",
        "quote",
        "force_estimates",
        "est-0009",
        span_end="5286",
        quote=(
            "Estimates suggest IS-K’s strength is around 4,000 fighters, with many recruits coming "
            "from other transnational militant groups. Its alliance with the TTP has bolstered its "
            "capabilities"
        ),
    ),
    change(
        "span-subject",
        "quote",
        "casualties",
        "cas-0013",
        span_start="789",
        quote="killing six civilians",
    ),
    change(
        "span-denied",
        "quote",
        "force_estimates",
        "est-0022",
        span_start="331",
        quote=(
            "there is a large presence of the ISK cadres and claim that many of the fighters are "
            "from neighbouring countries"
        ),
    ),
    # voice
    change("voice-statement", "statement_id", "casualties", "cas-0001", voice="statement"),
    change("voice-statement", "statement_id", "attributions", "atr-0005", voice="author"),
    change("voice-said", "voice", "casualties", "cas-0017", voice="author", statement_id=None),
    change("voice-said", "voice", "incidents", "inc-0018", voice="author", statement_id=None),
    change("statement-source", "statement_id", "attributions", "atr-0010", statement_id="stm-0038"),
    change("stance-voice", "stance", "attributions", "atr-0001", stance="claim"),
    change("stance-voice", "stance", "attributions", "atr-0005", stance="attribution"),
    change("stance-voice", "stance", "attributions", "atr-0028", stance="rejection"),
    change("actor-named", "actor_id", "attributions", "atr-0001", actor_id="act-0023"),
    change(
        "actor-named", "counterpart_id", "force_estimates", "est-0002", counterpart_id="act-0023"
    ),
    change("actor-named", "speaker_id", "statements", "stm-0008", speaker_id="act-0031"),
    change("actor-named", "about_actor_id", "statements", "stm-0001", about_actor_id="act-0023"),
    change("actor-named", "addressee_id", "statements", "stm-0012", addressee_id="act-0031"),
    change("place-named", "place_id", "incidents", "inc-0005", place_id="plc-0008"),
    change("place-named", "place_id", "force_estimates", "est-0001", place_id="plc-0009"),
    change(
        "name-specific",
        "target_actor_id",
        "incidents",
        "inc-0013",
        target_actor_id="act-0016",
    ),
    change("name-specific", "speaker_id", "statements", "stm-0021", speaker_id="act-0003"),
    change("place-narrower", "place_id", "incidents", "inc-0013", place_id="plc-0010"),
    change("addressee", "addressee_id", "statements", "stm-0012", addressee_id="act-0008"),
    change("addressee-named", "addressee_id", "statements", "stm-0014", addressee_id=None),
    change(
        "claim-speaker",
        "speech_act",
        "statements",
        "stm-0037",
        speech_act="claim_of_responsibility",
    ),
    Example(
        "claim-attributed",
        "speech_act",
        "statements",
        None,
        {
            "statement_id": "stm-0900",
            "speaker_id": "act-0001",
            "speech_act": "claim_of_responsibility",
            "form": "paraphrase",
            "medium": "unstated",
            "about_actor_id": "act-0001",
            "summary": "IS-K says that it attacked in Afghanistan.",
            "source_id": "src-002",
            "span_start": "4804",
            "span_end": "4869",
            "quote": "IS-K carried out several hundred terrorist attacks in Afghanistan",
        },
    ),
    # links
    change("link-overlap", "statement_id", "attributions", "atr-0005", statement_id="stm-0011"),
    change("link-overlap", "statement_id", "casualties", "cas-0017", statement_id="stm-0038"),
    change("link-elsewhere", "incident_id", "casualties", "cas-0005", incident_id="inc-0005"),
    change("link-elsewhere", "incident_id", "casualties", "cas-0008", incident_id="inc-0011"),
    change("link-near", "incident_id", "casualties", "cas-0006", incident_id="inc-0011"),
    change("link-near", "part_of", "incidents", "inc-0028", part_of="inc-0014"),
    change("link-own", "statement_id", "force_estimates", "est-0018", statement_id="stm-0031"),
    change("link-names", "incident_id", "attributions", "atr-0029", incident_id="inc-0024"),
    # codes
    change("code-cues", "certainty", "attributions", "atr-0027", certainty="certain"),
    change("code-cues", "event_type", "incidents", "inc-0001", event_type="clash"),
    change("code-cues", "suicide", "incidents", "inc-0005", suicide=None),
    change("code-cues", "suicide", "incidents", "inc-0001", suicide="yes"),
    change("code-cues", "certainty", "attributions", "atr-0001", certainty="hedged"),
    change("code-cues", "speech_act", "statements", "stm-0003", speech_act="assessment"),
    change("code-cues", "medium", "statements", "stm-0010", medium="group_media"),
    # figures
    change("figure-in-quote", "figure", "casualties", "cas-0001", figure="145"),
    change("figure-in-quote", "figure", "casualties", "cas-0003", figure="Many"),
    change("figure-in-quote", "figure", "casualties", "cas-0004", figure="more than 6"),
    change("figure-in-quote", "figure", "casualties", "cas-0011", figure="hundreds"),
    change("figure-in-quote", "figure", "force_estimates", "est-0009", figure="around 4000"),
    change("figure-in-quote", "count_figure", "incidents", "inc-0004", count_figure="several"),
    change("figure-qualifier", "qualifier", "casualties", "cas-0003", qualifier=None),
    change("figure-qualifier", "qualifier", "casualties", "cas-0003", figure=None),
    change("count-qualifier", "count_qualifier", "incidents", "inc-0004", count_qualifier=None),
    change("figure-exact", "figure", "casualties", "cas-0004", figure="60"),
    change("figure-exact", "figure", "casualties", "cas-0004", figure="killed more than 60"),
    change("figure-exact", "figure", "casualties", "cas-0001", figure="people"),
    change(
        "figure-exact", "figure", "casualties", "cas-0008", figure="13 service members and numerous"
    ),
    change("figure-exact", "figure", "casualties", "cas-0015", figure="killing two and"),
    change("figure-exact", "figure", "force_estimates", "est-0001", figure="a single stronghold"),
    change("figure-exact", "figure", "force_estimates", "est-0005", figure="six"),
    change("figure-exact", "figure", "force_estimates", "est-0014", figure="5,000"),
    change("figure-exact", "count_figure", "incidents", "inc-0014", count_figure="several"),
    change("figure-low", "stated_low", "casualties", "cas-0003", stated_low="5"),
    change("figure-low", "stated_low", "casualties", "cas-0001", stated_low=None),
    change("figure-low", "stated_low", "casualties", "cas-0004", stated_low="61"),
    change("figure-low", "stated_low", "casualties", "cas-0004", stated_low="0"),
    change("figure-low", "stated_low", "force_estimates", "est-0014", stated_low="5001"),
    change("figure-low", "count_low", "incidents", "inc-0018", count_low="78"),
    change("figure-high", "stated_high", "casualties", "cas-0001", stated_high="150"),
    change("figure-high", "stated_high", "casualties", "cas-0003", stated_high="9"),
    change("figure-high", "stated_high", "force_estimates", "est-0001", stated_high="1"),
    change("figure-high", "count_high", "incidents", "inc-0018", count_high=None),
    change("figure-hedge", "qualifier", "casualties", "cas-0001", qualifier="vague"),
    change("figure-hedge", "qualifier", "casualties", "cas-0004", qualifier="at_least"),
    change("figure-hedge", "qualifier", "force_estimates", "est-0005", qualifier="exact"),
    change("figure-hedge", "count_qualifier", "incidents", "inc-0018", count_qualifier="about"),
    change("figure-harm", "figure", "casualties", "cas-0012", figure="several hundreds"),
    change("harm-word", "harm", "casualties", "cas-0001", harm="wounded"),
    change("harm-word", "harm", "casualties", "cas-0012", harm="killed"),
    change("harm-word", "harm", "casualties", "cas-0003", harm="killed"),
    change("harm-word", "harm", "casualties", "cas-0018", harm="killed_or_wounded"),
    change("implied-figure", "figure", "casualties", "cas-0001", basis="implied"),
    change("implied-figure", "figure", "casualties", "cas-0018", note=None),
    change("implied-figure", "figure", "casualties", "cas-0018", stated_high="2"),
    change("implied-figure", "figure", "casualties", "cas-0018", basis="stated"),
    change("negated-figure", "basis", "casualties", "cas-0001", basis="negated"),
    change("negated-figure", "basis", "force_estimates", "est-0001", basis="stated"),
    change(
        "unit-words",
        "unit",
        "force_estimates",
        "est-0021",
        measure="external_attack_lead_time",
        unit="months",
    ),
    change("spread", "spread", "force_estimates", "est-0009", spread="uncertainty"),
    change("spread", "spread", "force_estimates", "est-0009", spread=None),
    change("spread", "spread", "force_estimates", "est-0014", spread="point"),
    change("spread", "spread", "force_estimates", "est-0002", spread="point"),
    change("unit-measure", "unit", "force_estimates", "est-0009", unit="groups"),
    change("unit-measure", "unit", "force_estimates", "est-0001", unit="persons"),
    change("toll-once", "covers", "casualties", "cas-0009", covers="all"),
    change("toll-part", "covers", "casualties", "cas-0004", covers="part"),
    # incidents
    change("count-qualifier", "count_qualifier", "incidents", "inc-0004", count_figure=None),
    change(
        "series-count",
        "count_figure",
        "incidents",
        "inc-0018",
        count_figure=None,
        count_qualifier=None,
    ),
    change(
        "series-bounded", "scale", "incidents", "inc-0010", count_figure=None, count_qualifier=None
    ),
    change("outcome", "outcome", "incidents", "inc-0001", outcome=None),
    change("outcome", "outcome", "incidents", "inc-0003", outcome="completed"),
    change("part-of-series", "part_of", "incidents", "inc-0005", part_of="inc-0001"),
    change("part-of-series", "part_of", "incidents", "inc-0003", part_of="inc-0003"),
    change("target-words", "target_text", "incidents", "inc-0001", target_text="concert halls"),
    change("target-known", "target_type", "incidents", "inc-0006", target_type="civilians"),
    change("target-actor", "target_actor_id", "incidents", "inc-0013", target_actor_id=None),
    change("target-actor", "target_actor_id", "incidents", "inc-0008", target_actor_id=None),
    change("target-complete", "target_text", "incidents", "inc-0028", target_text="hotel"),
    change("target-own", "target_actor_id", "incidents", "inc-0013", target_actor_id="act-0001"),
    change("victim-words", "victim_text", "casualties", "cas-0001", victim_text="persons"),
    change("victims-complete", "victim_text", "casualties", "cas-0010", victim_text="civilians"),
    change("victims-own", "victim_text", "casualties", "cas-0009", victim_text="service members"),
    change("victims-named", "victim_text", "casualties", "cas-0001", victim_text=None),
    # dates
    change("date-form", "date", "incidents", "inc-0005", date="2023-13"),
    change("date-form", "date", "incidents", "inc-0018", date="2021-04/2021-01"),
    change("date-form", "as_of", "force_estimates", "est-0016", as_of="2021-02-30"),
    change("date-form", "published", "sources", "src-003", published="2021-11-31"),
    change("date-basis", "date_basis", "incidents", "inc-0005", date_basis=None),
    change("date-basis", "date_basis", "incidents", "inc-0006", date=None),
    change("date-basis", "as_of_basis", "force_estimates", "est-0016", as_of_basis=None),
    change("date-printed", "date", "incidents", "inc-0005", date="2022-07"),
    change("date-printed", "date", "incidents", "inc-0005", date="2023-08"),
    change("date-printed", "date", "statements", "stm-0008", date="2020-07-27"),
    change("date-printed", "date", "incidents", "inc-0018", date="2020-01/2020-04"),
    change("date-printed", "date", "incidents", "inc-0018", date="2021-02/2021-04"),
    change("date-printed", "date", "incidents", "inc-0013", date_basis="publication"),
    change("date-printed", "date", "incidents", "inc-0022", date="2023-03-28"),
    change("date-printed", "date", "incidents", "inc-0022", date_basis="stated"),
    change("date-printed", "as_of", "force_estimates", "est-0009", as_of="2023"),
    change("date-since", "date", "incidents", "inc-0003", date="2021-08"),
    change(
        "date-published",
        "date",
        "incidents",
        "inc-0018",
        date="2021-12",
        date_basis="context",
    ),
    change("published-stated", "published_basis", "sources", "src-001", published_basis="stated"),
    change("byline", "author", "sources", "src-003", author=None),
    change("published-dates", "published", "sources", "src-000", published="2019"),
    change("published-clues", "note", "sources", "src-000", note=None),
    change("language-words", "language", "sources", "src-001", language="ur"),
    change("language-code", "language", "sources", "src-000", language="eg"),
    # words
    change("source-words", "title", "sources", "src-001", title="The greatest threat"),
    change("relayed-words", "relayed_by", "statements", "stm-0020", relayed_by="Interfax agency"),
    change(
        "own-words-figure", "summary", "statements", "stm-0002", summary="They lost 40 fighters."
    ),
    change("own-words-figure", "summary", "statements", "stm-0002", summary="They lost a dozen."),
    change("own-words-figure", "label", "incidents", "inc-0001", label="Attack with 144 dead"),
    change("summary-sentence", "summary", "statements", "stm-0002", summary="They lost fighters"),
    change("summary-sentence", "summary", "statements", "stm-0002", summary="They did. It was so."),
    change("form-marks", "form", "statements", "stm-0001", form="paraphrase"),
    change("form-marks", "form", "statements", "stm-0002", form="partly_verbatim"),
    change("form-marks", "form", "statements", "stm-0046", form="verbatim"),
    # other claim rows
    change(
        "counterpart", "counterpart_id", "force_estimates", "est-0002", counterpart_id="act-0001"
    ),
    Example(
        "attribution-once",
        "attribution_id",
        "attributions",
        None,
        {
            "attribution_id": "atr-0900",
            "incident_id": "inc-0003",
            "actor_id": "act-0001",
            "role": "perpetrator",
            "stance": "attribution",
            "certainty": "certain",
            "voice": "author",
            "source_id": "src-000",
            "span_start": "3861",
            "span_end": "3935",
            "quote": "There have been repeated attacks by IS-K against Hazaras since August 2021",
        },
    ),
    Example(
        "twin",
        "casualty_id",
        "casualties",
        None,
        {
            "casualty_id": "cas-0900",
            "incident_id": "inc-0013",
            "harm": "killed",
            "victim_group": "foreign_force",
            "victim_text": "service members",
            "covers": "part",
            "figure": "13",
            "qualifier": "exact",
            "stated_low": "13",
            "stated_high": "13",
            "basis": "stated",
            "voice": "author",
            "source_id": "src-001",
            "span_start": "5395",
            "span_end": "5496",
            "quote": (
                "a deadly assault on US troops at Kabul Airport in 2021, resulting in the deaths "
                "of 13 service members"
            ),
            "note": "The troops at the airport.",
        },
    ),
    # evidence
    change("evidence-row", "row_id", "evidence", "evd-0007", row_id="atr-0999"),
    change("evidence-row", "row_id", "evidence", "evd-0007", table_name="casualties"),
    change("evidence-column", "column_name", "evidence", "evd-0004", column_name="target"),
    change("evidence-subject", "column_name", "evidence", "evd-0006", column_name="span_start"),
    change("evidence-blank", "row_id", "evidence", "evd-0015", row_id="est-0009"),
    change("evidence-contradiction", "value", "evidence", "evd-0006", value=None),
    change("evidence-contradiction", "value", "evidence", "evd-0006", column_name=None),
    change("evidence-contradiction", "value", "evidence", "evd-0007", value="plc-0001"),
    change("evidence-value", "value", "evidence", "evd-0018", value="plc-0999"),
    change("evidence-value", "value", "evidence", "evd-0006", column_name="outcome", value="done"),
    change("evidence-value", "value", "evidence", "evd-0006", column_name="date", value="2024-14"),
    change("evidence-agrees", "value", "evidence", "evd-0006", value="plc-0001"),
    change("evidence-agrees", "value", "evidence", "evd-0023", value="2021-09/.."),
    change("evidence-words", "value", "evidence", "evd-0006", value="plc-0004"),
    change("evidence-role", "role", "evidence", "evd-0018", role="contradicts"),
    change("evidence-tied", "row_id", "evidence", "evd-0002", row_id="stm-0039"),
    Example(
        "evidence-adds",
        "quote",
        "evidence",
        None,
        {
            "evidence_id": "evd-0900",
            "table_name": "incidents",
            "row_id": "inc-0003",
            "role": "supports",
            "source_id": "src-000",
            "span_start": "3918",
            "span_end": "3935",
            "quote": "since August 2021",
        },
    ),
    # reference tables
    Example(
        "unused",
        "name",
        "places",
        None,
        {
            "place_id": "plc-0900",
            "name": "Islamabad",
            "kind": "region",
            "source_id": "src-000",
            "span_start": "2189",
            "span_end": "2198",
            "quote": "Islamabad",
        },
    ),
    change("name-printed", "name", "places", "plc-0002", name="Moskva"),
    change("coordinates", "latitude", "places", "plc-0001", latitude=None),
    change("coordinates", "latitude", "places", "plc-0001", coordinate_source=None),
    change("coordinates", "latitude", "places", "plc-0001", coordinate_precision="province"),
    change("coordinates", "latitude", "places", "plc-0003", latitude="60"),
    change(
        "coordinates-place",
        "latitude",
        "places",
        "plc-0004",
        latitude="69.17233",
        longitude="34.52813",
    ),
    change("coordinates-place", "latitude", "places", "plc-0004", longitude="96.17233"),
    change("coordinates-place", "latitude", "places", "plc-0006", latitude="-29.79966"),
    change(
        "coordinates-place",
        "latitude",
        "places",
        "plc-0008",
        subdivision=None,
        longitude="67.07879",
    ),
    change(
        "gazetteer-once",
        "coordinate_source",
        "places",
        "plc-0007",
        coordinate_source="GeoNames 1138958 (Mazār-e Sharīf, the province's seat)",
    ),
    change("country-code", "country", "places", "plc-0009", country="PX"),
    change("country-code", "country", "actors", "act-0030", country="UK"),
    change("subdivision-code", "subdivision", "places", "plc-0005", subdivision="PK-TA"),
    change("subdivision", "subdivision", "places", "plc-0001", subdivision="AF-KAB"),
    change("subdivision", "subdivision", "places", "plc-0011", subdivision="AF-KAB"),
    change(
        "actor-mention",
        "quote",
        "actors",
        "act-0009",
        span_start="1130",
        span_end="1141",
        quote="Krasnogorsk",
    ),
    change("aliases", "aliases", "actors", "act-0005", aliases="UN|UN"),
    change("aliases", "aliases", "actors", "act-0005", aliases="UN| United Nations"),
    change("aliases", "aliases", "actors", "act-0005", aliases="UN|United Nations"),
    change("alias-printed", "aliases", "actors", "act-0008", aliases="Islamabad|Rawalpindi"),
    change("alias-name", "aliases", "actors", "act-0005", aliases="UN|the group"),
    change(
        "alias-shared", "aliases", "actors", "act-0004", aliases="Tehreek Taliban Pakistan|Taliban"
    ),
    change("alias-shared", "aliases", "actors", "act-0023", aliases="Al-Qaeda|al-Qaeda|ISIL"),
    change("actor-parent", "parent_id", "actors", "act-0014", parent_id=None),
    change("actor-country", "country", "actors", "act-0014", country="IR"),
    change("name-words", "name", "actors", "act-0007", name="Vladimir Voronkow"),
    change("parent-circle", "parent_id", "actors", "act-0005", parent_id="act-0005"),
    change("parent-circle", "parent_id", "actors", "act-0005", parent_id="act-0006"),
    # origins
    change("printed-quote", "name", "origins", "org-0002", name="UN reports", aliases="UN report"),
    change("row-named", "origin_id", "statements", "stm-0030", origin_id="org-0001"),
    change("row-credited", "origin_id", "sources", "src-004", origin_id="org-0001"),
    change("origin-missing", "origin_id", "statements", "stm-0037", relayed_by="Taliban"),
    change("origin-own", "document_id", "origins", "org-0001", document_id="src-000"),
    # second readings
    change("second-reading", "medium", "statements", "stm-0002", medium="report"),
    # ledgers
    Example(
        "not-codable-note",
        "note",
        "reviewed",
        None,
        {**PLACE, "kind": "figure", "reason": "not_codable"},
    ),
    Example(
        "reason-kind", "reason", "reviewed", None, {**PLACE, "kind": "harm", "reason": "money"}
    ),
    Example("reading-cell", "row_id", "readings", None, {**READ, "column_name": "label"}),
    Example("reading-cell", "row_id", "readings", None, {**READ, "row_id": "inc-0900"}),
    Example("reading-cell", "row_id", "readings", None, {**READ, "table_name": "deaths"}),
    Example("reading-value", "value", "readings", None, {**READ, "value": "raid"}),
    Example("reading-agreed", "agreed", "readings", None, {**READ, "agreed": "clash"}),
    Example("reading-agreed", "agreed", "readings", None, {**READ, "reason": "The verb decides."}),
    Example(
        "reading-agreed",
        "agreed",
        "readings",
        None,
        {**READ, "agreed": "raid", "reason": "The verb decides."},
    ),
    Example(
        "correction-cell",
        "row_id",
        "corrections",
        None,
        {
            "release": "0.1.1",
            "table_name": "casualties",
            "row_id": "cas-0001",
            "column_name": "colour",
            "reason": "Misread.",
        },
    ),
    Example(
        "withdrawn-row",
        "row_id",
        "withdrawn",
        None,
        {"table_name": "casualties", "row_id": "cas-0001", "release": "0.1.1", "reason": "Twice."},
    ),
    Example(
        "withdrawn-row",
        "row_id",
        "withdrawn",
        None,
        {"table_name": "deaths", "row_id": "cas-0901", "release": "0.1.1", "reason": "Twice."},
    ),
    Example(
        "withdrawn-replacement",
        "replaced_by",
        "withdrawn",
        None,
        {
            "table_name": "casualties",
            "row_id": "cas-0900",
            "release": "0.1.1",
            "reason": "Twice.",
            "replaced_by": "cas-0901",
        },
    ),
)
