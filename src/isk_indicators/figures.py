"""Figures of English press text: what is counted, the words that hedge it, quotes in their line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from isk_indicators import exclusions
from isk_indicators.spans import lines
from isk_indicators.words import (
    BLANK,
    Numeral,
    any_of,
    find_numerals,
    find_quantifiers,
    lower_keep_length,
    plural_follows,
    spaced,
)


class Figure(NamedTuple):
    """A figure as printed, with its hedge.

    Attributes:
        text: Its words.
        start: The code point at which they begin, from 0.
        end: The code point after their last.
        low: The lower printed number, or the only one; None of a vague word.
        high: The higher printed number, or the only one; None of a vague word.
        qualifier: What the hedge makes of it, one of ``conventions.QUALIFIERS``.
        sure: Whether no other reading is possible; if one is, the numbers and the qualifier are
            those of the most probable.
    """

    text: str
    start: int
    end: int
    low: int | None
    high: int | None
    qualifier: str
    sure: bool = True


HEDGES_BEFORE = {
    "more_than": "more than|greater than|higher than|over|above|upward of|upwards of|in excess of|"
    "exceed|exceeds|exceeded|exceeding|surpass|surpasses|surpassed|surpassing|topped|>",
    "at_least": "at least|at the very least|at a minimum|no fewer than|no less than|"
    "not fewer than|not less than|a minimum of|as few as|as little as|≥|⩾|>=",
    "less_than": "less than|fewer than|lower than|under|below|<",
    "up_to": "up to|as many as|as much as|as high as|no more than|no greater than|no higher than|"
    "not more than|not over|at most|at the most|at the very most|a maximum of|≤|⩽|<=",
    "nearly": "nearly|almost|close to|close on|approaching|not quite|shy of|just shy of|"
    "just short of",
    "about": "about|around|some|roughly|approximately|approx.|approx|circa|c.|ca.|ca|estimated|"
    "an estimated|the estimated|estimated at|est.|an est.|perhaps|in the region of|"
    "near to|nearer to|closer to|somewhere around|somewhere near|not far from|not far off|"
    "in the order of|in the vicinity of|in the neighbourhood of|in the neighborhood of|"
    "somewhere in the region of|something like|~|∼|≈|≃|≅",
}
HEDGES_AFTER = {
    "more_than": "-plus|+",
    "at_least": " or more| and more| if not more|, if not more| at least|, at least| at a minimum",
    "up_to": " or fewer| or less| at most|, at most| at the most",
    "about": "-odd| odd|-ish|-some| or so| or thereabouts",
}
"""The words and signs before or after a number that hedge it, by the qualifier that they make."""

NEGATED = {"more_than": "up_to", "less_than": "at_least"}
"""What the negation of a qualifier makes; that of any other leaves it open what is meant."""

_STRENGTHENED = "(?:(?:just|well|far|slightly|a little|only just|significantly|considerably) )?"
_ESCAPED = {ord("."): "[.]", ord("+"): "[+]", ord("-"): "[-–]"}


def _any_hedge(hedges: dict[str, str], after_word: str = "", after_sign: str = "") -> str:
    patterns = []
    for qualifier, phrases in hedges.items():
        each = (
            phrase.translate(_ESCAPED) + (after_word if phrase[-1].isalpha() else after_sign)
            for phrase in phrases.split("|")
        )
        strength = _STRENGTHENED if qualifier in NEGATED else ""
        patterns.append(rf"(?P<{qualifier}>{strength}{any_of(each)})")
    return any_of(patterns)


_MAY_BE_LEFT_OUT = {100: 1_000, 1_000: 1_000_000}
"""What "2-300" and "2 to 3,000" may leave out, and what the second number is less than then."""

# All patterns are tried on small letters.
_HEDGE_BEFORE = spaced(rf"(?<![\w-]){_any_hedge(HEDGES_BEFORE, ' ', '(?: )?')}$")
_AT_THE_END = r"""(?=(?: )?(?:[.,;:)!?”"]|$|\n)| (?:were|was|are|is|have|had|has|of)\b)"""
"""What follows "at least" or "at most" that belongs to the number before it."""
_HEDGE_AFTER = spaced(
    rf"{_any_hedge(HEDGES_AFTER)}(?!\w| than\b)(?:(?<!least)(?<!most)|{_AT_THE_END})"
)
_NEGATION = spaced(
    r"(?<![\w-])(?<!if\s)(?:(?:hardly|scarcely|barely|rarely|seldom)|"
    r"(?:(?:do|does|did|would|will|should|could|can|may|might|must|has|have|had) (?=not\b))?"
    r"(?P<no>not|[a-z]+n['’]t|cannot|never|without|nor|no longer))"
    r"(?: (?:yet|even|ever|always|have|been))* $"
)
_LONGEST_HEDGE = 48
_PREPOSITIONS = frozenset("over under above below around about".split())
_GOVERNORS = frozenset(
    "spread dispute disputes fought fight fighting serve served serving talk talks talked talking "
    "worry worried concern concerns concerned complain complained complains question questions war "
    "wars battle battles row rows control conflict conflicts clash clashes clashed warn warns "
    "warned warning fear fears information know speak speaks speaking spoke rule ruled rules flew "
    "brought held anger outrage protest protests differences authority jurisdiction monopoly live "
    "lived lives study studied tension tensions charged think thinking thought report reports "
    "heard written book centred arrested tried operate operated operating placed ask asked asking "
    "asks classified".split()
)
"""The words before "over 40" or "about 40" to which the preposition belongs: no hedge."""
_LAST_WORD = re.compile(r"\w+(?=\s+$)")
_BETWEEN = re.compile(rf"(?<!\w)between{BLANK}+$")
_FROM = re.compile(rf"(?<!\w)from{BLANK}+$")
_CHANGED = re.compile(
    r"\b(?:r[io]se|risen|f[ae]ll|fallen|increased?|grew|grow|grown|drop|dropped|jumped|climbed|"
    r"swelled|declined|decreased|went|gone|up|down|surged|shrank|doubled|raised|revised|reduced)\b"
    r"[^.;]{0,40}$"
)
_JOINED = re.compile(
    rf"(?P<apart>{BLANK}+—{BLANK}+)|{BLANK}*[-–—]{BLANK}*|"
    rf"(?:-?{BLANK}+|[-–])(?P<word>to|or|and)(?:{BLANK}+|[-–])"
    rf"(?:perhaps{BLANK}+|"
    rf"(?P<hedge>(?:as many as|up to|about|around|some|nearly|almost|more than|over){BLANK}+))?"
)

_PARTS = "third|quarter|fifth|sixth|seventh|eighth|ninth|tenth"
_OF_TEN = r"(?:one|two|three|four|five|six|seven|eight|nine|\d)"
_FRACTION = spaced(
    rf"(?<![\w-])(?:half|(?:a|one)(?:-| )(?:{_PARTS})|"
    rf"(?:two|three|four)(?:-| )(?:{_PARTS})s|"
    rf"{_OF_TEN} (?:in|out of)(?: every)? (?:{_OF_TEN}|ten|10|twenty|20|100))(?![\w-])"
)
_PERCENT = spaced("(?: )?%|(?: |-)(?:per(?: |-)?cent|pct)(?!\\w)")
_OF_THEM = spaced(r" (?:of )?(?:whom|them|those|these)\b| (?:are|were|come|came)\b")
_OF_SUCH = spaced(r" (?:of\b|(?=(?:the|its|their|his|her|our|all|those|these)\b))")
_COLLECTIVE = spaced(
    r"(?: [\w'’-]+){0,4}? (?:group|force|strength|membership|army|movement|organi[sz]ation|branch|"
    r"dead|wounded|injured)\b"
)
_WITHIN = spaced(r"(?<![\w-])(?:within|inside)(?: (?:the next|the space of|just|only))? $")


def find_figures(text: str) -> list[Figure]:
    """Find what a text counts, in its order; no figure overlaps another.

    Years, parts of dates, clock times, ages, ordinals, percentages, money, lengths of time,
    measures and numbers that belong to names are no figures. Of a hedged number both ``low`` and
    ``high`` are the printed one; ``conventions.bounds`` gives what follows. A figure that may be
    read in two ways is found too, and is not ``sure``.
    """
    figures = (as_figure(text, quantity) for quantity in find_quantities(text))
    return [figure for figure in figures if figure is not None]


def find_durations(text: str) -> list[Figure]:
    """Find the lengths of time of a text, each with its hedge and its unit, in their order."""
    durations = (as_duration(text, quantity) for quantity in find_quantities(text))
    return [duration for duration in durations if duration is not None]


def find_quantities(text: str, numerals: Sequence[Numeral] | None = None) -> list[Figure]:
    """Find every number and vague word with its hedge, whatever it counts; of two the longer.

    Args:
        text: The text.
        numerals: The numbers to read, if those of dates are left out; all of the text by default.
    """
    small = lower_keep_length(text)
    numbers = list(find_numerals(small)) if numerals is None else numerals
    found = []
    for start, end, is_zero in find_quantifiers(small):
        if is_zero:
            found.append(_figure(small, start, end, 0))
        else:
            vague = _hedged(small, _figure(small, start, end, None))
            found.append(vague._replace(qualifier="vague", sure=True))
    for match in _FRACTION.finditer(small):
        if _is_of_a_group(small, match.end()):
            share = _hedged(small, _figure(small, *match.span(), None))
            found.append(share._replace(qualifier="vague", sure=True))
    found += _numbers(small, numbers)  # of two of one length the first is kept
    longest: list[Figure] = []
    for quantity in sorted(found, key=lambda q: (q.start, -q.end)):
        if longest and quantity.start < longest[-1].end:
            longest[-1] = max(longest[-1], quantity, key=lambda q: q.end - q.start)
        else:
            longest.append(quantity)
    return [Figure(text[q.start : q.end], *q[1:]) for q in longest]


def as_figure(text: str, quantity: Figure) -> Figure | None:
    """Get what a quantity of the text counts, sure or not; None if it counts nothing."""
    context = exclusions.context_of(text, quantity.start, quantity.end, quantity.high)
    if exclusions.kind_of(context) is not None or _is_fraction(quantity):
        return None
    if quantity.high is None or not exclusions.is_doubtful(context):
        return quantity
    return quantity._replace(sure=False)


def as_duration(text: str, quantity: Figure) -> Figure | None:
    """Get the length of time that a quantity of the text measures, with its unit; None if none."""
    end = exclusions.end_of_duration(text, quantity.start, quantity.end)
    return None if end is None else quantity._replace(text=text[quantity.start : end], end=end)


def as_lead_time(text: str, quantity: Figure) -> Figure | None:
    """Get the length of time that a quantity measures; one number after "within" is its limit."""
    duration = as_duration(text, quantity)
    before = lower_keep_length(text[max(0, quantity.start - _LONGEST_HEDGE) : quantity.start])
    within = _WITHIN.search(before)
    if duration is None or within is None or duration.qualifier != "exact":
        return duration
    if duration.low != duration.high:
        return duration
    start = quantity.start - len(within[0])
    words = text[start : duration.end]
    return duration._replace(text=words, start=start, qualifier="up_to")


def as_share(text: str, quantity: Figure) -> Figure | None:
    """Get the share of a group that a quantity gives ("a third of whom", "40 percent of them").

    How many that is the words do not say: a share is vague. None if it is no share of a group.
    """
    if _is_fraction(quantity):
        return quantity
    percent = _PERCENT.match(text.lower(), quantity.end)
    if percent is None or not _is_of_a_group(text, percent.end()):
        return None
    words = text[quantity.start : percent.end()]
    return Figure(words, quantity.start, percent.end(), None, None, "vague")


def _is_fraction(quantity: Figure) -> bool:
    """Whether a quantity is a fraction in words; that of a number ("half a million") is none."""
    return quantity.high is None and bool(_FRACTION.search(quantity.text.lower()))


def _is_of_a_group(text: str, end: int) -> bool:
    """Whether the words after a fraction say of which persons or things it is a part."""
    small = lower_keep_length(text)
    if _OF_THEM.match(small, end):
        return True
    such = _OF_SUCH.match(small, end)
    return such is not None and (
        plural_follows(text, such.end()) or _COLLECTIVE.match(small, such.end()) is not None
    )


def _numbers(small: str, numerals: Sequence[Numeral]) -> Iterator[Figure]:
    """Numbers and ranges, whatever they count; fractions of one are left out."""
    index = 0
    while index < len(numerals):
        number, *following = numerals[index : index + 2]
        both = _range(small, number, following[0]) if following else None
        if both is not None:
            yield both
        elif number.value == int(number.value):
            yield _hedged(small, _figure(small, *number[:2], int(number.value), sure=number.sure))
        index += 1 if both is None else 2


def _figure(small: str, start: int, end: int, value: int | None, *, sure: bool = True) -> Figure:
    return Figure(small[start:end], start, end, value, value, "exact", sure)


def _range(small: str, first: Numeral, second: Numeral) -> Figure | None:
    """Two numbers as one range, if the words between and before them make them one."""
    joint = _JOINED.fullmatch(small, first.end, second.start)
    if joint is None:
        return None
    left_out = _left_out(first, second, by_dash=joint["word"] is None)
    low, high = first.value * left_out, second.value
    if low >= high or low != int(low) or high != int(high):
        return None
    before = small[max(0, first.start - _LONGEST_HEDGE) : first.start]
    hedge = _hedge_before(before)  # "between about 20 and 30"
    outer = before[: hedge.start()] if hedge else before
    between = _BETWEEN.search(outer)
    if joint["word"] == "and":
        opening, is_range = between, between is not None  # "20 and 30" is none
    else:
        opening = _FROM.search(outer) or between
        changed = opening and _CHANGED.search(outer[: opening.start()])  # "rose from 20 to 30"
        is_range = not changed if opening else not joint["hedge"]
    if not is_range:
        return None
    start = first.start - len(before) + opening.start() if opening else first.start
    certain = left_out in (1, second.scale) and not (joint["hedge"] or joint["apart"])
    sure = first.sure and second.sure and certain
    words = Figure(small[start : second.end], start, second.end, int(low), int(high), "exact", sure)
    quantity = _hedged(small, words)
    if quantity.text.startswith("perhaps"):  # it says how sure a voice is of the range
        return words
    if opening and hedge:
        return quantity._replace(qualifier=hedge.lastgroup or "exact")
    return quantity


def _left_out(first: Numeral, second: Numeral, *, by_dash: bool) -> int:
    """What multiplies the first number of a range too, though it is printed with the second.

    That is a scale ("4 to 5 thousand"), or perhaps hundreds or thousands ("2-3,000").
    """
    if first.scale > 1:
        return 1
    if second.scale > 1:
        return second.scale if first.value * second.scale < second.value else 1
    for unit, most in _MAY_BE_LEFT_OUT.items():
        low = first.value * unit
        joined = by_dash or unit > min(_MAY_BE_LEFT_OUT)
        is_round = second.value % min(_MAY_BE_LEFT_OUT) == 0
        if joined and low < second.value < min(10 * low, Decimal(most)) and is_round:
            return unit
    return 1


def _hedge_before(before: str) -> re.Match[str] | None:
    """Find the hedge at the end of these words, unless a verb or noun governs the preposition."""
    hedge = _HEDGE_BEFORE.search(before)
    if hedge and hedge.group().strip() in _PREPOSITIONS:
        word = _LAST_WORD.search(before, 0, hedge.start())
        return None if word and word.group() in _GOVERNORS else hedge
    return hedge


def _hedged(small: str, words: Figure) -> Figure:
    """Add to a quantity the hedge before or after it; one before it decides."""
    start, end, qualifier, sure = words.start, words.end, words.qualifier, words.sure
    after = _HEDGE_AFTER.match(small, end)
    if after is not None:
        end, qualifier = after.end(), after.lastgroup or qualifier
    if (hedge := _hedge_with_negation(small, start)) is not None:
        sure = sure and hedge.sure and (after is None or qualifier == hedge.qualifier)
        start, qualifier = hedge.start, hedge.qualifier
    return Figure(small[start:end], start, end, words.low, words.high, qualifier, sure)


class _Hedge(NamedTuple):
    """Where the words begin that hedge or deny a number, and what they make of it."""

    start: int
    qualifier: str
    sure: bool = True


def _hedge_with_negation(small: str, end: int) -> _Hedge | None:
    """The hedge that ends here, with a negation or another hedge before it; None if there is none.

    Two hedges that differ, and a negation without a hedge, leave it open what is meant.
    """
    first = max(0, end - _LONGEST_HEDGE)
    before = small[first:end]
    hedge = _hedge_before(before)
    qualifier = (hedge.lastgroup if hedge else None) or "exact"
    if hedge:
        before = before[: hedge.start()]
    negation = _NEGATION.search(before)
    if hedge is None:
        if negation is None or negation["no"] is None:
            return None
        return _Hedge(first + negation.start("no"), qualifier, sure=False)
    if negation:
        turned = NEGATED.get(qualifier)
        sure = turned is not None and negation["no"] is not None
        return _Hedge(first + negation.start(), turned or qualifier, sure)
    outer = _hedge_before(before)
    differs = outer and outer.lastgroup != qualifier and outer.group().strip() not in _PREPOSITIONS
    return _Hedge(first + hedge.start(), qualifier, sure=not differs)


# Words of a document, read in their line: what is around a quote may change what its figures say
# ("more than| 60", "60| per cent"). Each line is read once; rules, coverage and ``fill`` share it.


class LineReading(NamedTuple):
    """The numbers of a line, and its numbers and vague words with their hedges, both in order."""

    numerals: tuple[Numeral, ...]
    quantities: tuple[Figure, ...]


@lru_cache(maxsize=100_000)
def read_line(line: str) -> LineReading:
    """Read a line for its figures."""
    numerals = tuple(find_numerals(line))
    return LineReading(numerals, tuple(find_quantities(line, numerals)))


class Passage(NamedTuple):
    """Words of a line.

    Attributes:
        words: The words.
        line: The whole line; only the words if nothing is known of what is around them.
        start: The code point of the line at which the words begin.
    """

    words: str
    line: str
    start: int

    def part(self, start: int, end: int) -> Passage:
        """The part of the words between two of their places."""
        return Passage(self.words[start:end], self.line, self.start + start)

    def contains(self, figure: Figure) -> bool:
        """Whether the words cut nothing off a figure."""
        return figure.start >= 0 and figure.end <= len(self.words)

    def figures(self, start: int, end: int) -> Iterator[Figure]:
        """The figures, shares and lengths of time that share a character with a part of the words.

        Their places are those in the words: one that begins before these has a negative start.
        """
        first, last = self.start + start, self.start + end
        quantities = read_line(self.line).quantities
        ended = bisect_right(quantities, first, key=lambda quantity: quantity.end)
        for quantity in quantities[max(0, ended - 1) :]:  # its unit of time may reach further
            if quantity.start >= last:
                break
            found = as_figure(self.line, quantity) if first < quantity.end else None
            found = found or as_share(self.line, quantity) or as_lead_time(self.line, quantity)
            if found is not None and first < found.end:
                moved = found.start - self.start, found.end - self.start
                yield found._replace(start=moved[0], end=moved[1])


def alone(words: str) -> Passage:
    """Get words of which nothing is known but themselves."""
    return Passage(words, words, 0)


def passage(texts: Mapping[str, str], source: str | None, start: int | None, words: str) -> Passage:
    """Get words in their line of a document; alone if they are not at that place, or not known.

    Args:
        texts: The documents by source.
        source: The source.
        start: The code point of the document at which the words begin.
        words: The words.
    """
    text = texts.get(source) if source is not None else None
    if text is None or start is None or start < 0 or not text.startswith(words, start):
        return alone(words)
    starts, printed = _lines(text)
    number = bisect_right(starts, start) - 1
    first = start - starts[number]
    if first + len(words) > len(printed[number]):
        return alone(words)
    return Passage(words, printed[number], first)


@lru_cache(maxsize=1_000)
def _lines(text: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Where each line of a text begins, and the lines."""
    places = list(lines(text))
    return tuple(start for start, _ in places), tuple(text[start:end] for start, end in places)
