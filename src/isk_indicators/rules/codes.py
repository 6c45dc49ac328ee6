"""Rules of codes that words announce or a standard assigns, and of second readings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from isk_indicators.rules.rule import PartialDataset, Problem, Row, RowKey, Rule, rule
from isk_indicators.schema import SPAN, Field
from isk_indicators.tables import READING_KEY, READINGS, readings, settled


@rule("code-cues", column="code", phase="words")
def words_announce_the_code(
    code: str | None,
    note: str | None,
    words: str | None,
    *,
    data: PartialDataset,
    row: RowKey,
    column: str,
) -> Problem | None:
    """A code whose words announce another value and not this one, or lack words that it needs.

    The cues of a value are in the schema, and so is the column of words, if not the quote. What a
    curator knows better is in an evidence row that supports the column, or in a note that quotes
    the cue. What is said in a statement is not announced by a passage about the row as a whole, nor
    by words that a row of another statement quotes for another value.
    """
    field = data.package.schemas[row.table].by_name[column]
    if words is None or (code is None and "blank" not in field.proof):
        return None
    passages = data.passages(row, column, words)
    about = passages
    if "speech" in field.proof:
        evidence = data.supporting(row.table, row.id, column)
        about = [words, *(e["quote"] or "" for e in evidence if e["column_name"] is not None)]
    found = announced_instead(field, code, passages, about)
    if code is not None and lacks_its_words(field, code, passages) and not _quotes(note, passages):
        data.require_evidence(row)
        return Problem(
            code,
            f"words that say so, such as {', '.join(map(repr, field.cues[code][:3]))}",
            f"Type what the words say; or add an evidence row that supports {column}, or a note "
            "that quotes the words which say so.",
        )
    if found and "speech" in field.proof:
        found = _without_those_of_others(data, row, field, found)
    if not found or any(
        re.search(rf"[\"'“‘]{re.escape(cue)}", note or "") for cue in found.values()
    ):
        return None
    data.require_evidence(row)
    return Problem(
        code or "",
        listed(found),
        f"Type what the words say; or add an evidence row that supports {column}, or a note that "
        f'says how "{next(iter(found.values()))}" is read.',
    )


def announced_instead(
    field: Field, code: str | None, passages: Iterable[str], about: Iterable[str]
) -> dict[str, str]:
    """The values that passages announce, each by its first cue; none if the code may be right.

    It may be if they hold a cue of its own, or of a value whose words may occur beside it. Of the
    passages, those ``about`` the column alone announce other values.
    """
    needed = field.proof.get("needs", {}).get(code)
    if code is not None and needed and _say(passages, needed):
        return {}
    right = {code, *field.proof.get("beside", {}).get(code, ())}
    if right & cues_in(passages, field.cues).keys():
        return {}
    return cues_in(about, field.cues)


def _without_those_of_others(
    data: PartialDataset, row: RowKey, field: Field, found: Mapping[str, str]
) -> dict[str, str]:
    """The values whose cues no row of another statement quotes that has the value.

    Two statements may be reported in one clause: "blamed Kabul, an allegation Kabul rejected".
    """
    key, speech = data.id_column(row.table), field.proof["speech"]
    mine: Row = data.by_id(row.table).get(row.id or "", {})
    source, start, end = (mine.get(name) for name in SPAN[:3])
    if source is None or start is None or end is None:
        return dict(found)
    data.require(row.table, *SPAN, source_id=source)
    quoting: Sequence[Row] = data.quoting(row.table, source, (start, end))
    others = [other for other in quoting if other[speech] != mine[speech]]
    for other in others:
        if other[field.name] is None:
            data.require(row.table, field.name, **{key: other[key]})
    quoted = [(str(other[field.name]), str(other["quote"])) for other in others]
    return {v: cue for v, cue in found.items() if not any(v == o and cue in q for o, q in quoted)}


def lacks_its_words(field: Field, code: str, passages: Iterable[str]) -> bool:
    """Whether a code needs words that say so, and passages hold none; not only its cues do."""
    further = field.proof.get("needs", {}).get(code)
    return further is not None and not _say(passages, (*field.cues[code], *further))


def _say(passages: Iterable[str], cues: Iterable[str]) -> bool:
    """Whether passages hold one of the cues, in whatever capitals: "PRESS STATEMENT"."""
    small = tuple(cue.lower() for cue in cues)
    return any(pattern_of(small).search(passage.lower()) for passage in passages)


def _quotes(note: str | None, passages: Iterable[str]) -> bool:
    """Whether a note quotes words of passages."""
    quoted = re.findall(r"[\"“‘']([^\"“”‘’']{3,})[\"”’']", note or "")
    return any(words in passage for words in quoted for passage in passages)


def listed(found: Mapping[str, str]) -> str:
    """The values that cues announce, in words."""
    return " or ".join(f"{value}, by the words {cue!r}" for value, cue in found.items())


def cues_in(passages: Iterable[str], cues: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The values of which passages hold a cue, each with the first words that are one.

    A cue in small letters is no part of a name: "assist*" is not in "the UN Assistance Mission".

    >>> cues_in(["A bomb killed the guards"], {"bombing": ("bomb*",), "arrest": ("arrest*",)})
    {'bombing': 'bomb'}
    """
    found = {}
    for value, forms in cues.items():
        matches = (pattern_of(forms).search(p[:1].lower() + p[1:]) for p in passages)
        first = next((match for match in matches if match), None)
        if first is not None:
            found[value] = first[0]
    return found


@cache
def pattern_of(cues: tuple[str, ...]) -> re.Pattern[str]:
    r"""A pattern of cues as whole words; a cue that ends in \* is the beginning of a word."""
    forms = (re.escape(cue.removesuffix("*")) + r"\w*" * cue.endswith("*") for cue in cues)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(forms)})(?!\w)")


# Codes that a standard assigns; ``data/README.md`` has the sources

COUNTRIES = "ISO 3166-1 alpha-2"
SUBDIVISIONS = "ISO 3166-2"
LANGUAGES = "ISO 639-1"

_FEW = 40
"""So many codes of a country can be listed in a message."""


@rule("country-code", column="country", phase="spans")
def country_is_assigned(country: str) -> Problem | None:
    """A country code that ISO 3166-1 does not assign."""
    advice = (
        "Type the country's assigned code, such as GB for the United Kingdom, or blank the cell."
    )
    return _unassigned(country, COUNTRIES, advice)


@rule("subdivision-code", column="subdivision", phase="spans")
def subdivision_is_assigned(subdivision: str) -> Problem | None:
    """A code of a country's division that ISO 3166-2 does not assign."""
    assigned = assigned_codes(SUBDIVISIONS)
    if subdivision in assigned:
        return None
    country = subdivision[:2]
    siblings = sorted(code for code in assigned if code.startswith(f"{country}-"))
    listed = f": {', '.join(siblings)}" if 0 < len(siblings) <= _FEW else ""
    return Problem(
        subdivision,
        f"an assigned code of {SUBDIVISIONS}{listed}",
        "Type the assigned code of the division; codes change when a country is divided anew.",
    )


@rule("language-code", column="language", phase="spans")
def language_is_assigned(language: str) -> Problem | None:
    """A language code that ISO 639-1 does not assign."""
    advice = "Type the language's assigned code, such as en for English."
    return _unassigned(language, LANGUAGES, advice)


def _unassigned(code: str, standard: str, advice: str) -> Problem | None:
    if code in assigned_codes(standard):
        return None
    return Problem(code, f"an assigned code of {standard}", advice)


STANDARDS: Mapping[str, Rule] = MappingProxyType(
    {
        COUNTRIES: country_is_assigned,
        SUBDIVISIONS: subdivision_is_assigned,
        LANGUAGES: language_is_assigned,
    }
)
"""The rule of each standard."""


@cache
def assigned_codes(standard: str) -> frozenset[str]:
    """The codes that a standard assigns.

    >>> "PK-KP" in assigned_codes(SUBDIVISIONS)
    True
    """
    codes = json.loads(files(__package__).joinpath("data/codes.json").read_text("utf-8"))[standard]
    if isinstance(codes, str):
        return frozenset(codes.split())
    return frozenset(f"{country}-{code}" for country in codes for code in codes[country].split())


# Second readings


@rule("second-reading", column="code", phase="readings")
def agrees_with_the_second_reading(
    code: str | None, *, data: PartialDataset, row: RowKey, column: str
) -> Problem | None:
    """A cell that differs from the second reading and from what both readers settled on.

    A cell that nobody read a second time is valid.
    """
    if not data.rows(READINGS):  # the check says once if there is no such table
        return None
    cell = (row.table, row.id, column)
    data.require(READINGS, "value", "agreed", "reason", **dict(zip(READING_KEY, cell, strict=True)))
    reading = readings(data).get(cell)
    if reading is None or code == settled(reading):
        return None
    other, own = reading["value"] or "blank", code or "blank"
    if reading["reason"] is None:
        advice = f"Type {other}; or settle it in {READINGS}: {own} as agreed, and the reason."
        return Problem(code or "", f"{other}, as the second reader coded it", advice)
    agreed = reading["agreed"] or "blank"
    return Problem(
        code or "",
        f"{agreed}, as settled (second reading: {other})",
        f"Type {agreed}; or settle it anew in {READINGS}: agreed and reason.",
    )
