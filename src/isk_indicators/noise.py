"""What is no claim by its form: numbers of paragraphs, ages, money, heads of tables, repetitions.

Only what is certain is left out here; a person decides on the rest in ``reviewed``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from isk_indicators import exclusions
from isk_indicators.exclusions import OLD, Context, context_of
from isk_indicators.spans import Span, lines
from isk_indicators.words import TIME_UNIT, any_of

# Numbers

_CERTAIN = frozenset({"money", "measure", "clock time"})
_BY_CONTEXT = [kind for kind in exclusions.EXCLUSIONS if kind.kind in _CERTAIN]

_PARTS_OF_TEXTS = (
    r"paragraphs? paras?\.? sections? chapters? articles? pages? pp?\. footnotes? appendix annex "
    r"volume vol\. version update resolutions? nos?\."
).split()
_PART_OF_TEXT = re.compile(rf"\b{any_of(_PARTS_OF_TEXTS)}\s+$")

_PERSONS = (
    "boy girl man woman mother father son daughter brother sister wife husband grandmother "
    "grandfather grandson granddaughter uncle aunt cousin nephew niece widow widower student pupil "
    "teacher doctor nurse driver farmer shopkeeper trader merchant vendor worker labourer laborer "
    "butcher baker tailor mechanic guard soldier officer policeman journalist reporter resident "
    "villager survivor victim witness neighbour neighbor he she"
).split()
_AGED = re.compile(r"\b(?:aged|ages|age of|age group)\s+(?:[\w-]+(?:,|,?\s+and|\s+to)\s+)*$")
_PERSON_BEFORE = re.compile(rf"\b{any_of(_PERSONS)}(?:,\s+|\s+\()$")
_NAME_BEFORE = re.compile(r"[^\W\d],\s+$")
_AGE_ENDS = re.compile(r"[,).]")
_ONE_PERSON = re.compile(r",\s+(?:whose|who|an?|his|her|said|told|is|was|has|had|from)\b")
_TWO_DIGITS = re.compile(r"\d\d?")

_NO_ADJECTIVE = (
    "in on at during after before and or from of to by for with as while when since over under "
    "across between among were was are is had have"
).split()
_NEVER_COUNTED = (
    "states countries nations governments visits meetings interviews replies letters paragraphs "
    "pages theories"
).split()
"""Nouns in the plural whose number no column holds: who speaks, what is written."""
_OTHER_THINGS = re.compile(
    rf"\s+(?:(?!{any_of(_NO_ADJECTIVE)}\b)[\w-]+\s+)?(?:member\s+state|{any_of(_NEVER_COUNTED)})"
    r"\b(?!['’])"
)
_NOBODY = re.compile(r"(?:nobody|no[\s-]one|none)$")
_INHABITED = re.compile(
    r"\b(?:town|city|village|population|district|province|region|country)\s+of\s+$"
)
_SPEAKS = re.compile(
    r"\s+(?:ha[sd]\s+)?(?:said|says|claimed|admitted|commented|knows|knew)\b|['’]s\b"
)
_LASTING = re.compile(r"\b(?:for|by)\s+$")
_NTH_IN = re.compile(r"\b(?:first|second|third|[a-z]{2,}th)\b[^.;]*\sin\s+$")
_LENGTH = re.compile(rf"(?:[-–]|\s+)(?:{TIME_UNIT})")
_COMPOUND = re.compile(r"[-–](?:second|minute|hour|day|week)\b|\s+(?:seconds?|minutes?)\b")


def is_no_count(line: str, start: int, end: int, high: int | None) -> bool:
    """Whether a number of the line is certain to be no count, date or lead time."""
    context = context_of(line, start, end, high)
    return (
        any(kind.applies(context) for kind in _BY_CONTEXT)
        or (context.words[-1].isdecimal() and bool(_PART_OF_TEXT.search(context.near)))
        or _OTHER_THINGS.match(context.next) is not None
        or _INHABITED.search(context.near) is not None
        or bool(_NOBODY.match(context.words.lower()) and _SPEAKS.match(context.next))
        or _is_age(context)
        or _is_length(context)
    )


def _is_age(context: Context) -> bool:
    if OLD.match(context.next) or _AGED.search(context.before.lower()):
        return True
    if not (_TWO_DIGITS.fullmatch(context.words) and _AGE_ENDS.match(context.next)):
        return False
    if _PERSON_BEFORE.search(context.near):
        return True
    return bool(_NAME_BEFORE.search(context.before) and _ONE_PERSON.match(context.next))


def _is_length(context: Context) -> bool:
    """Whether it is a length of time that dates nothing.

    "for three days", "a three-day siege", "the third attack in five days".
    """
    if _COMPOUND.match(context.next):
        return True
    before = context.before.lower()
    lasts = _LASTING.search(before) or _NTH_IN.search(before)
    return bool(lasts and _LENGTH.match(context.next))


# Lines

_NUMBERED = re.compile(r"\s*(?:\d{1,3}[.)]|\(\d{1,3}\))\s+(?=\D)")
_FIRST_NOTE = re.compile(r"^1\s", re.MULTILINE)
_NOTE = re.compile(r"(\d{1,3})\s+(?=[A-Z“\"])")
_COLUMNS = re.compile(r"\s{2,}|\t|\s*\|\s*")
_FEWEST_COLUMNS = 3
_NAME_OF_COLUMN = re.compile(r"[A-Z][^\W\d]*(?:\s[^\W\d]+){0,2}")
_FEWEST_WORDS = 6
"""A line of fewer words is not taken for another one printed again."""
_MOST_PLACES = 20
_WORD_OR_MARK = re.compile(r"\w+|[^\w\s]")
_STOPS = (".", "!", "?", "”", '"')


def is_definition(line: str, start: int, end: int) -> bool:
    """Whether quoted words are a name that the text gives in parentheses: (“the Group”)."""
    before, after = line[max(0, start - 2) : start], line[end : end + 2]
    return before[:1] == "(" and after[1:] == ")" and not before[1:].isalnum()


def end_of_number(line: str) -> int:
    """Where the number of a paragraph ends at a line's beginning ("12. "); 0 if there is none."""
    number = _NUMBERED.match(line)
    return number.end() if number else 0


def note_numbers(text: str) -> Iterator[Span]:
    """Find the numbers of notes: lines in a row that begin with 1, 2, 3 and so on."""
    run: list[Span] = []
    if _FIRST_NOTE.search(text) is None:
        return
    for start, end in (*lines(text), (len(text), len(text))):
        note = _NOTE.match(text, start, end)
        if note and int(note[1]) == len(run) + 1:
            run.append(note.span(1))
        elif text[start:end].strip() or start == len(text):
            yield from run if len(run) > 1 else ()
            run = [note.span(1)] if note and note[1] == "1" else []


def is_table_head(line: str) -> bool:
    """Whether a line has nothing but the names of columns."""
    cells = _COLUMNS.split(line.strip(" \t|"))
    return len(cells) >= _FEWEST_COLUMNS and all(map(_NAME_OF_COLUMN.fullmatch, cells))


def repeated_lines(text: str) -> frozenset[int]:
    """Where the lines begin that print another line, or a part of it, again word for word.

    Of equal lines, the first is none. A line that ends like a sentence is compared with whole
    lines. Of the places that print its first words, the first ``_MOST_PLACES`` are compared.
    """
    printed = {start: text[start:end].strip().replace("’", "'") for start, end in lines(text)}
    long = {start: line for start, line in printed.items() if len(line.split()) >= _FEWEST_WORDS}
    words = {start: _WORD_OR_MARK.findall(line) for start, line in long.items()}
    places: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    for start, own in words.items():
        for at in range(len(own) - _FEWEST_WORDS + 1):
            known = places[tuple(own[at : at + _FEWEST_WORDS])]
            if len(known) < _MOST_PLACES and (not known or known[-1][0] != start):
                known.append((start, at))
    seen: set[str] = set()
    repeated = set()
    for start, line in long.items():
        own = words[start]
        is_within = not line.endswith(_STOPS) and any(
            words[other][at : at + len(own)] == own and long[other] != line
            for other, at in places[tuple(own[:_FEWEST_WORDS])]
        )
        if line in seen or is_within:
            repeated.add(start)
        seen.add(line)
    return frozenset(repeated)
