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
    "judge|prosecutor|inspector|sergeant|detective|officer|director|coordinator|chancellor|king|"
    "deputy|head|representative|attach[eé]|diplomat|lawmaker|legislator|rapporteur|administrator|"
    r"(?-i:Gen|Lt|Col|Maj|Capt|Adm|Brig|Sen|Rep|Amb|Gov|Sgt|Det|Insp)(?=\.)"
)
_ORGANS = (
    "ministry|government|office|directorate|department|administration|authority|authorities|court|"
    "embassy|parliament|council|committee|commission|agency|bureau|prosecution|crown|service|"
    "officials|prosecutors|ministers|diplomats|officers|lawmakers|commanders|investigators|investigations?|inquiry|findings|"
    "(?<!hospital )(?<!medical )(?<!local )(?<!tribal )(?<!family )sources"
)
_FORCES = "police|army|military|forces|troops|intelligence|guards|command"
_INTERNATIONAL = (
    "nations|mission|states|member state|monitoring (?:group|team)|(?:group|panel) of experts|"
    "union|nato|"
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
    r"clerks?|surgeons?|nurses?|traders?|students|teachers?|worshippers?|neighbou?rs?|fellow|"
    r"fighters?|detainees?|brothers?|student|man|woman|men|women|boy|father|mother|driver|farmer|"
    r"jury|jurors?|barrister|defending)\b",
    re.IGNORECASE,
)
"""Words for those whose words are no statement."""
COUNTRY = re.compile(
    r"(?:Afghanistan|Pakistan|Iran|India|China|Russia|Turkey|Türkiye|Tajikistan|Uzbekistan|"
    r"Turkmenistan|Kyrgyzstan|Kazakhstan|Iraq|Syria|Qatar|Saudi\s+Arabia|Egypt|Israel|Britain|"
    r"France|Germany|Italy|Spain|Sweden|Norway|Japan|Australia|Canada|Indonesia|Bangladesh|"
    r"Sri\s+Lanka|Ukraine|Tehran|Beijing|Washington|London|Delhi|New\s+Delhi|Ankara|Paris|Berlin|"
    r"Dushanbe|Tashkent|Astana|Doha|Riyadh|Brussels)\Z"
)
"""States that speak by the name of the country or of its capital."""
PERSON = frozenset("he she i".split())
"""Words that point back to the person who spoke last."""
SPEECH = frozenset("message statement report recording video assessment".split())
"""Words for what somebody said before: "the message said"."""
THINGS = frozenset("it they we".split())
"""Words that point back to the actor named first in the sentence before."""
ARMED = re.compile(
    r"\b(?:armed|militant|rebel|insurgent|jihadist|separatist|extremist)\s+"
    r"(?:group|movement|organi[sz]ation|front|faction|outfit|network|alliance)\b",
    re.IGNORECASE,
)
"""Words that say of a name that it is that of an armed group."""
OFFICE = re.compile(
    r"minister|president|governor|premier|chief|commander|king|chancellor|ambassador|secretary|"
    r"mayor|head",
    re.IGNORECASE,
)
"""Offices of one person: who holds one is known even without a name."""
PERSONS = re.compile(
    r"officials|prosecutors|ministers|diplomats|officers|sources|lawmakers|commanders|"
    "investigators|authorities",
    re.IGNORECASE,
)
"""Words for several officials without names."""
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
    r"call(?:s|ed)(?=\s[^.,;]*\s(?:baseless|false|untrue|unfounded|groundless|fabricated|"
    r"propaganda|lies?|nonsense)\b)|passed\s+a\s+warning|heard(?=\s+(?:on|that)\b)|(?<=which\s)(?:\w+\s+)?has\s+taken\s+the\s+claim)"
)
"""Words of saying that are no hits: no row needs to cover them, but a statement may."""
MORE_BLAMING = re.compile(
    r"\b(?:own(?:s|ed)\s+up\s+to|dissociat(?:es|ed)\s+itself|was\s+one\s+of\s+its|dismantled|"
    r"(?:planted|staged|ordered|mounted|launched|perpetrated|set\s+off)\s+by|the\s+work\s+of|"
    r"(?:was|were|is|are|been|being)\s+(?:\w+\s+)?involved|involvement|point(?:s|ed)\s+the\s+finger|"
    r"nothing\s+to\s+do\s+with|no\s+(?:hand|part|role)\s+in|not\s+carried\s+out|not\s+behind)\b"
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
    "concern": "alarm|regret|worr|deplor|denounc",
    "advice": "advis|recommend",
    "assessment": "assess|consider|conclud|judg|believ",
    "announcement": "announc|inform|declar|unveil|proclaim|endorse",
}
"""The beginnings of words of saying by the act, besides the cues of the schema."""
VOICED = (
    ("pledge", re.compile(r"\A\W*(?:We|I)\s+(?:will|shall)\b(?!\s+be\b)")),
    (
        "concern",
        re.compile(
            r"\b(?:(?:was|were|is|are|remain(?:s|ed)?|am)\s+(?:\w+\s+)?[“\"]?(?:\w+ly\s+)?"
            r"(?:concerned|worried|alarmed|troubled|saddened|shocked)|"
            r"concerns?\s+(?:about|over|that)|fear(?:s|ed)\s+that)\b"
        ),
    ),
    (
        "demand",
        re.compile(
            r"\b(?:must|ha[sd]\s+to|need(?:s|ed)?\s+to)\s+(?:not\s+)?(?:be|stop|end|act|hand|"
            r"take|do|investigate|release|respect|protect|cease|halt|prevent|dismantle)\b"
        ),
    ),
)
"""Acts that an opinion shows which is said, whatever the verb."""
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
INVERTED = re.compile(
    r"(?:say|said|add|explain|note|wr[io]te|recall|insist|announc|report|continu|conclud|estimat|"
    r"argu|record|confirm|caution|declar|stat|acknowledg|claim|according)",
    re.IGNORECASE,
)
"""The beginnings of verbs that may be before their subject: "said Ada Roe"."""
RELAYED = re.compile(
    r"\b(?:carried|relayed|circulated|published|reported|cited)\s+by\s+(?:its\s+|the\s+|an?\s+)?"
    rf"(?P<who>{NAME}(?:\s+(?:agency|channel|outlet|news agency))?)"
)
"""Who carried a statement."""
PLANS = re.compile(r"\b(?:was|were|is|are) (?:planning|preparing) (?:to|an?) ")
JUDGES = re.compile(
    r"\b(?:capab\w+|capacity|threats?|likely|potential|could|dangerous|strength|difficult|harder|"
    r"(?<!that )may\s+(?:\w+\s+)?(?:be|have)|might|probably|"
    r"greatest|believes?|in control|ability|able to|"
    r"(?:has|have|had|is|are|was|were)\s+(?:\w+ly\s+|been\s+)*(?:defeated|weakened|degraded|eliminated|"
    r"eradicated|crushed|dismantled|in hiding|on the run|growing|expanding|stronger|weaker)|"
    r"(?:has|have|had|numbered|commands?|strength|number\s+of\s+(?:\w+\s+)?(?:fighters|members))\s+"
    r"(?!\w+ed\b|been\b|lost\b)(?:[^.;,]|,(?=\d))*\d(?:[^.;,]|,(?=\d))*"
    r"\b(?:fighters|members|militants|operatives|men|recruits)(?!\s+(?:killed|dead|were|was|arrested))|"
    r"(?:strength|numbers?|size)\s+(?:far\s+|much\s+)?(?:at|lower|higher)|"
    r"(?:few|hundreds?|thousands?|\d[\d,]*)\s+(?:of\s+them\s+)?(?:left|remain(?:ed|ing)?))\b"
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
    "attack|plot|assault|bombing|blast|explosion|strike|raid|incident|operation|clash|shooting|killing|"
    "shelling|ambush|assassination|stabbing|massacre|mortar fire|car bomb|roadside bomb|bomb|mine|"
    "suicide bomber"
)
_EVENTS = (
    "attacks|assaults|bombings|blasts|explosions|strikes|raids|incidents|operations|clashes|"
    "shootings|killings|plots|ambushes"
)
_ACTS = (
    "shot dead|shot and killed|gunned down|assassinated|ambushed|stabbed|beheaded|stormed|raided|"
    "detained|arrested|killed|neutralised|were shot|was shot|killing|died|wounded|dismantled|"
    "filmed|opened fire|"
    r"(?:attacked|targeted)(?:\s+an?)?|hit|struck|(?:tore|ripped) through|detonated|exploded|"
    r"went off|gone off|blew (?:him|her|them)sel(?:f|ves) up|blown up"
)
_NO_ADJECTIVE = "and|the|in|on|of|by|to|could|would|might|may|not|no|when|after|that|which|an?"
_ADJECTIVES = rf"(?:(?!(?:{_NO_ADJECTIVE})\b)[\w’'/-]+\s+){{0,3}}?"
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
    r"shot dead|shot and killed|gunned down|assassinated|ambushed|stormed|raided|detained|arrested|"
    r"neutralised|were shot|dismantled|blew \w+ up|(?:attacked|targeted)\s+an?\b"
)
"""Deeds that are incidents of their own, whatever was reported before."""
HARMING = re.compile(r"killed|killing|died|wounded")
"""Deeds that an event named behind them did: "four people were killed in a blast"."""
HARMED_IN = re.compile(r"[^;]*\b(?:in|by|when|as)\s+(?:(?!for\b)[\w’'-]+\s+){0,3}\Z")
"""What is between such a deed and the event."""
IN_THE_SAME = re.compile(
    r"\b(?:when|after|as|where|in\s+which)\s+(?:an?\s+|two\s+|three\s+)?(?:[a-z-]+\s+){0,3}\Z"
)
"""What joins an event to one of the same sentence: "the blast came when a bomber …"."""
OF_ATTACKERS = re.compile(
    r"\b(?:gunmen|attackers|assailants|militants|fighters|bombers?|insurgents)\b[^,;.]{0,40}\Z"
)
"""Those before a deed who are no forces."""
OF_FORCES = re.compile(r"\b(?:forces|police|troops|soldiers|officers|agents)\s+(?:\w+\s+)?\Z")
"""Those before a deed who are forces."""
ANOTHER_CLAUSE = re.compile(r"[,;]\s|\b(?:and|when|before|after|as|while|but|in\s+which)\b")
"""What is before words for another event of a sentence."""
OWN_VERB = re.compile(
    r"hit|struck|(?:tore|ripped) through|detonated|exploded|went off|gone off|"
    r"(?:attacked|targeted)(?:\s+an?)?|filmed"
)
"""What an event named before does: "the blast hit a shop"."""
IN_PASSING = re.compile(
    r"\b(?:planned|plotted|ordered|for|to|of|behind|over|since|in\s+connection\s+with)\s+(?:for\s+)?\Z"
)
"""What is before an incident about which the words behind it do not go on."""
DEFINITE = re.compile(r"(?:[Tt]he|[Tt]his|[Tt]hat|[Ii]ts|[Bb]oth)\b")
"""What begins words for an incident that was named before."""
SINCE = re.compile(r"\b[Ss]ince\s+\Z")
RELATED_DAY = re.compile(r"\b(?:later|earlier|before|after|ago)\b")
"""Words for a day that is counted from that of the incident."""
BY_FORCES = frozenset(("security_operation", "arrest"))
"""Types of events that forces carry out; words for another type never mean such an incident."""
SEVERAL_SITES = re.compile(
    r"\s+(?:\w+\s+){0,2}(?:cells|camps|bases|sites|networks|houses and|hideouts in several)\b"
)
"""What is behind a deed that was done to several."""
RAIDED = re.compile(r"\b(?:stormed|raided|dismantled|neutralised|eliminated)\b")
NOT_DONE = re.compile(
    r"\b(?:not|never|no|nor|could|might|may|to(?!\s+(?:death|hospital)\b)|would|will|should|planning|plan|threat|likely|"
    r"attempt|preparing)(?:\s+\w+){0,3}?\s+\Z|\bsuicide\s+\Z"
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
            r"\b(?:shot dead|(?:shot and )?killed|gunned down)\s+(?:[A-Z][^,;]{2,40},\s+)?"
            r"(?:an?|the)\s+(?:[\w’'-]+\s+){0,2}?(?:judge|governor|mayor|minister|commander|"
            r"police chief|general|senator|ambassador)\b|"
            r"\bshot dead\s+(?:an?|the)\s+(?:\w+\s+)?cleric\b"
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
_TOWN = "(?:town|city|village|capital)"
_PART = rf"(?:{_TOWN}|area|suburb|neighbou?rhood|outskirt|part|cent(?:re|er))"
_AREA = "(?:district|province|region|county|governorate|valley)"
_PLACE = r"(?P<{}>[A-Z][\w-]+(?:\s+[A-Z][\w-]+)*)\b(?!['’]s?\b)(?!\s+[A-Z])"
IN_A_PLACE = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Nn]ear|from|outside)\s+"
    rf"(?:the\s+(?:(?:[\w’'-]+\s+){{0,3}}?{_PART}|(?:[a-z’'-]+\s+){{0,3}}?{_AREA})s?\s+of\s+|"
    rf"(?:[\w’'-]+\s+){{1,4}}?{_TOWN},?\s+(?=[A-Z]))?"
    rf"{_PLACE.format('name')}(?!\s+[a-z]+s?\s+said|\s+{_AREA})|"
    rf"(?:\b[a-z]+|['’]s)\s+{_PLACE.format('area')}(?=\s+{_AREA}\b)|"
    rf"\b{_TOWN}\s+{_PLACE.format('town')}"
)
PLACES = ("settlement", "district", "province", "country", "region")
"""The kinds of places, the narrow ones first."""
KIND_OF_PLACE = re.compile(rf"\s+({_AREA})\b")
"""What is behind the name of a place that is no settlement."""
NO_PLACE = re.compile(rf"(?:{MONTH}|{WEEKDAY}|The|Of|Asked|Combined|Christmas|All)\b")
"""Names that are no places, after "in" or "at"."""
_NO_TARGET = (
    "in|on|at|and|near|who|which|that|killed|was|were|by|of|there|with|had|from|as|to|an?|the|his|"
    "her|their|its|it|them|when|while|could|so|him"
)
_NUMBER = (
    r"(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens\sof|several|"
    r"some|many|scores\sof)"
)
LEADING_NUMBER = re.compile(rf"\A{_NUMBER}(?:\s+|\Z)", re.IGNORECASE)
"""A number before the words for a target."""
_WHAT = (
    rf"\s+(?:an?\s+|the\s+)?(?:{_NUMBER}\s+(?:of\s+(?:its|their|his|the)\s+)?)?(?P<what>(?:(?!(?:{_NO_TARGET})\b|\d)[\w’'/-]+\s?){{1,4}}"
    r"(?:of (?:the|an?) (?:\w+ ?){1,2})?)"
)
TARGETS = (
    re.compile(
        rf"\b(?:killed|shot dead|gunned down|assassinated|targeted)\s+{NAME},\s+(?:an?|the)\s+"
        r"(?P<what>(?:[\w’'-]+\s){0,3}?[a-z][\w-]*(?:\s(?:of|for)\s(?:the\s)?[\w-]+)?)"
        r"(?=[,.;]|\s+(?:in|at|on|outside|inside|near|when|as|who)\b|\Z)"
    ),
    *(
        re.compile(before + _WHAT)
        for before in (
            r"\b(?:attacks?|bombings?|fire|assaults?|blast|raid|explosion|mission)\s+"
            r"(?:of\s+\d+\s+\w+\s+)?(?:on|at|of|against|in front of)",
            r"\b(?:attacked|targeted|stormed|struck|hit|shot dead|assassinated|raided|ambushed|"
            r"(?:tore|ripped) through|arrested|detained)",
            r"\bplots?\s+to\s+(?:bomb|attack|target|storm|blow\s+up)",
            r"\b(?:at|inside|outside)(?=\s+an?\s|\s+the\s)",
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
BLAMES = re.compile(r"blam|accus|suspect|ascrib|attribut|point|link|held|hold", re.IGNORECASE)
"""The beginnings of words of blame whose subject is who blames, not who did it."""
BLAMED_BY_NOBODY = re.compile(
    r"(?<!had )(?<!have )(?<!has )\b(?:attributed|linked|blamed|ascribed|tied|traced)\s+(?:to|on)\b"
)
"""Words of blame that do not name who blames: "a bomb attributed to the group"."""
BOTH = re.compile(r"\bboth\b(?!\s+\w+\s+and\b)(?!\s+of\s+(?:its|his|their)\b)")
"""A word for the last two incidents."""
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
    r"\b(?:it|them|both|involve(?:d|ment)|(?:the|that|this|these|its|such)\s+(?:\w+\s+){0,2}(?:attacks?|bombings?|"
    r"blasts?|strikes?|killings?|shootings?|raids?|assaults?|incidents?|operations?|device|explosives|bombs?)|"
    r"responsibility|responsible|blamed|suspected|involvement|one of its|"
    r"pointed the finger)\b"
)
"""Words by which blame is about an incident reported before."""

# Figures

ONE_OF = re.compile(r"\s+of\s+(?:them|its|his|their|those)\b(?!,)")
TIME = re.compile(r"\b(?:months?|years?|weeks?|days?|hours?|minutes?)\b")
NOT_ONE = re.compile(r"\s+(?:of\s+(?:them|its|his|their|those)\b|[A-Z](?![\w-]+\s+[a-z]))")
"""What follows a "one" that counts nothing."""
CLAUSE_ENDS = re.compile(
    r"[;:]\s+|,\s+(?:and|but|while|when|as|whereas|with|after|which|in which)\s+|"
    r"\s+(?:but|while|when)\s+|,\s+(?!\d)"
)
"""What parts the clauses of a sentence."""
_NO_VICTIM = (
    "and|or|but|were|was|are|is|have|has|had|died|dead|lost|in|on|at|of|overnight|to|when|who|with|"
    "being|as|injured|killed|hurt|embraced|fell|for|by|from|more|earlier|later|during|after|before|"
    "near|outside|inside|among|while|they|he|she|it|this|that|which|whom|remain|remained|would|could|"
    "will|including|included|also|still|so|else"
)
VICTIMS = re.compile(
    r"\s+[“\"‘']?(?:more\s+|other\s+)?(?:of\s+(?:(?:the|its|his|those|their)\s+|them\s+))?(?:own\s+)?"
    r"(?P<who>(?!(?:overnight|them|dead|of|the|others? were|\w+ly)\b)"
    rf"(?:(?!(?:{_NO_VICTIM})\b)(?:(?:[A-Z]\.)+|[\w’'-]+)\s?){{1,4}}"
    r"(?:of the (?:[A-Z]\w+(?: (?:forces|army|police|group))?|[a-z]+ [a-z]+))?)"
    r"(?=\s|[,.;”\"]|\Z)"
)
"""The words behind a figure for those whom it counts."""
NUMBER_OF = re.compile(r"\bnumber of (?:dead|killed|wounded|injured)\s+(?P<who>[a-z]+)\s+at\s+\Z")
"""The words before a figure for those whom it counts."""
WERE = re.compile(
    r"\s+of\s+(?:the|those)\s+(?:dead|wounded|injured|victims|killed|hurt)\s+(?:were|are)\s+"
    r"(?P<who>[^,;.]+)"
)
"""Who some of the victims were: "nine of the dead were mechanics"."""
CASUALTIES_OF = re.compile(r"\b(?P<who>[Cc]ivilian|[Mm]ilitary|[Pp]olice)\s+casualties\b")
_NOT_ONE_PERSON = (
    "attack|attacks|attacker|attackers|bomb|bomber|bombing|blast|explosion|gunman|assailant|raid|"
    "toll|number|total|group|dozen|few|couple|score|handful|hundred|thousand|further|day|week|in|"
    "on|at|of|by|lot|series|statement|majority|was|were|had|has|who|that|which"
)
_PERSON = rf"(?:(?!(?:{_NOT_ONE_PERSON})\b)[\w’'-]+\s){{0,3}}?(?!(?:{_NOT_ONE_PERSON})\b)"
_AN = r"(?:[Aa]n?|[Hh]is|[Hh]er|[Tt]heir)"
ONE_VICTIM = re.compile(
    r"(?:\s+of|\s+(?:was|were|included?|includes)|[^.;:]{3,40}?,\s+(?:including|among\s+them)|"
    rf"\s+(?!(?:{_AN}|the)\s)(?:(?!and\b)[\w,’'-]+\s+){{2,6}}?and)?"
    rf"\s+(?:{_AN}|the)\s+"
    rf"(?P<who>{_PERSON}(?P<head>[a-z][\w-]*)(?: of the [a-z]+ [a-z]+| chief)?)"
    r"(?=\s+(?:and|in|on|at|there|who|as|when|with|near|outside|inside|from|by|before)\b|[,.;]|\Z)"
)
"""A single person behind a word of harm."""
ONE_NAMED = re.compile(
    rf"\s+{NAME},\s+(?:\d+,\s+)?(?:an?|the|his|her|one of the|(?:{NAME}['’]s))\s+"
    rf"(?P<who>{_PERSON}(?P<head>[a-z][\w-]*)(?:\s(?:of|for)\s(?:the\s)?[\w-]+)?)"
    r"(?=\s+(?:and|in|on|at|who|as|when|with|near|outside|inside|from|by)\b|[,.;]|\Z)"
)
"""A named person with an office behind a word of harm: "killed Ada Roe, the mayor of Farville"."""
AND_ONE = re.compile(
    rf"(?:\s+and|,)\s+(?:an?|his|her|their)\s+"
    rf"(?P<who>{_PERSON}(?P<head>[a-z][\w-]*))(?=\s+(?:and|in|on|at|who|as|when|with|near|outside|from|by)\b|[,.;]|\Z)"
)
ONES_BEFORE = re.compile(
    rf"(?<!-)\b{_AN}\s+(?P<who>{_PERSON}(?P<head>[a-z][\w-]*))(?:\s+aged\s+\w+)?(?:,\s[^,;.]{{1,60}},)?"
    rf"(?:\s+and\s+{_AN}\s+(?P<other>{_PERSON}[a-z][\w-]*)(?:,\s\d+,)?|"
    rf"\s+and\s+{_NUMBER}\s+[\w’'-]+(?:\s+(?!was\b|were\b)[\w’'-]+){{0,5}}?)?\s+"
    r"(?:(?P<are>was|were|has\s+been|have\s+been|had\s+been)\s+(?:(?:also|later|\w+ly)\s+)?"
    r"(?P<among>among\s+(?:the|those)\s+)?|(?:had|has|have|also|later)\s+)?\Z"
)
"""Single persons before a word of harm: "a boy and his grandmother were among the dead"."""
DIED = re.compile(r"(?:died|perished|succumbed|lost)\b")
"""Words of harm behind a victim without a verb before them."""
UNIFORMED = re.compile(
    r"\b(?:guards|officers|personnel|troops|servicemen|policem[ae]n|policewom[ae]n)\b"
)
"""Members of forces, besides the cues of the schema."""
LOST = re.compile(r"los(?:t|es|ing)\b(?!\s+(?:his|her|its|their)\b)")
"""A word of harm that without an incident may be about deserters."""
OF_THEM = re.compile(
    r",?\s+(?:(?:of|among)\s+(?:them|whom)\b(?P<how>\s+\w+ly\b|\s+in\s+\w+\s+condition)?|"
    r"(?P<gravely>seriously|critically|severely|badly|gravely)\b)"
)
"""What is behind a figure that counts some of those whom the last one counts."""
AMONG = re.compile(
    r"\b(?:among|of (?:the|them|whom|his|its)|one of|a further|another)\b", re.IGNORECASE
)
"""Words by which a figure is a part of a toll."""
TOLL_AT = re.compile(
    r"(?:(?!\band\b)[^.;:\d])*?\b(?:rose|risen|rising|climbed|increased|jumped|grew|went\s+up|stood|stands|reached|"
    r"reaching|put|was|is|passed|soared|at|of)\s+(?:(?:up\s+)?to\s+|at\s+|now\s+)?\Z"
)
"""What is between the word for a toll and its figure: "the toll from the blast rose to"."""
INCLUDING = re.compile(
    r"\b(?:including|included?|includes|among\s+(?:them|whom)(?:\s+(?:were|was))?)\s+(?:[^,.;:]*?\s)?\Z"
)
"""What is before a figure of some of those whom another counts."""
PARTITIVE = re.compile(
    r"\s+(?:of|among)\s+(?:the|those|its|their)\s+(?:dead|wounded|injured|hurt|killed|victims)\b"
)
"""What is behind a figure that counts some of the dead or the wounded."""
ASIDE = re.compile(
    r",\s+(?:\w+\s+){0,3}?(?:of|among)\s+(?:them|whom)\b[^,;]*,|,\s+(?:including|among\s+them)\s[^,;]*,|"
    r"\s+\([^)]*\)"
)
"""Words between commas about some of those whom a figure counts."""
TOLL_ROSE = re.compile(r"\btoll\s+(?:has\s+|had\s+)?(?:rose|risen|climbed|increased|went up)\b")
NOT_HARMED = re.compile(
    r"\s+(?:hospitals?|clinics?|houses?|vehicles?|shops?|hideouts?|compounds?|hostages?|attacks?|"
    r"raids?|cells?|plots?|motorcycles|men on|places|incidents|brothers|gunshot)\b"
)
"""What a figure beside a word of harm counts that was not harmed."""

SAID_BY = re.compile(r"\baccording to(?: the| an?| at least)?\s+\Z")
"""What is before a figure that counts those who say it."""
ATTACKERS = re.compile(r"\s+(?:\w+\s+)?(?:bombers|gunmen|attackers|assailants)\b")
"""Those before a word of harm who did it."""
PASSIVE = re.compile(r"\b(?:was|were|been|being|be|are|is|left|got)\b")
HARMING_SOMEBODY = re.compile(
    rf"(?:killed|wounded|injured|stabbed|shot|beheaded)\s+(?:an?\s|the\s|his\s|her\s|at\s+(?:least|most)|"
    rf"more\s+than|some\s|about\s|around\s|nearly\s|up\s+to|{_NUMBER}\s|[A-Z])"
)
"""A word of harm in the active voice; those before it did it."""
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
OF_WHOM_A_SHARE = re.compile(
    r"\b(?:nationals|from|belonged|foreign|affiliated|allied)\b|(?:them|whom)\s+(?:are\s+|were\s+)?[A-Z]\w+s\b"
)
MEN = re.compile(r"[\s-]+(?:men|operatives|strong|members|jihadis|users|followers)\b")
STRENGTH_BEFORE = re.compile(
    r"\bnumbers?\b[^,;]*\branged\s+\Z|"
    r"\b(?:strength|numbers?)\b[^,;]*\b(?:of|at|to|was|were|from)\s+(?:the\s+)?\Z|"
    r"\b(?:rely on|assessed at|estimated at|ranged from|a range of)\s+\Z|"
    r"\b(?:strength|numbers?|ranks|membership|fighting\s+force)\b[^;:]*\b(?:exceed(?:s|ed)?|reached|"
    r"(?:shrunk|shrank|fallen|fell|grown|grew|dwindled|thinned|swelled|swollen|risen|rose|down)\s+to|"
    r"(?:thought|believed|estimated|said|reported)\s+to(?:\s+(?:number|total|be))?)"
    r"\s+(?:somewhere\s+|perhaps\s+)?\Z|"
    r"\bput(?:s|ting)?\s+(?:it|the\s+(?:number|figure|strength|total))\b[^;:]*(?:\bat|:)\s+\Z"
)
"""Words before a figure of the strength of a group."""
RANKS = re.compile(r"\b(?:ranks|membership)\b")
OTHER_THINGS = re.compile(r"\s+(?!(?:members|persons|troops|others|this|years)\b)[a-z]+s\b")
"""What is behind a figure that counts no persons."""
THE_LEFT = re.compile(
    r"(?P<of>\s+of\s+(?:them|(?:its|their)\s+\w+))?\s+(?:are\s+)?(?:left|remain)\b"
)
"""What is behind a figure of those who remain of a group."""

# Reviewed

ARRESTING = re.compile(
    r"\b(?:arrest|detain|captur|apprehend)(?:ed|ing|s)?\s+(?:another\s+|a\s+further\s+)?\Z"
)
"""What is before a figure of those whom no column counts."""
THINGS_COUNTED = re.compile(
    r"(?:\s+[\w’'-]+){0,3}?\s+(?:fighters|militants|members|operatives|recruits|attacks|bombings|bases|"
    r"camps|cells|people|civilians|soldiers|troops|policem[ae]n|officers|guards|victims|bodies)\b"
)
"""What casualties and estimates count, behind a figure."""
DEED = re.compile(
    r"(?:kill|wound|injur|hurt|died|dead|shot|maim|slain|murder|behead|execut|lost)(?!\w*ings?\b)",
    re.IGNORECASE,
)
"""The beginnings of words for a harm that was done, not for harm as such."""
ARRESTED = re.compile(
    r"\A(?:\s+\w+){0,3}\s+(?:(?:was|were|have been|had been)\s+)?"
    r"(?:arrested|detained|apprehended|captured|taken into custody)\b|\A\s+(?:suspects|cells)\b"
)
"""What no column counts."""
GENERAL_ONE = re.compile(r"\s*[.,;?!]")
"""What is behind a "one" that stands for a noun: "a general one."."""
SOURCE_PARTS = re.compile(r"\b(?:paragraphs?|paras?\.?|report|page|no\.|annex)\s*$")
