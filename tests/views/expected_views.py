"""The views' expected values, worked out by hand from the documents.

What lives here: what each view of docs/views.md must say of the five documents in seeds/, found by
reading the documents, the tables and the guide to curation, and typed in. What must not: any value
copied from the program's output, any code that computes one, any import of the package. Each group
has the reasoning and the words that it rests on; where docs/views.md leaves a reading open, the
comment begins with "Reading taken:". A cell that is blank is None; dates are ISO strings; several
ids or names in one cell stand as the view joins them.
"""

from __future__ import annotations

from typing import TypeAlias, TypedDict

Number: TypeAlias = int | None
Toll: TypeAlias = tuple[Number, Number, Number, int, int, str]
"""low, best, high, reports, voices, casualty_ids"""

# --- Tolls ----------------------------------------------------------------------------------------
#
# The reports, as the documents print them:
#
#   inc-0001  src-000 "killing 144 people"                          exact: 144, 144, 144
#             src-001 "The attack left around 140 people dead"      about: best 140
#             src-002 "the death of more than 140 innocent civilians"      low 141
#   inc-0002  src-000 "some of the commanders were eliminated"      no number
#   inc-0003  src-000 "causing many casualties"                     no number
#   inc-0005  src-000 "killed more than 60 people"                  low 61
#   inc-0006  src-000 "claimed 52 lives"                            exact
#   inc-0011  src-001 "About 80 people were killed"                 about: best 80
#   inc-0013  src-001 "the deaths of 13 service members and numerous civilians"
#                     two parts of one passage, one report: 13 known, the rest not: low 13
#   inc-0017  src-003 "killed hundreds and injured several hundreds more"   no numbers
#   inc-0022  src-004 "killing six civilians and wounding several"  killed exact, wounded no number
#   inc-0023  src-004 "killing two and injuring 12 employees"       both exact
#   inc-0024  src-004 "three important … members were killed", so Zabiullah Mujahid    exact
#   inc-0025  src-004 "killed the Taliban governor"                 implied one, counts as exact
#   inc-0026  src-004 "killing many journalists and injuring several others"   no numbers
#
# Three commentaries of 2024 tell of inc-0001, each in its author's voice: 3 reports, 3 voices. Both
# parts of inc-0013 are casualty rows (2 reports) of one author (1 voice). All others: 1 and 1.
#
# Reading taken: `reports` counts rows of the table, as docs/views.md says of that column, though
# the two rows of inc-0013 are one report for the rules.

_KILLED_INC_0001 = "cas-0001 | cas-0006 | cas-0010"

TOLLS: dict[tuple[str, str], dict[str, Toll]] = {
    # The one exact report of inc-0001 is that of src-000. Without an exact report: inc-0005,
    # inc-0011 and inc-0013 give what their one report gives, "about 80" by its rounding 75 to 85.
    ("killed", "latest_exact"): {
        "inc-0001": (144, 144, 144, 3, 3, _KILLED_INC_0001),
        "inc-0002": (None, None, None, 1, 1, "cas-0002"),
        "inc-0005": (61, None, None, 1, 1, "cas-0004"),
        "inc-0006": (52, 52, 52, 1, 1, "cas-0005"),
        "inc-0011": (75, 80, 85, 1, 1, "cas-0007"),
        "inc-0013": (13, None, None, 2, 1, "cas-0008 | cas-0009"),
        "inc-0017": (None, None, None, 1, 1, "cas-0011"),
        "inc-0022": (6, 6, 6, 1, 1, "cas-0013"),
        "inc-0023": (2, 2, 2, 1, 1, "cas-0015"),
        "inc-0024": (3, 3, 3, 1, 1, "cas-0017"),
        "inc-0025": (1, 1, 1, 1, 1, "cas-0018"),
        "inc-0026": (None, None, None, 1, 1, "cas-0019"),
    },
    # inc-0001: 144 by "144", 135 by "around 140" (135 to 145, rounded to tens), 141 by "more than
    # 140"; the least is 135. inc-0011: 75, the least that "about 80" supports.
    ("killed", "conservative"): {
        "inc-0001": (135, None, None, 3, 3, _KILLED_INC_0001),
        "inc-0002": (None, None, None, 1, 1, "cas-0002"),
        "inc-0005": (61, None, None, 1, 1, "cas-0004"),
        "inc-0006": (52, None, None, 1, 1, "cas-0005"),
        "inc-0011": (75, None, None, 1, 1, "cas-0007"),
        "inc-0013": (13, None, None, 2, 1, "cas-0008 | cas-0009"),
        "inc-0017": (None, None, None, 1, 1, "cas-0011"),
        "inc-0022": (6, None, None, 1, 1, "cas-0013"),
        "inc-0023": (2, None, None, 1, 1, "cas-0015"),
        "inc-0024": (3, None, None, 1, 1, "cas-0017"),
        "inc-0025": (1, None, None, 1, 1, "cas-0018"),
        "inc-0026": (None, None, None, 1, 1, "cas-0019"),
    },
    # inc-0001: lower bounds 144, 135 ("around 140" rounded to tens) and 141; "more than 140" has
    # no upper bound, so there is none; 144 and 140 differ, so no best. inc-0011: 75 to 85.
    ("killed", "widest"): {
        "inc-0001": (135, None, None, 3, 3, _KILLED_INC_0001),
        "inc-0002": (None, None, None, 1, 1, "cas-0002"),
        "inc-0005": (61, None, None, 1, 1, "cas-0004"),
        "inc-0006": (52, 52, 52, 1, 1, "cas-0005"),
        "inc-0011": (75, 80, 85, 1, 1, "cas-0007"),
        "inc-0013": (13, None, None, 2, 1, "cas-0008 | cas-0009"),
        "inc-0017": (None, None, None, 1, 1, "cas-0011"),
        "inc-0022": (6, 6, 6, 1, 1, "cas-0013"),
        "inc-0023": (2, 2, 2, 1, 1, "cas-0015"),
        "inc-0024": (3, 3, 3, 1, 1, "cas-0017"),
        "inc-0025": (1, 1, 1, 1, 1, "cas-0018"),
        "inc-0026": (None, None, None, 1, 1, "cas-0019"),
    },
    # Of the wounded only "injuring 12 employees" is a number.
    ("wounded", "latest_exact"): {
        "inc-0017": (None, None, None, 1, 1, "cas-0012"),
        "inc-0022": (None, None, None, 1, 1, "cas-0014"),
        "inc-0023": (12, 12, 12, 1, 1, "cas-0016"),
        "inc-0026": (None, None, None, 1, 1, "cas-0020"),
    },
    ("wounded", "conservative"): {
        "inc-0017": (None, None, None, 1, 1, "cas-0012"),
        "inc-0022": (None, None, None, 1, 1, "cas-0014"),
        "inc-0023": (12, None, None, 1, 1, "cas-0016"),
        "inc-0026": (None, None, None, 1, 1, "cas-0020"),
    },
    ("wounded", "widest"): {
        "inc-0017": (None, None, None, 1, 1, "cas-0012"),
        "inc-0022": (None, None, None, 1, 1, "cas-0014"),
        "inc-0023": (12, 12, 12, 1, 1, "cas-0016"),
        "inc-0026": (None, None, None, 1, 1, "cas-0020"),
    },
    # "many casualties" of the attacks on Hazaras: the words do not part the dead from the wounded.
    ("killed_or_wounded", "latest_exact"): {"inc-0003": (None, None, None, 1, 1, "cas-0003")},
    ("killed_or_wounded", "conservative"): {"inc-0003": (None, None, None, 1, 1, "cas-0003")},
    ("killed_or_wounded", "widest"): {"inc-0003": (None, None, None, 1, 1, "cas-0003")},
}
"""By harm and rule: every incident that the view has, without a convention."""

# Reading taken: the harm word that stands in a figure only to tell which harm is meant ("killed
# hundreds", docs/curation.md, 4) is no part of the quantity, so the word itself is "hundreds", and
# "several" of "wounding several" and "injuring several". "several hundreds" is a longer phrase and
# gets no number. "some", "many" and "numerous" stand in neither convention.
TOLLS_WITH_CONVENTION: dict[tuple[str, str, str], dict[str, Toll]] = {
    ("killed", "latest_exact", "acled"): {"inc-0017": (None, 100, None, 1, 1, "cas-0011")},
    ("killed", "conservative", "acled"): {"inc-0017": (100, None, None, 1, 1, "cas-0011")},
    ("killed", "widest", "acled"): {"inc-0017": (None, 100, None, 1, 1, "cas-0011")},
    ("killed", "latest_exact", "floor"): {"inc-0017": (200, None, None, 1, 1, "cas-0011")},
    ("killed", "conservative", "floor"): {"inc-0017": (200, None, None, 1, 1, "cas-0011")},
    ("killed", "widest", "floor"): {"inc-0017": (200, None, None, 1, 1, "cas-0011")},
    ("wounded", "latest_exact", "floor"): {
        "inc-0022": (3, None, None, 1, 1, "cas-0014"),
        "inc-0026": (3, None, None, 1, 1, "cas-0020"),
    },
    ("wounded", "conservative", "floor"): {
        "inc-0022": (3, None, None, 1, 1, "cas-0014"),
        "inc-0026": (3, None, None, 1, 1, "cas-0020"),
    },
    ("wounded", "widest", "floor"): {
        "inc-0022": (3, None, None, 1, 1, "cas-0014"),
        "inc-0026": (3, None, None, 1, 1, "cas-0020"),
    },
}
"""By harm, rule and convention: the incidents whose numbers change; all others are as in TOLLS."""

# "more than 140 innocent civilians", "numerous civilians", "six civilians"; "13 service members" at
# Kabul airport, alone now, is an exact report of that group.
TOLLS_OF_VICTIMS: dict[tuple[str, str, str], dict[str, Toll]] = {
    ("killed", "civilian", "latest_exact"): {
        "inc-0001": (141, None, None, 1, 1, "cas-0010"),
        "inc-0013": (None, None, None, 1, 1, "cas-0009"),
        "inc-0022": (6, 6, 6, 1, 1, "cas-0013"),
    },
    ("killed", "civilian", "conservative"): {
        "inc-0001": (141, None, None, 1, 1, "cas-0010"),
        "inc-0013": (None, None, None, 1, 1, "cas-0009"),
        "inc-0022": (6, None, None, 1, 1, "cas-0013"),
    },
    ("killed", "civilian", "widest"): {
        "inc-0001": (141, None, None, 1, 1, "cas-0010"),
        "inc-0013": (None, None, None, 1, 1, "cas-0009"),
        "inc-0022": (6, 6, 6, 1, 1, "cas-0013"),
    },
    ("wounded", "civilian", "latest_exact"): {"inc-0022": (None, None, None, 1, 1, "cas-0014")},
    ("wounded", "civilian", "conservative"): {"inc-0022": (None, None, None, 1, 1, "cas-0014")},
    ("wounded", "civilian", "widest"): {"inc-0022": (None, None, None, 1, 1, "cas-0014")},
    ("killed_or_wounded", "civilian", "latest_exact"): {},
    ("killed", "foreign_force", "latest_exact"): {"inc-0013": (13, 13, 13, 1, 1, "cas-0008")},
    ("killed", "foreign_force", "conservative"): {"inc-0013": (13, None, None, 1, 1, "cas-0008")},
    ("killed", "foreign_force", "widest"): {"inc-0013": (13, 13, 13, 1, 1, "cas-0008")},
    ("wounded", "foreign_force", "latest_exact"): {},
}
"""By harm, group of victims and rule: every incident that the view has, without a convention."""

# "wounding several", of the civilians; no other row of a group has a word with a number.
TOLLS_OF_VICTIMS_WITH_CONVENTION: dict[tuple[str, str, str, str], dict[str, Toll]] = {
    ("wounded", "civilian", "latest_exact", "floor"): {
        "inc-0022": (3, None, None, 1, 1, "cas-0014")
    },
    ("wounded", "civilian", "conservative", "floor"): {
        "inc-0022": (3, None, None, 1, 1, "cas-0014")
    },
    ("wounded", "civilian", "widest", "floor"): {"inc-0022": (3, None, None, 1, 1, "cas-0014")},
}
"""By harm, group, rule and convention: the incidents whose numbers change."""

# "rounding" only where a report that the rule chose says "about": latest_exact takes the 144 for
# inc-0001, conservative the "around 140". A convention only where it gave a number.
TOLL_CONVENTIONS: dict[tuple[str, str, str | None], dict[str, str]] = {
    ("killed", "latest_exact", None): {"inc-0011": "rounding"},
    ("killed", "conservative", None): {"inc-0001": "rounding", "inc-0011": "rounding"},
    ("killed", "widest", None): {"inc-0001": "rounding", "inc-0011": "rounding"},
    ("killed", "latest_exact", "acled"): {"inc-0011": "rounding", "inc-0017": "acled"},
    ("killed", "latest_exact", "floor"): {"inc-0011": "rounding", "inc-0017": "floor"},
    ("wounded", "widest", None): {},
    ("wounded", "latest_exact", "acled"): {},
    ("wounded", "latest_exact", "floor"): {"inc-0022": "floor", "inc-0026": "floor"},
}
"""By harm, rule and convention asked for: the cells of `convention` that are not blank."""

# --- Disagreements --------------------------------------------------------------------------------
#
# toll: three rows tell of the dead of inc-0001. 144 lies in 135 to 145 ("around 140", rounded) and
# in 141 or more; 135 to 145 meets 141 or more. The two rows of inc-0013 both cover a part: no pair.
#
# force_size, bases: "without having even a single stronghold in Afghanistan" (none) against "a
# relatively small number of bases", taken for one or more: they do not meet; both hold for 2024.
#
# force_size, fighters: "around 4,000" (2024; 3,500 to 4,500) and "around 2,000" (June 2021; 1,500
# to 2,500) are of different times, no pair. Each lies in time within "Over the years … has ranged
# from 1,500 to 5,000" (up to 2024), and its numbers meet that range.
# Reading taken: of a figure that changed over the years, the two numbers are the range compared.
#
# force_size, recruits with a counterpart: "many TTP fighters joined IS-K" (2016 to 2019) and "many
# fighters of TTP joined IS-K" (no date): the same word twice is no number, so that the two are not
# identical; each is taken for one or more.
#
# lead_time: "in less than six months" and "in under six months", both told in 2023: one number, one
# hedge in two wordings. "in as little as six months" was told in 2024: no pair with these.
#
# date: the embassy was attacked by September 2022 ("In September 2022, IS-K also claimed"); "In the
# past months", told in 2023, allows more. evd-0076 ("In March of this year") gives no value, and no
# pair.
# place: src-001 tells "Moscow" and contradicts; src-002 tells "Russia", in which Krasnogorsk lies.
DISAGREEMENTS: dict[tuple[str, str, str], tuple[str, str | None]] = {
    ("toll", "cas-0001", "cas-0006"): ("compatible", "rounding"),
    ("toll", "cas-0001", "cas-0010"): ("compatible", None),
    ("toll", "cas-0006", "cas-0010"): ("compatible", "rounding"),
    ("force_size", "est-0001", "est-0012"): ("contradictory", "some"),
    ("force_size", "est-0002", "est-0011"): ("compatible", "some"),
    ("force_size", "est-0009", "est-0014"): ("compatible", "rounding"),
    ("force_size", "est-0014", "est-0016"): ("compatible", "rounding"),
    ("lead_time", "est-0023", "est-0024"): ("identical", None),
    ("date", "inc-0008", "evd-0061"): ("part_of_whole", None),
    ("place", "inc-0001", "evd-0006"): ("contradictory", None),
    ("place", "inc-0001", "evd-0018"): ("part_of_whole", None),
}
"""Every pair: fact, first id and second id, to relation and convention."""

# --- Force series ---------------------------------------------------------------------------------

Estimate: TypeAlias = tuple[str, Number, Number, Number, Number, Number, str]
"""estimate_id, low, best, high, varied_low, varied_high, said_by"""

FORCE_SERIES: dict[tuple[str, str], list[Estimate]] = {
    # June 2021, "around 2,000 fighters"; up to 2024, "has ranged from 1,500 to 5,000" (change over
    # the years, not doubt); 2024, "Estimates suggest … around 4,000 fighters" (nobody named).
    # Reading taken: of two with the same last day, one that is open at the beginning comes before
    # one that begins on a day, as it may begin earlier.
    ("IS-K", "fighters"): [
        ("est-0016", None, 2000, None, None, None, "UN Security Council, in Salman Rafi Sheikh"),
        ("est-0014", None, None, None, 1500, 5000, "Georgi Asatryan"),
        (
            "est-0009",
            None,
            4000,
            None,
            None,
            None,
            "unnamed others, in Resurgent IS-K: The greatest global threat",
        ),
    ],
    # Both told in the present tense of 2024; the same days, so by id.
    ("IS-K", "bases"): [
        ("est-0001", 0, 0, 0, None, None, "[untitled], 2024"),
        ("est-0012", None, None, None, None, None, "Georgi Asatryan"),
    ],
    # "less than six months" (US Central Command) and "under six months" (its commander) in 2023:
    # below six, which five and a half is too; "as little as six months" in 2024: six or more.
    ("IS-K", "external_attack_lead_time"): [
        (
            "est-0023",
            None,
            None,
            6,
            None,
            None,
            "US Central Command, in ISK: A Potent Security Threat in Afghanistan",
        ),
        (
            "est-0024",
            None,
            None,
            6,
            None,
            None,
            "Michael Kurilla, in ISK: A Potent Security Threat in Afghanistan",
        ),
        (
            "est-0005",
            6,
            None,
            None,
            None,
            None,
            "Senior American official, in Resurgent IS-K: The greatest global threat",
        ),
    ],
    # 2016 to 2019, then 2024, then those without a date by id; "many", "most" and "Some" are no
    # numbers. "Some Sunni militant groups" counts groups, the others persons.
    ("IS-K", "recruits"): [
        ("est-0002", None, None, None, None, None, "[untitled], 2024"),
        (
            "est-0010",
            None,
            None,
            None,
            None,
            None,
            "unnamed others, in Resurgent IS-K: The greatest global threat",
        ),
        ("est-0004", None, None, None, None, None, "Resurgent IS-K: The greatest global threat"),
        ("est-0006", None, None, None, None, None, "Resurgent IS-K: The greatest global threat"),
        ("est-0007", None, None, None, None, None, "Resurgent IS-K: The greatest global threat"),
        ("est-0011", None, None, None, None, None, "Resurgent IS-K: The greatest global threat"),
        ("est-0015", None, None, None, None, None, "Georgi Asatryan"),
    ],
    # "at least 8,000 to 10,000": the hedge holds for the range, which bounds below alone; the range
    # is doubt, not change. The name is a printed form of the listed actor.
    ("foreign jihadis", "foreign_fighters"): [
        ("est-0017", 8000, None, None, None, None, "UN Security Council, in Salman Rafi Sheikh"),
    ],
}
"""By actor as asked for and measure: the rows in the view's order."""

# --- Attribution ledger ---------------------------------------------------------------------------


class Ledger(TypedDict):
    """The cells of one incident."""

    status: str
    certainty: str | None
    claimed_by: str | None
    attributed_to: str | None
    accomplices: str | None
    denied_by: str | None
    rejected_for: str | None
    inherited_from: str | None


# "The group was behind", "IS-K carried out", "have the footprints of the group": others name IS-K
# without a hedge, nobody claims.
_OTHERS_NAME_ISK: Ledger = {
    "status": "attributed",
    "certainty": "certain",
    "claimed_by": None,
    "attributed_to": "IS-K",
    "accomplices": None,
    "denied_by": None,
    "rejected_for": None,
    "inherited_from": None,
}
# "the recent security incidents in the country which are mainly ascribed to the group", and then
# "Here is a review": what is said of the series is all that is said of this part.
_ASCRIBED_IN_REVIEW: Ledger = {
    "status": "attributed",
    "certainty": "hedged",
    "claimed_by": None,
    "attributed_to": "IS-K",
    "accomplices": None,
    "denied_by": None,
    "rejected_for": None,
    "inherited_from": "inc-0021",
}
# A part of that review which IS-K claims itself ("claimed two of the major strikes", "has claimed
# attacks on"): the claim is certain, and who else names it names the same group.
_CLAIMED_IN_REVIEW: Ledger = {
    "status": "claimed",
    "certainty": "certain",
    "claimed_by": "IS-K",
    "attributed_to": "IS-K",
    "accomplices": None,
    "denied_by": None,
    "rejected_for": None,
    "inherited_from": "inc-0021",
}
# "have been carried out by TTP but for those IS-K has taken the claim. For example, … Similarly":
# two groups of which neither is part of the other. "Investigations into all these attacks" name
# TTP too, as organiser.
_EXAMPLE_OF_INC_0004: Ledger = {
    "status": "contested",
    "certainty": "certain",
    "claimed_by": "IS-K",
    "attributed_to": "TTP",
    "accomplices": None,
    "denied_by": None,
    "rejected_for": None,
    "inherited_from": "inc-0004",
}

LEDGER: dict[str, Ledger] = {
    # "was later claimed by a group known as IS-K"; three documents name it too.
    "inc-0001": {
        "status": "claimed",
        "certainty": "certain",
        "claimed_by": "IS-K",
        "attributed_to": "IS-K",
        "accomplices": None,
        "denied_by": None,
        "rejected_for": None,
        "inherited_from": None,
    },
    # "operations conducted by the special forces of the Afghan Taliban"
    "inc-0002": {
        "status": "attributed",
        "certainty": "certain",
        "claimed_by": None,
        "attributed_to": "Taliban special forces",
        "accomplices": None,
        "denied_by": None,
        "rejected_for": None,
        "inherited_from": None,
    },
    # "repeated attacks by IS-K"; "some even suspect the Afghan Taliban's complicity": an accomplice
    # makes nothing contested, and its hedge does not count.
    "inc-0003": {
        "status": "attributed",
        "certainty": "certain",
        "claimed_by": None,
        "attributed_to": "IS-K",
        "accomplices": "Afghan Taliban",
        "denied_by": None,
        "rejected_for": None,
        "inherited_from": None,
    },
    "inc-0004": {
        "status": "contested",
        "certainty": "certain",
        "claimed_by": "IS-K",
        "attributed_to": "TTP",
        "accomplices": None,
        "denied_by": None,
        "rejected_for": None,
        "inherited_from": None,
    },
    "inc-0005": _EXAMPLE_OF_INC_0004,
    "inc-0006": _EXAMPLE_OF_INC_0004,
    # "arrested … by the Russian forces"
    "inc-0007": {
        "status": "attributed",
        "certainty": "certain",
        "claimed_by": None,
        "attributed_to": "Russian forces",
        "accomplices": None,
        "denied_by": None,
        "rejected_for": None,
        "inherited_from": None,
    },
    # "claimed responsibility" (src-001), "has claimed attacks on the Russian Embassy" (src-004)
    "inc-0008": _CLAIMED_IN_REVIEW,
    # "According to western counterterrorism officials, several IS-K plots"
    "inc-0009": _OTHERS_NAME_ISK,
    "inc-0010": _OTHERS_NAME_ISK,
    "inc-0011": _OTHERS_NAME_ISK,
    "inc-0012": _OTHERS_NAME_ISK,
    "inc-0013": _OTHERS_NAME_ISK,
    "inc-0014": _OTHERS_NAME_ISK,
    "inc-0015": _OTHERS_NAME_ISK,
    "inc-0016": _OTHERS_NAME_ISK,
    "inc-0017": _OTHERS_NAME_ISK,
    # "ISIL-K claimed and/or attributed attacks", as the report of the Security Council says
    "inc-0018": _OTHERS_NAME_ISK,
    "inc-0019": _OTHERS_NAME_ISK,
    # "in close coordination with the Haqqani network"
    "inc-0020": {
        "status": "attributed",
        "certainty": "certain",
        "claimed_by": None,
        "attributed_to": "IS-K",
        "accomplices": "Haqqani network",
        "denied_by": None,
        "rejected_for": None,
        "inherited_from": None,
    },
    # "mainly ascribed to the group": hedged
    "inc-0021": {
        "status": "attributed",
        "certainty": "hedged",
        "claimed_by": None,
        "attributed_to": "IS-K",
        "accomplices": None,
        "denied_by": None,
        "rejected_for": None,
        "inherited_from": None,
    },
    "inc-0022": _ASCRIBED_IN_REVIEW,
    "inc-0023": _ASCRIBED_IN_REVIEW,
    # The Taliban's own spokesperson says it of their forces: a claim; no part of the review's
    # series, as it is an operation against the group.
    "inc-0024": {
        "status": "claimed",
        "certainty": "certain",
        "claimed_by": "Taliban security forces",
        "attributed_to": None,
        "accomplices": None,
        "denied_by": None,
        "rejected_for": None,
        "inherited_from": None,
    },
    "inc-0025": _CLAIMED_IN_REVIEW,
    # "the ISK targeted" (the author) besides the claim
    "inc-0026": _CLAIMED_IN_REVIEW,
    "inc-0027": _CLAIMED_IN_REVIEW,
    "inc-0028": _CLAIMED_IN_REVIEW,
}
"""Every incident and series."""

# Reading taken: a part inherits also where it has attributions of its own.
LEDGER_INHERITED_IDS: dict[str, str] = {
    "inc-0005": "atr-0005 | atr-0006 | atr-0007",
    "inc-0006": "atr-0005 | atr-0006 | atr-0007",
    "inc-0008": "atr-0027",
    "inc-0022": "atr-0027",
    "inc-0023": "atr-0027",
    "inc-0025": "atr-0027",
    "inc-0026": "atr-0027",
    "inc-0027": "atr-0027",
    "inc-0028": "atr-0027",
}
"""The cells of `inherited_ids` that are not blank."""

# --- Timeline -------------------------------------------------------------------------------------
#
# An open beginning comes before any first day; an open end is taken for the day of publication;
# what is left equal stands by id. "~" widens nothing.
TIMELINE: list[tuple[str, str | None, str | None]] = [
    # "the same period in 2020" as "the first four months of 2021"
    ("inc-0019", "2020-01-01", "2020-04-30"),
    # "During the first four months of 2021"
    ("inc-0018", "2021-01-01", "2021-04-30"),
    # "Ever since August", told on 8 November 2021
    ("inc-0016", "2021-08-01", None),
    # "at Kabul Airport in 2021"
    ("inc-0013", "2021-01-01", "2021-12-31"),
    # "In September 2022, IS-K also claimed responsibility": no later than that
    ("inc-0008", None, "2022-09-30"),
    # "On March 27", and "just hours before"
    ("inc-0022", "2023-03-27", "2023-03-27"),
    ("inc-0023", "2023-03-27", "2023-03-27"),
    # Under the heading "Major Security Incidents in March"
    ("inc-0024", "2023-03-01", "2023-03-31"),
    ("inc-0025", "2023-03-01", "2023-03-31"),
    ("inc-0026", "2023-03-01", "2023-03-31"),
    # "in July 2023"
    ("inc-0005", "2023-07-01", "2023-07-31"),
    # "in September 2023"
    ("inc-0006", "2023-09-01", "2023-09-30"),
    # "In the past months in Kabul", told in 2023
    ("inc-0027", None, "2023-12-31"),
    ("inc-0028", None, "2023-12-31"),
    # "in Russia in March 2024"
    ("inc-0001", "2024-03-01", "2024-03-31"),
    # "in recent months" and "since August 2021", told in 2024; "earlier this year"
    ("inc-0009", None, "2024-12-31"),
    ("inc-0003", "2021-08-01", None),
    ("inc-0011", "2024-01-01", "2024-12-31"),
    # No date: the words give none, or none but "recent", "initial", "the first years".
    ("inc-0002", None, None),
    ("inc-0004", None, None),
    ("inc-0007", None, None),
    ("inc-0010", None, None),
    ("inc-0012", None, None),
    ("inc-0014", None, None),
    ("inc-0015", None, None),
    ("inc-0017", None, None),
    ("inc-0020", None, None),
    ("inc-0021", None, None),
]
"""incident_id, date_earliest, date_latest, in the view's order."""

# --- Coverage matrix ------------------------------------------------------------------------------
#
# Two incidents are told by more than one document: the concert hall (src-000 "144 people", src-001
# "IS-K carried out a deadly attack on a concert hall in Moscow", src-002 "a devastating terrorist
# attack took place in Russia") and the embassy (src-001, src-004). Nowhere is evidence alone what a
# document says of an incident, so nothing is `mentioned`.
COVERAGE: dict[tuple[str, str], str] = {
    ("inc-0001", "src-000"): "told",
    ("inc-0001", "src-001"): "told",
    ("inc-0001", "src-002"): "told",
    ("inc-0002", "src-000"): "told",
    ("inc-0003", "src-000"): "told",
    ("inc-0004", "src-000"): "told",
    ("inc-0005", "src-000"): "told",
    ("inc-0006", "src-000"): "told",
    ("inc-0007", "src-001"): "told",
    ("inc-0008", "src-001"): "told",
    ("inc-0008", "src-004"): "told",
    ("inc-0009", "src-001"): "told",
    ("inc-0010", "src-001"): "told",
    ("inc-0011", "src-001"): "told",
    ("inc-0012", "src-001"): "told",
    ("inc-0013", "src-001"): "told",
    ("inc-0014", "src-002"): "told",
    ("inc-0015", "src-002"): "told",
    ("inc-0016", "src-003"): "told",
    ("inc-0017", "src-003"): "told",
    ("inc-0018", "src-003"): "told",
    ("inc-0019", "src-003"): "told",
    ("inc-0020", "src-003"): "told",
    ("inc-0021", "src-004"): "told",
    ("inc-0022", "src-004"): "told",
    ("inc-0023", "src-004"): "told",
    ("inc-0024", "src-004"): "told",
    ("inc-0025", "src-004"): "told",
    ("inc-0026", "src-004"): "told",
    ("inc-0027", "src-004"): "told",
    ("inc-0028", "src-004"): "told",
}
"""Every pair that is not silent; the other 109 of the 140 are."""

# --- Indicators -----------------------------------------------------------------------------------
#
# Reading taken: a series is counted if the words count it, be it vaguely ("Several", "a series
# of", "numerous"); four series have no count ("repeated attacks" of inc-0003, "operations" of
# inc-0002, "initial attacks" of inc-0017, "the recent security incidents" of inc-0021) and no row.
INDICATOR_COUNTS: dict[str, int] = {
    # casualties, 20 rows
    "casualties": 1,
    "deaths": 15,
    "wounded": 4,
    # counts of a series, 10 rows
    "attacks": 9,
    "plots": 1,
    # estimates, 24 rows
    "bases": 2,
    "composition": 4,
    "defectors": 2,
    "external_attack_lead_time": 3,
    "fighters": 3,
    "foreign_fighters": 1,
    "members": 1,
    "recruits": 7,
    "sympathisers": 1,
    # statements, 56 rows
    "statement_accusation": 2,
    "statement_advice": 1,
    "statement_announcement": 2,
    "statement_assertion": 17,
    "statement_assessment": 16,
    "statement_claim_of_responsibility": 5,
    "statement_concern": 1,
    "statement_demand": 1,
    "statement_denial": 4,
    "statement_pledge": 3,
    "statement_refusal": 1,
    "statement_warning": 3,
}
"""How many rows each indicator has; 110 in all, and no other indicator."""

# By last day, first day and id, with the readings taken for the timeline.
INDICATOR_ORDER: dict[str, list[str]] = {
    "attacks": [
        "inc-0019",
        "inc-0018",
        "inc-0016",
        "inc-0004",
        "inc-0010",
        "inc-0012",
        "inc-0014",
        "inc-0015",
        "inc-0020",
    ],
    "deaths": [
        "cas-0008",
        "cas-0009",
        "cas-0013",
        "cas-0015",
        "cas-0017",
        "cas-0018",
        "cas-0019",
        "cas-0004",
        "cas-0005",
        "cas-0001",
        "cas-0006",
        "cas-0010",
        "cas-0007",
        "cas-0002",
        "cas-0011",
    ],
    "fighters": ["est-0016", "est-0014", "est-0009"],
    "statement_claim_of_responsibility": [
        "stm-0013",
        "stm-0039",
        "stm-0010",
        "stm-0019",
        "stm-0038",
    ],
}
"""The ids of some indicators in the view's order."""

Indicator: TypeAlias = tuple[
    str, str | None, str | None, str | None, Number, Number, Number, str | None, str, str
]
"""indicator, period, place name, actor, low, best, high, qualifier, said_by, row_id"""

# Said by:
_S0 = "[untitled], 2024"
_S1 = "Resurgent IS-K: The greatest global threat"
_S2 = "Georgi Asatryan"
_S3 = "Salman Rafi Sheikh"
_S4 = "ISK: A Potent Security Threat in Afghanistan"
_UNSC = "UN Security Council, in Salman Rafi Sheikh"
_OTHERS = "unnamed others, in Resurgent IS-K: The greatest global threat"
_WESTERN = "Western counterterrorism officials, in Resurgent IS-K: The greatest global threat"
_SENIOR = "Senior American official, in Resurgent IS-K: The greatest global threat"
_MUJAHID = "Zabiullah Mujahid, in ISK: A Potent Security Threat in Afghanistan"
_TALIBAN = "Afghan Taliban, in ISK: A Potent Security Threat in Afghanistan"
_CENTCOM = "US Central Command, in ISK: A Potent Security Threat in Afghanistan"
_KURILLA = "Michael Kurilla, in ISK: A Potent Security Threat in Afghanistan"

# Actors measured:
_ISK = "IS-K"
_JIHADIS = "Foreign jihadis in Afghanistan"
_FORCES = "Taliban special forces"
_GUARDS = "Taliban security forces"
_TTA = "Afghan Taliban"

# Where, and what:
_AFG = "Afghanistan"
_LEAD = "external_attack_lead_time"

# Reading taken: date, place and actor of a casualty are those of its incident, also where its own
# source says otherwise (src-001 tells "Moscow" of the concert hall). The actor is whoever is named
# or says so itself, as perpetrator or organiser, and of a part also whoever is named for its series
# (Bajaur, Mastung: IS-K by claim, TTP by others; the bombings of March 27: IS-K, "mainly
# ascribed"). No accomplice is an actor here (the Afghan Taliban of inc-0003, the Haqqani network of
# inc-0020). An implied figure has no qualifier.
INDICATORS_OF_CASUALTIES: list[Indicator] = [
    ("deaths", "2024-03", "Krasnogorsk", _ISK, 144, 144, 144, "exact", _S0, "cas-0001"),
    ("deaths", None, None, _FORCES, None, None, None, "vague", _S0, "cas-0002"),
    ("casualties", "2021-08/..", None, _ISK, None, None, None, "vague", _S0, "cas-0003"),
    ("deaths", "2023-07", "Bajaur", "IS-K | TTP", 61, None, None, "more_than", _S0, "cas-0004"),
    ("deaths", "2023-09", "Mastung", "IS-K | TTP", 52, 52, 52, "exact", _S0, "cas-0005"),
    ("deaths", "2024-03", "Krasnogorsk", _ISK, None, 140, None, "about", _S1, "cas-0006"),
    ("deaths", "2024", "Kerman", _ISK, None, 80, None, "about", _S1, "cas-0007"),
    ("deaths", "2021", "Kabul", _ISK, 13, 13, 13, "exact", _S1, "cas-0008"),
    ("deaths", "2021", "Kabul", _ISK, None, None, None, "vague", _S1, "cas-0009"),
    ("deaths", "2024-03", "Krasnogorsk", _ISK, 141, None, None, "more_than", _S2, "cas-0010"),
    ("deaths", None, None, _ISK, None, None, None, "vague", _S3, "cas-0011"),
    ("wounded", None, None, _ISK, None, None, None, "vague", _S3, "cas-0012"),
    ("deaths", "2023-03-27", "Kabul", _ISK, 6, 6, 6, "exact", _S4, "cas-0013"),
    ("wounded", "2023-03-27", "Kabul", _ISK, None, None, None, "vague", _S4, "cas-0014"),
    ("deaths", "2023-03-27~", "Kabul", _ISK, 2, 2, 2, "exact", _S4, "cas-0015"),
    ("wounded", "2023-03-27~", "Kabul", _ISK, 12, 12, 12, "exact", _S4, "cas-0016"),
    ("deaths", "2023-03", "Kabul", _GUARDS, 3, 3, 3, "exact", _MUJAHID, "cas-0017"),
    ("deaths", "2023-03", "Balkh", _ISK, 1, 1, 1, None, _S4, "cas-0018"),
    ("deaths", "2023-03", "Balkh", _ISK, None, None, None, "vague", _S4, "cas-0019"),
    ("wounded", "2023-03", "Balkh", _ISK, None, None, None, "vague", _S4, "cas-0020"),
]
"""Every casualty row."""

# "recorded 77" and "at 21" are the Security Council's figures; the others are words.
INDICATORS_OF_COUNTS: list[Indicator] = [
    ("attacks", None, "Pakistan", "IS-K | TTP", None, None, None, "vague", _S0, "inc-0004"),
    ("plots", "../2024", "Europe", _ISK, None, None, None, "vague", _WESTERN, "inc-0009"),
    ("attacks", None, None, _ISK, None, None, None, "vague", _S1, "inc-0010"),
    ("attacks", None, None, _ISK, None, None, None, "vague", _S1, "inc-0012"),
    ("attacks", None, "Afghanistan", _ISK, None, None, None, "vague", _S2, "inc-0014"),
    ("attacks", None, "Afghanistan", _ISK, None, None, None, "vague", _S2, "inc-0015"),
    ("attacks", "2021-08/..", None, _ISK, None, None, None, "vague", _S3, "inc-0016"),
    ("attacks", "2021-01/2021-04", None, _ISK, 77, 77, 77, "exact", _UNSC, "inc-0018"),
    ("attacks", "2020-01/2020-04", None, _ISK, 21, 21, 21, "exact", _UNSC, "inc-0019"),
    ("attacks", None, None, _ISK, None, None, None, "vague", _UNSC, "inc-0020"),
]
"""Every count of a series."""

# Reading taken: what the force series calls change and not doubt is no low and no high here either
# ("has ranged from 1,500 to 5,000": est-0014), so that the two views do not contradict each other.
INDICATORS_OF_ESTIMATES: list[Indicator] = [
    ("bases", "2024", _AFG, _ISK, 0, 0, 0, "exact", _S0, "est-0001"),
    ("recruits", "2016/2019", None, _ISK, None, None, None, "vague", _S0, "est-0002"),
    ("defectors", None, None, _ISK, None, None, None, "vague", _S0, "est-0003"),
    ("recruits", None, None, _ISK, None, None, None, "vague", _S1, "est-0004"),
    (_LEAD, "2024", None, _ISK, 6, None, None, "at_least", _SENIOR, "est-0005"),
    ("recruits", None, None, _ISK, None, None, None, "vague", _S1, "est-0006"),
    ("recruits", None, None, _ISK, None, None, None, "vague", _S1, "est-0007"),
    ("defectors", None, None, _TTA, None, None, None, "vague", _S1, "est-0008"),
    ("fighters", "2024", None, _ISK, None, 4000, None, "about", _OTHERS, "est-0009"),
    ("recruits", "2024", None, _ISK, None, None, None, "vague", _OTHERS, "est-0010"),
    ("recruits", None, None, _ISK, None, None, None, "vague", _S1, "est-0011"),
    ("bases", "2024", None, _ISK, None, None, None, "vague", _S2, "est-0012"),
    ("members", None, None, _ISK, None, None, None, "vague", _S2, "est-0013"),
    ("fighters", "../2024", None, _ISK, None, None, None, "exact", _S2, "est-0014"),
    ("recruits", None, None, _ISK, None, None, None, "vague", _S2, "est-0015"),
    ("fighters", "2021-06", _AFG, _ISK, None, 2000, None, "about", _UNSC, "est-0016"),
    (
        "foreign_fighters",
        "2021-06",
        _AFG,
        _JIHADIS,
        8000,
        None,
        None,
        "at_least",
        _UNSC,
        "est-0017",
    ),
    ("composition", "2021-06", _AFG, _JIHADIS, None, None, None, "vague", _UNSC, "est-0018"),
    ("composition", "2021-06", _AFG, _JIHADIS, None, None, None, "vague", _UNSC, "est-0019"),
    ("sympathisers", "2021-06", _AFG, "Al-Qaida", None, None, None, "vague", _UNSC, "est-0020"),
    ("composition", "2021-11-08", None, _TTA, None, None, None, "vague", _S3, "est-0021"),
    ("composition", "2023", None, _ISK, None, None, None, "vague", _TALIBAN, "est-0022"),
    (_LEAD, "2023", None, _ISK, None, None, 6, "less_than", _CENTCOM, "est-0023"),
    (_LEAD, "2023", None, _ISK, None, None, 6, "less_than", _KURILLA, "est-0024"),
]
"""Every estimate."""

# Reading taken: a statement counts one (low, best and high), which no words print, so that it has
# no qualifier; it has no place; whoever says it is the actor measured, whoever it is about.
INDICATORS_OF_STATEMENTS: list[Indicator] = [
    # "Taliban spokesperson accused the US"
    (
        "statement_accusation",
        None,
        None,
        "Taliban spokesperson",
        1,
        1,
        1,
        None,
        "Taliban spokesperson, in ISK: A Potent Security Threat in Afghanistan",
        "stm-0046",
    ),
    # "British Foreign Ministry has advised citizens"
    (
        "statement_advice",
        None,
        None,
        "British Foreign Ministry",
        1,
        1,
        1,
        None,
        "British Foreign Ministry, in ISK: A Potent Security Threat in Afghanistan",
        "stm-0047",
    ),
    # "In January 2015, the militants of IS-K released a video, declaring"
    (
        "statement_announcement",
        "2015-01",
        None,
        "IS-K",
        1,
        1,
        1,
        None,
        "IS-K, in Resurgent IS-K: The greatest global threat",
        "stm-0016",
    ),
    # "A UN report dated July 26, 2020, reported"
    (
        "statement_assertion",
        "2020-07-26",
        None,
        "United Nations",
        1,
        1,
        1,
        None,
        "United Nations, in [untitled], 2024",
        "stm-0008",
    ),
    # "On March 21, Zabiullah Mujahid … claimed that"
    (
        "statement_assertion",
        "2023-03-21",
        None,
        "Zabiullah Mujahid",
        1,
        1,
        1,
        None,
        _MUJAHID,
        "stm-0037",
    ),
    # "on August 8, 2024, Vladimir Voronkov … named IS-K"
    (
        "statement_assessment",
        "2024-08-08",
        None,
        "Vladimir Voronkov",
        1,
        1,
        1,
        None,
        "Vladimir Voronkov, in [untitled], 2024",
        "stm-0001",
    ),
    # "In September 2022, IS-K also claimed responsibility"
    (
        "statement_claim_of_responsibility",
        "2022-09",
        None,
        "IS-K",
        1,
        1,
        1,
        None,
        "IS-K, in Resurgent IS-K: The greatest global threat",
        "stm-0013",
    ),
    # "In the past months in Kabul the ISK has claimed attacks"
    (
        "statement_claim_of_responsibility",
        "../2023",
        None,
        "IS-K",
        1,
        1,
        1,
        None,
        "IS-K, in ISK: A Potent Security Threat in Afghanistan",
        "stm-0039",
    ),
    # "the CSTO had expressed concern"
    (
        "statement_concern",
        None,
        None,
        "CSTO",
        1,
        1,
        1,
        None,
        "CSTO, in ISK: A Potent Security Threat in Afghanistan",
        "stm-0053",
    ),
    # "Islamabad was always pressing Kabul"
    (
        "statement_demand",
        None,
        None,
        "Pakistan",
        1,
        1,
        1,
        None,
        "Pakistan, in [untitled], 2024",
        "stm-0004",
    ),
    # "The Taliban thus continue to deny the presence of Daesh"
    ("statement_denial", None, None, "Afghan Taliban", 1, 1, 1, None, _TALIBAN, "stm-0055"),
    # "including that offered by the Biden administration"
    (
        "statement_pledge",
        None,
        None,
        "Biden administration",
        1,
        1,
        1,
        None,
        "Biden administration, in Salman Rafi Sheikh",
        "stm-0025",
    ),
    # "Russia … has consistently refused to recognise"
    (
        "statement_refusal",
        None,
        None,
        "Russia",
        1,
        1,
        1,
        None,
        "Russia, in Salman Rafi Sheikh",
        "stm-0033",
    ),
    # "in November 2023, Islamabad passed a warning"
    (
        "statement_warning",
        "2023-11",
        None,
        "Pakistan",
        1,
        1,
        1,
        None,
        "Pakistan, in [untitled], 2024",
        "stm-0012",
    ),
]
"""One statement or more of each act."""
