"""Words of killing and hurting.

What lives here: which words of a text tell of which harm, in the terms of the column ``harm``.
What must not: who was harmed, how many, in which event. A word more is one more in a list.
"deadly" is left out: it says what a thing can do. Standard library only.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from isk_indicators import numerals
from isk_indicators.lexicon import Entry, Lexicon

Harm = Literal["killed", "wounded", "killed_or_wounded"]

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
_ADVERBS = r"(?:(?:\w+ly|also|even|were|was)\s+){0,2}"
_OF_WOUNDS = r"(?:\s+\w+){0,3}?\s+(?:wounds?|injuries|injury)"
_NUMBER = (
    rf"(?:\d(?:[\d,.]*\d)?|(?:{'|'.join(numerals.SMALL)})(?:-\w+)?|(?:a\s+)?dozens?|scores|"
    r"hundreds?|thousands?|several|many|numerous|a\s+few)"
)
_LOST_NOUN = r"(?:\w+s|people|men|women|children|troops|police|personnel)"
_LOST_HEDGE = (
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
    rf"(?:\s+{_LOST_HEDGE}){{0,3}}\s+(?!\d(?:-|–|\s+to\s+)\d\b)"
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
        Entry(words, then=rf"(?:{_AND}{_ADVERBS}|,\s+|/){other}", label=_BOTH),
        Entry(words, then=rf"(?:{_AND}|,\s+)the\s+{other}", before=r"(?<=\bthe\s)", label=_BOTH),
    )


_HARM = Lexicon(
    *(
        entry
        for killing, hurting in _TOGETHER
        for entry in (*_together(killing, hurting), *_together(hurting, killing))
    ),
    Entry(
        "died perished",
        then=rf"{_AND}were\s+{_ADVERBS}(?:wounded|injured|hurt|maimed)",
        label=_BOTH,
    ),
    Entry("died dies die dying", then=rf"\s+(?:of|from){_OF_WOUNDS}", label="killed"),
    Entry("succumb succumbs succumbed succumbing", then=rf"\s+to{_OF_WOUNDS}", label="killed"),
    Entry("fatally mortally", then=r"\s+(?:wound|injur)(?:ed|ing)", label="killed"),
    Entry("fatally mortally", then=r"(?=\s*(?:[.,;:)]|$)|\s+(?:and|or)\b)", label="killed"),
    Entry("gunned gunning", then=r"\s+down", label="killed"),
    Entry("lives life", then=r"\s+(?:was|were|(?:has|have|had)\s+been)\s+lost", label="killed"),
    Entry("fatal", before=r"(?:(?<=\bthem\s)|(?<=\bwere\s)|(?<=\bproved\s))", label="killed"),
    Entry("fatal", then=r"\s+(?:casualt(?:y|ies)|injur(?:y|ies)|wounds?)", label="killed"),
    Entry("death", then=r"\s+tolls?", label="killed"),
    Entry("casualty", then=r"\s+tolls?", label=_BOTH),
    Entry("injury injuries injured wounded", then=r"\s+tolls?", label="wounded"),
    Entry("toll", then=r"\s+of\s+(?:the\s+)?(?:injured|injuries|wounded)", label="wounded"),
    Entry(_KILLED, label="killed"),
    Entry(_TAKING_LIVES, then=r"[^.;:]{0,30}?\b(?:lives|life)", label="killed"),
    Entry("lost lose loses losing", then=_OF_PEOPLE, label="killed"),
    Entry("toll", then=_OF_A_TOLL, label="killed"),
    Entry(_WOUNDED, label="wounded"),
    Entry("casualty casualties", label=_BOTH),
)


class HarmWord(NamedTuple):
    """A word of killing or hurting, from code point ``start`` to before ``end``."""

    start: int
    end: int
    harm: str


def find_harm(text: str) -> Iterator[HarmWord]:
    """Find each word of killing or hurting of a text, in its order."""
    return (HarmWord(*found) for found in _HARM.find(text))


@lru_cache(maxsize=100_000)  # several rules read the same quotes, one rule after the other
def kinds(text: str) -> frozenset[str]:
    """The harms that the words of a text tell of."""
    return frozenset(word.harm for word in find_harm(text))
