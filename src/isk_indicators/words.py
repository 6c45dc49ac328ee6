"""Words of English press text: numbers, vague quantities, plurals, and words of harm."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from isk_indicators.spans import LINE_ENDS

TIME_UNIT = (
    r"(?:second(?!-hand)|minute|min|hour|hr|day|night|week|weekend|fortnight|month|year|decade)s?\b"
    r"|centur(?:y|ies)\b"
)
"""A unit of time, in the singular or the plural."""

BLANK = rf"[^\S{LINE_ENDS}]"
"""One blank within a line; non-breaking and narrow ones count."""

_SEPARATORS = "\u2028\u2029"
_PLAIN_BLANK = BLANK.replace(_SEPARATORS, "")
"""One blank of a text from :func:`lower_keep_length`; without separators it compiles faster."""

_PLAIN = str.maketrans(
    {**dict.fromkeys(f"{_SEPARATORS}\t|", "\n"), **dict.fromkeys("\u2010\u2011\u2012\u2212", "-")}
)
_WIDE = " " * 3
_CELL_EDGE = re.compile(f"{_WIDE}+")


def any_of(words: Iterable[str]) -> str:
    """Get a pattern of one of several words or patterns."""
    return f"(?:{'|'.join(words)})"


def spaced(pattern: str) -> re.Pattern[str]:
    """Compile a pattern for small letters, in which a space means one or more blanks."""
    return re.compile(pattern.replace(" ", f"{_PLAIN_BLANK}+"))


def plain(text: str) -> str:
    """Write every hyphen as "-", and every end of a line or of a table's cell as line feeds.

    A cell ends with a tab, a bar or three spaces.
    """
    text = text.translate(_PLAIN) if not text.isascii() or "\t" in text or "|" in text else text
    return _CELL_EDGE.sub(lambda edge: "\n" * len(edge[0]), text) if _WIDE in text else text


def lower_keep_length(text: str) -> str:
    """Write a :func:`plain` text in small letters, each at its capital's place.

    "İ", which needs two small letters, stays.
    """
    text = plain(text)
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(small if len(small := one.lower()) == 1 else one for one in text)


# Plurals

_PEOPLE = frozenset("people men women children police personnel clergy staff crew".split())
_NO_PLURALS = ("ss", "us", "is", "'s", "’s")
_CLAUSE_END = re.compile(rf"[.,;:!?()–—\"“”{LINE_ENDS}]")
_CLAUSE_WORD = re.compile(r"\w[\w'’-]*")
_NOUN_PHRASE_END = frozenset(
    "and or but in on at by for from with to into near after before during since while as that "
    "which who when where is are was were has have had be been will would could may might".split()
)
_PRONOUN_USE = re.compile(
    rf"{BLANK}+(?:of{BLANK}+(?:the|its|their|his|her|our|these|those|them|us|whom|which)|have|had|"
    r"were|are|even|also|say|said|believe|argue|suspect|fear|may|might|in|with|who|remain|[a-z]+ed)\b",
    re.IGNORECASE,
)
_PLURAL_WITHIN_CHARACTERS = 80
_PLURAL_WITHIN_WORDS = 5


def counts_follow(text: str, position: int) -> bool:
    """Whether "some", "most" or "few" before this position counts: "… groups", "… of the men"."""
    return _PRONOUN_USE.match(text, position) is not None or plural_follows(text, position)


def plural_follows(text: str, position: int) -> bool:
    """Whether a noun in the plural is among the next few words of the same clause."""
    clause = _CLAUSE_END.split(text[position : position + _PLURAL_WITHIN_CHARACTERS])[0]
    for word in _CLAUSE_WORD.findall(clause)[:_PLURAL_WITHIN_WORDS]:
        if word.lower() in _NOUN_PHRASE_END:
            return False
        if is_plural(word):
            return True
    return False


def is_plural(word: str) -> bool:
    """Whether a word looks like a noun in the plural ("groups", "people")."""
    lower = word.lower()
    if lower in _PEOPLE:
        return True
    return lower.endswith("s") and not lower.endswith(_NO_PLURALS) and lower != "its"


# Numbers


class Numeral(NamedTuple):
    """A number printed from code point ``start`` to before ``end``.

    Attributes:
        value: Its value; a fraction where the scale is printed later ("1.5 to 2 million").
        scale: What its last word multiplies by ("2 million": a million); 1 without such a word.
        sure: Whether there is but one way to read it ("4.000" may be four thousand, or four).
    """

    start: int
    end: int
    value: Decimal
    scale: int
    sure: bool = True


_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 1_000,
    "lakh": 100_000,
    "lakhs": 100_000,
    "million": 1_000_000,
    "mn": 1_000_000,
    "crore": 10_000_000,
    "crores": 10_000_000,
    "billion": 1_000_000_000,
    "bn": 1_000_000_000,
    "trillion": 1_000_000_000_000,
}
_MULTIPLIERS = {**_SCALES, "k": 1_000, "m": 1_000_000}
_VALUES = {
    "half": Decimal("0.5"),
    "quarter": Decimal("0.25"),
    "single": Decimal(1),
    **{word: Decimal(number) for number, word in enumerate(_UNITS)},
    **{word: Decimal(10 * number) for number, word in enumerate(_TENS, start=2)},
}

# In words
_GAP = "(?:-| )"
_SCALE = rf"{any_of(_SCALES)}\b"
_MORE_SCALES = rf"(?:{_GAP}{_SCALE}){{0,2}}"
_A_HALF = r" and a half\b"
_BELOW_100 = rf"(?:{any_of(_TENS)}(?:{_GAP}{any_of(_UNITS[1:10])})?|{any_of(_UNITS)})\b"
# "two hundred and three hundred" are two numbers, and so are "two thousand and three thousand".
_HUNDRED = rf"hundred\b(?:(?:,? and)? {_BELOW_100}(?!{_GAP}hundred\b))?"
_BELOW_1000 = rf"(?:(?:{_BELOW_100}{_GAP}|a ){_HUNDRED}|{_BELOW_100})"
_LAST = rf"(?:(?:,? and)? {_BELOW_1000}|, {_BELOW_100}{_GAP}{_HUNDRED})?"
_THOUSANDS = rf"(?:,?(?: and)? {_BELOW_1000}{_GAP}thousand\b)?"
_MILLIONS = rf"(?:,?(?: and)? {_BELOW_1000}{_GAP}million\b)?"
_LONG = (
    rf"(?:thousand\b|million\b{_THOUSANDS}|billion\b{_MILLIONS}{_THOUSANDS}){_LAST}"
    rf"(?!{_GAP}{_SCALE})"
)
_IN_WORDS = (
    f"(?:a |three{_GAP})?quarters?(?: of a)?{_GAP}{_SCALE}",
    f"(?:a )?half{_GAP}(?:a{_GAP})?{_SCALE}",
    r"a single\b",
    f"{_BELOW_100}{_A_HALF}(?: {_SCALE})?",
    f"(?:{_BELOW_1000}{_GAP}|a )?{_SCALE}{_A_HALF}",
    f"(?:{_BELOW_1000}{_GAP}|a ){_LONG}",
    f"{_BELOW_1000}{_MORE_SCALES}",
    f"(?:a )?{_SCALE}",
)

# In digits. Every repetition has a limit, so that no text makes a number too long to compute.
_GROUPED = (
    r"\d{1,3}(?:,\d{2,3}){0,4},\d{3}|\d{1,3}(?:[\x20\u00a0\u202f\u2009]\d{3}){1,4}"
    r"|\d{1,3}(?:['’]\d{3}){1,4}|\d{1,3}(?:\.\d{3}){2,4}"
)
_OF_ONE = r"[1-7]/[234568](?![\d/])"
_ONE_SIGN = "[¼-¾⅐-⅞]"
_SUFFIX = r"(?<!,\d\d\d)(?:k|m|mn|bn)"  # 5,300m is a height
_SCALED = rf"(?={_GAP}{_SCALE}|{_SUFFIX}\b)"
_DIGITS = (
    rf"(?P<part>{_OF_ONE}|{_ONE_SIGN}){_SCALED}"
    rf"|(?P<whole>(?:{_GROUPED}|\d{{1,15}})(?:\.\d{{1,9}})?)"
    rf"(?P<rest>[\x20-]{_OF_ONE}|\x20?{_ONE_SIGN})?"
    rf"|(?P<pointed>\.\d{{1,9}}){_SCALED}|(?P<comma>\d{{1,3}},\d{{1,2}}){_SCALED}"
)
_NOTE = "[¹²³⁰-⁹]{0,3}"
"""The number of a note, which may as well be a power."""
_CURRENCIES = "rs pkr inr afn afs usd eur gbp".split()
_TOUCHING = [*_CURRENCIES, r"rs\.", r"c\.", r"ca\."]
"""What a number may touch: "Rs10", "c.50"."""
_BEHIND = "|".join(rf"(?<=\b{before})" for before in _TOUCHING)
_APART = (
    rf"(?:(?<![\w.,/])|(?=\d)(?:{_BEHIND}))"
    r"(?<!\d:)(?<!\w[+'’])(?:(?<![^\W\d]-)|(?<=-to-)|(?<=-or-))"
)
_NUMERAL = spaced(
    rf"{_APART}(?:{any_of(_IN_WORDS)}|(?P<digits>{_DIGITS})(?P<note>{_NOTE})"
    rf"(?:(?P<suffix>{_SUFFIX})|(?P<half>{_A_HALF})?(?P<scales>{_MORE_SCALES}))(?!\w|[.,]\d))"
)
_LETTERS = re.compile("[a-z]+")
_AND_A = re.compile(r"\s+and\s+a\s+(?=half)")
_NO_DIGIT = re.compile(r"[^\d.]")
_TWO_READINGS = re.compile(r"[1-9]\d{0,2}\.\d{3}|.*,\d{3}\.\d+")
"""A point that may separate thousands, or be that of a decimal, or the end before a note."""


def find_numerals(text: str) -> Iterator[Numeral]:
    """Find each number of a text in order, whatever it counts; none overlaps another."""
    for match in _NUMERAL.finditer(lower_keep_length(text)):
        if match["digits"] is None:
            value, scale = _value_of_words(match[0])
            yield Numeral(match.start(), match.end(), value, scale)
            continue
        words = _LETTERS.findall(match["suffix"] or match["scales"])
        scale = math.prod(_MULTIPLIERS[word] for word in words)
        value, sure = _value_of_digits(match, scaled=bool(words))
        yield Numeral(match.start(), match.end(), value * scale, scale, sure)


def _value_of_digits(match: re.Match[str], *, scaled: bool) -> tuple[Decimal, bool]:
    """The number that digits print before their scale, and whether it is certain."""
    printed = match["whole"] or match["pointed"] or match["comma"] or "0"
    sure = not (match["comma"] or match["note"])
    if _TWO_READINGS.fullmatch(printed) and not scaled:
        thousands = printed.replace(".", "") if "," not in printed else printed.partition(".")[0]
        return Decimal(_NO_DIGIT.sub("", thousands)), False
    if match["comma"] or printed.count(".") > 1:
        printed = printed.replace(".", "").replace(",", ".")
    value = Decimal(_NO_DIGIT.sub("", printed))
    if part := match["part"] or match["rest"]:  # "1/2" or "½"
        fraction = unicodedata.normalize("NFKC", part).replace("\u2044", "/").strip("- ")
        over, _, under = fraction.partition("/")
        value += Decimal(over) / Decimal(under)
    return (value + _VALUES["half"] if match["half"] else value), sure


def _value_of_words(words: str) -> tuple[Decimal, int]:
    """Add up units and tens, multiply by scales: "two million five hundred" is 2,000,500."""
    whole, part, scale = Decimal(0), Decimal(0), 1
    for word in _LETTERS.findall(_AND_A.sub(" ", words)):
        if word in _SCALES:
            part, scale = (part or Decimal(1)) * _SCALES[word], scale * _SCALES[word]
        elif word == "half" and scale > 1:  # "a million and a half"
            part += _VALUES["half"] * scale
        elif word == "quarters":
            part *= _VALUES["quarter"]
        else:
            if part >= _SCALES["thousand"]:
                whole, part = whole + part, Decimal(0)
            part, scale = part + _VALUES.get(word, 0), 1
    return whole + part, scale


# Vague quantities and zero ("several", "a large number", "none")


class Quantifier(NamedTuple):
    """A vague quantity from code point ``start`` to before ``end``, or words that say none."""

    start: int
    end: int
    is_zero: bool


_DEGREES = "relatively comparatively very fairly rather quite extremely".split()
_SIZES = (
    "small large great good huge big growing increasing significant substantial considerable "
    "limited tiny high low vast sizeable sizable record modest unprecedented disproportionate "
    "unknown undisclosed unspecified untold overwhelming smaller larger greater"
).split()
_ROUND_NUMBERS = "hundred thousand million billion dozen lakh crore score".split()
_PLURALS = [f"{scale}s" for scale in [*_ROUND_NUMBERS, "ten"]]
_VAGUE_WORDS = "several many numerous countless innumerable multiple some few most".split()

_NOT_COUNTED = (
    "time hour day night week month year way thing respect reason case occasion question slip"
).split()
"""What follows "many a" in idioms that count nothing."""

_SIZE = f"(?:(?:{any_of(_DEGREES)} )?{any_of(_SIZES)} )"
_ROUND_NUMBER = f"{any_of(_ROUND_NUMBERS)}s?"
_VAGUE = (
    f"(?:several|many|some|a few|few|a couple of) {_ROUND_NUMBER}(?: (?:thousand|million))?",
    f"{any_of(_PLURALS)}(?: (?:of|upon|and) {any_of(_PLURALS)})*",
    f"{_SIZE}numbers",
    f"(?:an?|the) {_SIZE}number",
    "a number of",
    "a (?:small |mere |tiny )?handful(?: of)?",
    "a couple(?: of)?",
    "an? (?:[a-z]+ )?(?:series|string|spate|wave|slew|host|range) of",
    "(?:the|a(?= majority of)|a (?:vast|large|great|clear|slim|small)|an overwhelming|"
    "the (?:vast|overwhelming|large|great)) majority",
    "a (?:great|good) many",
    rf"many an?(?! {any_of(_NOT_COUNTED)}s?\b)",
    "a few",
    any_of(_VAGUE_WORDS),
)
_NOT = (
    "(?:(?<!if\\s)not|never|without)"
    "(?: (?:always|yet|had|have|having|has|been|very|so|too|in|even|really))*"
)
_HARM_DENIED = "(?:casualt|death|fatalit|injur|survivor|victim|attack|arrest|losses)"
_STRENGTH = "(?:fighter|militant|insurgent|member|recruit|defector|sympathi[sz]er|base|stronghold)"
"""What the strength of a group is counted in."""
_NOT_HARMED = r"(?:were|was|have been|has been) (?:killed|hurt|injured|wounded|harmed|arrested)\b"
_ZERO = (
    "(?:not|without|no longer)(?: (?:having|even|ever|losing|suffering|has|have|had|holds?|held))* "
    "a single",
    r"not one(?= [a-z]|[.,;!?])(?! (?:but|to|that|who|which|whose|day|bit|can|could|for|off)\b)",
    rf"no(?= (?:(?:[a-z]+ )?{_HARM_DENIED}|dead\b|wounded\b))",
    f"without (?:any |an? |further )?{_HARM_DENIED}[a-z]*",
    "not a soul",
    "without (?:any )?loss of (?:human )?life",
    "nobody",
    "no(?: |-)one",
    f"no(?= (?:[a-z]+ ){{1,2}}{_NOT_HARMED})",
    f"no(?= (?:(?!more |other |such )[a-z]+ )?{_STRENGTH}s?(?![\\w-])(?! states?))",
    f"den(?:y|ies|ied|ying) (?:that )?any(?= (?:[a-z]+ ){{1,2}}{_NOT_HARMED})",
    r"no(?= (?:[a-z]+ ){1,2}(?:died|perished|lost (?:his|her|their) (?:life|lives))\b)",
    r"no(?= (?:loss of (?:human )?life|li(?:fe|ves) (?:was|were) lost)\b)",
    rf"(?:not|never)(?: [a-z]+){{1,2}} any {_HARM_DENIED}[a-z]*",
    r"none(?! (?:other|the|too)\b)",
)
_QUANTIFIER = spaced(
    rf"(?<![\w-])(?:(?P<zero>{'|'.join(_ZERO)})|(?:{_NOT} )?(?P<vague>{'|'.join(_VAGUE)}))(?![\w-])"
)
_NO_COUNT_BEFORE = {
    "many": r"\b(?:how|as|in so)$",
    "a": r"\b(?:how|as)$",
    "an": r"\b(?:how|as)$",
    "most": r"\b(?:the|its|their|his|her|our|at|a|an|whose|and|or|is|are|was|be|"
    r"two|three|four|five|ten)$|['’]s?$",
    "some": r"\b(?:and then|by)$",
    "none": r"\b(?:second to|bar)$",
}
"""The words before a quantifier, by its last word, that show that it counts nothing."""
_NO_COUNT_AFTER = {
    "many": r"(?:an?|times|ways|respects|cases|years?)\b",
    "few": r"(?:times|and far)\b",
    "most": r"of all\b|(?:of the )?(?:time|day|year|territory|part)\b",
    "some": r"(?:of the )?(?:time|day|way|extent|degree)\b",
    "several": r"times\b",
}
_NEEDS_COUNTED = frozenset({"some", "most", "multiple"})
_NEIGHBOURS = 24


def find_quantifiers(text: str) -> Iterator[Quantifier]:
    """Find each phrase for a vague quantity, and each that says none, in order."""
    small = lower_keep_length(text)
    for match in _QUANTIFIER.finditer(small):
        phrase = match["zero"] or match["vague"]
        word = phrase.split()[-1]
        before = small[max(0, match.start() - _NEIGHBOURS) : match.start()].rstrip()
        after = small[match.end() : match.end() + _NEIGHBOURS].lstrip()
        if word in _NO_COUNT_BEFORE and re.search(_NO_COUNT_BEFORE[word], before):
            continue
        if word in _NO_COUNT_AFTER and re.match(_NO_COUNT_AFTER[word], after):
            continue
        if phrase not in _NEEDS_COUNTED or counts_follow(small, match.end()):
            yield Quantifier(match.start(), match.end(), is_zero=match["zero"] is not None)


# Search for words with what must precede and follow them


class Entry(NamedTuple):
    """Words to find, and what must precede and follow each.

    Attributes:
        words: The words in small letters, separated by blanks; blank for any capitalised word.
        followed_by: A pattern of what follows; blank if the word alone will do.
        preceded_by: A pattern of what precedes, as a look-around.
        label: What the words say; blank in a lexicon without labels.
    """

    words: str
    followed_by: str = ""
    preceded_by: str = ""
    label: str = ""


class Found(NamedTuple):
    """Words found from code point ``start`` to before ``end``, with the label of their entry."""

    start: int
    end: int
    label: str


_WORD = re.compile(r"(?<![\w-])\w+")


def split(text: str) -> list[tuple[int, str]]:
    """Get the words of a text in small letters, each with its place; none follows a hyphen."""
    return [(word.start(), word[0].lower()) for word in _WORD.finditer(text)]


class Lexicon:
    """Words and phrases that are found whole, in any letter case, not after a hyphen.

    Each word of a text is looked up in a table: one pattern of hundreds of words is slow.

    Args:
        entries: What to find; of two entries that fit, the first is found.
        last: A pattern that must fit where the words end.
    """

    def __init__(self, *entries: Entry, last: str = "") -> None:
        self._by_word: dict[str, list[tuple[re.Pattern[str], str]]] = {"": []}
        for entry in entries:
            whole = rf"{entry.preceded_by}\w++(?:{entry.followed_by})(?!\w){last}"
            pattern = re.compile(whole, re.IGNORECASE)
            for word in entry.words.split() or [""]:
                self._by_word.setdefault(word, []).append((pattern, entry.label))
        self._of_names = self._by_word.pop("")

    def find(self, text: str, words: Iterable[tuple[int, str]] | None = None) -> Iterator[Found]:
        """Find the words in order; none overlaps another.

        Args:
            text: The text.
            words: Its words, if they are :func:`split` already.
        """
        end = 0
        for start, word in split(text) if words is None else words:
            entries = self._by_word.get(word, [])
            if self._of_names and text[start].isupper():
                entries = entries + self._of_names
            if not entries or start < end:
                continue
            for pattern, label in entries:
                if match := pattern.match(text, start):
                    end = match.end()
                    yield Found(start, end, label)
                    break


# Words of killing and hurting

# "deadly" is left out: it says what a thing can do.
_KILLED = (
    "kill kills killed killing killings dead die dies died dying death deaths slain slay slays "
    "slaying murder murders murdered murdering assassinate assassinates assassinated "
    "assassinating assassination assassinations executed executing execution executions behead "
    "beheads beheaded beheading eliminated eliminating fatality fatalities massacre massacres "
    "massacred perish perished perishing martyred bodies slaughter slaughters slaughtered "
    "slaughtering"
)
_TAKING_LIVES = (
    "claim claims claimed claiming cost costs costing take takes taken taking took lost lose loses "
    "losing"
)
_WOUNDED = (
    "wound wounds wounded wounding injure injures injured injuring injury injuries hurt hurts "
    "hurting maim maims maimed maiming woundings"
)
_BOTH = "killed_or_wounded"
_TOGETHER = (
    ("killed dead slain martyred", "wounded injured hurt maimed"),
    ("killing slaying", "wounding injuring hurting maiming"),
    ("kill", "wound injure hurt maim"),
    ("kills", "wounds injures hurts maims"),
    ("deaths fatalities killings", "injuries woundings"),
)
"""Words of killing and of hurting that share one figure, in either order ("killed and wounded")."""
_AND = r",?\s+(?:and|or|and/or|as\s+well\s+as)\s+"
_BETWEEN_HARMS = r"(?:(?:\w+ly|also|even|were|was)\s+){0,2}"
_OF_WOUNDS = r"(?:\s+\w+){0,3}?\s+(?:wounds?|injuries|injury)"
_NUMBER = (
    rf"(?:\d(?:[\d,.]*\d)?|(?:{'|'.join([*_UNITS[1:], *_TENS])})(?:-\w+)?|(?:a\s+)?dozens?|scores|"
    r"hundreds?|thousands?|several|many|numerous|a\s+few)"
)
_LOST_NOUN = r"(?:\w+s|people|men|women|children|troops|police|personnel)"
_BEFORE_A_LOSS = (
    r"(?:at\s+(?:least|most)|(?:more|less|fewer|greater)\s+than|no\s+(?:fewer|less|more)\s+than|"
    r"up\s+to|as\s+many\s+as|in\s+excess\s+of|upwards\s+of|close\s+to|well|over|about|around|some|"
    r"almost|an?|another|further|additional|only|just|estimated|perhaps|a\s+total\s+of|"
    r"the|its|their|his|her|our|also|\w+ly)"
)
_OTHER_LOSSES = (
    r"(?:%|per\s?cent|percent(?:age)?|points?|seats?|votes?|elections?|polls?|match(?:es)?|games?|"
    r"sets?|battles?|wars?|fights|cases?|ground|areas?|territor(?:y|ies)|land|lands|districts?|"
    r"villages?|towns?|cit(?:y|ies)|provinces?|regions?|places|sites|bases?|posts?|positions?|"
    r"checkpoints?|outposts?|strongholds?|camps?|hideouts|buildings|houses|homes|schools|shops|"
    r"offices|jobs|contracts|markets|money|dollars?|euros?|pounds?|rupees?|afghanis?|funds|assets|"
    r"kilomet(?:er|re)s?|km|miles?|acres?|hectares?|kilos?|kilograms?|kg|tons?|tonnes?|lit(?:er|re)s?|"
    r"seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|decades?|times?|rounds?|"
    r"vehicles?|cars|trucks?|tanks?|motorcycles|aircraft|planes?|jets?|helicopters?|drones?|ships?|"
    r"weapons?|rifles?|guns?|arms|legs|limbs|hands|fingers|eyes?|animals|sheep|cattle|goats|"
    r"supporters|followers|allies|members?hips?|subscribers|customers|sources|opportunities|"
    r"chances|rights|links|ties|channels|accounts|documents|copies)"
)
_NEAR = r"(?:\s+(?!(?:in|on|at|during|when|while|as|and|by|after|since)\b)[\w’'-]+){0,4}?"
_STRUCK = (
    r"(?:\s+\w+){0,3}?\s+\w*(?:strikes?|attacks?|bomb\w*|raids?|fire|blasts?|explosions?|shelling|"
    r"violence|war|fighting|disease|avalanches?|floods?|\w*quakes?|accidents?|mines?|snipers?|"
    r"ambush\w*)\b"
)
_OF_PEOPLE = (
    rf"(?:\s+{_BEFORE_A_LOSS}){{0,3}}\s+(?!\d(?:-|–|\s+to\s+)\d\b)"
    rf"(?>between\s+{_NUMBER}\s+and\s+{_NUMBER}|{_NUMBER}(?:\s*(?:-|–|to|or)\s*{_NUMBER})?|"
    rf"some(?=(?:\s+\w+){{0,2}}?\s+{_LOST_NOUN}\b))"
    rf"(?![\w-]|[,.]\d)(?!\s?%|{_NEAR}\s+(?:over|because|to(?!{_STRUCK})|{_OTHER_LOSSES})\b)"
)
"""How many were lost. Fighters lost to another group are not dead, and ground has no life."""
_OF_A_TOLL = (
    r"(?=\s+(?:\w+\s+){0,2}?(?:to|of|at|r[io]s(?:en?|es|ing)|stood|stands|standing|reach\w*|"
    r"climb\w*|pass\w*|exceed\w*|was|is)\b)"
)


def _together(words: str, others: str) -> tuple[Entry, Entry]:
    other = rf"(?:{others.replace(' ', '|')})"
    return (
        Entry(words, followed_by=rf"(?:{_AND}{_BETWEEN_HARMS}|,\s+|/){other}", label=_BOTH),
        Entry(
            words,
            followed_by=rf"(?:{_AND}|,\s+)the\s+{other}",
            preceded_by=r"(?<=\bthe\s)",
            label=_BOTH,
        ),
    )


HARM = Lexicon(
    *(
        entry
        for killing, hurting in _TOGETHER
        for entry in (*_together(killing, hurting), *_together(hurting, killing))
    ),
    Entry(
        "died perished",
        followed_by=rf"{_AND}were\s+{_BETWEEN_HARMS}(?:wounded|injured|hurt|maimed)",
        label=_BOTH,
    ),
    Entry("died dies die dying", followed_by=rf"\s+(?:of|from){_OF_WOUNDS}", label="killed"),
    Entry(
        "succumb succumbs succumbed succumbing", followed_by=rf"\s+to{_OF_WOUNDS}", label="killed"
    ),
    Entry(
        "harmed",
        preceded_by=r"(?:(?<=\bwas\s)|(?<=\bwere\s)|(?<=\bbeen\s))",
        label=_BOTH,
    ),
    Entry("fatally mortally", followed_by=r"\s+(?:wound|injur)(?:ed|ing)", label="killed"),
    Entry("fatally mortally", followed_by=r"(?=\s*(?:[.,;:)]|$)|\s+(?:and|or)\b)", label="killed"),
    Entry("gunned gunning", followed_by=r"\s+down", label="killed"),
    Entry(
        "lives life", followed_by=r"\s+(?:was|were|(?:has|have|had)\s+been)\s+lost", label="killed"
    ),
    Entry("fatal", preceded_by=r"(?:(?<=\bthem\s)|(?<=\bwere\s)|(?<=\bproved\s))", label="killed"),
    Entry("fatal", followed_by=r"\s+(?:casualt(?:y|ies)|injur(?:y|ies)|wounds?)", label="killed"),
    Entry("death", followed_by=r"\s+tolls?", label="killed"),
    Entry("casualty", followed_by=r"\s+tolls?", label=_BOTH),
    Entry("injury injuries injured wounded", followed_by=r"\s+tolls?", label="wounded"),
    Entry("toll", followed_by=r"\s+of\s+(?:the\s+)?(?:injured|injuries|wounded)", label="wounded"),
    Entry(_KILLED, label="killed"),
    Entry(
        "martyrdom",
        preceded_by=r"(?:(?<=\bembraced\s)|(?<=\bembracing\s)|(?<=\battained\s)|(?<=\bachieved\s))",
        label="killed",
    ),
    Entry(_TAKING_LIVES, followed_by=r"[^.;:]{0,30}?\b(?:lives|life)", label="killed"),
    Entry("lost lose loses losing", followed_by=_OF_PEOPLE, label="killed"),
    Entry("toll", followed_by=_OF_A_TOLL, label="killed"),
    Entry(_WOUNDED, label="wounded"),
    Entry("casualty casualties", label=_BOTH),
)


_HURT = (
    r"(?:cuts|injur(?:y|ies)|wounds?|burns?|bruises|fractures?|shock|trauma|smoke\s+inhalation|"
    r"shrapnel|gunshots?|blood\s+loss)"
)
_LIMB = r"(?:legs?|arms?|hands?|f(?:oo|ee)t|limbs?|fingers?|eyes?|sight|eyesight|hearing)"
_CARE = (
    r"(?:hospitals?|clinics?|intensive\s+care|icu|emergency\s+(?:room|ward)s?|"
    r"(?:medical|health|trauma)\s+(?:cent(?:re|er)s?|facilit(?:y|ies)))"
)
_WORDS = r"(?:\s+[\w’'-]+){0,5}?\s+"
_PATIENTS = r"(?:people|persons|patients|men|women|children|civilians|casualties|victims)"
HARM_SHOWN = Lexicon(
    Entry(
        "treated treating treat",
        followed_by=rf"\s+(?:[\w-]+\s+){{0,4}}?for\s+(?:[\w-]+\s+){{0,3}}?{_HURT}",
    ),
    Entry(
        "rushed taken took brought ferried carried transferred evacuated moved sent airlifted",
        followed_by=rf"{_WORDS}to{_WORDS}{_CARE}",
    ),
    Entry(
        "admitted treated treating hospitalised hospitalized",
        followed_by=rf"{_WORDS}(?:to|at|in){_WORDS}{_CARE}",
    ),
    Entry(
        "admitted received treated treating",
        followed_by=rf"\s+{_BEFORE_A_LOSS}?\s*{_NUMBER}\s+(?:[\w-]+\s+)?{_PATIENTS}",
    ),
    Entry("hospitalised hospitalized bleeding concussed disfigured burned burnt scalded"),
    Entry(
        "lost lose loses losing",
        followed_by=rf"\s+(?:an?|his|her|their|both|one|two)\s+(?:\w+\s+)?{_LIMB}",
    ),
    Entry(
        "shot stabbed hit struck",
        followed_by=rf"\s+in\s+the\s+(?:{_LIMB}|back|chest|head|neck|shoulder|stomach)",
    ),
    Entry("fighting", followed_by=r"\s+for\s+(?:their|his|her)\s+(?:life|lives)"),
    Entry("critical serious stable grave", followed_by=r"\s+condition"),
)
"""Words that show that somebody was hurt, though none says so; they count where no other does."""


@lru_cache(maxsize=100_000)  # several rules ask about the same quote
def find_harm(text: str) -> tuple[Found, ...]:
    """Find each word of killing or hurting in order, labelled in the terms of ``harm``.

    Without any, find the words that only show that somebody was hurt ("taken to hospital").
    """
    said = tuple(HARM.find(text))
    return said or tuple(found._replace(label="wounded") for found in HARM_SHOWN.find(text))


def harms_in(text: str) -> frozenset[str]:
    """Get the harms that the words of a text name."""
    return frozenset(word.label for word in find_harm(text))
