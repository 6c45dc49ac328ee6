"""What a constraint of a field asks of a cell, and the words of its problem."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from datetime import date

from isk_indicators.schema import Field


def is_whole(text: str) -> bool:
    """Whether the text is a whole number that fits 64 bits, in its one canonical form."""
    whole = re.fullmatch(r"0|-?[1-9][0-9]{0,18}", text) is not None
    return whole and -(2**63) <= int(text) < 2**63


def is_decimal(text: str) -> bool:
    """Whether the text is a number in plain decimal notation."""
    return re.fullmatch(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?", text) is not None


def is_day(text: str) -> bool:
    """Whether the text is a calendar day as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


LEXICAL: Mapping[str, Callable[[str], bool]] = {
    "integer": is_whole,
    "number": is_decimal,
    "date": is_day,
}


def has_form(type_: str, text: str) -> bool:
    """Whether a text has the form of a column's type; every text has that of a string."""
    return type_ not in LEXICAL or LEXICAL[type_](text)


FORMS = (
    ("000_Text.txt", "a plain file name such as 000_text.txt"),
    ("2024-03-22", "a date such as 2024, 2024-03, 2024-03-22, 2021-01/2021-04 or ../2024"),
    ("AF-KNR", "an ISO 3166-2 code such as AF-KNR"),
    ("AF", "two capital letters such as AF"),
    ("0.1.0", "a version such as 0.1.0"),
    ("column_name", "small letters and _ such as incident_id"),
    ("src-000:351:figure", "an id such as inc-0001 or src-000:351:figure"),
    ("en", "two small letters such as en"),
    ("0123456789abcdef" * 4, "64 hexadecimal digits (0-9, a-f)"),
)
"""Examples of text, each with its form in words; a pattern has the form of its first example."""
_ID = re.compile(r"([a-z]{3}|\[a-z\]\{3\})-\[0-9\]\{([0-9])(?:,[0-9])?\}")

TYPES = {
    "integer": "a whole number in digits alone, such as 1200",
    "number": "a decimal number such as 55.83",
    "date": "a day of the calendar as YYYY-MM-DD",
}


def form(pattern: str) -> str:
    """The form that a pattern asks for, in words and with an example."""
    if an_id := _ID.fullmatch(pattern):
        prefix = "inc" if an_id[1].startswith("[") else an_id[1]
        return f"an id such as {prefix}-{'1'.zfill(int(an_id[2]))}"
    for example, words in FORMS:
        if re.fullmatch(pattern, example):
            return words
    return "the form that the other rows have"


def expected(rule: str, spec: Field) -> str:
    """What a constraint expects of a column's cell."""
    words = {
        "type": TYPES.get(spec.type, f"a value of type {spec.type}"),
        "pattern": form(spec.pattern or ""),
        "enum": "one of " + ", ".join(spec.enum),
        "minimum": f"{spec.minimum or 0:.12g} or more",
        "maximum": f"{spec.maximum or 0:.12g} or less",
        "required": "a value",
    }
    return words.get(rule, "a value that no other row has")


def advice(rule: str, spec: Field, found: str) -> str:
    """What to do about a cell that breaks a constraint."""
    match rule:
        case "type" if spec.type == "integer":
            return "Type the digits alone: no sign, blank, separator, unit or decimal point."
        case "enum":
            key = re.sub(r"[\s-]+", "_", found.strip().casefold())
            close = difflib.get_close_matches(key, spec.enum, n=1)
            return f"Did you mean {close[0]}?" if close else "Type one of these values."
        case "required":
            return f"Fill it in: '{spec.title.lower()}' is never blank."
        case "minimum" | "maximum":
            return "Correct the number."
    return f"Type {expected(rule, spec)}."


def broken(spec: Field, text: str) -> str | None:
    """The constraint that a column's cell breaks by itself, as its rule is named; None if none."""
    if not text:
        return "required" if spec.required else None
    if not has_form(spec.type, text):
        return "type"
    if spec.enum and text not in spec.enum:
        return "enum"
    if spec.pattern is not None and not re.fullmatch(spec.pattern, text):
        return "pattern"
    if spec.minimum is not None and float(text) < spec.minimum:
        return "minimum"
    return "maximum" if spec.maximum is not None and float(text) > spec.maximum else None
