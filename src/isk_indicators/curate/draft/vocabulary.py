"""The words by which a draft reads a document; those of coded values are cues of the schemas."""

from __future__ import annotations

import re

from isk_indicators.dates import MONTH, WEEKDAY

NAME = r"[A-Z][\w.’'-]*(?:\s+[A-Z][\w.’'-]*)*"
"""One or several words with a capital."""

# Who speaks

_OFFICIALS = (
    "official|spokesman|spokeswoman|spokesperson|minister|governor|president|premier|chief|"
    "commander|general|ambassador|envoy|secretary|undersecretary|under-secretary|senator|mayor|"
    "judge|prosecutor|inspector|sergeant|detective|officer|director|coordinator|chancellor|king"
)
_ORGANS = (
    "ministry|government|office|directorate|department|administration|authority|authorities|court|"
    "embassy|parliament|council|committee|commission|agency|bureau|prosecution|crown|service|"
    "officials|prosecutors|ministers|investigators|investigations?|inquiry|findings"
)
_FORCES = "police|army|military|forces|troops|intelligence|guards|command"
_INTERNATIONAL = (
    "nations|mission|states|member state|monitoring group|group of experts|union|nato|"
    r"organi[sz]ation"
)
OFFICIAL = re.compile(
    rf"\b(?:(?P<official>{_OFFICIALS})|(?P<military>{_FORCES})|(?P<igo>{_INTERNATIONAL})|"
    rf"(?P<government>{_ORGANS}))\b",
    re.IGNORECASE,
)
"""Words for officials and organs of states; the name of the group is the kind of actor."""
PRIVATE = re.compile(
    r"\b(?:analysts?|experts?|doctors?|residents?|witness(?:es)?|eyewitness(?:es)?|villagers?|"
    r"owner|journalists?|authors?|critics|observers?|lawyers?|shopkeeper|relatives?|survivors?|"
    r"professors?|researchers?|scholars?|media|newspapers?|news agency|reports|defectors?|"
    r"fighters?|detainees?|brothers?|student|man|woman|men|women|boy|father|mother|driver|farmer|"
    r"jury|jurors?|barrister|defending)\b",
    re.IGNORECASE,
)
"""Words for those whose words are no statement."""
PERSON = frozenset("he she i".split())
"""Words that point back to who spoke last."""
SPEECH = frozenset("message statement report recording video assessment".split())
"""Words for what somebody said before: "the message said"."""
THINGS = frozenset("it they we".split())
"""Words that point back to the actor named first in the sentence before."""
ANOTHER = re.compile(r"(?:[Aa]nother|(?:[Tt]he\s+)?other)(?P<of>\s+\w.*)?\Z", re.DOTALL)
OWN = re.compile(r"(?:[Mm]y|[Oo]ur)\s")
"""Words for those who belong to who speaks: "my commanders"."""
COUNTED_ONES = re.compile(
    r"(?:[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]everal|[Ss]ome|[Oo]thers)\Z"
)
"""Words for some of those who spoke before: "two put the time at under a year"."""
OF_A_GROUP = re.compile(
    r"\b(?:[Ii]t|[Tt]hey|[Ii]ts|[Tt]heir|[Tt]hem|"
    r"[Tt]he\s+(?:\w+\s+)?(?:group|outfit|organi[sz]ation|latter|movement|militants|cell|fighters)|"
    r"fighters)\b"
)
"""Words that may point back to an armed group."""
GROUP_NOUN = re.compile(
    r"(?:(?:terrorist|radical|armed|militant)\s+)?"
    r"(?:group|outfit|organi[sz]ation|latter|movement|militants)\Z"
)

BY_NOUN = re.compile(rf"{GROUP_NOUN.pattern}|the\s+fighters\Z", re.IGNORECASE)
"""Words that mean an armed group wherever it was named."""

# What is said

MORE_SAYING = re.compile(
    r"\b(?:inform(?:s|ed)|appeal(?:s|ed)\s+to|dissociat(?:es|ed)\s+itself|"
    r"own(?:s|ed)\s+up\s+to|found\s+no\s+evidence\s+that|accept(?:s|ed)(?=\s+under\b)|"
    r"passed\s+a\s+warning|heard(?=\s+(?:on|that)\b)|(?<=which\s)(?:\w+\s+)?has\s+taken\s+the\s+claim)"
)
"""Words of saying that are no hits: no row needs to cover them, but a statement may."""
MORE_BLAMING = re.compile(
    r"\b(?:own(?:s|ed)\s+up\s+to|dissociat(?:es|ed)\s+itself|was\s+one\s+of\s+its|dismantled)\b"
)
"""Words of a claim or a denial that are no hits."""
MORE_DATES = re.compile(
    r"\b(?:first|last)\s+(?:\w+\s+)?(?:months|half|quarter)\s+of\s+"
    r"(?:(?:the|this|last)\s+year|\d{4})\b"
)
"""Words for a part of a year that are no hits."""
NOUNS_OF_SAYING = frozenset(
    "accusation accusations warning advice reports report announcement declaration allegation "
    "allegations refusal assessment assessments denial denials rejection claim claims demand "
    "demands remark remarks estimates estimate pledge promise".split()
)
ACTS = {
    "claim_of_responsibility": "owned up|claim(?:s|ed)?(?! that)|carried (?:it )?out",
    "accusation": "suspect|held|holds|hold |alleg|ascrib",
    "denial": "dismiss|rebut|dissociat",
    "demand": "appeal|press",
    "warning": "caution",
    "pledge": "would extend|would continue",
    "refusal": "declin",
    "concern": "condemn|alarm|regret",
    "assessment": "assess|consider|conclud|judg|believ",
    "announcement": "announc|inform|declar|unveil|proclaim|endorse",
}
"""The beginnings of words of saying by the act, besides the cues of the schema."""
ALSO_IN_WHAT_IS_SAID = ("denial", "assessment")
"""Acts that the words show which are said, whatever the verb."""
CLAIMED_OR = re.compile(r"\bclaimed\s+(?:by\s+)?(?:and/or|or|and)\s+attributed\b")
"""Words for attacks of which it is left open who says that a group carried them out."""
COUNTING = re.compile(r"(?:record|count|register|document|tall|log)", re.IGNORECASE)
"""The beginnings of verbs beside which a date is that of what was counted."""
ADDRESSING = frozenset(
    "told tells tell asked asks urged urges informed informs warned warns".split()
)
"""Verbs behind which there is no subject, but those to whom it is said."""
RELAYED = re.compile(
    r"\b(?:carried|relayed|circulated|published|reported|cited)\s+by\s+(?:its\s+|the\s+|an?\s+)?"
    rf"(?P<who>{NAME}(?:\s+(?:agency|channel|outlet|news agency))?)"
)
"""Who carried a statement."""
PLANS = re.compile(r"\b(?:was|were|is|are) (?:planning|preparing) (?:to|an?) ")
JUDGES = re.compile(
    r"\b(?:capab\w+|capacity|threats?|likely|potential|could|dangerous|strength|difficult|harder|"
    r"greatest|believes?|in control)\b"
)
"""Words for a strength, a danger or a likelihood: who says them assesses."""
HEARD = re.compile(r"heard\b")
"""A verb behind those to whom it is said, as in a court; who says it is not named."""
SAID_OF = re.compile(r"\b(?:was|were|is|are|been|being)\s+(?:now\s+)?(?:\w+ly\s+)?\Z")
OF_WHOM = re.compile(
    r"(?:blamed|accused|ascribed|attributed|suspected|reported|believed|estimated|alleged|claimed|"
    r"said|considered|put|assessed|judged|deemed|thought|counted|cited|quoted|stated)\b"
    r"(?!\s+(?:for\s+(?:\w+\s+){1,4})?by\b)"
)
"""Words of saying in the passive voice that do not name who says it: "the group was blamed"."""

# Incidents

_ONE_EVENT = (
    "attack|assault|bombing|blast|explosion|strike|raid|incident|operation|clash|shooting|killing|"
    "shelling|ambush|assassination|stabbing|massacre|mortar fire|car bomb|roadside bomb|bomb|mine|"
    "suicide bomber"
)
_EVENTS = (
    "attacks|assaults|bombings|blasts|explosions|strikes|raids|incidents|operations|clashes|"
    "shootings|killings|plots|ambushes"
)
_ACTS = (
    "shot dead|stormed|raided|detained|arrested|killed|neutralised|were shot|was shot|killing|"
    r"(?:attacked|targeted)(?:\s+an?)?|hit|died|wounded|dismantled|filmed"
)
_ADJECTIVES = r"(?:(?!and\b|the\b|in\b|on\b|of\b|by\b)[\w’'/-]+\s+){0,3}?"
REMEMBERED = 30
"""How many rows back words may refer to."""
EVENT = re.compile(
    rf"(?P<new>\b(?:[Aa]n?|[Aa]nother|[Oo]ne)\s+{_ADJECTIVES}(?:{_ONE_EVENT})\b)|"
    rf"(?P<noun>\b(?:(?:[Tt]he|[Tt]his|[Tt]hat|[Ii]ts|for(?!\s+an?\b))\s+)?{_ADJECTIVES}\b(?:{_ONE_EVENT})\b)|"
    rf"(?P<many>\b(?:{_EVENTS})\b)|"
    rf"(?P<verb>\b(?:{_ACTS})\b)"
)
"""Words for an incident: one not reported before, one that may have been, several, or a deed."""
ACTIVE = re.compile(
    r"shot dead|stormed|raided|detained|arrested|neutralised|were shot|dismantled|"
    r"(?:attacked|targeted)\s+an?\b"
)
"""Deeds that are incidents of their own, whatever was reported before."""
BY_FORCES = frozenset(("security_operation", "arrest"))
"""Types of events that forces carry out; words for another type never mean such an incident."""
SEVERAL_SITES = re.compile(
    r"\s+(?:\w+\s+){0,2}(?:cells|houses|hideouts|camps|bases|sites|networks)\b"
)
"""What is behind a deed that was done to several."""
RAIDED = re.compile(r"\b(?:stormed|raided|dismantled|neutralised|eliminated)\b")
NOT_DONE = re.compile(
    r"\b(?:not|never|no|nor|could|might|may|to|would|will|should|planning|plan|threat|likely|"
    r"attempt|preparing|suicide)(?:\s+\w+){0,3}?\s+\Z"
)
"""Words before an event that did not happen."""
SERIES = re.compile(
    r"\b(?:repeated|series|since|recent|wave|string|initial|claimed|several|many|numerous)\b",
    re.IGNORECASE,
)
"""Words without a number for several incidents that are a row."""
TYPES = "assassination arrest bombing armed_assault clash security_operation plot attack".split()
"""The types of events, the more special one first."""
MORE_TYPES = (
    (
        "assassination",
        re.compile(
            r"\bshot dead\s+(?:an?|the)\s+(?:\w+\s+)?(?:judge|governor|mayor|"
            r"minister|commander|police chief|general|senator|cleric)\b"
        ),
    ),
    ("armed_assault", re.compile(r"\b(?:was|were) shot\b")),
    (
        "security_operation",
        re.compile(r"\bforces\s+(?:had\s+|have\s+)?(?:attacked|struck|killed|hit)\b"),
    ),
    ("arrest", re.compile(r"\b(?:detained|arrested|apprehended)\b")),
    ("security_operation", RAIDED),
)
"""Words for a type of event, besides the cues of the schema."""
IN_A_PLACE = re.compile(
    r"\b(?:in|at|near|from|outside)\s+"
    r"(?:the\s+(?:town|city|village|district|province|districts)\s+of\s+)?"
    r"(?P<name>[A-Z][\w’-]+(?:\s+[A-Z][\w’-]+)*)(?!\s+[a-z]+s?\s+(?:said))"
)
NO_PLACE = re.compile(rf"(?:{MONTH}|{WEEKDAY}|The|Of|Asked|Combined|Christmas|All)\b")
"""Names that are no places, after "in" or "at"."""
_NO_TARGET = (
    "in|on|at|and|near|who|which|that|killed|was|were|by|of|there|with|had|from|as|to|an?|the|his|"
    "her|their|its|it|them|when|while|could|so|him"
)
_WHAT = (
    rf"\s+(?:an?\s+|the\s+)?(?P<what>(?:(?!(?:{_NO_TARGET})\b|\d)[\w’'/-]+\s?){{1,4}}"
    r"(?:of (?:the|an?) (?:\w+ ?){1,2})?)"
)
TARGETS = (
    *(
        re.compile(before + _WHAT)
        for before in (
            r"\b(?:attacks?|bombings?|fire|assaults?|blast|raid|explosion|mission)\s+"
            r"(?:of\s+\d+\s+\w+\s+)?(?:on|at|of|against|in front of)",
            r"\b(?:attacked|targeted|stormed|struck|hit|shot dead|assassinated|raided)",
            r"\bat(?=\s+an?\s|\s+the\s)",
            r"\bdismantled(?:\s+(?:\w+|\d+))?(?=\s+\w+s\b)",
        )
    ),
    re.compile(
        r"(?:\w+)\s+(?P<what>(?:[a-z]\w+\s){1,2}(?:of (?:the|an?) (?:\w+ ){1,2})?)"
        r"(?:was|were|have been|has been)\s+(?:shot|detained|arrested|eliminated|attacked|stabbed)"
    ),
)
"""Where the words are that say what was attacked."""
_ONE_TARGET = r"(?:the\s+|an?\s+)?(?:[A-Z][\w’-]*|[a-z]+-run|[a-z]+)(?:\s+[A-Za-z][\w’-]*){0,3}?"
TARGETS_LISTED = re.compile(
    rf"\s+(?:on|against)\s+(?P<all>{_ONE_TARGET}(?:,\s+{_ONE_TARGET})*,?\s+and\s+(?=the|an?\s){_ONE_TARGET})"
    r"(?=[.,;]|\s+(?:in|on|at|as|by|since|after|which|that|with)\b|\Z)"
)
"""Several targets of single attacks."""
ONE_LISTED = re.compile(
    r"(?:\A|(?<=,\s)|(?<=\sand\s)|(?<=on\s)|(?<=against\s))(?:and\s+)?(?:the\s+|an?\s+)?"
    r"(?P<what>[^,]+?)(?=,|\s+and\s|\Z)"
)
"""One of them."""
COMPARED = re.compile(r"\b(?:compared (?:with|to)|against|down from|up from|as opposed to)\s+")
"""Words before the number of another series, with which one is compared."""

# Attributions

DEED_OF_FORCES = re.compile(
    r"storm|raid|arrest|detain|dismantl|conduct|operation|clash|neutralis|eliminat", re.IGNORECASE
)
"""The beginnings of words of blame that are about forces."""
FORCES = re.compile(r"\b(?:forces|troops|police|army|guards)\Z")
"""The last word of a subject that is forces."""
THEIR_FORCES = re.compile(r"(?:their|its|our)\s+(?:own\s+)?(?:\w+\s+)?(?:forces|troops|police)\Z")
BY_PASSIVE = re.compile(
    r"coordinat|blam|accus|suspect|ascrib|attribut|respons|held|hold|pointed|linked|behind|\bby\b"
)
"""Words of blame behind which the actor is named."""
SEVERAL_DEEDS = re.compile(r"(?:attacks|strikes|bombings|operations|blasts|plots)\b", re.IGNORECASE)
"""Words of blame for several deeds, which are about no single incident reported before."""
POINTS_BACK = re.compile(
    r"\b(?:it|them|both|(?:the|that|this|these|its|such)\s+(?:\w+\s+){0,2}(?:attacks?|bombings?|"
    r"blasts?|strikes?|killings?|shootings?|raids?|assaults?|incidents?|operations?)|"
    r"responsibility|responsible|blamed|suspected|involvement|one of its)\b"
)
"""Words by which blame is about an incident reported before."""

# Figures

TIME = re.compile(r"\b(?:months?|years?|weeks?|days?|hours?|minutes?)\b")
NOT_ONE = re.compile(r"\s+(?:of\s+(?:them|its|his|their|those)\b|[A-Z])")
"""What follows a "one" that counts nothing."""
CLAUSE_ENDS = re.compile(
    r"[;:]\s+|,\s+(?:and|but|while|when|as|whereas|with|after|which|in which)\s+|"
    r"\s+(?:but|while|when)\s+|,\s+(?!\d)"
)
"""What parts the clauses of a sentence."""
_NO_VICTIM = (
    "and|or|but|were|was|are|is|have|has|had|died|dead|lost|in|on|at|of|overnight|to|when|who|with|"
    "being|as|injured|killed|hurt|embraced|fell|for|by|from|more|earlier|during|after|near"
)
VICTIMS = re.compile(
    r"\s+(?:more\s+|other\s+)?(?:of\s+(?:the|its|his|those|their)\s+)?"
    r"(?P<who>(?!(?:overnight|them|dead|of|the|others? were)\b)"
    rf"(?:(?!(?:{_NO_VICTIM})\b)[\w’-]+\s?){{1,4}}(?:of the [A-Z]\w+)?)(?=\s|[,.;]|\Z)"
)
"""The words behind a figure for those whom it counts."""
NUMBER_OF = re.compile(r"\bnumber of (?:dead|killed|wounded|injured)\s+(?P<who>[a-z]+)\s+at\s+\Z")
"""The words before a figure for those whom it counts."""
WERE = re.compile(
    r"\s+of\s+the\s+(?:dead|wounded|injured|victims|killed)\s+(?:were|are)\s+(?P<who>[^,;.]+)"
)
"""Who some of the victims were: "nine of the dead were mechanics"."""
CASUALTIES_OF = re.compile(r"\b(?P<who>[Cc]ivilian|[Mm]ilitary|[Pp]olice)\s+casualties\b")
ONE_VICTIM = re.compile(
    r"\s+(?:an?|his|her|the)\s+(?P<who>(?:(?!(?:attack|bomb|blast|toll|number|of|in)\b)[a-z-]+\s)"
    r"{0,2}?(?P<head>[a-z]+)(?: of the [a-z]+ [a-z]+| chief)?)"
    r"(?=\s+(?:and|in|on|at|there|who|as|when|with)\b|[,.;]|\Z)"
)
"""A single person behind a word of harm."""
AND_ONE = re.compile(r"\s+and\s+(?:an?|his|her)\s+(?P<who>(?P<head>[a-z]+))\b")
ONES_BEFORE = re.compile(
    r"\b(?:An?|His|Her|an?)\s+(?P<who>[a-z]+)(?:\s+aged\s+\w+)?(?:,\s\d+,)?"
    r"(?:\s+and\s+(?:an?|his|her)\s+(?P<other>[a-z]+)(?:,\s\d+,)?)?"
    r"\s+(?:was|were)\s+(?:also\s+)?among\s+the\s+"
)
"""Single persons before a word of harm: "a boy and his grandmother were among the dead"."""
UNIFORMED = re.compile(
    r"\b(?:guards|officers|personnel|troops|servicemen|policem[ae]n|policewom[ae]n)\b"
)
"""Members of forces, besides the cues of the schema."""
LOST = re.compile(r"los(?:t|es|ing)\b(?!\s+(?:his|her|its|their)\b)")
"""A word of harm that without an incident may be about deserters."""
OF_THEM = re.compile(
    r",?\s+(?:(?:of\s+(?:them|whom)|among\s+(?:them|whom))\b|(?:seriously|critically)\b)"
)
AMONG = re.compile(
    r"\b(?:among|of (?:the|them|whom|his|its)|one of|a further|another)\b", re.IGNORECASE
)
"""Words by which a figure is a part of a toll."""
TOLL_ROSE = re.compile(r"\btoll\s+(?:has\s+|had\s+)?(?:rose|risen|climbed|increased|went up)\b")
NOT_HARMED = re.compile(
    r"\s+(?:attacks?|raids?|cells?|plots?|motorcycles|men on|places|incidents|brothers|"
    r"gunshot)\b"
)
"""What a figure beside a word of harm counts that was not harmed."""

SAID_BY = re.compile(r"\baccording to(?: the| an?| at least)?\s+\Z")
"""What is before a figure that counts those who say it."""
ATTACKERS = re.compile(r"\s+(?:\w+\s+)?(?:bombers|gunmen|attackers|assailants)\b")
"""Those before a word of harm who did it."""
MEASURES = (
    "recruits defectors bases strongholds foreign_fighters sympathisers composition fighters "
    "members".split()
)
"""The measures, the more special one first."""
OF_THE_GROUP = frozenset("recruits members bases strongholds".split())
"""Measures that are of the group named last, if words name none."""
GROUPS = re.compile(r"(?:\s+[\w-]+){0,3}\s+groups\b")
"""What is behind a figure that counts groups."""
UNITS = {"bases": "sites", "strongholds": "sites", "external_attack_lead_time": "months"}
LEFT = re.compile(
    r"\b(?:gone over|left it for|left the \w+ for|switched sides|changed sides|defected|deserted|"
    r"defections)\b"
)
"""Words for members who left a group."""
JOINED = re.compile(r"\b(?:join|joined|joining|joins)\b")
SHARE = re.compile(r"\b(?:of|in ten|half|third|quarter|majority|most)\b")
OF_WHOM_A_SHARE = re.compile(r"\b(?:nationals|from|belonged|foreign|affiliated|allied)\b")
MEN = re.compile(r"[\s-]+(?:men|operatives|strong|members|jihadis|users|followers)\b")
STRENGTH_BEFORE = re.compile(
    r"\bnumbers?\b[^,;]*\branged\s+\Z|"
    r"\b(?:strength|numbers?)\b[^,;]*\b(?:of|at|to|was|were|from)\s+(?:the\s+)?\Z|"
    r"\b(?:rely on|assessed at|estimated at|ranged from)\s+\Z"
)

# Reviewed

ARRESTED = re.compile(
    r"\A(?:\s+\w+){0,3}\s+(?:(?:was|were|have been|had been)\s+)?"
    r"(?:arrested|detained|apprehended|captured|taken into custody)\b|\A\s+(?:suspects|cells)\b"
)
"""What no column counts."""
GENERAL_ONE = re.compile(r"\s*[.,;?!]")
"""What is behind a "one" that stands for a noun: "a general one."."""
SOURCE_PARTS = re.compile(r"\b(?:paragraphs?|paras?\.?|report|page|no\.|annex)\s*$")
